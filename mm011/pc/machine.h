/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The machine, as far as it is a PC: what physical memory, MMU, events and checksum
 * need. Nothing in pc/ knows a kernel.
 *
 * Nothing in mm011/ allocates, locks, sleeps or calls the host kernel. Whoever
 * makes a machine gives it its memory and holds its lock; what a machine must
 * ask of the outside goes through struct mm011_host.
 *
 * DOC: Words
 *
 * ===================  ======================================================
 * page frame           4 KB of physical memory; pfn is its number
 * vpn                  number of a page of linear addresses
 * linear address       after the segment's base is added, before the page tables
 * entry                the value of a page directory entry (pde) or of a page
 *                      table entry (pte); ptep is the physical address of one
 * count                how often a page frame is used: an element of mem_map[]
 * slot                 a place for a task; its number is the task's
 * chunk                64 bytes of memory
 * swap page            4 KB of the swap space
 * event                one step of a machine, as observers are told of it
 * observer             who asked to know of every change: events, checksum
 * outcome              what the original would have come to (enum mm011_outcome)
 * internal error       MM011_E_*, which op.c turns into an outcome
 * sleeper              an operation that waits for the swap space
 * ===================  ======================================================
 */
#ifndef _MM011_PC_MACHINE_H
#define _MM011_PC_MACHINE_H

#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/byteorder.h>

#include "mm011_ioctl.h"
#include "pc/pte.h"

#define MM011_BLOCK_SIZE	1024u		/* of a file, as the host reads it */
#define MM011_NO_SIZE		(~0u)		/* a swap device that does not tell its size */
#ifdef __KERNEL__
#define MM011_MAX_MEMORY	0x4000000u	/* the largest machine: 64 MB */
#else
#define MM011_MAX_MEMORY	0x40000000u	/* 1 GB: what nobody touches costs nothing */
#endif
#define MM011_MARKED_FRAMES	0x4000u		/* of 64 MB it is known what is 0 */
#define MM011_NR_EVENTS		2048u		/* kept for readers; a power of two */
#ifndef MM011_BREATH			/* tests take one at every step */
#define MM011_BREATH		4096u		/* steps of a loop between two breaths */
#endif
#define MM011_COST_OF_PAGE	64u		/* steps: a page copied or zeroed, a fault */

/* internal errors, beyond all of errno: op.c turns each into an outcome */
#define MM011_E_OOM		4096	/* mm011_oom(): the task must end */
#define MM011_E_SEGV		4097	/* 0.12: do_exit(SIGSEGV), likewise */
#define MM011_E_SWAP		4098	/* the host could not read or write the swap space */
#define MM011_E_CUT		4099	/* whoever asked for the operation has been killed */
#define MM011_E_BUG		4100	/* 2.4: BUG() */
#define MM011_E_WAIT		4101	/* 2.4: nothing goes on before pages are free */

/*
 * Tests compare the machine with a build that takes no short cuts: no TLB, no loops
 * by eights, no zeros known beforehand, no indexes, no running checksum. All of them
 * ask this.
 */
#ifdef MM011_PLAIN
#define MM011_SHORT_CUTS	false
#else
#define MM011_SHORT_CUTS	true
#endif

/* bench measures what it costs that somebody could observe: a build in which nobody can */
#ifdef MM011_NO_EVENTS
#define MM011_EVENTS	false
#else
#define MM011_EVENTS	true
#endif

struct mm011_inode;
struct mm011_kernel;
struct mm011_machine;
struct mm011_sleeper;

/**
 * struct mm011_swap_request - what an operation waits for
 * @io: enum mm011_swap_io
 * @nr: number of the swap page
 */
struct mm011_swap_request {
	u32 io;
	u32 nr;
};

/**
 * struct mm011_swap_device - swap space that the host has given
 * @handle: the host's; NULL: there is none
 * @blocks: its size in KB, MM011_NO_SIZE: it does not tell
 */
struct mm011_swap_device {
	void *handle;
	u32 blocks;
};

/**
 * struct mm011_ldt - the segments that a task runs in
 * @base: linear address at which code and data begin; 0.11 panics with "We don't
 *	support separate I&D" should they differ
 * @code_limit: bytes in the code segment; 0 stands for 4 GB
 * @data_limit: bytes in the data segment, likewise
 */
struct mm011_ldt {
	u32 base;
	u32 code_limit;
	u32 data_limit;
};

/**
 * struct mm011_cpu - what a kernel has loaded into the CPU
 * @ldt: the segments of the current task, in what its kernel keeps
 * @cr3: physical address of the page directory
 * @wp: CR0.WP, which a 386 does not have: the supervisor, too, obeys R/W
 * @pse: CR4.PSE: a directory entry with PS set maps 4 MB
 *
 * Whoever changes @wp or @pse calls mm011_tlb_flush(), cr3 has mm011_load_cr3().
 */
struct mm011_cpu {
	const struct mm011_ldt *ldt;
	u32 cr3;
	bool wp;
	bool pse;
};

#define MM011_TLB_ENTRIES	256u

