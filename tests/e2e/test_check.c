/* SPDX-License-Identifier: ISC */
/* The real program as a plugin of a monitoring system, and the README's recipe for a phone. */
#include "test.h"

#include <sys/stat.h>

#include "base/monotime.h"
#include "e2e/place.h"

#define RUN(place, ...) place_run(place, (const char *const[]){ "--check", __VA_ARGS__, NULL })
#define SIMULATE(place, ...) place_simulate(place, (const char *const[]){ __VA_ARGS__, NULL })
#define PATIENCE_MS 15000
#define FILE_SIZE 40000
/* Starting and ending take that long at most, also under sanitizers. */
#define OVERHEAD_MS 2500

static int
set_up(void **state)
{
	struct place *place = place_new();

	SIMULATE(place, "--still");
	place_configure(place, NULL);
	*state = place;
	return 0;
}

static int
tear_down(void **state)
{
	place_free(*state);
	return 0;
}

EACH_TEST(set_up, tear_down)

/* One line and nothing else: STATUS, and PARTS (ends with NULL) in it. */
static void
assert_result(struct place_result *result, int status, const char *const *parts)
{
	if (result->status != status)
		fail_msg("%d, not %d: %s%s", result->status, status, result->out, result->err);
	assert_string_equal(result->err, "");
	assert_ptr_equal(strchr(result->out, '\n'), result->out + strlen(result->out) - 1);
	assert_int_equal(strncmp(result->out, "COLLTOP ", 8), 0);
	for (; *parts != NULL; parts++)
		if (strstr(result->out, *parts) == NULL)
			fail_msg("no %s in %s", *parts, result->out);
	place_result_free(result);
}

#define ASSERT(result, status, ...) \
	assert_result(&result, status, (const char *const[]){ __VA_ARGS__, NULL })

/* Checks again and again until the status is STATUS and PART stands in the line. */
static struct place_result
until(const struct place *place, int status, const char *part)
{
	int64_t end = monotime_ms() + PATIENCE_MS;

	for (;;) {
		struct place_result result = RUN(place, NULL);

		if (result.status == status && strstr(result.out, part) != NULL)
			return result;
		if (monotime_ms() > end)
			fail_msg("never %d with %s: %s", status, part, result.out);
		place_result_free(&result);
	}
}

TEST(test_a_loan_that_stands_well)
{
	struct place_result result = RUN(*state, NULL);

	ASSERT(result, 0,
	    "COLLTOP OK - main production loan 12345: LTV 59.96%, call if all fall 18.6% "
	    "| '12345_ltv'=59.96%;62.68;73.74;0;\n");
	result = RUN(*state, "-w", "18.69");
	ASSERT(result, 1, "COLLTOP WARNING - main production loan 12345: ", ";59.96;73.74;0;");
	result = RUN(*state, "-w", "18.68");
	ASSERT(result, 0, "COLLTOP OK - ");
	result = RUN(*state, "-c", "18.69");
	ASSERT(result, 2, "COLLTOP CRITICAL - ");
	result = RUN(*state, "--loan", "12346");
	ASSERT(result, 2, "loan 12346 is not reported");
	result = RUN(*state, "--expect-loans", "2");
	ASSERT(result, 2, "(1 of 2 loans reported: repaid? liquidated?)");
}

TEST(test_crash)
{
	struct place_result result;

	SIMULATE(*state, "--scenario", "crash", "--speed", "20", "--still");
	place_configure(*state, NULL);
	result = until(*state, 2, "MARGIN CALL passed by ");
	ASSERT(result, 2, "COLLTOP CRITICAL - main production loan 12345: LTV 7",
	    ", liquidation if all fall a further ");
}

