/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_PARSE_H
#define COLLTOP_OKX_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"
#include "okx/call.h"
#include "okx/parsed.h"
#include "okx/scan.h"

/*
 * The door through which the exchange's JSON comes in. Strict: what okx/scan
 * lets through, at most 2 MiB, no duplicate members in the objects that are
 * read (at most 128 members each), at most 20,000 rows, strings of at most 256
 * bytes (a longer figure is unreadable), no escaped control characters. An
 * answer becomes a snapshot whole, or a cause. Numbers never pass through a
 * double. The words of a refusal may be longer and hold anything but NUL:
 * they are cut and sanitised, so that the reason is not lost.
 */

enum okx_parse_result {
	OKX_PARSE_DONE,
	OKX_PARSE_REFUSED, /* a well-formed answer whose code is not 0: see struct okx_refusal */
	OKX_PARSE_BROKEN   /* not such an answer: see the cause ("not valid JSON at byte 17") */
};

/*
 * What the exchange said instead of data; both sanitised. For the codes 1 and
 * 2, which say nothing, the first data[].sCode and sMsg that do.
 */
struct okx_refusal {
	char code[16];
	char message[OKX_SCAN_MAX_STRING + 1];
};

/* Drops what is set, and clears it. */
void okx_parsed_drop(struct okx_parsed *parsed);

/*
 * Reads the answer to CALL: BODY has LENGTH bytes and a NUL after them. On OKX_PARSE_DONE
 * the endpoint's member of PARSED is set; on OKX_PARSE_REFUSED REFUSAL; on OKX_PARSE_BROKEN
 * CAUSE.
 */
enum okx_parse_result okx_parse(const struct okx_call *call, const char *body, size_t length,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause);

#define OKX_KEY_WARNING_SIZE 96

/*
 * Writes the one sentence about a key that can do more than read ("this key can
 * also TRADE and WITHDRAW: make a read-only one"). False, and "", for one that
 * can only read.
 */
bool okx_key_warning(char out[OKX_KEY_WARNING_SIZE], const struct okx_key_info *key);

/* The line of JSON with which colltop-sim says that it is ready. */
struct okx_announcement {
	char base[128];
	struct {
		char api_key[65];
		char secret_key[65];
		char passphrase[65];
	} keys[ENVIRONMENTS];
};
bool okx_parse_announcement(struct okx_announcement *out, const char *line, size_t length,
    struct cause *cause);

/* The version of cJSON: "1.7.15". */
const char *okx_parse_version(void);

#endif
