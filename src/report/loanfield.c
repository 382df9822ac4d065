/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "report/loanfield.h"

#include <inttypes.h>
#include <stdio.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/text.h"
#include "model/doubt.h"
#include "report/format.h"

static const char assumptions[] =
    "Debt, thresholds and haircuts stay as they are. fall_to: all pledged coins fall by that share; rise_to: what is "
    "owed rises, the rest stays. call_at: this price alone moves; no margin call above call_at_falling and below "
    "call_at_rising, whatever haircut from haircut_least to haircut_most the exchange takes. Target: thresholds may "
    "move; pledge_usd is after haircuts. Ratios are fractions of 1; rounded toward danger.";

static enum figure_state
write_words(char *out, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return FIGURE_ABSENT;
	strlcpy(out, text, LOANFIELD_SIZE);
	return FIGURE_KNOWN;
}

static enum figure_state
write_fraction(char *out, const struct ratio *value, enum decimal_rounding rounding)
{
	struct decimal rounded;

	if (!ratio_round(&rounded, value, FORMAT_DECIMALS, rounding))
		return FIGURE_UNREADABLE;
	decimal_text(out, LOANFIELD_SIZE, &rounded);
	return FIGURE_KNOWN;
}

/* A figure of the order as sent. */
static enum figure_state
write_sent(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct figure *figure = (const void *)((const char *)of->status->order +
	    field->offset);

	return figure->state == FIGURE_KNOWN ? write_words(out, figure->sent) : figure->state;
}

/* A text of the order. */
static enum figure_state
write_name(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const char *const *name = (const void *)((const char *)of->status->order + field->offset);

	return write_words(out, *name);
}

static enum figure_state
write_flag(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const bool *flag = (const void *)((const char *)&of->status->risk + field->offset);

	return write_words(out, *flag ? "true" : "false");
}

static enum figure_state
write_ratio(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct ratio *ratio = (const void *)((const char *)&of->status->risk + field->offset);

	return ratio->known ? write_fraction(out, ratio, field->rounding) : FIGURE_ABSENT;
}

/* How far all but stablecoins may fall: "none" where no fall of them is enough. */
static enum figure_state
write_coins_fall(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct ratio *fall = (const void *)((const char *)&of->status->risk + field->offset);
	const struct ratio one = ratio_of(1, 0);
	int order;

	if (ratio_compare(&order, fall, &one) && order > 0)
		return write_words(out, "none");
	return write_ratio(out, field, of);
}

/* "SOL/BTC": whose fall is as bad as that of all pledged coins. */
static enum figure_state
write_against(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	const struct risk *risk = &of->status->risk;

	if (risk->against == NULL)
		return FIGURE_ABSENT;
	snprintf(out, LOANFIELD_SIZE, "%s/%s", risk->against, risk->rising);
	return FIGURE_KNOWN;
}

static enum figure_state
write_watched(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	return write_words(out,
	    of->status == watchlist_watched(&of->app->watchlist) ? "true" : "false");
}

static enum figure_state
write_band(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	return write_words(out, risk_token(of->status->risk.band));
}

static enum figure_state
write_doubt(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	return write_words(out, doubt_token(of->status->risk.doubt));
}

static enum figure_state
write_judge(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	static const char *const judges[] = {
		[RISK_JUDGE_NONE] = NULL,
		[RISK_JUDGE_REPORTED] = "cur_ltv",
		[RISK_JUDGE_COMPUTED] = "loan_notional_usd / collateral_notional_usd",
	};

	return write_words(out, judges[of->status->risk.judge]);
}

/* Whose rise it is. */
static enum figure_state
write_rising(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	const char *rising = of->status->risk.rising;

	return write_words(out, rising != NULL && rising[0] == '\0' ? "all owed coins" : rising);
}

static enum figure_state
write_target(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	static const char *const states[] = {
		[TARGET_UNKNOWN] = NULL,
		[TARGET_REFUSED] = "refused",
		[TARGET_BELOW] = "below",
		[TARGET_REPAY] = "repay",
	};

	return write_words(out, states[of->status->target.state]);
}

static enum figure_state
write_target_ltv(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct target *target = &of->status->target;

	return target->state == TARGET_UNKNOWN ? FIGURE_ABSENT :
						 write_fraction(out, &target->at, field->rounding);
}

/* What it takes to get there. */
static enum figure_state
write_relief(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct target *target = &of->status->target;
	const struct ratio *relief = (const void *)((const char *)target + field->offset);

	return target->state == TARGET_REPAY ? write_fraction(out, relief, field->rounding) :
					       FIGURE_ABSENT;
}

