/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_KEYS_H
#define COLLTOP_UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * From the bytes that a terminal sends to keys (app/command.h). Never waits:
 * what is not clear yet is decided when more bytes come, or when a limit has passed.
 *
 * UTF-8; the sequences taught by keys_define(); the usual CSI and SS3 forms,
 * with ESC or as one eight-bit control. A sequence is one key however slowly its
 * bytes come. Escape acts after KEYS_ESCAPE_MS of silence; what begins a sequence
 * within KEYS_LATE_MS after that still belongs to it, and the sequence does
 * nothing. Unknown sequences are swallowed to their end: CSI to its final byte, a
 * mouse report to its third byte, a string to its terminator. So is any key that
 * follows Escape at once (Alt). The characters of a bracketed paste come with
 * KEYCODE_PASTED. While an answer of the terminal is expected (keys_expect()), its bytes
 * are never a key, in however many pieces they come.
 */

#define KEYS_ESCAPE_MS 100 /* Escape alone is a key after that */
#define KEYS_LATE_MS 1000  /* after Escape has acted: its sequence may still come */
/* a sequence that has not ended is given up; so is a paste, after such a silence */
#define KEYS_SEQUENCE_MS 5000
#define KEYS_SEQUENCE_SIZE 16 /* a taught sequence with its NUL */
#define KEYS_ANSWER_MS 30000  /* so long an answer is expected */
#define KEYS_ANSWER_SIZE 64   /* of its text that is kept, with the NUL */
#define KEYS_DEFINED 32
#define KEYS_BYTES 1024

/* How a sequence ends that is being swallowed. */
enum swallow { SWALLOW_NONE, SWALLOW_CSI, SWALLOW_STRING };

struct keys {
	/* not read yet, from BEGIN to END; one more for an Escape */
	unsigned char bytes[KEYS_BYTES + 1];
	size_t begin, end;
	int64_t fed_ms;          /* when the last byte came */
	int64_t begun_ms;        /* when the sequence that is being read began */
	int64_t escaped_ms;      /* when Escape acted last; INT64_MIN: never */
	enum swallow swallowing; /* inside a sequence of no meaning: how it ends */
	size_t swallowed;
	unsigned char last; /* the byte swallowed last … */
	size_t rest;        /* … and how many more its character has */
	bool void_sequence; /* what has begun does nothing when it is complete */
	bool pasting;
	bool interrupted;              /* Ctrl-C was among what keys_drop() dropped */
	int64_t expecting_ms;          /* since when an answer is expected; INT64_MIN: none is */
	char answer[KEYS_ANSWER_SIZE]; /* the OSC string that is being swallowed, or was last */
	size_t answer_length;
	enum { ANSWER_NONE, ANSWER_BEGUN, ANSWER_WHOLE } answer_state;
	size_t count;
	struct {
		char sequence[KEYS_SEQUENCE_SIZE];
		int key;
	} defined[KEYS_DEFINED];
};

void keys_init(struct keys *keys);

/* Makes SEQUENCE mean KEY; NULL and what is too long are ignored. */
void keys_define(struct keys *keys, const char *sequence, int key);

/* Room for bytes; what there is no room for stays in the terminal. */
size_t keys_room(const struct keys *keys);

/* Takes LENGTH bytes (at most keys_room()) that came at NOW_MS. */
void keys_feed(struct keys *keys, const unsigned char *bytes, size_t length, int64_t now_ms);

/* The next key as of NOW_MS, or KEYCODE_NONE. */
int keys_next(struct keys *keys, int64_t now_ms);

/*
 * Forgets all that came so far: keys are dropped, and one that has only begun does
 * nothing when its rest comes. Only Ctrl-C is kept for keys_next().
 */
void keys_drop(struct keys *keys, int64_t now_ms);

/*
 * From NOW_MS on the terminal may answer a question by an OSC string, and ends its answers
 * with those to "CSI c" (device attributes).
 */
void keys_expect(struct keys *keys, int64_t now_ms);

/* Takes the OSC string that came last ("11;rgb:ffff/ffff/ffff"), once; NULL: none is whole. */
const char *keys_answer(struct keys *keys);

/* When keys_next() has a key without more bytes, or INT64_MAX. */
int64_t keys_deadline(const struct keys *keys);

#endif
