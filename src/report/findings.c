/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "report/findings.h"

#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/text.h"
#include "base/xmalloc.h"
#include "report/format.h"

#define LINE_SIZE (3 * OKX_TEXT_SIZE)
#define CHECK_WIDTH 15
#define ABOUT_WIDTH 15

struct findings {
	FILE *out;
	enum option_format format;
	struct finding *all; /* FORMAT_JSON: until the end */
	size_t count;
};

static const char *const marks[] = {
	[FINDING_WELL] = "ok",
	[FINDING_WRONG] = "NO",
	[FINDING_SKIPPED] = "--",
	[FINDING_DIFFERS] = "!=",
	[FINDING_OPEN] = "??",
};

struct findings *
findings_new(FILE *out, enum option_format format)
{
	struct findings *findings = xcalloc(1, sizeof *findings);

	findings->out = out;
	findings->format = format;
	return findings;
}

void
findings_free(struct findings *findings)
{
	if (findings == NULL)
		return;
	free(findings->all);
	free(findings);
}

/* One line; signs that the locale cannot show are replaced. */
static void
write_finding(FILE *out, const struct finding *finding)
{
	char about[64] = "", sentence[LINE_SIZE], line[LINE_SIZE];

	if (finding->account[0] != '\0')
		snprintf(about, sizeof about, "%s%s%s", finding->account,
		    finding->environment != NULL ? " " : "",
		    finding->environment != NULL ? finding->environment : "");
	strlcpy(sentence, finding->text, sizeof sentence);
	/* Alone it may end with a line to type, behind which no full stop belongs. */
	if (finding->remedy[0] != '\0') {
		sentence[0] = '\0';
		text_add_sentence(sentence, sizeof sentence, finding->text);
		text_add_sentence(sentence, sizeof sentence, finding->remedy);
	}
	text_fit(line, sizeof line, sentence, LINE_SIZE);
	fprintf(out, "%s  %-*s  %-*s  %s\n", marks[finding->verdict], CHECK_WIDTH, finding->check,
	    ABOUT_WIDTH, about, line);
	fflush(out);
}

void
findings_take(void *self, const struct finding *finding)
{
	struct findings *findings = self;

	if (findings->format == FORMAT_TABLE) {
		write_finding(findings->out, finding);
		return;
	}
	findings->all = xreallocarray(findings->all, findings->count + 1, sizeof *findings->all);
	findings->all[findings->count++] = *finding;
}

bool
findings_end(struct findings *findings, int status)
{
	if (findings->format == FORMAT_TABLE)
		return ferror(findings->out) == 0;
	return json_write_findings(findings->out, findings->all, findings->count, status) &&
	    fflush(findings->out) == 0;
}
