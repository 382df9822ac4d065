/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <bsd/string.h>

#include "conf/options.h"
#include "model/filter.h"
#include "model/account_id.h"

static struct options options;
static struct cause cause;

/* Parses "colltop LINE", whose words blanks separate; the memory stays until the next call. */
static bool
parse(const char *line)
{
	static char text[256];
	static char *argv[32];
	int argc = 0;

	cause.text[0] = '\0';
	snprintf(text, sizeof text, "colltop %s", line);
	for (char *at = text; *at != '\0'; argc++) {
		argv[argc] = at;
		at += strcspn(at, " ");
		if (*at == ' ')
			*at++ = '\0';
	}
	argv[argc] = NULL;
	return options_parse(&options, argc, argv, &cause);
}

TEST(nothing_said)
{
	assert_true(parse(""));
	assert_int_equal(options.account_count, 0);
	assert_null(options.config);
	assert_null(options.ca_file);
	assert_null(options.log);
	assert_int_equal(options.environment, -1);
	assert_false(options.batch || options.simulate || options.help || options.version);
	assert_int_equal(options.count, 0);
	assert_true(options.check_by.limit_ms == 9000);
	for (int i = 0; i < OPTIONS_COUNT; i++)
		assert_null(options.said[i]);
}

TEST(setting_up_and_looking_after_go_alone)
{
	assert_true(parse("--init -A work --demo --ca-file ca.pem -4"));
	assert_true(options.init && !options.doctor && !options.batch);
	assert_true(parse("--doctor --format json"));
	assert_true(options.doctor && !options.batch && options.format == FORMAT_JSON);
	assert_false(parse("--doctor --format csv"));
	assert_string_equal(cause.text,
	    "--format csv cannot be combined with --doctor; see colltop --help");
	assert_false(parse("--init --doctor"));
	assert_string_equal(cause.text,
	    "--init cannot be combined with --doctor; see colltop --help");
	assert_true(parse("--doctor --deep"));
	assert_true(options.doctor && options.deep);
	assert_false(parse("--deep"));
	assert_string_equal(cause.text, "--deep needs --doctor; see colltop --help");
	assert_false(parse("--init --once"));
	assert_false(parse("--doctor --simulate"));
	assert_false(parse("--init --format table"));
	assert_false(parse("--check --what-if=all"));
	assert_false(parse("--doctor --what-if=BTC"));
	assert_false(parse("--doctor --check"));
	assert_string_equal(cause.text,
	    "--doctor cannot be combined with --check; see colltop --help");
	assert_false(parse("--init --seconds 3"));
	assert_string_equal(cause.text, "--seconds needs --check; see colltop --help");
}

TEST(every_option)
{
	assert_true(
	    parse("-A sub -d -i 5 -F btc|eth -s value:asc --ccy btc -b -n 3 -f csv --simulate "
		  "--config /c --ca-file ca.pem --no-color --theme mono -6 -v log"));
	assert_string_equal(options.accounts[0], "sub");
	assert_int_equal(options.environment, ENVIRONMENT_DEMO);
	assert_string_equal(options.said[OPTION_INTERVAL], "5");
	assert_string_equal(options.said[OPTION_FILTER], "btc|eth");
	assert_string_equal(options.said[OPTION_SORT], "value:asc");
	assert_string_equal(options.said[OPTION_CCY], "btc");
	assert_string_equal(options.said[OPTION_NO_COLOR], "");
	assert_true(options.batch && options.simulate);
	assert_null(options.scenario);
	assert_int_equal(options.count, 3);
	assert_int_equal(options.format, FORMAT_CSV);
	assert_string_equal(options.config, "/c");
	assert_string_equal(options.ca_file, "ca.pem");
	assert_string_equal(options.said[OPTION_THEME], "mono");
	assert_non_null(options.said[OPTION_IPV6]);
	assert_string_equal(options.log, "log");

	assert_true(parse(
	    "--account=sub --production --interval=60 --filter= --sort=notionalUsd --log=x -4"));
	assert_int_equal(options.environment, ENVIRONMENT_PRODUCTION);
	assert_string_equal(options.said[OPTION_INTERVAL], "60");
	assert_string_equal(options.said[OPTION_FILTER], "");
	assert_string_equal(options.said[OPTION_SORT], "notionalUsd");
	assert_non_null(options.said[OPTION_IPV4]);
	assert_true(parse("--simulate=slide -d"));
	assert_true(options.simulate);
	assert_string_equal(options.scenario, "slide");
	assert_true(parse("-i2 -dAsub"));
	assert_string_equal(options.said[OPTION_INTERVAL], "2");
	assert_string_equal(options.accounts[0], "sub");
}

TEST(records)
{
	assert_true(parse("--once"));
	assert_true(options.batch);
	assert_int_equal(options.count, 1);
	assert_int_equal(options.format, FORMAT_TABLE);
	assert_true(parse("-f json"));
	assert_true(options.batch);
	assert_int_equal(options.count, 1);
	assert_int_equal(options.format, FORMAT_JSON);
	assert_true(parse("-b -f table"));
	assert_true(options.batch);
	assert_int_equal(options.count, 0);
	assert_true(parse("-1b -i 3600"));
	assert_int_equal(options.count, 1);
	assert_true(parse("-i 3600 -f json"));
	assert_string_equal(options.said[OPTION_INTERVAL], "3600");
	assert_true(parse("-b -n 1000000000"));
	assert_int_equal(options.count, 1000000000);
}

/* What comes after them does not matter any more. */
TEST(help_and_version)
{
	assert_true(parse("-d --help --frob"));
	assert_true(options.help);
	assert_true(parse("-V stray"));
	assert_true(options.version);
	assert_false(parse("--frob --help"));
}

