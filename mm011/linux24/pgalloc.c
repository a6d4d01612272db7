// SPDX-License-Identifier: GPL-2.0
/*
 * Pages for page directories and page tables, and for those that they map:
 * include/asm-i386/pgalloc.h, arch/i386/mm/init.c. The quicklists of 2.4.0 are always empty
 * on an i386: each table comes from the buddy allocator and goes back there at once.
 */

#include "linux24/tables.h"

/* where the kernel's image has what stands in for a page table that could not be had */
#define BAD_PTE_TABLE	(0x106u << MM011_PAGE_SHIFT)
#define BAD_PTE		0x105067u	/* of empty_bad_page, to be read and written */
#define KERNPG_TABLE	0x63u

/**
 * linux24_get_free_page() - take a page frame
 * @m: machine, its lock held
 * @gfp: as for linux24_alloc_pages()
 * @pfn: out: the page frame; MM011_NO_FRAME: there is none
 *
 * Linux 2.4.0: alloc_page(), include/linux/mm.h.
 *
 * Return: 0; what linux24_alloc_pages() returns; -ECANCELED.
 */
int linux24_get_free_page(struct mm011_machine *m, u32 gfp, u32 *pfn)
{
	int err;

	if (!linux24_is_told(m))
		return linux24_alloc_pages(m, gfp, 0, pfn);
	err = linux24_ask(m, MM011_ASK24_ALLOC, 0, gfp, 0, pfn);
	if (!linux24_valid_page(m, *pfn))
		*pfn = MM011_NO_FRAME;
	return err;
}

/**
 * linux24_put_page() - one reference to a page frame less; the last one frees it
 * @m: machine, its lock held
 * @pfn: page frame that there is
 *
 * Linux 2.4.0: __free_page(), include/linux/mm.h.
 *
 * Return: 0; -MM011_E_BUG; -ECANCELED.
 */
int linux24_put_page(struct mm011_machine *m, u32 pfn)
{
	struct linux24_page *page = linux24_page(m, pfn);

	if (!linux24_is_told(m))
		return linux24_put_pages(m, pfn, 0);
	if (page->flags & LINUX24_RESERVED)
		return 0;
	linux24_set_page_count(m, pfn, (u32)page->count - 1);
	return page->count ? 0 : linux24_ask(m, MM011_ASK24_FREE, pfn, 0, 0, NULL);
}

/**
 * linux24_pgd_alloc() - a page directory for a process
 * @m: machine whose page frames have memory, its lock held
 * @pgd: out: its physical address; 0: there is no page for it
 *
 * The kernel's part, from 3 GB on, is that of its own directory.
 *
 * Linux 2.4.0: get_pgd_slow(), include/asm-i386/pgalloc.h.
 *
 * Return: as linux24_get_free_page().
 */
int linux24_pgd_alloc(struct mm011_machine *m, u32 *pgd)
{
	u32 pfn, i, from = linux24(m)->swapper_pg_dir;
	int err = linux24_get_free_page(m, LINUX24_GFP_KERNEL, &pfn);

	*pgd = 0;
	if (err || pfn == MM011_NO_FRAME)
		return err;
	*pgd = pfn << MM011_PAGE_SHIFT;
	mm011_clear(m, *pgd, MM011_PAGE_SIZE);
	for (i = LINUX24_USER_PTRS_PER_PGD; from && i < MM011_ENTRIES; i++)
		if (mm011_read32(m, from + 4 * i))
			mm011_set_entry(m, *pgd + 4 * i, mm011_read32(m, from + 4 * i));
	return 0;
}

/* Linux 2.4.0: pmd_bad(), include/asm-i386/pgtable.h. */
static bool pmd_bad(u32 pmd)
{
	return (pmd & (MM011_PAGE_SIZE - 1) & ~MM011_PTE_USER) != KERNPG_TABLE;
}

/**
 * linux24_pte_offset() - the entry of an address
 * @m: machine, its lock held
 * @mm: whose, with a page directory
 * @addr: linear address
 * @pte: out: physical address of the entry; 0: there is no page table
 *
 * An entry of the directory that names no table is told, and goes.
 *
 * Linux 2.4.0: pmd_none(), pmd_bad(), pmd_clear(), pte_offset().
 *
 * Return: 0; -EIO: there is no memory where the table should be.
 */
