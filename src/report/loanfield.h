/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_REPORT_LOANFIELD_H
#define COLLTOP_REPORT_LOANFIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "model/call_price.h"
#include "view/whatif_answer.h"

/*
 * What records for machines say of a loan: one row a figure, a member in JSON
 * and a column in CSV of the same name.
 */
enum loanfield_part {
	LOANFIELD_SENT,    /* of the order, as the exchange sent it */
	LOANFIELD_WARNING, /* of its "riskWarningData", as sent */
	LOANFIELD_DERIVED, /* of the order, computed */
	/* of the order as the what-if question has it, beside notes; only where one was asked */
	LOANFIELD_WHAT_IF,
	LOANFIELD_CURRENCY /* of one currency pledged or owed; all but the amounts is computed */
};

/* What it is in JSON. */
enum loanfield_kind {
	LOANFIELD_TEXT, /* a text, or a number as text */
	LOANFIELD_BOOLEAN,
	LOANFIELD_INTEGER
};

/* What is written of. */
struct loanfield_subject {
	const struct app *app;
	const struct loan_status *status;
	const struct exposure *exposure;  /* LOANFIELD_CURRENCY */
	struct call_price call_price;     /* of EXPOSURE */
	struct call_price liquidation_at; /* likewise */
	/* LOANFIELD_WHAT_IF, and why there are no figures, or "" */
	const struct whatif_answer *answer;
	char refusal[WHATIF_ANSWER_SIZE];
};

#define LOANFIELD_SIZE DECIMAL_TEXT_SIZE

struct loanfield {
	const char *name;
	enum loanfield_part part;
	enum loanfield_kind kind;
	/* Writes it into OUT (LOANFIELD_SIZE bytes). FIGURE_KNOWN, or why there is none. */
	enum figure_state (
	    *write)(char *out, const struct loanfield *field, const struct loanfield_subject *of);
	size_t offset;                  /* for WRITE: where the figure stands in its struct, */
	enum decimal_rounding rounding; /* … and how it is rounded: toward danger */
};

#define LOANFIELDS 75

extern const struct loanfield loanfields[LOANFIELDS];

/*
 * Gives OF the ANSWER of its loan. False where none was asked for, or none is understood by
 * now: the options saw to that.
 */
bool loanfield_ask(struct loanfield_subject *of, struct whatif_answer *answer);

/* Turns OF to another currency of its loan. */
void loanfield_turn(struct loanfield_subject *of, const struct exposure *exposure);

#endif
