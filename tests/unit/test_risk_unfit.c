/* SPDX-License-Identifier: ISC */
/* What becomes of a judgement when a fraction does not fit: not known, never wrong. */
#include "test.h"

#include "risk_fixture.h"

/* Which operation from now on does not fit; 0 for none. */
static size_t unfit;

static bool
fits(void)
{
	return unfit == 0 || --unfit > 0;
}

/* The names that the linker gives: see ld(1), --wrap. */
#define MAY_NOT_FIT(operation, result, unknown) \
	bool __real_##operation(result *out, const struct ratio *a, const struct ratio *b); \
	bool __wrap_##operation(result *out, const struct ratio *a, const struct ratio *b); \
\
	bool __wrap_##operation(result *out, const struct ratio *a, const struct ratio *b) \
	{ \
		if (fits()) \
			return __real_##operation(out, a, b); \
		unknown; \
		return false; \
	}

MAY_NOT_FIT(ratio_add, struct ratio, *out = (struct ratio){ .known = false })
MAY_NOT_FIT(ratio_subtract, struct ratio, *out = (struct ratio){ .known = false })
MAY_NOT_FIT(ratio_multiply, struct ratio, *out = (struct ratio){ .known = false })
MAY_NOT_FIT(ratio_divide, struct ratio, *out = (struct ratio){ .known = false })
MAY_NOT_FIT(ratio_compare, int, (void)out)

/* True when all operations up to the one that should not fit came. */
static bool
came(void)
{
	const bool all = unfit == 0;

	unfit = 0;
	return all;
}

static void
assert_right_or_unknown(const struct ratio *figure, const struct ratio *right)
{
	int order;

	if (!figure->known)
		return;
	assert_true(right->known);
	assert_true(ratio_compare(&order, figure, right));
	assert_int_equal(order, 0);
}

TEST(nothing_is_wrong_where_a_number_does_not_fit)
{
	static const struct {
		const char *figures, *pledged, *owed, *prices;
		enum risk_band before, band, instead; /* INSTEAD where an edge is not known */
	} cases[] = {
		{ "50 100 0.5 0.7 0.8", "BTC 1", "USDT 50", "BTC 200 USDT 1", RISK_OK, RISK_OK,
		    RISK_UNKNOWN },
		{ "50 100 0.5 0.7 0.8", "ETH 1", "BTC 1", "BTC 50 ETH 200", RISK_OK, RISK_OK,
		    RISK_UNKNOWN },
		{ "65 100 0.65 0.7 0.8", "SOL 1", "BTC 1 ETH 1", "SOL 1", RISK_OK, RISK_WATCH,
		    RISK_UNKNOWN },
		{ "69.5 100 0.695 0.7 0.8", "ETH 1", "BTC 1", "BTC 69.5 ETH 200", RISK_CALL,
		    RISK_CALL, RISK_WATCH },
		{ "75 100 0.75 0.7 0.8", "ETH 1", "BTC 1", "BTC 75 ETH 200", RISK_OK, RISK_CALL,
		    RISK_UNKNOWN },
		{ "90 100 0.9 0.7 0.8", "ETH 1", "BTC 1", "BTC 90 ETH 200", RISK_OK,
		    RISK_LIQUIDATION, RISK_CALL },
	};
	struct situation s;
	struct risk right;
	size_t i, nth;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		open_situation(&s, cases[i].figures, cases[i].pledged, cases[i].owed,
		    cases[i].prices);
		judge_again(&s, cases[i].before);
		right = s.risk;
		assert_int_equal(right.band, cases[i].band);
		assert_false(right.disagree);
		for (nth = 1; unfit = nth, judge_again(&s, cases[i].before), came(); nth++) {
			if (s.risk.band != right.band && s.risk.band != cases[i].instead &&
			    s.risk.band != RISK_UNKNOWN)
				fail_msg("%s is %s", cases[i].figures, risk_word(s.risk.band));
			assert_right_or_unknown(&s.risk.computed, &right.computed);
			assert_right_or_unknown(&s.risk.ltv, &right.ltv);
			assert_right_or_unknown(&s.risk.to_call, &right.to_call);
			assert_right_or_unknown(&s.risk.to_liquidation, &right.to_liquidation);
			assert_right_or_unknown(&s.risk.passed, &right.passed);
			assert_right_or_unknown(&s.risk.rise_to_call, &right.rise_to_call);
			assert_right_or_unknown(&s.risk.rise_to_liquidation,
			    &right.rise_to_liquidation);
		}
		assert_true(nth > 1);
		close_situation(&s);
	}
}

TEST(ltvs_that_cannot_be_compared_disagree)
{
	struct situation s;
	size_t nth, disagree = 0;

	open_situation(&s, "50 100 0.5 0.7 0.8", "BTC 1", "USDT 50", "BTC 200 USDT 1");
	for (nth = 1; unfit = nth, judge_again(&s, RISK_OK), came(); nth++)
		disagree += s.risk.disagree;
	/* One that compares them, three of the gap, seven of each band; without D / C only one. */
	assert_int_equal(disagree, 1 + 3 + 2 * 7);
	close_situation(&s);
}

TEST(a_distance_that_is_not_known_is_the_nearest)
{
	struct situation near, far;

	open_situation(&near, "51 100 - 0.7 0.8", "BTC 1", "USDT 50", "BTC 200 USDT 1");
	open_situation(&far, "50 100 - 0.7 0.8", "BTC 1", "USDT 50", "BTC 200 USDT 1");
	assert_true(risk_compare(&far.risk, &near.risk) < 0);
	unfit = 1; /* the two of the left one */
	assert_true(risk_compare(&far.risk, &near.risk) > 0);
	unfit = 2; /* the two of the right one */
	assert_true(risk_compare(&near.risk, &far.risk) < 0);
	unfit = 3; /* one with the other */
	assert_int_equal(risk_compare(&far.risk, &near.risk), 0);
	assert_true(came());
	close_situation(&near);
	close_situation(&far);
}
