// SPDX-License-Identifier: GPL-2.0
/*
 * A machine's state in words and pictures, for people who know 0.11 or want
 * to. Memory may hold anything: whoever writes there by hand can bend tables
 * and chains, so every address is looked at before use, every walk has an end
 * and every list a last line. What no longer fits into the host's buffer need not be
 * printed: the whole view is asked for again, with a larger one.
 */

#include <linux/kernel.h>

#include "linux01x/differs.h"
#include "show.h"
#include "linux01x/mem_map.h"

#define ROW_PAGES	64u		/* of the mem_map picture: 256 KB */
#define MAX_LINES	20000u		/* of page_tables: real machines need a few hundred */
#define MAX_BUCKETS	MM011_PAGING_PAGES	/* of a size: each has a page */
#define MAX_FREE_DESC	(MM011_MEMORY_SIZE / 16)
#define SLICE_TABLES	16u		/* page tables in a task's 64 MB */

static const char *state_name(u32 state)
{
	switch (state) {
	case MM011_TASK_FREE:
		return "free";
	case MM011_TASK_RUNNING:
		return "running";
	case MM011_TASK_ZOMBIE:
		return "zombie";
	default:
		return "?";
	}
}

static u32 count_pages(const struct mm011_machine *m, u8 count)
{
	u32 nr, pages = 0;

	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		pages += linux01x(m)->mem_map[nr] == count;
	return pages;
}

static void show_layout(struct seq_file *s, const struct mm011_machine *m)
{
	const struct linux01x *k = linux01x(m);

	if (!k->high_memory) {
		seq_puts(s, "layout            none yet: mem_init() has not run\n");
		return;
	}
	if (k->buffer_end)
		seq_printf(s, "kernel, buffers   0x000000..0x%06x\n", k->buffer_end - 1);
	if (k->ramdisk_kb)
		seq_printf(s, "RAM disk          0x%06x..0x%06x\n", k->buffer_end,
			   k->main_memory_start - 1);
	if (k->main_memory_start && k->main_memory_start < k->high_memory)
		seq_printf(s, "main memory       0x%06x..0x%06x, %u pages\n",
			   k->main_memory_start, k->high_memory - 1,
			   (k->high_memory - k->main_memory_start) >> MM011_PAGE_SHIFT);
	seq_printf(s, "high_memory       0x%06x\n", k->high_memory);
}

static void show_pipes(struct seq_file *s, const struct mm011_machine *m)
{
	const struct linux01x *k = linux01x(m);
	u32 nr, open = 0;

	seq_puts(s, "pipes            ");
	for (nr = 0; nr < MM011_NR_PIPES; nr++) {
		if (!k->pipe[nr])
			continue;
		seq_printf(s, " %u:0x%06x", nr, k->pipe[nr]);
		open++;
	}
	seq_puts(s, open ? "\n" : " none\n");
}

static void show_stopped(struct seq_file *s, const struct mm011_machine *m)
{
	if (!m->stopped)
		seq_printf(s, "state             running%s%.*s\n", *m->message ? "; " : "",
			   (int)sizeof(m->message), m->message);
	else if (m->stopped == MM011_PANIC)
		seq_printf(s, "state             stopped: Kernel panic: %.*s\n",
			   (int)sizeof(m->message), m->message);
	else if (m->stopped == MM011_FAULT)
		seq_printf(s, "state             stopped: %.*s, at 0x%08x\n",
			   (int)sizeof(m->message), m->message, m->stopped_at);
	else
		seq_printf(s, "state             stopped: %.*s\n",
			   (int)sizeof(m->message), m->message);
}

/**
 * mm011_show_info() - what this machine is and how it fares
 * @s: where to
 * @m: machine, its lock held
 */
