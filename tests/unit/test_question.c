/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "decimal_fixture.h"
#include "model/question.h"

static const char *const kinds[] = { "repay", "pledge", "price", "change", "all" };

/* What QUESTION asks: "repay USDT 20000; change BTC 0.8". */
static void
spell(char *out, size_t size, const struct question *question)
{
	char value[DECIMAL_TEXT_SIZE];
	size_t length = 0;

	out[0] = '\0';
	for (size_t i = 0; i < question->count; i++) {
		const struct question_item *item = &question->items[i];
		struct decimal least = item->value;

		assert_true(decimal_round(&least, &least, decimal_places(&least), DECIMAL_FLOOR));
		decimal_text(value, sizeof value, &least);
		length += (size_t)snprintf(out + length, size - length, "%s%s%s%s %s",
		    i > 0 ? "; " : "", kinds[item->kind], item->ccy[0] != '\0' ? " " : "",
		    item->ccy, value);
		assert_true(length < size);
	}
}

/* clang-format off */
TABLE(right, const char *text; const char *asked) = {
	{ "", "" },
	{ " ,, ", "" },
	{ "repay 20000", "repay 20000" },
	{ "repay 20,000", "repay 20000" },
	{ "REPAY usdt 1,234,567.89", "repay USDT 1234567.89" },
	{ "repay 20,000 USDT", "repay USDT 20000" },
	{ "repay 20,000, USDT -5%", "repay 20000; change USDT 0.95" },
	{ "repay 20,000 USDT -5%", "repay 20000; change USDT 0.95" },
	{ "repay 20,000 usdt, btc 60000", "repay USDT 20000; price BTC 60000" },
	{ "repay 20,000 usdt all -5%", "repay USDT 20000; all 0.95" },
	{ "repay 20,000 all -5%", "repay 20000; all 0.95" },
	{ "repay 20,000 pledge BTC 1", "repay 20000; pledge BTC 1" },
	{ "pledge BTC 0.5", "pledge BTC 0.5" },
	{ "pledge 0.5 btc", "pledge BTC 0.5" },
	{ "pledge .5 btc", "pledge BTC 0.5" },
	{ "pledge BTC 0.5,ETH 3000", "pledge BTC 0.5; price ETH 3000" },
	{ "pledge BTC 1, pledge BTC 2", "pledge BTC 1; pledge BTC 2" },
	{ "BTC 60,000", "price BTC 60000" },
	{ "BTC -20%", "change BTC 0.8" },
	{ "BTC +12.5%", "change BTC 1.125" },
	{ "BTC -99.99%", "change BTC 0.0001" },
	{ "1INCH 0.3", "price 1INCH 0.3" },
	{ "all -30%", "all 0.7" },
	{ "All -30% btc 60000 repay 5", "all 0.7; price BTC 60000; repay 5" },
	{ "\tall\t+1,000%", "all 11" },
	{ "A 1 B 1 C 1 D 1 E 1 F 1 G 1 H 1 I 1 J 1 K 1 L 1 M 1 N 1 O 1 P 1",
	    "price A 1; price B 1; price C 1; price D 1; price E 1; price F 1; price G 1; price H 1; price I 1; "
	    "price J 1; price K 1; price L 1; price M 1; price N 1; price O 1; price P 1" },
};

#define AMOUNT " where an amount above 0, such as 20,000 or 0.5, is expected"
#define PRICE " where a price such as 60,000 or a change such as -20% is expected"

