/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/portfolio.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bsd/string.h>

#include "base/text.h"
#include "base/xmalloc.h"

/* The string member NAME of OBJECT, or NULL with the cause. */
static const char *
member(const cJSON *object, const char *where, const char *name, struct cause *cause)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));

	if (text == NULL)
		cause_set(cause, "each element of \"%s\" needs a string \"%s\"", where, name);
	return text;
}

/* The member NAME as a number from 0 (or above it) to MOST (NULL: no limit). */
static bool
number(struct decimal *out, const cJSON *object, const char *where, const char *name, bool zero,
    const struct decimal *most, struct cause *cause)
{
	const char *text = member(object, where, name, cause);

	if (text == NULL)
		return false;
	if (!decimal_parse(out, text, strlen(text)) || decimal_sign(out) < (zero ? 0 : 1) ||
	    (most != NULL && decimal_compare(out, most) > 0))
		return cause_set(cause,
		    "\"%s\" of \"%s\" is \"%s\": expected a number %s%s, as a string", name, where,
		    text, zero ? "of 0 or more" : "above 0", most != NULL ? ", at most 1" : "");
	return true;
}

static bool
ccy_well_formed(const char *ccy)
{
	size_t length = strlen(ccy);

	return length > 0 && length < MARKET_CCY_SIZE &&
	    strspn(ccy, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") == length;
}

/*
 * The array NAME of OBJECT, at most MOST elements, all objects; *OUT is NULL where it is
 * missing.
 */
static bool
array(const cJSON **out, const cJSON *object, const char *name, int most, struct cause *cause)
{
	const cJSON *item;

	*out = cJSON_GetObjectItemCaseSensitive(object, name);
	if (*out == NULL)
		return true;
	if (!cJSON_IsArray(*out) || cJSON_GetArraySize(*out) > most)
		return cause_set(cause, "\"%s\" is not an array of at most %d elements", name,
		    most);
	cJSON_ArrayForEach(item, *out) if (!cJSON_IsObject(item)) return cause_set(cause,
	    "\"%s\" has an element that is not an object", name);
	return true;
}

/* The member "index" of a coin, which may be missing. */
static bool
read_index(enum coin_index *index, const cJSON *item, const char *ccy, struct cause *cause)
{
	static const char *const words[] = {
		[INDEX_ALL] = "all",
		[INDEX_USDT] = "USDT",
		[INDEX_NONE] = "none",
	};
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "index"));

	*index = INDEX_ALL;
	if (!cJSON_HasObjectItem(item, "index"))
		return true;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (text != NULL && strcmp(words[i], text) == 0) {
			*index = (enum coin_index)i;
			return true;
		}
	return cause_set(cause, "\"index\" of %s is not \"all\", \"USDT\" or \"none\"", ccy);
}

/* The member "tiers" of a coin, which may be missing: [["20","0.98"],["","0.5"]]. */
static bool
read_tiers(struct market_coin *coin, const cJSON *item, struct cause *cause)
{
	const struct decimal one = decimal_from(1, 0);
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(item, "tiers"), *element;

	if (list == NULL)
		return true;
	if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > SIM_PORTFOLIO_MAX_TIERS)
		return cause_set(cause, "\"tiers\" of %s is not an array of at most %d elements",
		    coin->ccy, SIM_PORTFOLIO_MAX_TIERS);
	coin->tiers = xcalloc((size_t)cJSON_GetArraySize(list) + 1, sizeof *coin->tiers);
	cJSON_ArrayForEach(element, list)
	{
		const char *to = cJSON_GetStringValue(cJSON_GetArrayItem(element, 0));
		const char *rate = cJSON_GetStringValue(cJSON_GetArrayItem(element, 1));
		struct coin_tier *tier = &coin->tiers[coin->tier_count++];

		tier->endless = to != NULL && to[0] == '\0';
		if (to == NULL || rate == NULL || !decimal_parse(&tier->rate, rate, strlen(rate)) ||
		    decimal_sign(&tier->rate) < 0 || decimal_compare(&tier->rate, &one) > 0 ||
		    (tier->endless && element->next != NULL) ||
		    (!tier->endless &&
			(!decimal_parse(&tier->to, to, strlen(to)) ||
			    decimal_compare(&tier->to,
				tier == coin->tiers ? &decimal_zero : &tier[-1].to) <= 0)))
			return cause_set(cause,
			    "\"tiers\" of %s has an element that is not [END, RATE], with ends "
			    "that rise (\"\" for none, in the last alone) and a rate from 0 to 1",
			    coin->ccy);
	}
	return true;
}

