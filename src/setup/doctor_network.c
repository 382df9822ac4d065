/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "setup/doctor.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "okx/proxy.h"

#define NETWORK "not checked: skipped: an earlier check failed"
#define NO_TLS "not checked: this machine cannot speak TLS"

/* Where on the way a question ended that brought no HTTP answer. */
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

/* Ends the way at STEP before anything was sent. */
static void
stop(struct doctor *doctor, enum doctor_step step, const struct cause *cause)
{
	doctor->stopped = step;
	doctor->failure = (struct okx_failure){ .kind = OKX_KIND_NETWORK,
		.exit = OKX_EXIT_NO_ANSWER };
	strlcpy(doctor->failure.text, cause->text, sizeof doctor->failure.text);
}

/* Goes the whole way with the one question that needs no key. */
static void
go(struct doctor *doctor)
{
	const struct settings_account *account = &doctor->settings.accounts[doctor->account];
	const struct okx_http_route route = settings_route(&doctor->settings, doctor->account);
	struct okx_probe *probe = &doctor->probe;
	struct okx_proxy proxy;
	struct cause cause = { "" };

	doctor->asked = false;
	probe->account_id = (struct account_id){ .environment = ENVIRONMENT_PRODUCTION };
	strlcpy(probe->account_id.account, account->name, sizeof probe->account_id.account);
	strlcpy(probe->account_id.region, account->region, sizeof probe->account_id.region);
	strlcpy(probe->account_id.host, account->host.host, sizeof probe->account_id.host);
	if (!okx_proxy_choose(&proxy, &route.host, route.proxy, &cause)) {
		stop(doctor, DOCTOR_PROXY, &cause);
		return;
	}
	/* The only other thing that it looks at is what TLS needs. */
	if (!okx_http_aim(probe->http, &route, &cause)) {
		stop(doctor, DOCTOR_TLS, &cause);
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

/* Whether the way goes beyond STEP; FINDING says it where it does not. */
static bool
passed(struct doctor *doctor, enum doctor_step step, struct finding *finding)
{
	if (doctor->stopped < step)
		return finding_skipped(finding, NETWORK);
	return doctor->stopped != step || finding_failure(finding, &doctor->failure);
}

bool
doctor_name(struct doctor *doctor, struct finding *finding)
{
	const struct okx_host *host = &doctor->settings.accounts[doctor->account].host;
	const char *via;

	go(doctor);
	if (!passed(doctor, DOCTOR_NAME, finding))
		return false;
	via = okx_http_via(doctor->probe.http);
	if (via[0] != '\0')
		return finding_well(finding, "%s is left to the proxy %s", host->host, via);
	if (!doctor->asked)
		return finding_skipped(finding, NO_TLS);
	/* An address is only known once there was a connection to it. */
	return finding_well(finding, "%s%s%s", host->host,
	    doctor->conn_info.address[0] != '\0' ? " is " : " was found",
	    doctor->conn_info.address);
}

bool
doctor_tcp(struct doctor *doctor, struct finding *finding)
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

bool
doctor_tls(struct doctor *doctor, struct finding *finding)
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

bool
doctor_proxy(struct doctor *doctor, struct finding *finding)
{
	const char *via;

	if (doctor->stopped == DOCTOR_PROXY)
		return finding_failure(finding, &doctor->failure);
	via = okx_http_via(doctor->probe.http);
	return finding_well(finding, "%s", via[0] != '\0' ? via : "none");
}

bool
doctor_clock(struct doctor *doctor, struct finding *finding)
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
