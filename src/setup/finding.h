/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SETUP_FINDING_H
#define COLLTOP_SETUP_FINDING_H

#include <stdbool.h>

#include "model/account_id.h"
#include "okx/error.h"

enum finding_verdict {
	FINDING_WELL,
	FINDING_WRONG,
	FINDING_SKIPPED, /* not checked: an earlier check failed */
	/* of --deep, whose FINDING_WELL is that two things agree, or one was found */
	FINDING_DIFFERS,
	FINDING_OPEN, /* not settled */
};

/* The result of one check of the doctor: one line. */
struct finding {
	const char *check;                     /* "name resolution" */
	char account[ACCOUNT_ID_ACCOUNT_SIZE]; /* "main"; "" where it is about none */
	const char *environment;               /* "production"; NULL where it is about both */
	enum finding_verdict verdict;
	int status;                 /* FINDING_WRONG: exit status where this is the first */
	char code[16];              /* error code of the exchange, "" for none */
	char text[OKX_TEXT_SIZE];   /* what was found */
	char remedy[OKX_TEXT_SIZE]; /* FINDING_WRONG: what to do, unless TEXT says it */
};

/* Each fills FINDING and returns whether all is well. */
bool finding_well(struct finding *finding, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool finding_wrong(struct finding *finding, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool finding_skipped(struct finding *finding, const char *why);
bool finding_failure(struct finding *finding, const struct okx_failure *failure);

#endif
