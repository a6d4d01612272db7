/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The machine, and what the files of mm011/ offer each other.
 *
 * Nothing in mm011/ allocates, locks, sleeps or calls the host kernel. Whoever
 * makes a machine gives it its memory and holds its lock; what a machine must
 * ask of the outside goes through struct mm011_host.
 */
#ifndef _MM011_H
#define _MM011_H

#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/byteorder.h>

#include "mm011_ioctl.h"
#include "pte.h"

/* these are not to be changed without changing head.s etc */
#define MM011_LOW_MEM		0x100000u
#define MM011_USED		100
#define MM011_BLOCK_SIZE	1024u
#define MM011_TASK_SIZE		0x4000000u	/* each task's 64 MB of linear memory */
#define MM011_INIT_LIMIT	0xa0000u	/* INIT_TASK: base 0, limit 640 KB */
#define MM011_LIBRARY_SIZE	0x400000u	/* 0.12: the last 4 MB of them */
#define MM011_LIBRARY_OFFSET	(MM011_TASK_SIZE - MM011_LIBRARY_SIZE)
#define MM011_MAX_ARG_PAGES	32u
#define MM011_SIGSEGV		11
#define MM011_MAX_I_COUNT	0xffffu		/* an unsigned short */
#define MM011_NO_SIZE		(~0u)		/* a swap device that does not tell its size */

/* what never leaves op.c */
#define MM011_E_OOM		512	/* mm011_oom(): the task must end */
#define MM011_E_SEGV		513	/* 0.12: do_exit(SIGSEGV), likewise */
#define MM011_E_SWAP		514	/* the host could not read or write the swap space */
#define MM011_E_CUT		515	/* whoever asked for the operation has been killed */

/* slot 0, executable and library of each task, and one that is about to be taken */
#define MM011_NR_INODES		(2 * MM011_NR_TASKS + 2)
#define MM011_NR_EVENTS		2048u		/* kept for readers; a power of two */
#define MM011_MAP_INDEXES	0x100000u	/* MAP_NR() of any address is below */
#ifndef MM011_BREATH			/* tests take one at every step */
#define MM011_BREATH		4096u		/* steps of a loop between two breaths */
#endif
#define MM011_COST_OF_PAGE	64u		/* steps: a page copied or zeroed, a fault */

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

struct mm011_machine;

/**
 * struct mm011_inode - an executable or a library that tasks hold
 * @number: inode number
 * @dev: device it lives on, 0 for a made-up file
 * @i_count: how many hold it, if nobody has set it by hand: share_page() looks
 *	for 2 or more
 * @used: some task holds it; the slot is free when none does, whatever i_count says
 * @size: of the file in bytes
 * @file: the host's handle of a real file, NULL for a made-up one
 */
struct mm011_inode {
	u64 number;
	u32 dev;
	u16 i_count;
	bool used;
	u64 size;
	void *file;
};

/**
 * struct mm011_task - what mm wants to know of 0.11's struct task_struct
 * @state: enum mm011_task_state
 * @page: the page that holds the task structure; 0 if it has none of its own
 * @pid: process number
 * @father: process number of the father
 * @exit_code: what wait() will tell the father
 * @start_code: linear address of the program's first byte
 * @end_code: bytes of code
 * @end_data: bytes of code and initialized data: what the file holds
 * @brk: end of the heap, an offset in the data segment
 * @start_stack: page of the stack pointer that exec left
 * @base: of the code and of the data segment in the LDT; 0.11 panics with "We
 *	don't support separate I&D" should they differ
 * @code_limit: bytes in the code segment
 * @data_limit: bytes in the data segment
 * @executable: slot in the machine's inode[], 0: none
 * @library: 0.12: likewise
 * @youth: 0.12: the larger, the nearer to the head of its father's children
 */
struct mm011_task {
	u32 state;
	u32 page;
	u32 pid;
	u32 father;
	s32 exit_code;
	u32 start_code;
	u32 end_code;
	u32 end_data;
	u32 brk;
	u32 start_stack;
	u32 base;
	u32 code_limit;
	u32 data_limit;
	u32 executable;
	u32 library;
	u32 youth;
};

