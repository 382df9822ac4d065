/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "conf/parse_value.h"
#include "model/filter.h"
#include "model/account_id.h"

#define FORMATS "table json csv"
#define LOANS_EXPECTED_MAX 1000
#define CHECK_LIMIT_MS 9000
/* For completion; the simulator itself decides what it plays. */
#define SCENARIOS \
	"calm slide crash partial-liquidation liquidation repaid two-loans coin-debt no-loan"

const struct option_info option_table[OPTIONS_COUNT] = {
	[OPTION_ACCOUNT] = { 'A', "account", "NAME", "begin with it; with --check several, or all",
	    OPTION_COMPLETE_NONE, NULL },
	[OPTION_DEMO] = { 'd', "demo", NULL, "begin in demo trading", OPTION_COMPLETE_NONE, NULL },
	[OPTION_PRODUCTION] = { 0, "production", NULL, "begin in production", OPTION_COMPLETE_NONE,
	    NULL },
	[OPTION_INTERVAL] = { 'i', "interval", "SECONDS",
	    "between refreshes: 1 to 60, in batch to 3600", OPTION_COMPLETE_WORDS,
	    "1 2 5 10 15 30 60" },
	[OPTION_FILTER] = { 'F', "filter", "TEXT",
	    "only some currencies: 'btc|eth', '=btc', '!usd'", OPTION_COMPLETE_NONE, NULL },
	[OPTION_SORT] = { 's', "sort", "COLUMN[:asc|:desc]", "order of the rows",
	    OPTION_COMPLETE_WORDS, NULL },
	[OPTION_CCY] = { 0, "ccy", "CCY", "ask the exchange for this currency only",
	    OPTION_COMPLETE_NONE, NULL },
	[OPTION_ONCE] = { '1', "once", NULL, "print one record, no screen", OPTION_COMPLETE_NONE,
	    NULL },
	[OPTION_BATCH] = { 'b', "batch", NULL, "print a record at each refresh, no screen",
	    OPTION_COMPLETE_NONE, NULL },
	[OPTION_COUNT] = { 'n', "count", "N", "end after N records, with --batch",
	    OPTION_COMPLETE_NONE, NULL },
	[OPTION_FORMAT] = { 'f', "format", "FORMAT",
	    "of records: table, json or csv; alone: --once", OPTION_COMPLETE_WORDS, FORMATS },
	[OPTION_CHECK] = { 0, "check", NULL, "a line and a status for a monitoring system",
	    OPTION_COMPLETE_NONE, NULL },
	[OPTION_WARNING] = { 'w', "warning", "PERCENT", "fall left to the call: less is a warning",
	    OPTION_COMPLETE_NONE, NULL },
	[OPTION_CRITICAL] = { 'c', "critical", "PERCENT",
	    "fall left to the call: no more is critical", OPTION_COMPLETE_NONE, NULL },
	[OPTION_SECONDS] = { 't', "seconds", "SECONDS", "that --check may take, 9 where not said",
	    OPTION_COMPLETE_NONE, NULL },
	[OPTION_LOAN] = { 0, "loan", "ID", "check this loan only; critical if missing",
	    OPTION_COMPLETE_NONE, NULL },
	[OPTION_EXPECT_LOANS] = { 0, "expect-loans", "N", "critical when there are fewer",
	    OPTION_COMPLETE_NONE, NULL },
	[OPTION_NO_LOAN_OK] = { 0, "no-loan-ok", NULL, "no open loan is fine", OPTION_COMPLETE_NONE,
	    NULL },
	[OPTION_SIMULATE] = { 0, "simulate", "[=SCENARIO]",
	    "watch a simulated exchange; needs no key", OPTION_COMPLETE_WORDS, SCENARIOS },
	[OPTION_CONFIG] = { 0, "config", "FILE", "instead of ~/.config/colltop/colltop.conf",
	    OPTION_COMPLETE_FILE, NULL },
	[OPTION_CA_FILE] = { 0, "ca-file", "FILE", "certificates to trust instead of the system's",
	    OPTION_COMPLETE_FILE, NULL },
	[OPTION_NO_COLOR] = { 0, "no-color", NULL, "no colours", OPTION_COMPLETE_NONE, NULL },
	[OPTION_THEME] = { 0, "theme", "NAME", "colours: dark, light or mono",
	    OPTION_COMPLETE_WORDS, PARSE_VALUE_THEMES },
	[OPTION_IPV4] = { '4', "ipv4", NULL, "reach the exchange by IPv4 only",
	    OPTION_COMPLETE_NONE, NULL },
	[OPTION_IPV6] = { '6', "ipv6", NULL, "reach the exchange by IPv6 only",
	    OPTION_COMPLETE_NONE, NULL },
	[OPTION_LOG] = { 'v', "log", "FILE", "append what happens to FILE", OPTION_COMPLETE_FILE,
	    NULL },
	[OPTION_INIT] = { 0, "init", NULL, "ask for a key, try it and write it",
	    OPTION_COMPLETE_NONE, NULL },
	[OPTION_DOCTOR] = { 0, "doctor", NULL, "check all that stands before a first figure",
	    OPTION_COMPLETE_NONE, NULL },
	[OPTION_HELP] = { 'h', "help", NULL, "print this text", OPTION_COMPLETE_NONE, NULL },
	[OPTION_VERSION] = { 'V', "version", NULL, "print the versions of it and its libraries",
	    OPTION_COMPLETE_NONE, NULL },
};

