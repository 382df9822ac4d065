/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/ledger.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <bsd/stdlib.h>

#include "base/monotime.h"
#include "sim/haircut.h"

#define HOUR_MS INT64_C(3600000)
#define OPEN_HOURS 72
#define INTEREST_HOURS (30 * 24) /* how far back interest is told */
#define ROWS_MOST 100
#define RATE_DECIMALS 4
#define INTEREST_DECIMALS 8
#define HOURS_A_YEAR 8760
#define LAST_REF INT64_C(999999999999999999)
#define REFS_PER_MS 1000 /* rows of one moment */
#define REDEEM_POINTS 5  /* below the margin call */

/* What a question about a ledger leaves of it: rows between two refIds, so many, of a type. */
struct page {
	int64_t after, before; /* refIds below AFTER and above BEFORE */
	int limit;
	char type[HANDLER_PARAMETER_SIZE];
	const struct market_coin *coin; /* NULL: all */
	const struct market *market;
	cJSON *data;
};

struct decimal
sim_rate(const struct market_coin *coin, int64_t hour)
{
	int64_t base = 300 + (int64_t)(coin->salt % 800);
	int64_t sway = (int64_t)(market_mix(coin->salt ^ (uint64_t)hour) % 201) - 100;

	return decimal_from(base + sway, RATE_DECIMALS);
}

/* Reads the number of parameter NAME from 1 to MOST, OTHERWISE where it is not given. */
static bool
read_number(int64_t *out, const struct handler_question *question, const char *name, int64_t most,
    int64_t otherwise)
{
	char text[HANDLER_PARAMETER_SIZE];
	const char *wrong = NULL;

	*out = otherwise;
	if (!handler_parameter(text, question->target, name))
		return false;
	if (text[0] != '\0')
		*out = strtonum(text, 1, most, &wrong);
	return wrong == NULL;
}

static bool
read_page(struct page *page, const struct handler_question *question,
    struct handler_refusal *refusal)
{
	int64_t limit = 0;
	const char *wrong = NULL;

	page->market = question->market;
	if (!sim_find_coin(question, &page->coin, refusal))
		return false;
	if (!handler_parameter(page->type, question->target, "type"))
		wrong = "type";
	else if (!read_number(&page->after, question, "after", LAST_REF, INT64_MAX))
		wrong = "after";
	else if (!read_number(&page->before, question, "before", LAST_REF, 0))
		wrong = "before";
	else if (!read_number(&limit, question, "limit", ROWS_MOST, ROWS_MOST))
		wrong = "limit";
	page->limit = (int)limit;
	if (wrong != NULL)
		sim_refuse(refusal, CODE_PARAMETER, wrong);
	return wrong == NULL;
}

/* A row of the ledger, added to the page's data where it belongs there; NULL where not. */
static cJSON *
add_row(struct page *page, size_t coin, int64_t utc_ms, unsigned serial)
{
	int64_t ref = utc_ms * REFS_PER_MS + serial;
	cJSON *row;

	if (ref >= page->after || ref <= page->before ||
	    cJSON_GetArraySize(page->data) >= page->limit ||
	    (page->coin != NULL && page->coin != &page->market->coins[coin]))
		return NULL;
	row = cJSON_CreateObject();
	sim_tell_ms(row, "refId", ref);
	cJSON_AddStringToObject(row, "ccy", page->market->coins[coin].ccy);
	sim_tell_ms(row, "ts", utc_ms);
	cJSON_AddItemToArray(page->data, row);
	return row;
}

static void
add_move(struct page *page, const char *type, size_t coin, const struct decimal *amount,
    int64_t utc_ms, unsigned serial)
{
	cJSON *row;

	if (page->type[0] != '\0' && strcmp(page->type, type) != 0)
		return;
	row = add_row(page, coin, utc_ms, serial);
	if (row == NULL)
		return;
	cJSON_AddStringToObject(row, "type", type);
	sim_tell_figure(row, "amt", amount);
}

