// SPDX-License-Identifier: GPL-2.0
/*
 * Everything that can fail in the host fails: in each open, mmap, ioctl and
 * read of a view the 1st, 2nd, ... place, until none is left. Afterwards the
 * machine is as it was before, or as it is after success; and everything can be
 * freed.
 */
#include <dirent.h>
#include <sys/wait.h>

#include "fail_nth.h"
#include "mm011_test.h"

/* more places than any of this has */
#define MOST 20000

struct nth {
	int fail;		/* /proc/thread-self/fail-nth */
	int device;
	int fd;			/* the machine */
	__u32 machine;		/* its number */
	__u32 before;		/* its checksum before a try, and after success */
	__u32 after;
	int program;		/* files */
	int swap;
	char *bytes;
	const char *view;	/* which one is read */
	int descriptors;	/* how many are open, all in all */
	int machines;		/* how many there are */
};

/* what is tried returns 0 or a negative errno, and leaves nothing open */
typedef int try_fn(struct nth *n);

static int count_entries(const char *path)
{
	DIR *directory = opendir(path);
	int count = 0;

	while (directory && readdir(directory))
		count++;
	if (directory)
		closedir(directory);
	return count;
}

/* a program of one page of code, with all that exec looks at in its header */
static int program(void)
{
	static __u32 bytes[3 * PAGE / 4];
	unsigned int i;

	for (i = 0; i < COUNT(bytes); i++)
		bytes[i] = i;
	memset(bytes, 0, 32);
	bytes[0] = 0x10b;
	bytes[1] = PAGE;
	bytes[2] = PAGE;
	return memory_file(bytes, sizeof(bytes));
}

/* 31 swap pages, and before them what mkswap writes: which are free, and a name */
static int swap_space(void)
{
	static unsigned char bytes[32 * PAGE];

	bytes[0] = 0xfe;
	memset(bytes + 1, 0xff, 3);
	memcpy(bytes + PAGE - 10, "SWAP-SPACE", 10);
	return memory_file(bytes, sizeof(bytes));
}

static int set_up_tasks(int fd)
{
	static const char text[] = "text";
	int err = fork_task(fd, 0);

	if (err >= 0)
		err = fork_task(fd, 1);
	if (err < 0)
		return err;
	err = OP(fd, .code = MM011_OP_EXEC_MADE_UP, .task = 2,
		 .arg = { 7, PAGE, PAGE, PAGE, 1, 0 }, .len = sizeof(text),
		 .data = address_of(text)).error;
	if (!err)
		err = write_task(fd, 2, 0x1000, text, sizeof(text));
	if (!err)
		err = OP(fd, .code = MM011_OP_MALLOC, .arg = { 100 }).error;
	if (!err)
		err = OP(fd, .code = MM011_OP_PIPE).error;
	return err;
}

/* the same state each time; the checksum tells */
static void set_up_machine(int fd)
{
	reset_machine(fd, (struct mm011_reset){ 0 });
	set_up_tasks(fd);
}

FIXTURE(nth)
{
	struct nth n;
};

FIXTURE_VARIANT(nth)
{
	try_fn *try;
	const char *view;
	int least;		/* places that there are at least */
	int in_parts;		/* half of it is a state, too */
};

FIXTURE_SETUP(nth)
{
	struct nth *n = &self->n;

	n->fail = fail_nth_set_up();
	ASSERT_GE(n->fail, 0);
	n->view = variant->view;
	n->device = open(DEVICE, O_RDWR | O_CLOEXEC);
	ASSERT_GE(n->device, 0);
	n->fd = new_machine();
	ASSERT_GE(n->fd, 0);
	n->program = program();
	ASSERT_GE(n->program, 0);
	n->swap = swap_space();
	ASSERT_GE(n->swap, 0);
	n->bytes = malloc(MM011_MAX_DATA);
	memset(n->bytes, 0x5c, MM011_MAX_DATA);
	set_up_machine(n->fd);
	n->before = machine_sum(n->fd);
	ASSERT_NE(0, n->before);
	n->machine = get_info(n->fd).machine;
	n->descriptors = count_entries("/proc/self/fd");
	n->machines = count_entries(DEBUGFS);
}

