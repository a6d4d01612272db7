#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Page frames of Linux 2.4.0: how machines of all sizes boot, what is told of them, what is
# refused; the protocol of a bare machine.
# usage: pages.sh MM011CTL   prints TAP; the tool runs with --local
ctl=$(readlink -f "$1")
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tools/tests/lib.sh"

# booted WORDS ZONE...: reset with these words makes just these zones: name, first, last, free
booted() {
	words=$1
	shift
	# shellcheck disable=SC2086 # several words
	"$ctl" --local reset --kernel 2.4 $words --then zones >out 2>err
	status=$?
	sed -n '2,/^$/p' out | awk 'NF { print $1, $2, $3, $4 }' >got
	printf '%s\n' "$@" >expected
	[ $status = 0 ] && cmp -s got expected
	result $? "boot: ${words:-16M}"
	# shellcheck disable=SC2086
	check "... and nothing contradicts itself" 0 "contradictions: 0" \
		reset --kernel 2.4 $words --then check
}

# as recorded: with 6, 8, 16 and 18 MB
booted '--ram 6M' 'DMA 0 1503 1097'
booted '--ram 8M' 'DMA 0 2015 1601'
booted '' 'DMA 0 4063 3617'
booted '--ram 18M' 'DMA 0 4095 3812' 'Normal 4096 4575 308'
# and all others
booted '--ram 4M' 'DMA 0 991 593'
booted '--ram 64M' 'DMA 0 4095 3812' 'Normal 4096 16351 11899'
booted '--ram 65535' 'DMA 0 4095 3812' 'Normal 4096 16350 11898'
booted '--ram 8M --zones 4M,2M' 'DMA 0 1023 740' 'Normal 1024 1535 480' 'HighMem 1536 2015 480'
booted '--ram 8M --zones 4M' 'DMA 0 1023 740' 'Normal 1024 2015 860'
booted '--ram 8M --zones 64M' 'DMA 0 2015 1601'
booted '--ram 64M --zones 4,3964' 'DMA 0 0 0' 'Normal 1 991 451' 'HighMem 992 16351 15360'
booted '--ram 16M --zones 4004,8' 'DMA 0 1000 653' 'Normal 1001 1002 1' 'HighMem 1003 4063 3061'

echo bcrc >stream
check "the free lists after the boot are the recorded ones" 0 "^0 40231bbf$" \
	reset --kernel 2.4 --then batch stream

for words in '--ram 4095' '--ram 65537' '--ram 1M'; do
	# shellcheck disable=SC2086
	check "reset $words" 1 "KB: 2.4 takes 4096 KB (4M) to 65536 KB (64M)" reset --kernel 2.4 $words
done
check "zones that end within a page" 1 "--zones 4097,0 KB: whole pages of 4 KB" \
	reset --kernel 2.4 --zones 4097
check "zones without room for the kernel" 1 "--zones 2048,1024 KB: together at least 3968 KB" \
	reset --kernel 2.4 --zones 2M,1M
check "a RAM disk" 1 "--ramdisk and --head-only are for 0.11 and 0.12" \
	reset --kernel 2.4 --ramdisk 1M
check "zones of 0.11" 1 "--zones: only 2.4 has zones" reset --zones 4M
for zones in 0 x 4M,0 '4M,' ,4M 4M,x; do
	check "--zones $zones" 2 "is no size" reset --kernel 2.4 --zones "$zones"
done
check "--zones without a value" 2 "--zones needs a value" reset --kernel 2.4 --zones

# told PATTERN: a line of what was printed last
told() {
	grep -q -- "$1" out
	result $? "... $1"
}

check "a block is taken and split" 0 "^page frame 3712$" --kernel 2.4 -v alloc_pages 7 7
told "take       page frames 3584 to 3839, order 8: it leaves its free list"
told "split      page frames 3584 to 3711, order 7: the lower half stays free"
told "count      page frame 3712: 0 -> 1"
check "and becomes whole again" 0 "merge      page frames 3584 to 3711, order 7" \
	--kernel 2.4 alloc_pages 7 7 --then -v free_pages 3712 7
told "free       page frames 3584 to 3839, order 8: to the head"
check "BUG() is told" 1 "free_pages: BUG()" --kernel 2.4 set_page_count 101 1 --then -v free_pages 101 1
told "printk     BUG(): no block begins at page frame 101 of order 1"
check "what is reserved stays" 0 "^count 0, flags 0x80000000, zone DMA, age 0, no list$" \
	--kernel 2.4 free_pages 0 0 --then page 0
check "a page frame that is none" 0 "^ignored: there is no such page frame$" \
	--kernel 2.4 free_pages 4064 0
