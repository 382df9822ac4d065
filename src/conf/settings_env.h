/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_SETTINGS_ENV_H
#define COLLTOP_CONF_SETTINGS_ENV_H

#include <stdbool.h>

#include "conf/options.h"
#include "conf/settings.h"
#include "base/cause.h"

/*
 * What goes over the configuration file: OKX_DEMO, OKX_SITE, OKX_API_BASE_URL
 * and OPTIONS. SETTINGS have what the file says, and an account. False with the
 * cause, also where a CA file is of no use.
 */
bool settings_env_apply(struct settings *settings, const struct options *options,
    struct cause *cause);

#endif
