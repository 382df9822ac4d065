/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/title.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "app/table_view.h"
#include "base/monotime.h"
#include "base/text.h"
#include "model/ratio.h"
#include "view/loan_figures.h"

/* The fields in their order on the line; from FIELD_WORST on they stand at its right end. */
enum title_field {
	FIELD_PROGRAM,
	FIELD_ENVIRONMENT,
	FIELD_ACCOUNT,
	FIELD_WORST,
	FIELD_FRESHNESS,
	FIELD_AGE,
	FIELD_BELL,
	FIELD_PRICES,
	FIELD_EVERY,
	FIELD_ARRIVAL,
	FIELDS_COUNT
};

enum form { FORM_WHOLE, FORM_SHORT, FORM_LEAST, FORM_BARE, FORM_GONE };

#define FIELD_SIZE (LOAN_FIGURES_SIZE + 64)

/* The line as it is composed. */
struct line {
	enum form form[FIELDS_COUNT];
	char text[FIELDS_COUNT][FIELD_SIZE]; /* "" for what has left or has nothing to say */
	int margin, gap, space; /* blanks at the left, at least in the middle, between fields */
};

/*
 * What gives way where there is no room, the least important first. An account's name
 * outlasts the bell where there are several.
 */
static const struct cut {
	enum title_field field;
	enum form form;
	bool only_account; /* done where there is but one */
} cuts[] = {
	{ FIELD_PROGRAM, FORM_GONE, false },
	{ FIELD_EVERY, FORM_GONE, false },
	{ FIELD_ACCOUNT, FORM_SHORT, false }, /* without its region */
	{ FIELD_ARRIVAL, FORM_GONE, false },
	{ FIELD_PRICES, FORM_GONE, false },
	{ FIELD_ACCOUNT, FORM_GONE, true },
	{ FIELD_AGE, FORM_SHORT, false }, /* "1s" for "1s old"; blanks give way as well */
	{ FIELD_WORST, FORM_SHORT, false },
	{ FIELD_ENVIRONMENT, FORM_SHORT, false }, /* "PROD" for "PRODUCTION" */
	{ FIELD_FRESHNESS, FORM_SHORT, false },   /* "CONN" for "CONNECTING" */
	/* the age alone where LIVE leaves no room for the bell or a loan's LTV */
	{ FIELD_FRESHNESS, FORM_LEAST, false },
	{ FIELD_BELL, FORM_GONE, false },
	{ FIELD_ACCOUNT, FORM_GONE, false },
	{ FIELD_WORST, FORM_LEAST, false }, /* "LIQ." for "LIQUIDATION" */
	{ FIELD_WORST, FORM_BARE, false },  /* without its LTV */
	{ FIELD_WORST, FORM_GONE, false },
};

#define CUTS (sizeof cuts / sizeof *cuts)

/* Shorter words for screens that hold nothing else. */
static const char *
shorter(const char *word)
{
	static const char *const words[][2] = {
		{ "PRODUCTION", "PROD" },
		{ "SIMULATION", "SIM" },
		{ "SIMULATION DEMO", "SIM DEMO" },
		{ "CONNECTING", "CONN" },
		{ "NO DATA", "NONE" },
		{ "LIQUIDATION", "LIQ." },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i][0], word) == 0)
			return words[i][1];
	return word;
}

static bool
loan_is_old(const struct app *app)
{
	return source_freshness(&app->sources[OKX_ENDPOINT_LOAN_INFO]) != FRESHNESS_LIVE;
}

/* Whether no line of a loan stands: it is a page's or OKX's list's screen. */
static bool
without_panel(const struct app *app)
{
	return app->listed || (command_is_page(app->mode) && !app_in_whatif(app));
}

/* Whether the worst loan's LTV stands beside its band. */
static bool
tells_ltv(const struct line *line, const struct app *app)
{
	return without_panel(app) && watchlist_watched(&app->watchlist) != NULL &&
	    line->form[FIELD_WORST] < FORM_BARE;
}