static const struct sim_loan *
find_first(const struct handler_question *question, const struct sim_loan *loan)
{
	for (size_t i = 0; i < question->first->loan_count; i++)
		if (strcmp(question->first->loans[i].ord_id, loan->ord_id) == 0)
			return &question->first->loans[i];
	return loan;
}

/* What LOAN has had of COIN since the change: the amount of ROW, which LOT may no longer have. */
static struct decimal
amount_now(const struct lot *lot, const struct holding *row)
{
	for (size_t i = 0; i < lot->count; i++)
		if (lot->rows[i].coin == row->coin)
			return lot->rows[i].amount;
	return decimal_zero;
}

/* Rows for what LATER has less than FIRST, told as TYPE. */
static void
add_losses(struct page *page, const char *type, const struct lot *first, const struct lot *later,
    int64_t utc_ms, unsigned serial)
{
	for (size_t i = 0; i < first->count; i++) {
		struct decimal lost = amount_now(later, &first->rows[i]);

		if (decimal_subtract(&lost, &lost, &first->rows[i].amount) &&
		    decimal_sign(&lost) < 0)
			add_move(page, type, first->rows[i].coin, &lost, utc_ms,
			    serial + (unsigned)i);
	}
}

static void
add_gains(struct page *page, const char *type, const struct lot *lot, int64_t utc_ms,
    unsigned serial)
{
	for (size_t i = 0; i < lot->count; i++)
		add_move(page, type, lot->rows[i].coin, &lot->rows[i].amount, utc_ms,
		    serial + (unsigned)i);
}

/* The hour in which the orders were opened, counted from 1970. */
static int64_t
opened_hour(const struct handler_question *question)
{
	int64_t start_ms = question->utc_ms - (monotime_ms() - market_step_ms(question->market, 0));

	return start_ms / HOUR_MS - OPEN_HOURS;
}

/* The newest come first. */
cJSON *
sim_tell_history(const struct handler_question *question, struct handler_refusal *refusal)
{
	int64_t opened_ms = opened_hour(question) * HOUR_MS;
	const struct sim_loan *loan, *first;
	struct page page;
	bool named;

	if (!read_page(&page, question, refusal) ||
	    !sim_find_loan(question, &loan, &named, refusal))
		return NULL;
	page.data = cJSON_CreateArray();
	if (loan == NULL)
		return page.data;
	first = find_first(question, loan);
	add_losses(&page, "partial_liquidation", &first->borrowed, &loan->borrowed,
	    question->changed_utc_ms, 500);
	add_losses(&page, "sell_collateral", &first->pledged, &loan->pledged,
	    question->changed_utc_ms, 0);
	add_gains(&page, "borrowed", &first->borrowed, opened_ms, 500);
	add_gains(&page, "collateral_locked", &first->pledged, opened_ms, 0);
	return page.data;
}

/* Adds the interest of the full hour HOUR on DEBT. */
static bool
add_interest(struct page *page, const struct holding *row, const struct decimal *debt, int64_t hour,
    unsigned serial)
{
	const struct decimal hours = decimal_from(HOURS_A_YEAR, 0);
	const struct decimal rate = sim_rate(&page->market->coins[row->coin], hour - 1);
	struct decimal interest;
	cJSON *told;

	if (!decimal_multiply(&interest, debt, &rate) ||
	    !decimal_divide(&interest, &interest, &hours, INTEREST_DECIMALS, DECIMAL_CEILING))
		return false;
	told = add_row(page, row->coin, hour * HOUR_MS, serial);
	if (told != NULL) {
		sim_tell_figure(told, "interest", &interest);
		sim_tell_figure(told, "interestRate", &rate);
		sim_tell_figure(told, "loan", debt);
	}
	return true;
}

