/* SPDX-License-Identifier: ISC */
/*
 * An empty program linked with the same libraries as colltop: what loading
 * them costs. It writes one word, so that its start can be seen as colltop's is.
 */
#include "config.h"

#include <cjson/cJSON.h>
#include <confuse.h>
#include <curl/curl.h>
#include <curses.h>
#include <gmp.h>
#include <openssl/crypto.h>
#include <unistd.h>

#include <bsd/stdlib.h>

/* One function of each library, so that none is left out as unused. None is called. */
static void (*volatile const needed[])(void) = {
	(void (*)(void))cJSON_Version,
	(void (*)(void))cfg_init,
	(void (*)(void))curl_version,
	(void (*)(void))newterm,
	(void (*)(void))mpn_add_n,
	(void (*)(void))OpenSSL_version,
	(void (*)(void))strtonum,
};

int
main(void)
{
	static const char word[] = "started\n";

	return needed[0] == NULL || write(STDOUT_FILENO, word, sizeof word - 1) < 0;
}
