/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From a linear address to its page directory entry, its page table entry and its page
 * frame; and from one page table to the next. Only looks: nothing is marked, no fault is
 * raised.
 */
#ifndef _MM011_PC_WALK_H
#define _MM011_PC_WALK_H

#include "pc/ram.h"

/**
 * struct mm011_walk - where a walk has come to
 * @pde_addr: physical address of the page directory entry
 * @pde: the entry
 * @pte_addr: physical address of the page table entry; of the directory entry, when
 *	that maps 4 MB; 0: the walk ended before
 * @pte: the entry
 * @frame: physical address of the page frame that @pte names, present or not
 * @entries: how many entries it has read: 1, or 2 when @pte is one
 * @end: MM011_WALK_OK: the page is present; MM011_WALK_NO_TABLE, MM011_WALK_NO_PAGE;
 *	MM011_WALK_OUTSIDE: table or page frame lie beyond memory
 */
struct mm011_walk {
	u32 pde_addr;
	u32 pde;
	u32 pte_addr;
	u32 pte;
	u32 frame;
	u32 entries;
	u32 end;
};

/* the page directory entry stands here for the linear address */
static inline u32 mm011_walk_pde_address(const struct mm011_machine *m, u32 linear)
{
	return mm011_entry_page(m->cpu.cr3) + mm011_pde_offset(linear);
}

/**
 * mm011_maps_4mb() - is this directory entry no pointer to a table, but a page of 4 MB?
 * @m: machine
 * @pde: a page directory entry that is present
 *
 * Return: whether it is.
 */
static inline bool mm011_maps_4mb(const struct mm011_machine *m, u32 pde)
{
	return m->cpu.pse && (pde & MM011_PTE_PSE);
}

/**
 * mm011_walk_table() - the second half of a walk
 * @m: machine
 * @linear: linear address
 * @w: its first half: the directory entry, present
 */
static __always_inline void mm011_walk_table(const struct mm011_machine *m, u32 linear,
					     struct mm011_walk *w)
{
	bool large = mm011_maps_4mb(m, w->pde);

	if (unlikely(!large && mm011_entry_page(w->pde) >= m->memory_size)) {
		w->end = MM011_WALK_OUTSIDE;
		return;
	}
	if (unlikely(large)) {
		w->pte_addr = w->pde_addr;
		w->pte = w->pde;
		w->frame = (w->pde & ~(MM011_TABLE_SPAN - 1)) |
			   (linear & (MM011_TABLE_SPAN - MM011_PAGE_SIZE));
	} else {
		w->pte_addr = mm011_entry_page(w->pde) + mm011_pte_offset(linear);
		w->pte = mm011_read32(m, w->pte_addr);
		w->frame = mm011_entry_page(w->pte);
	}
	w->entries = 2;
	if (!(w->pte & MM011_PTE_PRESENT))
		w->end = MM011_WALK_NO_PAGE;
	else if (w->frame >= m->memory_size)
		w->end = MM011_WALK_OUTSIDE;
	else
		w->end = MM011_WALK_OK;
}

/**
 * mm011_walk() - walk through page directory and page table
 * @m: machine, its lock held
 * @linear: linear address
 * @w: each step of the walk; what it did not reach is 0
 */
static inline void mm011_walk(const struct mm011_machine *m, u32 linear, struct mm011_walk *w)
{
	memset(w, 0, sizeof(*w));
	w->pde_addr = mm011_walk_pde_address(m, linear);
	w->pde = mm011_read32(m, w->pde_addr);
	w->entries = 1;
	w->end = MM011_WALK_NO_TABLE;
	if (w->pde & MM011_PTE_PRESENT)
		mm011_walk_table(m, linear, w);
}

/**
 * mm011_next_table() - the next page table that is present and in memory
 * @m: machine, its lock held
 * @nr: number of the directory entry to begin with; becomes the one found, 1024: none
 * @table: where the table's physical address goes
 *
 * for (nr = 0; mm011_next_table(m, &nr, &table); nr++) meets all of them.
 *
 * Return: whether there is one.
 */
static inline bool mm011_next_table(const struct mm011_machine *m, u32 *nr, u32 *table)
{
	u32 pde;

	for ( ; *nr < MM011_ENTRIES; ++*nr) {
		pde = mm011_read32(m, mm011_entry_page(m->cpu.cr3) + 4 * *nr);
		*table = mm011_entry_page(pde);
		if ((pde & MM011_PTE_PRESENT) && !mm011_maps_4mb(m, pde) &&
		    *table < m->memory_size)
			return true;
	}
	return false;
}

#endif /* _MM011_PC_WALK_H */