/**
 * struct mm011_tlb_entry - a translation that the software MMU has made
 * @generation: that of the TLB when it did; any other: the entry is void
 * @vpn: number of the linear page
 * @frame: physical address of its page frame
 * @rights: MM011_TLB_*: what can be done without a fault, and with no Accessed
 *	or Dirty bit to be set
 * @unused: makes the size a power of two
 */
struct mm011_tlb_entry {
	u64 generation;
	u32 vpn;
	u32 frame;
	u32 rights;
	u32 unused;
};

/**
 * struct mm011_tlb - translations, by the low bits of the page number
 * @generation: goes up with each flush
 * @table_pages: a bit for each page in which the walker has read an entry since then; pages
 *	that are 64 MB apart have one
 * @entry: the translations
 */
struct mm011_tlb {
	u64 generation;
	u64 table_pages[MM011_MARKED_FRAMES / 64];
	struct mm011_tlb_entry entry[MM011_TLB_ENTRIES];
};

#define MM011_CHUNK	64u	/* bytes of which we know that all are 0, or not */
#define MM011_SUM_FRAMES	4096u	/* the running checksum is for 16 MB at most */

/* the two checksums: of entries as they are, and without Accessed and Dirty bits */
enum { MM011_SUM_ALL, MM011_SUM_NOAD, MM011_SUMS };

/**
 * struct mm011_page_sums - what pages add to one of the two checksums
 * @page: CRC of each page of memory, without inversions
 * @known: a bit for each page whose CRC is known
 * @laid_out: the fields below, and struct mm011_sum.table_index, are valid
 * @tables_crc: CRC of all page tables in directory order, without the open change
 * @open_page: the table that has changed since then; all ones: none
 * @open_crc: its CRC before that
 */
struct mm011_page_sums {
	u32 page[MM011_SUM_FRAMES];
	u64 known[MM011_SUM_FRAMES / 64];
	bool laid_out;
	u32 tables_crc;
	u32 open_page;
	u32 open_crc;
};

/**
 * struct mm011_sum - the checksums of counts and page tables, kept up to date
 * @idle: operations since somebody asked for one
 * @nr_counts: how many bytes the counts of pages are
 * @counts: their CRC, without inversions like all that follow
 * @init_term: contribution of CRC-32's initial inversion to @counts
 * @sums: how many of @of are kept
 * @of: what pages add to each checksum
 * @present: a bit for each page directory entry with P set, if page 0 is known
 * @power: x to the 8n, which is that of n bytes
 * @page_power: that of n pages
 * @tables: how many page tables the directory names, if they are laid out
 * @table_index: of each page, which table it is, from 1 on; 0: none
 */
struct mm011_sum {
	u32 idle;
	u32 nr_counts;
	u32 counts;
	u32 init_term;
	u32 sums;
	struct mm011_page_sums of[MM011_SUMS];
	u64 present[MM011_ENTRIES / 64];
	u32 power[MM011_PAGE_SIZE + 1];
	u32 page_power[MM011_ENTRIES + 2];
	u32 tables;
	u16 table_index[MM011_SUM_FRAMES];
};

/**
 * struct mm011_stacks - how a host lets operations sleep, each on a stack of its own
 * @make: make room for an operation and its data, and a stack that waits for its
 *	first turn; 0 or a negative errno
 * @turn: let it run, and come back when it gives the turn back
 * @yield: on its own stack: give the turn back, and return with the next one
 * @end: it has ended; its room is free
 *
 * Only one of them all ever runs. It calls mm011_sleeper_run() when it has its first
 * turn, and gives that back when this returns.
 */
struct mm011_stacks {
	int (*make)(struct mm011_machine *m, const struct mm011_op *op, const void *data,
		    struct mm011_sleeper **sleeper);
	void (*turn)(struct mm011_sleeper *sleeper);
	void (*yield)(struct mm011_sleeper *sleeper);
	void (*end)(struct mm011_sleeper *sleeper);
};

/**
 * struct mm011_sleepers - who sleeps in a machine
 * @by_task: for each task its operation that waits for the swap space
 * @running: the one that runs now, if any
 */
struct mm011_sleepers {
	struct mm011_sleeper *by_task[MM011_NR_TASKS];
	struct mm011_sleeper *running;
};

/**
 * struct mm011_by - by what an event was made
 * @op: number of the operation, counted from 1 on
 * @owner: whose it is: a number that whoever holds the lock has set; 0: nobody's
 */
struct mm011_by {
	u64 op;
	u32 owner;
};

