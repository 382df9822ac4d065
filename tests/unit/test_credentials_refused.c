/* SPDX-License-Identifier: ISC */
/* Files and folders that keys are not taken from, and the line to type. */
#include "config.h"

#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/credentials_fixture.h"

static void
refused_files(void **state)
{
	static char large[SECRETS_FILE_MAX + 1];
	const char *path;
	int fd;

	/* Open to others in any way. */
	sandbox_file(PRODUCTION, LINES("p"), 0644);
	load("", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "~/.config/colltop/production.env is open to others (mode 0644); "
	    "type: chmod 600 ~/.config/colltop/production.env");
	for (mode_t bit = 1; bit <= 040; bit <<= 1) {
		sandbox_file(PRODUCTION, LINES("p"), 0600 | bit);
		load("", NULL);
		assert_int_equal(result.of[ENVIRONMENT_PRODUCTION].state, CREDENTIALS_UNUSABLE);
	}

	/* What it is, is taken from the opened file; a FIFO must not hold us up. */
	unlink(sandbox_path(PRODUCTION));
	assert_int_equal(mkfifo(sandbox_path(PRODUCTION), 0600), 0);
	load("", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "~/.config/colltop/production.env is not a regular file");
	unlink(sandbox_path(PRODUCTION));
	assert_int_equal(mkdir(sandbox_path(PRODUCTION), 0700), 0);
	load("", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "~/.config/colltop/production.env is not a regular file");
	rmdir(sandbox_path(PRODUCTION));
	sandbox_file("target", LINES("p"), 0600);
	assert_int_equal(symlink(sandbox_path("target"), sandbox_path(PRODUCTION)), 0);
	load("", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "~/.config/colltop/production.env is a symbolic link; "
	    "put the file itself there, or name it where it is");

	/* Sizes. */
	memset(large, '\n', sizeof large);
	sandbox_write(PRODUCTION, large, sizeof large, 0600);
	load("", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "~/.config/colltop/production.env is larger than 4096 bytes");
	memcpy(large, LINES("p"), sizeof LINES("p") - 1);
	sandbox_write(PRODUCTION, large, sizeof large - 1, 0600);
	load("", NULL);
	assert_found(ENVIRONMENT_PRODUCTION, "p", "~/.config/colltop/production.env");
	path = sandbox_file(PRODUCTION, "", 0600);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	assert_int_equal(ftruncate(fd, 10 * 1024 * 1024), 0);
	close(fd);
	load("", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "~/.config/colltop/production.env is larger than 4096 bytes");
	sandbox_file(PRODUCTION, "", 0600);
	load("", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "~/.config/colltop/production.env lacks a value for "
	    "OKX_API_KEY, OKX_SECRET_KEY and OKX_PASSPHRASE");

	/* The other environment's good file stays good. */
	sandbox_file(DEMO, LINES("d"), 0600);
	load("", NULL);
	assert_found(ENVIRONMENT_DEMO, "d", "~/.config/colltop/demo.env");
}

static void
refused_directories(void **state)
{
	sandbox_file(PRODUCTION, LINES("p"), 0600);
	assert_int_equal(chmod(sandbox_path(".config/colltop"), 0777), 0);
	load("", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "others can write in the directory ~/.config/colltop (mode 0777); "
	    "type: chmod go-w ~/.config/colltop");
	assert_int_equal(chmod(sandbox_path(".config/colltop"), 0770), 0);
	load("", NULL);
	assert_int_equal(result.of[ENVIRONMENT_PRODUCTION].state, CREDENTIALS_UNUSABLE);
	assert_int_equal(chmod(sandbox_path(".config/colltop"), 0755), 0);
	load("", NULL);
	assert_found(ENVIRONMENT_PRODUCTION, "p", "~/.config/colltop/production.env");
}

/* Only root can make files that belong to others. */
static void
refused_owners(void **state)
{
	const char *path;

	if (geteuid() != 0)
		skip();
	path = sandbox_file(PRODUCTION, LINES("p"), 0600);
	if (chown(path, 12345, (gid_t)-1) != 0)
		skip();
	load("", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "~/.config/colltop/production.env belongs to another user "
	    "(uid 12345); make a file of your own");
	assert_int_equal(chown(path, 0, (gid_t)-1), 0);
	assert_int_equal(chown(sandbox_path(".config/colltop"), 12345, (gid_t)-1), 0);
	load("", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "the directory ~/.config/colltop belongs to another user "
	    "(uid 12345), who could replace what is in it; put ~/.config/colltop/production.env into a directory of your own");
}

/* A place that a shell would take apart is quoted in the line to type. */
static void
shown_paths(void **state)
{
	char expected[800], directory[320];

	snprintf(directory, sizeof directory, "%s", sandbox_path("with blank"));
	setenv("XDG_CONFIG_HOME", directory, 1);
	sandbox_file("with blank/colltop/production.env", LINES("p"), 0644);
	load("", NULL);
	snprintf(expected, sizeof expected,
	    "'%s/colltop/production.env' is open to others (mode 0644); "
	    "type: chmod 600 '%s/colltop/production.env'",
	    directory, directory);
	assert_string_equal(result.of[ENVIRONMENT_PRODUCTION].cause.text, expected);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(refused_files, open_all, close_all),
		cmocka_unit_test_setup_teardown(refused_directories, open_all, close_all),
		cmocka_unit_test_setup_teardown(refused_owners, open_all, close_all),
		cmocka_unit_test_setup_teardown(shown_paths, open_all, close_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