static bool
read_coins(struct market *market, const cJSON *root, struct cause *cause)
{
	const struct decimal one = decimal_from(1, 0);
	const cJSON *coins, *item;

	if (!array(&coins, root, "coins", SIM_PORTFOLIO_MAX_ROWS, cause))
		return false;
	if (coins == NULL)
		return cause_set(cause, "there is no \"coins\"");
	cJSON_ArrayForEach(item, coins)
	{
		const char *ccy = member(item, "coins", "ccy", cause);
		const cJSON *calm = cJSON_GetObjectItemCaseSensitive(item, "calm");
		struct decimal price, discount;
		enum coin_index index;
		size_t coin;

		if (ccy == NULL)
			return false;
		if (!ccy_well_formed(ccy))
			return cause_set(cause,
			    "\"%s\" is not a currency: expected 1 to %d letters and digits", ccy,
			    MARKET_CCY_SIZE - 1);
		if (market_find(market, ccy) != NULL)
			return cause_set(cause, "the coin %s is there twice", ccy);
		if (!number(&price, item, "coins", "price", false, NULL, cause) ||
		    !number(&discount, item, "coins", "discount", true, &one, cause))
			return false;
		if (calm != NULL &&
		    (!cJSON_IsNumber(calm) || calm->valueint < 0 ||
			calm->valueint > MARKET_MAX_CALM))
			return cause_set(cause, "\"calm\" of %s is not a number from 0 to %d", ccy,
			    MARKET_MAX_CALM);
		if (!read_index(&index, item, ccy, cause))
			return false;
		coin = market_add(market, ccy, &price, &discount,
		    calm == NULL ? 0 : (unsigned)calm->valueint);
		market->coins[coin].index = index;
		if (!read_tiers(&market->coins[coin], item, cause))
			return false;
	}
	return true;
}

static bool
load_amounts(struct lot *lot, const struct market *market, const cJSON *object, const char *name,
    struct cause *cause)
{
	const cJSON *rows, *item;

	if (!array(&rows, object, name, SIM_PORTFOLIO_MAX_ROWS, cause))
		return false;
	if (rows == NULL)
		return cause_set(cause, "there is no \"%s\"", name);
	lot->rows = xcalloc((size_t)cJSON_GetArraySize(rows), sizeof *lot->rows);
	cJSON_ArrayForEach(item, rows)
	{
		struct holding *row = &lot->rows[lot->count];
		const char *ccy = member(item, name, "ccy", cause);
		const struct market_coin *coin = ccy == NULL ? NULL : market_find(market, ccy);

		if (ccy == NULL)
			return false;
		if (coin == NULL)
			return cause_set(cause, "\"%s\" names %s, which is not among the coins",
			    name, ccy);
		if (!number(&row->amount, item, name, "amt", true, NULL, cause))
			return false;
		row->frozen = decimal_zero;
		if (cJSON_HasObjectItem(item, "frozen") &&
		    !number(&row->frozen, item, name, "frozen", true, NULL, cause))
			return false;
		row->coin = (size_t)(coin - market->coins);
		strlcpy(row->text, member(item, name, "amt", cause), sizeof row->text);
		lot->count++;
	}
	return true;
}

static bool
load_loan(struct sim_loan *loan, const struct market *market, const cJSON *item,
    struct cause *cause)
{
	const struct decimal one = decimal_from(1, 0);
	const char *id = member(item, "loans", "ordId", cause);

	if (id == NULL)
		return false;
	if (id[0] == '\0' || strspn(id, "0123456789") != strlen(id) ||
	    strlcpy(loan->ord_id, id, sizeof loan->ord_id) >= sizeof loan->ord_id)
		return cause_set(cause, "\"ordId\" is \"%s\": expected at most %d digits", id,
		    SIM_PORTFOLIO_ORD_ID_SIZE - 1);
	return number(&loan->margin_call, item, "loans", "marginCallLTV", false, &one, cause) &&
	    number(&loan->liquidation, item, "loans", "liqLTV", false, &one, cause) &&
	    load_amounts(&loan->borrowed, market, item, "borrowed", cause) &&
	    load_amounts(&loan->pledged, market, item, "pledged", cause);
}

/* Adds the loans of OBJECT to those of ACCOUNT. */
static bool
load_loans(struct account *account, const struct market *market, const cJSON *object,
    struct cause *cause)
{
	const cJSON *loans, *item;
	size_t room = account->loan_count;

	if (!array(&loans, object, "loans", SIM_PORTFOLIO_MAX_LOANS, cause))
		return false;
	if (loans == NULL)
		return true;
	room += (size_t)cJSON_GetArraySize(loans);
	account->loans = xreallocarray(account->loans, room, sizeof *account->loans);
	cJSON_ArrayForEach(item, loans)
	{
		struct sim_loan *loan = &account->loans[account->loan_count++];

		memset(loan, 0, sizeof *loan);
		if (!load_loan(loan, market, item, cause))
			return false;
	}
	return true;
}

