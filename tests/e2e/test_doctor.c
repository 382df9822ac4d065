/* SPDX-License-Identifier: ISC */
/* The real program's --doctor: what is well, and words and status for each thing that is not. */
#include "test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cjson/cJSON.h>

#include "dispositions.h"
#include "e2e/watch.h"

#define RUN(place, ...) place_run(place, (const char *const[]){ __VA_ARGS__, NULL })
#define SIMULATE(place, ...) place_simulate(place, (const char *const[]){ __VA_ARGS__, NULL })

/* Each test leaves the place as it was. */
static int
mend(void **state)
{
	struct place *place = *state;

	place_simulate(place, NULL);
	place_configure(place, WATCH_QUICK);
	return 0;
}

EACH_TEST(NULL, mend)
ALL_TESTS(watch_set_up, watch_tear_down)

/*
 * Runs the doctor: STATUS comes out, each of SENTENCES (ends with NULL) in this order,
 * no secret and no more time than its deadlines.
 */
static void
examine(struct place *place, int status, const char *const *sentences)
{
	int64_t began = terminal_now();
	struct place_result result = RUN(place, "--doctor");
	const char *at = result.out;

	assert_true(terminal_now() - began < 8000);
	assert_false(place_has_secret(place, result.out, strlen(result.out)));
	assert_string_equal(result.err, "");
	for (; *sentences != NULL; sentences++) {
		at = strstr(at, *sentences);
		if (at == NULL)
			fail_msg("no \"%s\" (in this order) in:\n%s", *sentences, result.out);
		at += strlen(*sentences);
	}
	if (result.status != status)
		fail_msg("status %d, not %d:\n%s", result.status, status, result.out);
	place_result_free(&result);
}

#define EXAMINE(place, status, ...) \
	examine(place, status, (const char *const[]){ __VA_ARGS__, NULL })

static void
write_key(const struct place *place, const char *file, const char *key, const char *secret,
    const char *passphrase)
{
	char text[512];

	snprintf(text, sizeof text, "OKX_API_KEY=%s\nOKX_SECRET_KEY=%s\nOKX_PASSPHRASE=%s\n", key,
	    secret, passphrase);
	place_write(place, file, text, 0600);
}

/* Configures account main with the lines ROWS. */
static void
configure(const struct place *place, const char *rows)
{
	char text[1024];

	snprintf(text, sizeof text, WATCH_QUICK "account \"main\" {\n%s\n}\n", rows);
	place_write(place, "colltop/colltop.conf", text, 0600);
}

PLACE_TEST(all_is_well)
{
	char key[64];

	snprintf(key, sizeof key, "mode 0600, key %.4s...\n",
	    place->keys[ENVIRONMENT_PRODUCTION].api_key);
	EXAMINE(place, 0, "ok  configuration  ", "colltop.conf: 1 account", "ok  sandbox  ",
	    "ok  credentials      main production", key, "ok  credentials      main demo",
	    "ok  name resolution  main", "is 127.0.0.1\n", "ok  TCP  ", "connected in ",
	    "ok  TLS  ", "colltop test", "valid from", " GMT to ", " GMT; trusted by ",
	    "certificate.pem", "ok  proxy", "none\n", "ok  clock", " s ", "; OKX tolerates 30 s",
	    "ok  key              main production  accepted: label \"colltop-sim\", user 44705892343619584",
	    "ok  permissions      main production  read_only, from any address",
	    "ok  flexible loans   main production  offered; 1 open loan\n",
	    "ok  key              main demo", "ok  flexible loans   main demo", "ok  terminal");
}

