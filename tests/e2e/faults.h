/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_FAULTS_H
#define COLLTOP_TESTS_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "e2e/bad_exchange.h"
#include "e2e/place.h"
#include "e2e/terminal.h"
#include "okx/error.h"

/*
 * The table of faults (tests/data/faults.txt), one test for each row, in the
 * real program. Each test runs in a process of its own, some of them at a time.
 */

#define FAULT_PARTS 4

/* One way in which a fault shows itself. */
struct fault_way {
	struct raw_step steps[6];      /* what is sent for an answer */
	const char *says[FAULT_PARTS]; /* parts of what the person sees, not its first letter */
};

struct fault_row {
	const char *name;                 /* "fault_NN_words": NN is the number of the row */
	void (*run)(struct place *place); /* the test; NULL: what follows is tried in every way */
	/* the first one on the screen, too; ends with one that says nothing */
	const struct fault_way *ways;
	const char *path;     /* what is spoilt; NULL: all but the time */
	const char *limits;   /* lines of the configuration; NULL: the time-outs as they are */
	int status;           /* exit status of --once */
	enum okx_retry retry; /* how soon it may be asked again */
	bool resent;          /* and once more at once, over a new connection */
	bool partial;         /* figures are shown, some of them not known */
};

#define WAYS(...) \
	(const struct fault_way[]) \
	{ \
		__VA_ARGS__, \
		{ \
			.says = { NULL } \
		} \
	}
#define SEND(literal) \
	{ \
		.action = RAW_SEND, .text = (literal), .length = sizeof(literal) - 1 \
	}
#define SEND_TIMES(literal, times) \
	{ \
		.action = RAW_SEND, .text = (literal), .length = sizeof(literal) - 1, \
		.count = (times) \
	}

/* An answer that ends with its connection. */
#define HTTP(status, headers) "HTTP/1.1 " status "\r\nConnection: close\r\n" headers "\r\n"
#define OK_JSON HTTP("200 OK", "Content-Type: application/json\r\n")

#define FAULT_SHORT "connect_timeout = 0.5\ntimeout = 0.7\n"

/* Ends the test unless GOOD; the words say why. */
void __attribute__((format(printf, 2, 3))) fault_need(bool good, const char *format, ...);

/* Ends the process of a test that this machine cannot make, for the reason WHY: it is skipped. */
#define FAULT_SKIPPED 77
#define FAULT_SKIPS "skipped: "
void __attribute__((noreturn)) fault_skip(struct place *place, const char *why);

/* Aims PLACE at PORT with canaries for keys; LIMITS as in struct fault_row. */
void fault_aim(struct place *place, unsigned port, const char *limits);

/* Without a screen: status, words, no secret, no control character. ARGUMENT: one more, or NULL. */
void fault_once(const struct place *place, const char *argument, int status,
    const char *const says[FAULT_PARTS]);

/* The program on a screen of 500 by 24. */
struct terminal *fault_watch(struct place *place, const char *argument);
void fault_see(struct terminal *terminal, const char *text);
void fault_lacks(struct terminal *terminal, const char *text);

/* Seconds that the title calls the figures old; -1: it does not. */
int fault_age(struct terminal *terminal);

/* The words are there, and the last good FIGURE, a row of BTC and an age that grows. */
void fault_holds(struct terminal *terminal, const char *figure,
    const char *const says[FAULT_PARTS]);

#define FAULT_VALUE "158,292.62"     /* of BTC in the list, where no test says another */
#define FAULT_SIMULATED_LTV "59.96%" /* of the simulator's loan */
#define FAULT_SOURCES 3              /* as many requests there are at a start, when all fail */

/* Leaves by q and frees: status 0, the terminal as before, no secret on it or in the log. */
void fault_leave(struct place *place, struct terminal *terminal);

/* Requests kept the limits of each path, and after failures their distance. */
void fault_paced(struct bad_exchange *exchange, enum okx_retry retry, bool resent);

/* How many requests of PATH were answered so far, well or SPOILT. */
unsigned fault_answered(struct bad_exchange *exchange, const char *path, bool spoilt);

/* Waits until PATH was answered MORE times, SPOILT or well: the screen knows all but the last. */
void fault_await(struct terminal *terminal, struct bad_exchange *exchange, const char *path,
    bool spoilt, unsigned more);

/* Fails where TEXT holds a canary, or a control character other than a line's end. */
void fault_clean(const struct place *place, const char *text, const char *where);

/* Adds "NAME=VALUE" to the environment, made by FORMAT. */
void __attribute__((format(printf, 2, 3))) fault_set(struct place *place, const char *format, ...);

/* Has every program start with tests/e2e/preload.c in it, which obeys what fault_set() tells it. */
void fault_preload(struct place *place);

/* Writes SECONDS to the file of that name, for tests/e2e/preload.c. */
void fault_tell(const struct place *place, const char *file, long long seconds);

/* How many requests the log tells of. */
unsigned fault_tries(const struct place *place);

extern const struct fault_row faults_answer[], faults_clock[], faults_loan[], faults_local[],
    faults_network[], faults_notices[], faults_start[], faults_terminal[], faults_text[],
    faults_tls[];

#endif