static bool
figures_known(const struct app *app)
{
	return (app->paused && app->shown != NULL) ||
	    app->sources[app_leading(app)].arrived_ms >= 0;
}

static void
write_program(char *out, const struct app *app, const struct line *line)
{
	(void)app;
	(void)line;
	strlcpy(out, "colltop", FIELD_SIZE);
}

static void
write_environment(char *out, const struct app *app, const struct line *line)
{
	const char *word = account_id_word(app->account_id.environment, app->account_id.simulated);

	strlcpy(out, line->form[FIELD_ENVIRONMENT] == FORM_WHOLE ? word : shorter(word),
	    FIELD_SIZE);
}

static void
write_account(char *out, const struct app *app, const struct line *line)
{
	bool whole = line->form[FIELD_ACCOUNT] == FORM_WHOLE;

	snprintf(out, FIELD_SIZE, "%s%s%s", app->account_id.account, whole ? "@" : "",
	    whole ? app->account_id.region : "");
}

/* The worst loan where no line of a loan says it, or it is another one than is watched. */
static void
write_worst(char *out, const struct app *app, const struct line *line)
{
	const struct loan_status *status = watchlist_watched(&app->watchlist);
	const enum risk_band worst = watchlist_worst(&app->watchlist);
	const char *word = risk_word(worst), *label = "", *was = "";
	char ltv[LOAN_FIGURES_SIZE] = "";

	if (status == NULL || (!without_panel(app) && worst <= status->risk.band))
		return;
	/* A table's title has what is unusual. */
	if (!command_is_page(app->mode) && worst == RISK_OK && !loan_is_old(app))
		return;
	if (line->form[FIELD_WORST] == FORM_WHOLE)
		label = app->listed ? "loan: " : worst > status->risk.band ? "worst: " : "";
	if (line->form[FIELD_WORST] >= FORM_LEAST)
		word = shorter(word);
	/* On a page of the loan's own the freshness says it as well. */
	if (loan_is_old(app) && (app->listed || tells_ltv(line, app)))
		was = "was ";
	if (tells_ltv(line, app))
		loan_figures_shown_ltv(ltv, app, &app->watchlist.statuses[0].risk);
	snprintf(out, FIELD_SIZE, "%s%s%s%s%s", label, was, word, ltv[0] != '\0' ? " " : "", ltv);
}

/* While rows are frozen the title says how the loan stands. */
static void
write_paused(char *out, const struct app *app, const struct line *line)
{
	const struct loan_status *status = watchlist_watched(&app->watchlist);
	char age[16], text[PERCENT_SIZE];
	struct ratio ltv;
	bool computed;

	text_age(age, monotime_ms() - app->paused_ms);
	if (status == NULL || without_panel(app) || line->form[FIELD_WORST] == FORM_GONE) {
		snprintf(out, FIELD_SIZE, "PAUSED %s", age);
		return;
	}
	ltv = risk_shown_ltv(&computed, &status->risk);
	risk_ltv_text(text, &status->risk, &ltv);
	snprintf(out, FIELD_SIZE, "PAUSED %s%*s%s%s %s", age, line->space, "", text,
	    computed ? "~" : "", risk_word(status->risk.band));
}

static void
write_freshness(char *out, const struct app *app, const struct line *line)
{
	const char *word = freshness_word(app_freshness(app));
	bool least = line->form[FIELD_FRESHNESS] == FORM_LEAST &&
	    (tells_ltv(line, app) || (app_bell_off(app) && line->form[FIELD_BELL] != FORM_GONE));

	if (app->paused)
		write_paused(out, app, line);
	else if (!least || app_freshness(app) != FRESHNESS_LIVE)
		strlcpy(out, line->form[FIELD_FRESHNESS] == FORM_WHOLE ? word : shorter(word),
		    FIELD_SIZE);
}

