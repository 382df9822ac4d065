/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_BASE_TEXT_H
#define COLLTOP_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Text is UTF-8 everywhere inside the program, whatever the locale.
 * text_sanitise() is the one door for foreign bytes.
 */

/*
 * Decodes the character at *AT (not past END), moves *AT past it and returns
 * its code point. A byte that does not begin a valid character (RFC 3629) gives
 * -1 and moves by one byte. At END returns 0 and does not move.
 */
int32_t text_decode(const char **at, const char *end);

/* Writes CODEPOINT into OUT without a NUL; returns the bytes written, 0 for an invalid one. */
size_t text_encode(char out[4], int32_t codepoint);

/* Whether all of TEXT is valid UTF-8 (RFC 3629). A NUL byte is valid here. */
bool text_valid(const char *text, size_t length);

/*
 * Copies LENGTH foreign bytes to OUT, valid UTF-8 and harmless on a terminal:
 * C0, DEL, C1, zero-width and bidirectional controls (U+200B-F, U+202A-E,
 * U+2060-F, U+FEFF and the rest of their kind), line separators, variation
 * selectors, private use, noncharacters, planes 4 and up, and invalid bytes
 * each become '?'. Cut at a character so that OUT (SIZE bytes with the NUL)
 * holds it. Returns the bytes written without the NUL.
 */
size_t text_sanitise(char *out, size_t size, const char *text, size_t length);

/*
 * Columns that TEXT takes on the terminal: wcwidth(3) by the locale. In a
 * locale that cannot show a character it counts 1, since text_fit() puts a
 * '?' in its place.
 */
int text_width(const char *text);

/*
 * Copies as much of TEXT as fits COLUMNS, cutting at a character and never
 * through a wide one. What the locale cannot show becomes '?' (full-width
 * characters too). OUT has SIZE bytes. Returns the columns used.
 */
int text_fit(char *out, size_t size, const char *text, int columns);

/*
 * The ASCII twin of a full-width letter or sign (U+FF01-FF5E, and U+3001 '、' for '\\'),
 * else CODEPOINT itself.
 */
int32_t text_halfwidth(int32_t codepoint);

/* The same for what is text and no key: an ideographic space (U+3000) is a blank, U+3001 stays. */
int32_t text_narrow(int32_t codepoint);

/* Whether NEEDLE occurs in TEXT, ASCII letters compared without case. */
bool text_contains(const char *text, const char *needle);

/*
 * Removes the marks of a bracketed paste (ESC [ 200 ~ and ESC [ 201 ~) from a line
 * that was read raw, and wipes what TEXT had after its new end.
 */
void text_unbracket(char *text);

/* Begins TEXT with a capital unless its first word may be a name ("openapi.okx.com"). */
void text_capitalise(char *text);

/*
 * Appends SENTENCE to OUT, after a blank and with a capital where it is not the
 * first, and with a full stop where it has none. Nothing for "". Cut at SIZE.
 */
void text_add_sentence(char *out, size_t size, const char *sentence);

/* Room for one line of the widest screen. */
#define TEXT_LINE_SIZE 2048

/*
 * Copies to LINE (SIZE bytes) as much of TEXT as fits WIDTH columns, breaking
 * at a blank, or inside a word that is wider than a line. Returns where the next
 * line begins; the last line returns its end ("").
 */
const char *text_wrap(char *line, size_t size, const char *text, int width);

/* How many lines that makes, at most MOST. */
int text_wrapped(const char *text, int width, int most);

/* UTC as "2026-11-22T15:30:02.123Z"; OUT holds 25 bytes. Year 0 to 9999, else "?". */
void text_utc(char out[25], int64_t utc_ms);

/* Days from 1970-01-01 to a day of the Gregorian calendar. MONTH is 1 to 13, the next January. */
int64_t text_utc_days(int64_t year, int64_t month, int64_t day);

/* UTC time of day as "15:30:02"; OUT holds 9 bytes. */
void text_utc_clock(char out[9], int64_t utc_ms);

/* An age: "0s" to "99s", then "3m12s", "2h05m", "4d03h". Negative counts as 0. */
void text_age(char out[16], int64_t ms);

#endif
