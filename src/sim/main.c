/* SPDX-License-Identifier: ISC */
/* The exchange's imitation: wiring, the line that says it is ready, signals. */
#include "config.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <unistd.h>

#include <bsd/stdlib.h>

#include "base/monotime.h"
#include "sim/default_portfolio.h"
#include "sim/exchange.h"
#include "sim/request_log.h"
#include "sim/options.h"
#include "sim/server.h"

#define EXIT_CANNOT 1
#define EXIT_USAGE 2

static int wake[2] = { -1, -1 }; /* signals write, the loop reads */

static void
on_signal(int number)
{
	int saved_errno = errno;

	(void)number;
	(void)!write(wake[1], "", 1);
	errno = saved_errno;
}

static bool
catch_signals(struct cause *cause)
{
	struct sigaction act = { .sa_handler = on_signal };

	if (pipe(wake) == -1)
		return cause_set(cause, "cannot make a pipe: %s", strerror(errno));
	for (int i = 0; i < 2; i++) {
		fcntl(wake[i], F_SETFD, FD_CLOEXEC);
		fcntl(wake[i], F_SETFL, O_NONBLOCK);
	}
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGINT, &act, NULL);
	act.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &act, NULL);
	return true;
}

static void
print_version(void)
{
	printf("%s %s\n", OPTIONS_PROGRAM, PACKAGE_VERSION);
	printf("libmicrohttpd %s, cJSON %s\n", server_version(), cJSON_Version());
}

static bool
open_exchange(struct exchange *exchange, const struct sim_options *options, struct cause *cause)
{
	uint64_t seed = options->seed;
	const struct account *account = &exchange->portfolio.accounts[ENVIRONMENT_PRODUCTION];
	bool read;

	if (!options->seeded)
		arc4random_buf(&seed, sizeof seed);
	market_init(&exchange->market, seed, options->still, monotime_ms());
	exchange->market.trend = &options->scenario->trend;
	exchange->market.speed = options->speed;
	if (options->portfolio != NULL)
		read = sim_portfolio_load(&exchange->portfolio, &exchange->market,
		    options->portfolio, cause);
	else
		read = sim_portfolio_read(&exchange->portfolio, &exchange->market,
		    DEFAULT_PORTFOLIO, sizeof DEFAULT_PORTFOLIO - 1, cause);
	if (!read)
		return false;
	if (options->assets > 0)
		sim_portfolio_resize(&exchange->portfolio, &exchange->market,
		    (size_t)options->assets);
	for (int i = 0; i < ENVIRONMENTS; i++) {
		if (!sim_portfolio_resize_loans(&exchange->portfolio.accounts[i],
			(size_t)options->loans, cause))
			return false;
		keys_make(&exchange->keys[i], options->seeded ? &seed : NULL, (enum environment)i);
	}
	if (!scenario_play(&exchange->scenes, options->scenario, account, &exchange->market, cause))
		return false;
	exchange->faults = options->faults;
	exchange->list = options->list;
	exchange->unlimited = options->no_rate_limit;
	exchange->skew_ms = options->clock_skew_ms;
	exchange->redirect_to = options->redirect_to;
	exchange->key_label = options->key_label;
	exchange->key_perm = options->key_perm;
	exchange->key_ip = options->key_ip;
	return true;
}

/* The one line on standard output: where it listens, and credentials to ask with. */
static bool
announce(const struct exchange *exchange, const struct server *server, struct cause *cause)
{
	cJSON *line = cJSON_CreateObject();
	char *text;
	bool done;

	cJSON_AddStringToObject(line, "base", server_base(server));
	for (int i = 0; i < ENVIRONMENTS; i++) {
		cJSON *keys = cJSON_AddObjectToObject(line, environment_name((enum environment)i));

		cJSON_AddStringToObject(keys, "api_key", exchange->keys[i].api_key);
		cJSON_AddStringToObject(keys, "secret_key", exchange->keys[i].secret_key);
		cJSON_AddStringToObject(keys, "passphrase", exchange->keys[i].passphrase);
	}
	text = cJSON_PrintUnformatted(line);
	cJSON_Delete(line);
	done = text != NULL && puts(text) != EOF && fflush(stdout) == 0;
	free(text);
	return done || cause_set(cause, "cannot write to standard output: %s", strerror(errno));
}

/* Whether standard input has ended; what comes there is thrown away. */
static bool
input_ended(void)
{
	char rubbish[256];
	ssize_t got = read(STDIN_FILENO, rubbish, sizeof rubbish);

	return got == 0 || (got == -1 && errno != EINTR && errno != EAGAIN);
}

static bool
run(struct server *server, bool with_parent, struct cause *cause)
{
	struct pollfd fds[] = { { .fd = wake[0] }, { .fd = STDIN_FILENO } };

	for (;;) {
		if (!server_turn(server, fds, with_parent ? 2 : 1, cause))
			return false;
		if (fds[0].revents != 0 || (with_parent && fds[1].revents != 0 && input_ended()))
			return true;
	}
}

/* Says why it ends. A parent that waits for its first line gets it there, too. */
static void
complain(const struct sim_options *options, const struct cause *cause)
{
	fprintf(stderr, "%s: %s\n", OPTIONS_PROGRAM, cause->text);
	if (options->with_parent) {
		printf("%s: %s\n", OPTIONS_PROGRAM, cause->text);
		fflush(stdout);
	}
}

int
main(int argc, char *argv[])
{
	static struct exchange exchange;
	struct request_log request_log = { .descriptor = -1 };
	struct server_settings settings;
	struct server *server = NULL;
	struct sim_options options;
	struct cause cause = { "" };
	int status = EXIT_CANNOT;

	if (!options_read(&options, argc, argv, &cause)) {
		complain(&options, &cause);
		return EXIT_USAGE;
	}
	if (options.help || options.version) {
		if (options.help)
			options_help(stdout);
		else
			print_version();
		return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_CANNOT;
	}
#ifdef __linux__
	/*
	 * A second line of defence: a parent that is killed takes it along even if its end of
	 * the pipe lives on.
	 */
	if (options.with_parent)
		prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif

	settings = (struct server_settings){ .address = options.bind,
		.port = options.port,
		.tls_cert = options.tls_cert,
		.tls_key = options.tls_key,
		.latency_ms = options.latency_ms };
	if (catch_signals(&cause) && open_exchange(&exchange, &options, &cause) &&
	    request_log_open(&request_log, options.log, &cause) &&
	    (server = server_start(&settings, &exchange, &request_log, &cause)) != NULL &&
	    announce(&exchange, server, &cause) && run(server, options.with_parent, &cause))
		status = EXIT_SUCCESS;

	if (status != EXIT_SUCCESS)
		complain(&options, &cause);
	server_stop(server);
	request_log_close(&request_log);
	exchange_clear(&exchange);
	return status;
}
