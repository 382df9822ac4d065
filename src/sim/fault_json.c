/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/fault_json.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"

/* The members of an answer that hold rows, and those of a row or an order that hold a figure. */
static const char *const row_arrays[] = { "assets", "collateralData", "loanData" };
static const char *const row_figures[] = { "amt", "notionalUsd", "availBal", "bal", "frozenBal",
	"idxPx", "open24h", "high24h", "low24h", "sodUtc0", "sodUtc8", "ts" };
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
put(cJSON *object, const char *name, const char *text)
{
	cJSON_ReplaceItemInObjectCaseSensitive(object, name, cJSON_CreateString(text));
}

static const char *
text_of(const cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));

	return text == NULL ? "" : text;
}

/* What ROW is called by: a currency, or an index of one. */
static const char *
name_of(const cJSON *row)
{
	return cJSON_HasObjectItem(row, "instId") ? "instId" : "ccy";
}

/* Calls ACT with each array of rows in ANSWER: balances and indexes are rows themselves. */
static void
each_array(cJSON *answer, void (*act)(cJSON *rows))
{
	cJSON *first = cJSON_GetArrayItem(data_of(answer), 0), *element;

	if (cJSON_HasObjectItem(first, name_of(first))) {
		act(data_of(answer));
		return;
	}
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
	static const char *const bad[] = {
		"abc",
		"NaN",
		"1e999",
		"1,000",
		"0x10",
		"--1",
		"+1",
		".5",
		"1.",
		" 1",
		"1.2.3",
		"Infinity",
		"\357\274\221",
		"1e",
		"1_000",
		"-",
		"11111111111111111111111111111111111111111111111111111111111111111",
	};

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
	put(row, name_of(row), text);
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

void
fault_json_types(cJSON *answer, unsigned serial)
{
	(void)serial;
	each_array(answer, wrong_types_in);
	replace_figures(data_of(answer), order_figures, COUNT(order_figures), wrong_type);
}

void
fault_json_decimals(cJSON *answer, unsigned serial)
{
	(void)serial;
	each_array(answer, bad_decimals_in);
	replace_figures(data_of(answer), order_figures, COUNT(order_figures), bad_decimal);
}

void
fault_json_utf8(cJSON *answer, unsigned serial)
{
	(void)serial;
	each_array(answer, bad_utf8_in);
}

void
fault_json_escapes(cJSON *answer, unsigned serial)
{
	(void)serial;
	each_array(answer, escapes_in);
}

void
fault_json_rows(cJSON *answer, unsigned serial)
{
	(void)serial;
	each_array(answer, no_rows_in);
}

void
fault_json_data(cJSON *answer, unsigned serial)
{
	(void)serial;
	cJSON_ReplaceItemInObjectCaseSensitive(answer, "data", cJSON_CreateArray());
}

/* The answer's first array of rows that has one. */
static cJSON *
first_rows(cJSON *answer)
{
	cJSON *data = data_of(answer), *first = cJSON_GetArrayItem(data, 0);

	if (cJSON_HasObjectItem(first, name_of(first)))
		return data;
	for (size_t i = 0; i < COUNT(row_arrays); i++) {
		cJSON *rows = cJSON_GetObjectItemCaseSensitive(first, row_arrays[i]);

		if (cJSON_GetArraySize(rows) > 0)
			return rows;
	}
	return NULL;
}

void
fault_json_size(cJSON *answer, size_t least)
{
	cJSON *rows = first_rows(answer);
	char *row = rows == NULL ? NULL : cJSON_PrintUnformatted(rows->child);
	const char *text = row == NULL ?
	    "{\"amt\":\"1\",\"ccy\":\"X00001\",\"notionalUsd\":\"1\"}" :
	    row;

	if (rows == NULL)
		rows = data_of(answer);
	for (size_t size = 0; size <= least; size += strlen(text))
		cJSON_AddItemToArray(rows, cJSON_CreateRaw(text));
	free(row);
}

/* Puts the member FROM of ORDER and HUNDREDTHS in the place of NAME. */
static void
put_sum(cJSON *order, const char *name, const char *from, int hundredths)
{
	const struct decimal more = decimal_from(hundredths, 2);
	char text[DECIMAL_TEXT_SIZE];
	struct decimal value;

	if (decimal_parse(&value, text_of(order, from), strlen(text_of(order, from))) &&
	    decimal_add(&value, &value, &more) && decimal_text(text, sizeof text, &value) > 0)
		put(order, name, text);
}

void
fault_json_thresholds(cJSON *answer, unsigned serial)
{
	cJSON *order;

	cJSON_ArrayForEach(order, data_of(answer))
	{
		put_sum(order, "marginCallLTV", "marginCallLTV", serial % 2 == 0 ? 0 : -5);
		put_sum(order, "liqLTV", "liqLTV", serial % 2 == 0 ? 0 : -5);
	}
}

void
fault_json_threshold_order(cJSON *answer, unsigned serial)
{
	cJSON *order;

	(void)serial;
	cJSON_ArrayForEach(order, data_of(answer)) put_sum(order, "marginCallLTV", "liqLTV", 5);
}

void
fault_json_ltv(cJSON *answer, unsigned serial)
{
	cJSON *order;

	cJSON_ArrayForEach(order, data_of(answer))
	{
		if (serial % 2 == 0)
			cJSON_DeleteItemFromObjectCaseSensitive(order, "curLTV");
		else
			put(order, "curLTV", "");
	}
}

void
fault_json_ltv_height(cJSON *answer, unsigned serial)
{
	cJSON *order;

	(void)serial;
	cJSON_ArrayForEach(order, data_of(answer)) put_sum(order, "curLTV", "liqLTV", 1);
}

static void
empty_side(cJSON *answer, const char *rows, const char *sum, const char *ltv)
{
	cJSON *order;

	cJSON_ArrayForEach(order, data_of(answer))
	{
		cJSON_ReplaceItemInObjectCaseSensitive(order, rows, cJSON_CreateArray());
		put(order, sum, "0");
		put(order, "curLTV", ltv);
	}
}

void
fault_json_collateral(cJSON *answer, unsigned serial)
{
	(void)serial;
	empty_side(answer, "collateralData", "collateralNotionalUsd", "");
}

void
fault_json_debt(cJSON *answer, unsigned serial)
{
	(void)serial;
	empty_side(answer, "loanData", "loanNotionalUsd", "0");
}

void
fault_json_strings(cJSON *answer, unsigned serial)
{
	cJSON *order;

	(void)serial;
	cJSON_ArrayForEach(order,
	    data_of(answer)) for (size_t i = 0; i < COUNT(order_figures);
				  i++) if (text_of(order, order_figures[i])[0] != '\0')
	    cJSON_ReplaceItemInObjectCaseSensitive(order, order_figures[i],
		cJSON_CreateRaw(text_of(order, order_figures[i])));
}

void
fault_json_order_ids(cJSON *answer, unsigned serial)
{
	cJSON *data = data_of(answer), *first = cJSON_GetArrayItem(data, 0), *order;

	(void)serial;
	if (cJSON_GetArraySize(data) == 1)
		cJSON_AddItemToArray(data, cJSON_Duplicate(first, 1));
	cJSON_ArrayForEach(order, data) if (order != first)
	    put(order, "ordId", text_of(first, "ordId"));
}

void
fault_json_order_names(cJSON *answer, unsigned serial)
{
	cJSON *order;

	(void)serial;
	cJSON_ArrayForEach(order, data_of(answer))
	    cJSON_DeleteItemFromObjectCaseSensitive(order, "ordId");
}

void
fault_json_sequence(cJSON *answer, unsigned serial)
{
	cJSON *reversed, *order;

	if (serial % 2 == 0)
		return;
	reversed = cJSON_CreateArray();
	while ((order = cJSON_DetachItemFromArray(data_of(answer), 0)) != NULL)
		cJSON_InsertItemInArray(reversed, 0, order);
	cJSON_ReplaceItemInObjectCaseSensitive(answer, "data", reversed);
}

void
fault_json_tickers(cJSON *answer, unsigned serial)
{
	cJSON *ticker;

	cJSON_ArrayForEach(ticker, data_of(answer)) switch (serial++ % 4)
	{
	case 0:
		cJSON_DeleteItemFromObjectCaseSensitive(ticker, "idxPx");
		break;
	case 1:
		put(ticker, "idxPx", "");
		break;
	case 2:
		cJSON_DeleteItemFromObjectCaseSensitive(ticker, "open24h");
		break;
	default:
		put(ticker, "open24h", "");
	}
}
