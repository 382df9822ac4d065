/* SPDX-License-Identifier: ISC */
/* A long life in a bad terminal, extended by COLLTOP_STALL_SECONDS and COLLTOP_SOAK_SECONDS. */
#include "test.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>

#include "e2e/requests.h"
#include "e2e/watch.h"

#define MOST_GROWTH_KIB 256
#define RESIZES 1000
#define ASSETS "/collateral-assets"

static int
set_up(void **state)
{
	struct place *place = place_new();

	requests_simulate(place, (const char *const[]){ "--latency", "20", NULL });
	place_configure(place, "interval = 1\n");
	*state = place;
	return 0;
}

ALL_TESTS(set_up, watch_tear_down)

static int
seconds(const char *variable, int standard)
{
	const char *said = getenv(variable);

	return said != NULL && said[0] != '\0' ? (int)strtol(said, NULL, 10) : standard;
}

/* Anonymous memory of the program in KiB. */
static long
memory(struct terminal *terminal)
{
	char path[64], line[256];
	long kib = -1;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/status", (int)terminal_pid(terminal));
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof line, file) != NULL)
		if (sscanf(line, "RssAnon: %ld", &kib) == 1)
			break;
	fclose(file);
	assert_true(kib > 0);
	return kib;
}

static unsigned
descriptors(struct terminal *terminal)
{
	char path[64];
	unsigned count = 0;
	DIR *folder;

	snprintf(path, sizeof path, "/proc/%d/fd", (int)terminal_pid(terminal));
	folder = opendir(path);
	if (folder == NULL)
		return 0;
	while (readdir(folder) != NULL)
		count++;
	closedir(folder);
	return count;
}

/* Memory is not bounded where freed blocks are kept to find errors. */
static void
grown_little(long before, long after)
{
#ifndef COLLTOP_SANITIZERS
	if (after - before >= MOST_GROWTH_KIB)
		fail_msg("from %ld to %ld KiB", before, after);
#else
	(void)before;
	(void)after;
#endif
}

/* The screen says that its figures are of this second or the last three. */
static void
see_this_moment(struct terminal *terminal)
{
	int64_t deadline = terminal_now() + TERMINAL_DEADLINE_MS;

	while (terminal_now() < deadline) {
		terminal_listen(terminal, 50);
		for (int back = 0; back < 3; back++) {
			time_t then = time(NULL) - back;
			char text[40];

			strftime(text, sizeof text, "as of %H:%M:%S", gmtime(&then));
			if (strstr(terminal_screen(terminal), text) != NULL)
				return;
		}
	}
	fail_msg("old figures:\n%s", terminal_screen(terminal));
}

PLACE_TEST(test_a_stopped_reader_changes_nothing)
{
	struct terminal *terminal = watch_start(place);
	int length = seconds("COLLTOP_STALL_SECONDS", 5);
	unsigned asked, open_before;
	long before;
	int64_t began;

	watch_see(terminal, "LIVE");
	terminal_listen(terminal, 2500);
	before = memory(terminal);
	open_before = descriptors(terminal);
	asked = requests_count(place, ASSETS);
	terminal_stall(terminal);
	/* More than a line takes in: frames wait from now on. */
	for (int i = 0; i < 40; i++) {
		terminal_type(terminal, "\x0c?\x0cq\x0c");
		terminal_listen(terminal, 20);
	}
	terminal_listen(terminal, length * 1000);
	asked = requests_count(place, ASSETS) - asked;
	assert_true(asked + 2 >= (unsigned)length);
	grown_little(before, memory(terminal));
	assert_int_equal(descriptors(terminal), open_before);

	terminal_release(terminal);
	see_this_moment(terminal);
	watch_see(terminal, "LIVE");
	watch_see(terminal, "TOTAL");

	terminal_stall(terminal);
	terminal_listen(terminal, 1200);
	began = terminal_now();
	kill(terminal_pid(terminal), SIGTERM);
	watch_ended_by(terminal, SIGTERM);
	assert_true(terminal_now() - began < 1000);
	assert_true(terminal_modes_unchanged(terminal));
	terminal_free(terminal);
	print_message("%d seconds: %u requests while the terminal took nothing\n", length, asked);
}

