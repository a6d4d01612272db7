# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Tests of scripts/test itself, on a tree with phases of its own, and of the cache of make
# check. Sourced by 10-scripts, with lib.sh, same() and $top.
: "${top:?}" "${work:?}"
tree=$work/tree

# FILE TEXT...: a phase of it
phase() {
	file=$tree/scripts/test.d/$1
	shift
	{ echo '#!/bin/sh'; printf '%s\n' "$@"; } >"$file"
	chmod +x "$file"
}

# A tree that has no phase yet, and remembers nothing.
new_tree() {
	rm -rf "$tree"
	mkdir -p "$tree/scripts/test.d" "$tree/cache"
	for part in test tap setup lib.sh phases kernels; do
		cp -R "$top/scripts/$part" "$tree/scripts/"
	done
}

# WORDS...: what scripts/test says there; how it ended in $code
test_in_tree() {
	code=0
	(cd "$tree" && MM011_CACHE=$tree/cache MM011_LANES=2 scripts/test "$@") >"$work/said" \
		2>"$work/told" || code=$?
	cat "$work/said" "$work/told"
}

# STATUS LINE: the last line is a contract.
ended() {
	same "$1" "$code" && same "$2" "$(tail -n 1 "$work/said")"
}

one_good='echo 1..1; echo "ok 1 - g"'

# Each of the two waits for the other; the second has ended before the first.
two_at_a_time() {
	new_tree
	phase 10-a 'touch a; until [ -e b ]; do sleep 0.1; done; sleep 1' 'echo "1..2
ok 1 - x"; sleep 1; echo "not ok 2 - of a"'
	phase 20-b 'touch b; until [ -e a ]; do sleep 0.1; done' 'echo "1..2
not ok 1 - of b
ok 2 - x"'
	test_in_tree a b
	ended 1 '2 passed, 2 failed, 0 skipped' &&
		same '  FAILED: not ok of a
a: 1 passed, 1 failed, 0 skipped
  FAILED: not ok of b
b: 1 passed, 1 failed, 0 skipped
2 passed, 2 failed, 0 skipped' "$(sed 's/, [0-9.]* s$//' "$work/said")"
}

# Of those that run at the same time, one ends without a word, one with its counter.
no_words() {
	new_tree
	phase 10-silent 'exit 0'
	# shellcheck disable=SC2016 # for a script
	phase 20-murder 'kill -9 $PPID'
	phase 30-good "$one_good"
	test_in_tree
	ended 1 '1 passed, 2 failed, 0 skipped'
}

# In the order that is asked for; else the longest first, as the last run had it.
in_order() {
	new_tree
	for nr in 1 2 3; do
		phase "${nr}0-p$nr" "$one_good"
	done
	printf '5 p2\n9 p3\n1 p1\n' >"$tree/cache/times"
	test_in_tree
	ended 0 '3 passed, 0 failed, 0 skipped' &&
		same 'p3 p2 p1' "$(sed -n 's/^== \(p.\) .*/\1/p' "$work/told" | xargs)" &&
		test_in_tree p1 p3 p1 &&
		same 'p1 p3 p1' "$(sed -n 's/^== \(p.\) .*/\1/p' "$work/told" | xargs)" &&
		ended 0 '3 passed, 0 failed, 0 skipped'
}

# What took long is told, and kept for the next time: not as the first result's what comes
# before it.
longest() {
	new_tree
	phase 10-slow 'sleep 2; echo 1..2; sleep 1; echo "ok 1 - nap"; echo "ok 2 - no nap"'
	test_in_tree
	grep -x '  *1.[0-9] s  slow: nap' "$work/told" && ! grep 'slow: no nap' "$work/told" &&
		grep -x '  *2.[0-9] s  slow: (before the first of 2)' "$work/told" &&
		grep '^== the longest phases: slow 3 s' "$work/told" &&
		grep -x '3 slow' "$tree/cache/times"
}

