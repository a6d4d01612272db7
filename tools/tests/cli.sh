#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What a person sees who types mm011ctl: results, messages, exit statuses.
# usage: cli.sh DATA COMMAND...   e.g. cli.sh selftests/data mm011ctl --local
# Prints TAP. Runs on a machine inside the process and on the device alike.

data=$1
shift
ctl=$*
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tools/tests/lib.sh"

# run the tool: status to $status, output to out and err
run() {
	# shellcheck disable=SC2086 # the command is several words
	$ctl "$@" >out 2>err
	status=$?
}

# check NAME STATUS PATTERN ARGS...: exit status, and a line of its output
check() {
	name=$1 wanted=$2 pattern=$3
	shift 3
	run "$@"
	sees "$name" "$wanted" "$pattern"
}

# batch NAME EXPECTED: the commands on standard input give these replies
batch() {
	printf '%s\n' "$2" >expected
	run batch -
	sed 's/ [0-9a-f]\{8\}$//' out >got
	[ "$status" = 0 ] && cmp -s got expected
	result $? "$1"
}

# once PATTERN TEXT: the recorded boot, where the first PATTERN is TEXT
once() {
	awk -v a="$1" -v b="$2" '!n && sub(a, b) { n = 1 } { print }' boot.jsonl
}

check "usage without a verb" 2 "usage: mm011ctl"
check "help names every operation" 0 "copy_page_tables FROM TO SIZE" help
check "an unknown command is a usage error" 2 "unknown command 'frok'" frok
check "a missing argument is a usage error" 2 "usage: free_page ADDR" free_page
check "too many arguments are a usage error" 2 "usage: free_page ADDR" free_page 1 2
check "a word that is no number is a usage error" 2 "'0xg' is not a number" free_page 0xg
check "a number beyond 32 bits is a usage error" 2 "is not a number" free_page 0x100000000
check "an unknown option is a usage error" 2 "unknown option" --nonsense info
check "reset with a bad size is a usage error" 2 "usage: mm011ctl reset" reset --ram much
check "reset with too little memory is refused" 1 "--ram 1023 KB: from 1024 KB (1M) to 66559 KB" reset --ram 1023
check "reset to 8 MB with a RAM disk" 0 "" reset --ram 8M --ramdisk 512
check "reset" 0 "" reset
check "get_free_page gives the last page" 0 "^0xfff000$" get_free_page
check "an operation of no task says so" 1 "no running task 9" fork 9
check "a task number that cannot be" 1 "no running task 64" fork 64
release=$(sed -n 's/.*define MM011_RELEASE.*"\(.*\)"/\1/p' "$(dirname "$0")/../../module/uapi/mm011_ioctl.h")
check "one version for all" 0 "^mm011ctl $release$" --version
check "info" 0 "16384" info
check "ps shows task 0" 0 "0" ps
check "walk shows each step" 0 "directory  entry 0 at 0x000000: 0x001000 P RW US - -" walk 0 0x1234
check "walk beyond the segment" 0 "general protection" walk 0 0xa0000
check "walk: the selector" 0 "^selector   0x17: entry 2 of the LDT of task 0$" walk 0 0x1234
check "walk: that of the code segment" 0 "^selector   0x0f: entry 1 of the LDT" walk 0 0x1234 code
check "walk: the descriptor" 0 "^descriptor 0x0000009f 0x00c0f200: base 0x00000000, limit 0x0009ffff$" \
	walk 0 0x1234
check "walk kernel: the selector" 0 "^selector   0x10: entry 2 of the GDT$" walk kernel 0x1234
check "walk kernel: the descriptor" 0 "^descriptor 0x00000fff 0x00c09a00: base 0x0*, limit 0x00ffffff$" \
	walk kernel 0x1234 code
