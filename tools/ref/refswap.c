// SPDX-License-Identifier: GPL-2.0
/*
 * mm/swap.c of Linux 0.12 as it reads, for the reference. The swap device is a
 * plain array.
 */

#include <errno.h>

#include "fuzz/madeup.h"
#include "ref/refstate.h"

#define SWAP_BITS	32768u
#define VM_PAGES	(1008 * 1024)

static u32 device_pages(const struct reference *r)
{
	return r->swap_blocks == 0xffffffff ? 0 : r->swap_blocks / 4;
}

/* true: this time it goes wrong */
static bool fails(struct reference *r)
{
	return r->fail && --r->fail == 0;
}

/* the machine's own affair, no longer 0.12's: the operation ends */
static void swap_error(struct reference *r, u32 io, u32 nr)
{
	give_back(r);
	r->now->op.out[0] = io;
	r->now->op.out[1] = nr;
	left(r, SWAP);
}

/* ll_rw_page(); false: the device could not */
static bool rw_page(struct reference *r, u32 io, u32 nr, u32 page)
{
	if (!r->swap_device) {
		say(r, MM011_MSG_NO_DEVICE, nr, 0);
		return true;
	}
	fall_asleep(r, io, nr);
	if (nr >= device_pages(r)) {
		say(r, MM011_MSG_BEYOND_DEVICE, nr, 0);
		return true;
	}
	told(r, MM011_EV_SWAP_IO, io, nr, page);
	if (fails(r))
		return false;
	if (io == MM011_SWAP_IO_READ)
		memcpy(r->mem + page, r->swap + nr * 4096, 4096);
	else
		memcpy(r->swap + nr * 4096, r->mem + page, 4096);
	return true;
}

/**
 * read_swap_page() - read a page from the swap device
 * @r: the reference
 * @nr: number of the swap page
 * @page: where it goes
 */
void read_swap_page(struct reference *r, u32 nr, u32 page)
{
	if (!rw_page(r, MM011_SWAP_IO_READ, nr, page))
		swap_error(r, MM011_SWAP_IO_READ, nr);
}

/* the word with bit NR of the bitmap; that of a negative number is before it */
static u32 word_of(const struct reference *r, s32 nr)
{
	return r->swap_bitmap + 4 * (nr >> 5);
}

static bool bit(struct reference *r, s32 nr)
{
	return get(r, word_of(r, nr)) >> (nr & 31) & 1;
}

/* set or clear it, and say what it was */
static bool change_bit(struct reference *r, s32 nr, bool value)
{
	bool old = bit(r, nr);

	if (old == value)
		return old;
	told(r, MM011_EV_SWAP_MAP, nr, old, value);
	r->mem[word_of(r, nr) + (nr & 31) / 8] ^= 1 << (nr & 7);
	return old;
}

/**
 * get_swap_page() - take the first free swap page
 * @r: the reference
 *
 * Return: its number, or 0.
 */
u32 get_swap_page(struct reference *r)
{
	u32 nr;

	if (!r->swap_bitmap)
		return 0;
	for (nr = 1; nr < 32768; nr++)
		if (change_bit(r, nr, false))
			return nr;
	return 0;
}

/**
 * swap_free() - give a swap page back
 * @r: the reference
 * @nr: its number
 */
void swap_free(struct reference *r, s32 nr)
{
	if (!nr)
		return;
	if (r->swap_bitmap && nr < (s32)SWAP_BITS)
		if (!change_bit(r, nr, true))
			return;
	say(r, MM011_MSG_SWAP_BAD, nr, 0);
}

/**
 * swap_in() - bring a page back
 * @r: the reference
 * @ptep: address of its entry
 *
 * Return: the page; 0 when it is refused.
 */
