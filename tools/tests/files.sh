#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Files that others made: damaged, hostile, endless, or no files at all.
# usage: files.sh DATA MM011CTL   prints TAP; the tool runs with --local
data=$(cd "$1" && pwd)
ctl=$(readlink -f "$2")
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tools/tests/lib.sh"

tool() {
	"$ctl" --local "$@"
}

# limited KB ...: check with so much address space
limited() {
	limit=$1 name=$2 wanted=$3 pattern=$4
	shift 4
	prlimit --as=$((limit * 1024)) timeout 120 "$ctl" --local "$@" >out 2>err
	status=$?
	sees "$name" "$wanted" "$pattern"
}

# replies NAME EXPECTED ARGS...: of the batch on standard input
replies() {
	name=$1
	printf '%s\n' "$2" >expected
	shift 2
	timeout 60 "$ctl" --local batch "$@" - 2>err | sed 's/ [0-9a-f]\{8\}$//' >out
	cmp -s out expected
	result $? "$name"
}

# ------------------------------------------------------------------ scripts

printf '\r\n' >blank
check "compare: a line of CR LF alone" 0 "^0 commands, no difference" compare blank
printf '0.11:' >empty
check "compare: nothing behind 0.11:" 2 "empty: line 1: no command" compare empty
printf '0.12: \t\r\n' >empty
check "compare: only blanks behind 0.12:" 2 "empty: line 1: no command" compare empty
printf 'fork 0\r\n\r\n# no command\r\n0.11: crc\r\ncrc\r\n' >dos
check "compare: a script of CR LF lines" 0 "^2 commands, no difference" compare dos
printf 'crc\n' >one
for kb in 9000 20000 30000 40000; do
	prlimit --as=$((kb * 1024)) "$ctl" compare one >out 2>err
	status=$?
	[ $status = 0 ] || [ $status = 2 ]
	result $? "compare within $kb KB of address space: no crash"
done
check "compare: no text is a script" 2 "COPYING: line .*: unknown command" \
	compare "$data/../../COPYING"
printf 'fork 0\n0.13: fork 0\n' >wrong
check "compare: a kernel that there is not" 2 "wrong: line 2: unknown command '0.13:'" compare wrong
printf 'fork 0\nfree_page\n' >wrong
check "compare: a command that lacks a word" 2 "wrong: line 2: usage: free_page ADDR" compare wrong
printf '%s\n' '0.11: phys_write 0x50064 hex:ff' 'phys_read 0x50000 128' >long
check "compare: long replies are compared to their end" 1 "first difference, line 2" compare long
{
	printf '0.11: phys_write 0x50000 hex:'
	head -c 1998 /dev/zero | tr '\0' 0
	printf 'ff\nphys_read 0x503e7 1\n'
} >long
check "compare: long commands are not cut" 1 "first difference, line 2" compare long

printf '59ba1242 59ba1242\n' | xz >whole.xz
head -c 56 whole.xz >cut.xz
check "replies that are damaged behind the last one" 2 "cut.xz: line 2: damaged xz data" \
	batch --expect cut.xz one
printf '59ba1242 59ba1242\n\0\0' >zeros
check "replies with zero bytes behind the last one" 2 "zeros: line 2: a zero byte" \
	batch --expect zeros one
head -c 30 whole.xz >cut.xz
check "replies that are damaged at once" 2 "cut.xz: line 1: damaged xz data" \
	batch --expect cut.xz one
printf '59ba1242 59ba1242\r\n' >replies
check "replies in CR LF lines" 0 "1 replies, all as expected" batch --expect replies one

