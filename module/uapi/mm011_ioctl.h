/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * mm011_ioctl.h - the contract between mm011 and user space
 *
 * Every structure that an ioctl takes begins with its own size, so that it
 * can grow: what an older caller does not know is taken as zero, what a newer
 * caller sends and this kernel does not know is refused (E2BIG) unless zero.
 * Reserved fields must be zero. Numbers are for ever: enumerations grow at their end.
 * Documentation/ioctl.rst tells what each command and each operation does and which
 * errors it returns.
 */
#ifndef _MM011_IOCTL_H
#define _MM011_IOCTL_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define MM011_IOC_TYPE		0x11	/* no header of Linux has it: scripts/ioctl-type */

#define MM011_IOC_RESET		_IO(MM011_IOC_TYPE, 0x00)
#define MM011_IOC_OPS		_IO(MM011_IOC_TYPE, 0x01)
#define MM011_IOC_INFO		_IO(MM011_IOC_TYPE, 0x02)
#define MM011_IOC_TRANSLATE	_IO(MM011_IOC_TYPE, 0x03)
#define MM011_IOC_TASK		_IO(MM011_IOC_TYPE, 0x04)
#define MM011_IOC_CHECKSUM	_IO(MM011_IOC_TYPE, 0x05)
#define MM011_IOC_MEM_MAP	_IO(MM011_IOC_TYPE, 0x06)
#define MM011_IOC_STATS		_IO(MM011_IOC_TYPE, 0x07)
#define MM011_IOC_EVENTS	_IO(MM011_IOC_TYPE, 0x08)
#define MM011_IOC_REVIVE	_IO(MM011_IOC_TYPE, 0x09)
#define MM011_IOC_NEW_MACHINE	_IO(MM011_IOC_TYPE, 0x0a)
#define MM011_IOC_VERSION	_IO(MM011_IOC_TYPE, 0x0b)
#define MM011_IOC_VIEW		_IO(MM011_IOC_TYPE, 0x0c)
#define MM011_IOC_STATE		_IO(MM011_IOC_TYPE, 0x0d)

/* the one version number, of module, tool and documentation */
#define MM011_RELEASE		"0.13"
#define MM011_API		1	/* of this header: goes up with each addition */

/* What a machine is made of; fixed by Linux 0.11, 0.12 and the 386. */
#define MM011_MEMORY_SIZE	0x1000000	/* physical memory, and the length of mmap() */
#define MM011_PAGING_PAGES	3840		/* bytes in mem_map[]: the pages above 1 MB */
#define MM011_NR_TASKS		64
#define MM011_NR_PIPES		32
#define MM011_NR_BUCKETS	9
#define MM011_SWAP_BITS		32768		/* swap pages that the bitmap has room for */
#define MM011_MAX_SWAP_KB	16384		/* swap space that is not a file */
#define MM011_MAX_DATA		0x20000		/* bytes an operation can carry */
#define MM011_MAX_OPS		65536		/* operations in one MM011_IOC_OPS */
#define MM011_MAX_VIEW		0x400000	/* bytes of text in one MM011_IOC_VIEW */

/* struct mm011_reset.kernel: which memory manager the machine runs */
#define MM011_KERNEL_0_11	11
#define MM011_KERNEL_0_12	12
#define MM011_KERNEL_2_4	24		/* Linux 2.4.0 */

/* struct mm011_reset.flags */
#define MM011_RESET_HEAD_ONLY	0x1	/* 0.11, 0.12: stop where head.s stops, before mem_init() */
#define MM011_RESET_BARE	0x2	/* 2.4: what is missing a recorded run tells; ram_kb: so */
					/* much memory; 0: page frames and areas alone */

/*
 * MM011_IOC_RESET, and the first part of MM011_IOC_NEW_MACHINE.
 * A field that is 0 takes its default: kernel 0.11, 16384 KB.
 */
struct mm011_reset {
	__u32 size;
	__u32 kernel;
	__u32 ram_kb;		/* 1024 + what the BIOS reports above 1 MB */
	__u32 ramdisk_kb;
	__u32 flags;		/* MM011_RESET_* */
	__u32 reserved;
	__u32 dma_kb;		/* 2.4: size of ZONE_DMA, 0: 16 MB; whole pages */
	__u32 normal_kb;	/* 2.4: size of ZONE_NORMAL, 0: all the rest; else it is HighMem */
};

/* MM011_IOC_NEW_MACHINE: a private machine, gone when its fd is closed */
struct mm011_new_machine {
	__u32 size;
	__u32 flags;		/* none yet */
	__s32 fd;		/* out */
	__u32 reserved;
	struct mm011_reset reset;
};

/*
 * struct mm011_op.code; the arguments stand in arg[] in this order. Each group of 32
 * numbers belongs to one part of one kernel, and grows at its end.
 */
