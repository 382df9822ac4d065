/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/help.h"

#include <stdio.h>

#include <bsd/string.h>

#include "base/text.h"

#define INDENT 20

/* What the words and marks on the screen mean that have no table of their own. */
static const struct {
	const char *word, *meaning;
} words[] = {
	{ "LIVE", "the last good answer is younger than the interval and 12 s" },
	{ "STALE", "it is older: the figures are dimmed and in [brackets]" },
	{ "NO DATA", "no good answer so far" },
	{ "CONNECTING", "no answer at all so far" },
	{ "~", "computed by colltop, not sent by the exchange" },
	{ "[ ]", "stale: the last good answer is too old" },
	{ "-", "the exchange sent nothing for it, or nothing yet" },
	{ "?", "the exchange sent something that is not a number" },
	{ "<=  >=", "at most, at least: a bound, since a part of it is not known" },
	{ "none", "of CALL AT: this currency cannot trigger the margin call on its own" },
	{ "called", "of CALL AT: the margin call is there already" },
	{ "*", "a number that has no room" },
	{ "OK", "of a loan: the margin call is at least watch_fall away" },
	{ "WATCH", "the margin call is less than watch_fall away" },
	{ "CALL", "the LTV is at the margin call or above: OKX only warns" },
	{ "LIQUIDATION", "the LTV is at the liquidation or above: pledged coins are sold" },
	{ "UNKNOWN",
	    "a figure or a list is missing or not plausible, and no other shows worse; the loan says why" },
	{ "OLD", "there is no fresh answer: this is how it was" },
	{ "FUNDING",
	    "what is free in the funding account. It secures nothing, and not every coin is accepted as "
	    "collateral" },
	{ "OKX's list", ASSETS_READINGS },
	{ "k M B T", "thousands, millions, billions, trillions: there was no room for all digits" },
};

/* The heading goes in front of the first line that stays. */
struct help_section {
	struct page *page;
	const char *heading, *search;
	bool begun;
};

static void
add_entry(struct help_section *section, const char *lead, const char *text)
{
	if (*section->search != '\0' && !text_contains(lead, section->search) &&
	    !text_contains(text, section->search))
		return;
	if (!section->begun) {
		if (section->page->count > 0)
			page_space(section->page);
		page_text(section->page, ROLE_HEADER, section->heading);
		section->begun = true;
	}
	page_pair(section->page, INDENT, ROLE_KEY, lead, ROLE_PLAIN, text);
}

static void
add_mode(struct page *page, const char *search, enum mode mode)
{
	struct help_section section = { page, command_modes[mode], search, false };
	char keys[80];

	for (int command = COMMAND_NONE + 1; command < COMMANDS_COUNT; command++) {
		command_keys(keys, sizeof keys, mode, (enum command)command);
		if (keys[0] != '\0')
			add_entry(&section, keys, commands[command].help);
	}
}

void
help_fill(struct page *page, const struct app *app)
{
	const char *search = app->search;
	struct help_section columns_section = { page, "Columns", search, false };
	struct help_section questions_section = { page, "What-if questions, several at once",
		search, false };
	struct help_section words_section = { page, "Words and marks", search, false };
	size_t i;

	for (int mode = 0; mode < MODES_COUNT; mode++) {
		add_mode(page, search, (enum mode)mode);
		for (i = 0; mode == MODE_QUESTION && question_examples[i].text != NULL; i++)
			add_entry(&questions_section, question_examples[i].text,
			    question_examples[i].meaning);
		if (mode != MODE_TABLE)
			continue;
		for (i = 0; i < COLUMNS_COUNT; i++) {
			const struct column_place *place =
			    &columns[i].in[column_table(&app->portfolio)];

			if (column_stands(app->shown, (enum column_id)i))
				add_entry(&columns_section, place->title, place->help);
		}
		for (i = 0; i < sizeof words / sizeof *words; i++)
			add_entry(&words_section, words[i].word, words[i].meaning);
	}
	if (page->count == 0)
		page_text(page, ROLE_PLAIN, "No line contains this. Esc shows all again.");
}
