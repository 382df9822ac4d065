/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_ANSWER_H
#define COLLTOP_TESTS_ANSWER_H

#include <stddef.h>

#include "okx/parse.h"

/* Answers of the exchange for tests of okx/parse and okx/scan. Include it behind cmocka.h. */

/* A text with its length, NULs inside it counted. */
#define ANSWER_LITERAL(text) text, sizeof(text) - 1

/* What every answer is parsed with. */
extern const struct okx_call answer_call;

/* Whose answers they are: collateral assets, unless a test says otherwise before its first. */
extern enum okx_endpoint_id answer_endpoint;

/* And which currency they are asked for: "", unless a test says otherwise. */
extern const char *answer_ccy;

/* The path of that endpoint. */
const char *answer_path(void);

/* What came of one; answer_release() it. */
struct answer_outcome {
	enum okx_parse_result result;
	struct okx_parsed parsed;
	struct okx_refusal refusal;
	struct cause cause;
};

/* Parses a copy that ends with its NUL: a sanitiser sees reads beyond it. */
struct answer_outcome answer_parse(const char *body, size_t length);
void answer_release(struct answer_outcome *outcome);

/* Fails the test unless the answer is broken and the cause holds WHY. */
void answer_broken(const char *body, size_t length, const char *why);

/* The file NAME of tests/data/okx; free it. */
char *answer_read_data(const char *name, size_t *length);
struct answer_outcome answer_parse_data(const char *name);

/* A text that grows, for bodies too long to write down. Begins as zeros. */
struct answer_builder {
	char *text;
	size_t length, size;
};

void answer_append(struct answer_builder *builder, const char *text);
void answer_append_times(struct answer_builder *builder, const char *text, size_t times);

/* Parses what was built, expects it broken for WHY, or (NULL) taken, and empties the builder. */
void answer_built(struct answer_builder *builder, const char *why);

#endif
