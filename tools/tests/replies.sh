#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A page of Documentation/ shows commands and replies: do they still come so?
# usage: replies.sh PAGE.rst COMMAND...   prints TAP

rst=$1
page=$(basename "$rst")
shift
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
# a block is a run of indented lines that begins with init, or, for 2.4, with pages_init or
# mm_new: command, spaces, reply
awk -v dir="$dir" '
	/^    (init|pages_init|mm_new)( |$)/ { n++ }
	/^    / {
		reply = substr($0, 51)
		command = substr($0, 5, 45)
		sub(/ +$/, "", command)
		print command > (dir "/" n ".cmds")
		print reply > (dir "/" n ".want")
	}' "$rst"
total=$(find "$dir" -name '*.cmds' | wc -l)
echo "1..$total"
status=0
n=1
while [ "$n" -le "$total" ]; do
	"$@" batch "$dir/$n.cmds" | sed 's/ [0-9a-f]\{8\}$//' >"$dir/got"
	if diff "$dir/$n.want" "$dir/got" >"$dir/diff"; then
		echo "ok $n - block $n is as $page shows it"
	else
		sed 's/^/# /' "$dir/diff"
		echo "not ok $n - block $n is as $page shows it"
		status=1
	fi
	n=$((n + 1))
done
[ "$total" -gt 0 ] && [ $status = 0 ]
