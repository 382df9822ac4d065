/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "setup/deep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/xmalloc.h"
#include "conf/settings_load.h"
#include "model/tiers.h"
#include "setup/agreement.h"
#include "setup/tier_trial.h"
#include "sys/signals.h"

#define STATUS_USAGE 2
#define PAGE_ROWS 100 /* the most that a ledger gives at a time */
#define PAGES_MOST 20 /* of an order's ledger */
#define DAY_MS 86400000
#define ROUND_MS 30000         /* from one round of prices to the next */
#define ROUNDS_MS (60 * 60000) /* then the tiers stay unsettled */
#define FAILURES_MOST 5        /* in a row */

/* What is asked, and what is known for all questions. */
struct deep {
	struct doctor *doctor;
	enum environment environment;
	struct loans *loans;      /* held */
	const struct loan *order; /* the first of them */
	struct prices *prices;    /* held; NULL: no answer */
	struct tiers **tiers;     /* of each coin that ORDER has pledged, held; NULL: no answer */
	int signal;               /* that ended it, else 0 */
};

static void
say(struct deep *deep, struct finding *finding)
{
	deep->doctor->say(deep->doctor->self, finding);
}

/* Without the exchange's words, which may name a user or an address. */
static bool
refuse(struct finding *finding, const struct okx_failure *failure)
{
	strlcpy(finding->code, failure->code, sizeof finding->code);
	if (failure->code[0] == '\0')
		return finding_skipped(finding, "no usable answer");
	snprintf(finding->text, sizeof finding->text, "OKX refused: %s", failure->code);
	finding->verdict = FINDING_SKIPPED;
	return false;
}

/* Asks CALL; false, with FINDING filled, where no answer came. */
static bool
ask(struct deep *deep, const struct okx_call *call, struct okx_parsed *parsed,
    struct finding *finding)
{
	struct okx_failure failure = { .code = "" };

	if (deep->signal == 0 && okx_probe_call(&deep->doctor->probe, call, parsed, &failure))
		return true;
	/* Nor is the next one asked then: a coin each may take minutes. */
	if (deep->signal != 0)
		return finding_skipped(finding, "not asked: ended by a signal");
	return refuse(finding, &failure);
}

/* Says how LISTED agrees with OTHER, amounts that are WHERE ("pledged"). */
static void
say_agreement(struct deep *deep, const char *check, const struct list_entry *listed,
    size_t listed_count, const struct list_entry *other, size_t other_count, const char *where)
{
	struct finding finding = { .check = check };
	struct list_agreement lists;
	bool empty, subset, equal;

	list_agreement_find(&lists, listed, listed_count, other, other_count);
	subset = lists.equal == lists.listed && lists.unknown == 0;
	equal = subset && lists.equal == lists.other;
	/* What lists nothing is a part of anything. */
	empty = lists.listed == 0 && lists.unknown == 0;
	finding.verdict = empty ? FINDING_OPEN : equal ? FINDING_WELL : FINDING_DIFFERS;
	snprintf(finding.text, sizeof finding.text,
	    "%s: %zu of %zu listed amounts are among the %zu %s%s; %d and %d decimals",
	    empty      ? "empty" :
		equal  ? "equal" :
		subset ? "a subset" :
			 "different",
	    lists.equal, lists.listed, lists.other, where,
	    lists.unknown > 0 ? ", some not known" : "", lists.listed_decimals,
	    lists.other_decimals);
	say(deep, &finding);
}

