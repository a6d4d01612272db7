// SPDX-License-Identifier: GPL-2.0
/*
 * How is an ioctl called? For every command: sizes too small, too large and
 * larger by zeros, reserved fields, pointers that lead nowhere, numbers that
 * are no commands. What is refused must change nothing.
 */
#include "mm011_test.h"

#define ROOM (2 * PAGE)

FIXTURE(command)
{
	int fd;
	char *guarded;
	char argument[ROOM];
};

FIXTURE_VARIANT(command)
{
	unsigned long command;
	__u32 size;
	__u32 out;		/* it answers in the structure */
	__u32 reserved;		/* offset of a reserved field, 0: none */
	__u32 inner;		/* offset of a structure inside, 0: none */
	__u32 grown;		/* bytes that the first version did not have */
};

FIXTURE_VARIANT_ADD(command, RESET)
{
	.command = MM011_IOC_RESET,
	.size = sizeof(struct mm011_reset),
	.grown = 8,
	.reserved = offsetof(struct mm011_reset, reserved),
};

FIXTURE_VARIANT_ADD(command, OPS)
{
	.command = MM011_IOC_OPS,
	.size = sizeof(struct mm011_ops),
	.grown = 8,
	.reserved = offsetof(struct mm011_ops, reserved),
	.out = 1,
};

FIXTURE_VARIANT_ADD(command, INFO)
{
	.command = MM011_IOC_INFO,
	.size = sizeof(struct mm011_info),
	.grown = 56,
	.out = 1,
	.reserved = offsetof(struct mm011_info, reserved),
};

FIXTURE_VARIANT_ADD(command, TRANSLATE)
{
	.command = MM011_IOC_TRANSLATE,
	.size = sizeof(struct mm011_translate),
	.out = 1,
};

FIXTURE_VARIANT_ADD(command, TASK)
{
	.command = MM011_IOC_TASK,
	.size = sizeof(struct mm011_task_info),
	.grown = 16,
	.out = 1,
	.reserved = offsetof(struct mm011_task_info, reserved),
};

FIXTURE_VARIANT_ADD(command, CHECKSUM)
{
	.command = MM011_IOC_CHECKSUM,
	.size = sizeof(struct mm011_checksum),
	.out = 1,
	.reserved = offsetof(struct mm011_checksum, reserved),
};

FIXTURE_VARIANT_ADD(command, MEM_MAP)
{
	.command = MM011_IOC_MEM_MAP,
	.size = sizeof(struct mm011_array),
	.grown = 8,
	.out = 1,
};

FIXTURE_VARIANT_ADD(command, STATS)
{
	.command = MM011_IOC_STATS,
	.size = sizeof(struct mm011_array),
	.grown = 8,
	.out = 1,
};

FIXTURE_VARIANT_ADD(command, EVENTS)
{
	.command = MM011_IOC_EVENTS,
	.size = sizeof(struct mm011_array),
	.grown = 8,
	.out = 1,
};

FIXTURE_VARIANT_ADD(command, NEW_MACHINE)
{
	.command = MM011_IOC_NEW_MACHINE,
	.size = sizeof(struct mm011_new_machine),
	.grown = 8,
	.out = 1,
	.reserved = offsetof(struct mm011_new_machine, reserved),
	.inner = offsetof(struct mm011_new_machine, reset),
};

FIXTURE_VARIANT_ADD(command, VERSION)
{
	.command = MM011_IOC_VERSION,
	.size = sizeof(struct mm011_version),
	.out = 1,
};

FIXTURE_VARIANT_ADD(command, VIEW)
{
	.command = MM011_IOC_VIEW,
	.size = sizeof(struct mm011_view_text),
	.out = 1,
	.reserved = offsetof(struct mm011_view_text, flags),
};

FIXTURE_VARIANT_ADD(command, STATE)
{
	.command = MM011_IOC_STATE,
	.size = sizeof(struct mm011_state),
	.out = 1,
};

static void put32(void *at, __u32 value)
{
	memcpy(at, &value, sizeof(value));
}

/* a structure of zeros, but for its size: every command takes that */
static void good(void *at, __u32 size, __u32 inner)
{
	put32(at, size);
	if (inner)
		put32((char *)at + inner, sizeof(struct mm011_reset));
}

FIXTURE_SETUP(command)
{
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
	self->guarded = guarded_page();
	good(self->argument, variant->size, variant->inner);
	/* something to lose */
	ASSERT_EQ(1, fork_task(self->fd, 0));
}

