/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_SETTINGS_H
#define COLLTOP_CONF_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"
#include "model/column.h"
#include "model/account_id.h"
#include "model/risk.h"
#include "okx/host.h"
#include "okx/http.h"

/* How colltop is set up: colltop.conf(5), then the environment, then the command line over it. */

#define SETTINGS_ACCOUNTS_MAX 32

/* Where an account's credentials for one environment come from; NULL: not said. */
struct settings_credentials {
	char *file; /* "~" expanded */
	char *command;
};

struct settings_account {
	char name[ACCOUNT_ID_ACCOUNT_SIZE];
	char region[ACCOUNT_ID_REGION_SIZE];
	struct okx_host host;
	bool declared;        /* the configuration has a section for it */
	bool sited;           /* the configuration says region or base_url */
	const char *variable; /* the one of the environment that says it instead; NULL: none */
	char *ca_file;        /* NULL: the system's */
	char *proxy;          /* NULL: the environment's; "none" */
	struct settings_credentials credentials[ENVIRONMENTS];
};

struct settings {
	char *directory; /* $XDG_CONFIG_HOME/colltop, NULL where there is no home */
	char *file;      /* the configuration that was read, or NULL */
	int interval_s;
	enum column_id sort;
	bool descending;
	char *filter;            /* never NULL */
	char *ccy;               /* never NULL; "" for all */
	char *what_if;           /* a question that was understood, or NULL */
	char *theme;             /* "auto", "dark", "light", "mono" */
	bool color;              /* neither --no-color nor NO_COLOR */
	struct risk_terms terms; /* its stablecoins are those below */
	char *stablecoins;       /* names separated by blanks */
	bool bell;               /* it rings at what concerns a loan */
	int64_t connect_timeout_ms, timeout_ms;
	enum okx_http_family family;
	bool introduce; /* say at the start what a key can do beyond reading: on a screen */
	bool notices;   /* ask for what OKX tells beside the figures: not for one record alone */
	bool simulated;
	size_t account;                       /* index of the one to begin with */
	size_t chosen[SETTINGS_ACCOUNTS_MAX]; /* indexes of those that --check is about */
	size_t chosen_count;
	int64_t command_ms; /* so long may a credentials_command take; 0: 30 s */
	/* OKX_DEMO=1: OKX_API_KEY … of the process's environment are of demo */
	bool demo_variables;
	int environment; /* chosen by option or OKX_DEMO, or -1: by the credentials found */
	size_t count;    /* accounts, 1 or more */
	struct settings_account *accounts;
};

/* The settings of --simulate: one account "main" of the simulator at BASE_URL (loopback). */
bool settings_simulate(struct settings *settings, const char *base_url, struct cause *cause);

void settings_clear(struct settings *settings);

/* Takes over ACCOUNT with all that it owns, which is cleared then. */
void settings_add_account(struct settings *settings, struct settings_account *account);
void settings_account_clear(struct settings_account *account);

/* The site of ACCOUNT by name, or by an address of its own. False with the cause. */
bool settings_region(struct settings_account *account, const char *name, struct cause *cause);
bool settings_base_url(struct settings_account *account, const char *url, struct cause *cause);

/* Index of the account called NAME, or -1. */
long settings_account(const struct settings *settings, const char *name);

/* Whose figures those of ENVIRONMENT are, by configuration alone. */
struct account_id settings_account_id(const struct settings_account *account,
    enum environment environment);

/* How the host of ACCOUNT (index) is reached; borrows from SETTINGS. */
struct okx_http_route settings_route(const struct settings *settings, size_t account);

/* Intervals that the keys step through, in seconds, ascending, ending with 0. */
extern const int settings_intervals[];

#endif
