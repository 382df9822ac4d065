/* SPDX-License-Identifier: ISC */
/* The exchange's imitation: wiring, the line that says it is ready, signals. */
#include "config.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <unistd.h>

#include <bsd/stdlib.h>

#include "base/monotime.h"
#include "conf/option_info.h"
#include "conf/parse_value.h"
#include "sim/default_portfolio.h"
#include "sim/exchange.h"
#include "sim/request_log.h"
#include "sim/server.h"

#define PROGRAM "colltop-sim"
#define EXIT_CANNOT 1
#define EXIT_USAGE 2
#define MAX_SKEW_S 86400
#define MAX_LATENCY_MS 600000
#define HELP_WIDTH 22 /* of names and arguments, so that all tables stand below each other */

/* What was asked for on the command line. Texts are those of argv. */
struct sim_options {
	bool help, version;
	int port;         /* 0: any free one */
	const char *bind; /* a loopback address */
	bool seeded;
	uint64_t seed;
	const char *portfolio; /* NULL: the built-in one */
	int assets, loans;     /* 0: as many as the portfolio has */
	enum exchange_list list;
	const struct scenario *scenario;
	int speed; /* of the scenario */
	bool still, no_rate_limit, with_parent;
	struct faults faults;
	int64_t clock_skew_ms;
	int latency_ms;
	const char *redirect_to;
	const char *key_label, *key_perm, *key_ip; /* never NULL */
	const char *tls_cert, *tls_key;            /* NULL: plain HTTP */
	const char *log;                           /* NULL: none */
};

static bool
set_seed(void *into, const char *what, const char *text, struct cause *cause)
{
	struct sim_options *options = into;
	long value;

	if (!parse_value_whole(&value, text, 0, LONG_MAX, what, cause))
		return false;
	options->seeded = true;
	options->seed = (uint64_t)value;
	return true;
}

static bool
set_scenario(void *into, const char *what, const char *text, struct cause *cause)
{
	struct sim_options *options = into;

	(void)what;
	options->scenario = scenario_find(text, cause);
	return options->scenario != NULL;
}

static bool
add_fault(void *into, const char *what, const char *text, struct cause *cause)
{
	(void)what;
	return fault_add(&((struct sim_options *)into)->faults, text, cause);
}

static bool
set_clock_skew(void *into, const char *what, const char *text, struct cause *cause)
{
	struct sim_options *options = into;
	const char *wrong;

	options->clock_skew_ms = strtonum(text, -MAX_SKEW_S, MAX_SKEW_S, &wrong) * 1000;
	return wrong == NULL ||
	    cause_set(cause, "%s is a whole number from %d to %d, not \"%s\"", what, -MAX_SKEW_S,
		MAX_SKEW_S, text);
}

static bool
set_redirect_to(void *into, const char *what, const char *text, struct cause *cause)
{
	for (const char *at = text; *at != '\0'; at++)
		if (*at <= 0x20 || *at > 0x7e)
			return cause_set(cause, "%s takes a URL in plain ASCII", what);
	((struct sim_options *)into)->redirect_to = text;
	return true;
}

