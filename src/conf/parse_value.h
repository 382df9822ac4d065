/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_PARSE_VALUE_H
#define COLLTOP_CONF_PARSE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"

/*
 * Values of the command line and the configuration. Each function takes the
 * whole TEXT or returns false with the cause: what was expected, what was there.
 */

#define PARSE_VALUE_INTERVAL_MAX 60 /* seconds between two refreshes of the screen */
#define PARSE_VALUE_INTERVAL_BATCH_MAX 3600
#define PARSE_VALUE_CCY_SIZE 21

/*
 * A whole number from MINIMUM to MAXIMUM: no sign, no blank, no leading zero
 * (which could mean octal). WHAT begins the sentence ("the interval").
 */
bool parse_value_whole(long *out, const char *text, long minimum, long maximum, const char *what,
    struct cause *cause);

/* Seconds with at most three decimals, as milliseconds from MINIMUM_MS to MAXIMUM_MS. */
bool parse_value_seconds(int64_t *out_ms, const char *text, int64_t minimum_ms, int64_t maximum_ms,
    const char *what, struct cause *cause);

/* Per cent from MINIMUM to MAXIMUM with at most two decimals, as a fraction of 1. */
struct decimal;
bool parse_value_percent(struct decimal *out, const char *text, int minimum, int maximum,
    const char *what, struct cause *cause);

/*
 * Names of currencies separated by blanks: each as parse_value_ccy() takes it. Returns them in
 * upper case for the caller to free, or NULL with the cause.
 */
char *parse_value_currencies(const char *text, const char *what, struct cause *cause);

/* Which of WORDS, separated by blanks, TEXT is: 0 for the first. OUT may be NULL. */
bool parse_value_word(int *out, const char *text, const char *words, const char *what,
    struct cause *cause);

/* An account's name: 1 to 32 of A-Z a-z 0-9 _ -, since it becomes a part of file names. */
bool parse_value_account(const char *text, struct cause *cause);

/* A currency: 1 to 20 letters and digits; OUT has it in upper case, as the exchange wants it. */
bool parse_value_ccy(char out[PARSE_VALUE_CCY_SIZE], const char *text, struct cause *cause);

/* "none", or SCHEME://HOST[:PORT] with http, https, socks5 or socks5h, without a password. */
bool parse_value_proxy(const char *text, struct cause *cause);

/*
 * An absolute path, "~" and "~/…" expanded by $HOME. Returns it for the caller
 * to free, or NULL with the cause.
 */
char *parse_value_path(const char *text, struct cause *cause);

/* $HOME where it is set and absolute, else NULL. */
const char *parse_value_home(void);

#endif
