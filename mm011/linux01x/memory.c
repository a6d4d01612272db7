// SPDX-License-Identifier: GPL-2.0
/*
 * mm/memory.c of Linux 0.11: the functions in its order, each with its
 * effects in its order. Whoever has the original open beside this file goes
 * down both at the same pace. Where 0.12 differs, a question of differs.h is
 * asked.
 *
 * Two things the original gets from its CPU are spelled out here. Pointers
 * are physical addresses, read and written through pc/ram.h. And panic() and
 * oom(), which never return there, return an error here, which every caller
 * passes on at once; what was done before stays done.
 *
 * 0.11's faults are kept. Documentation/ lists them.
 */

#include <linux/kernel.h>

#include "linux01x/bulk.h"
#include "linux01x/differs.h"
#include "linux01x/mem_map.h"

/**
 * mm011_oom() - no memory is left for the current task
 * @m: machine, its lock held
 *
 * 0.11 prints, and calls do_exit(SIGSEGV) from wherever it is. Here the error
 * goes up to the operation, which ends the task (see op.c).
 *
 * Linux 0.11: oom(), mm/memory.c.
 *
 * Return: -MM011_E_OOM.
 */
int mm011_oom(struct mm011_machine *m)
{
	m->stat[MM011_STAT_OOM]++;
	mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_OOM, 0, 0);
	return -MM011_E_OOM;
}

/**
 * mm011_invalidate() - empty the TLB
 * @m: machine, its lock held
 *
 * Linux 0.11: invalidate(), mm/memory.c: CR3 is loaded with 0 once more.
 */
void mm011_invalidate(struct mm011_machine *m)
{
	m->stat[MM011_STAT_INVALIDATE]++;
	mm011_emit(m, MM011_EV_INVALIDATE, 0, 0, 0);
}

/* "repne ; scasb" downwards, at once; 0 when none is free */
static u32 last_free_page(struct mm011_machine *m)
{
	u32 nr = mm011_last_free(m);

	if (nr == MM011_NO_PFN)
		return 0;
	mm011_set_count(m, nr, 1);
	return MM011_LOW_MEM + (nr << MM011_PAGE_SHIFT);
}

/*
 * get_free_page() without clearing the page that it returns. Pages that 0.12 skips on
 * the way are cleared.
 */
static int take_free_page(struct mm011_machine *m, u32 *page)
{
	int again = 0;

	m->stat[MM011_STAT_GET_FREE_PAGE]++;
	do {
		*page = last_free_page(m);
		if (mm011_has_swapping(m))
			again = mm011_get_free_page_retry(m, *page);
		if (again > 0 && mm011_spend(m, MM011_COST_OF_PAGE))
			again = -MM011_E_CUT;
	} while (again > 0);
	if (again < 0)
		return again;
	if (*page)
		return 0;
	m->stat[MM011_STAT_NO_FREE_PAGE]++;
	return -ENOMEM;
}

/**
 * mm011_get_free_page() - take the last free page of main memory
 * @m: machine, its lock held
 * @page: where its physical address goes, 0 when none is free
 *
 * mem_map[] is searched from the top down, so the page with the highest address wins. It
 * is zeroed now, not when it was freed. 0.12 swaps a page out when none is
 * left, and searches again; only there can it end in anything but a page or
 * -ENOMEM, and only there may others run before it returns.
 *
 * Linux 0.11: get_free_page(), mm/memory.c.
 *
 * Return: 0; -ENOMEM where the original returns 0; from swapping out
 * -ENOTRECOVERABLE, -EIO, -ELOOP, -MM011_E_SWAP, -MM011_E_CUT.
 */
int mm011_get_free_page(struct mm011_machine *m, u32 *page)
{
	int err = take_free_page(m, page);

	if (!err)
		mm011_clear(m, *page, MM011_PAGE_SIZE);
	return err;
}

/* a page for a task that cannot go on without */
static int free_page_or_oom(struct mm011_machine *m, u32 *page)
{
	int err = mm011_get_free_page(m, page);

	return err == -ENOMEM ? mm011_oom(m) : err;
}

/**
 * mm011_free_page() - give a page back
 * @m: machine, its lock held
 * @addr: a physical address in the page; below 1 MB it is ignored, 0 too
 *
 * Only the count goes down; the contents stay. A page counted USED (100) is
 * no exception: it can be "freed" a hundred times.
 *
 * Linux 0.11: free_page(), mm/memory.c.
 *
 * Return: 0; -ENOTRECOVERABLE after a panic: the page is free already (its
 * count is put back to 0) or does not exist.
 */
