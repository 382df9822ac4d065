/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_HARNESS_H
#define COLLTOP_TESTS_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vterm.h>

#include "app/session.h"
#include "okx/http.h"
#include "ui/ui.h"

/*
 * The whole program but its network and its clock, on a terminal that is the
 * other end of a socket: tests type bytes, let time pass, give the exchange's
 * answers, and read the screen that a terminal emulator makes of the bytes
 * that came out.
 */
struct harness {
	struct settings settings;
	struct secrets *secrets;
	struct credentials credentials;
	struct okx_http *http;
	struct okx_client *client;
	struct app app;
	struct ui_options look;
	struct ui *ui;
	struct frontend frontend;
	int peer;   /* the terminal's end */
	bool deaf;  /* the terminal takes nothing in */
	bool over;  /* the program is to end, or noticed that nobody looks on */
	int ending; /* the signal that it is to end by, 0: none */
	int width, height;
	size_t bytes;        /* that came out since harness_bytes() */
	char written[16384]; /* … the first of them, with a NUL */
	unsigned bells;      /* how often the terminal's bell rang */
	VTerm *vterm;
	VTermScreen *screen;
	bool cursor_shown;
	bool alternate;          /* the alternate screen is in use */
	char row[4096];          /* of harness_row() */
	VTermScreenCell *before; /* the screen at the last harness_changed() */
};

struct harness_options {
	int width, height;    /* 0: 80 by 24 */
	const char *terminal; /* NULL: xterm-256color */
	const char *theme;    /* NULL: dark */
	bool no_color;
	const char *locale; /* NULL: C.UTF-8 */
	bool demo;          /* begin there */
	bool simulated;
	bool notices;         /* ask for what OKX tells beside the figures */
	bool only_production; /* there is no key for demo */
	const char *ccy;      /* the one currency to ask for */
	const char *proxy;
	unsigned accounts; /* 0: 1 */
};

/* Starts it: the first frame is drawn and the first request is out. */
struct harness *harness_start(const struct harness_options *options);
void harness_end(struct harness *harness);

/* Types TEXT, escape sequences as a terminal sends them. */
void harness_type(struct harness *harness, const char *text);
void harness_type_bytes(struct harness *harness, const void *bytes, size_t length);

/* Lets MS pass in steps of a tenth of a second, as the loop would. */
void harness_wait(struct harness *harness, int64_t ms);

/*
 * Answers the request for the assets that is under way (waiting until one is):
 * with BODY and HTTP status, or a failure below HTTP.
 */
void harness_answer(struct harness *harness, int http, const char *body);
void harness_break(struct harness *harness, enum okx_net_error net_error, const char *detail);

/*
 * What loan info and index prices answer from now on: else no loan and no
 * prices; NULL leaves that one as it is. Time passes until both were asked.
 */
void harness_loan(struct harness *harness, const char *loans, const char *prices);

/* What asset/balances answers from now on. Waits until it is asked, for 30 s at most. */
void harness_funding(struct harness *harness, const char *balances);

/* From now on loan info fails below HTTP. Time passes until it was asked. */
void harness_break_loan(struct harness *harness, enum okx_net_error net_error, const char *detail);

/* Says when the next try of a failing source is due, which is drawn by lot otherwise. */
void harness_next_try(struct harness *harness, int64_t ms);

void harness_resize(struct harness *harness, int width, int height);

/* Lets the program draw what is due, and takes in what came out. */
void harness_settle(struct harness *harness);

/* While DEAF the terminal takes nothing in: its buffer fills. */
void harness_deafen(struct harness *harness, bool deaf);

/* Hangs up. */
void harness_hang_up(struct harness *harness);

/* Bytes that came out since the last call. */
size_t harness_bytes(struct harness *harness);

/* Whether TEXT is among the first bytes that came out since harness_bytes(). */
bool harness_wrote(const struct harness *harness, const char *text);

/* Puts the terminal back as an exit would; the emulator goes on. */
void harness_close_screen(struct harness *harness);

/* A row of the screen without trailing blanks; reversed blanks that belong to a bar read '#'. */
const char *harness_row(struct harness *harness, int row);

/* How a cell looks. */
struct harness_look {
	bool reversed, bold, colored;
	int color; /* of 256, where it is COLORED */
};
struct harness_look harness_look(struct harness *harness, int row, int column);

/* Whether the cursor is shown, and where. */
bool harness_cursor(struct harness *harness, int *row, int *column);

/* Another program writes to the terminal. */
void harness_scribble(struct harness *harness, const char *bytes);

/* As Ctrl-Z and fg would. */
void harness_suspend(struct harness *harness);
void harness_resume(struct harness *harness);

/* Cells that differ from the last call, the size being the same, and their runs in rows. */
void harness_changed(struct harness *harness, size_t *cells, size_t *runs);

/*
 * Fails unless the screen reads as the picture NAME, "FILE/PICTURE": the rows below the
 * line "== PICTURE" of tests/screen/scenes/FILE.screen, empty ones at the end left out. Of a block
 * only some rows are there, which may stand anywhere. With COLLTOP_SCREENS in the
 * environment (make screens) the picture is rewritten instead; a block only from its first
 * row on, by which it is found.
 */
#define harness_expect(harness, name) harness_expect_at((harness), (name), __FILE__, __LINE__)
#define harness_expect_block(harness, name) \
	harness_expect_block_at((harness), (name), __FILE__, __LINE__)
void harness_expect_at(struct harness *harness, const char *name, const char *file, int line);
void harness_expect_block_at(struct harness *harness, const char *name, const char *file, int line);

/* Fails unless some row has TEXT in it; or if one has. */
#define harness_expect_text(harness, text) \
	harness_expect_some((harness), (text), true, __FILE__, __LINE__)
#define harness_expect_no_text(harness, text) \
	harness_expect_some((harness), (text), false, __FILE__, __LINE__)
void harness_expect_some(struct harness *harness, const char *text, bool there, const char *file,
    int line);

#endif
