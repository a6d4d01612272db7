// SPDX-License-Identifier: GPL-2.0
/*
 * mm/swap.c of Linux 0.12, the functions in its order.
 *
 * Swap I/O sleeps: other tasks may have run when a function of this file returns, and
 * values that were read before may be stale. 0.12 uses stale values in some places;
 * they are kept.
 */

#include <linux/kernel.h>

#include "linux01x/differs.h"
#include "linux01x/mem_map.h"

#define FIRST_VM_DIR	(MM011_TASK_SIZE >> 22)	/* task 0 is never swapped out */
#define VM_PAGES	((s32)(MM011_ENTRIES - FIRST_VM_DIR) * 1024)
#define PAGING_MEMORY	(MM011_PAGING_PAGES << MM011_PAGE_SHIFT)
#define SIGNATURE	"SWAP-SPACE"
#define SIGNATURE_LEN	10u
#define SIGNATURE_AT	(MM011_PAGE_SIZE - SIGNATURE_LEN)
#define BLOCKS_A_PAGE	4u
#define MIN_BLOCKS	100u
#define COST_OF_SEARCH	16u	/* for a free swap page, in steps of mm011_spend() */

/*
 * The word of the bitmap in which the bit of a swap page stands. bts and its like
 * take any number, and a negative one stands before the bitmap.
 */
static u32 bit_word(const struct mm011_machine *m, s32 nr)
{
	return linux01x(m)->swap.bitmap + (nr >> 5) * 4;
}

static bool swap_bit(const struct mm011_machine *m, s32 nr)
{
	return mm011_read32(m, bit_word(m, nr)) >> (nr & 31) & 1;
}

/* write a word of the swap bitmap, in which the bit of a swap page differs; 1 is free */
static void set_bitmap_word(struct mm011_machine *m, u32 addr, u32 word, u32 nr, bool old)
{
	__le32 le = cpu_to_le32(word);

	if (unlikely(!mm011_has_word(m, addr)))
		return;
	mm011_emit(m, MM011_EV_SWAP_MAP, nr, old, !old);
	mm011_page_changes(m, addr);
	memcpy(m->memory + addr, &le, sizeof(le));
}

/* setbit() and clrbit(): the bit as it was; -EIO where there is no memory */
static int write_bit(struct mm011_machine *m, s32 nr, bool value)
{
	u32 addr = bit_word(m, nr);
	u32 word = mm011_read32(m, addr);
	bool old = word >> (nr & 31) & 1;

	if (!mm011_has_word(m, addr))
		return mm011_bus_error(m, addr);
	if (old != value)
		set_bitmap_word(m, addr, word ^ 1u << (nr & 31), nr, old);
	return old;
}

/**
 * mm011_swap_reset() - no swap space any more
 * @m: machine, its lock held
 *
 * swap_out() will begin at task 1's first page table.
 */
void mm011_swap_reset(struct mm011_machine *m)
{
	struct linux01x *k = linux01x(m);

	if (k->swap.device.handle)
		m->host->swap_off(m, k->swap.device.handle);
	memset(&k->swap, 0, sizeof(k->swap));
	k->swap.dir_entry = FIRST_VM_DIR;
	k->swap.page_entry = -1;
}

/* let other tasks run until the disk has done its work */
static int sleep_on_disk(struct mm011_machine *m, const struct mm011_swap_request *request)
{
	u32 running = m->running;
	u64 me = 1ull << running;
	struct mm011_by by = m->by;
	bool watched = m->observed & MM011_OBSERVE_EVENTS;
	int err;

	if (!m->may_sleep)
		return 0;
	m->asleep |= me;
	mm011_emit(m, MM011_EV_SLEEP, running, request->nr, 0);
	err = m->host->sleep(m, request);
	m->asleep &= ~me;
	mm011_switch_to(m, running);
	m->cut = false;
	m->may_sleep = true;
	m->by = by;
	mm011_observe_events(m, watched);
	mm011_emit(m, MM011_EV_WAKE, running, request->nr, 0);
	return err;
}

