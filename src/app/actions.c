/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/actions.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

#include <bsd/string.h>

#include "app/session.h"
#include "app/table_view.h"
#include "app/loan_watch.h"
#include "base/monotime.h"
#include "base/text.h"

/* Where the character before AT begins. */
static size_t
before(const struct lineedit *line, size_t at)
{
	while (at > 0) {
		at--;
		if (((unsigned char)line->text[at] & 0xc0) != 0x80)
			break;
	}
	return at;
}

/* Where the character at AT ends. */
static size_t
after(const struct lineedit *line, size_t at)
{
	const char *from = line->text + at;

	text_decode(&from, line->text + strlen(line->text));
	return (size_t)(from - line->text);
}

/* Where the word before AT begins; '|' separates words as blanks do. */
static size_t
word_before(const struct lineedit *line, size_t at)
{
	while (at > 0 && strchr(" |", line->text[at - 1]) != NULL)
		at--;
	while (at > 0 && strchr(" |", line->text[at - 1]) == NULL)
		at--;
	return at;
}

static bool
erase_between(struct lineedit *line, size_t from, size_t to)
{
	if (from == to)
		return false;
	memmove(line->text + from, line->text + to, strlen(line->text + to) + 1);
	line->cursor = from;
	return true;
}

static bool
move_cursor(struct lineedit *line, size_t to)
{
	if (line->cursor == to)
		return false;
	line->cursor = to;
	return true;
}

/* Begins with TEXT, the cursor at its end. */
static void
lineedit_set(struct lineedit *line, const char *text)
{
	line->cursor = text_sanitise(line->text, sizeof line->text, text, strlen(text));
}

/* Types CODEPOINT at the cursor; control characters and what does not fit are passed over. */
static bool
lineedit_type(struct lineedit *line, int codepoint)
{
	char bytes[4], clean[5];
	size_t length = strlen(line->text), n = text_encode(bytes, codepoint);

	/* Nothing that the sanitiser would change. */
	if (n == 0 || text_sanitise(clean, sizeof clean, bytes, n) != n ||
	    memcmp(clean, bytes, n) != 0)
		return false;
	if (length + n >= sizeof line->text)
		return false;
	memmove(line->text + line->cursor + n, line->text + line->cursor,
	    length - line->cursor + 1);
	memcpy(line->text + line->cursor, bytes, n);
	line->cursor += n;
	return true;
}

/*
 * Obeys an editing command (COMMAND_ERASE, COMMAND_CURSOR_LEFT …). False: it is none, or
 * changed nothing.
 */
static bool
lineedit_command(struct lineedit *line, enum command command)
{
	size_t end = strlen(line->text), at = line->cursor;

	switch (command) {
	case COMMAND_CURSOR_LEFT:
		return move_cursor(line, before(line, at));
	case COMMAND_CURSOR_RIGHT:
		return move_cursor(line, after(line, at));
	case COMMAND_CURSOR_HOME:
		return move_cursor(line, 0);
	case COMMAND_CURSOR_END:
		return move_cursor(line, end);
	case COMMAND_ERASE:
		return erase_between(line, before(line, at), at);
	case COMMAND_DELETE:
		return erase_between(line, at, after(line, at));
	case COMMAND_ERASE_WORD:
		return erase_between(line, word_before(line, at), at);
	case COMMAND_ERASE_LINE:
		return erase_between(line, 0, end);
	default:
		return false;
	}
}

#define UNUSED __attribute__((unused))

static void
enter_mode(struct app *app, enum mode mode)
{
	app->mode = mode;
	app->questions += command_asks(mode);
	app->scroll = 0;
	app->changed = true;
}

static void
quit(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	app->quit = true;
}

static void
help(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	app->search[0] = '\0';
	enter_mode(app, MODE_HELP);
}

static void
messages(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	enter_mode(app, MODE_MESSAGES);
}

/* How far a move goes, in rows or lines; a page keeps one line of what was there. */
static long
move_distance(enum command command, const struct app_extent *extent)
{
	long page = extent->page < 2 ? 1 : (long)extent->page - 1;

	switch (command) {
	case COMMAND_UP:
		return -1;
	case COMMAND_DOWN:
		return 1;
	case COMMAND_PAGE_UP:
		return -page;
	case COMMAND_PAGE_DOWN:
		return page;
	case COMMAND_HALF_UP:
		return -(page + 1) / 2;
	case COMMAND_HALF_DOWN:
		return (page + 1) / 2;
	case COMMAND_FIRST:
		return -(LONG_MAX / 2);
	default:
		return LONG_MAX / 2;
	}
}

/* BEGIN moved BY, within 0 and LAST. */
static size_t
clamp_move(size_t begin, long by, size_t last)
{
	if (by < 0)
		return (size_t)-by > begin ? 0 : begin - (size_t)-by;
	return (size_t)by > last || begin > last - (size_t)by ? last : begin + (size_t)by;
}

