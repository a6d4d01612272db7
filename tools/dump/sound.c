// SPDX-License-Identifier: GPL-2.0
/*
 * Do the parts of a dump agree with each other? What must hold of a machine is asked of one
 * that the dump has become, and which is thrown away: mm011_verify(). Here is what comes
 * before: what no machine would take, or would not show any more.
 */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "dump/dump.h"
#include "linux01x/xref.h"
#include "target/text.h"
#include "view/verify.h"

#define MAX_TOLD	20	/* contradictions that are printed */
#define MAX_WORDS	8192	/* of mm011_verify(), which prints as many */

/**
 * dump_contradiction() - two parts of a dump contradict each other
 * @d: the dump
 * @format: what is told on standard error, of the first of them
 */
void dump_contradiction(struct dump *d, const char *format, ...)
{
	va_list ap;

	if (d->contradictions++ >= MAX_TOLD)
		return;
	fprintf(stderr, "  ");
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fprintf(stderr, "\n");
}

/**
 * dump_in_main_memory() - is this a page that the kernel hands out?
 * @d: a dump
 * @addr: its physical address
 *
 * Return: whether it is.
 */
bool dump_in_main_memory(const struct dump *d, u32 addr)
{
	return addr >= d->start && addr < d->end;
}

/* the entries of one table that are not present: pages in the swap space */
static void look_at_table(struct dump *d, u32 pde)
{
	u32 table = mm011_entry_page(dump_word(d, 4 * pde));
	u32 i, entry;

	for (i = 0; i < MM011_ENTRIES; i++) {
		entry = dump_word(d, table + 4 * i);
		if (entry && !(entry & MM011_PTE_PRESENT))
			dump_see_swapped(d, pde << 22 | i << 12, entry);
	}
}

static void look_for_swapped(struct dump *d)
{
	u32 pde, entry;

	for (pde = XREF_KERNEL_TABLES; pde < MM011_ENTRIES; pde++) {
		entry = dump_word(d, 4 * pde);
		if ((entry & MM011_PTE_PRESENT) && dump_in_main_memory(d, mm011_entry_page(entry)))
			look_at_table(d, pde);
	}
}

/*
 * Where main memory begins and ends the counts alone say, and none within is USED: 63 tasks
 * that share a page, each mapping it once, do not come to 100 references.
 */
static void check_counts(struct dump *d)
{
	u32 nr;

	for (nr = mm011_map_nr(d->start); nr < mm011_map_nr(d->end); nr++)
		if (d->kernel.mem_map[nr] == MM011_USED)
			dump_contradiction(d, "page 0x%06x, in main memory, is counted %u: USED",
					   MM011_LOW_MEM + nr * MM011_PAGE_SIZE, MM011_USED);
}

/* what no machine takes: MM011_OP_LOAD_TASK */
static void check_task(struct dump *d, u32 nr)
{
	const struct mm011_task_info *task = &d->task[nr];

	if (task->state == MM011_TASK_ZOMBIE && (task->inode || task->library))
		dump_contradiction(d, "task %u is a zombie and has %s", nr,
				   task->inode ? "an executable" : "a library");
	if (task->page & 0xfff)
		dump_contradiction(d, "the structure of task %u, at 0x%x, is not on a page", nr,
				   task->page);
}

/* a file that is shorter than what mem_map[] knows of has lost its end */
static void check_length(struct dump *d)
{
	if (d->end > d->length)
		dump_contradiction(d, "main memory ends at 0x%x, the file at 0x%x", d->end,
				   d->length);
}

/**
 * dump_check() - look for contradictions that only the files can have
 * @d: a dump, its tasks read
 */
void dump_check(struct dump *d)
{
	u32 nr;

	check_length(d);
	dump_check_bitmap(d);
	look_for_swapped(d);
	check_counts(d);
	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (d->task[nr].state != MM011_TASK_FREE)
			check_task(d, nr);
}

/**
 * dump_check_machine() - look for all others
 * @d: a dump
 * @m: the machine that it has become
 *
 * Return: 0 or -ENOMEM.
 */
int dump_check_machine(struct dump *d, struct mm011_machine *m)
{
	void *scratch = malloc(mm011_verify_size());
	char words[MAX_WORDS];
	struct text_buffer to = text_buffer(words, sizeof(words));
	u32 wrong;

	if (!scratch)
		return -ENOMEM;
	wrong = mm011_verify(m, scratch, &to.t);
	if (wrong)	/* else it may still say which pages are the kernel's own */
		fputs(words, stderr);
	d->contradictions += wrong;
	free(scratch);
	return 0;
}
