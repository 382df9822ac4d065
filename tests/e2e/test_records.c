/* SPDX-License-Identifier: ISC */
/* The real program without a screen: records and their exit statuses. */
#include "test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cjson/cJSON.h>

#include "e2e/place.h"
#include "okx/error.h"

#define QUICK "interval = 1\nconnect_timeout = 1\ntimeout = 1.5\n"
#define RUN(place, ...) place_run(place, (const char *const[]){ __VA_ARGS__, NULL })

static int
set_up(void **state)
{
	static const char *const still[] = { "--still", NULL };
	struct place *place = place_new();

	place_simulate(place, still);
	place_configure(place, QUICK);
	*state = place;
	return 0;
}

static int
tear_down(void **state)
{
	place_free(*state);
	return 0;
}

ALL_TESTS(set_up, tear_down)

/* The only account of the record in OUT. */
static cJSON *
account_of(cJSON **record, const char *out)
{
	*record = cJSON_Parse(out);
	assert_non_null(*record);
	assert_int_equal(cJSON_GetObjectItem(*record, "schema")->valueint, 1);
	return cJSON_GetArrayItem(cJSON_GetObjectItem(*record, "accounts"), 0);
}

static const char *
text_of(const cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));

	if (text == NULL)
		fail_msg("no text %s", name);
	return text;
}

TEST(test_json_is_exact)
{
	struct place_result result = RUN(*state, "--format", "json");
	cJSON *record, *account = account_of(&record, result.out), *assets, *source, *row;

	assert_int_equal(result.status, 0);
	assert_string_equal(result.err, "");
	assert_string_equal(text_of(account, "account"), "main");
	assert_string_equal(text_of(account, "environment"), "production");
	source = cJSON_GetObjectItem(cJSON_GetObjectItem(account, "sources"), "collateral_assets");
	assert_string_equal(text_of(source, "freshness"), "live");
	assert_true(cJSON_IsNull(cJSON_GetObjectItem(source, "error")));
	assert_true(cJSON_IsNumber(cJSON_GetObjectItem(source, "age_ms")));
	assets = cJSON_GetObjectItem(account, "collateral_assets");
	row = cJSON_GetArrayItem(cJSON_GetObjectItem(assets, "rows"), 0);
	/* The documentation's own figures, by an independent exact computation. */
	assert_string_equal(text_of(row, "ccy"), "BTC");
	assert_string_equal(text_of(row, "amt"), "1.7921483143067599");
	assert_true(cJSON_IsFalse(cJSON_GetObjectItem(assets, "partial")));
	assert_int_equal(strlen(strchr(text_of(row, "share"), '.') + 1), 18);
	assert_int_equal(strlen(strchr(text_of(row, "price_usd"), '.') + 1), 18);
	assert_true(strlen(text_of(assets, "total_usd")) > 0);
	assert_false(place_has_secret(*state, result.out, strlen(result.out)));
	cJSON_Delete(record);
	place_result_free(&result);
}

TEST(test_csv_is_rfc_4180)
{
	struct place_result result = RUN(*state, "-f", "csv", "-b", "-n", "2");
	size_t lines = 0;

	assert_int_equal(result.status, 0);
	assert_int_equal(strncmp(result.out, "record,account,environment,", 27), 0);
	for (const char *at = result.out; (at = strstr(at, "\r\n")) != NULL; at += 2)
		lines++;
	/*
	 * One header, and twice a loan with one coin owed and three pledged, three assets and
	 * three balances with a total each, four sources.
	 */
	assert_int_equal(lines, 35);
	assert_non_null(strstr(result.out, "\r\nloan,main,production,"));
	assert_non_null(strstr(result.out, "\r\ntotal,main,production,"));
	place_result_free(&result);
}

TEST(test_table_is_plain_text)
{
	struct place_result result = RUN(*state, "--once");

	assert_int_equal(result.status, 0);
	assert_non_null(strstr(result.out, "PRODUCTION  main@custom  LIVE"));
	assert_non_null(
	    strstr(result.out, "\nLOAN 12345   LTV 59.96%  OK           margin call 73.74%"));
	assert_non_null(strstr(result.out, "CALL AT~"));
	assert_non_null(strstr(result.out, "1.79214831"));
	assert_non_null(strstr(result.out, "TOTAL"));
	assert_null(strchr(result.out, '\x1b'));
	place_result_free(&result);
}

TEST(test_batch_prints_one_record_per_refresh)
{
	struct place_result result = RUN(*state, "-b", "-n", "3", "-f", "json", "-i", "1");
	size_t lines = 0;

	assert_int_equal(result.status, 0);
	for (const char *at = result.out; (at = strchr(at, '\n')) != NULL; at++)
		lines++;
	assert_int_equal(lines, 3);
	place_result_free(&result);
}

