// SPDX-License-Identifier: GPL-2.0
/*
 * For the generator: what the kernel's callers do, one task after another.
 */

#include <linux/kernel.h>

#include "fuzz/generate.h"
#include "fuzz/madeup.h"

static void touch(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	op->task = some_task(g, r);
	set_op(op, roll(g, 3) ? MM011_OP_WRITE : MM011_OP_READ,
	       some_offset(g, reference_task(r, op->task)), 0, 0);
	op->len = roll(g, 20) ? 1 + roll(g, 16) : roll(g, 5000);
	if (op->len <= 16 && !roll(g, 6) && !in_kernel(r, op->task, op->arg[0], op->len))
		op->flags = MM011_OPF_SUPERVISOR;
	else if (op->code == MM011_OP_READ && !roll(g, 6))
		op->flags = MM011_OPF_CODE;
}

/* a recorded run's exec(): the old memory goes, then there is another program, one of three */
static void exec_by_hand(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	struct mm011_op *program = &g->next[0];
	const struct mm011_task *task;
	u32 nr = some_task(g, r);

	if (!nr)
		return;
	task = reference_task(r, nr);
	set_op(op, MM011_OP_FREE_PAGE_TABLES, task->ldt.base, MM011_TASK_SIZE, 0);
	follow(g, MM011_OP_SET_TASK, nr, 0, 0);
	set_op(program, MM011_OP_SET_TASK, task->ldt.base, 4096, 0);
	program->arg[4] = 1 + roll(g, 3);
	program->arg[2] = program->arg[1] + program->arg[4] * 5000;
	program->arg[3] = program->arg[2] + roll(g, 8192);
	program->arg[5] = MM011_TASK_SIZE - 4096;
	program->arg[6] = task->pid;
	program->arg[7] = task->father;
}

static void fault(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	u32 linear, entry;

	op->task = some_task(g, r);
	linear = some_linear(g, r, op->task);
	entry = word_at(r, mm011_pde_address(linear));
	entry = entry & 1 ? word_at(r, mm011_entry_page(entry) + mm011_pte_offset(linear)) : 0;
	if (entry & 1) {
		set_op(op, MM011_OP_WRITE_VERIFY, linear, 0, 0);
		if (!(entry & 2))
			set_op(op, MM011_OP_DO_WP_PAGE, 7, linear, 0);
	} else {
		set_op(op, MM011_OP_DO_NO_PAGE, 4, linear, 0);
		if (g->nr_pending < MAX_PENDING && roll(g, 2))
			op->flags = MM011_OPF_TWO_STEP;
	}
}

/* the disk has read: the second step of a load */
static void finish_load(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	u32 which;

	if (!g->nr_pending)
		return;
	which = roll(g, g->nr_pending);
	op->task = g->pending[which].task;
	if (reference_asleep(r, op->task))
		return;
	if (running(r, op->task) && reference_task(r, op->task)->executable)
		set_op(op, MM011_OP_DO_NO_PAGE_MAP, g->pending[which].page,
		       g->pending[which].addr, 0);
	else
		set_op(op, MM011_OP_FREE_PAGE, g->pending[which].page, 0, 0);
	g->pending[which] = g->pending[--g->nr_pending];
}

static void kernel_memory(struct generator *g, struct mm011_op *op)
{
	static const u32 sizes[] = { 16, 17, 64, 100, 500, 1024, 2048, 3000, 4096 };
	u32 which;

	if (g->nr_objects < MAX_OBJECTS && roll(g, 2)) {
		set_op(op, MM011_OP_MALLOC, sizes[roll(g, 9)] - roll(g, 2), 0, 0);
	} else if (g->nr_objects) {
		which = roll(g, g->nr_objects);
		set_op(op, MM011_OP_FREE_S, g->object[which], 0, 0);
		g->object[which] = g->object[--g->nr_objects];
	}
}

static void pages(struct generator *g, struct mm011_op *op)
{
	u32 which;

	if (g->nr_pages < 4 && roll(g, 2)) {
		set_op(op, MM011_OP_GET_FREE_PAGE, 0, 0, 0);
	} else if (g->nr_pages) {
		which = roll(g, g->nr_pages);
		set_op(op, MM011_OP_FREE_PAGE, g->page[which], 0, 0);
		g->page[which] = g->page[--g->nr_pages];
	}
}

static void life(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	switch (roll(g, 4)) {
	case 0:
		op->task = some_task(g, r);
		if (count_tasks(r) < MAX_TASKS)
			set_op(op, MM011_OP_FORK, 0, 0, 0);
		break;
	case 1:
		op->task = some_task(g, r);
		if (op->task && count_tasks(r) > 3)
			set_op(op, MM011_OP_EXIT, roll(g, 256), 0, 0);
		break;
	case 2:
		op->task = some_task(g, r);
		set_op(op, MM011_OP_WAITPID, ~0u, 0, 0);
		op->flags = MM011_OPF_NO_STATUS;
		break;
	default:
		exec_by_hand(g, r, op);
	}
}

