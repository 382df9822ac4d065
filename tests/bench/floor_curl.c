/* SPDX-License-Identifier: ISC */
/*
 * A bare libcurl program: floor_curl URL CA_FILE does one GET and writes the
 * answer to standard output. What one exchange costs in time and memory.
 */
#include "config.h"

#include <curl/curl.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	char error[CURL_ERROR_SIZE] = "";
	CURL *easy;
	CURLcode done;

	if (argc != 3) {
		fprintf(stderr, "usage: floor_curl URL CA_FILE\n");
		return 2;
	}
	curl_global_init(CURL_GLOBAL_DEFAULT);
	if ((easy = curl_easy_init()) == NULL)
		return 1;
	curl_easy_setopt(easy, CURLOPT_URL, argv[1]);
	curl_easy_setopt(easy, CURLOPT_CAINFO, argv[2]);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error);
	curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
	done = curl_easy_perform(easy);
	if (done != CURLE_OK)
		fprintf(stderr, "floor_curl: %s\n", error);
	curl_easy_cleanup(easy);
	curl_global_cleanup();
	return done == CURLE_OK ? 0 : 1;
}
