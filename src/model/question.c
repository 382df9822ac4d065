/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/question.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <bsd/string.h>

#include "base/text.h"

#define WORDS_MAX (QUESTION_SIZE / 2)
#define WORD_SHOWN 24 /* bytes of a wrong word that are repeated */

const struct question_example question_examples[] = {
	{ "repay 20,000",
	    "repay 20,000 of what is owed; with several coins owed: repay USDT 20,000" },
	{ "pledge BTC 0.5", "pledge 0.5 BTC more" },
	{ "BTC 60,000 ETH -20%", "BTC costs 60,000 USD and ETH falls by 20 %" },
	{ "all -30%", "all pledged coins but stablecoins fall by 30 %" },
	{ NULL, NULL },
};

/* A word of the text. */
struct word {
	const char *at;
	size_t length;
	bool apart; /* a comma stands before it */
};

struct reader {
	const char *text;
	struct question *question;
	struct cause *cause;
	struct word words[WORDS_MAX + 1]; /* the last is empty, at the end of the text */
	size_t count, next;
};

/* What a comma separates; between two digits it groups thousands. */
static bool
is_separator(const char *text, const char *at)
{
	if (*at == ' ' || *at == '\t')
		return true;
	return *at == ',' &&
	    !(at > text && isdigit((unsigned char)at[-1]) && isdigit((unsigned char)at[1]));
}

static void
split(struct reader *reader)
{
	const char *at = reader->text;
	bool apart = false;

	for (;;) {
		struct word *word = &reader->words[reader->count];

		for (; *at != '\0' && is_separator(reader->text, at); at++)
			apart = apart || *at == ',';
		*word = (struct word){ .at = at, .apart = apart };
		if (*at == '\0' || reader->count == WORDS_MAX)
			return;
		while (*at != '\0' && !is_separator(reader->text, at))
			at++;
		word->length = (size_t)(at - word->at);
		reader->count++;
		apart = false;
	}
}

/* The number of characters before AT, and one. */
static int
column_of(const char *text, const char *at)
{
	int column = 1;

	for (; text < at; column++)
		text_decode(&text, at);
	return column;
}

/* Says that WORD is not what is EXPECTED. */
static bool
fail_at(const struct reader *reader, const struct word *word, const char *expected)
{
	const int column = column_of(reader->text, word->at);
	char shown[WORD_SHOWN + 1];

	if (word->length == 0)
		return cause_set(reader->cause, "column %d: the text ends where %s is expected",
		    column, expected);
	text_sanitise(shown, sizeof shown, word->at, word->length);
	return cause_set(reader->cause, "column %d: \"%s\" where %s is expected", column, shown,
	    expected);
}

static bool
is_word(const struct word *word, const char *name)
{
	return word->length == strlen(name) && strncasecmp(word->at, name, word->length) == 0;
}

/* Letters and digits, a letter among them, that are not a word of the grammar. */
static bool
is_currency(const struct word *word)
{
	bool letter = false;

	for (size_t i = 0; i < word->length; i++) {
		if (!isalnum((unsigned char)word->at[i]))
			return false;
		letter = letter || isalpha((unsigned char)word->at[i]);
	}
	return letter && word->length < QUESTION_CCY_SIZE && !is_word(word, "repay") &&
	    !is_word(word, "pledge") && !is_word(word, "all");
}

static void
copy_currency(struct question_item *item, const struct word *word)
{
	for (size_t i = 0; i < word->length; i++)
		item->ccy[i] = (char)toupper((unsigned char)word->at[i]);
	item->ccy[word->length] = '\0';
}

/* Whether WORD begins as a number does, be it right or wrong. */
static bool
is_figure(const struct word *word)
{
	return word->length > 0 && strchr("+-.0123456789", word->at[0]) != NULL &&
	    !is_currency(word);
}

/*
 * Reads LENGTH bytes at AT, "20,000.5": digits, thousands by commas or not at all. False
 * where it is not that or not above 0.
 */
static bool
read_number(struct decimal *out, const char *at, size_t length)
{
	char digits[QUESTION_SIZE + 1];
	size_t whole = 0, count = 0, group = 0;
	bool grouped = memchr(at, ',', length) != NULL;

	for (; whole < length && at[whole] != '.'; whole++) {
		if (at[whole] == ',') {
			if (group == 0 || group > 3 || (count > group && group != 3))
				return false;
			group = 0;
			continue;
		}
		if (!isdigit((unsigned char)at[whole]))
			return false;
		digits[count++] = at[whole];
		group++;
	}
	if (grouped && group != 3)
		return false;
	if (count == 0)
		digits[count++] = '0';
	for (size_t i = whole; i < length; i++) {
		if (i > whole && !isdigit((unsigned char)at[i]))
			return false;
		digits[count++] = at[i];
	}
	return decimal_parse(out, digits, count) && decimal_sign(out) > 0;
}

#define AN_AMOUNT "an amount above 0, such as 20,000 or 0.5,"
#define A_PRICE "a price such as 60,000 or a change such as -20%"
#define A_CHANGE "a change such as -30%"

