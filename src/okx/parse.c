/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/parse.h"

#include <stdio.h>
#include <string.h>

#include <bsd/stdlib.h>
#include <bsd/string.h>
#include <cjson/cJSON.h>

#include "base/text.h"
#include "okx/endpoint.h"
#include "okx/scan.h"

#define LAST_TIME_MS 4102444800000 /* 2100-01-01T00:00:00Z */

/* A member that is looked for in an object; ITEM is NULL when it is not there. */
struct member {
	const char *name;
	const cJSON *item;
};

struct answer {
	const struct okx_call *call;
	struct okx_parsed *parsed; /* what it becomes */
	const cJSON *data;         /* the list of its elements */
	cJSON *root;
	struct okx_scan scan;
	size_t excused; /* strings beyond the limit that are figures, or cut */
};

static enum okx_parse_result
answer_broken(struct cause *cause, const char *what)
{
	cause_set(cause, "%s", what);
	return OKX_PARSE_BROKEN;
}

/*
 * Finds MEMBERS among those of OBJECT, by exact name. False, with the cause, when any name
 * comes twice. The list is walked by hand, as indexing it would walk it for each member.
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
				return cause_set(cause, "member \"%.40s\" comes twice",
				    item->string);
		for (i = 0; i < count; i++)
			if (strcmp(members[i].name, item->string) == 0)
				members[i].item = item;
	}
	return true;
}

/* Checks and parses TEXT, an object: cJSON_Delete() it. NULL with the cause. */
static cJSON *
parse_json(struct okx_scan *scan, const char *text, size_t length, struct cause *cause)
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
	 * What was scanned is valid. The NUL is part of the length, as the parser looks for it
	 * after the object.
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

/* Reads code, msg and data. */
static enum okx_parse_result
open_answer(struct answer *answer, const char *body, size_t length, struct okx_refusal *refusal,
    struct cause *cause)
{
	struct member members[] = { { .name = "code" }, { .name = "msg" }, { .name = "data" } };
	char code[16];

	answer->root = parse_json(&answer->scan, body, length, cause);
	if (answer->root == NULL || !find_members(answer->root, members, 3, cause))
		return OKX_PARSE_BROKEN;
	if (members[0].item == NULL)
		return answer_broken(cause, "unexpected answer: no code");
	if (!read_code(code, members[0].item))
		return answer_broken(cause, "unexpected answer: code is not a string");
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
		return answer_broken(cause, "unexpected answer: no data");
	if (!cJSON_IsArray(members[2].item))
		return answer_broken(cause, "unexpected answer: data is not a list");
	answer->data = members[2].item;
	return OKX_PARSE_DONE;
}

/* Refuses strings beyond the limit that nothing excuses. */
static bool
check_strings(const struct answer *answer, struct cause *cause)
{
	if (answer->scan.long_strings == answer->excused)
		return true;
	return cause_set(cause, "text of over %d bytes, the first at byte %zu", OKX_SCAN_MAX_STRING,
	    answer->scan.long_at);
}

/*
 * Hands each element of LIST, which must be an object, to TAKE, with INTO. NAME is the
 * list's ("unexpected answer: data", ".assets"); the cause names the element before what
 * TAKE says of it: ".assets[3] has no ccy".
 */