static size_t
menu_last(const struct app *app)
{
	size_t last = 0;

	while (app_menu_column(app, last + 1) >= 0)
		last++;
	return last;
}

static void
move_by_command(struct app *app, enum command command, const struct app_extent *extent)
{
	long by = move_distance(command, extent);

	if (app->mode == MODE_TABLE) {
		table_view_move(app, by);
		/* To an end goes there, from nowhere too. */
		if (command == COMMAND_FIRST || command == COMMAND_LAST)
			table_view_move(app, by);
	} else if (app->mode == MODE_MENU)
		app->menu = clamp_move(app->menu, by, menu_last(app));
	else
		app->scroll = clamp_move(app->scroll, by,
		    extent->lines > extent->page ? extent->lines - extent->page : 0);
	app->changed = true;
}

static void
filter(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	app->filter_before = app->filter;
	lineedit_set(&app->prompt, app->filter.text);
	enter_mode(app, MODE_PROMPT);
}

static void
search(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	lineedit_set(&app->prompt, app->search);
	enter_mode(app, MODE_SEARCH);
}

/* What is typed has its effect at once. */
static void
apply_typed(struct app *app)
{
	if (app->mode == MODE_PROMPT) {
		filter_set(&app->filter, app->prompt.text);
		table_view_rebuild(app);
	} else if (app->mode == MODE_QUESTION) {
		strlcpy(app->question, app->prompt.text, sizeof app->question);
		app->whatif_until_ms = monotime_ms() +
		    (app->whatif_hurried ? APP_HOLD_MS : APP_WHATIF_MAX_MS);
	} else
		strlcpy(app->search, app->prompt.text, sizeof app->search);
	app->scroll = 0;
	app->changed = true;
}

/* Full-width characters are typed as their ASCII twins. */
static void
type(struct app *app, int codepoint)
{
	if (lineedit_type(&app->prompt, text_narrow(codepoint)))
		apply_typed(app);
}

static void
edit(struct app *app, enum command command, const struct app_extent *extent UNUSED)
{
	char before[FILTER_SIZE];

	strlcpy(before, app->prompt.text, sizeof before);
	if (!lineedit_command(&app->prompt, command))
		return;
	if (strcmp(before, app->prompt.text) != 0)
		apply_typed(app);
	app->changed = true;
}

static void
sort_by(struct app *app, enum column_id column, bool descending)
{
	app->sort = column;
	app->descending = descending;
	app->moved_ms = -1;
	table_view_rebuild(app);
}

static void
sort_menu(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	bool descending;
	const enum column_id sorted = table_view_sort(app, app->shown, &descending);

	enter_mode(app, MODE_MENU);
	for (app->menu = 0; app->menu < menu_last(app); app->menu++)
		if (app_menu_column(app, app->menu) == (int)sorted)
			break;
}

static void
sort_value(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	sort_by(app, COLUMN_VALUE, true);
}

static void
sort_next(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	bool descending;
	enum column_id next = column_sort_next(app->shown,
	    table_view_sort(app, app->shown, &descending));

	sort_by(app, next, columns[next].descending);
}

static void
reverse(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	bool descending;
	const enum column_id sorted = table_view_sort(app, app->shown, &descending);

	sort_by(app, sorted, !descending);
}

static void
refresh(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	int64_t wait = okx_client_refresh(app->client);

	if (wait > 0)
		app_say(app, MESSAGE_INFO,
		    "refresh in %" PRId64 ".%" PRId64 " s: OKX allows 5 requests in 2 seconds",
		    wait / 1000, wait % 1000 / 100);
}

/* Another interval was chosen: what is STALE stays so until the next good answer. */
static void
judge_by_interval(struct source *source, int64_t interval_ms)
{
	if (interval_ms < source->interval_ms ||
	    (!source->failing && source_freshness(source) == FRESHNESS_LIVE))
		source->interval_ms = interval_ms;
}

static void
follow_interval(struct app *app, int seconds)
{
	int64_t wanted_ms = (int64_t)seconds * 1000;

	for (int i = 0; i < OKX_ENDPOINTS; i++)
		if (okx_endpoints[i].interval_ms == 0)
			judge_by_interval(&app->sources[i], wanted_ms);
	app->interval_s = seconds;
	okx_client_interval(app->client, wanted_ms);
}

