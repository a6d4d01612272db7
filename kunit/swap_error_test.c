// SPDX-License-Identifier: GPL-2.0
/*
 * The swap space fails, at each read and each write in turn, in whatever is
 * under way: the caller is told, nothing is lost, and trying again helps.
 */

#include "rig.h"

#define PROGRAM		5
#define OTHER_PROGRAM	6
#define PAGES		40	/* of a task that are looked after */
#define LARGE		0x801000u

/* what stands in the first word of each page; 0: nobody knows */
static u32 known[4][PAGES];

static struct rig_swap *swap_of(struct kunit *test)
{
	return &((struct rig *)test->priv)->swap;
}

static void write_pages(struct kunit *test, u32 nr, u32 first, u32 n)
{
	for ( ; n-- > 0; first++) {
		known[nr][first] = nr << 24 | first << 8 | 0x5a;
		KUNIT_ASSERT_EQ(test, rig_poke(test, nr, first * 4096, known[nr][first]), 0);
	}
}

static void expect_nothing_lost(struct kunit *test, u32 n)
{
	u32 nr, i;

	for (nr = 1; nr < ARRAY_SIZE(known); nr++)
		for (i = 0; i < PAGES; i++)
			if (known[nr][i])
				KUNIT_EXPECT_EQ_MSG(test, rig_peek(test, nr, i * 4096),
						    known[nr][i], "failure %u", n);
}

/* ---- before ---- */

/* more than fits: all memory is full of dirty pages, and some are swapped out */
static void one_large_task(struct kunit *test)
{
	rig_swapping(test, 24, 60);
	rig_program(test, 1, PROGRAM, 0);
	write_pages(test, 1, 0, 30);
	KUNIT_ASSERT_EQ(test, rig_free_pages(test), 0u);
	KUNIT_ASSERT_LT(test, rig_free_swap(test), 60u);
}

/* its program reaches into page tables that do not exist yet */
static void a_large_program(struct kunit *test)
{
	one_large_task(test);
	linux01x(rig_machine(test))->task[1].end_data = LARGE + 0x1000;
}

/* and task 2 has that page to share */
static void a_program_of_two(struct kunit *test)
{
	rig_swapping(test, 24, 60);
	rig_program(test, 1, PROGRAM, LARGE + 0x1000);
	rig_program(test, 2, PROGRAM, LARGE + 0x1000);
	write_pages(test, 1, 0, 30);
	rig_peek(test, 2, LARGE);
	/* so that it is not the first to go */
	linux01x(rig_machine(test))->swap.dir_entry = 16;
	linux01x(rig_machine(test))->swap.page_entry = -1;
}

/* father and child share a page that both have written to, the rest is the father's */
static void a_family(struct kunit *test)
{
	rig_swapping(test, 24, 60);
	rig_program(test, 1, PROGRAM, 0);
	write_pages(test, 1, 0, 4);
	KUNIT_ASSERT_EQ(test, rig_fork(test, 1), 2u);
	memcpy(known[2], known[1], sizeof(known[2]));
	write_pages(test, 1, 5, 25);
	KUNIT_ASSERT_EQ(test, rig_free_pages(test), 0u);
}

/* the page for the status is shared, too */
static void a_dead_child(struct kunit *test)
{
	a_family(test);
	KUNIT_ASSERT_EQ(test, rig_fork(test, 1), 3u);
	mm011_switch_to(rig_machine(test), 3);
	mm011_do_exit(rig_machine(test), 0x700);
	write_pages(test, 1, 30, 10);
	KUNIT_ASSERT_EQ(test, rig_free_pages(test), 0u);
	rig_peek(test, 1, 0);
}

static void a_newcomer(struct kunit *test)
{
	one_large_task(test);
	rig_program(test, 3, PROGRAM, 0);
}

static void not_yet_swapping(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_0_12(test, 24);
	m->host->swap_memory(m, 100, &linux01x(m)->swap.device);
	rig_program(test, 1, PROGRAM, 0);
	write_pages(test, 1, 0, 10);
	swap_of(test)->io = 0;
}

static u32 entry_of_page(struct kunit *test, u32 i)
{
	return rig_entry_address(test, RIG_TASK(1) + i * 4096);
}

/* the first page of task 1 that is in memory, or is not */
static u32 page_with(struct kunit *test, u32 present)
{
	u32 i;

	for (i = 0; i < PAGES; i++)
		if (known[1][i] && rig_entry(test, RIG_TASK(1) + i * 4096) % 2 == present)
			break;
	KUNIT_ASSERT_LT(test, i, (u32)PAGES);
	return i;
}

/* ---- what is under way ---- */

