/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_SETTINGS_FIXTURE_H
#define COLLTOP_TESTS_SETTINGS_FIXTURE_H

#include "conf/settings.h"

/*
 * What the program would read without a configuration, in the dark theme, with COUNT
 * accounts of region global: "main", "second1" and so on; settings_clear() it.
 */
void settings_fixture(struct settings *settings, size_t count);

#endif