static bool
read_account(struct account *account, const struct market *market, const cJSON *object,
    struct cause *cause)
{
	if (!cJSON_IsObject(object))
		return cause_set(cause, "there is no such object");
	return load_amounts(&account->assets, market, object, "assets", cause) &&
	    load_loans(account, market, object, cause);
}

bool
sim_portfolio_read(struct sim_portfolio *portfolio, struct market *market, const char *text,
    size_t length, struct cause *cause)
{
	const char *end = NULL;
	bool done = false;
	cJSON *root;

	memset(portfolio, 0, sizeof *portfolio);
	if (strlen(text) != length || !text_valid(text, length))
		return cause_set(cause, "it is not UTF-8 text");
	root = cJSON_ParseWithLengthOpts(text, length + 1, &end, 1);
	if (root == NULL)
		return cause_set(cause, "it is not valid JSON at byte %zu",
		    end == NULL ? 0 : (size_t)(end - text));

	if (!read_coins(market, root, cause))
		goto out;
	for (int i = 0; i < ENVIRONMENTS; i++) {
		const char *name = environment_name((enum environment)i);
		const cJSON *object = cJSON_GetObjectItemCaseSensitive(root, name);

		if (!read_account(&portfolio->accounts[i], market, object, cause)) {
			cause_prefix(cause, name);
			goto out;
		}
	}
	done = true;
out:
	cJSON_Delete(root);
	return done;
}

bool
sim_portfolio_load(struct sim_portfolio *portfolio, struct market *market, const char *file,
    struct cause *cause)
{
	char *text = NULL;
	size_t length = 0;
	ssize_t got = 0;
	bool done = false;
	int descriptor;

	memset(portfolio, 0, sizeof *portfolio);
	descriptor = open(file, O_RDONLY | O_CLOEXEC);
	if (descriptor == -1)
		return cause_set(cause, "cannot open the portfolio %s: %s", file, strerror(errno));
	text = xmalloc(SIM_PORTFOLIO_MAX_FILE + 1);
	while (length < SIM_PORTFOLIO_MAX_FILE) {
		got = read(descriptor, text + length, SIM_PORTFOLIO_MAX_FILE - length);
		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		length += (size_t)got;
	}
	text[length] = '\0';
	if (got == -1)
		cause_set(cause, "cannot read the portfolio %s: %s", file, strerror(errno));
	else if (length == SIM_PORTFOLIO_MAX_FILE)
		cause_set(cause, "the portfolio %s is larger than 4 MiB", file);
	else if (!sim_portfolio_read(portfolio, market, text, length, cause))
		cause_prefix(cause, file);
	else
		done = true;
	close(descriptor);
	free(text);
	return done;
}

/* An invented amount with up to 18 decimals: the value of most is between a cent and a million. */
static void
invent_amount(struct holding *row, const struct market *market, uint64_t bits)
{
	int worth = (int)(bits % 9) - 2;
	int scale = 17 - worth + decimal_magnitude(&market->coins[row->coin].price);
	char text[DECIMAL_TEXT_SIZE];

	if (scale > 18)
		scale = 18;
	if (scale < 0)
		scale = 0;
	row->amount = decimal_from((int64_t)(market_mix(bits) % UINT64_C(1000000000000000000)) + 1,
	    scale);
	market_figure(text, &row->amount);
	strlcpy(row->text, text, sizeof row->text);
}

void
sim_portfolio_resize(struct sim_portfolio *portfolio, struct market *market, size_t count)
{
	for (size_t serial = 1; market->count < MARKET_MAX_COINS && serial <= count; serial++) {
		uint64_t bits = market_mix(market->seed ^ serial << 32);
		int64_t digits = (int64_t)(market_mix(bits) % 90000000) + 10000000;
		struct decimal price = decimal_from(digits, (int)(bits % 13) + 3);
		struct decimal discount = decimal_from((int64_t)(50 + bits / 16 % 49), 2);
		char ccy[MARKET_CCY_SIZE];

		snprintf(ccy, sizeof ccy, "X%05zu", serial);
		market_add(market, ccy, &price, &discount, 0);
	}
	for (int i = 0; i < ENVIRONMENTS; i++) {
		struct lot *lot = &portfolio->accounts[i].assets;
		size_t next = market->count - count;

		lot->rows = xreallocarray(lot->rows, count, sizeof *lot->rows);
		for (; lot->count < count; lot->count++) {
			struct holding *row = &lot->rows[lot->count];

			memset(row, 0, sizeof *row);
			row->coin = next++;
			invent_amount(row, market,
			    market_mix(market->seed ^ lot->count << 8 ^ (uint64_t)i));
		}
		lot->count = count;
	}
}

