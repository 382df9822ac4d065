/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/parse.h"

#include <stdio.h>
#include <string.h>

#include <bsd/stdlib.h>
#include <bsd/string.h>
#include <cjson/cJSON.h>

#include "base/text.h"
#include "okx/scan.h"

#define LAST_TIME_MS 4102444800000      /* 2100-01-01T00:00:00Z */

_Static_assert(OKX_PARSE_MAX_STRING == OKX_SCAN_MAX_STRING, "one limit");

/* A member that is looked for in an object; ITEM is NULL when it is not there. */
struct member {
	const char *name;
	const cJSON *item;
};

/* Whatever the exchange answers, by these members. */
struct answer {
	cJSON *root;
	struct okx_scan scan;
	const cJSON *data;      /* its elements, in a successful answer */
};

static enum okx_parse_result
broken(struct cause *cause, const char *what)
{
	cause_set(cause, "%s", what);
	return OKX_PARSE_BROKEN;
}

/*
 * Finds MEMBERS among those of OBJECT, by exact name. False, with the cause,
 * when any name comes twice. OBJECT's list is walked by hand, as indexing it
 * would walk it for each member.
 */
static bool
find_members(const cJSON *object, struct member *members, size_t count, struct cause *cause)
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
				return cause_set(cause, "member \"%.40s\" comes twice", item->string);
		for (i = 0; i < count; i++)
			if (strcmp(members[i].name, item->string) == 0)
				members[i].item = item;
	}
	return true;
}

/* Checks and parses TEXT; false with the cause. */
static bool
open_json(struct answer *answer, const char *text, size_t length, struct cause *cause)
{
	const char *end;

	answer->root = NULL;
	if (length > OKX_PARSE_MAX_BODY)
		return cause_set(cause, "larger than %d MiB", OKX_PARSE_MAX_BODY / (1024 * 1024));
	if (!okx_scan_json(&answer->scan, text, length, cause))
		return false;
	/* What was scanned is valid: the NUL counts in, so that it is looked for behind the object. */
	answer->root = cJSON_ParseWithLengthOpts(text, length + 1, &end, 1);
	if (answer->root == NULL)
		return cause_set(cause, "out of memory");
	return true;
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
	struct member members[] = { { .name = "sCode" }, { .name = "sMsg" } };
	const cJSON *element;
	char code[16];

	if (!cJSON_IsArray(data))
		return;
	for (element = data->child; element != NULL; element = element->next) {
		if (!cJSON_IsObject(element) || !find_members(element, members, 2, NULL) ||
		    !read_code(code, members[0].item) || strcmp(code, "0") == 0)
			continue;
		strlcpy(refusal->code, code, sizeof refusal->code);
		read_message(refusal, members[1].item);
		return;
	}
}

/* Reads code, msg and data. Whatever the result is, close_answer() afterwards. */
static enum okx_parse_result
open_answer(struct answer *answer, const char *body, size_t length, struct okx_refusal *refusal,
    struct cause *cause)
{
	struct member members[] = { { .name = "code" }, { .name = "msg" }, { .name = "data" } };
	char code[16];

	if (!open_json(answer, body, length, cause) ||
	    !find_members(answer->root, members, 3, cause))
		return OKX_PARSE_BROKEN;
	if (members[0].item == NULL)
		return broken(cause, "unexpected answer: no code");
	if (!read_code(code, members[0].item))
		return broken(cause, "unexpected answer: code is no text");
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
		return broken(cause, "unexpected answer: data is no list");
	answer->data = members[2].item;
	return OKX_PARSE_DONE;
}

static void
close_answer(struct answer *answer)
{
	cJSON_Delete(answer->root);
	answer->root = NULL;
}

/* Refuses strings beyond the limit, but for EXCUSED of them. */
static bool
check_strings(const struct answer *answer, size_t excused, struct cause *cause)
{
	if (answer->scan.long_strings == excused)
		return true;
	return cause_set(cause, "text of over %d bytes, the first at byte %zu", OKX_PARSE_MAX_STRING,
	    answer->scan.long_at);
}

/* The text of a figure: NULL when absent or, as UNREADABLE says, no text of a bearable length. */
static const char *
figure_text(const cJSON *item, bool *unreadable, size_t *excused)
{
	*unreadable = false;
	if (item == NULL || cJSON_IsNull(item))
		return NULL;
	if (cJSON_IsString(item)) {
		if (strlen(item->valuestring) <= OKX_PARSE_MAX_STRING)
			return item->valuestring[0] != '\0' ? item->valuestring : NULL;
		(*excused)++;
	}
	*unreadable = true;
	return NULL;
}

/* Adds one element of "assets"; the cause says nothing yet of where it is. */
static bool
add_asset(struct collateral *collateral, const cJSON *element, size_t *excused, struct cause *cause)
{
	struct member members[] = { { .name = "ccy" }, { .name = "amt" }, { .name = "notionalUsd" } };
	const cJSON *ccy;
	const char *amount, *value;
	bool amount_unreadable, value_unreadable;

	if (!cJSON_IsObject(element))
		return cause_set(cause, "is no object");
	if (!find_members(element, members, 3, cause))
		return false;
	ccy = members[0].item;
	if (!cJSON_IsString(ccy) || ccy->valuestring[0] == '\0')
		return cause_set(cause, "has no ccy");
	/* A name cut short could be another currency's. */
	if (strlen(ccy->valuestring) >= COLLATERAL_CCY_SIZE)
		return cause_set(cause, "has a ccy of over %d bytes", COLLATERAL_CCY_SIZE - 1);
	amount = figure_text(members[1].item, &amount_unreadable, excused);
	value = figure_text(members[2].item, &value_unreadable, excused);
	if (!collateral_add(collateral, ccy->valuestring, amount, amount_unreadable, value,
	    value_unreadable))
		return cause_set(cause, "is one more than the %d rows there may be", COLLATERAL_MAX_ASSETS);
	return true;
}

