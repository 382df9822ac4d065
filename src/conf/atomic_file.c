/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/path_check.h"
#include "base/xmalloc.h"

bool
atomic_file_possible(const char *folder, struct cause *cause)
{
	char *path = xstrdup(folder), *slash, shown[256];
	struct stat status = { 0 };
	bool done = false;

	while (stat(path, &status) != 0 && (slash = strrchr(path, '/')) != NULL && slash != path)
		*slash = '\0';
	pathcheck_show(shown, sizeof shown, path);
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

bool
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
		/* The name that was tried is nobody's. */
		free(file->temporary);
		file->temporary = NULL;
	}
	atomic_file_drop(file);
	pathcheck_show(shown, sizeof shown, path);
	return cause_set(cause, "%s cannot be written: %s", shown, strerror(error));
}

/* Lets the move reach the disk; where a folder cannot be synchronised nothing more can be done. */
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

bool
atomic_file_commit(struct atomic_file *file, struct cause *cause)
{
	char shown[256];

	if (rename(file->temporary, file->path) != 0) {
		pathcheck_show(shown, sizeof shown, file->path);
		return cause_set(cause, "%s cannot be put in its place: %s", shown,
		    strerror(errno));
	}
	sync_folder(file->path);
	free(file->temporary);
	file->temporary = NULL;
	return true;
}

void
atomic_file_drop(struct atomic_file *file)
{
	if (file->temporary != NULL)
		unlink(file->temporary);
	free(file->temporary);
	free(file->path);
	*file = (struct atomic_file){ .path = NULL };
}
