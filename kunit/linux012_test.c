// SPDX-License-Identifier: GPL-2.0
/*
 * What only 0.12 has in mm/memory.c and fs/exec.c: handlers that look at the
 * address, pages that come back, libraries, and show_mem().
 */

#include "rig.h"

#define NONE		(~0u)		/* of enum mm011_message */
#define PROGRAM		5
#define LIBRARY		9
#define LIBRARY_START	0x3c00000u	/* the last 4 MB of 64 */

/* what stands in block b of a made-up file at byte k */
static u8 byte_of(u32 inode, u32 block, u32 k)
{
	return inode * 31 + block * 7 + k;
}

static u8 byte_at(struct kunit *test, u32 nr, u32 address)
{
	return rig_peek(test, nr, address);
}

/* ---- addresses ---- */

static const struct place {
	const char *what;
	u32 address;
	u32 wp, no_page;	/* what is printed */
	bool segv;
} places[] = {
	{ "the kernel's first byte", 0,
	  MM011_MSG_KERNEL_WP, MM011_MSG_KERNEL_PAGE, true },
	{ "the kernel's last byte", 0x3ffffff,
	  MM011_MSG_KERNEL_WP, MM011_MSG_KERNEL_PAGE, true },
	{ "the last byte before the task", RIG_TASK(2) - 1,
	  MM011_MSG_BAD_WP, MM011_MSG_BAD_NO_PAGE, true },
	{ "the task's first byte", RIG_TASK(2), NONE, NONE, false },
	{ "the task's last byte", RIG_TASK(3) - 1, NONE, NONE, false },
	{ "the first byte behind it", RIG_TASK(3), NONE, NONE, false },
	{ "the second byte behind it", RIG_TASK(3) + 1,
	  MM011_MSG_BAD_WP, MM011_MSG_BAD_NO_PAGE, true },
	{ "the last byte of all", ~0u, MM011_MSG_BAD_WP, MM011_MSG_BAD_NO_PAGE, true },
};

static void place_desc(const struct place *p, char *desc)
{
	strscpy(desc, p->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(place, places, place_desc);

/* the first line that is printed, ~0u for none; *lines: how many there are */
static u32 printed(struct kunit *test, u32 *lines)
{
	struct rig *rig = test->priv;
	u32 i, first = NONE, n = min(rig_watched(test), RIG_LOG);

	for (*lines = 0, i = 0; i < n; i++)
		if (rig->log[i].type == MM011_EV_MESSAGE && !(*lines)++)
			first = rig->log[i].a;
	return first;
}

/* below 64 MB the kernel complains twice, and the task ends all the same */
static void expect_complaints(struct kunit *test, const struct place *p, u32 message)
{
	u32 lines;

	KUNIT_EXPECT_EQ(test, printed(test, &lines), message);
	KUNIT_EXPECT_EQ(test, lines, p->segv + (p->address < 0x4000000u));
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_SEGV], (u64)p->segv);
}

static void a_task_faults_in_its_64_mb(struct kunit *test)
{
	const struct place *p = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	u32 page, out[2];

	rig_0_12(test, 64);
	rig_task(test, 2);
	mm011_switch_to(m, 2);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page(m, 4, p->address, &page, out),
			p->segv ? -MM011_E_SEGV : 0);
	expect_complaints(test, p, p->no_page);
	KUNIT_EXPECT_EQ(test, page != 0, !p->segv);
}

static void a_task_writes_in_its_64_mb(struct kunit *test)
{
	const struct place *p = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	u32 crc;

	rig_0_12(test, 64);
	rig_task(test, 2);
	mm011_switch_to(m, 2);
	if (!p->segv)
		rig_map(test, p->address);
	crc = mm011_checksum_machine(m);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, mm011_do_wp_page(m, 7, p->address), p->segv ? -MM011_E_SEGV : 0);
	expect_complaints(test, p, p->wp);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
}

