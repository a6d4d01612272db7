// SPDX-License-Identifier: GPL-2.0
/*
 * Where has a machine stopped, and over what? Page, entry and linear address are told as
 * far as somebody on the way knows them, and an event says it once.
 */

#include "rig.h"

#define NONE		MM011_NO_ADDR
#define TABLE		0xffe000u	/* of task 1: see two_tables() */
#define PTE		(TABLE + 4)
#define DIR		(4 * 16u)	/* task 1's first directory entry */
#define NOWHERE		0x1000007u	/* what leads to the first byte behind memory */
#define FREE		0x800007u	/* to a page that is free, and all zeros */
#define LAST		0xffc00000u	/* what the last directory entry maps */
#define BEHIND		0x1000u		/* the first that 0.11 takes for one behind it */
#define TWO		0x800000u	/* bytes of two page tables */
#define HERE		RIG_TASK(1)
#define THERE		RIG_TASK(2)

#define FREE_TABLES(from, size)	\
	{ .code = MM011_OP_FREE_PAGE_TABLES, .arg = { from, size } }
#define COPY_TABLES(from, to, size)	\
	{ .code = MM011_OP_COPY_PAGE_TABLES, .arg = { from, to, size } }

/* one or two words written by hand, an operation, and over what it stops */
static const struct stop {
	const char *what;
	u32 at[2];
	u32 word[2];
	struct mm011_op op;
	u32 why;
	u32 page;
	u32 ptep;
	u32 linear;
} stops[] = {
	{ "free: a free page", { PTE }, { FREE }, FREE_TABLES(HERE, TWO),
	  MM011_PANIC, 0x800000, PTE, HERE + 0x1000 },
	{ "free: no such page", { TABLE + 4092 }, { 0xfffff007 }, FREE_TABLES(HERE, TWO),
	  MM011_PANIC, 0xfffff000, TABLE + 4092, HERE + 0x3ff000 },
	{ "free: a free table", { DIR + 4 }, { FREE }, FREE_TABLES(HERE, TWO),
	  MM011_PANIC, 0x800000, DIR + 4, HERE + 0x400000 },
	{ "free: a table nowhere", { DIR + 4 }, { NOWHERE }, FREE_TABLES(HERE, TWO),
	  MM011_FAULT, 0x1000000, DIR + 4, HERE + 0x400000 },
	{ "free: the last free table", { 4092 }, { FREE }, FREE_TABLES(LAST, TWO),
	  MM011_PANIC, 0x800000, 4092, LAST },
	{ "free: a free table behind the directory", { BEHIND }, { FREE }, FREE_TABLES(LAST, TWO),
	  MM011_PANIC, 0x800000, BEHIND, NONE },
	{ "free: a table nowhere behind it", { BEHIND }, { NOWHERE }, FREE_TABLES(LAST, TWO),
	  MM011_FAULT, 0x1000000, BEHIND, NONE },
	{ "free: a free page behind it", { BEHIND, 0x30004 }, { 0x30007, FREE },
	  FREE_TABLES(LAST, TWO), MM011_PANIC, 0x800000, 0x30004, NONE },
	{ "free: wrong alignment", { 0 }, { 0 }, FREE_TABLES(HERE + 1, TWO),
	  MM011_PANIC, NONE, NONE, HERE + 1 },
	{ "free: the swapper", { 0 }, { 0 }, FREE_TABLES(0, TWO), MM011_PANIC, NONE, NONE, 0 },
	{ "copy: from a table nowhere", { DIR + 4 }, { NOWHERE }, COPY_TABLES(HERE, THERE, TWO),
	  MM011_FAULT, 0x1000000, DIR + 4, HERE + 0x400000 },
	{ "copy: from the last, nowhere", { 4092 }, { NOWHERE }, COPY_TABLES(LAST, THERE, TWO),
	  MM011_FAULT, 0x1000000, 4092, LAST },
	{ "copy: from nowhere behind the directory", { BEHIND }, { NOWHERE },
	  COPY_TABLES(LAST, THERE, TWO), MM011_FAULT, 0x1000000, BEHIND, NONE },
	{ "copy: to what exists", { DIR + 68 }, { FREE }, COPY_TABLES(HERE, THERE, TWO),
	  MM011_PANIC, NONE, NONE, THERE + 0x400000 },
	{ "copy: to the last", { 4092 }, { FREE }, COPY_TABLES(THERE, LAST, TWO),
	  MM011_PANIC, NONE, NONE, LAST },
	{ "copy: to what is behind it", { 0 }, { 0 }, COPY_TABLES(THERE, LAST, TWO),
	  MM011_PANIC, NONE, NONE, NONE },
	{ "copy: from, wrong alignment", { 0 }, { 0 }, COPY_TABLES(HERE + 1, THERE + 2, TWO),
	  MM011_PANIC, NONE, NONE, HERE + 1 },
	{ "copy: to, wrong alignment", { 0 }, { 0 }, COPY_TABLES(HERE, THERE + 2, TWO),
	  MM011_PANIC, NONE, NONE, THERE + 2 },
	{ "put_page: a table nowhere", { DIR + 4 }, { NOWHERE },
	  { .code = MM011_OP_PUT_PAGE, .arg = { 0x700000, HERE + 0x400000 } },
	  MM011_FAULT, 0x1000000, NONE, NONE },
	{ "un_wp_page: a page nowhere", { PTE }, { NOWHERE - 2 },
	  { .code = MM011_OP_UN_WP_PAGE, .arg = { PTE } }, MM011_FAULT, 0x1000000, PTE, NONE },
	{ "try_to_share: something is there", { DIR + 64, 0x30004 }, { 0x30007, 1 },
	  { .code = MM011_OP_TRY_TO_SHARE, .task = 2, .arg = { 0x1000, 1 } },
	  MM011_PANIC, 0xffd000, 0x30004, THERE + 0x1000 },
	{ "free_page", { 0 }, { 0 }, { .code = MM011_OP_FREE_PAGE, .arg = { 0x800123 } },
	  MM011_PANIC, 0x800000, NONE, NONE },
	{ "free_page: the last address", { 0 }, { 0 },
	  { .code = MM011_OP_FREE_PAGE, .arg = { 0xffffffff } },
	  MM011_PANIC, 0xfffff000, NONE, NONE },
	{ "free_s", { 0 }, { 0 }, { .code = MM011_OP_FREE_S, .arg = { 0x800010 } },
	  MM011_PANIC, 0x800000, NONE, NONE },
	{ "malloc", { 0 }, { 0 }, { .code = MM011_OP_MALLOC, .arg = { 4097 } },
	  MM011_PANIC, NONE, NONE, NONE },
	/* whoever walks knows the address, whatever the handler knows */
	{ "a page fault", { PTE }, { NOWHERE - 2 },
	  { .code = MM011_OP_WRITE, .task = 1, .arg = { 0x1234 }, .len = 1 },
	  MM011_FAULT, 0x1000000, PTE, HERE + 0x1234 },
};

