/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/fault.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include <bsd/stdlib.h>
#include <bsd/string.h>

#define CODE_PREFIX "code-"
#define MAX_COUNT 1000000

/* The members of an answer that hold rows, and those of a row that hold a figure. */
static const char *const row_arrays[] = { "assets", "collateralData", "loanData" };
static const char *const figures[] = { "amt", "notionalUsd" };

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

/* Calls ACT with each array of rows in ANSWER. */
static void
each_array(cJSON *answer, void (*act)(cJSON *rows))
{
	cJSON *element;

	cJSON_ArrayForEach(element, cJSON_GetObjectItemCaseSensitive(answer, "data"))
		for (size_t i = 0; i < COUNT(row_arrays); i++) {
			cJSON *rows = cJSON_GetObjectItemCaseSensitive(element, row_arrays[i]);

			if (rows != NULL)
				act(rows);
		}
}

static void
replace_figures(cJSON *rows, cJSON *(*make)(unsigned serial))
{
	unsigned serial = 0;
	cJSON *row;

	cJSON_ArrayForEach(row, rows)
		for (size_t i = 0; i < COUNT(figures); i++)
			if (cJSON_HasObjectItem(row, figures[i]))
				cJSON_ReplaceItemInObjectCaseSensitive(row, figures[i], make(serial++));
}

static cJSON *
wrong_type(unsigned serial)
{
	switch (serial % 5) {
	case 0: return cJSON_CreateNumber(12345);
	case 1: return cJSON_CreateTrue();
	case 2: return cJSON_CreateObject();
	case 3: return cJSON_CreateArray();
	default: return cJSON_CreateFalse();
	}
}

static cJSON *
bad_decimal(unsigned serial)
{
	static const char *const bad[] = {
		"abc", "NaN", "1e999", "1,000", "0x10", "--1", "+1", ".5", "1.", " 1", "1.2.3", "Infinity",
		"\357\274\221", "1e", "1_000", "-",
		"11111111111111111111111111111111111111111111111111111111111111111",
	};

	return cJSON_CreateString(bad[serial % COUNT(bad)]);
}

static void
wrong_types_in(cJSON *rows)
{
	replace_figures(rows, wrong_type);
}

static void
bad_decimals_in(cJSON *rows)
{
	replace_figures(rows, bad_decimal);
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
	cJSON_ReplaceItemInObjectCaseSensitive(row, "ccy", cJSON_CreateString(text));
}

static void
bad_utf8_in(cJSON *rows)
{
	rename_first(rows, "B\377T\300\257C");
}

static void
escapes_in(cJSON *rows)
{
	rename_first(rows, "\033]0;taken over\007\033[2J\033[31mBTC\302\233" "5m\342\200\256CTB");
}

static void
no_rows_in(cJSON *rows)
{
	while (rows->child != NULL)
		cJSON_DeleteItemFromArray(rows, 0);
}

static void spoil_types(cJSON *answer) { each_array(answer, wrong_types_in); }
static void spoil_decimals(cJSON *answer) { each_array(answer, bad_decimals_in); }
static void spoil_utf8(cJSON *answer) { each_array(answer, bad_utf8_in); }
static void spoil_escapes(cJSON *answer) { each_array(answer, escapes_in); }
static void empty_assets(cJSON *answer) { each_array(answer, no_rows_in); }

static void
empty_data(cJSON *answer)
{
	cJSON_ReplaceItemInObjectCaseSensitive(answer, "data", cJSON_CreateArray());
}