u32 swap_in(struct reference *r, u32 ptep)
{
	u32 entry, swap_nr, page;

	if (!r->swap_bitmap) {
		entry = ptep > MM011_MEMORY_SIZE - 4 ? 0 : get(r, ptep);
		say(r, MM011_MSG_SWAP_NO_MAP, ptep, entry);
		return 0;
	}
	entry = get(r, ptep);
	if (entry & 1) {
		say(r, MM011_MSG_SWAP_PRESENT, ptep, entry);
		return 0;
	}
	swap_nr = entry >> 1;
	if (!swap_nr) {
		say(r, MM011_MSG_SWAP_NO_PAGE, ptep, entry);
		return 0;
	}
	page = get_free_page(r);
	if (!page)
		oom(r);
	hold(r, page);
	read_swap_page(r, swap_nr, page);
	let_go(r);
	if (change_bit(r, swap_nr, true))
		say(r, MM011_MSG_SWAP_MULTIPLY, swap_nr, 0);
	put_entry(r, ptep, page | 0x47);
	return page;
}

/**
 * try_to_swap_out() - free the page of an entry, if that is easy
 * @r: the reference
 * @ptep: address of the entry
 *
 * Return: whether it was.
 */
bool try_to_swap_out(struct reference *r, u32 ptep)
{
	u32 entry = get(r, ptep);
	u32 page = entry & 0xfffff000;
	u32 swap_nr;

	if (!(entry & 1))
		return false;
	if (entry - LOW_MEM > 15 * 1024 * 1024)
		return false;
	if (!(entry & 0x40)) {
		put_entry(r, ptep, 0);
		invalidate(r);
		free_page(r, entry);
		return true;
	}
	if (r->map[map_nr(page)] != 1)
		return false;
	swap_nr = get_swap_page(r);
	if (!swap_nr)
		return false;
	put_entry(r, ptep, swap_nr << 1);
	invalidate(r);
	if (!rw_page(r, MM011_SWAP_IO_WRITE, swap_nr, page)) {
		/* not 0.12's: mapped again, or free if nobody waits for it any more */
		if (get(r, ptep) == swap_nr << 1) {
			put_entry(r, ptep, entry);
			swap_free(r, swap_nr);
		} else {
			free_page(r, page);
		}
		swap_error(r, MM011_SWAP_IO_WRITE, swap_nr);
	}
	free_page(r, page);
	return true;
}

/**
 * swap_out() - free some page of some task
 * @r: the reference
 *
 * Return: whether there was one.
 */
bool swap_out(struct reference *r)
{
	int counter = VM_PAGES;
	u32 pg_table = 0;

	while (counter > 0) {
		pg_table = get(r, 4 * r->dir_entry);
		if (pg_table & 1)
			break;
		counter -= 1024;
		r->dir_entry++;
		if (r->dir_entry >= 1024)
			r->dir_entry = 16;
	}
	while (counter-- > 0) {
		r->page_entry++;
		if (r->page_entry >= 1024) {
			r->page_entry = 0;
repeat:
			r->dir_entry++;
			if (r->dir_entry >= 1024)
				r->dir_entry = 16;
			pg_table = get(r, 4 * r->dir_entry);
			if (!(pg_table & 1)) {
				counter -= 1024;
				if (counter > 0)
					goto repeat;
				break;
			}
		}
		if (try_to_swap_out(r, (pg_table & 0xfffff000) + 4 * r->page_entry))
			return true;
	}
	say(r, MM011_MSG_SWAP_FULL, 0, 0);
	return false;
}

static u32 no_swapping(struct reference *r, u32 message)
{
	if (message)
		say(r, message, 0, 0);
	free_page(r, r->swap_bitmap);
	r->swap_bitmap = 0;
	return 0;
}

static bool has_signature(const struct reference *r)
{
	return !memcmp(r->mem + r->swap_bitmap + 4086, "SWAP-SPACE", 10);
}

