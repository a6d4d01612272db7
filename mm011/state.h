/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The few ways in which a machine's state changes. All of mm011/ goes through
 * them, so this is the one place where a change is told to whoever watches.
 *
 * Addresses are physical. A read outside the 16 MB gives 0 and a write there
 * is dropped: callers look first (mm011_table()) and stop the machine.
 */
#ifndef _MM011_STATE_H
#define _MM011_STATE_H

#include <linux/kernel.h>

#include "mm011.h"

/**
 * mm011_files_changed() - a task has another executable or library
 * @m: machine
 *
 * Whoever changes one of these fields calls this afterwards.
 */
static inline void mm011_files_changed(struct mm011_machine *m)
{
	m->quick.holders_known = false;
}

/**
 * mm011_slot_used() - a task is in a slot
 * @m: machine
 * @nr: number of the slot
 *
 * Whoever makes a task calls this. Behind m->quick.slots nobody need look.
 */
static inline void mm011_slot_used(struct mm011_machine *m, u32 nr)
{
	m->quick.slots = max(m->quick.slots, nr + 1);
}

/**
 * mm011_slots() - how many task slots need be looked at
 * @m: machine
 *
 * Return: the number of the first one that no task has had, nor any behind it.
 */
static inline u32 mm011_slots(const struct mm011_machine *m)
{
	return MM011_SHORT_CUTS ? m->quick.slots : MM011_NR_TASKS;
}

/**
 * mm011_in_memory() - is there RAM at all these addresses?
 * @addr: physical address of the first byte
 * @len: how many bytes
 *
 * Return: whether they lie within the 16 MB.
 */
static inline bool mm011_in_memory(u32 addr, u32 len)
{
	return len <= MM011_MEMORY_SIZE && addr <= MM011_MEMORY_SIZE - len;
}

/**
 * mm011_spend() - a loop has made some steps
 * @m: machine, its lock held
 * @steps: how many; one is about what an entry costs
 *
 * Every loop over what comes from outside calls this where it may be left: all
 * that the operation has taken is in its place, or its callers give it back.
 *
 * Return: 0; -MM011_E_CUT when whoever asked for the operation has been killed.
 */
static inline int mm011_spend(struct mm011_machine *m, u32 steps)
{
	m->work += steps;
	return likely(m->work < MM011_BREATH) ? 0 : mm011_breathe(m);
}

/**
 * mm011_host_ended() - is this error the host's, and none of the original's?
 * @err: what a function returned
 *
 * The original knows no such end, so it is on us that no page is lost: what was
 * taken and has no owner yet is given back. After any other error it stays where
 * the original leaves it.
 *
 * Return: whether it is.
 */
static inline bool mm011_host_ended(int err)
{
	return err == -MM011_E_SWAP || err == -MM011_E_CUT;
}

/**
 * mm011_read32() - read a word of physical memory
 * @m: machine
 * @addr: physical address, of any alignment
 *
 * Return: the little-endian word, 0 where there is no memory.
 */
static inline u32 mm011_read32(const struct mm011_machine *m, u32 addr)
{
	__le32 word;

	if (unlikely(!mm011_in_memory(addr, sizeof(word))))
		return 0;
	memcpy(&word, m->memory + addr, sizeof(word));
	return le32_to_cpu(word);
}

/**
 * mm011_observed() - does somebody want to know of each single change?
 * @m: machine
 *
 * Return: whether changes must go through the accessors one by one.
 */
static inline bool mm011_observed(const struct mm011_machine *m)
{
	return unlikely(m->observed);
}

/**
 * mm011_tables_changed() - an entry of the page directory or a table is new
 * @m: machine
 *
 * No translation that the software TLB remembers can be relied upon. A 386
 * would go on using its own up to invalidate(); 0.11 never notices, for it
 * calls that where it matters.
 */
static inline void mm011_tables_changed(struct mm011_machine *m)
{
	m->quick.generation++;
}

/* lines of 64 bytes, numbered from anywhere, from one to another in the same page */
static inline u64 mm011_lines(u32 first, u32 last)
{
	return ~0ull << first % 64 & ~0ull >> (63 - last % 64);
}

