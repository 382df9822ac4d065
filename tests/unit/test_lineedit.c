/* SPDX-License-Identifier: ISC */
#include "config.h"
#include "test.h"

#include <string.h>

#include "app/lineedit.h"

static void
type(struct lineedit *line, const char *text)
{
	for (; *text != '\0'; text++)
		assert_true(lineedit_type(line, *text));
}

TEST(test_typing_goes_in_at_the_cursor)
{
	struct lineedit line;

	lineedit_set(&line, "bc");
	assert_int_equal(line.cursor, 2);
	assert_true(lineedit_command(&line, COMMAND_CURSOR_LEFT));
	type(&line, "t");
	assert_string_equal(line.text, "btc");
	assert_int_equal(line.cursor, 2);
	assert_true(lineedit_command(&line, COMMAND_CURSOR_END));
	type(&line, "|eth");
	assert_string_equal(line.text, "btc|eth");
	assert_true(lineedit_command(&line, COMMAND_CURSOR_HOME));
	type(&line, "!");
	assert_string_equal(line.text, "!btc|eth");
	assert_false(lineedit_command(&line, COMMAND_SORT_VALUE));
}

TEST(test_characters_are_whole)
{
	struct lineedit line;

	lineedit_set(&line, "");
	assert_true(lineedit_type(&line, 0x4e2d));
	assert_true(lineedit_type(&line, 0x1f600));
	assert_int_equal(strlen(line.text), 7);
	assert_true(lineedit_command(&line, COMMAND_CURSOR_LEFT));
	assert_int_equal(line.cursor, 3);
	assert_true(lineedit_command(&line, COMMAND_ERASE));
	assert_int_equal(line.cursor, 0);
	assert_true(lineedit_command(&line, COMMAND_CURSOR_RIGHT));
	assert_int_equal(line.cursor, 4);
	assert_true(lineedit_command(&line, COMMAND_CURSOR_HOME));
	assert_true(lineedit_command(&line, COMMAND_DELETE));
	assert_string_equal(line.text, "");
}

TEST(test_controls_and_invisible_characters_are_passed_over)
{
	static const int bad[] = { 0, 1, '\n', 0x1b, 0x7f, 0x85, 0x200b, 0x202e, 0xd800, 0x110000,
		-1 };
	struct lineedit line;

	lineedit_set(&line, "a\x1b[31mb");
	assert_string_equal(line.text, "a?[31mb");
	lineedit_set(&line, "");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(lineedit_type(&line, bad[i]));
	assert_string_equal(line.text, "");
}

TEST(test_a_full_line_takes_no_more)
{
	struct lineedit line;
	int typed = 0;

	lineedit_set(&line, "");
	while (lineedit_type(&line, 'x'))
		typed++;
	assert_int_equal(typed, FILTER_SIZE - 1);
	assert_true(lineedit_command(&line, COMMAND_ERASE));
	assert_false(lineedit_type(&line, 0x4e2d));
	assert_true(lineedit_type(&line, 'y'));
}

TEST(test_erasing_words_and_lines)
{
	struct lineedit line;

	lineedit_set(&line, "btc|eth | sol ");
	assert_true(lineedit_command(&line, COMMAND_ERASE_WORD));
	assert_string_equal(line.text, "btc|eth | ");
	assert_true(lineedit_command(&line, COMMAND_ERASE_WORD));
	assert_string_equal(line.text, "btc|");
	assert_true(lineedit_command(&line, COMMAND_ERASE_LINE));
	assert_string_equal(line.text, "");
	assert_false(lineedit_command(&line, COMMAND_ERASE_LINE));
	assert_false(lineedit_command(&line, COMMAND_ERASE_WORD));
	assert_false(lineedit_command(&line, COMMAND_ERASE));
	assert_false(lineedit_command(&line, COMMAND_DELETE));
	assert_false(lineedit_command(&line, COMMAND_CURSOR_LEFT));
	assert_false(lineedit_command(&line, COMMAND_CURSOR_RIGHT));
}
