/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/answer.h"

#include <stdio.h>
#include <string.h>

#include <bsd/stdlib.h>
#include <bsd/string.h>
#include <cjson/cJSON.h>

#include "base/text.h"

#define LAST_TIME_MS 4102444800000 /* 2100-01-01T00:00:00Z */

_Static_assert(OKX_PARSE_MAX_STRING == OKX_SCAN_MAX_STRING, "one limit");

static enum okx_parse_result
broken(struct cause *cause, const char *what)
{
	cause_set(cause, "%s", what);
	return OKX_PARSE_BROKEN;
}

/* OBJECT's list is walked by hand, as indexing it would walk it for each member. */
bool
okx_answer_members(const cJSON *object, struct okx_member *members, size_t count,
    struct cause *cause)
{
	const cJSON *item, *other;
	size_t seen = 0, i;

	for (i = 0; i < count; i++)
		members[i].item = NULL;
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

cJSON *
okx_answer_json(struct okx_scan *scan, const char *text, size_t length, struct cause *cause)
{
	const char *end;
	cJSON *root;

	if (length > OKX_PARSE_MAX_BODY) {
		cause_set(cause, "larger than %d MiB", OKX_PARSE_MAX_BODY / (1024 * 1024));
		return NULL;
	}
	if (!okx_scan_json(scan, text, length, cause))
		return NULL;
	/*
	 * What was scanned is valid: the NUL counts in, so that it is looked for behind the
	 * object.
	 */
	root = cJSON_ParseWithLengthOpts(text, length + 1, &end, 1);
	if (root == NULL)
		cause_set(cause, "out of memory");
	return root;
}

/* Reads a code, sent as a string or as a whole number; false for anything else. */
static bool
read_code(char out[16], const cJSON *item)
{
	if (cJSON_IsString(item) && item->valuestring[0] != '\0') {
		text_sanitise(out, 16, item->valuestring, strlen(item->valuestring));
		return true;
	}
	if (cJSON_IsNumber(item) && item->valueint == item->valuedouble) {
		snprintf(out, 16, "%d", item->valueint);
		return true;
	}
	return false;
}

static void
read_message(struct okx_refusal *refusal, const cJSON *item)
{
	refusal->message[0] = '\0';
	if (cJSON_IsString(item))
		text_sanitise(refusal->message, sizeof refusal->message, item->valuestring,
		    strlen(item->valuestring));
}

/* "Operation failed" (1) and "partially" (2) say why in the first element that failed. */
static void
read_reason(struct okx_refusal *refusal, const cJSON *data)
{
	struct okx_member members[] = { { .name = "sCode" }, { .name = "sMsg" } };
	const cJSON *element;
	char code[16];

	if (!cJSON_IsArray(data))
		return;
	for (element = data->child; element != NULL; element = element->next) {
		if (!cJSON_IsObject(element) || !okx_answer_members(element, members, 2, NULL) ||
		    !read_code(code, members[0].item) || strcmp(code, "0") == 0)
			continue;
		strlcpy(refusal->code, code, sizeof refusal->code);
		read_message(refusal, members[1].item);
		return;
	}
}

/* Reads code, msg and data. */
static enum okx_parse_result
open_answer(struct okx_answer *answer, const char *body, size_t length, struct okx_refusal *refusal,
    struct cause *cause)
{
	struct okx_member members[] = { { .name = "code" }, { .name = "msg" }, { .name = "data" } };
	char code[16];

	answer->root = okx_answer_json(&answer->scan, body, length, cause);
	if (answer->root == NULL || !okx_answer_members(answer->root, members, 3, cause))
		return OKX_PARSE_BROKEN;
	if (members[0].item == NULL)
		return broken(cause, "unexpected answer: no code");
	if (!read_code(code, members[0].item))
		return broken(cause, "unexpected answer: code is not a string");
	if (strcmp(code, "0") != 0) {
		strlcpy(refusal->code, code, sizeof refusal->code);
		read_message(refusal, members[1].item);
		if (strcmp(code, "1") == 0 || strcmp(code, "2") == 0)
			read_reason(refusal, members[2].item);
		return OKX_PARSE_REFUSED;
	}