/* Runs --doctor --deep until it has begun with the rounds that take long; SENTENCES are seen. */
static void
examine_deeply(struct place *place, const char *const *faults, const char *const *sentences)
{
	char *const argv[] = { (char *)(uintptr_t)place_program("colltop"), (char[]){ "--doctor" },
		(char[]){ "--deep" }, NULL };
	struct terminal *terminal;

	place_stop_simulator(place);
	place_simulate(place, faults);
	place_configure(place, WATCH_QUICK);
	terminal = terminal_start(argv, place->environment, 200, 24);
	watch_see(terminal, "loans in demo");
	terminal_type(terminal, "\x03");
	watch_see(terminal, "tiers x index");
	watch_ended_by(terminal, SIGINT);
	for (; *sentences != NULL; sentences++)
		if (strstr(terminal_screen(terminal), *sentences) == NULL)
			fail_msg("no \"%s\" in:\n%s", *sentences, terminal_screen(terminal));
	for (const char *const *whose =
		 (const char *const[]){ "12345", "44705892343619584", "colltop-sim", "127.0.0.1",
		     place->keys[0].api_key, "100,000", "100000", "88,3", NULL };
	     *whose != NULL; whose++)
		if (strstr(terminal_screen(terminal), *whose) != NULL)
			fail_msg("\"%s\" in:\n%s", *whose, terminal_screen(terminal));
	terminal_free(terminal);
}

#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })

PLACE_TEST(deep_questions)
{
	examine_deeply(place, LIST("--list", "pledged"),
	    LIST("ok  list, pledged", "equal: 3 of 3", "ok  index answer",
		"3 of 3 pledged coins have a table, of 4 tiers at most", "ok  redeem limit",
		"ok  interest       ", "rounded up gives 72,", "ok  interest rate",
		"ok  loan history", "for 3 of 3 coins", "ok  loans in demo"));
	examine_deeply(place,
	    LIST("--fault", "disagreement@max-collateral-redeem-amount", "--fault",
		"disagreement@interest-accrued", "--fault", "disagreement@loan-history"),
	    LIST("!=  list, pledged", "different: 0 of 3", "ok  list, funding", "!=  redeem limit",
		"!=  interest       ", "!=  interest rate", "!=  loan history",
		"for 0 of 3 coins"));
	examine_deeply(place,
	    LIST("--fault", "code-50030@collateral-assets", "--fault", "code-50030@index-tickers",
		"--fault", "code-50030@max-collateral-redeem-amount", "--fault",
		"code-50030@interest-accrued", "--fault", "code-50030@loan-history", "--fault",
		"code-50030@discount-rate-interest-free-quota"),
	    LIST("--  list ", "--  index answer", "--  discount tiers", "--  redeem limit",
		"--  interest ", "--  loan history", "OKX refused: 50030", "ok  loans in demo"));
}

PLACE_TEST(a_source_that_was_passed_over)
{
	char *const argv[] = { (char[]){ "/usr/bin/env" }, (char[]){ "OKX_API_KEY=k" },
		(char *)(uintptr_t)place_program("colltop"), (char[]){ "--doctor" }, NULL };
	struct terminal *terminal = terminal_start(argv, place->environment, 300, 40);

	watch_see(terminal, "...; OKX_API_KEY is set but ~/colltop/production.env is used");
	assert_int_equal(WEXITSTATUS(terminal_finish(terminal)), 0);
	terminal_free(terminal);
}

PLACE_TEST(the_account_that_is_checked)
{
	struct place_result result;

	place_write(place, "colltop/colltop.conf",
	    WATCH_QUICK "account \"one\" { base_url = \"http://127.0.0.1:9\" }\n"
			"account \"two\" { base_url = \"http://127.0.0.1:9\" }\n",
	    0600);
	result = RUN(place, "--doctor", "--demo", "-A", "two");
	assert_non_null(strstr(result.out, "colltop.conf: 2 accounts, of which is checked two\n"));
	place_result_free(&result);
}

TEST(only_what_is_asked_for_is_looked_at)
{
	struct place_result result = RUN(*state, "--doctor", "--demo");

	assert_int_equal(result.status, 0);
	assert_null(strstr(result.out, "production  "));
	assert_non_null(strstr(result.out, "ok  key              main demo"));
	place_result_free(&result);
}

PLACE_TEST(a_key_of_another_region)
{
	/* A key of its own that this host has never heard of. */
	write_key(place, "colltop/production.env", "12345678-1234-4234-8234-123456789abc", "S",
	    "P");
	EXAMINE(place, 3,
	    "NO  key              main production  OKX refused: 50119 API key doesn't exist.",
	    "set region to", "--  permissions", "--  flexible loans",
	    "ok  key              main demo");
}

