/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/percent.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#define WIDEST 24 /* digits that anybody reads */

static void
put(char out[PERCENT_SIZE], const struct risk_figure *figure, int decimals,
    enum decimal_rounding rounding, const char *unit)
{
	const struct decimal hundred = decimal_from(100, 0);
	char text[DECIMAL_TEXT_SIZE];
	struct decimal percent;

	strlcpy(out, figure->unreadable ? "?" : "-", PERCENT_SIZE);
	if (!figure->known)
		return;
	if (!fraction_round(&percent, &figure->is, decimals + 2, rounding) ||
	    !decimal_multiply(&percent, &percent, &hundred) ||
	    !decimal_round(&percent, &percent, decimals, rounding) ||
	    decimal_text_grouped(text, sizeof text, &percent) > WIDEST)
		strlcpy(out, "*", PERCENT_SIZE);
	else
		snprintf(out, PERCENT_SIZE, "%.*s%s", WIDEST, text, unit);
}

void
percent_text(char out[PERCENT_SIZE], const struct risk_figure *figure, int decimals,
    enum decimal_rounding rounding)
{
	put(out, figure, decimals, rounding, "%");
}

void
percent_points(char out[PERCENT_SIZE], const struct risk_figure *figure, int decimals,
    enum decimal_rounding rounding)
{
	put(out, figure, decimals, rounding, " points");
}
