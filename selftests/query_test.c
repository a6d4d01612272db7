// SPDX-License-Identifier: GPL-2.0
/*
 * What does a machine tell of itself? INFO, TASK, TRANSLATE, CHECKSUM, MEM_MAP,
 * STATS, EVENTS: right answers, ranges, and that asking changes nothing.
 */
#include "mm011_test.h"

#define USER_WRITE (MM011_ACCESS_USER | MM011_ACCESS_WRITE)

FIXTURE(query)
{
	int fd;
	__u32 sum;
};

FIXTURE_SETUP(query)
{
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(1, fork_task(self->fd, 0));
	ASSERT_EQ(0, write_task(self->fd, 1, 0x1000, "x", 1));
	self->sum = machine_sum(self->fd);
}

FIXTURE_TEARDOWN(query)
{
	EXPECT_EQ(self->sum, machine_sum(self->fd));
	close(self->fd);
}

TEST_F(query, info)
{
	struct mm011_info info;

	memset(&info, 0xff, sizeof(info));
	info.size = sizeof(info);
	info.reserved = 0;
	ASSERT_EQ(0, call(self->fd, MM011_IOC_INFO, &info));
	EXPECT_EQ(sizeof(info), info.size);
	EXPECT_LT(0, info.machine);
	EXPECT_EQ(MM011_KERNEL_0_11, info.kernel);
	EXPECT_EQ(16384, info.ram_kb);
	EXPECT_EQ(0, info.ramdisk_kb);
	EXPECT_EQ(0x400000, info.buffer_end);
	EXPECT_EQ(0x400000, info.main_memory_start);
	EXPECT_EQ(0x1000000, info.high_memory);
	EXPECT_EQ(3072 - 3, info.free_pages);
	EXPECT_EQ(2, info.tasks);
	EXPECT_EQ(1, info.last_pid);
	EXPECT_EQ(0, info.stopped);
	EXPECT_EQ(0, info.free_bucket_desc);
	EXPECT_EQ(0, info.bucket_chain[8]);
	EXPECT_EQ(0, info.pipe[31]);
	EXPECT_EQ(0, info.message[0]);
}

TEST_F(query, task)
{
	struct mm011_task_info info = { .size = sizeof(info), .nr = 1 };

	ASSERT_EQ(0, call(self->fd, MM011_IOC_TASK, &info));
	EXPECT_EQ(MM011_TASK_RUNNING, info.state);
	EXPECT_EQ(1, info.pid);
	EXPECT_EQ(0, info.father);
	EXPECT_EQ(TASK_BASE(1), info.base);
	EXPECT_EQ(TASK_BASE(1), info.start_code);
	EXPECT_EQ(0xa0000, info.code_limit);
	EXPECT_EQ(0xa0000, info.data_limit);
	EXPECT_EQ(0xfff000, info.page);
	EXPECT_EQ(0, info.inode);
	EXPECT_EQ(0, info.i_count);
}

TEST_F(query, tasks_that_are_none)
{
	struct mm011_task_info info = { .size = sizeof(info) };
	__u32 nr;

	for (nr = 2; nr < MM011_NR_TASKS; nr++) {
		info.nr = nr;
		EXPECT_EQ(-ESRCH, call(self->fd, MM011_IOC_TASK, &info));
	}
	info.nr = MM011_NR_TASKS;
	EXPECT_EQ(-EINVAL, call(self->fd, MM011_IOC_TASK, &info));
	info.nr = ~0u;
	EXPECT_EQ(-EINVAL, call(self->fd, MM011_IOC_TASK, &info));
}

static struct mm011_translate walk(int fd, __u32 task, __u32 address, __u32 access)
{
	struct mm011_translate t = {
		.size = sizeof(t), .task = task, .address = address, .access = access,
		.outcome = 77, .error_code = 77, .linear = 77, .pde_addr = 77, .pde = 77,
		.pte_addr = 77, .pte = 77, .physical = 77,
	};
	int err = call(fd, MM011_IOC_TRANSLATE, &t);

	if (err)
		t.outcome = err;
	return t;
}

