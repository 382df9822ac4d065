/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_FAILURE_FIXTURE_H
#define COLLTOP_TESTS_FAILURE_FIXTURE_H

/* Refusals by the exchange and what is said of them; cmocka.h comes before it. */

#include <string.h>

#include "base/text.h"
#include "okx/error.h"

#define KEY "3d1c0f9e-5b7a-4c2d-8e6f-0a1b2c3d4e5f"
#define SECRET "22582BD0CFF14C41EDBF1AB98506286D"
#define PASSPHRASE "Correct-Horse-7!"

static const struct account_id account_id = {
	.account = "main",
	.region = "global",
	.host = "openapi.okx.com",
	.environment = ENVIRONMENT_PRODUCTION,
};

static const struct okx_credentials keys = { .api_key = KEY,
	.secret_key = SECRET,
	.passphrase = PASSPHRASE };
static const struct okx_call usual = { .account_id = &account_id, .keys.of[0] = &keys };

static inline struct okx_failure
refused(const struct okx_call *call, const char *code, const char *message, int http)
{
	struct okx_failure failure;

	memset(&failure, 0x55, sizeof failure);
	okx_error_refused(&failure, call, code, message, http);
	assert_true(text_valid(failure.text, strlen(failure.text)));
	assert_null(strpbrk(failure.text, "\r\n\033"));
	return failure;
}

static inline void
assert_contains(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("\"%s\" lacks \"%s\"", text, part);
}

static inline void
assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part) != NULL)
		fail_msg("\"%s\" has \"%s\"", text, part);
}

#endif