/* how many pages the device has; none, if it does not tell its size */
static u32 device_pages(const struct mm011_machine *m)
{
	const struct linux01x *k = linux01x(m);

	return k->swap.device.blocks == MM011_NO_SIZE ? 0 : k->swap.device.blocks / BLOCKS_A_PAGE;
}

/*
 * ll_rw_page() of kernel/blk_drv/ll_rw_blk.c. A request beyond the end of the
 * device ends there with a message, and the page stays what it was. A host I/O
 * error has no counterpart in 0.12: it is returned as -MM011_E_SWAP.
 */
static int ll_rw_page(struct mm011_machine *m, u32 io, u32 nr, u32 page)
{
	struct linux01x *k = linux01x(m);
	const struct mm011_swap_request request = { .io = io, .nr = nr };
	int err;

	if (!k->swap.device.handle) {
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_NO_DEVICE, nr, 0);
		return 0;
	}
	err = sleep_on_disk(m, &request);
	if (err)
		return err;
	if (nr >= device_pages(m)) {
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_BEYOND_DEVICE, nr, 0);
		return 0;
	}
	mm011_emit(m, MM011_EV_SWAP_IO, io, nr, page);
	m->stat[io == MM011_SWAP_IO_READ ? MM011_STAT_SWAP_READ : MM011_STAT_SWAP_WRITTEN]++;
	mm011_page_changes(m, page);
	err = m->host->swap_page(m, k->swap.device.handle, &request,
				 m->memory + page);
	if (!err)
		return 0;
	if (err == -EINTR)
		return mm011_call_off(m);
	m->stat[MM011_STAT_SWAP_ERROR]++;
	m->failed = request;
	return -MM011_E_SWAP;
}

/**
 * mm011_swap_raw() - look into the swap space, or write there
 * @m: machine, its lock held
 * @io: enum mm011_swap_io
 * @nr: number of the swap page, which exists
 * @data: 4096 bytes
 *
 * Not 0.12's: nobody sleeps, nothing is counted.
 *
 * Return: 0; -MM011_E_SWAP when the host cannot; -MM011_E_CUT.
 */
int mm011_swap_raw(struct mm011_machine *m, u32 io, u32 nr, void *data)
{
	const struct mm011_swap_request request = { .io = io, .nr = nr };
	int err = m->host->swap_page(m, linux01x(m)->swap.device.handle, &request, data);

	m->failed = request;
	if (err == -EINTR)
		return mm011_call_off(m);
	return err ? -MM011_E_SWAP : 0;
}

/**
 * mm011_read_swap_page() - read a page from the swap device
 * @m: machine, its lock held; others may run meanwhile
 * @nr: number of the swap page
 * @page: physical address of the page that it goes to, below 16 MB
 *
 * Linux 0.12: read_swap_page(), include/linux/mm.h.
 *
 * Return: 0; -MM011_E_SWAP when the host cannot read it; -MM011_E_CUT; the host's
 * errno when it ends the sleep for good.
 */
int mm011_read_swap_page(struct mm011_machine *m, u32 nr, u32 page)
{
	return ll_rw_page(m, MM011_SWAP_IO_READ, nr, page);
}

/**
 * mm011_get_swap_page() - take the first free swap page
 * @m: machine, its lock held
 *
 * From bit 1 up, a word at a time; bit 0 is the bitmap's own page.
 *
 * Linux 0.12: get_swap_page(), mm/swap.c.
 *
 * Return: its number, 0 when there is none, or no swapping.
 */
