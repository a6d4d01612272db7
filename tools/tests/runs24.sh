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

check "a run" 0 "^run  *3909  *0 .* alloc 166 free 3731 functions 12$" replay run
check "runs of 0.11 and of 2.4 together" 0 "^replay: 5397 events, 0 divergences" \
	replay "$data/../traces/boot-16m.jsonl.xz" run
tool replay - <run >out 2>err
status=$?
sees "through standard input" 0 "^boot-16m  *3909  *0"
xz -dc "$data/boot-16m.jsonl.xz" | tool replay - >out 2>err
status=$?
sees "through a pipe" 0 "^boot-16m  *3909  *0"

check "-v: what each step did" 0 "^    split      page frames 3940 to 3941, order 1" \
	replay -v "$data/fork-16m.jsonl.xz"
check "-v: what a function does on its way" 0 "^before line 31:" replay -v "$data/fork-16m.jsonl.xz"
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
changed "whether a page fault is allowed" '2000,99999s/"hmf":[0-9]*,//' \
	"handle_mm_fault(): recorded 3, Linux 2.4.0" areas
changed "a limit" '/"task"/s/"rlim_stack":[0-9]*/"rlim_stack":4096/' \
	"do_page_fault asks for: recorded a page, Linux 2.4.0 nothing" areas
changed "the areas of a child" 's/"v2":"......../"v2":"00000000/' "checksum of the areas" areas
changed "the page tables" '2000,99999s/"pa":"......../"pa":"00000001/' \
	"checksum of the page tables: recorded 00000001" areas
changed "... without Accessed and Dirty" '2000,99999s/"p":"......../"p":"00000001/' \
	"page tables without Accessed and Dirty: recorded 00000001" areas
changed "those of a child" 's/"pa2":"......../"pa2":"00000001/' "page tables: recorded 00000001" areas
changed "the page counts" '2000,99999s/"c":"......../"c":"00000001/' \
	"checksum of the page counts: recorded 00000001" areas
changed "how many pages are mapped" \
	'2000,99999s/\("st":\[[0-9]*,[0-9]*,[0-9]*,[0-9]*,\)[0-9]*/\165535/' "rss: recorded 0xffff" areas
changed "how many areas are copied" 's/"ncopy":[0-9]*/"ncopy":77/' "areas copied: recorded 77" areas
changed "a call of find_vma()" '2000,99999s/"fv":\[\[[0-9]*/"fv":[[4/' \
	"calls of find_vma(): recorded as many, but others" areas
changed "a call more" '2000,99999s/"fv":\[\[/"fv":[[1,2,0],[/' "calls of find_vma(): recorded 2" areas
changed "page tables that are freed" '2000,99999s/"cpt":\[\[[0-9]*/"cpt":[[5/' \
	"calls of clear_page_tables(): recorded as many" areas
changed "who handled a fault" 's/"ran":\["do_wp_page"\]/"ran":["do_no_page"]/' \
	"who handled the fault: recorded 0x1, Linux 2.4.0 0x4" areas
changed "a signal" 's/"sig":\[11\]/"sig":[7]/' "signal: recorded 7, Linux 2.4.0 11" areas
changed "no signal" 's/"sig":\[11\],//' "signal: recorded 0, Linux 2.4.0 11" areas
changed "an entry before a fault" '2000,99999s/"pte":\[[0-9]*/"pte":[4242/' \
	"entry before the fault: recorded 00001092" areas
changed "an entry after it" '2000,99999s/\("pte":\[[0-9]*,\)[0-9]*/\14242/' \
	"entry after the fault: recorded 00001092" areas
changed "a page directory" '/"f":"mm_alloc"/s/"pgd":[0-9]*/"pgd":9/' "page directory: recorded 9" areas
changed "a page for another purpose" '/"get_pte_slow<handle_mm_fault/s/"gfp":7/"gfp":5/' \
	"do_page_fault asks for a page, argument 2: recorded 0x5, Linux 2.4.0 0x7" areas
changed "a page of a file at another address" '/"filemap_nopage"/s/"noshare":0/"noshare":1/' \
	"do_page_fault asks for filemap_nopage, argument 3: recorded 0x1" areas
changed "another page of a file" '/"exit".*"filemap_nopage"/s/"pfn":[0-9][0-9]*/"pfn":1/' \
	"entry after the fault" areas
changed "a function within another" '/"enter".*"f":"do_munmap".*"in"/s/"len":[0-9]*/"len":1/' \
	"asks for another function of mm, argument 3: recorded 0x1" areas
changed "one that does not begin" '/"f":"do_munmap"/d' "asks for" areas
changed "bits that the CPU has set" '/"ev":"hw"/s/,32\]\]/,96]]/' "page tables: recorded" areas

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
# a fault of the kernel's at its swap map, which vmalloc() has mapped, amid another
xz -dc "$data/fork-16m.jsonl.xz" | sed '/"enter","op":7,"f":"do_page_fault"/{
a\
{"ev":"enter","op":9999,"f":"do_page_fault","cur":1,"in":7,"addr":3500000000,"err":0,"uesp":0,"eip":0,"mm":1}\
{"ev":"exit","op":9999,"f":"do_page_fault","cur":1,"fixup":0,"pte":[null,null],"c":"00000000"}
}' >amid
check "a fault of vmalloc's amid another is told" 0 "^amid  *4418  *0 .*; 1 steps not played" replay amid
sed '/"f":"mm_alloc"/s/"mm":1,/"mm":65536,/' areas >wrong
check "an address space that no run can have" 2 "no run has so many address spaces: mm" replay wrong
sed '/"f":"mm_alloc"/s/"mm":1,/"mm":3,/' areas >wrong
check "one that is not known" 2 "this address space is not known: mm" replay wrong
sed '/"ev":"task"/s/"pid":1,/"pid":32768,/' areas >wrong
check "a process that cannot be" 2 "no process has such a number: pid" replay wrong
sed '/"ev":"enter"/s/"op":[0-9]*,\("f":"do_munmap"\)/"op":99999,\1/' areas >wrong
check "a function that ends and has not begun" 2 "this function has not begun: do_munmap" replay wrong
sed '/"ev":"exit"/s/"f":"fput"/"f":"sys_brk"/' areas >wrong
check "one that ends as another" 2 "this function has not begun: sys_brk" replay wrong
sed '/"f":"do_munmap"/s/"in":[0-9]*/"in":99999/' areas >wrong
check "one in a function that has not begun" 2 "it has not begun in this function" replay wrong
sed 's/"ran":\["do_wp_page"\]/"ran":["do_wp"]/' areas >wrong
check "who is nobody" 2 "this is not as it should be: ran" replay wrong
{ head -n 3 run; awk 'BEGIN { for (i = 1; i < 1200; i++)
	print "{\"ev\":\"enter\",\"op\":" i ",\"f\":\"sys_brk\",\"cur\":1,\"mm\":0" \
		(i > 1 ? ",\"in\":" i - 1 : "") "}" }'
tail -n 1 run; } >wrong
check "functions that all begin" 2 "line 1028: too many functions have begun" replay wrong
the_end
