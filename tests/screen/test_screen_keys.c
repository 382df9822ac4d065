/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <poll.h>
#include <signal.h>

#include "screen/answers.h"
#include "screen/harness.h"
#include "screen/loanstart.h"

/* What is typed, pasted and torn on the way, and which of it answers a question. */

#define PASTE(text) "\033[200~" text "\033[201~"
#define QUESTION "Leave PRODUCTION?"

static struct harness *
start(void)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	harness_answer(h, 200, THREE);
	return h;
}

/* Types BYTES one by one, GAP_MS apart, as over a slow line. */
static void
type_slowly(struct harness *h, const char *bytes, int64_t gap_ms)
{
	for (; *bytes != '\0'; bytes++) {
		harness_type_bytes(h, bytes, 1);
		harness_wait(h, gap_ms);
	}
}

/* One key over a slow line: Escape acts, and nothing else does. */
TEST(torn_keys_do_nothing)
{
	static const char *const keys[] = { "\033[B", "\033OB", "\033OP", "\033[M q%",
		"\033[<35;113;66M", "\033]11;rgb:eeee/Beee/qqqq\033\\", "\033PqBe\033\\",
		"\033[20~" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		for (int64_t gap = 200; gap <= 800; gap += 600) {
			struct harness *h = start();

			/* What takes longer than 5 s has lost its end. */
			if ((int64_t)strlen(keys[i]) * gap > 5000) {
				harness_end(h);
				continue;
			}
			type_slowly(h, keys[i], gap);
			assert_false(h->over);
			assert_false(h->app.muted);
			assert_int_equal(h->app.mode, MODE_TABLE);
			assert_string_equal(h->app.selected, "");
			harness_end(h);
		}
}

/* In its pieces, but for Escape's: it is the key. */
TEST(slow_keys_are_keys)
{
	struct harness *h = start();

	harness_type(h, "\033[");
	harness_wait(h, 3000);
	harness_type(h, "B");
	assert_string_equal(h->app.selected, "BTC");
	harness_type(h, "\033O");
	harness_wait(h, 400);
	harness_type(h, "B");
	assert_string_equal(h->app.selected, "ETH");
	harness_type(h, "\233");
	harness_wait(h, 400);
	harness_type(h, "B");
	assert_string_equal(h->app.selected, "USDT");
	assert_false(h->app.muted);
	harness_end(h);
}

TEST(mouse_reports_do_nothing)
{
	static const char *const reports[] = { "\033[M q%", "\033[M#qq", "\033[Mqqq",
		"\033[M \303\261", "\233M q%", "\033[<0;81;113M", "\033[<0;81;113m",
		"\033[32;113;81M" };
	struct harness *h = start();

	for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
		harness_type(h, reports[i]);
		assert_false(h->over);
	}
	harness_type(h, "?");
	assert_int_equal(h->app.mode, MODE_HELP);
	harness_end(h);
}

/* Brackets are asked for while the screen is up. */
TEST(brackets_are_asked_for)
{
	struct harness *h = start();

	assert_true(harness_wrote(h, "\033[?2004h"));
	harness_bytes(h);
	harness_suspend(h);
	assert_true(harness_wrote(h, "\033[?2004l"));
	assert_false(harness_wrote(h, "\033[?2004h"));
	harness_bytes(h);
	harness_resume(h);
	assert_true(harness_wrote(h, "\033[?2004h"));
	harness_bytes(h);
	harness_close_screen(h);
	assert_true(harness_wrote(h, "\033[?2004l"));
	harness_end(h);
}

/* In the table, and wherever no line is typed. */
TEST(a_paste_is_no_command)
{
	static const char *const into[] = { "", "?", "m", "o", "\r", "e" };
	static const char *const pastes[] = { PASTE("BTC"), PASTE("survey\r"), PASTE("qqq"),
		PASTE("yY\n") };

	for (size_t i = 0; i < sizeof into / sizeof *into; i++)
		for (size_t j = 0; j < sizeof pastes / sizeof *pastes; j++) {
			struct harness *h = start();
			enum mode mode;

			harness_type(h, into[i]);
			mode = h->app.mode;
			harness_type(h, pastes[j]);
			assert_false(h->over);
			assert_false(h->app.muted);
			assert_int_equal(h->app.mode, mode);
			assert_int_equal(h->app.account_id.environment, ENVIRONMENT_PRODUCTION);
			assert_string_equal(h->app.filter.text, "");
			assert_true(h->app.descending && h->app.sort == COLUMN_VALUE);
			/* The next key is one again. */
			harness_type(h, into[i][0] == '\0' ? "?" : "n");
			assert_int_equal(h->app.mode,
			    into[i][0] == '\0'    ? MODE_HELP :
				into[i][0] == 'e' ? MODE_TABLE :
						    mode);
			harness_end(h);
		}
}

TEST(a_paste_enters_a_line)
{
	struct harness *h = start();

	harness_type(h, "/" PASTE("btc|e"));
	harness_expect_text(h, "Filter: btc|e ");
	harness_expect_text(h, "filter btc|e: 2 of 3");
	/* Its end of a line is not Enter, and what stands beside it is typed. */
	harness_type(h, PASTE("th\r\n") "\010x");
	assert_string_equal(h->app.prompt.text, "btc|eth x");
	assert_int_equal(h->app.mode, MODE_PROMPT);
	harness_type(h, "\r?/" PASTE("qu\tit"));
	harness_expect_text(h, "Search: qu it");
	harness_end(h);
}

