/* SPDX-License-Identifier: ISC */
#include "config.h"

/* Writes the completion for the shell that its argument names: "bash", "zsh" or "fish". */
#include <stdio.h>

#include "conf/options.h"

int
main(int argc, char **argv)
{
	if (argc != 2 || !options_completion(stdout, argv[1])) {
		fprintf(stderr, "usage: completions bash|zsh|fish\n");
		return 2;
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
