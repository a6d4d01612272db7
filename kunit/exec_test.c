// SPDX-License-Identifier: GPL-2.0
/*
 * What does a task have after execve(), where are its arguments, and what is
 * undone when there is not enough?
 */

#include "rig.h"

#define BASE		RIG_TASK(1)
#define TOP		MM011_TASK_SIZE		/* of the data segment */
#define ARG_SPACE	0x20000u

/* "ls", "-l" and one string of the environment */
static const char strings[] = "ls\0-l\0HOME=/usr/root";

static int exec(struct kunit *test, u32 nr, struct mm011_exec *x)
{
	mm011_switch_to(rig_machine(test), nr);
	return mm011_execve(rig_machine(test), x);
}

/* a file descriptor to execute */
static int exec_file(struct kunit *test, u32 nr, u32 fd)
{
	struct mm011_exec x = { .argc = 2, .envc = 1, .strings = strings,
				.len = sizeof(strings) };

	KUNIT_ASSERT_EQ(test, rig_machine(test)->host->open(rig_machine(test), fd, &x.inode), 0);
	return exec(test, nr, &x);
}

/* so many bytes of arguments, one long string */
static int exec_long(struct kunit *test, u32 nr, u32 len, struct mm011_exec *x)
{
	char *string = rig_data(test);

	memset(string, 'x', len);
	if (len)
		string[len - 1] = 0;
	memset(x, 0, sizeof(*x));
	x->inode.number = 5;
	x->made_up = true;
	x->text = 0x1000;
	x->argc = len != 0;
	x->strings = string;
	x->len = len;
	return exec(test, nr, x);
}

/* ---- the new program ---- */

static void exec_sets_the_limits(struct kunit *test)
{
	struct mm011_task *task = rig_task(test, 1);

	rig_exec(test, 1, 5, 0x2abc, 0x1000, 0x500);
	KUNIT_EXPECT_EQ(test, task->ldt.code_limit, 0x3000u);
	KUNIT_EXPECT_EQ(test, task->ldt.data_limit, TOP);
	KUNIT_EXPECT_EQ(test, task->end_code, 0x2abcu);
	KUNIT_EXPECT_EQ(test, task->end_data, 0x3abcu);
	KUNIT_EXPECT_EQ(test, task->brk, 0x3fbcu);
	KUNIT_EXPECT_EQ(test, task->start_stack, TOP - 0x1000);
	KUNIT_EXPECT_EQ(test, task->ldt.base, BASE);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_EXEC], 1ull);
}

static void exec_rounds_code_up_to_a_page(struct kunit *test)
{
	struct mm011_task *task = rig_task(test, 1);

	rig_exec(test, 1, 5, 0x3000, 0, 0);
	KUNIT_EXPECT_EQ(test, task->ldt.code_limit, 0x3000u);
	rig_exec(test, 1, 5, 0x3001, 0, 0);
	KUNIT_EXPECT_EQ(test, task->ldt.code_limit, 0x4000u);
}

static void exec_reads_no_page_of_whole_pages(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_task(test, 1);
	rig_exec(test, 1, 5, 0x2000, 0x1000, 0x1000);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_BLOCK_READ], 0ull);
	KUNIT_EXPECT_EQ(test, rig_entry(test, BASE), 0u);
	/* the stack page and its table */
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u - 2);
	KUNIT_EXPECT_EQ(test, rig_entry(test, BASE + TOP - ARG_SPACE), 0u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, BASE + TOP - 0x2000), 0u);
}

/* put_fs_byte() of the rest of the page faults it in, and dirties it */
static void exec_zeroes_bss_in_the_last_page(struct kunit *test)
{
	u32 page;

	rig_task(test, 1);
	rig_exec(test, 1, 5, 0x2000, 0x800, 0x1000);
	page = rig_entry(test, BASE + 0x2000);
	KUNIT_EXPECT_EQ(test, page & 0xfff, 0x67u);
	page -= 0x67;
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, page + 0x800, 0x800));
	/* the last byte of block 10 of made-up file 5 */
	KUNIT_EXPECT_EQ(test, rig_machine(test)->memory[page + 0x7ff],
			(5 * 31 + 10 * 7 + 1023) % 256);
	KUNIT_EXPECT_EQ(test, rig_entry(test, BASE + 0x1000), 0u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, BASE + 0x3000), 0u);
}

