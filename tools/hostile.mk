# SPDX-License-Identifier: GPL-2.0
# Programs that look for mistakes: the core with sanitizers, with pointers of 64
# and of 32 bits, and the tool's readers of files. fuzzops and fuzzfiles are
# libFuzzer's and want clang.
#
#   make -f hostile.mk

.DEFAULT_GOAL := hostile
include Makefile

SANITIZE := -g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
HOSTED := failing.c $(CORE_SOURCES)
FUZZ_SOURCES := fuzzops.c fuzzinput.c $(HOSTED)
HEADERS := $(CORE_HEADERS) $(wildcard */*.h ../module/*.h ../module/uapi/*.h shim/*/*.h)
SANITIZED = $(1) -std=gnu11 $(CPPFLAGS) $(SANITIZE) $(WARN) -o $@ $(filter %.c,$^) -lz

KUNIT := shim/kunit/main.c $(filter-out ../kunit/bench% %_module.c,$(wildcard ../kunit/*.c))

hostile: build/fuzzrun build/fuzzrun32 build/failnth build/failnth32 build/kunit

build/fuzzrun build/fuzzrun32: fuzzrun.c fuzzmutate.c $(FUZZ_SOURCES) $(HEADERS)
build/failnth build/failnth32: failnth.c $(HOSTED) $(HEADERS)
build/fuzzops build/fuzzops32: fuzzmutate.c $(FUZZ_SOURCES) $(HEADERS)

build/fuzzrun build/failnth:
	@mkdir -p $(@D)
	$(call SANITIZED,$(CC))

build/fuzzrun32 build/failnth32:
	@mkdir -p $(@D)
	$(call SANITIZED,$(CC) -m32)

# kunit/core.c has all of the core in it.
build/kunit: $(KUNIT) $(CORE_SOURCES) $(wildcard ../kunit/*.h) $(HEADERS)
	@mkdir -p $(@D)
	$(CC) -std=gnu11 $(CPPFLAGS) -I../kunit $(SANITIZE) $(WARN) -Wno-sign-compare \
		-Wno-missing-field-initializers -o $@ $(KUNIT) -lz

build/fuzzops:
	@mkdir -p $(@D)
	$(call SANITIZED,clang -fsanitize=fuzzer)

build/fuzzops32:
	@mkdir -p $(@D)
	$(call SANITIZED,clang -m32 -fsanitize=fuzzer)

# The tool but for its main(). Each reader is the program by another name.
FILES_SOURCES := fuzzfiles.c $(filter-out mm011ctl.c,$(CTL:build/%.o=%.c)) $(CORE_SOURCES)
READERS := $(addprefix build/fuzz-,replay batch compare expect symbols load swap exec lines)

build/fuzzfiles: WARN += -Wno-missing-field-initializers
build/fuzzfiles: $(FILES_SOURCES) $(HEADERS)
	@mkdir -p $(@D)
	$(call SANITIZED,clang -fsanitize=fuzzer) -llzma

$(READERS): build/fuzzfiles
	ln -f $< $@

readers: $(READERS)

.PHONY: hostile readers
