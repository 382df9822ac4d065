/* SPDX-License-Identifier: ISC */
/* Clocks that are wrong, jump or tell no zone: rows 27 to 29, 46, 85 and 86 of the table. */
#include "test.h"

#include <time.h>

#include "e2e/faults.h"
#include "screen/answers.h"

#define SAYS(...) \
	(const char *const[FAULT_PARTS]) \
	{ \
		__VA_ARGS__ \
	}

static const struct raw_step expired[] = {
	SEND(HTTP("401 Unauthorized", "")),
	SEND(REFUSAL("50102", "Timestamp request expired.")),
	{ .action = RAW_END },
};

/* An exchange that checks: its clock is not ours. */
static void
wrong_by_45_seconds(struct place *place)
{
	static const char *const skews[] = { "45", "-45" }, *const words[] = { "slow", "fast" };

	for (int i = 0; i < 2; i++) {
		const char *const arguments[] = { "--clock-skew", skews[i], NULL };
		char said[80];
		struct terminal *terminal;

		place_simulate(place, arguments);
		place_configure(place, "interval = 1\n");
		fault_once(place, NULL, 0, SAYS("LIVE", "BTC"));
		terminal = fault_watch(place, NULL);
		fault_see(terminal, "LIVE");
		terminal_type(terminal, "m");
		snprintf(said, sizeof said, "s %s: corrected for signing", words[i]);
		fault_see(terminal, said);
		terminal_type(terminal, "q");
		fault_leave(place, terminal);
	}
}

/* How many requests of PATH came. */
static unsigned
asked(struct bad_exchange *exchange, const char *path)
{
	struct bad_request requests[512];
	size_t count = bad_exchange_requests(exchange, requests, 512);
	unsigned found = 0;

	for (size_t i = 0; i < count; i++)
		found += strcmp(requests[i].path, path) == 0;
	return found;
}

/* The time was read and did not help: once more at once, and then once a minute. */
static void
wrong_for_good(struct place *place)
{
	struct bad_plan plan = { .script = expired, .path = BAD_COLLATERAL };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
	const char *const says[FAULT_PARTS] = { "50102", "clock is more than 30 s off" };
	struct terminal *terminal;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	fault_once(place, NULL, 1, says);
	fault_need(asked(exchange, BAD_COLLATERAL) == 2 && asked(exchange, BAD_TIME) == 1,
	    "%u and %u requests", asked(exchange, BAD_COLLATERAL), asked(exchange, BAD_TIME));
	bad_exchange_stop(exchange);
	plan.good = 1;
	exchange = bad_exchange_start(&plan, 0);
	fault_aim(place, bad_exchange_port(exchange), NULL);
	terminal = fault_watch(place, NULL);
	fault_holds(terminal, FAULT_VALUE, says);
	terminal_listen(terminal, 2000);
	fault_paced(exchange, OKX_RETRY_SLOWLY, true);
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
}

/* An answer to the question for the time, and what is said of it. */
struct told {
	const char *time, *says;
};

#define TS(ts) "{\"code\":\"0\",\"data\":[{\"ts\":" ts "}],\"msg\":\"\"}"

/* Each of CASES is refused: this machine's clock is used, and the last figures stay. */
static void
told_wrong(struct place *place, const struct told *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct bad_plan plan = { .script = expired,
			.path = BAD_COLLATERAL,
			.good = 1,
			.time = cases[i].time };
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
		struct terminal *terminal;

		fault_aim(place, bad_exchange_port(exchange), NULL);
		terminal = fault_watch(place, NULL);
		fault_holds(terminal, FAULT_VALUE, SAYS("50102"));
		terminal_type(terminal, "m");
		fault_see(terminal, cases[i].says);
		terminal_type(terminal, "q");
		fault_need(asked(exchange, BAD_COLLATERAL) == 2, "%u requests",
		    asked(exchange, BAD_COLLATERAL));
		fault_paced(exchange, OKX_RETRY_SLOWLY, false);
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
	}
}

/* What the exchange calls the time is none, or not what its own Date header says. */
static void
time_is_told_wrong(struct place *place)
{
	static const struct told cases[] = {
		{ TS("\"1597026383085\""), "Date header are" },
		{ TS("\"\""), "ts is not a time" },
		{ TS("\"half past four\""), "ts is not a time" },
		{ "{\"code\":\"0\",\"data\":[],\"msg\":\"\"}", "data[0] is not an object" },
		{ "{\"code\":\"50026\",\"data\":[],\"msg\":\"System error\"}", "50026" },
		{ "", "empty answer" },
	};

	told_wrong(place, cases, sizeof cases / sizeof *cases);
}

