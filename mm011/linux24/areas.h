/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Areas of 2.4: mm_struct, vm_area_struct, list and tree: mm/mmap.c, mm/mmap_avl.c.
 *
 * What the original points to is a reference here (linux24.h). All of them lead to an area,
 * a file, an mm or a link in one of these, whatever is asked, so each can be followed. What
 * the original bends (mremap() can lay one area over another) may lead in a circle: so each
 * walk has an end.
 */
#ifndef _MM011_LINUX24_AREAS_H
#define _MM011_LINUX24_AREAS_H

#include "pc/machine.h"
#include "pc/stop.h"

#define LINUX24_TASK_SIZE		0xc0000000u
#define LINUX24_TASK_UNMAPPED_BASE	(LINUX24_TASK_SIZE / 3)
#define LINUX24_MAX_MAP_COUNT		65536u
#define LINUX24_AVL_MIN_MAP_COUNT	32u
#define LINUX24_PGDIR_SIZE		0x400000u
#define LINUX24_PGDIR_MASK		(~(LINUX24_PGDIR_SIZE - 1))
#define LINUX24_USER_PTRS_PER_PGD	768
#define LINUX24_RLIM_INFINITY		(~0u)

/* vm_area_struct.vm_flags; the MAY bits stand four above what they allow */
#define LINUX24_VM_READ			0x1u
#define LINUX24_VM_WRITE		0x2u
#define LINUX24_VM_EXEC			0x4u
#define LINUX24_VM_SHARED		0x8u
#define LINUX24_VM_MAYREAD		0x10u
#define LINUX24_VM_MAYWRITE		0x20u
#define LINUX24_VM_MAYEXEC		0x40u
#define LINUX24_VM_MAYSHARE		0x80u
#define LINUX24_VM_GROWSDOWN		0x100u
#define LINUX24_VM_DENYWRITE		0x800u
#define LINUX24_VM_EXECUTABLE		0x1000u
#define LINUX24_VM_LOCKED		0x2000u
#define LINUX24_VM_READHINTS		0x18000u
#define LINUX24_VM_DONTCOPY		0x20000u
#define LINUX24_VM_DONTEXPAND		0x40000u
#define LINUX24_VM_ACCESS		(LINUX24_VM_READ | LINUX24_VM_WRITE | LINUX24_VM_EXEC)
#define LINUX24_VM_MAYACCESS		\
	(LINUX24_VM_MAYREAD | LINUX24_VM_MAYWRITE | LINUX24_VM_MAYEXEC)

/* what a program asks of mmap() */
#define LINUX24_MAP_SHARED		0x1u
#define LINUX24_MAP_PRIVATE		0x2u
#define LINUX24_MAP_TYPE		0xfu
#define LINUX24_MAP_FIXED		0x10u
#define LINUX24_MAP_NORESERVE		0x4000u

/* of a process that nothing is known of */
#define LINUX24_END_CODE		0x08100000u
#define LINUX24_BRK			0x08200000u
#define LINUX24_STK_LIM			(8u << 20)
#define LINUX24_MANY_PAGES		0x7fffffffu

#define LINUX24_MAX_AREAS	0x10100u	/* of all processes: beyond MAX_MAP_COUNT */
#define LINUX24_MAX_MM		512u
#define LINUX24_NR_FILES	(MM011_FILE24_MAX + 1u)	/* that have numbers; 0 is none */
#define LINUX24_SHMEM_INO	1000000u	/* of the first shared anonymous area */

/**
 * struct linux24_vma - an area: vm_area_struct
 * @start: its first address
 * @end: the address behind it
 * @child: in the tree: LINUX24_LEFT, to lower addresses, and LINUX24_RIGHT
 * @height: of the tree below and with it
 * @next: the area behind it in the list; of one that is free: the next that is free
 * @flags: LINUX24_VM_*
 * @pgoff: page of the file that stands at @start
 * @file: struct linux24_file
 * @mm: whose it is
 * @page_prot: bits of a page table entry
 * @ops: enum linux24_vm_ops
 * @next_share: the next area of the same file
 * @pprev_share: the reference that leads here from the one before it, or from the file
 * @unused: makes the size a power of two
 *
 * What find_vma() looks at stands together.
 */
