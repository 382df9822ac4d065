/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/options.h"

#include <string.h>

#include "conf/settings.h"
#include "conf/parse_value.h"

/* "--interval", as it would be typed. */
static const char *
option_typed(enum option_id id, char out[32])
{
	snprintf(out, 32, "--%s", option_table[id].name);
	return out;
}

/* What is done in place of watching, and the options that do not go with it. */
static const struct {
	enum option_id alone, wrong[11]; /* ends with OPTION_ACCOUNT, which goes with all */
} exclusive[] = {
	{ OPTION_PRODUCTION, { OPTION_DEMO } },
	{ OPTION_IPV6, { OPTION_IPV4 } },
	{ OPTION_CHECK,
	    { OPTION_INIT, OPTION_DOCTOR, OPTION_ONCE, OPTION_BATCH, OPTION_COUNT, OPTION_FORMAT,
		OPTION_WHAT_IF, OPTION_FILTER, OPTION_SORT, OPTION_CCY } },
	{ OPTION_INIT,
	    { OPTION_ONCE, OPTION_BATCH, OPTION_COUNT, OPTION_FORMAT, OPTION_WHAT_IF,
		OPTION_SIMULATE } },
	{ OPTION_DOCTOR,
	    { OPTION_INIT, OPTION_ONCE, OPTION_BATCH, OPTION_COUNT, OPTION_WHAT_IF,
		OPTION_SIMULATE } },
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
check_alone(const struct options *options, struct cause *cause)
{
	char name[32], alone[32];

	for (size_t i = 0; i < sizeof exclusive / sizeof *exclusive; i++)
		for (const enum option_id *wrong = exclusive[i].wrong;
		     options->said[exclusive[i].alone] != NULL && *wrong != OPTION_ACCOUNT; wrong++)
			if (options->said[*wrong] != NULL)
				return cause_set(cause, "%s cannot be combined with %s",
				    option_typed(*wrong, name),
				    option_typed(exclusive[i].alone, alone));
	if (options->doctor && options->format == FORMAT_CSV)
		return cause_set(cause, "--format csv cannot be combined with --doctor");
	if (options->deep && !options->doctor)
		return cause_set(cause, "--deep needs --doctor");
	for (size_t i = 0; i < sizeof of_check / sizeof *of_check && !options->check; i++)
		if (options->said[of_check[i]] != NULL)
			return cause_set(cause, "%s needs --check",
			    option_typed(of_check[i], name));
	if (options->said[OPTION_WARNING] != NULL && options->said[OPTION_CRITICAL] != NULL &&
	    decimal_compare(&options->check_by.critical, &options->check_by.warning) >= 0)
		return cause_set(cause, "--critical must be less than --warning");
	if (!options->check && options->account_count > 1)
		return cause_set(cause, "--account twice needs --check");
	return true;
}

/* What only shows once everything was read. */
static bool
check_together(struct options *options, const struct settings *settings, struct cause *cause)
{
	const bool once = options->said[OPTION_ONCE] != NULL;
	const bool batch = options->said[OPTION_BATCH] != NULL;

	options->simulate = options->said[OPTION_SIMULATE] != NULL;
	options->check_by.has_warning = options->said[OPTION_WARNING] != NULL;
	if (!check_alone(options, cause))
		return false;
	if (options->init || options->doctor)
		return true;
	if (once && options->said[OPTION_COUNT] != NULL)
		return cause_set(cause,
		    "--count cannot be combined with --once, which is --count 1");
	if (options->said[OPTION_COUNT] != NULL && !batch)
		return cause_set(cause, "--count needs --batch");
	if (once ||
	    ((options->said[OPTION_FORMAT] != NULL || options->said[OPTION_WHAT_IF] != NULL) &&
		!batch)) {
		options->batch = true;
		options->count = 1;
	}
	options->batch = options->batch || options->check;
	if (!options->batch && settings->interval_s > PARSE_VALUE_INTERVAL_MAX)
		return cause_set(cause,
		    "--interval is 1 to %d seconds, up to %d only with --batch, not %d",
		    PARSE_VALUE_INTERVAL_MAX, PARSE_VALUE_INTERVAL_BATCH_MAX, settings->interval_s);
	return true;
}

static bool
stray(const char *text, enum option_id before, struct cause *cause)
{
	if (before == OPTION_DEMO && text[0] != '\0' && text[strspn(text, "0123456789.")] == '\0')
		return cause_set(cause, "-d is --demo; the interval is -i %s", text);
	if (before == OPTION_SIMULATE)
		return cause_set(cause, "a scenario follows '=': --simulate=%s", text);
	return cause_set(cause, "unexpected argument \"%s\"", text);
}

/* Takes option ID with TEXT, or NULL; a setting goes to SETTINGS. */
static bool
take_option(struct options *options, struct settings *settings, enum option_id id, const char *text,
    struct cause *cause)
{
	const struct option_info *row = &option_table[id];
	char name[32];

	options->said[id] = text != NULL ? text : "";
	return option_take(row, row->section != NULL ? (void *)settings : options,
	    option_typed(id, name), text, cause);
}

static bool
read_command_line(struct options *options, struct settings *settings, int argc, char **argv,
    struct cause *cause)
{
	struct option_line line = { .rows = option_table,
		.count = OPTIONS_COUNT,
		.argc = argc,
		.argv = argv };
	const char *text;
	int before = OPTIONS_COUNT, id;

	while ((id = option_next(&line, &text, cause)) >= 0) {
		if (!take_option(options, settings, (enum option_id)id, text, cause))
			return false;
		if (options->help || options->version)
			return true;
		before = id;
	}
	if (id == OPTION_LINE_STRAY)
		return stray(text, (enum option_id)before, cause);
	return id == OPTION_LINE_END && check_together(options, settings, cause);
}

bool
options_parse(struct options *options, int argc, char **argv, struct cause *cause)
{
	/* Settings are only looked at here: the configuration goes before them. */
	struct settings settings = { .environment = -1 };
	bool good;

	*options = (struct options){ .environment = -1 };
	option_standards(option_table, NULL, options);
	good = read_command_line(options, &settings, argc, argv, cause);
	settings_clear(&settings);
	return good || option_hint(cause, "colltop");
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
	fputs("Usage: colltop [OPTION]...\n"
	      "Watch the collateral of an OKX flexible loan in the terminal. It only reads.\n\n",
	    out);
	option_help(out, option_table, OPTIONS_COUNT, 0);
	fputs("\nPut keys in ~/.config/colltop/production.env and demo.env, see colltop(1);\n"
	      "accounts, regions and the rest in colltop.conf, see colltop.conf(5).\n",
	    out);
}
