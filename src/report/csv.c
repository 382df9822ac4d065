/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "report/format.h"

/* The columns of every line; a record leaves empty what it does not have. */
enum field {
	FIELD_RECORD, FIELD_ACCOUNT, FIELD_ENVIRONMENT, FIELD_REGION, FIELD_SIMULATED, FIELD_FETCHED_AT,
	FIELD_AGE_MS, FIELD_FRESHNESS, FIELD_STATE, FIELD_CCY, FIELD_AMT, FIELD_NOTIONAL_USD, FIELD_PRICE_USD,
	FIELD_SHARE, FIELD_SHARE_AT_MOST, FIELD_TOTAL_USD, FIELD_TOTAL_USD_KNOWN, FIELD_TOTAL_IS_LOWER_BOUND,
	FIELD_PARTIAL, FIELD_CODE, FIELD_HTTP, FIELD_TEXT, FIELD_ADVICE,
	FIELDS
};

static const char *const names[FIELDS] = {
	"record", "account", "environment", "region", "simulated", "fetched_at", "age_ms", "freshness", "state",
	"ccy", "amt", "notional_usd", "price_usd", "share", "share_at_most", "total_usd", "total_usd_known",
	"total_is_lower_bound", "partial", "code", "http", "text", "advice",
};

struct line {
	const char *fields[FIELDS];     /* NULL: empty */
};

/* RFC 4180: quoted where it has a comma, a quote or a line end; quotes doubled. */
static void
write_field(FILE *out, const char *text)
{
	if (strpbrk(text, ",\"\r\n") == NULL) {
		fputs(text, out);
		return;
	}
	fputc('"', out);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

static void
write_line(FILE *out, const char *const fields[FIELDS])
{
	for (int i = 0; i < FIELDS; i++) {
		if (i > 0)
			fputc(',', out);
		write_field(out, fields[i] == NULL ? "" : fields[i]);
	}
	fputs("\r\n", out);
}

static const char *
boolean(bool value)
{
	return value ? "true" : "false";
}

static void
write_asset(FILE *out, const struct app *app, struct line line, const struct asset *asset)
{
	char price_text[DECIMAL_TEXT_SIZE], share_text[DECIMAL_TEXT_SIZE];
	struct decimal price, share;
	enum portfolio_share kind = PORTFOLIO_SHARE_NONE;

	line.fields[FIELD_RECORD] = "asset";
	line.fields[FIELD_CCY] = asset->ccy;
	if (asset->amount.state == FIGURE_KNOWN)
		line.fields[FIELD_AMT] = asset->amount_sent;
	if (asset->value.state == FIGURE_KNOWN) {
		line.fields[FIELD_NOTIONAL_USD] = asset->value_sent;
		kind = portfolio_share(&app->portfolio, &asset->value.value, FORMAT_DECIMALS, &share);
	}
	if (asset_price(asset, FORMAT_DECIMALS, &price)) {
		decimal_text(price_text, sizeof price_text, &price);
		line.fields[FIELD_PRICE_USD] = price_text;
	}
	if (kind != PORTFOLIO_SHARE_NONE) {
		decimal_text(share_text, sizeof share_text, &share);
		line.fields[kind == PORTFOLIO_SHARE_EXACT ? FIELD_SHARE : FIELD_SHARE_AT_MOST] = share_text;
	}
	write_line(out, line.fields);
}

static void
write_total(FILE *out, const struct app *app, struct line line)
{
	const struct portfolio_total *all = &app->portfolio.all;
	char sum[DECIMAL_TEXT_SIZE];

	line.fields[FIELD_RECORD] = "total";
	/* As in JSON: where no total is known, there is none. */
	if (app->shown->kind != COLLATERAL_NO_LOAN && app->shown->only[0] == '\0' && !all->unreadable) {
		decimal_text(sum, sizeof sum, &all->value);
		line.fields[all->unknown == 0 ? FIELD_TOTAL_USD : FIELD_TOTAL_USD_KNOWN] = sum;
		if (all->unknown > 0)
			line.fields[FIELD_TOTAL_IS_LOWER_BOUND] = boolean(!all->negative);
	}
	line.fields[FIELD_PARTIAL] = boolean(collateral_partial(app->shown));
	write_line(out, line.fields);
}

static void
write_error(FILE *out, const struct okx_failure *failure, struct line line)
{
	char http[16];

	line.fields[FIELD_RECORD] = "error";
	line.fields[FIELD_CODE] = failure->code;
	if (failure->http != 0) {
		snprintf(http, sizeof http, "%d", failure->http);
		line.fields[FIELD_HTTP] = http;
	}
	line.fields[FIELD_TEXT] = failure->text;
	line.fields[FIELD_ADVICE] = failure->advice;
	write_line(out, line.fields);
}

bool
csv_write(FILE *out, const struct app *app, bool first)
{
	char stamp[25], age[32];
	struct line line = { {
		[FIELD_ACCOUNT] = app->origin.account,
		[FIELD_ENVIRONMENT] = origin_token(app->origin.environment, app->origin.simulated),
		[FIELD_REGION] = app->origin.region,
		[FIELD_SIMULATED] = boolean(app->origin.simulated),
		[FIELD_FRESHNESS] = freshness_token(app_freshness(app)),
	} };

	if (first)
		write_line(out, names);
	if (app->shown != NULL) {
		text_utc(stamp, app->shown->arrived_utc_ms);
		snprintf(age, sizeof age, "%" PRId64, app_age_ms(app));
		line.fields[FIELD_FETCHED_AT] = stamp;
		line.fields[FIELD_AGE_MS] = age;
		line.fields[FIELD_STATE] = collateral_token(app->shown->kind);
		for (size_t i = 0; i < app->portfolio.count; i++)
			write_asset(out, app, line, app->portfolio.rows[i].asset);
		write_total(out, app, line);
	}
	if (app->source.failing)
		write_error(out, &app->source.failure, line);
	return ferror(out) == 0;
}