/**
 * struct mm011_swap - 0.12's swapping
 * @device: the host's handle of the swap space, NULL: SWAP_DEV is 0
 * @blocks: its size in KB, MM011_NO_SIZE: it does not tell
 * @bitmap: swap_bitmap: the page with a bit for each swap page that is free;
 *	0: swapping is off
 * @dir_entry: page directory entry at which swap_out() goes on
 * @page_entry: page table entry it looked at last; -1 at first
 * @failed: what could not be done when the host failed last
 */
struct mm011_swap {
	void *device;
	u32 blocks;
	u32 bitmap;
	u32 dir_entry;
	s32 page_entry;
	struct mm011_swap_request {
		u32 io;		/* enum mm011_swap_io */
		u32 nr;		/* swap page */
	} failed;
};

/* words of 64 bits, a bit for each element of mem_map[]; one more word for them */
#define MM011_FREE_WORDS	(MM011_PAGING_PAGES / 64)
#define MM011_TLB_ENTRIES	256u
#define MM011_LINE		64u	/* bytes of memory that are known to be 0, or not */

/**
 * struct mm011_tlb_entry - a translation that the software MMU has made
 * @generation: m->quick.generation when it did; any other: the entry is void
 * @page: number of the linear page
 * @frame: physical address of its page frame
 * @rights: MM011_TLB_*: what can be done without a fault, and with no Accessed
 *	or Dirty bit to be set
 * @unused: makes it a power of two
 */
struct mm011_tlb_entry {
	u64 generation;
	u32 page;
	u32 frame;
	u32 rights;
	u32 unused;
};

/**
 * struct mm011_quick - what is kept so that nothing need be searched (quick.c)
 * @words: a bit for each word of @free that is not 0
 * @free: a bit for each page that is free, as mem_map[] says
 * @line: for each page of memory a bit for each 64 bytes that may not be all 0
 * @executables: for each slot of inode[] a bit for each task whose executable it is
 * @libraries: likewise for libraries
 * @holders_known: whether these two are as they should be
 * @slots: no task has had this slot, or one above, since the machine began
 * @generation: goes up whenever an entry changes that the TLB may know
 * @walked: a bit for each page in which the MMU has read an entry since then
 * @tlb: translations, by the low bits of the page number
 */
struct mm011_quick {
	u64 words;
	u64 generation;
	u64 free[MM011_FREE_WORDS];
	u64 executables[MM011_NR_INODES];
	u64 libraries[MM011_NR_INODES];
	bool holders_known;
	u32 slots;
	u64 walked[MM011_MEMORY_SIZE / MM011_PAGE_SIZE / 64];
	u64 line[MM011_MEMORY_SIZE / MM011_PAGE_SIZE];
	struct mm011_tlb_entry tlb[MM011_TLB_ENTRIES];
};

/* the two checksums: of entries as they are, and without Accessed and Dirty bits */
enum { MM011_SUM_ALL, MM011_SUM_NOAD, MM011_SUMS };

/**
 * struct mm011_page_sums - what pages add to one of the two checksums
 * @page: CRC of each page of memory, without inversions
 * @known: a bit for each page whose CRC is known
 * @laid_out: whether what follows, and struct mm011_sum.place, is true
 * @behind: CRC of all page tables, one after the other, as they were
 * @changing: the one that has changed since then; all ones: none
 * @before: its CRC then
 */
struct mm011_page_sums {
	u32 page[MM011_MEMORY_SIZE / MM011_PAGE_SIZE];
	u64 known[MM011_MEMORY_SIZE / MM011_PAGE_SIZE / 64];
	bool laid_out;
	u32 behind;
	u32 changing;
	u32 before;
};

/**
 * struct mm011_sum - the checksums of memory map and tables, kept up to date (sum.c)
 * @idle: operations since somebody asked for one
 * @map: CRC of mem_map[], without inversions like all that follow
 * @none: what the inversion at the beginning adds to it
 * @sums: how many of @of are kept
 * @of: what pages add to each checksum
 * @present: a bit for each page directory entry with P set, if page 0 is known
 * @power: x to the 8n, which is that of n bytes
 * @page_power: that of n pages
 * @tables: how many page tables the directory names, if they are laid out
 * @place: of each page, which table it is, from 1 on; 0: none
 */
struct mm011_sum {
	u32 idle;
	u32 map;
	u32 none;
	u32 sums;
	struct mm011_page_sums of[MM011_SUMS];
	u64 present[MM011_ENTRIES / 64];
	u32 power[MM011_PAGE_SIZE + 1];
	u32 page_power[MM011_ENTRIES + 2];
	u32 tables;
	u16 place[MM011_MEMORY_SIZE / MM011_PAGE_SIZE];
};

