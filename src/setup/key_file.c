/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "setup/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

#include "conf/private_file.h"
#include "conf/path_check.h"
#include "base/xmalloc.h"

#define MAIN "main" /* the account whose files have a place without being configured */
#define CONFIGURATION_MAX 65536

/* A file that replaces another whole or not at all: written beside it, then moved. */
struct atomic_file {
	char *path; /* its place; NULL: none */
	char *temporary;
};

/* Whether the user, and nobody else, can make files in FOLDER, which may be missing yet. */
static bool
folder_usable(const char *folder, struct cause *cause)
{
	char *path = xstrdup(folder), *slash, shown[256];
	struct stat status = { 0 };
	bool done = false;

	while (stat(path, &status) != 0 && (slash = strrchr(path, '/')) != NULL && slash != path)
		*slash = '\0';
	path_check_show(shown, sizeof shown, path);
	if (!S_ISDIR(status.st_mode))
		cause_set(cause, "%s is not a folder; move it away", shown);
	else if (access(path, W_OK | X_OK) != 0)
		cause_set(cause,
		    "nothing can be written in %s (%s); set XDG_CONFIG_HOME to a folder of your own",
		    shown, strerror(errno));
	else
		done = path_check_folder(path, strcmp(path, folder) == 0, cause);
	free(path);
	return done;
}

/* Makes the folders of PATH that are missing. */
static bool
make_folders(const char *path)
{
	char *copy = xstrdup(path);
	bool done = true;

	for (char *slash = strchr(copy + 1, '/'); done && slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		done = mkdir(copy, 0700) == 0 || errno == EEXIST || access(copy, F_OK) == 0;
		*slash = '/';
	}
	free(copy);
	return done;
}

static bool
write_whole(int fd, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t done = write(fd, text, length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		text += done;
		length -= (size_t)done;
	}
	return fsync(fd) == 0;
}

/* Removes what was not committed, and frees. Zeroed memory may be dropped. */
static void
atomic_file_drop(struct atomic_file *file)
{
	if (file->temporary != NULL)
		unlink(file->temporary);
	free(file->temporary);
	free(file->path);
	*file = (struct atomic_file){ .path = NULL };
}

/* Writes TEXT beside PATH, after making missing folders. On failure nothing is left. */
static bool
atomic_file_prepare(struct atomic_file *file, const char *path, const char *text, size_t length,
    struct cause *cause)
{
	char shown[256];
	bool done = false;
	int fd = -1, error;

	file->path = xstrdup(path);
	file->temporary = xasprintf("%s.XXXXXX", path);
	/* mkstemp(3): O_EXCL, and mode 0600. */
	if (make_folders(path) && (fd = mkstemp(file->temporary)) >= 0)
		done = fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && write_whole(fd, text, length);
	error = errno;
	if (fd >= 0)
		done = close(fd) == 0 && done;
	if (done)
		return true;
	if (fd < 0) {
		/* Nothing was made by that name. */
		free(file->temporary);
		file->temporary = NULL;
	}
	atomic_file_drop(file);
	path_check_show(shown, sizeof shown, path);
	return cause_set(cause, "%s cannot be written: %s", shown, strerror(error));
}

/* Lets the move reach the disk; a failure changes nothing. */
static void
sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL ? xstrdup(".") : xstrndup(path, (size_t)(slash - path) + 1);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
	free(folder);
}

/* Moves it to its place, over what is there. */
static bool
atomic_file_commit(struct atomic_file *file, struct cause *cause)
{
	char shown[256];

	if (rename(file->temporary, file->path) != 0) {
		path_check_show(shown, sizeof shown, file->path);
		return cause_set(cause, "%s cannot be put in its place: %s", shown,
		    strerror(errno));
	}
	sync_folder(file->path);
	free(file->temporary);
	file->temporary = NULL;
	return true;
}

void
key_file_clear(struct key_file *key_file)
{
	free(key_file->file);
	free(key_file->configuration);
	free(key_file->block);
	*key_file = (struct key_file){ .file = NULL };
}

/* Whether TEXT can stand in double quotes in the configuration. */
static bool
can_be_quoted(const char *text, struct cause *cause)
{
	char shown[256];

	if (text == NULL || strpbrk(text, "\"\\$\n") == NULL)
		return true;
	path_check_show(shown, sizeof shown, text);
	return cause_set(cause,
	    "%s cannot stand in colltop.conf: it contains a quote, backslash or dollar sign",
	    shown);
}

/* Whether FILE would be accepted when read: nobody else can write in its folders. */
static bool
can_be_kept(const char *file, struct cause *cause)
{
	const char *slash = strrchr(file, '/');
	char *folder = xstrndup(file, slash == file ? 1 : (size_t)(slash - file));
	bool possible = folder_usable(folder, cause);

	free(folder);
	return possible;
}

