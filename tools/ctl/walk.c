// SPDX-License-Identifier: GPL-2.0
/*
 * How the MMU gets from an address to a byte, in words: selector, descriptor, linear
 * address, page directory entry, page table entry, physical address.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "ctl/walk.h"
#include "dump/layout.h"
#include "pc/descriptor.h"
#include "replay/explain.h"
#include "view/words.h"

#define KERNEL_LIMIT	0x1000000u	/* head.s: "16Mb" */

static const char *segment_name(const struct mm011_translate *walk)
{
	return walk->access & MM011_ACCESS_CODE ? "code" : "data";
}

static void print_descriptor(const struct mm011_ldt *ldt, bool code, u32 flags)
{
	u32 limit = code ? ldt->code_limit : ldt->data_limit;
	u32 word[2];

	mm011_descriptor(word, ldt->base, limit, flags);
	printf("descriptor 0x%08x 0x%08x: base 0x%08x, limit 0x%08x\n", word[0], word[1],
	       ldt->base, limit - 1);
}

/* which segment it is, and from there on the way through the tables */
static void print_walk(struct target *t, const struct mm011_translate *walk)
{
	char entry[EXPLAIN_ROOM];

	printf("segment    %s, offset 0x%x -> linear 0x%08x\n", segment_name(walk), walk->address,
	       walk->linear);
	if (walk->outcome == MM011_WALK_SEGMENT)
		return;
	explain_entry(t, walk->pde, entry, sizeof(entry));
	printf("directory  entry %u at 0x%06x: %s\n", walk->linear >> 22, walk->pde_addr, entry);
	if (!walk->pte_addr)
		return;
	explain_entry(t, walk->pte, entry, sizeof(entry));
	printf("table      entry %u at 0x%06x: %s\n", (walk->linear >> 12) & 0x3ff, walk->pte_addr,
	       entry);
}

static void print_outcome(const struct mm011_translate *walk)
{
	if (walk->outcome == MM011_WALK_OK)
		printf("outcome    physical 0x%06x\n", walk->physical);
	else if (walk->outcome == MM011_WALK_SEGMENT || walk->outcome == MM011_WALK_OUTSIDE)
		printf("outcome    %s\n", mm011_walk_word(walk->outcome));
	else
		printf("outcome    %s, error code %u -> %s\n", mm011_walk_word(walk->outcome),
		       walk->error_code,
		       walk->error_code & MM011_PTE_PRESENT ? "do_wp_page()" : "do_no_page()");
}

/* of a task: the descriptor is in its LDT, which is in its structure */
static void print_task_segment(struct target *t, const struct mm011_translate *walk)
{
	const struct mm011_machine *m = target_snapshot(t);
	const struct layout *layout = m ? layout_of(m->kernel->number) : NULL;
	const struct mm011_task *task;
	bool code = walk->access & MM011_ACCESS_CODE;
	u32 selector = code ? MM011_SELECTOR_USER_CODE : MM011_SELECTOR_USER_DATA;

	if (!layout)
		return;
	task = &linux01x(m)->task[walk->task];
	printf("selector   0x%02x: entry %u of the LDT of task %u", selector, selector / 8,
	       walk->task);
	if (task->page)
		printf(", which is at 0x%06x", task->page + layout->ldt);
	printf("%s\n", walk->access & MM011_ACCESS_USER ? "" : "; the kernel has it in fs");
	print_descriptor(&task->ldt, code, code ? MM011_DESC_USER_CODE : MM011_DESC_USER_DATA);
}

/**
 * walk_task() - print how an address of a task is translated
 * @t: the machine
 * @walk: task, address and access
 *
 * Return: 0; -ESRCH when there is no such task; another negative errno.
 */
int walk_task(struct target *t, struct mm011_translate *walk)
{
	int err = target_translate(t, walk);

	if (err)
		return err;
	print_task_segment(t, walk);
	print_walk(t, walk);
	print_outcome(walk);
	return 0;
}

static void print_kernel_segment(const struct mm011_translate *walk, const struct mm011_ldt *gdt)
{
	bool code = walk->access & MM011_ACCESS_CODE;
	u32 selector = code ? MM011_SELECTOR_KERNEL_CODE : MM011_SELECTOR_KERNEL_DATA;

	printf("selector   0x%02x: entry %u of the GDT\n", selector, selector / 8);
	print_descriptor(gdt, code, code ? MM011_DESC_KERNEL_CODE : MM011_DESC_KERNEL_DATA);
}

/**
 * walk_kernel() - print how an address of the kernel is translated
 * @t: the machine
 * @walk: address and access, which is the supervisor's
 *
 * The kernel's segments begin at 0 and have 16 MB. A machine has none of its own: in a copy
 * task 0 gets them.
 *
 * Return: 0 or a negative errno.
 */
int walk_kernel(struct target *t, struct mm011_translate *walk)
{
	const struct mm011_ldt gdt = { .code_limit = KERNEL_LIMIT, .data_limit = KERNEL_LIMIT };
	const struct mm011_machine *m = target_snapshot(t);
	struct mm011_machine *copy = m ? malloc(mm011_machine_size()) : NULL;

	if (!copy)
		return m ? -ENOMEM : -EIO;
	memcpy(copy, m, mm011_machine_size());
	linux01x(copy)->task[0].ldt = gdt;
	walk->task = 0;
	walk->access &= ~MM011_ACCESS_USER;
	mm011_probe(copy, walk);
	free(copy);
	print_kernel_segment(walk, &gdt);
	print_walk(t, walk);
	print_outcome(walk);
	return 0;
}