/* clang-format off */
static const struct option_info option_table[] = {
	{ 0, "port", "N", "listen on port N; 0, the default: any free one",
	    WHOLE_OF(sim_options, port, 0, 65535) },
	{ 0, "bind", "ADDRESS", "listen on this loopback address, 127.0.0.1 by default",
	    TEXT_OF(sim_options, bind, 0), .standard = "127.0.0.1" },
	{ 0, "seed", "N", "make keys, invented coins and prices from N: the same each time",
	    SET_BY(set_seed) },
	{ 0, "portfolio", "FILE", "who owns and owes what (default: three currencies)",
	    TEXT_OF(sim_options, portfolio, 0) },
	{ 0, "assets", "N", "make it N rows, 1 to 20000",
	    WHOLE_OF(sim_options, assets, 1, SIM_PORTFOLIO_MAX_ROWS) },
	{ 0, "loans", "N", "make it at least N orders, 1 to 1000, where there is one",
	    WHOLE_OF(sim_options, loans, 1, SIM_PORTFOLIO_MAX_LOANS) },
	{ 0, "list", "WHAT", "let collateral-assets list what is spare, or pledged",
	    WORD_OF(sim_options, list, "spare pledged") },
	{ 0, "scenario", "NAME", "what happens to prices and loans", SET_BY(set_scenario) },
	{ 0, "speed", "N", "play the scenario N times as fast, 1 to 1000",
	    WHOLE_OF(sim_options, speed, 1, MARKET_MAX_SPEED), .standard = "1" },
	{ 0, "still", NULL, "let nothing but the scenario move prices", FLAG_OF(sim_options, still) },
	{ 0, "no-rate-limit", NULL, "answer however often it is asked",
	    FLAG_OF(sim_options, no_rate_limit) },
	{ 0, "fault", "NAME", "misbehave, see below (repeatable)", SET_BY(add_fault) },
	{ 0, "clock-skew", "SECONDS", "let its clock be ahead, or behind for a negative number",
	    SET_BY(set_clock_skew) },
	{ 0, "latency", "MS", "wait so long before each answer",
	    WHOLE_OF(sim_options, latency_ms, 0, MAX_LATENCY_MS) },
	{ 0, "redirect-to", "URL", "where the fault redirect points",
	    SET_BY(set_redirect_to), .standard = "http://127.0.0.1:1/" },
	{ 0, "key-label", "TEXT", "what its keys are called",
	    TEXT_OF(sim_options, key_label, 0), .standard = "colltop-sim" },
	{ 0, "key-perm", "LIST",
	    "what its keys may do, read_only by default; or read_only,withdraw,trade",
	    TEXT_OF(sim_options, key_perm, 0), .standard = "read_only" },
	{ 0, "key-ip", "LIST",
	    "addresses its keys are bound to, separated by commas; others are refused",
	    TEXT_OF(sim_options, key_ip, 0), .standard = "" },
	{ 0, "tls-cert", "FILE", "speak TLS with this certificate (PEM, with its chain)",
	    TEXT_OF(sim_options, tls_cert, 0) },
	{ 0, "tls-key", "FILE", "the certificate's key (PEM)", TEXT_OF(sim_options, tls_key, 0) },
	{ 0, "log", "FILE", "add one line of JSON for each request to FILE",
	    TEXT_OF(sim_options, log, 0) },
	{ 0, "with-parent", NULL, "end when standard input ends, or the parent process",
	    FLAG_OF(sim_options, with_parent) },
	{ 'h', "help", NULL, "print this help", FLAG_OF(sim_options, help) },
	{ 'V', "version", NULL, "print the version", FLAG_OF(sim_options, version) },
	{ .name = NULL },
};
/* clang-format on */

#define ROWS ((int)(sizeof option_table / sizeof option_table[0]) - 1)

static bool
check_options(const struct sim_options *options, struct cause *cause)
{
	if ((options->tls_cert == NULL) != (options->tls_key == NULL))
		return cause_set(cause, "--tls-cert and --tls-key belong together: give both");
	if (options->faults.clock && options->clock_skew_ms != 0)
		return cause_set(cause, "--fault clock-skew and --clock-skew exclude each other");
	return true;
}

static bool
read_options(struct sim_options *options, int argc, char *argv[], struct cause *cause)
{
	struct option_line line = { .rows = option_table,
		.count = ROWS,
		.argc = argc,
		.argv = argv };
	const char *text;
	char name[32];
	int id;

	while ((id = option_next(&line, &text, cause)) >= 0) {
		snprintf(name, sizeof name, "--%s", option_table[id].name);
		if (!option_take(&option_table[id], options, name, text, cause))
			return false;
	}
	if (id == OPTION_LINE_STRAY)
		return cause_set(cause, "unexpected argument \"%s\"", text);
	return id == OPTION_LINE_END && check_options(options, cause);
}