replies "a library that is no number: nothing is done, and the next line is" "1
err: the number of a library's inode is no number of 32 bits
err: no task" <<'END'
fork 0
task 2 0x8000000 0x1000 0x1000 0x1000 5 zz
do_wp_page 2 7 0x8000000
END
replies "a library where there is none, or of no task" "err: this kernel does not have that, Linux 0.12 does: reset --kernel 0.12
err: no task
0
err: no task
0" <<'END'
task 2 0x8000000 0x1000 0x1000 0x1000 5 7
do_wp_page 2 7 0x8000000
init 16 0 0
task 99 0x8000000 0x1000 0x1000 0x1000 5 7
task 2 0x8000000 0x1000 0x1000 0x1000 5 7
END
replies "a library of a task that sleeps: nothing is done" "0
1
0
asleep write 1
err: task 1 waits for the swap device, or its father in fork; see wake
1" <<'END'
init 16 0 25
fork 0
write 1 0x1000 x
swap_out sleep=1
task 1 0x8000000 0x1000 0x1000 0x1000 5 7
wake 1
END
replies "init: the numbers that no machine can have" "err: init: so many KB for a RAM disk are too many
err: usage: init RAM_MB RAMDISK_KB [SWAP_PAGES], RAM_MB from 1 to 16
err: usage: init RAM_MB RAMDISK_KB [SWAP_PAGES], at most 4096 pages
err: usage: init RAM_MB RAMDISK_KB [SWAP_PAGES]" <<'END'
init 16 65536
init 17 0
init 16 0 4097
init 16 0 x
END

# ----------------------------------------------- which files a stream opens

mkdir in out_of
printf 'precious\n' >victim
truncate -s 400K in/blank
"$ctl" mkswap in/space 400K >/dev/null
cp in/space in/other
ln -s ../victim in/link
ln -s ../in/space in/inside
ln -s "$dir/in/space" in/absolute
cp in/space out_of/space
mkfifo in/fifo
aout in/prog 4096 0 0
aout prog 4096 0 0
replies "a stream writes no file" "0
err: victim: a stream writes no files without --write-files DIR
err: there is no swap space; swap_memory or swap_file gives one" <<'END'
init 16 0 0
swap_file victim
swap_write 0 curl|sh
END
[ "$(cat victim)" = precious ]
result $? "and it is as it was"
replies "a stream reads no file" "1
err: prog: a stream reads no files without --read-files DIR
err: prog: a stream reads no files without --read-files DIR" <<'END'
fork 0
exec 1 prog
uselib 1 prog
END
replies "the option for reading does not let it write" "0
err: space: a stream writes no files without --write-files DIR" --read-files in <<'END'
init 16 0 0
swap_file space
END
replies "nor that for writing read" "1
err: prog: a stream reads no files without --read-files DIR" --write-files in <<'END'
fork 0
exec 1 prog
END
replies "it reads in the folder that is named, and nowhere else" "1
3ffffdc
err: ../prog: it is outside the folder that was allowed
err: $dir/prog: it is outside the folder that was allowed
err: link: it is outside the folder that was allowed
err: nowhere: No such file or directory" --read-files in <<END
fork 0
exec 1 prog
exec 1 ../prog
exec 1 $dir/prog
exec 1 link
exec 1 nowhere
END
replies "it writes in the folder that is named, and nowhere else" "0
err: ../out_of/space: it is outside the folder that was allowed
err: link: it is outside the folder that was allowed
err: absolute: it is outside the folder that was allowed
err: inside: it is outside the folder that was allowed
err: blank: no swap-space signature; mkswap writes one
err: .: Is a directory
err: fifo: a FIFO, not a regular file
err: there is no swap space; swap_memory or swap_file gives one
0
0" --write-files in <<'END'
init 16 0 0
swap_file ../out_of/space
swap_file link
swap_file absolute
swap_file inside
swap_file blank
swap_file .
swap_file fifo
swap_write 0 x
swap_file space
swap_write 1 x
END
cmp -s out_of/space in/other
result $? "a swap space elsewhere is as it was"
truncate -s 400K zero
cmp -s in/blank zero
result $? "a file without the signature, too"
[ "$(dd if=in/space bs=1 skip=4096 count=1 2>/dev/null)" = x ]
result $? "and the swap space has what was written"
check "a folder that is not there" 0 "err: prog: the folder that was allowed cannot be entered" batch --read-files nowhere - <<'END'
exec 0 prog
END
printf '0.12: swap_file space\n' >script
check "compare: the same" 2 "line 1: space: a stream writes no files without" compare script
check "compare: and with the option" 0 "^0 commands" compare --write-files in script
check "an option without its folder" 2 "usage: mm011ctl batch" batch script --read-files
check "a typed command opens what it names" 0 "entry 0x0" fork 0 --then exec 1 prog
check "but no file without signature as swap space" 2 "no swap-space signature" \
	--kernel 0.12 swap_file in/blank
