// SPDX-License-Identifier: GPL-2.0
/*
 * A machine as text and as bytes, what the module says of itself, whose events are
 * whose, and operations of another size.
 */
#include "mm011_test.h"

FIXTURE(look)
{
	int fd;
};

FIXTURE_SETUP(look)
{
	self->fd = new_machine();
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(1, fork_task(self->fd, 0));
}

FIXTURE_TEARDOWN(look)
{
	close(self->fd);
}

TEST_F(look, version)
{
	struct mm011_version v = { .size = sizeof(v) };

	memset((char *)&v + 4, 0x5a, sizeof(v) - 4);
	ASSERT_EQ(0, call(self->fd, MM011_IOC_VERSION, &v));
	EXPECT_EQ(MM011_API, v.api);
	EXPECT_EQ(sizeof(struct mm011_op), v.op_size);
	EXPECT_EQ(sizeof(struct mm011_event), v.event_size);
	EXPECT_EQ(MM011_OP_MAX, v.nr_ops);
	EXPECT_LE(MM011_MEMORY_SIZE, v.max_memory);
	ASSERT_LE(2, v.kernels);
	EXPECT_EQ(MM011_KERNEL_0_11, v.kernel[0]);
	EXPECT_EQ(MM011_KERNEL_0_12, v.kernel[1]);
	EXPECT_EQ(0, v.kernel[15]);
	EXPECT_STREQ(MM011_RELEASE, v.release);
}

static int view(int fd, const char *name, char *to, __u32 room, __u32 *len)
{
	struct mm011_view_text v = {
		.size = sizeof(v), .data = address_of(to), .room = room, .len = ~0u,
	};
	int err;

	snprintf(v.name, sizeof(v.name), "%s", name);
	err = call(fd, MM011_IOC_VIEW, &v);
	*len = v.len;
	return err;
}

TEST_F(look, a_view_is_what_debugfs_shows)
{
	static char text[0x10000];
	__u32 len, cut;

	ASSERT_EQ(0, view(self->fd, "info", text, sizeof(text) - 1, &len));
	ASSERT_LT(len, sizeof(text));
	text[len] = 0;
	EXPECT_NE(NULL, strstr(text, "kernel            Linux 0.11\n"));
	EXPECT_NE(NULL, strstr(text, "tasks             2\n"));
	/* a part of it */
	memset(text, 0x5a, sizeof(text));
	ASSERT_EQ(0, view(self->fd, "info", text, 10, &cut));
	EXPECT_EQ(len, cut);
	EXPECT_EQ(0, memcmp(text, "kernel    \x5a", 11));
	ASSERT_EQ(0, view(self->fd, "info", NULL, 0, &cut));
	EXPECT_EQ(len, cut);
}

TEST_F(look, which_views_there_are)
{
	static char text[4096];
	__u32 len;

	ASSERT_EQ(0, view(self->fd, "", text, sizeof(text) - 1, &len));
	text[len] = 0;
	EXPECT_EQ(0, strncmp(text, "info: ", 6));
	EXPECT_NE(NULL, strstr(text, "\npage_tables: "));
	EXPECT_EQ(-ENOENT, view(self->fd, "nosuch", text, sizeof(text), &len));
	EXPECT_EQ(-ENOENT, view(self->fd, "inf", text, sizeof(text), &len));
}

TEST_F(look, a_view_with_nowhere_to_go)
{
	struct mm011_view_text v = { .size = sizeof(v), .room = 100 };
	char *guarded = guarded_page();
	__u32 len;

	EXPECT_EQ(-EFAULT, view(self->fd, "info", NULL, 100, &len));
	EXPECT_EQ(-EFAULT, view(self->fd, "info", NO_ACCESS(guarded) - 8, 100, &len));
	/* a name without an end */
	memset(v.name, 'i', sizeof(v.name));
	EXPECT_EQ(-EINVAL, call(self->fd, MM011_IOC_VIEW, &v));
}

static int state(int fd, __u32 flags, void *to, __u32 room, __u32 *len)
{
	struct mm011_state s = {
		.size = sizeof(s), .flags = flags, .data = address_of(to), .room = room,
	};
	int err = call(fd, MM011_IOC_STATE, &s);

	*len = s.len;
	return err;
}

static __u32 le32(const unsigned char *at)
{
	return at[0] | at[1] << 8 | at[2] << 16 | (__u32)at[3] << 24;
}

TEST_F(look, a_state_is_whole_or_not_there)
{
	__u32 len, again, sum = machine_sum(self->fd);
	unsigned char *bytes;

	ASSERT_EQ(0, state(self->fd, 0, NULL, 0, &len));
	ASSERT_EQ(0, state(self->fd, MM011_STATE_MEMORY, NULL, 0, &again));
	EXPECT_LT(len + PAGE, again);
	EXPECT_GT(100 * 1024, again);
	len = again;
	bytes = malloc(len + 1);
	ASSERT_NE(NULL, bytes);
	memset(bytes, 0x5a, len + 1);
	ASSERT_EQ(0, state(self->fd, MM011_STATE_MEMORY, bytes, len - 1, &again));
	EXPECT_EQ(len, again);
	EXPECT_EQ(0x5a, bytes[0]);
	ASSERT_EQ(0, state(self->fd, MM011_STATE_MEMORY, bytes, len + 1, &again));
	EXPECT_EQ(len, again);
	EXPECT_EQ(0x5a, bytes[len]);
	EXPECT_EQ(0, memcmp(bytes, "m011", 4));
	EXPECT_EQ(MM011_KERNEL_0_11, le32(bytes + 8));
	EXPECT_EQ(MM011_MEMORY_SIZE, le32(bytes + 12));
	EXPECT_EQ(len, le32(bytes + 16) + 24);
	EXPECT_EQ(-EFAULT, state(self->fd, 0, NULL, len, &again));
	EXPECT_EQ(-EINVAL, state(self->fd, 2, bytes, len, &again));
	EXPECT_EQ(sum, machine_sum(self->fd));
	free(bytes);
}

