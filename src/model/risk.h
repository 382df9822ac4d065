/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_RISK_H
#define COLLTOP_MODEL_RISK_H

#include <stdbool.h>

#include "model/exposure.h"
#include "model/ratio.h"
#include "model/loans.h"

/*
 * How near a loan is to its margin call and its liquidation. Pure and exact:
 * decided on fractions, rounded only where it is written, toward danger. In
 * the formulas: L the LTV that judges, M and Q the LTV of margin call and
 * liquidation, D the debt and C the adjusted collateral in USD.
 */

/* In the order of how bad it is: the worst is the largest. */
enum risk_band {
	RISK_OK,
	/*
	 * a fall of all pledged coins by less than watch_fall meets M, or Q if lower; of all but
	 * stablecoins where every debt is one (`by_coins`)
	 */
	RISK_WATCH,
	/* in doubt, and nothing known proves worse: it takes the place of OK and WATCH alone */
	RISK_UNKNOWN,
	RISK_CALL,        /* L >= M */
	RISK_LIQUIDATION, /* L >= Q, or C <= 0 with D above 0 */
	RISK_BANDS
};

/* "OK", "WATCH", "UNKNOWN", "CALL", "LIQUIDATION"; and the same in small letters for records. */
const char *risk_word(enum risk_band band);
const char *risk_token(enum risk_band band);

/* What the person has set. */
struct risk_terms {
	struct decimal watch_fall; /* fraction of 1 */
	bool has_target;           /* else the standard: the lower of 0.5 and 0.8 M */
	struct decimal target;     /* fraction of 1 */
	const char *stablecoins;   /* names separated by blanks */
};

/* Which of the two LTVs judges: the worse one. */
enum risk_judge {
	RISK_JUDGE_NONE,
	RISK_JUDGE_REPORTED, /* "curLTV" */
	RISK_JUDGE_COMPUTED  /* D / C */
};

/*
 * Why neither OK nor WATCH can be said: the first of these that is so. What it says:
 * model/doubt.h.
 */
enum risk_doubt {
	RISK_DOUBT_NONE,
	RISK_DOUBT_FIGURES,    /* no LTV or no threshold; or C <= 0 and no D */
	RISK_DOUBT_LISTS,      /* what is owed or pledged did not come as a whole list */
	RISK_DOUBT_THRESHOLDS, /* M or Q is not plausible, with debt and collateral */
	/* curLTV and D / C differ by more than 5 % of the larger one, with debt and collateral */
	RISK_DOUBT_LTVS,
	RISK_DOUBTS
};

struct risk {
	enum risk_band band;   /* with hysteresis */
	enum risk_doubt doubt; /* … beside a worse band than UNKNOWN too */
	enum risk_judge judge;
	struct ratio ltv;                /* L; not known with NO_COVER */
	struct ratio reported, computed; /* curLTV; D / C */
	/* what remedies go by, USD: D, or L C where that is more; not known where D is not */
	struct ratio debt;
	/* the two differ by more than 0.5 % of the smaller one, or give different bands */
	bool disagree;
	bool no_debt; /* D = 0: OK, distances are '-' */
	/* … although curLTV is above 0 or, without one, an amount that is owed */
	bool no_debt_denied;
	bool no_cover;     /* C <= 0 with D above 0 */
	bool above_market; /* C is more than the market value of what is pledged, which cannot be */
	struct ratio call, liquidation; /* M, Q: known and above 0 */
	/* 1 - L/M: how far all pledged coins may fall; below 0 once it is passed */
	struct ratio to_call;
	struct ratio to_liquidation; /* 1 - L/Q */
	struct ratio passed;         /* L - M, where L >= M */
	/*
	 * With stablecoins and other coins pledged: how far all but the stablecoins may fall, by
	 * the worst haircuts; above 1: no fall of them causes it. Not known without prices.
	 */
	struct ratio coins_to_call, coins_to_liquidation;
	/* every debt is a stablecoin too, so that WATCH and what is nearest go by these two */
	bool by_coins;
	struct ratio falling; /* the part of C that falls with what WATCH goes by: 1, or less */
	/*
	 * With a debt that is no stablecoin: by what share the owed coins may rise until the
	 * call (liquidation).
	 */
	/*
	 * "BTC" where one currency is owed; "" where all rise together; NULL: the words are left
	 * out
	 */
	const char *rising;
	struct ratio rise_to_call, rise_to_liquidation;
	/*
	 * "SOL": the one coin that is pledged against RISING, the one that is owed, neither a
	 * stablecoin; else NULL. Then the ratio of their prices is what counts: to_call and
	 * to_liquidation are how far it may fall.
	 */
	const char *against;
};

/*
 * Judges ORDER, all but how far what is owed may rise: call_price_rises(). COINS: the
 * part of C that all but stablecoins make, fall_share_coins(). BEFORE is the band it was judged at last, RISK_OK for one seen for the first time:
 * it leaves a band for a better one only when L is 1 % (relative) below that
 * band's edge.
 */
void risk_judge(struct risk *risk, const struct loan *order, const struct exposures *exposures,
    const struct ratio *coins, const struct risk_terms *terms, enum risk_band before);

/*
 * The LTV that is shown for a person where there is room for one: OKX's where the two agree
 * and it is known, else L. COMPUTED: that is D / C, which is marked '~'.
 */
struct ratio risk_shown_ltv(bool *computed, const struct risk *risk);

/*
 * Writes an LTV of RISK, upwards with two decimals: "60.01%"; with as many more as it takes
 * to stand below a threshold that it has not reached, "<73.74%" where that takes too many.
 */
void risk_ltv_text(char out[PERCENT_SIZE], const struct risk *risk, const struct ratio *ltv);

/* Writes a threshold, downwards, with at least two decimals and at most four: "73.74%". */
void risk_threshold_text(char out[PERCENT_SIZE], const struct ratio *threshold);

/* Whether a threshold may be one: from 0.2 to below 1. One that is not known may. */
bool risk_is_plausible(const struct ratio *threshold);

/*
 * The band that the loan of RISK would have at another LTV, without hysteresis. FALLING:
 * the part of its collateral that would fall then, as in RISK.
 */
enum risk_band risk_band_at(const struct risk *risk, const struct ratio *ltv,
    const struct decimal *watch_fall, const struct ratio *falling);

/*
 * Which of two is worse: above 0 when A is. By band, then by the smaller of
 * the two distances; an unknown distance is the smallest, a loan without debt
 * the farthest of all.
 */
int risk_compare(const struct risk *a, const struct risk *b);

/* The smaller of the two distances, as risk_compare() takes it: not known unless both are. */
struct ratio risk_nearest(const struct risk *risk);

#endif
