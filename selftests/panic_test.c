// SPDX-License-Identifier: GPL-2.0
/*
 * A machine that panics stands still, and only that machine: everything but
 * looking, revive and reset answers ENOTRECOVERABLE and changes nothing.
 */
#include "mm011_test.h"

FIXTURE(panic)
{
	int fd;
	__u32 sum;
};

FIXTURE_SETUP(panic)
{
	struct mm011_op op;

	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(1, fork_task(self->fd, 0));
	op = OP(self->fd, .code = MM011_OP_FREE_PAGE, .arg = { 0x500000 });
	ASSERT_EQ(-ENOTRECOVERABLE, op.error);
	ASSERT_EQ(MM011_PANIC, op.outcome);
	self->sum = machine_sum(self->fd);
}

FIXTURE_TEARDOWN(panic)
{
	close(self->fd);
}

TEST_F(panic, is_told)
{
	struct mm011_info info = get_info(self->fd);

	EXPECT_EQ(MM011_PANIC, info.stopped);
	EXPECT_STREQ("trying to free free page", info.message);
	EXPECT_EQ(1, get_stat(self->fd, MM011_STAT_PANIC));
}

/* arguments that would do on a machine that runs */
static struct mm011_op sound(__u32 code, char *room)
{
	struct mm011_op op = { .code = code, .task = 1 };

	switch (code) {
	case MM011_OP_CALC_MEM:
		op.len = 2048;
		op.data = address_of(room);
		break;
	case MM011_OP_LOAD_MEM_MAP:
		op.len = MM011_PAGING_PAGES;
		op.data = address_of(room);
		break;
	case MM011_OP_LOAD_TASK:
		op.len = sizeof(struct mm011_task_info);
		op.data = address_of(room);
		break;
	case MM011_OP_SHOW_MEM:
		op.len = sizeof(struct mm011_show_mem);
		op.data = address_of(room);
		break;
	case MM011_OP24_FREE_AREAS:
		op.len = sizeof(struct mm011_zones);
		op.data = address_of(room);
		break;
	case MM011_OP24_PRESSURE:
		op.len = sizeof(struct mm011_pressure);
		op.data = address_of(room);
		break;
	case MM011_OP24_SHOW_MM:
		op.len = sizeof(struct mm011_mm24);
		op.data = address_of(room);
		break;
	case MM011_OP24_SHOW_FILE:
		op.len = sizeof(struct mm011_file24);
		op.data = address_of(room);
		break;
	case MM011_OP24_LRU:
		op.len = sizeof(struct mm011_lru24);
		op.data = address_of(room);
		break;
	case MM011_OP_SWAP_WRITE:
		op.len = 4096;
		op.data = address_of(room);
		break;
	case MM011_OP24_TABLES:
		op.len = sizeof(struct mm011_tables24);
		op.data = address_of(room);
		break;
	case MM011_OP24_ASKED:
		op.len = sizeof(struct mm011_asked24);
		op.data = address_of(room);
		break;
	case MM011_OP_MEM_INIT:
		op.arg[0] = 0x400000;
		op.arg[1] = 0x1000000;
		break;
	case MM011_OP_EXEC_MADE_UP:
		op.arg[0] = 3;
		op.arg[1] = 4096;
		break;
	case MM011_OP_WAITPID:
		op.arg[0] = -1;
		break;
	}
	return op;
}

TEST_F(panic, operations_answer_ENOTRECOVERABLE)
{
	char room[4096] = "";
	struct mm011_op op;
	__u32 code;

	for (code = 0; more_ops(&code); code++) {
		if (code == MM011_OP_NONE || code == MM011_OP_PHYS_READ ||
		    code == MM011_OP_PEEK32 || code == MM011_OP_REVIVE ||
		    code == MM011_OP_SWAP_READ || code == MM011_OP_WAKE)
			continue;
		op = do_op(self->fd, sound(code, room));
		EXPECT_EQ(-ENOTRECOVERABLE, op.error) {
			TH_LOG("operation %u", code);
		}
		EXPECT_EQ(MM011_REFUSED, op.outcome);
	}
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(panic, it_can_be_looked_at)
{
	struct mm011_task_info task = { .size = sizeof(task), .nr = 1 };
	struct mm011_translate walk = { .size = sizeof(walk), .task = 1 };
	struct mm011_array array = { .size = sizeof(array) };
	__u8 map[MM011_PAGING_PAGES];
	char bytes[16];

	EXPECT_EQ(0, call(self->fd, MM011_IOC_TASK, &task));
	EXPECT_EQ(0, call(self->fd, MM011_IOC_TRANSLATE, &walk));
	EXPECT_EQ(0, call(self->fd, MM011_IOC_EVENTS, &array));
	EXPECT_EQ(0, get_mem_map(self->fd, map));
	EXPECT_NE(0, machine_sum(self->fd));
	EXPECT_EQ(0x1007, peek(self->fd, 0));
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_NONE).error);
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_PHYS_READ, .len = sizeof(bytes),
			.data = address_of(bytes)).error);
	EXPECT_EQ(self->sum, machine_sum(self->fd));
}

