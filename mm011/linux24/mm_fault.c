// SPDX-License-Identifier: GPL-2.0
/*
 * What becomes of a page fault that an area allows: mm/memory.c.
 */

#include "linux24/filemap.h"
#include "linux24/swap.h"
#include "linux24/tables.h"

#define OWN	(MM011_PTE_WRITE | MM011_PTE_DIRTY)	/* pte_mkwrite(pte_mkdirty()) */

/**
 * struct miss - a fault that is looked after
 * @m: machine
 * @mm: whose
 * @area: where
 * @vma: reference to it
 * @addr: linear address
 * @write: it was a write
 * @pte: physical address of the entry
 */
struct miss {
	struct mm011_machine *m;
	struct linux24_mm *mm;
	const struct linux24_vma *area;
	u32 vma;
	u32 addr;
	bool write;
	u32 pte;
};

static void set_pte(const struct miss *f, u32 pte)
{
	mm011_set_entry(f->m, f->pte, pte);
}

/* of nobody's file: the page of zeros for a reader, a zeroed one for a writer */
static int do_anonymous_page(const struct miss *f, u32 *ret)
{
	struct mm011_machine *m = f->m;
	u32 pfn;
	int err;

	linux24_log_ran(f->m, MM011_RAN24_ANONYMOUS_PAGE);
	*ret = MM011_HANDLED24_MINOR;
	if (!f->write) {
		set_pte(f, linux24_mk_pte(linux24(m)->zero_page, f->area->page_prot) &
			~MM011_PTE_WRITE);
		return 0;
	}
	err = linux24_get_free_page(m, LINUX24_GFP_HIGHUSER, &pfn);
	if (err)
		return err;
	if (pfn == MM011_NO_FRAME) {
		*ret = MM011_HANDLED24_OOM;
		return 0;
	}
	mm011_clear(m, pfn << MM011_PAGE_SHIFT, MM011_PAGE_SIZE);
	set_pte(f, linux24_mk_pte(pfn, f->area->page_prot | OWN));
	f->mm->rss++;
	return 0;
}

/* the file's page is mapped; of a private area a reader must not write to it */
static void map_page(const struct miss *f, u32 pfn)
{
	u32 pte = linux24_mk_pte(pfn, f->area->page_prot);

	f->mm->rss++;
	if (f->write)
		pte |= OWN;
	else if (linux24_page(f->m, pfn)->count > 1 && !(f->area->flags & LINUX24_VM_SHARED))
		pte &= ~MM011_PTE_WRITE;
	set_pte(f, pte);
}

/*
 * Nothing was there yet: the file has the page, or nobody.
 *
 * Linux 2.4.0: do_no_page(), mm/memory.c.
 */
static int do_no_page(const struct miss *f, u32 *ret)
{
	bool noshare = f->write && !(f->area->flags & LINUX24_VM_SHARED);
	u32 pfn;
	int err;

	linux24_log_ran(f->m, MM011_RAN24_NO_PAGE);
	if (f->area->ops == LINUX24_NO_VM_OPS)
		return do_anonymous_page(f, ret);
	err = linux24_nopage(f->m, f->vma, f->addr & ~(MM011_PAGE_SIZE - 1), noshare, &pfn);
	if (err)
		return err;
	if (pfn == MM011_NO_FRAME || pfn == LINUX24_NOPAGE_OOM) {
		*ret = pfn == MM011_NO_FRAME ? MM011_HANDLED24_SIGBUS : MM011_HANDLED24_OOM;
		return 0;
	}
	map_page(f, pfn);
	*ret = MM011_HANDLED24_MAJOR;
	return 0;
}

/*
 * It was swapped out.
 *
 * Linux 2.4.0: do_swap_page(), mm/memory.c.
 */
static int do_swap_page(const struct miss *f, u32 entry, u32 *ret)
{
	u32 pfn, pte;
	int err;

	linux24_log_ran(f->m, MM011_RAN24_SWAP_PAGE);
	err = linux24_swap_in(f->m, entry, &pfn);
	if (err)
		return err;
	if (pfn == MM011_NO_FRAME) {
		*ret = MM011_HANDLED24_OOM;
		return 0;
	}
	f->mm->rss++;
	pte = linux24_mk_pte(pfn, f->area->page_prot);
	linux24_swap_free(f->m, entry);
	if (f->write && !linux24_is_page_shared(f->m, pfn))
		pte |= OWN;
	set_pte(f, pte);
	*ret = MM011_HANDLED24_MINOR;
	return 0;
}

/* nobody else has the page; or only the swap cache, and nobody else a right to it there */
static bool is_own(const struct miss *f, u32 pfn)
{
	const struct linux24_page *page = linux24_page(f->m, pfn);

	if (page->count == 1)
		return true;
	return page->count == 2 && page->flags & LINUX24_SWAP_CACHE &&
	       !(page->flags & LINUX24_LOCKED) && !linux24_is_page_shared(f->m, pfn);
}

