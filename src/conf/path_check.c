/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/path_check.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/parse_value.h"
#include "base/xmalloc.h"

#define SHOWN_SIZE 512
#define LINKS_MAX 40 /* as many as the kernel follows */

/* What a shell leaves as it is. */
#define PLAIN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+,="

/* A folder need not be readable to be looked at. */
#ifdef O_PATH
#define FOLDER_FLAGS (O_PATH | O_DIRECTORY | O_CLOEXEC)
#elif defined O_SEARCH
#define FOLDER_FLAGS (O_SEARCH | O_DIRECTORY | O_CLOEXEC)
#else
#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC)
#endif

/* A path that is looked up name by name. */
struct walk {
	const char *path; /* the whole of it, as it was given */
	int folder;       /* open: where the next name is looked up, or -1 */
	char *at;         /* its path; "" for the root */
	char *rest;       /* the names that are left */
	unsigned links;   /* followed so far */
	size_t own;       /* a shorter rest has no name of a link's target any more */
	struct cause *cause;
};

/* What lies in a folder that is looked at. */
enum holding {
	HOLDING_FOLDER,
	HOLDING_FILE,
};

/* The length of $HOME in PATH, which lies below it; else 0. */
static size_t
home_length(const char *path)
{
	const char *home = parse_value_home();
	size_t length = home != NULL ? strlen(home) : 0;

	while (length > 0 && home[length - 1] == '/')
		length--;
	return length > 0 && strncmp(path, home, length) == 0 && path[length] == '/' ? length : 0;
}

/*
 * Puts PATH in single quotes for a shell; cut short it ends in dots, so that it is
 * nobody's name.
 */
static void
quote(char *out, size_t size, const char *path)
{
	size_t used = 1;

	out[0] = '\'';
	for (; *path != '\0' && used + sizeof "'\\''...'" < size; path++)
		used += (size_t)snprintf(out + used, size - used, "%s%c",
		    *path == '\'' ? "'\\'" : "", *path);
	snprintf(out + used, size - used, "%s'", *path != '\0' ? "..." : "");
}

void
path_check_show(char *out, size_t size, const char *path)
{
	size_t home = home_length(path);
	const char *sign = "";

	if (path[strspn(path, PLAIN)] != '\0') {
		quote(out, size, path);
		return;
	}
	if (home > 0) {
		path += home;
		sign = "~";
	}
	if (strlen(sign) + strlen(path) >= size)
		snprintf(out, size, "%s%.*s...", sign, (int)(size - sizeof "~..."), path);
	else
		snprintf(out, size, "%s%s", sign, path);
}

static bool
foreign(const struct stat *status)
{
	return status->st_uid != geteuid() && status->st_uid != 0;
}

/* Whether OWNER is the only member of GROUP, the one that was made together with the user. */
static bool
private_group(uid_t owner, gid_t group)
{
	const struct passwd *user = getpwuid(owner);
	const struct group *entry = user != NULL && user->pw_gid == group ? getgrgid(group) : NULL;

	if (entry == NULL || strcmp(entry->gr_name, user->pw_name) != 0)
		return false;
	for (char **member = entry->gr_mem; *member != NULL; member++)
		if (strcmp(*member, user->pw_name) != 0)
			return false;
	return true;
}

/* Whether nobody but the owner can replace what lies in the folder of STATUS. */
static bool
closed(const struct walk *walk, const struct stat *status, enum holding holding)
{
	bool sticky = (status->st_mode & S_ISVTX) != 0;

	if ((status->st_mode & (S_IWGRP | S_IWOTH)) == 0)
		return true;
	if (holding == HOLDING_FOLDER && sticky)
		return true;
	if ((status->st_mode & S_IWOTH) != 0)
		return false;
	/* A package store, which somebody's link leads into: /nix/store. */
	if (holding == HOLDING_FILE)
		return walk->links > 0 && sticky && status->st_uid == 0;
	return private_group(status->st_uid, status->st_gid);
}

static bool
check_folder(const struct walk *walk, const struct stat *status, const char *at,
    enum holding holding)
{
	char shown[SHOWN_SIZE], path[SHOWN_SIZE];
	unsigned mode = (unsigned)(status->st_mode & 07777);

