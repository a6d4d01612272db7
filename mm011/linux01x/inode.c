// SPDX-License-Identifier: GPL-2.0
/*
 * The executables and libraries that tasks hold, and what the disk gives when a page of one
 * is loaded. 0.11 has this in fs/inode.c and fs/buffer.c; here it is as small
 * as memory management needs it.
 */

#include "linux01x/linux01x.h"

static bool same_inode(const struct mm011_inode *a, const struct mm011_inode *b)
{
	return a->used && a->number == b->number && a->dev == b->dev;
}

/**
 * mm011_iget() - hold an executable or a library
 * @m: machine, its lock held
 * @wanted: number and dev; a file if it has one
 *
 * Two tasks that run one program share one slot: share_page() compares them.
 * When the slot is there already, @wanted's file is given back to the host.
 *
 * Linux 0.11: iget(), fs/inode.c.
 *
 * Return: the slot in m->inode[]. There are two for each task and one more; only
 * forks that took one task's slot at the same time, as 0.12's can, may use up all
 * of them by the files that nobody gives back. Then 0, and the file is given back.
 */
u32 mm011_iget(struct mm011_machine *m, const struct mm011_inode *wanted)
{
	struct linux01x *k = linux01x(m);
	struct mm011_inode spare = *wanted;
	u32 slot, unused = 0;

	/* The caller will change the task's file: drop the index now. */
	mm011_file_users_changed(m);
	for (slot = 1; slot < MM011_NR_INODES; slot++) {
		if (same_inode(&k->inode[slot], wanted)) {
			if (spare.file)
				m->host->release(m, &spare);
			k->inode[slot].i_count++;
			return slot;
		}
		if (!k->inode[slot].used)
			unused = slot;
	}
	if (!unused) {
		if (spare.file)
			m->host->release(m, &spare);
		return 0;
	}
	k->inode[unused] = *wanted;
	k->inode[unused].used = true;
	k->inode[unused].i_count = 1;
	return unused;
}

static bool held(const struct mm011_machine *m, u32 slot)
{
	const struct linux01x *k = linux01x(m);
	u32 nr;

	for (nr = 0; nr < MM011_NR_TASKS; nr++)
		if (k->task[nr].executable == slot || k->task[nr].library == slot)
			return true;
	return false;
}

/**
 * mm011_drop() - a task has this executable or library no more
 * @m: machine, its lock held
 * @slot: where its slot stands, 0 for none; set to 0
 *
 * The last task to let go gives the file back, whatever i_count says: that may
 * have been set by hand to more than there are tasks, or to less.
 */
void mm011_drop(struct mm011_machine *m, u32 *slot)
{
	struct mm011_inode *inode = &linux01x(m)->inode[*slot];
	u32 old = *slot;

	*slot = 0;
	mm011_file_users_changed(m);
	if (!old)
		return;
	if (held(m, old)) {
		if (inode->i_count)
			inode->i_count--;
		return;
	}
	if (inode->file)
		m->host->release(m, inode);
	memset(inode, 0, sizeof(*inode));
}

/**
 * mm011_iput() - let go of an executable or a library
 * @m: machine, its lock held
 * @slot: where its slot stands, 0 for none; set to 0
 *
 * Linux 0.11: iput(), fs/inode.c.
 *
 * Return: 0; -ENOTRECOVERABLE when i_count is 0 already: it panicked, and the task
 * still has it.
 */
int mm011_iput(struct mm011_machine *m, u32 *slot)
{
	if (*slot && !linux01x(m)->inode[*slot].i_count)
		return mm011_panic(m, "iput: trying to free free inode");
	mm011_drop(m, slot);
	return 0;
}

/**
 * mm011_bind_file() - an executable or a library is a file of the host from now on
 * @m: machine, its lock held
 * @fd: names the file
 * @number: number of the inode, which some task holds
 * @dev: device it lives on
 *
 * Its number stays what it is. Pages that are loaded already stay, too.
 *
 * Return: 0; -ENXIO when no task holds such an inode; what the host says of the file.
 */
int mm011_bind_file(struct mm011_machine *m, u32 fd, u64 number, u32 dev)
{
	const struct mm011_inode wanted = { .number = number, .dev = dev };
	struct mm011_inode *inode = linux01x(m)->inode, *end = inode + MM011_NR_INODES;
	struct mm011_inode file;
	int err;

	while (inode < end && !same_inode(inode, &wanted))
		inode++;
	if (inode == end)
		return -ENXIO;
	err = m->host->open(m, fd, &file);
	if (err)
		return err;
	if (inode->file)
		m->host->release(m, inode);
	inode->file = file.file;
	inode->size = file.size;
	return 0;
}