static enum figure_state
write_repay_ccy(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	const struct target *target = &of->status->target;

	return write_words(out, target->state == TARGET_REPAY ? target->ccy : NULL);
}

static enum figure_state
write_repay(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	return of->status->target.ccy == NULL ? FIGURE_ABSENT : write_relief(out, field, of);
}

/* Under a margin call, what it takes to leave it. */
static enum figure_state
write_leave(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct target *leave = &of->status->leave;
	const struct ratio *relief = (const void *)((const char *)leave + field->offset);

	return leave->state == TARGET_REPAY && relief->known ?
	    write_fraction(out, relief, field->rounding) :
	    FIGURE_ABSENT;
}

static enum figure_state
write_leave_ccy(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	return write_words(out, of->status->leave.ccy);
}

static enum figure_state
write_market(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	return write_fraction(out, &of->status->paired->exposures.pledged_value, field->rounding);
}

static enum figure_state
write_market_bound(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	return write_words(out, of->status->paired->exposures.pledged_known ? "false" : "true");
}

/* Of which moment the figures are that need prices. */

static enum figure_state
write_pair_at(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	if (of->status->paired == of->status)
		return FIGURE_ABSENT;
	text_utc(out, of->app->watchlist.pair.loans->from.arrived_utc_ms);
	return FIGURE_KNOWN;
}

static enum figure_state
write_pair_age(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	if (of->status->paired == of->status)
		return FIGURE_ABSENT;
	snprintf(out, LOANFIELD_SIZE, "%" PRId64,
	    pair_age_ms(&of->app->watchlist.pair, monotime_ms()));
	return FIGURE_KNOWN;
}

static enum figure_state
write_pair_stale(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	if (of->status->paired == of->status)
		return FIGURE_ABSENT;
	return write_words(out, app_pair_stale(of->app) ? "true" : "false");
}

static enum figure_state
write_assumptions(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of __attribute__((unused)))
{
	return write_words(out, assumptions);
}

/* Of one currency. */

static enum figure_state
write_ccy(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	return write_words(out, of->exposure->ccy);
}

static enum figure_state
write_coin(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct amount *const *coin = (const void *)((const char *)of->exposure +
	    field->offset);

	if (*coin == NULL)
		return FIGURE_ABSENT;
	return (*coin)->amount.state == FIGURE_KNOWN ? write_words(out, (*coin)->amount.sent) :
						       (*coin)->amount.state;
}

static enum figure_state
write_stable(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	return write_words(out, of->exposure->stable ? "true" : "false");
}

static enum figure_state
write_price(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct pricing pricing = pricing_find(of->exposure->ccy, app_prices(of->app));

	if (pricing.source == PRICE_NONE)
		return FIGURE_ABSENT;
	return pricing.sent != NULL ? write_words(out, pricing.sent) :
				      write_fraction(out, &pricing.price, field->rounding);
}

static enum figure_state
write_price_source(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	static const char *const sources[] = {
		[PRICE_NONE] = NULL,
		[PRICE_INDEX] = "index",
		[PRICE_CROSSED] = "index in USDT",
	};

	return write_words(out,
	    sources[pricing_find(of->exposure->ccy, app_prices(of->app)).source]);
}

static enum figure_state
write_change24h(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	const struct price *price = prices_find(app_prices(of->app), of->exposure->ccy);
	struct decimal change;

	if (price == NULL || !price_change24h(&change, price, FORMAT_DECIMALS))
		return FIGURE_ABSENT;
	decimal_text(out, LOANFIELD_SIZE, &change);
	return FIGURE_KNOWN;
}

static enum figure_state
write_pledged_value(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct exposure *exposure = of->exposure;

	return exposure->pledged_value.known && exposure->pledged != NULL ?
	    write_fraction(out, &exposure->pledged_value, field->rounding) :
	    FIGURE_ABSENT;
}

static enum figure_state
write_owed_value(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct exposure *exposure = of->exposure;

	return exposure->owed_value.known && exposure->owed != NULL ?
	    write_fraction(out, &exposure->owed_value, field->rounding) :
	    FIGURE_ABSENT;
}

/*
 * The part of the market value of all that is pledged; of a sum that lacks some it is
 * the most it can be.
 */
static enum figure_state
write_part(char *out, const struct loanfield *field, const struct loanfield_subject *of, bool whole)
{
	const struct exposures *all = &of->status->paired->exposures;
	struct ratio share;

	if (all->pledged_known != whole || !of->exposure->pledged_value.known ||
	    of->exposure->pledged == NULL ||
	    !ratio_divide(&share, &of->exposure->pledged_value, &all->pledged_value))
		return FIGURE_ABSENT;
	return write_fraction(out, &share, field->rounding);
}