/* the bitmap has been read */
static u32 check_bitmap(struct reference *r, u32 swap_size)
{
	u32 i, j = 0;

	if (!has_signature(r))
		return no_swapping(r, MM011_MSG_SWAP_NO_SIGNATURE);
	told(r, MM011_EV_ZERO, r->swap_bitmap + 4086, 10, 0);
	memset(r->mem + r->swap_bitmap + 4086, 0, 10);
	for (i = 0; i < SWAP_BITS; i++) {
		if (i == 1)
			i = swap_size;
		if (bit(r, i))
			return no_swapping(r, MM011_MSG_SWAP_BAD_MAP);
	}
	for (i = 1; i < swap_size; i++)
		if (bit(r, i))
			j++;
	if (!j)
		return no_swapping(r, 0);
	say(r, MM011_MSG_SWAP_OK, j, 0);
	return r->swap_bitmap;
}

/**
 * init_swapping() - begin to swap
 * @r: the reference
 *
 * Return: the bitmap's page, 0 when swapping stays off.
 */
u32 init_swapping(struct reference *r)
{
	u32 swap_size = r->swap_blocks;
	u32 page;

	/* SWAP_DEV 0, or an empty one: no word about it */
	if (!r->swap_device || !swap_size)
		return r->swap_bitmap;
	if (swap_size == 0xffffffff) {
		say(r, MM011_MSG_SWAP_NO_SIZE, 0, 0);
		return r->swap_bitmap;
	}
	if (swap_size < 100) {
		say(r, MM011_MSG_SWAP_TOO_SMALL, swap_size, 0);
		return r->swap_bitmap;
	}
	swap_size /= 4;
	if (swap_size > SWAP_BITS)
		swap_size = SWAP_BITS;
	page = get_free_page(r);
	r->swap_bitmap = page;
	if (!r->swap_bitmap) {
		say(r, MM011_MSG_SWAP_NO_MEMORY, 0, 0);
		return 0;
	}
	if (!rw_page(r, MM011_SWAP_IO_READ, 0, r->swap_bitmap)) {
		r->swap_bitmap = 0;
		hold(r, page);
		swap_error(r, MM011_SWAP_IO_READ, 0);
	}
	return check_bitmap(r, swap_size);
}

static bool swap_in_use(const struct reference *r)
{
	u32 nr;

	for (nr = 0; nr < 64; nr++)
		if (r->sleeper[nr])
			return true;
	return r->swap_bitmap;
}

/**
 * swap_memory() - another swap space, as mkswap leaves it
 * @r: the reference
 * @blocks: its size in KB, 0xffffffff: it does not tell
 *
 * Return: 0; -EBUSY when the old one is in use.
 */
int swap_memory(struct reference *r, u32 blocks)
{
	u32 nr;

	if (swap_in_use(r))
		return -EBUSY;
	r->swap_device = true;
	r->swap_blocks = blocks;
	r->swap_bitmap = 0;
	memset(r->swap, 0, (device_pages(r) ? device_pages(r) : 1) * 4096);
	for (nr = 1; nr < device_pages(r); nr++)
		r->swap[nr / 8] |= 1 << nr % 8;
	memcpy(r->swap + 4086, "SWAP-SPACE", 10);
	return 0;
}

/**
 * swap_file() - another swap space: one of the host's files
 * @r: the reference
 * @fd: its descriptor
 *
 * Return: as swap_memory(); -EBADF, -EACCES.
 */
int swap_file(struct reference *r, u32 fd)
{
	const struct madeup_file *file = madeup_file(fd);

	if (swap_in_use(r))
		return -EBUSY;
	if (!file)
		return -EBADF;
	return file->swap_kb ? swap_memory(r, file->swap_kb) : -EACCES;
}

/**
 * swap_raw() - look into the swap space, or write there
 * @r: the reference
 * @io: enum mm011_swap_io
 * @nr: a swap page that there is
 * @data: its bytes
 */
void swap_raw(struct reference *r, u32 io, u32 nr, u8 *data)
{
	if (fails(r))
		swap_error(r, io, nr);
	else if (io == MM011_SWAP_IO_READ)
		memcpy(data, r->swap + nr * 4096, 4096);
	else
		memcpy(r->swap + nr * 4096, data, 4096);
}
