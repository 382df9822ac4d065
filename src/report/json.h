/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_REPORT_JSON_H
#define COLLTOP_REPORT_JSON_H

#include <stdbool.h>

#include "app/app.h"

/*
 * The parts of a record in JSON. Every function returns false when memory ran
 * out, and passes on the refusal of one below it: a record is written whole or
 * not at all.
 */
struct cJSON;

/* A member that is TEXT, or null where TEXT is NULL. */
bool json_put(struct cJSON *object, const char *name, const char *text);

/* Adds TEXT to the list NAME of OBJECT, which is made where it is not there yet. */
bool json_list(struct cJSON *object, const char *name, const char *text);

/* A new object at the end of ARRAY; NULL when memory ran out. */
struct cJSON *json_append(struct cJSON *array);

/*
 * The member "loans": every open loan, worst first; null where it is not known whether
 * there is one.
 */
bool json_put_loans(struct cJSON *account, const struct app *app);

/* The member "funding": what the funding account holds; null where that is not known. */
bool json_put_funding(struct cJSON *account, const struct app *app);

#endif
