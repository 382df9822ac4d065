/* SPDX-License-Identifier: ISC */
/* Terminals of all kinds, and what comes out of them: section D of the table. */
#include "test.h"

#include <signal.h>
#include <sys/wait.h>

#include "e2e/faults.h"
#include "e2e/watch.h"
#include "screen/answers.h"
#include "screen/loans.h"

#define SAYS(...) \
	(const char *const[FAULT_PARTS]) \
	{ \
		__VA_ARGS__ \
	}

static const struct bad_plan good = { .good = 0 };

/* A terminal in which the screen cannot be: the words, status 2, and the terminal as it was. */
static void
unusable(struct place *place, char *const *argv, const char *says)
{
	struct terminal *terminal = terminal_start(argv, place->environment, 200, 24);
	int status = terminal_finish(terminal);

	fault_need(WIFEXITED(status) && WEXITSTATUS(status) == 2, "status %x:\n%s",
	    (unsigned)status, terminal_screen(terminal));
	fault_see(terminal, says);
	fault_need(!terminal_alternate(terminal) && terminal_modes_unchanged(terminal),
	    "the terminal is not as it was");
	terminal_free(terminal);
}

static void
unknown_terminals(struct place *place)
{
	static const char *const terms[] = { "TERM=xterm-kitty-of-tomorrow",
		"TERM=", "TERM=../../etc/passwd", NULL };
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);
	char *const argv[] = { (char *)(uintptr_t)place_program("colltop"), NULL };

	fault_aim(place, bad_exchange_port(exchange), NULL);
	for (size_t i = 0; i < COUNT(terms); i++) {
		place_replace(place, "TERM", terms[i]);
		unusable(place, argv, "TERM=xterm-256color");
	}
	fault_need(bad_exchange_requests(exchange, NULL, 0) == 0, "something was asked");
	bad_exchange_stop(exchange);
}

static void
no_terminal(struct place *place)
{
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);
	char *const dumb[] = { (char *)(uintptr_t)place_program("colltop"), NULL };
	char *const no_input[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" },
		(char[]){ "exec \"$0\" </dev/null" }, dumb[0], NULL };
	struct place_result result;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	unusable(place, no_input, "--once");
	place_replace(place, "TERM", "TERM=dumb");
	unusable(place, dumb, "--once");
	result = place_run(place, (const char *const[]){ "--production", NULL });
	fault_need(result.status == 2 && strstr(result.err, "--once") != NULL &&
		result.out[0] == '\0',
	    "%d: %s%s", result.status, result.err, result.out);
	place_result_free(&result);
	fault_need(bad_exchange_requests(exchange, NULL, 0) == 0, "something was asked");
	bad_exchange_stop(exchange);
}

static void
sizes(struct place *place)
{
	static const int all[][2] = { { 1, 1 }, { 0, 0 }, { 3, 500 }, { 500, 200 }, { 200, 1 },
		{ 1, 200 }, { 20, 5 } };
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);
	struct terminal *terminal;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	for (size_t i = 0; i < COUNT(all); i++) {
		terminal_resize(terminal, all[i][0], all[i][1]);
		terminal_listen(terminal, 200);
	}
	/* The last one is small: whose, how old, and the first figure. */
	fault_see(terminal, "PRODUCTION");
	fault_see(terminal, "0s");
	fault_see(terminal, "164,682.65");
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
}

static void
exported_size(struct place *place)
{
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);
	struct terminal *terminal;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	place_set(place, "LINES=7");
	place_set(place, "COLUMNS=33");
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	fault_see(terminal, "as of");
	fault_see(terminal, "q:quit");
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
}