/* 0.11 maps anything anywhere */
static void linux_0_11_does_not_look(struct kunit *test)
{
	const struct place *p = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	u32 page, out[2];

	rig_task(test, 2);
	mm011_switch_to(m, 2);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page(m, 4, p->address, &page, out), 0);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SEGV], 0ull);
	if (p->address < 0x1000000u)
		rig_no_ledger(test, "mapped through the kernel's own tables");
}

/* a process ends with 11; the function alone only says so */
static void a_process_dies_of_segv(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_op fault = {
		.code = MM011_OP_PAGE_FAULT, .task = 2, .arg = { 4, RIG_TASK(5) },
	};
	struct mm011_op function = {
		.code = MM011_OP_DO_NO_PAGE, .task = 2, .arg = { 4, RIG_TASK(5) },
	};

	rig_0_12(test, 64);
	rig_task(test, 2);
	mm011_op_run(m, &function, NULL);
	KUNIT_EXPECT_EQ(test, function.outcome, (u32)MM011_SEGV);
	KUNIT_EXPECT_EQ(test, function.error, -EFAULT);
	KUNIT_EXPECT_EQ(test, k->task[2].state, (u32)MM011_TASK_RUNNING);
	mm011_op_run(m, &fault, NULL);
	KUNIT_EXPECT_EQ(test, fault.outcome, (u32)MM011_SEGV);
	KUNIT_EXPECT_EQ(test, fault.error, -EFAULT);
	KUNIT_EXPECT_EQ(test, k->task[2].state, (u32)MM011_TASK_ZOMBIE);
	KUNIT_EXPECT_EQ(test, k->task[2].exit_code, 11);
}

/* the first byte behind is the next task's first: it gets the page */
static void the_first_byte_behind_is_the_neighbours(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, out[2];

	rig_0_12(test, 64);
	rig_task(test, 2);
	rig_task(test, 3);
	mm011_switch_to(m, 2);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page(m, 4, RIG_TASK(3), &page, out), 0);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(3)), page + 7);
}

/* ---- a page that is swapped out, and one that never was ---- */

static void swapped_is_not_missing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, ret, out[2];

	rig_swapping(test, 32, 24);
	rig_task(test, 1);
	mm011_switch_to(m, 1);
	/* no page table: an empty page */
	KUNIT_EXPECT_EQ(test, mm011_do_no_page(m, 4, RIG_TASK(1), &page, out), 0);
	KUNIT_EXPECT_EQ(test, out[0], (u32)MM011_NO_PAGE_EMPTY);
	/* an entry of 0: likewise */
	KUNIT_EXPECT_EQ(test, mm011_do_no_page(m, 4, RIG_TASK(1) + 0x1000, &page, out), 0);
	KUNIT_EXPECT_EQ(test, out[0], (u32)MM011_NO_PAGE_EMPTY);
	/* swapped out: the page as it was, wherever in it the fault is */
	rig_poke(test, 1, 0x1000, 0x1234);
	rig_take_swap(test);
	mm011_try_to_swap_out(m, rig_entry_address(test, RIG_TASK(1) + 0x1000), &ret);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page(m, 6, RIG_TASK(1) + 0x1fff, &page, out), 0);
	KUNIT_EXPECT_EQ(test, out[0], (u32)MM011_NO_PAGE_SWAP);
	KUNIT_EXPECT_EQ(test, out[1], 2u);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), page + 0x47);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_NO_PAGE_SWAP], 1ull);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_NO_PAGE_EMPTY], 2ull);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x1000), 0x1234u);
}

/* also where a program has a page for that place: what was written counts */
static void a_swapped_page_is_not_loaded_again(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, ret, out[2];

	rig_swapping(test, 32, 24);
	rig_program(test, 1, PROGRAM, 0x4000);
	rig_poke(test, 1, 0x1000, 0x1234);
	mm011_try_to_swap_out(m, rig_entry_address(test, RIG_TASK(1) + 0x1000), &ret);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page_begin(m, 4, RIG_TASK(1) + 0x1000, &page, out), 0);
	KUNIT_EXPECT_EQ(test, out[0], (u32)MM011_NO_PAGE_SWAP);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x1000), 0x1234u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_NO_PAGE_LOAD], 1ull);
}

