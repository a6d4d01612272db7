# SPDX-License-Identifier: GPL-2.0
"""What a kernel's ELF file tells: symbols, who calls what, the code itself."""

import bisect
import collections
import hashlib
import re
import struct
import subprocess

from . import RecordError

# pushed: what stands before it puts an argument on the stack
Branch = collections.namedtuple("Branch", "site next call pushed")

# "   1028e:\te8 5d 0f 00 00       \tcall   111f0 <do_no_page>"
BRANCH = re.compile(r"^\s*([0-9a-f]+):\t((?:[0-9a-f]{2} )+)\s*\t(call|j\w+)\s+(?:0x)?([0-9a-f]+)\b")
PUSH = re.compile(r"\t(push|mov.*,\(%esp\))")
PT_LOAD = 1
EM_386 = 3


class Elf:
    """A kernel with symbols, read by nm and objdump."""

    def __init__(self, path, binutils=""):
        self.path = path
        self.image = self._read()
        self.sha256 = hashlib.sha256(self.image).hexdigest()
        self.segments = self._segments()
        self.symbols = {}
        self.addresses = collections.defaultdict(set)
        self.sizes = {}
        self.functions = []
        self._read_symbols(self._tool(binutils + "nm", "-n", "-S"))
        self.branches = collections.defaultdict(list)
        self._read_branches(self._tool(binutils + "objdump", "-d"))

    def _read(self):
        try:
            with open(self.path, "rb") as file:
                return file.read()
        except OSError as error:
            raise RecordError(f"{self.path}: {error.strerror}") from error

    def _tool(self, *command):
        try:
            done = subprocess.run([*command, self.path], capture_output=True, check=True)
        except OSError as error:
            raise RecordError(f"{command[0]}: {error.strerror}: install binutils") from error
        except subprocess.CalledProcessError as error:
            raise RecordError(error.stderr.decode(errors="replace").strip()) from error
        return done.stdout.decode(errors="replace").splitlines()

    def _segments(self):
        """(address, bytes) of everything that is loaded."""
        header = self.image[:52]
        if header[:6] != b"\x7fELF\1\1" or struct.unpack_from("<H", header, 18)[0] != EM_386:
            raise RecordError(f"{self.path}: not an ELF file of the i386")
        offset, size, count = struct.unpack("<I10xHH", header[28:32] + header[32:46])
        segments = []
        for nr in range(count):
            kind, where, linear, _, length = struct.unpack_from("<5I", self.image,
                                                                offset + nr * size)
            if kind == PT_LOAD:
                segments.append((linear, self.image[where:where + length]))
        return segments

    def _read_symbols(self, lines):
        for line in lines:
            fields = line.split()
            if len(fields) < 3:
                continue
            address, kind, name = int(fields[0], 16), fields[-2], fields[-1]
            # old compilers put an underscore before what C calls mem_map
            name = name[1:] if re.match(r"_[a-z]", name) else name
            # compilers number a variable that is static in a function
            name = re.sub(r"\.[0-9]+$", "", name) if kind in "bBdD" else name
            self.addresses[name].add(address)
            # where a name is there twice, the one that others can see
            if name not in self.symbols or kind.isupper():
                self.symbols[name] = address
                self.sizes[name] = int(fields[1], 16) if len(fields) == 4 else 0
            if kind in "tTwW" and "." not in name:
                self.functions.append((address, name))
        if not self.functions:
            raise RecordError(f"{self.path}: has no symbols; it must not be stripped")
        self.functions.sort(key=lambda function: function[0])

    def _read_branches(self, lines):
        pushed = False
        for line in lines:
            found = BRANCH.match(line)
            if found:
                site = int(found.group(1), 16)
                length = len(found.group(2).split())
                self.branches[int(found.group(4), 16)].append(
                    Branch(site, site + length, found.group(3) == "call", pushed))
            pushed = bool(PUSH.search(line))

    def function_at(self, address):
        """The name of the function that this address is in."""
        nr = bisect.bisect_right(self.functions, address, key=lambda function: function[0])
        return self.functions[nr - 1][1] if nr else "?"

    def branches_to(self, name):
        """Calls of a function and jumps to it; of each, if there are several of that name."""
        return [branch for address in sorted(self.addresses[name])
                for branch in self.branches[address]]

    def end_of(self, name):
        """Where the function after this one begins."""
        start = self.symbols[name]
        after = [address for address, _ in self.functions if address > start]
        return after[0] if after else start + self.sizes[name]

    def code(self, address, length):
        """What the file says is in memory there."""
        for start, data in self.segments:
            if start <= address and address + length <= start + len(data):
                return data[address - start:address - start + length]
        return b""
