/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "fuzz/fuzz.h"

#include "okx/parse.h"

/*
 * Answers that are flat lists, and tables of discount rates. The first byte names the reader
 * ('t' tiers, 'm' redeem limit, 'i' interest, 'h' history, 'l' lending rate, 'e' E-Mode, 's'
 * status), the rest is the body.
 */

#define LAST_TIME_MS INT64_C(4102444800000)

static const char readers[] = "tmihles";
static const enum okx_endpoint_id endpoints[] = { OKX_ENDPOINT_TIERS, OKX_ENDPOINT_REDEEM_LIMIT,
	OKX_ENDPOINT_INTEREST, OKX_ENDPOINT_HISTORY, OKX_ENDPOINT_LENDING_RATE, OKX_ENDPOINT_EMODE,
	OKX_ENDPOINT_STATUS };

static void
require_figure(const struct figure *figure)
{
	struct decimal value;

	require(figure->state != FIGURE_INAPPLICABLE);
	if (figure->sent != NULL)
		require_clean(figure->sent);
	if (figure->state != FIGURE_KNOWN)
		return;
	require(figure->sent != NULL);
	require(decimal_parse(&value, figure->sent, strlen(figure->sent)));
	require(decimal_compare(&value, &figure->value) == 0);
}

static void
require_text(const char *text, size_t longest)
{
	require(text != NULL && strlen(text) <= longest);
	require_clean(text);
}

static void
require_ccy(const char *ccy)
{
	require_text(ccy, ASSETS_CCY_SIZE - 1);
	require(ccy[0] != '\0');
}

static void
require_time(int64_t utc_ms)
{
	require(utc_ms >= -1 && utc_ms <= LAST_TIME_MS);
}

static void
require_ledger_row(const struct ledger_row *row)
{
	require_ccy(row->ccy);
	require_text(row->ref_id, 64);
	require_text(row->type, 64);
	require_figure(&row->amount);
	require_figure(&row->debt);
	require_figure(&row->rate);
	require_time(row->utc_ms);
}

static void
require_lending_rate(const struct lending_rate *rate)
{
	require_ccy(rate->ccy);
	require_figure(&rate->average);
	require_figure(&rate->last);
	require_figure(&rate->next);
}

static void
require_maintenance(const struct maintenance *one)
{
	require_text(one->title, 128);
	require_text(one->state, 64);
	require_text(one->service, 64);
	require_text(one->environment, 64);
	require_time(one->begin_utc_ms);
	require_time(one->end_utc_ms);
}

static void
require_records(enum okx_endpoint_id endpoint, const struct records *records)
{
	require(records->count <= RECORDS_MAX);
	require(records->count > 0 || records->lost == 0);
	for (size_t i = 0; i < records->count; i++) {
		const void *row = (const char *)records->rows + i * records->size;
		const struct redeem_limit *limit = row;
		const struct emode_pair *pair = row;

		if (endpoint == OKX_ENDPOINT_INTEREST || endpoint == OKX_ENDPOINT_HISTORY) {
			require_ledger_row(row);
		} else if (endpoint == OKX_ENDPOINT_LENDING_RATE) {
			require_lending_rate(row);
		} else if (endpoint == OKX_ENDPOINT_STATUS) {
			require_maintenance(row);
		} else if (endpoint == OKX_ENDPOINT_EMODE) {
			require_ccy(pair->pledged);
			require_ccy(pair->owed);
		} else {
			require_ccy(limit->ccy);
			require_figure(&limit->most);
		}
	}
}

/* What is counted of an amount lies between nothing and all of it, and grows with it. */
static void
require_counted(const struct tiers *tiers)
{
	struct decimal before = decimal_zero;

	for (size_t i = 0; i < tiers->span_count; i++) {
		const struct tier_span *span = &tiers->spans[i];
		const struct decimal *amount = span->endless ? &span->from : &span->to;
		const struct ratio rate = tiers_rate(tiers, amount);
		struct decimal counted;

		require(!rate.known || (tiers->listed && !tiers->unreadable));
		if (!tiers_counted(&counted, tiers, amount))
			continue;
		require(decimal_compare(&counted, &before) >= 0);
		require(decimal_compare(&counted, amount) <= 0);
		before = counted;
	}
}

static void
require_tiers(const struct tiers *tiers)
{
	const struct decimal one = decimal_from(1, 0);

	require(strcmp(tiers->ccy, "BTC") == 0);
	require(tiers->count <= TIERS_MAX && tiers->span_count <= 2 * tiers->count);
	for (size_t i = 0; i < tiers->count; i++) {
		require_figure(&tiers->tiers[i].from);
		require_figure(&tiers->tiers[i].to);
		require_figure(&tiers->tiers[i].rate);
		require(!tiers->tiers[i].endless || tiers->tiers[i].to.state == FIGURE_ABSENT);
	}
	for (size_t i = 0; i < tiers->span_count; i++) {
		const struct tier_span *span = &tiers->spans[i];

		require(decimal_sign(&span->from) >= 0);
		require(decimal_sign(&span->rate) >= 0);
		require(decimal_compare(&span->rate, &one) <= 0);
		require(span->endless || decimal_compare(&span->from, &span->to) < 0);
		require(!span->endless || i + 1 == tiers->span_count);
		require(i == 0 || decimal_compare(&span[-1].to, &span->from) <= 0);
	}
	require_counted(tiers);
}

static void
require_answer(enum okx_endpoint_id endpoint, const struct part *body)
{
	const struct account_id account_id = { .account = "main",
		.region = "global",
		.host = "openapi.okx.com" };
	const struct okx_call call = {
		.endpoint = endpoint,
		.account_id = &account_id,
		.ccy = "BTC",
		.arrived_utc_ms = INT64_C(1795361402123),
	};
	struct okx_parsed parsed = { .assets = NULL };
	struct okx_refusal refusal = { .code = "" };
	struct cause cause = { "" };
	bool done = okx_parse(&call, body->text, body->length, &parsed, &refusal, &cause) ==
	    OKX_PARSE_DONE;

	require((parsed.tiers != NULL) == (done && endpoint == OKX_ENDPOINT_TIERS));
	require((parsed.records != NULL) == (done && endpoint != OKX_ENDPOINT_TIERS));
	require_clean(cause.text);
	require_clean(refusal.message);
	if (parsed.tiers != NULL)
		require_tiers(parsed.tiers);
	if (parsed.records != NULL)
		require_records(endpoint, parsed.records);
	okx_parsed_drop(&parsed);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *reader = size == 0 || data[0] == '\0' ? NULL : strchr(readers, data[0]);
	struct part body;

	if (reader == NULL)
		return 0;
	body = part_copy(data + 1, size - 1);
	require_answer(endpoints[reader - readers], &body);
	free(body.text);
	return 0;
}