FIXTURE_TEARDOWN(nth)
{
	struct nth *n = &self->n;

	EXPECT_EQ(n->descriptors, count_entries("/proc/self/fd"));
	EXPECT_EQ(n->machines, count_entries(DEBUGFS));
	close(n->fd);
	close(n->device);
	close(n->program);
	close(n->swap);
	free(n->bytes);
	EXPECT_EQ(n->machines - 1, count_entries(DEBUGFS));
}

static int known_error(int err)
{
	return err == 0 || err == -ENOMEM || err == -EFAULT;
}

/* all or nothing; in an array, each operation is */
static int in_order(struct nth *n, int in_parts, int err, __u32 sum)
{
	if (in_parts)
		return !ledger(n->fd) && (err || sum == n->after);
	return sum == n->after || (err && sum == n->before);
}

/* each place fails; how many there were */
static __u32 fail_each(struct __test_metadata *_metadata, FIXTURE_DATA(nth) * self,
		       const FIXTURE_VARIANT(nth) * variant)
{
	struct nth *n = &self->n;
	int err, nth, failed = 1;
	__u32 sum, places;

	EXPECT_EQ(0, fail_nth_begin(n->fail, FAIL_NTH_MANY));
	err = variant->try(n);
	places = fail_nth_count(n->fail);
	EXPECT_EQ(0, err);
	n->after = machine_sum(n->fd);
	sum = n->after;
	for (nth = 1; failed && nth < MOST; nth = fail_nth_next(nth, places)) {
		if (sum != n->before) {
			set_up_machine(n->fd);
			EXPECT_EQ(n->before, machine_sum(n->fd));
		}
		EXPECT_EQ(0, fail_nth_begin(n->fail, nth));
		err = variant->try(n);
		failed = fail_nth_end(n->fail);
		sum = machine_sum(n->fd);
		EXPECT_TRUE(known_error(err) && (failed || !err) &&
			    in_order(n, variant->in_parts, err, sum)) {
			TH_LOG("place %d, error %d, failed %d", nth, err, failed);
		}
	}
	EXPECT_EQ(0, failed);
	TH_LOG("%d places", nth - 2);
	return nth - 2;
}

TEST_F_TIMEOUT(nth, place, 900)
{
	__u32 places = fail_each(_metadata, self, variant);

	EXPECT_LE(variant->least, places);
	if (!fail_nth_leaves_out(places))
		return;
	set_up_machine(self->n.fd);
	ASSERT_EQ(0, fail_nth_single_pages(0));
	places = fail_each(_metadata, self, variant);
	EXPECT_EQ(0, fail_nth_single_pages(1));
	EXPECT_LE(variant->least, places);
	EXPECT_FALSE(fail_nth_leaves_out(places));
}

static int try_open(struct nth *n)
{
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	return close(fd) ? -errno : 0;
}

FIXTURE_VARIANT_ADD(nth, open)
{
	.try = try_open,
	.least = 1,
};

/* mapped, and looked at: a page that cannot be mapped now is asked for again */
static int try_mmap(struct nth *n)
{
	const char *memory = mmap(NULL, MM011_MEMORY_SIZE, PROT_READ, MAP_SHARED, n->fd, 0);
	int word, err;

	if (memory == MAP_FAILED)
		return -errno;
	word = __atomic_load_n((const __u32 *)memory, __ATOMIC_RELAXED);
	err = munmap((void *)memory, MM011_MEMORY_SIZE) ? -errno : 0;
	if (err)
		munmap((void *)memory, MM011_MEMORY_SIZE);
	return word == 0x1007 ? err : -EIO;
}

FIXTURE_VARIANT_ADD(nth, mmap)
{
	.try = try_mmap,
	.least = 1,
};

static int try_reset(struct nth *n)
{
	return reset_machine(n->fd, (struct mm011_reset){ .ram_kb = 4096 });
}

FIXTURE_VARIANT_ADD(nth, reset)
{
	.try = try_reset,
	.least = 1,
};

static int try_new_machine(struct nth *n)
{
	struct mm011_new_machine args = { .size = sizeof(args), .reset.size = sizeof(args.reset) };
	int err = call(n->device, MM011_IOC_NEW_MACHINE, &args);

	if (err)
		return err;
	return close(args.fd) ? -errno : 0;
}

