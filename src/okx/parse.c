/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/parse.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>
#include <cjson/cJSON.h>

#include "base/text.h"
#include "okx/elements.h"
#include "okx/endpoint.h"
#include "okx/parse_records.h"
#include "okx/scan.h"

static enum okx_parse_result
answer_broken(struct cause *cause, const char *what)
{
	cause_set(cause, "%s", what);
	return OKX_PARSE_BROKEN;
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
	struct okx_member members[] = { { .name = "sCode" }, { .name = "sMsg" } };
	const cJSON *element;
	char code[16];

	if (!cJSON_IsArray(data))
		return;
	for (element = data->child; element != NULL; element = element->next) {
		if (!cJSON_IsObject(element) || !okx_find_members(element, members, 2, NULL) ||
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

	answer->root = parse_json(&answer->scan, body, length, cause);
	if (answer->root == NULL || !okx_find_members(answer->root, members, 3, cause))
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
check_strings(const struct okx_answer *answer, struct cause *cause)
{
	if (answer->scan.long_strings == answer->excused)
		return true;
	return cause_set(cause, "text of over %d bytes, the first at byte %zu", OKX_SCAN_MAX_STRING,
	    answer->scan.long_at);
}

/* The members of the first element of the answer's data, which must be an object. */
static bool
first_members(const struct okx_answer *answer, struct okx_member *members, size_t count,
    struct cause *cause)
{
	if (!cJSON_IsObject(answer->data->child))
		return cause_set(cause, "unexpected answer: data[0] is not an object");
	return okx_find_members(answer->data->child, members, count, cause);
}

/*
 * Copies a text for people, sanitised and cut to SIZE, however long it is; "" where there is
 * none.
 */
static void
copy_shown_text(char *out, size_t size, struct okx_answer *answer, const cJSON *item)
{
	const char *text = cJSON_IsString(item) ? item->valuestring : "";

	answer->excused += strlen(text) > OKX_SCAN_MAX_STRING;
	text_sanitise(out, size, text, strlen(text));
}

/* Adds one element of "assets". */
static bool
add_asset(struct okx_answer *answer, void *into, const cJSON *element, struct cause *cause)
{
	struct okx_member members[] = { { .name = "ccy" }, { .name = "amt" },
		{ .name = "notionalUsd" } };
	struct assets *assets = into;
	const char *ccy, *amount, *value;
	bool amount_unreadable, value_unreadable;

	if (!okx_find_members(element, members, 3, cause))
		return false;
	ccy = okx_ccy_name(&members[0], cause);
	if (ccy == NULL)
		return false;
	amount = okx_sent_text(answer, members[1].item, &amount_unreadable);
	value = okx_sent_text(answer, members[2].item, &value_unreadable);
	if (!assets_add(assets, ccy, amount, amount_unreadable, value, value_unreadable))
		return cause_set(cause, "is one more than the %d rows there may be",
		    ASSETS_MAX_ASSETS);
	okx_note_figure(answer, &members[1], &assets->items[assets->count - 1].amount);
	okx_note_figure(answer, &members[2], &assets->items[assets->count - 1].value);
	return true;
}

/* Adds the assets of one element of "data". */
static bool
add_assets(struct okx_answer *answer, void *into, const cJSON *element, struct cause *cause)
{
	struct okx_member members[] = { { .name = "assets" } };

	if (!okx_find_members(element, members, 1, cause))
		return false;
	if (!cJSON_IsArray(members[0].item))
		return cause_set(cause, "has no list of assets");
	return okx_each_element(answer, members[0].item, ".assets", add_asset, into, cause);
}

static bool
read_assets(struct okx_answer *answer, struct cause *cause)
{
	const struct okx_call *call = answer->call;
	struct assets *assets = assets_new(call->account_id, okx_endpoints[call->endpoint].path,
	    call->ccy);

	answer->parsed->assets = assets;
	if (call->ord_id != NULL)
		strlcpy(assets->ord_id, call->ord_id, sizeof assets->ord_id);
	okx_stamp(&assets->from, call);
	if (!okx_each_element(answer, answer->data, "unexpected answer: data", add_assets, assets,
		cause))
		return false;
	assets_seal(assets);
	return true;
}

static bool
read_server_time(struct okx_answer *answer, struct cause *cause)
{
	struct okx_member members[] = { { .name = "ts" } };

	return first_members(answer, members, 1, cause) &&
	    (okx_epoch_ms(&answer->parsed->server_utc_ms, members[0].item) ||
		cause_set(cause, "unexpected answer: data[0].ts is not a time"));
}

/*
 * What is available decides; a row is valid whatever the other two hold.
 */
static bool
read_balance(struct okx_answer *answer, void *into, const cJSON *element, struct cause *cause)
{
	struct okx_member members[] = {
		{ .name = "ccy" },
		{ .name = "availBal" },
		{ .name = "bal" },
		{ .name = "frozenBal" },
	};
	struct funding *funding = into;
	const char *ccy, *available;
	bool unreadable, ignored;

	if (!okx_find_members(element, members, 4, cause))
		return false;
	ccy = okx_ccy_name(&members[0], cause);
	if (ccy == NULL)
		return false;
	okx_sent_text(answer, members[2].item, &ignored);
	okx_sent_text(answer, members[3].item, &ignored);
	available = okx_sent_text(answer, members[1].item, &unreadable);
	if (!funding_add(funding, ccy, available, unreadable))
		return cause_set(cause, "is one more than the %d rows there may be", FUNDING_MAX);
	okx_note_figure(answer, &members[1], &funding->balances[funding->count - 1].available);
	return true;
}

static bool
read_balances(struct okx_answer *answer, struct cause *cause)
{
	const struct okx_call *call = answer->call;
	struct funding *funding = funding_new(call->account_id, okx_endpoints[call->endpoint].path);

	answer->parsed->funding = funding;
	okx_stamp(&funding->from, call);
	if (!okx_each_element(answer, answer->data, "unexpected answer: data", read_balance,
		funding, cause))
		return false;
	funding_seal(funding);
	return true;
}

static bool
read_config(struct okx_answer *answer, struct cause *cause)
{
	struct okx_key_info *key = &answer->parsed->key;
	struct okx_member members[] = { { .name = "uid" }, { .name = "label" }, { .name = "perm" },
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

	if (cJSON_IsObject(element) && okx_find_members(element, members, 2, NULL))
		ccy = okx_ccy_name(&members[0], NULL);
	okx_excuse_long_texts(answer, element, members, ccy == NULL ? 0 : 2);
	if (ccy == NULL) {
		lot->state = AMOUNTS_UNREADABLE;
		return true;
	}
	amount = okx_sent_text(answer, members[1].item, &unreadable);
	if (!amounts_add(answer->parsed->loans, lot, ccy, amount, unreadable))
		return cause_set(cause, "is one more than the %d there may be in all",
		    LOAN_MAX_COINS);
	okx_note_figure(answer, &members[1], &lot->coins[lot->count - 1].amount);
	return true;
}

/* What is not a list leaves the loan without one; its other members count. */
static bool
read_amounts(struct okx_answer *answer, struct amounts *lot, const struct okx_member *member,
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
		okx_note_unreadable(answer, member);
	return true;
}

/* Optional: what cannot be read costs nothing else. */
static void
read_warning(struct okx_answer *answer, struct loan *order, const struct okx_member *member)
{
	struct okx_member members[] = { { .name = "instId" }, { .name = "liqPx" } };
	const cJSON *warning = member->item;

	if (cJSON_IsObject(warning) && okx_find_members(warning, members, 2, NULL)) {
		okx_excuse_long_texts(answer, warning, &members[1], 1);
		order->instrument = arena_copy(&answer->parsed->loans->from.arena,
		    okx_short_text(members[0].item), 0);
		order->liquidation_price = okx_read_figure(answer,
		    &answer->parsed->loans->from.arena, &members[1]);
		return;
	}
	okx_excuse_long_texts(answer, warning, NULL, 0);
	/* An empty list or text is nothing, as null is. */
	if (cJSON_IsObject(warning) || (warning != NULL && warning->child != NULL) ||
	    cJSON_IsNumber(warning) || cJSON_IsBool(warning) ||
	    (cJSON_IsString(warning) && warning->valuestring[0] != '\0'))
		okx_note_unreadable(answer, member);
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

	if (!okx_find_members(element, members, ORDER_MEMBERS, cause))
		return false;
	okx_excuse_long_texts(answer, element, members, ORDER_MEMBERS);
	order = loans_add(into);
	if (order == NULL)
		return cause_set(cause, "is one more than the %d loans there may be",
		    LOAN_MAX_ORDERS);
	order->id = arena_copy(&answer->parsed->loans->from.arena,
	    okx_short_text(members[ORD_ID].item), 0);
	order->debt = okx_read_figure(answer, &answer->parsed->loans->from.arena, &members[DEBT]);
	order->secured = okx_read_figure(answer, &answer->parsed->loans->from.arena,
	    &members[SECURED]);
	order->ltv = okx_read_figure(answer, &answer->parsed->loans->from.arena, &members[LTV]);
	order->call_ltv = okx_read_figure(answer, &answer->parsed->loans->from.arena,
	    &members[CALL_LTV]);
	order->liquidation_ltv = okx_read_figure(answer, &answer->parsed->loans->from.arena,
	    &members[LIQUIDATION_LTV]);
	read_warning(answer, order, &members[WARNING]);
	return read_amounts(answer, &order->owed, &members[OWED], cause) &&
	    read_amounts(answer, &order->pledged, &members[PLEDGED], cause);
}

static bool
read_orders(struct okx_answer *answer, struct cause *cause)
{
	const struct okx_call *call = answer->call;
	struct loans *loans = loans_new(call->account_id, okx_endpoints[call->endpoint].path);

	answer->parsed->loans = loans;
	okx_stamp(&loans->from, call);
	if (!okx_each_element(answer, answer->data, "unexpected answer: data", add_order, loans,
		cause))
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
read_ticker(struct okx_answer *answer, struct prices *prices, const cJSON *element, bool *named,
    struct cause *cause)
{
	const struct okx_call *call = answer->call;
	struct okx_member members[] = {
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
	if (!okx_find_members(element, members, 4, cause))
		return false;
	*named = *named || cJSON_IsString(members[0].item);
	okx_excuse_long_texts(answer, element, &members[1], 2);
	last = okx_sent_text(answer, members[1].item, &last_unreadable);
	open24h = okx_sent_text(answer, members[2].item, &open24h_unreadable);
	if (!read_base(ccy, members[0].item, call->quote_ccy) ||
	    (call->wanted != NULL && !call->wanted(call->wanted_self, ccy)))
		return true;
	if (!okx_epoch_ms(&told_utc_ms, members[3].item))
		told_utc_ms = -1;
	if (!prices_add(prices, ccy, last, last_unreadable, open24h, open24h_unreadable,
		told_utc_ms))
		return cause_set(cause, "is one more than the %d prices there may be", PRICES_MAX);
	okx_note_figure(answer, &members[1], &prices->prices[prices->count - 1].last);
	okx_note_figure(answer, &members[2], &prices->prices[prices->count - 1].open24h);
	return true;
}

/* One ticker that cannot be read costs none of the others; an answer of such alone is none. */
static bool
add_prices(struct okx_answer *answer, struct prices *prices, struct cause *cause)
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
		okx_excuse_long_texts(answer, element, NULL, 0);
	}
	if (last.text[0] == '\0' || (element == NULL && named))
		return true;
	return cause_set(cause, "%s", last.text);
}

static bool
read_prices(struct okx_answer *answer, struct cause *cause)
{
	const struct okx_call *call = answer->call;
	struct prices *prices = prices_new(okx_endpoints[call->endpoint].path);

	answer->parsed->prices = prices;
	prices->asked_ms = call->asked_ms;
	okx_stamp(&prices->from, call);
	prices->date_utc_ms = call->date_utc_ms;
	if (!add_prices(answer, prices, cause))
		return false;
	prices_seal(prices);
	return true;
}

typedef bool reader(struct okx_answer *answer, struct cause *cause);

static reader *const readers[OKX_ENDPOINTS] = {
	[OKX_ENDPOINT_LOAN_INFO] = read_orders,
	[OKX_ENDPOINT_COLLATERAL_ASSETS] = read_assets,
	[OKX_ENDPOINT_BALANCES] = read_balances,
	[OKX_ENDPOINT_INDEX_TICKERS] = read_prices,
	[OKX_ENDPOINT_TIME] = read_server_time,
	[OKX_ENDPOINT_CONFIG] = read_config,
	[OKX_ENDPOINT_TIERS] = okx_read_tiers,
	[OKX_ENDPOINT_REDEEM_LIMIT] = okx_read_records,
	[OKX_ENDPOINT_INTEREST] = okx_read_records,
	[OKX_ENDPOINT_HISTORY] = okx_read_records,
	[OKX_ENDPOINT_LENDING_RATE] = okx_read_records,
	[OKX_ENDPOINT_EMODE] = okx_read_records,
	[OKX_ENDPOINT_STATUS] = okx_read_records,
};

enum okx_parse_result
okx_parse(const struct okx_call *call, const char *body, size_t length, struct okx_parsed *parsed,
    struct okx_refusal *refusal, struct cause *cause)
{
	struct okx_answer answer = { .call = call, .parsed = parsed };
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
	tiers_drop(parsed->tiers);
	records_drop(parsed->records);
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
copy_announced(char *out, size_t size, const struct okx_member *member, struct cause *cause)
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

	if (!okx_find_members(root, members, 3, cause) ||
	    !copy_announced(out->base, sizeof out->base, &members[0], cause))
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
		if (!okx_find_members(set->item, keys, 3, cause) ||
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
