/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SETUP_AGREEMENT_H
#define COLLTOP_SETUP_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/figure.h"
#include "model/loans.h"
#include "model/ratio.h"
#include "model/records.h"

/* How far two answers of the exchange agree, in counts that tell nothing of the amounts. */

/* An amount on a list. Borrowed. */
struct list_entry {
	const char *ccy;
	const struct figure *amount;
};

/* A list of amounts against another list. */
struct list_agreement {
	size_t listed; /* amounts on the list; 0 counts as not there */
	size_t other;  /* on the other one */
	size_t equal;  /* on both, the same to the fewer decimals of the two lists, six at least */
	/* most decimals of an amount on each */
	int listed_decimals, other_decimals;
	size_t unknown; /* amounts on either that are not known, which agree with nothing */
};

/* Compares LISTED with OTHER, each with one entry a currency, by name (strcmp). */
void list_agreement_find(struct list_agreement *agreement, const struct list_entry *listed,
    size_t listed_count, const struct list_entry *other, size_t other_count);

/* How the interest of a ledger comes from debt x rate / 8760, the rate of a year for an hour. */
struct interest_agreement {
	size_t count;                    /* rows of which all figures are known */
	size_t up, nearest, down;        /* that rounding at 8 decimals gives so many of them */
	const struct ledger_row *newest; /* borrowed; NULL: none */
};

void interest_agreement_find(struct interest_agreement *agreement, const struct ledger_row *rows,
    size_t count);

/* What a ledger says was locked and released. Zeroed memory is of no row. */
struct ledger_agreement {
	size_t rows, types; /* types of rows, 32 at most */
	int64_t oldest_utc_ms;
	char *type[32];
	size_t count; /* of coins */
	struct ledger_coin {
		char *ccy;
		struct ratio locked; /* less what was released; not known where a figure is not */
	} * coins;
};

void ledger_agreement_add(struct ledger_agreement *agreement, const struct ledger_row *rows,
    size_t count);

/* How many coins of PLEDGED are exactly what was locked and not released. */
size_t ledger_agreement_coins(const struct ledger_agreement *agreement,
    const struct amounts *pledged);

void ledger_agreement_clear(struct ledger_agreement *agreement);

#endif
