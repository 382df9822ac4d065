/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/command.h"

#include <stdio.h>

#include <bsd/string.h>

#include "base/text.h"

#define CTRL(letter) ((letter)&0x1f)

const struct command_info commands[COMMANDS_COUNT] = {
	[COMMAND_NONE] = { "", "", NULL, 0 },
	[COMMAND_QUIT] = { "quit", "leave colltop", "quit", 2 },
	[COMMAND_HELP] = { "help", "show every command and its keys", "help", 1 },
	[COMMAND_UP] = { "up", "move up", NULL, 0 },
	[COMMAND_DOWN] = { "down", "move down", NULL, 0 },
	[COMMAND_PAGE_UP] = { "page-up", "move up by a page", NULL, 0 },
	[COMMAND_PAGE_DOWN] = { "page-down", "move down by a page", NULL, 0 },
	[COMMAND_HALF_UP] = { "half-up", "move up by half a page", NULL, 0 },
	[COMMAND_HALF_DOWN] = { "half-down", "move down by half a page", NULL, 0 },
	[COMMAND_FIRST] = { "first", "move to the first line", NULL, 0 },
	[COMMAND_LAST] = { "last", "move to the last line", NULL, 0 },
	[COMMAND_FILTER] = { "filter",
	    "show only some currencies: btc|eth, =btc the whole name, !btc all but BTC", "filter",
	    3 },
	[COMMAND_SORT_MENU] = { "sort-menu", "choose the column to sort by", "sort", 5 },
	[COMMAND_SORT_VALUE] = { "sort-value", "sort by USD value, largest first", NULL, 0 },
	[COMMAND_SORT_NEXT] = { "sort-next",
	    "next order: value, currency, amount or funding, price", NULL, 0 },
	[COMMAND_REVERSE] = { "reverse", "reverse the order", "reverse", 10 },
	[COMMAND_REFRESH] = { "refresh", "ask the exchange now", "refresh", 4 },
	[COMMAND_LONGER] = { "longer", "longer interval between refreshes", NULL, 0 },
	[COMMAND_SHORTER] = { "shorter", "shorter interval between refreshes", NULL, 0 },
	[COMMAND_ENVIRONMENT] = { "environment", "switch between production and demo trading", NULL,
	    8 },
	[COMMAND_ACCOUNT] = { "account", "next account of the configuration", NULL, 0 },
	[COMMAND_PAUSE] = { "pause", "freeze rows and totals, or resume", NULL, 6 },
	[COMMAND_DETAIL] = { "detail", "everything about the currency under the cursor", "detail",
	    9 },
	[COMMAND_MESSAGES] = { "messages", "the last 200 messages", "messages", 7 },
	[COMMAND_HIDE] = { "hide", "hide or show amounts, values, totals and prices", NULL, 0 },
	[COMMAND_FOLD] = { "fold", "fold or unfold values under 1 USD", NULL, 0 },
	[COMMAND_REDRAW] = { "redraw", "redraw the screen", NULL, 0 },
	[COMMAND_WHATIF] = { "what-if", "what would happen to the loan if prices fell", "what-if",
	    5 },
	[COMMAND_ASK] = { "ask", "ask: repay, pledge, a price or a change of prices", "ask", 2 },
	[COMMAND_NEXT_LOAN] = { "next-loan", "watch the next loan", NULL, 0 },
	[COMMAND_PREVIOUS_LOAN] = { "previous-loan", "watch the previous loan", NULL, 0 },
	[COMMAND_LOAN] = { "loan", "everything about the loan, or about the currency again", "loan",
	    3 },
	[COMMAND_LIST] = { "list", "switch to OKX's list of collateral assets, or back to the loan",
	    NULL, 7 },
	[COMMAND_BELL] = { "bell", "mute the bell except for a worse band, or unmute it", NULL, 0 },
	[COMMAND_PUT_AWAY] = { "put-away", "dismiss loan alerts: the messages keep them", NULL, 0 },
	[COMMAND_CLOSE] = { "close", "close this and go back", "close", 1 },
	[COMMAND_ACCEPT] = { "accept", "take what is chosen or typed", "take", 2 },
	[COMMAND_CONFIRM] = { "confirm", "yes, do it", "yes", 2 },
	[COMMAND_SEARCH] = { "search", "show only the lines with some words", "search", 2 },
	[COMMAND_CURSOR_LEFT] = { "cursor-left", "one character to the left", NULL, 0 },
	[COMMAND_CURSOR_RIGHT] = { "cursor-right", "one character to the right", NULL, 0 },
	[COMMAND_CURSOR_HOME] = { "cursor-home", "to the beginning of the line", NULL, 0 },
	[COMMAND_CURSOR_END] = { "cursor-end", "to the end of the line", NULL, 0 },
	[COMMAND_ERASE] = { "erase", "erase the character before the cursor", NULL, 0 },
	[COMMAND_DELETE] = { "delete", "erase the character under the cursor", NULL, 0 },
	[COMMAND_ERASE_WORD] = { "erase-word", "erase the word before the cursor", NULL, 0 },
	[COMMAND_ERASE_LINE] = { "erase-line", "erase the whole line", NULL, 0 },
};

