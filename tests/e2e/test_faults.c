/* SPDX-License-Identifier: ISC */
/*
 * Runs the table of faults: without arguments every row, some at a time, each
 * in a process of its own; with the name of a row, or its beginning, that one.
 */
#include "test.h"

#include <signal.h>
#include <sys/wait.h>

#include "e2e/faults.h"
#include "e2e/watch.h"

#define AT_ONCE 6
#define MOST 128
#define PATIENCE_S 150

static const struct fault_row *const tables[] = { faults_start, faults_loan, faults_network,
	faults_tls, faults_answer, faults_clock, faults_text, faults_terminal, faults_local,
	faults_notices };

/* A row that is tested in a process of its own. */
struct worker {
	const struct fault_row *row;
	pid_t pid;
	bool over;
	int status;
	FILE *output;
};

static struct worker workers[MOST];
static size_t worker_count, started, running;
static const char *self;

/* Every way without a screen, the first one with a screen after a good answer. */
static void
try_ways(struct place *place, const struct fault_row *row)
{
	struct bad_plan plan = { .path = row->path };
	struct bad_exchange *exchange;
	struct terminal *terminal;

	for (const struct fault_way *way = row->ways; way->says[0] != NULL; way++) {
		plan.script = way->steps;
		exchange = bad_exchange_start(&plan, 0);
		fault_aim(place, bad_exchange_port(exchange), row->limits);
		fault_once(place, NULL, row->status, way->says);
		/* Where each source is slow, the first is due again before the last has ended. */
		fault_paced(exchange, row->limits != NULL ? OKX_RETRY_BACKOFF : row->retry, false);
		bad_exchange_stop(exchange);
	}
	plan.script = row->ways->steps;
	plan.good = 1;
	exchange = bad_exchange_start(&plan, 0);
	fault_aim(place, bad_exchange_port(exchange), row->limits);
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	if (row->partial)
		for (size_t i = 0; i < FAULT_PARTS && row->ways->says[i] != NULL; i++)
			fault_see(terminal, row->ways->says[i]);
	else
		fault_holds(terminal, FAULT_VALUE, row->ways->says);
	fault_paced(exchange, row->retry, row->resent);
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
}

static void
test_row(void **state)
{
	const struct worker *worker = *state;
	struct place *place = place_new();

	if (worker->row->run != NULL)
		worker->row->run(place);
	else
		try_ways(place, worker->row);
	place_free(place);
}

static int
run_one(const struct worker *worker)
{
	const struct CMUnitTest test = {
		.name = worker->row->name,
		.test_func = test_row,
		.initial_state = (void *)(uintptr_t)worker,
	};

	alarm(PATIENCE_S);
	return _cmocka_run_group_tests("row", &test, 1, NULL, NULL);
}

static void
start(struct worker *worker)
{
	worker->output = tmpfile();
	if (worker->output == NULL || (worker->pid = fork()) < 0)
		abort();
	if (worker->pid == 0) {
		dup2(fileno(worker->output), STDOUT_FILENO);
		dup2(fileno(worker->output), STDERR_FILENO);
		execl(self, self, worker->row->name, (char *)NULL);
		_exit(127);
	}
}

/* Waits for the row's process; others are at work meanwhile. */
static void
await(void **state)
{
	struct worker *worker = *state;
	char text[32768];
	size_t length, i;
	pid_t ended;
	int status;

	while (!worker->over) {
		for (; running < AT_ONCE && started < worker_count; running++)
			start(&workers[started++]);
		ended = waitpid(-1, &status, 0);
		assert_true(ended > 0);
		for (i = 0; i < started && (workers[i].over || workers[i].pid != ended); i++)
			continue;
		assert_true(i < started);
		workers[i].over = true;
		workers[i].status = status;
		running--;
	}
	rewind(worker->output);
	length = fread(text, 1, sizeof text - 1, worker->output);
	text[length] = '\0';
	fclose(worker->output);
	if (WIFEXITED(worker->status) && WEXITSTATUS(worker->status) == FAULT_SKIPPED) {
		/* Without the plan of a test program of its own. */
		print_message("%s", strstr(text, FAULT_SKIPS));
		skip();
	}
	if (worker->status != 0)
		fail_msg("status %#x\n%s", (unsigned)worker->status, text);
}

int
main(int argc, char **argv)
{
	struct CMUnitTest tests[MOST] = { { .name = NULL } };

	self = argv[0];
	signal(SIGHUP, SIG_DFL);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		for (const struct fault_row *row = tables[i]; row->name != NULL; row++) {
			if (argc > 1 && strncmp(row->name, argv[1], strlen(argv[1])) != 0)
				continue;
			workers[worker_count].row = row;
			tests[worker_count] = (struct CMUnitTest){ .name = row->name,
				.test_func = await,
				.initial_state = &workers[worker_count] };
			worker_count++;
		}
	if (argc > 1)
		return worker_count == 0 ? 2 : run_one(&workers[0]);
	return _cmocka_run_group_tests("faults", tests, worker_count, NULL, NULL);
}