static bool
each_element(struct answer *answer, const cJSON *list, const char *name,
    bool (*take)(struct answer *answer, void *into, const cJSON *element, struct cause *cause),
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

/*
 * Excuses the texts beyond the limit in ITEM (NULL: nothing), but for MEMBERS, which are
 * looked at by name.
 */
static void
excuse_long_texts(struct answer *answer, const cJSON *item, const struct member *members,
    size_t count)
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

/* The members of the first element of the answer's data, which must be an object. */
static bool
first_members(const struct answer *answer, struct member *members, size_t count,
    struct cause *cause)
{
	if (!cJSON_IsObject(answer->data->child))
		return cause_set(cause, "unexpected answer: data[0] is not an object");
	return find_members(answer->data->child, members, count, cause);
}

/*
 * Copies a text for people, sanitised and cut to SIZE, however long it is; "" where there is
 * none.
 */
static void
copy_shown_text(char *out, size_t size, struct answer *answer, const cJSON *item)
{
	const char *text = cJSON_IsString(item) ? item->valuestring : "";

	answer->excused += strlen(text) > OKX_SCAN_MAX_STRING;
	text_sanitise(out, size, text, strlen(text));
}

/* The text of a figure: NULL when absent or, as UNREADABLE says, not a text within the limit. */
static const char *
sent_text(struct answer *answer, const cJSON *item, bool *unreadable)
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

/* Notes the name of MEMBER, read as FIGURE, where that is unreadable. */
static void
note_figure(struct answer *answer, const struct member *member, const struct figure *figure)
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

/* The name of a currency, or NULL with the cause. */
static const char *
ccy_name(const cJSON *item, struct cause *cause)
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

/* Epoch milliseconds: digits alone, where strtonum(3) takes a sign and blanks. */
static bool
epoch_ms(int64_t *out, const cJSON *item)
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

static void
stamp(struct snapshot *from, const struct okx_call *call)
{
	from->arrived_ms = call->arrived_ms;
	from->arrived_utc_ms = call->arrived_utc_ms;
}

/* Adds one element of "assets". */
static bool
add_asset(struct answer *answer, void *into, const cJSON *element, struct cause *cause)
{
	struct member members[] = { { .name = "ccy" }, { .name = "amt" },
		{ .name = "notionalUsd" } };
	struct assets *assets = into;
	const char *ccy, *amount, *value;
	bool amount_unreadable, value_unreadable;

	if (!find_members(element, members, 3, cause))
		return false;
	ccy = ccy_name(members[0].item, cause);
	if (ccy == NULL)
		return false;
	amount = sent_text(answer, members[1].item, &amount_unreadable);
	value = sent_text(answer, members[2].item, &value_unreadable);
	if (!assets_add(assets, ccy, amount, amount_unreadable, value, value_unreadable))
		return cause_set(cause, "is one more than the %d rows there may be",
		    ASSETS_MAX_ASSETS);
	note_figure(answer, &members[1], &assets->items[assets->count - 1].amount);
	note_figure(answer, &members[2], &assets->items[assets->count - 1].value);
	return true;
}

/* Adds the assets of one element of "data". */
static bool
add_assets(struct answer *answer, void *into, const cJSON *element, struct cause *cause)
{
	struct member members[] = { { .name = "assets" } };

	if (!find_members(element, members, 1, cause))
		return false;
	if (!cJSON_IsArray(members[0].item))
		return cause_set(cause, "has no list of assets");
	return each_element(answer, members[0].item, ".assets", add_asset, into, cause);
}

static bool
read_assets(struct answer *answer, struct cause *cause)
{
	const struct okx_call *call = answer->call;
	struct assets *assets = assets_new(call->account_id, okx_endpoints[call->endpoint].path,
	    call->ccy);

	answer->parsed->assets = assets;
	if (call->ord_id != NULL)
		strlcpy(assets->ord_id, call->ord_id, sizeof assets->ord_id);
	stamp(&assets->from, call);
	if (!each_element(answer, answer->data, "unexpected answer: data", add_assets, assets,
		cause))
		return false;
	assets_seal(assets);
	return true;
}

static bool
read_server_time(struct answer *answer, struct cause *cause)
{
	struct member members[] = { { .name = "ts" } };

	return first_members(answer, members, 1, cause) &&
	    (epoch_ms(&answer->parsed->server_utc_ms, members[0].item) ||
		cause_set(cause, "unexpected answer: data[0].ts is not a time"));
}

/*
 * What is available decides; a row is valid whatever the other two hold.
 */
static bool
read_balance(struct answer *answer, void *into, const cJSON *element, struct cause *cause)
{
	struct member members[] = {
		{ .name = "ccy" },
		{ .name = "availBal" },
		{ .name = "bal" },
		{ .name = "frozenBal" },
	};
	struct funding *funding = into;
	const char *ccy, *available;
	bool unreadable, ignored;

	if (!find_members(element, members, 4, cause))
		return false;
	ccy = ccy_name(members[0].item, cause);
	if (ccy == NULL)
		return false;
	sent_text(answer, members[2].item, &ignored);
	sent_text(answer, members[3].item, &ignored);
	available = sent_text(answer, members[1].item, &unreadable);
	if (!funding_add(funding, ccy, available, unreadable))
		return cause_set(cause, "is one more than the %d rows there may be", FUNDING_MAX);
	note_figure(answer, &members[1], &funding->balances[funding->count - 1].available);
	return true;
}

static bool
read_balances(struct answer *answer, struct cause *cause)
{
	const struct okx_call *call = answer->call;
	struct funding *funding = funding_new(call->account_id, okx_endpoints[call->endpoint].path);

	answer->parsed->funding = funding;
	stamp(&funding->from, call);
	if (!each_element(answer, answer->data, "unexpected answer: data", read_balance, funding,
		cause))
		return false;
	funding_seal(funding);
	return true;
}

static bool
read_config(struct answer *answer, struct cause *cause)
{
	struct okx_key_info *key = &answer->parsed->key;
	struct member members[] = { { .name = "uid" }, { .name = "label" }, { .name = "perm" },
		{ .name = "ip" } };

	if (!first_members(answer, members, sizeof members / sizeof *members, cause))
		return false;
	copy_shown_text(key->uid, sizeof key->uid, answer, members[0].item);
	copy_shown_text(key->label, sizeof key->label, answer, members[1].item);
	copy_shown_text(key->permissions, sizeof key->permissions, answer, members[2].item);
	copy_shown_text(key->addresses, sizeof key->addresses, answer, members[3].item);
	return true;
}

/* The members of an order. */
enum {
	ORD_ID,
	DEBT,
	SECURED,
	LTV,
	CALL_LTV,
	LIQUIDATION_LTV,
	OWED,
	PLEDGED,
	WARNING,
	ORDER_MEMBERS
};

/* A short text; "" where there is none, as one cut short could be another's. */
static const char *
short_text(const cJSON *item)
{
	if (!cJSON_IsString(item) || strlen(item->valuestring) >= ASSETS_ORD_ID_SIZE)
		return "";
	return item->valuestring;
}

static struct figure
read_figure(struct answer *answer, const struct member *member)
{
	bool unreadable;
	const char *text = sent_text(answer, member->item, &unreadable);
	struct figure figure = figure_copy(&answer->parsed->loans->from.arena, text, unreadable);

	note_figure(answer, member, &figure);
	return figure;
}

/* Notes that what the exchange sent as MEMBER is not usable. */
static void
note_unreadable(struct answer *answer, const struct member *member)
{
	const struct figure unreadable = { .state = FIGURE_UNREADABLE };

	note_figure(answer, member, &unreadable);
}

/*
 * Adds one element of a list, or leaves one out that cannot be read: what is known of
 * the list is not all of it then.
 */
static bool
add_coin(struct answer *answer, struct amounts *lot, const cJSON *element, struct cause *cause)
{
	struct member members[] = { { .name = "ccy" }, { .name = "amt" } };
	const char *ccy = NULL, *amount;
	bool unreadable;

	if (cJSON_IsObject(element) && find_members(element, members, 2, NULL))
		ccy = ccy_name(members[0].item, NULL);
	excuse_long_texts(answer, element, members, ccy == NULL ? 0 : 2);
	if (ccy == NULL) {
		lot->state = AMOUNTS_UNREADABLE;
		return true;
	}
	amount = sent_text(answer, members[1].item, &unreadable);
	if (!amounts_add(answer->parsed->loans, lot, ccy, amount, unreadable))
		return cause_set(cause, "is one more than the %d there may be in all",
		    LOAN_MAX_COINS);
	note_figure(answer, &members[1], &lot->coins[lot->count - 1].amount);
	return true;
}

/* What is not a list leaves the loan without one; its other members count. */
static bool
read_amounts(struct answer *answer, struct amounts *lot, const struct member *member,
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

/* Optional: what cannot be read costs nothing else. */
static void
read_warning(struct answer *answer, struct loan *order, const struct member *member)
{
	struct member members[] = { { .name = "instId" }, { .name = "liqPx" } };
	const cJSON *warning = member->item;

	if (cJSON_IsObject(warning) && find_members(warning, members, 2, NULL)) {
		excuse_long_texts(answer, warning, &members[1], 1);
		order->instrument = arena_copy(&answer->parsed->loans->from.arena,
		    short_text(members[0].item), 0);
		order->liquidation_price = read_figure(answer, &members[1]);
		return;
	}
	excuse_long_texts(answer, warning, NULL, 0);
	/* An empty list or text is nothing, as null is. */
	if (cJSON_IsObject(warning) || (warning != NULL && warning->child != NULL) ||
	    cJSON_IsNumber(warning) || cJSON_IsBool(warning) ||
	    (cJSON_IsString(warning) && warning->valuestring[0] != '\0'))
		note_unreadable(answer, member);
}

static bool
add_order(struct answer *answer, void *into, const cJSON *element, struct cause *cause)
{
	struct member members[] = {
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

	if (!find_members(element, members, ORDER_MEMBERS, cause))
		return false;
	excuse_long_texts(answer, element, members, ORDER_MEMBERS);
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
	return read_amounts(answer, &order->owed, &members[OWED], cause) &&
	    read_amounts(answer, &order->pledged, &members[PLEDGED], cause);
}

static bool
read_orders(struct answer *answer, struct cause *cause)
{
	const struct okx_call *call = answer->call;
	struct loans *loans = loans_new(call->account_id, okx_endpoints[call->endpoint].path);

	answer->parsed->loans = loans;
	stamp(&loans->from, call);
	if (!each_element(answer, answer->data, "unexpected answer: data", add_order, loans, cause))
		return false;
	loans_seal(loans);
	return true;
}

/* The base of an index in QUOTE, "BTC" of "BTC-USD"; false for any other. */
static bool
read_base(char out[ASSETS_CCY_SIZE], const cJSON *item, const char *quote)
{
	const char *dash;
	size_t base;

	dash = cJSON_IsString(item) ? strrchr(item->valuestring, '-') : NULL;
	if (dash == NULL || strcmp(dash + 1, quote) != 0)
		return false;
	base = (size_t)(dash - item->valuestring);
	if (base == 0 || base >= ASSETS_CCY_SIZE)
		return false;
	strlcpy(out, item->valuestring, base + 1);
	return true;
}

/*
 * Reads one element; NAMED: it names an instrument. False with the cause where it is no
 * ticker, or one too many.
 */
static bool
read_ticker(struct answer *answer, struct prices *prices, const cJSON *element, bool *named,
    struct cause *cause)
{
	const struct okx_call *call = answer->call;
	struct member members[] = {
		{ .name = "instId" },
		{ .name = "idxPx" },
		{ .name = "open24h" },
		{ .name = "ts" },
	};
	const char *last, *open24h;
	bool last_unreadable, open24h_unreadable;
	char ccy[ASSETS_CCY_SIZE];
	int64_t told_utc_ms;

	if (!cJSON_IsObject(element))
		return cause_set(cause, "is not an object");
	if (!find_members(element, members, 4, cause))
		return false;
	*named = *named || cJSON_IsString(members[0].item);
	excuse_long_texts(answer, element, &members[1], 2);
	last = sent_text(answer, members[1].item, &last_unreadable);
	open24h = sent_text(answer, members[2].item, &open24h_unreadable);
	if (!read_base(ccy, members[0].item, call->quote_ccy) ||
	    (call->wanted != NULL && !call->wanted(call->wanted_self, ccy)))
		return true;
	if (!epoch_ms(&told_utc_ms, members[3].item))
		told_utc_ms = -1;
	if (!prices_add(prices, ccy, last, last_unreadable, open24h, open24h_unreadable,
		told_utc_ms))
		return cause_set(cause, "is one more than the %d prices there may be", PRICES_MAX);
	note_figure(answer, &members[1], &prices->prices[prices->count - 1].last);
	note_figure(answer, &members[2], &prices->prices[prices->count - 1].open24h);
	return true;
}

/* One ticker that cannot be read costs none of the others; an answer of such alone is none. */
static bool
add_prices(struct answer *answer, struct prices *prices, struct cause *cause)
{
	struct cause last = { "" };
	const cJSON *element;
	bool named = false;
	size_t i = 0;

	for (element = answer->data->child; element != NULL; element = element->next, i++) {
		struct cause inner = { "" };

		if (read_ticker(answer, prices, element, &named, &inner))
			continue;
		cause_set(&last, "unexpected answer: data[%zu] %s", i, inner.text);
		if (prices->count == PRICES_MAX)
			break;
		excuse_long_texts(answer, element, NULL, 0);
	}
	if (last.text[0] == '\0' || (element == NULL && named))
		return true;
	return cause_set(cause, "%s", last.text);
}

static bool
read_prices(struct answer *answer, struct cause *cause)
{
	const struct okx_call *call = answer->call;
	struct prices *prices = prices_new(okx_endpoints[call->endpoint].path);

	answer->parsed->prices = prices;
	prices->asked_ms = call->asked_ms;
	stamp(&prices->from, call);
	prices->date_utc_ms = call->date_utc_ms;
	if (!add_prices(answer, prices, cause))
		return false;
	prices_seal(prices);
	return true;
}

typedef bool reader(struct answer *answer, struct cause *cause);

static reader *const readers[OKX_ENDPOINTS] = {
	[OKX_ENDPOINT_LOAN_INFO] = read_orders,
	[OKX_ENDPOINT_COLLATERAL_ASSETS] = read_assets,
	[OKX_ENDPOINT_BALANCES] = read_balances,
	[OKX_ENDPOINT_INDEX_TICKERS] = read_prices,
	[OKX_ENDPOINT_TIME] = read_server_time,
	[OKX_ENDPOINT_CONFIG] = read_config,
};

enum okx_parse_result
okx_parse(const struct okx_call *call, const char *body, size_t length, struct okx_parsed *parsed,
    struct okx_refusal *refusal, struct cause *cause)
{
	struct answer answer = { .call = call, .parsed = parsed };
	enum okx_parse_result result;

	memset(parsed, 0, sizeof *parsed);
	result = open_answer(&answer, body, length, refusal, cause);
	if (result == OKX_PARSE_DONE &&
	    !(readers[call->endpoint](&answer, cause) && check_strings(&answer, cause))) {
		okx_parsed_drop(parsed);
		result = OKX_PARSE_BROKEN;
	}
	cJSON_Delete(answer.root);
	return result;
}

void
okx_parsed_drop(struct okx_parsed *parsed)
{
	assets_drop(parsed->assets);
	loans_drop(parsed->loans);
	funding_drop(parsed->funding);
	prices_drop(parsed->prices);
	memset(parsed, 0, sizeof *parsed);
}

/* Whether LIST, separated by commas, has WORD. */
static bool
lists_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (;;) {
		if (strncmp(list, word, length) == 0 &&
		    (list[length] == ',' || list[length] == '\0'))
			return true;
		if ((list = strchr(list, ',')) == NULL)
			return false;
		list++;
	}
}

bool
okx_key_warning(char out[OKX_KEY_WARNING_SIZE], const struct okx_key_info *key)
{
	bool trade = lists_word(key->permissions, "trade"),
	     withdraw = lists_word(key->permissions, "withdraw");

	out[0] = '\0';
	if (!trade && !withdraw)
		return false;
	snprintf(out, OKX_KEY_WARNING_SIZE, "this key can also %s: make a read-only one",
	    !withdraw  ? "TRADE" :
		!trade ? "WITHDRAW" :
			 "TRADE and WITHDRAW");
	return true;
}

static bool
copy_announced(char *out, size_t size, const struct member *member, struct cause *cause)
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
	struct member members[] = {
		{ .name = "base" },
		{ .name = environment_name(ENVIRONMENT_PRODUCTION) },
		{ .name = environment_name(ENVIRONMENT_DEMO) },
	};
	size_t i;

	if (!find_members(root, members, 3, cause) ||
	    !copy_announced(out->base, sizeof out->base, &members[0], cause))
		return false;
	for (i = 0; i < ENVIRONMENTS; i++) {
		struct member keys[] = {
			{ .name = "api_key" },
			{ .name = "secret_key" },
			{ .name = "passphrase" },
		};
		const struct member *set = &members[1 + i];

		if (!cJSON_IsObject(set->item))
			return cause_set(cause, "colltop-sim announced no keys for %s.", set->name);
		if (!find_members(set->item, keys, 3, cause) ||
		    !copy_announced(out->keys[i].api_key, sizeof out->keys[i].api_key, &keys[0],
			cause) ||
		    !copy_announced(out->keys[i].secret_key, sizeof out->keys[i].secret_key,
			&keys[1], cause) ||
		    !copy_announced(out->keys[i].passphrase, sizeof out->keys[i].passphrase,
			&keys[2], cause))
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

	root = parse_json(&scan, line, length, cause);
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