static void entry_in_memory(struct kunit *test, struct mm011_op *op)
{
	op->arg[0] = entry_of_page(test, page_with(test, 1));
}

static void swapped_entry(struct kunit *test, struct mm011_op *op)
{
	op->arg[0] = entry_of_page(test, page_with(test, 0));
}

static void swapped_address(struct kunit *test, struct mm011_op *op)
{
	op->arg[0] = page_with(test, 0) * 4096;
	op->len = 4;
}

static void page_to_map(struct kunit *test, struct mm011_op *op)
{
	mm011_switch_to(rig_machine(test), 1);
	op->arg[0] = rig_take(test);
	((struct rig *)test->priv)->held[op->arg[0] / 4096 - 256]--;
}

static void arguments(struct kunit *test, struct mm011_op *op)
{
	char *strings = rig_data(test);

	op->len = 9000;
	memset(strings, 'x', op->len - 1);
	strings[op->len - 1] = 0;
}

static const struct scene {
	const char *what;
	void (*before)(struct kunit *test);
	struct mm011_op op;
	void (*prepare)(struct kunit *test, struct mm011_op *op);
	u32 most;	/* how often it reads and writes at least */
} scenes[] = {
	{ "get_free_page", one_large_task, { .code = MM011_OP_GET_FREE_PAGE }, NULL, 1 },
	{ "pipe", one_large_task, { .code = MM011_OP_PIPE }, NULL, 1 },
	{ "malloc", one_large_task, { .code = MM011_OP_MALLOC, .arg = { 100 } }, NULL, 2 },
	{ "swap_out", one_large_task, { .code = MM011_OP_SWAP_OUT }, NULL, 1 },
	{ "try_to_swap_out", one_large_task, { .code = MM011_OP_TRY_TO_SWAP_OUT },
	  entry_in_memory, 1 },
	{ "swap_in", one_large_task, { .code = MM011_OP_SWAP_IN }, swapped_entry, 2 },
	{ "read", one_large_task, { .code = MM011_OP_READ, .task = 1 }, swapped_address, 2 },
	{ "get_empty_page", one_large_task,
	  { .code = MM011_OP_GET_EMPTY_PAGE, .arg = { RIG_TASK(1) + LARGE } }, NULL, 2 },
	{ "put_page", one_large_task,
	  { .code = MM011_OP_PUT_PAGE, .arg = { 0, RIG_TASK(1) + LARGE } }, page_to_map, 1 },
	{ "put_dirty_page", one_large_task,
	  { .code = MM011_OP_PUT_DIRTY_PAGE, .arg = { 0, RIG_TASK(1) + LARGE } }, page_to_map, 1 },
	{ "do_no_page, empty", one_large_task,
	  { .code = MM011_OP_DO_NO_PAGE, .task = 1, .arg = { 4, RIG_TASK(1) + LARGE } }, NULL, 2 },
	{ "do_no_page, load", a_large_program,
	  { .code = MM011_OP_DO_NO_PAGE, .task = 1, .arg = { 4, RIG_TASK(1) + LARGE } }, NULL, 2 },
	{ "do_no_page, share", a_program_of_two,
	  { .code = MM011_OP_DO_NO_PAGE, .task = 1, .arg = { 4, RIG_TASK(1) + LARGE } }, NULL, 1 },
	{ "un_wp_page", a_family, { .code = MM011_OP_PAGE_FAULT, .task = 2,
	  .arg = { 7, RIG_TASK(2) } }, NULL, 1 },
	{ "verify_area", a_family, { .code = MM011_OP_VERIFY_AREA, .task = 2,
	  .arg = { 0, 4096 } }, NULL, 1 },
	{ "copy_page_tables", one_large_task, { .code = MM011_OP_COPY_PAGE_TABLES,
	  .arg = { RIG_TASK(1), RIG_TASK(3), MM011_TASK_SIZE } }, NULL, 5 },
	{ "fork", one_large_task, { .code = MM011_OP_FORK, .task = 1 }, NULL, 5 },
	{ "exec", a_family, { .code = MM011_OP_EXEC_MADE_UP, .task = 2,
	  .arg = { OTHER_PROGRAM, 0x1000, 0, 0, 1 } }, arguments, 3 },
	{ "exec, an empty task", a_newcomer, { .code = MM011_OP_EXEC_MADE_UP, .task = 3,
	  .arg = { OTHER_PROGRAM, 0x1000, 0, 0, 1 } }, arguments, 4 },
	{ "waitpid", a_dead_child, { .code = MM011_OP_WAITPID, .task = 1,
	  .arg = { 3, 8 } }, NULL, 1 },
	{ "init_swapping", not_yet_swapping, { .code = MM011_OP_INIT_SWAPPING }, NULL, 1 },
};

