/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/decimal.h"

#include <assert.h>
#include <string.h>

#include <gmp.h>

static_assert(GMP_NUMB_BITS == 64 && sizeof(mp_limb_t) == sizeof(uint64_t),
    "colltop needs a GMP with limbs of 64 bits");

#define LIMB_DIGITS 19 /* 10^19 is the largest power of ten in a limb */
#define DIVIDE_MAX_SCALE 128
#define DIGITS_SIZE 310 /* of 2^1024, and one */

/*
 * The largest number on the way to a result is the numerator of a division:
 * 1024 bits times 10^(308 + 128), 2473 bits.
 */
#define WIDE_LIMBS 40

/* A magnitude on the way to a result; the top limb in use is not zero. */
struct wide {
	mp_limb_t limb[WIDE_LIMBS];
	mp_size_t count;
};

const struct decimal decimal_zero;

static const mp_limb_t ten_to[LIMB_DIGITS + 1] = {
	1U,
	10U,
	100U,
	1000U,
	10000U,
	100000U,
	1000000U,
	10000000U,
	100000000U,
	1000000000U,
	UINT64_C(10000000000),
	UINT64_C(100000000000),
	UINT64_C(1000000000000),
	UINT64_C(10000000000000),
	UINT64_C(100000000000000),
	UINT64_C(1000000000000000),
	UINT64_C(10000000000000000),
	UINT64_C(100000000000000000),
	UINT64_C(1000000000000000000),
	UINT64_C(10000000000000000000),
};

/* The same 64 bits, whichever of long and long long the two types are. */
static const mp_limb_t *
limbs_of(const struct decimal *a)
{
	return (const void *)a->limb;
}

static mp_size_t
significant(const mp_limb_t *limb, mp_size_t count)
{
	while (count > 0 && limb[count - 1] == 0)
		count--;
	return count;
}

/* Gives OUT its value, or leaves it alone where the value does not fit; SCALE is not below 0. */
static bool
store(struct decimal *out, const mp_limb_t *limb, mp_size_t count, int scale, bool negative)
{
	count = significant(limb, count);
	if (count > DECIMAL_LIMBS || scale > DECIMAL_MAX_SCALE)
		return false;
	/* LIMB may be those of OUT. */
	memmove(out->limb, limb, (size_t)count * sizeof *limb);
	out->count = (int16_t)count;
	out->scale = (int16_t)scale;
	out->negative = negative && count > 0;
	return true;
}

static void
wide_load(struct wide *w, const struct decimal *a)
{
	w->count = a->count;
	memcpy(w->limb, a->limb, (size_t)a->count * sizeof a->limb[0]);
}

/* W * 10^POWER; nothing for a negative power. */
static void
wide_raise(struct wide *w, int power)
{
	while (power > 0 && w->count > 0) {
		int step = power < LIMB_DIGITS ? power : LIMB_DIGITS;
		mp_limb_t carry = mpn_mul_1(w->limb, w->limb, w->count, ten_to[step]);

		if (carry != 0)
			w->limb[w->count++] = carry;
		power -= step;
	}
}

static void
wide_add_limb(struct wide *w, mp_limb_t more)
{
	mp_limb_t carry = more;

	if (w->count > 0)
		carry = mpn_add_1(w->limb, w->limb, w->count, more);
	if (carry != 0)
		w->limb[w->count++] = carry;
}

/* Appends the digits at AT to W and counts them; returns what follows, NULL for too many. */
static const char *
read_digits(struct wide *w, int *digits, const char *at, const char *end)
{
	mp_limb_t part = 0;
	int held = 0;

	for (; at < end && *at >= '0' && *at <= '9'; at++) {
		if (++*digits > DECIMAL_MAX_DIGITS)
			return NULL;
		part = part * 10 + (mp_limb_t)(*at - '0');
		if (++held == LIMB_DIGITS) {
			wide_raise(w, held);
			wide_add_limb(w, part);
			part = 0;
			held = 0;
		}
	}
	wide_raise(w, held);
	wide_add_limb(w, part);
	return at;
}

/* Reads "e±dd" from AT, which is before END, up to END. */
static bool
read_exponent(int *exponent, const char *at, const char *end)
{
	bool negative = false;
	int value = 0;

	if (*at != 'e' && *at != 'E')
		return false;
	at++;
	if (at < end && (*at == '-' || *at == '+'))
		negative = *at++ == '-';
	if (at == end || end - at > 2)
		return false;
	for (; at < end; at++) {
		if (*at < '0' || *at > '9')
			return false;
		value = value * 10 + (*at - '0');
	}
	if (value > DECIMAL_MAX_EXPONENT)
		return false;
	*exponent = negative ? -value : value;
	return true;
}

