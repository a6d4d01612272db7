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

#include "fuzz/generate.h"

/**
 * roll() - a random number
 * @g: the generator
 * @sides: how many numbers there are
 *
 * Return: 0 .. sides - 1.
 */
u32 roll(struct generator *g, u32 sides)
{
	return dice_roll(&g->dice, sides);
}

/**
 * one_of() - some number of a list
 * @g: the generator
 * @values: the list
 * @count: how many there are
 */
u32 one_of(struct generator *g, const u32 *values, u32 count)
{
	return values[roll(g, count)];
}

/**
 * set_op() - fill in an operation
 * @op: the operation; its task, flags and length stay
 * @code: enum mm011_op_code
 * @a: first argument
 * @b: second argument
 * @c: third argument
 */
void set_op(struct mm011_op *op, u32 code, u32 a, u32 b, u32 c)
{
	op->code = code;
	op->arg[0] = a;
	op->arg[1] = b;
	op->arg[2] = c;
}

/**
 * follow() - what must come after this operation, and after what must follow already
 * @g: the generator
 * @code: enum mm011_op_code
 * @task: the task
 * @arg: first argument
 * @len: bytes of data
 *
 * Return: the operation, for more.
 */
struct mm011_op *follow(struct generator *g, u32 code, u32 task, u32 arg, u32 len)
{
	struct mm011_op *op = &g->next[g->nr_next++];

	memset(op, 0, sizeof(*op));
	op->code = code;
	op->task = task;
	op->arg[0] = arg;
	op->len = len;
	return op;
}

/* a swap space from none to more than enough; sometimes with a bad first page */
static void begin_to_swap(struct generator *g)
{
	static const u32 blocks[] = {
		0, 3, 99, 100, 101, 104, 110, 120, 160, 200, 400, 2000, 16384, MM011_NO_SIZE
	};
	u32 size = one_of(g, blocks, ARRAY_SIZE(blocks));

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
	g->end = reset->ram_kb ? reset->ram_kb * 1024 : MM011_MEMORY_SIZE;
	if (g->kernel != MM011_KERNEL_0_12)
		return;
	g->failing = !roll(g, 3);
	if (roll(g, 8))
		reset->ram_kb = 1024 + 4 * (6 + roll(g, 30));
	g->end = reset->ram_kb ? reset->ram_kb * 1024 : MM011_MEMORY_SIZE;
	begin_to_swap(g);
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
		set_op(op, MM011_OP_WAKE, 0, 0, 0);
		break;
	}
}

/* those that do anything at all, and that mm011_op_validate() lets sleep */
static bool may_sleep(const struct mm011_op *op)
{
	const struct mm011_op_row *row = mm011_op_row(op->code);
	struct mm011_op sleeping = *op;

	sleeping.flags |= MM011_OPF_SLEEP;
	return !row->while_stopped && op->code != MM011_OP_SWAP_WRITE &&
	       !mm011_op_validate(&sleeping);
}

static void let_sleep(struct generator *g, const struct reference *r, struct mm011_op *op)
{
	if (g->sleepless || !may_sleep(op) || !roll(g, 2))
		return;
	if (!mm011_op_row(op->code)->needs_task)
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
	step->seed = roll(g, ~0u);
	step->page = some_page(g, r);
	if (g->nr_next)
		next(g, op);
	else if (g->kernel == MM011_KERNEL_0_12 && !roll(g, 6))
		wake(g, r, op);
	else if (!roll(g, 50))
		refused(g, r, op);
	else if (g->hostile && !roll(g, 7))
		hostile(g, r, step);
	else
		valid(g, r, step);
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

/**
 * generate_more() - is there one more operation, of 0.11 or 0.12?
 * @code: from this number on; becomes its number
 *
 * As mm011_op_more(), of the kernels that the reference model knows.
 *
 * Return: whether there is one.
 */
bool generate_more(u32 *code)
{
	while (mm011_op_more(code) && !mm011_kernel_row(&linux011, *code) &&
	       !mm011_kernel_row(&linux012, *code))
		++*code;
	return *code < MM011_OP_MAX;
}

/**
 * generate_code() - any operation, whatever their numbers are
 * @n: 0 for the first; after the last one comes the first again
 *
 * Return: its number.
 */
u32 generate_code(u32 n)
{
	u32 code, count = 0;

	for (code = 0; generate_more(&code); code++)
		count++;
	n %= max(count, 1u);
	for (code = 0; generate_more(&code); code++)
		if (!n--)
			break;
	return code;
}