int mm011_free_page(struct mm011_machine *m, u32 addr)
{
	u32 nr = mm011_map_nr(addr);
	u8 count;

	m->stat[MM011_STAT_FREE_PAGE]++;
	if (addr < MM011_LOW_MEM)
		return 0;
	if (addr >= linux01x(m)->high_memory)
		return mm011_panic_page(m, "trying to free nonexistent page", addr);
	count = mm011_count(m, nr);
	if (!count)
		return mm011_panic_page(m, "trying to free free page", addr);
	mm011_set_count(m, nr, count - 1);
	return 0;
}

/**
 * mm011_free_on_host_error() - free a page that has no owner yet, if the host ends it all
 * @m: machine, its lock held
 * @page: the page, 0: none
 * @err: the error that ends the operation, see mm011_host_ended()
 *
 * Return: @err; -ENOTRECOVERABLE when the page cannot be freed.
 */
int mm011_free_on_host_error(struct mm011_machine *m, u32 page, int err)
{
	int freed = mm011_host_ended(err) ? mm011_free_page(m, page) : 0;

	return freed ? freed : err;
}

/* what a directory entry maps from on; behind the directory the walk goes on, over nothing */
static u32 mapped_by(u32 dir)
{
	return dir < MM011_PAGE_SIZE ? dir << 20 : MM011_NO_ADDR;
}

/* what one entry maps, in memory or, in 0.12, on the swap device */
static int free_entry(struct mm011_machine *m, u32 entry)
{
	if (entry & MM011_PTE_PRESENT)
		return mm011_free_page(m, mm011_entry_page(entry));
	return mm011_has_swapping(m) ? mm011_swap_free(m, entry >> 1) : 0;
}

/* free what one page table maps, and forget it entry by entry */
static int free_pages_of_table(struct mm011_machine *m, u32 pg_table, u32 linear)
{
	u32 nr, entry;
	int err;

	for (nr = 0; nr < MM011_ENTRIES; nr++) {
		nr = mm011_free_entries(m, pg_table, nr);
		if (nr == MM011_ENTRIES)
			break;
		entry = mm011_read32(m, pg_table + 4 * nr);
		if (!entry)
			continue;
		err = free_entry(m, entry);
		if (err)
			return mm011_stopped_at(m, pg_table + 4 * nr,
						linear == MM011_NO_ADDR ? linear :
						linear + nr * MM011_PAGE_SIZE, err);
		mm011_set_entry(m, pg_table + 4 * nr, 0);
	}
	return 0;
}

/**
 * mm011_free_page_tables() - unmap a range and free its pages and page tables
 * @m: machine, its lock held
 * @from: linear address, a multiple of 4 MB, not 0
 * @size: bytes, rounded up to 4 MB; near 4 GB the rounding wraps to nothing
 *
 * Used by exit() and exec(). Past the last page directory entry it walks on
 * into page table 0, as the original does.
 *
 * Linux 0.11: free_page_tables(), mm/memory.c.
 *
 * Return: 0; -ENOTRECOVERABLE after a panic, with the entries before it gone
 * and the bad one still in place; -EIO when a directory entry leads nowhere;
 * -MM011_E_CUT between two tables.
 */
int mm011_free_page_tables(struct mm011_machine *m, u32 from, u32 size)
{
	u32 dir, entry, pg_table;
	int err;

	m->stat[MM011_STAT_FREE_PAGE_TABLES]++;
	if (from & (MM011_TABLE_SPAN - 1))
		return mm011_panic_linear(m, "free_page_tables called with wrong alignment", from);
	if (!from)
		return mm011_panic_linear(m, "Trying to free up swapper memory space", from);
	size = (size + (MM011_TABLE_SPAN - 1)) >> 22;
	dir = mm011_pde_address(from); /* _pg_dir = 0 */
	for ( ; size-- > 0; dir += 4) {
		entry = mm011_read32(m, dir);
		if (!(entry & MM011_PTE_PRESENT))
			continue;
		err = mm011_spend(m, MM011_ENTRIES);
		if (!err)
			err = mm011_table(m, entry, &pg_table);
		if (!err)
			err = free_pages_of_table(m, pg_table, mapped_by(dir));
		if (err)
			return mm011_stopped_at(m, dir, mapped_by(dir), err);
		/* read again: the table may be the directory, or hold this entry */
		entry = mm011_read32(m, dir);
		err = mm011_free_page(m, mm011_entry_page(entry));
		if (err)
			return mm011_stopped_at(m, dir, mapped_by(dir), err);
		mm011_set_entry(m, dir, 0);
	}
	mm011_invalidate(m);
	return 0;
}

/*
 * 0.12: a page that is swapped out comes back for the parent. The child gets
 * the swap page, and no count goes up.
 */
