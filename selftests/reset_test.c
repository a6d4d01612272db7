// SPDX-License-Identifier: GPL-2.0
/*
 * What can a machine be made of? Memory sizes and RAM disks with the layout
 * that init/main.c gives them, and parameters that there are none of.
 */
#include "mm011_test.h"

FIXTURE(layout)
{
	int fd;
};

FIXTURE_VARIANT(layout)
{
	__u32 ram_kb;
	__u32 ramdisk_kb;
	__u32 buffer_end;
	__u32 main_memory_start;
	__u32 high_memory;
	__u32 free_pages;
};

FIXTURE_VARIANT_ADD(layout, by_default)
{
	0, 0, 0x400000, 0x400000, 0x1000000, 3072,
};

FIXTURE_VARIANT_ADD(layout, ram_16m)
{
	16384, 0, 0x400000, 0x400000, 0x1000000, 3072,
};

FIXTURE_VARIANT_ADD(layout, ram_12m_and_4k)
{
	12292, 0, 0x400000, 0x400000, 0xc01000, 2049,
};

FIXTURE_VARIANT_ADD(layout, ram_12m)
{
	12288, 0, 0x200000, 0x200000, 0xc00000, 2560,
};

FIXTURE_VARIANT_ADD(layout, ram_8m)
{
	8192, 0, 0x200000, 0x200000, 0x800000, 1536,
};

FIXTURE_VARIANT_ADD(layout, ram_8m_disk_2m)
{
	8192, 2048, 0x200000, 0x400000, 0x800000, 1024,
};

FIXTURE_VARIANT_ADD(layout, ram_6m)
{
	6144, 0, 0x100000, 0x100000, 0x600000, 1280,
};

FIXTURE_VARIANT_ADD(layout, ram_2m)
{
	2048, 0, 0x100000, 0x100000, 0x200000, 256,
};

FIXTURE_VARIANT_ADD(layout, ram_2m_and_3k)
{
	2051, 0, 0x100000, 0x100000, 0x200000, 256,
};

FIXTURE_VARIANT_ADD(layout, ram_1m)
{
	1024, 0, 0x100000, 0x100000, 0x100000, 0,
};

FIXTURE_VARIANT_ADD(layout, ram_64m)
{
	65536, 0, 0x400000, 0x400000, 0x1000000, 3072,
};

FIXTURE_VARIANT_ADD(layout, disk_larger_than_ram)
{
	2048, 4096, 0x100000, 0x500000, 0x200000, 0,
};

FIXTURE_SETUP(layout)
{
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(1, fork_task(self->fd, 0));
}

FIXTURE_TEARDOWN(layout)
{
	close(self->fd);
}

TEST_F(layout, is_as_in_main_c)
{
	struct mm011_info info;
	__u32 i;

	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){
		.ram_kb = variant->ram_kb, .ramdisk_kb = variant->ramdisk_kb,
	}));
	info = get_info(self->fd);
	EXPECT_EQ(variant->ram_kb ? variant->ram_kb : 16384, info.ram_kb);
	EXPECT_EQ(variant->buffer_end, info.buffer_end);
	EXPECT_EQ(variant->main_memory_start, info.main_memory_start);
	EXPECT_EQ(variant->high_memory, info.high_memory);
	EXPECT_EQ(variant->free_pages, info.free_pages);
	EXPECT_EQ(1, info.tasks);
	EXPECT_EQ(0, info.last_pid);
	/* head.s maps 16 MB to itself, whatever RAM there is */
	for (i = 0; i < 4; i++)
		EXPECT_EQ((i + 1) * PAGE + 7, peek(self->fd, 4 * i));
	for (i = 0; i < 4096; i += 273)
		EXPECT_EQ(i * PAGE + 7, peek(self->fd, PAGE + 4 * i));
	EXPECT_EQ(0, peek(self->fd, 16));
}

/* a private machine can be made like that at once */
TEST_F(layout, is_the_same_for_a_new_machine)
{
	int fd = new_machine_like((struct mm011_reset){
		.ram_kb = variant->ram_kb, .ramdisk_kb = variant->ramdisk_kb,
	});

	ASSERT_GE(fd, 0);
	EXPECT_EQ(variant->free_pages, get_info(fd).free_pages);
	EXPECT_EQ(variant->high_memory, get_info(fd).high_memory);
	close(fd);
}

FIXTURE(reset)
{
	int fd;
};

FIXTURE_SETUP(reset)
{
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(1, fork_task(self->fd, 0));
}

FIXTURE_TEARDOWN(reset)
{
	close(self->fd);
}

