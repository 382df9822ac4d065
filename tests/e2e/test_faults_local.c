/* SPDX-License-Identifier: ISC */
/* What this machine refuses or shares: the rest of section E of the table. */
#include "test.h"

#include <errno.h>

#include "e2e/faults.h"

#define SAYS(...) \
	(const char *const[FAULT_PARTS]) \
	{ \
		__VA_ARGS__ \
	}

/* The keys' memory cannot be locked: one warning, and it goes on. */
static void
no_locked_memory(struct place *place)
{
	static const char warning[] = "memory could not be locked";
	const struct bad_plan plan = { .good = 0 };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
	struct terminal *terminal;
	const char *at;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	fault_preload(place);
	place_set(place, "FAULT_MLOCK=1");
	fault_once(place, NULL, 0, SAYS("LIVE", "BTC"));
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	terminal_type(terminal, "m");
	fault_see(terminal, warning);
	at = strstr(terminal_screen(terminal), warning);
	fault_need(strstr(at + 1, warning) == NULL, "said twice");
	terminal_type(terminal, "q");
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
}

/* No descriptor is left for a connection, and then there is one again. */
static void
no_descriptors(struct place *place)
{
	static const int errors[] = { EMFILE, ENFILE };
	const struct bad_plan plan = { .hangs_up = true };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
	struct terminal *terminal;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	fault_preload(place);
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		fault_tell(place, "sockets", errors[i]);
		fault_once(place, NULL, 1,
		    SAYS("this machine could not ask 127.0.0.1:", "ulimit -n"));
		fault_tell(place, "sockets", 0);
		terminal = fault_watch(place, NULL);
		fault_see(terminal, "LIVE");
		fault_tell(place, "sockets", errors[i]);
		fault_holds(terminal, FAULT_VALUE,
		    SAYS("his machine could not ask 127.0.0.1:", "ulimit -n"));
		fault_tell(place, "sockets", 0);
		fault_see(terminal, "again after");
		fault_leave(place, terminal);
	}
	fault_paced(exchange, OKX_RETRY_NO, false);
	bad_exchange_stop(exchange);
}

/* Two of them, at the usual interval, at one exchange that counts: both live, none refused. */
static void
two_instances(struct place *place)
{
	struct terminal *terminals[2];
	int64_t until;

	place_simulate(place, NULL);
	place_configure(place, NULL);
	for (int i = 0; i < 2; i++)
		terminals[i] = fault_watch(place, NULL);
	for (int i = 0; i < 2; i++)
		fault_see(terminals[i], "LIVE");
	for (until = terminal_now() + 6000; terminal_now() < until;)
		for (int i = 0; i < 2; i++) {
			terminal_listen(terminals[i], 50);
			fault_lacks(terminals[i], "50011");
		}
	for (int i = 0; i < 2; i++)
		fault_leave(place, terminals[i]);
}

const struct fault_row faults_local[] = {
	{ .name = "fault_79_no_locked_memory", .run = no_locked_memory },
	{ .name = "fault_83_no_descriptors", .run = no_descriptors },
	{ .name = "fault_87_two_instances", .run = two_instances },
	{ .name = NULL },
};
