/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xmalloc.h"
#include "model/position.h"
#include "report/assets.h"
#include "report/format.h"
#include "report/loanfield.h"

/*
 * The columns of every line: these, then those of the loan fields that have no
 * column of that name among them, then those that came later.
 */
enum csv_field {
	CSV_RECORD,
	CSV_ACCOUNT,
	CSV_ENVIRONMENT,
	CSV_REGION,
	CSV_SIMULATED,
	CSV_FETCHED_AT,
	CSV_AGE_MS,
	CSV_FRESHNESS,
	CSV_STATE,
	CSV_CCY,
	CSV_AMT,
	CSV_NOTIONAL_USD,
	CSV_PRICE_USD,
	CSV_SHARE,
	CSV_SHARE_AT_MOST,
	CSV_TOTAL_USD,
	CSV_TOTAL_USD_KNOWN,
	CSV_TOTAL_IS_LOWER_BOUND,
	CSV_PARTIAL,
	CSV_CODE,
	CSV_HTTP,
	CSV_TEXT,
	CSV_ADVICE,
	CSV_SOURCE,
	CSV_LOAN_KEY,
	CSV_FIELDS
};

/* A record leaves empty (NULL) what it does not have. */
struct csv_line {
	const char *fields[CSV_FIELDS];
	const char *loan[LOANFIELDS];
	const char *value_usd;
};

static const char *const names[CSV_FIELDS] = {
	"record",
	"account",
	"environment",
	"region",
	"simulated",
	"fetched_at",
	"age_ms",
	"freshness",
	"state",
	"ccy",
	"amt",
	"notional_usd",
	"price_usd",
	"share",
	"share_at_most",
	"total_usd",
	"total_usd_known",
	"total_is_lower_bound",
	"partial",
	"code",
	"http",
	"text",
	"advice",
	"source",
	"loan_key",
};

/* The column of that name among the first ones, or CSV_FIELDS. */
static enum csv_field
find_csv_field(const char *name)
{
	int id = 0;

	while (id < CSV_FIELDS && strcmp(names[id], name) != 0)
		id++;
	return (enum csv_field)id;
}

/*
 * The first of the loan fields with the name of the one at INDEX: what a loan is and what it
 * would be have one column.
 */
static size_t
find_loan_column(size_t index)
{
	size_t first = 0;

	while (strcmp(loanfields[first].name, loanfields[index].name) != 0)
		first++;
	return first;
}

/* Whether TEXT is a decimal number, of however many digits: it stands as it was sent. */
static bool
is_number(const char *text)
{
	size_t digits, places = 0;

	text += *text == '-';
	digits = strspn(text, "0123456789");
	text += digits;
	if (digits > 0 && *text == '.') {
		places = strspn(text + 1, "0123456789");
		text += 1 + places;
		digits = places;
	}
	if (digits > 0 && (*text == 'e' || *text == 'E')) {
		text++;
		text += *text == '+' || *text == '-';
		digits = strspn(text, "0123456789");
		text += digits;
	}
	return digits > 0 && *text == '\0';
}

/* Whether a spreadsheet would take what begins with TEXT for a formula; East Asian ones too. */
static bool
begins_formula(const char *text)
{
	static const char *const signs[] = { "=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d",
		"\uff20" };

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (strncmp(text, signs[i], strlen(signs[i])) == 0)
			return true;
	return false;
}

/*
 * RFC 4180: quoted where it has a comma, a quote or a line end; quotes doubled. Where
 * fields end with ';' or a tab, as some locales have it, those begin another one: quoted too.
 * What begins a formula gets an apostrophe, wherever it would begin a field.
 */
