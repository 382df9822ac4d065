/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/ownfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bsd/string.h>

#include "app/value.h"
#include "base/xmalloc.h"

#define SHOWN_SIZE 512

/* What a shell leaves as it is. */
#define PLAIN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+,="

void
ownfile_show(char *out, size_t size, const char *path)
{
	const char *home = value_home();
	size_t length = home != NULL ? strlen(home) : 0;
	const char *sign = "";

	while (length > 0 && home[length - 1] == '/')
		length--;
	if (path[strspn(path, PLAIN)] != '\0') {
		snprintf(out, size, "'%s'", path);
		return;
	}
	if (length > 0 && strncmp(path, home, length) == 0 && path[length] == '/') {
		path += length;
		sign = "~";
	}
	snprintf(out, size, "%s%s", sign, path);
}

static bool
foreign(const struct stat *status)
{
	return status->st_uid != geteuid() && status->st_uid != 0;
}

/* Others must not be able to put another file in the place of this one. */
static bool
check_directory(int fd, const char *directory, struct cause *cause)
{
	char shown[SHOWN_SIZE];
	struct stat status;

	ownfile_show(shown, sizeof shown, directory);
	if (fstat(fd, &status) != 0)
		return cause_set(cause, "%s cannot be looked at: %s", shown, strerror(errno));
	if (foreign(&status))
		return cause_set(cause, "the directory %s belongs to another user (uid %lu), who could replace the keys in it",
		    shown, (unsigned long)status.st_uid);
	if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return cause_set(cause, "others can write in the directory %s (mode %04o); type: chmod go-w %s",
		    shown, (unsigned)(status.st_mode & 07777), shown);
	return true;
}

static bool
check_file(int fd, const char *shown, enum ownfile_trust trust, size_t size, struct cause *cause)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return cause_set(cause, "%s cannot be looked at: %s", shown, strerror(errno));
	if (!S_ISREG(status.st_mode))
		return cause_set(cause, "%s is no regular file", shown);
	if (trust != OWNFILE_GIVEN && foreign(&status))
		return cause_set(cause, "%s belongs to another user (uid %lu); make a file of your own", shown,
		    (unsigned long)status.st_uid);
	if (trust == OWNFILE_SECRET && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return cause_set(cause, "%s is open to others (mode %04o); type: chmod 600 %s", shown,
		    (unsigned)(status.st_mode & 07777), shown);
	if (trust == OWNFILE_SETTINGS && (status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return cause_set(cause,
		    "%s can be written by others (mode %04o), and it can name commands to run; type: chmod go-w %s",
		    shown, (unsigned)(status.st_mode & 07777), shown);
	if (status.st_size >= 0 && (uintmax_t)status.st_size >= size)
		return cause_set(cause, "%s is larger than %zu bytes", shown, size - 1);
	return true;
}

/* Reads to the end of FD, which may have grown since it was looked at. */
static bool
read_whole(int fd, const char *shown, char *out, size_t size, size_t *length, struct cause *cause)
{
	for (;;) {
		ssize_t n = read(fd, out + *length, size - *length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return cause_set(cause, "%s cannot be read: %s", shown, strerror(errno));
		if (n == 0)
			break;
		*length += (size_t)n;
		if (*length == size)
			return cause_set(cause, "%s is larger than %zu bytes", shown, size - 1);
	}
	out[*length] = '\0';
	return true;
}

static enum ownfile_result
refused(const char *shown, int error, struct cause *cause)
{
	if (error == ENOENT || error == ENOTDIR)
		return OWNFILE_MISSING;
	if (error == ELOOP)
		cause_set(cause, "%s is a symbolic link; put the file itself there, or name it where it is", shown);
	else
		cause_set(cause, "%s cannot be opened: %s", shown, strerror(error));
	return OWNFILE_REFUSED;
}

enum ownfile_result
ownfile_read(const char *path, enum ownfile_trust trust, char *out, size_t size, size_t *length,
    struct cause *cause)
{
	const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
	const char *slash = strrchr(path, '/');
	enum ownfile_result result = OWNFILE_REFUSED;
	char shown[SHOWN_SIZE], *directory = NULL;
	int parent = -1, fd = -1;

	*length = 0;
	out[0] = '\0';
	ownfile_show(shown, sizeof shown, path);
	if (trust == OWNFILE_SECRET) {
		/* By way of the opened directory: the one that is looked at is the one that has the file. */
		directory = slash == NULL ? xstrdup(".") : slash == path ? xstrdup("/") :
		    xstrndup(path, (size_t)(slash - path));
		parent = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (parent >= 0)
			fd = openat(parent, slash != NULL ? slash + 1 : path, flags | O_NOFOLLOW);
	} else {
		fd = open(path, trust == OWNFILE_GIVEN ? flags | O_NOFOLLOW : flags);
	}
	if (fd < 0)
		result = refused(shown, errno, cause);
	else if ((parent < 0 || check_directory(parent, directory, cause)) &&
	    check_file(fd, shown, trust, size, cause) &&
	    read_whole(fd, shown, out, size, length, cause))
		result = OWNFILE_READ;

	if (fd >= 0)
		close(fd);
	if (parent >= 0)
		close(parent);
	free(directory);
	return result;
}
