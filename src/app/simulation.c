/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/simulation.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xmalloc.h"
#include "okx/parse.h"

#define PROGRAM "colltop-sim"
#define READY_MS 5000
#define PATH_SIZE 4096
#define LINE_SIZE 2048
#define COMPLAINT PROGRAM ": " /* begins the line that says why it cannot start */

/*
 * The simulator beside this program's own executable, for the caller to free; NULL where
 * there is none.
 */
static char *
beside(void)
{
	char path[PATH_SIZE], *slash, *program;
	ssize_t length = readlink("/proc/self/exe", path, sizeof path);

	if (length <= 0 || (size_t)length >= sizeof path)
		return NULL;
	path[length] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	program = xasprintf("%s/" PROGRAM, path);
	if (access(program, X_OK) == 0)
		return program;
	free(program);
	return NULL;
}

bool
simulation_start(struct spawn_child *child, struct settings *settings, struct secrets *secrets,
    const char *scenario, struct cause *cause)
{
	char *file = beside(), line[LINE_SIZE];
	char *choice = xasprintf("--scenario=%s", scenario != NULL ? scenario : "");
	/* It ends when its standard input does: with this program, however that ends. */
	char *const argv[] = { (char[]){ PROGRAM }, (char[]){ "--with-parent" },
		scenario != NULL ? choice : NULL, NULL };
	struct okx_announcement announcement = { .base = "" };
	size_t length;
	bool started = false;

	*child = (struct spawn_child){ .to = -1, .from = -1 };
	if (file == NULL)
		file = xstrdup(BINDIR "/" PROGRAM);
	if (access(file, X_OK) != 0) {
		cause_set(cause,
		    PROGRAM " is neither beside this program nor in " BINDIR
			    "; install it, or put them into one directory");
		goto out;
	}
	if (!spawn_start(child, file, argv, cause))
		goto out;
	if (!spawn_line(child, line, sizeof line, &length, READY_MS, cause)) {
		cause_prefix(cause, file);
		goto out;
	}
	if (strncmp(line, COMPLAINT, strlen(COMPLAINT)) == 0) {
		cause_set(cause, "%s", line);
		goto out;
	}
	if (!okx_parse_announcement(&announcement, line, length, cause) ||
	    !settings_simulate(settings, announcement.base, cause)) {
		cause_prefix(cause, file);
		goto out;
	}
	secrets_wipe(secrets);
	for (int i = 0; i < ENVIRONMENTS; i++) {
		if (!secrets_put(secrets, (enum environment)i, announcement.keys[i].api_key,
			announcement.keys[i].secret_key, announcement.keys[i].passphrase, file,
			cause))
			goto out;
	}
	started = true;
out:
	if (!started)
		spawn_stop(child);
	free(choice);
	free(file);
	return started;
}