TEST(test_demo_and_one_currency)
{
	struct place_result result = RUN(*state, "--demo", "--format", "json", "--ccy", "ETH");
	cJSON *record, *account = account_of(&record, result.out), *assets;

	assert_int_equal(result.status, 0);
	assert_string_equal(text_of(account, "environment"), "demo");
	assets = cJSON_GetObjectItem(account, "collateral_assets");
	assert_string_equal(text_of(assets, "only"), "ETH");
	assert_true(cJSON_IsNull(cJSON_GetObjectItem(assets, "total_usd")));
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(assets, "rows")), 1);
	cJSON_Delete(record);
	place_result_free(&result);
}

static void
simulate_fault(struct place *place, const char *fault)
{
	const char *const arguments[] = { "--still", "--fault", fault, NULL };

	place_simulate(place, arguments);
}

/* On failure the record still comes, with the error. */
static void
check_fault(struct place *place, const char *fault, int status, const char *code)
{
	struct place_result result;
	cJSON *record, *account, *error;

	simulate_fault(place, fault);
	result = RUN(place, "--format", "json");
	if (result.status != status)
		fail_msg("%s: status %d, not %d: %s%s", fault, result.status, status, result.out,
		    result.err);
	account = account_of(&record, result.out);
	error = cJSON_GetObjectItem(cJSON_GetObjectItem(cJSON_GetObjectItem(account, "sources"),
					"collateral_assets"),
	    "error");
	assert_true(cJSON_IsObject(error));
	assert_true(strlen(text_of(error, "text")) > 0);
	assert_true(strlen(text_of(error, "advice")) > 0);
	if (code != NULL)
		assert_string_equal(text_of(error, "code"), code);
	assert_false(place_has_secret(place, result.out, strlen(result.out)));
	assert_null(strchr(result.out, '\x1b'));
	cJSON_Delete(record);
	place_result_free(&result);
}

TEST(test_every_refusal_has_its_status_and_its_words)
{
	for (const struct okx_error *error = okx_errors; error->code != 0; error++) {
		char fault[32], code[16];

		snprintf(fault, sizeof fault, "code-%d", error->code);
		snprintf(code, sizeof code, "%d", error->code);
		check_fault(*state, fault,
		    error->retry == OKX_RETRY_NO ? OKX_EXIT_REFUSED : OKX_EXIT_NO_ANSWER, code);
	}
}

TEST(test_every_broken_answer_is_no_answer)
{
	static const char *const faults[] = { "hang", "slow", "drop", "reset", "http-503-html",
		"redirect", "truncated", "bad-utf8", "huge" };

	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		check_fault(*state, faults[i], 1, NULL);
}

TEST(test_unreadable_figures_make_it_partial)
{
	static const char *const faults[] = { "wrong-types", "bad-decimals" };

	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		struct place_result result;
		cJSON *record, *assets;

		simulate_fault(*state, faults[i]);
		result = RUN(*state, "--format", "json");
		assert_int_equal(result.status, 1);
		assets = cJSON_GetObjectItem(account_of(&record, result.out), "collateral_assets");
		assert_true(cJSON_IsTrue(cJSON_GetObjectItem(assets, "partial")));
		assert_null(cJSON_GetObjectItem(assets, "total_usd"));
		cJSON_Delete(record);
		place_result_free(&result);
	}
}

/* An empty list says one thing beside a loan, however it was sent, and another without one. */
TEST(test_an_empty_list)
{
	static const char *const faults[] = { "empty-data@collateral-assets",
		"empty-assets@collateral-assets" };

	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		struct place_result result;
		cJSON *record;

		simulate_fault(*state, faults[i]);
		result = RUN(*state, "--format", "json");
		assert_int_equal(result.status, 0);
		assert_string_equal(text_of(cJSON_GetObjectItem(account_of(&record, result.out),
						"collateral_assets"),
					"state"),
		    "no-assets");
		cJSON_Delete(record);
		place_result_free(&result);
		place_simulate(*state,
		    (const char *const[]){ "--still", "--scenario", "no-loan", "--fault", faults[i],
			NULL });
		result = RUN(*state, "--format", "json");
		assert_int_equal(result.status, 0);
		assert_string_equal(text_of(cJSON_GetObjectItem(account_of(&record, result.out),
						"collateral_assets"),
					"state"),
		    "no-loan");
		cJSON_Delete(record);
		place_result_free(&result);
		result = RUN(*state, "--once");
		assert_int_equal(result.status, 0);
		assert_non_null(strstr(result.out,
		    "No open loan. OKX lists collateral only while a flexible loan is open"));
		place_result_free(&result);
	}
}

