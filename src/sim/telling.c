/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/telling.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "sim/haircut.h"

#define CODE_ORDER 51063

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c == '\0' ? NULL :
				     strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);

	return at == NULL ? -1 : (int)(at - digits);
}

bool
handler_parameter(char out[HANDLER_PARAMETER_SIZE], const char *target, const char *name)
{
	const char *at = strchr(target, '?');
	size_t length = strlen(name), used = 0;

	out[0] = '\0';
	while (at != NULL && (strncmp(at + 1, name, length) != 0 || at[1 + length] != '='))
		at = strchr(at + 1, '&');
	if (at == NULL)
		return true;

	for (at += 1 + length + 1; *at != '\0' && *at != '&'; at++) {
		char c = *at;

		if (c == '+')
			c = ' ';
		if (c == '%') {
			int high = hex_digit(at[1]), low = high == -1 ? -1 : hex_digit(at[2]);

			if (low == -1 || (high == 0 && low == 0))
				return false;
			c = (char)(high * 16 + low);
			at += 2;
		}
		if (used + 1 == HANDLER_PARAMETER_SIZE)
			return false;
		out[used++] = c;
	}
	out[used] = '\0';
	return true;
}

cJSON *
sim_refuse(struct handler_refusal *refusal, int code, const char *parameter)
{
	refusal->code = code;
	refusal->parameter = parameter;
	return NULL;
}

void
sim_tell_figure(cJSON *object, const char *name, const struct decimal *value)
{
	char text[DECIMAL_TEXT_SIZE];

	market_figure(text, value);
	cJSON_AddStringToObject(object, name, text);
}

void
sim_tell_ms(cJSON *object, const char *name, int64_t ms)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, ms);
	cJSON_AddStringToObject(object, name, text);
}

bool
sim_find_loan(const struct handler_question *question, const struct sim_loan **loan, bool *named,
    struct handler_refusal *refusal)
{
	const struct account *account = question->account;
	char id[HANDLER_PARAMETER_SIZE];

	*loan = account->loan_count > 0 ? &account->loans[0] : NULL;
	if (!handler_parameter(id, question->target, "ordId") ||
	    strspn(id, "0123456789") != strlen(id)) {
		sim_refuse(refusal, CODE_PARAMETER, "ordId");
		return false;
	}
	*named = id[0] != '\0';
	if (!*named)
		return true;
	for (size_t i = 0; i < account->loan_count; i++)
		if (strcmp(account->loans[i].ord_id, id) == 0) {
			*loan = &account->loans[i];
			return true;
		}
	sim_refuse(refusal, CODE_ORDER, "ordId");
	return false;
}

bool
sim_find_coin(const struct handler_question *question, const struct market_coin **coin,
    struct handler_refusal *refusal)
{
	char ccy[HANDLER_PARAMETER_SIZE];

	*coin = NULL;
	if (handler_parameter(ccy, question->target, "ccy") &&
	    (ccy[0] == '\0' || (*coin = market_find(question->market, ccy)) != NULL))
		return true;
	sim_refuse(refusal, CODE_PARAMETER, "ccy");
	return false;
}

bool
sim_worth(struct decimal *out, const struct market *market, const struct holding *row, int64_t step,
    bool counted)
{
	const struct market_coin *coin = &market->coins[row->coin];
	struct decimal price, amount = row->amount;

	return (!counted || haircut_counted(&amount, market, coin, step, &row->amount)) &&
	    market_price(market, coin, step, &price) && decimal_multiply(out, &amount, &price);
}
