/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <string.h>

#include <bsd/string.h>

#include "base/text.h"
#include "model/doubt.h"
#include "model/percent.h"
#include "report/format.h"

#define USD_SIZE 40

/* VALUE in USD with two decimals; "*" where it is beyond all bounds. */
static void
usd_text(char out[USD_SIZE], const struct fraction *value, enum decimal_rounding rounding)
{
	char text[DECIMAL_TEXT_SIZE];
	struct decimal rounded;

	if (!fraction_round(&rounded, value, 2, rounding) ||
	    decimal_text_grouped(text, sizeof text, &rounded) >= USD_SIZE - 1)
		strlcpy(out, "*", USD_SIZE);
	else
		snprintf(out, USD_SIZE, "$%.*s", USD_SIZE - 2, text);
}

static void
sent_text(char out[USD_SIZE], const struct sent_figure *sent, enum decimal_rounding rounding)
{
	struct fraction value;

	if (sent->figure.state != FIGURE_KNOWN) {
		strlcpy(out, sent->figure.state == FIGURE_UNREADABLE ? "?" : "-", USD_SIZE);
		return;
	}
	value = fraction_from(&sent->figure.value);
	usd_text(out, &value, rounding);
}

/* LTV, band and thresholds; the word of a band never stands alone beside old figures. */
static void
write_heading(FILE *out, const struct app *app, const struct loan_status *status)
{
	const struct source *source = &app->sources[OKX_ENDPOINT_LOAN_INFO];
	const struct risk *risk = &status->risk;
	const bool reported = risk->reported.known || !risk->computed.known;
	char ltv[PERCENT_SIZE], call[PERCENT_SIZE], liquidation[PERCENT_SIZE], age[16];

	percent_text(ltv, reported ? &risk->reported : &risk->computed, 2, DECIMAL_CEILING);
	percent_text(call, &risk->call, 2, DECIMAL_FLOOR);
	percent_text(liquidation, &risk->liquidation, 2, DECIMAL_FLOOR);
	fprintf(out, "LOAN %s  LTV %s%s  ", status->order->key, ltv, reported ? "" : "~");
	if (source_freshness(source) == FRESHNESS_LIVE) {
		fputs(risk_word(risk->band), out);
	} else {
		text_age(age, source_age_ms(source));
		fprintf(out, "OLD %s (was %s)", age, risk_word(risk->band));
	}
	fprintf(out, "  margin call %s  liquidation %s\n", call, liquidation);
}

static void
write_distance(FILE *out, const char *label, const struct risk *risk,
    const struct risk_figure *fall, const struct risk_figure *rise)
{
	char down[PERCENT_SIZE], up[PERCENT_SIZE];

	percent_text(down, fall, 2, DECIMAL_FLOOR);
	fprintf(out, "%-13s ", label);
	if (risk->no_debt)
		fputs("-  nothing is owed", out);
	else if (fall->known && fraction_sign(&fall->is) <= 0)
		fputs("reached", out);
	else
		fprintf(out, "if all pledged coins fall %s", down);
	if (risk->rising != NULL && rise->known) {
		percent_text(up, rise, 2, DECIMAL_FLOOR);
		fprintf(out,
		    risk->rising[0] != '\0' ? "  or if the owed %s rises %s" :
					      "  or if the owed coins%s rise %s",
		    risk->rising, up);
	}
	fputc('\n', out);
}

/* Under a margin call, and where figures cannot be relied on. */
static void
write_warnings(FILE *out, const struct loan_status *status)
{
	const struct risk *risk = &status->risk;
	char reason[DOUBT_TEXT_SIZE], rise[PERCENT_RISE_SIZE];
	char passed[PERCENT_SIZE], further[PERCENT_SIZE], reported[PERCENT_SIZE],
	    computed[PERCENT_SIZE];

	percent_points(passed, &risk->passed, 2, DECIMAL_CEILING);
	percent_text(further, &risk->to_liquidation, 2, DECIMAL_FLOOR);
	percent_rise(rise, risk, &risk->rise_to_liquidation, 2);
	if (risk->band == RISK_LIQUIDATION)
		fputs("LIQUIDATION: the threshold is reached, OKX sells pledged coins.\n", out);
	if (risk->band == RISK_CALL)
		fprintf(out,
		    "MARGIN CALL: OKX only warns. Liquidation when pledged coins fall a further %s%s. "
		    "Passed by %s.\n",
		    further, rise, passed);
	doubt_text(reason, risk, status->order, 0);
	if (risk->band == RISK_UNKNOWN)
		fprintf(out, "UNKNOWN: %s.\n", reason);
	else if (risk->doubt != RISK_DOUBT_NONE && risk->doubt != RISK_DOUBT_LTVS)
		fprintf(out, "! %s.\n", reason);
	percent_text(reported, &risk->reported, 2, DECIMAL_CEILING);
	if (risk->no_debt_denied && risk->disagree)
		fprintf(out, "! OKX says LTV %s, although its debt is 0: nothing is owed.\n",
		    reported);
	else if (risk->no_debt_denied)
		fputs("! OKX's debt is 0, although it lists coins that are owed.\n", out);
	else if (risk->disagree) {
		percent_text(computed, &risk->computed, 2, DECIMAL_CEILING);
		fprintf(out,
		    "! LTV: OKX says %s, its debt / collateral is %s~; the worse one counts.\n",
		    reported, computed);
	}
	if (risk->above_market)
		fputs(
		    "! OKX counts more than what is pledged is worth at market: do not rely on it.\n",
		    out);
}

