/* SPDX-License-Identifier: ISC */
/*
 * Keys are searched for everywhere but where they belong: what the real program shows,
 * prints, logs, writes and sends, its arguments and environment, its children. A piece
 * of one is as bad as all of it.
 */
#include "test.h"

#include <dirent.h>
#include <ftw.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "e2e/recorder.h"
#include "e2e/watch.h"
#include "unit/raw_server.h"

#define PIECE 10 /* a key's first four characters may be shown */

static struct place *place;
static unsigned long searched; /* bytes */

static void
no_canary(const char *what, const char *text, size_t length)
{
	searched += length;
	for (int e = 0; e < ENVIRONMENTS; e++) {
		const char *const values[] = { place->keys[e].api_key, place->keys[e].secret_key,
			place->keys[e].passphrase };

		for (size_t i = 0; i < COUNT(values); i++) {
			size_t whole = strlen(values[i]), piece = whole < PIECE ? whole : PIECE;

			for (size_t at = 0; at + piece <= whole; at++) {
				const char *hit = memmem(text, length, values[i] + at, piece);

				if (hit != NULL)
					fail_msg("%s has value %zu of environment %d: %.80s", what,
					    i, e, hit);
			}
		}
	}
}

static void
no_canary_in_file(const char *path)
{
	struct recorder file;
	size_t length;
	char *text;

	if (access(path, R_OK) != 0)
		return;
	snprintf(file.file, sizeof file.file, "%s", path);
	text = recorder_text(&file, &length);
	no_canary(path, text, length);
	free(text);
}

static int
visit(const char *path, const struct stat *status, int type, struct FTW *where)
{
	const char *ending = strrchr(path, '.');

	(void)status;
	(void)where;
	if (type == FTW_F && (ending == NULL || strcmp(ending, ".env") != 0))
		no_canary_in_file(path);
	return 0;
}

/* Everything below the home but the files with the keys. */
static void
no_canary_in_files(void)
{
	assert_int_equal(nftw(place->home, visit, 16, FTW_PHYS), 0);
}

static void
no_canary_in_process(pid_t pid)
{
	static const char *const files[] = { "cmdline", "environ" };
	char path[64];

	for (size_t i = 0; i < COUNT(files); i++) {
		snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, files[i]);
		no_canary_in_file(path);
	}
}

static pid_t
parent_of(pid_t pid)
{
	char path[64], text[512] = "";
	const char *at;
	FILE *file;
	int parent = 0;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	if ((file = fopen(path, "r")) == NULL)
		return 0;
	if (fgets(text, sizeof text, file) != NULL && (at = strrchr(text, ')')) != NULL)
		sscanf(at, ") %*c %d", &parent);
	fclose(file);
	return parent;
}

/* Its terminal and its files are no business of a child. */
static void
no_descriptor_of_ours(pid_t pid)
{
	char path[320], target[320];
	const struct dirent *entry;
	DIR *folder;

	snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
	if ((folder = opendir(path)) == NULL)
		return;
	while ((entry = readdir(folder)) != NULL) {
		ssize_t length;

		snprintf(path, sizeof path, "/proc/%d/fd/%s", (int)pid, entry->d_name);
		length = readlink(path, target, sizeof target - 1);
		target[length > 0 ? length : 0] = '\0';
		if (strncmp(target, "/dev/pts", 8) == 0 || strncmp(target, "/dev/tty", 8) == 0 ||
		    strstr(target, ".env") != NULL)
			fail_msg("descriptor %s of a child is %s", entry->d_name, target);
	}
	closedir(folder);
}

/* Returns how many there are. */
static unsigned
no_canary_in_children(pid_t parent)
{
	const struct dirent *entry;
	DIR *folder = opendir("/proc");
	unsigned found = 0;

	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (pid <= 0 || parent_of(pid) != parent)
			continue;
		no_canary_in_process(pid);
		no_descriptor_of_ours(pid);
		found++;
	}
	closedir(folder);
	return found;
}

