/* SPDX-License-Identifier: ISC */
#include "test.h"
#include <bsd/string.h>

#include "okx/sign.h"
#include "sim/access.h"

#define NOW INT64_C(1795361402123) /* 2026-11-22T15:30:02.123Z */
#define TARGET "/api/v5/finance/flexible-loan/collateral-assets?ccy=BTC"

static struct sim_keys keys[ENVIRONMENTS];
static char sign[OKX_SIGN_SIZE];
static char stamp[OKX_SIGN_TIMESTAMP_SIZE];

/* A request of production with nothing wrong in it, stamped at UTC_MS. */
static struct exchange_request
right(int64_t utc_ms)
{
	static const uint64_t seed = 11;

	for (int i = 0; i < ENVIRONMENTS; i++)
		keys_make(&keys[i], &seed, (enum environment)i);
	assert_true(okx_sign_timestamp(stamp, utc_ms));
	assert_true(okx_sign_get(sign, keys[0].secret_key, stamp, TARGET));
	return (struct exchange_request){ .method = "GET",
		.target = TARGET,
		.key = keys[0].api_key,
		.sign = sign,
		.timestamp = stamp,
		.passphrase = keys[0].passphrase,
		.address = "127.0.0.1" };
}

TEST(window_has_sharp_edges)
{
	TABLE(rows, int64_t ahead; int code) = {
		{ 0, 0 },
		{ 30000, 0 },
		{ -30000, 0 },
		{ 30001, 50102 },
		{ -30001, 50102 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct exchange_request request = right(NOW + rows[i].ahead);

		assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW),
		    rows[i].code);
	}
}

/* Whether TEXT is taken as UTC_MS: a request stamped so is late a moment after the window. */
static bool
is_stamp_of(const char *text, int64_t utc_ms)
{
	struct exchange_request request = right(NOW);

	request.timestamp = text;
	request.sign = "wrong";
	return access_check(keys, &request, ENVIRONMENT_PRODUCTION, utc_ms + ACCESS_WINDOW_MS) ==
	    50113 &&
	    access_check(keys, &request, ENVIRONMENT_PRODUCTION, utc_ms + ACCESS_WINDOW_MS + 1) ==
	    50102;
}

TEST(timestamps)
{
	TABLE(good, const char *text; int64_t ms) = {
		{ "1970-01-01T00:00:00.000Z", 0 },
		{ "2000-02-29T23:59:59.999Z", INT64_C(951868799999) },
		{ "2020-12-08T09:08:57.715Z", INT64_C(1607418537715) },
		{ "2026-11-22T15:30:02.123Z", NOW },
		{ "2100-03-01T00:00:00.000Z", INT64_C(4107542400000) },
		{ "9999-12-31T23:59:59.999Z", INT64_C(253402300799999) },
	};
	static const char *const bad[] = { "", "2026-11-22T15:30:02Z", "2026-11-22T15:30:02.12Z",
		"2026-11-22T15:30:02.1234Z", "2026-11-22 15:30:02.123Z", "2026-11-22T15:30:02.123z",
		"2026-02-29T00:00:00.000Z", "2100-02-29T00:00:00.000Z", "2026-00-10T00:00:00.000Z",
		"2026-04-31T00:00:00.000Z", "2026-01-01T24:00:00.000Z", "2026-01-01T00:60:00.000Z",
		"2026-01-01T00:00:60.000Z", "1969-12-31T23:59:59.999Z", "0000-00-00T00:00:00.000Z",
		"+026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z " };
	struct exchange_request request = right(NOW);

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert_true(is_stamp_of(good[i].text, good[i].ms));
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		request.timestamp = bad[i];
		assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW),
		    bad[i][0] == '\0' ? 50107 : 50112);
	}

	/* Every day of four hundred years comes back as it was. */
	for (int64_t day = 0; day < 146097; day++) {
		char text[OKX_SIGN_TIMESTAMP_SIZE];

		assert_true(okx_sign_timestamp(text, day * 86400000 + day % 1000));
		assert_true(is_stamp_of(text, day * 86400000 + day % 1000));
	}
}

TEST(environment_of_the_flag)
{
	TABLE(rows, const char *flag; enum environment environment) = {
		{ NULL, ENVIRONMENT_PRODUCTION },
		{ "", ENVIRONMENT_PRODUCTION },
		{ "0", ENVIRONMENT_PRODUCTION },
		{ "1", ENVIRONMENT_DEMO },
		{ "true", ENVIRONMENT_PRODUCTION },
		{ "11", ENVIRONMENT_PRODUCTION },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct exchange_request request = { .simulated = rows[i].flag };

		assert_int_equal(access_environment(&request), rows[i].environment);
	}
}

TEST(first_fault_is_named)
{
	struct exchange_request request = right(NOW);

	request.target = "/elsewhere";
	assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW), 50113);
	request.timestamp = "2026-11-22T15:20:00.000Z";
	assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW), 50102);
	request.timestamp = "yesterday";
	assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW), 50112);
	request.passphrase = keys[1].passphrase;
	assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW), 50105);
	assert_int_equal(access_check(keys, &request, ENVIRONMENT_DEMO, NOW), 50101);
	request.key = "00000000-0000-4000-8000-000000000000";
	assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW), 50119);
	request.key = "abc";
	assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW), 50111);
	request.timestamp = NULL;
	assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW), 50107);
	request.sign = "";
	assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW), 50106);
	request.passphrase = "";
	assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW), 50104);
	request.key = NULL;
	assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW), 50103);
}

TEST(passphrase_is_compared_whole)
{
	static const char *const wrong[] = { "ab", "abcd", "abd", "xbc", "abc " };
	struct exchange_request request = right(NOW);

	strlcpy(keys[0].passphrase, "abc", sizeof keys[0].passphrase);
	request.passphrase = "abc";
	assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW), 0);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		request.passphrase = wrong[i];
		assert_int_equal(access_check(keys, &request, ENVIRONMENT_PRODUCTION, NOW), 50105);
	}
}