struct linux24_vma {
	u32 start;
	u32 end;
	u32 child[2];
	u32 height;
	u32 next;
	u32 flags;
	u32 pgoff;
	u32 file;
	u32 mm;
	u32 page_prot;
	u32 ops;
	u32 next_share;
	u32 pprev_share;
	u32 unused[2];
};

enum { LINUX24_LEFT, LINUX24_RIGHT };

enum linux24_vm_ops {
	LINUX24_NO_VM_OPS,
	LINUX24_FILE_PRIVATE_MMAP,
	LINUX24_FILE_SHARED_MMAP,
	LINUX24_SHMEM_SHARED,
};

/**
 * struct linux24_file - an open file and its inode: the tests of 2.4 have one for each
 * @ino: number of the inode
 * @mode: MM011_FILE24_*
 * @count: how many hold it: f_count; 0: it is none yet, or free
 * @writecount: how many write to it, less than 0: how many forbid it: i_writecount
 * @mmap: its private areas: i_mmap
 * @mmap_shared: its shared areas: i_mmap_shared
 * @next: of one that is free: the next
 * @unused: makes the size a power of two
 */
struct linux24_file {
	u32 ino;
	u32 mode;
	s32 count;
	s32 writecount;
	u32 mmap;
	u32 mmap_shared;
	u32 next;
	u32 unused;
};

/**
 * struct linux24_mm - the address space of a process: mm_struct
 * @mmap: list of areas, by address
 * @mmap_avl: root of their tree
 * @mmap_cache: the area that find_vma() has found last
 * @map_count: how many there are
 * @total_vm: pages of all areas
 * @locked_vm: pages of those that are locked
 * @rss: pages that are mapped
 * @end_code: brk() refuses to go below
 * @start_data: the limit of the heap is counted from here
 * @brk: end of the heap
 * @def_flags: flags of each new area
 * @used: this mm is somebody's
 * @pgd: physical address of its page directory, 0: it has none
 * @room_len: what get_unmapped_area() looked for last, in bytes
 * @room_from: there is no room for so much below this, from TASK_UNMAPPED_BASE on; 0:
 *	nothing is known
 */
struct linux24_mm {
	u32 mmap;
	u32 mmap_avl;
	u32 mmap_cache;
	u32 map_count;
	u32 total_vm;
	u32 locked_vm;
	u32 rss;
	u32 end_code;
	u32 start_data;
	u32 brk;
	u32 def_flags;
	u32 used;
	u32 pgd;
	u32 room_len;
	u32 room_from;
};

/**
 * struct linux24_pool - room for many things of a kind, in the store
 * @first: reference to the first
 * @size: bytes of one
 * @count: how many there are
 * @begun: how many have ever been taken
 * @used: how many are taken now
 * @free: the one that came back last
 */
struct linux24_pool {
	u32 first;
	u32 size;
	u32 count;
	u32 begun;
	u32 used;
	u32 free;
};

enum linux24_rlimit {
	LINUX24_RLIMIT_DATA,
	LINUX24_RLIMIT_STACK,
	LINUX24_RLIMIT_MEMLOCK,
	LINUX24_RLIMIT_AS,
	LINUX24_RLIMITS
};

/**
 * struct linux24_areas - areas
 * @mm: reference to the mm of the current process
 * @vmas: room for areas
 * @files: room for the files of shared anonymous areas
 * @next_ino: number of the next of them
 * @rlim: limits of the current process in bytes, LINUX24_RLIM_INFINITY: none
 * @overcommit: vm_enough_memory() asks nobody
 * @free_pages: how many it finds free where there is no memory (MM011_RESET_BARE)
 * @physpages: num_physpages there
 * @failalloc: so many areas can be taken until one cannot; 0: all
 * @find_vma: calls of find_vma()
 * @hits: how many of them mmap_cache has answered
 * @zapped: pages that zap_page_range() was asked to unmap
 * @cleared: calls of clear_page_tables()
 * @cleared_tables: page tables in them all
 * @printk: messages of mm/mmap.c
 * @mms: the processes' address spaces
 * @file: the files that have numbers
 */
