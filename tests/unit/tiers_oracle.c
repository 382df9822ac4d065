/* SPDX-License-Identifier: ISC */
/*
 * Answers lines "AMOUNT [FROM,TO,RATE]..." on standard input, TO "" for a tier without end and
 * "-" for a member that is not sent, with what the table counts of AMOUNT, for tiers_oracle.py
 * to compare; then " unreadable" where a tier cannot be read.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "model/tiers.h"

static struct figure
read_member(char **rest, const char *separators)
{
	const char *text = strsep(rest, separators);

	return text == NULL || strcmp(text, "-") == 0 ? (struct figure){ .state = FIGURE_ABSENT } :
							figure_read(text);
}

static void
read_tier(struct tier *tier, char *text)
{
	tier->from = read_member(&text, ",");
	tier->endless = text != NULL && text[0] == ',';
	tier->to = read_member(&text, ",");
	tier->rate = read_member(&text, ",");
}

int
main(void)
{
	static char line[1 << 16];

	while (fgets(line, sizeof line, stdin) != NULL) {
		struct tiers *tiers = tiers_new("BTC", NULL, "");
		char *rest = line, *word, text[DECIMAL_TEXT_SIZE];
		struct decimal amount, counted;

		line[strcspn(line, "\n")] = '\0';
		word = strsep(&rest, " ");
		if (!decimal_parse(&amount, word, strlen(word)))
			return 1;
		while ((word = strsep(&rest, " ")) != NULL)
			read_tier(tiers_add(tiers), word);
		tiers_seal(tiers);
		if (tiers_counted(&counted, tiers, &amount))
			decimal_text(text, sizeof text, &counted);
		else
			strcpy(text, "false");
		printf("%s%s\n", text, tiers->unreadable ? " unreadable" : "");
		tiers_drop(tiers);
	}
	return 0;
}
