/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "report/json.h"
#include "report/loanfield.h"

/* One figure; what is there but no number is named in a list. */
static bool
put_field(cJSON *object, const struct loanfield *field, const struct loanfield_subject *of)
{
	char text[LOANFIELD_SIZE];
	enum figure_state state = field->write(text, field, of);

	if (state == FIGURE_UNREADABLE && !json_list(object, "unreadable", field->name))
		return false;
	if (state == FIGURE_KNOWN && field->kind == LOANFIELD_BOOLEAN)
		return cJSON_AddBoolToObject(object, field->name, text[0] == 't') != NULL;
	if (state == FIGURE_KNOWN && field->kind == LOANFIELD_INTEGER)
		return cJSON_AddRawToObject(object, field->name, text) != NULL;
	return json_put(object, field->name, state == FIGURE_KNOWN ? text : NULL);
}

static bool
put_part(cJSON *object, enum loanfield_part part, const struct loanfield_subject *of)
{
	if (object == NULL)
		return false;
	for (size_t i = 0; i < LOANFIELDS; i++)
		if (loanfields[i].part == part && !put_field(object, &loanfields[i], of))
			return false;
	return true;
}

/*
 * "loanData" or "collateralData" as sent: null where it was not, and named where not all
 * of it can be read.
 */
static bool
put_lot(cJSON *loan, const char *name, const struct amounts *lot)
{
	cJSON *array;

	if (lot->state == AMOUNTS_UNREADABLE && !json_list(loan, "unreadable", name))
		return false;
	if (lot->state != AMOUNTS_SENT && lot->count == 0)
		return json_put(loan, name, NULL);
	array = cJSON_AddArrayToObject(loan, name);
	if (array == NULL)
		return false;
	for (size_t i = 0; i < lot->count; i++) {
		const struct amount *coin = &lot->coins[i];
		cJSON *object = json_append(array);

		if (object == NULL || !json_put(object, "ccy", coin->ccy) ||
		    !json_put(object, "amt", figure_text(&coin->amount)) ||
		    (coin->amount.state == FIGURE_UNREADABLE &&
			!json_list(object, "unreadable", "amt")))
			return false;
	}
	return true;
}

static bool
put_currencies(cJSON *loan, struct loanfield_subject *of)
{
	const struct exposures *exposures = &of->status->paired->exposures;
	cJSON *array = cJSON_AddArrayToObject(loan, "currencies");

	if (array == NULL)
		return false;
	for (size_t i = 0; i < exposures->count; i++) {
		loanfield_turn(of, &exposures->of[i]);
		if (!put_part(json_append(array), LOANFIELD_CURRENCY, of))
			return false;
	}
	return true;
}

static bool
put_loan(cJSON *loan, const struct app *app, const struct loan_status *status)
{
	struct loanfield_subject of = { .app = app, .status = status };

	return put_part(loan, LOANFIELD_SENT, &of) &&
	    put_lot(loan, "loan_data", &status->order->owed) &&
	    put_lot(loan, "collateral_data", &status->order->pledged) &&
	    put_part(cJSON_AddObjectToObject(loan, "risk_warning_data"), LOANFIELD_WARNING, &of) &&
	    put_part(loan, LOANFIELD_DERIVED, &of) && put_currencies(loan, &of);
}

bool
json_put_loans(struct cJSON *account, const struct app *app)
{
	cJSON *loans;

	if (app_loans(app) == NULL)
		return json_put(account, "loans", NULL);
	loans = cJSON_AddArrayToObject(account, "loans");
	if (loans == NULL)
		return false;
	for (size_t i = 0; i < app->watchlist.count; i++)
		if (!put_loan(json_append(loans), app, &app->watchlist.statuses[i]))
			return false;
	return true;
}