bool
sim_portfolio_add_loans(struct account *account, const struct market *market, const char *text,
    struct cause *cause)
{
	cJSON *root = cJSON_Parse(text);
	bool done = load_loans(account, market, root, cause);

	cJSON_Delete(root);
	return done;
}

/* Gives ROW another amount. */
static bool
put_amount(struct holding *row, const struct decimal *amount, struct cause *cause)
{
	char text[DECIMAL_TEXT_SIZE];

	market_figure(text, amount);
	if (strlcpy(row->text, text, sizeof row->text) >= sizeof row->text)
		return cause_set(cause, "the amount %s has too many digits", text);
	row->amount = *amount;
	return true;
}

bool
sim_portfolio_shrink(struct lot *lot, int percent, struct cause *cause)
{
	const struct decimal share = decimal_from(percent, 2);
	struct decimal amount;

	for (size_t i = 0; i < lot->count; i++) {
		struct holding *row = &lot->rows[i];

		if (!decimal_multiply(&amount, &row->amount, &share))
			return cause_set(cause, "the amount %s cannot be shared", row->text);
		if (!put_amount(row, &amount, cause))
			return false;
	}
	return true;
}

/* The row of COIN in AMOUNTS, made where there is none. */
static struct holding *
row_of(struct lot *lot, size_t coin)
{
	for (size_t i = 0; i < lot->count; i++)
		if (lot->rows[i].coin == coin)
			return &lot->rows[i];
	lot->rows = xreallocarray(lot->rows, lot->count + 1, sizeof *lot->rows);
	lot->rows[lot->count] = (struct holding){ .coin = coin,
		.amount = decimal_zero,
		.frozen = decimal_zero };
	return &lot->rows[lot->count++];
}

static bool
merge_amounts(struct lot *to, const struct lot *from, struct cause *cause)
{
	struct decimal sum;

	for (size_t i = 0; i < from->count; i++) {
		struct holding *row = row_of(to, from->rows[i].coin);

		if (!decimal_add(&sum, &row->amount, &from->rows[i].amount))
			return cause_set(cause, "the amount %s cannot be added",
			    from->rows[i].text);
		if (!put_amount(row, &sum, cause))
			return false;
	}
	return true;
}

bool
sim_portfolio_repay(struct account *account, struct cause *cause)
{
	for (size_t i = 0; i < account->loan_count; i++)
		if (!merge_amounts(&account->assets, &account->loans[i].pledged, cause))
			return false;
	sim_portfolio_drop_loans(account);
	return true;
}

static void
copy_lot(struct lot *to, const struct lot *from)
{
	to->rows = xcalloc(from->count, sizeof *to->rows);
	to->count = from->count;
	if (from->count > 0)
		memcpy(to->rows, from->rows, from->count * sizeof *to->rows);
}

static void
copy_loan(struct sim_loan *to, const struct sim_loan *from)
{
	*to = *from;
	copy_lot(&to->borrowed, &from->borrowed);
	copy_lot(&to->pledged, &from->pledged);
}

bool
sim_portfolio_resize_loans(struct account *account, size_t count, struct cause *cause)
{
	if (account->loan_count == 0 || account->loan_count >= count)
		return true;
	account->loans = xreallocarray(account->loans, count, sizeof *account->loans);
	while (account->loan_count < count) {
		struct sim_loan *loan = &account->loans[account->loan_count++];

		copy_loan(loan, &account->loans[0]);
		snprintf(loan->ord_id, sizeof loan->ord_id, "%.28s%04zu", account->loans[0].ord_id,
		    account->loan_count % 10000);
		if (!sim_portfolio_shrink(&loan->borrowed, 100 - (int)(account->loan_count % 50),
			cause))
			return false;
	}
	return true;
}

void
sim_portfolio_copy_account(struct account *to, const struct account *from)
{
	copy_lot(&to->assets, &from->assets);
	to->loans = xcalloc(from->loan_count, sizeof *to->loans);
	to->loan_count = from->loan_count;
	for (size_t i = 0; i < from->loan_count; i++)
		copy_loan(&to->loans[i], &from->loans[i]);
}

void
sim_portfolio_drop_loans(struct account *account)
{
	for (size_t i = 0; i < account->loan_count; i++) {
		free(account->loans[i].borrowed.rows);
		free(account->loans[i].pledged.rows);
	}
	free(account->loans);
	account->loans = NULL;
	account->loan_count = 0;
}

void
sim_portfolio_clear_account(struct account *account)
{
	sim_portfolio_drop_loans(account);
	free(account->assets.rows);
	account->assets.rows = NULL;
	account->assets.count = 0;
}

void
sim_portfolio_clear(struct sim_portfolio *portfolio)
{
	for (int i = 0; i < ENVIRONMENTS; i++)
		sim_portfolio_clear_account(&portfolio->accounts[i]);
}
