/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Segment descriptors of the 386, as far as 0.11 and 0.12 use them: in units of 4 KB,
 * present. A selector names one by its place: entry * 8, + 4 in the LDT, + the privilege.
 */
#ifndef _MM011_PC_DESCRIPTOR_H
#define _MM011_PC_DESCRIPTOR_H

#include <linux/types.h>

/* all of the high word but base and limit: granularity, 32 bits, present, privilege, type */
#define MM011_DESC_KERNEL_CODE	0x00c09a00u
#define MM011_DESC_KERNEL_DATA	0x00c09200u
#define MM011_DESC_USER_CODE	0x00c0fa00u
#define MM011_DESC_USER_DATA	0x00c0f200u
#define MM011_DESC_FLAGS	0x00f0ff00u
#define MM011_DESC_PRESENT	0x00008000u

#define MM011_SELECTOR_KERNEL_CODE	0x08u
#define MM011_SELECTOR_KERNEL_DATA	0x10u
#define MM011_SELECTOR_USER_CODE	0x0fu
#define MM011_SELECTOR_USER_DATA	0x17u

/**
 * mm011_descriptor() - the two words of a descriptor
 * @word: filled in, the low one first
 * @base: linear address at which the segment begins
 * @limit: its length in bytes, whole pages; 0 stands for 4 GB
 * @flags: MM011_DESC_*
 */
static inline void mm011_descriptor(u32 word[2], u32 base, u32 limit, u32 flags)
{
	u32 last = (limit - 1) >> 12;

	word[0] = base << 16 | (last & 0xffff);
	word[1] = (base & 0xff000000) | flags | (last & 0xf0000) | (base >> 16 & 0xff);
}

#endif /* _MM011_PC_DESCRIPTOR_H */
