/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/handlers.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/monotime.h"
#include "base/xmalloc.h"
#include "sim/haircut.h"
#include "sim/ledger.h"
#include "sim/notices.h"

#define CODE_INSTRUMENT 51001

#define LTV_DECIMALS 4
#define BALANCES_MOST 20 /* currencies that one question names */

static cJSON *
tell_time(const struct handler_question *question, struct handler_refusal *refusal)
{
	cJSON *data = cJSON_CreateArray(), *element = cJSON_CreateObject();

	(void)refusal;
	sim_tell_ms(element, "ts", question->utc_ms);
	cJSON_AddItemToArray(data, element);
	return data;
}

/* Of the documented fields those that a reader can miss nothing without. */
static cJSON *
tell_config(const struct handler_question *question, struct handler_refusal *refusal)
{
	const char *uid = question->environment == ENVIRONMENT_DEMO ? "44705892343619585" :
								      "44705892343619584";
	cJSON *data = cJSON_CreateArray(), *element = cJSON_CreateObject();

	(void)refusal;
	cJSON_AddStringToObject(element, "acctLv", "1");
	cJSON_AddFalseToObject(element, "autoLoan");
	cJSON_AddStringToObject(element, "ip", question->key_ip);
	cJSON_AddStringToObject(element, "kycLv", "3");
	cJSON_AddStringToObject(element, "label", question->key_label);
	cJSON_AddStringToObject(element, "level", "Lv1");
	cJSON_AddStringToObject(element, "mainUid", uid);
	cJSON_AddStringToObject(element, "perm", question->key_perm);
	cJSON_AddStringToObject(element, "posMode", "net_mode");
	cJSON_AddStringToObject(element, "type", "0");
	cJSON_AddStringToObject(element, "uid", uid);
	cJSON_AddItemToArray(data, element);
	return data;
}

/* OKX v5, "GET / Collateral assets". */
static cJSON *
tell_assets(const struct handler_question *question, struct handler_refusal *refusal)
{
	const struct market *market = question->market;
	const struct lot *lot = &question->account->assets;
	const struct market_coin *only;
	const struct sim_loan *loan;
	cJSON *data, *element, *assets;
	bool named;

	if (!sim_find_coin(question, &only, refusal) ||
	    !sim_find_loan(question, &loan, &named, refusal))
		return NULL;

	data = cJSON_CreateArray();
	element = cJSON_CreateObject();
	assets = cJSON_AddArrayToObject(element, "assets");
	cJSON_AddItemToArray(data, element);
	/* The documentation has "data":[] then, but this is what an account without a loan got. */
	if (loan == NULL)
		return data;
	if (question->list == EXCHANGE_LIST_PLEDGED)
		lot = &loan->pledged;
	for (size_t i = 0; i < lot->count; i++) {
		const struct market_coin *coin = &market->coins[lot->rows[i].coin];
		struct decimal value;
		cJSON *row;

		if (only != NULL && only != coin)
			continue;
		if (!sim_worth(&value, market, &lot->rows[i], question->step, false)) {
			cJSON_Delete(data);
			return sim_refuse(refusal, CODE_INTERNAL, NULL);
		}
		row = cJSON_CreateObject();
		cJSON_AddStringToObject(row, "amt", lot->rows[i].text);
		cJSON_AddStringToObject(row, "ccy", coin->ccy);
		sim_tell_figure(row, "notionalUsd", &value);
		cJSON_AddItemToArray(assets, row);
	}
	return data;
}

/*
 * Marks in WANTED, one for each coin of MARKET, those that LIST names between
 * commas, or all for "". False for a name of no coin and for too many names.
 */
static bool
mark_wanted(bool *wanted, const struct market *market, char *list)
{
	size_t count = 0;
	char *rest;

	for (size_t i = 0; i < market->count; i++)
		wanted[i] = list[0] == '\0';
	for (char *name = list; name != NULL && list[0] != '\0'; name = rest) {
		const struct market_coin *coin;

		rest = strchr(name, ',');
		if (rest != NULL)
			*rest++ = '\0';
		coin = market_find(market, name);
		if (coin == NULL || ++count > BALANCES_MOST)
			return false;
		wanted[coin - market->coins] = true;
	}
	return true;
}

