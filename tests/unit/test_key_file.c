/* SPDX-License-Identifier: ISC */
/* A new key's place: what is written is read afterwards; what cannot be changes nothing. */
#include "test.h"

#include <dirent.h>
#include <sys/stat.h>

#include "setup/key_file.h"
#include "conf/credentials.h"
#include "conf/settings_load.h"
#include "unit/sandbox.h"

#define DIRECTORY ".config/colltop/"

static const struct options nothing = { .environment = -1 };

static struct secrets *secrets;
static struct settings settings;
static struct key_file key_file;
static struct cause cause;

static int
open_all(void **state)
{
	bool locked;

	secrets = secrets_new(&locked);
	return sandbox_open(state);
}

static int
close_all(void **state)
{
	key_file_clear(&key_file);
	settings_clear(&settings);
	secrets_free(secrets);
	return sandbox_close(state);
}

EACH_TEST(open_all, close_all)

static void
load(void)
{
	settings_clear(&settings);
	assert_true(settings_load(&settings, &nothing, &cause));
	cause.text[0] = '\0';
}

static bool
choose(const char *account, const char *region, enum environment environment)
{
	const struct key_file_wish wish = {
		.account = account,
		.region = region != NULL ? okx_host_region(region)->name : NULL,
		.base_url = "https://gateway.example",
		.environment = environment,
	};

	load();
	return key_file_choose(&key_file, &settings, &wish, &cause);
}

/* Writes a key for what was chosen, reads all anew and finds it there. */
static void
write_and_read(const char *account, enum environment environment, const char *region)
{
	struct credentials found;
	long index;

	assert_true(
	    secrets_put(secrets, environment, "a-key", "a-secret", "a phrase", "the test", &cause));
	assert_true(key_file_write(&key_file, secrets, environment, &cause));
	load();
	index = settings_account(&settings, account);
	assert_true(index >= 0);
	assert_string_equal(settings.accounts[index].region, region);
	credentials_load(&found, secrets, &settings, (size_t)index, false);
	assert_int_equal(found.of[environment].state, CREDENTIALS_FOUND);
	assert_int_equal(found.of[environment].mode, 0600);
	assert_string_equal(secrets_get(secrets, environment)->passphrase, "a phrase");
}

/* How many files FOLDER has, those that are hidden or half written too. */
static int
files(const char *folder)
{
	DIR *directory = opendir(sandbox_path(folder));
	int count = -2;

	assert_non_null(directory);
	while (readdir(directory) != NULL)
		count++;
	closedir(directory);
	return count;
}