u32 mm011_get_swap_page(struct mm011_machine *m)
{
	struct linux01x *k = linux01x(m);
	u32 nr, word;

	if (!k->swap.bitmap)
		return 0;
	word = mm011_read32(m, k->swap.bitmap) & ~1u;
	nr = word ? 0 : mm011_next_nonzero(m, k->swap.bitmap, 1);
	if (nr == MM011_ENTRIES)
		return 0;
	if (nr)
		word = mm011_read32(m, k->swap.bitmap + 4 * nr);
	nr = 32 * nr + (u32)__ffs64(word);
	write_bit(m, nr, false);
	return nr;
}

/**
 * mm011_swap_free() - give a swap page back
 * @m: machine, its lock held
 * @nr: its number; 0 is ignored
 *
 * One that is free already, or too large a number, only gets a message. A negative
 * one passes: it sets a bit somewhere before the bitmap.
 *
 * Linux 0.12: swap_free(), mm/swap.c.
 *
 * Return: 0; -EIO when the bit of a negative number is nowhere in memory.
 */
int mm011_swap_free(struct mm011_machine *m, s32 nr)
{
	int old = 1;

	if (!nr)
		return 0;
	if (linux01x(m)->swap.bitmap && nr < MM011_SWAP_BITS)
		old = write_bit(m, nr, true);
	if (old > 0)
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_SWAP_BAD, nr, 0);
	return min(old, 0);
}

/* what swap_in() refuses with a message; 0: nothing */
static u32 swap_in_refuses(const struct mm011_machine *m, u32 entry)
{
	if (!linux01x(m)->swap.bitmap)
		return MM011_MSG_SWAP_NO_MAP;
	if (entry & MM011_PTE_PRESENT)
		return MM011_MSG_SWAP_PRESENT;
	return entry >> 1 ? 0 : MM011_MSG_SWAP_NO_PAGE;
}

/**
 * mm011_swap_in() - bring a page back
 * @m: machine, its lock held; others may run meanwhile
 * @ptep: physical address of its page table entry
 * @page: where the physical address of the page goes, 0 after a refusal
 *
 * The swap page is given back, and the page is mapped dirty: nothing holds its
 * contents any more. A number larger than the bitmap has bits sets a bit
 * somewhere behind it, as the original does.
 *
 * Linux 0.12: swap_in(), mm/swap.c.
 *
 * Return: 0, after a refusal too; -MM011_E_OOM for oom(); -MM011_E_SWAP,
 * -MM011_E_CUT, the entry as it was and the page given back; -ENOTRECOVERABLE,
 * -EIO, -ELOOP.
 */
int mm011_swap_in(struct mm011_machine *m, u32 ptep, u32 *page)
{
	u32 entry = mm011_read32(m, ptep);
	u32 refused = swap_in_refuses(m, entry);
	u32 swap_nr = entry >> 1;
	int err, old;

	*page = 0;
	if (linux01x(m)->swap.bitmap && !mm011_has_word(m, ptep))
		return mm011_bus_error(m, ptep);
	if (refused) {
		mm011_emit(m, MM011_EV_MESSAGE, refused, ptep, entry);
		return 0;
	}
	err = mm011_get_free_page(m, page);
	if (err)
		return err == -ENOMEM ? mm011_oom(m) : err;
	err = mm011_read_swap_page(m, swap_nr, *page);
	if (err)
		return mm011_free_on_host_error(m, *page, err);
	old = write_bit(m, swap_nr, true);
	if (old < 0)
		return old;
	if (old)
		mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_SWAP_MULTIPLY, swap_nr, 0);
	mm011_set_entry(m, ptep, *page | MM011_PTE_DIRTY | MM011_PTE_FLAGS);
	return 0;
}

/*
 * The host could not write: the page is mapped again, unless its task did not
 * wait for it: then it is freed, as it would have been.
 */
static int unswap(struct mm011_machine *m, u32 ptep, u32 entry, u32 swap_nr, int err)
{
	if (mm011_read32(m, ptep) != swap_nr << 1)
		return mm011_free_on_host_error(m, mm011_entry_page(entry), err);
	mm011_set_entry(m, ptep, entry);
	mm011_swap_free(m, swap_nr);
	return err;
}

