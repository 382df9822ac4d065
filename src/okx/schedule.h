/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_SCHEDULE_H
#define COLLTOP_OKX_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "okx/endpoint.h"
#include "okx/error.h"

/* What is due next for each endpoint of the account and environment that are aimed at, and why. */

enum okx_job_state {
	OKX_JOB_IDLE,    /* nothing */
	OKX_JOB_HELD,    /* nothing before another endpoint has had its say */
	OKX_JOB_DUE,     /* a start at due_ms */
	OKX_JOB_RUNNING, /* a request is under way */
	OKX_JOB_CLOCK    /* waits for the exchange's time, to ask again at once */
};

struct okx_job {
	enum okx_job_state state;
	bool by_interval; /* due_ms is the last start plus the interval */
	int64_t due_ms;
	int64_t started_ms;
	bool again;                 /* this is the second try after a kept connection failed */
	bool corrected;             /* this try is signed with a clock set for it */
	int64_t failing_ms;         /* since when it fails; -1: it does not */
	struct okx_failure refused; /* OKX_JOB_CLOCK: the failure if the time is of no use */
};

struct okx_schedule {
	int64_t interval_ms; /* of endpoints without one of their own */
	struct okx_job jobs[OKX_ENDPOINTS];
};

/* Nothing is due. */
void okx_schedule_clear(struct okx_schedule *schedule);

/*
 * A new aim: loan info is due now; it tells the order that the assets are
 * asked for, so these are held, and which prices matter, so they wait for a round (okx/round).
 */
void okx_schedule_begin(struct okx_schedule *schedule);

/* ENDPOINT is due at DUE_MS (monotime_ms()). */
void okx_schedule_at(struct okx_schedule *schedule, unsigned endpoint, int64_t due_ms);

/* ENDPOINT is due now if it was held. */
void okx_schedule_release(struct okx_schedule *schedule, unsigned endpoint);

/* ENDPOINT is due by its interval, counted from its last start. */
void okx_schedule_next(struct okx_schedule *schedule, unsigned endpoint);

/* Changes the interval; it takes effect from the last start on. */
void okx_schedule_interval(struct okx_schedule *schedule, int64_t interval_ms);

/* An outcome of ENDPOINT, good or bad, ends its tries. */
void okx_schedule_answered(struct okx_schedule *schedule, unsigned endpoint);

/*
 * Until when ENDPOINT lets another one's request finish, so that one connection
 * serves all of them; what hangs holds nothing up for longer, and the time waits for none.
 */
int64_t okx_schedule_courtesy(const struct okx_schedule *schedule, unsigned endpoint);

#endif
