/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/ratio.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#define WIDEST 24 /* digits that anybody reads */

/* OUT = N / D, D not 0, without the power of ten that the scales have in common. */
static bool
settle(struct ratio *out, const struct decimal *n, const struct decimal *d)
{
	int16_t common = n->scale < d->scale ? n->scale : d->scale;

	if (decimal_sign(n) == 0) {
		*out = ratio_of(0, 0);
		return true;
	}
	*out = (struct ratio){ .known = true, .n = *n, .d = *d };
	out->n.scale = (int16_t)(out->n.scale - common);
	out->d.scale = (int16_t)(out->d.scale - common);
	out->n.negative = n->negative != d->negative;
	out->d.negative = false;
	return true;
}

static bool
forget(struct ratio *out)
{
	*out = (struct ratio){ .known = false };
	return false;
}

struct ratio
ratio_from(const struct decimal *value)
{
	return (struct ratio){ .known = true, .n = *value, .d = decimal_from(1, 0) };
}

struct ratio
ratio_of(int64_t value, int scale)
{
	struct decimal n = decimal_from(value, scale);

	return ratio_from(&n);
}

struct ratio
ratio_sent(const struct figure *sent)
{
	if (sent->state == FIGURE_KNOWN && decimal_sign(&sent->value) >= 0)
		return ratio_from(&sent->value);
	return (struct ratio){ .unreadable = sent->state == FIGURE_UNREADABLE };
}

/* A + B, or A - B, as SUM says. */
static bool
combine(struct ratio *out, const struct ratio *a, const struct ratio *b,
    bool (*sum)(struct decimal *, const struct decimal *, const struct decimal *))
{
	struct decimal left, right, d;

	if (!a->known || !b->known)
		return forget(out);
	/* Most have the same denominator, 1: their sum must not square it. */
	if (decimal_compare(&a->d, &b->d) == 0)
		return sum(&left, &a->n, &b->n) ? settle(out, &left, &a->d) : forget(out);
	return decimal_multiply(&left, &a->n, &b->d) && decimal_multiply(&right, &b->n, &a->d) &&
		decimal_multiply(&d, &a->d, &b->d) && sum(&left, &left, &right) ?
	    settle(out, &left, &d) :
	    forget(out);
}

bool
ratio_add(struct ratio *out, const struct ratio *a, const struct ratio *b)
{
	return combine(out, a, b, decimal_add);
}

bool
ratio_subtract(struct ratio *out, const struct ratio *a, const struct ratio *b)
{
	return combine(out, a, b, decimal_subtract);
}

bool
ratio_multiply(struct ratio *out, const struct ratio *a, const struct ratio *b)
{
	struct decimal n, d;

	return a->known && b->known && decimal_multiply(&n, &a->n, &b->n) &&
		decimal_multiply(&d, &a->d, &b->d) ?
	    settle(out, &n, &d) :
	    forget(out);
}

bool
ratio_divide(struct ratio *out, const struct ratio *a, const struct ratio *b)
{
	const struct ratio inverse = { .known = b->known && decimal_sign(&b->n) != 0,
		.n = b->d,
		.d = b->n };

	return ratio_multiply(out, a, &inverse);
}

int
ratio_sign(const struct ratio *a)
{
	return decimal_sign(&a->n);
}

bool
ratio_compare(int *order, const struct ratio *a, const struct ratio *b)
{
	struct decimal left = a->n, right = b->n;

	if (!a->known || !b->known)
		return false;
	if (decimal_compare(&a->d, &b->d) != 0 &&
	    (!decimal_multiply(&left, &a->n, &b->d) || !decimal_multiply(&right, &b->n, &a->d)))
		return false;
	*order = decimal_compare(&left, &right);
	return true;
}

bool
ratio_round(struct decimal *out, const struct ratio *a, int scale, enum decimal_rounding rounding)
{
	return a->known && decimal_divide(out, &a->n, &a->d, scale, rounding);
}

static void
write_hundredths(char out[PERCENT_SIZE], const struct ratio *ratio, int decimals,
    enum decimal_rounding rounding, const char *unit)
{
	const struct decimal hundred = decimal_from(100, 0);
	char text[DECIMAL_TEXT_SIZE];
	struct decimal percent;

	strlcpy(out, ratio->unreadable ? "?" : "-", PERCENT_SIZE);
	if (!ratio->known)
		return;
	if (!ratio_round(&percent, ratio, decimals + 2, rounding) ||
	    !decimal_multiply(&percent, &percent, &hundred) ||
	    !decimal_round(&percent, &percent, decimals, rounding) ||
	    decimal_text_grouped(text, sizeof text, &percent) > WIDEST)
		strlcpy(out, "*", PERCENT_SIZE);
	else
		snprintf(out, PERCENT_SIZE, "%.*s%s", WIDEST, text, unit);
}

void
ratio_percent(char out[PERCENT_SIZE], const struct ratio *ratio, int decimals,
    enum decimal_rounding rounding)
{
	write_hundredths(out, ratio, decimals, rounding, "%");
}

void
ratio_points(char out[PERCENT_SIZE], const struct ratio *ratio, int decimals,
    enum decimal_rounding rounding)
{
	write_hundredths(out, ratio, decimals, rounding, " points");
}
