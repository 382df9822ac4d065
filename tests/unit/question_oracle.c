/* SPDX-License-Identifier: ISC */
/*
 * Answers what-if questions on standard input for question_oracle.py. A line is
 *
 *	D C L M Q;WATCH-FALL;STATES;PLEDGED;OWED;PRICES;FUNDING;QUESTION
 *
 * as open_situation() takes its parts, STATES "sent sent" or "part" in place of either for
 * a list that did not come whole; FUNDING may be "-". The answer is a line of words; a
 * fraction is "N/D", "none" where it is not known. A note is KIND@ITEM or KIND@ITEM=AMOUNT.
 */
#include "test.h"

#include "model/outcome.h"
#include "model/pegs.h"
#include "risk_fixture.h"

#define PARTS 8

static const char *const states[] = {
	[OUTCOME_KNOWN] = "known",
	[OUTCOME_NO_DEBT] = "no-debt",
	[OUTCOME_NO_LTV] = "no-ltv",
	[OUTCOME_NO_COVER] = "no-cover",
	[OUTCOME_UNFIT] = "unfit",
	[OUTCOME_CCY_NEEDED] = "ccy-needed",
	[OUTCOME_OWED_UNKNOWN] = "owed-unknown",
	[OUTCOME_PRICE_UNKNOWN] = "price-unknown",
};

static const char *const kinds[] = {
	[OUTCOME_OVER_OWED] = "over-owed",
	[OUTCOME_OVER_FUNDING] = "over-funding",
	[OUTCOME_NOT_OWED] = "not-owed",
	[OUTCOME_NOT_IN_LOAN] = "not-in-loan",
	[OUTCOME_AS_PLEDGED] = "as-pledged",
	[OUTCOME_NEW] = "new",
	[OUTCOME_NEW_UNPRICED] = "new-unpriced",
	[OUTCOME_UNPRICED] = "unpriced",
	[OUTCOME_UNLISTED] = "unlisted",
	[OUTCOME_DEBT_UNWEIGHED] = "debt-unweighed",
};

static void
print_ratio(const char *before, const struct ratio *ratio)
{
	char n[DECIMAL_TEXT_SIZE], d[DECIMAL_TEXT_SIZE];

	if (!ratio->known) {
		printf("%snone", before);
		return;
	}
	decimal_text(n, sizeof n, &ratio->n);
	decimal_text(d, sizeof d, &ratio->d);
	printf("%s%s/%s", before, n, d);
}

static void
print_outcome(const struct outcome *outcome, const struct question *question)
{
	const struct ratio *const ratios[] = { &outcome->ltv, &outcome->ltv_least,
		&outcome->to_call, &outcome->to_liquidation, &outcome->repay_usd,
		&outcome->pledge_usd, &outcome->repay };

	printf("%s %d %s %d %s", states[outcome->state],
	    outcome->item == NULL ? -1 : (int)(outcome->item - question->items),
	    risk_token(outcome->band), outcome->at_most,
	    outcome->ccy == NULL ? "none" : outcome->ccy);
	for (size_t i = 0; i < COUNT(ratios); i++)
		print_ratio(" ", ratios[i]);
	for (size_t i = 0; i < outcome->note_count; i++) {
		const struct outcome_note *note = &outcome->notes[i];

		printf(" %s@%d", kinds[note->kind],
		    note->item == NULL ? -1 : (int)(note->item - question->items));
		if (note->amount.known)
			print_ratio("=", &note->amount);
	}
	printf("\n");
}

static enum amounts_state
state_of(const char *word)
{
	return strcmp(word, "sent") == 0 ? AMOUNTS_SENT : AMOUNTS_UNREADABLE;
}

static void
answer_line(char *line)
{
	static struct situation s;
	struct loan_status status = { .order = &s.order };
	struct amount listed[SITUATION_MAX];
	struct balance balances[SITUATION_MAX];
	struct funding funding = { .balances = balances };
	struct question question;
	struct outcome outcome;
	struct pegs pegs = { .count = 0 };
	struct cause cause;
	char *part[PARTS], *space;

	for (size_t i = 0; i < PARTS; i++)
		part[i] = strsep(&line, ";");
	open_situation(&s, part[0], part[3], part[4], part[5]);
	s.terms.watch_fall = figure_read(part[1]).value;
	space = strchr(part[2], ' ');
	s.order.pledged.state = strncmp(part[2], "sent ", 5) == 0 ? AMOUNTS_SENT :
								    AMOUNTS_UNREADABLE;
	s.order.owed.state = state_of(space + 1);
	close_situation(&s);
	pegs_update(&pegs, s.terms.stablecoins, &s.prices);
	s.terms.stablecoins = pegs.names;
	exposures_make(&s.exposures, &s.order, &s.prices, s.terms.stablecoins);
	judge_again(&s, RISK_OK);
	status.exposures = s.exposures;
	status.risk = s.risk;
	if (strcmp(part[6], "-") != 0)
		funding.count = read_lot(listed, part[6]);
	for (size_t i = 0; i < funding.count; i++)
		balances[i] = (struct balance){ .ccy = listed[i].ccy,
			.available = listed[i].amount };
	if (!question_parse(&question, part[7], &cause)) {
		printf("%s\n", cause.text);
	} else {
		outcome_find(&outcome, &question, &status, &s.prices,
		    strcmp(part[6], "-") == 0 ? NULL : &funding, &s.terms);
		print_outcome(&outcome, &question);
	}
	close_situation(&s);
	pegs_clear(&pegs);
}

int
main(void)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, stdin) > 0) {
		line[strcspn(line, "\n")] = '\0';
		answer_line(line);
	}
	free(line);
	return 0;
}
