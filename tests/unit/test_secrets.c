/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include <bsd/string.h>

#include "conf/secrets.h"

/* The address sanitizer lets no memory be locked. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CAN_LOCK false
#endif
#endif
#if !defined(CAN_LOCK) && (defined(COLLTOP_SANITIZERS) || defined(__SANITIZE_ADDRESS__))
#define CAN_LOCK false
#endif
#ifndef CAN_LOCK
#define CAN_LOCK true
#endif

#define GOOD "OKX_API_KEY=key-1\nOKX_SECRET_KEY=secret 2=#\nOKX_PASSPHRASE=p\"a'ss $\\\n"

static int
set_up(void **state)
{
	bool locked;

	*state = secrets_new(&locked);
	return 0;
}

static int
tear_down(void **state)
{
	secrets_free(*state);
	return 0;
}

EACH_TEST(set_up, tear_down)

static void
assert_good(const struct secrets *secrets, enum environment environment)
{
	const struct okx_credentials *credentials = secrets_get(secrets, environment);

	assert_non_null(credentials);
	assert_string_equal(credentials->api_key, "key-1");
	assert_string_equal(credentials->secret_key, "secret 2=#");
	assert_string_equal(credentials->passphrase, "p\"a'ss $\\");
}

TEST(reads_three_lines)
{
	static const char *const texts[] = {
		GOOD,
		"OKX_API_KEY=key-1\r\nOKX_SECRET_KEY=secret 2=#\r\nOKX_PASSPHRASE=p\"a'ss $\\\r\n",
		"# mine\n\nOKX_PASSPHRASE=p\"a'ss $\\\n\n#OKX_API_KEY=no\nOKX_SECRET_KEY=secret 2=#\nOKX_API_KEY=key-1",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct cause cause = { "" };

		assert_true(secrets_read(*state, ENVIRONMENT_DEMO, texts[i], strlen(texts[i]), "F",
		    &cause));
		assert_good(*state, ENVIRONMENT_DEMO);
		assert_null(secrets_get(*state, ENVIRONMENT_PRODUCTION));
		assert_string_equal(cause.text, "");
		secrets_wipe(*state);
		assert_null(secrets_get(*state, ENVIRONMENT_DEMO));
	}
}

/* A refused file's text, and the sentence. Each has SENTINEL in it, which no cause may repeat. */
#define SENTINEL "5ecret"

TABLE(refusals, const char *text; size_t length; const char *cause) = {
#define ROW(text, cause) \
	{ \
		text, sizeof text - 1, cause \
	}
	ROW("", "F lacks a value for OKX_API_KEY, OKX_SECRET_KEY and OKX_PASSPHRASE"),
	ROW("OKX_API_KEY=5ecret\n", "F lacks a value for OKX_SECRET_KEY and OKX_PASSPHRASE"),
	ROW("OKX_API_KEY=5ecret\nOKX_SECRET_KEY=\nOKX_PASSPHRASE=5ecret\n",
	    "F lacks a value for OKX_SECRET_KEY"),
	ROW("OKX_API_KEY=5ecret\nOKX_SECRET_KEY=5ecret\n#OKX_PASSPHRASE=5ecret\n",
	    "F lacks a value for OKX_PASSPHRASE"),
	ROW("OKX_API_KEY=5ecret\nOKX_API_KEY=5ecret\n", "F, line 2: OKX_API_KEY is set twice"),
	ROW("\n\nOKX_API_KEY= 5ecret\n", "F, line 3: OKX_API_KEY begins with a blank"),
	ROW("OKX_API_KEY=5ecret \n", "F, line 1: OKX_API_KEY ends with a blank"),
	ROW("OKX_API_KEY=\"5ecret\"\n",
	    "F, line 1: OKX_API_KEY is in quotes, which would be sent as a part of it: leave them out"),
	ROW("OKX_SECRET_KEY='5ecret'\n",
	    "F, line 1: OKX_SECRET_KEY is in quotes, which would be sent as a part of it: leave them out"),
	ROW("OKX_PASSPHRASE=5ecret  # mine\n",
	    "F, line 1: OKX_PASSPHRASE has a comment after it, which would be sent as a part of it: leave it out"),
	ROW("OKX_SECRET_KEY=5ecret\t\n", "F, line 1: OKX_SECRET_KEY has a control character in it"),
	ROW("OKX_SECRET_KEY=5ec\x7fret\n",
	    "F, line 1: OKX_SECRET_KEY has a control character in it"),
	ROW("OKX_SECRET_KEY=5ecret\r\r\n",
	    "F, line 1: OKX_SECRET_KEY has a control character in it"),
	ROW("OKX_PASSPHRASE=5ec\0ret\n", "F, line 1: OKX_PASSPHRASE has a control character in it"),
	ROW("OKX_PASSPHRASE=5ecret\xc3\xa4\n",
	    "F, line 1: OKX_PASSPHRASE has a character in it that is not ASCII"),
	ROW("5ecret\n",
	    "F, line 1: expected OKX_API_KEY=, OKX_SECRET_KEY= or OKX_PASSPHRASE= and the value right after it"),
	ROW("OKX_API_KEY = 5ecret\n",
	    "F, line 1: expected OKX_API_KEY=, OKX_SECRET_KEY= or OKX_PASSPHRASE= and the value right after it"),
	ROW("okx_api_key=5ecret\n",
	    "F, line 1: expected OKX_API_KEY=, OKX_SECRET_KEY= or OKX_PASSPHRASE= and the value right after it"),
	ROW("OKX_API_KEY\n",
	    "F, line 1: expected OKX_API_KEY=, OKX_SECRET_KEY= or OKX_PASSPHRASE= and the value right after it"),
	ROW("5ec\0ret\n", "F, line 1: there is a NUL byte in it: this is not a text file"),
	ROW("export OKX_API_KEY=5ecret\n",
	    "F, line 1: leave out the word export: this is not a shell script"),
	ROW("\xef\xbb\xbfOKX_API_KEY=5ecret\n",
	    "F, line 1: the file begins with a byte order mark; save it as UTF-8 without one"),
};