/* Past it; then refused with 50009 and 50022; then gone. */
TEST(test_liquidation)
{
	struct place_result result;

	SIMULATE(*state, "--fault", "ltv-past-liquidation", "--still");
	place_configure(*state, NULL);
	result = RUN(*state, NULL);
	ASSERT(result, 2,
	    "COLLTOP CRITICAL - main production loan 12345: LTV 84.74%, LIQUIDATION, to leave it at LTV "
	    "72.74% repay ");
	SIMULATE(*state, "--scenario", "liquidation", "--speed", "5", "--still");
	place_configure(*state, NULL);
	result = until(*state, 2, "(500");
	ASSERT(result, 2, "COLLTOP CRITICAL - main production: LIQUIDATION IN PROGRESS: ");
	result = until(*state, 3, "no open loan");
	ASSERT(result, 3,
	    "COLLTOP UNKNOWN - main production: no open loan (repaid? liquidated?)\n");
	result = RUN(*state, "--expect-loans", "1");
	ASSERT(result, 2, "(0 of 1 loans reported: repaid? liquidated?)\n");
	result = RUN(*state, "--no-loan-ok");
	ASSERT(result, 0, "COLLTOP OK - main production: no open loan\n");
}

TEST(test_two_loans)
{
	struct place_result result;

	SIMULATE(*state, "--scenario", "two-loans", "--still");
	place_configure(*state, NULL);
	result = RUN(*state, "--expect-loans", "2");
	ASSERT(result, 1, "COLLTOP WARNING - main production loan 12346: LTV ",
	    " (2 loans, worst shown) | '12346_ltv'=");
	result = RUN(*state, "--loan", "12345");
	ASSERT(result, 0, "COLLTOP OK - main production loan 12345: LTV ");
}

