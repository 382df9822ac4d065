/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "torture/trial.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bsd/string.h>

#define PATIENCE_MS 1200 /* for what a failure may have kept from the screen */
#define RECOVERY_MS 10000
#define SPUN_MS 4000 /* of processor time are more than any run needs */

const char *const trial_outcomes[TRIAL_OUTCOMES] = {
	[TRIAL_UNTOUCHED] = "untouched",
	[TRIAL_NO_EFFECT] = "no effect",
	[TRIAL_DROPPED] = "dropped",
	[TRIAL_ENDED] = "exit 1/2",
	[TRIAL_HUNG_UP] = "hung up",
	[TRIAL_DEFECT] = "DEFECT",
};

struct trial {
	struct terminal *terminal;
	struct ration *ration;
	char as_of[16]; /* the time on the screen when things began to fail */
	bool caused;    /* a cause was shown */
	bool ended;
	const char *missed; /* was never on the screen, though nothing failed */
	int status;         /* of wait(2) */
};

void
trial_begin(struct place *place, struct ration **ration)
{
	char path[400], text[600];
	int fd;

	snprintf(path, sizeof path, "%s/ration-%d", place->home, (int)getpid());
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || ftruncate(fd, sizeof **ration) != 0)
		abort();
	*ration = mmap(NULL, sizeof **ration, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (*ration == MAP_FAILED)
		abort();
	close(fd);
	snprintf(text, sizeof text, RATION_VARIABLE "=%s", path);
	place_set(place, text);
	place_preload(place, "tests/torture/ration");
}

/* The time of the newest figures on the screen; "" where none is. */
static void
read_as_of(const char *screen, char out[16])
{
	const char *at = strstr(screen, "as of ");

	strlcpy(out, at == NULL ? "" : at + strlen("as of "), 9);
}

static bool
process_ended(struct trial *trial)
{
	siginfo_t info = { 0 };

	if (!trial->ended &&
	    waitid(P_PID, (id_t)terminal_pid(trial->terminal), &info,
		WEXITED | WNOHANG | WNOWAIT) == 0 &&
	    info.si_pid != 0)
		trial->ended = true;
	return trial->ended;
}

static bool
reached(const struct trial *trial, const struct trial_step *step, const char *screen)
{
	char as_of[16];

	switch (step->verb) {
	case TRIAL_SEE:
		return strstr(screen, step->text) != NULL;
	case TRIAL_GONE:
		return strstr(screen, step->text) == NULL;
	case TRIAL_REFRESH:
		read_as_of(screen, as_of);
		return as_of[0] != '\0' && strcmp(as_of, trial->as_of) != 0;
	default:
		return true;
	}
}

/*
 * Takes in the screen until it is as STEP wants it, or the program ended. What failed may keep
 * it from coming: once something did, it is waited for no longer than PATIENCE_MS.
 */
static bool
wait_for(struct trial *trial, const struct trial_step *step, int64_t patience_ms)
{
	int64_t began = terminal_now();
	unsigned asked = 0;

	for (;;) {
		const char *screen = terminal_screen(trial->terminal);
		int64_t waited = terminal_now() - began;

		if (strstr(screen, "r:now") != NULL || strstr(screen, "Trying now") != NULL)
			trial->caused = true;
		if (reached(trial, step, screen))
			return true;
		if (process_ended(trial))
			return false;
		if (waited >= (trial->ration->refused > 0 ? patience_ms : RECOVERY_MS))
			return false;
		if (step->verb == TRIAL_REFRESH && waited >= asked * 350) {
			terminal_type(trial->terminal, "r");
			asked++;
		}
		terminal_listen(trial->terminal, 10);
	}
}

static void
play(struct trial *trial, const struct trial_scenario *scenario)
{
	for (const struct trial_step *step = scenario->steps;
	     step->verb != TRIAL_END && !process_ended(trial); step++) {
		if (step->verb == TRIAL_TYPE)
			terminal_type(trial->terminal, step->text);
		else if (step->verb == TRIAL_RESIZE)
			terminal_resize(trial->terminal, step->columns, step->rows);
		else if (!wait_for(trial, step, PATIENCE_MS) && trial->ration->refused == 0 &&
		    !process_ended(trial))
			trial->missed = step->text != NULL ? step->text : "refresh";
	}
}

/* The program is whole again when nothing fails any longer: a refresh comes, and q leaves. */
static bool
recover(struct trial *trial, const struct trial_scenario *scenario, char *why, size_t size)
{
	const struct trial_step again = { TRIAL_REFRESH, NULL, 0, 0 };

	if (scenario->leaves || process_ended(trial))
		return true;
	trial->ration->armed = 0;
	/* A change of size may have got lost, as its signal does in a pipe that fails. */
	terminal_resize(trial->terminal, 80, 24);
	read_as_of(terminal_screen(trial->terminal), trial->as_of);
	if (trial->ration->refused > 0 && !wait_for(trial, &again, RECOVERY_MS) &&
	    !process_ended(trial)) {
		snprintf(why, size, "it did not recover:\n%s", terminal_screen(trial->terminal));
		return false;
	}
	terminal_type(trial->terminal, "q");
	return true;
}

