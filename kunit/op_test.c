// SPDX-License-Identifier: GPL-2.0
/*
 * What does each operation do with its arguments, and which are refused?
 */

#include "rig.h"

/* as it comes from outside: checked, then done; the error of either */
static int do_op(struct kunit *test, struct mm011_op *op)
{
	int err = mm011_op_validate(op);

	if (err)
		return err;
	mm011_op_run(rig_machine(test), op, rig_data(test));
	return op->error;
}

/* with up to three arguments, and what it returned */
static struct mm011_op op3(struct kunit *test, u16 code, u32 task, u32 a, u32 b, u32 c)
{
	struct mm011_op op = { .code = code, .task = task, .arg = { a, b, c } };

	do_op(test, &op);
	return op;
}

static u32 ret(struct kunit *test, u16 code, u32 task, u32 a, u32 b, u32 c)
{
	struct mm011_op op = op3(test, code, task, a, b, c);

	KUNIT_EXPECT_EQ(test, op.error, 0);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OK);
	return op.ret;
}

/* task 1 runs program 5, task 2 is its child, task 3 a zombie of task 1 */
static void family(struct kunit *test)
{
	rig_fork(test, 0);
	rig_exec(test, 1, 5, 0x3000, 0x1000, 0x1000);
	rig_poke(test, 1, 0x8000, 0x1234);
	rig_fork(test, 1);
	rig_fork(test, 1);
	mm011_switch_to(rig_machine(test), 3);
	mm011_do_exit(rig_machine(test), 0x2a00);
}

/* ---- the table ---- */

static u32 words(const char *s)
{
	u32 n = 0;

	for ( ; *s; s++)
		n += *s != ' ' && (s[1] == ' ' || !s[1]);
	return n;
}

static void each_operation_has_a_name_and_arguments(struct kunit *test)
{
	const struct mm011_op_row *row, *other;
	u32 code, k;

	for (code = 0; mm011_op_more(&code); code++) {
		row = mm011_op_row(code);
		KUNIT_ASSERT_NOT_NULL(test, row);
		KUNIT_ASSERT_NOT_NULL(test, row->name);
		KUNIT_EXPECT_EQ_MSG(test, words(row->args), (u32)row->nargs, "%s", row->name);
		KUNIT_EXPECT_TRUE(test, row->nargs <= 8);
		for (k = 0; mm011_op_more(&k); k++) {
			other = mm011_op_row(k);
			KUNIT_EXPECT_EQ(test, !strcmp(row->name, other->name), k == code);
		}
	}
	KUNIT_EXPECT_NULL(test, mm011_op_row(MM011_OP_MAX));
	KUNIT_EXPECT_NULL(test, mm011_op_row(~0u));
}

/* only a task that runs in user mode or enters the kernel dies of oom() */
static void a_process_is_a_task(struct kunit *test)
{
	const struct mm011_op_row *row;
	u32 code;

	for (code = 0; mm011_op_more(&code); code++) {
		row = mm011_op_row(code);
		KUNIT_EXPECT_TRUE_MSG(test, row->needs_task || !row->kills_task, "%s", row->name);
	}
}

/* ---- what is no operation ---- */

static const struct bad {
	const char *what;
	struct mm011_op op;
	int err;
} bads[] = {
	{ "none", { 0 }, 0 },
	{ "revive", { .code = MM011_OP_REVIVE }, 0 },
	{ "no code", { .code = MM011_OP_MAX }, -EINVAL },
	{ "all bits", { .code = 0xffff }, -EINVAL },
	{ "flags of all", { .flags = MM011_OPF_CRC | MM011_OPF_CRC_NOAD | MM011_OPF_EVENTS }, 0 },
	{ "unknown flag", { .flags = 0x100 }, -EINVAL },
	{ "sleep", { .flags = MM011_OPF_SLEEP }, 0 },
	{ "sleep of a read", { .code = MM011_OP_READ, .flags = MM011_OPF_SLEEP }, -EINVAL },
	{ "sleep of an exec", { .code = MM011_OP_EXEC, .flags = MM011_OPF_SLEEP }, -EINVAL },
	{ "sleep of a wake", { .code = MM011_OP_WAKE, .flags = MM011_OPF_SLEEP }, -EINVAL },
	{ "two steps of a fork", { .code = MM011_OP_FORK, .flags = MM011_OPF_TWO_STEP }, -EINVAL },
	{ "two steps", { .code = MM011_OP_DO_NO_PAGE, .flags = MM011_OPF_TWO_STEP }, 0 },
	{ "supervisor reads", { .code = MM011_OP_READ, .flags = MM011_OPF_SUPERVISOR }, 0 },
	{ "supervisor writes", { .code = MM011_OP_WRITE, .flags = MM011_OPF_SUPERVISOR }, 0 },
	{ "supervisor forks", { .code = MM011_OP_FORK, .flags = MM011_OPF_SUPERVISOR }, -EINVAL },
	{ "read of code", { .code = MM011_OP_READ, .flags = MM011_OPF_CODE }, 0 },
	{ "write to code", { .code = MM011_OP_WRITE, .flags = MM011_OPF_CODE }, -EINVAL },
	{ "no status", { .code = MM011_OP_WAITPID, .flags = MM011_OPF_NO_STATUS }, 0 },
	{ "no status of a pipe", { .code = MM011_OP_PIPE, .flags = MM011_OPF_NO_STATUS }, -EINVAL },
	{ "an argument too many", { .code = MM011_OP_FREE_PAGE, .arg = { 1, 1 } }, -EINVAL },
	{ "the last argument", { .code = MM011_OP_GET_FREE_PAGE, .arg = { [7] = 1 } }, -EINVAL },
	{ "eight arguments", { .code = MM011_OP_SET_TASK, .arg = { [7] = 1 } }, 0 },
	{ "data for none", { .code = MM011_OP_FORK, .len = 1 }, -EINVAL },
	{ "an address for none", { .code = MM011_OP_FORK, .data = 1 }, -EINVAL },
	{ "much data", { .code = MM011_OP_WRITE, .len = MM011_MAX_DATA }, 0 },
	{ "too much data", { .code = MM011_OP_WRITE, .len = MM011_MAX_DATA + 1 }, -E2BIG },
	{ "far too much", { .code = MM011_OP_PHYS_READ, .len = ~0u }, -E2BIG },
	{ "room for calc_mem", { .code = MM011_OP_CALC_MEM, .len = 2048 }, 0 },
	{ "little room for it", { .code = MM011_OP_CALC_MEM, .len = 2047 }, -EINVAL },
	{ "much room for it", { .code = MM011_OP_CALC_MEM, .len = 2049 }, -EINVAL },
	{ "a mem_map", { .code = MM011_OP_LOAD_MEM_MAP, .len = 3840 }, 0 },
	{ "a short mem_map", { .code = MM011_OP_LOAD_MEM_MAP, .len = 3839 }, -EINVAL },
	{ "a long mem_map", { .code = MM011_OP_LOAD_MEM_MAP, .len = 3841 }, -EINVAL },
	{ "a task", { .code = MM011_OP_LOAD_TASK, .len = sizeof(struct mm011_task_info) }, 0 },
	{ "no task", { .code = MM011_OP_LOAD_TASK }, -EINVAL },
};

