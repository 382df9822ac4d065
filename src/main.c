/* SPDX-License-Identifier: ISC */
/*
 * The wiring: options, settings, keys, exchange, a front end, the loop; and what the
 * exit status says.
 */
#include "config.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

#include "conf/sandbox.h"
#include "conf/credentials.h"
#include "setup/deep.h"
#include "setup/doctor.h"
#include "setup/init.h"
#include "app/loop.h"
#include "conf/options.h"
#include "conf/secrets.h"
#include "app/session.h"
#include "conf/settings_load.h"
#include "sys/signals.h"
#include "app/simulation.h"
#include "base/decimal.h"
#include "base/log.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "okx/client.h"
#include "okx/http.h"
#include "okx/parse.h"
#include "report/check.h"
#include "report/findings.h"
#include "report/report.h"
#include "ui/ui.h"

enum status { STATUS_DONE = 0, STATUS_NO_ANSWER = 1, STATUS_USAGE = 2, STATUS_REFUSED = 3 };

/* Everything that has to be given back. */
struct run {
	struct options options;
	struct settings settings;
	struct secrets *secrets;
	struct spawn_child simulator;
	struct credentials credentials;
	struct okx_http *http;
	struct okx_client *client;
	struct app app;
	bool app_made;
	struct ui_options look;
	struct ui *ui;
	struct report *report;
	struct check *check;
	bool locked; /* the secrets' memory could be locked */
};

static int
fail_with(int status, const char *text)
{
	fprintf(stderr, "colltop: %s\n", text);
	return status;
}

/* The same; with --check its line and status. */
static int
fail_or_unknown(bool check, int status, const char *text)
{
	if (!check)
		return fail_with(status, text);
	check_print_unknown(stdout, text);
	return CHECK_UNKNOWN;
}

/* Out of memory is status unknown, not the 1 (warning) of xmalloc. */
static void
check_without_memory(void)
{
	static const char line[] = "COLLTOP UNKNOWN - out of memory\n";

	/* Whether it is read or not, the status is the same. */
	(void)!write(STDOUT_FILENO, line, sizeof line - 1);
	_exit(CHECK_UNKNOWN);
}

/* Opens those of descriptors 0 to 2 that were closed, so that using them still fails. */
static bool
have_standard_files(void)
{
	for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
		if (fcntl(i, F_GETFD) < 0 &&
		    open("/dev/null", i == STDIN_FILENO ? O_WRONLY : O_RDONLY) != i)
			return false;
	return true;
}

/* No core file, no debugger, no files readable by others, no variables that weaken TLS. */
static void
harden_process(void)
{
	static const char *const unsafe_variables[] = { "SSLKEYLOGFILE", "OPENSSL_CONF",
		"OPENSSL_MODULES" };

	for (size_t i = 0; i < sizeof unsafe_variables / sizeof *unsafe_variables; i++)
		unsetenv(unsafe_variables[i]);
	umask(077);
#ifndef COLLTOP_SANITIZERS
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
#ifdef HAVE_SYS_PRCTL_H
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
#endif
}

static void
print_version(void)
{
	printf("%s\n%s\nncurses: %s\ncJSON %s\nGMP %s\nlibConfuse %s\n", PACKAGE_STRING,
	    okx_http_version(), ui_version(), okx_parse_version(), decimal_library(),
	    settings_library());
}

static bool
simulate(struct run *run, struct cause *cause)
{
	if (!simulation_start(&run->simulator, &run->settings, run->secrets, run->options.scenario,
		cause))
		return false;
	run->credentials.of[ENVIRONMENT_PRODUCTION].state = CREDENTIALS_FOUND;
	run->credentials.of[ENVIRONMENT_DEMO].state = CREDENTIALS_FOUND;
	return true;
}

/* The exchange and the state. */
static void
make_app(struct run *run)
{
	run->http = okx_http_new(OKX_ENDPOINTS);
	run->client = okx_client_new(run->http, (unsigned)run->settings.count);
	app_init(&run->app, &run->settings, run->secrets, run->client, &run->credentials);
	run->app_made = true;
}

static void
drop_app(struct run *run)
{
	if (run->app_made)
		app_clear(&run->app);
	run->app_made = false;
	okx_client_free(run->client);
	okx_http_free(run->http);
	run->client = NULL;
	run->http = NULL;
}