TEST(refuses)
{
	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		struct cause cause = { "" };

		assert_true(
		    secrets_read(*state, ENVIRONMENT_PRODUCTION, GOOD, sizeof GOOD - 1, "F", NULL));
		assert_false(secrets_read(*state, ENVIRONMENT_PRODUCTION, refusals[i].text,
		    refusals[i].length, "F", &cause));
		assert_string_equal(cause.text, refusals[i].cause);
		assert_null(strstr(cause.text, SENTINEL));
		assert_null(secrets_get(*state, ENVIRONMENT_PRODUCTION));
	}
}

TEST(value_lengths)
{
	char text[400], longest[256];
	struct cause cause;

	memset(longest, 'x', 255);
	longest[255] = '\0';
	snprintf(text, sizeof text, "OKX_SECRET_KEY=b\nOKX_PASSPHRASE=c\nOKX_API_KEY=%s", longest);
	assert_true(secrets_read(*state, ENVIRONMENT_DEMO, text, strlen(text), "F", &cause));
	assert_string_equal(secrets_get(*state, ENVIRONMENT_DEMO)->api_key, longest);
	strlcat(text, "y", sizeof text);
	assert_false(secrets_read(*state, ENVIRONMENT_DEMO, text, strlen(text), "F", &cause));
	assert_string_equal(cause.text, "F, line 3: OKX_API_KEY is longer than 255 characters");
}

TEST(puts_and_keeps_parts)
{
	struct cause cause = { "" };

	assert_true(secrets_put(*state, ENVIRONMENT_PRODUCTION, "key-1", "secret 2=#",
	    "p\"a'ss $\\", "S", &cause));
	assert_good(*state, ENVIRONMENT_PRODUCTION);
	assert_null(secrets_partial(*state, SECRETS_API_KEY));

	assert_false(
	    secrets_put(*state, ENVIRONMENT_PRODUCTION, NULL, "secret 2=#", "", "S", &cause));
	assert_string_equal(cause.text, "S lacks a value for OKX_API_KEY and OKX_PASSPHRASE");
	assert_null(secrets_get(*state, ENVIRONMENT_PRODUCTION));
	assert_null(secrets_partial(*state, SECRETS_API_KEY));
	assert_null(secrets_partial(*state, SECRETS_PASSPHRASE));
	assert_string_equal(secrets_partial(*state, SECRETS_SECRET_KEY), "secret 2=#");

	/* The part that was there, completed. */
	assert_true(secrets_put(*state, ENVIRONMENT_DEMO, "key-1",
	    secrets_partial(*state, SECRETS_SECRET_KEY), "p\"a'ss $\\", "S", &cause));
	assert_good(*state, ENVIRONMENT_DEMO);

	assert_false(secrets_put(*state, ENVIRONMENT_DEMO, "a", "b\n", NULL, "S", &cause));
	assert_string_equal(cause.text, "S: OKX_SECRET_KEY has a control character in it");
	for (int i = 0; i < SECRETS_FIELDS; i++)
		assert_null(secrets_partial(*state, (enum secrets_field)i));
}

