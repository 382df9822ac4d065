/* SPDX-License-Identifier: ISC */
/*
 * Answers lines "OP A B SCALE MODE" on standard input, one line each, for
 * decimal_oracle.py to compare with its own exact results. A and B are
 * decimals, or decimals joined by '*' for numbers that no text may hold.
 * "false" stands for a refused operation, "unreadable" for a refused operand.
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"

struct question {
	const char *op;
	struct decimal a, b;
	int scale;
	enum decimal_rounding rounding;
};

static const char *const modes[] = {
	[DECIMAL_HALF_EVEN] = "half-even",
	[DECIMAL_TRUNCATE] = "truncate",
	[DECIMAL_AWAY] = "away",
	[DECIMAL_FLOOR] = "floor",
	[DECIMAL_CEILING] = "ceiling",
};

static bool
read_operand(struct decimal *out, const char *text)
{
	struct decimal factor;
	size_t length = strcspn(text, "*");

	if (!decimal_parse(out, text, length))
		return false;
	while (text[length] == '*') {
		text += length + 1;
		length = strcspn(text, "*");
		if (!decimal_parse(&factor, text, length) || !decimal_multiply(out, out, &factor))
			return false;
	}
	return true;
}

/* One of the operations with a decimal for result. */
static bool
calculate(struct decimal *out, const struct question *q, const struct decimal *a,
    const struct decimal *b)
{
	if (strcmp(q->op, "add") == 0)
		return decimal_add(out, a, b);
	if (strcmp(q->op, "subtract") == 0)
		return decimal_subtract(out, a, b);
	if (strcmp(q->op, "multiply") == 0)
		return decimal_multiply(out, a, b);
	if (strcmp(q->op, "divide") == 0)
		return decimal_divide(out, a, b, q->scale, q->rounding);
	return decimal_round(out, a, q->scale, q->rounding);
}

static bool
same(const struct decimal *a, const struct decimal *b)
{
	return a->count == b->count && a->scale == b->scale && a->negative == b->negative &&
	    memcmp(a->limb, b->limb, (size_t)a->count * sizeof a->limb[0]) == 0;
}

static void
answer_decimal(const struct question *q)
{
	const struct decimal mark = decimal_from(INT64_C(-8877665544332211), 7);
	struct decimal result = mark, over_a = q->a, over_b = q->b;
	char text[DECIMAL_TEXT_SIZE];
	bool done = calculate(&result, q, &q->a, &q->b);
	bool done_a = calculate(&over_a, q, &over_a, &q->b);
	bool done_b = calculate(&over_b, q, &q->a, &over_b);

	/* The same over its own operands; a refusal leaves everything as it was. */
	if (done != done_a || done != done_b || !same(&over_a, done ? &result : &q->a) ||
	    !same(&over_b, done ? &result : &q->b))
		puts("differs over an operand");
	else if (!done)
		puts(same(&result, &mark) ? "false" : "changed by a refusal");
	else
		puts(decimal_text(text, sizeof text, &result) > 0 ? text : "no text");
}

static void
answer(const struct question *q)
{
	char text[DECIMAL_TEXT_SIZE];

	if (strcmp(q->op, "compare") == 0)
		printf("%d\n", decimal_compare(&q->a, &q->b));
	else if (strcmp(q->op, "magnitude") == 0)
		printf("%d\n", decimal_magnitude(&q->a));
	else if (strcmp(q->op, "places") == 0)
		printf("%d\n", decimal_places(&q->a));
	else if (strcmp(q->op, "text") == 0)
		puts(decimal_text(text, sizeof text, &q->a) > 0 ? text : "no text");
	else if (strcmp(q->op, "grouped") == 0)
		puts(decimal_text_grouped(text, sizeof text, &q->a) > 0 ? text : "no text");
	else
		answer_decimal(q);
}

int
main(void)
{
	static char line[4096];
	struct question q;
	char *a, *b, *scale, *mode, *rest;
	size_t i;

	while (fgets(line, sizeof line, stdin) != NULL) {
		q.op = strtok_r(line, " \n", &rest);
		a = strtok_r(NULL, " \n", &rest);
		b = strtok_r(NULL, " \n", &rest);
		scale = strtok_r(NULL, " \n", &rest);
		mode = strtok_r(NULL, " \n", &rest);
		if (q.op == NULL || mode == NULL)
			return 2;
		q.scale = (int)strtoimax(scale, NULL, 10);
		for (i = 0; i < sizeof modes / sizeof modes[0]; i++)
			if (strcmp(modes[i], mode) == 0)
				break;
		if (i == sizeof modes / sizeof modes[0])
			return 2;
		q.rounding = (enum decimal_rounding)i;
		if (read_operand(&q.a, a) && read_operand(&q.b, b))
			answer(&q);
		else
			puts("unreadable");
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
