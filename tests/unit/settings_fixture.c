/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "unit/settings_fixture.h"

#include <bsd/string.h>

#include "conf/options.h"
#include "base/xmalloc.h"

void
settings_fixture(struct settings *settings, size_t count)
{
	struct cause cause;

	*settings = (struct settings){ 0 };
	option_standards(option_table, "", settings);
	option_replace(&settings->theme, xstrdup("dark"));
	settings->ccy = xstrdup("");
	settings->color = true;
	settings->terms.stablecoins = settings->stablecoins;
	settings->environment = -1;
	settings->count = count;
	settings->accounts = xcalloc(count, sizeof *settings->accounts);
	for (size_t i = 0; i < count; i++) {
		struct settings_account *account = &settings->accounts[i];

		snprintf(account->name, sizeof account->name, i == 0 ? "main" : "second%zu", i);
		strlcpy(account->region, "global", sizeof account->region);
		assert_true(okx_host_parse(&account->host, "https://openapi.okx.com", &cause));
	}
}
