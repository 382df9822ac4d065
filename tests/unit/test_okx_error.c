/* SPDX-License-Identifier: ISC */
/* What becomes of refusals and of answers that cannot be read. */
#include "test.h"

#include <locale.h>

#include "base/text.h"
#include "okx/host.h"
#include "unit/failure_fixture.h"

static const struct account_id demo_origin = {
	.account = "second",
	.region = "eea",
	.host = "eea.okx.com",
	.environment = ENVIRONMENT_DEMO,
};

/* What a code asks for, as the exchange's documentation and the program's rules have it. */
TABLE(expected, int code, http, other_http; enum okx_retry retry; int exit) = {
	{ 50001, 503, 0, OKX_RETRY_BACKOFF, 1 },
	{ 50004, 400, 0, OKX_RETRY_BACKOFF, 1 },
	{ 50005, 410, 0, OKX_RETRY_NO, 3 },
	{ 50007, 200, 0, OKX_RETRY_NO, 3 },
	{ 50009, 200, 0, OKX_RETRY_SLOWLY, 1 },
	{ 50011, 429, 200, OKX_RETRY_BACKOFF, 1 },
	{ 50013, 429, 0, OKX_RETRY_BACKOFF, 1 },
	{ 50014, 400, 0, OKX_RETRY_NO, 3 },
	{ 50022, 200, 0, OKX_RETRY_SLOWLY, 1 },
	{ 50026, 500, 0, OKX_RETRY_BACKOFF, 1 },
	{ 50027, 200, 0, OKX_RETRY_NO, 3 },
	{ 50029, 200, 0, OKX_RETRY_NO, 3 },
	{ 50030, 200, 0, OKX_RETRY_NO, 3 },
	{ 50035, 403, 0, OKX_RETRY_NO, 3 },
	{ 50038, 200, 0, OKX_RETRY_NO, 3 },
	{ 50040, 200, 0, OKX_RETRY_BACKOFF, 1 },
	{ 50041, 200, 0, OKX_RETRY_NO, 3 },
	{ 50046, 200, 0, OKX_RETRY_SLOWLY, 1 },
	{ 50051, 200, 0, OKX_RETRY_NO, 3 },
	{ 50053, 200, 0, OKX_RETRY_NO, 3 },
	{ 50059, 200, 0, OKX_RETRY_NO, 3 },
	{ 50060, 200, 0, OKX_RETRY_NO, 3 },
	{ 50062, 200, 0, OKX_RETRY_SLOWLY, 1 },
	{ 50064, 200, 0, OKX_RETRY_SLOWLY, 1 },
	{ 50100, 400, 0, OKX_RETRY_NO, 3 },
	{ 50101, 401, 0, OKX_RETRY_NO, 3 },
	{ 50102, 401, 0, OKX_RETRY_CLOCK, 1 },
	{ 50103, 401, 0, OKX_RETRY_NO, 3 },
	{ 50104, 401, 0, OKX_RETRY_NO, 3 },
	{ 50105, 401, 0, OKX_RETRY_NO, 3 },
	{ 50106, 401, 0, OKX_RETRY_NO, 3 },
	{ 50107, 401, 0, OKX_RETRY_NO, 3 },
	{ 50108, 401, 0, OKX_RETRY_NO, 3 },
	{ 50109, 401, 0, OKX_RETRY_NO, 3 },
	{ 50110, 401, 0, OKX_RETRY_NO, 3 },
	{ 50111, 401, 0, OKX_RETRY_NO, 3 },
	{ 50112, 401, 0, OKX_RETRY_NO, 3 },
	{ 50113, 401, 0, OKX_RETRY_NO, 3 },
	{ 50114, 401, 0, OKX_RETRY_NO, 3 },
	{ 50119, 200, 401, OKX_RETRY_NO, 3 },
	{ 50120, 200, 0, OKX_RETRY_NO, 3 },
	{ 50121, 200, 0, OKX_RETRY_NO, 3 },
	{ 51000, 400, 0, OKX_RETRY_NO, 3 },
	{ 51001, 200, 0, OKX_RETRY_NO, 3 },
	{ 51010, 200, 0, OKX_RETRY_NO, 3 },
	{ 51063, 200, 0, OKX_RETRY_NO, 3 },
	{ 51732, 200, 0, OKX_RETRY_NO, 3 },
	{ 51734, 200, 0, OKX_RETRY_NO, 3 },
	{ 51735, 200, 0, OKX_RETRY_NO, 3 },
	{ 51737, 200, 0, OKX_RETRY_NO, 3 },
	{ 51738, 200, 0, OKX_RETRY_SLOWLY, 1 },
	{ 51739, 200, 0, OKX_RETRY_SLOWLY, 1 },
	{ 51759, 200, 0, OKX_RETRY_SLOWLY, 1 },
	{ 51760, 200, 0, OKX_RETRY_NO, 3 },
	{ 51767, 200, 0, OKX_RETRY_BACKOFF, 1 },
	{ 51773, 200, 0, OKX_RETRY_NO, 3 },
};

