/* SPDX-License-Identifier: ISC */
/* Stamps and signatures, against the vectors of the exchange's documentation. */
#include "test.h"

#include <time.h>

#include <openssl/evp.h>

#include "okx/sign.h"

#define SECRET "22582BD0CFF14C41EDBF1AB98506286D"

TEST(signs_the_documented_vectors)
{
	TABLE(vectors, const char *timestamp, *target, *sign) = {
		{ "2020-12-08T09:08:57.715Z", "/api/v5/account/balance?ccy=BTC",
		    "HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=" },
		{ "2026-11-22T15:30:00.000Z", "/api/v5/finance/flexible-loan/collateral-assets",
		    "guW5iRLxqHHYemCBLpHQeYDopgK9yT43d4MtM0Ajcy4=" },
		{ "2026-11-22T15:30:00.000Z",
		    "/api/v5/finance/flexible-loan/collateral-assets?ccy=BTC",
		    "8C7hwOgTUAJVAdXpiujeZtS7FYvPyQYYvGgcF5BvdfM=" },
		{ "2026-11-22T15:30:00.000Z", "/api/v5/finance/flexible-loan/loan-info?ordId=12345",
		    "YxRfRFjqhyvZMHUSy7nxAmpmt/m9lskCSOHgZpHH3ZA=" },
	};
	char sign[OKX_SIGN_SIZE];
	size_t i;

	for (i = 0; i < COUNT(vectors); i++) {
		assert_true(okx_sign_get(sign, SECRET, vectors[i].timestamp, vectors[i].target));
		assert_string_equal(sign, vectors[i].sign);
	}
}

TEST(every_part_counts)
{
	char sign[OKX_SIGN_SIZE], other[OKX_SIGN_SIZE];

	assert_true(okx_sign_get(sign, SECRET, "2026-11-22T15:30:00.000Z", "/a?ccy=BTC,ETH"));
	assert_true(okx_sign_get(other, SECRET, "2026-11-22T15:30:00.000Z", "/a?ccy=BTC%2CETH"));
	assert_string_not_equal(sign, other);
	assert_true(okx_sign_get(other, SECRET, "2026-11-22T15:30:00.001Z", "/a?ccy=BTC,ETH"));
	assert_string_not_equal(sign, other);
	assert_true(okx_sign_get(other, SECRET "0", "2026-11-22T15:30:00.000Z", "/a?ccy=BTC,ETH"));
	assert_string_not_equal(sign, other);
	assert_int_equal(strlen(sign), OKX_SIGN_SIZE - 1);
}

TEST(an_empty_secret_signs_nothing)
{
	char sign[OKX_SIGN_SIZE] = "untouched";

	assert_false(okx_sign_get(sign, "", "2026-11-22T15:30:00.000Z", "/a"));
	assert_string_equal(sign, "untouched");
}

/* The library's answer, which ld(1) takes from here: NULL, or a digest of another size. */
static bool library_fails, library_shortens;

unsigned char *__real_EVP_Q_mac(OSSL_LIB_CTX *context, const char *name, const char *properties,
    const char *algorithm, const OSSL_PARAM *parameters, const void *key, size_t key_size,
    const unsigned char *data, size_t data_size, unsigned char *out, size_t out_size, size_t *size);
unsigned char *__wrap_EVP_Q_mac(OSSL_LIB_CTX *context, const char *name, const char *properties,
    const char *algorithm, const OSSL_PARAM *parameters, const void *key, size_t key_size,
    const unsigned char *data, size_t data_size, unsigned char *out, size_t out_size, size_t *size);

unsigned char *
__wrap_EVP_Q_mac(OSSL_LIB_CTX *context, const char *name, const char *properties,
    const char *algorithm, const OSSL_PARAM *parameters, const void *key, size_t key_size,
    const unsigned char *data, size_t data_size, unsigned char *out, size_t out_size, size_t *size)
{
	unsigned char *mac = __real_EVP_Q_mac(context, name, properties, algorithm, parameters, key,
	    key_size, data, data_size, out, out_size, size);

	*size -= library_shortens;
	return library_fails ? NULL : mac;
}

static void
assert_signs(bool whether)
{
	char sign[OKX_SIGN_SIZE] = "untouched";

	assert_int_equal(okx_sign_get(sign, SECRET, "2026-11-22T15:30:00.000Z", "/a"), whether);
	assert_int_equal(strcmp(sign, "untouched") != 0, whether);
}