const struct fault fault_table[] = {
	{ .name = "hang", .help = "accept the request and never answer",
	  .delivery = FAULT_DELIVER_NEVER },
	{ .name = "slow", .help = "send one byte of the body a second",
	  .stage = FAULT_ANSWER, .delivery = FAULT_DELIVER_SLOWLY },
	{ .name = "drop", .help = "close the connection before any byte",
	  .delivery = FAULT_DELIVER_CLOSED },
	{ .name = "reset", .help = "reset the connection before any byte",
	  .delivery = FAULT_DELIVER_RESET },
	{ .name = "http-503-html", .help = "answer 503 with a page of HTML, as a front server does",
	  .status = 503, .content_type = "text/html",
	  .body = "<!DOCTYPE html>\n<html><head><title>503 Service Temporarily Unavailable</title></head>\n"
		  "<body><h1>503 Service Temporarily Unavailable</h1></body></html>\n" },
	{ .name = "redirect", .help = "answer 302 to another host (see --redirect-to)",
	  .status = 302, .content_type = "text/html",
	  .body = "<html><body><h1>302 Found</h1></body></html>\n" },
	{ .name = "truncated", .help = "close the connection after half of the body",
	  .stage = FAULT_ANSWER, .delivery = FAULT_DELIVER_HALF },
	{ .name = "bad-utf8", .help = "put bytes that are no UTF-8 into a currency",
	  .stage = FAULT_SUCCESS, .spoil = spoil_utf8 },
	{ .name = "wrong-types", .help = "put numbers, booleans, arrays and objects in place of figures",
	  .stage = FAULT_SUCCESS, .spoil = spoil_types },
	{ .name = "bad-decimals", .help = "put text that is no number in place of figures",
	  .stage = FAULT_SUCCESS, .spoil = spoil_decimals },
	{ .name = "escape-injection", .help = "put terminal control sequences into a currency",
	  .stage = FAULT_SUCCESS, .spoil = spoil_escapes },
	{ .name = "empty-data", .help = "answer with \"data\":[], as without an open loan",
	  .stage = FAULT_SUCCESS, .spoil = empty_data },
	{ .name = "empty-assets", .help = "answer without rows",
	  .stage = FAULT_SUCCESS, .spoil = empty_assets },
	{ .name = "huge", .help = "answer with more than 2 MiB",
	  .stage = FAULT_SUCCESS, .least = FAULT_HUGE },
	{ .name = "clock-skew", .help = "let the exchange's clock be 45 s ahead (no COUNT)",
	  .stage = FAULT_CLOCK },
	{ .name = CODE_PREFIX "NNNNN", .help = "refuse with that code of the exchange's error table",
	  .delivery = FAULT_DELIVER_WHOLE },
	{ .name = NULL },
};

/* Finds the row of NAME and, for code-NNNNN, the error. */
static const struct fault *
find(const char *name, const struct okx_error **error)
{
	const char *wrong;

	*error = NULL;
	for (const struct fault *fault = fault_table; fault->name != NULL; fault++)
		if (strncmp(fault->name, CODE_PREFIX, strlen(CODE_PREFIX)) == 0) {
			if (strncmp(name, CODE_PREFIX, strlen(CODE_PREFIX)) != 0)
				continue;
			*error = okx_errors_find((int)strtonum(name + strlen(CODE_PREFIX), 1, 99999, &wrong));
			if (wrong == NULL && *error != NULL)
				return fault;
		} else if (strcmp(fault->name, name) == 0)
			return fault;
	return NULL;
}

bool
fault_add(struct faults *faults, const char *text, struct cause *cause)
{
	const char *colon = strchr(text, ':'), *wrong;
	struct fault_order order = { .left = -1 };
	size_t length = colon == NULL ? strlen(text) : (size_t)(colon - text);

	if (length < sizeof order.name) {
		memcpy(order.name, text, length);
		order.fault = find(order.name, &order.error);
	}
	if (order.fault == NULL)
		return cause_set(cause, "no fault is called '%.*s': --help lists them", (int)(length < 64 ? length : 64),
		    text);
	if (colon != NULL) {
		order.left = strtonum(colon + 1, 1, MAX_COUNT, &wrong);
		if (wrong != NULL)
			return cause_set(cause, "the count of '%s' is %s: expected 1 to %d", text, wrong, MAX_COUNT);
	}
	if (order.fault->stage == FAULT_CLOCK) {
		if (colon != NULL)
			return cause_set(cause, "%s takes no count: a clock is wrong for everybody", order.name);
		faults->clock = true;
		return true;
	}
	if (faults->count == FAULT_ORDERS)
		return cause_set(cause, "more than %d faults at once", FAULT_ORDERS);
	faults->orders[faults->count++] = order;
	return true;
}

struct fault_order *
fault_current(struct faults *faults)
{
	for (size_t i = 0; i < faults->count; i++)
		if (faults->orders[i].left != 0)
			return &faults->orders[i];
	return NULL;
}

void
fault_spend(struct fault_order *order)
{
	if (order->left > 0)
		order->left--;
}
