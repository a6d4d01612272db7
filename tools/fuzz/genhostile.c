// SPDX-License-Identifier: GPL-2.0
/*
 * For the generator: abuses. Wrong alignment, double frees, reserved pages, pages
 * beyond memory, mappings over mappings, entries and bytes written by hand.
 */

#include <linux/kernel.h>

#include "fuzz/generate.h"
#include "fuzz/madeup.h"

/* an entry that names a swap page, or none */
static u32 wild_entry(struct generator *g)
{
	return 2 * (roll(g, 4) ? roll(g, 40) : roll(g, 0x7fffffff));
}

/* any counts, the bitmap's page given away, another device */
static void hostile_memory(struct generator *g, struct mm011_op *op, u32 bitmap)
{
	if (!roll(g, 16)) {
		set_op(op, MM011_OP_LOAD_MEM_MAP, 0, 0, 0);
		op->len = MM011_PAGING_PAGES;
	} else if (!roll(g, 4)) {
		set_op(op, MM011_OP_FREE_PAGE, bitmap, 0, 0);
	} else if (!roll(g, 4)) {
		set_op(op, MM011_OP_SWAP_FILE, roll(g, MADEUP_FILES + 1), 0, 0);
	} else {
		set_op(op, MM011_OP_SWAP_MEMORY, 100 + roll(g, 100), 0, 0);
	}
}

static void hostile_swapping(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	u32 bitmap = reference_bitmap(r);

	switch (roll(g, 9)) {
	case 0: case 1:
		set_op(op, MM011_OP_POKE32, some_place(g, r), wild_entry(g), 0);
		break;
	case 2:
		set_op(op, MM011_OP_SWAP_FREE, roll(g, 4) ? roll(g, 40) : wild_entry(g), 0, 0);
		break;
	case 3:
		set_op(op, MM011_OP_GET_SWAP_PAGE, 0, 0, 0);
		break;
	case 4:
		set_op(op, roll(g, 2) ? MM011_OP_SWAP_IN : MM011_OP_TRY_TO_SWAP_OUT,
		       some_place(g, r), 0, 0);
		break;
	case 5:
		set_op(op, MM011_OP_POKE32, bitmap + 4 * roll(g, bitmap ? 4 : 2), wild_entry(g), 0);
		break;
	case 6:
		set_op(op, roll(g, 8) ? MM011_OP_SWAP_WRITE : MM011_OP_INIT_SWAPPING, 0, 0, 0);
		if (op->code == MM011_OP_INIT_SWAPPING)
			break;
		op->arg[0] = roll(g, 30);
		op->task = roll(g, BITMAPS);
		op->len = MM011_PAGE_SIZE;
		break;
	case 7:
		set_op(op, MM011_OP_PUT_DIRTY_PAGE, wild(g, r), wild(g, r), 0);
		break;
	default:
		hostile_memory(g, op, bitmap);
	}
}

/* a copy of a task's memory, where no task is */
static void copy_somewhere(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	op->arg[0] = reference_task(r, some_task(g, r))->ldt.base;
	op->arg[1] = (MAX_TASKS + roll(g, MM011_NR_TASKS - MAX_TASKS)) * MM011_TASK_SIZE;
	op->arg[2] = roll(g, 4) * 0x400000 + 1;
}

