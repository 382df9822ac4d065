/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/parse.h"

#include <string.h>

#include <bsd/string.h>
#include <cjson/cJSON.h>

#include "okx/answer.h"

/* Adds one element of "assets". */
static bool
add_asset(struct okx_answer *answer, void *into, const cJSON *element, struct cause *cause)
{
	struct okx_member members[] = { { .name = "ccy" }, { .name = "amt" },
		{ .name = "notionalUsd" } };
	struct assets *assets = into;
	const char *ccy, *amount, *value;
	bool amount_unreadable, value_unreadable;

	if (!okx_answer_members(element, members, 3, cause))
		return false;
	ccy = okx_answer_ccy(members[0].item, cause);
	if (ccy == NULL)
		return false;
	amount = okx_answer_figure(answer, members[1].item, &amount_unreadable);
	value = okx_answer_figure(answer, members[2].item, &value_unreadable);
	if (!assets_add(assets, ccy, amount, amount_unreadable, value, value_unreadable))
		return cause_set(cause, "is one more than the %d rows there may be",
		    ASSETS_MAX_ASSETS);
	okx_answer_note(answer, &members[1], &assets->items[assets->count - 1].amount);
	okx_answer_note(answer, &members[2], &assets->items[assets->count - 1].value);
	return true;
}

/* Adds the assets of one element of "data". */
static bool
add_assets(struct okx_answer *answer, void *into, const cJSON *element, struct cause *cause)
{
	struct okx_member members[] = { { .name = "assets" } };

	if (!okx_answer_members(element, members, 1, cause))
		return false;
	if (!cJSON_IsArray(members[0].item))
		return cause_set(cause, "has no list of assets");
	return okx_answer_each(answer, members[0].item, ".assets", add_asset, into, cause);
}

static bool
read_collateral(struct okx_answer *answer, struct cause *cause)
{
	const struct okx_parse_context *context = answer->context;
	struct assets *assets = assets_new(context->account_id, context->path, context->only);

	answer->parsed->assets = assets;
	if (context->ord_id != NULL)
		strlcpy(assets->ord_id, context->ord_id, sizeof assets->ord_id);
	assets->from.arrived_ms = context->arrived_ms;
	assets->from.arrived_utc_ms = context->arrived_utc_ms;
	if (!okx_answer_each(answer, answer->data, "unexpected answer: data", add_assets, assets,
		cause))
		return false;
	assets_seal(assets);
	return true;
}

enum okx_parse_result
okx_parse_collateral(const struct okx_parse_context *context, const char *body, size_t length,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause)
{
	return okx_answer_read(read_collateral, context, body, length, parsed, refusal, cause);
}

static bool
read_server_time(struct okx_answer *answer, struct cause *cause)
{
	struct okx_member members[] = { { .name = "ts" } };

	return okx_answer_first(answer, members, 1, cause) &&
	    (okx_answer_time(&answer->parsed->server_utc_ms, members[0].item) ||
		cause_set(cause, "unexpected answer: data[0].ts is not a time"));
}

enum okx_parse_result
okx_parse_time(const struct okx_parse_context *context, const char *body, size_t length,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause)
{
	return okx_answer_read(read_server_time, context, body, length, parsed, refusal, cause);
}

static bool
copy_text(char *out, size_t size, const struct okx_member *member, struct cause *cause)
{
	if (!cJSON_IsString(member->item) || member->item->valuestring[0] == '\0')
		return cause_set(cause, "colltop-sim announced no %s.", member->name);
	if (strlcpy(out, member->item->valuestring, size) >= size)
		return cause_set(cause, "colltop-sim announced a %s that is too long.",
		    member->name);
	return true;
}

static bool
read_announcement(struct okx_announcement *out, const cJSON *root, struct cause *cause)
{
	struct okx_member members[] = {
		{ .name = "base" },
		{ .name = environment_name(ENVIRONMENT_PRODUCTION) },
		{ .name = environment_name(ENVIRONMENT_DEMO) },
	};
	size_t i;

	if (!okx_answer_members(root, members, 3, cause) ||
	    !copy_text(out->base, sizeof out->base, &members[0], cause))
		return false;
	for (i = 0; i < ENVIRONMENTS; i++) {
		struct okx_member keys[] = {
			{ .name = "api_key" },
			{ .name = "secret_key" },
			{ .name = "passphrase" },
		};
		const struct okx_member *set = &members[1 + i];

		if (!cJSON_IsObject(set->item))
			return cause_set(cause, "colltop-sim announced no keys for %s.", set->name);
		if (!okx_answer_members(set->item, keys, 3, cause) ||
		    !copy_text(out->keys[i].api_key, sizeof out->keys[i].api_key, &keys[0],
			cause) ||
		    !copy_text(out->keys[i].secret_key, sizeof out->keys[i].secret_key, &keys[1],
			cause) ||
		    !copy_text(out->keys[i].passphrase, sizeof out->keys[i].passphrase, &keys[2],
			cause))
			return false;
	}
	return true;
}

bool
okx_parse_announcement(struct okx_announcement *out, const char *line, size_t length,
    struct cause *cause)
{
	struct okx_announcement announcement = { 0 };
	struct okx_scan scan;
	bool read = false;
	cJSON *root;

	root = okx_answer_json(&scan, line, length, cause);
	if (root == NULL)
		cause_prefix(cause, "colltop-sim did not announce itself");
	else if (scan.control_at != 0)
		cause_set(cause, "colltop-sim announced a control character.");
	else
		read = read_announcement(&announcement, root, cause);
	if (read)
		*out = announcement;
	cJSON_Delete(root);
	return read;
}

const char *
okx_parse_version(void)
{
	return cJSON_Version();
}
