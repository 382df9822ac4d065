/* SPDX-License-Identifier: ISC */
/* Each test shuts off a child, which says with its exit status which line found something wrong. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "conf/sandbox.h"
#include "conf/credentials.h"
#include "conf/settings_load.h"
#include "unit/sandbox.h"

#define KEYS(key) "OKX_API_KEY=" key "\nOKX_SECRET_KEY=secret\nOKX_PASSPHRASE=passphrase\n"
#define IMPOSSIBLE 255

/* In a child: ends it with the number of the line where CONDITION does not hold. */
#define CHECK(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "line %d: %s (%s)\n", __LINE__, #condition, \
			    strerror(errno)); \
			_exit(1); \
		} \
	} while (0)
#define DENIED(call) \
	do { \
		errno = 0; \
		CHECK((call) < 0); \
		CHECK(errno == EACCES || errno == EPERM || errno == EXDEV); \
	} while (0)

static void
load(struct settings *settings, const char *text)
{
	const struct options options = { .environment = -1 };
	struct cause cause = { "" };

	sandbox_file(".config/colltop/production.env", KEYS("of-main"), 0600);
	if (text != NULL)
		sandbox_file(".config/colltop/colltop.conf", text, 0600);
	if (!settings_load(settings, &options, &cause))
		fail_msg("%s", cause.text);
}

/* Runs BODY in a child that is shut off by the configuration TEXT. */
static void
in_confinement(const char *text, void (*body)(const struct settings *settings))
{
	struct settings settings;
	struct cause cause = { "" };
	int status;
	pid_t pid;

	load(&settings, text);
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (!sandbox_start(&settings, &cause)) {
			fprintf(stderr, "%s\n", cause.text);
			_exit(IMPOSSIBLE);
		}
		body(&settings);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	settings_clear(&settings);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == IMPOSSIBLE) {
		print_message("skipped: the kernel cannot shut a process off from files\n");
		skip();
	}
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int
open_once(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd;
}

static void
try_to_write(const struct settings *settings)
{
	const char *file = sandbox_path("file"), *other = sandbox_path("other");

	(void)settings;
	DENIED(open_once(file, O_WRONLY));
	DENIED(open_once(file, O_RDWR));
	DENIED(open_once(other, O_WRONLY | O_CREAT));
	DENIED(open_once("/tmp/colltop-other", O_WRONLY | O_CREAT));
	DENIED(truncate(file, 0));
	DENIED(rename(file, other));
	DENIED(link(file, other));
	DENIED(symlink(file, other));
	DENIED(mkdir(other, 0700));
	DENIED(mkfifo(other, 0600));
	DENIED(unlink(file));
	DENIED(open_once(sandbox_path(".config/colltop/production.env"), O_WRONLY));
	CHECK(open_once("/dev/null", O_WRONLY) >= 0);
}

EACH_TEST(sandbox_open, sandbox_close)

TEST(test_nothing_is_written)
{
	sandbox_file("file", "text", 0600);
	in_confinement(NULL, try_to_write);
}

static void
try_to_read(const struct settings *settings)
{
	char *const argv[] = { (char[]){ "true" }, NULL };

	(void)settings;
	DENIED(open_once(sandbox_path("file"), O_RDONLY));
	DENIED(open_once(sandbox_path("."), O_RDONLY | O_DIRECTORY));
	DENIED(open_once("/", O_RDONLY | O_DIRECTORY));
	DENIED(open_once("/proc/1/environ", O_RDONLY));
	DENIED(execv("/bin/true", argv));
}

TEST(test_nothing_foreign_is_read_or_run)
{
	sandbox_file("file", "text", 0600);
	in_confinement(NULL, try_to_read);
}

static int kept;

static void
use_what_is_open(const struct settings *settings)
{
	char byte;

	(void)settings;
	CHECK(write(kept, "b", 1) == 1);
	CHECK(pread(kept, &byte, 1, 0) == 1);
	CHECK(byte == 'a');
}

TEST(test_what_is_open_stays_open)
{
	kept = open(sandbox_file("log", "a", 0600), O_RDWR | O_APPEND | O_CLOEXEC);
	assert_true(kept >= 0);
	in_confinement(NULL, use_what_is_open);
	close(kept);
}

#define LATER 16

/* Which of them were there before. */
static const char *const later[LATER] = { "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/hosts",
	"/etc/gai.conf", "/etc/host.conf", "/etc/services", "/etc/ssl/certs",
	"/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/openssl.cnf", "/etc/localtime",
	"/usr/share/zoneinfo/Europe/Berlin", "/usr/share/terminfo", "/lib/terminfo",
	"/lib/terminfo/x/xterm", "/usr/lib/locale", "/usr/share/ca-certificates" };
static bool there[LATER];