/* The states can be read without a colour, and the figures anyway. */
static void
few_colours(struct place *place)
{
	static const char *const terms[] = { "TERM=vt100", "TERM=xterm", "TERM=linux",
		"TERM=screen", "TERM=xterm-256color" };
	static const struct raw_step refusal[] = {
		SEND(HTTP("503 Service Unavailable", "")),
		SEND(REFUSAL("50001", "unavailable")),
		{ .action = RAW_END },
	};
	const struct bad_plan plan = { .script = refusal, .good = 1 };

	for (size_t i = 0; i < COUNT(terms); i++) {
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
		struct terminal *terminal;
		size_t length;
		const char *output;

		fault_aim(place, bad_exchange_port(exchange), NULL);
		place_replace(place, "TERM", terms[i]);
		if (i + 1 == COUNT(terms))
			place_set(place, "NO_COLOR=1");
		terminal = fault_watch(place, NULL);
		fault_see(terminal, "LIVE");
		fault_holds(terminal, FAULT_VALUE, SAYS("50001"));
		output = terminal_output(terminal, &length);
		for (int colour = 0; i + 1 == COUNT(terms) && colour < 8; colour++) {
			char sequence[16];

			snprintf(sequence, sizeof sequence, "\033[3%dm", colour);
			fault_need(memmem(output, length, sequence, strlen(sequence)) == NULL,
			    "colour %d", colour);
		}
		terminal_type(terminal, "q");
		fault_need(terminal_finish(terminal) == 0 && terminal_modes_unchanged(terminal),
		    "%s: no way back", terms[i]);
		terminal_free(terminal);
		bad_exchange_stop(exchange);
	}
}

static void
locales(struct place *place)
{
	static const char *const all[] = { "LC_ALL=C", "LC_ALL=en_US.ISO-8859-1",
		"LC_ALL=zh_CN.UTF-8", "LC_ALL=C.UTF-8" };
	const struct bad_plan plan = {
		.body = ASSETS(ASSET("\345\270\201", "1", "3") "," ASSET("BTC", "1", "97"))
	};
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);

	for (size_t i = 0; i < COUNT(all); i++) {
		struct terminal *terminal;
		size_t length;
		const char *output;

		fault_aim(place, bad_exchange_port(exchange), NULL);
		place_replace(place, "LC_ALL", all[i]);
		terminal = fault_watch(place, NULL);
		fault_see(terminal, "LIVE");
		/* Both rows end in the same column. */
		fault_see(terminal,
		    " BTC                   1       97.0000             97.00      97.00%");
		if (i + 1 == COUNT(all))
			fault_see(terminal,
			    " \345\270\201                    1        3.00000             3.00       3.00%");
		else
			fault_see(terminal,
			    " ?                     1        3.00000             3.00       3.00%");
		output = terminal_output(terminal, &length);
		for (size_t at = 0; i == 0 && at < length; at++)
			fault_need((unsigned char)output[at] < 0x80, "byte %d",
			    (unsigned char)output[at]);
		fault_leave(place, terminal);
	}
	bad_exchange_stop(exchange);
}

/* Esc until nothing is open any more. */
static void
calm(struct terminal *terminal)
{
	for (int i = 0; i < 4; i++) {
		terminal_type(terminal, "\033");
		terminal_listen(terminal, 250);
	}
	fault_see(terminal, "TOTAL");
}

/* A million bytes but those that leave or stop it on purpose, an escape without end, a paste. */
static void
any_input(struct place *place)
{
#ifdef COLLTOP_SANITIZERS
	const int thousands = 100;
#else
	const int thousands = 1000;
#endif
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);
	struct terminal *terminal;
	char bytes[1001] = "";
	uint32_t seed = 7;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	for (int i = 0; i < thousands; i++) {
		for (size_t j = 0; j + 1 < sizeof bytes; j++) {
			seed = seed * 1103515245 + 12345;
			bytes[j] = (char)(seed >> 16);
			/*
			 * NUL ends a text here; Ctrl-S stops the terminal; Ctrl-C, Ctrl-Z, Ctrl-\,
			 * q and F10 leave.
			 */
			if (strchr("\x03\x13\x1a\x1cq~", bytes[j]) != NULL)
				bytes[j] = '.';
		}
		terminal_type(terminal, bytes);
	}
	calm(terminal);
	terminal_type(terminal, "\033[");
	for (int i = 0; i < 64; i++)
		terminal_type(terminal,
		    "1;2;3;4;5;6;7;8;9;0;1;2;3;4;5;6;7;8;9;0;1;2;3;4;5;6;7;8;9;0;1;2;3;4;5;6;7;8;9;0;");
	memset(bytes, 'x', sizeof bytes - 1);
	terminal_type(terminal, "\033[200~");
	for (int i = 0; i < 66; i++)
		terminal_type(terminal, bytes);
	terminal_type(terminal, "\033[201~");
	calm(terminal);
	fault_see(terminal, "s old");
	fault_leave(place, terminal);
	fault_paced(exchange, OKX_RETRY_NO, false);
	bad_exchange_stop(exchange);
}