TEST(the_table_is_the_documented_one)
{
	char code[16];
	size_t i;

	for (i = 0; i < COUNT(expected); i++) {
		const struct okx_error *row = &okx_errors[i];
		struct okx_failure failure;

		assert_int_equal(row->code, expected[i].code);
		assert_int_equal(row->http[0], expected[i].http);
		assert_int_equal(row->http[1], expected[i].other_http);
		assert_ptr_equal(okx_error_find(row->code), row);
		snprintf(code, sizeof code, "%d", row->code);
		failure = refused(&usual, code, row->text, row->http[0]);
		assert_int_equal(failure.retry, expected[i].retry);
		assert_int_equal(failure.exit, expected[i].exit);
		assert_int_equal(failure.kind, row->kind);
		assert_int_equal(failure.http, row->http[0]);
		assert_int_equal(failure.retry_after_ms, -1);
		assert_string_equal(failure.code, code);
		assert_contains(failure.text, code);
		if (row->clause == NULL)
			assert_contains(failure.text, "OKX refused: ");
	}
	assert_int_equal(okx_errors[i].code, 0);
	assert_null(okx_error_find(0));
	assert_null(okx_error_find(-50113));
	assert_null(okx_error_find(59999));
}

/* Whatever the names are, no sentence is cut, no {word} is left. */
TEST(every_sentence_fits_with_the_longest_names)
{
	struct account_id longest = { .environment = ENVIRONMENT_PRODUCTION };
	char ccy[65], via[ACCOUNT_ID_HOST_SIZE + 6], code[16];
	struct okx_call call = {
		.account_id = &longest,
		.keys.of[0] = &keys,
		.ccy = ccy,
		.via = via,
	};
	const struct okx_error *row;

	memset(longest.account, 'a', sizeof longest.account - 1);
	memset(longest.region, 'r', sizeof longest.region - 1);
	memset(longest.host, 'h', sizeof longest.host - 1);
	memset(ccy, 'C', sizeof ccy - 1);
	ccy[sizeof ccy - 1] = '\0';
	memset(via, 'v', sizeof via - 1);
	via[sizeof via - 1] = '\0';

	for (row = okx_errors; row->code != 0; row++) {
		struct okx_failure failure;
		const char *ends[2];
		size_t i;

		snprintf(code, sizeof code, "%d", row->code);
		failure = refused(&call, code, row->text, row->http[0]);
		ends[0] = failure.text;
		ends[1] = failure.advice;
		for (i = 0; i < 2; i++) {
			size_t length = strlen(ends[i]);

			assert_in_range(length, 10, OKX_TEXT_SIZE - 2);
			if (ends[i][length - 1] != '.')
				fail_msg("no end: %s", ends[i]);
			assert_null(strpbrk(ends[i], "{}"));
		}
		if (strlen(row->text) <= 200 && row->clause == NULL)
			assert_contains(failure.text, row->text);
	}
}

