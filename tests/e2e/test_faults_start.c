/* SPDX-License-Identifier: ISC */
/* What is wrong before anything is asked: keys, configuration, options; section E of the table. */
#include "test.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "e2e/faults.h"

#define SAYS(...) \
	(const char *const[FAULT_PARTS]) \
	{ \
		__VA_ARGS__ \
	}
#define KEYS \
	"OKX_API_KEY=canary0-7f3a-key\nOKX_SECRET_KEY=CANARY05ECRE7\nOKX_PASSPHRASE=canary0 phrase!\n"
#define PRODUCTION "colltop/production.env"

static const struct bad_plan good = { .good = 0 };

static void __attribute__((format(printf, 2, 3)))
shell(const struct place *place, const char *format, ...)
{
	va_list arguments;
	char command[1024], whole[1400];

	va_start(arguments, format);
	vsnprintf(command, sizeof command, format, arguments);
	va_end(arguments);
	snprintf(whole, sizeof whole, "cd %s/colltop && { %s; }", place->home, command);
	fault_need(system(whole) == 0, "failed: %s", command);
}

/* The same without and with a screen: no request, no secret, the words and the status. */
static void
ends(struct place *place, struct bad_exchange *exchange, int status,
    const char *const says[FAULT_PARTS])
{
	size_t before = bad_exchange_requests(exchange, NULL, 0);
	struct terminal *terminal;
	int ended;

	fault_once(place, "--production", status, says);
	terminal = fault_watch(place, "--production");
	ended = terminal_finish(terminal);
	fault_need(WIFEXITED(ended) && WEXITSTATUS(ended) == status, "status %x:\n%s",
	    (unsigned)ended, terminal_screen(terminal));
	for (size_t i = 0; i < FAULT_PARTS && says[i] != NULL; i++)
		fault_see(terminal, says[i]);
	fault_need(!terminal_alternate(terminal) && terminal_modes_unchanged(terminal),
	    "the terminal is not as it was");
	terminal_free(terminal);
	fault_need(bad_exchange_requests(exchange, NULL, 0) == before, "something was asked");
}

/* Each makes another file of a good one. */
static void
key_files(struct place *place)
{
	TABLE(cases, const char *make; int status; const char *says[FAULT_PARTS]) = {
		{ "chmod 644 production.env", 3,
		    { "production.env is open to others (mode 0644)", "chmod 600" } },
		{ "chmod 640 production.env", 3, { "is open to others (mode 0640)", "chmod 600" } },
		{ "chmod 620 production.env", 3, { "is open to others (mode 0620)", "chmod 600" } },
		{ "mv production.env real && ln -s real production.env", 3,
		    { "is a symbolic link" } },
		{ "rm production.env && mkfifo production.env", 3, { "is not a regular file" } },
		{ "rm production.env && mkdir production.env", 3, { "is not a regular file" } },
		{ "head -c 10485760 /dev/zero >>production.env", 3,
		    { "is larger than 4096 bytes" } },
		{ ": >production.env", 3,
		    { "production.env lacks a value for OKX_API_KEY, OKX_SECRET_KEY and OKX_PASSPHRASE" } },
		{ "printf 'OKX_API_KEY=a\\0b\\n' >production.env", 3,
		    { "production.env, line 1: " } },
		{ "sed -i 's/canary0-7f3a-key/k\xc3\xa9y/' production.env", 3,
		    { "production.env, line 1: OKX_API_KEY" } },
		{ "sed -i 's/$/\\r/' production.env", 0, { "LIVE" } },
		{ "printf %s \"$(cat production.env)\" >production.env", 0, { "LIVE" } },
		{ "chmod 400 production.env", 0, { "LIVE" } },
	};
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);
	struct place_result result;

	for (size_t i = 0; i < COUNT(cases); i++) {
		shell(place, "rm -rf production.env");
		fault_aim(place, bad_exchange_port(exchange), NULL);
		shell(place, "%s", cases[i].make);
		if (cases[i].status == 0)
			fault_once(place, NULL, 0, cases[i].says);
		else
			ends(place, exchange, cases[i].status, cases[i].says);
	}
	/* Of another user's group or his own: only root can make such a file. */
	if (geteuid() == 0) {
		shell(place, "rm -rf production.env");
		fault_aim(place, bad_exchange_port(exchange), NULL);
		shell(place, "chown nobody production.env");
		result = place_run(place, (const char *const[]){ "--once", "--production", NULL });
		fault_need(result.status == 3 &&
			strstr(result.err, "belongs to another user") != NULL,
		    "%d: %s", result.status, result.err);
		place_result_free(&result);
		shell(place, "chown 0:65534 production.env && chmod 660 production.env");
		ends(place, exchange, 3, SAYS("is open to others (mode 0660)"));
	}
	bad_exchange_stop(exchange);
}

