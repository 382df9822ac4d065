/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>

#include "screen/answers.h"
#include "screen/harness.h"
#include "ui/ui.h"

/* The terminal itself: what goes out, what comes back, and terminals that do less or nothing. */

TEST(no_color)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .no_color = true, .height = 14 });

	harness_answer(h, 200, THREE);
	for (int y = 0; y < 14; y++)
		for (int x = 0; x < 80; x++)
			assert_false(harness_look(h, y, x).colored);
	assert_true(harness_look(h, 5, 70).reversed);
	harness_expect_text(h, "96.12%  ########");
	harness_end(h);
}

TEST(colors)
{
	static const char *const terminals[] = { "xterm-256color", "xterm", "linux", "screen",
		"tmux-256color" };

	for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++) {
		struct harness *h = harness_start(
		    &(struct harness_options){ .terminal = terminals[i] });

		harness_answer(h, 200, THREE);
		assert_true(harness_look(h, 4, 2).colored);
		harness_expect_text(h, "96.12%  ########");
		harness_end(h);
	}
}

/* Without attributes a bar is of signs, and the selected row has a mark. */
TEST(mono)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .theme = "mono", .height = 14 });

	harness_answer(h, 200, THREE);
	harness_type(h, "jj");
	harness_expect_text(h, "96.12%  ########");
	assert_false(harness_look(h, 4, 70).reversed);
	harness_expect_text(h, ">ETH ");
	for (int x = 0; x < 80; x++)
		assert_false(harness_look(h, 0, x).colored);
	harness_end(h);
}

/* No run is shortened to a repetition, which is lost on many a terminal. */
TEST(no_repetitions)
{
	struct harness *h = harness_start(&(struct harness_options){ .locale = "C", .height = 14 });
	char bytes[65536], *at = bytes;
	ssize_t got;

	harness_answer(h, 200,
	    ASSETS(ASSET("BTC", "1111111111111111111111", "2222222222222222.22")));
	harness_deafen(h, true);
	harness_type(h, "\014");
	while ((got = read(h->peer, at, (size_t)(bytes + sizeof bytes - 1 - at))) > 0) {
		at += got;
		harness_settle(h);
	}
	*at = '\0';
	assert_non_null(strstr(bytes, "1,111,111"));
	assert_non_null(strstr(bytes,
	    "----------------------------------------------------------------------"));
	for (at = bytes; (at = strstr(at, "\033[")) != NULL;) {
		at += 2;
		at += strspn(at, "0123456789");
		assert_int_not_equal(*at, 'b');
	}
	harness_end(h);
}

/* Reports of mouse and focus and keyboard protocols that somebody left on would be keys. */
TEST(fault_102_what_was_left_on_is_switched_off)
{
	static const char *const off[] = { "\033[?1000l", "\033[?1002l", "\033[?1003l",
		"\033[?1004l", "\033[?1005l", "\033[?1006l", "\033[>4;0m", "\033[=0;1u" };
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	for (int again = 0; again < 2; again++) {
		for (size_t i = 0; i < sizeof off / sizeof *off; i++)
			assert_true(harness_wrote(h, off[i]));
		harness_bytes(h);
		h->frontend.suspend(h->frontend.self);
		h->frontend.resume(h->frontend.self);
		harness_settle(h);
	}
	harness_end(h);
	h = harness_start(&(struct harness_options){ .terminal = "linux" });
	assert_true(harness_wrote(h, off[0]));
	assert_false(harness_wrote(h, "\033[>4;0m"));
	harness_end(h);
}

/* Scrolling is by lines, since many a terminal lacks the other kind; the palette is the user's. */
TEST(fault_101_what_curses_should_not_send)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });
	unsigned scrolled = 0;

	harness_answer(h, 200, FORTY);
	for (int i = 0; i < 12; i++) {
		harness_bytes(h);
		harness_type(h, i < 6 ? "\004" : "\025");
		for (const char *at = h->written; (at = strstr(at, "\033[")) != NULL;) {
			at += 2;
			at += strspn(at, "0123456789;");
			assert_null(memchr("bST", *at, 3));
			scrolled += *at == 'r';
		}
	}
	assert_true(scrolled > 0);
	harness_close_screen(h);
	assert_false(harness_wrote(h, "\033]104"));
	harness_end(h);
}

/* A refresh costs its changed cells, and a little for each run of them. */
TEST(refresh_costs_little)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });
	size_t cells, runs;

	harness_answer(h, 200, THREE);
	for (int i = 0; i < 6; i++) {
		/* Until the request is under way. */
		harness_wait(h, 2500);
		harness_changed(h, &cells, &runs);
		harness_bytes(h);
		harness_answer(h, 200, i % 2 == 0 ? THREE_DRIFTED : THREE);
		harness_changed(h, &cells, &runs);
		assert_in_range(harness_bytes(h), 1, cells + 5 * runs + 60);
	}
	harness_end(h);
}

