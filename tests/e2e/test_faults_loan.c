/* SPDX-License-Identifier: ISC */
/* Unusual loans and index prices, and each source failing alone: rows 38, 41 to 54, 91, 92. */
#include "test.h"

#include "e2e/faults.h"
#include "screen/answers.h"
#include "screen/loans.h"

#define SAYS(...) \
	(const char *const[FAULT_PARTS]) \
	{ \
		__VA_ARGS__ \
	}

/* An order of which the figures are members as they stand. */
#define ORDER_OF(id, ltv, debt, secured, call) "{" MEMBERS_OF(id, ltv, debt, secured, call) "}"
#define MEMBERS_OF(id, ltv, debt, secured, call) \
	"\"ordId\":" id ",\"collateralData\":[" THREE_PLEDGED "],\"loanData\":[" COIN("USDT", \
	    "100000") "]," \
		      "\"loanNotionalUsd\":" debt ",\"collateralNotionalUsd\":" secured \
		      ",\"curLTV\":" ltv "," \
		      "\"marginCallLTV\":" call ",\"liqLTV\":\"0.8374\""
#define ORDER_MEMBERS MEMBERS_OF("\"7\"", "\"0.6\"", "\"100010\"", "\"166680\"", "\"0.7374\"")

static const struct raw_step busy[] = {
	SEND(HTTP("503 Service Unavailable", "")),
	SEND(REFUSAL("50001", "Service temporarily unavailable.")),
	{ .action = RAW_END },
};

/*
 * After one good answer PATH fails for good: the screen says so and, when it
 * is, what is old; the two OTHERS are asked and shown as before.
 */
static void
fails_alone(struct place *place, const char *path, const char *const others[2],
    const char *const says[FAULT_PARTS], const char *const live[FAULT_PARTS])
{
	const struct bad_plan plan = {
		/* Of prices a round, one currency after the other. */
		.script = busy,
		.path = path,
		.good = strcmp(path, BAD_TICKERS) == 0 ? 4 : 1,
		.loans = LOAN_OK,
		.prices = PRICES_NOW,
		.body = LIST_SPARE,
	};
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
	struct terminal *terminal;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "60.00%");
	for (size_t i = 0; i < FAULT_PARTS && says[i] != NULL; i++)
		fault_see(terminal, says[i]);
	for (int i = 0; i < 2; i++)
		fault_await(terminal, exchange, others[i], false, 1);
	for (size_t i = 0; i < FAULT_PARTS && live[i] != NULL; i++)
		fault_see(terminal, live[i]);
	fault_paced(exchange, OKX_RETRY_BACKOFF, false);
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
}

static void
loan_info_alone(struct place *place)
{
	fails_alone(place, BAD_LOAN, (const char *const[]){ BAD_COLLATERAL, BAD_TICKERS },
	    SAYS("50001", "STALE", "(was OK)", "[60.00%]"),
	    SAYS("0.54214831", "88,000.00", "Next try in"));
}

static void
assets_alone(struct place *place)
{
	fails_alone(place, BAD_COLLATERAL, (const char *const[]){ BAD_LOAN, BAD_TICKERS },
	    SAYS("Collateral assets: ", "50001", "collateral assets: no good answer for"),
	    SAYS("LIVE", "60.00%  OK", "88,000.00"));
}

static void
tickers_alone(struct place *place)
{
	fails_alone(place, BAD_TICKERS, (const char *const[]){ BAD_LOAN, BAD_COLLATERAL },
	    SAYS("Index tickers: ", "50001", "index tickers: no good answer for"),
	    SAYS("LIVE", "60.00%  OK", "0.54214831", "[$176,400.00]"));
}

/* What was known of the funding account stays; its failure is told once, the loan stays live. */
static void
balances_alone(struct place *place)
{
	fails_alone(place, BAD_BALANCES, (const char *const[]){ BAD_LOAN, BAD_TICKERS },
	    SAYS("funding account: ", "50001", "0.54214831"),
	    SAYS("LIVE", "60.00%  OK", "88,000.00", "0.54214831"));
}

