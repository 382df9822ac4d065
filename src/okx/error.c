/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/error.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <bsd/stdlib.h>
#include <bsd/string.h>

#include "base/text.h"
#include "okx/host.h"

#define MESSAGE_SIZE 1024
#define MESSAGE_COLUMNS 200
#define MASK_KEEP 4     /* characters of a key that may be shown */
#define MASK_SHORTEST 6 /* a beginning of a value, cut off, that is masked, too */
#define MASK_INSIDE 4   /* a value that is masked inside a word, too */
#define UUID_SHORTEST 9 /* the same of a UUID: eight digits and a hyphen */

/* What an HTTP status says where the exchange's own code does not. */
struct by_status {
	int first, last;
	enum okx_kind kind;
	enum okx_retry retry;
	const char *advice;
};

#define FRONT_BUSY \
	"OKX or the front server before it is busy or in maintenance: nothing to do here."

/* clang-format off */
/* For an answer with a code that the table lacks. */
static const struct by_status unknown_codes[] = {
	{ 429, 429, OKX_KIND_RATE, OKX_RETRY_BACKOFF, OKX_ASKED_TOO_OFTEN },
	{ 500, 599, OKX_KIND_EXCHANGE, OKX_RETRY_BACKOFF, FRONT_BUSY },
	{ 401, 401, OKX_KIND_CREDENTIALS, OKX_RETRY_NO,
	    "colltop does not know this code, but OKX refuses the {environment} key "
		"of account {account}: look at the key in OKX's API settings." },
	{ 403, 403, OKX_KIND_PERMISSION, OKX_RETRY_NO,
	    "colltop does not know this code, but OKX forbids this to the "
		"{environment} key of account {account}: look at the key in OKX's API settings." },
	{ INT_MIN, INT_MAX, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY,
	    "colltop does not know this code: OKX's API documentation lists it under "
		"\"Error Code\"." },
};

/* For an answer that is not the exchange's, or cannot be read. */
static const struct by_status unreadable_answers[] = {
	{ 429, 429, OKX_KIND_RATE, OKX_RETRY_BACKOFF, OKX_ASKED_TOO_OFTEN },
	{ 500, 599, OKX_KIND_EXCHANGE, OKX_RETRY_BACKOFF, FRONT_BUSY },
	{ 300, 399, OKX_KIND_DATA, OKX_RETRY_SLOWLY,
	    "colltop follows no redirect, so nothing was sent on: a login page of "
		"this network or a wrong base_url of account {account} is the usual reason." },
	{ 401, 403, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY,
	    "A front server refused this before OKX saw the key: a VPN, a proxy "
		"({via} now) or this machine's address is the usual reason." },
	{ 404, 410, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY,
	    "There is no such page on {host}: check region or base_url of account "
		"{account}." },
	{ INT_MIN, INT_MAX, OKX_KIND_DATA, OKX_RETRY_BACKOFF,
	    "colltop shows nothing of an answer that it cannot read whole; should "
		"this go on, look for a newer colltop or report it." },
};
/* clang-format on */

const struct okx_error *
okx_error_find(int code)
{
	const struct okx_error *row;

	if (code <= 0)
		return NULL;
	for (row = okx_errors; row->code != 0; row++)
		if (row->code == code)
			return row;
	return NULL;
}

bool
okx_failure_make(struct okx_failure *failure, enum okx_kind kind, enum okx_retry retry,
    const char *text, const char *advice)
{
	memset(failure, 0, sizeof *failure);
	failure->kind = kind;
	failure->retry = retry;
	failure->exit = retry == OKX_RETRY_NO ? OKX_EXIT_REFUSED : OKX_EXIT_NO_ANSWER;
	failure->retry_after_ms = -1;
	strlcpy(failure->text, text, sizeof failure->text);
	strlcpy(failure->advice, advice, sizeof failure->advice);
	return false;
}

bool
okx_failure_same(const struct okx_failure *a, const struct okx_failure *b)
{
	return a->kind == b->kind && a->retry == b->retry && a->http == b->http &&
	    a->net_error == b->net_error && a->own == b->own && strcmp(a->code, b->code) == 0;
}

/* The row of a code as sent: digits, then nothing or '_' and a sub-code. */
static const struct okx_error *
find_sent(const char *code)
{
	char digits[8];
	size_t length = strcspn(code, "_");

	if (length == 0 || length >= sizeof digits || strspn(code, "0123456789") < length)
		return NULL;
	memcpy(digits, code, length);
	digits[length] = '\0';
	/* 0 where it is not a code. */
	return okx_error_find((int)strtonum(digits, 1, INT_MAX, NULL));
}

