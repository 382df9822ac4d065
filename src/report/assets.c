/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "report/assets.h"

void
assets_build(struct portfolio *portfolio, const struct app *app)
{
	const struct portfolio_view view = {
		.filter = &app->filter,
		.order = {
			.compare = columns[app->sort].order.compare,
			.unknown = columns[app->sort].order.unknown,
			.descending = app->descending,
		},
		.fold = app->folded,
	};

	portfolio_build(portfolio, app_assets(app), NULL, &view);
}