check "walk kernel: behind task 0" 0 "^outcome    physical 0x0a0000$" walk kernel 0xa0000 write
check "walk kernel: the last byte" 0 "^outcome    physical 0xffffff$" walk kernel 0xffffff
check "walk kernel: beyond it" 0 "general protection" walk kernel 0x1000000
check "walk: neither task nor kernel" 2 "usage: mm011ctl walk" walk kernal 0
check "walk: the LDT is in the page of the task structure" 0 "LDT of task 1, which is at 0xfff2d0" \
	reset --then fork 0 --then walk 1 0x1234
check "... and the descriptor is there" 0 "0xfff2e0  9f 00 00 00 00 f2 c0 04" reset --then fork 0 \
	--then phys_read 0xfff2e0 8
check "... 0.12 has it elsewhere" 0 "0xfff3a8  9f 00 00 00 00 f2 c0 04" reset --kernel 0.12 \
	--then fork 0 --then phys_read 0xfff3a8 8
check "walk: what is written there bends nothing" 0 "^descriptor 0x0000009f 0x04c0f200" reset \
	--then fork 0 --then poke32 0xfff2e4 0xffffffff --then walk 1 0x1234
run reset
check "walk: no such task" 1 "no running task 9; see ps" walk 9 0
check "each change is told with -v" 0 "entry      page directory\[16\]" -v fork 0
check "memory of a task is shown" 0 "00000010" read 0 0 32
check "reading beyond the segment is refused" 1 "beyond the limit" read 0 0x9fffe 4
check "a panic is told" 1 "panic: trying to free nonexistent page" free_page 0x1000000
run revive
check "a program file that is not there" 2 "nowhere: No such file" exec 0 nowhere
check "a directory is no program" 2 "[.]: Is a directory" exec 0 .

tool=${ctl%% *}
$tool --device "$dir/none" info >out 2>err
[ $? = 1 ] && grep -q "none: No such file" err && grep -q "make load" err
result $? "without a device: how to get one"

run reset
batch "replies of a batch" "0
fff000
0
0
0
59ba1242
1
err: usage: malloc LEN
err: unknown command 'frok'
err: no task
ffc000" <<'END'
init 16 0
get_free_page
free_page 0xfff000
# a comment, and an empty line

setad 0x1000 0
init 16 0
crc
fork 0
malloc
frok
do_wp_page 7 7 0x4000000
malloc 16
END

batch "a machine that panicked stands still" "0
panic: trying to free nonexistent page
err: machine panicked
7
0
fff000" <<'END'
init 8 0
free_page 0x800000
get_free_page
peek32 0x1000
init 16 0
get_free_page
END

batch "a child that its father is still making does not run" "0
0
0
1
asleep read 1
err: task 2 waits for the swap device, or its father in fork; see wake
2
0" <<'END'
init 16 0 25
task 1 0x4000000 0x1000 0x1000 0x1000 0
write 1 0x6fa x
swap_out
fork 1 sleep
exit 2 0
wake 1
exit 2 0
END

batch "a task may use the library that it uses already" "0
0
0
0
0
b7b8" <<'END'
init 16 0 25
task 1 0x4000000 0x1000 0x1000 0x1000 0
uselib_made_up 1 2
uselib_made_up 1 2
uselib_made_up 1 2
read 1 0x3c0046b 2
END

batch "a swap space that does not tell its size has no page" "0
0
0
0
0
0" <<'END'
init 16 0 0
swap_memory 0xffffffff
poke32 0x40 0xf00007
poke32 0xf00000 0x80000
copy_page_tables 0x4000000 0x8000000 0x400000
peek32 0xfff004
END

cat >cmds <<'END'
init 16 0
free_page 0x200000
free_page 0x1000000
get_free_page
END
run batch --revive cmds
[ "$(sed -n '3s/ [^ ]*$//p' out)" = "panic: trying to free nonexistent page" ] &&
	[ "$(sed -n '4s/ .*//p' out)" = fff000 ]
result $? "with --revive it goes on"