static bool
options_read(struct sim_options *options, int argc, char *argv[], struct cause *cause)
{
	*options = (struct sim_options){ .scenario = &scenario_table[0] };
	option_standards(option_table, NULL, options);
	if (!read_options(options, argc, argv, cause))
		return option_hint(cause, PROGRAM);
	if (options->faults.clock)
		options->clock_skew_ms = FAULT_SKEW_MS;
	return true;
}

static void
options_help(FILE *out)
{
	fprintf(out,
	    "usage: %s [OPTION]...\n"
	    "Imitates the exchange on this machine, with invented figures.\n\n",
	    PROGRAM);
	option_help(out, option_table, ROWS, HELP_WIDTH);
	fprintf(out, "\nscenarios:\n");
	for (const struct scenario *scenario = scenario_table; scenario->name != NULL; scenario++)
		fprintf(out, "  %-28s  %s\n", scenario->name, scenario->help);
	fprintf(out, "\nfaults:\n");
	for (const struct fault *fault = fault_table; fault->name != NULL; fault++)
		fprintf(out, "  %-28s  %s\n", fault->name, fault->help);
	fprintf(out,
	    "\nNAME:COUNT spoils that many requests, NAME@ENDPOINT or NAME@ENDPOINT:COUNT those of\n"
	    "one endpoint, NAME@ENDPOINT?PARAMETER=VALUE those that ask for it (?instId=BTC-USD):\n");
	for (const struct endpoint *endpoint = endpoint_table; endpoint->name != NULL; endpoint++)
		fprintf(out, " %s", endpoint->name);
	fprintf(out,
	    "\n\nWhen ready it prints one line of JSON: the base URL and the credentials.\n");
}

static int wake[2] = { -1, -1 }; /* signals write, the loop reads */

static void
on_signal(int number)
{
	int saved_errno = errno;

	(void)number;
	(void)!write(wake[1], "", 1);
	errno = saved_errno;
}

static bool
catch_signals(struct cause *cause)
{
	struct sigaction act = { .sa_handler = on_signal };

	if (pipe(wake) == -1)
		return cause_set(cause, "cannot make a pipe: %s", strerror(errno));
	for (int i = 0; i < 2; i++) {
		fcntl(wake[i], F_SETFD, FD_CLOEXEC);
		fcntl(wake[i], F_SETFL, O_NONBLOCK);
	}
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGINT, &act, NULL);
	act.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &act, NULL);
	return true;
}

static void
print_sim_version(void)
{
	printf("%s %s\n", PROGRAM, PACKAGE_VERSION);
	printf("libmicrohttpd %s, cJSON %s\n", server_version(), cJSON_Version());
}

static bool
open_exchange(struct exchange *exchange, const struct sim_options *options, struct cause *cause)
{
	uint64_t seed = options->seed;
	const struct account *account = &exchange->portfolio.accounts[ENVIRONMENT_PRODUCTION];
	bool read;

	if (!options->seeded)
		arc4random_buf(&seed, sizeof seed);
	market_init(&exchange->market, seed, options->still, monotime_ms());
	exchange->market.trend = &options->scenario->trend;
	exchange->market.lowering = &options->scenario->lowering;
	exchange->market.speed = options->speed;
	if (options->portfolio != NULL)
		read = sim_portfolio_load(&exchange->portfolio, &exchange->market,
		    options->portfolio, cause);
	else
		read = sim_portfolio_read(&exchange->portfolio, &exchange->market,
		    DEFAULT_PORTFOLIO, sizeof DEFAULT_PORTFOLIO - 1, cause);
	if (!read)
		return false;
	if (options->assets > 0)
		sim_portfolio_resize(&exchange->portfolio, &exchange->market,
		    (size_t)options->assets);
	for (int i = 0; i < ENVIRONMENTS; i++) {
		if (!sim_portfolio_resize_loans(&exchange->portfolio.accounts[i],
			(size_t)options->loans, cause))
			return false;
		keys_make(&exchange->keys[i], options->seeded ? &seed : NULL, (enum environment)i);
	}
	if (!scenario_play(&exchange->scenes, options->scenario, account, &exchange->market, cause))
		return false;
	exchange->faults = options->faults;
	exchange->list = options->list;
	exchange->unlimited = options->no_rate_limit;
	exchange->skew_ms = options->clock_skew_ms;
	exchange->redirect_to = options->redirect_to;
	exchange->key_label = options->key_label;
	exchange->key_perm = options->key_perm;
	exchange->key_ip = options->key_ip;
	return true;
}