static void bad_desc(const struct bad *b, char *desc)
{
	strscpy(desc, b->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(bad, bads, bad_desc);

static void what_is_no_operation_is_refused(struct kunit *test)
{
	const struct bad *b = test->param_value;

	KUNIT_EXPECT_EQ(test, mm011_op_validate(&b->op), b->err);
}

/* ---- what is refused, and changes nothing ---- */

static const struct refused {
	const char *what;
	struct mm011_op op;
	int err;	/* 0: not refused */
} refuseds[] = {
	{ "set_ad behind memory", { .code = MM011_OP_SET_AD, .arg = { 0xfffffc + 1 } }, -EINVAL },
	{ "set_ad behind 4 GB", { .code = MM011_OP_SET_AD, .arg = { 0xfffffffc } }, -EINVAL },
	{ "map without a program", { .code = MM011_OP_DO_NO_PAGE_MAP, .arg = { 0x800000 } },
	  -EINVAL },
	{ "sharing with nobody", { .code = MM011_OP_TRY_TO_SHARE, .task = 1, .arg = { 0, 9 } },
	  -EINVAL },
	{ "sharing with task 64", { .code = MM011_OP_TRY_TO_SHARE, .task = 1, .arg = { 0, 64 } },
	  -EINVAL },
	{ "sharing with all bits", { .code = MM011_OP_TRY_TO_SHARE, .task = 1, .arg = { 0, ~0u } },
	  -EINVAL },
	{ "a string too few", { .code = MM011_OP_EXEC_MADE_UP, .task = 1, .arg = { 5, [4] = 3 },
	  .len = 8 }, -EINVAL },
	{ "a string too many", { .code = MM011_OP_EXEC_MADE_UP, .task = 1, .arg = { 5, [4] = 1 },
	  .len = 8 }, -EINVAL },
	{ "a string without end", { .code = MM011_OP_EXEC_MADE_UP, .task = 1,
	  .arg = { 5, [4] = 2 }, .len = 7 }, -EINVAL },
	{ "strings that are not there", { .code = MM011_OP_EXEC_MADE_UP, .task = 1,
	  .arg = { 5, [4] = 1 } }, -EINVAL },
	{ "counts that wrap", { .code = MM011_OP_EXEC_MADE_UP, .task = 1,
	  .arg = { 5, [4] = ~0u, [5] = 3 }, .len = 8 }, -EINVAL },
	{ "no inode", { .code = MM011_OP_EXEC_MADE_UP, .task = 1 }, -EINVAL },
	{ "too large a program", { .code = MM011_OP_EXEC_MADE_UP, .task = 1,
	  .arg = { 5, 0x3000000, 1 } }, -EINVAL },
	{ "a program that wraps", { .code = MM011_OP_EXEC_MADE_UP, .task = 1,
	  .arg = { 5, ~0u, 1, 1 } }, -EINVAL },
	{ "strings of a file", { .code = MM011_OP_EXEC, .task = 1, .arg = { 0, 1 }, .len = 8 },
	  -EINVAL },
	{ "waiting for 0", { .code = MM011_OP_WAITPID, .task = 1 }, -EINVAL },
	{ "waiting for a group", { .code = MM011_OP_WAITPID, .task = 1, .arg = { -2u } },
	  -EINVAL },
	{ "waiting for a group with a status", { .code = MM011_OP_WAITPID, .task = 1,
	  .arg = { -2u, 0x8000 } }, -EINVAL },
	{ "waiting for the smallest number", { .code = MM011_OP_WAITPID, .task = 1,
	  .arg = { 0x80000000 } }, -EINVAL },
	{ "a word across the end", { .code = MM011_OP_PEEK32, .arg = { 0xfffffd } }, -EINVAL },
	{ "a word behind the end", { .code = MM011_OP_PEEK32, .arg = { ~0u } }, -EINVAL },
	{ "poke across the end", { .code = MM011_OP_POKE32, .arg = { 0xfffffd } }, -EINVAL },
	{ "bytes across the end", { .code = MM011_OP_PHYS_READ, .arg = { 0xffffff }, .len = 2 },
	  -EINVAL },
	{ "write across the end", { .code = MM011_OP_PHYS_WRITE, .arg = { 0xffffff }, .len = 2 },
	  -EINVAL },
	{ "write behind the end", { .code = MM011_OP_PHYS_WRITE, .arg = { ~0u }, .len = 2 },
	  -EINVAL },
	{ "set_task 64", { .code = MM011_OP_SET_TASK, .task = 64 }, -EINVAL },
	{ "set_task of all bits", { .code = MM011_OP_SET_TASK, .task = ~0u }, -EINVAL },
	{ "i_count of 17 bits", { .code = MM011_OP_SET_I_COUNT, .task = 1, .arg = { 0x10000 } },
	  -EINVAL },
	{ "a count below 1 MB", { .code = MM011_OP_SET_COUNT, .arg = { 0xfffff, 1 } }, -EINVAL },
	{ "a count behind memory", { .code = MM011_OP_SET_COUNT, .arg = { 0x1000000, 1 } },
	  -EINVAL },
	{ "a count of 9 bits", { .code = MM011_OP_SET_COUNT, .arg = { 0x100000, 0x100 } },
	  -EINVAL },
	{ "i_count of no program", { .code = MM011_OP_SET_I_COUNT, .arg = { 2 } }, -EINVAL },
};

static void refused_desc(const struct refused *r, char *desc)
{
	strscpy(desc, r->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(refused, refuseds, refused_desc);

static void refused_changes_nothing(struct kunit *test)
{
	const struct refused *r = test->param_value;
	struct mm011_op op = r->op;
	u32 crc;

	family(test);
	memcpy(rig_data(test), "ls\0-lax", 8);
	crc = mm011_checksum_machine(rig_machine(test));
	op.ret = 0xee;
	op.out[0] = 0xee;
	op.out[1] = 0xee;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), r->err);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_REFUSED);
	KUNIT_EXPECT_EQ(test, op.ret | op.out[0] | op.out[1], 0u);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(rig_machine(test)), crc);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_OPS], 0ull);
}

/* the same, just within */
static const struct refused accepteds[] = {
	{ "mem_init of all memory", { .code = MM011_OP_MEM_INIT,
	  .arg = { 0x1000000, 0x1000000 } } },
	{ "mem_init from 1 MB", { .code = MM011_OP_MEM_INIT, .arg = { 0x100000 } } },
	{ "the last entry", { .code = MM011_OP_SET_AD, .arg = { 0xfffffc } } },
	{ "the last word", { .code = MM011_OP_PEEK32, .arg = { 0xfffffc } } },
	{ "the last byte", { .code = MM011_OP_PHYS_READ, .arg = { 0xffffff }, .len = 1 } },
	{ "nothing at the end", { .code = MM011_OP_PHYS_WRITE, .arg = { 0x1000000 } } },
	{ "waiting for any", { .code = MM011_OP_WAITPID, .flags = MM011_OPF_NO_STATUS, .task = 1,
	  .arg = { ~0u } } },
	{ "the largest program", { .code = MM011_OP_EXEC_MADE_UP, .task = 1,
	  .arg = { 5, 0x1000000, 0x1000000, 0x1000000 } } },
	{ "two strings", { .code = MM011_OP_EXEC_MADE_UP, .task = 1,
	  .arg = { 5, 0x1000, [4] = 1, [5] = 1 }, .len = 8 } },
	{ "an empty string", { .code = MM011_OP_EXEC_MADE_UP, .task = 1,
	  .arg = { 5, 0x1000, [4] = 0, [5] = 1 }, .len = 3 } },
	{ "set_task 63", { .code = MM011_OP_SET_TASK, .task = 63, .arg = { 63 * 0x4000000u } } },
};

KUNIT_ARRAY_PARAM(accepted, accepteds, refused_desc);

static void what_is_just_right_is_done(struct kunit *test)
{
	const struct refused *a = test->param_value;
	struct mm011_op op = a->op;

	rig_no_ledger(test, "mem_init() anew");
	family(test);
	memcpy(rig_data(test), "ls\0-lax", 8);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_OPS], 1ull);
}

