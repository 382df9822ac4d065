/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/settings.h"

#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/xmalloc.h"

const int settings_intervals[] = { 1, 2, 5, 10, 15, 30, 60, 0 };

void
settings_account_clear(struct settings_account *account)
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
		settings_account_clear(&settings->accounts[i]);
	free(settings->accounts);
	free(settings->directory);
	free(settings->file);
	free(settings->filter);
	free(settings->ccy);
	free(settings->what_if);
	free(settings->theme);
	free(settings->stablecoins);
	*settings = (struct settings){ .environment = -1 };
}

void
settings_add_account(struct settings *settings, struct settings_account *account)
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

bool
settings_region(struct settings_account *account, const char *name, struct cause *cause)
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
settings_base_url(struct settings_account *account, const char *url, struct cause *cause)
{
	strlcpy(account->region, "custom", sizeof account->region);
	return okx_host_parse(&account->host, url, cause);
}

bool
settings_simulate(struct settings *settings, const char *base_url, struct cause *cause)
{
	struct settings_account account = { .name = "main" };

	if (!settings_base_url(&account, base_url, cause))
		return false;
	if (!account.host.loopback)
		return cause_set(cause, "%s is not a simulator: it is not on this machine",
		    base_url);
	strlcpy(account.region, "simulator", sizeof account.region);
	for (size_t i = 0; i < settings->count; i++)
		settings_account_clear(&settings->accounts[i]);
	settings->count = 0;
	settings_add_account(settings, &account);
	settings->account = settings->chosen[0] = 0;
	settings->chosen_count = 1;
	settings->simulated = true;
	return true;
}

struct account_id
settings_account_id(const struct settings_account *account, enum environment environment)
{
	struct account_id id = { .environment = environment };

	strlcpy(id.account, account->name, sizeof id.account);
	strlcpy(id.region, account->region, sizeof id.region);
	strlcpy(id.host, account->host.host, sizeof id.host);
	return id;
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
