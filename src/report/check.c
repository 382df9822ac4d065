/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "report/check.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "model/doubt.h"
#include "model/ratio.h"
#include "view/loan_figures.h"

#define PRICES_MS 5000 /* so long after a loan answer prices may make a pair with it */
#define LABEL_SIZE (LOAN_KEY_SIZE + ACCOUNT_ID_ACCOUNT_SIZE)

/* One account. */
struct verdict {
	enum check_status status;
	char text[2 * OKX_TEXT_SIZE];
	char figures[LABEL_SIZE + 4 * PERCENT_SIZE]; /* for the monitoring system's graphs */
};

struct check {
	const struct option_check *terms;
	int64_t deadline_ms;
	size_t count;
	struct verdict *verdicts;
};

/* How loud a status is: an unknown one comes before a warning. */
static const struct {
	const char *word;
	int loudness;
} statuses[] = {
	[CHECK_OK] = { "OK", 0 },
	[CHECK_WARNING] = { "WARNING", 1 },
	[CHECK_UNKNOWN] = { "UNKNOWN", 2 },
	[CHECK_CRITICAL] = { "CRITICAL", 3 },
};

/* With these the exchange liquidates the account right now. */
static const char *const liquidating[] = { "50009", "50022" };

struct check *
check_new(const struct option_check *terms)
{
	struct check *check = xcalloc(1, sizeof *check);

	check->terms = terms;
	return check;
}

void
check_free(struct check *check)
{
	if (check == NULL)
		return;
	free(check->verdicts);
	free(check);
}

static struct verdict *
add_verdict(struct check *check)
{
	struct verdict *verdict;

	check->verdicts = xreallocarray(check->verdicts, check->count + 1, sizeof *check->verdicts);
	verdict = &check->verdicts[check->count++];
	*verdict = (struct verdict){ .status = CHECK_UNKNOWN };
	return verdict;
}

static void __attribute__((format(printf, 3, 4)))
say(struct verdict *verdict, enum check_status status, const char *format, ...)
{
	size_t length = strlen(verdict->text);
	va_list arguments;

	verdict->status = status;
	va_start(arguments, format);
	vsnprintf(verdict->text + length, sizeof verdict->text - length, format, arguments);
	va_end(arguments);
}

void
check_fail(struct check *check, const char *why)
{
	say(add_verdict(check), CHECK_UNKNOWN, "%s", why);
}

/* Whether FALL is less than LIMIT, or with EVEN no more; false where it is not known. */
static bool
is_within(const struct ratio *fall, const struct decimal *limit, bool even)
{
	const struct ratio most = ratio_from(limit);
	int order;

	return fall->known && ratio_compare(&order, fall, &most) && order < (even ? 1 : 0);
}

static const struct decimal *
warning_of(const struct option_check *terms, const struct risk_terms *set)
{
	return terms->has_warning ? &terms->warning : &set->watch_fall;
}

/*
 * How a loan stands: by its band, and by how far all pledged coins may still
 * fall; what is known may prove worse than unknown.
 */
static enum check_status
status_of_loan(const struct option_check *terms, const struct risk_terms *set,
    const struct risk *risk)
{
	const struct ratio nearest = risk_nearest(risk);

	if (risk->band >= RISK_CALL)
		return CHECK_CRITICAL;
	if (risk->no_debt)
		return risk->band == RISK_UNKNOWN ? CHECK_UNKNOWN : CHECK_OK;
	if (is_within(risk->by_coins ? &risk->coins_to_call : &risk->to_call, &terms->critical,
		true) ||
	    is_within(risk->by_coins ? &risk->coins_to_liquidation : &risk->to_liquidation,
		&terms->critical, true))
		return CHECK_CRITICAL;
	if (risk->band == RISK_UNKNOWN || !nearest.known)
		return CHECK_UNKNOWN;
	return is_within(&nearest, warning_of(terms, set), false) ? CHECK_WARNING : CHECK_OK;
}

/*
 * A ratio in per cent with two decimals as graphs want it, without a group or a sign for
 * it; "" where there is none.
 */
