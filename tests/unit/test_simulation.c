/* SPDX-License-Identifier: ISC */
#include "config.h"

/*
 * The simulator is looked for beside the running program, so this program
 * copies itself into a directory of the test, puts a small script by the name
 * of the simulator there, and runs the copy.
 */
#include "test.h"

#include <fcntl.h>
#include <sys/wait.h>

#include "conf/settings_load.h"
#include "app/simulation.h"
#include "unit/sandbox.h"

#define KEYS(e) \
	"{\"api_key\":\"key-" e "\",\"secret_key\":\"secret-" e "\",\"passphrase\":\"pass-" e "\"}"
#define READY \
	"{\"base\":\"http://127.0.0.1:4711\",\"production\":" KEYS("p") ",\"demo\":" KEYS("d") "}"

/* What the copy does: start it, print what came of it, stop it. */
static int
start(const char *scenario)
{
	const struct options options = { .environment = -1 };
	struct settings settings;
	struct spawn_child child;
	struct secrets *secrets;
	struct cause cause = { "" };
	bool locked, started;

	secrets = secrets_new(&locked);
	if (!settings_load(&settings, &options, &cause))
		return 2;
	started = simulation_start(&child, &settings, secrets, scenario, &cause);
	printf("%d|%s|%s|%d|", started, cause.text, settings.accounts[0].host.base_url,
	    settings.simulated);
	for (int i = 0; i < ENVIRONMENTS; i++) {
		const struct okx_credentials *credentials = secrets_get(secrets,
		    (enum environment)i);

		printf("%s %s %s|", credentials != NULL ? credentials->api_key : "-",
		    credentials != NULL ? credentials->secret_key : "-",
		    credentials != NULL ? credentials->passphrase : "-");
	}
	printf("%d\n", started == (child.pid > 0) && started == (child.to >= 0));
	spawn_stop(&child);
	secrets_free(secrets);
	settings_clear(&settings);
	return 0;
}

static void
copy_self(void)
{
	const char *path;
	char buffer[65536];
	int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC), to;
	ssize_t n;

	assert_true(from >= 0);
	path = sandbox_file("bin/copy", "", 0700);
	to = open(path, O_WRONLY | O_CLOEXEC);
	assert_true(to >= 0);
	while ((n = read(from, buffer, sizeof buffer)) > 0)
		assert_int_equal(write(to, buffer, (size_t)n), n);
	assert_int_equal(n, 0);
	close(from);
	close(to);
}

/* Runs the copy beside SCRIPT (NULL: no simulator) with SCENARIO or "", and compares output. */
static void
assert_start(const char *script, const char *scenario, const char *expected)
{
	char command[400], output[1024];
	struct cause cause = { "" };
	size_t length;

	if (script != NULL)
		sandbox_file("bin/colltop-sim", script, 0700);
	snprintf(command, sizeof command, "exec '%s' --start %s", sandbox_path("bin/copy"),
	    scenario);
	if (!spawn_capture(command, output, sizeof output, &length, 30000, &cause))
		fail_msg("%s: %s", cause.text, output);
	if (strncmp(output, expected, strlen(expected)) != 0)
		fail_msg("\"%s\" does not begin with \"%s\"", output, expected);
}

EACH_TEST(sandbox_open, sandbox_close)

TEST(starts)
{
	copy_self();
	/* It is told whose child it is, and has no descriptor but three. */
	assert_start(
	    "#!/bin/sh\n[ \"$*\" = --with-parent ] || exit 1\n[ ! -e /proc/self/fd/5 ] || exit 1\n"
	    "echo '" READY "'\nexec cat\n",
	    "", "1||http://127.0.0.1:4711|1|key-p secret-p pass-p|key-d secret-d pass-d|1\n");
	assert_start(
	    "#!/bin/sh\n[ \"$*\" = '--with-parent --scenario=slide' ] || exit 1\necho '" READY
	    "'\nexec cat\n",
	    "slide", "1||http://127.0.0.1:4711|1|");
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

TEST(refuses)
{
	char expected[600];
	const char *file;

	copy_self();
	file = sandbox_path("bin/colltop-sim");
	if (access(BINDIR "/colltop-sim", X_OK) != 0)
		assert_start(NULL, "",
		    "0|colltop-sim is neither beside this program nor in " BINDIR
		    "; install it, or put them into one directory|https://openapi.okx.com|0|- - -|- - -|1\n");
	snprintf(expected, sizeof expected, "0|%s: it ended before it said that it is ready|",
	    file);
	assert_start("#!/bin/sh\nexit 1\n", "", expected);
	snprintf(expected, sizeof expected, "0|%s: colltop-sim did not announce itself: ", file);
	assert_start("#!/bin/sh\necho hello; exec cat\n", "", expected);
	/* Why it does not start it knows best itself. */
	assert_start("#!/bin/sh\necho 'colltop-sim: no such scenario'; exit 2\n", "sli",
	    "0|colltop-sim: no such scenario|");
	snprintf(expected, sizeof expected,
	    "0|%s: https://okx.example is not a simulator: it is not on this machine|https://openapi.okx.com|0|- - -|- - -|1\n",
	    file);
	assert_start("#!/bin/sh\necho '{\"base\":\"https://okx.example\",\"production\":" KEYS(
			 "p") ",\"demo\":" KEYS("d") "}'; exec cat\n",
	    "", expected);
}

int
main(int argc, char **argv)
{
	if (argc >= 2 && strcmp(argv[1], "--start") == 0)
		return start(argv[2]);
	return test_main();
}