bool
decimal_parse(struct decimal *out, const char *text, size_t length)
{
	struct wide w;
	const char *at, *end, *from;
	int digits = 0, scale = 0, exponent = 0;
	bool negative;

	if (length == 0)
		return false;
	end = text + length;
	negative = *text == '-';
	from = negative ? text + 1 : text;

	w.count = 0;
	at = read_digits(&w, &digits, from, end);
	if (at == NULL || at == from)
		return false;
	if (at < end && *at == '.') {
		from = at + 1;
		at = read_digits(&w, &digits, from, end);
		if (at == NULL || at == from)
			return false;
		scale = (int)(at - from);
	}
	if (at < end && !read_exponent(&exponent, at, end))
		return false;

	scale -= exponent;
	wide_raise(&w, -scale);
	return store(out, w.limb, w.count, scale > 0 ? scale : 0, negative);
}

struct decimal
decimal_from(int64_t value, int scale)
{
	struct decimal result = decimal_zero;

	assert(scale >= 0 && scale <= 18);
	result.scale = (int16_t)scale;
	result.negative = value < 0;
	result.limb[0] = value < 0 ? -(uint64_t)value : (uint64_t)value;
	result.count = value != 0;
	return result;
}

int
decimal_sign(const struct decimal *a)
{
	return a->count == 0 ? 0 : a->negative ? -1 : 1;
}

/* The limbs of |A| at SCALE, not below A's: A's own where they are, else made in ROOM. */
static const mp_limb_t *
aligned(struct wide *room, mp_size_t *count, const struct decimal *a, int scale)
{
	if (scale == a->scale) {
		*count = a->count;
		return limbs_of(a);
	}
	wide_load(room, a);
	wide_raise(room, scale - a->scale);
	*count = room->count;
	return room->limb;
}

static int
compare_limbs(const mp_limb_t *x, mp_size_t x_count, const mp_limb_t *y, mp_size_t y_count)
{
	int order;

	if (x_count != y_count)
		return x_count < y_count ? -1 : 1;
	if (x_count == 0)
		return 0;
	order = mpn_cmp(x, y, x_count);
	return (order > 0) - (order < 0);
}

int
decimal_compare(const struct decimal *a, const struct decimal *b)
{
	struct wide room;
	const mp_limb_t *x, *y;
	mp_size_t x_count, y_count;
	int scale = a->scale > b->scale ? a->scale : b->scale;
	int order;

	if (decimal_sign(a) != decimal_sign(b))
		return decimal_sign(a) < decimal_sign(b) ? -1 : 1;
	/* At most one of the two needs the room. */
	x = aligned(&room, &x_count, a, scale);
	y = aligned(&room, &y_count, b, scale);
	order = compare_limbs(x, x_count, y, y_count);
	return a->negative ? -order : order;
}

/* A + B with B's sign given apart. */
static bool
add_signed(struct decimal *out, const struct decimal *a, const struct decimal *b, bool b_negative)
{
	struct wide room, sum;
	const mp_limb_t *x, *y;
	mp_size_t x_count, y_count;
	int scale = a->scale > b->scale ? a->scale : b->scale;
	bool negative = a->negative;

	x = aligned(&room, &x_count, a, scale);
	y = aligned(&room, &y_count, b, scale);
	/* mpn wants the larger one first. */
	if (compare_limbs(x, x_count, y, y_count) < 0) {
		const mp_limb_t *other = x;
		mp_size_t other_count = x_count;

		x = y;
		x_count = y_count;
		y = other;
		y_count = other_count;
		negative = b_negative;
	}

	sum.count = x_count;
	if (y_count == 0)
		return store(out, x, x_count, scale, negative);
	if (a->negative != b_negative)
		mpn_sub(sum.limb, x, x_count, y, y_count);
	else
		sum.limb[sum.count++] = mpn_add(sum.limb, x, x_count, y, y_count);
	return store(out, sum.limb, sum.count, scale, negative);
}

bool
decimal_add(struct decimal *out, const struct decimal *a, const struct decimal *b)
{
	return add_signed(out, a, b, b->negative);
}

bool
decimal_subtract(struct decimal *out, const struct decimal *a, const struct decimal *b)
{
	return add_signed(out, a, b, !b->negative);
}

bool
decimal_multiply(struct decimal *out, const struct decimal *a, const struct decimal *b)
{
	struct wide product;
	int scale = a->scale + b->scale;

	if (a->count == 0 || b->count == 0)
		return store(out, limbs_of(a), 0, scale, false);
	product.count = a->count + b->count;
	if (a->count >= b->count)
		mpn_mul(product.limb, limbs_of(a), a->count, limbs_of(b), b->count);
	else
		mpn_mul(product.limb, limbs_of(b), b->count, limbs_of(a), a->count);
	return store(out, product.limb, product.count, scale, a->negative != b->negative);
}

/*
 * Whether a magnitude that lost something goes up by one; HALF compares what
 * it lost with one half, ODD is its last bit.
 */
static bool
goes_up(enum decimal_rounding rounding, int half, bool odd, bool negative)
{
	if (rounding == DECIMAL_HALF_EVEN)
		return half > 0 || (half == 0 && odd);
	if (rounding == DECIMAL_FLOOR)
		return negative;
	if (rounding == DECIMAL_CEILING)
		return !negative;
	return rounding == DECIMAL_AWAY;
}

