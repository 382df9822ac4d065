/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "e2e/place.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bsd/string.h>

#include "e2e/terminal.h"

#define DEADLINE_MS 60000

static void __attribute__((noreturn, format(printf, 1, 2))) give_up(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	abort();
}

void
place_fail(const char *file, int line, const char *format, ...)
{
	va_list arguments;
	char *text, *rest;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		give_up("no memory for a message");
	va_end(arguments);
	/* The rest of a screen is often empty. */
	for (size_t length = strlen(text); length > 0 && text[length - 1] == '\n'; length--)
		text[length - 1] = '\0';
	rest = text;
	/* Not at the beginning of a line, where "ok" would be the result of a test. */
	for (const char *at; (at = strsep(&rest, "\n")) != NULL;)
		printf("| %s\n", at);
	fflush(stdout);
	free(text);
	_fail(file, line);
}

const char *
place_program(const char *name)
{
	static char path[2][512];
	static unsigned turn;
	const char *build = getenv("COLLTOP_BUILD");

	turn = !turn;
	snprintf(path[turn], sizeof path[turn], "%s/%s", build == NULL ? "." : build, name);
	return path[turn];
}

void
place_set(struct place *place, const char *variable)
{
	if (place->variables + 1 >= sizeof place->environment / sizeof *place->environment)
		give_up("too many variables");
	place->environment[place->variables++] = strdup(variable);
	place->environment[place->variables] = NULL;
}

void
place_replace(struct place *place, const char *name, const char *variable)
{
	size_t length = strlen(name), i = 0;

	while (i < place->variables &&
	    (strncmp(place->environment[i], name, length) != 0 ||
		place->environment[i][length] != '='))
		i++;
	if (i == place->variables)
		give_up("no variable %s", name);
	free(place->environment[i]);
	place->environment[i] = variable != NULL ? strdup(variable) :
						   place->environment[--place->variables];
	place->environment[place->variables] = NULL;
}

void
place_sanitizer(struct place *place, const char *option)
{
	char text[512];

	if (getenv("ASAN_OPTIONS") == NULL)
		return;
	snprintf(text, sizeof text, "ASAN_OPTIONS=%s:%s", getenv("ASAN_OPTIONS"), option);
	place_replace(place, "ASAN_OPTIONS", text);
}

void
place_preload(struct place *place, const char *name)
{
	char link[300], variable[320];

	snprintf(link, sizeof link, "%s/preload-%d", place->home, (int)getpid());
	unlink(link);
	if (symlink(place_program(name), link) != 0)
		give_up("no link to %s: %s", name, strerror(errno));
	snprintf(variable, sizeof variable, "LD_PRELOAD=%s", link);
	place_set(place, variable);
	/* The sanitizers' library wants to be the first one. */
	place_sanitizer(place, "verify_asan_link_order=0");
}

/* Runs ARGV with its output thrown away; its status must be 0. */
static void
run_tool(const char *const *argv)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int nowhere = open("/dev/null", O_RDWR);

		for (int i = 0; i < 3; i++)
			dup2(nowhere, i);
		execvp(argv[0], (char *const *)(const void *)argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
		give_up("%s failed", argv[0]);
}

static void
make_certificate(const struct place *place)
{
	const char *const argv[] = { "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
		"ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=colltop test",
		"-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:exchange.example",
		"-keyout", place->key, "-out", place->certificate, NULL };

	run_tool(argv);
}

struct place *
place_new(void)
{
	struct place *place = calloc(1, sizeof *place);
	const char *folder = getenv("TMPDIR");
	char path[320];

	if (place == NULL)
		abort();
	signal(SIGPIPE, SIG_IGN);
	snprintf(place->home, sizeof place->home, "%s/colltop-test-XXXXXX",
	    folder == NULL ? "/tmp" : folder);
	if (mkdtemp(place->home) == NULL)
		give_up("no folder for the test: %s", strerror(errno));
	snprintf(path, sizeof path, "%s/colltop", place->home);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/tls", place->home);
	mkdir(path, 0700);
	snprintf(place->certificate, sizeof place->certificate, "%s/tls/certificate.pem",
	    place->home);
	snprintf(place->key, sizeof place->key, "%s/tls/key.pem", place->home);
	make_certificate(place);
	place->to_simulator = -1;
	snprintf(path, sizeof path, "HOME=%s", place->home);
	place_set(place, path);
	snprintf(path, sizeof path, "XDG_CONFIG_HOME=%s", place->home);
	place_set(place, path);
	place_set(place, "TERM=xterm-256color");
	place_set(place, "LC_ALL=C.UTF-8");
	place_set(place, "PATH=/usr/bin:/bin");
	if (getenv("ASAN_OPTIONS") != NULL) {
		snprintf(path, sizeof path, "ASAN_OPTIONS=%s", getenv("ASAN_OPTIONS"));
		place_set(place, path);
	}
	return place;
}

