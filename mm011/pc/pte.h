/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is in a page directory entry and in a page table entry of the 386, and
 * where the entry of a linear address stands.
 *
 *     31          22 21          12 11            0
 *    +--------------+--------------+---------------+
 *    |  directory   |    table     |    offset     |  a linear address
 *    +--------------+--------------+---------------+
 *
 *     31                         12 11 9 8 7 6 5 4 3 2 1 0
 *    +-----------------------------+----+---+-+-+---+-+-+-+
 *    |     page frame address      |    |0 S|D|A| 0 |U|W|P|  an entry
 *    +-----------------------------+----+---+-+-+---+-+-+-+
 *
 * S is a Pentium's, in directory entries alone: there is no table, but a page of 4 MB.
 */
#ifndef _MM011_PTE_H
#define _MM011_PTE_H

#include <linux/types.h>

#define MM011_PTE_PRESENT	0x01u	/* P */
#define MM011_PTE_WRITE		0x02u	/* R/W: the user may write */
#define MM011_PTE_USER		0x04u	/* U/S: the user may touch it at all */
#define MM011_PTE_ACCESSED	0x20u	/* A: set by the CPU */
#define MM011_PTE_DIRTY		0x40u	/* D: set by the CPU, in table entries only */
#define MM011_PTE_PSE		0x80u	/* S */
#define MM011_PTE_AD		(MM011_PTE_ACCESSED | MM011_PTE_DIRTY)
#define MM011_PTE_FLAGS		7u	/* what 0.11 writes next to an address */

#define MM011_PAGE_SHIFT	12
#define MM011_PAGE_SIZE		4096u
#define MM011_ENTRIES		1024u		/* of a directory or a table */
#define MM011_TABLE_SPAN	0x400000u	/* what one page table maps: 4 MB */

/**
 * mm011_entry_page() - the page frame that an entry points to
 * @entry: a page directory or page table entry
 *
 * Return: the physical address, a multiple of 4096; it may be beyond memory.
 */
static inline u32 mm011_entry_page(u32 entry)
{
	return entry & 0xfffff000;
}

/**
 * mm011_pde_offset() - where in its page directory the entry of an address stands
 * @linear: the linear address
 *
 * Return: a byte offset in 0..0xffc; 0.11: ``(address>>20) & 0xffc``.
 */
static inline u32 mm011_pde_offset(u32 linear)
{
	return (linear >> 20) & 0xffc;
}

/**
 * mm011_pte_offset() - where in its page table the entry of an address stands
 * @linear: the linear address
 *
 * Return: a byte offset in 0..0xffc; 0.11: ``(address>>10) & 0xffc``.
 */
static inline u32 mm011_pte_offset(u32 linear)
{
	return (linear >> 10) & 0xffc;
}

#endif /* _MM011_PTE_H */
