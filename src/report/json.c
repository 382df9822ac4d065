/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <inttypes.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "report/format.h"

/*
 * Every function returns false when memory ran out, and passes on the refusal
 * of one below it: a record is written whole or not at all.
 */

/* A member that is TEXT, or null where TEXT is NULL. */
static bool
put(cJSON *object, const char *name, const char *text)
{
	if (text == NULL)
		return cJSON_AddNullToObject(object, name) != NULL;
	return cJSON_AddStringToObject(object, name, text) != NULL;
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

	return decimal_text(text, sizeof text, value) > 0 && put(object, name, text);
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

	return error != NULL && put(error, "code", failure->code[0] == '\0' ? NULL : failure->code) &&
	    (failure->http == 0 ? put(error, "http", NULL) : put_integer(error, "http", failure->http)) &&
	    put(error, "text", failure->text) && put(error, "advice", failure->advice);
}

static bool
put_sources(cJSON *account, const struct app *app)
{
	cJSON *sources = cJSON_AddObjectToObject(account, "sources");
	cJSON *source = cJSON_AddObjectToObject(sources, okx_endpoints[OKX_ENDPOINT_COLLATERAL_ASSETS].name);
	char stamp[25];

	if (source == NULL)
		return false;
	if (app->shown == NULL) {
		if (!put(source, "fetched_at", NULL) || !put(source, "age_ms", NULL))
			return false;
	} else {
		text_utc(stamp, app->shown->arrived_utc_ms);
		if (!put(source, "fetched_at", stamp) || !put_integer(source, "age_ms", app_age_ms(app)))
			return false;
	}
	return put(source, "freshness", freshness_token(app_freshness(app))) &&
	    (app->source.failing ? put_error(source, &app->source.failure) : put(source, "error", NULL));
}

/* Which fields of ASSET are there but no numbers; nothing where all are. */
static bool
put_unreadable(cJSON *row, const struct asset *asset)
{
	const struct {
		const char *name;
		const struct figure *figure;
	} fields[] = { { "amt", &asset->amount }, { "notional_usd", &asset->value } };
	cJSON *list = NULL, *name;

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (fields[i].figure->state != FIGURE_UNREADABLE)
			continue;
		if (list == NULL && (list = cJSON_AddArrayToObject(row, "unreadable")) == NULL)
			return false;
		if ((name = cJSON_CreateString(fields[i].name)) == NULL || !cJSON_AddItemToArray(list, name))
			return false;
	}
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
		return put(row, "share", NULL);
	return put_decimal(row, kind == PORTFOLIO_SHARE_EXACT ? "share" : "share_at_most", &share);
}

static bool
put_row(cJSON *rows, const struct portfolio *portfolio, const struct asset *asset)
{
	cJSON *row = cJSON_CreateObject();
	struct decimal price;

	if (row == NULL || !cJSON_AddItemToArray(rows, row)) {
		cJSON_Delete(row);
		return false;
	}
	return put(row, "ccy", asset->ccy) &&
	    put(row, "amt", asset->amount.state == FIGURE_KNOWN ? asset->amount_sent : NULL) &&
	    put(row, "notional_usd", asset->value.state == FIGURE_KNOWN ? asset->value_sent : NULL) &&
	    (asset_price(asset, FORMAT_DECIMALS, &price) ? put_decimal(row, "price_usd", &price) :
	    put(row, "price_usd", NULL)) &&
	    put_share(row, portfolio, asset) && put_unreadable(row, asset);
}

static bool
put_total(cJSON *object, const struct app *app)
{
	const struct portfolio_total *all = &app->portfolio.all;

	/* Of no rows while no loan is open, of one currency alone, or one that does not fit: no total is known. */
	if (app->shown->kind == COLLATERAL_NO_LOAN || app->shown->only[0] != '\0' || all->unreadable)
		return put(object, "total_usd", NULL);
	if (all->unknown == 0)
		return put_decimal(object, "total_usd", &all->value);
	return put_decimal(object, "total_usd_known", &all->value) &&
	    put_boolean(object, "total_is_lower_bound", !all->negative);
}

static bool
put_collateral(cJSON *account, const struct app *app)
{
	const char *name = okx_endpoints[OKX_ENDPOINT_COLLATERAL_ASSETS].name;
	cJSON *object, *rows;

	if (app->shown == NULL)
		return put(account, name, NULL);
	object = cJSON_AddObjectToObject(account, name);
	rows = cJSON_AddArrayToObject(object, "rows");
	if (rows == NULL)
		return false;
	for (size_t i = 0; i < app->portfolio.count; i++)
		if (!put_row(rows, &app->portfolio, app->portfolio.rows[i].asset))
			return false;
	return put_total(object, app) && put_boolean(object, "partial", collateral_partial(app->shown)) &&
	    put(object, "state", collateral_token(app->shown->kind)) &&
	    (app->shown->only[0] == '\0' || put(object, "only", app->shown->only)) &&
	    (filter_empty(&app->filter) || put(object, "filter", app->filter.text));
}

static bool
put_account(cJSON *accounts, const struct app *app)
{
	cJSON *account = cJSON_CreateObject();

	if (account == NULL || !cJSON_AddItemToArray(accounts, account)) {
		cJSON_Delete(account);
		return false;
	}
	return put(account, "account", app->origin.account) &&
	    put(account, "environment", origin_token(app->origin.environment, app->origin.simulated)) &&
	    put(account, "region", app->origin.region) &&
	    put_boolean(account, "simulated", app->origin.simulated) &&
	    put_sources(account, app) && put_collateral(account, app);
}

bool
json_write(FILE *out, const struct app *app, bool first __attribute__((unused)))
{
	cJSON *record = cJSON_CreateObject(), *accounts;
	char *text = NULL;
	bool done;

	done = record != NULL && put_integer(record, "schema", 1) &&
	    (accounts = cJSON_AddArrayToObject(record, "accounts")) != NULL && put_account(accounts, app) &&
	    (text = cJSON_PrintUnformatted(record)) != NULL && fprintf(out, "%s\n", text) > 0;
	cJSON_free(text);
	cJSON_Delete(record);
	return done;
}