TEST(refuses)
{
	static const char *const rows[][2] = {
		{ "--frob", "unknown option --frob; see colltop --help" },
		{ "--frob=5ecret", "unknown option --frob; see colltop --help" },
		{ "--secret-key=5ecret", "unknown option --secret-key; see colltop --help" },
		{ "-x", "unknown option -x; see colltop --help" },
		{ "-dx", "unknown option -x; see colltop --help" },
		{ "--co", "--co stands for more than one option; see colltop --help" },
		{ "--demo=1", "--demo takes no value; see colltop --help" },
		{ "-A", "--account needs NAME; see colltop --help" },
		{ "--interval", "--interval needs SECONDS; see colltop --help" },
		{ "--account=", "--account needs a value, not \"\"; see colltop --help" },
		{ "--config=", "--config needs a value, not \"\"; see colltop --help" },
		{ "stray", "unexpected argument \"stray\"; see colltop --help" },
		{ "-b stray", "unexpected argument \"stray\"; see colltop --help" },
		{ "-- stray", "unexpected argument \"stray\"; see colltop --help" },
		{ "-d 2", "-d is --demo; the interval is -i 2; see colltop --help" },
		{ "--demo 0.5", "-d is --demo; the interval is -i 0.5; see colltop --help" },
		{ "--simulate slide",
		    "a scenario follows '=': --simulate=slide; see colltop --help" },
		{ "--simulate=", "--simulate needs a value, not \"\"; see colltop --help" },
		{ "-d x2", "unexpected argument \"x2\"; see colltop --help" },
		{ "-d --production",
		    "--demo cannot be combined with --production; see colltop --help" },
		{ "--production -d",
		    "--demo cannot be combined with --production; see colltop --help" },
		{ "-46", "--ipv4 cannot be combined with --ipv6; see colltop --help" },
		{ "-n 3", "--count needs --batch; see colltop --help" },
		{ "-n 3 -f json", "--count needs --batch; see colltop --help" },
		{ "-1 -n 1",
		    "--count cannot be combined with --once, which is --count 1; see colltop --help" },
		{ "-i 61",
		    "--interval is 1 to 60 seconds, up to 3600 only with --batch, not 61; see colltop --help" },
		{ "-i abc",
		    "--interval is a whole number from 1 to 3600, not \"abc\"; see colltop --help" },
		{ "-i 0",
		    "--interval is a whole number from 1 to 3600, not \"0\"; see colltop --help" },
		{ "-b -i 3601",
		    "--interval is a whole number from 1 to 3600, not \"3601\"; see colltop --help" },
		{ "-b -n 0",
		    "--count is a whole number from 1 to 1000000000, not \"0\"; see colltop --help" },
		{ "--what-if", "--what-if needs TEXT; see colltop --help" },
		{ "--what-if=",
		    "--what-if needs a question, such as \"repay 20,000\"; see colltop --help" },
		{ "--what-if=BTC",
		    "--what-if: column 4: the text ends where a price such as 60,000 or a change such as -20% is expected; see colltop --help" },
		{ "-f xml", "--format is table, json or csv, not \"xml\"; see colltop --help" },
		{ "--theme pink",
		    "--theme is auto, dark, light or mono, not \"pink\"; see colltop --help" },
		{ "--ccy BTC,ETH",
		    "--ccy: a currency is 1 to 20 letters and digits, such as BTC, not \"BTC,ETH\"; see colltop --help" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_false(parse(rows[i][0]));
		assert_string_equal(cause.text, rows[i][1]);
	}
	assert_false(parse("-s bogus"));
	assert_memory_equal(cause.text, "--sort: ", 8);
	assert_false(parse("-s value:up"));
}

/* Never cut in silence: half a filter shows other rows. */
TEST(long_filters)
{
	char line[160] = "--filter ";

	memset(line + strlen(line), 'a', FILTER_SIZE - 1);
	assert_true(parse(line));
	assert_int_equal(strlen(options.said[OPTION_FILTER]), FILTER_SIZE - 1);
	strlcat(line, "a", sizeof line);
	assert_false(parse(line));
	assert_string_equal(cause.text, "--filter is longer than 127 bytes; see colltop --help");
}

/* Writes by WRITE into a text for the caller to free. */
static char *
written(void (*write)(FILE *))
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	write(out);
	assert_int_equal(fclose(out), 0);
	return text;
}

TEST(help_text)
{
	char *text = written(options_help);

	for (const char *at = text; *at != '\0'; at += strcspn(at, "\n") + 1)
		assert_true(strcspn(at, "\n") <= 80);
	for (int i = 0; i < OPTIONS_COUNT; i++) {
		char name[40];

		snprintf(name, sizeof name, " --%s%s", option_table[i].name,
		    option_optional(&option_table[i]) ? option_table[i].argument : " ");
		assert_non_null(strstr(text, name));
		assert_non_null(strstr(text, option_table[i].help));
	}
	assert_memory_equal(text, "Usage: colltop ", 15);
	free(text);
}

/* No letter and no name stands for two options. */
TEST(table)
{
	for (int i = 0; i < OPTIONS_COUNT; i++) {
		assert_non_null(option_table[i].name);
		assert_true(option_table[i].words == NULL || option_table[i].argument != NULL);
		for (int j = 0; j < i; j++) {
			assert_string_not_equal(option_table[i].name, option_table[j].name);
			assert_true(option_table[i].letter == 0 ||
			    option_table[i].letter != option_table[j].letter);
		}
	}
}
