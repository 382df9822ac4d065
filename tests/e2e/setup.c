/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "e2e/setup.h"

void
setup_empty(const struct place *place)
{
	char path[512], name[800];
	struct dirent *entry;
	DIR *folder;

	snprintf(path, sizeof path, "%s/colltop", place->home);
	if ((folder = opendir(path)) == NULL)
		return;
	while ((entry = readdir(folder)) != NULL) {
		snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
		unlink(name);
	}
	closedir(folder);
	rmdir(path);
}

int
setup_files(const struct place *place)
{
	char path[512];
	struct dirent *entry;
	int count = 0;
	DIR *folder;

	snprintf(path, sizeof path, "%s/colltop", place->home);
	if ((folder = opendir(path)) == NULL)
		return -1;
	while ((entry = readdir(folder)) != NULL)
		count += entry->d_name[0] != '.';
	closedir(folder);
	return count;
}

void
setup_make_folder(const struct place *place)
{
	char path[512];

	snprintf(path, sizeof path, "%s/colltop", place->home);
	assert_int_equal(mkdir(path, 0700), 0);
}

int
setup_begin(void **state)
{
	struct place *place = *state;

	setup_empty(place);
	place_simulate(place, NULL);
	return 0;
}

struct terminal *
setup_start(struct place *place)
{
	char *const argv[] = { (char *)(uintptr_t)place_program("colltop"), (char[]){ "--init" },
		(char[]){ "--ca-file" }, place->certificate, NULL };

	return terminal_start(argv, place->environment, 160, 50);
}

void
setup_answer(struct terminal *terminal, const char *prompt, const char *text)
{
	watch_see(terminal, prompt);
	terminal_type(terminal, text);
	terminal_type(terminal, "\n");
}

void
setup_answer_whose(struct terminal *terminal, const struct place *place)
{
	setup_answer(terminal, "Account name [main]:", "");
	setup_answer(terminal, "Region, or an", place->base);
	setup_answer(terminal, "Environment, production or demo [production]:", "");
}

void
setup_answer_values(struct terminal *terminal, const char *key, const char *secret,
    const char *passphrase)
{
	setup_answer(terminal, "API key (not shown):", key);
	setup_answer(terminal, "Secret key (not shown):", secret);
	setup_answer(terminal, "Passphrase (not shown):", passphrase);
}

void
setup_finish(struct terminal *terminal, const struct place *place, int status)
{
	int ended = terminal_finish(terminal);
	size_t length;
	const char *output = terminal_output(terminal, &length);

	if (!WIFEXITED(ended) || WEXITSTATUS(ended) != status)
		fail_msg("ended with %#x, not with status %d:\n%s", (unsigned)ended, status,
		    terminal_screen(terminal));
	assert_false(place_has_secret(place, output, length));
	assert_true(terminal_modes_unchanged(terminal));
	terminal_free(terminal);
}

void
setup_has(const struct place *place, const char *file, mode_t mode, const char *text)
{
	char path[512], found[2048];
	struct stat status;
	size_t length;
	FILE *stream;

	snprintf(path, sizeof path, "%s/%s", place->home, file);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, mode);
	if (text == NULL)
		return;
	stream = fopen(path, "r");
	length = fread(found, 1, sizeof found - 1, stream);
	found[length] = '\0';
	fclose(stream);
	assert_string_equal(found, text);
}

void
setup_has_key(const struct place *place, const char *file, enum environment environment)
{
	char text[512];

	snprintf(text, sizeof text, "OKX_API_KEY=%s\nOKX_SECRET_KEY=%s\nOKX_PASSPHRASE=%s\n",
	    place->keys[environment].api_key, place->keys[environment].secret_key,
	    place->keys[environment].passphrase);
	setup_has(place, file, 0600, text);
}