/* a dirty page is written out, if nobody shares it */
static int swap_out_dirty(struct mm011_machine *m, u32 ptep, u32 entry, u32 *ret)
{
	u32 page = mm011_entry_page(entry);
	u32 swap_nr;
	int err;

	if (mm011_count(m, mm011_map_nr(page)) != 1)
		return 0;
	err = mm011_spend(m, COST_OF_SEARCH);
	if (err)
		return err;
	swap_nr = mm011_get_swap_page(m);
	if (!swap_nr)
		return 0;
	mm011_set_entry(m, ptep, swap_nr << 1);
	mm011_invalidate(m);
	err = ll_rw_page(m, MM011_SWAP_IO_WRITE, swap_nr, page);
	if (err)
		return unswap(m, ptep, entry, swap_nr, err);
	*ret = 1;
	return mm011_free_page(m, page);
}

/**
 * mm011_try_to_swap_out() - free the page that an entry maps, if that is easy
 * @m: machine, its lock held; others may run meanwhile
 * @ptep: physical address of the page table entry
 * @ret: 1 when a reference to a page was dropped, else 0
 *
 * Dirty: written out, if it is not shared. Clean: dropped without writing, as
 * it can be loaded again. An anonymous page that nobody wrote to comes back as
 * zeros, which is what it was. One that was brought to the task by a fork and
 * is clean only because the copy of the entry is, is lost.
 *
 * Linux 0.12: try_to_swap_out(), mm/swap.c.
 *
 * Return: 0; -ENOTRECOVERABLE when the page cannot be freed; -EIO when there is no
 * such entry; -MM011_E_SWAP, -MM011_E_CUT, the page mapped as before.
 */
int mm011_try_to_swap_out(struct mm011_machine *m, u32 ptep, u32 *ret)
{
	u32 entry = mm011_read32(m, ptep);

	*ret = 0;
	if (!mm011_has_word(m, ptep))
		return mm011_bus_error(m, ptep);
	if (!(entry & MM011_PTE_PRESENT) || entry - MM011_LOW_MEM > PAGING_MEMORY)
		return 0;
	if (entry & MM011_PTE_DIRTY)
		return swap_out_dirty(m, ptep, entry, ret);
	mm011_set_entry(m, ptep, 0);
	mm011_invalidate(m);
	m->stat[MM011_STAT_SWAP_DROPPED]++;
	*ret = 1;
	return mm011_free_page(m, entry);
}

static void next_dir_entry(struct mm011_machine *m)
{
	struct linux01x *k = linux01x(m);

	if (++k->swap.dir_entry >= MM011_ENTRIES)
		k->swap.dir_entry = FIRST_VM_DIR;
}

/* pg_dir[dir_entry], or the next one that is present; 0 after a whole turn */
static u32 this_table(struct mm011_machine *m, s32 *counter)
{
	u32 pg_table;

	for ( ; *counter > 0; *counter -= 1024, next_dir_entry(m)) {
		pg_table = mm011_read32(m, 4 * linux01x(m)->swap.dir_entry);
		if (pg_table & MM011_PTE_PRESENT)
			return pg_table;
	}
	return 0;
}

/* As this_table(), but the counter is tested after the step, as in the original. */
static u32 next_table(struct mm011_machine *m, s32 *counter)
{
	u32 pg_table;

	do {
		next_dir_entry(m);
		pg_table = mm011_read32(m, 4 * linux01x(m)->swap.dir_entry);
		if (pg_table & MM011_PTE_PRESENT)
			return pg_table;
		*counter -= 1024;
	} while (*counter > 0);
	return 0;
}

