/* SPDX-License-Identifier: ISC */
/* The real program in its sandbox: what it needs later still works there, the rest does not. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "e2e/watch.h"

#define NOISE "noise of a library"

/* Two accounts, the second one's keys in FOLDER of the home. */
static void
configure(struct place *place, const char *folder)
{
	char text[2048], keys[512], file[320];

	snprintf(text, sizeof text,
	    WATCH_QUICK "account \"main\" { base_url = \"%s\" ca_file = \"%s\" }\n"
			"account \"second\" { base_url = \"%s\" ca_file = \"%s\"\n"
			"  production { credentials_file = \"%s/%ssecond.env\" }\n}\n",
	    place->base, place->certificate, place->base, place->certificate, place->home, folder);
	place_write(place, "colltop/colltop.conf", text, 0600);
	snprintf(keys, sizeof keys, "OKX_API_KEY=%s\nOKX_SECRET_KEY=%s\nOKX_PASSPHRASE=%s\n",
	    place->keys[0].api_key, place->keys[0].secret_key, place->keys[0].passphrase);
	snprintf(file, sizeof file, "%ssecond.env", folder);
	place_write(place, file, keys, 0600);
}

static int
set_up(void **state)
{
	struct place *place = place_new();
	char path[320];

	snprintf(path, sizeof path, "%s/keys", place->home);
	assert_int_equal(mkdir(path, 0700), 0);
	place_simulate(place, (const char *const[]){ "--no-rate-limit", NULL });
	place_configure(place, WATCH_QUICK);
	*state = place;
	return 0;
}

EACH_TEST(set_up, watch_tear_down)

/* Whether the kernel says so of the process, which needs it to drop new privileges. */
static bool
shut_off(struct terminal *terminal)
{
	char path[64], text[4096] = "";
	int descriptor;

	snprintf(path, sizeof path, "/proc/%d/status", (int)terminal_pid(terminal));
	descriptor = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(descriptor >= 0);
	assert_true(read(descriptor, text, sizeof text - 1) > 0);
	close(descriptor);
	return strstr(text, "NoNewPrivs:\t1") != NULL;
}

/* Starts it; NULL, and the test is skipped, where it cannot be shut off here. */
static struct terminal *
start(struct place *place)
{
	struct terminal *terminal = watch_start(place);

	watch_see(terminal, "LIVE");
	if (shut_off(terminal))
		return terminal;
	terminal_type(terminal, "m");
	watch_see(terminal, "not shut off from this machine's other files:");
	print_message("skipped: a build with sanitizers, or a kernel without Landlock\n");
	terminal_free(terminal);
	return NULL;
}

/* TLS by a CA file, figure after figure; and the keys of both environments. */
PLACE_TEST(test_figures_go_on_inside)
{
	struct terminal *terminal;

	configure(place, "keys/");
	if ((terminal = start(place)) == NULL)
		skip();
	terminal_type(terminal, "e");
	watch_see(terminal, "Leave PRODUCTION?");
	terminal_type(terminal, "y");
	watch_see(terminal, "DEMO  ");
	watch_see(terminal, "LIVE");
	terminal_type(terminal, "m");
	watch_see(terminal, "connected to");
	watch_see_gone(terminal, "not shut off");
	terminal_type(terminal, "q");
	watch_leave(terminal);
}

PLACE_TEST(test_accounts_are_switched_inside)
{
	struct terminal *terminal;

	configure(place, "keys/");
	if ((terminal = start(place)) == NULL)
		skip();
	/* A new file by the old name, as editors make them. */
	configure(place, "keys/");
	terminal_type(terminal, "a");
	watch_see(terminal, "second@custom");
	watch_see(terminal, "LIVE");
	terminal_type(terminal, "a");
	watch_see(terminal, "main@custom");
	watch_see(terminal, "LIVE");
	watch_leave(terminal);
}

/* Another folder by the old name is no part of what was allowed. */
PLACE_TEST(test_a_foreign_folder_stays_closed)
{
	struct terminal *terminal;
	char keys[320], old[320];

	configure(place, "keys/");
	if ((terminal = start(place)) == NULL)
		skip();
	snprintf(keys, sizeof keys, "%s/keys", place->home);
	snprintf(old, sizeof old, "%s/old", place->home);
	assert_int_equal(rename(keys, old), 0);
	assert_int_equal(mkdir(keys, 0700), 0);
	configure(place, "keys/");
	terminal_type(terminal, "a");
	watch_see(terminal, "Permission denied");
	watch_leave(terminal);
}

/*
 * Certificates are reached by a link to a link, which is turned to another folder, as an update
 * does it; a day later they are read again.
 */
