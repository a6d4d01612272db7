# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# shellcheck disable=SC2154 # $ctl is the tool, where check() is used
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

# check NAME STATUS PATTERN ARGS...: of the tool with a machine of its own, exit status within
# a minute and a line of output
check() {
	name=$1 wanted=$2 pattern=$3
	shift 3
	timeout 60 "$ctl" --local "$@" >out 2>err
	status=$?
	sees "$name" "$wanted" "$pattern"
}

word() { # a little-endian word of 32 bits
	# shellcheck disable=SC2059 # the format is the bytes
	printf "$(printf '\\%03o\\%03o\\%03o\\%03o' $(($1 & 255)) $(($1 >> 8 & 255)) \
		$(($1 >> 16 & 255)) $(($1 >> 24 & 255)))"
}

put() { # FILE OFFSET: standard input into the middle of a file
	dd of="$1" bs=1 seek=$(($2)) conv=notrunc 2>/dev/null
}

# aout FILE TEXT DATA BSS: a program as a 0.11 linker writes it (ZMAGIC)
aout() {
	{
		for field in 267 "$2" "$3" "$4" 0 0 0 0; do
			word "$field"
		done
		head -c 992 /dev/zero
		head -c $(($2 + $3)) /dev/zero | tr '\0' x
	} >"$1"
}

the_end() {
	echo "1..$count"
	[ "$failed" = 0 ]
}
