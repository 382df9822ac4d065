/* SPDX-License-Identifier: ISC */
/* It only reads: whatever is pressed, the exchange sees nothing but GETs of the endpoint table. */
#include "test.h"

#include <bsd/string.h>

#include "app/command.h"
#include "base/text.h"
#include "e2e/requests.h"
#include "e2e/watch.h"

#define CLOSE "\x1b[21~" /* F10 */
#define REDRAW "\x0c"
#define CLEARED "\x1b[2J"

/* What is typed in the table to get into a mode. */
static const char *const into[MODES_COUNT] = {
	[MODE_TABLE] = "",
	[MODE_PROMPT] = "/",
	[MODE_MENU] = "o",
	[MODE_CONFIRM] = "e",
	[MODE_DETAIL] = "\r",
	[MODE_LOAN] = "\r\t",
	[MODE_WHATIF] = "t\r",
	[MODE_QUESTION] = "t",
	[MODE_MESSAGES] = "m",
	[MODE_HELP] = "?",
	[MODE_SEARCH] = "?/",
};

/* What a terminal sends for the keys that are no character. */
TABLE(sent, int key; const char *bytes) = {
	{ KEYCODE_UP, "\x1b[A" },
	{ KEYCODE_DOWN, "\x1b[B" },
	{ KEYCODE_RIGHT, "\x1b[C" },
	{ KEYCODE_LEFT, "\x1b[D" },
	{ KEYCODE_HOME, "\x1b[H" },
	{ KEYCODE_END, "\x1b[F" },
	{ KEYCODE_PAGE_UP, "\x1b[5~" },
	{ KEYCODE_PAGE_DOWN, "\x1b[6~" },
	{ KEYCODE_DELETE, "\x1b[3~" },
	{ KEYCODE_INSERT, "\x1b[2~" },
	{ KEYCODE_TAB_BACK, "\x1b[Z" },
	{ KEYCODE_F1, "\x1bOP" },
	{ KEYCODE_F2, "\x1bOQ" },
	{ KEYCODE_F3, "\x1bOR" },
	{ KEYCODE_F4, "\x1bOS" },
	{ KEYCODE_F5, "\x1b[15~" },
	{ KEYCODE_F6, "\x1b[17~" },
	{ KEYCODE_F7, "\x1b[18~" },
	{ KEYCODE_F8, "\x1b[19~" },
	{ KEYCODE_F9, "\x1b[20~" },
	{ KEYCODE_F10, "\x1b[21~" },
	{ KEYCODE_F11, "\x1b[23~" },
	{ KEYCODE_F12, "\x1b[24~" },
};

static void
press(struct terminal *terminal, int key)
{
	char bytes[8] = "";

	for (size_t i = 0; i < sizeof sent / sizeof *sent; i++)
		if (sent[i].key == key)
			strlcpy(bytes, sent[i].bytes, sizeof bytes);
	if (bytes[0] == '\0')
		text_encode(bytes, key);
	terminal_type(terminal, bytes);
	/* What follows Esc at once belongs to it. */
	if (key == KEYCODE_ESCAPE)
		terminal_listen(terminal, 150);
}

/*
 * Waits until everything typed so far was obeyed: Ctrl-L comes after it and paints all
 * anew. Again and again, as one is an answer where something is asked, or comes before
 * the question is there to be answered.
 */
static void
catch_up(struct terminal *terminal)
{
	int64_t deadline = terminal_now() + TERMINAL_DEADLINE_MS;
	size_t length, before;
	const char *output;

	terminal_output(terminal, &before);
	do {
		if (terminal_now() > deadline)
			fail_msg("no answer to Ctrl-L:\n%s", terminal_screen(terminal));
		terminal_type(terminal, REDRAW);
		terminal_listen(terminal, 30);
		output = terminal_output(terminal, &length);
	} while (memmem(output + before, length - before, CLEARED, strlen(CLEARED)) == NULL);
	while (terminal_listen(terminal, 30) > 0)
		continue;
}

/* Whether the last line of the screen offers the table's way out. */
static bool
in_table(struct terminal *terminal)
{
	catch_up(terminal);
	return strstr(terminal_screen(terminal), "q:quit") != NULL;
}

