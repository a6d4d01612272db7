#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The tool with Linux 0.12: swap spaces are made and refused, two kernels are
# compared, a fork bomb goes off.
# usage: swap.sh SCRIPTS MM011CTL   prints TAP

scripts=$(cd "$1" && pwd)
ctl=$2
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tools/tests/lib.sh"

# check NAME STATUS PATTERN COMMAND...: exit status, and a line of its output
check() {
	name=$1 wanted=$2 pattern=$3
	shift 3
	"$@" >out 2>&1
	status=$?
	sees "$name" "$wanted" "$pattern"
}

local12() {
	"$ctl" --local --kernel 0.12 "$@"
}

# the replies alone
batch() {
	printf '%s\n' "$@" | local12 batch - | sed 's/ [0-9a-f]\{8\}$//' | paste -s -d ' '
}

check "mkswap makes a file" 0 "swap space of 99 pages, 400 KB" "$ctl" mkswap space 400K
check "of that size" 0 "^409600$" stat -c %s space
check "with the signature at the end of page 0" 0 SWAP-SPACE dd if=space bs=1 skip=4086 count=10
check "swapping to it begins" 0 "bitmap in page 0xfff000" local12 swapon space
check "0.11 cannot" 1 "does not have that, Linux 0.12 does: reset --kernel 0.12" "$ctl" --local swapon space
check "nor swap out" 1 "does not have that, Linux 0.12 does: reset" \
	"$ctl" --local swap_out
check "0.12 has no calc_mem" 1 "does not have that, Linux 0.11 does: reset --kernel 0.11" local12 calc_mem
check "less than 100 KB is no swap space" 1 "0.12 wants 100 or more" "$ctl" mkswap small 99
cp space small && truncate -s 99K small
check "and 0.12 says so" 1 "Swap device too small (99 blocks)" local12 swapon small
truncate -s 400K blank
check "a blank file is refused" 1 "Unable to find swap-space signature" local12 swapon blank
cp space bad && printf '\377' | dd of=bad conv=notrunc 2>/dev/null
check "a bitmap with page 0 free is refused" 1 "Bad swap-space bit-map" local12 swapon bad
cp space full && dd if=/dev/zero of=full bs=4086 count=1 conv=notrunc 2>/dev/null
check "a full one is refused without a word" 1 "swapping stays off" local12 swapon full
check "no file" 2 "No such file" local12 swapon nowhere
chmod 400 space
check "a directory" 2 "Is a directory" local12 swapon .
check "memory" 0 "swapping to memory, bitmap in page" local12 swapon --memory 1M
check "too much of it" 1 "17408 KB of swap memory: at most 16384 (16 MB)" local12 swapon --memory 17M
check "half a command" 2 "usage: mm011ctl swapon" local12 swapon --memory
check "the picture of the bitmap" 0 "swapping is off" local12 swap
check "show_mem" 0 "3072 free pages of 3072" local12 show_mem

check "asleep, and awake" 0 "^0 1 3bfffe0 0 asleep write 1 err: task 1 waits for the swap device, or its father in fork; see wake 1$" \
	batch 'init 16 0 200' 'fork 0' 'exec_made_up 1 7 4096 4096 4096 sh' 'write 1 0x1000 x' \
	'swap_out sleep=1' 'fork 1' 'wake 1'
printf '%s\n' 'init 16 0 200' 'fork 0' 'exec_made_up 1 7 4096 4096 4096 sh' 'write 1 0x1000 x' \
	'swap_out sleep=1' >sleeps
check "ps says who sleeps" 0 "^ 1  sleeping     1       0 " local12 batch sleeps --then ps
grep -q "^ 0  running      0      -1 " out
result $? "... and who does not"
check "... up to the wake" 0 "^ 1  running      1       0 " local12 batch sleeps --then wake 1 --then ps
check "nobody sleeps" 1 "task 5 does not sleep" local12 wake 5
check "nobody who could sleep" 1 "no running task 64" local12 invalidate sleep=64

printf '%s\n' 'init 16 0' 'fork 0' 'write 1 0x1000 hello' 'fork 1' 'exit 2 0' 'waitpid 1' >same
check "the same on both kernels" 0 "6 commands, no difference" "$ctl" compare same
echo 'exec_made_up 1 7 4096 4096 4096 sh' >>same
check "the first difference" 1 "first difference, line 7 of same: exec_made_up 1" \
	"$ctl" compare same
check "and where it is" 1 "page directory\[30\] (linear 0x07800000): nothing | 0x" \
	"$ctl" compare same
printf '%s\n' '0.12: swap_memory 400' '0.12: init_swapping' '0.11: get_free_page' 'fork 0' >one
check "commands for one of them" 0 "1 commands, no difference" "$ctl" compare one
check "compare without a file" 2 "No such file" "$ctl" compare nowhere

check "a fork bomb without swap space" 0 "^none *23 *40 *0 *176 *0$" \
	"$scripts/fork-bomb" "$ctl" --local
check "and with 4 MB: nothing is lost" 0 "^4 MB *63 *0 *0 *496 *0$" \
	"$scripts/fork-bomb" "$ctl" --local
the_end