static int copy_swapped(struct mm011_machine *m, u32 from, u32 to, u32 this_page)
{
	u32 new_page;
	int err;

	if (!this_page || !mm011_has_swapping(m))
		return 0;
	err = mm011_spend(m, 2 * MM011_COST_OF_PAGE);
	if (!err)
		err = mm011_get_free_page(m, &new_page);
	if (err)
		return err;
	err = mm011_read_swap_page(m, this_page >> 1, new_page);
	if (err)
		return mm011_free_on_host_error(m, new_page, err);
	mm011_set_entry(m, to, this_page);
	mm011_set_entry(m, from, new_page | MM011_PTE_DIRTY | MM011_PTE_FLAGS);
	return 0;
}

/*
 * Share a page: the child's entry loses R/W. A page above 1 MB is counted, and
 * then the parent's entry loses it too; a page of the kernel's megabyte is not
 * counted and stays writable for the parent.
 */
static int copy_entry(struct mm011_machine *m, u32 from, u32 to)
{
	u32 this_page = mm011_read32(m, from);

	if (!(this_page & MM011_PTE_PRESENT))
		return copy_swapped(m, from, to, this_page);
	this_page &= ~MM011_PTE_WRITE;
	mm011_set_entry(m, to, this_page);
	/* an entry of page 1 MB is "above" LOW_MEM by its flags */
	if (this_page > MM011_LOW_MEM) {
		mm011_set_entry(m, from, this_page);
		this_page = mm011_map_nr(this_page);
		mm011_set_count(m, this_page, mm011_count(m, this_page) + 1);
	}
	return 0;
}

static int copy_entries(struct mm011_machine *m, u32 from_page_table, u32 to_page_table, u32 nr)
{
	u32 i;
	int err;

	for (i = 0; i < nr; i++) {
		i = mm011_share_entries(m, from_page_table, to_page_table, i, nr);
		if (i == nr)
			break;
		err = copy_entry(m, from_page_table + 4 * i, to_page_table + 4 * i);
		if (err)
			return err;
	}
	return 0;
}

/**
 * mm011_copy_page_tables() - share a range of memory with a new place
 * @m: machine, its lock held
 * @from: linear address, a multiple of 4 MB
 * @to: linear address, a multiple of 4 MB
 * @size: bytes, rounded up to 4 MB; near 4 GB the rounding wraps to nothing
 *
 * Page tables are copied, pages are not: copy-on-write. From 0, for the first fork, only
 * 160 entries of each table (640 KB) are copied. When memory runs out half
 * way, what was copied stays: fork calls free_page_tables(), but the parent's
 * entries remain read-only and the TLB is not emptied.
 *
 * Linux 0.11: copy_page_tables(), mm/memory.c.
 *
 * Return: 0; -ENOMEM where the original returns -1; -ENOTRECOVERABLE after a
 * panic; -EIO when a directory entry leads nowhere; -MM011_E_CUT; 0.12: -ELOOP,
 * -MM011_E_SWAP.
 */
int mm011_copy_page_tables(struct mm011_machine *m, u32 from, u32 to, u32 size)
{
	u32 from_dir, to_dir, from_page_table, to_page_table;
	int err;

	m->stat[MM011_STAT_COPY_PAGE_TABLES]++;
	if ((from & (MM011_TABLE_SPAN - 1)) || (to & (MM011_TABLE_SPAN - 1)))
		return mm011_panic_linear(m, "copy_page_tables called with wrong alignment",
					  from & (MM011_TABLE_SPAN - 1) ? from : to);
	from_dir = mm011_pde_address(from); /* _pg_dir = 0 */
	to_dir = mm011_pde_address(to);
	size = (size + (MM011_TABLE_SPAN - 1)) >> 22;
	for ( ; size-- > 0; from_dir += 4, to_dir += 4) {
		if (mm011_read32(m, to_dir) & MM011_PTE_PRESENT)
			return mm011_panic_linear(m, "copy_page_tables: already exist",
						  mapped_by(to_dir));
		if (!(mm011_read32(m, from_dir) & MM011_PTE_PRESENT))
			continue;
		from_page_table = mm011_entry_page(mm011_read32(m, from_dir));
		err = mm011_spend(m, MM011_ENTRIES);
		if (!err)
			err = mm011_get_free_page(m, &to_page_table);
		if (err)
			return err;	/* Out of memory, see freeing */
		mm011_set_entry(m, to_dir, to_page_table | MM011_PTE_FLAGS);
		err = mm011_table(m, from_page_table, &from_page_table);
		if (!err)
			err = copy_entries(m, from_page_table, to_page_table,
					   from ? MM011_ENTRIES : 0xa0);
		if (err)
			return mm011_stopped_at(m, from_dir, mapped_by(from_dir), err);
	}
	mm011_invalidate(m);
	return 0;
}