TEST_F(query, translate_a_page_that_is_there)
{
	struct mm011_translate t = walk(self->fd, 1, 0x1234, USER_WRITE);

	EXPECT_EQ(MM011_WALK_OK, t.outcome);
	EXPECT_EQ(0, t.error_code);
	EXPECT_EQ(TASK_BASE(1) + 0x1234, t.linear);
	EXPECT_EQ(16 * 4, t.pde_addr);
	EXPECT_EQ(peek(self->fd, 16 * 4), t.pde);
	EXPECT_EQ((t.pde & ~0xfffu) + 4, t.pte_addr);
	EXPECT_EQ(peek(self->fd, t.pte_addr), t.pte);
	EXPECT_EQ((t.pte & ~0xfffu) + 0x234, t.physical);
}

TEST_F(query, translate_faults)
{
	struct mm011_translate t = walk(self->fd, 1, 0x2000, USER_WRITE);

	EXPECT_EQ(MM011_WALK_PROTECTION, t.outcome);
	EXPECT_EQ(7, t.error_code);
	/* a read of it is fine, and so is a write of the supervisor */
	EXPECT_EQ(MM011_WALK_OK, walk(self->fd, 1, 0x2000, MM011_ACCESS_USER).outcome);
	EXPECT_EQ(MM011_WALK_OK, walk(self->fd, 1, 0x2000, MM011_ACCESS_WRITE).outcome);
	t = walk(self->fd, 1, 0xa0000, MM011_ACCESS_USER);
	EXPECT_EQ(MM011_WALK_SEGMENT, t.outcome);
	EXPECT_EQ(0, t.pde);
	EXPECT_EQ(0, t.physical);
	t = walk(self->fd, 1, 0xffffffff, MM011_ACCESS_USER | MM011_ACCESS_CODE);
	EXPECT_EQ(MM011_WALK_SEGMENT, t.outcome);
}

TEST_F(query, translate_wrongly_asked)
{
	__u32 bit;

	EXPECT_EQ(-EINVAL, (int)walk(self->fd, 64, 0, 0).outcome);
	EXPECT_EQ(-EINVAL, (int)walk(self->fd, ~0u, 0, 0).outcome);
	EXPECT_EQ(-ESRCH, (int)walk(self->fd, 2, 0, 0).outcome);
	EXPECT_EQ(-ESRCH, (int)walk(self->fd, 63, 0, 0).outcome);
	for (bit = 1; bit; bit <<= 1)
		if (!(bit & (MM011_ACCESS_WRITE | MM011_ACCESS_USER | MM011_ACCESS_CODE)))
			EXPECT_EQ(-EINVAL, (int)walk(self->fd, 1, 0, bit).outcome);
}

