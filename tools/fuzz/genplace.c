// SPDX-License-Identifier: GPL-2.0
/*
 * For the generator: places in memory and numbers that make sense, or nearly.
 */

#include <linux/kernel.h>

#include "fuzz/generate.h"

#define LIBRARY_PAGE (0x3c00000 / 4096)

/**
 * running() - is there a task that runs, and is not asleep?
 * @r: the reference
 * @nr: its slot
 */
bool running(const struct reference *r, u32 nr)
{
	return reference_task(r, nr)->state == MM011_TASK_RUNNING && !reference_asleep(r, nr);
}

/**
 * some_task() - a task that runs; most often not task 0
 * @g: the generator
 * @r: the reference
 *
 * Return: its slot.
 */
u32 some_task(struct generator *g, const struct reference *r)
{
	u32 tries, nr;

	for (tries = 0; tries < 20; tries++) {
		nr = roll(g, MAX_TASKS);
		if (running(r, nr) && (nr || !roll(g, 8)))
			return nr;
	}
	return 0;
}

/**
 * count_tasks() - how many slots are taken
 * @r: the reference
 */
u32 count_tasks(const struct reference *r)
{
	u32 nr, count = 0;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		count += reference_task(r, nr)->state != MM011_TASK_FREE;
	return count;
}

/**
 * some_offset() - where programs have something: code, data, heap, stack
 * @g: the generator
 * @task: the task
 *
 * Return: an offset in its segment.
 */
u32 some_offset(struct generator *g, const struct mm011_task *task)
{
	u32 page;

	if (task->ldt.data_limit && task->ldt.data_limit < MM011_TASK_SIZE)
		return roll(g, task->ldt.data_limit);
	switch (roll(g, g->kernel == MM011_KERNEL_0_12 ? 5 : 4)) {
	case 0:
		page = task->end_code / 4096;
		break;
	case 1:
		page = task->end_data / 4096;
		break;
	case 4:
		page = LIBRARY_PAGE;
		break;
	case 2:
		return MM011_TASK_SIZE - 1 - roll(g, 5 * 4096);
	default:
		page = 0;
	}
	return (page + roll(g, 4)) * 4096 + roll(g, 4096);
}

/**
 * some_linear() - the linear address of such a place
 * @g: the generator
 * @r: the reference
 * @nr: slot of the task
 */
u32 some_linear(struct generator *g, const struct reference *r, u32 nr)
{
	const struct mm011_task *task = reference_task(r, nr);

	return task->ldt.base + some_offset(g, task);
}

/**
 * word_at() - a word of memory
 * @r: the reference
 * @addr: physical address
 *
 * Return: the word, 0 where there is no memory.
 */
u32 word_at(const struct reference *r, u32 addr)
{
	u32 word;

	if (addr > MM011_MEMORY_SIZE - 4)
		return 0;
	memcpy(&word, reference_memory(r) + addr, 4);
	return word;
}

/**
 * table_of() - the page table of an address
 * @r: the reference
 * @linear: linear address
 *
 * Return: its physical address, 0: there is none.
 */
u32 table_of(const struct reference *r, u32 linear)
{
	u32 pde = word_at(r, mm011_pde_address(linear));

	return (pde & 1) && mm011_entry_page(pde) < MM011_MEMORY_SIZE ? mm011_entry_page(pde) : 0;
}

/**
 * some_entry() - where the entry of some task's address stands
 * @g: the generator
 * @r: the reference
 *
 * Return: its physical address, 0: there is no table.
 */
u32 some_entry(struct generator *g, const struct reference *r)
{
	u32 linear = some_linear(g, r, some_task(g, r));
	u32 table = table_of(r, linear);

	return table ? table + mm011_pte_offset(linear) : 0;
}

/**
 * in_kernel() - does a task have a page of the kernel's megabyte there?
 * @r: the reference
 * @nr: slot of the task
 * @offset: in its segment
 * @len: bytes
 *
 * The first tasks share pages with the kernel, read-only for the user. The
 * kernel would write into its own page tables there, and all would be chaos:
 * it never does so without verify_area().
 */
bool in_kernel(const struct reference *r, u32 nr, u32 offset, u32 len)
{
	u32 i, linear, entry;

	for (i = 0; i < 2; i++) {
		linear = reference_task(r, nr)->ldt.base + offset + i * len;
		entry = word_at(r, mm011_pde_address(linear));
		entry = word_at(r, mm011_entry_page(entry) + mm011_pte_offset(linear));
		if ((entry & 1) && mm011_entry_page(entry) < MM011_LOW_MEM)
			return true;
	}
	return false;
}

/**
 * extreme() - a number at the end of some range, or next to it
 * @g: the generator
 */
u32 extreme(struct generator *g)
{
	static const u32 ends[] = {
		0, 0, 0x1000, 0xa0000, 0x100000, 0x400000, 0x1000000, 0x3c00000, 0x4000000,
		0x7fffffff, 0x80000000, 0xfffff000, 0xffffffff,
	};

	return one_of(g, ends, ARRAY_SIZE(ends)) + roll(g, 3) - 1;
}

/**
 * wild() - a number that looks like an address but is off the mark
 * @g: the generator
 * @r: the reference
 */
u32 wild(struct generator *g, const struct reference *r)
{
	static const u32 odd[] = {
		0, 1, 0xfff, 0x1000, 0x4000, 0x5000, 0xa0000, 0xfffff, 0x100000, 0x400000,
		0x3fffff, 0xfff000, 0xfffffc, 0x1000000, 0x1001000, 0x4000000, 0xffc00000,
		0xfffff000, 0xffffffff,
	};

	switch (roll(g, 5)) {
	case 4:
		return extreme(g);
	case 0:
		return one_of(g, odd, ARRAY_SIZE(odd));
	case 1:
		return some_linear(g, r, some_task(g, r));
	case 2:
		return MM011_LOW_MEM + roll(g, 1100) * 4096 + (roll(g, 4) ? 0 : roll(g, 4096));
	default:
		return roll(g, 66) * 0x400000;
	}
}

/**
 * some_place() - where a page table or an entry might be written by hand
 * @g: the generator
 * @r: the reference
 *
 * Return: its physical address.
 */
u32 some_place(struct generator *g, const struct reference *r)
{
	u32 entry = some_entry(g, r);

	return entry && roll(g, 2) ? entry : (16 + roll(g, 160)) * 4;
}

/**
 * some_page() - a page that entries made by hand could name
 * @g: the generator
 * @r: the reference
 *
 * Return: its physical address: a page table, one near the end of memory, or one
 * beyond.
 */
u32 some_page(struct generator *g, const struct reference *r)
{
	u32 table = table_of(r, some_linear(g, r, some_task(g, r)));

	switch (roll(g, 8)) {
	case 0:
		return 0x1000 * roll(g, 6);
	case 1:
		return MM011_MEMORY_SIZE - 0x1000 + 0x1000 * roll(g, 3);
	case 2: case 3:
		return table;
	default:
		return g->end - 0x1000 * (1 + roll(g, 30));
	}
}