const char *const command_modes[MODES_COUNT] = {
	[MODE_TABLE] = "In the table",
	[MODE_PROMPT] = "Typing a filter",
	[MODE_MENU] = "In the sort menu",
	[MODE_CONFIRM] = "When asked",
	[MODE_DETAIL] = "In the detail of a currency",
	[MODE_LOAN] = "In the detail of the loan",
	[MODE_WHATIF] = "In what-if",
	[MODE_QUESTION] = "Typing a what-if question",
	[MODE_MESSAGES] = "Among the messages",
	[MODE_HELP] = "In the help",
	[MODE_SEARCH] = "Typing what to look for",
};

/* clang-format off */
#define MOVES(mode) \
	{ mode, KEYCODE_UP, COMMAND_UP }, { mode, 'k', COMMAND_UP }, \
	{ mode, KEYCODE_DOWN, COMMAND_DOWN }, { mode, 'j', COMMAND_DOWN }, \
	{ mode, KEYCODE_PAGE_UP, COMMAND_PAGE_UP }, \
	{ mode, KEYCODE_PAGE_DOWN, COMMAND_PAGE_DOWN }, \
	{ mode, CTRL('U'), COMMAND_HALF_UP }, { mode, CTRL('D'), COMMAND_HALF_DOWN }, \
	{ mode, KEYCODE_HOME, COMMAND_FIRST }, { mode, 'g', COMMAND_FIRST }, \
	{ mode, KEYCODE_END, COMMAND_LAST }, { mode, 'G', COMMAND_LAST }, \
	{ mode, CTRL('L'), COMMAND_REDRAW }

#define CLOSES(mode) \
	{ mode, KEYCODE_ESCAPE, COMMAND_CLOSE }, { mode, 'q', COMMAND_CLOSE }, \
	{ mode, KEYCODE_F10, COMMAND_CLOSE }

#define TYPING(mode) \
	{ mode, KEYCODE_ENTER, COMMAND_ACCEPT }, \
	{ mode, KEYCODE_ESCAPE, COMMAND_CLOSE }, { mode, KEYCODE_F10, COMMAND_CLOSE }, \
	{ mode, KEYCODE_LEFT, COMMAND_CURSOR_LEFT }, \
	{ mode, KEYCODE_RIGHT, COMMAND_CURSOR_RIGHT }, \
	{ mode, KEYCODE_HOME, COMMAND_CURSOR_HOME }, { mode, KEYCODE_END, COMMAND_CURSOR_END }, \
	{ mode, KEYCODE_BACKSPACE, COMMAND_ERASE }, { mode, KEYCODE_DELETE, COMMAND_DELETE }, \
	{ mode, CTRL('W'), COMMAND_ERASE_WORD }, { mode, CTRL('U'), COMMAND_ERASE_LINE }, \
	{ mode, CTRL('L'), COMMAND_REDRAW }