run reset
aout prog 5000 300 2000
cat >cmds <<'END'
init 16 0
fork 0
exec 1 prog one two -- HOME=/
read 1 0 4
read 1 4999 4
read 1 5298 4
read 1 8188 4
read 1 5299 1 code
END
run batch --read-files . cmds
printf '%s\n' 0 1 3ffffc4 78787878 78787878 78780000 00000000 78 >expected
sed 's/ [0-9a-f]\{8\}$//' out | cmp -s - expected
result $? "a real program is loaded on demand, zeros behind its end"

printf 'no program at all, but longer than a header: %2000s' x >junk
check "a file that is no program is refused" 2 "junk: offset 0: magic 0x" exec 0 junk
head -c 2000 prog >short
check "a program that was cut: where" 2 "offset 2000: the file ends" exec 0 short
head -c 20 prog >short
check "a header that was cut: where" 2 "offset 20: the file ends in its header" exec 0 short

printf 'init 16 0\0\n' >bad
check "a batch that is no text: its line" 2 "line 1: a zero byte" batch bad
printf 'init 16 0\nget_free_page\nbut not this\n' >bad
check "a file that is no batch: its line" 2 "line 3: no command" batch bad
check "a batch that is not there" 2 "No such file" batch nowhere

trace=$data/traces/boot-16m.jsonl.xz
check "the recorded boot replays" 0 "^replay: 1488 events, 0 divergences$" replay "$trace"
check "every step in words" 0 "step 1488" replay --verbose "$trace"
check "all bytes summed up, too" 0 "^replay: 1488 events, 0 div" replay --full "$trace"
check "no such option of replay" 2 "usage: mm011ctl replay" replay --fully "$trace"
xzcat "$trace" >boot.jsonl
check "a run that is not compressed" 0 "1488 events, 0 div" replay boot.jsonl
gzip -c boot.jsonl >boot.jsonl.gz
check "a run compressed by gzip" 0 "1488 events, 0 div" replay boot.jsonl.gz

once '"ret":16642048' '"ret":16637952' >wrong
check "a wrong page is a divergence" 1 "return value: recorded 0xfde000, Linux 0.11 0xfdf000" replay wrong
[ "$(tail -n 1 out)" = "replay: $(sed -n 's/.*step \([0-9]*\),.*/\1/p' out) events, 1 divergences" ]
result $? "replay ends with the count"

# entry 16 of page table 0 loses its Dirty bit in the replay, then is compared
once '"pte_addr":4232,"bits":96' '"pte_addr":4232,"bits":32' >wrong
check "a wrong bit is found by the checksum alone" 1 \
	"page table at 0x001000, entry 34 (linear 0x00022000): recorded .* A D (.*), Linux 0.11 .* A - (" replay wrong

# main memory ends a page earlier: one count is USED that should be 0
once '"end":16646144' '"end":16642048' >wrong
check "a wrong count is found by the checksum alone" 1 \
	"mem_map, page 0xfdf000: recorded 0, Linux 0.11 100" replay wrong

# a wrong count, a wrong bit and a wrong result in one run
awk '/"ev":"get_free_page"/ && ++n == 4 { sub(/"ret":[0-9]*/, "\"ret\":4096") } { print }' boot.jsonl |
	sed 's/"end":16646144/"end":16642048/; s/"pte_addr":4232,"bits":96/"pte_addr":4232,"bits":32/' >wrong
check "the first divergence is the last" 1 "^replay: 1 events, 1 divergences$" replay wrong
check "--go-on: each step is compared for itself" 1 "^replay: 1488 events, 3 divergences$" \
	replay --go-on wrong
[ "$(grep -c 'the machine has become as it was recorded' out)" = 3 ]
result $? "... all three are told"
awk '/"ev":"wp_page"/ && ++n == 3 { sub(/"crc":"......../, "\"crc\":\"00000000") } { print }' \
	boot.jsonl >wrong