static void hostile_for_both(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	static const u16 codes[] = {
		MM011_OP_FREE_PAGE, MM011_OP_FREE_PAGE, MM011_OP_FREE_PAGE_TABLES,
		MM011_OP_COPY_PAGE_TABLES, MM011_OP_PUT_PAGE, MM011_OP_GET_EMPTY_PAGE,
		MM011_OP_WRITE_VERIFY, MM011_OP_FREE_S, MM011_OP_MALLOC, MM011_OP_GET_FREE_PAGE,
	};

	switch (roll(g, 6)) {
	case 0:
		set_op(op, MM011_OP_POKE32, some_place(g, r), wild(g, r) | roll(g, 8), 0);
		break;
	case 1:
		op->task = some_task(g, r);
		set_op(op, roll(g, 2) ? MM011_OP_DO_WP_PAGE : MM011_OP_DO_NO_PAGE, roll(g, 8),
		       wild(g, r), 0);
		break;
	case 2:
		op->task = some_task(g, r);
		if (roll(g, 2))
			set_op(op, MM011_OP_PAGE_FAULT, roll(g, 8), wild(g, r), 0);
		else
			set_op(op, MM011_OP_SHARE_PAGE, wild(g, r), 0, 0);
		break;
	case 3:
		set_op(op, MM011_OP_UN_WP_PAGE, some_place(g, r), 0, 0);
		break;
	default:
		set_op(op, codes[roll(g, ARRAY_SIZE(codes))], wild(g, r), wild(g, r), wild(g, r));
		memset(op->arg + mm011_op_row(op->code)->nargs, 0,
		       sizeof(op->arg) - 4 * mm011_op_row(op->code)->nargs);
		if (op->code == MM011_OP_COPY_PAGE_TABLES && roll(g, 2))
			copy_somewhere(g, r, op);
	}
}

/*
 * Who has the page table next? It is free, and its page the one that is given out
 * when no higher one is free.
 */
static void next_owner(struct generator *g, const struct reference *r, u32 table)
{
	u32 linear = some_linear(g, r, some_task(g, r));
	struct mm011_op *op;

	switch (roll(g, g->kernel == MM011_KERNEL_0_12 ? 7 : 5)) {
	case 0:
		follow(g, MM011_OP_PIPE, 0, 0, 0);
		break;
	case 1:		/* a page of a file */
		op = follow(g, MM011_OP_DO_NO_PAGE, some_task(g, r), 4, 0);
		op->arg[1] = linear;
		break;
	case 2:		/* a copy of another page */
		op = follow(g, MM011_OP_DO_WP_PAGE, some_task(g, r), 7, 0);
		op->arg[1] = linear;
		break;
	case 3:
		follow(g, MM011_OP_PHYS_WRITE, 0, table, MM011_PAGE_SIZE);
		break;
	case 5: case 6:	/* a page of the swap space */
		follow(g, MM011_OP_SWAP_WRITE, 0, 7, MM011_PAGE_SIZE);
		op = follow(g, MM011_OP_POKE32, 0, mm011_pte_offset(linear), 0);
		op->arg[0] += table_of(r, linear);
		op->arg[1] = 7 << 1;
		follow(g, MM011_OP_SWAP_IN, 0, op->arg[0], 0);
		break;
	default:
		follow(g, MM011_OP_GET_FREE_PAGE, 0, 0, 0);
	}
}

/*
 * An access, then its page table changes hands, then the access again with
 * nothing in between: whoever remembers the way to the page goes wrong.
 */
static void change_hands(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	u32 nr = some_task(g, r);
	u32 offset = some_offset(g, reference_task(r, nr));
	u32 table = table_of(r, reference_task(r, nr)->ldt.base + offset);
	u32 users;

	set_op(op, MM011_OP_READ, offset, 0, 0);
	op->task = nr;
	op->len = 1 + roll(g, 8);
	if (table < MM011_LOW_MEM)
		return;
	users = reference_mem_map(r)[(table - MM011_LOW_MEM) / MM011_PAGE_SIZE];
	for (users = min(users, 2u); users; users--)
		follow(g, MM011_OP_FREE_PAGE, 0, table, 0);
	next_owner(g, r, table);
	g->next[g->nr_next++] = *op;
}

/* bytes that go past everything, entries among them; main memory anew */
static void hostile_bytes(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	if (!roll(g, 40)) {
		set_op(op, MM011_OP_MEM_INIT, MM011_LOW_MEM + 4096 * roll(g, 8), g->end, 0);
		if (!roll(g, 4))
			set_op(op, MM011_OP_MEM_INIT, extreme(g), extreme(g), 0);
		return;
	}
	if (!roll(g, 80)) {
		set_op(op, MM011_OP_SET_COUNT, some_page(g, r), roll(g, 4), 0);
		if (!roll(g, 4))
			op->arg[1] = roll(g, 256);
		return;
	}
	if (!roll(g, 80)) {
		op->code = MM011_OP_LOAD_MEM_MAP;
		op->len = MM011_PAGING_PAGES;
		return;
	}
	set_op(op, MM011_OP_PHYS_WRITE, roll(g, 2) ? some_page(g, r) : some_place(g, r), 0, 0);
	op->len = roll(g, 4) ? roll(g, 16) : roll(g, 5000);
	op->arg[0] += roll(g, 3) ? 4 * roll(g, 1024) : roll(g, 4096);
}

