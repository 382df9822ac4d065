/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "setup/doctor.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "setup/key_file.h"
#include "conf/path_check.h"
#include "conf/sandbox.h"
#include "conf/settings_load.h"
#include "okx/proxy.h"

#define STATUS_USAGE 2
#define KEY_SHOWN 4 /* characters of a key that may be shown */
#define EARLIER "not checked: an earlier check failed"
#define NO_TLS "not checked: TLS cannot be used on this machine"

static bool
check_configuration(struct doctor *doctor, struct finding *finding)
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
		path_check_show(shown, sizeof shown, settings->file);
		return finding_well(finding, "%s: %zu account%s, %s %s%s", shown, settings->count,
		    settings->count == 1 ? "" : "s",
		    doctor->options->account_count > 0 ? "of which is checked" : "starts with",
		    settings->accounts[settings->account].name, closed.text);
	}
	if (settings->directory != NULL)
		path_check_show(shown, sizeof shown, settings->directory);
	return finding_well(finding,
	    "no colltop.conf in %s, which is fine: account main, region %s%s", shown,
	    settings->accounts[0].region, closed.text);
}

static bool
check_terminal(struct doctor *doctor, struct finding *finding)
{
	*finding = doctor->terminal_found;
	return finding->verdict == FINDING_WELL;
}

/* From here on everything is looked at as the program itself will see it. */
static bool
check_sandbox(struct doctor *doctor, struct finding *finding)
{
	struct cause cause = { "" };

	if (!doctor->configured)
		return finding_skipped(finding, EARLIER);
	for (size_t i = 0; i < doctor->settings.count; i++)
		if (credentials_need_terminal(&doctor->settings, i))
			return finding_well(finding,
			    "none, since a credentials_command may need anything");
	if (!sandbox_start(&doctor->settings, &cause))
		return finding_well(finding, "none: %s", cause.text);
	return finding_well(finding,
	    "shut off from this machine's other files; the next checks look from inside");
}

/* The step at which a request without an HTTP answer failed. */
static enum doctor_step
step_of(enum okx_net_error net_error, const struct okx_conn_info *conn_info)
{
	switch (net_error) {
	case OKX_NET_ERROR_PROXY:
		return DOCTOR_PROXY;
	case OKX_NET_ERROR_RESOLVE:
		return DOCTOR_NAME;
	case OKX_NET_ERROR_CONNECT:
		return DOCTOR_TCP;
	case OKX_NET_ERROR_CONNECT_TIMEOUT:
		/* It lasts until the request is sent. */
		return conn_info->address[0] != '\0' ? DOCTOR_TLS :
		    conn_info->resolve_ms < 0        ? DOCTOR_NAME :
						       DOCTOR_TCP;
	case OKX_NET_ERROR_TLS:
	case OKX_NET_ERROR_CERTIFICATE:
	case OKX_NET_ERROR_CA_FILE:
		return DOCTOR_TLS;
	default:
		return DOCTOR_CLOCK;
	}
}

/* Notes that STEP failed before anything was sent. */
static void
fail_at(struct doctor *doctor, enum doctor_step step, const struct cause *cause)
{
	doctor->stopped = step;
	doctor->failure = (struct okx_failure){ .kind = OKX_KIND_NETWORK,
		.exit = OKX_EXIT_NO_ANSWER };
	strlcpy(doctor->failure.text, cause->text, sizeof doctor->failure.text);
}

/* Sends the one request that needs no key. */
static void
ask_clock(struct doctor *doctor)
{
	const struct settings_account *account = &doctor->settings.accounts[doctor->account];
	const struct okx_http_route route = settings_route(&doctor->settings, doctor->account);
	struct okx_probe *probe = &doctor->probe;
	struct okx_proxy proxy;
	struct cause cause = { "" };

	doctor->asked = false;
	probe->account_id = settings_account_id(account, ENVIRONMENT_PRODUCTION);
	if (!okx_proxy_choose(&proxy, &route.host, route.proxy, &cause)) {
		fail_at(doctor, DOCTOR_PROXY, &cause);
		return;
	}
	/* All that is left to go wrong here is TLS. */
	if (!okx_http_aim(probe->http, &route, &cause)) {
		fail_at(doctor, DOCTOR_TLS, &cause);
		return;
	}
	doctor->asked = true;
	if (okx_probe_clock(probe, &doctor->failure)) {
		doctor->stopped = DOCTOR_THERE;
		okx_conn_info(probe->http, OKX_ENDPOINT_TIME, &doctor->conn_info);
		return;
	}
	okx_conn_info(probe->http, OKX_ENDPOINT_TIME, &doctor->conn_info);
	doctor->stopped = step_of(probe->net_error, &doctor->conn_info);
}

/* Whether STEP succeeded; otherwise FINDING says why not. */
static bool
passed(struct doctor *doctor, enum doctor_step step, struct finding *finding)
{
	if (doctor->stopped < step)
		return finding_skipped(finding, EARLIER);
	return doctor->stopped != step || finding_failure(finding, &doctor->failure);
}