/* Times that no clock tells. */
static void
impossible_times(struct place *place)
{
	static const struct told cases[] = {
		{ TS("\"0\""), "Date header are" },
		{ TS("\"-1\""), "ts is not a time" },
		{ TS("\"253402300800000\""), "ts is not a time" },
		{ TS("1597026383085"), "ts is not a time" },
	};

	told_wrong(place, cases, sizeof cases / sizeof *cases);
}

/* Waits until the title's "as of" is the minute of a clock that is JUMP seconds off. */
static void
see_minute(struct terminal *terminal, long long jump)
{
	int64_t deadline = terminal_now() + 20000;
	char said[20] = "";
	struct tm utc;
	time_t now;

	do {
		fault_need(terminal_now() < deadline, "not %s:\n%s", said,
		    terminal_screen(terminal));
		terminal_listen(terminal, 50);
		now = time(NULL) + (time_t)jump;
		gmtime_r(&now, &utc);
		strftime(said, sizeof said, "as of %H:%M:", &utc);
	} while (strstr(terminal_screen(terminal), said) == NULL);
}

/* The wall clock jumps while it runs: ages do not, nothing is asked more often. */
static void
wall_clock_jumps(struct place *place)
{
	static const long long jumps[] = { 3600, -3600, 86400, -86400, 400000000, 1 };
	const struct bad_plan plan = { .good = 0 };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
	struct terminal *terminal;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	fault_preload(place);
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	for (size_t i = 0; i < sizeof jumps / sizeof *jumps; i++) {
		fault_tell(place, "realtime", jumps[i]);
		see_minute(terminal, jumps[i]);
		for (int64_t until = terminal_now() + 1200; terminal_now() < until;) {
			terminal_listen(terminal, 100);
			fault_see(terminal, "LIVE");
			fault_need(fault_age(terminal) >= 0 && fault_age(terminal) <= 3,
			    "%d s old after a jump by %lld s", fault_age(terminal), jumps[i]);
		}
	}
	fault_paced(exchange, OKX_RETRY_NO, false);
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
}

/* Eight hours asleep count in the age; one refetch, no catching up. */
static void
asleep_for_8_hours(struct place *place)
{
	static const struct raw_step hang[] = { { .action = RAW_HANG }, { .action = RAW_END } };
	const struct bad_plan plan = { .script = hang, .good = 2 };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
	struct terminal *terminal;
	int64_t deadline = terminal_now() + 60000;
	size_t before;

	fault_aim(place, bad_exchange_port(exchange), "timeout = 60\n");
	fault_preload(place);
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	while (asked(exchange, BAD_LOAN) < 3 || asked(exchange, BAD_COLLATERAL) < 3) {
		fault_need(terminal_now() < deadline, "nothing hangs");
		terminal_listen(terminal, 50);
	}
	before = bad_exchange_requests(exchange, NULL, 0);
	fault_tell(place, "boottime", 8 * 3600);
	fault_see(terminal, "8h");
	fault_see(terminal, "STALE");
	terminal_listen(terminal, 1500);
	fault_need(bad_exchange_requests(exchange, NULL, 0) <= before + 3, "%zu requests",
	    bad_exchange_requests(exchange, NULL, 0) - before);
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
}

static void
no_time_zone(struct place *place)
{
	static const char *const zones[] = { NULL, "TZ=", "TZ=Nowhere/At_all", "TZ=:/etc/shadow",
		"TZ=\x1b[31m" };
	const struct bad_plan plan = { .good = 0 };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);

	fault_aim(place, bad_exchange_port(exchange), NULL);
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		if (zones[i] != NULL)
			place_set(place, zones[i]);
		fault_once(place, NULL, 0, SAYS(" UTC", "LIVE"));
	}
	bad_exchange_stop(exchange);
}

const struct fault_row faults_clock[] = {
	{ .name = "fault_27_clock_wrong_by_45_seconds", .run = wrong_by_45_seconds },
	{ .name = "fault_28_clock_wrong_for_good", .run = wrong_for_good },
	{ .name = "fault_29_time_is_told_wrong", .run = time_is_told_wrong },
	{ .name = "fault_46_impossible_times", .run = impossible_times },
	{ .name = "fault_85_wall_clock_jumps", .run = wall_clock_jumps },
	{ .name = "fault_85_asleep_for_8_hours", .run = asleep_for_8_hours },
	{ .name = "fault_86_no_time_zone", .run = no_time_zone },
	{ .name = NULL },
};
