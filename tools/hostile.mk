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

# WORDS DIRECTORY: objects of these sources, there
objects = $(patsubst %.c,build/$(2)/%.o,$(patsubst ../mm011/%,mm011/%,$(1)))

hostile: build/fuzzrun build/fuzzrun32 build/failnth build/failnth32 build/kunit

# The core is compiled once for each size of a pointer.
build/fuzzrun: $(call objects,fuzzrun.c fuzzmutate.c $(FUZZ_SOURCES),sanitized)
build/fuzzrun32: $(call objects,fuzzrun.c fuzzmutate.c $(FUZZ_SOURCES),sanitized32)
build/failnth: $(call objects,failnth.c $(HOSTED),sanitized)
build/failnth32: $(call objects,failnth.c $(HOSTED),sanitized32)

build/fuzzrun32 build/failnth32 build/sanitized32/%: WIDTH := -m32

build/fuzzrun build/fuzzrun32 build/failnth build/failnth32:
	$(CC) $(WIDTH) $(SANITIZE) -o $@ $^ -lz

COMPILE_SANITIZED = @mkdir -p $(@D) && \
	$(CC) $(WIDTH) -std=gnu11 $(CPPFLAGS) $(SANITIZE) $(WARN) -MMD -MP -c -o $@ $<

build/sanitized/mm011/%.o: ../mm011/%.c
	$(COMPILE_SANITIZED)

build/sanitized32/mm011/%.o: ../mm011/%.c
	$(COMPILE_SANITIZED)

build/sanitized/%.o: %.c
	$(COMPILE_SANITIZED)

build/sanitized32/%.o: %.c
	$(COMPILE_SANITIZED)

-include $(wildcard build/sanitized*/*.d build/sanitized*/*/*.d build/sanitized*/*/*/*.d)

build/fuzzops build/fuzzops32: fuzzmutate.c $(FUZZ_SOURCES) $(HEADERS)

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