static void find_users(struct mm011_machine *m)
{
	struct linux01x *k = linux01x(m);
	struct mm011_file_users *users = &k->file_users;
	const struct mm011_task *task = k->task;
	u32 nr;

	memset(users, 0, sizeof(*users));
	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		users->executables[task[nr].executable] |= 1ull << nr;
		users->libraries[task[nr].library] |= 1ull << nr;
	}
	users->valid = true;
}

/**
 * mm011_file_users() - which tasks have this file
 * @m: machine, its lock held
 * @inode: its slot
 * @library: as their library, not as their executable
 *
 * Must equal what a look at each task finds.
 *
 * Return: a bit for each.
 */
u64 mm011_file_users(struct mm011_machine *m, u32 inode, bool library)
{
	const struct mm011_file_users *users = &linux01x(m)->file_users;

	if (!MM011_SHORT_CUTS || !users->valid)
		find_users(m);
	return library ? users->libraries[inode] : users->executables[inode];
}

/* Contents of a made-up file: a byte pattern of inode, block and offset. */
static void make_up(const struct mm011_inode *inode, u32 block, u8 *to)
{
	u8 first = (u32)inode->number * 31 + block * 7;
	u32 k;

	for (k = 0; k < 256; k++)
		to[k] = first + k;
	for ( ; k < MM011_BLOCK_SIZE; k += 256)
		memcpy(to + k, to, 256);
}

/**
 * mm011_bread() - read a block of an executable
 * @m: machine, its lock held
 * @inode: the executable
 * @block: number of the 1 KB block in the file
 * @to: where its 1024 bytes go; after an error anything may stand there
 *
 * Linux 0.11: bread(), fs/buffer.c.
 *
 * Return: 0; the host's negative errno; -MM011_E_CUT.
 */
int mm011_bread(struct mm011_machine *m, const struct mm011_inode *inode, u32 block, void *to)
{
	int err = 0;

	m->stat[MM011_STAT_BLOCK_READ]++;
	if (inode->file)
		err = m->host->read_block(m, inode, block, to);
	else
		make_up(inode, block, to);
	if (err == -EINTR)
		return mm011_call_off(m);
	if (err)
		m->stat[MM011_STAT_BLOCK_ERROR]++;
	return err;
}

/* bmap(): a block behind the end of the file has no number on the disk */
static bool in_file(const struct mm011_inode *inode, u32 block)
{
	return !inode->file || (u64)block * MM011_BLOCK_SIZE < inode->size;
}

/*
 * COPYBLK: 256 words. Those behind the end of memory are not there: the first of
 * them is the fault.
 */
static int copy_block(struct mm011_machine *m, u32 to)
{
	struct linux01x *k = linux01x(m);
	u32 room = to < MM011_MEMORY_SIZE ? (MM011_MEMORY_SIZE - to) & ~3u : 0;

	if (room < MM011_BLOCK_SIZE) {
		mm011_store(m, to, k->block, room);
		return mm011_bus_error(m, to + room);
	}
	mm011_page_changes(m, to);
	mm011_page_changes(m, to + MM011_BLOCK_SIZE - 1);
	memcpy(m->memory + to, k->block, MM011_BLOCK_SIZE);
	return 0;
}

/* a block that can be read goes to its place, any other leaves it as it was */
static int bread_to(struct mm011_machine *m, const struct mm011_inode *inode, u32 block, u32 to)
{
	int err = mm011_bread(m, inode, block, linux01x(m)->block);

	if (err == -MM011_E_CUT)
		return err;
	if (!err && copy_block(m, to))
		return -EIO;
	mm011_emit(m, MM011_EV_LOAD, to, block, (u32)err);
	return 0;
}

/**
 * mm011_bread_page() - read four blocks into a page
 * @m: machine, its lock held
 * @page: physical address of the page
 * @inode: the executable
 * @block: number of the first block
 *
 * What cannot be read, or lies behind the end of the file, is skipped. 0.11
 * tells nobody: the task finds there what get_free_page() left, zeros.
 *
 * Linux 0.11: bread_page(), fs/buffer.c; bmap(), fs/inode.c.
 *
 * Return: 0; -EIO at the end of memory; -MM011_E_CUT.
 */
int mm011_bread_page(struct mm011_machine *m, u32 page, const struct mm011_inode *inode, u32 block)
{
	u32 i;
	int err = 0;

	for (i = 0; i < MM011_PAGE_SIZE / MM011_BLOCK_SIZE && !err; i++)
		if (in_file(inode, block + i))
			err = bread_to(m, inode, block + i, page + i * MM011_BLOCK_SIZE);
	return err;
}
