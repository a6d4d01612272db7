// SPDX-License-Identifier: GPL-2.0
/*
 * How a machine stops and goes on, what lies behind the end of mem_map[], and
 * the checksums by which two machines are compared.
 */

#include "state.h"

#define PIECE 64	/* entries masked at a time, small enough for a kernel stack */

static void stop(struct mm011_machine *m, u32 why, u32 addr, const char *message)
{
	size_t i;

	m->stopped = why;
	m->stopped_at = addr;
	for (i = 0; i < sizeof(m->message) - 1 && message[i]; i++)
		m->message[i] = message[i];
	memset(m->message + i, 0, sizeof(m->message) - i);
	m->stat[MM011_STAT_PANIC]++;
	mm011_tell(m, MM011_EV_PANIC, addr, 0, 0);
}

/**
 * mm011_panic() - stop the machine
 * @m: machine, its lock held
 * @message: what the original says
 *
 * The host goes on; only this machine stands still, with all that was half
 * done, until it is reset or revived. The caller returns at once.
 *
 * Linux 0.11: panic(), kernel/panic.c.
 *
 * Return: -ENOTRECOVERABLE.
 */
int mm011_panic(struct mm011_machine *m, const char *message)
{
	stop(m, MM011_PANIC, 0, message);
	return -ENOTRECOVERABLE;
}

/**
 * mm011_no_ram() - stop the machine: its kernel touched what is not there
 * @m: machine, its lock held
 * @addr: physical address, 16 MB or more
 *
 * Only a page directory or page table that somebody wrote by hand leads here.
 * What a real PC would do is the affair of its wiring; the sandbox stops.
 *
 * Return: -EIO.
 */
int mm011_no_ram(struct mm011_machine *m, u32 addr)
{
	stop(m, MM011_FAULT, addr, "kernel access outside physical memory");
	return -EIO;
}

/**
 * mm011_hang() - stop the machine: its kernel would never come back
 * @m: machine, its lock held
 *
 * A chain of malloc() that somebody made circular by hand leads here.
 *
 * Return: -ELOOP.
 */
int mm011_hang(struct mm011_machine *m)
{
	stop(m, MM011_LOOP, 0, "kernel loops for ever");
	return -ELOOP;
}

/**
 * mm011_revive() - let a stopped machine go on
 * @m: machine, its lock held
 *
 * The state stays as the panic left it.
 */
void mm011_revive(struct mm011_machine *m)
{
	m->stopped = MM011_OK;
	m->stopped_at = 0;
	memset(m->message, 0, sizeof(m->message));
}

/**
 * mm011_count_beyond() - read behind the end of mem_map[]
 * @m: machine
 * @nr: index, MM011_PAGING_PAGES or more
 *
 * 0.11 never checks an index. Behind mem_map[] stand zeros here, which can be
 * counted up and down; the first 256 of them are remembered.
 *
 * Return: the count.
 */
u8 mm011_count_beyond(const struct mm011_machine *m, u32 nr)
{
	u32 i;

	for (i = 0; i < MM011_NR_BEYOND; i++)
		if (m->beyond[i].nr == nr)
			return m->beyond[i].count;
	return 0;
}

/**
 * mm011_set_count_beyond() - write behind the end of mem_map[]
 * @m: machine, its lock held
 * @nr: index, MM011_PAGING_PAGES or more
 * @count: its new value; forgotten when there is no room to remember it
 */
void mm011_set_count_beyond(struct mm011_machine *m, u32 nr, u8 count)
{
	struct mm011_beyond *unused = NULL;
	u32 i;

	for (i = 0; i < MM011_NR_BEYOND; i++) {
		if (m->beyond[i].nr == nr) {
			m->beyond[i].count = count;
			return;
		}
		if (!m->beyond[i].count)
			unused = &m->beyond[i];
	}
	if (unused) {
		unused->nr = nr;
		unused->count = count;
	}
}

static u32 crc_of(const struct mm011_machine *m, u32 crc, const void *p, size_t len)
{
	return m->host->crc32(crc, p, len);
}

static u32 crc_page(const struct mm011_machine *m, u32 crc, u32 page)
{
	return crc_of(m, crc, m->memory + page, MM011_PAGE_SIZE);
}

