#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Words that have no place, numbers that are none, options without effect: what the
# tool refuses, and whether it says which word, which limit, what to do.
# usage: words.sh MM011CTL   prints TAP; the tool runs with --local
ctl=$(readlink -f "$1")
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tools/tests/lib.sh"

# check NAME STATUS PATTERN ARGS...: exit status, and a line of output
check() {
	name=$1 wanted=$2 pattern=$3
	shift 3
	"$ctl" "$@" >out 2>err </dev/null
	status=$?
	sees "$name" "$wanted" "$pattern"
}

# refused PATTERN WORDS: by a machine of 0.12; the pattern says what is wrong
refused() {
	# shellcheck disable=SC2086 # the command is several words
	check "$2: $1" 1 "$1" --local --kernel 0.12 $2
}

# ------------------------------------------------------- words, and how many

"$ctl" help >all
views='info ps maps page_directory mem_map buckets stats checksum swap buddyinfo zones'
for verb in $views tasks page_tables crc; do
	check "$verb takes no words" 2 "it takes no words: 'x'" --local "$verb" x
done
sed -n '/^Operations/,$s/^  \([a-z].*\)/\1/p' all >operations
[ "$(wc -l <operations)" -gt 50 ]
result $? "help has all operations"
[ "$(wc -L <all)" -le 100 ]
result $? "help fits on a screen"
! grep -q 'load_mem_map\|load_task' operations
result $? "but for those that cannot be typed"
check "which are unknown" 2 "unknown command 'load_task'" --local load_task 0

# as many words as an operation takes at most; text is taken as it is
words_of() {
	echo "$*" | sed 's/[][]//g; s/[A-Z|:_]*DIGITS/x/; s/\<FILE\>/none/; s/\<[A-Z_0-9]\+\>/0/g
		s/ARG\.\.\./x/; s/0\.\.\./x/'
}
while read -r usage; do
	verb=${usage%% *}
	check "help $verb" 0 "^usage: mm011ctl $verb" help "$verb"
	[ "$(wc -l <out)" -ge 2 ] && [ "$(sed -n 2p out)" != "(null)" ]
	result $? "... says what it does"
	check "$verb --help needs no machine" 0 "^usage: mm011ctl $verb" --device /nowhere "$verb" --help
	case $usage in
	*...*) continue ;;	# takes any number of words
	esac
	# shellcheck disable=SC2046 # several words
	check "$verb: a word too many" 2 "'junk' has no place here; usage: $verb" \
		--local --kernel 0.12 $(words_of "$usage") junk
done <operations
for verb in $views reset walk batch load dump mkswap swapon compare replay; do
	check "help $verb" 0 "^usage: mm011ctl $verb" help "$verb"
	check "$verb --help" 0 "^usage: mm011ctl $verb" --device /nowhere "$verb" --help
done
check "fork --help among others" 0 "^usage: mm011ctl fork TASK" --local info --then fork --help \
	--then ps
grep -q "^kernel" out && grep -q "^nr " out
result $? "... which run, too"
check "help of no verb" 2 "there is no verb 'nosuch'" help nosuch
check "help of two verbs" 2 "'ps' has no place here" help info ps
check "no verb at all: how it is called, in two lines" 2 "^usage: mm011ctl"
[ ! -s out ] && [ "$(wc -l <err)" = 2 ]
result $? "... on standard error"
for words in 'walk 0' 'walk' 'batch' 'compare' 'replay' 'mkswap' 'swapon' 'swapon --memory' \
	'load' 'load ram' 'dump' 'free_page' 'fork' 'write 0 0'; do
	# shellcheck disable=SC2086
	check "a word is missing: $words" 2 "usage: " --local $words
done
for words in 'swapon a b' 'swapon --memory 1 b' 'mkswap a 1M b' 'load a b --symbols c' \
	'dump a --symbols c --force' 'compare a b' 'batch a b' 'reset x' 'replay --x a' \
	'load a --symbols' 'batch --expect' 'compare --read-files'; do
	# shellcheck disable=SC2086
	check "no place for a word: $words" 2 "has no place here" --local $words
