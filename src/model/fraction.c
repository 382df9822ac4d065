/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/fraction.h"

/* OUT = N / D, D not 0, without the power of ten that the scales have in common. */
static bool
settle(struct fraction *out, const struct decimal *n, const struct decimal *d)
{
	int16_t common = n->scale < d->scale ? n->scale : d->scale;

	if (decimal_sign(n) == 0) {
		*out = fraction_of(0, 0);
		return true;
	}
	*out = (struct fraction){ .n = *n, .d = *d };
	out->n.scale = (int16_t)(out->n.scale - common);
	out->d.scale = (int16_t)(out->d.scale - common);
	out->n.negative = n->negative != d->negative;
	out->d.negative = false;
	return true;
}

struct fraction
fraction_from(const struct decimal *value)
{
	return (struct fraction){ .n = *value, .d = decimal_from(1, 0) };
}

struct fraction
fraction_of(int64_t value, int scale)
{
	return (struct fraction){ .n = decimal_from(value, scale), .d = decimal_from(1, 0) };
}

bool
fraction_ratio(struct fraction *out, const struct decimal *a, const struct decimal *b)
{
	return decimal_sign(b) != 0 && settle(out, a, b);
}

/* A + B, or A - B, as SUM says. */
static bool
join(struct fraction *out, const struct fraction *a, const struct fraction *b,
    bool (*sum)(struct decimal *, const struct decimal *, const struct decimal *))
{
	struct decimal left, right, d;

	/* Most have the same denominator, 1: their sum must not square it. */
	if (decimal_compare(&a->d, &b->d) == 0)
		return sum(&left, &a->n, &b->n) && settle(out, &left, &a->d);
	return decimal_multiply(&left, &a->n, &b->d) && decimal_multiply(&right, &b->n, &a->d) &&
	    decimal_multiply(&d, &a->d, &b->d) && sum(&left, &left, &right) &&
	    settle(out, &left, &d);
}

bool
fraction_add(struct fraction *out, const struct fraction *a, const struct fraction *b)
{
	return join(out, a, b, decimal_add);
}

bool
fraction_subtract(struct fraction *out, const struct fraction *a, const struct fraction *b)
{
	return join(out, a, b, decimal_subtract);
}

/* (A / B) (C / D). */
static bool
multiply(struct fraction *out, const struct decimal *a, const struct decimal *b,
    const struct decimal *c, const struct decimal *d)
{
	struct decimal above, below;

	return decimal_multiply(&above, a, c) && decimal_multiply(&below, b, d) &&
	    settle(out, &above, &below);
}

bool
fraction_multiply(struct fraction *out, const struct fraction *a, const struct fraction *b)
{
	return multiply(out, &a->n, &a->d, &b->n, &b->d);
}

bool
fraction_divide(struct fraction *out, const struct fraction *a, const struct fraction *b)
{
	return decimal_sign(&b->n) != 0 && multiply(out, &a->n, &a->d, &b->d, &b->n);
}

int
fraction_sign(const struct fraction *a)
{
	return decimal_sign(&a->n);
}

bool
fraction_compare(int *order, const struct fraction *a, const struct fraction *b)
{
	struct decimal left = a->n, right = b->n;

	if (decimal_compare(&a->d, &b->d) != 0 &&
	    (!decimal_multiply(&left, &a->n, &b->d) || !decimal_multiply(&right, &b->n, &a->d)))
		return false;
	*order = decimal_compare(&left, &right);
	return true;
}

bool
fraction_round(struct decimal *out, const struct fraction *a, int scale,
    enum decimal_rounding rounding)
{
	return decimal_divide(out, &a->n, &a->d, scale, rounding);
}
