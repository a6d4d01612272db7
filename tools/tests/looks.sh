#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Looking at a machine: in a stream, after a panic; does it contradict itself, who has
# a page.
# usage: looks.sh DATA COMMAND...   e.g. looks.sh selftests/data mm011ctl --local
# Prints TAP. Runs on a machine inside the process and on the device alike.
data=$1
shift
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

check "poke32 of an entry: what it was" 0 \
	"entry 1 (linear 0x04001000): 0x001000 P .* -> 0xabc000 P RW US" \
	reset --then fork 0 --then -v poke32 0xffe004 0xabc007
check "... of the directory" 0 "page directory\[16\] (linear 0x04000000): 0xffe000 P .* -> nothing$" \
	reset --then fork 0 --then -v poke32 0x40 0
check "... and of another word: none" 0 "4 bytes to 0x500000" -v poke32 0x500000 7
! grep -q entry out
result $? "... is told"
stream "-v: poke32 in a stream" "0
0" -v <<'END'
init 16 0
poke32 0x1004 0
END
told "... likewise" "    entry      page table at 0x001000, entry 1 (linear 0x00001000): .* -> nothing"
check "writes beside each other are one line" 0 "^    write      5 times 4 bytes, 0x.*dc to 0x.*ec$" \
	reset --then fork 0 --then -v exec_made_up 1 7 4096 4096 4096 sh one two
[ "$(grep -c "^    write" out)" = 5 ]	# two are of the task structure
result $? "... and others another"
check "ps fits on a screen" 0 "^ 2  zombie       2       1  0xff[0-9a-f]*  .*  0x0300$" reset \
	--then fork 0 --then exec_made_up 1 7 0x1000000 0x1000000 0x1000000 sh --then fork 1 \
	--then exit 2 3 --then ps
[ "$(wc -L <out)" -le 100 ]
result $? "... of 100 columns"
check "ps has all fields" 0 "limits: code 0x000a0000" ps

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

# And the cure: a page that two tasks attach is counted twice.
stream "one count more" "0
0
0
fff000
fff000
fff000
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
set_count 0xfff000 2
exit 1 0
exit 2 0
get_free_page
END

# --------------------------------------------------- does it contradict itself?

# after NAME STATUS PATTERN COMMAND...: check, behind some commands on 0.11
after() {
	name=$1 wanted=$2 pattern=$3
	shift 3
	check "check: $name" "$wanted" "$pattern" reset --then "$@" --then check
}

good="exec_made_up 1 7 8192 4096 4096 sh --then write 1 0x2000 x --then fork 1"
after "a fresh machine" 0 "^3072 pages of main memory, contradictions: 0$" info
# shellcheck disable=SC2086 # these are several words
after "processes, pipes and malloc" 0 "contradictions: 0$" fork 0 --then $good --then pipe \
	--then malloc 32 --then malloc 4096 --then write 2 0x2000 y --then exit 1 0
after "what somebody holds" 0 "or they are lost: 2 pages: 0xffe000 0xfff000$" \
	get_free_page --then get_free_page
after "mem_init() has not run" 0 "there is nothing to check" reset --head-only
after "no main memory" 0 "^0 pages of main memory, contradictions: 0$" reset --ram 1M
for ends in '0 0xffffffff' '0xffffffff 0xffffffff' '0xffffffff 4096' '0x800000 0x100000' '0 0x1000001'; do
	# shellcheck disable=SC2086
	after "mem_init $ends" 0 "contradictions: 0$" mem_init $ends
done
shared="set_task 1 0x4000000 0 0 0 0 --then set_task 2 0x8000000 0 0 0 0 --then get_free_page
	--then put_page 0xfff000 0x4001000 --then put_page 0xfff000 0x8001000"
# shellcheck disable=SC2086
after "a page that is counted once and mapped twice" 1 \
	"page 0xfff000: mem_map says 1, references are 2$" $shared
