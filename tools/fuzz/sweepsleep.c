// SPDX-License-Identifier: GPL-2.0
/*
 * For the sweep: an operation has begun, and sleeps in swap I/O. The case's operations
 * are done meanwhile, and may sleep, too; then whoever sleeps goes on with what they
 * have changed.
 */

#include <linux/kernel.h>

#include "fuzz/sweep.h"

#define MAIN_PAGES	30u	/* of the machine; both tasks write to more */
#define SWAP_KB		400u
#define FIRST_PAGE	0x10000u
#define MAX_WAKES	12u	/* of an operation in a case; what sleeps longer is forgotten */

/* in the name of which task, and what; 1 is the one that the cases ask for most things */
static const struct mm011_op sleeping[] = {
	{ .code = MM011_OP_GET_FREE_PAGE, .task = 2 },
	{ .code = MM011_OP_WRITE, .task = 2, .len = 4 },
	{ .code = MM011_OP_FORK, .task = 2 },
	{ .code = MM011_OP_EXEC_MADE_UP, .task = 2, .len = 20,
	  .arg = { 6, 0x1000, 0x800, 0, 1, 1 } },
	{ .code = MM011_OP_COPY_PAGE_TABLES, .task = 2,
	  .arg = { 2 * MM011_TASK_SIZE, 9 * MM011_TASK_SIZE, 0x400000 } },
	{ .code = MM011_OP_DO_NO_PAGE, .task = 2, .arg = { 4, 2 * MM011_TASK_SIZE + 0x300000 } },
	{ .code = MM011_OP_PIPE, .task = 2 },
	{ .code = MM011_OP_MALLOC, .task = 2, .arg = { 2000 } },
	{ .code = MM011_OP_SWAP_OUT, .task = 2 },
	{ .code = MM011_OP_INIT_SWAPPING, .task = 2 },
	{ .code = MM011_OP_WRITE, .task = 1, .len = 4 },
	{ .code = MM011_OP_FORK, .task = 1 },
	{ .code = MM011_OP_GET_FREE_PAGE, .task = 40 },
};

static bool do_op(struct sweep *s, struct mm011_op op)
{
	return sweep_op(s, &op, NULL, MM011_OP_NONE);
}

#define OP(s, verb, ...) do_op(s, (struct mm011_op){ .code = MM011_OP_##verb, __VA_ARGS__ })

/**
 * sweep_make_asleep() - a machine in which memory is full of pages that were written to
 * @s: the sweep
 *
 * Two tasks have them, in memory and in the swap space.
 *
 * Return: whether all answers on the way were the same.
 */
bool sweep_make_asleep(struct sweep *s)
{
	const struct mm011_reset reset = { .kernel = s->kernel, .ram_kb = 1024 + 4 * MAIN_PAGES };
	bool same;
	u32 i;

	pair_reset(s->p, &reset);
	same = OP(s, SWAP_MEMORY, .arg = { SWAP_KB }) && OP(s, INIT_SWAPPING) && OP(s, FORK) &&
	       OP(s, EXEC_MADE_UP, .task = 1, .len = 20,
		  .arg = { 5, 0x2345, 0x1234, 0x2000, 2, 1 }) &&
	       OP(s, FORK, .task = 1);
	for (i = 0; i < 2 * MAIN_PAGES && same; i++)
		same = OP(s, WRITE, .task = 1 + i % 2, .len = 4,
			  .arg = { FIRST_PAGE + i / 2 * MM011_PAGE_SIZE });
	return same;
}

/* a page of a task that is in the swap space, relative to its base */
static u32 swapped_page(struct sweep *s, u32 nr)
{
	const u8 *memory = reference_memory(pair_reference(s->p));
	u32 base = reference_task(pair_reference(s->p), nr)->ldt.base;
	u32 i, table, entry;

	memcpy(&table, memory + mm011_pde_address(base), sizeof(table));
	for (i = FIRST_PAGE; i < FIRST_PAGE + MAIN_PAGES * MM011_PAGE_SIZE; i += MM011_PAGE_SIZE) {
		memcpy(&entry, memory + mm011_entry_page(table) + mm011_pte_offset(base + i),
		       sizeof(entry));
		if (entry && !(entry & MM011_PTE_PRESENT))
			break;
	}
	return i;
}

/**
 * sweep_begin_case() - before the operations of a case: if one is to sleep, it begins
 * @s: the sweep
 *
 * Return: whether it sleeps, and answers were the same.
 */
bool sweep_begin_case(struct sweep *s)
{
	struct mm011_op op;

	if (s->state != ASLEEP)
		return true;
	s->begun = sleeping[s->turn++ % ARRAY_SIZE(sleeping)];
	s->begun.flags = MM011_OPF_SLEEP;
	if (s->begun.code == MM011_OP_WRITE)
		s->begun.arg[0] = swapped_page(s, s->begun.task);
	op = s->begun;
	if (!sweep_op(s, &op, NULL, MM011_OP_NONE))
		return false;
	if (op.outcome != MM011_ASLEEP)
		sweep_complain(s, &s->begun, "it does not sleep");
	return op.outcome == MM011_ASLEEP;
}

/**
 * sweep_may_sleep() - while another sleeps, let every other operation sleep, too
 * @s: the sweep
 * @op: the operation, which is one that may or not
 */
void sweep_may_sleep(const struct sweep *s, struct mm011_op *op)
{
	struct mm011_op sleeps = *op;

	sleeps.flags |= MM011_OPF_SLEEP;
	if (s->state == ASLEEP && s->turn / ARRAY_SIZE(sleeping) % 2 && !mm011_op_validate(&sleeps))
		*op = sleeps;
}

/* until it ends, or has gone on often enough */
static bool wake(struct sweep *s, u32 task)
{
	struct mm011_op op = { .outcome = MM011_ASLEEP };
	u32 i;

	for (i = 0; i < MAX_WAKES && op.outcome == MM011_ASLEEP; i++) {
		op = (struct mm011_op){ .code = MM011_OP_WAKE, .task = task };
		if (!sweep_op(s, &op, NULL, MM011_OP_WAKE))
			return false;
	}
	return true;
}

/**
 * sweep_wake() - after the operations of a case: whoever sleeps goes on
 * @s: the sweep
 * @op: the last of them, with its results
 *
 * Return: whether answers were the same.
 */
bool sweep_wake(struct sweep *s, const struct mm011_op *op)
{
	if (s->state != ASLEEP)
		return true;
	if (op->outcome == MM011_ASLEEP && !wake(s, op->task))
		return false;
	return wake(s, s->begun.task);
}
