/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_COMMAND_H
#define COLLTOP_APP_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What a person can tell the program to do, and with which keys: two tables.
 * The help screen, the key bar, the manual's check and the prompts read them;
 * a new command is one row in each.
 */
enum command {
	COMMAND_NONE,
	COMMAND_QUIT,
	COMMAND_HELP,
	COMMAND_UP,
	COMMAND_DOWN,
	COMMAND_PAGE_UP,
	COMMAND_PAGE_DOWN,
	COMMAND_HALF_UP,
	COMMAND_HALF_DOWN,
	COMMAND_FIRST,
	COMMAND_LAST,
	COMMAND_FILTER,
	COMMAND_SORT_MENU,
	COMMAND_SORT_VALUE,
	COMMAND_SORT_NEXT,
	COMMAND_REVERSE,
	COMMAND_REFRESH,
	COMMAND_LONGER,
	COMMAND_SHORTER,
	COMMAND_ENVIRONMENT,
	COMMAND_ACCOUNT,
	COMMAND_PAUSE,
	COMMAND_DETAIL,
	COMMAND_MESSAGES,
	COMMAND_HIDE,
	COMMAND_FOLD,
	COMMAND_REDRAW,
	COMMAND_WHATIF,
	COMMAND_ASK,
	COMMAND_NEXT_LOAN,
	COMMAND_PREVIOUS_LOAN,
	COMMAND_LOAN,
	COMMAND_LIST,
	COMMAND_BELL,
	COMMAND_PUT_AWAY,
	COMMAND_CLOSE,
	COMMAND_ACCEPT,
	COMMAND_CONFIRM,
	COMMAND_SEARCH,
	COMMAND_CURSOR_LEFT,
	COMMAND_CURSOR_RIGHT,
	COMMAND_CURSOR_HOME,
	COMMAND_CURSOR_END,
	COMMAND_ERASE,
	COMMAND_DELETE,
	COMMAND_ERASE_WORD,
	COMMAND_ERASE_LINE,
	COMMANDS_COUNT
};

/* What a key means depends on where one is; in one mode it means one thing. */
enum mode {
	MODE_TABLE,
	MODE_PROMPT,   /* typing a filter */
	MODE_MENU,     /* the sort menu */
	MODE_CONFIRM,  /* "Leave PRODUCTION?" */
	MODE_DETAIL,   /* all about a currency */
	MODE_LOAN,     /* all about the loan that is watched */
	MODE_WHATIF,   /* what if prices fell */
	MODE_QUESTION, /* typing what to ask there */
	MODE_MESSAGES,
	MODE_HELP,
	MODE_SEARCH, /* typing what to look for in the help */
	MODES_COUNT
};

struct command_info {
	const char *name;  /* "sort-value" */
	const char *help;  /* one line for the help screen and the manual */
	const char *label; /* on the key bar; NULL: not there, or app_label() says it */
	int bar; /* place on the key bar, 1 first; 0: not there. Higher ones leave first */
};

extern const struct command_info commands[COMMANDS_COUNT];

/* The heading of a mode in help and manual: "In the table". */
extern const char *const command_modes[MODES_COUNT];

/* Keys beyond the characters of Unicode. Control characters are their own codes, 1 to 31. */
enum keycode {
	KEYCODE_NONE = 0,
	KEYCODE_ENTER = 0x0d,
	KEYCODE_ESCAPE = 0x1b,
	KEYCODE_BACKSPACE = 0x7f,
	KEYCODE_UP = 0x110000,
	KEYCODE_DOWN,
	KEYCODE_LEFT,
	KEYCODE_RIGHT,
	KEYCODE_PAGE_UP,
	KEYCODE_PAGE_DOWN,
	KEYCODE_HOME,
	KEYCODE_END,
	KEYCODE_DELETE,
	KEYCODE_INSERT,
	KEYCODE_TAB_BACK,
	KEYCODE_F1,
	KEYCODE_F2,
	KEYCODE_F3,
	KEYCODE_F4,
	KEYCODE_F5,
	KEYCODE_F6,
	KEYCODE_F7,
	KEYCODE_F8,
	KEYCODE_F9,
	KEYCODE_F10,
	KEYCODE_F11,
	KEYCODE_F12,
	KEYCODE_INTERRUPT, /* Ctrl-C that did not become a signal: the program ends as by SIGINT */
	/* with a character added: one of a paste, which is text and no command */
	KEYCODE_PASTED = 0x200000
};

struct binding {
	enum mode mode;
	int key; /* a character of Unicode, a control character, or enum keycode */
	enum command command;
};

/*
 * Ends with a row whose command is COMMAND_NONE. Rows of one command keep the order in
 * which help names its keys.
 */
extern const struct binding bindings[];

/*
 * The command of KEY in MODE, or COMMAND_NONE. A full-width character counts
 * as its ASCII twin unless the mode takes text.
 */
enum command command_of(enum mode mode, int key);

/* Whether MODE takes text: characters without a binding are typed. */
bool command_takes_text(enum mode mode);

/* Whether MODE asks a question, which a key answers: any without a binding says no. */
bool command_asks(enum mode mode);

/*
 * Whether MODE shows a page of lines (help, details, what-if, messages) in the table's
 * place.
 */
bool command_is_page(enum mode mode);

/* A key's name for people: "q", "F10", "Ctrl-L", "PgUp", "Space". */
void command_key_name(char *out, size_t size, int key);

/* The names of all keys of COMMAND in MODE, separated by blanks ("q F10"); "" for none. */
void command_keys(char *out, size_t size, enum mode mode, enum command command);

#endif
