#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Runs a copy of bootstrap with programs of its own in place of make and of what
# installs packages: its words, what it shows of the tests while they run, and
# its status. Then what tests/driver.sh says of programs that pass, fail, crash.

set -u
LC_ALL=C
export LC_ALL
tests=$(CDPATH='' cd -- "${COLLTOP_TESTS:-tests}" && pwd -P) || exit 1
scratch=$(mktemp -d "${TMPDIR:-/tmp}/colltop-bootstrap.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
cd "$scratch" || exit 1
failed=0

# expect STATUS COMMAND...: runs it; its output goes to out, its errors to err.
expect()
{
	wanted=$1
	shift
	"$@" </dev/null >out 2>err
	status=$?
	[ "$status" -eq "$wanted" ] || wrong "$* ended with $status, not with $wanted"
}

wrong()
{
	echo "wrong: $*"
	sed 's/^/    /' out err
	failed=1
}

# has FILE PATTERN: a line of FILE matches the whole PATTERN.
has()
{
	grep -qxE -- "$2" "$1" || wrong "no line of $1 is: $2"
}

lines()
{
	[ "$(wc -l <"$1")" -eq "$2" ] || wrong "$1 has not $2 lines"
}

# Installed is whatever is asked for, configured and compiled is everything.
mkdir -p bin tree/build-aux tree/build
cp "$tests/../bootstrap" tree/bootstrap
for file in configure Makefile.in config.h.in build-aux/tap-driver.sh build/Makefile build/config.h; do
	echo 'exit 0' >"tree/$file"
done
chmod +x tree/configure
cat >bin/apt-get <<'END'
#!/bin/sh
exit 1
END
cat >bin/dpkg-query <<'END'
#!/bin/sh
for package in "$@"; do echo "installed $package"; done
END
cat >bin/make <<'END'
#!/bin/sh
case $* in
*check-all*)
	mkdir -p "$2/tests"
	cp "$CASE" "$2/tests/tally.txt"
	cat "$CASE.words"
	read -r status <"$CASE.status"
	exit "$status"
	;;
*test-programs*) exit "${PROGRAMS-0}" ;;
esac
END
chmod +x bin/*
PATH=$scratch/bin:$PATH
export PATH
mkdir -p tree/build/tests

expect 0 tree/bootstrap -h
has out 'usage: \./bootstrap .*'
has out ' *\./bootstrap run \[ARGS\] .*'
has out ' *\./bootstrap check .*'
lines err 0
cp out usage
expect 0 tree/bootstrap --help
cmp -s out usage || wrong '--help says something else than -h'
for words in frob -x 'check now'; do
	# shellcheck disable=SC2086  # words, all of them
	expect 2 tree/bootstrap $words
	lines out 0
	lines err 1
	has err 'bootstrap: .*; \./bootstrap -h shows the usage'
done

expect 0 tree/bootstrap
lines out 0
has err 'make +[0-9]+ s'
has err ' *build/colltop --simulate .*'

# What make says while the tests run, and what is shown of it.
cat >good.words <<'END'
  CC       tests/unit/test_a.o
3 test programs
PASS: tests/unit/house.sh
PASS: tests/unit/test_a (14 passed, 2 s)
SKIP: tests/unit/test_b (0 passed, 2 skipped, 0 s)
FAIL: tests/unit/test_a
END
echo 0 >good.status
echo '15 passed, 0 failed' >good
CASE=$scratch/good
export CASE
expect 0 tree/bootstrap check
has err 'check'
has err ' *1/3 +PASS: tests/unit/house\.sh'
has err ' *2/3 +PASS: tests/unit/test_a \(14 passed, 2 s\)'
has err ' *3/3 +SKIP: tests/unit/test_b .*'
has err 'check +[0-9]+ s'
lines out 1
has out '15 passed, 0 failed'
! grep -q "$(printf '\033')" err || wrong 'a control sequence where no terminal is'
! grep -q 'FAIL' err || wrong 'the heading of a log was taken for a program'
for line in '  CC       tests/unit/test_a.o' 'PASS: tests/unit/house.sh'; do
	grep -qxF "$line" tree/build/bootstrap.log || wrong "not in the log: $line"
done

cp good.words bad.words
echo 1 >bad.status
printf 'FAIL: tests/unit/test_a 2 - second\n14 passed, 1 failed\n' >bad
CASE=$scratch/bad
expect 1 tree/bootstrap check
has out 'FAIL: tests/unit/test_a 2 - second'
[ "$(tail -n 1 out)" = '14 passed, 1 failed' ] || wrong 'the sum is not the last line'
PROGRAMS=1
export PROGRAMS
expect 1 tree/bootstrap check
has err 'tests +failed after .*'
lines out 0

# --- the driver

# driven NAME: what the driver says of NAME.sh, which writes TAP, or says that it fails.
driven()
{
	expect 0 sh "$tests/driver.sh" sh "$tests/../build-aux/tap-driver.sh" --test-name "tests/unit/$1" \
	    --log-file "$1.log" --trs-file "$1.trs" --color-tests no --enable-hard-errors yes \
	    --expect-failure no -- sh "$tests/tap.sh" sh "./$1.sh"
	lines err 0
}

AM_TAP_AWK=${AM_TAP_AWK:-awk}
export AM_TAP_AWK
cat >good.sh <<'END'
echo '1..3'
echo 'ok 1 - first'
echo 'ok 2 - second'
echo 'not ok 3 # SKIP third'
END
driven good
lines out 1
has out 'PASS: tests/unit/good \(2 passed, 1 skipped, [0-9]+ s\)'

cat >bad.sh <<'END'
echo '1..3'
echo 'ok 1 - first'
echo '| no "BTC" on the screen:' >&2
echo '|  colltop  PRODUCTION'
echo 'not ok 2 - second'
echo '# bad.c:7: error: Failure!'
echo 'words of the third test'
echo 'ok 3 - third'
echo '# not ok - tests'
exit 1
END
driven bad
cat >wanted <<'END'
FAIL: tests/unit/bad 2 - second
    | no "BTC" on the screen:
    |  colltop  PRODUCTION
    bad.c:7: error: Failure!
ERROR: tests/unit/bad - exited with status 1
END
sed '$d' out | cmp -s - wanted || wrong 'the message of the failed test is not told whole'
has out 'FAIL: tests/unit/bad \(2 passed, 1 failed, [0-9]+ s\)'

cat >crash.sh <<'END'
echo '1..2'
echo 'ok 1 - first'
echo 'the last words' >&2
kill -ABRT $$
END
driven crash
has out '    the last words'
has out 'ERROR: tests/unit/crash - exited with status 134 .*'
[ "$(tail -n 1 out | sed 's/(.*//')" = 'FAIL: tests/unit/crash ' ] || wrong 'a crash is not told'

exit $failed
