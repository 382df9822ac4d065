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
static unsigned long lost;   /* lines since the last one that could be written */
static bool torn;            /* the last one was cut off */
static struct cause problem; /* why the first of them was lost; "": it was told, or none is */

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

/* The log may be read and changed by its owner alone, and is nothing else under another name. */
static bool
check_log(const char *file, const struct stat *status, struct cause *cause)
{
	if (!S_ISREG(status->st_mode))
		return refuse_log(file, cause);
	if (status->st_uid != geteuid())
		return cause_set(cause,
		    "The log %s belongs to another user (uid %lu); name another file with --log.",
		    file, (unsigned long)status->st_uid);
	if ((status->st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return cause_set(cause,
		    "The log %s is open to others (mode %04o); take their rights away (chmod 600), "
		    "or name another file with --log.",
		    file, (unsigned)(status->st_mode & 07777));
	if (status->st_nlink != 1)
		return cause_set(cause,
		    "The log %s has another name besides (a hard link); name another file with --log.",
		    file);
	return true;
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
	if (fstat(opened, &status) != 0 || !check_log(file, &status, cause)) {
		close(opened);
		return false;
	}
	flags = fcntl(opened, F_GETFL);
	if (flags >= 0)
		(void)fcntl(opened, F_SETFL, flags & ~O_NONBLOCK);

	log_close();
	descriptor = opened;
	return true;
}

/* Writes LENGTH bytes of LINE by one write(2), so that lines of several programs never mix. */
static bool
write_line(const char *line, size_t length)
{
	ssize_t written;

	do
		written = write(descriptor, line, length);
	while (written < 0 && errno == EINTR);
	if (written >= 0 && (size_t)written < length)
		errno = ENOSPC;
	torn = torn || (written > 0 && (size_t)written < length);
	return written >= 0 && (size_t)written == length;
}

/* Ends a line that was cut off, and says in the log how many were lost. */
static bool
write_loss(void)
{
	char line[STAMP_SIZE + 64], stamp[STAMP_SIZE];
	int length;

	text_utc(stamp, monotime_utc_ms());
	length = snprintf(line, sizeof line, "%s%s log: %lu line%s could not be written\n",
	    torn ? "\n" : "", stamp, lost, lost == 1 ? "" : "s");
	if (!write_line(line, (size_t)length))
		return false;
	lost = 0;
	torn = false;
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
	if ((lost > 0 && !write_loss()) || !write_line(line, length)) {
		if (lost++ == 0)
			cause_set(&problem, "the log cannot be written: %s", strerror(errno));
	}
	errno = saved_errno;
}

bool
log_problem(struct cause *cause)
{
	if (problem.text[0] == '\0')
		return false;
	*cause = problem;
	problem.text[0] = '\0';
	return true;
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
	lost = 0;
	torn = false;
	problem.text[0] = '\0';
}
