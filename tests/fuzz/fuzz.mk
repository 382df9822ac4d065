# SPDX-License-Identifier: ISC
#
# Builds the targets for libFuzzer, for fuzz.py: everything anew, apart from
# the ordinary build, since the compiler has to instrument it. TOP and BUILD
# are the directories of the sources and of config.h. Clang needs its runtime
# libraries: libclang-rt-14-dev on Debian 12.

CC = clang
vpath %.c $(TOP)
sanitizers = address,undefined
flags = -std=c11 -g -O1 -fno-omit-frame-pointer -fno-sanitize-recover=undefined -DFUZZER \
	-fsanitize=fuzzer-no-link,$(sanitizers) -I$(BUILD) -I$(TOP)/src -I$(TOP)/tests \
	-DBINDIR='"/usr/bin"' -DPKGDATADIR='"/usr/share/colltop"' -MMD -MP
packages = libcurl libcrypto libcjson libbsd libconfuse ncursesw gmp cmocka vterm
libraries := $(shell pkg-config --libs $(packages))
flags += $(shell pkg-config --cflags $(packages))

targets = $(basename $(notdir $(wildcard $(TOP)/tests/fuzz/fuzz_*.c)))
real = base/monotime okx/http
parts = $(foreach room,base model okx sys conf app setup view ui,$(patsubst $(TOP)/src/%.c,%,$(wildcard $(TOP)/src/$(room)/*.c)))
helpers = $(addprefix tests/,screen/exchange.o screen/harness.o screen/picture.o \
	unit/fake_http.o unit/fake_monotime.o unit/settings_fixture.o)

all: $(targets)

# The real clock and the real network come last: who brings others has them already.
$(targets): %: tests/fuzz/%.o libcolltop.a libreal.a
	$(CC) -fsanitize=fuzzer,$(sanitizers) -o $@ $(filter %.o,$^) libcolltop.a libreal.a libcolltop.a $(libraries)
fuzz_loan fuzz_screen fuzz_snapshot: tests/fuzz/table.o
fuzz_screen: $(helpers)

libcolltop.a: $(patsubst %,src/%.o,$(filter-out $(real),$(parts)))
	ar cr $@ $?
libreal.a: $(patsubst %,src/%.o,$(real))
	ar cr $@ $?
%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(flags) -c -o $@ $<

-include $(shell find . -name '*.d' 2>/dev/null)