	if (answer->scan.control_at != 0) {
		cause_set(cause, "control character at byte %zu", answer->scan.control_at);
		return OKX_PARSE_BROKEN;
	}
	if (members[2].item == NULL)
		return broken(cause, "unexpected answer: no data");
	if (!cJSON_IsArray(members[2].item))
		return broken(cause, "unexpected answer: data is not a list");
	answer->data = members[2].item;
	return OKX_PARSE_DONE;
}

/* Refuses strings beyond the limit that nothing excuses. */
static bool
check_strings(const struct okx_answer *answer, struct cause *cause)
{
	if (answer->scan.long_strings == answer->excused)
		return true;
	return cause_set(cause, "text of over %d bytes, the first at byte %zu",
	    OKX_PARSE_MAX_STRING, answer->scan.long_at);
}

enum okx_parse_result
okx_answer_read(bool (*read)(struct okx_answer *answer, struct cause *cause),
    const struct okx_parse_context *context, const char *body, size_t length,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause)
{
	struct okx_answer answer = { .context = context, .parsed = parsed };
	enum okx_parse_result result;

	memset(parsed, 0, sizeof *parsed);
	result = open_answer(&answer, body, length, refusal, cause);
	if (result == OKX_PARSE_DONE && !(read(&answer, cause) && check_strings(&answer, cause))) {
		okx_parsed_drop(parsed);
		result = OKX_PARSE_BROKEN;
	}
	cJSON_Delete(answer.root);
	return result;
}

bool
okx_answer_each(struct okx_answer *answer, const cJSON *list, const char *name,
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
	size_t count = cJSON_IsString(item) && strlen(item->valuestring) > OKX_PARSE_MAX_STRING;

	if (item->string != NULL)
		count += strlen(item->string) > OKX_PARSE_MAX_STRING;
	cJSON_ArrayForEach(child, item) count += count_long(child);
	return count;
}

void
okx_answer_excuse(struct okx_answer *answer, const cJSON *item, const struct okx_member *members,
    size_t count)
{
	const cJSON *child;

	/* Nearly always there is none. */
	if (answer->scan.long_strings == 0 || item == NULL)
		return;
	if (cJSON_IsString(item))
		answer->excused += strlen(item->valuestring) > OKX_PARSE_MAX_STRING;
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

bool
okx_answer_first(const struct okx_answer *answer, struct okx_member *members, size_t count,
    struct cause *cause)
{
	if (!cJSON_IsObject(answer->data->child))
		return cause_set(cause, "unexpected answer: data[0] is not an object");
	return okx_answer_members(answer->data->child, members, count, cause);
}

void
okx_answer_text(char *out, size_t size, struct okx_answer *answer, const cJSON *item)
{
	const char *text = cJSON_IsString(item) ? item->valuestring : "";

	answer->excused += strlen(text) > OKX_PARSE_MAX_STRING;
	text_sanitise(out, size, text, strlen(text));
}

const char *
okx_answer_figure(struct okx_answer *answer, const cJSON *item, bool *unreadable)
{
	*unreadable = false;
	if (item == NULL || cJSON_IsNull(item))
		return NULL;
	if (cJSON_IsString(item)) {
		if (strlen(item->valuestring) <= OKX_PARSE_MAX_STRING)
			return item->valuestring[0] != '\0' ? item->valuestring : NULL;
		answer->excused++;
	}
	*unreadable = true;
	return NULL;
}

void
okx_answer_note(struct okx_answer *answer, const struct okx_member *member,
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
okx_answer_ccy(const cJSON *item, struct cause *cause)
{
	if (!cJSON_IsString(item) || item->valuestring[0] == '\0') {
		cause_set(cause, "has no ccy");
		return NULL;
	}
	/* A name cut short could be another currency's. */
	if (strlen(item->valuestring) >= ASSETS_CCY_SIZE) {
		cause_set(cause, "has a ccy of over %d bytes", ASSETS_CCY_SIZE - 1);
		return NULL;
	}
	return item->valuestring;
}

/* Digits alone, where strtonum(3) takes a sign and blanks. */
bool
okx_answer_time(int64_t *out, const cJSON *item)
{
	const char *failed, *text;

	if (!cJSON_IsString(item))
		return false;
	text = item->valuestring;
	if (text[0] == '\0' || text[strspn(text, "0123456789")] != '\0')
		return false;
	*out = strtonum(text, 0, LAST_TIME_MS, &failed);
	return failed == NULL;
}
