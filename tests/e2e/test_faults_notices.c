/* SPDX-License-Identifier: ISC */
/* What OKX tells beside the figures, missing, odd or hostile: rows 95 to 97. */
#include "test.h"

#include <inttypes.h>
#include <time.h>

#include "e2e/faults.h"
#include "screen/answers.h"
#include "screen/loans.h"

#define DATA(list) "{\"code\":\"0\",\"msg\":\"\",\"data\":[" list "]}"
#define LTV "64.33%"
#define SAYS(...) \
	(const char *const[FAULT_PARTS]) \
	{ \
		__VA_ARGS__ \
	}

/* Loan info alone, whose one pledged and one owed coin may be a pair. */
#define GOOD_PLAN .loans = LOAN_COIN_DEBT, .prices = PRICES_NOW, .body = LIST_SPARE

/* The four ways in which PATH, called TITLE in a sentence, is not there. */
static void
goes_wrong(struct place *place, const char *path, const char *title)
{
	static const struct raw_step ways[][4] = {
		{ SEND(HTTP("400 Bad Request", "")), SEND(REFUSAL("51000", "Parameter error")),
		    { .action = RAW_END } },
		{ SEND(OK_JSON), SEND("{\"code\":\"0\",\"data\":[{]}"), { .action = RAW_END } },
		{ SEND(OK_JSON), SEND("{\"code\":\"0\",\"data\":[\"x\""),
		    SEND_TIMES(",\"0123456789012345678901234567890123456789\"", 60000),
		    { .action = RAW_END } },
		{ { .action = RAW_HANG }, { .action = RAW_END } },
	};
	static const char *const whole[] = { "LIVE", LTV "  WATCH", "3,200.00", "1.94007555" };
	char told[80];

	snprintf(told, sizeof told, "%s: ", title);
	for (size_t i = 0; i < COUNT(ways); i++) {
		const struct bad_plan plan = { .script = ways[i], .path = path, GOOD_PLAN };
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
		struct terminal *terminal;

		fault_aim(place, bad_exchange_port(exchange), FAULT_SHORT);
		fault_once(place, NULL, 0, SAYS("LTV " LTV "  WATCH"));
		fault_need(fault_answered(exchange, path, true) == 0, "asked for one record");
		terminal = fault_watch(place, NULL);
		fault_see(terminal, told);
		fault_see(terminal, "No figure rests on it.");
		fault_await(terminal, exchange, BAD_LOAN, false, 3);
		for (size_t part = 0; part < COUNT(whole); part++)
			fault_see(terminal, whole[part]);
		fault_need(fault_answered(exchange, path, true) == 1, "asked again at once");
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
	}
}

static void
no_discount_rates(struct place *place)
{
	goes_wrong(place, BAD_TIERS, "discount rates");
}

static void
no_pairs(struct place *place)
{
	goes_wrong(place, BAD_EMODE, "E-Mode pairs");
}

static void
no_status(struct place *place)
{
	goes_wrong(place, BAD_STATUS, "system status");
}

#define TIER(from, to, rate) "{\"minAmt\":" from ",\"maxAmt\":" to ",\"discountRate\":" rate "}"
#define TABLE_RES(ccy, res, tiers) "{\"ccy\":" ccy ",\"colRes\":" res ",\"details\":" tiers "}"
#define ETH_TIERS(tiers) DATA(TABLE_RES("\"ETH\"", "\"0\"", "[" tiers "]"))

