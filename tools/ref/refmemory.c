// SPDX-License-Identifier: GPL-2.0
/*
 * mm/memory.c of Linux 0.11 and 0.12 as it reads, for the reference.
 */

#include <linux/kernel.h>

#include "fuzz/madeup.h"
#include "ref/refstate.h"

#define TASK_SIZE	0x4000000u
#define LIBRARY_OFFSET	0x3c00000u

/* what the functions of these names say before they panic */
static const char freed_twice[] = "trying to free free page";
static const char free_misaligned[] = "free_page_tables called with wrong alignment";
static const char copy_misaligned[] = "copy_page_tables called with wrong alignment";
static const char copy_exists[] = "copy_page_tables: already exist";
static const char share_exists[] = "try_to_share: to_page already exists";

/* the highest free page, taken and zeroed; 0: none */
static u32 search_page(struct reference *r)
{
	int nr;

	for (nr = PAGES - 1; nr >= 0; nr--) {
		if (r->map[nr] == 0) {
			u32 page = LOW_MEM + nr * 4096;

			put_map(r, nr, 1);
			told(r, MM011_EV_ZERO, page, 4096, 0);
			memset(r->mem + page, 0, 4096);
			return page;
		}
	}
	return 0;
}

/**
 * get_free_page() - take a page
 * @r: the reference
 *
 * Return: its address, 0 when there is none.
 */
u32 get_free_page(struct reference *r)
{
	u32 page;

	if (!is_0_12(r))
		return search_page(r);
	for ( ; ; ) {
		page = search_page(r);
		if (!page && r->high_memory == 0)
			left(r, LOOP);
		if (page >= r->high_memory)
			continue;
		if (page || !swap_out(r))
			return page;
	}
}

/**
 * free_page() - give a page back
 * @r: the reference
 * @addr: an address in it
 */
void free_page(struct reference *r, u32 addr)
{
	if (addr < LOW_MEM)
		return;
	if (addr >= r->high_memory)
		panic(r, "trying to free nonexistent page");
	if (r->map[map_nr(addr)] == 0)
		panic(r, freed_twice);
	put_map(r, map_nr(addr), r->map[map_nr(addr)] - 1);
}

/**
 * oom() - no memory for the current task
 * @r: the reference
 */
void oom(struct reference *r)
{
	say(r, MM011_MSG_OOM, 0, 0);
	left(r, OOM);
}

/**
 * invalidate() - empty the TLB
 * @r: the reference
 */
void invalidate(struct reference *r)
{
	told(r, MM011_EV_INVALIDATE, 0, 0, 0);
}

/**
 * free_page_tables() - unmap a range
 * @r: the reference
 * @from: linear address
 * @size: bytes
 */
void free_page_tables(struct reference *r, u32 from, u32 size)
{
	u32 dir, table, nr, entry;

	if (from % 0x400000)
		panic(r, free_misaligned);
	if (from == 0)
		panic(r, "Trying to free up swapper memory space");
	size += 0x3fffff;
	size /= 0x400000;
	for (dir = from / 0x400000 * 4; size > 0; size--, dir += 4) {
		if (!(get(r, dir) & 1))
			continue;
		table = get(r, dir) & 0xfffff000;
		for (nr = 0; nr < 1024; nr++) {
			entry = get(r, table + 4 * nr);
			if (entry & 1)
				free_page(r, entry & 0xfffff000);
			else if (entry && is_0_12(r))
				swap_free(r, entry >> 1);
			put_entry(r, table + 4 * nr, 0);
		}
		free_page(r, get(r, dir) & 0xfffff000);
		put_entry(r, dir, 0);
	}
	invalidate(r);
}

/* 0.12: the parent gets its page back, the child inherits the swap page */
static bool copy_swapped(struct reference *r, u32 from, u32 to, u32 this_page)
{
	u32 new_page = get_free_page(r);

	if (!new_page)
		return false;
	hold(r, new_page);
	read_swap_page(r, this_page >> 1, new_page);
	let_go(r);
	put_entry(r, to, this_page);
	put_entry(r, from, new_page | 0x47);
	return true;
}

