// SPDX-License-Identifier: GPL-2.0
/*
 * What the software TLB takes in. See tlb.h.
 */

#include "pc/ram.h"

/* The walker has read this page: data writes to it must flush the TLB. */
static void read_at(struct mm011_machine *m, u32 addr)
{
	u32 pfn = addr >> MM011_PAGE_SHIFT;

	m->tlb.table_pages[pfn / 64] |= 1ull << pfn % 64;
}

/**
 * mm011_tlb_insert() - remember a walk that ended well
 * @m: machine, its lock held
 * @linear: linear address
 * @pde: its page directory entry
 * @pte_addr: physical address of its page table entry, whose Accessed and Dirty
 *	bits are set
 */
void mm011_tlb_insert(struct mm011_machine *m, u32 linear, u32 pde, u32 pte_addr)
{
	u32 vpn = linear >> MM011_PAGE_SHIFT;
	struct mm011_tlb_entry *e = &m->tlb.entry[vpn % MM011_TLB_ENTRIES];
	u32 pte = mm011_read32(m, pte_addr);
	u32 both = pde & pte;
	u32 rights = 0;

	read_at(m, 0);
	read_at(m, pte_addr);
	if (both & MM011_PTE_USER)
		rights = MM011_TLB_USER_READ;
	if (pte & MM011_PTE_DIRTY)
		rights |= MM011_TLB_WRITE;
	if (pte & MM011_PTE_DIRTY && both & MM011_PTE_USER && both & MM011_PTE_WRITE)
		rights |= MM011_TLB_USER_WRITE;
	e->rights = rights;
	e->vpn = vpn;
	e->frame = mm011_entry_page(pte);
	e->generation = m->tlb.generation;
}