static bool
read_amount(struct reader *reader, struct question_item *item)
{
	const struct word *word = &reader->words[reader->next];

	if (!is_figure(word) || !read_number(&item->value, word->at, word->length))
		return fail_at(reader, word, AN_AMOUNT);
	reader->next++;
	return true;
}

/* A change in per cent, with its sign, as what is left of 1. */
static bool
read_change(struct reader *reader, struct question_item *item, const char *expected)
{
	const struct word *word = &reader->words[reader->next];
	const struct decimal hundredth = decimal_from(1, 2), one = decimal_from(1, 0);
	struct decimal part;

	if (word->length < 3 || strchr("+-", word->at[0]) == NULL ||
	    word->at[word->length - 1] != '%' ||
	    !read_number(&part, word->at + 1, word->length - 2) ||
	    !decimal_multiply(&part, &part, &hundredth))
		return fail_at(reader, word, expected);
	if (!(word->at[0] == '-' ? decimal_subtract : decimal_add)(&item->value, &one, &part) ||
	    decimal_sign(&item->value) <= 0)
		return fail_at(reader, word, "a fall by less than 100%");
	reader->next++;
	return true;
}

/*
 * The currency of an amount stands before it, or behind it where no price follows that
 * would make it an item of its own.
 */
static bool
takes_currency_behind(const struct reader *reader)
{
	const struct word *word = &reader->words[reader->next];

	return is_currency(word) && !word->apart && (word[1].apart || !is_figure(&word[1]));
}

static bool
read_action(struct reader *reader, struct question_item *item, enum question_kind kind)
{
	static const char currency[] = "a currency, as in pledge BTC 0.5,";
	const struct word *word = &reader->words[++reader->next];
	const bool before = is_currency(word);

	item->kind = kind;
	if (before) {
		copy_currency(item, word);
		reader->next++;
	} else if (!is_figure(word)) {
		return fail_at(reader, word, kind == QUESTION_PLEDGE ? currency : AN_AMOUNT);
	}
	if (!read_amount(reader, item))
		return false;
	if (!before && takes_currency_behind(reader))
		copy_currency(item, &reader->words[reader->next++]);
	else if (!before && kind == QUESTION_PLEDGE)
		/* A currency with a price after it is no word that is wrong itself. */
		return fail_at(reader, reader->next < reader->count ? word : word + 1, currency);
	return true;
}

/* Whether the price of the same is asked for once before. */
static bool
is_asked_twice(const struct question *question, const struct question_item *item)
{
	for (size_t i = 0; i < question->count; i++) {
		const struct question_item *other = &question->items[i];

		if (other->kind >= QUESTION_PRICE && strcmp(other->ccy, item->ccy) == 0)
			return true;
	}
	return false;
}

static bool
read_price(struct reader *reader, struct question_item *item)
{
	const struct word *name = &reader->words[reader->next++];
	const struct word *word = &reader->words[reader->next];

	if (is_word(name, "all")) {
		item->kind = QUESTION_ALL;
		if (!read_change(reader, item, A_CHANGE))
			return false;
	} else {
		copy_currency(item, name);
		if (!is_figure(word))
			return fail_at(reader, word, A_PRICE);
		item->kind = QUESTION_PRICE;
		if (read_number(&item->value, word->at, word->length))
			reader->next++;
		else if (!read_change(reader, item, A_PRICE))
			return false;
		else
			item->kind = QUESTION_CHANGE;
	}
	if (is_asked_twice(reader->question, item))
		return cause_set(reader->cause, "column %d: the price of \"%.*s\" stands twice",
		    column_of(reader->text, name->at), (int)name->length, name->at);
	return true;
}

static bool
read_item(struct reader *reader)
{
	const struct word *word = &reader->words[reader->next];
	struct question *question = reader->question;
	struct question_item item = { .ccy = "" };
	bool good;

	if (question->count == QUESTION_ITEMS)
		return cause_set(reader->cause, "column %d: more than %d items",
		    column_of(reader->text, word->at), QUESTION_ITEMS);
	if (is_word(word, "repay"))
		good = read_action(reader, &item, QUESTION_REPAY);
	else if (is_word(word, "pledge"))
		good = read_action(reader, &item, QUESTION_PLEDGE);
	else if (is_word(word, "all") || is_currency(word))
		good = read_price(reader, &item);
	else
		return fail_at(reader, word, "repay, pledge, all or a currency");
	if (good)
		question->items[question->count++] = item;
	return good;
}

bool
question_parse(struct question *question, const char *text, struct cause *cause)
{
	struct reader reader = { .text = text, .question = question, .cause = cause };

	question->count = 0;
	if (strlen(text) >= QUESTION_SIZE)
		return cause_set(cause, "column %d: the text is longer than %d bytes",
		    QUESTION_SIZE, QUESTION_SIZE - 1);
	split(&reader);
	while (reader.next < reader.count)
		if (!read_item(&reader))
			return false;
	return true;
}
