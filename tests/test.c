/* SPDX-License-Identifier: ISC */
#include "test.h"

static struct CMUnitTest tests[64];
static bool between_own[COUNT(tests)];
static size_t count;
static CMFixtureFunction each[2], all[2];

void
test_add(const char *name, CMUnitTestFunction function)
{
	if (count == COUNT(tests))
		abort();
	tests[count++] = (struct CMUnitTest){ .name = name, .test_func = function };
}

void
test_add_between(const char *name, CMUnitTestFunction function, CMFixtureFunction set_up,
    CMFixtureFunction tear_down)
{
	test_add(name, function);
	tests[count - 1].setup_func = set_up;
	tests[count - 1].teardown_func = tear_down;
	between_own[count - 1] = true;
}

void
test_each(CMFixtureFunction set_up, CMFixtureFunction tear_down)
{
	each[0] = set_up;
	each[1] = tear_down;
}

void
test_all(CMFixtureFunction set_up, CMFixtureFunction tear_down)
{
	all[0] = set_up;
	all[1] = tear_down;
}

int
test_main(void)
{
	for (size_t i = 0; i < count; i++)
		if (!between_own[i]) {
			tests[i].setup_func = each[0];
			tests[i].teardown_func = each[1];
		}
	/* A program without tests is an error, not a success. */
	return count == 0 ? 1 : _cmocka_run_group_tests("tests", tests, count, all[0], all[1]);
}

__attribute__((weak)) int
main(void)
{
	return test_main();
}
