# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# For the tests beside this file: TAP, and a directory in which they are from here on.
# Commands leave their exit status in $status, what they say in the files out and err.
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
: >out
: >err
count=0
failed=0
status=0

result() { # status name
	count=$((count + 1))
	if [ "$1" = 0 ]; then
		echo "ok $count - $2"
	else
		failed=$((failed + 1))
		echo "not ok $count - $2"
		cut -c 1-300 out err | head -n 40 | sed 's/^/# /'
	fi
}

# sees NAME STATUS PATTERN: how the command before has ended, and what it has said
sees() {
	[ "$status" = "$2" ] && { [ -z "$3" ] || cat out err | grep -q -- "$3"; }
	result $? "$1"
}

the_end() {
	echo "1..$count"
	[ "$failed" = 0 ]
}