enum mm011_op_code {
	/* the PC; data holds or takes the bytes */
	MM011_OP_NONE = 0x00,			/* only what the flags ask for */
	MM011_OP_READ = 0x01,			/* addr; task */
	MM011_OP_WRITE = 0x02,			/* addr; task */
	MM011_OP_PHYS_READ = 0x03,		/* addr */
	MM011_OP_PHYS_WRITE = 0x04,		/* addr */
	MM011_OP_PEEK32 = 0x05,			/* addr -> word */
	MM011_OP_POKE32 = 0x06,			/* addr, word */
	MM011_OP_SET_AD = 0x07,			/* addr, bits to set, bits to clear (of 0x60) */
	MM011_OP_REVIVE = 0x08,			/* a machine that panicked goes on */
	/* Linux 0.11 and 0.12: mm/memory.c, mm/page.s, lib/malloc.c */
	MM011_OP_MEM_INIT = 0x20,		/* start, end */
	MM011_OP_GET_FREE_PAGE = 0x21,		/* -> page */
	MM011_OP_FREE_PAGE = 0x22,		/* addr */
	MM011_OP_FREE_PAGE_TABLES = 0x23,	/* from, size */
	MM011_OP_COPY_PAGE_TABLES = 0x24,	/* from, to, size -> 0 or -1 */
	MM011_OP_PUT_PAGE = 0x25,		/* page, addr -> page or 0 */
	MM011_OP_GET_EMPTY_PAGE = 0x26,		/* addr */
	MM011_OP_UN_WP_PAGE = 0x27,		/* physical address of the entry */
	MM011_OP_DO_WP_PAGE = 0x28,		/* err, addr; task */
	MM011_OP_WRITE_VERIFY = 0x29,		/* addr */
	MM011_OP_DO_NO_PAGE = 0x2a,		/* err, addr; task -> page; out: kind, donor */
	MM011_OP_DO_NO_PAGE_MAP = 0x2b,		/* page, addr; task: the rest of a load */
	MM011_OP_SHARE_PAGE = 0x2c,		/* addr relative to start_code; task; out: donor */
	MM011_OP_TRY_TO_SHARE = 0x2d,		/* addr relative to start_code, donor; task */
	MM011_OP_INVALIDATE = 0x2e,
	MM011_OP_PAGE_FAULT = 0x2f,		/* err, cr2; task: oom() ends the task */
	MM011_OP_MALLOC = 0x30,			/* len -> address */
	MM011_OP_FREE_S = 0x31,			/* addr, len */
	/* Linux 0.11 and 0.12: what processes ask for; all with task */
	MM011_OP_FORK = 0x40,			/* -> pid; out: task number */
	MM011_OP_EXEC = 0x41,			/* fd, argc, envc; strings -> stack; entry */
	MM011_OP_EXEC_MADE_UP = 0x42,		/* inode, text, data, bss, argc, envc */
	MM011_OP_EXIT = 0x43,			/* code */
	MM011_OP_WAITPID = 0x44,		/* pid or -1, address of the status -> pid */
	MM011_OP_BRK = 0x45,			/* brk -> brk */
	MM011_OP_VERIFY_AREA = 0x46,		/* addr, size */
	MM011_OP_PIPE = 0x47,			/* -> pipe; out: page */
	MM011_OP_CLOSE_PIPE = 0x48,		/* pipe */
	/* Linux 0.11 and 0.12: what a recorded run or a dump of memory says */
	MM011_OP_SET_TASK = 0x60,		/* start_code, end_code, end_data, brk, inode, */
						/* start_stack, pid, father; task */
	MM011_OP_TASK_GONE = 0x61,		/* task */
	MM011_OP_SET_I_COUNT = 0x62,		/* count; task: whose executable */
	MM011_OP_LOAD_MEM_MAP = 0x63,		/* data: mem_map[] */
	MM011_OP_LOAD_TASK = 0x64,		/* data: struct mm011_task_info; task */
	MM011_OP_SET_COUNT = 0x65,		/* page, count: an element of mem_map[] */
	MM011_OP_BIND_FILE = 0x66,		/* fd, number and device of an inode */
	/* Linux 0.11 alone */
	MM011_OP_CALC_MEM = 0x80,		/* -> free pages; data: pages per table */
	/* Linux 0.12 alone: mm/memory.c, fs/exec.c; mm/swap.c; the device behind it */
	MM011_OP_PUT_DIRTY_PAGE = 0xa0,		/* page, addr -> page or 0 */
	MM011_OP_SHOW_MEM = 0xa1,		/* -> free pages; data: struct mm011_show_mem */
	MM011_OP_USELIB = 0xa2,			/* fd; task */
	MM011_OP_USELIB_MADE_UP = 0xa3,		/* inode, 0: no library any more; task */
	MM011_OP_SET_LIBRARY = 0xa4,		/* inode; task: what a recorded run says of it */
	MM011_OP_INIT_SWAPPING = 0xa5,		/* -> page of the bitmap, 0: swapping stays off */
	MM011_OP_GET_SWAP_PAGE = 0xa6,		/* -> swap page or 0 */
	MM011_OP_SWAP_FREE = 0xa7,		/* swap page */
	MM011_OP_SWAP_IN = 0xa8,		/* physical address of the entry */
	MM011_OP_TRY_TO_SWAP_OUT = 0xa9,	/* physical address of the entry -> 1 or 0 */
	MM011_OP_SWAP_OUT = 0xaa,		/* -> 1 or 0 */
	MM011_OP_SWAP_FILE = 0xab,		/* fd */
	MM011_OP_SWAP_MEMORY = 0xac,		/* blocks of 1 KB; comes up as mkswap leaves it */
	MM011_OP_SWAP_READ = 0xad,		/* swap page; data: its 4096 bytes */
	MM011_OP_SWAP_WRITE = 0xae,		/* swap page; data: 4096 bytes */
	MM011_OP_WAKE = 0xaf,			/* task: what sleeps goes on, with its results */
	/* Linux 2.4.0: mm/page_alloc.c; include/linux/mm.h */
	MM011_OP24_PAGE_SUM = 0x100,		/* nothing: its checksum is the free lists' */
	MM011_OP24_FREE_AREA_INIT = 0x101,	/* pages: all, DMA, Normal, reserved -> free */
	MM011_OP24_ALLOC_PAGES = 0x102,		/* order, gfp -> page frame or MM011_NO_FRAME */
	MM011_OP24_GET_ZEROED_PAGE = 0x103,	/* gfp -> page frame, likewise */
	MM011_OP24_FREE_PAGES = 0x104,		/* page frame, order -> 1, 0: there is none such */
	MM011_OP24_GET_PAGE = 0x105,		/* page frame -> count */
	MM011_OP24_PAGE = 0x106,		/* page frame -> count; out: flags, and zone, age */
						/* + enum mm011_lru24_list << 16 */
	MM011_OP24_RESERVE = 0x107,		/* page frame, 0 or 1: PG_reserved */
	MM011_OP24_MEMALLOC = 0x108,		/* 0 or 1: PF_MEMALLOC of the current task */
	MM011_OP24_SET_PAGE_COUNT = 0x109,	/* page frame, count */
	MM011_OP24_SET_PAGE = 0x10a,		/* page frame, flags, age, mapping, buffers */
	MM011_OP24_FREE_AREAS = 0x10b,		/* -> free pages; data: struct mm011_zones */
	MM011_OP24_PRESSURE = 0x10c,		/* -> pressure; data: struct mm011_pressure */
	/* Linux 2.4.0: mm/mmap.c, mm/mmap_avl.c */
	MM011_OP24_AREA_SUM = 0x120,		/* nothing: its checksum is that of the areas */
	MM011_OP24_MM_NEW = 0x121,		/* end_code, start_data, brk: one empty mm */
	MM011_OP24_DO_MMAP_PGOFF = 0x122,	/* addr, len, prot, flags, file, pgoff -> addr */
	MM011_OP24_DO_MUNMAP = 0x123,		/* addr, len -> 0 or -errno */
	MM011_OP24_SYS_BRK = 0x124,		/* brk -> brk */
	MM011_OP24_DO_BRK = 0x125,		/* addr, len -> addr or -errno */
	MM011_OP24_FIND_VMA = 0x126,		/* addr -> start; out: end (0: none), cache hit */
	MM011_OP24_FIND_VMA_PREV = 0x127,	/* addr -> start; out: start of the one before */
	MM011_OP24_FIND_VMA_INTERSECTION = 0x128, /* start, end -> start or 0 */
	MM011_OP24_FIND_EXTEND_VMA = 0x129,	/* addr -> start or 0 */
	MM011_OP24_GET_UNMAPPED_AREA = 0x12a,	/* addr, len -> addr or 0 */
	MM011_OP24_EXIT_MMAP = 0x12b,
	MM011_OP24_SHOW_MM = 0x12c,		/* data: struct mm011_mm24 */
	MM011_OP24_SET_FILE = 0x12d,		/* file, MM011_FILE24_*, inode -> 0 or -errno */
	MM011_OP24_SHOW_FILE = 0x12e,		/* file; data: struct mm011_file24 */
	MM011_OP24_SET_LIMIT = 0x12f,		/* enum mm011_limit24, bytes */
	MM011_OP24_SET_FREE = 0x130,		/* free pages, pages of memory */
	MM011_OP24_SET_OVERCOMMIT = 0x131,	/* 0 or 1 */
	MM011_OP24_SET_DEF_FLAGS = 0x132,	/* flags of each new area */
	MM011_OP24_FAIL_AREA_ALLOC = 0x133,	/* the how-many-th vm_area_struct; 0: none */
	/* Linux 2.4.0: mm/mprotect.c, mm/mremap.c, mm/mlock.c, mm/filemap.c */
	MM011_OP24_SYS_MPROTECT = 0x134,	/* addr, len, prot -> 0 or -errno */
	MM011_OP24_SYS_MREMAP = 0x135,		/* addr, old len, new len, flags, addr -> addr */
	MM011_OP24_SYS_MLOCK = 0x136,		/* addr, len -> 0 or -errno */
	MM011_OP24_SYS_MUNLOCK = 0x137,		/* addr, len -> 0 or -errno */
	MM011_OP24_SYS_MLOCKALL = 0x138,	/* flags -> 0 or -errno */
	MM011_OP24_SYS_MUNLOCKALL = 0x139,	/* -> 0 or -errno */
	MM011_OP24_SYS_MSYNC = 0x13a,		/* addr, len, flags -> 0 or -errno */
	/* Linux 2.4.0: kernel/fork.c, and what a recorded run says */
	MM011_OP24_MM_ALLOC = 0x140,		/* -> number of an mm, or -errno */
	MM011_OP24_DUP_MMAP = 0x141,		/* -> number of a copy of the current mm */
	MM011_OP24_SWITCH_MM = 0x142,		/* number of the mm that is the current one */
	MM011_OP24_MMPUT = 0x143,		/* number of another mm, which goes */
	MM011_OP24_INSERT_VM_STRUCT = 0x144,	/* start, end, flags, pgoff, page_prot, file */
	MM011_OP24_SET_MM = 0x145,		/* enum mm011_mm24_field, value */
	MM011_OP24_SET_SHMEM_INO = 0x146,	/* inode of the next shared anonymous area */
	MM011_OP24_FAULT_AREA = 0x147,		/* err, addr, esp -> enum mm011_fault24 */
	MM011_OP24_DO_PAGE_FAULT = 0x148,	/* err, addr, esp -> enum mm011_handled24; out: */
						/* signal or 0, 1: the kernel's access failed */
	MM011_OP24_HANDLE_MM_FAULT = 0x149,	/* addr, 0 or 1: write -> enum mm011_handled24 */
	MM011_OP24_PUT_DIRTY_PAGE = 0x14a,	/* page frame, addr */
	MM011_OP24_ZAP_PAGE_RANGE = 0x14b,	/* addr, size */
	MM011_OP24_TABLES = 0x14c,		/* data: struct mm011_tables24 */
	MM011_OP24_ENTRY = 0x14d,		/* addr -> page table entry, 0: none */
	/* Linux 2.4.0: what a recorded run says */
	MM011_OP24_LOAD_ZONE = 0x160,		/* zone; data: words: free_pages, watermarks, for */
						/* each order its blocks, then its bitmap */
	MM011_OP24_LOAD_COUNTS = 0x161,		/* page frame, how many, their count */
	MM011_OP24_LOAD_RESERVED = 0x162,	/* page frame, how many, 0 or 1: PG_reserved */
	MM011_OP24_RMQUEUE = 0x163,		/* zone, order -> page frame, MM011_NO_FRAME */
	MM011_OP24_FREE_PAGES_OK = 0x164,	/* page frame, order */
	MM011_OP24_LOAD_ZERO_PAGE = 0x165,	/* page frame of ZERO_PAGE */
	MM011_OP24_COUNT_SUM = 0x166,		/* -> CRC of all page counts */
	MM011_OP24_SET_ACCESSED = 0x167,	/* directory index, table index or all ones, bits */
	MM011_OP24_ASKED = 0x168,		/* task; data: struct mm011_asked24 */
	MM011_OP24_TELL = 0x169,		/* task, answer; MM011_OP_WAKE is next */
	/* 2.4: pages in use, and swap space */
	MM011_OP24_LRU = 0x180,			/* data: struct mm011_lru24 */
	MM011_OP24_LOAD_LRU = 0x181,		/* enum mm011_lru24_list, mm011_load24; data: */
						/* page frames */
	MM011_OP24_SET_PAGE_INDEX = 0x182,	/* page frame, swap entry */
	MM011_OP24_LOAD_SWAP_MAP = 0x183,	/* swap page, how many, their count */
	MM011_OP24_SET_SWAP = 0x184,		/* pages, lowest_bit, highest_bit, cluster_next, */
						/* cluster_nr, nr_swap_pages */
	MM011_OP24_SET_VM = 0x185,		/* enum mm011_vm24_field, value */
	MM011_OP24_REFILL_INACTIVE_SCAN = 0x186, /* priority, oneshot -> 1: some were old */
	MM011_OP24_PAGE_LAUNDER = 0x187,	/* gfp, sync -> pages that are clean now */
	MM011_OP24_RECLAIM_PAGE = 0x188,	/* zone -> page frame, MM011_NO_FRAME */
	MM011_OP24_TRY_TO_SWAP_OUT = 0x189,	/* addr, swap_cnt -> 1: that was 0 */
	MM011_OP_MAX = 0x1a0
};

