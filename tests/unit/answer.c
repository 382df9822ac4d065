/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "okx/endpoint.h"
#include "unit/answer.h"

static const struct account_id account_id = {
	.account = "main",
	.region = "global",
	.host = "openapi.okx.com",
};

const struct okx_call answer_call = {
	.account_id = &account_id,
	.ccy = "",
	.quote_ccy = "USD",
	.arrived_ms = 1234,
	.arrived_utc_ms = INT64_C(1795361402123),
};

enum okx_endpoint_id answer_endpoint = OKX_ENDPOINT_COLLATERAL_ASSETS;
const char *answer_ccy = "";

const char *
answer_path(void)
{
	return okx_endpoints[answer_endpoint].path;
}

struct answer_outcome
answer_parse(const char *body, size_t length)
{
	struct answer_outcome outcome = { .cause = { "" } };
	struct okx_call call = answer_call;
	char *copy = malloc(length + 1);

	assert_non_null(copy);
	memcpy(copy, body, length);
	copy[length] = '\0';
	call.endpoint = answer_endpoint;
	call.ccy = answer_ccy;
	outcome.result = okx_parse(&call, copy, length, &outcome.parsed, &outcome.refusal,
	    &outcome.cause);
	free(copy);
	assert_int_equal(outcome.parsed.assets != NULL || outcome.parsed.loans != NULL ||
		outcome.parsed.funding != NULL || outcome.parsed.prices != NULL ||
		outcome.parsed.tiers != NULL || outcome.parsed.records != NULL,
	    outcome.result == OKX_PARSE_DONE);
	assert_int_equal(outcome.cause.text[0] != '\0', outcome.result == OKX_PARSE_BROKEN);
	return outcome;
}

void
answer_release(struct answer_outcome *outcome)
{
	okx_parsed_drop(&outcome->parsed);
}

void
answer_broken(const char *body, size_t length, const char *why)
{
	struct answer_outcome outcome = answer_parse(body, length);

	if (outcome.result != OKX_PARSE_BROKEN)
		fail_msg("taken: %.200s", body);
	if (strstr(outcome.cause.text, why) == NULL)
		fail_msg("%.200s: \"%s\" lacks \"%s\"", body, outcome.cause.text, why);
}

char *
answer_read_data(const char *name, size_t *length)
{
	const char *root = getenv("COLLTOP_TESTS");
	char path[4096], *text = malloc(65536);
	FILE *file;

	assert_non_null(text);
	snprintf(path, sizeof path, "%s/data/okx/%s", root != NULL ? root : "tests", name);
	file = fopen(path, "r");
	if (file == NULL)
		fail_msg("cannot open %s", path);
	*length = fread(text, 1, 65535, file);
	text[*length] = '\0';
	fclose(file);
	return text;
}

struct answer_outcome
answer_parse_data(const char *name)
{
	size_t length;
	char *text = answer_read_data(name, &length);
	struct answer_outcome outcome = answer_parse(text, length);

	free(text);
	return outcome;
}

void
answer_append(struct answer_builder *builder, const char *text)
{
	size_t length = strlen(text);

	if (builder->length + length + 1 > builder->size) {
		builder->size = 2 * (builder->length + length + 1);
		builder->text = realloc(builder->text, builder->size);
		assert_non_null(builder->text);
	}
	memcpy(builder->text + builder->length, text, length + 1);
	builder->length += length;
}

void
answer_append_times(struct answer_builder *builder, const char *text, size_t times)
{
	while (times-- > 0)
		answer_append(builder, text);
}

void
answer_built(struct answer_builder *builder, const char *why)
{
	struct answer_outcome outcome;

	if (why != NULL)
		answer_broken(builder->text, builder->length, why);
	else {
		outcome = answer_parse(builder->text, builder->length);
		if (outcome.result != OKX_PARSE_DONE)
			fail_msg("%s", outcome.cause.text);
		answer_release(&outcome);
	}
	free(builder->text);
	memset(builder, 0, sizeof *builder);
}
