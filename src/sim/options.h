/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_OPTIONS_H
#define COLLTOP_SIM_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/cause.h"
#include "sim/exchange.h"
#include "sim/fault.h"
#include "sim/scenario.h"

#define OPTIONS_PROGRAM "colltop-sim"

/* What was asked for on the command line. Texts are those of argv. */
struct sim_options {
	bool help, version;
	int port;         /* 0: any free one */
	const char *bind; /* a loopback address */
	bool seeded;
	uint64_t seed;
	const char *portfolio; /* NULL: the built-in one */
	int assets, loans;     /* 0: as many as the portfolio has */
	enum exchange_list list;
	const struct scenario *scenario;
	int speed; /* of the scenario */
	bool still, no_rate_limit, with_parent;
	struct faults faults;
	int64_t clock_skew_ms;
	int latency_ms;
	const char *redirect_to;
	const char *key_label, *key_perm, *key_ip; /* never NULL */
	const char *tls_cert, *tls_key;            /* NULL: plain HTTP */
	const char *log;                           /* NULL: none */
};

/* Reads the command line. False, with the cause, for anything that is wrong with it. */
bool options_read(struct sim_options *options, int argc, char *argv[], struct cause *cause);

/* Writes the help: options, scenarios and faults, from their tables. */
void options_help(FILE *out);

#endif
