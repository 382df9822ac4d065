/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_APP_H
#define COLLTOP_APP_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/command.h"
#include "conf/credentials.h"
#include "app/messages.h"
#include "conf/secrets.h"
#include "conf/settings.h"
#include "model/watchlist.h"
#include "model/column.h"
#include "model/filter.h"
#include "model/freshness.h"
#include "model/loan_events.h"
#include "model/pair.h"
#include "model/portfolio.h"
#include "model/question.h"
#include "okx/client.h"

/* The program's state, and questions about it. Front ends (screen, reports) see it const. */

#define APP_PAUSE_MAX_MS 600000 /* a pause ends by itself */
#define APP_HOLD_MS 5000        /* the order is held so long after a move */
#define APP_ANSWER_MS 3000      /* an answer to a key stands so long before an older event */
#define APP_ANSWER_SIZE 80
#define APP_WHATIF_MAX_MS 300000 /* what-if closes by itself after the last key of a question */

/* A polled endpoint of the account and environment that is watched. */
struct source {
	/* the last good snapshot, in the member of its endpoint; NULL there: none */
	struct okx_parsed now;
	struct okx_parsed before; /* its predecessor of the same origin */
	int64_t arrived_ms;       /* of NOW, monotime_ms(); -1: there is none */
	int64_t arrived_utc_ms;
	bool failing; /* the last outcome was a failure: see FAILURE */
	/*
	 * By which NOW is judged: the interval at its arrival, or one chosen since, which
	 * cannot make STALE figures fresh again.
	 */
	int64_t interval_ms;
	bool stale_said; /* that it went STALE was told */
	/* the figures of which the log knows that they could not be read */
	const char *unreadable_said[OKX_PARSE_UNREADABLE];
	struct okx_failure failure;
	/* while failing: when the next try is due, monotime_ms(); INT64_MAX: none is */
	int64_t next_ms;
	unsigned long outcomes; /* answers and failures since the aim */
	bool recorded;          /* it had no outcome since the last record was due */
};

/* A line that is being typed. */
struct lineedit {
	char text[FILTER_SIZE]; /* UTF-8 */
	size_t cursor;          /* byte before which the cursor stands */
};

struct app {
	/* what it was given; borrowed */
	struct settings *settings;
	struct secrets *secrets;
	struct okx_client *client;
	struct credentials credentials; /* of ACCOUNT */

	/* whom it watches */
	size_t account;
	struct account_id account_id;
	int64_t aimed_ms;                     /* since when, monotime_ms() */
	struct source sources[OKX_ENDPOINTS]; /* of polled endpoints */
	bool notice_failed[OKX_ENDPOINTS];    /* of the others, and it was told */
	char maintenance_said[MESSAGE_SIZE];  /* what was told of one last; "": nothing */
	struct pair pair;                     /* the last one, whose figures stand until the next */

	/* the loans, see app/loan_watch.h */
	struct watchlist watchlist;
	struct loan_events events;  /* of the last answer */
	int64_t same_since_ms;      /* since when the loans' figures are the same to the letter */
	struct prices *same_prices; /* the index prices of then; NULL: none came yet */
	bool same_said, silence_said;
	bool muted;          /* the bell is off, but for a worse band */
	unsigned long rings; /* how often the bell was to ring */

	/* what the table shows */
	struct portfolio portfolio; /* of SHOWN, or empty */
	/* the table's, with a loan joined (model/position); or what a pause froze */
	struct assets *shown, *shown_before;
	bool listed; /* the person chose OKX's list where the table of a loan could stand */
	struct filter filter;
	enum column_id sort; /* as chosen, in either table: see table_view_sort() */
	bool descending;
	bool hidden; /* amounts are masked */
	bool folded; /* small rows are one line */
	bool paused;
	int64_t paused_ms; /* since when */
	int64_t moved_ms;  /* last move of the selection, -1: none */
	bool order_due;    /* rows came while the order was held: sort when the hold ends */
	char selected[ASSETS_CCY_SIZE]; /* the currency the selection is on, "" for none */