/* ---- strings of an exec ---- */

static const struct strings {
	const char *what;
	char data[8];
	u32 len;
	u32 argc;
	u32 envc;
	int err;
} stringses[] = {
	{ "none", "", 0, 0, 0, 0 },
	{ "an empty one", "", 1, 1, 0, 0 },
	{ "one that nobody counts", "", 1, 0, 0, -EINVAL },
	{ "two empty ones", "", 2, 1, 1, 0 },
	{ "an empty one first", "\0a", 3, 2, 0, 0 },
	{ "an empty one last", "a", 3, 0, 2, 0 },
	{ "one without end", "a\0bcd", 5, 1, 0, -EINVAL },
	{ "one without any end", "abc", 3, 1, 0, -EINVAL },
	{ "one too many", "a\0b", 4, 1, 0, -EINVAL },
	{ "one too few", "a\0b", 4, 2, 1, -EINVAL },
};

static void strings_desc(const struct strings *s, char *desc)
{
	strscpy(desc, s->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(strings, stringses, strings_desc);

static void strings_are_counted(struct kunit *test)
{
	const struct strings *s = test->param_value;
	struct mm011_op op = { .code = MM011_OP_EXEC_MADE_UP, .task = 1, .len = s->len,
			       .arg = { 9, 0x1000, [4] = s->argc, [5] = s->envc } };

	rig_task(test, 1);
	memcpy(rig_data(test), s->data, sizeof(s->data));
	KUNIT_EXPECT_EQ(test, do_op(test, &op), s->err);
	if (s->err)
		return;
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, op.ret), s->argc);
	/* the first pointer, if any, is that of the first string */
	if (s->argc)
		KUNIT_EXPECT_EQ(test, rig_peek(test, 1, op.ret + 12), 0x3fffffc - s->len);
}

/* an operation that is well-formed: some take data of one length alone */
static struct mm011_op some_op(u16 code)
{
	static const u32 lens[] = {
		0, 1024 * 2, 3840, sizeof(struct mm011_task_info), sizeof(struct mm011_show_mem),
		4096, sizeof(struct mm011_zones), sizeof(struct mm011_pressure),
		sizeof(struct mm011_mm24), sizeof(struct mm011_file24),
		sizeof(struct mm011_tables24), sizeof(struct mm011_asked24),
		sizeof(struct mm011_lru24)
	};
	struct mm011_op op = { .code = code };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(lens); i++) {
		op.len = lens[i];
		if (!mm011_op_validate(&op))
			break;
	}
	return op;
}

static void no_such_task_is_esrch(struct kunit *test)
{
	static const u32 nobody[] = { 3, 4, 63, 64, 0x7fffffff, ~0u };
	struct mm011_op op;
	u32 code, i, crc;

	family(test);
	crc = mm011_checksum_machine(rig_machine(test));
	for (code = 0; mm011_op_more(&code); code++)
		for (i = 0; mm011_op_row(code)->needs_task && i < ARRAY_SIZE(nobody); i++) {
			op = some_op(code);
			op.task = nobody[i];
			KUNIT_EXPECT_EQ_MSG(test, do_op(test, &op), -ESRCH, "%s",
					    mm011_op_row(code)->name);
			KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_REFUSED);
		}
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(rig_machine(test)), crc);
}

static void who_needs_a_task_is_known(struct kunit *test)
{
	static const u8 needy[] = {
		MM011_OP_DO_WP_PAGE, MM011_OP_DO_NO_PAGE, MM011_OP_DO_NO_PAGE_MAP,
		MM011_OP_SHARE_PAGE, MM011_OP_TRY_TO_SHARE, MM011_OP_PAGE_FAULT, MM011_OP_FORK,
		MM011_OP_EXEC, MM011_OP_EXEC_MADE_UP, MM011_OP_EXIT, MM011_OP_WAITPID,
		MM011_OP_BRK, MM011_OP_VERIFY_AREA, MM011_OP_READ, MM011_OP_WRITE,
		MM011_OP_TASK_GONE, MM011_OP_SET_I_COUNT, MM011_OP_USELIB,
		MM011_OP_USELIB_MADE_UP, MM011_OP_SET_LIBRARY,
	};
	u32 i, code, n = 0;

	for (i = 0; i < ARRAY_SIZE(needy); i++)
		KUNIT_EXPECT_TRUE(test, mm011_op_row(needy[i])->needs_task);
	for (code = 0; mm011_op_more(&code); code++)
		n += mm011_op_row(code)->needs_task;
	KUNIT_EXPECT_EQ(test, n, (u32)ARRAY_SIZE(needy));
}

/* ---- a machine that stands still ---- */

static void a_stopped_machine_answers_little(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op;
	u32 code, crc;
	bool works;

	family(test);
	mm011_panic(m, "for a test");
	crc = mm011_checksum_machine(m);
	for (code = 0; mm011_op_more(&code); code++) {
		if (code == MM011_OP_REVIVE)
			continue;
		op = some_op(code);
		op.task = 1;
		if (code == MM011_OP_SWAP_READ)		/* 0.11 has none */
			continue;
		works = code == MM011_OP_NONE || code == MM011_OP_PHYS_READ ||
			code == MM011_OP_PEEK32;
		KUNIT_EXPECT_EQ_MSG(test, do_op(test, &op), works ? 0 : -ENOTRECOVERABLE,
				    "%s", mm011_op_row(code)->name);
		KUNIT_EXPECT_EQ(test, op.outcome, (u32)(works ? MM011_OK : MM011_REFUSED));
	}
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
	ret(test, MM011_OP_REVIVE, 0, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, m->stopped, (u32)MM011_OK);
}

static void a_panic_is_an_outcome(struct kunit *test)
{
	struct mm011_op op = op3(test, MM011_OP_FREE_PAGE, 0, 0x800000, 0, 0);

	KUNIT_EXPECT_EQ(test, op.error, -ENOTRECOVERABLE);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_PANIC);
	op = op3(test, MM011_OP_GET_FREE_PAGE, 0, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_REFUSED);
	ret(test, MM011_OP_REVIVE, 0, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, ret(test, MM011_OP_GET_FREE_PAGE, 0, 0, 0, 0), 0xfff000u);
	rig_hold(test, 0xfff000);
}

/* whatever panics inside, the operation says so */
static const struct panics {
	const char *what;
	struct mm011_op op;
} panicses[] = {
	{ "free_page", { .code = MM011_OP_FREE_PAGE, .arg = { 0x800000 } } },
	{ "free_page_tables", { .code = MM011_OP_FREE_PAGE_TABLES, .arg = { 1 } } },
	{ "copy_page_tables", { .code = MM011_OP_COPY_PAGE_TABLES, .arg = { 1 } } },
	{ "malloc", { .code = MM011_OP_MALLOC, .arg = { 4097 } } },
	{ "free_s", { .code = MM011_OP_FREE_S, .arg = { 0x800000 } } },
	{ "exit", { .code = MM011_OP_EXIT } },
	{ "exec", { .code = MM011_OP_EXEC_MADE_UP, .arg = { 5 } } },
};

