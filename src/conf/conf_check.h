/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_CONF_CHECK_H
#define COLLTOP_CONF_CONF_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cause.h"

/*
 * Looks through the text of a configuration before the parser gets it, for
 * what that parser passes in silence: braces that are not closed, texts that
 * run on over the end of their line, ${VARIABLE}s, control characters, bytes
 * that are not UTF-8. Comments (# and // to the end of the line, and between
 * the usual two signs of C) are overwritten with blanks, since
 * the parser loses count of the lines in them. TEXT has LENGTH bytes and a NUL
 * behind them. False with the cause and the LINE it is about, from 1.
 */
bool conf_check_prepare(char *text, size_t length, unsigned *line, struct cause *cause);

#endif
