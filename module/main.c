// SPDX-License-Identifier: GPL-2.0
/*
 * mm011: Linux 0.11's memory manager in a sandbox. The module brings a device,
 * /dev/mm011, a shared machine behind it, and a directory in debugfs.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

#include "machine.h"

unsigned int mm011_max_machines = 16;
module_param_named(max_machines, mm011_max_machines, uint, 0444);
MODULE_PARM_DESC(max_machines,
		 "machines there can be at a time, the shared one among them, 17 MB each (default 16)");

unsigned int mm011_max_sleepers = 256;
module_param_named(max_sleepers, mm011_max_sleepers, uint, 0444);
MODULE_PARM_DESC(max_sleepers,
		 "operations that can sleep at a time, in all machines, a kernel thread each (default 256)");

struct mm011_instance *mm011_shared;

static struct miscdevice mm011_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "mm011",
	.fops = &mm011_fops,
	.mode = 0600,
};

static void remove_all(void)
{
	mm011_instance_put(mm011_shared);
	mm011_debugfs_exit();
	mm011_io_exit();
}

static int __init mm011_init(void)
{
	static const struct mm011_reset defaults;
	int err;

	if (!mm011_max_machines) {
		pr_err("max_machines=0: there is a shared machine, so it must be 1 or more\n");
		return -EINVAL;
	}
	err = mm011_io_init();
	if (err)
		return err;
	mm011_shared = mm011_instance_new(&defaults);
	if (IS_ERR(mm011_shared)) {
		mm011_io_exit();
		return PTR_ERR(mm011_shared);
	}
	mm011_debugfs_init();
	mm011_debugfs_add(mm011_shared);
	err = misc_register(&mm011_device);
	if (err)
		remove_all();
	return err;
}

/* No descriptor is open, no job under way: each would hold the module. */
static void __exit mm011_exit(void)
{
	misc_deregister(&mm011_device);
	remove_all();
}

module_init(mm011_init);
module_exit(mm011_exit);

MODULE_DESCRIPTION("Linux 0.11's memory manager in a sandbox");
MODULE_LICENSE("GPL");
MODULE_VERSION(MM011_RELEASE);
