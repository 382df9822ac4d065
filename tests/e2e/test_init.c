/* SPDX-License-Identifier: ISC */
/* The real program's --init in a pseudo-terminal: hidden values, tried before they are written. */
#include "test.h"

#include "dispositions.h"
#include "e2e/setup.h"

#define RUN(place, ...) place_run(place, (const char *const[]){ __VA_ARGS__, NULL })

EACH_TEST(setup_begin, NULL)
ALL_TESTS(watch_set_up, watch_tear_down)

PLACE_TEST(from_nothing_to_figures)
{
	struct terminal *terminal = setup_start(place);
	struct place_result result;
	char text[1024];

	setup_answer_whose(terminal, place);
	watch_see(terminal, "  eea      registered on my.okx.com: EU");
	setup_answer_values(terminal, SETUP_PRODUCTION(place)->api_key,
	    SETUP_PRODUCTION(place)->secret_key, SETUP_PRODUCTION(place)->passphrase);
	watch_see(terminal,
	    "OKX accepts the key: label \"colltop-sim\", user 44705892343619584, read_only, from any address.");
	watch_see(terminal, "Written: ~/colltop/production.env");
	watch_see(terminal, "Type next:  colltop");
	setup_finish(terminal, place, 0);
	setup_has(place, "colltop", 0700, NULL);
	setup_has_key(place, "colltop/production.env", ENVIRONMENT_PRODUCTION);
	snprintf(text, sizeof text,
	    "account \"main\" {\n\tbase_url = \"%s\"\n\tca_file = \"%s\"\n}\n", place->base,
	    place->certificate);
	setup_has(place, "colltop/colltop.conf", 0600, text);
	assert_int_equal(setup_files(place), 2);
	result = RUN(place, "--once");
	assert_int_equal(result.status, 0);
	place_result_free(&result);
	result = RUN(place, "--doctor");
	assert_int_equal(result.status, 0);
	place_result_free(&result);
}

/* No word is broken at the edge, and what says where the account is is named. */
PLACE_TEST(sentences_fit_the_terminal)
{
	char *const argv[] = { (char[]){ "/usr/bin/env" },
		(char[]){ "OKX_API_BASE_URL=https://a-rather-long-name-of-a-host.example" },
		(char *)(uintptr_t)place_program("colltop"), (char[]){ "--init" }, NULL };
	struct terminal *terminal = terminal_start(argv, place->environment, 80, 24);

	setup_answer(terminal, "Account name [main]:", "main");
	watch_see(terminal, "a-rather-long-name-of-a-host.example,\nas OKX_API_BASE_URL says.");
	watch_see(terminal, "bound to this\nmachine's address if you can.");
	terminal_type(terminal, "\x04");
	terminal_finish(terminal);
	terminal_free(terminal);
}

PLACE_TEST(values_pasted_in_one_piece)
{
	struct terminal *terminal = setup_start(place);
	char text[512];

	setup_answer_whose(terminal, place);
	snprintf(text, sizeof text, "%s\n%s\n%s", SETUP_PRODUCTION(place)->api_key,
	    SETUP_PRODUCTION(place)->secret_key, SETUP_PRODUCTION(place)->passphrase);
	setup_answer(terminal, "API key (not shown):", text);
	watch_see(terminal, "Type next:");
	setup_finish(terminal, place, 0);
	setup_has_key(place, "colltop/production.env", ENVIRONMENT_PRODUCTION);
}

/* A terminal left so puts brackets around a paste: one value, all, and beyond an end of line. */
PLACE_TEST(values_pasted_in_brackets)
{
	static const char *const around[][3] = {
		/* before, between and after the values */
		{ "\x1b[200~", "\x1b[201~\n\x1b[200~", "\x1b[201~\n" },
		{ "\x1b[200~", "\n", "\x1b[201~\n" },
		{ "\x1b[200~", "\n\x1b[201~\x1b[200~", "\n\x1b[201~" },
	};

	for (size_t i = 0; i < COUNT(around); i++) {
		struct terminal *terminal;
		char text[512];

		setup_empty(place);
		terminal = setup_start(place);
		setup_answer(terminal, "Account name [main]:", "\x1b[200~main\x1b[201~");
		snprintf(text, sizeof text, "\x1b[200~%s\x1b[201~", place->base);
		setup_answer(terminal, "Region, or an", text);
		setup_answer(terminal, "Environment, production or demo [production]:", "");
		snprintf(text, sizeof text, "%s%s%s%s%s%s%s", around[i][0],
		    SETUP_PRODUCTION(place)->api_key, around[i][1],
		    SETUP_PRODUCTION(place)->secret_key, around[i][1],
		    SETUP_PRODUCTION(place)->passphrase, around[i][2]);
		watch_see(terminal, "API key (not shown):");
		terminal_type(terminal, text);
		watch_see(terminal, "Type next:");
		setup_finish(terminal, place, 0);
		setup_has_key(place, "colltop/production.env", ENVIRONMENT_PRODUCTION);
	}
}