grep -q "page 0xfff000 has 2 references, and is writable through 2" out
result $? "check: ... and shared and writable"
# shellcheck disable=SC2086
after "a page that is free and mapped" 1 "page 0xfff000 is free, and there are 2 references" \
	$shared --then free_page 0xfff000
after "a page that is counted too often" 1 "page 0xfff000: mem_map says 2, references are 1" \
	set_task 1 0x4000000 0 0 0 0 --then get_free_page --then put_page 0xfff000 0x4001000 \
	--then copy_page_tables 0x4000000 0x8000000 0x400000 --then poke32 0xffd004 0
after "two entries with one table" 1 "0xffe000 is the page table of 2 directory entries" \
	fork 0 --then poke32 0x44 0xffe007
after "a page table that is a task structure" 1 "0xfff000 is two things at once: see who" \
	fork 0 --then poke32 0x44 0xfff007
after "a table below main memory" 1 "page directory\[17\]: its table is at 0x001000, outside" \
	fork 0 --then poke32 0x44 0x1007
after "a table beyond memory" 1 "page directory\[17\]: its table is at 0xfffff000, outside" \
	fork 0 --then poke32 0x44 0xfffff007
after "an entry beyond memory" 1 "entry at 0xffe004 (linear 0x04001000): 0x1000000 is beyond" \
	fork 0 --then poke32 0xffe004 0x1000007
after "an entry that is neither present nor 0" 1 "entry at 0xffe004 is 0x00000002: neither" \
	fork 0 --then poke32 0xffe004 2
after "a directory entry that is neither" 1 "directory\[20\] is 0x00000002: neither present" \
	poke32 0x50 2
after "but for the one at address 20" 0 "directory\[5\] is 0x00024df8: fs/buffer.c wrote it" \
	poke32 0x14 0x24df8
after "a table of a free slot" 1 "page directory\[32\]: task slot 2, whose it is, is free" \
	fork 0 --then fork 1 --then task_gone 2
after "the kernel's tables" 1 "entry at 0x001004 is 0x00000000, not the kernel's of 0x001000" \
	poke32 0x1004 0
after "the kernel's directory" 1 "page directory\[0\] is 0x00000000, not the kernel's table" \
	poke32 0 0
after "two tasks with one pid" 1 "tasks 1 and 2 are both pid 9" \
	set_task 1 0x4000000 0 0 0 0 0 9 0 --then set_task 2 0x8000000 0 0 0 0 0 9 0
after "segments elsewhere" 1 "task 1 has its segments at linear 0x08000000, not at 0x04000000" \
	set_task 1 0x8000000 0 0 0 0
entries=$(printf '02000000%.0s' $(seq 40))
after "more than fits on a screen" 1 "^  ... and 20 more$" fork 0 \
	--then phys_write 0xffe800 "hex:$entries"
[ "$(grep -c '^  ' out)" = 21 ] && grep -q "contradictions: 40$" out
result $? "check: ... are counted all the same"

# swapping NAME STATUS PATTERN COMMAND...: likewise, on 0.12, where page 0x1000 of task 1 is out
swapping() {
	name=$1 wanted=$2 pattern=$3
	shift 3
	check "check, 0.12: $name" "$wanted" "$pattern" reset --kernel 0.12 \
		--then swapon --memory 1M --then set_task 1 0x4000000 0x1000 0x1000 0x1000 0 \
		--then write 1 0x1000 x --then swap_out --then "$@" --then check
}
swapping "a page is out" 0 "contradictions: 0$" peek32 0xffd004
grep -q "^0x00000002$" out
result $? "check, 0.12: ... its entry names swap page 1"
swapping "it is free" 1 "entry at 0xffd004: swap page 1 is free" swap_free 1
swapping "it has none" 1 "entry at 0xffd004: swap page 32768 is none" poke32 0xffd004 0x10000
swapping "two entries with it" 1 "entry at 0xffd008: another entry has swap page 1" \
	poke32 0xffd008 2

