/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_KEYS_H
#define COLLTOP_UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * From the bytes that a terminal sends to keys (app/command.h). Never waits:
 * what cannot be told yet is told when more bytes come, or when KEYS_ESCAPE_MS
 * have passed without any.
 *
 * UTF-8; the sequences taught by keys_define(); the usual CSI and SS3 forms.
 * Unknown sequences are swallowed up to their final byte, and so is any key
 * that follows Escape at once (Alt).
 */

#define KEYS_ESCAPE_MS 100      /* Escape alone is a key after that */
#define KEYS_SEQUENCE_SIZE 16   /* a taught sequence with its NUL */
#define KEYS_DEFINED 32

struct keys {
	unsigned char bytes[1024];      /* not told yet, from BEGIN to END */
	size_t begin, end;
	int64_t fed_ms;                 /* when the last byte came */
	int swallowing;                 /* inside a sequence of no meaning: how it ends, see keys.c */
	size_t swallowed;
	size_t count;
	struct {
		char sequence[KEYS_SEQUENCE_SIZE];
		int key;
	} defined[KEYS_DEFINED];
};

void keys_init(struct keys *keys);

/* Teaches that SEQUENCE means KEY; NULL and what is too long are passed over. */
void keys_define(struct keys *keys, const char *sequence, int key);

/* Room for bytes; what there is no room for stays in the terminal. */
size_t keys_room(const struct keys *keys);

/* Takes LENGTH bytes (at most keys_room()) that came at NOW_MS. */
void keys_feed(struct keys *keys, const unsigned char *bytes, size_t length, int64_t now_ms);

/* The next key as of NOW_MS, or KEYCODE_NONE. */
int keys_next(struct keys *keys, int64_t now_ms);

/* When keys_next() has something to tell without more bytes, or INT64_MAX. */
int64_t keys_deadline(const struct keys *keys);

#endif
