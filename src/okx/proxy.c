/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/proxy.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <bsd/stdlib.h>
#include <bsd/string.h>

#include "base/url.h"

#define SEPARATORS ", \t"

/* Kinds of proxy, and the ports they have where none is named. */
static const struct {
	const char *scheme;
	int port;
} kinds[] = {
	{ "http", 1080 },
	{ "https", 443 },
	{ "socks4", 1080 },
	{ "socks4a", 1080 },
	{ "socks5", 1080 },
	{ "socks5h", 1080 },
};

/* Where the choice comes from, the first that is set and not empty. */
static const char *const variables[] = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" };

static const char *
set_variable(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

/* Copies HOST without brackets, port and dot at the end. False where it does not fit. */
static bool
bare_host(char *out, size_t size, const char *host)
{
	const char *end;
	size_t length;

	if (*host == '[') {
		host++;
		length = strcspn(host, "]");
	} else {
		end = strchr(host, ':');
		/* More than one colon: an address of IPv6 without brackets. */
		if (end != NULL && strchr(end + 1, ':') != NULL)
			end = NULL;
		length = end != NULL ? (size_t)(end - host) : strlen(host);
	}
	if (length > 0 && host[length - 1] == '.')
		length--;
	if (length >= size)
		return false;
	memcpy(out, host, length);
	out[length] = '\0';
	return true;
}

/* Whether the first BITS bits of two addresses are the same. */
static bool
same_network(const unsigned char *a, const unsigned char *b, unsigned bits)
{
	unsigned rest = bits % 8;

	if (memcmp(a, b, bits / 8) != 0)
		return false;
	return rest == 0 || ((a[bits / 8] ^ b[bits / 8]) >> (8 - rest)) == 0;
}

/* Whether the address HOST is ENTRY, or lies in ENTRY ("10.0.0.0/8"). */
static bool
address_matches(const char *entry, const char *host)
{
	static const struct {
		int family;
		unsigned bits;
	} families[] = { { AF_INET, 32 }, { AF_INET6, 128 } };
	unsigned char wanted[16], given[16];
	char name[64];
	const char *slash = strchr(entry, '/'), *problem;
	unsigned bits;
	size_t i;

	if (!bare_host(name, sizeof name, entry))
		return false;
	name[strcspn(name, "/")] = '\0';
	for (i = 0; i < sizeof families / sizeof *families; i++) {
		if (inet_pton(families[i].family, host, wanted) != 1 ||
		    inet_pton(families[i].family, name, given) != 1)
			continue;
		bits = families[i].bits;
		if (slash != NULL) {
			bits = (unsigned)strtonum(slash + 1, 0, families[i].bits, &problem);
			if (problem != NULL)
				return false;
		}
		return same_network(wanted, given, bits);
	}
	return false;
}

/* Whether HOST is the name ENTRY or lies below it. */
static bool
name_matches(const char *entry, const char *host)
{
	char name[ACCOUNT_ID_HOST_SIZE];
	size_t length, host_length = strlen(host);

	if (*entry == '.')
		entry++;
	if (!bare_host(name, sizeof name, entry))
		return false;
	length = strlen(name);
	if (length == 0 || length > host_length ||
	    strcasecmp(host + host_length - length, name) != 0)
		return false;
	return length == host_length || host[host_length - length - 1] == '.';
}

/*
 * Whether LIST (no_proxy: names, addresses and networks between commas or blanks, or "*")
 * exempts HOST, a name or an address with or without brackets and port; OUT says by what.
 */
static bool
is_exempt(struct okx_proxy *out, const char *list, const char *host)
{
	char name[ACCOUNT_ID_HOST_SIZE];
	unsigned char address[16];
	size_t length;
	bool is_address;

	strlcpy(out->exempt, "*", sizeof out->exempt);
	if (strcmp(list, "*") == 0)
		return true;
	is_address = bare_host(name, sizeof name, host) &&
	    (inet_pton(AF_INET, name, address) == 1 || inet_pton(AF_INET6, name, address) == 1);

	for (list += strspn(list, SEPARATORS); *list != '\0'; list += strspn(list, SEPARATORS)) {
		length = strcspn(list, SEPARATORS);
		out->entries++;
		if (length < sizeof out->exempt) {
			memcpy(out->exempt, list, length);
			out->exempt[length] = '\0';
			if (is_address ? address_matches(out->exempt, name) :
					 name_matches(out->exempt, name))
				return true;
		}
		list += length;
	}
	out->exempt[0] = '\0';
	return false;
}

static bool
refuse_proxy(struct cause *cause, const char *source, const char *why)
{
	return cause_set(cause,
	    "The proxy in %s %s; write scheme://host:port, or set proxy = \"none\".", source, why);
}

/* Reads [scheme://][user[:password]@]host[:port][/] into OUT. SOURCE names where it stands. */
static bool
read_url(struct okx_proxy *out, const char *url, const char *source, struct cause *cause)
{
	const char *host = url, *at;
	struct url_authority authority;
	int port = kinds[0].port;
	char scheme[16];
	size_t i, length;

	at = strstr(url, "://");
	if (at != NULL) {
		length = (size_t)(at - url);
		if (length >= sizeof scheme)
			return refuse_proxy(cause, source, "is of an unknown kind");
		memcpy(scheme, url, length);
		scheme[length] = '\0';
		for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
			if (strcasecmp(scheme, kinds[i].scheme) == 0)
				break;
		if (i == sizeof kinds / sizeof *kinds)
			return refuse_proxy(cause, source, "is of an unknown kind");
		port = kinds[i].port;
		host = at + 3;
	}

	if (strlen(url) > 0 && strchr(" \t", url[strlen(url) - 1]) != NULL)
		return refuse_proxy(cause, source, "ends with a blank");
	length = strcspn(host, "/?#");
	/* What comes before the '@' is secret, and would be taken for a host. */
	if (strchr(host + length, '@') != NULL)
		return refuse_proxy(cause, source,
		    "has a '/', '?' or '#' before its '@' (in a password %2F, %3F, %23)");
	for (i = length; i > 0; i--) {
		if (host[i - 1] == '@') {
			host += i;
			length -= i;
			break;
		}
	}
	switch (url_authority(&authority, host, length)) {
	case URL_GOOD:
		break;
	case URL_NO_HOST:
	case URL_TOO_LONG:
		return refuse_proxy(cause, source, "names no host");
	case URL_BAD_PORT:
		return refuse_proxy(cause, source,
		    "has a port that is not a number from 1 to 65535");
	case URL_BAD_HOST:
		return refuse_proxy(cause, source, "has a host with strange characters");
	}
	snprintf(out->via, sizeof out->via, "%s:%d", authority.host,
	    authority.port != 0 ? authority.port : port);
	out->url = url;
	return true;
}

bool
okx_proxy_choose(struct okx_proxy *out, const struct okx_host *host, const char *setting,
    struct cause *cause)
{
	const char *exempt, *url;
	size_t i;

	*out = (struct okx_proxy){ .url = "" };
	if (host->loopback)
		return true;
	if (setting != NULL) {
		if (*setting == '\0' || strcmp(setting, "none") == 0)
			return true;
		return read_url(out, setting, "the configuration", cause);
	}

	exempt = set_variable("no_proxy");
	if (exempt == NULL)
		exempt = set_variable("NO_PROXY");
	if (exempt != NULL && is_exempt(out, exempt, host->host))
		return true;
	for (i = 0; i < sizeof variables / sizeof *variables; i++) {
		url = set_variable(variables[i]);
		if (url != NULL)
			return read_url(out, url, variables[i], cause);
	}
	return true;
}
