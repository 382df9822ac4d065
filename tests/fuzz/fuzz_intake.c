/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "fuzz/fuzz.h"

#include <time.h>

#include "okx/response.h"

/*
 * What comes in of an answer: lines of its header, and behind an empty one its
 * body in pieces of a line each.
 */

#define NOW_UTC_MS INT64_C(1795361402123)

/*
 * A second reader of dates, by way of the C library: whatever it accepts is written the
 * same again.
 */
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
require_texts(const struct okx_intake *intake)
{
	int64_t wait = okx_intake_retry_after(intake, NOW_UTC_MS), date = okx_intake_date(intake);

	require_clean(intake->content_type);
	require_clean(intake->retry_after);
	require_clean(intake->date);
	require(date == date_of(intake->date));
	require(wait >= -1);
	if (intake->retry_after[0] == '\0')
		require(wait == -1);
	else if (intake->retry_after[strspn(intake->retry_after, "0123456789")] == '\0')
		require(wait >= 0 && wait <= INT64_C(86400000) && wait % 1000 == 0);
	else if (wait >= 0) {
		int64_t until = date_of(intake->retry_after), from = date < 0 ? NOW_UTC_MS : date;

		require(until >= 0 && wait == (until > from ? until - from : 0));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *at, *end = data + size;
	struct okx_intake intake = { 0 };

	/* A connection's second answer knows nothing of the first. */
	for (int round = 0; round < 2; round++) {
		size_t body = 0;
		bool going = true;

		at = data;
		okx_intake_begin(&intake);
		require(
		    intake.length == 0 && !intake.header_ended && intake.retry_after[0] == '\0');
		while (going && at < end && !intake.header_ended) {
			struct part line = part_line(&at, end);

			going = line.length > 0 ?
			    okx_intake_header(&intake, line.text, line.length) :
			    okx_intake_header(&intake, "\n", 1);
			free(line.text);
		}
		require(going == (intake.exceeded == NULL));
		require_texts(&intake);
		while (going && at < end) {
			struct part piece = part_line(&at, end);

			going = okx_intake_body(&intake, piece.text, piece.length);
			body += piece.length;
			free(piece.text);
		}
		require(intake.length == body && (intake.body == NULL) == (intake.capacity == 0));
		require(intake.body == NULL || intake.body[body] == '\0');
	}
	okx_intake_clear(&intake);
	return 0;
}