static void scene_desc(const struct scene *s, char *desc)
{
	strscpy(desc, s->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(scene, scenes, scene_desc);

static void expect_swap_error(struct kunit *test, const struct mm011_op *op, u32 n)
{
	struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ_MSG(test, op->error, -EIO, "failure %u", n);
	KUNIT_EXPECT_EQ_MSG(test, op->outcome, (u32)MM011_SWAP_ERROR, "failure %u", n);
	KUNIT_EXPECT_EQ_MSG(test, op->out[0], m->failed.io, "failure %u", n);
	KUNIT_EXPECT_EQ_MSG(test, op->out[1], m->failed.nr, "failure %u", n);
	KUNIT_EXPECT_LE(test, op->out[0], (u32)MM011_SWAP_IO_WRITE);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SWAP_ERROR], 1ull);
	KUNIT_EXPECT_EQ(test, m->stopped, (u32)MM011_OK);
}

/* what an operation hands over is the test's, and a program that is replaced has gone */
static void account(struct kunit *test, const struct mm011_op *op)
{
	const struct mm011_machine *m = rig_machine(test);
	bool put = op->code == MM011_OP_PUT_PAGE || op->code == MM011_OP_PUT_DIRTY_PAGE;

	if (op->code == MM011_OP_GET_FREE_PAGE && !op->error)
		rig_hold(test, op->ret);
	if (put && op->error)
		rig_hold(test, op->arg[0]);
	if (linux01x(m)->inode[linux01x(m)->task[2].executable].number == OTHER_PROGRAM)
		memset(known[2], 0, sizeof(known[2]));
}

/* Returns whether it failed. */
static bool fail_at(struct kunit *test, const struct scene *s, u32 n)
{
	struct rig *rig = test->priv;
	struct mm011_op op = s->op;

	memset(known, 0, sizeof(known));
	s->before(test);
	if (s->prepare)
		s->prepare(test, &op);
	rig->swap.fail = rig->swap.io + n;
	mm011_op_run(&rig->m, &op, rig_data(test));
	rig->swap.fail = 0;
	account(test, &op);
	if (!rig->m.stat[MM011_STAT_SWAP_ERROR]) {
		KUNIT_EXPECT_EQ(test, op.error, 0);
		return false;
	}
	expect_swap_error(test, &op, n);
	rig_check_ledger(test);
	expect_nothing_lost(test, n);
	rig_check_ledger(test);
	return true;
}

static void each_failure_is_told_and_nothing_lost(struct kunit *test)
{
	const struct scene *s = test->param_value;
	u32 n = 1;

	while (n < 100 && fail_at(test, s, n))
		n++;
	KUNIT_EXPECT_GT(test, n, s->most);
	KUNIT_EXPECT_LT(test, n, 100u);
}

/* ---- and then ---- */

static const struct scene again[] = {
	{ "fork", one_large_task, { .code = MM011_OP_FORK, .task = 1 }, NULL, 0 },
	{ "exec", a_family, { .code = MM011_OP_EXEC_MADE_UP, .task = 2,
	  .arg = { OTHER_PROGRAM, 0x1000, 0, 0, 1 } }, arguments, 0 },
	{ "waitpid", a_dead_child, { .code = MM011_OP_WAITPID, .task = 1,
	  .arg = { 3, 8 } }, NULL, 0 },
	{ "read", one_large_task, { .code = MM011_OP_READ, .task = 1 }, swapped_address, 0 },
	{ "malloc", one_large_task, { .code = MM011_OP_MALLOC, .arg = { 100 } }, NULL, 0 },
};

KUNIT_ARRAY_PARAM(again, again, scene_desc);

/* one failure after the other, at the first, the second, ... I/O: at last it is done */
static void trying_again_helps(struct kunit *test)
{
	const struct scene *s = test->param_value;
	struct rig *rig = test->priv;
	struct mm011_op op;
	u32 n;

	memset(known, 0, sizeof(known));
	s->before(test);
	for (n = 1; n < 100; n++) {
		op = s->op;
		if (s->prepare)
			s->prepare(test, &op);
		rig->swap.fail = rig->swap.io + n;
		mm011_op_run(&rig->m, &op, rig_data(test));
		rig->swap.fail = 0;
		account(test, &op);
		rig_check_ledger(test);
		if (!op.error)
			break;
		KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_SWAP_ERROR);
	}
	KUNIT_EXPECT_GT(test, n, 1u);
	KUNIT_EXPECT_EQ(test, op.error, 0);
	expect_nothing_lost(test, n);
}

