/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/response.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <bsd/stdlib.h>

#include "base/text.h"
#include "base/xmalloc.h"
#include "okx/http_types.h"

#define FIRST_CAPACITY ((size_t)8 * 1024)
#define KEPT_CAPACITY ((size_t)64 * 1024) /* smaller buffers are kept */

#define MAX_RETRY_AFTER_S 86400

void
okx_response_clear(struct okx_response *response)
{
	free(response->body);
	memset(response, 0, sizeof *response);
}

void
okx_response_begin(struct okx_response *response)
{
	char *body = response->body;
	size_t capacity = response->capacity;

	if (capacity > KEPT_CAPACITY && response->length < capacity / 4) {
		free(body);
		body = NULL;
		capacity = 0;
	}
	memset(response, 0, sizeof *response);
	response->body = body;
	response->capacity = capacity;
	if (body != NULL)
		body[0] = '\0';
}

bool
okx_response_body(struct okx_response *response, const char *data, size_t length)
{
	size_t capacity = response->capacity, needed;

	if (length > OKX_HTTP_MAX_BODY - response->length) {
		response->exceeded = "more than 2 MiB";
		return false;
	}
	needed = response->length + length + 1;
	if (needed > capacity) {
		if (capacity < FIRST_CAPACITY)
			capacity = FIRST_CAPACITY;
		while (capacity < needed)
			capacity *= 2;
		response->body = xreallocarray(response->body, capacity, 1);
		response->capacity = capacity;
	}
	if (length > 0)
		memcpy(response->body + response->length, data, length);
	response->length += length;
	response->body[response->length] = '\0';
	return true;
}

/* Copies the value of NAME into OUT if LINE is that header. */
static void
keep_value(char *out, size_t size, const char *name, const char *line, size_t length)
{
	size_t skip = strlen(name);

	if (length <= skip || line[skip] != ':' || strncasecmp(line, name, skip) != 0)
		return;
	for (skip++; skip < length && (line[skip] == ' ' || line[skip] == '\t'); skip++)
		;
	while (length > skip && strchr(" \t\r\n", line[length - 1]) != NULL)
		length--;
	text_sanitise(out, size, line + skip, length - skip);
}

bool
okx_response_header(struct okx_response *response, const char *line, size_t length)
{
	response->header_bytes += length;
	if (length > OKX_HTTP_MAX_HEADER || response->header_bytes > OKX_HTTP_MAX_HEADER) {
		response->exceeded = "more than 64 KiB of headers";
		return false;
	}
	if (++response->header_lines > OKX_RESPONSE_MAX_HEADER_LINES) {
		response->exceeded = "more than 256 header lines";
		return false;
	}
	if (length > 0 && (line[0] == '\r' || line[0] == '\n')) {
		response->header_ended = true;
		return true;
	}
	/* What a 1xx answer said does not count for the answer after it. */
	if (length >= 5 && memcmp(line, "HTTP/", 5) == 0) {
		response->header_ended = false;
		response->content_type[0] = '\0';
		response->retry_after[0] = '\0';
		response->date[0] = '\0';
		return true;
	}
	keep_value(response->content_type, sizeof response->content_type, "Content-Type", line,
	    length);
	keep_value(response->retry_after, sizeof response->retry_after, "Retry-After", line,
	    length);
	keep_value(response->date, sizeof response->date, "Date", line, length);
	return true;
}

/* The number of COUNT digits at TEXT, or -1. */
static int
digits_at(const char *text, int count)
{
	int value = 0;

	for (; count > 0; count--, text++) {
		if (*text < '0' || *text > '9')
			return -1;
		value = value * 10 + (*text - '0');
	}
	return value;
}

/*
 * Reads "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, IMF-fixdate): UTC
 * milliseconds, -1 for anything else.
 */
int64_t okx_response_http_date(const char *text);
static int64_t
read_http_date(const char *text)
{
	static const char form[] = "Ddd, 00 Mmm 0000 00:00:00 GMT";
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	static const char weekdays[] = "ThuFriSatSunMonTueWed"; /* from 1970-01-01 on */
	int day, month, year, hour, minute, second;
	int64_t date;
	size_t i;

	/* strptime(3) would want the names in the language of the locale. */
	if (strlen(text) != sizeof form - 1)
		return -1;
	for (i = 0; i < sizeof form - 1; i++)
		if (!isalnum((unsigned char)form[i]) && text[i] != form[i])
			return -1;
	if (strcmp(text + 26, "GMT") != 0)
		return -1;
	for (month = 0; month < 12; month++)
		if (strncmp(text + 8, names + 3 * month, 3) == 0)
			break;
	day = digits_at(text + 5, 2);
	year = digits_at(text + 12, 4);
	hour = digits_at(text + 17, 2);
	minute = digits_at(text + 20, 2);
	second = digits_at(text + 23, 2);
	if (month == 12 || day < 1 || year < 1970 || hour < 0 || hour > 23 || minute < 0 ||
	    minute > 59 || second < 0 || second > 60)
		return -1;
	date = text_utc_days(year, month + 1, day);
	if (date >= text_utc_days(year, month + 2, 1) ||
	    strncmp(text, weekdays + 3 * (date % 7), 3) != 0)
		return -1;
	return (((date * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

int64_t
okx_response_date(const struct okx_response *response)
{
	return read_http_date(response->date);
}

int64_t
okx_response_retry_after(const struct okx_response *response, int64_t now_utc_ms)
{
	const char *problem;
	int64_t seconds, until, from;

	if (response->retry_after[0] == '\0')
		return -1;
	/* strtonum(3) would take blanks and a sign as well. */
	if (response->retry_after[strspn(response->retry_after, "0123456789")] == '\0') {
		seconds = strtonum(response->retry_after, 0, MAX_RETRY_AFTER_S, &problem);
		return (problem == NULL ? seconds : MAX_RETRY_AFTER_S) * 1000;
	}

	until = read_http_date(response->retry_after);
	if (until < 0)
		return -1;
	from = okx_response_date(response);
	if (from < 0)
		from = now_utc_ms;
	return until > from ? until - from : 0;
}