/* Every table of rows by status ends with one for all. */
static const struct by_status *
find_status(const struct by_status *row, int http)
{
	while (http < row->first || http > row->last)
		row++;
	return row;
}

/* Writes the regions other than NAME: "us, eea or tr". */
static void
list_regions(char *out, size_t size, const char *name)
{
	const struct okx_region *region, *last = NULL;

	for (region = okx_regions; region->name != NULL; region++)
		if (strcmp(region->name, name) != 0)
			last = region;
	out[0] = '\0';
	for (region = okx_regions; region->name != NULL; region++) {
		if (strcmp(region->name, name) == 0)
			continue;
		if (out[0] != '\0')
			strlcat(out, region == last ? " or " : ", ", size);
		strlcat(out, region->name, size);
	}
}

void
okx_expand(char out[OKX_TEXT_SIZE], const char *text, const struct okx_word *words, size_t count)
{
	char raw[4 * OKX_TEXT_SIZE] = "";
	size_t length, i;

	while (*text != '\0') {
		for (i = 0; i < count; i++) {
			length = strlen(words[i].name);
			if (strncmp(text, words[i].name, length) == 0)
				break;
		}
		if (i < count) {
			strlcat(raw, words[i].text, sizeof raw);
		} else {
			length = 1 + strcspn(text + 1, "{");
			i = strlen(raw);
			snprintf(raw + i, sizeof raw - i, "%.*s", (int)length, text);
		}
		text += length;
	}
	text_sanitise(out, OKX_TEXT_SIZE, raw, strlen(raw));
}

/* Writes ADVICE with the names of CALL. */
static void
write_advice(char out[OKX_TEXT_SIZE], const char *advice, const struct okx_call *call)
{
	const struct account_id *account_id = call->account_id;
	const char *ccy = call->ccy, *via = call->via;
	char regions[128];
	const struct okx_word words[] = {
		{ "{account}", account_id->account },
		{ "{environment}", environment_name(account_id->environment) },
		{ "{other}", environment_name(environment_other(account_id->environment)) },
		{ "{host}", account_id->host },
		{ "{region}", account_id->region },
		{ "{regions}", regions },
		{ "{ccy}", ccy == NULL || ccy[0] == '\0' ? "all" : ccy },
		{ "{via}", via == NULL || via[0] == '\0' ? "none" : via },
	};

	list_regions(regions, sizeof regions, account_id->region);
	okx_expand(out, advice, words, sizeof words / sizeof *words);
}

/*
 * Letters, digits and what is not ASCII: with one beside it, a short value is part of a
 * longer word.
 */
static bool
is_word(char one)
{
	return isalnum((unsigned char)one) || one == '_' || (unsigned char)one > 0x7f;
}

/*
 * How much of TEXT, PREVIOUS being what stands before it, is VALUE: all of it,
 * or a beginning that the end of the text or of a quotation cuts off.
 */
static size_t
value_length(const char *text, char previous, const char *value, bool any_case)
{
	size_t length = 0;

	if (value == NULL || value[0] == '\0')
		return 0;
	while (value[length] != '\0' &&
	    (any_case ?
		    tolower((unsigned char)text[length]) == tolower((unsigned char)value[length]) :
		    text[length] == value[length]))
		length++;
	if (value[length] != '\0')
		return length >= MASK_SHORTEST && (text[length] == '\0' || text[length] == '"') ?
		    length :
		    0;
	if (length < MASK_INSIDE && (is_word(previous) || is_word(text[length])))
		return 0;
	return length;
}

/*
 * How much of TEXT is a UUID, or the beginning of one that the end cuts off: 8-4-4-4-12
 * hexadecimal digits.
 */
static size_t
uuid_length(const char *text)
{
	static const char shape[] = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
	size_t length;

	for (length = 0; shape[length] != '\0'; length++) {
		if (text[length] == '\0')
			return length >= UUID_SHORTEST ? length : 0;
		if (shape[length] == '-' ? text[length] != '-' :
					   strchr("0123456789abcdefABCDEF", text[length]) == NULL)
			return 0;
	}
	return length;
}

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* How much of TEXT is a secret key or a passphrase. */
static size_t
longest_secret(const char *text, char previous, const struct okx_keyring *keys)
{
	size_t length = 0;

	for (int e = 0; e < ENVIRONMENTS; e++)
		if (keys->of[e] != NULL) {
			length = larger(length,
			    value_length(text, previous, keys->of[e]->secret_key, false));
			length = larger(length,
			    value_length(text, previous, keys->of[e]->passphrase, false));
		}
	return length;
}