static void
read_later(const struct settings *settings)
{
	(void)settings;
	for (size_t i = 0; i < LATER; i++)
		CHECK((open_once(later[i], O_RDONLY) >= 0) == there[i]);
}

TEST(test_what_is_needed_later_is_read)
{
	for (size_t i = 0; i < LATER; i++)
		there[i] = open_once(later[i], O_RDONLY) >= 0;
	assert_true(there[2]);
	in_confinement(NULL, read_later);
}

static bool
resolves(const char *name)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	bool resolved = getaddrinfo(name, "443", &hints, &found) == 0 && found != NULL;

	if (found != NULL)
		freeaddrinfo(found);
	return resolved;
}

/* Names of /etc/hosts: answered without a name server. */
static void
resolve(const struct settings *settings)
{
	FILE *hosts = fopen("/etc/hosts", "r");
	char line[512], name[256];
	unsigned found = 0;

	(void)settings;
	CHECK(hosts != NULL);
	CHECK(resolves("localhost"));
	while (fgets(line, sizeof line, hosts) != NULL)
		if (line[0] != '#' && sscanf(line, "%*s %255s", name) == 1) {
			CHECK(resolves(name));
			found++;
		}
	CHECK(found > 0);
	fclose(hosts);
}

TEST(test_names_are_resolved)
{
	in_confinement(NULL, resolve);
}

/* The person's pen: a process that is not shut off. */
static int to_pen, from_pen;

static void
start_pen(const char *path, const char *text)
{
	int there_pipe[2], back_pipe[2];
	char byte, other[400];

	assert_int_equal(pipe(there_pipe), 0);
	assert_int_equal(pipe(back_pipe), 0);
	if (fork() == 0) {
		close(there_pipe[1]);
		snprintf(other, sizeof other, "%s.new", path);
		if (read(there_pipe[0], &byte, 1) == 1) {
			FILE *file = fopen(other, "w");

			if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0 ||
			    chmod(other, 0600) != 0 || rename(other, path) != 0)
				_exit(1);
			(void)!write(back_pipe[1], "x", 1);
		}
		_exit(0);
	}
	close(there_pipe[0]);
	close(back_pipe[1]);
	to_pen = there_pipe[1];
	from_pen = back_pipe[0];
}

static void
switch_account(const struct settings *settings)
{
	struct credentials found;
	bool locked;
	struct secrets *secrets = secrets_new(&locked);
	char byte;

	CHECK(settings->count == 2);
	credentials_load(&found, secrets, settings, 1, false);
	CHECK(found.of[ENVIRONMENT_PRODUCTION].state == CREDENTIALS_FOUND);
	CHECK(strcmp(secrets_get(secrets, ENVIRONMENT_PRODUCTION)->api_key, "before") == 0);
	CHECK(write(to_pen, "x", 1) == 1 && read(from_pen, &byte, 1) == 1);
	credentials_load(&found, secrets, settings, 1, false);
	CHECK(found.of[ENVIRONMENT_PRODUCTION].state == CREDENTIALS_FOUND);
	CHECK(strcmp(secrets_get(secrets, ENVIRONMENT_PRODUCTION)->api_key, "after") == 0);
	credentials_load(&found, secrets, settings, 0, false);
	CHECK(strcmp(secrets_get(secrets, ENVIRONMENT_PRODUCTION)->api_key, "of-main") == 0);
	secrets_free(secrets);
}

TEST(test_keys_are_read_again_from_new_files)
{
	start_pen(sandbox_file("keys/second.env", KEYS("before"), 0600), KEYS("after"));
	in_confinement(
	    "account \"main\" { }\n"
	    "account \"second\" { production { credentials_file = \"~/keys/second.env\" } }\n",
	    switch_account);
	close(to_pen);
	close(from_pen);
	while (waitpid(-1, NULL, 0) > 0)
		continue;
}

/* The pair of them: whether it said yes, and whether the process can still write. */
static void
check_open(const char *text, bool wanted, const char *words)
{
	struct settings settings;
	struct cause cause = { "" };
	int status;
	pid_t pid;

	load(&settings, text);
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		CHECK(sandbox_start(&settings, &cause) == wanted);
		CHECK(
		    strstr(cause.text, words) != NULL || strstr(cause.text, "no Landlock") != NULL);
		CHECK(open_once(sandbox_path("new"), O_WRONLY | O_CREAT) >= 0);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	settings_clear(&settings);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

TEST(test_a_command_leaves_it_open)
{
	check_open("account \"main\" { }\n"
		   "account \"second\" { demo { credentials_command = \"pass show okx\" } }\n",
	    true, "");
}

/* Its directory would be everything. */
TEST(test_a_key_in_the_home_directory_leaves_it_open)
{
	sandbox_file("okx.env", KEYS("key"), 0600);
	check_open("account \"main\" { production { credentials_file = \"~/okx.env\" } }\n", false,
	    "okx.env lies beside everything else of yours");
}
