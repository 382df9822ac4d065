/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/parsed.h"

#include <string.h>

void
okx_parsed_drop(struct okx_parsed *parsed)
{
	assets_drop(parsed->assets);
	loans_drop(parsed->loans);
	funding_drop(parsed->funding);
	prices_drop(parsed->prices);
	memset(parsed, 0, sizeof *parsed);
}