/* struct mm011_op.flags */
#define MM011_OPF_CRC		0x01	/* fill crc after the operation */
#define MM011_OPF_CRC_NOAD	0x02	/* fill crc_noad after the operation */
#define MM011_OPF_EVENTS	0x04	/* tell every change as an event */
#define MM011_OPF_TWO_STEP	0x08	/* DO_NO_PAGE: leave a load after its get_free_page() */
#define MM011_OPF_SUPERVISOR	0x10	/* READ, WRITE: as the kernel, not as the user */
#define MM011_OPF_CODE		0x20	/* READ: through the code segment */
#define MM011_OPF_NO_STATUS	0x40	/* WAITPID: do not write the status */
#define MM011_OPF_SLEEP		0x80	/* sleep in swap I/O: outcome MM011_ASLEEP, then WAKE */
#define MM011_OPF_ALL		0xff

/* struct mm011_op.outcome: what the original would have come to */
enum mm011_outcome {
	MM011_OK = 0,		/* the function returned */
	MM011_PANIC = 1,	/* panic(): the machine stands still (ENOTRECOVERABLE) */
	MM011_OOM = 2,		/* oom(): "out of memory", the task is killed (ENOMEM) */
	MM011_FAULT = 3,	/* the kernel touched what no RAM answers to (EIO) */
	MM011_SEGMENT = 4,	/* beyond the segment's limit, refused (EFAULT) */
	MM011_LOOP = 5,		/* it would go on for ever (ELOOP) */
	MM011_REFUSED = 6,	/* wrong arguments, nothing was done (see error) */
	MM011_SEGV = 7,		/* 0.12: do_exit(SIGSEGV), the task is killed (EFAULT) */
	MM011_SWAP_ERROR = 8,	/* the swap space failed, no page is lost (EIO); out: see below */
	MM011_ASLEEP = 9,	/* it waits for the swap space (EINPROGRESS); out: see below */
	MM011_CUT_SHORT = 10,	/* whoever asked was killed: half done, no page lost (EINTR) */
	MM011_BUG = 11,		/* 2.4: BUG(): the function ends there (EFAULT) */
	MM011_WAIT = 12		/* 2.4: it would sleep until pages are free (EAGAIN) */
};

