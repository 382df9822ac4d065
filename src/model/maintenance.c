/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/maintenance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define TIME_SIZE 24

static bool
is_one_of(const char *word, const char *const words[])
{
	for (; *words != NULL; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

bool
maintenance_runs(const struct maintenance *maintenance)
{
	/* While it is pre_open some may place orders, but it is not over. */
	static const char *const running[] = { "ongoing", "pre_open", NULL };

	return is_one_of(maintenance->state, running);
}

static bool
matters(const struct maintenance *maintenance, enum environment environment, int64_t now_utc_ms)
{
	/*
	 * The trading service, whole (5), in batches of accounts (8) or of products (9); not
	 * WebSocket (0), blocks (6), bots (7), spreads (10), copies (11), others (99).
	 */
	static const char *const services[] = { "5", "8", "9", NULL };
	/* What is announced for nobody in particular may be for production. */
	static const char *const environments[ENVIRONMENTS][3] = {
		[ENVIRONMENT_PRODUCTION] = { "1", "", NULL },
		[ENVIRONMENT_DEMO] = { "2", NULL },
	};

	return is_one_of(maintenance->service, services) &&
	    is_one_of(maintenance->environment, environments[environment]) &&
	    (maintenance_runs(maintenance) ||
		(strcmp(maintenance->state, "scheduled") == 0 &&
		    (maintenance->end_utc_ms < 0 || maintenance->end_utc_ms > now_utc_ms)));
}

/*
 * Whether A is more urgent than B: it runs, or begins earlier; of equal ones it is the same one
 * in whatever order OKX lists them, as another is news.
 */
static bool
comes_before(const struct maintenance *a, const struct maintenance *b)
{
	if (maintenance_runs(a) != maintenance_runs(b))
		return maintenance_runs(a);
	if (a->begin_utc_ms != b->begin_utc_ms)
		return a->begin_utc_ms >= 0 &&
		    (b->begin_utc_ms < 0 || a->begin_utc_ms < b->begin_utc_ms);
	if (a->end_utc_ms != b->end_utc_ms)
		return a->end_utc_ms > b->end_utc_ms;
	return strcmp(a->title, b->title) < 0;
}

const struct maintenance *
maintenance_find(const struct records *records, enum environment environment, int64_t now_utc_ms)
{
	const struct maintenance *rows = records == NULL ? NULL : records->rows, *found = NULL;

	for (size_t i = 0; records != NULL && i < records->count; i++)
		if (matters(&rows[i], environment, now_utc_ms) &&
		    (found == NULL || comes_before(&rows[i], found)))
			found = &rows[i];
	return found;
}

/* "14:00", with the date where that is another than that of DAY ("2026-12-02T…"). */
static void
write_time(char out[TIME_SIZE], int64_t utc_ms, const char *day)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };
	char utc[25];
	long month;

	text_utc(utc, utc_ms);
	month = strtol(utc + 5, NULL, 10);
	if (strncmp(utc, day, 10) == 0 || month < 1 || month > 12)
		snprintf(out, TIME_SIZE, "%.5s", utc + 11);
	else
		snprintf(out, TIME_SIZE, "%s %ld %.5s", months[month - 1],
		    strtol(utc + 8, NULL, 10), utc + 11);
}

void
maintenance_text(char out[MAINTENANCE_TEXT_SIZE], const struct maintenance *maintenance,
    int64_t now_utc_ms)
{
	char today[25], first_day[25], begin[TIME_SIZE], end[TIME_SIZE], when[2 * TIME_SIZE + 16];

	text_utc(today, now_utc_ms);
	text_utc(first_day, maintenance->begin_utc_ms < 0 ? now_utc_ms : maintenance->begin_utc_ms);
	write_time(begin, maintenance->begin_utc_ms, today);
	write_time(end, maintenance->end_utc_ms, first_day);
	when[0] = '\0';
	if (maintenance->begin_utc_ms >= 0 && maintenance->end_utc_ms >= 0)
		snprintf(when, sizeof when, " %s-%s UTC", begin, end);
	else if (maintenance->begin_utc_ms >= 0)
		snprintf(when, sizeof when, " from %s UTC on", begin);
	else if (maintenance->end_utc_ms >= 0)
		snprintf(when, sizeof when, " until %s UTC", end);
	snprintf(out, MAINTENANCE_TEXT_SIZE, "OKX announced maintenance%s", when);
}
