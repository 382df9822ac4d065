/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/monotime.h"
#include "base/text.h"
#include "model/position.h"
#include "report/assets.h"
#include "report/format.h"
#include "report/loanfield.h"

/*
 * The parts of a record. Every function returns false when memory ran out, and passes on
 * the refusal of one below it: a record is written whole or not at all.
 */

/* A member that is TEXT, or null where TEXT is NULL. */
static bool
put_member(cJSON *object, const char *name, const char *text)
{
	if (text == NULL)
		return cJSON_AddNullToObject(object, name) != NULL;
	return cJSON_AddStringToObject(object, name, text) != NULL;
}

/* Adds TEXT to the list NAME of OBJECT, which is made where it is not there yet. */
static bool
put_in_list(cJSON *object, const char *name, const char *text)
{
	cJSON *list = cJSON_GetObjectItemCaseSensitive(object, name), *item;

	if (list == NULL && (list = cJSON_AddArrayToObject(object, name)) == NULL)
		return false;
	item = cJSON_CreateString(text);
	return item != NULL && cJSON_AddItemToArray(list, item);
}

/* A new object at the end of ARRAY; NULL when memory ran out. */
static cJSON *
append_object(cJSON *array)
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

	return decimal_text(text, sizeof text, value) > 0 && put_member(object, name, text);
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
	    put_member(error, "code", failure->code[0] == '\0' ? NULL : failure->code) &&
	    (failure->http == 0 ? put_member(error, "http", NULL) :
				  put_integer(error, "http", failure->http)) &&
	    put_member(error, "text", failure->text) &&
	    put_member(error, "advice", failure->advice);
}

static bool
put_source(cJSON *sources, const char *name, const struct source *source)
{
	cJSON *object = cJSON_AddObjectToObject(sources, name);
	char stamp[25];

	if (object == NULL)
		return false;
	if (source->arrived_ms < 0) {
		if (!put_member(object, "fetched_at", NULL) || !put_member(object, "age_ms", NULL))
			return false;
	} else {
		text_utc(stamp, source->arrived_utc_ms);
		if (!put_member(object, "fetched_at", stamp) ||
		    !put_integer(object, "age_ms", source_age_ms(source)))
			return false;
	}
	return put_member(object, "freshness", freshness_token(source_freshness(source))) &&
	    (source->failing ? put_error(object, &source->failure) :
			       put_member(object, "error", NULL));
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
		    !put_in_list(row, "unreadable", fields[i].name))
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
		return put_member(row, "share", NULL);
	return put_decimal(row, kind == PORTFOLIO_SHARE_EXACT ? "share" : "share_at_most", &share);
}

static bool
put_row(cJSON *row, const struct portfolio *portfolio, const struct asset *asset)
{
	struct decimal price;

	return row != NULL && put_member(row, "ccy", asset->ccy) &&
	    put_member(row, "amt", figure_text(&asset->amount)) &&
	    put_member(row, "notional_usd", figure_text(&asset->value)) &&
	    (asset_price(asset, FORMAT_DECIMALS, &price) ? put_decimal(row, "price_usd", &price) :
							   put_member(row, "price_usd", NULL)) &&
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
		return put_member(object, "total_usd", NULL);
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
		if (!put_row(append_object(rows), portfolio, portfolio->rows[i].asset))
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
		return put_member(account, name, NULL);
	object = cJSON_AddObjectToObject(account, name);
	portfolio_init(&portfolio);
	assets_build(&portfolio, app);
	done = object != NULL && put_rows(object, &portfolio) &&
	    put_total(object, app, &portfolio) &&
	    put_boolean(object, "partial", assets_partial(assets)) &&
	    put_member(object, "state", assets_token(app_list_kind(app))) &&
	    (assets->only[0] == '\0' || put_member(object, "only", assets->only)) &&
	    (filter_empty(&app->filter) || put_member(object, "filter", app->filter.text));
	portfolio_clear(&portfolio);
	return done;
}

/* One figure; what is there but no number is named in a list. */
static bool
put_field(cJSON *object, const struct loanfield *field, const struct loanfield_subject *of)
{
	char text[LOANFIELD_SIZE];
	enum figure_state state = field->write(text, field, of);

	if (state == FIGURE_UNREADABLE && !put_in_list(object, "unreadable", field->name))
		return false;
	if (state == FIGURE_KNOWN && field->kind == LOANFIELD_BOOLEAN)
		return cJSON_AddBoolToObject(object, field->name, text[0] == 't') != NULL;
	if (state == FIGURE_KNOWN && field->kind == LOANFIELD_INTEGER)
		return cJSON_AddRawToObject(object, field->name, text) != NULL;
	return put_member(object, field->name, state == FIGURE_KNOWN ? text : NULL);
}

