/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_LAYOUT_H
#define _MM011CTL_LAYOUT_H

#include "mm011.h"

/* where fields of struct task_struct stand in 0.11 and 0.12 alike */
#define TASK_STATE	0
#define TASK_EXIT_CODE	532
#define TASK_START_CODE	536
#define TASK_END_CODE	540
#define TASK_END_DATA	544
#define TASK_BRK	548
#define TASK_STACK	552
#define TASK_PID	556

/* what it is at: the numbers of include/linux/sched.h */
#define TASK_ZOMBIE	3
#define TASK_STATES	5

#define KERNEL_END	0xa0000u	/* the kernel and its variables lie below 640 KB */

/**
 * struct layout - where the rest stands, which is not the same in both
 * @kernel: MM011_KERNEL_*
 * @name: the kernel's
 * @father: 0.11: the father's pid; 0: there is none, but the four that follow
 * @parent: 0.12: the father's structure, p_pptr
 * @child: its youngest child, p_cptr
 * @younger: its next younger sibling, p_ysptr
 * @older: its next older one, p_osptr
 * @executable: the inode of the program
 * @library: 0.12: that of the shared library; 0: there is none
 * @ldt: three descriptors
 * @size: of the structure
 * @room: for each structure that dump has to find a place for
 * @inode_dev: the device, in struct m_inode
 * @inode_number: the inode's number
 * @inode_count: how many hold it
 * @inode_size: of that structure
 */
struct layout {
	u32 kernel;
	const char *name;
	u32 father;
	u32 parent;
	u32 child;
	u32 younger;
	u32 older;
	u32 executable;
	u32 library;
	u32 ldt;
	u32 size;
	u32 room;
	u32 inode_dev;
	u32 inode_number;
	u32 inode_count;
	u32 inode_size;
};

const struct layout *layout_of(u32 kernel);

#endif
