/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "setup/doctor.h"

#include <string.h>

#include <bsd/string.h>

#include "setup/key_file.h"
#include "conf/path_check.h"
#include "conf/settings_load.h"

#define STATUS_USAGE 2

/* What a check is run for. */
enum scope {
	SCOPE_FIRST,   /* once, before all others */
	SCOPE_SOURCE,  /* each account and environment, before anything is sent */
	SCOPE_NETWORK, /* each account */
	SCOPE_KEY,     /* each account and environment that has a key */
	SCOPE_LAST,    /* once, after all others */
};

static bool configuration(struct doctor *doctor, struct finding *finding);
static bool terminal(struct doctor *doctor, struct finding *finding);

/* One row for each check, in the order in which a first figure meets what it is about. */
static const struct check {
	const char *name;
	enum scope scope;
	bool (*look)(struct doctor *doctor, struct finding *finding);
} checks[] = {
	{ "configuration", SCOPE_FIRST, configuration },
	{ "credentials", SCOPE_SOURCE, doctor_credentials },
	{ "name resolution", SCOPE_NETWORK, doctor_name },
	{ "TCP", SCOPE_NETWORK, doctor_tcp },
	{ "TLS", SCOPE_NETWORK, doctor_tls },
	{ "proxy", SCOPE_NETWORK, doctor_proxy },
	{ "clock", SCOPE_NETWORK, doctor_clock },
	{ "key", SCOPE_KEY, doctor_key },
	{ "permissions", SCOPE_KEY, doctor_permissions },
	{ "flexible loans", SCOPE_KEY, doctor_loans },
	{ "terminal", SCOPE_LAST, terminal },
};

/* Runs the checks of SCOPE for the account and environment that DOCTOR is about. */
static void
run(struct doctor *doctor, enum scope scope)
{
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		struct finding finding = { .check = checks[i].name };

		if (checks[i].scope != scope)
			continue;
		if (scope != SCOPE_FIRST && scope != SCOPE_LAST)
			strlcpy(finding.account, doctor->settings.accounts[doctor->account].name,
			    sizeof finding.account);
		if (scope == SCOPE_SOURCE || scope == SCOPE_KEY)
			finding.environment = environment_name(doctor->environment);
		checks[i].look(doctor, &finding);
		if (finding.verdict == FINDING_WRONG && doctor->status == 0)
			doctor->status = finding.status;
		doctor->say(doctor->self, &finding);
	}
}

/* Runs the checks of SCOPE for each environment that was not excluded on the command line. */
static void
run_environments(struct doctor *doctor, enum scope scope)
{
	for (int i = 0; i < ENVIRONMENTS; i++) {
		if (doctor->options->environment >= 0 && doctor->options->environment != i)
			continue;
		doctor->environment = (enum environment)i;
		if (scope != SCOPE_KEY || doctor->credentials.of[i].state == CREDENTIALS_FOUND)
			run(doctor, scope);
	}
}

static void
run_account(struct doctor *doctor, size_t account)
{
	doctor->account = account;
	credentials_load(&doctor->credentials, doctor->secrets, &doctor->settings, account, false);
	run_environments(doctor, SCOPE_SOURCE);
	run(doctor, SCOPE_NETWORK);
	run_environments(doctor, SCOPE_KEY);
	secrets_wipe(doctor->secrets);
}

int
doctor_run(struct doctor *doctor)
{
	doctor->probe = (struct okx_probe){ .http = okx_http_new(OKX_ENDPOINTS), .interrupt = -1 };
	run(doctor, SCOPE_FIRST);
	for (size_t i = 0; doctor->configured && i < doctor->settings.count; i++)
		if (doctor->options->account_count == 0 || i == doctor->settings.account)
			run_account(doctor, i);
	run(doctor, SCOPE_LAST);
	okx_http_free(doctor->probe.http);
	settings_clear(&doctor->settings);
	return doctor->status;
}

static bool
configuration(struct doctor *doctor, struct finding *finding)
{
	const struct settings *settings = &doctor->settings;
	struct cause cause = { "" }, closed = { "" };
	char shown[256] = "~/.config/colltop";

	doctor->configured = settings_load(&doctor->settings, doctor->options, &cause);
	if (!doctor->configured)
		return finding_wrong(finding, STATUS_USAGE, "%s", cause.text);
	if (!key_file_possible(settings, &closed))
		cause_prefix(&closed, "; --init cannot be used");
	if (settings->file != NULL) {
		pathcheck_show(shown, sizeof shown, settings->file);
		return finding_well(finding, "%s: %zu account%s, begins with %s%s", shown,
		    settings->count, settings->count == 1 ? "" : "s",
		    settings->accounts[settings->account].name, closed.text);
	}
	if (settings->directory != NULL)
		pathcheck_show(shown, sizeof shown, settings->directory);
	return finding_well(finding,
	    "no colltop.conf in %s, which is fine: account main, region %s%s", shown,
	    settings->accounts[0].region, closed.text);
}

static bool
terminal(struct doctor *doctor, struct finding *finding)
{
	return doctor->terminal(finding);
}
