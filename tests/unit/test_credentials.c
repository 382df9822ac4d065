/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "unit/credentials_fixture.h"

extern char **environ;

EACH_TEST(open_all, close_all)

TEST(none_at_all)
{
	char words[1024];

	load("", NULL);
	assert_int_equal(result.of[ENVIRONMENT_PRODUCTION].state, CREDENTIALS_NONE);
	assert_string_equal(result.of[ENVIRONMENT_PRODUCTION].cause.text,
	    "there is no production key; put "
	    "OKX_API_KEY=, OKX_SECRET_KEY= and OKX_PASSPHRASE= into ~/.config/colltop/production.env (chmod 600)");
	assert_int_equal(result.of[ENVIRONMENT_DEMO].state, CREDENTIALS_NONE);
	assert_int_equal(result.note_count, 0);
	credentials_first_words(words, sizeof words, &settings);
	assert_string_equal(words,
	    "colltop: no OKX key found. Nothing was sent anywhere.\n"
	    "  try it first      colltop --simulate\n"
	    "  use your account  make a READ-ONLY key, then type colltop --init,\n"
	    "                    or put three lines\n"
	    "                    OKX_API_KEY= OKX_SECRET_KEY= OKX_PASSPHRASE=\n"
	    "                    into ~/.config/colltop/production.env   (chmod 600)\n"
	    "  other region      region = \"eea\", \"us\" or \"tr\": see colltop.conf(5)\n");

	load("account sub { }", NULL);
	assert_string_equal(result.of[ENVIRONMENT_DEMO].cause.text,
	    "account sub has no demo key; give it demo { credentials_file = \"~/…\" } in colltop.conf");

	unsetenv("HOME");
	load("", NULL);
	assert_string_equal(result.of[ENVIRONMENT_DEMO].cause.text,
	    "there is no demo key, and no home directory to look for one; set HOME or XDG_CONFIG_HOME");
	credentials_first_words(words, sizeof words, &settings);
	assert_non_null(strstr(words, "into ~/.config/colltop/production.env   (chmod 600)\n"));
}

TEST(default_files)
{
	sandbox_file(PRODUCTION, LINES("p"), 0600);
	sandbox_file(DEMO, LINES("d"), 0400);
	load("", NULL);
	assert_found(ENVIRONMENT_PRODUCTION, "p", "~/.config/colltop/production.env");
	assert_found(ENVIRONMENT_DEMO, "d", "~/.config/colltop/demo.env");
	assert_string_equal(secrets_get(secrets, ENVIRONMENT_PRODUCTION)->secret_key, "5ecret-p");
	assert_string_equal(secrets_get(secrets, ENVIRONMENT_DEMO)->passphrase, "pa55-d");
	assert_int_equal(result.note_count, 0);

	/* They are the account main's, and leave the memory with it. */
	load("account other { }\naccount main { }", NULL);
	assert_int_equal(result.of[ENVIRONMENT_PRODUCTION].state, CREDENTIALS_NONE);
	assert_null(secrets_get(secrets, ENVIRONMENT_PRODUCTION));
	load("account other { }\naccount main { }", "main");
	assert_found(ENVIRONMENT_PRODUCTION, "p", "~/.config/colltop/production.env");
}

TEST(own_files)
{
	sandbox_file(PRODUCTION, LINES("default"), 0600);
	sandbox_file("keys/p", LINES("p"), 0600);
	load("account main { production { credentials_file = \"~/keys/p\" } }\n"
	     "account sub { demo { credentials_file = \"~/keys/gone\" } }",
	    NULL);
	assert_found(ENVIRONMENT_PRODUCTION, "p", "~/keys/p");
	assert_int_equal(result.note_count, 1);
	assert_string_equal(result.notes[0],
	    "~/.config/colltop/production.env is there but ~/keys/p is used");
	assert_false(credentials_need_terminal(&settings, 0));

	/* What was named is not replaced by something else. */
	load("account main { production { credentials_file = \"~/keys/gone\" } }", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "~/keys/gone, which account main names for production, does not exist");
}

