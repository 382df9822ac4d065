/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <string.h>

#include "conf/options.h"
#include "conf/settings.h"
#include "conf/parse_value.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "model/filter.h"
#include "model/question.h"

#define FORMATS "table json csv"
#define LOANS_EXPECTED_MAX 1000
/* For completion; the simulator itself decides what it plays. */
#define SCENARIOS \
	"calm slide crash partial-liquidation liquidation repaid two-loans coin-debt depeg haircut maintenance no-loan"

static bool
set_account(void *into, const char *what, const char *text, struct cause *cause)
{
	struct options *options = into;

	if (text[0] == '\0')
		return cause_set(cause, "%s needs a value, not \"\"", what);
	if (options->account_count == OPTIONS_ACCOUNTS)
		return cause_set(cause, "%s may be given %d times at most", what, OPTIONS_ACCOUNTS);
	options->accounts[options->account_count++] = text;
	return true;
}

/* Never cut in silence: half a filter shows other rows. */
static bool
set_filter(void *into, const char *what, const char *text, struct cause *cause)
{
	struct settings *settings = into;
	char clean[FILTER_SIZE];

	if (strlen(text) >= FILTER_SIZE)
		return cause_set(cause, "%s is longer than %d bytes", what, FILTER_SIZE - 1);
	text_sanitise(clean, sizeof clean, text, strlen(text));
	option_replace(&settings->filter, xstrdup(clean));
	return true;
}

/* Wrong words end the program before anything is sent. */
static bool
set_what_if(void *into, const char *what, const char *text, struct cause *cause)
{
	struct settings *settings = into;
	char clean[QUESTION_SIZE];
	struct question question;

	if (!question_parse(&question, text, cause))
		return cause_prefix(cause, what);
	if (question.count == 0)
		return cause_set(cause, "%s needs a question, such as \"%s\"", what,
		    question_examples[0].text);
	text_sanitise(clean, sizeof clean, text, strlen(text));
	option_replace(&settings->what_if, xstrdup(clean));
	return true;
}

static bool
set_sort(void *into, const char *what, const char *text, struct cause *cause)
{
	struct settings *settings = into;

	return column_sort_parse(text, &settings->sort, &settings->descending, cause) ||
	    cause_prefix(cause, what);
}

static bool
set_ccy(void *into, const char *what, const char *text, struct cause *cause)
{
	struct settings *settings = into;
	char ccy[PARSE_VALUE_CCY_SIZE];

	if (!parse_value_ccy(ccy, text, cause))
		return cause_prefix(cause, what);
	option_replace(&settings->ccy, xstrdup(ccy));
	return true;
}

static bool
set_no_color(void *into, const char *what, const char *text, struct cause *cause)
{
	(void)what;
	(void)text;
	(void)cause;
	((struct settings *)into)->color = false;
	return true;
}

static bool
set_target(void *into, const char *what, const char *text, struct cause *cause)
{
	struct settings *settings = into;

	settings->terms.has_target = true;
	return parse_value_percent(&settings->terms.target, text, 5, 90, what, cause);
}

static bool
set_stablecoins(void *into, const char *what, const char *text, struct cause *cause)
{
	struct settings *settings = into;
	char *names = parse_value_currencies(text, what, cause);

	if (names != NULL)
		option_replace(&settings->stablecoins, names);
	return names != NULL;
}

static bool
set_region(void *into, const char *what, const char *text, struct cause *cause)
{
	struct settings_account *account = into;

	if (account->sited)
		return cause_set(cause,
		    "%s cannot be combined with base_url; leave one of them out", what);
	account->sited = true;
	return settings_region(account, text, cause);
}

static bool
set_base_url(void *into, const char *what, const char *text, struct cause *cause)
{
	struct settings_account *account = into;

	if (account->sited)
		return cause_set(cause, "%s cannot be combined with region; leave one of them out",
		    what);
	account->sited = true;
	return settings_base_url(account, text, cause);
}

static bool
set_proxy(void *into, const char *what, const char *text, struct cause *cause)
{
	struct settings_account *account = into;

	(void)what;
	if (!parse_value_proxy(text, cause))
		return false;
	option_replace(&account->proxy, xstrdup(text));
	return true;
}

static bool
set_credentials_file(void *into, const char *what, const char *text, struct cause *cause)
{
	struct settings_credentials *credentials = into;

	if (credentials->command != NULL)
		return cause_set(cause,
		    "%s cannot be combined with credentials_command; leave one of them out", what);
	option_replace(&credentials->file, parse_value_path(text, cause));
	return credentials->file != NULL;
}