check "nor with swapon" 1 "Unable to find swap-space signature" --kernel 0.12 swapon in/blank \
	--then swap_write 1 x
cmp -s in/blank zero
result $? "which is as it was"

# -------------------------------------------------------------------- pipes

printf 'fork 0\nfoo\n' >stream
printf '%s\n' "1" "err: unknown command 'foo'" >expected
# feed COMMAND...: its output comes through the FIFO, if anybody reads it
feed() {
	timeout 60 sh -c 'exec "$@" >in/fifo' feed "$@" &
}

# via NAME ARGS...: the stream through a pipe gives the replies of a batch on standard input
via() {
	name=$1
	shift
	timeout 60 "$ctl" --local "$@" 2>err | sed 's/ [0-9a-f]\{8\}$//' >out
	cmp -s out expected
	result $? "$name"
}
via "batch of standard input by its name" batch /dev/stdin <stream
feed cat stream
via "batch of a pipe by its name" batch /dev/stdin <in/fifo
wait
feed cat stream
via "batch of a FIFO that somebody writes to" batch in/fifo
wait
gzip -c stream >stream.gz
via "batch of compressed text on standard input" batch - <stream.gz
xz -c stream >stream.xz
feed sh -c 'head -c 1 stream.xz; sleep 0.3; tail -c +2 stream.xz'
via "batch of a compressed pipe, in pieces" batch /dev/stdin <in/fifo
wait
feed sh -c 'printf "fork 0\nf"; sleep 0.3; printf "oo\n"'
via "batch of text that comes in pieces" batch - <in/fifo
wait
trace=$data/traces/linux012-boot-16m.jsonl.xz
feed xzcat "$trace"
check "replay of a pipe" 0 "^replay: 1491 events, 0 divergences$" replay in/fifo
wait
check "replay of standard input" 0 "^replay: 1491 events, 0 divergences$" replay - <"$trace"
feed cat one
check "compare of a pipe" 0 "^1 commands, no difference" compare in/fifo
wait
feed cat replies
check "replies from a pipe" 0 "all as expected" batch --expect in/fifo one
wait
printf '%s\n' '00020000 D task' '00026000 b _mem_map' '00025000 B last_pid' >symbols
tool fork 0 --then exec_made_up 1 7 8192 4096 4096 sh --then dump ram --symbols symbols >out
feed cat symbols
check "symbols from a pipe" 0 "" load ram --symbols in/fifo
wait

# ------------------------------------------------- no files, and endless ones

for words in 'batch in/fifo' 'compare in/fifo' 'replay in/fifo' 'batch --expect in/fifo one' \
	'load in/fifo --symbols symbols' 'load ram --symbols in/fifo' 'load ram --mem-map in/fifo'; do
	# shellcheck disable=SC2086 # the command is several words
	check "nobody is waited for: $words" 2 "in/fifo: a FIFO that nobody writes to" $words
done
check "nor to write to one" 1 "in/fifo: No such device or address" dump in/fifo --symbols symbols
for number in ' 5' '	5' +5 -- - 0x 0x-5 -0x5 5x ''; do
	check "'$number' is no number" 2 "is not a number" free_page "$number"
