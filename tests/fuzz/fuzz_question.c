/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "fuzz/fuzz.h"

#include "model/question.h"

/* A what-if question: understood, and the same when it is spelt anew; or the word is named. */

static void
require_item(const struct question_item *item)
{
	const size_t length = strlen(item->ccy);

	require(decimal_sign(&item->value) > 0);
	require(length < QUESTION_CCY_SIZE);
	require(strspn(item->ccy, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == length);
	require(length > 0 || item->kind == QUESTION_REPAY || item->kind == QUESTION_ALL);
	require(length == 0 || item->kind != QUESTION_ALL);
}

/* Appends ITEM as the manual spells it, with a comma behind it. */
static void
spell_item(FILE *out, const struct question_item *item)
{
	const struct decimal one = decimal_from(1, 0), hundred = decimal_from(100, 0);
	struct decimal change;
	char value[DECIMAL_TEXT_SIZE];

	decimal_text(value, sizeof value, &item->value);
	if (item->kind == QUESTION_REPAY || item->kind == QUESTION_PLEDGE) {
		fprintf(out, "%s %s %s, ", item->kind == QUESTION_REPAY ? "repay" : "pledge",
		    item->ccy, value);
	} else if (item->kind == QUESTION_PRICE) {
		fprintf(out, "%s %s, ", item->ccy, value);
	} else {
		require(decimal_subtract(&change, &item->value, &one) &&
		    decimal_multiply(&change, &change, &hundred) &&
		    decimal_round(&change, &change, decimal_places(&change), DECIMAL_FLOOR));
		decimal_text(value, sizeof value, &change);
		fprintf(out, "%s %s%s%%, ", item->kind == QUESTION_ALL ? "all" : item->ccy,
		    change.negative ? "" : "+", value);
	}
}

static void
require_same(const struct question *question, const char *text)
{
	struct question again;

	require(question_parse(&again, text, NULL));
	require(again.count == question->count);
	for (size_t i = 0; i < again.count; i++) {
		require(again.items[i].kind == question->items[i].kind);
		require(strcmp(again.items[i].ccy, question->items[i].ccy) == 0);
		require(decimal_compare(&again.items[i].value, &question->items[i].value) == 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct part part = part_copy(data, size);
	struct question question;
	struct cause cause = { "" };
	char *text = NULL;
	size_t length = 0;
	FILE *out;

	if (!question_parse(&question, part.text, &cause)) {
		require(strncmp(cause.text, "column ", 7) == 0);
		require(text_valid(cause.text, strlen(cause.text)));
		free(part.text);
		return 0;
	}
	require(question.count <= QUESTION_ITEMS && strlen(part.text) < QUESTION_SIZE);
	out = open_memstream(&text, &length);
	require(out != NULL);
	for (size_t i = 0; i < question.count; i++) {
		require_item(&question.items[i]);
		spell_item(out, &question.items[i]);
	}
	fclose(out);
	if (length < QUESTION_SIZE)
		require_same(&question, text);
	free(text);
	free(part.text);
	return 0;
}
