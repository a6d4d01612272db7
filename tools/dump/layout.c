// SPDX-License-Identifier: GPL-2.0
/*
 * The structures of real kernels, as their compilers laid them out: include/linux/sched.h
 * and fs.h. 0.12's are longer: a task has groups, relatives and limits, an inode a second
 * queue for pipes.
 */

#include <linux/kernel.h>

#include "dump/layout.h"

static const struct layout layouts[] = {
	{
		.kernel = MM011_KERNEL_0_11, .name = "Linux 0.11",
		.father = 560, .executable = 632, .ldt = 720, .size = 956, .room = 1024,
		.inode_dev = 44, .inode_number = 46, .inode_count = 48, .inode_size = 56,
	},
	{
		.kernel = MM011_KERNEL_0_12, .name = "Linux 0.12",
		.parent = 700, .child = 704, .younger = 708, .older = 712,
		.executable = 828, .library = 832, .ldt = 920, .size = 1156, .room = 1280,
		.inode_dev = 48, .inode_number = 50, .inode_count = 52, .inode_size = 60,
	},
};

/**
 * layout_of() - where a kernel's structures have their fields
 * @kernel: MM011_KERNEL_*
 *
 * Return: the layout; NULL: of that kernel none is known.
 */
const struct layout *layout_of(u32 kernel)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(layouts); i++)
		if (layouts[i].kernel == kernel)
			return &layouts[i];
	return NULL;
}