done

# ----------------------------------------------------------------- numbers

for words in 'fork -1' 'fork x' 'walk -1 0' 'walk 0 -1' 'walk 0x 0' 'read 0 -1 4' 'peek32 -1' \
	'free_page -1' 'exit -1 0' 'do_wp_page 0 -1 0' 'exec_made_up 1 7 -1 2 3' 'mem_init -1 0' \
	'set_ad 0 -1' 'swap_free -1' 'swap_memory -1' 'brk 0 -1' 'free_page 0x100000000'; do
	# shellcheck disable=SC2086
	check "$words" 2 "' is not a number from 0 to 0xffffffff, decimal or 0x hex" --local $words
done
for words in 'malloc -0x80000001' 'malloc -2147483649' 'waitpid 0 -x'; do
	# shellcheck disable=SC2086
	check "$words" 2 "is not a number from -0x80000000 to 0xffffffff" --local $words
done
check "a wrong number is named" 2 "END '0xg' is not" --local mem_init 0x100000 0xg
check "a zero before it makes no octal number" 0 "^0x00000010  " --local read 0 010 8 \
	--then read 0 16 8
check "sizes can be negative, as in the original" 0 "^0$" --local copy_page_tables 0 0x4000000 -1
check "too many bytes" 2 "LEN '131073': at most 131072 bytes at a time" --local read 0 0 131073
check "the most" 0 "" --local phys_read 0 131072
check "half a byte" 2 "'hex:012': two digits are wanted for each byte" \
	--local phys_write 0x200000 hex:012

# ---------------------------------------------- what a machine does not take

for words in 'phys_read 0xfffffd 4' 'phys_read 0x1000000 1' 'phys_write 0xffffff xy'; do
	refused "bytes from there on do not lie in the 16 MB of memory" "$words"
done
for words in 'peek32 0xfffffd' 'poke32 0xffffffff 0' 'set_ad 0x1000000 0'; do
	refused "the last word of memory is at 0xfffffc" "$words"
done
check "the last byte" 0 "^0xffffff  00" --local phys_read 0xffffff 1
check "the last word" 0 "^0x00000000" --local peek32 0xfffffc
refused "INODE 0 is no file" "exec_made_up 0 0 1 2 3"
refused "TEXT, DATA and BSS are 50331649 bytes together: at most 50331648" \
	"exec_made_up 0 7 50331649 0 0"
refused "TEXT, DATA and BSS are 12884901885 bytes together" \
	"exec_made_up 0 7 0xffffffff 0xffffffff 0xffffffff"
refused "PID -2: the pid of a child, or -1 for any" "waitpid 0 -2"
refused "PID 0: the pid" "waitpid 0 0"
refused "task 0 has no child$" "waitpid 0"
refused "task 0 has no child with pid 7" "waitpid 0 7"
refused "DONOR 64: tasks have numbers from 0 to 63" "try_to_share 0 0 64"
refused "DONOR 5: no such task" "try_to_share 0 0 5"
refused "TASK 64: tasks have numbers from 0 to 63" "set_task 64 0 0 0 0 0"
refused "COUNT 65536: at most 65535" "set_i_count 0 65536"
refused "task 0 has no executable" "set_i_count 0 1"
refused "COUNT 256: at most 255" "set_count 0x100000 256"
refused "PAGE 0x0fffff: counted are the pages from 0x100000 to 0xfff000" "set_count 0xfffff 1"
refused "PAGE 0x1000000: counted are" "set_count 0x1000000 1"
refused "no page of the task's program belongs there" "do_no_page_map 0 0xfff000 0x4000000"
refused "16385 KB of swap memory: at most 16384" "swap_memory 16385"
refused "16385 KB of swap memory: at most 16384" "swapon --memory 16385"
refused "102400 KB of swap memory: at most 16384" "swapon --memory 100M"
refused "there is no swap space" "swap_read 0"
refused "NR 100: the swap space has pages 0 to 99" "swap_memory 400 --then swap_read 100"
refused "does not tell its size: it has no pages" \
	"swap_memory 0xffffffff --then swap_read 0"