for cmds in "$data"/streams/*_valid.cmds.xz; do
	kernel=0.11
	case $cmds in */v012*) kernel=0.12 ;; esac
	name=${cmds##*/}
	check "check: ${name%.cmds.xz} leaves no contradiction" 0 "contradictions: 0$" \
		reset --kernel $kernel --then batch --revive "$cmds" --then check
done
for cmds in "$data"/streams/*_hostile.cmds.xz; do
	kernel=0.11
	case $cmds in */v012*) kernel=0.12 ;; esac
	name=${cmds##*/}
	check "check: ${name%.cmds.xz} does" 1 "contradictions: [1-9]" \
		reset --kernel $kernel --then batch --revive "$cmds" --then check
done
for trace in "$data"/traces/*.jsonl.xz; do
	name=${trace##*/}
	check "check: ${name%.jsonl.xz} leaves none" 0 "contradictions: 0$" replay "$trace" --then check
done

# ------------------------------------------------------------- who has a page?

# who NAME PATTERN PAGE COMMAND...
who() {
	name=$1 pattern=$2 page=$3
	shift 3
	check "who: $name" 0 "$pattern" reset --then "$@" --then who "$page"
}
# shellcheck disable=SC2086
who "a page that two tasks share" "^page 0xffc000  mem_map says 2$" 0xffc123 fork 0 --then $good
for pattern in '0x04002000 by the entry at 0xffb008: 0xffc000 P .* task 1, pid 1$' \
	'0x08002000 by the entry at 0xff9008: 0xffc000 P .* task 2, pid 2$' \
	"0x00ffc000 by the entry at 0x004ff0: 0xffc000 P .* the kernel's own$"; do
	grep -q "^  mapped at linear $pattern" out
	result $? "who: ... $pattern"
done
who "a task structure" "^  task structure of task 1, pid 1$" 0xfff000 fork 0
who "a page table" "^  page table of page directory\[16\] at 0x000040 (linear 0x04000000): 0xffe000" \
	0xffe000 fork 0
who "a page table of nobody" "task slot 1, free$" 0xffe000 fork 0 --then task_gone 1
who "a pipe" "^  pipe 0$" 0xfff000 pipe
who "objects of malloc" "^  malloc's: objects of 32 bytes, descriptor at 0xfff000$" 0xffe000 \
	malloc 20
who "its descriptors" "^  malloc's: bucket descriptors$" 0xfff000 malloc 20
who "its descriptors, whose chain is a circle" "^  malloc's: bucket descriptors$" 0xfff000 \
	malloc 20 --then poke32 0xfff004 0xfff000 --then poke32 0xfff014 0xfff010
who "its descriptors, whose chain leads out of memory" "^  malloc's: bucket descriptors$" 0xfff000 \
	malloc 20 --then poke32 0xfff004 0xfffffff4
who "nobody who is known" "gave it away, or it is lost$" 0xfff000 get_free_page
who "a free page" "^page 0x800000  free: mem_map says 0$" 0x800000 info
who "the page directory" "^  the page directory$" 0 info
who "a kernel's page table" "^  one of the kernel's page tables$" 0x4fff info
who "the kernel" "^  kernel and buffers$" 0x5000 info
who "the RAM disk" "^  RAM disk$" 0x400000 reset --ramdisk 512
who "behind memory" "^  beyond the end of memory, which is 0x800000$" 0x800000 reset --ram 8M
who "the swap bitmap" "^  the swap bitmap$" 0xfff000 reset --kernel 0.12 --then swapon --memory 1M
check "who: the last byte of memory" 0 "^page 0xfff000 " who 0xffffff
check "who: no memory" 2 "PAGE 0x1000000: the last page of memory is 0xfff000" who 0x1000000
check "who: no page" 2 "usage: mm011ctl who PAGE" who
check "who: two pages" 2 "'0' has no place here" who 0 0
stream "a stream has both" "0
0
0" <<'END'
init 16 0
who 0xfff000
check
END
$ctl reset >/dev/null
the_end
