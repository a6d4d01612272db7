// SPDX-License-Identifier: GPL-2.0
/*
 * The checksum of memory map and tables, kept up to date change by change.
 *
 * A CRC without its inversions is linear: that of a changed page is the old one
 * and the CRC of the change alone, which is the change times a power of x that
 * tells how far from the end it stands. So a page's CRC follows each entry
 * that is written, and the whole one is put together from those of its pages.
 * Must equal mm011_checksum_plain() at all times.
 *
 * While nobody asks for checksums, nothing of this is kept.
 */

#include <linux/kernel.h>

#include "quick.h"

#define POLYNOMIAL	0xedb88320u	/* CRC-32, bits reversed: x^0 is the top bit */
#define ONE		0x80000000u
#define MAX_IDLE	4096		/* operations without a checksum, then it is given up */

static u32 times_x(u32 a)
{
	return a & 1 ? a >> 1 ^ POLYNOMIAL : a >> 1;
}

/* a times b modulo the polynomial; the fewer bits in a the sooner */
static u32 multiply(u32 a, u32 b)
{
	u32 product = 0;

	for ( ; a; a <<= 1, b = times_x(b))
		if (a & ONE)
			product ^= b;
	return product;
}

/* power[n] is x to the 8n, shift[] multiplies by that of a page, byte by byte */
static void make_powers(struct mm011_sum *sum)
{
	u32 i, k;

	sum->power[0] = ONE;
	for (i = 1; i <= MM011_PAGE_SIZE; i++) {
		sum->power[i] = sum->power[i - 1];
		for (k = 0; k < 8; k++)
			sum->power[i] = times_x(sum->power[i]);
	}
	for (k = 0; k < 4; k++)
		for (i = 0; i < 256; i++)
			sum->shift[k][i] = multiply(i << 8 * k, sum->power[MM011_PAGE_SIZE]);
}

/* behind what has this CRC comes another page */
static u32 shift_page(const struct mm011_sum *sum, u32 crc)
{
	return sum->shift[0][crc & 0xff] ^ sum->shift[1][crc >> 8 & 0xff] ^
	       sum->shift[2][crc >> 16 & 0xff] ^ sum->shift[3][crc >> 24];
}

/* the linear CRC of bytes: the host's without its inversions */
static u32 linear_crc(const struct mm011_machine *m, const void *p, u32 len)
{
	return m->host->crc32(0, p, len) ^ multiply(~0u, m->sum.power[len]) ^ ~0u;
}

static void begin(struct mm011_machine *m)
{
	if (!m->sum.power[0])
		make_powers(&m->sum);
	memset(m->sum.known, 0, sizeof(m->sum.known));
	m->sum.map = linear_crc(m, m->mem_map, sizeof(m->mem_map));
	m->sum.none = multiply(~0u, m->sum.power[MM011_PAGING_PAGES]);
	m->observed |= MM011_SUMMED;
}

/**
 * mm011_sum_idle() - an operation asks for no checksum
 * @m: machine, its lock held
 *
 * When many do not, keeping it up to date is not worth while.
 */
void mm011_sum_idle(struct mm011_machine *m)
{
	if (m->observed & MM011_SUMMED && ++m->sum.idle > MAX_IDLE)
		m->observed &= ~MM011_SUMMED;
}

static bool is_known(const struct mm011_machine *m, u32 page)
{
	return m->sum.known[page / 64] >> page % 64 & 1;
}

static void set_present(struct mm011_sum *sum, u32 nr, u32 pde)
{
	if (pde & MM011_PTE_PRESENT)
		sum->present[nr / 64] |= 1ull << nr % 64;
	else
		sum->present[nr / 64] &= ~(1ull << nr % 64);
}

/**
 * mm011_sum_entry() - an entry changes
 * @m: machine, its lock held, MM011_SUMMED
 * @addr: physical address of the entry
 * @before: the entry
 * @after: its new value
 */
void mm011_sum_entry(struct mm011_machine *m, u32 addr, u32 before, u32 after)
{
	u32 page = addr >> MM011_PAGE_SHIFT;
	u32 to_end = MM011_PAGE_SIZE - (addr & 0xffc);

	if (addr & 3) {		/* it may reach into the next page */
		memset(m->sum.known, 0, sizeof(m->sum.known));
		return;
	}
	if (!is_known(m, page))
		return;
	m->sum.page[page] ^= multiply(before ^ after, m->sum.power[to_end]);
	if (!page)
		set_present(&m->sum, addr / 4, after);
}

static void page_known(struct mm011_machine *m, u32 page, u32 crc)
{
	m->sum.page[page] = crc;
	m->sum.known[page / 64] |= 1ull << page % 64;
}

/**
 * mm011_sum_zero() - a page has been zeroed
 * @m: machine, its lock held, MM011_SUMMED
 * @addr: physical address of the page
 */
void mm011_sum_zero(struct mm011_machine *m, u32 addr)
{
	if (addr >= MM011_PAGE_SIZE)	/* the page directory is more than its CRC */
		page_known(m, addr >> MM011_PAGE_SHIFT, 0);
}

/**
 * mm011_sum_count() - an element of mem_map[] changes
 * @m: machine, its lock held, MM011_SUMMED
 * @nr: its index
 * @count: its new value
 */
void mm011_sum_count(struct mm011_machine *m, u32 nr, u8 count)
{
	m->sum.map ^= multiply(m->mem_map[nr] ^ count, m->sum.power[MM011_PAGING_PAGES - nr]);
}

static u32 page_sum(struct mm011_machine *m, u32 addr)
{
	u32 page = addr >> MM011_PAGE_SHIFT;

	if (!is_known(m, page))
		page_known(m, page, linear_crc(m, m->memory + addr, MM011_PAGE_SIZE));
	return m->sum.page[page];
}

/* the CRC of the page directory, and which of its entries are present */
static u32 directory_sum(struct mm011_machine *m)
{
	u32 nr;

	for (nr = 0; nr < MM011_ENTRIES && !is_known(m, 0); nr++)
		set_present(&m->sum, nr, mm011_read32(m, 4 * nr));
	return page_sum(m, 0);
}

/* behind what has this CRC come the page tables of 64 directory entries */
static u32 add_tables(struct mm011_machine *m, u32 crc, u32 word)
{
	u64 present = m->sum.present[word];
	u32 table;

	for ( ; present; present &= present - 1) {
		table = mm011_read32(m, 256 * word + 4 * (fls64(present & -present) - 1));
		table = mm011_entry_page(table);
		if (table < MM011_MEMORY_SIZE)
			crc = shift_page(&m->sum, crc) ^ page_sum(m, table);
	}
	return crc;
}

/**
 * mm011_checksum() - sum up memory map and page tables
 * @m: machine, its lock held
 *
 * The same bytes in the same order as in the recorded runs: mem_map[], the
 * page directory, and for each entry with P set its page table.
 *
 * Return: zlib's CRC-32 of them.
 */
u32 mm011_checksum(struct mm011_machine *m)
{
	u32 word, crc;

	if (!(m->observed & MM011_SUMMED))
		begin(m);
	m->sum.idle = 0;
	crc = m->sum.none ^ m->sum.map;
	crc = shift_page(&m->sum, crc) ^ directory_sum(m);
	for (word = 0; word < MM011_ENTRIES / 64; word++)
		crc = add_tables(m, crc, word);
	return ~crc;
}