/* struct mm011_op.out[0] after MM011_SWAP_ERROR and MM011_ASLEEP; out[1] is the swap page */
enum mm011_swap_io {
	MM011_SWAP_IO_READ = 0,
	MM011_SWAP_IO_WRITE = 1
};

/* struct mm011_op.out[0] after MM011_OP_DO_NO_PAGE and MM011_OP_PAGE_FAULT */
enum mm011_no_page_kind {
	MM011_NO_PAGE_NONE = 0,
	MM011_NO_PAGE_EMPTY = 1,
	MM011_NO_PAGE_SHARE = 2,	/* out[1]: the task it is shared with */
	MM011_NO_PAGE_LOAD = 3,
	MM011_NO_PAGE_SWAP = 4		/* out[1]: the swap page it came from */
};

struct mm011_op {
	__u16 code;
	__u16 flags;
	__u32 task;		/* number of the current task */
	__u32 arg[12];
	__u32 len;		/* bytes at data, at most MM011_MAX_DATA */
	__s32 error;		/* out: 0 or a negative errno */
	__u32 outcome;		/* out: enum mm011_outcome */
	__u32 ret;		/* out: what the function returned */
	__u32 out[2];		/* out: what else it says */
	__u32 crc;		/* out: of mem_map[], page directory, page tables */
	__u32 crc_noad;		/* out: the same without Accessed and Dirty */
	__aligned_u64 data;	/* address of the bytes */
	__aligned_u64 first_event;	/* out: sequence number of its first event */
	__u32 events;		/* out: how many it has made; those of sleepers it woke, too */
	__u32 reserved;
};

/* struct mm011_ops.flags: end after the first operation that fails */
#define MM011_OPS_STOP		0x1

/* MM011_IOC_OPS: do operations in order, results in place, under one lock */
struct mm011_ops {
	__u32 size;
	__u32 count;
	__u32 flags;
	__u32 done;		/* out: operations done */
	__aligned_u64 ops;	/* address of count struct mm011_op */
	__u32 op_size;		/* sizeof(struct mm011_op) as the caller knows it; 0: 112 */
	__u32 reserved;
};

/* struct mm011_translate.access and the error code's bits that they become */
#define MM011_ACCESS_WRITE	0x2
#define MM011_ACCESS_USER	0x4
#define MM011_ACCESS_CODE	0x10

enum mm011_walk_outcome {
	MM011_WALK_OK = 0,
	MM011_WALK_SEGMENT = 1,		/* beyond the segment's limit */
	MM011_WALK_NO_TABLE = 2,	/* page directory entry not present */
	MM011_WALK_NO_PAGE = 3,		/* page table entry not present */
	MM011_WALK_PROTECTION = 4,	/* U/S or R/W forbids it */
	MM011_WALK_OUTSIDE = 5		/* points outside the 16 MB */
};

/* MM011_IOC_TRANSLATE: what the MMU would do; changes nothing, no A/D bits */
struct mm011_translate {
	__u32 size;
	__u32 task;
	__u32 address;		/* offset in the task's segment */
	__u32 access;
	__u32 outcome;		/* out, as all that follows */
	__u32 error_code;	/* what the page fault would push */
	__u32 linear;
	__u32 pde_addr;
	__u32 pde;
	__u32 pte_addr;
	__u32 pte;
	__u32 physical;
};

enum mm011_task_state {
	MM011_TASK_FREE = 0,
	MM011_TASK_RUNNING = 1,
	MM011_TASK_ZOMBIE = 2
};

/* MM011_IOC_TASK: one task slot; ESRCH when it is free */
struct mm011_task_info {
	__u32 size;
	__u32 nr;
	__u32 state;
	__u32 pid;
	__u32 father;
	__s32 exit_code;
	__u32 start_code;
	__u32 end_code;
	__u32 end_data;
	__u32 brk;
	__u32 start_stack;
	__u32 base;		/* of its segments */
	__u32 code_limit;
	__u32 data_limit;
	__u32 page;		/* of the task structure, 0: none of its own */
	__u32 reserved;
	__aligned_u64 inode;		/* number of the executable's inode, 0: none */
	__u32 dev;
	__u32 i_count;
	__aligned_u64 library;		/* number of the library's inode, 0: none */
	__u32 library_dev;
	__u32 library_i_count;
};

/* struct mm011_checksum.flags */
#define MM011_CHECKSUM_MACHINE	0x1	/* fill machine: every bit of state */

