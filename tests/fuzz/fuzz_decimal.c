/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "fuzz/fuzz.h"

#include <gmp.h>

#include "base/decimal.h"

/*
 * Decimals against a second implementation: integers of any size over a power
 * of ten. The input is a calculation in postfix notation, words separated by
 * blanks: numbers, "+ - *", "/" and "~" (round), these two followed by decimals
 * and a letter for the rounding (htafc), as in "1 3 /20h".
 */

#define DEPTH 8

struct pair {
	struct decimal is;
	mpz_t n; /* what it should be: N / 10^SCALE */
	int scale;
};

static struct pair stack[DEPTH];
static int depth;

static void
raise_by(mpz_t n, int power)
{
	mpz_t factor;

	mpz_init(factor);
	mpz_ui_pow_ui(factor, 10, (unsigned long)power);
	mpz_mul(n, n, factor);
	mpz_clear(factor);
}

static bool
fits(const mpz_t n, int scale)
{
	return mpz_sizeinbase(n, 2) <= 1024 && scale >= 0 && scale <= DECIMAL_MAX_SCALE;
}

/* The digits of N / 10^SCALE, grouped or not. */
static void
write_text(char *out, const mpz_t n, int scale, bool grouped)
{
	char *digits = mpz_get_str(NULL, 10, n), *from = digits + (*digits == '-');
	int length = (int)strlen(from), whole = length > scale ? length - scale : 0;

	if (*digits == '-')
		*out++ = '-';
	if (whole == 0)
		*out++ = '0';
	for (int i = 0; i < whole; i++) {
		if (grouped && i > 0 && (whole - i) % 3 == 0)
			*out++ = ',';
		*out++ = from[i];
	}
	if (scale > 0)
		*out++ = '.';
	for (int i = length; i < scale; i++)
		*out++ = '0';
	memcpy(out, from + whole, strlen(from + whole) + 1);
	free(digits);
}

/* Whether both say the same number, in limbs and as text. */
static void
require_same(const struct pair *a)
{
	char is[DECIMAL_TEXT_SIZE], should[DECIMAL_TEXT_SIZE], *digits;
	int trailing = 0, length;
	mpz_t n;

	mpz_init(n);
	mpz_import(n, (size_t)a->is.count, -1, sizeof a->is.limb[0], 0, 0, a->is.limb);
	if (a->is.negative)
		mpz_neg(n, n);
	require(mpz_cmp(n, a->n) == 0 && a->is.scale == a->scale);
	require(decimal_sign(&a->is) == mpz_sgn(a->n));
	require(a->is.count == 0 || a->is.limb[a->is.count - 1] != 0);
	mpz_clear(n);

	write_text(should, a->n, a->scale, false);
	length = (int)decimal_text(is, sizeof is, &a->is);
	require(length == (int)strlen(is) && strcmp(is, should) == 0);
	require(decimal_text(is, (size_t)length + 1, &a->is) == (size_t)length);
	require(decimal_text(is, (size_t)length, &a->is) == 0);
	write_text(should, a->n, a->scale, true);
	length = (int)decimal_text_grouped(is, sizeof is, &a->is);
	require(length == (int)strlen(is) && strcmp(is, should) == 0);

	digits = mpz_get_str(NULL, 10, a->n);
	length = (int)strlen(digits) - (*digits == '-');
	require(decimal_magnitude(&a->is) == (mpz_sgn(a->n) == 0 ? 0 : length - 1 - a->scale));
	while (trailing < a->scale &&
	    (mpz_sgn(a->n) == 0 || digits[strlen(digits) - 1 - (size_t)trailing] == '0'))
		trailing++;
	require(decimal_places(&a->is) == a->scale - trailing);
	free(digits);
}

/* N / D rounded; D above 0. */
static void
divide_rounded(mpz_t n, const mpz_t d, enum decimal_rounding rounding)
{
	mpz_t rest;
	int sign = mpz_sgn(n), half;
	bool up = false;

	mpz_init(rest);
	mpz_tdiv_qr(n, rest, n, d);
	mpz_abs(rest, rest);
	if (mpz_sgn(rest) != 0) {
		mpz_mul_ui(rest, rest, 2);
		half = mpz_cmp(rest, d);
		up = rounding == DECIMAL_AWAY || (rounding == DECIMAL_FLOOR && sign < 0) ||
		    (rounding == DECIMAL_CEILING && sign > 0) ||
		    (rounding == DECIMAL_HALF_EVEN && (half > 0 || (half == 0 && mpz_odd_p(n))));
	}
	if (up && sign > 0)
		mpz_add_ui(n, n, 1);
	else if (up)
		mpz_sub_ui(n, n, 1);
	mpz_clear(rest);
}

/* Reads a number by its grammar; false for none. N / 10^SCALE is what it says. */
static bool
read_number(mpz_t n, int *scale, const char *text)
{
	const char *at = text + (*text == '-');
	char digits[DECIMAL_MAX_DIGITS + 2] = "";
	size_t count = strspn(at, "0123456789"), more = 0;
	long exponent = 0;

	if (count == 0 || count > DECIMAL_MAX_DIGITS)
		return false;
	memcpy(digits, at, count);
	at += count;
	if (*at == '.') {
		more = strspn(++at, "0123456789");
		if (more == 0 || count + more > DECIMAL_MAX_DIGITS)
			return false;
		memcpy(digits + count, at, more);
		at += more;
	}
	if (*at == 'e' || *at == 'E') {
		const char *from = at + 1 + (at[1] == '-' || at[1] == '+');
		size_t length = strspn(from, "0123456789");

		if (length < 1 || length > 2)
			return false;
		exponent = strtol(at + 1, NULL, 10);
		at = from + length;
	}
	if (*at != '\0' || labs(exponent) > DECIMAL_MAX_EXPONENT)
		return false;
	mpz_set_str(n, digits, 10);
	if (*text == '-')
		mpz_neg(n, n);
	*scale = (int)more - (int)exponent;
	if (*scale < 0) {
		raise_by(n, -*scale);
		*scale = 0;
	}
	return true;
}