static void exec_frees_the_old_program(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 i;

	rig_fork(test, 0);
	rig_exec(test, 1, 5, 0x4000, 0, 0);
	for (i = 0; i < 4; i++)
		rig_peek(test, 1, i * 4096);
	rig_poke(test, 1, 0x2000000, 1);
	rig_exec(test, 1, 6, 0x1000, 0, 0);
	/* task page, stack page, page table */
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u - 3);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 64), 0u);
}

static void exec_changes_the_executable(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 slot;

	rig_task(test, 1);
	rig_exec(test, 1, 5, 0x1000, 0, 0);
	slot = k->task[1].executable;
	KUNIT_EXPECT_EQ(test, k->inode[slot].number, 5ull);
	KUNIT_EXPECT_EQ(test, k->inode[slot].i_count, 1u);
	rig_exec(test, 1, 6, 0x1000, 0, 0);
	slot = k->task[1].executable;
	KUNIT_EXPECT_EQ(test, k->inode[slot].number, 6ull);
	KUNIT_EXPECT_EQ(test, k->inode[slot].i_count, 1u);
	rig_exec(test, 1, 6, 0x1000, 0, 0);
	KUNIT_EXPECT_EQ(test, k->inode[k->task[1].executable].i_count, 1u);
}

static void two_tasks_share_one_inode(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	rig_task(test, 1);
	rig_task(test, 2);
	rig_exec(test, 1, 5, 0x1000, 0, 0);
	rig_exec(test, 2, 5, 0x1000, 0, 0);
	KUNIT_EXPECT_EQ(test, k->task[1].executable, k->task[2].executable);
	KUNIT_EXPECT_EQ(test, k->inode[k->task[1].executable].i_count, 2u);
}

/* ---- arguments ---- */

static bool string_is(struct kunit *test, u32 address, const char *want)
{
	char c = 1;

	for ( ; c; address++, want++) {
		if (mm011_access(rig_machine(test), address, &c, 1, MM011_ACCESS_USER) ||
		    c != *want)
			return false;
	}
	return true;
}

static void create_tables_makes_argc_argv_envp(struct kunit *test)
{
	struct mm011_exec x = { .inode = { .number = 5 }, .made_up = true, .text = 0x1000,
				.argc = 2, .envc = 1, .strings = strings,
				.len = sizeof(strings) };
	u32 argv, envp;

	rig_task(test, 1);
	KUNIT_ASSERT_EQ(test, exec(test, 1, &x), 0);
	argv = rig_peek(test, 1, x.stack + 4);
	envp = rig_peek(test, 1, x.stack + 8);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, x.stack), 2u);
	KUNIT_EXPECT_EQ(test, argv, x.stack + 12);
	KUNIT_EXPECT_EQ(test, envp, argv + 12);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, argv), TOP - 4 - (u32)sizeof(strings));
	KUNIT_EXPECT_TRUE(test, string_is(test, rig_peek(test, 1, argv), "ls"));
	KUNIT_EXPECT_TRUE(test, string_is(test, rig_peek(test, 1, argv + 4), "-l"));
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, argv + 8), 0u);
	KUNIT_EXPECT_TRUE(test, string_is(test, rig_peek(test, 1, envp), "HOME=/usr/root"));
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, envp + 4), 0u);
	/* the pointers end just below the strings, at a multiple of 4 */
	KUNIT_EXPECT_EQ(test, envp + 8, (TOP - 4 - (u32)sizeof(strings)) / 4 * 4);
}

