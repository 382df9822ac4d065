/* SPDX-License-Identifier: ISC */
#include "config.h"

/* Writes the completion of a shell, "bash", "zsh" or "fish", from the table of options. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "conf/options.h"
#include "model/column.h"

/* An argument is called after what it is. */

static bool
takes_file(const struct option_info *row)
{
	return row->argument != NULL && strcmp(row->argument, "FILE") == 0;
}

static bool
takes_column(const struct option_info *row)
{
	return row->argument != NULL && strncmp(row->argument, "COLUMN", strlen("COLUMN")) == 0;
}

static bool
offers_words(const struct option_info *row)
{
	return row->words != NULL || takes_column(row);
}

/* Writes what can stand behind ROW's option, separated by blanks, with COLON for ':'. */
static void
write_words(FILE *out, const struct option_info *row, const char *colon)
{
	const char *between = "";

	for (const char *at = row->words; at != NULL && *at != '\0';) {
		size_t length = strcspn(at, " ");

		fprintf(out, "%s%.*s", between, (int)length, at);
		between = " ";
		at += length + strspn(at + length, " ");
	}
	for (int i = 0; takes_column(row) && i < COLUMNS_COUNT; i++) {
		if (!columns[i].sortable)
			continue;
		fprintf(out, "%s%s %s%sasc %s%sdesc", between, columns[i].name, columns[i].name,
		    colon, columns[i].name, colon);
		between = " ";
	}
}

static void
bash(FILE *out)
{
	fputs(
	    "# bash completion for colltop, made from its table of options\n"
	    "_colltop()\n{\n"
	    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} joined=\n\n"
	    "\t# readline takes a word apart at '=' and ':', which comes in the order of the rows only\n"
	    "\tif [[ $cur == : || $prev == : ]]; then\n"
	    "\t\tmapfile -t COMPREPLY < <(compgen -W 'asc desc' -- \"${cur#:}\")\n"
	    "\t\treturn\n\tfi\n"
	    "\tif [[ $prev == = && $COMP_CWORD -ge 2 ]]; then\n"
	    "\t\tprev=${COMP_WORDS[COMP_CWORD - 2]} joined=yes\n\tfi\n"
	    "\tif [[ $cur == = ]]; then\n\t\tcur='' joined=yes\n\tfi\n",
	    out);
	for (int i = 0; i < OPTIONS_COUNT; i++)
		if (option_optional(&option_table[i]))
			fprintf(out,
			    "\tif [[ $prev == --%s && -z $joined ]]; then\n\t\tprev=''\n\tfi\n",
			    option_table[i].name);
	fputs("\n\tcase $prev in\n", out);
	for (int i = 0; i < OPTIONS_COUNT; i++) {
		const struct option_info *row = &option_table[i];

		if (row->argument == NULL)
			continue;
		fputc('\t', out);
		if (row->letter != 0)
			fprintf(out, "-%c | ", row->letter);
		fprintf(out, "--%s)\n", row->name);
		if (takes_file(row))
			fputs("\t\tcompopt -o filenames\n"
			      "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n",
			    out);
		if (offers_words(row)) {
			fputs("\t\tmapfile -t COMPREPLY < <(compgen -W '", out);
			write_words(out, row, ":");
			fputs("' -- \"$cur\")\n", out);
		}
		fputs("\t\treturn\n\t\t;;\n", out);
	}
	fputs("\tesac\n\tmapfile -t COMPREPLY < <(compgen -W '", out);
	for (int i = 0; i < OPTIONS_COUNT; i++)
		fprintf(out, "%s--%s", i > 0 ? " " : "", option_table[i].name);
	fputs("' -- \"$cur\")\n}\ncomplete -F _colltop colltop\n", out);
}

/* Writes TEXT for single quotes in zsh's _arguments, where brackets and colons have a meaning. */
static void
write_zsh(FILE *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			fputs("'\\'", out);
		else if (strchr("[]:\\", *text) != NULL)
			fputc('\\', out);
		fputc(*text, out);
	}
}

static void
zsh(FILE *out)
{
	fputs(
	    "#compdef colltop\n# zsh completion for colltop, made from its table of options\n\n_arguments -s -S",
	    out);
	for (int i = 0; i < OPTIONS_COUNT; i++) {
		const struct option_info *row = &option_table[i];

		fputs(" \\\n\t", out);
		if (row->letter != 0)
			fprintf(out, "'(-%c --%s)'{-%c%s,--%s%s}'[", row->letter, row->name,
			    row->letter, row->argument != NULL ? "+" : "", row->name,
			    row->argument != NULL ? "=" : "");
		else
			fprintf(out, "'--%s%s[", row->name,
			    option_optional(row)      ? "=-" :
				row->argument != NULL ? "=" :
							"");
		write_zsh(out, row->help);
		fputc(']', out);
		if (row->argument != NULL) {
			fputs(option_optional(row) ? "::" : ":", out);
			for (const char *at =
				 row->argument + (option_optional(row) ? strlen("[=") : 0);
			     isupper((unsigned char)*at); at++)
				fputc(tolower((unsigned char)*at), out);
			fputc(':', out);
			if (takes_file(row))
				fputs("_files", out);
			if (offers_words(row)) {
				fputc('(', out);
				write_words(out, row, "\\:");
				fputc(')', out);
			}
		}
		fputc('\'', out);
	}
	fputc('\n', out);
}

static void
fish(FILE *out)
{
	fputs(
	    "# fish completion for colltop, made from its table of options\ncomplete -c colltop -f\n",
	    out);
	for (int i = 0; i < OPTIONS_COUNT; i++) {
		const struct option_info *row = &option_table[i];

		fputs("complete -c colltop", out);
		if (row->letter != 0)
			fprintf(out, " -s %c", row->letter);
		fprintf(out, " -l %s", row->name);
		if (row->argument != NULL && !option_optional(row))
			fputs(takes_file(row) ? " -r -F" : " -x", out);
		if (offers_words(row)) {
			fputs(" -a '", out);
			write_words(out, row, ":");
			fputc('\'', out);
		}
		fputs(" -d '", out);
		for (const char *at = row->help; *at != '\0'; at++) {
			if (*at == '\'' || *at == '\\')
				fputc('\\', out);
			fputc(*at, out);
		}
		fputs("'\n", out);
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*write)(FILE *);
	} shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

	for (size_t i = 0; argc == 2 && i < sizeof shells / sizeof shells[0]; i++) {
		if (strcmp(shells[i].name, argv[1]) == 0) {
			shells[i].write(stdout);
			return fflush(stdout) == 0 ? 0 : 1;
		}
	}
	fprintf(stderr, "usage: completions bash|zsh|fish\n");
	return 2;
}
