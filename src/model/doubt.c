/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/doubt.h"

#include <stdbool.h>
#include <stdio.h>

#include <bsd/string.h>

#include "base/text.h"
#include "model/ratio.h"

/* A part of an answer that the verdict needs. */
struct doubt_part {
	bool missing;
	const char *name;
};

static const char *const tokens[RISK_DOUBTS] = {
	[RISK_DOUBT_FIGURES] = "missing-figure",
	[RISK_DOUBT_LISTS] = "missing-list",
	[RISK_DOUBT_THRESHOLDS] = "thresholds",
	[RISK_DOUBT_LTVS] = "ltvs",
};

const char *
doubt_token(enum risk_doubt doubt)
{
	return tokens[doubt];
}

/* "OKX sent no usable A, B". */
static void
name_missing(char out[DOUBT_TEXT_SIZE], const struct doubt_part *parts, size_t count)
{
	size_t i, named = 0;

	strlcpy(out, "OKX sent no usable", DOUBT_TEXT_SIZE);
	for (i = 0; i < count; i++)
		if (parts[i].missing) {
			strlcat(out, named++ > 0 ? ", " : " ", DOUBT_TEXT_SIZE);
			strlcat(out, parts[i].name, DOUBT_TEXT_SIZE);
		}
}

static void
name_figures(char out[DOUBT_TEXT_SIZE], const struct risk *risk, const struct loan *order)
{
	const struct ratio debt = ratio_sent(&order->debt), secured = ratio_sent(&order->secured);
	const bool ltv = !risk->ltv.known,
		   counts = order->secured.state != FIGURE_KNOWN ||
	    decimal_sign(&order->secured.value) > 0;
	const struct doubt_part parts[] = {
		{ ltv, "curLTV" },
		{ !debt.known && (ltv || !counts), "loanNotionalUsd" },
		{ ltv && !secured.known, "collateralNotionalUsd" },
		{ !risk->call.known, "marginCallLTV" },
		{ !risk->liquidation.known, "liqLTV" },
	};

	name_missing(out, parts, sizeof parts / sizeof *parts);
}

static void
name_lists(char out[DOUBT_TEXT_SIZE], const struct loan *order)
{
	const struct doubt_part parts[] = {
		{ order->owed.state != AMOUNTS_SENT, "loanData" },
		{ order->pledged.state != AMOUNTS_SENT, "collateralData" },
	};

	name_missing(out, parts, sizeof parts / sizeof *parts);
}

static void
name_threshold(char out[DOUBT_TEXT_SIZE], const struct risk *risk)
{
	const bool call = !risk_is_plausible(&risk->call);
	char percent[PERCENT_SIZE];

	ratio_percent(percent, call ? &risk->call : &risk->liquidation, 2, DECIMAL_FLOOR);
	snprintf(out, DOUBT_TEXT_SIZE, "a %s LTV of %s is not plausible",
	    call ? "margin call" : "liquidation", percent);
}

static void
name_ltvs(char out[DOUBT_TEXT_SIZE], const struct risk *risk)
{
	char reported[PERCENT_SIZE], computed[PERCENT_SIZE];

	ratio_percent(reported, &risk->reported, 2, DECIMAL_CEILING);
	ratio_percent(computed, &risk->computed, 2, DECIMAL_CEILING);
	snprintf(out, DOUBT_TEXT_SIZE, "curLTV %s and debt / collateral %s differ by over 5%%",
	    reported, computed);
}

void
doubt_text(char out[DOUBT_TEXT_SIZE], const struct risk *risk, const struct loan *order, int width)
{
	static const char *const shorter[RISK_DOUBTS] = {
		[RISK_DOUBT_NONE] = "",
		[RISK_DOUBT_FIGURES] = "OKX sent no usable LTV or threshold",
		[RISK_DOUBT_LISTS] = "OKX did not send all lists",
		[RISK_DOUBT_THRESHOLDS] = "a threshold is not plausible",
		[RISK_DOUBT_LTVS] = "curLTV and debt / collateral differ",
	};

	out[0] = '\0';
	if (risk->doubt == RISK_DOUBT_FIGURES)
		name_figures(out, risk, order);
	if (risk->doubt == RISK_DOUBT_LISTS)
		name_lists(out, order);
	if (risk->doubt == RISK_DOUBT_THRESHOLDS)
		name_threshold(out, risk);
	if (risk->doubt == RISK_DOUBT_LTVS)
		name_ltvs(out, risk);
	if (width > 0 && text_width(out) > width)
		strlcpy(out, shorter[risk->doubt], DOUBT_TEXT_SIZE);
}
