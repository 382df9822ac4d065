/* SPDX-License-Identifier: ISC */
/*
 * The bare loop: floor_get BASE_URL CA_FILE INTERVAL_MS TARGET[@SECONDS]... asks
 * for each TARGET in turn over one kept connection (for one with @SECONDS only
 * when so many have gone by), signed where the exchange wants it, parses the
 * answers, adds up exactly what they are worth, sleeps, and begins anew, without
 * a screen, until SIGTERM. The key comes in OKX_API_KEY, OKX_SECRET_KEY and
 * OKX_PASSPHRASE. At the end it prints how often it did that, the rows of the
 * last answers and their sum, or what went wrong.
 */
#include "config.h"

#include <cjson/cJSON.h>
#include <curl/curl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/decimal.h"

#define BODY_MAX (2 * 1024 * 1024)
#define TARGETS 16
#define PRICES 64

struct body {
	char text[BODY_MAX + 1];
	size_t length;
};

struct target {
	const char *path;
	time_t every_s, due_s;
};

/* The newest price of a coin. */
struct price {
	char instrument[40];
	struct decimal value;
};

static struct body body;
static struct price prices[PRICES];
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
	HMAC(EVP_sha256(), secret, (int)strlen(secret), (unsigned char *)prehash, strlen(prehash),
	    digest, &length);
	EVP_EncodeBlock(signature, digest, (int)length);
	header(&list, "OK-ACCESS-KEY", getenv("OKX_API_KEY"));
	header(&list, "OK-ACCESS-SIGN", (char *)signature);
	header(&list, "OK-ACCESS-TIMESTAMP", stamp);
	header(&list, "OK-ACCESS-PASSPHRASE", getenv("OKX_PASSPHRASE"));
	return list;
}

static const struct decimal *
price_of(const char *ccy)
{
	size_t length = strlen(ccy);

	for (size_t i = 0; i < PRICES && prices[i].instrument[0] != '\0'; i++)
		if (strncmp(prices[i].instrument, ccy, length) == 0 &&
		    strcmp(prices[i].instrument + length, "-USD") == 0)
			return &prices[i].value;
	return NULL;
}

static void
keep_price(const char *instrument, const struct decimal *value)
{
	size_t i = 0;

	while (i < PRICES && prices[i].instrument[0] != '\0' &&
	    strcmp(prices[i].instrument, instrument) != 0)
		i++;
	if (i == PRICES || strlen(instrument) >= sizeof prices[i].instrument)
		return;
	snprintf(prices[i].instrument, sizeof prices[i].instrument, "%s", instrument);
	prices[i].value = *value;
}

static const char *
text_of(const cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));

	return text == NULL ? "" : text;
}

/* Adds a row's FIGURE, or AMOUNT of a coin at its price where one is known. */
static bool
add_row(struct decimal *sum, const cJSON *row, const char *figure, bool amount)
{
	const char *text = text_of(row, figure);
	const struct decimal *price = amount ? price_of(text_of(row, "ccy")) : NULL;
	struct decimal value;

	if (!decimal_parse(&value, text, strlen(text)))
		return false;
	if (amount && price == NULL)
		return true;
	return (!amount || decimal_multiply(&value, &value, price)) &&
	    decimal_add(sum, sum, &value);
}

/* An element of "data": an index, a balance, an order, or the list. Its rows, or -1. */
static long
add_element(struct decimal *sum, const cJSON *element)
{
	static const struct {
		const char *rows, *figure;
	} kinds[] = {
		{ "assets", "notionalUsd" },
		{ "collateralData", "amt" },
		{ "loanData", "amt" },
	};
	const char *price = text_of(element, "idxPx");
	struct decimal value;
	long rows = 0;

	if (price[0] != '\0') {
		if (!decimal_parse(&value, price, strlen(price)))
			return -1;
		keep_price(text_of(element, "instId"), &value);
		return 1;
	}
	if (cJSON_HasObjectItem(element, "availBal"))
		return add_row(sum, element, "availBal", true) ? 1 : -1;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		const cJSON *row;

		cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(element, kinds[i].rows))
		{
			if (!add_row(sum, row, kinds[i].figure, i > 0))
				return -1;
			rows++;
		}
	}
	return rows;
}

