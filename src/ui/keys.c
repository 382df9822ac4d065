/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/keys.h"

#include <limits.h>
#include <string.h>

#include <bsd/string.h>

#include "app/command.h"
#include "base/text.h"

#define ESC 0x1b
#define MORE (-1)               /* it may become something when more bytes come */

/* A sequence that goes on for longer has lost its end. */
#define SWALLOW_MAX 4096

/* What ends a sequence that is being swallowed. */
enum swallow { SWALLOW_NONE, SWALLOW_CSI, SWALLOW_STRING, SWALLOW_STRING_ESC };

/* The forms nearly every terminal uses, by final byte: CSI and SS3. */
static const struct {
	unsigned char final;
	int key;
} finals[] = {
	{ 'A', KEYCODE_UP }, { 'B', KEYCODE_DOWN }, { 'C', KEYCODE_RIGHT }, { 'D', KEYCODE_LEFT },
	{ 'F', KEYCODE_END }, { 'H', KEYCODE_HOME }, { 'P', KEYCODE_F1 }, { 'Q', KEYCODE_F2 },
	{ 'R', KEYCODE_F3 }, { 'S', KEYCODE_F4 }, { 'Z', KEYCODE_TAB_BACK },
};

/* SS3 alone: the number pad in application mode. */
static const struct {
	unsigned char final;
	int key;
} pad[] = {
	{ 'M', KEYCODE_ENTER }, { 'j', '*' }, { 'k', '+' }, { 'l', ',' }, { 'm', '-' }, { 'n', '.' },
	{ 'o', '/' }, { 'p', '0' }, { 'q', '1' }, { 'r', '2' }, { 's', '3' }, { 't', '4' },
	{ 'u', '5' }, { 'v', '6' }, { 'w', '7' }, { 'x', '8' }, { 'y', '9' },
};

/* CSI number ~ */
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

#define COUNT(table) (sizeof (table) / sizeof *(table))

void
keys_init(struct keys *keys)
{
	memset(keys, 0, sizeof *keys);
}

void
keys_define(struct keys *keys, const char *sequence, int key)
{
	/* Plain characters are never a sequence: a strange terminal entry must not take letters away. */
	if (sequence == NULL || (unsigned char)sequence[0] >= 0x20 || sequence[0] == '\0' ||
	    strlen(sequence) >= KEYS_SEQUENCE_SIZE || keys->count == KEYS_DEFINED)
		return;
	strlcpy(keys->defined[keys->count].sequence, sequence, KEYS_SEQUENCE_SIZE);
	keys->defined[keys->count++].key = key;
}

size_t
keys_room(const struct keys *keys)
{
	return sizeof keys->bytes - (keys->end - keys->begin);
}

void
keys_feed(struct keys *keys, const unsigned char *bytes, size_t length, int64_t now_ms)
{
	if (length == 0)
		return;
	if (keys->begin > 0) {
		memmove(keys->bytes, keys->bytes + keys->begin, keys->end - keys->begin);
		keys->end -= keys->begin;
		keys->begin = 0;
	}
	if (length > sizeof keys->bytes - keys->end)
		length = sizeof keys->bytes - keys->end;
	memcpy(keys->bytes + keys->end, bytes, length);
	keys->end += length;
	keys->fed_ms = now_ms;
}

