/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/snapshot.h"

#include "base/xmalloc.h"

void *
snapshot_new(size_t size, const struct account_id *account_id, const char *endpoint)
{
	struct snapshot *snapshot = xcalloc(1, size);

	if (account_id != NULL)
		snapshot->account_id = *account_id;
	snapshot->endpoint = endpoint;
	snapshot->holders = 1;
	return snapshot;
}

void *
snapshot_hold(void *snapshot)
{
	struct snapshot *held = snapshot;

	if (held != NULL)
		held->holders++;
	return held;
}

bool
snapshot_release(void *snapshot)
{
	struct snapshot *held = snapshot;

	if (held == NULL || --held->holders > 0)
		return false;
	arena_clear(&held->arena);
	return true;
}
