/* SPDX-License-Identifier: ISC */
/* The colours: that they can be read on every background, and how a theme is chosen. */
#include "test.h"

#include <math.h>
#include <stdlib.h>

#include "screen/answers.h"
#include "screen/harness.h"
#include "ui/paint.h"

#define ROLE_HEADER_DARK 110
#define ROLE_HEADER_LIGHT 25

static int
unset(void **state)
{
	unsetenv("COLORFGBG");
	return 0;
}

EACH_TEST(unset, unset)

/* WCAG 2.1, "relative luminance" and "contrast ratio". */
static double
linear(int part)
{
	double share = part / 255.0;

	return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double
luminance(struct rgb rgb)
{
	return 0.2126 * linear(rgb.red) + 0.7152 * linear(rgb.green) + 0.0722 * linear(rgb.blue);
}

static double
contrast(struct rgb a, struct rgb b)
{
	double x = luminance(a), y = luminance(b);

	return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

TEST(every_role_can_be_read_on_the_backgrounds_of_its_theme)
{
	static const struct {
		const char *theme, *background;
		struct rgb rgb;
		const char *answer;
	} rows[] = {
		{ "dark", "black", { 0, 0, 0 }, "11;rgb:0000/0000/0000" },
		{ "dark", "solarized dark", { 0x00, 0x2b, 0x36 }, "11;rgb:0000/2b2b/3636" },
		{ "light", "white", { 255, 255, 255 }, "11;rgb:ffff/ffff/ffff" },
		{ "light", "solarized light", { 0xfd, 0xf6, 0xe3 }, "11;rgb:fdfd/f6f6/e3e3" },
	};
	unsigned colored = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_string_equal(theme_by_answer(rows[i].answer), rows[i].theme);
		for (int role = 0; role < ROLES_COUNT; role++) {
			struct rgb rgb;

			if (!theme_color(&rgb, rows[i].theme, (enum role)role))
				continue;
			colored++;
			if (contrast(rgb, rows[i].rgb) < 4.5)
				fail_msg("role %d of %s on %s: %.2f", role, rows[i].theme,
				    rows[i].background, contrast(rgb, rows[i].rgb));
		}
	}
	assert_true(colored > 40);
}

TEST(answers_that_name_a_background)
{
	static const struct {
		const char *answer, *theme;
	} rows[] = {
		{ "11;rgb:ffff/ffff/ffff", "light" },
		{ "11;rgb:f/f/f", "light" },
		{ "11;rgb:ff/ff/ff", "light" },
		{ "11;rgba:ffff/ffff/ffff/ffff", "light" },
		{ "11;rgb:1e1e/1e1e/2e2e", "dark" },
		{ "11;rgb:0/0/0", "dark" },
		{ "10;rgb:ffff/ffff/ffff", NULL },
		{ "11;rgb:ffff/ffff", NULL },
		{ "11;rgb:ffff0/ffff/ffff", NULL },
		{ "11;rgb:/ffff/ffff", NULL },
		{ "11;#ffffff", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *theme = theme_by_answer(rows[i].answer);

		if (rows[i].theme == NULL)
			assert_null(theme);
		else
			assert_string_equal(theme, rows[i].theme);
	}
}

TEST(variables_that_name_a_background)
{
	static const struct {
		const char *variable, *theme;
	} rows[] = {
		{ "15;0", "dark" },
		{ "0;15", "light" },
		{ "0;default;15", "light" },
		{ "0;7", "light" },
		{ "7;8", "dark" },
		{ "0;9", "light" },
		{ "0;10", "light" },
		{ "default;default", NULL },
		{ "15", NULL },
		{ "15;", NULL },
		{ "", NULL },
		{ NULL, NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *theme = theme_by_variable(rows[i].variable);

		if (rows[i].theme == NULL)
			assert_null(theme);
		else
			assert_string_equal(theme, rows[i].theme);
	}
}

/* The colour of a header's letters. */
static int
header_color(struct harness *h)
{
	return harness_look(h, 4, 2).color;
}

static struct harness *
start(const char *theme, const char *terminal)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .theme = theme, .terminal = terminal });

	harness_answer(h, 200, THREE);
	return h;
}

