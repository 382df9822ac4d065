/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/keys.h"

#include <limits.h>
#include <string.h>

#include <bsd/string.h>

#include "app/command.h"
#include "base/text.h"

#define ESC 0x1b
#define BEL 0x07
#define CTRL_C 0x03
#define STRING_END 0x9c /* the eight-bit form of ESC \ */
#define MORE (-1)       /* it may become something when more bytes come */

#define CSI_KEPT 64      /* no sequence that is known is longer */
#define MOUSE_BYTES 3    /* they follow CSI M: button, column, row */
#define SWALLOW_MAX 4096 /* a sequence that goes on for longer has lost its end */

#define PASTE_BEGIN 200 /* CSI number ~ */

/* What follows ESC, or as one eight-bit control (so much higher) stands for both. */
#define EIGHT_BIT 0x40
static const char introducers[] = "[O]PX^_";

/* The forms nearly every terminal uses, by final byte: CSI and SS3. */
/* clang-format off */
static const struct {
	unsigned char final;
	int key;
} finals[] = {
	{ 'A', KEYCODE_UP }, { 'B', KEYCODE_DOWN }, { 'C', KEYCODE_RIGHT }, { 'D', KEYCODE_LEFT },
	{ 'F', KEYCODE_END }, { 'H', KEYCODE_HOME }, { 'P', KEYCODE_F1 }, { 'Q', KEYCODE_F2 },
	{ 'R', KEYCODE_F3 }, { 'S', KEYCODE_F4 }, { 'Z', KEYCODE_TAB_BACK },
};
/* clang-format on */

/* SS3 alone: the number pad in application mode. */
/* clang-format off */
static const struct {
	unsigned char final;
	int key;
} pad[] = {
	{ 'M', KEYCODE_ENTER }, { 'j', '*' }, { 'k', '+' }, { 'l', ',' }, { 'm', '-' },
	{ 'n', '.' },
	{ 'o', '/' }, { 'p', '0' }, { 'q', '1' }, { 'r', '2' }, { 's', '3' }, { 't', '4' },
	{ 'u', '5' }, { 'v', '6' }, { 'w', '7' }, { 'x', '8' }, { 'y', '9' },
};
/* clang-format on */

/* CSI number ~ */
/* clang-format off */
static const struct {
	int number;
	int key;
} numbers[] = {
	{ 1, KEYCODE_HOME }, { 2, KEYCODE_INSERT }, { 3, KEYCODE_DELETE }, { 4, KEYCODE_END },
	{ 5, KEYCODE_PAGE_UP }, { 6, KEYCODE_PAGE_DOWN }, { 7, KEYCODE_HOME }, { 8, KEYCODE_END },
	{ 11, KEYCODE_F1 }, { 12, KEYCODE_F2 }, { 13, KEYCODE_F3 }, { 14, KEYCODE_F4 },
	{ 15, KEYCODE_F5 }, { 17, KEYCODE_F6 }, { 18, KEYCODE_F7 }, { 19, KEYCODE_F8 },
	{ 20, KEYCODE_F9 }, { 21, KEYCODE_F10 }, { 23, KEYCODE_F11 }, { 24, KEYCODE_F12 },
};
/* clang-format on */

#define COUNT(table) (sizeof(table) / sizeof *(table))

void
keys_init(struct keys *keys)
{
	memset(keys, 0, sizeof *keys);
	keys->escaped_ms = keys->expecting_ms = INT64_MIN;
}

void
keys_expect(struct keys *keys, int64_t now_ms)
{
	keys->expecting_ms = now_ms;
}

const char *
keys_answer(struct keys *keys)
{
	if (keys->answer_state != ANSWER_WHOLE)
		return NULL;
	keys->answer_state = ANSWER_NONE;
	return keys->answer;
}

static bool
is_expecting(const struct keys *keys, int64_t now_ms)
{
	return keys->expecting_ms != INT64_MIN && now_ms - keys->expecting_ms < KEYS_ANSWER_MS;
}

/* Whether what is being swallowed is, or may become, the answer that is expected. */
static bool
is_answer(const struct keys *keys)
{
	static const char begins[] = "11;rgb";
	size_t known = sizeof begins - 1;

	return keys->swallowing == SWALLOW_STRING && keys->answer_state == ANSWER_BEGUN &&
	    is_expecting(keys, keys->begun_ms) &&
	    strncmp(keys->answer, begins,
		keys->answer_length < known ? keys->answer_length : known) == 0;
}