void mm011_show_info(struct seq_file *s, const struct mm011_machine *m)
{
	const struct linux01x *k = linux01x(m);
	u32 nr, tasks = 0;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		tasks += k->task[nr].state != MM011_TASK_FREE;
	seq_printf(s, "kernel            %s\n", m->kernel->name);
	seq_printf(s, "memory            %u KB, RAM disk %u KB\n", k->ram_kb, k->ramdisk_kb);
	show_layout(s, m);
	seq_printf(s, "free pages        %u\n", count_pages(m, 0));
	seq_printf(s, "tasks             %u\n", tasks);
	seq_printf(s, "last_pid          %u\n", k->last_pid);
	show_pipes(s, m);
	seq_printf(s, "events            %llu\n", (unsigned long long)m->event_seq);
	show_stopped(s, m);
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

/**
 * mm011_show_mem_map() - mem_map[] as a picture, one character a page
 * @s: where to
 * @m: machine, its lock held
 */
void mm011_show_mem_map(struct seq_file *s, const struct mm011_machine *m)
{
	u32 nr, free = count_pages(m, 0), used = count_pages(m, MM011_USED);

	seq_printf(s, "one character a page, %u pages (256 KB) a row\n", ROW_PAGES);
	seq_puts(s, ". free   1-9 a-z used 1..35 times   + more often   # USED (100), not for use\n\n");
	for (nr = 0; nr < MM011_PAGING_PAGES; nr++) {
		if (nr % ROW_PAGES == 0)
			seq_printf(s, "0x%06x  ", MM011_LOW_MEM + (nr << MM011_PAGE_SHIFT));
		seq_putc(s, count_char(linux01x(m)->mem_map[nr]));
		if (nr % ROW_PAGES == ROW_PAGES - 1)
			seq_putc(s, '\n');
	}
	seq_printf(s, "\n%u free, %u in use, %u USED\n", free, MM011_PAGING_PAGES - free - used,
		   used);
}

static const char flags_legend[] =
	"P present  RW writable  RO read-only  US for the user  SV for the supervisor alone\n"
	"A accessed  D dirty\n";

static void show_flags(struct seq_file *s, u32 entry)
{
	seq_printf(s, "%c %s %s %c %c",
		   entry & MM011_PTE_PRESENT ? 'P' : '-',
		   entry & MM011_PTE_WRITE ? "RW" : "RO",
		   entry & MM011_PTE_USER ? "US" : "SV",
		   entry & MM011_PTE_ACCESSED ? 'A' : '-',
		   entry & MM011_PTE_DIRTY ? 'D' : '-');
}

static u32 count_present(const struct mm011_machine *m, u32 table)
{
	u32 addr, present = 0;

	for (addr = table; addr < table + MM011_PAGE_SIZE; addr += 4)
		present += mm011_read32(m, addr) & MM011_PTE_PRESENT;
	return present;
}

/**
 * mm011_show_page_directory() - the present entries of the page directory
 * @s: where to
 * @m: machine, its lock held
 */
void mm011_show_page_directory(struct seq_file *s, const struct mm011_machine *m)
{
	u32 nr, pde, table, from;

	seq_puts(s, flags_legend);
	seq_puts(s, "\nentry  at     linear addresses        task  table       flags        pages\n");
	for (nr = 0; nr < MM011_ENTRIES && !seq_has_overflowed(s); nr++) {
		pde = mm011_read32(m, 4 * nr);
		if (!(pde & MM011_PTE_PRESENT))
			continue;
		table = mm011_entry_page(pde);
		from = nr * MM011_TABLE_SPAN;
		seq_printf(s, "%5u  0x%03x  0x%08x-0x%08x  %4u  0x%08x  ", nr, 4 * nr, from,
			   from + MM011_TABLE_SPAN - 1, nr / SLICE_TABLES, table);
		show_flags(s, pde);
		if (table < MM011_MEMORY_SIZE)
			seq_printf(s, "  %5u\n", count_present(m, table));
		else
			seq_puts(s, "  outside memory\n");
	}
}

/**
 * struct run - neighbouring pages that are mapped in the same way
 * @linear: address of the first
 * @entry: page table entry of the first
 * @pages: how many; 0: none yet
 * @step: from one page frame to the next; 0 while there is but one page
 * @lines: printed so far
 * @slice: the task slot whose headline was printed last
 */
struct run {
	u32 linear;
	u32 entry;
	u32 pages;
	u32 step;
	u32 lines;
	u32 slice;
};

static void show_slice(struct seq_file *s, const struct mm011_machine *m, struct run *run)
{
	u32 nr = run->linear / MM011_TASK_SIZE;
	const struct mm011_task *task = &linux01x(m)->task[nr];

	if (nr == run->slice)
		return;
	run->slice = nr;
	if (task->state == MM011_TASK_FREE)
		seq_printf(s, "\ntask slot %u, free:\n", nr);
	else
		seq_printf(s, "\ntask %u, pid %u, %s:\n", nr, task->pid, state_name(task->state));
}

/* 0.11 takes pages from the top down, so page frames often run downwards */
static void show_frames(struct seq_file *s, const struct run *run)
{
	u32 first = mm011_entry_page(run->entry);
	u32 last = first + (run->pages - 1) * run->step;

	show_flags(s, run->entry);
	if (run->pages == 1)
		seq_printf(s, "  0x%06x\n", first);
	else if (run->step == MM011_PAGE_SIZE)
		seq_printf(s, "  0x%06x up to 0x%06x\n", first, last);
	else if (run->step)
		seq_printf(s, "  0x%06x down to 0x%06x\n", first, last);
	else
		seq_printf(s, "  0x%06x all of them\n", first);
}

static void show_swapped(struct seq_file *s, const struct run *run)
{
	u32 nr = run->entry >> 1;

	if (run->pages == 1)
		seq_printf(s, "swapped out    swap page %u\n", nr);
	else
		seq_printf(s, "swapped out    swap pages %u to %u\n", nr, nr + run->pages - 1);
}

static void show_run(struct seq_file *s, const struct mm011_machine *m, struct run *run)
{
	if (!run->pages || run->lines++ >= MAX_LINES)
		return;
	show_slice(s, m, run);
	seq_printf(s, "  0x%08x-0x%08x  %5u %s  ", run->linear,
		   run->linear + (run->pages - 1) * MM011_PAGE_SIZE + 0xfff, run->pages,
		   run->pages == 1 ? "page " : "pages");
	if (run->entry & MM011_PTE_PRESENT)
		show_frames(s, run);
	else
		show_swapped(s, run);
}

static bool extends(const struct run *run, u32 linear, u32 entry)
{
	u32 last = mm011_entry_page(run->entry) + (run->pages - 1) * run->step;
	u32 step = mm011_entry_page(entry) - last;

	if (!run->pages || linear != run->linear + run->pages * MM011_PAGE_SIZE)
		return false;
	if (linear % MM011_TASK_SIZE == 0)
		return false;
	if (!(run->entry & MM011_PTE_PRESENT))
		return entry == run->entry + 2 * run->pages;
	if ((run->entry ^ entry) & 0xfff)
		return false;
	if (run->pages > 1)
		return step == run->step;
	return step == MM011_PAGE_SIZE || step == -MM011_PAGE_SIZE || !step;
}

static void add_page(struct seq_file *s, const struct mm011_machine *m, struct run *run,
		     u32 linear, u32 entry)
{
	if (!extends(run, linear, entry)) {
		show_run(s, m, run);
		run->linear = linear;
		run->entry = entry;
		run->pages = 0;
		run->step = 0;
	}
	if (run->pages == 1)
		run->step = mm011_entry_page(entry) - mm011_entry_page(run->entry);
	run->pages++;
}

static void add_table(struct seq_file *s, const struct mm011_machine *m, struct run *run,
		      u32 linear, u32 table)
{
	u32 i, entry;

	for (i = 0; i < MM011_ENTRIES; i++, linear += MM011_PAGE_SIZE) {
		entry = mm011_read32(m, table + 4 * i);
		if ((entry & MM011_PTE_PRESENT) || (entry && mm011_has_swapping(m)))
			add_page(s, m, run, linear, entry);
	}
}

/**
 * mm011_show_page_tables() - everything that is mapped, neighbours in one line
 * @s: where to
 * @m: machine, its lock held
 */
void mm011_show_page_tables(struct seq_file *s, const struct mm011_machine *m)
{
	struct run run = { .slice = MM011_NR_TASKS };
	u32 nr, pde;

	seq_puts(s, flags_legend);
	seq_puts(s, "  linear addresses                      flags        page frames\n");
	for (nr = 0; nr < MM011_ENTRIES && !seq_has_overflowed(s); nr++) {
		pde = mm011_read32(m, 4 * nr);
		if ((pde & MM011_PTE_PRESENT) && mm011_entry_page(pde) < MM011_MEMORY_SIZE)
			add_table(s, m, &run, nr * MM011_TABLE_SPAN, mm011_entry_page(pde));
	}
	show_run(s, m, &run);
	if (run.lines > MAX_LINES)
		seq_printf(s, "\n... and %u lines more\n", run.lines - MAX_LINES);
}

/**
 * mm011_show_tasks() - the task slots that are taken
 * @s: where to
 * @m: machine, its lock held
 */
void mm011_show_tasks(struct seq_file *s, const struct mm011_machine *m)
{
	const struct linux01x *k = linux01x(m);
	const struct mm011_inode *inode;
	const struct mm011_task *task;
	u32 nr;

	seq_puts(s, "nr  state    pid  father  base        code limit  data limit  end_code    end_data    brk         stack       page      executable      i_count  exit\n");
	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		task = &k->task[nr];
		inode = &k->inode[task->executable];
		if (task->state == MM011_TASK_FREE)
			continue;
		seq_printf(s, "%2u  %-7s  %3u  %6d  0x%08x  0x%08x  0x%08x  ", nr,
			   state_name(task->state), task->pid, (s32)task->father, task->ldt.base,
			   task->ldt.code_limit, task->ldt.data_limit);
		seq_printf(s, "0x%08x  0x%08x  0x%08x  0x%08x  0x%06x  ", task->end_code,
			   task->end_data, task->brk, task->start_stack, task->page);
		if (task->executable)
			seq_printf(s, "%04x:%-9llu  %8u", inode->dev,
				   (unsigned long long)inode->number, inode->i_count);
		else
			seq_puts(s, "-                     -");
		if (task->state == MM011_TASK_ZOMBIE)
			seq_printf(s, "  0x%04x\n", task->exit_code);
		else
			seq_puts(s, "  -\n");
	}
}