static enum figure_state
write_share(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	return write_part(out, field, of, true);
}

static enum figure_state
write_share_at_most(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	return write_part(out, field, of, false);
}

static enum figure_state
write_bounds_state(char *out, const struct call_price *bounds, const char *reached)
{
	static const char *const states[] = {
		[CALL_PRICE_UNKNOWN] = NULL,
		[CALL_PRICE_CALLED] = NULL,
		[CALL_PRICE_NEVER] = "never",
		[CALL_PRICE_PRICE] = "price",
	};

	return write_words(out,
	    bounds->state == CALL_PRICE_CALLED ? reached : states[bounds->state]);
}

static enum figure_state
write_call_at(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	return write_bounds_state(out, &of->call_price, "called");
}

static enum figure_state
write_liq_at(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	return write_bounds_state(out, &of->liquidation_at, "reached");
}

/* A ratio of the subject itself. */
static enum figure_state
write_bound(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct ratio *bound = (const void *)((const char *)of + field->offset);

	return bound->known ? write_fraction(out, bound, field->rounding) : FIGURE_ABSENT;
}

static enum figure_state
write_haircut(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct ratio *haircut = (const void *)((const char *)&of->call_price.haircut +
	    field->offset);

	return of->call_price.state == CALL_PRICE_UNKNOWN ||
		of->call_price.state == CALL_PRICE_CALLED || of->exposure->pledged == NULL ?
	    FIGURE_ABSENT :
	    write_fraction(out, haircut, field->rounding);
}

/* What OKX's public table counts of the pledged amount, where it was asked. */
static enum figure_state
write_table_rate(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct amount *pledged = of->exposure->pledged;
	const struct okx_notices *notices = okx_client_notices(of->app->client);
	const struct okx_notice_coin *coin = notices == NULL ?
	    NULL :
	    okx_notices_find(notices, of->exposure->ccy);
	struct ratio rate;

	if (pledged == NULL || pledged->amount.state != FIGURE_KNOWN || coin == NULL ||
	    coin->tiers == NULL)
		return FIGURE_ABSENT;
	rate = tiers_rate(coin->tiers, &pledged->amount.value);
	if (rate.unreadable)
		return FIGURE_UNREADABLE;
	return rate.known ? write_fraction(out, &rate, field->rounding) : FIGURE_ABSENT;
}

/* Of the loan as the question has it. */

static enum figure_state
write_question(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	return write_words(out, of->app->question);
}

static enum figure_state
write_refusal(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	return write_words(out, of->refusal);
}

static enum figure_state
write_outcome_band(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	return of->refusal[0] != '\0' ? FIGURE_ABSENT :
					write_words(out, risk_token(of->answer->outcome.band));
}

static enum figure_state
write_outcome(char *out, const struct loanfield *field, const struct loanfield_subject *of)
{
	const struct ratio *ratio = (const void *)((const char *)&of->answer->outcome +
	    field->offset);

	return ratio->known ? write_fraction(out, ratio, field->rounding) : FIGURE_ABSENT;
}

static enum figure_state
write_outcome_ccy(char *out, const struct loanfield *field __attribute__((unused)),
    const struct loanfield_subject *of)
{
	return write_words(out, of->answer->outcome.ccy);
}

#define SENT(name, member) \
	{ \
		name, LOANFIELD_SENT, LOANFIELD_TEXT, write_sent, offsetof(struct loan, member), \
		    DECIMAL_HALF_EVEN \
	}
#define RATIO(name, member, rounding) \
	{ \
		name, LOANFIELD_DERIVED, LOANFIELD_TEXT, write_ratio, \
		    offsetof(struct risk, member), rounding \
	}
#define FLAG(name, member) \
	{ \
		name, LOANFIELD_DERIVED, LOANFIELD_BOOLEAN, write_flag, \
		    offsetof(struct risk, member), DECIMAL_HALF_EVEN \
	}
#define RELIEF(name, write, member) \
	{ \
		name, LOANFIELD_DERIVED, LOANFIELD_TEXT, write, offsetof(struct target, member), \
		    DECIMAL_CEILING \
	}
#define DERIVED(name, kind, write, rounding) \
	{ \
		name, LOANFIELD_DERIVED, kind, write, 0, rounding \
	}
#define WHAT_IF(name, write) \
	{ \
		name, LOANFIELD_WHAT_IF, LOANFIELD_TEXT, write, 0, DECIMAL_HALF_EVEN \
	}
