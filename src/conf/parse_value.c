/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/parse_value.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/stdlib.h>

#include "base/decimal.h"
#include "base/url.h"
#include "base/xmalloc.h"
#include "model/account_id.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

bool
parse_value_whole(long *out, const char *text, long minimum, long maximum, const char *what,
    struct cause *cause)
{
	const char *fault = NULL;
	long value = 0;

	if (text[0] == '\0' || text[strspn(text, DIGITS)] != '\0' ||
	    (text[0] == '0' && text[1] != '\0'))
		fault = "";
	else
		value = (long)strtonum(text, minimum, maximum, &fault);
	if (fault != NULL)
		return cause_set(cause, "%s is a whole number from %ld to %ld, not \"%s\"", what,
		    minimum, maximum, text);
	*out = value;
	return true;
}

/*
 * VALUE in seconds to milliseconds; false where it is not whole there or too large for
 * any limit.
 */
static bool
seconds_to_ms(int64_t *out_ms, const struct decimal *value)
{
	const struct decimal thousand = decimal_from(1000, 0);
	char text[DECIMAL_TEXT_SIZE];
	struct decimal product, whole;
	const char *fault;

	if (!decimal_multiply(&product, value, &thousand) ||
	    !decimal_round(&whole, &product, 0, DECIMAL_TRUNCATE) ||
	    decimal_compare(&whole, &product) != 0 || decimal_text(text, sizeof text, &whole) == 0)
		return false;
	*out_ms = strtonum(text, 0, INT32_MAX, &fault);
	return fault == NULL;
}

bool
parse_value_seconds(int64_t *out_ms, const char *text, int64_t minimum_ms, int64_t maximum_ms,
    const char *what, struct cause *cause)
{
	struct decimal value;
	int64_t ms;

	if (text[strspn(text, DIGITS ".")] != '\0' ||
	    (text[0] == '0' && text[1] != '.' && text[1] != '\0') ||
	    !decimal_parse(&value, text, strlen(text)) || !seconds_to_ms(&ms, &value) ||
	    ms < minimum_ms || ms > maximum_ms)
		return cause_set(cause,
		    "%s is %lld.%lld to %lld seconds with at most three decimals, not \"%s\"", what,
		    (long long)(minimum_ms / 1000), (long long)(minimum_ms % 1000 / 100),
		    (long long)(maximum_ms / 1000), text);
	*out_ms = ms;
	return true;
}

bool
parse_value_percent(struct decimal *out, const char *text, int minimum, int maximum,
    const char *what, struct cause *cause)
{
	const struct decimal least = decimal_from(minimum, 0), most = decimal_from(maximum, 0);
	const struct decimal hundredth = decimal_from(1, 2);
	struct decimal value;

	if (text[strspn(text, DIGITS ".")] != '\0' || !decimal_parse(&value, text, strlen(text)) ||
	    decimal_places(&value) > 2 || decimal_compare(&value, &least) < 0 ||
	    decimal_compare(&value, &most) > 0 || !decimal_multiply(out, &value, &hundredth))
		return cause_set(cause,
		    "%s is %d to %d per cent with at most two decimals, not \"%s\"", what, minimum,
		    maximum, text);
	return true;
}

char *
parse_value_currencies(const char *text, const char *what, struct cause *cause)
{
	char *names = xstrdup(""), *longer, name[PARSE_VALUE_CCY_SIZE], ccy[PARSE_VALUE_CCY_SIZE];

	for (const char *at = text + strspn(text, " "); *at != '\0'; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");

		snprintf(name, sizeof name, "%.*s",
		    (int)(length < sizeof name ? length : sizeof name - 1), at);
		if (length >= sizeof name || !parse_value_ccy(ccy, name, cause)) {
			cause_set(cause,
			    "%s are names of currencies with blanks between them, which \"%.*s\" is not",
			    what, (int)(length < 40 ? length : 40), at);
			free(names);
			return NULL;
		}
		longer = xasprintf("%s%s%s", names, names[0] != '\0' ? " " : "", ccy);
		free(names);
		names = longer;
		at += length;
	}
	return names;
}