static void
writable_folder(struct place *place)
{
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);

	fault_aim(place, bad_exchange_port(exchange), NULL);
	shell(place, "chmod 777 .");
	ends(place, exchange, 2, SAYS("thers can write in the directory", "chmod go-w"));
	shell(place, "rm colltop.conf");
	fault_set(place, "OKX_API_BASE_URL=http://127.0.0.1:%u", bad_exchange_port(exchange));
	ends(place, exchange, 3, SAYS("thers can write in the directory", "chmod go-w"));
	shell(place, "chmod 700 .");
	fault_once(place, "--production", 0, SAYS("LIVE"));
	bad_exchange_stop(exchange);
}

/* The configuration with COMMAND for the production key. */
static void
configure_command(struct place *place, struct bad_exchange *exchange, const char *command)
{
	char text[700];

	fault_aim(place, bad_exchange_port(exchange), NULL);
	snprintf(text, sizeof text,
	    "account \"main\" {\n  base_url = \"http://127.0.0.1:%u\"\n"
	    "  production { credentials_command = '%s' }\n}\n",
	    bad_exchange_port(exchange), command);
	place_write(place, "colltop/colltop.conf", text, 0600);
	place_write(place, "colltop/given", KEYS, 0600);
}

static void
credentials_commands(struct place *place)
{
	TABLE(cases, const char *command; const char *says[FAULT_PARTS]) = {
		{ "cat given; exit 7", { "it ended with status 7" } },
		{ "true", { "it printed nothing" } },
		{ "head -c 1048576 /dev/zero", { "it printed more than 4096 bytes" } },
		{ "kill -9 $$", { "it was ended by signal 9" } },
		{ "/nonexistent/pass", { "it ended with status 127" } },
	};
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);
	struct place_result result;
	char line[600];

	for (size_t i = 0; i < COUNT(cases); i++) {
		configure_command(place, exchange, cases[i].command);
		ends(place, exchange, 3, cases[i].says);
	}
	configure_command(place, exchange, "cat \"$XDG_CONFIG_HOME/colltop/given\"");
	fault_once(place, "--production", 0, SAYS("LIVE"));
	/* The parent ignored what tells of children. */
	snprintf(line, sizeof line, "trap '' CHLD; exec '%s' --once --production",
	    place_program("colltop"));
	result = place_shell(place, line);
	fault_need(result.status == 0 && strstr(result.out, "LIVE") != NULL, "%s", result.err);
	place_result_free(&result);
	bad_exchange_stop(exchange);
}

/* Via a configuration with a command, made by MAKE in its folder; nothing is run, sent or asked. */
static void
command_is_not_run(struct place *place, struct bad_exchange *exchange, const char *make,
    const char *const says[FAULT_PARTS])
{
	const char *const doctor[] = { "--doctor", NULL }, *const check[] = { "--check", NULL };
	struct place_result result;

	shell(place,
	    "cd .. && chmod 700 colltop && rm -rf colltop Downloads ran && mkdir -m 700 colltop Downloads");
	configure_command(place, exchange, "touch \"$HOME/ran\"; cat \"$HOME/given\"");
	shell(place, "mv given .. && rm production.env && %s", make);
	ends(place, exchange, 2, says);
	result = place_run(place, doctor);
	fault_need(result.status == 2, "--doctor: %d", result.status);
	for (size_t i = 0; i < FAULT_PARTS && says[i] != NULL; i++)
		fault_need(strstr(result.out, says[i]) != NULL, "--doctor:\n%s", result.out);
	place_result_free(&result);
	result = place_run(place, check);
	fault_need(result.status == 3, "--check: %d", result.status);
	place_result_free(&result);
	shell(place, "cd .. && test ! -e ran");
}

