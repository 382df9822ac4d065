/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_QUESTION_H
#define COLLTOP_MODEL_QUESTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cause.h"
#include "base/decimal.h"

/*
 * A what-if question as a person types it: items one after another, all of them asked
 * together. Only its words are judged here; what a loan answers is model/outcome.
 *
 *	repay [CCY] AMOUNT   pledge CCY AMOUNT   CCY PRICE   CCY -20%   all -30%
 *
 * The currency may follow the amount ("repay 20,000 USDT"). Items are separated by blanks
 * or by commas; a comma between digits groups thousands. Case does not matter. A price or
 * a change moves a coin on both sides of the loan, "all" the pledged coins that are not
 * stablecoins and of which nothing else is asked.
 */
enum question_kind {
	QUESTION_REPAY,  /* VALUE of CCY, or of the one currency that is owed where CCY is "" */
	QUESTION_PLEDGE, /* VALUE of CCY more */
	QUESTION_PRICE,  /* a unit of CCY costs VALUE, USD */
	QUESTION_CHANGE, /* the price of CCY times VALUE */
	QUESTION_ALL     /* the prices of the pledged coins times VALUE */
};

#define QUESTION_SIZE 128 /* of its text with the NUL */
#define QUESTION_ITEMS 16
#define QUESTION_CCY_SIZE 21

struct question_item {
	enum question_kind kind;
	char ccy[QUESTION_CCY_SIZE]; /* in upper case */
	struct decimal value;        /* above 0 */
};

struct question {
	size_t count; /* 0: nothing is asked */
	struct question_item items[QUESTION_ITEMS];
};

/*
 * Reads TEXT. False with the cause, which names the word, its column (1 is the first
 * character) and what is expected there: `column 7: "foo" where an amount is expected, such
 * as 20,000`.
 */
bool question_parse(struct question *question, const char *text, struct cause *cause);

/* Four examples, each with what it asks; ends with a row whose text is NULL. */
extern const struct question_example {
	const char *text, *meaning;
} question_examples[];

#endif