/* Composes the section that a new account needs in the configuration. */
static bool
write_block(struct key_file *key_file, const struct settings *settings,
    const struct key_file_wish *wish, bool standard, struct cause *cause)
{
	const char *key = wish->region != NULL ? "region" : "base_url";
	const char *value = wish->region != NULL ? wish->region : wish->base_url;
	char *main = NULL, *authority = NULL, *credentials = NULL;

	if (!can_be_quoted(key_file->file, cause) || !can_be_quoted(wish->ca_file, cause))
		return false;
	/* The first section ends the implied account main, so that it needs its own. */
	if (!standard && !settings->accounts[0].declared)
		main = xasprintf("account \"" MAIN "\" {\n\tregion = \"%s\"\n}\n",
		    okx_regions[0].name);
	if (wish->ca_file != NULL)
		authority = xasprintf("\tca_file = \"%s\"\n", wish->ca_file);
	if (!standard)
		credentials = xasprintf("\t%s { credentials_file = \"%s\" }\n",
		    environment_name(wish->environment), key_file->file);
	key_file->block = xasprintf("\n%saccount \"%s\" {\n\t%s = \"%s\"\n%s%s}\n",
	    main != NULL ? main : "", wish->account, key, value, authority != NULL ? authority : "",
	    credentials != NULL ? credentials : "");
	free(main);
	free(authority);
	free(credentials);
	return true;
}

/* The configuration file, or what it is a link to. */
static char *
configuration_path(const struct settings *settings)
{
	char *path = settings->file != NULL ? realpath(settings->file, NULL) : NULL;

	return path != NULL ? path : xasprintf("%s/colltop.conf", settings->directory);
}

bool
key_file_possible(const struct settings *settings, struct cause *cause)
{
	if (settings->directory == NULL)
		return cause_set(cause,
		    "there is no home directory to write a key into; set HOME or XDG_CONFIG_HOME");
	return folder_usable(settings->directory, cause);
}

bool
key_file_choose(struct key_file *key_file, const struct settings *settings,
    const struct key_file_wish *wish, struct cause *cause)
{
	long index = settings_account(settings, wish->account);
	const struct settings_account *there = index >= 0 && settings->accounts[index].declared ?
	    &settings->accounts[index] :
	    NULL;
	const char *name = environment_name(wish->environment);
	bool standard = strcmp(wish->account, MAIN) == 0;
	char shown[256];
	struct stat status;

	key_file_clear(key_file);
	if (there != NULL && there->credentials[wish->environment].command != NULL)
		return cause_set(cause,
		    "account %s has a credentials_command for its %s key in colltop.conf; "
		    "take that line out to use a file",
		    wish->account, name);
	if (there != NULL && there->credentials[wish->environment].file != NULL)
		key_file->file = xstrdup(there->credentials[wish->environment].file);
	else if (standard)
		key_file->file = xasprintf("%s/%s.env", settings->directory, name);
	else
		key_file->file = xasprintf("%s/%s-%s.env", settings->directory, wish->account,
		    name);
	path_check_show(shown, sizeof shown, key_file->file);
	if (there != NULL && !standard && there->credentials[wish->environment].file == NULL)
		return cause_set(cause,
		    "account %s is in colltop.conf without a place for a %s key; add the line  "
		    "%s { credentials_file = \"%s\" }  to it",
		    wish->account, name, name, shown);
	key_file->taken = lstat(key_file->file, &status) == 0;
	if (key_file->taken && !S_ISREG(status.st_mode))
		return cause_set(cause, "%s is not a regular file; move it away", shown);
	if (!can_be_kept(key_file->file, cause))
		return false;
	if (there != NULL ||
	    (standard && wish->region == okx_regions[0].name && wish->ca_file == NULL))
		return true;
	key_file->configuration = configuration_path(settings);
	return write_block(key_file, settings, wish, standard, cause);
}

/* Prepares the configuration with the block at its end. */
static bool
prepare_configuration(struct atomic_file *file, const struct key_file *key_file,
    struct cause *cause)
{
	char *text = xmalloc(CONFIGURATION_MAX + 1), *grown;
	size_t length;
	bool done = false;

	if (private_file_read(key_file->configuration, PRIVATE_FILE_SETTINGS, text,
		CONFIGURATION_MAX + 1, &length, cause) != PRIVATE_FILE_REFUSED) {
		/* The block begins with an empty line, which an empty file does not need. */
		grown = xasprintf("%s%s%s", text,
		    length > 0 && text[length - 1] != '\n' ? "\n" : "",
		    key_file->block + (length == 0));
		done = atomic_file_prepare(file, key_file->configuration, grown, strlen(grown),
		    cause);
		free(grown);
	}
	free(text);
	return done;
}

bool
key_file_write(const struct key_file *key_file, struct secrets *secrets,
    enum environment environment, struct cause *cause)
{
	const struct okx_credentials *key = secrets_get(secrets, environment);
	struct atomic_file values = { NULL, NULL }, configuration = { NULL, NULL };
	char *text = secrets_scratch(secrets);
	bool done;
	int length;

	length = snprintf(text, SECRETS_FILE_MAX, "%s=%s\n%s=%s\n%s=%s\n",
	    secrets_names[SECRETS_API_KEY], key->api_key, secrets_names[SECRETS_SECRET_KEY],
	    key->secret_key, secrets_names[SECRETS_PASSPHRASE], key->passphrase);
	done = atomic_file_prepare(&values, key_file->file, text, (size_t)length, cause);
	secrets_scratch_wipe(secrets);
	done = done &&
	    (key_file->block == NULL || prepare_configuration(&configuration, key_file, cause)) &&
	    atomic_file_commit(&values, cause);
	/* The key first: one without a section is ignored, a section without one is an error. */
	if (done && key_file->block != NULL && !atomic_file_commit(&configuration, cause)) {
		if (!key_file->taken)
			unlink(key_file->file);
		done = false;
	}
	atomic_file_drop(&values);
	atomic_file_drop(&configuration);
	return done;
}