/* Adds the assets of the element INDEX of "data". */
static bool
add_assets(struct collateral *collateral, const cJSON *element, size_t index, size_t *excused,
    struct cause *cause)
{
	struct member members[] = { { .name = "assets" } };
	const cJSON *asset;
	struct cause inner = { "" };
	size_t i = 0;

	if (!cJSON_IsObject(element))
		return cause_set(cause, "unexpected answer: data[%zu] is no object", index);
	if (!find_members(element, members, 1, &inner))
		return cause_set(cause, "unexpected answer: data[%zu]: %s", index, inner.text);
	if (!cJSON_IsArray(members[0].item))
		return cause_set(cause, "unexpected answer: data[%zu] has no list of assets", index);
	for (asset = members[0].item->child; asset != NULL; asset = asset->next, i++)
		if (!add_asset(collateral, asset, excused, &inner))
			return cause_set(cause, "unexpected answer: data[%zu].assets[%zu] %s", index, i,
			    inner.text);
	return true;
}

enum okx_parse_result
okx_parse_collateral(const struct okx_parse_context *context, const char *body, size_t length,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause)
{
	struct collateral *collateral = NULL;
	struct answer answer;
	const cJSON *element;
	enum okx_parse_result result;
	size_t index = 0, excused = 0;

	result = open_answer(&answer, body, length, refusal, cause);
	if (result != OKX_PARSE_DONE)
		goto out;

	result = OKX_PARSE_BROKEN;
	collateral = collateral_new(context->origin, context->path, context->only);
	for (element = answer.data->child; element != NULL; element = element->next, index++)
		if (!add_assets(collateral, element, index, &excused, cause))
			goto out;
	if (!check_strings(&answer, excused, cause))
		goto out;
	collateral_seal(collateral, index > 0);
	collateral->arrived_ms = context->arrived_ms;
	collateral->arrived_utc_ms = context->arrived_utc_ms;
	parsed->collateral = collateral;
	collateral = NULL;
	result = OKX_PARSE_DONE;
out:
	collateral_drop(collateral);
	close_answer(&answer);
	return result;
}

/* Epoch milliseconds: digits alone, where strtonum(3) takes a sign and blanks. */
static bool
read_time(int64_t *out, const cJSON *item)
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

enum okx_parse_result
okx_parse_time(const struct okx_parse_context *context, const char *body, size_t length,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause)
{
	struct member members[] = { { .name = "ts" } };
	struct answer answer;
	enum okx_parse_result result;

	(void)context;
	result = open_answer(&answer, body, length, refusal, cause);
	if (result != OKX_PARSE_DONE)
		goto out;

	result = OKX_PARSE_BROKEN;
	if (!check_strings(&answer, 0, cause))
		goto out;
	if (!cJSON_IsObject(answer.data->child)) {
		cause_set(cause, "unexpected answer: data[0] is no object");
		goto out;
	}
	if (!find_members(answer.data->child, members, 1, cause))
		goto out;
	if (!read_time(&parsed->server_utc_ms, members[0].item)) {
		cause_set(cause, "unexpected answer: data[0].ts is no time");
		goto out;
	}
	result = OKX_PARSE_DONE;
out:
	close_answer(&answer);
	return result;
}

static bool
copy_text(char *out, size_t size, const struct member *member, struct cause *cause)
{
	if (!cJSON_IsString(member->item) || member->item->valuestring[0] == '\0')
		return cause_set(cause, "colltop-sim announced no %s.", member->name);
	if (strlcpy(out, member->item->valuestring, size) >= size)
		return cause_set(cause, "colltop-sim announced a %s that is too long.", member->name);
	return true;
}

static bool
read_announcement(struct okx_announcement *out, const cJSON *root, struct cause *cause)
{
	struct member members[] = {
		{ .name = "base" },
		{ .name = environment_name(ENVIRONMENT_PRODUCTION) },
		{ .name = environment_name(ENVIRONMENT_DEMO) },
	};
	size_t i;

	if (!find_members(root, members, 3, cause) ||
	    !copy_text(out->base, sizeof out->base, &members[0], cause))
		return false;
	for (i = 0; i < ENVIRONMENTS; i++) {
		struct member keys[] = {
			{ .name = "api_key" }, { .name = "secret_key" }, { .name = "passphrase" },
		};
		const struct member *set = &members[1 + i];

		if (!cJSON_IsObject(set->item))
			return cause_set(cause, "colltop-sim announced no keys for %s.", set->name);
		if (!find_members(set->item, keys, 3, cause) ||
		    !copy_text(out->keys[i].api_key, sizeof out->keys[i].api_key, &keys[0], cause) ||
		    !copy_text(out->keys[i].secret_key, sizeof out->keys[i].secret_key, &keys[1], cause) ||
		    !copy_text(out->keys[i].passphrase, sizeof out->keys[i].passphrase, &keys[2], cause))
			return false;
	}
	return true;
}

bool
okx_parse_announcement(struct okx_announcement *out, const char *line, size_t length,
    struct cause *cause)
{
	struct okx_announcement announcement = { 0 };
	struct answer answer;
	bool read = false;

	if (!open_json(&answer, line, length, cause))
		cause_prefix(cause, "colltop-sim did not announce itself");
	else if (answer.scan.control_at != 0)
		cause_set(cause, "colltop-sim announced a control character.");
	else
		read = read_announcement(&announcement, answer.root, cause);
	if (read)
		*out = announcement;
	close_answer(&answer);
	return read;
}

const char *
okx_parse_version(void)
{
	return cJSON_Version();
}