static int
remove_one(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	return remove(path);
}

void
place_free(struct place *place)
{
	place_stop_simulator(place);
	nftw(place->home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	for (size_t i = 0; i < place->variables; i++)
		free(place->environment[i]);
	free(place);
}

void
place_write(const struct place *place, const char *file, const char *text, mode_t mode)
{
	char path[512];
	int descriptor;

	snprintf(path, sizeof path, "%s/%s", place->home, file);
	unlink(path);
	descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (descriptor < 0 || write(descriptor, text, strlen(text)) != (ssize_t)strlen(text) ||
	    fchmod(descriptor, mode) != 0)
		give_up("cannot write %s", path);
	close(descriptor);
}

/* The string member NAME behind AT in a line of JSON. */
static void
member(char *out, size_t size, const char *at, const char *name)
{
	char wanted[40];
	const char *from, *to;

	snprintf(wanted, sizeof wanted, "\"%s\":\"", name);
	from = at == NULL ? NULL : strstr(at, wanted);
	if (from == NULL || (to = strchr(from += strlen(wanted), '"')) == NULL ||
	    (size_t)(to - from) >= size)
		give_up("the simulator did not say %s", name);
	memcpy(out, from, (size_t)(to - from));
	out[to - from] = '\0';
}

static void
read_ready_line(struct place *place, int from)
{
	static const char *const names[ENVIRONMENTS] = { "\"production\"", "\"demo\"" };
	struct pollfd poller = { .fd = from, .events = POLLIN };
	char line[4096];
	size_t used = 0;
	ssize_t got;

	while (memchr(line, '\n', used) == NULL) {
		if (poll(&poller, 1, DEADLINE_MS) <= 0 ||
		    (got = read(from, line + used, sizeof line - 1 - used)) <= 0)
			give_up("the simulator did not become ready");
		used += (size_t)got;
	}
	line[used] = '\0';
	member(place->base, sizeof place->base, line, "base");
	strlcpy(place->port, strrchr(place->base, ':') + 1, sizeof place->port);
	for (int i = 0; i < ENVIRONMENTS; i++) {
		const char *at = strstr(line, names[i]);

		member(place->keys[i].api_key, sizeof place->keys[i].api_key, at, "api_key");
		member(place->keys[i].secret_key, sizeof place->keys[i].secret_key, at,
		    "secret_key");
		member(place->keys[i].passphrase, sizeof place->keys[i].passphrase, at,
		    "passphrase");
	}
}

void
place_simulate(struct place *place, const char *const *arguments)
{
	const char *argv[40] = { place_program("colltop-sim"), "--tls-cert", place->certificate,
		"--tls-key", place->key, "--seed", "7", "--with-parent", "--port",
		place->port[0] == '\0' ? "0" : place->port };
	size_t count = 10;
	int to[2], from[2];

	while (arguments != NULL && *arguments != NULL && count + 1 < sizeof argv / sizeof *argv)
		argv[count++] = *arguments++;
	place_stop_simulator(place);
	if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0)
		give_up("no pipe");
	if ((place->simulator = fork()) == 0) {
		dup2(to[0], STDIN_FILENO);
		dup2(from[1], STDOUT_FILENO);
		execve(argv[0], (char *const *)(const void *)argv, place->environment);
		_exit(127);
	}
	close(to[0]);
	close(from[1]);
	place->to_simulator = to[1];
	read_ready_line(place, from[0]);
	close(from[0]);
}