/* What is pledged at index prices, by the pair. */
static void
write_market(FILE *out, const struct app *app, const struct loan_status *status)
{
	const struct exposures *exposures = &status->paired->exposures;
	const bool stale = app_pair_stale(app);
	char market[USD_SIZE];

	if (!exposures->pledged_known && fraction_sign(&exposures->pledged_value) == 0) {
		fputs("market value not known\n", out);
		return;
	}
	usd_text(market, &exposures->pledged_value, exposures_rounding(exposures));
	fprintf(out, stale ? "%s[%s]~ at market\n" : "%s%s~ at market\n",
	    exposures->pledged_known ? "" : ">=", market);
}

/* What is owed, as sent, and its worth; what secures it. */
static void
write_sums(FILE *out, const struct app *app, const struct loan_status *status)
{
	const struct amounts *owed = &status->order->owed;
	char debt[USD_SIZE], secured[USD_SIZE];

	fputs("Owed          ", out);
	for (size_t i = 0; i < owed->count; i++) {
		const struct amount *coin = &owed->coins[i];

		fprintf(out, "%s%s %s", i > 0 ? " + " : "",
		    coin->amount.state == FIGURE_KNOWN          ? coin->sent :
			coin->amount.state == FIGURE_UNREADABLE ? "?" :
								  "-",
		    coin->ccy);
	}
	sent_text(debt, &status->order->debt, DECIMAL_CEILING);
	sent_text(secured, &status->order->secured, DECIMAL_FLOOR);
	fprintf(out, "%s%s\nSecured by    %s after haircuts (OKX)  ", owed->count > 0 ? " = " : "",
	    debt, secured);
	write_market(out, app, status);
}

static void
write_target(FILE *out, const struct target *target)
{
	const struct risk_figure at = { .known = target->state != TARGET_UNKNOWN,
		.is = target->at };
	char percent[PERCENT_SIZE], usd[USD_SIZE], pledge[USD_SIZE], amount[DECIMAL_TEXT_SIZE];
	struct decimal repay;

	percent_text(percent, &at, 2, DECIMAL_FLOOR);
	if (target->state == TARGET_REFUSED)
		fprintf(out,
		    "To reach %s  no relief: so near the margin call. Set a lower target.\n",
		    percent);
	if (target->state == TARGET_BELOW)
		fprintf(out, "To reach %s  already below it\n", percent);
	if (target->state != TARGET_REPAY)
		return;
	usd_text(usd, &target->repay_usd, DECIMAL_CEILING);
	usd_text(pledge, &target->pledge_usd, DECIMAL_CEILING);
	fprintf(out, "To reach %s  repay ", percent);
	if (target->ccy != NULL &&
	    fraction_round(&repay, &target->repay, target->repay_decimals, DECIMAL_CEILING) &&
	    decimal_text_grouped(amount, sizeof amount, &repay) > 0)
		fprintf(out, "%s %s = ", amount, target->ccy);
	fprintf(out, "%s~  or pledge %s~ after haircuts; thresholds may move\n", usd, pledge);
}

/* Why no loan is there to be shown. */
static void
write_none(FILE *out, const struct app *app)
{
	const struct source *source = &app->sources[OKX_ENDPOINT_LOAN_INFO];
	char words[2 * OKX_TEXT_SIZE] = "", age[16];

	if (app_loans(app) != NULL && source_freshness(source) == FRESHNESS_LIVE)
		strlcpy(words, "no open flexible loan (OKX answered: none)", sizeof words);
	else if (app_loans(app) != NULL) {
		text_age(age, source_age_ms(source));
		snprintf(words, sizeof words, "OLD %s (was: no open flexible loan)", age);
	} else if (source->failing && source->failure.kind == OKX_KIND_NOT_OFFERED)
		text_add_sentence(words, sizeof words, source->failure.text);
	else
		strlcpy(words, "NOT KNOWN: no usable answer to loan info. There may be one.",
		    sizeof words);
	fprintf(out, "LOAN  %s\n", words);
}

void
table_loan_write(FILE *out, const struct app *app)
{
	const struct loan_status *watched = watchlist_watched(&app->watchlist);

	if (watched == NULL) {
		write_none(out, app);
		return;
	}
	write_heading(out, app, watched);
	write_distance(out, "Margin call", &watched->risk, &watched->risk.to_call,
	    &watched->risk.rise_to_call);
	write_distance(out, "Liquidation", &watched->risk, &watched->risk.to_liquidation,
	    &watched->risk.rise_to_liquidation);
	write_warnings(out, watched);
	write_sums(out, app, watched);
	write_target(out, &watched->target);
	for (size_t i = 0; i < app->watchlist.count; i++)
		if (&app->watchlist.statuses[i] != watched)
			write_heading(out, app, &app->watchlist.statuses[i]);
	fputc('\n', out);
}
