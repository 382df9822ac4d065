/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/funding_words.h"

#include <stdarg.h>
#include <stdio.h>

#include <bsd/string.h>

#include "base/text.h"
#include "view/page.h"

#define MONEY_DECIMALS 2

/* Writes a sentence; false where it is wider than WIDTH. */
static bool __attribute__((format(printf, 3, 4)))
fits(char out[FUNDING_WORDS_SIZE], int width, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(out, FUNDING_WORDS_SIZE, format, arguments);
	va_end(arguments);
	return width <= 0 || text_width(out) <= width;
}

static bool
is_stale(const struct source *source)
{
	return source_freshness(source) != FRESHNESS_LIVE;
}

/* Whether an amount or a price in the sum is old. */
static bool
sum_is_stale(const struct app *app, const struct funding *funding)
{
	bool stale = is_stale(&app->sources[OKX_ENDPOINT_BALANCES]) ||
	    is_stale(&app->sources[OKX_ENDPOINT_INDEX_TICKERS]);

	for (size_t i = 0; i < funding->count && !stale; i++)
		stale = app_price_stale(app,
		    prices_find(app_prices(app), funding->balances[i].ccy));
	return stale;
}

/*
 * The sum as "$53,981.28~", ">=$53,981.28~" where a part is not known, "" where that
 * says nothing.
 */
static void
write_sum(char *out, size_t size, const struct app *app, const struct funding *funding)
{
	const bool stale = sum_is_stale(app, funding);
	char number[DECIMAL_TEXT_SIZE];
	struct funding_value value;

	out[0] = '\0';
	funding_value(&value, funding, app_prices(app));
	/* A lower bound is rounded down, so that it is one. */
	if (value.unreadable || value.unknown == funding->count ||
	    (value.unknown > 0 && value.negative) ||
	    !decimal_round(&value.usd, &value.usd, MONEY_DECIMALS,
		value.unknown > 0 ? DECIMAL_FLOOR : DECIMAL_HALF_EVEN))
		return;
	decimal_text_grouped(number, sizeof number, &value.usd);
	snprintf(out, size, "%s%s$%s%s~", value.unknown > 0 ? ">=" : "", stale ? "[" : "",
	    app->hidden ? PAGE_MASK : number, stale ? "]" : "");
}

/* What there is, once it is told apart from what is pledged. */
static void
write_holding(char out[FUNDING_WORDS_SIZE], const struct app *app, const struct funding *funding,
    int width)
{
	const struct source *source = &app->sources[OKX_ENDPOINT_BALANCES];
	char sum[DECIMAL_TEXT_SIZE + 8], age[16], old[32] = "";

	if (is_stale(source)) {
		text_age(age, source_age_ms(source));
		snprintf(old, sizeof old, ", %s old", age);
	}
	write_sum(sum, sizeof sum, app, funding);
	if (funding->count == 0) {
		if (!fits(out, width, "FUNDING secures nothing. The funding account is empty%s",
			old))
			fits(out, width, "FUNDING: empty");
	} else if (sum[0] == '\0') {
		if (!fits(out, width, "FUNDING secures nothing. Its value at market is not known"))
			fits(out, width, "FUNDING secures nothing");
	} else if (!fits(out, width, "FUNDING secures nothing. It holds %s at market%s", sum, old))
		if (!fits(out, width, "FUNDING %s secures nothing", sum))
			fits(out, width, "FUNDING secures nothing");
}

bool
funding_words(char out[FUNDING_WORDS_SIZE], const struct app *app, int width)
{
	const struct funding *funding = app_funding(app);

	if (funding == NULL)
		return false;
	if (funding_told_apart(funding, app_loans(app)))
		write_holding(out, app, funding, width);
	else if (!fits(out, width,
		     "funding account: not told apart, since its amounts equal what is pledged"))
		strlcpy(out, "funding account: not told apart", FUNDING_WORDS_SIZE);
	return true;
}