static bool
check_name(struct doctor *doctor, struct finding *finding)
{
	const struct okx_host *host = &doctor->settings.accounts[doctor->account].host;
	const char *via;

	ask_clock(doctor);
	if (!passed(doctor, DOCTOR_NAME, finding))
		return false;
	via = okx_http_via(doctor->probe.http);
	if (via[0] != '\0')
		return finding_well(finding, "%s is left to the proxy %s", host->host, via);
	if (!doctor->asked)
		return finding_skipped(finding, NO_TLS);
	/* The address is known only after a connection. */
	return finding_well(finding, "%s%s%s", host->host,
	    doctor->conn_info.address[0] != '\0' ? " is " : " was found",
	    doctor->conn_info.address);
}

static bool
check_tcp(struct doctor *doctor, struct finding *finding)
{
	const char *via = okx_http_via(doctor->probe.http);
	char time[32] = "";

	if (!passed(doctor, DOCTOR_TCP, finding))
		return false;
	if (!doctor->asked)
		return finding_skipped(finding, NO_TLS);
	if (doctor->conn_info.connect_ms >= 0)
		snprintf(time, sizeof time, " in %lld ms", (long long)doctor->conn_info.connect_ms);
	return finding_well(finding, "connected%s%s%s", via[0] != '\0' ? " to the proxy " : "", via,
	    time);
}

static bool
check_tls(struct doctor *doctor, struct finding *finding)
{
	const struct settings_account *account = &doctor->settings.accounts[doctor->account];
	const struct okx_conn_info *conn_info = &doctor->conn_info;

	if (!passed(doctor, DOCTOR_TLS, finding))
		return false;
	if (strncmp(account->host.base_url, "http:", 5) == 0)
		return finding_well(finding, "none: plain HTTP, which never leaves this machine");
	return finding_well(finding, "certificate from %s, valid from %s to %s; trusted by %s",
	    conn_info->issuer, conn_info->valid_from, conn_info->valid_to,
	    account->ca_file != NULL ? account->ca_file : "the system's CA certificates");
}

static bool
check_proxy(struct doctor *doctor, struct finding *finding)
{
	const struct okx_http_route route = settings_route(&doctor->settings, doctor->account);
	struct okx_proxy proxy;
	struct cause cause = { "" };

	if (doctor->stopped == DOCTOR_PROXY)
		return finding_failure(finding, &doctor->failure);
	if (!okx_proxy_choose(&proxy, &route.host, route.proxy, &cause))
		return finding_wrong(finding, STATUS_USAGE, "%s", cause.text);
	if (proxy.exempt[0] != '\0')
		return finding_well(finding, "none: no_proxy exempts the host by \"%s\"",
		    proxy.exempt);
	if (proxy.entries > 0)
		return finding_well(finding,
		    "%s; none of the %u entries of no_proxy (names with commas between them, no "
		    "'*' in one) is this host",
		    proxy.via[0] != '\0' ? proxy.via : "none", proxy.entries);
	return finding_well(finding, "%s", proxy.via[0] != '\0' ? proxy.via : "none");
}

static bool
check_clock(struct doctor *doctor, struct finding *finding)
{
	char skew[OKX_CLOCK_SKEW_SIZE], advice[OKX_TEXT_SIZE];

	if (!passed(doctor, DOCTOR_CLOCK, finding))
		return false;
	okx_probe_skew(&doctor->probe, skew, advice);
	if (advice[0] == '\0')
		return finding_well(finding, "%s; OKX tolerates 30 s", skew);
	strlcpy(finding->remedy, advice, sizeof finding->remedy);
	return finding_wrong(finding, OKX_EXIT_NO_ANSWER, "%s", skew);
}

/* Adds which other sources of the key were ignored. */
static void
add_credential_notes(const struct credentials *credentials, enum environment environment,
    struct finding *finding)
{
	for (size_t i = 0; i < credentials->note_count; i++) {
		if (credentials->about[i] != (int)environment)
			continue;
		strlcat(finding->text, "; ", sizeof finding->text);
		strlcat(finding->text, credentials->notes[i], sizeof finding->text);
	}
}

static bool
check_credentials(struct doctor *doctor, struct finding *finding)
{
	enum environment e = doctor->environment;
	const struct okx_credentials *kept = secrets_get(doctor->secrets, e);
	const char *source = doctor->credentials.of[e].source;
	char mode[24] = "";

	switch (doctor->credentials.of[e].state) {
	case CREDENTIALS_FOUND:
		if (doctor->credentials.of[e].mode != 0)
			snprintf(mode, sizeof mode, ", mode %04o", doctor->credentials.of[e].mode);
		finding_well(finding, "%s%s, key %.*s...", source, mode, KEY_SHOWN, kept->api_key);
		add_credential_notes(&doctor->credentials, e, finding);
		return true;
	case CREDENTIALS_UNUSABLE:
		return finding_wrong(finding, OKX_EXIT_REFUSED, "%s",
		    doctor->credentials.of[e].cause.text);
	case CREDENTIALS_NONE:
		break;
	}
	/* A key for one environment is enough. */
	if (doctor->options->environment != (int)e &&
	    (e == ENVIRONMENT_DEMO ||
		doctor->credentials.of[environment_other(e)].state != CREDENTIALS_NONE))
		return finding_skipped(finding, "there is none");
	strlcpy(finding->remedy, "Type colltop --init, which asks for a key and writes it.",
	    sizeof finding->remedy);
	return finding_wrong(finding, STATUS_USAGE, "%s", doctor->credentials.of[e].cause.text);
}

