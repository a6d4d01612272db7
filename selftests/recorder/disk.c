// SPDX-License-Identifier: GPL-2.0
/*
 * A disk that takes its time: whoever reads sleeps, and others run. Every page
 * of every file holds the one program that there is.
 */

#include "kernel.h"

#define NR_INODE 32

static struct m_inode inode_table[NR_INODE];

struct m_inode *iget(u32 number)
{
	struct m_inode *inode = &inode_table[number % NR_INODE];

	inode->i_dev = 0x301;
	inode->i_num = number;
	inode->i_count++;
	return inode;
}

void iput(struct m_inode *inode)
{
	if (inode)
		inode->i_count--;
}

u32 bmap(struct m_inode *inode, u32 block)
{
	return inode->i_num * 100 + block;
}

static void read_block(u32 to, u32 block)
{
	u32 i;

	for (i = 0; i < 1024; i++)
		*(u8 *)(to + i) = block;
}

void bread_page(u32 page, u32 dev, const u32 block[4])
{
	u32 i;

	sleep_on_disk();
	for (i = 0; i < 4; i++)
		read_block(page + 1024 * i, block[i]);
	for (i = 0; user_program + i < user_program_end; i++)
		((u8 *)page)[i] = user_program[i];
}
