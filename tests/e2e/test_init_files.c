/* SPDX-License-Identifier: ISC */
/* What --init writes and what it leaves alone, however it ends. */
#include "test.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "dispositions.h"
#include "e2e/setup.h"

#define RUN(place, ...) place_run(place, (const char *const[]){ __VA_ARGS__, NULL })

EACH_TEST(setup_begin, NULL)
ALL_TESTS(watch_set_up, watch_tear_down)

PLACE_TEST(what_is_there_stays_unless_asked)
{
	struct terminal *terminal;

	setup_make_folder(place);
	place_configure(place, NULL);
	place_write(place, "colltop/production.env", "OKX_API_KEY=old\n", 0600);
	terminal = setup_start(place);
	setup_answer(terminal, "Account name [main]:", "");
	watch_see(terminal, "Account main is set up for region custom");
	setup_answer(terminal, "Environment, production or demo", "");
	setup_answer(terminal, "Write over it once OKX has accepted the new key?", "");
	watch_see(terminal, "It stays as it is.");
	setup_finish(terminal, place, 1);
	setup_has(place, "colltop/production.env", 0600, "OKX_API_KEY=old\n");

	terminal = setup_start(place);
	setup_answer(terminal, "Account name [main]:", "");
	setup_answer(terminal, "Environment, production or demo", "");
	setup_answer(terminal, "Write over it once OKX has accepted the new key?", "y");
	setup_answer(terminal, "API key (not shown):", "no-key");
	setup_answer(terminal, "Secret key (not shown):", "wrong");
	setup_answer(terminal, "Passphrase (not shown):", "wrong");
	watch_see(terminal, "50111");
	setup_has(place, "colltop/production.env", 0600, "OKX_API_KEY=old\n");
	setup_answer(terminal, "or quit [key]:", "");
	terminal_type(terminal, SETUP_PRODUCTION(place)->api_key);
	terminal_type(terminal, "\n");
	setup_answer(terminal, "or quit [passphrase]:", "");
	terminal_type(terminal, SETUP_PRODUCTION(place)->passphrase);
	terminal_type(terminal, "\n");
	setup_answer(terminal, "or quit [secret]:", "");
	terminal_type(terminal, SETUP_PRODUCTION(place)->secret_key);
	terminal_type(terminal, "\n");
	watch_see(terminal, "Type next:");
	setup_finish(terminal, place, 0);
	setup_has_key(place, "colltop/production.env", ENVIRONMENT_PRODUCTION);
	assert_int_equal(setup_files(place), 3);
}

PLACE_TEST(another_account_gets_a_section_and_a_file)
{
	struct terminal *terminal;
	struct place_result result;
	char text[2048];

	setup_make_folder(place);
	place_write(place, "colltop/colltop.conf", "interval = 5   # mine", 0600);
	terminal = setup_start(place);
	setup_answer(terminal, "Account name [main]:", "not a name");
	setup_answer(terminal, "not \"not a name\"", "work");
	setup_answer(terminal, "Region, or an", "mars");
	watch_see(terminal, "Region is one of global, us, eea, tr, not \"mars\"");
	terminal_type(terminal, place->base);
	terminal_type(terminal, "\n");
	setup_answer(terminal, "Environment, production or demo", "demo");
	setup_answer_values(terminal, place->keys[ENVIRONMENT_DEMO].api_key,
	    place->keys[ENVIRONMENT_DEMO].secret_key, place->keys[ENVIRONMENT_DEMO].passphrase);
	watch_see(terminal, "Type next:  colltop -A work --demo");
	setup_finish(terminal, place, 0);
	setup_has_key(place, "colltop/work-demo.env", ENVIRONMENT_DEMO);
	snprintf(text, sizeof text,
	    "interval = 5   # mine\n\naccount \"main\" {\n\tregion = \"global\"\n}\n"
	    "account \"work\" {\n\tbase_url = \"%s\"\n\tca_file = \"%s\"\n"
	    "\tdemo { credentials_file = \"%s/colltop/work-demo.env\" }\n}\n",
	    place->base, place->certificate, place->home);
	setup_has(place, "colltop/colltop.conf", 0600, text);
	result = RUN(place, "-A", "work", "--demo", "--once");
	assert_int_equal(result.status, 0);
	place_result_free(&result);
}