cJSON *
sim_tell_interest(const struct handler_question *question, struct handler_refusal *refusal)
{
	int64_t now = question->utc_ms / HOUR_MS, from = opened_hour(question);
	const struct sim_loan *loan, *first;
	struct page page;
	bool named, fits = true;

	if (!read_page(&page, question, refusal) ||
	    !sim_find_loan(question, &loan, &named, refusal))
		return NULL;
	page.data = cJSON_CreateArray();
	if (loan == NULL)
		return page.data;
	first = find_first(question, loan);
	if (from < now - INTEREST_HOURS)
		from = now - INTEREST_HOURS;
	for (int64_t hour = now; fits && hour > from; hour--) {
		const struct lot *lot = &first->borrowed;

		for (size_t i = 0; fits && i < lot->count; i++) {
			struct decimal debt = lot->rows[i].amount;

			if (question->changed_utc_ms >= 0 &&
			    hour * HOUR_MS >= question->changed_utc_ms)
				debt = amount_now(&loan->borrowed, &lot->rows[i]);
			fits = add_interest(&page, &lot->rows[i], &debt, hour, (unsigned)i);
		}
	}
	if (fits)
		return page.data;
	cJSON_Delete(page.data);
	return sim_refuse(refusal, CODE_INTERNAL, NULL);
}

static bool
sum_lot(struct decimal *sum, const struct market *market, const struct lot *lot, int64_t step,
    bool counted)
{
	struct decimal value;

	*sum = decimal_zero;
	for (size_t i = 0; i < lot->count; i++)
		if (!sim_worth(&value, market, &lot->rows[i], step, counted) ||
		    !decimal_add(sum, sum, &value))
			return false;
	return true;
}

/* How much of ROW, which LOAN has pledged, leaves the LTV low enough. */
static bool
find_limit(struct decimal *out, const struct handler_question *question,
    const struct sim_loan *loan, const struct holding *row)
{
	const struct market *market = question->market;
	const struct market_coin *coin = &market->coins[row->coin];
	const struct decimal points = decimal_from(REDEEM_POINTS, 2);
	int64_t step = question->step;
	struct decimal owed, secured, ltv, price, kept;

	if (!sum_lot(&owed, market, &loan->borrowed, step, false) ||
	    !sum_lot(&secured, market, &loan->pledged, step, true) ||
	    !decimal_subtract(&ltv, &loan->margin_call, &points) ||
	    !market_price(market, coin, step, &price) ||
	    !haircut_counted(&kept, market, coin, step, &row->amount))
		return false;
	*out = decimal_zero;
	if (decimal_sign(&ltv) <= 0)
		return true;
	/* What the coin must still count for, in USD, then of itself. */
	if (!decimal_multiply(&kept, &kept, &price) || !decimal_subtract(&kept, &kept, &secured) ||
	    !decimal_divide(&owed, &owed, &ltv, INTEREST_DECIMALS, DECIMAL_CEILING) ||
	    !decimal_add(&kept, &kept, &owed) ||
	    !decimal_divide(&kept, &kept, &price, INTEREST_DECIMALS, DECIMAL_CEILING) ||
	    !haircut_amount(&kept, market, coin, step, &kept, &row->amount))
		return false;
	return decimal_subtract(out, &row->amount, &kept);
}

cJSON *
sim_tell_redeem_limit(const struct handler_question *question, struct handler_refusal *refusal)
{
	const struct market_coin *coin;
	const struct sim_loan *loan;
	struct decimal limit = decimal_zero;
	cJSON *data, *element;
	bool named;

	if (!sim_find_coin(question, &coin, refusal) ||
	    !sim_find_loan(question, &loan, &named, refusal))
		return NULL;
	if (coin == NULL)
		return sim_refuse(refusal, CODE_EMPTY, "ccy");
	for (size_t i = 0; loan != NULL && i < loan->pledged.count; i++)
		if (&question->market->coins[loan->pledged.rows[i].coin] == coin &&
		    !find_limit(&limit, question, loan, &loan->pledged.rows[i]))
			return sim_refuse(refusal, CODE_INTERNAL, NULL);
	data = cJSON_CreateArray();
	element = cJSON_CreateObject();
	cJSON_AddStringToObject(element, "ccy", coin->ccy);
	sim_tell_figure(element, "maxRedeemAmt", &limit);
	cJSON_AddItemToArray(data, element);
	return data;
}
