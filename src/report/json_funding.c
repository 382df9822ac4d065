/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <cjson/cJSON.h>

#include "report/json.h"

/* A decimal, or null where it is not known. */
static bool
put_figure(cJSON *object, const char *name, const struct figure *figure)
{
	char text[DECIMAL_TEXT_SIZE];

	if (figure->state != FIGURE_KNOWN)
		return json_put(object, name, NULL);
	return decimal_text(text, sizeof text, &figure->value) > 0 && json_put(object, name, text);
}

/* Of what may be the pledged coins no value is given, so that nobody adds it up. */
static bool
put_balance(cJSON *row, const struct app *app, const struct balance *balance, bool told_apart)
{
	const struct figure *amount = &balance->available;
	const struct pricing pricing = pricing_find(balance->ccy, app_prices(app));
	struct figure value = { .state = FIGURE_ABSENT };

	if (told_apart)
		value = balance_value(balance, app_prices(app));
	return row != NULL && json_put(row, "ccy", balance->ccy) &&
	    json_put(row, "amt", figure_text(amount)) && json_put(row, "price_usd", pricing.sent) &&
	    put_figure(row, "value_usd", &value) &&
	    (amount->state != FIGURE_UNREADABLE || json_list(row, "unreadable", "amt"));
}

static bool
put_rows(cJSON *object, const struct app *app, const struct funding *funding, bool told_apart)
{
	cJSON *rows = cJSON_AddArrayToObject(object, "rows");

	if (rows == NULL)
		return false;
	for (size_t i = 0; i < funding->count; i++)
		if (filter_matches(&app->filter, funding->balances[i].ccy) &&
		    !put_balance(json_append(rows), app, &funding->balances[i], told_apart))
			return false;
	return true;
}

static bool
put_total(cJSON *object, const struct funding_value *value, bool told_apart)
{
	struct figure sum = { .state = told_apart && !value->unreadable ? FIGURE_KNOWN :
									  FIGURE_ABSENT,
		.value = value->usd };

	if (sum.state != FIGURE_KNOWN || value->unknown == 0)
		return put_figure(object, "total_usd", &sum);
	return put_figure(object, "total_usd_known", &sum) &&
	    cJSON_AddBoolToObject(object, "total_is_lower_bound", !value->negative) != NULL;
}

bool
json_put_funding(struct cJSON *account, const struct app *app)
{
	const struct funding *funding = app_funding(app);
	struct funding_value value;
	bool told_apart;
	cJSON *object;

	if (funding == NULL)
		return json_put(account, "funding", NULL);
	told_apart = funding_told_apart(funding, app_loans(app));
	funding_value(&value, funding, app_prices(app));
	object = cJSON_AddObjectToObject(account, "funding");
	return object != NULL && put_rows(object, app, funding, told_apart) &&
	    put_total(object, &value, told_apart) &&
	    cJSON_AddBoolToObject(object, "partial", value.unknown > 0) != NULL &&
	    json_put(object, "state", funding_token(funding, app_loans(app))) &&
	    (filter_empty(&app->filter) || json_put(object, "filter", app->filter.text));
}
