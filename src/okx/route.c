/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/route.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <bsd/string.h>

#include "base/monotime.h"
#include "base/xmalloc.h"

#define CONNECT_TIMEOUT_MS 5000
#define TIMEOUT_MS 10000
#define CA_LOOK ((size_t)64 * 1024) /* how much of a CA file is searched for a certificate */

/* Whether a line of TEXT begins a certificate, as OpenSSL reads PEM files. */
static bool
has_certificate(const char *text, size_t length)
{
	static const char *const marks[] = {
		"-----BEGIN CERTIFICATE-----",
		"-----BEGIN TRUSTED CERTIFICATE-----",
		"-----BEGIN X509 CERTIFICATE-----",
	};
	const char *line = text, *end = text + length;
	size_t i;

	while (line != NULL) {
		for (i = 0; i < sizeof marks / sizeof *marks; i++)
			if ((size_t)(end - line) >= strlen(marks[i]) &&
			    memcmp(line, marks[i], strlen(marks[i])) == 0)
				return true;
		line = memchr(line, '\n', (size_t)(end - line));
		if (line != NULL)
			line++;
	}
	return false;
}

bool
okx_route_check_ca_file(const char *file, struct cause *cause)
{
	struct stat status;
	char *look;
	ssize_t length;
	bool good = false;
	int opened;

	/* Without O_NONBLOCK a FIFO without a writer would block for good. */
	opened = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (opened < 0)
		return cause_set(cause,
		    "Cannot read the CA file %s: %s; "
		    "name another with --ca-file or ca_file.",
		    file, strerror(errno));
	if (fstat(opened, &status) == 0 && S_ISREG(status.st_mode)) {
		look = xmalloc(CA_LOOK);
		do
			length = read(opened, look, CA_LOOK);
		while (length < 0 && errno == EINTR);
		good = length > 0 && has_certificate(look, (size_t)length);
		free(look);
	}
	close(opened);
	if (!good)
		return cause_set(cause,
		    "The CA file %s holds no certificate in PEM form; "
		    "name another with --ca-file or ca_file.",
		    file);
	return true;
}

bool
okx_route_init(struct okx_route *out, const struct okx_http_route *wanted, struct cause *cause)
{
	struct okx_proxy proxy;

	memset(out, 0, sizeof *out);
	if (!okx_proxy_choose(&proxy, &wanted->host, wanted->proxy, cause))
		return false;
	if (wanted->ca_file != NULL && !okx_route_check_ca_file(wanted->ca_file, cause))
		return false;
	out->host = wanted->host;
	out->https = strncmp(wanted->host.base_url, "https:", 6) == 0;
	if (wanted->ca_file != NULL)
		out->ca_file = xstrdup(wanted->ca_file);
	out->proxy_url = xstrdup(proxy.url);
	strlcpy(out->via, proxy.via, sizeof out->via);
	out->family = wanted->family;
	out->connect_timeout_ms = wanted->connect_timeout_ms > 0 ? wanted->connect_timeout_ms :
								   CONNECT_TIMEOUT_MS;
	out->timeout_ms = wanted->timeout_ms > 0 ? wanted->timeout_ms : TIMEOUT_MS;
	return true;
}

void
okx_route_clear(struct okx_route *route)
{
	if (route->proxy_url != NULL)
		explicit_bzero(route->proxy_url, strlen(route->proxy_url));
	free(route->proxy_url);
	free(route->ca_file);
	memset(route, 0, sizeof *route);
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool
okx_route_same(const struct okx_route *a, const struct okx_route *b)
{
	return strcmp(a->host.base_url, b->host.base_url) == 0 &&
	    same_text(a->ca_file, b->ca_file) && same_text(a->proxy_url, b->proxy_url) &&
	    a->family == b->family && a->connect_timeout_ms == b->connect_timeout_ms &&
	    a->timeout_ms == b->timeout_ms;
}

struct okx_place
okx_route_place(const struct okx_route *route)
{
	return (struct okx_place){
		.host = route->host.host,
		.via = route->via,
		.ca_file = route->ca_file,
		.connect_timeout_ms = route->connect_timeout_ms,
		.timeout_ms = route->timeout_ms,
		.utc_ms = monotime_utc_ms(),
	};
}
