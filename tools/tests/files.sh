#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Files that others made: damaged, hostile, endless, or no files at all.
# usage: files.sh DATA MM011CTL   prints TAP; the tool runs with --local
data=$(cd "$1" && pwd)
ctl=$(readlink -f "$2")
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
count=0
failed=0

result() { # status name
	count=$((count + 1))
	if [ "$1" = 0 ]; then
		echo "ok $count - $2"
	else
		failed=$((failed + 1))
		echo "not ok $count - $2"
		cut -c 1-300 out err | head -n 20 | sed 's/^/# /'
	fi
}

tool() {
	"$ctl" --local "$@"
}

# sees NAME STATUS PATTERN: how the command before has ended, and what it has said
sees() {
	[ "$status" = "$2" ] && { [ -z "$3" ] || cat out err | grep -q -- "$3"; }
	result $? "$1"
}

# check NAME STATUS PATTERN ARGS...: exit status within ten seconds, and a line of output
check() {
	name=$1 wanted=$2 pattern=$3
	shift 3
	timeout 10 "$ctl" --local "$@" >out 2>err
	status=$?
	sees "$name" "$wanted" "$pattern"
}

# limited KB ...: check with so much address space
limited() {
	limit=$1 name=$2 wanted=$3 pattern=$4
	shift 4
	prlimit --as=$((limit * 1024)) timeout 20 "$ctl" --local "$@" >out 2>err
	status=$?
	sees "$name" "$wanted" "$pattern"
}

# replies NAME EXPECTED ARGS...: of the batch on standard input
replies() {
	name=$1
	printf '%s\n' "$2" >expected
	shift 2
	timeout 10 "$ctl" --local batch "$@" - 2>err | sed 's/ [0-9a-f]\{8\}$//' >out
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
replies "a library where there is none, or of no task" "err: Operation not supported
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
err: Device or resource busy
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
err: usage: init RAM_MB RAMDISK_KB [SWAP_PAGES], SWAP_PAGES up to 4096
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
aout() { # a program of one page
	printf '\013\001\000\000\000\020\000\000'
	head -c 5112 /dev/zero
}
aout >in/prog
aout >prog
replies "a stream writes no file" "0
err: victim: a stream writes no files without --write-files DIR
err: bad argument" <<'END'
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
err: bad argument
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

echo "1..$count"
[ $failed = 0 ]