PLACE_TEST(leaving_in_the_middle_leaves_nothing)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	const char *output;
	size_t length;

	for (size_t i = 0; i < 2 * COUNT(signals); i++) {
		struct terminal *terminal;
		int status;

		/* Half of them come while the exchange is asked. */
		if (i == COUNT(signals))
			SETUP_SIMULATE(place, "--latency", "60000");
		terminal = setup_start(place);
		setup_answer_whose(terminal, place);
		if (i < COUNT(signals)) {
			setup_answer(terminal,
			    "API key (not shown):", SETUP_PRODUCTION(place)->api_key);
			watch_see(terminal, "Secret key (not shown):");
			terminal_type(terminal, SETUP_PRODUCTION(place)->secret_key);
		} else {
			setup_answer_values(terminal, SETUP_PRODUCTION(place)->api_key,
			    SETUP_PRODUCTION(place)->secret_key,
			    SETUP_PRODUCTION(place)->passphrase);
			watch_see(terminal, "Asking 127.0.0.1");
		}
		kill(terminal_pid(terminal), signals[i % COUNT(signals)]);
		status = terminal_finish(terminal);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), signals[i % COUNT(signals)]);
		assert_true(terminal_modes_unchanged(terminal));
		output = terminal_output(terminal, &length);
		assert_false(place_has_secret(place, output, length));
		terminal_free(terminal);
		assert_int_equal(setup_files(place), -1);
	}
}

TEST(ctrl_d_leaves)
{
	struct terminal *terminal = setup_start(*state);

	setup_answer_whose(terminal, *state);
	watch_see(terminal, "API key (not shown):");
	terminal_type(terminal, "\x04");
	setup_finish(terminal, *state, 1);
	assert_int_equal(setup_files(*state), -1);
}

/* A shell that starts it in the foreground, for Ctrl-Z, and takes it back after a line. */
PLACE_TEST(suspended_it_gives_the_terminal_back)
{
	char *const argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-mc" },
		(char[]){
		    "\"$0\" --init --ca-file \"$1\"; echo STOPPED; read line; fg %1 >/dev/null" },
		(char *)(uintptr_t)place_program("colltop"), place->certificate, NULL };
	struct terminal *terminal = terminal_start(argv, place->environment, 160, 50);

	setup_answer_whose(terminal, place);
	watch_see(terminal, "API key (not shown):");
	terminal_type(terminal, "\x1a");
	watch_see(terminal, "STOPPED");
	assert_true(terminal_modes_unchanged(terminal));
	terminal_type(terminal, "\n");
	watch_see(terminal, "STOPPED\n\nAPI key (not shown):");
	setup_answer_values(terminal, SETUP_PRODUCTION(place)->api_key,
	    SETUP_PRODUCTION(place)->secret_key, SETUP_PRODUCTION(place)->passphrase);
	watch_see(terminal, "Type next:");
	setup_finish(terminal, place, 0);
}

PLACE_TEST(without_a_terminal_or_a_place_it_asks_nothing)
{
	struct place_result result = RUN(place, "--init");
	struct terminal *terminal;
	char path[512];

	assert_int_equal(result.status, 2);
	assert_non_null(strstr(result.err, "questions need a terminal"));
	place_result_free(&result);
	setup_make_folder(place);
	snprintf(path, sizeof path, "%s/colltop", place->home);
	chmod(path, 0777);
	terminal = setup_start(place);
	watch_see(terminal,
	    "colltop: others can write in the directory ~/colltop (mode 0777); type: chmod go-w ~/colltop");
	setup_finish(terminal, place, 2);
	assert_int_equal(setup_files(place), 0);
}

int
main(void)
{
	dispositions_default();
	signal(SIGHUP, SIG_DFL);
	return test_main();
}