/* What the rows of the list are. */
static void
ask_list(struct deep *deep)
{
	const struct okx_call list = { .endpoint = OKX_ENDPOINT_COLLATERAL_ASSETS,
		.ord_id = deep->order->id };
	const struct okx_call balances = { .endpoint = OKX_ENDPOINT_BALANCES };
	const struct amounts *pledged = &deep->order->pledged;
	struct finding finding = { .check = "list" }, funding = { .check = "list, funding" };
	struct list_entry *a, *b;
	struct okx_parsed parsed, other;

	if (!ask(deep, &list, &parsed, &finding)) {
		say(deep, &finding);
		return;
	}
	a = xcalloc(parsed.assets->count + 1, sizeof *a);
	for (size_t i = 0; i < parsed.assets->count; i++)
		a[i] = (struct list_entry){ parsed.assets->items[i].ccy,
			&parsed.assets->items[i].amount };
	b = xcalloc(pledged->count + 1, sizeof *b);
	for (size_t i = 0; i < pledged->count; i++)
		b[i] = (struct list_entry){ pledged->coins[i].ccy, &pledged->coins[i].amount };
	say_agreement(deep, "list, pledged", a, parsed.assets->count, b, pledged->count, "pledged");
	free(b);
	if (ask(deep, &balances, &other, &funding)) {
		b = xcalloc(other.funding->count + 1, sizeof *b);
		for (size_t i = 0; i < other.funding->count; i++)
			b[i] = (struct list_entry){ other.funding->balances[i].ccy,
				&other.funding->balances[i].available };
		say_agreement(deep, "list, funding", a, parsed.assets->count, b,
		    other.funding->count, "in the funding account");
		free(b);
		okx_parsed_drop(&other);
	} else {
		say(deep, &funding);
	}
	free(a);
	okx_parsed_drop(&parsed);
}

/* Whether demo trading has flexible loans. */
static void
ask_demo(struct deep *deep)
{
	const struct okx_call call = { .endpoint = OKX_ENDPOINT_LOAN_INFO };
	struct okx_probe *probe = &deep->doctor->probe;
	struct finding finding = { .check = "loans in demo" };
	struct okx_parsed parsed;

	probe->account_id.environment = ENVIRONMENT_DEMO;
	if (probe->keys.of[ENVIRONMENT_DEMO] == NULL) {
		finding_skipped(&finding, "not asked: no demo key");
	} else if (ask(deep, &call, &parsed, &finding)) {
		finding_well(&finding, "offered; %zu open", parsed.loans->count);
		okx_parsed_drop(&parsed);
	}
	probe->account_id.environment = deep->environment;
	say(deep, &finding);
}

/*
 * The index prices of all coins, those in USDT only where a pledged coin has no other; NULL,
 * with FINDING filled, without an answer.
 */
static struct prices *
read_prices(struct deep *deep, struct finding *finding, size_t *rows, size_t *bytes)
{
	struct okx_call call = { .endpoint = OKX_ENDPOINT_INDEX_TICKERS, .quote_ccy = "USD" };
	const struct amounts *pledged = &deep->order->pledged;
	struct okx_parsed parsed, other;
	struct prices *crossed;
	bool lacks = false;

	if (!ask(deep, &call, &parsed, finding))
		return NULL;
	*rows = parsed.prices->count;
	*bytes = deep->doctor->probe.length;
	for (size_t i = 0; i < pledged->count; i++)
		lacks = lacks || prices_usable(parsed.prices, pledged->coins[i].ccy) == NULL;
	call.quote_ccy = "USDT";
	if (!lacks || !ask(deep, &call, &other, finding))
		return parsed.prices;
	crossed = prices_cross(parsed.prices, other.prices);
	okx_parsed_drop(&other);
	okx_parsed_drop(&parsed);
	return crossed;
}

/* How large the answer with all index prices is. */
static void
ask_indices(struct deep *deep)
{
	struct finding finding = { .check = "index answer" };
	size_t rows = 0, bytes = 0;

	deep->prices = read_prices(deep, &finding, &rows, &bytes);
	if (deep->prices != NULL)
		finding_well(&finding, "%zu rows, %zu bytes", rows, bytes);
	say(deep, &finding);
}