/* Files of the user's own, to which a folder that others can write leads. */
static void
writable_ways(struct place *place)
{
	TABLE(cases, const char *make, *says) = {
		{ "chmod 777 .", "colltop (mode 0777); type: chmod go-w ~/colltop" },
		{ "chmod 777 ..", "(mode 0777); type: chmod go-w /" },
		{ "mv colltop.conf ../Downloads/x.conf && ln -s ../Downloads/x.conf colltop.conf && "
		  "chmod 777 ../Downloads",
		    "(mode 0777); type: chmod go-w ~/Downloads" },
		{ "mkdir ../Downloads/x && mv colltop.conf ../Downloads/x && rm -r ../colltop && "
		  "ln -s Downloads/x ../colltop && chmod 777 ../Downloads",
		    "(mode 0777); type: chmod go-w ~/Downloads" },
	};
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);

	for (size_t i = 0; i < COUNT(cases); i++) {
		command_is_not_run(place, exchange, cases[i].make,
		    SAYS("others can write in the directory", cases[i].says));
		shell(place, "chmod 700 ..");
	}
	bad_exchange_stop(exchange);
}

/* And a link that somebody else made. */
static void
link_of_somebody_else(struct place *place)
{
	struct bad_exchange *exchange;

	if (geteuid() != 0 || getpwnam("nobody") == NULL)
		fault_skip(place, "not root, or nobody else is here");
	exchange = bad_exchange_start(&good, 0);
	command_is_not_run(place, exchange,
	    "mv colltop.conf ../Downloads/x.conf && ln -s ../Downloads/x.conf colltop.conf && "
	    "chown -h nobody colltop.conf && chmod 777 .",
	    SAYS("others can write in the directory ~/colltop"));
	shell(place, "chmod 755 .");
	ends(place, exchange, 2,
	    SAYS("~/colltop/colltop.conf belongs to another user", "remove it"));
	shell(place, "chown -h 0 colltop.conf");
	fault_once(place, "--production", 0, SAYS("LIVE"));
	shell(place, "cd .. && rm ran");
	bad_exchange_stop(exchange);
}

/* It and what it started are ended after 30 s. */
static void
command_hangs(struct place *place)
{
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);
	int64_t began = terminal_now(), took;
	char pid[32] = "", path[320];
	FILE *file;

	configure_command(place, exchange, "echo $$ >\"$HOME/pid\"; sleep 1000 & wait");
	fault_once(place, "--production", 3, SAYS("it took longer than 30.0 s and was ended"));
	took = terminal_now() - began;
	fault_need(took >= 29900 && took < 45000, "after %d ms", (int)took);
	snprintf(path, sizeof path, "%s/pid", place->home);
	file = fopen(path, "r");
	fault_need(file != NULL && fgets(pid, sizeof pid, file) != NULL && atoi(pid) > 1,
	    "it left no pid");
	fclose(file);
	fault_need(kill(atoi(pid), 0) != 0, "it is still there");
	bad_exchange_stop(exchange);
}

