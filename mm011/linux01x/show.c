// SPDX-License-Identifier: GPL-2.0
/*
 * What 0.11 and 0.12 keep, in words and pictures.
 */

#include "kernel.h"
#include "linux01x/differs.h"
#include "linux01x/mem_map.h"
#include "linux01x/show.h"
#include "pc/walk.h"
#include "view/words.h"

#define ROW_PAGES	64u		/* of the mem_map picture: 256 KB */
#define MAX_BUCKETS	MM011_PAGING_PAGES	/* of a size: each has a page */
#define MAX_FREE_DESC	(MM011_MEMORY_SIZE / 16)
#define SLICE_TABLES	16u		/* page tables in a task's 64 MB */

static u32 count_pages(const struct mm011_machine *m, u8 count)
{
	u32 nr, pages = 0;

	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		pages += linux01x(m)->mem_map[nr] == count;
	return pages;
}

static void show_layout(const struct mm011_machine *m, struct mm011_text *t)
{
	const struct linux01x *k = linux01x(m);

	if (!k->high_memory) {
		mm011_text(t, "layout            none yet: mem_init() has not run\n");
		return;
	}
	if (k->buffer_end)
		mm011_text(t, "kernel, buffers   0x000000..0x%06x\n", k->buffer_end - 1);
	if (k->ramdisk_kb)
		mm011_text(t, "RAM disk          0x%06x..0x%06x\n", k->buffer_end,
			   k->main_memory_start - 1);
	if (k->main_memory_start && k->main_memory_start < k->high_memory)
		mm011_text(t, "main memory       0x%06x..0x%06x, %u pages\n",
			   k->main_memory_start, k->high_memory - 1,
			   (k->high_memory - k->main_memory_start) >> MM011_PAGE_SHIFT);
	mm011_text(t, "high_memory       0x%06x\n", k->high_memory);
}

static void show_pipes(const struct mm011_machine *m, struct mm011_text *t)
{
	const struct linux01x *k = linux01x(m);
	u32 nr, open = 0;

	mm011_text(t, "pipes            ");
	for (nr = 0; nr < MM011_NR_PIPES; nr++) {
		if (!k->pipe[nr])
			continue;
		mm011_text(t, " %u:0x%06x", nr, k->pipe[nr]);
		open++;
	}
	mm011_text(t, "%s", open ? "\n" : " none\n");
}

/* what this machine is and how it fares */
static void show_info(const struct mm011_machine *m, struct mm011_text *t)
{
	const struct linux01x *k = linux01x(m);
	u32 nr, tasks = 0;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		tasks += k->task[nr].state != MM011_TASK_FREE;
	mm011_text(t, "kernel            %s\n", m->kernel->name);
	mm011_text(t, "memory            %u KB, RAM disk %u KB\n", k->ram_kb, k->ramdisk_kb);
	show_layout(m, t);
	mm011_text(t, "free pages        %u\n", count_pages(m, 0));
	mm011_text(t, "tasks             %u\n", tasks);
	mm011_text(t, "last_pid          %u\n", k->last_pid);
	show_pipes(m, t);
	mm011_text(t, "events            %llu\n", (unsigned long long)m->event_seq);
	mm011_show_state(m, t);
}

static char count_char(u8 count)
{
	if (!count)
		return '.';
	if (count < 10)
		return '0' + count;
	if (count < 36)
		return 'a' + (count - 10);
	return count == MM011_USED ? '#' : '+';
}

/* mem_map[] as a picture, one character a page */
static void show_mem_map(const struct mm011_machine *m, struct mm011_text *t)
{
	u32 nr, free = count_pages(m, 0), used = count_pages(m, MM011_USED);

	mm011_text(t, "one character a page, %u pages (256 KB) a row\n", ROW_PAGES);
	mm011_text(t, ". free   1-9 a-z used 1..35 times   + more often   # USED (100), %s\n\n",
		   "not for use");
	for (nr = 0; nr < MM011_PAGING_PAGES; nr++) {
		if (nr % ROW_PAGES == 0)
			mm011_text(t, "0x%06x  ", MM011_LOW_MEM + (nr << MM011_PAGE_SHIFT));
		mm011_text(t, "%c", count_char(linux01x(m)->mem_map[nr]));
		if (nr % ROW_PAGES == ROW_PAGES - 1)
			mm011_text(t, "\n");
	}
	mm011_text(t, "\n%u free, %u in use, %u USED\n", free, MM011_PAGING_PAGES - free - used,
		   used);
}

static void show_executable(const struct mm011_inode *inode, struct mm011_text *t)
{
	if (inode->i_count)
		mm011_text(t, "%04x:%-11llu  %7u", inode->dev,
			   (unsigned long long)inode->number, inode->i_count);
	else
		mm011_text(t, "%-16s  %7s", "-", "-");
}