const struct binding bindings[] = {
	{ MODE_TABLE, 'q', COMMAND_QUIT }, { MODE_TABLE, KEYCODE_F10, COMMAND_QUIT },
	{ MODE_TABLE, '?', COMMAND_HELP }, { MODE_TABLE, 'h', COMMAND_HELP },
	{ MODE_TABLE, KEYCODE_F1, COMMAND_HELP },
	{ MODE_TABLE, '/', COMMAND_FILTER }, { MODE_TABLE, '\\', COMMAND_FILTER },
	{ MODE_TABLE, KEYCODE_F4, COMMAND_FILTER },
	{ MODE_TABLE, 'r', COMMAND_REFRESH }, { MODE_TABLE, KEYCODE_F5, COMMAND_REFRESH },
	{ MODE_TABLE, 'o', COMMAND_SORT_MENU }, { MODE_TABLE, KEYCODE_F6, COMMAND_SORT_MENU },
	{ MODE_TABLE, 'u', COMMAND_SORT_VALUE },
	{ MODE_TABLE, 's', COMMAND_SORT_NEXT },
	{ MODE_TABLE, 'I', COMMAND_REVERSE },
	{ MODE_TABLE, '+', COMMAND_LONGER }, { MODE_TABLE, '=', COMMAND_LONGER },
	{ MODE_TABLE, '-', COMMAND_SHORTER }, { MODE_TABLE, '_', COMMAND_SHORTER },
	{ MODE_TABLE, 'e', COMMAND_ENVIRONMENT }, { MODE_TABLE, KEYCODE_F9, COMMAND_ENVIRONMENT },
	{ MODE_TABLE, 'a', COMMAND_ACCOUNT },
	{ MODE_TABLE, 'p', COMMAND_PAUSE },
	{ MODE_TABLE, KEYCODE_ENTER, COMMAND_DETAIL },
	{ MODE_TABLE, 'm', COMMAND_MESSAGES },
	{ MODE_TABLE, 'x', COMMAND_HIDE },
	{ MODE_TABLE, 'z', COMMAND_FOLD },
	{ MODE_TABLE, 't', COMMAND_WHATIF },
	{ MODE_TABLE, '\t', COMMAND_NEXT_LOAN },
	{ MODE_TABLE, KEYCODE_TAB_BACK, COMMAND_PREVIOUS_LOAN },
	{ MODE_TABLE, 'v', COMMAND_LIST },
	{ MODE_TABLE, 'B', COMMAND_BELL },
	{ MODE_TABLE, KEYCODE_ESCAPE, COMMAND_PUT_AWAY },
	MOVES(MODE_TABLE),

	TYPING(MODE_PROMPT),

	MOVES(MODE_MENU),
	{ MODE_MENU, KEYCODE_ENTER, COMMAND_ACCEPT },
	{ MODE_MENU, 'I', COMMAND_REVERSE },
	CLOSES(MODE_MENU), { MODE_MENU, 'o', COMMAND_CLOSE },
	{ MODE_MENU, KEYCODE_F6, COMMAND_CLOSE },

	{ MODE_CONFIRM, 'y', COMMAND_CONFIRM }, { MODE_CONFIRM, 'Y', COMMAND_CONFIRM },

	MOVES(MODE_DETAIL),
	{ MODE_DETAIL, 'r', COMMAND_REFRESH }, { MODE_DETAIL, KEYCODE_F5, COMMAND_REFRESH },
	{ MODE_DETAIL, 'x', COMMAND_HIDE },
	{ MODE_DETAIL, '\t', COMMAND_LOAN },
	CLOSES(MODE_DETAIL), { MODE_DETAIL, KEYCODE_ENTER, COMMAND_CLOSE },

	MOVES(MODE_LOAN),
	{ MODE_LOAN, 'r', COMMAND_REFRESH }, { MODE_LOAN, KEYCODE_F5, COMMAND_REFRESH },
	{ MODE_LOAN, 'x', COMMAND_HIDE },
	{ MODE_LOAN, '\t', COMMAND_LOAN },
	CLOSES(MODE_LOAN), { MODE_LOAN, KEYCODE_ENTER, COMMAND_CLOSE },

	MOVES(MODE_WHATIF),
	{ MODE_WHATIF, 'x', COMMAND_HIDE },
	{ MODE_WHATIF, KEYCODE_ENTER, COMMAND_ASK }, { MODE_WHATIF, '/', COMMAND_ASK },
	{ MODE_WHATIF, '\\', COMMAND_ASK }, { MODE_WHATIF, KEYCODE_F4, COMMAND_ASK },
	CLOSES(MODE_WHATIF), { MODE_WHATIF, 't', COMMAND_CLOSE },

	TYPING(MODE_QUESTION),
	{ MODE_QUESTION, KEYCODE_UP, COMMAND_UP }, { MODE_QUESTION, KEYCODE_DOWN, COMMAND_DOWN },
	{ MODE_QUESTION, KEYCODE_PAGE_UP, COMMAND_PAGE_UP },
	{ MODE_QUESTION, KEYCODE_PAGE_DOWN, COMMAND_PAGE_DOWN },

	MOVES(MODE_MESSAGES),
	CLOSES(MODE_MESSAGES), { MODE_MESSAGES, 'm', COMMAND_CLOSE },

	MOVES(MODE_HELP),
	{ MODE_HELP, '/', COMMAND_SEARCH }, { MODE_HELP, '\\', COMMAND_SEARCH },
	{ MODE_HELP, KEYCODE_F4, COMMAND_SEARCH },
	CLOSES(MODE_HELP), { MODE_HELP, '?', COMMAND_CLOSE }, { MODE_HELP, 'h', COMMAND_CLOSE },
	{ MODE_HELP, KEYCODE_F1, COMMAND_CLOSE },

	TYPING(MODE_SEARCH),

	{ MODE_TABLE, KEYCODE_NONE, COMMAND_NONE }
};
/* clang-format on */

