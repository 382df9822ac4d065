/* SPDX-License-Identifier: ISC */
/* What is left of a key in the real program's memory when it is no longer needed: nothing. */
#include "test.h"

#include "e2e/memory.h"
#include "e2e/watch.h"

#define OTHERS_KEYS \
	"OKX_API_KEY=11111111-2222-3333-4444-555555555555\n" \
	"OKX_SECRET_KEY=AAAABBBBCCCCDDDDEEEEFFFF00001111\nOKX_PASSPHRASE=Another-phrase-2\n"

/* Each test begins with it. */
static void
skip_with_sanitizers(void)
{
#ifdef COLLTOP_SANITIZERS
	print_message(
	    "skipped: a build with sanitizers keeps freed memory and old frames as they are\n");
	skip();
#endif
}

/* Looks for the values of both environments; FOUND counts, and the first place is said. */
static unsigned
look_for_keys(const struct place *place, pid_t pid, bool say)
{
	unsigned found = 0;

	for (int e = 0; e < ENVIRONMENTS; e++) {
		const char *const values[] = { place->keys[e].api_key, place->keys[e].secret_key,
			place->keys[e].passphrase };
		static const char *const names[] = { "API key", "secret key", "passphrase" };

		for (int i = 0; i < 3; i++) {
			char where[256];
			unsigned hits = memory_hits(pid, values[i], where, sizeof where);

			if (say && hits > 0)
				print_message("%s, %d: %u times, first in %s", names[i], e, hits,
				    where);
			found += hits;
		}
	}
	return found;
}

static bool
readable(struct terminal *terminal)
{
	if (memory_readable(terminal_pid(terminal)))
		return true;
	print_message("skipped: only root reads the memory of a program that cannot be dumped\n");
	terminal_free(terminal);
	return false;
}

ALL_TESTS(watch_set_up, watch_tear_down)

PLACE_TEST(test_an_account_that_is_left_is_forgotten)
{
	struct terminal *terminal;
	char text[2048];

	skip_with_sanitizers();
	snprintf(text, sizeof text,
	    WATCH_QUICK "account \"main\" { base_url = \"%s\" ca_file = \"%s\" }\n"
			"account \"second\" { base_url = \"%s\" ca_file = \"%s\" "
			"production { credentials_file = \"%s/colltop/second.env\" } }\n",
	    place->base, place->certificate, place->base, place->certificate, place->home);
	place_write(place, "colltop/colltop.conf", text, 0600);
	place_write(place, "colltop/second.env", OTHERS_KEYS, 0600);
	terminal = watch_start(place);
	watch_see(terminal, "LIVE");
	terminal_type(terminal, "e");
	watch_see(terminal, "Leave PRODUCTION?");
	terminal_type(terminal, "y");
	watch_see(terminal, "colltop  DEMO");
	watch_see(terminal, "LIVE");
	if (!readable(terminal))
		skip();
	/* In use they are there, or this test could not find anything. */
	assert_true(look_for_keys(place, terminal_pid(terminal), false) >= 6);
	terminal_type(terminal, "a");
	watch_see(terminal, "second@custom");
	watch_see(terminal, "NO DATA");
	assert_int_equal(look_for_keys(place, terminal_pid(terminal), true), 0);
	watch_leave(terminal);
	place_configure(place, WATCH_QUICK);
}

struct look {
	const struct place *place;
	unsigned hits, looks;
	bool refused;
};

static void
look(pid_t pid, void *context)
{
	struct look *look = context;

	char where[256];

	look->refused = !memory_readable(pid);
	if (look->refused)
		return;
	/* What must be there still, or there would be nothing to find. */
	if (memory_hits(pid, look->place->environment[0], where, sizeof where) > 0)
		look->looks++;
	look->hits += look_for_keys(look->place, pid, true);
}

/* Runs it to its end, which has STATUS, and looks before it is gone. */
static void
check_end(struct place *place, int status, const char *first, const char *second)
{
	char *const argv[] = { (char *)(uintptr_t)place_program("colltop"),
		(char *)(uintptr_t)first, (char *)(uintptr_t)second, NULL };
	struct look seen = { .place = place };

	skip_with_sanitizers();
	assert_int_equal(memory_at_exit(argv, place->environment, look, &seen), status);
	if (seen.refused) {
		print_message(
		    "skipped: only root reads the memory of a program that cannot be dumped\n");
		skip();
	}
	assert_int_equal(seen.looks, 1);
	assert_int_equal(seen.hits, 0);
}

TEST(test_a_record_leaves_nothing)
{
	check_end(*state, 0, "--once", NULL);
	check_end(*state, 0, "--format=json", "--demo");
	check_end(*state, 0, "--format=csv", NULL);
}

PLACE_TEST(test_a_check_leaves_nothing)
{
	check_end(place, 0, "--check", NULL);
	check_end(place, 0, "--check", "--demo");
	check_end(place, 2, "--check", "--loan=none");
	place_simulate(place, (const char *const[]){ "--fault", "code-50113", NULL });
	check_end(place, 3, "--check", NULL);
	place_simulate(place, NULL);
}

PLACE_TEST(test_a_refusal_leaves_nothing)
{
	place_simulate(place, (const char *const[]){ "--fault", "code-50113", NULL });
	check_end(place, 3, "--once", NULL);
	place_simulate(place, (const char *const[]){ "--fault", "hang", NULL });
	check_end(place, 1, "--once", NULL);
	place_simulate(place, (const char *const[]){ "--fault", "reset", NULL });
	check_end(place, 1, "--once", NULL);
	place_simulate(place, NULL);
}