TEST(advice_names_the_circumstances)
{
	static const struct okx_call demo = {
		.account_id = &demo_origin,
		.keys.of[0] = &keys,
		.ccy = "DOGE",
		.via = "proxy.example:3128",
	};
	struct account_id custom = account_id;
	struct okx_call in_custom = { .account_id = &custom };
	struct okx_failure failure;

	failure = refused(&usual, "50119", "API key doesn't exist", 401);
	assert_contains(failure.advice, "openapi.okx.com (region global)");
	assert_contains(failure.advice, "us, eea or tr");
	assert_contains(failure.advice, "14 days");
	failure = refused(&demo, "50119", "API key doesn't exist", 401);
	assert_contains(failure.advice, "eea.okx.com (region eea)");
	assert_contains(failure.advice, "global, us or tr");
	snprintf(custom.region, sizeof custom.region, "custom");
	failure = refused(&in_custom, "50119", "API key doesn't exist", 401);
	assert_contains(failure.advice, "global, us, eea or tr");

	failure = refused(&usual, "50101", "APIKey does not match current environment.", 401);
	assert_string_equal(failure.text,
	    "OKX refused: 50101 APIKey does not match current environment.");
	assert_contains(failure.advice,
	    "The production credentials of account main hold a key made for demo");
	assert_contains(failure.advice, "press e to watch demo");
	failure = refused(&demo, "50101", "APIKey does not match current environment.", 401);
	assert_contains(failure.advice, "The demo credentials of account second");
	assert_contains(failure.advice, "press e to watch production");

	failure = refused(&usual, "50113", "Invalid signature.", 401);
	assert_string_equal(failure.text, "OKX refused: 50113 Invalid signature.");
	assert_contains(failure.advice, "swapped");
	assert_contains(failure.advice, "newline");
	failure = refused(&demo, "50038", "This feature is unavailable in demo trading", 200);
	assert_string_equal(failure.text,
	    "OKX does not offer flexible loans in demo trading (50038). Your demo key works.");
	failure = refused(&usual, "50022", "Account frozen", 200);
	assert_contains(failure.text, "LIQUIDATION IN PROGRESS");
	failure = refused(&usual, "50009", "Account frozen", 200);
	assert_contains(failure.text, "LIQUIDATION IN PROGRESS");
	failure = refused(&demo, "51000", "Parameter ccy error", 400);
	assert_contains(failure.advice, "DOGE");
	failure = refused(&usual, "51000", "Parameter ccy error", 400);
	assert_contains(failure.advice, "all");
	failure = refused(&demo, "50110", "Your IP 192.0.2.1 is not included", 401);
	assert_contains(failure.advice, "proxy.example:3128");
}

TEST(codes_come_first_then_statuses)
{
	TABLE(cases, const char *code; int http; enum okx_kind kind; enum okx_retry retry;
	      int exit) = {
		{ "50011", 200, OKX_KIND_RATE, OKX_RETRY_BACKOFF, 1 },
		{ "50011", 429, OKX_KIND_RATE, OKX_RETRY_BACKOFF, 1 },
		{ "50113", 500, OKX_KIND_CREDENTIALS, OKX_RETRY_NO, 3 },
		{ "50113_1000", 401, OKX_KIND_CREDENTIALS, OKX_RETRY_NO, 3 },
		{ "50001", 200, OKX_KIND_EXCHANGE, OKX_RETRY_BACKOFF, 1 },
		{ "59999", 200, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY, 1 },
		{ "59999", 0, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY, 1 },
		{ "59999", 400, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY, 1 },
		{ "59999", 429, OKX_KIND_RATE, OKX_RETRY_BACKOFF, 1 },
		{ "59999", 503, OKX_KIND_EXCHANGE, OKX_RETRY_BACKOFF, 1 },
		{ "59999", 401, OKX_KIND_CREDENTIALS, OKX_RETRY_NO, 3 },
		{ "59999", 403, OKX_KIND_PERMISSION, OKX_RETRY_NO, 3 },
		{ "", 200, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY, 1 },
		{ "50113x", 200, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY, 1 },
		{ " 50113", 200, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY, 1 },
		{ "99999999999999999999", 200, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY, 1 },
		{ "_", 200, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY, 1 },
		{ "-1", 200, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY, 1 },
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct okx_failure failure = refused(&usual, cases[i].code, "whatever",
		    cases[i].http);

		assert_int_equal(failure.kind, cases[i].kind);
		assert_int_equal(failure.retry, cases[i].retry);
		assert_int_equal(failure.exit, cases[i].exit);
	}
}

