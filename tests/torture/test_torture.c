/* SPDX-License-Identifier: ISC */
/*
 * The real program in a pseudo-terminal while one allocation after the other,
 * and one system call after the other, fails in it: in each scenario the first,
 * the second and so on until a run in which nothing was left to fail, once and
 * from then on. With COLLTOP_TORTURE=all (make torture) every one, else a sample.
 */
#include "test.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "torture/trial.h"

/* Trials mostly wait: so many at a time, and more where all are tried and nothing else runs. */
#define WORKERS 24
#define WORKERS_ALONE 64

/*
 * Without COLLTOP_TORTURE=all: our own memory and each SAMPLED-th of the other
 * campaigns, and there the points 1, 8, 64 and so on.
 */
#define SAMPLED 5
#define SAMPLED_BITS 3

enum scenario {
	START,
	FETCH,
	RECONNECT,
	ONE_CURRENCY,
	VIEW,
	RESIZE,
	FILTER,
	ENVIRONMENT,
	EXIT,
	ONCE
};

static const struct trial_scenario scenarios[] = {
	[START] = { .name = "start",
	    .from_start = true,
	    .steps = { { TRIAL_SEE, "LIVE", 0, 0 }, { TRIAL_SEE, "TOTAL", 0, 0 } } },
	[FETCH] = { .name = "fetch", .steps = { { TRIAL_REFRESH, NULL, 0, 0 } } },
	[RECONNECT] = { .name = "reconnect",
	    .cut = true,
	    .steps = { { TRIAL_REFRESH, NULL, 0, 0 } } },
	[ONE_CURRENCY] = { .name = "one currency",
	    .argument = "--ccy=BTC",
	    .steps = { { TRIAL_REFRESH, NULL, 0, 0 }, { TRIAL_SEE, "BTC", 0, 0 } } },
	[VIEW] = { .name = "view",
	    .steps = { { TRIAL_TYPE, "juxx\r", 0, 0 }, { TRIAL_SEE, "DETAIL", 0, 0 },
		{ TRIAL_TYPE, "q?", 0, 0 }, { TRIAL_SEE, "HELP", 0, 0 }, { TRIAL_TYPE, "qm", 0, 0 },
		{ TRIAL_SEE, "MESSAGES", 0, 0 }, { TRIAL_TYPE, "q", 0, 0 },
		{ TRIAL_SEE, "TOTAL", 0, 0 } } },
	[RESIZE] = { .name = "resize",
	    .steps = { { TRIAL_RESIZE, NULL, 120, 40 }, { TRIAL_SEE, "LIQ AT", 0, 0 },
		{ TRIAL_RESIZE, NULL, 50, 10 }, { TRIAL_GONE, "LIQ AT", 0, 0 },
		{ TRIAL_RESIZE, NULL, 80, 24 }, { TRIAL_SEE, "TOTAL", 0, 0 } } },
	[FILTER] = { .name = "filter",
	    .steps = { { TRIAL_TYPE, "/eth", 0, 0 }, { TRIAL_SEE, "1 of 4", 0, 0 },
		{ TRIAL_TYPE, "\r/\x15\r", 0, 0 }, { TRIAL_GONE, "1 of 4", 0, 0 } } },
	[ENVIRONMENT] = { .name = "environment",
	    .steps = { { TRIAL_TYPE, "e", 0, 0 }, { TRIAL_SEE, "Leave PRODUCTION?", 0, 0 },
		{ TRIAL_TYPE, "y", 0, 0 }, { TRIAL_SEE, "DEMO  main", 0, 0 },
		{ TRIAL_SEE, "LIVE", 0, 0 } } },
	[EXIT] = { .name = "exit", .leaves = true, .steps = { { TRIAL_TYPE, "q", 0, 0 } } },
	[ONCE] = { .name = "once", .argument = "--once", .from_start = true, .leaves = true },
};