TEST(fault_99_the_terminal_is_asked_and_its_answer_applied)
{
	struct harness *h = start("auto", NULL);

	assert_true(harness_wrote(h, "\033]11;?\007\033[c"));
	assert_int_equal(header_color(h), ROLE_HEADER_DARK);
	/* in pieces, seconds apart, and no byte of it a key */
	harness_type(h, "\033]11;rgb:ff");
	harness_wait(h, 3000);
	harness_type(h, "ff/ffff/ffff\033");
	harness_wait(h, 2000);
	harness_type(h, "\\");
	assert_int_equal(header_color(h), ROLE_HEADER_LIGHT);
	harness_expect_text(h, "USDT");
	harness_end(h);
}

TEST(it_is_asked_again_after_a_suspension)
{
	struct harness *h = start("auto", NULL);

	harness_type(h, "\033]11;rgb:0/0/0\007");
	harness_bytes(h);
	h->frontend.suspend(h->frontend.self);
	h->frontend.resume(h->frontend.self);
	harness_settle(h);
	assert_true(harness_wrote(h, "\033]11;?"));
	harness_type(h, "\033]11;rgb:f/f/f\007");
	assert_int_equal(header_color(h), ROLE_HEADER_LIGHT);
	harness_end(h);
}

TEST(a_variable_answers_for_the_terminal)
{
	struct harness *h;

	setenv("COLORFGBG", "0;15", 1);
	h = start("auto", NULL);
	assert_false(harness_wrote(h, "\033]11;?"));
	assert_int_equal(header_color(h), ROLE_HEADER_LIGHT);
	harness_end(h);
}

TEST(a_chosen_theme_asks_nothing_and_stays)
{
	struct harness *h = start("dark", NULL);

	assert_false(harness_wrote(h, "\033]11;?"));
	harness_type(h, "\033]11;rgb:ffff/ffff/ffff\007");
	assert_int_equal(header_color(h), ROLE_HEADER_DARK);
	harness_end(h);
}

TEST(terminals_that_may_not_know_the_question_are_not_asked)
{
	struct harness *h = start("auto", "linux");

	assert_false(harness_wrote(h, "\033]11;?"));
	harness_end(h);
}

/* A terminal that mixes its colours from numbers, as xterm-direct of ncurses-term is. */
static const char direct[] =
    "colltop-direct|a terminal of direct colours,\n"
    "\tRGB, colors#0x1000000, pairs#0x10000, use=xterm-256color,\n"
    "\tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38\\:2\\:\\:%p1%{65536}%/%d\\:%p1%{256}%/%{255}%&%d\\:"
    "%p1%{255}%&%d%;m,\n";

TEST(fault_100_direct_colors)
{
	char folder[] = "/tmp/colltop-terminfo-XXXXXX", command[200];
	struct harness *h;
	FILE *tic;

	assert_non_null(mkdtemp(folder));
	snprintf(command, sizeof command, "tic -x -o %s -", folder);
	assert_non_null(tic = popen(command, "w"));
	assert_true(fputs(direct, tic) >= 0);
	assert_int_equal(pclose(tic), 0);
	setenv("TERMINFO", folder, 1);
	h = harness_start(&(struct harness_options){ .terminal = "colltop-direct" });
	/* the header's 110 of 256 is 87afd7 */
	harness_bytes(h);
	harness_answer(h, 200, THREE);
	harness_type(h, "\014");
	assert_true(harness_wrote(h, "\033[38:2::135:175:215m"));
	harness_end(h);
	unsetenv("TERMINFO");
	snprintf(command, sizeof command, "rm -r %s", folder);
	assert_int_equal(system(command), 0);
}

ALL_TESTS(NULL, NULL)