/* Reads the discount tiers of each pledged coin; says what there is. */
static void
ask_tiers(struct deep *deep)
{
	const struct amounts *pledged = &deep->order->pledged;
	struct finding finding = { .check = "discount tiers" };
	struct okx_parsed parsed;
	size_t answers = 0, tables = 0, most = 0;

	deep->tiers = xcalloc(pledged->count + 1, sizeof *deep->tiers);
	for (size_t i = 0; i < pledged->count; i++) {
		const struct okx_call call = { .endpoint = OKX_ENDPOINT_TIERS,
			.ccy = pledged->coins[i].ccy };

		if (!ask(deep, &call, &parsed, &finding))
			continue;
		answers++;
		deep->tiers[i] = parsed.tiers;
		tables += parsed.tiers->count > 0 && !parsed.tiers->unreadable;
		if (parsed.tiers->count > most)
			most = parsed.tiers->count;
	}
	if (tables > 0)
		finding_well(&finding,
		    "%zu of %zu pledged coins have a table, of %zu tiers at most%s", tables,
		    pledged->count, most,
		    answers < pledged->count ? "; not all were answered" : "");
	else if (finding.text[0] == '\0')
		finding_skipped(&finding, "no pledged coin has a table");
	say(deep, &finding);
}

/*
 * The LTV that is left when as much of the pledged coin at INDEX as LIMIT is taken back, as its
 * tiers and price have it; not known where one of these is not.
 */
static struct ratio
ltv_after(const struct deep *deep, size_t index, const struct figure *limit)
{
	const struct loan *order = deep->order;
	const struct amount *coin = &order->pledged.coins[index];
	const struct price *price = prices_usable(deep->prices, coin->ccy);
	struct ratio ltv = { .known = false }, debt = ratio_sent(&order->debt),
		     secured = ratio_sent(&order->secured), loss, at;
	struct decimal rest, before, after;

	if (price == NULL || deep->tiers[index] == NULL ||
	    !decimal_subtract(&rest, &coin->amount.value, &limit->value) ||
	    !tiers_counted(&before, deep->tiers[index], &coin->amount.value) ||
	    !tiers_counted(&after, deep->tiers[index], &rest) ||
	    !decimal_subtract(&before, &before, &after))
		return ltv;
	loss = ratio_from(&before);
	at = ratio_from(&price->last.value);
	if (ratio_multiply(&loss, &loss, &at) && ratio_subtract(&secured, &secured, &loss) &&
	    ratio_sign(&secured) > 0)
		ratio_divide(&ltv, &debt, &secured);
	return ltv;
}

/* Keeps in LEAST and MOST the ends of what LTV has been. */
static void
widen(struct ratio *least, struct ratio *most, const struct ratio *ltv)
{
	int order;

	if (!ltv->known)
		return;
	if (!least->known || (ratio_compare(&order, ltv, least) && order < 0))
		*least = *ltv;
	if (!most->known || (ratio_compare(&order, ltv, most) && order > 0))
		*most = *ltv;
}

/* Down to which LTV pledged coins may be taken back. */
static void
ask_redeem_limits(struct deep *deep)
{
	const struct amounts *pledged = &deep->order->pledged;
	struct finding finding = { .check = "redeem limit" };
	struct ratio least = { .known = false }, most = { .known = false }, spread,
		     point = ratio_of(1, 2);
	char from[PERCENT_SIZE], to[PERCENT_SIZE];
	size_t answers = 0, whole = 0, none = 0;
	struct okx_parsed parsed;
	int order;

	for (size_t i = 0; i < pledged->count; i++) {
		const struct amount *coin = &pledged->coins[i];
		const struct okx_call call = { .endpoint = OKX_ENDPOINT_REDEEM_LIMIT,
			.ccy = coin->ccy,
			.ord_id = deep->order->id };
		const struct redeem_limit *limit;
		struct ratio ltv;

		if (!ask(deep, &call, &parsed, &finding))
			continue;
		limit = parsed.records->count > 0 ? parsed.records->rows : NULL;
		if (limit != NULL && limit->most.state == FIGURE_KNOWN &&
		    coin->amount.state == FIGURE_KNOWN) {
			answers++;
			if (decimal_compare(&limit->most.value, &coin->amount.value) >= 0) {
				whole++;
			} else if (decimal_sign(&limit->most.value) <= 0) {
				none++;
			} else {
				ltv = ltv_after(deep, i, &limit->most);
				widen(&least, &most, &ltv);
			}
		}
		okx_parsed_drop(&parsed);
	}
	if (answers > 0) {
		ratio_percent(from, &least, 2, DECIMAL_HALF_EVEN);
		ratio_percent(to, &most, 2, DECIMAL_HALF_EVEN);
		finding.verdict = FINDING_OPEN;
		if (ratio_subtract(&spread, &most, &least) &&
		    ratio_compare(&order, &spread, &point))
			finding.verdict = order <= 0 ? FINDING_WELL : FINDING_DIFFERS;
		snprintf(finding.text, sizeof finding.text,
		    "%zu of %zu coins have one: %zu whole, %zu none%s%s%s%s", answers,
		    pledged->count, whole, none, least.known ? "; the others leave an LTV of " : "",
		    least.known ? from : "", least.known ? " to " : "", least.known ? to : "");
	} else if (finding.text[0] == '\0') {
		finding_skipped(&finding, "no pledged coin has one");
	}
	say(deep, &finding);
}

