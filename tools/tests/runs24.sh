#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Recorded runs of Linux 2.4.0: what differs is found, what is damaged is refused.
# usage: runs24.sh DATA MM011CTL   prints TAP; the tool runs with --local
data=$(cd "$1" && pwd)/linux24
ctl=$(readlink -f "$2")
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tools/tests/lib.sh"

tool() {
	"$ctl" --local "$@"
}

xz -dc "$data/boot-16m.jsonl.xz" >run
xz -dc "$data/swap-8m.jsonl.xz" >lru
xz -dc "$data/map-16m.jsonl.xz" >areas

# changed NAME SED PATTERN [RUN]: the run with a change diverges
changed() {
	sed "$2" "${4:-run}" >wrong
	! cmp -s wrong "${4:-run}" || : >wrong
	check "$1" 1 "$3" replay wrong
}

# damaged NAME SED PATTERN: the run with a change is none
damaged() {
	sed "$2" run >wrong
	! cmp -s wrong run || : >wrong
	check "$1" 2 "wrong: line $3" replay wrong
}

check "a run" 0 "^run  *3907  *0 .* alloc 166 free 3731 areas 10; 2 steps not played" replay run
check "runs of 0.11 and of 2.4 together" 0 "^replay: 5395 events, 0 divergences" \
	replay "$data/../traces/boot-16m.jsonl.xz" run
tool replay - <run >out 2>err
status=$?
sees "through standard input" 0 "^boot-16m  *3907  *0"
xz -dc "$data/boot-16m.jsonl.xz" | tool replay - >out 2>err
status=$?
sees "through a pipe" 0 "^boot-16m  *3907  *0"

check "-v: what each step did" 0 "^    split      page frames 3940 to 3941, order 1" \
	replay -v "$data/fork-16m.jsonl.xz"
check "-v: what a page fault does when it begins" 0 "^after step 10, line 26: do_page_fault begins" \
	replay -v "$data/fork-16m.jsonl.xz"
for name in boot-16m swap-8m; do
	check "$name leaves no contradiction" 0 "page frames, contradictions: 0" \
		replay "$data/$name.jsonl.xz" --then check
done

# ---------------------------------------------------------------- what differs

changed "another page is freed" '100s/"pfn":[0-9]*/"pfn":5/' \
	"step 97, line 100 of wrong: free"
changed "... or of another order" '100s/"order":0/"order":1/' "checksum of the free lists"
changed "one checksum of a free" '500s/"b":"./"b":"x/; 500s/"b":"x/"b":"0/' \
	"line 500 of wrong: free"
changed "another page is got" '/"ev":"alloc"/s/"pfn":[0-9]*/"pfn":7/' \
	"page frame: recorded 7, Linux 2.4.0 [0-9]"
changed "none is got" '/"ev":"alloc"/s/"pfn":[0-9]*/"pfn":null/' "page frame: recorded none,"
changed "of another zone" '/"ev":"rmqueue"/s/"zone":0/"zone":2/' "Linux 2.4.0 none" lru
changed "the checksum of an alloc with lines in it" '/"ev":"alloc",/s/"b":"......../"b":"00000000/' \
	": alloc" lru

changed "the lists of pages in use" '/"exit"/s/"l":"......../"l":"00000000/' \
	"lists of pages in use: recorded 00000000" lru
changed "flags and ages" '/"exit"/s/"pf":"......../"pf":"00000000/' \
	"page flags and ages: recorded 00000000" lru
changed "the swap map" '/"exit"/s/"sw":"......../"sw":"00000000/' \
	"the swap map: recorded 00000000" lru
changed "how many pages a zone has to clean" 's/"z":\[\[\([0-9]*\),\([0-9]*\),[0-9]*/"z":[[\1,\2,9999/' \
	"inactive_dirty_pages of a zone: recorded 9999" lru
changed "how many pages are active" '/"ev":"[ae]/s/"active":[0-9]*/"active":9999/' \
	"nr_active_pages: recorded 9999" lru
changed "memory_pressure" '/"alloc_enter"/s/"pressure":[0-9]*/"pressure":9999/' \
	"memory_pressure: recorded 9999" lru

changed "the areas after a function" '2000,99999s/\("f":"do_mmap_pgoff".*"v":"\)......../\100000000/' \
	"checksum of the areas: recorded 00000000" areas
changed "what a function returned" '2000,99999s/\("f":"sys_mprotect","cur":[0-9]*,"ret":\)0/\1-13/' \
	"return value: recorded 0xfffffff3, Linux 2.4.0 0x0" areas
