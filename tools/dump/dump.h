/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the files that read a dump.
 */
#ifndef _MM011CTL_DUMP_H
#define _MM011CTL_DUMP_H

#include "dump/frozen.h"
#include "dump/layout.h"
#include "linux01x/mem_map.h"

/**
 * struct dump - a dump that is looked through before a machine is touched
 * @kernel: only memory and mem_map[] are used
 * @f: the files
 * @layout: where that kernel has the fields of its structures
 * @length: how many bytes of memory the file has
 * @task: what the structures say, in the form of the interface
 * @structure: their addresses, 0: none
 * @state: the kernel's own number of what each task is at
 * @rank: 0.12: how many older siblings it has
 * @last_pid: 0: not known
 * @start: of main memory
 * @end: likewise
 * @bitmap: page of the swap bitmap; 0: the kernel does not swap
 * @swapped: how many entries name a swap page
 * @swap_pages: how many pages the swap space has, as far as that is known
 * @swap_fd: a copy of it; -1: there is none
 * @bound: what each of the files that are named is bound to; the first argument of an
 *	operation is the descriptor of a file that is open, or -1
 * @contradictions: how many have been told, or not for their number
 */
struct dump {
	struct linux01x kernel;
	const struct frozen *f;
	const struct layout *layout;
	u32 length;
	struct mm011_task_info task[MM011_NR_TASKS];
	u32 structure[MM011_NR_TASKS];
	u32 state[MM011_NR_TASKS];
	u32 rank[MM011_NR_TASKS];
	u32 last_pid;
	u32 start, end;
	u32 bitmap;
	u32 swapped;
	u32 swap_pages;
	int swap_fd;
	struct mm011_op bound[MAX_BINDS];
	u32 contradictions;
};

/* the word at a physical address; 0 where there is no memory */
static inline u32 dump_word(const struct dump *d, u32 addr)
{
	return mm011_read32(&d->kernel.m, addr);
}

void dump_contradiction(struct dump *d, const char *format, ...);
bool dump_in_main_memory(const struct dump *d, u32 addr);
void dump_read_tasks(struct dump *d);
void dump_tell_states(const struct dump *d);
void dump_check(struct dump *d);
int dump_check_machine(struct dump *d, struct mm011_machine *m);
void dump_see_swapped(struct dump *d, u32 linear, u32 entry);
void dump_check_bitmap(struct dump *d);
int dump_open_swap(struct dump *d);
int dump_open_bound(struct dump *d);
int dump_put_bound(struct target *t, const struct dump *d);
void dump_close_bound(const struct dump *d);
int dump_put_swap(struct target *t, const struct dump *d);

#endif