/* 0.12: whether memory was enough */
static bool copy_entry(struct reference *r, u32 from, u32 to)
{
	u32 this_page = get(r, from);

	if (!this_page)
		return true;
	if (!(this_page & 1))
		return !is_0_12(r) || copy_swapped(r, from, to, this_page);
	this_page &= 0xfffffffd;
	put_entry(r, to, this_page);
	if (this_page > LOW_MEM) {
		put_entry(r, from, this_page);
		put_map(r, map_nr(this_page), r->map[map_nr(this_page)] + 1);
	}
	return true;
}

/**
 * copy_page_tables() - share a range of memory, copy-on-write
 * @r: the reference
 * @from: linear address
 * @to: linear address
 * @size: bytes
 *
 * Return: 0, or -1.
 */
int copy_page_tables(struct reference *r, u32 from, u32 to, u32 size)
{
	u32 from_dir, to_dir, from_table, to_table, nr;

	if (from % 0x400000 || to % 0x400000)
		panic(r, copy_misaligned);
	size += 0x3fffff;
	size /= 0x400000;
	from_dir = from / 0x400000 * 4;
	to_dir = to / 0x400000 * 4;
	for ( ; size > 0; size--, from_dir += 4, to_dir += 4) {
		if (get(r, to_dir) & 1)
			panic(r, copy_exists);
		if (!(get(r, from_dir) & 1))
			continue;
		from_table = get(r, from_dir) & 0xfffff000;
		to_table = get_free_page(r);
		if (to_table == 0)
			return -1;
		put_entry(r, to_dir, to_table | 7);
		for (nr = 0; nr < (from == 0 ? 160 : 1024); nr++)
			if (!copy_entry(r, from_table + 4 * nr, to_table + 4 * nr))
				return -1;
	}
	invalidate(r);
	return 0;
}

/**
 * put_page() - map a page
 * @r: the reference
 * @page: its address
 * @address: linear address
 * @flags: 7; 0x47 for put_dirty_page()
 *
 * Return: the page, 0 without a page for the table.
 */
u32 put_page(struct reference *r, u32 page, u32 address, u32 flags)
{
	u32 dir = address / 0x400000 * 4;
	u32 table;

	if (page < LOW_MEM || page >= r->high_memory)
		say(r, MM011_MSG_PUT_PAGE, page, address);
	if (r->map[map_nr(page)] != 1)
		say(r, MM011_MSG_MEM_MAP_DISAGREES, page, address);
	if (get(r, dir) & 1) {
		table = get(r, dir) & 0xfffff000;
	} else {
		table = get_free_page(r);
		if (table == 0)
			return 0;
		put_entry(r, dir, table | 7);
	}
	put_entry(r, table + address / 4096 % 1024 * 4, page | flags);
	return page;
}

static void copy_page(struct reference *r, u32 from, u32 to)
{
	if (from >= MM011_MEMORY_SIZE)
		left(r, FAULT);
	told(r, MM011_EV_COPY, from, to, 0);
	memcpy(r->mem + to, r->mem + from, from == to ? 0 : 4096);
}

static void map_copy(struct reference *r, u32 entry_addr, u32 page)
{
	put_entry(r, entry_addr, page | 7);
	invalidate(r);
}

/**
 * un_wp_page() - make a page writable
 * @r: the reference
 * @entry_addr: address of its entry
 */
void un_wp_page(struct reference *r, u32 entry_addr)
{
	u32 old_page = get(r, entry_addr) & 0xfffff000;
	u32 new_page;

	if (old_page >= LOW_MEM && r->map[map_nr(old_page)] == 1) {
		put_entry(r, entry_addr, get(r, entry_addr) | 2);
		invalidate(r);
		return;
	}
	new_page = get_free_page(r);
	if (new_page == 0)
		oom(r);
	if (old_page >= LOW_MEM)
		put_map(r, map_nr(old_page), r->map[map_nr(old_page)] - 1);
	if (is_0_12(r)) {
		copy_page(r, old_page, new_page);
		map_copy(r, entry_addr, new_page);
	} else {
		map_copy(r, entry_addr, new_page);
		copy_page(r, old_page, new_page);
	}
}

