/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/settings_table.h"

#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "conf/parse_value.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "model/filter.h"

void
settings_table_replace(char **text, char *with)
{
	free(*text);
	*text = with;
}

void
settings_table_filter(struct settings *settings, const char *text)
{
	char clean[FILTER_SIZE];

	text_sanitise(clean, sizeof clean, text, strlen(text));
	settings_table_replace(&settings->filter, xstrdup(clean));
}

bool
settings_table_region(struct settings_account *account, const char *name, struct cause *cause)
{
	const struct okx_region *region = okx_host_region(name);
	char names[128] = "";

	if (region != NULL) {
		strlcpy(account->region, region->name, sizeof account->region);
		return okx_host_parse(&account->host, region->base_url, cause);
	}
	for (region = okx_regions; region->name != NULL; region++) {
		strlcat(names, region == okx_regions ? "" : ", ", sizeof names);
		strlcat(names, region->name, sizeof names);
	}
	return cause_set(cause, "region is one of %s, not \"%s\"", names, name);
}

bool
settings_table_base_url(struct settings_account *account, const char *url, struct cause *cause)
{
	strlcpy(account->region, "custom", sizeof account->region);
	return okx_host_parse(&account->host, url, cause);
}

/* The rows' readers */

static bool
take_interval(struct settings_reading *reading, enum environment environment, const char *value,
    struct cause *cause)
{
	long seconds;

	(void)environment;
	if (!parse_value_whole(&seconds, value, 1, PARSE_VALUE_INTERVAL_MAX, "interval", cause))
		return false;
	reading->settings->interval_s = (int)seconds;
	return true;
}

static bool
take_theme(struct settings_reading *reading, enum environment environment, const char *value,
    struct cause *cause)
{
	(void)environment;
	if (!parse_value_word(value, PARSE_VALUE_THEMES, "theme", cause))
		return false;
	settings_table_replace(&reading->settings->theme, xstrdup(value));
	return true;
}

static bool
take_sort(struct settings_reading *reading, enum environment environment, const char *value,
    struct cause *cause)
{
	(void)environment;
	return column_sort_parse(value, &reading->settings->sort, &reading->settings->descending,
	    cause);
}

static bool
take_filter(struct settings_reading *reading, enum environment environment, const char *value,
    struct cause *cause)
{
	(void)environment;
	if (strlen(value) >= FILTER_SIZE)
		return cause_set(cause, "filter is longer than %d bytes", FILTER_SIZE - 1);
	settings_table_filter(reading->settings, value);
	return true;
}

static bool
take_watch_fall(struct settings_reading *reading, enum environment environment, const char *value,
    struct cause *cause)
{
	(void)environment;
	return parse_value_percent(&reading->settings->terms.watch_fall, value, 2, 60, "watch_fall",
	    cause);
}

static bool
take_target(struct settings_reading *reading, enum environment environment, const char *value,
    struct cause *cause)
{
	(void)environment;
	reading->settings->terms.has_target = true;
	return parse_value_percent(&reading->settings->terms.target, value, 5, 90, "target", cause);
}

static bool
take_stablecoins(struct settings_reading *reading, enum environment environment, const char *value,
    struct cause *cause)
{
	char *names = parse_value_currencies(value, "stablecoins", cause);

	(void)environment;
	if (names != NULL)
		settings_table_replace(&reading->settings->stablecoins, names);
	return names != NULL;
}

static bool
take_bell(struct settings_reading *reading, enum environment environment, const char *value,
    struct cause *cause)
{
	(void)environment;
	reading->settings->bell = strcmp(value, "true") == 0;
	return parse_value_word(value, "true false", "bell", cause);
}

static bool
take_connect_timeout(struct settings_reading *reading, enum environment environment,
    const char *value, struct cause *cause)
{
	(void)environment;
	return parse_value_seconds(&reading->settings->connect_timeout_ms, value, 100, 60000,
	    "connect_timeout", cause);
}

static bool
take_timeout(struct settings_reading *reading, enum environment environment, const char *value,
    struct cause *cause)
{
	(void)environment;
	return parse_value_seconds(&reading->settings->timeout_ms, value, 100, 120000, "timeout",
	    cause);
}

