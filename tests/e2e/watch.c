/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <sys/wait.h>

#include "e2e/watch.h"

int
watch_set_up(void **state)
{
	struct place *place = place_new();

	place_simulate(place, NULL);
	place_configure(place, WATCH_QUICK);
	*state = place;
	return 0;
}

int
watch_tear_down(void **state)
{
	place_free(*state);
	return 0;
}

struct terminal *
watch_with(struct place *place, int columns, int rows, const char *option)
{
	char *const argv[] = { (char *)(uintptr_t)place_program("colltop"),
		(char *)(uintptr_t)option, NULL };

	return terminal_start(argv, place->environment, columns, rows);
}

struct terminal *
watch_start(struct place *place)
{
	return watch_with(place, 80, 24, NULL);
}

/* Says what the screen shows where it should show something else. */
void
watch_see(struct terminal *terminal, const char *text)
{
	if (!terminal_wait(terminal, text))
		fail_msg("no \"%s\" on the screen:\n%s", text, terminal_screen(terminal));
}

void
watch_see_gone(struct terminal *terminal, const char *text)
{
	if (!terminal_wait_gone(terminal, text))
		fail_msg("still \"%s\" on the screen:\n%s", text, terminal_screen(terminal));
}

/* The terminal is as it was before the program. */
void
watch_restored(struct terminal *terminal)
{
	assert_true(terminal_modes_unchanged(terminal));
	assert_false(terminal_alternate(terminal));
	assert_true(terminal_cursor_shown(terminal));
}

void
watch_leave(struct terminal *terminal)
{
	terminal_type(terminal, "q");
	assert_int_equal(terminal_finish(terminal), 0);
	watch_restored(terminal);
	terminal_free(terminal);
}

void
watch_ended_by(struct terminal *terminal, int number)
{
	int status = terminal_finish(terminal);

	assert_int_not_equal(status, -1);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), number);
}