/* The one line on standard output: where it listens, and credentials to ask with. */
static bool
announce(const struct exchange *exchange, const struct server *server, struct cause *cause)
{
	cJSON *line = cJSON_CreateObject();
	char *text;
	bool done;

	cJSON_AddStringToObject(line, "base", server_base(server));
	for (int i = 0; i < ENVIRONMENTS; i++) {
		cJSON *keys = cJSON_AddObjectToObject(line, environment_name((enum environment)i));

		cJSON_AddStringToObject(keys, "api_key", exchange->keys[i].api_key);
		cJSON_AddStringToObject(keys, "secret_key", exchange->keys[i].secret_key);
		cJSON_AddStringToObject(keys, "passphrase", exchange->keys[i].passphrase);
	}
	text = cJSON_PrintUnformatted(line);
	cJSON_Delete(line);
	done = text != NULL && puts(text) != EOF && fflush(stdout) == 0;
	free(text);
	return done || cause_set(cause, "cannot write to standard output: %s", strerror(errno));
}

/* Whether standard input has ended; what comes there is thrown away. */
static bool
input_ended(void)
{
	char ignored[256];
	ssize_t got = read(STDIN_FILENO, ignored, sizeof ignored);

	return got == 0 || (got == -1 && errno != EINTR && errno != EAGAIN);
}

static bool
serve_requests(struct server *server, bool with_parent, struct cause *cause)
{
	struct pollfd fds[] = { { .fd = wake[0] }, { .fd = STDIN_FILENO } };

	for (;;) {
		if (!server_turn(server, fds, with_parent ? 2 : 1, cause))
			return false;
		if (fds[0].revents != 0 || (with_parent && fds[1].revents != 0 && input_ended()))
			return true;
	}
}

/* Says why it ends. A parent that waits for its first line gets it there, too. */
static void
say_why(const struct sim_options *options, const struct cause *cause)
{
	fprintf(stderr, "%s: %s\n", PROGRAM, cause->text);
	if (options->with_parent) {
		printf("%s: %s\n", PROGRAM, cause->text);
		fflush(stdout);
	}
}

int
main(int argc, char *argv[])
{
	static struct exchange exchange;
	struct request_log request_log = { .descriptor = -1 };
	struct server_settings settings;
	struct server *server = NULL;
	struct sim_options options;
	struct cause cause = { "" };
	int status = EXIT_CANNOT;

	if (!options_read(&options, argc, argv, &cause)) {
		say_why(&options, &cause);
		return EXIT_USAGE;
	}
	if (options.help || options.version) {
		if (options.help)
			options_help(stdout);
		else
			print_sim_version();
		return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_CANNOT;
	}
#ifdef __linux__
	/*
	 * A second line of defence: a parent that is killed takes it along even if its end of
	 * the pipe lives on.
	 */
	if (options.with_parent)
		prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif

	settings = (struct server_settings){ .address = options.bind,
		.port = options.port,
		.tls_cert = options.tls_cert,
		.tls_key = options.tls_key,
		.latency_ms = options.latency_ms };
	if (catch_signals(&cause) && open_exchange(&exchange, &options, &cause) &&
	    request_log_open(&request_log, options.log, &cause) &&
	    (server = server_start(&settings, &exchange, &request_log, &cause)) != NULL &&
	    announce(&exchange, server, &cause) &&
	    serve_requests(server, options.with_parent, &cause))
		status = EXIT_SUCCESS;

	if (status != EXIT_SUCCESS)
		say_why(&options, &cause);
	server_stop(server);
	request_log_close(&request_log);
	exchange_clear(&exchange);
	return status;
}
