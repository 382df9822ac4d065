/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/ui.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <bsd/string.h>
#include <curses.h>

#include "app/loan_watch.h"
#include "app/table_view.h"
#include "base/monotime.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "ui/layout.h"
#include "ui/table.h"
#include "ui/terminfo.h"
#include "view/asset_detail.h"
#include "view/help.h"
#include "view/loan_detail.h"
#include "view/loan_notes.h"
#include "view/loan_panel.h"
#include "view/message_line.h"
#include "view/status.h"
#include "view/title.h"
#include "view/whatif.h"

#define KEYS_MOST 16      /* commands on one key bar */
#define KEYS_WORTH_IT 8   /* the last rank for which blanks give way */
#define RANK_WITH_LOAN 10 /* what matters less with a loan comes after all others */
#define LEAST_LINES 2     /* of the loan */
#define NOTES_MOST 3
#define STATUS_USAGE 2 /* where the terminal cannot be used */

/* What stands on the screen, composed once: the lines of each region, and where they stand. */
struct frame {
	const struct app *app; /* whose it is; NULL: there is none */
	enum mode mode;
	unsigned long stale; /* which figures of the table are */
	struct layout layout;
	enum role title_role;
	struct page title, notice, status, loan, notes, message;
	struct page body; /* of a page of lines */
};

/* How long to leave a terminal alone that polls writable and takes nothing. */
#define STALLED_MS 50

struct ui {
	struct display screen;
	struct keys keys;
	struct frame frame;
	size_t offset;         /* first row of the table that is shown */
	const struct app *due; /* what to draw as soon as the frame before is out; NULL: nothing */
	int64_t stalled_until_ms; /* 0: the terminal takes what it is given */
	/* the question in the last frame, and the one the terminal has; 0: none */
	unsigned long drawn, asked;
};

/* What each mode of pages shows, and its heading. */
static const struct {
	void (*fill)(struct page *page, const struct app *app);
	const char *heading;
} pages[MODES_COUNT] = {
	[MODE_DETAIL] = { asset_detail_fill, "DETAIL" },
	[MODE_LOAN] = { loan_detail_fill, "LOAN" },
	[MODE_WHATIF] = { whatif_fill, "WHAT-IF, NOT REAL" },
	[MODE_QUESTION] = { whatif_fill, "WHAT-IF, NOT REAL" },
	[MODE_MESSAGES] = { message_page_fill, "MESSAGES  newest first, times in UTC" },
	[MODE_HELP] = { help_fill, "HELP" },
	[MODE_SEARCH] = { help_fill, "HELP" },
};

static void
clear_frame(struct frame *frame)
{
	page_clear(&frame->title);
	page_clear(&frame->notice);
	page_clear(&frame->status);
	page_clear(&frame->loan);
	page_clear(&frame->notes);
	page_clear(&frame->message);
	page_clear(&frame->body);
	frame->app = NULL;
}

/*
 * A number that is another one as soon as time alone has made another figure of the table
 * stale.
 */
static unsigned long
stale_figures(const struct app *app)
{
	unsigned long number = 0;

	for (size_t i = 0; i < app->portfolio.count && !app_lists(app); i++)
		number += table_view_cell_stale(app, COLUMN_PRICE, app->portfolio.rows[i].asset);
	for (int id = 0; id < COLUMNS_COUNT; id++)
		number = 2 * number + table_view_cell_stale(app, (enum column_id)id, NULL);
	return number;
}

/* Composes the message, with SPARE lines more. Returns whether all was said. */
static bool
fill_message(struct frame *frame, int rows, const struct app *app, int spare)
{
	const int width = frame->message.width;

	page_clear(&frame->message);
	page_init(&frame->message, width);
	return message_line_fill(&frame->message, app, layout_message_most(rows),
	    layout_has_message(rows), spare);
}