PLACE_TEST(test_fault_110_certificates_are_found_where_links_lead)
{
	char folder[320], text[2048], command[4096];
	struct terminal *terminal;

	snprintf(folder, sizeof folder, "%s/store", place->home);
	snprintf(command, sizeof command,
	    "mkdir -p -m 755 %s/ca %s/first && cp %s %s/first/ca.pem && "
	    "ln -s first/ca.pem %s/current.pem && ln -s ../store/current.pem %s/ca/ca.pem && "
	    "chmod -R go-w %s %s/ca",
	    place->home, folder, place->certificate, folder, folder, place->home, folder,
	    place->home);
	assert_int_equal(system(command), 0);
	snprintf(text, sizeof text,
	    WATCH_QUICK "account \"main\" { base_url = \"%s\" ca_file = \"%s/ca/ca.pem\" }\n",
	    place->base, place->home);
	place_write(place, "colltop/colltop.conf", text, 0600);
	place_preload(place, "tests/e2e/preload");
	snprintf(text, sizeof text, "FAULT_DIR=%s/colltop", place->home);
	place_set(place, text);
	if ((terminal = start(place)) == NULL)
		skip();
	snprintf(command, sizeof command,
	    "mkdir -m 755 %s/second && mv %s/first/ca.pem %s/second/ca.pem && "
	    "ln -sf second/ca.pem %s/current.pem",
	    folder, folder, folder, folder);
	assert_int_equal(system(command), 0);
	/* The day passes: figures are old, until the connection of today brings new ones. */
	place_write(place, "colltop/boottime", "90000", 0600);
	place_write(place, "colltop/monotonic", "90000", 0600);
	place_write(place, "colltop/realtime", "90000", 0600);
	terminal_type(terminal, "m");
	watch_see(terminal, "resumed after 1d01h");
	terminal_type(terminal, "q");
	watch_see(terminal, "LIVE");
	watch_leave(terminal);
}

/* The version of this kernel's Landlock; 0: none. */
static long
landlock(void)
{
#ifdef SYS_landlock_create_ruleset
	long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, 1U);

	return version > 0 ? version : 0;
#else
	return 0;
#endif
}

/* The number that FILE begins with, 0: there is none. */
static pid_t
first_number(const char *file)
{
	char text[64] = "";
	int descriptor = open(file, O_RDONLY | O_CLOEXEC);

	if (descriptor < 0 || read(descriptor, text, sizeof text - 1) < 0)
		text[0] = '\0';
	if (descriptor >= 0)
		close(descriptor);
	return (pid_t)atoi(text);
}

/* Whether FILE ends with a line that is LINE. */
static bool
ends_with(const char *file, const char *line)
{
	char text[8192] = "";
	int descriptor = open(file, O_RDONLY | O_CLOEXEC);
	ssize_t length = descriptor < 0 ? 0 : read(descriptor, text, sizeof text - 1);

	if (descriptor >= 0)
		close(descriptor);
	return length > (ssize_t)strlen(line) && strcmp(text + length - strlen(line), line) == 0;
}

/*
 * From inside only the exchange's port can be reached, nothing is served, nobody gets a signal
 * and no abstract socket is heard of.
 */
PLACE_TEST(test_fault_109_nothing_else_is_reached_from_inside)
{
	struct sockaddr_un abstract = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct terminal *terminal;
	char file[320], line[340];
	int64_t deadline;

	snprintf(abstract.sun_path + 1, sizeof abstract.sun_path - 1, "colltop-test-%d",
	    (int)getpid());
	assert_int_equal(bind(listener, (struct sockaddr *)&abstract, sizeof abstract), 0);
	snprintf(line, sizeof line, "FAULT_ABSTRACT=%s", abstract.sun_path + 1);
	place_set(place, line);
	configure(place, "keys/");
	snprintf(file, sizeof file, "%s/trials", place->home);
	snprintf(line, sizeof line, "FAULT_TRY=%s", file);
	place_preload(place, "tests/e2e/preload");
	place_set(place, line);
	if (landlock() < 6 || (terminal = start(place)) == NULL)
		skip();
	snprintf(line, sizeof line, "connect %d bind %d kill %d abstract %d\n", EACCES, EACCES,
	    EPERM, EPERM);
	/* A new connection makes a new line. */
	place_stop_simulator(place);
	deadline = terminal_now() + TERMINAL_DEADLINE_MS;
	while (!ends_with(file, line)) {
		assert_true(terminal_now() < deadline);
		terminal_listen(terminal, 20);
	}
	watch_leave(terminal);
	close(listener);
}