/* put_page() and put_dirty_page(), which differ in one flag */
static int put_page_with(struct mm011_machine *m, u32 page, u32 address, u32 flags, u32 *ret)
{
	u32 dir = mm011_pde_address(address);
	u32 page_table;
	int err;

	m->stat[MM011_STAT_PUT_PAGE]++;
	*ret = 0;
	if (page < MM011_LOW_MEM || page >= linux01x(m)->high_memory)
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_PUT_PAGE, page, address);
	if (mm011_count(m, mm011_map_nr(page)) != 1)
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_MEM_MAP_DISAGREES, page, address);
	if (mm011_read32(m, dir) & MM011_PTE_PRESENT) {
		err = mm011_table(m, mm011_read32(m, dir), &page_table);
		if (err)
			return err;
	} else {
		err = mm011_get_free_page(m, &page_table);
		if (err)
			return err == -ENOMEM ? 0 : err;
		mm011_set_entry(m, dir, page_table | MM011_PTE_FLAGS);
	}
	mm011_set_entry(m, page_table + mm011_pte_offset(address), page | flags);
	/* no need for invalidate */
	*ret = page;
	return 0;
}

/**
 * mm011_put_page() - map a page at an address
 * @m: machine, its lock held
 * @page: physical address of the page
 * @address: linear address
 * @ret: where the original's return value goes: @page, or 0 when there is no
 *	page for the page table
 *
 * mem_map[] is not touched: the page brings its count with it. A wrong page
 * only gets a message, its low bits land in the entry, and an old mapping is
 * overwritten without a word.
 *
 * Linux 0.11: put_page(), mm/memory.c.
 *
 * Return: 0; -EIO when the directory entry leads nowhere; 0.12: what swapping
 * out for the page table came to.
 */
int mm011_put_page(struct mm011_machine *m, u32 page, u32 address, u32 *ret)
{
	return put_page_with(m, page, address, MM011_PTE_FLAGS, ret);
}

/**
 * mm011_put_dirty_page() - map a page that was written to before it is mapped
 * @m: machine, its lock held
 * @page: physical address of the page
 * @address: linear address
 * @ret: as for mm011_put_page()
 *
 * The argument pages of exec(): were they not dirty, swap_out() would throw
 * them away.
 *
 * Linux 0.12: put_dirty_page(), mm/memory.c.
 *
 * Return: as mm011_put_page().
 */
int mm011_put_dirty_page(struct mm011_machine *m, u32 page, u32 address, u32 *ret)
{
	return put_page_with(m, page, address, MM011_PTE_DIRTY | MM011_PTE_FLAGS, ret);
}

static void map_copy(struct mm011_machine *m, u32 ptep, u32 new_page)
{
	mm011_set_entry(m, ptep, new_page | MM011_PTE_FLAGS);
	mm011_invalidate(m);
}

/*
 * get_free_page() zeroes the page, copy_page() overwrites all of it: once is
 * enough, unless the zeros are seen. A page with count 0 can still be mapped, after a
 * hostile call; then the clearing would be visible. An entry at an odd address may
 * stand in two pages.
 */
static void clear_for_copy(struct mm011_machine *m, u32 new_page, u32 old_page, u32 ptep)
{
	if (old_page >= MM011_MEMORY_SIZE || new_page == old_page ||
	    new_page == mm011_entry_page(ptep) ||
	    new_page == mm011_entry_page(ptep + 3))
		mm011_clear(m, new_page, MM011_PAGE_SIZE);
	else
		mm011_clear_elided(m, new_page);
}

/**
 * mm011_un_wp_page() - make a write-protected page writable
 * @m: machine, its lock held
 * @ptep: physical address of its page table entry; the kernel's callers give
 *	a multiple of 4
 *
 * Used once: R/W is set and that is all. Shared, or in the kernel's megabyte:
 * the task gets a copy of its own, mapped before it is filled (0.12: after).
 *
 * Linux 0.11: un_wp_page(), mm/memory.c.
 *
 * Return: 0; -MM011_E_OOM for oom(); -EIO when the entry is nowhere, or leads there;
 * 0.12: what swapping out came to.
 */
