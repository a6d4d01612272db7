/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What Linux 0.11 and 0.12 keep, and what the files of this folder offer each other.
 */
#ifndef _MM011_LINUX01X_LINUX01X_H
#define _MM011_LINUX01X_LINUX01X_H

#include <linux/kernel.h>

#include "pc/event.h"
#include "pc/machine.h"
#include "pc/ram.h"
#include "pc/stop.h"

/* the layout of Linux 0.11 and of the 386 */
#define MM011_LOW_MEM		0x100000u
#define MM011_USED		100
#define MM011_TASK_SIZE		0x4000000u	/* each task's 64 MB of linear memory */
#define MM011_INIT_LIMIT	0xa0000u	/* INIT_TASK: base 0, limit 640 KB */
#define MM011_LIBRARY_SIZE	0x400000u	/* 0.12: the last 4 MB of them */
#define MM011_LIBRARY_OFFSET	(MM011_TASK_SIZE - MM011_LIBRARY_SIZE)
#define MM011_MAX_ARG_PAGES	32u
#define MM011_SIGSEGV		11
#define MM011_MAX_I_COUNT	0xffffu		/* an unsigned short */
#define MM011_MAX_COUNT		0xffu		/* an element of mem_map[] */
#define MM011_MAX_PROGRAM	0x3000000u	/* exec: text, data and bss together */
#define MM011_MAX_RAM_KB	(1024u + 65535)	/* EXT_MEM_K is an unsigned short */
#define MM011_MAX_RAMDISK_KB	(15u * 1024)

/* slot 0 is unused; two per task; one spare while a task changes its file */
#define MM011_OOB_SIZE		0x100000u	/* MAP_NR() of any address is below */
#define MM011_NR_INODES		(2 * MM011_NR_TASKS + 2)

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
 * @ldt: its segments
 * @executable: slot in the machine's inode[], 0: none
 * @library: 0.12: likewise
 * @birth_seq: 0.12: the larger, the nearer to the head of its father's children
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
	struct mm011_ldt ldt;
	u32 executable;
	u32 library;
	u32 birth_seq;
};

/**
 * struct mm011_swap - 0.12's swapping
 * @device: the swap space; without one SWAP_DEV is 0
 * @bitmap: swap_bitmap: the page with a bit for each swap page that is free;
 *	0: swapping is off
 * @dir_entry: page directory entry at which swap_out() goes on
 * @page_entry: page table entry it looked at last; -1 at first
 */
struct mm011_swap {
	struct mm011_swap_device device;
	u32 bitmap;
	u32 dir_entry;
	s32 page_entry;
};

/* a bit for each element of mem_map[], and a word that says which of them are not 0 */
#define MM011_FREE_WORDS	(MM011_PAGING_PAGES / 64)

/**
 * struct mm011_free_map - which elements of mem_map[] are 0
 * @summary: a bit for each element of @word that is not 0
 * @word: a bit for each page that is free
 */
struct mm011_free_map {
	u64 summary;
	u64 word[MM011_FREE_WORDS];
};

/**
 * struct mm011_file_users - which tasks have a file
 * @valid: the fields below are valid
 * @executables: for each slot of inode[] a bit for each task whose executable it is
 * @libraries: likewise for libraries
 */
struct mm011_file_users {
	bool valid;
	u64 executables[MM011_NR_INODES];
	u64 libraries[MM011_NR_INODES];
};

/**
 * struct linux01x - a machine that runs Linux 0.11 or 0.12
 * @m: the PC
 * @mem_map: how often each page above 1 MB is used
 * @task: the task slots; task[0] is INIT_TASK
 * @inode: the executables and libraries; slot 0 stays empty
 * @high_memory: HIGH_MEMORY, the first address that is no memory
 * @nr_slots_used: one more than the highest task slot used since the reset
 * @free_map: index over mem_map[]
 * @file_users: index over the files of all tasks
 * @swap: 0.12's swapping
 * @last_pid: the last process number given
 * @next_birth_seq: how many tasks have been made, for their birth_seq
 * @pipe: page of each open pipe, 0: none
 * @bucket_chain: first bucket descriptor of each size (lib/malloc.c)
 * @free_bucket_desc: first unused bucket descriptor
 * @ram_kb: memory size the machine was reset with
 * @ramdisk_kb: RAM disk size it was reset with
 * @buffer_end: end of the buffer cache, from init/main.c
 * @main_memory_start: first page that mem_init() frees
 * @block: where exec reads the header of a program
 */
