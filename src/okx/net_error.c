/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/net_error.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/*
 * One row for each way in which a connection fails. In the texts %h is the
 * host, %v the proxy, %d the library's words, %c the connect and %t the whole time-out, %f
 * the CA file, %w this machine's time; "%v" and "%d" bring their own " via "
 * and ": ", and are nothing where there is nothing to say.
 */
struct row {
	enum okx_kind kind;
	enum okx_retry retry;
	const char *text;
	const char *advice;
};

static const struct row rows[] = {
	[OKX_NET_ERROR_RESOLVE] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF, "cannot resolve %h",
	    "Check that this machine is online and that its name server (DNS) answers." },
	[OKX_NET_ERROR_CONNECT] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF, "cannot connect to %h%v%d",
	    "Check that this machine is online and no firewall is in the way." },
	[OKX_NET_ERROR_CONNECT_TIMEOUT] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF,
	    "no connection to %h%v in %c",
	    "Check the network; on a slow line set connect_timeout higher." },
	[OKX_NET_ERROR_TIMEOUT] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF,
	    "no complete answer from %h%v in %t",
	    "Check the network; on a slow line set timeout higher." },
	[OKX_NET_ERROR_TLS] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF,
	    "no secure connection (TLS 1.2 or later) to %h%v%d",
	    "Something between here and the exchange disturbs TLS: try another network or proxy." },
	[OKX_NET_ERROR_CERTIFICATE] = { OKX_KIND_NETWORK, OKX_RETRY_SLOWLY,
	    "certificate of %h not trusted%v%d",
	    "Install ca-certificates, or, where a private CA is meant to stand between, name its file with --ca-file." },
	[OKX_NET_ERROR_CA_FILE] = { OKX_KIND_NETWORK, OKX_RETRY_SLOWLY,
	    "the system's CA certificates cannot be read%d",
	    "Install the package ca-certificates, or name a CA file with --ca-file." },
	[OKX_NET_ERROR_PROXY] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF, "no connection to %h%v%d",
	    "Check the proxy (variables https_proxy and all_proxy, setting proxy); proxy = \"none\" goes without." },
	[OKX_NET_ERROR_INCOMPLETE] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF,
	    "incomplete answer from %h%v%d",
	    "The connection broke; if it keeps doing so, check the network." },
	[OKX_NET_ERROR_TOO_LARGE] = { OKX_KIND_DATA, OKX_RETRY_BACKOFF,
	    "answer of %h too large%v%d",
	    "This did not come from the exchange: check the region or base_url, and what lies between." },
	[OKX_NET_ERROR_PROTOCOL] = { OKX_KIND_DATA, OKX_RETRY_BACKOFF,
	    "protocol error: %h%v does not answer in HTTP%d",
	    "This did not come from the exchange: check the region or base_url, and what lies between." },
	[OKX_NET_ERROR_LOCAL] = { OKX_KIND_NETWORK, OKX_RETRY_BACKOFF,
	    "this machine could not ask %h%d",
	    "Check its free memory and open files (ulimit -n)." },
};

/*
 * Rows that stand in for OKX_NET_ERROR_CERTIFICATE and OKX_NET_ERROR_CA_FILE where more
 * is known.
 */
static const struct row wrong_time = { OKX_KIND_NETWORK, OKX_RETRY_SLOWLY,
	"certificate of %h not trusted%v%d", "Or this machine's clock is wrong: it says %w." };

static const struct row wrong_name = {
	OKX_KIND_NETWORK, OKX_RETRY_SLOWLY, "certificate not trusted%v%d",
	"Another server answers in place of %h: check the region or base_url, DNS and the network (a login page?)."
};

static const struct row not_by_file = { OKX_KIND_NETWORK, OKX_RETRY_SLOWLY,
	"certificate of %h not trusted%v%d",
	"The CA file %f does not vouch for it: name the CA that signed it, or leave ca_file out." };

static const struct row bad_file = { OKX_KIND_NETWORK, OKX_RETRY_SLOWLY,
	"the CA file %f cannot be used%d",
	"Name a readable file of PEM certificates with --ca-file or ca_file, or leave it out." };

static const struct row *
find(const struct okx_http_answer *answer, const struct okx_place *place)
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
seconds(char *out, size_t size, int64_t ms)
{
	if (ms % 1000 == 0)
		snprintf(out, size, "%lld s", (long long)(ms / 1000));
	else
		snprintf(out, size, "%lld.%lld s", (long long)(ms / 1000),
		    (long long)(ms % 1000 / 100));
}

static void
word(char *out, size_t size, char letter, const struct okx_http_answer *answer,
    const struct okx_place *place)
{
	char stamp[25];

	out[0] = '\0';
	switch (letter) {
	case 'h':
		snprintf(out, size, "%s", place->host);
		break;
	case 'v':
		if (place->via[0] != '\0')
			snprintf(out, size, " via proxy %s", place->via);
		break;
	case 'd':
		if (answer->detail[0] != '\0')
			snprintf(out, size, ": %s", answer->detail);
		break;
	case 'c':
		seconds(out, size, place->connect_timeout_ms);
		break;
	case 't':
		seconds(out, size, place->timeout_ms);
		break;
	case 'f':
		snprintf(out, size, "%s", place->ca_file);
		break;
	case 'w':
		text_utc(stamp, place->utc_ms);
		snprintf(out, size, "%s", stamp);
		break;
	}
}

static void
compose(char out[OKX_TEXT_SIZE], const char *format, const struct okx_http_answer *answer,
    const struct okx_place *place)
{
	char raw[4 * OKX_TEXT_SIZE], value[ACCOUNT_ID_HOST_SIZE + 64];
	size_t used = 0, length;

	for (; *format != '\0'; format++) {
		if (*format == '%') {
			word(value, sizeof value, *++format, answer, place);
		} else {
			value[0] = *format;
			value[1] = '\0';
		}
		length = strlen(value);
		if (used + length >= sizeof raw)
			break;
		memcpy(raw + used, value, length);
		used += length;
	}
	text_sanitise(out, OKX_TEXT_SIZE, raw, used);
}

void
okx_net_error_failure(struct okx_failure *failure, const struct okx_http_answer *answer,
    const struct okx_place *place)
{
	const struct row *row = find(answer, place);

	memset(failure, 0, sizeof *failure);
	failure->kind = row->kind;
	failure->retry = row->retry;
	failure->exit = okx_retry_exit(row->retry);
	failure->net_error = (int)answer->net_error;
	failure->retry_after_ms = -1;
	compose(failure->text, row->text, answer, place);
	compose(failure->advice, row->advice, answer, place);
}
