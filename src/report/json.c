/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <inttypes.h>

#include <cjson/cJSON.h>

#include "base/monotime.h"
#include "base/text.h"
#include "model/position.h"
#include "report/assets.h"
#include "report/format.h"
#include "report/json.h"

bool
json_put(struct cJSON *object, const char *name, const char *text)
{
	if (text == NULL)
		return cJSON_AddNullToObject(object, name) != NULL;
	return cJSON_AddStringToObject(object, name, text) != NULL;
}

bool
json_list(struct cJSON *object, const char *name, const char *text)
{
	cJSON *list = cJSON_GetObjectItemCaseSensitive(object, name), *item;

	if (list == NULL && (list = cJSON_AddArrayToObject(object, name)) == NULL)
		return false;
	item = cJSON_CreateString(text);
	return item != NULL && cJSON_AddItemToArray(list, item);
}

struct cJSON *
json_append(struct cJSON *array)
{
	cJSON *object = cJSON_CreateObject();

	if (object != NULL && cJSON_AddItemToArray(array, object))
		return object;
	cJSON_Delete(object);
	return NULL;
}

static bool
put_integer(cJSON *object, const char *name, int64_t value)
{
	char text[32];

	snprintf(text, sizeof text, "%" PRId64, value);
	return cJSON_AddRawToObject(object, name, text) != NULL;
}

static bool
put_decimal(cJSON *object, const char *name, const struct decimal *value)
{
	char text[DECIMAL_TEXT_SIZE];

	return decimal_text(text, sizeof text, value) > 0 && json_put(object, name, text);
}

static bool
put_boolean(cJSON *object, const char *name, bool value)
{
	return cJSON_AddBoolToObject(object, name, value) != NULL;
}

static bool
put_error(cJSON *source, const struct okx_failure *failure)
{
	cJSON *error = cJSON_AddObjectToObject(source, "error");

	return error != NULL &&
	    json_put(error, "code", failure->code[0] == '\0' ? NULL : failure->code) &&
	    (failure->http == 0 ? json_put(error, "http", NULL) :
				  put_integer(error, "http", failure->http)) &&
	    json_put(error, "text", failure->text) && json_put(error, "advice", failure->advice);
}

static bool
put_source(cJSON *sources, const char *name, const struct source *source)
{
	cJSON *object = cJSON_AddObjectToObject(sources, name);
	char stamp[25];

	if (object == NULL)
		return false;
	if (source->arrived_ms < 0) {
		if (!json_put(object, "fetched_at", NULL) || !json_put(object, "age_ms", NULL))
			return false;
	} else {
		text_utc(stamp, source->arrived_utc_ms);
		if (!json_put(object, "fetched_at", stamp) ||
		    !put_integer(object, "age_ms", source_age_ms(source)))
			return false;
	}
	return json_put(object, "freshness", freshness_token(source_freshness(source))) &&
	    (source->failing ? put_error(object, &source->failure) :
			       json_put(object, "error", NULL));
}

static bool
put_sources(cJSON *account, const struct app *app)
{
	cJSON *sources = cJSON_AddObjectToObject(account, "sources");

	if (sources == NULL)
		return false;
	for (int i = 0; i < OKX_ENDPOINTS; i++)
		if (okx_endpoints[i].polled &&
		    !put_source(sources, okx_endpoints[i].name, &app->sources[i]))
			return false;
	return true;
}

/* Which fields of ASSET are there but no numbers; nothing where all are. */
static bool
put_unreadable(cJSON *row, const struct asset *asset)
{
	const struct {
		const char *name;
		const struct figure *figure;
	} fields[] = { { "amt", &asset->amount }, { "notional_usd", &asset->value } };

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (fields[i].figure->state == FIGURE_UNREADABLE &&
		    !json_list(row, "unreadable", fields[i].name))
			return false;
	return true;
}

static bool
put_share(cJSON *row, const struct portfolio *portfolio, const struct asset *asset)
{
	struct decimal share;
	enum portfolio_share kind = PORTFOLIO_SHARE_NONE;

	if (asset->value.state == FIGURE_KNOWN)
		kind = portfolio_share(portfolio, &asset->value.value, FORMAT_DECIMALS, &share);
	if (kind == PORTFOLIO_SHARE_NONE)
		return json_put(row, "share", NULL);
	return put_decimal(row, kind == PORTFOLIO_SHARE_EXACT ? "share" : "share_at_most", &share);
}