check "--go-on: where more differs than a word, the run ends" 1 \
	"cannot become as it was recorded: the run ends here" replay --go-on wrong
# a run that ends in panic(): the boot up to mem_init(), then a page that is not there
head -n 12 boot.jsonl >panic
sums=$(tail -n 1 panic | sed 's/.*\("cur":.*\)/\1/')
echo '{"ev":"free_page","addr":16777216,"panic":"trying to free nonexistent page",'"$sums" >>panic
echo '{"ev":"end",'"$sums" >>panic
check "a panic that was recorded is expected" 0 "2 events, 0 divergences" replay panic
grep -q "^  line 13: panic, as recorded: trying to free nonexistent page" out
result $? "... and told"
sed 's/"panic":"[^"]*",//' panic >wrong
check "a panic that was not recorded: in words" 1 \
	"  recorded: it returns; Linux 0.11: panic: trying to free nonexistent page$" replay wrong
check "... behind which the machine can go on" 1 "has become as it was recorded, and goes on" \
	replay --go-on wrong
run revive
sed 's/nonexistent/free/' panic >wrong
check "another panic is a divergence" 1 "recorded: panic: trying to free free page; Linux 0.11: panic: trying to free nonexistent page" replay wrong
run revive

# what ended the recording: all that there is of it is played, and the status is another one
cut_off() { # NAME EVENTS LINE: of the file "broken"
	check "cut off $1: is said, with the line" 3 "broken: line $3: the run is cut off here" replay broken
	[ "$(tail -n 1 out)" = "replay: $2 events, 0 divergences" ]
	result $? "cut off $1: $2 events are played"
}
steps() { # of the lines on standard input
	grep -c '"crc":"[0-9a-f]*","crc_noad":"[0-9a-f]*"}$'
}
head -n 700 boot.jsonl >broken
cut_off "behind a line" "$(steps <broken)" 701
head -c 100000 boot.jsonl >broken
cut_off "in a line" "$(steps <broken)" "$(wc -l <broken | awk '{ print $1 + 1 }')"
head -n -1 boot.jsonl >broken
cut_off "before the end" 1488 "$(wc -l <boot.jsonl)"
head -c -2 boot.jsonl >broken
cut_off "in the end" 1488 "$(wc -l <boot.jsonl)"
head -n 1 boot.jsonl >broken
cut_off "behind the header" 0 2
head -c -1 boot.jsonl >broken
check "nothing but the last newline is missing" 0 "1488 events, 0 div" replay broken
for tool in xz gzip; do
	$tool -c boot.jsonl | head -c 12000 >broken
	$tool -dc broken 2>/dev/null >whole
	cut_off "$tool" "$(steps <whole)" "$(wc -l <whole | awk '{ print $1 + 1 }')"
	{
		$tool -c boot.jsonl | head -c -1
	} >broken
	cut_off "$tool, behind all" 1488 "$(wc -l <boot.jsonl | awk '{ print $1 + 1 }')"
done
{
	head -n 300 boot.jsonl | xz -c
	tail -n +301 boot.jsonl | head -n 300 | xz -c
	tail -n +601 boot.jsonl | xz -c | head -c 20
} >broken
cut_off "between two streams" "$(head -n 600 boot.jsonl | steps)" 601
sed 's/"get_free_page","ret":16642048/"get_free_page","ret":16646144/' boot.jsonl |
	head -n 1000 >wrong
check "a divergence counts for more than a missing end" 1 "1 divergences" replay wrong
check "... and that for more than all well" 3 "events, 0 divergences" replay broken boot.jsonl
check "... and no run for more than both" 2 "" replay broken wrong junk
tail -n 1 out | grep -q "^replay: [0-9]* events, 1 divergences$"
result $? "... which ends with the count of the others"
check "... wherever it stands" 2 "" replay nowhere wrong boot.jsonl
tail -n 1 out | grep -q "^replay: [0-9]* events, 1 divergences$" && grep -q "^boot  *1488  *0 " out
result $? "... and the runs behind it are played"
check "no run at all has no count" 2 "junk: line 1" replay junk nowhere
! grep -q "^replay:" out
result $? "... that could be taken for success"
cp boot.jsonl another.jsonl
check "rows are called like the files" 0 "^another  *1488  *0" replay boot.jsonl another.jsonl

