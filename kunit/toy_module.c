// SPDX-License-Identifier: GPL-2.0
/*
 * The toy kernel as a module of its own, beside mm011.ko: debugfs, ioctls and mm011ctl
 * show a kernel that none of them has heard of. It stays: a machine may run it.
 */

#include <linux/module.h>

#include "toy.c"

static int __init toy_module_init(void)
{
	return mm011_kernel_register(&mm011_toy);
}
module_init(toy_module_init);

MODULE_DESCRIPTION("A toy kernel for mm011");
MODULE_LICENSE("GPL");
