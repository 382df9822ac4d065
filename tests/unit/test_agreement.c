/* SPDX-License-Identifier: ISC */
/* How two lists of amounts agree, and how an interest was rounded. */
#include "test.h"

#include <string.h>

#include "decimal_fixture.h"
#include "setup/agreement.h"

#define LIST_MAX 8

struct list {
	struct figure amounts[LIST_MAX];
	struct list_entry entries[LIST_MAX];
	size_t count;
};

/* The list of TEXT, "BTC 1.5 ETH ?": names and amounts by turns; '?' is unreadable. */
static void
read_list(struct list *list, char *text)
{
	char *at = NULL;

	list->count = 0;
	for (char *ccy = strtok_r(text, " ", &at); ccy != NULL; ccy = strtok_r(NULL, " ", &at)) {
		struct figure *amount = &list->amounts[list->count];

		*amount = figure_read(strtok_r(NULL, " ", &at));
		list->entries[list->count++] = (struct list_entry){ ccy, amount };
	}
}

static struct list_agreement
compare(const char *listed, const char *other)
{
	struct list_agreement agreement;
	char texts[2][200];
	struct list a, b;

	strcpy(texts[0], listed);
	strcpy(texts[1], other);
	read_list(&a, texts[0]);
	read_list(&b, texts[1]);
	list_agreement_find(&agreement, a.entries, a.count, b.entries, b.count);
	return agreement;
}

TEST(test_lists)
{
	static const struct {
		const char *listed, *other;
		size_t equal, of_listed, of_other, unknown;
	} cases[] = {
		{ "BTC 1.5 ETH 2", "BTC 1.50 ETH 2", 2, 2, 2, 0 },
		/* to the fewer decimals */
		{ "BTC 1.7921483143067599", "BTC 1.79214831", 1, 1, 1, 0 },
		{ "BTC 1.79214831", "BTC 1.79214832", 0, 1, 1, 0 },
		/* but not by whole coins, */
		{ "BTC 1.79214831", "BTC 1", 0, 1, 1, 0 },
		{ "BTC 1", "BTC 1.0000001", 1, 1, 1, 0 },
		/* a subset, and one beside it, */
		{ "ETH 2", "BTC 1 ETH 2 SOL 3", 1, 1, 3, 0 },
		{ "AAVE 1 ETH 2 XRP 5", "BTC 1 ETH 2", 1, 3, 2, 0 },
		/* nothing of a coin, */
		{ "BTC 0 ETH 2", "ETH 2 SOL 0", 1, 1, 1, 0 },
		{ "", "ETH 2", 0, 0, 1, 0 },
		{ "", "", 0, 0, 0, 0 },
		/* and what is not known */
		{ "BTC ? ETH 2", "BTC 1 ETH 2", 1, 1, 2, 1 },
		{ "BTC 1", "BTC ?", 0, 1, 0, 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct list_agreement found = compare(cases[i].listed, cases[i].other);

		if (found.equal != cases[i].equal || found.listed != cases[i].of_listed ||
		    found.other != cases[i].of_other || found.unknown != cases[i].unknown)
			fail_msg("\"%s\" and \"%s\": %zu of %zu and %zu, %zu unknown",
			    cases[i].listed, cases[i].other, found.equal, found.listed, found.other,
			    found.unknown);
	}
}

TEST(test_the_decimals_of_each_list)
{
	const struct list_agreement found = compare("BTC 1.7921483143067599 ETH 2", "BTC 1.500");

	assert_int_equal(found.listed_decimals, 16);
	assert_int_equal(found.other_decimals, 1);
}

TEST(test_roundings_of_an_interest)
{
	static const struct {
		const char *debt, *rate, *interest;
		size_t up, nearest, down;
	} cases[] = {
		/* the documented example: 0.0000405316… */
		{ "0.86599309", "0.41", "0.00004054", 1, 0, 0 },
		{ "0.86599309", "0.41", "0.00004053", 0, 1, 1 },
		{ "0.86599309", "0.41", "0.00004055", 0, 0, 0 },
		{ "8760", "0.00000001", "0.00000001", 1, 1, 1 },
		{ "8760", "0.000000017", "0.00000002", 1, 1, 0 },
		{ "8760", "0.000000017", "0.00000001", 0, 0, 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct ledger_row row = { .ccy = "BTC",
			.amount = figure_read(cases[i].interest),
			.debt = figure_read(cases[i].debt),
			.rate = figure_read(cases[i].rate) };
		struct interest_agreement found;

		interest_agreement_find(&found, &row, 1);
		assert_int_equal(found.count, 1);
		assert_int_equal(found.up, cases[i].up);
		assert_int_equal(found.nearest, cases[i].nearest);
		assert_int_equal(found.down, cases[i].down);
		assert_ptr_equal(found.newest, &row);
	}
}

TEST(test_interest_that_cannot_be_read_is_not_counted)
{
	const struct ledger_row rows[] = {
		{ .amount = figure_read("1"), .debt = figure_read("?"), .rate = figure_read("1") },
		{ .amount = figure_read(""), .debt = figure_read("1"), .rate = figure_read("1") },
		{ .amount = figure_read("0"),
		    .debt = figure_read("0"),
		    .rate = figure_read("1"),
		    .utc_ms = 5 },
		{ .amount = figure_read("0"),
		    .debt = figure_read("0"),
		    .rate = figure_read("1"),
		    .utc_ms = 4 },
	};
	struct interest_agreement found;

	interest_agreement_find(&found, rows, 4);
	assert_int_equal(found.count, 2);
	assert_ptr_equal(found.newest, &rows[2]);
}

TEST(test_a_ledger_adds_up)
{
	const struct ledger_row rows[] = {
		{ .type = "collateral_locked",
		    .ccy = "BTC",
		    .amount = figure_read("2"),
		    .utc_ms = 30 },
		{ .type = "collateral_released",
		    .ccy = "BTC",
		    .amount = figure_read("-0.5"),
		    .utc_ms = 20 },
		{ .type = "collateral_locked",
		    .ccy = "ETH",
		    .amount = figure_read("?"),
		    .utc_ms = -1 },
		{ .type = "borrowed", .ccy = "SOL", .amount = figure_read("7"), .utc_ms = 40 },
	};
	struct amount coins[] = {
		{ .ccy = "BTC", .amount = figure_read("1.50") },
		{ .ccy = "ETH", .amount = figure_read("3") },
		{ .ccy = "SOL", .amount = figure_read("7") },
	};
	const struct amounts pledged = { .count = 3, .coins = coins };
	struct ledger_agreement ledger = { .rows = 0 };

	/* in two pages, in which a type comes again */
	ledger_agreement_add(&ledger, rows, 2);
	ledger_agreement_add(&ledger, rows + 2, 2);
	assert_int_equal(ledger.rows, 4);
	assert_int_equal(ledger.types, 3);
	assert_int_equal(ledger.oldest_utc_ms, 20);
	assert_int_equal(ledger_agreement_coins(&ledger, &pledged), 1);
	ledger_agreement_clear(&ledger);
}

ALL_TESTS(NULL, NULL)
