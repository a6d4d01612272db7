// SPDX-License-Identifier: GPL-2.0
/*
 * Pages leave the page tables of processes: mm/vmscan.c.
 */

#include "linux24/lru.h"
#include "linux24/tables.h"

/**
 * struct victim - a page that a process might do without
 * @m: machine
 * @mm: whose
 * @at: physical address of its entry
 * @pte: the entry
 * @pfn: the page frame
 */
struct victim {
	struct mm011_machine *m;
	struct linux24_mm *mm;
	u32 at;
	u32 pte;
	u32 pfn;
};

/* the process has it no more; a fault will find it where the entry now says */
static int drop_pte(const struct victim *v, u32 entry)
{
	int err;

	mm011_set_entry(v->m, v->at, entry);
	linux24_set_page_flags(v->m, v->pfn, 0, LINUX24_LOCKED);
	v->mm->rss--;
	err = linux24_deactivate_page(v->m, v->pfn);
	return err ? err : linux24_put_page(v->m, v->pfn);
}

/* it goes to its place in the swap space */
static int drop_to_swap(const struct victim *v, u32 entry)
{
	linux24_swap_duplicate(v->m, entry);
	return drop_pte(v, entry);
}

/* a page of nobody's file that has been written to needs a place in the swap space */
static int find_swap_place(const struct victim *v)
{
	u32 entry = linux24_get_swap_page(v->m);
	int err;

	if (!entry) {
		linux24_set_page_flags(v->m, v->pfn, 0, LINUX24_LOCKED);
		return 0;
	}
	err = linux24_add_to_swap_cache(v->m, v->pfn, entry);
	if (err)
		return err;
	linux24_set_page_flags(v->m, v->pfn, LINUX24_DIRTY, 0);
	return drop_to_swap(v, entry);
}

/* nobody has used it for a while: the process loses it */
static int swap_page_out(const struct victim *v)
{
	const struct linux24_page *page = linux24_page(v->m, v->pfn);
	bool dirty = v->pte & MM011_PTE_DIRTY;

	linux24_set_page_flags(v->m, v->pfn, LINUX24_LOCKED, 0);
	if (dirty && (page->flags & LINUX24_SWAP_CACHE || page->mapping))
		linux24_set_page_flags(v->m, v->pfn, LINUX24_DIRTY, 0);
	if (page->flags & LINUX24_SWAP_CACHE)
		return drop_to_swap(v, page->index);
	return !dirty || page->mapping ? drop_pte(v, 0) : find_swap_place(v);
}

/* used since the last look, it grows younger; else older, and an old one goes */
static int look_at_page(const struct victim *v)
{
	const struct linux24_page *page = linux24_page(v->m, v->pfn);
	bool active = page->flags & LINUX24_ACTIVE;

	if (v->pte & MM011_PTE_ACCESSED) {
		mm011_set_entry(v->m, v->at, v->pte & ~MM011_PTE_ACCESSED);
		return linux24_age_page_up(v->m, v->pfn);
	}
	if (!active)
		linux24_set_age(v->m, v->pfn, page->age / 2);
	return page->age || page->flags & LINUX24_LOCKED ? 0 : swap_page_out(v);
}

/**
 * linux24_try_to_swap_out() - look at a page of a process, which may lose it
 * @m: machine, its lock held
 * @mm: whose, with a page directory
 * @addr: linear address
 * @swap_cnt: mm->swap_cnt: how many of its pages are still to be looked at
 * @ret: out: 1: none are; 0
 *
 * Linux 2.4.0: try_to_swap_out(), mm/vmscan.c.
 *
 * Return: 0; -MM011_E_BUG; -EIO; -ECANCELED.
 */
int linux24_try_to_swap_out(struct mm011_machine *m, struct linux24_mm *mm, u32 addr,
			    u32 swap_cnt, u32 *ret)
{
	struct victim v = { .m = m, .mm = mm };
	int err = linux24_pte_offset(m, mm, addr, &v.at);

	*ret = 0;
	if (err || !v.at)
		return err;
	v.pte = mm011_read32(m, v.at);
	v.pfn = linux24_pte_page(v.pte);
	if (!linux24_present(v.pte) || !linux24_valid_page(m, v.pfn) ||
	    linux24_is_reserved(m, v.pfn))
		return 0;
	*ret = !swap_cnt;
	return swap_cnt ? look_at_page(&v) : 0;
}