# what is damaged must leave the machine as it was
run reset
run get_free_page
run checksum
cp out before
head -n 1 boot.jsonl | head -c 40 >wrong
check "half a header" 2 "line 1: not a JSON object" replay wrong
: >wrong
check "an empty run" 2 "line 1: the file ends before its header" replay wrong
head -n 700 boot.jsonl | sed '300s/}$//' >wrong
check "a line cut in half amid a run" 2 "line 300: not a JSON object" replay wrong
sed '300s/"ev":"[a-z_]*"/"ev":"explode"/' boot.jsonl >wrong
check "an unknown event: its line" 2 "line 300: unknown event: explode" replay wrong
sed '12s/"start":/"begin":/' boot.jsonl >wrong
check "a missing number: its line" 2 "line 12: a number is missing: start" replay wrong
check "a foreign file" 2 "line 1: not a JSON object" replay junk
sed '1s/linux-0.11/linux-9.99/' boot.jsonl >wrong
check "a run of another kernel" 2 "a run of neither linux-0.11 nor linux-0.12: linux-9.99" replay wrong
{
	head -c 3000 "$trace"
	printf '?????????'
	tail -c +3010 "$trace"
} >wrong
check "damaged compression" 2 "damaged xz data" replay wrong
case $ctl in
*--local*) ;;
*)
	run checksum
	cmp -s before out
	result $? "the machine is as it was"
	;;
esac

# A dump as of a real kernel, which has more in its structures than a machine
# knows: how a task sleeps, an inode's locks, bits of the CPU in a descriptor,
# an inode table of its own, process numbers that are used up.
real_dump() {
	printf '%s\n' '00020000 D task' '00026000 b _mem_map' '00025000 B last_pid' >symbols
	run reset --then fork 0 --then exec_made_up 1 7 8192 4096 4096 sh --then fork 1 \
		--then dump ram --symbols symbols
	[ "$status" = 0 ] || return
	task1=$(($(od -An -tu4 -j $((0x20004)) -N 4 ram)))
	task2=$(($(od -An -tu4 -j $((0x20008)) -N 4 ram)))
	inode=$(($(od -An -tu4 -j $((task1 + 632)) -N 4 ram)))
	dd if=ram bs=1 skip=$inode count=56 2>/dev/null | put ram 0x9000
	printf '\1\1' | put ram 0x9032
	for task in $task1 $task2; do
		word $((0x9000)) | put ram $((task + 632))
		word 2 | put ram "$task"
		printf '\363' | put ram $((task + 720 + 21))
	done
	word 77 | put ram 0x25000
	sed 's/^0/c/' symbols >high
}

check "one command after another" 0 "task 1" reset --then fork 0 --then ps
check "... up to the first that fails" 1 "no running task 5" reset --then exit 5 0 --then mem_map
! grep -q '[.]' out
result $? "... which is the last"
check "nothing runs when one is unknown" 2 "unknown command 'frok'" reset --then frok 0
check "a command is missing" 2 "a verb is missing" reset --then
check "... in the middle" 2 "a verb is missing" reset --then --then ps
real_dump
result $? "a dump as of a real kernel"
check "is loaded" 0 "last_pid *77" load ram --symbols symbols --then info \
	--then dump ram2 --symbols symbols
cmp ram ram2 >out
result $? "and comes back byte for byte"
check "its tasks go on, with the next number" 0 "pid 78, task 3" load ram --symbols symbols \
	--then fork 1 --then exit 2 0 --then dump ram2 --symbols symbols