/* What was said, where it can contradict something else. */
struct said {
	bool option[OPTIONS_COUNT];
};

#define HINT "; see colltop --help"

/* "--interval" or "-i", as it would be typed. */
static const char *
typed(enum option_id id, char out[32])
{
	snprintf(out, 32, "--%s", option_table[id].name);
	return out;
}

static bool
set_environment(struct options *options, enum environment environment, struct cause *cause)
{
	if (options->environment >= 0 && options->environment != (int)environment)
		return cause_set(cause, "--demo cannot be combined with --production" HINT);
	options->environment = (int)environment;
	return true;
}

static bool
set_family(struct options *options, enum okx_http_family family, struct cause *cause)
{
	if (options->family != OKX_HTTP_ANY && options->family != family)
		return cause_set(cause, "--ipv4 cannot be combined with --ipv6" HINT);
	options->family = family;
	return true;
}

static bool
set_sort(struct options *options, const char *text, struct cause *cause)
{
	enum column_id id;

	if (!column_sort_parse(text, &id, &options->descending, cause))
		return cause_prefix(cause, "--sort");
	options->sort = (int)id;
	return true;
}

static bool
set_format(struct options *options, const char *text, struct cause *cause)
{
	if (!parse_value_word(text, FORMATS, "--format", cause))
		return false;
	options->format = text[0] == 't' ? FORMAT_TABLE : text[0] == 'j' ? FORMAT_JSON : FORMAT_CSV;
	return true;
}

static bool
set_whole(int *out, const char *text, long maximum, struct cause *cause)
{
	long value;

	if (!parse_value_whole(&value, text, 1, maximum, "--interval", cause))
		return false;
	*out = (int)value;
	return true;
}

static bool
set_text(const char **out, enum option_id id, const char *text, struct cause *cause)
{
	char name[32];

	/* An empty filter lets everything through; an empty name is a variable that was not set. */
	if (text[0] == '\0' && id != OPTION_FILTER)
		return cause_set(cause, "%s needs a value, not \"\"" HINT, typed(id, name));
	if (id == OPTION_FILTER && strlen(text) >= FILTER_SIZE)
		return cause_set(cause, "%s is longer than %d bytes" HINT, typed(id, name),
		    FILTER_SIZE - 1);
	*out = text;
	return true;
}

static bool
add_account(struct options *options, const char *text, struct cause *cause)
{
	if (options->account_count == OPTIONS_ACCOUNTS)
		return cause_set(cause, "--account can be there %d times" HINT, OPTIONS_ACCOUNTS);
	return set_text(&options->accounts[options->account_count++], OPTION_ACCOUNT, text, cause);
}