TEST(stash_outlives_accounts)
{
	char longer[400];
	struct cause cause;

	assert_null(secrets_stashed(*state, SECRETS_API_KEY));
	secrets_stash(*state, SECRETS_API_KEY, "stashed");
	secrets_wipe(*state);
	assert_string_equal(secrets_stashed(*state, SECRETS_API_KEY), "stashed");

	/* Cut to what there is room for, it must not become a good value. */
	memset(longer, 'x', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	secrets_stash(*state, SECRETS_SECRET_KEY, longer);
	assert_false(secrets_put(*state, ENVIRONMENT_DEMO, "a",
	    secrets_stashed(*state, SECRETS_SECRET_KEY), "c", "S", &cause));
	assert_string_equal(cause.text, "S: OKX_SECRET_KEY is longer than 255 characters");
}

static bool
has(const char *memory, size_t size, const char *text)
{
	return memmem(memory, size, text, strlen(text)) != NULL;
}

/* The credentials point into the one allocation, and nothing is left in it. */
TEST(wipes)
{
	char *scratch = secrets_scratch(*state);
	/* From the allocation's begin, where the values are, to the end of the scratch. */
	const char *begin = *state;
	size_t size = (size_t)(scratch + SECRETS_FILE_MAX + 1 - begin);

	memcpy(scratch, GOOD, sizeof GOOD);
	assert_true(secrets_read(*state, ENVIRONMENT_DEMO, scratch, sizeof GOOD - 1, "F", NULL));
	assert_false(secrets_put(*state, ENVIRONMENT_PRODUCTION, "key-1", NULL, NULL, "F", NULL));
	assert_in_range((uintptr_t)secrets_get(*state, ENVIRONMENT_DEMO)->api_key, (uintptr_t)begin,
	    (uintptr_t)scratch);
	secrets_scratch_wipe(*state);
	assert_false(has(scratch, SECRETS_FILE_MAX, "secret"));
	assert_true(has(begin, size, "secret 2=#"));
	secrets_wipe(*state);
	assert_false(has(begin, size, "secret 2=#"));
	assert_false(has(begin, size, "key-1"));
}

/* RLIMIT_MEMLOCK 0: it says so and works. As root no limit holds. */
TEST_BETWEEN(works_unlocked, NULL, NULL)
{
	struct rlimit none = { 0, 0 };
	pid_t pid;
	int status;

	if (!CAN_LOCK)
		skip();
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct secrets *secrets;
		bool locked = false;

		if (geteuid() == 0 && setuid(65534) != 0)
			_exit(77);
		if (setrlimit(RLIMIT_MEMLOCK, &none) != 0)
			_exit(2);
		secrets = secrets_new(&locked);
		if (!secrets_read(secrets, ENVIRONMENT_DEMO, GOOD, sizeof GOOD - 1, "F", NULL))
			_exit(3);
		secrets_free(secrets);
		_exit(locked ? 4 : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* Locked and left out of core files, as the kernel sees it. */
TEST(locked_and_not_dumped)
{
	char line[512], flags[512] = "";
	unsigned long from, to, at = (unsigned long)*state;
	bool inside = false, locked;
	struct secrets *other = secrets_new(&locked);
	FILE *maps = fopen("/proc/self/smaps", "r");

	secrets_free(other);
	if (maps == NULL || !locked || !CAN_LOCK) {
		if (maps != NULL)
			fclose(maps);
		skip();
	}
	while (fgets(line, sizeof line, maps) != NULL) {
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			inside = from <= at && at < to;
		if (inside && strncmp(line, "VmFlags:", 8) == 0)
			memcpy(flags, line, sizeof flags);
	}
	fclose(maps);
	assert_non_null(strstr(flags, " lo"));
	assert_non_null(strstr(flags, " dd"));
}

TEST_BETWEEN(what_is_typed_is_checked_alone, NULL, NULL)
{
	assert_null(secrets_fault("a b"));
	assert_string_equal(secrets_fault(""), "is empty");
	assert_string_equal(secrets_fault(" a"), "begins with a blank");
	assert_string_equal(secrets_fault("a\t"), "has a control character in it");
}