/* the entry at the cursors, which others may move meanwhile */
static int try_entry(struct mm011_machine *m, u32 pg_table, u32 *ret)
{
	const struct mm011_swap *swap = &linux01x(m)->swap;
	u32 ptep = 4 * swap->page_entry;
	u32 linear = swap->dir_entry << 22 | swap->page_entry << MM011_PAGE_SHIFT;
	u32 table;
	int err = mm011_table(m, pg_table, &table);

	if (err)
		return mm011_stopped_at(m, 4 * swap->dir_entry, linear, err);
	ptep += table;
	return mm011_stopped_at(m, ptep, linear, mm011_try_to_swap_out(m, ptep, ret));
}

/**
 * mm011_swap_out() - free some page of some task
 * @m: machine, its lock held; others may run meanwhile
 * @ret: 1 when there was one, else 0
 *
 * Two cursors go once around all page
 * tables but task 0's, and stay where a page was found: the next call goes on
 * from there, so that each task is asked in turn. page_entry is not put back
 * when the first loop moves dir_entry on.
 *
 * Linux 0.12: swap_out(), mm/swap.c.
 *
 * Return: 0; -EIO when a directory entry leads nowhere; else as
 * mm011_try_to_swap_out().
 */
int mm011_swap_out(struct mm011_machine *m, u32 *ret)
{
	struct linux01x *k = linux01x(m);
	s32 counter = VM_PAGES;
	u32 pg_table = this_table(m, &counter);
	int err;

	m->stat[MM011_STAT_SWAP_OUT]++;
	*ret = 0;
	while (counter-- > 0) {
		if (++k->swap.page_entry >= (s32)MM011_ENTRIES) {
			k->swap.page_entry = 0;
			pg_table = next_table(m, &counter);
			if (!pg_table)
				break;
		}
		err = mm011_spend(m, 1);
		if (!err)
			err = try_entry(m, pg_table, ret);
		if (err || *ret)
			return err;
	}
	mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_SWAP_FULL, 0, 0);
	return 0;
}

/**
 * mm011_get_free_page_retry() - is get_free_page() to search once more?
 * @m: machine, its lock held; others may run meanwhile
 * @page: what it found, 0: nothing
 *
 * A page at or above HIGH_MEMORY is zeroed, stays taken and is not given out. Without a
 * page one is swapped out. With HIGH_MEMORY 0, before mem_init(), the
 * original loops for ever.
 *
 * Linux 0.12: get_free_page(), mm/swap.c, what follows the search.
 *
 * Return: 1 or 0; a negative errno as mm011_swap_out(), -ELOOP.
 */
int mm011_get_free_page_retry(struct mm011_machine *m, u32 page)
{
	u32 swapped;
	int err;

	if (page >= linux01x(m)->high_memory) {
		if (!page)
			return mm011_endless_loop(m);
		mm011_clear(m, page, MM011_PAGE_SIZE);
		return 1;
	}
	if (page)
		return 0;
	err = mm011_swap_out(m, &swapped);
	return err ? err : (int)swapped;
}

static int swapping_refused(struct mm011_machine *m, u32 message, u32 number)
{
	mm011_emit(m, MM011_EV_MESSAGE, message, number, 0);
	return 0;
}

static bool has_signature(const struct mm011_machine *m, u32 bitmap)
{
	return !memcmp(m->memory + bitmap + SIGNATURE_AT, SIGNATURE, SIGNATURE_LEN);
}

/*
 * Page 0, and what lies behind the end of the device, must not be free. With
 * a device of 128 MB or more the original looks at one bit too many, the first
 * behind the bitmap's page. 1 when it is bad; -EIO when that is the last page.
 */
static int bad_bitmap(struct mm011_machine *m, u32 swap_size)
{
	u32 i;

	if (swap_bit(m, 0))
		return 1;
	for (i = swap_size; i < MM011_SWAP_BITS; i++)
		if (swap_bit(m, i))
			return 1;
	if (swap_size < MM011_SWAP_BITS)
		return 0;
	if (!mm011_in_memory(m, bit_word(m, swap_size), 1))
		return mm011_bus_error(m, bit_word(m, swap_size));
	return swap_bit(m, swap_size);
}

