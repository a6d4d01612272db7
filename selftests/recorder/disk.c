// SPDX-License-Identifier: GPL-2.0
/*
 * A disk that takes its time: whoever reads sleeps, and others run. Every page
 * of every file holds the one program that there is. A kernel that swaps has a
 * second disk of 64 pages.
 */

#include "kernel.h"

#define NR_INODE 32

#define SWAP_PAGES	(SWAPS ? 64 : 1)

static struct m_inode inode_table[NR_INODE];
static u8 swap_disk[SWAP_PAGES][PAGE_SIZE];

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

static void copy(u8 *to, const u8 *from, u32 size)
{
	while (size-- > 0)
		*to++ = *from++;
}

/* page 0: a bit for each free page but itself, and who it is */
void format_swap_disk(void)
{
	u32 nr;

	for (nr = 1; nr < SWAP_PAGES; nr++)
		swap_disk[0][nr / 8] |= 1 << nr % 8;
	copy(&swap_disk[0][PAGE_SIZE - 10], (const u8 *)"SWAP-SPACE", 10);
}

void ll_rw_page(int rw, int dev, int nr, u8 *buffer)
{
	sleep_on_disk();
	if (rw == SWAP_WRITE)
		copy(swap_disk[nr], buffer, PAGE_SIZE);
	else
		copy(buffer, swap_disk[nr], PAGE_SIZE);
}
