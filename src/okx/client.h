/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_CLIENT_H
#define COLLTOP_OKX_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/account_id.h"
#include "okx/error.h"
#include "okx/endpoint.h"
#include "okx/events.h"
#include "okx/notices.h"
#include "okx/parse.h"
#include "okx/http.h"

/*
 * The exchange for the rest of the program: asks the polled endpoints of one account and
 * environment at their interval, and index prices right after each loan answer, within the
 * rate limits, with back-off and the clock's correction, and returns events. It never blocks.
 */
struct okx_client;

/*
 * Whose figures to ask for. Everything is copied but the keys, which are borrowed until the
 * next aim or stop.
 */
struct okx_session {
	struct account_id account_id;
	unsigned account; /* index, below the ACCOUNTS of okx_client_new(): paces belong to it */
	struct okx_http_route route;
	struct okx_keyring keys; /* there is one for ACCOUNT_ID's environment, which signs */
	const char *ccy;         /* "" or NULL: all */
	bool introduce; /* once it has told the assets ask, once for all, what the key may do */
	bool notices;   /* ask for what okx/notices has, too */
};

/* HTTP (borrowed) must outlive the client. ACCOUNTS: how many accounts the configuration has. */
struct okx_client *okx_client_new(struct okx_http *http, unsigned accounts);
void okx_client_free(struct okx_client *client);

/*
 * Aims at another account, environment or currency, or at the same once
 * more: cancels what is under way, forgets pending events, and asks at once
 * (as far as the pace allows). Nothing of the old session comes out afterwards.
 */
void okx_client_aim(struct okx_client *client, const struct okx_session *session);

/*
 * Aims at nothing: cancels what is under way and forgets pending events. For
 * an account without a key, and before keys that the session borrows are wiped.
 */
void okx_client_stop(struct okx_client *client);

/*
 * Names the order that "collateral assets" is asked for, "" for none. After an
 * aim "loan info" is asked alone: the assets wait for this call, which is due
 * after its first outcome, good or bad. Another order than before is asked for
 * at once. One that no request can carry counts as none.
 */
void okx_client_order(struct okx_client *client, const char *ord_id);

/*
 * How often polled endpoints without an interval of their own are asked; takes effect
 * from the last start on.
 */
void okx_client_interval(struct okx_client *client, int64_t interval_ms);

/*
 * Asks at once, whatever the back-off, unless a request is under way or was
 * asked for within the last second. Returns the milliseconds for which the
 * pace holds it back, 0 for none.
 */
int64_t okx_client_refresh(struct okx_client *client);

/* After a stop or suspend of machine or process: ask at once, no catching up. */
void okx_client_resumed(struct okx_client *client);

/* Starts what is due and takes in what has finished. Call after every wait. */
void okx_client_run(struct okx_client *client);

/* When okx_client_run() has something to start (monotime_ms()); INT64_MAX: not before an answer. */
int64_t okx_client_deadline(const struct okx_client *client);

/* Takes the next event, oldest first, or returns false. */
bool okx_client_next(struct okx_client *client, struct okx_event *event);

/* The proxy in use as "host:port", or "" for none. */
const char *okx_client_via(const struct okx_client *client);

/* Whether a request of ENDPOINT is under way. */
bool okx_client_busy(const struct okx_client *client, enum okx_endpoint_id endpoint);

/*
 * What OKX tells beside the figures, of the session's host; NULL before the first aim. Of an
 * answer of these an event has a hold, too; it is no longer good after the next run.
 */
const struct okx_notices *okx_client_notices(const struct okx_client *client);

/* Milliseconds to add to this machine's UTC for the exchange's; 0 unless corrected. */
int64_t okx_client_clock_offset(const struct okx_client *client);

#endif
