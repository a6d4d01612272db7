# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# For the phases: TAP, and a directory for what they write. Sourced, with $top set.
: "${top:?}"
work=$(mktemp -d "${TMPDIR:-/tmp}/mm011-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
number=0

plan() {
	echo 'TAP version 13'
	echo "1..$1"
}

# NAME COMMAND...: one result. In COMMAND, a function, `set -e` has no effect:
# join steps with &&. $good tells how it ended.
# shellcheck disable=SC2034 # whoever calls wants to know
check() {
	name=$1
	shift
	number=$((number + 1))
	good=
	if "$@" >"$work/output" 2>&1 </dev/null; then
		good=yes
		echo "ok $number - $name"
	else
		sed 's/^/# /' "$work/output"
		echo "not ok $number - $name"
	fi
}

# NAME COMMAND...: one result, with COMMAND's own TAP as its subtest.
subtest() {
	name=$1
	shift
	number=$((number + 1))
	echo "# Subtest: $name"
	{ "$@" </dev/null || echo $? >"$work/failed.$number"; } | sed -u 's/^/    /'
	if [ -e "$work/failed.$number" ]; then
		echo "# ended with status $(cat "$work/failed.$number")"
		echo "not ok $number - $name"
	else
		echo "ok $number - $name"
	fi
}

# KERNEL: the module for it, and the programs that test it.
build_for() {
	"$top/scripts/build" tools && "$top/scripts/build" "$1" && "$top/scripts/build" selftests
}

# KERNEL OPTION... -- COMMAND...: a machine that has what build_for() has made.
machine() {
	kernel=$1
	shift
	"$top/scripts/vm" --kernel "$kernel" --timeout "${timeout:-1800}" --no-build "$@"
}

# KERNEL: the core, function by function. KUnit prints to the kernel log, and for
# a module no plan: the suites in debugfs are counted instead.
kunit_in() {
	status=0
	suites=$(machine "$1" --no-load --log "$work/log" \
		--with "$top/build/$1/mm011_kunit.ko" -- \
		'insmod mm011_kunit.ko && ls /sys/kernel/debug/kunit | wc -l && rmmod mm011_kunit') ||
		status=$?
	echo 'KTAP version 1'
	[ -z "$suites" ] || echo "1..$suites"
	sed -n '/mm011-vm: the job begins/,$s/^\[ *[0-9.]*\] //p' "$work/log"
	return $status
}

# KERNEL [WORDS]: the device, its ioctls and debugfs; WORDS are for the guest's shell.
selftests_in() {
	rm -rf "$work/build"
	cp -R "$top/selftests/build" "$work/build"
	# User Mode Linux runs no 32-bit programs.
	case $1 in uml*) rm -f "$work"/build/*_32 ;; esac
	machine "$1" --with "$work/build" -- "${2:-} build/run_tests ${3:-}"
}

# KERNEL: what real kernels did, and what the original code answered.
replay_in() {
	machine "$1" --with "$top/selftests/data" --with "$top/scripts/replay-all" -- \
		./replay-all data mm011ctl
}

# KERNEL: what `make run` shows.
walkthrough_in() {
	machine "$1" --with "$top/scripts/walkthrough" -- sh walkthrough
}

# KERNEL: what its log says ends a job as it should.
reports_in() {
	status=0
	machine "$1" --no-load -- 'echo "BUG: in the first line of the log" >/dev/kmsg' || status=$?
	[ $status = 125 ]
}

# KERNEL: the device under fire.
fire_in() {
	machine "$1" --with "$top/selftests/build/fuzz_device" \
		--with "$top/selftests/data/fuzz-device" -- "./fuzz_device $fire 1 fuzz-device"
}

# With MM011_FULL a minute.
fire=10
[ -z "${MM011_FULL:-}" ] || fire=60

# KERNEL WORDS: all of it, for a kernel that is quick enough.
everything_in() {
	"$top/scripts/kernel" "$1" >/dev/null
	build_for "$1"
	plan 6
	check 'a report in the log is told' reports_in "$1"
	check "the device under fire, $fire s" fire_in "$1"
	subtest 'KUnit' kunit_in "$1"
	subtest 'selftests' selftests_in "$1" "$2"
	subtest 'replay' replay_in "$1"
	check 'walkthrough' walkthrough_in "$1"
}

# KERNEL WORDS TESTS: an emulated machine that checks everything is slow. TESTS are those
# of the device that it may see more in than others do; if $MM011_EVERYTHING is set, it
# does all the same.
emulated_in() {
	if [ -n "${MM011_EVERYTHING:-}" ]; then
		timeout=10800
		everything_in "$1" "$2"
		return
	fi
	timeout=3600
	"$top/scripts/kernel" "$1" >/dev/null
	build_for "$1"
	plan 3
	check 'a report in the log is told' reports_in "$1"
	check "the device under fire, $fire s" fire_in "$1"
	subtest 'selftests' selftests_in "$1" "$2" "$3"
}