/* numbers that the reference has no room for, and what would leave nothing to go on with */
static bool bearable(struct generator *g, struct mm011_op *op)
{
	switch (op->code) {
	case MM011_OP_EXEC_MADE_UP:
	case MM011_OP_USELIB_MADE_UP:
	case MM011_OP_SET_LIBRARY:
		op->arg[0] %= 512;
		return true;
	case MM011_OP_MEM_INIT:
	case MM011_OP_LOAD_MEM_MAP:
	case MM011_OP_TASK_GONE:
		return !roll(g, 20);
	default:
		return op->code != MM011_OP_SET_TASK;
	}
}

/* any operation with any arguments: most of them are refused */
static void anything(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	const struct mm011_op_row *row;
	u32 i;

	op->code = generate_code(roll(g, MM011_OP_MAX));
	row = mm011_op_row(op->code);
	op->task = roll(g, 2) ? some_task(g, r) : roll(g, MAX_TASKS);
	for (i = 0; i < row->nargs; i++)
		op->arg[i] = roll(g, 3) ? wild(g, r) : roll(g, 100);
	if (!roll(g, 8))
		op->flags = roll(g, MM011_OPF_ALL + 1) & ~(MM011_OPF_CRC | MM011_OPF_CRC_NOAD |
							  MM011_OPF_EVENTS);
	if (row->data != MM011_DATA_NONE)
		op->len = row->len ? row->len : roll(g, 20);
	if (!roll(g, 40))
		op->len++;
	if (!bearable(g, op))
		memset(op, 0, sizeof(*op));
}

/* an operation of a task that is asleep; false: nobody is */
static bool ask_sleeper(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS && !reference_asleep(r, nr); nr++)
		;
	if (nr == MM011_NR_TASKS)
		return false;
	/* one after the other, so that each is asked */
	do {
		op->code = generate_code(g->asked++);
	} while (!mm011_op_row(op->code)->needs_task);
	op->task = nr;
	return true;
}

/**
 * refused() - what no machine of this kernel does, and no machine at all
 * @g: the generator
 * @r: the reference
 * @op: filled in
 *
 * An operation of the other kernel; a task that cannot be, or that is asleep; a
 * flag too many.
 */
void refused(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	const struct mm011_op_row *row;

	if (roll(g, 2) && ask_sleeper(g, r, op))
		return;
	op->code = generate_code(roll(g, MM011_OP_MAX));
	row = mm011_op_row(op->code);
	op->task = some_task(g, r);
	op->len = row->len;
	if (!mm011_kernel_row(mm011_kernel(g->kernel), op->code) && roll(g, 2))
		return;
	op->task = MM011_NR_TASKS + roll(g, 2);
	if (!row->needs_task || roll(g, 2))
		op->flags = MM011_OPF_EVENTS << 8;	/* there is none */
}

/**
 * hostile() - an abuse
 * @g: the generator
 * @r: the reference
 * @step: filled in
 */
void hostile(struct generator *g, const struct reference *r, struct step *step)
{
	switch (roll(g, 14)) {
	case 0:
		load_by_hand(g, r, step);
		break;
	case 1:
		change_hands(g, r, &step->op);
		break;
	case 2:
		hostile_bytes(g, r, &step->op);
		break;
	case 3: case 4: case 5:
		anything(g, r, &step->op);
		break;
	default:
		if (g->kernel == MM011_KERNEL_0_12 && !roll(g, 3))
			hostile_swapping(g, r, &step->op);
		else
			hostile_for_both(g, r, &step->op);
	}
}