TEST(the_ordinary_account_needs_no_configuration)
{
	struct stat status;

	assert_true(choose("main", "global", ENVIRONMENT_DEMO));
	assert_string_equal(key_file.file, sandbox_path(DIRECTORY "demo.env"));
	assert_false(key_file.taken);
	assert_null(key_file.block);
	write_and_read("main", ENVIRONMENT_DEMO, "global");
	assert_int_equal(stat(sandbox_path(".config/colltop"), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0700);
	assert_int_equal(files(".config/colltop"), 1);
	assert_true(choose("main", "global", ENVIRONMENT_DEMO));
	assert_true(key_file.taken);
}

TEST(another_region_is_configured)
{
	assert_true(choose("main", "eea", ENVIRONMENT_PRODUCTION));
	write_and_read("main", ENVIRONMENT_PRODUCTION, "eea");
	assert_int_equal(settings.count, 1);
	/* Then it is there, and only the file of the other environment is to be written. */
	assert_true(choose("main", "eea", ENVIRONMENT_DEMO));
	assert_null(key_file.block);
	write_and_read("main", ENVIRONMENT_DEMO, "eea");
	assert_int_equal(files(".config/colltop"), 3);
}

TEST(other_accounts_go_behind_what_is_there)
{
	sandbox_file(DIRECTORY "production.env",
	    "OKX_API_KEY=k\nOKX_SECRET_KEY=s\nOKX_PASSPHRASE=p\n", 0600);
	assert_true(choose("work", "us", ENVIRONMENT_PRODUCTION));
	write_and_read("work", ENVIRONMENT_PRODUCTION, "us");
	/* The account that needed no section before has one now, and comes first. */
	assert_int_equal(settings.count, 2);
	assert_string_equal(settings.accounts[0].name, "main");
	assert_true(choose("away", NULL, ENVIRONMENT_DEMO));
	write_and_read("away", ENVIRONMENT_DEMO, "custom");
	assert_int_equal(settings.count, 3);
	assert_int_equal(files(".config/colltop"), 4);
}

TEST(a_place_that_is_configured_is_used)
{
	char text[512];

	snprintf(text, sizeof text,
	    "account \"work\" {\n production { credentials_file = \"%s\" }\n"
	    " demo { credentials_command = \"false\" }\n}\naccount \"bare\" { }\n",
	    sandbox_path("keys/w"));
	sandbox_file(DIRECTORY "colltop.conf", text, 0600);
	assert_true(choose("work", "global", ENVIRONMENT_PRODUCTION));
	assert_null(key_file.block);
	write_and_read("work", ENVIRONMENT_PRODUCTION, "global");
	assert_int_equal(files("keys"), 1);
	/* Nothing is asked for that would not be taken from there. */
	assert_int_equal(chmod(sandbox_path("keys"), 0777), 0);
	assert_false(choose("work", "global", ENVIRONMENT_PRODUCTION));
	assert_non_null(strstr(cause.text, "(mode 0777); type: chmod go-w ~/keys"));
	assert_int_equal(chmod(sandbox_path("keys"), 0700), 0);
	assert_false(choose("work", "global", ENVIRONMENT_DEMO));
	assert_non_null(strstr(cause.text, "credentials_command"));
	assert_false(choose("bare", "global", ENVIRONMENT_PRODUCTION));
	assert_non_null(strstr(cause.text,
	    "production { credentials_file = \"~/" DIRECTORY "bare-production.env\" }"));
}

TEST(a_configuration_behind_a_link_stays_one)
{
	struct stat status;

	sandbox_file("dotfiles/colltop.conf", "interval = 7", 0600);
	sandbox_file(DIRECTORY "demo.env", "", 0600);
	assert_int_equal(symlink(sandbox_path("dotfiles/colltop.conf"),
			     sandbox_path(DIRECTORY "colltop.conf")),
	    0);
	assert_true(choose("main", "tr", ENVIRONMENT_PRODUCTION));
	write_and_read("main", ENVIRONMENT_PRODUCTION, "tr");
	assert_int_equal(settings.interval_s, 7);
	assert_int_equal(lstat(sandbox_path(DIRECTORY "colltop.conf"), &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	assert_int_equal(files("dotfiles"), 1);
}

TEST(what_is_in_the_way_is_said)
{
	sandbox_file(DIRECTORY "x", "", 0600);
	assert_int_equal(symlink("/nowhere", sandbox_path(DIRECTORY "production.env")), 0);
	assert_false(choose("main", "global", ENVIRONMENT_PRODUCTION));
	assert_non_null(strstr(cause.text, "is not a regular file"));
	assert_true(key_file_possible(&settings, &cause));
	assert_int_equal(chmod(sandbox_path(".config/colltop"), 0720), 0);
	assert_false(key_file_possible(&settings, &cause));
	assert_non_null(strstr(cause.text, "(mode 0720); type: chmod go-w ~/.config/colltop"));
	assert_int_equal(chmod(sandbox_path(".config/colltop"), 0700), 0);
	assert_int_equal(chmod(sandbox_path(".config"), 0777), 0);
	assert_false(key_file_possible(&settings, &cause));
	assert_non_null(strstr(cause.text, "(mode 0777); type: chmod go-w ~/.config"));
	assert_int_equal(unsetenv("HOME"), 0);
	load();
	assert_false(key_file_possible(&settings, &cause));
	assert_non_null(strstr(cause.text, "set HOME or XDG_CONFIG_HOME"));
	sandbox_file("file", "", 0600);
	assert_int_equal(setenv("XDG_CONFIG_HOME", sandbox_path("file"), 1), 0);
	load();
	assert_false(key_file_possible(&settings, &cause));
	assert_non_null(strstr(cause.text, "is not a folder"));
}

TEST(paths_that_no_quotes_hold_are_refused)
{
	assert_int_equal(setenv("XDG_CONFIG_HOME", sandbox_path("a\"b"), 1), 0);
	assert_true(choose("main", "global", ENVIRONMENT_PRODUCTION));
	assert_false(choose("work", "global", ENVIRONMENT_PRODUCTION));
	assert_non_null(strstr(cause.text, "cannot stand in colltop.conf"));
}

/* The configuration's place is taken by a folder, so that it cannot be moved there. */
TEST(what_fails_leaves_all_as_it_was)
{
	assert_true(choose("main", "eea", ENVIRONMENT_PRODUCTION));
	sandbox_file(DIRECTORY "colltop.conf/x", "", 0600);
	assert_true(
	    secrets_put(secrets, ENVIRONMENT_PRODUCTION, "k", "s", "p", "the test", &cause));
	assert_false(key_file_write(&key_file, secrets, ENVIRONMENT_PRODUCTION, &cause));
	assert_non_null(strstr(cause.text, "colltop.conf"));
	assert_int_equal(files(".config/colltop"), 1);
}

TEST(what_cannot_be_written_leaves_nothing)
{
	assert_true(choose("main", "global", ENVIRONMENT_PRODUCTION));
	sandbox_file(".config/colltop", "", 0600);
	assert_true(
	    secrets_put(secrets, ENVIRONMENT_PRODUCTION, "k", "s", "p", "the test", &cause));
	assert_false(key_file_write(&key_file, secrets, ENVIRONMENT_PRODUCTION, &cause));
	assert_non_null(strstr(cause.text, "production.env cannot be written: Not a directory"));
	assert_int_equal(files(".config"), 1);
}