/* MM011_IOC_CHECKSUM */
struct mm011_checksum {
	__u32 size;
	__u32 flags;
	__u32 crc;
	__u32 crc_noad;
	__u32 machine;
	__u32 reserved;
};

/* MM011_IOC_MEM_MAP (bytes), MM011_IOC_STATS (u64), MM011_IOC_EVENTS (struct mm011_event) */
struct mm011_array {
	__u32 size;
	__u32 count;		/* in: room at data; out: how many were copied there */
	__aligned_u64 first;	/* first element wanted; EVENTS: in and out, a sequence number */
	__aligned_u64 data;
	__aligned_u64 lost;	/* out: EVENTS: how many of those wanted are no longer kept */
};

/* MM011_IOC_VERSION: what can this module do? */
struct mm011_version {
	__u32 size;
	__u32 api;		/* out, as all that follows: MM011_API */
	__u32 op_size;		/* sizeof(struct mm011_op) */
	__u32 event_size;	/* sizeof(struct mm011_event) */
	__u32 nr_events;	/* that a machine keeps */
	__u32 nr_ops;		/* numbers of operations are below */
	__u32 max_memory;	/* bytes that a machine can have */
	__u32 kernels;		/* how many numbers stand in kernel[] */
	__u32 kernel[16];	/* MM011_KERNEL_*, each of which a machine can run */
	char release[32];	/* MM011_RELEASE */
};

/*
 * MM011_IOC_VIEW: a picture of the machine as text, as debugfs has it, at one moment.
 * len may be larger than room: then the text was cut off there.
 */
struct mm011_view_text {
	__u32 size;
	__u32 flags;		/* none yet */
	char name[32];		/* of the view: info, page_tables, ...; none: their names */
	__aligned_u64 data;	/* address of room bytes */
	__u32 room;
	__u32 len;		/* out: length of the text */
};

/* struct mm011_state.flags: memory, too: pages that are not all zero */
#define MM011_STATE_MEMORY	0x1

/*
 * MM011_IOC_STATE: all of a machine, at one moment, in the form that
 * Documentation/formats.rst describes. len may be larger than room: then nothing was
 * written.
 */
struct mm011_state {
	__u32 size;
	__u32 flags;
	__aligned_u64 data;	/* address of room bytes */
	__u32 room;
	__u32 len;		/* out: bytes of it all */
};

/* one counter each, in this order, from MM011_IOC_STATS */
enum mm011_stat {
	MM011_STAT_OPS = 0,
	MM011_STAT_GET_FREE_PAGE = 1,
	MM011_STAT_NO_FREE_PAGE = 2,
	MM011_STAT_FREE_PAGE = 3,
	MM011_STAT_COPY_PAGE_TABLES = 4,
	MM011_STAT_FREE_PAGE_TABLES = 5,
	MM011_STAT_PUT_PAGE = 6,
	MM011_STAT_WP_PAGE = 7,
	MM011_STAT_WRITE_VERIFY = 8,
	MM011_STAT_COW_COPY = 9,
	MM011_STAT_COW_REUSE = 10,
	MM011_STAT_NO_PAGE_EMPTY = 11,
	MM011_STAT_NO_PAGE_SHARE = 12,
	MM011_STAT_NO_PAGE_LOAD = 13,
	MM011_STAT_SHARE_TRIED = 14,
	MM011_STAT_SHARE_MADE = 15,
	MM011_STAT_BLOCK_READ = 16,
	MM011_STAT_BLOCK_ERROR = 17,
	MM011_STAT_INVALIDATE = 18,
	MM011_STAT_OOM = 19,
	MM011_STAT_PANIC = 20,
	MM011_STAT_PAGE_FAULT = 21,
	MM011_STAT_FORK = 22,
	MM011_STAT_EXEC = 23,
	MM011_STAT_EXIT = 24,
	MM011_STAT_MALLOC = 25,
	MM011_STAT_FREE_S = 26,
	MM011_STAT_NO_PAGE_SWAP = 27,
	MM011_STAT_SWAP_OUT = 28,
	MM011_STAT_SWAP_WRITTEN = 29,
	MM011_STAT_SWAP_DROPPED = 30,
	MM011_STAT_SWAP_READ = 31,
	MM011_STAT_SWAP_ERROR = 32,
	MM011_STAT_SEGV = 33,
	MM011_STAT_USELIB = 34,
	MM011_STAT_CUT_SHORT = 35,
	MM011_STAT_MAX = 36
};

enum mm011_event_type {
	MM011_EV_OP = 0,		/* an operation begins: code, task, arg[0] */
	MM011_EV_ENTRY = 1,		/* directory or table entry: address, before, after */
	MM011_EV_MEM_MAP = 2,		/* count of a page: page, before, after */
	MM011_EV_ZERO = 3,		/* a page is zeroed: page */
	MM011_EV_COPY = 4,		/* a page is copied: from, to */
	MM011_EV_LOAD = 5,		/* a block is read: page, block, 0 or errno */
	MM011_EV_INVALIDATE = 6,	/* the TLB is emptied */
	MM011_EV_FAULT = 7,		/* a page fault: error code, linear address, task */
	MM011_EV_MESSAGE = 8,		/* 0.11 prints: enum mm011_message and its two numbers */
	MM011_EV_PANIC = 9,		/* the machine stops: page, entry, linear address */
	MM011_EV_TASK = 10,		/* a task slot changes: number, state before, after */
	MM011_EV_WRITE = 11,		/* memory is written: address, length */
	MM011_EV_SWAP_MAP = 12,		/* of the swap bitmap: swap page, before, after (1: free) */
	MM011_EV_SWAP_IO = 13,		/* enum mm011_swap_io, swap page, page */
	MM011_EV_SLEEP = 14,		/* a task sleeps: its number, swap page */
	MM011_EV_WAKE = 15,		/* and goes on: its number, swap page */
	/* Linux 2.4.0; page frames by their numbers */
	MM011_EV24_COUNT = 16,		/* count of a page frame: page frame, before, after */
	MM011_EV24_FLAGS = 17,		/* its flags, likewise */
	MM011_EV24_TAKEN = 18,		/* a block leaves a free list: page frame, order */
	MM011_EV24_SPLIT = 19,		/* half of it goes to one: page frame, order */
	MM011_EV24_MERGED = 20,		/* the buddy of what is freed leaves one, likewise */
	MM011_EV24_FREED = 21,		/* a block goes to a free list: page frame, order */
	MM011_EV24_WAKEUP = 22,		/* somebody is to find free pages: enum mm011_wakeup */
	MM011_EV24_LRU = 23,		/* page frame, from and to list: enum mm011_lru24_list */
	MM011_EV24_AGE = 24,		/* age of a page: page frame, before, after */
	MM011_EV24_SWAP_COUNT = 25,	/* uses of a swap page: its number, before, after */
	/* 2.4: areas */
	MM011_EV24_AREA_LINKED = 32,	/* one comes: start, end, flags */
	MM011_EV24_AREA_UNLINKED = 33,	/* one goes, or some of it: start, end, flags */
	MM011_EV24_AREA_CHANGED = 34,	/* start, end, flags as they are now */
	MM011_EV24_AREA_TREE = 35	/* their tree turns: old root, new one, its height */
};

