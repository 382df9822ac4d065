/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_LOANS_H
#define COLLTOP_MODEL_LOANS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/figure.h"
#include "model/snapshot.h"

/*
 * A snapshot of OKX v5, "GET / Loan info": every open flexible loan with what
 * it owes and what is pledged for it.
 */

#define LOAN_MAX_ORDERS 1000
#define LOAN_MAX_COINS 20000 /* over all orders */
#define LOAN_KEY_SIZE 80     /* an order's key, sanitised, with the NUL */

/* So much of a currency. Texts belong to the snapshot. */
struct amount {
	const char *ccy; /* never empty; unique in its lot */
	/* in CCY; a negative one is unreadable; of several PARTS the exact sum */
	struct figure amount;
	size_t parts; /* how many elements of the answer make it, 1 or more */
};

/* How a list came. */
enum amounts_state {
	AMOUNTS_SENT,   /* whole, be it empty */
	AMOUNTS_ABSENT, /* null or missing */
	/* no list, or one with elements that cannot be read, which are left out */
	AMOUNTS_UNREADABLE
};

struct amounts {
	size_t count;
	struct amount *coins; /* by name (strcmp) */
	enum amounts_state state;
};

/* One open loan. Ratios are fractions of 1: 0.5742 is 57.42 %. */
struct loan {
	/* "ordId", sanitised, shorter than ASSETS_ORD_ID_SIZE; "" where absent */
	const char *id;
	/*
	 * What tells it from the others in this and every other snapshot: the ID;
	 * "ID#2" for the second with the same; "#1", "#2" where there is none. An ID
	 * with a '#' in it is always numbered, so that no key is another's.
	 */
	const char *key;
	struct figure debt; /* "loanNotionalUsd", USD */
	/* "collateralNotionalUsd", USD: adjusted, after the exchange's haircuts */
	struct figure secured;
	struct figure ltv;             /* "curLTV" */
	struct figure call_ltv;        /* "marginCallLTV" */
	struct figure liquidation_ltv; /* "liqLTV" */
	struct amounts owed;           /* "loanData" */
	struct amounts pledged;        /* "collateralData" */
	const char *instrument; /* "riskWarningData.instId": "BTC-USDT"; "" where there is none */
	/* "riskWarningData.liqPx", in the instrument's quote currency */
	struct figure liquidation_price;
};

struct loans {
	struct snapshot from;
	size_t count;        /* 0: no open loan */
	struct loan *orders; /* COUNT of them, as in the answer */
	size_t coins;        /* while it is built: in all lots */
};

/*
 * Building (okx/parse_loan does). loans_new() makes an empty snapshot with one
 * holder. loans_add() appends an order and returns it to be filled in (its lots by
 * amounts_add(), its texts and figures by arena_copy() and figure_copy()); good until the next loans_add(). False or NULL
 * at the limits above. loans_seal() sorts lots by name, makes one coin of a
 * currency that comes twice with the exact sum (known only where every part is and
 * the sum is not negative), and gives the orders their keys.
 */
struct loans *loans_new(const struct account_id *account_id, const char *endpoint);
struct loan *loans_add(struct loans *loans);
bool amounts_add(struct loans *loans, struct amounts *lot, const char *ccy, const char *amount,
    bool unreadable);
void loans_seal(struct loans *loans);

/* Sharing: hold returns its argument; drop frees with the last holder. Both take NULL. */
struct loans *loans_hold(struct loans *loans);
void loans_drop(struct loans *loans);

/* The order with that key, or NULL. LOANS may be NULL. */
const struct loan *loans_find(const struct loans *loans, const char *key);

/* The coin of that name in AMOUNTS, or NULL. */
const struct amount *amounts_find(const struct amounts *lot, const char *ccy);

/* Whether the same orders owe and pledge the same amounts in both. */
bool loans_same_amounts(const struct loans *a, const struct loans *b);

/* Whether both say the same of every order, figure by figure as sent (arrival apart). */
bool loans_same(const struct loans *a, const struct loans *b);

#endif