[ "$(od -An -tu2 -j $((0x9030)) -N 2 ram2 | tr -d ' ')" = 2 ] &&
	[ "$(od -An -tx2 -j $((0x9032)) -N 2 ram2 | tr -d ' ')" = 0101 ] &&
	[ "$(od -An -tu4 -j "$task2" -N 4 ram2 | tr -d ' ')" = 3 ] &&
	[ "$(od -An -tu4 -j "$task1" -N 4 ram2 | tr -d ' ')" = 2 ] &&
	[ "$(od -An -tu4 -j $((0x25000)) -N 4 ram2 | tr -d ' ')" = 78 ]
result $? "what has changed is in the structures, and nothing else"
task3=$(($(od -An -tu4 -j $((0x2000c)) -N 4 ram2)))
[ "$(od -An -tu4 -j $((task3 + 632)) -N 4 ram2 | tr -d ' ')" = $((0x9000)) ] &&
	[ "$(od -An -tx4 -j $((task3 + 720 + 12)) -N 4 ram2 | tr -d ' ')" = 0cc0fa00 ]
result $? "a new task has its executable's inode, and a segment of code"
check "a machine of 0.12 is dumped, too" 0 "Linux 0.12" \
	--kernel 0.12 reset --then dump ram3 --symbols symbols --then load ram3 --symbols symbols \
	--then info
check "symbols that are missing are named" 2 "there is no symbol mem_map" \
	load ram --symbols /dev/null
check "symbols outside the kernel are refused" 2 "not below 640 KB" \
	load ram --symbols high

# without symbols, mem_map[] is a file of its own
alive="reset --then fork 0 --then exec_made_up 1 7 8192 4096 4096 sh
	--then write 1 0x2000 frozen --then fork 1"
# shellcheck disable=SC2086 # these are several words
run $alive --then checksum
grep crc out >before
# shellcheck disable=SC2086
check "dump" 0 "" $alive --then dump ram --mem-map map
check "load" 0 "" reset --then load ram --mem-map map --then checksum
grep crc out | cmp -s - before
result $? "what was dumped is there again"
check "its memory" 0 "frozen" load ram --mem-map map --then read 2 0x2000 6
check "its tasks go on" 0 "pid 3, task 3" load ram --mem-map map --then fork 2
check "a page that comes from its program" 0 "loaded page" \
	load ram --mem-map map --then do_no_page 1 4 0x4001000
check "dump again" 0 "" load ram --mem-map map --then dump ram2 --mem-map map2
cmp -s ram ram2 && cmp -s map map2
result $? "a dump of what was loaded is the same"
head -c 4 /dev/zero | put map 3836
check "a dump that contradicts itself is refused" 2 "is free, and there are 1 references" \
	load ram --mem-map map
check "task[] elsewhere is refused" 2 "there is no task 0" \
	load ram --mem-map map2 --task 0x30000
check "memory that is too short is refused" 2 "only 3840 bytes" load map2 --mem-map map2
case $ctl in
*--local*) ;;	# such a machine ends with its command
*)
	run checksum
	cp out before
	run load ram --mem-map map
	run checksum
	cmp -s before out
	result $? "a refused dump changes nothing"
	;;
esac
check "with --force it is loaded" 0 "contradicts itself" load ram --mem-map map --force

for cmds in "$data"/streams/*.cmds.xz; do
	name=${cmds##*/}
	check "stream ${name%.cmds.xz}" 0 "5000 replies, all as expected" \
		batch --revive --expect "${cmds%.cmds.xz}.replies.xz" "$cmds"
done
xzcat "$data/streams/v011_seed01_valid.replies.xz" | sed '40s/.$/x/' >wrong
check "a reply that differs is told" 1 "batch: line 40 .* expected was" \
	batch --revive --expect wrong "$data/streams/v011_seed01_valid.cmds.xz"

run reset
the_end
