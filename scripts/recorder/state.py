# SPDX-License-Identifier: GPL-2.0
"""The state of a memory manager: mem_map[], page directory, page tables."""

import collections
import functools
import struct
import zlib

from .sites import PAGING_PAGES

ACCESSED_DIRTY = 0x60
PRESENT = 1
KERNEL_TABLES = 4
PAGE = 4096
ENTRIES = struct.Struct("<1024I")
ALL_BUT_AD = int.from_bytes(ENTRIES.pack(*[0xFFFFFFFF & ~ACCESSED_DIRTY] * 1024), "little")

# tables: directory index -> (physical address, bytes), in the directory's order
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


def read(memory, mem_map):
    """The state as it is now."""
    directory = memory.bytes(0, PAGE)
    tables = {}
    for nr, entry in enumerate(ENTRIES.unpack(directory)):
        if entry & PRESENT:
            address = entry & ~0xFFF
            tables[nr] = (address, memory.bytes(address, PAGE))
    return State(memory.bytes(mem_map, PAGING_PAGES), directory, tables)


def as_head_leaves_it():
    """Nothing in mem_map[], 16 MB mapped to themselves: where every trace begins."""
    entries = [(nr + 1) * PAGE | 7 for nr in range(KERNEL_TABLES)]
    tables = {nr: ((nr + 1) * PAGE,
                   ENTRIES.pack(*[(nr * 1024 + i) * PAGE | 7 for i in range(1024)]))
              for nr in range(KERNEL_TABLES)}
    return State(bytes(PAGING_PAGES), ENTRIES.pack(*entries, *[0] * 1020), tables)


@functools.lru_cache(maxsize=1024)
def without_ad(table):
    """A table with Accessed and Dirty cleared in every entry."""
    return (int.from_bytes(table, "little") & ALL_BUT_AD).to_bytes(PAGE, "little")


def checksums(state):
    """CRC-32 of everything, and the same without Accessed and Dirty."""
    crc = crc_noad = zlib.crc32(state.mem_map)
    for table in (state.directory, *(table for _, table in state.tables.values())):
        crc = zlib.crc32(table, crc)
        crc_noad = zlib.crc32(without_ad(table), crc_noad)
    return f"{crc:08x}", f"{crc_noad:08x}"


def counts_changed(old, new):
    """Changes in mem_map[]; the address is the index."""
    if old.mem_map != new.mem_map:
        for nr, (before, after) in enumerate(zip(old.mem_map, new.mem_map)):
            if before != after:
                yield Change(nr, before, after)


def _words_changed(address, old, new):
    if old != new:
        for nr, (before, after) in enumerate(zip(ENTRIES.unpack(old), ENTRIES.unpack(new))):
            if before != after:
                yield Change(address + 4 * nr, before, after)


def entries_changed(old, new, kernel_only=False):
    """Changes in the directory, and in the tables that were there before.

    A table that came or went is a change of its directory's entry.
    """
    for change in _words_changed(0, old.directory, new.directory):
        if not kernel_only or change.address < 4 * KERNEL_TABLES:
            yield change
    for nr, (address, table) in new.tables.items():
        before = old.tables.get(nr)
        if before and before[0] == address and (not kernel_only or nr < KERNEL_TABLES):
            yield from _words_changed(address, before[1], table)