/* The last step before the network. Without Landlock it goes on. */
static void
confine(struct run *run)
{
	struct cause cause = { "" };

	if (!sandbox_start(&run->settings, &cause))
		app_say(&run->app, MESSAGE_INFO, "not shut off from this machine's other files: %s",
		    cause.text);
}

/* --check: the chosen accounts in turn, each with its share of the time. */
static void
check_accounts(struct run *run, int *signal)
{
	const size_t count = run->settings.chosen_count;
	const int64_t end = monotime_ms() + run->options.check_by.limit_ms;
	struct frontend frontend;

	for (size_t i = 0; i < count && *signal == 0; i++) {
		int64_t now = monotime_ms(), part = (end - now) / (int64_t)(count - i);

		run->settings.account = run->settings.chosen[i];
		/* Each environment may have a command of its own. */
		run->settings.command_ms = part / ENVIRONMENTS > 0 ? part / ENVIRONMENTS : 1;
		if (!run->options.simulate)
			credentials_load(&run->credentials, run->secrets, &run->settings,
			    run->settings.account, false);
		make_app(run);
		/* Once for all: the keys of the next ones can be read inside. */
		if (i == 0)
			confine(run);
		frontend = check_frontend(run->check, now + part);
		*signal = loop_run(&run->app, run->http, &frontend);
		drop_app(run);
	}
	if (*signal != 0)
		check_fail(run->check, "ended by a signal before every account had answered");
}

static int
check(struct run *run, int *signal)
{
	struct cause cause = { "" };

	xmalloc_on_failure(check_without_memory);
	run->check = check_new(&run->options.check_by);
	if (!settings_load(&run->settings, &run->options, &cause) || !signals_start(&cause) ||
	    (run->options.simulate && !simulate(run, &cause)))
		check_fail(run->check, cause.text);
	else
		check_accounts(run, signal);
	return check_print(run->check, stdout);
}

/* Settings and keys. Returns a status; other than STATUS_DONE after a message. */
static int
prepare_account(struct run *run)
{
	struct cause cause = { "" };
	const struct settings_account *account;
	bool interactive = !run->options.batch && isatty(STDIN_FILENO) == 1;

	if (!settings_load(&run->settings, &run->options, &cause))
		return fail_with(STATUS_USAGE, cause.text);
	if (run->options.simulate)
		return simulate(run, &cause) ? STATUS_DONE :
					       fail_with(STATUS_NO_ANSWER, cause.text);
	credentials_load(&run->credentials, run->secrets, &run->settings, run->settings.account,
	    interactive);
	if (run->credentials.of[ENVIRONMENT_PRODUCTION].state == CREDENTIALS_NONE &&
	    run->credentials.of[ENVIRONMENT_DEMO].state == CREDENTIALS_NONE) {
		char words[1024];

		credentials_first_words(words, sizeof words, &run->settings);
		fputs(words, stderr);
		return STATUS_USAGE;
	}
	account = &run->settings.accounts[run->settings.account];
	if (!okx_http_check_library(&account->host, &cause))
		return fail_with(STATUS_NO_ANSWER, cause.text);
	if (!okx_http_check_certificates(&account->host, account->ca_file, &cause))
		return fail_with(STATUS_USAGE, cause.text);
	return STATUS_DONE;
}

static void
warn_of_weakness(struct run *run)
{
	if (!run->locked)
		app_say(&run->app, MESSAGE_WARNING,
		    "the keys' memory could not be locked (ulimit -l): it may be swapped out");
	if (geteuid() == 0)
		app_say(&run->app, MESSAGE_WARNING, "running as root: an ordinary user is enough");
}

static int
connect_parts(struct run *run)
{
	const char *why;

	make_app(run);
	warn_of_weakness(run);
	/* Without a key a screen would stay empty; a record says so in its own format. */
	if (!run->options.batch &&
	    secrets_get(run->secrets, run->app.account_id.environment) == NULL) {
		why = run->credentials.of[run->app.account_id.environment].cause.text;
		return fail_with(STATUS_REFUSED, why);
	}
	return STATUS_DONE;
}