/* The longest taught sequence that BYTES begins with; MORE while a longer one may still come. */
static int
match_defined(const struct keys *keys, const unsigned char *bytes, size_t length, size_t *used)
{
	int found = KEYCODE_NONE;
	size_t i, longest = 0;

	for (i = 0; i < keys->count; i++) {
		const char *sequence = keys->defined[i].sequence;
		size_t whole = strlen(sequence);

		if (length < whole) {
			if (memcmp(bytes, sequence, length) == 0)
				return MORE;
		} else if (whole > longest && memcmp(bytes, sequence, whole) == 0) {
			longest = whole;
			found = keys->defined[i].key;
		}
	}
	*used = longest;
	return found;
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

/* What CSI PARAMETERS FINAL means; with modifiers (Shift, Alt, Ctrl) nothing. */
static int
find_csi(const unsigned char *parameters, size_t length, unsigned char final)
{
	int number = 0;
	size_t i;

	if (length == 0)
		return final == '~' ? KEYCODE_NONE : find_final(final);
	if (final != '~' || length > 2)
		return KEYCODE_NONE;
	for (i = 0; i < length; i++) {
		if (parameters[i] < '0' || parameters[i] > '9')
			return KEYCODE_NONE;
		number = number * 10 + parameters[i] - '0';
	}
	for (i = 0; i < COUNT(numbers); i++)
		if (numbers[i].number == number)
			return numbers[i].key;
	return KEYCODE_NONE;
}

/* BYTES begin behind ESC [. */
static int
read_csi(struct keys *keys, const unsigned char *bytes, size_t length, size_t *used)
{
	size_t i;

	/* The Linux console's F1 to F5 have a second bracket and one letter. */
	if (length > 0 && bytes[0] == '[') {
		if (length < 2)
			return MORE;
		*used = 2;
		return bytes[1] >= 'A' && bytes[1] <= 'E' ? KEYCODE_F1 + bytes[1] - 'A' : KEYCODE_NONE;
	}
	for (i = 0; i < length; i++) {
		if (bytes[i] >= 0x40 && bytes[i] <= 0x7e) {
			*used = i + 1;
			return find_csi(bytes, i, bytes[i]);
		}
		if (bytes[i] < 0x20 || bytes[i] > 0x7e) {
			/* Broken off: what comes is no part of it. */
			*used = i;
			return KEYCODE_NONE;
		}
	}
	if (length < 32)
		return MORE;
	*used = length;
	keys->swallowing = SWALLOW_CSI;
	keys->swallowed = length;
	return KEYCODE_NONE;
}

/* The bytes of the UTF-8 character that begins with LEAD; 1 for what begins none. */
static size_t
character_length(unsigned char lead)
{
	return lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 :
	    lead >= 0xc2 && lead < 0xe0 ? 2 : 1;
}

/* BYTES begin with ESC. */
static int
read_escape(struct keys *keys, const unsigned char *bytes, size_t length, size_t *used)
{
	size_t lead = 1, inner = 0;
	int key;

	/* Escape before a sequence: Alt with that key, which means nothing. */
	while (lead < length && bytes[lead] == ESC)
		lead++;
	if (lead == length)
		return MORE;
	switch (bytes[lead]) {
	case '[':
		key = read_csi(keys, bytes + lead + 1, length - lead - 1, &inner);
		break;
	case 'O':
		if (lead + 1 == length)
			return MORE;
		inner = 1;
		key = find_ss3(bytes[lead + 1]);
		break;
	case 'P': case 'X': case ']': case '^': case '_':
		/* A string, such as a terminal's report. */
		keys->swallowing = SWALLOW_STRING;
		keys->swallowed = 0;
		key = KEYCODE_NONE;
		break;
	default:
		inner = character_length(bytes[lead]) - 1;
		if (lead + 1 + inner > length)
			return MORE;
		key = KEYCODE_NONE;
		break;
	}
	*used = lead + 1 + inner;
	return key == MORE ? MORE : lead > 1 ? KEYCODE_NONE : key;
}

/* One key of BYTES, MORE, or KEYCODE_NONE for USED bytes without a meaning. */
static int
read_key(struct keys *keys, const unsigned char *bytes, size_t length, size_t *used)
{
	const char *at = (const char *)bytes;
	int key = match_defined(keys, bytes, length, used);

	if (key != KEYCODE_NONE)
		return key;
	if (bytes[0] == ESC)
		return read_escape(keys, bytes, length, used);
	*used = 1;
	if (bytes[0] == '\n' || bytes[0] == '\r')
		return KEYCODE_ENTER;
	if (bytes[0] == 0x08 || bytes[0] == 0x7f)
		return KEYCODE_BACKSPACE;
	if (bytes[0] < 0x80)
		return bytes[0];
	key = text_decode(&at, at + length);
	if (key < 0) {
		/* It may only be unfinished. */
		if (length < character_length(bytes[0]))
			return MORE;
		return KEYCODE_NONE;
	}
	*used = (size_t)(at - (const char *)bytes);
	return key < 0xa0 ? KEYCODE_NONE : key;
}

/* Passes over bytes of a sequence without a meaning. */
static void
swallow(struct keys *keys)
{
	while (keys->swallowing != SWALLOW_NONE && keys->begin < keys->end) {
		unsigned char byte = keys->bytes[keys->begin++];

		if (++keys->swallowed > SWALLOW_MAX)
			keys->swallowing = SWALLOW_NONE;
		else if (keys->swallowing == SWALLOW_CSI) {
			if (byte >= 0x40 && byte <= 0x7e)
				keys->swallowing = SWALLOW_NONE;
		} else if (byte == 0x07 || keys->swallowing == SWALLOW_STRING_ESC)
			keys->swallowing = SWALLOW_NONE;
		else if (byte == ESC)
			keys->swallowing = SWALLOW_STRING_ESC;
	}
}

/* Nothing came for long enough: what is there is all there will be. */
static int
give_up_waiting(struct keys *keys)
{
	bool escape = keys->bytes[keys->begin] == ESC;
	size_t i;

	for (i = keys->begin; escape && i < keys->end; i++)
		escape = keys->bytes[i] == ESC;
	if (keys->bytes[keys->begin] == ESC)
		keys->begin = keys->end;
	else
		keys->begin++;
	return escape ? KEYCODE_ESCAPE : KEYCODE_NONE;
}

int
keys_next(struct keys *keys, int64_t now_ms)
{
	bool waited = now_ms - keys->fed_ms >= KEYS_ESCAPE_MS;

	for (;;) {
		size_t used = 0;
		int key;

		swallow(keys);
		if (keys->begin == keys->end) {
			if (waited)
				keys->swallowing = SWALLOW_NONE;
			return KEYCODE_NONE;
		}
		key = read_key(keys, keys->bytes + keys->begin, keys->end - keys->begin, &used);
		if (key == MORE) {
			if (!waited)
				return KEYCODE_NONE;
			key = give_up_waiting(keys);
		} else
			keys->begin += used;
		if (key != KEYCODE_NONE)
			return key;
	}
}

int64_t
keys_deadline(const struct keys *keys)
{
	if (keys->begin == keys->end && keys->swallowing == SWALLOW_NONE)
		return INT64_MAX;
	return keys->fed_ms + KEYS_ESCAPE_MS;
}
