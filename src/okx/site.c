/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/site.h"

#include <string.h>

#include <bsd/string.h>

struct okx_site *
okx_site_find(struct okx_site *sites, const char *host)
{
	struct okx_site *site = sites;

	while (site->host[0] != '\0' && strcmp(site->host, host) != 0)
		site++;
	strlcpy(site->host, host, sizeof site->host);
	return site;
}

void
okx_site_clear(struct okx_site *site)
{
	okx_quotes_clear(&site->quotes);
	okx_notices_clear(&site->notices);
	memset(site, 0, sizeof *site);
}
