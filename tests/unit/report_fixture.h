/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_REPORT_FIXTURE_H
#define COLLTOP_TESTS_REPORT_FIXTURE_H

/* Records of an app_fixture's state, line by line; cmocka.h comes before it. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"
#include "unit/app_fixture.h"

/* A run of records into memory. */
struct run {
	FILE *out;
	char *text;
	size_t size;
	struct report *report;
	struct frontend frontend;
};

static inline void
begin(struct run *run, enum option_format format, long count)
{
	memset(run, 0, sizeof *run);
	run->out = open_memstream(&run->text, &run->size);
	assert_non_null(run->out);
	run->report = report_new(run->out, format, count);
	run->frontend = report_frontend(run->report);
}

static inline bool
draw(struct run *run, const struct app_fixture *fixture)
{
	return run->frontend.draw(run->frontend.self, &fixture->app);
}

static inline void
end(struct run *run)
{
	report_free(run->report);
	fclose(run->out);
	free(run->text);
}

/* Fails unless the state's one record in FORMAT is EXPECTED and has STATUS. */
static inline void
assert_record(const struct app_fixture *fixture, enum option_format format, int status,
    const char *expected)
{
	struct run run;

	begin(&run, format, 1);
	assert_false(draw(&run, fixture));
	assert_string_equal(run.text, expected);
	assert_int_equal(report_status(run.report), status);
	end(&run);
}

#endif
