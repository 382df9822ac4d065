#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Holds the table of faults (tests/data/faults.txt) and the tests together:
# prints each row without a test, and each test named after a row that is not
# there. A test belongs to row NN by the words "fault_NN_" in the name under
# which it is registered. Then it plants one of each and requires that it is found.

set -u
LC_ALL=C
export LC_ALL
tests=${COLLTOP_TESTS:-tests}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/colltop-faults.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

# named DIRECTORY: the rows that tests are named after, one a line with the test's name.
named()
{
	find "$1" -type f -name '*.c' -exec grep -hE \
	    '\.name = "fault_[0-9]+_|[A-Z]*TEST[A-Z_]*\([a-z_]*fault_[0-9]+_' {} + |
	    sed -nE 's/.*(fault_0*([0-9]+)_[a-z0-9_]+).*/\2 \1/p'
}

# breaches TABLE DIRECTORY: what does not fit.
breaches()
{
	named "$2" | awk -v table="$1" '
	BEGIN {
		while ((getline line <table) > 0)
			if (split(line, cell, "\t") == 4 && cell[1] ~ /^[0-9]+$/)
				fault[cell[1] + 0] = cell[2]
	}
	{ tested[$1]++ }
	!($1 in fault) { print "test without a row: " $2 }
	END {
		for (row in fault)
			if (!(row in tested))
				print "row without a test: " row " " fault[row]
	}' | sort
}

status=0
breaches "$tests/data/faults.txt" "$tests" >"$scratch/found"
if [ -s "$scratch/found" ]; then
	cat "$scratch/found"
	status=1
fi
rows=$(grep -c '^[0-9]' "$tests/data/faults.txt")
echo "rows: $rows, tests: $(named "$tests" | sort -u | wc -l), rows without a test: $(grep -c '^row' "$scratch/found")"
[ "$rows" -ge 90 ] || { echo "rows are missing"; status=1; }

mkdir "$scratch/tests"
printf '1\tfirst\tseen\truns\n2\tsecond\tseen\truns\n3\tthird\tseen\truns\n' >"$scratch/table"
cat >"$scratch/tests/test.c" <<'END'
	{ .name = "fault_01_first", .run = first },
		TEST(test_fault_3_third)
	/* fault_02_second is only spoken of. */
	{ .name = "fault_04_fourth" },
END
breaches "$scratch/table" "$scratch/tests" >"$scratch/found"
printf 'row without a test: 2 second\ntest without a row: fault_04_fourth\n' | cmp -s - "$scratch/found" ||
    { echo "planted and not found:"; cat "$scratch/found"; status=1; }
exit $status
