// SPDX-License-Identifier: GPL-2.0
/*
 * Which kernel a dump is of, and where it has its variables: its symbols tell.
 */

#include <stdio.h>
#include <linux/kernel.h>

#include "dump/frozen.h"
#include "dump/layout.h"
#include "dump/symbols.h"

#define TASK_ARRAY_SIZE	(4 * MM011_NR_TASKS)
#define WORD_SIZE	4u

/* what is looked up, in the order of the array in frozen_locate() */
enum { TASK, MEM_MAP, LAST_PID, SWAP_BITMAP, INIT_SWAPPING, SWAP_IN, SWAP_DEV, SYMBOLS };

struct place {
	const char *name;
	u32 addr;
	u32 size;
};

/* what is looked at must be the kernel's part of memory, below 640 KB */
static bool is_place(const struct place *p)
{
	return p->addr && p->addr < KERNEL_END && p->size <= KERNEL_END - p->addr;
}

static bool overlap(const struct place *a, const struct place *b)
{
	return a->addr < b->addr + b->size && b->addr < a->addr + a->size;
}

/* those that are not known, at address 0, are left out */
static bool are_places(const char *path, const struct place *place, u32 count)
{
	u32 i, other;

	for (i = 0; i < count; i++) {
		if (!place[i].addr)
			continue;
		if (!is_place(&place[i])) {
			fprintf(stderr, "mm011ctl: %s: %s, at 0x%x, is not below 640 KB\n", path,
				place[i].name, place[i].addr);
			return false;
		}
		for (other = 0; other < i; other++) {
			if (!place[other].addr || !overlap(&place[i], &place[other]))
				continue;
			fprintf(stderr, "mm011ctl: %s: %s and %s overlap\n", path,
				place[other].name, place[i].name);
			return false;
		}
	}
	return true;
}

static bool check_places(const struct frozen *f)
{
	const struct place places[] = {
		{ "task", f->task, TASK_ARRAY_SIZE },
		{ "mem_map", f->mem_map_at, MM011_PAGING_PAGES },
		{ "last_pid", f->last_pid_at, WORD_SIZE },
		{ "swap_bitmap", f->swap_bitmap_at, WORD_SIZE },
	};

	if (f->task & 3) {
		fprintf(stderr, "mm011ctl: %s: task, at 0x%x, is no place for pointers\n",
			f->symbols, f->task);
		return false;
	}
	return are_places(f->symbols, places, ARRAY_SIZE(places));
}

/**
 * frozen_locate() - which kernel it is, and where it has its variables
 * @f: its &symbols file is read, when there is one; &kernel and what follows are set
 *
 * Only 0.12 has functions that swap. swap_bitmap is static there: "nm -g" leaves it out.
 *
 * Return: whether all is known that load and dump need. What is missing is told.
 */
bool frozen_locate(struct frozen *f)
{
	struct symbol symbols[SYMBOLS] = {
		[TASK] = { .name = "task", .needed = true },
		[MEM_MAP] = { .name = "mem_map", .needed = !f->mem_map },
		[LAST_PID] = { .name = "last_pid" },
		[SWAP_BITMAP] = { .name = "swap_bitmap" },
		[INIT_SWAPPING] = { .name = "init_swapping" },
		[SWAP_IN] = { .name = "swap_in" },
		[SWAP_DEV] = { .name = "SWAP_DEV" },
	};
	u32 i;

	if (!f->symbols)
		return true;
	if (symbols_read(f->symbols, symbols, SYMBOLS))
		return false;
	f->kernel = MM011_KERNEL_0_11;
	for (i = SWAP_BITMAP; i < SYMBOLS; i++)
		if (symbols[i].found)
			f->kernel = MM011_KERNEL_0_12;
	f->task = symbols[TASK].address;
	f->mem_map_at = symbols[MEM_MAP].address;
	f->last_pid_at = symbols[LAST_PID].address;
	f->swap_bitmap_at = symbols[SWAP_BITMAP].address;
	return check_places(f);
}