static size_t
occurrences(const char *text, const char *of)
{
	size_t count = 0;

	for (text = strstr(text, of); text != NULL; text = strstr(text + 1, of))
		count++;
	return count;
}

static enum trial_outcome
judge_end(struct trial *trial, const struct trial_scenario *scenario, char *why, size_t size)
{
	const char *screen = terminal_screen(trial->terminal);
	/* Where nothing can be written, the modes alone can be put back. */
	bool restored = terminal_modes_unchanged(trial->terminal) &&
	    (trial->ration->subject == RATION_OF_CALL(RATION_WRITE) ||
		(!terminal_alternate(trial->terminal) && terminal_cursor_shown(trial->terminal)));
	int status = trial->status, code = WEXITSTATUS(status);

	if (trial->missed != NULL)
		snprintf(why, size, "not seen: %s\n", trial->missed);
	else if (status == -1)
		snprintf(why, size, "it hangs:\n%s", screen);
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGHUP)
		return TRIAL_HUNG_UP;
	else if (WIFSIGNALED(status))
		snprintf(why, size, "ended by signal %d:\n%s", WTERMSIG(status), screen);
	else if (!restored)
		snprintf(why, size, "exit %d, and the terminal is not as it was:\n%s", code,
		    screen);
	else if (code == 0)
		return trial->ration->refused == 0 ? TRIAL_UNTOUCHED :
		    trial->caused                  ? TRIAL_DROPPED :
						     TRIAL_NO_EFFECT;
	else if (code == 1 ||
	    (scenario->from_start &&
		(code == 2 || (code == 3 && trial->ration->error != ENOMEM)))) {
		/* A record may say of each endpoint what was amiss. */
		if (occurrences(screen, "colltop: ") == 1 ||
		    (scenario->argument != NULL && scenario->leaves))
			return TRIAL_ENDED;
		snprintf(why, size, "exit %d without one sentence:\n%s", code, screen);
	} else
		snprintf(why, size, "exit %d:\n%s", code, screen);
	return TRIAL_DEFECT;
}

/* What was asked for and never given back, though the program ended in good order. */
static bool
leaks(const struct ration *ration, char *why, size_t size)
{
	static const enum ration_asker frugal[] = { RATION_OWN, RATION_PROGRAM, RATION_CURL,
		RATION_CJSON };

	for (size_t i = 0; i < sizeof frugal / sizeof *frugal; i++)
		if (ration->ended != 0 && ration->held_at_end[frugal[i]] != 0) {
			snprintf(why, size, "%ld blocks of asker %d leaked\n",
			    ration->held_at_end[frugal[i]], (int)frugal[i]);
			return true;
		}
	return false;
}

static int64_t
processor_ms(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return ((int64_t)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
	    (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

enum trial_outcome
trial_run(struct place *place, struct ration *ration, const struct trial_scenario *scenario,
    const struct trial_subject *subject, enum ration_mode mode, unsigned nth, char *why,
    size_t size)
{
	static const struct trial_step live = { TRIAL_SEE, "LIVE", 0, 0 };
	/* A record that lacks a figure ends like that by itself. */
	const unsigned allowed = subject->allowed |
	    (scenario->argument != NULL && scenario->leaves ? 1U << TRIAL_ENDED : 0);
	struct trial trial = { .ration = ration };
	int64_t spent = processor_ms();
	enum trial_outcome outcome;

	memset(ration, 0, sizeof *ration);
	ration->subject = subject->subject;
	ration->mode = (int)mode;
	ration->error = subject->error;
	ration->nth = nth;
	ration->armed = scenario->from_start;
	trial.terminal = watch_with(place, 80, 24, scenario->argument);
	if (!scenario->from_start) {
		wait_for(&trial, &live, RECOVERY_MS);
		read_as_of(terminal_screen(trial.terminal), trial.as_of);
		ration->cut = scenario->cut;
		ration->armed = 1;
	}
	play(&trial, scenario);
	outcome = TRIAL_DEFECT;
	if (recover(&trial, scenario, why, size)) {
		trial.status = terminal_finish(trial.terminal);
		outcome = judge_end(&trial, scenario, why, size);
		if ((outcome == TRIAL_NO_EFFECT || outcome == TRIAL_DROPPED ||
			outcome == TRIAL_UNTOUCHED) &&
		    leaks(ration, why, size))
			outcome = TRIAL_DEFECT;
		if (outcome != TRIAL_DEFECT && outcome != TRIAL_UNTOUCHED &&
		    (allowed & 1U << outcome) == 0) {
			snprintf(why, size, "not allowed: %s\n%s", trial_outcomes[outcome],
			    terminal_screen(trial.terminal));
			outcome = TRIAL_DEFECT;
		}
		if (outcome != TRIAL_DEFECT && processor_ms() - spent > SPUN_MS) {
			snprintf(why, size, "it spun for %lld ms\n",
			    (long long)(processor_ms() - spent));
			outcome = TRIAL_DEFECT;
		}
	}
	if (outcome == TRIAL_DEFECT) {
		strlcat(why, "# refused first:", size);
		strlcat(why, ration->trace, size);
		strlcat(why, "\n", size);
	}
	terminal_free(trial.terminal);
	return outcome;
}
