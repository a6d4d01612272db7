// SPDX-License-Identifier: GPL-2.0
/*
 * Areas come: mm/mmap.c.
 */

#include <linux/kernel.h>

#include "linux24/tables.h"

/* what an entry may allow: nothing, reading, and where the page is shared writing, too */
#define PAGE_NONE	0xa0u	/* bit 7 is what 2.4 knows it by, and Accessed */
#define PAGE_READONLY	(MM011_PTE_PRESENT | MM011_PTE_USER | MM011_PTE_ACCESSED)
#define PAGE_SHARED	(PAGE_READONLY | MM011_PTE_WRITE)

/**
 * linux24_protection() - bits of the entries of an area
 * @flags: LINUX24_VM_*
 *
 * Linux 2.4.0: protection_map[], mm/mmap.c.
 *
 * Return: bits of an entry.
 */
u32 linux24_protection(u32 flags)
{
	const u32 writable = LINUX24_VM_SHARED | LINUX24_VM_WRITE;

	if (!(flags & LINUX24_VM_ACCESS))
		return PAGE_NONE;
	return (flags & writable) == writable ? PAGE_SHARED : PAGE_READONLY;
}

/**
 * linux24_vm_enough_memory() - is there memory for so many pages?
 * @m: machine
 * @pages: how many
 *
 * Nothing is kept for who asks. Pages of buffers, of the page cache and of the swap space count,
 * too; only a recorded run, or a stream, has any, and says how many.
 *
 * Linux 2.4.0: vm_enough_memory(), mm/mmap.c.
 *
 * Return: whether there is.
 */
bool linux24_vm_enough_memory(const struct mm011_machine *m, s32 pages)
{
	const struct linux24_areas *k = &linux24(m)->areas;
	u32 free = k->free_pages;

	if (linux24_is_told(m))
		free += linux24_nr_free_pages(m);
	return k->overcommit || (s32)free > pages;
}

/**
 * linux24_build_mmap_avl() - make the tree of a list
 * @m: machine, its lock held
 * @mm: whose
 *
 * Linux 2.4.0: build_mmap_avl(), mm/mmap.c.
 */
void linux24_build_mmap_avl(struct mm011_machine *m, struct linux24_mm *mm)
{
	u32 vma, n;

	mm->mmap_avl = 0;
	for (vma = mm->mmap, n = 0; vma && n < LINUX24_MAX_AREAS; n++) {
		linux24_avl_insert(m, vma, &mm->mmap_avl);
		vma = linux24_vma(m, vma)->next;
		linux24_rest(m);
	}
}

/* the link in the list where an area belongs */
static u32 *place_in_list(const struct mm011_machine *m, struct linux24_mm *mm, u32 start)
{
	u32 *link = &mm->mmap, n;

	for (n = 0; n < LINUX24_MAX_AREAS && *link; n++) {
		if (linux24_vma(m, *link)->start > start)
			break;
		link = &linux24_vma(m, *link)->next;
	}
	return link;
}

/* it joins the tree, and that knows the link in the list */
static u32 *place_by_tree(struct mm011_machine *m, struct linux24_mm *mm, u32 vma)
{
	u32 prev, next, *link;

	linux24_avl_insert_neighbours(m, vma, &mm->mmap_avl, &prev, &next);
	link = prev ? &linux24_vma(m, prev)->next : &mm->mmap;
	if (*link != next)
		linux24(m)->areas.printk++;	/* tree inconsistent with list */
	return link;
}

/* it joins the other areas of its file */
static void insert_into_file(struct mm011_machine *m, u32 vma)
{
	const struct linux24_vma *area = linux24_vma(m, vma);
	struct linux24_file *file = linux24_file(m, area->file);

	if (!area->file)
		return;
	if (area->flags & LINUX24_VM_DENYWRITE)
		linux24_writecount(m, area->file, -1);
	linux24_share(m, vma, linux24_ref(m, area->flags & LINUX24_VM_SHARED ?
					  &file->mmap_shared : &file->mmap));
}

/**
 * linux24_insert_vm_struct() - an area becomes part of an address space
 * @m: machine, its lock held
 * @mm: whose
 * @vma: the area
 *
 * From 32 areas on there is a tree; it goes when its last area does.
 *
 * Linux 2.4.0: insert_vm_struct(), __insert_vm_struct(), mm/mmap.c.
 */
void linux24_insert_vm_struct(struct mm011_machine *m, struct linux24_mm *mm, u32 vma)
{
	struct linux24_vma *area = linux24_vma(m, vma);
	u32 *link = mm->mmap_avl ? place_by_tree(m, mm, vma) :
		    place_in_list(m, mm, area->start);

	area->next = *link;
	*link = vma;
	linux24_area_event(m, MM011_EV24_AREA_LINKED, vma);
	mm->map_count++;
	if (mm->map_count >= LINUX24_AVL_MIN_MAP_COUNT && !mm->mmap_avl)
		linux24_build_mmap_avl(m, mm);
	insert_into_file(m, vma);
}

