# SPDX-License-Identifier: GPL-2.0
"""The command line of scripts/record."""

import argparse
import os
import re
import sys

from . import RecordError, swapdisk
from .gdb import GuestGone
from .session import record
from .sites import PAGE
from .tasks import OFFSETS
from .typist import parse_commands

FIELDS = OFFSETS[1]

DESCRIPTION = """\
Record every step that the memory manager of a Linux 0.11 or 0.12 kernel makes.

The kernel, which you bring, runs unmodified in qemu-system-i386. It is stopped
at each call of a function of mm/memory.c from elsewhere and where that returns;
mem_map[], the page directory and all page tables are read from outside and
summed up. `mm011ctl replay` takes the trace and compares: the first step where
your kernel differs from the original is named.
"""

EPILOG = """\
what the kernel must be:
  Linux 0.11 or 0.12, built so that the functions of mm/memory.c and mm/swap.c
  stand by themselves (without optimisation, -O0) and not stripped. --kernel-elf
  and --boot must come from the same build; this is checked, and so is the layout
  of task_struct.

the file of commands:
  One shell command a line. Blank lines and lines that begin with # are left
  out. Each is typed when the prompt has come back; '@type TEXT' types a line
  without waiting for the prompt, for what a program reads; '@key NAME' presses a
  key or several together by QEMU's names (@key ctrl-c); '@wait SECONDS' waits.
  Without --commands, the boot up to the prompt is recorded.

what is checked:
  Between two steps nothing may change but Accessed and Dirty bits, which the CPU
  sets, and the one word that 0.11's fs/buffer.c writes through a NULL pointer.
  Anything else is reported as unexpected.

ending it:
  Ctrl-C ends a recording early; what is recorded is kept and can be replayed. A
  panic or a reboot of the kernel ends it, too. The disk image is not changed.
  What a recorder leaves that was killed can be replayed up to there.

exit status:
  0  recorded
  1  the trace is there, but: unexpected changes, a panic, a reboot, no prompt,
     a function that hangs or sleeps, a full disk
  2  nothing could be recorded: wrong usage, or files that do not fit

example:
  scripts/record --kernel-elf kernel.sym --boot Image --disk hdc.img --ram 16 \\
          --commands commands.txt -o mine.jsonl.xz
  mm011ctl --local replay mine.jsonl.xz

Documentation/record.rst has a whole session.
"""


def megabytes(text):
    """1 to 64: Linux 0.11 uses 16 of them."""
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"no number of megabytes from 1 to 64: {text}")
    return int(text)


def swap_megabytes(text):
    """As many as a bitmap of one page has bits for."""
    if not text.isdigit() or not 1 <= int(text) <= swapdisk.MAX_MB:
        raise argparse.ArgumentTypeError(
            f"no number of megabytes from 1 to {swapdisk.MAX_MB}: {text}")
    return int(text)


def pattern(text):
    """A regular expression for the end of the screen."""
    try:
        return re.compile(f"(?:{text})$")
    except re.error as error:
        raise argparse.ArgumentTypeError(f"no regular expression: {text}: {error}") from error


def offset(text):
    """FIELD=NUMBER."""
    name, _, number = text.partition("=")
    if name not in FIELDS or not number.isdigit():
        raise argparse.ArgumentTypeError(
            f"not FIELD=NUMBER: {text}; fields are {', '.join(FIELDS)}")
    if int(number) >= PAGE:
        raise argparse.ArgumentTypeError(
            f"not below {PAGE}, and the structure is in a page: {text}")
    return name, int(number)


def output(text):
    """A name by which the format is known."""
    if not re.search(r"[^/]\.jsonl(\.xz|\.gz)?$", text):
        raise argparse.ArgumentTypeError(f"must end in .jsonl, .jsonl.xz or .jsonl.gz: {text}")
    return text


def parser():
    """All options."""
    options = argparse.ArgumentParser(
        prog="record", description=DESCRIPTION, epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    add = options.add_argument
    add("--kernel-elf", required=True, metavar="FILE", help="the kernel's ELF file with symbols")
    add("--boot", required=True, metavar="FILE",
        help="the floppy disk image that boots it (often called Image)")
    add("--disk", metavar="FILE", help="hard disk image with the root file system")
    add("--swap", type=swap_megabytes, metavar="MB",
        help="make a second hard disk with so much swap space, for Linux 0.12; the kernel's image "
             f"must name it as its swap device, 0x{swapdisk.DEVICE:x}")
    add("--ram", type=megabytes, default=16, metavar="MB", help="memory in MB (default: 16)")
    add("--commands", metavar="FILE", help="shell commands to type")
    add("--prompt", type=pattern, default=pattern(r"[#$%] ?"), metavar="REGEX",
        help="how the screen ends when the shell waits (default: '[#$%%] ?'; blanks at the end "
             "of the screen are not seen)")
    add("--timeout", type=float, default=60, metavar="SECONDS",
        help="how long to wait for the prompt after a command (default: 60)")
    add("--boot-timeout", type=float, default=120, metavar="SECONDS",
        help="how long to wait for the first prompt (default: 120)")
    add("--rest", type=float, default=0.6, metavar="SECONDS",
        help="the prompt counts when screen and memory manager were at rest for so long "
             "(default: 0.6)")
    add("--key-pause", type=float, default=0.015, metavar="SECONDS",
        help="after a key went down or up: 0.11 crashes when they come too fast (default: 0.015)")
    add("--offset", type=offset, action="append", default=[], metavar="FIELD=N", dest="offsets",
        help="where a field is in task_struct or m_inode, if not where Linux has it; "
             f"FIELD is one of {', '.join(FIELDS)}")
    add("--qemu", default="qemu-system-i386", metavar="PROGRAM", help="another QEMU")
    add("--binutils", default="", metavar="PREFIX", help="prefix of nm and objdump")
    add("-o", "--output", required=True, type=output, metavar="NAME.jsonl.xz",
        help="the trace; .jsonl and .jsonl.gz are possible, too")
    return options


def read_commands(path):
    """The commands of a file; none without one."""
    if not path:
        return []
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return parse_commands(file, path)
    except OSError as error:
        raise RecordError(f"{path}: {error.strerror}") from error


def main(arguments=None):
    """The program; its exit status."""
    options = parser().parse_args(arguments)
    options.offsets = dict(options.offsets)
    try:
        options.commands = read_commands(options.commands)
        if options.disk and not os.access(options.disk, os.R_OK):
            raise RecordError(f"{options.disk}: cannot be read")
        if not os.access(os.path.dirname(options.output) or ".", os.W_OK):
            raise RecordError(f"{options.output}: cannot be written")
        return record(options)
    except RecordError as error:
        print(f"record: {error}", file=sys.stderr)
    except GuestGone:
        print("record: the virtual machine ended by itself", file=sys.stderr)
    return 2