static void panics_desc(const struct panics *p, char *desc)
{
	strscpy(desc, p->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(panics, panicses, panics_desc);

static void every_panic_is_an_outcome(struct kunit *test)
{
	struct mm011_op op = ((const struct panics *)test->param_value)->op;

	KUNIT_EXPECT_EQ(test, do_op(test, &op), -ENOTRECOVERABLE);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_PANIC);
	KUNIT_EXPECT_EQ(test, op.ret, 0u);
	mm011_revive(rig_machine(test));
}

/* the same for tables that lead nowhere */
static const struct panics faultses[] = {
	{ "free_page_tables", { .code = MM011_OP_FREE_PAGE_TABLES, .arg = { 0x4000000, 1 } } },
	{ "copy_page_tables", { .code = MM011_OP_COPY_PAGE_TABLES,
				.arg = { 0x4000000, 0x8000000, 1 } } },
	{ "put_page", { .code = MM011_OP_PUT_PAGE, .arg = { 0x800000, 0x4000000 } } },
	{ "get_empty_page", { .code = MM011_OP_GET_EMPTY_PAGE, .arg = { 0x4000000 } } },
	{ "do_wp_page", { .code = MM011_OP_DO_WP_PAGE, .task = 1, .arg = { 7, 0x4000000 } } },
	{ "write_verify", { .code = MM011_OP_WRITE_VERIFY, .arg = { 0x4000000 } } },
	{ "do_no_page", { .code = MM011_OP_DO_NO_PAGE, .task = 1, .arg = { 4, 0x4000000 } } },
	{ "do_no_page_map", { .code = MM011_OP_DO_NO_PAGE_MAP, .task = 1,
			      .arg = { 0x800000, 0x4000000 } } },
	{ "share_page", { .code = MM011_OP_SHARE_PAGE, .task = 2 } },
	{ "try_to_share", { .code = MM011_OP_TRY_TO_SHARE, .task = 2, .arg = { 0, 1 } } },
	{ "page_fault", { .code = MM011_OP_PAGE_FAULT, .task = 1, .arg = { 4, 0x4000000 } } },
	{ "verify_area", { .code = MM011_OP_VERIFY_AREA, .task = 1, .arg = { 0, 1 } } },
	{ "fork", { .code = MM011_OP_FORK, .task = 1 } },
	{ "exit", { .code = MM011_OP_EXIT, .task = 1 } },
};

KUNIT_ARRAY_PARAM(faults, faultses, panics_desc);

static void every_fault_is_an_outcome(struct kunit *test)
{
	struct mm011_op op = ((const struct panics *)test->param_value)->op;

	rig_no_ledger(test, "pages are lost on the way");
	rig_program(test, 1, 5, 0x4000);
	rig_program(test, 2, 5, 0x4000);
	mm011_write32(rig_machine(test), 64, 0x1000007);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), -EIO);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_FAULT);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stopped_at, 0x1000000u);
	mm011_revive(rig_machine(test));
}

static void a_fault_and_a_loop_are_outcomes(struct kunit *test)
{
	struct mm011_op op;

	mm011_write32(rig_machine(test), 64, 0x1000007);
	op = op3(test, MM011_OP_WRITE_VERIFY, 0, RIG_TASK(1), 0, 0);
	KUNIT_EXPECT_EQ(test, op.error, -EIO);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_FAULT);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stopped, (u32)MM011_FAULT);
	ret(test, MM011_OP_REVIVE, 0, 0, 0, 0);
	mm011_write32(rig_machine(test), 64, 0);
	linux01x(rig_machine(test))->bucket_chain[0] = 0x10000;
	mm011_write32(rig_machine(test), 0x10004, 0x10000);
	op = op3(test, MM011_OP_MALLOC, 0, 16, 0, 0);
	KUNIT_EXPECT_EQ(test, op.error, -ELOOP);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_LOOP);
	ret(test, MM011_OP_REVIVE, 0, 0, 0, 0);
	linux01x(rig_machine(test))->bucket_chain[0] = 0;
}

/* a user's access that comes to nothing does not stop the machine */
static void outcomes_of_an_access(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = { .code = MM011_OP_READ, .task = 1, .arg = { 0x4000000 }, .len = 1 };

	rig_no_ledger(test, "entries written by hand");
	rig_task(test, 1);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), -EFAULT);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_SEGMENT);
	mm011_write32(m, 64, 0x1000007);
	op.arg[0] = 0;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), -EIO);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_FAULT);
	mm011_write32(m, 64, 0x20003);
	mm011_write32(m, 0x20000, 0x30007);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), -ELOOP);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_LOOP);
	KUNIT_EXPECT_EQ(test, m->stopped, (u32)MM011_OK);
}

/* ---- out of memory ---- */

static const struct dies {
	const char *what;
	u16 code;
	u32 arg[2];
	u32 len;
	bool dies;
} dieses[] = {
	{ "page_fault", MM011_OP_PAGE_FAULT, { 4, 0x4000000 }, 0, true },
	{ "read", MM011_OP_READ, { 0 }, 1, true },
	{ "write", MM011_OP_WRITE, { 0 }, 1, true },
	{ "exec", MM011_OP_EXEC_MADE_UP, { 5 }, 0, true },
	{ "do_no_page", MM011_OP_DO_NO_PAGE, { 4, 0x4000000 }, 0, false },
	{ "get_empty_page", MM011_OP_GET_EMPTY_PAGE, { 0x4000000 }, 0, false },
};

static void dies_desc(const struct dies *d, char *desc)
{
	strscpy(desc, d->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(dies, dieses, dies_desc);

static void a_process_that_runs_into_oom_ends(struct kunit *test)
{
	const struct dies *d = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = { .code = d->code, .task = 1, .len = d->len,
			       .arg = { d->arg[0], d->arg[1] } };

	rig_small(test, 1);
	rig_task(test, 1)->father = 2;
	rig_task(test, 2);
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), -ENOMEM);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OOM);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].state,
			(u32)(d->dies ? MM011_TASK_ZOMBIE : MM011_TASK_RUNNING));
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].exit_code, d->dies ? 11 : 0);
	KUNIT_EXPECT_EQ(test, m->stopped, (u32)MM011_OK);
}

static void waitpid_and_verify_area_end_a_process_too(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op;
	u32 nr;

	for (nr = 1; nr <= 2; nr++) {
		rig_small(test, 12);
		rig_fork(test, 0);
		rig_exec(test, 1, 5, 0x1000, 0, 0);
		rig_poke(test, 1, 0x8000, 1);
		rig_fork(test, 1);
		rig_leave(test, 0);
		op = op3(test, nr == 1 ? MM011_OP_WAITPID : MM011_OP_VERIFY_AREA, nr,
			 nr == 1 ? ~0u : 0x8000, nr == 1 ? 0x8000 : 4, 0);
		KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OOM);
		KUNIT_EXPECT_NE(test, linux01x(m)->task[nr].state, (u32)MM011_TASK_RUNNING);
	}
}

/* the end of the task may itself come to a panic: task 0 */
static void a_panic_in_oom_is_the_outcome(struct kunit *test)
{
	struct mm011_op op;

	rig_small(test, 1);
	rig_leave(test, 0);
	op = op3(test, MM011_OP_PAGE_FAULT, 0, 4, 0x8000000, 0);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_PANIC);
	KUNIT_EXPECT_EQ(test, op.error, -ENOTRECOVERABLE);
	KUNIT_EXPECT_STREQ(test, (const char *)rig_machine(test)->message,
			   "Trying to free up swapper memory space");
	mm011_revive(rig_machine(test));
}

/* ---- what each one does ---- */

