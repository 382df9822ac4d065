/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/settings_load.h"

#include <confuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "conf/conf_check.h"
#include "conf/settings_env.h"
#include "conf/private_file.h"
#include "conf/parse_value.h"
#include "base/text.h"
#include "base/xmalloc.h"

#define FILE_MAX 65536
#define ROWS_MAX 24

/* A configuration while it is read. The parser hands its callbacks no pointer of ours. */
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
plain(const char *text)
{
	for (const char *at = text; *at != '\0'; at++) {
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			return false;
	}
	return text_valid(text, strlen(text));
}

/* Keeps the first cause, with its place before it. */
static bool
fail(struct reading *reading, int line, const struct cause *cause)
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
	fail(current, cfg != NULL ? cfg->line : 1, &cause);
}

/* The parser lets the last of several win, so that a line would be passed over in silence. */
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

/* What the rows of a section go into, of which the parser knows the name. */
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
	else if (value == NULL || !plain(value))
		cause_set(&cause, "%s has a control character or a byte in it that is not UTF-8",
		    row->name);
	else if (option_take(row, destination(row, cfg_name(cfg)), row->name, value, &cause))
		return 0;
	fail(current, cfg->line, &cause);
	return -1;
}

static int
on_section(cfg_t *cfg, cfg_opt_t *option)
{
	struct cause cause;

	if (first_time(current, option))
		return 0;
	cause_set(&cause, "section %s is set twice; leave one of them out", cfg_opt_name(option));
	fail(current, cfg->line, &cause);
	return -1;
}

/* The end of an account's section: its rows came before. */
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
	fail(current, cfg->line, &cause);
	return -1;
}

/* Fills OPTIONS (room for ROWS_MAX) with the table's rows of SECTION. */
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

/* Adds a section with the rows CONTENT, which CHECK looks at when it ends. */
static void
add_section(cfg_opt_t *options, size_t at, const char *name, cfg_opt_t *content, cfg_flag_t flags,
    cfg_validate_callback_t check)
{
	options[at] = (cfg_opt_t)CFG_SEC(name, content, flags);
	options[at].validcb = check;
	options[at + 1] = (cfg_opt_t)CFG_END();
}

static bool
parse(struct reading *reading, const char *text)
{
	cfg_opt_t credentials[ROWS_MAX], account[ROWS_MAX], top[ROWS_MAX];
	size_t count;
	bool parsed;
	cfg_t *cfg;

	add_rows(credentials, "production");
	count = add_rows(account, "account");
	add_section(account, count, "production", credentials, CFGF_NODEFAULT, on_section);
	add_section(account, count + 1, "demo", credentials, CFGF_NODEFAULT, on_section);
	add_section(top, add_rows(top, ""), "account", account,
	    CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES, on_account);

	cfg = cfg_init(top, CFGF_NONE);
	if (cfg == NULL)
		return cause_set(reading->cause, "%s: the parser cannot be had", reading->file);
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

/* Reads the configuration FILE, which may be missing unless it was ASKED for. */
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
		if (!conf_check_prepare(text, length, &line, &fault))
			fail(&reading, (int)line, &fault);
		else
			good = parse(&reading, text);
		if (good)
			settings->file = xstrdup(file);
		break;
	}
	settings_account_clear(&reading.account);
	free(reading.seen);
	free(text);
	return good;
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
	bool loaded = false;

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
	if (!option_standards(option_table, "", settings, cause))
		goto out;
	if (file != NULL && !read_file(settings, file, options->config != NULL, cause))
		goto out;
	if (settings->count == 0) {
		if (!settings_region(&account, okx_regions[0].name, cause))
			goto out;
		settings_add_account(settings, &account);
	}
	settings->terms.stablecoins = settings->stablecoins;
	loaded = settings_env_apply(settings, options, cause);
out:
	free(file);
	return loaded;
}

const char *
settings_library(void)
{
	return confuse_version;
}
