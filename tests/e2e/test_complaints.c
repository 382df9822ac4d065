/* SPDX-License-Identifier: ISC */
/* The real program without a screen: what it says when asked for something else than figures. */
#include "test.h"

#include <sys/wait.h>

#include "e2e/watch.h"

#define RUN(place, ...) place_run(place, (const char *const[]){ __VA_ARGS__, NULL })

ALL_TESTS(watch_set_up, watch_tear_down)

TEST(test_errors_are_one_line_with_the_name)
{
	TABLE(cases, const char *arguments[4]; int status; const char *words) = {
		{ { "--frob" }, 2, "--frob" },
		{ { "stray" }, 2, "stray" },
		{ { "-d", "2" }, 2, "-i" },
		{ { "--interval=abc" }, 2, "abc" },
		{ { "-i", "0" }, 2, "1" },
		{ { "--sort", "colour" }, 2, "value" },
		{ { "-A", "nobody", "--once" }, 2, "nobody" },
		{ { "--config", "/nonexistent/colltop.conf", "--once" }, 2, "/nonexistent" },
		{ { "--simulate=nonsense", "--once" }, 1, "no scenario is called 'nonsense'" },
		{ { NULL }, 2, "--once" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct place_result result = place_run(*state, cases[i].arguments);

		if (result.status != cases[i].status || strstr(result.err, cases[i].words) == NULL)
			fail_msg("case %zu: %d %s", i, result.status, result.err);
		assert_int_equal(strncmp(result.err, "colltop: ", 9), 0);
		assert_ptr_equal(strchr(result.err, '\n'), result.err + strlen(result.err) - 1);
		assert_string_equal(result.out, "");
		place_result_free(&result);
	}
}

/* A bar begins the figures of a monitoring system's line, and nothing but them. */
TEST(test_fault_111_check_complains_in_its_own_line)
{
	TABLE(cases, const char *arguments[6]; const char *line) = {
		{ { "--check", "--interval=1|x=1;2", NULL },
		    "COLLTOP UNKNOWN - --interval is a whole number from 1 to 3600, not \"1/x=1;2\"; see colltop --help\n" },
		{ { "--check", "-A", "a|b", NULL }, NULL },
		{ { "--check", "--frob|x=1", NULL }, NULL },
		{ { "--check", "-w", "10", "-c", "19", NULL },
		    "COLLTOP UNKNOWN - --critical must be less than --warning; see colltop --help\n" },
		{ { "--check", "-w", "10", "-c", "10", NULL },
		    "COLLTOP UNKNOWN - --critical must be less than --warning; see colltop --help\n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct place_result result = place_run(*state, cases[i].arguments);

		assert_int_equal(result.status, 3);
		assert_int_equal(strncmp(result.out, "COLLTOP UNKNOWN - ", 18), 0);
		assert_null(strchr(result.out, '|'));
		assert_ptr_equal(strchr(result.out, '\n'), result.out + strlen(result.out) - 1);
		if (cases[i].line != NULL)
			assert_string_equal(result.out, cases[i].line);
		place_result_free(&result);
	}
}

/* A system whose OpenSSL cannot sign: that is said, and not that the key is wrong. */
TEST(test_fault_115_openssl_cannot_sign)
{
	struct place *place = place_new();
	struct place_result result;

	place_simulate(place, NULL);
	place_configure(place, WATCH_QUICK);
	place_preload(place, "tests/e2e/preload");
	place_set(place, "FAULT_HMAC=1");
	result = place_run(place, (const char *const[]){ "--once", NULL });
	assert_int_equal(result.status, 3);
	assert_non_null(strstr(result.err, "the request cannot be signed"));
	assert_non_null(strstr(result.err, "OpenSSL cannot compute HMAC-SHA256"));
	assert_null(strstr(result.err, "secret key"));
	place_result_free(&result);
	place_free(place);
}

/* Output that nobody can get is no success. */
PLACE_TEST(test_a_closed_output_is_a_failure)
{
	char *const argv[] = { (char *)(uintptr_t)place_program("colltop"), (char[]){ "-V" },
		NULL };
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		close(STDOUT_FILENO);
		execve(argv[0], argv, place->environment);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
}

PLACE_TEST(test_a_source_passed_over_is_said)
{
	struct place_result result;

	place_set(place, "OKX_API_KEY=passed-over");
	result = RUN(place, "--once");
	assert_int_equal(result.status, 0);
	assert_non_null(strstr(result.err, "OKX_API_KEY is set but"));
	assert_null(strstr(result.err, "passed-over"));
	place_result_free(&result);
	free(place->environment[--place->variables]);
	place->environment[place->variables] = NULL;
}

TEST(test_no_key_at_all)
{
	struct place *empty = place_new();
	struct place_result result = RUN(empty, "--once");

	assert_int_equal(result.status, 2);
	assert_non_null(strstr(result.err, "no OKX key found. Nothing was sent anywhere."));
	place_result_free(&result);
	place_free(empty);
}

PLACE_TEST(test_a_key_file_for_all_to_read_is_refused)
{
	struct place_result result;

	place_write(place, "colltop/production.env",
	    "OKX_API_KEY=a\nOKX_SECRET_KEY=b\nOKX_PASSPHRASE=c\n", 0644);
	result = RUN(place, "--once", "--production");
	assert_int_equal(result.status, 3);
	assert_non_null(strstr(result.err, "chmod 600"));
	place_result_free(&result);
	place_configure(place, WATCH_QUICK);
}

TEST(test_help_and_version)
{
	struct place_result result = RUN(*state, "--help");

	assert_int_equal(result.status, 0);
	assert_non_null(strstr(result.out, "--simulate"));
	assert_string_equal(result.err, "");
	place_result_free(&result);
	result = RUN(*state, "-V");
	assert_int_equal(result.status, 0);
	assert_int_equal(strncmp(result.out, "colltop ", 8), 0);
	assert_non_null(strstr(result.out, "libcurl"));
	place_result_free(&result);
}
