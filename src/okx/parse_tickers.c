/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/parse.h"

#include <string.h>

#include <bsd/string.h>
#include <cjson/cJSON.h>

#include "okx/answer.h"

/* The base of an index in QUOTE, "BTC" of "BTC-USD"; false for any other. */
static bool
read_base(char out[ASSETS_CCY_SIZE], const cJSON *item, const char *quote)
{
	const char *dash;
	size_t base;

	dash = cJSON_IsString(item) ? strrchr(item->valuestring, '-') : NULL;
	if (dash == NULL || strcmp(dash + 1, quote) != 0)
		return false;
	base = (size_t)(dash - item->valuestring);
	if (base == 0 || base >= ASSETS_CCY_SIZE)
		return false;
	strlcpy(out, item->valuestring, base + 1);
	return true;
}

/*
 * Reads one element; NAMED: it names an instrument. False with the cause where it is no
 * ticker, or one too many.
 */
static bool
add_price(struct okx_answer *answer, struct prices *prices, const cJSON *element, bool *named,
    struct cause *cause)
{
	const struct okx_parse_context *context = answer->context;
	struct okx_member members[] = {
		{ .name = "instId" },
		{ .name = "idxPx" },
		{ .name = "open24h" },
		{ .name = "ts" },
	};
	const char *last, *open24h;
	bool last_unreadable, open24h_unreadable;
	char ccy[ASSETS_CCY_SIZE];
	int64_t told_utc_ms;

	if (!cJSON_IsObject(element))
		return cause_set(cause, "is not an object");
	if (!okx_answer_members(element, members, 4, cause))
		return false;
	*named = *named || cJSON_IsString(members[0].item);
	okx_answer_excuse(answer, element, &members[1], 2);
	last = okx_answer_figure(answer, members[1].item, &last_unreadable);
	open24h = okx_answer_figure(answer, members[2].item, &open24h_unreadable);
	if (!read_base(ccy, members[0].item, context->quote) ||
	    (context->wanted != NULL && !context->wanted(context->wanted_self, ccy)))
		return true;
	if (!okx_answer_time(&told_utc_ms, members[3].item))
		told_utc_ms = -1;
	if (!prices_add(prices, ccy, last, last_unreadable, open24h, open24h_unreadable,
		told_utc_ms))
		return cause_set(cause, "is one more than the %d prices there may be", PRICES_MAX);
	okx_answer_note(answer, &members[1], &prices->prices[prices->count - 1].last);
	okx_answer_note(answer, &members[2], &prices->prices[prices->count - 1].open24h);
	return true;
}

/* One ticker that cannot be read costs none of the others; an answer of such alone is none. */
static bool
add_prices(struct okx_answer *answer, struct prices *prices, struct cause *cause)
{
	struct cause last = { "" };
	const cJSON *element;
	bool named = false;
	size_t i = 0;

	for (element = answer->data->child; element != NULL; element = element->next, i++) {
		struct cause inner = { "" };

		if (add_price(answer, prices, element, &named, &inner))
			continue;
		cause_set(&last, "unexpected answer: data[%zu] %s", i, inner.text);
		if (prices->count == PRICES_MAX)
			break;
		okx_answer_excuse(answer, element, NULL, 0);
	}
	if (last.text[0] == '\0' || (element == NULL && named))
		return true;
	return cause_set(cause, "%s", last.text);
}

static bool
read_prices(struct okx_answer *answer, struct cause *cause)
{
	const struct okx_parse_context *context = answer->context;
	struct prices *prices = prices_new(context->path);

	answer->parsed->prices = prices;
	prices->asked_ms = context->asked_ms;
	prices->from.arrived_ms = context->arrived_ms;
	prices->from.arrived_utc_ms = context->arrived_utc_ms;
	prices->date_utc_ms = context->date_utc_ms;
	if (!add_prices(answer, prices, cause))
		return false;
	prices_seal(prices);
	return true;
}

enum okx_parse_result
okx_parse_tickers(const struct okx_parse_context *context, const char *body, size_t length,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause)
{
	return okx_answer_read(read_prices, context, body, length, parsed, refusal, cause);
}
