/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the reference is made of, for its own files: reference.c takes the
 * operations, refmemory.c is mm/memory.c of both kernels, refswap.c is 0.12's
 * mm/swap.c, refaccess.c is the 386, refcalls.c and refexec.c are what processes
 * ask for, refkernel.c is what the rest of the kernel does.
 *
 * Nothing is shared with mm011/ but the structures of the interface.
 */
#ifndef _MM011_REFSTATE_H
#define _MM011_REFSTATE_H

#include <setjmp.h>
#include <stdnoreturn.h>
#include <ucontext.h>

#include "ref/reference.h"

#define LOW_MEM		0x100000u
#define PAGES		3840
#ifndef MAX_CHANGES
#define MAX_CHANGES	400000	/* 0: nothing is written down */
#endif
#define MAX_HELD	40	/* the pages of exec()'s arguments, and some */
#define RUN_STACK	65536

/* why a function was left in the middle */
enum { NONE, PANIC, OOM, FAULT, LOOP, SEGMENT, BUS, SEGV, SWAP };

/*
 * An operation under way. One that may sleep has a stack of its own, and goes
 * on there when it is woken.
 */
struct run {
	struct mm011_op op;
	u8 *data;
	u32 current;
	u32 why;
	jmp_buf out;
	u32 held[MAX_HELD];	/* pages taken that nothing refers to yet */
	u32 nr_held;
	u32 child;		/* slot of a child half made; held[0] is its page */
	u32 desc;		/* descriptor of a bucket half made */
	ucontext_t here;
	u8 *stack;		/* NULL: it does not sleep */
	bool ended;
};

struct reference {
	u8 mem[MM011_MEMORY_SIZE];
	u8 map[1 << 20];	/* mem_map[], and zeros behind it for wild indexes */
	u32 kernel;
	u32 high_memory;
	struct mm011_task task[MM011_NR_TASKS];	/* executable, library: the inode's number */
	u32 children[MM011_NR_TASKS][MM011_NR_TASKS];	/* 0.12: slots, the youngest first */
	u32 nr_children[MM011_NR_TASKS];
	u16 i_count[1024];			/* by the inode's number */
	u16 bound[1024];			/* likewise: number of the file it is, 0: itself */
	u32 last_pid;
	u32 pipe[MM011_NR_PIPES];
	u32 chain[MM011_NR_BUCKETS];
	u32 free_desc;
	bool stopped;
	char message[64];	/* what panic() said last */
	bool swap_device;
	u32 swap_blocks;
	u32 swap_bitmap;
	u32 dir_entry;
	s32 page_entry;
	u32 changes;
	/* up to here all is zeroed by a reset */
	u8 swap[MM011_MAX_SWAP_KB * 1024];
	u32 fail;		/* which swap I/O from now on fails, 0: none */
	struct run awake;
	struct run *now;
	struct run *sleeper[MM011_NR_TASKS];
	ucontext_t caller;	/* whoever waits for an operation to end or sleep */
	struct mm011_event change[MAX_CHANGES];
};

/* reference.c */
noreturn void left(struct reference *r, u32 why);
noreturn void panic(struct reference *r, const char *message);
void told(struct reference *r, u32 type, u32 a, u32 b, u32 c);
void say(struct reference *r, u32 message, u32 a, u32 b);
u32 get(struct reference *r, u32 addr);
void put(struct reference *r, u32 addr, u32 word);
void put_entry(struct reference *r, u32 addr, u32 entry);
void put_short(struct reference *r, u32 addr, u16 half);
void put_map(struct reference *r, u32 nr, u8 count);
u32 map_nr(u32 addr);
void hold(struct reference *r, u32 page);
void let_go(struct reference *r);
void let_go_first(struct reference *r);
void give_back(struct reference *r);
void fall_asleep(struct reference *r, u32 io, u32 nr);
struct mm011_task *current_task(struct reference *r);
bool is_0_12(const struct reference *r);

/* refmemory.c */
u32 get_free_page(struct reference *r);
void free_page(struct reference *r, u32 addr);
noreturn void oom(struct reference *r);
void invalidate(struct reference *r);
void free_page_tables(struct reference *r, u32 from, u32 size);
int copy_page_tables(struct reference *r, u32 from, u32 to, u32 size);
u32 put_page(struct reference *r, u32 page, u32 address, u32 flags);
void un_wp_page(struct reference *r, u32 entry_addr);
u32 entry_address(struct reference *r, u32 address);
void do_wp_page(struct reference *r, u32 address);
void write_verify(struct reference *r, u32 address);
void get_empty_page(struct reference *r, u32 address);
u32 inode_at(const struct reference *r, const struct mm011_task *task, u32 address);
bool try_to_share(struct reference *r, u32 address, u32 donor);
u32 share_page(struct reference *r, u32 inode, u32 address);
void no_page_map(struct reference *r, u32 page, u32 address);
u32 no_page_begin(struct reference *r, u32 address, u32 out[2]);
u32 do_no_page(struct reference *r, u32 address, u32 out[2]);
void mem_init(struct reference *r, u32 start, u32 end);
u32 calc_mem(struct reference *r, u16 *used);
u32 show_mem(struct reference *r, struct mm011_show_mem *show);

/* refswap.c */
void read_swap_page(struct reference *r, u32 nr, u32 page);
u32 get_swap_page(struct reference *r);
void swap_free(struct reference *r, s32 nr);
u32 swap_in(struct reference *r, u32 ptep);
bool try_to_swap_out(struct reference *r, u32 ptep);
bool swap_out(struct reference *r);
u32 init_swapping(struct reference *r);
int swap_memory(struct reference *r, u32 blocks);
int swap_file(struct reference *r, u32 fd);
void swap_raw(struct reference *r, u32 io, u32 nr, u8 *data);

/* refaccess.c */
u32 reach(struct reference *r, u32 address, u32 access);
void move_bytes(struct reference *r, u32 address, u8 *data, u32 len, u32 access);
void verify_area(struct reference *r, u32 addr, s32 size);

/* refcalls.c */
u32 brk(struct reference *r, u32 end);
void put_inode(struct reference *r, u32 *inode);
void hold_inode(struct reference *r, u32 *inode, u32 number);
int fork_task(struct reference *r, u32 out[2]);
void exit_task(struct reference *r, s32 code);
int wait_task(struct reference *r, s32 wanted, const u32 *status, u32 *child);
void set_task(struct reference *r, const struct mm011_op *op);
void load_task(struct reference *r, u32 nr, const struct mm011_task_info *info);
void task_gone(struct reference *r, u32 nr);
void set_library(struct reference *r, u32 nr, u32 inode);
int bind_file(struct reference *r, const struct mm011_op *op);
int uselib(struct reference *r, u32 inode);
int uselib_file(struct reference *r, u32 fd);

/* refstruct.c */
void struct_copy(struct reference *r, u32 nr);
void struct_word(struct reference *r, u32 nr, u32 offset, u32 value);
void struct_numbers(struct reference *r, u32 nr);
void struct_ldt(struct reference *r, u32 nr);

/* refexec.c */
int exec_task(struct reference *r, struct mm011_op *op, const u8 *strings);
int exec_file(struct reference *r, struct mm011_op *op, const u8 *strings);

/* refkernel.c */
u32 kernel_malloc(struct reference *r, u32 len);
void kernel_free_s(struct reference *r, u32 object, s32 size);
int open_pipe(struct reference *r, u32 out[2]);
int close_pipe(struct reference *r, u32 nr);

#endif
