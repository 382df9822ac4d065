/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/elements.h"

#include <string.h>

#include <bsd/stdlib.h>
#include <cjson/cJSON.h>

#define LAST_TIME_MS 4102444800000 /* 2100-01-01T00:00:00Z */

bool
okx_find_members(const cJSON *object, struct okx_member *members, size_t count, struct cause *cause)
{
	const cJSON *item, *other;
	size_t seen = 0, i;

	for (i = 0; i < count; i++)
		members[i].item = NULL;
	/* By hand, as indexing it would walk the list for each member. */
	for (item = object->child; item != NULL; item = item->next) {
		if (++seen > OKX_PARSE_MAX_MEMBERS)
			return cause_set(cause, "more than %d members", OKX_PARSE_MAX_MEMBERS);
		for (other = object->child; other != item; other = other->next)
			if (strcmp(other->string, item->string) == 0)
				return cause_set(cause, "member \"%.40s\" comes twice",
				    item->string);
		for (i = 0; i < count; i++)
			if (strcmp(members[i].name, item->string) == 0)
				members[i].item = item;
	}
	return true;
}

bool
okx_each_element(struct okx_answer *answer, const cJSON *list, const char *name,
    bool (*take)(struct okx_answer *answer, void *into, const cJSON *element, struct cause *cause),
    void *into, struct cause *cause)
{
	struct cause inner = { "" };
	const cJSON *element;
	size_t i = 0;

	for (element = list->child; element != NULL; element = element->next, i++) {
		if (!cJSON_IsObject(element))
			cause_set(&inner, "is not an object");
		else if (take(answer, into, element, &inner))
			continue;
		return cause_set(cause, "%s[%zu]%s%s", name, i, inner.text[0] == '.' ? "" : " ",
		    inner.text);
	}
	return true;
}

/* How many texts beyond the limit there are in ITEM, names included. */
static size_t
count_long(const cJSON *item)
{
	const cJSON *child;
	size_t count = cJSON_IsString(item) && strlen(item->valuestring) > OKX_SCAN_MAX_STRING;

	if (item->string != NULL)
		count += strlen(item->string) > OKX_SCAN_MAX_STRING;
	cJSON_ArrayForEach(child, item) count += count_long(child);
	return count;
}

void
okx_excuse_long_texts(struct okx_answer *answer, const cJSON *item,
    const struct okx_member *members, size_t count)
{
	const cJSON *child;

	/* Nearly always there is none. */
	if (answer->scan.long_strings == 0 || item == NULL)
		return;
	if (cJSON_IsString(item))
		answer->excused += strlen(item->valuestring) > OKX_SCAN_MAX_STRING;
	cJSON_ArrayForEach(child, item)
	{
		size_t i = 0;

		while (i < count &&
		    (child->string == NULL || strcmp(members[i].name, child->string) != 0))
			i++;
		if (i == count)
			answer->excused += count_long(child);
	}
}

const char *
okx_sent_text(struct okx_answer *answer, const cJSON *item, bool *unreadable)
{
	*unreadable = false;
	if (item == NULL || cJSON_IsNull(item))
		return NULL;
	if (cJSON_IsString(item)) {
		if (strlen(item->valuestring) <= OKX_SCAN_MAX_STRING)
			return item->valuestring[0] != '\0' ? item->valuestring : NULL;
		answer->excused++;
	}
	*unreadable = true;
	return NULL;
}

void
okx_note_figure(struct okx_answer *answer, const struct okx_member *member,
    const struct figure *figure)
{
	const char **names = answer->parsed->unreadable;

	if (figure->state != FIGURE_UNREADABLE)
		return;
	for (size_t i = 0; i < OKX_PARSE_UNREADABLE; i++)
		if (names[i] == NULL || strcmp(names[i], member->name) == 0) {
			names[i] = member->name;
			return;
		}
}

const char *
okx_ccy_name(const struct okx_member *member, struct cause *cause)
{
	const cJSON *item = member->item;

	if (!cJSON_IsString(item) || item->valuestring[0] == '\0') {
		cause_set(cause, "has no %s", member->name);
		return NULL;
	}
	/* A name cut short could be another currency's. */
	if (strlen(item->valuestring) >= ASSETS_CCY_SIZE) {
		cause_set(cause, "has a %s of over %d bytes", member->name, ASSETS_CCY_SIZE - 1);
		return NULL;
	}
	return item->valuestring;
}

bool
okx_epoch_ms(int64_t *out, const cJSON *item)
{
	const char *failed, *text;

	if (!cJSON_IsString(item))
		return false;
	text = item->valuestring;
	/* Digits alone, where strtonum(3) takes a sign and blanks. */
	if (text[0] == '\0' || text[strspn(text, "0123456789")] != '\0')
		return false;
	*out = strtonum(text, 0, LAST_TIME_MS, &failed);
	return failed == NULL;
}

const char *
okx_short_text(const cJSON *item)
{
	/* One cut short could be another's. */
	if (!cJSON_IsString(item) || strlen(item->valuestring) >= ASSETS_ORD_ID_SIZE)
		return "";
	return item->valuestring;
}

void
okx_note_unreadable(struct okx_answer *answer, const struct okx_member *member)
{
	const struct figure unreadable = { .state = FIGURE_UNREADABLE };

	okx_note_figure(answer, member, &unreadable);
}

void
okx_stamp(struct snapshot *from, const struct okx_call *call)
{
	from->arrived_ms = call->arrived_ms;
	from->arrived_utc_ms = call->arrived_utc_ms;
}

struct figure
okx_read_figure(struct okx_answer *answer, struct arena *arena, const struct okx_member *member)
{
	bool unreadable;
	const char *text = okx_sent_text(answer, member->item, &unreadable);
	struct figure figure = figure_copy(arena, text, unreadable);

	okx_note_figure(answer, member, &figure);
	return figure;
}