struct linux24_areas {
	u32 mm;
	struct linux24_pool vmas;
	struct linux24_pool files;
	u32 next_ino;
	u32 rlim[LINUX24_RLIMITS];
	u32 overcommit;
	u32 free_pages;
	u32 physpages;
	u32 failalloc;
	u32 find_vma;
	u32 hits;
	u32 zapped;
	u32 cleared;
	u32 cleared_tables;
	u32 printk;
	struct linux24_mm mms[LINUX24_MAX_MM];
	struct linux24_file file[LINUX24_NR_FILES];
};

/**
 * struct linux24_sums - what the checksum of the areas is put together of, see area_sum.c
 * @byte: of a byte
 * @start: of what digits differ from zeros in: of the first address, the last digit first
 * @end: likewise of the address behind it
 * @pgoff: likewise of the page of the file
 * @flags: likewise of the flags
 * @node: likewise of the first address in a line of the tree
 * @rights: likewise of the rights
 * @area_shift: what becomes of a CRC when a line follows: of its digits, the last first
 * @node_shift: likewise a line of the tree
 * @area_line: of a line of zeros
 * @node_line: of a line of zeros of the tree
 */
struct linux24_sums {
	u32 byte[256];
	u32 start[8][16];
	u32 end[8][16];
	u32 pgoff[8][16];
	u32 flags[8][16];
	u32 node[8][16];
	u32 rights[16];
	u32 area_shift[8][16];
	u32 node_shift[8][16];
	u32 area_line;
	u32 node_line;
};

/**
 * struct linux24_mmap - what do_mmap_pgoff() is asked
 * @file: struct linux24_file, 0: none
 * @addr: where to, or a hint
 * @len: bytes
 * @prot: PROT_READ, PROT_WRITE, PROT_EXEC
 * @flags: LINUX24_MAP_*
 * @pgoff: page of the file
 */
struct linux24_mmap {
	u32 file;
	u32 addr;
	u32 len;
	u32 prot;
	u32 flags;
	u32 pgoff;
};

/**
 * struct linux24_mremap - what sys_mremap() is asked
 * @addr: where the area is
 * @old_len: its size in bytes
 * @new_len: its new size
 * @flags: 1: it may move, 2: to @new_addr
 * @new_addr: where to
 */
struct linux24_mremap {
	u32 addr;
	u32 old_len;
	u32 new_len;
	u32 flags;
	u32 new_addr;
};

/**
 * struct linux24_change - what part of an area becomes
 * @flags: LINUX24_VM_*
 * @page_prot: bits of a page table entry
 */
struct linux24_change {
	u32 flags;
	u32 page_prot;
};

/**
 * struct linux24_range - areas that something is done to
 * @start: first address
 * @end: the address behind it, above @start
 * @hole: the error when there is a hole
 * @change: does it to what lies of one area between two addresses; 0, or a negative error
 * @arg: and this is given to it
 */
struct linux24_range {
	u32 start;
	u32 end;
	int hole;
	int (*change)(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 start, u32 end,
		      u32 arg);
	u32 arg;
};

/**
 * linux24_vma() - the area that a reference leads to
 * @m: machine that runs 2.4
 * @ref: reference, not 0
 *
 * Return: the area.
 */
static inline struct linux24_vma *linux24_vma(const struct mm011_machine *m, u32 ref)
{
	return (struct linux24_vma *)(m->store + ref);
}

/**
 * linux24_file() - the file that a reference leads to
 * @m: machine that runs 2.4
 * @ref: reference, not 0
 *
 * Return: the file.
 */