static void
plain_text(char out[PERCENT_SIZE], const struct ratio *figure, enum decimal_rounding rounding)
{
	const struct ratio hundred = ratio_of(100, 0);
	char text[DECIMAL_TEXT_SIZE];
	struct ratio percent;
	struct decimal rounded;

	out[0] = '\0';
	if (figure->known && ratio_multiply(&percent, figure, &hundred) &&
	    ratio_round(&rounded, &percent, 2, rounding) &&
	    decimal_text(text, sizeof text, &rounded) < PERCENT_SIZE)
		strlcpy(out, text, PERCENT_SIZE);
}

/* The LTV at which only FALL is left to the nearer threshold. */
static void
edge_text(char out[PERCENT_SIZE], const struct risk *risk, const struct decimal *fall)
{
	struct ratio edge = risk->call, share = ratio_from(fall), one = ratio_of(1, 0);
	int order;

	if (risk->liquidation.known && edge.known &&
	    ratio_compare(&order, &risk->liquidation, &edge) && order < 0)
		edge = risk->liquidation;
	ratio_multiply(&share, &share, &risk->falling);
	ratio_subtract(&share, &one, &share);
	ratio_multiply(&edge, &edge, &share);
	plain_text(out, &edge, DECIMAL_HALF_EVEN);
}

/* "'12345_ltv'=57.42%;62.68;73.74;0;". */
static void
set_figures(struct verdict *verdict, const struct app *app, const struct option_check *terms,
    const struct loan_status *loan)
{
	const bool several = app->settings->chosen_count > 1;
	char ltv[PERCENT_SIZE], watch[PERCENT_SIZE], call[PERCENT_SIZE], label[LABEL_SIZE];

	snprintf(label, sizeof label, "%s%s%s", several ? app->account_id.account : "",
	    several ? "_" : "", loan->order->key);
	for (char *at = label; (at = strpbrk(at, "'=|; ")) != NULL;)
		*at = '_';
	plain_text(ltv, &loan->risk.ltv, DECIMAL_CEILING);
	edge_text(watch, &loan->risk, warning_of(terms, &app->settings->terms));
	edge_text(call, &loan->risk, &terms->critical);
	snprintf(verdict->figures, sizeof verdict->figures, "'%s_ltv'=%s%s;%s;%s;0;", label,
	    ltv[0] != '\0' ? ltv : "U", ltv[0] != '\0' ? "%" : "", watch, call);
}

/* Under a margin call: what leaves it, and what reaches the target. */
static void
describe_remedies(struct verdict *verdict, const struct app *app, const struct loan_status *loan)
{
	const struct target *const remedies[] = { &loan->leave, &loan->target };
	char repay[LOAN_FIGURES_SIZE], pledge[LOAN_FIGURES_SIZE], at[PERCENT_SIZE];

	for (size_t i = 0; i < 2; i++) {
		if (loan->risk.band < RISK_CALL || remedies[i]->state != TARGET_REPAY)
			continue;
		loan_figures_repay(repay, app, false, remedies[i]);
		loan_figures_pledge(pledge, app, false, remedies[i]);
		ratio_percent(at, &remedies[i]->at, 2, DECIMAL_FLOOR);
		say(verdict, verdict->status, ", to %s %s repay %s or pledge %s after haircuts",
		    i == 0 ? "leave it at LTV" : "reach", at, repay, pledge);
	}
}

