/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/fault.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/stdlib.h>
#include <bsd/string.h>

#include "base/decimal.h"
#include "sim/handlers.h"
#include "sim/market.h"

#define LOANS "loan-info"
#define TICKERS "index-tickers"
#define CODE_PREFIX "code-"
#define MAX_COUNT 1000000

/* The members of an answer that hold rows, and those of a row or an order that hold a figure. */
static const char *const row_arrays[] = { "assets", "collateralData", "loanData", "details" };
static const char *const row_figures[] = { "amt", "notionalUsd", "availBal", "bal", "frozenBal",
	"idxPx", "open24h", "high24h", "low24h", "sodUtc0", "sodUtc8", "ts", "minAmt", "maxAmt",
	"discountRate", "maxRedeemAmt", "loan", "interest", "interestRate", "avgRate", "preRate",
	"estRate", "begin", "end" };
/* The members that name a row, the first that it has: a currency, an index of one, a title. */
static const char *const row_names[] = { "instId", "ccy", "collateralCcy", "title" };
static const char *const order_figures[] = { "collateralNotionalUsd", "loanNotionalUsd", "curLTV",
	"marginCallLTV", "liqLTV" };

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static cJSON *
data_of(cJSON *answer)
{
	return cJSON_GetObjectItemCaseSensitive(answer, "data");
}

/* Puts TEXT in the place of the member NAME of OBJECT. */
static void
put_text(cJSON *object, const char *name, const char *text)
{
	cJSON_ReplaceItemInObjectCaseSensitive(object, name, cJSON_CreateString(text));
}

static void
leave_out(cJSON *object, const char *name)
{
	cJSON_DeleteItemFromObjectCaseSensitive(object, name);
}

static const char *
text_of(const cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));

	return text == NULL ? "" : text;
}

/* The member that names ROW. */
static const char *
naming_member(const cJSON *row)
{
	for (size_t i = 0; i < COUNT(row_names); i++)
		if (cJSON_HasObjectItem(row, row_names[i]))
			return row_names[i];
	return "ccy";
}

/* Calls ACT with each array of rows in ANSWER: balances and indexes are rows themselves. */
static void
each_array(cJSON *answer, void (*act)(cJSON *rows))
{
	cJSON *first = cJSON_GetArrayItem(data_of(answer), 0), *element;

	if (cJSON_HasObjectItem(first, naming_member(first)))
		act(data_of(answer));
	cJSON_ArrayForEach(element, data_of(answer)) for (size_t i = 0; i < COUNT(row_arrays); i++)
	{
		cJSON *rows = cJSON_GetObjectItemCaseSensitive(element, row_arrays[i]);

		if (rows != NULL)
			act(rows);
	}
}

static void
replace_figures(cJSON *objects, const char *const names[], size_t count,
    cJSON *(*make)(unsigned serial))
{
	unsigned serial = 0;
	cJSON *object;

	cJSON_ArrayForEach(object, objects) for (size_t i = 0; i < count;
						 i++) if (cJSON_HasObjectItem(object, names[i]))
	    cJSON_ReplaceItemInObjectCaseSensitive(object, names[i], make(serial++));
}

static cJSON *
wrong_type(unsigned serial)
{
	switch (serial % 5) {
	case 0:
		return cJSON_CreateNumber(12345);
	case 1:
		return cJSON_CreateTrue();
	case 2:
		return cJSON_CreateObject();
	case 3:
		return cJSON_CreateArray();
	default:
		return cJSON_CreateFalse();
	}
}

static cJSON *
bad_decimal(unsigned serial)
{
	static const char *const bad[] = { "abc", "NaN", "1e999", "1,000", "0x10", "--1", "+1",
		".5", "1.", " 1", "1.2.3", "Infinity", "\357\274\221", "1e", "1_000", "-",
		"11111111111111111111111111111111111111111111111111111111111111111" };

	return cJSON_CreateString(bad[serial % COUNT(bad)]);
}

static void
wrong_types_in(cJSON *rows)
{
	replace_figures(rows, row_figures, COUNT(row_figures), wrong_type);
}

static void
bad_decimals_in(cJSON *rows)
{
	replace_figures(rows, row_figures, COUNT(row_figures), bad_decimal);
}

static void
wrong_types(cJSON *answer, unsigned serial)
{
	(void)serial;
	each_array(answer, wrong_types_in);
	replace_figures(data_of(answer), order_figures, COUNT(order_figures), wrong_type);
}

static void
bad_decimals(cJSON *answer, unsigned serial)
{
	(void)serial;
	each_array(answer, bad_decimals_in);
	replace_figures(data_of(answer), order_figures, COUNT(order_figures), bad_decimal);
}

