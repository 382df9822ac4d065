/* SPDX-License-Identifier: ISC */
/* Which proxy is used, and what is told of it. */
#include "test.h"

#include <bsd/string.h>

#include "okx/proxy.h"

static const struct okx_host exchange = { .base_url = "https://openapi.okx.com",
	.host = "openapi.okx.com" };
static const struct okx_host loopback = {
	.base_url = "http://127.0.0.1:8080",
	.host = "127.0.0.1:8080",
	.loopback = true,
};

static const char *const variables[] = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
	"http_proxy", "no_proxy", "NO_PROXY" };

static int
clean(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(variables); i++)
		unsetenv(variables[i]);
	return 0;
}

EACH_TEST(clean, clean)

/* The proxy that is chosen for HOST with SETTING, as it may be told. */
static const char *
via(const struct okx_host *host, const char *setting)
{
	static struct okx_proxy proxy;
	struct cause cause = { .text = "" };

	if (!okx_proxy_choose(&proxy, host, setting, &cause))
		fail_msg("%s", cause.text);
	assert_int_equal(proxy.url[0] == '\0', proxy.via[0] == '\0');
	return proxy.via;
}

TEST(test_without_anything_there_is_none)
{
	assert_string_equal(via(&exchange, NULL), "");
	setenv("http_proxy", "http://p:1", 1);
	assert_string_equal(via(&exchange, NULL), "");
	setenv("https_proxy", "", 1);
	assert_string_equal(via(&exchange, NULL), "");
}

TEST(test_environment_in_its_order)
{
	setenv("ALL_PROXY", "http://d:4", 1);
	assert_string_equal(via(&exchange, NULL), "d:4");
	setenv("all_proxy", "http://c:3", 1);
	assert_string_equal(via(&exchange, NULL), "c:3");
	setenv("HTTPS_PROXY", "http://b:2", 1);
	assert_string_equal(via(&exchange, NULL), "b:2");
	setenv("https_proxy", "http://a:1", 1);
	assert_string_equal(via(&exchange, NULL), "a:1");
	setenv("https_proxy", "", 1);
	assert_string_equal(via(&exchange, NULL), "b:2");
}

TEST(test_setting_goes_before_the_environment)
{
	setenv("https_proxy", "http://a:1", 1);
	setenv("no_proxy", "*", 1);
	assert_string_equal(via(&exchange, "http://b:2"), "b:2");
	unsetenv("no_proxy");
	assert_string_equal(via(&exchange, "none"), "");
	assert_string_equal(via(&exchange, ""), "");
}

TEST(test_loopback_has_none)
{
	setenv("https_proxy", "http://a:1", 1);
	setenv("http_proxy", "http://a:1", 1);
	setenv("all_proxy", "http://a:1", 1);
	assert_string_equal(via(&loopback, NULL), "");
	assert_string_equal(via(&loopback, "http://b:2"), "");
}

TEST(test_user_and_password_are_never_told)
{
	TABLE(urls, const char *url, *told) = {
		{ "http://joe:hush@proxy.example:3128", "proxy.example:3128" },
		{ "http://joe:h@sh@proxy.example:3128/", "proxy.example:3128" },
		{ "joe:hush@proxy.example", "proxy.example:1080" },
		{ "https://proxy.example", "proxy.example:443" },
		{ "socks5h://joe:hush@[2001:db8::1]:9050", "[2001:db8::1]:9050" },
		{ "SOCKS4://10.0.0.1", "10.0.0.1:1080" },
		{ "[2001:db8::1]", "[2001:db8::1]:1080" },
	};
	size_t i;

	for (i = 0; i < COUNT(urls); i++)
		assert_string_equal(via(&exchange, urls[i].url), urls[i].told);
}

