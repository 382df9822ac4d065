/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/parse.h"

#include "okx/answer.h"

static bool
read_config(struct okx_answer *answer, struct cause *cause)
{
	struct okx_key_info *key = &answer->parsed->key;
	struct okx_member members[] = { { .name = "uid" }, { .name = "label" }, { .name = "perm" },
		{ .name = "ip" } };

	if (!okx_answer_first(answer, members, sizeof members / sizeof *members, cause))
		return false;
	okx_answer_text(key->uid, sizeof key->uid, answer, members[0].item);
	okx_answer_text(key->label, sizeof key->label, answer, members[1].item);
	okx_answer_text(key->permissions, sizeof key->permissions, answer, members[2].item);
	okx_answer_text(key->addresses, sizeof key->addresses, answer, members[3].item);
	return true;
}

enum okx_parse_result
okx_parse_config(const struct okx_parse_context *context, const char *body, size_t length,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause)
{
	return okx_answer_read(read_config, context, body, length, parsed, refusal, cause);
}