/* a failed fork: no child, and the slot is free for the next */
static void a_fork_that_fails_leaves_no_child(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_op op = { .code = MM011_OP_FORK, .task = 1 };
	u32 free;

	memset(known, 0, sizeof(known));
	one_large_task(test);
	free = rig_free_swap(test);
	swap_of(test)->fail = swap_of(test)->io + 4;
	mm011_op_run(m, &op, NULL);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_SWAP_ERROR);
	KUNIT_EXPECT_EQ(test, k->task[2].state, (u32)MM011_TASK_FREE);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 4 * 32), 0u);
	KUNIT_EXPECT_EQ(test, m->asleep | m->unborn, 0ull);
	KUNIT_EXPECT_EQ(test, k->inode[k->task[1].executable].i_count, 1u);
	KUNIT_EXPECT_LE(test, rig_free_swap(test), free + 2);
}

/* a process that only touched its memory lives on */
static void a_page_fault_that_fails_kills_nobody(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = { .code = MM011_OP_READ, .task = 1 };

	memset(known, 0, sizeof(known));
	one_large_task(test);
	swapped_address(test, &op);
	swap_of(test)->fail = swap_of(test)->io + 2;
	mm011_op_run(m, &op, rig_data(test));
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_SWAP_ERROR);
	KUNIT_EXPECT_EQ(test, op.out[0], (u32)MM011_SWAP_IO_READ);
	KUNIT_EXPECT_EQ(test, op.out[1], rig_entry(test, RIG_TASK(1) + op.arg[0]) / 2);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].state, (u32)MM011_TASK_RUNNING);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_EXIT], 0ull);
}

/* the swap page of a failed write is free again, the entry as it was, bit for bit */
static void a_failed_write_leaves_the_entry(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 entry, address, ret, free;

	memset(known, 0, sizeof(known));
	one_large_task(test);
	address = entry_of_page(test, page_with(test, 1));
	entry = mm011_read32(m, address) & ~0x2u;
	mm011_write32(m, address, entry);
	free = rig_free_swap(test);
	swap_of(test)->fail = swap_of(test)->io + 1;
	KUNIT_EXPECT_EQ(test, mm011_try_to_swap_out(m, address, &ret), -MM011_E_SWAP);
	KUNIT_EXPECT_EQ(test, ret, 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, address), entry);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), free);
	KUNIT_EXPECT_EQ(test, m->failed.io, (u32)MM011_SWAP_IO_WRITE);
}

/* the page for descriptors came, the one for objects did not */
static void a_failed_malloc_forgets_no_descriptor(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 object, bdesc, n = 0;

	memset(known, 0, sizeof(known));
	one_large_task(test);
	swap_of(test)->fail = swap_of(test)->io + 2;
	KUNIT_EXPECT_EQ(test, mm011_malloc(m, 100, &object), -MM011_E_SWAP);
	for (bdesc = linux01x(m)->free_bucket_desc; bdesc; bdesc = mm011_read32(m, bdesc + 4))
		n++;
	KUNIT_EXPECT_EQ(test, n, 4096u / 16);
}

/* a device that does not tell its size has no page at all */
static void a_device_without_a_size_is_not_read(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr;

	rig_0_12(test, 16);
	m->host->swap_memory(m, MM011_NO_SIZE, &linux01x(m)->swap.device);
	rig_task(test, 1);
	mm011_switch_to(m, 1);
	rig_leak(test, rig_map(test, RIG_TASK(1)));
	mm011_write32(m, rig_entry_address(test, RIG_TASK(1)), 2 * (RIG_SWAP + 1));
	rig_watch(test);
	KUNIT_EXPECT_GT(test, mm011_fork(m, &nr), 0);
	KUNIT_EXPECT_EQ(test, rig_message(test), (u32)MM011_MSG_BEYOND_DEVICE);
	KUNIT_EXPECT_EQ(test, swap_of(test)->io, 0u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0), 0u);
}

static struct kunit_case swap_error_cases[] = {
	KUNIT_CASE_PARAM(each_failure_is_told_and_nothing_lost, scene_gen_params),
	KUNIT_CASE_PARAM(trying_again_helps, again_gen_params),
	KUNIT_CASE(a_fork_that_fails_leaves_no_child),
	KUNIT_CASE(a_page_fault_that_fails_kills_nobody),
	KUNIT_CASE(a_failed_write_leaves_the_entry),
	KUNIT_CASE(a_failed_malloc_forgets_no_descriptor),
	KUNIT_CASE(a_device_without_a_size_is_not_read),
	{}
};

struct kunit_suite mm011_swap_error_suite = {
	.name = "mm011_swap_error",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = swap_error_cases,
};