static int
set_up(void **state)
{
	place = place_new();
	place_simulate(place, NULL);
	return 0;
}

/* Before each test. */
static int
configure(void **state)
{
	place_configure(place, WATCH_QUICK);
	return 0;
}

static int
tear_down(void **state)
{
	print_message("%lu bytes searched\n", searched);
	place_free(place);
	return 0;
}

EACH_TEST(configure, NULL)
ALL_TESTS(set_up, tear_down)

static void
screen_once(struct terminal *terminal)
{
	const char *screen = terminal_screen(terminal);

	no_canary("the screen", screen, strlen(screen));
	no_canary_in_process(terminal_pid(terminal));
}

/* Looks at every page of it, in both environments, and ends it by a signal. */
static void
watch_and_search(const char *word)
{
	static const char *const pages[] = { "m", "\x1b", "?", "\x1b", "\r", "\t", "\x1b", "t",
		"\x1b", "\x1b", "e", "y", "m", "\x1b" };
	char log[320];
	char *const argv[] = { (char *)(uintptr_t)place_program("colltop"), (char[]){ "--log" },
		log, NULL };
	struct terminal *terminal;
	const char *output;
	size_t length;

	snprintf(log, sizeof log, "%s/log", place->home);
	terminal = terminal_start(argv, place->environment, 120, 40);
	watch_see(terminal, word);
	screen_once(terminal);
	for (size_t i = 0; i < COUNT(pages); i++) {
		terminal_type(terminal, pages[i]);
		/* What follows Esc at once belongs to it. */
		terminal_listen(terminal, pages[i][0] == '\x1b' ? 160 : 60);
		screen_once(terminal);
	}
	kill(terminal_pid(terminal), SIGTERM);
	watch_ended_by(terminal, SIGTERM);
	output = terminal_output(terminal, &length);
	no_canary("what went to the terminal", output, length);
	terminal_free(terminal);
	no_canary_in_files();
}

/* A record in each format, and a line for a monitor. */
static void
print_and_search(void)
{
	static const char *const outputs[][2] = { { "--format=table" }, { "--format=json" },
		{ "--format=csv" }, { "--check", "--seconds=1" } };
	char log[320];

	snprintf(log, sizeof log, "%s/log", place->home);
	for (size_t i = 0; i < COUNT(outputs); i++) {
		struct place_result result = place_run(place,
		    (const char *const[]){ "--log", log, outputs[i][0], outputs[i][1], NULL });

		assert_true(strlen(result.out) + strlen(result.err) > 0);
		no_canary("standard output", result.out, strlen(result.out));
		no_canary("standard error", result.err, strlen(result.err));
		place_result_free(&result);
	}
	no_canary_in_files();
}

TEST(test_good_days_and_bad_ones)
{
	TABLE(days, const char *fault, *word) = {
		{ NULL, "LIVE" },
		{ "code-50113", "50113" },
		{ "code-50110", "50110" },
		{ "code-50111", "50111" },
		{ "code-50119", "50119" },
		{ "code-50102", "50102" },
		{ "http-503-html", "503" },
		{ "truncated", "NO DATA" },
		{ "bad-utf8", "NO DATA" },
		{ "reset", "NO DATA" },
		{ "hang", "NO DATA" },
		{ "escape-injection", "NO DATA" },
		{ "bad-decimals", "LIVE" },
		{ "empty-data", "LIVE" },
		{ "missing-ltv", "LTV" },
		{ "same-order-ids", "LTV" },
		{ "code-50009", "50009" },
	};

	for (size_t i = 0; i < COUNT(days); i++) {
		const char *const arguments[] = { days[i].fault == NULL ? NULL : "--fault",
			days[i].fault, NULL };

		place_simulate(place, arguments);
		watch_and_search(days[i].word);
		print_and_search();
	}
	place_stop_simulator(place);
	watch_and_search("NO DATA");
	print_and_search();
	place_simulate(place, NULL);
}

