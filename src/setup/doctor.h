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
 * Looks at everything that stands between a person and the first figure, in
 * the order in which it is passed: configuration, credentials, network, the
 * key at the exchange, terminal. It only looks; every question has the
 * configured time-outs for its deadline.
 */

/* The way to the exchange. With a proxy it is the proxy that stands first on it. */
enum doctor_step {
	DOCTOR_PROXY,
	DOCTOR_NAME,
	DOCTOR_TCP,
	DOCTOR_TLS,
	DOCTOR_CLOCK,
	DOCTOR_THERE /* all of it was gone */
};

struct doctor {
	/* given */
	const struct options *options;
	struct secrets *secrets;
	bool (*terminal)(struct finding *finding);              /* the screen's own check */
	void (*say)(void *self, const struct finding *finding); /* takes each finding as it comes */
	void *self;

	/* found on the way */
	struct settings settings;
	bool configured;                /* the settings could be read */
	struct credentials credentials; /* of ACCOUNT */
	struct okx_probe probe;
	enum doctor_step stopped;       /* where the way to ACCOUNT's host ends */
	struct okx_failure failure;     /* why */
	struct okx_conn_info conn_info; /* the way as far as it goes */
	bool asked;                     /* whether anything was sent on it */
	bool accepted;                  /* the key is: KEY is of it */
	struct okx_key_info key;

	/* whom the check is about */
	size_t account;
	enum environment environment;

	int status; /* of the first finding that is wrong; 0: all is well */
};

/* Runs all checks and returns the exit status: 0 only where everything is well. */
int doctor_run(struct doctor *doctor);

/* The checks of other files; each fills FINDING and returns whether it is well. */
bool doctor_credentials(struct doctor *doctor, struct finding *finding);
bool doctor_name(struct doctor *doctor, struct finding *finding);
bool doctor_tcp(struct doctor *doctor, struct finding *finding);
bool doctor_tls(struct doctor *doctor, struct finding *finding);
bool doctor_proxy(struct doctor *doctor, struct finding *finding);
bool doctor_clock(struct doctor *doctor, struct finding *finding);
bool doctor_key(struct doctor *doctor, struct finding *finding);
bool doctor_permissions(struct doctor *doctor, struct finding *finding);
bool doctor_loans(struct doctor *doctor, struct finding *finding);

#endif
