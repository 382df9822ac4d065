/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_SANDBOX_H
#define COLLTOP_CONF_SANDBOX_H

#include <stdbool.h>

#include "conf/settings.h"
#include "base/cause.h"

/*
 * Restricts the process for good to reading what it needs later (name service,
 * certificates, character sets, time zones, the keys of every account), writing
 * to /dev/null and using what is open; where the kernel can, to TCP connections to the
 * ports of the accounts' hosts and proxies and to 53, and to signals and abstract sockets
 * of its own. Call it once, single-threaded, after everything is open and every child
 * started: these end when their input does, since no signal reaches them any more.
 *
 * Does nothing and returns true where SETTINGS name a credentials_command, which
 * may need anything. False with the cause where Landlock is not available.
 */
bool sandbox_start(const struct settings *settings, struct cause *cause);

#endif