/* what 0.11 takes for nothing */
static void to_0_11_an_entry_without_p_is_nothing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, out[2];

	rig_task(test, 1);
	mm011_switch_to(m, 1);
	rig_map(test, RIG_TASK(1));
	mm011_write32(m, rig_entry_address(test, RIG_TASK(1) + 0x1000), 4);
	KUNIT_EXPECT_EQ(test, mm011_do_no_page(m, 4, RIG_TASK(1) + 0x1000, &page, out), 0);
	KUNIT_EXPECT_EQ(test, out[0], (u32)MM011_NO_PAGE_EMPTY);
}

/* swapping off, or no such page: a message, no page, and the fault never ends */
static void a_swapped_page_without_swapping_faults_for_ever(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u8 byte;

	rig_0_12(test, 32);
	rig_task(test, 1);
	mm011_switch_to(m, 1);
	rig_map(test, RIG_TASK(1));
	mm011_write32(m, rig_entry_address(test, RIG_TASK(1) + 0x1000), 4);
	KUNIT_EXPECT_EQ(test, mm011_access(m, 0x1000, &byte, 1, MM011_ACCESS_USER), -ELOOP);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), 4u);
}

static void a_table_outside_memory_stops_the_machine(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, out[2];

	rig_0_12(test, 32);
	rig_task(test, 1);
	mm011_switch_to(m, 1);
	mm011_write32(m, 64, 0x1000007);
	RIG_EXPECT_FAULT(test, mm011_do_no_page(m, 4, RIG_TASK(1), &page, out), 0x1000000);
	mm011_write32(m, 64, 0);
}

/* ---- put_dirty_page() ---- */

static void put_dirty_page_is_put_page_but_dirty(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, ret;

	rig_0_12(test, 32);
	page = rig_get_free_page(m);
	KUNIT_EXPECT_EQ(test, mm011_put_dirty_page(m, page, RIG_TASK(1) + 0x1234, &ret), 0);
	KUNIT_EXPECT_EQ(test, ret, page);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1) + 0x1000), page + 0x47);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PUT_PAGE], 1ull);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, mm011_put_dirty_page(m, 0xff000, RIG_TASK(1), &ret), 0);
	rig_watched(test);
	KUNIT_EXPECT_EQ(test, ((struct rig *)test->priv)->log[0].a, (u32)MM011_MSG_PUT_PAGE);
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(1)), 0xff047u);
}

static void put_dirty_page_needs_a_page_table(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page, ret = 77;

	rig_0_12(test, 16);
	page = rig_take(test);
	rig_leave(test, 0);
	KUNIT_EXPECT_EQ(test, mm011_put_dirty_page(m, page, RIG_TASK(1), &ret), 0);
	KUNIT_EXPECT_EQ(test, ret, 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 64), 0u);
}

/* ---- un_wp_page() ---- */

/* first the copy, then the entry: the other way round than in 0.11 */
static void a_copy_is_made_before_it_is_mapped(struct kunit *test)
{
	static const u32 order[2][3] = {
		{ MM011_EV_ENTRY, MM011_EV_INVALIDATE, MM011_EV_COPY },
		{ MM011_EV_COPY, MM011_EV_ENTRY, MM011_EV_INVALIDATE },
	};
	struct mm011_machine *m = rig_machine(test);
	struct rig *rig = test->priv;
	u32 linux_0_12, i, n;

	for (linux_0_12 = 0; linux_0_12 < 2; linux_0_12++) {
		if (linux_0_12)
			rig_0_12(test, 32);
		rig_task(test, 1);
		rig_poke(test, 1, 0, 1);
		rig_fork(test, 1);
		rig_watch(test);
		KUNIT_EXPECT_EQ(test, mm011_do_wp_page(m, 7, RIG_TASK(1)), 0);
		n = rig_watched(test);
		KUNIT_ASSERT_TRUE(test, n >= 3 && n <= RIG_LOG);
		for (i = 0; i < 3; i++)
			KUNIT_EXPECT_EQ(test, rig->log[n - 3 + i].type, order[linux_0_12][i]);
	}
}

