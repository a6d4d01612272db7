// SPDX-License-Identifier: GPL-2.0
/*
 * Page tables below areas: they are copied, emptied and freed: mm/memory.c. A machine of
 * areas alone has none: what it is asked is counted.
 */

#include "linux24/swap.h"
#include "linux24/tables.h"

/* what an entry named is not mapped here any more. Linux 2.4.0: free_pte(), mm/memory.c. */
static int free_pte(struct mm011_machine *m, u32 pte, u32 *freed)
{
	u32 pfn = linux24_pte_page(pte);

	if (!linux24_present(pte)) {
		linux24_swap_free(m, pte);
		return 0;
	}
	if (!linux24_valid_page(m, pfn) || linux24_is_reserved(m, pfn))
		return 0;
	(*freed)++;
	if (pte & MM011_PTE_DIRTY && linux24_page(m, pfn)->mapping)
		linux24_set_page_flags(m, pfn, LINUX24_DIRTY, 0);
	return linux24_free_page_and_swap_cache(m, pfn);
}

/* all of one page table. Linux 2.4.0: zap_pte_range(), mm/memory.c. */
static int zap_pte_range(struct mm011_machine *m, const struct linux24_mm *mm, u32 addr, u32 end,
			 u32 *freed)
{
	struct linux24_entries e;
	u32 i, pte;
	int err = linux24_entries(m, mm, addr, end, &e);

	if (err || !e.table)
		return err;
	for (i = mm011_next_nonzero(m, e.table, e.from); i < e.end && !err;
	     i = mm011_next_nonzero(m, e.table, i)) {
		pte = mm011_read32(m, e.table + 4 * i);
		mm011_set_entry(m, e.table + 4 * i, 0);
		err = free_pte(m, pte, freed);
		linux24_rest(m);
	}
	return err;
}

/**
 * linux24_zap_page_range() - unmap the pages of a range
 * @m: machine, its lock held
 * @mm: whose
 * @addr: its first address
 * @size: bytes
 *
 * Linux 2.4.0: zap_page_range(), mm/memory.c.
 *
 * Return: 0; -MM011_E_BUG: the range is empty, or a page is in use that is freed; -EIO.
 */
int linux24_zap_page_range(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 size)
{
	u32 end = addr + size, next, freed = 0;
	int err = 0;

	if (addr >= end)
		return -MM011_E_BUG;
	linux24(m)->areas.zapped += size >> MM011_PAGE_SHIFT;
	for ( ; mm->pgd && addr < end && !err; addr = next) {
		next = linux24_table_end(addr, end);
		err = zap_pte_range(m, mm, addr, next, &freed);
	}
	mm->rss = mm->rss > freed ? mm->rss - freed : 0;
	return err;
}

/* Linux 2.4.0: free_one_pmd(), mm/memory.c. */
static int free_table(struct mm011_machine *m, const struct linux24_mm *mm, u32 nr)
{
	u32 table;
	int err = linux24_pte_offset(m, mm, nr * MM011_TABLE_SPAN, &table);

	if (err || !table)
		return err;
	mm011_set_entry(m, mm->pgd + 4 * nr, 0);
	table = linux24_pte_page(table);
	return linux24_valid_page(m, table) ? linux24_put_page(m, table) : 0;
}

/**
 * linux24_clear_page_tables() - free page tables
 * @m: machine, its lock held
 * @mm: whose
 * @first: number of the first directory entry
 * @nr: how many
 *
 * Linux 2.4.0: clear_page_tables(), mm/memory.c.
 *
 * Return: 0; -MM011_E_BUG; -EIO.
 */
int linux24_clear_page_tables(struct mm011_machine *m, struct linux24_mm *mm, u32 first, u32 nr)
{
	u32 i;
	int err = 0;

	linux24(m)->areas.cleared++;
	linux24(m)->areas.cleared_tables += nr;
	linux24_log_cleared(m, first, nr);
	for (i = first; mm->pgd && i < first + nr && !err; i++)
		err = free_table(m, mm, i);
	return err;
}

/**
 * struct copy - an area whose pages are shared with a copy of it
 * @m: machine
 * @flags: LINUX24_VM_* of the area
 */
struct copy {
	struct mm011_machine *m;
	u32 flags;
};

/* the entry at @from, which is not 0, is copied. Linux 2.4.0: part of copy_page_range(). */
static void copy_pte(const struct copy *c, u32 from, u32 to)
{
	const u32 private = LINUX24_VM_SHARED | LINUX24_VM_MAYWRITE;
	struct mm011_machine *m = c->m;
	u32 pte = mm011_read32(m, from), pfn = linux24_pte_page(pte);

	if (!linux24_present(pte)) {
		linux24_swap_duplicate(m, pte);
	} else if (linux24_valid_page(m, pfn) && !linux24_is_reserved(m, pfn)) {
		if ((c->flags & private) == LINUX24_VM_MAYWRITE && pte & MM011_PTE_WRITE) {
			pte &= ~MM011_PTE_WRITE;
			mm011_set_entry(m, from, pte);
		}
		if (c->flags & LINUX24_VM_SHARED)
			pte &= ~MM011_PTE_DIRTY;
		pte &= ~MM011_PTE_ACCESSED;
		linux24_set_page_count(m, pfn, (u32)linux24_page(m, pfn)->count + 1);
	}
	mm011_set_entry(m, to, pte);
}

/* from addr on up to end, which lie in one page table */
static int copy_pte_range(const struct copy *c, struct linux24_mm *to, struct linux24_mm *from,
			  u32 addr, u32 end)
{
	struct mm011_machine *m = c->m;
	struct linux24_entries e;
	u32 there = 0, i;
	int err = linux24_entries(m, from, addr, end, &e);

	if (err || !e.table)
		return err;
	err = linux24_pte_alloc(m, to, addr, &there);
	there = mm011_entry_page(there);
	for (i = e.from; !err && i < e.end; i++) {
		i = mm011_next_nonzero(m, e.table, i);
		if (i >= e.end)
			break;
		copy_pte(c, e.table + 4 * i, there + 4 * i);
		err = mm011_spend(m, 1);
	}
	return err;
}

/**
 * linux24_copy_page_range() - a copied area gets the pages of the other
 * @m: machine, its lock held
 * @to: whose it is
 * @from: whose the other is
 * @vma: the copied area
 *
 * From then on neither may write to a page of a private area before it has a copy of its own.
 * The original looks for the end behind a page: an area that mremap() has left empty has one.
 *
 * Linux 2.4.0: copy_page_range(), mm/memory.c.
 *
 * Return: 0; -ENOMEM: there is no page for a page table; -MM011_E_CUT; -EIO; what ends fork(),
 * too.
 */
int linux24_copy_page_range(struct mm011_machine *m, struct linux24_mm *to,
			    struct linux24_mm *from, u32 vma)
{
	const struct linux24_vma *area = linux24_vma(m, vma);
	const struct copy c = { m, area->flags };
	u32 addr = area->start, end = max(area->end, addr + MM011_PAGE_SIZE), next;
	int err = 0;

	for ( ; to->pgd && from->pgd && addr < end && !err; addr = next) {
		next = linux24_table_end(addr, end);
		err = copy_pte_range(&c, to, from, addr, next);
	}
	return err;
}
