/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "fuzz/fuzz.h"

#include <sys/stat.h>
#include <unistd.h>

#include "conf/settings_load.h"

/* The text of a configuration, as the file that settings are loaded from. */

/* Whether TEXT begins with no ":LINE: ", or with one that the file has. */
static bool
names_line(const char *text, const uint8_t *data, size_t size)
{
	unsigned line, last = 1;

	for (size_t i = 0; i < size; i++)
		last += data[i] == '\n';
	return sscanf(text, ":%u: ", &line) != 1 || (line >= 1 && line <= last + 1);
}

static bool
is_ratio(const struct decimal *value)
{
	struct decimal one = decimal_from(1, 0);

	return decimal_sign(value) >= 0 && decimal_compare(value, &one) <= 0;
}

static void
require_sound(const struct settings *settings)
{
	require(settings->interval_s >= 1 && settings->interval_s <= 60);
	require(settings->count >= 1 && settings->count <= SETTINGS_ACCOUNTS_MAX);
	require(settings->account < settings->count);
	require(settings->filter != NULL && settings->ccy != NULL && settings->theme != NULL);
	require(settings->connect_timeout_ms >= 0 && settings->timeout_ms >= 0);
	require(columns[settings->sort].sortable);
	require(is_ratio(&settings->terms.watch_fall));
	require(!settings->terms.has_target || is_ratio(&settings->terms.target));
	require(settings->terms.stablecoins == settings->stablecoins);
	for (size_t i = 0; i < settings->count; i++) {
		const struct settings_account *account = &settings->accounts[i];

		require(account->name[0] != '\0' && account->host.host[0] != '\0');
		require_clean(account->name);
		/* An account has one name, and a name one account. */
		require(settings_account(settings, account->name) == (long)i);
		for (int j = 0; j < ENVIRONMENTS; j++)
			require(account->credentials[j].file == NULL ||
			    account->credentials[j].command == NULL);
	}
}

static void
load(const uint8_t *data, size_t size)
{
	static const char *const variables[] = { "HOME", "XDG_CONFIG_HOME", "OKX_SITE",
		"OKX_API_BASE_URL", "OKX_DEMO", "NO_COLOR" };
	struct options options;
	struct settings settings = { .environment = -1 };
	struct cause cause = { "" };
	char path[32], *argv[] = { path, NULL };
	FILE *file = tmpfile();

	require(file != NULL && fchmod(fileno(file), 0600) == 0);
	require(fwrite(data, 1, size, file) == size && fflush(file) == 0);
	for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
		unsetenv(variables[i]);
	snprintf(path, sizeof path, "/dev/fd/%d", fileno(file));
	require(lseek(fileno(file), 0, SEEK_SET) == 0);
	require(options_parse(&options, 1, argv, &cause));
	options.config = path;
	if (settings_load(&settings, &options, &cause)) {
		require_sound(&settings);
	} else {
		require(strncmp(cause.text, "account ", 8) == 0 ||
		    (strncmp(cause.text, path, strlen(path)) == 0 &&
			names_line(cause.text + strlen(path), data, size)));
		require_clean(cause.text);
	}
	settings_clear(&settings);
	fclose(file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	load(data, size);
	return 0;
}
