// SPDX-License-Identifier: GPL-2.0
/*
 * The checksums of memory map and tables, kept up to date change by change: of
 * entries as they are, and, if somebody asks for it, without Accessed and Dirty bits.
 *
 * A CRC without its inversions is linear: that of a changed page is the old one
 * and the CRC of the change alone, which is the change times a power of x that
 * tells how far from the end it stands. So a page's CRC follows each entry
 * that is written, and the whole one is put together from those of its pages.
 * Must equal mm011_checksum_plain() and mm011_checksum_noad_plain() at all times.
 *
 * While nobody asks for checksums, nothing of this is kept.
 */

#include <linux/bitops.h>

#include "kernel.h"
#include "pc/checksum.h"
#include "pc/ram.h"

#define POLYNOMIAL	0xedb88320u	/* CRC-32, bits reversed: x^0 is the top bit */
#define ONE		0x80000000u
#define ZERO_PAGE	0x09fe548fu	/* x to the 8 * 4096 */
#define MAX_IDLE	4096		/* operations without a checksum, then it is given up */
#define NO_PAGE		(~0u)

static u32 times_x(u32 a)
{
	return a >> 1 ^ (POLYNOMIAL & -(a & 1));
}

static u32 times_x4(u32 a)
{
	static const u32 over[16] = {	/* what becomes of the bits that fall out */
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
		0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
		0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
		0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};

	return a >> 4 ^ over[a & 15];
}

/* a times b modulo the polynomial, four bits of a at a time, no branch depending on them */
static u32 multiply(u32 a, u32 b)
{
	u32 times[16] = { 0 };
	u32 i, product = 0;

	for (i = 8; i; i >>= 1, b = times_x(b))
		times[i] = b;
	for (i = 3; i < 16; i++)
		times[i] = times[i & (i - 1)] ^ times[i & -i];
	for (i = 0; i < 8; i++, a >>= 4)
		product = times_x4(product) ^ times[a & 15];
	return product;
}

/**
 * mm011_crc_zero_page() - a CRC goes on over a page of zeros
 * @crc: zlib's CRC-32 up to here
 *
 * Return: the same with the page, as if it had been summed up byte by byte.
 */
u32 mm011_crc_zero_page(u32 crc)
{
	return ~multiply(~crc, ZERO_PAGE);
}

/* power[n] is x to the 8n, page_power[n] that of n pages */
static void make_powers(struct mm011_sum *sum)
{
	u32 i, k;

	sum->power[0] = ONE;
	for (i = 1; i <= MM011_PAGE_SIZE; i++) {
		sum->power[i] = sum->power[i - 1];
		for (k = 0; k < 8; k++)
			sum->power[i] = times_x(sum->power[i]);
	}
	sum->page_power[0] = ONE;
	for (i = 1; i < ARRAY_SIZE(sum->page_power); i++)
		sum->page_power[i] = multiply(sum->page_power[i - 1], sum->power[MM011_PAGE_SIZE]);
}

/* the linear CRC of bytes: the host's without its inversions */
static u32 linear(const struct mm011_machine *m, u32 crc, u32 len)
{
	return crc ^ multiply(~0u, m->sum.power[len]) ^ ~0u;
}

/* the directory names other tables, or one of them is not known any more */
static void lay_out_anew(struct mm011_sum *sum)
{
	u32 i;

	for (i = 0; i < MM011_SUMS; i++)
		sum->of[i].laid_out = false;
}

static void forget_all(struct mm011_sum *sum)
{
	u32 i;

	for (i = 0; i < MM011_SUMS; i++)
		memset(sum->of[i].known, 0, sizeof(sum->of[i].known));
	lay_out_anew(sum);
}

static void begin(struct mm011_machine *m)
{
	const u8 *counts;

	if (!m->sum.power[0])
		make_powers(&m->sum);
	forget_all(&m->sum);
	m->sum.sums = 0;
	counts = m->kernel->counts(m, &m->sum.nr_counts);
	m->sum.counts = linear(m, m->host->crc32(0, counts, m->sum.nr_counts), m->sum.nr_counts);
	m->sum.init_term = multiply(~0u, m->sum.power[m->sum.nr_counts]);
	m->observed |= MM011_OBSERVE_CRC;
}

/**
 * mm011_sum_idle() - an operation asks for no checksum
 * @m: machine, its lock held
 *
 * When many do not, keeping it up to date is not worth while.
 */
void mm011_sum_idle(struct mm011_machine *m)
{
	if (m->observed & MM011_OBSERVE_CRC && ++m->sum.idle > MAX_IDLE)
		m->observed &= ~MM011_OBSERVE_CRC;
}

