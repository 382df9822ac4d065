/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/records.h"

#include <stdlib.h>
#include <string.h>

#include "model/sorted.h"

struct records *
records_new(size_t size, const struct account_id *account_id, const char *endpoint)
{
	struct records *records = snapshot_new(sizeof *records, account_id, endpoint);

	records->size = size;
	return records;
}

void *
records_add(struct records *records)
{
	char *row;

	if (records->count == RECORDS_MAX)
		return NULL;
	records->rows = sorted_room(records->rows, records->count, records->size);
	row = (char *)records->rows + records->count++ * records->size;
	memset(row, 0, records->size);
	return row;
}

struct records *
records_hold(struct records *records)
{
	return snapshot_hold(records);
}

void
records_drop(struct records *records)
{
	if (!snapshot_release(records))
		return;
	free(records->rows);
	free(records);
}