/* Composes FRAME of what APP has to say, for CANVAS. */
static void
compose_frame(struct frame *frame, const struct canvas *canvas, const struct app *app)
{
	const int width = canvas->columns, rows = canvas->rows;
	const bool lines = command_is_page(app->mode);
	struct heights heights = { 0 };
	bool whole;

	clear_frame(frame);
	frame->app = app;
	frame->mode = app->mode;
	frame->stale = stale_figures(app);
	page_init(&frame->title, width);
	page_init(&frame->notice, width - 2);
	page_init(&frame->status, width - 1);
	page_init(&frame->loan, width - 1);
	page_init(&frame->notes, width - 1);
	page_init(&frame->message, width - 1);
	page_init(&frame->body, width - 2);
	frame->title_role = title_fill(&frame->title, app);
	whole = layout_is_typing(app->mode) || fill_message(frame, rows, app, 0);
	if (lines)
		pages[app->mode].fill(&frame->body, app);
	else if (!app_lists(app))
		loan_notes_fill(&frame->notes, app, NOTES_MOST);
	else if (watchlist_watched(&app->watchlist) == NULL)
		loan_panel_fill(&frame->loan, app, rows);
	heights.message = (int)frame->message.count;
	heights.notes = (int)frame->notes.count;
	heights.loan = (int)loan_panel_lines(app, width - 1);
	heights.none = (int)frame->loan.count;
	layout_make(&frame->layout, rows, app, &heights);
	if (!whole) {
		int wanted = lines ? (int)frame->body.count : table_lines(canvas, app);

		/* What is urgent is not cut while rows are empty. */
		fill_message(frame, rows, app, layout_spare(&frame->layout, rows, app, wanted));
		heights.message = (int)frame->message.count;
		layout_make(&frame->layout, rows, app, &heights);
	}
	if (frame->loan.count == 0)
		loan_panel_fill(&frame->loan, app, frame->layout.loan_height);
	if (frame->layout.panel >= 0 && !lines)
		status_fill(&frame->status, app);
	if (frame->layout.notice >= 0)
		title_fill_notice(&frame->notice, app);
}

struct ui *
ui_new(const struct ui_options *options, struct cause *cause)
{
	struct ui *ui = xcalloc(1, sizeof *ui);

	keys_init(&ui->keys);
	if (!screen_open(&ui->screen, options, &ui->keys, cause)) {
		free(ui);
		return NULL;
	}
	return ui;
}

void
ui_free(struct ui *ui)
{
	if (ui == NULL)
		return;
	screen_close(&ui->screen);
	clear_frame(&ui->frame);
	free(ui);
}

void
ui_restore(void)
{
	screen_restore();
}

const char *
ui_problem(const struct ui *ui)
{
	return !ui->screen.broken ? NULL :
				    "the screen's temporary file cannot be written: see that /tmp "
				    "has room and that ulimit -f allows it, or use colltop --once";
}

const char *
ui_version(void)
{
	return curses_version();
}

static unsigned
ui_descriptors(void *self, struct pollfd *fds, unsigned room)
{
	const struct ui *ui = self;

	if (room < 1)
		return 0;
	fds[0].fd = ui->screen.tty.fd;
	fds[0].events = keys_room(&ui->keys) > 0 ? POLLIN : 0;
	fds[0].revents = 0;
	if (tty_pending(&ui->screen.tty) && ui->stalled_until_ms == 0)
		fds[0].events |= POLLOUT;
	return 1;
}

static void
read_keys(struct ui *ui)
{
	unsigned char bytes[1024];
	size_t room, got;

	while ((room = keys_room(&ui->keys)) > 0) {
		got = tty_read(&ui->screen.tty, bytes, room < sizeof bytes ? room : sizeof bytes);
		if (got == 0)
			break;
		keys_feed(&ui->keys, bytes, got, monotime_ms());
	}
}

/*
 * Comes before the frame drawn is sent: what was typed until then does not answer a
 * question in it, even where it has not been read yet. (Not after that: a person who has
 * seen the question may have answered before this goes on.)
 */
static void
forget_typed(struct ui *ui)
{
	if (ui->drawn == 0 || ui->drawn == ui->asked)
		return;
	do {
		keys_drop(&ui->keys, monotime_ms());
		read_keys(ui);
	} while (keys_room(&ui->keys) == 0);
	keys_drop(&ui->keys, monotime_ms());
}

static bool ui_draw(void *self, const struct app *app);

