/* SPDX-License-Identifier: ISC */
/* Which announced maintenance matters, and how it reads. */
#include "test.h"

#include "model/maintenance.h"

#define NOW INT64_C(1795361402000) /* 2026-11-22T15:30:02Z */
#define HOUR INT64_C(3600000)

static struct records *records;

static int
setup(void **state)
{
	records = records_new(sizeof(struct maintenance), NULL, "");
	return 0;
}

static int
teardown(void **state)
{
	records_drop(records);
	return 0;
}

EACH_TEST(setup, teardown)

static void
add(const char *title, const char *state, const char *service, const char *environment,
    int64_t begin_ms, int64_t end_ms)
{
	struct maintenance *row = records_add(records);

	*row = (struct maintenance){
		.title = title,
		.state = state,
		.service = service,
		.environment = environment,
		.begin_utc_ms = begin_ms,
		.end_utc_ms = end_ms,
	};
}

TEST(what_matters)
{
	TABLE(rows, const char *state, *service, *environment; int64_t end_ms;
	      bool production, demo) = {
		{ "scheduled", "5", "1", NOW + HOUR, true, false },
		{ "scheduled", "8", "1", NOW + HOUR, true, false },
		{ "scheduled", "9", "1", NOW + HOUR, true, false },
		{ "ongoing", "5", "2", NOW + HOUR, false, true },
		{ "pre_open", "5", "2", NOW + HOUR, false, true },
		{ "ongoing", "5", "", NOW + HOUR, true, false },
		/* Late: it runs still. */
		{ "ongoing", "5", "1", NOW - HOUR, true, false },
		{ "scheduled", "5", "1", NOW - HOUR, false, false },
		{ "scheduled", "5", "1", -1, true, false },
		{ "completed", "5", "1", NOW + HOUR, false, false },
		{ "canceled", "5", "1", NOW + HOUR, false, false },
		{ "", "5", "1", NOW + HOUR, false, false },
		{ "new", "5", "1", NOW + HOUR, false, false },
		{ "scheduled", "0", "1", NOW + HOUR, false, false },
		{ "scheduled", "6", "1", NOW + HOUR, false, false },
		{ "scheduled", "99", "1", NOW + HOUR, false, false },
		{ "scheduled", "", "1", NOW + HOUR, false, false },
		{ "scheduled", "5", "3", NOW + HOUR, false, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		teardown(NULL);
		setup(NULL);
		add("x", rows[i].state, rows[i].service, rows[i].environment, NOW, rows[i].end_ms);
		if ((maintenance_find(records, ENVIRONMENT_PRODUCTION, NOW) != NULL) !=
			rows[i].production ||
		    (maintenance_find(records, ENVIRONMENT_DEMO, NOW) != NULL) != rows[i].demo)
			fail_msg("row %zu", i);
	}
	assert_null(maintenance_find(NULL, ENVIRONMENT_PRODUCTION, NOW));
}

TEST(what_runs_comes_first_then_what_is_next)
{
	add("late", "scheduled", "5", "1", NOW + 9 * HOUR, -1);
	add("some time", "scheduled", "5", "1", -1, -1);
	assert_string_equal(maintenance_find(records, ENVIRONMENT_PRODUCTION, NOW)->title, "late");
	add("early", "scheduled", "5", "1", NOW + HOUR, NOW + 2 * HOUR);
	assert_string_equal(maintenance_find(records, ENVIRONMENT_PRODUCTION, NOW)->title, "early");
	add("running", "ongoing", "8", "1", NOW - HOUR, NOW + HOUR);
	assert_string_equal(maintenance_find(records, ENVIRONMENT_PRODUCTION, NOW)->title,
	    "running");
	assert_string_equal(
	    maintenance_find(records, ENVIRONMENT_PRODUCTION, NOW + 2 * HOUR)->title, "running");
}

/* In whatever order OKX lists them. */
TEST(of_those_that_begin_together_it_is_always_the_same)
{
	static const char *const orders[] = { "abc", "cba", "bac" };

	for (size_t i = 0; i < COUNT(orders); i++) {
		teardown(NULL);
		setup(NULL);
		for (const char *at = orders[i]; *at != '\0'; at++)
			add(*at == 'a'     ? "a" :
				*at == 'b' ? "b" :
					     "c",
			    "scheduled", "5", "1", NOW + HOUR, NOW + (*at == 'a' ? 2 : 3) * HOUR);
		assert_string_equal(maintenance_find(records, ENVIRONMENT_PRODUCTION, NOW)->title,
		    "b");
	}
}

TEST(how_it_reads)
{
	TABLE(rows, int64_t begin_ms, end_ms; const char *text) = {
		{ NOW - HOUR, NOW + HOUR, "OKX announced maintenance 14:30-16:30 UTC" },
		{ NOW + 24 * HOUR, NOW + 25 * HOUR,
		    "OKX announced maintenance Nov 23 15:30-16:30 UTC" },
		{ NOW + 8 * HOUR, NOW + 9 * HOUR,
		    "OKX announced maintenance 23:30-Nov 23 00:30 UTC" },
		{ NOW + 9 * 24 * HOUR, NOW + 10 * 24 * HOUR,
		    "OKX announced maintenance Dec 1 15:30-Dec 2 15:30 UTC" },
		{ NOW, -1, "OKX announced maintenance from 15:30 UTC on" },
		{ -1, NOW, "OKX announced maintenance until 15:30 UTC" },
		{ -1, -1, "OKX announced maintenance" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct maintenance one = { .begin_utc_ms = rows[i].begin_ms,
			.end_utc_ms = rows[i].end_ms };
		char text[MAINTENANCE_TEXT_SIZE];

		maintenance_text(text, &one, NOW);
		assert_string_equal(text, rows[i].text);
	}
}