/* Nobody reads the record: no word about it, and no success. */
static void
nobody_reads(struct place *place)
{
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);
	char *const argv[] = { (char *)(uintptr_t)place_program("colltop"), (char[]){ "--once" },
		NULL };
	int out[2], err[2], status;
	char text[256] = "";
	pid_t pid;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	fault_need(pipe(out) == 0 && pipe(err) == 0, "no pipe");
	if ((pid = fork()) == 0) {
		signal(SIGPIPE, SIG_DFL);
		dup2(out[1], STDOUT_FILENO);
		dup2(err[1], STDERR_FILENO);
		for (int i = 0; i < 2; i++) {
			close(out[i]);
			close(err[i]);
		}
		execve(argv[0], argv, place->environment);
		_exit(127);
	}
	close(out[0]);
	close(out[1]);
	close(err[1]);
	fault_need(read(err[0], text, sizeof text - 1) == 0, "not quiet: %s", text);
	close(err[0]);
	waitpid(pid, &status, 0);
	fault_need(WIFEXITED(status) && WEXITSTATUS(status) == 1, "status %x", (unsigned)status);
	bad_exchange_stop(exchange);
}

/* Nothing can be done; but the manual says what helps. */
static void
killed(struct place *place)
{
	struct bad_exchange *exchange = bad_exchange_start(&good, 0);
	struct terminal *terminal;
	char command[400];

	fault_aim(place, bad_exchange_port(exchange), NULL);
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	kill(terminal_pid(terminal), SIGKILL);
	watch_ended_by(terminal, SIGKILL);
	terminal_free(terminal);
	snprintf(command, sizeof command, "grep -q '^\\.Xr reset 1$' '%s/../man/colltop.1'",
	    getenv("COLLTOP_TESTS"));
	fault_need(system(command) == 0, "the manual does not name reset(1)");
	bad_exchange_stop(exchange);
}

/* A library writes to standard error in the middle of it. */
static void
noise(struct place *place)
{
	char command[400];
	struct terminal *terminal;
	size_t length;
	const char *output;

	place_simulate(place, NULL);
	snprintf(place->base, sizeof place->base, "https://exchange.test:%s", place->port);
	place_configure(place, "interval = 1\n");
	fault_preload(place);
	place_set(place, "FAULT_NOISE=1");
	terminal = fault_watch(place, NULL);
	/* The certificate is not for that name, so there is a cause; the call before matters. */
	fault_see(terminal, "not for exchange.test");
	fault_lacks(terminal, "noise");
	output = terminal_output(terminal, &length);
	fault_need(memmem(output, length, "noise", 5) == NULL, "written to the terminal");
	fault_leave(place, terminal);
	snprintf(command, sizeof command, "grep -q 'noise of a library' %s/log", place->home);
	fault_need(system(command) == 0, "not in the log");
}

/* How often TEXT was written to the terminal. */
static unsigned
written(const struct terminal *terminal, const char *text)
{
	size_t length, left;
	const char *output = terminal_output(terminal, &length), *at = output;
	unsigned found = 0;

	while (left = length - (size_t)(at - output),
	    (at = memmem(at, left, text, strlen(text))) != NULL) {
		found++;
		at++;
	}
	return found;
}

/* Waits for a bell: a BEL that does not end an order to the terminal. */
static void
hear(struct terminal *terminal)
{
	int64_t deadline = terminal_now() + 20000;

	while (written(terminal, "\a") <= written(terminal, "\033]")) {
		fault_need(terminal_now() < deadline, "no bell:\n%s", terminal_screen(terminal));
		terminal_listen(terminal, 50);
	}
}