static bool is_known(const struct mm011_page_sums *of, u32 page)
{
	return of->known[page / 64] >> page % 64 & 1;
}

static void set_present(struct mm011_sum *sum, u32 nr, u32 pde)
{
	if (pde & MM011_PTE_PRESENT)
		sum->present[nr / 64] |= 1ull << nr % 64;
	else
		sum->present[nr / 64] &= ~(1ull << nr % 64);
}

/* the CRC of the page that changes goes into that of all page tables */
static void fold(const struct mm011_sum *sum, struct mm011_page_sums *of)
{
	u32 page = of->open_page;

	of->open_page = NO_PAGE;
	if (page != NO_PAGE)
		of->tables_crc ^= multiply(of->open_crc ^ of->page[page],
				       sum->page_power[sum->tables - sum->table_index[page]]);
}

/*
 * A page has another CRC; a page table's is folded when the next one changes. To
 * fold it each time comes to the same, and costs a multiplication more.
 */
static void set_page(const struct mm011_sum *sum, struct mm011_page_sums *of, u32 page, u32 crc)
{
	if (of->laid_out && sum->table_index[page] && of->open_page != page) {
		fold(sum, of);
		of->open_page = page;
		of->open_crc = of->page[page];
	}
	of->page[page] = crc;
}

/**
 * mm011_sum_forget() - bytes of a page change
 * @m: machine, its lock held, MM011_OBSERVE_CRC
 * @page: number of the page
 */
void mm011_sum_forget(struct mm011_machine *m, u32 page)
{
	struct mm011_sum *sum = &m->sum;
	u32 i;

	for (i = 0; i < sum->sums; i++)
		sum->of[i].known[page / 64] &= ~(1ull << page % 64);
	if (!page || sum->table_index[page])
		lay_out_anew(sum);
}

/* an entry of the page directory changes */
static void sum_directory(struct mm011_sum *sum, u32 nr, u32 before, u32 after)
{
	set_present(sum, nr, after);
	if ((before | after) & MM011_PTE_PRESENT &&
	    (before ^ after) & (0xfffff000 | MM011_PTE_PRESENT))
		lay_out_anew(sum);
}

/* bits of an entry change that a checksum sees; to_end bytes before its page's end */
static void change_entry(const struct mm011_sum *sum, struct mm011_page_sums *of, u32 page,
			 u32 to_end, u32 change)
{
	/* were it changed all the same, page_sum() would still make it anew */
	if (change && is_known(of, page))
		set_page(sum, of, page, of->page[page] ^ multiply(change, sum->power[to_end]));
}

/**
 * mm011_sum_entry() - an entry changes
 * @m: machine, its lock held, MM011_OBSERVE_CRC
 * @addr: physical address of the entry
 * @before: the entry
 * @after: its new value
 */
void mm011_sum_entry(struct mm011_machine *m, u32 addr, u32 before, u32 after)
{
	struct mm011_sum *sum = &m->sum;
	u32 page = addr >> MM011_PAGE_SHIFT;
	u32 to_end = MM011_PAGE_SIZE - (addr & 0xffc);

	if (addr & 3) {		/* it may reach into the next page */
		forget_all(sum);
		return;
	}
	change_entry(sum, &sum->of[MM011_SUM_ALL], page, to_end, before ^ after);
	if (sum->sums > MM011_SUM_NOAD)
		change_entry(sum, &sum->of[MM011_SUM_NOAD], page, to_end,
			     (before ^ after) & ~MM011_PTE_AD);
	if (!page)
		sum_directory(sum, addr / 4, before, after);
}

/**
 * mm011_sum_bytes() - bytes are about to be put into a page
 * @m: machine, its lock held, MM011_OBSERVE_CRC
 * @addr: physical address
 * @from: the bytes
 * @len: how many, all in one page
 */
void mm011_sum_bytes(struct mm011_machine *m, u32 addr, const void *from, u32 len)
{
	__le32 word;

	if (len != sizeof(word)) {
		mm011_sum_forget(m, addr >> MM011_PAGE_SHIFT);
		return;
	}
	memcpy(&word, from, sizeof(word));
	mm011_sum_entry(m, addr, mm011_read32(m, addr), le32_to_cpu(word));
}

static void page_known(const struct mm011_sum *sum, struct mm011_page_sums *of, u32 page, u32 crc)
{
	set_page(sum, of, page, crc);
	of->known[page / 64] |= 1ull << page % 64;
}

/**
 * mm011_sum_zero() - a page has been zeroed
 * @m: machine, its lock held, MM011_OBSERVE_CRC
 * @addr: physical address of the page
 */
