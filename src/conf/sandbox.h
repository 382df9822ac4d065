/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_SANDBOX_H
#define COLLTOP_CONF_SANDBOX_H

#include <stdbool.h>

#include "conf/settings.h"
#include "base/cause.h"

/*
 * Shuts the process off from the files of the machine, for good: it can still
 * read what it needs later (name service, certificates, character sets, time
 * zones, the keys of every account), write to /dev/null, and use what is open
 * already; nothing else can be read, written, made, removed or run. Call
 * it once, with one thread, when everything is open and every child started.
 *
 * Where SETTINGS name a credentials_command, which may need anything, it does
 * nothing and returns true. False with the cause where it cannot be had; the
 * process is then as before.
 */
bool sandbox_start(const struct settings *settings, struct cause *cause);

#endif