enum command
command_of(enum mode mode, int key)
{
	const struct binding *b;

	if (!command_takes_text(mode))
		key = text_halfwidth(key);
	for (b = bindings; b->command != COMMAND_NONE; b++)
		if (b->mode == mode && b->key == key)
			return b->command;
	return COMMAND_NONE;
}

bool
command_takes_text(enum mode mode)
{
	return mode == MODE_PROMPT || mode == MODE_SEARCH || mode == MODE_QUESTION;
}

bool
command_asks(enum mode mode)
{
	return mode == MODE_CONFIRM;
}

bool
command_is_page(enum mode mode)
{
	return mode == MODE_DETAIL || mode == MODE_LOAN || mode == MODE_WHATIF ||
	    mode == MODE_QUESTION || mode == MODE_MESSAGES || mode == MODE_HELP ||
	    mode == MODE_SEARCH;
}

/* The keys that are no character. */
/* clang-format off */
static const struct {
	int key;
	const char *name;
} key_names[] = {
	{ KEYCODE_ENTER, "Enter" }, { KEYCODE_ESCAPE, "Esc" }, { KEYCODE_BACKSPACE, "Backspace" },
	{ KEYCODE_UP, "Up" }, { KEYCODE_DOWN, "Down" }, { KEYCODE_LEFT, "Left" },
	{ KEYCODE_RIGHT, "Right" },
	{ KEYCODE_PAGE_UP, "PgUp" }, { KEYCODE_PAGE_DOWN, "PgDn" }, { KEYCODE_HOME, "Home" },
	{ KEYCODE_END, "End" }, { KEYCODE_DELETE, "Del" }, { KEYCODE_INSERT, "Ins" },
	{ KEYCODE_TAB_BACK, "Shift-Tab" }, { '\t', "Tab" }, { ' ', "Space" },
};
/* clang-format on */

void
command_key_name(char *out, size_t size, int key)
{
	char character[5] = "";
	size_t i;

	for (i = 0; i < sizeof key_names / sizeof *key_names; i++)
		if (key_names[i].key == key) {
			strlcpy(out, key_names[i].name, size);
			return;
		}
	if (key >= KEYCODE_F1 && key <= KEYCODE_F12)
		snprintf(out, size, "F%d", key - KEYCODE_F1 + 1);
	else if (key > 0 && key < 0x20)
		snprintf(out, size, "Ctrl-%c", key + 0x40);
	else {
		text_encode(character, key);
		strlcpy(out, character, size);
	}
}

void
command_keys(char *out, size_t size, enum mode mode, enum command command)
{
	char name[16];
	const struct binding *b;

	if (size == 0)
		return;
	out[0] = '\0';
	for (b = bindings; b->command != COMMAND_NONE; b++) {
		if (b->mode != mode || b->command != command)
			continue;
		command_key_name(name, sizeof name, b->key);
		if (out[0] != '\0')
			strlcat(out, " ", size);
		strlcat(out, name, size);
	}
}