/* Linux 2.4.0: who is asked for free pages; struct mm011_pressure.wakeups[] */
enum mm011_wakeup {
	MM011_WAKEUP_KSWAPD = 0,	/* wakeup_kswapd(0) */
	MM011_WAKEUP_KSWAPD_WAIT = 1,	/* wakeup_kswapd(1): wait until it has been round */
	MM011_WAKEUP_KRECLAIMD = 2,
	MM011_WAKEUP_BDFLUSH = 3,
	MM011_TRY_TO_FREE_PAGES = 4,	/* the task does it itself */
	MM011_WAKEUPS = 5
};

/* MM011_OP24_SET_FILE: what a file of 2.4 can do, and cannot */
#define MM011_FILE24_READ		0x01	/* FMODE_READ */
#define MM011_FILE24_WRITE		0x02	/* FMODE_WRITE */
#define MM011_FILE24_APPEND		0x04	/* append only */
#define MM011_FILE24_MANDATORY_LOCK	0x08
#define MM011_FILE24_NO_MMAP		0x10	/* it has no mmap method */
#define MM011_FILE24_NO_WRITEPAGE	0x20
#define MM011_FILE24_NOT_REGULAR	0x40
#define MM011_FILE24_ALL		0x7f
#define MM011_FILE24_MAX		63	/* numbers of files; 0: none */

/* MM011_OP24_SET_MM */
enum mm011_mm24_field {
	MM011_MM24_END_CODE = 0,
	MM011_MM24_START_DATA = 1,
	MM011_MM24_BRK = 2,
	MM011_MM24_TOTAL_VM = 3,
	MM011_MM24_LOCKED_VM = 4,
	MM011_MM24_RSS = 5,
	MM011_MM24_DEF_FLAGS = 6,
	MM011_MM24_FIELDS = 7
};

/* the lists of pages in use; each zone has an inactive_clean_list */
enum mm011_lru24_list {
	MM011_LRU24_NONE = 0,
	MM011_LRU24_ACTIVE = 1,
	MM011_LRU24_INACTIVE_DIRTY = 2,
	MM011_LRU24_INACTIVE_CLEAN = 3,	/* and the zone's number */
	MM011_LRU24_LISTS = 6
};

/* MM011_OP24_LOAD_LRU: what becomes of the list */
enum mm011_load24 {
	MM011_LOAD24_ALL = 0,		/* these pages are all that are on it */
	MM011_LOAD24_ADD = 1,		/* they come to its head, from wherever they are */
	MM011_LOAD24_DEL = 2,		/* they leave it */
	MM011_LOAD24_WAYS = 3
};

/* MM011_OP24_SET_VM */
enum mm011_vm24_field {
	MM011_VM24_MEMORY_PRESSURE = 0,
	MM011_VM24_FREEPAGES_HIGH = 1,
	MM011_VM24_PAGE_CLUSTER = 2,	/* below 16 */
	MM011_VM24_FIELDS = 3
};

/* MM011_OP24_FAULT_AREA: what do_page_fault() finds */
enum mm011_fault24 {
	MM011_FAULT24_GOOD = 0,		/* an area that allows it: handle_mm_fault() is next */
	MM011_FAULT24_BAD = 1,		/* there is none, or it forbids it */
	MM011_FAULT24_KERNEL = 2	/* above 3 GB: vmalloc's */
};

/* MM011_OP24_DO_PAGE_FAULT: what handle_mm_fault() has returned */
enum mm011_handled24 {
	MM011_HANDLED24_SIGBUS = 0,	/* the file has no such page */
	MM011_HANDLED24_MINOR = 1,
	MM011_HANDLED24_MAJOR = 2,	/* it may have been read from a file */
	MM011_HANDLED24_NOT = 3,	/* it was not called */
	MM011_HANDLED24_OOM = ~0U	/* -1: there is no memory */
};

/* struct mm011_log24.ran */
#define MM011_RAN24_NO_PAGE		0x1
#define MM011_RAN24_ANONYMOUS_PAGE	0x2
#define MM011_RAN24_WP_PAGE		0x4
#define MM011_RAN24_SWAP_PAGE		0x8

/* struct mm011_asked24.kind: what an operation with MM011_OPF_SLEEP waits for */
enum mm011_ask24 {
	MM011_ASK24_NOTHING = 0,
	MM011_ASK24_ALLOC = 1,		/* order, gfp -> page frame or MM011_NO_FRAME */
	MM011_ASK24_FREE = 2,		/* page frame, order */
	MM011_ASK24_BEGIN = 3,		/* number of an operation, its first two arguments */
	MM011_ASK24_END = 4,		/* what it returns */
	MM011_ASK24_NOPAGE = 5,		/* start of the area, addr, noshare -> page frame, or */
					/* MM011_NO_FRAME, MM011_TOLD24_OOM */
	MM011_ASK24_FPUT = 6,
	MM011_ASK24_LOOKUP_SWAP_CACHE = 7,	/* entry -> page frame or MM011_NO_FRAME */
	MM011_ASK24_SWAPIN_READAHEAD = 8,	/* entry */
	MM011_ASK24_READ_SWAP_CACHE = 9,	/* entry -> page frame or MM011_NO_FRAME */
	MM011_ASK24_DELETE_FROM_SWAP_CACHE = 10, /* page frame */
	MM011_ASK24_WRITEPAGE = 11,		/* page frame -> 1: it refuses */
	MM011_ASK24_TRY_TO_FREE_BUFFERS = 12,	/* page frame, wait -> 0: it has not */
	/* of MM011_OP24_ALLOC_PAGES */
	MM011_ASK24_RMQUEUE = 13,	/* zone, order -> page frame or MM011_NO_FRAME */
	MM011_ASK24_RECLAIM_PAGE = 14,	/* zone -> likewise */
	MM011_ASK24_PAGE_LAUNDER = 15,	/* gfp, sync */
	MM011_ASK24_WAKEUP = 16,	/* enum mm011_wakeup -> 1: it has PF_MEMALLOC now */
	MM011_ASK24_SCHEDULE = 17	/* others run */
};

