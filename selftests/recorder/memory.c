// SPDX-License-Identifier: GPL-2.0
/*
 * A memory manager that must do what Linux 0.11's does, or 0.12's, down to the
 * last entry: the trace of a run of it replays without a divergence. Built with
 * -DBUG=1, 2 it has a mistake, which the replay must find. 4 is a 0.11 with a swap_out()
 * of its own, and 5 one that leaves the direction flag set, as the original does.
 */

#include "kernel.h"

#ifndef BUG
#define BUG 0
#endif

#define USED		100

u8 mem_map[PAGING_PAGES];
static u32 high_memory;

/* the page directory is at 0 */
static u32 *directory_entry(u32 address)
{
	return word((address >> 20) & 0xffc);
}

static u32 *table_entry(u32 table, u32 address)
{
	return word(FRAME(table) + ((address >> 10) & 0xffc));
}

void mem_init(u32 start, u32 end)
{
	u32 nr;

	high_memory = end;
	for (nr = 0; nr < PAGING_PAGES; nr++)
		mem_map[nr] = USED;
	for ( ; start < end; start += PAGE_SIZE)
		mem_map[MAP_NR(start)] = 0;
}

static u32 take_free_page(void)
{
	u32 nr, i, page;

	for (nr = PAGING_PAGES; nr > 0; nr--)
		if (!mem_map[nr - 1])
			break;
	if (!nr)
		return 0;
	mem_map[nr - 1] = 1;
	page = LOW_MEM + (nr - 1) * PAGE_SIZE;
	for (i = 0; i < PAGE_SIZE; i += 4)
		*word(page + i) = 0;
	return page;
}

#if BUG == 4
int swap_out(void)
{
	sleep_on_disk();
	return 0;
}
#endif

u32 get_free_page(void)
{
	u32 page = take_free_page();

	while ((SWAPS || BUG == 4) && !page && swap_out())
		page = take_free_page();
	if (BUG == 5)
		asm volatile("std");
	return page;
}

void free_page(u32 addr)
{
	if (addr < LOW_MEM)
		return;
	if (addr >= high_memory)
		panic("trying to free what is no page");
	if (!mem_map[MAP_NR(addr)])
		panic("trying to free what is free");
	mem_map[MAP_NR(addr)]--;
}

/* an entry that is not empty, of a page that is not there */
static int is_swapped(u32 entry)
{
	return entry && !(entry & PRESENT);
}

static void free_table(u32 table)
{
	u32 *entry = word(FRAME(table));
	u32 nr;

	for (nr = 0; nr < 1024; nr++, entry++) {
		if (*entry & PRESENT)
			free_page(FRAME(*entry));
		else if (SWAPS && is_swapped(*entry))
			swap_free(*entry >> 1);
		*entry = 0;
	}
	free_page(FRAME(table));
}

void free_page_tables(u32 from, u32 size)
{
	u32 *dir = directory_entry(from);
	u32 tables = (size + 0x3fffff) >> 22;

	if (!from || (from & 0x3fffff))
		panic("no page tables to free there");
	for ( ; tables > 0; tables--, dir++) {
		if (!(*dir & PRESENT))
			continue;
		free_table(*dir);
		*dir = 0;
#if BUG == 2
		free_page(high_memory - PAGE_SIZE);
#endif
	}
	invalidate();
}

/* the child may not write; the parent no more, but to the kernel's own pages */
static int copy_table(u32 *from, u32 *to, u32 count)
{
	for ( ; count > 0; count--, from++, to++) {
		if (SWAPS && is_swapped(*from)) {
			if (read_for_fork(from, to))
				return -1;
			continue;
		}
		if (!(*from & PRESENT))
			continue;
		*to = *from & ~WRITE;
		if (*to <= LOW_MEM)
			continue;
		*from = *to;
		mem_map[MAP_NR(FRAME(*to))]++;
	}
	return 0;
}

int copy_page_tables(u32 from, u32 to, u32 size)
{
	u32 *from_dir = directory_entry(from);
	u32 *to_dir = directory_entry(to);
	u32 tables = (size + 0x3fffff) >> 22;
	u32 page;

	if ((from | to) & 0x3fffff)
		panic("page tables cannot be shared there");
	for ( ; tables > 0; tables--, from_dir++, to_dir++) {
		if (*to_dir & PRESENT)
			panic("a page table is there already");
		if (!(*from_dir & PRESENT))
			continue;
		page = get_free_page();
		if (!page)
			return -1;
		*to_dir = page | FLAGS;
		if (copy_table(word(FRAME(*from_dir)), word(page), from ? 1024 : 160))
			return -1;
	}
	invalidate();
	return 0;
}