/**
 * linux24_locked_too_much() - may a process lock so much more?
 * @m: machine
 * @mm: whose
 * @len: bytes
 *
 * Return: whether its limit forbids it.
 */
bool linux24_locked_too_much(const struct mm011_machine *m, const struct linux24_mm *mm, u32 len)
{
	return (mm->locked_vm << MM011_PAGE_SHIFT) + len >
	       linux24(m)->areas.rlim[LINUX24_RLIMIT_MEMLOCK];
}

/**
 * linux24_too_large() - may an address space grow so much?
 * @m: machine
 * @mm: whose
 * @len: bytes
 *
 * Return: whether its limit forbids it.
 */
bool linux24_too_large(const struct mm011_machine *m, const struct linux24_mm *mm, u32 len)
{
	return (mm->total_vm << MM011_PAGE_SHIFT) + len >
	       linux24(m)->areas.rlim[LINUX24_RLIMIT_AS];
}

/**
 * linux24_grown() - an address space has grown
 * @m: machine, its lock held
 * @mm: whose
 * @flags: those of the area that did
 * @addr: first address that is new
 * @len: bytes
 *
 * Return: 0; what linux24_make_pages_present() returns.
 */
int linux24_grown(struct mm011_machine *m, struct linux24_mm *mm, u32 flags, u32 addr, u32 len)
{
	mm->total_vm += len >> MM011_PAGE_SHIFT;
	if (!(flags & LINUX24_VM_LOCKED))
		return 0;
	mm->locked_vm += len >> MM011_PAGE_SHIFT;
	return linux24_make_pages_present(m, mm, addr, addr + len);
}

static int check_shared(const struct linux24_file *file, const struct linux24_mmap *map)
{
	bool writable = file->mode & MM011_FILE24_WRITE;

	if ((map->prot & LINUX24_VM_WRITE) && !writable)
		return -EACCES;
	if ((file->mode & MM011_FILE24_APPEND) && writable)
		return -EACCES;
	return file->mode & MM011_FILE24_MANDATORY_LOCK ? -EAGAIN : 0;
}

/* may this file be mapped like this? */
static int check_file(const struct linux24_file *file, const struct linux24_mmap *map)
{
	u32 type = map->flags & LINUX24_MAP_TYPE;
	int err = type == LINUX24_MAP_SHARED ? check_shared(file, map) : 0;

	if (err)
		return err;
	if (type != LINUX24_MAP_SHARED && type != LINUX24_MAP_PRIVATE)
		return -EINVAL;
	return file->mode & MM011_FILE24_READ ? 0 : -EACCES;
}

/* what can be said before anything is done; map->len is in whole pages */
static int check_mmap(const struct mm011_machine *m, const struct linux24_mm *mm,
		      const struct linux24_mmap *map)
{
	if (map->len > LINUX24_TASK_SIZE || map->addr > LINUX24_TASK_SIZE - map->len)
		return -EINVAL;
	if (map->pgoff + (map->len >> MM011_PAGE_SHIFT) < map->pgoff)
		return -EINVAL;
	if (mm->map_count > LINUX24_MAX_MAP_COUNT)
		return -ENOMEM;
	if ((mm->def_flags & LINUX24_VM_LOCKED) && linux24_locked_too_much(m, mm, map->len))
		return -EAGAIN;
	return map->file ? check_file(linux24_file(m, map->file), map) : 0;
}

/* the address becomes the one that the area gets */
static int choose_address(struct mm011_machine *m, struct linux24_mm *mm,
			  struct linux24_mmap *map)
{
	if (map->flags & LINUX24_MAP_FIXED)
		return map->addr % MM011_PAGE_SIZE ? -EINVAL : 0;
	map->addr = linux24_get_unmapped_area(m, mm, map->addr, map->len);
	return map->addr ? 0 : -ENOMEM;
}

/* Linux 2.4.0: vm_flags(), do_mmap_pgoff(), mm/mmap.c: bits of one name have one place */
static u32 flags_of(const struct mm011_machine *m, const struct linux24_mm *mm,
		    const struct linux24_mmap *map)
{
	u32 mode = map->file ? linux24_file(m, map->file)->mode :
		   MM011_FILE24_READ | MM011_FILE24_WRITE;
	u32 flags = (map->prot & LINUX24_VM_ACCESS) | mm->def_flags |
		    (map->flags & (LINUX24_VM_GROWSDOWN | LINUX24_VM_DENYWRITE |
				   LINUX24_VM_EXECUTABLE));

	if (map->file)
		flags &= ~LINUX24_VM_READHINTS;
	if (mode & MM011_FILE24_READ)
		flags |= LINUX24_VM_MAYACCESS;
	if (map->flags & LINUX24_MAP_SHARED) {
		flags |= LINUX24_VM_SHARED | LINUX24_VM_MAYSHARE;
		if (!(mode & MM011_FILE24_WRITE))
			flags &= ~(LINUX24_VM_MAYWRITE | LINUX24_VM_SHARED);
	}
	return flags;
}