/* What is said of the loan that decides. */
static void
describe_loan(struct verdict *verdict, enum check_status status, const struct app *app,
    const struct loan_status *loan)
{
	const struct risk *risk = &loan->risk;
	char ltv[LOAN_FIGURES_SIZE], fall[LOAN_FIGURES_SIZE], further[LOAN_FIGURES_SIZE];
	char passed[LOAN_FIGURES_SIZE], reason[DOUBT_TEXT_SIZE];

	loan_figures_shown_ltv(ltv, app, risk);
	loan_figures_passed(passed, app, &risk->passed);
	loan_figures_distance(fall, app, loan, &risk->to_call, &risk->coins_to_call,
	    &risk->rise_to_call);
	loan_figures_distance(further, app, loan, &risk->to_liquidation,
	    &risk->coins_to_liquidation, &risk->rise_to_liquidation);
	say(verdict, status, " loan %s: LTV %s", loan->order->key, ltv);
	if (risk->band == RISK_LIQUIDATION)
		say(verdict, status, ", LIQUIDATION");
	else if (risk->band == RISK_CALL && risk->passed.known)
		say(verdict, status,
		    ", MARGIN CALL passed by %s, liquidation if all fall a further %s", passed,
		    further);
	else if (risk->band == RISK_CALL)
		say(verdict, status,
		    ", MARGIN CALL not cleared yet, liquidation if all fall a further %s", further);
	else if (risk->no_debt)
		say(verdict, status, ", nothing is owed");
	else if (risk->to_call.known)
		say(verdict, status, ", call if all fall %s", fall);
	if (risk->band == RISK_UNKNOWN) {
		doubt_text(reason, risk, loan->order, 0);
		say(verdict, status, ", %s", reason);
	}
	if (risk->no_debt_denied && risk->disagree) {
		loan_figures_ltv(ltv, app, risk, &risk->reported);
		say(verdict, status, " (although OKX says LTV %s)", ltv);
	} else if (risk->no_debt_denied)
		say(verdict, status, " (although OKX lists coins that are owed)");
}

/*
 * The loan that decides of those asked for, the first of the worst; NULL: there is none.
 * COUNT: how many there are.
 */
static const struct loan_status *
find_worst(const struct check *check, struct verdict *verdict, const struct app *app, size_t *count)
{
	const struct option_check *terms = check->terms;
	const struct loan_status *worst = NULL;

	*count = 0;
	for (size_t i = 0; i < app->watchlist.count; i++) {
		const struct loan_status *loan = &app->watchlist.statuses[i];
		enum check_status status;

		if (terms->loan != NULL && strcmp(loan->order->id, terms->loan) != 0)
			continue;
		status = status_of_loan(terms, &app->settings->terms, &loan->risk);
		if (worst == NULL ||
		    statuses[status].loudness > statuses[verdict->status].loudness) {
			worst = loan;
			verdict->status = status;
		}
		++*count;
	}
	return worst;
}

/* A loan that is not there any more may have been liquidated. */
static void
judge_loans(const struct check *check, struct verdict *verdict, const struct app *app)
{
	const struct option_check *terms = check->terms;
	const size_t reported = app->watchlist.count;
	size_t count;
	const struct loan_status *worst = find_worst(check, verdict, app, &count);

	if (worst != NULL) {
		describe_loan(verdict, verdict->status, app, worst);
		describe_remedies(verdict, app, worst);
		set_figures(verdict, app, terms, worst);
	} else if (terms->loan != NULL)
		say(verdict, CHECK_CRITICAL, ": loan %s is not reported (repaid? liquidated?)",
		    terms->loan);
	else
		say(verdict, terms->no_loan_ok ? CHECK_OK : CHECK_UNKNOWN, ": no open loan%s",
		    terms->no_loan_ok ? "" : " (repaid? liquidated?)");
	if ((long)reported < terms->expected)
		say(verdict, CHECK_CRITICAL, " (%zu of %d loans reported: repaid? liquidated?)",
		    reported, terms->expected);
	else if (count > 1)
		say(verdict, verdict->status, " (%zu loans, worst shown)", count);
}

/* Whether the exchange liquidates the account right now; what is behind a '_' is a sub-code. */
static bool
is_liquidating(const struct okx_failure *failure)
{
	for (size_t i = 0; i < sizeof liquidating / sizeof *liquidating; i++)
		if (strcspn(failure->code, "_") == strlen(liquidating[i]) &&
		    strncmp(failure->code, liquidating[i], strlen(liquidating[i])) == 0)
			return true;
	return false;
}

static void
judge_failure(struct verdict *verdict, const struct okx_failure *failure)
{
	char sentences[2 * OKX_TEXT_SIZE] = "";

	text_add_sentence(sentences, sizeof sentences, failure->text);
	text_add_sentence(sentences, sizeof sentences, failure->advice);
	say(verdict, is_liquidating(failure) ? CHECK_CRITICAL : CHECK_UNKNOWN, ": %s", sentences);
}

/*
 * Whether prices may still come by which the loans are judged: where stablecoins are pledged
 * a fall of the others says more than one of all.
 */
