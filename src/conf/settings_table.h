/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_SETTINGS_TABLE_H
#define COLLTOP_CONF_SETTINGS_TABLE_H

#include <stdbool.h>

#include "conf/settings.h"
#include "base/cause.h"

/* The rows of settings_table, and the values that come from elsewhere as well. */

/* What the rows write into. */
struct settings_reading {
	struct settings *settings;
	struct settings_account account; /* the one whose section is open */
};

/* Frees *TEXT and puts WITH in its place, which it owns then. */
void settings_table_replace(char **text, char *with);

/* Takes TEXT, sanitised and cut where it is too long. */
void settings_table_filter(struct settings *settings, const char *text);

/* The site of ACCOUNT by name, or by an address of its own. False with the cause. */
bool settings_table_region(struct settings_account *account, const char *name, struct cause *cause);
bool settings_table_base_url(struct settings_account *account, const char *url,
    struct cause *cause);

#endif