done
check "nor with exec" 2 "in/fifo: a FIFO, not a regular file" exec 0 in/fifo
check "nor with uselib" 2 "in/fifo: a FIFO, not a regular file" --kernel 0.12 uselib 0 in/fifo
check "nor with swapon" 2 "in/fifo: a FIFO, not a regular file" --kernel 0.12 swapon in/fifo
check "nor with mkswap" 2 "in/fifo: a FIFO, not a regular file" mkswap in/fifo 400K
check "a device is no program" 2 "/dev/zero: a device, not a regular file" exec 0 /dev/zero
replies "nor in a stream" "err: fifo: a FIFO, not a regular file" --read-files in <<'END'
exec 0 fifo
END
for words in 'batch .' 'compare .' 'replay .' 'batch --expect . one' 'load . --symbols symbols' \
	'load ram --symbols .'; do
	# shellcheck disable=SC2086
	check "a directory is no text: $words" 2 "[.]: Is a directory" $words
done
for words in 'batch -' 'compare -' 'replay -' 'load /dev/stdin --symbols symbols'; do
	# shellcheck disable=SC2086
	check "standard input is a directory: $words" 2 "Is a directory" $words <.
	# shellcheck disable=SC2086
	check "standard input is closed: $words" 2 "Bad file descriptor" $words <&-
done
for words in 'batch /dev/zero' 'batch -' 'compare -' 'batch --expect - one'; do
	# shellcheck disable=SC2086
	limited 60000 "zeros without end: $words" 2 "line 1: a zero byte" $words </dev/zero
done
limited 60000 "memory that does not end" 2 "more than 16777216 bytes" \
	load /dev/zero --symbols symbols
feed sh -c 'yes x | tr -d "\n"'
limited 60000 "a line without end" 2 "line 1: the line is longer than 1048576 bytes" \
	batch - <in/fifo
wait
{ echo crc; yes x | tr -d '\n' | head -c 1048577; } >endless
check "a line that is too long: its number" 2 "endless: line 2: the line is longer" batch endless
check "compare, too" 2 "endless: line 2: the line is longer" compare endless
sed -i '1s/.*/59ba1242 59ba1242/' endless
check "--expect, too" 2 "endless: line 2: the line is longer" batch --expect endless - <<'END'
crc
crc
END
{ printf '#'; head -c 1048575 /dev/zero | tr '\0' x; printf '\ncrc\n'; } >longest
check "the longest line" 0 "^59ba1242 59ba1242$" batch longest
{
	printf 'phys_write 0x100000 hex:'
	head -c 262144 /dev/zero | tr '\0' 0
	printf '\nphys_read 0x100000 131072\n'
} >longest
check "the longest operation" 0 "^0 59ba1242" batch longest
[ "$(sed -n 2p out | tr -d '\n' | wc -c)" = 262153 ]
result $? "and its reply"
printf 'crc\n' | xz --lzma2=preset=0,mf=hc3,dict=96MiB >huge.xz
limited 400000 "an xz dictionary of 96 MB" 2 "wants 9[0-9] MB of memory, the limit is 72 MB" \
	batch huge.xz
xz -9 -c stream >stream.xz
check "xz -9 is read" 2 "line 2: no command" batch stream.xz
printf 'crc\n' | xz | { cat; printf junk; } >junk.xz
check "junk behind xz data" 2 "damaged xz data" batch junk.xz
printf 'crc\n' | gzip | { cat; printf junk; } >junk.gz
check "junk behind gzip data" 2 "damaged gzip data" batch junk.gz
printf 'crc\n' | gzip | head -c 20 >cut.gz
check "gzip data that ends too early" 2 "damaged gzip data: it ends too early" batch cut.gz
{ printf 'crc\n' | gzip; printf 'crc\n' | gzip; } >two.gz
check "two gzip members" 0 "" batch two.gz
[ "$(wc -l <out)" = 2 ]
result $? "are two lines"
printf 'crc\n' | xz >whole.xz
limited 27000 "no memory for xz is said to be that" 2 "whole.xz: line 1: out of memory" \
	batch whole.xz

# ------------------------------------------------------------- recorded runs

