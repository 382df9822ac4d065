/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/host.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <bsd/stdlib.h>
#include <bsd/string.h>

#define HTTPS_PORT 443
#define HTTP_PORT 80
#define LABEL_MAX 63

#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

const struct okx_region okx_regions[] = {
	{
	    .name = "global",
	    .base_url = "https://openapi.okx.com",
	    .who = "registered on www.okx.com: everyone but those below",
	},
	{
	    .name = "us",
	    .base_url = "https://us.okx.com",
	    .who = "registered on app.okx.com: US and Australia",
	},
	{
	    .name = "eea",
	    .base_url = "https://eea.okx.com",
	    .who = "registered on my.okx.com: EU",
	},
	{
	    .name = "tr",
	    .base_url = "https://tr.okx.com",
	    .who = "registered on tr.okx.com: Türkiye",
	},
	{ .name = NULL },
};

const struct okx_region *
okx_host_region(const char *name)
{
	const struct okx_region *region;

	for (region = okx_regions; region->name != NULL; region++)
		if (strcmp(region->name, name) == 0)
			return region;
	return NULL;
}

/*
 * Whether NAME (lower case) is dotted labels of letters, digits and inner hyphens: a
 * name, or IPv4.
 */
static bool
is_name(const char *name)
{
	for (;;) {
		size_t length = strspn(name, LETTERS DIGITS "-");

		if (length == 0 || length > LABEL_MAX || name[0] == '-' || name[length - 1] == '-')
			return false;
		if (name[length] == '\0')
			return true;
		if (name[length] != '.')
			return false;
		name += length + 1;
	}
}

/* Whether NAME is an IPv6 address in brackets; LOOPBACK: whether it is ::1. */
static bool
is_ipv6(const char *name, bool *loopback)
{
	char inner[INET6_ADDRSTRLEN];
	struct in6_addr address;
	size_t length = strlen(name);

	if (length < 3 || name[0] != '[' || name[length - 1] != ']' || length - 2 >= sizeof inner)
		return false;
	memcpy(inner, name + 1, length - 2);
	inner[length - 2] = '\0';
	if (inet_pton(AF_INET6, inner, &address) != 1)
		return false;
	*loopback = IN6_IS_ADDR_LOOPBACK(&address);
	return true;
}

/* Copies LENGTH bytes in lower case (of ASCII alone, whatever the locale); false without room. */
static bool
copy_lower(char *out, size_t size, const char *text, size_t length)
{
	size_t i;

	if (length >= size)
		return false;
	for (i = 0; i < length; i++)
		out[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
	out[length] = '\0';
	return true;
}

static bool
too_long(struct cause *cause)
{
	return cause_set(cause, "The host in the base URL is too long.");
}

/* Reads ":PORT" (or nothing: PORT stays). */
static bool
read_port(int *port, const char *text)
{
	const char *failed;

	if (text[0] == '\0')
		return true;
	if (text[0] != ':' || text[1] == '\0' || text[1 + strspn(text + 1, DIGITS)] != '\0')
		return false;
	*port = (int)strtonum(text + 1, 1, 65535, &failed);
	return failed == NULL;
}

/* Finds the AUTHORITY of BASE_URL, "HOST[:PORT]", in lower case. */
static bool
read_authority(char authority[OKX_HOST_URL_SIZE], bool *secure, const char *base_url,
    struct cause *cause)
{
	const char *at, *slash;
	size_t length;

	*secure = strncasecmp(base_url, "https://", 8) == 0;
	/* User-info is refused without repeating it: it may be a password. */
	if (strchr(base_url, '@') != NULL)
		return cause_set(cause,
		    "The base URL must not hold a user name or password; "
		    "write https://HOST alone.");
	if (!*secure && strncasecmp(base_url, "http://", 7) != 0)
		return cause_set(cause,
		    "The base URL \"%s\" must begin with https://, "
		    "as in https://openapi.okx.com.",
		    base_url);
	at = base_url + (*secure ? 8 : 7);
	length = strcspn(at, "/?#\\");
	slash = at + length;
	if (slash[0] != '\0' && strcmp(slash, "/") != 0)
		return cause_set(cause,
		    "The base URL \"%s\" must end behind the host: "
		    "no path, query or fragment.",
		    base_url);
	return copy_lower(authority, OKX_HOST_URL_SIZE, at, length) || too_long(cause);
}

/* Splits it. PORT stays where it names none. */
static bool
split_authority(char name[ACCOUNT_ID_HOST_SIZE], int *port, const char *authority,
    const char *base_url, struct cause *cause)
{
	size_t length;

	/* The port begins behind the brackets of an IPv6 address. */
	length = authority[0] == '[' ? strcspn(authority, "]") : strcspn(authority, ":");
	if (authority[length] == ']')
		length++;
	if (!read_port(port, authority + length))
		return cause_set(cause,
		    "The port in the base URL \"%s\" must be a number "
		    "from 1 to 65535.",
		    base_url);
	return copy_lower(name, ACCOUNT_ID_HOST_SIZE, authority, length) || too_long(cause);
}

bool
okx_host_parse(struct okx_host *out, const char *base_url, struct cause *cause)
{
	struct okx_host host = { 0 };
	char name[ACCOUNT_ID_HOST_SIZE], authority[OKX_HOST_URL_SIZE];
	bool secure, fits;
	int usual, port;

	if (!read_authority(authority, &secure, base_url, cause))
		return false;
	usual = port = secure ? HTTPS_PORT : HTTP_PORT;
	if (!split_authority(name, &port, authority, base_url, cause))
		return false;
	if (!is_ipv6(name, &host.loopback)) {
		if (!is_name(name))
			return cause_set(cause,
			    "The base URL \"%s\" names no host: letters, digits, "
			    "hyphens and dots, or an IPv6 address in brackets.",
			    base_url);
		host.loopback = strcmp(name, "localhost") == 0 || strcmp(name, "127.0.0.1") == 0;
	}
	if (!secure && !host.loopback)
		return cause_set(cause,
		    "The base URL \"%s\" must begin with https://: over http:// the "
		    "passphrase would travel in clear (only 127.0.0.1, [::1] and localhost may).",
		    base_url);

	if (port == usual)
		fits = strlcpy(host.host, name, sizeof host.host) < sizeof host.host;
	else
		fits = snprintf(host.host, sizeof host.host, "%s:%d", name, port) <
		    (int)sizeof host.host;
	if (!fits)
		return too_long(cause);
	snprintf(host.base_url, sizeof host.base_url, "%s://%s", secure ? "https" : "http",
	    host.host);
	*out = host;
	return true;
}
