/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/options.h"

#include <getopt.h>
#include <string.h>

#include <bsd/stdlib.h>

#include "base/xmalloc.h"
#include "sim/endpoint.h"
#include "sim/portfolio.h"

#define MAX_SKEW_S 86400
#define MAX_LATENCY_MS 600000
#define FIRST_LONG 256 /* getopt_long(3) returns this for the first row without a letter */

static bool
whole(const char *what, const char *text, long long least, long long most, long long *value,
    struct cause *cause)
{
	const char *wrong;

	*value = strtonum(text, least, most, &wrong);
	if (wrong != NULL)
		return cause_set(cause, "--%s '%s' is %s: expected %lld to %lld", what, text, wrong,
		    least, most);
	return true;
}

static bool
set_port(struct sim_options *options, const char *argument, struct cause *cause)
{
	long long value;

	if (!whole("port", argument, 0, 65535, &value, cause))
		return false;
	options->port = (int)value;
	return true;
}

static bool
set_bind(struct sim_options *options, const char *argument, struct cause *cause)
{
	(void)cause;
	options->bind = argument;
	return true;
}

static bool
set_seed(struct sim_options *options, const char *argument, struct cause *cause)
{
	long long value;

	if (!whole("seed", argument, 0, INT64_MAX, &value, cause))
		return false;
	options->seeded = true;
	options->seed = (uint64_t)value;
	return true;
}

static bool
set_portfolio(struct sim_options *options, const char *argument, struct cause *cause)
{
	(void)cause;
	options->portfolio = argument;
	return true;
}

static bool
set_assets(struct sim_options *options, const char *argument, struct cause *cause)
{
	long long value;

	if (!whole("assets", argument, 1, SIM_PORTFOLIO_MAX_ROWS, &value, cause))
		return false;
	options->assets = (size_t)value;
	return true;
}

static bool
set_loans(struct sim_options *options, const char *argument, struct cause *cause)
{
	long long value;

	if (!whole("loans", argument, 1, SIM_PORTFOLIO_MAX_LOANS, &value, cause))
		return false;
	options->loans = (size_t)value;
	return true;
}

static bool
set_list(struct sim_options *options, const char *argument, struct cause *cause)
{
	static const char *const words[] = {
		[EXCHANGE_LIST_SPARE] = "spare",
		[EXCHANGE_LIST_PLEDGED] = "pledged",
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(argument, words[i]) == 0) {
			options->list = (enum exchange_list)i;
			return true;
		}
	return cause_set(cause, "--list '%.64s' is neither spare nor pledged", argument);
}

static bool
set_scenario(struct sim_options *options, const char *argument, struct cause *cause)
{
	options->scenario = scenario_find(argument, cause);
	return options->scenario != NULL;
}

static bool
set_speed(struct sim_options *options, const char *argument, struct cause *cause)
{
	long long value;

	if (!whole("speed", argument, 1, MARKET_MAX_SPEED, &value, cause))
		return false;
	options->speed = (int)value;
	return true;
}

static bool
set_still(struct sim_options *options, const char *argument, struct cause *cause)
{
	(void)argument;
	(void)cause;
	options->still = true;
	return true;
}

static bool
set_no_rate_limit(struct sim_options *options, const char *argument, struct cause *cause)
{
	(void)argument;
	(void)cause;
	options->no_rate_limit = true;
	return true;
}

static bool
add_fault(struct sim_options *options, const char *argument, struct cause *cause)
{
	return fault_add(&options->faults, argument, cause);
}

static bool
set_clock_skew(struct sim_options *options, const char *argument, struct cause *cause)
{
	long long value;

	if (!whole("clock-skew", argument, -MAX_SKEW_S, MAX_SKEW_S, &value, cause))
		return false;
	options->clock_skew_ms = value * 1000;
	return true;
}

static bool
set_latency(struct sim_options *options, const char *argument, struct cause *cause)
{
	long long value;

	if (!whole("latency", argument, 0, MAX_LATENCY_MS, &value, cause))
		return false;
	options->latency_ms = value;
	return true;
}

static bool
set_redirect_to(struct sim_options *options, const char *argument, struct cause *cause)
{
	for (const char *at = argument; *at != '\0'; at++)
		if (*at <= 0x20 || *at > 0x7e)
			return cause_set(cause, "--redirect-to takes a URL in plain ASCII");
	options->redirect_to = argument;
	return true;
}

static bool
set_key_label(struct sim_options *options, const char *argument, struct cause *cause)
{
	(void)cause;
	options->key_label = argument;
	return true;
}

static bool
set_key_perm(struct sim_options *options, const char *argument, struct cause *cause)
{
	(void)cause;
	options->key_perm = argument;
	return true;
}

static bool
set_key_ip(struct sim_options *options, const char *argument, struct cause *cause)
{
	(void)cause;
	options->key_ip = argument;
	return true;
}

static bool
set_tls_cert(struct sim_options *options, const char *argument, struct cause *cause)
{
	(void)cause;
	options->tls_cert = argument;
	return true;
}

static bool
set_tls_key(struct sim_options *options, const char *argument, struct cause *cause)
{
	(void)cause;
	options->tls_key = argument;
	return true;
}

static bool
set_log(struct sim_options *options, const char *argument, struct cause *cause)
{
	(void)cause;
	options->log = argument;
	return true;
}

static bool
set_with_parent(struct sim_options *options, const char *argument, struct cause *cause)
{
	(void)argument;
	(void)cause;
	options->with_parent = true;
	return true;
}

