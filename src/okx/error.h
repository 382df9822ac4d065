/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_ERROR_H
#define COLLTOP_OKX_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "okx/call.h"

/* What an unsuccessful answer asks of the program. */
enum okx_retry {
	OKX_RETRY_BACKOFF, /* "retry": 2, 4, 8 … 60 s */
	OKX_RETRY_CLOCK,   /* once at once with a corrected clock, then as OKX_RETRY_SLOWLY */
	OKX_RETRY_SLOWLY,  /* every 60 s */
	OKX_RETRY_NO       /* one try per 5 minutes: the person may mend it elsewhere */
};

enum okx_kind {
	OKX_KIND_NETWORK,  /* no answer: name, connection, TLS, time-out */
	OKX_KIND_DATA,     /* an answer that cannot be read */
	OKX_KIND_EXCHANGE, /* the exchange is busy, in maintenance, unknown */
	OKX_KIND_RATE,     /* too many requests */
	OKX_KIND_CLOCK,
	OKX_KIND_CREDENTIALS, /* key, secret, passphrase, environment, host, address */
	OKX_KIND_PERMISSION,
	OKX_KIND_NOT_OFFERED, /* product, region, identity */
	OKX_KIND_ACCOUNT,     /* frozen, blocked, liquidation */
	OKX_KIND_REQUEST      /* a parameter of ours */
};

/* What a person would have to enter anew. */
enum okx_blame {
	OKX_BLAME_NONE, /* nothing that is entered with a key */
	OKX_BLAME_KEY,
	OKX_BLAME_SECRET,
	OKX_BLAME_PASSPHRASE,
	OKX_BLAME_REGION,
	OKX_BLAME_ENVIRONMENT
};

#define OKX_EXIT_NO_ANSWER 1 /* exit status of a record: no answer, or an unusable one */
#define OKX_EXIT_REFUSED 3   /* credentials, permission, not offered */

/* One row of the exchange's error table (OKX v5, "Error Code"). */
struct okx_error {
	int code;
	int http[2]; /* documented HTTP status, the one sent first; 0: no second */
	/*
	 * The exchange's words, as documented; in them "ccy" and 127.0.0.1 stand for what it
	 * names.
	 */
	const char *text;
	const char *clause; /* what is said in place of those words; NULL: they are repeated */
	enum okx_kind kind;
	enum okx_retry retry;
	enum okx_blame blame;
	/*
	 * What the person does about it: one sentence, in which {account},
	 * {environment}, {other} (environment), {host}, {region}, {regions} (the
	 * other ones), {ccy} and {via} stand for those of the request.
	 */
	const char *advice;
};

/* Of every rate limit, whatever asks and whichever the limit is. */
#define OKX_ASKED_TOO_OFTEN \
	"Something else asks OKX as the same user or from the same address: stop it, or let one " \
	"of the two ask less often."

/* Ends with a row whose code is 0. Ascending. */
extern const struct okx_error okx_errors[];

/* The row of CODE, or NULL for a code that is not in the table. */
const struct okx_error *okx_error_find(int code);

#define OKX_TEXT_SIZE 768 /* room for any sentence with the longest names in it */

/* A fetch that brought no figures: what happened, and what to do. */
struct okx_failure {
	enum okx_kind kind;
	enum okx_retry retry;
	enum okx_blame blame;
	int exit;                   /* OKX_EXIT_… */
	char code[16];              /* the exchange's code as sent, "" for none */
	int http;                   /* HTTP status, 0 for none */
	int net_error;              /* enum okx_net_error where it ended below HTTP, else 0 */
	bool own;                   /* it lies in the data, which no other endpoint has */
	char text[OKX_TEXT_SIZE];   /* what happened, to what: one clause, sanitised, no secret */
	char advice[OKX_TEXT_SIZE]; /* what to do: one sentence */
	int64_t retry_after_ms;     /* what the exchange asked for, -1 for nothing */
};

/* Makes FAILURE one that the exchange has no part in, with nothing to wait for. Always false. */
bool okx_failure_make(struct okx_failure *failure, enum okx_kind kind, enum okx_retry retry,
    const char *text, const char *advice);

/* Whether A and B happened for the same reason, whatever words a library or a server added. */
bool okx_failure_same(const struct okx_failure *a, const struct okx_failure *b);

/* A word of a sentence, "{host}", and what stands for it there. */
struct okx_word {
	const char *name, *text;
};

/* Writes TEXT with each of COUNT WORDS replaced, sanitised. */
void okx_expand(char out[OKX_TEXT_SIZE], const char *text, const struct okx_word *words,
    size_t count);

/*
 * Classifies a refusal by the exchange's CODE (as sent; a sub-code after
 * '_' does not count) and MESSAGE (foreign bytes), with HTTP
 * status HTTP: by the code, where the table has it; else by the status (429 is
 * a rate limit, 5xx an exchange that is busy, 401 and 403 a refusal); else as
 * an unknown code, shown as sent, in at most 200 columns, and asked slowly.
 * Code and message are masked by okx_error_mask(); an address in the text of
 * 50110 stays. Sets all of FAILURE; retry_after_ms to -1.
 */
void okx_error_refused(struct okx_failure *failure, const struct okx_call *call, const char *code,
    const char *message, int http);

/*
 * Classifies an answer that is not JSON of the exchange (HTML of a front
 * server, an empty body, a bare "Too Many Requests") or is broken: by its
 * HTTP status, else as data that cannot be read. WHAT says what was seen ("not
 * JSON, 1.2 KiB"), the cause of OKX_PARSE_BROKEN. None of these is a 'no'. Sets
 * all of FAILURE; retry_after_ms to -1.
 */
void okx_error_unreadable(struct okx_failure *failure, const struct okx_call *call,
    const char *what, int http);

/*
 * Masks in place what TEXT, foreign and sanitised, repeats of KEYS, and what looks like a
 * key's id (a UUID). Of the key,
 * found in any case, and of an id the first four characters stay, of the
 * secret and the passphrase nothing. A beginning of six characters or more is
 * masked, too, where the end of TEXT or of a quotation cuts it off; a value of
 * less than four characters only as a word of its own.
 */
void okx_error_mask(char *text, const struct okx_keyring *keys);

#endif
