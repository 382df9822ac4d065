/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/row.h"

static const struct figure inapplicable = { .state = FIGURE_INAPPLICABLE };
static const struct figure absent = { .state = FIGURE_ABSENT };
static const struct call_price unknown = { .state = CALL_PRICE_UNKNOWN };

const struct position position_listed = {
	.held = &inapplicable,
	.funding = &inapplicable,
	.funding_value = { .state = FIGURE_INAPPLICABLE },
	.call_price = &unknown,
	.liquidation_at = &unknown,
	.liquidation_price = &absent,
	.quote = "",
};