/* Says which of the public rates the RATE of an interest is. */
static void
tell_rate(struct finding *finding, const struct figure *rate, const struct records *summary)
{
	const struct lending_rate *public = summary->count > 0 ? summary->rows : NULL;
	const char *same = public == NULL        ? NULL :
	    figure_equal(rate, &public->last)    ? "of the last hour" :
	    figure_equal(rate, &public->average) ? "of 24 hours" :
	    figure_equal(rate, &public->next)    ? "expected for the next hour" :
						   NULL;

	if (public == NULL || rate->state != FIGURE_KNOWN) {
		finding_skipped(finding, "no public rate of that currency");
		return;
	}
	finding->verdict = same != NULL ? FINDING_WELL : FINDING_DIFFERS;
	snprintf(finding->text, sizeof finding->text, "the newest is %s%s",
	    same != NULL ? "the public lending rate " : "none of the public lending rates",
	    same != NULL ? same : "");
}

/* How the interest on record was rounded, and whose rate it was. */
static void
ask_interest(struct deep *deep)
{
	const struct okx_call call = { .endpoint = OKX_ENDPOINT_INTEREST,
		.ord_id = deep->order->id,
		.limit = "100" };
	struct finding finding = { .check = "interest" }, rate = { .check = "interest rate" };
	const struct ledger_row *rows;
	struct interest_agreement interest = { .count = 0 };
	struct okx_parsed parsed, summary;

	if (!ask(deep, &call, &parsed, &finding)) {
		say(deep, &finding);
		return;
	}
	rows = parsed.records->rows;
	interest_agreement_find(&interest, rows, parsed.records->count);
	finding.verdict = interest.count == 0 ? FINDING_OPEN :
	    interest.up == interest.count     ? FINDING_WELL :
						FINDING_DIFFERS;
	snprintf(finding.text, sizeof finding.text,
	    "%zu read; debt x rate / 8760 at 8 decimals rounded up gives %zu, to the nearest "
	    "%zu, down %zu",
	    interest.count, interest.up, interest.nearest, interest.down);
	say(deep, &finding);
	if (interest.newest != NULL) {
		const struct okx_call ask_rate = { .endpoint = OKX_ENDPOINT_LENDING_RATE,
			.ccy = interest.newest->ccy };

		if (ask(deep, &ask_rate, &summary, &rate)) {
			tell_rate(&rate, &interest.newest->rate, summary.records);
			okx_parsed_drop(&summary);
		}
		say(deep, &rate);
	}
	okx_parsed_drop(&parsed);
}

/*
 * Adds the pages of ORDER's ledger to LEDGER, the newest rows first, and finds whether these are
 * ALL; false, with FINDING filled, without an answer.
 */
static bool
read_ledger(struct deep *deep, const struct loan *order, struct ledger_agreement *ledger, bool *all,
    struct finding *finding)
{
	struct okx_call call = { .endpoint = OKX_ENDPOINT_HISTORY,
		.ord_id = order->id,
		.limit = "100" };
	char after[64] = "";

