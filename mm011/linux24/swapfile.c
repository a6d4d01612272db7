// SPDX-License-Identifier: GPL-2.0
/*
 * Swap pages and how often each is used: mm/swapfile.c.
 */

#include "linux24/swap.h"

/**
 * linux24_swap_free() - one use of a swap page less
 * @m: machine, its lock held
 * @entry: swap entry
 *
 * Linux 2.4.0: swap_free(), mm/swapfile.c.
 */
void linux24_swap_free(struct mm011_machine *m, u32 entry)
{
}

/**
 * linux24_swap_duplicate() - one use of a swap page more
 * @m: machine, its lock held
 * @entry: swap entry
 *
 * Linux 2.4.0: swap_duplicate(), mm/swapfile.c.
 */
void linux24_swap_duplicate(struct mm011_machine *m, u32 entry)
{
}

/**
 * linux24_swap_count() - how often is a swap page used?
 * @m: machine that runs 2.4
 * @entry: swap entry
 *
 * Linux 2.4.0: swap_count(), mm/swapfile.c.
 *
 * Return: its count; 0: there is no such page.
 */
u32 linux24_swap_count(const struct mm011_machine *m, u32 entry)
{
	return 0;
}