static bool
take(struct options *options, enum option_id id, const char *text, struct cause *cause)
{
	char ccy[PARSE_VALUE_CCY_SIZE];

	switch (id) {
	case OPTION_ACCOUNT:
		return add_account(options, text, cause);
	case OPTION_DEMO:
		return set_environment(options, ENVIRONMENT_DEMO, cause);
	case OPTION_PRODUCTION:
		return set_environment(options, ENVIRONMENT_PRODUCTION, cause);
	case OPTION_INTERVAL:
		return set_whole(&options->interval_s, text, PARSE_VALUE_INTERVAL_BATCH_MAX, cause);
	case OPTION_FILTER:
		return set_text(&options->filter, id, text, cause);
	case OPTION_SORT:
		return set_sort(options, text, cause);
	case OPTION_CCY:
		options->ccy = text;
		return parse_value_ccy(ccy, text, cause) || cause_prefix(cause, "--ccy");
	case OPTION_ONCE:
	case OPTION_BATCH:
		options->batch = true;
		return true;
	case OPTION_COUNT:
		return parse_value_whole(&options->count, text, 1, PARSE_VALUE_COUNT_MAX, "--count",
		    cause);
	case OPTION_FORMAT:
		return set_format(options, text, cause);
	case OPTION_CHECK:
		options->check = options->batch = true;
		return true;
	case OPTION_WARNING:
		options->check_by.has_warning = true;
		return parse_value_percent(&options->check_by.warning, text, 0, 100, "--warning",
		    cause);
	case OPTION_CRITICAL:
		return parse_value_percent(&options->check_by.critical, text, 0, 100, "--critical",
		    cause);
	case OPTION_SECONDS:
		return parse_value_seconds(&options->check_by.limit_ms, text, 100, 600000,
		    "--seconds", cause);
	case OPTION_LOAN:
		return set_text(&options->check_by.loan, id, text, cause);
	case OPTION_EXPECT_LOANS:
		return parse_value_whole(&options->check_by.expected, text, 1, LOANS_EXPECTED_MAX,
		    "--expect-loans", cause);
	case OPTION_NO_LOAN_OK:
		options->check_by.no_loan_ok = true;
		return true;
	case OPTION_SIMULATE:
		options->simulate = true;
		return text == NULL || set_text(&options->scenario, id, text, cause);
	case OPTION_CONFIG:
		return set_text(&options->config, id, text, cause);
	case OPTION_CA_FILE:
		return set_text(&options->ca_file, id, text, cause);
	case OPTION_NO_COLOR:
		options->no_color = true;
		return true;
	case OPTION_THEME:
		options->theme = text;
		return parse_value_word(text, PARSE_VALUE_THEMES, "--theme", cause);
	case OPTION_IPV4:
		return set_family(options, OKX_HTTP_IPV4, cause);
	case OPTION_IPV6:
		return set_family(options, OKX_HTTP_IPV6, cause);
	case OPTION_LOG:
		return set_text(&options->log, id, text, cause);
	case OPTION_INIT:
		options->init = true;
		return true;
	case OPTION_DOCTOR:
		options->doctor = true;
		return true;
	case OPTION_HELP:
		options->help = true;
		return true;
	case OPTION_VERSION:
		options->version = true;
		return true;
	case OPTIONS_COUNT:
		break;
	}
	return false;
}

/* What is done in place of watching, and the options that do not go with it. */
static const struct {
	enum option_id alone, wrong[10]; /* ends with OPTION_ACCOUNT, which goes with all */
} exclusive[] = {
	{ OPTION_CHECK,
	    { OPTION_INIT, OPTION_DOCTOR, OPTION_ONCE, OPTION_BATCH, OPTION_COUNT, OPTION_FORMAT,
		OPTION_FILTER, OPTION_SORT, OPTION_CCY } },
	{ OPTION_INIT,
	    { OPTION_ONCE, OPTION_BATCH, OPTION_COUNT, OPTION_FORMAT, OPTION_SIMULATE } },
	{ OPTION_DOCTOR,
	    { OPTION_INIT, OPTION_ONCE, OPTION_BATCH, OPTION_COUNT, OPTION_SIMULATE } },
};

/* Options that say what --check goes by. */
static const enum option_id of_check[] = {
	OPTION_WARNING,
	OPTION_CRITICAL,
	OPTION_SECONDS,
	OPTION_LOAN,
	OPTION_EXPECT_LOANS,
	OPTION_NO_LOAN_OK,
};

