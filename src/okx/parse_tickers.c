/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/parse.h"

#include <string.h>

#include <bsd/string.h>
#include <cjson/cJSON.h>

#include "okx/answer.h"

static const char quoted[] = "-USD";

/* The base of an index in USD, "BTC" of "BTC-USD"; false for any other. */
static bool
read_base(char out[COLLATERAL_CCY_SIZE], const cJSON *item)
{
	size_t length, base;

	if (!cJSON_IsString(item))
		return false;
	length = strlen(item->valuestring);
	if (length < sizeof quoted)
		return false;
	base = length - (sizeof quoted - 1);
	if (strcmp(item->valuestring + base, quoted) != 0 || base >= COLLATERAL_CCY_SIZE)
		return false;
	strlcpy(out, item->valuestring, base + 1);
	return true;
}

static bool
add_price(struct okx_answer *answer, void *into, const cJSON *element, struct cause *cause)
{
	const struct okx_parse_context *context = answer->context;
	struct okx_member members[] = {
		{ .name = "instId" }, { .name = "idxPx" }, { .name = "open24h" }, { .name = "ts" },
	};
	const char *last, *open24h;
	bool last_unreadable, open24h_unreadable;
	struct prices *prices = into;
	char ccy[COLLATERAL_CCY_SIZE];
	int64_t told_utc_ms;

	if (!okx_answer_members(element, members, 4, cause))
		return false;
	last = okx_answer_figure(answer, members[1].item, &last_unreadable);
	open24h = okx_answer_figure(answer, members[2].item, &open24h_unreadable);
	if (!read_base(ccy, members[0].item) ||
	    (context->wanted != NULL && !context->wanted(context->wanted_self, ccy)))
		return true;
	if (!okx_answer_time(&told_utc_ms, members[3].item))
		told_utc_ms = -1;
	if (!prices_add(prices, ccy, last, last_unreadable, open24h, open24h_unreadable, told_utc_ms))
		return cause_set(cause, "is one more than the %d prices there may be", PRICES_MAX);
	okx_answer_note(answer, &members[1], &prices->prices[prices->count - 1].last.figure);
	okx_answer_note(answer, &members[2], &prices->prices[prices->count - 1].open24h.figure);
	return true;
}

static bool
read_prices(struct okx_answer *answer, struct cause *cause)
{
	const struct okx_parse_context *context = answer->context;
	struct prices *prices = prices_new(context->path);

	if (prices == NULL)
		return cause_set(cause, "out of memory");
	answer->parsed->prices = prices;
	prices->arrived_ms = context->arrived_ms;
	prices->arrived_utc_ms = context->arrived_utc_ms;
	if (okx_answer_each(answer, answer->data, "unexpected answer: data", add_price, prices, cause) &&
	    prices_seal(prices))
		return true;
	if (prices->no_memory)
		cause_set(cause, "out of memory");
	return false;
}

enum okx_parse_result
okx_parse_tickers(const struct okx_parse_context *context, const char *body, size_t length,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause)
{
	return okx_answer_read(read_prices, context, body, length, parsed, refusal, cause);
}
