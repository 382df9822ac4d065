/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_TEST_H
#define COLLTOP_TESTS_TEST_H

/* cmocka with what it wants before it, and what most tests need. */
#include "config.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
/* A table of cases: TABLE(cases, const char *text; int value) = { { "1", 1 } }; */
#define TABLE(name, ...) \
	static const struct { \
		__VA_ARGS__; \
	} name[]

/* Most tests make no use of the state that each is given. */
#pragma GCC diagnostic ignored "-Wunused-parameter"

/*
 * TEST(name) { ... } defines a test, with `void **state` as cmocka gives it. A
 * program runs its tests in the order of the file, each between the set-up and the
 * tear-down of EACH_TEST, or of its own with TEST_BETWEEN; all between those of
 * ALL_TESTS. Each of these functions may be NULL. TEST_OF(struct thing *thing, name)
 * gives a test its state as that variable. A program needs no main().
 */
#define TEST(name) TEST_ADD(name, test_add(#name, name))
#define TEST_BETWEEN(name, set_up, tear_down) \
	TEST_ADD(name, test_add_between(#name, name, set_up, tear_down))
#define TEST_OF(variable, name) \
	static void name##_of(variable); \
	TEST(name) \
	{ \
		name##_of(*state); \
	} \
	static void name##_of(variable)
#define EACH_TEST(set_up, tear_down) TEST_AT_START(each_test, test_each(set_up, tear_down))
#define ALL_TESTS(set_up, tear_down) TEST_AT_START(all_tests, test_all(set_up, tear_down))

/* Runs them; for a program that has a main() since something comes before. */
int test_main(void);

/* What the macros above are made of. */
#define TEST_ADD(name, call) \
	static void name(void **state); \
	TEST_AT_START(name, call) \
	static void name(void **state)
#define TEST_AT_START(name, call) \
	__attribute__((constructor)) static void name##_at_start(void) \
	{ \
		call; \
	}
void test_add(const char *name, CMUnitTestFunction function);
void test_add_between(const char *name, CMUnitTestFunction function, CMFixtureFunction set_up,
    CMFixtureFunction tear_down);
void test_each(CMFixtureFunction set_up, CMFixtureFunction tear_down);
void test_all(CMFixtureFunction set_up, CMFixtureFunction tear_down);

#endif