header='{"ev":"header","kernel":"linux-0.12","format":2,"trace":"x"}'
sums='"cur":0,"crc":"00000000","crc_noad":"00000000"'
io='"sleep":{"io":"read","nr":0,"page":0}'
# damaged NAME PATTERN LINE...: a run of these lines behind the header
damaged() {
	name=$1 pattern=$2
	shift 2
	printf '%s\n' "$header" "$@" >wrong
	check "$name" 2 "wrong: line $(wc -l <wrong): $pattern" replay wrong
}

# what is resumed is not looked for in all that was before
awk -v header="$header" -v sums="$sums" -v io="$io" 'BEGIN {
	print header
	print "{\"ev\":\"free_page\",\"addr\":0,\"op\":1," io "," sums "}"
	for (i = 0; i < 150000; i++)
		print "{\"ev\":\"resume\",\"of\":\"free_page\",\"op\":1,\"after\":\"read\"," sums "}"
}' >quadratic
check "a call that is resumed very often" 2 "line 4: nothing sleeps" replay quadratic
awk -v header="$header" -v sums="$sums" 'BEGIN {
	print header
	for (i = 0; i < 2000000; i++)
		print "{\"ev\":\"hw\",\"pte_addr\":0,\"bits\":0}"
	print "{\"ev\":\"end\"," sums "}"
}' >long
limited 60000 "a run of 2,000,000 lines in little memory" 1 "checksum: recorded 00000000" replay long
{
	printf '%s\n{"ev":"hw","pte_addr":0,"bits":0,"acts":[' "$header"
	yes '{},' | tr -d '\n' | head -c 999999
	printf '0]}\n'
} >long
limited 60000 "a line of many values in little memory" 2 "line 2: unknown field: acts" replay long

damaged "nothing sleeps" "nothing sleeps" '{"ev":"resume","of":"free_page","op":1,'"$sums}"
damaged "another number" "nothing sleeps" '{"ev":"free_page","addr":0,"op":1,'"$io,$sums}" \
	'{"ev":"resume","of":"free_page","op":2,"after":"read",'"$sums}"
damaged "another event" "resumed is another" '{"ev":"free_page","addr":0,"op":1,'"$io,$sums}" \
	'{"ev":"resume","of":"put_page","op":1,"after":"read",'"$sums}"
damaged "it slept for something else" "it did not sleep for that: write" \
	'{"ev":"free_page","addr":0,"op":1,'"$io,$sums}" \
	'{"ev":"resume","of":"free_page","op":1,"after":"write",'"$sums}"
damaged "a task in two calls" "its task sleeps" '{"ev":"free_page","addr":0,"op":1,'"$io,$sums}" \
	'{"ev":"free_page","addr":0,'"$sums}"
damaged "a page that was not loaded" "no load of this task" \
	'{"ev":"no_page_map","page":0,"addr":0,"ret":0,'"$sums}"
damaged "a call that is under way is not told" "these are not all" \
	'{"ev":"free_page","addr":0,"op":1,'"$io,$sums}" '{"ev":"end","ops_in_flight":[],'"$sums}"
damaged "another one is told" "one of these is not" '{"ev":"end","ops_in_flight":[1],'"$sums}"
damaged "junk behind the object" "not a JSON object: something follows" '{"ev":"poke"} x'
damaged "a comment" "not a JSON object" '{"ev":"poke" /* no */}'
damaged "single quotes" "not a JSON object" "{'ev':'poke'}"
damaged "a comma too many" "not a JSON object" '{"ev":"task_gone","nr":1,}'
damaged "no value" "not a JSON object" '{"ev":}'
damaged "a number that begins with 0" "not a JSON object" '{"ev":"task_gone","nr":01}'
damaged "two fields of one name" "not a JSON object: two fields" '{"ev":"task_gone","nr":1,"nr":2}'
damaged "brackets without end" "not a JSON object: too many" \
	"$(head -c 100000 /dev/zero | tr '\0' '[' | sed 's/^/{"acts":/')"
