# SPDX-License-Identifier: ISC
# Adds up the .trs files of automake's test harness: what failed and why, out of
# the .log beside it, then "N passed, N failed". A failing cmocka program reports
# its failed tests and then that it ended with a status, which is not counted
# again. unit=1 and e2e=1 are make's word that something failed there, although
# no test may say so: a program that did not compile. program=NAME, for one .trs
# file, ends with one line for that program instead, which took seconds=N. Status 1
# on any failure.

# Each failed test with what was written since the test before it, and the comments
# after it. Without a failed test, as when the program crashed: how it ended, and the
# last lines that it wrote.
function explain(log_file,    line, lines, held, after, told, i)
{
	held = ""
	while ((getline line < log_file) > 0) {
		last[lines++ % 60] = "    " line
		if (line ~ /^(FAIL|XPASS): tests\/[^ ]* [0-9]/) {
			print line
			printf "%s", held
			held = ""
			told = after = 1
		} else if (line ~ /^(FAIL|XPASS|ERROR):? tests\//) {
			print line
			after = 0
		} else if (line ~ /^(PASS|SKIP|XFAIL): tests\//) {
			held = ""
			after = 0
		} else if (line ~ /^(1[.][.][0-9]|# ([0-9]+ seconds: |ok - |not ok - ))/)
			after = 0
		else if (line !~ /^(not )?ok /) {
			after = after && line ~ /^#/
			sub(/^# ?/, "", line)
			if (after)
				print "    " line
			else
				held = substr(held "    " line "\n", length(held) > 20000 ? 5000 : 1)
		}
	}
	close(log_file)
	for (i = told || lines < 60 ? 0 : lines - 60; !told && i < lines; i++)
		print last[i % 60]
}

function close_file()
{
	if (bad || errors) {
		sub(/\.trs$/, ".log", name)
		explain(name)
	}
	failed[name ~ /^tests\/(e2e|torture)\//] += bad ? bad : errors
	bad = errors = 0
}

FNR == 1 { close_file(); name = FILENAME }
/^:test-result: PASS/ { passed++ }
/^:test-result: SKIP/ { skipped++ }
/^:test-result: (FAIL|XPASS)/ { bad++ }
/^:test-result: ERROR/ { errors++ }

# A stage that make calls failed, without a test that says so.
function stage(e2e, word)
{
	if (word && !failed[e2e]) {
		failed[e2e] = 1
		print (e2e ? "the end-to-end tests" : "the unit and screen tests") " were not built, or not all run"
	}
}

END {
	close_file()
	stage(0, unit)
	stage(1, e2e)
	if (!passed && !skipped && !failed[0] && !failed[1]) {
		failed[0] = 1
		print "no test ran"
	}
	all_failed = failed[0] + failed[1]
	if (program != "")
		printf "%s: %s (%d passed%s%s, %d s)\n", all_failed ? "FAIL" : passed ? "PASS" : "SKIP",
		    program, passed, all_failed ? ", " all_failed " failed" : "",
		    skipped ? ", " skipped " skipped" : "", seconds
	else
		printf "%d passed, %d failed\n", passed, all_failed
	exit all_failed ? 1 : 0
}