/* Writes WORDS as "a, b or c". */
static void
enumerate(char *out, size_t size, const char *words)
{
	out[0] = '\0';
	for (const char *at = words; *at != '\0';) {
		size_t length = strcspn(at, " "), used = strlen(out);
		const char *next = at + length + strspn(at + length, " ");

		snprintf(out + used, size - used, "%s%.*s",
		    at == words       ? "" :
			*next == '\0' ? " or " :
					", ",
		    (int)length, at);
		at = next;
	}
}

bool
parse_value_word(int *out, const char *text, const char *words, const char *what,
    struct cause *cause)
{
	size_t length = strlen(text);
	char list[128];
	int place = 0;

	for (const char *at = words; length > 0 && *at != '\0';) {
		size_t word = strcspn(at, " ");

		if (word == length && memcmp(at, text, length) == 0) {
			if (out != NULL)
				*out = place;
			return true;
		}
		place++;
		at += word + strspn(at + word, " ");
	}
	enumerate(list, sizeof list, words);
	return cause_set(cause, "%s is %s, not \"%s\"", what, list, text);
}

bool
parse_value_account(const char *text, struct cause *cause)
{
	size_t length = strspn(text, LETTERS DIGITS "_-");

	if (length == 0 || length >= ACCOUNT_ID_ACCOUNT_SIZE || text[length] != '\0')
		return cause_set(cause,
		    "an account's name is 1 to %d letters, digits, _ and -, not \"%s\"",
		    ACCOUNT_ID_ACCOUNT_SIZE - 1, text);
	return true;
}

bool
parse_value_ccy(char out[PARSE_VALUE_CCY_SIZE], const char *text, struct cause *cause)
{
	size_t length = strspn(text, LETTERS DIGITS);

	if (length == 0 || length >= PARSE_VALUE_CCY_SIZE || text[length] != '\0')
		return cause_set(cause,
		    "a currency is 1 to %d letters and digits, such as BTC, not \"%s\"",
		    PARSE_VALUE_CCY_SIZE - 1, text);
	for (size_t i = 0; i <= length; i++)
		out[i] = (char)toupper((unsigned char)text[i]);
	return true;
}

bool
parse_value_proxy(const char *text, struct cause *cause)
{
	static const char *const schemes[] = { "http://", "https://", "socks5://", "socks5h://" };
	struct url_authority authority;
	const char *at = NULL;
	size_t length;

	if (strcmp(text, "none") == 0)
		return true;
	if (strchr(text, '@') != NULL)
		return cause_set(cause,
		    "a proxy's password does not belong here; set https_proxy in the environment instead");
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		if (strncmp(text, schemes[i], strlen(schemes[i])) == 0)
			at = text + strlen(schemes[i]);
	}
	length = at != NULL ? strcspn(at, "/") : 0;
	if (at != NULL && (at[length] == '\0' || strcmp(at + length, "/") == 0) &&
	    url_authority(&authority, at, length) == URL_GOOD)
		return true;
	return cause_set(cause,
	    "proxy is \"none\" or http://, https://, socks5:// or socks5h:// with HOST[:PORT], not \"%s\"",
	    text);
}

const char *
parse_value_home(void)
{
	const char *home = getenv("HOME");

	return home != NULL && home[0] == '/' ? home : NULL;
}

char *
parse_value_path(const char *text, struct cause *cause)
{
	if (text[0] == '/')
		return xstrdup(text);
	if (text[0] != '~' || (text[1] != '/' && text[1] != '\0')) {
		cause_set(cause,
		    "a file is named from the root (/…) or from home (~/…), not \"%s\"", text);
		return NULL;
	}
	if (parse_value_home() == NULL) {
		cause_set(cause, "\"%s\" needs the home directory, but HOME is not set", text);
		return NULL;
	}
	return xasprintf("%s%s", parse_value_home(), text + 1);
}