static void
write_age(char *out, const struct app *app, const struct line *line)
{
	char age[16];

	text_age(age, app_age_ms(app));
	snprintf(out, FIELD_SIZE, "%s%s", age,
	    line->form[FIELD_AGE] == FORM_WHOLE && figures_known(app) ? " old" : "");
}

static void
write_bell(char *out, const struct app *app, const struct line *line)
{
	(void)line;
	if (app_bell_off(app))
		strlcpy(out, "BELL OFF", FIELD_SIZE);
}

/* How old the figures are that need prices, where they are older than the rest. */
static void
write_prices(char *out, const struct app *app, const struct line *line)
{
	char text[TABLE_VIEW_PRICES_SIZE];

	(void)line;
	if (table_view_prices_text(text, app))
		strlcpy(out, text, FIELD_SIZE);
}

static enum role
prices_role(const struct app *app)
{
	return app_pair_age_stale(app, app_pair_age_ms(app)) ? ROLE_BAD : ROLE_WARN;
}

static void
write_every(char *out, const struct app *app, const struct line *line)
{
	(void)line;
	snprintf(out, FIELD_SIZE, "every %ds", app->interval_s);
}

static void
write_arrival(char *out, const struct app *app, const struct line *line)
{
	const struct source *source = &app->sources[app_leading(app)];
	bool paused = app->paused && app->shown != NULL;
	char clock[9];

	(void)line;
	if (!figures_known(app))
		return;
	text_utc_clock(clock, paused ? app->shown->from.arrived_utc_ms : source->arrived_utc_ms);
	snprintf(out, FIELD_SIZE, "as of %s UTC", clock);
}

static enum role
worst_role(const struct app *app)
{
	const enum risk_band worst = watchlist_worst(&app->watchlist);

	return worst >= RISK_CALL                 ? ROLE_BAD :
	    worst == RISK_OK && !loan_is_old(app) ? ROLE_GOOD :
						    ROLE_WARN;
}

static enum role
freshness_role(const struct app *app)
{
	if (app->paused)
		return ROLE_WARN;
	switch (app_freshness(app)) {
	case FRESHNESS_LIVE:
		return ROLE_GOOD;
	case FRESHNESS_CONNECTING:
		return ROLE_TITLE;
	default:
		return ROLE_BAD;
	}
}

static enum role
bell_role(const struct app *app)
{
	(void)app;
	return ROLE_WARN;
}

static const struct {
	void (*write)(char *out, const struct app *app, const struct line *line);
	enum role (*role)(const struct app *app); /* NULL: the line's own */
} fields[FIELDS_COUNT] = {
	[FIELD_PROGRAM] = { write_program, NULL },
	[FIELD_ENVIRONMENT] = { write_environment, NULL },
	[FIELD_ACCOUNT] = { write_account, NULL },
	[FIELD_WORST] = { write_worst, worst_role },
	[FIELD_FRESHNESS] = { write_freshness, freshness_role },
	[FIELD_AGE] = { write_age, NULL },
	[FIELD_BELL] = { write_bell, bell_role },
	[FIELD_PRICES] = { write_prices, prices_role },
	[FIELD_EVERY] = { write_every, NULL },
	[FIELD_ARRIVAL] = { write_arrival, NULL },
};

/* Columns of the fields FROM to before TO, with the blanks between them. */
static int
width_of(const struct line *line, int from, int to)
{
	int width = 0;

	for (int i = from; i < to; i++)
		if (line->text[i][0] != '\0')
			width += text_width(line->text[i]) + (width > 0 ? line->space : 0);
	return width;
}

/* Composes the line. Returns the columns that it takes. */
static int
compose_fields(struct line *line, const struct app *app)
{
	for (int i = 0; i < FIELDS_COUNT; i++) {
		line->text[i][0] = '\0';
		if (line->form[i] != FORM_GONE)
			fields[i].write(line->text[i], app, line);
	}
	return line->margin + width_of(line, 0, FIELD_WORST) + line->gap +
	    width_of(line, FIELD_WORST, FIELDS_COUNT);
}

