/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/settings.h"

#include <confuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "conf/conf_check.h"
#include "conf/settings_env.h"
#include "conf/private_file.h"
#include "conf/settings_table.h"
#include "conf/parse_value.h"
#include "base/text.h"
#include "base/xmalloc.h"

#define FILE_MAX 65536
#define ROWS_MAX 24

const int settings_intervals[] = { 1, 2, 5, 10, 15, 30, 60, 0 };

/* A configuration while it is read. The parser hands its callbacks no pointer of ours. */
struct reading {
	struct settings_reading rows;
	const char *file;
	struct cause *cause;
	bool failed;            /* the cause is set: the first one counts */
	const cfg_opt_t **seen; /* what was given already */
	size_t seen_count;
};

static struct reading *current;

static bool
plain(const char *text)
{
	for (const char *at = text; *at != '\0'; at++) {
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			return false;
	}
	return text_valid(text, strlen(text));
}

static void
account_clear(struct settings_account *account)
{
	free(account->ca_file);
	free(account->proxy);
	for (int i = 0; i < ENVIRONMENTS; i++) {
		free(account->credentials[i].file);
		free(account->credentials[i].command);
	}
	*account = (struct settings_account){ .name = "" };
}

void
settings_clear(struct settings *settings)
{
	for (size_t i = 0; i < settings->count; i++)
		account_clear(&settings->accounts[i]);
	free(settings->accounts);
	free(settings->directory);
	free(settings->file);
	free(settings->filter);
	free(settings->ccy);
	free(settings->theme);
	free(settings->stablecoins);
	*settings = (struct settings){ .environment = -1 };
}

/* Takes over ACCOUNT with all that it owns. */
static void
add_account(struct settings *settings, struct settings_account *account)
{
	settings->accounts = xreallocarray(settings->accounts, settings->count + 1,
	    sizeof *settings->accounts);
	settings->accounts[settings->count++] = *account;
	*account = (struct settings_account){ .name = "" };
}

long
settings_account(const struct settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->count; i++) {
		if (strcmp(settings->accounts[i].name, name) == 0)
			return (long)i;
	}
	return -1;
}

/* The file */

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