/* How long a sequence may take from its first byte on. */
static int64_t
sequence_ms(const struct keys *keys)
{
	return is_answer(keys) ? KEYS_ANSWER_MS : KEYS_SEQUENCE_MS;
}

/* How long after Escape it is a key: a terminal's answer begins with one, too. */
static int64_t
escape_ms(const struct keys *keys)
{
	return is_expecting(keys, keys->fed_ms) ? KEYS_SEQUENCE_MS : KEYS_ESCAPE_MS;
}

void
keys_define(struct keys *keys, const char *sequence, int key)
{
	/*
	 * Plain characters are never a sequence: a strange terminal entry must not take letters
	 * away.
	 */
	if (sequence == NULL || (unsigned char)sequence[0] >= 0x20 || sequence[0] == '\0' ||
	    strlen(sequence) >= KEYS_SEQUENCE_SIZE || keys->count == KEYS_DEFINED)
		return;
	strlcpy(keys->defined[keys->count].sequence, sequence, KEYS_SEQUENCE_SIZE);
	keys->defined[keys->count++].key = key;
}

size_t
keys_room(const struct keys *keys)
{
	size_t used = keys->end - keys->begin;

	return used < KEYS_BYTES ? KEYS_BYTES - used : 0;
}

/* Whether BYTE goes on with a sequence after ESC, and is no key of its own. */
static bool
introduces(const struct keys *keys, unsigned char byte)
{
	if (byte != '\0' && strchr(introducers, byte) != NULL)
		return true;
	for (size_t i = 0; i < keys->count; i++)
		if (keys->defined[i].sequence[0] == ESC &&
		    (unsigned char)keys->defined[i].sequence[1] == byte)
			return true;
	return false;
}

/* The introducer that BYTE is in one, or 0. */
static unsigned char
eight_bit(int byte)
{
	return byte >= 0x80 && byte < 0xa0 && strchr(introducers, byte - EIGHT_BIT) != NULL ?
	    (unsigned char)(byte - EIGHT_BIT) :
	    0;
}

/*
 * Of a sequence whose Escape has acted as a key the rest comes now: it belongs to it,
 * and does nothing.
 */
static void
join_late(struct keys *keys, unsigned char byte, int64_t now_ms)
{
	if (keys->begin < keys->end || keys->swallowing != SWALLOW_NONE ||
	    keys->escaped_ms == INT64_MIN ||
	    (now_ms - keys->escaped_ms > KEYS_LATE_MS &&
		!(byte == ']' && is_expecting(keys, now_ms))))
		return;
	keys->escaped_ms = INT64_MIN;
	if (eight_bit(byte) == 0 && !introduces(keys, byte))
		return;
	keys->void_sequence = true;
	if (eight_bit(byte) == 0)
		keys->bytes[keys->end++] = ESC;
}

void
keys_feed(struct keys *keys, const unsigned char *bytes, size_t length, int64_t now_ms)
{
	if (length == 0)
		return;
	memmove(keys->bytes, keys->bytes + keys->begin, keys->end - keys->begin);
	keys->end -= keys->begin;
	keys->begin = 0;
	if (keys->end == 0 && keys->swallowing == SWALLOW_NONE)
		keys->begun_ms = now_ms;
	if (length > keys_room(keys))
		length = keys_room(keys);
	join_late(keys, bytes[0], now_ms);
	memcpy(keys->bytes + keys->end, bytes, length);
	keys->end += length;
	keys->fed_ms = now_ms;
}

/*
 * The longest taught sequence that BYTES begins with. MORE while a longer one may
 * still come, unless WAITED.
 */
static int
match_defined(const struct keys *keys, const unsigned char *bytes, size_t length, bool waited,
    size_t *used)
{
	int found = KEYCODE_NONE;
	bool more = false;
	size_t i, longest = 0;

	for (i = 0; i < keys->count; i++) {
		const char *sequence = keys->defined[i].sequence;
		size_t whole = strlen(sequence);

		if (length < whole)
			more = more || memcmp(bytes, sequence, length) == 0;
		else if (whole > longest && memcmp(bytes, sequence, whole) == 0) {
			longest = whole;
			found = keys->defined[i].key;
		}
	}
	*used = longest;
	return more && !(waited && longest > 0) ? MORE : found;
}

static int
find_final(unsigned char final)
{
	for (size_t i = 0; i < COUNT(finals); i++)
		if (finals[i].final == final)
			return finals[i].key;
	return KEYCODE_NONE;
}