#define OUTCOME(name, member, rounding) \
	{ \
		name, LOANFIELD_WHAT_IF, LOANFIELD_TEXT, write_outcome, \
		    offsetof(struct outcome, member), rounding \
	}
#define CURRENCY(name, write, rounding) \
	{ \
		name, LOANFIELD_CURRENCY, LOANFIELD_TEXT, write, 0, rounding \
	}
#define BOUND(name, member, rounding) \
	{ \
		name, LOANFIELD_CURRENCY, LOANFIELD_TEXT, write_bound, \
		    offsetof(struct loanfield_subject, member), rounding \
	}

const struct loanfield loanfields[LOANFIELDS] = {
	{ "ord_id", LOANFIELD_SENT, LOANFIELD_TEXT, write_name, offsetof(struct loan, id),
	    DECIMAL_HALF_EVEN },
	SENT("cur_ltv", ltv),
	SENT("margin_call_ltv", call_ltv),
	SENT("liq_ltv", liquidation_ltv),
	SENT("loan_notional_usd", debt),
	SENT("collateral_notional_usd", secured),
	{ "inst_id", LOANFIELD_WARNING, LOANFIELD_TEXT, write_name,
	    offsetof(struct loan, instrument), DECIMAL_HALF_EVEN },
	{ "liq_px", LOANFIELD_WARNING, LOANFIELD_TEXT, write_sent,
	    offsetof(struct loan, liquidation_price), DECIMAL_HALF_EVEN },
	{ "loan_key", LOANFIELD_DERIVED, LOANFIELD_TEXT, write_name, offsetof(struct loan, key),
	    DECIMAL_HALF_EVEN },
	DERIVED("watched", LOANFIELD_BOOLEAN, write_watched, DECIMAL_HALF_EVEN),
	DERIVED("band", LOANFIELD_TEXT, write_band, DECIMAL_HALF_EVEN),
	RATIO("ltv_that_judges", ltv, DECIMAL_CEILING),
	DERIVED("judge", LOANFIELD_TEXT, write_judge, DECIMAL_HALF_EVEN),
	RATIO("ltv_computed", computed, DECIMAL_CEILING),
	FLAG("ltvs_disagree", disagree),
	FLAG("above_market", above_market),
	RATIO("fall_to_call", to_call, DECIMAL_FLOOR),
	RATIO("fall_to_liquidation", to_liquidation, DECIMAL_FLOOR),
	RATIO("call_passed_by", passed, DECIMAL_CEILING),
	DERIVED("rising", LOANFIELD_TEXT, write_rising, DECIMAL_HALF_EVEN),
	RATIO("rise_to_call", rise_to_call, DECIMAL_FLOOR),
	RATIO("rise_to_liquidation", rise_to_liquidation, DECIMAL_FLOOR),
	DERIVED("target", LOANFIELD_TEXT, write_target, DECIMAL_HALF_EVEN),
	DERIVED("target_ltv", LOANFIELD_TEXT, write_target_ltv, DECIMAL_FLOOR),
	RELIEF("repay_usd", write_relief, repay_usd),
	DERIVED("repay_ccy", LOANFIELD_TEXT, write_repay_ccy, DECIMAL_HALF_EVEN),
	RELIEF("repay", write_repay, repay),
	RELIEF("pledge_usd", write_relief, pledge_usd),
	DERIVED("market_value_usd", LOANFIELD_TEXT, write_market, DECIMAL_FLOOR),
	DERIVED("market_value_is_lower_bound", LOANFIELD_BOOLEAN, write_market_bound,
	    DECIMAL_HALF_EVEN),
	DERIVED("assumptions", LOANFIELD_TEXT, write_assumptions, DECIMAL_HALF_EVEN),
	CURRENCY("ccy", write_ccy, DECIMAL_HALF_EVEN),
	{ "pledged", LOANFIELD_CURRENCY, LOANFIELD_TEXT, write_coin,
	    offsetof(struct exposure, pledged), DECIMAL_HALF_EVEN },
	{ "owed", LOANFIELD_CURRENCY, LOANFIELD_TEXT, write_coin, offsetof(struct exposure, owed),
	    DECIMAL_HALF_EVEN },
	{ "stablecoin", LOANFIELD_CURRENCY, LOANFIELD_BOOLEAN, write_stable, 0, DECIMAL_HALF_EVEN },
	CURRENCY("price_usd", write_price, DECIMAL_HALF_EVEN),
	CURRENCY("price_source", write_price_source, DECIMAL_HALF_EVEN),
	CURRENCY("change_24h", write_change24h, DECIMAL_HALF_EVEN),
	CURRENCY("pledged_value_usd", write_pledged_value, DECIMAL_FLOOR),
	CURRENCY("owed_value_usd", write_owed_value, DECIMAL_CEILING),
	CURRENCY("share", write_share, DECIMAL_HALF_EVEN),
	CURRENCY("share_at_most", write_share_at_most, DECIMAL_CEILING),
	CURRENCY("call_at", write_call_at, DECIMAL_HALF_EVEN),
	BOUND("call_at_falling", call_price.falling, DECIMAL_CEILING),
	BOUND("call_at_rising", call_price.rising, DECIMAL_FLOOR),
	{ "haircut_least", LOANFIELD_CURRENCY, LOANFIELD_TEXT, write_haircut,
	    offsetof(struct call_price_range, least), DECIMAL_FLOOR },
	{ "haircut_most", LOANFIELD_CURRENCY, LOANFIELD_TEXT, write_haircut,
	    offsetof(struct call_price_range, most), DECIMAL_CEILING },
	CURRENCY("haircut_table_rate", write_table_rate, DECIMAL_FLOOR),
	DERIVED("doubt", LOANFIELD_TEXT, write_doubt, DECIMAL_HALF_EVEN),
	DERIVED("pair_at", LOANFIELD_TEXT, write_pair_at, DECIMAL_HALF_EVEN),
	DERIVED("pair_age_ms", LOANFIELD_INTEGER, write_pair_age, DECIMAL_HALF_EVEN),
	DERIVED("pair_stale", LOANFIELD_BOOLEAN, write_pair_stale, DECIMAL_HALF_EVEN),
	WHAT_IF("text", write_question),
	WHAT_IF("no_answer", write_refusal),
	WHAT_IF("band", write_outcome_band),
	OUTCOME("ltv_that_judges", ltv, DECIMAL_CEILING),
	OUTCOME("ltv_least", ltv_least, DECIMAL_FLOOR),
	OUTCOME("fall_to_call", to_call, DECIMAL_FLOOR),
	OUTCOME("fall_to_liquidation", to_liquidation, DECIMAL_FLOOR),
	OUTCOME("leave_repay_usd", repay_usd, DECIMAL_CEILING),
	WHAT_IF("leave_repay_ccy", write_outcome_ccy),
	OUTCOME("leave_repay", repay, DECIMAL_CEILING),
	OUTCOME("leave_pledge_usd", pledge_usd, DECIMAL_CEILING),
	{ "leave_ltv", LOANFIELD_DERIVED, LOANFIELD_TEXT, write_leave, offsetof(struct target, at),
	    DECIMAL_FLOOR },
	RELIEF("leave_repay_usd", write_leave, repay_usd),
	DERIVED("leave_repay_ccy", LOANFIELD_TEXT, write_leave_ccy, DECIMAL_HALF_EVEN),
	RELIEF("leave_repay", write_leave, repay),
	RELIEF("leave_pledge_usd", write_leave, pledge_usd),
	{ "fall_to_call_but_stablecoins", LOANFIELD_DERIVED, LOANFIELD_TEXT, write_coins_fall,
	    offsetof(struct risk, coins_to_call), DECIMAL_FLOOR },
	{ "fall_to_liquidation_but_stablecoins", LOANFIELD_DERIVED, LOANFIELD_TEXT,
	    write_coins_fall, offsetof(struct risk, coins_to_liquidation), DECIMAL_FLOOR },
	FLAG("watch_but_stablecoins", by_coins),
	DERIVED("falling_ratio", LOANFIELD_TEXT, write_against, DECIMAL_HALF_EVEN),
	CURRENCY("liq_at", write_liq_at, DECIMAL_HALF_EVEN),
	BOUND("liq_at_falling", liquidation_at.falling, DECIMAL_CEILING),
	BOUND("liq_at_rising", liquidation_at.rising, DECIMAL_FLOOR),
};

bool
loanfield_ask(struct loanfield_subject *of, struct whatif_answer *answer)
{
	struct cause cause;

	if (of->app->question[0] == '\0' ||
	    !whatif_answer_find(answer, of->app, of->status, &cause))
		return false;
	of->answer = answer;
	whatif_answer_refusal(of->refusal, answer, of->status);
	return true;
}

void
loanfield_turn(struct loanfield_subject *of, const struct exposure *exposure)
{
	of->exposure = exposure;
	watchlist_call_at(&of->call_price, of->status, exposure->ccy);
	watchlist_liquidation_at(&of->liquidation_at, of->status, exposure->ccy);
}
