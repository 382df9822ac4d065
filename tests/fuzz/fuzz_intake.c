/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "fuzz/fuzz.h"

#include <time.h>

#include "okx/response.h"

/* The intake of an answer: header lines, and after an empty one the body, a line a piece. */

#define NOW_UTC_MS INT64_C(1795361402123)

/* A second reader of dates, by the C library: whatever it accepts is written the same again. */
static int64_t
date_of(const char *text)
{
	char again[64];
	struct tm calendar = { 0 };
	const char *end = strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &calendar);
	bool leap = calendar.tm_sec == 60;
	time_t seconds;

	if (end == NULL || *end != '\0' || calendar.tm_year < 70)
		return -1;
	calendar.tm_sec -= leap;
	seconds = timegm(&calendar);
	if (strftime(again, sizeof again, "%a, %d %b %Y %H:%M:%S GMT", &calendar) == 0)
		return -1;
	if (leap)
		memcpy(again + 23, "60", 2);
	return strcmp(again, text) == 0 ? (int64_t)(seconds + leap) * 1000 : -1;
}

static void
require_texts(const struct okx_response *response)
{
	int64_t wait = okx_response_retry_after(response, NOW_UTC_MS),
		date = okx_response_date(response);

	require_clean(response->content_type);
	require_clean(response->retry_after);
	require_clean(response->date);
	require(date == date_of(response->date));
	require(wait >= -1);
	if (response->retry_after[0] == '\0')
		require(wait == -1);
	else if (response->retry_after[strspn(response->retry_after, "0123456789")] == '\0')
		require(wait >= 0 && wait <= INT64_C(86400000) && wait % 1000 == 0);
	else if (wait >= 0) {
		int64_t until = date_of(response->retry_after), from = date < 0 ? NOW_UTC_MS : date;

		require(until >= 0 && wait == (until > from ? until - from : 0));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *at, *end = data + size;
	struct okx_response response = { 0 };

	/* A connection's second answer knows nothing of the first. */
	for (int round = 0; round < 2; round++) {
		size_t body = 0;
		bool going = true;

		at = data;
		okx_response_begin(&response);
		require(response.length == 0 && !response.header_ended &&
		    response.retry_after[0] == '\0');
		while (going && at < end && !response.header_ended) {
			struct part line = part_line(&at, end);

			going = line.length > 0 ?
			    okx_response_header(&response, line.text, line.length) :
			    okx_response_header(&response, "\n", 1);
			free(line.text);
		}
		require(going == (response.exceeded == NULL));
		require_texts(&response);
		while (going && at < end) {
			struct part piece = part_line(&at, end);

			going = okx_response_body(&response, piece.text, piece.length);
			body += piece.length;
			free(piece.text);
		}
		require(
		    response.length == body && (response.body == NULL) == (response.capacity == 0));
		require(response.body == NULL || response.body[body] == '\0');
	}
	okx_response_clear(&response);
	return 0;
}
