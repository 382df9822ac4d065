/* SPDX-License-Identifier: ISC */
/* Hostile text in every field that the exchange fills: on the screen, and in records. */
#include "test.h"

#include <cjson/cJSON.h>

#include "base/decimal.h"
#include "report/report.h"
#include "screen/loanstart.h"

#define LONG \
	"WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"

/* As they stand in the answer's JSON. */
static const char *const strings[] = {
	/* controls, escaped and bare */
	"\\u001b]0;taken over\\u0007",
	"\\u001b[2J\\u001b[31m",
	"\\u0000",
	"\\u009b5m",
	"\\r\\nLIVE",
	"\\tA\\bB",
	"\\u007f",
	"\x1b[2J",
	"\x9b"
	"2J",
	"\xc2\x9b"
	"2J",
	"\x07",
	"\xff\xfe",
	/* bidi, zero width, private, unassigned, combining, wide */
	"\\u202e321.0\\u202c",
	"\xe2\x80\xae"
	"CTB",
	"\\u2066x\\u2069",
	"B\\u200bTC",
	"\\ufeff"
	"BTC",
	"\\ue000",
	"\\ufffe",
	"a\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301",
	"\\u5371\\u9669\\u5371\\u9669",
	"\\ud83d\\udca9",
	"\\ud800",
	/* what a spreadsheet runs */
	"=HYPERLINK(1)",
	"+1+cmd",
	"-2+3",
	"@SUM(A1)",
	"=1,2",
	"\\\"=1\\\"",
	"'=1",
	/* formats, markup, lengths */
	"%s%s%n%n",
	"<b>BTC</b>",
	"\\\\u001b",
	LONG LONG LONG,
	"",
	" ",
	"a,b;c|d",
	"\\\"",
	"NaN",
	"1e999999999",
};

#define OWED COIN("USDT", "100000")
#define ORDER_OF(pledged, owed) \
	ORDER("12345", pledged, owed, "100010", "166680", "0.6", "0.7374", "0.8374")
#define BTC_TOLD(ts) \
	"{\"instId\":\"BTC-USD\",\"idxPx\":\"88000\",\"open24h\":\"89000\",\"ts\":\"" ts "\"}"

/* Where they stand: at each '@', and the status that comes with it. */
TABLE(places, enum okx_endpoint_id endpoint; int status; const char *body) = {
	{ OKX_ENDPOINT_COLLATERAL_ASSETS, 200,
	    ASSETS(ASSET("@", "1", "2") "," ASSET("BTC", "1", "88000")) },
	{ OKX_ENDPOINT_COLLATERAL_ASSETS, 200,
	    ASSETS(ASSET("ETH", "@", "2") "," ASSET("BTC", "1", "88000")) },
	{ OKX_ENDPOINT_COLLATERAL_ASSETS, 200,
	    ASSETS(ASSET("ETH", "1", "@") "," ASSET("BTC", "1", "88000")) },
	{ OKX_ENDPOINT_COLLATERAL_ASSETS, 400, REFUSAL("59999", "@") },
	{ OKX_ENDPOINT_COLLATERAL_ASSETS, 401, REFUSAL("@", "no") },
	{ OKX_ENDPOINT_COLLATERAL_ASSETS, 401, REFUSAL("50110", "Your IP @ is not included") },
	{ OKX_ENDPOINT_COLLATERAL_ASSETS, 503, "@" },
	{ OKX_ENDPOINT_COLLATERAL_ASSETS, 200,
	    "{\"@\":1,\"code\":\"0\",\"msg\":\"\",\"data\":[]}" },
	{ OKX_ENDPOINT_LOAN_INFO, 200, LOANS(ORDER_AT("@", "100010", "166680", "0.6")) },
	{ OKX_ENDPOINT_LOAN_INFO, 200,
	    LOANS(ORDER_AT("@", "100010", "135150", "0.74") "," ORDER_AT("@", "100010", "166680",
		"0.6")) },
	{ OKX_ENDPOINT_LOAN_INFO, 200, LOANS(ORDER_OF(COIN("@", "1") "," THREE_PLEDGED, OWED)) },
	{ OKX_ENDPOINT_LOAN_INFO, 200,
	    LOANS(ORDER_OF(COIN("BTC", "@") "," COIN("ETH", "12"), OWED)) },
	{ OKX_ENDPOINT_LOAN_INFO, 200, LOANS(ORDER_OF(THREE_PLEDGED, COIN("@", "100000"))) },
	{ OKX_ENDPOINT_LOAN_INFO, 200, LOANS(ORDER_OF(THREE_PLEDGED, COIN("USDT", "@"))) },
	{ OKX_ENDPOINT_LOAN_INFO, 200, LOANS(ORDER_AT("12345", "@", "@", "@")) },
	{ OKX_ENDPOINT_LOAN_INFO, 200,
	    LOANS(ORDER("12345", THREE_PLEDGED, OWED, "100010", "166680", "0.6", "@", "@")) },
	{ OKX_ENDPOINT_LOAN_INFO, 200,
	    LOANS(ORDER_WITH("12345", THREE_PLEDGED, OWED, "100010", "166680", "0.6", "0.7374",
		"0.8374", "{\"instId\":\"@\",\"liqPx\":\"@\"}")) },
	{ OKX_ENDPOINT_LOAN_INFO, 200,
	    LOANS(ORDER_WITH("12345", THREE_PLEDGED, OWED, "100010", "166680", "0.6", "0.7374",
		"0.8374", "{\"instId\":\"@\",\"liqPx\":\"60000\"}")) },
	{ OKX_ENDPOINT_LOAN_INFO, 200, REFUSAL("59999", "@") },
	{ OKX_ENDPOINT_BALANCES, 200, BALANCES(BALANCE("@", "1") "," BALANCE("BTC", "1")) },
	{ OKX_ENDPOINT_BALANCES, 200, BALANCES(BALANCE("BTC", "@")) },
	{ OKX_ENDPOINT_BALANCES, 200, REFUSAL("59999", "@") },
	{ OKX_ENDPOINT_INDEX_TICKERS, 200,
	    PRICES(PRICE_OPENED("@", "1", "1") "," BTC_TOLD("1795361402000")) },
	{ OKX_ENDPOINT_INDEX_TICKERS, 200, PRICES(PRICE_OPENED("BTC", "@", "@")) },
	{ OKX_ENDPOINT_INDEX_TICKERS, 200, PRICES(BTC_TOLD("@")) },
	{ OKX_ENDPOINT_INDEX_TICKERS, 200, REFUSAL("59999", "@") },
};