static int
make_frontend(struct run *run, struct frontend *frontend)
{
	struct cause cause = { "" };

	if (run->options.batch) {
		for (size_t i = 0; i < run->credentials.note_count; i++)
			fail_with(STATUS_DONE, run->credentials.notes[i]);
		run->report = report_new(stdout, run->options.format, run->options.count);
		*frontend = report_frontend(run->report);
		return STATUS_DONE;
	}
	if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1)
		return fail_with(STATUS_USAGE,
		    getenv("SSH_CONNECTION") != NULL ?
			"the screen needs a terminal, which ssh -t HOST colltop makes; "
			"for a pipe or a file use colltop --once" :
			"the screen needs a terminal; for a pipe or a file use colltop --once");
	run->look = (struct ui_options){
		.terminal = getenv("TERM"),
		.theme = run->settings.theme,
		.color = run->settings.color,
		.descriptor = -1,
	};

	xmalloc_on_failure(ui_restore);
	atexit(ui_restore);
	if ((run->ui = ui_new(&run->look, &cause)) == NULL)
		return fail_with(STATUS_USAGE, cause.text);
	*frontend = ui_frontend(run->ui);
	return STATUS_DONE;
}

static void
clear_run(struct run *run)
{
	ui_free(run->ui);
	report_free(run->report);
	drop_app(run);
	check_free(run->check);
	spawn_stop(&run->simulator);
	settings_clear(&run->settings);
	secrets_free(run->secrets);
	log_close();
}

static int
watch_loans(struct run *run, int *signal)
{
	struct cause cause = { "" };
	struct frontend frontend;
	const char *problem;
	int status;

	if ((status = prepare_account(run)) != STATUS_DONE)
		return status;
	if (!signals_start(&cause))
		return fail_with(STATUS_NO_ANSWER, cause.text);
	if ((status = connect_parts(run)) != STATUS_DONE ||
	    (status = make_frontend(run, &frontend)) != STATUS_DONE)
		return status;
	confine(run);
	*signal = loop_run(&run->app, run->http, &frontend);
	if (run->report != NULL)
		return report_status(run->report);
	if ((problem = ui_problem(run->ui)) == NULL)
		return STATUS_DONE;
	*signal = 0;
	ui_free(run->ui);
	run->ui = NULL;
	return fail_with(STATUS_NO_ANSWER, problem);
}

static int
run_doctor(const struct run *run, int *signal)
{
	struct findings *findings = findings_new(stdout, run->options.format);
	struct doctor doctor = {
		.options = &run->options,
		.secrets = run->secrets,
		.terminal = ui_examine,
		.say = findings_take,
		.self = findings,
	};
	int status;

	if (run->options.deep)
		fputs(
		    "colltop: this takes 20 to 60 minutes; Ctrl-C ends it with what is known by then\n",
		    stderr);
	status = run->options.deep ? deep_run(&doctor, signal) : doctor_run(&doctor);

	if (!findings_end(findings, status))
		status = STATUS_NO_ANSWER;
	findings_free(findings);
	return status;
}

int
main(int argc, char **argv)
{
	struct run run = { .simulator = { .pid = 0, .to = -1, .from = -1 } };
	struct cause cause = { "" };
	int status, signal = 0;

	signals_reset();
	if (!have_standard_files())
		return options_ask_check(argc, argv) ? CHECK_UNKNOWN : STATUS_NO_ANSWER;
	if (getuid() != geteuid() || getgid() != getegid())
		return fail_with(STATUS_REFUSED,
		    "it is installed set-user-ID, which it must not be: chmod ug-s it");
	/* Characters by the locale; figures, times and messages never. */
	setlocale(LC_CTYPE, "");
	harden_process();
	if (!options_parse(&run.options, argc, argv, &cause))
		return fail_or_unknown(options_ask_check(argc, argv), STATUS_USAGE, cause.text);
	if (run.options.help) {
		options_help(stdout);
		return fflush(stdout) == 0 ? STATUS_DONE : STATUS_NO_ANSWER;
	}
	if (run.options.version) {
		print_version();
		return fflush(stdout) == 0 ? STATUS_DONE : STATUS_NO_ANSWER;
	}
	if (run.options.log != NULL && !log_open(run.options.log, &cause))
		return fail_or_unknown(run.options.check, STATUS_USAGE, cause.text);
	run.secrets = secrets_new(&run.locked);
	credentials_take_environment(run.secrets);
	if (run.options.check)
		status = check(&run, &signal);
	else if (run.options.init)
		status = init_run(&run.options, run.secrets, &signal);
	else
		status = run.options.doctor ? run_doctor(&run, &signal) :
					      watch_loans(&run, &signal);
	clear_run(&run);
	if (signal != 0)
		signals_end_by(signal);
	return status;
}
