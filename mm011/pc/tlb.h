/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The software MMU's memory of the translations that it has made.
 *
 * A 386 would go on using its own up to invalidate(). This one forgets at once when an
 * entry changes: the original calls invalidate() where it matters, so nobody can tell.
 */
#ifndef _MM011_PC_TLB_H
#define _MM011_PC_TLB_H

#include "pc/machine.h"

/**
 * mm011_tlb_flush() - forget all translations
 * @m: machine
 *
 * Whoever changes an entry of a page directory or page table calls this.
 */
static inline void mm011_tlb_flush(struct mm011_machine *m)
{
	m->tlb.generation++;
}

/**
 * mm011_load_cr3() - another page directory, or the same once more
 * @m: machine, its lock held
 * @cr3: its physical address; where there is no memory nothing is present
 */
static inline void mm011_load_cr3(struct mm011_machine *m, u32 cr3)
{
	m->cpu.cr3 = cr3;
	mm011_tlb_flush(m);
}

/* struct mm011_tlb_entry.rights; the kernel may read whatever is present */
#define MM011_TLB_USER_READ	0x1u
#define MM011_TLB_USER_WRITE	0x2u
#define MM011_TLB_WRITE		0x4u

/**
 * mm011_tlb_lookup() - where the page frame of an address is, if that is known
 * @m: machine, its lock held
 * @linear: linear address
 * @access: MM011_ACCESS_WRITE, _USER
 * @frame: where the frame's physical address goes
 *
 * Must equal a walk through page directory and page table that ends well, with
 * no Accessed or Dirty bit left to be set.
 *
 * Return: whether it is known.
 */
static inline bool mm011_tlb_lookup(const struct mm011_machine *m, u32 linear, u32 access,
				    u32 *frame)
{
	u32 vpn = linear >> MM011_PAGE_SHIFT;
	const struct mm011_tlb_entry *e = &m->tlb.entry[vpn % MM011_TLB_ENTRIES];
	u32 right = MM011_TLB_USER_READ;

	if (access & MM011_ACCESS_WRITE)
		right = access & MM011_ACCESS_USER ? MM011_TLB_USER_WRITE : MM011_TLB_WRITE;
	else if (!(access & MM011_ACCESS_USER))
		right = 0;
	*frame = e->frame;
	return MM011_SHORT_CUTS && e->vpn == vpn && e->generation == m->tlb.generation &&
	       (e->rights & right) == right;
}

#endif /* _MM011_PC_TLB_H */
