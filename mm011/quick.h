/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Indexes that answer at once what 0.11 looks for one by one. See quick.c, bulk.c.
 */
#ifndef _MM011_QUICK_H
#define _MM011_QUICK_H

#include "state.h"

#define MM011_NO_PAGE	(~0u)

void mm011_quick_reset(struct mm011_machine *m);
u32 mm011_quick_last_free(const struct mm011_machine *m);
u32 mm011_quick_word(struct mm011_machine *m, u32 page, u32 from);
u64 mm011_quick_holders(struct mm011_machine *m, u32 inode, bool library);
u32 mm011_quick_free(struct mm011_machine *m, u32 table, u32 i);
void mm011_quick_walked(struct mm011_machine *m, u32 linear, u32 pde, u32 pte_addr);
u32 mm011_quick_copy(struct mm011_machine *m, u32 from, u32 to, u32 i, u32 n);

/* struct mm011_tlb_entry.rights; the kernel may read whatever is present */
#define MM011_TLB_USER_READ	0x1u
#define MM011_TLB_USER_WRITE	0x2u
#define MM011_TLB_WRITE		0x4u

/**
 * mm011_quick_frame() - where the page frame of an address is, if that is known
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
static inline bool mm011_quick_frame(const struct mm011_machine *m, u32 linear, u32 access,
				     u32 *frame)
{
	u32 page = linear >> MM011_PAGE_SHIFT;
	const struct mm011_tlb_entry *e = &m->quick.tlb[page % MM011_TLB_ENTRIES];
	u32 right = MM011_TLB_USER_READ;

	if (access & MM011_ACCESS_WRITE)
		right = access & MM011_ACCESS_USER ? MM011_TLB_USER_WRITE : MM011_TLB_WRITE;
	else if (!(access & MM011_ACCESS_USER))
		right = 0;
	*frame = e->frame;
	return MM011_SHORT_CUTS && e->page == page && e->generation == m->quick.generation &&
	       (e->rights & right) == right;
}

#endif /* _MM011_QUICK_H */
