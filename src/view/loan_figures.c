/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/loan_figures.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "base/text.h"
#include "model/percent.h"
#include "view/page.h"

#define FIGURE_WIDEST 26 /* a figure that takes more says nothing at a glance */
#define OWED_DECIMALS_MIN 2
#define OWED_DECIMALS_MAX 8

bool
loantext_stale(const struct app *app)
{
	return app_loans(app) != NULL &&
	    source_freshness(&app->sources[OKX_ENDPOINT_LOAN_INFO]) != FRESHNESS_LIVE;
}

void
loantext_number(char out[LOANTEXT_SIZE], const struct app *app, bool stale, const char *before,
    const struct fraction *value, int decimals, enum decimal_rounding rounding)
{
	char text[DECIMAL_TEXT_SIZE] = "*";
	struct decimal rounded;

	if (app->hidden)
		strlcpy(text, PAGE_MASK, sizeof text);
	else if (fraction_round(&rounded, value, decimals, rounding))
		decimal_text_grouped(text, sizeof text, &rounded);
	snprintf(out, LOANTEXT_SIZE, stale ? "[%s%s]" : "%s%s", before,
	    text_width(text) > FIGURE_WIDEST ? "*" : text);
}

void
loantext_usd(char out[LOANTEXT_SIZE], const struct app *app, const struct fraction *value,
    enum decimal_rounding rounding)
{
	loantext_number(out, app, loantext_stale(app), "$", value, 2, rounding);
}

void
loantext_sent(char out[LOANTEXT_SIZE], const struct app *app, const struct sent_figure *figure,
    enum decimal_rounding rounding)
{
	struct fraction value;

	if (figure->figure.state != FIGURE_KNOWN) {
		strlcpy(out, figure->figure.state == FIGURE_UNREADABLE ? "?" : "-", LOANTEXT_SIZE);
		return;
	}
	value = fraction_from(&figure->figure.value);
	loantext_usd(out, app, &value, rounding);
}

void
loantext_amount(char out[LOANTEXT_SIZE], const struct app *app, const struct fraction *amount,
    int decimals, enum decimal_rounding rounding)
{
	loantext_number(out, app, loantext_stale(app), "", amount, decimals, rounding);
}

void
loantext_percent(char out[LOANTEXT_SIZE], const struct app *app, const struct risk_figure *figure,
    int decimals, enum decimal_rounding rounding)
{
	char text[PERCENT_SIZE];

	percent_text(text, figure, decimals, rounding);
	snprintf(out, LOANTEXT_SIZE, figure->known && loantext_stale(app) ? "[%s]" : "%s", text);
}

/* One owed coin: debt is rounded up. */
static void
owed_coin(char out[LOANTEXT_SIZE], const struct app *app, const struct amount *coin)
{
	struct fraction amount;
	int decimals;

	if (coin->amount.state != FIGURE_KNOWN) {
		strlcpy(out, coin->amount.state == FIGURE_UNREADABLE ? "?" : "-", LOANTEXT_SIZE);
		return;
	}
	decimals = decimal_places(&coin->amount.value);
	decimals = decimals < OWED_DECIMALS_MIN ? OWED_DECIMALS_MIN :
	    decimals > OWED_DECIMALS_MAX        ? OWED_DECIMALS_MAX :
						  decimals;
	amount = fraction_from(&coin->amount.value);
	loantext_amount(out, app, &amount, decimals, DECIMAL_CEILING);
}

void
loantext_owed(char out[LOANTEXT_SIZE], const struct app *app, const struct amounts *owed, int width)
{
	char amount[LOANTEXT_SIZE];
	bool whole = owed->count > 0;

	out[0] = '\0';
	for (size_t i = 0; i < owed->count && whole; i++) {
		owed_coin(amount, app, &owed->coins[i]);
		whole = strlcat(out, i > 0 ? " + " : "", LOANTEXT_SIZE) < LOANTEXT_SIZE &&
		    strlcat(out, amount, LOANTEXT_SIZE) < LOANTEXT_SIZE &&
		    strlcat(out, " ", LOANTEXT_SIZE) < LOANTEXT_SIZE &&
		    strlcat(out, owed->coins[i].ccy, LOANTEXT_SIZE) < LOANTEXT_SIZE;
	}
	if (owed->count == 0)
		strlcpy(out, "-", LOANTEXT_SIZE);
	else if (!whole || text_width(out) > width)
		snprintf(out, LOANTEXT_SIZE, "%zu %s", owed->count,
		    owed->count == 1 ? "currency" : "currencies");
}