static bool
put_fields(cJSON *object, enum loanfield_part part, const struct loanfield_subject *of)
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

	if (lot->state == AMOUNTS_UNREADABLE && !put_in_list(loan, "unreadable", name))
		return false;
	if (lot->state != AMOUNTS_SENT && lot->count == 0)
		return put_member(loan, name, NULL);
	array = cJSON_AddArrayToObject(loan, name);
	if (array == NULL)
		return false;
	for (size_t i = 0; i < lot->count; i++) {
		const struct amount *coin = &lot->coins[i];
		cJSON *object = append_object(array);

		if (object == NULL || !put_member(object, "ccy", coin->ccy) ||
		    !put_member(object, "amt", figure_text(&coin->amount)) ||
		    (coin->amount.state == FIGURE_UNREADABLE &&
			!put_in_list(object, "unreadable", "amt")))
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
		if (!put_fields(append_object(array), LOANFIELD_CURRENCY, of))
			return false;
	}
	return true;
}

/* The member "what_if", where a question was asked. */
static bool
put_what_if(cJSON *loan, struct loanfield_subject *of)
{
	struct whatif_answer answer;
	char note[WHATIF_ANSWER_SIZE];
	cJSON *object;

	if (!loanfield_ask(of, &answer))
		return true;
	object = cJSON_AddObjectToObject(loan, "what_if");
	if (!put_fields(object, LOANFIELD_WHAT_IF, of) ||
	    cJSON_AddArrayToObject(object, "notes") == NULL)
		return false;
	for (size_t i = 0; i < answer.outcome.note_count; i++) {
		whatif_answer_note(note, &answer, of->app, i);
		if (whatif_answer_note_stands(&answer, i) && !put_in_list(object, "notes", note))
			return false;
	}
	return true;
}

static bool
put_loan(cJSON *loan, const struct app *app, const struct loan_status *status)
{
	struct loanfield_subject of = { .app = app, .status = status };

	return put_fields(loan, LOANFIELD_SENT, &of) &&
	    put_lot(loan, "loan_data", &status->order->owed) &&
	    put_lot(loan, "collateral_data", &status->order->pledged) &&
	    put_fields(cJSON_AddObjectToObject(loan, "risk_warning_data"), LOANFIELD_WARNING,
		&of) &&
	    put_fields(loan, LOANFIELD_DERIVED, &of) && put_what_if(loan, &of) &&
	    put_currencies(loan, &of);
}

/*
 * The member "loans": every open loan, worst first; null where it is not known whether
 * there is one.
 */
static bool
put_loans(cJSON *account, const struct app *app)
{
	cJSON *loans;

	if (app_loans(app) == NULL)
		return put_member(account, "loans", NULL);
	loans = cJSON_AddArrayToObject(account, "loans");
	if (loans == NULL)
		return false;
	for (size_t i = 0; i < app->watchlist.count; i++)
		if (!put_loan(append_object(loans), app, &app->watchlist.statuses[i]))
			return false;
	return true;
}

/* A decimal, or null where it is not known. */
static bool
put_figure(cJSON *object, const char *name, const struct figure *figure)
{
	char text[DECIMAL_TEXT_SIZE];

	if (figure->state != FIGURE_KNOWN)
		return put_member(object, name, NULL);
	return decimal_text(text, sizeof text, &figure->value) > 0 &&
	    put_member(object, name, text);
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
	return row != NULL && put_member(row, "ccy", balance->ccy) &&
	    put_member(row, "amt", figure_text(amount)) &&
	    put_member(row, "price_usd", pricing.sent) && put_figure(row, "value_usd", &value) &&
	    (amount->state != FIGURE_UNREADABLE || put_in_list(row, "unreadable", "amt"));
}

static bool
put_balances(cJSON *object, const struct app *app, const struct funding *funding, bool told_apart)
{
	cJSON *rows = cJSON_AddArrayToObject(object, "rows");

	if (rows == NULL)
		return false;
	for (size_t i = 0; i < funding->count; i++)
		if (filter_matches(&app->filter, funding->balances[i].ccy) &&
		    !put_balance(append_object(rows), app, &funding->balances[i], told_apart))
			return false;
	return true;
}

