/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_SCARCE_MEMORY_H
#define COLLTOP_TESTS_SCARCE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Memory that runs out when a test says so, for programs that are linked with
 * scarce_memory_ldflags (Makefile.am): their own calls count, not a library's.
 */

/* GRANTED allocations succeed from now on, all others fail. */
void scarce_memory_begin(size_t granted);

/* Memory is plenty again. True when an allocation failed meanwhile. */
bool scarce_memory_end(void);

/* How many allocations have not been freed. */
size_t scarce_memory_held(void);

#endif