/**
 * struct mm011_host - what a machine asks of the outside
 * @open: take the file that @fd names and fill in @inode; 0 or a negative errno
 * @release: give back inode->file
 * @read_block: read 1024 bytes of inode->file from block @block on, the rest
 *	after its end zeroed; 0 or a negative errno
 * @swap_file: take the file that @fd names as swap space: device and blocks of
 *	m->swap; 0 or a negative errno
 * @swap_memory: take @blocks KB of zeroed memory as swap space, likewise
 * @swap_off: give m->swap.device back
 * @swap_page: read or write one page of the swap space; 0 or a negative errno
 * @sleep: an operation with MM011_OPF_SLEEP waits for the swap space: let others
 *	run, and return when its I/O is to be done: 0, or a negative errno when
 *	the machine is about to be reset (may be NULL)
 * @pause: an operation has been at work for a while: let others run. 0, or a
 *	negative errno when whoever asked for it has been killed (may be NULL)
 * @crc32: zlib's crc32()
 * @told: an event has just been kept (may be NULL)
 *
 * read_block() and swap_page() say -EINTR when whoever asked has been killed.
 */
struct mm011_host {
	int (*open)(struct mm011_machine *m, u32 fd, struct mm011_inode *inode);
	void (*release)(struct mm011_machine *m, struct mm011_inode *inode);
	int (*read_block)(struct mm011_machine *m, const struct mm011_inode *inode,
			  u32 block, void *to);
	int (*swap_file)(struct mm011_machine *m, u32 fd);
	int (*swap_memory)(struct mm011_machine *m, u32 blocks);
	void (*swap_off)(struct mm011_machine *m);
	int (*swap_page)(struct mm011_machine *m, u32 io, u32 nr, void *page);
	int (*sleep)(struct mm011_machine *m, const struct mm011_swap_request *request);
	int (*pause)(const struct mm011_machine *m);
	u32 (*crc32)(u32 crc, const void *p, size_t len);
	void (*told)(struct mm011_machine *m, const struct mm011_event *event);
};

/* struct mm011_machine.observed: who wants to know of every change */
#define MM011_WATCHED	0x1u	/* tell it as an event */
#define MM011_SUMMED	0x2u	/* keep the checksum up to date */

/**
 * struct mm011_machine - a PC of 1991 that runs the memory manager of Linux 0.11 or 0.12
 * @memory: 16 MB of physical memory, page directory at 0
 * @beyond: MM011_MAP_INDEXES bytes: what hostile entries count in behind mem_map[]
 * @host: the outside
 * @kernel: MM011_KERNEL_*
 * @observed: MM011_WATCHED, _SUMMED
 * @may_sleep: the operation under way sleeps in swap I/O (MM011_OPF_SLEEP)
 * @mem_map: how often each page above 1 MB is used
 * @high_memory: HIGH_MEMORY, the first address that is no memory
 * @running: number of the current task; 0.11's ``current``
 * @task: the task slots; task[0] is INIT_TASK
 * @inode: the executables and libraries; slot 0 stays empty
 * @swap: 0.12's swapping
 * @last_pid: the last process number given
 * @quick: indexes over all of this
 * @sum: the checksum
 * @asleep: bit N: an operation of task N waits for the swap space
 * @unborn: bit N: task N is not whole yet: its father is still in fork()
 * @work: steps since the last breath (mm011_spend())
 * @cut: whoever asked for the operation has been killed; it only tidies up now
 * @births: how many tasks have been made, for their youth
 * @pipe: page of each open pipe, 0: none
 * @bucket_chain: first bucket descriptor of each size (lib/malloc.c)
 * @free_bucket_desc: first unused bucket descriptor
 * @stopped: MM011_OK, or why the machine stands still: MM011_PANIC,
 *	MM011_FAULT, MM011_LOOP
 * @stopped_at: the address that no RAM answers to, for MM011_FAULT
 * @message: what panic() said, or which operation was cut short last
 * @ram_kb: memory size the machine was reset with
 * @ramdisk_kb: RAM disk size it was reset with
 * @buffer_end: end of the buffer cache, from init/main.c
 * @main_memory_start: first page that mem_init() frees
 * @block: where exec reads the header of a program
 * @event_seq: sequence number of the next event
 * @event: the last MM011_NR_EVENTS of them
 * @stat: counters, enum mm011_stat
 */
