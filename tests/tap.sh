#!/bin/sh
# SPDX-License-Identifier: ISC
# tap.sh PROGRAM...: runs it, says how many seconds it took, and ends with its
# status. Errors go where the results go, as cmocka writes what failed there, and
# it is to stand before the test that failed. cmocka 1.1.5 reports a test that was skipped as "not ok N # SKIP", which
# readers of TAP take for a failure.
exec 4>&1
began=$(date +%s)
status=$({
	{
		"$@" 2>&1 3>&- 4>&-
		echo $? >&3
	} | sed 's/^not ok \([0-9]* # SKIP\)/ok \1/' >&4
} 3>&1)
echo "# $(($(date +%s) - began)) seconds: $*"
exit "$status"