static bool
tell_balance(cJSON *data, const struct holding *row, const char *ccy)
{
	struct decimal balance;
	cJSON *element;

	if (!decimal_add(&balance, &row->amount, &row->frozen))
		return false;
	if (decimal_sign(&balance) == 0)
		return true;
	element = cJSON_CreateObject();
	cJSON_AddStringToObject(element, "availBal", row->text);
	/* The same amount has the same text, idle zeros and all. */
	if (decimal_sign(&row->frozen) == 0)
		cJSON_AddStringToObject(element, "bal", row->text);
	else
		sim_tell_figure(element, "bal", &balance);
	cJSON_AddStringToObject(element, "ccy", ccy);
	sim_tell_figure(element, "frozenBal", &row->frozen);
	cJSON_AddItemToArray(data, element);
	return true;
}

/* OKX v5, "Get balance" of the funding account, which does not hold what is pledged. */
static cJSON *
tell_balances(const struct handler_question *question, struct handler_refusal *refusal)
{
	const struct market *market = question->market;
	const struct lot *lot = &question->account->assets;
	char list[HANDLER_PARAMETER_SIZE];
	bool *wanted;
	cJSON *data = NULL;

	if (!handler_parameter(list, question->target, "ccy"))
		return sim_refuse(refusal, CODE_PARAMETER, "ccy");
	wanted = xcalloc(market->count, sizeof *wanted);
	if (!mark_wanted(wanted, market, list)) {
		sim_refuse(refusal, CODE_PARAMETER, "ccy");
		goto out;
	}
	data = cJSON_CreateArray();
	for (size_t i = 0; i < lot->count; i++) {
		const struct holding *row = &lot->rows[i];

		if (!wanted[row->coin] || tell_balance(data, row, market->coins[row->coin].ccy))
			continue;
		cJSON_Delete(data);
		data = sim_refuse(refusal, CODE_INTERNAL, NULL);
		goto out;
	}
out:
	free(wanted);
	return data;
}

static bool
tell_amounts(cJSON *object, const char *name, const struct market *market, const struct lot *lot,
    int64_t step, bool counted, struct decimal *sum)
{
	cJSON *rows = cJSON_AddArrayToObject(object, name);

	*sum = decimal_zero;
	for (size_t i = 0; i < lot->count; i++) {
		cJSON *row = cJSON_CreateObject();
		struct decimal value;

		cJSON_AddStringToObject(row, "amt", lot->rows[i].text);
		cJSON_AddStringToObject(row, "ccy", market->coins[lot->rows[i].coin].ccy);
		cJSON_AddItemToArray(rows, row);
		if (!sim_worth(&value, market, &lot->rows[i], step, counted) ||
		    !decimal_add(sum, sum, &value))
			return false;
	}
	return true;
}

/*
 * The exchange names a liquidation price only where one coin secures one: the
 * price of the one in the other at which the loan reaches its liquidation LTV.
 */
static bool
add_risk(cJSON *object, const struct market *market, const struct sim_loan *loan, int64_t step)
{
	cJSON *risk = cJSON_AddObjectToObject(object, "riskWarningData");
	char instrument[2 * MARKET_CCY_SIZE] = "", text[DECIMAL_TEXT_SIZE] = "";

	if (loan->borrowed.count == 1 && loan->pledged.count == 1) {
		const struct holding *owed = &loan->borrowed.rows[0],
				     *pledged = &loan->pledged.rows[0];
		const struct market_coin *coin = &market->coins[pledged->coin];
		struct decimal counted, price;
		int scale;

		if (!haircut_counted(&counted, market, coin, step, &pledged->amount) ||
		    !decimal_multiply(&counted, &counted, &loan->liquidation))
			return false;
		if (decimal_sign(&counted) > 0) {
			scale = 8 + decimal_magnitude(&counted) - decimal_magnitude(&owed->amount);
			if (!decimal_divide(&price, &owed->amount, &counted, scale < 2 ? 2 : scale,
				DECIMAL_HALF_EVEN))
				return false;
			market_figure(text, &price);
			snprintf(instrument, sizeof instrument, "%s-%s", coin->ccy,
			    market->coins[owed->coin].ccy);
		}
	}
	cJSON_AddStringToObject(risk, "instId", instrument);
	cJSON_AddStringToObject(risk, "liqPx", text);
	return true;
}