/* Of three values one is missing; or two are swapped, which only the exchange can see. */
static void
values_missing(struct place *place)
{
	TABLE(cases, const char *text, *says[FAULT_PARTS]) = {
		{ "OKX_SECRET_KEY=CANARY05ECRE7\nOKX_PASSPHRASE=canary0 phrase!\n",
		    { "lacks a value for OKX_API_KEY" } },
		{ "OKX_API_KEY=canary0-7f3a-key\nOKX_PASSPHRASE=canary0 phrase!\n",
		    { "lacks a value for OKX_SECRET_KEY" } },
		{ "OKX_API_KEY=canary0-7f3a-key\nOKX_SECRET_KEY=CANARY05ECRE7\n",
		    { "lacks a value for OKX_PASSPHRASE" } },
		{ "OKX_API_KEY=canary0-7f3a-key\nOKX_SECRET_KEY=\nOKX_PASSPHRASE=x\n",
		    { "OKX_SECRET_KEY" } },
	};
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);
	char text[400];

	for (size_t i = 0; i < COUNT(cases); i++) {
		fault_aim(place, bad_exchange_port(exchange), NULL);
		place_write(place, PRODUCTION, cases[i].text, 0600);
		/* A terminal would be asked for what is missing. */
		fault_once(place, "--production", 3, cases[i].says);
	}
	fault_need(bad_exchange_requests(exchange, NULL, 0) == 0, "something was asked");
	bad_exchange_stop(exchange);
	place_simulate(place, NULL);
	place_configure(place, NULL);
	snprintf(text, sizeof text, "OKX_API_KEY=%s\nOKX_SECRET_KEY=%s\nOKX_PASSPHRASE=%s\n",
	    place->keys[0].api_key, place->keys[0].passphrase, place->keys[0].secret_key);
	place_write(place, PRODUCTION, text, 0600);
	fault_once(place, "--production", 3, SAYS("5010"));
	snprintf(text, sizeof text, "OKX_API_KEY=%s\nOKX_SECRET_KEY=%s\nOKX_PASSPHRASE=%s\n",
	    place->keys[0].api_key, "0000000000000000000000000000000", place->keys[0].passphrase);
	place_write(place, PRODUCTION, text, 0600);
	fault_once(place, "--production", 3, SAYS("50113", "swapped"));
}

/* Standard error of colltop with ARGUMENT: one line, the hint, and STATUS. */
static void
usage(struct place *place, const char *argument, const char *other, const char *words)
{
	struct place_result result = place_run(place,
	    (const char *const[]){ argument, other, NULL });

	fault_need(result.status == 2, "%s: status %d: %s", argument, result.status, result.err);
	fault_need(strncmp(result.err, "colltop: ", 9) == 0 && strstr(result.err, words) != NULL &&
		strchr(result.err, '\n') == result.err + strlen(result.err) - 1,
	    "%s: %s", argument, result.err);
	fault_need(strstr(result.err, "--help") != NULL, "no hint: %s", result.err);
	fault_need(result.out[0] == '\0', "%s", result.out);
	place_result_free(&result);
}

static void
secret_in_argv(struct place *place)
{
	static const char *const tries[] = { "--secret-key=CANARY05ECRE7",
		"--api-key=canary0-7f3a-key", "--passphrase=canary0 phrase!",
		"--secret=CANARY05ECRE7" };
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);

	fault_aim(place, bad_exchange_port(exchange), NULL);
	for (size_t i = 0; i < COUNT(tries); i++) {
		struct place_result result = place_run(place,
		    (const char *const[]){ tries[i], "--once", NULL });

		fault_need(result.status == 2, "%s: status %d", tries[i], result.status);
		fault_clean(place, result.err, "standard error");
		fault_clean(place, result.out, "standard output");
		place_result_free(&result);
	}
	fault_need(bad_exchange_requests(exchange, NULL, 0) == 0, "something was asked");
	bad_exchange_stop(exchange);
}

