/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/conn_info.h"

#include <string.h>
#include <curl/curl.h>

#include "base/text.h"

/* Milliseconds from the start of the request to WHAT; -1 where the library did not get there. */
static int64_t
done_ms(CURL *easy, CURLINFO what)
{
	curl_off_t time = 0;

	if (curl_easy_getinfo(easy, what, &time) != CURLE_OK || time <= 0)
		return -1;
	return (int64_t)time / 1000;
}

static void
copy(char *out, size_t size, const char *text)
{
	text_sanitise(out, size, text, strlen(text));
}

/*
 * Takes from the first certificate of the chain, the other side's own, what its lines
 * begin with.
 */
static void
read_certificate(struct okx_conn_info *out, CURL *easy)
{
	const struct {
		const char *label;
		char *out;
		size_t size;
	} lines[] = {
		{ "Issuer:", out->issuer, sizeof out->issuer },
		{ "Start date:", out->valid_from, sizeof out->valid_from },
		{ "Expire date:", out->valid_to, sizeof out->valid_to },
	};
	struct curl_certinfo *chain = NULL;
	struct curl_slist *line;
	size_t i;

	if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == NULL ||
	    chain->num_of_certs < 1)
		return;
	for (line = chain->certinfo[0]; line != NULL; line = line->next)
		for (i = 0; i < sizeof lines / sizeof *lines; i++)
			if (strncmp(line->data, lines[i].label, strlen(lines[i].label)) == 0)
				copy(lines[i].out, lines[i].size,
				    line->data + strlen(lines[i].label));
}

void
okx_conn_info_read(struct okx_conn_info *out, void *easy)
{
	char *address = NULL;

	*out = (struct okx_conn_info){ .resolve_ms = -1, .connect_ms = -1, .tls_ms = -1 };
	if (easy == NULL)
		return;
	if (curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address) == CURLE_OK && address != NULL)
		copy(out->address, sizeof out->address, address);
	out->resolve_ms = done_ms(easy, CURLINFO_NAMELOOKUP_TIME_T);
	out->connect_ms = done_ms(easy, CURLINFO_CONNECT_TIME_T);
	out->tls_ms = done_ms(easy, CURLINFO_APPCONNECT_TIME_T);
	read_certificate(out, easy);
}