/* a bucket descriptor: page, next, freeptr, refcnt and bucket_size */
static bool desc_in_memory(u32 bdesc)
{
	return bdesc <= MM011_MEMORY_SIZE - 16;
}

static void show_bucket(struct seq_file *s, const struct mm011_machine *m, u32 bdesc)
{
	u32 counts = mm011_read32(m, bdesc + 12);
	u32 size = counts >> 16;
	u32 objects = size ? MM011_PAGE_SIZE / size : 0;

	seq_printf(s, "  descriptor 0x%06x  page 0x%08x  in use %3u of %3u  first free ", bdesc,
		   mm011_read32(m, bdesc), counts & 0xffff, objects);
	if (mm011_read32(m, bdesc + 8))
		seq_printf(s, "0x%08x\n", mm011_read32(m, bdesc + 8));
	else
		seq_puts(s, "none\n");
}

static void show_chain(struct seq_file *s, const struct mm011_machine *m, u32 bdesc)
{
	u32 n;

	for (n = 0; bdesc && !seq_has_overflowed(s); n++) {
		if (!desc_in_memory(bdesc)) {
			seq_printf(s, "  the chain leads out of memory, to 0x%08x\n", bdesc);
			return;
		}
		if (n == MAX_BUCKETS) {
			seq_puts(s, "  the chain has no end\n");
			return;
		}
		show_bucket(s, m, bdesc);
		bdesc = mm011_read32(m, bdesc + 4);
	}
}

