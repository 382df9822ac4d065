#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The completions in data/completions are those that the table of options
# makes. With --write it writes them anew.

set -u
top=$(CDPATH='' cd -- "${COLLTOP_TESTS:-tests}/.." && pwd -P) || exit 1
program=${COLLTOP_BUILD:-.}/tests/unit/completions
status=0

for pair in bash:colltop.bash zsh:_colltop fish:colltop.fish; do
	shell=${pair%%:*}
	file=$top/data/completions/${pair#*:}
	if [ "${1-}" = --write ]; then
		"$program" "$shell" >"$file" || exit 1
	else
		"$program" "$shell" | diff -u "$file" - || {
			echo "$file is not what the table of options makes; run tests/unit/completions.sh --write"
			status=1
		}
	fi
done

# A shell that is here also reads its file.
if [ "${1-}" != --write ]; then
	for pair in bash:colltop.bash zsh:_colltop fish:colltop.fish; do
		shell=${pair%%:*}
		command -v "$shell" >/dev/null 2>&1 || continue
		"$shell" -n "$top/data/completions/${pair#*:}" || status=1
	done
fi
exit $status
