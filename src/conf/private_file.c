/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/path_check.h"

#define SHOWN_SIZE 512

/* What a path may not be in the way it is read, by the trust that is put in it. */
static const struct {
	mode_t closed;    /* what others may not have */
	bool own;         /* it belongs to the user or root, and so does the way to it */
	bool links;       /* the file itself may be a symbolic link */
	const char *open; /* others have some of it; goes before "(mode 0666)" */
	const char *reason;
	const char *remedy; /* before the path */
} trusts[] = {
	[PRIVATE_FILE_SETTINGS] = { S_IWGRP | S_IWOTH, true, true, "can be written by others",
	    ", and it can name commands to run", "chmod go-w" },
	[PRIVATE_FILE_CERTIFICATES] = { S_IWGRP | S_IWOTH, true, true, "can be written by others",
	    ", and it says which hosts get the key", "chmod go-w" },
	[PRIVATE_FILE_SECRET] = { S_IRWXG | S_IRWXO, true, false, "is open to others", "",
	    "chmod 600" },
	[PRIVATE_FILE_GIVEN] = { 0, false, false, "", "", "" },
};

static bool
check_file(int fd, const char *shown, enum private_file_trust trust, struct cause *cause)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return cause_set(cause, "%s cannot be looked at: %s", shown, strerror(errno));
	if (!S_ISREG(status.st_mode))
		return cause_set(cause, "%s is not a regular file", shown);
	if (trusts[trust].own && status.st_uid != geteuid() && status.st_uid != 0)
		return cause_set(cause,
		    "%s belongs to another user (uid %lu); make a file of your own", shown,
		    (unsigned long)status.st_uid);
	if ((status.st_mode & trusts[trust].closed) != 0)
		return cause_set(cause, "%s %s (mode %04o)%s; type: %s %s", shown,
		    trusts[trust].open, (unsigned)(status.st_mode & 07777), trusts[trust].reason,
		    trusts[trust].remedy, shown);
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

/*
 * Opens PATH after a look at the way to it; what cannot be opened is missing, or refused
 * with the cause.
 */
static enum private_file_result
open_file(int *fd, const char *path, const char *shown, enum private_file_trust trust,
    struct cause *cause)
{
	if (trusts[trust].own) {
		*fd = path_check_open(path, O_RDONLY | O_NONBLOCK, trusts[trust].links, cause);
		if (*fd < 0)
			return cause->text[0] == '\0' ? PRIVATE_FILE_MISSING : PRIVATE_FILE_REFUSED;
	} else if ((*fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW)) <
	    0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return PRIVATE_FILE_MISSING;
		cause_set(cause,
		    errno == ELOOP ? "%s is a symbolic link (%s)" : "%s cannot be opened: %s",
		    shown, strerror(errno));
		return PRIVATE_FILE_REFUSED;
	}
	return check_file(*fd, shown, trust, cause) ? PRIVATE_FILE_READ : PRIVATE_FILE_REFUSED;
}

enum private_file_result
private_file_read(const char *path, enum private_file_trust trust, char *out, size_t size,
    size_t *length, struct cause *cause)
{
	enum private_file_result result;
	char shown[SHOWN_SIZE];
	int fd = -1;

	*length = 0;
	out[0] = '\0';
	path_check_show(shown, sizeof shown, path);
	result = open_file(&fd, path, shown, trust, cause);
	if (result == PRIVATE_FILE_READ && !read_whole(fd, shown, out, size, length, cause))
		result = PRIVATE_FILE_REFUSED;
	if (fd >= 0)
		close(fd);
	return result;
}

enum private_file_result
private_file_check(const char *path, enum private_file_trust trust, struct cause *cause)
{
	enum private_file_result result;
	char shown[SHOWN_SIZE];
	int fd = -1;

	path_check_show(shown, sizeof shown, path);
	result = open_file(&fd, path, shown, trust, cause);
	if (fd >= 0)
		close(fd);
	return result;
}
