// SPDX-License-Identifier: GPL-2.0
/*
 * The checksums by which two machines are compared, from the bytes themselves.
 */

#include "kernel.h"
#include "pc/checksum.h"
#include "pc/ram.h"
#include "pc/walk.h"

#define PIECE 64	/* entries masked at a time, small enough for a kernel stack */

static u32 crc_of(const struct mm011_machine *m, u32 crc, const void *p, size_t len)
{
	return m->host->crc32(crc, p, len);
}

/* let others run; true: whoever asked has been killed, the answer does not matter */
static bool is_called_off(const struct mm011_machine *m)
{
	return m->host->pause && m->host->pause(m);
}

/**
 * mm011_crc_page() - the checksum goes on over a page of entries
 * @m: machine
 * @crc: up to here
 * @page: physical address of the page
 * @noad: as if the CPU had never touched them: without Accessed and Dirty bits
 *
 * Return: the checksum with the page.
 */
u32 mm011_crc_page(const struct mm011_machine *m, u32 crc, u32 page, bool noad)
{
	__le32 piece[PIECE];
	u32 i, k;

	if (!noad)
		return crc_of(m, crc, m->memory + page, MM011_PAGE_SIZE);
	for (i = 0; i < MM011_PAGE_SIZE; i += sizeof(piece)) {
		for (k = 0; k < PIECE; k++)
			piece[k] = cpu_to_le32(mm011_read32(m, page + i + 4 * k) & ~MM011_PTE_AD);
		crc = crc_of(m, crc, piece, sizeof(piece));
	}
	return crc;
}

static u32 crc_tables(const struct mm011_machine *m, bool noad)
{
	u32 directory = mm011_entry_page(m->cpu.cr3);
	u32 nr, table, len, crc = 0;
	const u8 *counts;

	if (m->kernel->counts) {
		counts = m->kernel->counts(m, &len);
		crc = crc_of(m, crc, counts, len);
	}
	if (directory < m->memory_size)
		crc = mm011_crc_page(m, crc, directory, noad);
	for (nr = 0; mm011_next_table(m, &nr, &table); nr++) {
		crc = mm011_crc_page(m, crc, table, noad);
		if (is_called_off(m))
			break;
	}
	return crc;
}

/**
 * mm011_checksum_plain() - what mm011_checksum() must tell, from the bytes themselves
 * @m: machine, its lock held
 *
 * Return: zlib's CRC-32 of memory map and page tables.
 */
u32 mm011_checksum_plain(const struct mm011_machine *m)
{
	return crc_tables(m, false);
}

/**
 * mm011_checksum_noad_plain() - what mm011_checksum_noad() must tell, likewise
 * @m: machine, its lock held
 *
 * Return: zlib's CRC-32 of both without Accessed and Dirty bits.
 */
u32 mm011_checksum_noad_plain(const struct mm011_machine *m)
{
	return crc_tables(m, true);
}

/* most of a machine is zeros: to see that they are is quicker than to sum them up */
static u32 crc_page(const struct mm011_machine *m, u32 crc, const u8 *page)
{
	if (mm011_all_zero(page, MM011_PAGE_SIZE))
		return mm011_crc_zero_page(crc);
	return crc_of(m, crc, page, MM011_PAGE_SIZE);
}

/**
 * mm011_crc_pages() - go on with a CRC over many bytes
 * @m: machine, its lock held
 * @crc: what it is so far
 * @bytes: the bytes
 * @len: how many, a multiple of 4096
 *
 * Return: zlib's CRC-32. When whoever asked has been killed it ends early.
 */
u32 mm011_crc_pages(const struct mm011_machine *m, u32 crc, const u8 *bytes, u32 len)
{
	u32 at;

	for (at = 0; at < len && !is_called_off(m); at += MM011_PAGE_SIZE)
		crc = crc_page(m, crc, bytes + at);
	return crc;
}

/**
 * mm011_checksum_machine() - sum up every bit of a machine's state
 * @m: machine, its lock held
 *
 * For tests that ask whether an operation changed anything at all. Counters
 * and events are not state, and what is on the swap space is the host's.
 *
 * Return: a CRC-32 that means something on hosts of one byte order only.
 */
u32 mm011_checksum_machine(const struct mm011_machine *m)
{
	return m->kernel->checksum(m);
}
