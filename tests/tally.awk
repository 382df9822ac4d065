# SPDX-License-Identifier: ISC
# Adds up the .trs files of automake's test harness: what failed, out of the
# .log beside it, then "N passed, N failed". A failing cmocka program reports
# its failed tests and then that it ended with a status, which is not counted
# again. unit=1 and e2e=1 are make's word that something failed there, although
# no test may say so: a program that did not compile. Status 1 on any failure.

function close_file(    line)
{
	if (bad || errors) {
		sub(/\.trs$/, ".log", name)
		while ((getline line < name) > 0)
			if (line ~ /^(FAIL|XPASS|ERROR):? tests\//)
				print line
		close(name)
	}
	failed[name ~ /^tests\/e2e\//] += bad ? bad : errors
	bad = errors = 0
}

FNR == 1 { close_file(); name = FILENAME }
/^:test-result: PASS/ { passed++ }
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
	if (!passed && !failed[0] && !failed[1]) {
		failed[0] = 1
		print "no test ran"
	}
	printf "%d passed, %d failed\n", passed, failed[0] + failed[1]
	exit failed[0] + failed[1] ? 1 : 0
}