/* a page of entries as if the CPU had never touched them, a piece at a time */
static u32 crc_page_noad(const struct mm011_machine *m, u32 crc, u32 page)
{
	__le32 piece[PIECE];
	u32 i, k;

	for (i = 0; i < MM011_PAGE_SIZE; i += sizeof(piece)) {
		for (k = 0; k < PIECE; k++)
			piece[k] = cpu_to_le32(mm011_read32(m, page + i + 4 * k) & ~MM011_PTE_AD);
		crc = crc_of(m, crc, piece, sizeof(piece));
	}
	return crc;
}

static u32 crc_tables(const struct mm011_machine *m,
		      u32 (*page)(const struct mm011_machine *m, u32 crc, u32 page))
{
	u32 crc = crc_of(m, 0, m->mem_map, sizeof(m->mem_map));
	u32 pde, addr;

	crc = page(m, crc, 0);
	for (addr = 0; addr < MM011_PAGE_SIZE; addr += sizeof(pde)) {
		pde = mm011_read32(m, addr);
		if ((pde & MM011_PTE_PRESENT) && mm011_entry_page(pde) < MM011_MEMORY_SIZE)
			crc = page(m, crc, mm011_entry_page(pde));
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
	return crc_tables(m, crc_page);
}

/**
 * mm011_checksum_noad() - the same without Accessed and Dirty bits
 * @m: machine, its lock held
 *
 * Return: zlib's CRC-32.
 */
u32 mm011_checksum_noad(const struct mm011_machine *m)
{
	return crc_tables(m, crc_page_noad);
}

/* what a task or an inode is, without the host's handle, which is no state */
static u32 crc_inodes(const struct mm011_machine *m, u32 crc)
{
	const struct mm011_inode *inode;

	for (inode = m->inode; inode < m->inode + MM011_NR_INODES; inode++) {
		crc = crc_of(m, crc, &inode->number, sizeof(inode->number));
		crc = crc_of(m, crc, &inode->dev, sizeof(inode->dev));
		crc = crc_of(m, crc, &inode->i_count, sizeof(inode->i_count));
		crc = crc_of(m, crc, &inode->size, sizeof(inode->size));
	}
	return crc;
}

/* field by field: there is padding behind a count */
static u32 crc_beyond(const struct mm011_machine *m, u32 crc)
{
	const struct mm011_beyond *beyond;

	for (beyond = m->beyond; beyond < m->beyond + MM011_NR_BEYOND; beyond++) {
		crc = crc_of(m, crc, &beyond->nr, sizeof(beyond->nr));
		crc = crc_of(m, crc, &beyond->count, sizeof(beyond->count));
	}
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
	u32 crc = crc_of(m, 0, m->memory, MM011_MEMORY_SIZE);

	crc = crc_of(m, crc, m->mem_map, sizeof(m->mem_map));
	crc = crc_of(m, crc, &m->high_memory, sizeof(m->high_memory));
	crc = crc_of(m, crc, m->task, sizeof(m->task));
	crc = crc_of(m, crc, &m->last_pid, sizeof(m->last_pid));
	crc = crc_of(m, crc, &m->births, sizeof(m->births));
	crc = crc_of(m, crc, &m->swap.blocks, sizeof(m->swap.blocks));
	crc = crc_of(m, crc, &m->swap.bitmap, sizeof(m->swap.bitmap));
	crc = crc_of(m, crc, &m->swap.dir_entry, sizeof(m->swap.dir_entry));
	crc = crc_of(m, crc, &m->swap.page_entry, sizeof(m->swap.page_entry));
	crc = crc_of(m, crc, m->pipe, sizeof(m->pipe));
	crc = crc_of(m, crc, m->bucket_chain, sizeof(m->bucket_chain));
	crc = crc_of(m, crc, &m->free_bucket_desc, sizeof(m->free_bucket_desc));
	crc = crc_of(m, crc, &m->stopped, sizeof(m->stopped));
	crc = crc_of(m, crc, &m->stopped_at, sizeof(m->stopped_at));
	return crc_inodes(m, crc_beyond(m, crc));
}
