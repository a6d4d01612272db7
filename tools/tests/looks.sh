#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Looking at a machine: in a stream, after a panic.
# usage: looks.sh COMMAND...   e.g. looks.sh mm011ctl --local
# Prints TAP. Runs on a machine inside the process and on the device alike.
ctl=$*
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tools/tests/lib.sh"

# check NAME STATUS PATTERN ARGS...: exit status, and a line of its output
check() {
	name=$1 wanted=$2 pattern=$3
	shift 3
	# shellcheck disable=SC2086 # the command is several words
	$ctl "$@" >out 2>err
	status=$?
	sees "$name" "$wanted" "$pattern"
}

# stream NAME EXPECTED ARGS...: the commands on standard input give these replies
stream() {
	name=$1
	printf '%s\n' "$2" >expected
	shift 2
	# shellcheck disable=SC2086
	$ctl "$@" batch - >out 2>err
	status=$?
	grep -v '^#' out | sed 's/ [0-9a-f]\{8\}$//' >got
	[ "$status" = 0 ] && cmp -s got expected
	result $? "$name"
}

# told NAME PATTERN: a line of what was printed last that is no reply
told() {
	grep -q -- "^# $2" out
	result $? "$1"
}

# ---------------------------------------------------------------- in a stream

views='info ps maps page_directory mem_map buckets stats swap checksum'
for view in $views 'walk 1 0x1000 write'; do
	stream "a stream has $view" "0
1
0
2" <<END
init 16 0
fork 0
$view
fork 0
END
	grep -q '^# [^#]' out
	result $? "... in lines that begin with #"
	[ "$(grep -v '^#' out | sed -n '2s/.* //p')" = "$(grep -v '^#' out | sed -n '3s/.* //p')" ] && [ -s out ]
	result $? "... and changes nothing: $view"
done
stream "what is wrong is the reply" "0
err: walk: no running task 9; see ps
err: walk: a word is missing
err: walk: ADDR 'x' is not a number from 0 to 0xffffffff, decimal or 0x hex
err: info: it takes no words: 'x'
err: unknown command 'dump'
err: unknown command 'help'
fff000" <<'END'
init 16 0
walk 9 0
walk 0
walk 0 x
info x
dump ram --mem-map map
help
get_free_page
END
printf 'init 16 0\nwalk 0 0x1000\n' >cmds
check "a file may look, too" 0 "^# outcome    physical 0x001000" batch cmds
printf 'init 16 0\nhelp\n' >cmds
check "but not all verbs do" 2 "cmds: line 2: no command" batch cmds
stream "-v: replies are the same" "0
1
0
err: no task
ecf6a620
ffd000" -v <<'END'
init 16 0
fork 0
waitpid 0
fork 9
crc
get_free_page
END
told "-v: what each operation changes" "    mem_map    page 0xfff000: 0 -> 1"
[ "$(grep -c '^#   fork, task 0' out)" = 1 ]
result $? "-v: what does nothing tells nothing"
[ "$(grep -c '^#   get_free_page' out)" = 1 ]
result $? "-v: and what does, does once"

# -------------------------------------------------------------- after a panic

check "a panic" 1 "get_free_page.*\|trying to free free page" \
	reset --then get_free_page --then free_page 0xfff000 --then free_page 0xfff000 \
	--then mem_map --then peek32 0x1000 --then fork 0 --then info
grep -q "3840 free\|free, .* in use" out
result $? "... the machine can be looked at"
grep -q "^0x00000007" out
result $? "... word by word"
! grep -q "pid 1" out && ! grep -q "^kernel" out && [ "$(grep -c mm011ctl: err)" = 1 ]
result $? "... and nothing else is done"
check "a panic, and revive" 1 "^pid 1, task 1$" reset --then free_page 0x1000000 \
	--then info --then revive --then fork 0 --then ps
grep -q "stopped: Kernel panic: trying to free nonexistent page" out && grep -q "^ 1  running" out
result $? "... all goes on"
check "a panic, and reset" 1 "^pid 1, task 1$" reset --then free_page 0x1000000 \
	--then reset --then fork 0
check "wrong words end the line all the same" 2 "is not a number" reset \
	--then free_page 0x1000000 --then peek32 x --then info
! grep -q "^kernel" out
result $? "... nothing is done behind them"
check "and what fails without a panic" 1 "no running task 9" reset --then fork 9 --then info
! grep -q "^kernel" out
result $? "... ends the line"

# The most reported failure of a lab: two tasks attach a page that is counted once. The
# second exit panics; had panic() returned, it would have emptied the entry, and gone on.
stream "had panic() returned" "0
0
0
fff000
fff000
fff000
0
panic: trying to free free page
0
0
0
fff000" <<'END'
init 16 0
task 1 0x4000000 0x1000 0x1000 0x1000 0
task 2 0x8000000 0x1000 0x1000 0x1000 0
get_free_page
put_page 0xfff000 0x4001000
put_page 0xfff000 0x8001000
exit 1 0
exit 2 0
revive
poke32 0xffd004 0
exit 2 0
get_free_page
END
$ctl reset >/dev/null
the_end