/* a task that waits for the swap space is running, as far as its kernel's slot goes */
static const char *state_of(const struct mm011_machine *m, u32 nr)
{
	u32 state = linux01x(m)->task[nr].state;

	if (state == MM011_TASK_RUNNING && (m->asleep >> nr & 1))
		return "sleeping";
	return mm011_task_state(state);
}

static void show_task(const struct mm011_machine *m, u32 nr, struct mm011_text *t)
{
	const struct linux01x *k = linux01x(m);
	const struct mm011_task *task = &k->task[nr];

	mm011_text(t, "%2u  %-8s %5u  %6d  0x%06x  ", nr, state_of(m, nr),
		   task->pid, (s32)task->father, task->page);
	show_executable(&k->inode[task->executable], t);
	if (task->state == MM011_TASK_ZOMBIE)
		mm011_text(t, "  0x%04x\n", task->exit_code);
	else
		mm011_text(t, "  -\n");
	mm011_text(t, "    base 0x%08x  limits: code 0x%08x, data 0x%08x\n", task->ldt.base,
		   task->ldt.code_limit, task->ldt.data_limit);
	mm011_text(t, "    end_code 0x%08x  end_data 0x%08x  brk 0x%08x  stack 0x%08x\n",
		   task->end_code, task->end_data, task->brk, task->start_stack);
}

/* the task slots that are taken */
static void show_tasks(const struct mm011_machine *m, struct mm011_text *t)
{
	const struct linux01x *k = linux01x(m);
	u32 nr;

	mm011_text(t, "nr  state      pid  father  page      executable        i_count  exit\n");
	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (k->task[nr].state != MM011_TASK_FREE)
			show_task(m, nr, t);
}

/* a bucket descriptor: page, next, freeptr, refcnt and bucket_size */
static bool desc_in_memory(u32 bdesc)
{
	return bdesc <= MM011_MEMORY_SIZE - 16;
}

static void show_bucket(const struct mm011_machine *m, struct mm011_text *t, u32 bdesc)
{
	u32 counts = mm011_read32(m, bdesc + 12);
	u32 size = counts >> 16;
	u32 objects = size ? MM011_PAGE_SIZE / size : 0;

	mm011_text(t, "  descriptor 0x%06x  page 0x%08x  in use %3u of %3u  first free ", bdesc,
		   mm011_read32(m, bdesc), counts & 0xffff, objects);
	if (mm011_read32(m, bdesc + 8))
		mm011_text(t, "0x%08x\n", mm011_read32(m, bdesc + 8));
	else
		mm011_text(t, "none\n");
}

static void show_chain(const struct mm011_machine *m, struct mm011_text *t, u32 bdesc)
{
	u32 n;

	for (n = 0; bdesc && !mm011_text_full(t); n++) {
		if (!desc_in_memory(bdesc)) {
			mm011_text(t, "  the chain leads out of memory, to 0x%08x\n", bdesc);
			return;
		}
		if (n == MAX_BUCKETS) {
			mm011_text(t, "  the chain has no end\n");
			return;
		}
		show_bucket(m, t, bdesc);
		bdesc = mm011_read32(m, bdesc + 4);
	}
}

static void show_free_desc(const struct mm011_machine *m, struct mm011_text *t)
{
	u32 bdesc = linux01x(m)->free_bucket_desc;
	u32 n;

	for (n = 0; bdesc && desc_in_memory(bdesc) && n < MAX_FREE_DESC; n++)
		bdesc = mm011_read32(m, bdesc + 4);
	mm011_text(t, "free descriptors: %u", n);
	if (!bdesc)
		mm011_text(t, "\n");
	else if (n == MAX_FREE_DESC)
		mm011_text(t, " and no end\n");
	else
		mm011_text(t, ", then out of memory, to 0x%08x\n", bdesc);
}

/* the buckets of lib/malloc.c */
static void show_malloc(const struct mm011_machine *m, struct mm011_text *t)
{
	const struct linux01x *k = linux01x(m);
	u32 bdir;

	for (bdir = 0; bdir < MM011_NR_BUCKETS; bdir++) {
		mm011_text(t, "size %4u:%s\n", mm011_bucket_size[bdir],
			   k->bucket_chain[bdir] ? "" : " no bucket");
		show_chain(m, t, k->bucket_chain[bdir]);
	}
	show_free_desc(m, t);
}

/* how many entries of a table name swap pages */
static u32 count_swapped(const struct mm011_machine *m, u32 table)
{
	u32 addr, entry, swapped = 0;

	for (addr = table; addr < table + MM011_PAGE_SIZE; addr += 4) {
		entry = mm011_read32(m, addr);
		swapped += entry && !(entry & MM011_PTE_PRESENT);
	}
	return swapped;
}