changed "how many areas there are" '2000,99999s/"st":\[/&1/' "map_count: recorded" areas
changed "how high their tree is" '2000,99999s/\("st":\[[0-9]*,\)[0-9]*/\1200/' "height of the tree" areas
changed "where mmap_cache stands" '2000,99999s/,0\],"c"/,4096],"c"/' "mmap_cache: recorded 0x1000" areas
changed "whether mmap_cache has answered" '/"find_vma"/s/"hit":0/"hit":1/' "mmap_cache's hit" lru
changed "whether a page fault is allowed" '2000,99999s/"hmf":[0-9]*,//' "allowed?: recorded 0" areas
changed "a limit" '/"task"/s/"rlim_stack":[0-9]*/"rlim_stack":4096/' "allowed?: recorded 1" areas
changed "the areas of a child" 's/"v2":"......../"v2":"00000000/' "checksum of the areas" areas

# ------------------------------------------------------------ what is damaged

head -n 500 run >cutoff
check "a run that is cut off is played as far as it goes" 3 "^cutoff  *497  *0 .* free 497" replay cutoff
grep -q "cutoff: line 501: the run is cut off here" err
result $? "... and said to be"
head -n 500 run | head -c -20 >cutoff
check "... in the middle of a line" 3 "^cutoff  *496  *0" replay cutoff
xz <run | head -c 9000 >cutoff
check "... in the middle of a compressed one" 3 "^replay: [0-9]* events, 0 divergences" replay cutoff
head -n 1 run >wrong
check "a header alone" 2 "wrong: line 2: the run ends before it begins" replay wrong
damaged "something behind the end" '3959p' "3960: something follows the end"
damaged "a second header" '2s/.*/{"ev":"header","format":1}/' "2: the header is the first line"
damaged "no header" '1s/"ev":"header"/"ev":"end"/' "1: the header is the first line"
damaged "another format" '1s/"format":1/"format":2/' "1: this is not 1: format"
damaged "no init" '2d' "2: the second line must be init"
damaged "an unknown event" '300s/"free"/"frei"/' "300: unknown event: frei"
damaged "an unknown field" '300s/"cur"/"x":1,"cur"/' "300: unknown field: x"
damaged "a field that is missing" '300s/"order":0,//' "300: a field is missing: order"
damaged "a field of another type" '300s/"order":0/"order":"0"/' "300: a field is of another type"
damaged "a number out of range" '300s/"order":0/"order":4294967296/' "300: a field is of another"
damaged "a checksum of 7 digits" '300s/"b":"./"b":"/' "300: a field is of another type.*: b"
damaged "a checksum in capitals" '300s/"b":"......../"b":"ABCDEF00/' "300: a field is of another"
damaged "zones that do not fit" '2s/"size":4064/"size":4065/' "2: init.* sizes of the zones"
damaged "a zone of no name" '2s/"DMA"/"dma"/' "2: init.* a zone's name"
damaged "two zones of one name" '2s/"zones":\[\({.*}\)\],"count_rle"/"zones":[\1,\1],"count_rle"/' \
	"2: init.*: two zones of one name"
damaged "nine free lists" '2s/"free":\[\[\],/"free":[/' "2: init.*: free"
damaged "eleven" '2s/"free":\[/"free":[[],/' "2: init.*: free"
damaged "a block outside its zone" '2s/"free":\[\[/"free":[[4064/' "2: init.*: DMA"
damaged "a block that begins amid another" '2s/"free":\[\[\],\[/"free":[[],[1/' "2: init.*: DMA"
damaged "a bitmap that is too short" '2s/"bitmap":\["00000000/"bitmap":["/' "2: init.*: DMA"
damaged "a bitmap of other letters" '2s/"bitmap":\["0/"bitmap":["g/' "2: init.*: a bitmap"
damaged "too few counts" '2s/"count_rle":\[\[/"count_rle":[[0,0],[/; 2s/"reserved_rle":\[\[[0-9]*,/&1/' \
	"2: init.*reserved_rle"
damaged "another checksum of what there was" '2s/"free_pages":0/"free_pages":1/' \
	"2: init.*checksum of the free lists"
xz -dc "$data/fork-16m.jsonl.xz" |
	sed '/"f":"dup_mmap"/{s/"ret":0,/"ret":-12,/;s/"v2":"......../"v2":"00000000/;}' >half
check "a fork without memory has copied some areas" 0 "4333 events, 0 divergences" replay half
sed '/"f":"mm_alloc"/s/"mm":1,/"mm":65536,/' areas >wrong
check "an address space that no run can have" 2 "no run has so many address spaces: mm" replay wrong
sed '/"f":"mm_alloc"/s/"mm":1,/"mm":3,/' areas >wrong
check "one that is not known" 2 "this address space is not known: mm" replay wrong
sed '/"ev":"task"/s/"pid":1,/"pid":32768,/' areas >wrong
check "a process that cannot be" 2 "no process has such a number: pid" replay wrong
{ head -n 3 run; awk 'BEGIN { for (i = 1; i < 1200; i++)
	print "{\"ev\":\"enter\",\"op\":" i ",\"f\":\"sys_brk\",\"cur\":1,\"mm\":0}" }'
tail -n 1 run; } >wrong
check "functions that all begin" 2 "line 1028: too many functions have begun" replay wrong
the_end