damaged "a zero in a name" "a text is out of range: ev" '{"ev":"poke\u0000"}'
damaged "an event that is a number" "this is not a text: ev" '{"ev":1}'
damaged "a field that is not known" "unknown field: swap_crc" \
	'{"ev":"end","swap_crc":"00000000",'"$sums}"
damaged "a number that is missing" "a number is missing: addr" '{"ev":"free_page",'"$sums}"
damaged "one that is too large" "a number is out of range: addr" \
	'{"ev":"free_page","addr":4294967296,'"$sums}"
damaged "one that is too small" "a number is out of range: addr" \
	'{"ev":"free_page","addr":-2147483649,'"$sums}"
damaged "one that is none" "this is not a number: addr" '{"ev":"free_page","addr":"0",'"$sums}"
damaged "one that is not whole" "this is not a number: addr" '{"ev":"free_page","addr":1.0,'"$sums}"
damaged "a task that cannot be" "a number is out of range: nr" '{"ev":"task_gone","nr":64}'
damaged "a checksum with a sign" "no checksum of 8 hex digits: crc" \
	'{"ev":"end","cur":0,"crc":"-0000001","crc_noad":"00000000"}'
damaged "a checksum that is too short" "no checksum of 8 hex digits: crc_noad" \
	'{"ev":"end","cur":0,"crc":"00000000","crc_noad":"0"}'
for field in '"swapcrc":0' '"swapcrc":"0"' '"swap_pos":[1]' '"swap_pos":[1,"2"]' \
	'"swap_pos":[1,99999999999]' '"swap_pos":[1,2,3]' '"acts":[["drop",1]]' '"acts":{}' \
	'"acts":[["keep",1,2]]' '"oom":1' '"oom":"true"' '"panic":1' '"op":"1"' '"by":1' \
	'"ops_in_flight":0' '"bitmap":"00"' '"sleep":{"io":"read"}' '"sleep":1' '"kind":"load"'; do
	damaged "a field that cannot be read: $field" "" '{"ev":"end",'"$field,$sums}"
done
for digits in 0 1+ ' 1' xx 0X; do
	damaged "a bitmap of '$digits'" "no .*bytes.*: bitmap" \
		'{"ev":"init_swapping","swap_dev":1,"op":1,'"$io,$sums}" \
		'{"ev":"resume","of":"init_swapping","op":1,"after":"read","bitmap_page":0,"bitmap":"'"$digits\",$sums}"
done
damaged "bits that the CPU does not set" "there are more than Accessed and Dirty: bits" \
	'{"ev":"hw","pte_addr":0,"bits":1}'
damaged "a page fault that is not one of a missing page" "no error code of such a page fault: err" \
	'{"ev":"no_page","err":5,"addr":0,"kind":"empty","page":0,'"$sums}"
damaged "nor one of protection" "no error code of such a page fault: err" \
	'{"ev":"wp_page","err":4,"addr":0,"pte":[0,0],'"$sums}"
printf '%s\n' "$header" '{"ev":"task_gone","nr":1}' '{"ev":"hw","pte_addr":0,"bits":0}' \
	"{\"ev\":\"end\",$sums}" >wrong
check "what cannot be done: its own line" 2 "wrong: line 2: task_gone cannot be done" replay wrong
printf '%s\n' '{"ev":"header","kernel":"linux-0.12","format":9,"trace":"x"}' >wrong
check "a format that there is not" 2 "line 1: this is neither 1 nor 2: format" replay wrong
printf '%s\n' '{"ev":"header","kernel":"linux-0.12","trace":"\u001b[2J\nreplay: 1 events, 0 divergences"}' \
	"{\"ev\":\"end\",$sums}" >wrong
