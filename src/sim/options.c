/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/options.h"

#include <limits.h>

#include <bsd/stdlib.h>

#include "conf/option_info.h"
#include "conf/parse_value.h"
#include "sim/endpoint.h"
#include "sim/portfolio.h"

#define MAX_SKEW_S 86400
#define MAX_LATENCY_MS 600000
#define HELP_WIDTH 22 /* of names and arguments, so that all tables stand below each other */

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
check(const struct sim_options *options, struct cause *cause)
{
	if ((options->tls_cert == NULL) != (options->tls_key == NULL))
		return cause_set(cause, "--tls-cert and --tls-key belong together: give both");
	if (options->faults.clock && options->clock_skew_ms != 0)
		return cause_set(cause, "--fault clock-skew and --clock-skew exclude each other");
	return true;
}

static bool
read_line(struct sim_options *options, int argc, char *argv[], struct cause *cause)
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
	return id == OPTION_LINE_END && check(options, cause);
}

bool
options_read(struct sim_options *options, int argc, char *argv[], struct cause *cause)
{
	*options = (struct sim_options){ .scenario = &scenario_table[0] };
	if (!option_standards(option_table, NULL, options, cause) ||
	    !read_line(options, argc, argv, cause))
		return option_hint(cause, OPTIONS_PROGRAM);
	if (options->faults.clock)
		options->clock_skew_ms = FAULT_SKEW_MS;
	return true;
}

void
options_help(FILE *out)
{
	fprintf(out,
	    "usage: %s [OPTION]...\n"
	    "Imitates the exchange on this machine, with invented figures.\n\n",
	    OPTIONS_PROGRAM);
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