#define LIVES (1U << TRIAL_NO_EFFECT | 1U << TRIAL_DROPPED)
#define MAY_END (LIVES | 1U << TRIAL_ENDED)
#define MAY_HANG_UP (MAY_END | 1U << TRIAL_HUNG_UP)
#define FAILS (1U << RATION_ONCE | 1U << RATION_ON)
#define INTERRUPTED (1U << RATION_ONCE | 1U << RATION_EACH)
#define CALL(word) RATION_OF_CALL(RATION_##word)

static const struct trial_subject memory[] = {
	{ "colltop", RATION_OWN, ENOMEM, 1U << TRIAL_ENDED, FAILS },
	{ "libcurl", RATION_CURL, ENOMEM, LIVES, FAILS },
	{ "cJSON", RATION_CJSON, ENOMEM, LIVES, FAILS },
	{ "libc", RATION_LIBC, ENOMEM, MAY_END, FAILS },
	{ "others", RATION_OTHER, ENOMEM, MAY_END, FAILS },
	{ "OpenSSL", RATION_OPENSSL, ENOMEM, LIVES, FAILS },
}, calls[] = {
	{ "read EINTR", CALL(READ), EINTR, LIVES, INTERRUPTED },
	{ "read EIO", CALL(READ), EIO, MAY_HANG_UP, FAILS },
	{ "write EINTR", CALL(WRITE), EINTR, LIVES, INTERRUPTED },
	{ "write EIO", CALL(WRITE), EIO, MAY_HANG_UP, FAILS },
	{ "write ENOSPC", CALL(WRITE), ENOSPC, MAY_HANG_UP, FAILS },
	{ "poll EINTR", CALL(POLL), EINTR, LIVES, INTERRUPTED },
	{ "poll ENOMEM", CALL(POLL), ENOMEM, MAY_END, FAILS },
	{ "open EINTR", CALL(OPEN), EINTR, MAY_END, INTERRUPTED },
	{ "open EMFILE", CALL(OPEN), EMFILE, MAY_END, FAILS },
	{ "open ENFILE", CALL(OPEN), ENFILE, MAY_END, FAILS },
	{ "mmap ENOMEM", CALL(MMAP), ENOMEM, LIVES, FAILS },
	{ "mlock ENOMEM", CALL(MLOCK), ENOMEM, LIVES, FAILS },
	{ "mlock EPERM", CALL(MLOCK), EPERM, LIVES, FAILS },
	{ "socket EMFILE", CALL(SOCKET), EMFILE, LIVES, FAILS },
	{ "socket ENOBUFS", CALL(SOCKET), ENOBUFS, LIVES, FAILS },
	{ "connect EINTR", CALL(CONNECT), EINTR, LIVES, INTERRUPTED },
	{ "connect ENETUNREACH", CALL(CONNECT), ENETUNREACH, LIVES, FAILS },
	{ "send EINTR", CALL(SEND), EINTR, LIVES, INTERRUPTED },
	{ "send ENOBUFS", CALL(SEND), ENOBUFS, LIVES, FAILS },
	{ "recv EINTR", CALL(RECV), EINTR, LIVES, INTERRUPTED },
	{ "recv ENOMEM", CALL(RECV), ENOMEM, LIVES, FAILS },
};

#define MEMORY(place) .scenario = place, .subjects = memory, .count = COUNT(memory)
/* OpenSSL, the last, crashes without memory as it begins, and nothing of ours would help. */
#define MEMORY_AT_START(place) .scenario = place, .subjects = memory, .count = COUNT(memory) - 1
#define CALLS(place) .scenario = place, .subjects = calls, .count = COUNT(calls)