/* bytes of a page change: in these lines may be something from now on */
static inline void mm011_lines_change(struct mm011_machine *m, u32 page, u64 lines)
{
	m->quick.line[page] |= lines;
	if (unlikely(m->quick.walked[page / 64] >> page % 64 & 1)) {
		memset(m->quick.walked, 0, sizeof(m->quick.walked));
		mm011_tables_changed(m);
	}
}

/**
 * mm011_page_changes() - bytes of a page are written that may be entries
 * @m: machine
 * @addr: physical address in the page
 *
 * Whoever writes to memory past the accessors calls this.
 */
static inline void mm011_page_changes(struct mm011_machine *m, u32 addr)
{
	mm011_lines_change(m, addr >> MM011_PAGE_SHIFT, ~0ull);
	if (unlikely(m->observed & MM011_SUMMED))
		mm011_sum_forget(m, addr >> MM011_PAGE_SHIFT);
}

/**
 * mm011_store_in_page() - put bytes into a page of physical memory
 * @m: machine
 * @addr: physical address, within the 16 MB
 * @from: the bytes
 * @len: how many, 1 to as many as are left in the page
 */
static inline void mm011_store_in_page(struct mm011_machine *m, u32 addr, const void *from,
				       u32 len)
{
	u32 last = addr + len - 1;

	mm011_lines_change(m, addr >> MM011_PAGE_SHIFT,
			   mm011_lines(addr / MM011_LINE, last / MM011_LINE));
	if (unlikely(m->observed & MM011_SUMMED))
		mm011_sum_bytes(m, addr, from, len);
	memcpy(m->memory + addr, from, len);
}

/**
 * mm011_store() - put bytes into physical memory
 * @m: machine
 * @addr: physical address
 * @from: the bytes
 * @len: how many, within the 16 MB
 */
static inline void mm011_store(struct mm011_machine *m, u32 addr, const void *from, u32 len)
{
	u32 n;

	if (unlikely(!len || !mm011_in_memory(addr, len)))
		return;
	mm011_tell(m, MM011_EV_WRITE, addr, len, 0);
	for ( ; len; len -= n, addr += n, from += n) {
		n = min(len, MM011_PAGE_SIZE - addr % MM011_PAGE_SIZE);
		mm011_store_in_page(m, addr, from, n);
	}
}

/**
 * mm011_write32() - write a word of physical memory
 * @m: machine
 * @addr: physical address, of any alignment
 * @value: what to write
 */
static inline void mm011_write32(struct mm011_machine *m, u32 addr, u32 value)
{
	__le32 word = cpu_to_le32(value);

	mm011_store(m, addr, &word, sizeof(word));
}

/**
 * mm011_set_entry() - write a page directory or page table entry
 * @m: machine
 * @addr: physical address of the entry
 * @entry: its new value
 */
static inline void mm011_set_entry(struct mm011_machine *m, u32 addr, u32 entry)
{
	__le32 word = cpu_to_le32(entry);

	if (unlikely(!mm011_in_memory(addr, sizeof(word))))
		return;
	if (mm011_observed(m))
		mm011_see_entry(m, addr, mm011_read32(m, addr), entry);
	mm011_tables_changed(m);
	m->quick.line[addr >> MM011_PAGE_SHIFT] |= 1ull << addr / MM011_LINE % 64;
	if (unlikely(addr & 3))
		mm011_page_changes(m, addr + 3);
	memcpy(m->memory + addr, &word, sizeof(word));
}

/**
 * mm011_clear() - zero bytes of physical memory
 * @m: machine
 * @addr: physical address
 * @len: how many bytes, all within the 16 MB
 */
static inline void mm011_clear(struct mm011_machine *m, u32 addr, u32 len)
{
	mm011_tell(m, MM011_EV_ZERO, addr, len, 0);
	if (len == MM011_PAGE_SIZE && !(addr % MM011_PAGE_SIZE))
		mm011_quick_zero(m, addr);
	else
		mm011_clear_bytes(m, addr, len);
}

/**
 * mm011_spare_clear() - zero a page that will be overwritten before it is seen
 * @m: machine
 * @page: physical address of the page
 *
 * Told, but not done.
 */
