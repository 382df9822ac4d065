#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Holds the house of src/ together: which room may know which library and which
# other room, that no files include each other, how long a file and a function
# may be, which calls nobody makes. Prints one line for each breach ("RULE FILE:
# what"). Then it plants one breach of every rule in a small tree of its own and
# requires that each is found.

set -u
LC_ALL=C
export LC_ALL
top=$(CDPATH='' cd -- "${COLLTOP_TESTS:-tests}/.." && pwd -P) || exit 1

# breaches: the rules, over the tree in the current directory.
breaches()
{
	# shellcheck disable=SC2046  # file names without blanks
	awk '
	# word(NAMES): a pattern of NAMES ("a|b") as whole words.
	function word(names)
	{
		return "(^|[^A-Za-z0-9_])(" names ")([^A-Za-z0-9_]|$)"
	}

	function call(names)
	{
		return "(^|[^A-Za-z0-9_])(" names ")[ \t]*[(]"
	}

	function breach(rule, what)
	{
		print rule " " FILENAME ": " (what == "" ? FNR ": " $0 : what)
	}

	# library(HEADER, FILES): HEADER only in FILES, both patterns.
	function library(header, files)
	{
		headers[++libraries] = "<(" header ")>"
		homes[libraries] = "^(" files ")$"
	}

	# The line without comments and the insides of strings.
	function code(line,    out, i, c, two, quote)
	{
		if (!comment && line !~ /[\/"\047]/)
			return line
		out = quote = ""
		for (i = 1; i <= length(line); i++) {
			c = substr(line, i, 1)
			two = substr(line, i, 2)
			if (comment) {
				if (two == "*/") {
					comment = 0
					i++
				}
			} else if (quote != "") {
				if (c == "\\")
					i++
				else if (c == quote) {
					quote = ""
					out = out c
				}
			} else if (two == "/*") {
				comment = 1
				out = out " "
				i++
			} else if (two == "//") {
				break
			} else {
				if (c == "\"" || c == "\047")
					quote = c
				out = out c
			}
		}
		return out
	}

	function end_file()
	{
		if (file == "")
			return
		if (lines > 900)
			print "length " file ": " lines " lines, 900 at most"
		if (file ~ /\.c$/ && first != "#include \"config.h\"" && !(file ~ /^tests/ && first == "#include \"test.h\""))
			print "config " file ": config.h is not included first"
	}

	# What is left when every module (NAME.c and NAME.h) that includes no other
	# or that no other includes is taken away, over and over: circles.
	function circles(    n, more, includes, included)
	{
		do {
			more = 0
			split("", includes)
			split("", included)
			for (n in from) {
				includes[from[n]] = 1
				included[to[n]] = 1
			}
			for (n in from)
				if (!(to[n] in includes) || !(from[n] in included)) {
					delete from[n]
					more = 1
				}
		} while (more)
		for (n in from)
			print "circle " includer[n] ": includes " to[n] ".h: in a circle, or on the way between two"
	}

	BEGIN {
		library("curl/.*", "src/okx/http(_library)?[.]c")
		library("openssl/.*", "src/okx/sign[.]c")
		library("cjson/.*|cJSON[.]h", "src/okx/(elements|parse|parse_records)[.]c|src/report/json[a-z_]*[.]c|src/sim/[a-z_]*[.]c")
		library("gmp[.]h", "src/base/decimal[.]c")
		library("(ncursesw?/)?(n?curses|term)[.]h", "src/ui/[a-z_]*[.]c")
		library("confuse[.]h", "src/conf/settings_load[.]c")
		library("microhttpd[.]h", "src/sim/[a-z_]*[.]c")

		# Who may include whom.
		below["base"] = "base/[a-z_]*"
		below["model"] = below["base"] "|model/[a-z_]*"
		below["okx"] = below["model"] "|okx/[a-z_]*"
		below["sys"] = below["base"] "|sys/[a-z_]*"
		below["conf"] = below["okx"] "|sys/[a-z_]*|conf/[a-z_]*"
		below["app"] = below["conf"] "|app/[a-z_]*"
		below["setup"] = below["conf"] "|setup/[a-z_]*"
		below["view"] = below["app"] "|view/[a-z_]*"
		below["ui"] = below["view"] "|setup/finding|ui/[a-z_]*"
		below["report"] = below["view"] "|setup/finding|report/[a-z_]*"
		below["main.c"] = below["view"] "|setup/[a-z_]*|ui/[a-z_]*|report/[a-z_]*"
		below["sim"] = "base/[a-z_]*|model/account_id|okx/sign|okx/error|conf/option_info|conf/parse_value|sim/[a-z_]*"

		calls = call("v?sprintf|strn?cpy|strn?cat|strtok|gets|system|popen|alloca|" \
		    "ato[fil]l?|strto[df]|strtold|rand|srand|signal|setjmp|longjmp")
		floats = word("float|double|_Float[0-9]+|strtod|fabs|floor|ceil|l?lround")
		clocks = call("clock_gettime|gettimeofday|time|ftime")
		exits = call("exit|abort|err|errx|quick_exit")
		# It only reads: nothing in it can ask for anything but GET.
		writes = "CURLOPT_(COPY)?(POST|CUSTOMREQUEST|UPLOAD|PUT|MIMEPOST|HTTPPOST|READFUNCTION)|" \
		    "\"(POST|PUT|PATCH|DELETE)[\" ]"
		transport = "CURLOPT_(VERBOSE|DEBUGFUNCTION)|CURL_NETRC_(OPTIONAL|REQUIRED)|" \
		    "CURLOPT_SSL_VERIFY(PEER|HOST),[ \t]*0|CURLOPT_FOLLOWLOCATION,[ \t]*[1-9]"
	}

	FNR == 1 {
		end_file()
		file = FILENAME
		first = ""
		comment = 0
		split(file, path, "/")
		room = path[2]
		if ($0 != "/* SPDX-License-Identifier: ISC */")
			breach("license", "the first line does not name it")
	}

	{ lines = FNR }

	# Tests include config.h first, as all do, or test.h, which does; they are otherwise free.
	file !~ /^src/ {
		if (first == "" && /^[ \t]*#[ \t]*include/)
			first = $0
		next
	}

	{ text = code($0) }

	# Functions begin and end in the first column.
	/^[a-z_].*[(]/ { named = $0 }
	/^[{]$/ { began = FNR }
	/^}$/ {
		if (began > 0 && FNR - began - 1 > 60)
			breach("function", named " has " FNR - began - 1 " lines, 60 at most")
		began = 0
	}

	/^[ \t]*#[ \t]*include/ {
		if (first == "")
			first = $0
		for (i = 1; i <= libraries; i++)
			if ($0 ~ headers[i] && file !~ homes[i])
				breach("library")
		if (/"/ && (!(room in below) || $0 !~ "\"(config|" below[room] ")[.]h\""))
			breach("arrow")
		if (match($0, /"[a-z0-9_]+\/[a-z0-9_]+[.]h"/)) {
			module = file
			gsub(/^src\/|[.][ch]$/, "", module)
			includer[++edges] = file
			from[edges] = module
			to[edges] = substr($0, RSTART + 1, RLENGTH - 4)
			if (from[edges] == to[edges])
				delete from[edges]
		}
		next
	}

	text ~ calls { breach("call") }
	room ~ /^(base|model|okx|report)$/ && text ~ floats { breach("float") }
	file != "src/base/monotime.c" && text ~ clocks { breach("clock") }
	file !~ /^src\/(main\.c|base\/xmalloc\.c|sim\/.*)$/ && text ~ exits { breach("exit") }
	room != "sim" && $0 ~ writes { breach("write") }
	$0 ~ transport { breach("transport") }

	END {
		end_file()
		circles()
	}
	' $(find src tests \( -name '*.c' -o -name '*.h' \) -type f 2>/dev/null | sort)

	# In brackets, so that this file is not among what it finds.
	find src tests man data m4 .ci bootstrap -type f -exec grep -nIE \
	    '(^|[^A-Za-z0-9_])(TOD[O]|FIXM[E]|XX[X]|HAC[K])([^A-Za-z0-9_]|$)|not (yet )?implemente[d]|placeholde[r]|dumm[y]' \
	    /dev/null {} + 2>/dev/null | sed 's/^/unfinished /'

	# What make does not know is neither built nor tested nor handed out.
	find src tests man data -type f -name '*.*' ! -name '.*' ! -name '*~' \
	    ! -name '*.a' ! -name '*.o' ! -name '*.log' ! -name '*.trs' ! -name '*.pyc' \
	    ! -path '*/.deps/*' ! -path tests/tally.txt 2>/dev/null | sort >"$scratch/there"
	# A name without an ending is a folder that is named as a whole, or a program of one file.
	grep -oE '(src|tests|man|data)/[A-Za-z0-9_./-]*[A-Za-z0-9]' Makefile.am |
	    grep -vE '\.(a|log|trs|test)$|^tests/tally\.txt$|^src/sim/default_portfolio\.h$' | sort -u |
	    while IFS= read -r name; do
		case $name in
		*.*) echo "$name" ;;
		tests/*) if [ -d "$name" ]; then find "$name" -type f; else echo "$name.c"; fi ;;
		esac
	done | sort -u >"$scratch/named"
	comm -23 "$scratch/there" "$scratch/named" | sed 's/^/make /; s/$/: not named in Makefile.am/'
	comm -13 "$scratch/there" "$scratch/named" | sed 's/^/make /; s/$/: named in Makefile.am, but not there/'

	# A picture that no scene and no test shows.
	for file in tests/screen/scenes/*.screen; do
		[ -e "$file" ] || continue
		subject=$(basename "$file" .screen)
		sed -n 's/^== //p' "$file" | while IFS= read -r picture; do
			grep -qxE "(picture|block) \"?$picture\"?" "${file%.screen}.keys" 2>/dev/null ||
			    grep -qF "\"$subject/$picture\"" tests/screen/*.c 2>/dev/null ||
			    echo "picture $file: nothing shows $picture"
		done
	done

	# The packages that configure names are those that bootstrap installs.
	for package in $(grep -oE '\[[a-z0-9-]+-dev(el)?\]' configure.ac | tr -d '[]'); do
		grep -q "[[:blank:]]$package\([[:blank:]]\|\$\)" bootstrap ||
		    echo "package configure.ac: bootstrap does not know $package"
	done
}

# plant RULE FILE TEXT: a file that breaks RULE.
plant()
{
	mkdir -p "${2%/*}"
	printf '/* SPDX-License-Identifier: ISC */\n#include "config.h"\n%s\n' "$3" >"$2"
	echo "$2" >>Makefile.am
	printf '%s %s:\n' "$1" "$2" >>planted
}

plant_all()
{
	plant library src/app/curl.c '#include <curl/curl.h>'
	plant library src/okx/http.h '#include <curl/curl.h>'
	plant library src/okx/client.c '#include <openssl/evp.h>'
	plant library src/okx/error.c '#include <cjson/cJSON.h>'
	plant library src/okx/parse.h '#include <cjson/cJSON.h>'
	plant library src/model/column.c '#include <gmp.h>'
	plant library src/report/table.c '#include <ncurses.h>'
	plant library src/view/curses.c '#include <curses.h>'
	plant library src/conf/options.c ' # include <confuse.h>'
	plant library src/okx/rate_limit.c '#include <microhttpd.h>'
	plant arrow src/base/low.c '#include "model/figure.h"'
	plant arrow src/model/low.c '#include "okx/http.h"'
	plant arrow src/okx/low.c '#include "app/app.h"'
	plant arrow src/sys/low.c '#include "model/figure.h"'
	plant arrow src/conf/low.c '#include "app/app.h"'
	plant arrow src/app/low.c '#include "setup/doctor.h"'
	plant arrow src/app/high.c '#include "ui/ui.h"'
	plant arrow src/app/text.c '#include "view/page.h"'
	plant arrow src/view/low.c '#include "ui/paint.h"'
	plant arrow src/view/setup.c '#include "setup/finding.h"'
	plant arrow src/setup/low.c '#include "app/app.h"'
	plant arrow src/setup/high.c '#include "report/report.h"'
	plant arrow src/ui/doctor.c '#include "setup/doctor.h"'
	plant arrow src/report/low.c '#include "ui/ui.h"'
	plant arrow src/ui/low.c '#include "report/report.h"'
	plant arrow src/sim/low.c '#include "okx/client.h"'
	plant arrow src/sim/high.c '#include "conf/options.h"'
	plant arrow src/main.c '#include "sim/exchange.h"'
	plant circle src/okx/round.c '#include "okx/ring.h"'
	plant circle src/okx/ring.h '#include "okx/arc.h"'
	plant circle src/okx/arc.c '#include "okx/round.h"'
	plant length src/base/long.c "$(awk 'BEGIN { while (n++ < 900) print "int x;" }')"
	plant length tests/unit/long.c "$(awk 'BEGIN { while (n++ < 900) print "int x;" }')"
	plant function src/base/endless.c "$(awk 'BEGIN {
		print "int\nf(void)\n{"
		while (n++ < 60)
			print "\tg();"
		print "\treturn 1;\n}"
	}')"
	plant license src/base/free.c ''
	echo '#include "config.h"' >src/base/free.c
	plant config src/base/first.c ''
	printf '/* SPDX-License-Identifier: ISC */\n#include <stdio.h>\n' >src/base/first.c
	plant config tests/unit/first.c ''
	printf '/* SPDX-License-Identifier: ISC */\n#include <stdio.h>\n' >tests/unit/first.c
	plant call src/ui/call.c 'int f(char *a) { return /* " */ sprintf(a, "x"); }'
	plant call src/app/call.c 'int f(void) { return system ("ls"); }'
	plant float src/model/float.c 'int f(double a);'
	plant clock src/ui/clock.c 'long f(void) { return time(NULL); }'
	plant exit src/app/exit.c 'void f(void) { exit(1); }'
	plant write src/okx/write.c 'int f = CURLOPT_POSTFIELDS;'
	plant write src/okx/verb.c 'const char *f = "DELETE /";'
	plant transport src/okx/verify.c '	set(easy, CURLOPT_SSL_VERIFYPEER, 0L);'
	plant transport src/okx/follow.c '	set(easy, CURLOPT_FOLLOWLOCATION, 1L);'
	plant unfinished src/ui/later.c "/* TOD""O */"
	plant make src/ui/forgotten.c ''
	grep -v forgotten Makefile.am >other && mv other Makefile.am
	plant make src/ui/gone.c ''
	rm src/ui/gone.c
	echo tests/unit/lost >>Makefile.am
	echo 'make tests/unit/lost.c:' >>planted

	plant picture tests/screen/scenes/planted.screen '== lost'
	echo 'picture "shown 2"' >tests/screen/scenes/planted.keys
	plant clean tests/screen/planted.c 'const char *f = "planted/in C";'
	printf '== shown 2\n== in C\n' >>tests/screen/scenes/planted.screen
	echo tests/screen/scenes >>Makefile.am

	echo '[libold-dev], [libnew-dev]' >configure.ac
	echo '.x  libnew-dev  y' >bootstrap
	echo 'package configure.ac: bootstrap does not know libold-dev' >>planted
	echo 'clean bootstrap does not know libnew-dev' >>planted

	# These break nothing.
	plant clean tests/unit/clean.c 'void f(void) { exit(1); }'
	echo 'clean nothing shows shown 2' >>planted
	echo 'clean nothing shows in C' >>planted
	plant clean tests/unit/program.c ''
	plant clean tests/folder/file.c ''
	sed -e 's/program[.]c/program/' -e 's,folder/file[.]c,folder,' Makefile.am >other && mv other Makefile.am
	plant clean src/okx/sign.c '#include <openssl/evp.h>'
	plant clean src/okx/parse.c '#include <cjson/cJSON.h>'
	plant clean src/base/clean.c '/* a double "float" exit(1)
 * strcpy(a, b) */
const char *f = "sprintf(\" double"; // popen()
int my_system(void); int x_time(int runtime(void));'
	plant clean src/base/ending.c "$(awk 'BEGIN {
		print "int\nf(void)\n{"
		while (n++ < 59)
			print "\tg();"
		print "\treturn 1;\n}"
	}')"
	plant clean src/okx/outside.c '#include "okx/ring.h"'
	plant clean src/okx/ring.c '#include "okx/ring.h"'
	plant clean src/okx/arc.h '#include "base/inside.h"'
	plant clean src/view/clean.c '#include "app/app.h"'
	plant clean src/ui/clean.c '#include "view/page.h"
int scale_double;'
}

scratch=$(mktemp -d "${TMPDIR:-/tmp}/colltop-house.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
status=0

cd "$top" || exit 1
breaches >"$scratch/breaches"
if [ -s "$scratch/breaches" ]; then
	cat "$scratch/breaches"
	status=1
fi

mkdir "$scratch/tree"
cd "$scratch/tree" || exit 1
plant_all
breaches >"$scratch/breaches"
while IFS= read -r line; do
	case $line in
	clean*)
		! grep -F " ${line#clean }" "$scratch/breaches" ||
		    { echo "no breach, but was called one"; status=1; }
		;;
	*)
		grep -qF "$line" "$scratch/breaches" ||
		    { echo "planted and not found: $line"; status=1; }
		;;
	esac
done <planted
exit $status
