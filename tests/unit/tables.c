/* SPDX-License-Identifier: ISC */
#include "config.h"

/*
 * Prints the program's tables as lines of fields separated by tabs, for the
 * script that holds the manual pages and the sample configuration against
 * them; with --help the text of that option; with --config FILE what is wrong
 * with that configuration.
 */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "conf/options.h"
#include "conf/settings.h"
#include "model/column.h"

static int
check_file(const char *file)
{
	const struct options options = { .config = file,
		.environment = -1,
		.interval_s = -1,
		.sort = -1 };
	struct settings settings;
	struct cause cause;
	bool good = settings_load(&settings, &options, &cause);

	if (!good)
		printf("%s\n", cause.text);
	settings_clear(&settings);
	return good ? 0 : 1;
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		options_help(stdout);
		return 0;
	}
	if (argc == 3 && strcmp(argv[1], "--config") == 0)
		return check_file(argv[2]);
	for (int i = 0; i < OPTIONS_COUNT; i++) {
		const struct option_info *row = &option_table[i];
		const char letter[] = { row->letter != 0 ? row->letter : '-', '\0' };

		printf("option\t%s\t%s\t%s\t%s\n", letter, row->name,
		    row->argument != NULL ? row->argument : "-", row->help);
	}
	for (const struct settings_info *row = settings_table; row->name != NULL; row++)
		printf("setting\t%s\t%s\t%s\t%s\t%s\n",
		    row->section[0] != '\0' ? row->section : "-", row->name, row->value,
		    row->standard[0] != '\0' ? row->standard : "-", row->help);
	for (int i = 0; i < COLUMNS_COUNT; i++)
		printf("column\t%s\t%s\t%s\t%s\n", columns[i].name,
		    columns[i].alias != NULL ? columns[i].alias : "-",
		    columns[i].sortable ? "sortable" : "-",
		    columns[i]
			.in[columns[i].in[COLUMN_LIST].title == NULL ? COLUMN_LOAN : COLUMN_LIST]
			.title);
	for (int i = 0; i < MODES_COUNT; i++) {
		for (int j = COMMAND_NONE + 1; j < COMMANDS_COUNT; j++) {
			char keys[128];

			command_keys(keys, sizeof keys, (enum mode)i, (enum command)j);
			if (keys[0] != '\0')
				printf("command\t%s\t%s\t%s\t%s\n", command_modes[i],
				    commands[j].name, keys, commands[j].help);
		}
	}
	return 0;
}
