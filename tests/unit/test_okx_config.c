/* SPDX-License-Identifier: ISC */
/* What the exchange says of a key, and what is said about it. */
#include "test.h"

#include "okx/parse.h"

#include "unit/answer.h"

static const struct okx_call config_call = { .endpoint = OKX_ENDPOINT_CONFIG };

static struct okx_parsed parsed;
static struct okx_refusal refusal;
static struct cause cause;

static enum okx_parse_result
parse(const char *body)
{
	memset(&parsed, 0xa5, sizeof parsed);
	cause.text[0] = '\0';
	return okx_parse(&config_call, body, strlen(body), &parsed, &refusal, &cause);
}

TEST(the_documented_answer_is_read)
{
	size_t length;
	char *body = answer_read_data("account-config.json", &length);

	assert_int_equal(parse(body), OKX_PARSE_DONE);
	assert_string_equal(parsed.key.uid, "44705892343619584");
	assert_string_equal(parsed.key.label, "v5 test");
	assert_string_equal(parsed.key.permissions, "read_only,withdraw,trade");
	assert_string_equal(parsed.key.addresses, "117.37.203.58,117.37.203.57");
	free(body);
}

TEST(what_is_absent_or_no_text_is_empty)
{
	assert_int_equal(
	    parse("{\"code\":\"0\",\"data\":[{\"uid\":7,\"perm\":null,\"ip\":[]}],\"msg\":\"\"}"),
	    OKX_PARSE_DONE);
	assert_string_equal(parsed.key.uid, "");
	assert_string_equal(parsed.key.label, "");
	assert_string_equal(parsed.key.permissions, "");
	assert_string_equal(parsed.key.addresses, "");
}

/* Twenty addresses of IPv6 are longer than any figure may be. */
TEST(a_long_list_of_addresses_is_read)
{
	struct answer_builder builder = { NULL, 0, 0 };

	answer_append(&builder, "{\"code\":\"0\",\"data\":[{\"perm\":\"read_only\",\"ip\":\"");
	answer_append_times(&builder, "2001:db8:1111:2222:3333:4444:5555:6666,", 20);
	answer_append(&builder, "::1\"}]}");
	assert_int_equal(parse(builder.text), OKX_PARSE_DONE);
	assert_int_equal(strlen(parsed.key.addresses), 20 * 39 + 3);
	assert_string_equal(parsed.key.permissions, "read_only");
	free(builder.text);
}

TEST(hostile_texts_are_harmless)
{
	assert_int_equal(parse("{\"code\":\"0\",\"data\":[{\"label\":\"a\xe2\x80\xae"
			       "b\"}]}"),
	    OKX_PARSE_DONE);
	assert_string_equal(parsed.key.label, "a?b");
	assert_int_equal(parse("{\"code\":\"0\",\"data\":[{\"label\":\"\\u001b[2J\"}]}"),
	    OKX_PARSE_BROKEN);
	assert_int_equal(parse("{\"code\":\"0\",\"data\":[]}"), OKX_PARSE_BROKEN);
	assert_string_equal(cause.text, "unexpected answer: data[0] is not an object");
	assert_int_equal(parse("{\"code\":\"0\",\"data\":[{\"perm\":\"a\",\"perm\":\"b\"}]}"),
	    OKX_PARSE_BROKEN);
	assert_int_equal(parse("{\"code\":\"50113\",\"data\":[],\"msg\":\"Invalid signature.\"}"),
	    OKX_PARSE_REFUSED);
	assert_string_equal(refusal.code, "50113");
}

TEST(a_key_that_can_do_more_than_read_is_warned_of)
{
	TABLE(cases, const char *permissions, *warning) = {
		{ "read_only", "" },
		{ "", "" },
		{ "read_only,traders", "" },
		{ "trade", "this key can also TRADE: make a read-only one" },
		{ "read_only,trade", "this key can also TRADE: make a read-only one" },
		{ "withdraw,read_only", "this key can also WITHDRAW: make a read-only one" },
		{ "read_only,withdraw,trade",
		    "this key can also TRADE and WITHDRAW: make a read-only one" },
	};
	char warning[OKX_KEY_WARNING_SIZE];

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct okx_key_info key = { .uid = "" };

		memcpy(key.permissions, cases[i].permissions, strlen(cases[i].permissions));
		assert_int_equal(okx_key_warning(warning, &key), cases[i].warning[0] != '\0');
		assert_string_equal(warning, cases[i].warning);
	}
}