static int
find_ss3(unsigned char final)
{
	for (size_t i = 0; i < COUNT(pad); i++)
		if (pad[i].final == final)
			return pad[i].key;
	return find_final(final);
}

static int
find_number(int number)
{
	for (size_t i = 0; i < COUNT(numbers); i++)
		if (numbers[i].number == number)
			return numbers[i].key;
	return KEYCODE_NONE;
}

/* The numbers of a CSI: up to three, each with up to three parts. */
struct parameters {
	int of[3][3];
};

/*
 * Reads "99:67;5:1". False: there is something else than numbers. Further numbers are
 * passed over.
 */
static bool
read_parameters(struct parameters *parameters, const unsigned char *bytes, size_t length)
{
	size_t number = 0, part = 0;

	memset(parameters, 0, sizeof *parameters);
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == ';') {
			number++;
			part = 0;
		} else if (bytes[i] == ':') {
			part++;
		} else if (bytes[i] >= '0' && bytes[i] <= '9') {
			int *at = number < 3 && part < 3 ? &parameters->of[number][part] : NULL;

			if (at != NULL && *at < 1000000)
				*at = *at * 10 + bytes[i] - '0';
		} else
			return false;
	}
	return true;
}

/* Whether modifiers as they are sent (one more than their bits) are Ctrl and perhaps a lock. */
static bool
is_ctrl(int sent)
{
	const int ctrl = 4, caps_lock = 64, num_lock = 128;

	return sent > 0 && ((sent - 1) & ~(caps_lock | num_lock)) == ctrl;
}

/*
 * Ctrl-C as keyboard protocols send it: CSI 99;5u, CSI 99:67:99;5:1u with its other
 * characters (the last one is what an English keyboard has there) and what happened to
 * the key (3: it was released), or CSI 27;5;99~. With Caps Lock it may be a capital.
 */
static bool
is_interrupt(const struct parameters *sent, unsigned char final)
{
	const int *modifiers = sent->of[1], *character = final == 'u' ? sent->of[0] : sent->of[2];

	if ((final != 'u' && (final != '~' || sent->of[0][0] != 27)) || !is_ctrl(modifiers[0]) ||
	    modifiers[1] == 3)
		return false;
	return character[0] == 'c' || character[0] == 'C' || character[2] == 'c';
}

/* What CSI BYTES FINAL means; with other modifiers (Shift, Alt, Ctrl) nothing. */
static int
find_csi(struct keys *keys, const unsigned char *bytes, size_t length, unsigned char final)
{
	struct parameters parameters;

	if (length == 0)
		return final == '~' ? KEYCODE_NONE : find_final(final);
	/* The terminal's attributes: it answers in order, so all else has been answered. */
	if (bytes[0] == '?' && final == 'c')
		keys->expecting_ms = INT64_MIN;
	if (!read_parameters(&parameters, bytes, length))
		return KEYCODE_NONE;
	if (is_interrupt(&parameters, final))
		return KEYCODE_INTERRUPT;
	if (final != '~' || length > 3)
		return KEYCODE_NONE;
	if (parameters.of[0][0] == PASTE_BEGIN)
		keys->pasting = true;
	return find_number(parameters.of[0][0]);
}

/* From now on the sequence, USED bytes of which were read, is passed over to its end. */
static int
begin_swallowing(struct keys *keys, enum swallow how, size_t used)
{
	keys->swallowing = how;
	keys->swallowed = used;
	keys->last = '\0';
	keys->rest = 0;
	return KEYCODE_NONE;
}

/* BYTES begin after ESC [. */
static int
read_csi(struct keys *keys, const unsigned char *bytes, size_t length, size_t *used)
{
	size_t i;

	/* The Linux console's F1 to F5 have a second bracket and one letter. */
	if (length > 0 && bytes[0] == '[') {
		if (length < 2)
			return MORE;
		*used = 2;
		return bytes[1] >= 'A' && bytes[1] <= 'E' ? KEYCODE_F1 + bytes[1] - 'A' :
							    KEYCODE_NONE;
	}
	if (length > 0 && bytes[0] == 'M') {
		*used = 1 + MOUSE_BYTES;
		return length < *used ? MORE : KEYCODE_NONE;
	}
	for (i = 0; i < length; i++) {
		if (bytes[i] >= 0x40 && bytes[i] <= 0x7e) {
			*used = i + 1;
			return find_csi(keys, bytes, i, bytes[i]);
		}
		if (bytes[i] < 0x20 || bytes[i] > 0x7e) {
			/* Broken off: what comes is not a part of it. */
			*used = i;
			return KEYCODE_NONE;
		}
	}
	if (length < CSI_KEPT)
		return MORE;
	*used = length;
	return begin_swallowing(keys, SWALLOW_CSI, length);
}

