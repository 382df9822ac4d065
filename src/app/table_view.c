/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/table_view.h"

#include <stdio.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/text.h"
#include "model/position.h"

enum column_id
table_view_sort(const struct app *app, const struct assets *shown, bool *descending)
{
	enum column_id sort = column_sort_in(shown, app->sort);

	/* The counterpart in the other table keeps the direction, a substitute has its own. */
	*descending = columns[sort].sort_step == columns[app->sort].sort_step ?
	    app->descending :
	    columns[sort].descending;
	return sort;
}

struct portfolio_view
table_view_of(const struct app *app, const struct assets *shown)
{
	struct portfolio_view view = { .filter = &app->filter, .fold = app->folded };
	enum column_id sort = table_view_sort(app, shown, &view.order.descending);

	view.order.figure = columns[sort].order.figure;
	view.order.compare = columns[sort].order.compare;
	view.order.unknown = columns[sort].order.unknown;
	return view;
}

static void
build(struct app *app, bool hold)
{
	struct portfolio_view view = table_view_of(app, app->shown);

	view.hold = hold;
	portfolio_build(&app->portfolio, app->shown, app->shown_before, &view);
	app->order_due = hold;
	app->changed = true;
}

/* The menu stays on the column CHOSEN, and closes where that no longer stands. */
static void
keep_menu(struct app *app, int chosen)
{
	int column;

	if (app->mode != MODE_MENU)
		return;
	for (app->menu = 0; (column = app_menu_column(app, app->menu)) >= 0; app->menu++)
		if (column == chosen)
			return;
	app->mode = MODE_TABLE;
}

/* Shows NOW and BEFORE; the rows are built before the snapshots they came from are let go. */
static void
show(struct app *app, struct assets *now, struct assets *before, bool hold)
{
	struct assets *old = app->shown, *old_before = app->shown_before;
	int chosen = app->mode == MODE_MENU ? app_menu_column(app, app->menu) : -1;

	app->shown = assets_hold(now);
	app->shown_before = assets_hold(before);
	build(app, hold && old != NULL && column_same_table(old, now));
	keep_menu(app, chosen);
	assets_drop(old);
	assets_drop(old_before);
}

void
table_view_follow(struct app *app)
{
	const struct loan_status *status = watchlist_watched(&app->watchlist);
	const struct source *assets = &app->sources[OKX_ENDPOINT_COLLATERAL_ASSETS];
	struct assets *joined;

	app->changed = true;
	if (app->paused)
		return;
	if (app_lists(app)) {
		/* What came may have been another source's. */
		if (app->shown != assets->now.assets || app->shown_before != assets->before.assets)
			show(app, assets->now.assets, assets->before.assets, app_order_held(app));
		return;
	}
	joined = position_join(status, app->watchlist.loans, &app->watchlist.pair,
	    app->sources[OKX_ENDPOINT_BALANCES].now.funding,
	    app->sources[OKX_ENDPOINT_INDEX_TICKERS].now.prices);
	show(app, joined, NULL, app_order_held(app));
	assets_drop(joined);
}

void
table_view_rebuild(struct app *app)
{
	build(app, false);
}

void
table_view_drop(struct app *app)
{
	app->paused = false;
	app->moved_ms = -1;
	app->selected[0] = '\0';
	show(app, NULL, NULL, false);
}

void
table_view_turn(struct app *app)
{
	app->listed = !app->listed;
	if (app->paused)
		table_view_resume(app, "the other table was asked for");
	else
		table_view_follow(app);
}

void
table_view_pause(struct app *app)
{
	app->paused = true;
	app->paused_ms = monotime_ms();
	app->changed = true;
}

void
table_view_resume(struct app *app, const char *why)
{
	app->paused = false;
	if (why != NULL)
		app_say(app, MESSAGE_WARNING, "the pause has ended: %s", why);
	table_view_follow(app);
}

void
table_view_move(struct app *app, long by)
{
	long count = (long)app->portfolio.count,
	     at = portfolio_index(&app->portfolio, app->selected);

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

/* Whether SOURCE has figures that are old. */
static bool
is_old(const struct app *app, enum okx_endpoint_id endpoint)
{
	const struct source *source = &app->sources[endpoint];

	return source->arrived_ms >= 0 && source_freshness(source) != FRESHNESS_LIVE;
}

static bool
is_old_pair(const struct app *app)
{
	int64_t age = app_pair_age_ms(app);

	return age >= 0 && app_pair_age_stale(app, age);
}

bool
table_view_cell_stale(const struct app *app, enum column_id id, const struct asset *asset)
{
	if (app_lists(app))
		return is_old(app, OKX_ENDPOINT_COLLATERAL_ASSETS);
	switch (id) {
	case COLUMN_FUNDING:
		return is_old(app, OKX_ENDPOINT_BALANCES);
	case COLUMN_PRICE:
	case COLUMN_CHANGE24H:
		return asset != NULL && app->shown->join != NULL &&
		    app_price_stale(app, prices_find(app->shown->join->prices, asset->coin));
	case COLUMN_VALUE:
	case COLUMN_SHARE:
	case COLUMN_CALL_AT:
		return is_old_pair(app);
	default:
		return is_old(app, OKX_ENDPOINT_LOAN_INFO);
	}
}

bool
table_view_stale(const struct app *app)
{
	if (app_lists(app))
		return is_old(app, OKX_ENDPOINT_COLLATERAL_ASSETS);
	if (is_old(app, OKX_ENDPOINT_LOAN_INFO) || is_old(app, OKX_ENDPOINT_BALANCES) ||
	    is_old_pair(app))
		return true;
	for (size_t i = 0; app->shown != NULL && i < app->shown->count; i++)
		if (table_view_cell_stale(app, COLUMN_PRICE, &app->shown->items[i]))
			return true;
	return false;
}

bool
table_view_prices_text(char out[TABLE_VIEW_PRICES_SIZE], const struct app *app)
{
	int64_t pair = app_pair_age_ms(app);
	char age[16];

	out[0] = '\0';
	if (app_lists(app) || pair <= app_age_ms(app) + PAIR_SHOWN_MS)
		return false;
	text_age(age, pair);
	snprintf(out, TABLE_VIEW_PRICES_SIZE, "prices %s", age);
	return true;
}

const struct portfolio_row *
table_view_selected(const struct app *app)
{
	long at = portfolio_index(&app->portfolio, app->selected);

	return at < 0 ? NULL : &app->portfolio.rows[at];
}