/* Goes on sending; the frame that was due is drawn as things are now. */
static void
send_on(struct ui *ui)
{
	size_t before = ui->screen.tty.done;

	ui->stalled_until_ms = 0;
	forget_typed(ui);
	if (!tty_flush(&ui->screen.tty)) {
		if (ui->screen.tty.done == before)
			ui->stalled_until_ms = monotime_ms() + STALLED_MS;
		return;
	}
	if (ui->due != NULL)
		ui_draw(ui, ui->due);
	else
		ui->asked = ui->drawn;
}

static bool
ui_ready(void *self, const struct pollfd *fds, unsigned count)
{
	struct ui *ui = self;
	short seen = 0;

	for (unsigned i = 0; i < count; i++)
		if (fds[i].fd == ui->screen.tty.fd)
			seen = fds[i].revents;
	if ((seen & (POLLERR | POLLHUP | POLLNVAL)) != 0)
		return false;
	if ((seen & POLLIN) != 0)
		read_keys(ui);
	if ((seen & POLLOUT) != 0 ||
	    (ui->stalled_until_ms != 0 && ui->stalled_until_ms <= monotime_ms()))
		send_on(ui);
	return !ui->screen.tty.gone && !ui->screen.broken;
}

static int
ui_key(void *self, const struct app *app)
{
	struct ui *ui = self;
	const char *answer;
	int key;

	if (command_asks(app->mode) && ui->asked != app->questions)
		keys_drop(&ui->keys, monotime_ms());
	key = keys_next(&ui->keys, monotime_ms());
	if ((answer = keys_answer(&ui->keys)) != NULL && screen_suit(&ui->screen, answer)) {
		ui->frame.app = NULL;
		ui_draw(ui, app);
	}
	return key;
}

static int64_t
ui_deadline(void *self)
{
	const struct ui *ui = self;
	int64_t due = keys_deadline(&ui->keys);

	if (ui->stalled_until_ms != 0 && ui->stalled_until_ms < due)
		due = ui->stalled_until_ms;
	return due;
}

static struct app_extent
ui_extent(void *self, const struct app *app)
{
	struct ui *ui = self;
	const struct frame *frame = &ui->frame;
	struct app_extent extent;

	if (frame->app != app || frame->mode != app->mode)
		compose_frame(&ui->frame, &ui->screen.canvas, app);
	if (!command_is_page(app->mode)) {
		extent.page = table_page(&frame->layout, app);
		extent.lines = app->portfolio.count;
	} else {
		extent.page = (size_t)frame->layout.body_height;
		extent.lines = frame->body.count;
	}
	return extent;
}

/* What the page is, and of what. */
static void
write_heading(char *out, size_t size, const struct app *app)
{
	const char *heading = pages[app->mode].heading;
	const struct loan_status *status = watchlist_watched(&app->watchlist);

	if (app->mode == MODE_DETAIL)
		snprintf(out, size, "%s  %s", heading, app->selected);
	else if (app->mode == MODE_LOAN && status != NULL)
		snprintf(out, size, "%s  %s", heading, status->order->key);
	else if (pages[app->mode].fill == help_fill && app->search[0] != '\0')
		snprintf(out, size, "%s  lines with \"%s\"", heading, app->search);
	else
		snprintf(out, size, "%s", heading);
}

static void
paint_page(const struct canvas *canvas, const struct frame *frame, const struct app *app)
{
	const struct layout *layout = &frame->layout;
	enum role role = app_in_whatif(app) ? ROLE_TITLE_OTHER : ROLE_LABEL;
	size_t from = app->scroll, height = (size_t)layout->body_height, count = frame->body.count;
	char text[TEXT_LINE_SIZE];
	int x;

	if (count <= height)
		from = 0;
	else if (from > count - height)
		from = count - height;
	paint_lines(canvas, layout->body, 1, layout->body_height, &frame->body, from);

	write_heading(text, sizeof text, app);
	/* What is not real is marked across the whole screen. */
	if (app_in_whatif(app))
		paint_fill(canvas, layout->panel, 0, canvas->columns, role, ' ');
	x = 1 + paint(canvas, layout->panel, 1, canvas->columns - 2, role, text) + 2;
	if (count > height && height > 0) {
		snprintf(text, sizeof text, "%zu-%zu of %zu", from + 1, from + height, count);
		paint_right(canvas, layout->panel, x, canvas->columns - 1 - x,
		    app_in_whatif(app) ? role : ROLE_FAINT, text);
	}
}