/* An exchange that repeats a key, the one it is asked with or the other, wherever text may be. */
TEST(test_what_comes_back_is_masked)
{
	static const struct {
		int environment; /* whose key */
		const char *status, *type, *before, *second, *third, *after;
	} answers[] = {
		{ 0, "401 No", "application/json", "{\"code\":\"50113\",\"msg\":\"", " ", " ",
		    "\",\"data\":[]}" },
		{ 1, "401 No", "application/json", "{\"code\":\"50113\",\"msg\":\"", " ", " ",
		    "\",\"data\":[]}" },
		{ 0, "200 OK", "application/json",
		    "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"assets\":[{\"ccy\":\"",
		    "\",\"amt\":\"", "\",\"notionalUsd\":\"", "\"}]}]}" },
		{ 1, "200 OK", "application/json",
		    "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ordId\":\"",
		    "\",\"collateralData\":[{\"amt\":\"1\",\"ccy\":\"", "\"}],\"curLTV\":\"",
		    "\"}]}" },
		{ 0, "503 No", "text/html", "<p>", "</p><p>", "</p><p>", "</p>" },
	};
	char body[1024], text[2048], config[512];

	for (size_t i = 0; i < COUNT(answers); i++) {
		int e = answers[i].environment;
		struct raw_step script[] = { { .action = RAW_READ },
			{ .action = RAW_SEND, .text = text }, { .action = RAW_END } };
		const struct raw_step *const scripts[] = { script, NULL };
		struct raw_server *server;

		snprintf(body, sizeof body, "%s%s%s%s%s%s%s", answers[i].before,
		    place->keys[e].api_key, answers[i].second, place->keys[e].secret_key,
		    answers[i].third, place->keys[e].passphrase, answers[i].after);
		snprintf(text, sizeof text,
		    "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s",
		    answers[i].status, answers[i].type, strlen(body), body);
		server = raw_server_start(scripts);
		snprintf(config, sizeof config,
		    WATCH_QUICK "account \"main\" { base_url = \"http://127.0.0.1:%u\" }\n",
		    raw_server_port(server));
		place_write(place, "colltop/colltop.conf", config, 0600);
		watch_and_search("NO DATA");
		print_and_search();
		assert_true(raw_server_requests(server) > 3);
		raw_server_stop(server);
	}
}

TEST(test_a_redirect_reaches_nobody)
{
	struct recorder peer;
	char url[80];
	size_t length;

	recorder_start(&peer, place, "peer", "");
	snprintf(url, sizeof url, "http://127.0.0.1:%u/take/it", peer.port);
	place_simulate(place,
	    (const char *const[]){ "--fault", "redirect", "--redirect-to", url, NULL });
	watch_and_search("NO DATA");
	print_and_search();
	free(recorder_text(&peer, &length));
	assert_int_equal(length, 0);
	recorder_stop(&peer);
	place_simulate(place, NULL);
}

/* A proxy sees where to, and then only TLS. */
TEST(test_a_proxy_learns_nothing)
{
	struct recorder proxy;
	char text[800];
	size_t length;
	char *heard;

	recorder_start(&proxy, place, "proxy", place->port);
	snprintf(text, sizeof text,
	    WATCH_QUICK "account \"main\" { base_url = \"https://exchange.example:%s\"\n"
			"  ca_file = \"%s\" proxy = \"http://127.0.0.1:%u\" }\n",
	    place->port, place->certificate, proxy.port);
	place_write(place, "colltop/colltop.conf", text, 0600);
	watch_and_search("LIVE");
	print_and_search();
	heard = recorder_text(&proxy, &length);
	assert_int_equal(strncmp(heard, "CONNECT exchange.example:", 25), 0);
	assert_null(strcasestr(heard, "OK-ACCESS"));
	no_canary("the proxy", heard, length);
	free(heard);
	recorder_stop(&proxy);
}