/* What was typed before a question could be read does not answer it. */
PLACE_TEST(typed_ahead_agrees_to_nothing)
{
	struct terminal *terminal = setup_start(place);
	char text[512];

	setup_answer_whose(terminal, place);
	/* Swapped, with an answer for whatever is asked about it. */
	snprintf(text, sizeof text, "%s\n%s\n%s\nn\nquit\n", SETUP_PRODUCTION(place)->api_key,
	    SETUP_PRODUCTION(place)->passphrase, SETUP_PRODUCTION(place)->secret_key);
	watch_see(terminal, "API key (not shown):");
	terminal_type(terminal, text);
	setup_answer(terminal, "Swap them? Enter, or n:", "");
	watch_see(terminal, "Type next:");
	setup_finish(terminal, place, 0);
	setup_has_key(place, "colltop/production.env", ENVIRONMENT_PRODUCTION);
}

/* One newline is lost, a blank is not: it is asked about where it stands. */
PLACE_TEST(a_blank_that_came_along)
{
	struct terminal *terminal = setup_start(place);
	char text[128];

	setup_answer_whose(terminal, place);
	snprintf(text, sizeof text, "%s ", SETUP_PRODUCTION(place)->api_key);
	setup_answer(terminal, "API key (not shown):", text);
	setup_answer(terminal, "What was typed ends with a blank; once more, please.",
	    SETUP_PRODUCTION(place)->api_key);
	setup_answer(terminal, "Secret key (not shown):", "");
	setup_answer(terminal, "What was typed is empty; once more, please.",
	    SETUP_PRODUCTION(place)->secret_key);
	setup_answer(terminal, "Passphrase (not shown):", SETUP_PRODUCTION(place)->passphrase);
	watch_see(terminal, "Type next:");
	setup_finish(terminal, place, 0);
	setup_has_key(place, "colltop/production.env", ENVIRONMENT_PRODUCTION);
}

/* Of what is refused only that one value is asked for again. */
PLACE_TEST(the_one_value_that_is_wrong)
{
	const struct {
		const char *key, *secret, *passphrase, *sentence, *blamed, *right;
	} cases[] = {
		{ "12345678-1234-4234-8234-123456789abc", SETUP_PRODUCTION(place)->secret_key,
		    SETUP_PRODUCTION(place)->passphrase,
		    "OKX refused: 50119 API key doesn't exist. This key is unknown on", "[region]",
		    NULL },
		{ "no-key", SETUP_PRODUCTION(place)->secret_key,
		    SETUP_PRODUCTION(place)->passphrase,
		    "OKX refused: 50111 Invalid OK-ACCESS-KEY. Correct OKX_API_KEY", "[key]",
		    SETUP_PRODUCTION(place)->api_key },
		{ SETUP_PRODUCTION(place)->api_key, "wrong", SETUP_PRODUCTION(place)->passphrase,
		    "OKX refused: 50113 Invalid signature. Correct OKX_SECRET_KEY", "[secret]",
		    SETUP_PRODUCTION(place)->secret_key },
		{ SETUP_PRODUCTION(place)->api_key, SETUP_PRODUCTION(place)->secret_key, "wrong",
		    "OKX refused: 50105", "[passphrase]", SETUP_PRODUCTION(place)->passphrase },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct terminal *terminal;

		setup_empty(place);
		terminal = setup_start(place);
		setup_answer_whose(terminal, place);
		setup_answer_values(terminal, cases[i].key, cases[i].secret, cases[i].passphrase);
		watch_see(terminal, cases[i].sentence);
		assert_int_equal(setup_files(place), -1);
		if (cases[i].right == NULL) {
			setup_answer(terminal, cases[i].blamed, "key");
			terminal_type(terminal, SETUP_PRODUCTION(place)->api_key);
		} else {
			setup_answer(terminal, cases[i].blamed, "");
			terminal_type(terminal, cases[i].right);
		}
		terminal_type(terminal, "\n");
		watch_see(terminal, "Type next:");
		setup_finish(terminal, place, 0);
		setup_has_key(place, "colltop/production.env", ENVIRONMENT_PRODUCTION);
	}
}

