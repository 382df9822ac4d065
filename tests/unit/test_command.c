/* SPDX-License-Identifier: ISC */
/* The tables of commands and keys: whole, without contradictions, with the usual key names. */
#include "test.h"

#include "app/command.h"
#include "app/actions.h"

TEST(test_every_command_has_name_help_key_and_reaction)
{
	for (int command = COMMAND_NONE + 1; command < COMMANDS_COUNT; command++) {
		bool bound = false;

		assert_non_null(commands[command].name);
		assert_true(strlen(commands[command].name) > 0);
		assert_non_null(commands[command].help);
		assert_true(strlen(commands[command].help) > 0);
		assert_true(strlen(commands[command].help) <= 76);
		assert_non_null(actions[command]);
		for (const struct binding *b = bindings; b->command != COMMAND_NONE; b++)
			bound = bound || b->command == (enum command)command;
		if (!bound)
			fail_msg("no key for %s", commands[command].name);
		for (int other = COMMAND_NONE + 1; other < command; other++)
			assert_string_not_equal(commands[command].name, commands[other].name);
	}
}

TEST(test_a_key_means_one_thing_in_a_mode)
{
	for (const struct binding *a = bindings; a->command != COMMAND_NONE; a++)
		for (const struct binding *b = a + 1; b->command != COMMAND_NONE; b++)
			if (a->mode == b->mode && a->key == b->key)
				fail_msg("key %d is bound twice in mode %d", a->key, (int)a->mode);
}

TEST(test_keys_that_belong_to_the_terminal_are_not_used)
{
	static const int foreign[] = { 'S' & 0x1f, 'Q' & 0x1f, 'A' & 0x1f, 'B' & 0x1f, 'C' & 0x1f,
		'Z' & 0x1f, 0 };

	for (const struct binding *b = bindings; b->command != COMMAND_NONE; b++)
		for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
			assert_int_not_equal(b->key, foreign[i]);
}

TEST(test_escape_never_quits)
{
	assert_int_equal(command_of(MODE_TABLE, KEYCODE_ESCAPE), COMMAND_PUT_AWAY);
	for (int mode = 0; mode < MODES_COUNT; mode++)
		assert_int_not_equal(command_of((enum mode)mode, KEYCODE_ESCAPE), COMMAND_QUIT);
}

TEST(test_full_width_characters_count_as_their_twins)
{
	assert_int_equal(command_of(MODE_TABLE, 0xff51), COMMAND_QUIT);      /* ｑ */
	assert_int_equal(command_of(MODE_TABLE, 0xff1f), COMMAND_HELP);      /* ？ */
	assert_int_equal(command_of(MODE_TABLE, 0x3001), COMMAND_FILTER);    /* 、 */
	assert_int_equal(command_of(MODE_TABLE, 0xff0f), COMMAND_FILTER);    /* ／ */
	assert_int_equal(command_of(MODE_CONFIRM, 0xff59), COMMAND_CONFIRM); /* ｙ */
}

TEST(test_typing_takes_characters_as_they_are)
{
	assert_true(command_takes_text(MODE_PROMPT));
	assert_true(command_takes_text(MODE_SEARCH));
	assert_false(command_takes_text(MODE_TABLE));
	assert_int_equal(command_of(MODE_PROMPT, 'q'), COMMAND_NONE);
	assert_int_equal(command_of(MODE_SEARCH, '/'), COMMAND_NONE);
}

TEST(test_names_of_keys)
{
	TABLE(cases, int key; const char *name) = {
		{ 'q', "q" },
		{ '/', "/" },
		{ KEYCODE_F10, "F10" },
		{ KEYCODE_F1, "F1" },
		{ 'L' & 0x1f, "Ctrl-L" },
		{ KEYCODE_ENTER, "Enter" },
		{ KEYCODE_ESCAPE, "Esc" },
		{ KEYCODE_PAGE_DOWN, "PgDn" },
		{ ' ', "Space" },
		{ KEYCODE_BACKSPACE, "Backspace" },
		{ 0x4e2d, "\xe4\xb8\xad" },
	};
	char name[16];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		command_key_name(name, sizeof name, cases[i].key);
		assert_string_equal(name, cases[i].name);
	}
}

TEST(test_keys_of_a_command_in_the_order_of_the_table)
{
	char keys[64], small[3];

	command_keys(keys, sizeof keys, MODE_TABLE, COMMAND_QUIT);
	assert_string_equal(keys, "q F10");
	command_keys(keys, sizeof keys, MODE_TABLE, COMMAND_HELP);
	assert_string_equal(keys, "? h F1");
	command_keys(keys, sizeof keys, MODE_TABLE, COMMAND_CONFIRM);
	assert_string_equal(keys, "");
	command_keys(small, sizeof small, MODE_TABLE, COMMAND_HELP);
	assert_string_equal(small, "? ");
}
