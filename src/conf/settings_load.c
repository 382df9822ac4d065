/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/settings_load.h"

#include <confuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "conf/private_file.h"
#include "conf/parse_value.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "okx/route.h"

#define FILE_MAX 65536
#define ROWS_MAX 24
#define NESTING 4
/* What may stand outside quotes. */
#define BARE "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:/~@%"

/*
 * The text is checked before libConfuse reads it, since that passes over open
 * braces, strings over several lines, control characters and invalid UTF-8, and
 * replaces ${VARIABLE}. Comments become blanks: it miscounts the lines in them.
 */
struct scan {
	char *at;
	const char *end;
	unsigned line;
	unsigned depth, opened[NESTING]; /* lines of the braces that are open */
};

static void
blank_out(struct scan *scan)
{
	if (*scan->at == '\n')
		scan->line++;
	else
		*scan->at = ' ';
	scan->at++;
}

static bool
skip_comment(struct scan *scan, struct cause *cause)
{
	unsigned begin = scan->line;

	blank_out(scan);
	blank_out(scan);
	while (scan->end - scan->at >= 2 && !(scan->at[0] == '*' && scan->at[1] == '/'))
		blank_out(scan);
	if (scan->end - scan->at < 2) {
		scan->line = begin;
		return cause_set(cause, "the comment that begins here is never closed");
	}
	blank_out(scan);
	blank_out(scan);
	return true;
}

static bool
skip_quoted(struct scan *scan, struct cause *cause)
{
	const char quote = *scan->at++;

	for (; scan->at < scan->end && *scan->at != '\n'; scan->at++) {
		if (*scan->at == quote) {
			scan->at++;
			return true;
		}
		if (*scan->at == '\\' && scan->end - scan->at >= 2 && scan->at[1] != '\n')
			scan->at++;
		else if (quote == '"' && scan->at[0] == '$' && scan->at[1] == '{')
			return cause_set(cause,
			    "${ would be replaced from the environment; write the text in single quotes");
	}
	return cause_set(cause, "the text in %s quotes is not closed on its line",
	    quote == '"' ? "double" : "single");
}

static bool
scan_brace(struct scan *scan, struct cause *cause)
{
	if (*scan->at == '{') {
		if (scan->depth == NESTING)
			return cause_set(cause, "sections are nested too deeply here");
		scan->opened[scan->depth++] = scan->line;
	} else if (scan->depth-- == 0) {
		return cause_set(cause, "this } closes nothing");
	}
	scan->at++;
	return true;
}

/* Refuses bytes that no text file has. */
static bool
check_bytes(const char *text, size_t length, unsigned *line, struct cause *cause)
{
	const char *at = text, *end = text + length;

	*line = 1;
	while (at < end) {
		int32_t character = text_decode(&at, end);

		if (character == '\n')
			++*line;
		else if (character == 0)
			return cause_set(cause,
			    "there is a NUL byte here: this is not a text file");
		else if (character == '\r' && (at == end || *at != '\n'))
			return cause_set(cause, "there is a carriage return inside the line");
		else if (character < 0)
			return cause_set(cause, "there is a byte here that is not UTF-8");
		else if ((character < 0x20 && character != '\t' && character != '\r') ||
		    character == 0x7f)
			return cause_set(cause, "there is a control character here");
	}
	return true;
}

static bool
scan_token(struct scan *scan, struct cause *cause)
{
	const char c = *scan->at;
	bool begins = scan->end - scan->at >= 2 && c == '/';

	if (begins && scan->at[1] == '*')
		return skip_comment(scan, cause);
	/* A comment, but not inside a bare word such as https://. */
	if (c == '#' || (begins && scan->at[1] == '/')) {
		while (scan->at < scan->end && *scan->at != '\n')
			blank_out(scan);
		return true;
	}
	if (c == '"' || c == '\'')
		return skip_quoted(scan, cause);
	if (c == '{' || c == '}')
		return scan_brace(scan, cause);
	if (strchr(BARE, c) != NULL) {
		while (scan->at < scan->end && strchr(BARE, *scan->at) != NULL &&
		    !(scan->at[0] == '/' && scan->at[1] == '*'))
			scan->at++;
		return true;
	}
	if (c == '\n')
		scan->line++;
	else if (strchr(" \t\r=", c) == NULL)
		return cause_set(cause, "put the value in quotes: it contains %s",
		    c == '\\'                   ? "a backslash" :
			c == '$'                ? "a $" :
			(unsigned char)c > 0x7e ? "a character that is not ASCII" :
						  (char[]){ c, '\0' });
	scan->at++;
	return true;
}