static bool
check_alone(const struct options *options, const struct said *said, struct cause *cause)
{
	char name[32], alone[32];

	for (size_t i = 0; i < sizeof exclusive / sizeof *exclusive; i++)
		for (const enum option_id *wrong = exclusive[i].wrong;
		     said->option[exclusive[i].alone] && *wrong != OPTION_ACCOUNT; wrong++)
			if (said->option[*wrong])
				return cause_set(cause, "%s cannot be combined with %s" HINT,
				    typed(*wrong, name), typed(exclusive[i].alone, alone));
	if (options->doctor && options->format == FORMAT_CSV)
		return cause_set(cause, "--format csv cannot be combined with --doctor" HINT);
	for (size_t i = 0; i < sizeof of_check / sizeof *of_check && !options->check; i++)
		if (said->option[of_check[i]])
			return cause_set(cause, "%s needs --check" HINT, typed(of_check[i], name));
	if (!options->check && options->account_count > 1)
		return cause_set(cause, "--account twice needs --check" HINT);
	return true;
}

/* What only shows once everything was read. */
static bool
check_together(struct options *options, const struct said *said, struct cause *cause)
{
	if (!check_alone(options, said, cause))
		return false;
	if (options->init || options->doctor)
		return true;
	if (said->option[OPTION_ONCE] && said->option[OPTION_COUNT])
		return cause_set(cause,
		    "--count cannot be combined with --once, which is --count 1" HINT);
	if (said->option[OPTION_COUNT] && !said->option[OPTION_BATCH])
		return cause_set(cause, "--count needs --batch" HINT);
	if (said->option[OPTION_ONCE] ||
	    (said->option[OPTION_FORMAT] && !said->option[OPTION_BATCH])) {
		options->batch = true;
		options->count = 1;
	}
	if (!options->batch && options->interval_s > PARSE_VALUE_INTERVAL_MAX)
		return cause_set(cause,
		    "--interval is 1 to %d seconds, up to %d only with --batch, not %d" HINT,
		    PARSE_VALUE_INTERVAL_MAX, PARSE_VALUE_INTERVAL_BATCH_MAX, options->interval_s);
	return true;
}

bool
options_optional(const struct option_info *row)
{
	return row->argument != NULL && row->argument[0] == '[';
}

/* Everything from OPTIONS_COUNT on stands for no option. */
static void
make_long(struct option out[OPTIONS_COUNT + 1])
{
	for (int i = 0; i < OPTIONS_COUNT; i++) {
		out[i] = (struct option){
			.name = option_table[i].name,
			.has_arg = option_table[i].argument == NULL ? no_argument :
			    options_optional(&option_table[i])      ? optional_argument :
								      required_argument,
			.val = 256 + i,
		};
	}
	out[OPTIONS_COUNT] = (struct option){ .name = NULL };
}

/*
 * "-" hands out stray arguments in their place, ":" tells a missing argument from a
 * wrong option.
 */
static void
make_short(char out[2 * OPTIONS_COUNT + 3])
{
	*out++ = '-';
	*out++ = ':';
	for (int i = 0; i < OPTIONS_COUNT; i++) {
		if (option_table[i].letter == 0)
			continue;
		*out++ = option_table[i].letter;
		if (option_table[i].argument != NULL)
			*out++ = ':';
	}
	*out = '\0';
}

/* The option that getopt calls VALUE, or OPTIONS_COUNT. */
static enum option_id
identify(int value)
{
	if (value >= 256 && value < 256 + OPTIONS_COUNT)
		return (enum option_id)(value - 256);
	for (int i = 0; i < OPTIONS_COUNT; i++) {
		if (option_table[i].letter != 0 && option_table[i].letter == value)
			return (enum option_id)i;
	}
	return OPTIONS_COUNT;
}

static bool
stray(const char *text, enum option_id before, struct cause *cause)
{
	if (before == OPTION_DEMO && text[0] != '\0' && text[strspn(text, "0123456789.")] == '\0')
		return cause_set(cause, "-d is --demo; the interval is -i %s" HINT, text);
	if (before == OPTION_SIMULATE)
		return cause_set(cause, "a scenario stands behind '=': --simulate=%s" HINT, text);
	return cause_set(cause, "unexpected argument \"%s\"" HINT, text);
}