static inline void mm011_spare_clear(struct mm011_machine *m, u32 page)
{
	mm011_tell(m, MM011_EV_ZERO, page, MM011_PAGE_SIZE, 0);
	if (!MM011_SHORT_CUTS)
		mm011_quick_zero(m, page);
}

/**
 * mm011_copy_page() - copy a page
 * @m: machine
 * @from: physical address of the page to copy, below 16 MB
 * @to: where to, below 16 MB
 *
 * Linux 0.11: copy_page(), mm/memory.c.
 */
static inline void mm011_copy_page(struct mm011_machine *m, u32 from, u32 to)
{
	mm011_tell(m, MM011_EV_COPY, from, to, 0);
	mm011_quick_copy_page(m, from, to);
}

/**
 * mm011_map_nr() - the place of a page in mem_map[]
 * @addr: physical address
 *
 * Linux 0.11: MAP_NR(), mm/memory.c. Below 1 MB it wraps, as there.
 *
 * Return: an index; MM011_PAGING_PAGES and more lie behind the end.
 */
static inline u32 mm011_map_nr(u32 addr)
{
	return (addr - MM011_LOW_MEM) >> MM011_PAGE_SHIFT;
}

/**
 * mm011_count() - how often a page is used
 * @m: machine
 * @nr: index in mem_map[], as mm011_map_nr() gives it
 *
 * 0.11 never checks an index. Behind mem_map[] stand zeros here, which can be
 * counted up and down.
 *
 * Return: the count.
 */
static inline u8 mm011_count(const struct mm011_machine *m, u32 nr)
{
	if (unlikely(nr >= MM011_PAGING_PAGES))
		return m->beyond[nr];
	return m->mem_map[nr];
}

/**
 * mm011_index_page() - a page has become free, or is free no more
 * @m: machine
 * @nr: index in mem_map[], below MM011_PAGING_PAGES
 * @free: which of the two
 */
static inline void mm011_index_page(struct mm011_machine *m, u32 nr, bool free)
{
	u64 *word = &m->quick.free[nr / 64];

	if (free) {
		*word |= 1ull << nr % 64;
		m->quick.words |= 1ull << nr / 64;
	} else {
		*word &= ~(1ull << nr % 64);
		if (!*word)
			m->quick.words &= ~(1ull << nr / 64);
	}
}

/**
 * mm011_set_count() - write an element of mem_map[]
 * @m: machine
 * @nr: index in mem_map[], as mm011_map_nr() gives it
 * @count: its new value
 */
static inline void mm011_set_count(struct mm011_machine *m, u32 nr, u8 count)
{
	if (unlikely(nr >= MM011_PAGING_PAGES)) {
		m->beyond[nr] = count;
		return;
	}
	if (mm011_observed(m))
		mm011_see_count(m, nr, count);
	if (!m->mem_map[nr] != !count)
		mm011_index_page(m, nr, !count);
	m->mem_map[nr] = count;
}

/**
 * mm011_set_swap_word() - write a word of 0.12's swap bitmap
 * @m: machine
 * @addr: physical address of the word
 * @word: its new value, in which one bit differs
 * @nr: number of the bit, and of its swap page
 * @old: what the bit was; 1 is free
 */
static inline void mm011_set_swap_word(struct mm011_machine *m, u32 addr, u32 word, u32 nr,
				       bool old)
{
	__le32 le = cpu_to_le32(word);

	if (unlikely(!mm011_in_memory(addr, sizeof(le))))
		return;
	mm011_tell(m, MM011_EV_SWAP_MAP, nr, old, !old);
	mm011_page_changes(m, addr);
	memcpy(m->memory + addr, &le, sizeof(le));
}

/**
 * mm011_table() - the page table that a directory entry points to
 * @m: machine
 * @entry: the page directory entry
 * @table: where its physical address goes
 *
 * 0.11 follows any entry. Where no RAM would answer the machine stops, as the
 * kernel is about to touch it.
 *
 * Return: 0, or -EIO with the machine stopped.
 */
static inline int mm011_table(struct mm011_machine *m, u32 entry, u32 *table)
{
	*table = mm011_entry_page(entry);
	if (unlikely(*table >= MM011_MEMORY_SIZE))
		return mm011_no_ram(m, *table);
	return 0;
}

#endif /* _MM011_STATE_H */
