/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/net_error.h"

#include <stdio.h>

#include "base/text.h"

/* One row for each way in which a connection fails, with the words of okx_net_error_failure(). */
struct row {
	enum okx_kind kind;
	enum okx_retry retry;
	const char *text;
	const char *advice;
};

static const struct row rows[] = {
	[OKX_NET_ERROR_RESOLVE] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF, "cannot resolve {host}",
	    "Check that this machine is online and that its name server (DNS) answers." },
	[OKX_NET_ERROR_CONNECT] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF,
	    "cannot connect to {host}{via}{detail}",
	    "Check that this machine is online and no firewall is in the way." },
	[OKX_NET_ERROR_CONNECT_TIMEOUT] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF,
	    "no connection to {host}{via} in {connect}",
	    "Check the network; on a slow line set connect_timeout higher." },
	[OKX_NET_ERROR_TIMEOUT] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF,
	    "no complete answer from {host}{via} in {total}",
	    "Check the network; on a slow line set timeout higher." },
	[OKX_NET_ERROR_TLS] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF,
	    "no secure connection (TLS 1.2 or later) to {host}{via}{detail}",
	    "Something between here and the exchange disturbs TLS: try another network or proxy." },
	[OKX_NET_ERROR_CERTIFICATE] = { OKX_KIND_NETWORK, OKX_RETRY_SLOWLY,
	    "certificate of {host} not trusted{via}{detail}",
	    "Install ca-certificates, or, where a private CA is meant to stand between, name its file with --ca-file." },
	[OKX_NET_ERROR_CA_FILE] = { OKX_KIND_NETWORK, OKX_RETRY_SLOWLY,
	    "the system's CA certificates cannot be read{detail}",
	    "Install the package ca-certificates, or name a CA file with --ca-file." },
	[OKX_NET_ERROR_PROXY] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF,
	    "no connection to {host}{via}{detail}",
	    "Check the proxy (variables https_proxy and all_proxy, setting proxy); proxy = \"none\" goes without." },
	[OKX_NET_ERROR_INCOMPLETE] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF,
	    "incomplete answer from {host}{via}{detail}",
	    "The connection broke; if it keeps doing so, check the network." },
	[OKX_NET_ERROR_TOO_LARGE] = { OKX_KIND_DATA, OKX_RETRY_BACKOFF,
	    "answer of {host} too large{via}{detail}",
	    "This did not come from the exchange: check the region or base_url, and what lies between." },
	[OKX_NET_ERROR_PROTOCOL] = { OKX_KIND_DATA, OKX_RETRY_BACKOFF,
	    "protocol error: {host}{via} does not answer in HTTP{detail}",
	    "This did not come from the exchange: check the region or base_url, and what lies between." },
	[OKX_NET_ERROR_LOCAL] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF,
	    "this machine could not ask {host}{detail}",
	    "Check its free memory and open files (ulimit -n)." },
};

/*
 * Rows that stand in for OKX_NET_ERROR_CERTIFICATE and OKX_NET_ERROR_CA_FILE where more
 * is known.
 */
static const struct row wrong_time = { OKX_KIND_NETWORK, OKX_RETRY_SLOWLY,
	"certificate of {host} not trusted{via}{detail}",
	"Or this machine's clock is wrong: it says {now}." };

static const struct row wrong_name = {
	OKX_KIND_NETWORK, OKX_RETRY_SLOWLY, "certificate not trusted{via}{detail}",
	"Another server answers in place of {host}: check the region or base_url, DNS and the network (a login page?)."
};

static const struct row not_by_file = {
	OKX_KIND_NETWORK, OKX_RETRY_SLOWLY, "certificate of {host} not trusted{via}{detail}",
	"The CA file {ca_file} does not vouch for it: name the CA that signed it, or leave ca_file out."
};

static const struct row bad_file = { OKX_KIND_NETWORK, OKX_RETRY_SLOWLY,
	"the CA file {ca_file} cannot be used{detail}",
	"Name a readable file of PEM certificates with --ca-file or ca_file, or leave it out." };

static const struct row *
find_row(const struct okx_http_answer *answer, const struct okx_place *place)
{
	if (answer->net_error == OKX_NET_ERROR_CA_FILE && place->ca_file != NULL)
		return &bad_file;
	if (answer->net_error == OKX_NET_ERROR_CERTIFICATE) {
		if (text_contains(answer->detail, "expired") ||
		    text_contains(answer->detail, "not yet valid"))
			return &wrong_time;
		if (text_contains(answer->detail, "not for "))
			return &wrong_name;
		if (place->ca_file != NULL)
			return &not_by_file;
	}
	return &rows[answer->net_error];
}

/* "5 s", "0.3 s". */
static void
write_seconds(char out[32], int64_t ms)
{
	if (ms % 1000 == 0)
		snprintf(out, 32, "%lld s", (long long)(ms / 1000));
	else
		snprintf(out, 32, "%lld.%lld s", (long long)(ms / 1000),
		    (long long)(ms % 1000 / 100));
}

void
okx_net_error_failure(struct okx_failure *failure, const struct okx_http_answer *answer,
    const struct okx_place *place)
{
	const struct row *row = find_row(answer, place);
	char via[ACCOUNT_ID_HOST_SIZE + 32] = "", detail[sizeof answer->detail + 2] = "";
	char connect[32], total[32], now[25];
	const struct okx_word words[] = {
		{ "{host}", place->host },
		{ "{via}", via },
		{ "{detail}", detail },
		{ "{connect}", connect },
		{ "{total}", total },
		{ "{ca_file}", place->ca_file },
		{ "{now}", now },
	};

	/* These two bring their own preposition and colon, or are nothing. */
	if (place->via[0] != '\0')
		snprintf(via, sizeof via, " via proxy %s", place->via);
	if (answer->detail[0] != '\0')
		snprintf(detail, sizeof detail, ": %s", answer->detail);
	write_seconds(connect, place->connect_timeout_ms);
	write_seconds(total, place->timeout_ms);
	text_utc(now, place->utc_ms);

	okx_failure_make(failure, row->kind, row->retry, "", "");
	failure->net_error = (int)answer->net_error;
	okx_expand(failure->text, row->text, words, sizeof words / sizeof *words);
	okx_expand(failure->advice, row->advice, words, sizeof words / sizeof *words);
}