static void
push(const char *word)
{
	struct pair *top = &stack[depth];
	bool should, is;

	if (depth == DEPTH)
		return;
	top->scale = 0;
	should = read_number(top->n, &top->scale, word) && fits(top->n, top->scale);
	is = decimal_parse(&top->is, word, strlen(word));
	require(is == should);
	if (!is)
		return;
	require_same(top);
	depth++;
}

static void
compare(const struct pair *a, const struct pair *b)
{
	mpz_t x, y;
	int order;

	mpz_init_set(x, a->n);
	mpz_init_set(y, b->n);
	raise_by(x, b->scale);
	raise_by(y, a->scale);
	order = mpz_cmp(x, y);
	require(decimal_compare(&a->is, &b->is) == (order > 0) - (order < 0));
	mpz_clear(x);
	mpz_clear(y);
}

/* "+", "-", "*": of the two on top, into the lower one. */
static void
combine(char sign)
{
	struct pair *a = &stack[depth - 2], *b = &stack[depth - 1];
	bool (*const operation)(struct decimal * out, const struct decimal *a,
	    const struct decimal *b) = sign == '+' ? decimal_add :
	    sign == '-'                            ? decimal_subtract :
						     decimal_multiply;
	struct decimal before = a->is, other;
	bool is;

	compare(a, b);
	compare(b, a);
	if (sign == '*') {
		mpz_mul(a->n, a->n, b->n);
		a->scale += b->scale;
	} else {
		int scale = a->scale > b->scale ? a->scale : b->scale;

		raise_by(a->n, scale - a->scale);
		raise_by(b->n, scale - b->scale);
		(sign == '+' ? mpz_add : mpz_sub)(a->n, a->n, b->n);
		a->scale = scale;
	}
	is = operation(&other, &a->is, &b->is);
	require(operation(&a->is, &before, &b->is) == is && is == fits(a->n, a->scale));
	if (is) {
		require(decimal_compare(&other, &a->is) == 0);
		require_same(a);
	}
	depth -= is ? 1 : 2;
}

/* SCALE and rounding as in "20h". */
static bool
read_rounding(const char *text, int *scale, enum decimal_rounding *rounding)
{
	static const struct {
		char letter;
		enum decimal_rounding rounding;
	} letters[] = {
		{ 'h', DECIMAL_HALF_EVEN },
		{ 't', DECIMAL_TRUNCATE },
		{ 'a', DECIMAL_AWAY },
		{ 'f', DECIMAL_FLOOR },
		{ 'c', DECIMAL_CEILING },
	};
	char *end;
	long value = strtol(text, &end, 10);

	if (value < -2 || value > 400)
		return false;
	*scale = (int)value;
	for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
		*rounding = letters[i].rounding;
		if (*end == letters[i].letter && end[1] == '\0')
			return true;
	}
	return false;
}

static void
divide(int scale, enum decimal_rounding rounding)
{
	struct pair *a = &stack[depth - 2], *b = &stack[depth - 1];
	bool is = decimal_divide(&a->is, &a->is, &b->is, scale, rounding);

	depth -= 2;
	if (mpz_sgn(b->n) == 0 || scale < 0 || scale > 128) {
		require(!is);
		return;
	}
	if (mpz_sgn(b->n) < 0)
		mpz_neg(a->n, a->n);
	mpz_abs(b->n, b->n);
	raise_by(a->n, scale + b->scale);
	raise_by(b->n, a->scale);
	divide_rounded(a->n, b->n, rounding);
	a->scale = scale;
	require(is == fits(a->n, scale));
	if (is) {
		require_same(a);
		depth++;
	}
}

static void
round_top(int scale, enum decimal_rounding rounding)
{
	struct pair *a = &stack[depth - 1];
	bool is = decimal_round(&a->is, &a->is, scale, rounding);
	mpz_t d;

	depth--;
	if (scale < 0 || scale > DECIMAL_MAX_SCALE) {
		require(!is);
		return;
	}
	mpz_init_set_ui(d, 1);
	raise_by(a->n, scale);
	raise_by(d, a->scale);
	divide_rounded(a->n, d, rounding);
	mpz_clear(d);
	a->scale = scale;
	require(is == fits(a->n, scale));
	if (is) {
		require_same(a);
		depth++;
	}
}

static void
obey(const char *word)
{
	enum decimal_rounding rounding;
	int scale;

	if (strchr("+-*", *word) != NULL && word[1] == '\0') {
		if (depth > 1)
			combine(*word);
	} else if ((*word == '/' || *word == '~') && read_rounding(word + 1, &scale, &rounding)) {
		if (*word == '/' && depth > 1)
			divide(scale, rounding);
		else if (*word == '~' && depth > 0)
			round_top(scale, rounding);
	} else {
		push(word);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct part part = part_copy(data, size);
	struct decimal none = decimal_zero;
	char *at = part.text, *word;

	depth = 0;
	for (int i = 0; i < DEPTH; i++)
		mpz_init(stack[i].n);
	/* A NUL is no digit, wherever it stands. */
	if (strlen(part.text) < part.length)
		require(!decimal_parse(&none, part.text, part.length));
	while ((word = strsep(&at, " \n")) != NULL)
		if (*word != '\0')
			obey(word);
	for (int i = 0; i < DEPTH; i++)
		mpz_clear(stack[i].n);
	free(part.text);
	return 0;
}
