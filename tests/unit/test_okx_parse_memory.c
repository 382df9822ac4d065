/* SPDX-License-Identifier: ISC */
/* Answers that come when memory runs out. */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "okx/endpoint.h"
#include "unit/answer.h"
#include "unit/scarce_memory.h"

/* Names not in their order, one of them twice, and more of them than the first room holds. */
#define NAMES(element) \
	element("T") "," element("S") "," element("R") "," element("Q") "," element("P") "," element("O") "," element("N") "," element("M") "," element("L") "," element( \
	    "K") "," element("J") "," element("I") "," element("H") "," element("G") "," element("F") "," element("E") "," element("D") "," element("T")
#define ASSET(name) "{\"ccy\":\"" name "\",\"amt\":\"1\",\"notionalUsd\":\"2\"}"
#define TICKER(name) "{\"instId\":\"" name "-USD\",\"idxPx\":\"1\",\"open24h\":\"2\"}"
#define COIN(name) "{\"ccy\":\"" name "\"}"
#define ORDER(name) \
	"{\"ordId\":\"" name "\",\"loanData\":[" COIN("B") "," COIN( \
	    "A") "]," \
		 "\"collateralData\":[" COIN("B") "," COIN("A") "," COIN("B") "]}"

/* Parses BODY with one allocation more each time, until they are enough. */
static void
check(enum okx_endpoint_id endpoint, const char *body)
{
	const size_t held = scarce_memory_held();
	enum okx_parse_result result = OKX_PARSE_BROKEN;
	struct okx_parsed parsed;
	struct okx_refusal refusal;
	struct cause cause;
	size_t granted;

	for (granted = 0; result != OKX_PARSE_DONE; granted++) {
		cause.text[0] = '\0';
		scarce_memory_begin(granted);
		result = okx_endpoints[endpoint].parse(&answer_context, body, strlen(body), &parsed,
		    &refusal, &cause);
		assert_int_equal(scarce_memory_end(), result != OKX_PARSE_DONE);
		if (result == OKX_PARSE_DONE)
			break;
		assert_int_equal(result, OKX_PARSE_BROKEN);
		assert_string_equal(cause.text, "out of memory");
		assert_null(parsed.assets);
		assert_null(parsed.loans);
		assert_null(parsed.prices);
		assert_int_equal(scarce_memory_held(), held);
	}
	/* The library's share is far more; a parser that asked for nothing would not be tested. */
	assert_true(granted > 20);
	okx_parsed_drop(&parsed);
	assert_int_equal(scarce_memory_held(), held);
}

static void
the_answer_is_broken_and_nothing_is_left_behind(void **state)
{
	(void)state;
	check(OKX_ENDPOINT_COLLATERAL_ASSETS,
	    "{\"code\":\"0\",\"data\":[{\"assets\":[" NAMES(ASSET) "]}]}");
	check(OKX_ENDPOINT_LOAN_INFO, "{\"code\":\"0\",\"data\":[" NAMES(ORDER) "]}");
	check(OKX_ENDPOINT_INDEX_TICKERS, "{\"code\":\"0\",\"data\":[" NAMES(TICKER) "]}");
	check(OKX_ENDPOINT_TIME,
	    "{\"code\":\"0\",\"data\":[{\"ts\":\"1\",\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,"
	    "\"f\":0,\"g\":0,\"h\":0}]}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_answer_is_broken_and_nothing_is_left_behind),
	};
	/* What the library would call by itself is not counted. */
	cJSON_Hooks hooks = { .malloc_fn = malloc, .free_fn = free };

	cJSON_InitHooks(&hooks);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