	/* where the person is */
	enum mode mode;
	unsigned long questions; /* how many were asked so far; one is open in a mode that asks */
	/* MODE_PROMPT: the filter; MODE_SEARCH: the words to find; MODE_QUESTION: the question */
	struct lineedit prompt;
	struct filter filter_before; /* MODE_PROMPT: what Esc restores */
	size_t menu; /* MODE_MENU: index among the sortable columns, see app_menu_column() */
	char search[FILTER_SIZE]; /* MODE_HELP: only lines with this; "" for all */
	size_t scroll;            /* in modes with a page: lines scrolled past */
	/* of what-if: what is asked, "" for nothing; MODE_QUESTION: what Esc restores */
	char question[QUESTION_SIZE], question_before[QUESTION_SIZE];
	int64_t whatif_until_ms; /* when what-if closes by itself */
	bool whatif_hurried;     /* … soon, since a loan is worse: only what is typed keeps it */
	struct messages messages;

	/* what the loop does about it */
	int interval_s;
	bool changed;            /* something visible changed: draw */
	bool aged;               /* ages changed, and what depends on time alone: draw */
	int64_t age_shown_s;     /* the age that was last drawn, whole seconds */
	bool repaint;            /* Ctrl-L: redraw everything */
	int64_t answer_until_ms; /* so long the last key's answer stands; INT64_MIN: none does */
	/* what it is where it is not worth a message; "": the newest message is */
	char answer[APP_ANSWER_SIZE];
	bool load_credentials; /* the next account's keys are wanted: see app_enter_account() */
	bool quit;
	int64_t resumed_ms;    /* when it went on at last; INT64_MIN: it never stopped */
	unsigned long records; /* how many records were due so far in batch, over all aims */
};

/* What a front end shows at the moment: how far commands can move. */
struct app_extent {
	size_t page;  /* rows or lines that fit */
	size_t lines; /* lines there are in the mode's page (help, detail, messages) */
};

/* Whether the person looks at what is not real. */
bool app_in_whatif(const struct app *app);

/* Whether the rows keep their order for now: while a filter is typed and shortly after a move. */
bool app_order_held(const struct app *app);

/* Tells the person something, with the time (UTC by the exchange's clock where that is known). */
void app_say(struct app *app, enum message_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Answers a key in words that are not kept: they stand for APP_ANSWER_MS. */
void app_answer(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* How far the figures of SOURCE can be trusted now, and how old those are that it has. */
enum freshness source_freshness(const struct source *source);
int64_t source_age_ms(const struct source *source);

/* The snapshots there are; NULL: none. */
const struct loans *app_loans(const struct app *app);
const struct assets *app_assets(const struct app *app);
const struct funding *app_funding(const struct app *app);
const struct prices *app_prices(const struct app *app);

/* Whether the table is OKX's list: it was chosen, or no loan is watched. */
bool app_lists(const struct app *app);

/* What it means that the list, which is there, reads as it does. */
enum assets_kind app_list_kind(const struct app *app);

/*
 * The source whose word and age the title carries: loan info, unless there is
 * no open loan or none is offered here, or OKX's list was chosen: then the
 * collateral assets.
 */
enum okx_endpoint_id app_leading(const struct app *app);

/*
 * The failing source to show a line about: the leading one, else another, but
 * never the funding account, which is told once; -1: none.
 */
int app_failing(const struct app *app);

/* Prices come one by one: whether PRICE is old, whatever the others are; false for NULL. */
bool app_price_stale(const struct app *app, const struct price *price);

/* How old the pair is that the rows show; -1 without one. */
int64_t app_pair_age_ms(const struct app *app);

/* Whether a pair of that age is stale, and whether the newest is; true without one. */
bool app_pair_age_stale(const struct app *app, int64_t age_ms);
bool app_pair_stale(const struct app *app);

/* How far the figures of the leading source can be trusted now. */
enum freshness app_freshness(const struct app *app);

/* Milliseconds since the leading figures (while paused: those shown) came, or since the aim. */
int64_t app_age_ms(const struct app *app);

/* Rings the bell. While it is off it rings for a WORSE band alone; with `bell = false` never. */
void app_ring(struct app *app, bool worse);

/* Whether the bell is off, by the person or by configuration. */
bool app_bell_off(const struct app *app);

/* The label of COMMAND on the key bar as things are ("to DEMO"). */
const char *app_label(const struct app *app, enum command command);

/* The INDEX-th sortable column in the order of the menu, or -1 beyond the last. */
int app_menu_column(const struct app *app, size_t index);

/* An exit status: 0 figures fresh and whole; 1 none, stale or partial; 3 refused. */
int app_status(const struct app *app);

#endif