FIXTURE_TEARDOWN(command)
{
	close(self->fd);
}

static int try(int fd, unsigned long command, void *argument)
{
	return call(fd, command, argument);
}

TEST_F(command, takes_its_own_size)
{
	EXPECT_EQ(0, try(self->fd, variant->command, self->argument));
}

TEST_F(command, refuses_less)
{
	static const int less[] = { 0, 1, 3, 4 };
	__u32 sum = machine_sum(self->fd);
	unsigned int i;

	for (i = 0; i < COUNT(less); i++) {
		put32(self->argument, less[i]);
		EXPECT_EQ(-EINVAL, try(self->fd, variant->command, self->argument));
	}
	put32(self->argument, variant->size - variant->grown - 1);
	EXPECT_EQ(-EINVAL, try(self->fd, variant->command, self->argument));
	put32(self->argument, variant->size - variant->grown - 4);
	EXPECT_EQ(-EINVAL, try(self->fd, variant->command, self->argument));
	EXPECT_EQ(sum, machine_sum(self->fd));
}

TEST_F(command, takes_what_the_first_version_had)
{
	good(self->argument, variant->size - variant->grown, variant->inner);
	memset(self->argument + variant->size - variant->grown, 0x5a, variant->grown);
	EXPECT_NE(-EINVAL, try(self->fd, variant->command, self->argument));
	EXPECT_EQ(variant->grown ? 0x5a : self->argument[variant->size - 1],
		  self->argument[variant->size - 1]);
}

TEST_F(command, takes_more_when_it_is_zero)
{
	static const int more[] = { 1, 4, 8, 64 };
	unsigned int i;

	for (i = 0; i < COUNT(more); i++) {
		good(self->argument, variant->size + more[i], variant->inner);
		EXPECT_EQ(0, try(self->fd, variant->command, self->argument));
		memset(self->argument, 0, ROOM);
	}
	good(self->argument, PAGE, variant->inner);
	EXPECT_EQ(0, try(self->fd, variant->command, self->argument));
}

TEST_F(command, refuses_more_that_it_does_not_know)
{
	static const int more[] = { 1, 4, 8, 64 };
	__u32 sum = machine_sum(self->fd);
	unsigned int i;

	for (i = 0; i < COUNT(more); i++) {
		put32(self->argument, variant->size + more[i]);
		self->argument[variant->size + more[i] - 1] = 1;
		EXPECT_EQ(-E2BIG, try(self->fd, variant->command, self->argument));
		self->argument[variant->size + more[i] - 1] = 0;
	}
	EXPECT_EQ(sum, machine_sum(self->fd));
}

TEST_F(command, refuses_more_than_a_page)
{
	__u32 sum = machine_sum(self->fd);

	put32(self->argument, PAGE + 1);
	EXPECT_EQ(-E2BIG, try(self->fd, variant->command, self->argument));
	put32(self->argument, ~0u);
	EXPECT_EQ(-E2BIG, try(self->fd, variant->command, self->argument));
	EXPECT_EQ(sum, machine_sum(self->fd));
}

TEST_F(command, refuses_bad_pointers)
{
	char *straddling = NO_ACCESS(self->guarded) - variant->size + 4;
	__u32 sum = machine_sum(self->fd);

	EXPECT_EQ(-EFAULT, try(self->fd, variant->command, NULL));
	EXPECT_EQ(-EFAULT, try(self->fd, variant->command, (void *)1));
	EXPECT_EQ(-EFAULT, try(self->fd, variant->command, (void *)-1));
	EXPECT_EQ(-EFAULT, try(self->fd, variant->command, NO_ACCESS(self->guarded)));
	EXPECT_EQ(-EFAULT, try(self->fd, variant->command, NO_ACCESS(self->guarded) - 2));
	good(straddling, variant->size, 0);
	EXPECT_EQ(-EFAULT, try(self->fd, variant->command, straddling));
	EXPECT_EQ(sum, machine_sum(self->fd));
}

TEST_F(command, refuses_to_answer_where_it_cannot_write)
{
	char *page = READ_ONLY(self->guarded);
	int expected = variant->out ? -EFAULT : 0;

	ASSERT_EQ(0, mprotect(page, PAGE, PROT_READ | PROT_WRITE));
	good(page, variant->size, variant->inner);
	ASSERT_EQ(0, mprotect(page, PAGE, PROT_READ));
	EXPECT_EQ(expected, try(self->fd, variant->command, page));
}

