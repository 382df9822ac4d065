/* SPDX-License-Identifier: ISC */
/* The answers that are flat lists: ledgers, limits, rates, pairs, maintenance. */
#include "test.h"

#include <stddef.h>

#include "unit/answer.h"

#define LONG50 "11111111111111111111111111111111111111111111111111"
#define LONG300 LONG50 LONG50 LONG50 LONG50 LONG50 LONG50
#define MOST 7 /* members of an element */

enum kind { CCY, TEXT, TITLE, FIGURE, TIME };

/* An endpoint, its members with a value each, and where these go. */
struct shape {
	enum okx_endpoint_id endpoint;
	size_t size;
	struct {
		const char *name, *value;
		enum kind kind;
		size_t offset;
	} members[MOST];
};

/* clang-format off */
#define AT(row, member) offsetof(struct row, member)
static const struct shape shapes[] = {
	{ OKX_ENDPOINT_REDEEM_LIMIT, sizeof(struct redeem_limit), {
	    { "ccy", "BTC", CCY, AT(redeem_limit, ccy) },
	    { "maxRedeemAmt", "0.10", FIGURE, AT(redeem_limit, most) } } },
	{ OKX_ENDPOINT_INTEREST, sizeof(struct ledger_row), {
	    { "refId", "175", TEXT, AT(ledger_row, ref_id) },
	    { "ccy", "USDT", CCY, AT(ledger_row, ccy) },
	    { "loan", "0.86599309", FIGURE, AT(ledger_row, debt) },
	    { "interest", "0.00004054", FIGURE, AT(ledger_row, amount) },
	    { "interestRate", "0.41", FIGURE, AT(ledger_row, rate) },
	    { "ts", "1795361402123", TIME, AT(ledger_row, utc_ms) } } },
	{ OKX_ENDPOINT_HISTORY, sizeof(struct ledger_row), {
	    { "refId", "175", TEXT, AT(ledger_row, ref_id) },
	    { "type", "collateral_locked", TEXT, AT(ledger_row, type) },
	    { "ccy", "BTC", CCY, AT(ledger_row, ccy) },
	    { "amt", "-1.50", FIGURE, AT(ledger_row, amount) },
	    { "ts", "1795361402123", TIME, AT(ledger_row, utc_ms) } } },
	{ OKX_ENDPOINT_LENDING_RATE, sizeof(struct lending_rate), {
	    { "ccy", "USDT", CCY, AT(lending_rate, ccy) },
	    { "avgRate", "0.05", FIGURE, AT(lending_rate, average) },
	    { "preRate", "0.06", FIGURE, AT(lending_rate, last) },
	    { "estRate", "0.070", FIGURE, AT(lending_rate, next) } } },
	{ OKX_ENDPOINT_EMODE, sizeof(struct emode_pair), {
	    { "collateralCcy", "USDC", CCY, AT(emode_pair, pledged) },
	    { "borrowCcy", "USDT", CCY, AT(emode_pair, owed) } } },
	{ OKX_ENDPOINT_STATUS, sizeof(struct maintenance), {
	    { "title", "Spot system upgrade", TITLE, AT(maintenance, title) },
	    { "state", "scheduled", TEXT, AT(maintenance, state) },
	    { "serviceType", "5", TEXT, AT(maintenance, service) },
	    { "env", "1", TEXT, AT(maintenance, environment) },
	    { "begin", "1795361402123", TIME, AT(maintenance, begin_utc_ms) },
	    { "end", "1795361402124", TIME, AT(maintenance, end_utc_ms) } } },
};
/* clang-format on */

static size_t
count_members(const struct shape *shape)
{
	size_t count = 0;

	while (count < MOST && shape->members[count].name != NULL)
		count++;
	return count;
}

