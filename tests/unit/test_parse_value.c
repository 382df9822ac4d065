/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "conf/parse_value.h"

static struct cause cause;

TEST(whole_numbers)
{
	static const char *const bad[] = { "", "0", "61", "010", "+2", "-2", " 2", "2 ", "2.0",
		"0x2", "1e1", "abc", "nan", "2s", "1000000000", "99999999999999999999999" };
	long out = -7;

	assert_true(parse_value_whole(&out, "1", 1, 60, "it", &cause));
	assert_int_equal(out, 1);
	assert_true(parse_value_whole(&out, "60", 1, 60, "it", &cause));
	assert_int_equal(out, 60);
	assert_true(parse_value_whole(&out, "0", 0, 60, "it", &cause));
	assert_int_equal(out, 0);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_false(parse_value_whole(&out, bad[i], 1, 60, "it", &cause));
		assert_non_null(strstr(cause.text, bad[i]));
		assert_int_equal(out, 0);
	}
	parse_value_whole(&out, "61", 1, 60, "it", &cause);
	assert_string_equal(cause.text, "it is a whole number from 1 to 60, not \"61\"");
}

TEST(seconds)
{
	TABLE(good, const char *text; int64_t ms) = { { "0.1", 100 }, { "0.3", 300 }, { "2", 2000 },
		{ "2.500", 2500 }, { "1.2340000", 1234 }, { "60", 60000 }, { "60.000", 60000 } };
	static const char *const bad[] = { "", ".", "0", "0.05", "60.001", "1.2345", "05", "00.5",
		"1.", ".5", "1e1", "-1", "+1", "nan", "inf", "0x1", " 1", "1,5", "1s",
		"100000000000000000000000000000000000000000000000000000000000000000000000" };
	int64_t out;

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert_true(parse_value_seconds(&out, good[i].text, 100, 60000, "it", &cause));
		assert_true(out == good[i].ms);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(parse_value_seconds(&out, bad[i], 100, 60000, "it", &cause));
	assert_false(parse_value_seconds(&out, "61", 100, 60000, "it", &cause));
	assert_string_equal(cause.text,
	    "it is 0.1 to 60 seconds with at most three decimals, not \"61\"");
}

TEST(words)
{
	static const char themes[] = "dark light mono";
	int place = -1;

	assert_true(parse_value_word(NULL, "dark", themes, "theme", &cause));
	assert_true(parse_value_word(&place, "mono", themes, "theme", &cause));
	assert_int_equal(place, 2);
	assert_false(parse_value_word(&place, "", themes, "theme", &cause));
	assert_false(parse_value_word(&place, "dark light", themes, "theme", &cause));
	assert_false(parse_value_word(&place, "Dark", themes, "theme", &cause));
	assert_false(parse_value_word(&place, "mon", themes, "theme", &cause));
	assert_string_equal(cause.text, "theme is dark, light or mono, not \"mon\"");
}

TEST(accounts_and_currencies)
{
	static const char *const names[] = { "", "a b", "a/b", "..", "a.b", "\xc3\xa4",
		"123456789012345678901234567890123" };
	char ccy[PARSE_VALUE_CCY_SIZE];

	assert_true(parse_value_account("main", &cause));
	assert_true(parse_value_account("A_b-9", &cause));
	assert_true(parse_value_account("12345678901234567890123456789012", &cause));
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		assert_false(parse_value_account(names[i], &cause));

	assert_true(parse_value_ccy(ccy, "btc", &cause));
	assert_string_equal(ccy, "BTC");
	assert_true(parse_value_ccy(ccy, "1inch", &cause));
	assert_string_equal(ccy, "1INCH");
	assert_true(parse_value_ccy(ccy, "12345678901234567890", &cause));
	assert_false(parse_value_ccy(ccy, "123456789012345678901", &cause));
	assert_false(parse_value_ccy(ccy, "", &cause));
	assert_false(parse_value_ccy(ccy, "BTC,ETH", &cause));
	assert_false(parse_value_ccy(ccy, "BTC&x=1", &cause));
	assert_string_equal(cause.text,
	    "a currency is 1 to 20 letters and digits, such as BTC, not \"BTC&x=1\"");
}

TEST(proxies)
{
	static const char *const good[] = { "none", "http://proxy", "http://proxy.example.org:3128",
		"https://10.0.0.1:443/", "socks5://[::1]:1080", "socks5h://tor" };
	static const char *const bad[] = { "", "proxy:3128", "ftp://proxy", "http://", "http://:80",
		"http://proxy:", "http://proxy:0", "http://proxy:65536", "http://proxy:80x",
		"http://proxy/path", "http://[::1", "http://[]:1", "http://proxy:00080",
		"http://pro xy", "http://proxy:99999999999" };

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(parse_value_proxy(good[i], &cause));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(parse_value_proxy(bad[i], &cause));
	assert_false(parse_value_proxy("http://me:5ecret@proxy", &cause));
	assert_null(strstr(cause.text, "5ecret"));
}

TEST(paths)
{
	char *path;

	setenv("HOME", "/home/me", 1);
	path = parse_value_path("~/x/y", &cause);
	assert_string_equal(path, "/home/me/x/y");
	free(path);
	path = parse_value_path("/etc/x", &cause);
	assert_string_equal(path, "/etc/x");
	free(path);
	assert_null(parse_value_path("x", &cause));
	assert_null(parse_value_path("", &cause));
	assert_null(parse_value_path("~you/x", &cause));
	assert_string_equal(cause.text,
	    "a file is named from the root (/…) or from home (~/…), not \"~you/x\"");
	setenv("HOME", "relative", 1);
	assert_null(parse_value_home());
	unsetenv("HOME");
	assert_null(parse_value_home());
	assert_null(parse_value_path("~/x", &cause));
	assert_string_equal(cause.text, "\"~/x\" needs the home directory, but HOME is not set");
}
