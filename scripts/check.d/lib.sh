# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# For the phases of make check: what has passed is not looked at again until the file, the
# tool or the phase is another one. Sourced, with $top set, in $top.
: "${top:?}"
. "$top/scripts/lib.sh"
. "$top/scripts/test.d/lib.sh"
git rev-parse --is-inside-work-tree >/dev/null 2>&1 || die 'only in a git repository'
passed=$cache/passed
mkdir -p "$passed"
find "$passed" -type f -mtime +60 -delete

# TOOL FILE...: where it is noted that TOOL, of this version, found nothing in these
# files. They are named from $top on, as the same checkout may be elsewhere.
mark_of() {
	tool=$1
	shift
	echo "$passed/$({ echo "$tool"; cat "$0"; sha256sum "$@"; } | sha256sum | cut -c 1-40)"
}

has_passed() {
	[ -z "${MM011_RECHECK:-}" ] && touch -c "$1" && [ -e "$1" ]
}

# NAME
unchanged() {
	number=$((number + 1))
	echo "ok $number - $1 # SKIP it has passed, and is unchanged"
}

# NAME MARK COMMAND...: one result
check_once() {
	if has_passed "$2"; then
		unchanged "$1"
		return
	fi
	name=$1
	mark=$2
	shift 2
	check "$name" "$@"
	[ -z "$good" ] || : >"$mark"
}