static void
interval(struct app *app, enum command command, const struct app_extent *extent UNUSED)
{
	int wanted = app->interval_s;
	const int *step;

	for (step = settings_intervals; *step != 0; step++) {
		if (command == COMMAND_SHORTER && *step < app->interval_s)
			wanted = *step;
		if (command == COMMAND_LONGER && *step > app->interval_s) {
			wanted = *step;
			break;
		}
	}
	if (wanted == app->interval_s) {
		app_say(app, MESSAGE_INFO, "every %d s is the %s interval", wanted,
		    command == COMMAND_SHORTER ? "shortest" : "longest");
		return;
	}
	follow_interval(app, wanted);
	app_say(app, MESSAGE_INFO, "refreshing every %d s", wanted);
}

static void
leave_environment(struct app *app, enum command command UNUSED,
    const struct app_extent *extent UNUSED)
{
	enum environment other = environment_other(app->account_id.environment);

	if (secrets_get(app->secrets, other) == NULL) {
		app_say(app, MESSAGE_WARNING, "no key for %s: %s",
		    account_id_word(other, app->account_id.simulated),
		    app->credentials.of[other].cause.text);
		return;
	}
	/* Leaving invented figures, or demo's, leaves nothing unwatched. */
	if (app->account_id.environment == ENVIRONMENT_PRODUCTION && !app->account_id.simulated)
		enter_mode(app, MODE_CONFIRM);
	else
		app_aim(app, other);
}

static void
confirm(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	enter_mode(app, MODE_TABLE);
	app_aim(app, environment_other(app->account_id.environment));
}

static void
account(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	if (app->settings->count < 2)
		app_say(app, MESSAGE_INFO,
		    "%s is the only account: colltop.conf(5) tells how to add one",
		    app->account_id.account);
	else
		app->load_credentials = true;
}

static void
pause_rows(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	if (app->paused)
		table_view_resume(app, NULL);
	else if (app->shown == NULL)
		app_say(app, MESSAGE_INFO, "nothing to pause yet");
	else if (app_freshness(app) == FRESHNESS_STALE)
		app_say(app, MESSAGE_INFO, "not paused: the figures are old already");
	else
		table_view_pause(app);
}

static void
detail(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	if (table_view_selected(app) == NULL)
		table_view_move(app, 1);
	if (table_view_selected(app) != NULL)
		enter_mode(app, MODE_DETAIL);
	else
		app_say(app, MESSAGE_INFO, "no row to look at");
}

static void
hide(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	app->hidden = !app->hidden;
	app->changed = true;
}

static void
fold(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	app->folded = !app->folded;
	table_view_rebuild(app);
	if (app->folded && app->portfolio.folded.rows == 0)
		app_answer(app, "nothing to fold: no row is worth less than 1 USD");
}

static void
redraw(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	app->repaint = app->changed = true;
}

/* Types the question anew, from the one that stands. */
static void
ask(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	strlcpy(app->question_before, app->question, sizeof app->question_before);
	lineedit_set(&app->prompt, app->question);
	enter_mode(app, MODE_QUESTION);
}

static void
whatif(struct app *app, enum command command, const struct app_extent *extent)
{
	if (watchlist_watched(&app->watchlist) == NULL) {
		app_say(app, MESSAGE_INFO, "no loan to ask what-if about");
		return;
	}
	app->whatif_until_ms = monotime_ms() + APP_WHATIF_MAX_MS;
	app->whatif_hurried = false;
	ask(app, command, extent);
}

static void
choose_loan(struct app *app, enum command command, const struct app_extent *extent UNUSED)
{
	if (app->watchlist.count < 2)
		app_say(app, MESSAGE_INFO,
		    app->watchlist.count == 1 ? "this is the only loan" : "there is no loan");
	else
		loan_watch_choose(app, command == COMMAND_NEXT_LOAN ? 1 : -1);
}

/* From the detail of a currency to that of the loan, and back. */
static void
loan(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	if (app->mode == MODE_LOAN && table_view_selected(app) != NULL)
		enter_mode(app, MODE_DETAIL);
	else if (watchlist_watched(&app->watchlist) != NULL)
		enter_mode(app, MODE_LOAN);
	else
		app_say(app, MESSAGE_INFO, "there is no loan");
}

/* From the table of the loan to OKX's list, and back. */
static void
turn_table(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	if (watchlist_watched(&app->watchlist) != NULL)
		table_view_turn(app);
	else
		app_say(app, MESSAGE_INFO, "there is no loan: OKX's list is the only table");
}

static void
bell(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	if (!app->settings->bell) {
		app_say(app, MESSAGE_INFO, "the bell stays off: colltop.conf says bell = false");
		return;
	}
	app->muted = !app->muted;
	app_say(app, MESSAGE_INFO,
	    app->muted ? "the bell is off, but for a worse band" : "the bell rings again");
}

static void
put_away(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	messages_put_away(&app->messages);
	app->changed = true;
}