TEST(a_library_that_fails_signs_nothing)
{
	assert_signs(true);
	library_fails = true;
	assert_signs(false);
	library_fails = false;
	library_shortens = true;
	assert_signs(false);
	library_shortens = false;
}

TEST(a_long_target_is_signed_whole)
{
	char sign[OKX_SIGN_SIZE], other[OKX_SIGN_SIZE], target[8192];

	memset(target, 'a', sizeof target);
	target[sizeof target - 1] = '\0';
	assert_true(okx_sign_get(sign, SECRET, "2026-11-22T15:30:00.000Z", target));
	target[sizeof target - 2] = 'b';
	assert_true(okx_sign_get(other, SECRET, "2026-11-22T15:30:00.000Z", target));
	assert_string_not_equal(sign, other);
}

TEST(all_milliseconds_have_three_digits)
{
	char stamp[OKX_SIGN_TIMESTAMP_SIZE], expected[64];
	int ms;

	for (ms = 0; ms < 1000; ms++) {
		assert_true(okx_sign_timestamp(stamp, INT64_C(1607418537000) + ms));
		snprintf(expected, sizeof expected, "2020-12-08T09:08:57.%03dZ", ms);
		assert_string_equal(stamp, expected);
	}
}

TEST(calendars_turn_over)
{
	TABLE(moments, int64_t utc_ms; const char *stamp) = {
		{ 0, "1970-01-01T00:00:00.000Z" },
		{ INT64_C(951782399999), "2000-02-28T23:59:59.999Z" },
		{ INT64_C(951782400000), "2000-02-29T00:00:00.000Z" },
		{ INT64_C(951868799999), "2000-02-29T23:59:59.999Z" },
		{ INT64_C(951868800000), "2000-03-01T00:00:00.000Z" },
		{ INT64_C(1709164800000), "2024-02-29T00:00:00.000Z" },
		{ INT64_C(1709251199999), "2024-02-29T23:59:59.999Z" },
		{ INT64_C(1772323199999), "2026-02-28T23:59:59.999Z" },
		{ INT64_C(1772323200000), "2026-03-01T00:00:00.000Z" },
		{ INT64_C(1798761599999), "2026-12-31T23:59:59.999Z" },
		{ INT64_C(1798761600000), "2027-01-01T00:00:00.000Z" },
		{ INT64_C(2147483647999), "2038-01-19T03:14:07.999Z" },
		{ INT64_C(2147483648000), "2038-01-19T03:14:08.000Z" },
		{ INT64_C(4107542400000), "2100-03-01T00:00:00.000Z" },
		{ INT64_C(253402300799999), "9999-12-31T23:59:59.999Z" },
	};
	char stamp[OKX_SIGN_TIMESTAMP_SIZE];
	size_t i;

	for (i = 0; i < COUNT(moments); i++) {
		assert_true(okx_sign_timestamp(stamp, moments[i].utc_ms));
		assert_string_equal(stamp, moments[i].stamp);
	}
}

/* Each year's last and first second from 1970 to 2400, against timegm(3). */
TEST(every_year_ends)
{
	char stamp[OKX_SIGN_TIMESTAMP_SIZE], expected[64];
	int year;

	for (year = 1971; year <= 2400; year++) {
		struct tm new_year = { .tm_year = year - 1900, .tm_mday = 1 };
		int64_t utc_ms = (int64_t)timegm(&new_year) * 1000;

		assert_true(okx_sign_timestamp(stamp, utc_ms));
		snprintf(expected, sizeof expected, "%04d-01-01T00:00:00.000Z", year);
		assert_string_equal(stamp, expected);
		assert_true(okx_sign_timestamp(stamp, utc_ms - 1));
		snprintf(expected, sizeof expected, "%04d-12-31T23:59:59.999Z", year - 1);
		assert_string_equal(stamp, expected);
	}
}

TEST(other_ages_have_no_stamp)
{
	static const int64_t outside[] = { -1, INT64_C(253402300800000), INT64_MIN, INT64_MAX };
	char stamp[OKX_SIGN_TIMESTAMP_SIZE];
	size_t i;

	for (i = 0; i < COUNT(outside); i++)
		assert_false(okx_sign_timestamp(stamp, outside[i]));
}
