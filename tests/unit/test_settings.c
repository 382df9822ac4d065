/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <sys/stat.h>

#include "conf/settings_load.h"
#include "unit/sandbox.h"

#define CONF ".config/colltop/colltop.conf"
#define CERTIFICATE "-----BEGIN CERTIFICATE-----\n" /* as far as a look can tell */

static struct settings settings;
static struct cause cause;

static const struct options nothing = { .environment = -1 };

static bool
load(const struct options *options)
{
	cause.text[0] = '\0';
	return settings_load(&settings, options, &cause);
}

static int
close_all(void **state)
{
	settings_clear(&settings);
	return sandbox_close(state);
}

EACH_TEST(sandbox_open, close_all)

TEST(standards)
{
	assert_true(load(&nothing));
	assert_string_equal(settings.directory, sandbox_path(".config/colltop"));
	assert_null(settings.file);
	assert_int_equal(settings.interval_s, 2);
	assert_int_equal(settings.sort, COLUMN_VALUE);
	assert_true(settings.descending);
	assert_string_equal(settings.filter, "");
	assert_string_equal(settings.ccy, "");
	assert_string_equal(settings.theme, "auto");
	assert_true(settings.color);
	assert_true(settings.connect_timeout_ms == 5000 && settings.timeout_ms == 10000);
	assert_false(settings.simulated);
	assert_false(settings.demo_variables);
	assert_int_equal(settings.environment, -1);
	assert_int_equal(settings.count, 1);
	assert_int_equal(settings.account, 0);
	assert_string_equal(settings.accounts[0].name, "main");
	assert_string_equal(settings.accounts[0].region, "global");
	assert_string_equal(settings.accounts[0].host.base_url, "https://openapi.okx.com");
	assert_null(settings.accounts[0].credentials[0].file);
}

TEST(whole_file)
{
	const struct settings_account *account;

	sandbox_file("ca.pem", CERTIFICATE, 0600);
	sandbox_file(CONF,
	    "# all of it\ninterval = 5\ntheme = \"light\"\nsort = \"ccy:desc\"\nfilter = 'btc|eth'\n"
	    "connect_timeout = 0.3\ntimeout = 1.25 // short\n"
	    "account \"main\" {\n region = \"eea\"\n proxy = none\n"
	    " production { credentials_command = 'pass \"okx/${main}\"' }\n"
	    " demo { credentials_file = \"~/demo.env\" } }\n"
	    "account sub_1 {\n base_url = https://127.0.0.1:8443/\n ca_file = \"~/ca.pem\"\n"
	    " proxy = \"socks5h://[::1]:1080\"\n}\naccount plain { }\n",
	    0600);
	assert_true(load(&nothing));
	assert_string_equal(settings.file, sandbox_path(CONF));
	assert_int_equal(settings.interval_s, 5);
	assert_string_equal(settings.theme, "light");
	assert_int_equal(settings.sort, COLUMN_CCY);
	assert_true(settings.descending);
	assert_string_equal(settings.filter, "btc|eth");
	assert_true(settings.connect_timeout_ms == 300);
	assert_true(settings.timeout_ms == 1250);
	assert_int_equal(settings.count, 3);

	account = &settings.accounts[0];
	assert_string_equal(account->name, "main");
	assert_string_equal(account->region, "eea");
	assert_string_equal(account->host.base_url, "https://eea.okx.com");
	assert_true(account->sited);
	assert_string_equal(account->proxy, "none");
	assert_string_equal(account->credentials[ENVIRONMENT_PRODUCTION].command,
	    "pass \"okx/${main}\"");
	assert_null(account->credentials[ENVIRONMENT_PRODUCTION].file);
	assert_string_equal(account->credentials[ENVIRONMENT_DEMO].file, sandbox_path("demo.env"));
	assert_null(account->credentials[ENVIRONMENT_DEMO].command);

	account = &settings.accounts[1];
	assert_string_equal(account->name, "sub_1");
	assert_string_equal(account->region, "custom");
	assert_string_equal(account->host.base_url, "https://127.0.0.1:8443");
	assert_true(account->host.loopback);
	assert_string_equal(account->ca_file, sandbox_path("ca.pem"));
	assert_string_equal(account->proxy, "socks5h://[::1]:1080");

	account = &settings.accounts[2];
	assert_string_equal(account->region, "global");
	assert_false(account->sited);
	assert_null(account->proxy);
	assert_int_equal(settings_account(&settings, "sub_1"), 1);
	assert_int_equal(settings_account(&settings, "sub"), -1);
}