#define REFUSED_BALANCES "{\"code\":\"50030\",\"msg\":\"No permission\",\"data\":[]}"

/* From the first answer on: the record and the screen of the loan are whole, without the column. */
static void
no_funding_account(struct place *place)
{
	TABLE(cases, struct raw_step steps[4]; const char *says, *limits) = {
		{ { SEND(OK_JSON), SEND(REFUSED_BALANCES), { .action = RAW_END } }, "50030", NULL },
		{ { SEND(OK_JSON), SEND("{\"code\":\"0\",\"data\":[{\"availBal\":\"1\"}]}"),
		      { .action = RAW_END } },
		    "has no ccy", NULL },
		{ { SEND(OK_JSON), SEND("{\"code\":\"0\",\"data\":null}"), { .action = RAW_END } },
		    "data is not a list", NULL },
		{ { SEND(OK_JSON), SEND_TIMES("          ", 300000), { .action = RAW_END } },
		    "2 MiB", NULL },
		{ { { .action = RAW_HANG } }, "in 0.7 s", FAULT_SHORT },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct bad_plan plan = { .script = cases[i].steps,
			.path = BAD_BALANCES,
			.loans = LOAN_OK,
			.prices = PRICES_NOW,
			.body = LIST_SPARE };
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
		struct terminal *terminal;

		fault_aim(place, bad_exchange_port(exchange), cases[i].limits);
		fault_once(place, NULL, 0, SAYS("LTV 60.00%  OK", "176,400.00", cases[i].says));
		terminal = fault_watch(place, NULL);
		fault_see(terminal, "60.00%  OK");
		fault_see(terminal, "LIVE");
		fault_see(terminal, "3 pledged");
		fault_lacks(terminal, "FUNDING");
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
	}
}