static void show_task_out(struct mm011_text *t, u32 nr, u32 swapped)
{
	if (swapped)
		mm011_text(t, "task %u: %u swapped out\n", nr, swapped);
}

static void show_who_is_out(const struct mm011_machine *m, struct mm011_text *t)
{
	u32 nr = SLICE_TABLES, owner = 0, swapped = 0, table;

	for ( ; mm011_next_table(m, &nr, &table) && !mm011_text_full(t); nr++) {
		if (nr / SLICE_TABLES != owner)
			show_task_out(t, owner, swapped);
		swapped = nr / SLICE_TABLES == owner ? swapped : 0;
		owner = nr / SLICE_TABLES;
		swapped += count_swapped(m, table);
	}
	show_task_out(t, owner, swapped);
}

static bool swap_page_is_free(const struct mm011_machine *m, u32 nr)
{
	return mm011_read32(m, linux01x(m)->swap.bitmap + nr / 32 * 4) >> nr % 32 & 1;
}

static void show_swap_bitmap(const struct mm011_machine *m, struct mm011_text *t)
{
	u32 pages = min_t(u32, linux01x(m)->swap.device.blocks / 4, MM011_SWAP_BITS);
	u32 nr, used = 0;

	mm011_text(t, "one character a swap page: . free   X used   B the bitmap's own\n\n");
	for (nr = 0; nr < pages && !mm011_text_full(t); nr++) {
		if (nr % ROW_PAGES == 0)
			mm011_text(t, "%5u  ", nr);
		used += nr && !swap_page_is_free(m, nr);
		mm011_text(t, "%c", !nr ? 'B' : swap_page_is_free(m, nr) ? '.' : 'X');
		if (nr % ROW_PAGES == ROW_PAGES - 1 || nr == pages - 1)
			mm011_text(t, "\n");
	}
	mm011_text(t, "\n%u used, %u free\n", used, pages ? pages - 1 - used : 0);
}

/* 0.12's swap space: its bitmap, swap_out()'s cursors, who is out */
static void show_swap(const struct mm011_machine *m, struct mm011_text *t)
{
	const struct linux01x *k = linux01x(m);
	u32 page = k->swap.page_entry < 0 ? 0 : k->swap.page_entry;

	if (!mm011_has_swapping(m)) {
		mm011_text(t, "Linux 0.11 cannot swap\n");
		return;
	}
	mm011_text(t, "swap_out() goes on behind directory entry %u, page entry %d ",
		   k->swap.dir_entry, k->swap.page_entry);
	mm011_text(t, "(task %u, linear 0x%08x)\n", k->swap.dir_entry / SLICE_TABLES,
		   k->swap.dir_entry * MM011_TABLE_SPAN + page * MM011_PAGE_SIZE);
	if (!k->swap.device.blocks)
		mm011_text(t, "no swap space\n");
	else if (k->swap.device.blocks == MM011_NO_SIZE)
		mm011_text(t, "swap space of unknown size\n");
	else
		mm011_text(t, "swap space of %u KB\n", k->swap.device.blocks);
	if (!k->swap.bitmap) {
		mm011_text(t, "swapping is off\n");
		return;
	}
	mm011_text(t, "bitmap in page 0x%06x\n", k->swap.bitmap);
	show_swap_bitmap(m, t);
	show_who_is_out(m, t);
}

/**
 * linux01x_owner() - whose address is this?
 * @linear: linear address
 *
 * Return: number of the task slot that has these 64 MB.
 */
u32 linux01x_owner(u32 linear)
{
	return linear / MM011_TASK_SIZE;
}

/**
 * linux01x_show_owner() - the headline of a task's page tables
 * @m: machine, its lock held
 * @t: where words go
 * @nr: number of its slot
 */
void linux01x_show_owner(const struct mm011_machine *m, struct mm011_text *t, u32 nr)
{
	const struct mm011_task *task = &linux01x(m)->task[nr];

	if (task->state == MM011_TASK_FREE)
		mm011_text(t, "\ntask slot %u, free:\n", nr);
	else
		mm011_text(t, "\ntask %u, pid %u, %s:\n", nr, task->pid, state_of(m, nr));
}

static const struct mm011_view views[] = {
	{ "info", "what this machine is, and how it fares", show_info },
	{ "mem_map", "mem_map[], one character a page", show_mem_map },
	{ "page_directory", "the entries of the page directory", mm011_show_page_directory },
	{ "page_tables", "all that is mapped", mm011_show_page_tables },
	{ "tasks", "the tasks", show_tasks },
	{ "malloc", "the buckets of malloc()", show_malloc },
	{ "swap", "0.12's swap space, and who is out", show_swap },
	{ "stats", "how often everything happened", mm011_show_stats },
};

const struct mm011_views linux01x_views = { views, ARRAY_SIZE(views) };