static void pages_by_operation(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, entry;

	KUNIT_EXPECT_EQ(test, ret(test, MM011_OP_GET_FREE_PAGE, 0, 0, 0, 0), 0xfff000u);
	KUNIT_EXPECT_EQ(test, ret(test, MM011_OP_FREE_PAGE, 0, 0xfff000, 0, 0), 0u);
	page = ret(test, MM011_OP_GET_FREE_PAGE, 0, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, ret(test, MM011_OP_PUT_PAGE, 0, page, RIG_TASK(1), 0), page);
	entry = rig_entry_address(test, RIG_TASK(1));
	ret(test, MM011_OP_SET_AD, 0, entry, 0xfff, 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, entry), page + 0x67);
	ret(test, MM011_OP_SET_AD, 0, entry, 0x20, 0xff);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, entry), page + 0x27);
	ret(test, MM011_OP_POKE32, 0, entry, page + 5, 0);
	KUNIT_EXPECT_EQ(test, ret(test, MM011_OP_PEEK32, 0, entry, 0, 0), page + 5);
	ret(test, MM011_OP_UN_WP_PAGE, 0, entry, 0, 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, entry), page + 7);
	ret(test, MM011_OP_GET_EMPTY_PAGE, 0, RIG_TASK(1) + 0x1000, 0, 0);
	ret(test, MM011_OP_COPY_PAGE_TABLES, 0, RIG_TASK(1), RIG_TASK(2), 1);
	ret(test, MM011_OP_WRITE_VERIFY, 0, RIG_TASK(1), 0, 0);
	KUNIT_EXPECT_NE(test, rig_entry(test, RIG_TASK(1)), page + 5);
	ret(test, MM011_OP_DO_WP_PAGE, 0, 7, RIG_TASK(2), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(2)), page + 7);
	ret(test, MM011_OP_FREE_PAGE_TABLES, 0, RIG_TASK(1), 0x4000001, 0);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u);
}

static void copy_page_tables_out_of_memory_returns_minus_1(struct kunit *test)
{
	rig_small(test, 2);
	rig_map(test, RIG_TASK(1));
	KUNIT_EXPECT_EQ(test, ret(test, MM011_OP_COPY_PAGE_TABLES, 0, RIG_TASK(1), RIG_TASK(2),
				  1), 0xffffffffu);
}

static void mem_init_and_calc_mem_by_operation(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_CALC_MEM, .len = 2048 };
	u16 *used = rig_data(test);
	struct mm011_reset head = { .flags = MM011_RESET_HEAD_ONLY };

	rig_no_ledger(test, "other limits");
	mm011_reset(rig_machine(test), &head);
	ret(test, MM011_OP_MEM_INIT, 0, 0x200000, 0x280000, 0);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, op.ret, 128u);
	KUNIT_EXPECT_EQ(test, used[3], 1024);
	ret(test, MM011_OP_INVALIDATE, 0, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_INVALIDATE], 1ull);
}

static void no_page_by_operation(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_DO_NO_PAGE, .flags = MM011_OPF_TWO_STEP,
			       .task = 1, .arg = { 4, RIG_TASK(1) } };

	rig_program(test, 1, 5, 0x2000);
	rig_program(test, 2, 5, 0x2000);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, op.ret, 0xfff000u);
	KUNIT_EXPECT_EQ(test, op.out[0], (u32)MM011_NO_PAGE_LOAD);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1)), 0u);
	ret(test, MM011_OP_DO_NO_PAGE_MAP, 1, 0xfff000, RIG_TASK(1), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1)), 0xfff007u);
	op = op3(test, MM011_OP_DO_NO_PAGE, 2, 4, RIG_TASK(2), 0);
	KUNIT_EXPECT_EQ(test, op.ret, 0xfff000u);
	KUNIT_EXPECT_EQ(test, op.out[0], (u32)MM011_NO_PAGE_SHARE);
	KUNIT_EXPECT_EQ(test, op.out[1], 1u);
	op = op3(test, MM011_OP_PAGE_FAULT, 2, 6, RIG_TASK(2) + 0x1000, 0);
	KUNIT_EXPECT_EQ(test, op.out[0], (u32)MM011_NO_PAGE_LOAD);
	op = op3(test, MM011_OP_SHARE_PAGE, 1, 0x1000, 0, 0);
	KUNIT_EXPECT_EQ(test, op.ret, 1u);
	KUNIT_EXPECT_EQ(test, op.out[0], 2u);
	KUNIT_EXPECT_EQ(test, ret(test, MM011_OP_TRY_TO_SHARE, 1, 0x3000, 2, 0), 0u);
	op = op3(test, MM011_OP_TRY_TO_SHARE, 1, 0x1000, 2, 0);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_PANIC);
	mm011_revive(rig_machine(test));
}

static void malloc_and_pipes_by_operation(struct kunit *test)
{
	struct mm011_op op;
	u32 object = ret(test, MM011_OP_MALLOC, 0, 100, 0, 0);

	KUNIT_EXPECT_EQ(test, object, 0xffe000u);
	ret(test, MM011_OP_FREE_S, 0, object, 100, 0);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, object), 0u);
	op = op3(test, MM011_OP_PIPE, 0, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, op.ret, 0u);
	KUNIT_EXPECT_EQ(test, op.out[0], 0xffe000u);
	ret(test, MM011_OP_CLOSE_PIPE, 0, 0, 0, 0);
	op = op3(test, MM011_OP_CLOSE_PIPE, 0, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, op.error, -EBADF);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OK);	/* a call that failed */
}

static void processes_by_operation(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op;

	family(test);
	op = op3(test, MM011_OP_FORK, 1, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, op.ret, 4u);
	KUNIT_EXPECT_EQ(test, op.out[0], 4u);
	ret(test, MM011_OP_EXIT, 4, 0x1207, 0, 0);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[4].exit_code, 0x700);
	KUNIT_EXPECT_EQ(test, ret(test, MM011_OP_WAITPID, 1, 4, 0x8000, 0), 4u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x8000), 0x700u);
	op = op3(test, MM011_OP_WAITPID, 2, 1, 0x8000, 0);
	KUNIT_EXPECT_EQ(test, op.error, -ECHILD);
	op = op3(test, MM011_OP_WAITPID, 2, 4, 0x8000, 0);
	KUNIT_EXPECT_EQ(test, op.error, -ECHILD);
	KUNIT_EXPECT_EQ(test, (s32)op.ret, -ECHILD);
	KUNIT_EXPECT_EQ(test, ret(test, MM011_OP_BRK, 1, 0x6000, 0, 0), 0x6000u);
	KUNIT_EXPECT_EQ(test, ret(test, MM011_OP_BRK, 1, 0, 0, 0), 0x6000u);
	ret(test, MM011_OP_VERIFY_AREA, 2, 0x8000, 4, 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(2) + 0x8000) & 2, 2u);
}

static void waitpid_without_a_status_writes_nothing(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_WAITPID, .flags = MM011_OPF_NO_STATUS,
			       .task = 1, .arg = { ~0u, 0x8000 } };

	family(test);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, op.ret, 3u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x8000), 0x1234u);
}

/* a dump may have given a child any number, and none of them is an error */
static const struct panic_case {
	const char *what;
	u32 page;		/* of the entry by hand; what the event says then: */
	u32 ptep;
	u32 linear;
	u32 about;
} panics[] = {
	/* the lab of shared memory: two tasks, one page, one count */
	{ "free free page", 0xffd007, 0xffe004, 0x4001000, 0xffd000 },
	{ "free nonexistent page", 0xfffff007, 0xffe004, 0x4001000, 0xfffff000 },
};