/* OUT = ±N / D, rounded to a whole number of 10^-SCALE. D is not zero. */
static bool
quotient(struct decimal *out, const struct wide *n, const struct wide *d, bool negative, int scale,
    enum decimal_rounding rounding)
{
	struct wide q, rest;
	mp_limb_t other[WIDE_LIMBS];

	if (n->count < d->count) {
		q.count = 0;
		memcpy(rest.limb, n->limb, (size_t)n->count * sizeof n->limb[0]);
		memset(rest.limb + n->count, 0, (size_t)(d->count - n->count) * sizeof n->limb[0]);
	} else {
		mpn_tdiv_qr(q.limb, rest.limb, 0, n->limb, n->count, d->limb, d->count);
		q.count = significant(q.limb, n->count - d->count + 1);
	}

	if (significant(rest.limb, d->count) > 0) {
		bool odd = q.count > 0 && (q.limb[0] & 1) != 0;

		/* The rest against D - rest, as twice the rest might not fit. */
		mpn_sub_n(other, d->limb, rest.limb, d->count);
		if (goes_up(rounding, mpn_cmp(rest.limb, other, d->count), odd, negative))
			wide_add_limb(&q, 1);
	}
	return store(out, q.limb, q.count, scale, negative);
}

bool
decimal_divide(struct decimal *out, const struct decimal *a, const struct decimal *b, int scale,
    enum decimal_rounding rounding)
{
	struct wide n, d;
	int power;

	if (b->count == 0 || scale < 0 || scale > DIVIDE_MAX_SCALE)
		return false;
	power = scale + b->scale - a->scale;
	wide_load(&n, a);
	wide_load(&d, b);
	wide_raise(&n, power);
	wide_raise(&d, -power);
	return quotient(out, &n, &d, a->negative != b->negative, scale, rounding);
}

bool
decimal_round(struct decimal *out, const struct decimal *a, int scale,
    enum decimal_rounding rounding)
{
	struct wide n, d;

	if (scale < 0 || scale > DECIMAL_MAX_SCALE)
		return false;
	wide_load(&n, a);
	if (scale >= a->scale) {
		wide_raise(&n, scale - a->scale);
		return store(out, n.limb, n.count, scale, a->negative);
	}
	d.limb[0] = 1;
	d.count = 1;
	wide_raise(&d, a->scale - scale);
	return quotient(out, &n, &d, a->negative, scale, rounding);
}

/* Writes the digits of A's limbs, at least one, up to END; returns the first. */
static char *
put_digits(char *end, const struct decimal *a)
{
	struct wide w;
	mp_limb_t part;
	int i;

	wide_load(&w, a);
	while (w.count > 1) {
		part = mpn_divrem_1(w.limb, 0, w.limb, w.count, ten_to[LIMB_DIGITS]);
		w.count = significant(w.limb, w.count);
		for (i = 0; i < LIMB_DIGITS; i++) {
			*--end = (char)('0' + part % 10);
			part /= 10;
		}
	}
	part = w.count > 0 ? w.limb[0] : 0;
	do {
		*--end = (char)('0' + part % 10);
		part /= 10;
	} while (part > 0);
	return end;
}

int
decimal_magnitude(const struct decimal *a)
{
	char room[DIGITS_SIZE], *end = room + sizeof room;

	if (a->count == 0)
		return 0;
	return (int)(end - put_digits(end, a)) - 1 - a->scale;
}

int
decimal_places(const struct decimal *a)
{
	char room[DIGITS_SIZE], *end = room + sizeof room;
	int places = a->scale;

	if (a->count == 0)
		return 0;
	put_digits(end, a);
	while (places > 0 && *--end == '0')
		places--;
	return places;
}

static size_t
write_digits(char *out, size_t size, const struct decimal *a, bool grouped)
{
	char room[DIGITS_SIZE], *end = room + sizeof room, *digit = put_digits(end, a);
	size_t scale = (size_t)a->scale, digits = (size_t)(end - digit);
	size_t whole = digits > scale ? digits - scale : 0;
	size_t before = whole > 0 ? whole : 1;
	size_t length, i;
	char *at = out;

	length = a->negative + before + (grouped ? (before - 1) / 3 : 0) +
	    (scale > 0 ? 1 + scale : 0);
	if (length >= size) {
		if (size > 0)
			*out = '\0';
		return 0;
	}

	if (a->negative)
		*at++ = '-';
	if (whole == 0)
		*at++ = '0';
	for (i = whole; i > 0; i--) {
		*at++ = *digit++;
		if (grouped && i > 1 && i % 3 == 1)
			*at++ = ',';
	}
	if (scale > 0) {
		*at++ = '.';
		for (i = digits - whole; i < scale; i++)
			*at++ = '0';
		memcpy(at, digit, digits - whole);
		at += digits - whole;
	}
	*at = '\0';
	return length;
}

size_t
decimal_text(char *out, size_t size, const struct decimal *a)
{
	return write_digits(out, size, a, false);
}

size_t
decimal_text_grouped(char *out, size_t size, const struct decimal *a)
{
	return write_digits(out, size, a, true);
}

const char *
decimal_library(void)
{
	return gmp_version;
}