refused "a swap space is in use already" "swapon --memory 1M --then swapon --memory 1M"
refused "runs no program of its own yet" "uselib_made_up 0 7"
refused "PIPE 32 is not open" "close_pipe 32"
refused "PIPE 0 is not open" "close_pipe 0"
refused "no running task 9; see ps" "walk 9 0"
refused "no running task 9; see ps" "fork 9"
refused "no RAM answers at 0xfffffffc" "un_wp_page 0xfffffffc"
refused "not enough free pages for a child" "reset --ram 1M --then fork 0"
many="set_task 1 0 0 0 0 0"
for task in $(seq 2 63); do
	many="$many --then set_task $task 0 0 0 0 0"
done
refused "all 64 task slots are taken" "$many --then fork 0"
many=pipe
for _ in $(seq 32); do
	many="$many --then pipe"
done
refused "all 32 pipes are open" "$many"
refused "--ram 1023 KB: from 1024 KB (1M) to 66559 KB" "reset --ram 1023"
refused "--ram 66560 KB: from 1024" "reset --ram 66560"
refused "--ramdisk 15361 KB: at most 15360 KB" "reset --ramdisk 15361"
refused "--ramdisk 16384 KB: at most 15360 KB" "reset --ramdisk 16M"
check "the largest RAM disk, and the most RAM" 0 "" --local reset --ramdisk 15M --ram 66559
for size in 1.5M 16G -5 '' M 4294967296 4194304M; do
	check "'$size' is no size" 2 "--ram '$size' is no size: a number of KB, or as 16M" \
		--local reset --ram "$size"
done
check "no memory at all" 2 "--ram 0: from 1024 KB" --local reset --ram 0
check "a value is missing" 2 "--ram needs a value" --local reset --ram
check "a kernel that there is not" 2 "--kernel '0.13': there are 0.11, 0.12 and 2.4" \
	--local reset --kernel 0.13
check "the task array" 2 "--task 0x20001: a multiple of 4 below 0x80000" \
	--local load ram --mem-map map --task 0x20001
check "the task array, above the kernel" 2 "--task 0x80000: a multiple of 4" \
	--local dump ram --mem-map map --task 0x80000

# ----------------------------------------------------------------- answers

# answers PATTERN WORDS: of 0.11, by a machine with tasks 1 and 2 that run program 7
answers() {
	# shellcheck disable=SC2086 # the command is several words
	check "$2: $1" 0 "$1" --local fork 0 --then exec_made_up 1 7 8192 4096 4096 sh \
		--then read 1 0 4 --then fork 1 --then $2
}
answers "^0: not shared: the task has no file there$" "share_page 0 0"
answers "^0: not shared: nobody else runs that file: its i_count" "exit 2 0 --then share_page 1 0x1000"
answers "^0: not shared: nobody else has that page, clean" "share_page 1 0x1000"
answers "^1: shared with task 1$" "exec_made_up 2 7 8192 4096 4096 sh --then share_page 2 0"
answers "^1: shared with task 1$" "exec_made_up 2 7 8192 4096 4096 sh --then try_to_share 2 0 1"
answers "^0: not shared: the donor has no clean page there" "try_to_share 1 0x1000 2"
answers "^-1: out of memory$" "reset --ram 1M --then copy_page_tables 0 0x4000000 0x1000"
answers "^0$" "copy_page_tables 0 0x4000000 0"
answers "^0: no child has ended yet$" "waitpid 1"
answers "^pid 2$" "exit 2 0 --then waitpid 1"
answers "^0x00004000$" "brk 1 0x4000"
answers "^0x00001000  " "read 1 0x1000 4"
answers "^0x100000  " "phys_read 0x100000 4"
answers "^0x00001007$" "peek32 0"
answers "^entry 0x00000000, stack pointer 0x03ff" "exec_made_up 2 7 0 0 0 sh"
check "get_swap_page without a bitmap" 0 "^0: no swap page is free$" --local --kernel 0.12 get_swap_page
check "get_swap_page" 0 "^swap page 1$" --local --kernel 0.12 swapon --memory 1M --then get_swap_page
check "swap_out of nothing" 0 "^0: no page was found$" --local --kernel 0.12 swapon --memory 1M \
	--then swap_out