struct linux01x {
	struct mm011_machine m;
	u8 mem_map[MM011_PAGING_PAGES];
	struct mm011_task task[MM011_NR_TASKS];
	struct mm011_inode inode[MM011_NR_INODES];
	u32 high_memory;
	u32 nr_slots_used;
	struct mm011_free_map free_map;
	struct mm011_file_users file_users;
	struct mm011_swap swap;
	u32 last_pid;
	u32 next_birth_seq;
	u32 pipe[MM011_NR_PIPES];
	u32 bucket_chain[MM011_NR_BUCKETS];
	u32 free_bucket_desc;
	u32 ram_kb;
	u32 ramdisk_kb;
	u32 buffer_end;
	u32 main_memory_start;
	__le32 block[MM011_BLOCK_SIZE / 4];
};

extern const struct mm011_kernel linux011, linux012;
extern const struct mm011_messages linux01x_messages;

/**
 * linux01x() - the kernel's part of a machine
 * @m: machine that runs 0.11 or 0.12
 *
 * Functions that need it more than once call it k.
 *
 * Return: its state.
 */
static inline struct linux01x *linux01x(const struct mm011_machine *m)
{
	return container_of(m, struct linux01x, m);
}

/**
 * mm011_current() - the task that asks
 * @m: machine
 *
 * Return: 0.11's ``current``.
 */
static inline struct mm011_task *mm011_current(struct mm011_machine *m)
{
	return &linux01x(m)->task[m->running];
}

/**
 * mm011_switch_to() - another task runs
 * @m: machine, its lock held
 * @nr: number of its slot
 *
 * Linux 0.11: switch_to(), include/linux/sched.h: the CPU loads the task's LDT.
 */
static inline void mm011_switch_to(struct mm011_machine *m, u32 nr)
{
	m->running = nr;
	m->cpu.ldt = &mm011_current(m)->ldt;
}

/**
 * mm011_pde_address() - where the page directory entry of an address stands
 * @linear: the linear address
 *
 * 0.11 notes "_pg_dir = 0": the one page directory of all tasks lies at physical 0.
 *
 * Return: a physical address in 0..0xffc.
 */
static inline u32 mm011_pde_address(u32 linear)
{
	return mm011_pde_offset(linear);
}

/**
 * mm011_file_users_changed() - a task has another executable or library
 * @m: machine
 *
 * Whoever changes one of these fields calls this afterwards.
 */
static inline void mm011_file_users_changed(struct mm011_machine *m)
{
	linux01x(m)->file_users.valid = false;
}

/**
 * mm011_slot_used() - a task is in a slot
 * @m: machine
 * @nr: number of the slot
 *
 * Whoever makes a task calls this. Behind linux01x(m)->nr_slots_used nobody need look.
 */
static inline void mm011_slot_used(struct mm011_machine *m, u32 nr)
{
	linux01x(m)->nr_slots_used = max(linux01x(m)->nr_slots_used, nr + 1);
}

/**
 * mm011_nr_slots_used() - how many task slots need be looked at
 * @m: machine
 *
 * Return: the number of the first one that no task has had, nor any behind it.
 */
static inline u32 mm011_nr_slots_used(const struct mm011_machine *m)
{
	return MM011_SHORT_CUTS ? linux01x(m)->nr_slots_used : MM011_NR_TASKS;
}

/* boot.c: head.s, init/main.c */
int linux01x_check_reset(const struct mm011_reset *r);
void linux01x_release(struct mm011_machine *m);
void linux01x_reset(struct mm011_machine *m, const struct mm011_reset *r);

