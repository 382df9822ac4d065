/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_PARSE_H
#define COLLTOP_OKX_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"
#include "okx/parsed.h"

/*
 * The door through which the exchange's JSON comes in. Strict: what okx/scan
 * lets through, at most 2 MiB, no duplicate members in the objects that are
 * read (at most 128 members each), at most 20,000 rows, strings of at most 256
 * bytes (a longer figure is unreadable), no escaped control characters. An
 * answer becomes a snapshot whole, or a cause. Numbers never pass through a
 * double. The words of a refusal may be longer and hold anything but NUL:
 * they are cut and sanitised, so that the reason is not lost.
 */

/*
 * BODY has LENGTH bytes and a NUL behind them. On OKX_PARSE_DONE the member of
 * PARSED is set; on OKX_PARSE_REFUSED REFUSAL; on OKX_PARSE_BROKEN CAUSE.
 */

/* OKX v5, "GET / Collateral assets": several elements of "data" are one portfolio. */
enum okx_parse_result okx_parse_collateral(const struct okx_parse_context *context,
    const char *body, size_t length, struct okx_parsed *parsed, struct okx_refusal *refusal,
    struct cause *cause);

/* OKX v5, "GET / Loan info": each element of "data" is an order; none: no open loan. */
enum okx_parse_result okx_parse_loans(const struct okx_parse_context *context, const char *body,
    size_t length, struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause);

/* OKX v5, "GET / Get balance" of the funding account. */
enum okx_parse_result okx_parse_balances(const struct okx_parse_context *context, const char *body,
    size_t length, struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause);

/* OKX v5, "GET / Index tickers": of the indices in QUOTE those that are wanted. */
enum okx_parse_result okx_parse_tickers(const struct okx_parse_context *context, const char *body,
    size_t length, struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause);

/* OKX v5, "Get system time": data[0].ts, epoch milliseconds as a string, 0 to 4102444800000. */
enum okx_parse_result okx_parse_time(const struct okx_parse_context *context, const char *body,
    size_t length, struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause);

/* OKX v5, "Get account configuration": what data[0] says of the key that asked. */
enum okx_parse_result okx_parse_config(const struct okx_parse_context *context, const char *body,
    size_t length, struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause);

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

/* The version of the library behind it: "1.7.15". */
const char *okx_parse_version(void);

#endif
