/* SPDX-License-Identifier: ISC */
/* What comes in of an answer, its limits, its dates. */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "okx/http.h"
#include "okx/response.h"

#define NOW_UTC_MS INT64_C(1795361402000) /* Sun, 22 Nov 2026 15:30:02 GMT */
#define DAY_S 86400

static bool
header(struct okx_intake *intake, const char *line)
{
	return okx_intake_header(intake, line, strlen(line));
}

static void
test_dates(void **state)
{
	static const struct {
		const char *text;
		int64_t utc_ms;
	} rows[] = {
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
		/*
		 * Days that there are not were once taken for others: found by
		 * tests/fuzz/fuzz_intake.
		 */
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

	(void)state;
	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		if (okx_intake_http_date(rows[i].text) != rows[i].utc_ms)
			fail_msg("\"%s\" is read as %lld", rows[i].text,
			    (long long)okx_intake_http_date(rows[i].text));
}

static void
test_every_day_of_three_centuries(void **state)
{
	char text[64];
	time_t day;
	struct tm parts;

	(void)state;
	for (day = 0; day < (time_t)DAY_S * 366 * 300; day += DAY_S) {
		gmtime_r(&day, &parts);
		strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
		if (okx_intake_http_date(text) != (int64_t)day * 1000)
			fail_msg("%s", text);
	}
}

static void
test_retry_after(void **state)
{
	static const struct {
		const char *date, *value;
		int64_t ms;
	} rows[] = {
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
	struct okx_intake intake = { .body = NULL };
	char line[128];
	size_t i;

	(void)state;
	assert_int_equal(okx_intake_retry_after(&intake, NOW_UTC_MS), -1);
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		okx_intake_begin(&intake);
		snprintf(line, sizeof line, "Date: %s\r\n", rows[i].date);
		assert_true(header(&intake, line));
		snprintf(line, sizeof line, "RETRY-AFTER:\t%s \r\n", rows[i].value);
		assert_true(header(&intake, line));
		if (okx_intake_retry_after(&intake, NOW_UTC_MS) != rows[i].ms)
			fail_msg("Retry-After %s", rows[i].value);
	}
	okx_intake_clear(&intake);
}

static void
test_foreign_header_is_harmless(void **state)
{
	struct okx_intake intake = { .body = NULL };

	(void)state;
	assert_true(header(&intake, "Content-Type: text/\033[2Jhtml\r\n"));
	assert_string_equal(intake.content_type, "text/?[2Jhtml");
	assert_true(header(&intake, "Content-Typex: y\r\n"));
	assert_true(header(&intake, "Content-Type"));
	assert_true(header(&intake, ""));
	assert_string_equal(intake.content_type, "text/?[2Jhtml");
	assert_false(intake.header_ended);
	assert_true(header(&intake, "\r\n"));
	assert_true(intake.header_ended);
}

static void
test_limits(void **state)
{
	static char block[64 * 1024 + 1];
	struct okx_intake intake = { .body = NULL };
	size_t i;

	(void)state;
	memset(block, 'x', sizeof block);
	for (i = 0; i < 32; i++)
		assert_true(okx_intake_body(&intake, block, sizeof block - 1));
	assert_int_equal(intake.length, OKX_HTTP_MAX_BODY);
	assert_false(okx_intake_body(&intake, block, 1));
	assert_non_null(strstr(intake.exceeded, "2 MiB"));
	assert_false(okx_intake_body(&intake, block, SIZE_MAX));

	okx_intake_begin(&intake);
	assert_null(intake.exceeded);
	assert_false(okx_intake_header(&intake, block, sizeof block));
	okx_intake_begin(&intake);
	assert_true(okx_intake_header(&intake, block, sizeof block - 1));
	assert_false(okx_intake_header(&intake, block, 1));

	okx_intake_begin(&intake);
	for (i = 0; i < OKX_INTAKE_MAX_HEADER_LINES; i++)
		assert_true(header(&intake, "a: b\r\n"));
	assert_false(header(&intake, "a: b\r\n"));
	okx_intake_clear(&intake);
}

static void
test_buffer_shrinks_after_a_large_answer(void **state)
{
	static char block[512 * 1024];
	struct okx_intake intake = { .body = NULL };

	(void)state;
	assert_true(okx_intake_body(&intake, block, sizeof block));
	okx_intake_begin(&intake);
	/* The next answer may be as large, so that the buffer stays this time. */
	assert_true(intake.capacity >= sizeof block);
	assert_true(okx_intake_body(&intake, "{}", 2));
	assert_string_equal(intake.body, "{}");
	okx_intake_begin(&intake);
	assert_int_equal(intake.capacity, 0);
	assert_true(okx_intake_body(&intake, "", 0));
	assert_string_equal(intake.body, "");
	assert_true(intake.capacity <= 8 * 1024);
	okx_intake_clear(&intake);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_every_day_of_three_centuries),
		cmocka_unit_test(test_retry_after),
		cmocka_unit_test(test_foreign_header_is_harmless),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_buffer_shrinks_after_a_large_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
