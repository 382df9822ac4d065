/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/figure.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#define MONEY_DECIMALS 2
#define PERCENT_DECIMALS 2
#define PRICE_DIGITS 6
#define PRICE_MIN_DECIMALS 2
#define PRICE_MAX_DECIMALS 10
#define SHORT_DECIMALS 3 /* of a number in thousands and so on: "158.292k" */
#define SHORT_SCALES 4

/* A decimal and the marks around it. */
#define MARKED_SIZE (FIGURE_TEXT_SIZE + 8)

/* By decimal_sign(), from -1. */
static const char *const signs[] = { "-", "", "+" };

struct figure
figure_read(const char *text)
{
	struct figure figure = { .state = FIGURE_ABSENT };

	if (text == NULL || *text == '\0')
		return figure;
	figure.sent = text;
	figure.state = decimal_parse(&figure.value, text, strlen(text)) ? FIGURE_KNOWN :
									  FIGURE_UNREADABLE;
	return figure;
}

struct figure
figure_copy(struct arena *arena, const char *text, bool unreadable)
{
	struct figure figure = figure_read(text);

	if (unreadable)
		figure.state = FIGURE_UNREADABLE;
	if (figure.sent != NULL)
		figure.sent = arena_copy(arena, text, 0);
	return figure;
}

void
figure_add(struct figure *into, const struct figure *from)
{
	if (into->state == FIGURE_ABSENT && from->state == FIGURE_ABSENT)
		return;
	if (into->state != FIGURE_KNOWN || from->state != FIGURE_KNOWN ||
	    !decimal_add(&into->value, &into->value, &from->value))
		into->state = FIGURE_UNREADABLE;
}

void
figure_name_sum(struct figure *sum, struct arena *arena)
{
	char text[DECIMAL_TEXT_SIZE];

	sum->sent = NULL;
	if (sum->state == FIGURE_KNOWN && decimal_text(text, sizeof text, &sum->value) > 0)
		sum->sent = arena_copy(arena, text, 0);
}

bool
figure_equal(const struct figure *a, const struct figure *b)
{
	return a->state == b->state &&
	    (a->state != FIGURE_KNOWN || decimal_compare(&a->value, &b->value) == 0);
}

const char *
figure_text(const struct figure *figure)
{
	return figure->state == FIGURE_KNOWN ? figure->sent : NULL;
}

/*
 * Copies PREFIX TEXT SUFFIX where they fit; -1, with OUT empty, where not.
 */
static int
put_marked(char *out, size_t size, const char *prefix, const char *text, const char *suffix,
    int width)
{
	size_t length = strlen(prefix) + strlen(text) + strlen(suffix);

	if (size == 0)
		return -1;
	*out = '\0';
	if (length >= size || (width > 0 && length > (size_t)width))
		return -1;
	snprintf(out, size, "%s%s%s", prefix, text, suffix);
	return (int)length;
}

int
figure_word(char *out, size_t size, const char *word, int width)
{
	int used = put_marked(out, size, "", word, "", width);

	if (used < 0)
		used = put_marked(out, size, "", "*", "", width);
	return used < 0 ? 0 : used;
}

/*
 * Writes VALUE with DECIMALS into TEXT; what is not zero and would look like it
 * becomes the bound that it stays under. False where there is no such decimal.
 */
static bool
write_rounded(char text[MARKED_SIZE], const struct decimal *value, bool nonzero, int decimals,
    enum decimal_rounding rounding)
{
	struct decimal rounded;
	size_t mark;

	if (!decimal_round(&rounded, value, decimals, rounding))
		return false;
	if (decimal_sign(&rounded) != 0 || !nonzero)
		return decimal_text_grouped(text, MARKED_SIZE, &rounded) > 0;
	rounded = decimal_from(1, decimals);
	mark = strlcpy(text, decimal_sign(value) < 0 ? ">-" : "<", MARKED_SIZE);
	return decimal_text(text + mark, MARKED_SIZE - mark, &rounded) > 0;
}

/* VALUE in thousands, millions … toward zero, with as many decimals as there is room for. */
static int
put_short(char *out, size_t size, const char *prefix, const struct decimal *value, int width)
{
	static const char suffix[SHORT_SCALES][2] = { "k", "M", "B", "T" };
	char text[MARKED_SIZE];
	struct decimal unit, quotient;
	int scale = decimal_magnitude(value) / 3, decimals, used;
	int64_t factor = 1;

	if (scale < 1)
		return -1;
	if (scale > SHORT_SCALES)
		scale = SHORT_SCALES;
	for (decimals = 0; decimals < scale; decimals++)
		factor *= 1000;
	unit = decimal_from(factor, 0);
	for (decimals = SHORT_DECIMALS; decimals >= 0; decimals--) {
		if (!decimal_divide(&quotient, value, &unit, decimals, DECIMAL_TRUNCATE) ||
		    decimal_text_grouped(text, sizeof text, &quotient) == 0)
			continue;
		used = put_marked(out, size, prefix, text, suffix[scale - 1], width);
		if (used >= 0)
			return used;
	}
	return -1;
}