/* Puts TEXT in the place of the first row's currency, and a row there if none is. */
static void
rename_first(cJSON *rows, const char *text)
{
	cJSON *row = cJSON_GetArrayItem(rows, 0);

	if (row == NULL) {
		row = cJSON_CreateObject();
		cJSON_AddStringToObject(row, "amt", "1");
		cJSON_AddStringToObject(row, "ccy", "");
		cJSON_AddStringToObject(row, "notionalUsd", "1");
		cJSON_AddItemToArray(rows, row);
	}
	put_text(row, naming_member(row), text);
}

static void
bad_utf8_in(cJSON *rows)
{
	rename_first(rows, "B\377T\300\257C");
}

static void
escapes_in(cJSON *rows)
{
	rename_first(rows,
	    "\033]0;taken over\007\033[2J\033[31mBTC\302\233"
	    "5m\342\200\256CTB");
}

static void
no_rows_in(cJSON *rows)
{
	while (rows->child != NULL)
		cJSON_DeleteItemFromArray(rows, 0);
}

static void
empty_data(cJSON *answer, unsigned serial)
{
	(void)serial;
	cJSON_ReplaceItemInObjectCaseSensitive(answer, "data", cJSON_CreateArray());
}

/* The answer's first array of rows that has one. */
static cJSON *
first_rows(cJSON *answer)
{
	cJSON *data = data_of(answer), *first = cJSON_GetArrayItem(data, 0);

	if (cJSON_HasObjectItem(first, naming_member(first)))
		return data;
	for (size_t i = 0; i < COUNT(row_arrays); i++) {
		cJSON *rows = cJSON_GetObjectItemCaseSensitive(first, row_arrays[i]);

		if (cJSON_GetArraySize(rows) > 0)
			return rows;
	}
	return NULL;
}

/* Adds rows like the first one until their text has more than FAULT_HUGE bytes. */
static void
make_huge(cJSON *answer, unsigned serial)
{
	cJSON *rows = first_rows(answer);
	char *row = rows == NULL ? NULL : cJSON_PrintUnformatted(rows->child);
	const char *text = row == NULL ?
	    "{\"amt\":\"1\",\"ccy\":\"X00001\",\"notionalUsd\":\"1\"}" :
	    row;

	(void)serial;
	if (rows == NULL)
		rows = data_of(answer);
	for (size_t size = 0; size <= FAULT_HUGE; size += strlen(text))
		cJSON_AddItemToArray(rows, cJSON_CreateRaw(text));
	free(row);
}

/* Puts the member FROM of ORDER and CHANGE / 10^SCALE in the place of NAME. */
static void
put_more(cJSON *order, const char *name, const char *from, int64_t change, int scale)
{
	const struct decimal more = decimal_from(change, scale);
	char text[DECIMAL_TEXT_SIZE];
	struct decimal value;

	if (decimal_parse(&value, text_of(order, from), strlen(text_of(order, from))) &&
	    decimal_add(&value, &value, &more) && decimal_text(text, sizeof text, &value) > 0)
		put_text(order, name, text);
}

static void
put_sum(cJSON *order, const char *name, const char *from, int hundredths)
{
	put_more(order, name, from, hundredths, 2);
}

static void
lower_thresholds(cJSON *order, unsigned serial)
{
	put_sum(order, "marginCallLTV", "marginCallLTV", serial % 2 == 0 ? 0 : -5);
	put_sum(order, "liqLTV", "liqLTV", serial % 2 == 0 ? 0 : -5);
}

static void
cross_thresholds(cJSON *order, unsigned serial)
{
	(void)serial;
	put_sum(order, "marginCallLTV", "liqLTV", 5);
}

static void
leave_out_ltv(cJSON *order, unsigned serial)
{
	if (serial % 2 == 0)
		leave_out(order, "curLTV");
	else
		put_text(order, "curLTV", "");
}

static void
pass_liquidation(cJSON *order, unsigned serial)
{
	(void)serial;
	put_sum(order, "curLTV", "liqLTV", 1);
}

static void
empty_side(cJSON *order, const char *rows, const char *sum, const char *ltv)
{
	cJSON_ReplaceItemInObjectCaseSensitive(order, rows, cJSON_CreateArray());
	put_text(order, sum, "0");
	put_text(order, "curLTV", ltv);
}

static void
secure_nothing(cJSON *order, unsigned serial)
{
	(void)serial;
	empty_side(order, "collateralData", "collateralNotionalUsd", "");
}