	*all = false;
	for (int page = 0; page < PAGES_MOST && !*all; page++) {
		const struct ledger_row *rows;
		struct okx_parsed parsed;
		size_t count;

		call.after = after;
		if (!ask(deep, &call, &parsed, finding))
			return false;
		rows = parsed.records->rows;
		count = parsed.records->count;
		ledger_agreement_add(ledger, rows, count);
		if (count > 0)
			strlcpy(after, rows[count - 1].ref_id, sizeof after);
		*all = count + parsed.records->lost < PAGE_ROWS || after[0] == '\0';
		okx_parsed_drop(&parsed);
	}
	return true;
}

/* Whether the ledger of an open order is there, from its beginning. */
static void
ask_history(struct deep *deep)
{
	struct finding finding = { .check = "loan history" };
	struct ledger_agreement ledger = { .rows = 0 };
	int64_t now = monotime_utc_ms() + deep->doctor->probe.clock.offset_ms;
	size_t agree;
	bool all;

	if (read_ledger(deep, deep->order, &ledger, &all, &finding)) {
		agree = ledger_agreement_coins(&ledger, &deep->order->pledged);
		finding.verdict = ledger.rows == 0 || !all ? FINDING_OPEN :
		    agree == deep->order->pledged.count    ? FINDING_WELL :
							     FINDING_DIFFERS;
		snprintf(finding.text, sizeof finding.text,
		    "%zu rows%s of %zu types, the oldest %lld days old; what was locked and released "
		    "adds up to the pledged amount for %zu of %zu coins",
		    ledger.rows, all ? "" : ", not all there are,", ledger.types,
		    (long long)(ledger.rows == 0 ? 0 : (now - ledger.oldest_utc_ms) / DAY_MS),
		    agree, deep->order->pledged.count);
	}
	ledger_agreement_clear(&ledger);
	say(deep, &finding);
}

/* Fills COINS, as many as the order first had; false where one of them cannot be judged. */
static bool
make_coins(const struct deep *deep, struct tier_trial_coin *coins, const struct amounts *pledged,
    const struct prices *before, const struct prices *after)
{
	if (pledged->count == 0 || pledged->count != deep->order->pledged.count)
		return false;
	for (size_t i = 0; i < pledged->count; i++) {
		const struct amount *coin = &pledged->coins[i];
		const struct price *a = prices_usable(before, coin->ccy),
				   *b = prices_usable(after, coin->ccy);
		const struct tiers *tiers = deep->tiers[i];

		if (strcmp(coin->ccy, deep->order->pledged.coins[i].ccy) != 0 ||
		    coin->amount.state != FIGURE_KNOWN || a == NULL || b == NULL || tiers == NULL ||
		    tiers->count == 0 || tiers->unreadable ||
		    !tiers_counted(&coins[i].counted, tiers, &coin->amount.value))
			return false;
		coins[i].ccy = coin->ccy;
		coins[i].amount = coin->amount.value;
		coins[i].before = a->last.value;
		coins[i].after = b->last.value;
	}
	return true;
}

/*
 * One round for the tiers: prices, the loan, prices. True where it was added to TRIAL; false
 * with FINDING filled.
 */
static bool
try_round(struct deep *deep, struct tier_trial *trial, struct finding *finding)
{
	const struct amounts *pledged = &deep->order->pledged;
	struct tier_trial_coin *coins = NULL;
	struct prices *before, *after = NULL;
	struct okx_parsed parsed = { .loans = NULL };
	const struct loan *order = NULL;
	size_t rows, bytes;
	bool added = false;

	if ((before = read_prices(deep, finding, &rows, &bytes)) != NULL &&
	    ask(deep, &(struct okx_call){ .endpoint = OKX_ENDPOINT_LOAN_INFO }, &parsed, finding) &&
	    (after = read_prices(deep, finding, &rows, &bytes)) != NULL) {
		order = loans_find(parsed.loans, deep->order->key);
		coins = xcalloc(pledged->count + 1, sizeof *coins);
		added = order != NULL && order->secured.state == FIGURE_KNOWN &&
		    make_coins(deep, coins, &order->pledged, before, after) &&
		    tier_trial_add(trial, &order->secured.value, coins, pledged->count,
			monotime_ms());
		if (!added)
			finding_skipped(finding,
			    "not settled: a pledged coin has no price, amount or tiers, or the order changed");
	}
	free(coins);
	prices_drop(before);
	prices_drop(after);
	okx_parsed_drop(&parsed);
	return added;
}