/* Comments of all kinds are passed over, and nothing is one inside quotes or a bare word. */
TEST(comments_and_quotes)
{
	static const char *const rows[][2] = {
		{ "filter = a # {\n\r\n", "a" },
		{ "filter = a#", "a" },
		{ "// it's\nfilter = \"#//{/*\" // \"\n", "#//{/*" },
		{ "/* \" { \n # */filter=a/**//* */", "a" },
		{ "filter = a/b//c #x", "a/b//c" },
		{ "filter = /", "/" },
		{ "filter = 'it\\'s }'", "it's }" },
		{ "filter = '${HOME}'", "${HOME}" },
		{ "filter = \"\\${HOME} $ {\"", "${HOME} $ {" },
		{ "filter = \"\xc3\xa4 \\\" {\"", "\xc3\xa4 \" {" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		sandbox_file(CONF, rows[i][0], 0600);
		if (!load(&nothing))
			fail_msg("row %zu: %s", i, cause.text);
		assert_string_equal(settings.filter, rows[i][1]);
		settings_clear(&settings);
	}
}

/* Text, line, and the begin of the sentence. */
TEST(refuses)
{
	TABLE(rows, const char *text; unsigned line; const char *cause) = {
		{ "interval = 2\n\ninterval = 3\n", 3,
		    "interval is set twice; leave one of them out" },
		{ "# one\n# two\n/* three\n */ interval = 0\n", 4,
		    "interval is a whole number from 1 to 60, not \"0\"" },
		{ "interval = 1000000000\n", 1,
		    "interval is a whole number from 1 to 60, not \"1000000000\"" },
		{ "interval = 010\n", 1, "interval is a whole number from 1 to 60, not \"010\"" },
		{ "interval = 0x2\n", 1, "interval is a whole number" },
		{ "interval = \"\"\n", 1, "interval is a whole number" },
		{ "interval = nan\n", 1, "interval is a whole number" },
		{ "timeout = nan\n", 1,
		    "timeout is 0.1 to 120 seconds with at most three decimals, not \"nan\"" },
		{ "timeout = 120.1\n", 1, "timeout is 0.1 to 120 seconds" },
		{ "connect_timeout = 0\n", 1, "connect_timeout is 0.1 to 60 seconds" },
		{ "theme = blue\n", 1, "theme is auto, dark, light or mono, not \"blue\"" },
		{ "sort = size\n", 1, "" },
		{ "\nbogus = 1\n", 2, "no such option 'bogus'; see colltop.conf(5)" },
		{ "include(\"/etc/passwd\")\n", 1, "put the value in quotes: it contains (" },
		{ "filter = ${HOME}", 1, "put the value in quotes: it contains a $" },
		{ "filter += 1", 1, "put the value in quotes: it contains +" },
		{ "filter = b\\c", 1, "put the value in quotes: it contains a backslash" },
		{ "filter = \xc3\xa4", 1,
		    "put the value in quotes: it contains a character that is not ASCII" },
		{ "interval 2\n", 1,
		    "missing equal sign after option 'interval'; see colltop.conf(5)" },
		{ "interval =", 1, "premature end of file; see colltop.conf(5)" },
		{ "interval = 2 3\n", 1, "no such option '3'; see colltop.conf(5)" },
		{ "interval = { 2 }\n", 1, "unexpected token '{'; see colltop.conf(5)" },
		{ "filter = \"\\x1b[31m\"\n", 1,
		    "filter contains a control character or a byte that is not UTF-8" },
		{ "filter = \"\\xff\"\n", 1,
		    "filter contains a control character or a byte that is not UTF-8" },
		{ "theme = \"${HOME}\"\n", 1, "${ would be replaced from the environment" },
		{ "account main {\n region = us\n", 1, "the { here is never closed" },
		{ "a {\n b {\n }\n", 1, "the { here is never closed" },
		{ "a {\n b {\n", 2, "the { here is never closed" },
		{ "a {\n # }\n", 1, "the { here is never closed" },
		{ "a {\n x = '}'\n", 1, "the { here is never closed" },
		{ "}\n", 1, "this } closes nothing" },
		{ "{{{{{", 1, "sections are nested too deeply here" },
		{ "a = 1\nb = \"x\nc = \"", 2,
		    "the text in double quotes is not closed on its line" },
		{ "b = \"x\\\nc\"", 1, "the text in double quotes is not closed on its line" },
		{ "b = 'x", 1, "the text in single quotes is not closed on its line" },
		{ "b = \"x\\\"", 1, "the text in double quotes is not closed on its line" },
		{ "b = \"x\\", 1, "the text in double quotes is not closed on its line" },
		{ "\n/* x\n*\n", 2, "the comment that begins here is never closed" },
		{ "/*/", 1, "the comment that begins here is never closed" },
		{ "\n\na = \"\xff\"", 3, "there is a byte here that is not UTF-8" },
		{ "# \x1b[31m", 1, "there is a control character here" },
		{ "# \x7f", 1, "there is a control character here" },
		{ "a = 1\rb = 2\n", 1, "there is a carriage return inside the line" },
		{ "account {\n}\n", 1, "missing title for section 'account'; see colltop.conf(5)" },
		{ "account \"\" { }\n", 1, "an account's name is 1 to 32 letters" },
		{ "account \"../x\" { }\n", 1, "an account's name is 1 to 32 letters" },
		{ "account a { }\naccount a { }\n", 2,
		    "found duplicate title 'a'; see colltop.conf(5)" },
		{ "account a {\n region = moon\n}\n", 2,
		    "region is one of global, us, eea, tr, not \"moon\"" },
		{ "account a {\n region = us\n region = us\n}\n", 3, "region is set twice" },
		{ "account a {\n region = us\n base_url = https://x.org\n}\n", 3,
		    "base_url cannot be combined with region; leave one of them out" },
		{ "account a {\n base_url = https://x.org\n region = us\n}\n", 3,
		    "region cannot be combined with base_url; leave one of them out" },
		{ "account a {\n base_url = http://x.org\n}\n", 2, "" },
		{ "account a {\n base_url = \"https://me@x.org\"\n}\n", 2, "" },
		{ "account a { proxy = \"me:you@x\" }\n", 1,
		    "a proxy's password does not belong here" },
		{ "account a { ca_file = ca.pem }\n", 1, "a file is named from the root" },
		{ "account a { interval = 2 }\n", 1,
		    "no such option 'interval'; see colltop.conf(5)" },
		{ "account a { production { } production { } }\n", 1,
		    "section production is set twice; leave one of them out" },
		{ "account a { production {\n credentials_file = x } }\n", 2,
		    "a file is named from the root" },
		{ "account a { demo {\n credentials_file = /x\n credentials_command = y\n } }\n", 3,
		    "credentials_command cannot be combined with credentials_file; leave one of them out" },
		{ "account a { demo {\n credentials_command = y\n credentials_file = /x\n } }\n", 3,
		    "credentials_file cannot be combined with credentials_command; leave one of them out" },
		{ "account a { demo { credentials_command = \" \" } }\n", 1,
		    "credentials_command is empty" },
		{ "account a { demo { OKX_API_KEY = 1 } }\n", 1, "no such option 'OKX_API_KEY'" },
		{ "production { }\n", 1, "no such option 'production'" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char place[400];
		const char *path = sandbox_file(CONF, rows[i].text, 0600);

		assert_false(load(&nothing));
		snprintf(place, sizeof place, "%s:%u: %s", path, rows[i].line, rows[i].cause);
		if (strncmp(cause.text, place, strlen(place)) != 0)
			fail_msg("row %zu: \"%s\" does not begin with \"%s\"", i, cause.text,
			    place);
		settings_clear(&settings);
	}
}

TEST(refuses_files)
{
	struct options asked = nothing;
	char expected[600];
	char *large;

	/* 64 KiB are as many as are read. */
	large = malloc(65537);
	assert_non_null(large);
	memset(large, ' ', 65537);
	sandbox_write(CONF, large, 65536, 0600);
	assert_true(load(&nothing));
	settings_clear(&settings);
	sandbox_write(CONF, large, 65537, 0600);
	assert_false(load(&nothing));
	assert_string_equal(cause.text,
	    "~/.config/colltop/colltop.conf is larger than 65536 bytes");
	settings_clear(&settings);
	free(large);

	sandbox_write(CONF, "interval\0= 2\n", 13, 0600);
	assert_false(load(&nothing));
	snprintf(expected, sizeof expected,
	    "%s:1: there is a NUL byte here: this is not a text file", sandbox_path(CONF));
	assert_string_equal(cause.text, expected);
	settings_clear(&settings);

	/* Others can read it as they like, but not write it. */
	sandbox_file(CONF, "interval = 3\n", 0644);
	assert_true(load(&nothing));
	assert_int_equal(settings.interval_s, 3);
	settings_clear(&settings);
	sandbox_file(CONF, "interval = 3\n", 0620);
	assert_false(load(&nothing));
	assert_string_equal(cause.text,
	    "~/.config/colltop/colltop.conf can be written by others (mode 0620), "
	    "and it can name commands to run; type: chmod go-w ~/.config/colltop/colltop.conf");
	settings_clear(&settings);

	asked.config = sandbox_path("gone.conf");
	assert_false(load(&asked));
	snprintf(expected, sizeof expected, "%s: there is no such file", asked.config);
	assert_string_equal(cause.text, expected);
	settings_clear(&settings);

	asked.config = sandbox_path(".config");
	assert_false(load(&asked));
	assert_string_equal(cause.text, "~/.config is not a regular file");
}

TEST(many_accounts)
{
	char text[4096] = "";
	size_t length = 0;

	for (int i = 0; i <= SETTINGS_ACCOUNTS_MAX; i++) {
		length += (size_t)snprintf(text + length, sizeof text - length, "account a%d { }\n",
		    i);
		if (i < SETTINGS_ACCOUNTS_MAX - 1)
			continue;
		sandbox_file(CONF, text, 0600);
		assert_int_equal(load(&nothing), i < SETTINGS_ACCOUNTS_MAX);
		settings_clear(&settings);
	}
	assert_non_null(strstr(cause.text, ":33: there are more than 32 accounts"));
}

TEST(places)
{
	setenv("XDG_CONFIG_HOME", sandbox_path("xdg"), 1);
	sandbox_file("xdg/colltop/colltop.conf", "interval = 7\n", 0600);
	sandbox_file(CONF, "interval = 9\n", 0600);
	assert_true(load(&nothing));
	assert_int_equal(settings.interval_s, 7);
	assert_string_equal(settings.directory, sandbox_path("xdg/colltop"));
	settings_clear(&settings);

	/* A relative one does not count, an empty one is none. */
	setenv("XDG_CONFIG_HOME", "xdg", 1);
	assert_true(load(&nothing));
	assert_int_equal(settings.interval_s, 9);
	settings_clear(&settings);
	setenv("XDG_CONFIG_HOME", "", 1);
	assert_true(load(&nothing));
	assert_int_equal(settings.interval_s, 9);
	settings_clear(&settings);

	unsetenv("XDG_CONFIG_HOME");
	unsetenv("HOME");
	assert_true(load(&nothing));
	assert_null(settings.directory);
	assert_int_equal(settings.interval_s, 2);
	settings_clear(&settings);
	setenv("HOME", "/dev/null", 1);
	assert_true(load(&nothing));
}

TEST(variables)
{
	static const char *const demo[] = { "1", "true" }, *const no[] = { "", "0", "false" };

	for (size_t i = 0; i < 2; i++) {
		setenv("OKX_DEMO", demo[i], 1);
		assert_true(load(&nothing));
		assert_true(settings.demo_variables);
		assert_int_equal(settings.environment, ENVIRONMENT_DEMO);
		settings_clear(&settings);
	}
	for (size_t i = 0; i < 3; i++) {
		setenv("OKX_DEMO", no[i], 1);
		assert_true(load(&nothing));
		assert_false(settings.demo_variables);
		assert_int_equal(settings.environment, -1);
		settings_clear(&settings);
	}
	setenv("OKX_DEMO", "yes", 1);
	assert_false(load(&nothing));
	assert_string_equal(cause.text, "OKX_DEMO is 1 or 0, not \"yes\"");
	settings_clear(&settings);
	unsetenv("OKX_DEMO");

	setenv("NO_COLOR", "", 1);
	assert_true(load(&nothing));
	assert_true(settings.color);
	settings_clear(&settings);
	setenv("NO_COLOR", "1", 1);
	assert_true(load(&nothing));
	assert_false(settings.color);
	settings_clear(&settings);

	setenv("OKX_SITE", "us", 1);
	assert_true(load(&nothing));
	assert_string_equal(settings.accounts[0].host.base_url, "https://us.okx.com");
	assert_string_equal(settings.accounts[0].region, "us");
	settings_clear(&settings);
	setenv("OKX_API_BASE_URL", "http://127.0.0.1:99", 1);
	assert_false(load(&nothing));
	assert_string_equal(cause.text,
	    "OKX_SITE cannot be combined with OKX_API_BASE_URL; unset one of them");
	settings_clear(&settings);
	setenv("OKX_SITE", "", 1);
	assert_true(load(&nothing));
	assert_string_equal(settings.accounts[0].host.base_url, "http://127.0.0.1:99");
	assert_string_equal(settings.accounts[0].region, "custom");
	settings_clear(&settings);
	setenv("OKX_API_BASE_URL", "http://okx.example", 1);
	assert_false(load(&nothing));
	assert_memory_equal(cause.text, "OKX_API_BASE_URL: ", 18);
	settings_clear(&settings);
	setenv("OKX_API_BASE_URL", "", 1);
	setenv("OKX_SITE", "moon", 1);
	assert_false(load(&nothing));
	assert_string_equal(cause.text,
	    "OKX_SITE: region is one of global, us, eea, tr, not \"moon\"");
	settings_clear(&settings);

	/* They are for the account main, where the file leaves it open. */
	setenv("OKX_SITE", "us", 1);
	sandbox_file(CONF, "account sub { }\naccount main { region = eea }\n", 0600);
	assert_true(load(&nothing));
	assert_string_equal(settings.accounts[0].region, "global");
	assert_string_equal(settings.accounts[1].region, "eea");
	settings_clear(&settings);
	sandbox_file(CONF, "account sub { }\naccount main { proxy = none }\n", 0600);
	assert_true(load(&nothing));
	assert_string_equal(settings.accounts[0].region, "global");
	assert_string_equal(settings.accounts[1].region, "us");
}

TEST(certificate_file_that_is_of_no_use)
{
	struct options said = { .environment = -1, .ca_file = "/nowhere/ca.pem" };

	assert_false(load(&said));
	assert_non_null(
	    strstr(cause.text, "account main: Cannot read the CA file /nowhere/ca.pem"));
	settings_clear(&settings);
	said.ca_file = "/etc/passwd";
	assert_false(load(&said));
	assert_non_null(
	    strstr(cause.text, "account main: The CA file /etc/passwd holds no certificate"));
	settings_clear(&settings);
}

TEST(options_rule)
{
	struct options said = {
		.accounts = { "sub" },
		.account_count = 1,
		.said = {
			[OPTION_FILTER] = "x\x1by",
			[OPTION_CCY] = "btc",
			[OPTION_THEME] = "mono",
			[OPTION_INTERVAL] = "3600",
			[OPTION_SORT] = "ccy",
			[OPTION_NO_COLOR] = "",
			[OPTION_IPV4] = "",
		},
		.environment = ENVIRONMENT_PRODUCTION,
	};
	char expected[400];

	setenv("OKX_DEMO", "1", 1);
	sandbox_file("ca.pem", CERTIFICATE, 0600);
	said.ca_file = sandbox_path("ca.pem");
	sandbox_file("own.conf",
	    "interval = 5 theme = light sort = value filter = a account main { } account sub { ca_file = /x }",
	    0600);
	said.config = sandbox_path("own.conf");
	assert_true(load(&said));
	assert_int_equal(settings.account, 1);
	assert_string_equal(settings.filter, "x?y");
	assert_string_equal(settings.ccy, "BTC");
	assert_string_equal(settings.accounts[0].ca_file, said.ca_file);
	assert_string_equal(settings.accounts[1].ca_file, said.ca_file);
	assert_string_equal(settings.theme, "mono");
	assert_int_equal(settings.environment, ENVIRONMENT_PRODUCTION);
	assert_true(settings.demo_variables);
	assert_int_equal(settings.interval_s, 3600);
	assert_int_equal(settings.sort, COLUMN_CCY);
	assert_false(settings.descending);
	assert_false(settings.color);
	assert_int_equal(settings.family, OKX_HTTP_IPV4);
	settings_clear(&settings);

	said.accounts[0] = "other";
	assert_false(load(&said));
	snprintf(expected, sizeof expected, "there is no account \"other\" in %s", said.config);
	assert_string_equal(cause.text, expected);
	settings_clear(&settings);
	said.config = NULL;
	assert_false(load(&said));
	assert_string_equal(cause.text,
	    "there is no account \"other\": no configuration file was read");
}

TEST(simulator)
{
	sandbox_file(CONF, "account a { } account b { proxy = none }", 0600);
	assert_true(load(&nothing));
	settings.account = 1;
	assert_false(settings_simulate(&settings, "https://openapi.okx.com", &cause));
	assert_string_equal(cause.text,
	    "https://openapi.okx.com is not a simulator: it is not on this machine");
	assert_false(settings_simulate(&settings, "nonsense", &cause));
	assert_int_equal(settings.count, 2);
	assert_false(settings.simulated);
	assert_true(settings_simulate(&settings, "http://127.0.0.1:4711", &cause));
	assert_int_equal(settings.count, 1);
	assert_int_equal(settings.account, 0);
	assert_true(settings.simulated);
	assert_string_equal(settings.accounts[0].name, "main");
	assert_string_equal(settings.accounts[0].host.base_url, "http://127.0.0.1:4711");
}

/* The table is as the parser needs it, and its standards are those of a program without a file. */
TEST(table)
{
	for (const struct option_info *row = option_table; row->name != NULL; row++) {
		char text[200];
		const char *file;

		assert_true((row->kind == KIND_SET) == (row->set != NULL));
		if (row->section == NULL || strcmp(row->section, OPTION_SETTING) == 0)
			continue;
		for (const struct option_info *other = option_table; other != row; other++)
			assert_true(other->section == NULL ||
			    strcmp(other->section, OPTION_SETTING) == 0 ||
			    strcmp(other->name, row->name) != 0);
		if (row->standard == NULL)
			continue;
		snprintf(text, sizeof text,
		    row->section[0] == '\0' ? "%s = \"%s\"\n" : "account main { %s = \"%s\" }\n",
		    row->name, row->standard);
		file = sandbox_file(CONF, text, 0600);
		assert_non_null(file);
		assert_true(load(&nothing));
		assert_int_equal(settings.interval_s, 2);
		assert_int_equal(settings.sort, COLUMN_VALUE);
		assert_true(settings.descending);
		assert_string_equal(settings.theme, "auto");
		assert_true(settings.connect_timeout_ms == 5000 && settings.timeout_ms == 10000);
		assert_string_equal(settings.accounts[0].region, "global");
		settings_clear(&settings);
	}
	for (size_t i = 0; settings_intervals[i] != 0; i++)
		assert_true(i == 0 || settings_intervals[i] > settings_intervals[i - 1]);
}
