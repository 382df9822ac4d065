/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SETUP_FINDING_H
#define COLLTOP_SETUP_FINDING_H

#include <stdbool.h>

#include "model/account_id.h"
#include "okx/error.h"

enum finding_verdict {
	FINDING_WELL,
	FINDING_WRONG,
	FINDING_SKIPPED /* not looked at: something before it has to be mended first */
};

/* What one check of the doctor found: one line. */
struct finding {
	const char *check;                     /* "name resolution" */
	char account[ACCOUNT_ID_ACCOUNT_SIZE]; /* "main"; "" where it is about none */
	const char *environment;               /* "production"; NULL where it is about both */
	enum finding_verdict verdict;
	int status;                 /* FINDING_WRONG: the exit status that this alone asks for */
	char code[16];              /* the exchange's, "" for none */
	char text[OKX_TEXT_SIZE];   /* what was found */
	char remedy[OKX_TEXT_SIZE]; /* FINDING_WRONG: what to do, where the text does not say it */
};

/* Each fills FINDING; false, so that a check can end with it, where it is not well. */
bool finding_well(struct finding *finding, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool finding_wrong(struct finding *finding, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool finding_skipped(struct finding *finding, const char *why);
bool finding_failure(struct finding *finding, const struct okx_failure *failure);

#endif
