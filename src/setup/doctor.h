/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SETUP_DOCTOR_H
#define COLLTOP_SETUP_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/credentials.h"
#include "setup/finding.h"
#include "conf/options.h"
#include "conf/secrets.h"
#include "conf/settings.h"
#include "okx/probe.h"

/*
 * Checks all that a first figure depends on, in that order: configuration,
 * credentials, network, the key at the exchange, terminal. It changes nothing;
 * requests have the configured time-outs.
 */

/* The steps of a connection to the exchange, or to the proxy before it. */
enum doctor_step {
	DOCTOR_PROXY,
	DOCTOR_NAME,
	DOCTOR_TCP,
	DOCTOR_TLS,
	DOCTOR_CLOCK,
	DOCTOR_THERE /* an answer came */
};

struct doctor {
	/* given */
	const struct options *options;
	struct secrets *secrets;
	bool (*terminal)(struct finding *finding);              /* checks the terminal */
	void (*say)(void *self, const struct finding *finding); /* is given each finding */
	void *self;

	/* found so far */
	struct finding
	    terminal_found; /* looked at first, since the sandbox hides its description */
	struct settings settings;
	bool configured;                /* the settings could be read */
	struct credentials credentials; /* of ACCOUNT */
	struct okx_probe probe;
	enum doctor_step stopped;       /* the step that failed */
	struct okx_failure failure;     /* why */
	struct okx_conn_info conn_info; /* the connection as far as it got */
	bool asked;                     /* anything was sent */
	bool accepted;                  /* KEY was accepted */
	struct okx_key_info key;

	/* what is being checked */
	size_t account;
	enum environment environment;

	int status; /* of the first finding that is wrong, else 0 */
};

/* Runs all checks and returns the exit status, 0 where nothing is wrong. */
int doctor_run(struct doctor *doctor);

#endif
