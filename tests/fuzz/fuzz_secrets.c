/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "fuzz/fuzz.h"

#include "conf/secrets.h"

/* The text of credentials. */

/* Whether VALUE is all there is behind NAME= on some line of TEXT. */
static bool
stands_in(const struct part *text, const char *name, const char *value)
{
	const uint8_t *at = (const uint8_t *)text->text, *end = at + text->length;
	size_t skip = strlen(name) + 1;
	bool found = false;

	while (at < end && !found) {
		struct part line = part_line(&at, end);

		if (line.length > 0 && line.text[line.length - 1] == '\r')
			line.text[--line.length] = '\0';
		found = line.length > skip && strncmp(line.text, name, skip - 1) == 0 &&
		    line.text[skip - 1] == '=' && strcmp(line.text + skip, value) == 0;
		free(line.text);
	}
	return found;
}

static void
require_kept(const struct secrets *secrets, const struct part *text)
{
	const struct okx_credentials *kept = secrets_get(secrets, ENVIRONMENT_DEMO);
	const char *values[SECRETS_FIELDS];

	require(kept != NULL);
	values[SECRETS_API_KEY] = kept->api_key;
	values[SECRETS_SECRET_KEY] = kept->secret_key;
	values[SECRETS_PASSPHRASE] = kept->passphrase;
	for (int i = 0; i < SECRETS_FIELDS; i++) {
		size_t length = strlen(values[i]);

		require(length > 0 && length < SECRETS_VALUE_SIZE);
		require(values[i][0] != ' ' && values[i][length - 1] != ' ');
		for (size_t j = 0; j < length; j++)
			require(values[i][j] >= 0x20 && values[i][j] <= 0x7e);
		require(stands_in(text, secrets_names[i], values[i]));
		require(secrets_partial(secrets, (enum secrets_field)i) == NULL);
	}
}

/* Changes every value, but not what kind of characters it is of. */
static void
disguise(const struct part *text)
{
	static const char plain[] =
	    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	bool value = false;

	for (size_t i = 0; i < text->length; i++) {
		if (text->text[i] == '\n')
			value = false;
		else if (value && text->text[i] != '\0' && strchr(plain, text->text[i]) != NULL)
			text->text[i] = text->text[i] == 'x' ? 'y' : 'x';
		else if (text->text[i] == '=')
			value = true;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cause cause = { "" }, disguised = { "" };
	struct part text = part_copy(data, size);
	struct secrets *secrets;
	bool locked, read;

	secrets = secrets_new(&locked);
	/* What was there before does not survive. */
	require(secrets_put(secrets, ENVIRONMENT_DEMO, "old", "older", "oldest", "before", &cause));
	read = secrets_read(secrets, ENVIRONMENT_DEMO, text.text, text.length, "keys", &cause);
	if (read) {
		require_kept(secrets, &text);
	} else {
		require(secrets_get(secrets, ENVIRONMENT_DEMO) == NULL &&
		    strncmp(cause.text, "keys", 4) == 0);
		require_clean(cause.text);
	}
	require(secrets_get(secrets, ENVIRONMENT_PRODUCTION) == NULL);

	/* What is said about a text does not depend on the values in it, so it reveals nothing. */
	disguise(&text);
	require(secrets_read(secrets, ENVIRONMENT_DEMO, text.text, text.length, "keys",
		    &disguised) == read);
	require(read || strcmp(cause.text, disguised.text) == 0);
	secrets_wipe(secrets);
	require(secrets_get(secrets, ENVIRONMENT_DEMO) == NULL);
	secrets_free(secrets);
	free(text.text);
	return 0;
}
