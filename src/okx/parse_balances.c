/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/parse.h"

#include <cjson/cJSON.h>

#include "okx/answer.h"

/* The members of a balance. */
enum { CCY, AVAILABLE, TOTAL, FROZEN, MEMBERS };

/*
 * What is available decides. The other two only decorate: whatever stands there, the row
 * is as good.
 */
static bool
add_balance(struct okx_answer *answer, void *into, const cJSON *element, struct cause *cause)
{
	struct okx_member members[] = {
		[CCY] = { .name = "ccy" },
		[AVAILABLE] = { .name = "availBal" },
		[TOTAL] = { .name = "bal" },
		[FROZEN] = { .name = "frozenBal" },
	};
	struct funding *funding = into;
	const char *ccy, *available;
	bool unreadable, ignored;

	if (!okx_answer_members(element, members, MEMBERS, cause))
		return false;
	ccy = okx_answer_ccy(members[CCY].item, cause);
	if (ccy == NULL)
		return false;
	okx_answer_figure(answer, members[TOTAL].item, &ignored);
	okx_answer_figure(answer, members[FROZEN].item, &ignored);
	available = okx_answer_figure(answer, members[AVAILABLE].item, &unreadable);
	if (!funding_add(funding, ccy, available, unreadable))
		return cause_set(cause, "is one more than the %d rows there may be", FUNDING_MAX);
	okx_answer_note(answer, &members[AVAILABLE],
	    &funding->balances[funding->count - 1].available);
	return true;
}

static bool
read_balances(struct okx_answer *answer, struct cause *cause)
{
	const struct okx_parse_context *context = answer->context;
	struct funding *funding = funding_new(context->account_id, context->path);

	answer->parsed->funding = funding;
	funding->from.arrived_ms = context->arrived_ms;
	funding->from.arrived_utc_ms = context->arrived_utc_ms;
	if (!okx_answer_each(answer, answer->data, "unexpected answer: data", add_balance, funding,
		cause))
		return false;
	funding_seal(funding);
	return true;
}

enum okx_parse_result
okx_parse_balances(const struct okx_parse_context *context, const char *body, size_t length,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause)
{
	return okx_answer_read(read_balances, context, body, length, parsed, refusal, cause);
}