TEST_F(reset, refuses_what_there_is_not)
{
	static const struct mm011_reset wrong[] = {
		{ .kernel = 1 }, { .kernel = 10 }, { .kernel = ~0u },
		{ .ram_kb = 1 }, { .ram_kb = 1023 }, { .ram_kb = 66560 }, { .ram_kb = ~0u },
		{ .ramdisk_kb = 15361 }, { .ramdisk_kb = 0x400000 }, { .ramdisk_kb = ~0u },
		{ .flags = 2 }, { .flags = 0x80000000 }, { .flags = ~0u },
		{ .reserved = 1 }, { .reserved = 0x80000000 },
	};
	__u32 sum = machine_sum(self->fd);
	unsigned int i;

	for (i = 0; i < COUNT(wrong); i++) {
		EXPECT_EQ(-EINVAL, reset_machine(self->fd, wrong[i]));
		EXPECT_EQ(-EINVAL, new_machine_like(wrong[i]));
	}
	EXPECT_EQ(sum, machine_sum(self->fd));
}

TEST_F(reset, is_the_same_every_time)
{
	__u32 fresh;

	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ 0 }));
	fresh = machine_sum(self->fd);
	ASSERT_EQ(1, fork_task(self->fd, 0));
	ASSERT_EQ(0, write_task(self->fd, 1, 0x8000, "dirt", 4));
	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_MALLOC, .arg = { 9 }).error);
	ASSERT_EQ(0, OP(self->fd, .code = MM011_OP_PIPE).error);
	EXPECT_NE(fresh, machine_sum(self->fd));
	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){ .kernel = 11 }));
	EXPECT_EQ(fresh, machine_sum(self->fd));
}

/* the free lists are those of a recorded boot */
TEST_F(reset, boots_linux_2_4)
{
	struct mm011_reset r = { .kernel = MM011_KERNEL_2_4 };
	struct mm011_info info;
	struct mm011_op op;

	ASSERT_EQ(0, reset_machine(self->fd, r));
	info = get_info(self->fd);
	EXPECT_EQ(MM011_KERNEL_2_4, info.kernel);
	EXPECT_EQ(16384, info.ram_kb);
	EXPECT_EQ(0x1000000, info.memory_size);
	EXPECT_EQ(3617, info.free_pages);
	op = OP(self->fd, .code = MM011_OP24_PAGE_SUM, .flags = MM011_OPF_CRC);
	EXPECT_EQ(0, op.error);
	EXPECT_EQ(0x40231bbf, op.crc);
	EXPECT_EQ(438, OP(self->fd, .code = MM011_OP24_ALLOC_PAGES, .arg = { 0, 7 }).ret);
	r.ram_kb = 65536;
	r.dma_kb = 4096;
	r.normal_kb = 4096;
	ASSERT_EQ(0, reset_machine(self->fd, r));
	info = get_info(self->fd);
	EXPECT_EQ(0x4000000, info.memory_size);
	EXPECT_EQ(0x800000, info.high_memory);
	r = (struct mm011_reset){ .kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE };
	ASSERT_EQ(0, reset_machine(self->fd, r));
	EXPECT_EQ(0, get_info(self->fd).free_pages);
	op = OP(self->fd, .code = MM011_OP24_FREE_AREA_INIT, .arg = { 0x100000, 4096, 225280 });
	EXPECT_EQ(0x100000, op.ret);
	r = (struct mm011_reset){ .kernel = MM011_KERNEL_2_4, .dma_kb = 2 };
	EXPECT_EQ(-EINVAL, reset_machine(self->fd, r));
	EXPECT_EQ(0x100000, get_info(self->fd).free_pages);
}

/* a caller of the first version: both structures are shorter */
TEST_F(reset, may_be_asked_for_in_the_first_version_s_words)
{
	struct {
		struct mm011_new_machine args;
		__u32 behind;
	} a = {
		.args.size = offsetof(struct mm011_new_machine, reset.dma_kb),
		.args.reset.size = offsetof(struct mm011_reset, dma_kb),
		.args.reset.dma_kb = 0x5a5a, .args.reset.normal_kb = 0x5a5a,
	};

	ASSERT_EQ(0, call(self->fd, MM011_IOC_NEW_MACHINE, &a));
	EXPECT_EQ(3072, get_info(a.args.fd).free_pages);
	EXPECT_EQ(0x5a5a, a.args.reset.dma_kb);
	close(a.args.fd);
	a.args.reset.size = offsetof(struct mm011_reset, dma_kb) + 4;
	EXPECT_EQ(-EINVAL, call(self->fd, MM011_IOC_NEW_MACHINE, &a));
}

TEST_F(reset, can_stop_where_head_s_stops)
{
	struct mm011_info info;

	ASSERT_EQ(0, reset_machine(self->fd, (struct mm011_reset){
		.flags = MM011_RESET_HEAD_ONLY
	}));
	info = get_info(self->fd);
	EXPECT_EQ(0, info.high_memory);
	EXPECT_EQ(0, info.main_memory_start);
	EXPECT_EQ(MM011_PAGING_PAGES, info.free_pages);
	EXPECT_EQ(0x1007, peek(self->fd, 0));
	EXPECT_EQ(0, OP(self->fd, .code = MM011_OP_MEM_INIT,
			.arg = { 0x400000, 0x1000000 }).error);
	EXPECT_EQ(3072, get_info(self->fd).free_pages);
}

TEST_HARNESS_MAIN