static bool
put_funding_total(cJSON *object, const struct funding_value *value, bool told_apart)
{
	struct figure sum = { .state = told_apart && !value->unreadable ? FIGURE_KNOWN :
									  FIGURE_ABSENT,
		.value = value->usd };

	if (sum.state != FIGURE_KNOWN || value->unknown == 0)
		return put_figure(object, "total_usd", &sum);
	return put_figure(object, "total_usd_known", &sum) &&
	    cJSON_AddBoolToObject(object, "total_is_lower_bound", !value->negative) != NULL;
}

/* The member "funding": what the funding account holds; null where that is not known. */
static bool
put_funding(cJSON *account, const struct app *app)
{
	const struct funding *funding = app_funding(app);
	struct funding_value value;
	bool told_apart;
	cJSON *object;

	if (funding == NULL)
		return put_member(account, "funding", NULL);
	told_apart = funding_told_apart(funding, app_loans(app));
	funding_value(&value, funding, app_prices(app));
	object = cJSON_AddObjectToObject(account, "funding");
	return object != NULL && put_balances(object, app, funding, told_apart) &&
	    put_funding_total(object, &value, told_apart) &&
	    cJSON_AddBoolToObject(object, "partial", value.unknown > 0) != NULL &&
	    put_member(object, "state", funding_token(funding, app_loans(app))) &&
	    (filter_empty(&app->filter) || put_member(object, "filter", app->filter.text));
}

static bool
put_account(cJSON *account, const struct app *app)
{
	return account != NULL && put_member(account, "account", app->account_id.account) &&
	    put_member(account, "environment",
		account_id_token(app->account_id.environment, app->account_id.simulated)) &&
	    put_member(account, "region", app->account_id.region) &&
	    put_boolean(account, "simulated", app->account_id.simulated) &&
	    put_sources(account, app) && put_loans(account, app) && put_collateral(account, app) &&
	    put_funding(account, app);
}

bool
json_write(FILE *out, const struct app *app, bool first __attribute__((unused)))
{
	cJSON *record = cJSON_CreateObject(), *accounts;
	char *text = NULL, at[25];
	bool done;

	text_utc(at, monotime_utc_ms() + okx_client_clock_offset(app->client));
	done = record != NULL && put_integer(record, "schema", 1) && put_member(record, "at", at) &&
	    (accounts = cJSON_AddArrayToObject(record, "accounts")) != NULL &&
	    put_account(append_object(accounts), app) &&
	    (text = cJSON_PrintUnformatted(record)) != NULL && fprintf(out, "%s\n", text) > 0;
	cJSON_free(text);
	cJSON_Delete(record);
	return done;
}

static const char *const verdicts[] = {
	[FINDING_WELL] = "ok",
	[FINDING_WRONG] = "wrong",
	[FINDING_SKIPPED] = "skipped",
	[FINDING_DIFFERS] = "differs",
	[FINDING_OPEN] = "open",
};

/* A member that is TEXT, or null where that is empty. */
static bool
put_or_null(cJSON *object, const char *name, const char *text)
{
	return put_member(object, name, text == NULL || text[0] == '\0' ? NULL : text);
}

static bool
put_finding(cJSON *list, const struct finding *finding)
{
	cJSON *object = append_object(list);

	return object != NULL && put_or_null(object, "check", finding->check) &&
	    put_or_null(object, "account", finding->account) &&
	    put_or_null(object, "environment", finding->environment) &&
	    put_or_null(object, "verdict", verdicts[finding->verdict]) &&
	    put_or_null(object, "code", finding->code) &&
	    put_or_null(object, "text", finding->text) &&
	    put_or_null(object, "remedy", finding->remedy);
}

bool
json_write_findings(FILE *out, const struct finding *findings, size_t count, int status)
{
	cJSON *record = cJSON_CreateObject(), *list = cJSON_AddArrayToObject(record, "doctor");
	char *text = NULL;
	bool done = list != NULL && cJSON_AddNumberToObject(record, "schema", 1) != NULL &&
	    cJSON_AddNumberToObject(record, "status", status) != NULL;

	for (size_t i = 0; done && i < count; i++)
		done = put_finding(list, &findings[i]);
	done = done && (text = cJSON_PrintUnformatted(record)) != NULL &&
	    fprintf(out, "%s\n", text) > 0;
	cJSON_free(text);
	cJSON_Delete(record);
	return done;
}