/* ---- libraries ---- */

/* task 1 with program and library */
static struct mm011_task *with_library(struct kunit *test)
{
	const struct mm011_inode library = { .number = LIBRARY };
	struct mm011_machine *m = rig_machine(test);

	rig_swapping(test, 64, 24);
	rig_program(test, 1, PROGRAM, 0x2800);
	mm011_switch_to(m, 1);
	KUNIT_ASSERT_EQ(test, mm011_uselib(m, &library), 0);
	return &linux01x(m)->task[1];
}

static void a_library_is_loaded_from_its_offset(struct kunit *test)
{
	with_library(test);
	KUNIT_EXPECT_EQ(test, byte_at(test, 1, LIBRARY_START), byte_of(LIBRARY, 1, 0));
	KUNIT_EXPECT_EQ(test, byte_at(test, 1, LIBRARY_START + 0x1405), byte_of(LIBRARY, 6, 5));
	KUNIT_EXPECT_EQ(test, byte_at(test, 1, 0x3fffc00), byte_of(LIBRARY, 4096, 0));
	KUNIT_EXPECT_EQ(test, byte_at(test, 1, 0x1405), byte_of(PROGRAM, 6, 5));
	/* the last page before it is no library: far behind end_data */
	KUNIT_EXPECT_EQ(test, byte_at(test, 1, LIBRARY_START - 1), 0u);
}

/* the tail behind end_data is zeroed, but a library lies all behind end_data */
static void only_a_programs_tail_is_zeroed(struct kunit *test)
{
	u32 page;

	with_library(test);
	rig_peek(test, 1, 0x2000);
	page = rig_entry(test, RIG_TASK(1) + 0x2000) / 4096 * 4096;
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, page + 0x800, 0x800));
	KUNIT_EXPECT_EQ(test, byte_at(test, 1, 0x27ff), byte_of(PROGRAM, 10, 1023));
	KUNIT_EXPECT_EQ(test, byte_at(test, 1, LIBRARY_START + 0xfff), byte_of(LIBRARY, 4, 1023));
}

static void without_a_library_there_are_zeros(struct kunit *test)
{
	rig_0_12(test, 64);
	rig_program(test, 1, PROGRAM, 0x3f00000);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, LIBRARY_START), 0u);
	KUNIT_EXPECT_NE(test, rig_peek(test, 1, LIBRARY_START - 4096), 0u);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_NO_PAGE_EMPTY], 1ull);
}

/* 0.11 loads the program there, and nothing where there is none */
static void linux_0_11_knows_no_library(struct kunit *test)
{
	rig_program(test, 1, PROGRAM, 0x3f00000);
	linux01x(rig_machine(test))->task[1].library = 0;
	mm011_file_users_changed(rig_machine(test));
	KUNIT_EXPECT_EQ(test, byte_at(test, 1, LIBRARY_START),
			byte_of(PROGRAM, 1 + LIBRARY_START / 1024, 0));
}

static void a_library_is_shared(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 page;

	with_library(test);
	rig_program(test, 2, PROGRAM + 1, 0x2000);
	k->task[2].library = k->task[1].library;
	mm011_file_users_changed(m);
	k->inode[k->task[1].library].i_count++;
	rig_peek(test, 1, LIBRARY_START + 0x5000);
	rig_peek(test, 2, LIBRARY_START + 0x5000);
	page = rig_entry(test, RIG_TASK(1) + LIBRARY_START + 0x5000) / 4096 * 4096;
	KUNIT_EXPECT_EQ(test, rig_entry(test, RIG_TASK(2) + LIBRARY_START + 0x5000), page + 0x25);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 2u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SHARE_MADE], 1ull);
	/* other programs, so this one is not */
	rig_peek(test, 1, 0x1000);
	rig_peek(test, 2, 0x1000);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SHARE_MADE], 1ull);
}