PLACE_TEST(a_demo_key_for_production)
{
	write_key(place, "colltop/production.env", place->keys[ENVIRONMENT_DEMO].api_key,
	    place->keys[ENVIRONMENT_DEMO].secret_key, place->keys[ENVIRONMENT_DEMO].passphrase);
	EXAMINE(place, 3, "NO  key              main production  OKX refused: 50101",
	    "The production credentials of account main hold a key made for demo");
}

TEST(a_clock_45_s_off)
{
	SIMULATE(*state, "--fault", "clock-skew");
	EXAMINE(*state, 1, "NO  clock            main             45.",
	    " s slow. This machine's clock is more than 30 s off",
	    "ok  key              main production", "ok  key              main demo");
	SIMULATE(*state, "--clock-skew", "-45");
	EXAMINE(*state, 1, "NO  clock", " s fast. This machine's clock is");
	SIMULATE(*state, "--clock-skew", "20");
	EXAMINE(*state, 0, "ok  clock            main             ", " s slow; OKX tolerates 30 s");
}

TEST(an_address_that_is_not_on_the_list)
{
	SIMULATE(*state, "--key-ip", "10.0.0.1");
	EXAMINE(*state, 3,
	    "NO  key              main production  OKX refused: 50110 Your IP 127.0.0.1 is not included",
	    "Add the address OKX names to the production key");
	SIMULATE(*state, "--key-ip", "127.0.0.1");
	EXAMINE(*state, 0,
	    "ok  permissions      main production  read_only, from no other address than 127.0.0.1\n");
}

PLACE_TEST(wrong_and_swapped_values)
{
	const char *key = place->keys[ENVIRONMENT_PRODUCTION].api_key;
	const char *secret = place->keys[ENVIRONMENT_PRODUCTION].secret_key;
	const char *passphrase = place->keys[ENVIRONMENT_PRODUCTION].passphrase;

	write_key(place, "colltop/production.env", key, passphrase, secret);
	EXAMINE(place, 3, "NO  key              main production  OKX refused: 50105",
	    "Correct OKX_PASSPHRASE", "secret and passphrase may be swapped");
	write_key(place, "colltop/production.env", key, "5", passphrase);
	EXAMINE(place, 3,
	    "NO  key              main production  OKX refused: 50113 Invalid signature. Correct OKX_SECRET_KEY",
	    "secret and passphrase may be swapped");
	write_key(place, "colltop/production.env", "no-key", secret, passphrase);
	EXAMINE(place, 3, "NO  key              main production  OKX refused: 50111",
	    "Correct OKX_API_KEY");
	place_write(place, "colltop/production.env", "OKX_API_KEY=k\n", 0600);
	EXAMINE(place, 3, "NO  credentials      main production",
	    "lacks a value for OKX_SECRET_KEY and OKX_PASSPHRASE");
}

PLACE_TEST(files_open_to_others)
{
	char path[512];

	snprintf(path, sizeof path, "%s/colltop/production.env", place->home);
	chmod(path, 0644);
	EXAMINE(place, 3, "NO  credentials      main production  ",
	    "is open to others (mode 0644); type: chmod 600 ", "ok  credentials      main demo",
	    "ok  key              main demo");
	chmod(path, 0600);
	snprintf(path, sizeof path, "%s/colltop", place->home);
	chmod(path, 0777);
	EXAMINE(place, 2, "NO  configuration", "others can write in the directory", "chmod go-w");
	chmod(path, 0700);
}

TEST(a_key_that_can_do_more_than_read)
{
	SIMULATE(*state, "--key-perm", "read_only,withdraw,trade", "--key-label", "too much");
	EXAMINE(*state, 3, "label \"too much\"",
	    "NO  permissions      main production  this key can also TRADE and WITHDRAW: make a read-only one",
	    "ok  flexible loans");
}

TEST(flexible_loans_not_offered)
{
	SIMULATE(*state, "--fault", "redirect@config:1");
	EXAMINE(*state, 1, "NO  key              main production", "a redirect to");
	SIMULATE(*state, "--fault", "code-50038@loan-info");
	EXAMINE(*state, 3, "ok  key              main demo",
	    "OKX does not offer flexible loans in demo trading (50038). Your demo key works.");
}