static void without_strings_there_are_two_empty_tables(struct kunit *test)
{
	struct mm011_exec x;

	rig_task(test, 1);
	KUNIT_ASSERT_EQ(test, exec_long(test, 1, 0, &x), 0);
	KUNIT_EXPECT_EQ(test, x.stack, TOP - 4 - 8 - 12);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, x.stack), 0u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, x.stack + 4), x.stack + 12);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, x.stack + 8), x.stack + 16);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, x.stack + 12), 0u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, x.stack + 16), 0u);
}

static const struct args {
	u32 len;
	u32 pages;	/* that the strings need */
	u32 stack_pages;	/* with what create_tables() puts below */
} argses[] = {
	{ 1, 1, 1 },
	{ 4000, 1, 1 },
	{ 4092 - 24, 1, 1 },
	{ 4092 - 20, 1, 2 },
	{ 4092, 1, 2 },
	{ 4093, 2, 2 },
	{ 8188, 2, 3 },
	{ 8189, 3, 3 },
	{ 0x1f000, 32, 32 },
};

static void args_desc(const struct args *a, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u bytes", a->len);
}

KUNIT_ARRAY_PARAM(args, argses, args_desc);

static void strings_are_at_the_top(struct kunit *test)
{
	const struct args *a = test->param_value;
	struct mm011_exec x;
	u32 i;

	rig_task(test, 1);
	KUNIT_ASSERT_EQ(test, exec_long(test, 1, a->len, &x), 0);
	/* pages are taken from the top down, mapped from the top down */
	for (i = 0; i < a->pages; i++)
		KUNIT_EXPECT_EQ(test, rig_entry(test, BASE + TOP - (i + 1) * 4096) / 4096,
				0xfffu - i);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u - 1 - a->stack_pages);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, x.stack + 12), TOP - 4 - a->len);
	KUNIT_EXPECT_TRUE(test, string_is(test, TOP - 4 - a->len, rig_data(test)));
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, TOP - 4), 0u);
}

static void too_long_arguments_are_refused(struct kunit *test)
{
	struct mm011_exec x;
	u32 crc;

	rig_fork(test, 0);
	crc = mm011_checksum_machine(rig_machine(test));
	KUNIT_EXPECT_EQ(test, exec_long(test, 1, ARG_SPACE - 3, &x), -E2BIG);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(rig_machine(test)), crc);
}

/* the original returns p, which is 0, and takes that for "out of memory" */
static void arguments_that_fill_all_space_are_refused(struct kunit *test)
{
	struct mm011_exec x;

	rig_fork(test, 0);
	KUNIT_EXPECT_EQ(test, exec_long(test, 1, ARG_SPACE - 4, &x), -ENOMEM);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 3072u - 2);
	KUNIT_EXPECT_EQ(test, exec_long(test, 1, ARG_SPACE - 5, &x), 0);
}

/* ---- files ---- */

static void a_file_is_run(struct kunit *test)
{
	struct mm011_exec x = { 0 };
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	rig_task(test, 1);
	rig_file(test, 0, 0x1800, 0x700, 0x4000);
	KUNIT_ASSERT_EQ(test, m->host->open(m, 0, &x.inode), 0);
	KUNIT_EXPECT_EQ(test, exec(test, 1, &x), 0);
	KUNIT_EXPECT_EQ(test, x.entry, 0x40u);
	KUNIT_EXPECT_EQ(test, k->task[1].end_code, 0x1800u);
	KUNIT_EXPECT_EQ(test, k->task[1].end_data, 0x1f00u);
	KUNIT_EXPECT_EQ(test, k->task[1].brk, 0x5f00u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0) & 0xff, (u32)rig_file_byte(1, 0));
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x1000) & 0xff, (u32)rig_file_byte(5, 0));
	KUNIT_EXPECT_EQ(test, k->inode[k->task[1].executable].dev, 0x301u);
	KUNIT_EXPECT_EQ(test, ((struct rig *)test->priv)->file[0].holders, 1);
}

