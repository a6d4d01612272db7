// SPDX-License-Identifier: GPL-2.0
/*
 * Random programs for the machine: mostly what the kernel's callers would do,
 * one task after another, and, in hostile ones, every seventh operation an
 * abuse: wrong alignment, double frees, reserved pages, pages beyond memory,
 * mappings over mappings, entries written by hand.
 */

#include <errno.h>
#include <linux/kernel.h>

#include "fuzz.h"

#define MAX_TASKS 10

/**
 * dice_roll() - a random number
 * @d: the dice; a xorshift generator, so that a seed always gives the same
 * @sides: how many numbers there are
 *
 * Return: 0 .. sides - 1.
 */
u32 dice_roll(struct dice *d, u32 sides)
{
	d->state ^= d->state << 13;
	d->state ^= d->state >> 7;
	d->state ^= d->state << 17;
	return (u32)(d->state >> 24) % sides;
}

static u32 roll(struct generator *g, u32 sides)
{
	return dice_roll(&g->dice, sides);
}

/**
 * generate_reset() - the machine for the next program
 * @g: the generator
 * @reset: filled in; small memories run out soon
 */
void generate_reset(struct generator *g, struct mm011_reset *reset)
{
	static const u32 pages[] = { 6, 12, 25, 60, 200, 1024 };

	memset(reset, 0, sizeof(*reset));
	g->nr_pending = 0;
	g->nr_objects = 0;
	g->nr_pages = 0;
	g->next.code = MM011_OP_NONE;
	if (roll(g, 16))
		reset->ram_kb = 1024 + 4 * pages[roll(g, 6)];
	else
		reset->ramdisk_kb = 4 * roll(g, 200);
}

static bool running(const struct reference *r, u32 nr)
{
	return reference_task(r, nr)->state == MM011_TASK_RUNNING;
}

/* a task that runs; most often not task 0 */
static u32 some_task(struct generator *g, const struct reference *r)
{
	u32 tries, nr;

	for (tries = 0; tries < 20; tries++) {
		nr = roll(g, MAX_TASKS);
		if (running(r, nr) && (nr || !roll(g, 8)))
			return nr;
	}
	return 0;
}

static u32 count_tasks(const struct reference *r)
{
	u32 nr, count = 0;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		count += reference_task(r, nr)->state != MM011_TASK_FREE;
	return count;
}

/* an offset in a task where programs have something: code, data, heap, stack */
static u32 some_offset(struct generator *g, const struct mm011_task *task)
{
	u32 page;

	if (task->data_limit < MM011_TASK_SIZE)
		return roll(g, task->data_limit);
	switch (roll(g, 4)) {
	case 0:
		page = task->end_code / 4096;
		break;
	case 1:
		page = task->end_data / 4096;
		break;
	case 2:
		return MM011_TASK_SIZE - 1 - roll(g, 5 * 4096);
	default:
		page = 0;
	}
	return (page + roll(g, 4)) * 4096 + roll(g, 4096);
}

static u32 some_linear(struct generator *g, const struct reference *r, u32 nr)
{
	const struct mm011_task *task = reference_task(r, nr);

	return task->base + some_offset(g, task);
}

static u32 word_at(const struct reference *r, u32 addr)
{
	u32 word;

	if (addr > MM011_MEMORY_SIZE - 4)
		return 0;
	memcpy(&word, reference_memory(r) + addr, 4);
	return word;
}

/* where the entry of some task's address stands; 0: there is no table */
static u32 some_entry(struct generator *g, const struct reference *r)
{
	u32 linear = some_linear(g, r, some_task(g, r));
	u32 pde = word_at(r, mm011_pde_address(linear));

	if (!(pde & 1) || mm011_entry_page(pde) >= MM011_MEMORY_SIZE)
		return 0;
	return mm011_entry_page(pde) + mm011_pte_offset(linear);
}

static void set(struct mm011_op *op, u32 code, u32 a, u32 b, u32 c)
{
	op->code = code;
	op->arg[0] = a;
	op->arg[1] = b;
	op->arg[2] = c;
}

/*
 * The first tasks share pages with the kernel, read-only for the user. The
 * kernel would write into its own page tables there, and all would be chaos:
 * it never does so without verify_area().
 */