/* one file, the program of one and the library of the other: not the same place */
static void a_program_is_not_shared_as_a_library(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	with_library(test);
	rig_program(test, 2, LIBRARY, 0x2000);
	KUNIT_ASSERT_EQ(test, linux01x(m)->task[2].executable, linux01x(m)->task[1].library);
	rig_map(test, RIG_TASK(2) + LIBRARY_START);
	rig_peek(test, 1, LIBRARY_START);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_SHARE_TRIED], 0ull);
	KUNIT_EXPECT_EQ(test, byte_at(test, 1, LIBRARY_START), byte_of(LIBRARY, 1, 0));
}

/* the old library's pages go, in memory and on the swap device, and nothing else */
static void another_library_takes_its_place(struct kunit *test)
{
	const struct mm011_inode other = { .number = LIBRARY + 1 };
	struct mm011_machine *m = rig_machine(test);
	u32 free, ret;

	with_library(test);
	rig_poke(test, 1, LIBRARY_START - 0x1000, 0x1234);
	free = rig_free_pages(test);
	rig_peek(test, 1, LIBRARY_START);
	rig_poke(test, 1, LIBRARY_START + 0x1000, 0x1234);
	mm011_try_to_swap_out(m, rig_entry_address(test, RIG_TASK(1) + LIBRARY_START + 0x1000),
			      &ret);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 23u);
	KUNIT_EXPECT_EQ(test, mm011_uselib(m, &other), 0);
	KUNIT_EXPECT_EQ(test, rig_free_swap(test), 24u);
	KUNIT_EXPECT_EQ(test, rig_free_pages(test), free);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 4 * 31), 0u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, LIBRARY_START - 0x1000), 0x1234u);
	KUNIT_EXPECT_EQ(test, byte_at(test, 1, LIBRARY_START + 0x1000),
			byte_of(LIBRARY + 1, 5, 0));
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_USELIB], 2ull);
}

static void the_same_library_again_is_held_once(struct kunit *test)
{
	const struct mm011_inode same = { .number = LIBRARY };
	struct mm011_machine *m = rig_machine(test);
	struct mm011_task *task = with_library(test);

	KUNIT_EXPECT_EQ(test, mm011_uselib(m, &same), 0);
	KUNIT_EXPECT_EQ(test, linux01x(m)->inode[task->library].number, (u64)LIBRARY);
	KUNIT_EXPECT_EQ(test, linux01x(m)->inode[task->library].i_count, 1u);
}

/* the count wraps to 0, as an unsigned short does: iput() panics, and all stays as it was */
static void the_same_library_once_too_often_is_kept(struct kunit *test)
{
	const struct mm011_inode same = { .number = LIBRARY };
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_task *task = with_library(test);

	k->inode[task->library].i_count = MM011_MAX_I_COUNT;
	RIG_EXPECT_PANIC(test, mm011_uselib(m, &same), "iput: trying to free free inode");
	KUNIT_EXPECT_EQ(test, k->inode[task->library].number, (u64)LIBRARY);
	KUNIT_EXPECT_TRUE(test, k->inode[task->library].used);
	KUNIT_EXPECT_EQ(test, k->inode[task->library].i_count, 0u);
}

static void no_library_any_more(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_task *task = with_library(test);
	u32 slot = task->library;

	KUNIT_EXPECT_EQ(test, mm011_uselib(m, NULL), 0);
	KUNIT_EXPECT_EQ(test, task->library, 0u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->inode[slot].i_count, 0u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, LIBRARY_START), 0u);
}

/* task 1 before its first exec has 640 KB: no place for a library */
static void a_task_of_640_kb_has_no_library(struct kunit *test)
{
	const struct mm011_inode library = { .number = LIBRARY };
	struct mm011_machine *m = rig_machine(test);
	u32 nr, crc;

	rig_0_12(test, 0);
	for (nr = 0; nr < 2; nr++) {
		mm011_switch_to(m, nr);
		crc = mm011_checksum_machine(m);
		KUNIT_EXPECT_EQ(test, mm011_uselib(m, &library), -EINVAL);
		KUNIT_EXPECT_EQ(test, mm011_uselib(m, NULL), -EINVAL);
		KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
		if (!nr)
			rig_fork(test, 0);
	}
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_USELIB], 0ull);
}

