/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "app/table_view.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "report/format.h"
#include "view/loan_notes.h"
#include "view/loan_panel.h"
#include "view/whatif_answer.h"

#define CELL_MAX 64
#define LINE_WIDTH 1000 /* no line is cut, and none gives way */

static void
write_title(FILE *out, const struct app *app)
{
	char age[16], stamp[25], prices[TABLE_VIEW_PRICES_SIZE];

	fprintf(out, "colltop  %s  %s@%s  %s",
	    account_id_word(app->account_id.environment, app->account_id.simulated),
	    app->account_id.account, app->account_id.region, freshness_word(app_freshness(app)));
	if (app->shown != NULL) {
		text_age(age, app_age_ms(app));
		text_utc(stamp, app->shown->from.arrived_utc_ms);
		fprintf(out, "  %s old  as of %.10s %.8s UTC", age, stamp, stamp + 11);
		if (table_view_prices_text(prices, app))
			fprintf(out, "  %s", prices);
	}
	fputc('\n', out);
	if (app->settings->ccy[0] != '\0')
		fprintf(out, "ccy=%s only\n", app->settings->ccy);
	if (!filter_empty(&app->filter))
		fprintf(out, "filter %s: %zu of %zu\n", app->filter.text, app->portfolio.count,
		    app->portfolio.all.rows);
}

/* The lines of PAGE as they would stand on a screen. */
static void
write_page(FILE *out, const struct page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		int x = 0;

		for (size_t j = 0; j < page->lines[i].count; j++) {
			const struct page_piece *piece = &page->lines[i].pieces[j];

			/* Nothing is said in an empty one. */
			if (piece->text[0] == '\0')
				continue;
			fprintf(out, "%*s%s", piece->x > x ? piece->x - x : 0, "", piece->text);
			x = piece->x + text_width(piece->text);
		}
		fputc('\n', out);
	}
}

/* What is said of the loans above the rows, and below them. */
static void
write_loan_lines(FILE *out, const struct app *app)
{
	struct page page;

	page_init(&page, LINE_WIDTH);
	page.record = true;
	loan_panel_fill(&page, app, INT_MAX);
	write_page(out, &page);
	if (watchlist_watched(&app->watchlist) != NULL)
		fputc('\n', out);
	page_clear(&page);
}

/* What the loan that is watched would be, where that was asked. */
static void
write_what_if(FILE *out, const struct app *app)
{
	const struct loan_status *status = watchlist_watched(&app->watchlist);
	struct page page;

	if (app->question[0] == '\0' || status == NULL)
		return;
	page_init(&page, LINE_WIDTH);
	page.record = true;
	whatif_answer_fill(&page, app, status);
	fprintf(out, "WHAT IF, NOT REAL: %s\n", app->question);
	write_page(out, &page);
	fputc('\n', out);
	page_clear(&page);
}

static void
write_notes(FILE *out, const struct app *app)
{
	struct page page;

	if (app_lists(app))
		return;
	page_init(&page, LINE_WIDTH);
	loan_notes_fill(&page, app, SIZE_MAX);
	write_page(out, &page);
	page_clear(&page);
}

/* One cell, blanks on the side where its column has them. */
static void
write_cell(FILE *out, const struct column *column, const char *text, int width, bool last)
{
	char fitted[CELL_MAX * 4 + 1];
	int used = text_fit(fitted, sizeof fitted, text, width);

	if (column->left)
		fprintf(out, "%s%*s", fitted, last ? 0 : width - used, "");
	else
		fprintf(out, "%*s%s", width - used, "", fitted);
	if (!last)
		fputs("  ", out);
}

/* The columns that any width has in the table of PORTFOLIO; how many. */
static size_t
list_columns(enum column_id list[COLUMNS_COUNT], const struct portfolio *portfolio)
{
	size_t count = 0;

	for (int id = 0; id < COLUMNS_COUNT; id++)
		if (column_stands(portfolio->assets, (enum column_id)id) && columns[id].from == 0)
			list[count++] = (enum column_id)id;
	return count;
}