static inline struct linux24_file *linux24_file(const struct mm011_machine *m, u32 ref)
{
	return (struct linux24_file *)(m->store + ref);
}

/**
 * linux24_link() - the link that a reference leads to
 * @m: machine that runs 2.4
 * @ref: reference, not 0
 *
 * Return: a reference in an area or a file.
 */
static inline u32 *linux24_link(const struct mm011_machine *m, u32 ref)
{
	return (u32 *)(m->store + ref);
}

/**
 * linux24_ref() - a reference to what stands in the store
 * @m: machine that runs 2.4
 * @at: the place
 *
 * Return: the reference.
 */
static inline u32 linux24_ref(const struct mm011_machine *m, const void *at)
{
	return (const u8 *)at - m->store;
}

/**
 * linux24_page_align() - round up to a page
 * @len: bytes; above 0xfffff000 it becomes 0
 *
 * Linux 2.4.0: PAGE_ALIGN(), include/asm-i386/page.h.
 *
 * Return: bytes of whole pages.
 */
static inline u32 linux24_page_align(u32 len)
{
	return (len + MM011_PAGE_SIZE - 1) & ~(MM011_PAGE_SIZE - 1);
}

/**
 * linux24_is_errno() - does the original return this error?
 * @err: 0, or a negative error of any kind
 *
 * What ends the original itself (-MM011_E_BUG, -ELOOP) ends its callers, too.
 *
 * Return: whether it does.
 */
static inline bool linux24_is_errno(int err)
{
	return err < 0 && err > -MM011_E_OOM && err != -ELOOP;
}

/**
 * linux24_returned() - what a function returns that returns an address or an error
 * @err: 0, or a negative error of any kind
 * @addr: the address
 * @ret: filled in: the address, or a negative errno
 *
 * Return: 0; @err where the original does not return.
 */
static inline int linux24_returned(int err, u32 addr, u32 *ret)
{
	*ret = err ? (u32)err : addr;
	return linux24_is_errno(err) ? 0 : err;
}

/**
 * linux24_rest() - others may run amid a loop over areas
 * @m: machine, its lock held
 *
 * Areas are never left half way: there are at most LINUX24_MAX_AREAS, and who was killed
 * waits for the end.
 */
static inline void linux24_rest(struct mm011_machine *m)
{
	mm011_spend(m, 1);
}

/* areas.c: rooms, and what stands in them */
u32 linux24_areas_room(const struct mm011_reset *r);
void linux24_areas_reset(struct mm011_machine *m, const struct mm011_reset *r, u32 room);
void linux24_mm_new(struct mm011_machine *m, u32 end_code, u32 start_data, u32 brk);
u32 linux24_take(struct mm011_machine *m, struct linux24_pool *pool);
void linux24_give(struct mm011_machine *m, struct linux24_pool *pool, u32 ref);
u32 linux24_alloc_vma(struct mm011_machine *m);
void linux24_free_vma(struct mm011_machine *m, u32 vma);
void linux24_area_event(struct mm011_machine *m, u32 type, u32 vma);

/* files.c: fs.h, mm/shmem.c, mm/filemap.c */
u32 linux24_open_file(struct mm011_machine *m, u32 nr);
int linux24_set_file(struct mm011_machine *m, u32 nr, u32 mode, u32 ino);
void linux24_get_file(struct mm011_machine *m, u32 file);
int linux24_fput(struct mm011_machine *m, u32 file);
int linux24_deny_write_access(struct mm011_machine *m, u32 file);
void linux24_writecount(struct mm011_machine *m, u32 file, int by);
int linux24_file_mmap(struct mm011_machine *m, u32 file, u32 vma);
int linux24_shmem_zero_setup(struct mm011_machine *m, u32 vma);
void linux24_share(struct mm011_machine *m, u32 vma, u32 link);
void linux24_remove_shared_vm_struct(struct mm011_machine *m, u32 vma);