int mm011_un_wp_page(struct mm011_machine *m, u32 ptep)
{
	u32 entry = mm011_read32(m, ptep);
	u32 old_page = mm011_entry_page(entry);
	u32 nr = mm011_map_nr(old_page);
	u32 new_page;
	int err;

	if (!mm011_has_word(m, ptep))
		return mm011_bus_error(m, ptep);
	if (old_page >= MM011_LOW_MEM && mm011_count(m, nr) == 1) {
		m->stat[MM011_STAT_COW_REUSE]++;
		mm011_set_entry(m, ptep, entry | MM011_PTE_WRITE);
		mm011_invalidate(m);
		return 0;
	}
	err = take_free_page(m, &new_page);
	if (err)
		return err == -ENOMEM ? mm011_oom(m) : err;
	clear_for_copy(m, new_page, old_page, ptep);
	if (old_page >= MM011_LOW_MEM)
		mm011_set_count(m, nr, mm011_count(m, nr) - 1);
	if (!mm011_copies_before_mapping(m))
		map_copy(m, ptep, new_page);
	if (old_page >= MM011_MEMORY_SIZE)
		return mm011_stopped_at(m, ptep, MM011_NO_ADDR, mm011_bus_error(m, old_page));
	m->stat[MM011_STAT_COW_COPY]++;
	mm011_copy_page(m, old_page, new_page);
	if (mm011_copies_before_mapping(m))
		map_copy(m, ptep, new_page);
	return 0;
}

/**
 * mm011_do_wp_page() - a user wrote to a page that is present and read-only
 * @m: machine, its lock held
 * @error_code: of the page fault; not looked at
 * @address: linear address
 *
 * P is not looked at either. Where there is no page table at all, 0.11 takes
 * the page directory, at 0, for one.
 *
 * Linux 0.11: do_wp_page(), mm/memory.c.
 *
 * Return: as mm011_un_wp_page(); 0.12: -MM011_E_SEGV for an address outside
 * the task.
 */
int mm011_do_wp_page(struct mm011_machine *m, u32 error_code, u32 address)
{
	u32 table;
	int err = 0;

	m->stat[MM011_STAT_WP_PAGE]++;
	if (mm011_checks_address(m))
		err = mm011_check_wp_address(m, address);
	if (err)
		return err;
	err = mm011_table(m, mm011_read32(m, mm011_pde_address(address)), &table);
	if (err)
		return err;
	return mm011_un_wp_page(m, table + mm011_pte_offset(address));
}

/**
 * mm011_write_verify() - the kernel is about to write where the user may not
 * @m: machine, its lock held
 * @address: linear address
 *
 * The 386 lets the supervisor write to a read-only page, so copy-on-write
 * must be done by hand before. A page that is not there is left to the fault.
 *
 * Linux 0.11: write_verify(), mm/memory.c.
 *
 * Return: as mm011_un_wp_page().
 */
int mm011_write_verify(struct mm011_machine *m, u32 address)
{
	u32 entry = mm011_read32(m, mm011_pde_address(address));
	u32 page;
	int err;

	m->stat[MM011_STAT_WRITE_VERIFY]++;
	if (!(entry & MM011_PTE_PRESENT))
		return 0;
	err = mm011_table(m, entry, &page);
	if (err)
		return err;
	page += mm011_pte_offset(address);
	entry = mm011_read32(m, page);
	/* non-writeable, present */
	if ((entry & (MM011_PTE_WRITE | MM011_PTE_PRESENT)) == MM011_PTE_PRESENT)
		return mm011_un_wp_page(m, page);
	return 0;
}

/**
 * mm011_get_empty_page() - map a zeroed page at an address
 * @m: machine, its lock held
 * @address: linear address
 *
 * Linux 0.11: get_empty_page(), mm/memory.c.
 *
 * Return: 0; -MM011_E_OOM for oom(), the page given back; -EIO when the directory
 * entry leads nowhere; 0.12: what swapping out came to.
 */
int mm011_get_empty_page(struct mm011_machine *m, u32 address)
{
	u32 tmp, put = 0;
	int err = mm011_get_free_page(m, &tmp);

	if (!err)
		err = mm011_put_page(m, tmp, address, &put);
	if (put || (err && err != -ENOMEM))
		return mm011_free_on_host_error(m, tmp, err);
	err = mm011_free_page(m, tmp);	/* 0 is ok - ignored */
	return err ? err : mm011_oom(m);
}

/**
 * mm011_try_to_share() - share one page with a task that runs the same program
 * @m: machine, its lock held
 * @address: of the page, relative to start_code
 * @donor: number of the other task
 *
 * The donor's page must be present, clean and in main memory. Its entry loses
 * R/W and is copied, Accessed bit and all.
 *
 * Linux 0.11: try_to_share(), mm/memory.c.
 *
 * Return: 1 when shared, 0 when not; -MM011_E_OOM for oom(): no page table to be
 * had; -ENOTRECOVERABLE when something is mapped there; -EIO when a directory
 * entry leads nowhere.
 */