static bool
put_row(cJSON *row, const struct portfolio *portfolio, const struct asset *asset)
{
	struct decimal price;

	return row != NULL && json_put(row, "ccy", asset->ccy) &&
	    json_put(row, "amt", figure_text(&asset->amount)) &&
	    json_put(row, "notional_usd", figure_text(&asset->value)) &&
	    (asset_price(asset, FORMAT_DECIMALS, &price) ? put_decimal(row, "price_usd", &price) :
							   json_put(row, "price_usd", NULL)) &&
	    put_share(row, portfolio, asset) && put_unreadable(row, asset);
}

static bool
put_total(cJSON *object, const struct app *app, const struct portfolio *portfolio)
{
	const struct portfolio_total *all = &portfolio->all;
	const struct assets *assets = portfolio->assets;

	/*
	 * Of no rows while no loan is open, of one currency alone, or one that does not fit: no
	 * total is known.
	 */
	if (app_list_kind(app) == ASSETS_NO_LOAN || assets->only[0] != '\0' || all->unreadable)
		return json_put(object, "total_usd", NULL);
	if (all->unknown == 0)
		return put_decimal(object, "total_usd", &all->value);
	return put_decimal(object, "total_usd_known", &all->value) &&
	    put_boolean(object, "total_is_lower_bound", !all->negative);
}

static bool
put_rows(cJSON *object, const struct portfolio *portfolio)
{
	cJSON *rows = cJSON_AddArrayToObject(object, "rows");

	if (rows == NULL)
		return false;
	for (size_t i = 0; i < portfolio->count; i++)
		if (!put_row(json_append(rows), portfolio, portfolio->rows[i].asset))
			return false;
	return true;
}

static bool
put_collateral(cJSON *account, const struct app *app)
{
	const char *name = okx_endpoints[OKX_ENDPOINT_COLLATERAL_ASSETS].name;
	const struct assets *assets = app_assets(app);
	struct portfolio portfolio;
	cJSON *object;
	bool done;

	if (assets == NULL)
		return json_put(account, name, NULL);
	object = cJSON_AddObjectToObject(account, name);
	portfolio_init(&portfolio);
	assets_build(&portfolio, app);
	done = object != NULL && put_rows(object, &portfolio) &&
	    put_total(object, app, &portfolio) &&
	    put_boolean(object, "partial", assets_partial(assets)) &&
	    json_put(object, "state", assets_token(app_list_kind(app))) &&
	    (assets->only[0] == '\0' || json_put(object, "only", assets->only)) &&
	    (filter_empty(&app->filter) || json_put(object, "filter", app->filter.text));
	portfolio_clear(&portfolio);
	return done;
}

static bool
put_account(cJSON *account, const struct app *app)
{
	return account != NULL && json_put(account, "account", app->account_id.account) &&
	    json_put(account, "environment",
		account_id_token(app->account_id.environment, app->account_id.simulated)) &&
	    json_put(account, "region", app->account_id.region) &&
	    put_boolean(account, "simulated", app->account_id.simulated) &&
	    put_sources(account, app) && json_put_loans(account, app) &&
	    put_collateral(account, app) && json_put_funding(account, app);
}

bool
json_write(FILE *out, const struct app *app, bool first __attribute__((unused)))
{
	cJSON *record = cJSON_CreateObject(), *accounts;
	char *text = NULL, at[25];
	bool done;

	text_utc(at, monotime_utc_ms() + okx_client_clock_offset(app->client));
	done = record != NULL && put_integer(record, "schema", 1) && json_put(record, "at", at) &&
	    (accounts = cJSON_AddArrayToObject(record, "accounts")) != NULL &&
	    put_account(json_append(accounts), app) &&
	    (text = cJSON_PrintUnformatted(record)) != NULL && fprintf(out, "%s\n", text) > 0;
	cJSON_free(text);
	cJSON_Delete(record);
	return done;
}