/* What obeys, hides, or turns round what stands beside it. */
static bool
harmful(uint32_t c)
{
	return (c > 0 && c < 0x20) || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
	    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
	    (c >= 0xe000 && c <= 0xf8ff) || (c >= 0xfff9 && c <= 0xffff);
}

/* The terminal gets its colours, as curses does, and a plain title; only the loan rings. */
static void
check_commands(const struct harness *harness, const char *text)
{
	for (const char *at = harness->written; (at = strstr(at, "\x1b]")) != NULL; at++) {
		size_t title = strlen("\x1b]2;");
		size_t length = strspn(at + title,
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		    "0123456789.,:%$+- ()<>=~?");

		if (strncmp(at, "\x1b]104\a", 6) != 0 &&
		    (strncmp(at, "\x1b]2;", title) != 0 || at[title + length] != '\a'))
			fail_msg("a command for the terminal, %.60s, of %s", at + 1, text);
	}
	assert_true(harness->bells <= harness->app.rings);
}

static void
check_screen(struct harness *harness, const char *text)
{
	VTermScreenCell cell;
	unsigned marks = 0;

	for (int row = 0; row < harness->height; row++)
		for (int column = 0; column < harness->width; column++) {
			if (!vterm_screen_get_cell(harness->screen,
				(VTermPos){ .row = row, .col = column }, &cell))
				continue;
			for (marks = 0; marks < VTERM_MAX_CHARS_PER_CELL && cell.chars[marks] != 0;
			     marks++)
				if (cell.chars[marks] != (uint32_t)-1 && harmful(cell.chars[marks]))
					fail_msg("U+%04X at %d:%d of %s",
					    (unsigned)cell.chars[marks], row, column, text);
		}
	/* Nothing pushed the first and the last line away. */
	assert_int_equal(strncmp(harness_row(harness, 0), " colltop  PRODUCTION  main@global", 33),
	    0);
	assert_true(strlen(harness_row(harness, harness->height - 1)) > 0);
	assert_true(harness->alternate);
	check_commands(harness, text);
	harness_bytes(harness);
}

/* The fields of a record of CSV (RFC 4180), of which none is a formula. */
static void
check_csv(const char *text, size_t length, const char *hostile)
{
	const char *at = text, *end = text + length;
	unsigned fields = 0, expected = 0;

	while (at < end) {
		char field[2048];
		size_t used = 0;
		bool quoted = *at == '"';
		struct decimal number;

		for (at += quoted; at < end && used < sizeof field - 1; at++) {
			if (quoted && *at == '"' && (at + 1 == end || at[1] != '"')) {
				at++;
				break;
			}
			if (quoted && *at == '"')
				at++;
			else if (!quoted && (*at == ',' || *at == '\r'))
				break;
			field[used++] = *at;
		}
		field[used] = '\0';
		if (used > 0 && strchr("=+-@\t\r", field[0]) != NULL &&
		    !decimal_parse(&number, field, used))
			fail_msg("a formula, %s, of %s", field, hostile);
		fields++;
		if (at < end && *at == ',')
			at++;
		else {
			assert_true(end - at >= 2 && memcmp(at, "\r\n", 2) == 0);
			at += 2;
			assert_true(expected == 0 || fields == expected);
			expected = fields;
			fields = 0;
		}
	}
}

