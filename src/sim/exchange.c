/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/exchange.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/xmalloc.h"
#include "okx/error.h"
#include "sim/handlers.h"

#define CODE_INTERNAL 50026
#define CODE_RATE 50011
#define CODE_ADDRESS 50110

#define JSON_TYPE "application/json"

/* Refusals that any web server has; the error table is about accounts and requests. */
static const struct okx_error not_found = { .code = 404, .http = { 404 }, .text = "Not Found" };
static const struct okx_error bad_method = { .code = 50115,
	.http = { 405 },
	.text = "Invalid request method." };

int64_t
exchange_utc_ms(const struct exchange *exchange)
{
	return monotime_utc_ms() + exchange->skew_ms;
}

/* {"code":…,"data":…,"msg":…}; DATA is taken over. */
static cJSON *
envelope(const char *code, cJSON *data, const char *message)
{
	cJSON *root = cJSON_CreateObject();

	cJSON_AddStringToObject(root, "code", code);
	cJSON_AddItemToObject(root, "data", data);
	cJSON_AddStringToObject(root, "msg", message);
	return root;
}

/* Writes ROOT, which is freed, as the body. */
static void
set_body(struct exchange_answer *answer, cJSON *root)
{
	answer->body = cJSON_PrintUnformatted(root);
	cJSON_Delete(root);
	if (answer->body == NULL)
		answer->body = xstrdup("");
	answer->length = strlen(answer->body);
	answer->content_type = JSON_TYPE;
}

/* In the table's texts "ccy" stands for the parameter. */
static char *
message(const char *text, const char *parameter)
{
	const char *at = strstr(text, "ccy");

	if (at == NULL || parameter == NULL)
		return xstrdup(text);
	return xasprintf("%.*s%s%s", (int)(at - text), text, parameter, at + strlen("ccy"));
}

static void
refuse_request(struct exchange_answer *answer, const struct okx_error *error, const char *parameter)
{
	char *text = message(error->text, parameter);

	snprintf(answer->code, sizeof answer->code, "%d", error->code);
	answer->status = error->http[0];
	set_body(answer, envelope(answer->code, cJSON_CreateArray(), text));
	free(text);
}

static void
refuse_code(struct exchange_answer *answer, int code, const char *parameter)
{
	const struct okx_error *error = okx_error_find(code);

	if (error == NULL)
		error = okx_error_find(CODE_INTERNAL);
	refuse_request(answer, error, parameter);
}

/* The answer to a request that nothing is wrong with. */
static void
set_data(struct exchange_answer *answer, cJSON *data, struct fault_order *order)
{
	cJSON *root = envelope("0", data, "");

	strlcpy(answer->code, "0", sizeof answer->code);
	answer->status = 200;
	if (order != NULL && order->fault->state == FAULT_SUCCESS) {
		strlcpy(answer->fault, order->name, sizeof answer->fault);
		fault_spoil(order, root);
	}
	set_body(answer, root);
}

/* What a fault puts in the place of an answer. */
static void
spoil_instead(const struct exchange *exchange, struct exchange_answer *answer,
    struct fault_order *order)
{
	const struct fault *fault = order->fault;

	strlcpy(answer->fault, order->name, sizeof answer->fault);
	fault_spend(order);
	if (order->error != NULL) {
		refuse_request(answer, order->error, NULL);
		return;
	}
	answer->delivery = fault->delivery;
	answer->status = fault->status;
	if (fault->body == NULL)
		return;
	answer->body = xstrdup(fault->body);
	answer->length = strlen(fault->body);
	answer->content_type = fault->content_type;
	if (fault->status == 302)
		answer->location = exchange->redirect_to;
}

/* Whether ADDRESS is in LIST, which commas separate; an empty list has all. */
static bool
listed(const char *list, const char *address)
{
	size_t length = strlen(address);

	for (const char *at = list; at != NULL; at = strchr(at, ',')) {
		at += *at == ',';
		if (strncmp(at, address, length) == 0 && (at[length] == ',' || at[length] == '\0'))
			return true;
	}
	return list[0] == '\0';
}

