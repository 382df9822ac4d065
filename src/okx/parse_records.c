/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/parse_records.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "okx/endpoint.h"

#define FIELDS 7
#define TITLE_SIZE 129

/* What a member of an element is read as. */
enum field_kind {
	FIELD_NONE,
	FIELD_CCY,    /* const char *: a currency, without which there is no element */
	FIELD_TEXT,   /* const char *: a text of at most 64 bytes, else "" */
	FIELD_TITLE,  /* const char *: a text for people, cut */
	FIELD_FIGURE, /* struct figure */
	FIELD_TIME    /* int64_t: Unix milliseconds, else -1 */
};

/* The members of an element and where they go in its row. */
struct layout {
	size_t size;
	struct {
		const char *name;
		enum field_kind kind;
		size_t offset;
	} fields[FIELDS];
};

/* clang-format off */
#define FIELD(name, kind, row, member) { name, FIELD_##kind, offsetof(struct row, member) }

static const struct layout layouts[OKX_ENDPOINTS] = {
	[OKX_ENDPOINT_REDEEM_LIMIT] = { sizeof(struct redeem_limit), {
	    FIELD("ccy", CCY, redeem_limit, ccy),
	    FIELD("maxRedeemAmt", FIGURE, redeem_limit, most) } },
	[OKX_ENDPOINT_INTEREST] = { sizeof(struct ledger_row), {
	    FIELD("ccy", CCY, ledger_row, ccy),
	    FIELD("refId", TEXT, ledger_row, ref_id),
	    FIELD("type", TEXT, ledger_row, type),
	    FIELD("interest", FIGURE, ledger_row, amount),
	    FIELD("loan", FIGURE, ledger_row, debt),
	    FIELD("interestRate", FIGURE, ledger_row, rate),
	    FIELD("ts", TIME, ledger_row, utc_ms) } },
	[OKX_ENDPOINT_HISTORY] = { sizeof(struct ledger_row), {
	    FIELD("ccy", CCY, ledger_row, ccy),
	    FIELD("refId", TEXT, ledger_row, ref_id),
	    FIELD("type", TEXT, ledger_row, type),
	    FIELD("amt", FIGURE, ledger_row, amount),
	    FIELD("ts", TIME, ledger_row, utc_ms) } },
	[OKX_ENDPOINT_LENDING_RATE] = { sizeof(struct lending_rate), {
	    FIELD("ccy", CCY, lending_rate, ccy),
	    FIELD("avgRate", FIGURE, lending_rate, average),
	    FIELD("preRate", FIGURE, lending_rate, last),
	    FIELD("estRate", FIGURE, lending_rate, next) } },
	[OKX_ENDPOINT_EMODE] = { sizeof(struct emode_pair), {
	    FIELD("collateralCcy", CCY, emode_pair, pledged),
	    FIELD("borrowCcy", CCY, emode_pair, owed) } },
	[OKX_ENDPOINT_STATUS] = { sizeof(struct maintenance), {
	    FIELD("title", TITLE, maintenance, title),
	    FIELD("state", TEXT, maintenance, state),
	    FIELD("serviceType", TEXT, maintenance, service),
	    FIELD("env", TEXT, maintenance, environment),
	    FIELD("begin", TIME, maintenance, begin_utc_ms),
	    FIELD("end", TIME, maintenance, end_utc_ms) } },
};

static const struct layout tier_layout = { sizeof(struct tier), {
    FIELD("minAmt", FIGURE, tier, from),
    FIELD("maxAmt", FIGURE, tier, to),
    FIELD("discountRate", FIGURE, tier, rate) } };
/* clang-format on */

/* Whether MEMBER holds something: neither nothing nor an empty text. */
static bool
is_sent(const struct okx_member *member)
{
	return member->item != NULL && !cJSON_IsNull(member->item) &&
	    !(cJSON_IsString(member->item) && member->item->valuestring[0] == '\0');
}

