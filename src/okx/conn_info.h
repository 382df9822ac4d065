/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_CONN_INFO_H
#define COLLTOP_OKX_CONN_INFO_H

#include "okx/http_types.h"

/*
 * Writes what the library's handle EASY (NULL: none) remembers of its last request. Only
 * okx/http knows of it.
 */
void okx_conn_info_read(struct okx_conn_info *out, void *easy);

#endif