static void panic_desc(const struct panic_case *c, char *desc)
{
	strscpy(desc, c->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(panic, panics, panic_desc);

static void a_panic_names_page_entry_address_and_task(struct kunit *test)
{
	const struct panic_case *c = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = { .code = MM011_OP_FREE_PAGE_TABLES, .flags = MM011_OPF_EVENTS,
			       .arg = { 0x4000000, 0x400000 } };
	struct mm011_event e;
	u32 page, put;
	u64 seq;

	rig_no_ledger(test, "an entry by hand");
	KUNIT_ASSERT_EQ(test, mm011_get_free_page(m, &page), 0);
	KUNIT_ASSERT_EQ(test, mm011_put_page(m, page, 0x4000000, &put), 0);
	mm011_write32(m, 0xffe004, c->page);
	mm011_op_run(m, &op, NULL);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_PANIC);
	seq = m->event_seq - 1;
	KUNIT_ASSERT_EQ(test, mm011_events(m, &seq, &e, 1), 1u);
	KUNIT_EXPECT_EQ(test, e.type, (u32)MM011_EV_PANIC);
	KUNIT_EXPECT_EQ(test, e.a, c->about);
	KUNIT_EXPECT_EQ(test, e.b, c->ptep);
	KUNIT_EXPECT_EQ(test, e.c, c->linear);
	mm011_revive(m);
}

static void waitpid_gives_any_number_of_a_child(struct kunit *test)
{
	static const u32 pids[] = {
		1, 0x7fffffff, 0x80000000, -MM011_E_CUT - 1, -MM011_E_CUT, -MM011_E_SWAP,
		-MM011_E_SEGV, -MM011_E_OOM, -4095, -ELOOP, -EIO, -EFAULT, -1,
	};
	struct mm011_machine *m = rig_machine(test);
	u32 i, nr;

	family(test);
	ret(test, MM011_OP_WAITPID, 1, ~0u, 0x8000, 0);
	for (i = 0; i < ARRAY_SIZE(pids); i++) {
		nr = ret(test, MM011_OP_FORK, 1, 0, 0, 0);
		KUNIT_ASSERT_EQ(test, linux01x(m)->task[3].pid, nr);
		linux01x(m)->task[3].pid = pids[i];
		ret(test, MM011_OP_EXIT, 3, 7, 0, 0);
		KUNIT_EXPECT_EQ(test, ret(test, MM011_OP_WAITPID, 1, ~0u, 0x8000, 0), pids[i]);
		KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].state, (u32)MM011_TASK_RUNNING);
		KUNIT_EXPECT_EQ(test, linux01x(m)->task[3].state, (u32)MM011_TASK_FREE);
	}
}

static void exec_by_operation(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_EXEC, .task = 1, .arg = { 2, 1, 1 }, .len = 8 };
	struct mm011_machine *m = rig_machine(test);

	rig_fork(test, 0);
	rig_file(test, 2, 0x2000, 0x1000, 0x800);
	memcpy(rig_data(test), "ls\0-lax", 8);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, op.out[0], 0x40u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, op.ret), 1u);
	/* "ls", which ends the list of arguments, and "-lax" of the environment */
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, op.ret + 12), 0x3fffffcu - 8);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, op.ret + 16), 0u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, op.ret + 20), 0x3fffffcu - 5);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, op.ret + 24), 0u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].brk, 0x3800u);
	((struct rig *)test->priv)->file[2].header[0] = 0;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), -ENOEXEC);
	KUNIT_EXPECT_EQ(test, op.ret | op.out[0], 0u);
	op.arg[0] = 9;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), -EBADF);
	KUNIT_EXPECT_EQ(test, op.ret, 0u);
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].brk, 0x3800u);
}

static void exec_made_up_by_operation(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_EXEC_MADE_UP, .task = 1, .len = 8,
			       .arg = { 9, 0x1234, 0x100, 0x10, 2 } };
	struct mm011_task *task = &linux01x(rig_machine(test))->task[1];

	rig_fork(test, 0);
	memcpy(rig_data(test), "ls\0-lax", 8);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, op.out[0], 0u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, op.ret), 2u);
	KUNIT_EXPECT_EQ(test, task->end_code, 0x1234u);
	KUNIT_EXPECT_EQ(test, task->end_data, 0x1334u);
	KUNIT_EXPECT_EQ(test, task->brk, 0x1344u);
	KUNIT_EXPECT_EQ(test, linux01x(rig_machine(test))->inode[task->executable].number, 9ull);
}

static void reads_and_writes_by_operation(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_WRITE, .task = 1, .arg = { 0x7ffe }, .len = 4 };
	struct mm011_machine *m = rig_machine(test);
	u8 *data = rig_data(test);

	family(test);
	memcpy(data, "abcd", 4);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	op.code = MM011_OP_READ;
	memset(data, 0, 4);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, memcmp(data, "abcd", 4), 0);
	op.arg[0] = 0x4000;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	op.flags = MM011_OPF_CODE;	/* the code segment ends at 0x3000 */
	KUNIT_EXPECT_EQ(test, do_op(test, &op), -EFAULT);
	op = (struct mm011_op){ .code = MM011_OP_PHYS_WRITE, .arg = { 0x90000 }, .len = 4 };
	memcpy(data, "wxyz", 4);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, memcmp(m->memory + 0x90000, "wxyz", 4), 0);
	op.code = MM011_OP_PHYS_READ;
	op.arg[0] = 0x90001;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, memcmp(data, "xyz\0", 4), 0);
}

/* task 2 shares the page: the supervisor writes for both, the user for one */
static void a_supervisor_is_no_user(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_WRITE, .flags = MM011_OPF_SUPERVISOR, .task = 2,
			       .arg = { 0x8000 }, .len = 4 };

	family(test);
	memset(rig_data(test), 0x11, 4);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x8000), 0x11111111u);
	op.flags = 0;
	memset(rig_data(test), 0x22, 4);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x8000), 0x11111111u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 2, 0x8000), 0x22222222u);
}

/* ---- what a recorded run says ---- */

static void set_task_fills_a_slot(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_SET_TASK, .task = 7,
			       .arg = { 0x1c000000, 0x2345, 0x3000, 0x4000, 77, 0x3fff000, 9, 4 } };
	const struct mm011_task *task = &linux01x(rig_machine(test))->task[7];

	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, task->state, (u32)MM011_TASK_RUNNING);
	KUNIT_EXPECT_EQ(test, task->start_code, 0x1c000000u);
	KUNIT_EXPECT_EQ(test, task->ldt.base, 0x1c000000u);
	KUNIT_EXPECT_EQ(test, task->end_code, 0x2345u);
	KUNIT_EXPECT_EQ(test, task->end_data, 0x3000u);
	KUNIT_EXPECT_EQ(test, task->brk, 0x4000u);
	KUNIT_EXPECT_EQ(test, task->start_stack, 0x3fff000u);
	KUNIT_EXPECT_EQ(test, task->pid, 9u);
	KUNIT_EXPECT_EQ(test, task->father, 4u);
	KUNIT_EXPECT_EQ(test, task->ldt.code_limit, 0x3000u);
	KUNIT_EXPECT_EQ(test, task->ldt.data_limit, 0x4000000u);
	KUNIT_EXPECT_EQ(test, linux01x(rig_machine(test))->inode[task->executable].number, 77ull);
}

static void set_task_0_keeps_640_kb(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_SET_TASK };
	const struct mm011_task *task = linux01x(rig_machine(test))->task;

	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, task->ldt.code_limit, 640u * 1024);
	KUNIT_EXPECT_EQ(test, task->ldt.data_limit, 640u * 1024);
	KUNIT_EXPECT_EQ(test, task->executable, 0u);
	op.task = 5;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, task[5].ldt.code_limit, 640u * 1024);
	KUNIT_EXPECT_EQ(test, task[5].ldt.data_limit, 0x4000000u);
	op.arg[1] = 0x3000;	/* the code ends with a page */
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, task[5].ldt.code_limit, 0x3000u);
	op.arg[1]++;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, task[5].ldt.code_limit, 0x4000u);
}