/* What the rounds have shown. */
static void
tell_trial(struct finding *finding, const struct tier_trial *trial)
{
	static const struct {
		enum finding_verdict verdict;
		const char *word;
	} words[] = {
		[TIER_OPEN] = { FINDING_OPEN, "not settled" },
		[TIER_AGREES] = { FINDING_WELL, "agrees" },
		[TIER_DIFFERS] = { FINDING_DIFFERS, "different" },
	};
	const enum tier_verdict verdict = tier_trial_verdict(trial);
	const struct ratio moved = tier_trial_least_move(trial);
	char move[PERCENT_SIZE], gap[PERCENT_SIZE], residual[PERCENT_SIZE];
	size_t length;

	ratio_percent(move, &moved, 2, DECIMAL_FLOOR);
	ratio_percent(gap, &trial->gap, 3, DECIMAL_CEILING);
	ratio_percent(residual, &trial->residual, 3, DECIMAL_CEILING);
	finding->verdict = words[verdict].verdict;
	snprintf(finding->text, sizeof finding->text,
	    "%s: %u rounds inside, %u outside%s%s, %u too wide", words[verdict].word, trial->inside,
	    trial->outside, trial->outside > 0 ? " by up to " : "", trial->outside > 0 ? gap : "",
	    trial->wide);
	length = strlen(finding->text);
	if (trial->inside > 0)
		snprintf(finding->text + length, sizeof finding->text - length,
		    "; over %lld min each coin of 5%% weight moved by %s or more; one coin alone "
		    "off by %s at most",
		    (long long)((trial->last_ms - trial->first_ms) / 60000), move, residual);
}

/* Whether the tiers at the index are the collateral that OKX counts: the long one. */
static void
try_tiers(struct deep *deep)
{
	struct okx_probe *probe = &deep->doctor->probe;
	struct finding finding = { .check = "tiers x index" }, failed = finding;
	struct tier_trial trial = { .count = 0 };
	const int64_t end = monotime_ms() + ROUNDS_MS;
	int64_t next = monotime_ms();
	unsigned failures = 0;

	do {
		failures = try_round(deep, &trial, &failed) ? 0 : failures + 1;
		next += ROUND_MS;
	} while (failures < FAILURES_MOST && tier_trial_verdict(&trial) == TIER_OPEN &&
	    next < end && !probe->interrupted && okx_probe_wait(probe, next));
	if (trial.inside + trial.outside + trial.wide > 0)
		tell_trial(&finding, &trial);
	else
		finding = failed;
	tier_trial_clear(&trial);
	say(deep, &finding);
}

/* The questions, in the order of the table; the long one last. */
static void (*const questions[])(struct deep *deep) = {
	ask_list,
	ask_indices,
	ask_tiers,
	ask_redeem_limits,
	ask_interest,
	ask_history,
	ask_demo,
	try_tiers,
};

/* A signal has come in: whether it ends the program. */
static bool
is_ended(void *self)
{
	struct deep *deep = self;
	struct signals seen;

	signals_take(&seen);
	if (seen.stop)
		signals_stop_here();
	deep->signal = seen.ending;
	return seen.ending != 0;
}

/* Finds the account's key, of the environment that was asked for or has one. */
static bool
choose_key(struct deep *deep, struct finding *finding)
{
	struct doctor *doctor = deep->doctor;
	struct credentials *credentials = &doctor->credentials;
	const int wanted = doctor->options->environment;

	credentials_load(credentials, doctor->secrets, &doctor->settings, doctor->account, false);
	deep->environment = wanted >= 0 ? (enum environment)wanted :
	    credentials->of[ENVIRONMENT_PRODUCTION].state == CREDENTIALS_NONE &&
		credentials->of[ENVIRONMENT_DEMO].state != CREDENTIALS_NONE ?
					  ENVIRONMENT_DEMO :
					  ENVIRONMENT_PRODUCTION;
	if (credentials->of[deep->environment].state == CREDENTIALS_FOUND)
		return true;
	return finding_wrong(finding,
	    credentials->of[deep->environment].state == CREDENTIALS_NONE ? STATUS_USAGE :
									   OKX_EXIT_REFUSED,
	    "%s", credentials->of[deep->environment].cause.text);
}

