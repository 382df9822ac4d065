/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_ELEMENTS_H
#define COLLTOP_OKX_ELEMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"
#include "model/figure.h"
#include "model/snapshot.h"
#include "okx/call.h"
#include "okx/parsed.h"
#include "okx/scan.h"

/* What the readers of okx/parse share: the elements of an answer, their members and texts. */

struct cJSON;

/* A member that is looked for in an object; ITEM is NULL when it is not there. */
struct okx_member {
	const char *name;
	const struct cJSON *item;
};

/* An answer that is being read. */
struct okx_answer {
	const struct okx_call *call;
	struct okx_parsed *parsed; /* what it becomes */
	const struct cJSON *data;  /* the list of its elements */
	struct cJSON *root;
	struct okx_scan scan;
	size_t excused; /* strings beyond the limit that are figures, or cut */
};

/*
 * Finds MEMBERS among those of OBJECT, by exact name. False, with the cause, when any name
 * comes twice.
 */
bool okx_find_members(const struct cJSON *object, struct okx_member *members, size_t count,
    struct cause *cause);

/*
 * Hands each element of LIST, which must be an object, to TAKE, with INTO. NAME is the
 * list's ("unexpected answer: data", ".assets"); the cause names the element before what
 * TAKE says of it: ".assets[3] has no ccy".
 */
bool okx_each_element(struct okx_answer *answer, const struct cJSON *list, const char *name,
    bool (*take)(struct okx_answer *answer, void *into, const struct cJSON *element,
	struct cause *cause),
    void *into, struct cause *cause);

/*
 * Excuses the texts beyond the limit in ITEM (NULL: nothing), but for MEMBERS, which are
 * looked at by name.
 */
void okx_excuse_long_texts(struct okx_answer *answer, const struct cJSON *item,
    const struct okx_member *members, size_t count);

/*
 * The text of a figure: NULL when absent or, as UNREADABLE says, not a text within the limit,
 * which is excused.
 */
const char *okx_sent_text(struct okx_answer *answer, const struct cJSON *item, bool *unreadable);

/* A figure with its text in ARENA; an unreadable one is noted. */
struct figure okx_read_figure(struct okx_answer *answer, struct arena *arena,
    const struct okx_member *member);

/* Notes the name of MEMBER, read as FIGURE, where that is unreadable. */
void okx_note_figure(struct okx_answer *answer, const struct okx_member *member,
    const struct figure *figure);

/* Notes that what the exchange sent as MEMBER is not usable. */
void okx_note_unreadable(struct okx_answer *answer, const struct okx_member *member);

/* The name of a currency, or NULL with the cause ("has no ccy"). */
const char *okx_ccy_name(const struct okx_member *member, struct cause *cause);

/* Reads epoch milliseconds up to the year 2100, sent as digits; false for anything else. */
bool okx_epoch_ms(int64_t *out, const struct cJSON *item);

/* A text of at most 64 bytes; "" for anything else. */
const char *okx_short_text(const struct cJSON *item);

/* Gives a snapshot the times of the answer to CALL. */
void okx_stamp(struct snapshot *from, const struct okx_call *call);

#endif