int mm011_try_to_share(struct mm011_machine *m, u32 address, u32 donor)
{
	struct linux01x *k = linux01x(m);
	u32 from_page = mm011_pde_address(address);
	u32 to_page = from_page;
	u32 from, to, phys_addr, nr;
	int err;

	m->stat[MM011_STAT_SHARE_TRIED]++;
	from_page += mm011_pde_address(k->task[donor].start_code);
	to_page += mm011_pde_address(mm011_current(m)->start_code);
	/* is there a page-directory at from? */
	from = mm011_read32(m, from_page);
	if (!(from & MM011_PTE_PRESENT))
		return 0;
	err = mm011_table(m, from, &from);
	if (err)
		return err;
	from_page = from + mm011_pte_offset(address);
	phys_addr = mm011_read32(m, from_page);
	/* is the page clean and present? */
	if ((phys_addr & (MM011_PTE_DIRTY | MM011_PTE_PRESENT)) != MM011_PTE_PRESENT)
		return 0;
	phys_addr = mm011_entry_page(phys_addr);
	if (phys_addr >= k->high_memory || phys_addr < MM011_LOW_MEM)
		return 0;
	to = mm011_read32(m, to_page);
	if (!(to & MM011_PTE_PRESENT)) {
		err = free_page_or_oom(m, &to);
		if (err)
			return err;
		to |= MM011_PTE_FLAGS;
		mm011_set_entry(m, to_page, to);
	}
	err = mm011_table(m, to, &to);
	if (err)
		return err;
	to_page = to + mm011_pte_offset(address);
	if (mm011_read32(m, to_page) & MM011_PTE_PRESENT)
		return mm011_stopped_at(m, to_page, mm011_current(m)->start_code + address,
					mm011_panic_page(m, "try_to_share: to_page already exists",
							 phys_addr));
	/* share them: write-protect */
	mm011_set_entry(m, from_page, mm011_read32(m, from_page) & ~MM011_PTE_WRITE);
	mm011_set_entry(m, to_page, mm011_read32(m, from_page));
	mm011_invalidate(m);
	nr = mm011_map_nr(phys_addr);
	mm011_set_count(m, nr, mm011_count(m, nr) + 1);
	m->stat[MM011_STAT_SHARE_MADE]++;
	return 1;
}

/* 0.12: is this place of a task, relative to start_code, in its library? */
static bool in_library(const struct mm011_machine *m, u32 tmp)
{
	return mm011_has_libraries(m) && tmp >= MM011_LIBRARY_OFFSET;
}

/**
 * mm011_file_at() - the file that a place of a task's memory belongs to
 * @m: machine
 * @task: the task
 * @tmp: the place, relative to start_code
 *
 * Return: slot in m->inode[] of its executable or, in 0.12, its library; 0 when
 * it has none.
 */
u32 mm011_file_at(const struct mm011_machine *m, const struct mm011_task *task, u32 tmp)
{
	return in_library(m, tmp) ? task->library : task->executable;
}

/* the file that do_no_page() looks for the page in; 0: it is stack or heap */
static u32 file_to_load(const struct mm011_machine *m, u32 tmp)
{
	const struct mm011_task *task = &linux01x(m)->task[m->running];

	if (in_library(m, tmp) || tmp < task->end_data)
		return mm011_file_at(m, task, tmp);
	return 0;
}

/* does a task have a page table for this place of its memory? */
static bool has_table(const struct mm011_machine *m, u32 nr, u32 address)
{
	u32 dir = mm011_pde_address(address) + mm011_pde_address(linux01x(m)->task[nr].start_code);

	return mm011_read32(m, dir) & MM011_PTE_PRESENT;
}

/*
 * Highest slot below @before whose task uses the file and has a page table for the place;
 * never the current task or task 0. 0 if none. Those without a table are asked in vain:
 * try_to_share() looks at that first, and does nothing.
 */
static u32 next_donor(struct mm011_machine *m, u32 inode, u32 address, u32 before)
{
	u64 others = mm011_file_users(m, inode, in_library(m, address));
	u32 in_vain = 0, nr = 0;

	others &= ~(1ull << m->running) & ~1ull;
	if (before < MM011_NR_TASKS)
		others &= (1ull << before) - 1;
	while (others) {
		nr = fls64(others) - 1;
		if (has_table(m, nr, address))
			break;
		others &= ~(1ull << nr);
		in_vain++;
	}
	m->stat[MM011_STAT_SHARE_TRIED] += in_vain;
	return others ? nr : 0;
}

/**
 * mm011_share_page() - look for a task that has the wanted page
 * @m: machine, its lock held
 * @inode: slot of the file that the page belongs to, 0: none
 * @address: of the page, relative to start_code
 * @donor: where the number of the task goes that shared it
 *
 * First whether it is feasible at all: somebody else must hold the same
 * file. Then the others are asked from the last task slot down.
 *
 * Linux 0.11: share_page(), mm/memory.c, which takes the executable for
 * granted; 0.12 names the file.
 *
 * Return: as mm011_try_to_share().
 */