/* Composes the line so that it fits ROOM, as far as it can. */
static void
fit(struct line *line, const struct app *app, int room)
{
	*line = (struct line){ .margin = 1, .gap = 2, .space = 2 };
	for (size_t i = 0; i < CUTS && compose_fields(line, app) > room; i++) {
		if (cuts[i].only_account && app->settings->count > 1)
			continue;
		/* After blanks in the middle those at the left give way. */
		if (line->space == 1)
			line->margin = 0;
		if (cuts[i].field == FIELD_AGE)
			line->space = line->gap = 1;
		line->form[cuts[i].field] = cuts[i].form;
	}
	compose_fields(line, app);
}

/* Adds the fields FROM to before TO from column X on. */
static void
add_fields(struct page *page, int x, const struct line *line, int from, int to,
    const struct app *app, enum role role)
{
	for (int i = from; i < to; i++) {
		/* In a reversed line a second colour would be hard to read. */
		bool own = role == ROLE_TITLE && fields[i].role != NULL;

		if (line->text[i][0] == '\0')
			continue;
		page_piece(page, x, own ? fields[i].role(app) : role, line->text[i]);
		x += text_width(line->text[i]) + line->space;
	}
}

enum role
title_fill(struct page *page, const struct app *app)
{
	enum role role = app->account_id.environment == ENVIRONMENT_PRODUCTION &&
		!app->account_id.simulated ?
	    ROLE_TITLE :
	    ROLE_TITLE_OTHER;
	struct line line;
	int x;

	fit(&line, app, page->width);
	page_space(page);
	x = page->width - width_of(&line, FIELD_WORST, FIELDS_COUNT);
	if (line.space == 1 || x < line.margin)
		x = line.margin + width_of(&line, 0, FIELD_WORST) + line.gap;
	add_fields(page, line.margin, &line, 0, FIELD_WORST, app, role);
	add_fields(page, x, &line, FIELD_WORST, FIELDS_COUNT, app, role);
	return role;
}

/* Whether only one currency was asked for of what stands: that is of OKX's list alone. */
static bool
only_ccy(const struct app *app)
{
	return app->settings->ccy[0] != '\0' && app_lists(app);
}

bool
title_notice_urgent(const struct app *app)
{
	/*
	 * That the order is held comes with every move and goes by itself: alone it is not worth
	 * moving rows.
	 */
	return !filter_empty(&app->filter) || only_ccy(app) || app->hidden ||
	    okx_client_via(app->client)[0] != '\0';
}

/* Adds the next field of the second line, which has X columns so far; a faint one where it fits. */
static void __attribute__((format(printf, 4, 5)))
notice(struct page *page, int *x, enum role role, const char *format, ...)
{
	char text[TEXT_LINE_SIZE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	*x += *x > 0 ? 3 : 0;
	if (role == ROLE_FAINT && *x + text_width(text) > page->width)
		return;
	page_piece(page, *x, role, text);
	*x += text_width(text);
}

void
title_fill_notice(struct page *page, const struct app *app)
{
	const struct portfolio *portfolio = &app->portfolio;
	const char *via = okx_client_via(app->client);
	int x = 0;

	page_space(page);
	if (!filter_empty(&app->filter) && app->shown != NULL)
		notice(page, &x, ROLE_NOTICE, "filter %s: %zu of %zu", app->filter.text,
		    portfolio->shown.rows, portfolio->all.rows);
	else if (!filter_empty(&app->filter))
		notice(page, &x, ROLE_NOTICE, "filter %s", app->filter.text);
	if (only_ccy(app))
		notice(page, &x, ROLE_NOTICE, "ccy=%s only", app->settings->ccy);
	if (app->hidden)
		notice(page, &x, ROLE_NOTICE, "amounts hidden");
	if (via[0] != '\0')
		notice(page, &x, ROLE_NOTICE, "via proxy %s", via);
	if (app_order_held(app))
		notice(page, &x, ROLE_FAINT, "sorting paused");
}