# One phase took twice its 10 s, so all may: of one of 20 s, 5 have gone by. In the other lane
# one of 15 s begins; one of 30 s, whose kernel takes 100 s, comes last.
time_left() {
	cat >"$work/left.py" <<-END
		from types import SimpleNamespace as Thing
		from phases.progress import Progress
		kernels = Thing(left=lambda: 100, lacks=lambda phase: phase == 30)
		running = Thing(phase=20, elapsed=lambda: 5, ended=lambda: False)
		ended = Thing(phase=10, seconds=20, ended=lambda: True)
		lanes = Thing(lanes=2, begun=[ended, running], queue=[15, 30], kernels=kernels,
		              running=lambda: [running])
		print(Progress(Thing(of_phase=lambda phase: phase)).left(lanes))
	END
	same 160.0 "$(PYTHONPATH=$top/scripts python3 -B "$work/left.py")"
}

# SIGNAL STATUS: nobody is left, in whatever session, and nothing is summed up. One of them
# wants time to end.
interrupted() {
	new_tree
	phase 10-a 'trap "sleep 1; touch cleaned; exit" TERM' 'touch a; setsid sleep 98765 & sleep 98765 &
wait; sleep 98765'
	phase 20-b 'touch b; sleep 98765'
	(cd "$tree" && MM011_CACHE=$tree/cache exec python3 -c 'import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
os.execv("scripts/test", ["scripts/test"])') >"$work/said" 2>&1 &
	runner=$!
	tries=0
	until [ -e "$tree/a" ] && [ -e "$tree/b" ] || [ $tries = 100 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	kill -s "$1" $runner
	code=0
	wait $runner || code=$?
	cat "$work/said"
	same "$2" "$code" && [ -e "$tree/cleaned" ] && ! grep passed "$work/said" &&
		[ -z "$(pgrep -f 'sleep 98765')" ]
}

# COMMAND: how the kernel is made that the first of two phases needs. The other begins before.
with_kernel() {
	new_tree
	echo '# Nothing.' >"$tree/scripts/kernels/k.config"
	# shellcheck disable=SC2016 # for a script
	printf '%s\n' '#!/bin/sh' 'top=$(pwd); . scripts/lib.sh; sleep 1; touch made' \
		'mkdir -p "$(kernel_dir k)"' "$1" >"$tree/scripts/kernel"
	chmod +x "$tree/scripts/kernel"
	phase 10-a '# Kernels: k' "[ -e made ] && $one_good"
	phase 20-b "[ ! -e made ] && $one_good"
	test_in_tree a b
	ended 0 '2 passed, 0 failed, 0 skipped' &&
		same 'b a' "$(sed -n 's/^== \(.\) .*/\1/p' "$work/told" | xargs)" &&
		grep '^== the longest phases: kernel k [1-9]' "$work/told"
}

# What fails to be made is told by the phase that needs it.
missing_kernels() {
	# shellcheck disable=SC2016 # for a script
	with_kernel ': >"$(kernel_dir k)/ready"' && grep -x '[1-9] kernel k' "$tree/cache/times" &&
		with_kernel 'exit 1' && ! grep 'kernel k' "$tree/cache/times"
}

# A file that is left behind fails the run: git status is asked.
left_behind() {
	new_tree
	phase 10-a "touch new; $one_good"
	git init -q "$tree" && printf '/cache/\n/build/\n' >"$tree/.gitignore" &&
		git -C "$tree" add . && test_in_tree && ended 1 '1 passed, 1 failed, 0 skipped' &&
		grep '^?? new$' "$work/told"
}

no_such_phase() {
	new_tree
	phase 10-a "$one_good"
	test_in_tree b
	same 1 "$code" && grep "no phase 'b'; there are: a$" "$work/told" &&
		test_in_tree --all a && same 1 "$code" && test_in_tree --some && same 1 "$code"
}

# PATHS PHASES: those phases are needed by a change of these files
needs() {
	# shellcheck disable=SC2086 # one word each
	same "$2" "$(PYTHONPATH=$top/scripts python3 -B -c 'import sys
from phases.changed import phases_for
from phases.phase import all_phases
print(*phases_for(sys.argv[1:], all_phases()))' $1)"
}

what_a_change_needs() {
	all='scripts user budget hostile kunit selftests selftests-uml replay recorder style static'
	needs README.md '' && needs Documentation/faults.rst 'user static' &&
		needs kunit/exec_test.c 'hostile kunit style static' &&
		needs 'README.md scripts/recorder/gdb.py' recorder &&
		needs 'scripts/tap scripts/test.d/40-kunit' 'scripts kunit style static' &&
		needs scripts/test-full.d/80-kcsan 'style static kcsan' &&
		needs 'module/uapi/mm011_ioctl.h' "$all" && needs "kunit/x a/new/place" "$all"
}

# In a repository of its own: a commit on main, another on a branch, a file beside.
changed_since_main() {
	new_tree
	for nr in 1 2 3; do
		phase "${nr}0-p$nr" "$one_good"
	done
	git init -q -b main "$tree" && printf '/cache/\n/build/\n' >"$tree/.gitignore" &&
		commit one && test_in_tree --changed && ended 0 '0 passed, 0 failed, 0 skipped' &&
		git -C "$tree" checkout -q -b branch && echo '#' >>"$tree/scripts/test.d/20-p2" &&
		commit two && echo '#' >>"$tree/scripts/test.d/10-p1" &&
		test_in_tree --changed && ended 0 '2 passed, 0 failed, 0 skipped' &&
		grep 'what has changed needs: p1 p2$' "$work/told"
}

commit() {
	git -C "$tree" add . && git -C "$tree" -c user.name=x -c user.email=x commit -q -m "$1"
}

# TOOL: a phase of make check that looks for "bad" in two files
look() {
	# shellcheck disable=SC2016 # for a script
	{
		echo 'set -eu; . "$top/scripts/check.d/lib.sh"; tool=$1; plan 2'
		echo 'look() { echo "$1" >>looked; ! grep bad "$1"; }'
		echo 'for file in one two; do'
		echo '	check_once "$file" "$(mark_of "$tool" "$file")" look "$file"'
		echo 'done'
	} >"$work/looks/phase"
	(cd "$work/looks" && : >looked && top=$top MM011_CACHE=$work/looks/cache TMPDIR=$work/looks \
		sh phase "$1") >"$work/said"
	cat "$work/said"
}

# EXPECTED: the files that were looked at
looked_at() {
	same "$1" "$(xargs <"$work/looks/looked")"
}

what_has_passed() {
	rm -rf "$work/looks"
	mkdir "$work/looks"
	git init -q "$work/looks"
	echo good >"$work/looks/one"
	echo bad >"$work/looks/two"
	look v1 && looked_at 'one two' && grep '^not ok 2 - two' "$work/said" &&
		look v1 && looked_at two && grep '^not ok 2 - two' "$work/said" &&
		grep '^ok 1 - one # SKIP' "$work/said" &&
		echo mended >"$work/looks/two" && look v1 && looked_at two &&
		look v1 && looked_at '' && echo other >"$work/looks/one" && look v1 && looked_at one &&
		look v2 && looked_at 'one two' && MM011_RECHECK=yes look v2 && looked_at 'one two'
}

check_runner() {
	check 'test: two phases at a time, each in one piece, in order' two_at_a_time
	check 'test: a phase without a word, one that takes its counter with it' no_words
	check 'test: the order of phases' in_order
	check 'test: what took long' longest
	check 'test: the time left' time_left
	check 'test: Ctrl-C ends all' interrupted INT 130
	check 'test: SIGTERM, too' interrupted TERM 143
	check 'test: kernels that are missing' missing_kernels
	check 'test: a file left behind' left_behind
	check 'test: wrong usage' no_such_phase
	check 'test --changed: which phases' what_a_change_needs
	check 'test --changed: since main' changed_since_main
	check 'make check: what has passed, unchanged, is not looked at again' what_has_passed
}