static void
check_json(const char *text, const char *hostile)
{
	cJSON *record = cJSON_Parse(text);

	if (record == NULL)
		fail_msg("no JSON of %s: %s", hostile, text);
	cJSON_Delete(record);
}

static void
check_records(struct harness *harness, const char *hostile)
{
	for (int format = FORMAT_TABLE; format <= FORMAT_CSV; format++) {
		char *text = NULL;
		size_t length = 0;
		FILE *out = open_memstream(&text, &length);
		struct report *report = report_new(out, (enum option_format)format, 1);
		struct frontend frontend = report_frontend(report);

		frontend.draw(frontend.self, &harness->app);
		report_free(report);
		fclose(out);
		assert_true(length > 0);
		for (const char *at = text, *end = text + length; at < end; at++) {
			unsigned char c = (unsigned char)*at;

			if ((c < 0x20 && c != '\n' && !(format == FORMAT_CSV && c == '\r')) ||
			    c == 0x7f)
				fail_msg("byte %02x in format %d of %s", c, format, hostile);
		}
		assert_null(memmem(text, length, "\xe2\x80\xae", 3));
		assert_null(memmem(text, length, "\xe2\x80\x8b", 3));
		assert_null(memmem(text, length, "\xc2\x9b", 2));
		if (format == FORMAT_CSV)
			check_csv(text, length, hostile);
		if (format == FORMAT_JSON)
			check_json(text, hostile);
		free(text);
	}
}

/* The body of PLACE with TEXT in it; it stays until the next one of the same endpoint. */
static const char *
body_of(size_t place, const char *text)
{
	static char bodies[OKX_ENDPOINTS][4096];
	char *body = bodies[places[place].endpoint];
	const char *from = places[place].body;
	size_t used = 0;

	for (; *from != '\0'; from++)
		used += (size_t)snprintf(body + used, sizeof bodies[0] - used, "%.*s",
		    *from == '@' ? 2000 : 1, *from == '@' ? text : from);
	assert_true(used < sizeof bodies[0]);
	return body;
}

static void
answer(struct harness *harness, size_t place, const char *text)
{
	const char *body = body_of(place, text);

	if (places[place].endpoint == OKX_ENDPOINT_LOAN_INFO)
		harness_loan(harness, body, NULL);
	else if (places[place].endpoint == OKX_ENDPOINT_INDEX_TICKERS)
		harness_loan(harness, NULL, body);
	else if (places[place].endpoint == OKX_ENDPOINT_BALANCES)
		harness_funding(harness, body);
	if (places[place].endpoint == OKX_ENDPOINT_COLLATERAL_ASSETS)
		harness_answer(harness, places[place].status, body);
	else
		harness_answer(harness, 200, LIST_SPARE);
}

TEST(test_no_field_takes_over)
{
	static const char *const pages[] = { "\r", "\t", "\x1b", "t", "\x1b", "\x1b", "m", "\x1b",
		"\t" };
	/* Valgrind makes each of them thirty times as long: every place, every string, not both. */
	const size_t step = getenv("COLLTOP_VALGRIND") != NULL ? 5 : 1;
	unsigned tried = 0, rang = 0;

	for (size_t place = 0; place < COUNT(places); place++) {
		struct harness *harness = loan_start(&(struct harness_options){ .width = 110,
							 .height = 30 },
		    LOAN_OK);

		for (size_t i = place % step; i < COUNT(strings); i += step) {
			answer(harness, place, strings[i]);
			check_screen(harness, strings[i]);
			check_records(harness, strings[i]);
			for (size_t page = 0; page < COUNT(pages); page++) {
				harness_type(harness, pages[page]);
				harness_wait(harness, 200);
				check_screen(harness, strings[i]);
			}
			harness_type(harness, "r");
			harness_wait(harness, 1100);
			tried++;
		}
		rang += harness->bells;
		harness_end(harness);
	}
	print_message("%u strings in fields, %u bells\n", tried, rang);
	assert_true(rang > 0);
}

/* What libraries say may repeat what the other side sent. */
TEST(test_no_failure_takes_over)
{
	static const char *const details[] = { "\x1b]0;taken over\x07",
		"\xe2\x80\xae"
		"CTB",
		"\xff\xfe", "=1+1", "a\r\nb", LONG LONG };
	struct harness *harness = harness_start(
	    &(struct harness_options){ .width = 110, .height = 30 });

	for (size_t i = 0; i < COUNT(details); i++) {
		harness_break(harness, OKX_NET_ERROR_TLS, details[i]);
		check_screen(harness, details[i]);
		check_records(harness, details[i]);
		harness_type(harness, "r");
		harness_wait(harness, 1100);
	}
	harness_end(harness);
}
