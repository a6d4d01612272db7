// SPDX-License-Identifier: GPL-2.0
/*
 * mm011_bench.ko, for tools/build/bench --device: how long do operations take when
 * they are called inside the kernel? /sys/kernel/debug/mm011_bench takes an array
 * of struct mm011_op, does them, and tells the nanoseconds when it is read.
 *
 * It has a core and a machine of its own, as mm011.ko exports nothing.
 */

#include <linux/crc32.h>
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "mm011.h"

#define MAX_OPS 1024u

static DEFINE_MUTEX(lock);
static struct mm011_machine *machine;
static struct mm011_op *ops;
static u8 *data;	/* of every operation that wants some */
static u64 took;
static struct dentry *file;

static u32 host_crc32(u32 crc, const void *p, size_t len)
{
	return ~crc32_le(~crc, p, len);
}

/* nothing here opens a file or swaps */
static const struct mm011_host host = {
	.crc32 = host_crc32,
};

static void run_all(u32 count)
{
	u64 begin = ktime_get_ns();
	u32 i;

	for (i = 0; i < count; i++)
		mm011_op_run(machine, &ops[i], data);
	took = ktime_get_ns() - begin;
}

static ssize_t bench_write(struct file *f, const char __user *from, size_t len, loff_t *pos)
{
	u32 count = len / sizeof(*ops);
	u32 i;

	if (!count || len % sizeof(*ops) || count > MAX_OPS)
		return -EINVAL;
	mutex_lock(&lock);
	if (copy_from_user(ops, from, len))
		len = 0;
	for (i = 0; i < count && len; i++)
		if (mm011_op_validate(&ops[i]))
			len = 0;
	if (len)
		run_all(count);
	mutex_unlock(&lock);
	return len ? len : -EINVAL;
}

static ssize_t bench_read(struct file *f, char __user *to, size_t len, loff_t *pos)
{
	char text[24];
	int n;

	mutex_lock(&lock);
	n = scnprintf(text, sizeof(text), "%llu\n", took);
	mutex_unlock(&lock);
	return simple_read_from_buffer(to, len, pos, text, n);
}

static const struct file_operations bench_fops = {
	.owner = THIS_MODULE,
	.write = bench_write,
	.read = bench_read,
};

static void release_all(void)
{
	if (machine) {
		vfree(machine->store);
		vfree(machine->memory);
	}
	kvfree(machine);
	kvfree(data);
	kvfree(ops);
}

static int __init bench_init(void)
{
	static const struct mm011_reset defaults;

	machine = kvzalloc(mm011_machine_size(), GFP_KERNEL);
	ops = kvmalloc_array(MAX_OPS, sizeof(*ops), GFP_KERNEL);
	data = kvzalloc(MM011_MAX_DATA, GFP_KERNEL);
	if (machine) {
		machine->memory = vmalloc(MM011_MEMORY_SIZE);
		machine->store = vmalloc(MM011_OOB_SIZE);
	}
	if (!machine || !machine->memory || !machine->store || !ops || !data) {
		release_all();
		return -ENOMEM;
	}
	machine->host = &host;
	mm011_reset(machine, &defaults);
	file = debugfs_create_file("mm011_bench", 0600, NULL, NULL, &bench_fops);
	return 0;
}

static void __exit bench_exit(void)
{
	debugfs_remove(file);
	release_all();
}

module_init(bench_init);
module_exit(bench_exit);

MODULE_DESCRIPTION("Times operations of Linux 0.11's memory manager inside the kernel");
MODULE_LICENSE("GPL");