TEST_F(panic, revive_goes_on_from_there)
{
	struct mm011_info info;

	ASSERT_EQ(0, call(self->fd, MM011_IOC_REVIVE, NULL));
	info = get_info(self->fd);
	EXPECT_EQ(0, info.stopped);
	EXPECT_EQ(0, info.message[0]);
	EXPECT_EQ(2, info.tasks);
	EXPECT_EQ(2, fork_task(self->fd, 0));
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_F(panic, revive_as_an_operation)
{
	struct mm011_op ops[3] = {
		{ .code = MM011_OP_GET_FREE_PAGE }, { .code = MM011_OP_REVIVE },
		{ .code = MM011_OP_GET_FREE_PAGE },
	};

	ASSERT_EQ(0, do_ops(self->fd, ops, 3, 0, NULL));
	EXPECT_EQ(-ENOTRECOVERABLE, ops[0].error);
	EXPECT_EQ(0, ops[1].error);
	EXPECT_NE(0, ops[2].ret);
}

TEST_F(panic, reset_begins_anew)
{
	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
	EXPECT_EQ(0, get_info(self->fd).stopped);
	EXPECT_EQ(3072, get_info(self->fd).free_pages);
	EXPECT_EQ(1, fork_task(self->fd, 0));
}

TEST_F(panic, in_the_middle_of_an_array)
{
	struct mm011_op ops[4] = {
		{ .code = MM011_OP_GET_FREE_PAGE },
		{ .code = MM011_OP_FREE_PAGE, .arg = { 0x600000 } },
		{ .code = MM011_OP_GET_FREE_PAGE },
		{ .code = MM011_OP_PEEK32 },
	};
	__u32 done;

	ASSERT_EQ(0, call(self->fd, MM011_IOC_REVIVE, NULL));
	ASSERT_EQ(0, do_ops(self->fd, ops, 4, 0, &done));
	EXPECT_EQ(4, done);
	EXPECT_EQ(MM011_OK, ops[0].outcome);
	EXPECT_EQ(MM011_PANIC, ops[1].outcome);
	EXPECT_EQ(MM011_REFUSED, ops[2].outcome);
	EXPECT_EQ(-ENOTRECOVERABLE, ops[2].error);
	EXPECT_EQ(MM011_OK, ops[3].outcome);
}

TEST_F(panic, another_machine_runs_on)
{
	int fd = new_machine();

	ASSERT_GE(fd, 0);
	EXPECT_EQ(0, get_info(fd).stopped);
	EXPECT_EQ(1, fork_task(fd, 0));
	close(fd);
}

/* what only a table written by hand leads to: the machine stops, not the host */
TEST_F(panic, tables_that_lead_nowhere)
{
	struct mm011_op op;

	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
	ASSERT_EQ(0, poke(self->fd, 16 * 4, 0xfffff007));
	op = OP(self->fd, .code = MM011_OP_FREE_PAGE_TABLES, .arg = { TASK_BASE(1), 0x400000 });
	EXPECT_EQ(-EIO, op.error);
	EXPECT_EQ(MM011_FAULT, op.outcome);
	EXPECT_EQ(MM011_FAULT, get_info(self->fd).stopped);
	EXPECT_EQ(0xfffff000, get_info(self->fd).stopped_at);
	EXPECT_EQ(-ENOTRECOVERABLE, OP(self->fd, .code = MM011_OP_GET_FREE_PAGE).error);
}

TEST_F(panic, chains_without_an_end)
{
	__u32 object, desc;
	struct mm011_op op;

	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
	object = OP(self->fd, .code = MM011_OP_MALLOC, .arg = { 4096 }).ret;
	ASSERT_NE(0, object);
	desc = get_info(self->fd).bucket_chain[8];
	ASSERT_EQ(0, poke(self->fd, desc + 4, desc));
	op = OP(self->fd, .code = MM011_OP_MALLOC, .arg = { 4096 });
	EXPECT_EQ(-ELOOP, op.error);
	EXPECT_EQ(MM011_LOOP, op.outcome);
	EXPECT_EQ(MM011_LOOP, get_info(self->fd).stopped);
}

TEST_F(panic, memory_that_is_used_up)
{
	struct mm011_op op = { .error = 0 };
	__u32 addr;

	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ .ram_kb = 2048 }));
	ASSERT_EQ(1, fork_task(self->fd, 0));
	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_EXEC_MADE_UP, .task = 1,
			.arg = { 3, 4096 }).error);
	for (addr = 0x100000; !op.error && addr < 0x300000; addr += PAGE)
		op = OP(self->fd, .code = MM011_OP_WRITE, .task = 1, .arg = { addr }, .len = 1,
			.data = address_of("x"));
	EXPECT_EQ(-ENOMEM, op.error);
	EXPECT_EQ(MM011_OOM, op.outcome);
	/* the task is gone, the machine is not */
	EXPECT_EQ(0, get_info(self->fd).stopped);
	EXPECT_EQ(-ESRCH, write_task(self->fd, 1, 0, "x", 1));
	EXPECT_EQ(0, ledger(self->fd));
}

TEST_HARNESS_MAIN