/**
 * struct mm011_host - what a machine asks of the outside
 * @open: take the file that @fd names and fill in @inode; 0 or a negative errno
 * @release: give back inode->file
 * @read_block: read 1024 bytes of inode->file from block @block on, the rest
 *	after its end zeroed; 0 or a negative errno
 * @swap_file: take the file that @fd names as swap space; 0 or a negative errno
 * @swap_memory: take @blocks KB of zeroed memory as swap space, likewise
 * @swap_off: give a swap space back
 * @swap_page: read or write one page of a swap space; 0 or a negative errno
 * @sleep: an operation with MM011_OPF_SLEEP waits for the swap space: let others
 *	run, and return when its I/O is to be done: 0, or a negative errno when
 *	the machine is about to be reset (may be NULL)
 * @stacks: with these, @sleep is mm011_sleepers_sleep() (may be NULL)
 * @pause: an operation has been at work for a while: let others run. 0, or a
 *	negative errno when whoever asked for it has been killed (may be NULL)
 * @crc32: zlib's crc32()
 * @on_event: an event has just been kept (may be NULL)
 *
 * read_block() and swap_page() say -EINTR when whoever asked has been killed.
 */
struct mm011_host {
	int (*open)(struct mm011_machine *m, u32 fd, struct mm011_inode *inode);
	void (*release)(struct mm011_machine *m, struct mm011_inode *inode);
	int (*read_block)(struct mm011_machine *m, const struct mm011_inode *inode,
			  u32 block, void *to);
	int (*swap_file)(struct mm011_machine *m, u32 fd, struct mm011_swap_device *device);
	int (*swap_memory)(struct mm011_machine *m, u32 blocks, struct mm011_swap_device *device);
	void (*swap_off)(struct mm011_machine *m, void *handle);
	int (*swap_page)(struct mm011_machine *m, void *handle,
			 const struct mm011_swap_request *request, void *page);
	int (*sleep)(struct mm011_machine *m, const struct mm011_swap_request *request);
	const struct mm011_stacks *stacks;
	int (*pause)(const struct mm011_machine *m);
	u32 (*crc32)(u32 crc, const void *p, size_t len);
	void (*on_event)(struct mm011_machine *m, const struct mm011_event *event);
};

#define MM011_NO_ADDR	(~0u)

/**
 * struct mm011_about - what a machine has stopped over; MM011_NO_ADDR: not known
 * @page: physical address of the page, or of the one that its kernel touched
 * @ptep: physical address of the entry that led there
 * @linear: linear address of what the entry maps
 * @task: number of the task that ran
 */
struct mm011_about {
	u32 page;
	u32 ptep;
	u32 linear;
	u32 task;
};

/* struct mm011_machine.observed: who wants to know of every change */
#define MM011_OBSERVE_EVENTS	0x1u	/* tell it as an event */
#define MM011_OBSERVE_CRC	0x2u	/* keep the checksum up to date */

/**
 * struct mm011_machine - a PC of 1991
 * @memory: physical memory, mm011_memory_size() bytes
 * @memory_size: how much of it there is now: bytes, a multiple of a page
 * @last_word: address of the last word of it
 * @store: what the kernel keeps beside memory whose size depends on the machine's: no
 *	pointers, so that it can be saved byte for byte
 * @store_size: how much that is: bytes, a multiple of a page
 * @host: the outside
 * @kernel: whose memory manager it runs; what that one keeps stands behind this
 *	structure (linux01x.h)
 * @cpu: its registers
 * @running: number of the current task; 0.11's ``current``
 * @observed: MM011_OBSERVE_*
 * @may_sleep: the operation under way sleeps in swap I/O (MM011_OPF_SLEEP)
 * @cut: whoever asked for the operation has been killed; it only tidies up now
 * @work: steps since the last breath (mm011_spend())
 * @asleep: bit N: an operation of task N waits for the swap space
 * @unborn: bit N: task N is not whole yet: its father is still in fork()
 * @sleepers: those operations, where the host has stacks for them
 * @failed: what could not be done when the host failed last
 * @by: which operation is under way, and whose
 * @op_seq: how many operations there have been
 * @stat: counters, enum mm011_stat
 * @tlb: the software MMU's translations
 * @nonzero: for each page of the first 64 MB a bit for each chunk that may not be all 0
 * @sum: the checksum
 * @stopped: MM011_OK, or why the machine stands still: MM011_PANIC,
 *	MM011_FAULT, MM011_LOOP
 * @stopped_at: the address that no RAM answers to, for MM011_FAULT
 * @about: and over what
 * @message: what panic() said, or which operation was cut short last
 * @event_seq: sequence number of the next event
 * @event: the last MM011_NR_EVENTS of them
 */
struct mm011_machine {
	u8 *memory;
	u32 memory_size;
	u32 last_word;
	u8 *store;
	u32 store_size;
	const struct mm011_host *host;
	const struct mm011_kernel *kernel;
	struct mm011_cpu cpu;
	u32 running;
	u8 observed;
	bool may_sleep;
	bool cut;
	u32 work;
	u64 asleep;
	u64 unborn;
	struct mm011_sleepers sleepers;
	struct mm011_swap_request failed;
	struct mm011_by by;
	u64 op_seq;
	u64 stat[MM011_STAT_MAX];
	struct mm011_tlb tlb;
	u64 nonzero[MM011_MARKED_FRAMES];
	struct mm011_sum sum;
	u32 stopped;
	u32 stopped_at;
	struct mm011_about about;
	char message[64];
	u64 event_seq;
	struct mm011_event event[MM011_NR_EVENTS];
};

#endif /* _MM011_PC_MACHINE_H */
