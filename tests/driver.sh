#!/bin/sh
# SPDX-License-Identifier: ISC
# driver.sh SHELL DRIVER --test-name NAME --log-file LOG --trs-file TRS ARGS...: runs
# automake's TAP driver, which would print a line for each test, and prints one for
# the program, after what failed in it and why. Needs AM_TAP_AWK.
set -u

name='' results=''
before=
for word in "$@"; do
	case $before in
	--test-name) name=$word ;;
	--trs-file) results=$word ;;
	--) break ;;
	esac
	before=$word
done
began=$(date +%s)
"$@" >/dev/null || exit
"${AM_TAP_AWK:-awk}" -v program="$name" -v seconds=$(($(date +%s) - began)) \
    -f "$(dirname -- "$0")/tally.awk" "$results"
exit 0