/* Whether the request may be answered by ENDPOINT: who asks, and how often. */
static bool
admit_request(struct exchange *exchange, const struct endpoint *endpoint,
    const struct exchange_request *request, struct exchange_answer *answer)
{
	const char *subject = request->address;

	if (endpoint->secret) {
		int code = access_check(exchange->keys, request, answer->environment,
		    exchange_utc_ms(exchange));

		if (code == 0 && !listed(exchange->key_ip, request->address))
			code = CODE_ADDRESS;
		if (code != 0) {
			refuse_code(answer, code, NULL);
			return false;
		}
		subject = environment_name(answer->environment);
	}
	if (!exchange->unlimited &&
	    !rate_limit_take(&exchange->limits, subject, endpoint, endpoint->most,
		endpoint->window_ms, monotime_ms())) {
		refuse_code(answer, CODE_RATE, NULL);
		return false;
	}
	return true;
}

void
exchange_serve(struct exchange *exchange, const struct exchange_request *request,
    struct exchange_answer *answer)
{
	const struct endpoint *endpoint = endpoint_of(request->target);
	struct fault_order *order;
	struct handler_refusal refusal = { 0 };
	cJSON *data = NULL;
	const struct scene *scene;
	struct handler_question question = { .market = &exchange->market,
		.scenes = &exchange->scenes,
		.list = exchange->list,
		.key_label = exchange->key_label,
		.key_perm = exchange->key_perm,
		.key_ip = exchange->key_ip,
		.utc_ms = exchange_utc_ms(exchange),
		.target = request->target,
		.step = market_step(&exchange->market, monotime_ms()) };

	memset(answer, 0, sizeof *answer);
	answer->environment = question.environment = access_environment(request);
	answer->endpoint = endpoint;
	if (endpoint == NULL) {
		refuse_request(answer, &not_found, NULL);
		return;
	}
	if (strcmp(request->method, "GET") != 0) {
		refuse_request(answer, &bad_method, NULL);
		return;
	}
	order = fault_current(&exchange->faults, endpoint, request->target);
	if (order != NULL && order->fault->state == FAULT_INSTEAD) {
		spoil_instead(exchange, answer, order);
		return;
	}
	if (order != NULL)
		question.step = fault_step(order, question.step);

	scene = answer->environment != ENVIRONMENT_PRODUCTION ?
	    NULL :
	    scenario_scene(&exchange->scenes, market_elapsed_ms(&exchange->market, question.step));
	question.first = &exchange->portfolio.accounts[answer->environment];
	question.account = scene != NULL ? &scene->account : question.first;
	question.changed_utc_ms = scene != NULL ? question.utc_ms - monotime_ms() +
		market_step_ms(&exchange->market, 0) + scene->from_ms / exchange->market.speed :
						  -1;
	if (admit_request(exchange, endpoint, request, answer)) {
		if (endpoint->secret && scene != NULL && scene->refusal != 0)
			refusal.code = scene->refusal;
		else
			data = endpoint->handler(&question, &refusal);
		if (data != NULL)
			set_data(answer, data, order);
		else
			refuse_code(answer, refusal.code, refusal.parameter);
	}
	if (order != NULL && order->fault->state == FAULT_ANSWER) {
		answer->delivery = order->fault->delivery;
		strlcpy(answer->fault, order->name, sizeof answer->fault);
		fault_spend(order);
	}
}

void
exchange_answer_clear(struct exchange_answer *answer)
{
	free(answer->body);
	answer->body = NULL;
	answer->length = 0;
}

void
exchange_clear(struct exchange *exchange)
{
	scenario_clear(&exchange->scenes);
	sim_portfolio_clear(&exchange->portfolio);
	market_clear(&exchange->market);
}
