/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_TEST_H
#define COLLTOP_TESTS_TEST_H

/* cmocka, and what it wants before it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Most tests make no use of the state that each is given. */
#pragma GCC diagnostic ignored "-Wunused-parameter"

#endif