static const struct header {
	const char *what;
	u32 word;	/* of the header */
	u32 value;
	u64 size;	/* of the file; 0: just enough */
	int err;
} headers[] = {
	{ "fine", 0, 0413, 0, 0 },
	{ "another magic", 0, 0410, 0, -ENOEXEC },
	{ "magic with a machine type", 0, 0x6400000 + 0413, 0, -ENOEXEC },
	{ "text relocations", 6, 1, 0, -ENOEXEC },
	{ "data relocations", 7, 1, 0, -ENOEXEC },
	{ "symbols that are not there", 4, 1, 0, -ENOEXEC },
	{ "symbols", 4, 0x100, 0x3500, 0 },
	{ "a file that is too short", 0, 0413, 0x33ff, -ENOEXEC },
	{ "a file that is longer", 0, 0413, 0x9000, 0 },
	{ "as large as may be", 3, 0x3000000 - 0x3000, 0, 0 },
	{ "a byte more", 3, 0x3000000 - 0x2fff, 0, -ENOEXEC },
	{ "an empty file", 0, 0, 1, -ENOEXEC },
	/* sums of 32 bits wrap */
	{ "huge numbers", 2, 0u - 0x2000, 0x400, 0 },
};

static void header_desc(const struct header *h, char *desc)
{
	strscpy(desc, h->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(header, headers, header_desc);

static void the_header_is_checked(struct kunit *test)
{
	const struct header *h = test->param_value;
	struct rig *rig = test->priv;
	u32 crc;

	rig_task(test, 1);
	rig_file(test, 0, 0x2000, 0x1000, 0);
	rig->file[0].header[h->word] = h->value;
	if (h->size)
		rig->file[0].size = h->size;
	crc = mm011_checksum_machine(&rig->m);
	KUNIT_EXPECT_EQ(test, exec_file(test, 1, 0), h->err);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, h->err ? 0 : 1);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(&rig->m) == crc, h->err != 0);
}

static void a_header_that_cannot_be_read_is_refused(struct kunit *test)
{
	struct rig *rig = test->priv;

	rig_task(test, 1);
	rig_file(test, 0, 0x1000, 0, 0);
	rig->file[0].bad_block = 0;
	KUNIT_EXPECT_EQ(test, exec_file(test, 1, 0), -EACCES);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 0);
}

/* 0.11 frees all 32 argument pages, those that are 0 too */
static void a_failing_exec_frees_32_pages(struct kunit *test)
{
	struct rig *rig = test->priv;

	rig_task(test, 1);
	rig_file(test, 0, 0x1000, 0, 0);
	rig->file[0].header[0] = 0;
	KUNIT_EXPECT_EQ(test, exec_file(test, 1, 0), -ENOEXEC);
	KUNIT_EXPECT_EQ(test, rig->m.stat[MM011_STAT_FREE_PAGE], 32ull);
}

static void the_same_file_twice_is_held_once(struct kunit *test)
{
	struct rig *rig = test->priv;

	rig_task(test, 1);
	rig_task(test, 2);
	rig_file(test, 0, 0x1000, 0, 0);
	KUNIT_EXPECT_EQ(test, exec_file(test, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, exec_file(test, 2, 0), 0);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 1);
	KUNIT_EXPECT_EQ(test, exec_file(test, 2, 0), 0);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 1);
	rig_exec(test, 1, 5, 0x1000, 0, 0);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 1);
	rig_exec(test, 2, 5, 0x1000, 0, 0);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 0);
}

/* ---- out of memory ---- */

static void without_argument_pages_the_old_program_stays(struct kunit *test)
{
	struct mm011_exec x;
	struct rig *rig = test->priv;
	u32 crc;

	rig_fork(test, 0);
	rig_leave(test, 2);
	rig_file(test, 0, 0x1000, 0, 0);
	crc = mm011_checksum_plain(&rig->m);
	KUNIT_EXPECT_EQ(test, exec_long(test, 1, 10000, &x), -ENOMEM);
	KUNIT_EXPECT_EQ(test, mm011_checksum_plain(&rig->m), crc);
	KUNIT_EXPECT_EQ(test, linux01x(&rig->m)->task[1].executable, 0u);
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, exec_file(test, 1, 0), -ENOMEM);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 0);
}