	path_check_show(shown, sizeof shown, at[0] != '\0' ? at : "/");
	path_check_show(path, sizeof path, walk->path);
	if (foreign(status))
		return cause_set(walk->cause,
		    "the directory %s belongs to another user (uid %lu), who could replace "
		    "what is in it; put %s into a directory of your own",
		    shown, (unsigned long)status->st_uid, path);
	if (closed(walk, status, holding))
		return true;
	if (status->st_uid == geteuid() && (status->st_mode & S_ISVTX) == 0)
		return cause_set(walk->cause,
		    "others can write in the directory %s (mode %04o); type: chmod go-w %s", shown,
		    mode, shown);
	return cause_set(walk->cause,
	    "others can write in the directory %s (mode %04o); "
	    "put %s into a directory of your own",
	    shown, mode, path);
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Looks at the folder that WALK has come to, and at those above it. */
static bool
check_folders(const struct walk *walk, enum holding holding)
{
	struct stat home, status, above;
	bool has_home = parse_value_home() != NULL && stat(parse_value_home(), &home) == 0, good;
	char *at = xstrdup(walk->at), *slash;
	int folder = openat(walk->folder, ".", FOLDER_FLAGS), next;

	good = folder >= 0 && fstat(folder, &status) == 0;
	while (good && (good = check_folder(walk, &status, at, holding)) &&
	    !(has_home && same_file(&status, &home))) {
		next = openat(folder, "..", FOLDER_FLAGS);
		close(folder);
		folder = next;
		good = folder >= 0 && fstat(folder, &above) == 0;
		if (good && same_file(&above, &status))
			break;
		status = above;
		holding = HOLDING_FOLDER;
		if ((slash = strrchr(at, '/')) != NULL)
			*slash = '\0';
	}
	if (!good && walk->cause->text[0] == '\0')
		cause_set(walk->cause, "the directories above %s cannot be looked at: %s",
		    walk->path, strerror(errno));
	if (folder >= 0)
		close(folder);
	free(at);
	return good;
}

/* Starts at the home directory, however that is reached, or at the root. PATH is absolute. */
static bool
start_walk(struct walk *walk, const char *path)
{
	size_t home = home_length(path);
	char *at = xstrndup(path, home), *rest = xstrdup(path + home);

	free(walk->at);
	free(walk->rest);
	walk->at = at;
	walk->rest = rest;
	if (walk->folder >= 0)
		close(walk->folder);
	walk->folder = open(home > 0 ? at : "/", FOLDER_FLAGS);
	return walk->folder >= 0;
}

static bool
begin_walk(struct walk *walk, const char *path)
{
	char working[PATH_MAX], *absolute;
	bool begun;

	if (path[0] == '/')
		return start_walk(walk, path);
	if (getcwd(working, sizeof working) == NULL)
		return false;
	absolute = xasprintf("%s/%s", working, path);
	begun = start_walk(walk, absolute);
	free(absolute);
	return begun;
}

/*
 * Takes the next name off the rest, for the caller to free; NULL at the end. LAST: none
 * comes after it.
 */
static char *
take_name(struct walk *walk, bool *last)
{
	char *from = walk->rest + strspn(walk->rest, "/"), *name, *rest;
	size_t length = strcspn(from, "/");

	if (length == 0)
		return NULL;
	name = xstrndup(from, length);
	rest = xstrdup(from + length);
	*last = rest[strspn(rest, "/")] == '\0';
	free(walk->rest);
	walk->rest = rest;
	return name;
}

static bool
enter_folder(struct walk *walk, const char *name)
{
	int folder = openat(walk->folder, name, FOLDER_FLAGS | O_NOFOLLOW);
	char *at, *slash;

	if (folder < 0)
		return false;
	close(walk->folder);
	walk->folder = folder;
	if (strcmp(name, "..") == 0) {
		if ((slash = strrchr(walk->at, '/')) != NULL)
			*slash = '\0';
	} else if (strcmp(name, ".") != 0) {
		at = xasprintf("%s/%s", walk->at, name);
		free(walk->at);
		walk->at = at;
	}
	return true;
}

/* Goes where the link NAME leads, if it is one to follow. */
static bool
follow_link(struct walk *walk, const char *name, const struct stat *link, bool last)
{
	char target[PATH_MAX], shown[SHOWN_SIZE], *at, *path;
	ssize_t length;
	bool followed;

	if (!check_folders(walk, last ? HOLDING_FILE : HOLDING_FOLDER))
		return false;
	at = xasprintf("%s/%s", walk->at, name);
	path_check_show(shown, sizeof shown, at);
	free(at);
	if (foreign(link))
		return cause_set(walk->cause,
		    "the symbolic link %s belongs to another user (uid %lu), who decides "
		    "where it leads; remove it, or make one of your own",
		    shown, (unsigned long)link->st_uid);
	errno = ELOOP;
	length = ++walk->links > LINKS_MAX ?
	    -1 :
	    readlinkat(walk->folder, name, target, sizeof target - 1);
	if (length < 0)
		return cause_set(walk->cause, "the symbolic link %s cannot be followed: %s", shown,
		    strerror(errno));
	target[length] = '\0';
	if (strlen(walk->rest) < walk->own)
		walk->own = strlen(walk->rest);
	path = xasprintf("%s%s%s", target, walk->rest[0] != '\0' ? "/" : "", walk->rest);
	if (path[0] == '/') {
		followed = start_walk(walk, path);
		free(path);
		return followed;
	}
	free(walk->rest);
	walk->rest = path;
	return true;
}

/*
 * Goes on to the last name, of what is not a link, and returns it for the caller to
 * free; NULL: see errno.
 */
static char *
advance(struct walk *walk, bool links)
{
	struct stat status;
	bool last, done;
	char *name;

	while ((name = take_name(walk, &last)) != NULL) {
		if (fstatat(walk->folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
			done = false;
		else if (S_ISLNK(status.st_mode) && last && !links) {
			errno = ELOOP;
			done = false;
		} else if (S_ISLNK(status.st_mode))
			done = follow_link(walk, name, &status, last);
		else if (last)
			return name;
		else
			done = enter_folder(walk, name);
		free(name);
		if (!done)
			return NULL;
	}
	return xstrdup(".");
}

/*
 * Says why the path could not be followed to its end, unless it was said or there is
 * nothing there.
 */
static void
say_failure(const struct walk *walk, int error)
{
	char shown[SHOWN_SIZE];

	if (walk->cause->text[0] != '\0')
		return;
	path_check_show(shown, sizeof shown, walk->path);
	if ((error == ENOENT || error == ENOTDIR) &&
	    (walk->rest == NULL || strlen(walk->rest) < walk->own))
		return;
	if (error == ENOENT || error == ENOTDIR)
		cause_set(walk->cause,
		    "%s is reached by a symbolic link whose target does not exist", shown);
	else if (error == ELOOP)
		cause_set(walk->cause,
		    "%s is a symbolic link; put the file itself there, or name it where it is",
		    shown);
	else
		cause_set(walk->cause, "%s cannot be opened: %s", shown, strerror(error));
}

static void
end_walk(struct walk *walk)
{
	if (walk->folder >= 0)
		close(walk->folder);
	free(walk->at);
	free(walk->rest);
}

int
path_check_open(const char *path, int flags, bool links, struct cause *cause)
{
	struct walk walk = { .path = path, .folder = -1, .own = SIZE_MAX, .cause = cause };
	char *name = NULL;
	int fd = -1;

	cause->text[0] = '\0';
	errno = ENOENT;
	if (path[0] != '\0' && begin_walk(&walk, path))
		name = advance(&walk, links);
	if (name != NULL)
		fd = openat(walk.folder, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		say_failure(&walk, errno);
	else if (!check_folders(&walk, HOLDING_FILE)) {
		close(fd);
		fd = -1;
	}
	free(name);
	end_walk(&walk);
	return fd;
}

bool
path_check_folder(const char *path, bool holds_files, struct cause *cause)
{
	struct walk walk = { .path = path, .folder = -1, .own = SIZE_MAX, .cause = cause };
	/* A link in its place is one to a folder, not to a file. */
	char *inside = xasprintf("%s/.", path), *name = NULL;
	bool good = false;

	cause->text[0] = '\0';
	if (begin_walk(&walk, inside) && (name = advance(&walk, true)) != NULL &&
	    enter_folder(&walk, name))
		good = check_folders(&walk, holds_files ? HOLDING_FILE : HOLDING_FOLDER);
	else
		say_failure(&walk, errno);
	free(name);
	free(inside);
	end_walk(&walk);
	return good;
}