struct mm011_machine {
	u8 *memory;
	u8 *beyond;
	const struct mm011_host *host;
	u32 kernel;
	u32 high_memory;
	u32 running;
	u8 observed;
	bool may_sleep;
	struct mm011_quick quick;
	u64 stat[MM011_STAT_MAX];
	u8 mem_map[MM011_PAGING_PAGES];
	struct mm011_task task[MM011_NR_TASKS];
	struct mm011_inode inode[MM011_NR_INODES];
	struct mm011_swap swap;
	struct mm011_sum sum;
	u64 asleep;
	u64 unborn;
	u32 work;
	bool cut;
	u32 last_pid;
	u32 births;
	u32 pipe[MM011_NR_PIPES];
	u32 bucket_chain[MM011_NR_BUCKETS];
	u32 free_bucket_desc;
	u32 stopped;
	u32 stopped_at;
	char message[64];
	u32 ram_kb;
	u32 ramdisk_kb;
	u32 buffer_end;
	u32 main_memory_start;
	__le32 block[MM011_BLOCK_SIZE / 4];
	u64 event_seq;
	struct mm011_event event[MM011_NR_EVENTS];
};

/**
 * mm011_current() - the task that asks
 * @m: machine
 *
 * Return: 0.11's ``current``.
 */
static inline struct mm011_task *mm011_current(struct mm011_machine *m)
{
	return &m->task[m->running];
}

/* event.c: what is told, and where it is kept */
extern const char *const mm011_stat_names[MM011_STAT_MAX];
void mm011_keep_event(struct mm011_machine *m, u32 type, u32 a, u32 b, u32 c);
void mm011_see_entry(struct mm011_machine *m, u32 addr, u32 before, u32 after);
void mm011_see_count(struct mm011_machine *m, u32 nr, u8 count);

/**
 * mm011_tell() - tell an event, if somebody watches
 * @m: machine, its lock held
 * @type: enum mm011_event_type
 * @a: first number, as the type says
 * @b: second number
 * @c: third number
 */
static inline void mm011_tell(struct mm011_machine *m, u32 type, u32 a, u32 b, u32 c)
{
	if (unlikely(m->observed & MM011_WATCHED))
		mm011_keep_event(m, type, a, b, c);
}

/**
 * mm011_watch() - begin or end to tell events
 * @m: machine, its lock held
 * @on: which of the two
 */
static inline void mm011_watch(struct mm011_machine *m, bool on)
{
	if (on)
		m->observed |= MM011_WATCHED;
	else
		m->observed &= ~MM011_WATCHED;
}

u32 mm011_events(const struct mm011_machine *m, u64 *first, struct mm011_event *to, u32 room);

/* state.c: how a machine stops, and what its state sums up to */
int mm011_panic(struct mm011_machine *m, const char *message);
int mm011_no_ram(struct mm011_machine *m, u32 addr);
int mm011_hang(struct mm011_machine *m);
int mm011_call_off(struct mm011_machine *m);
int mm011_breathe(struct mm011_machine *m);
void mm011_cut_short(struct mm011_machine *m, const char *operation);
void mm011_revive(struct mm011_machine *m);
void mm011_clear_bytes(struct mm011_machine *m, u32 addr, u32 len);
u32 mm011_crc_page(const struct mm011_machine *m, u32 crc, u32 page, bool noad);
u32 mm011_checksum_plain(const struct mm011_machine *m);
u32 mm011_checksum_noad_plain(const struct mm011_machine *m);
u32 mm011_checksum_machine(const struct mm011_machine *m);

/* quick.c: the same answers, sooner (see quick.h) */
void mm011_quick_zero(struct mm011_machine *m, u32 page);
void mm011_quick_copy_page(struct mm011_machine *m, u32 from, u32 to);