check "as the original prints it" 0 "^3\*4kB 1\*8kB 3\*16kB .* 6\*2048kB = 14468kB)$" \
	--kernel 2.4 show_free_areas
check "no page frames are left" 1 "alloc_pages: it would sleep until pages are free; see zones" \
	--kernel 2.4 reset --ram 4M --zones 4,3964 --then alloc_pages 0 9
check "a wrong free contradicts itself" 1 "B3: page frame 100 is in two free blocks, of orders" \
	--kernel 2.4 set_page_count 100 1 --then free_pages 100 0 --then check

for words in 'alloc_pages 0 256' 'get_zeroed_page 16' 'free_pages 0x100000 0' 'free_pages 0 32' \
	'get_page 4064' 'page 4064' 'mem_map_reserve 0 2' 'memalloc 2' 'set_page_count 4064 1' \
	'set_page 0 0 256 0 0' 'free_area_init 1 1 0 0'; do
	# shellcheck disable=SC2086
	check "refused: $words" 1 "mm011ctl: ${words%% *}: [A-Z]* [0-9]" --kernel 2.4 $words
done
check "0.11 does not have it" 1 "Linux 2.4.0 does: reset --kernel 2.4$" alloc_pages 0 7
check "nor 2.4 what 0.12 has" 1 "Linux 0.12 does: reset --kernel 0.12$" --kernel 2.4 swap_out
check "nor what 0.11 has" 1 "Linux 0.11 does: reset --kernel 0.11$" --kernel 2.4 calc_mem

# ------------------------------------------------------------- a bare machine

# stream NAME EXPECTED: the commands on standard input give these replies
stream() {
	printf '%s\n' "$2" >expected
	"$ctl" --local --kernel 2.4 batch - >out 2>err
	status=$?
	sed 's/ [0-9a-f]\{8\}$//' out >got
	[ "$status" = 0 ] && cmp -s got expected
	result $? "$1"
}

stream "before there are page frames" "0
null
wait
ignored
err: range

mp=2 kswapd=1/1 ttfp=0 free=0 short=0/0" <<END
bcrc
alloc 10 7
alloc 0 7
free 0 0
page 0
buddyinfo
pressure
END
[ "$(sed -n '1s/.* //p' out)" = 00000000 ]
result $? "... the checksum is that of nothing"
stream "wrong words" "64
err: gfp
err: range
err: range
err: alloc takes 2 to 2 numbers
err: free: word 3 is no number of 32 bits
err: range
err: Invalid argument
64" <<END
pages_init 64 64 0
alloc 0 256
free 1048576 0
free 0 32
alloc 0
free 0 x
reserve 0 2
pages_init 1048577 0 0
pages_init 64 0x10 020 0
END
stream "4 GB of page frames, one by one" "1048576
1048575
Normal free=4 min=10 low=20 high=30 0 0 1 0 0 0 0 0 0 0; HighMem free=1048571 min=255 low=510 high=765 1 1 0 1 1 1 1 1 1 2047" <<END
pages_init 1048576 0 4
alloc 0 0x15
buddyinfo
END
# ------------------------------------------------- what it does not have

check "who refers to a page frame is not known yet" 1 "who: only a machine of Linux 0.11 or 0.12" \
	reset --kernel 2.4 --then who 0x300000
check "nor how the kernel is mapped" 1 "walk kernel: only a machine of Linux 0.11" \
	reset --kernel 2.4 --then walk kernel 0x300000
check "there are no tasks" 1 "no running task 1" reset --kernel 2.4 --then walk 1 0x1000
check "a dump is written of others only" 1 "mm011ctl: .*0.11 or 0.12" \
	reset --kernel 2.4 --then dump ram --mem-map map
check "the checksum is that of the free lists" 0 "^crc      40231bbf  free lists" \
	reset --kernel 2.4 --then checksum
# each refusal says which argument and which limit
while read -r words; do
	# shellcheck disable=SC2086
	check "why not: $words" 1 "[A-Z_]* [0-9x]*.*: .*[0-9]" --kernel 2.4 $words
	! grep -q "with these arguments" err
	result $? "... by its argument"
done <<END
entry 0xc0000000
handle_mm_fault 0xc0000000 0
handle_mm_fault 0 2
put_argument_page 99999 0
put_argument_page 1 0xc0000000
zap_page_range 1 0x1000
zap_page_range 0 0xc0001000
load_zero_page 99999
set_accessed 1024 0 0
asked 64
tell 64 0
reclaim_page 3
page_launder 256 0
refill_inactive_scan 32 0
load_swap_map 0 32769 0
set_vm 3 0
try_to_swap_out24 0xc0000000 1
END
the_end
