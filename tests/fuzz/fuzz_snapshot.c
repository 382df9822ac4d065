/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "fuzz/fuzz.h"

#include "fuzz/table.h"
#include "okx/parse.h"

/*
 * Answers of the exchange and what becomes of them. The first byte names the
 * reader ('a' collateral assets, 't' index tickers, 'c' server time, 's' the
 * simulator's announcement), the rest is the body.
 */

static const struct account_id account_id = { .account = "main",
	.region = "global",
	.host = "openapi.okx.com" };
static const struct okx_call usual_call = {
	.account_id = &account_id,
	.quote_ccy = "USD",
	.arrived_ms = 1234,
	.arrived_utc_ms = INT64_C(1795361402123),
};

/* What is told as sent is the figure; of several PARTS their sum, which may have more digits. */
static void
require_sent(const struct figure *figure, const char *sent, size_t parts)
{
	char text[DECIMAL_TEXT_SIZE];
	struct decimal value;

	require(figure->state != FIGURE_INAPPLICABLE);
	if (sent != NULL)
		require_clean(sent);
	if (figure->state != FIGURE_KNOWN)
		return;
	require(sent != NULL);
	if (parts == 1)
		require(decimal_parse(&value, sent, strlen(sent)) &&
		    decimal_compare(&value, &figure->value) == 0);
	else
		require(
		    decimal_text(text, sizeof text, &figure->value) > 0 && strcmp(text, sent) == 0);
}

static void
require_collateral(const struct assets *assets)
{
	require((assets_kind(assets, NULL) == ASSETS_ASSETS) == (assets->count > 0));
	require((*assets_words(assets_kind(assets, NULL)) == '\0') == (assets->count > 0));
	for (size_t i = 0; i < assets->count; i++) {
		const struct asset *asset = &assets->items[i];

		require(asset->ccy[0] != '\0' && strlen(asset->ccy) < ASSETS_CCY_SIZE);
		require_clean(asset->ccy);
		require(i == 0 || strcmp(assets->items[i - 1].ccy, asset->ccy) < 0);
		require(assets_find(assets, asset->ccy) == asset);
		require(asset->parts > 0);
		require_sent(&asset->amount, asset->amount.sent, asset->parts);
		require_sent(&asset->value, asset->value.sent, asset->parts);
	}
	require_table(assets);
}

static void
require_prices(const struct prices *prices)
{
	for (size_t i = 0; i < prices->count; i++) {
		const struct price *price = &prices->prices[i];

		require_clean(price->ccy);
		require(i == 0 || strcmp(prices->prices[i - 1].ccy, price->ccy) < 0);
		require(price->told_utc_ms >= -1 && price->told_utc_ms <= INT64_C(4102444800000));
	}
}

static void
require_announcement(const struct part *line)
{
	static const struct okx_announcement untouched;
	struct okx_announcement told = untouched;
	struct cause cause = { "" };

	if (!okx_parse_announcement(&told, line->text, line->length, &cause)) {
		require(cause.text[0] != '\0' && memcmp(&told, &untouched, sizeof told) == 0);
		require_clean(cause.text);
		return;
	}
	require(told.base[0] != '\0');
	for (int i = 0; i < ENVIRONMENTS; i++)
		require(told.keys[i].api_key[0] != '\0' && told.keys[i].secret_key[0] != '\0' &&
		    told.keys[i].passphrase[0] != '\0');
}

static void
require_answer(char reader, const struct part *body)
{
	struct okx_parsed parsed = { .assets = NULL };
	struct okx_refusal refusal = { .code = "" };
	struct cause cause = { "" };
	struct okx_call call = usual_call;
	enum okx_parse_result result;

	call.endpoint = reader == 'a' ? OKX_ENDPOINT_COLLATERAL_ASSETS :
	    reader == 't'             ? OKX_ENDPOINT_INDEX_TICKERS :
					OKX_ENDPOINT_TIME;
	result = okx_parse(&call, body->text, body->length, &parsed, &refusal, &cause);

	require((parsed.assets != NULL) == (reader == 'a' && result == OKX_PARSE_DONE));
	require((parsed.prices != NULL) == (reader == 't' && result == OKX_PARSE_DONE));
	require(parsed.loans == NULL);
	require((cause.text[0] != '\0') == (result == OKX_PARSE_BROKEN));
	require((refusal.code[0] != '\0') == (result == OKX_PARSE_REFUSED));
	require_clean(cause.text);
	require_clean(refusal.code);
	require_clean(refusal.message);
	require(parsed.server_utc_ms >= 0 && parsed.server_utc_ms <= INT64_C(4102444800000));
	if (parsed.assets != NULL)
		require_collateral(parsed.assets);
	if (parsed.prices != NULL)
		require_prices(parsed.prices);
	okx_parsed_drop(&parsed);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct part body;

	if (size == 0 || strchr("atcs", data[0]) == NULL || data[0] == '\0')
		return 0;
	body = part_copy(data + 1, size - 1);
	if (data[0] == 's')
		require_announcement(&body);
	else
		require_answer((char)data[0], &body);
	free(body.text);
	return 0;
}