/* zlib's CRC-32, bit by bit: slow, and written from its definition */
static __u32 crc32(__u32 crc, const __u8 *p, size_t len)
{
	int bit;

	crc = ~crc;
	while (len--) {
		crc ^= *p++;
		for (bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

TEST_F(query, checksum)
{
	struct mm011_checksum sum = { .size = sizeof(sum), .crc = 7, .machine = 7 };
	const __u8 *memory = mmap(NULL, MM011_MEMORY_SIZE, PROT_READ, MAP_SHARED, self->fd, 0);
	__u8 map[MM011_PAGING_PAGES];
	__u32 nr, pde, crc;

	ASSERT_NE(MAP_FAILED, memory);
	ASSERT_EQ(0, get_mem_map(self->fd, map));
	crc = crc32(crc32(0, map, sizeof(map)), memory, PAGE);
	for (nr = 0; nr < 1024; nr++) {
		pde = ((const __u32 *)memory)[nr];
		if (pde & P)
			crc = crc32(crc, memory + (pde & ~0xfffu), PAGE);
	}
	ASSERT_EQ(0, call(self->fd, MM011_IOC_CHECKSUM, &sum));
	EXPECT_EQ(crc, sum.crc);
	EXPECT_NE(crc, sum.crc_noad);
	EXPECT_EQ(0, sum.machine);
	sum.flags = MM011_CHECKSUM_MACHINE;
	ASSERT_EQ(0, call(self->fd, MM011_IOC_CHECKSUM, &sum));
	EXPECT_EQ(crc, sum.crc);
	EXPECT_NE(0, sum.machine);
}

TEST_F(query, checksum_flags)
{
	struct mm011_checksum sum = { .size = sizeof(sum) };
	__u32 bit;

	for (bit = 2; bit; bit <<= 1) {
		sum.flags = bit;
		EXPECT_EQ(-EINVAL, call(self->fd, MM011_IOC_CHECKSUM, &sum));
	}
}

static int array(int fd, unsigned long command, void *data, __u32 *count, __u64 *first)
{
	struct mm011_array a = {
		.size = sizeof(a), .count = *count, .first = *first, .data = address_of(data),
	};
	int err = call(fd, command, &a);

	*count = a.count;
	*first = a.first;
	return err;
}

TEST_F(query, mem_map)
{
	__u8 map[MM011_PAGING_PAGES + 8];
	__u64 first = 0;
	__u32 nr, count = sizeof(map), free = 0;

	memset(map, 0x5a, sizeof(map));
	ASSERT_EQ(0, array(self->fd, MM011_IOC_MEM_MAP, map, &count, &first));
	EXPECT_EQ(MM011_PAGING_PAGES, count);
	EXPECT_EQ(0x5a, map[MM011_PAGING_PAGES]);
	for (nr = 0; nr < 768; nr++)
		ASSERT_EQ(100, map[nr]);
	for ( ; nr < MM011_PAGING_PAGES; nr++)
		free += !map[nr];
	EXPECT_EQ(get_info(self->fd).free_pages, free);
	EXPECT_EQ(1, map[MM011_PAGING_PAGES - 1]);
}

TEST_F(query, a_part_of_mem_map)
{
	__u8 part[16];
	__u64 first = 766;
	__u32 count = 4;

	memset(part, 0x5a, sizeof(part));
	ASSERT_EQ(0, array(self->fd, MM011_IOC_MEM_MAP, part, &count, &first));
	EXPECT_EQ(4, count);
	EXPECT_EQ(100, part[1]);
	EXPECT_EQ(0, part[2]);
	EXPECT_EQ(0x5a, part[4]);
	/* the end, and behind it */
	first = MM011_PAGING_PAGES - 2;
	count = 10;
	ASSERT_EQ(0, array(self->fd, MM011_IOC_MEM_MAP, part, &count, &first));
	EXPECT_EQ(2, count);
	EXPECT_EQ(0x5a, part[4]);
	first = MM011_PAGING_PAGES;
	count = 10;
	ASSERT_EQ(0, array(self->fd, MM011_IOC_MEM_MAP, part, &count, &first));
	EXPECT_EQ(0, count);
}

TEST_F(query, ranges_that_do_not_exist)
{
	static const struct {
		unsigned long command;
		__u64 total;
	} arrays[] = {
		{ MM011_IOC_MEM_MAP, MM011_PAGING_PAGES },
		{ MM011_IOC_STATS, MM011_STAT_MAX },
		{ MM011_IOC_EVENTS, 0 },
	};
	char room[64];
	__u32 i, count;
	__u64 first;

	for (i = 0; i < COUNT(arrays); i++) {
		count = 1;
		first = arrays[i].total + 1;
		EXPECT_EQ(-EINVAL, array(self->fd, arrays[i].command, room, &count, &first));
		first = 1ull << 32;
		EXPECT_EQ(-EINVAL, array(self->fd, arrays[i].command, room, &count, &first));
		first = ~0ull;
		EXPECT_EQ(-EINVAL, array(self->fd, arrays[i].command, room, &count, &first));
		first = arrays[i].total;
		EXPECT_EQ(0, array(self->fd, arrays[i].command, NULL, &count, &first));
		EXPECT_EQ(0, count);
	}
}

TEST_F(query, arrays_with_nowhere_to_go)
{
	char *guarded = guarded_page();
	__u32 count = 8;
	__u64 first = 0;

	EXPECT_EQ(-EFAULT, array(self->fd, MM011_IOC_MEM_MAP, NULL, &count, &first));
	EXPECT_EQ(-EFAULT, array(self->fd, MM011_IOC_MEM_MAP, NO_ACCESS(guarded) - 4, &count,
				 &first));
	EXPECT_EQ(-EFAULT, array(self->fd, MM011_IOC_STATS, READ_ONLY(guarded), &count, &first));
	EXPECT_EQ(-EFAULT, array(self->fd, MM011_IOC_STATS, (void *)-1, &count, &first));
	EXPECT_EQ(8, count);
	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_NONE, .flags = MM011_OPF_EVENTS).error);
	EXPECT_EQ(-EFAULT, array(self->fd, MM011_IOC_EVENTS, NULL, &count, &first));
	count = 0;
	EXPECT_EQ(0, array(self->fd, MM011_IOC_MEM_MAP, NULL, &count, &first));
	EXPECT_EQ(0, count);
}

TEST_F(query, stats)
{
	__u64 stats[MM011_STAT_MAX + 4];
	__u64 first = 0;
	__u32 count = COUNT(stats);

	ASSERT_EQ(0, array(self->fd, MM011_IOC_STATS, stats, &count, &first));
	EXPECT_EQ(MM011_STAT_MAX, count);
	EXPECT_EQ(2, stats[MM011_STAT_OPS]);
	EXPECT_EQ(3, stats[MM011_STAT_GET_FREE_PAGE]);
	EXPECT_EQ(1, stats[MM011_STAT_FORK]);
	EXPECT_EQ(1, stats[MM011_STAT_COW_COPY]);
	EXPECT_EQ(1, stats[MM011_STAT_PAGE_FAULT]);
	first = MM011_STAT_FORK;
	count = 1;
	ASSERT_EQ(0, array(self->fd, MM011_IOC_STATS, stats, &count, &first));
	EXPECT_EQ(1, count);
	EXPECT_EQ(1, stats[0]);
}

TEST_F(query, stats_start_anew_with_a_reset)
{
	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
	EXPECT_EQ(0, get_stat(self->fd, MM011_STAT_OPS));
	self->sum = machine_sum(self->fd);
}

TEST_F(query, events)
{
	struct mm011_event events[64];
	struct mm011_op op = OP(self->fd, .code = MM011_OP_GET_FREE_PAGE,
				.flags = MM011_OPF_EVENTS);
	__u64 first = 0;
	__u32 count = COUNT(events);

	self->sum = machine_sum(self->fd);
	ASSERT_EQ(0, array(self->fd, MM011_IOC_EVENTS, events, &count, &first));
	ASSERT_EQ(3, count);
	EXPECT_EQ(0, first);
	EXPECT_EQ(MM011_EV_OP, events[0].type);
	EXPECT_EQ(MM011_OP_GET_FREE_PAGE, events[0].a);
	EXPECT_EQ(MM011_EV_MEM_MAP, events[1].type);
	EXPECT_EQ(op.ret, events[1].a);
	EXPECT_EQ(0, events[1].b);
	EXPECT_EQ(1, events[1].c);
	EXPECT_EQ(MM011_EV_ZERO, events[2].type);
	EXPECT_EQ(op.ret, events[2].a);
	EXPECT_EQ(2, events[2].seq);
	EXPECT_EQ(3, get_info(self->fd).event_seq);
	first = 2;
	count = COUNT(events);
	ASSERT_EQ(0, array(self->fd, MM011_IOC_EVENTS, events, &count, &first));
	EXPECT_EQ(1, count);
	EXPECT_EQ(2, events[0].seq);
}

/* too many for the ring: the oldest are gone, and the answer says from where on */
TEST_F(query, events_that_are_gone)
{
	static struct mm011_event events[4096];
	static struct mm011_op ops[1000];
	__u32 i, count = COUNT(events);
	__u64 first = 5, next;

	for (i = 0; i < COUNT(ops); i++)
		ops[i] = (struct mm011_op){
			.code = MM011_OP_GET_FREE_PAGE, .flags = MM011_OPF_EVENTS
		};
	ASSERT_EQ(0, do_ops(self->fd, ops, COUNT(ops), 0, NULL));
	self->sum = machine_sum(self->fd);
	next = get_info(self->fd).event_seq;
	EXPECT_EQ(3000, next);
	ASSERT_EQ(0, array(self->fd, MM011_IOC_EVENTS, events, &count, &first));
	EXPECT_EQ(2048, count);
	EXPECT_EQ(next - 2048, first);
	for (i = 0; i < count; i++)
		ASSERT_EQ(first + i, events[i].seq);
	/* a reset forgets no number */
	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
	EXPECT_EQ(next, get_info(self->fd).event_seq);
	self->sum = machine_sum(self->fd);
}

TEST_F(query, nothing_is_told_unasked)
{
	EXPECT_EQ(0, get_info(self->fd).event_seq);
}

TEST_HARNESS_MAIN