/* What a loan would be: a wrong word ends it before anything is sent. */
TEST(test_what_if)
{
	struct place_result result;
	cJSON *record, *loans, *answer;

	place_simulate(*state, (const char *const[]){ "--still", NULL });
	result = RUN(*state, "--what-if", "all -30%");
	assert_int_equal(result.status, 0);
	assert_non_null(strstr(result.out, "WHAT IF, NOT REAL: all -30%\n"));
	assert_non_null(strstr(result.out, "LIQUIDATION\n"));
	place_result_free(&result);

	result = RUN(*state, "--format", "json", "--what-if", "repay 120,000");
	assert_int_equal(result.status, 0);
	loans = cJSON_GetObjectItem(account_of(&record, result.out), "loans");
	answer = cJSON_GetObjectItem(cJSON_GetArrayItem(loans, 0), "what_if");
	assert_string_equal(text_of(answer, "text"), "repay 120,000");
	assert_string_equal(text_of(answer, "band"), "ok");
	assert_string_equal(cJSON_GetStringValue(
				cJSON_GetArrayItem(cJSON_GetObjectItem(answer, "notes"), 0)),
	    "only 100,000 USDT is owed: that repays all of it");
	cJSON_Delete(record);
	place_result_free(&result);

	place_stop_simulator(*state);
	result = RUN(*state, "--what-if", "repay 5 BTC -20");
	assert_int_equal(result.status, 2);
	assert_string_equal(result.out, "");
	assert_string_equal(result.err,
	    "colltop: --what-if: column 13: \"-20\" where a price such as 60,000 or a change such as -20% is "
	    "expected; see colltop --help\n");
	place_result_free(&result);

	place_simulate(*state, (const char *const[]){ "--still", "--scenario", "no-loan", NULL });
	result = RUN(*state, "--what-if", "all -30%");
	assert_int_equal(result.status, 1);
	place_result_free(&result);
}

/* What follows the first line, which has the time. */
static const char *
below_title(const char *out)
{
	const char *end = strchr(out, '\n');

	assert_non_null(end);
	return end + 1;
}

/* Takes out of LOANS when their figures are of. */
static void
forget_moment(cJSON *loans)
{
	cJSON *loan;

	cJSON_ArrayForEach(loan, loans)
	{
		assert_true(cJSON_IsString(cJSON_GetObjectItem(loan, "pair_at")));
		assert_true(cJSON_IsNumber(cJSON_GetObjectItem(loan, "pair_age_ms")));
		assert_true(cJSON_IsFalse(cJSON_GetObjectItem(loan, "pair_stale")));
		cJSON_DeleteItemFromObject(loan, "pair_at");
		cJSON_DeleteItemFromObject(loan, "pair_age_ms");
	}
}

/* Whether the list holds what is pledged or spare, every word about the loan is the same. */
TEST(test_the_meaning_of_the_list_changes_nothing)
{
	static const char *const lists[] = { "spare", "pledged" };
	char *table[2], *check[2], *loans[2], *funding[2], *listed[2];

	for (size_t i = 0; i < 2; i++) {
		struct place_result result;
		cJSON *record, *account;

		place_simulate(*state,
		    (const char *const[]){ "--still", "--seed", "7", "--list", lists[i], NULL });
		result = RUN(*state, "--once");
		assert_int_equal(result.status, 0);
		table[i] = strdup(below_title(result.out));
		place_result_free(&result);
		result = RUN(*state, "--check");
		assert_int_equal(result.status, 0);
		check[i] = strdup(result.out);
		place_result_free(&result);
		result = RUN(*state, "--format", "json");
		assert_int_equal(result.status, 0);
		account = account_of(&record, result.out);
		forget_moment(cJSON_GetObjectItem(account, "loans"));
		loans[i] = cJSON_Print(cJSON_GetObjectItem(account, "loans"));
		funding[i] = cJSON_Print(cJSON_GetObjectItem(account, "funding"));
		listed[i] = cJSON_Print(cJSON_GetObjectItem(account, "collateral_assets"));
		cJSON_Delete(record);
		place_result_free(&result);
	}
	assert_non_null(strstr(table[0], "FUNDING secures nothing. It holds $"));
	assert_string_equal(table[0], table[1]);
	assert_string_equal(check[0], check[1]);
	assert_string_equal(loans[0], loans[1]);
	assert_string_equal(funding[0], funding[1]);
	assert_string_not_equal(listed[0], listed[1]);
	for (size_t i = 0; i < 2; i++) {
		free(table[i]);
		free(check[i]);
		cJSON_free(loans[i]);
		cJSON_free(funding[i]);
		cJSON_free(listed[i]);
	}
}

