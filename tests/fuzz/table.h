/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_FUZZ_TABLE_H
#define COLLTOP_TESTS_FUZZ_TABLE_H

#include "model/portfolio.h"

/* The total of all rows is that of a sum made by other means. */
void require_total(const struct portfolio *portfolio);

/* Every order, folding and filter of a table of NOW: rows, counts, sums, cells in their widths. */
void require_table(const struct assets *now);

#endif