TEST(commands)
{
	TABLE(rows, const char *command, *cause) = {
		{ "exit 7",
		    "credentials_command of account main for production: it ended with status 7" },
		{ ":", "credentials_command of account main for production: it printed nothing" },
		{ "while :; do echo OKX_API_KEY=5ecret; done",
		    "credentials_command of account main for production: it printed more than 4096 bytes" },
		{ "echo 5ecret",
		    "credentials_command of account main for production, line 1: expected OKX_API_KEY=, "
		    "OKX_SECRET_KEY= or OKX_PASSPHRASE= and the value right after it" },
		{ "echo OKX_API_KEY=5ecret",
		    "credentials_command of account main for production lacks a value for OKX_SECRET_KEY and OKX_PASSPHRASE" },
	};
	char conf[400];

	sandbox_file("keys/p", LINES("p"), 0600);
	load(
	    "account main { production { credentials_command = 'cat ~/keys/p' } }\naccount sub { }",
	    NULL);
	assert_found(ENVIRONMENT_PRODUCTION, "p",
	    "credentials_command of account main for production");
	assert_true(credentials_need_terminal(&settings, 0));
	assert_false(credentials_need_terminal(&settings, 1));
	/* The final newline may be missing. */
	load("account main { demo { credentials_command = 'printf %s \"$(cat ~/keys/p)\"' } }",
	    NULL);
	assert_found(ENVIRONMENT_DEMO, "p", "credentials_command of account main for demo");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		snprintf(conf, sizeof conf,
		    "account main { production { credentials_command = '%s' } }", rows[i].command);
		load(conf, NULL);
		assert_unusable(ENVIRONMENT_PRODUCTION, rows[i].cause);
		assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	}
}

TEST(given_files)
{
	sandbox_file("given/main-production", LINES("p"), 0444);
	sandbox_file("given/sub-demo", LINES("s"), 0440);
	sandbox_file(PRODUCTION, LINES("default"), 0600);
	setenv("CREDENTIALS_DIRECTORY", sandbox_path("given"), 1);
	/* The service manager guards it: neither its mode nor the directory's is our business. */
	assert_int_equal(chmod(sandbox_path("given"), 0777), 0);
	load("account main { }\naccount sub { }", NULL);
	assert_found(ENVIRONMENT_PRODUCTION, "p", "~/given/main-production");
	assert_int_equal(result.of[ENVIRONMENT_DEMO].state, CREDENTIALS_NONE);
	assert_int_equal(result.note_count, 1);
	assert_string_equal(result.notes[0],
	    "~/.config/colltop/production.env is there but ~/given/main-production is used");
	load("", "sub");
	assert_found(ENVIRONMENT_DEMO, "s", "~/given/sub-demo");

	/* The account's own file comes first. */
	sandbox_file("own", LINES("own"), 0600);
	load("account main { production { credentials_file = \"~/own\" } }", NULL);
	assert_found(ENVIRONMENT_PRODUCTION, "own", "~/own");
	assert_int_equal(result.note_count, 2);
	assert_string_equal(result.notes[0], "~/given/main-production is there but ~/own is used");

	setenv("CREDENTIALS_DIRECTORY", "given", 1);
	load("account main { }", NULL);
	assert_found(ENVIRONMENT_PRODUCTION, "default", "~/.config/colltop/production.env");
}

static void
set_variables(const char *api_key, const char *secret_key, const char *passphrase)
{
	const char *const values[] = { api_key, secret_key, passphrase };

	for (int i = 0; i < SECRETS_FIELDS; i++) {
		if (values[i] != NULL)
			setenv(secrets_names[i], values[i], 1);
		else
			unsetenv(secrets_names[i]);
	}
}

TEST(variables)
{
	set_variables("v", "5ecret-v", "pa55-v");
	credentials_take_environment(secrets);
	load("", NULL);
	assert_found(ENVIRONMENT_PRODUCTION, "v", "the environment");
	assert_int_equal(result.of[ENVIRONMENT_DEMO].state, CREDENTIALS_NONE);
	/* They are there again when one comes back to the account. */
	load("account sub { }\naccount main { }", NULL);
	assert_int_equal(result.of[ENVIRONMENT_PRODUCTION].state, CREDENTIALS_NONE);
	assert_null(secrets_get(secrets, ENVIRONMENT_PRODUCTION));
	load("", "main");
	assert_found(ENVIRONMENT_PRODUCTION, "v", "the environment");

	setenv("OKX_DEMO", "1", 1);
	load("", "main");
	assert_found(ENVIRONMENT_DEMO, "v", "the environment");
	assert_int_equal(result.of[ENVIRONMENT_PRODUCTION].state, CREDENTIALS_NONE);
	unsetenv("OKX_DEMO");

	sandbox_file(PRODUCTION, LINES("p"), 0600);
	load("", "main");
	assert_found(ENVIRONMENT_PRODUCTION, "p", "~/.config/colltop/production.env");
	assert_int_equal(result.note_count, 1);
	assert_string_equal(result.notes[0],
	    "OKX_API_KEY is set but ~/.config/colltop/production.env is used");
	assert_int_equal(result.about[0], ENVIRONMENT_PRODUCTION);

	load("account sub { }", NULL);
	assert_int_equal(result.note_count, 1);
	assert_string_equal(result.notes[0],
	    "OKX_API_KEY is set but only an account called main takes it");
	assert_int_equal(result.about[0], -1);

	setenv("OKX_SITE", "us", 1);
	load("account main { region = eea }", NULL);
	assert_int_equal(result.note_count, 2);
	assert_string_equal(result.notes[1],
	    "OKX_SITE is set but the configuration says where account main is");
}

