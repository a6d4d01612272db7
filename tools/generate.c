// SPDX-License-Identifier: GPL-2.0
/*
 * Random programs for the machine: mostly what the kernel's callers would do,
 * one task after another, and, in hostile ones, every seventh operation an
 * abuse: wrong alignment, double frees, reserved pages, pages beyond memory,
 * mappings over mappings, entries written by hand. In 0.12 there is a swap
 * space, good or bad, which may fail; operations sleep, and others run meanwhile.
 */

#include <errno.h>
#include <linux/kernel.h>

#include "fuzz.h"

#define MAX_TASKS 10
#define LIBRARY_PAGE (0x3c00000 / 4096)

/* what the first page of a swap space may hold */
enum {
	BITMAP_GOOD, BITMAP_UNSIGNED, BITMAP_FIRST, BITMAP_LARGE, BITMAP_EMPTY, BITMAP_ODD,
	BITMAPS
};

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

static void follow(struct generator *g, u32 code, u32 task, u32 arg, u32 len)
{
	struct mm011_op *op = &g->next[g->nr_next++];

	memset(op, 0, sizeof(*op));
	op->code = code;
	op->task = task;
	op->arg[0] = arg;
	op->len = len;
}

/* a swap space from none to more than enough; sometimes with a bad first page */
static void begin_to_swap(struct generator *g)
{
	static const u32 blocks[] = {
		0, 3, 99, 100, 101, 104, 110, 120, 160, 200, 400, 2000, 16384, MM011_NO_SIZE
	};
	u32 size = blocks[roll(g, ARRAY_SIZE(blocks))];

	if (!roll(g, 16))
		return;
	if (roll(g, 2))
		size = 100 + 4 * roll(g, 16);
	follow(g, MM011_OP_SWAP_MEMORY, 0, size, 0);
	if (!roll(g, 4))
		follow(g, MM011_OP_SWAP_WRITE, roll(g, BITMAPS), 0, MM011_PAGE_SIZE);
	follow(g, MM011_OP_INIT_SWAPPING, 0, 0, 0);
}

/**
 * generate_reset() - the machine for the next program
 * @g: the generator, its kernel set
 * @reset: filled in; small memories run out soon
 */
void generate_reset(struct generator *g, struct mm011_reset *reset)
{
	static const u32 pages[] = { 6, 12, 25, 60, 200, 1024 };

	memset(reset, 0, sizeof(*reset));
	memset(g->begun, 0, sizeof(g->begun));
	g->nr_pending = 0;
	g->nr_objects = 0;
	g->nr_pages = 0;
	g->nr_next = 0;
	reset->kernel = g->kernel;
	if (roll(g, 16))
		reset->ram_kb = 1024 + 4 * pages[roll(g, 6)];
	else
		reset->ramdisk_kb = 4 * roll(g, 200);
	g->failing = false;
	g->spoiled = false;
	if (g->kernel != MM011_KERNEL_0_12)
		return;
	g->failing = !roll(g, 3);
	if (roll(g, 8))
		reset->ram_kb = 1024 + 4 * (6 + roll(g, 30));
	begin_to_swap(g);
}

static bool running(const struct reference *r, u32 nr)
{
	return reference_task(r, nr)->state == MM011_TASK_RUNNING && !reference_asleep(r, nr);
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
	struct mm011_op *program = &g->next[0];
	const struct mm011_task *task;
	u32 nr = some_task(g, r);

	if (!nr)
		return;
	task = reference_task(r, nr);
	set(op, MM011_OP_FREE_PAGE_TABLES, task->base, MM011_TASK_SIZE, 0);
	follow(g, MM011_OP_SET_TASK, nr, 0, 0);
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
	if (reference_asleep(r, op->task))
		return;
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

static void valid_for_both(struct generator *g, const struct reference *r, struct mm011_op *op)
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
	set(op, MM011_OP_PUT_DIRTY_PAGE, g->page[which], linear, 0);
	g->page[which] = g->page[--g->nr_pages];
}

/* what only 0.12 has */
static void swapping(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	switch (roll(g, 8)) {
	case 0: case 1:
		set(op, MM011_OP_SWAP_OUT, 0, 0, 0);
		break;
	case 2:
		set(op, MM011_OP_TRY_TO_SWAP_OUT, some_entry(g, r), 0, 0);
		if (op->arg[0] < MM011_LOW_MEM)
			op->code = MM011_OP_NONE;
		break;
	case 3:
		set(op, MM011_OP_SWAP_IN, some_swapped(g, r), 0, 0);
		if (!op->arg[0])
			op->code = MM011_OP_NONE;
		break;
	case 4:
		op->task = some_task(g, r);
		set(op, MM011_OP_USELIB_MADE_UP, roll(g, 3) ? 11 + roll(g, 2) : 0, 0, 0);
		break;
	case 5:
		put_dirty(g, r, op);
		break;
	case 6:
		op->len = sizeof(struct mm011_show_mem);
		set(op, MM011_OP_SHOW_MEM, 0, 0, 0);
		break;
	default:
		op->len = MM011_PAGE_SIZE;
		set(op, MM011_OP_SWAP_READ, roll(g, 30), 0, 0);
	}
}