/*
 * BYTES begin after ESC O: one byte, before it numbers for Shift, Alt and Ctrl where an
 * old terminal sends such.
 */
static int
read_ss3(const unsigned char *bytes, size_t length, size_t *used)
{
	size_t i = 0;

	while (
	    i < length && i < CSI_KEPT && ((bytes[i] >= '0' && bytes[i] <= '9') || bytes[i] == ';'))
		i++;
	if (i == length)
		return MORE;
	*used = bytes[i] < 0x20 || bytes[i] > 0x7e ? i : i + 1;
	return i == 0 && *used == 1 ? find_ss3(bytes[0]) : KEYCODE_NONE;
}

/* BYTES begin after ESC INTRODUCER, or what stands for both. */
static int
read_sequence(struct keys *keys, unsigned char introducer, const unsigned char *bytes,
    size_t length, size_t *used)
{
	*used = 0;
	if (introducer == '[')
		return read_csi(keys, bytes, length, used);
	if (introducer == 'O')
		return read_ss3(bytes, length, used);
	/* A string, such as a terminal's report. */
	keys->answer_length = 0;
	keys->answer_state = introducer == ']' ? ANSWER_BEGUN : ANSWER_NONE;
	return begin_swallowing(keys, SWALLOW_STRING, 0);
}

/* The bytes of the UTF-8 character that begins with LEAD; 1 for what begins none. */
static size_t
character_length(unsigned char lead)
{
	return lead >= 0xf0 && lead <= 0xf4 ? 4 :
	    lead >= 0xe0 && lead < 0xf0     ? 3 :
	    lead >= 0xc2 && lead < 0xe0     ? 2 :
					      1;
}

