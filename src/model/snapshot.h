/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_SNAPSHOT_H
#define COLLTOP_MODEL_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/arena.h"
#include "model/account_id.h"

#define ASSETS_CCY_SIZE 65 /* a currency's name, sanitised, with the NUL */
#define ASSETS_ORD_ID_SIZE 65

/*
 * What every snapshot of an answer begins with, as its member FROM. Snapshots are
 * shared by counting their holders, and immutable once they are built: a new one
 * replaces its predecessor whole or not at all.
 */
struct snapshot {
	struct account_id account_id; /* zeroed where the figures belong to no account */
	const char *endpoint;         /* path that was asked; static text */
	int64_t arrived_ms;           /* monotime_ms() at the answer's arrival */
	int64_t arrived_utc_ms; /* the same moment in UTC, corrected by the exchange's clock */
	unsigned holders;
	struct arena arena; /* the texts */
};

/*
 * SIZE zeroed bytes, a struct that begins with a struct snapshot, with one holder. ACCOUNT_ID
 * may be NULL.
 */
void *snapshot_new(size_t size, const struct account_id *account_id, const char *endpoint);

/* One holder more. Returns its argument; takes NULL. */
void *snapshot_hold(void *snapshot);

/*
 * One holder less. True when it was the last: the texts are freed, and the caller frees its
 * rows and the snapshot. False for NULL.
 */
bool snapshot_release(void *snapshot);

#endif
