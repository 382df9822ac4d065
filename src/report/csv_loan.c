/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "report/csv.h"

/* The texts of a line, which points into them. */
struct texts {
	char of[LOANFIELDS][LOANFIELD_SIZE];
};

static void
fill_part(struct csv_line *line, struct texts *texts, enum loanfield_part part,
    const struct loanfield_subject *of)
{
	for (size_t i = 0; i < LOANFIELDS; i++) {
		enum csv_field column = csv_find(loanfields[i].name);
		char *text = texts->of[i];

		if (loanfields[i].part != part ||
		    loanfields[i].write(text, &loanfields[i], of) != FIGURE_KNOWN)
			continue;
		if (column == CSV_FIELDS)
			line->loan[i] = text;
		else
			line->fields[column] = text;
	}
}

/* The coins of one lot, each with what is computed of its currency. */
static void
write_lot(FILE *out, const struct csv_line *line, const char *record, struct texts *texts,
    const struct amounts *lot, struct loanfield_subject *of)
{
	for (size_t i = 0; i < lot->count; i++) {
		const struct amount *coin = &lot->coins[i];
		const struct exposure *exposure;
		struct csv_line one = *line;

		/* One that no pair has yet has amounts alone. */
		exposure = exposures_find(&of->status->paired->exposures, coin->ccy);
		loanfield_turn(of,
		    exposure != NULL ? exposure :
				       exposures_find(&of->status->exposures, coin->ccy));
		fill_part(&one, texts, LOANFIELD_CURRENCY, of);
		one.fields[CSV_RECORD] = record;
		one.fields[CSV_AMT] = figure_text(&coin->amount);
		csv_line_write(out, &one);
	}
}

static void
write_loan(FILE *out, const struct app *app, const struct csv_line *line,
    const struct loan_status *status, struct texts *texts)
{
	struct loanfield_subject of = { .app = app, .status = status };
	struct csv_line loan = *line, coin = *line;

	loan.fields[CSV_RECORD] = "loan";
	fill_part(&loan, texts, LOANFIELD_SENT, &of);
	fill_part(&loan, texts, LOANFIELD_WARNING, &of);
	fill_part(&loan, texts, LOANFIELD_DERIVED, &of);
	csv_line_write(out, &loan);
	coin.fields[CSV_LOAN_KEY] = status->order->key;
	write_lot(out, &coin, "loan_owed", texts, &status->order->owed, &of);
	write_lot(out, &coin, "loan_pledged", texts, &status->order->pledged, &of);
}

void
csv_loans_write(FILE *out, const struct app *app, const struct csv_line *line)
{
	struct texts *texts = xcalloc(1, sizeof *texts);

	for (size_t i = 0; i < app->watchlist.count; i++)
		write_loan(out, app, line, &app->watchlist.statuses[i], texts);
	free(texts);
}
