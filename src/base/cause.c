/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/cause.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/*
 * A character of four bytes may shrink to one '?', so that four times the
 * bytes are always enough to fill a cause: where vsnprintf() cuts through a
 * character, text_sanitise() has stopped before it.
 */
#define RAW_SIZE (4 * CAUSE_SIZE)

bool
cause_set(struct cause *cause, const char *format, ...)
{
	char raw[RAW_SIZE];
	int saved_errno = errno;
	va_list arguments;

	if (cause == NULL)
		return false;

	va_start(arguments, format);
	if (vsnprintf(raw, sizeof raw, format, arguments) < 0)
		snprintf(raw, sizeof raw, "%s", "something failed that cannot be put in words");
	va_end(arguments);
	text_sanitise(cause->text, sizeof cause->text, raw, strlen(raw));

	errno = saved_errno;
	return false;
}

bool
cause_prefix(struct cause *cause, const char *prefix)
{
	if (cause == NULL)
		return false;
	return cause_set(cause, "%s: %s", prefix, cause->text);
}