/* after the point of no return: no page for the stack */
static void without_a_stack_page_it_is_oom(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_exec x;

	rig_small(test, 4);
	rig_task(test, 1)->end_code = 77;
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, exec_long(test, 1, 0, &x), -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, k->inode[k->task[1].executable].number, 5ull);
	KUNIT_EXPECT_EQ(test, k->task[1].ldt.code_limit, 0x1000u);
	KUNIT_EXPECT_EQ(test, k->task[1].end_code, 77u);	/* was not reached */
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_OOM], 1ull);
}

/* change_ldt() does not look at what put_page() returned */
static void without_a_page_table_an_argument_page_leaks(struct kunit *test)
{
	struct mm011_exec x;

	rig_small(test, 4);
	rig_task(test, 1);
	rig_leave(test, 1);
	KUNIT_EXPECT_EQ(test, exec_long(test, 1, 4000, &x), -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, 0x100000), 1u);
	rig_leak(test, 0x100000);
}

/* while create_tables() runs, end_data is the old program's */
static void the_old_end_data_rules_until_the_tables_are_made(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_program(test, 1, 5, 0x6000);
	linux01x(m)->task[1].end_data = TOP;
	rig_exec(test, 1, 6, 0x1000, 0, 0);
	/* the stack page was "loaded" from the new file */
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_NO_PAGE_LOAD], 1ull);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].end_data, 0x1000u);
}

static void a_panic_in_exec_is_passed_on(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_exec x;
	u32 page;

	rig_task(test, 1);
	page = rig_map(test, BASE);
	mm011_set_count(m, page / 4096 - 256, 0);
	RIG_EXPECT_PANIC(test, exec_long(test, 1, 0, &x), "trying to free free page");
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PANIC], 1ull);
	mm011_set_count(m, page / 4096 - 256, 1);
	mm011_write32(m, 68, 0x1000007);
	RIG_EXPECT_FAULT(test, exec_long(test, 1, 0, &x), 0x1000000);
	mm011_write32(m, 68, 0);
}

/* all space for arguments taken is a failure; the first page that cannot be freed is its end */
static void an_argument_page_above_memory_panics_once(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_exec x;
	u32 nr;

	rig_task(test, 1);
	linux01x(m)->high_memory = 0xff0000;	/* the pages that are free first are beyond */
	RIG_EXPECT_PANIC(test, exec_long(test, 1, 0x20000 - 4, &x),
			 "trying to free nonexistent page");
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PANIC], 1ull);
	linux01x(m)->high_memory = 0x1000000;
	/* from the lowest on, and that is beyond only after 16 */
	for (nr = 0; nr < 16; nr++)
		rig_leak(test, 0xff0000 + nr * MM011_PAGE_SIZE);
}

/* 0.12 looks for a page to swap out, and follows an entry that leads nowhere */
static void a_kernel_that_stops_gives_no_argument_page_back(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_exec x;

	rig_0_12(test, 4);
	rig_task(test, 1);
	rig_leave(test, 1);
	mm011_write32(m, 64, 0x1000007);
	RIG_EXPECT_FAULT(test, exec_long(test, 1, 5000, &x), 0x1000000);
	mm011_write32(m, 64, 0);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 0u);
	rig_leak(test, 0x100000);
}

/* a small data segment: the entries of the top are not freed, and lead nowhere */
static void arguments_in_a_table_outside_memory_stop(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_exec x;

	rig_fork(test, 0);
	mm011_write32(m, 64 + 60, 0x1000007);
	RIG_EXPECT_FAULT(test, exec_long(test, 1, 100, &x), 0x1000000);
	/* it ended there: the stack, in the same 4 MB, was not touched */
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 64 + 60), 0x1000007u);
	mm011_write32(m, 64 + 60, 0);
	rig_leak(test, 0xffd000);	/* the argument page */
}