static void valid(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	if (g->kernel == MM011_KERNEL_0_12 && !roll(g, 8))
		swapping(g, r, op);
	else
		valid_for_both(g, r, op);
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

/* an entry that names a swap page, or none */
static u32 wild_entry(struct generator *g)
{
	return 2 * (roll(g, 4) ? roll(g, 40) : roll(g, 0x7fffffff));
}

/* any counts, the bitmap's page given away, another device */
static void hostile_memory(struct generator *g, struct mm011_op *op, u32 bitmap)
{
	if (!roll(g, 16)) {
		set(op, MM011_OP_LOAD_MEM_MAP, 0, 0, 0);
		op->task = roll(g, 256);
		op->len = MM011_PAGING_PAGES;
	} else if (!roll(g, 4)) {
		set(op, MM011_OP_FREE_PAGE, bitmap, 0, 0);
	} else {
		set(op, MM011_OP_SWAP_MEMORY, 100 + roll(g, 100), 0, 0);
	}
}

static void hostile_swapping(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	u32 bitmap = reference_bitmap(r);

	switch (roll(g, 9)) {
	case 0: case 1:
		set(op, MM011_OP_POKE32, some_place(g, r), wild_entry(g), 0);
		break;
	case 2:
		set(op, MM011_OP_SWAP_FREE, roll(g, 4) ? roll(g, 40) : wild_entry(g), 0, 0);
		break;
	case 3:
		set(op, MM011_OP_GET_SWAP_PAGE, 0, 0, 0);
		break;
	case 4:
		set(op, roll(g, 2) ? MM011_OP_SWAP_IN : MM011_OP_TRY_TO_SWAP_OUT,
		    some_place(g, r), 0, 0);
		break;
	case 5:
		set(op, MM011_OP_POKE32, bitmap + 4 * roll(g, bitmap ? 4 : 2), wild_entry(g), 0);
		break;
	case 6:
		set(op, roll(g, 8) ? MM011_OP_SWAP_WRITE : MM011_OP_INIT_SWAPPING, 0, 0, 0);
		if (op->code == MM011_OP_INIT_SWAPPING)
			break;
		op->arg[0] = roll(g, 30);
		op->task = roll(g, BITMAPS);
		op->len = MM011_PAGE_SIZE;
		break;
	case 7:
		set(op, MM011_OP_PUT_DIRTY_PAGE, wild(g, r), wild(g, r), 0);
		break;
	default:
		hostile_memory(g, op, bitmap);
	}
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

static void hostile(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	if (g->kernel == MM011_KERNEL_0_12 && !roll(g, 3))
		hostile_swapping(g, r, op);
	else
		hostile_for_both(g, r, op);
}

/* an operation goes on whose swap I/O is done */
static void wake(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	u32 nr = roll(g, MM011_NR_TASKS);
	u32 tries;

	for (tries = 0; tries < MM011_NR_TASKS; tries++, nr = (nr + 1) % MM011_NR_TASKS) {
		if (!reference_asleep(r, nr))
			continue;
		op->task = nr;
		set(op, MM011_OP_WAKE, 0, 0, 0);
		break;
	}
}

/* those that swap, and that a batch file can let sleep */
static bool may_sleep(const struct mm011_op *op)
{
	switch (op->code) {
	case MM011_OP_GET_FREE_PAGE:
	case MM011_OP_COPY_PAGE_TABLES:
	case MM011_OP_PUT_PAGE:
	case MM011_OP_GET_EMPTY_PAGE:
	case MM011_OP_UN_WP_PAGE:
	case MM011_OP_DO_WP_PAGE:
	case MM011_OP_WRITE_VERIFY:
	case MM011_OP_DO_NO_PAGE:
	case MM011_OP_DO_NO_PAGE_MAP:
	case MM011_OP_SHARE_PAGE:
	case MM011_OP_PAGE_FAULT:
	case MM011_OP_MALLOC:
	case MM011_OP_FORK:
	case MM011_OP_PIPE:
	case MM011_OP_PUT_DIRTY_PAGE:
	case MM011_OP_INIT_SWAPPING:
	case MM011_OP_SWAP_IN:
	case MM011_OP_TRY_TO_SWAP_OUT:
	case MM011_OP_SWAP_OUT:
		return true;
	default:
		return false;
	}
}

static void let_sleep(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	if (!may_sleep(op) || !roll(g, 2))
		return;
	if (!mm011_op_info(op->code)->task)
		op->task = some_task(g, r);
	if (running(r, op->task))
		op->flags |= MM011_OPF_SLEEP;
}

static void next(struct generator *g, struct mm011_op *op)
{
	*op = g->next[0];
	memmove(g->next, g->next + 1, --g->nr_next * sizeof(*op));
}

/**
 * generate() - the next operation of a random program
 * @g: the generator
 * @r: the reference, whose state tells what makes sense
 * @step: filled in
 */
void generate(struct generator *g, const struct reference *r, struct step *step)
{
	struct mm011_op *op = &step->op;

	memset(step, 0, sizeof(*step));
	if (g->nr_next)
		next(g, op);
	else if (g->kernel == MM011_KERNEL_0_12 && !roll(g, 6))
		wake(g, r, op);
	else if (g->hostile && !roll(g, 7))
		hostile(g, r, op);
	else
		valid(g, r, op);
	if (g->kernel != MM011_KERNEL_0_12)
		return;
	let_sleep(g, r, op);
	if (g->failing && !roll(g, 10))
		step->fail = 1 + roll(g, 3);
}

static void learn(struct generator *g, const struct mm011_op *op)
{
	if (op->outcome != MM011_OK || !op->ret)
		return;
	if (op->code == MM011_OP_MALLOC && g->nr_objects < MAX_OBJECTS)
		g->object[g->nr_objects++] = op->ret;
	if (op->code == MM011_OP_GET_FREE_PAGE && g->nr_pages < MAX_OBJECTS)
		g->page[g->nr_pages++] = op->ret;
	if ((op->flags & MM011_OPF_TWO_STEP) && op->out[0] == MM011_NO_PAGE_LOAD &&
	    g->nr_pending < MAX_PENDING) {
		g->pending[g->nr_pending].task = op->task;
		g->pending[g->nr_pending].page = op->ret;
		g->pending[g->nr_pending++].addr = op->arg[1] & 0xfffff000;
	}
}

static bool stands_still(const struct mm011_op *op)
{
	return op->outcome == MM011_PANIC || op->outcome == MM011_FAULT ||
	       op->outcome == MM011_LOOP;
}

/*
 * A fork that panics leaves a task that nobody counts. Of two forks that sleep
 * at a time both may take the same slot: when the second goes on, it overwrites
 * the first one's child. What follows is chance.
 */
static void learn_fork(struct generator *g, const struct mm011_op *op, bool woken)
{
	u32 nr;

	g->spoiled |= stands_still(op) || (woken && g->overtaken[op->task]);
	if (op->outcome == MM011_ASLEEP)
		return;
	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		g->overtaken[nr] |= nr != op->task;
}

/**
 * generate_learn() - remember what an operation gave
 * @g: the generator
 * @done: the operation, done
 */
void generate_learn(struct generator *g, const struct mm011_op *done)
{
	struct mm011_op *begun = &g->begun[done->task % MM011_NR_TASKS];
	bool woken = done->code == MM011_OP_WAKE;
	struct mm011_op op = *done;

	if (op.outcome == MM011_REFUSED)
		return;
	if (woken) {
		op.code = begun->code;
		op.flags = begun->flags;
		memcpy(op.arg, begun->arg, sizeof(op.arg));
	} else if (op.outcome == MM011_ASLEEP) {
		*begun = op;
		g->overtaken[op.task] = false;
	}
	if (op.code == MM011_OP_FORK)
		learn_fork(g, &op, woken);
	learn(g, &op);
}

/* the first page of a swap space: a bitmap that 0.12 takes, and others */
static void make_bitmap(u32 which, u8 *data)
{
	mm011_make_swap(data, which == BITMAP_LARGE ? 100000 : 60);
	if (which == BITMAP_UNSIGNED)
		data[4086]++;
	if (which == BITMAP_FIRST)
		data[0] |= 1;
	if (which == BITMAP_EMPTY)
		memset(data, 0, 100);
	if (which == BITMAP_ODD)
		data[1] = 0x5a;
}

/**
 * generate_data() - the bytes that an operation of a random program writes
 * @op: the operation
 * @data: room for op->len bytes
 */
void generate_data(const struct mm011_op *op, u8 *data)
{
	u32 i;

	for (i = 0; i < op->len; i++)
		data[i] = op->arg[0] * 7 + op->task * 3 + i;
	if (op->code == MM011_OP_SWAP_WRITE && !op->arg[0])
		make_bitmap(op->task, data);
}
