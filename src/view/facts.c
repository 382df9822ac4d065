/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/facts.h"

#include <stdarg.h>
#include <stdio.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/text.h"

#define DECIMALS 18
#define DECIMALS_HIDDEN 4 /* of a ratio while amounts are hidden */

void
facts_add(const struct facts *facts, const char *field, const char *format, ...)
{
	char text[FACTS_TEXT_SIZE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	page_pair(facts->page, facts->indent, ROLE_LABEL, field, ROLE_PLAIN, text);
}

static const char *
sent_or_why(const struct figure *figure)
{
	if (figure->sent == NULL)
		return figure->state == FIGURE_UNREADABLE ? "? (sent, but not as a text)" :
							    "- (not sent, or empty)";
	return figure->sent;
}

const char *
facts_sent(const struct facts *facts, const struct figure *figure)
{
	return facts->app->hidden ? PAGE_MASK : sent_or_why(figure);
}

static const char *
why_unreadable(const struct figure *figure)
{
	if (figure->state != FIGURE_UNREADABLE || figure->sent == NULL)
		return "";
	return figure_read(figure->sent).state == FIGURE_KNOWN ?
	    "  ? this is below 0, which it cannot be: it is in no sum" :
	    "  ? this is not a decimal number: it is in no sum";
}

void
facts_add_sent(const struct facts *facts, const char *field, const struct figure *figure)
{
	facts_add(facts, field, "%s%s", facts_sent(facts, figure),
	    facts->app->hidden ? "" : why_unreadable(figure));
}

const char *
facts_sent_ratio(const struct facts *facts, char out[DECIMAL_TEXT_SIZE], const struct figure *ratio,
    enum decimal_rounding rounding)
{
	struct ratio value;

	if (!facts->app->hidden || ratio->sent == NULL)
		return sent_or_why(ratio);
	if (ratio->state != FIGURE_KNOWN)
		return PAGE_MASK;
	value = ratio_from(&ratio->value);
	return facts_ratio(facts, out, &value, rounding);
}

void
facts_add_ratio(const struct facts *facts, const char *field, const struct figure *ratio,
    enum decimal_rounding rounding)
{
	char text[DECIMAL_TEXT_SIZE];

	facts_add(facts, field, "%s%s", facts_sent_ratio(facts, text, ratio, rounding),
	    why_unreadable(ratio));
}

void
facts_add_asked(const struct facts *facts, const char *endpoint, const char *query)
{
	facts_add(facts, "asked", "GET %s%s%s", endpoint, query[0] != '\0' ? "?" : "", query);
}

void
facts_add_arrived(const struct facts *facts, int64_t arrived_ms, int64_t arrived_utc_ms)
{
	char utc[25], age[16];

	text_utc(utc, arrived_utc_ms);
	text_age(age, monotime_ms() - arrived_ms);
	facts_add(facts, "arrived", "%.10s %.12s UTC, %s old", utc, utc + 11, age);
}

void
facts_add_assets(const struct facts *facts, const struct assets *assets)
{
	char query[ASSETS_CCY_SIZE + ASSETS_ORD_ID_SIZE + 16] = "";

	if (assets->only[0] != '\0')
		snprintf(query, sizeof query, "ccy=%s%s", assets->only,
		    assets->ord_id[0] != '\0' ? "&" : "");
	if (assets->ord_id[0] != '\0') {
		strlcat(query, "ordId=", sizeof query);
		strlcat(query, assets->ord_id, sizeof query);
	}
	facts_add_asked(facts, assets->from.endpoint, query);
}

void
facts_add_origin(const struct facts *facts, const struct account_id *account_id)
{
	facts_add(facts, "of", "%s (%s)", account_id->host, account_id->region);
	facts_add(facts, "account", "%s, %s", account_id->account,
	    account_id_word(account_id->environment, account_id->simulated));
}

/* NUMBER with at most so many DECIMALS, no trailing zeros. */
static const char *
write_number(char out[DECIMAL_TEXT_SIZE], const struct ratio *number, int decimals,
    enum decimal_rounding rounding)
{
	struct decimal rounded;

	if (!ratio_round(&rounded, number, decimals, rounding) ||
	    !decimal_round(&rounded, &rounded, decimal_places(&rounded), rounding))
		strlcpy(out, "*", DECIMAL_TEXT_SIZE);
	else
		decimal_text(out, DECIMAL_TEXT_SIZE, &rounded);
	return out;
}

const char *
facts_ratio(const struct facts *facts, char out[DECIMAL_TEXT_SIZE], const struct ratio *ratio,
    enum decimal_rounding rounding)
{
	return write_number(out, ratio, facts->app->hidden ? DECIMALS_HIDDEN : DECIMALS, rounding);
}

const char *
facts_number(const struct facts *facts, char out[DECIMAL_TEXT_SIZE], const struct ratio *number,
    enum decimal_rounding rounding)
{
	if (!facts->app->hidden)
		return write_number(out, number, DECIMALS, rounding);
	strlcpy(out, PAGE_MASK, DECIMAL_TEXT_SIZE);
	return out;
}

void
facts_add_share(const struct facts *facts, const char *field, const struct asset *asset,
    const char *name, const char *value)
{
	const struct portfolio *portfolio = &facts->app->portfolio;
	char share[DECIMAL_TEXT_SIZE], total[DECIMAL_TEXT_SIZE];
	struct decimal fraction;
	enum portfolio_share kind = PORTFOLIO_SHARE_NONE;

	if (asset->value.state == FIGURE_KNOWN)
		kind = portfolio_share(portfolio, &asset->value.value, DECIMALS, &fraction);
	if (kind == PORTFOLIO_SHARE_NONE) {
		facts_add(facts, field, "%s",
		    portfolio->assets->only[0] != '\0' ?
			"none: only this currency was asked for, so the total is not known" :
			"none: the value or the total is not known, or not above zero");
		return;
	}
	if (facts->app->hidden)
		decimal_round(&fraction, &fraction, DECIMALS_HIDDEN,
		    kind == PORTFOLIO_SHARE_AT_MOST ? DECIMAL_CEILING : DECIMAL_HALF_EVEN);
	decimal_text(share, sizeof share, &fraction);
	decimal_text(total, sizeof total, &portfolio->all.value);
	facts_add(facts, field, "%s / total of all rows = %s / %s %s %s", name,
	    facts->app->hidden ? PAGE_MASK : value, facts->app->hidden ? PAGE_MASK : total,
	    kind == PORTFOLIO_SHARE_AT_MOST ? "<=" : "=", share);
	if (kind == PORTFOLIO_SHARE_AT_MOST)
		facts_add(facts, "",
		    "at most: %zu of %zu values are not known and not in the total",
		    portfolio->all.unknown, portfolio->all.rows);
}