TEST(unknown_codes_are_shown_clean_and_short)
{
	struct okx_failure failure;
	char message[1024];
	size_t i;

	failure = refused(&usual, "59999",
	    "\033[31mred\033]0;title\a\r\n\xC2\x9B"
	    "x \xE2\x80\xAE y\xFF",
	    200);
	assert_string_equal(failure.code, "59999");
	assert_string_equal(failure.text, "OKX refused: 59999 ?[31mred?]0;title????x ? y?");
	failure = refused(&usual, "59\033[2J99", "x", 200);
	assert_string_equal(failure.code, "59?[2J99");
	failure = refused(&usual, "59999", "系统繁忙", 200);
	assert_string_equal(failure.text, "OKX refused: 59999 系统繁忙.");
	failure = refused(&usual, "59999", "", 200);
	assert_string_equal(failure.text, "OKX refused with code 59999 and gave no reason.");
	failure = refused(&usual, "59999", "   ", 200);
	assert_string_equal(failure.text, "OKX refused with code 59999 and gave no reason.");

	memset(message, 'x', sizeof message - 1);
	message[sizeof message - 1] = '\0';
	failure = refused(&usual, "59999", message, 200);
	assert_int_equal(strlen(failure.text), strlen("OKX refused: 59999 ") + 200);
	assert_string_equal(failure.text + strlen(failure.text) - 4, "x...");
	message[200] = '\0';
	failure = refused(&usual, "59999", message, 200);
	assert_int_equal(strlen(failure.text), strlen("OKX refused: 59999 ") + 201);

	/* Full-width characters: two columns each, where the locale knows them. */
	for (i = 0; i + 3 < sizeof message; i += 3)
		memcpy(message + i, "系", 3);
	message[i] = '\0';
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return;
	failure = refused(&usual, "59999", message, 200);
	assert_in_range(text_width(failure.text + strlen("OKX refused: 59999 ")), 198, 200);
	assert_contains(failure.text, "系...");
	setlocale(LC_CTYPE, "C");
}

static struct okx_failure
unreadable(const char *what, int http)
{
	struct okx_failure failure;

	memset(&failure, 0x55, sizeof failure);
	okx_error_unreadable(&failure, &usual, what, http);
	assert_string_equal(failure.code, "");
	assert_int_equal(failure.exit, OKX_EXIT_NO_ANSWER);
	assert_int_equal(failure.http, http);
	assert_int_equal(failure.retry_after_ms, -1);
	assert_null(strpbrk(failure.advice, "{}"));
	assert_true(failure.advice[0] != '\0');
	return failure;
}

