/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/url.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include <bsd/stdlib.h>

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

static bool
read_port(int *port, const char *text)
{
	const char *failed;

	if (text[0] == '0' || text[strspn(text, DIGITS)] != '\0')
		return false;
	*port = (int)strtonum(text, 1, 65535, &failed);
	return failed == NULL;
}

/* Whether HOST is an IPv6 address in brackets. */
static bool
is_ipv6(const char *host, bool *loopback)
{
	char inner[INET6_ADDRSTRLEN];
	struct in6_addr address;
	size_t length = strlen(host);

	if (length < 3 || host[length - 1] != ']' || length - 2 >= sizeof inner)
		return false;
	memcpy(inner, host + 1, length - 2);
	inner[length - 2] = '\0';
	if (inet_pton(AF_INET6, inner, &address) != 1)
		return false;
	*loopback = IN6_IS_ADDR_LOOPBACK(&address);
	return true;
}

enum url_fault
url_authority(struct url_authority *out, const char *text, size_t length)
{
	char copy[URL_HOST_SIZE + sizeof ":65535"];
	size_t host;

	*out = (struct url_authority){ .port = 0 };
	if (length >= sizeof copy)
		return URL_TOO_LONG;
	memcpy(copy, text, length);
	copy[length] = '\0';

	/* The port follows the brackets of an IPv6 address. */
	host = strcspn(copy, copy[0] == '[' ? "]" : ":");
	host += copy[host] == ']';
	if (copy[host] != '\0' && (copy[host] != ':' || !read_port(&out->port, copy + host + 1)))
		return URL_BAD_PORT;
	if (host == 0)
		return URL_NO_HOST;
	if (host >= sizeof out->host)
		return URL_TOO_LONG;
	memcpy(out->host, copy, host);
	if (out->host[0] == '[')
		return is_ipv6(out->host, &out->loopback) ? URL_GOOD : URL_BAD_HOST;
	out->loopback = strcasecmp(out->host, "localhost") == 0 ||
	    strcmp(out->host, "127.0.0.1") == 0;
	return strspn(out->host, LETTERS DIGITS "-._") == host ? URL_GOOD : URL_BAD_HOST;
}