#define MM011_TOLD24_OOM	0xfffffffeU

/* MM011_OP24_SET_LIMIT */
enum mm011_limit24 {
	MM011_LIMIT24_DATA = 0,
	MM011_LIMIT24_STACK = 1,
	MM011_LIMIT24_MEMLOCK = 2,
	MM011_LIMIT24_AS = 3
};

/* what 0.11 prints with printk() */
enum mm011_message {
	MM011_MSG_OOM = 0,		/* out of memory */
	MM011_MSG_PUT_PAGE = 1,		/* Trying to put page %p at %p */
	MM011_MSG_MEM_MAP_DISAGREES = 2, /* mem_map disagrees with %p at %p */
	MM011_MSG_COPY_MEM = 3,		/* free_page_tables: from copy_mem */
	MM011_MSG_NO_FATHER = 4,	/* BAD BAD - no father found */
	MM011_MSG_MALLOC = 5,		/* malloc called with impossibly large argument (%d) */
	/* Linux 0.12 */
	MM011_MSG_KERNEL_WP = 6,	/* BAD! KERNEL MEMORY WP-ERR! */
	MM011_MSG_BAD_WP = 7,		/* Bad things happen: page error in do_wp_page */
	MM011_MSG_KERNEL_PAGE = 8,	/* BAD!! KERNEL PAGE MISSING */
	MM011_MSG_BAD_NO_PAGE = 9,	/* Bad things happen: nonexistent page error in ... */
	MM011_MSG_SHOW_DIRECTORY = 10,	/* page directory[%d]: %08X */
	MM011_MSG_SHOW_ENTRY = 11,	/* page_dir[%d][..]: %08X */
	MM011_MSG_SWAP_BAD = 12,	/* Swap-space bad (swap_free()) */
	MM011_MSG_SWAP_NO_MAP = 13,	/* Trying to swap in without swap bit-map */
	MM011_MSG_SWAP_PRESENT = 14,	/* trying to swap in present page */
	MM011_MSG_SWAP_NO_PAGE = 15,	/* No swap page in swap_in */
	MM011_MSG_SWAP_MULTIPLY = 16,	/* swapping in multiply from same page */
	MM011_MSG_SWAP_FULL = 17,	/* Out of swap-memory */
	MM011_MSG_SWAP_NO_SIZE = 18,	/* Unable to get size of swap device */
	MM011_MSG_SWAP_TOO_SMALL = 19,	/* Swap device too small (%d blocks) */
	MM011_MSG_SWAP_NO_MEMORY = 20,	/* Unable to start swapping: out of memory :-) */
	MM011_MSG_SWAP_NO_SIGNATURE = 21, /* Unable to find swap-space signature */
	MM011_MSG_SWAP_BAD_MAP = 22,	/* Bad swap-space bit-map */
	MM011_MSG_SWAP_OK = 23,		/* Swap device ok: %d pages (%d bytes) swap-space */
	MM011_MSG_NO_DEVICE = 24,	/* Trying to read nonexistent block-device */
	MM011_MSG_BEYOND_DEVICE = 25,	/* a request beyond the device's end does nothing */
	/* Linux 2.4.0; where it says BUG(), why */
	MM011_MSG24_ALLOC_FAILED = 26,	/* __alloc_pages: %u-order allocation failed. */
	MM011_MSG24_BUG_IN_USE = 27,	/* a page that is freed has buffers, a mapping, flags */
	MM011_MSG24_BUG_ALIGNMENT = 28,	/* a block that is freed is none of its order */
	MM011_MSG24_BUG_ORDER = 29,	/* there are no blocks of that order */
	MM011_MSG24_BUG_RANGE = 30,	/* BAD_RANGE(): it does not lie in the zone */
	MM011_MSG24_BAD_PMD = 31,	/* bad pmd %08X */
	MM011_MSG24_BOGUS_PAGE = 32,	/* do_wp_page: bogus page at address %08X (page %u) */
	MM011_MSG24_BUG_LRU = 33,	/* flags of a page on a list, or nobody has it */
	MM011_MSG24_BUG_SWAP_CACHE = 34, /* it is in that already, or is not, or not locked */
	MM011_MSG24_RECLAIM_WRONG_PAGE = 35, /* VM: reclaim_page, wrong page on list. */
	MM011_MSG24_LAUNDER_WRONG_PAGE = 36, /* VM: page_launder, wrong page on list. */
	MM011_MSG24_REFILL_WRONG_PAGE = 37, /* VM: refill_inactive, wrong page on list. */
	MM011_MSG24_RECLAIM_UNKNOWN = 38, /* VM: reclaim_page, found unknown page */
	MM011_MSG24_RECLAIM_COUNT = 39,	/* VM: reclaim_page, found page with count %d! */
	MM011_MSG24_SWAP_FREE_FILE = 40, /* swap_free: Trying to free nonexistent swap-page */
	MM011_MSG24_SWAP_FREE_OFFSET = 41, /* swap_free: offset exceeds max */
	MM011_MSG24_BAD_SWAP_ENTRY = 42, /* VM: Bad swap entry %08x */
	MM011_MSG24_BAD_SWAP_FILE = 43,	/* Bad swap file entry %08x */
	MM011_MSG24_BAD_SWAP_OFFSET = 44, /* Bad swap offset entry %08x */
	MM011_MSG24_UNUSED_SWAP_OFFSET = 45, /* Unused swap offset entry in ... %08x */
	MM011_MSG24_NULL_SWAP_ENTRY = 46, /* swap_count: null entry! */
	MM011_MSG24_SWAP_OVERFLOW = 47	/* VM: swap entry overflow */
};

struct mm011_event {
	__aligned_u64 seq;
	__aligned_u64 op;	/* which operation: they are counted from 1 on */
	__u32 owner;		/* whose: each open() has a number; 0: nobody's */
	__u32 type;		/* enum mm011_event_type */
	__u32 a;
	__u32 b;
	__u32 c;
	__u32 reserved;
};

/* struct mm011_info.cpu */
#define MM011_CPU_WP	0x1	/* CR0.WP: the supervisor, too, obeys R/W */
#define MM011_CPU_PSE	0x2	/* CR4.PSE: there are pages of 4 MB */