FIXTURE_VARIANT_ADD(nth, new_machine)
{
	.try = try_new_machine,
	.least = 10,
};

static int try_info(struct nth *n)
{
	struct mm011_info info = { .size = sizeof(info) };

	return call(n->fd, MM011_IOC_INFO, &info);
}

FIXTURE_VARIANT_ADD(nth, info)
{
	.try = try_info,
	.least = 2,
};

static int try_translate(struct nth *n)
{
	struct mm011_translate walk = { .size = sizeof(walk), .task = 1, .address = 0x1000 };

	return call(n->fd, MM011_IOC_TRANSLATE, &walk);
}

FIXTURE_VARIANT_ADD(nth, translate)
{
	.try = try_translate,
	.least = 2,
};

static int try_task(struct nth *n)
{
	struct mm011_task_info info = { .size = sizeof(info), .nr = 1 };

	return call(n->fd, MM011_IOC_TASK, &info);
}

FIXTURE_VARIANT_ADD(nth, task)
{
	.try = try_task,
	.least = 2,
};

static int try_checksum(struct nth *n)
{
	struct mm011_checksum sum = { .size = sizeof(sum), .flags = MM011_CHECKSUM_MACHINE };

	return call(n->fd, MM011_IOC_CHECKSUM, &sum);
}

FIXTURE_VARIANT_ADD(nth, checksum)
{
	.try = try_checksum,
	.least = 2,
};

static int get_array(struct nth *n, unsigned long command)
{
	struct mm011_array args = {
		.size = sizeof(args), .count = 16, .data = address_of(n->bytes),
	};

	return call(n->fd, command, &args);
}

static int try_mem_map(struct nth *n)
{
	return get_array(n, MM011_IOC_MEM_MAP);
}

FIXTURE_VARIANT_ADD(nth, mem_map)
{
	.try = try_mem_map,
	.least = 5,
};

static int try_stats(struct nth *n)
{
	return get_array(n, MM011_IOC_STATS);
}

FIXTURE_VARIANT_ADD(nth, stats)
{
	.try = try_stats,
	.least = 5,
};

static int try_events(struct nth *n)
{
	return get_array(n, MM011_IOC_EVENTS);
}

FIXTURE_VARIANT_ADD(nth, events)
{
	.try = try_events,
	.least = 5,
};

static int try_revive(struct nth *n)
{
	return call(n->fd, MM011_IOC_REVIVE, NULL);
}

FIXTURE_VARIANT_ADD(nth, revive)
{
	.try = try_revive,
	.least = 0,
};

static int try_op(struct nth *n, struct mm011_op op)
{
	int err = do_ops(n->fd, &op, 1, 0, NULL);

	return err ? err : op.error;
}

static int try_fork(struct nth *n)
{
	return try_op(n, (struct mm011_op){
		.code = MM011_OP_FORK, .task = 2, .flags = MM011_OPF_EVENTS | MM011_OPF_CRC });
}

FIXTURE_VARIANT_ADD(nth, fork)
{
	.try = try_fork,
	.least = 5,
};

static int try_exec(struct nth *n)
{
	return try_op(n, (struct mm011_op){
		.code = MM011_OP_EXEC, .task = 2, .arg = { n->program, 1, 0 },
		.len = 5, .data = address_of("name") });
}

FIXTURE_VARIANT_ADD(nth, exec)
{
	.try = try_exec,
	.least = 6,
};

static int try_long_write(struct nth *n)
{
	return try_op(n, (struct mm011_op){
		.code = MM011_OP_PHYS_WRITE, .arg = { 0x800000 }, .len = MM011_MAX_DATA,
		.data = address_of(n->bytes) });
}

FIXTURE_VARIANT_ADD(nth, long_write)
{
	.try = try_long_write,
	.least = 7,
};

static int try_long_read(struct nth *n)
{
	return try_op(n, (struct mm011_op){
		.code = MM011_OP_READ, .task = 1, .len = MM011_MAX_DATA,
		.data = address_of(n->bytes) });
}