TEST_F(look, a_panic_says_over_what)
{
	struct mm011_info info = get_info(self->fd);

	EXPECT_EQ(~0u, info.stopped_page);
	EXPECT_EQ(MM011_MEMORY_SIZE, info.memory_size);
	ASSERT_EQ(-ENOTRECOVERABLE, OP(self->fd, .code = MM011_OP_FREE_PAGE,
				       .arg = { 0x400000 }).error);
	info = get_info(self->fd);
	EXPECT_EQ(0x400000, info.stopped_page);
	EXPECT_EQ(~0u, info.stopped_entry);
	EXPECT_EQ(~0u, info.stopped_linear);
}

/* ---- whose events ---- */

static __u32 read_events(int fd, struct mm011_event *to, __u32 count, __u64 *first, __u64 *lost)
{
	struct mm011_array a = {
		.size = sizeof(a), .count = count, .first = *first, .data = address_of(to),
		.lost = 77,
	};

	if (call(fd, MM011_IOC_EVENTS, &a))
		return ~0u;
	*first = a.first;
	*lost = a.lost;
	return a.count;
}

TEST(events_say_whose_they_are)
{
	struct mm011_event e[2][64];
	__u64 first, lost, op[2];
	struct mm011_op o;
	int fd[2], i;

	for (i = 0; i < 2; i++)
		fd[i] = open(DEVICE, O_RDWR);
	ASSERT_GE(fd[0], 0);
	ASSERT_GE(fd[1], 0);
	for (i = 0; i < 2; i++) {
		o = OP(fd[i], .code = MM011_OP_INVALIDATE, .flags = MM011_OPF_EVENTS);
		ASSERT_EQ(0, o.error);
		ASSERT_EQ(2, o.events);
		first = o.first_event;
		ASSERT_EQ(2, read_events(fd[1 - i], e[i], o.events, &first, &lost));
		EXPECT_EQ(o.first_event, first);
		EXPECT_EQ(0, lost);
		EXPECT_EQ(MM011_EV_INVALIDATE, e[i][1].type);
		EXPECT_EQ(e[i][0].op, e[i][1].op);
		EXPECT_EQ(e[i][0].owner, e[i][1].owner);
		EXPECT_NE(0, e[i][0].owner);
		op[i] = e[i][0].op;
	}
	EXPECT_NE(e[0][0].owner, e[1][0].owner);
	EXPECT_LT(op[0], op[1]);
	/* without MM011_OPF_EVENTS there are none */
	EXPECT_EQ(0, OP(fd[0], .code = MM011_OP_INVALIDATE).events);
	close(fd[0]);
	close(fd[1]);
}

TEST_F(look, events_that_are_lost_are_counted)
{
	struct mm011_version v = { .size = sizeof(v) };
	static struct mm011_event e[8192];
	__u64 first = 0, lost;
	struct mm011_op o;
	__u32 i, total = 0;

	ASSERT_EQ(0, call(self->fd, MM011_IOC_VERSION, &v));
	for (i = 0; i < v.nr_events; i++) {
		o = OP(self->fd, .code = MM011_OP_INVALIDATE, .flags = MM011_OPF_EVENTS);
		total += o.events;
	}
	EXPECT_EQ(v.nr_events, read_events(self->fd, e, COUNT(e), &first, &lost));
	EXPECT_EQ(total - v.nr_events, lost);
	EXPECT_EQ(lost, first);
}

/* ---- operations of another size ---- */

static int sized(int fd, void *ops, __u32 op_size, __u32 count)
{
	struct mm011_ops args = {
		.size = sizeof(args), .count = count, .ops = address_of(ops), .op_size = op_size,
	};

	return call(fd, MM011_IOC_OPS, &args);
}

TEST_F(look, operations_may_be_longer)
{
	const __u32 size = sizeof(struct mm011_op) + 24;
	unsigned char room[3 * 200] = { 0 };
	struct mm011_op op = { .code = MM011_OP_GET_FREE_PAGE };
	__u32 i;

	for (i = 0; i < 3; i++)
		memcpy(room + i * size, &op, sizeof(op));
	ASSERT_EQ(0, sized(self->fd, room, size, 3));
	for (i = 0; i < 3; i++) {
		memcpy(&op, room + i * size, sizeof(op));
		EXPECT_EQ(0, op.error);
		EXPECT_EQ(0xffd000 - i * PAGE, op.ret);
	}
}

TEST_F(look, what_a_longer_one_says_must_be_zero)
{
	const __u32 size = sizeof(struct mm011_op) + 8;
	unsigned char room[200] = { 0 };
	__u32 sum = machine_sum(self->fd);

	room[size - 1] = 1;
	EXPECT_EQ(-E2BIG, sized(self->fd, room, size, 1));
	EXPECT_EQ(-EINVAL, sized(self->fd, room, sizeof(struct mm011_op) - 1, 1));
	EXPECT_EQ(-EINVAL, sized(self->fd, room, 1, 0));
	EXPECT_EQ(-E2BIG, sized(self->fd, room, PAGE + 1, 0));
	EXPECT_EQ(-E2BIG, sized(self->fd, room, ~0u, 0));
	EXPECT_EQ(-EINVAL, OP(self->fd, .code = MM011_OP_NONE, .reserved = 1).error);
	EXPECT_EQ(sum, machine_sum(self->fd));
	/* 0: that of the first version */
	room[size - 1] = 0;
	EXPECT_EQ(0, sized(self->fd, room, 0, 1));
}

TEST_HARNESS_MAIN