PLACE_TEST(secret_and_passphrase_swapped)
{
	struct terminal *terminal = setup_start(place);

	setup_answer_whose(terminal, place);
	setup_answer_values(terminal, SETUP_PRODUCTION(place)->api_key,
	    SETUP_PRODUCTION(place)->passphrase, SETUP_PRODUCTION(place)->secret_key);
	setup_answer(terminal, "Swap them? Enter, or n:", "");
	watch_see(terminal, "Type next:");
	setup_finish(terminal, place, 0);
	setup_has_key(place, "colltop/production.env", ENVIRONMENT_PRODUCTION);
}

PLACE_TEST(a_demo_key_for_production)
{
	struct terminal *terminal = setup_start(place);

	setup_answer_whose(terminal, place);
	setup_answer_values(terminal, place->keys[ENVIRONMENT_DEMO].api_key,
	    place->keys[ENVIRONMENT_DEMO].secret_key, place->keys[ENVIRONMENT_DEMO].passphrase);
	watch_see(terminal, "OKX refused: 50101");
	setup_answer(terminal, "[environment]:", "");
	terminal_type(terminal, "demo\n");
	watch_see(terminal, "Type next:  colltop --demo");
	setup_finish(terminal, place, 0);
	setup_has_key(place, "colltop/demo.env", ENVIRONMENT_DEMO);
	assert_int_equal(setup_files(place), 2);
}

PLACE_TEST(an_address_that_is_not_on_the_list)
{
	struct terminal *terminal;

	SETUP_SIMULATE(place, "--key-ip", "10.0.0.1");
	terminal = setup_start(place);
	setup_answer_whose(terminal, place);
	setup_answer_values(terminal, SETUP_PRODUCTION(place)->api_key,
	    SETUP_PRODUCTION(place)->secret_key, SETUP_PRODUCTION(place)->passphrase);
	watch_see(terminal, "OKX refused: 50110 Your IP 127.0.0.1 is not included");
	setup_answer(terminal, "or quit [try]:", "quit");
	watch_see(terminal, "Nothing was written.");
	setup_finish(terminal, place, 3);
	assert_int_equal(setup_files(place), -1);
}

PLACE_TEST(a_clock_45_s_off)
{
	struct terminal *terminal;

	SETUP_SIMULATE(place, "--fault", "clock-skew");
	terminal = setup_start(place);
	setup_answer_whose(terminal, place);
	setup_answer_values(terminal, SETUP_PRODUCTION(place)->api_key,
	    SETUP_PRODUCTION(place)->secret_key, SETUP_PRODUCTION(place)->passphrase);
	watch_see(terminal, " s slow. This machine's clock is more than 30 s off");
	watch_see(terminal, "Type next:");
	setup_finish(terminal, place, 0);
}

PLACE_TEST(no_answer_can_be_tried_again)
{
	struct terminal *terminal;

	place_stop_simulator(place);
	terminal = setup_start(place);
	setup_answer_whose(terminal, place);
	setup_answer_values(terminal, SETUP_PRODUCTION(place)->api_key,
	    SETUP_PRODUCTION(place)->secret_key, SETUP_PRODUCTION(place)->passphrase);
	watch_see(terminal, "Cannot connect to 127.0.0.1");
	place_simulate(place, NULL);
	setup_answer(terminal, "or quit [try]:", "");
	watch_see(terminal, "Type next:");
	setup_finish(terminal, place, 0);
}

PLACE_TEST(a_key_that_can_trade)
{
	struct terminal *terminal;

	SETUP_SIMULATE(place, "--key-perm", "read_only,withdraw,trade");
	terminal = setup_start(place);
	setup_answer_whose(terminal, place);
	setup_answer_values(terminal, SETUP_PRODUCTION(place)->api_key,
	    SETUP_PRODUCTION(place)->secret_key, SETUP_PRODUCTION(place)->passphrase);
	watch_see(terminal, "This key can also TRADE and WITHDRAW: make a read-only one.");
	setup_answer(terminal, "Use it all the same? y, or Enter to enter another:", "");
	place_simulate(place, NULL);
	terminal_type(terminal, SETUP_PRODUCTION(place)->api_key);
	terminal_type(terminal, "\n");
	terminal_type(terminal, SETUP_PRODUCTION(place)->secret_key);
	terminal_type(terminal, "\n");
	terminal_type(terminal, SETUP_PRODUCTION(place)->passphrase);
	terminal_type(terminal, "\n");
	watch_see(terminal, "Type next:");
	setup_finish(terminal, place, 0);
}

int
main(void)
{
	dispositions_default();
	return test_main();
}