PLACE_TEST(configurations_that_cannot_be_read)
{
	place_write(place, "colltop/colltop.conf", "interval = 2\nintervall = 3\n", 0600);
	EXAMINE(place, 2, "NO  configuration", "colltop.conf:2: ", "terminal");
	place_write(place, "colltop/colltop.conf", "interval = 2\n", 0622);
	EXAMINE(place, 2, "NO  configuration", "can be written by others", "chmod go-w");
}

PLACE_TEST(without_any_key)
{
	char path[512];

	snprintf(path, sizeof path, "%s/colltop/production.env", place->home);
	unlink(path);
	EXAMINE(place, 0, "--  credentials      main production  there is none",
	    "ok  credentials      main demo");
	snprintf(path, sizeof path, "%s/colltop/demo.env", place->home);
	unlink(path);
	EXAMINE(place, 2, "NO  credentials      main production  there is no production key",
	    "colltop --init", "--  credentials      main demo", "ok  TLS");
}

/* A port that takes connections and stays silent; its base URL as a row of the configuration. */
static int
listen_to(char *row, size_t size)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof address;
	int silent = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(silent, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(silent, 8), 0);
	assert_int_equal(getsockname(silent, (struct sockaddr *)&address, &length), 0);
	snprintf(row, size, "base_url = \"https://127.0.0.1:%d\"", ntohs(address.sin_port));
	return silent;
}

PLACE_TEST(each_part_of_the_way)
{
	char rows[512];
	int silent;

	configure(place, "base_url = \"https://colltop.invalid\"\nproxy = \"none\"");
	EXAMINE(place, 1, "NO  name resolution  main", "--  TCP", "--  TLS", "ok  proxy",
	    "--  clock", "--  key              main production");
	configure(place, "base_url = \"https://colltop.invalid\"\nproxy = \"http://127.0.0.1:1\"");
	EXAMINE(place, 1, "--  name resolution", "--  TCP", "--  TLS", "NO  proxy", "127.0.0.1:1",
	    "Check the proxy");
	configure(place, "base_url = \"https://127.0.0.1:1\"");
	EXAMINE(place, 1, "ok  name resolution", "NO  TCP", "cannot connect to 127.0.0.1:1",
	    "--  TLS");
	snprintf(rows, sizeof rows, "base_url = \"%s\"", place->base);
	configure(place, rows);
	EXAMINE(place, 1, "ok  TCP", "NO  TLS", "not trusted", "ca-certificates", "--  clock");
	silent = listen_to(rows, sizeof rows);
	configure(place, rows);
	EXAMINE(place, 1, "ok  TCP", "NO  TLS", "no connection to 127.0.0.1:", "--  clock");
	close(silent);
	SIMULATE(place, "--latency", "2000");
	place_configure(place, WATCH_QUICK);
	EXAMINE(place, 1, "ok  TCP", "ok  TLS", "NO  clock", "no complete answer",
	    "NO  key              main production");
}

