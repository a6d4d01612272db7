// SPDX-License-Identifier: GPL-2.0
/*
 * Who holds an executable, and what does the disk give?
 */

#include "rig.h"

static u32 iget(struct kunit *test, u64 number, u32 dev)
{
	struct mm011_inode wanted = { .number = number, .dev = dev };

	return mm011_iget(rig_machine(test), &wanted);
}

/* task nr takes a file */
static void take_file(struct kunit *test, u32 nr, u32 fd)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_inode inode = { 0 };

	KUNIT_ASSERT_EQ(test, m->host->open(m, fd, &inode), 0);
	rig_task(test, nr)->executable = mm011_iget(m, &inode);
}

static void iput(struct kunit *test, u32 nr)
{
	mm011_iput(rig_machine(test), &linux01x(rig_machine(test))->task[nr].executable);
}

static void iget_finds_what_is_held(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 a = iget(test, 5, 0), b = iget(test, 6, 0);

	KUNIT_EXPECT_NE(test, a, 0u);
	KUNIT_EXPECT_NE(test, a, b);
	KUNIT_EXPECT_EQ(test, iget(test, 5, 0), a);
	KUNIT_EXPECT_EQ(test, linux01x(m)->inode[a].i_count, 2u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->inode[b].i_count, 1u);
}

static void number_and_device_tell_inodes_apart(struct kunit *test)
{
	u32 a = iget(test, 5, 0x301);

	KUNIT_EXPECT_NE(test, iget(test, 5, 0x302), a);
	KUNIT_EXPECT_NE(test, iget(test, 0x100000005ull, 0x301), a);
	KUNIT_EXPECT_EQ(test, iget(test, 5, 0x301), a);
}

static void what_nobody_holds_is_not_found(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 slot = iget(test, 5, 0);

	k->inode[slot].used = false;
	k->inode[slot].dev = 3;
	iget(test, 6, 0);
	KUNIT_EXPECT_EQ(test, k->inode[iget(test, 5, 3)].i_count, 1u);
}

/* each task another one, and one more that exec is about to take */
static void there_is_room_for_every_task(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr, slot, seen = 0;

	for (nr = 0; nr <= MM011_NR_TASKS; nr++) {
		slot = iget(test, 100 + nr, 0);
		KUNIT_EXPECT_TRUE(test, slot > 0 && slot < MM011_NR_INODES);
		seen += linux01x(m)->inode[slot].i_count == 1;
	}
	KUNIT_EXPECT_EQ(test, seen, MM011_NR_TASKS + 1u);
	KUNIT_EXPECT_EQ(test, linux01x(m)->inode[0].i_count, 0u);
}

static void a_second_file_of_the_same_inode_goes_back(struct kunit *test)
{
	struct rig *rig = test->priv;
	struct linux01x *k = linux01x(&rig->m);

	take_file(test, 1, 0);
	take_file(test, 2, 0);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 1);
	KUNIT_EXPECT_EQ(test, k->inode[k->task[1].executable].i_count, 2u);
}

static void the_last_iput_gives_the_file_back(struct kunit *test)
{
	struct rig *rig = test->priv;
	struct linux01x *k = linux01x(&rig->m);
	u32 slot;

	take_file(test, 1, 0);
	take_file(test, 2, 0);
	slot = k->task[1].executable;
	iput(test, 1);
	KUNIT_EXPECT_EQ(test, k->task[1].executable, 0u);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 1);
	KUNIT_EXPECT_EQ(test, k->inode[slot].i_count, 1u);
	iput(test, 2);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 0);
	KUNIT_EXPECT_EQ(test, k->inode[slot].i_count, 0u);
	KUNIT_EXPECT_EQ(test, k->inode[slot].number, 0ull);
}

/* a recorded run may know of more holders, or of fewer, than there are tasks */
static void i_count_does_not_decide_who_holds(struct kunit *test)
{
	struct rig *rig = test->priv;
	struct linux01x *k = linux01x(&rig->m);
	u32 slot;

	take_file(test, 1, 0);
	take_file(test, 2, 0);
	slot = k->task[1].executable;
	k->inode[slot].i_count = 1;
	iput(test, 1);
	KUNIT_EXPECT_EQ(test, k->inode[slot].i_count, 0u);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 1);
	k->inode[slot].i_count = 9;
	iput(test, 2);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 0);
}