PLACE_TEST(test_fault_59_a_thousand_resizes_while_fetching)
{
	struct terminal *terminal = watch_start(place);
	unsigned seed = getenv("COLLTOP_SEED") != NULL ?
	    (unsigned)strtoul(getenv("COLLTOP_SEED"), NULL, 10) :
	    (unsigned)time(NULL),
		 asked;
	uint64_t random = seed;

	watch_see(terminal, "LIVE");
	asked = requests_count(place, ASSETS);
	print_message("seed %u\n", seed);
	for (int i = 0; i < RESIZES; i++) {
		random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		terminal_resize(terminal, 2 + (int)(random >> 33) % 299,
		    2 + (int)(random >> 49) % 99);
		if (i % 50 == 0)
			terminal_type(terminal, i % 100 == 0 ? "?" : "q");
		terminal_listen(terminal, 3);
	}
	terminal_resize(terminal, 80, 24);
	terminal_type(terminal, "\x1b");
	terminal_listen(terminal, 200);
	terminal_type(terminal, "\x0c");
	see_this_moment(terminal);
	watch_see(terminal, "LIVE");
	watch_see(terminal, "TOTAL  3 pledged  3 funding");
	assert_true(requests_count(place, ASSETS) > asked + 1);
	watch_leave(terminal);
}

/* The processor's time of the children so far, in milliseconds. */
static int64_t
processor_ms(const struct rusage *usage)
{
	return (int64_t)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000 +
	    (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1000;
}

/* Nobody is told, so the dead line has to be noticed. */
TEST(test_fault_65_hangup_ignored)
{
	struct rusage before, after;
	struct terminal *terminal;
	int64_t began;

	signal(SIGHUP, SIG_IGN);
	terminal = watch_start(*state);
	signal(SIGHUP, SIG_DFL);
	watch_see(terminal, "LIVE");
	getrusage(RUSAGE_CHILDREN, &before);
	began = terminal_now();
	terminal_hang_up(terminal);
	watch_ended_by(terminal, SIGHUP);
	assert_true(terminal_now() - began < 1000);
	getrusage(RUSAGE_CHILDREN, &after);
	/* All of its life, start and TLS included. */
	assert_true(processor_ms(&after) - processor_ms(&before) < 1000);
	terminal_free(terminal);
}

/* In real time, at the shortest interval, with a person at the keys. */
PLACE_TEST(test_it_lasts)
{
	static const char *const keys[] = { "r", "?", "\x1b", "m", "\x1b", "j", "k", "x", "x", "z",
		"z", "o", "\x1b", "e", "y", "e", "\x0c", "s", "u", "I" };
	struct terminal *terminal;
	int length = seconds("COLLTOP_SOAK_SECONDS", 5);
	int64_t began = terminal_now();
	unsigned open_first, asked;
	long first;

	terminal = watch_start(place);
	watch_see(terminal, "LIVE");
	terminal_listen(terminal, 3000);
	first = memory(terminal);
	open_first = descriptors(terminal);
	for (int i = 0; terminal_now() - began < length * 1000; i++) {
		terminal_type(terminal, keys[i % (int)(sizeof keys / sizeof *keys)]);
		terminal_listen(terminal, 700);
	}
	terminal_type(terminal, "\x0c");
	see_this_moment(terminal);
	assert_true(descriptors(terminal) <= open_first + 1);
	grown_little(first, memory(terminal));
	asked = requests_count(place, ASSETS);
	print_message("%d seconds: %u requests, from %ld to %ld KiB\n", length, asked, first,
	    memory(terminal));
	assert_true(asked + 5 >= (unsigned)length / 2);
	requests_only_read(place);
	watch_leave(terminal);
}

int
main(void)
{
	signal(SIGHUP, SIG_DFL);
	return test_main();
}