/* 45 ETH are pledged. */
static void
odd_discount_tables(struct place *place)
{
	TABLE(cases, const char *tiers, *says) = {
		{ ETH_TIERS(TIER("\"0\"", "\"\"", "\"0.95\"")), "0.95 of 45" },
		{ ETH_TIERS(
		      TIER("\"25\"", "\"\"", "\"0.5\"") "," TIER("\"0\"", "\"20\"", "\"0.9\"")),
		    "0.622222222222222222 of 45" },
		{ ETH_TIERS(TIER("\"0\"", "\"9\"", "\"1\"")), "0.2 of 45" },
		{ ETH_TIERS(""), "table rate   - (" },
		{ DATA(""), "table rate   - (" },
		{ DATA(TABLE_RES("\"BTC\"", "\"0\"", "[" TIER("\"0\"", "\"\"", "\"1\"") "]")),
		    "table rate   - (" },
		{ ETH_TIERS(TIER("0", "\"\"", "\"0.95\"")), "table rate   ? (" },
		{ ETH_TIERS(TIER("\"0\"", "null", "\"0.95\"")), "table rate   ? (" },
		{ ETH_TIERS(TIER("\"0\"", "\"\"", "\"1.5\"")), "table rate   ? (" },
		{ ETH_TIERS("{}"), "table rate   ? (" },
		{ DATA(TABLE_RES("\"ETH\"", "7", "\"\"")), "table rate   ? (" },
		{ DATA(TABLE_RES("\"ETH\"", "\"2\"", "[" TIER("\"0\"", "\"\"", "\"1\"") "]")),
		    "(colRes 2)" },
		{ DATA(TABLE_RES("7", "\"0\"", "[]")), "table rate   not known: " },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct bad_plan plan = { .tiers = cases[i].tiers, GOOD_PLAN };
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
		struct terminal *terminal;

		fault_aim(place, bad_exchange_port(exchange), NULL);
		terminal = fault_watch(place, NULL);
		fault_see(terminal, LTV "  WATCH");
		fault_see(terminal, "LIVE");
		terminal_type(terminal, "g\rjjjj");
		fault_see(terminal, cases[i].says);
		terminal_type(terminal, "q");
		fault_see(terminal, LTV "  WATCH");
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
	}
}

#define ANNOUNCED "OKX announced maintenance "

/* From FROM minutes to TO minutes from now; the texts are JSON. */
static void
announce(char body[1000], const char *title, const char *state, const char *service,
    const char *environment, int from, int to)
{
	int64_t now = (int64_t)time(NULL);

	snprintf(body, 1000,
	    DATA("{\"title\":%s,\"state\":%s,\"serviceType\":%s,\"env\":%s,\"begin\":\"%" PRId64
		 "000\",\"end\":\"%" PRId64 "000\"}"),
	    title, state, service, environment, now + from * 60, now + to * 60);
}

static void
odd_announcements(struct place *place)
{
	TABLE(cases, const char *title, *state, *service, *environment; int from, to; bool said) = {
		{ "\"Upgrade\"", "\"scheduled\"", "\"5\"", "\"1\"", 30, 90, true },
		{ "\"Upgrade\"", "\"ongoing\"", "\"5\"", "\"1\"", -30, 90, true },
		{ "\"a\xe2\x80\xae\xc2\x9b"
		  "31m\\u202eb\"",
		    "\"scheduled\"", "\"5\"", "\"1\"", 30, 90, true },
		{ "[1,{}]", "\"scheduled\"", "\"5\"", "\"1\"", 30, 90, true },
		{ "\"Upgrade\"", "\"scheduled\"", "\"5\"", "\"2\"", 30, 90, false },
		{ "\"Upgrade\"", "\"scheduled\"", "\"7\"", "\"1\"", 30, 90, false },
		{ "\"Upgrade\"", "\"completed\"", "\"5\"", "\"1\"", -30, 90, false },
		{ "\"Upgrade\"", "\"canceled\"", "\"5\"", "\"1\"", 30, 90, false },
		{ "\"Upgrade\"", "{}", "7", "null", 30, 90, false },
	};
	char body[1000];

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct bad_plan plan = { .status = body, GOOD_PLAN };
		struct bad_exchange *exchange;
		struct terminal *terminal;

		announce(body, cases[i].title, cases[i].state, cases[i].service,
		    cases[i].environment, cases[i].from, cases[i].to);
		exchange = bad_exchange_start(&plan, 0);
		fault_aim(place, bad_exchange_port(exchange), NULL);
		terminal = fault_watch(place, NULL);
		fault_see(terminal, LTV "  WATCH");
		if (cases[i].said)
			fault_see(terminal, ANNOUNCED);
		fault_await(terminal, exchange, BAD_LOAN, false, 2);
		if (!cases[i].said)
			fault_lacks(terminal, ANNOUNCED);
		fault_see(terminal, "LIVE");
		fault_see(terminal, LTV "  WATCH");
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
	}
}

const struct fault_row faults_notices[] = {
	{ .name = "fault_95_no_discount_rates", .run = no_discount_rates },
	{ .name = "fault_95_no_pairs", .run = no_pairs },
	{ .name = "fault_95_no_status", .run = no_status },
	{ .name = "fault_96_odd_discount_tables", .run = odd_discount_tables },
	{ .name = "fault_97_odd_announcements", .run = odd_announcements },
	{ .name = NULL },
};