/* the rest of the last page of data is zeroed through a fault of its own */
static void without_a_page_for_bss_it_is_oom(struct kunit *test)
{
	struct mm011_exec x = { .inode = { .number = 5 }, .made_up = true, .text = 0x1000,
				.data = 0x800 };
	struct mm011_machine *m = rig_machine(test);

	rig_small(test, 8);
	rig_task(test, 1);
	rig_leave(test, 3);	/* the stack, its table, and the page of data */
	KUNIT_EXPECT_EQ(test, exec(test, 1, &x), -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, linux01x(m)->task[1].end_data, 0x1800u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 1u);
}

/* pointers on more pages than there are */
static void without_a_page_for_pointers_it_is_oom(struct kunit *test)
{
	struct mm011_exec x = { .inode = { .number = 5 }, .made_up = true, .argc = 2000,
				.strings = rig_data(test), .len = 2000 };

	rig_small(test, 8);
	rig_task(test, 1);
	rig_leave(test, 3);	/* the strings, their table, the end of the pointers */
	KUNIT_EXPECT_EQ(test, exec(test, 1, &x), -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), 0u);
	KUNIT_EXPECT_NE(test, rig_entry(test, BASE + x.stack), 0u);
}

/* the search for the end of a string that is not there ends with the segment */
static void counting_too_many_strings_is_a_segment_fault(struct kunit *test)
{
	struct mm011_exec x = { .inode = { .number = 5 }, .made_up = true, .argc = 10,
				.strings = strings, .len = sizeof(strings) };

	rig_task(test, 1);
	KUNIT_EXPECT_EQ(test, exec(test, 1, &x), -EFAULT);
}

static struct kunit_case exec_cases[] = {
	KUNIT_CASE(exec_sets_the_limits),
	KUNIT_CASE(exec_rounds_code_up_to_a_page),
	KUNIT_CASE(exec_reads_no_page_of_whole_pages),
	KUNIT_CASE(exec_zeroes_bss_in_the_last_page),
	KUNIT_CASE(exec_frees_the_old_program),
	KUNIT_CASE(exec_changes_the_executable),
	KUNIT_CASE(two_tasks_share_one_inode),
	KUNIT_CASE(create_tables_makes_argc_argv_envp),
	KUNIT_CASE(without_strings_there_are_two_empty_tables),
	KUNIT_CASE_PARAM(strings_are_at_the_top, args_gen_params),
	KUNIT_CASE(too_long_arguments_are_refused),
	KUNIT_CASE(arguments_that_fill_all_space_are_refused),
	KUNIT_CASE(a_file_is_run),
	KUNIT_CASE_PARAM(the_header_is_checked, header_gen_params),
	KUNIT_CASE(a_header_that_cannot_be_read_is_refused),
	KUNIT_CASE(a_failing_exec_frees_32_pages),
	KUNIT_CASE(the_same_file_twice_is_held_once),
	KUNIT_CASE(without_argument_pages_the_old_program_stays),
	KUNIT_CASE(without_a_stack_page_it_is_oom),
	KUNIT_CASE(without_a_page_table_an_argument_page_leaks),
	KUNIT_CASE(the_old_end_data_rules_until_the_tables_are_made),
	KUNIT_CASE(a_panic_in_exec_is_passed_on),
	KUNIT_CASE(an_argument_page_above_memory_panics_once),
	KUNIT_CASE(a_kernel_that_stops_gives_no_argument_page_back),
	KUNIT_CASE(arguments_in_a_table_outside_memory_stop),
	KUNIT_CASE(without_a_page_for_bss_it_is_oom),
	KUNIT_CASE(without_a_page_for_pointers_it_is_oom),
	KUNIT_CASE(counting_too_many_strings_is_a_segment_fault),
	{}
};

struct kunit_suite mm011_exec_suite = {
	.name = "mm011_exec",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = exec_cases,
};