/* What stands before a line that is typed, and behind it where there is room. */
static const struct {
	const char *label, *hint;
} prompts[MODES_COUNT] = {
	[MODE_PROMPT] = { "Filter: ", "btc|eth  =btc  !btc" },
	[MODE_SEARCH] = { "Search: ", "" },
	[MODE_QUESTION] = { "What if: ", "" },
	[MODE_WHATIF] = { "What if: ", "" },
};

/*
 * The hint of what is typed where it fits ROOM columns; of a question, before it is begun, as
 * many examples as do.
 */
static void
write_hint(char hint[TEXT_LINE_SIZE], const struct app *app, int room)
{
	const char *whole = prompts[app->mode].hint;
	const bool begun = app->mode != MODE_QUESTION || app->prompt.text[0] != '\0';
	size_t length = 0;

	strlcpy(hint, text_width(whole) <= room ? whole : "", TEXT_LINE_SIZE);
	for (const struct question_example *example = question_examples;
	     !begun && example->text != NULL; example++) {
		size_t before = length;

		length += (size_t)snprintf(hint + length, TEXT_LINE_SIZE - length, "%s%s",
		    length > 0 ? "  " : "", example->text);
		if (text_width(hint) <= room)
			continue;
		hint[before] = '\0';
		break;
	}
}

/*
 * Paints the line that is typed, its beginning left out where the cursor would not be
 * seen. Sets the cursor's place.
 */
static void
paint_prompt(const struct canvas *canvas, int y, const struct app *app, int *cursor_y,
    int *cursor_x)
{
	const char *label = prompts[app->mode].label;
	char hint[TEXT_LINE_SIZE];
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
	write_hint(hint, app, canvas->columns - at - 1);
	if (hint[0] != '\0')
		paint_right(canvas, y, at, canvas->columns - at - 1, ROLE_FAINT, hint);
}

