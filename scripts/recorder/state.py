# SPDX-License-Identifier: GPL-2.0
"""The state of a memory manager: mem_map[], page directory, page tables.

It is read at each stop, and little of it has changed since the last: what has not is
the same object as before, so that it is compared and summed up but once.
"""

import collections
import struct
import zlib

from .sites import PAGE, PAGING_PAGES

ACCESSED_DIRTY = 0x60
PRESENT = 1
KERNEL_TABLES = 4
ENTRIES = struct.Struct("<1024I")
ALL_BUT_AD = int.from_bytes(ENTRIES.pack(*[0xFFFFFFFF & ~ACCESSED_DIRTY] * 1024), "little")

# all three are pieces; tables: directory index -> piece, in the directory's order
State = collections.namedtuple("State", "mem_map directory tables")
Change = collections.namedtuple("Change", "address old new")


class Memory:
    """The guest's RAM. What is beyond it reads as 0."""

    def __init__(self, ram):
        self.ram = ram

    def bytes(self, address, length):
        """Some bytes."""
        return self.ram[address:address + length].ljust(length, b"\0")

    def u32(self, address):
        """A word."""
        return int.from_bytes(self.bytes(address, 4), "little")

    def u16(self, address):
        """Half a word."""
        return int.from_bytes(self.bytes(address, 2), "little")

    def text(self, address):
        """A string of C, its first line."""
        return self.bytes(address, 80).split(b"\0")[0].decode("latin1").strip()

    def entry(self, linear):
        """The page table entry of a linear address; 0 without a page table."""
        directory = self.u32(linear >> 20 & 0xFFC)
        if not directory & PRESENT:
            return 0
        return self.u32((directory & ~0xFFF) + (linear >> 10 & 0xFFC))


class Piece:
    """Some bytes of the state, and their checksums, which are made when asked for."""

    def __init__(self, address, data):
        self.address = address
        self.data = data
        self._crc = self._crc_noad = None

    def crc(self):
        """CRC-32."""
        if self._crc is None:
            self._crc = zlib.crc32(self.data)
        return self._crc

    def crc_noad(self):
        """The same of a table with Accessed and Dirty cleared in every entry."""
        if self._crc_noad is None:
            cleared = int.from_bytes(self.data, "little") & ALL_BUT_AD
            self._crc_noad = zlib.crc32(cleared.to_bytes(PAGE, "little"))
        return self._crc_noad


class Reader:
    """Reads the state, again and again."""

    def __init__(self, memory, mem_map):
        self.memory = memory
        self.mem_map = mem_map
        self.last = as_head_leaves_it()

    def read(self):
        """The state as it is now."""
        last = self.last
        directory = self._piece(last.directory, 0, PAGE)
        if directory is last.directory:
            places = [(nr, table.address) for nr, table in last.tables.items()]
        else:
            places = [(nr, entry & ~0xFFF) for nr, entry in
                      enumerate(ENTRIES.unpack(directory.data)) if entry & PRESENT]
        tables = {nr: self._piece(last.tables.get(nr), address, PAGE) for nr, address in places}
        mem_map = self._piece(last.mem_map, self.mem_map, PAGING_PAGES)
        self.last = State(mem_map, directory, tables)
        return self.last

    def _piece(self, last, address, length):
        data = self.memory.bytes(address, length)
        if last and last.address == address and last.data == data:
            return last
        return Piece(address, data)


def as_head_leaves_it():
    """Nothing in mem_map[], 16 MB mapped to themselves: where every trace begins."""
    entries = [(nr + 1) * PAGE | 7 for nr in range(KERNEL_TABLES)]
    tables = {nr: Piece((nr + 1) * PAGE,
                        ENTRIES.pack(*[(nr * 1024 + i) * PAGE | 7 for i in range(1024)]))
              for nr in range(KERNEL_TABLES)}
    directory = Piece(0, ENTRIES.pack(*entries, *[0] * 1020))
    return State(Piece(None, bytes(PAGING_PAGES)), directory, tables)


def _behind_a_page():
    """What a page that follows does to a CRC-32, for each value of its four bytes."""
    page = bytes(PAGE)
    nothing = zlib.crc32(page)
    return [[zlib.crc32(page, byte << shift) ^ nothing for byte in range(256)]
            for shift in (0, 8, 16, 24)]


SHIFTED = _behind_a_page()


def _append(crc, page_crc):
    """The CRC-32 of some bytes and a page behind them, from those of both."""
    return (SHIFTED[0][crc & 0xFF] ^ SHIFTED[1][crc >> 8 & 0xFF] ^
            SHIFTED[2][crc >> 16 & 0xFF] ^ SHIFTED[3][crc >> 24] ^ page_crc)


def checksums(state):
    """CRC-32 of everything, and the same without Accessed and Dirty."""
    crc = crc_noad = state.mem_map.crc()
    for page in (state.directory, *state.tables.values()):
        crc = _append(crc, page.crc())
        crc_noad = _append(crc_noad, page.crc_noad())
    return f"{crc:08x}", f"{crc_noad:08x}"


def _differing(old, new, size):
    """(index, before, after) of the numbers of so many bytes that differ."""
    code, step = {1: "B", 4: "I"}[size], 256
    for start in range(0, len(new), step):
        before, after = old[start:start + step], new[start:start + step]
        if before != after:
            form = f"<{len(after) // size}{code}"
            numbers = zip(struct.unpack(form, before), struct.unpack(form, after))
            for nr, (first, second) in enumerate(numbers, start // size):
                if first != second:
                    yield nr, first, second


def counts_changed(old, new):
    """Changes in mem_map[]; the address is the index."""
    if old.mem_map is not new.mem_map:
        for nr, before, after in _differing(old.mem_map.data, new.mem_map.data, 1):
            yield Change(nr, before, after)


def _words_changed(old, new):
    if old is not new:
        for nr, before, after in _differing(old.data, new.data, 4):
            yield Change(new.address + 4 * nr, before, after)


def entries_changed(old, new, kernel_only=False):
    """Changes in the directory, and in the tables that were there before.

    A table that came or went is a change of its directory's entry.
    """
    for change in _words_changed(old.directory, new.directory):
        if not kernel_only or change.address < 4 * KERNEL_TABLES:
            yield change
    for nr, table in new.tables.items():
        before = old.tables.get(nr)
        if before and before.address == table.address and (not kernel_only or nr < KERNEL_TABLES):
            yield from _words_changed(before, table)
