/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_WIPE_H
#define COLLTOP_OKX_WIPE_H

#include <stddef.h>

/*
 * An allocator that overwrites each block before it is given back, for
 * libraries that copy secrets into buffers of their own. The same contracts
 * as malloc(3), calloc(3), realloc(3), free(3) and strdup(3); its blocks
 * must not be mixed with theirs.
 */
void *okx_wipe_malloc(size_t size);
void *okx_wipe_calloc(size_t count, size_t size);
void *okx_wipe_realloc(void *old, size_t size);
void okx_wipe_free(void *block);
char *okx_wipe_strdup(const char *text);

/*
 * How many blocks were refused so far. libcurl passes over some of them: it
 * goes on with an address that has lost its query.
 */
unsigned long okx_wipe_refused(void);

#endif
