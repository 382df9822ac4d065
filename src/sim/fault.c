/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/fault.h"

#include <stdio.h>
#include <string.h>

#include <bsd/stdlib.h>
#include <bsd/string.h>

#include "sim/handlers.h"
#include "sim/endpoint.h"
#include "sim/market.h"
#include "sim/fault_json.h"

#define LOANS "loan-info"
#define TICKERS "index-tickers"
#define CODE_PREFIX "code-"
#define MAX_COUNT 1000000

const struct fault fault_table[] = {
	{ .name = "hang",
	    .help = "accept the request and never answer",
	    .delivery = FAULT_DELIVER_NEVER },
	{ .name = "slow",
	    .help = "send one byte of the body a second",
	    .state = FAULT_ANSWER,
	    .delivery = FAULT_DELIVER_SLOWLY },
	{ .name = "drop",
	    .help = "close the connection before any byte",
	    .delivery = FAULT_DELIVER_CLOSED },
	{ .name = "reset",
	    .help = "reset the connection before any byte",
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
	{ .name = "truncated",
	    .help = "close the connection after half of the body",
	    .state = FAULT_ANSWER,
	    .delivery = FAULT_DELIVER_HALF },
	{ .name = "bad-utf8",
	    .help = "put bytes that are no UTF-8 into a currency",
	    .state = FAULT_SUCCESS,
	    .spoil = fault_json_utf8 },
	{ .name = "wrong-types",
	    .help = "put numbers, booleans, arrays and objects in place of figures",
	    .state = FAULT_SUCCESS,
	    .spoil = fault_json_types },
	{ .name = "bad-decimals",
	    .help = "put text that is not a number in place of figures",
	    .state = FAULT_SUCCESS,
	    .spoil = fault_json_decimals },
	{ .name = "escape-injection",
	    .help = "put terminal control sequences into a currency",
	    .state = FAULT_SUCCESS,
	    .spoil = fault_json_escapes },
	{ .name = "empty-data",
	    .help = "answer with \"data\":[], as loan-info does without an open loan",
	    .state = FAULT_SUCCESS,
	    .spoil = fault_json_data },
	{ .name = "empty-assets",
	    .help = "answer without rows",
	    .state = FAULT_SUCCESS,
	    .spoil = fault_json_rows },
	{ .name = "huge",
	    .help = "answer with more than 2 MiB",
	    .state = FAULT_SUCCESS,
	    .least = FAULT_HUGE },
	{ .name = "moving-thresholds",
	    .help = "put both thresholds of orders 5 points lower in every second answer",
	    .state = FAULT_SUCCESS,
	    .endpoint = LOANS,
	    .spoil = fault_json_thresholds },
	{ .name = "crossed-thresholds",
	    .help = "put the margin call 5 points above the liquidation LTV",
	    .state = FAULT_SUCCESS,
	    .endpoint = LOANS,
	    .spoil = fault_json_threshold_order },
	{ .name = "missing-ltv",
	    .help = "leave out curLTV, or its text in every second answer",
	    .state = FAULT_SUCCESS,
	    .endpoint = LOANS,
	    .spoil = fault_json_ltv },
	{ .name = "ltv-past-liquidation",
	    .help = "put curLTV a point above liqLTV",
	    .state = FAULT_SUCCESS,
	    .endpoint = LOANS,
	    .spoil = fault_json_ltv_height },
	{ .name = "zero-collateral",
	    .help = "answer that nothing secures the debt",
	    .state = FAULT_SUCCESS,
	    .endpoint = LOANS,
	    .spoil = fault_json_collateral },
	{ .name = "zero-debt",
	    .help = "answer that nothing is owed",
	    .state = FAULT_SUCCESS,
	    .endpoint = LOANS,
	    .spoil = fault_json_debt },
	{ .name = "numbers",
	    .help = "send the figures of orders as JSON numbers",
	    .state = FAULT_SUCCESS,
	    .endpoint = LOANS,
	    .spoil = fault_json_strings },
	{ .name = "same-order-ids",
	    .help = "give all orders one ordId, and make them two at least",
	    .state = FAULT_SUCCESS,
	    .endpoint = LOANS,
	    .spoil = fault_json_order_ids },
	{ .name = "missing-order-ids",
	    .help = "leave out ordId",
	    .state = FAULT_SUCCESS,
	    .endpoint = LOANS,
	    .spoil = fault_json_order_names },
	{ .name = "reordered",
	    .help = "turn the orders round in every second answer",
	    .state = FAULT_SUCCESS,
	    .endpoint = LOANS,
	    .spoil = fault_json_sequence },
	{ .name = "frozen",
	    .help = "answer with the same figures of orders again and again",
	    .state = FAULT_SUCCESS,
	    .endpoint = LOANS,
	    .frozen = true },
	{ .name = "missing-prices",
	    .help = "leave out idxPx and open24h of indexes, or their text",
	    .state = FAULT_SUCCESS,
	    .endpoint = TICKERS,
	    .spoil = fault_json_tickers },
	{ .name = "old-prices",
	    .help = "tell prices of a minute ago, and that they are",
	    .state = FAULT_SUCCESS,
	    .endpoint = TICKERS,
	    .late_ms = FAULT_LATE_MS },
	{ .name = "clock-skew",
	    .help = "let the exchange's clock be 45 s ahead (no COUNT)",
	    .state = FAULT_CLOCK },
	{ .name = CODE_PREFIX "NNNNN",
	    .help = "refuse with that code of the exchange's error table",
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
		order.fault = find(order.name, &order.error);
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

/* Whether ORDER befalls a request for TARGET of ENDPOINT. */
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
