/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_OPTIONS_H
#define COLLTOP_CONF_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "conf/option_info.h"
#include "base/cause.h"

/*
 * The options of the command line and of colltop.conf(5). One table makes the
 * readers of both, --help, the completions and the check of the manual pages.
 */
enum option_id {
	OPTION_ACCOUNT,
	OPTION_DEMO,
	OPTION_PRODUCTION,
	OPTION_INTERVAL,
	OPTION_FILTER,
	OPTION_SORT,
	OPTION_CCY,
	OPTION_ONCE,
	OPTION_BATCH,
	OPTION_COUNT,
	OPTION_FORMAT,
	OPTION_WHAT_IF,
	OPTION_CHECK,
	OPTION_WARNING,
	OPTION_CRITICAL,
	OPTION_SECONDS,
	OPTION_LOAN,
	OPTION_EXPECT_LOANS,
	OPTION_NO_LOAN_OK,
	OPTION_SIMULATE,
	OPTION_CONFIG,
	OPTION_CA_FILE,
	OPTION_NO_COLOR,
	OPTION_THEME,
	OPTION_IPV4,
	OPTION_IPV6,
	OPTION_LOG,
	OPTION_INIT,
	OPTION_DOCTOR,
	OPTION_DEEP,
	OPTION_HELP,
	OPTION_VERSION,
	OPTIONS_COUNT
};

/*
 * Those of the command line in their order, then those of the configuration
 * alone; ends with a row whose name is NULL. A row without a section goes into
 * struct options. The sections are OPTION_SETTING and "" (struct settings),
 * "account" (struct settings_account) and "production", which "demo" is like
 * (struct settings_credentials).
 */
extern const struct option_info option_table[];

#define OPTION_SETTING "-" /* a setting that only the command line knows */

enum option_format { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV };

#define OPTIONS_ACCOUNTS 32

/* What --check goes by. */
struct option_check {
	bool has_warning;                 /* else watch_fall */
	struct decimal warning, critical; /* fractions of 1: so much fall left to the call */
	int64_t limit_ms;                 /* for all accounts together */
	const char *loan;                 /* only this one; NULL: all */
	int expected;                     /* so many loans; 0: any number */
	bool no_loan_ok;
};

/* What the command line says. Texts point into argv; NULL or -1: not said. */
struct options {
	/* For each option what was given with it last, "" where nothing was; NULL: not said. */
	const char *said[OPTIONS_COUNT];
	const char *accounts[OPTIONS_ACCOUNTS]; /* one; with --check several, or "all" */
	size_t account_count;
	const char *config, *ca_file, *log, *scenario;
	int environment; /* enum environment, or -1 */
	bool batch;      /* --batch, --once, or --format alone */
	int count;       /* records in batch; 0: no end */
	enum option_format format;
	bool check, init, doctor, deep, simulate, help, version;
	struct option_check check_by;
};

/*
 * Reads ARGV. False with the cause ("unknown option --frob; see colltop --help")
 * where it cannot be understood or contradicts itself.
 */
bool options_parse(struct options *options, int argc, char **argv, struct cause *cause);

/* Whether ARGV asks for --check, even where something else in it is wrong. */
bool options_ask_check(int argc, char **argv);

/* Writes the text of --help. */
void options_help(FILE *out);

#endif