static void
configuration_errors(struct place *place)
{
	TABLE(cases, const char *text, *says[FAULT_PARTS]) = {
		{ "interval = 2\ninterval 3\n", { "colltop.conf:2: " } },
		{ "interval = 2\nfrobnicate = 3\n", { "colltop.conf:2: ", "frobnicate" } },
		{ "interval = 2\ninterval = 3\n", { "colltop.conf:2: interval is set twice" } },
		{ "interval = soon\n",
		    { "colltop.conf:1: interval is a whole number from 1 to 60, not \"soon\"" } },
		{ "interval = 010\n",
		    { "colltop.conf:1: interval is a whole number from 1 to 60, not \"010\"" } },
		{ "interval = 0x2\n", { "colltop.conf:1: ", "0x2" } },
		{ "theme = \"${SHELL}\"\n",
		    { "colltop.conf:1: ${ would be replaced from the environment" } },
		{ "include(\"colltop.conf\")\n", { "colltop.conf:1: " } },
		{ "account \"main\" {\n", { "colltop.conf:1: the { here is never closed" } },
		{ "filter = \"\x1b[31m\"\n",
		    { "colltop.conf:1: there is a control character here" } },
		{ "filter = \"\xff\"\n",
		    { "colltop.conf:1: there is a byte here that is not UTF-8" } },
	};
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);

	for (size_t i = 0; i < COUNT(cases); i++) {
		fault_aim(place, bad_exchange_port(exchange), NULL);
		place_write(place, "colltop/colltop.conf", cases[i].text, 0600);
		ends(place, exchange, 2, cases[i].says);
	}
	shell(place, "printf 'interval = 2\\0\\n' >colltop.conf");
	ends(place, exchange, 2, SAYS("colltop.conf:1: there is a NUL byte here"));
	shell(place,
	    "{ printf 'filter = \"'; head -c 10485760 /dev/zero | tr '\\0' x; echo '\"'; } >colltop.conf");
	ends(place, exchange, 2, SAYS("colltop.conf is larger than 65536 bytes"));
	bad_exchange_stop(exchange);
}

static void
out_of_range(struct place *place)
{
	TABLE(cases, const char *text, *says[FAULT_PARTS]) = {
		{ "interval = 0\n",
		    { "colltop.conf:1: interval is a whole number from 1 to 60, not \"0\"" } },
		{ "interval = 1000000000\n", { "from 1 to 60, not \"1000000000\"" } },
		{ "interval = -1\n", { "from 1 to 60, not \"-1\"" } },
		{ "watch_fall = 1.9\n",
		    { "colltop.conf:1: watch_fall is ", "2 to 60", "not \"1.9\"" } },
		{ "watch_fall = 61\n", { "2 to 60", "not \"61\"" } },
		{ "watch_fall = 1e1\n", { "2 to 60", "not \"1e1\"" } },
		{ "target = 4\n", { "colltop.conf:1: target is ", "5 to 90", "not \"4\"" } },
		{ "target = 90.5\n", { "5 to 90", "not \"90.5\"" } },
		{ "target = -50\n", { "5 to 90", "not \"-50\"" } },
		{ "timeout = 0\n", { "timeout is 0.1 to 120 seconds", "not \"0\"" } },
		{ "timeout = nan\n", { "timeout is 0.1 to 120 seconds", "not \"nan\"" } },
		{ "connect_timeout = 1e9\n",
		    { "connect_timeout is 0.1 to 60 seconds", "not \"1e9\"" } },
		{ "account \"main\" {\n region = \"eea\"\n base_url = \"https://x.test\"\n}\n",
		    { "colltop.conf:3: base_url cannot be combined with region" } },
	};
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);

	for (size_t i = 0; i < COUNT(cases); i++) {
		fault_aim(place, bad_exchange_port(exchange), NULL);
		place_write(place, "colltop/colltop.conf", cases[i].text, 0600);
		ends(place, exchange, 2, cases[i].says);
	}
	bad_exchange_stop(exchange);
}