static const char *
read_text(struct okx_answer *answer, struct arena *arena, const struct okx_member *member,
    bool title)
{
	const char *text = cJSON_IsString(member->item) ? member->item->valuestring : "";

	okx_excuse_long_texts(answer, member->item, NULL, 0);
	if (!title)
		text = okx_short_text(member->item);
	if (text[0] == '\0' && is_sent(member))
		okx_note_unreadable(answer, member);
	return arena_copy(arena, text, title ? TITLE_SIZE : 0);
}

static int64_t
read_time(struct okx_answer *answer, const struct okx_member *member)
{
	int64_t utc_ms;

	okx_excuse_long_texts(answer, member->item, NULL, 0);
	if (okx_epoch_ms(&utc_ms, member->item))
		return utc_ms;
	if (is_sent(member))
		okx_note_unreadable(answer, member);
	return -1;
}

/* How many members LAYOUT has, with their names in MEMBERS. */
static size_t
name_fields(struct okx_member *members, const struct layout *layout)
{
	size_t count = 0;

	for (; count < FIELDS && layout->fields[count].kind != FIELD_NONE; count++)
		members[count].name = layout->fields[count].name;
	return count;
}

/* Finds MEMBERS in ELEMENT; false, with the cause, where there is no row of LAYOUT in it. */
static bool
find_fields(struct okx_member *members, size_t count, const struct layout *layout,
    const cJSON *element, struct cause *cause)
{
	if (!cJSON_IsObject(element))
		return cause_set(cause, "is not an object");
	if (!okx_find_members(element, members, count, cause))
		return false;
	for (size_t i = 0; i < count; i++)
		if (layout->fields[i].kind == FIELD_CCY && okx_ccy_name(&members[i], cause) == NULL)
			return false;
	return true;
}

/* Fills ROW with MEMBERS, with texts in ARENA. */
static void
fill_row(struct okx_answer *answer, struct arena *arena, void *row, const struct layout *layout,
    const struct okx_member *members)
{
	for (size_t i = 0; i < FIELDS; i++) {
		void *at = (char *)row + layout->fields[i].offset;

		switch (layout->fields[i].kind) {
		case FIELD_NONE:
			return;
		case FIELD_CCY:
			*(const char **)at = arena_copy(arena, members[i].item->valuestring,
			    ASSETS_CCY_SIZE);
			break;
		case FIELD_TEXT:
		case FIELD_TITLE:
			*(const char **)at = read_text(answer, arena, &members[i],
			    layout->fields[i].kind == FIELD_TITLE);
			break;
		case FIELD_FIGURE:
			*(struct figure *)at = okx_read_figure(answer, arena, &members[i]);
			break;
		case FIELD_TIME:
			*(int64_t *)at = read_time(answer, &members[i]);
			break;
		}
	}
}

/* Adds a row of ELEMENT; false with the cause. */
static bool
add_record(struct okx_answer *answer, struct records *records, const struct layout *layout,
    const cJSON *element, struct cause *cause)
{
	struct okx_member members[FIELDS];
	size_t count = name_fields(members, layout);
	void *row;

	if (!find_fields(members, count, layout, element, cause)) {
		okx_excuse_long_texts(answer, element, NULL, 0);
		records->lost++;
		return false;
	}
	row = records_add(records);
	if (row == NULL)
		return cause_set(cause, "is one more than the %d rows there may be", RECORDS_MAX);
	okx_excuse_long_texts(answer, element, members, count);
	fill_row(answer, &records->from.arena, row, layout, members);
	return true;
}

