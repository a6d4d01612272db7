#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Dumps of memory, of Linux 0.11 and 0.12: loaded, dumped, and refused.
# usage: dump.sh MM011CTL   prints TAP; the tool runs with --local
ctl=$(readlink -f "$1")
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tools/tests/lib.sh"

# same NAME FILE FILE
same() {
	cmp "$2" "$3" >out 2>err
	result $? "$1"
}

at() { # FILE ADDRESS: the word there
	od -An -tu4 -j $(($2)) -N 4 "$1" | tr -d ' '
}
half_at() { # likewise 16 bits
	od -An -tu2 -j $(($2)) -N 2 "$1" | tr -d ' '
}
# is NAME FOUND WANTED...: numbers, in pairs
is() {
	name=$1
	shift
	: >out
	while [ $# -gt 1 ]; do
		[ "$1" = "$2" ] || echo "found '$1', wanted '$2'" >>out
		shift 2
	done
	! [ -s out ]
	result $? "$name"
}

printf '%s\n' '00020000 D task' '00016000 B mem_map' '00015000 B last_pid' >sym11
printf '%s\n' '00020000 D _task' '00016000 B _mem_map' '00015000 B _last_pid' \
	'00015010 b _swap_bitmap' '00005000 T _init_swapping' >sym12

# --------------------------------------------------------- 0.12, to and fro

check "a dump of 0.12 that swaps" 0 "" --kernel 0.12 reset --ram 4M --then swapon --memory 400K \
	--then fork 0 --then exec_made_up 1 7 8192 4096 4096 sh --then uselib_made_up 1 9 \
	--then write 1 0x2000 hello --then write 1 0x3000 world \
	--then swap_out --then swap_out --then swap_out --then fork 1 --then fork 1 --then fork 2 \
	--then exit 2 0 --then exit 3 0 --then dump ram12 --symbols sym12 --swap space
task() { # NR: where its structure is
	at ram12 $((0x20000 + 4 * $1))
}
t0=$(task 0) t1=$(task 1) t2=$(task 2) t3=$(task 3) t4=$(task 4)
inode=$(at ram12 $((t1 + 828)))
library=$(at ram12 $((t1 + 832)))
is "... has 0.12's fields at 0.12's places" \
	"$(at ram12 $((t1 + 536)))" $((0x4000000)) "$(at ram12 $((t1 + 540)))" 8192 \
	"$(at ram12 $((t1 + 544)))" 12288 "$(at ram12 $((t1 + 548)))" 16384 \
	"$(at ram12 $((t1 + 552)))" $((0x3bff000)) "$(at ram12 $((t1 + 556)))" 1 \
	"$(half_at ram12 $((inode + 50)))" 7 "$(half_at ram12 $((inode + 52)))" 2 \
	"$(half_at ram12 $((library + 50)))" 9 \
	"$(at ram12 $((t1 + 928)))" $((0x3fff)) "$(at ram12 $((t1 + 932)))" $((0x04c0fa00)) \
	"$(at ram12 $((t1 + 936)))" $((0x3fff)) "$(at ram12 $((t1 + 940)))" $((0x04c0f200)) \
	"$(at ram12 "$t2")" 3
is "... fathers, children and siblings point to each other" \
	"$(at ram12 $((t0 + 700)))" "$t0" "$(at ram12 $((t0 + 704)))" "$t1" \
	"$(at ram12 $((t1 + 700)))" "$t0" "$(at ram12 $((t1 + 704)))" "$t4" \
	"$(at ram12 $((t4 + 700)))" "$t1" "$(at ram12 $((t4 + 708)))" 0 \
	"$(at ram12 $((t4 + 712)))" "$t3" "$(at ram12 $((t3 + 708)))" "$t4" \
	"$(at ram12 $((t3 + 712)))" "$t2" "$(at ram12 $((t2 + 708)))" "$t3" \
	"$(at ram12 $((t2 + 712)))" 0 "$(at ram12 $((t2 + 704)))" 0
[ "$(wc -c <ram12)" = 4194304 ] && [ "$(wc -c <space)" = 409600 ]
result $? "... is as long as RAM and swap space are"
check "... is loaded, by its symbols as one of 0.12" 0 "Linux 0.12" \
	load ram12 --symbols sym12 --swap space --then info --then dump again --symbols sym12 --swap too
same "... and comes back byte for byte" ram12 again
same "... as does its swap space" space too
check "... pages that were out come in" 0 "77 6f 72 6c 64" load ram12 --symbols sym12 \
	--swap space --then read 1 0x3000 5
check "... into its own copy of the swap space" 0 "" load ram12 --symbols sym12 --swap space \
	--then swap_out --then swap_write 1 other
same "... which is as it was" space too
check "... task 0 has no father" 0 "^ 0  running      0      -1 " load ram12 --symbols sym12 \
	--swap space --then ps
check "... its youngest zombie is waited for first" 0 "^pid 3$" load ram12 --symbols sym12 \
	--swap space --then waitpid 1
check "... its tasks go on" 0 "pid 5, task 5" load ram12 --symbols sym12 --swap space \
	--then fork 1
check "without its swap space it is refused" 2 "3 pages are in the swap space: --swap FILE" \
	load ram12 --symbols sym12
check "... or loaded by force, with zeros there" 0 "they become zeros" load ram12 --symbols sym12 \
	--force --then read 1 0x3000 5
check "a swap space that is not there" 2 "nowhere: No such file" load ram12 --symbols sym12 \
	--swap nowhere
check "one that is none" 2 "ram12: no swap-space signature" load ram12 --symbols sym12 --swap ram12
check "a directory" 2 "[.]: " load ram12 --symbols sym12 --swap .
head -c 8192 space >short
check "one that is too short" 2 "short: 2 pages, but the swap bitmap is one of 100" \
	load ram12 --symbols sym12 --swap short
mkfifo fifo
check "a FIFO" 2 "fifo: a FIFO, not a regular file" load ram12 --symbols sym12 --swap fifo
check "a swap space for 0.11" 2 "Linux 0.11 has no swap space" fork 0 --then dump ram11 \
	--symbols sym11 --then load ram11 --symbols sym11 --swap space

# entries and bitmap that contradict each other; a child has what its father had out
table=$(($(at ram12 0x100) & ~4095))
bitmap=$(at ram12 0x15010)
i=0
while [ $((i += 1)) -lt 1024 ]; do	# the entry of the page that is out first
	entry=$(at ram12 $((table + 4 * i)))
	[ "$entry" != 0 ] && [ $((entry & 1)) = 0 ] && break
done
twisted() { # NAME PATTERN ADDRESS NUMBER
	cp ram12 twisted
	word "$4" | put twisted "$3"
	check "$1" 2 "$2" load twisted --symbols sym12 --swap space
}
twisted "a swap page that is free" "swap page 30 is free$" $((table + 4 * i)) 60
twisted "a swap page that no bitmap has" "swap page 32768 is none$" \
	$((table + 4 * i)) $((2 * 32768))
twisted "two pages in one swap page" "another entry has swap page $((entry / 2)), too" \
	$((table + 4 * 8)) "$entry"
twisted "a bitmap outside main memory" "the swap bitmap is at 0xa0000, which is no page" \
	0x15010 $((0xa0000))
twisted "a bitmap that is not on a page" "which is no page of main memory" 0x15010 \
	$((bitmap + 4))
twisted "no bitmap" "without a swap_bitmap" 0x15010 0
twisted "a father that is nowhere" "the father of task 1 is at 0x1234" $((t1 + 700)) $((0x1234))
twisted "siblings in a circle" "the older siblings of task 4 do not end" $((t4 + 712)) "$t4"
# what must hold of a machine is asked of the one that the dump has become
twisted "the kernel's directory" "page directory\[0\] is 0x00000000, not the kernel's table" 0 0
twisted "the kernel's tables" "entry at 0x001004 is 0x00000000, not the kernel's of 0x001000" 0x1004 0
twisted "a table outside main memory" "page directory\[80\]: its table is at 0x090000, outside" \
	0x140 $((0x90007))
twisted "a table of no task" "page directory\[144\]: task slot 9, whose it is, is free" \
	0x240 $((table + 7))
twisted "an entry beyond main memory" "0x400000 is beyond memory" $((table + 4092)) $((0x400007))
twisted "a directory entry that is neither" "directory\[80\] is 0x00000002: neither present nor 0" \
	0x140 2
twisted "segments elsewhere" "task 1 has its segments at linear 0x08000000, not at 0x04000000" \
	$((t1 + 940)) $((0x08c0f200))
twisted "two tasks with one pid" "tasks 1 and 2 are both pid 1" $((t2 + 556)) 1
twisted "pages that are free, and one is the bitmap" \
	"page $(printf '0x%06x' "$bitmap") is free, and there are 1 references to it" \
	$((0x16000 + bitmap / 4096 - 256 - 3)) 0
twisted "pages that are counted twice" "mem_map says 2, references are 1" \
	$((0x16000 + t1 / 4096 - 256 - 3)) $((0x02020202))
twisted "pages in main memory that are USED" "0x200000, in main memory, is counted 100: USED" \
	$((0x16000 + 256)) $((0x64646464))

# ------------------------------------------------------------- which kernel

grep -v swap_bitmap sym12 >global
check "a function of 0.12 is enough to know it" 0 "Linux 0.12" --kernel 0.12 fork 0 \
	--then dump plain --symbols global --then reset --then load plain --symbols global --then info
check "0.12 without swapping: again byte for byte" 0 "" load plain --symbols global \
	--then dump again --symbols global
same "... it is" plain again
check "symbols that contradict --kernel" 2 "Linux 0.12 has such functions, and --kernel is 0.11" \
	--kernel 0.11 load plain --symbols global
check "a machine of 0.12 does not become 0.11 in silence" 0 "the machine becomes Linux 0.11" \
	fork 0 --then dump ram11 --symbols sym11 --then reset --kernel 0.12 \
	--then load ram11 --symbols sym11
check "... without symbols it stays 0.12" 0 "Linux 0.12" reset --kernel 0.12 --then fork 0 \
	--then dump plain --mem-map map --then load plain --mem-map map --then info
check "... and --kernel says so, too" 0 "Linux 0.12" --kernel 0.12 load plain --mem-map map \
	--then info
check "0.11 without a word" 0 "Linux 0.11" load ram11 --symbols sym11 --then info
! grep -q . err
result $? "... is"
check "symbols of 0.12 for a machine of 0.11" 2 "symbols of Linux 0.12" dump again --symbols sym12
check "a machine that swaps, and no place for that" 2 "swap_bitmap is not known" \
	--kernel 0.12 swapon --memory 400K --then dump again --symbols sym11
check "what is in the swap space is said to be missing" 0 "--swap FILE writes it" \
	--kernel 0.12 swapon --memory 400K --then dump again --symbols sym12
check "no swap space to write" 2 "no swap space that could be written" dump again \
	--symbols sym11 --swap too
check "an entry of a swap page in 0.11" 2 \
	"linear 0x0400[0-9a-f]*: entry 0x2: in swap page 1 of a 0.12?" \
	fork 0 --then poke32 0xffe004 2 --then dump again --symbols sym11 \
	--then load again --symbols sym11

# ---------------------------------------------------------------- how much RAM

for mb in 1 2 4 8 16; do
	check "a dump of $mb MB" 0 "" reset --ram ${mb}M --then dump ram --symbols sym11
	[ "$(wc -c <ram)" = $((mb << 20)) ]
	result $? "... is so long"
	check "... and becomes such a machine" 0 "^memory  *$((mb * 1024)) KB" \
		load ram --symbols sym11 --then info
done
truncate -s 16M ram4
check "4 MB of RAM in a dump of 16" 0 "" reset --ram 4M --then dump ram4 --symbols sym11
truncate -s 16M ram4
check "... are 4 MB of RAM" 0 "^memory  *4096 KB" load ram4 --symbols sym11 --then info
truncate -s 8M ram
check "a dump that has lost its end" 2 "main memory ends at 0x1000000, the file at 0x800000" \
	load ram --symbols sym11
for length in 0 4096 1044480 1048577 16777217 33554432; do
	truncate -s $length odd
	check "a dump of $length bytes" 2 "bytes long, it must have whole pages, 1 MB to 16 MB" \
		load odd --symbols sym11
done

# ---------------------------------------------------- sleepers, and other tasks

check "a dump with tasks" 0 "" fork 0 --then fork 0 --then fork 0 --then dump ram --symbols sym11
word 1 | put ram "$(at ram 0x20004)"
word 2 | put ram "$(at ram 0x20008)"
word 4 | put ram "$(at ram 0x2000c)"
check "load says who slept, lightly" 0 "a signal wakes them, were tasks: 1$" load ram --symbols sym11
check "... deeply" 0 "no signal wakes them, were tasks: 2$" load ram --symbols sym11
check "... or was stopped" 0 "stopped were tasks: 3$" load ram --symbols sym11 \
	--then dump again --symbols sym11
same "... and dump has it again" ram again
word 5 | put ram "$(at ram 0x20004)"
check "a state that there is not" 2 "task 1 has state 0x5, which there is not" \
	load ram --symbols sym11

# ------------------------------------------- programs that are files of the host

aout prog 8192 4096 100
aout other 8192 4096 100
tr x y <other >lib
aout large 12288 4096 0
check "a dump with a program" 0 "" --kernel 0.12 reset --then fork 0 \
	--then exec_made_up 1 7 8192 4096 100 sh --then uselib_made_up 1 9 \
	--then write 1 0 HELLO --then fork 1 --then dump ram --symbols sym12
check "its pages are made up" 0 "00001000  fc fd fe" load ram --symbols sym12 \
	--then read 1 0x1000 16
check "... or those of a file that it is bound to" 0 "00001000  78 78 78" load ram \
	--symbols sym12 --bind 0000:7=prog --then read 2 0x1000 16
check "... up to the end of its data" 0 "00002ffc  78 78 78 78 00 00" load ram \
	--symbols sym12 --bind 0:7=prog --then read 2 0x2ffc 8
check "... what was loaded before stays" 0 "HELLO[.]" load ram --symbols sym12 --bind 0:7=prog \
	--then read 1 0 6
check "... its library, too" 0 "03c00000  79 79" load ram --symbols sym12 --bind 0:7=prog \
	--bind 0:9=lib --then read 1 0x3c00000 16
check "... its number stays, for share_page() and dump" 0 "0000:7  *2" load ram --symbols sym12 \
	--bind 0:7=prog --then dump again --symbols sym12 --then ps
same "... which is the same" ram again
check "a program that no task runs" 2 "bind 0301:7=prog: no task of the dump runs that" \
	load ram --symbols sym12 --bind 0301:7=prog
check "a file that is not there" 2 "0:7=nowhere: nowhere: No such file\|0:7=nowhere: No such file" \
	load ram --symbols sym12 --bind 0:7=nowhere
check "a file that is no program" 2 "0:7=ram: offset 0: magic" load ram --symbols sym12 \
	--bind 0:7=ram
check "another program" 2 "text, data are 0x3000, 0x1000 bytes, those of task 1 0x2000, 0x1000" \
	load ram --symbols sym12 --bind 0:7=large
for words in prog 7=prog 0:7 0:7= 0:=prog 0:x=prog :7=prog; do
	check "'$words' names no inode and file" 2 "$words: this is not DEVICE:INODE=FILE" \
		load ram --symbols sym12 --bind "$words"
done
check "dump binds nothing" 2 "usage: mm011ctl dump" dump again --symbols sym12 --bind 0:7=prog
check "bind_file: a program of which nothing is loaded yet" 0 "00000000  78 78" \
	fork 0 --then exec_made_up 1 7 8192 4096 100 sh --then bind_file prog 7 --then read 1 0 16
check "... none" 1 "no task has INODE 7" bind_file prog 7
check "... without a number" 2 "usage: bind_file FILE INODE" bind_file prog
printf 'bind_file prog 7\n' >stream
check "... in a stream, which opens no files" 0 "err: prog: a stream reads no files" batch stream

# ------------------------------------------------------------------- symbols

sed 's/ / _/2' sym11 >under
check "names with an underscore" 0 "" load ram11 --symbols under
grep -v last_pid sym11 >fewer
check "last_pid may be missing" 0 "last_pid  *1$" load ram11 --symbols fewer --then info
grep -v mem_map sym11 >fewer
check "mem_map may not" 2 "fewer: there is no symbol mem_map" load ram11 --symbols fewer
check "... unless it is in a file" 0 "" fork 0 --then dump ram --mem-map map \
	--then load ram --mem-map map --symbols fewer
sed 's/00015000/0002000c/' sym11 >overlap
check "variables that overlap" 2 "task and last_pid overlap" load ram11 --symbols overlap
sed 's/00015010/000a0000/' sym12 >high
check "one that is not the kernel's" 2 "swap_bitmap, at 0xa0000, is not below 640 KB" \
	load ram12 --symbols high --swap space
printf '%s\n' '00020000 D task' '00036000 B mem_map' '00035ff0 B last_pid' \
	'00036f00 b swap_bitmap' >inside
check "structures that get a place behind task[] spare its variables" 0 "" --kernel 0.12 fork 0 \
	--then exec_made_up 1 7 4096 4096 4096 sh --then dump ram --symbols inside \
	--then load ram --symbols inside --then ps
grep -q "0000:7  *1 " out
result $? "... and are found again"
printf '%s\n' '00090000 D task' '00016000 B mem_map' >last
check "... where there is no room, nothing is dumped" 2 "no room below 640 KB" fork 0 \
	--then dump none --symbols last
! [ -e none ]
result $? "... at all"
the_end