/* G12: 0.11 panics, and the task still has it */
static void iput_of_a_free_inode_panics(struct kunit *test)
{
	struct rig *rig = test->priv;
	struct linux01x *k = linux01x(&rig->m);
	u32 slot;

	take_file(test, 1, 0);
	slot = k->task[1].executable;
	k->inode[slot].i_count = 0;
	RIG_EXPECT_PANIC(test, mm011_iput(&rig->m, &k->task[1].executable),
			 "iput: trying to free free inode");
	KUNIT_EXPECT_EQ(test, k->task[1].executable, slot);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 1);
	k->inode[slot].i_count = 1;
	iput(test, 1);
}

/* S4: a slot whose i_count had wrapped to 0 was given away, and its file was lost */
static void a_slot_is_free_when_no_task_has_it(struct kunit *test)
{
	struct rig *rig = test->priv;
	struct linux01x *k = linux01x(&rig->m);
	u32 slot, i;

	take_file(test, 1, 0);
	slot = k->task[1].executable;
	k->inode[slot].i_count = MM011_MAX_I_COUNT;
	k->inode[slot].i_count++;	/* as fork() does */
	for (i = 0; i < MM011_NR_INODES; i++)
		KUNIT_EXPECT_NE(test, iget(test, 1000 + i, 0), slot);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 1);
	memset(k->inode, 0, slot * sizeof(k->inode[0]));
	memset(k->inode + slot + 1, 0,
	       (MM011_NR_INODES - slot - 1) * sizeof(k->inode[0]));
}

static void iput_of_none_does_nothing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 crc;

	rig_program(test, 1, 5, 0);
	rig_task(test, 2);
	crc = mm011_checksum_machine(m);
	iput(test, 2);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
}

/* ---- blocks ---- */

static void made_up_blocks_tell_inode_block_and_place(struct kunit *test)
{
	struct mm011_inode inode = { .number = 0x1234567890ull };
	u8 *bytes = rig_data(test);
	u32 block, k, wrong = 0;

	for (block = 0; block < 300; block += 23) {
		KUNIT_EXPECT_EQ(test, mm011_bread(rig_machine(test), &inode, block, bytes), 0);
		for (k = 0; k < 1024; k++)
			wrong += bytes[k] != (0x90 * 31 + block * 7 + k) % 256;
	}
	KUNIT_EXPECT_EQ(test, wrong, 0u);
	KUNIT_EXPECT_EQ(test, rig_machine(test)->stat[MM011_STAT_BLOCK_READ], 14ull);
}

static void an_error_of_the_host_is_counted(struct kunit *test)
{
	struct rig *rig = test->priv;
	struct mm011_inode inode = { 0 };
	u8 *bytes = rig_data(test);

	rig_file(test, 0, 0x1000, 0, 0);
	rig->file[0].bad_block = 3;
	inode.file = &rig->file[0];
	KUNIT_EXPECT_EQ(test, mm011_bread(&rig->m, &inode, 3, bytes), -EIO);
	KUNIT_EXPECT_EQ(test, mm011_bread(&rig->m, &inode, 2, bytes), 0);
	KUNIT_EXPECT_EQ(test, rig->m.stat[MM011_STAT_BLOCK_ERROR], 1ull);
	KUNIT_EXPECT_EQ(test, rig->m.stat[MM011_STAT_BLOCK_READ], 2ull);
}

static const struct end {
	u64 size;
	u32 blocks;	/* of blocks 1 to 4 that are read */
} ends[] = {
	{ 0, 0 },
	{ 1024, 0 },
	{ 1025, 1 },
	{ 2048, 1 },
	{ 2049, 2 },
	{ 5119, 4 },
	{ 5120, 4 },
	{ 0x500000000ull, 4 },
};

static void end_desc(const struct end *e, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%llu bytes", e->size);
}

KUNIT_ARRAY_PARAM(end, ends, end_desc);

static void bread_page_skips_what_is_behind_the_end(struct kunit *test)
{
	const struct end *e = test->param_value;
	struct rig *rig = test->priv;
	struct mm011_inode inode = { .size = e->size, .file = &rig->file[0] };
	u32 i, from = 0x800000;

	rig->file[0].size = e->size;
	rig->file[0].bad_block = ~0u;
	rig_fill(test, from, 0x2000, 0xa5);
	mm011_bread_page(&rig->m, from, &inode, 1);
	KUNIT_EXPECT_EQ(test, rig->m.stat[MM011_STAT_BLOCK_READ], (u64)e->blocks);
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, rig->m.memory[from + i * 1024],
				i < e->blocks ? rig_file_byte(1 + i, 0) : 0xa5);
	KUNIT_EXPECT_EQ(test, rig->m.memory[from + 4096], 0xa5);
}

