/* SPDX-License-Identifier: ISC */
/* A signal at any moment of the program's life leaves the terminal as it was. */
#include "test.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "e2e/watch.h"

#define AT_ONCE 50    /* terminals beside each other */
#define LATEST_MS 700 /* by then it starts, shows figures, asks again, and stands in a menu */

/* How many moments for each signal: a sample, or as many as COLLTOP_MOMENTS says. */
static unsigned
moments(void)
{
	const char *said = getenv("COLLTOP_MOMENTS");

	return said != NULL && said[0] != '\0' ? (unsigned)strtoul(said, NULL, 10) : 200;
}

/* The same sequence for the same seed, on any machine. */
static uint64_t random_state;

static unsigned
draw(unsigned below)
{
	random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(random_state >> 33) % below;
}

struct run {
	struct terminal *terminal;
	int64_t type_ms, kill_ms; /* when; TYPE_MS is -1 when done */
	bool killed;
};

static const char *const typed[] = { "", "?", "/b", "o", "m", "ey", "\r", "\x1b", "r", "p" };

/*
 * Before its handlers are there the signal simply ends it, with the terminal untouched.
 * A program that has not even been started cannot be told from one.
 */
static void
check(struct run *run, int number, unsigned seed)
{
	int status = terminal_finish(run->terminal);

	if (status == -1 || !WIFSIGNALED(status) || WTERMSIG(status) != number ||
	    !terminal_modes_unchanged(run->terminal) || terminal_alternate(run->terminal) ||
	    !terminal_cursor_shown(run->terminal) ||
	    strstr(terminal_screen(run->terminal), "VALUE-USD") != NULL)
		fail_msg("signal %d, seed %u, %lld ms after the start: status %x%s%s%s\n%s", number,
		    seed, (long long)run->kill_ms, (unsigned)status,
		    terminal_modes_unchanged(run->terminal) ? "" : ", modes changed",
		    terminal_alternate(run->terminal) ? ", alternate screen" : "",
		    terminal_cursor_shown(run->terminal) ? "" : ", no cursor",
		    terminal_screen(run->terminal));
	terminal_free(run->terminal);
}

/* AT_ONCE programs, each with a moment of its own. */
static void
batch(struct place *place, int number, unsigned seed)
{
	struct run runs[AT_ONCE];
	int64_t began = terminal_now();
	unsigned left = AT_ONCE;

	for (unsigned i = 0; i < AT_ONCE; i++) {
		runs[i] = (struct run){ .kill_ms = draw(LATEST_MS) };
		runs[i].type_ms = runs[i].kill_ms - draw(60);
		runs[i].terminal = watch_start(place);
	}
	while (left > 0) {
		int64_t now = terminal_now() - began;

		for (unsigned i = 0; i < AT_ONCE; i++) {
			struct run *run = &runs[i];

			if (run->killed)
				continue;
			terminal_listen(run->terminal, 1);
			if (run->type_ms >= 0 && now >= run->type_ms) {
				run->type_ms = -1;
				terminal_type(run->terminal,
				    typed[draw(sizeof typed / sizeof *typed)]);
			}
			if (now < run->kill_ms)
				continue;
			kill(terminal_pid(run->terminal), number);
			run->killed = true;
			left--;
		}
	}
	/* They end beside each other as well. */
	for (unsigned i = 0; i < AT_ONCE; i++)
		terminal_listen(runs[i].terminal, 1);
	for (unsigned i = 0; i < AT_ONCE; i++)
		check(&runs[i], number, seed);
}

static void
survive(struct place *place, int number)
{
	unsigned seed = getenv("COLLTOP_SEED") != NULL ?
	    (unsigned)strtoul(getenv("COLLTOP_SEED"), NULL, 10) :
	    (unsigned)time(NULL);
	unsigned tried = 0;

	random_state = seed + (unsigned)number;
	for (; tried < moments(); tried += AT_ONCE)
		batch(place, number, seed);
	print_message("signal %d: %u moments, seed %u\n", number, tried, seed);
}

static int
set_up(void **state)
{
	int failed = watch_set_up(state);

	/* Before main() is there the sanitizers would take a SIGSEGV for a finding of theirs. */
	if (failed == 0)
		place_sanitizer(*state, "handle_segv=0");
	return failed;
}

ALL_TESTS(set_up, watch_tear_down)

TEST(test_fault_68_interrupt)
{
	survive(*state, SIGINT);
}

TEST(test_fault_68_terminate)
{
	survive(*state, SIGTERM);
}

TEST(test_fault_68_hangup)
{
	survive(*state, SIGHUP);
}

TEST(test_fault_68_quit)
{
	survive(*state, SIGQUIT);
}

TEST(test_fault_69_segmentation)
{
	survive(*state, SIGSEGV);
}

TEST(test_fault_69_abort)
{
	survive(*state, SIGABRT);
}

int
main(void)
{
	signal(SIGHUP, SIG_DFL);
	return test_main();
}