/**
 * entry_address() - where the entry of an address stands
 * @r: the reference
 * @address: linear address
 *
 * Return: a physical address, whether there is a table or not.
 */
u32 entry_address(struct reference *r, u32 address)
{
	return (get(r, address / 0x400000 * 4) & 0xfffff000) + address / 4096 % 1024 * 4;
}

/* 0.12: an address outside of the task */
static void check_address(struct reference *r, u32 address, u32 kernel, u32 bad)
{
	if (!is_0_12(r))
		return;
	if (address < TASK_SIZE)
		say(r, kernel, address, 0);
	if (address - current_task(r)->start_code > TASK_SIZE) {
		say(r, bad, address, 0);
		left(r, SEGV);
	}
}

/**
 * do_wp_page() - a write to a read-only page
 * @r: the reference
 * @address: linear address
 */
void do_wp_page(struct reference *r, u32 address)
{
	check_address(r, address, MM011_MSG_KERNEL_WP, MM011_MSG_BAD_WP);
	un_wp_page(r, entry_address(r, address));
}

/**
 * write_verify() - the kernel is about to write
 * @r: the reference
 * @address: linear address
 */
void write_verify(struct reference *r, u32 address)
{
	if (!(get(r, address / 0x400000 * 4) & 1))
		return;
	if ((get(r, entry_address(r, address)) & 3) == 1)
		un_wp_page(r, entry_address(r, address));
}

/**
 * get_empty_page() - map a zeroed page
 * @r: the reference
 * @address: linear address
 */
void get_empty_page(struct reference *r, u32 address)
{
	u32 page = get_free_page(r);

	if (page == 0)
		oom(r);
	hold(r, page);
	if (put_page(r, page, address, 7) == 0) {
		free_page(r, page);
		oom(r);
	}
	let_go(r);
}

/**
 * try_to_share() - share a page with one task
 * @r: the reference
 * @address: of the page, relative to start_code
 * @donor: the task
 *
 * Return: whether it was shared.
 */
bool try_to_share(struct reference *r, u32 address, u32 donor)
{
	u32 from_dir = address / 0x400000 * 4 + r->task[donor].start_code / 0x400000 * 4;
	u32 to_dir = address / 0x400000 * 4 + current_task(r)->start_code / 0x400000 * 4;
	u32 from, to, page;

	if (!(get(r, from_dir) & 1))
		return false;
	from = (get(r, from_dir) & 0xfffff000) + address / 4096 % 1024 * 4;
	if (!(get(r, from) & 1) || get(r, from) & 0x40)
		return false;
	page = get(r, from) & 0xfffff000;
	if (page >= r->high_memory || page < LOW_MEM)
		return false;
	to = get(r, to_dir);
	if (!(to & 1)) {
		to = get_free_page(r);
		if (to == 0)
			oom(r);
		put_entry(r, to_dir, to | 7);
	}
	to = (to & 0xfffff000) + address / 4096 % 1024 * 4;
	if (get(r, to) & 1)
		panic(r, share_exists);
	put_entry(r, from, get(r, from) & 0xfffffffd);
	put_entry(r, to, get(r, from));
	invalidate(r);
	put_map(r, map_nr(page), r->map[map_nr(page)] + 1);
	return true;
}

/**
 * inode_at() - the file that a place of a task belongs to
 * @r: the reference
 * @task: the task
 * @address: relative to start_code
 *
 * Return: number of its executable or library, 0: none.
 */
u32 inode_at(const struct reference *r, const struct mm011_task *task, u32 address)
{
	return is_0_12(r) && address >= LIBRARY_OFFSET ? task->library : task->executable;
}

/**
 * share_page() - look for a task that has the page
 * @r: the reference
 * @inode: number of the file, 0: none
 * @address: relative to start_code
 *
 * Return: the donor, 0: nobody shared.
 */