/* False with the cause and its LINE, from 1. */
static bool
check_text(char *text, size_t length, unsigned *line, struct cause *cause)
{
	struct scan scan = { .at = text, .end = text + length, .line = 1 };

	if (!check_bytes(text, length, line, cause))
		return false;
	while (scan.at < scan.end) {
		if (!scan_token(&scan, cause)) {
			*line = scan.line;
			return false;
		}
	}
	if (scan.depth > 0) {
		*line = scan.opened[scan.depth - 1];
		return cause_set(cause, "the { here is never closed");
	}
	return true;
}

/* A configuration while it is read: static, since libConfuse hands its callbacks no pointer. */
struct reading {
	struct settings *settings;
	struct settings_account account; /* the one whose section is open */
	const char *file;
	struct cause *cause;
	bool failed;            /* the cause is set: the first one counts */
	const cfg_opt_t **seen; /* what was given already */
	size_t seen_count;
};

static struct reading *current;

static bool
in_file(const struct option_info *row)
{
	return row->section != NULL && strcmp(row->section, OPTION_SETTING) != 0;
}

static bool
is_printable(const char *text)
{
	for (const char *at = text; *at != '\0'; at++) {
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			return false;
	}
	return text_valid(text, strlen(text));
}

/* Keeps the first cause, after its place. */
static bool
fail_at_line(struct reading *reading, int line, const struct cause *cause)
{
	if (reading->failed)
		return false;
	reading->failed = true;
	return cause_set(reading->cause, "%s:%d: %s", reading->file, line, cause->text);
}

__attribute__((format(printf, 2, 0))) static void
on_error(cfg_t *cfg, const char *format, va_list arguments)
{
	struct cause cause;
	char text[256];

	vsnprintf(text, sizeof text, format, arguments);
	cause_set(&cause, "%s; see colltop.conf(5)", text);
	fail_at_line(current, cfg != NULL ? cfg->line : 1, &cause);
}

/* For libConfuse the last of several wins. */
static bool
first_time(struct reading *reading, const cfg_opt_t *option)
{
	for (size_t i = 0; i < reading->seen_count; i++) {
		if (reading->seen[i] == option)
			return false;
	}
	reading->seen = xreallocarray(reading->seen, reading->seen_count + 1,
	    sizeof *reading->seen);
	reading->seen[reading->seen_count++] = option;
	return true;
}

/* The struct that ROW of SECTION goes into. */
static void *
destination(const struct option_info *row, const char *section)
{
	bool demo = strcmp(section, environment_name(ENVIRONMENT_DEMO)) == 0;

	if (row->section[0] == '\0')
		return current->settings;
	if (strcmp(row->section, "account") == 0)
		return &current->account;
	return &current->account.credentials[demo ? ENVIRONMENT_DEMO : ENVIRONMENT_PRODUCTION];
}

static int
on_value(cfg_t *cfg, cfg_opt_t *option)
{
	const char *value = cfg_opt_getnstr(option, 0);
	const struct option_info *row = option_table;
	struct cause cause;

	while (!in_file(row) || strcmp(row->name, cfg_opt_name(option)) != 0)
		row++;
	if (!first_time(current, option))
		cause_set(&cause, "%s is set twice; leave one of them out", row->name);
	else if (value == NULL || !is_printable(value))
		cause_set(&cause, "%s contains a control character or a byte that is not UTF-8",
		    row->name);
	else if (option_take(row, destination(row, cfg_name(cfg)), row->name, value, &cause))
		return 0;
	fail_at_line(current, cfg->line, &cause);
	return -1;
}

static int
on_section(cfg_t *cfg, cfg_opt_t *option)
{
	struct cause cause;

	if (first_time(current, option))
		return 0;
	cause_set(&cause, "section %s is set twice; leave one of them out", cfg_opt_name(option));
	fail_at_line(current, cfg->line, &cause);
	return -1;
}

/* An account's section has ended. */
static int
on_account(cfg_t *cfg, cfg_opt_t *option)
{
	struct settings *settings = current->settings;
	struct settings_account *account = &current->account;
	const char *title = cfg_title(cfg_opt_getnsec(option, cfg_opt_size(option) - 1));
	struct cause cause;

	if (settings->count == SETTINGS_ACCOUNTS_MAX)
		cause_set(&cause, "there are more than %d accounts", SETTINGS_ACCOUNTS_MAX);
	else if (parse_value_account(title, &cause) &&
	    (account->sited || settings_region(account, okx_regions[0].name, &cause))) {
		strlcpy(account->name, title, sizeof account->name);
		account->declared = true;
		settings_add_account(settings, account);
		return 0;
	}
	fail_at_line(current, cfg->line, &cause);
	return -1;
}