/* A terminal that takes nothing blocks nothing, and later shows how things are then. */
TEST(stopped_terminal)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 200, .height = 60 });

	harness_answer(h, 200, FORTY);
	harness_deafen(h, true);
	for (int i = 0; i < 40; i++) {
		harness_type(h, "?");
		harness_type(h, "q");
	}
	harness_answer(h, 200, THREE);
	harness_type(h, "s");
	harness_wait(h, 1000);
	assert_false(h->over);
	harness_deafen(h, false);
	harness_expect_text(h, "158,292.62");
	harness_expect_text(h, "CCY ^");
	harness_expect_text(h, "1s old");
	harness_expect_no_text(h, " C01  ");
	harness_end(h);
}

TEST(dropped_line)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	harness_answer(h, 200, THREE);
	assert_false(h->over);
	harness_hang_up(h);
	assert_true(h->over);
	harness_end(h);
}

/* The screen from before comes back, with its cursor. */
TEST(restored)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });
	int row, column;

	harness_answer(h, 200, THREE);
	assert_true(h->alternate);
	assert_false(harness_cursor(h, &row, &column));
	harness_close_screen(h);
	assert_false(h->alternate);
	assert_true(harness_cursor(h, &row, &column));
	harness_expect_no_text(h, "PRODUCTION");
	harness_end(h);
}

TEST(restored_in_haste)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });
	int row, column;

	harness_answer(h, 200, THREE);
	ui_restore();
	ui_restore();
	harness_settle(h);
	assert_false(h->alternate);
	assert_true(harness_cursor(h, &row, &column));
	harness_end(h);
}

TEST(redrawn)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	harness_answer(h, 200, THREE);
	harness_scribble(h, "\033[3;3Hsomebody else was here");
	harness_expect_text(h, "somebody");
	harness_type(h, "\014");
	harness_expect_no_text(h, "somebody");
	harness_expect_text(h, "158,292.62");
	harness_end(h);
}

/* Another program has the terminal for a while. */
TEST(suspended)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	harness_answer(h, 200, THREE);
	harness_suspend(h);
	assert_false(h->alternate);
	harness_scribble(h, "\033[2J\033[3;3Hshell");
	harness_resume(h);
	assert_true(h->alternate);
	harness_expect_no_text(h, "shell");
	harness_expect_text(h, "158,292.62");
	harness_end(h);
}

/* 64 KiB of anything, pasted: nothing but bound keys has an effect, and nothing hangs. */
TEST(any_bytes)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });
	unsigned char bytes[4096];
	uint32_t seed = 7;

	harness_answer(h, 200, FORTY);
	for (int i = 0; i < 16; i++) {
		for (size_t j = 0; j < sizeof bytes; j++) {
			seed = seed * 1103515245 + 12345;
			bytes[j] = (unsigned char)(seed >> 16);
			/* These leave, on purpose. */
			if (bytes[j] == 'q')
				bytes[j] = 'Q';
		}
		harness_type_bytes(h, bytes, sizeof bytes);
		if (h->over) {
			/* F10 is a sequence that chance may find. */
			harness_end(h);
			return;
		}
	}
	harness_wait(h, 300);
	harness_type(h, "\033");
	harness_wait(h, 300);
	harness_type(h, "\033");
	harness_wait(h, 300);
	harness_expect_text(h, "LIVE");
	harness_end(h);
}

/* The exported size is not the real one. */
TEST(exported_size)
{
	struct harness *h;

	setenv("LINES", "7", 1);
	setenv("COLUMNS", "33", 1);
	h = harness_start(&(struct harness_options){ .width = 80 });
	unsetenv("LINES");
	unsetenv("COLUMNS");
	harness_answer(h, 200, THREE);
	harness_expect_text(h, "as of 15:30:02 UTC");
	assert_string_not_equal(harness_row(h, 23), "");
	harness_end(h);
}

/* Curses leaves the signals alone, handled or not. */
TEST(signals_are_ours)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH };
	struct sigaction before[4], now;
	struct harness *h;

	for (size_t i = 0; i < 4; i++)
		sigaction(numbers[i], NULL, &before[i]);
	h = harness_start(&(struct harness_options){ .width = 80 });
	for (size_t i = 0; i < 4; i++) {
		sigaction(numbers[i], NULL, &now);
		assert_true(now.sa_handler == before[i].sa_handler);
	}
	harness_end(h);
}

static void
refuse(const char *terminal, const char *word)
{
	struct cause cause = { "" };
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	assert_null(ui_new(
	    &(struct ui_options){ .terminal = terminal, .theme = "dark", .descriptor = ends[0] },
	    &cause));
	assert_non_null(strstr(cause.text, word));
	assert_non_null(strstr(cause.text, "--once"));
	close(ends[0]);
	close(ends[1]);
}

TEST(unusable_terminals)
{
	struct cause cause = { "" };

	refuse(NULL, "TERM is not set");
	refuse("", "TERM is not set");
	refuse("no-such-terminal", "does not know the terminal no-such-terminal");
	refuse("dumb", "cannot move its cursor");
	if (isatty(STDOUT_FILENO) && isatty(STDIN_FILENO))
		return;
	assert_null(
	    ui_new(&(struct ui_options){ .terminal = "xterm", .theme = "dark", .descriptor = -1 },
		&cause));
	assert_non_null(strstr(cause.text, "is not a terminal"));
}
