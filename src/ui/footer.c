/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/footer.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "base/text.h"

#define KEYS_MOST 16      /* commands on one key bar */
#define KEYS_WORTH_IT 8   /* the last rank for which blanks give way */
#define RANK_WITH_LOAN 10 /* what matters less with a loan comes behind all others */

void
footer_paint_prompt(const struct canvas *canvas, int y, const struct app *app, int *cursor_y,
    int *cursor_x)
{
	const char *label = app->mode == MODE_PROMPT ? "Filter: " : "Search: ";
	const char *hint = app->mode == MODE_PROMPT ? "btc|eth  =btc  !btc" : "";
	const char *text = app->prompt.text, *end = text + strlen(text);
	char before[FILTER_SIZE];
	int x, room, at;

	x = 1 + paint(canvas, y, 1, canvas->columns - 1, ROLE_LABEL, label);
	room = canvas->columns - x - 1;
	for (;;) {
		snprintf(before, sizeof before, "%.*s",
		    (int)(app->prompt.text + app->prompt.cursor - text), text);
		at = text_width(before);
		if (at <= room || at == 0)
			break;
		text_decode(&text, end);
	}
	paint(canvas, y, x, room + 1, ROLE_PLAIN, text);
	*cursor_y = y;
	*cursor_x = x + at;
	at = x + text_width(text) + 3;
	if (canvas->columns - at > text_width(hint))
		paint_right(canvas, y, at, canvas->columns - at - 1, ROLE_FAINT, hint);
}

/* One entry of the key bar. */
struct entry {
	char key[16];
	const char *label;
	int rank;
	bool stays;
	bool left; /* it had to leave */
};

/* What a command is called where its usual word would not say what it does there. */
/* clang-format off */
static const struct {
	enum mode mode;
	enum command command;
	const char *label;
} words[] = {
	{ MODE_PROMPT, COMMAND_CLOSE, "cancel" }, { MODE_PROMPT, COMMAND_ACCEPT, "keep" },
	{ MODE_SEARCH, COMMAND_CLOSE, "cancel" }, { MODE_SEARCH, COMMAND_ACCEPT, "keep" },
	{ MODE_MENU, COMMAND_ACCEPT, "sort" },
	{ MODE_LOAN, COMMAND_LOAN, "currency" },
};
/* clang-format on */

static const char *
label_of(const struct app *app, enum command command)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words[i].mode == app->mode && words[i].command == command)
			return words[i].label;
	return app_label(app, command);
}

/* The first key of COMMAND in MODE, "" for none. */
static void
first_key(char *out, size_t size, enum mode mode, enum command command)
{
	const struct binding *binding;

	out[0] = '\0';
	for (binding = bindings; binding->command != COMMAND_NONE; binding++)
		if (binding->mode == mode && binding->command == command) {
			command_key_name(out, size, binding->key);
			return;
		}
}

/* With a loan these matter less: while its own table stands, or OKX's list. */
/* clang-format off */
static const struct {
	enum command command;
	bool in_loan, in_list;
} lesser[] = {
	{ COMMAND_SORT_MENU, true, false }, { COMMAND_PAUSE, true, true },
	{ COMMAND_MESSAGES, true, false },
	{ COMMAND_WHATIF, false, true },
};
/* clang-format on */

/* The place of COMMAND on the bar, 0 for none. */
static int
rank_of(const struct app *app, enum command command)
{
	const bool loan = watchlist_watched(&app->watchlist) != NULL;

	/* The key that leaves stands last, whatever its rank. */
	if (command == COMMAND_QUIT)
		return INT_MAX;
	if ((command == COMMAND_WHATIF || command == COMMAND_LOAN || command == COMMAND_LIST) &&
	    !loan)
		return 0;
	for (size_t i = 0; i < sizeof lesser / sizeof *lesser && loan; i++)
		if (lesser[i].command == command &&
		    (app->listed ? lesser[i].in_list : lesser[i].in_loan))
			return commands[command].bar + RANK_WITH_LOAN;
	return commands[command].bar;
}

/* Fills ENTRIES in by rank; returns how many. */
static size_t
collect(struct entry entries[KEYS_MOST], const struct app *app)
{
	size_t count = 0, at;

	for (int command = COMMAND_NONE + 1; command < COMMANDS_COUNT && count < KEYS_MOST - 1;
	     command++) {
		struct entry entry = { .rank = rank_of(app, (enum command)command) };

		if (entry.rank == 0)
			continue;
		first_key(entry.key, sizeof entry.key, app->mode, (enum command)command);
		entry.label = label_of(app, (enum command)command);
		if (entry.key[0] == '\0' || entry.label == NULL)
			continue;
		/* The way back to the loan is never out of sight. */
		entry.stays = command == COMMAND_QUIT || command == COMMAND_HELP ||
		    command == COMMAND_CLOSE || (command == COMMAND_LIST && app->listed);
		for (at = count++; at > 0 && entries[at - 1].rank > entry.rank; at--)
			entries[at] = entries[at - 1];
		entries[at] = entry;
	}
	/* Any key but those that say yes. */
	if (app->mode == MODE_CONFIRM)
		entries[count++] = (struct entry){ .key = "other", .label = "no", .rank = INT_MAX };
	return count;
}

static int
entry_width(const struct entry *entry)
{
	return text_width(entry->key) + 1 + text_width(entry->label);
}

/*
 * Lets the highest ranks leave until the rest fits; for the sake of the lower
 * ones the two blanks between keys first become one. Returns the blanks.
 */
static int
make_fit(struct entry *entries, size_t count, int room)
{
	for (int gap = 2;;) {
		int width = 1 - gap, worst = -1;

		for (size_t i = 0; i < count; i++) {
			if (entries[i].left)
				continue;
			width += entry_width(&entries[i]) + gap;
			if (!entries[i].stays &&
			    (worst < 0 || entries[i].rank >= entries[worst].rank))
				worst = (int)i;
		}
		if (width <= room || worst < 0)
			return gap;
		if (gap > 1 && entries[worst].rank <= KEYS_WORTH_IT)
			gap = 1;
		else
			entries[worst].left = true;
	}
}

void
footer_paint_keys(const struct canvas *canvas, int y, const struct app *app)
{
	struct entry entries[KEYS_MOST];
	size_t count = collect(entries, app);
	int x = 1, gap = make_fit(entries, count, canvas->columns);

	for (size_t i = 0; i < count; i++) {
		if (entries[i].left)
			continue;
		x += paint(canvas, y, x, canvas->columns - x, ROLE_KEY, entries[i].key);
		x += paint(canvas, y, x, canvas->columns - x, ROLE_KEYLABEL, ":");
		x += paint(canvas, y, x, canvas->columns - x, ROLE_KEYLABEL, entries[i].label) +
		    gap;
	}
}
