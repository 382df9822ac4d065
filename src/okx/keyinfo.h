/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_KEYINFO_H
#define COLLTOP_OKX_KEYINFO_H

#include <stdbool.h>
#include <stddef.h>

/* What the exchange says of the key that asks it; texts are sanitised, "" where it says nothing. */
struct okx_key_info {
	char uid[32];
	char label[64];       /* the name that the key was given: 50 characters at most */
	char permissions[64]; /* as sent: "read_only,withdraw,trade" */
	char addresses[1024]; /* that it is bound to, separated by commas; "": none */
};

#define OKX_KEY_WARNING_SIZE 96

/*
 * Writes the one sentence about a key that can do more than read ("this key can
 * also TRADE and WITHDRAW: make a read-only one"). False, and "", for one that
 * can only read.
 */
bool okx_key_warning(char out[OKX_KEY_WARNING_SIZE], const struct okx_key_info *key);

#endif
