// SPDX-License-Identifier: GPL-2.0
/*
 * What areas need of files: how many hold one, who may write to it, which areas map it:
 * include/linux/fs.h, mm/filemap.c, mm/shmem.c. A file has an inode to itself.
 */

#include "linux24/linux24.h"

#define READ_AND_WRITE	(MM011_FILE24_READ | MM011_FILE24_WRITE)

static void make_file(struct linux24_file *file, u32 ino, u32 mode, s32 writecount)
{
	memset(file, 0, sizeof(*file));
	file->ino = ino;
	file->mode = mode;
	file->count = 1;
	file->writecount = writecount;
}

/**
 * linux24_open_file() - a file by its number
 * @m: machine, its lock held
 * @nr: number below LINUX24_NR_FILES, 0: no file
 *
 * One that nobody has described can be read and written.
 *
 * Return: reference to it, 0: none.
 */
u32 linux24_open_file(struct mm011_machine *m, u32 nr)
{
	struct linux24_file *file = &linux24(m)->areas.file[nr];

	if (!nr)
		return 0;
	if (!file->count)
		make_file(file, nr, READ_AND_WRITE, 1);
	return linux24_ref(m, file);
}

/**
 * linux24_set_file() - say what a file can do
 * @m: machine, its lock held
 * @nr: its number, 1 to LINUX24_NR_FILES - 1
 * @mode: MM011_FILE24_*
 * @ino: number of its inode
 *
 * It is opened anew: one holds it, and writes to it if it can.
 *
 * Return: 0; -EBUSY: areas map it.
 */
int linux24_set_file(struct mm011_machine *m, u32 nr, u32 mode, u32 ino)
{
	struct linux24_file *file = &linux24(m)->areas.file[nr];

	if (file->mmap || file->mmap_shared || file->count > 1)
		return -EBUSY;
	make_file(file, ino, mode, !!(mode & MM011_FILE24_WRITE));
	return 0;
}

/**
 * linux24_get_file() - one more holds a file
 * @m: machine, its lock held
 * @file: reference to it, 0: none
 *
 * Linux 2.4.0: get_file(), include/linux/file.h.
 */
void linux24_get_file(struct mm011_machine *m, u32 file)
{
	if (file)
		linux24_file(m, file)->count++;
}

static bool is_shmem(const struct mm011_machine *m, u32 file)
{
	return file >= linux24(m)->areas.files.first;
}

/**
 * linux24_fput() - one less holds a file
 * @m: machine, its lock held
 * @file: reference to it, 0: none
 *
 * The file of a shared anonymous area goes with its last area.
 *
 * Linux 2.4.0: fput(), fs/file_table.c.
 *
 * Return: 0; -ECANCELED.
 */
int linux24_fput(struct mm011_machine *m, u32 file)
{
	int err = 0;

	if (!file)
		return 0;
	if (linux24_is_told(m))
		err = linux24_ask(m, MM011_ASK24_FPUT, 0, 0, 0, NULL);
	if (!--linux24_file(m, file)->count && is_shmem(m, file))
		linux24_give(m, &linux24(m)->areas.files, file);
	return err;
}

/**
 * linux24_deny_write_access() - nobody may write to a file from now on
 * @m: machine, its lock held
 * @file: reference to it
 *
 * Linux 2.4.0: deny_write_access(), include/linux/fs.h.
 *
 * Return: 0; -ETXTBSY: somebody does.
 */
int linux24_deny_write_access(struct mm011_machine *m, u32 file)
{
	if (linux24_file(m, file)->writecount > 0)
		return -ETXTBSY;
	linux24_file(m, file)->writecount--;
	return 0;
}

/**
 * linux24_writecount() - count those who write to a file, or forbid it
 * @m: machine, its lock held
 * @file: reference to it
 * @by: 1 or -1
 */
void linux24_writecount(struct mm011_machine *m, u32 file, int by)
{
	linux24_file(m, file)->writecount += by;
}

/**
 * linux24_file_mmap() - a file is mapped: what does it say to this?
 * @m: machine, its lock held
 * @file: reference to it
 * @vma: the new area
 *
 * Linux 2.4.0: generic_file_mmap(), mm/filemap.c.
 *
 * Return: 0; -EINVAL: nobody can write its pages back; -EACCES: it is no regular file.
 */
int linux24_file_mmap(struct mm011_machine *m, u32 file, u32 vma)
{
	const u32 written = LINUX24_VM_SHARED | LINUX24_VM_MAYWRITE;
	u32 mode = linux24_file(m, file)->mode, ops = LINUX24_FILE_PRIVATE_MMAP;

	if ((linux24_vma(m, vma)->flags & written) == written) {
		if (mode & MM011_FILE24_NO_WRITEPAGE)
			return -EINVAL;
		ops = LINUX24_FILE_SHARED_MMAP;
	}
	if (mode & MM011_FILE24_NOT_REGULAR)
		return -EACCES;
	linux24_vma(m, vma)->ops = ops;
	return 0;
}

/**
 * linux24_shmem_zero_setup() - a shared anonymous area gets a file of its own
 * @m: machine, its lock held
 * @vma: the new area
 *
 * Linux 2.4.0: shmem_zero_setup(), shmem_file_setup(), mm/shmem.c.
 *
 * Return: 0; -ENOMEM: there are not so many pages; -ENFILE: there are no more files.
 */
int linux24_shmem_zero_setup(struct mm011_machine *m, u32 vma)
{
	struct linux24_areas *k = &linux24(m)->areas;
	struct linux24_vma *area = linux24_vma(m, vma);
	u32 file;

	if (!linux24_vm_enough_memory(m, (area->end - area->start) >> MM011_PAGE_SHIFT))
		return -ENOMEM;
	file = linux24_take(m, &k->files);
	if (!file)
		return -ENFILE;
	make_file(linux24_file(m, file), k->next_ino++, READ_AND_WRITE, 0);
	area->file = file;
	area->ops = LINUX24_SHMEM_SHARED;
	return 0;
}

/**
 * linux24_share() - an area of a file joins the others
 * @m: machine, its lock held
 * @vma: the area
 * @link: reference to the link that it comes behind: of the file, or of another area
 */
void linux24_share(struct mm011_machine *m, u32 vma, u32 link)
{
	struct linux24_vma *area = linux24_vma(m, vma);

	area->next_share = *linux24_link(m, link);
	if (area->next_share)
		linux24_vma(m, area->next_share)->pprev_share =
			linux24_ref(m, &area->next_share);
	*linux24_link(m, link) = vma;
	area->pprev_share = link;
}

/**
 * linux24_remove_shared_vm_struct() - an area of a file leaves the others
 * @m: machine, its lock held
 * @vma: the area
 *
 * If it forbade to write to the file, it does no more.
 *
 * Linux 2.4.0: remove_shared_vm_struct(), mm/mmap.c.
 */
void linux24_remove_shared_vm_struct(struct mm011_machine *m, u32 vma)
{
	struct linux24_vma *area = linux24_vma(m, vma);

	if (!area->file)
		return;
	if (area->flags & LINUX24_VM_DENYWRITE)
		linux24_writecount(m, area->file, 1);
	if (area->next_share)
		linux24_vma(m, area->next_share)->pprev_share = area->pprev_share;
	*linux24_link(m, area->pprev_share) = area->next_share;
}
