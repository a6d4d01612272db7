// SPDX-License-Identifier: GPL-2.0
/*
 * The functions and regions of a recorded run of 2.4.
 */

#include <string.h>

#include <linux/kernel.h>

#include "mm011.h"
#include "replay/functions24.h"

static const struct function24 functions[] = {
	{ "do_mmap_pgoff", MM011_OP24_DO_MMAP_PGOFF,
	  { "addr", "len", "prot", "flags", "ino", "pgoff" } },
	{ "do_munmap", MM011_OP24_DO_MUNMAP, { "addr", "len" } },
	{ "do_brk", MM011_OP24_DO_BRK, { "addr", "len" } },
	{ "sys_brk", MM011_OP24_SYS_BRK, { "brk" } },
	{ "sys_mprotect", MM011_OP24_SYS_MPROTECT, { "addr", "len", "prot" } },
	{ "sys_mremap", MM011_OP24_SYS_MREMAP, { "addr", "old", "new", "flags", "newaddr" } },
	{ "sys_mlock", MM011_OP24_SYS_MLOCK, { "addr", "len" } },
	{ "sys_munlock", MM011_OP24_SYS_MUNLOCK, { "addr", "len" } },
	{ "sys_mlockall", MM011_OP24_SYS_MLOCKALL, { "flags" } },
	{ "sys_munlockall", MM011_OP24_SYS_MUNLOCKALL, { NULL } },
	{ "insert_vm_struct", MM011_OP24_INSERT_VM_STRUCT,
	  { "start", "end", "flags", "pgoff", "prot", "ino" } },
	{ "mm_alloc", MM011_OP24_MM_ALLOC, { NULL } },
	{ "dup_mmap", MM011_OP24_DUP_MMAP, { NULL } },
	{ "exit_mmap", MM011_OP24_EXIT_MMAP, { NULL } },
	{ "do_page_fault", MM011_OP24_DO_PAGE_FAULT, { "err", "addr", "uesp" } },
	{ "handle_mm_fault", MM011_OP24_HANDLE_MM_FAULT, { "addr", "write" } },
	{ "put_dirty_page", MM011_OP24_PUT_DIRTY_PAGE, { "pfn", "addr" } },
	{ "zap_page_range", MM011_OP24_ZAP_PAGE_RANGE, { "addr", "size" } },
	{ "refill_inactive_scan", MM011_OP24_REFILL_INACTIVE_SCAN, { "priority", "oneshot" } },
	{ "page_launder", MM011_OP24_PAGE_LAUNDER, { "gfp", "sync" } },
	{ "reclaim_page", MM011_OP24_RECLAIM_PAGE, { "zone" } },
	{ "try_to_swap_out", MM011_OP24_TRY_TO_SWAP_OUT, { "addr", "swap_cnt" } },
};

static const struct region24 regions[] = {
	{ "filemap_nopage", MM011_ASK24_NOPAGE, { "vma", "addr", "noshare" }, "pfn" },
	{ "shmem_nopage", MM011_ASK24_NOPAGE, { "vma", "addr", "noshare" }, "pfn" },
	{ "fput", MM011_ASK24_FPUT, { NULL }, NULL },
	{ "lookup_swap_cache", MM011_ASK24_LOOKUP_SWAP_CACHE, { "entry" }, "pfn" },
	{ "swapin_readahead", MM011_ASK24_SWAPIN_READAHEAD, { "entry" }, NULL },
	{ "read_swap_cache_async", MM011_ASK24_READ_SWAP_CACHE, { "entry" }, "pfn" },
	{ "delete_from_swap_cache_nolock", MM011_ASK24_DELETE_FROM_SWAP_CACHE, { "pfn" }, NULL },
	{ "swap_writepage", MM011_ASK24_WRITEPAGE, { "pfn" }, "ret" },
	{ "ext2_writepage", MM011_ASK24_WRITEPAGE, { "pfn" }, "ret" },
	{ "ramfs_writepage", MM011_ASK24_WRITEPAGE, { "pfn" }, "ret" },
	{ "shmem_writepage", MM011_ASK24_WRITEPAGE, { "pfn" }, "ret" },
	{ "try_to_free_buffers", MM011_ASK24_TRY_TO_FREE_BUFFERS, { "pfn", "wait" }, "ret" },
};

/**
 * function24() - a function by its name
 * @name: the name
 *
 * Return: the function; NULL: the machine does not do such a one.
 */
const struct function24 *function24(const char *name)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(functions); i++)
		if (!strcmp(functions[i].name, name))
			return &functions[i];
	return NULL;
}

/**
 * region24() - a region by its name
 * @name: the name
 *
 * Return: the region; NULL: no function asks for such a one.
 */
const struct region24 *region24(const char *name)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(regions); i++)
		if (!strcmp(regions[i].name, name))
			return &regions[i];
	return NULL;
}

/**
 * region24_asked() - what a function asks for, in words
 * @kind: enum mm011_ask24
 *
 * Return: the words.
 */
const char *region24_asked(u32 kind)
{
	u32 i;

	switch (kind) {
	case MM011_ASK24_NOTHING:
		return "nothing";
	case MM011_ASK24_ALLOC:
		return "a page";
	case MM011_ASK24_FREE:
		return "a page to be freed";
	case MM011_ASK24_BEGIN:
		return "another function of mm";
	case MM011_ASK24_END:
		return "the end of a function";
	case MM011_ASK24_RMQUEUE:
		return "rmqueue";
	case MM011_ASK24_RECLAIM_PAGE:
		return "reclaim_page";
	case MM011_ASK24_PAGE_LAUNDER:
		return "page_launder";
	case MM011_ASK24_WAKEUP:
		return "somebody to look for free pages";
	case MM011_ASK24_SCHEDULE:
		return "others to run";
	}
	for (i = 0; i < ARRAY_SIZE(regions); i++)
		if (regions[i].kind == kind)
			return regions[i].name;
	return "something unknown";
}