static void set_task_holds_its_executable_once(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_SET_TASK, .task = 1, .arg = { [4] = 5 } };
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 slot;

	do_op(test, &op);
	do_op(test, &op);
	slot = k->task[1].executable;
	KUNIT_EXPECT_EQ(test, k->inode[slot].i_count, 1u);
	op.task = 2;
	do_op(test, &op);
	KUNIT_EXPECT_EQ(test, k->inode[slot].i_count, 2u);
	op.arg[4] = 6;
	do_op(test, &op);
	KUNIT_EXPECT_EQ(test, k->inode[slot].i_count, 1u);
	KUNIT_EXPECT_NE(test, k->task[2].executable, slot);
	op.arg[4] = 0;
	do_op(test, &op);
	KUNIT_EXPECT_EQ(test, k->task[2].executable, 0u);
}

static void a_task_that_is_gone_leaves_its_executable(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 slot;

	rig_program(test, 1, 5, 0x1000);
	rig_program(test, 2, 5, 0x1000);
	slot = k->task[1].executable;
	ret(test, MM011_OP_SET_I_COUNT, 1, 9, 0, 0);
	KUNIT_EXPECT_EQ(test, k->inode[slot].i_count, 9u);
	ret(test, MM011_OP_TASK_GONE, 1, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, k->inode[slot].i_count, 8u);
	KUNIT_EXPECT_EQ(test, k->task[1].state, (u32)MM011_TASK_FREE);
	ret(test, MM011_OP_TASK_GONE, 2, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, k->inode[slot].i_count, 0u);
}

/* ---- what a dump says ---- */

static void load_mem_map_sets_every_byte(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_LOAD_MEM_MAP, .len = 3840 };
	struct mm011_machine *m = rig_machine(test);
	u8 *count = rig_data(test);
	u32 nr;

	rig_no_ledger(test, "any counts");
	for (nr = 0; nr <= 3840; nr++)
		count[nr] = nr * 7 + 1;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 3840), 0u);
	KUNIT_EXPECT_EQ(test, memcmp(linux01x(m)->mem_map, count, 3840), 0);
}

static void set_count_sets_one(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 sum = mm011_checksum_machine(m), page;

	rig_no_ledger(test, "any counts");
	ret(test, MM011_OP_SET_COUNT, 0, 0x100000, 0, 0);
	ret(test, MM011_OP_SET_COUNT, 0, 0xffffff, 0xff, 0);
	KUNIT_EXPECT_EQ(test, (u32)linux01x(m)->mem_map[0], 0u);
	KUNIT_EXPECT_EQ(test, (u32)linux01x(m)->mem_map[3839], 0xffu);
	KUNIT_EXPECT_EQ(test, mm011_get_free_page(m, &page), 0);
	KUNIT_EXPECT_EQ(test, page, 0xffe000u);
	KUNIT_EXPECT_EQ(test, mm011_free_page(m, page), 0);
	ret(test, MM011_OP_SET_COUNT, 0, 0x100000, 100, 0);
	ret(test, MM011_OP_SET_COUNT, 0, 0xfff000, 0, 0);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), sum);
	KUNIT_EXPECT_EQ(test, (u32)linux01x(m)->mem_map[0], 100u);
	KUNIT_EXPECT_EQ(test, (u32)linux01x(m)->mem_map[3839], 0u);
}

/* a task whose every field has a number of its own */
static struct mm011_task_info *dumped_task(struct kunit *test, u32 nr)
{
	struct mm011_task_info *info = rig_data(test);

	memset(info, 0, sizeof(*info));
	info->size = sizeof(*info);
	info->nr = nr;
	info->state = MM011_TASK_RUNNING;
	info->pid = 21;
	info->father = 22;
	info->exit_code = 23;
	info->start_code = 24;
	info->end_code = 25;
	info->end_data = 26;
	info->brk = 27;
	info->start_stack = 28;
	info->base = 29;
	info->code_limit = 30;
	info->data_limit = 31;
	info->page = 0x800000;
	info->inode = 0x123456789ull;
	info->dev = 0x306;
	info->i_count = 5;
	return info;
}

static struct mm011_op load_task(u32 nr)
{
	return (struct mm011_op){ .code = MM011_OP_LOAD_TASK, .task = nr,
				  .len = sizeof(struct mm011_task_info) };
}

static void load_task_sets_every_field(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	const struct mm011_task *task = &k->task[63];
	struct mm011_op op = load_task(63);

	dumped_task(test, 63);
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, task->state, (u32)MM011_TASK_RUNNING);
	KUNIT_EXPECT_EQ(test, task->page, 0x800000u);
	mm011_set_count(m, 0x800000 / 4096 - 256, 1);	/* as the dump's mem_map[] says */
	KUNIT_EXPECT_EQ(test, task->pid, 21u);
	KUNIT_EXPECT_EQ(test, task->father, 22u);
	KUNIT_EXPECT_EQ(test, task->exit_code, 23);
	KUNIT_EXPECT_EQ(test, task->start_code, 24u);
	KUNIT_EXPECT_EQ(test, task->end_code, 25u);
	KUNIT_EXPECT_EQ(test, task->end_data, 26u);
	KUNIT_EXPECT_EQ(test, task->brk, 27u);
	KUNIT_EXPECT_EQ(test, task->start_stack, 28u);
	KUNIT_EXPECT_EQ(test, task->ldt.base, 29u);
	KUNIT_EXPECT_EQ(test, task->ldt.code_limit, 30u);
	KUNIT_EXPECT_EQ(test, task->ldt.data_limit, 31u);
	KUNIT_EXPECT_EQ(test, k->inode[task->executable].number, 0x123456789ull);
	KUNIT_EXPECT_EQ(test, k->inode[task->executable].dev, 0x306u);
	KUNIT_EXPECT_EQ(test, k->inode[task->executable].i_count, 5u);
}

/* 0 is what a dump says that knows no i_count: the tasks that hold it count */
static void load_task_counts_holders_itself(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_op op = load_task(2);
	u32 nr;

	for (nr = 2; nr <= 3; nr++) {
		dumped_task(test, nr)->i_count = 0;
		((struct mm011_task_info *)rig_data(test))->page = 0;
		op.task = nr;
		KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
		KUNIT_EXPECT_EQ(test, k->inode[k->task[2].executable].i_count, nr - 1);
	}
}

static void load_task_leads_last_pid(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_op op = load_task(2);
	struct mm011_task_info *info = dumped_task(test, 2);

	info->page = 0;
	info->inode = 0;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, k->last_pid, 21u);
	KUNIT_EXPECT_EQ(test, k->task[2].executable, 0u);
	info->pid = 20;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, k->last_pid, 21u);
	info->pid = -1;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), 0);
	KUNIT_EXPECT_EQ(test, k->last_pid, 21u);
}

/* one field of a good description is wrong */
static const struct nonsense {
	const char *what;
	u32 slot;
	u32 nr;
	s32 longer;
	u32 reserved;
	u32 page;
	u32 state;
	u64 inode;
	int err;
} nonsenses[] = {
	{ "fine", 2, 2, 0, 0, 0x800000, MM011_TASK_RUNNING, 5, 0 },
	{ "another slot", 2, 3, 0, 0, 0x800000, MM011_TASK_RUNNING, 5, -EINVAL },
	{ "slot 64", 64, 64, 0, 0, 0x800000, MM011_TASK_RUNNING, 5, -EINVAL },
	{ "too short", 2, 2, -1, 0, 0x800000, MM011_TASK_RUNNING, 5, -EINVAL },
	{ "too long", 2, 2, 1, 0, 0x800000, MM011_TASK_RUNNING, 5, -EINVAL },
	{ "reserved", 2, 2, 0, 1, 0x800000, MM011_TASK_RUNNING, 5, -EINVAL },
	{ "half a page", 2, 2, 0, 0, 0x800800, MM011_TASK_RUNNING, 5, -EINVAL },
	{ "a bit of a page", 2, 2, 0, 0, 0x800001, MM011_TASK_RUNNING, 5, -EINVAL },
	{ "no page", 2, 2, 0, 0, 0, MM011_TASK_RUNNING, 5, 0 },
	{ "a free slot", 2, 2, 0, 0, 0x800000, MM011_TASK_FREE, 0, -EINVAL },
	{ "no state", 2, 2, 0, 0, 0x800000, MM011_TASK_ZOMBIE + 1, 0, -EINVAL },
	{ "a zombie", 2, 2, 0, 0, 0x800000, MM011_TASK_ZOMBIE, 0, 0 },
	/* release() would forget the executable that a zombie still holds */
	{ "a zombie with an executable", 2, 2, 0, 0, 0x800000, MM011_TASK_ZOMBIE, 5, -EINVAL },
};

