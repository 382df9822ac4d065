/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/credentials.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bsd/readpassphrase.h>
#include <bsd/string.h>

#include "conf/private_file.h"
#include "conf/path_check.h"
#include "sys/spawn.h"
#include "base/text.h"
#include "base/xmalloc.h"

#define COMMAND_MS 30000
#define DEFAULT_ACCOUNT "main" /* the one that needs no configuration */
#define ANSWER_SIZE 1024 /* room for an answer; a longer one than a value is refused as such */

extern char **environ;

/* One environment of one account while its sources are gone through. */
struct search {
	struct credentials *result;
	struct secrets *secrets;
	const struct settings *settings;
	const struct settings_account *account;
	enum environment environment;
	bool main; /* the default sources are the account's */
	/* the source in use */
	const char *file; /* that file, or NULL */
	bool variables;   /* the variables */
};

static void note_source(struct credentials *result, int environment, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void
note_source(struct credentials *result, int environment, const char *format, ...)
{
	va_list arguments;

	if (result->note_count == CREDENTIALS_NOTES)
		return;
	result->about[result->note_count] = environment;
	va_start(arguments, format);
	vsnprintf(result->notes[result->note_count++], sizeof result->notes[0], format, arguments);
	va_end(arguments);
}

void
credentials_take_environment(struct secrets *secrets)
{
	for (int i = 0; i < SECRETS_FIELDS; i++) {
		const char *name = secrets_names[i], *value = getenv(name);
		size_t length = strlen(name);

		if (value == NULL)
			continue;
		if (value[0] != '\0')
			secrets_stash(secrets, (enum secrets_field)i, value);
		/* A name can be there more than once. */
		for (char **entry = environ; entry != NULL && *entry != NULL; entry++) {
			if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=')
				explicit_bzero(*entry + length + 1, strlen(*entry + length + 1));
		}
		unsetenv(name);
	}
}

/* The name of a variable that was set, or NULL. */
static const char *
stashed_name(const struct secrets *secrets)
{
	for (int i = 0; i < SECRETS_FIELDS; i++) {
		if (secrets_stashed(secrets, (enum secrets_field)i) != NULL)
			return secrets_names[i];
	}
	return NULL;
}

/* The environment that the variables are for. */
static enum environment
variables_for(const struct settings *settings)
{
	return settings->demo_variables ? ENVIRONMENT_DEMO : ENVIRONMENT_PRODUCTION;
}

/* Paths of the sources with a fixed place; NULL where there is none. */

static char *
given_path(const struct search *search)
{
	const char *directory = getenv("CREDENTIALS_DIRECTORY");

	if (directory == NULL || directory[0] != '/')
		return NULL;
	return xasprintf("%s/%s-%s", directory, search->account->name,
	    environment_name(search->environment));
}

static char *
default_path(const struct search *search)
{
	if (!search->main || search->settings->directory == NULL)
		return NULL;
	return xasprintf("%s/%s.env", search->settings->directory,
	    environment_name(search->environment));
}

static bool
exists(const char *path)
{
	return path != NULL && faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Sources. Each returns whether it is the one to use, even if it is unusable. */

static bool
try_file(struct search *search, const char *path, enum private_file_trust trust, bool must_exist)
{
	enum environment e = search->environment;
	char *text = secrets_scratch(search->secrets), *source = search->result->of[e].source;
	struct cause *cause = &search->result->of[e].cause;
	enum private_file_result read;
	struct stat status;
	size_t length;

	if (path == NULL)
		return false;
	read = private_file_read(path, trust, text, SECRETS_FILE_MAX + 1, &length, cause);
	if (read == PRIVATE_FILE_MISSING && !must_exist)
		return false;
	path_check_show(source, sizeof search->result->of[e].source, path);
	search->file = path;
	search->result->of[e].state = CREDENTIALS_UNUSABLE;
	if (stat(path, &status) == 0)
		search->result->of[e].mode = status.st_mode & 07777;
	if (read == PRIVATE_FILE_MISSING)
		cause_set(cause, "%s, which account %s names for %s, does not exist", source,
		    search->account->name, environment_name(e));
	else if (read == PRIVATE_FILE_READ &&
	    secrets_read(search->secrets, e, text, length, source, cause))
		search->result->of[e].state = CREDENTIALS_FOUND;
	secrets_scratch_wipe(search->secrets);
	return true;
}

static bool
try_command(struct search *search, const char *command)
{
	enum environment e = search->environment;
	char *text = secrets_scratch(search->secrets), *source = search->result->of[e].source;
	struct cause *cause = &search->result->of[e].cause;
	int64_t limit_ms = search->settings->command_ms;
	size_t length;

	if (command == NULL)
		return false;
	snprintf(source, sizeof search->result->of[e].source,
	    "credentials_command of account %s for %s", search->account->name, environment_name(e));
	search->result->of[e].state = CREDENTIALS_UNUSABLE;
	if (!spawn_capture(command, text, SECRETS_FILE_MAX + 1, &length,
		limit_ms > 0 ? limit_ms : COMMAND_MS, cause))
		cause_prefix(cause, source);
	else if (length == 0)
		cause_set(cause, "%s: it printed nothing", source);
	else if (secrets_read(search->secrets, e, text, length, source, cause))
		search->result->of[e].state = CREDENTIALS_FOUND;
	secrets_scratch_wipe(search->secrets);
	return true;
}

static bool
try_variables(struct search *search)
{
	enum environment e = search->environment;
	char *source = search->result->of[e].source;
	bool whole;

	if (!search->main || variables_for(search->settings) != e ||
	    stashed_name(search->secrets) == NULL)
		return false;
	search->variables = true;
	strlcpy(source, "the environment", sizeof search->result->of[e].source);
	whole = secrets_put(search->secrets, e, secrets_stashed(search->secrets, SECRETS_API_KEY),
	    secrets_stashed(search->secrets, SECRETS_SECRET_KEY),
	    secrets_stashed(search->secrets, SECRETS_PASSPHRASE), source,
	    &search->result->of[e].cause);
	search->result->of[e].state = whole ? CREDENTIALS_FOUND : CREDENTIALS_UNUSABLE;
	return true;
}

/* Says which lines are missing where. */
static void
say_none(struct search *search)
{
	struct cause *cause = &search->result->of[search->environment].cause;
	const char *name = environment_name(search->environment);
	char *path = default_path(search), shown[256];

	if (path != NULL) {
		path_check_show(shown, sizeof shown, path);
		cause_set(cause,
		    "there is no %s key; put OKX_API_KEY=, OKX_SECRET_KEY= and OKX_PASSPHRASE= into %s (chmod 600)",
		    name, shown);
	} else if (search->main) {
		cause_set(cause,
		    "there is no %s key, and no home directory to look for one; set HOME or XDG_CONFIG_HOME",
		    name);
	} else {
		cause_set(cause,
		    "account %s has no %s key; give it %s { credentials_file = \"~/…\" } in colltop.conf",
		    search->account->name, name, name);
	}
	free(path);
}

/* Asks for the values that the source lacks, if it has any. */
static void
ask_missing(struct search *search)
{
	enum environment e = search->environment;
	char *answers = secrets_scratch(search->secrets), prompt[160];
	const char *values[SECRETS_FIELDS];
	char source[sizeof search->result->of[e].source + 32];
	size_t missing = 0;

	for (int i = 0; i < SECRETS_FIELDS; i++) {
		values[i] = secrets_partial(search->secrets, (enum secrets_field)i);
		if (values[i] == NULL)
			missing++;
	}
	if (missing == SECRETS_FIELDS)
		return;
	for (int i = 0; i < SECRETS_FIELDS; i++) {
		char *answer = answers + i * ANSWER_SIZE;

		if (values[i] != NULL)
			continue;
		snprintf(prompt, sizeof prompt,
		    "%s for %s of account %s (not shown): ", secrets_names[i], environment_name(e),
		    search->account->name);
		if (readpassphrase(prompt, answer, ANSWER_SIZE, RPP_REQUIRE_TTY | RPP_ECHO_OFF) ==
		    NULL)
			goto out;
		text_unbracket(answer);
		values[i] = answer;
	}
	snprintf(source, sizeof source, "%s with your answers", search->result->of[e].source);
	if (secrets_put(search->secrets, e, values[SECRETS_API_KEY], values[SECRETS_SECRET_KEY],
		values[SECRETS_PASSPHRASE], source, &search->result->of[e].cause)) {
		search->result->of[e].state = CREDENTIALS_FOUND;
		search->result->of[e].cause.text[0] = '\0';
	}
out:
	secrets_scratch_wipe(search->secrets);
}

/* Notes which other sources exist but are not used. */
static void
note_passed_over(struct search *search, const char *given, const char *standard)
{
	enum environment e = search->environment;
	const char *source = search->result->of[e].source,
		   *variable = stashed_name(search->secrets);
	const char *const paths[] = { given, standard };
	char shown[256];

	if (search->result->of[e].state == CREDENTIALS_NONE)
		return;
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		if (!exists(paths[i]) ||
		    (search->file != NULL && strcmp(paths[i], search->file) == 0))
			continue;
		path_check_show(shown, sizeof shown, paths[i]);
		note_source(search->result, (int)e, "%.100s is there but %.100s is used", shown,
		    source);
	}
	if (search->main && variable != NULL && variables_for(search->settings) == e &&
	    !search->variables)
		note_source(search->result, (int)e, "%s is set but %.200s is used", variable,
		    source);
}

static void
load(struct search *search)
{
	const struct settings_credentials *said =
	    &search->account->credentials[search->environment];
	char *given = given_path(search), *standard = default_path(search);
	bool found;

	found = try_file(search, said->file, PRIVATE_FILE_SECRET, true) ||
	    try_command(search, said->command) ||
	    try_file(search, given, PRIVATE_FILE_GIVEN, false) ||
	    try_file(search, standard, PRIVATE_FILE_SECRET, false) || try_variables(search);
	if (!found)
		say_none(search);
	note_passed_over(search, given, standard);
	free(given);
	free(standard);
}

void
credentials_load(struct credentials *result, struct secrets *secrets,
    const struct settings *settings, size_t account, bool interactive)
{
	struct search search = {
		.result = result,
		.secrets = secrets,
		.settings = settings,
		.account = &settings->accounts[account],
	};
	const char *variable = stashed_name(secrets), *site = getenv("OKX_SITE");

	*result = (struct credentials){ .note_count = 0 };
	if (settings->simulated) {
		for (int i = 0; i < ENVIRONMENTS; i++) {
			if (secrets_get(secrets, (enum environment)i) != NULL)
				result->of[i].state = CREDENTIALS_FOUND;
			strlcpy(result->of[i].source, "the simulator", sizeof result->of[i].source);
		}
		return;
	}

	secrets_wipe(secrets);
	search.main = strcmp(search.account->name, DEFAULT_ACCOUNT) == 0;
	for (int i = 0; i < ENVIRONMENTS; i++) {
		search.environment = (enum environment)i;
		search.file = NULL;
		search.variables = false;
		load(&search);
		if (interactive && result->of[i].state == CREDENTIALS_UNUSABLE)
			ask_missing(&search);
	}
	if (site == NULL || site[0] == '\0')
		site = getenv("OKX_API_BASE_URL");
	if (search.main && search.account->sited && site != NULL && site[0] != '\0')
		note_source(result, -1, "%s is set but the configuration says where account %s is",
		    site == getenv("OKX_SITE") ? "OKX_SITE" : "OKX_API_BASE_URL", DEFAULT_ACCOUNT);
	if (variable != NULL && settings_account(settings, DEFAULT_ACCOUNT) < 0)
		note_source(result, -1, "%s is set but only an account called %s takes it",
		    variable, DEFAULT_ACCOUNT);
}

bool
credentials_need_terminal(const struct settings *settings, size_t account)
{
	for (int i = 0; i < ENVIRONMENTS; i++) {
		if (settings->accounts[account].credentials[i].command != NULL)
			return true;
	}
	return false;
}

void
credentials_first_words(char *out, size_t size, const struct settings *settings)
{
	char *path = xasprintf("%s/production.env",
	    settings->directory != NULL ? settings->directory : "");
	char shown[256] = "~/.config/colltop/production.env";

	if (settings->directory != NULL)
		path_check_show(shown, sizeof shown, path);
	snprintf(out, size,
	    "colltop: no OKX key found. Nothing was sent anywhere.\n"
	    "  try it first      colltop --simulate\n"
	    "  use your account  make a READ-ONLY key, then type colltop --init,\n"
	    "                    or put three lines\n"
	    "                    OKX_API_KEY= OKX_SECRET_KEY= OKX_PASSPHRASE=\n"
	    "                    into %s   (chmod 600)\n"
	    "  other region      region = \"eea\", \"us\" or \"tr\": see colltop.conf(5)\n",
	    shown);
	free(path);
}