/* what changes nothing */
static void look(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	switch (roll(g, 4)) {
	case 0:
		set_op(op, MM011_OP_PHYS_READ, some_place(g, r), 0, 0);
		op->len = roll(g, 64);
		break;
	case 1:
		if (g->kernel == MM011_KERNEL_0_12 || roll(g, 4))
			break;
		set_op(op, MM011_OP_CALC_MEM, 0, 0, 0);
		op->len = mm011_op_row(op->code)->len;
		break;
	case 2:
		set_op(op, MM011_OP_INVALIDATE, 0, 0, 0);
		break;
	default:
		set_op(op, MM011_OP_PEEK32, some_entry(g, r), 0, 0);
	}
}

static void valid_for_both(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	switch (roll(g, 17)) {
	case 16:
		ask_kernel(g, r, op);
		break;
	case 0: case 1: case 2: case 3: case 4:
		touch(g, r, op);
		break;
	case 5: case 6: case 7:
		fault(g, r, op);
		break;
	case 8:
		finish_load(g, r, op);
		break;
	case 9: case 10:
		life(g, r, op);
		break;
	case 11:
		kernel_memory(g, op);
		break;
	case 12:
		pages(g, op);
		break;
	case 13:
		set_op(op, MM011_OP_SET_AD, some_entry(g, r), roll(g, 4) << 5, roll(g, 4) << 5);
		break;
	case 14:
		set_op(op, roll(g, 2) ? MM011_OP_PIPE : MM011_OP_CLOSE_PIPE, 0, 0, 0);
		if (op->code == MM011_OP_CLOSE_PIPE)
			op->arg[0] = roll(g, 5);
		break;
	default:
		look(g, r, op);
	}
}

/* where some entry names a swap page; 0: not found */
static u32 some_swapped(struct generator *g, const struct reference *r)
{
	u32 tries, addr, entry;

	for (tries = 0; tries < 10; tries++) {
		addr = some_entry(g, r);
		entry = addr ? word_at(r, addr) : 0;
		if (entry && !(entry & 1))
			return addr;
	}
	return 0;
}

/* a page that is ours is mapped as exec() does it */
static void put_dirty(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	u32 which = roll(g, g->nr_pages + 1);
	u32 linear = some_linear(g, r, some_task(g, r)) & 0xfffff000;
	u32 pde = word_at(r, mm011_pde_address(linear));

	if (which == g->nr_pages || linear < MM011_TASK_SIZE)
		return;
	if ((pde & 1) && word_at(r, mm011_entry_page(pde) + mm011_pte_offset(linear)))
		return;
	set_op(op, MM011_OP_PUT_DIRTY_PAGE, g->page[which], linear, 0);
	g->page[which] = g->page[--g->nr_pages];
}

/* what only 0.12 has */
static void swapping(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	switch (roll(g, 8)) {
	case 0: case 1:
		set_op(op, MM011_OP_SWAP_OUT, 0, 0, 0);
		break;
	case 2:
		set_op(op, MM011_OP_TRY_TO_SWAP_OUT, some_entry(g, r), 0, 0);
		if (op->arg[0] < MM011_LOW_MEM)
			op->code = MM011_OP_NONE;
		break;
	case 3:
		set_op(op, MM011_OP_SWAP_IN, some_swapped(g, r), 0, 0);
		if (!op->arg[0])
			op->code = MM011_OP_NONE;
		break;
	case 4:
		op->task = some_task(g, r);
		set_op(op, MM011_OP_USELIB_MADE_UP, roll(g, 3) ? 11 + roll(g, 2) : 0, 0, 0);
		if (!roll(g, 4))
			set_op(op, MM011_OP_USELIB, roll(g, MADEUP_FILES + 1), 0, 0);
		break;
	case 5:
		put_dirty(g, r, op);
		break;
	case 6:
		op->len = sizeof(struct mm011_show_mem);
		set_op(op, MM011_OP_SHOW_MEM, 0, 0, 0);
		break;
	default:
		op->len = MM011_PAGE_SIZE;
		set_op(op, MM011_OP_SWAP_READ, roll(g, 30), 0, 0);
	}
}

/**
 * valid() - what the kernel's callers could do next
 * @g: the generator
 * @r: the reference, whose state tells what makes sense
 * @step: filled in
 */
void valid(struct generator *g, const struct reference *r, struct step *step)
{
	if (g->kernel == MM011_KERNEL_0_12 && !roll(g, 8))
		swapping(g, r, &step->op);
	else
		valid_for_both(g, r, &step->op);
}