PLACE_TEST(the_terminal_has_its_line)
{
	TABLE(cases, const char *setting, *sentence; int status) = {
		{ "TERM=xterm-256color", "TERM=xterm-256color, 256 colours, 300x40; locale C.UTF-8",
		    0 },
		{ "TERM=colltop-unknown",
		    "does not know the terminal colltop-unknown: try TERM=xterm-256color", 2 },
		{ "LC_ALL=C", "locale C shows ? for signs beyond ASCII (LC_ALL=C.UTF-8", 0 },
		{ "TMUX=/tmp/x,1,0", ", inside tmux; ", 0 },
		{ "NO_COLOR=1", "256 colours (off by NO_COLOR)", 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *const argv[] = { (char[]){ "/usr/bin/env" },
			(char *)(uintptr_t)cases[i].setting,
			(char *)(uintptr_t)place_program("colltop"), (char[]){ "--doctor" }, NULL };
		struct terminal *terminal = terminal_start(argv, place->environment, 300, 40);

		watch_see(terminal, cases[i].sentence);
		assert_int_equal(WEXITSTATUS(terminal_finish(terminal)), cases[i].status);
		assert_true(terminal_modes_unchanged(terminal));
		terminal_free(terminal);
	}
}

/*
 * Runs colltop with OPTION where MOUNTS, a line of shell, hold for it alone;
 * SENTENCE comes. Skips the test where this machine allows no mounts.
 */
static void
see_behind(struct place *place, const char *mounts, const char *option, const char *sentence)
{
	char script[512];
	char *const argv[] = { (char[]){ "/usr/bin/unshare" }, (char[]){ "-rm" },
		(char[]){ "/bin/sh" }, (char[]){ "-c" }, script,
		(char *)(uintptr_t)place_program("colltop"), (char *)(uintptr_t)option, NULL };
	struct terminal *terminal;

	snprintf(script, sizeof script,
	    "{ %s; } 2>/dev/null || { echo NO MOUNTS; exit; }; echo MOUNTED; exec \"$0\" \"$1\"",
	    mounts);
	terminal = terminal_start(argv, place->environment, 300, 40);
	if (!terminal_wait(terminal, "MOUNTED")) {
		terminal_free(terminal);
		skip();
	}
	watch_see(terminal, sentence);
	terminal_free(terminal);
}

TEST(a_home_that_cannot_be_written)
{
	see_behind(*state, "mount --bind \"$HOME\" \"$HOME\" && mount -o remount,bind,ro \"$HOME\"",
	    "--doctor",
	    "--init cannot be used: nothing can be written in ~/colltop (Read-only file system)");
	see_behind(*state, "mount --bind \"$HOME\" \"$HOME\" && mount -o remount,bind,ro \"$HOME\"",
	    "--init",
	    "colltop: nothing can be written in ~/colltop (Read-only file system); set XDG_CONFIG_HOME");
}

TEST(a_machine_without_ca_certificates)
{
	static const char sentence[] = "annot read the system's CA certificates";
	static const char advice[] = "install the package ca-certificates.";

	configure(*state, "base_url = \"https://127.0.0.1:1\"");
	see_behind(*state, "mount -t tmpfs none /etc/ssl/certs", "--doctor", sentence);
	see_behind(*state, "mount -t tmpfs none /etc/ssl/certs", "--doctor", advice);
	see_behind(*state, "mount -t tmpfs none /etc/ssl/certs", "--once", advice);
}

/* The finding of CHECK about ENVIRONMENT. */
static cJSON *
finding_of(cJSON *record, const char *check, const char *environment)
{
	cJSON *finding;

	cJSON_ArrayForEach(finding,
	    cJSON_GetObjectItem(record,
		"doctor")) if (strcmp(cJSON_GetStringValue(cJSON_GetObjectItem(finding, "check")),
				   check) == 0 &&
	    strcmp(cJSON_GetStringValue(cJSON_GetObjectItem(finding, "environment")),
		environment) == 0) return finding;
	fail_msg("no finding of %s", check);
	return NULL;
}

PLACE_TEST(json_and_a_record_have_the_same_words)
{
	struct place_result doctor, once;
	cJSON *report, *record, *finding, *error;

	write_key(place, "colltop/production.env", "12345678-1234-4234-8234-123456789abc", "S",
	    "P");
	doctor = RUN(place, "--doctor", "--format", "json");
	once = RUN(place, "--format", "json");
	report = cJSON_Parse(doctor.out);
	record = cJSON_Parse(once.out);
	assert_int_equal(cJSON_GetObjectItem(report, "schema")->valueint, 1);
	assert_int_equal(cJSON_GetObjectItem(report, "status")->valueint, 3);
	assert_int_equal(doctor.status, 3);
	finding = finding_of(report, "key", "production");
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(finding, "account")), "main");
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(finding, "verdict")), "wrong");
	error = cJSON_GetObjectItem(cJSON_GetArrayItem(cJSON_GetObjectItem(record, "accounts"), 0),
	    "sources");
	error = cJSON_GetObjectItem(cJSON_GetObjectItem(error, "loan_info"), "error");
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(finding, "code")),
	    cJSON_GetStringValue(cJSON_GetObjectItem(error, "code")));
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(finding, "text")),
	    cJSON_GetStringValue(cJSON_GetObjectItem(error, "text")));
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(finding, "remedy")),
	    cJSON_GetStringValue(cJSON_GetObjectItem(error, "advice")));
	finding = finding_of(report, "permissions", "production");
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(finding, "verdict")),
	    "skipped");
	cJSON_Delete(report);
	cJSON_Delete(record);
	place_result_free(&doctor);
	place_result_free(&once);
}

int
main(void)
{
	dispositions_default();
	return test_main();
}
