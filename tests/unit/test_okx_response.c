/* SPDX-License-Identifier: ISC */
/* What comes in of an answer, its limits, its dates. */
#include "test.h"

#include <time.h>

#include "okx/http.h"
#include "okx/response.h"

#define NOW_UTC_MS INT64_C(1795361402000) /* Sun, 22 Nov 2026 15:30:02 GMT */
#define DAY_S 86400

/* The moment in a header "Date: TEXT". */
static int64_t
date_in(const char *text)
{
	struct okx_response response = { .body = NULL };

	snprintf(response.date, sizeof response.date, "%s", text);
	return okx_response_date(&response);
}

static bool
header(struct okx_response *response, const char *line)
{
	return okx_response_header(response, line, strlen(line));
}

TEST(test_dates)
{
	TABLE(rows, const char *text; int64_t utc_ms) = {
		{ "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
		{ "Sun, 06 Nov 1994 08:49:37 GMT", INT64_C(784111777000) },
		{ "Sun, 22 Nov 2026 15:30:02 GMT", NOW_UTC_MS },
		{ "Thu, 29 Feb 2024 23:59:59 GMT", INT64_C(1709251199000) },
		{ "Sunday, 06-Nov-94 08:49:37 GMT", -1 },
		{ "Sun Nov  6 08:49:37 1994", -1 },
		{ "Sun, 06 Nov 1994 08:49:37 CET", -1 },
		{ "Sun, 06 Nov 1994 24:49:37 GMT", -1 },
		{ "Sun, 00 Nov 1994 08:49:37 GMT", -1 },
		{ "Sun, 06 nov 1994 08:49:37 GMT", -1 },
		/* Impossible days were once taken for others: found by tests/fuzz/fuzz_intake. */
		{ "Thu, 31 Nov 1994 08:49:37 GMT", -1 },
		{ "Wed, 29 Feb 2023 23:59:59 GMT", -1 },
		{ "Fri, 32 Dec 1999 00:00:00 GMT", -1 },
		{ "Mon, 06 Nov 1994 08:49:37 GMT", -1 },
		{ "[un, 06 Nov 1994 08:49:37 GMT", -1 },
		{ "Sun, 06 Nov 1994 08:49:3x GMT", -1 },
		{ "Sun, 06 Nov -994 08:49:37 GMT", -1 },
		{ "Sun, 06 Nov 1969 08:49:37 GMT", -1 },
		{ "", -1 },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		if (date_in(rows[i].text) != rows[i].utc_ms)
			fail_msg("\"%s\" is read as %lld", rows[i].text,
			    (long long)date_in(rows[i].text));
}

TEST(test_every_day_of_three_centuries)
{
	char text[64];
	time_t day;
	struct tm parts;

	for (day = 0; day < (time_t)DAY_S * 366 * 300; day += DAY_S) {
		gmtime_r(&day, &parts);
		strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
		if (date_in(text) != (int64_t)day * 1000)
			fail_msg("%s", text);
	}
}

TEST(test_retry_after)
{
	TABLE(rows, const char *date, *value; int64_t ms) = {
		{ "", "0", 0 },
		{ "", "3600", 3600000 },
		{ "", "99999999999999999999", INT64_C(86400000) },
		{ "", "soon", -1 },
		{ "", "-5", -1 },
		{ "", "1.5", -1 },
		/* Signs were once taken: found by tests/fuzz/fuzz_intake. */
		{ "", "+1", -1 },
		{ "", "-0", -1 },
		{ "", "Sun, 22 Nov 2026 15:31:02 GMT", 60000 },
		{ "Sun, 22 Nov 2026 15:30:52 GMT", "Sun, 22 Nov 2026 15:31:02 GMT", 10000 },
		{ "", "Sun, 06 Nov 1994 08:49:37 GMT", 0 },
	};
	struct okx_response response = { .body = NULL };
	char line[128];
	size_t i;

	assert_int_equal(okx_response_retry_after(&response, NOW_UTC_MS), -1);
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		okx_response_begin(&response);
		snprintf(line, sizeof line, "Date: %s\r\n", rows[i].date);
		assert_true(header(&response, line));
		snprintf(line, sizeof line, "RETRY-AFTER:\t%s \r\n", rows[i].value);
		assert_true(header(&response, line));
		if (okx_response_retry_after(&response, NOW_UTC_MS) != rows[i].ms)
			fail_msg("Retry-After %s", rows[i].value);
	}
	okx_response_clear(&response);
}

TEST(test_foreign_header_is_harmless)
{
	struct okx_response response = { .body = NULL };

	assert_true(header(&response, "Content-Type: text/\033[2Jhtml\r\n"));
	assert_string_equal(response.content_type, "text/?[2Jhtml");
	assert_true(header(&response, "Content-Typex: y\r\n"));
	assert_true(header(&response, "Content-Type"));
	assert_true(header(&response, ""));
	assert_string_equal(response.content_type, "text/?[2Jhtml");
	assert_false(response.header_ended);
	assert_true(header(&response, "\r\n"));
	assert_true(response.header_ended);
}

TEST(test_limits)
{
	static char block[64 * 1024 + 1];
	struct okx_response response = { .body = NULL };
	size_t i;

	memset(block, 'x', sizeof block);
	for (i = 0; i < 32; i++)
		assert_true(okx_response_body(&response, block, sizeof block - 1));
	assert_int_equal(response.length, OKX_HTTP_MAX_BODY);
	assert_false(okx_response_body(&response, block, 1));
	assert_non_null(strstr(response.exceeded, "2 MiB"));
	assert_false(okx_response_body(&response, block, SIZE_MAX));

	okx_response_begin(&response);
	assert_null(response.exceeded);
	assert_false(okx_response_header(&response, block, sizeof block));
	okx_response_begin(&response);
	assert_true(okx_response_header(&response, block, sizeof block - 1));
	assert_false(okx_response_header(&response, block, 1));

	okx_response_begin(&response);
	for (i = 0; i < OKX_RESPONSE_MAX_HEADER_LINES; i++)
		assert_true(header(&response, "a: b\r\n"));
	assert_false(header(&response, "a: b\r\n"));
	okx_response_clear(&response);
}

TEST(test_buffer_shrinks_after_a_large_answer)
{
	static char block[512 * 1024];
	struct okx_response response = { .body = NULL };

	assert_true(okx_response_body(&response, block, sizeof block));
	okx_response_begin(&response);
	/* The next answer may be as large, so that the buffer stays this time. */
	assert_true(response.capacity >= sizeof block);
	assert_true(okx_response_body(&response, "{}", 2));
	assert_string_equal(response.body, "{}");
	okx_response_begin(&response);
	assert_int_equal(response.capacity, 0);
	assert_true(okx_response_body(&response, "", 0));
	assert_string_equal(response.body, "");
	assert_true(response.capacity <= 8 * 1024);
	okx_response_clear(&response);
}