/* Without the first answers there is nothing to ask. */
static bool
give_up(struct finding *finding, const struct okx_failure *failure)
{
	refuse(finding, failure);
	finding->verdict = FINDING_WRONG;
	finding->status = failure->exit;
	strlcpy(finding->remedy, "Type colltop --doctor, which says what to do about it.",
	    sizeof finding->remedy);
	return false;
}

/* Reaches the exchange and reads the open loans. */
static bool
begin(struct deep *deep, struct finding *finding)
{
	struct doctor *doctor = deep->doctor;
	struct okx_probe *probe = &doctor->probe;
	const struct okx_http_route route = settings_route(&doctor->settings, doctor->account);
	struct okx_failure failure = { .code = "" };
	struct okx_parsed parsed;
	struct cause cause = { "" };

	if (!okx_http_aim(probe->http, &route, &cause))
		return finding_wrong(finding, OKX_EXIT_NO_ANSWER, "%s", cause.text);
	probe->account_id = settings_account_id(&doctor->settings.accounts[doctor->account],
	    deep->environment);
	probe->keys = secrets_keyring(doctor->secrets);
	if (!okx_probe_clock(probe, &failure) && probe->net_error != OKX_NET_ERROR_OK)
		return give_up(finding, &failure);
	if (!okx_probe_ask(probe, OKX_ENDPOINT_LOAN_INFO, &parsed, &failure))
		return give_up(finding, &failure);
	deep->loans = parsed.loans;
	if (deep->loans->count == 0)
		return finding_wrong(finding, OKX_EXIT_NO_ANSWER,
		    "no open loan: the questions are about one");
	deep->order = &deep->loans->orders[0];
	return finding_well(finding,
	    "%s, region %s, %s: %zu open, of the first %zu coins pledged, %zu owed", PACKAGE_STRING,
	    probe->account_id.region, environment_name(deep->environment), deep->loans->count,
	    deep->order->pledged.count, deep->order->owed.count);
}

static bool
prepare(struct deep *deep, struct finding *finding)
{
	struct doctor *doctor = deep->doctor;
	struct cause cause = { "" };

	if (!settings_load(&doctor->settings, doctor->options, &cause) || !signals_start(&cause))
		return finding_wrong(finding, STATUS_USAGE, "%s", cause.text);
	doctor->account = doctor->settings.account;
	doctor->probe.interrupt = signals_descriptor();
	return choose_key(deep, finding) && begin(deep, finding);
}

int
deep_run(struct doctor *doctor, int *signal)
{
	struct deep deep = { .doctor = doctor };
	struct finding finding = { .check = "loans" };
	bool begun;

	doctor->probe = (struct okx_probe){ .http = okx_http_new(OKX_ENDPOINTS),
		.interrupt = -1,
		.ends = is_ended,
		.self = &deep };
	begun = prepare(&deep, &finding);
	if (deep.signal == 0)
		say(&deep, &finding);
	for (size_t i = 0; begun && i < sizeof questions / sizeof *questions; i++)
		if (deep.signal == 0)
			questions[i](&deep);
	for (size_t i = 0; deep.tiers != NULL && i < deep.order->pledged.count; i++)
		tiers_drop(deep.tiers[i]);
	free(deep.tiers);
	prices_drop(deep.prices);
	loans_drop(deep.loans);
	okx_http_free(doctor->probe.http);
	secrets_wipe(doctor->secrets);
	settings_clear(&doctor->settings);
	*signal = deep.signal;
	return finding.verdict == FINDING_WRONG ? finding.status : 0;
}