/* Appends an element of SHAPE; the member WHICH is VALUE, a JSON text, NULL: left out. */
static void
append_element(struct answer_builder *builder, const struct shape *shape, size_t which,
    const char *value)
{
	const char *separator = "";

	answer_append(builder, "{\"more\":[\"" LONG300 "\"]");
	for (size_t i = 0; i < count_members(shape); i++) {
		if (i == which && value == NULL)
			continue;
		answer_append(builder, separator[0] == '\0' ? "," : separator);
		answer_append(builder, "\"");
		answer_append(builder, shape->members[i].name);
		answer_append(builder, "\":");
		if (i == which) {
			answer_append(builder, value);
			continue;
		}
		answer_append(builder, "\"");
		answer_append(builder, shape->members[i].value);
		answer_append(builder, "\"");
	}
	answer_append(builder, "}");
}

/* The member at I of ROW: its text, or a word for its state. */
static const char *
describe_member(const struct shape *shape, const void *row, size_t i)
{
	const void *at = (const char *)row + shape->members[i].offset;
	const struct figure *figure = at;
	static char time[32];

	switch (shape->members[i].kind) {
	case CCY:
	case TEXT:
	case TITLE:
		return *(const char *const *)at;
	case TIME:
		snprintf(time, sizeof time, "%lld", (long long)*(const int64_t *)at);
		return time;
	case FIGURE:
	default:
		return figure->state == FIGURE_KNOWN ? figure->sent :
		    figure->state == FIGURE_ABSENT   ? "absent" :
						       "unreadable";
	}
}

/* What becomes of a member that is sent as VALUE; "lost": of the element. */
static const char *
expect_member(enum kind kind, const char *value)
{
	bool absent = value == NULL || strcmp(value, "null") == 0 || strcmp(value, "\"\"") == 0;
	bool words = value != NULL && strcmp(value, "\"many\"") == 0;
	bool cut = value != NULL && strncmp(value, "\"1", 2) == 0;

	switch (kind) {
	case CCY:
		return words ? "many" : "lost";
	case TEXT:
		return words ? "many" : "";
	case TITLE:
		return words ? "many" : cut ? LONG50 LONG50 "1111111111111111111111111111" : "";
	case TIME:
		return "-1";
	case FIGURE:
	default:
		return absent ? "absent" : "unreadable";
	}
}

/* One bad member in the first of two elements costs that member at most, never the second. */
static void
check_member(const struct shape *shape, size_t which, const char *value)
{
	struct answer_builder builder = { .text = NULL };
	const char *expected = expect_member(shape->members[which].kind, value);
	bool lost = strcmp(expected, "lost") == 0;
	struct answer_outcome outcome;
	const struct records *records;

	answer_endpoint = shape->endpoint;
	answer_append(&builder, "{\"code\":\"0\",\"data\":[");
	append_element(&builder, shape, which, value);
	answer_append(&builder, ",");
	append_element(&builder, shape, MOST, NULL);
	answer_append(&builder, "]}");
	outcome = answer_parse(builder.text, builder.length);
	if (outcome.result != OKX_PARSE_DONE)
		fail_msg("%s: %s", builder.text, outcome.cause.text);
	records = outcome.parsed.records;
	assert_int_equal(records->size, shape->size);
	assert_int_equal(records->lost, lost);
	assert_int_equal(records->count, lost ? 1 : 2);
	for (size_t row = 0; row < records->count; row++)
		for (size_t i = 0; i < count_members(shape); i++) {
			const char *found = describe_member(shape,
			    (const char *)records->rows + row * records->size, i);

			if (row == 0 && i == which && !lost)
				assert_string_equal(found, expected);
			else
				assert_string_equal(found, shape->members[i].value);
		}
	if (strcmp(expected, "unreadable") == 0)
		assert_string_equal(outcome.parsed.unreadable[0], shape->members[which].name);
	answer_release(&outcome);
	free(builder.text);
}

TEST(one_bad_member_costs_no_other)
{
	static const char *const values[] = { NULL, "null", "\"\"", "17", "0.5", "true", "{}", "[]",
		"[\"a\"]", "\"many\"", "\"" LONG300 "\"", "-1" };

	for (size_t i = 0; i < COUNT(shapes); i++)
		for (size_t which = 0; which < count_members(&shapes[i]); which++)
			for (size_t v = 0; v < COUNT(values); v++)
				check_member(&shapes[i], which, values[v]);
}