/* VALUE with DECIMALS as ROUNDING says, or with as many fewer as the room demands, toward zero. */
static int
put_number(char *out, size_t size, const char *prefix, const struct decimal *value, int decimals,
    enum decimal_rounding rounding, int width)
{
	char text[MARKED_SIZE];
	bool nonzero = decimal_sign(value) != 0;
	int used;

	for (; decimals >= 0; decimals--) {
		if (write_rounded(text, value, nonzero, decimals, rounding)) {
			used = put_marked(out, size, prefix, text, "", width);
			if (used >= 0)
				return used;
		}
		rounding = DECIMAL_TRUNCATE;
	}
	used = put_short(out, size, prefix, value, width);
	return used >= 0 ? used : figure_word(out, size, "*", width);
}

int
figure_money(char *out, size_t size, const char *unit, const struct decimal *value, int width)
{
	return put_number(out, size, unit, value, MONEY_DECIMALS, DECIMAL_HALF_EVEN, width);
}

int
figure_money_signed(char *out, size_t size, const struct decimal *value, int width)
{
	struct decimal absolute = *value;

	/* The sign stands before a bound as well: "-<0.01" as "+<0.01". */
	absolute.negative = false;
	return put_number(out, size, signs[decimal_sign(value) + 1], &absolute, MONEY_DECIMALS,
	    DECIMAL_HALF_EVEN, width);
}

int
figure_amount(char *out, size_t size, const struct decimal *amount, int decimals, int width)
{
	return put_number(out, size, "", amount, decimals, DECIMAL_TRUNCATE, width);
}

int
figure_price(char *out, size_t size, const struct decimal *price, int decimals, int width)
{
	return put_number(out, size, "", price, decimals, DECIMAL_HALF_EVEN, width);
}

int
figure_price_decimals(int magnitude)
{
	int decimals = PRICE_DIGITS - 1 - magnitude;

	if (decimals < PRICE_MIN_DECIMALS)
		return PRICE_MIN_DECIMALS;
	return decimals > PRICE_MAX_DECIMALS ? PRICE_MAX_DECIMALS : decimals;
}

static bool
to_percent(struct decimal *percent, const struct decimal *fraction)
{
	struct decimal hundred = decimal_from(100, 0);

	return decimal_multiply(percent, fraction, &hundred);
}

int
figure_percent(char *out, size_t size, const struct decimal *fraction, bool nonzero, bool below_one,
    int width)
{
	static const char *const nearly_all[PERCENT_DECIMALS + 1] = { ">99", ">99.9", ">99.99" };
	char text[MARKED_SIZE];
	struct decimal percent, one = decimal_from(1, 0);
	bool capped = below_one && decimal_compare(fraction, &one) >= 0;
	int decimals, used;

	if (!to_percent(&percent, fraction))
		return figure_word(out, size, "*", width);
	for (decimals = PERCENT_DECIMALS; decimals >= 0; decimals--) {
		if (capped)
			strlcpy(text, nearly_all[decimals], sizeof text);
		else if (!write_rounded(text, &percent, nonzero, decimals, DECIMAL_TRUNCATE))
			continue;
		used = put_marked(out, size, "", text, "%", width);
		if (used >= 0)
			return used;
	}
	return figure_word(out, size, "*", width);
}

int
figure_percent_signed(char *out, size_t size, const struct decimal *fraction,
    enum decimal_rounding rounding, int width)
{
	char text[MARKED_SIZE];
	struct decimal percent;
	const char *sign = signs[decimal_sign(fraction) + 1];
	/* of the digits without their sign */
	const enum decimal_rounding away = (rounding == DECIMAL_FLOOR) == fraction->negative ?
	    DECIMAL_CEILING :
	    DECIMAL_TRUNCATE;
	int decimals, used;

	if (!to_percent(&percent, fraction))
		return figure_word(out, size, "*", width);
	percent.negative = false;
	for (decimals = PERCENT_DECIMALS; decimals >= 0; decimals--) {
		if (!write_rounded(text, &percent, decimal_sign(&percent) != 0, decimals, away))
			continue;
		used = put_marked(out, size, sign, text, "%", width);
		if (used >= 0)
			return used;
	}
	return figure_word(out, size, "*", width);
}

int
figure_percent_at_most(char *out, size_t size, const struct decimal *fraction, int width)
{
	char text[MARKED_SIZE];
	struct decimal percent;
	int decimals, used;

	if (!to_percent(&percent, fraction))
		return figure_word(out, size, "*", width);
	for (decimals = PERCENT_DECIMALS; decimals >= 0; decimals--) {
		if (!write_rounded(text, &percent, false, decimals, DECIMAL_CEILING))
			continue;
		used = put_marked(out, size, "<=", text, "%", width);
		if (used >= 0)
			return used;
	}
	return figure_word(out, size, "*", width);
}
