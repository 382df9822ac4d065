/* SPDX-License-Identifier: ISC */
/* Regions, and what may stand as a base URL. */
#include "test.h"

#include "okx/host.h"

#define LABEL63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HOST255 LABEL63 "." LABEL63 "." LABEL63 "." LABEL63

TEST(every_region_has_its_host)
{
	static const char *const hosts[][2] = {
		{ "global", "https://openapi.okx.com" },
		{ "us", "https://us.okx.com" },
		{ "eea", "https://eea.okx.com" },
		{ "tr", "https://tr.okx.com" },
	};
	const struct okx_region *region;
	struct okx_host host;
	size_t i;

	for (i = 0; i < COUNT(hosts); i++) {
		region = okx_host_region(hosts[i][0]);
		assert_non_null(region);
		assert_string_equal(region->base_url, hosts[i][1]);
		assert_true(okx_host_parse(&host, region->base_url, NULL));
		assert_string_equal(host.base_url, hosts[i][1]);
		assert_string_equal(host.host, hosts[i][1] + strlen("https://"));
		assert_false(host.loopback);
		assert_true(region->who[0] != '\0');
	}
	assert_null(okx_regions[i].name);
	assert_null(okx_host_region("EEA"));
	assert_null(okx_host_region(""));
	assert_null(okx_host_region("custom"));
}

TEST(good_urls_are_normalised)
{
	TABLE(good, const char *given, *base_url, *host; bool loopback) = {
		{ "https://www.okx.com", "https://www.okx.com", "www.okx.com", false },
		{ "https://www.okx.com/", "https://www.okx.com", "www.okx.com", false },
		{ "HTTPS://WWW.OKX.com:443", "https://www.okx.com", "www.okx.com", false },
		{ "https://a-b.example:8443/", "https://a-b.example:8443", "a-b.example:8443",
		    false },
		{ "https://192.0.2.7:1", "https://192.0.2.7:1", "192.0.2.7:1", false },
		{ "https://[2001:DB8::7]:65535", "https://[2001:db8::7]:65535",
		    "[2001:db8::7]:65535", false },
		{ "http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1:8080", true },
		{ "http://127.0.0.1:80", "http://127.0.0.1", "127.0.0.1", true },
		{ "http://localhost:443", "http://localhost:443", "localhost:443", true },
		{ "http://LocalHost/", "http://localhost", "localhost", true },
		{ "http://[::1]:9", "http://[::1]:9", "[::1]:9", true },
		{ "https://[0:0:0:0:0:0:0:1]", "https://[0:0:0:0:0:0:0:1]", "[0:0:0:0:0:0:0:1]",
		    true },
		{ "https://127.0.0.1", "https://127.0.0.1", "127.0.0.1", true },
		{ "https://localhost.example.com", "https://localhost.example.com",
		    "localhost.example.com", false },
		{ "https://" HOST255, "https://" HOST255, HOST255, false },
	};
	struct cause cause = { "" };
	struct okx_host host;
	size_t i;

	for (i = 0; i < COUNT(good); i++) {
		if (!okx_host_parse(&host, good[i].given, &cause))
			fail_msg("%s: %s", good[i].given, cause.text);
		assert_string_equal(host.base_url, good[i].base_url);
		assert_string_equal(host.host, good[i].host);
		assert_int_equal(host.loopback, good[i].loopback);
	}
}

TEST(bad_urls_are_refused)
{
	TABLE(bad, const char *given, *why) = {
		{ "", "https://" },
		{ "www.okx.com", "https://" },
		{ "ftp://www.okx.com", "https://" },
		{ "file:///etc/passwd", "https://" },
		{ "https:/www.okx.com", "https://" },
		{ " https://www.okx.com", "https://" },
		{ "http://www.okx.com", "in clear" },
		{ "http://127.0.0.2", "in clear" },
		{ "http://localhost.example.com", "in clear" },
		{ "http://[::2]", "in clear" },
		{ "http://0x7f000001", "in clear" },
		{ "https://user:hunter2@www.okx.com", "user name" },
		{ "https://www.okx.com@evil.example", "user name" },
		{ "https://www.okx.com/api", "no path" },
		{ "https://www.okx.com//", "no path" },
		{ "https://www.okx.com?x=1", "no path" },
		{ "https://www.okx.com#x", "no path" },
		{ "https://www.okx.com\\x", "no path" },
		{ "https://", "names no host" },
		{ "https:///", "names no host" },
		{ "https://:443", "names no host" },
		{ "https://.okx.com", "names no host" },
		{ "https://www..okx.com", "names no host" },
		{ "https://www.okx.com.", "names no host" },
		{ "https://-www.okx.com", "names no host" },
		{ "https://www-.okx.com", "names no host" },
		{ "https://www okx.com", "names no host" },
		{ "https://www.okx.com\r\nX: y", "port" },
		{ "https://www.okx.com\r\nX", "names no host" },
		{ "https://öbb.example", "names no host" },
		{ "https://www.ok%78.com", "names no host" },
		{ "https://[::1", "names no host" },
		{ "https://[]", "names no host" },
		{ "https://[::g]", "names no host" },
		{ "https://[fe80::1%25eth0]", "names no host" },
		{ "https://[127.0.0.1]", "names no host" },
		{ "https://::1", "port" },
		{ "https://www.okx.com:", "port" },
		{ "https://www.okx.com:0", "port" },
		{ "https://www.okx.com:65536", "port" },
		{ "https://www.okx.com:+443", "port" },
		{ "https://www.okx.com: 443", "port" },
		{ "https://www.okx.com:443x", "port" },
		{ "https://www.okx.com:99999999999999999999", "port" },
		{ "https://[::1]x", "port" },
		{ "https://a" LABEL63, "names no host" },
		{ "https://a." HOST255, "too long" },
		{ "https://" HOST255 ":8443", "too long" },
		{ "https://" HOST255 HOST255, "too long" },
	};
	struct okx_host host = { .host = "untouched" };
	struct cause cause;
	size_t i;

	for (i = 0; i < COUNT(bad); i++) {
		cause.text[0] = '\0';
		if (okx_host_parse(&host, bad[i].given, &cause))
			fail_msg("accepted: %s", bad[i].given);
		if (strstr(cause.text, bad[i].why) == NULL)
			fail_msg("%s: %s", bad[i].given, cause.text);
		assert_null(strstr(cause.text, "hunter2"));
		assert_null(strpbrk(cause.text, "\r\n"));
		assert_string_equal(host.host, "untouched");
	}
}