static bool
take_region(struct settings_reading *reading, enum environment environment, const char *value,
    struct cause *cause)
{
	(void)environment;
	if (reading->account.sited)
		return cause_set(cause,
		    "region cannot be combined with base_url; leave one of them out");
	reading->account.sited = true;
	return settings_table_region(&reading->account, value, cause);
}

static bool
take_base_url(struct settings_reading *reading, enum environment environment, const char *value,
    struct cause *cause)
{
	(void)environment;
	if (reading->account.sited)
		return cause_set(cause,
		    "base_url cannot be combined with region; leave one of them out");
	reading->account.sited = true;
	return settings_table_base_url(&reading->account, value, cause);
}

static bool
take_path(char **out, const char *value, struct cause *cause)
{
	settings_table_replace(out, parse_value_path(value, cause));
	return *out != NULL;
}

static bool
take_ca_file(struct settings_reading *reading, enum environment environment, const char *value,
    struct cause *cause)
{
	(void)environment;
	return take_path(&reading->account.ca_file, value, cause);
}

static bool
take_proxy(struct settings_reading *reading, enum environment environment, const char *value,
    struct cause *cause)
{
	(void)environment;
	if (!parse_value_proxy(value, cause))
		return false;
	settings_table_replace(&reading->account.proxy, xstrdup(value));
	return true;
}

static bool
take_credentials_file(struct settings_reading *reading, enum environment environment,
    const char *value, struct cause *cause)
{
	struct settings_credentials *credentials = &reading->account.credentials[environment];

	if (credentials->command != NULL)
		return cause_set(cause,
		    "credentials_file cannot be combined with credentials_command; leave one of them out");
	return take_path(&credentials->file, value, cause);
}

static bool
take_credentials_command(struct settings_reading *reading, enum environment environment,
    const char *value, struct cause *cause)
{
	struct settings_credentials *credentials = &reading->account.credentials[environment];

	if (credentials->file != NULL)
		return cause_set(cause,
		    "credentials_command cannot be combined with credentials_file; leave one of them out");
	if (value[strspn(value, " ")] == '\0')
		return cause_set(cause, "credentials_command is empty");
	settings_table_replace(&credentials->command, xstrdup(value));
	return true;
}

const struct settings_info settings_table[] = {
	{ "interval", "", "1 to 60, whole seconds", "2", "seconds between two refreshes",
	    take_interval },
	{ "theme", "", "dark, light or mono", "dark", "colours of the screen", take_theme },
	{ "sort", "", "COLUMN, COLUMN:asc or COLUMN:desc", "value",
	    "order of the rows at the start", take_sort },
	{ "filter", "", "a filter, at most 127 bytes", "", "filter at the start", take_filter },
	{ "watch_fall", "", "2 to 60 per cent", "15",
	    "a loan is on WATCH when a smaller fall meets the call", take_watch_fall },
	{ "target", "", "5 to 90 per cent", "", "LTV to reach by repaying or pledging",
	    take_target },
	{ "stablecoins", "", "names, blanks between them", PARSE_VALUE_STABLECOINS,
	    "currencies that do not fall with the others", take_stablecoins },
	{ "bell", "", "true or false", "true", "the terminal's bell rings for a loan", take_bell },
	{ "connect_timeout", "", "0.1 to 60 seconds", "5", "time to reach the exchange",
	    take_connect_timeout },
	{ "timeout", "", "0.1 to 120 seconds", "10", "time for a whole request", take_timeout },
	{ "region", "account", "global, us, eea or tr", "global",
	    "the site where the account was opened", take_region },
	{ "base_url", "account", "https://HOST[:PORT]", "", "another host than the region's",
	    take_base_url },
	{ "ca_file", "account", "a file, from / or ~/", "",
	    "certificates to trust instead of the system's", take_ca_file },
	{ "proxy", "account", "none or SCHEME://HOST[:PORT]", "",
	    "proxy instead of the environment's", take_proxy },
	{ "credentials_file", "production", "a file, from / or ~/", "",
	    "file with the three lines of a key", take_credentials_file },
	{ "credentials_command", "production", "a command for /bin/sh", "",
	    "command that prints the three lines of a key", take_credentials_command },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};