void
place_stop_simulator(struct place *place)
{
	if (place->simulator <= 0)
		return;
	close(place->to_simulator);
	kill(place->simulator, SIGTERM);
	waitpid(place->simulator, NULL, 0);
	place->simulator = 0;
}

void
place_configure(struct place *place, const char *extra)
{
	static const char *const files[ENVIRONMENTS] = { "colltop/production.env",
		"colltop/demo.env" };
	char text[4096];

	snprintf(text, sizeof text,
	    "%s\naccount \"main\" {\n  base_url = \"%s\"\n  ca_file = \"%s\"\n}\n",
	    extra == NULL ? "" : extra, place->base, place->certificate);
	place_write(place, "colltop/colltop.conf", text, 0600);
	for (int i = 0; i < ENVIRONMENTS; i++) {
		snprintf(text, sizeof text,
		    "OKX_API_KEY=%s\nOKX_SECRET_KEY=%s\nOKX_PASSPHRASE=%s\n",
		    place->keys[i].api_key, place->keys[i].secret_key, place->keys[i].passphrase);
		place_write(place, files[i], text, 0600);
	}
}

/* Reads both descriptors to their ends. */
static void
drain(int out, int err, struct place_result *result)
{
	struct pollfd pollers[2] = { { .fd = out, .events = POLLIN },
		{ .fd = err, .events = POLLIN } };
	char **texts[2] = { &result->out, &result->err };
	size_t used[2] = { 0, 0 };
	int open_ends = 2;

	for (int i = 0; i < 2; i++)
		*texts[i] = calloc(1, 1);
	while (open_ends > 0) {
		if (poll(pollers, 2, DEADLINE_MS) <= 0)
			give_up("the program neither wrote nor ended");
		for (int i = 0; i < 2; i++) {
			char bytes[4096];
			ssize_t got;

			if (pollers[i].fd < 0 || pollers[i].revents == 0)
				continue;
			got = read(pollers[i].fd, bytes, sizeof bytes);
			if (got <= 0) {
				close(pollers[i].fd);
				pollers[i].fd = -1;
				open_ends--;
				continue;
			}
			*texts[i] = realloc(*texts[i], used[i] + (size_t)got + 1);
			memcpy(*texts[i] + used[i], bytes, (size_t)got);
			used[i] += (size_t)got;
			(*texts[i])[used[i]] = '\0';
		}
	}
}

static struct place_result
run(const struct place *place, const char *const *argv)
{
	struct place_result result = { .status = 0 };
	struct rusage usage;
	int out[2], err[2], status;
	pid_t pid;

	if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0)
		give_up("no pipe");
	if ((pid = fork()) == 0) {
		int nothing = open("/dev/null", O_RDONLY);

		setsid();
		dup2(nothing, STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		dup2(err[1], STDERR_FILENO);
		execve(argv[0], (char *const *)(const void *)argv, place->environment);
		_exit(127);
	}
	close(out[1]);
	close(err[1]);
	drain(out[0], err[0], &result);
	if (wait4(pid, &status, 0, &usage) != pid)
		give_up("the program got lost");
	result.peak_kib = usage.ru_maxrss;
	result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return result;
}

struct place_result
place_run(const struct place *place, const char *const *arguments)
{
	const char *argv[40] = { place_program("colltop") };
	size_t count = 1;

	while (*arguments != NULL && count + 1 < sizeof argv / sizeof *argv)
		argv[count++] = *arguments++;
	return run(place, argv);
}

struct place_result
place_shell(const struct place *place, const char *command)
{
	return run(place, (const char *const[]){ "/bin/sh", "-c", command, NULL });
}

void
place_result_free(struct place_result *result)
{
	free(result->out);
	free(result->err);
}

bool
place_has_secret(const struct place *place, const char *text, size_t length)
{
	for (int i = 0; i < ENVIRONMENTS; i++) {
		const char *const secrets[] = { place->keys[i].api_key, place->keys[i].secret_key,
			place->keys[i].passphrase };

		for (size_t j = 0; j < sizeof secrets / sizeof *secrets; j++)
			if (secrets[j][0] != '\0' &&
			    memmem(text, length, secrets[j], strlen(secrets[j])) != NULL)
				return true;
	}
	return false;
}