/* Adds up the answer; the number of rows, or -1 for another answer than expected. */
static long
add_up(struct decimal *sum)
{
	cJSON *root = cJSON_ParseWithLength(body.text, body.length);
	const cJSON *data = cJSON_GetObjectItemCaseSensitive(root, "data"), *element;
	long rows = cJSON_IsArray(data) ? 0 : -1;

	cJSON_ArrayForEach(element, data)
	{
		long more = add_element(sum, element);

		if (more < 0) {
			rows = -1;
			break;
		}
		rows += more;
	}
	cJSON_Delete(root);
	return rows;
}

static bool
is_public(const char *path)
{
	return strncmp(path, "/api/v5/market/", 15) == 0 ||
	    strncmp(path, "/api/v5/public/", 15) == 0;
}

/* One exchange; the rows that came, or -1 with the reason printed. */
static long
get(CURL *easy, const char *base, const char *path, struct decimal *sum)
{
	struct curl_slist *headers = is_public(path) ? NULL : signed_headers(path);
	char url[512], error[CURL_ERROR_SIZE] = "";
	CURLcode done;
	long rows = -1;

	snprintf(url, sizeof url, "%s%s", base, path);
	body.length = 0;
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	done = curl_easy_perform(easy);
	curl_slist_free_all(headers);
	if (done == CURLE_OK)
		rows = add_up(sum);
	if (rows < 0)
		fprintf(stderr, "floor_get: %s: %s\n", path,
		    done != CURLE_OK ? error : "the answer has no such figures");
	return rows;
}

/* Asks for all that is due; the rows, or -1. */
static long
refresh(CURL *easy, const char *base, struct target *targets, int count, struct decimal *sum)
{
	struct timespec now;
	long rows = 0;

	*sum = decimal_zero;
	clock_gettime(CLOCK_MONOTONIC, &now);
	for (int i = 0; i < count; i++) {
		long more;

		if (now.tv_sec < targets[i].due_s)
			continue;
		targets[i].due_s = now.tv_sec + targets[i].every_s;
		if ((more = get(easy, base, targets[i].path, sum)) < 0)
			return -1;
		rows += more;
	}
	return rows;
}

/* Splits TARGET[@SECONDS]. */
static void
read_targets(struct target *targets, char **arguments, int count)
{
	for (int i = 0; i < count; i++) {
		char *at = strchr(arguments[i], '@');

		targets[i].path = arguments[i];
		if (at == NULL)
			continue;
		*at = '\0';
		targets[i].every_s = strtol(at + 1, NULL, 10);
	}
}

static CURL *
open_handle(const char *ca_file)
{
	CURL *easy = curl_easy_init();

	if (easy == NULL)
		return NULL;
	curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 10000L);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body);
	return easy;
}

int
main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = on_signal };
	static struct target targets[TARGETS];
	char text[DECIMAL_TEXT_SIZE];
	struct decimal sum = decimal_zero;
	struct timespec interval;
	unsigned long count = 0;
	long rows = 0, ms;
	CURL *easy;

	if (argc < 5 || argc - 4 > TARGETS || getenv("OKX_API_KEY") == NULL ||
	    getenv("OKX_SECRET_KEY") == NULL || getenv("OKX_PASSPHRASE") == NULL) {
		fprintf(stderr,
		    "usage: floor_get BASE_URL CA_FILE INTERVAL_MS TARGET[@SECONDS]..., "
		    "with a key in OKX_…\n");
		return 2;
	}
	ms = strtol(argv[3], NULL, 10);
	interval.tv_sec = ms / 1000;
	interval.tv_nsec = ms % 1000 * 1000000;
	read_targets(targets, argv + 4, argc - 4);
	sigaction(SIGTERM, &action, NULL);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	if ((easy = open_handle(argv[2])) == NULL)
		return 1;
	while (!over && rows >= 0) {
		rows = refresh(easy, argv[1], targets, argc - 4, &sum);
		count += rows >= 0;
		if (!over)
			nanosleep(&interval, NULL);
	}
	curl_easy_cleanup(easy);
	curl_global_cleanup();
	if (rows < 0)
		return 1;
	decimal_text(text, sizeof text, &sum);
	printf("%lu %ld %s\n", count, rows, text);
	return 0;
}