static void
write_field(FILE *out, const char *text)
{
	const char *quote = strpbrk(text, ",;\t\"\r\n") != NULL ? "\"" : "";
	bool begins = !is_number(text);

	fputs(quote, out);
	for (; *text != '\0'; text++) {
		if (begins && begins_formula(text))
			fputc('\'', out);
		begins = *text == ';' || *text == '\t';
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputs(quote, out);
}

static void
write_csv_line(FILE *out, const struct csv_line *line)
{
	for (int i = 0; i < CSV_FIELDS; i++) {
		if (i > 0)
			fputc(',', out);
		write_field(out, line->fields[i] == NULL ? "" : line->fields[i]);
	}
	for (size_t i = 0; i < LOANFIELDS; i++) {
		if (find_csv_field(loanfields[i].name) != CSV_FIELDS || find_loan_column(i) != i)
			continue;
		fputc(',', out);
		write_field(out, line->loan[i] == NULL ? "" : line->loan[i]);
	}
	fputc(',', out);
	write_field(out, line->value_usd == NULL ? "" : line->value_usd);
	fputs("\r\n", out);
}

static void
write_header(FILE *out)
{
	struct csv_line header;

	memcpy(header.fields, names, sizeof header.fields);
	for (size_t i = 0; i < LOANFIELDS; i++)
		header.loan[i] = loanfields[i].name;
	header.value_usd = "value_usd";
	write_csv_line(out, &header);
}

static const char *
boolean_text(bool value)
{
	return value ? "true" : "false";
}

static void
write_asset(FILE *out, const struct portfolio *portfolio, struct csv_line line,
    const struct asset *asset)
{
	char price_text[DECIMAL_TEXT_SIZE], share_text[DECIMAL_TEXT_SIZE];
	struct decimal price, share;
	enum portfolio_share kind = PORTFOLIO_SHARE_NONE;

	line.fields[CSV_RECORD] = "asset";
	line.fields[CSV_CCY] = asset->ccy;
	line.fields[CSV_AMT] = figure_text(&asset->amount);
	line.fields[CSV_NOTIONAL_USD] = figure_text(&asset->value);
	if (asset->value.state == FIGURE_KNOWN)
		kind = portfolio_share(portfolio, &asset->value.value, FORMAT_DECIMALS, &share);
	if (asset_price(asset, FORMAT_DECIMALS, &price)) {
		decimal_text(price_text, sizeof price_text, &price);
		line.fields[CSV_PRICE_USD] = price_text;
	}
	if (kind != PORTFOLIO_SHARE_NONE) {
		decimal_text(share_text, sizeof share_text, &share);
		line.fields[kind == PORTFOLIO_SHARE_EXACT ? CSV_SHARE : CSV_SHARE_AT_MOST] =
		    share_text;
	}
	write_csv_line(out, &line);
}

static void
write_asset_total(FILE *out, const struct app *app, const struct portfolio *portfolio,
    struct csv_line line)
{
	const struct portfolio_total *all = &portfolio->all;
	const struct assets *assets = portfolio->assets;
	char sum[DECIMAL_TEXT_SIZE];

	line.fields[CSV_RECORD] = "total";
	/* As in JSON: where no total is known, there is none. */
	if (app_list_kind(app) != ASSETS_NO_LOAN && assets->only[0] == '\0' && !all->unreadable) {
		decimal_text(sum, sizeof sum, &all->value);
		line.fields[all->unknown == 0 ? CSV_TOTAL_USD : CSV_TOTAL_USD_KNOWN] = sum;
		if (all->unknown > 0)
			line.fields[CSV_TOTAL_IS_LOWER_BOUND] = boolean_text(!all->negative);
	}
	line.fields[CSV_PARTIAL] = boolean_text(assets_partial(assets));
	write_csv_line(out, &line);
}

static void
write_error(FILE *out, const struct okx_failure *failure, struct csv_line line)
{
	char http[16];

	line.fields[CSV_RECORD] = "error";
	line.fields[CSV_CODE] = failure->code;
	if (failure->http != 0) {
		snprintf(http, sizeof http, "%d", failure->http);
		line.fields[CSV_HTTP] = http;
	}
	line.fields[CSV_TEXT] = failure->text;
	line.fields[CSV_ADVICE] = failure->advice;
	write_csv_line(out, &line);
}

static void
write_assets(FILE *out, const struct app *app, struct csv_line line)
{
	struct portfolio portfolio;

	portfolio_init(&portfolio);
	assets_build(&portfolio, app);
	for (size_t i = 0; i < portfolio.count; i++)
		write_asset(out, &portfolio, line, portfolio.rows[i].asset);
	write_asset_total(out, app, &portfolio, line);
	portfolio_clear(&portfolio);
}

/* The texts of a line, which points into them. */
struct texts {
	char of[LOANFIELDS][LOANFIELD_SIZE];
};

static void
fill_part(struct csv_line *line, struct texts *texts, enum loanfield_part part,
    const struct loanfield_subject *of)
{
	for (size_t i = 0; i < LOANFIELDS; i++) {
		enum csv_field column = find_csv_field(loanfields[i].name);
		char *text = texts->of[i];

		if (loanfields[i].part != part ||
		    loanfields[i].write(text, &loanfields[i], of) != FIGURE_KNOWN)
			continue;
		if (column == CSV_FIELDS)
			line->loan[find_loan_column(i)] = text;
		else
			line->fields[column] = text;
	}
}

/* The coins of one lot, each with what is computed of its currency. */
static void
write_lot(FILE *out, const struct csv_line *line, const char *record, struct texts *texts,
    const struct amounts *lot, struct loanfield_subject *of)
{
	for (size_t i = 0; i < lot->count; i++) {
		const struct amount *coin = &lot->coins[i];
		const struct exposure *exposure;
		struct csv_line one = *line;

		/* One that no pair has yet has amounts alone. */
		exposure = exposures_find(&of->status->paired->exposures, coin->ccy);
		loanfield_turn(of,
		    exposure != NULL ? exposure :
				       exposures_find(&of->status->exposures, coin->ccy));
		fill_part(&one, texts, LOANFIELD_CURRENCY, of);
		one.fields[CSV_RECORD] = record;
		one.fields[CSV_AMT] = figure_text(&coin->amount);
		write_csv_line(out, &one);
	}
}

/* The loan as the question has it, its notes in the column of advice. */
static void
write_what_if(FILE *out, const struct csv_line *line, struct texts *texts,
    struct loanfield_subject *of)
{
	struct whatif_answer answer;
	struct csv_line loan = *line;
	char note[WHATIF_ANSWER_SIZE], notes[OUTCOME_NOTES * WHATIF_ANSWER_SIZE] = "";

	if (!loanfield_ask(of, &answer))
		return;
	loan.fields[CSV_RECORD] = "what_if";
	fill_part(&loan, texts, LOANFIELD_WHAT_IF, of);
	for (size_t i = 0; i < answer.outcome.note_count; i++) {
		whatif_answer_note(note, &answer, of->app, i);
		if (whatif_answer_note_stands(&answer, i))
			text_add_sentence(notes, sizeof notes, note);
	}
	loan.fields[CSV_ADVICE] = notes;
	write_csv_line(out, &loan);
}

static void
write_loan_records(FILE *out, const struct app *app, const struct csv_line *line,
    const struct loan_status *status, struct texts *texts)
{
	struct loanfield_subject of = { .app = app, .status = status };
	struct csv_line loan = *line, coin = *line;

	loan.fields[CSV_RECORD] = "loan";
	fill_part(&loan, texts, LOANFIELD_SENT, &of);
	fill_part(&loan, texts, LOANFIELD_WARNING, &of);
	fill_part(&loan, texts, LOANFIELD_DERIVED, &of);
	write_csv_line(out, &loan);
	coin.fields[CSV_LOAN_KEY] = status->order->key;
	write_what_if(out, &coin, texts, &of);
	write_lot(out, &coin, "loan_owed", texts, &status->order->owed, &of);
	write_lot(out, &coin, "loan_pledged", texts, &status->order->pledged, &of);
}

/*
 * The lines "loan", "what_if", "loan_owed" and "loan_pledged" of every open loan; LINE has what they
 * have in common.
 */
static void
write_loans(FILE *out, const struct app *app, const struct csv_line *line)
{
	struct texts *texts = xcalloc(1, sizeof *texts);

	for (size_t i = 0; i < app->watchlist.count; i++)
		write_loan_records(out, app, line, &app->watchlist.statuses[i], texts);
	free(texts);
}

/* The text of a known figure, else NULL. */
static const char *
value_text(char out[DECIMAL_TEXT_SIZE], const struct figure *figure)
{
	if (figure->state != FIGURE_KNOWN ||
	    decimal_text(out, DECIMAL_TEXT_SIZE, &figure->value) <= 0)
		return NULL;
	return out;
}

/* Of what may be the pledged coins no value is given, so that nobody adds it up. */
static void
write_balance(FILE *out, const struct app *app, const struct balance *balance, struct csv_line line,
    bool told_apart)
{
	const struct figure value = balance_value(balance, app_prices(app));
	char text[DECIMAL_TEXT_SIZE];

	line.fields[CSV_RECORD] = "funding";
	line.fields[CSV_CCY] = balance->ccy;
	line.fields[CSV_AMT] = figure_text(&balance->available);
	line.fields[CSV_PRICE_USD] = pricing_find(balance->ccy, app_prices(app)).sent;
	if (told_apart)
		line.value_usd = value_text(text, &value);
	write_csv_line(out, &line);
}

static void
write_funding_total(FILE *out, const struct app *app, const struct funding *funding,
    struct csv_line line, bool told_apart)
{
	struct funding_value value;
	char sum[DECIMAL_TEXT_SIZE];

	funding_value(&value, funding, app_prices(app));
	line.fields[CSV_RECORD] = "funding_total";
	line.fields[CSV_PARTIAL] = boolean_text(value.unknown > 0);
	if (told_apart && !value.unreadable) {
		decimal_text(sum, sizeof sum, &value.usd);
		line.fields[value.unknown == 0 ? CSV_TOTAL_USD : CSV_TOTAL_USD_KNOWN] = sum;
		if (value.unknown > 0)
			line.fields[CSV_TOTAL_IS_LOWER_BOUND] = boolean_text(!value.negative);
	}
	write_csv_line(out, &line);
}

/* The lines "funding" and "funding_total" of a funding account that is known; LINE as above. */
static void
write_funding(FILE *out, const struct app *app, const struct csv_line *line)
{
	const struct funding *funding = app_funding(app);
	const bool told_apart = funding_told_apart(funding, app_loans(app));

	for (size_t i = 0; i < funding->count; i++)
		if (filter_matches(&app->filter, funding->balances[i].ccy))
			write_balance(out, app, &funding->balances[i], *line, told_apart);
	write_funding_total(out, app, funding, *line, told_apart);
}

/* What a source has: a word for what there is of it, "" where there is nothing to be said. */
static const char *
state_of(const struct app *app, enum okx_endpoint_id endpoint)
{
	if (endpoint == OKX_ENDPOINT_COLLATERAL_ASSETS)
		return app_assets(app) == NULL ? "" : assets_token(app_list_kind(app));
	if (endpoint == OKX_ENDPOINT_BALANCES && app_funding(app) != NULL)
		return funding_token(app_funding(app), app_loans(app));
	if (endpoint == OKX_ENDPOINT_LOAN_INFO && app_loans(app) != NULL)
		return app_loans(app)->count == 0 ? "no-loan" : "loans";
	return "";
}

/* What there is of one source, under its own age; then the source itself, and why it fails. */
static void
write_source(FILE *out, const struct app *app, enum okx_endpoint_id endpoint, struct csv_line line)
{
	const struct source *source = &app->sources[endpoint];
	char stamp[25], age[32];

	line.fields[CSV_SOURCE] = okx_endpoints[endpoint].name;
	line.fields[CSV_FRESHNESS] = freshness_token(source_freshness(source));
	line.fields[CSV_STATE] = state_of(app, endpoint);
	if (source->arrived_ms >= 0) {
		text_utc(stamp, source->arrived_utc_ms);
		snprintf(age, sizeof age, "%" PRId64, source_age_ms(source));
		line.fields[CSV_FETCHED_AT] = stamp;
		line.fields[CSV_AGE_MS] = age;
		if (endpoint == OKX_ENDPOINT_LOAN_INFO)
			write_loans(out, app, &line);
		if (endpoint == OKX_ENDPOINT_COLLATERAL_ASSETS)
			write_assets(out, app, line);
		if (endpoint == OKX_ENDPOINT_BALANCES)
			write_funding(out, app, &line);
	}
	line.fields[CSV_RECORD] = "source";
	write_csv_line(out, &line);
	if (source->failing)
		write_error(out, &source->failure, line);
}

bool
csv_write(FILE *out, const struct app *app, bool first)
{
	const struct csv_line
	    line = { .fields = {
			 [CSV_ACCOUNT] = app->account_id.account,
			 [CSV_ENVIRONMENT] = account_id_token(app->account_id.environment,
			     app->account_id.simulated),
			 [CSV_REGION] = app->account_id.region,
			 [CSV_SIMULATED] = boolean_text(app->account_id.simulated),
		     } };

	if (first)
		write_header(out);
	for (int i = 0; i < OKX_ENDPOINTS; i++)
		if (okx_endpoints[i].polled)
			write_source(out, app, (enum okx_endpoint_id)i, line);
	return ferror(out) == 0;
}
