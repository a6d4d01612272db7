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
# join steps with &&.
check() {
	name=$1
	shift
	number=$((number + 1))
	if "$@" >"$work/output" 2>&1 </dev/null; then
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