bool
okx_read_records(struct okx_answer *answer, struct cause *cause)
{
	const struct okx_call *call = answer->call;
	const struct layout *layout = &layouts[call->endpoint];
	struct records *records = records_new(layout->size, call->account_id,
	    okx_endpoints[call->endpoint].path);
	struct cause inner = { "" }, last = { "" };
	const cJSON *element;
	size_t i = 0;

	answer->parsed->records = records;
	okx_stamp(&records->from, call);
	for (element = answer->data->child; element != NULL; element = element->next, i++) {
		if (add_record(answer, records, layout, element, &inner))
			continue;
		cause_set(&last, "unexpected answer: data[%zu] %s", i, inner.text);
		if (records->count == RECORDS_MAX)
			break;
	}
	if (last.text[0] == '\0' || (element == NULL && records->count > 0))
		return true;
	return cause_set(cause, "%s", last.text);
}

/* Adds one element of "details", or notes one that cannot be read. */
static bool
add_tier(struct okx_answer *answer, struct tiers *tiers, const cJSON *element)
{
	struct okx_member members[FIELDS];
	size_t count = name_fields(members, &tier_layout);
	struct tier *tier;

	if (!find_fields(members, count, &tier_layout, element, NULL)) {
		okx_excuse_long_texts(answer, element, NULL, 0);
		tiers->unreadable = true;
		return true;
	}
	okx_excuse_long_texts(answer, element, members, count);
	tier = tiers_add(tiers);
	if (tier == NULL)
		return false;
	fill_row(answer, &tiers->from.arena, tier, &tier_layout, members);
	tier->endless = cJSON_IsString(members[1].item) && !is_sent(&members[1]);
	return true;
}

/* Reads an element of "data" that is of the currency that was asked about. */
static bool
read_table(struct okx_answer *answer, struct tiers *tiers, const struct okx_member *members,
    struct cause *cause)
{
	const struct okx_member *restricted = &members[1], *details = &members[2];
	const char *restriction = okx_short_text(restricted->item);
	const cJSON *element;

	okx_excuse_long_texts(answer, restricted->item, NULL, 0);
	if (strlen(restriction) == 1 && strchr("012", restriction[0]) != NULL)
		tiers->restriction = (enum coin_restriction)(restriction[0] - '0');
	else if (is_sent(restricted))
		okx_note_unreadable(answer, restricted);
	tiers->listed = true;
	if (!cJSON_IsArray(details->item)) {
		okx_excuse_long_texts(answer, details->item, NULL, 0);
		tiers->unreadable = true;
		okx_note_unreadable(answer, details);
		return true;
	}
	for (element = details->item->child; element != NULL; element = element->next)
		if (!add_tier(answer, tiers, element))
			return cause_set(cause, "has more than the %d tiers there may be",
			    TIERS_MAX);
	return true;
}

static bool
add_table(struct okx_answer *answer, void *into, const cJSON *element, struct cause *cause)
{
	struct okx_member members[] = { { .name = "ccy" }, { .name = "colRes" },
		{ .name = "details" } };
	struct tiers *tiers = into;
	const char *ccy;

	if (!okx_find_members(element, members, 3, cause))
		return false;
	ccy = okx_ccy_name(&members[0], cause);
	if (ccy == NULL)
		return false;
	if (strcmp(ccy, tiers->ccy) != 0) {
		okx_excuse_long_texts(answer, element, NULL, 0);
		return true;
	}
	/* Which of two tables holds cannot be told. */
	if (tiers->listed)
		return cause_set(cause, "is a second one of %s", tiers->ccy);
	okx_excuse_long_texts(answer, element, members, 3);
	return read_table(answer, tiers, members, cause);
}

bool
okx_read_tiers(struct okx_answer *answer, struct cause *cause)
{
	const struct okx_call *call = answer->call;
	struct tiers *tiers = tiers_new(call->ccy != NULL ? call->ccy : "", call->account_id,
	    okx_endpoints[call->endpoint].path);

	answer->parsed->tiers = tiers;
	okx_stamp(&tiers->from, call);
	if (!okx_each_element(answer, answer->data, "unexpected answer: data", add_table, tiers,
		cause))
		return false;
	tiers_seal(tiers);
	return true;
}