/* A loan that is well at first and then under its margin call. */
static const struct raw_step called[] = { SEND(OK_JSON), SEND(LOAN_CALL), { .action = RAW_END } };
static const struct bad_plan to_call = { .script = called,
	.path = BAD_LOAN,
	.good = 3,
	.loans = LOAN_OK,
	.prices = PRICES_NOW,
	.body = LIST_SPARE };

/* A margin call rings; the window's title, where there is one, tells of it and is given back. */
static void
bell_and_title(struct place *place)
{
	TABLE(cases, const char *term, *ok, *call, *back) = {
		{ "TERM=xterm-256color", "\033]2;OK 60.00% -18.6% ", "\033]2;CALL 74.00% -11.6% ",
		    "\033]2;colltop\a\033[23;2t" },
		{ "TERM=tmux-256color", "\033]", "CALL 74.00% -11.6% ", "\033]0;colltop\a" },
		{ "TERM=screen-256color", NULL, NULL, NULL },
		{ "TERM=screen", NULL, NULL, NULL },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct bad_exchange *exchange = bad_exchange_start(&to_call, 0);
		struct terminal *terminal;

		fault_aim(place, bad_exchange_port(exchange), NULL);
		place_replace(place, "TERM", cases[i].term);
		terminal = fault_watch(place, NULL);
		fault_see(terminal, "60.00%  OK");
		fault_need(written(terminal, "\a") == written(terminal, "\033]"),
		    "it rang without a cause");
		fault_see(terminal, "MARGIN CALL");
		hear(terminal);
		/* Once; and once more where a minute begins meanwhile. */
		fault_need(cases[i].ok == NULL ? written(terminal, "\033]") == 0 :
						 written(terminal, cases[i].ok) > 0 &&
			    written(terminal, cases[i].call) > 0 &&
			    written(terminal, cases[i].call) <= 2,
		    "%s: the title of the window", cases[i].term);
		fault_need(written(terminal, "\033P") == 0, "an order to the outer terminal");
		terminal_type(terminal, "q");
		fault_need(terminal_finish(terminal) == 0, "it goes on");
		fault_need(cases[i].back == NULL || written(terminal, cases[i].back) == 1,
		    "the title was not given back");
		terminal_free(terminal);
		bad_exchange_stop(exchange);
	}
}

/* In tmux itself, where there is one, the screen is whole and the bell comes through. */
static void
in_tmux(struct place *place)
{
	struct bad_exchange *exchange;
	struct terminal *terminal;
	char command[700];
	char *const argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" }, command, NULL };

	if (system("tmux -V >/dev/null 2>&1") != 0)
		fault_skip(place, "no tmux");
	exchange = bad_exchange_start(&to_call, 0);
	fault_aim(place, bad_exchange_port(exchange), NULL);
	snprintf(command, sizeof command,
	    "exec tmux -S %s/tmux -f /dev/null new-session '\"%s\"; tmux -S %s/tmux kill-server'",
	    place->home, place_program("colltop"), place->home);
	terminal = terminal_start(argv, place->environment, 80, 24);
	fault_see(terminal, "LIVE");
	fault_see(terminal, "60.00%");
	fault_see(terminal, "q:quit");
	fault_see(terminal, "MARGIN CALL");
	hear(terminal);
	terminal_type(terminal, "q");
	fault_need(terminal_finish(terminal) >= 0, "tmux goes on");
	terminal_free(terminal);
	bad_exchange_stop(exchange);
}

const struct fault_row faults_terminal[] = {
	{ .name = "fault_57_unknown_terminals", .run = unknown_terminals },
	{ .name = "fault_58_no_terminal", .run = no_terminal },
	{ .name = "fault_59_sizes", .run = sizes },
	{ .name = "fault_60_exported_size", .run = exported_size },
	{ .name = "fault_61_few_colours", .run = few_colours },
	{ .name = "fault_62_locales", .run = locales },
	{ .name = "fault_63_any_input", .run = any_input },
	{ .name = "fault_66_nobody_reads", .run = nobody_reads },
	{ .name = "fault_70_killed", .run = killed },
	{ .name = "fault_71_noise_of_a_library", .run = noise },
	{ .name = "fault_72_bell_and_title", .run = bell_and_title },
	{ .name = "fault_72_in_tmux", .run = in_tmux },
	{ .name = NULL },
};
