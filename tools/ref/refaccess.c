// SPDX-License-Identifier: GPL-2.0
/*
 * For the reference: the 386 on the way to a byte, and what the kernel does before
 * it writes to a task's memory.
 */

#include "ref/refstate.h"

/* the last offset of a segment; one of 0 bytes has 4 GB */
static u32 last_offset(struct reference *r, u32 access)
{
	const struct mm011_task *task = current_task(r);

	return (access & MM011_ACCESS_CODE ? task->ldt.code_limit : task->ldt.data_limit) - 1;
}

/* may it be done with entries like these, which are both present? */
static bool allowed(u32 both, u32 access)
{
	if (!(access & MM011_ACCESS_USER))
		return true;
	return both & 4 && (!(access & MM011_ACCESS_WRITE) || both & 2);
}

/* the entry of an address after the CPU has looked at the directory's, 0: none */
static u32 look_up(struct reference *r, u32 linear, u32 *pde)
{
	u32 pde_addr = linear / 0x400000 * 4;

	*pde = get(r, pde_addr);
	if (!(*pde & 1))
		return 0;
	put_entry(r, pde_addr, *pde | 0x20);
	if ((*pde & 0xfffff000) >= MM011_MEMORY_SIZE)
		left(r, BUS);
	return get(r, entry_address(r, linear));
}

/**
 * reach() - the 386: one byte of a task's memory, faults and all
 * @r: the reference
 * @address: offset in the segment
 * @access: MM011_ACCESS_*
 *
 * Return: its physical address.
 */
u32 reach(struct reference *r, u32 address, u32 access)
{
	u32 linear, pde, pte, present, tries, out[2];

	for (tries = 0; ; tries++) {
		linear = current_task(r)->ldt.base + address;
		if (address > last_offset(r, access))
			left(r, SEGMENT);
		pte = look_up(r, linear, &pde);
		present = pde & pte & 1;
		if (present && allowed(pde & pte, access))
			break;
		if (tries == 4)
			left(r, LOOP);
		told(r, MM011_EV_FAULT,
		     present | (access & (MM011_ACCESS_USER | MM011_ACCESS_WRITE)), linear,
		     r->now->current);
		if (present)
			do_wp_page(r, linear);
		else
			do_no_page(r, linear, out);
	}
	if ((pte & 0xfffff000) >= MM011_MEMORY_SIZE)
		left(r, BUS);
	put_entry(r, entry_address(r, linear), pte | (access & MM011_ACCESS_WRITE ? 0x60 : 0x20));
	return (pte & 0xfffff000) + linear % 4096;
}

/**
 * move_bytes() - a task reads or writes its memory
 * @r: the reference
 * @address: offset in its segment
 * @data: the bytes
 * @len: how many
 * @access: MM011_ACCESS_*
 *
 * Piece by piece; a piece ends with its page or its segment.
 */
void move_bytes(struct reference *r, u32 address, u8 *data, u32 len, u32 access)
{
	u32 n, at;

	for ( ; len; len -= n, address += n, data += n) {
		at = reach(r, address, access);
		n = 4096 - at % 4096;
		if (n > len)
			n = len;
		if (n - 1 > last_offset(r, access) - address)
			n = last_offset(r, access) - address + 1;
		if (access & MM011_ACCESS_WRITE) {
			told(r, MM011_EV_WRITE, at, n, 0);
			memcpy(r->mem + at, data, n);
		} else {
			memcpy(data, r->mem + at, n);
		}
	}
}

/**
 * verify_area() - the kernel is about to write to a task's memory
 * @r: the reference
 * @addr: offset in the data segment
 * @size: bytes
 */
void verify_area(struct reference *r, u32 addr, s32 size)
{
	u32 start = addr;

	size = (u32)size + (start & 0xfff);
	start &= 0xfffff000;
	start += current_task(r)->ldt.base;
	while (size > 0) {
		size -= 4096;
		write_verify(r, start);
		start += 4096;
	}
}
