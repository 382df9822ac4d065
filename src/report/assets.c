/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "report/assets.h"

#include "app/table_view.h"

void
assets_build(struct portfolio *portfolio, const struct app *app)
{
	const struct portfolio_view view = table_view_of(app, app_assets(app));

	portfolio_build(portfolio, app_assets(app), NULL, &view);
}
