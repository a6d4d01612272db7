// SPDX-License-Identifier: GPL-2.0
/*
 * Physical memory by chunks of 64 bytes. For each chunk we know whether it is certainly
 * all zero: then it need be neither zeroed, nor copied, nor searched.
 */

#include <linux/bitops.h>

#include "pc/ram.h"

#define MANY_CHUNKS	16u	/* above this many, take the whole page */

/* the chunks of a page that may not be all 0 */
static u64 nonzero_chunks(const struct mm011_machine *m, u32 page)
{
	u32 pfn = page >> MM011_PAGE_SHIFT;

	return MM011_SHORT_CUTS && pfn < MM011_MARKED_FRAMES ? m->nonzero[pfn] : ~0ull;
}

/* these and no others may not be 0 */
static void set_chunks(struct mm011_machine *m, u32 page, u64 chunks)
{
	u32 pfn = page >> MM011_PAGE_SHIFT;

	if (likely(pfn < MM011_MARKED_FRAMES))
		m->nonzero[pfn] = chunks;
}

/* the first word of a chunk that is not 0, from a place in it on; 1024: there is none */
static u32 word_in_chunk(const struct mm011_machine *m, u32 page, u32 chunk, u32 from)
{
	u32 end = (chunk + 1) * MM011_CHUNK / 4;
	u32 i;

	for (i = max(from, chunk * MM011_CHUNK / 4); i < end; i++)
		if (mm011_read32(m, page + 4 * i))
			return i;
	return MM011_ENTRIES;
}

/**
 * mm011_next_nonzero() - the first word of a page that is not 0
 * @m: machine, its lock held
 * @page: physical address of the page, within memory
 * @from: number of the first word that counts
 *
 * Must equal a search word by word. A chunk in which there is none is known to hold
 * only zeros from then on: the next search passes it by.
 *
 * Return: its number; 1024 when there is none.
 */
u32 mm011_next_nonzero(struct mm011_machine *m, u32 page, u32 from)
{
	u64 chunks = nonzero_chunks(m, page) & ~0ull << 4 * from / MM011_CHUNK;
	u32 chunk, found;

	for ( ; chunks; chunks &= chunks - 1) {
		chunk = __ffs64(chunks);
		found = word_in_chunk(m, page, chunk, from);
		if (found < MM011_ENTRIES)
			return found;
		if (4 * from <= chunk * MM011_CHUNK)
			set_chunks(m, page, nonzero_chunks(m, page) & ~(1ull << chunk));
	}
	return MM011_ENTRIES;
}

/**
 * mm011_zero_page() - zero a page
 * @m: machine, its lock held
 * @page: physical address of the page, within memory
 *
 * Where there are only zeros nothing need be written.
 */
void mm011_zero_page(struct mm011_machine *m, u32 page)
{
	u64 chunks = nonzero_chunks(m, page);

	if (chunks) {
		mm011_page_changes(m, page);
		set_chunks(m, page, 0);
	}
	if (hweight64(chunks) > MANY_CHUNKS)
		memset(m->memory + page, 0, MM011_PAGE_SIZE);
	else
		for ( ; chunks; chunks &= chunks - 1)
			memset(m->memory + page + MM011_CHUNK * __ffs64(chunks), 0, MM011_CHUNK);
	if (unlikely(m->observed & MM011_OBSERVE_CRC))
		mm011_sum_zero(m, page);
}

/**
 * mm011_clear_bytes() - zero bytes of physical memory, page by page
 * @m: machine, its lock held
 * @addr: physical address
 * @len: how many bytes, all within memory
 */
void mm011_clear_bytes(struct mm011_machine *m, u32 addr, u32 len)
{
	u32 n;

	for ( ; len; len -= n, addr += n) {
		n = min(len, MM011_PAGE_SIZE - addr % MM011_PAGE_SIZE);
		if (n == MM011_PAGE_SIZE) {
			mm011_zero_page(m, addr);
			continue;
		}
		mm011_page_changes(m, addr);
		memset(m->memory + addr, 0, n);
	}
}

/**
 * mm011_copy_chunks() - copy a page
 * @m: machine, its lock held
 * @from: physical address of the page, within memory
 * @to: physical address of the page that it is copied to, likewise
 *
 * Where both hold only zeros nothing need be copied.
 */
void mm011_copy_chunks(struct mm011_machine *m, u32 from, u32 to)
{
	u64 here = nonzero_chunks(m, from);
	u64 chunks = here | nonzero_chunks(m, to);
	u32 at;

	mm011_page_changes(m, to);
	set_chunks(m, to, here);
	if (hweight64(chunks) > MANY_CHUNKS) {
		memmove(m->memory + to, m->memory + from, MM011_PAGE_SIZE);
		return;
	}
	for ( ; chunks; chunks &= chunks - 1) {
		at = MM011_CHUNK * __ffs64(chunks);
		memmove(m->memory + to + at, m->memory + from + at, MM011_CHUNK);
	}
}