/* mmap_avl.c */
void linux24_avl_insert(struct mm011_machine *m, u32 node, u32 *tree);
void linux24_avl_insert_neighbours(struct mm011_machine *m, u32 node, u32 *tree, u32 *left,
				   u32 *right);
int linux24_avl_remove(struct mm011_machine *m, u32 node, u32 *tree);

/* find_vma.c */
u32 linux24_find_vma(struct mm011_machine *m, struct linux24_mm *mm, u32 addr);
u32 linux24_find_vma_prev(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 *prev);
u32 linux24_find_vma_intersection(struct mm011_machine *m, struct linux24_mm *mm, u32 start,
				  u32 end);
int linux24_find_extend_vma(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 *found);
int linux24_expand_stack(struct mm011_machine *m, u32 vma, u32 addr);
u32 linux24_get_unmapped_area(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len);
void linux24_forget_room(const struct mm011_machine *m, struct linux24_mm *mm, u32 prev);

/* mmap.c */
u32 linux24_protection(u32 flags);
bool linux24_vm_enough_memory(const struct mm011_machine *m, s32 pages);
void linux24_insert_vm_struct(struct mm011_machine *m, struct linux24_mm *mm, u32 vma);
void linux24_build_mmap_avl(struct mm011_machine *m, struct linux24_mm *mm);
u32 linux24_new_vma(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len, u32 flags);
bool linux24_locked_too_much(const struct mm011_machine *m, const struct linux24_mm *mm, u32 len);
bool linux24_too_large(const struct mm011_machine *m, const struct linux24_mm *mm, u32 len);
int linux24_grown(struct mm011_machine *m, struct linux24_mm *mm, u32 flags, u32 addr, u32 len);
int linux24_do_mmap_pgoff(struct mm011_machine *m, struct linux24_mm *mm,
			  const struct linux24_mmap *map, u32 *ret);

/* brk.c */
int linux24_sys_brk(struct mm011_machine *m, struct linux24_mm *mm, u32 brk, u32 *ret);
int linux24_do_brk(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len, u32 *ret);

/* munmap.c */
int linux24_do_munmap(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len);
int linux24_munmap_within(struct mm011_machine *m, struct linux24_mm *mm, u32 addr, u32 len);
int linux24_exit_mmap(struct mm011_machine *m, struct linux24_mm *mm);

/* fixup.c: part of an area becomes different */
int linux24_fixup(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 start, u32 end,
		  const struct linux24_change *change);
int linux24_each_area(struct mm011_machine *m, struct linux24_mm *mm,
		      const struct linux24_range *range);

/* mprotect.c, mlock.c, mremap.c, msync.c */
int linux24_sys_mprotect(struct mm011_machine *m, struct linux24_mm *mm, u32 start, u32 len,
			 u32 prot);
int linux24_sys_mlock(struct mm011_machine *m, struct linux24_mm *mm, u32 start, u32 len);
int linux24_sys_munlock(struct mm011_machine *m, struct linux24_mm *mm, u32 start, u32 len);
int linux24_sys_mlockall(struct mm011_machine *m, struct linux24_mm *mm, u32 flags);
int linux24_sys_munlockall(struct mm011_machine *m, struct linux24_mm *mm);
int linux24_sys_mremap(struct mm011_machine *m, struct linux24_mm *mm,
		       const struct linux24_mremap *r, u32 *ret);
int linux24_sys_msync(struct mm011_machine *m, struct linux24_mm *mm, u32 start, u32 len,
		      u32 flags);

/* fork.c */
int linux24_mm_alloc(struct mm011_machine *m, struct linux24_mm **mm);
int linux24_copy_mm(struct mm011_machine *m, struct linux24_mm *from, struct linux24_mm **copy);
int linux24_mmput(struct mm011_machine *m, struct linux24_mm *mm);

/* area_sum.c */
void linux24_sums_reset(struct linux24_sums *t);
u32 linux24_areas_sum(const struct mm011_machine *m);

#endif /* _MM011_LINUX24_AREAS_H */
