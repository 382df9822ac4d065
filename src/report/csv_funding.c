/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "report/csv.h"

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
	csv_line_write(out, &line);
}

static void
write_total(FILE *out, const struct app *app, const struct funding *funding, struct csv_line line,
    bool told_apart)
{
	struct funding_value value;
	char sum[DECIMAL_TEXT_SIZE];

	funding_value(&value, funding, app_prices(app));
	line.fields[CSV_RECORD] = "funding_total";
	line.fields[CSV_PARTIAL] = csv_boolean(value.unknown > 0);
	if (told_apart && !value.unreadable) {
		decimal_text(sum, sizeof sum, &value.usd);
		line.fields[value.unknown == 0 ? CSV_TOTAL_USD : CSV_TOTAL_USD_KNOWN] = sum;
		if (value.unknown > 0)
			line.fields[CSV_TOTAL_IS_LOWER_BOUND] = csv_boolean(!value.negative);
	}
	csv_line_write(out, &line);
}

void
csv_funding_write(FILE *out, const struct app *app, const struct csv_line *line)
{
	const struct funding *funding = app_funding(app);
	const bool told_apart = funding_told_apart(funding, app_loans(app));

	for (size_t i = 0; i < funding->count; i++)
		if (filter_matches(&app->filter, funding->balances[i].ccy))
			write_balance(out, app, &funding->balances[i], *line, told_apart);
	write_total(out, app, funding, *line, told_apart);
}
