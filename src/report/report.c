/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "report/report.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "report/format.h"
#include "view/whatif_answer.h"

struct report {
	FILE *out;
	enum option_format format;
	long left;          /* records to come, 0: no end */
	unsigned long seen; /* records that were due so far */
	bool first;
	int status;
};

static bool (*const writers[])(FILE *, const struct app *, bool) = {
	[FORMAT_TABLE] = table_write,
	[FORMAT_JSON] = json_write,
	[FORMAT_CSV] = csv_write,
};

struct report *
report_new(FILE *out, enum option_format format, long count)
{
	struct report *report = xcalloc(1, sizeof *report);

	report->out = out;
	report->format = format;
	report->left = count;
	report->first = true;
	report->status = OKX_EXIT_NO_ANSWER;
	return report;
}

void
report_free(struct report *report)
{
	free(report);
}

int
report_status(const struct report *report)
{
	return report->status;
}

/* Whether the loan that is watched answers what was asked of it, if anything was. */
static bool
is_answered(const struct app *app)
{
	const struct loan_status *status = watchlist_watched(&app->watchlist);
	struct whatif_answer answer;
	struct cause cause;

	if (app->question[0] == '\0')
		return true;
	return status != NULL && whatif_answer_find(&answer, app, status, &cause) &&
	    (answer.outcome.state == OUTCOME_KNOWN || answer.outcome.state == OUTCOME_NO_DEBT);
}

static bool
draw_record(void *self, const struct app *app)
{
	struct report *report = self;

	if (app->records == report->seen)
		return true;
	report->seen = app->records;
	report->status = app_status(app);
	if (report->status == 0 && !is_answered(app))
		report->status = OKX_EXIT_NO_ANSWER;
	if (!writers[report->format](report->out, app, report->first) || fflush(report->out) != 0) {
		report->status = OKX_EXIT_NO_ANSWER;
		return false;
	}
	report->first = false;
	return report->left == 0 || --report->left > 0;
}

struct frontend
report_frontend(struct report *report)
{
	return (struct frontend){ .self = report, .draw = draw_record };
}
