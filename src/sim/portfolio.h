/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_PORTFOLIO_H
#define COLLTOP_SIM_PORTFOLIO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cause.h"
#include "base/decimal.h"
#include "model/account_id.h"
#include "sim/market.h"

#define SIM_PORTFOLIO_MAX_FILE (4 * 1024 * 1024)
#define SIM_PORTFOLIO_MAX_ROWS 20000
#define SIM_PORTFOLIO_MAX_LOANS 1000
#define SIM_PORTFOLIO_MAX_TIERS 1000
#define SIM_PORTFOLIO_ORD_ID_SIZE 33

/* So much of a coin. */
struct holding {
	size_t coin; /* index into the market's coins */
	struct decimal amount;
	/* the amount as the file has it and the exchange sends it */
	char text[DECIMAL_MAX_DIGITS + 8];
	struct decimal frozen; /* in the funding account beside it, not free */
};

struct lot {
	struct holding *rows; /* owned */
	size_t count;
};

/* An open flexible loan. */
struct sim_loan {
	char ord_id[SIM_PORTFOLIO_ORD_ID_SIZE];
	struct lot borrowed, pledged;
	struct decimal margin_call, liquidation;
};

/* What a user has in one environment. */
struct account {
	struct lot assets;      /* what lies in the funding account */
	struct sim_loan *loans; /* owned; the oldest first */
	size_t loan_count;
};

struct sim_portfolio {
	struct account accounts[ENVIRONMENTS];
};

/*
 * Reads a portfolio (see colltop-sim(1)) of LENGTH bytes with a NUL after
 * them and adds its coins to MARKET, which must be fresh. False, with the
 * cause, for anything unexpected; PORTFOLIO is to be cleared in any case.
 */
bool sim_portfolio_read(struct sim_portfolio *portfolio, struct market *market, const char *text,
    size_t length, struct cause *cause);

/* The same from FILE. */
bool sim_portfolio_load(struct sim_portfolio *portfolio, struct market *market, const char *file,
    struct cause *cause);

/* Makes the assets of both accounts COUNT rows: those that are there, then invented ones. */
void sim_portfolio_resize(struct sim_portfolio *portfolio, struct market *market, size_t count);

/* Adds loans like the first one, but smaller, until ACCOUNT has COUNT; none where there is none. */
bool sim_portfolio_resize_loans(struct account *account, size_t count, struct cause *cause);

/* Adds the loans of TEXT, an object with the member "loans" of a portfolio, to those of ACCOUNT. */
bool sim_portfolio_add_loans(struct account *account, const struct market *market, const char *text,
    struct cause *cause);

/* Leaves PERCENT of each amount. */
bool sim_portfolio_shrink(struct lot *lot, int percent, struct cause *cause);

/* Pays all loans back: what was pledged lies in the funding account again. */
bool sim_portfolio_repay(struct account *account, struct cause *cause);

/* Ends all loans: what was pledged is gone too. */
void sim_portfolio_drop_loans(struct account *account);

/* Makes TO, which holds nothing, a copy of FROM. */
void sim_portfolio_copy_account(struct account *to, const struct account *from);

void sim_portfolio_clear_account(struct account *account);
void sim_portfolio_clear(struct sim_portfolio *portfolio);

#endif
