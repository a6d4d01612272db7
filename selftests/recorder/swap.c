// SPDX-License-Identifier: GPL-2.0
/*
 * Swapping as Linux 0.12 does it. A call that needs a page while none is free
 * writes another one to the swap device first, and sleeps meanwhile. Built with
 * -DBUG=3, a swap page that was read is not given back.
 */

#include "kernel.h"

#define FIRST_DIRECTORY_ENTRY	16		/* task 0 is never swapped */
#define VM_PAGES	(1024 * 1024 - FIRST_DIRECTORY_ENTRY * 1024)
#define SWAP_BITS	(8 * PAGE_SIZE)

int SWAP_DEV = 0x306;
static u8 *swap_bitmap;

static int is_set(u32 nr)
{
	return swap_bitmap[nr / 8] >> nr % 8 & 1;
}

static u32 get_swap_page(void)
{
	u32 nr;

	for (nr = 1; swap_bitmap && nr < SWAP_BITS; nr++) {
		if (is_set(nr)) {
			swap_bitmap[nr / 8] &= ~(1 << nr % 8);
			return nr;
		}
	}
	return 0;
}

void swap_free(u32 nr)
{
	if (!nr)
		return;
	if (!swap_bitmap || nr >= SWAP_BITS || is_set(nr))
		print("a strange swap page is freed\n");
	else
		swap_bitmap[nr / 8] |= 1 << nr % 8;
}

void swap_in(u32 *entry)
{
	u32 nr = *entry >> 1;
	u32 page = get_free_page();

	if (!page)
		oom();
	ll_rw_page(SWAP_READ, SWAP_DEV, nr, (u8 *)page);
#if BUG != 3
	swap_bitmap[nr / 8] |= 1 << nr % 8;
#endif
	*entry = page | DIRTY | FLAGS;
}

/* the child gets the swap page, the father one in memory */
int read_for_fork(u32 *from, u32 *to)
{
	u32 nr = *from >> 1;
	u32 page = get_free_page();

	if (!page)
		return -1;
	ll_rw_page(SWAP_READ, SWAP_DEV, nr, (u8 *)page);
	*to = nr << 1;
	*from = page | DIRTY | FLAGS;
	return 0;
}

int try_to_swap_out(u32 *entry)
{
	u32 page = FRAME(*entry);
	u32 nr = 0;

	if (!(*entry & PRESENT) || page < LOW_MEM)
		return 0;
	if (*entry & DIRTY) {
		if (mem_map[MAP_NR(page)] != 1)
			return 0;
		nr = get_swap_page();
		if (!nr)
			return 0;
	}
	*entry = nr << 1;
	invalidate();
	if (nr)
		ll_rw_page(SWAP_WRITE, SWAP_DEV, nr, (u8 *)page);
	free_page(page);
	return 1;
}

static int has_table(int dir_entry)
{
	return *word(4 * dir_entry) & PRESENT;
}

static int following(int dir_entry)
{
	return dir_entry == 1023 ? FIRST_DIRECTORY_ENTRY : dir_entry + 1;
}

/* one page, from where the last search ended, round and round */
int swap_out(void)
{
	static int dir_entry = FIRST_DIRECTORY_ENTRY;
	static int page_entry = -1;
	int counter = VM_PAGES;

	for ( ; counter > 0 && !has_table(dir_entry); counter -= 1024)
		dir_entry = following(dir_entry);
	while (counter-- > 0) {
		if (++page_entry == 1024) {
			page_entry = 0;
			do
				dir_entry = following(dir_entry);
			while (!has_table(dir_entry) && (counter -= 1024) > 0);
			if (!has_table(dir_entry))
				break;
		}
		if (try_to_swap_out(word(FRAME(*word(4 * dir_entry))) + page_entry))
			return 1;
	}
	print("out of swap pages\n");
	return 0;
}

/* the device has its bitmap in page 0, and ten letters at the end of it */
static int is_swap_space(void)
{
	const char *sign = "SWAP-SPACE";
	u32 i;

	for (i = 0; i < 10; i++) {
		if (swap_bitmap[PAGE_SIZE - 10 + i] != sign[i])
			return 0;
		swap_bitmap[PAGE_SIZE - 10 + i] = 0;
	}
	return 1;
}

/* begin to use the swap device */
void init_swapping(void)
{
	swap_bitmap = (u8 *)get_free_page();
	if (!swap_bitmap)
		return;
	ll_rw_page(SWAP_READ, SWAP_DEV, 0, swap_bitmap);
	if (is_swap_space())
		return;
	free_page((u32)swap_bitmap);
	swap_bitmap = 0;
}