check "no escape sequence reaches the terminal" 1 '\\x1b\[2J\\x0areplay: 1 events' replay - <wrong
cp wrong "$(printf 'x\033[2J')"
check "nor from the name of a file" 1 '^x\\x1b\[2J  *0 ' replay "$(printf 'x\033[2J')"
damaged "nor in an error" 'unknown event: \\x1b\[2J' '{"ev":"\u001b[2J"}'
printf '\033[2J\n' >escape
check "nor from a stream" 0 "unknown command '.x1b\[2J'" batch - <escape
check "nor from a script" 2 '^.x1b\[2J ' compare escape
check "nor from replies" 1 "expected was '.x1b\[2J'" batch --expect escape one
! cat out err | grep -q "$(printf '\033')"
result $? "not one"

# changed NAME EVENT FROM TO PATTERN: a run of 0.12 that swaps, one word of one line changed
xzcat "$data/traces/linux012-swap-2m.jsonl.xz" >swap.jsonl
changed() {
	awk -v event="$2" -v from="$3" -v to="$4" '
		!done && index($0, event) && sub(from, to) { done = 1 }
		{ print }' swap.jsonl >wrong
	! cmp -s wrong swap.jsonl || : >wrong
	check "changed: $1" 1 "$5" replay wrong
}
changed "a page that was dropped" '"acts"' '"drop",[0-9]*,' '"drop",4,' "swap_out() dropped: recorded page"
changed "one more was" '"acts"' '"acts":\[' '"acts":[["drop",0,0],' "pages that swap_out() dropped: recorded"
changed "none was" '"acts"' '"acts":.*]],' '' "pages that swap_out() dropped: recorded 0"
changed "what no_page_map returned" '"ev":"no_page_map"' '"ret":[0-9]*' '"ret":4096' "return value: recorded 0x1000"
changed "the entry after it" '"ev":"no_page_map"' '"pte":[0-9]*' '"pte":4096' "after the step: recorded swap page 2048 (0x1000)"
changed "the entry before no_page" '"ev":"no_page"' '"pte":\[[0-9]*' '"pte":[4096' "before the step: recorded swap page 2048 (0x1000)"
changed "the entry after no_page" '"kind":"share"' '"pte":\[0,[0-9]*' '"pte":[0,4096' "after the step: recorded swap page 2048 (0x1000)"
changed "the entry before a call that slept" '"of":"wp_page"' '"pte":\[[0-9]*' '"pte":[4096' "before the step: recorded swap page 2048 (0x1000)"
changed "the page that is read" '"io":"read"' '"page":[0-9]*' '"page":4096' "sleeps for a page: recorded page 0x001000"
changed "the page that is written" '"io":"write"' '"page":[0-9]*' '"page":4096' "sleeps for a page: recorded page 0x001000"
changed "its entry" '"io":"write"' '"pte_addr":[0-9]*' '"pte_addr":4' "entry at 0x000004; Linux 0.12 page"
changed "where swap_out() stands" '"swap_pos"' '"swap_pos":\[[0-9]*' '"swap_pos":[7' "directory entry: recorded 7, Linux"
changed "the bitmap" '"swapcrc"' '"swapcrc":"[0-9a-f]*' '"swapcrc":"00000000' "swap bitmap: recorded 00000000, Linux"
sed '/"ev":"wp_page"/{s/"crc_noad":"......../"crc_noad":"00000000/;}' swap.jsonl >wrong
check "changed: crc_noad" 1 "checksum without A/D bits, all else being the same" replay wrong

