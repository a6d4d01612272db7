/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The few ways in which physical memory changes. All of mm011/ goes through them, so
 * this is the one place where a change is told to whoever observes.
 *
 * Addresses are physical. A read where there is no memory gives 0 and a write there
 * is dropped: callers look first and stop the machine.
 */
#ifndef _MM011_PC_RAM_H
#define _MM011_PC_RAM_H

#include <linux/kernel.h>
#include <linux/string.h>

#include "pc/checksum.h"
#include "pc/event.h"
#include "pc/machine.h"
#include "pc/stop.h"
#include "pc/tlb.h"

/**
 * mm011_set_memory_size() - how much memory there is
 * @m: machine
 * @size: bytes, a multiple of a page, not 0
 */
static inline void mm011_set_memory_size(struct mm011_machine *m, u32 size)
{
	m->memory_size = size;
	m->last_word = size - sizeof(u32);
}

/**
 * mm011_in_memory() - is there RAM at all these addresses?
 * @m: machine
 * @addr: physical address of the first byte
 * @len: how many bytes
 *
 * Return: whether all of them lie within memory.
 */
static inline bool mm011_in_memory(const struct mm011_machine *m, u32 addr, u32 len)
{
	return (u64)addr + len <= m->memory_size;
}

/**
 * mm011_has_word() - is there RAM for a whole word at this address?
 * @m: machine
 * @addr: physical address, of any alignment
 *
 * Return: as mm011_in_memory() of 4 bytes, but quicker.
 */
static inline bool mm011_has_word(const struct mm011_machine *m, u32 addr)
{
	return addr <= m->last_word;
}

/**
 * mm011_all_zero() - is there nothing?
 * @at: bytes
 * @len: how many, not 0
 *
 * Return: whether all of them are 0.
 */
static inline bool mm011_all_zero(const u8 *at, u32 len)
{
	return !memchr_inv(at, 0, len);
}

/**
 * mm011_word_at() - a word of a picture of memory
 * @at: where it stands, of any alignment
 *
 * Return: the little-endian word.
 */
static inline u32 mm011_word_at(const u8 *at)
{
	__le32 word;

	memcpy(&word, at, sizeof(word));
	return le32_to_cpu(word);
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
	if (unlikely(!mm011_has_word(m, addr)))
		return 0;
	return mm011_word_at(m->memory + addr);
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

/* mask of the chunks first..last; both in one page, taken modulo 64 */
static inline u64 mm011_chunks(u32 first, u32 last)
{
	return ~0ull << first % 64 & ~0ull >> (63 - last % 64);
}

/*
 * Some chunks of a page may not be 0 from now on. Of pages beyond 64 MB that need not be known:
 * what is written down for them is one more mark of a page below.
 */
static inline void mm011_mark(struct mm011_machine *m, u32 page, u64 chunks)
{
	m->nonzero[page % MM011_MARKED_FRAMES] |= chunks;
}

/* Mark these chunks as possibly not 0. If the walker has read in this page, flush the TLB. */
static inline void mm011_chunks_change(struct mm011_machine *m, u32 page, u64 chunks)
{
	u32 bit = page % MM011_MARKED_FRAMES;

	mm011_mark(m, page, chunks);
	if (unlikely(m->tlb.table_pages[bit / 64] >> bit % 64 & 1)) {
		memset(m->tlb.table_pages, 0, sizeof(m->tlb.table_pages));
		mm011_tlb_flush(m);
	}
}

/**
 * mm011_page_changes() - bytes of a page are written that may be entries
 * @m: machine
 * @addr: physical address in the page
 *
 * Call before writing to m->memory directly.
 */
static inline void mm011_page_changes(struct mm011_machine *m, u32 addr)
{
	mm011_chunks_change(m, addr >> MM011_PAGE_SHIFT, ~0ull);
	if (unlikely(m->observed & MM011_OBSERVE_CRC))
		mm011_sum_forget(m, addr >> MM011_PAGE_SHIFT);
}

/**
 * mm011_store_in_page() - put bytes into a page of physical memory
 * @m: machine
 * @addr: physical address, within memory
 * @from: the bytes
 * @len: how many, 1 to as many as are left in the page
 */
static inline void mm011_store_in_page(struct mm011_machine *m, u32 addr, const void *from,
				       u32 len)
{
	u32 last = addr + len - 1;

	mm011_chunks_change(m, addr >> MM011_PAGE_SHIFT,
			    mm011_chunks(addr / MM011_CHUNK, last / MM011_CHUNK));
	if (unlikely(m->observed & MM011_OBSERVE_CRC))
		mm011_sum_bytes(m, addr, from, len);
	memcpy(m->memory + addr, from, len);
}

/**
 * mm011_store() - put bytes into physical memory
 * @m: machine
 * @addr: physical address
 * @from: the bytes
 * @len: how many, within memory
 */
static inline void mm011_store(struct mm011_machine *m, u32 addr, const void *from, u32 len)
{
	u32 n;

	if (unlikely(!len || !mm011_in_memory(m, addr, len)))
		return;
	mm011_emit(m, MM011_EV_WRITE, addr, len, 0);
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

	if (unlikely(!mm011_has_word(m, addr)))
		return;
	if (mm011_observed(m))
		mm011_entry_changing(m, addr, mm011_read32(m, addr), entry);
	mm011_tlb_flush(m);
	mm011_mark(m, addr >> MM011_PAGE_SHIFT, 1ull << addr / MM011_CHUNK % 64);
	if (unlikely(addr & 3))
		mm011_page_changes(m, addr + 3);
	memcpy(m->memory + addr, &word, sizeof(word));
}

void mm011_zero_page(struct mm011_machine *m, u32 page);
void mm011_clear_bytes(struct mm011_machine *m, u32 addr, u32 len);
void mm011_copy_chunks(struct mm011_machine *m, u32 from, u32 to);
u32 mm011_next_nonzero(struct mm011_machine *m, u32 page, u32 from);

/**
 * mm011_clear() - zero bytes of physical memory
 * @m: machine
 * @addr: physical address
 * @len: how many bytes, all within memory
 */
static inline void mm011_clear(struct mm011_machine *m, u32 addr, u32 len)
{
	mm011_emit(m, MM011_EV_ZERO, addr, len, 0);
	if (len == MM011_PAGE_SIZE && !(addr % MM011_PAGE_SIZE))
		mm011_zero_page(m, addr);
	else
		mm011_clear_bytes(m, addr, len);
}

/**
 * mm011_clear_elided() - zero a page that will be overwritten before it is seen
 * @m: machine
 * @page: physical address of the page
 *
 * Emits the event only; the caller overwrites the whole page.
 */
static inline void mm011_clear_elided(struct mm011_machine *m, u32 page)
{
	mm011_emit(m, MM011_EV_ZERO, page, MM011_PAGE_SIZE, 0);
	if (!MM011_SHORT_CUTS)
		mm011_zero_page(m, page);
}

/**
 * mm011_copy_page() - copy a page
 * @m: machine
 * @from: physical address of the page to copy, within memory
 * @to: where to, within memory
 *
 * Linux 0.11: copy_page(), mm/memory.c.
 */
static inline void mm011_copy_page(struct mm011_machine *m, u32 from, u32 to)
{
	mm011_emit(m, MM011_EV_COPY, from, to, 0);
	mm011_copy_chunks(m, from, to);
}

#endif /* _MM011_PC_RAM_H */
