/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/view.h"

#include <bsd/string.h>

#include "base/monotime.h"
#include "model/position.h"

struct portfolio_view
view_of(const struct app *app)
{
	return (struct portfolio_view){
		.filter = &app->filter,
		.order = {
			.compare = columns[app->sort].order.compare,
			.unknown = columns[app->sort].order.unknown,
			.descending = app->descending,
		},
		.fold = app->folded,
	};
}

static void
build(struct app *app, bool hold)
{
	struct portfolio_view view = view_of(app);

	view.hold = hold;
	portfolio_build(&app->portfolio, app->shown, app->shown_before, &view);
	app->order_due = hold;
	app->changed = true;
}

/* Shows NOW and BEFORE; the rows are built before the snapshots they came from are let go. */
static void
show(struct app *app, struct collateral *now, struct collateral *before, bool hold)
{
	struct collateral *old = app->shown, *old_before = app->shown_before;

	app->shown = collateral_hold(now);
	app->shown_before = collateral_hold(before);
	build(app, hold && old != NULL);
	collateral_drop(old);
	collateral_drop(old_before);
}

void
view_follow(struct app *app)
{
	const struct stake *stake = book_watched(&app->book);
	const struct source *assets = &app->sources[OKX_ENDPOINT_COLLATERAL_ASSETS];
	struct collateral *joined;

	app->changed = true;
	if (app->paused)
		return;
	if (stake == NULL) {
		/* What came may have been another source's. */
		if (app->shown != assets->now.collateral || app->shown_before != assets->before.collateral)
			show(app, assets->now.collateral, assets->before.collateral, app_order_held(app));
		return;
	}
	/* Without memory for it the table stays as it is. */
	joined = position_join(stake, app->book.loans, assets->now.collateral,
	    app->sources[OKX_ENDPOINT_INDEX_TICKERS].now.prices);
	if (joined != NULL)
		show(app, joined, NULL, app_order_held(app));
	collateral_drop(joined);
}

void
view_rebuild(struct app *app)
{
	build(app, false);
}

void
view_drop(struct app *app)
{
	app->paused = false;
	app->moved_ms = -1;
	app->selected[0] = '\0';
	show(app, NULL, NULL, false);
}

void
view_pause(struct app *app)
{
	app->paused = true;
	app->paused_ms = monotime_ms();
	app->changed = true;
}

void
view_resume(struct app *app, const char *why)
{
	app->paused = false;
	if (why != NULL)
		app_say(app, MESSAGE_WARNING, "the pause has ended: %s", why);
	view_follow(app);
}

void
view_move(struct app *app, long by)
{
	long count = (long)app->portfolio.count, at = portfolio_index(&app->portfolio, app->selected);

	if (count == 0)
		return;
	if (at < 0)
		at = by < 0 ? count - 1 : 0;
	else
		at += by;
	at = at < 0 ? 0 : at >= count ? count - 1 : at;
	strlcpy(app->selected, app->portfolio.rows[at].asset->ccy, sizeof app->selected);
	app->moved_ms = monotime_ms();
	app->changed = true;
}

const struct portfolio_row *
view_selected(const struct app *app)
{
	long at = portfolio_index(&app->portfolio, app->selected);

	return at < 0 ? NULL : &app->portfolio.rows[at];
}