/* Puts the rows of SECTION into OPTIONS (ROWS_MAX). */
static size_t
add_rows(cfg_opt_t *options, const char *section)
{
	size_t count = 0;

	for (const struct option_info *row = option_table; row->name != NULL; row++) {
		if (!in_file(row) || strcmp(row->section, section) != 0)
			continue;
		options[count] = (cfg_opt_t)CFG_STR(row->name, NULL, CFGF_NONE);
		options[count++].validcb = on_value;
	}
	options[count] = (cfg_opt_t)CFG_END();
	return count;
}

/* Adds a section with the rows CONTENT; CHECK is called at its end. */
static void
add_conf_section(cfg_opt_t *options, size_t at, const char *name, cfg_opt_t *content,
    cfg_flag_t flags, cfg_validate_callback_t check)
{
	options[at] = (cfg_opt_t)CFG_SEC(name, content, flags);
	options[at].validcb = check;
	options[at + 1] = (cfg_opt_t)CFG_END();
}

static bool
parse_text(struct reading *reading, const char *text)
{
	cfg_opt_t credentials[ROWS_MAX], account[ROWS_MAX], top[ROWS_MAX];
	size_t count;
	bool parsed;
	cfg_t *cfg;

	add_rows(credentials, "production");
	count = add_rows(account, "account");
	add_conf_section(account, count, "production", credentials, CFGF_NODEFAULT, on_section);
	add_conf_section(account, count + 1, "demo", credentials, CFGF_NODEFAULT, on_section);
	add_conf_section(top, add_rows(top, ""), "account", account,
	    CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES, on_account);

	cfg = cfg_init(top, CFGF_NONE);
	if (cfg == NULL)
		return cause_set(reading->cause, "%s: out of memory", reading->file);
	cfg_set_error_function(cfg, on_error);
	current = reading;
	parsed = cfg_parse_buf(cfg, text) == CFG_SUCCESS;
	current = NULL;
	cfg_free(cfg);
	if (parsed && !reading->failed)
		return true;
	if (!reading->failed)
		cause_set(reading->cause, "%s: it cannot be parsed; see colltop.conf(5)",
		    reading->file);
	return false;
}

/* Reads FILE, which may be missing unless it was ASKED for. */
static bool
read_file(struct settings *settings, const char *file, bool asked, struct cause *cause)
{
	struct reading reading = { .settings = settings, .file = file, .cause = cause };
	char *text = xmalloc(FILE_MAX + 1);
	struct cause fault;
	unsigned line;
	size_t length;
	bool good = false;

	switch (
	    private_file_read(file, PRIVATE_FILE_SETTINGS, text, FILE_MAX + 1, &length, cause)) {
	case PRIVATE_FILE_MISSING:
		good = !asked;
		if (asked)
			cause_set(cause, "%s: there is no such file", file);
		break;
	case PRIVATE_FILE_REFUSED:
		break;
	case PRIVATE_FILE_READ:
		if (!check_text(text, length, &line, &fault))
			fail_at_line(&reading, (int)line, &fault);
		else
			good = parse_text(&reading, text);
		if (good)
			settings->file = xstrdup(file);
		break;
	}
	settings_account_clear(&reading.account);
	free(reading.seen);
	free(text);
	return good;
}

/* OKX_DEMO: 1 or true, 0 or false; empty and unset are no. */
static bool
read_demo(struct settings *settings, struct cause *cause)
{
	const char *demo = getenv("OKX_DEMO");

	if (demo == NULL || demo[0] == '\0' || strcmp(demo, "0") == 0 || strcmp(demo, "false") == 0)
		return true;
	if (strcmp(demo, "1") != 0 && strcmp(demo, "true") != 0)
		return cause_set(cause, "OKX_DEMO is 1 or 0, not \"%s\"", demo);
	settings->demo_variables = true;
	settings->environment = ENVIRONMENT_DEMO;
	return true;
}

/* OKX_SITE and OKX_API_BASE_URL are for the account "main", unless the file places it. */
static bool
read_site(struct settings *settings, struct cause *cause)
{
	const char *site = getenv("OKX_SITE"), *url = getenv("OKX_API_BASE_URL");
	long index = settings_account(settings, "main");
	struct settings_account *account;

	if (index < 0 || settings->accounts[index].sited)
		return true;
	account = &settings->accounts[index];
	site = site != NULL && site[0] != '\0' ? site : NULL;
	url = url != NULL && url[0] != '\0' ? url : NULL;
	if (site != NULL && url != NULL)
		return cause_set(cause,
		    "OKX_SITE cannot be combined with OKX_API_BASE_URL; unset one of them");
	account->variable = site != NULL ? "OKX_SITE" : url != NULL ? "OKX_API_BASE_URL" : NULL;
	if (site != NULL && !settings_region(account, site, cause))
		return cause_prefix(cause, "OKX_SITE");
	if (url != NULL && !settings_base_url(account, url, cause))
		return cause_prefix(cause, "OKX_API_BASE_URL");
	return true;
}