static bool
continues(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

/* A character of UTF-8; KEYCODE_NONE for bytes that are not one, which are used up as a whole. */
static int
read_character(const unsigned char *bytes, size_t length, size_t *used)
{
	const char *at = (const char *)bytes;
	size_t whole = character_length(bytes[0]), i;
	int character = text_decode(&at, at + length);

	*used = (size_t)(at - (const char *)bytes);
	if (character >= 0)
		return character;
	for (i = 1; i < length && i < whole; i++)
		if (!continues(bytes[i]))
			break;
	if (i == length && length < whole)
		return MORE;
	/* None of them is an eight-bit control. */
	for (i = 1; bytes[0] >= 0xc0 && i < length && i < 6 && continues(bytes[i]); i++)
		*used = i + 1;
	return KEYCODE_NONE;
}

/* BYTES begin with ESC. */
static int
read_escape(struct keys *keys, const unsigned char *bytes, size_t length, size_t *used)
{
	size_t lead = 1, inner = 0;
	unsigned char introducer;
	int key;
	bool alt;

	/* Escape before a sequence: Alt with that key, which means nothing. */
	while (lead < length && bytes[lead] == ESC)
		lead++;
	if (lead == length)
		return MORE;
	introducer = eight_bit(bytes[lead]);
	alt = lead > 1 || introducer != 0;
	if (bytes[lead] != '\0' && strchr(introducers, bytes[lead]) != NULL)
		introducer = bytes[lead];
	if (introducer != 0) {
		key = read_sequence(keys, introducer, bytes + lead + 1, length - lead - 1, &inner);
		inner++;
	} else {
		key = read_character(bytes + lead, length - lead, &inner);
		if (key != MORE)
			key = key == CTRL_C ? KEYCODE_INTERRUPT : KEYCODE_NONE;
	}
	*used = lead + inner;
	return key == MORE || key == KEYCODE_INTERRUPT || !alt ? key : KEYCODE_NONE;
}

/* One key of BYTES, MORE, or KEYCODE_NONE for USED bytes without a meaning. */
static int
read_key(struct keys *keys, const unsigned char *bytes, size_t length, bool waited, size_t *used)
{
	int key = match_defined(keys, bytes, length, waited, used);
	unsigned char introducer;
	size_t lead;

	if (key != KEYCODE_NONE)
		return key;
	if (bytes[0] == ESC)
		return read_escape(keys, bytes, length, used);
	*used = 1;
	if (bytes[0] == '\n' || bytes[0] == '\r')
		return KEYCODE_ENTER;
	if (bytes[0] == 0x08 || bytes[0] == 0x7f)
		return KEYCODE_BACKSPACE;
	if (bytes[0] == CTRL_C)
		return KEYCODE_INTERRUPT;
	if (bytes[0] < 0x80)
		return bytes[0];
	key = read_character(bytes, length, used);
	/* As one byte, or as a character of UTF-8. */
	introducer = eight_bit(key > 0 ? key : key == KEYCODE_NONE && *used == 1 ? bytes[0] : 0);
	if (introducer != 0) {
		lead = *used;
		key = read_sequence(keys, introducer, bytes + lead, length - lead, used);
		*used += lead;
		return key;
	}
	return key > 0 && key < 0xa0 ? KEYCODE_NONE : key;
}

/* Both ends of a paste: another beginning inside it is one whose end was lost. */
/* clang-format off */
static const struct {
	const char *bytes;
	bool begins;
} paste_marks[] = {
	{ "\033[201~", false }, { "\033[200~", true }, { "\233201~", false }, { "\233200~", true },
};
/* clang-format on */

/* Whether the paste begins or ends with BYTES: USED of them, MORE, or KEYCODE_NONE with USED 0. */
static int
read_paste_mark(struct keys *keys, const unsigned char *bytes, size_t length, size_t *used)
{
	*used = 0;
	for (size_t i = 0; i < COUNT(paste_marks); i++) {
		size_t whole = strlen(paste_marks[i].bytes);

		if (memcmp(bytes, paste_marks[i].bytes, length < whole ? length : whole) != 0)
			continue;
		if (length < whole)
			return MORE;
		keys->pasting = paste_marks[i].begins;
		*used = whole;
	}
	return KEYCODE_NONE;
}

/*
 * Inside a paste: its end, or one character of it. Ends of lines and tabs are blanks,
 * since what takes text takes one line.
 */
static int
read_pasted(struct keys *keys, const unsigned char *bytes, size_t length, size_t *used)
{
	int key = read_paste_mark(keys, bytes, length, used);

	if (key == MORE || *used > 0)
		return key;
	*used = 1;
	if (bytes[0] == '\n' || bytes[0] == '\r' || bytes[0] == '\t')
		return KEYCODE_PASTED + ' ';
	key = read_character(bytes, length, used);
	return key == MORE                            ? MORE :
	    key < 0x20 || (key >= 0x7f && key < 0xa0) ? KEYCODE_NONE :
							KEYCODE_PASTED + key;
}

/* Keeps what answers are made of. */
static void
keep_answer(struct keys *keys, unsigned char byte)
{
	if (keys->answer_state == ANSWER_BEGUN && keys->answer_length + 1 < KEYS_ANSWER_SIZE)
		keys->answer[keys->answer_length++] = (char)byte;
}

static void
end_answer(struct keys *keys)
{
	if (keys->answer_state == ANSWER_BEGUN)
		keys->answer_state = ANSWER_WHOLE;
	keys->answer[keys->answer_length] = '\0';
}

/* A sequence without a meaning has ended. */
static void
end_swallowing(struct keys *keys)
{
	keys->swallowing = SWALLOW_NONE;
	keys->void_sequence = false;
	keys->begun_ms = keys->fed_ms;
}

/* Whether BYTE ends a string; it may also be a part of a character. */
static bool
ends_string(struct keys *keys, unsigned char byte)
{
	bool inside = keys->rest > 0 && continues(byte);
	bool ends = byte == BEL || (byte == STRING_END && (!inside || keys->last == 0xc2));

	keys->rest = inside ? keys->rest - 1 : character_length(byte) - 1;
	keys->last = byte;
	return ends;
}

/*
 * Passes over the next byte of a sequence without a meaning. False: what ends it is not
 * there yet.
 */
static bool
swallow_byte(struct keys *keys)
{
	unsigned char byte = keys->bytes[keys->begin];
	bool string = keys->swallowing == SWALLOW_STRING;

	if (byte == ESC && string && keys->begin + 1 == keys->end)
		return false;
	/* Another sequence, and Ctrl-C, is not a part of it. */
	if (byte == CTRL_C || (byte == ESC && !(string && keys->bytes[keys->begin + 1] == '\\')) ||
	    (!string && (byte < 0x20 || byte > 0x7e))) {
		keys->answer_state = ANSWER_NONE;
		end_swallowing(keys);
		return true;
	}
	keys->begin += byte == ESC ? 2 : 1;
	if (byte == ESC || (string ? ends_string(keys, byte) : byte >= 0x40)) {
		end_answer(keys);
		end_swallowing(keys);
	} else if (++keys->swallowed > SWALLOW_MAX) {
		end_swallowing(keys);
	} else {
		keep_answer(keys, byte);
	}
	return true;
}

static void
swallow(struct keys *keys, int64_t now_ms)
{
	if (keys->swallowing != SWALLOW_NONE && keys->fed_ms - keys->begun_ms >= sequence_ms(keys))
		end_swallowing(keys);
	while (keys->swallowing != SWALLOW_NONE && keys->begin < keys->end && swallow_byte(keys))
		continue;
	if (keys->swallowing != SWALLOW_NONE && now_ms - keys->begun_ms >= sequence_ms(keys))
		end_swallowing(keys);
}

/* Whether nothing but Escape was pressed so far. */
static bool
only_escape(const struct keys *keys)
{
	size_t i = keys->begin;

	while (i < keys->end && keys->bytes[i] == ESC)
		i++;
	return i == keys->end && i > keys->begin && !keys->pasting;
}

/*
 * Of a key that has begun no more came: Escape acts after a while, and what is cut off
 * is dropped after a longer one.
 */
static int
give_up_waiting(struct keys *keys, int64_t now_ms)
{
	if (only_escape(keys) && now_ms - keys->fed_ms >= escape_ms(keys))
		keys->escaped_ms = now_ms;
	else if (only_escape(keys) || now_ms - keys->begun_ms < sequence_ms(keys))
		return MORE;
	return only_escape(keys) ? KEYCODE_ESCAPE : KEYCODE_NONE;
}

int
keys_next(struct keys *keys, int64_t now_ms)
{
	bool waited = now_ms - keys->fed_ms >= KEYS_ESCAPE_MS, dropped;
	int key;

	if (keys->interrupted) {
		keys->interrupted = false;
		return KEYCODE_INTERRUPT;
	}
	for (;;) {
		const unsigned char *bytes = keys->bytes + keys->begin;
		size_t used, length;

		swallow(keys, now_ms);
		bytes = keys->bytes + keys->begin;
		length = used = keys->end - keys->begin;
		if (keys->swallowing != SWALLOW_NONE)
			return KEYCODE_NONE;
		if (length == 0) {
			keys->pasting = keys->pasting && now_ms - keys->fed_ms < KEYS_SEQUENCE_MS;
			return KEYCODE_NONE;
		}
		key = keys->pasting ? read_pasted(keys, bytes, length, &used) :
				      read_key(keys, bytes, length, waited, &used);
		if (key == MORE) {
			used = length;
			if ((key = give_up_waiting(keys, now_ms)) == MORE)
				return KEYCODE_NONE;
		}
		keys->begin += used;
		if (keys->swallowing != SWALLOW_NONE)
			continue;
		dropped = keys->void_sequence && key != KEYCODE_INTERRUPT;
		keys->void_sequence = false;
		keys->begun_ms = keys->fed_ms;
		if (key != KEYCODE_NONE && !dropped)
			return key;
	}
}

void
keys_drop(struct keys *keys, int64_t now_ms)
{
	bool interrupted = false;
	int key;

	while ((key = keys_next(keys, now_ms)) != KEYCODE_NONE)
		interrupted = interrupted || key == KEYCODE_INTERRUPT;
	keys->interrupted = interrupted;
	keys->void_sequence = keys->begin < keys->end || keys->swallowing != SWALLOW_NONE;
}

int64_t
keys_deadline(const struct keys *keys)
{
	size_t length = keys->end - keys->begin, used;

	if (keys->interrupted)
		return keys->fed_ms;
	if (keys->swallowing != SWALLOW_NONE)
		return keys->begun_ms + sequence_ms(keys);
	if (keys->pasting)
		return keys->fed_ms + KEYS_SEQUENCE_MS;
	if (length == 0)
		return INT64_MAX;
	if (only_escape(keys))
		return keys->fed_ms + escape_ms(keys);
	if (match_defined(keys, keys->bytes + keys->begin, length, true, &used) > 0)
		return keys->fed_ms + KEYS_ESCAPE_MS;
	return keys->begun_ms + sequence_ms(keys);
}
