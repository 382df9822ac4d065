/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_SETTINGS_LOAD_H
#define COLLTOP_CONF_SETTINGS_LOAD_H

#include <stdbool.h>

#include "conf/options.h"
#include "conf/settings.h"
#include "base/cause.h"

/*
 * Reads the configuration file (OPTIONS' or the default one, which may be
 * missing), then OKX_SITE, OKX_API_BASE_URL (both for the account "main" where
 * the file does not place it), OKX_DEMO and NO_COLOR, then OPTIONS. False with
 * the cause. Clear SETTINGS either way.
 */
bool settings_load(struct settings *settings, const struct options *options, struct cause *cause);

/* The version of libConfuse: "3.3". */
const char *settings_library(void);

#endif