/* An empty account is an answer, and one that lists exactly what is pledged tells nothing. */
static void
odd_funding_accounts(struct place *place)
{
	TABLE(cases, const char *balances, *says) = {
		{ BALANCES(""), "FUNDING secures nothing. The funding account is empty" },
		{ BALANCES(
		      BALANCE("BTC", "1.25") "," BALANCE("ETH", "12.0") "," BALANCE("SOL", "200")),
		    "funding account: not told apart" },
		{ BALANCES(BALANCE("BTC", "x") "," BALANCE("XRP", "5")),
		    "Its value at market is not known" },
		{ BALANCES(BALANCE("BTC", "1") "," BALANCE("XRP", "5")),
		    "It holds >=$88,000.00~ at market" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct bad_plan plan = { .loans = LOAN_OK,
			.prices = PRICES_NOW,
			.body = LIST_SPARE,
			.balances = cases[i].balances };
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
		struct terminal *terminal;

		fault_aim(place, bad_exchange_port(exchange), NULL);
		fault_once(place, NULL, 0, SAYS("LTV 60.00%  OK", "176,400.00", cases[i].says));
		terminal = fault_watch(place, NULL);
		fault_see(terminal, "LIVE");
		fault_see(terminal, cases[i].says);
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
	}
}

/* The demo key works, but not for loans: what is refused is said, the rest stays live. */
static void
not_in_demo(struct place *place)
{
	static const struct raw_step script[] = {
		SEND(OK_JSON),
		SEND(REFUSAL("50038", "This feature is unavailable in demo trading")),
		{ .action = RAW_END },
	};
	TABLE(cases, const char *path, *shows, *goes_on) = {
		{ BAD_FLEXIBLE, "NO DATA", NULL },
		{ BAD_LOAN, FAULT_VALUE, BAD_COLLATERAL },
		{ BAD_COLLATERAL, "no open flexible loan", BAD_LOAN },
	};
	const char *const says[FAULT_PARTS] = {
		"OKX does not offer flexible loans in demo trading (50038). Your demo key works.",
		"--production",
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct bad_plan plan = { .script = script, .path = cases[i].path };
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
		struct terminal *terminal;
		char last[4096];

		fault_aim(place, bad_exchange_port(exchange), NULL);
		fault_once(place, "--demo", 3, says);
		bad_exchange_last(exchange, BAD_COLLATERAL, last, sizeof last);
		fault_need(strstr(last, "x-simulated-trading: 1\r\n") != NULL, "no demo: %s", last);
		bad_exchange_stop(exchange);
		exchange = bad_exchange_start(&plan, 0);
		fault_aim(place, bad_exchange_port(exchange), NULL);
		terminal = fault_watch(place, "--demo");
		fault_see(terminal, "DEMO");
		fault_see(terminal, says[0]);
		fault_see(terminal, cases[i].shows);
		if (cases[i].goes_on != NULL)
			fault_await(terminal, exchange, cases[i].goes_on, false, 2);
		if (fault_answered(exchange, BAD_BALANCES, false) == 0)
			fault_await(terminal, exchange, BAD_BALANCES, false, 1);
		fault_see(terminal, cases[i].shows);
		fault_paced(exchange, OKX_RETRY_NO, false);
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
	}
}

/* None, one, fifty and a thousand: each can be watched, and the page of all ends with the last. */
static void
many_loans(struct place *place)
{
	static const unsigned counts[] = { 0, 1, 50, 1000 };
	char *body = malloc(1 << 20), said[40];
	struct bad_plan plan = { .loans = body, .body = LIST_SPARE, .prices = PRICES_NOW };

	for (size_t i = 0; body != NULL && i < COUNT(counts); i++) {
		struct bad_exchange *exchange;
		struct terminal *terminal;
		size_t used = (size_t)sprintf(body, "{\"code\":\"0\",\"data\":[");

		for (unsigned id = 1001; id < 1001 + counts[i]; id++)
			used += (size_t)sprintf(body + used,
			    "%s" ORDER_AT("%u", "100010", "166680", "0.6"), id > 1001 ? "," : "",
			    id);
		strcpy(body + used, "]}");
		exchange = bad_exchange_start(&plan, 0);
		fault_aim(place, bad_exchange_port(exchange), NULL);
		snprintf(said, sizeof said,
		    counts[i] == 0 ? "no open flexible loan" : "LOAN %u   LTV 60.00%%",
		    1000 + counts[i]);
		fault_once(place, NULL, 0, SAYS(said));
		terminal = fault_watch(place, NULL);
		fault_see(terminal, "LIVE");
		fault_see(terminal, counts[i] == 0 ? "no open flexible loan" : "LOAN 1001");
		if (counts[i] > 1) {
			terminal_type(terminal, "\033[Z");
			snprintf(said, sizeof said, "LOAN %u (%u of %u)", 1000 + counts[i],
			    counts[i], counts[i]);
			fault_see(terminal, said);
			terminal_type(terminal, "\t\t");
			snprintf(said, sizeof said, "LOAN 1002 (2 of %u)", counts[i]);
			fault_see(terminal, said);
			terminal_type(terminal, "j\r\t");
			fault_see(terminal, "loanNotionalUsd");
			terminal_type(terminal, "G");
			snprintf(said, sizeof said, "%u ", 1000 + counts[i]);
			fault_see(terminal, said);
			terminal_type(terminal, "q");
			fault_see(terminal, "TOTAL");
		}
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
	}
	free(body);
}

/* An order without readable LTV, debt, collateral and margin call; those words, nowhere OK. */
struct figures {
	const char *order, *says[FAULT_PARTS];
};

/* Each of CASES without a screen; the first on a screen as well, logged once each. */
static void
bad_figures(struct place *place, const struct figures *cases, size_t count,
    const char *const logged[FAULT_PARTS])
{
	char body[16384], command[400];

	for (size_t i = 0; i < count; i++) {
		struct raw_step script[] = { SEND(OK_JSON), { .action = RAW_SEND, .text = body },
			{ .action = RAW_END } };
		struct bad_plan plan = { .script = script,
			.path = BAD_LOAN,
			.loans = LOAN_OK,
			.prices = PRICES_NOW,
			.body = LIST_SPARE };
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
		struct terminal *terminal;

		snprintf(body, sizeof body, "{\"code\":\"0\",\"data\":[%s]}", cases[i].order);
		fault_aim(place, bad_exchange_port(exchange), NULL);
		fault_once(place, NULL, 1, cases[i].says);
		bad_exchange_stop(exchange);
		if (i > 0)
			continue;
		plan.good = 1;
		exchange = bad_exchange_start(&plan, 0);
		fault_aim(place, bad_exchange_port(exchange), NULL);
		snprintf(command, sizeof command, "rm '%s/log'", place->home);
		fault_need(system(command) == 0, "no log");
		terminal = fault_watch(place, NULL);
		for (size_t part = 0; part < FAULT_PARTS && cases[i].says[part] != NULL; part++)
			fault_see(terminal, cases[i].says[part]);
		fault_see(terminal, "LIVE");
		fault_lacks(terminal, "  OK  ");
		fault_await(terminal, exchange, BAD_LOAN, true, 2);
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
		for (size_t part = 0; part < FAULT_PARTS && logged[part] != NULL; part++) {
			snprintf(command, sizeof command,
			    "test $(grep -c 'loan info: %s ' '%s/log') = 1", logged[part],
			    place->home);
			fault_need(system(command) == 0, "not once in the log: %s", logged[part]);
		}
	}
}

static void
absent_figures(struct place *place)
{
#define ABSENT(text) ORDER_OF("\"7\"", text, text, "\"166680\"", "\"0.7374\"")
#define NO_CALL(text) ORDER_OF("\"7\"", "\"0.6\"", "\"100010\"", "\"166680\"", text)
	static const struct figures cases[] = {
		{ ABSENT("\"\""), { "LTV -  UNKNOWN", "= -", "$166,680.00" } },
		{ ABSENT("null"), { "LTV -  UNKNOWN", "= -", "$166,680.00" } },
		{ NO_CALL("\"\""), { "60.00%  UNKNOWN", "margin call -" } },
		{ NO_CALL("null"), { "60.00%  UNKNOWN", "margin call -" } },
	};

	bad_figures(place, cases, COUNT(cases), SAYS(NULL));
}

static void
unreadable_figures(struct place *place)
{
	static const char *const texts[] = { "\"abc\"", "\"NaN\"", "\"--1\"", "\"+1\"", "\"1.\"",
		"\".5\"", "\"0x10\"", "\"1,000\"", "\"1.2.3\"", "\" 1\"", "\"\xef\xbc\x91\"",
		"\"1e400\"", "0.6", NULL };
	struct figures cases[COUNT(texts)];
	char digits[5003], *orders[COUNT(texts)];

	memset(digits, '7', sizeof digits);
	digits[0] = digits[sizeof digits - 2] = '"';
	digits[sizeof digits - 1] = '\0';
	for (size_t i = 0; i < COUNT(texts); i++) {
		const char *text = texts[i] != NULL ? texts[i] : digits;

		fault_need(asprintf(&orders[i], ORDER_OF("\"7\"", "%s", "%s", "\"166680\"", "%s"),
			       text, text, text) > 0,
		    "no memory");
		cases[i] = (struct figures){ .order = orders[i],
			.says = { "LTV ?  UNKNOWN", "= ?", "margin call ?" } };
	}
	bad_figures(place, cases, COUNT(cases), SAYS("curLTV", "loanNotionalUsd", "marginCallLTV"));
	for (size_t i = 0; i < COUNT(orders); i++)
		free(orders[i]);
}

/* An unreadable price: the currency has none, the total says so, the loan is still judged. */
static void
unreadable_prices(struct place *place)
{
#define BAD_PRICES(price, ts) \
	PRICES("{\"instId\":\"BTC-USD\",\"idxPx\":" price ",\"open24h\":\"88000\",\"ts\":" ts \
	       "}," PRICE_OPENED("ETH", "3200", "3227.4") "," PRICE_OPENED("SOL", "140", \
		   "139.58") "," PRICE_OPENED("USDT", "1.0001", "1.0001"))
	static const char *const answers[] = { BAD_PRICES("\"abc\"", "\"1\""),
		BAD_PRICES("88000", "\"1\""), BAD_PRICES("\"1,000\"", "\"1\"") };
	const char *const says[FAULT_PARTS] = { "LTV 60.00%  OK", ">=$66,400.00" };
	char command[400];

	for (size_t i = 0; i < COUNT(answers); i++) {
		const struct bad_plan plan = { .loans = LOAN_OK,
			.prices = answers[i],
			.body = NO_ASSETS };
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
		struct terminal *terminal;

		fault_aim(place, bad_exchange_port(exchange), NULL);
		fault_once(place, NULL, 1, says);
		if (i > 0) {
			bad_exchange_stop(exchange);
			continue;
		}
		snprintf(command, sizeof command, "rm '%s/log'", place->home);
		fault_need(system(command) == 0, "no log");
		terminal = fault_watch(place, NULL);
		fault_see(terminal, says[0]);
		fault_see(terminal, says[1]);
		fault_await(terminal, exchange, BAD_TICKERS, false, 1);
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
		snprintf(command, sizeof command,
		    "test $(grep -c 'index tickers: idxPx ' '%s/log') = 1", place->home);
		fault_need(system(command) == 0, "not once in the log");
	}
}

/* What only decorates costs nothing else, whatever comes in its place. */
static void
decorations(struct place *place)
{
	static const char *const members[] = { "\"riskWarningData\":[]", "\"riskWarningData\":\"\"",
		"\"riskWarningData\":7", "\"riskWarningData\":{\"liqPx\":\"1\",\"liqPx\":\"2\"}",
		"\"x\":[[],{}]" };
	static const char *const tickers[] = { "null,", "{\"instId\":7},", "[],", "",
		"{\"instId\":\"X-USD\",\"idxPx\":1,\"idxPx\":2}," };
	char note[301] = "", loans[2000], prices[2000];

	memset(note, 'n', sizeof note - 1);
	for (size_t i = 0; i < COUNT(members); i++) {
		const struct bad_plan plan = { .loans = loans,
			.prices = prices,
			.body = LIST_SPARE };
		struct bad_exchange *exchange;

		snprintf(loans, sizeof loans, LOANS("{" ORDER_MEMBERS ",%s,\"note\":\"%s\"}"),
		    members[i], note);
		snprintf(prices, sizeof prices,
		    PRICES("%s{\"instId\":\"X-USD\",\"note\":\"%s\"}," PRICE_OPENED("BTC", "88000",
			"88000") "," PRICE_OPENED("ETH", "3200", "3200") "," PRICE_OPENED("SOL",
			"140", "140") "," PRICE_OPENED("USDT", "1", "1")),
		    tickers[i], note);
		exchange = bad_exchange_start(&plan, 0);
		fault_aim(place, bad_exchange_port(exchange), NULL);
		fault_once(place, NULL, 0, SAYS("LOAN 7   LTV 60.00%  OK", "$176,400.00"));
		bad_exchange_stop(exchange);
	}
}

/* Impossible figures and missing lists: no OK, the reason, and every figure that there is. */
static void
implausible_figures(struct place *place)
{
#define WITH_LISTS(lists, ltv, call, liquidation) \
	"{\"ordId\":\"7\"," lists "\"loanNotionalUsd\":\"100010\"," \
	"\"collateralNotionalUsd\":\"166680\",\"curLTV\":\"" ltv "\",\"marginCallLTV\":\"" call \
	"\",\"liqLTV\":\"" liquidation "\"}"
#define OWES "\"loanData\":[" COIN("USDT", "100000") "],"
#define HAS "\"collateralData\":[" THREE_PLEDGED "],"
	static const struct figures cases[] = {
		{ WITH_LISTS(OWES HAS, "0.6", "73.74", "83.74"),
		    { "60.00%  UNKNOWN", "7,374.00% is not plausible", "99.1" } },
		{ WITH_LISTS(OWES HAS, "0.6", "1", "1"),
		    { "  UNKNOWN  ", "100.00% is not plausible" } },
		{ WITH_LISTS(OWES HAS, "0.5", "0.7374", "0.8374"),
		    { "  UNKNOWN  ", "differ by over 5%", "18.6" } },
		{ WITH_LISTS(OWES, "0.6", "0.7374", "0.8374"),
		    { "  UNKNOWN  ", "no usable collateralData", "18.6" } },
		{ WITH_LISTS(HAS "\"loanData\":null,", "0.6", "0.7374", "0.8374"),
		    { "  UNKNOWN  ", "no usable loanData" } },
		{ WITH_LISTS(OWES "\"collateralData\":{},", "0.6", "0.7374", "0.8374"),
		    { "no usable collateralData", "18.6" } },
	};

	bad_figures(place, cases, COUNT(cases), SAYS(NULL));
}

/* What tells when a price was: unreadable it is a question mark, and the price counts. */
static void
impossible_price_times(struct place *place)
{
	TABLE(cases, const char *prices, *says) = {
		{ BAD_PRICES("\"88000\"", "\"1795361402000\""),
		    "ts           2026-11-22 15:30:02.000 UTC" },
		{ BAD_PRICES("\"88000\"", "\"0\""), "ts           1970-01-01 00:00:00.000 UTC" },
		{ BAD_PRICES("\"88000\"", "\"-1\""), "ts           ?" },
		{ BAD_PRICES("\"88000\"", "\"253402300800000\""), "ts           ?" },
		{ BAD_PRICES("\"88000\"", "\"half past four\""), "ts           ?" },
		{ BAD_PRICES("\"88000\"", "1795361402000"), "ts           ?" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct bad_plan plan = { .loans = LOAN_OK,
			.prices = cases[i].prices,
			.body = LIST_SPARE };
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
		struct terminal *terminal;

		fault_aim(place, bad_exchange_port(exchange), NULL);
		fault_once(place, NULL, 0, SAYS("LTV 60.00%  OK", "88,000.00"));
		terminal = fault_watch(place, NULL);
		fault_see(terminal, "LIVE");
		fault_see(terminal, "88,000.00");
		terminal_type(terminal, "g\r");
		fault_see(terminal, cases[i].says);
		terminal_type(terminal, "q");
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
	}
}

/*
 * The loans come in another order, with one more before them, and with an order
 * number that is missing or comes twice: who chose one goes on watching that.
 */
static void
reordered_loans(struct place *place)
{
#define WITH_DEBT(id, debt) ORDER_OF(id, "\"0.6\"", "\"" debt "\"", "\"166680\"", "\"0.7374\"")
	TABLE(cases, const char *before, *after, *keys[2], *watched, *figure) = {
		{ LOANS(WITH_DEBT("\"7\"", "100010") "," WITH_DEBT("\"8\"",
		      "100011") "," WITH_DEBT("\"9\"", "100012")),
		    WITH_DEBT("\"9\"", "100022") "," WITH_DEBT("\"8\"",
			"100021") "," WITH_DEBT("\"6\"", "100019") "," WITH_DEBT("\"7\"", "100020"),
		    { "\033[Z", "" }, "LOAN 8 (2 of ", "$100,021.00" },
		{ LOANS(WITH_DEBT("\"7\"", "100010") "," WITH_DEBT("\"\"",
		      "100011") "," WITH_DEBT("\"9\"", "100012")),
		    WITH_DEBT("\"9\"", "100022") "," WITH_DEBT("null",
			"100021") "," WITH_DEBT("\"7\"", "100020"),
		    { "\t", "" }, "LOAN #1 (2 of 3)", "$100,021.00" },
		{ LOANS(WITH_DEBT("\"7\"", "100010") "," WITH_DEBT("\"8\"",
		      "100011") "," WITH_DEBT("\"8\"", "100012")),
		    WITH_DEBT("\"8\"", "100021") "," WITH_DEBT("\"7\"",
			"100020") "," WITH_DEBT("\"8\"", "100022"),
		    { "\033[Z", "\t" }, "LOAN 8#2 (1 of 3)", "$100,022.00" },
	};
	char body[8192];

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct raw_step script[] = {
			SEND(OK_JSON),
			{ .action = RAW_SEND, .text = body },
			{ .action = RAW_END },
		};
		const struct bad_plan plan = { .script = script,
			.path = BAD_LOAN,
			.good = 4,
			.loans = cases[i].before,
			.prices = PRICES_NOW,
			.body = LIST_SPARE };
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
		struct terminal *terminal;

		snprintf(body, sizeof body, "{\"code\":\"0\",\"data\":[%s]}", cases[i].after);
		fault_aim(place, bad_exchange_port(exchange), NULL);
		terminal = fault_watch(place, NULL);
		fault_see(terminal, "LIVE");
		for (int key = 0; key < 2; key++)
			terminal_type(terminal, cases[i].keys[key]);
		fault_see(terminal, cases[i].watched);
		fault_see(terminal, cases[i].figure);
		fault_await(terminal, exchange, BAD_LOAN, true, 2);
		fault_see(terminal, cases[i].watched);
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
	}
}

/* A member that comes twice may say two things: the answer is none, and the loan is not known. */
static void
ltv_comes_twice(struct place *place)
{
	static const struct raw_step script[] = {
		SEND(OK_JSON),
		SEND(
		    "{\"code\":\"0\",\"data\":[{\"ordId\":\"7\",\"curLTV\":\"0.9\",\"curLTV\":\"0.1\","
		    "\"marginCallLTV\":\"0.7374\",\"liqLTV\":\"0.8374\"}]}"),
		{ .action = RAW_END },
	};
	struct bad_plan plan = { .script = script,
		.path = BAD_LOAN,
		.loans = LOAN_OK,
		.prices = PRICES_NOW,
		.body = LIST_SPARE };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
	struct terminal *terminal;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	fault_once(place, NULL, 1,
	    SAYS("\"curLTV\" comes twice", "LOAN  NOT KNOWN", "There may be one"));
	bad_exchange_stop(exchange);
	plan.good = 1;
	exchange = bad_exchange_start(&plan, 0);
	fault_aim(place, bad_exchange_port(exchange), NULL);
	terminal = fault_watch(place, NULL);
	fault_holds(terminal, "60.00%", SAYS("\"curLTV\" comes twice"));
	fault_paced(exchange, OKX_RETRY_BACKOFF, false);
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
}

/* Only the member of that very name counts. */
static void
ltv_in_capitals(struct place *place)
{
	const struct bad_plan plan = { .prices = PRICES_NOW,
		.body = LIST_SPARE,
		.loans = LOANS(
		    "{\"CurLTV\":\"0.9\",\"CURLTV\":\"0.1\",\"OrdId\":\"8\"," ORDER_MEMBERS "}") };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);

	fault_aim(place, bad_exchange_port(exchange), NULL);
	fault_once(place, NULL, 0, SAYS("LOAN 7   LTV 60.00%  OK"));
	bad_exchange_stop(exchange);
}

