/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/scenario.h"

#include <string.h>

#define CODE_LIQUIDATION 50009
#define CODE_FROZEN 50022
#define CODE_UNAVAILABLE 50001

static bool
repay(struct account *account, const struct market *market, struct cause *cause)
{
	(void)market;
	return sim_portfolio_repay(account, cause);
}

/* Nothing comes back of what was pledged: it was sold, or there was never a loan. */
static bool
have_no_loan(struct account *account, const struct market *market, struct cause *cause)
{
	(void)market;
	(void)cause;
	sim_portfolio_drop_loans(account);
	return true;
}

/* Two fifths of the pledged coins bring about half of the debt at the liquidation LTV. */
static bool
sell_part(struct account *account, const struct market *market, struct cause *cause)
{
	(void)market;
	for (size_t i = 0; i < account->loan_count; i++)
		if (!sim_portfolio_shrink(&account->loans[i].pledged, 60, cause) ||
		    !sim_portfolio_shrink(&account->loans[i].borrowed, 50, cause))
			return false;
	return true;
}

static bool
borrow_more(struct account *account, const struct market *market, struct cause *cause)
{
	return sim_portfolio_add_loans(account, market,
	    "{\"loans\":["
	    "{\"ordId\":\"12346\",\"marginCallLTV\":\"0.7374\",\"liqLTV\":\"0.8374\","
	    "\"borrowed\":[{\"ccy\":\"USDT\",\"amt\":\"44500\"}],\"pledged\":[{\"ccy\":\"ETH\",\"amt\":\"20\"}]}"
	    "]}",
	    cause);
}

static bool
owe_coin(struct account *account, const struct market *market, struct cause *cause)
{
	sim_portfolio_drop_loans(account);
	return sim_portfolio_add_loans(account, market,
	    "{\"loans\":["
	    "{\"ordId\":\"12345\",\"marginCallLTV\":\"0.7374\",\"liqLTV\":\"0.8374\","
	    "\"borrowed\":[{\"ccy\":\"BTC\",\"amt\":\"1\"}],\"pledged\":[{\"ccy\":\"ETH\",\"amt\":\"47\"}]}"
	    "]}",
	    cause);
}

/*
 * With the loan of the built-in portfolio, LTV 60 %, the margin call comes
 * when prices have fallen by 18.7 %, liquidation at 28.4 %.
 */
const struct scenario scenario_table[] = {
	{ .name = "calm", .help = "prices wander, nothing happens (the default)" },
	{ .name = "slide",
	    .help = "prices fall to the margin call within two minutes, to liquidation in three",
	    .trend = { .bends = { { 120, 80 }, { 240, 65 } } } },
	{ .name = "crash",
	    .help = "prices fall to the margin call within ten seconds",
	    .trend = { .bends = { { 10, 78 }, { 20, 75 } } } },
	{ .name = "partial-liquidation",
	    .help = "past the liquidation LTV; a part is sold and repaid at 45 s",
	    .trend = { .bends = { { 20, 80 }, { 40, 71 } } },
	    .act_count = 1,
	    .acts = { { .seconds = 45, .change = sell_part } } },
	{ .name = "liquidation",
	    .help = "past it, from 20 s on 50009 and 50022, at 40 s the orders are gone",
	    .trend = { .bends = { { 10, 75 }, { 15, 68 } } },
	    .act_count = 3,
	    .acts = { { .seconds = 20, .refusal = CODE_LIQUIDATION },
		{ .seconds = 30, .refusal = CODE_FROZEN },
		{ .seconds = 40, .change = have_no_loan } } },
	{ .name = "repaid",
	    .help = "at 20 s the orders are gone, and what was pledged is free again",
	    .act_count = 1,
	    .acts = { { .seconds = 20, .change = repay } } },
	{ .name = "two-loans",
	    .help = "one order more, near its margin call",
	    .act_count = 1,
	    .acts = { { .change = borrow_more } } },
	{ .name = "coin-debt",
	    .help = "one BTC owed against ETH, and BTC rises to the margin call in two minutes",
	    .trend = { .ccy = "BTC", .bends = { { 120, 123 }, { 240, 135 } } },
	    .act_count = 1,
	    .acts = { { .change = owe_coin } } },
	{ .name = "depeg",
	    .help = "the index of USDT falls by 5 % in 20 s and is back at 80 s",
	    .trend = { .ccy = "USDT", .bends = { { 20, 95 }, { 60, 95 }, { 80, 100 } } } },
	{ .name = "haircut",
	    .help = "at 20 s the exchange counts 70 % of SOL in place of 80 %",
	    .lowering = { .ccy = "SOL", .seconds = 20, .hundredths = 70 } },
	{ .name = "maintenance",
	    .help = "announced from the start on, it refuses with 50001 from 20 s to 60 s",
	    .announcement = { 20, 60 },
	    .act_count = 2,
	    .acts = { { .seconds = 20, .refusal = CODE_UNAVAILABLE }, { .seconds = 60 } } },
	{ .name = "no-loan",
	    .help = "no open loan; there are no assets to be told then",
	    .act_count = 1,
	    .acts = { { .change = have_no_loan } } },
	{ .name = NULL },
};

const struct scenario *
scenario_find(const char *name, struct cause *cause)
{
	for (const struct scenario *scenario = scenario_table; scenario->name != NULL; scenario++)
		if (strcmp(scenario->name, name) == 0)
			return scenario;
	cause_set(cause, "no scenario is called '%.64s'", name);
	return NULL;
}

bool
scenario_play(struct scenes *scenes, const struct scenario *scenario, const struct account *account,
    const struct market *market, struct cause *cause)
{
	memset(scenes, 0, sizeof *scenes);
	scenes->announcement = scenario->announcement;
	for (size_t i = 0; i < scenario->act_count; i++) {
		const struct scenario_act *act = &scenario->acts[i];
		struct scene *scene = &scenes->list[scenes->count++];

		scene->from_ms = act->seconds * INT64_C(1000);
		scene->refusal = act->refusal;
		sim_portfolio_copy_account(&scene->account, account);
		if (act->change != NULL && !act->change(&scene->account, market, cause))
			return cause_prefix(cause, scenario->name);
		account = &scene->account;
	}
	return true;
}

const struct scene *
scenario_scene(const struct scenes *scenes, int64_t elapsed_ms)
{
	const struct scene *scene = NULL;

	for (size_t i = 0; i < scenes->count; i++)
		if (scenes->list[i].from_ms <= elapsed_ms)
			scene = &scenes->list[i];
	return scene;
}

void
scenario_clear(struct scenes *scenes)
{
	for (size_t i = 0; i < scenes->count; i++)
		sim_portfolio_clear_account(&scenes->list[i].account);
	scenes->count = 0;
}
