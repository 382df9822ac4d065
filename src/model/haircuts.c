/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/haircuts.h"

#include <stdlib.h>

static bool
is_new(const struct haircuts_part *part)
{
	return part->now.known && ratio_sign(&part->now) == 0;
}

/* New ones last; by factor, those that are not known first. */
static int
compare_parts(const void *a, const void *b)
{
	const struct haircuts_part *x = a, *y = b;
	int order = 0;

	if (is_new(x) != is_new(y))
		return is_new(x) - is_new(y);
	if (!ratio_compare(&order, &x->factor, &y->factor))
		return x->factor.known - y->factor.known;
	return order;
}

/* Whether all factors can be compared, so that their order is one. */
static bool
are_sorted(const struct haircuts_part *parts, size_t count)
{
	int order;

	for (size_t i = 1; i < count; i++)
		if (!ratio_compare(&order, &parts[i - 1].factor, &parts[i].factor) || order > 0)
			return false;
	return true;
}

/* Takes what PART can be of REST, and adds what it becomes to SUM. */
static void
take_part(struct ratio *sum, struct ratio *rest, const struct haircuts_part *part)
{
	struct ratio changed;
	int order = 1;

	if (part->now.known && !ratio_compare(&order, &part->now, rest)) {
		sum->known = false;
		return;
	}
	if (order < 0) {
		ratio_add(sum, sum, &part->then);
		ratio_subtract(rest, rest, &part->now);
		return;
	}
	ratio_multiply(&changed, rest, &part->factor);
	ratio_add(sum, sum, &changed);
	*rest = ratio_of(0, 0);
}

struct ratio
haircuts_bound(enum haircuts_end end, const struct ratio *secured, struct haircuts_part *parts,
    size_t count)
{
	const struct ratio none = { .known = false };
	struct ratio sum = ratio_of(0, 0), rest = *secured;
	struct haircuts_part last;
	size_t old = count;

	qsort(parts, count, sizeof *parts, compare_parts);
	while (old > 0 && is_new(&parts[old - 1]))
		old--;
	if (old == 0 || !are_sorted(parts, old) || !parts[0].factor.known)
		return none;
	for (size_t i = 0; i < old && rest.known && ratio_sign(&rest) > 0; i++)
		take_part(&sum, &rest, &parts[end == HAIRCUTS_LEAST ? i : old - 1 - i]);
	if (!rest.known)
		return none;
	if (ratio_sign(&rest) > 0) {
		last = parts[end == HAIRCUTS_LEAST ? 0 : old - 1];
		last.now.known = false;
		take_part(&sum, &rest, &last);
	}
	/* What is new may count for nothing, or for all that it is worth. */
	for (size_t i = old; i < count && end == HAIRCUTS_MOST; i++)
		ratio_add(&sum, &sum, &parts[i].then);
	return sum;
}