/* Presses the keys of every command but those that leave. Returns how many were pressed. */
static unsigned
press_everything(struct terminal *terminal)
{
	unsigned pressed = 0;

	for (const struct binding *binding = bindings; binding->command != COMMAND_NONE;
	     binding++) {
		if (binding->command == COMMAND_QUIT)
			continue;
		if (into[binding->mode] == NULL)
			fail_msg("the way there is not known: %s, %s", command_modes[binding->mode],
			    commands[binding->command].name);
		/* Without figures there is nothing to look at, and q would leave. */
		watch_see(terminal, "BTC  ");
		watch_see(terminal, "LTV ");
		terminal_type(terminal, into[binding->mode]);
		if (command_asks(binding->mode))
			watch_see(terminal, "Leave PRODUCTION?");
		press(terminal, binding->key);
		pressed++;
		for (int i = 0; !in_table(terminal); i++) {
			if (i == 5)
				fail_msg("%s: no way back to the table:\n%s",
				    commands[binding->command].name, terminal_screen(terminal));
			terminal_type(terminal, CLOSE);
		}
		/* OKX's list tells nothing of a loan. */
		if (strstr(terminal_screen(terminal), "COLLATERAL ASSETS (OKX)") != NULL)
			terminal_type(terminal, "v");
		/* In DEMO nobody is asked, so back to where the next one may be. */
		if (strstr(terminal_screen(terminal), "colltop  DEMO") != NULL) {
			terminal_type(terminal, "e");
			watch_see(terminal, "colltop  PRODUCTION");
		}
	}
	return pressed;
}

TEST(test_every_command_only_reads)
{
	struct place *place = place_new();
	struct terminal *terminal;
	unsigned pressed;
	char text[2048];

	requests_simulate(place,
	    (const char *const[]){ "--still", "--scenario", "two-loans", NULL });
	place_configure(place, WATCH_QUICK);
	/* A second account of the same keys. */
	snprintf(text, sizeof text,
	    WATCH_QUICK "account \"main\" { base_url = \"%s\" ca_file = \"%s\" }\n"
			"account \"second\" { base_url = \"%s\" ca_file = \"%s\" "
			"production { credentials_file = \"%s/colltop/production.env\" } "
			"demo { credentials_file = \"%s/colltop/demo.env\" } }\n",
	    place->base, place->certificate, place->base, place->certificate, place->home,
	    place->home);
	place_write(place, "colltop/colltop.conf", text, 0600);
	terminal = watch_with(place, 250, 50, NULL);
	watch_see(terminal, "LIVE");
	pressed = press_everything(terminal);
	print_message("%u keys pressed, %u requests: all GET, all of the table\n", pressed,
	    requests_count(place, ""));
	assert_true(pressed > 100);
	assert_true(requests_count(place, "\"environment\":\"demo\"") > 0);
	requests_only_read(place);
	watch_leave(terminal);
	place_free(place);
}

/* What a monitoring system asks is no more. */
TEST(test_a_check_only_reads)
{
	struct place *place = place_new();
	struct place_result result;

	requests_simulate(place, (const char *const[]){ "--still", NULL });
	place_configure(place, WATCH_QUICK);
	result = place_run(place, (const char *const[]){ "--check", NULL });
	assert_int_equal(result.status, 0);
	requests_only_read(place);
	assert_true(requests_count(place, "/loan-info") > 0);
	place_result_free(&result);
	place_free(place);
}

TEST(test_a_record_only_reads)
{
	struct place *place = place_new();
	struct place_result result;

	requests_simulate(place, (const char *const[]){ "--clock-skew", "45", NULL });
	place_configure(place, WATCH_QUICK);
	result = place_run(place,
	    (const char *const[]){ "-b", "-n", "3", "-f", "json", "--ccy", "BTC", NULL });
	assert_int_equal(result.status, 0);
	requests_only_read(place);
	/* The clock's endpoint too, which is not signed. */
	assert_true(requests_count(place, "/api/v5/public/time") > 0);
	place_result_free(&result);
	place_free(place);
}