/* Whoever can write a CA file can pose as the exchange and is sent the key. */
static bool
ca_files_usable(const struct settings *settings, struct cause *cause)
{
	for (size_t i = 0; i < settings->count; i++) {
		const struct settings_account *account = &settings->accounts[i];
		char whose[sizeof "account " + ACCOUNT_ID_ACCOUNT_SIZE];

		snprintf(whose, sizeof whose, "account %s", account->name);
		if (account->ca_file != NULL &&
		    (!okx_route_check_ca_file(account->ca_file, cause) ||
			private_file_check(account->ca_file, PRIVATE_FILE_CERTIFICATES, cause) ==
			    PRIVATE_FILE_REFUSED))
			return cause_prefix(cause, whose);
	}
	return true;
}

static void
choose_account(struct settings *settings, size_t index)
{
	for (size_t i = 0; i < settings->chosen_count; i++)
		if (settings->chosen[i] == index)
			return;
	settings->chosen[settings->chosen_count++] = index;
}

/* The accounts that the command line names, each once; else the first. */
static bool
choose_accounts(struct settings *settings, const struct options *options, struct cause *cause)
{
	for (size_t i = 0; i < options->account_count; i++) {
		const char *name = options->accounts[i];
		long index = settings_account(settings, name);

		if (options->check && strcmp(name, "all") == 0)
			for (size_t j = 0; j < settings->count; j++)
				choose_account(settings, j);
		else if (index >= 0)
			choose_account(settings, (size_t)index);
		else
			return cause_set(cause, "there is no account \"%s\"%s%s", name,
			    settings->file != NULL ? " in " : ": no configuration file was read",
			    settings->file != NULL ? settings->file : "");
	}
	if (settings->chosen_count == 0)
		choose_account(settings, 0);
	settings->account = settings->chosen[0];
	return true;
}

/* The command line goes before the environment. */
static bool
apply_option(struct settings *settings, const struct option_info *row, const char *said,
    struct cause *cause)
{
	const char *variable = row->variable != NULL ? getenv(row->variable) : NULL;
	char name[40];

	if (variable != NULL && variable[0] != '\0' &&
	    !option_take(row, settings, row->variable, variable, cause))
		return false;
	snprintf(name, sizeof name, "--%s", row->name);
	return said == NULL || option_take(row, settings, name, said, cause);
}

static bool
apply_options(struct settings *settings, const struct options *options, struct cause *cause)
{
	if (options->environment >= 0)
		settings->environment = options->environment;
	for (int i = 0; i < OPTIONS_COUNT; i++)
		if (option_table[i].section != NULL &&
		    !apply_option(settings, &option_table[i], options->said[i], cause))
			return false;
	settings->introduce = !options->batch;
	settings->notices = !options->check && options->count != 1;
	for (size_t i = 0; i < settings->count && options->ca_file != NULL; i++)
		option_replace(&settings->accounts[i].ca_file, xstrdup(options->ca_file));
	return choose_accounts(settings, options, cause) && ca_files_usable(settings, cause);
}

static char *
find_directory(void)
{
	const char *xdg = getenv("XDG_CONFIG_HOME");

	if (xdg != NULL && xdg[0] == '/')
		return xasprintf("%s/colltop", xdg);
	return parse_value_home() != NULL ? xasprintf("%s/.config/colltop", parse_value_home()) :
					    NULL;
}

bool
settings_load(struct settings *settings, const struct options *options, struct cause *cause)
{
	struct settings_account account = { .name = "main" };
	char *file = NULL;
	bool loaded;

	*settings = (struct settings){
		.directory = find_directory(),
		.ccy = xstrdup(""),
		.color = true,
		.environment = -1,
	};
	if (options->config != NULL)
		file = xstrdup(options->config);
	else if (settings->directory != NULL)
		file = xasprintf("%s/colltop.conf", settings->directory);
	option_standards(option_table, "", settings);
	loaded = file == NULL || read_file(settings, file, options->config != NULL, cause);
	if (loaded && settings->count == 0) {
		settings_region(&account, okx_regions[0].name, cause);
		settings_add_account(settings, &account);
	}
	settings->terms.stablecoins = settings->stablecoins;
	free(file);
	return loaded && read_demo(settings, cause) && read_site(settings, cause) &&
	    apply_options(settings, options, cause);
}

const char *
settings_library(void)
{
	return confuse_version;
}
