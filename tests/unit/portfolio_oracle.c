/* SPDX-License-Identifier: ISC */
/*
 * Answers portfolios on standard input for portfolio_oracle.py to compare with
 * its own exact results. A line is
 *
 *	COLUMN asc|desc hold|sort fold|all FILTER;CCY AMOUNT VALUE;…
 *
 * with '*' for no filter, '-' for an absent figure and '!' for one that was no
 * string. Each portfolio comes after the one of the line before, as from one
 * refresh to the next. The answer is the three totals, the rows in order and
 * an empty line; the fields are separated by tabs.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cause.h"
#include "model/column.h"
#include "model/position.h"

static struct portfolio portfolio;

static void
print_total(const char *name, const struct portfolio_total *total)
{
	char sum[DECIMAL_TEXT_SIZE], text[FIGURE_TEXT_SIZE];

	decimal_text(sum, sizeof sum, &total->value);
	portfolio_total_text(text, sizeof text, total, "", 0);
	printf("%s\t%zu\t%zu\t%d\t%s\t%s\n", name, total->rows, total->unknown, total->negative,
	    total->unreadable ? "?" : sum, text);
}

static const char *
sent(const struct figure *figure, const char *text)
{
	static const char *const words[] = {
		[FIGURE_ABSENT] = "absent",
		[FIGURE_UNREADABLE] = "unreadable",
	};

	return figure->state == FIGURE_KNOWN ? text : words[figure->state];
}

/* A decimal where there is one. */
static const char *
exact(char text[DECIMAL_TEXT_SIZE], bool known, const struct decimal *value)
{
	if (!known)
		return "none";
	decimal_text(text, DECIMAL_TEXT_SIZE, value);
	return text;
}

static void
print_row(const struct portfolio_row *row, const struct column_layout layouts[COLUMNS_COUNT])
{
	static const char *const kinds[] = {
		[PORTFOLIO_SHARE_NONE] = "none",
		[PORTFOLIO_SHARE_EXACT] = "exact",
		[PORTFOLIO_SHARE_AT_MOST] = "at-most",
	};
	const struct asset *asset = row->asset;
	struct decimal price, share, delta;
	enum portfolio_share kind = PORTFOLIO_SHARE_NONE;
	char text[FIGURE_TEXT_SIZE];
	bool known;
	int id;

	printf("%s\t%zu", asset->ccy, asset->parts);
	printf("\t%s", sent(&asset->amount, asset->amount.sent));
	printf("\t%s", sent(&asset->value, asset->value.sent));
	known = asset_price(asset, 18, &price);
	printf("\t%s", exact(text, known, &price));
	if (asset->value.state == FIGURE_KNOWN)
		kind = portfolio_share(&portfolio, &asset->value.value, 18, &share);
	printf("\t%s\t%s", kinds[kind], exact(text, kind != PORTFOLIO_SHARE_NONE, &share));
	known = portfolio_change(&portfolio, row, &delta) == PORTFOLIO_CHANGE_VALUE;
	printf("\t%s", exact(text, known, &delta));
	for (id = COLUMN_AMOUNT; id < COLUMNS_COUNT; id++) {
		if (columns[id].in[COLUMN_LIST].title == NULL)
			continue;
		columns[id].text(text, sizeof text, &portfolio, row, &layouts[id]);
		printf("\t%s", text);
	}
	printf("\n");
}

static void
print_portfolio(void)
{
	struct column_layout layouts[COLUMNS_COUNT];
	size_t i;
	int id;

	for (id = 0; id < COLUMNS_COUNT; id++)
		if (columns[id].in[COLUMN_LIST].title != NULL)
			column_measure(&layouts[id], (enum column_id)id, &portfolio, portfolio.rows,
			    portfolio.count, 0);
	print_total("all", &portfolio.all);
	print_total("shown", &portfolio.shown);
	print_total("folded", &portfolio.folded);
	for (i = 0; i < portfolio.count; i++)
		print_row(&portfolio.rows[i], layouts);
	printf("\n");
}

/* A figure of the line as it is handed to assets_add(). */
static const char *
field(char **save, bool *unreadable)
{
	const char *text = strtok_r(NULL, " ", save);

	*unreadable = text != NULL && strcmp(text, "!") == 0;
	return text == NULL || *unreadable || strcmp(text, "-") == 0 ? NULL : text;
}

static struct assets *
read_rows(char **lines)
{
	static const struct account_id account_id = { .account = "main" };
	struct assets *assets = assets_new(&account_id, "/", "");
	char *row, *save = NULL;

	while ((row = strtok_r(NULL, ";", lines)) != NULL) {
		bool amount_unreadable, value_unreadable;
		const char *ccy = strtok_r(row, " ", &save);
		const char *amount = field(&save, &amount_unreadable);
		const char *value = field(&save, &value_unreadable);

		if (ccy == NULL ||
		    !assets_add(assets, ccy, amount, amount_unreadable, value, value_unreadable))
			exit(2);
	}
	assets_seal(assets);
	return assets;
}

static void
read_view(struct portfolio_view *view, struct filter *filter, char *text)
{
	struct cause cause;
	enum column_id id;
	char column[32], direction[8], hold[8], fold[8], wanted[FILTER_SIZE], sort[48];
	bool descending;

	if (sscanf(text, "%31s %7s %7s %7s %127s", column, direction, hold, fold, wanted) != 5)
		exit(2);
	snprintf(sort, sizeof sort, "%s:%s", column, direction);
	if (!column_sort_parse(sort, &id, &descending, &cause)) {
		fprintf(stderr, "portfolio_oracle: %s\n", cause.text);
		exit(2);
	}
	view->order = columns[id].order;
	view->order.descending = descending;
	view->hold = strcmp(hold, "hold") == 0;
	view->fold = strcmp(fold, "fold") == 0;
	filter_set(filter, strcmp(wanted, "*") == 0 ? "" : wanted);
	view->filter = filter;
}

int
main(void)
{
	struct assets *before = NULL, *now;
	struct portfolio_view view;
	struct filter filter;
	char *line = NULL, *save;
	size_t size = 0;
	ssize_t length;

	portfolio_init(&portfolio);
	while ((length = getline(&line, &size, stdin)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		read_view(&view, &filter, strtok_r(line, ";", &save));
		now = read_rows(&save);
		portfolio_build(&portfolio, now, before, &view);
		print_portfolio();
		assets_drop(before);
		before = now;
	}
	portfolio_clear(&portfolio);
	assets_drop(before);
	free(line);
	return fflush(stdout) == 0 ? 0 : 1;
}
