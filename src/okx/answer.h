/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_ANSWER_H
#define COLLTOP_OKX_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"
#include "okx/parsed.h"
#include "okx/scan.h"

/*
 * What the parsers of the single endpoints share: an answer of the exchange
 * while it is read. For okx/parse*.c alone, as only they know what a struct
 * cJSON is.
 */
struct cJSON;

/* A member that is looked for in an object; ITEM is NULL when it is not there. */
struct okx_member {
	const char *name;
	const struct cJSON *item;
};

struct okx_answer {
	const struct okx_parse_context *context;
	struct okx_parsed *parsed; /* what it becomes */
	const struct cJSON *data;  /* the list of its elements */
	struct cJSON *root;
	struct okx_scan scan;
	size_t excused; /* strings beyond the limit that are figures, or cut */
};

/* Checks and parses TEXT, an object: cJSON_Delete() it. NULL with the cause. */
struct cJSON *okx_answer_json(struct okx_scan *scan, const char *text, size_t length,
    struct cause *cause);

/*
 * Opens the answer, has READ read a successful one into what PARSED points to,
 * and closes it. READ is false with the cause, and what it left there is dropped.
 */
enum okx_parse_result okx_answer_read(bool (*read)(struct okx_answer *answer, struct cause *cause),
    const struct okx_parse_context *context, const char *body, size_t length,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *cause);

/*
 * Hands each element of LIST, which must be an object, to TAKE, with INTO.
 * NAME is the list's ("unexpected answer: data", ".assets"); the cause says which
 * element it is, before what TAKE says of it: "is not an object", ".assets[3] has no ccy".
 */
bool okx_answer_each(struct okx_answer *answer, const struct cJSON *list, const char *name,
    bool (*take)(struct okx_answer *answer, void *into, const struct cJSON *element,
	struct cause *cause),
    void *into, struct cause *cause);

/*
 * Finds MEMBERS among those of OBJECT, by exact name. False, with the cause,
 * when any name comes twice.
 */
bool okx_answer_members(const struct cJSON *object, struct okx_member *members, size_t count,
    struct cause *cause);

/* The same of the first element of the answer's data, which must be an object. */
bool okx_answer_first(const struct okx_answer *answer, struct okx_member *members, size_t count,
    struct cause *cause);

/*
 * Excuses the texts beyond the limit in whatever of ITEM (NULL: nothing) is none
 * of MEMBERS, which are looked at by name: nobody reads them.
 */
void okx_answer_excuse(struct okx_answer *answer, const struct cJSON *item,
    const struct okx_member *members, size_t count);

/*
 * Copies a text for people, sanitised, cut where SIZE ends and "" where it is absent or
 * none, however long it is.
 */
void okx_answer_text(char *out, size_t size, struct okx_answer *answer, const struct cJSON *item);

/* The text of a figure: NULL when absent or, as UNREADABLE says, no text of a bearable length. */
const char *okx_answer_figure(struct okx_answer *answer, const struct cJSON *item,
    bool *unreadable);

/*
 * Notes that MEMBER was read as FIGURE: where it is unreadable its name goes into what
 * the answer becomes.
 */
void okx_answer_note(struct okx_answer *answer, const struct okx_member *member,
    const struct figure *figure);

/* The name of a currency, or NULL with the cause. */
const char *okx_answer_ccy(const struct cJSON *item, struct cause *cause);

/* Epoch milliseconds, a string of digits, 0 to 4102444800000. */
bool okx_answer_time(int64_t *out, const struct cJSON *item);

#endif