/* What Esc leaves: a prompt gives back what was, a search first its words, then the help. */
static void
leave(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	if (app->mode == MODE_PROMPT) {
		app->filter = app->filter_before;
		table_view_rebuild(app);
	}
	if (app->mode == MODE_QUESTION) {
		strlcpy(app->question, app->question_before, sizeof app->question);
		enter_mode(app, MODE_WHATIF);
	} else if (app->mode == MODE_SEARCH || (app->mode == MODE_HELP && app->search[0] != '\0')) {
		app->search[0] = '\0';
		enter_mode(app, MODE_HELP);
	} else
		enter_mode(app, MODE_TABLE);
}

static void
accept_choice(struct app *app, enum command command UNUSED, const struct app_extent *extent UNUSED)
{
	int chosen;

	if (app->mode == MODE_MENU && (chosen = app_menu_column(app, app->menu)) >= 0)
		sort_by(app, (enum column_id)chosen, columns[chosen].descending);
	enter_mode(app,
	    app->mode == MODE_SEARCH       ? MODE_HELP :
		app->mode == MODE_QUESTION ? MODE_WHATIF :
					     MODE_TABLE);
}

/* clang-format off */
void (*const actions[COMMANDS_COUNT])(struct app *, enum command, const struct app_extent *) = {
	[COMMAND_QUIT] = quit,
	[COMMAND_HELP] = help,
	[COMMAND_UP] = move_by_command, [COMMAND_DOWN] = move_by_command, [COMMAND_PAGE_UP] = move_by_command,
	[COMMAND_PAGE_DOWN] = move_by_command, [COMMAND_HALF_UP] = move_by_command, [COMMAND_HALF_DOWN] = move_by_command,
	[COMMAND_FIRST] = move_by_command, [COMMAND_LAST] = move_by_command,
	[COMMAND_FILTER] = filter,
	[COMMAND_SORT_MENU] = sort_menu,
	[COMMAND_SORT_VALUE] = sort_value,
	[COMMAND_SORT_NEXT] = sort_next,
	[COMMAND_REVERSE] = reverse,
	[COMMAND_REFRESH] = refresh,
	[COMMAND_LONGER] = interval, [COMMAND_SHORTER] = interval,
	[COMMAND_ENVIRONMENT] = leave_environment,
	[COMMAND_ACCOUNT] = account,
	[COMMAND_PAUSE] = pause_rows,
	[COMMAND_DETAIL] = detail,
	[COMMAND_MESSAGES] = messages,
	[COMMAND_HIDE] = hide,
	[COMMAND_FOLD] = fold,
	[COMMAND_REDRAW] = redraw,
	[COMMAND_WHATIF] = whatif,
	[COMMAND_ASK] = ask,
	[COMMAND_NEXT_LOAN] = choose_loan, [COMMAND_PREVIOUS_LOAN] = choose_loan,
	[COMMAND_LOAN] = loan,
	[COMMAND_LIST] = turn_table,
	[COMMAND_BELL] = bell,
	[COMMAND_PUT_AWAY] = put_away,
	[COMMAND_CLOSE] = leave,
	[COMMAND_ACCEPT] = accept_choice,
	[COMMAND_CONFIRM] = confirm,
	[COMMAND_SEARCH] = search,
	[COMMAND_CURSOR_LEFT] = edit, [COMMAND_CURSOR_RIGHT] = edit, [COMMAND_CURSOR_HOME] = edit,
	[COMMAND_CURSOR_END] = edit, [COMMAND_ERASE] = edit, [COMMAND_DELETE] = edit,
	[COMMAND_ERASE_WORD] = edit, [COMMAND_ERASE_LINE] = edit,
};
/* clang-format on */

void
actions_paste(struct app *app, int character)
{
	if (command_takes_text(app->mode))
		type(app, character);
}

/* A key that means nothing here; what is no sign has no name that all keyboards share. */
static void
answer_unknown(struct app *app, int key)
{
	char sign[5] = "";

	if (key > ' ' && key < KEYCODE_UP)
		sign[text_encode(sign, key)] = '\0';
	app_answer(app, "%s is not a command here; ? lists them",
	    sign[0] != '\0' ? sign : "that key");
}

void
actions_key(struct app *app, int key, const struct app_extent *extent)
{
	const struct message *newest = messages_at(&app->messages, 0);
	const unsigned times = newest == NULL ? 0 : newest->times;
	enum command command = command_of(app->mode, key);

	app->answer_until_ms = INT64_MIN;
	if (command != COMMAND_NONE)
		actions[command](app, command, extent);
	else if (command_takes_text(app->mode))
		type(app, key);
	else if (command_asks(app->mode))
		leave(app, COMMAND_CLOSE, extent);
	else
		answer_unknown(app, key);
	if (newest != messages_at(&app->messages, 0) ||
	    (newest != NULL && newest->times != times)) {
		app->answer[0] = '\0';
		app->answer_until_ms = monotime_ms() + APP_ANSWER_MS;
	}
}