/* Refused, and gone wrong in every other way: the record of the loan is whole. */
TEST(test_without_the_funding_account)
{
	static const char *const faults[] = { "code-50030@balances", "http-503-html@balances",
		"hang@balances", "huge@balances", "truncated@balances" };

	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		struct place_result result;
		cJSON *record, *account;

		simulate_fault(*state, faults[i]);
		result = RUN(*state, "--format", "json");
		assert_int_equal(result.status, 0);
		account = account_of(&record, result.out);
		assert_true(cJSON_IsNull(cJSON_GetObjectItem(account, "funding")));
		assert_false(cJSON_IsNull(
		    cJSON_GetObjectItem(cJSON_GetObjectItem(cJSON_GetObjectItem(account, "sources"),
					    "asset_balances"),
			"error")));
		assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(account, "loans")), 1);
		cJSON_Delete(record);
		place_result_free(&result);
	}
}

TEST(test_hostile_text_is_made_harmless)
{
	struct place_result result;

	simulate_fault(*state, "escape-injection");
	for (int i = 0; i < 3; i++) {
		static const char *const formats[] = { "table", "json", "csv" };

		result = RUN(*state, "--format", formats[i]);
		for (const char *at = result.out; *at != '\0'; at++)
			assert_true((unsigned char)*at >= 0x20 || *at == '\n' || *at == '\r');
		for (const char *at = result.err; *at != '\0'; at++)
			assert_true((unsigned char)*at >= 0x20 || *at == '\n');
		place_result_free(&result);
	}
}

TEST(test_a_wrong_clock_is_corrected)
{
	static const char *const skews[] = { "45", "-45" };

	for (int i = 0; i < 2; i++) {
		const char *const arguments[] = { "--still", "--clock-skew", skews[i], NULL };
		struct place_result result;

		place_simulate(*state, arguments);
		result = RUN(*state, "--once");
		assert_int_equal(result.status, 0);
		place_result_free(&result);
	}
}

/* A server that counts who comes: what a proxy would see. */
static int
listen_somewhere(unsigned short *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(listener >= 0);
	assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(listener, 5), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &length), 0);
	*port = ntohs(address.sin_port);
	return listener;
}

PLACE_TEST(test_loopback_is_never_reached_by_a_proxy)
{
	static const char *const names[] = { "http_proxy", "https_proxy", "all_proxy",
		"ALL_PROXY" };
	static const char *const still[] = { "--still", NULL };
	struct place_result result;
	struct pollfd poller = { .events = POLLIN };
	size_t had = place->variables;
	unsigned short port;

	poller.fd = listen_somewhere(&port);
	place_simulate(place, still);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char variable[80];

		snprintf(variable, sizeof variable, "%s=http://127.0.0.1:%u", names[i], port);
		place_set(place, variable);
	}
	result = RUN(place, "--once");
	assert_int_equal(result.status, 0);
	assert_int_equal(poll(&poller, 1, 0), 0);
	place_result_free(&result);
	close(poller.fd);
	while (place->variables > had)
		free(place->environment[--place->variables]);
	place->environment[place->variables] = NULL;
}

PLACE_TEST(test_an_untrusted_certificate_is_refused)
{
	char text[600];
	struct place_result result;

	snprintf(text, sizeof text, "account \"main\" { base_url = \"%s\" }\n", place->base);
	place_write(place, "colltop/colltop.conf", text, 0600);
	result = RUN(place, "--once");
	assert_int_equal(result.status, 1);
	assert_non_null(strstr(result.err, "certificate"));
	place_result_free(&result);
	place_configure(place, QUICK);
}

PLACE_TEST(test_nobody_listens)
{
	struct place_result result;

	place_stop_simulator(place);
	result = RUN(place, "--once");
	assert_int_equal(result.status, 1);
	assert_non_null(strstr(result.err, "127.0.0.1"));
	place_result_free(&result);
	place_simulate(place, (const char *const[]){ "--still", NULL });
}

TEST(test_a_filtered_record_says_so)
{
	struct place_result result = RUN(*state, "-f", "json", "-F", "eth");
	cJSON *record,
	    *assets = cJSON_GetObjectItem(account_of(&record, result.out), "collateral_assets");

	assert_int_equal(result.status, 0);
	assert_string_equal(text_of(assets, "filter"), "eth");
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(assets, "rows")), 1);
	cJSON_Delete(record);
	place_result_free(&result);
}
