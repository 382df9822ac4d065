/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/schedule.h"

#include "base/monotime.h"

#define COURTESY_MS 1000     /* so long a request waits for the connection that another one has */
#define COURTESY_LOAN_MS 250 /* … loan info, for which a second one is soon worth it */

void
okx_schedule_clear(struct okx_schedule *schedule)
{
	for (unsigned i = 0; i < OKX_ENDPOINTS; i++)
		schedule->jobs[i] = (struct okx_job){ .state = OKX_JOB_IDLE, .failing_ms = -1 };
}

void
okx_schedule_begin(struct okx_schedule *schedule)
{
	for (unsigned i = 0; i < OKX_ENDPOINTS; i++)
		if (okx_endpoints[i].polled)
			schedule->jobs[i].state = OKX_JOB_HELD;
	okx_schedule_release(schedule, OKX_ENDPOINT_LOAN_INFO);
}

void
okx_schedule_at(struct okx_schedule *schedule, unsigned endpoint, int64_t due_ms)
{
	struct okx_job *job = &schedule->jobs[endpoint];

	job->state = OKX_JOB_DUE;
	job->by_interval = false;
	job->due_ms = due_ms;
}

void
okx_schedule_release(struct okx_schedule *schedule, unsigned endpoint)
{
	if (schedule->jobs[endpoint].state == OKX_JOB_HELD)
		okx_schedule_at(schedule, endpoint, monotime_ms());
}

static int64_t
interval_of(const struct okx_schedule *schedule, unsigned endpoint)
{
	int64_t own = okx_endpoints[endpoint].interval_ms;

	return own > 0 ? own : schedule->interval_ms;
}

void
okx_schedule_next(struct okx_schedule *schedule, unsigned endpoint)
{
	struct okx_job *job = &schedule->jobs[endpoint];

	okx_schedule_at(schedule, endpoint, job->started_ms + interval_of(schedule, endpoint));
	job->by_interval = true;
}

void
okx_schedule_interval(struct okx_schedule *schedule, int64_t interval_ms)
{
	schedule->interval_ms = interval_ms;
	for (unsigned i = 0; i < OKX_ENDPOINTS; i++)
		if (schedule->jobs[i].state == OKX_JOB_DUE && schedule->jobs[i].by_interval)
			okx_schedule_next(schedule, i);
}

void
okx_schedule_answered(struct okx_schedule *schedule, unsigned endpoint)
{
	schedule->jobs[endpoint].again = schedule->jobs[endpoint].corrected = false;
	/* What lies in the funding account comes after what the loan and the list say. */
	if (endpoint == OKX_ENDPOINT_COLLATERAL_ASSETS)
		okx_schedule_release(schedule, OKX_ENDPOINT_BALANCES);
}

int64_t
okx_schedule_courtesy(const struct okx_schedule *schedule, unsigned endpoint)
{
	const int64_t yield_until_ms = endpoint == OKX_ENDPOINT_LOAN_INFO ? COURTESY_LOAN_MS :
									    COURTESY_MS;
	int64_t until = INT64_MIN;

	for (unsigned i = 0; i < OKX_ENDPOINTS && endpoint != OKX_ENDPOINT_TIME; i++) {
		const struct okx_job *job = &schedule->jobs[i];

		if (i != endpoint && job->state == OKX_JOB_RUNNING &&
		    job->started_ms + yield_until_ms > until)
			until = job->started_ms + yield_until_ms;
	}
	return until;
}