/**
 * linux24_new_vma() - an area of nobody's yet
 * @m: machine, its lock held
 * @mm: whose it will be
 * @addr: its first address
 * @len: bytes
 * @flags: LINUX24_VM_*
 *
 * Return: reference to it; 0: there is no memory for it.
 */
u32 linux24_new_vma(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len, u32 flags)
{
	u32 vma = linux24_alloc_vma(m);
	struct linux24_vma *area = linux24_vma(m, vma);

	if (!vma)
		return 0;
	area->mm = linux24_ref(m, mm);
	area->start = addr;
	area->end = addr + len;
	area->flags = flags;
	area->page_prot = linux24_protection(flags);
	return vma;
}

/*
 * The file's own mmap(). While it works nobody may write to a file that is mapped with
 * MAP_DENYWRITE, then the area itself sees to that.
 */
static int call_mmap(struct mm011_machine *m, struct linux24_mm *mm, u32 file, u32 vma)
{
	struct linux24_vma *area = linux24_vma(m, vma);
	bool correct_wcount = area->flags & LINUX24_VM_DENYWRITE;
	int err = correct_wcount ? linux24_deny_write_access(m, file) : 0, bug;

	if (err)
		return err;
	area->file = file;
	linux24_get_file(m, file);
	err = linux24_file_mmap(m, file, vma);
	if (!err)
		linux24_insert_vm_struct(m, mm, vma);
	if (correct_wcount)
		linux24_writecount(m, file, 1);
	if (!err)
		return 0;
	area->file = 0;
	bug = linux24_fput(m, file);
	if (!bug)
		bug = linux24_zap_page_range(m, mm, area->start, area->end - area->start);
	return bug ? bug : err;
}

/* what is there goes; then come the last reasons to refuse */
static int map_vma(struct mm011_machine *m, struct linux24_mm *mm,
		   const struct linux24_mmap *map, u32 vma)
{
	const u32 private = LINUX24_VM_SHARED | LINUX24_VM_WRITE;
	u32 flags = linux24_vma(m, vma)->flags;
	int err = linux24_munmap_within(m, mm, map->addr, map->len);

	if (err)
		return linux24_is_errno(err) ? -ENOMEM : err;
	if (linux24_too_large(m, mm, map->len))
		return -ENOMEM;
	if ((flags & private) == LINUX24_VM_WRITE && !(map->flags & LINUX24_MAP_NORESERVE) &&
	    !linux24_vm_enough_memory(m, map->len >> MM011_PAGE_SHIFT))
		return -ENOMEM;
	if (map->file)
		return call_mmap(m, mm, map->file, vma);
	err = map->flags & LINUX24_MAP_SHARED ? linux24_shmem_zero_setup(m, vma) : 0;
	if (!err)
		linux24_insert_vm_struct(m, mm, vma);
	return err;
}

/* all of do_mmap_pgoff() but for its first lines; map->addr becomes where the area is */
static int do_mmap(struct mm011_machine *m, struct linux24_mm *mm, struct linux24_mmap *map)
{
	int err = check_mmap(m, mm, map);
	u32 vma;

	if (!err)
		err = choose_address(m, mm, map);
	if (err)
		return err;
	vma = linux24_new_vma(m, mm, map->addr, map->len, flags_of(m, mm, map));
	if (!vma)
		return -ENOMEM;
	linux24_vma(m, vma)->pgoff = map->pgoff;
	err = map_vma(m, mm, map, vma);
	if (!err)
		return linux24_grown(m, mm, linux24_vma(m, vma)->flags, map->addr, map->len);
	if (linux24_is_errno(err))
		linux24_free_vma(m, vma);
	return err;
}

/**
 * linux24_do_mmap_pgoff() - map a file, or memory that nobody had
 * @m: machine, its lock held
 * @mm: whose
 * @map: what is asked
 * @ret: the address, or a negative errno; with no length, whatever the address was
 *
 * What was there is unmapped before the last reasons to refuse are looked at.
 *
 * Linux 2.4.0: do_mmap_pgoff(), mm/mmap.c.
 *
 * Return: 0; -MM011_E_BUG, -ELOOP.
 */
int linux24_do_mmap_pgoff(struct mm011_machine *m, struct linux24_mm *mm,
			  const struct linux24_mmap *map, u32 *ret)
{
	struct linux24_mmap asked = *map;
	int err = 0;

	asked.len = linux24_page_align(map->len);
	if (map->file && (linux24_file(m, map->file)->mode & MM011_FILE24_NO_MMAP))
		err = -ENODEV;
	else if (asked.len)
		err = do_mmap(m, mm, &asked);
	return linux24_returned(err, asked.addr, ret);
}