TEST(test_what_cannot_be_read_is_refused)
{
	static const char *const bad[] = { "ftp://joe:hush@p:1", "http://", "http://joe:hush@",
		"http://joe:hush@p:0", "http://joe:hush@p:65536", "http://joe:hush@p:x",
		"http://joe:hush@p: 1", "http://joe:hush@p\033[2J:1", "http://joe:hush@:1",
		"verylongscheme-hush://p:1", "http://joe:4711/hush@127.0.0.1:1",
		"http://joe:a?hush@p:1", "http://joe:a#hush@p:1", "http://p:1 ", "http://p:1\t" };
	struct okx_proxy proxy;
	struct cause cause;
	size_t i;

	for (i = 0; i < COUNT(bad); i++) {
		cause.text[0] = '\0';
		assert_false(okx_proxy_choose(&proxy, &exchange, bad[i], &cause));
		assert_non_null(strstr(cause.text, "the configuration"));
		assert_null(strstr(cause.text, "hush"));
	}
	setenv("ALL_PROXY", "ftp://p", 1);
	assert_false(okx_proxy_choose(&proxy, &exchange, NULL, &cause));
	assert_non_null(strstr(cause.text, "ALL_PROXY"));
}

/* Whether no_proxy LIST keeps the requests to HOST from a proxy. */
static bool
is_exempt(const char *list, const char *name)
{
	struct okx_host host = { .base_url = "https://" };

	strlcpy(host.host, name, sizeof host.host);
	setenv("https_proxy", "http://p:1", 1);
	setenv("no_proxy", list, 1);
	return via(&host, NULL)[0] == '\0';
}

TEST(test_exemptions)
{
	TABLE(rows, const char *list, *host; bool exempt) = {
		{ "*", "openapi.okx.com", true },
		{ "okx.com", "openapi.okx.com", true },
		{ ".okx.com", "openapi.okx.com", true },
		{ "OKX.COM", "openapi.okx.com:8443", true },
		{ "a.example, okx.com", "openapi.okx.com", true },
		{ "a.example\tokx.com", "openapi.okx.com", true },
		{ "okx.com.", "openapi.okx.com.", true },
		{ "kx.com", "openapi.okx.com", false },
		{ "openapi.okx.com", "okx.com", false },
		{ "", "openapi.okx.com", false },
		{ ",, ,", "openapi.okx.com", false },
		{ ".", "openapi.okx.com", false },
		{ "10.0.0.1", "10.0.0.1:443", true },
		{ "10.0.0.0/8", "10.200.3.4", true },
		{ "10.0.0.0/8", "11.0.0.1", false },
		{ "10.128.0.0/9", "10.127.255.255", false },
		{ "10.128.0.0/9", "10.129.0.1", true },
		{ "0.0.0.0/0", "203.0.113.7", true },
		{ "10.0.0.0/33", "10.0.0.1", false },
		{ "10.0.0.0/x", "10.0.0.1", false },
		{ "0.1", "10.0.0.1", false },
		{ "2001:db8::/32", "[2001:db8::7]:443", true },
		{ "[2001:db8::7]", "[2001:db8::7]:443", true },
		{ "2001:db9::/32", "[2001:db8::7]", false },
	};
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		if (is_exempt(rows[i].list, rows[i].host) != rows[i].exempt)
			fail_msg("no_proxy \"%s\" and %s", rows[i].list, rows[i].host);
	unsetenv("no_proxy");
	setenv("https_proxy", "http://a:1", 1);
	setenv("NO_PROXY", "okx.com", 1);
	assert_string_equal(via(&exchange, NULL), "");
	setenv("no_proxy", "other.example", 1);
	assert_string_equal(via(&exchange, NULL), "a:1");
}

/* What the doctor tells: by which entry, or that none of so many is the host. */
TEST(test_entries_that_exempt_are_named)
{
	TABLE(rows, const char *list, *entry; unsigned entries) = {
		{ "*", "*", 0 },
		{ "a.example,okx.com,b.example", "okx.com", 2 },
		{ "a.example,.OKX.com", ".OKX.com", 2 },
		{ "*.okx.com", "", 1 },
		{ "a.example;okx.com", "", 1 },
		{ "a.example b.example,c.example", "", 3 },
		{ "", "", 0 },
	};

	setenv("https_proxy", "http://a:1", 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct okx_proxy proxy;
		struct cause cause = { "" };

		setenv("no_proxy", rows[i].list, 1);
		assert_true(okx_proxy_choose(&proxy, &exchange, NULL, &cause));
		assert_string_equal(proxy.exempt, rows[i].entry);
		assert_int_equal(proxy.entries, rows[i].entries);
		assert_int_equal(proxy.via[0] == '\0', rows[i].entry[0] != '\0');
	}
}
