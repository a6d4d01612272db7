#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Does the module come and go? Loads and unloads it over and over; when this
# ends it is loaded, as it was before.
#
# Usage: load_test.sh [mm011.ko]

module=${1:-${MM011_KO:-mm011.ko}}
number=0
failed=0

result() {
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number $2"
	else
		echo "not ok $number $2"
		failed=1
	fi
}

loaded() {
	grep -q '^mm011 ' /proc/modules
}

load() {
	insmod "$module" "$@" 2>/tmp/mm011_load.log
}

# fails when it succeeds
refused() {
	! "$@"
}

# no oops, no warning, no leak that the kernel has noticed since this began
kernel_is_quiet() {
	! dmesg | tail -n "+$((lines + 1))" | grep -E 'BUG:|WARNING:|Oops|general protection|refcount_t|kmemleak: .* new'
}

gone() {
	! loaded && [ ! -e /dev/mm011 ] && [ ! -e /sys/kernel/debug/mm011 ]
}

there() {
	[ -c /dev/mm011 ] && [ -r /sys/kernel/debug/mm011/0/info ]
}

unload_while_open() {
	exec 9<>/dev/mm011
	rmmod mm011 2>/dev/null
	status=$?
	exec 9>&-
	[ $status != 0 ] && loaded
}

unload_while_viewed() {
	exec 9</sys/kernel/debug/mm011/0/info
	rmmod mm011 2>/dev/null
	status=$?
	exec 9<&-
	[ $status != 0 ] && loaded
}

twenty_times() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		load || return
		there || return
		# a view is rendered, so that there is something to free
		cat /sys/kernel/debug/mm011/0/* >/dev/null || return
		rmmod mm011 || return
		gone || return
	done
}

# 20 machines of 16 MB that nobody freed would be seen
no_memory_is_lost() {
	before=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)
	twenty_times || return
	after=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)
	[ $((before - after)) -lt 65536 ]
}

if [ ! -r "$module" ]; then
	echo "1..0 # SKIP no module file: load_test.sh PATH/mm011.ko"
	exit 4
fi

lines=$(dmesg | wc -l)
echo "KTAP version 1"
echo "1..13"
loaded || load
loaded; result $? "is_loaded"
refused load; result $? "cannot_be_loaded_twice"
unload_while_open; result $? "stays_while_a_descriptor_is_open"
unload_while_viewed; result $? "stays_while_a_view_is_open"
rmmod mm011; result $? "can_be_unloaded"
gone; result $? "leaves_nothing_behind"
refused load max_machines=0; result $? "refuses_max_machines_0"
dmesg | tail -n 5 | grep -q 'mm011: max_machines=0: .* must be 1 or more$'; result $? "and_says_why"
refused load max_machines=-1; result $? "refuses_max_machines_-1"
load max_machines=3 && [ "$(cat /sys/module/mm011/parameters/max_machines)" = 3 ] && rmmod mm011
result $? "takes_max_machines_3"
no_memory_is_lost; result $? "comes_and_goes_20_times"
kernel_is_quiet; result $? "the_kernel_has_nothing_to_say"
load && there; result $? "is_loaded_again"
exit $failed