# The run that the manual shows can be played, and a person can write one like it.
sed -n 's/^    \({"ev":.*\)/\1/p' "$top/Documentation/formats.rst" >shown
check "the run that Documentation/formats.rst shows" 0 "^replay: 2 events, 0 divergences$" replay shown
# Each field that a recorded run has in it stands there by its name.
for run in "$data"/traces/*.xz; do
	xzcat "$run" | tail -n +2
done | grep -o '"[a-z_]*":' | sort -u | tr -d '":' >names
while read -r name; do
	grep -qw -- "$name" "$top/Documentation/formats.rst" || echo "$name"
done <names >out
! [ -s out ] && [ "$(wc -l <names)" -gt 30 ]
result $? "formats.rst has every field of every run"

# -------------------------------------------------------------- dumps, swap spaces

# wrong_symbols NAME PATTERN LINE...
wrong_symbols() {
	name=$1 pattern=$2
	shift 2
	printf '%s\n' "$@" >wrong
	check "$name" 2 "$pattern" load ram --symbols wrong
}
wrong_symbols "an address beyond 32 bits" "wrong: line 1: no address of 32 bits" \
	'100020000 D task' '00026000 B mem_map' '00025000 B last_pid'
wrong_symbols "an address that is none" "wrong: line 1: no address of 32 bits" \
	'-0020000 D task' '00026000 B mem_map' '00025000 B last_pid'
wrong_symbols "two addresses of one name" "wrong: line 4: a second address" \
	'00020000 D task' '00026000 B mem_map' '00025000 B last_pid' '00020004 d _task'
wrong_symbols "variables that overlap" "wrong: task and mem_map overlap" \
	'00020000 D task' '00020080 B mem_map' '00025000 B last_pid'
wrong_symbols "at their end" "wrong: mem_map and last_pid overlap" \
	'00020000 D task' '00026000 B mem_map' '00026efc B last_pid'
printf '%s\n' '0000000000020000 D task' '00026000 B mem_map' '00026f00 B last_pid' >right
check "beside each other, with 16 digits" 0 "" load ram --symbols right

task=$(($(od -An -tu4 -j $((0x20004)) -N 4 ram)))
cp ram zombie
word 3 | put zombie $task
cp ram odd
dd if=ram bs=1 skip=$task count=1024 2>/dev/null | put odd $((0x700010))
word $((0x700010)) | put odd $((0x20004))
for bad in zombie odd; do
	check "a dump that no machine takes ($bad)" 2 "$bad contradicts itself" \
		load $bad --symbols symbols
	check "nor with --force ($bad)" 2 "$bad: no machine can have such tasks" \
		load $bad --symbols symbols --force
done

check "a swap space of 5 TB" 0 "" mkswap big 100K
truncate -s 5T big
check "its size" 0 "32767 pages, 5368709120 KB" mkswap big
check "no size at all: why" 1 "stays off: its size is 0" --kernel 0.12 swapon --memory 0
: >nothing
check "a file of 0 bytes: why" 1 "Unable to find swap-space signature" --kernel 0.12 swapon nothing
dd if=/dev/zero of=in/space bs=4086 count=1 conv=notrunc 2>/dev/null
check "no free page: why" 1 "stays off: it has no free page" --kernel 0.12 swapon in/space
mkdir full
if mount -t tmpfs -o size=40k none full 2>/dev/null; then
	trap 'umount "$dir/full"; rm -rf "$dir"' EXIT
	head -c 40960 /dev/zero >full/rest
	check "a full disk is not a swap space that is too small" 1 "full/x: No space left" \
		mkswap full/x 400K
fi
(ulimit -f 100 && trap '' XFSZ && exec "$ctl" mkswap limit 400K) >out 2>err
status=$?
sees "no room for a swap space is not one that is too small" 1 "limit: File too large"
head -c 8388608 ram >half
check "half a memory" 2 "main memory ends at 0x1000000, the file at 0x800000" \
	load half --symbols symbols

# ------------------------------------------------------------------- output

for words in help info 'fork 0' 'read 0 0 4' mem_map checksum 'batch one' 'compare one' \
	"replay $data/traces/boot-8m.jsonl.xz"; do
	# shellcheck disable=SC2086 # the command is several words
	"$ctl" --local $words >/dev/full 2>err
	status=$?
	: >out
	sees "no room for the output of $words" 2 "standard output"
	# shellcheck disable=SC2086
	"$ctl" --local $words >&- 2>err
	status=$?
	sees "standard output is closed: $words" 2 "standard output"
done
"$ctl" mkswap new 400K >/dev/full 2>err
status=$?
sees "no room for the output of mkswap" 2 "No space left"

the_end