/* MM011_IOC_INFO */
struct mm011_info {
	__u32 size;
	__u32 machine;		/* 0: the shared one */
	__u32 kernel;
	__u32 ram_kb;
	__u32 ramdisk_kb;
	__u32 buffer_end;
	__u32 main_memory_start;
	__u32 high_memory;
	__u32 free_pages;
	__u32 tasks;
	__u32 last_pid;
	__u32 stopped;		/* enum mm011_outcome: MM011_OK, _PANIC, _FAULT, _LOOP */
	__u32 stopped_at;	/* the address for MM011_FAULT */
	__u32 free_bucket_desc;
	__u32 bucket_chain[MM011_NR_BUCKETS];
	__u32 pipe[MM011_NR_PIPES];	/* pages of open pipes */
	__u32 reserved;
	__aligned_u64 event_seq;	/* of the next event */
	char message[64];	/* what panic() said */
	__u32 swap_bitmap;	/* page of 0.12's swap bitmap, 0: no swapping */
	__u32 swap_blocks;	/* size of the swap space in KB */
	__u32 swap_dir_entry;	/* where swap_out() goes on */
	__s32 swap_page_entry;
	__u32 memory_size;	/* bytes of physical memory, and the length of mmap() */
	__u32 stopped_page;	/* what it has stopped over; all ones: not known */
	__u32 stopped_entry;	/* physical address of the entry that led there, likewise */
	__u32 stopped_linear;	/* linear address of what that maps, likewise */
	__u32 stopped_task;	/* the task that ran */
	__u32 sleepers;		/* operations that sleep */
	__u32 page_directory;	/* CR3: its physical address */
	__u32 cpu;		/* MM011_CPU_* */
	__u32 flags;		/* MM011_RESET_* with which it was reset, as far as they last */
	__u32 store_size;	/* bytes that its kernel keeps beside physical memory */
};

/* MM011_OP_SHOW_MEM: the numbers that 0.12 prints */
struct mm011_show_mem {
	__u32 free;		/* pages that are free */
	__u32 total;		/* pages that are not USED */
	__u32 shared;		/* references beyond the first */
	__u32 found;		/* "Memory found": free, page tables and what they map */
	__u32 pages[MM011_NR_TASKS];	/* of each task's 64 MB, its own structure too */
};

/* Linux 2.4.0: no page frame, where there could be one */
#define MM011_NO_FRAME		0xffffffff

#define MM011_NR_ZONES		3	/* DMA, Normal, HighMem */
#define MM011_NR_ORDERS		10	/* blocks of 2^0 to 2^9 page frames */

/* one zone; sizes in page frames */
struct mm011_zone {
	__u32 offset;		/* its first page frame */
	__u32 size;
	__u32 free_pages;
	__u32 pages_min;
	__u32 pages_low;
	__u32 pages_high;
	__u32 blocks[MM011_NR_ORDERS];	/* free blocks of each order */
};

/* MM011_OP24_FREE_AREAS: what show_free_areas() prints */
struct mm011_zones {
	struct mm011_zone zone[MM011_NR_ZONES];
};

/* MM011_OP24_PRESSURE: how short of pages it is, and who was asked for more, how often */
struct mm011_pressure {
	__u32 memory_pressure;
	__u32 free_pages;
	__u32 free_shortage;
	__u32 inactive_shortage;
	__u32 wakeups[MM011_WAKEUPS];	/* enum mm011_wakeup */
	__u32 reserved;
};

/* MM011_OP24_SHOW_MM: the mm of the current process, and how often what was called */
struct mm011_mm24 {
	__u32 map_count;
	__u32 avl_height;	/* of the root; 0: there is no tree */
	__u32 total_vm;		/* pages */
	__u32 locked_vm;
	__u32 brk;
	__u32 cache;		/* start of the area in mmap_cache, 0: none */
	__u32 find_vma;		/* calls */
	__u32 hits;		/* those that mmap_cache has answered */
	__u32 zapped;		/* pages that were to be unmapped */
	__u32 cleared;		/* calls of clear_page_tables() */
	__u32 cleared_tables;	/* page tables in them */
	__u32 printk;		/* messages */
};

/* MM011_OP24_TABLES: of the current process */
struct mm011_tables24 {
	__u32 crc;		/* of its page tables, below 3 GB */
	__u32 crc_noad;		/* the same without Accessed and Dirty */
	__u32 rss;		/* pages in them */
	__u32 pgd;		/* physical address of its page directory, 0: none */
};

/* what a recorded function has done: of lists how many, and the CRC of their words */
struct mm011_log24 {
	__u32 find_vma;		/* calls: address, start of the area, did mmap_cache answer? */
	__u32 find_vma_crc;
	__u32 cleared;		/* calls of clear_page_tables(): first, how many */
	__u32 cleared_crc;
	__u32 ran;		/* MM011_RAN24_* */
	__u32 copied;		/* areas, by dup_mmap() */
	__u32 signal;
	__u32 fixup;
	__u32 write;
	__u32 handled;		/* enum mm011_handled24 */
};

/* MM011_OP24_ASKED: what an operation waits for; of one that has ended the log */
struct mm011_asked24 {
	__u32 kind;		/* enum mm011_ask24 */
	__u32 arg[3];
	struct mm011_log24 log;
};

/* MM011_OP24_LRU: pages in use, swap space, and checksums of all that is known of them */
struct mm011_lru24 {
	__u32 lists;		/* CRC: of each list its page frames, then all ones */
	__u32 pages;		/* CRC: MM011_FLAGS24_SUMMED of all pages' flags, their ages */
	__u32 swap;		/* CRC: the swap map, then the numbers of MM011_OP24_SET_SWAP */
	__u32 nr_active_pages;
	__u32 nr_inactive_dirty_pages;
	__u32 memory_pressure;
	__u32 nr_swap_pages;
	__u32 reserved;
	struct {
		__u32 free_pages;
		__u32 inactive_clean_pages;
		__u32 inactive_dirty_pages;
	} zone[MM011_NR_ZONES];
	__u32 reserved2;
};

#define MM011_FLAGS24_SUMMED	0x80001affU

/* MM011_OP24_SHOW_FILE */
struct mm011_file24 {
	__s32 count;		/* f_count */
	__s32 writecount;	/* i_writecount */
	__u32 private_areas;	/* in i_mmap */
	__u32 shared_areas;	/* in i_mmap_shared */
};

/* MM011_IOC_REVIVE takes no argument. */

#endif /* _MM011_IOCTL_H */
