/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_OPTIONS_H
#define COLLTOP_CONF_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/cause.h"
#include "model/column.h"
#include "okx/http.h"

/*
 * The command line. One table makes the parser, --help, the completions and
 * the check of the manual page.
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
	OPTION_HELP,
	OPTION_VERSION,
	OPTIONS_COUNT
};

/* What a shell can offer as an argument. */
enum option_complete {
	OPTION_COMPLETE_NONE, /* takes no argument, or any text */
	OPTION_COMPLETE_FILE,
	OPTION_COMPLETE_WORDS /* WORDS, or where NULL the sortable columns */
};

struct option_info {
	char letter;          /* 'A', or 0 */
	const char *name;     /* "account" */
	const char *argument; /* "NAME", "[=NAME]" where it can be left out, or NULL */
	const char *help;     /* one line, lower case, no full stop */
	enum option_complete complete;
	const char *words; /* separated by blanks */
};

extern const struct option_info option_table[OPTIONS_COUNT];

enum option_format { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV };

#define OPTIONS_ACCOUNTS 32

/* What --check goes by. */
struct option_check {
	bool has_warning;                 /* else watch_fall */
	struct decimal warning, critical; /* fractions of 1: so much fall left to the call */
	int64_t limit_ms;                 /* for all accounts together */
	const char *loan;                 /* only this one; NULL: all */
	long expected;                    /* so many loans; 0: any number */
	bool no_loan_ok;
};

/* What the command line says. Texts point into argv; NULL or -1: not said. */
struct options {
	const char *accounts[OPTIONS_ACCOUNTS]; /* one; with --check several, or "all" */
	size_t account_count;
	const char *filter, *ccy, *config, *ca_file, *theme, *log, *scenario;
	int environment; /* enum environment, or -1 */
	int interval_s;  /* or -1 */
	int sort;        /* enum column_id, or -1 */
	bool descending; /* with SORT */
	bool batch;      /* --batch, --once, or --format alone */
	long count;      /* records in batch; 0: no end */
	enum option_format format;
	bool check, init, doctor;
	struct option_check check_by;
	bool simulate, no_color, help, version;
	enum okx_http_family family;
};

/*
 * Reads ARGV. False, with the cause as one sentence without the program's
 * name ("unknown option --frob; see colltop --help"), for anything it does not understand or
 * that contradicts itself. `-d 2` says that the interval is -i.
 */
bool options_parse(struct options *options, int argc, char **argv, struct cause *cause);

/* Whether ARGV asks for --check, even where something else in it is wrong. */
bool options_ask_check(int argc, char **argv);
/* Whether ROW's argument can be left out; then it stands behind '=' in the same word. */
bool options_optional(const struct option_info *row);

/* Writes the text of --help. */
void options_help(FILE *out);

/* Writes the completion for SHELL ("bash", "zsh", "fish"); false for another. */
bool options_completion(FILE *out, const char *shell);

#endif