TEST_F(command, refuses_reserved_fields)
{
	__u32 sum = machine_sum(self->fd);

	if (!variant->reserved)
		return;
	put32(self->argument + variant->reserved, 1);
	EXPECT_EQ(-EINVAL, try(self->fd, variant->command, self->argument));
	put32(self->argument + variant->reserved, 0x80000000);
	EXPECT_EQ(-EINVAL, try(self->fd, variant->command, self->argument));
	EXPECT_EQ(sum, machine_sum(self->fd));
}

/* the part of the structure behind the size that the caller gave is the caller's */
TEST_F(command, leaves_the_rest_alone)
{
	good(self->argument, variant->size, variant->inner);
	memset(self->argument + variant->size, 0x5a, 64);
	EXPECT_EQ(0, try(self->fd, variant->command, self->argument));
	EXPECT_EQ(0x5a, self->argument[variant->size]);
	EXPECT_EQ(0x5a, self->argument[variant->size + 63]);
}

FIXTURE(device)
{
	int fd;
};

FIXTURE_SETUP(device)
{
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
}

FIXTURE_TEARDOWN(device)
{
	close(self->fd);
}

TEST_F(device, has_no_other_commands)
{
	struct mm011_info info = { .size = sizeof(info) };
	__u32 sum = machine_sum(self->fd);
	unsigned int nr, known = 0;

	for (nr = 0; nr < 256; nr++)
		if (call(self->fd, _IO(MM011_IOC_TYPE, nr), NULL) != -ENOTTY)
			known++;
	EXPECT_EQ(14, known);
	/* the right number with a foreign type, a direction or a size */
	EXPECT_EQ(-ENOTTY, call(self->fd, _IO(0xb4, 2), &info));
	EXPECT_EQ(-ENOTTY, call(self->fd, _IOWR(MM011_IOC_TYPE, 2, struct mm011_info), &info));
	EXPECT_EQ(-ENOTTY, call(self->fd, _IOR(MM011_IOC_TYPE, 2, int), &info));
	EXPECT_EQ(-ENOTTY, call(self->fd, 0, &info));
	EXPECT_EQ(-ENOTTY, call(self->fd, ~0u, &info));
	EXPECT_EQ(-ENOTTY, call(self->fd, 0x5401, &info));	/* TCGETS */
	EXPECT_EQ(sum, machine_sum(self->fd));
}

TEST_F(device, looks_at_no_argument_of_revive)
{
	EXPECT_EQ(0, call(self->fd, MM011_IOC_REVIVE, NULL));
	EXPECT_EQ(0, call(self->fd, MM011_IOC_REVIVE, (void *)-1));
}

TEST_F(device, is_for_root_alone)
{
	struct stat st;

	ASSERT_EQ(0, stat(DEVICE, &st));
	EXPECT_TRUE(S_ISCHR(st.st_mode));
	EXPECT_EQ(0600, st.st_mode & 07777);
	EXPECT_EQ(0, st.st_uid);
}

TEST_F(device, neither_reads_nor_writes)
{
	char byte = 0;

	EXPECT_EQ(-1, read(self->fd, &byte, 1));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(-1, write(self->fd, &byte, 1));
	EXPECT_EQ(EINVAL, errno);
}

TEST(structures_have_one_layout)
{
	EXPECT_EQ(32, sizeof(struct mm011_reset));
	EXPECT_EQ(48, sizeof(struct mm011_new_machine));
	EXPECT_EQ(112, sizeof(struct mm011_op));
	EXPECT_EQ(32, sizeof(struct mm011_ops));
	EXPECT_EQ(48, sizeof(struct mm011_translate));
	EXPECT_EQ(96, sizeof(struct mm011_task_info));
	EXPECT_EQ(24, sizeof(struct mm011_checksum));
	EXPECT_EQ(32, sizeof(struct mm011_array));
	EXPECT_EQ(40, sizeof(struct mm011_event));
	EXPECT_EQ(352, sizeof(struct mm011_info));
	EXPECT_EQ(128, sizeof(struct mm011_version));
	EXPECT_EQ(56, sizeof(struct mm011_view_text));
	EXPECT_EQ(24, sizeof(struct mm011_state));
	EXPECT_EQ(272, sizeof(struct mm011_show_mem));
	EXPECT_EQ(192, sizeof(struct mm011_zones));
	EXPECT_EQ(40, sizeof(struct mm011_pressure));
}

TEST_HARNESS_MAIN
