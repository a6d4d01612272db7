// SPDX-License-Identifier: GPL-2.0
/*
 * How a machine stops and goes on, what a long operation does to stay bearable, and
 * the checksums by which two machines are compared.
 */

#include "state.h"

#define PIECE 64	/* entries masked at a time, small enough for a kernel stack */

static void say(struct mm011_machine *m, const char *first, const char *second)
{
	size_t i = 0;

	for ( ; i < sizeof(m->message) - 1 && *first; i++)
		m->message[i] = *first++;
	for ( ; i < sizeof(m->message) - 1 && *second; i++)
		m->message[i] = *second++;
	memset(m->message + i, 0, sizeof(m->message) - i);
}

static void stop(struct mm011_machine *m, u32 why, u32 addr, const char *message)
{
	m->stopped = why;
	m->stopped_at = addr;
	say(m, message, "");
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
 * mm011_call_off() - whoever asked for this operation has been killed
 * @m: machine, its lock held
 *
 * From now on it only tidies up, and is not called off again.
 *
 * Return: -MM011_E_CUT.
 */
int mm011_call_off(struct mm011_machine *m)
{
	m->cut = true;
	return -MM011_E_CUT;
}

/**
 * mm011_breathe() - a long operation lets others run, and may be called off
 * @m: machine, its lock held
 *
 * Return: 0, also when it has been called off before; -MM011_E_CUT when whoever
 * asked for it has been killed.
 */
int mm011_breathe(struct mm011_machine *m)
{
	m->work = 0;
	if (!m->host->pause || !m->host->pause(m) || m->cut)
		return 0;
	return mm011_call_off(m);
}

/**
 * mm011_cut_short() - write down that an operation was left half way
 * @m: machine, its lock held
 * @operation: its name
 *
 * The machine goes on from the state after some number of the original's own
 * steps; no page is lost.
 */
void mm011_cut_short(struct mm011_machine *m, const char *operation)
{
	m->stat[MM011_STAT_CUT_SHORT]++;
	say(m, "cut short: ", operation);
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
 * mm011_clear_bytes() - zero bytes of physical memory, page by page
 * @m: machine, its lock held
 * @addr: physical address
 * @len: how many bytes, all within the 16 MB
 */
void mm011_clear_bytes(struct mm011_machine *m, u32 addr, u32 len)
{
	u32 n;

	for ( ; len; len -= n, addr += n) {
		n = min(len, MM011_PAGE_SIZE - addr % MM011_PAGE_SIZE);
		if (n == MM011_PAGE_SIZE) {
			mm011_quick_zero(m, addr);
			continue;
		}
		mm011_page_changes(m, addr);
		memset(m->memory + addr, 0, n);
	}
}

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
	u32 crc = crc_of(m, 0, m->mem_map, sizeof(m->mem_map));
	u32 pde, addr;

	crc = mm011_crc_page(m, crc, 0, noad);
	for (addr = 0; addr < MM011_PAGE_SIZE; addr += sizeof(pde)) {
		pde = mm011_read32(m, addr);
		if (!(pde & MM011_PTE_PRESENT) || mm011_entry_page(pde) >= MM011_MEMORY_SIZE)
			continue;
		crc = mm011_crc_page(m, crc, mm011_entry_page(pde), noad);
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

/* bytes of any number, a page at a time */
static u32 crc_many(const struct mm011_machine *m, u32 crc, const u8 *bytes, u32 len)
{
	u32 at;

	for (at = 0; at < len && !is_called_off(m); at += MM011_PAGE_SIZE)
		crc = crc_of(m, crc, bytes + at, MM011_PAGE_SIZE);
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
	u32 crc = crc_many(m, 0, m->memory, MM011_MEMORY_SIZE);

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
	crc = crc_many(m, crc, m->beyond, MM011_MAP_INDEXES);
	return crc_inodes(m, crc);
}
