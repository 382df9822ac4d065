/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_SETTINGS_LOAD_H
#define COLLTOP_APP_SETTINGS_LOAD_H

#include <stdbool.h>

#include "conf/options.h"
#include "conf/settings.h"
#include "base/cause.h"

/*
 * Reads the configuration file (OPTIONS' or the default one, which may be
 * missing), OKX_SITE, OKX_API_BASE_URL (for the account "main", where the file
 * says nothing of it), OKX_DEMO, NO_COLOR and OPTIONS. False with the cause, as
 * file:line and what was expected. SETTINGS is to be cleared either way.
 */
bool settings_load(struct settings *settings, const struct options *options, struct cause *cause);

/* The version of the library behind it: "3.3". */
const char *settings_library(void);

#endif