static void each_block_is_told(struct kunit *test)
{
	struct rig *rig = test->priv;
	struct mm011_inode inode = { .size = 1 << 20, .file = &rig->file[0] };
	u32 i;

	rig->file[0].size = 1 << 20;
	rig->file[0].bad_block = 11;
	rig_fill(test, 0x800800, 1024, 0xa5);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, mm011_bread_page(&rig->m, 0x800000, &inode, 9), 0);
	/* what could not be read is not copied */
	KUNIT_EXPECT_EQ(test, rig->m.memory[0x800800], 0xa5);
	KUNIT_EXPECT_EQ(test, rig->m.memory[0x800bff], 0xa5);
	KUNIT_EXPECT_EQ(test, rig_watched(test), 4u);
	for (i = 0; i < 4; i++) {
		KUNIT_EXPECT_EQ(test, rig->log[i].type, (u32)MM011_EV_LOAD);
		KUNIT_EXPECT_EQ(test, rig->log[i].a, 0x800000 + i * 1024);
		KUNIT_EXPECT_EQ(test, rig->log[i].b, 9 + i);
		KUNIT_EXPECT_EQ(test, rig->log[i].c, i == 2 ? (u32)-EIO : 0);
	}
}

/* slots that a race of forks has lost; the file must not be lost with them */
static void without_a_slot_the_file_goes_back(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_inode inode = { 0 };
	u32 slot;

	for (slot = 1; slot < MM011_NR_INODES; slot++)
		k->inode[slot].used = true;
	KUNIT_ASSERT_EQ(test, m->host->open(m, 0, &inode), 0);
	KUNIT_EXPECT_EQ(test, mm011_iget(m, &inode), 0u);
	KUNIT_EXPECT_EQ(test, k->inode[0].i_count, 0u);
	memset(k->inode, 0, sizeof(k->inode));
}

static void a_file_is_bound_to_an_inode(struct kunit *test)
{
	struct rig *rig = test->priv;
	struct linux01x *k = linux01x(&rig->m);
	const struct mm011_inode *inode;

	rig_task(test, 1)->executable = iget(test, 5, 0x301);
	inode = &k->inode[k->task[1].executable];
	KUNIT_EXPECT_EQ(test, mm011_bind_file(&rig->m, 0, 5, 0), -ENXIO);
	KUNIT_EXPECT_EQ(test, mm011_bind_file(&rig->m, 0, 6, 0x301), -ENXIO);
	KUNIT_EXPECT_EQ(test, mm011_bind_file(&rig->m, 0, 0, 0), -ENXIO);
	KUNIT_EXPECT_EQ(test, mm011_bind_file(&rig->m, 99, 5, 0x301), -EBADF);
	KUNIT_EXPECT_NULL(test, inode->file);
	KUNIT_EXPECT_EQ(test, mm011_bind_file(&rig->m, 0, 5, 0x301), 0);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 1);
	KUNIT_EXPECT_EQ(test, inode->number, 5ull);
	KUNIT_EXPECT_EQ(test, inode->i_count, 1u);
	/* another one instead, and none */
	KUNIT_EXPECT_EQ(test, mm011_bind_file(&rig->m, 1, 5, 0x301), 0);
	KUNIT_EXPECT_EQ(test, rig->file[0].holders, 0);
	KUNIT_EXPECT_EQ(test, rig->file[1].holders, 1);
	iput(test, 1);
	KUNIT_EXPECT_EQ(test, rig->file[1].holders, 0);
	KUNIT_EXPECT_EQ(test, mm011_bind_file(&rig->m, 0, 5, 0x301), -ENXIO);
}

static struct kunit_case inode_cases[] = {
	KUNIT_CASE(iget_finds_what_is_held),
	KUNIT_CASE(number_and_device_tell_inodes_apart),
	KUNIT_CASE(what_nobody_holds_is_not_found),
	KUNIT_CASE(there_is_room_for_every_task),
	KUNIT_CASE(a_second_file_of_the_same_inode_goes_back),
	KUNIT_CASE(the_last_iput_gives_the_file_back),
	KUNIT_CASE(i_count_does_not_decide_who_holds),
	KUNIT_CASE(iput_of_a_free_inode_panics),
	KUNIT_CASE(a_slot_is_free_when_no_task_has_it),
	KUNIT_CASE(iput_of_none_does_nothing),
	KUNIT_CASE(made_up_blocks_tell_inode_block_and_place),
	KUNIT_CASE(an_error_of_the_host_is_counted),
	KUNIT_CASE_PARAM(bread_page_skips_what_is_behind_the_end, end_gen_params),
	KUNIT_CASE(each_block_is_told),
	KUNIT_CASE(without_a_slot_the_file_goes_back),
	KUNIT_CASE(a_file_is_bound_to_an_inode),
	{}
};

struct kunit_suite mm011_inode_suite = {
	.name = "mm011_inode",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = inode_cases,
};