u32 share_page(struct reference *r, u32 inode, u32 address)
{
	u32 nr;

	if (!inode || r->i_count[inode] < 2)
		return 0;
	for (nr = 63; nr > 0; nr--) {
		if (nr == r->now->current || inode_at(r, &r->task[nr], address) != inode)
			continue;
		if (try_to_share(r, address, nr))
			return nr;
	}
	return 0;
}

/* word by word; behind the end of a file is nothing */
static void read_block(struct reference *r, u32 inode, u32 block, u32 to)
{
	u32 number = r->bound[inode] ? r->bound[inode] : inode;
	const struct madeup_file *file = madeup_file(number - MADEUP_FIRST);
	u32 k, i;

	if (file && block * 1024ull >= file->size)
		return;
	for (k = 0; k < 1024; k += 4) {
		if (to + k > MM011_MEMORY_SIZE - 4) {
			if (k)
				told(r, MM011_EV_WRITE, to, k, 0);
			left(r, FAULT);
		}
		for (i = k; i < k + 4; i++)
			r->mem[to + i] = number * 31 + block * 7 + i;
	}
	told(r, MM011_EV_LOAD, to, block, 0);
}

/* byte by byte, from the end of the page downwards */
static void zero_tail(struct reference *r, u32 page, s32 tail)
{
	u32 at = page + 4096;
	s32 i;

	if (tail <= 0)
		return;
	for (i = 0; i < tail && at - 1 < MM011_MEMORY_SIZE; i++)
		r->mem[--at] = 0;
	if (i)
		told(r, MM011_EV_ZERO, at, i, 0);
	if (i < tail)
		left(r, FAULT);
}

/**
 * no_page_map() - the disk has read: the rest of do_no_page()
 * @r: the reference
 * @page: the page that was taken
 * @address: linear address
 */
void no_page_map(struct reference *r, u32 page, u32 address)
{
	const struct mm011_task *task = current_task(r);
	u32 tmp = (address & 0xfffff000) - task->start_code;
	u32 inode = inode_at(r, task, tmp);
	u32 block = 1 + tmp / 1024;
	s32 tail = tmp + 4096 - task->end_data;
	u32 i;

	if (is_0_12(r) && tmp >= LIBRARY_OFFSET)
		block = 1 + (tmp - LIBRARY_OFFSET) / 1024;
	for (i = 0; i < 4; i++)
		read_block(r, inode, block + i, page + 1024 * i);
	if (is_0_12(r) && tail > 4095)
		tail = 0;
	zero_tail(r, page, tail);
	hold(r, page);
	if (put_page(r, page, address & 0xfffff000, 7)) {
		let_go(r);
		return;
	}
	free_page(r, page);
	oom(r);
}

/* 0.12: whether there is an entry that names a swap page */
static bool is_swapped(struct reference *r, u32 address)
{
	u32 entry;

	if (!is_0_12(r) || !(get(r, address / 0x400000 * 4) & 1))
		return false;
	entry = get(r, entry_address(r, address));
	return entry && !(entry & 1);
}

/* what an address has been given, for the answer: nothing of 0.11's */
static u32 mapped(struct reference *r, u32 address)
{
	u32 at = entry_address(r, address);

	return at > MM011_MEMORY_SIZE - 4 ? 0 : get(r, at) & 0xfffff000;
}

/**
 * no_page_begin() - do_no_page() up to the disk
 * @r: the reference
 * @address: linear address
 * @out: kind, and donor or swap page
 *
 * Return: the page.
 */