/* sum.c: the checksums, kept up to date */
void mm011_sum_idle(struct mm011_machine *m);
void mm011_sum_forget(struct mm011_machine *m, u32 page);
void mm011_sum_bytes(struct mm011_machine *m, u32 addr, const void *from, u32 len);
void mm011_sum_zero(struct mm011_machine *m, u32 addr);
void mm011_sum_entry(struct mm011_machine *m, u32 addr, u32 before, u32 after);
void mm011_sum_count(struct mm011_machine *m, u32 nr, u8 count);
u32 mm011_checksum(struct mm011_machine *m);
u32 mm011_checksum_noad(struct mm011_machine *m);

/* boot.c: head.s, init/main.c */
int mm011_check_reset(const struct mm011_reset *r);
void mm011_reset(struct mm011_machine *m, const struct mm011_reset *r);

/* mmu.c: the 386 */
void mm011_translate(struct mm011_machine *m, struct mm011_translate *t);
int mm011_locate(struct mm011_machine *m, u32 address, u32 access, u32 *physical);
int mm011_access(struct mm011_machine *m, u32 address, void *data, u32 len, u32 access);

/* page.c: mm/page.s */
int mm011_page_fault(struct mm011_machine *m, u32 error_code, u32 cr2, u32 out[2]);

/* memory.c: mm/memory.c */
int mm011_oom(struct mm011_machine *m);
void mm011_invalidate(struct mm011_machine *m);
int mm011_get_free_page(struct mm011_machine *m, u32 *page);
int mm011_free_page(struct mm011_machine *m, u32 addr);
int mm011_give_back(struct mm011_machine *m, u32 page, int err);
int mm011_free_page_tables(struct mm011_machine *m, u32 from, u32 size);
int mm011_copy_page_tables(struct mm011_machine *m, u32 from, u32 to, u32 size);
int mm011_put_page(struct mm011_machine *m, u32 page, u32 address, u32 *ret);
int mm011_put_dirty_page(struct mm011_machine *m, u32 page, u32 address, u32 *ret);
int mm011_un_wp_page(struct mm011_machine *m, u32 table_entry);
int mm011_do_wp_page(struct mm011_machine *m, u32 error_code, u32 address);
int mm011_write_verify(struct mm011_machine *m, u32 address);
int mm011_get_empty_page(struct mm011_machine *m, u32 address);
int mm011_try_to_share(struct mm011_machine *m, u32 address, u32 donor);
u32 mm011_file_at(const struct mm011_machine *m, const struct mm011_task *task, u32 tmp);
int mm011_share_page(struct mm011_machine *m, u32 inode, u32 address, u32 *donor);
int mm011_do_no_page_begin(struct mm011_machine *m, u32 error_code, u32 address,
			   u32 *page, u32 out[2]);
int mm011_do_no_page_map(struct mm011_machine *m, u32 page, u32 address);
int mm011_do_no_page(struct mm011_machine *m, u32 error_code, u32 address,
		     u32 *page, u32 out[2]);
int mm011_mem_init(struct mm011_machine *m, u32 start_mem, u32 end_mem);
int mm011_calc_mem(struct mm011_machine *m, u16 used[MM011_ENTRIES], u32 *free);

/* linux012.c: what only 0.12 has in mm/memory.c and fs/exec.c */
int mm011_check_wp_address(struct mm011_machine *m, u32 address);
int mm011_check_no_page_address(struct mm011_machine *m, u32 address);
int mm011_no_page_swapped(struct mm011_machine *m, u32 address, u32 *page, u32 out[2]);
int mm011_uselib(struct mm011_machine *m, const struct mm011_inode *inode);
int mm011_show_mem(struct mm011_machine *m, struct mm011_show_mem *show);

/* swap.c: mm/swap.c of Linux 0.12 */
void mm011_swap_reset(struct mm011_machine *m);
u32 mm011_get_swap_page(struct mm011_machine *m);
int mm011_swap_free(struct mm011_machine *m, s32 nr);
int mm011_swap_raw(struct mm011_machine *m, u32 io, u32 nr, void *data);
int mm011_read_swap_page(struct mm011_machine *m, u32 nr, u32 page);
int mm011_swap_in(struct mm011_machine *m, u32 table_ptr, u32 *page);
int mm011_try_to_swap_out(struct mm011_machine *m, u32 table_ptr, u32 *ret);
int mm011_swap_out(struct mm011_machine *m, u32 *ret);
int mm011_search_again(struct mm011_machine *m, u32 page);
int mm011_init_swapping(struct mm011_machine *m);
void mm011_make_swap(u8 *page, u32 blocks);