static int
on_value(cfg_t *cfg, cfg_opt_t *option)
{
	const char *section = cfg_name(cfg), *value = cfg_opt_getnstr(option, 0);
	enum environment environment = strcmp(section, environment_name(ENVIRONMENT_DEMO)) == 0 ?
	    ENVIRONMENT_DEMO :
	    ENVIRONMENT_PRODUCTION;
	const struct settings_info *row = settings_table;
	struct cause cause;

	while (strcmp(row->name, cfg_opt_name(option)) != 0)
		row++;
	if (!first_time(current, option))
		cause_set(&cause, "%s is set twice; leave one of them out", row->name);
	else if (value == NULL || !plain(value))
		cause_set(&cause, "%s has a control character or a byte in it that is not UTF-8",
		    row->name);
	else if (row->take(&current->rows, environment, value, &cause))
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
	struct settings *settings = current->rows.settings;
	struct settings_account *account = &current->rows.account;
	const char *title = cfg_title(cfg_opt_getnsec(option, cfg_opt_size(option) - 1));
	struct cause cause;

	if (settings->count == SETTINGS_ACCOUNTS_MAX)
		cause_set(&cause, "there are more than %d accounts", SETTINGS_ACCOUNTS_MAX);
	else if (parse_value_account(title, &cause) &&
	    (account->sited || settings_table_region(account, okx_regions[0].name, &cause))) {
		strlcpy(account->name, title, sizeof account->name);
		account->declared = true;
		add_account(settings, account);
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

	for (const struct settings_info *row = settings_table; row->name != NULL; row++) {
		if (strcmp(row->section, section) == 0)
			options[count++] = (cfg_opt_t)CFG_STR(row->name, NULL, CFGF_NONE);
	}
	return count;
}

static void
watch(cfg_t *cfg, const char *place)
{
	const char *section = strrchr(place, '|');
	char path[96];

	section = section != NULL ? section + 1 : place;
	if (strcmp(section, environment_name(ENVIRONMENT_DEMO)) == 0)
		section = environment_name(ENVIRONMENT_PRODUCTION);
	for (const struct settings_info *row = settings_table; row->name != NULL; row++) {
		if (strcmp(row->section, section) != 0)
			continue;
		snprintf(path, sizeof path, "%s%s%s", place, *place != '\0' ? "|" : "", row->name);
		cfg_set_validate_func(cfg, path, on_value);
	}
}

static bool
parse(struct reading *reading, const char *text)
{
	cfg_opt_t credentials[ROWS_MAX], account[ROWS_MAX], top[ROWS_MAX];
	size_t count;
	bool parsed;
	cfg_t *cfg;

	count = add_rows(credentials, "production");
	credentials[count] = (cfg_opt_t)CFG_END();
	count = add_rows(account, "account");
	account[count++] = (cfg_opt_t)CFG_SEC("production", credentials, CFGF_NODEFAULT);
	account[count++] = (cfg_opt_t)CFG_SEC("demo", credentials, CFGF_NODEFAULT);
	account[count] = (cfg_opt_t)CFG_END();
	count = add_rows(top, "");
	top[count++] = (cfg_opt_t)CFG_SEC("account", account,
	    CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES);
	top[count] = (cfg_opt_t)CFG_END();

	cfg = cfg_init(top, CFGF_NONE);
	if (cfg == NULL)
		return cause_set(reading->cause, "%s: the parser cannot be had", reading->file);
	cfg_set_error_function(cfg, on_error);
	watch(cfg, "");
	watch(cfg, "account");
	watch(cfg, "account|production");
	watch(cfg, "account|demo");
	cfg_set_validate_func(cfg, "account", on_account);
	cfg_set_validate_func(cfg, "account|production", on_section);
	cfg_set_validate_func(cfg, "account|demo", on_section);

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
	struct reading reading = { .rows.settings = settings, .file = file, .cause = cause };
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
	account_clear(&reading.rows.account);
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
	const char *no_color = getenv("NO_COLOR");
	struct settings_account account = { .name = "main" };
	char *file = NULL;
	bool loaded = false;

	*settings = (struct settings){
		.directory = find_directory(),
		.interval_s = 2,
		.sort = COLUMN_VALUE,
		.descending = true,
		.filter = xstrdup(""),
		.ccy = xstrdup(""),
		.theme = xstrndup(PARSE_VALUE_THEMES, strcspn(PARSE_VALUE_THEMES, " ")),
		.color = no_color == NULL || no_color[0] == '\0',
		.terms.watch_fall = decimal_from(15, 2),
		.stablecoins = xstrdup(PARSE_VALUE_STABLECOINS),
		.bell = true,
		.connect_timeout_ms = 5000,
		.timeout_ms = 10000,
		.environment = -1,
	};
	if (options->config != NULL)
		file = xstrdup(options->config);
	else if (settings->directory != NULL)
		file = xasprintf("%s/colltop.conf", settings->directory);
	if (file != NULL && !read_file(settings, file, options->config != NULL, cause))
		goto out;
	if (settings->count == 0) {
		if (!settings_table_region(&account, okx_regions[0].name, cause))
			goto out;
		add_account(settings, &account);
	}
	settings->terms.stablecoins = settings->stablecoins;
	loaded = settings_env_apply(settings, options, cause);
out:
	free(file);
	return loaded;
}

bool
settings_simulate(struct settings *settings, const char *base_url, struct cause *cause)
{
	struct settings_account account = { .name = "main" };

	if (!settings_table_base_url(&account, base_url, cause))
		return false;
	if (!account.host.loopback)
		return cause_set(cause, "%s is not a simulator: it is not on this machine",
		    base_url);
	strlcpy(account.region, "simulator", sizeof account.region);
	for (size_t i = 0; i < settings->count; i++)
		account_clear(&settings->accounts[i]);
	settings->count = 0;
	add_account(settings, &account);
	settings->account = settings->chosen[0] = 0;
	settings->chosen_count = 1;
	settings->simulated = true;
	return true;
}

struct okx_http_route
settings_route(const struct settings *settings, size_t index)
{
	const struct settings_account *account = &settings->accounts[index];

	return (struct okx_http_route){
		.host = account->host,
		.ca_file = account->ca_file,
		.proxy = account->proxy,
		.family = settings->family,
		.connect_timeout_ms = settings->connect_timeout_ms,
		.timeout_ms = settings->timeout_ms,
	};
}

const char *
settings_library(void)
{
	return confuse_version;
}