static bool
add_loan(cJSON *data, const struct market *market, const struct sim_loan *loan, int64_t step)
{
	struct decimal owed, secured, ltv;
	cJSON *element = cJSON_CreateObject();

	cJSON_AddItemToArray(data, element);
	if (!tell_amounts(element, "collateralData", market, &loan->pledged, step, true, &secured))
		return false;
	sim_tell_figure(element, "collateralNotionalUsd", &secured);
	if (!tell_amounts(element, "loanData", market, &loan->borrowed, step, false, &owed))
		return false;
	sim_tell_figure(element, "loanNotionalUsd", &owed);
	if (decimal_sign(&secured) == 0)
		cJSON_AddStringToObject(element, "curLTV", "");
	else if (decimal_divide(&ltv, &owed, &secured, LTV_DECIMALS, DECIMAL_HALF_EVEN))
		sim_tell_figure(element, "curLTV", &ltv);
	else
		return false;
	sim_tell_figure(element, "marginCallLTV", &loan->margin_call);
	sim_tell_figure(element, "liqLTV", &loan->liquidation);
	cJSON_AddStringToObject(element, "ordId", loan->ord_id);
	return add_risk(element, market, loan, step);
}

/* OKX v5, "GET / Loan info". */
static cJSON *
tell_loans(const struct handler_question *question, struct handler_refusal *refusal)
{
	const struct market *market = question->market;
	const struct account *account = question->account;
	const struct sim_loan *loan;
	cJSON *data;
	bool named;

	if (!sim_find_loan(question, &loan, &named, refusal))
		return NULL;
	data = cJSON_CreateArray();
	for (size_t i = 0; i < account->loan_count; i++) {
		if (named && &account->loans[i] != loan)
			continue;
		if (!add_loan(data, market, &account->loans[i], question->step)) {
			cJSON_Delete(data);
			return sim_refuse(refusal, CODE_INTERNAL, NULL);
		}
	}
	return data;
}

/* What a question about indexes is about. */
struct index_question {
	const struct market_coin *only;  /* NULL: all coins */
	const struct market_coin *quote; /* NULL: USD */
	char quote_name[HANDLER_PARAMETER_SIZE];
};

/* An index as of the beginning of its step. */
static bool
add_ticker(cJSON *data, const struct handler_question *question, const struct market_coin *coin,
    const struct index_question *about)
{
	const struct market *market = question->market;
	int64_t age_ms = monotime_ms() - market_step_ms(market, question->step);
	int64_t utc_ms = question->utc_ms - age_ms;
	struct ticker ticker;
	char instrument[MARKET_CCY_SIZE + HANDLER_PARAMETER_SIZE];
	cJSON *element;

	if (!market_ticker(market, coin, about->quote, question->step, utc_ms, &ticker))
		return false;
	snprintf(instrument, sizeof instrument, "%s-%s", coin->ccy, about->quote_name);
	element = cJSON_CreateObject();
	cJSON_AddStringToObject(element, "instId", instrument);
	sim_tell_figure(element, "idxPx", &ticker.last);
	sim_tell_figure(element, "high24h", &ticker.high24h);
	sim_tell_figure(element, "sodUtc0", &ticker.sod_utc0);
	sim_tell_figure(element, "open24h", &ticker.open24h);
	sim_tell_figure(element, "low24h", &ticker.low24h);
	sim_tell_figure(element, "sodUtc8", &ticker.sod_utc8);
	sim_tell_ms(element, "ts", utc_ms);
	cJSON_AddItemToArray(data, element);
	return true;
}

static bool
has_index(const struct market_coin *coin, const struct index_question *about)
{
	if (coin == about->quote || coin->index == INDEX_NONE)
		return false;
	return coin->index == INDEX_ALL || strcmp(about->quote_name, "USDT") == 0;
}

/* Finds the currency that prices are asked in. False: the exchange has no index in it. */
static bool
find_quote(const struct market *market, struct index_question *about)
{
	static const char *const quotes[] = { "USD", "USDT", "BTC", "USDC" };
	bool known = false;

	for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++)
		known = known || strcmp(quotes[i], about->quote_name) == 0;
	if (known && strcmp(about->quote_name, "USD") != 0)
		about->quote = market_find(market, about->quote_name);
	return known;
}

/* An index of USD needs no coin; one of another currency needs it in the market. */
static bool
can_quote(const struct index_question *about)
{
	return about->quote != NULL || strcmp(about->quote_name, "USD") == 0;
}