static void show_free_desc(struct seq_file *s, const struct mm011_machine *m)
{
	u32 bdesc = linux01x(m)->free_bucket_desc;
	u32 n;

	for (n = 0; bdesc && desc_in_memory(bdesc) && n < MAX_FREE_DESC; n++)
		bdesc = mm011_read32(m, bdesc + 4);
	seq_printf(s, "free descriptors: %u", n);
	if (!bdesc)
		seq_putc(s, '\n');
	else if (n == MAX_FREE_DESC)
		seq_puts(s, " and no end\n");
	else
		seq_printf(s, ", then out of memory, to 0x%08x\n", bdesc);
}

/**
 * mm011_show_malloc() - the buckets of lib/malloc.c
 * @s: where to
 * @m: machine, its lock held
 */
void mm011_show_malloc(struct seq_file *s, const struct mm011_machine *m)
{
	const struct linux01x *k = linux01x(m);
	u32 bdir;

	for (bdir = 0; bdir < MM011_NR_BUCKETS; bdir++) {
		seq_printf(s, "size %4u:%s\n", mm011_bucket_size[bdir],
			   k->bucket_chain[bdir] ? "" : " no bucket");
		show_chain(s, m, k->bucket_chain[bdir]);
	}
	show_free_desc(s, m);
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

static void show_who_is_out(struct seq_file *s, const struct mm011_machine *m)
{
	u32 nr, pde, swapped = 0;

	for (nr = SLICE_TABLES; nr < MM011_ENTRIES && !seq_has_overflowed(s); nr++) {
		pde = mm011_read32(m, 4 * nr);
		if ((pde & MM011_PTE_PRESENT) && mm011_entry_page(pde) < MM011_MEMORY_SIZE)
			swapped += count_swapped(m, mm011_entry_page(pde));
		if (nr % SLICE_TABLES != SLICE_TABLES - 1 || !swapped)
			continue;
		seq_printf(s, "task %u: %u swapped out\n", nr / SLICE_TABLES, swapped);
		swapped = 0;
	}
}

static bool swap_page_is_free(const struct mm011_machine *m, u32 nr)
{
	return mm011_read32(m, linux01x(m)->swap.bitmap + nr / 32 * 4) >> nr % 32 & 1;
}

static void show_swap_bitmap(struct seq_file *s, const struct mm011_machine *m)
{
	u32 pages = min_t(u32, linux01x(m)->swap.device.blocks / 4, MM011_SWAP_BITS);
	u32 nr, used = 0;

	seq_puts(s, "one character a swap page: . free   X used   B the bitmap's own\n\n");
	for (nr = 0; nr < pages && !seq_has_overflowed(s); nr++) {
		if (nr % ROW_PAGES == 0)
			seq_printf(s, "%5u  ", nr);
		used += nr && !swap_page_is_free(m, nr);
		seq_putc(s, !nr ? 'B' : swap_page_is_free(m, nr) ? '.' : 'X');
		if (nr % ROW_PAGES == ROW_PAGES - 1 || nr == pages - 1)
			seq_putc(s, '\n');
	}
	seq_printf(s, "\n%u used, %u free\n", used, pages ? pages - 1 - used : 0);
}

/**
 * mm011_show_swap() - 0.12's swap space: its bitmap, swap_out()'s cursors, who is out
 * @s: where to
 * @m: machine, its lock held
 */
void mm011_show_swap(struct seq_file *s, const struct mm011_machine *m)
{
	const struct linux01x *k = linux01x(m);
	u32 page = k->swap.page_entry < 0 ? 0 : k->swap.page_entry;

	if (!mm011_has_swapping(m)) {
		seq_puts(s, "Linux 0.11 cannot swap\n");
		return;
	}
	seq_printf(s, "swap_out() goes on behind directory entry %u, page entry %d (task %u, linear 0x%08x)\n",
		   k->swap.dir_entry, k->swap.page_entry, k->swap.dir_entry / SLICE_TABLES,
		   k->swap.dir_entry * MM011_TABLE_SPAN + page * MM011_PAGE_SIZE);
	if (!k->swap.device.blocks)
		seq_puts(s, "no swap space\n");
	else if (k->swap.device.blocks == MM011_NO_SIZE)
		seq_puts(s, "swap space of unknown size\n");
	else
		seq_printf(s, "swap space of %u KB\n", k->swap.device.blocks);
	if (!k->swap.bitmap) {
		seq_puts(s, "swapping is off\n");
		return;
	}
	seq_printf(s, "bitmap in page 0x%06x\n", k->swap.bitmap);
	show_swap_bitmap(s, m);
	show_who_is_out(s, m);
}

/**
 * mm011_show_stats() - how often everything happened since the reset
 * @s: where to
 * @m: machine, its lock held
 */
void mm011_show_stats(struct seq_file *s, const struct mm011_machine *m)
{
	u32 i;

	for (i = 0; i < MM011_STAT_MAX; i++)
		seq_printf(s, "%-24s %llu\n", mm011_stat_names[i],
			   (unsigned long long)m->stat[i]);
}