/* The tests: a scenario with each of its subjects. */
static const struct group {
	const char *name;
	enum scenario scenario;
	const struct trial_subject *subjects;
	size_t count;
} groups[] = {
	{ .name = "fault_84_no_memory_in_start", MEMORY_AT_START(START) },
	{ .name = "fault_84_no_memory_in_fetch", MEMORY(FETCH) },
	{ .name = "fault_84_no_memory_in_reconnect", MEMORY(RECONNECT) },
	{ .name = "fault_84_no_memory_in_fetch_of_one_currency", MEMORY(ONE_CURRENCY) },
	{ .name = "fault_84_no_memory_in_view", MEMORY(VIEW) },
	{ .name = "fault_84_no_memory_in_resize", MEMORY(RESIZE) },
	{ .name = "fault_84_no_memory_in_filter", MEMORY(FILTER) },
	{ .name = "fault_84_no_memory_in_environment_switch", MEMORY(ENVIRONMENT) },
	{ .name = "fault_84_no_memory_in_exit", MEMORY(EXIT) },
	{ .name = "fault_84_no_memory_in_once", MEMORY_AT_START(ONCE) },
	{ .name = "fault_83_calls_fail_in_start", CALLS(START) },
	{ .name = "fault_83_calls_fail_in_fetch", CALLS(FETCH) },
	{ .name = "fault_83_calls_fail_in_reconnect", CALLS(RECONNECT) },
	{ .name = "fault_83_calls_fail_in_fetch_of_one_currency", CALLS(ONE_CURRENCY) },
	{ .name = "fault_83_calls_fail_in_view", CALLS(VIEW) },
	{ .name = "fault_83_calls_fail_in_resize", CALLS(RESIZE) },
	{ .name = "fault_83_calls_fail_in_filter", CALLS(FILTER) },
	{ .name = "fault_83_calls_fail_in_environment_switch", CALLS(ENVIRONMENT) },
	{ .name = "fault_83_calls_fail_in_exit", CALLS(EXIT) },
	{ .name = "fault_83_calls_fail_in_once", CALLS(ONCE) },
};

/* One subject in one scenario, failing in one way at each of its points. */
struct campaign {
	const struct group *group;
	const struct trial_subject *subject;
	enum ration_mode mode;
	atomic_uint taken; /* how many trials were begun */
	atomic_uint end;   /* the first point that was never reached */
	atomic_uint outcomes[TRIAL_OUTCOMES];
};

/* Shared by the workers. */
struct campaign_list {
	size_t count;
	struct campaign of[1024];
};
static struct campaign_list *campaigns;

/* Whether all is to be tried. */
static bool
tortured(void)
{
	const char *much = getenv("COLLTOP_TORTURE");

	return much != NULL && strcmp(much, "all") == 0;
}

static bool
wanted(const char *variable, const char *name)
{
	const char *only = getenv(variable);

	return only == NULL || strstr(name, only) != NULL;
}

static void
add_campaigns(const struct group *group)
{
	static unsigned turn;
	/* So little is allocated on the way out that a sample may hit none of it. */
	const bool few = group->scenario == EXIT && group->subjects == memory;

	for (size_t i = 0; i < group->count; i++)
		for (int mode = RATION_ONCE; mode <= RATION_EACH; mode++)
			if ((tortured() || ++turn % SAMPLED == 0 || few ||
				(group->subjects[i].subject == RATION_OWN &&
				    mode == RATION_ONCE)) &&
			    (group->subjects[i].modes & 1U << mode) != 0 &&
			    wanted("COLLTOP_TORTURE_TEST", group->name) &&
			    wanted("COLLTOP_TORTURE_SUBJECT", group->subjects[i].name) &&
			    campaigns->count < COUNT(campaigns->of))
				campaigns->of[campaigns->count++] = (struct campaign){
					.group = group,
					.subject = &group->subjects[i],
					.mode = (enum ration_mode)mode,
					.end = UINT32_MAX
				};
}

/* The point to try in the TURN-th trial. */
static unsigned
point_of(unsigned turn)
{
	if (tortured())
		return turn + 1;
	return turn < 32 / SAMPLED_BITS ? 1U << SAMPLED_BITS * turn : UINT32_MAX;
}

