/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/parse.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "okx/answer.h"

/* The members of an order. */
enum { ORD_ID, DEBT, SECURED, LTV, CALL_LTV, LIQUIDATION_LTV, OWED, PLEDGED, WARNING, MEMBERS };

/* A short text; "" where there is none, as one cut short could be another's. */
static const char *
short_text(const cJSON *item)
{
	if (!cJSON_IsString(item) || strlen(item->valuestring) >= ASSETS_ORD_ID_SIZE)
		return "";
	return item->valuestring;
}

static struct figure
read_figure(struct okx_answer *answer, const struct okx_member *member)
{
	bool unreadable;
	const char *text = okx_answer_figure(answer, member->item, &unreadable);
	struct figure figure = figure_copy(&answer->parsed->loans->from.arena, text, unreadable);

	okx_answer_note(answer, member, &figure);
	return figure;
}

/* Notes that what the exchange sent as MEMBER is not usable. */
static void
note_unreadable(struct okx_answer *answer, const struct okx_member *member)
{
	const struct figure unreadable = { .state = FIGURE_UNREADABLE };

	okx_answer_note(answer, member, &unreadable);
}

/*
 * Adds one element of a list, or leaves one out that cannot be read: what is known of
 * the list is not all of it then.
 */
static bool
add_coin(struct okx_answer *answer, struct amounts *lot, const cJSON *element, struct cause *cause)
{
	struct okx_member members[] = { { .name = "ccy" }, { .name = "amt" } };
	const char *ccy = NULL, *amount;
	bool unreadable;

	if (cJSON_IsObject(element) && okx_answer_members(element, members, 2, NULL))
		ccy = okx_answer_ccy(members[0].item, NULL);
	okx_answer_excuse(answer, element, members, ccy == NULL ? 0 : 2);
	if (ccy == NULL) {
		lot->state = AMOUNTS_UNREADABLE;
		return true;
	}
	amount = okx_answer_figure(answer, members[1].item, &unreadable);
	if (!amounts_add(answer->parsed->loans, lot, ccy, amount, unreadable))
		return cause_set(cause, "is one more than the %d there may be in all",
		    LOAN_MAX_COINS);
	okx_answer_note(answer, &members[1], &lot->coins[lot->count - 1].amount);
	return true;
}

/* What is no list leaves the loan without one: the others and its own figures stand. */
static bool
read_lot(struct okx_answer *answer, struct amounts *lot, const struct okx_member *member,
    struct cause *cause)
{
	const cJSON *list = member->item, *element;
	size_t i = 0;

	if (list == NULL || cJSON_IsNull(list))
		lot->state = AMOUNTS_ABSENT;
	else if (!cJSON_IsArray(list))
		lot->state = AMOUNTS_UNREADABLE;
	else
		for (element = list->child; element != NULL; element = element->next, i++) {
			struct cause inner = { "" };

			if (!add_coin(answer, lot, element, &inner))
				return cause_set(cause, ".%s[%zu] %s", member->name, i, inner.text);
		}
	if (lot->state == AMOUNTS_UNREADABLE)
		note_unreadable(answer, member);
	return true;
}

/* It decorates: whatever comes in its place costs nothing else. */
static void
read_warning(struct okx_answer *answer, struct loan *order, const struct okx_member *member)
{
	struct okx_member members[] = { { .name = "instId" }, { .name = "liqPx" } };
	const cJSON *warning = member->item;

	if (cJSON_IsObject(warning) && okx_answer_members(warning, members, 2, NULL)) {
		okx_answer_excuse(answer, warning, &members[1], 1);
		order->instrument = arena_copy(&answer->parsed->loans->from.arena,
		    short_text(members[0].item), 0);
		order->liquidation_price = read_figure(answer, &members[1]);
		return;
	}
	okx_answer_excuse(answer, warning, NULL, 0);
	/* An empty list or text is nothing, as null is. */
	if (cJSON_IsObject(warning) || (warning != NULL && warning->child != NULL) ||
	    cJSON_IsNumber(warning) || cJSON_IsBool(warning) ||
	    (cJSON_IsString(warning) && warning->valuestring[0] != '\0'))
		note_unreadable(answer, member);
}

static bool
add_order(struct okx_answer *answer, void *into, const cJSON *element, struct cause *cause)
{
	struct okx_member members[] = {
		[ORD_ID] = { .name = "ordId" },
		[DEBT] = { .name = "loanNotionalUsd" },
		[SECURED] = { .name = "collateralNotionalUsd" },
		[LTV] = { .name = "curLTV" },
		[CALL_LTV] = { .name = "marginCallLTV" },
		[LIQUIDATION_LTV] = { .name = "liqLTV" },
		[OWED] = { .name = "loanData" },
		[PLEDGED] = { .name = "collateralData" },
		[WARNING] = { .name = "riskWarningData" },
	};
	struct loan *order;

	if (!okx_answer_members(element, members, MEMBERS, cause))
		return false;
	okx_answer_excuse(answer, element, members, MEMBERS);
	order = loans_add(into);
	if (order == NULL)
		return cause_set(cause, "is one more than the %d loans there may be",
		    LOAN_MAX_ORDERS);
	order->id = arena_copy(&answer->parsed->loans->from.arena, short_text(members[ORD_ID].item),
	    0);
	order->debt = read_figure(answer, &members[DEBT]);
	order->secured = read_figure(answer, &members[SECURED]);
	order->ltv = read_figure(answer, &members[LTV]);
	order->call_ltv = read_figure(answer, &members[CALL_LTV]);
	order->liquidation_ltv = read_figure(answer, &members[LIQUIDATION_LTV]);
	read_warning(answer, order, &members[WARNING]);
	return read_lot(answer, &order->owed, &members[OWED], cause) &&
	    read_lot(answer, &order->pledged, &members[PLEDGED], cause);
}

static bool
read_loans(struct okx_answer *answer, struct cause *cause)
{
	const struct okx_parse_context *context = answer->context;
	struct loans *loans = loans_new(context->account_id, context->path);

	answer->parsed->loans = loans;
	loans->from.arrived_ms = context->arrived_ms;
	loans->from.arrived_utc_ms = context->arrived_utc_ms;
	if (!okx_answer_each(answer, answer->data, "unexpected answer: data", add_order, loans,
		cause))
		return false;
	loans_seal(loans);
	return true;
}

enum okx_parse_result
okx_parse_loans(const struct okx_parse_context *context, const char *body, size_t length,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause)
{
	return okx_answer_read(read_loans, context, body, length, parsed, refusal, cause);
}