/* How much of TEXT is an API key, or any UUID. */
static size_t
longest_id(const char *text, char previous, const struct okx_keyring *keys)
{
	size_t length = uuid_length(text);

	for (int e = 0; e < ENVIRONMENTS; e++)
		if (keys->of[e] != NULL)
			length = larger(length,
			    value_length(text, previous, keys->of[e]->api_key, true));
	return length;
}

void
okx_error_mask(char *text, const struct okx_keyring *keys)
{
	const char *from, *secret_end = text, *id_end = text, *kept_end = text;
	char *to = text;
	char previous = '\0';
	size_t length, dots = 0;

	/* Occurrences may overlap, so that each place is looked at; TO never overtakes FROM. */
	for (from = text; *from != '\0'; previous = *from++) {
		length = longest_secret(from, previous, keys);
		if (from + length > secret_end)
			secret_end = from + length;

		length = longest_id(from, previous, keys);
		if (from >= id_end)
			kept_end = length > 2 * MASK_KEEP ? from + MASK_KEEP : from;
		if (from + length > id_end)
			id_end = from + length;

		if (from < secret_end || (from < id_end && from >= kept_end)) {
			if (dots++ < 3)
				*to++ = '.';
		} else {
			*to++ = *from;
			dots = 0;
		}
	}
	*to = '\0';
}

/*
 * Cuts TEXT to COLUMNS, its end then "..."; foreign characters stay as they are whatever
 * the locale.
 */
static void
cut_columns(char *text, int columns)
{
	const char *at = text, *end = text + strlen(text);
	char *last = text; /* where "..." still fits */
	int used = 0;

	while (at < end) {
		const char *from = at;
		char one[5] = "";

		(void)text_decode(&at, end);
		memcpy(one, from, (size_t)(at - from));
		used += text_width(one);
		if (used <= columns - 3)
			last = text + (at - text);
		if (used > columns) {
			memcpy(last, "...", 4);
			return;
		}
	}
}

/* Says TEXT, which is not empty, with the full stop that it may lack. */
static void
set_text(struct okx_failure *failure, const char *text)
{
	size_t length = text_sanitise(failure->text, sizeof failure->text, text, strlen(text));

	if (strchr(".!?", failure->text[length - 1]) == NULL)
		strlcat(failure->text, ".", sizeof failure->text);
}

void
okx_error_refused(struct okx_failure *failure, const struct okx_call *call, const char *code,
    const char *message, int http)
{
	const struct okx_error *row = find_sent(code);
	const struct by_status *status = find_status(unknown_codes, http);
	char words[MESSAGE_SIZE], text[MESSAGE_SIZE + OKX_TEXT_SIZE];

	okx_failure_make(failure, row != NULL ? row->kind : status->kind,
	    row != NULL ? row->retry : status->retry, "", "");
	failure->blame = row != NULL ? row->blame : OKX_BLAME_NONE;
	failure->http = http;
	text_sanitise(words, sizeof words, code, strlen(code));
	okx_error_mask(words, &call->keys);
	text_sanitise(failure->code, sizeof failure->code, words, strlen(words));
	write_advice(failure->advice, row != NULL ? row->advice : status->advice, call);

	text_sanitise(words, sizeof words, message, strlen(message));
	okx_error_mask(words, &call->keys);
	cut_columns(words, MESSAGE_COLUMNS);
	if (row != NULL && row->clause != NULL)
		set_text(failure, row->clause);
	else {
		if (words[strspn(words, " ")] != '\0')
			snprintf(text, sizeof text, "OKX refused: %s %s", failure->code, words);
		else
			snprintf(text, sizeof text, "OKX refused with code %s and gave no reason.",
			    failure->code);
		set_text(failure, text);
	}
}

void
okx_error_unreadable(struct okx_failure *failure, const struct okx_call *call, const char *what,
    int http)
{
	const struct by_status *status;
	char words[MESSAGE_SIZE], text[MESSAGE_SIZE + OKX_TEXT_SIZE], number[32] = ":";

	/* A front server's limit, which some send with another status. */
	status = find_status(unreadable_answers,
	    text_contains(what, "too many requests") ? 429 : http);

	okx_failure_make(failure, status->kind, status->retry, "", "");
	failure->http = http;
	write_advice(failure->advice, status->advice, call);

	text_sanitise(words, sizeof words, what, strlen(what));
	okx_error_mask(words, &call->keys);
	cut_columns(words, MESSAGE_COLUMNS);
	if (http > 0)
		snprintf(number, sizeof number, " HTTP %d,", http);
	snprintf(text, sizeof text, "%s answered%s %s", call->account_id->host, number, words);
	set_text(failure, text);
}
