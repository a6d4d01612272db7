// SPDX-License-Identifier: GPL-2.0
/*
 * What Linux 0.12 has in mm/memory.c and fs/exec.c and 0.11 has not: fault
 * handlers that look at the address, pages that come back from the swap
 * device, libraries, and show_mem().
 */

#include "linux01x/differs.h"
#include "linux01x/mem_map.h"

/* do_exit(SIGSEGV): the error goes up to the operation, which ends the task */
static int segv(struct mm011_machine *m, u32 message, u32 address)
{
	m->stat[MM011_STAT_SEGV]++;
	mm011_emit(m, MM011_EV_MESSAGE, message, address, 0);
	return -MM011_E_SEGV;
}

static int check_address(struct mm011_machine *m, u32 address, u32 kernel, u32 bad)
{
	if (address < MM011_TASK_SIZE)
		mm011_emit(m, MM011_EV_MESSAGE, kernel, address, 0);
	if (address - mm011_current(m)->start_code > MM011_TASK_SIZE)
		return segv(m, bad, address);
	return 0;
}

/**
 * mm011_check_wp_address() - may the current task fault there at all?
 * @m: machine, its lock held
 * @address: linear address of a write to a page that is read-only
 *
 * Below 64 MB is the kernel, which gets a message and no more. The first byte
 * behind the task's 64 MB still passes.
 *
 * Linux 0.12: do_wp_page(), mm/memory.c, its head.
 *
 * Return: 0; -MM011_E_SEGV for do_exit(SIGSEGV).
 */
int mm011_check_wp_address(struct mm011_machine *m, u32 address)
{
	return check_address(m, address, MM011_MSG_KERNEL_WP, MM011_MSG_BAD_WP);
}

/**
 * mm011_check_no_page_address() - may the current task fault there at all?
 * @m: machine, its lock held
 * @address: linear address of a page that is not there
 *
 * Linux 0.12: do_no_page(), mm/memory.c, its head.
 *
 * Return: as mm011_check_wp_address().
 */
int mm011_check_no_page_address(struct mm011_machine *m, u32 address)
{
	return check_address(m, address, MM011_MSG_KERNEL_PAGE, MM011_MSG_BAD_NO_PAGE);
}

/**
 * mm011_no_page_swapped() - is the missing page on the swap device?
 * @m: machine, its lock held
 * @address: linear address
 * @page: where the page that it comes back to goes
 * @out: MM011_NO_PAGE_SWAP and the number of the swap page
 *
 * A page table that does not exist, or an entry of 0: there never was a page.
 * An entry with P=0 that is not 0: there is one, but not in memory.
 *
 * Linux 0.12: do_no_page(), mm/memory.c.
 *
 * Return: 1 when it was, and do_no_page() is done; 0 when not; -MM011_E_OOM for
 * oom(); -MM011_E_SWAP, -ENOTRECOVERABLE, -EIO, -ELOOP.
 */
int mm011_no_page_swapped(struct mm011_machine *m, u32 address, u32 *page, u32 out[2])
{
	u32 entry = mm011_read32(m, mm011_pde_address(address));
	u32 ptep;
	int err;

	if (!(entry & MM011_PTE_PRESENT))
		return 0;
	err = mm011_table(m, entry, &ptep);
	if (err)
		return err;
	ptep += mm011_pte_offset(address);
	entry = mm011_read32(m, ptep);
	if (!entry || (entry & MM011_PTE_PRESENT))
		return 0;
	out[0] = MM011_NO_PAGE_SWAP;
	out[1] = entry >> 1;
	m->stat[MM011_STAT_NO_PAGE_SWAP]++;
	err = mm011_swap_in(m, ptep, page);
	return err ? err : 1;
}

/**
 * mm011_uselib() - the current task uses another library, or none
 * @m: machine, its lock held
 * @inode: the library, its file the machine's from now on; NULL: none
 *
 * What was mapped in the last 4 MB goes; do_no_page() will load from there.
 *
 * Linux 0.12: sys_uselib(), fs/exec.c.
 *
 * Return: 0; -EINVAL while the task still runs on INIT_TASK's segments, nothing
 * taken; -ENOTRECOVERABLE, -EIO.
 */
int mm011_uselib(struct mm011_machine *m, const struct mm011_inode *inode)
{
	struct mm011_task *task = mm011_current(m);
	u32 old = task->library, new;
	int err;

	if (task->ldt.data_limit != MM011_TASK_SIZE)
		return -EINVAL;
	m->stat[MM011_STAT_USELIB]++;
	/* the task has it before the old one goes: it may be the same */
	new = inode ? mm011_iget(m, inode) : 0;
	task->library = new;
	err = mm011_iput(m, &old);
	if (err) {
		/* it keeps the old one, which may be the same */
		task->library = old;
		mm011_drop(m, &new);
		return err;
	}
	return mm011_free_page_tables(m, task->ldt.base + MM011_LIBRARY_OFFSET, MM011_LIBRARY_SIZE);
}

/* what one page table adds to a process: its pages above 1 MB */
static int count_table(struct mm011_machine *m, u32 dir, u32 pde, u32 *k)
{
	u32 table, addr, entry;
	int err = mm011_table(m, pde, &table);

	if (err)
		return err;
	for (addr = table; addr < table + MM011_PAGE_SIZE; addr += 4) {
		entry = mm011_read32(m, addr);
		if (!(entry & MM011_PTE_PRESENT) || entry <= MM011_LOW_MEM)
			continue;
		if (entry > linux01x(m)->high_memory)
			mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_SHOW_ENTRY, dir, entry);
		else
			*k += 1;
	}
	return mm011_spend(m, MM011_ENTRIES);
}

static void count_mem_map(const struct mm011_machine *m, struct mm011_show_mem *show)
{
	const struct linux01x *k = linux01x(m);
	u32 i;

	for (i = 0; i < MM011_PAGING_PAGES; i++) {
		if (k->mem_map[i] == MM011_USED)
			continue;
		show->total++;
		if (k->mem_map[i])
			show->shared += k->mem_map[i] - 1;
		else
			show->free++;
	}
}

/**
 * mm011_show_mem() - what the scroll lock key shows with shift
 * @m: machine, its lock held
 * @show: filled in
 *
 * A page directory entry that points beyond memory is printed for ever: the
 * original's loop does not go on to the next.
 *
 * Linux 0.12: show_mem(), mm/memory.c, which prints the numbers.
 *
 * Return: 0; -ELOOP, or -EIO where a table lies beyond memory, with the machine
 * stopped; -MM011_E_CUT.
 */
int mm011_show_mem(struct mm011_machine *m, struct mm011_show_mem *show)
{
	u32 i, pde, *pages;
	int err;

	memset(show, 0, sizeof(*show));
	count_mem_map(m, show);
	show->found = show->free;
	for (i = 4; i < MM011_ENTRIES; i++) {
		pages = &show->pages[i / 16];
		pde = mm011_read32(m, 4 * i);
		if (pde & MM011_PTE_PRESENT) {
			if (pde > linux01x(m)->high_memory) {
				mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_SHOW_DIRECTORY, i, pde);
				return mm011_endless_loop(m);
			}
			*pages += pde > MM011_LOW_MEM;
			err = count_table(m, i, pde, pages);
			if (err)
				return err;
		}
		if (i % 16 == 15 && *pages)
			show->found += ++*pages;	/* and the task structure */
	}
	show->found -= show->shared;
	return 0;
}
