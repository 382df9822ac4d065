/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/secrets.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <bsd/string.h>

#include "base/xmalloc.h"

/* One byte more than a value may take: what was cut to it is still too long. */
#define ROOM (SECRETS_VALUE_SIZE + 1)

struct values {
	char of[SECRETS_FIELDS][ROOM];
};

struct secrets {
	struct values kept[ENVIRONMENTS];
	struct okx_credentials credentials[ENVIRONMENTS];
	bool has[ENVIRONMENTS];
	struct values draft; /* being read */
	bool partial;        /* the draft lacks values, else it is good */
	struct values stash;
	char scratch[SECRETS_FILE_MAX + 1];
	size_t mapped; /* bytes of the mapping, 0: from the heap */
};

const char *const secrets_names[SECRETS_FIELDS] = {
	[SECRETS_API_KEY] = "OKX_API_KEY",
	[SECRETS_SECRET_KEY] = "OKX_SECRET_KEY",
	[SECRETS_PASSPHRASE] = "OKX_PASSPHRASE",
};

struct secrets *
secrets_new(bool *locked)
{
	long page = sysconf(_SC_PAGESIZE);
	size_t unit = page > 0 ? (size_t)page : 4096;
	size_t size = (sizeof(struct secrets) + unit - 1) / unit * unit;
	struct secrets *secrets;
	void *memory;

	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED) {
		*locked = false;
		return xcalloc(1, sizeof *secrets);
	}
	*locked = mlock(memory, size) == 0;
#if defined(HAVE_MADVISE) && defined(MADV_DONTDUMP)
	(void)madvise(memory, size, MADV_DONTDUMP);
#endif
	secrets = memory;
	secrets->mapped = size;
	return secrets;
}

void
secrets_free(struct secrets *secrets)
{
	size_t mapped;

	if (secrets == NULL)
		return;
	mapped = secrets->mapped;
	explicit_bzero(secrets, sizeof *secrets);
	if (mapped > 0)
		munmap(secrets, mapped);
	else
		free(secrets);
}

static void
wipe_draft(struct secrets *secrets)
{
	explicit_bzero(&secrets->draft, sizeof secrets->draft);
	secrets->partial = false;
}

static void
wipe_kept(struct secrets *secrets, enum environment environment)
{
	explicit_bzero(&secrets->kept[environment], sizeof secrets->kept[environment]);
	secrets->has[environment] = false;
}

void
secrets_wipe(struct secrets *secrets)
{
	for (int i = 0; i < ENVIRONMENTS; i++)
		wipe_kept(secrets, (enum environment)i);
	wipe_draft(secrets);
	secrets_scratch_wipe(secrets);
}

char *
secrets_scratch(struct secrets *secrets)
{
	return secrets->scratch;
}

void
secrets_scratch_wipe(struct secrets *secrets)
{
	explicit_bzero(secrets->scratch, sizeof secrets->scratch);
}

/* What keeps a text of LENGTH bytes from being a value, or NULL. */
static const char *
value_fault(const char *text, size_t length)
{
	if (length >= SECRETS_VALUE_SIZE)
		return "is longer than 255 characters";
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return "has a control character in it";
		if ((unsigned char)text[i] > 0x7e)
			return "has a character in it that is not ASCII";
	}
	if (length > 0 && text[0] == ' ')
		return "begins with a blank";
	if (length > 0 && text[length - 1] == ' ')
		return "ends with a blank";
	if (length > 1 && (text[0] == '"' || text[0] == '\'') && text[length - 1] == text[0])
		return "is in quotes, which would be sent as a part of it: leave them out";
	for (size_t i = 1; i < length; i++)
		if (text[i] == '#' && text[i - 1] == ' ')
			return "has a comment after it, which would be sent as a part of it: "
			       "leave it out";
	return NULL;
}

const char *
secrets_fault(const char *text)
{
	return text[0] == '\0' ? "is empty" : value_fault(text, strlen(text));
}

/* Takes over the draft, if it is whole. */
static bool
keep_draft(struct secrets *secrets, enum environment environment, const char *source,
    struct cause *cause)
{
	struct okx_credentials *credentials = &secrets->credentials[environment];
	const char *missing[SECRETS_FIELDS];
	size_t count = 0;

	for (size_t i = 0; i < SECRETS_FIELDS; i++) {
		if (secrets->draft.of[i][0] == '\0')
			missing[count++] = secrets_names[i];
	}
	secrets->partial = count > 0;
	if (count > 0) {
		return cause_set(cause, "%s lacks a value for %s%s%s%s%s", source, missing[0],
		    count == 3 ? ", " : "", count == 3 ? missing[1] : "", count > 1 ? " and " : "",
		    count > 1 ? missing[count - 1] : "");
	}