/* The question that was asked, or how to ask one. */
static void
paint_question(const struct canvas *canvas, int y, const struct app *app)
{
	const bool asked = app->question[0] != '\0';
	int x = 1 + paint(canvas, y, 1, canvas->columns - 1, ROLE_LABEL, prompts[app->mode].label);

	paint(canvas, y, x, canvas->columns - x, asked ? ROLE_PLAIN : ROLE_FAINT,
	    !asked          ? "Enter: ask" :
		app->hidden ? PAGE_MASK :
			      app->question);
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
	{ MODE_QUESTION, COMMAND_CLOSE, "cancel" }, { MODE_QUESTION, COMMAND_ACCEPT, "keep" },
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

/* With a loan these matter less: in its own table, or in OKX's list. */
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
collect_entries(struct entry entries[KEYS_MOST], const struct app *app)
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
		/* The way back to the loan always stays. */
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

/* Paints the key bar: as many keys as fit, the help key and the key that leaves always. */
static void
paint_keys(const struct canvas *canvas, int y, const struct app *app)
{
	struct entry entries[KEYS_MOST];
	size_t count = collect_entries(entries, app);
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

/* What stands below the title on a screen too small for a table. */
static void
paint_least(const struct canvas *canvas, const struct app *app)
{
	const int last = canvas->rows - 1;
	struct page page;
	int y = 1;

	page_init(&page, canvas->columns - 1);
	/* A question has to be seen. */
	if (command_asks(app->mode)) {
		y = last;
		paint_fill(canvas, y, 0, canvas->columns, ROLE_PLAIN, ' ');
		message_line_fill(&page, app, 1, false, 0);
	} else if (watchlist_watched(&app->watchlist) != NULL)
		loan_panel_fill(&page, app, last < LEAST_LINES ? last : LEAST_LINES);
	else
		status_fill(&page, app);
	paint_lines(canvas, y, canvas->columns > 1 ? 1 : 0, LEAST_LINES, &page, 0);
	page_clear(&page);
}

static void
paint_title(const struct canvas *canvas, const struct frame *frame)
{
	paint_fill(canvas, 0, 0, canvas->columns, frame->title_role, ' ');
	paint_lines(canvas, 0, 0, 1, &frame->title, 0);
}

static void
paint_all(struct ui *ui, const struct app *app, int *cursor_y, int *cursor_x)
{
	const struct canvas *canvas = &ui->screen.canvas;
	const struct frame *frame = &ui->frame;
	const struct layout *layout = &frame->layout;

	erase();
	paint_title(canvas, frame);
	if (canvas->columns < UI_COLUMNS_MIN || canvas->rows < UI_ROWS_MIN) {
		paint_least(canvas, app);
		return;
	}
	paint_lines(canvas, layout->loan, 1, layout->loan_height, &frame->loan, 0);
	if (command_is_page(app->mode))
		paint_page(canvas, frame, app);
	else {
		paint_lines(canvas, layout->panel, 1, 1, &frame->status, 0);
		paint_lines(canvas, layout->notice, 1, 1, &frame->notice, 0);
		ui->offset = table_offset(layout, app, ui->offset);
		table_paint(canvas, layout, app, ui->offset);
		paint_lines(canvas, layout->words, 1, layout->words_height, &frame->notes, 0);
	}
	if (app->mode == MODE_QUESTION && layout->question >= 0)
		paint_prompt(canvas, layout->question, app, cursor_y, cursor_x);
	else if (app->mode == MODE_WHATIF)
		paint_question(canvas, layout->question, app);
	if (layout_is_typing(app->mode))
		paint_prompt(canvas, layout->footer, app, cursor_y, cursor_x);
	else
		paint_lines(canvas, layout->footer, 1, layout->footer_height, &frame->message, 0);
	if (layout->keybar >= 0)
		paint_keys(canvas, layout->keybar, app);
}

/* Paints the lines of a region where they are not those from BEFORE, which stand there. */
static void
paint_over(const struct canvas *canvas, int y, int height, const struct page *page,
    const struct page *before)
{
	if (page_same(page, before))
		return;
	for (int i = 0; i < height; i++)
		paint_fill(canvas, y + i, 0, canvas->columns, ROLE_PLAIN, ' ');
	paint_lines(canvas, y, 1, height, page, 0);
}

/*
 * Where only ages have changed since the frame BEFORE: paints the lines that tell them.
 * False where that is not all.
 */
static bool
paint_aged(const struct ui *ui, const struct app *app, const struct frame *before)
{
	const struct canvas *canvas = &ui->screen.canvas;
	const struct frame *frame = &ui->frame;
	const struct layout *layout = &frame->layout;

	if (app->changed || before->app != app || frame->stale != before->stale ||
	    app->portfolio.all.rows == 0 || canvas->columns < UI_COLUMNS_MIN ||
	    canvas->rows < UI_ROWS_MIN || command_takes_text(app->mode) || app->mode == MODE_MENU ||
	    !page_same(&frame->body, &before->body) ||
	    memcmp(layout, &before->layout, sizeof *layout) != 0)
		return false;
	paint_title(canvas, frame);
	paint_over(canvas, layout->loan, layout->loan_height, &frame->loan, &before->loan);
	paint_over(canvas, layout->panel, 1, &frame->status, &before->status);
	paint_over(canvas, layout->notice, 1, &frame->notice, &before->notice);
	paint_over(canvas, layout->words, layout->words_height, &frame->notes, &before->notes);
	paint_over(canvas, layout->footer, layout->footer_height, &frame->message,
	    &before->message);
	return true;
}

static void
paint_frame(struct ui *ui, const struct app *app, int *cursor_y, int *cursor_x)
{
	struct frame before = ui->frame;

	ui->frame = (struct frame){ .app = NULL };
	compose_frame(&ui->frame, &ui->screen.canvas, app);
	if (!paint_aged(ui, app, &before))
		paint_all(ui, app, cursor_y, cursor_x);
	clear_frame(&before);
}

static bool
ui_draw(void *self, const struct app *app)
{
	struct ui *ui = self;
	int cursor_y = -1, cursor_x = -1;
	char headline[LOAN_WATCH_HEADLINE_SIZE];

	/* Frames never queue: the next one shows how things are then. */
	if (tty_pending(&ui->screen.tty)) {
		ui->due = app;
		ui->frame.app = NULL;
		ui->screen.anew = ui->screen.anew || app->repaint;
		return true;
	}
	ui->due = NULL;
	screen_begin(&ui->screen, app->repaint);
	paint_frame(ui, app, &cursor_y, &cursor_x);
	/* Before the frame: who reads the news has heard the bell. */
	screen_ring(&ui->screen, app->rings);
	loan_watch_headline(headline, app);
	screen_headline(&ui->screen, headline);
	ui->drawn = command_asks(app->mode) ? app->questions : 0;
	forget_typed(ui);
	screen_end(&ui->screen, cursor_y, cursor_x);
	if (ui->screen.lost)
		ui->drawn = 0;
	if (!tty_pending(&ui->screen.tty))
		ui->asked = ui->drawn;
	return true;
}

static void
ui_suspend(void *self)
{
	struct ui *ui = self;

	screen_suspend(&ui->screen);
	ui->stalled_until_ms = 0;
	ui->drawn = ui->asked = 0;
}

static void
ui_resume(void *self)
{
	struct ui *ui = self;

	screen_resume(&ui->screen);
	ui->frame.app = NULL;
	ui->drawn = ui->asked = 0;
}

static void
ui_resize(void *self)
{
	struct ui *ui = self;

	screen_resize(&ui->screen);
	ui->frame.app = NULL;
}

struct frontend
ui_frontend(struct ui *ui)
{
	return (struct frontend){
		.self = ui,
		.descriptors = ui_descriptors,
		.ready = ui_ready,
		.key = ui_key,
		.deadline = ui_deadline,
		.extent = ui_extent,
		.draw = ui_draw,
		.suspend = ui_suspend,
		.resume = ui_resume,
		.resize = ui_resize,
	};
}

/* What the locale means for characters beyond ASCII. */
static void
say_locale(char *out, size_t size)
{
	const char *name = setlocale(LC_CTYPE, NULL), *set = nl_langinfo(CODESET);

	snprintf(out, size, "locale %s%s", name != NULL ? name : "C",
	    strcmp(set, "UTF-8") == 0 ?
		"" :
		" shows ? for signs beyond ASCII (LC_ALL=C.UTF-8 shows them)");
}

static const char *
inside(void)
{
	return getenv("TMUX") != NULL ? ", inside tmux" :
	    getenv("STY") != NULL     ? ", inside screen" :
					"";
}

bool
ui_examine(struct finding *finding)
{
	const char *name = getenv("TERM");
	struct winsize size = { 0 };
	struct cause cause = { "" };
	char locale[128];
	int colors;

	say_locale(locale, sizeof locale);
	if (isatty(STDIN_FILENO) != 1 && isatty(STDOUT_FILENO) != 1)
		return finding_well(finding, "none here, which --once and --batch do not need; %s",
		    locale);
	if (!terminfo_check(name, &cause))
		return finding_wrong(finding, STATUS_USAGE, "%s", cause.text);
	colors = terminfo_colors(name);
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		(void)ioctl(STDIN_FILENO, TIOCGWINSZ, &size);
	if (size.ws_col > 0 && (size.ws_col < UI_COLUMNS_MIN || size.ws_row < UI_ROWS_MIN))
		return finding_wrong(finding, STATUS_USAGE,
		    "%s is %dx%d: make it %dx%d at least, or use colltop --once", name, size.ws_col,
		    size.ws_row, UI_COLUMNS_MIN, UI_ROWS_MIN);
	return finding_well(finding, "TERM=%s, %d colours%s, %dx%d%s; %s", name,
	    colors > 0 ? colors : 0,
	    getenv("NO_COLOR") != NULL && *getenv("NO_COLOR") != '\0' ? " (off by NO_COLOR)" : "",
	    size.ws_col, size.ws_row, inside(), locale);
}
