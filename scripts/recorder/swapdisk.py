# SPDX-License-Identifier: GPL-2.0
"""A hard disk whose only partition is swap space, as Linux 0.12 wants it."""

import struct

SECTOR = 512
PAGE = 4096
FIRST_SECTOR = 63
PARTITIONS = 0x1BE		# in the first sector
LINUX_SWAP = 0x82
SIGNATURE = b"SWAP-SPACE"
DEVICE = 0x306			# the first partition of the second hard disk
DEVICE_AT = 506			# in a boot sector: the number of the swap device
MAX_MB = 127			# the bitmap has bits for 32,688 pages


def _bitmap(pages):
    """Page 0 of the partition: a bit for each page but itself, then the signature."""
    bits = ((1 << pages) - 2).to_bytes(PAGE - len(SIGNATURE), "little")
    return bits + SIGNATURE


def write(path, megabytes):
    """Makes the disk; it is sparse."""
    sectors = megabytes * (1 << 20) // SECTOR
    with open(path, "wb") as disk:
        disk.truncate((sectors + FIRST_SECTOR) * SECTOR)
        disk.seek(PARTITIONS)
        disk.write(struct.pack("<4xB3xII", LINUX_SWAP, FIRST_SECTOR, sectors))
        disk.seek(SECTOR - 2)
        disk.write(b"\x55\xaa")
        disk.seek(FIRST_SECTOR * SECTOR)
        disk.write(_bitmap(sectors * SECTOR // PAGE))


def is_named_by(boot_sector):
    """Will the kernel look for swap space there?"""
    return boot_sector[DEVICE_AT:DEVICE_AT + 2] == struct.pack("<H", DEVICE)