static void
owe_nothing(cJSON *order, unsigned serial)
{
	(void)serial;
	empty_side(order, "loanData", "loanNotionalUsd", "0");
}

static void
send_numbers(cJSON *order, unsigned serial)
{
	(void)serial;
	for (size_t i = 0; i < COUNT(order_figures); i++)
		if (text_of(order, order_figures[i])[0] != '\0')
			cJSON_ReplaceItemInObjectCaseSensitive(order, order_figures[i],
			    cJSON_CreateRaw(text_of(order, order_figures[i])));
}

static void
leave_out_order_id(cJSON *order, unsigned serial)
{
	(void)serial;
	leave_out(order, "ordId");
}

static void
repeat_order_id(cJSON *answer, unsigned serial)
{
	cJSON *data = data_of(answer), *first = cJSON_GetArrayItem(data, 0), *order;

	(void)serial;
	if (cJSON_GetArraySize(data) == 1)
		cJSON_AddItemToArray(data, cJSON_Duplicate(first, 1));
	cJSON_ArrayForEach(order, data) if (order != first)
	    put_text(order, "ordId", text_of(first, "ordId"));
}

static void
reverse_orders(cJSON *answer, unsigned serial)
{
	cJSON *reversed, *order;

	if (serial % 2 == 0)
		return;
	reversed = cJSON_CreateArray();
	while ((order = cJSON_DetachItemFromArray(data_of(answer), 0)) != NULL)
		cJSON_InsertItemInArray(reversed, 0, order);
	cJSON_ReplaceItemInObjectCaseSensitive(answer, "data", reversed);
}

static void
leave_out_prices(cJSON *answer, unsigned serial)
{
	cJSON *ticker;

	cJSON_ArrayForEach(ticker, data_of(answer))
	{
		const char *name = serial % 4 < 2 ? "idxPx" : "open24h";

		if (serial++ % 2 == 0)
			leave_out(ticker, name);
		else
			put_text(ticker, name, "");
	}
}

/* What --doctor --deep compares is compared with something else. */
static void
disagree(cJSON *answer, unsigned serial)
{
	cJSON *row, *tier;

	cJSON_ArrayForEach(row, data_of(answer))
	{
		cJSON_ArrayForEach(tier, cJSON_GetObjectItemCaseSensitive(row, "details"))
		    put_sum(tier, "discountRate", "discountRate", -2);
		put_more(row, "interest", "interest", -1, 8);
		put_sum(row, "interestRate", "interestRate", 1);
		if (serial % 2 == 1 && cJSON_HasObjectItem(row, "maxRedeemAmt"))
			put_text(row, "maxRedeemAmt", "0.01");
		if (strcmp(text_of(row, "type"), "collateral_locked") == 0)
			put_sum(row, "amt", "amt", 1);
	}
}