static bool
lacks_prices(const struct app *app, const struct source *source)
{
	const struct watchlist *watchlist = &app->watchlist;

	if (watchlist->pair.prices != NULL || app->sources[OKX_ENDPOINT_INDEX_TICKERS].failing ||
	    monotime_ms() - source->arrived_ms >= PRICES_MS)
		return false;
	for (size_t i = 0; i < watchlist->count; i++)
		if (exposures_mixed(&watchlist->statuses[i].exposures))
			return true;
	return false;
}

/* Whether another try may still bring an answer in time. */
static bool
worth_waiting(const struct check *check, const struct app *app, const struct source *source)
{
	if (monotime_ms() >= check->deadline_ms)
		return false;
	if (source->failing)
		return !is_liquidating(&source->failure) && source->next_ms < check->deadline_ms;
	return source->arrived_ms < 0 || lacks_prices(app, source);
}

static bool
judge_account(void *self, const struct app *app)
{
	const struct source *source = &app->sources[OKX_ENDPOINT_LOAN_INFO];
	struct check *check = self;
	struct verdict *verdict;
	char age[16];

	if (worth_waiting(check, app, source))
		return true;
	verdict = add_verdict(check);
	say(verdict, CHECK_OK, "%s %s", app->account_id.account,
	    account_id_token(app->account_id.environment, app->account_id.simulated));
	if (source->failing)
		judge_failure(verdict, &source->failure);
	else if (source->arrived_ms < 0)
		say(verdict, CHECK_UNKNOWN, ": no answer from %s in time", app->account_id.host);
	else if (source_freshness(source) != FRESHNESS_LIVE) {
		text_age(age, source_age_ms(source));
		say(verdict, CHECK_UNKNOWN, ": the figures are stale, %s old", age);
	} else
		judge_loans(check, verdict, app);
	return false;
}

static int64_t
check_deadline(void *self)
{
	const struct check *check = self;

	return check->deadline_ms;
}

struct frontend
check_frontend(struct check *check, int64_t deadline_ms)
{
	check->deadline_ms = deadline_ms;
	return (
	    struct frontend){ .self = check, .draw = judge_account, .deadline = check_deadline };
}

/* TEXT, in which a bar would begin the figures and a line end the line. */
static void
print_text(FILE *out, const char *text)
{
	for (; *text != '\0'; text++)
		fputc(*text == '|' ? '/' : *text == '\n' || *text == '\r' ? ' ' : *text, out);
}

void
check_print_unknown(FILE *out, const char *text)
{
	fprintf(out, "COLLTOP %s - ", statuses[CHECK_UNKNOWN].word);
	print_text(out, text);
	fputc('\n', out);
	fflush(out);
}

/* The texts of the verdicts with STATUS; ANY: some stand in the line already. */
static void
print_texts(const struct check *check, FILE *out, enum check_status status, bool *any)
{
	for (size_t i = 0; i < check->count; i++) {
		if (check->verdicts[i].status != status)
			continue;
		fputs(*any ? "; " : "", out);
		print_text(out, check->verdicts[i].text);
		*any = true;
	}
}

int
check_print(const struct check *check, FILE *out)
{
	static const enum check_status loudest_first[] = { CHECK_CRITICAL, CHECK_UNKNOWN,
		CHECK_WARNING, CHECK_OK };
	enum check_status worst = check->count == 0 ? CHECK_UNKNOWN : CHECK_OK;
	bool any = false;
	const char *before = " | ";

	for (size_t i = 0; i < check->count; i++)
		if (statuses[check->verdicts[i].status].loudness > statuses[worst].loudness)
			worst = check->verdicts[i].status;
	fprintf(out, "COLLTOP %s - ", statuses[worst].word);
	for (size_t i = 0; i < sizeof loudest_first / sizeof *loudest_first; i++)
		print_texts(check, out, loudest_first[i], &any);
	for (size_t i = 0; i < check->count; i++) {
		if (check->verdicts[i].figures[0] == '\0')
			continue;
		fprintf(out, "%s%s", before, check->verdicts[i].figures);
		before = " ";
	}
	fputc('\n', out);
	return fflush(out) != 0 || ferror(out) ? CHECK_UNKNOWN : (int)worst;
}