TEST(test_refusals)
{
	TABLE(cases, const char *fault; int status) = {
		{ "code-50009", 2 },
		{ "code-50022", 2 },
		{ "code-50113", 3 },
		{ "code-50038", 3 },
		{ "code-50001", 3 },
		{ "truncated", 3 },
		{ "drop", 3 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct place_result result;

		SIMULATE(*state, "--still", "--fault", cases[i].fault);
		place_configure(*state, NULL);
		result = RUN(*state, "-t", "1");
		assert_false(place_has_secret(*state, result.out, strlen(result.out)));
		ASSERT(result, cases[i].status, "main production: ");
	}
}

/* Fails unless ARGUMENTS give STATUS with PART within 1 s and some. */
static void
assert_in_time(const struct place *place, const char *const *arguments, const char *part)
{
	int64_t began = monotime_ms();
	struct place_result result = place_run(place, arguments);
	int64_t took = monotime_ms() - began;

	ASSERT(result, 3, part);
	assert_in_range(took, 0, 1000 + OVERHEAD_MS);
}

/* Whatever hangs, the exchange or the command with the keys, one time limit is for all accounts. */
PLACE_TEST(test_time_limit)
{
	char extra[1600];

	SIMULATE(place, "--fault", "hang");
	snprintf(extra, sizeof extra,
	    "account \"other\" {\n  base_url = \"%s\"\n  ca_file = \"%s\"\n"
	    "  production { credentials_file = \"%s/colltop/production.env\" }\n}\n"
	    "account \"third\" {\n  base_url = \"%s\"\n  ca_file = \"%s\"\n"
	    "  production { credentials_command = \"exec sleep 60\" }\n  demo { credentials_command = \"exec sleep 60\" }\n}\n",
	    place->base, place->certificate, place->home, place->base, place->certificate);
	place_configure(place, extra);
	assert_in_time(place, (const char *const[]){ "--check", "-t", "1", NULL },
	    "other production: no answer from ");
	assert_in_time(place, (const char *const[]){ "--check", "-t", "1", "-A", "all", NULL },
	    "third production: ");
	assert_in_time(place,
	    (const char *const[]){ "--check", "-t", "1", "-A", "main", "-A", "other", NULL },
	    "main production: no answer from ");
}

/* Every account is named, the worst first. */
PLACE_TEST(test_several_accounts)
{
	struct place_result result;
	char extra[1600];

	snprintf(extra, sizeof extra,
	    "account \"other\" {\n  base_url = \"%s\"\n  ca_file = \"%s\"\n}\n", place->base,
	    place->certificate);
	place_configure(place, extra);
	result = RUN(place, "-A", "all");
	ASSERT(result, 3,
	    "COLLTOP UNKNOWN - other production: no key for PRODUCTION of account other",
	    "; main production loan 12345: LTV 59.96%", " | 'main_12345_ltv'=59.96%");
	result = RUN(place, "-A", "all", "-c", "20");
	ASSERT(result, 2, "COLLTOP CRITICAL - main production loan 12345: LTV 59.96%",
	    "; other production: no key ");
}

TEST(test_usage_and_configuration)
{
	struct place_result result = RUN(*state, "--frob");

	ASSERT(result, 3, "COLLTOP UNKNOWN - unknown option --frob");
	result = RUN(*state, "--once");
	ASSERT(result, 3, "--once cannot be combined with --check");
	result = RUN(*state, "-t", "soon");
	ASSERT(result, 3, "COLLTOP UNKNOWN - --seconds");
	result = RUN(*state, "-w", "-1");
	ASSERT(result, 3, "COLLTOP UNKNOWN - --warning");
	result = RUN(*state, "-A", "nobody");
	ASSERT(result, 3, "COLLTOP UNKNOWN - ", "nobody");
	result = RUN(*state, "--log", "/nowhere/log");
	ASSERT(result, 3, "COLLTOP UNKNOWN - ");
	place_write(*state, "colltop/colltop.conf", "frob = 1\n", 0600);
	result = RUN(*state, NULL);
	ASSERT(result, 3, "COLLTOP UNKNOWN - ", "colltop.conf");
}

TEST(test_no_key_at_all)
{
	struct place_result result;

	place_write(*state, "colltop/production.env", "", 0600);
	place_write(*state, "colltop/demo.env", "", 0600);
	result = RUN(*state, NULL);
	ASSERT(result, 3,
	    "COLLTOP UNKNOWN - main production: no key for PRODUCTION of account main");
}

/* The command of the README's line for cron. */
static char *
recipe(void)
{
	static char text[FILE_SIZE];
	const char *tests = getenv("COLLTOP_TESTS");
	char path[600], *at, *end;
	FILE *file;

	snprintf(path, sizeof path, "%s/../README", tests == NULL ? "tests" : tests);
	file = fopen(path, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	at = strstr(text, "\n    */5 * * * * ");
	assert_non_null(at);
	at += sizeof "\n    */5 * * * * " - 1;
	end = strchr(at, '\n');
	assert_non_null(end);
	*end = '\0';
	/* In a crontab a per cent sign ends the command. */
	assert_null(strchr(at, '%'));
	return at;
}

/* Runs COMMAND as cron does, with a curl that records its input; it has to be WANTED ("": none). */
static void
assert_pushed(const struct place *place, const char *command, const char *wanted)
{
	char line[2000], path[400], told[2000] = "";
	struct place_result result;
	FILE *file;

	snprintf(path, sizeof path, "%s/told", place->home);
	remove(path);
	snprintf(line, sizeof line, "ln -sf '%s' '%s/bin/colltop'; PATH=%s/bin:$PATH; %s",
	    place_program("colltop"), place->home, place->home, command);
	result = place_shell(place, line);
	assert_int_equal(result.status, 0);
	/* What cron would mail. */
	assert_string_equal(result.out, "");
	assert_string_equal(result.err, "");
	place_result_free(&result);
	file = fopen(path, "r");
	if (file != NULL) {
		told[fread(told, 1, sizeof told - 1, file)] = '\0';
		fclose(file);
	}
	if (wanted[0] == '\0')
		assert_string_equal(told, "");
	else if (strstr(told, wanted) == NULL || strstr(told, "\nhttps://") == NULL)
		fail_msg("no %s in %s", wanted, told);
}

PLACE_TEST(test_recipe_of_the_readme)
{
	const char *command = recipe();
	struct place_result result;
	char path[300];

	snprintf(path, sizeof path, "%s/bin", place->home);
	assert_int_equal(mkdir(path, 0700), 0);
	place_write(place, "bin/curl", "#!/bin/sh\nprintf '%s\\n' \"$@\" >\"$HOME/told\"\n", 0700);
	assert_pushed(place, command, "");
	SIMULATE(place, "--scenario", "crash", "--speed", "1000", "--still");
	place_configure(place, NULL);
	result = until(place, 2, "MARGIN CALL");
	place_result_free(&result);
	assert_pushed(place, command, "\n-d\nCOLLTOP CRITICAL - main production loan 12345: LTV ");
	place_stop_simulator(place);
	assert_pushed(place, command,
	    "\n-d\nCOLLTOP UNKNOWN - main production: cannot connect to ");
}