static bool
check_api_key(struct doctor *doctor, struct finding *finding)
{
	struct okx_probe *probe = &doctor->probe;
	struct okx_failure failure;
	struct okx_parsed parsed;

	doctor->accepted = false;
	if (doctor->stopped < DOCTOR_CLOCK)
		return finding_skipped(finding, EARLIER);
	probe->account_id.environment = doctor->environment;
	probe->keys = secrets_keyring(doctor->secrets);
	if (!okx_probe_ask(probe, OKX_ENDPOINT_CONFIG, &parsed, &failure))
		return finding_failure(finding, &failure);
	doctor->accepted = true;
	doctor->key = parsed.key;
	return finding_well(finding, "accepted: label \"%s\", user %s", doctor->key.label,
	    doctor->key.uid);
}

static bool
check_permissions(struct doctor *doctor, struct finding *finding)
{
	const struct okx_key_info *key = &doctor->key;
	const char *bound = key->addresses[0] != '\0' ? ", from no other address than " :
							", from any address";
	char warning[OKX_KEY_WARNING_SIZE];

	if (!doctor->accepted)
		return finding_skipped(finding, "not checked: the key must be accepted first");
	if (okx_key_warning(warning, key))
		return finding_wrong(finding, OKX_EXIT_REFUSED, "%s (%s%s%s)", warning,
		    key->permissions, bound, key->addresses);
	return finding_well(finding, "%s%s%s",
	    key->permissions[0] != '\0' ? key->permissions : "OKX does not say what it may do",
	    bound, key->addresses);
}

static bool
check_loans(struct doctor *doctor, struct finding *finding)
{
	struct okx_failure failure;
	struct okx_parsed parsed;
	size_t count;

	if (!doctor->accepted)
		return finding_skipped(finding, "not checked: the key must be accepted first");
	if (!okx_probe_ask(&doctor->probe, OKX_ENDPOINT_LOAN_INFO, &parsed, &failure))
		return finding_failure(finding, &failure);
	count = parsed.loans->count;
	okx_parsed_drop(&parsed);
	if (count == 0)
		return finding_well(finding, "offered; no open loan");
	return finding_well(finding, "offered; %zu open loan%s", count, count == 1 ? "" : "s");
}

/* What a check is run for. */
enum scope {
	SCOPE_FIRST,   /* once, before all others */
	SCOPE_SOURCE,  /* each account and environment, before anything is sent */
	SCOPE_NETWORK, /* each account */
	SCOPE_KEY,     /* each account and environment that has a key */
	SCOPE_LAST,    /* once, after all others */
};

/* In the order in which a first request meets them. */
static const struct check {
	const char *name;
	enum scope scope;
	bool (*look)(struct doctor *doctor, struct finding *finding);
} checks[] = {
	{ "configuration", SCOPE_FIRST, check_configuration },
	{ "sandbox", SCOPE_FIRST, check_sandbox },
	{ "credentials", SCOPE_SOURCE, check_credentials },
	{ "name resolution", SCOPE_NETWORK, check_name },
	{ "TCP", SCOPE_NETWORK, check_tcp },
	{ "TLS", SCOPE_NETWORK, check_tls },
	{ "proxy", SCOPE_NETWORK, check_proxy },
	{ "clock", SCOPE_NETWORK, check_clock },
	{ "key", SCOPE_KEY, check_api_key },
	{ "permissions", SCOPE_KEY, check_permissions },
	{ "flexible loans", SCOPE_KEY, check_loans },
	{ "terminal", SCOPE_LAST, check_terminal },
};

/* Runs the checks of SCOPE for the account and environment that DOCTOR is about. */
static void
run_checks(struct doctor *doctor, enum scope scope)
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
			run_checks(doctor, scope);
	}
}

static void
run_account(struct doctor *doctor, size_t account)
{
	doctor->account = account;
	credentials_load(&doctor->credentials, doctor->secrets, &doctor->settings, account, false);
	run_environments(doctor, SCOPE_SOURCE);
	run_checks(doctor, SCOPE_NETWORK);
	run_environments(doctor, SCOPE_KEY);
	secrets_wipe(doctor->secrets);
}

int
doctor_run(struct doctor *doctor)
{
	doctor->probe = (struct okx_probe){ .http = okx_http_new(OKX_ENDPOINTS), .interrupt = -1 };
	doctor->terminal_found.check = "terminal";
	doctor->terminal(&doctor->terminal_found);
	run_checks(doctor, SCOPE_FIRST);
	for (size_t i = 0; doctor->configured && i < doctor->settings.count; i++)
		if (doctor->options->account_count == 0 || i == doctor->settings.account)
			run_account(doctor, i);
	run_checks(doctor, SCOPE_LAST);
	okx_http_free(doctor->probe.http);
	settings_clear(&doctor->settings);
	return doctor->status;
}
