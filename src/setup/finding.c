/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "setup/finding.h"

#include <stdarg.h>
#include <stdio.h>

#include <bsd/string.h>

bool
finding_well(struct finding *finding, const char *format, ...)
{
	va_list arguments;

	finding->verdict = FINDING_WELL;
	va_start(arguments, format);
	vsnprintf(finding->text, sizeof finding->text, format, arguments);
	va_end(arguments);
	return true;
}

bool
finding_wrong(struct finding *finding, int status, const char *format, ...)
{
	va_list arguments;

	finding->verdict = FINDING_WRONG;
	finding->status = status;
	va_start(arguments, format);
	vsnprintf(finding->text, sizeof finding->text, format, arguments);
	va_end(arguments);
	return false;
}

bool
finding_skipped(struct finding *finding, const char *why)
{
	finding->verdict = FINDING_SKIPPED;
	strlcpy(finding->text, why, sizeof finding->text);
	return false;
}

bool
finding_failure(struct finding *finding, const struct okx_failure *failure)
{
	strlcpy(finding->code, failure->code, sizeof finding->code);
	strlcpy(finding->remedy, failure->advice, sizeof finding->remedy);
	return finding_wrong(finding, failure->exit, "%s", failure->text);
}