static bool in_kernel(const struct reference *r, const struct mm011_op *op)
{
	const struct mm011_task *task = reference_task(r, op->task);
	u32 i, linear, entry;

	for (i = 0; i < 2; i++) {
		linear = task->base + op->arg[0] + i * op->len;
		entry = word_at(r, mm011_pde_address(linear));
		entry = word_at(r, mm011_entry_page(entry) + mm011_pte_offset(linear));
		if ((entry & 1) && mm011_entry_page(entry) < MM011_LOW_MEM)
			return true;
	}
	return false;
}

static void touch(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	op->task = some_task(g, r);
	set(op, roll(g, 3) ? MM011_OP_WRITE : MM011_OP_READ,
	    some_offset(g, reference_task(r, op->task)), 0, 0);
	op->len = roll(g, 20) ? 1 + roll(g, 16) : roll(g, 5000);
	if (op->len <= 16 && !roll(g, 6) && !in_kernel(r, op))
		op->flags = MM011_OPF_SUPERVISOR;
}

/* exec(): the old memory goes, and then there is another program, one of three */
static void exec(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	struct mm011_op *program = &g->next;
	const struct mm011_task *task;
	u32 nr = some_task(g, r);

	if (!nr)
		return;
	task = reference_task(r, nr);
	set(op, MM011_OP_FREE_PAGE_TABLES, task->base, MM011_TASK_SIZE, 0);
	memset(program, 0, sizeof(*program));
	program->task = nr;
	set(program, MM011_OP_SET_TASK, task->base, 4096, 0);
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
		set(op, MM011_OP_WRITE_VERIFY, linear, 0, 0);
		if (!(entry & 2))
			set(op, MM011_OP_DO_WP_PAGE, 7, linear, 0);
	} else {
		set(op, MM011_OP_DO_NO_PAGE, 4, linear, 0);
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
	if (running(r, op->task) && reference_task(r, op->task)->executable)
		set(op, MM011_OP_DO_NO_PAGE_MAP, g->pending[which].page, g->pending[which].addr, 0);
	else
		set(op, MM011_OP_FREE_PAGE, g->pending[which].page, 0, 0);
	g->pending[which] = g->pending[--g->nr_pending];
}

static void kernel_memory(struct generator *g, struct mm011_op *op)
{
	static const u32 sizes[] = { 16, 17, 64, 100, 500, 1024, 2048, 3000, 4096 };
	u32 which;

	if (g->nr_objects < MAX_OBJECTS && roll(g, 2)) {
		set(op, MM011_OP_MALLOC, sizes[roll(g, 9)] - roll(g, 2), 0, 0);
	} else if (g->nr_objects) {
		which = roll(g, g->nr_objects);
		set(op, MM011_OP_FREE_S, g->object[which], 0, 0);
		g->object[which] = g->object[--g->nr_objects];
	}
}

static void pages(struct generator *g, struct mm011_op *op)
{
	u32 which;

	if (g->nr_pages < 4 && roll(g, 2)) {
		set(op, MM011_OP_GET_FREE_PAGE, 0, 0, 0);
	} else if (g->nr_pages) {
		which = roll(g, g->nr_pages);
		set(op, MM011_OP_FREE_PAGE, g->page[which], 0, 0);
		g->page[which] = g->page[--g->nr_pages];
	}
}

static void life(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	switch (roll(g, 4)) {
	case 0:
		op->task = some_task(g, r);
		if (count_tasks(r) < MAX_TASKS)
			set(op, MM011_OP_FORK, 0, 0, 0);
		break;
	case 1:
		op->task = some_task(g, r);
		if (op->task && count_tasks(r) > 3)
			set(op, MM011_OP_EXIT, roll(g, 256), 0, 0);
		break;
	case 2:
		op->task = some_task(g, r);
		set(op, MM011_OP_WAITPID, ~0u, 0, 0);
		op->flags = MM011_OPF_NO_STATUS;
		break;
	default:
		exec(g, r, op);
	}
}

static void valid(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	switch (roll(g, 16)) {
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
		set(op, MM011_OP_SET_AD, some_entry(g, r), roll(g, 4) << 5, roll(g, 4) << 5);
		break;
	case 14:
		set(op, roll(g, 2) ? MM011_OP_PIPE : MM011_OP_CLOSE_PIPE, 0, 0, 0);
		if (op->code == MM011_OP_CLOSE_PIPE)
			op->arg[0] = roll(g, 5);
		break;
	default:
		set(op, MM011_OP_PEEK32, some_entry(g, r), 0, 0);
	}
}