TEST(unreadable_answers_go_by_status)
{
	TABLE(cases, int http; enum okx_kind kind; enum okx_retry retry) = {
		{ 200, OKX_KIND_DATA, OKX_RETRY_BACKOFF },
		{ 204, OKX_KIND_DATA, OKX_RETRY_BACKOFF },
		{ 302, OKX_KIND_DATA, OKX_RETRY_SLOWLY },
		{ 403, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY },
		{ 404, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY },
		{ 429, OKX_KIND_RATE, OKX_RETRY_BACKOFF },
		{ 500, OKX_KIND_EXCHANGE, OKX_RETRY_BACKOFF },
		{ 503, OKX_KIND_EXCHANGE, OKX_RETRY_BACKOFF },
		{ 520, OKX_KIND_EXCHANGE, OKX_RETRY_BACKOFF },
		{ 525, OKX_KIND_EXCHANGE, OKX_RETRY_BACKOFF },
	};
	struct okx_failure failure;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		failure = unreadable("not JSON, 1.2 KiB", cases[i].http);
		assert_int_equal(failure.kind, cases[i].kind);
		assert_int_equal(failure.retry, cases[i].retry);
	}
	failure = unreadable("not JSON, 1.2 KiB", 503);
	assert_string_equal(failure.text, "openapi.okx.com answered HTTP 503, not JSON, 1.2 KiB.");
	failure = unreadable("not JSON but \"Too Many Requests\"", 200);
	assert_int_equal(failure.kind, OKX_KIND_RATE);
	failure = unreadable("empty answer", 0);
	assert_string_equal(failure.text, "openapi.okx.com answered: empty answer.");
	failure = unreadable("junk \033 " KEY, 200);
	assert_contains(failure.text, "junk ? 3d1c...");
	failure = unreadable("member \"" SECRET "\" comes twice", 200);
	assert_string_equal(failure.text,
	    "openapi.okx.com answered HTTP 200, member \"...\" comes twice.");
}

TEST(only_a_no_exits_as_refused)
{
	struct okx_failure failure;

	okx_failure_make(&failure, OKX_KIND_DATA, OKX_RETRY_NO, "", "");
	assert_int_equal(failure.exit, OKX_EXIT_REFUSED);
	okx_failure_make(&failure, OKX_KIND_DATA, OKX_RETRY_BACKOFF, "", "");
	assert_int_equal(failure.exit, OKX_EXIT_NO_ANSWER);
	okx_failure_make(&failure, OKX_KIND_DATA, OKX_RETRY_CLOCK, "", "");
	assert_int_equal(failure.exit, OKX_EXIT_NO_ANSWER);
	okx_failure_make(&failure, OKX_KIND_DATA, OKX_RETRY_SLOWLY, "", "");
	assert_int_equal(failure.exit, OKX_EXIT_NO_ANSWER);
}

/* Whatever foreign words repeat of the keys is masked before anyone sees it. */

#define OTHER_UUID "9C8b7a6f-1111-2222-3333-444455556666"

TEST(keys_are_masked_and_addresses_are_not)
{
	static const char *const addresses[] = { "203.0.113.77", "2001:db8:0:1::7f" };
	static const struct okx_credentials plain = { .api_key = "mykey-0123456789" };
	static const struct okx_call plain_key = { .account_id = &account_id,
		.keys.of[0] = &plain };
	char message[512];
	struct okx_failure failure;
	size_t i;

	for (i = 0; i < COUNT(addresses); i++) {
		snprintf(message, sizeof message,
		    "Your IP %s is not included in your API key's " KEY " IP whitelist (" OTHER_UUID
		    ").",
		    addresses[i]);
		failure = refused(&usual, "50110", message, 401);
		assert_contains(failure.text, addresses[i]);
		assert_contains(failure.text, "key's 3d1c... IP whitelist (9C8b...).");
		assert_lacks(failure.text, "0f9e-");
		assert_lacks(failure.text, "7a6f");
	}
	failure = refused(&plain_key, "59999", "key mykey-0123456789 and mykey-0123456789", 200);
	assert_string_equal(failure.text, "OKX refused: 59999 key myke... and myke...");

	/* The beginning of a key at the end of a text that was cut. */
	failure = refused(&plain_key, "59999", "key mykey-012345", 200);
	assert_string_equal(failure.text, "OKX refused: 59999 key myke...");
	failure = refused(&usual, "59999",
	    "key "
	    "9C8b7a6f-1111-22",
	    200);
	assert_lacks(failure.text, "7a6f");
	failure = refused(&usual, "59999", "not a key: 9C8b7a6f-1111x", 200);
	assert_contains(failure.text, "9C8b7a6f-1111x");
}