static void nonsense_desc(const struct nonsense *n, char *desc)
{
	strscpy(desc, n->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(nonsense, nonsenses, nonsense_desc);

static void load_task_takes_no_nonsense(struct kunit *test)
{
	const struct nonsense *n = test->param_value;
	struct mm011_op op = load_task(n->slot);
	struct mm011_task_info *info = dumped_task(test, n->nr);
	u32 crc = mm011_checksum_machine(rig_machine(test));

	rig_no_ledger(test, "a task page that nobody counts");
	info->size += n->longer;
	info->reserved = n->reserved;
	info->page = n->page;
	info->state = n->state;
	info->inode = n->inode;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), n->err);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(rig_machine(test)) == crc, n->err != 0);
}

/* ---- what each one tells besides ---- */

static void checksums_come_when_asked_for(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = { .code = MM011_OP_NONE, .crc = 1, .crc_noad = 2 };

	rig_map(test, RIG_TASK(1));
	mm011_write32(m, rig_entry_address(test, RIG_TASK(1)), 0xfff067);
	do_op(test, &op);
	KUNIT_EXPECT_EQ(test, op.crc | op.crc_noad, 0u);
	op.flags = MM011_OPF_CRC;
	do_op(test, &op);
	KUNIT_EXPECT_EQ(test, op.crc, mm011_checksum(m));
	KUNIT_EXPECT_EQ(test, op.crc_noad, 0u);
	op.flags = MM011_OPF_CRC | MM011_OPF_CRC_NOAD;
	do_op(test, &op);
	KUNIT_EXPECT_EQ(test, op.crc, mm011_checksum(m));
	KUNIT_EXPECT_EQ(test, op.crc_noad, mm011_checksum_noad(m));
	KUNIT_EXPECT_NE(test, op.crc, op.crc_noad);
	/* of a refused one too */
	op.code = MM011_OP_PEEK32;
	op.arg[0] = ~0u;
	KUNIT_EXPECT_EQ(test, do_op(test, &op), -EINVAL);
	KUNIT_EXPECT_EQ(test, op.crc, mm011_checksum(m));
}

static void events_begin_with_the_operation(struct kunit *test)
{
	struct rig *rig = test->priv;
	struct mm011_op op = { .code = MM011_OP_BRK, .flags = MM011_OPF_EVENTS, .task = 1,
			       .arg = { 0x123 } };
	u64 first = rig->m.event_seq;

	rig_task(test, 1);
	do_op(test, &op);
	KUNIT_EXPECT_EQ(test, mm011_events(&rig->m, &first, rig->log, RIG_LOG), 1u);
	KUNIT_EXPECT_EQ(test, rig->log[0].type, (u32)MM011_EV_OP);
	KUNIT_EXPECT_EQ(test, rig->log[0].a, (u32)MM011_OP_BRK);
	KUNIT_EXPECT_EQ(test, rig->log[0].b, 1u);
	KUNIT_EXPECT_EQ(test, rig->log[0].c, 0x123u);
	KUNIT_EXPECT_FALSE(test, rig->m.observed & MM011_OBSERVE_EVENTS);
	op.flags = 0;
	do_op(test, &op);
	KUNIT_EXPECT_EQ(test, rig->m.event_seq, first + 1);
}

static void an_operation_without_a_task_runs_as_task_0(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_task(test, 5);
	ret(test, MM011_OP_BRK, 5, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, m->running, 5u);
	op3(test, MM011_OP_INVALIDATE, 5, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, m->running, 0u);
}

static struct kunit_case op_cases[] = {
	KUNIT_CASE(each_operation_has_a_name_and_arguments),
	KUNIT_CASE(a_process_is_a_task),
	KUNIT_CASE_PARAM(what_is_no_operation_is_refused, bad_gen_params),
	KUNIT_CASE_PARAM(refused_changes_nothing, refused_gen_params),
	KUNIT_CASE_PARAM(what_is_just_right_is_done, accepted_gen_params),
	KUNIT_CASE_PARAM(strings_are_counted, strings_gen_params),
	KUNIT_CASE(no_such_task_is_esrch),
	KUNIT_CASE(who_needs_a_task_is_known),
	KUNIT_CASE(a_stopped_machine_answers_little),
	KUNIT_CASE(a_panic_is_an_outcome),
	KUNIT_CASE_PARAM(every_panic_is_an_outcome, panics_gen_params),
	KUNIT_CASE_PARAM(every_fault_is_an_outcome, faults_gen_params),
	KUNIT_CASE(a_fault_and_a_loop_are_outcomes),
	KUNIT_CASE(outcomes_of_an_access),
	KUNIT_CASE_PARAM(a_process_that_runs_into_oom_ends, dies_gen_params),
	KUNIT_CASE(waitpid_and_verify_area_end_a_process_too),
	KUNIT_CASE(a_panic_in_oom_is_the_outcome),
	KUNIT_CASE(pages_by_operation),
	KUNIT_CASE(copy_page_tables_out_of_memory_returns_minus_1),
	KUNIT_CASE(mem_init_and_calc_mem_by_operation),
	KUNIT_CASE(no_page_by_operation),
	KUNIT_CASE(malloc_and_pipes_by_operation),
	KUNIT_CASE(processes_by_operation),
	KUNIT_CASE(waitpid_without_a_status_writes_nothing),
	KUNIT_CASE_PARAM(a_panic_names_page_entry_address_and_task, panic_gen_params),
	KUNIT_CASE(waitpid_gives_any_number_of_a_child),
	KUNIT_CASE(exec_by_operation),
	KUNIT_CASE(exec_made_up_by_operation),
	KUNIT_CASE(reads_and_writes_by_operation),
	KUNIT_CASE(a_supervisor_is_no_user),
	KUNIT_CASE(set_task_fills_a_slot),
	KUNIT_CASE(set_task_0_keeps_640_kb),
	KUNIT_CASE(set_task_holds_its_executable_once),
	KUNIT_CASE(a_task_that_is_gone_leaves_its_executable),
	KUNIT_CASE(load_mem_map_sets_every_byte),
	KUNIT_CASE(set_count_sets_one),
	KUNIT_CASE(load_task_sets_every_field),
	KUNIT_CASE(load_task_counts_holders_itself),
	KUNIT_CASE(load_task_leads_last_pid),
	KUNIT_CASE_PARAM(load_task_takes_no_nonsense, nonsense_gen_params),
	KUNIT_CASE(checksums_come_when_asked_for),
	KUNIT_CASE(events_begin_with_the_operation),
	KUNIT_CASE(an_operation_without_a_task_runs_as_task_0),
	{}
};

struct kunit_suite mm011_op_suite = {
	.name = "mm011_op",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = op_cases,
};
