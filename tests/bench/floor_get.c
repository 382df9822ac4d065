/* SPDX-License-Identifier: ISC */
/*
 * The bare loop: floor_get BASE_URL TARGET CA_FILE INTERVAL_MS signs a GET,
 * sends it over one kept connection, parses the answer, adds up the values
 * exactly, sleeps, and begins anew, without a screen, until SIGTERM. The key
 * comes in OKX_API_KEY, OKX_SECRET_KEY and OKX_PASSPHRASE. At the end it prints how often it did
 * that and the last sum, or what went wrong.
 */
#include "config.h"

#include <cjson/cJSON.h>
#include <curl/curl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/decimal.h"

#define BODY_MAX (2 * 1024 * 1024)

struct body {
	char text[BODY_MAX + 1];
	size_t length;
};

static struct body body;
static volatile sig_atomic_t over;

static void
on_signal(int signal)
{
	(void)signal;
	over = 1;
}

static size_t
take(char *bytes, size_t one, size_t count, void *user)
{
	struct body *to = user;

	if (count * one > BODY_MAX - to->length)
		return 0;
	memcpy(to->text + to->length, bytes, count * one);
	to->length += count * one;
	return count * one;
}

static void
header(struct curl_slist **list, const char *name, const char *value)
{
	char line[512];

	snprintf(line, sizeof line, "%s: %s", name, value);
	*list = curl_slist_append(*list, line);
}

static struct curl_slist *
signed_headers(const char *target)
{
	const char *secret = getenv("OKX_SECRET_KEY");
	unsigned char digest[EVP_MAX_MD_SIZE], signature[2 * EVP_MAX_MD_SIZE];
	char stamp[32], prehash[512], seconds[24];
	struct curl_slist *list = NULL;
	struct timespec now;
	struct tm utc;
	unsigned length = 0;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(seconds, sizeof seconds, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(stamp, sizeof stamp, "%s.%03dZ", seconds, (int)(now.tv_nsec / 1000000));
	snprintf(prehash, sizeof prehash, "%sGET%s", stamp, target);
	HMAC(EVP_sha256(), secret, (int)strlen(secret), (unsigned char *)prehash, strlen(prehash), digest, &length);
	EVP_EncodeBlock(signature, digest, (int)length);
	header(&list, "OK-ACCESS-KEY", getenv("OKX_API_KEY"));
	header(&list, "OK-ACCESS-SIGN", (char *)signature);
	header(&list, "OK-ACCESS-TIMESTAMP", stamp);
	header(&list, "OK-ACCESS-PASSPHRASE", getenv("OKX_PASSPHRASE"));
	return list;
}

/* Adds up notionalUsd of all assets; the number of rows, or -1 for another answer than expected. */
static long
add_up(struct decimal *sum)
{
	cJSON *root = cJSON_ParseWithLength(body.text, body.length);
	const cJSON *element, *asset;
	long rows = -1;

	*sum = decimal_zero;
	if (!cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(root, "data")))
		goto out;
	rows = 0;
	cJSON_ArrayForEach(element, cJSON_GetObjectItemCaseSensitive(root, "data")) {
		cJSON_ArrayForEach(asset, cJSON_GetObjectItemCaseSensitive(element, "assets")) {
			const char *text = cJSON_GetStringValue(
			    cJSON_GetObjectItemCaseSensitive(asset, "notionalUsd"));
			struct decimal value;

			if (text == NULL || !decimal_parse(&value, text, strlen(text)) ||
			    !decimal_add(sum, sum, &value)) {
				rows = -1;
				goto out;
			}
			rows++;
		}
	}
out:
	cJSON_Delete(root);
	return rows;
}

int
main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = on_signal };
	char error[CURL_ERROR_SIZE] = "", url[512], text[DECIMAL_TEXT_SIZE];
	struct decimal sum = decimal_zero;
	struct curl_slist *headers;
	struct timespec interval;
	unsigned long count = 0;
	long rows = 0, ms;
	CURLcode done = CURLE_OK;
	CURL *easy;

	if (argc != 5 || getenv("OKX_API_KEY") == NULL || getenv("OKX_SECRET_KEY") == NULL ||
	    getenv("OKX_PASSPHRASE") == NULL) {
		fprintf(stderr, "usage: floor_get BASE_URL TARGET CA_FILE INTERVAL_MS, with a key in OKX_…\n");
		return 2;
	}
	ms = strtol(argv[4], NULL, 10);
	interval.tv_sec = ms / 1000;
	interval.tv_nsec = ms % 1000 * 1000000;
	sigaction(SIGTERM, &action, NULL);
	snprintf(url, sizeof url, "%s%s", argv[1], argv[2]);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	if ((easy = curl_easy_init()) == NULL)
		return 1;
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_CAINFO, argv[3]);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 10000L);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body);
	while (!over && done == CURLE_OK && rows >= 0) {
		body.length = 0;
		headers = signed_headers(argv[2]);
		curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
		done = curl_easy_perform(easy);
		curl_slist_free_all(headers);
		if (done == CURLE_OK && (rows = add_up(&sum)) >= 0)
			count++;
		if (!over)
			nanosleep(&interval, NULL);
	}
	curl_easy_cleanup(easy);
	curl_global_cleanup();
	if (done != CURLE_OK || rows < 0) {
		fprintf(stderr, "floor_get: %s\n", done != CURLE_OK ? error : "the answer has no such figures");
		return 1;
	}
	decimal_text(text, sizeof text, &sum);
	printf("%lu %ld %s\n", count, rows, text);
	return 0;
}