void mm011_sum_zero(struct mm011_machine *m, u32 addr)
{
	struct mm011_sum *sum = &m->sum;
	u32 i;

	if (addr < MM011_PAGE_SIZE)	/* of page 0 the present bits are tracked, too */
		return;
	for (i = 0; i < sum->sums; i++)
		page_known(sum, &sum->of[i], addr >> MM011_PAGE_SHIFT, 0);
}

/**
 * mm011_sum_count() - the count of a page changes
 * @m: machine, its lock held, MM011_OBSERVE_CRC
 * @nr: its index
 * @before: the count
 * @after: its new value
 */
void mm011_sum_count(struct mm011_machine *m, u32 nr, u8 before, u8 after)
{
	m->sum.counts ^= multiply(before ^ after, m->sum.power[m->sum.nr_counts - nr]);
}

static u32 page_sum(struct mm011_machine *m, u32 which, u32 addr)
{
	struct mm011_page_sums *of = &m->sum.of[which];
	u32 page = addr >> MM011_PAGE_SHIFT;
	u32 crc;

	if (!is_known(of, page)) {
		crc = mm011_crc_page(m, 0, addr, which == MM011_SUM_NOAD);
		page_known(&m->sum, of, page, linear(m, crc, MM011_PAGE_SIZE));
	}
	return of->page[page];
}

/* the CRC of the page directory, and which of its entries are present */
static u32 directory_sum(struct mm011_machine *m, u32 which)
{
	u32 nr;

	for (nr = 0; nr < MM011_ENTRIES && !is_known(&m->sum.of[which], 0); nr++)
		set_present(&m->sum, nr, mm011_read32(m, 4 * nr));
	return page_sum(m, which, 0);
}

/* one more page table; whether it is not one that came before */
static bool add_table(struct mm011_machine *m, u32 which, u32 table)
{
	struct mm011_sum *sum = &m->sum;
	struct mm011_page_sums *of = &sum->of[which];
	u16 *place = &sum->table_index[table >> MM011_PAGE_SHIFT];
	bool is_new = !*place;

	of->tables_crc = multiply(of->tables_crc, sum->page_power[1]) ^ page_sum(m, which, table);
	*place = ++sum->tables;
	return is_new;
}

/*
 * The CRC of all page tables in their order, and who stands where. It holds
 * until the directory names others. It is not kept when a table appears twice.
 * Where the other checksum is laid out, places become what they were.
 */
static void lay_out(struct mm011_machine *m, u32 which)
{
	struct mm011_sum *sum = &m->sum;
	struct mm011_page_sums *of = &sum->of[which];
	bool once = true;
	u32 word, table;
	u64 present;

	memset(sum->table_index, 0, sizeof(sum->table_index));
	sum->tables = 0;
	of->tables_crc = 0;
	of->open_page = NO_PAGE;
	directory_sum(m, which);
	for (word = 0; word < MM011_ENTRIES / 64; word++) {
		for (present = sum->present[word]; present; present &= present - 1) {
			table = mm011_read32(m, 256 * word + 4 * (u32)__ffs64(present));
			table = mm011_entry_page(table);
			if (table >= m->memory_size)
				continue;
			once = add_table(m, which, table) && once;
			if (m->host->pause)
				m->host->pause(m);
		}
	}
	of->laid_out = once;
}

static u32 checksum(struct mm011_machine *m, u32 which)
{
	struct mm011_sum *sum = &m->sum;
	struct mm011_page_sums *of = &sum->of[which];
	u32 map, directory;

	if (!(m->observed & MM011_OBSERVE_CRC))
		begin(m);
	sum->idle = 0;
	sum->sums = max(sum->sums, which + 1);
	if (!of->laid_out)
		lay_out(m, which);
	fold(sum, of);
	map = multiply(sum->init_term ^ sum->counts, sum->page_power[sum->tables + 1]);
	directory = multiply(directory_sum(m, which), sum->page_power[sum->tables]);
	return ~(map ^ directory ^ of->tables_crc);
}

/* A running one is kept of what 0.11 and 0.12 have: counts, a directory at 0, no 4 MB pages. */
static bool runs(const struct mm011_machine *m)
{
	return MM011_SHORT_CUTS && m->kernel->counts && !m->cpu.cr3 && !m->cpu.pse &&
	       m->memory_size <= MM011_SUM_FRAMES * MM011_PAGE_SIZE;
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
	return runs(m) ? checksum(m, MM011_SUM_ALL) : mm011_checksum_plain(m);
}

/**
 * mm011_checksum_noad() - the same without Accessed and Dirty bits
 * @m: machine, its lock held
 *
 * Return: zlib's CRC-32.
 */
u32 mm011_checksum_noad(struct mm011_machine *m)
{
	return runs(m) ? checksum(m, MM011_SUM_NOAD) : mm011_checksum_noad_plain(m);
}