static size_t
set_variables(void)
{
	size_t had = place->variables;
	char text[200];

	snprintf(text, sizeof text, "OKX_API_KEY=%s", place->keys[0].api_key);
	place_set(place, text);
	snprintf(text, sizeof text, "OKX_SECRET_KEY=%s", place->keys[0].secret_key);
	place_set(place, text);
	snprintf(text, sizeof text, "OKX_PASSPHRASE=%s", place->keys[0].passphrase);
	place_set(place, text);
	return had;
}

static void
unset_variables(size_t had)
{
	while (place->variables > had)
		free(place->environment[--place->variables]);
	place->environment[place->variables] = NULL;
}

/* The command that has the keys gets neither them nor a descriptor. */
TEST(test_a_command_is_told_nothing)
{
	size_t had;
	char text[2048];

	snprintf(text, sizeof text,
	    WATCH_QUICK
	    "account \"main\" { base_url = \"%s\" ca_file = \"%s\"\n"
	    "  production { credentials_command = \"(env; cat /proc/$$/cmdline; ls -l /proc/$$/fd) >%s/child; "
	    "cat %s/colltop/production.env\" }\n}\n",
	    place->base, place->certificate, place->home, place->home);
	place_write(place, "colltop/colltop.conf", text, 0600);
	had = set_variables();
	watch_and_search("LIVE");
	print_and_search();
	unset_variables(had);
	snprintf(text, sizeof text, "%s/child", place->home);
	assert_int_equal(access(text, R_OK), 0);
}

TEST(test_the_simulator_is_told_nothing)
{
	size_t had = set_variables();
	struct terminal *terminal = watch_with(place, 80, 24, "--simulate");

	watch_see(terminal, "LIVE");
	assert_int_equal(no_canary_in_children(terminal_pid(terminal)), 1);
	screen_once(terminal);
	watch_leave(terminal);
	unset_variables(had);
}

/* No library writes its secrets where a variable of the environment says. */
TEST(test_fault_23_unsafe_variables_are_ignored)
{
	size_t had = place->variables;
	char text[400], file[320];

	snprintf(file, sizeof file, "%s/keylog", place->home);
	snprintf(text, sizeof text, "SSLKEYLOGFILE=%s", file);
	place_set(place, text);
	snprintf(text, sizeof text, "OPENSSL_CONF=%s/openssl.cnf", place->home);
	place_set(place, text);
	/* Were it read, no TLS would work at all. */
	place_write(place, "openssl.cnf",
	    "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
	    "MinProtocol = TLSv1.3\nMaxProtocol = TLSv1.2\n",
	    0600);
	watch_and_search("LIVE");
	print_and_search();
	assert_int_not_equal(access(file, F_OK), 0);
	unset_variables(had);
}

#ifndef COLLTOP_SANITIZERS
static bool
has_line(pid_t pid, const char *file, const char *part)
{
	struct recorder kept;
	size_t length;
	char *text;
	bool found;

	snprintf(kept.file, sizeof kept.file, "/proc/%d/%s", (int)pid, file);
	text = recorder_text(&kept, &length);
	found = strstr(text, part) != NULL;
	free(text);
	return found;
}
#endif

TEST(test_fault_69_a_crash_leaves_no_core)
{
	struct terminal *terminal = watch_start(place);
	pid_t pid = terminal_pid(terminal);
	int status;

	watch_see(terminal, "LIVE");
#ifndef COLLTOP_SANITIZERS
	assert_true(has_line(pid, "limits", "Max core file size        0                    0 "));
	/* One page is locked and left out of core files; root alone sees it. */
	if (geteuid() == 0) {
		assert_false(has_line(pid, "status", "VmLck:\t       0 kB"));
		assert_true(has_line(pid, "smaps", " dd "));
	}
#endif
	kill(pid, SIGSEGV);
	status = terminal_finish(terminal);
	assert_true(WIFSIGNALED(status));
#ifndef COLLTOP_SANITIZERS
	assert_false(WCOREDUMP(status));
#endif
	screen_once(terminal);
	terminal_free(terminal);
}