/* a number that looks like an address but is off the mark */
static u32 wild(struct generator *g, const struct reference *r)
{
	static const u32 odd[] = {
		0, 1, 0xfff, 0x1000, 0x4000, 0x5000, 0xa0000, 0xfffff, 0x100000, 0x400000,
		0x3fffff, 0xfff000, 0xfffffc, 0x1000000, 0x1001000, 0x4000000, 0xffc00000,
		0xfffff000, 0xffffffff,
	};

	switch (roll(g, 4)) {
	case 0:
		return odd[roll(g, ARRAY_SIZE(odd))];
	case 1:
		return some_linear(g, r, some_task(g, r));
	case 2:
		return MM011_LOW_MEM + roll(g, 1100) * 4096 + (roll(g, 4) ? 0 : roll(g, 4096));
	default:
		return roll(g, 66) * 0x400000;
	}
}

/* where a page table or an entry might be written by hand */
static u32 some_place(struct generator *g, const struct reference *r)
{
	u32 entry = some_entry(g, r);

	return entry && roll(g, 2) ? entry : (16 + roll(g, 160)) * 4;
}

static void hostile(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	static const u16 codes[] = {
		MM011_OP_FREE_PAGE, MM011_OP_FREE_PAGE, MM011_OP_FREE_PAGE_TABLES,
		MM011_OP_COPY_PAGE_TABLES, MM011_OP_PUT_PAGE, MM011_OP_GET_EMPTY_PAGE,
		MM011_OP_WRITE_VERIFY, MM011_OP_FREE_S, MM011_OP_MALLOC, MM011_OP_GET_FREE_PAGE,
	};

	switch (roll(g, 6)) {
	case 0:
		set(op, MM011_OP_POKE32, some_place(g, r), wild(g, r) | roll(g, 8), 0);
		break;
	case 1:
		op->task = some_task(g, r);
		set(op, roll(g, 2) ? MM011_OP_DO_WP_PAGE : MM011_OP_DO_NO_PAGE, roll(g, 8),
		    wild(g, r), 0);
		break;
	case 2:
		op->task = some_task(g, r);
		set(op, roll(g, 2) ? MM011_OP_PAGE_FAULT : MM011_OP_SHARE_PAGE, wild(g, r), 0, 0);
		if (op->code == MM011_OP_PAGE_FAULT)
			set(op, op->code, roll(g, 8), wild(g, r), 0);
		break;
	case 3:
		set(op, MM011_OP_UN_WP_PAGE, some_place(g, r), 0, 0);
		break;
	default:
		set(op, codes[roll(g, ARRAY_SIZE(codes))], wild(g, r), wild(g, r), wild(g, r));
		memset(op->arg + mm011_op_info(op->code)->nargs, 0,
		       sizeof(op->arg) - 4 * mm011_op_info(op->code)->nargs);
	}
}

/**
 * generate() - the next operation of a random program
 * @g: the generator
 * @r: the reference, whose state tells what makes sense
 * @op: filled in
 */
void generate(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	memset(op, 0, sizeof(*op));
	if (g->next.code) {
		*op = g->next;
		g->next.code = MM011_OP_NONE;
	} else if (g->hostile && !roll(g, 7)) {
		hostile(g, r, op);
	} else {
		valid(g, r, op);
	}
}

/**
 * generate_learn() - remember what an operation gave
 * @g: the generator
 * @op: the operation, done
 */
void generate_learn(struct generator *g, const struct mm011_op *op)
{
	if (op->outcome != MM011_OK || !op->ret)
		return;
	if (op->code == MM011_OP_MALLOC && g->nr_objects < MAX_OBJECTS)
		g->object[g->nr_objects++] = op->ret;
	if (op->code == MM011_OP_GET_FREE_PAGE && g->nr_pages < MAX_OBJECTS)
		g->page[g->nr_pages++] = op->ret;
	if ((op->flags & MM011_OPF_TWO_STEP) && op->out[0] == MM011_NO_PAGE_LOAD) {
		g->pending[g->nr_pending].task = op->task;
		g->pending[g->nr_pending].page = op->ret;
		g->pending[g->nr_pending++].addr = op->arg[1] & 0xfffff000;
	}
}