/* inode.c: fs/inode.c and what the block device gives */
u32 mm011_iget(struct mm011_machine *m, const struct mm011_inode *wanted);
int mm011_iput(struct mm011_machine *m, u32 *slot);
void mm011_drop(struct mm011_machine *m, u32 *slot);
int mm011_bread(struct mm011_machine *m, const struct mm011_inode *inode, u32 block, void *to);
int mm011_bread_page(struct mm011_machine *m, u32 page, const struct mm011_inode *inode, u32 block);

/* fork.c: kernel/fork.c */
int mm011_verify_area(struct mm011_machine *m, u32 addr, u32 size);
int mm011_copy_mem(struct mm011_machine *m, u32 nr);
int mm011_find_empty_process(struct mm011_machine *m);
int mm011_fork(struct mm011_machine *m, u32 *nr);

/* exec.c: fs/exec.c */

/**
 * struct mm011_exec - what execve() is given, and what it gives back
 * @inode: the program
 * @made_up: there is no file: the sizes are those given here
 * @text: bytes of code
 * @data: bytes of initialized data
 * @bss: bytes of other data
 * @argc: number of argument strings
 * @envc: number of environment strings
 * @strings: all of them, each with its 0, arguments first
 * @len: length of @strings
 * @entry: out: where the program begins
 * @stack: out: its stack pointer
 */
struct mm011_exec {
	struct mm011_inode inode;
	bool made_up;
	u32 text;
	u32 data;
	u32 bss;
	u32 argc;
	u32 envc;
	const char *strings;
	u32 len;
	u32 entry;
	u32 stack;
};

int mm011_execve(struct mm011_machine *m, struct mm011_exec *x);

/* exit.c: kernel/exit.c */
int mm011_do_exit(struct mm011_machine *m, s32 code);
int mm011_release(struct mm011_machine *m, u32 nr);
int mm011_waitpid(struct mm011_machine *m, s32 pid, const u32 *status);

/* sys.c: kernel/sys.c, fs/pipe.c */
u32 mm011_brk(struct mm011_machine *m, u32 end_data_seg);
int mm011_pipe(struct mm011_machine *m, u32 *page);
int mm011_close_pipe(struct mm011_machine *m, u32 nr);

/* malloc.c: lib/malloc.c */
extern const u32 mm011_bucket_size[MM011_NR_BUCKETS];
int mm011_malloc(struct mm011_machine *m, u32 len, u32 *object);
int mm011_free_s(struct mm011_machine *m, u32 object, s32 size);

/* info.c: a machine in the structures of the interface */
void mm011_fill_info(const struct mm011_machine *m, struct mm011_info *info);
int mm011_fill_task(const struct mm011_machine *m, struct mm011_task_info *info);
void mm011_take_task(struct mm011_task *task, const struct mm011_task_info *info);

/* op.c: operations, as ioctl and tool pass them */
enum mm011_op_data { MM011_DATA_NONE, MM011_DATA_IN, MM011_DATA_OUT };

/* which kernels have it: bits in struct mm011_op_info.lacking */
#define MM011_NOT_IN_0_11	0x1
#define MM011_NOT_IN_0_12	0x2

/**
 * struct mm011_op_info - how an operation is called
 * @name: the verb, called like the kernel function where there is one
 * @args: the names of its arguments, for people
 * @nargs: how many of arg[] it uses
 * @data: which way its data goes
 * @lacking: the kernels that do not have it
 * @task: it needs a current task
 * @process: the task itself asks for it, and ends when it runs into oom()
 * @stopped: works while the machine stands still
 */
struct mm011_op_info {
	const char *name;
	const char *args;
	u8 nargs;
	u8 data;
	u8 lacking;
	bool task;
	bool process;
	bool stopped;
};

const struct mm011_op_info *mm011_op_info(u32 code);
u32 mm011_op_len(u32 code);
int mm011_check_op(const struct mm011_op *op);
bool mm011_names_task(const struct mm011_op *op);
int mm011_check(const struct mm011_machine *m, const struct mm011_op *op, const void *data);
void mm011_refuse(struct mm011_op *op, int err);
void mm011_do_op(struct mm011_machine *m, struct mm011_op *op, void *data);
void mm011_asleep(struct mm011_machine *m, struct mm011_op *op,
		  const struct mm011_swap_request *request);

#endif /* _MM011_H */
