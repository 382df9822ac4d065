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
#include "conf/settings_load.h"
#include "model/column.h"

static int
check_file(const char *file)
{
	const struct options options = {
		.config = file,
		.environment = -1,
	};
	struct settings settings;
	struct cause cause;
	bool good = settings_load(&settings, &options, &cause);

	if (!good)
		printf("%s\n", cause.text);
	settings_clear(&settings);
	return good ? 0 : 1;
}

/* What ROW accepts, in the words of the manual page; "" where they are its own. */
static void
accepts(char *out, size_t size, const struct option_info *row)
{
	size_t used = 0;

	switch (row->kind) {
	case KIND_WHOLE:
		snprintf(out, size, "%d to %d", row->minimum, row->maximum);
		break;
	case KIND_SECONDS:
		snprintf(out, size, "%d.%d to %d seconds", row->minimum / 1000,
		    row->minimum % 1000 / 100, row->maximum / 1000);
		break;
	case KIND_PERCENT:
		snprintf(out, size, "%d to %d per cent", row->minimum, row->maximum);
		break;
	case KIND_BOOL:
		snprintf(out, size, "true or false");
		break;
	case KIND_PATH:
		snprintf(out, size, "a file, from / or ~/");
		break;
	case KIND_COPY:
		for (const char *at = row->words; *at != '\0'; at += strspn(at, " ")) {
			size_t length = strcspn(at, " ");

			used += (size_t)snprintf(out + used, size - used, "%s%.*s",
			    at == row->words            ? "" :
				strchr(at, ' ') == NULL ? " or " :
							  ", ",
			    (int)length, at);
			at += length;
		}
		break;
	default:
		snprintf(out, size, "%s", row->help == NULL ? row->argument : "");
	}
}

static void
print_setting(const struct option_info *row)
{
	char value[100];

	if (row->section == NULL || strcmp(row->section, OPTION_SETTING) == 0)
		return;
	accepts(value, sizeof value, row);
	printf("setting\t%s\t%s\t%s\t%s\n", row->section[0] != '\0' ? row->section : "-", row->name,
	    value, row->standard != NULL && row->standard[0] != '\0' ? row->standard : "-");
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
	for (const struct option_info *row = option_table; row->name != NULL; row++)
		print_setting(row);
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