int mm011_share_page(struct mm011_machine *m, u32 inode, u32 address, u32 *donor)
{
	u32 nr = MM011_NR_TASKS;
	int shared;

	if (!inode)
		return 0;
	if (linux01x(m)->inode[inode].i_count < 2)
		return 0;
	while ((nr = next_donor(m, inode, address, nr))) {
		shared = mm011_try_to_share(m, address, nr);
		if (!shared)
			continue;
		*donor = nr;
		return shared;
	}
	return 0;
}

/* what has been mapped at an address */
static u32 mapped_page(const struct mm011_machine *m, u32 address)
{
	u32 table = mm011_entry_page(mm011_read32(m, mm011_pde_address(address)));

	return mm011_entry_page(mm011_read32(m, table + mm011_pte_offset(address)));
}

static int no_page_empty(struct mm011_machine *m, u32 address, u32 *page, u32 out[2])
{
	int err;

	out[0] = MM011_NO_PAGE_EMPTY;
	m->stat[MM011_STAT_NO_PAGE_EMPTY]++;
	err = mm011_get_empty_page(m, address);
	if (!err)
		*page = mapped_page(m, address);
	return err;
}

static int no_page_shared(struct mm011_machine *m, u32 address, int shared, u32 *page,
			  u32 out[2])
{
	out[0] = MM011_NO_PAGE_SHARE;
	if (shared < 0)
		return shared;
	m->stat[MM011_STAT_NO_PAGE_SHARE]++;
	*page = mapped_page(m, address);
	return 0;
}

/**
 * mm011_do_no_page_begin() - a page is not there: do_no_page() up to the disk
 * @m: machine, its lock held
 * @error_code: of the page fault; not looked at
 * @address: linear address
 * @page: where the physical address of the page goes
 * @out: kind (enum mm011_no_page_kind), and the donor of a shared page or the
 *	swap page that it came from
 *
 * An empty page and a shared one are mapped and done, a page that 0.12 has on
 * its swap device too. A page to load has only been taken when this returns:
 * in 0.11 the task now sleeps until the disk has read it, and other tasks run.
 * mm011_do_no_page_map() is the rest.
 *
 * Linux 0.11: do_no_page(), mm/memory.c, first part.
 *
 * Return: 0; -MM011_E_OOM for oom(); -ENOTRECOVERABLE, -EIO; 0.12:
 * -MM011_E_SEGV for an address outside the task, and what swapping came to.
 */
int mm011_do_no_page_begin(struct mm011_machine *m, u32 error_code, u32 address,
			   u32 *page, u32 out[2])
{
	u32 inode, tmp;
	int shared = 0;

	*page = 0;
	out[0] = MM011_NO_PAGE_NONE;
	out[1] = 0;
	if (mm011_checks_address(m))
		shared = mm011_check_no_page_address(m, address);
	if (!shared && mm011_has_swapping(m))
		shared = mm011_no_page_swapped(m, address, page, out);
	if (shared)
		return min(shared, 0);
	address &= 0xfffff000;
	tmp = address - mm011_current(m)->start_code;
	inode = file_to_load(m, tmp);
	if (!inode)
		return no_page_empty(m, address, page, out);
	shared = mm011_share_page(m, inode, tmp, &out[1]);
	if (shared)
		return no_page_shared(m, address, shared, page, out);
	out[0] = MM011_NO_PAGE_LOAD;
	m->stat[MM011_STAT_NO_PAGE_LOAD]++;
	return free_page_or_oom(m, page);
}

/*
 * After end_data there is no program: zeros, from the end of the page downwards.
 * With an end_data that no program has they do not end where the page begins, in
 * 0.11: below address 0 comes 4 GB.
 */
static int clear_tail(struct mm011_machine *m, u32 page, u32 tmp, u32 end_data)
{
	s32 i = tmp + MM011_PAGE_SIZE - end_data;
	u32 end = page + MM011_PAGE_SIZE;

	if (i <= 0 || (mm011_spares_odd_tail(m) && i > (s32)MM011_PAGE_SIZE - 1))
		return 0;
	if (end - 1 >= MM011_MEMORY_SIZE)
		return mm011_bus_error(m, end - 1);
	if ((u32)i <= end) {
		mm011_clear(m, end - i, i);
		return 0;
	}
	mm011_clear(m, 0, end);
	return mm011_bus_error(m, ~0u);
}

/**
 * mm011_do_no_page_map() - the disk has read: do_no_page() to its end
 * @m: machine, its lock held
 * @page: the page that the first part took; any other address is treated as it
 *	would be there
 * @address: linear address, where the task has a file
 *
 * Four blocks are read into the page (block 0 of the file is the header), the
 * tail after end_data is zeroed, the page is mapped.
 *
 * Linux 0.11: do_no_page(), mm/memory.c, second part.
 *
 * Return: 0; -MM011_E_OOM for oom(), the page given back; -EIO; -MM011_E_CUT, the
 * page given back; 0.12: what swapping out came to.
 */
