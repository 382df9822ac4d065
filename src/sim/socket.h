/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_SOCKET_H
#define COLLTOP_SIM_SOCKET_H

#include <stddef.h>

#include "base/cause.h"

/*
 * A listening, non-blocking TCP socket on the numeric loopback ADDRESS at
 * PORT (0: any), or -1 with the cause. A port that was in use a moment ago can
 * be had again at once.
 */
int socket_open(const char *address, int port, struct cause *cause);

/* Writes "SCHEME://ADDRESS:PORT" of the listening SOCKET. */
void socket_base(char *out, size_t size, const char *scheme, int socket);

#endif