FIXTURE_VARIANT_ADD(nth, long_read)
{
	.try = try_long_read,
	.least = 7,
};

/* more than a chunk of operations: what was done is done */
static int try_array(struct nth *n)
{
	struct mm011_op ops[100];
	unsigned int i;

	memset(ops, 0, sizeof(ops));
	for (i = 0; i < COUNT(ops); i++)
		ops[i].code = MM011_OP_PEEK32;
	ops[99] = (struct mm011_op){ .code = MM011_OP_FORK, .task = 2 };
	return do_ops(n->fd, ops, COUNT(ops), 0, NULL);
}

FIXTURE_VARIANT_ADD(nth, array)
{
	.try = try_array,
	.least = 8,
	.in_parts = 1,
};

/* pages go, until one must be written: that operation goes to sleep, and is woken */
static int swap_out(int fd)
{
	struct mm011_op op;

	do {
		op = OP(fd, .code = MM011_OP_SWAP_OUT, .task = 2, .flags = MM011_OPF_SLEEP);
	} while (!op.error && op.ret);
	if (op.error != -EINPROGRESS)
		return op.error ? op.error : -ENODATA;
	return OP(fd, .code = MM011_OP_WAKE, .task = 2).error;
}

/* Linux 0.12 with something to swap to; a reset takes it away again */
static int try_swap(struct nth *n, struct mm011_op swap)
{
	int err = reset_machine(n->fd, (struct mm011_reset){ .kernel = MM011_KERNEL_0_12 });

	if (!err)
		err = try_op(n, swap);
	if (!err)
		err = try_op(n, (struct mm011_op){ .code = MM011_OP_INIT_SWAPPING });
	if (!err)
		err = set_up_tasks(n->fd);
	if (!err)
		err = swap_out(n->fd);
	while (reset_machine(n->fd, (struct mm011_reset){ 0 }))
		;
	return err;
}

static int try_swap_memory(struct nth *n)
{
	return try_swap(n, (struct mm011_op){ .code = MM011_OP_SWAP_MEMORY, .arg = { 128 } });
}

FIXTURE_VARIANT_ADD(nth, swap_memory)
{
	.try = try_swap_memory,
	.least = 10,
	.in_parts = 1,
};

static int try_swap_file(struct nth *n)
{
	return try_swap(n, (struct mm011_op){
		.code = MM011_OP_SWAP_FILE, .arg = { n->swap } });
}

FIXTURE_VARIANT_ADD(nth, swap_file)
{
	.try = try_swap_file,
	.least = 10,
	.in_parts = 1,
};

static int try_view(struct nth *n)
{
	char path[80];
	ssize_t len;
	int file;

	snprintf(path, sizeof(path), DEBUGFS "/%u/%s", n->machine, n->view);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return -errno;
	do {
		len = read(file, n->bytes, MM011_MAX_DATA);
	} while (len > 0);
	len = len < 0 ? -errno : 0;
	close(file);
	return len;
}

FIXTURE_VARIANT_ADD(nth, view_info)
{
	.try = try_view,
	.view = "info",
	.least = 4,
};

FIXTURE_VARIANT_ADD(nth, view_mem_map)
{
	.try = try_view,
	.view = "mem_map",
	.least = 4,
};

FIXTURE_VARIANT_ADD(nth, view_page_directory)
{
	.try = try_view,
	.view = "page_directory",
	.least = 4,
};

FIXTURE_VARIANT_ADD(nth, view_page_tables)
{
	.try = try_view,
	.view = "page_tables",
	.least = 4,
};

FIXTURE_VARIANT_ADD(nth, view_tasks)
{
	.try = try_view,
	.view = "tasks",
	.least = 4,
};

FIXTURE_VARIANT_ADD(nth, view_malloc)
{
	.try = try_view,
	.view = "malloc",
	.least = 4,
};

FIXTURE_VARIANT_ADD(nth, view_stats)
{
	.try = try_view,
	.view = "stats",
	.least = 4,
};

int main(int argc, char **argv)
{
	if (fail_nth_set_up() < 0) {
		printf("1..0 # SKIP this kernel cannot make allocations fail\n");
		return KSFT_SKIP;
	}
	return test_harness_run(argc, argv);
}
