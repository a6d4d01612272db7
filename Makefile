# SPDX-License-Identifier: GPL-2.0
# What people type. How the module is put together is in Kbuild.

KDIR ?= /lib/modules/$(shell uname -r)/build
# Not include/config/kernel.release: Debian's headers have it without the flavour.
RELEASE := $(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' \
	$(KDIR)/include/generated/utsrelease.h 2>/dev/null)
# Every kernel has its build directory, so that they do not get in each other's way.
BUILD ?= build/$(RELEASE)
PREFIX ?= /usr/local
UDEV_RULES ?= /etc/udev/rules.d
N ?= 1000000
SECONDS ?= 600
KILLS ?= 1000
PAGES ?= 6
BITS ?= 64 32
KMAKE = $(MAKE) -C $(KDIR) M=$(abspath $(BUILD))

modules: headers ## build mm011.ko for the running kernel, or for KDIR=...
	@scripts/mirror $(BUILD)
	+$(KMAKE) modules

headers:
	@test -n "$(RELEASE)" || { \
		echo "No kernel to build for in $(KDIR)."; \
		echo "Install its headers (apt-get install linux-headers-amd64), or name another"; \
		echo "kernel's with KDIR=... (make run needs neither: it brings its own kernel)."; \
		exit 1; } >&2

tools: ## build tools/mm011ctl, the command to use a machine with
	$(MAKE) -C tools mm011ctl

load: modules ## insert the module into the running kernel
	insmod $(BUILD)/mm011.ko

unload: ## remove it
	rmmod mm011

install: modules tools ## install module, tool and udev rule
	+$(KMAKE) modules_install
	$(if $(INSTALL_MOD_PATH),,depmod $(RELEASE))
	install -D -m 0755 tools/mm011ctl $(DESTDIR)$(PREFIX)/sbin/mm011ctl
	install -D -m 0644 scripts/60-mm011.rules $(DESTDIR)$(UDEV_RULES)/60-mm011.rules

run: ## replay the boot of a real Linux 0.11 in a virtual machine, then one fork, step by step
	@scripts/run

test: ## run all tests; scripts/test NAME... runs some of them
	@scripts/test

check: ## style, and mistakes that can be seen in the source; of what has changed
	@scripts/test --check

test-full: ## both, and tests once more in kernels that look for mistakes
	@scripts/test --full

stress: ## many users at once for SECONDS in KERNEL (debug), then KILLS of them killed
	@scripts/stress $(SECONDS) $(KILLS) $(KERNEL)

replay: ## replay every recorded run: here, and through the device in virtual machines
	@scripts/test -v replay

fuzz-diff: ## N random operations of each kernel (SEED=...), mm011 against the reference model
	@scripts/build tools
	tools/build/fuzzdiff $(N) $(SEED)

fuzz: ## hostile input by libFuzzer, for SECONDS each: the core (BITS: 64 32), readers of files
	@scripts/fuzz $(SECONDS) $(BITS)

fuzz-device: ## the device under fire in a virtual machine, for SECONDS in KERNEL (umldebug)
	@scripts/fuzz-device $(SECONDS) $(KERNEL)

matrix: ## build and test for kernels from 5.10 to the newest, with their own compilers
	@scripts/matrix

coverage: ## which lines of mm011/ the tests run, as an HTML report
	@scripts/coverage

exhaust: ## every sequence of operations on machines of PAGES pages, for SECONDS each
	@scripts/build tools
	tools/build/exhaust --kernel 0.11 $(SECONDS) $(PAGES)
	tools/build/exhaust --kernel 0.12 $(SECONDS) $(PAGES)

worst: ## how long one operation can take, here and through the device
	$(MAKE) -C tools build/worst
	tools/build/worst
	scripts/vm --with tools/build/worst -- ./worst --device

sweep: ## the ends of all ranges: every argument and field, mm011 against the reference model
	@scripts/build tools
	tools/build/sweep

bench: ## how fast it is: operation, reference, ours, ratio, goal, met or not; JSON=FILE
	@scripts/bench $(if $(JSON),--json $(JSON))

bench-compare: ## what a change did: make bench-compare OLD.json NEW.json
	@scripts/bench-compare $(TABLES)

# The two files are words for it, no targets.
TABLES := $(filter %.json,$(MAKECMDGOALS))
$(TABLES): ; @:

clean: ## remove what was built here (the kernels in the cache stay)
	rm -rf build
	$(MAKE) -C tools clean
	$(MAKE) -C selftests clean

help: ## this list
	@echo "Targets:"
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  %-13s %s\n' "$$name" "$$text"; done

.PHONY: modules headers tools load unload install run test check test-full stress replay fuzz-diff \
	fuzz fuzz-device matrix coverage exhaust worst sweep bench bench-compare $(TABLES) clean help
