/* SPDX-License-Identifier: ISC */
/* Whatever foreign words repeat of the keys is masked before anyone sees it. */
#include "config.h"

#include "test.h"

#include <stdio.h>
#include <string.h>

#include "unit/failure_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define OTHER_UUID "9C8b7a6f-1111-2222-3333-444455556666"

static void
keys_are_masked_and_addresses_are_not(void **state)
{
	static const char *const addresses[] = { "203.0.113.77", "2001:db8:0:1::7f" };
	static const struct okx_credentials plain = { .api_key = "mykey-0123456789" };
	static const struct okx_circumstance plain_key = { .account_id = &account_id,
		.keys.of[0] = &plain };
	char message[512];
	struct okx_failure failure;
	size_t i;

	for (i = 0; i < LENGTH(addresses); i++) {
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
	const struct okx_circumstance circumstance = { .account_id = &account_id,
		.keys.of = { credentials, other } };
	struct okx_failure failure = refused(&circumstance, "59999", message, 200);

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
static void
keys_of_both_environments_are_masked(void **state)
{
	static const struct okx_credentials demo = { .api_key = "mykey-0123456789",
		.secret_key = SECRET "demo",
		.passphrase = "Correct" };

	check_masks(&keys, &demo, SECRET "demo, " PASSPHRASE ", mykey-0123456789 and " KEY "!",
	    "..., ..., myke... and 3d1c...!");
	check_masks(&demo, &keys, SECRET "demo, " PASSPHRASE ", mykey-0123456789 and " KEY "!",
	    "..., ..., myke... and 3d1c...!");
}

static void
no_secret_is_repeated(void **state)
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

static void
short_secrets_are_masked_as_words(void **state)
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_masked_and_addresses_are_not),
		cmocka_unit_test(no_secret_is_repeated),
		cmocka_unit_test(keys_of_both_environments_are_masked),
		cmocka_unit_test(short_secrets_are_masked_as_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
