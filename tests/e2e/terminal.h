/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_TERMINAL_H
#define COLLTOP_TESTS_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

/*
 * A program in a pseudo-terminal, as a person would see it: what it writes is
 * drawn by libvterm, what is typed goes to it. Everything waits with a deadline,
 * nothing sleeps.
 */
struct terminal;

#define TERMINAL_DEADLINE_MS 10000

/*
 * Starts ARGV (ends with NULL) with the environment ENVIRONMENT (ends with
 * NULL) in a terminal of COLUMNS by ROWS, as its session's leader.
 */
struct terminal *terminal_start(char *const *argv, char *const *environment, int columns, int rows);

/* Ends the program if it still runs and frees. */
void terminal_free(struct terminal *terminal);

pid_t terminal_pid(const struct terminal *terminal);

/* Types TEXT. */
void terminal_type(struct terminal *terminal, const char *text);

void terminal_resize(struct terminal *terminal, int columns, int rows);

/*
 * Takes in what the program writes until TEXT stands on the screen (or does not, for
 * terminal_wait_gone). False at the deadline.
 */
bool terminal_wait(struct terminal *terminal, const char *text);
bool terminal_wait_gone(struct terminal *terminal, const char *text);

/* Takes in what comes within MS and returns how many bytes that were. */
size_t terminal_listen(struct terminal *terminal, int ms);

/* Stops reading: as a terminal after Ctrl-S, or a dead line. */
void terminal_stall(struct terminal *terminal);

/* Goes on reading: as after Ctrl-Q. */
void terminal_release(struct terminal *terminal);

/* Closes the line: what a dropped connection does. */
void terminal_hang_up(struct terminal *terminal);

/* Waits until the program has ended and returns its wait status, -1 at the deadline. */
int terminal_finish(struct terminal *terminal);

/* The screen as lines of text without trailing blanks; valid until the next call. */
const char *terminal_screen(struct terminal *terminal);

/* Whether any cell of ROW is in reverse video. */
bool terminal_reversed(struct terminal *terminal, int row);

/* Whether the program is on the alternate screen, and whether the cursor is shown. */
bool terminal_alternate(const struct terminal *terminal);
bool terminal_cursor_shown(const struct terminal *terminal);

/* The terminal's modes now; the first call to compare with is before the start of the program. */
void terminal_modes(const struct terminal *terminal, struct termios *modes);
bool terminal_modes_unchanged(const struct terminal *terminal);

/* Everything the program ever wrote, LENGTH bytes. */
const char *terminal_output(const struct terminal *terminal, size_t *length);

/* Milliseconds on a clock that only goes forward. */
int64_t terminal_now(void);

#endif