/* Reads INSTRUMENT, "BTC-USD", of which quoteCcy may have named the second half already. */
static bool
find_instrument(const struct market *market, struct index_question *about, char *instrument)
{
	char *dash = strchr(instrument, '-');

	if (dash == NULL ||
	    (about->quote_name[0] != '\0' && strcmp(about->quote_name, dash + 1) != 0))
		return false;
	*dash = '\0';
	memmove(about->quote_name, dash + 1, strlen(dash + 1) + 1);
	about->only = market_find(market, instrument);
	return about->only != NULL && find_quote(market, about) && can_quote(about) &&
	    has_index(about->only, about);
}

static bool
read_index_question(const struct handler_question *question, struct index_question *about,
    struct handler_refusal *refusal)
{
	const struct market *market = question->market;
	char instrument[HANDLER_PARAMETER_SIZE];

	if (!handler_parameter(instrument, question->target, "instId"))
		sim_refuse(refusal, CODE_INSTRUMENT, "instId");
	else if (!handler_parameter(about->quote_name, question->target, "quoteCcy"))
		sim_refuse(refusal, CODE_PARAMETER, "quoteCcy");
	else if (instrument[0] == '\0' && about->quote_name[0] == '\0')
		sim_refuse(refusal, CODE_EMPTY, "quoteCcy");
	else if (instrument[0] != '\0' && !find_instrument(market, about, instrument))
		sim_refuse(refusal, CODE_INSTRUMENT, "instId");
	else if (instrument[0] == '\0' && !find_quote(market, about))
		sim_refuse(refusal, CODE_PARAMETER, "quoteCcy");
	else
		return true;
	return false;
}

/* OKX v5, "Get index tickers". */
static cJSON *
tell_tickers(const struct handler_question *question, struct handler_refusal *refusal)
{
	const struct market *market = question->market;
	struct index_question about = { .only = NULL };
	cJSON *data;

	if (!read_index_question(question, &about, refusal))
		return NULL;
	data = cJSON_CreateArray();
	for (size_t i = 0; can_quote(&about) && i < market->count; i++) {
		const struct market_coin *coin = &market->coins[i];

		if ((about.only != NULL && coin != about.only) || !has_index(coin, &about))
			continue;
		if (!add_ticker(data, question, coin, &about)) {
			cJSON_Delete(data);
			return sim_refuse(refusal, CODE_INTERNAL, NULL);
		}
	}
	return data;
}

#define LOAN "/api/v5/finance/flexible-loan/"

const struct endpoint endpoint_table[] = {
	{ "time", "/api/v5/public/time", false, 10, 2000, tell_time },
	{ "config", "/api/v5/account/config", true, 5, 2000, tell_config },
	{ "index-tickers", "/api/v5/market/index-tickers", false, 20, 2000, tell_tickers },
	{ "balances", "/api/v5/asset/balances", true, 6, 1000, tell_balances },
	{ "collateral-assets", LOAN "collateral-assets", true, 5, 2000, tell_assets },
	{ "loan-info", LOAN "loan-info", true, 5, 2000, tell_loans },
	{ "loan-history", LOAN "loan-history", true, 5, 2000, sim_tell_history },
	{ "interest-accrued", LOAN "interest-accrued", true, 5, 2000, sim_tell_interest },
	{ "max-collateral-redeem-amount", LOAN "max-collateral-redeem-amount", true, 5, 2000,
	    sim_tell_redeem_limit },
	{ "emode-info", LOAN "emode-info", false, 5, 2000, sim_tell_emode },
	{ "discount-rate-interest-free-quota", "/api/v5/public/discount-rate-interest-free-quota",
	    false, 2, 2000, sim_tell_tiers },
	{ "lending-rate-summary", "/api/v5/finance/savings/lending-rate-summary", false, 6, 1000,
	    sim_tell_lending_rate },
	{ "status", "/api/v5/system/status", false, 1, 5000, sim_tell_status },
	{ .name = NULL },
};

static bool
is_same_text(const char *text, const char *other, size_t length)
{
	return strlen(text) == length && memcmp(text, other, length) == 0;
}

const struct endpoint *
endpoint_of(const char *target)
{
	for (const struct endpoint *row = endpoint_table; row->name != NULL; row++)
		if (is_same_text(row->path, target, strcspn(target, "?")))
			return row;
	return NULL;
}

const struct endpoint *
endpoint_find(const char *name, size_t length)
{
	for (const struct endpoint *row = endpoint_table; row->name != NULL; row++)
		if (is_same_text(row->name, name, length))
			return row;
	return NULL;
}