static u32 put_page_with(u32 page, u32 address, u32 flags)
{
	u32 *dir = directory_entry(address);
	u32 table;

	if (page < LOW_MEM || page >= high_memory || mem_map[MAP_NR(page)] != 1)
		print("a strange page is mapped\n");
	if (!(*dir & PRESENT)) {
		table = get_free_page();
		if (!table)
			return 0;
		*dir = table | FLAGS;
	}
	*table_entry(*dir, address) = page | flags;
	return page;
}

u32 put_page(u32 page, u32 address)
{
	return put_page_with(page, address, FLAGS);
}

#if SWAPS
/* exec's pages: what is in them is nowhere else */
u32 put_dirty_page(u32 page, u32 address)
{
	return put_page_with(page, address, FLAGS | DIRTY);
}
#endif

static void copy_page(u32 from, u32 to)
{
	u32 i;

	for (i = 0; i < PAGE_SIZE; i += 4)
		*word(to + i) = *word(from + i);
}

static void un_wp_page(u32 *entry)
{
	u32 old = FRAME(*entry);
	u32 page;

	if (old >= LOW_MEM && mem_map[MAP_NR(old)] == 1) {
		*entry |= WRITE;
		invalidate();
		return;
	}
	page = get_free_page();
	if (!page)
		oom();
#if BUG != 1
	if (old >= LOW_MEM)
		mem_map[MAP_NR(old)]--;
#endif
	*entry = page | FLAGS;
	invalidate();
	copy_page(old, page);
}

void do_wp_page(u32 error_code, u32 address)
{
	un_wp_page(table_entry(*directory_entry(address), address));
}

void write_verify(u32 address)
{
	u32 table = *directory_entry(address);

	if (!(table & PRESENT))
		return;
	if ((*table_entry(table, address) & (PRESENT | WRITE)) == PRESENT)
		un_wp_page(table_entry(table, address));
}

static void get_empty_page(u32 address)
{
	u32 page = get_free_page();

	if (page && put_page(page, address))
		return;
	free_page(page);
	oom();
}

/* address: within the program, which both tasks run */
static int try_to_share(u32 address, struct task_struct *p)
{
	u32 from_dir = *directory_entry(p->start_code + address);
	u32 *to_dir = directory_entry(current->start_code + address);
	u32 *from, *to, table, page;

	if (!(from_dir & PRESENT))
		return 0;
	from = table_entry(from_dir, address);
	if ((*from & (DIRTY | PRESENT)) != PRESENT)
		return 0;
	page = FRAME(*from);
	if (page < LOW_MEM || page >= high_memory)
		return 0;
	if (!(*to_dir & PRESENT)) {
		table = get_free_page();
		if (!table)
			oom();
		*to_dir = table | FLAGS;
	}
	to = table_entry(*to_dir, address);
	if (*to & PRESENT)
		panic("a page is there already");
	*from &= ~WRITE;
	*to = *from;
	invalidate();
	mem_map[MAP_NR(page)]++;
	return 1;
}

static int share_page(u32 address)
{
	u32 nr;

	if (!current->executable || current->executable->i_count < 2)
		return 0;
	for (nr = NR_TASKS - 1; nr > 0; nr--) {
		if (!task[nr] || task[nr] == current)
			continue;
		if (task[nr]->executable != current->executable)
			continue;
		if (try_to_share(address, task[nr]))
			return 1;
	}
	return 0;
}

/* zeros from the end of the program's data to the end of the page */
static void clear_tail(u32 page, u32 address)
{
	u32 i;

	for (i = 0; i < PAGE_SIZE; i++)
		if (address + i >= current->end_data)
			*(u8 *)(page + i) = 0;
}

void do_no_page(u32 error_code, u32 address)
{
	u32 block[4];
	u32 table, within, page, i;

	table = *directory_entry(address);
	if (SWAPS && (table & PRESENT) && is_swapped(*table_entry(table, address))) {
		swap_in(table_entry(table, address));
		return;
	}
	address = FRAME(address);
	within = address - current->start_code;
	if (!current->executable || within >= current->end_data) {
		get_empty_page(address);
		return;
	}
	if (share_page(within))
		return;
	page = get_free_page();
	if (!page)
		oom();
	for (i = 0; i < 4; i++)
		block[i] = bmap(current->executable, 1 + within / 1024 + i);
	bread_page(page, current->executable->i_dev, block);
	clear_tail(page, within);
	if (put_page(page, address))
		return;
	free_page(page);
	oom();
}

u32 calc_mem(void)
{
	u32 nr, count = 0;

	for (nr = 0; nr < PAGING_PAGES; nr++)
		count += !mem_map[nr];
	return count;
}

/* what nobody may do: change a count behind everybody's back */
void scribble(void)
{
	mem_map[0] ^= 1;
}
