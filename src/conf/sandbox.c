/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/sandbox.h"

#ifdef HAVE_LINUX_LANDLOCK_H

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "conf/credentials.h"
#include "conf/path_check.h"
#include "conf/parse_value.h"
#include "base/xmalloc.h"

#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

#define FIRST_RIGHTS (LANDLOCK_ACCESS_FS_REFER - 1) /* all of the kernel's first version */
#define FILE_RIGHTS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE)
#define READING (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

/*
 * Whole directories, since files in them are replaced by new ones. Those that are not
 * there do not matter.
 */
static const struct {
	const char *path;
	uint64_t rights;
} needs[] = {
	/*
	 * resolver, hosts, CA store, OpenSSL, terminals, time zone, their symbolic links'
	 * targets, late libraries
	 */
	{ "/etc", READING },
	{ "/usr", READING },
	{ "/lib", READING },
	{ "/lib64", READING },
	{ "/nix/store", READING },
	{ "/gnu/store", READING },
	/* where /etc/resolv.conf may point to from one network to the next */
	{ "/run/systemd/resolve", READING },
	{ "/run/NetworkManager", READING },
	{ "/run/resolvconf", READING },
	{ "/run/connman", READING },
	{ "/proc/sys", READING },
	{ "/dev/urandom", LANDLOCK_ACCESS_FS_READ_FILE },
	{ "/dev/null", FILE_RIGHTS },
};

static bool
allow(int ruleset, const char *path, uint64_t rights, struct cause *cause)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = rights };
	struct stat status;
	bool added;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	/* What cannot be opened just now would stay out of reach for good. */
	if (rule.parent_fd < 0)
		return errno == ENOENT || errno == ENOTDIR || errno == EACCES ||
		    cause_set(cause, "cannot open %s: %s", path, strerror(errno));
	if (fstat(rule.parent_fd, &status) != 0 || !S_ISDIR(status.st_mode))
		rule.allowed_access &= FILE_RIGHTS;
	added = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) ==
		0 ||
	    cause_set(cause, "Landlock refuses %s: %s", path, strerror(errno));
	close(rule.parent_fd);
	return added;
}

/* Whether DIRECTORY is the home directory or above it. */
static bool
holds_home(const char *directory)
{
	char *home = parse_value_home() == NULL ? NULL : realpath(parse_value_home(), NULL), *slash;
	struct stat wanted, status;
	bool found = false;

	if (stat(directory, &wanted) == 0 && home != NULL) {
		for (;;) {
			found = stat(home[0] == '\0' ? "/" : home, &status) == 0 &&
			    status.st_dev == wanted.st_dev && status.st_ino == wanted.st_ino;
			if (found || (slash = strrchr(home, '/')) == NULL)
				break;
			*slash = '\0';
		}
	}
	free(home);
	return found;
}

/* Allows the directory of FILE (NULL: none): whoever changes the file puts a new one there. */
static bool
allow_beside(int ruleset, const char *file, struct cause *cause)
{
	char *directory, *slash, shown[256];
	bool allowed;

	if (file == NULL)
		return true;
	directory = realpath(file, NULL);
	if (directory == NULL)
		directory = xstrdup(file);
	slash = strrchr(directory, '/');
	if (slash != NULL)
		slash[slash == directory] = '\0';
	if (holds_home(directory)) {
		path_check_show(shown, sizeof shown, file);
		allowed = cause_set(cause,
		    "%s lies beside everything else of yours; "
		    "move it into a directory of its own",
		    shown);
	} else
		allowed = allow(ruleset, directory, READING, cause);
	free(directory);
	return allowed;
}

static bool
allow_all(int ruleset, const struct settings *settings, struct cause *cause)
{
	const char *given = getenv("CREDENTIALS_DIRECTORY");

	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
		if (!allow(ruleset, needs[i].path, needs[i].rights, cause))
			return false;
	if (!allow_beside(ruleset, "/etc/resolv.conf", cause) ||
	    (settings->directory != NULL && !allow(ruleset, settings->directory, READING, cause)) ||
	    (given != NULL && !allow(ruleset, given, READING, cause)))
		return false;
	for (size_t i = 0; i < settings->count; i++) {
		const struct settings_account *account = &settings->accounts[i];

		if (!allow_beside(ruleset, account->ca_file, cause))
			return false;
		for (int e = 0; e < ENVIRONMENTS; e++)
			if (!allow_beside(ruleset, account->credentials[e].file, cause))
				return false;
	}
	return true;
}

bool
sandbox_start(const struct settings *settings, struct cause *cause)
{
	struct landlock_ruleset_attr attributes = { .handled_access_fs = FIRST_RIGHTS };
	long version;
	int ruleset;
	bool confined;

	for (size_t i = 0; i < settings->count; i++)
		if (credentials_need_terminal(settings, i))
			return true;
	version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 1)
		return cause_set(cause, "this kernel has no Landlock (%s)", strerror(errno));
	if (version >= 2)
		attributes.handled_access_fs |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		attributes.handled_access_fs |= LANDLOCK_ACCESS_FS_TRUNCATE;
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
	if (ruleset < 0)
		return cause_set(cause, "Landlock cannot be set up: %s", strerror(errno));
	confined = allow_all(ruleset, settings, cause);
	if (confined &&
	    (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
		syscall(SYS_landlock_restrict_self, ruleset, 0) != 0))
		confined = cause_set(cause, "Landlock cannot be turned on: %s", strerror(errno));
	close(ruleset);
	return confined;
}

#else

bool
sandbox_start(const struct settings *settings, struct cause *cause)
{
	(void)settings;
	return cause_set(cause, "this system has no Landlock");
}

#endif