TABLE(wrong, const char *text; const char *cause) = {
	{ "repay", "column 6: the text ends" AMOUNT },
	{ "repay USDT", "column 11: the text ends" AMOUNT },
	{ "repay 0", "column 7: \"0\"" AMOUNT },
	{ "repay -5", "column 7: \"-5\"" AMOUNT },
	{ "repay all", "column 7: \"all\"" AMOUNT },
	{ "repay 20,00", "column 7: \"20,00\"" AMOUNT },
	{ "repay 2000,000", "column 7: \"2000,000\"" AMOUNT },
	{ "repay 0,5", "column 7: \"0,5\"" AMOUNT },
	{ "repay 1.000,5", "column 7: \"1.000,5\"" AMOUNT },
	{ "repay 1.2.3", "column 7: \"1.2.3\"" AMOUNT },
	{ "repay 5.", "column 7: \"5.\"" AMOUNT },
	{ "repay 1e3", "column 10: the text ends" AMOUNT },
	{ "repay $5", "column 7: \"$5\"" AMOUNT },
	{ "repay 5%", "column 7: \"5%\"" AMOUNT },
	{ "repay USDT BTC 5", "column 12: \"BTC\"" AMOUNT },
	{ "repay 5 6", "column 9: \"6\" where repay, pledge, all or a currency is expected" },
	{ "pledge", "column 7: the text ends where a currency, as in pledge BTC 0.5, is expected" },
	{ "pledge 0.5", "column 11: the text ends where a currency, as in pledge BTC 0.5, is expected" },
	{ "pledge 0.5 BTC 60000",
	    "column 8: \"0.5\" where a currency, as in pledge BTC 0.5, is expected" },
	{ "pledge BTC", "column 11: the text ends" AMOUNT },
	{ "BTC", "column 4: the text ends" PRICE },
	{ "btc eth", "column 5: \"eth\"" PRICE },
	{ "BTC 0", "column 5: \"0\"" PRICE },
	{ "BTC 20%", "column 5: \"20%\"" PRICE },
	{ "BTC -20", "column 5: \"-20\"" PRICE },
	{ "BTC -%", "column 5: \"-%\"" PRICE },
	{ "BTC -0%", "column 5: \"-0%\"" PRICE },
	{ "BTC -100%", "column 5: \"-100%\" where a fall by less than 100% is expected" },
	{ "repay 20,000 USDT 5 6", "column 21: \"6\" where repay, pledge, all or a currency is expected" },
	{ "all 60000", "column 5: \"60000\" where a change such as -30% is expected" },
	{ "all", "column 4: the text ends where a change such as -30% is expected" },
	{ "BTC 1, btc -5%", "column 8: the price of \"btc\" stands twice" },
	{ "all -1% all -2%", "column 9: the price of \"all\" stands twice" },
	{ "-5% BTC", "column 1: \"-5%\" where repay, pledge, all or a currency is expected" },
	{ "\xc3\xa4\xc3\xa4 BTC=5", "column 1: \"\xc3\xa4\xc3\xa4\" where repay, pledge, all or a currency is expected" },
	{ "BTC 1 \xe2\x82\xac\xe2\x82\xac x", "column 7: \"\xe2\x82\xac\xe2\x82\xac\" where repay, pledge, all or a currency is expected" },
	{ "BTC 1 ABCDEFGHIJKLMNOPQRSTUVWXYZ 5",
	    "column 7: \"ABCDEFGHIJKLMNOPQRSTUVWX\" where repay, pledge, all or a currency is expected" },
	{ "A 1 B 1 C 1 D 1 E 1 F 1 G 1 H 1 I 1 J 1 K 1 L 1 M 1 N 1 O 1 P 1 Q 1",
	    "column 65: more than 16 items" },
};
/* clang-format on */

TEST(test_what_is_asked)
{
	struct question question;
	struct cause cause = { "" };
	char asked[512];

	for (size_t i = 0; i < COUNT(right); i++) {
		if (!question_parse(&question, right[i].text, &cause))
			fail_msg("%s: %s", right[i].text, cause.text);
		spell(asked, sizeof asked, &question);
		assert_string_equal(asked, right[i].asked);
	}
}

/* Each wrong text names the word, its place, and what belongs there. */
TEST(test_wrong_words)
{
	struct question question;
	struct cause cause;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		if (question_parse(&question, wrong[i].text, &cause))
			fail_msg("%s was taken", wrong[i].text);
		assert_string_equal(cause.text, wrong[i].cause);
	}
}

TEST(test_too_long)
{
	char text[QUESTION_SIZE + 1];
	struct question question;
	struct cause cause;

	memset(text, ' ', QUESTION_SIZE);
	text[QUESTION_SIZE] = '\0';
	assert_false(question_parse(&question, text, &cause));
	assert_string_equal(cause.text, "column 128: the text is longer than 127 bytes");
	text[QUESTION_SIZE - 1] = '\0';
	assert_true(question_parse(&question, text, &cause));
	/* As many words as fit. */
	for (size_t i = 0; i < QUESTION_SIZE - 1; i += 2)
		text[i] = '9';
	assert_false(question_parse(&question, text, &cause));
	assert_string_equal(cause.text,
	    "column 1: \"9\" where repay, pledge, all or a currency is expected");
}

/* The help's examples are what they say they are: right. */
TEST(test_examples)
{
	struct question question;
	struct cause cause;
	size_t count = 0;

	for (; question_examples[count].text != NULL; count++) {
		assert_true(question_parse(&question, question_examples[count].text, &cause));
		assert_true(question.count > 0);
	}
	assert_int_equal(count, 4);
}
