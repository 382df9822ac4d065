/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/host.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <bsd/string.h>

#include "base/url.h"

#define HTTPS_PORT 443
#define HTTP_PORT 80
#define LABEL_MAX 63

#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* clang-format off */
const struct okx_region okx_regions[] = {
	{ "global", "https://openapi.okx.com", "registered on www.okx.com: everyone but those below" },
	{ "us", "https://us.okx.com", "registered on app.okx.com: US and Australia" },
	{ "eea", "https://eea.okx.com", "registered on my.okx.com: EU" },
	{ "tr", "https://tr.okx.com", "registered on tr.okx.com: Türkiye" },
	{ .name = NULL },
};
/* clang-format on */

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

/* In lower case (of ASCII alone, whatever the locale). */
static void
lower_ascii(char *text)
{
	for (; *text != '\0'; text++)
		if (*text >= 'A' && *text <= 'Z')
			*text = (char)(*text - 'A' + 'a');
}

/* Says what is wrong with the host or the port of BASE_URL. Returns false. */
static bool
refuse_url(struct cause *cause, enum url_fault fault, const char *base_url)
{
	if (fault == URL_TOO_LONG)
		return cause_set(cause, "The host in the base URL is too long.");
	if (fault == URL_BAD_PORT)
		return cause_set(cause,
		    "The port in the base URL \"%s\" must be a number "
		    "from 1 to 65535.",
		    base_url);
	return cause_set(cause,
	    "The base URL \"%s\" names no host: letters, digits, "
	    "hyphens and dots, or an IPv6 address in brackets.",
	    base_url);
}

bool
okx_host_parse(struct okx_host *out, const char *base_url, struct cause *cause)
{
	struct okx_host host = { 0 };
	struct url_authority authority;
	enum url_fault fault;
	const char *at, *slash;
	bool secure, fits;

	/* User-info is refused without repeating it: it may be a password. */
	if (strchr(base_url, '@') != NULL)
		return cause_set(cause,
		    "The base URL must not hold a user name or password; "
		    "write https://HOST alone.");
	secure = strncasecmp(base_url, "https://", 8) == 0;
	if (!secure && strncasecmp(base_url, "http://", 7) != 0)
		return cause_set(cause,
		    "The base URL \"%s\" must begin with https://, "
		    "as in https://openapi.okx.com.",
		    base_url);
	at = base_url + (secure ? 8 : 7);
	slash = at + strcspn(at, "/?#\\");
	if (slash[0] != '\0' && strcmp(slash, "/") != 0)
		return cause_set(cause,
		    "The base URL \"%s\" must end behind the host: "
		    "no path, query or fragment.",
		    base_url);
	fault = url_authority(&authority, at, (size_t)(slash - at));
	lower_ascii(authority.host);
	if (fault == URL_GOOD && authority.host[0] != '[' && !is_name(authority.host))
		fault = URL_BAD_HOST;
	if (fault != URL_GOOD)
		return refuse_url(cause, fault, base_url);
	host.loopback = authority.loopback;
	if (!secure && !host.loopback)
		return cause_set(cause,
		    "The base URL \"%s\" must begin with https://: over http:// the "
		    "passphrase would travel in clear (only 127.0.0.1, [::1] and localhost may).",
		    base_url);

	if (authority.port == 0 || authority.port == (secure ? HTTPS_PORT : HTTP_PORT))
		fits = strlcpy(host.host, authority.host, sizeof host.host) < sizeof host.host;
	else
		fits = snprintf(host.host, sizeof host.host, "%s:%d", authority.host,
			   authority.port) < (int)sizeof host.host;
	if (!fits)
		return refuse_url(cause, URL_TOO_LONG, base_url);
	snprintf(host.base_url, sizeof host.base_url, "%s://%s", secure ? "https" : "http",
	    host.host);
	*out = host;
	return true;
}