static bool
set_help(struct sim_options *options, const char *argument, struct cause *cause)
{
	(void)argument;
	(void)cause;
	options->help = true;
	return true;
}

static bool
set_version(struct sim_options *options, const char *argument, struct cause *cause)
{
	(void)argument;
	(void)cause;
	options->version = true;
	return true;
}

const struct option_row option_table[] = {
	{ "port", 0, "N", "listen on port N; 0, the default: any free one", set_port },
	{ "bind", 0, "ADDRESS", "listen on this loopback address, 127.0.0.1 by default", set_bind },
	{ "seed", 0, "N", "make keys, invented coins and prices from N: the same each time",
	    set_seed },
	{ "portfolio", 0, "FILE", "who owns and owes what (default: three currencies)",
	    set_portfolio },
	{ "assets", 0, "N", "make it N rows, 1 to 20000", set_assets },
	{ "loans", 0, "N", "make it at least N orders, 1 to 1000, where there is one", set_loans },
	{ "list", 0, "WHAT", "let collateral-assets list what is spare, or pledged", set_list },
	{ "scenario", 0, "NAME", "what happens to prices and loans", set_scenario },
	{ "speed", 0, "N", "play the scenario N times as fast, 1 to 1000", set_speed },
	{ "still", 0, NULL, "let nothing but the scenario move prices", set_still },
	{ "no-rate-limit", 0, NULL, "answer however often it is asked", set_no_rate_limit },
	{ "fault", 0, "NAME", "misbehave, see below (repeatable)", add_fault },
	{ "clock-skew", 0, "SECONDS", "let its clock be ahead, or behind for a negative number",
	    set_clock_skew },
	{ "latency", 0, "MS", "wait so long before each answer", set_latency },
	{ "redirect-to", 0, "URL", "where the fault redirect points", set_redirect_to },
	{ "key-label", 0, "TEXT", "what its keys are called", set_key_label },
	{ "key-perm", 0, "LIST",
	    "what its keys may do, read_only by default; or read_only,withdraw,trade",
	    set_key_perm },
	{ "key-ip", 0, "LIST",
	    "addresses its keys are bound to, separated by commas; others are refused",
	    set_key_ip },
	{ "tls-cert", 0, "FILE", "speak TLS with this certificate (PEM, with its chain)",
	    set_tls_cert },
	{ "tls-key", 0, "FILE", "the certificate's key (PEM)", set_tls_key },
	{ "log", 0, "FILE", "add one line of JSON for each request to FILE", set_log },
	{ "with-parent", 0, NULL, "end when standard input ends, or the parent process",
	    set_with_parent },
	{ "help", 'h', NULL, "print this help", set_help },
	{ "version", 'V', NULL, "print the version", set_version },
	{ .name = NULL },
};

#define ROWS (sizeof option_table / sizeof option_table[0] - 1)

/* The row that getopt_long(3) means by FOUND. */
static const struct option_row *
row_of(int found)
{
	if (found >= FIRST_LONG)
		return &option_table[found - FIRST_LONG];
	for (size_t i = 0; i < ROWS; i++)
		if (option_table[i].letter == found)
			return &option_table[i];
	return NULL;
}

static bool
check(const struct sim_options *options, struct cause *cause)
{
	if ((options->tls_cert == NULL) != (options->tls_key == NULL))
		return cause_set(cause, "--tls-cert and --tls-key belong together: give both");
	if (options->faults.clock && options->clock_skew_ms != 0)
		return cause_set(cause, "--fault clock-skew and --clock-skew exclude each other");
	return true;
}

bool
options_read(struct sim_options *options, int argc, char *argv[], struct cause *cause)
{
	struct option longs[ROWS + 1];
	char shorts[2 * ROWS + 2] = ":";
	size_t used = 1;
	int found;

	memset(options, 0, sizeof *options);
	memset(longs, 0, sizeof longs);
	options->bind = "127.0.0.1";
	options->redirect_to = "http://127.0.0.1:1/";
	options->scenario = &scenario_table[0];
	options->speed = 1;
	options->key_label = "colltop-sim";
	options->key_perm = "read_only";
	options->key_ip = "";
	for (size_t i = 0; i < ROWS; i++) {
		const struct option_row *row = &option_table[i];

		longs[i].name = row->name;
		longs[i].has_arg = row->argument == NULL ? no_argument : required_argument;
		longs[i].val = row->letter != 0 ? row->letter : FIRST_LONG + (int)i;
		if (row->letter != 0)
			shorts[used++] = row->letter;
	}
	shorts[used] = '\0';

	opterr = 0;
	optind = 1;
	while ((found = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const struct option_row *row = found == '?' || found == ':' ? NULL : row_of(found);

		if (found == ':')
			return cause_set(cause, "%s needs an argument: try --help",
			    argv[optind - 1]);
		if (row == NULL)
			return cause_set(cause,
			    "%s is not an option, or is not used like this: try --help",
			    argv[optind - 1]);
		if (!row->apply(options, optarg, cause))
			return false;
	}
	if (optind < argc)
		return cause_set(cause,
		    "'%s' is not an option, and there are no other arguments: try --help",
		    argv[optind]);
	if (!check(options, cause))
		return false;
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
	for (size_t i = 0; i < ROWS; i++) {
		const struct option_row *row = &option_table[i];
		char *left = xasprintf("  %c%c%s --%s %s", row->letter != 0 ? '-' : ' ',
		    row->letter != 0 ? row->letter : ' ', row->letter != 0 ? "," : " ", row->name,
		    row->argument != NULL ? row->argument : "");

		fprintf(out, "%-30s  %s\n", left, row->help);
		free(left);
	}
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