/* clang-format off */
const struct fault fault_table[] = {
	{ .name = "hang", .help = "accept the request and never answer",
	    .delivery = FAULT_DELIVER_NEVER },
	{ .name = "slow", .help = "send one byte of the body a second", .state = FAULT_ANSWER,
	    .delivery = FAULT_DELIVER_SLOWLY },
	{ .name = "drop", .help = "close the connection before any byte",
	    .delivery = FAULT_DELIVER_CLOSED },
	{ .name = "reset", .help = "reset the connection before any byte",
	    .delivery = FAULT_DELIVER_RESET },
	{ .name = "http-503-html",
	    .help = "answer 503 with a page of HTML, as a front server does",
	    .status = 503,
	    .content_type = "text/html",
	    .body =
		"<!DOCTYPE html>\n<html><head><title>503 Service Temporarily Unavailable</title></head>\n"
		"<body><h1>503 Service Temporarily Unavailable</h1></body></html>\n" },
	{ .name = "redirect",
	    .help = "answer 302 to another host (see --redirect-to)",
	    .status = 302,
	    .content_type = "text/html",
	    .body = "<html><body><h1>302 Found</h1></body></html>\n" },
	{ .name = "truncated", .help = "close the connection after half of the body",
	    .state = FAULT_ANSWER, .delivery = FAULT_DELIVER_HALF },
	{ .name = "bad-utf8", .help = "put bytes that are no UTF-8 into a currency",
	    .state = FAULT_SUCCESS, .spoil_rows = bad_utf8_in },
	{ .name = "wrong-types",
	    .help = "put numbers, booleans, arrays and objects in place of figures",
	    .state = FAULT_SUCCESS, .spoil = wrong_types },
	{ .name = "bad-decimals", .help = "put text that is not a number in place of figures",
	    .state = FAULT_SUCCESS, .spoil = bad_decimals },
	{ .name = "escape-injection", .help = "put terminal control sequences into a currency",
	    .state = FAULT_SUCCESS, .spoil_rows = escapes_in },
	{ .name = "empty-data",
	    .help = "answer with \"data\":[], as loan-info does without an open loan",
	    .state = FAULT_SUCCESS, .spoil = empty_data },
	{ .name = "empty-assets", .help = "answer without rows", .state = FAULT_SUCCESS,
	    .spoil_rows = no_rows_in },
	{ .name = "huge", .help = "answer with more than 2 MiB", .state = FAULT_SUCCESS,
	    .spoil = make_huge },
	{ .name = "moving-thresholds",
	    .help = "put both thresholds of orders 5 points lower in every second answer",
	    .state = FAULT_SUCCESS, .endpoint = LOANS, .spoil_order = lower_thresholds },
	{ .name = "crossed-thresholds",
	    .help = "put the margin call 5 points above the liquidation LTV",
	    .state = FAULT_SUCCESS, .endpoint = LOANS, .spoil_order = cross_thresholds },
	{ .name = "missing-ltv", .help = "leave out curLTV, or its text in every second answer",
	    .state = FAULT_SUCCESS, .endpoint = LOANS, .spoil_order = leave_out_ltv },
	{ .name = "ltv-past-liquidation", .help = "put curLTV a point above liqLTV",
	    .state = FAULT_SUCCESS, .endpoint = LOANS, .spoil_order = pass_liquidation },
	{ .name = "zero-collateral", .help = "answer that nothing secures the debt",
	    .state = FAULT_SUCCESS, .endpoint = LOANS, .spoil_order = secure_nothing },
	{ .name = "zero-debt", .help = "answer that nothing is owed", .state = FAULT_SUCCESS,
	    .endpoint = LOANS, .spoil_order = owe_nothing },
	{ .name = "numbers", .help = "send the figures of orders as JSON numbers",
	    .state = FAULT_SUCCESS, .endpoint = LOANS, .spoil_order = send_numbers },
	{ .name = "same-order-ids",
	    .help = "give all orders one ordId, and make them two at least",
	    .state = FAULT_SUCCESS, .endpoint = LOANS, .spoil = repeat_order_id },
	{ .name = "missing-order-ids", .help = "leave out ordId", .state = FAULT_SUCCESS,
	    .endpoint = LOANS, .spoil_order = leave_out_order_id },
	{ .name = "reordered", .help = "reverse the orders in every second answer",
	    .state = FAULT_SUCCESS, .endpoint = LOANS, .spoil = reverse_orders },
	{ .name = "frozen", .help = "answer with the same figures of orders again and again",
	    .state = FAULT_SUCCESS, .endpoint = LOANS, .frozen = true },
	{ .name = "missing-prices",
	    .help = "leave out idxPx and open24h of indexes, or their text",
	    .state = FAULT_SUCCESS, .endpoint = TICKERS, .spoil = leave_out_prices },
	{ .name = "old-prices", .help = "tell prices of a minute ago, and that they are",
	    .state = FAULT_SUCCESS, .endpoint = TICKERS, .late_ms = FAULT_LATE_MS },
	{ .name = "disagreement",
	    .help = "tell tiers, limits, interest and ledgers that do not fit the loan",
	    .state = FAULT_SUCCESS, .spoil = disagree },
	{ .name = "clock-skew", .help = "let the exchange's clock be 45 s ahead (no COUNT)",
	    .state = FAULT_CLOCK },
	{ .name = CODE_PREFIX "NNNNN",
	    .help = "refuse with that code of the exchange's error table",
	    .delivery = FAULT_DELIVER_WHOLE },
	{ .name = NULL },
};
/* clang-format on */

/* Finds the row of NAME and, for code-NNNNN, the error. */
static const struct fault *
find_fault(const char *name, const struct okx_error **error)
{
	const char *wrong;

	*error = NULL;
	for (const struct fault *fault = fault_table; fault->name != NULL; fault++)
		if (strncmp(fault->name, CODE_PREFIX, strlen(CODE_PREFIX)) == 0) {
			if (strncmp(name, CODE_PREFIX, strlen(CODE_PREFIX)) != 0)
				continue;
			*error = okx_error_find(
			    (int)strtonum(name + strlen(CODE_PREFIX), 1, 99999, &wrong));
			if (wrong == NULL && *error != NULL)
				return fault;
		} else if (strcmp(fault->name, name) == 0)
			return fault;
	return NULL;
}