static bool
set_credentials_command(void *into, const char *what, const char *text, struct cause *cause)
{
	struct settings_credentials *credentials = into;

	if (credentials->file != NULL)
		return cause_set(cause,
		    "%s cannot be combined with credentials_file; leave one of them out", what);
	if (text[strspn(text, " ")] == '\0')
		return cause_set(cause, "%s is empty", what);
	option_replace(&credentials->command, xstrdup(text));
	return true;
}

/* clang-format off */
const struct option_info option_table[] = {
	[OPTION_ACCOUNT] = { 'A', "account", "NAME", "start with NAME; with --check several, or all",
	    SET_BY(set_account) },
	[OPTION_DEMO] = { 'd', "demo", NULL, "start in demo trading",
	    NUMBER_OF(options, environment, ENVIRONMENT_DEMO) },
	[OPTION_PRODUCTION] = { 0, "production", NULL, "start in production",
	    NUMBER_OF(options, environment, ENVIRONMENT_PRODUCTION) },
	[OPTION_INTERVAL] = { 'i', "interval", "SECONDS",
	    "refresh every 1 to 60 s, with --batch to 3600",
	    WHOLE_OF(settings, interval_s, 1, PARSE_VALUE_INTERVAL_BATCH_MAX),
	    .words = "1 2 5 10 15 30 60", .section = OPTION_SETTING },
	[OPTION_FILTER] = { 'F', "filter", "TEXT",
	    "show only some: 'btc|eth', '=btc', '!usd'",
	    SET_BY(set_filter), .section = "", .standard = "" },
	[OPTION_SORT] = { 's', "sort", "COLUMN[:asc|:desc]", "sort the rows by COLUMN",
	    SET_BY(set_sort), .section = "", .standard = "value" },
	[OPTION_CCY] = { 0, "ccy", "CCY", "request only this currency of OKX's list",
	    SET_BY(set_ccy), .section = OPTION_SETTING },
	[OPTION_ONCE] = { '1', "once", NULL, "print one record, no screen",
	    FLAG_OF(options, batch) },
	[OPTION_BATCH] = { 'b', "batch", NULL, "print a record at each refresh, no screen",
	    FLAG_OF(options, batch) },
	[OPTION_COUNT] = { 'n', "count", "N", "stop after N records, with --batch",
	    WHOLE_OF(options, count, 1, 1000000000) },
	[OPTION_FORMAT] = { 'f', "format", "FORMAT",
	    "print table, json or csv; alone: --once",
	    WORD_OF(options, format, FORMATS) },
	[OPTION_WHAT_IF] = { 0, "what-if", "TEXT",
	    "what a loan would be: 'all -30%'; alone: --once",
	    SET_BY(set_what_if), .section = OPTION_SETTING },
	[OPTION_CHECK] = { 0, "check", NULL, "one line and a status for monitoring systems",
	    FLAG_OF(options, check) },
	[OPTION_WARNING] = { 'w', "warning", "PERCENT", "--check: warning when less than this is left",
	    PERCENT_OF(options, check_by.warning, 0, 100) },
	[OPTION_CRITICAL] = { 'c', "critical", "PERCENT",
	    "--check: critical when this or less is left",
	    PERCENT_OF(options, check_by.critical, 0, 100) },
	[OPTION_SECONDS] = { 't', "seconds", "SECONDS", "time limit of --check, 9 by default",
	    SECONDS_OF(options, check_by.limit_ms, 100, 600000), .standard = "9" },
	[OPTION_LOAN] = { 0, "loan", "ID", "--check: only this loan; critical if missing",
	    TEXT_OF(options, check_by.loan, 1) },
	[OPTION_EXPECT_LOANS] = { 0, "expect-loans", "N", "--check: critical when there are fewer loans",
	    WHOLE_OF(options, check_by.expected, 1, LOANS_EXPECTED_MAX) },
	[OPTION_NO_LOAN_OK] = { 0, "no-loan-ok", NULL, "--check: no open loan is ok",
	    FLAG_OF(options, check_by.no_loan_ok) },
	[OPTION_SIMULATE] = { 0, "simulate", "[=SCENARIO]",
	    "watch a simulated exchange; needs no key",
	    TEXT_OF(options, scenario, 1), .words = SCENARIOS },
	[OPTION_CONFIG] = { 0, "config", "FILE", "read FILE, not ~/.config/colltop/colltop.conf",
	    TEXT_OF(options, config, 1) },
	[OPTION_CA_FILE] = { 0, "ca-file", "FILE", "trust these CA certificates, not the system's",
	    TEXT_OF(options, ca_file, 1) },
	[OPTION_NO_COLOR] = { 0, "no-color", NULL, "no colours",
	    SET_BY(set_no_color), .section = OPTION_SETTING, .variable = "NO_COLOR" },
	[OPTION_THEME] = { 0, "theme", "NAME", "colours: auto, dark, light or mono",
	    COPY_OF(settings, theme, "auto dark light mono"), .section = "", .standard = "auto" },
	[OPTION_IPV4] = { '4', "ipv4", NULL, "reach the exchange by IPv4 only",
	    NUMBER_OF(settings, family, OKX_HTTP_IPV4), .section = OPTION_SETTING },
	[OPTION_IPV6] = { '6', "ipv6", NULL, "reach the exchange by IPv6 only",
	    NUMBER_OF(settings, family, OKX_HTTP_IPV6), .section = OPTION_SETTING },
	[OPTION_LOG] = { 'v', "log", "FILE", "append a log to FILE",
	    TEXT_OF(options, log, 1) },
	[OPTION_INIT] = { 0, "init", NULL, "ask for a key, try it and store it",
	    FLAG_OF(options, init) },
	[OPTION_DOCTOR] = { 0, "doctor", NULL, "check configuration, network, key, terminal",
	    FLAG_OF(options, doctor) },
	[OPTION_DEEP] = { 0, "deep", NULL, "--doctor: settle what only an account can tell",
	    FLAG_OF(options, deep) },
	[OPTION_HELP] = { 'h', "help", NULL, "print this help",
	    FLAG_OF(options, help) },
	[OPTION_VERSION] = { 'V', "version", NULL, "print the version, and those of its libraries",
	    FLAG_OF(options, version) },

	/* The configuration's own: seconds between two refreshes of the screen, */
	{ .name = "interval", WHOLE_OF(settings, interval_s, 1, PARSE_VALUE_INTERVAL_MAX),
	    .section = "", .standard = "2" },
	/* a loan is on WATCH when a smaller fall meets the call, */
	{ .name = "watch_fall", PERCENT_OF(settings, terms.watch_fall, 2, 60),
	    .section = "", .standard = "15" },
	/* the LTV to reach by repaying or pledging, */
	{ .name = "target", .argument = "5 to 90 per cent", SET_BY(set_target), .section = "" },
	/* currencies that do not fall with the others, */
	{ .name = "stablecoins", .argument = "names, blanks between them",
	    SET_BY(set_stablecoins), .section = "",
	    .standard = "USDT USDC USDG OKUSD USDS USDE DAI TUSD PYUSD FDUSD USDP USD1 RLUSD USD" },
	/* whether the terminal's bell rings for a loan, */
	{ .name = "bell", BOOL_OF(settings, bell), .section = "", .standard = "true" },
	/* time to reach the exchange and for a whole request, */
	{ .name = "connect_timeout", SECONDS_OF(settings, connect_timeout_ms, 100, 60000),
	    .section = "", .standard = "5" },
	{ .name = "timeout", SECONDS_OF(settings, timeout_ms, 100, 120000),
	    .section = "", .standard = "10" },
	/* the site where the account was opened, or another host than the region's, */
	{ .name = "region", .argument = "global, us, eea or tr", SET_BY(set_region),
	    .section = "account", .standard = "global" },
	{ .name = "base_url", .argument = "https://HOST[:PORT]", SET_BY(set_base_url),
	    .section = "account" },
	/* certificates and a proxy to use instead of the system's, */
	{ .name = "ca_file", PATH_OF(settings_account, ca_file), .section = "account" },
	{ .name = "proxy", .argument = "none or SCHEME://HOST[:PORT]", SET_BY(set_proxy),
	    .section = "account" },
	/* the file with the three lines of a key, or the command that prints them. */
	{ .name = "credentials_file", .argument = "a file, from / or ~/",
	    SET_BY(set_credentials_file), .section = "production" },
	{ .name = "credentials_command", .argument = "a command for /bin/sh",
	    SET_BY(set_credentials_command), .section = "production" },
	{ .name = NULL },
};
/* clang-format on */
