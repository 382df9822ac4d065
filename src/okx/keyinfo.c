/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/keyinfo.h"

#include <stdio.h>
#include <string.h>

/* Whether LIST, separated by commas, has WORD. */
static bool
has_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (;;) {
		if (strncmp(list, word, length) == 0 &&
		    (list[length] == ',' || list[length] == '\0'))
			return true;
		if ((list = strchr(list, ',')) == NULL)
			return false;
		list++;
	}
}

bool
okx_key_warning(char out[OKX_KEY_WARNING_SIZE], const struct okx_key_info *key)
{
	bool trade = has_word(key->permissions, "trade"),
	     withdraw = has_word(key->permissions, "withdraw");

	out[0] = '\0';
	if (!trade && !withdraw)
		return false;
	snprintf(out, OKX_KEY_WARNING_SIZE, "this key can also %s: make a read-only one",
	    !withdraw  ? "TRADE" :
		!trade ? "WITHDRAW" :
			 "TRADE and WITHDRAW");
	return true;
}