/* 0.12 alone */
static const struct stop swap_stops[] = {
	{ "swap_out: a table nowhere", { DIR }, { NOWHERE }, { .code = MM011_OP_SWAP_OUT },
	  MM011_FAULT, 0x1000000, DIR, HERE },
	{ "swap_out: the next table", { DIR, DIR + 4 }, { 0, NOWHERE },
	  { .code = MM011_OP_SWAP_OUT }, MM011_FAULT, 0x1000000, DIR + 4, HERE + 0x400000 },
	{ "swap_out: a page that is free", { TABLE, PTE }, { 0, FREE },
	  { .code = MM011_OP_SWAP_OUT }, MM011_PANIC, 0x800000, PTE, HERE + 0x1000 },
	{ "swap_in: no entry", { 0 }, { 0 }, { .code = MM011_OP_SWAP_IN, .arg = { 0x1000000 } },
	  MM011_FAULT, 0x1000000, NONE, NONE },
};

static void stop_desc(const struct stop *s, char *desc)
{
	strscpy(desc, s->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(stop, stops, stop_desc);
KUNIT_ARRAY_PARAM(swap_stop, swap_stops, stop_desc);

/* task 1 has pages 0xfff000 at 0 and 0xffd000 at 0x1000, task 2 has none */
static struct mm011_machine *two_pages(struct kunit *test)
{
	rig_task(test, 1);
	rig_task(test, 2);
	rig_map(test, HERE);
	rig_map(test, HERE + 0x1000);
	return rig_machine(test);
}

static void expect_about(struct kunit *test, u32 page, u32 ptep, u32 linear, u32 task)
{
	const struct mm011_about *about = &rig_machine(test)->about;

	KUNIT_EXPECT_EQ(test, about->page, page);
	KUNIT_EXPECT_EQ(test, about->ptep, ptep);
	KUNIT_EXPECT_EQ(test, about->linear, linear);
	KUNIT_EXPECT_EQ(test, about->task, task);
}

/* of all that has been told the last, and nothing before, says over what it stopped */
static void expect_one_panic_event(struct kunit *test, const struct mm011_op *op)
{
	struct rig *rig = test->priv;
	struct mm011_event *e = rig->m.event;
	u32 last = rig->m.event_seq - 1, i;

	KUNIT_ASSERT_LT(test, rig->m.event_seq, (u64)MM011_NR_EVENTS);
	for (i = op->first_event; i < last; i++)
		KUNIT_EXPECT_NE(test, e[i].type, (u32)MM011_EV_PANIC);
	KUNIT_EXPECT_EQ(test, e[last].type, (u32)MM011_EV_PANIC);
	KUNIT_EXPECT_EQ(test, e[last].a, rig->m.about.page);
	KUNIT_EXPECT_EQ(test, e[last].b, rig->m.about.ptep);
	KUNIT_EXPECT_EQ(test, e[last].c, rig->m.about.linear);
}

static void stop_it(struct kunit *test, const struct stop *s)
{
	struct mm011_machine *m = two_pages(test);
	struct mm011_op op = s->op;
	u32 i;

	rig_no_ledger(test, "entries written by hand");
	for (i = 0; i < ARRAY_SIZE(s->at) && (s->at[i] || s->word[i]); i++)
		mm011_write32(m, s->at[i], s->word[i]);
	m->event_seq = 0;
	op.flags |= MM011_OPF_EVENTS;
	mm011_op_run(m, &op, rig_data(test));
	KUNIT_EXPECT_EQ(test, op.outcome, s->why);
	KUNIT_EXPECT_EQ(test, m->stopped, s->why);
	KUNIT_EXPECT_EQ(test, m->stopped_at, s->why == MM011_FAULT ? s->page : 0);
	expect_about(test, s->page, s->ptep, s->linear, s->op.task);
	expect_one_panic_event(test, &op);
	mm011_revive(m);
}

static void it_is_told_over_what_0_11_stops(struct kunit *test)
{
	stop_it(test, test->param_value);
}

static void it_is_told_over_what_0_12_stops(struct kunit *test)
{
	rig_0_12(test, 0);
	stop_it(test, test->param_value);
}

static void it_is_told_over_what_swapping_stops(struct kunit *test)
{
	rig_0_12(test, 0);
	linux01x(rig_machine(test))->swap.bitmap = 0x90000;
	stop_it(test, test->param_value);
}

/* ---- the event ---- */

static struct mm011_op watched(struct kunit *test, u16 code, u32 task, u32 a, u32 len)
{
	struct mm011_op op = { .code = code, .flags = MM011_OPF_EVENTS, .task = task,
			       .arg = { a }, .len = len };

	rig_machine(test)->event_seq = 0;
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op;
}

/* what works while a machine stands still has not stopped it */
static void a_stop_is_told_once(struct kunit *test)
{
	static const u16 codes[] = {
		MM011_OP_NONE, MM011_OP_PEEK32, MM011_OP_PHYS_READ, MM011_OP_REVIVE
	};
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = watched(test, MM011_OP_FREE_PAGE, 0, 0x800000, 0);
	u32 i;

	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_PANIC);
	KUNIT_EXPECT_EQ(test, op.events, 2u);
	expect_one_panic_event(test, &op);
	for (i = 0; i < ARRAY_SIZE(codes); i++) {
		op = watched(test, codes[i], 0, 0, 0);
		KUNIT_EXPECT_EQ(test, op.error, 0);
		KUNIT_EXPECT_EQ(test, op.events, 1u);
		KUNIT_EXPECT_EQ(test, m->event[0].type, (u32)MM011_EV_OP);
	}
}

/* the end of a task that ran out of memory may itself stop the machine: task 0's does */
static void a_stop_in_the_end_of_a_task_is_told(struct kunit *test)
{
	struct mm011_op op;

	rig_small(test, 1);
	rig_leave(test, 0);
	op = watched(test, MM011_OP_PAGE_FAULT, 0, 4, 0);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_PANIC);
	expect_one_panic_event(test, &op);
	expect_about(test, NONE, NONE, 0, 0);
	mm011_revive(rig_machine(test));
}