/* Reads ?PARAMETER=VALUE, LENGTH bytes at TEXT. */
static bool
read_question(struct fault_order *order, const char *text, size_t length, struct cause *cause)
{
	size_t equals = strcspn(text, "="), rest;

	rest = equals < length ? length - equals - 1 : 0;
	if (equals < 2 || equals > sizeof order->parameter || rest == 0 ||
	    rest >= sizeof order->value)
		return cause_set(cause, "'%.*s' is not ?PARAMETER=VALUE, as in ?instId=BTC-USD",
		    (int)(length < 64 ? length : 64), text);
	memcpy(order->parameter, text + 1, equals - 1);
	memcpy(order->value, text + equals + 1, rest);
	return true;
}

/* Reads @ENDPOINT[?PARAMETER=VALUE], LENGTH bytes at TEXT. */
static bool
read_place(struct fault_order *order, const char *text, size_t length, struct cause *cause)
{
	size_t name = strcspn(text, "?:");
	const struct endpoint *endpoint;

	if (name > length)
		name = length;
	endpoint = endpoint_find(text + 1, name - 1);
	if (endpoint == NULL)
		return cause_set(cause, "no endpoint is called '%.*s'",
		    (int)(name < 64 ? name - 1 : 64), text + 1);
	if (order->endpoint != NULL && order->endpoint != endpoint)
		return cause_set(cause, "%s befalls %s alone", order->name, order->endpoint->name);
	order->endpoint = endpoint;
	return name == length || read_question(order, text + name, length - name, cause);
}

bool
fault_add(struct faults *faults, const char *text, struct cause *cause)
{
	size_t length = strcspn(text, "@:"), place;
	struct fault_order order = { .left = -1 };
	const char *at = text + length, *wrong;

	if (length < sizeof order.name) {
		memcpy(order.name, text, length);
		order.fault = find_fault(order.name, &order.error);
	}
	if (order.fault == NULL)
		return cause_set(cause, "no fault is called '%.*s'",
		    (int)(length < 64 ? length : 64), text);
	if (order.fault->state == FAULT_CLOCK) {
		if (*at != '\0')
			return cause_set(cause,
			    "%s takes no endpoint: a clock is wrong for everybody", order.name);
		faults->clock = true;
		return true;
	}
	if (order.fault->endpoint != NULL)
		order.endpoint = endpoint_find(order.fault->endpoint,
		    strlen(order.fault->endpoint));
	if (*at == '@') {
		place = strcspn(at, ":");
		if (!read_place(&order, at, place, cause))
			return false;
		at += place;
	}
	if (*at == ':') {
		order.left = strtonum(at + 1, 1, MAX_COUNT, &wrong);
		if (wrong != NULL)
			return cause_set(cause, "the count of '%s' is %s: expected 1 to %d", text,
			    wrong, MAX_COUNT);
	}
	if (faults->count == FAULT_ORDERS)
		return cause_set(cause, "more than %d faults at once", FAULT_ORDERS);
	faults->orders[faults->count++] = order;
	return true;
}

/* Whether ORDER spoils a request for TARGET of ENDPOINT. */
static bool
befalls(const struct fault_order *order, const struct endpoint *endpoint, const char *target)
{
	char value[HANDLER_PARAMETER_SIZE];

	if (order->endpoint == NULL)
		return endpoint->secret;
	return order->endpoint == endpoint &&
	    (order->parameter[0] == '\0' ||
		(handler_parameter(value, target, order->parameter) &&
		    strcmp(value, order->value) == 0));
}

struct fault_order *
fault_current(struct faults *faults, const struct endpoint *endpoint, const char *target)
{
	for (size_t i = 0; i < faults->count; i++)
		if (faults->orders[i].left != 0 && befalls(&faults->orders[i], endpoint, target))
			return &faults->orders[i];
	return NULL;
}

int64_t
fault_step(struct fault_order *order, int64_t step)
{
	if (!order->fault->frozen)
		return step - order->fault->late_ms / MARKET_STEP_MS;
	if (order->spoilt == 0)
		order->frozen_step = step;
	return order->frozen_step;
}

void
fault_spend(struct fault_order *order)
{
	order->spoilt++;
	if (order->left > 0)
		order->left--;
}

void
fault_spoil(struct fault_order *order, cJSON *answer)
{
	const struct fault *fault = order->fault;
	cJSON *element;

	if (fault->spoil != NULL)
		fault->spoil(answer, order->spoilt);
	if (fault->spoil_rows != NULL)
		each_array(answer, fault->spoil_rows);
	if (fault->spoil_order != NULL)
		cJSON_ArrayForEach(element, data_of(answer))
		    fault->spoil_order(element, order->spoilt);
	fault_spend(order);
}
