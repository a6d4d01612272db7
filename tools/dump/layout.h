/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM011CTL_LAYOUT_H
#define _MM011CTL_LAYOUT_H

/* where the fields stand in 0.11's struct task_struct and struct m_inode */
#define TASK_STATE	0
#define TASK_EXIT_CODE	532
#define TASK_START_CODE	536
#define TASK_END_CODE	540
#define TASK_END_DATA	544
#define TASK_BRK	548
#define TASK_STACK	552
#define TASK_PID	556
#define TASK_FATHER	560
#define TASK_EXECUTABLE	632
#define TASK_LDT	720
#define TASK_SIZE	956
#define INODE_DEV	44
#define INODE_NUMBER	46
#define INODE_COUNT	48
#define INODE_SIZE	56

#define TASK_ZOMBIE	3	/* a task's state */
#define KERNEL_END	0xa0000u	/* 0.11 and its variables lie below 640 KB */

#endif
