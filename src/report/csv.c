/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "model/position.h"
#include "report/assets.h"
#include "report/csv.h"
#include "report/format.h"

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

enum csv_field
csv_find(const char *name)
{
	int id = 0;

	while (id < CSV_FIELDS && strcmp(names[id], name) != 0)
		id++;
	return (enum csv_field)id;
}

/* Whether a spreadsheet would take TEXT, which is no number, for a formula. */
static bool
is_formula(const char *text)
{
	struct decimal number;

	return text[0] != '\0' && strchr("=+-@", text[0]) != NULL &&
	    !decimal_parse(&number, text, strlen(text));
}

/*
 * RFC 4180: quoted where it has a comma, a quote or a line end; quotes doubled. A
 * formula gets an apostrophe.
 */
static void
write_field(FILE *out, const char *text)
{
	const char *quote = strpbrk(text, ",\"\r\n") != NULL ? "\"" : "";

	fprintf(out, "%s%s", quote, is_formula(text) ? "'" : "");
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputs(quote, out);
}

void
csv_line_write(FILE *out, const struct csv_line *line)
{
	for (int i = 0; i < CSV_FIELDS; i++) {
		if (i > 0)
			fputc(',', out);
		write_field(out, line->fields[i] == NULL ? "" : line->fields[i]);
	}
	for (size_t i = 0; i < LOANFIELDS; i++) {
		if (csv_find(loanfields[i].name) != CSV_FIELDS)
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
	csv_line_write(out, &header);
}

const char *
csv_boolean(bool value)
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
	csv_line_write(out, &line);
}

static void
write_total(FILE *out, const struct app *app, const struct portfolio *portfolio,
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
			line.fields[CSV_TOTAL_IS_LOWER_BOUND] = csv_boolean(!all->negative);
	}
	line.fields[CSV_PARTIAL] = csv_boolean(assets_partial(assets));
	csv_line_write(out, &line);
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
	csv_line_write(out, &line);
}

static void
write_assets(FILE *out, const struct app *app, struct csv_line line)
{
	struct portfolio portfolio;

	portfolio_init(&portfolio);
	assets_build(&portfolio, app);
	for (size_t i = 0; i < portfolio.count; i++)
		write_asset(out, &portfolio, line, portfolio.rows[i].asset);
	write_total(out, app, &portfolio, line);
	portfolio_clear(&portfolio);
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
			csv_loans_write(out, app, &line);
		if (endpoint == OKX_ENDPOINT_COLLATERAL_ASSETS)
			write_assets(out, app, line);
		if (endpoint == OKX_ENDPOINT_BALANCES)
			csv_funding_write(out, app, &line);
	}
	line.fields[CSV_RECORD] = "source";
	csv_line_write(out, &line);
	if (source->failing)
		write_error(out, &source->failure, line);
}

bool
csv_write(FILE *out, const struct app *app, bool first)
{
	const struct csv_line line = { .fields = {
					   [CSV_ACCOUNT] = app->account_id.account,
					   [CSV_ENVIRONMENT] =
					       account_id_token(app->account_id.environment,
						   app->account_id.simulated),
					   [CSV_REGION] = app->account_id.region,
					   [CSV_SIMULATED] = csv_boolean(app->account_id.simulated),
				       } };

	if (first)
		write_header(out);
	for (int i = 0; i < OKX_ENDPOINTS; i++)
		if (okx_endpoints[i].polled)
			write_source(out, app, (enum okx_endpoint_id)i, line);
	return ferror(out) == 0;
}