/* page.c: mm/page.s */
int mm011_page_fault(struct mm011_machine *m, u32 error_code, u32 cr2, u32 out[2]);

/* memory.c: mm/memory.c */
int mm011_oom(struct mm011_machine *m);
void mm011_invalidate(struct mm011_machine *m);
int mm011_get_free_page(struct mm011_machine *m, u32 *page);
int mm011_free_page(struct mm011_machine *m, u32 addr);
int mm011_free_on_host_error(struct mm011_machine *m, u32 page, int err);
int mm011_free_page_tables(struct mm011_machine *m, u32 from, u32 size);
int mm011_copy_page_tables(struct mm011_machine *m, u32 from, u32 to, u32 size);
int mm011_put_page(struct mm011_machine *m, u32 page, u32 address, u32 *ret);
int mm011_put_dirty_page(struct mm011_machine *m, u32 page, u32 address, u32 *ret);
int mm011_un_wp_page(struct mm011_machine *m, u32 ptep);
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
int mm011_swap_in(struct mm011_machine *m, u32 ptep, u32 *page);
int mm011_try_to_swap_out(struct mm011_machine *m, u32 ptep, u32 *ret);
int mm011_swap_out(struct mm011_machine *m, u32 *ret);
int mm011_get_free_page_retry(struct mm011_machine *m, u32 page);
int mm011_init_swapping(struct mm011_machine *m);
void mm011_make_swap(u8 *page, u32 blocks);

/* inode.c: fs/inode.c and what the block device gives */
u64 mm011_file_users(struct mm011_machine *m, u32 inode, bool library);
u32 mm011_iget(struct mm011_machine *m, const struct mm011_inode *wanted);
int mm011_iput(struct mm011_machine *m, u32 *slot);
void mm011_drop(struct mm011_machine *m, u32 *slot);
int mm011_bind_file(struct mm011_machine *m, u32 fd, u64 number, u32 dev);
int mm011_bread(struct mm011_machine *m, const struct mm011_inode *inode, u32 block, void *to);
int mm011_bread_page(struct mm011_machine *m, u32 page, const struct mm011_inode *inode, u32 block);

/* fork.c: kernel/fork.c */
int mm011_verify_area(struct mm011_machine *m, u32 addr, u32 size);
int mm011_copy_mem(struct mm011_machine *m, u32 nr);
int mm011_find_empty_process(struct mm011_machine *m);
int mm011_fork(struct mm011_machine *m, u32 *nr);

/* structure.c: what of struct task_struct is in memory */
void mm011_structure_copy(struct mm011_machine *m, u32 nr);
void mm011_structure_ldt(struct mm011_machine *m, u32 nr);
void mm011_structure_numbers(struct mm011_machine *m, u32 nr);
void mm011_structure_exit(struct mm011_machine *m, u32 nr);

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
int mm011_waitpid(struct mm011_machine *m, s32 pid, const u32 *status, u32 *child);

/* sys.c: kernel/sys.c, fs/pipe.c */
u32 mm011_brk(struct mm011_machine *m, u32 end_data_seg);
int mm011_pipe(struct mm011_machine *m, u32 *page);
int mm011_close_pipe(struct mm011_machine *m, u32 nr);

/* malloc.c: lib/malloc.c */
extern const u32 mm011_bucket_size[MM011_NR_BUCKETS];
int mm011_malloc(struct mm011_machine *m, u32 len, u32 *object);
int mm011_free_s(struct mm011_machine *m, u32 object, s32 size);

/* info.c: a machine in the structures of the interface */
void linux01x_fill_info(const struct mm011_machine *m, struct mm011_info *info);
int linux01x_fill_task(const struct mm011_machine *m, struct mm011_task_info *info);
void mm011_take_task(struct mm011_task *task, const struct mm011_task_info *info);

#endif /* _MM011_LINUX01X_LINUX01X_H */