TEST(the_frame_is_that_of_every_snapshot)
{
	for (size_t i = 0; i < COUNT(shapes); i++) {
		struct answer_outcome outcome;

		answer_endpoint = shapes[i].endpoint;
		outcome = answer_parse(ANSWER_LITERAL("{\"code\":\"0\",\"data\":[]}"));
		assert_int_equal(outcome.result, OKX_PARSE_DONE);
		assert_int_equal(outcome.parsed.records->count, 0);
		assert_int_equal(outcome.parsed.records->lost, 0);
		assert_string_equal(outcome.parsed.records->from.endpoint, answer_path());
		assert_int_equal(outcome.parsed.records->from.arrived_ms, 1234);
		assert_true(account_id_equal(&outcome.parsed.records->from.account_id,
		    answer_call.account_id));
		answer_release(&outcome);
	}
}

TEST(an_answer_of_bad_elements_alone_is_none)
{
	TABLE(rows, const char *elements, *why) = {
		{ "7", "data[0] is not an object" },
		{ "null,[]", "data[1] is not an object" },
		{ "{\"amt\":\"1\"}", "data[0] has no " },
		{ "{\"ccy\":\"A\",\"ccy\":\"A\"}", "\"ccy\" comes twice" },
	};

	for (size_t i = 0; i < COUNT(shapes); i++) {
		answer_endpoint = shapes[i].endpoint;
		if (shapes[i].members[0].kind != CCY)
			continue;
		for (size_t row = 0; row < COUNT(rows); row++) {
			struct answer_builder builder = { .text = NULL };

			answer_append(&builder, "{\"code\":\"0\",\"data\":[");
			answer_append(&builder, rows[row].elements);
			answer_append(&builder, "]}");
			answer_built(&builder, rows[row].why);
		}
		answer_broken(ANSWER_LITERAL("{\"code\":\"0\",\"data\":{}}"), "data is not a list");
		answer_broken(ANSWER_LITERAL("{\"code\":\"0\"}"), "no data");
	}
}

TEST(there_may_be_20000_rows)
{
	struct answer_builder builder = { .text = NULL };

	answer_endpoint = OKX_ENDPOINT_HISTORY;
	answer_append(&builder, "{\"code\":\"0\",\"data\":[");
	answer_append_times(&builder, "{\"ccy\":\"A\"},", RECORDS_MAX - 1);
	answer_append(&builder, "{\"ccy\":\"A\"}]}");
	answer_built(&builder, NULL);
	answer_append(&builder, "{\"code\":\"0\",\"data\":[");
	answer_append_times(&builder, "{\"ccy\":\"A\"},", RECORDS_MAX);
	answer_append(&builder, "{\"ccy\":\"A\"}]}");
	answer_built(&builder, "data[20000] is one more than the 20000 rows");
}

/* Foreign words reach no terminal as they are. */
TEST(titles_are_sanitised)
{
	struct answer_outcome outcome;
	const struct maintenance *one;

	answer_endpoint = OKX_ENDPOINT_STATUS;
	outcome = answer_parse(
	    ANSWER_LITERAL("{\"code\":\"0\",\"data\":[{\"title\":\"a\xe2\x80\xae\xc2\x9b"
			   "31mb\"}]}"));
	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	one = outcome.parsed.records->rows;
	assert_null(strstr(one->title, "\xe2\x80\xae"));
	assert_null(strstr(one->title, "\xc2\x9b"));
	assert_string_equal(one->state, "");
	assert_int_equal(one->begin_utc_ms, -1);
	answer_release(&outcome);
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\",\"data\":[{\"title\":\"\\u001b[2J\"}]}"),
	    "control character");
}

TEST(a_refusal_is_a_refusal)
{
	struct answer_outcome outcome;

	for (size_t i = 0; i < COUNT(shapes); i++) {
		answer_endpoint = shapes[i].endpoint;
		outcome = answer_parse(
		    ANSWER_LITERAL("{\"code\":\"50030\",\"msg\":\"No permission\",\"data\":[]}"));
		assert_int_equal(outcome.result, OKX_PARSE_REFUSED);
		assert_string_equal(outcome.refusal.code, "50030");
	}
}