/* a file of the host is opened, held, and given back when it is refused */
static void a_library_of_the_host_is_given_back(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct rig *rig = test->priv;
	struct mm011_op op = { .code = MM011_OP_USELIB, .task = 0, .arg = { 2 } };

	rig_0_12(test, 64);
	rig_file(test, 2, 0x3000, 0, 0);
	mm011_op_run(m, &op, NULL);
	KUNIT_EXPECT_EQ(test, op.error, -EINVAL);
	KUNIT_EXPECT_EQ(test, rig->file[2].holders, 0);
	rig_program(test, 1, PROGRAM, 0x1000);
	op.task = 1;
	mm011_op_run(m, &op, NULL);
	KUNIT_EXPECT_EQ(test, op.error, 0);
	KUNIT_EXPECT_EQ(test, rig->file[2].holders, 1);
	KUNIT_EXPECT_EQ(test, byte_at(test, 1, LIBRARY_START + 1), rig_file_byte(1, 1));
	mm011_op_run(m, &op, NULL);
	KUNIT_EXPECT_EQ(test, rig->file[2].holders, 1);
	op.arg[0] = 77;
	mm011_op_run(m, &op, NULL);
	KUNIT_EXPECT_EQ(test, op.error, -EBADF);
	KUNIT_EXPECT_EQ(test, rig->file[2].holders, 1);
}

/* ---- show_mem() ---- */

static struct mm011_show_mem *show(struct kunit *test)
{
	struct mm011_show_mem *s = rig_data(test);

	KUNIT_EXPECT_EQ(test, mm011_show_mem(rig_machine(test), s), 0);
	return s;
}

static void show_mem_counts_pages(struct kunit *test)
{
	const struct mm011_show_mem *s;
	u32 nr;

	rig_0_12(test, 64);
	rig_task(test, 1);
	rig_poke(test, 1, 0, 1);
	rig_poke(test, 1, 0x1000, 1);
	rig_poke(test, 1, LIBRARY_START, 1);
	s = show(test);
	KUNIT_EXPECT_EQ(test, s->total, 64u);
	KUNIT_EXPECT_EQ(test, s->free, 59u);
	KUNIT_EXPECT_EQ(test, s->shared, 0u);
	/* two page tables, three pages, and one for the task structure, which is not there */
	KUNIT_EXPECT_EQ(test, s->pages[1], 6u);
	KUNIT_EXPECT_EQ(test, s->found, 65u);
	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		KUNIT_EXPECT_EQ(test, s->pages[nr], nr == 1 ? 6u : 0u);
}

/* after a fork: counted for both, and taken off as shared */
static void show_mem_finds_what_there_is(struct kunit *test)
{
	const struct mm011_show_mem *s;

	rig_0_12(test, 64);
	rig_fork(test, 0);
	rig_exec(test, 1, PROGRAM, 0x3000, 0, 0);
	rig_poke(test, 1, 0x8000, 1);
	rig_poke(test, 1, 0x9000, 1);
	rig_fork(test, 1);
	s = show(test);
	KUNIT_EXPECT_EQ(test, s->shared, 3u);	/* the stack, too */
	KUNIT_EXPECT_EQ(test, s->found, s->total);
	KUNIT_EXPECT_EQ(test, s->free, rig_free_pages(test));
	KUNIT_EXPECT_EQ(test, s->pages[1], s->pages[2]);
}

static void show_mem_leaves_swapped_pages_out(struct kunit *test)
{
	u32 ret;

	rig_swapping(test, 64, 24);
	rig_task(test, 1);
	rig_poke(test, 1, 0, 1);
	rig_poke(test, 1, 0x1000, 1);
	KUNIT_EXPECT_EQ(test, show(test)->pages[1], 4u);
	mm011_try_to_swap_out(rig_machine(test), rig_entry_address(test, RIG_TASK(1)), &ret);
	KUNIT_EXPECT_EQ(test, show(test)->pages[1], 3u);
}