/* --simulate: no signal reaches the simulator any more, and it ends with the program all the same. */
PLACE_TEST(test_the_simulator_ends_with_a_program_inside)
{
	static const int signals[] = { 0, SIGTERM, SIGKILL };

	for (size_t i = 0; i < COUNT(signals); i++) {
		struct terminal *terminal = watch_with(place, 80, 24, "--simulate");
		int64_t deadline = terminal_now() + TERMINAL_DEADLINE_MS;
		char children[100] = "";
		pid_t child;

		watch_see(terminal, "LIVE");
		snprintf(children, sizeof children, "/proc/%d/task/%d/children",
		    (int)terminal_pid(terminal), (int)terminal_pid(terminal));
		child = first_number(children);
		assert_true(child > 0);
		if (signals[i] == 0)
			terminal_type(terminal, "q");
		else
			kill(terminal_pid(terminal), signals[i]);
		terminal_finish(terminal);
		while (kill(child, 0) == 0) {
			assert_true(terminal_now() < deadline);
			poll(NULL, 0, 10);
		}
		terminal_free(terminal);
	}
}

/* The system's CA store is read inside: it does not know the exchange's certificate, no more. */
PLACE_TEST(test_the_system_store_is_read_inside)
{
	struct terminal *terminal;
	char text[300];

	snprintf(text, sizeof text, WATCH_QUICK "account \"main\" { base_url = \"%s\" }\n",
	    place->base);
	place_write(place, "colltop/colltop.conf", text, 0600);
	terminal = watch_start(place);
	watch_see(terminal, "NO DATA");
	watch_see(terminal, "certificate");
	watch_see_gone(terminal, "Cannot read");
	watch_leave(terminal);
}

/* Standard error is covered anew when the screen comes back: a library's words are not seen. */
PLACE_TEST(test_the_screen_comes_back_inside)
{
	/* A shell that starts it in the foreground, for Ctrl-Z, and takes it back after a line. */
	char *argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-mc" },
		(char[]){ "\"$0\"; echo STOPPED; read line; fg %1 >/dev/null" }, NULL, NULL };
	struct place_result result;
	struct terminal *terminal;
	const char *output;
	size_t length;

	configure(place, "keys/");
	place_preload(place, "tests/e2e/preload");
	place_set(place, "FAULT_NOISE=1");
	result = place_run(place, (const char *const[]){ "--once", NULL });
	assert_non_null(strstr(result.err, NOISE));
	place_result_free(&result);
	if ((terminal = start(place)) == NULL)
		skip();
	watch_leave(terminal);
	argv[3] = (char *)(uintptr_t)place_program("colltop");
	terminal = terminal_start(argv, place->environment, 80, 24);
	watch_see(terminal, "LIVE");
	terminal_type(terminal, "\x1a");
	watch_see(terminal, "STOPPED");
	terminal_type(terminal, "\n");
	watch_see(terminal, "resumed");
	/* A new connection is tried, which makes the noise. */
	place_stop_simulator(place);
	watch_see(terminal, "refused");
	output = terminal_output(terminal, &length);
	assert_null(memmem(output, length, NOISE, strlen(NOISE)));
	watch_leave(terminal);
}

PLACE_TEST(test_a_key_in_the_home_directory_is_said)
{
	struct terminal *terminal;

	configure(place, "");
	terminal = watch_start(place);
	watch_see(terminal, "LIVE");
	assert_false(shut_off(terminal));
	terminal_type(terminal, "m");
	watch_see(terminal, "not shut off from this machine's other files:");
	terminal_type(terminal, "qa");
	watch_see(terminal, "second@custom");
	watch_see(terminal, "LIVE");
	watch_leave(terminal);
}

/* A check is shut off before the first of its accounts is asked, not only before the last. */
PLACE_TEST(test_a_check_of_two_accounts_runs_inside)
{
	char *argv[] = { NULL, "--check", "-A", "all", "-t", "120", NULL };
	struct terminal *terminal;
	int64_t deadline;

	configure(place, "keys/");
	if ((terminal = start(place)) == NULL)
		skip();
	watch_leave(terminal);
	place_stop_simulator(place);
	place_simulate(place, (const char *const[]){ "--fault", "hang", NULL });
	argv[0] = (char *)(uintptr_t)place_program("colltop");
	terminal = terminal_start(argv, place->environment, 80, 24);
	deadline = terminal_now() + TERMINAL_DEADLINE_MS;
	while (!shut_off(terminal)) {
		assert_true(terminal_now() < deadline);
		terminal_listen(terminal, 10);
	}
	terminal_free(terminal);
}

/* And the keys of the second are read there. */
PLACE_TEST(test_a_check_reads_the_next_keys_inside)
{
	struct place_result result;

	configure(place, "keys/");
	result = place_run(place, (const char *const[]){ "--check", "-A", "all", NULL });
	assert_string_equal(result.err, "");
	assert_non_null(strstr(result.out, "main production loan 12345: LTV"));
	assert_non_null(strstr(result.out, "second production loan 12345: LTV"));
	place_result_free(&result);
}
