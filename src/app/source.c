/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/source.h"

#include <string.h>

#include "base/log.h"
#include "base/monotime.h"

void
source_clear(struct source *source)
{
	okx_parsed_drop(&source->now);
	okx_parsed_drop(&source->before);
	*source = (struct source){ .arrived_ms = -1, .recorded = true };
}

static void
had_outcome(struct source *source)
{
	source->outcomes++;
	source->recorded = false;
}

static void
log_unreadable(struct source *source, const struct okx_event *event)
{
	const char *const *names = event->parsed.unreadable, **known;
	const char **const end = source->unreadable_said + OKX_PARSE_UNREADABLE;

	for (size_t i = 0; i < OKX_PARSE_UNREADABLE && names[i] != NULL; i++) {
		for (known = source->unreadable_said; known < end && *known != NULL; known++)
			if (strcmp(*known, names[i]) == 0)
				break;
		if (known == end || *known != NULL)
			continue;
		*known = names[i];
		log_line("%s: %s is not sent as a number, and is shown as ?",
		    okx_endpoints[event->endpoint].title, names[i]);
	}
}

void
source_take(struct source *source, const struct okx_event *event)
{
	log_unreadable(source, event);
	okx_parsed_drop(&source->before);
	source->before = source->now;
	source->now = event->parsed;
	source->arrived_ms = event->arrived_ms;
	source->arrived_utc_ms = event->arrived_utc_ms;
	source->failing = false;
	source->interval_ms = event->interval_ms;
	source->stale_said = false;
	had_outcome(source);
}

void
source_fail(struct source *source, const struct okx_failure *failure, int64_t next_ms)
{
	source->failing = true;
	source->failure = *failure;
	source->next_ms = next_ms;
	had_outcome(source);
}

enum freshness
source_freshness(const struct source *source)
{
	return freshness_judge(source->arrived_ms, source->failing, source->interval_ms,
	    monotime_ms());
}

int64_t
source_age_ms(const struct source *source)
{
	int64_t age = monotime_ms() - source->arrived_ms;

	return age < 0 ? 0 : age;
}

int64_t
source_stale_at(const struct source *source)
{
	return source->stale_said ? INT64_MAX :
				    freshness_stale_at(source->arrived_ms, source->interval_ms);
}

void
source_follow_interval(struct source *source, int64_t interval_ms)
{
	if (interval_ms < source->interval_ms ||
	    (!source->failing && source_freshness(source) == FRESHNESS_LIVE))
		source->interval_ms = interval_ms;
}