/* entries above HIGH_MEMORY get a line each; those of the first 16 MB are not looked at */
static void show_mem_complains_about_entries(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 at, pages;

	rig_0_12(test, 64);
	rig_map(test, RIG_TASK(1));
	at = rig_entry_address(test, RIG_TASK(1) + 0x1000);
	pages = show(test)->pages[1];
	mm011_write32(m, at, 0x140007);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, show(test)->pages[1], pages);
	KUNIT_EXPECT_EQ(test, rig_message(test), (u32)MM011_MSG_SHOW_ENTRY);
	mm011_write32(m, at, 0x140006);
	rig_watch(test);
	show(test);
	KUNIT_EXPECT_EQ(test, rig_message(test), NONE);
	/* below 1 MB: neither */
	mm011_write32(m, at, 0xff007);
	KUNIT_EXPECT_EQ(test, show(test)->pages[1], pages);
	mm011_write32(m, at, 0);
}

/* "continue" goes on with the same entry */
static void show_mem_may_never_end(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_0_12(test, 64);
	mm011_write32(m, 4 * 100, 0x140007);
	rig_watch(test);
	RIG_EXPECT_LOOP(test, mm011_show_mem(m, rig_data(test)));
	KUNIT_EXPECT_EQ(test, rig_message(test), (u32)MM011_MSG_SHOW_DIRECTORY);
	mm011_write32(m, 4 * 100, 0);
}

static void show_mem_changes_nothing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 crc;

	rig_swapping(test, 64, 24);
	rig_fork(test, 0);
	rig_poke(test, 1, 0x1000, 1);
	crc = mm011_checksum_machine(m);
	show(test);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
}

static struct kunit_case linux012_cases[] = {
	KUNIT_CASE_PARAM(a_task_faults_in_its_64_mb, place_gen_params),
	KUNIT_CASE_PARAM(a_task_writes_in_its_64_mb, place_gen_params),
	KUNIT_CASE_PARAM(linux_0_11_does_not_look, place_gen_params),
	KUNIT_CASE(a_process_dies_of_segv),
	KUNIT_CASE(the_first_byte_behind_is_the_neighbours),
	KUNIT_CASE(swapped_is_not_missing),
	KUNIT_CASE(a_swapped_page_is_not_loaded_again),
	KUNIT_CASE(to_0_11_an_entry_without_p_is_nothing),
	KUNIT_CASE(a_swapped_page_without_swapping_faults_for_ever),
	KUNIT_CASE(a_table_outside_memory_stops_the_machine),
	KUNIT_CASE(put_dirty_page_is_put_page_but_dirty),
	KUNIT_CASE(put_dirty_page_needs_a_page_table),
	KUNIT_CASE(a_copy_is_made_before_it_is_mapped),
	KUNIT_CASE(a_library_is_loaded_from_its_offset),
	KUNIT_CASE(only_a_programs_tail_is_zeroed),
	KUNIT_CASE(without_a_library_there_are_zeros),
	KUNIT_CASE(linux_0_11_knows_no_library),
	KUNIT_CASE(a_library_is_shared),
	KUNIT_CASE(a_program_is_not_shared_as_a_library),
	KUNIT_CASE(another_library_takes_its_place),
	KUNIT_CASE(the_same_library_again_is_held_once),
	KUNIT_CASE(the_same_library_once_too_often_is_kept),
	KUNIT_CASE(no_library_any_more),
	KUNIT_CASE(a_task_of_640_kb_has_no_library),
	KUNIT_CASE(a_library_of_the_host_is_given_back),
	KUNIT_CASE(show_mem_counts_pages),
	KUNIT_CASE(show_mem_finds_what_there_is),
	KUNIT_CASE(show_mem_leaves_swapped_pages_out),
	KUNIT_CASE(show_mem_complains_about_entries),
	KUNIT_CASE(show_mem_may_never_end),
	KUNIT_CASE(show_mem_changes_nothing),
	{}
};

struct kunit_suite mm011_linux012_suite = {
	.name = "mm011_linux012",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = linux012_cases,
};