int linux24_pte_offset(struct mm011_machine *m, const struct linux24_mm *mm, u32 addr, u32 *pte)
{
	u32 at = mm->pgd + mm011_pde_offset(addr), pmd = mm011_read32(m, at);

	*pte = 0;
	if (!pmd)
		return 0;
	if (pmd_bad(pmd)) {
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG24_BAD_PMD, pmd, 0);
		mm011_set_entry(m, at, 0);
		return 0;
	}
	*pte = mm011_entry_page(pmd) + mm011_pte_offset(addr);
	return mm011_has_word(m, *pte) ? 0 : mm011_bus_error(m, *pte);
}

/**
 * linux24_entries() - the entries of a range
 * @m: machine, its lock held
 * @mm: whose, with a page directory
 * @addr: its first address
 * @end: the address behind it, no further than linux24_table_end()
 * @e: out: the entries
 *
 * Return: as linux24_pte_offset().
 */
int linux24_entries(struct mm011_machine *m, const struct linux24_mm *mm, u32 addr, u32 end,
		    struct linux24_entries *e)
{
	u32 at;
	int err = linux24_pte_offset(m, mm, addr, &at);

	e->table = mm011_entry_page(at);
	e->from = at % MM011_PAGE_SIZE / 4;
	e->end = e->from + ((end - addr) >> MM011_PAGE_SHIFT);
	return err;
}

/*
 * There is no table, nor a page for one: another stands for it, which maps one page for all
 * addresses.
 *
 * Linux 2.4.0: get_bad_pte_table(), arch/i386/mm/init.c.
 */
static void set_bad_table(struct mm011_machine *m, u32 at)
{
	u32 i;

	for (i = 0; i < MM011_ENTRIES; i++)
		mm011_set_entry(m, BAD_PTE_TABLE + 4 * i, BAD_PTE);
	mm011_set_entry(m, at, BAD_PTE_TABLE | LINUX24_PAGE_TABLE);
}

/*
 * A page for a table. While it was looked for somebody else may have found one.
 *
 * Linux 2.4.0: get_pte_slow(), arch/i386/mm/init.c.
 */
static int get_pte_slow(struct mm011_machine *m, u32 at)
{
	u32 pfn;
	int err = linux24_get_free_page(m, LINUX24_GFP_KERNEL, &pfn);

	if (err)
		return err;
	if (mm011_read32(m, at))
		return pfn == MM011_NO_FRAME ? 0 : linux24_put_page(m, pfn);
	if (pfn == MM011_NO_FRAME) {
		set_bad_table(m, at);
		return -ENOMEM;
	}
	mm011_clear(m, pfn << MM011_PAGE_SHIFT, MM011_PAGE_SIZE);
	mm011_set_entry(m, at, pfn << MM011_PAGE_SHIFT | LINUX24_PAGE_TABLE);
	return 0;
}

/**
 * linux24_pte_alloc() - the entry of an address, in a page table that comes if need be
 * @m: machine, its lock held
 * @mm: whose, with a page directory
 * @addr: linear address
 * @pte: out: physical address of the entry
 *
 * Linux 2.4.0: pte_alloc(), include/asm-i386/pgalloc.h.
 *
 * Return: 0; -ENOMEM: there is no page for a table; -EIO; what ends the caller, too.
 */
int linux24_pte_alloc(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 *pte)
{
	u32 at = mm->pgd + mm011_pde_offset(addr), pmd = mm011_read32(m, at);
	int err = pmd ? 0 : get_pte_slow(m, at);

	if (err)
		return err;
	pmd = mm011_read32(m, at);
	if (pmd_bad(pmd)) {
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG24_BAD_PMD, pmd, 0);
		set_bad_table(m, at);
		return -ENOMEM;
	}
	*pte = mm011_entry_page(pmd) + mm011_pte_offset(addr);
	return mm011_has_word(m, *pte) ? 0 : mm011_bus_error(m, *pte);
}
