/* SPDX-License-Identifier: ISC */
/* What the library is, for okx/http: whether it can do what is asked of it, and where it looks. */
#include "config.h"

#include "okx/http.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <curl/curl.h>

#define OLDEST_CURL 0x075500 /* 7.85.0: CURLOPT_PROTOCOLS_STR */

static bool
is_https(const struct okx_host *host)
{
	return strncmp(host->base_url, "https:", 6) == 0;
}

bool
okx_http_check_library(const struct okx_host *host, struct cause *cause)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
	const char *const *protocol;

	if (info->version_num < OLDEST_CURL)
		return cause_set(cause,
		    "libcurl %s is too old: colltop was built with %s "
		    "and needs 7.85 or later.",
		    info->version, LIBCURL_VERSION);
	if (!is_https(host))
		return true;
	for (protocol = info->protocols; *protocol != NULL; protocol++)
		if (strcmp(*protocol, "https") == 0)
			break;
	if ((info->features & CURL_VERSION_SSL) == 0 || *protocol == NULL)
		return cause_set(cause, "This libcurl (%s) was built without TLS; install another.",
		    info->version);
	return true;
}

const char *
okx_http_certificates(bool folder)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);

	return folder ? info->capath : info->cainfo;
}

bool
okx_http_check_certificates(const struct okx_host *host, const char *ca_file, struct cause *cause)
{
	const char *file = okx_http_certificates(false);

	if (!is_https(host) || ca_file != NULL || file == NULL || access(file, R_OK) == 0)
		return true;
	return cause_set(cause,
	    "Cannot read the system's CA certificates %s: %s; "
	    "install the package ca-certificates.",
	    file, strerror(errno));
}