/* Why getopt did not take ARGUMENT. What stands behind '=' may be a secret, and is not repeated. */
static bool
wrong(int value, const char *argument, struct cause *cause)
{
	enum option_id id = identify(value);
	char name[32];
	size_t length = argument != NULL ? strcspn(argument, "=") : 0;

	if (id != OPTIONS_COUNT)
		return cause_set(cause, "%s takes no value" HINT, typed(id, name));
	if (value > 0 && value < 256)
		return cause_set(cause, "unknown option -%c" HINT, value);
	for (int i = 0; i < OPTIONS_COUNT && length > 2; i++) {
		if (strncmp(argument + 2, option_table[i].name, length - 2) == 0)
			return cause_set(cause, "%.*s stands for more than one option" HINT,
			    (int)length, argument);
	}
	return cause_set(cause, "unknown option %.*s" HINT, (int)length,
	    argument != NULL ? argument : "");
}

/*
 * What a value should have been is said by those who know it; where to read more, here.
 * Returns false.
 */
static bool
hinted(struct cause *cause)
{
	struct cause why = *cause;

	return strstr(why.text, HINT) != NULL ? false : cause_set(cause, "%s" HINT, why.text);
}

bool
options_parse(struct options *options, int argc, char **argv, struct cause *cause)
{
	enum option_id before = OPTIONS_COUNT, id;
	char letters[2 * OPTIONS_COUNT + 3], name[32];
	struct option names[OPTIONS_COUNT + 1];
	struct said said = { { false } };
	int value;

	*options = (struct options){ .environment = -1,
		.interval_s = -1,
		.sort = -1,
		.check_by.limit_ms = CHECK_LIMIT_MS };
	make_long(names);
	make_short(letters);
	opterr = 0;
	optind = 0; /* begins anew, also where it was used before */
	while ((value = getopt_long(argc, argv, letters, names, NULL)) != -1) {
		if (value == '?')
			return wrong(optopt, optind > 0 && optind <= argc ? argv[optind - 1] : NULL,
			    cause);
		if (value == ':')
			return cause_set(cause, "%s needs %s" HINT, typed(identify(optopt), name),
			    option_table[identify(optopt)].argument);
		if (value == 1)
			return stray(optarg, before, cause);
		id = identify(value);
		if (!take(options, id, optarg, cause))
			return hinted(cause);
		said.option[id] = true;
		before = id;
		if (options->help || options->version)
			return true;
	}
	if (optind < argc)
		return stray(argv[optind], OPTIONS_COUNT, cause);
	return check_together(options, &said, cause);
}

bool
options_ask_check(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strlen(argv[i]) >= sizeof "--ch" - 1 &&
		    strncmp("--check", argv[i], strlen(argv[i])) == 0)
			return true;
	return false;
}

void
options_help(FILE *out)
{
	int widest = 0;

	for (int i = 0; i < OPTIONS_COUNT; i++) {
		const struct option_info *row = &option_table[i];
		int width = (int)(strlen(row->name) +
		    (row->argument != NULL ? strlen(row->argument) + !options_optional(row) : 0));

		widest = width > widest ? width : widest;
	}
	fputs("Usage: colltop [OPTION]...\n"
	      "Watch the collateral of an OKX flexible loan in the terminal. It only reads.\n\n",
	    out);
	for (int i = 0; i < OPTIONS_COUNT; i++) {
		const struct option_info *row = &option_table[i];
		char left[64];

		snprintf(left, sizeof left, "%s%s%s", row->name,
		    row->argument != NULL && !options_optional(row) ? " " : "",
		    row->argument != NULL ? row->argument : "");
		fprintf(out, "  %c%c%c --%-*s  %s\n", row->letter != 0 ? '-' : ' ',
		    row->letter != 0 ? row->letter : ' ', row->letter != 0 ? ',' : ' ', widest,
		    left, row->help);
	}
	fputs("\nPut keys in ~/.config/colltop/production.env and demo.env, see colltop(1);\n"
	      "accounts, regions and the rest into colltop.conf, see colltop.conf(5).\n",
	    out);
}