/* No home, or a folder that is not one: no configuration is needed, the environment has keys. */
static void
no_home(struct place *place)
{
	static const char *const homes[][2] = {
		{ "HOME=", "XDG_CONFIG_HOME=" },
		{ "HOME=/nonexistent", "XDG_CONFIG_HOME=relative/path" },
		{ "HOME=relative", "XDG_CONFIG_HOME=/nonexistent" },
	};
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);

	fault_aim(place, bad_exchange_port(exchange), NULL);
	fault_set(place, "OKX_API_BASE_URL=http://127.0.0.1:%u", bad_exchange_port(exchange));
	fault_set(place, "OKX_API_KEY=%s", place->keys[0].api_key);
	fault_set(place, "OKX_SECRET_KEY=%s", place->keys[0].secret_key);
	fault_set(place, "OKX_PASSPHRASE=%s", place->keys[0].passphrase);
	for (size_t i = 0; i < COUNT(homes); i++) {
		for (int j = 0; j < 2; j++) {
			free(place->environment[j]);
			place->environment[j] = strdup(homes[i][j]);
		}
		fault_once(place, NULL, 0, SAYS("LIVE", "BTC"));
	}
	bad_exchange_stop(exchange);
}

/* Root is told, and goes on. */
static void
as_root(struct place *place)
{
	struct bad_exchange *exchange;
	struct terminal *terminal;

	if (geteuid() != 0)
		fault_skip(place, "not root");
	exchange = bad_exchange_start(&good, 0);
	fault_aim(place, bad_exchange_port(exchange), NULL);
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	terminal_type(terminal, "m");
	fault_see(terminal, "running as root: an ordinary user is enough");
	terminal_type(terminal, "q");
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
}

/* A copy that would run as somebody else: nothing is read, nothing asked. */
static void
set_user_id(struct place *place)
{
	char *argv[] = { NULL, (char[]){ "--once" }, NULL };
	char path[320], err[512] = "";
	int from[2], status;
	pid_t pid;

	if (geteuid() != 0 || getpwnam("nobody") == NULL)
		fault_skip(place, "not root, or nobody else is here");
	shell(place,
	    "cp '%s/colltop' copy && chown nobody copy && chmod 4755 copy && chmod 755 .. .",
	    getenv("COLLTOP_BUILD"));
	snprintf(path, sizeof path, "%s/colltop/copy", place->home);
	argv[0] = path;
	fault_need(pipe(from) == 0, "no pipe");
	if ((pid = fork()) == 0) {
		dup2(from[1], STDERR_FILENO);
		execve(path, argv, place->environment);
		_exit(127);
	}
	close(from[1]);
	fault_need(read(from[0], err, sizeof err - 1) >= 0, "no answer");
	close(from[0]);
	waitpid(pid, &status, 0);
	fault_need(WIFEXITED(status) && strstr(err, "chmod ug-s") != NULL, "status %x: %s",
	    (unsigned)status, err);
#ifndef COLLTOP_SANITIZERS
	/* They cannot look for leaks in a process of another user, and fail. */
	fault_need(WEXITSTATUS(status) == 3, "status %d", WEXITSTATUS(status));
#endif
}

static void
wrong_options(struct place *place)
{
	usage(place, "--frobnicate", NULL, "frobnicate");
	usage(place, "stray", NULL, "stray");
	usage(place, "--interval=abc", NULL, "abc");
	usage(place, "-i", "0", "from 1 to 3600");
	usage(place, "-n", NULL, "n");
}

const struct fault_row faults_start[] = {
	{ .name = "fault_75_command_hangs", .run = command_hangs },
	{ .name = "fault_73_key_files", .run = key_files },
	{ .name = "fault_74_writable_folder", .run = writable_folder },
	{ .name = "fault_74_writable_ways", .run = writable_ways },
	{ .name = "fault_74_link_of_somebody_else", .run = link_of_somebody_else },
	{ .name = "fault_75_commands", .run = credentials_commands },
	{ .name = "fault_76_values_missing_or_swapped", .run = values_missing },
	{ .name = "fault_77_secret_in_argv", .run = secret_in_argv },
	{ .name = "fault_80_configuration_errors", .run = configuration_errors },
	{ .name = "fault_81_out_of_range", .run = out_of_range },
	{ .name = "fault_82_no_home", .run = no_home },
	{ .name = "fault_88_as_root", .run = as_root },
	{ .name = "fault_88_set_user_id", .run = set_user_id },
	{ .name = "fault_90_wrong_options", .run = wrong_options },
	{ .name = NULL },
};