static void
say_defect(const struct campaign *campaign, unsigned point, const char *why)
{
	static const char *const modes[] = { "once", "from then on", "every other time" };

	print_message("# %s: %s, %s, number %u: ", campaign->group->name, campaign->subject->name,
	    modes[campaign->mode], point);
	for (; *why != '\0'; why++)
		print_message(*why == '\n' ? "\n# " : "%c", *why);
	print_message("\n");
}

static void
work(struct place *place)
{
	struct ration *ration;
	char why[8192];

	trial_begin(place, &ration);
	for (size_t i = 0; i < campaigns->count; i++) {
		struct campaign *campaign = &campaigns->of[i];
		unsigned point;

		while ((point = point_of(atomic_fetch_add(&campaign->taken, 1))) < campaign->end) {
			enum trial_outcome outcome = trial_run(place, ration,
			    &scenarios[campaign->group->scenario], campaign->subject,
			    campaign->mode, point, why, sizeof why);

			atomic_fetch_add(&campaign->outcomes[outcome], 1);
			if (outcome == TRIAL_UNTOUCHED && point < campaign->end)
				campaign->end = point;
			if (outcome == TRIAL_DEFECT)
				say_defect(campaign, point, why);
		}
	}
	fflush(stdout);
}

static int
run_all(void **state)
{
	static const char *const generous[] = { "--no-rate-limit", NULL };
	const int workers = tortured() ? WORKERS_ALONE : WORKERS;
	struct place *place;
	int status, failed = 0;

	campaigns = mmap(NULL, sizeof *campaigns, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (campaigns == MAP_FAILED)
		return -1;
#ifdef COLLTOP_SANITIZERS
	print_message("skipped: the sanitizers hand out memory themselves\n");
	return 0;
#endif
	place = place_new();
	place_simulate(place, generous);
	place_configure(place, "interval = 60\nconnect_timeout = 3\ntimeout = 3\n");
	for (size_t i = 0; i < COUNT(groups); i++)
		add_campaigns(&groups[i]);
	fflush(stdout);
	for (int i = 0; i < workers; i++)
		if (fork() == 0) {
			work(place);
			_exit(0);
		}
	for (int i = 0; i < workers; i++)
		if (wait(&status) < 0 || status != 0)
			failed = -1;
	place_free(place);
	return failed;
}

/* What became of the trials of a group. */
static void
judge(void **state)
{
	const struct group *group = *state;
	unsigned trials = 0, defects = 0;
	bool chosen = false;

#ifdef COLLTOP_SANITIZERS
	skip();
#endif
	for (size_t i = 0; i < campaigns->count; i++) {
		const struct campaign *campaign = &campaigns->of[i];
		static const char *const modes[] = { "once", "on", "each" };

		if (campaign->group != group)
			continue;
		chosen = true;
		if (campaign->outcomes[TRIAL_UNTOUCHED] == 0)
			defects++;
		defects += campaign->outcomes[TRIAL_DEFECT];
		print_message("# %-12s %-20s %-4s", scenarios[group->scenario].name,
		    campaign->subject->name, modes[campaign->mode]);
		for (int j = TRIAL_NO_EFFECT; j < TRIAL_OUTCOMES; j++) {
			print_message("  %s %u", trial_outcomes[j], campaign->outcomes[j]);
			trials += campaign->outcomes[j];
		}
		print_message("\n");
	}
	print_message("# %s: %u points tried\n", group->name, trials);
	if (!chosen &&
	    (getenv("COLLTOP_TORTURE_TEST") != NULL || getenv("COLLTOP_TORTURE_SUBJECT") != NULL))
		skip();
	assert_int_equal(defects, 0);
	if (trials == 0)
		fail_msg("nothing failed in it: no point was tried");
}

int
main(void)
{
	struct CMUnitTest tests[COUNT(groups)] = { { 0 } };

	for (size_t i = 0; i < COUNT(groups); i++)
		tests[i] = (struct CMUnitTest){ .name = groups[i].name,
			.test_func = judge,
			.initial_state = (void *)(uintptr_t)&groups[i] };
	return cmocka_run_group_tests(tests, run_all, NULL);
}