/* What is shown of MESSAGE behind the code, with both of these credentials. */
static void
check_masks(const struct okx_credentials *credentials, const struct okx_credentials *other,
    const char *message, const char *shown)
{
	const struct okx_call call = { .account_id = &account_id,
		.keys.of = { credentials, other } };
	struct okx_failure failure = refused(&call, "59999", message, 200);

	assert_int_equal(strncmp(failure.text, "OKX refused: 59999 ", 19), 0);
	assert_string_equal(failure.text + 19, shown);
}

static void
check_mask(const struct okx_credentials *credentials, const char *message, const char *shown)
{
	check_masks(credentials, NULL, message, shown);
	check_masks(NULL, credentials, message, shown);
}

/* One of which may begin as the other does. */
TEST(keys_of_both_environments_are_masked)
{
	static const struct okx_credentials demo = { .api_key = "mykey-0123456789",
		.secret_key = SECRET "demo",
		.passphrase = "Correct" };

	check_masks(&keys, &demo, SECRET "demo, " PASSPHRASE ", mykey-0123456789 and " KEY "!",
	    "..., ..., myke... and 3d1c...!");
	check_masks(&demo, &keys, SECRET "demo, " PASSPHRASE ", mykey-0123456789 and " KEY "!",
	    "..., ..., myke... and 3d1c...!");
}

TEST(no_secret_is_repeated)
{
	static const struct okx_credentials plain = {
		.api_key = "mykey-0123456789",
		.secret_key = "aXYZabcdefgh",
		.passphrase = "abcabc",
	};
	char message[128];
	size_t length;

	check_mask(&keys, "secret " SECRET " is wrong", "secret ... is wrong.");
	check_mask(&keys, "passphrase=" PASSPHRASE "; is wrong", "passphrase=...; is wrong.");
	check_mask(&keys, "x" SECRET "y, " PASSPHRASE "/" SECRET " of " KEY "!",
	    "x...y, .../... of 3d1c...!");
	/* The key in any case; the others are no secret in another. */
	check_mask(&plain, "MYKEY-0123456789 and myKey-0123456789x", "MYKE... and myKe...x.");
	check_mask(&keys, "3D1C0F9E-5B7A-4C2D-8E6F-0A1B2C3D4E5F", "3D1C...");
	check_mask(&keys, "correct-horse-7! it is", "correct-horse-7! it is.");
	/* Where they overlap, or one begins in another. */
	check_mask(&plain, "x abcabcabc y", "x ... y.");
	check_mask(&plain, "x aXYZabcdefgh y", "x ... y.");
	check_mask(&plain, "x mykey-0123456789abcabc y", "x myke... y.");
	/* Cut off: by the end, or within quotation marks. */
	for (length = 6; length < strlen(SECRET); length++) {
		snprintf(message, sizeof message, "\"%.*s\" is %.*s", (int)length, SECRET,
		    (int)length, SECRET);
		check_mask(&keys, message, "\"...\" is ...");
	}
	check_mask(&keys, "got Correct", "got ...");
	check_mask(&keys, "got Corre", "got Corre.");
	check_mask(&keys, "Correct it", "Correct it.");
	check_mask(&plain, "got mykey-0", "got ...");
}

TEST(short_secrets_are_masked_as_words)
{
	static const struct okx_credentials brief = { .api_key = "ab1",
		.secret_key = "z",
		.passphrase = "a" };
	static const struct okx_credentials none = { .api_key = "",
		.secret_key = NULL,
		.passphrase = "" };
	static const struct okx_credentials four = { .passphrase = "pass" };

	check_mask(&brief, "a passphrase of a: (a) is bad", ". passphrase of .: (.) is bad.");
	check_mask(&brief, "AB1 zz z_ zab1 z", "... zz z_ zab1 .");
	check_mask(&brief,
	    "\xC3\xA9"
	    "a a\xC3\xA9",
	    "\xC3\xA9"
	    "a a\xC3\xA9.");
	check_mask(&none, "nothing to mask", "nothing to mask.");
	check_mask(NULL, "nothing to " PASSPHRASE, "nothing to " PASSPHRASE);
	check_mask(&four, "passphrase", "...phrase.");
}