const struct fault_row faults_loan[] = {
	{ .name = "fault_31_loan_info_fails_alone", .run = loan_info_alone },
	{ .name = "fault_31_collateral_assets_fail_alone", .run = assets_alone },
	{ .name = "fault_31_index_tickers_fail_alone", .run = tickers_alone },
	{ .name = "fault_31_balances_fail_alone", .run = balances_alone },
	{ .name = "fault_38_not_in_demo", .run = not_in_demo },
	{ .name = "fault_41_many_loans", .run = many_loans },
	{ .name = "fault_42_absent_loan_figures", .run = absent_figures },
	{ .name = "fault_43_unreadable_loan_figures", .run = unreadable_figures },
	{ .name = "fault_43_unreadable_prices", .run = unreadable_prices },
	{ .name = "fault_45_loans_reordered", .run = reordered_loans },
	{ .name = "fault_46_impossible_price_times", .run = impossible_price_times },
	{ .name = "fault_91_parts_that_decorate", .run = decorations },
	{ .name = "fault_92_figures_that_are_not_plausible", .run = implausible_figures },
	{ .name = "fault_53_ltv_comes_twice", .run = ltv_comes_twice },
	{ .name = "fault_54_ltv_in_capitals", .run = ltv_in_capitals },
	{ .name = "fault_93_no_funding_account", .run = no_funding_account },
	{ .name = "fault_94_odd_funding_accounts", .run = odd_funding_accounts },
	{ .name = NULL },
};
