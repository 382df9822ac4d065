/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/status.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "app/table_view.h"
#include "base/monotime.h"
#include "base/text.h"

/* What a key with such a refusal will never be shown, in its own words. */
static const struct {
	enum okx_kind kind;
	const char *text;
} refusals[] = {
	{ OKX_KIND_CREDENTIALS,
	    "OKX does not accept this key, so there are no figures to show. "
	    "This says nothing about the account." },
	{ OKX_KIND_PERMISSION,
	    "Not permitted: this key may not see the collateral of flexible loans. "
	    "This says nothing about the account." },
	{ OKX_KIND_NOT_OFFERED,
	    "Not offered: OKX has no flexible loans here for this account. "
	    "This says nothing about what the account holds." },
	{ OKX_KIND_ACCOUNT,
	    "OKX has closed this account to the question, so there are no figures to show. "
	    "This says nothing about what the account holds." },
};

/* The total as "$164,682.65", ">=$100,000.00 +1 unknown", "-"; "*" where that does not fit. */
static void
total_text(char *out, size_t size, const struct app *app, int width)
{
	if (app->hidden)
		strlcpy(out, "$" PAGE_MASK, size);
	else
		portfolio_total_text(out, size, &app->portfolio.all, "$", width > 1 ? width : 1);
	if (text_width(out) > width && text_width(out) > 1)
		strlcpy(out, "*", size);
}

void
status_fill(struct page *page, const struct app *app)
{
	/* From the longest on; a short one stands where the long one has no room. */
	static const char *const labels[] = { "COLLATERAL ASSETS (OKX)", "OKX'S LIST", "" };
	static const char hint[] = "as OKX lists them; ? has their meaning";
	char total[FIGURE_TEXT_SIZE + 4], text[FIGURE_TEXT_SIZE + 8], label[120];
	bool stale = table_view_cell_stale(app, COLUMN_VALUE, NULL);
	int x = 0;

	page_space(page);
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		if (app->settings->ccy[0] != '\0' && i == 0)
			snprintf(label, sizeof label, "%s %s only", labels[i], app->settings->ccy);
		else
			strlcpy(label, labels[i], sizeof label);
		if (label[0] == '\0' || page->width - 2 - text_width(label) >= 12)
			break;
	}
	if (label[0] != '\0') {
		page_piece(page, 0, ROLE_LABEL, label);
		x = text_width(label) + 1;
	}
	/* The brackets take the place of blanks, so that nothing moves when they come. */
	if (x >= page->width)
		x = page->width - 1;
	total_text(total, sizeof total, app, page->width - x - 2);
	snprintf(text, sizeof text, stale ? "[%s]" : " %s ", total);
	if (page->width - x < text_width(text))
		strlcpy(text, total, sizeof text);
	page_piece(page, x, stale ? ROLE_STALE : ROLE_TOTAL, text);
	x += text_width(text) + 2;
	if (page->width - x >= (int)sizeof hint - 1)
		page_piece(page, x, ROLE_FAINT, hint);
}

/* Whether nothing was asked for want of a key, so that the exchange said nothing about one. */
static bool
lacks_key(const struct source *source)
{
	return source->failure.kind == OKX_KIND_CREDENTIALS && source->failure.code[0] == '\0' &&
	    source->failure.http == 0 && source->next_ms == INT64_MAX;
}

static void
why_no_snapshot(char *out, size_t size, const struct app *app)
{
	const struct source *source = &app->sources[app_leading(app)];
	const char *host = app->account_id.host;

	if (!source->failing) {
		snprintf(out, size, "Connecting to %s.", host);
		return;
	}
	if (lacks_key(source)) {
		snprintf(out, size,
		    "There is no key for %s of account %s, so nothing was asked and there are "
		    "no figures to show.",
		    account_id_word(app->account_id.environment, app->account_id.simulated),
		    app->account_id.account);
		return;
	}
	for (size_t i = 0;
	     source->failure.exit == OKX_EXIT_REFUSED && i < sizeof refusals / sizeof *refusals;
	     i++)
		if (refusals[i].kind == source->failure.kind) {
			strlcpy(out, refusals[i].text, size);
			return;
		}
	if (source->failure.http > 0 || source->failure.code[0] != '\0')
		snprintf(out, size,
		    "No usable answer from %s yet, so there are no figures to show. "
		    "This says nothing about the account.",
		    host);
	else
		snprintf(out, size,
		    "No answer from %s yet, so there are no figures to show. "
		    "This says nothing about the account.",
		    host);
}

void
status_nothing(char *out, size_t size, const struct app *app)
{
	const struct portfolio *portfolio = &app->portfolio;

	out[0] = '\0';
	if (app->shown == NULL)
		why_no_snapshot(out, size, app);
	else if (portfolio->all.rows == 0 && app->shown->join != NULL)
		strlcpy(out, "Nothing is pledged.", size);
	else if (portfolio->all.rows == 0)
		strlcpy(out, assets_words(assets_kind(app->shown, app_loans(app))), size);
	else if (portfolio->shown.rows == 0)
		snprintf(out, size, "No currency matches the filter %s: / changes it.",
		    app->filter.text);
}