static u32 count_bits(const struct mm011_machine *m, u32 swap_size)
{
	u32 i, j = 0;

	for (i = 1; i < swap_size; i++)
		j += swap_bit(m, i);
	return j;
}

static int no_swapping(struct mm011_machine *m)
{
	struct linux01x *k = linux01x(m);
	int err = mm011_free_page(m, k->swap.bitmap);

	if (!err)
		k->swap.bitmap = 0;
	return err;
}

/* the bitmap's page has been read: is it one? */
static int look_at_bitmap(struct mm011_machine *m, u32 swap_size)
{
	struct linux01x *k = linux01x(m);
	u32 bits;
	int bad;

	if (!has_signature(m, k->swap.bitmap)) {
		swapping_refused(m, MM011_MSG_SWAP_NO_SIGNATURE, 0);
		return no_swapping(m);
	}
	mm011_clear(m, k->swap.bitmap + SIGNATURE_AT, SIGNATURE_LEN);
	bad = bad_bitmap(m, swap_size);
	if (bad < 0)
		return bad;
	if (bad) {
		swapping_refused(m, MM011_MSG_SWAP_BAD_MAP, 0);
		return no_swapping(m);
	}
	bits = count_bits(m, swap_size);
	if (!bits)
		return no_swapping(m);
	mm011_emit(m, MM011_EV_MESSAGE, MM011_MSG_SWAP_OK, bits, 0);
	return 0;
}

/**
 * mm011_make_swap() - what the first page of a swap space holds
 * @page: 4096 bytes, filled in
 * @blocks: size of the swap space in KB
 *
 * A bit set for each swap page that is free, and the signature. 0.12 has this
 * from a program, mkswap.
 */
void mm011_make_swap(u8 *page, u32 blocks)
{
	u32 swap_size = min(blocks / BLOCKS_A_PAGE, (u32)MM011_SWAP_BITS);
	u32 nr;

	memset(page, 0, MM011_PAGE_SIZE);
	for (nr = 1; nr < swap_size; nr++)
		page[nr / 8] |= 1 << nr % 8;
	memcpy(page + SIGNATURE_AT, SIGNATURE, SIGNATURE_LEN);
}

/**
 * mm011_init_swapping() - begin to swap
 * @m: machine, its lock held; others may run meanwhile
 *
 * Linux 0.12: init_swapping(), mm/swap.c.
 *
 * Return: 0, whether swapping is on now (m->swap.bitmap) or was refused with a
 * message; -MM011_E_SWAP, -MM011_E_CUT, swapping off; -ENOTRECOVERABLE, -EIO, -ELOOP.
 */
int mm011_init_swapping(struct mm011_machine *m)
{
	struct linux01x *k = linux01x(m);
	u32 swap_size = k->swap.device.blocks;
	u32 page;
	int err;

	if (!k->swap.device.handle || !swap_size)
		return 0;
	if (swap_size == MM011_NO_SIZE)
		return swapping_refused(m, MM011_MSG_SWAP_NO_SIZE, 0);
	if (swap_size < MIN_BLOCKS)
		return swapping_refused(m, MM011_MSG_SWAP_TOO_SMALL, swap_size);
	swap_size = min(swap_size / BLOCKS_A_PAGE, (u32)MM011_SWAP_BITS);
	err = mm011_get_free_page(m, &page);
	if (err && err != -ENOMEM)
		return err;
	k->swap.bitmap = page;
	if (!page)
		return swapping_refused(m, MM011_MSG_SWAP_NO_MEMORY, 0);
	err = mm011_read_swap_page(m, 0, page);
	if (err) {
		k->swap.bitmap = 0;
		return mm011_free_on_host_error(m, page, err);
	}
	return look_at_bitmap(m, swap_size);
}