u32 no_page_begin(struct reference *r, u32 address, u32 out[2])
{
	const struct mm011_task *task = current_task(r);
	u32 page, tmp, inode = 0;

	check_address(r, address, MM011_MSG_KERNEL_PAGE, MM011_MSG_BAD_NO_PAGE);
	if (is_swapped(r, address)) {
		out[0] = MM011_NO_PAGE_SWAP;
		out[1] = get(r, entry_address(r, address)) >> 1;
		return swap_in(r, entry_address(r, address));
	}
	address &= 0xfffff000;
	tmp = address - task->start_code;
	if ((is_0_12(r) && tmp >= LIBRARY_OFFSET) || tmp < task->end_data)
		inode = inode_at(r, task, tmp);
	if (!inode) {
		out[0] = MM011_NO_PAGE_EMPTY;
		get_empty_page(r, address);
		return mapped(r, address);
	}
	out[0] = MM011_NO_PAGE_SHARE;
	out[1] = share_page(r, inode, tmp);
	if (out[1])
		return mapped(r, address);
	out[0] = MM011_NO_PAGE_LOAD;
	page = get_free_page(r);
	if (page == 0)
		oom(r);
	return page;
}

/**
 * do_no_page() - a page is not there
 * @r: the reference
 * @address: linear address
 * @out: as no_page_begin()
 *
 * Return: the page.
 */
u32 do_no_page(struct reference *r, u32 address, u32 out[2])
{
	u32 page = no_page_begin(r, address, out);

	if (out[0] == MM011_NO_PAGE_LOAD)
		no_page_map(r, page, address);
	return page;
}

/**
 * mem_init() - write down what is free
 * @r: the reference
 * @start: of main memory
 * @end: of memory
 */
void mem_init(struct reference *r, u32 start, u32 end)
{
	u32 nr;
	s32 pages;

	r->high_memory = end;
	for (nr = 0; nr < PAGES; nr++)
		put_map(r, nr, 100);
	nr = map_nr(start);
	for (pages = (s32)(end - start) >> 12; pages > 0; pages--, nr++)
		if (nr < ARRAY_SIZE(r->map))
			put_map(r, nr, 0);
}

/**
 * calc_mem() - count free pages, and the pages of each page table
 * @r: the reference
 * @used: 1024 numbers, filled in
 *
 * Return: how many are free.
 */
u32 calc_mem(struct reference *r, u16 *used)
{
	u32 i, j, pde, free = 0;

	for (i = 0; i < PAGES; i++)
		free += !r->map[i];
	memset(used, 0, 2 * 1024);
	for (i = 2; i < 1024; i++) {
		pde = get(r, 4 * i);
		if (!(pde & 1))
			continue;
		for (j = 0; j < 1024; j++)
			if (get(r, (pde & 0xfffff000) + 4 * j) & 1)
				used[i]++;
	}
	return free;
}

/* 0.12: the pages of one table, for show_mem() */
static u32 count_table(struct reference *r, u32 dir, u32 pde)
{
	u32 j, pte, k = 0;

	for (j = 0; j < 1024; j++) {
		pte = get(r, (pde & 0xfffff000) + 4 * j);
		if (!(pte & 1) || pte <= LOW_MEM)
			continue;
		if (pte > r->high_memory)
			say(r, MM011_MSG_SHOW_ENTRY, dir, pte);
		else
			k++;
	}
	return k;
}

/**
 * show_mem() - 0.12: count pages
 * @r: the reference
 * @show: what is printed
 *
 * Return: how many are free.
 */
u32 show_mem(struct reference *r, struct mm011_show_mem *show)
{
	u32 i, pde, k = 0;

	memset(show, 0, sizeof(*show));
	for (i = 0; i < PAGES; i++) {
		if (r->map[i] == 100)
			continue;
		show->total++;
		if (!r->map[i])
			show->free++;
		else
			show->shared += r->map[i] - 1;
	}
	show->found = show->free;
	for (i = 4; i < 1024; ) {
		pde = get(r, 4 * i);
		if (pde & 1) {
			if (pde > r->high_memory) {
				say(r, MM011_MSG_SHOW_DIRECTORY, i, pde);
				left(r, LOOP);
			}
			if (pde > LOW_MEM)
				k++;
			k += count_table(r, i, pde);
		}
		i++;
		if (i % 16 == 0 && k) {
			k++;
			show->pages[i / 16 - 1] = k;
			show->found += k;
			k = 0;
		}
	}
	show->found -= show->shared;
	return show->free;
}
