/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/notices.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/monotime.h"
#include "sim/haircut.h"
#include "sim/ledger.h"

#define HOUR_MS INT64_C(3600000)
#define HOURS_A_DAY 24
#define AVERAGE_DECIMALS 8

/* Adds the tiers of COIN; false where a figure does not fit. */
static bool
add_tiers(cJSON *element, const struct market *market, const struct market_coin *coin, int64_t step)
{
	const struct decimal one = decimal_from(1, 0);
	cJSON *details = cJSON_AddArrayToObject(element, "details");
	struct decimal penalty, counted;
	struct haircut_tier tier;

	for (size_t i = 0; haircut_tier(&tier, market, coin, step, i); i++) {
		cJSON *row = cJSON_CreateObject();

		cJSON_AddItemToArray(details, row);
		sim_tell_ms(row, "tier", (int64_t)i + 1);
		sim_tell_figure(row, "minAmt", &tier.from);
		if (!decimal_subtract(&penalty, &one, &tier.rate) ||
		    !haircut_counted(&counted, market, coin, step,
			tier.endless ? &tier.from : &tier.to))
			return false;
		if (tier.endless)
			cJSON_AddStringToObject(row, "maxAmt", "");
		else
			sim_tell_figure(row, "maxAmt", &tier.to);
		sim_tell_figure(row, "discountRate", &tier.rate);
		sim_tell_figure(row, "liqPenaltyRate", &penalty);
		if (tier.endless)
			cJSON_AddStringToObject(row, "disCcyEq", "");
		else
			sim_tell_figure(row, "disCcyEq", &counted);
	}
	return true;
}

static bool
add_coin(cJSON *data, const struct handler_question *question, const struct market_coin *coin)
{
	const struct decimal discount = market_discount(question->market, coin, question->step);
	cJSON *element = cJSON_CreateObject();

	cJSON_AddItemToArray(data, element);
	cJSON_AddStringToObject(element, "amt", "0");
	cJSON_AddStringToObject(element, "ccy", coin->ccy);
	cJSON_AddStringToObject(element, "colRes", "0");
	cJSON_AddFalseToObject(element, "collateralRestrict");
	sim_tell_figure(element, "minDiscountRate", &discount);
	return add_tiers(element, question->market, coin, question->step);
}

/* Adds each coin that QUESTION is about with ADD. */
static cJSON *
tell_coins(const struct handler_question *question, struct handler_refusal *refusal,
    bool (
	*add)(cJSON *data, const struct handler_question *question, const struct market_coin *coin))
{
	const struct market *market = question->market;
	const struct market_coin *only;
	cJSON *data;

	if (!sim_find_coin(question, &only, refusal))
		return NULL;
	data = cJSON_CreateArray();
	for (size_t i = 0; i < market->count; i++)
		if ((only == NULL || only == &market->coins[i]) &&
		    !add(data, question, &market->coins[i])) {
			cJSON_Delete(data);
			return sim_refuse(refusal, CODE_INTERNAL, NULL);
		}
	return data;
}

cJSON *
sim_tell_tiers(const struct handler_question *question, struct handler_refusal *refusal)
{
	return tell_coins(question, refusal, add_coin);
}

static bool
add_rates(cJSON *data, const struct handler_question *question, const struct market_coin *coin)
{
	const struct decimal hours = decimal_from(HOURS_A_DAY, 0);
	int64_t now = question->utc_ms / HOUR_MS;
	struct decimal average = decimal_zero, rate;
	cJSON *element = cJSON_CreateObject();

	cJSON_AddItemToArray(data, element);
	for (int64_t hour = now - HOURS_A_DAY; hour < now; hour++) {
		rate = sim_rate(coin, hour);
		if (!decimal_add(&average, &average, &rate))
			return false;
	}
	if (!decimal_divide(&average, &average, &hours, AVERAGE_DECIMALS, DECIMAL_HALF_EVEN))
		return false;
	cJSON_AddStringToObject(element, "ccy", coin->ccy);
	cJSON_AddStringToObject(element, "avgAmt", "");
	cJSON_AddStringToObject(element, "avgAmtUsd", "");
	sim_tell_figure(element, "avgRate", &average);
	rate = sim_rate(coin, now - 1);
	sim_tell_figure(element, "preRate", &rate);
	rate = sim_rate(coin, now);
	sim_tell_figure(element, "estRate", &rate);
	return true;
}

cJSON *
sim_tell_lending_rate(const struct handler_question *question, struct handler_refusal *refusal)
{
	return tell_coins(question, refusal, add_rates);
}

cJSON *
sim_tell_emode(const struct handler_question *question, struct handler_refusal *refusal)
{
	static const char *const pairs[][2] = { { "USDC", "USDT" }, { "WBTC", "BTC" } };
	cJSON *data = cJSON_CreateArray();

	(void)question;
	(void)refusal;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		cJSON *pair = cJSON_CreateObject();

		cJSON_AddStringToObject(pair, "collateralCcy", pairs[i][0]);
		cJSON_AddStringToObject(pair, "borrowCcy", pairs[i][1]);
		cJSON_AddItemToArray(data, pair);
	}
	return data;
}

/* The moment of the scenario SECONDS after the start, by the exchange's clock. */
static int64_t
scenario_utc_ms(const struct handler_question *question, int seconds)
{
	const struct market *market = question->market;

	return question->utc_ms - (monotime_ms() - market_step_ms(market, 0)) +
	    seconds * INT64_C(1000) / market->speed;
}

/* Without the parameter state what is over is left out. */
cJSON *
sim_tell_status(const struct handler_question *question, struct handler_refusal *refusal)
{
	const struct announcement *announced = &question->scenes->announcement;
	int64_t begin = scenario_utc_ms(question, announced->begin);
	int64_t end = scenario_utc_ms(question, announced->end);
	const char *state = question->utc_ms < begin ? "scheduled" :
	    question->utc_ms < end                   ? "ongoing" :
						       "completed";
	char wanted[HANDLER_PARAMETER_SIZE];
	cJSON *data, *element;

	if (!handler_parameter(wanted, question->target, "state"))
		return sim_refuse(refusal, CODE_PARAMETER, "state");
	data = cJSON_CreateArray();
	if (announced->end == 0 || strcmp(wanted[0] != '\0' ? wanted : state, state) != 0 ||
	    (wanted[0] == '\0' && question->utc_ms >= end))
		return data;
	element = cJSON_CreateObject();
	cJSON_AddStringToObject(element, "title", "Trading system upgrade");
	cJSON_AddStringToObject(element, "state", state);
	sim_tell_ms(element, "begin", begin);
	sim_tell_ms(element, "end", end);
	cJSON_AddStringToObject(element, "preOpenBegin", "");
	cJSON_AddStringToObject(element, "href", "");
	cJSON_AddStringToObject(element, "serviceType", "5");
	cJSON_AddStringToObject(element, "system", "unified");
	cJSON_AddStringToObject(element, "scheDesc", "");
	cJSON_AddStringToObject(element, "maintType", "1");
	cJSON_AddStringToObject(element, "env", "1");
	cJSON_AddItemToArray(data, element);
	return data;
}
