/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/settings_env.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/private_file.h"
#include "base/xmalloc.h"
#include "okx/route.h"

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

/* OKX_SITE and OKX_API_BASE_URL belong to the account "main", where the file leaves it open. */
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
	if (site != NULL && !settings_region(account, site, cause))
		return cause_prefix(cause, "OKX_SITE");
	if (url != NULL && !settings_base_url(account, url, cause))
		return cause_prefix(cause, "OKX_API_BASE_URL");
	return true;
}

/*
 * A certificate file that is of no use would fail each request: better said at once. One
 * that others can change would let them answer for the exchange, and they would be sent
 * the key.
 */
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
choose(struct settings *settings, size_t index)
{
	for (size_t i = 0; i < settings->chosen_count; i++)
		if (settings->chosen[i] == index)
			return;
	settings->chosen[settings->chosen_count++] = index;
}

/* The accounts that the command line names, each once: the first one where it names none. */
static bool
choose_accounts(struct settings *settings, const struct options *options, struct cause *cause)
{
	for (size_t i = 0; i < options->account_count; i++) {
		const char *name = options->accounts[i];
		long index = settings_account(settings, name);

		if (options->check && strcmp(name, "all") == 0)
			for (size_t j = 0; j < settings->count; j++)
				choose(settings, j);
		else if (index >= 0)
			choose(settings, (size_t)index);
		else
			return cause_set(cause, "there is no account \"%s\"%s%s", name,
			    settings->file != NULL ? " in " : ": no configuration file was read",
			    settings->file != NULL ? settings->file : "");
	}
	if (settings->chosen_count == 0)
		choose(settings, 0);
	settings->account = settings->chosen[0];
	return true;
}

/* What is of struct settings: the environment says it first, then the command line. */
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
	for (size_t i = 0; i < settings->count && options->ca_file != NULL; i++)
		option_replace(&settings->accounts[i].ca_file, xstrdup(options->ca_file));
	return choose_accounts(settings, options, cause) && ca_files_usable(settings, cause);
}

bool
settings_env_apply(struct settings *settings, const struct options *options, struct cause *cause)
{
	return read_demo(settings, cause) && read_site(settings, cause) &&
	    apply_options(settings, options, cause);
}