TEST(variables_that_are_unusable)
{
	set_variables(NULL, "5ecret", "");
	credentials_take_environment(secrets);
	load("", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "the environment lacks a value for OKX_API_KEY and OKX_PASSPHRASE");
	set_variables("key", "5ecret\n", "pass");
	credentials_take_environment(secrets);
	load("", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "the environment: OKX_SECRET_KEY has a control character in it");
}

/* The values are overwritten where they were, in every entry of that name, and the entries go. */
TEST(variables_are_wiped)
{
	char first[] = "OKX_SECRET_KEY=5ecret", second[] = "OKX_SECRET_KEY=0ther",
	     other[] = "OTHER=stays", like[] = "OKX_SECRET_KEY2=stays",
	     *entries[] = { first, other, second, like, NULL };
	static const char wiped[sizeof first] = "OKX_SECRET_KEY=";
	char **before = environ;

	environ = entries;
	credentials_take_environment(secrets);
	assert_string_equal(environ[0], "OTHER=stays");
	assert_string_equal(environ[1], "OKX_SECRET_KEY2=stays");
	assert_null(environ[2]);
	environ = before;
	assert_memory_equal(first, wiped, sizeof first);
	assert_string_equal(second, "OKX_SECRET_KEY=");
	assert_string_equal(secrets_stashed(secrets, SECRETS_SECRET_KEY), "5ecret");
	assert_null(secrets_stashed(secrets, SECRETS_API_KEY));
}

/* In the child of a pseudo-terminal. */
static int
load_with_questions(void)
{
	credentials_load(&result, secrets, &settings, 0, true);
	if (result.of[ENVIRONMENT_PRODUCTION].state != CREDENTIALS_FOUND)
		return 10;
	if (strcmp(secrets_get(secrets, ENVIRONMENT_PRODUCTION)->api_key, "k") != 0 ||
	    strcmp(secrets_get(secrets, ENVIRONMENT_PRODUCTION)->secret_key, "answer 1") != 0 ||
	    strcmp(secrets_get(secrets, ENVIRONMENT_PRODUCTION)->passphrase, "answer 2") != 0)
		return 11;
	/* Nothing is asked where all three are missing. */
	if (result.of[ENVIRONMENT_DEMO].state != CREDENTIALS_UNUSABLE)
		return 12;
	return 0;
}

TEST(questions)
{
	static const char *const prompts[] = {
		"OKX_SECRET_KEY for production of account main (not shown): ",
		"OKX_PASSPHRASE for production of account main (not shown): ",
	}, *const answers[] = { "answer 1\n", "\033[200~answer 2\033[201~\n" };
	char text[1024] = "";
	size_t have = 0, said = 0;
	int master, status;
	pid_t pid;

	sandbox_file(PRODUCTION, "OKX_API_KEY=k\n", 0600);
	sandbox_file(DEMO, "# nothing\n", 0600);
	load("", NULL);
	assert_unusable(ENVIRONMENT_PRODUCTION,
	    "~/.config/colltop/production.env lacks a value for OKX_SECRET_KEY and OKX_PASSPHRASE");
	pid = forkpty(&master, NULL, NULL, NULL);
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(load_with_questions());
	while (have < sizeof text - 1) {
		ssize_t n = read(master, text + have, sizeof text - 1 - have);

		if (n <= 0)
			break;
		have += (size_t)n;
		text[have] = '\0';
		if (said < 2 && strstr(text, prompts[said]) != NULL) {
			assert_true(write(master, answers[said], strlen(answers[said])) > 0);
			said++;
		}
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	close(master);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(said, 2);
	assert_null(strstr(text, "answer"));
	assert_null(strstr(text, "demo"));
}

TEST(simulated)
{
	struct cause cause;

	sandbox_file(PRODUCTION, LINES("p"), 0600);
	load("", NULL);
	assert_true(settings_simulate(&settings, "http://127.0.0.1:1", &cause));
	assert_true(secrets_put(secrets, ENVIRONMENT_PRODUCTION, "a", "b", "c", "S", NULL));
	assert_true(secrets_put(secrets, ENVIRONMENT_DEMO, "d", "e", "f", "S", NULL));
	credentials_load(&result, secrets, &settings, 0, false);
	assert_found(ENVIRONMENT_PRODUCTION, "a", "the simulator");
	assert_found(ENVIRONMENT_DEMO, "d", "the simulator");
}

/* Files and folders that keys are not taken from, and the line to type. */

TEST(refused_files)
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

TEST(refused_directories)
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
TEST(refused_owners)
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
TEST(shown_paths)
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
