/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/monotime.h"
#include "base/text.h"

#define TEXT_SIZE 1024           /* longer lines are cut at a character */
#define RAW_SIZE (4 * TEXT_SIZE) /* as in cause.c */
#define STAMP_SIZE 25            /* of text_utc() */

static int descriptor = -1;

/* O_NOFOLLOW on a symbolic link: ELOOP on Linux, EMLINK and EFTYPE on BSDs. */
static bool
is_link(const char *file)
{
	struct stat status;

	return lstat(file, &status) == 0 && S_ISLNK(status.st_mode);
}

static bool
refuse_log(const char *file, struct cause *cause)
{
	return cause_set(cause,
	    "The log %s is not a regular file; "
	    "name a file (no link, directory, pipe or device) with --log.",
	    file);
}

bool
log_open(const char *file, struct cause *cause)
{
	struct stat status;
	int flags, opened;

	/* Without O_NONBLOCK a FIFO that nobody reads would block for good. */
	opened = open(file,
	    O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
	    S_IRUSR | S_IWUSR);
	if (opened < 0) {
		if (errno == EISDIR || errno == ENXIO || is_link(file))
			return refuse_log(file, cause);
		return cause_set(cause,
		    "Cannot open the log %s: %s; "
		    "name another file with --log.",
		    file, strerror(errno));
	}
	if (fstat(opened, &status) != 0 || !S_ISREG(status.st_mode)) {
		close(opened);
		return refuse_log(file, cause);
	}
	flags = fcntl(opened, F_GETFL);
	if (flags >= 0)
		(void)fcntl(opened, F_SETFL, flags & ~O_NONBLOCK);

	log_close();
	descriptor = opened;
	return true;
}

void
log_line(const char *format, ...)
{
	char raw[RAW_SIZE], line[STAMP_SIZE + TEXT_SIZE + 1];
	const char *text = raw;
	int saved_errno = errno;
	va_list arguments;
	size_t length;
	ssize_t written;

	if (descriptor < 0)
		return;

	va_start(arguments, format);
	if (vsnprintf(raw, sizeof raw, format, arguments) < 0)
		text = format;
	va_end(arguments);

	text_utc(line, monotime_utc_ms());
	length = strlen(line);
	line[length++] = ' ';
	length += text_sanitise(line + length, TEXT_SIZE, text, strlen(text));
	line[length++] = '\n';

	/* One write(2) a line, so that lines of several programs never mix. */
	do
		written = write(descriptor, line, length);
	while (written < 0 && errno == EINTR);
	if (written < 0 || (size_t)written < length)
		log_close();
	errno = saved_errno;
}

int
log_descriptor(void)
{
	return descriptor;
}

void
log_close(void)
{
	if (descriptor >= 0)
		close(descriptor);
	descriptor = -1;
}