/* Whether a figure of column ID stands in brackets. */
static bool
is_bracketed(const struct app *app, enum column_id id)
{
	for (size_t row = 0; row < app->portfolio.count && !columns[id].left; row++)
		if (table_view_cell_stale(app, id, app->portfolio.rows[row].asset))
			return true;
	return false;
}

/* The last cell of a line has no blanks behind it. */
static void
write_rows(FILE *out, const struct app *app)
{
	const struct portfolio *portfolio = &app->portfolio;
	enum column_id list[COLUMNS_COUNT], id;
	struct column_layout layout[COLUMNS_COUNT];
	char text[FIGURE_TEXT_SIZE + 2], total[FIGURE_TEXT_SIZE + 2];
	size_t count = list_columns(list, portfolio), row, i;
	int width[COLUMNS_COUNT];

	portfolio_total_text(total, FIGURE_TEXT_SIZE, &portfolio->all, "", 0);
	column_bracket(total, sizeof total, table_view_cell_stale(app, COLUMN_VALUE, NULL));
	for (i = 0; i < count; i++) {
		id = list[i];
		column_measure(&layout[id], id, portfolio, portfolio->rows, portfolio->count,
		    CELL_MAX);
		width[id] = layout[id].width + (is_bracketed(app, id) ? 2 : 0);
		if (id == COLUMN_VALUE && width[id] < (int)strlen(total))
			width[id] = (int)strlen(total);
		write_cell(out, &columns[id], columns[id].in[column_table(portfolio)].title,
		    width[id], i + 1 == count);
	}
	fputc('\n', out);
	for (row = 0; row < portfolio->count; row++) {
		for (i = 0; i < count; i++) {
			id = list[i];
			column_write(text, sizeof text, id, portfolio, &portfolio->rows[row],
			    &layout[id],
			    !columns[id].left &&
				table_view_cell_stale(app, id, portfolio->rows[row].asset));
			write_cell(out, &columns[id], text, width[id], i + 1 == count);
		}
		fputc('\n', out);
	}
	/* Of one currency alone no total is known. */
	if (app->shown->only[0] != '\0')
		return;
	for (i = 0; i < count && list[i] <= COLUMN_VALUE; i++) {
		id = list[i];
		write_cell(out, &columns[id],
		    id == COLUMN_CCY       ? "TOTAL" :
			id == COLUMN_VALUE ? total :
					     "",
		    width[id], id == COLUMN_VALUE);
	}
	fputc('\n', out);
}

/* What went wrong, in one line for each source; the same in one line for all. */
static void
complain_of_sources(const struct app *app)
{
	const char *said = "";

	for (int i = 0; i < OKX_ENDPOINTS; i++) {
		const struct okx_failure *failure = &app->sources[i].failure;
		char cause[2 * OKX_TEXT_SIZE] = "";

		if (!app->sources[i].failing || strcmp(said, failure->text) == 0)
			continue;
		said = failure->text;
		text_add_sentence(cause, sizeof cause, failure->text);
		text_add_sentence(cause, sizeof cause, failure->advice);
		fprintf(stderr, "colltop: %s\n", cause);
	}
}

bool
table_write(FILE *out, const struct app *app, bool first)
{
	if (!first)
		fputc('\n', out);
	write_title(out, app);
	write_loan_lines(out, app);
	write_what_if(out, app);
	if (app->shown != NULL && (app->shown->join != NULL || app->shown->count > 0))
		write_rows(out, app);
	write_notes(out, app);
	if (app_lists(app) && app_assets(app) != NULL && app_assets(app)->count == 0)
		fprintf(out, "%s\n", assets_words(app_list_kind(app)));
	complain_of_sources(app);
	return ferror(out) == 0;
}
