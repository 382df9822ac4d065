/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/message_page.h"

#include <stdio.h>

#include "base/text.h"

#define INDENT 21

void
message_page_fill(struct page *page, const struct app *app)
{
	static const enum role roles[MESSAGE_LEVELS] = {
		[MESSAGE_INFO] = ROLE_PLAIN,
		[MESSAGE_AMOUNTS] = ROLE_PLAIN,
		[MESSAGE_WARNING] = ROLE_WARN,
		[MESSAGE_ERROR] = ROLE_BAD,
		[MESSAGE_EVENT] = ROLE_WARN,
		[MESSAGE_EVENT_AMOUNTS] = ROLE_WARN,
	};
	const struct message *message;
	char text[MESSAGE_SIZE + 32], utc[25], when[25];

	for (size_t age = 0; (message = messages_at(&app->messages, age)) != NULL; age++) {
		text_utc(utc, message->utc_ms);
		snprintf(when, sizeof when, "%.10s %.8s", utc, utc + 11);
		messages_text(text, sizeof text, message, app->hidden);
		page_pair(page, INDENT, ROLE_FAINT, when, roles[message->level], text);
	}
	if (page->count == 0)
		page_text(page, ROLE_PLAIN, "Nothing has been told yet.");
}