/* the writer gets a copy. Linux 2.4.0: break_cow(), mm/memory.c. */
static void break_cow(const struct miss *f, u32 old, u32 new)
{
	struct mm011_machine *m = f->m;

	if (linux24_is_reserved(m, old))
		f->mm->rss++;
	if (old == linux24(m)->zero_page)
		mm011_clear(m, new << MM011_PAGE_SHIFT, MM011_PAGE_SIZE);
	else
		mm011_copy_page(m, old << MM011_PAGE_SHIFT, new << MM011_PAGE_SHIFT);
	set_pte(f, linux24_mk_pte(new, f->area->page_prot | OWN));
}

/*
 * A write to a page that may only be read. While a page for the copy is looked for the old
 * one may be swapped out: then the copy is not needed, and the fault comes again.
 *
 * Linux 2.4.0: do_wp_page(), mm/memory.c.
 */
static int do_wp_page(const struct miss *f, u32 pte, u32 *ret)
{
	u32 old = linux24_pte_page(pte), new;
	int err;

	linux24_log_ran(f->m, MM011_RAN24_WP_PAGE);
	*ret = MM011_HANDLED24_OOM;
	if (!linux24_valid_page(f->m, old)) {
		mm011_emit(f->m, MM011_EV_MESSAGE, MM011_MSG24_BOGUS_PAGE, f->addr, old);
		return 0;
	}
	if (is_own(f, old)) {
		set_pte(f, pte | OWN | MM011_PTE_ACCESSED);
		*ret = MM011_HANDLED24_MINOR;
		return 0;
	}
	err = linux24_get_free_page(f->m, LINUX24_GFP_HIGHUSER, &new);
	if (err || new == MM011_NO_FRAME)
		return err;
	*ret = MM011_HANDLED24_MINOR;
	if (mm011_read32(f->m, f->pte) != pte)
		return linux24_put_page(f->m, new);
	break_cow(f, old, new);
	return linux24_put_page(f->m, old);
}

/* Linux 2.4.0: handle_pte_fault(), mm/memory.c. */
static int handle_pte_fault(const struct miss *f, u32 *ret)
{
	u32 pte = mm011_read32(f->m, f->pte);

	if (!pte)
		return do_no_page(f, ret);
	if (!linux24_present(pte))
		return do_swap_page(f, pte, ret);
	if (f->write) {
		if (!(pte & MM011_PTE_WRITE))
			return do_wp_page(f, pte, ret);
		pte |= MM011_PTE_DIRTY;
	}
	set_pte(f, pte | MM011_PTE_ACCESSED);
	*ret = MM011_HANDLED24_MINOR;
	return 0;
}

/**
 * linux24_handle_mm_fault() - an area allows an access: let it succeed
 * @m: machine, its lock held
 * @mm: whose, with a page directory
 * @vma: reference to the area
 * @addr: linear address in it
 * @write: it is a write
 * @ret: out: MM011_HANDLED24_MINOR, _MAJOR, _SIGBUS, _OOM
 *
 * Linux 2.4.0: handle_mm_fault(), mm/memory.c.
 *
 * Return: 0; what ends the task instead: -MM011_E_BUG, -MM011_E_WAIT, -EIO, -ECANCELED.
 */
int linux24_handle_mm_fault(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 addr,
			    bool write, u32 *ret)
{
	struct miss f = {
		.m = m, .mm = mm, .area = linux24_vma(m, vma), .vma = vma, .addr = addr,
		.write = write
	};
	int err = linux24_pte_alloc(m, mm, addr, &f.pte);

	*ret = MM011_HANDLED24_OOM;
	if (err)
		return err == -ENOMEM ? 0 : err;
	return handle_pte_fault(&f, ret);
}

/* a recorded function within another */
static int make_page_present(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 addr,
			     bool write, u32 *ret)
{
	int err = linux24_ask_begin(m, MM011_OP24_HANDLE_MM_FAULT, addr, write);

	*ret = MM011_HANDLED24_OOM;
	if (!err)
		err = linux24_handle_mm_fault(m, mm, vma, addr, write, ret);
	return linux24_ask_end(m, err, *ret);
}

/**
 * linux24_make_pages_present() - fault in the pages of a range
 * @m: machine, its lock held
 * @mm: whose
 * @addr: its first address
 * @end: the address behind it
 *
 * All as the area at the first address wants it. Without memory some are missing, which
 * nobody is told.
 *
 * Linux 2.4.0: make_pages_present(), mm/memory.c.
 *
 * Return: 0; what ends the caller, too: -MM011_E_BUG, -MM011_E_WAIT, -MM011_E_CUT, -EIO,
 * -ECANCELED.
 */
int linux24_make_pages_present(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 end)
{
	u32 vma, ret = MM011_HANDLED24_MINOR;
	bool write;
	int err = 0;

	if (!mm->pgd)
		return 0;
	vma = linux24_find_vma(m, mm, addr);
	if (!vma || addr >= end)
		return -MM011_E_BUG;
	write = linux24_vma(m, vma)->flags & LINUX24_VM_WRITE;
	for ( ; addr < end && ret != MM011_HANDLED24_OOM && !err; addr += MM011_PAGE_SIZE) {
		err = make_page_present(m, mm, vma, addr, write, &ret);
		if (!err)
			err = mm011_spend(m, MM011_COST_OF_PAGE);
	}
	return err;
}
