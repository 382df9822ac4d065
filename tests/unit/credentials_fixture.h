/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_CREDENTIALS_FIXTURE_H
#define COLLTOP_TESTS_CREDENTIALS_FIXTURE_H

/* Keys that are looked for in a home of the test's own; cmocka.h comes before it. */

#include <string.h>

#include "conf/credentials.h"
#include "conf/settings_load.h"
#include "unit/sandbox.h"

#define PRODUCTION ".config/colltop/production.env"
#define DEMO ".config/colltop/demo.env"
#define CONF ".config/colltop/colltop.conf"
#define LINES(key) \
	"OKX_API_KEY=" key "\nOKX_SECRET_KEY=5ecret-" key "\nOKX_PASSPHRASE=pa55-" key "\n"

static struct secrets *secrets;
static struct settings settings;
static struct credentials result;

static inline int
open_all(void **state)
{
	bool locked;

	secrets = secrets_new(&locked);
	return sandbox_open(state);
}

static inline int
close_all(void **state)
{
	secrets_free(secrets);
	settings_clear(&settings);
	return sandbox_close(state);
}

/* Loads ACCOUNT by the configuration CONF ("": none). */
static inline void
load(const char *conf, const char *account)
{
	const struct options options = { .environment = -1,
		.accounts = { account },
		.account_count = account != NULL };
	struct cause cause;

	if (conf[0] != '\0')
		sandbox_file(CONF, conf, 0600);
	settings_clear(&settings);
	if (!settings_load(&settings, &options, &cause))
		fail_msg("%s", cause.text);
	credentials_load(&result, secrets, &settings, settings.account, false);
}

static inline const char *
key(enum environment environment)
{
	const struct okx_credentials *credentials = secrets_get(secrets, environment);

	return credentials != NULL ? credentials->api_key : "none";
}

static inline void
assert_found(enum environment environment, const char *expected, const char *source)
{
	assert_int_equal(result.of[environment].state, CREDENTIALS_FOUND);
	assert_string_equal(key(environment), expected);
	assert_string_equal(result.of[environment].source, source);
	assert_string_equal(result.of[environment].cause.text, "");
}

static inline void
assert_unusable(enum environment environment, const char *cause)
{
	assert_int_equal(result.of[environment].state, CREDENTIALS_UNUSABLE);
	assert_string_equal(result.of[environment].cause.text, cause);
	assert_null(secrets_get(secrets, environment));
	assert_null(strstr(result.of[environment].cause.text, "5ecret"));
}

#endif