# ----------------------------------------------------------------- options

check "an option that there is not" 2 "unknown option '--kernle'" --kernle 0.12 info
check "a kernel that there is not" 2 "--kernel '11': there are 0.11, 0.12 and 2.4" --kernel 11 info
check "with =" 0 "Linux 0.12" --local --kernel=0.12 info
check "with = and a kernel that there is not" 2 "--kernel '': there" --local --kernel= info
check "no kernel" 2 "--kernel needs 0.11, 0.12 or 2.4" --kernel
check "no device" 2 "--device needs a PATH" --device
check "two machines" 2 "one machine or the other" --local --device /dev/null info
check "an option behind the verb" 2 "it takes no words: '-v'" --local info -v
check "-v without effect" 2 "-v has no effect here" --local -v info
check "-v without effect, of compare" 2 "-v has no effect here" --local -v compare script
check "--kernel without effect" 2 "--kernel has no effect here" --kernel 0.12 info
check "--kernel without effect, of compare" 2 "--kernel has no effect" --local --kernel 0.12 compare x
check "another option behind --then" 2 "'--local': options stand before the first verb" \
	--local info --then --local info
check "-v behind --then" 0 "mem_map    page" --local get_free_page --then -v get_free_page
[ "$(grep -c 'mem_map    page' out)" = 1 ]
result $? "... is for that command alone"
check "-v behind --then, without effect" 2 "-v has no effect on ps" --local fork 0 --then -v ps

# ------------------------------------------------------- what nearly went through

check "walk: 64 is no task, nor the kernel" 1 "no running task 64" --local walk 64 0x1000
check "reset: a kernel that there is not" 1 "#77: there is no such kernel" --local reset --kernel '#77'
check "bind_file: an inode that nobody has" 1 "no task has INODE 7" --local bind_file "$0" 7
printf 'init 16 0\npoke32 0 0\ncheck\ncrc\ncrc nonsense\n' >stream
check "a stream: check that finds something has answered" 0 "^0 64cb5b1e$" --local batch stream
check "... on a machine that ran 2.4, which has another crc" 0 "^64cb5b1e 64cb5b1e$" \
	--local reset --kernel 2.4 --then batch stream
check "... crc takes no words" 0 "^err: usage: crc" --local batch stream
printf '0.12: get_free_page\npoke32\n' >script
check "compare: a wrong line has both answers" 2 "err: usage.*err: usage" compare script

# ---------------------------------------------------------------- segments

check "walk: a 386 does not write through the code segment" 2 "write or code, not both" \
	--local walk 0 0x1000 code write
check "walk: no such word" 2 "'wirte' is neither write, super nor code" --local walk 0 0 wirte
check "walk: the segment of a task" 0 \
	"^descriptor .*: base 0x00000000, limit 0x0009ffff" --local walk 0 0x1000
check "walk: its code" 0 "^selector   0x0f: entry 1 of the LDT of task 0" \
	--local walk 0 0x1000 code
check "walk: the kernel's" 0 "^descriptor .*: base 0x00000000, limit 0x00ffffff" \
	--local walk kernel 0xfff123 write
grep -q "outcome    physical 0xfff123" out
result $? "... reaches all memory"
check "walk: and no more" 0 "beyond the segment's limit" --local walk kernel 0x1000000
check "walk: an entry that the kernel has lost" 0 "page not present, error code 0 -> do_no_page" \
	--local poke32 0x1004 0 --then walk kernel 0x1abc
check "walk: a table that it has lost" 0 "no page table, error code 2 -> do_no_page" \
	--local poke32 0xc 0 --then walk kernel 0xc00000 write
the_end