/* while it slept others have stopped the machine, which is then switched off */
static int called_off(struct mm011_machine *m, const struct mm011_swap_request *request)
{
	mm011_panic(m, "by others");
	return -ECANCELED;
}

static void what_is_called_off_tells_of_no_stop(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	const struct mm011_host *host = m->host;
	struct mm011_host switched_off = *host;
	struct mm011_op op = { .code = MM011_OP_SWAP_IN, .arg = { 0x90000 },
			       .flags = MM011_OPF_EVENTS | MM011_OPF_SLEEP };

	rig_no_ledger(test, "it leaves what it has taken");
	rig_swapping(test, 0, 24);
	mm011_write32(m, 0x90000, 2);
	switched_off.sleep = called_off;
	m->host = &switched_off;
	m->event_seq = 0;
	mm011_op_run(m, &op, rig_data(test));
	m->host = host;
	KUNIT_EXPECT_EQ(test, op.error, -ECANCELED);
	KUNIT_EXPECT_EQ(test, op.events, 5u);
	KUNIT_EXPECT_EQ(test, m->event[0].type, (u32)MM011_EV_OP);
	KUNIT_EXPECT_EQ(test, m->event[3].type, (u32)MM011_EV_SLEEP);
	KUNIT_EXPECT_EQ(test, m->event[4].type, (u32)MM011_EV_WAKE);
	mm011_revive(m);
}

static struct kunit_case stop_cases[] = {
	KUNIT_CASE_PARAM(it_is_told_over_what_0_11_stops, stop_gen_params),
	KUNIT_CASE_PARAM(it_is_told_over_what_0_12_stops, stop_gen_params),
	KUNIT_CASE_PARAM(it_is_told_over_what_swapping_stops, swap_stop_gen_params),
	KUNIT_CASE(a_stop_is_told_once),
	KUNIT_CASE(a_stop_in_the_end_of_a_task_is_told),
	KUNIT_CASE(what_is_called_off_tells_of_no_stop),
	{}
};

struct kunit_suite mm011_stop_suite = {
	.name = "mm011_stop",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = stop_cases,
};