/* In pieces, and with what looks like an end in it. */
TEST(a_torn_paste_is_a_paste)
{
	struct harness *h = start();

	type_slowly(h, "/", 0);
	harness_type(h, "\033[20");
	harness_wait(h, 300);
	harness_type(h, "0~b\033");
	harness_wait(h, 300);
	harness_type(h, "[201");
	harness_wait(h, 300);
	harness_type(h, "~tc");
	assert_string_equal(h->app.prompt.text, "btc");
	harness_type(h, "\033");
	harness_wait(h, 2000);
	type_slowly(h, PASTE("qBey"), 300);
	assert_false(h->over || h->app.muted);
	assert_int_equal(h->app.mode, MODE_TABLE);
	harness_end(h);
}

/* Ctrl-C in whatever form it comes, in every mode. */
TEST(ctrl_c_leaves)
{
	static const char *const into[] = { "", "?", "?/", "/", "o", "m", "\r", "e" };
	static const char *const forms[] = { "\033[99;5u", "\033[27;5;99~", "\033[99;5:1u",
		"\033[99;197u", "\003" };

	for (size_t i = 0; i < sizeof into / sizeof *into; i++)
		for (size_t j = 0; j < sizeof forms / sizeof *forms; j++) {
			struct harness *h = start();

			harness_type(h, into[i]);
			harness_type(h, forms[j]);
			assert_true(h->over);
			assert_int_equal(h->ending, SIGINT);
			harness_end(h);
		}
}

/* It is asked, and what was typed before the question could be read does not answer it. */
TEST(typed_ahead_answers_nothing)
{
	static const char *const typed[] = { "survey", "ey", "eY", "en", "ey\r", "e\033", "ee",
		"\033[20~y" };

	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		struct harness *h = start();

		harness_type(h, typed[i]);
		assert_int_equal(h->app.mode, MODE_CONFIRM);
		harness_wait(h, 300);
		assert_int_equal(h->app.mode, MODE_CONFIRM);
		harness_expect_text(h, QUESTION);
		harness_expect_text(h, " PRODUCTION ");
		harness_type(h, "y");
		harness_expect_text(h, "colltop  DEMO ");
		harness_end(h);
	}
}

/* Answered, and asked again by the same piece of typing. */
TEST(each_question_is_seen)
{
	struct harness *h = start();

	harness_type(h, "e");
	harness_type(h, "ney");
	assert_int_equal(h->app.mode, MODE_CONFIRM);
	harness_expect_text(h, " PRODUCTION ");
	harness_type(h, "ney");
	assert_int_equal(h->app.mode, MODE_CONFIRM);
	harness_type(h, "n");
	assert_int_equal(h->app.mode, MODE_TABLE);
	assert_int_equal(h->app.account_id.environment, ENVIRONMENT_PRODUCTION);
	harness_end(h);
}

/* What the loop does in a turn before it draws. */
static void
read_and_obey(struct harness *h)
{
	struct pollfd fds[2];
	unsigned count = h->frontend.descriptors(h->frontend.self, fds, 2);

	poll(fds, count, 0);
	assert_true(h->frontend.ready(h->frontend.self, fds, count));
	assert_int_equal(loop_obey_keys(&h->app, &h->frontend), 0);
}

/* It lies in the terminal, read by nobody, when the question is drawn. */
TEST(unread_keys_answer_nothing)
{
	struct harness *h = start();

	assert_int_equal(write(h->peer, "e", 1), 1);
	read_and_obey(h);
	assert_int_equal(h->app.mode, MODE_CONFIRM);
	assert_int_equal(write(h->peer, "y\033[", 3), 3);
	harness_settle(h);
	assert_int_equal(h->app.mode, MODE_CONFIRM);
	/* The rest of a key that had begun. */
	harness_type(h, "B");
	assert_int_equal(h->app.mode, MODE_CONFIRM);
	harness_type(h, "y");
	assert_int_equal(h->app.account_id.environment, ENVIRONMENT_DEMO);
	harness_end(h);
}

/* While the terminal takes nothing, nobody has seen the question. */
TEST(a_stopped_terminal_answers_nothing)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 200, .height = 60 });

	harness_answer(h, 200, FORTY);
	harness_deafen(h, true);
	for (int i = 0; i < 40; i++) {
		harness_type(h, "?");
		harness_type(h, "q");
	}
	harness_type(h, "e");
	for (int i = 0; i < 5; i++) {
		harness_wait(h, 1000);
		harness_type(h, "y");
		assert_int_equal(h->app.mode, MODE_CONFIRM);
	}
	harness_deafen(h, false);
	harness_expect_text(h, QUESTION);
	harness_expect_text(h, " PRODUCTION ");
	harness_type(h, "y");
	assert_int_equal(h->app.account_id.environment, ENVIRONMENT_DEMO);
	harness_end(h);
}

/* After a stop it has to be seen anew. */
TEST(a_question_outlasts_a_stop)
{
	struct harness *h = start();

	harness_type(h, "e");
	harness_suspend(h);
	assert_int_equal(write(h->peer, "y", 1), 1);
	harness_resume(h);
	assert_int_equal(h->app.mode, MODE_CONFIRM);
	harness_expect_text(h, QUESTION);
	harness_type(h, "y");
	assert_int_equal(h->app.account_id.environment, ENVIRONMENT_DEMO);
	harness_end(h);
}

/* However small the screen is, what has to be answered stands on it. */
TEST(a_question_is_seen_at_any_size)
{
	TABLE(sizes, int width, height) = { { 80, 3 }, { 30, 2 }, { 19, 5 }, { 10, 3 }, { 24, 1 } };
	struct harness *h = start();

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		harness_resize(h, sizes[i].width, sizes[i].height);
		harness_type(h, "e");
		harness_expect_text(h, "Leave");
		harness_type(h, "n");
		harness_expect_no_text(h, "Leave");
	}
	harness_end(h);
}
