/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/title.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/text.h"
#include "model/percent.h"

/* What may leave the line, first ones first; the last steps only shorten what never leaves. */
enum step {
	STEP_ALL,
	STEP_PROGRAM,
	STEP_EVERY,
	STEP_REGION,
	STEP_ARRIVAL,
	STEP_ACCOUNT,
	STEP_OLD,               /* "1s" for "1s old", single blanks */
	STEP_WORD,              /* "PROD" for "PRODUCTION" */
	STEP_FRESHNESS,         /* "CONN" for "CONNECTING" */
	STEP_BAND,              /* no band */
	STEPS_COUNT
};

/* The line: what stands left, then what stands right, the worst band and the freshness between in their own colours. */
struct line {
	char left[PAINT_TEXT_SIZE], right[160], worst[40], freshness[32 + PERCENT_SIZE];
};

/* Adds a field to OUT, SPACE before it unless it is the first. */
static void __attribute__((format(printf, 4, 5)))
field(char *out, size_t size, const char *space, const char *format, ...)
{
	va_list arguments;
	size_t length;

	if (out[0] != '\0')
		strlcat(out, space, size);
	length = strlen(out);
	va_start(arguments, format);
	vsnprintf(out + length, size - length, format, arguments);
	va_end(arguments);
}

/* Shorter words for screens that hold nothing else. */
static const char *
shorter(const char *word)
{
	static const char *const words[][2] = {
		{ "PRODUCTION", "PROD" }, { "SIMULATION", "SIM" }, { "SIMULATION DEMO", "SIM DEMO" },
		{ "CONNECTING", "CONN" }, { "NO DATA", "NONE" },
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

/* The band of the worst loan where no line of a loan says it: of another one than is watched, or beside OKX's list. */
static const char *
worst_label(const struct app *app, const char **word)
{
	const struct stake *stake = book_watched(&app->book);

	if (stake == NULL)
		return NULL;
	*word = app->listed && loan_is_old(app) ? "OLD" : risk_word(book_worst(&app->book));
	if (app->listed)
		return book_worst(&app->book) != RISK_OK || loan_is_old(app) ? "loan: " : NULL;
	return book_worst(&app->book) > stake->risk.band ? "worst: " : NULL;
}

/* While rows are frozen the title says how the loan stands. */
static void
paused_text(char *out, size_t size, const struct app *app, enum step step)
{
	const struct stake *stake = book_watched(&app->book);
	char age[16], ltv[PERCENT_SIZE];

	text_age(age, monotime_ms() - app->paused_ms);
	if (stake == NULL || step >= STEP_BAND) {
		snprintf(out, size, "PAUSED %s", age);
		return;
	}
	percent_text(ltv, stake->risk.reported.known && !stake->risk.disagree ? &stake->risk.reported :
	    &stake->risk.ltv, 2, DECIMAL_CEILING);
	snprintf(out, size, "PAUSED %s%s%s %s", age, step >= STEP_OLD ? " " : "  ", ltv,
	    risk_word(stake->risk.band));
}

static void
compose(struct line *line, const struct app *app, enum step step)
{
	const char *band = "", *worst = worst_label(app, &band);
	const struct source *source = &app->sources[app_leading(app)];
	const bool paused = app->paused && app->shown != NULL, known = paused || source->arrived_ms >= 0;
	const struct origin *origin = &app->origin;
	const char *word = origin_word(origin->environment, origin->simulated);
	const char *freshness = freshness_word(app_freshness(app));
	const char *space = step >= STEP_OLD ? " " : "  ";
	char age[16], clock[9];

	memset(line, 0, sizeof *line);
	if (step < STEP_PROGRAM)
		field(line->left, sizeof line->left, space, "colltop");
	field(line->left, sizeof line->left, space, "%s", step >= STEP_WORD ? shorter(word) : word);
	if (step < STEP_REGION)
		field(line->left, sizeof line->left, space, "%s@%s", origin->account, origin->region);
	else if (step < STEP_ACCOUNT)
		field(line->left, sizeof line->left, space, "%s", origin->account);

	if (worst != NULL && step < STEP_BAND)
		snprintf(line->worst, sizeof line->worst, "%s%s%s", step >= STEP_WORD ? "" : worst,
		    band, space);
	if (app->paused)
		paused_text(line->freshness, sizeof line->freshness, app, step);
	else
		strlcpy(line->freshness, step >= STEP_FRESHNESS ? shorter(freshness) : freshness,
		    sizeof line->freshness);
	text_age(age, app_age_ms(app));
	snprintf(line->right, sizeof line->right, "%s%s%s", space, age,
	    step >= STEP_OLD || !known ? "" : " old");
	if (step < STEP_EVERY)
		field(line->right, sizeof line->right, space, "every %ds", app->interval_s);
	if (step < STEP_ARRIVAL && known) {
		text_utc_clock(clock, paused ? app->shown->arrived_utc_ms : source->arrived_utc_ms);
		field(line->right, sizeof line->right, space, "as of %s UTC", clock);
	}
}

static int
width_of(const struct line *line)
{
	return text_width(line->left) + text_width(line->worst) + text_width(line->freshness) +
	    text_width(line->right);
}

static enum role
freshness_role(const struct app *app, enum role title)
{
	/* In a reversed line a second colour would be hard to read. */
	if (title != ROLE_TITLE)
		return title;
	if (app->paused)
		return ROLE_WARN;
	switch (app_freshness(app)) {
	case FRESHNESS_LIVE:
		return ROLE_GOOD;
	case FRESHNESS_CONNECTING:
		return title;
	default:
		return ROLE_BAD;
	}
}

void
title_paint(const struct canvas *canvas, int y, const struct app *app)
{
	enum role role = app->origin.environment == ENVIRONMENT_PRODUCTION && !app->origin.simulated ?
	    ROLE_TITLE : ROLE_TITLE_OTHER;
	struct line line;
	enum step step = STEP_ALL;
	/* A blank at the left and at least two in the middle. */
	int margin = 1, gap = 2, x;

	for (compose(&line, app, step); margin + gap + width_of(&line) > canvas->columns; ) {
		if (++step == STEPS_COUNT)
			break;
		if (step == STEP_OLD)
			gap = 1;
		if (step > STEP_OLD)
			margin = 0;
		compose(&line, app, step);
	}
	paint_fill(canvas, y, 0, canvas->columns, role, ' ');
	x = canvas->columns - text_width(line.worst) - text_width(line.freshness) - text_width(line.right);
	if (step >= STEP_OLD || x < margin)
		x = margin + text_width(line.left) + gap;
	paint(canvas, y, margin, canvas->columns - margin, role, line.left);
	x += paint(canvas, y, x, canvas->columns - x, role != ROLE_TITLE ? role :
	    book_worst(&app->book) >= RISK_CALL ? ROLE_BAD : ROLE_WARN, line.worst);
	paint(canvas, y, x, canvas->columns - x, freshness_role(app, role), line.freshness);
	x += text_width(line.freshness);
	paint(canvas, y, x, canvas->columns - x, role, line.right);
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
	/* That the order is held comes with every move and goes by itself: alone it is not worth moving rows. */
	return !filter_empty(&app->filter) || only_ccy(app) || app->hidden ||
	    okx_client_via(app->client)[0] != '\0';
}

/* Paints the next field of the second line, which has X columns so far. */
static void __attribute__((format(printf, 5, 6)))
notice(const struct canvas *canvas, int y, int *x, enum role role, const char *format, ...)
{
	char text[PAINT_TEXT_SIZE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	*x += *x > 1 ? 3 : 0;
	*x += paint(canvas, y, *x, canvas->columns - 1 - *x, role, text);
}

void
title_paint_notice(const struct canvas *canvas, int y, const struct app *app)
{
	const struct portfolio *portfolio = &app->portfolio;
	const char *via = okx_client_via(app->client);
	int x = 1;

	if (!filter_empty(&app->filter) && app->shown != NULL)
		notice(canvas, y, &x, ROLE_NOTICE, "filter %s: %zu of %zu", app->filter.text,
		    portfolio->shown.rows, portfolio->all.rows);
	else if (!filter_empty(&app->filter))
		notice(canvas, y, &x, ROLE_NOTICE, "filter %s", app->filter.text);
	if (only_ccy(app))
		notice(canvas, y, &x, ROLE_NOTICE, "ccy=%s only", app->settings->ccy);
	if (app_order_held(app))
		notice(canvas, y, &x, ROLE_FAINT, "order held");
	if (app->hidden)
		notice(canvas, y, &x, ROLE_NOTICE, "amounts hidden");
	if (via[0] != '\0')
		notice(canvas, y, &x, ROLE_NOTICE, "via proxy %s", via);
}