	secrets->kept[environment] = secrets->draft;
	*credentials = (struct okx_credentials){
		.api_key = secrets->kept[environment].of[SECRETS_API_KEY],
		.secret_key = secrets->kept[environment].of[SECRETS_SECRET_KEY],
		.passphrase = secrets->kept[environment].of[SECRETS_PASSPHRASE],
	};
	secrets->has[environment] = true;
	wipe_draft(secrets);
	return true;
}

/* The field whose name and '=' begin the line, or -1. */
static int
field_of(const char *line, size_t length, size_t *name_length)
{
	for (int i = 0; i < SECRETS_FIELDS; i++) {
		size_t n = strlen(secrets_names[i]);

		if (length > n && memcmp(line, secrets_names[i], n) == 0 && line[n] == '=') {
			*name_length = n + 1;
			return i;
		}
	}
	return -1;
}

/* Why a line is none of the three, without a word of what is in it. */
static bool
strange_line(const char *line, size_t length, const char *source, unsigned number,
    struct cause *cause)
{
	const char *why =
	    "expected OKX_API_KEY=, OKX_SECRET_KEY= or OKX_PASSPHRASE= and the value right after it";

	if (memchr(line, '\0', length) != NULL)
		why = "there is a NUL byte in it: this is not a text file";
	else if (number == 1 && length >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0)
		why = "the file begins with a byte order mark; save it as UTF-8 without one";
	else if (length >= 7 && memcmp(line, "export ", 7) == 0)
		why = "leave out the word export: this is not a shell script";
	return cause_set(cause, "%s, line %u: %s", source, number, why);
}

bool
secrets_read(struct secrets *secrets, enum environment environment, const char *text, size_t length,
    const char *source, struct cause *cause)
{
	const char *at = text, *end = text + length;
	bool seen[SECRETS_FIELDS] = { false };
	unsigned number = 0;

	wipe_kept(secrets, environment);
	wipe_draft(secrets);
	while (at < end) {
		const char *line = at, *newline = memchr(at, '\n', (size_t)(end - at)), *fault;
		size_t size = (size_t)((newline != NULL ? newline : end) - line), name = 0;
		int field;

		at = newline != NULL ? newline + 1 : end;
		number++;
		if (size > 0 && line[size - 1] == '\r')
			size--;
		if (size == 0 || line[0] == '#')
			continue;
		field = field_of(line, size, &name);
		if (field < 0) {
			wipe_draft(secrets);
			return strange_line(line, size, source, number, cause);
		}
		fault = seen[field] ? "is set twice" : value_fault(line + name, size - name);
		if (fault != NULL) {
			wipe_draft(secrets);
			return cause_set(cause, "%s, line %u: %s %s", source, number,
			    secrets_names[field], fault);
		}
		seen[field] = true;
		memcpy(secrets->draft.of[field], line + name, size - name);
	}
	return keep_draft(secrets, environment, source, cause);
}

bool
secrets_put(struct secrets *secrets, enum environment environment, const char *api_key,
    const char *secret_key, const char *passphrase, const char *source, struct cause *cause)
{
	const char *values[SECRETS_FIELDS] = {
		[SECRETS_API_KEY] = api_key,
		[SECRETS_SECRET_KEY] = secret_key,
		[SECRETS_PASSPHRASE] = passphrase,
	};

	wipe_kept(secrets, environment);
	for (size_t i = 0; i < SECRETS_FIELDS; i++) {
		size_t length = values[i] != NULL ? strlen(values[i]) : 0;
		const char *fault = value_fault(values[i] != NULL ? values[i] : "", length);

		if (fault != NULL) {
			wipe_draft(secrets);
			return cause_set(cause, "%s: %s %s", source, secrets_names[i], fault);
		}
		/* A value may be the draft's own. */
		if (length > 0)
			memmove(secrets->draft.of[i], values[i], length);
		explicit_bzero(secrets->draft.of[i] + length, sizeof secrets->draft.of[i] - length);
	}
	return keep_draft(secrets, environment, source, cause);
}

const char *
secrets_partial(const struct secrets *secrets, enum secrets_field field)
{
	return secrets->partial && secrets->draft.of[field][0] != '\0' ? secrets->draft.of[field] :
									 NULL;
}

const struct okx_credentials *
secrets_get(const struct secrets *secrets, enum environment environment)
{
	return secrets->has[environment] ? &secrets->credentials[environment] : NULL;
}

struct okx_keyring
secrets_keyring(const struct secrets *secrets)
{
	struct okx_keyring keys;

	for (int e = 0; e < ENVIRONMENTS; e++)
		keys.of[e] = secrets_get(secrets, (enum environment)e);
	return keys;
}

void
secrets_stash(struct secrets *secrets, enum secrets_field field, const char *stashed)
{
	strlcpy(secrets->stash.of[field], stashed, sizeof secrets->stash.of[field]);
}

const char *
secrets_stashed(const struct secrets *secrets, enum secrets_field field)
{
	return secrets->stash.of[field][0] != '\0' ? secrets->stash.of[field] : NULL;
}