int mm011_do_no_page_map(struct mm011_machine *m, u32 page, u32 address)
{
	const struct mm011_task *task = mm011_current(m);
	u32 tmp, block, put;
	int err;

	address &= 0xfffff000;
	tmp = address - task->start_code;
	block = in_library(m, tmp) ? tmp - MM011_LIBRARY_OFFSET : tmp;
	/* remember that 1 block is used for header */
	block = 1 + block / MM011_BLOCK_SIZE;
	err = mm011_bread_page(m, page, &linux01x(m)->inode[mm011_file_at(m, task, tmp)], block);
	if (err)
		return mm011_free_on_host_error(m, page, err);
	err = clear_tail(m, page, tmp, task->end_data);
	if (err)
		return err;
	err = mm011_put_page(m, page, address, &put);
	if (err || put)
		return mm011_free_on_host_error(m, page, err);
	err = mm011_free_page(m, page);
	return err ? err : mm011_oom(m);
}

/**
 * mm011_do_no_page() - a page is not there: map an empty, shared or loaded one
 * @m: machine, its lock held
 * @error_code: of the page fault; not looked at
 * @address: linear address; P of its entry is not looked at
 * @page: where the physical address of the page goes
 * @out: kind (enum mm011_no_page_kind), and the donor of a shared page or the
 *	swap page that it came from
 *
 * Linux 0.11: do_no_page(), mm/memory.c.
 *
 * Return: as its two parts.
 */
int mm011_do_no_page(struct mm011_machine *m, u32 error_code, u32 address,
		     u32 *page, u32 out[2])
{
	int err = mm011_do_no_page_begin(m, error_code, address, page, out);

	if (err || out[0] != MM011_NO_PAGE_LOAD)
		return err;
	return mm011_do_no_page_map(m, *page, address);
}

/**
 * mm011_mem_init() - write down which pages are main memory
 * @m: machine, its lock held
 * @start_mem: physical address where main memory begins, 1 MB..16 MB in any real
 *	machine; elsewhere the zeros go beside mem_map[], where they are kept, too
 * @end_mem: where memory ends; before @start_mem nothing is free
 *
 * Linux 0.11: mem_init(), mm/memory.c.
 *
 * Return: 0; -MM011_E_CUT.
 */
int mm011_mem_init(struct mm011_machine *m, u32 start_mem, u32 end_mem)
{
	u32 i;
	s32 pages;
	int err = 0;

	linux01x(m)->high_memory = end_mem;
	for (i = 0; i < MM011_PAGING_PAGES; i++)
		mm011_set_count(m, i, MM011_USED);
	i = mm011_map_nr(start_mem);
	pages = (s32)(end_mem - start_mem) >> MM011_PAGE_SHIFT;
	/* what nothing else can count is 0 for ever */
	for ( ; pages-- > 0 && i < MM011_OOB_SIZE && !err; i++) {
		mm011_set_count(m, i, 0);
		err = mm011_spend(m, 1);
	}
	return err;
}

/* the pages that one table maps */
static int count_present(struct mm011_machine *m, u32 pde, u16 *used)
{
	u32 table, j;
	int err = mm011_table(m, pde, &table);

	for (j = 0; j < MM011_ENTRIES && !err; j++)
		*used += mm011_read32(m, table + 4 * j) & MM011_PTE_PRESENT;
	return err ? err : mm011_spend(m, MM011_ENTRIES);
}

/**
 * mm011_calc_mem() - count free pages, and the pages of each page table
 * @m: machine, its lock held
 * @used: where the number of present entries goes, one for each directory
 *	entry; the original skips the first two, which map the kernel
 * @free: where the number of free pages goes
 *
 * Linux 0.11: calc_mem(), mm/memory.c, which prints them.
 *
 * Return: 0; -EIO when a directory entry leads nowhere; -MM011_E_CUT.
 */
int mm011_calc_mem(struct mm011_machine *m, u16 used[MM011_ENTRIES], u32 *free)
{
	u32 i, pde;
	int err = 0;

	*free = 0;
	for (i = 0; i < MM011_PAGING_PAGES; i++)
		if (!linux01x(m)->mem_map[i])
			*free += 1;
	memset(used, 0, MM011_ENTRIES * sizeof(*used));
	for (i = 2; i < MM011_ENTRIES && !err; i++) {
		pde = mm011_read32(m, 4 * i);
		if (pde & MM011_PTE_PRESENT)
			err = count_present(m, pde, &used[i]);
	}
	return err;
}
