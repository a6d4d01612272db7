// SPDX-License-Identifier: GPL-2.0
/*
 * Linux 0.11's memory manager as it reads, in one file. panic() and oom()
 * really do not return here: they jump out of whatever runs. Every change is
 * written down in order, to be compared with the events of mm011/.
 *
 * Nothing is shared with mm011/ but the structures of the interface.
 */

#include <errno.h>
#include <linux/kernel.h>
#include <setjmp.h>
#include <stdlib.h>

#include "reference.h"

#define LOW_MEM		0x100000u
#define PAGES		3840
#ifndef MAX_CHANGES
#define MAX_CHANGES	400000	/* 0: nothing is written down */
#endif

/* why a function was left in the middle */
enum { NONE, PANIC, OOM, FAULT, LOOP, SEGMENT, BUS };

struct reference {
	u8 mem[MM011_MEMORY_SIZE];
	u8 map[1 << 20];	/* mem_map[], and zeros behind it for wild indexes */
	u32 high_memory;
	u32 current;
	struct mm011_task task[MM011_NR_TASKS];	/* executable: the inode's number */
	u32 i_count[1024];			/* by the inode's number */
	u32 last_pid;
	u32 pipe[MM011_NR_PIPES];
	u32 chain[MM011_NR_BUCKETS];
	u32 free_desc;
	bool stopped;
	u32 why;
	jmp_buf out;
	struct mm011_event change[MAX_CHANGES];
	u32 changes;
};

static void left(struct reference *r, u32 why)
{
	r->why = why;
	r->stopped = why == PANIC || why == FAULT || why == LOOP;
	longjmp(r->out, 1);
}

static void told(struct reference *r, u32 type, u32 a, u32 b, u32 c)
{
	if (MAX_CHANGES != 0 && r->changes != MAX_CHANGES)
		r->change[r->changes++] = (struct mm011_event) {
			.type = type, .a = a, .b = b, .c = c
		};
}

/* *(unsigned long *) addr, as the kernel does it */
static u32 get(struct reference *r, u32 addr)
{
	u32 word;

	if (addr > MM011_MEMORY_SIZE - 4)
		left(r, FAULT);
	memcpy(&word, r->mem + addr, 4);
	return word;
}

static void put(struct reference *r, u32 addr, u32 word)
{
	if (addr > MM011_MEMORY_SIZE - 4)
		left(r, FAULT);
	told(r, MM011_EV_WRITE, addr, 4, 0);
	memcpy(r->mem + addr, &word, 4);
}

static void put_entry(struct reference *r, u32 addr, u32 entry)
{
	u32 before = get(r, addr);

	if (before != entry)
		told(r, MM011_EV_ENTRY, addr, before, entry);
	memcpy(r->mem + addr, &entry, 4);
}

static u32 map_nr(u32 addr)
{
	return (addr - LOW_MEM) / 4096;
}

static void put_map(struct reference *r, u32 nr, u8 count)
{
	if (nr < PAGES && r->map[nr] != count)
		told(r, MM011_EV_MEM_MAP, LOW_MEM + nr * 4096, r->map[nr], count);
	r->map[nr] = count;
}

static u32 get_free_page(struct reference *r)
{
	int nr;

	for (nr = PAGES - 1; nr >= 0; nr--) {
		if (r->map[nr] == 0) {
			u32 page = LOW_MEM + nr * 4096;

			put_map(r, nr, 1);
			told(r, MM011_EV_ZERO, page, 4096, 0);
			memset(r->mem + page, 0, 4096);
			return page;
		}
	}
	return 0;
}

static void free_page(struct reference *r, u32 addr)
{
	if (addr < LOW_MEM)
		return;
	if (addr >= r->high_memory)
		left(r, PANIC);
	if (r->map[map_nr(addr)] == 0)
		left(r, PANIC);
	put_map(r, map_nr(addr), r->map[map_nr(addr)] - 1);
}

static void invalidate(struct reference *r)
{
	told(r, MM011_EV_INVALIDATE, 0, 0, 0);
}

static void free_page_tables(struct reference *r, u32 from, u32 size)
{
	u32 dir, table, nr;

	if (from % 0x400000)
		left(r, PANIC);
	if (from == 0)
		left(r, PANIC);
	size += 0x3fffff;
	size /= 0x400000;
	for (dir = from / 0x400000 * 4; size > 0; size--, dir += 4) {
		if (!(get(r, dir) & 1))
			continue;
		table = get(r, dir) & 0xfffff000;
		for (nr = 0; nr < 1024; nr++) {
			if (get(r, table + 4 * nr) & 1)
				free_page(r, get(r, table + 4 * nr) & 0xfffff000);
			put_entry(r, table + 4 * nr, 0);
		}
		free_page(r, get(r, dir) & 0xfffff000);
		put_entry(r, dir, 0);
	}
	invalidate(r);
}

/* 0, or -1 */
static int copy_page_tables(struct reference *r, u32 from, u32 to, u32 size)
{
	u32 from_dir, to_dir, from_table, to_table, nr, entry;

	if (from % 0x400000 || to % 0x400000)
		left(r, PANIC);
	size += 0x3fffff;
	size /= 0x400000;
	from_dir = from / 0x400000 * 4;
	to_dir = to / 0x400000 * 4;
	for ( ; size > 0; size--, from_dir += 4, to_dir += 4) {
		if (get(r, to_dir) & 1)
			left(r, PANIC);
		if (!(get(r, from_dir) & 1))
			continue;
		from_table = get(r, from_dir) & 0xfffff000;
		to_table = get_free_page(r);
		if (to_table == 0)
			return -1;
		put_entry(r, to_dir, to_table | 7);
		for (nr = 0; nr < (from == 0 ? 160 : 1024); nr++) {
			entry = get(r, from_table + 4 * nr);
			if (!(entry & 1))
				continue;
			entry &= 0xfffffffd;
			put_entry(r, to_table + 4 * nr, entry);
			if (entry > LOW_MEM) {
				put_entry(r, from_table + 4 * nr, entry);
				put_map(r, map_nr(entry), r->map[map_nr(entry)] + 1);
			}
		}
	}
	invalidate(r);
	return 0;
}

static u32 put_page(struct reference *r, u32 page, u32 address)
{
	u32 dir = address / 0x400000 * 4;
	u32 table;

	if (get(r, dir) & 1) {
		table = get(r, dir) & 0xfffff000;
	} else {
		table = get_free_page(r);
		if (table == 0)
			return 0;
		put_entry(r, dir, table | 7);
	}
	put_entry(r, table + address / 4096 % 1024 * 4, page | 7);
	return page;
}

static void un_wp_page(struct reference *r, u32 entry_addr)
{
	u32 old_page = get(r, entry_addr) & 0xfffff000;
	u32 new_page;

	if (old_page >= LOW_MEM && r->map[map_nr(old_page)] == 1) {
		put_entry(r, entry_addr, get(r, entry_addr) | 2);
		invalidate(r);
		return;
	}
	new_page = get_free_page(r);
	if (new_page == 0)
		left(r, OOM);
	if (old_page >= LOW_MEM)
		put_map(r, map_nr(old_page), r->map[map_nr(old_page)] - 1);
	put_entry(r, entry_addr, new_page | 7);
	invalidate(r);
	if (old_page >= MM011_MEMORY_SIZE)
		left(r, FAULT);
	told(r, MM011_EV_COPY, old_page, new_page, 0);
	memcpy(r->mem + new_page, r->mem + old_page, old_page == new_page ? 0 : 4096);
}

static u32 entry_address(struct reference *r, u32 address)
{
	return (get(r, address / 0x400000 * 4) & 0xfffff000) + address / 4096 % 1024 * 4;
}

static void do_wp_page(struct reference *r, u32 address)
{
	un_wp_page(r, entry_address(r, address));
}

static void write_verify(struct reference *r, u32 address)
{
	if (!(get(r, address / 0x400000 * 4) & 1))
		return;
	if ((get(r, entry_address(r, address)) & 3) == 1)
		un_wp_page(r, entry_address(r, address));
}

static void get_empty_page(struct reference *r, u32 address)
{
	u32 page = get_free_page(r);

	if (page == 0)
		left(r, OOM);
	if (put_page(r, page, address) == 0) {
		free_page(r, page);
		left(r, OOM);
	}
}

static bool try_to_share(struct reference *r, u32 address, u32 donor)
{
	u32 from_dir = address / 0x400000 * 4 + r->task[donor].start_code / 0x400000 * 4;
	u32 to_dir = address / 0x400000 * 4 + r->task[r->current].start_code / 0x400000 * 4;
	u32 from, to, page;

	if (!(get(r, from_dir) & 1))
		return false;
	from = (get(r, from_dir) & 0xfffff000) + address / 4096 % 1024 * 4;
	if (!(get(r, from) & 1) || get(r, from) & 0x40)
		return false;
	page = get(r, from) & 0xfffff000;
	if (page >= r->high_memory || page < LOW_MEM)
		return false;
	if (!(get(r, to_dir) & 1)) {
		to = get_free_page(r);
		if (to == 0)
			left(r, OOM);
		put_entry(r, to_dir, to | 7);
	}
	to = (get(r, to_dir) & 0xfffff000) + address / 4096 % 1024 * 4;
	if (get(r, to) & 1)
		left(r, PANIC);
	put_entry(r, from, get(r, from) & 0xfffffffd);
	put_entry(r, to, get(r, from));
	invalidate(r);
	put_map(r, map_nr(page), r->map[map_nr(page)] + 1);
	return true;
}

/* the donor, 0: nobody shared */
static u32 share_page(struct reference *r, u32 address)
{
	u32 executable = r->task[r->current].executable;
	u32 nr;

	if (!executable || r->i_count[executable] < 2)
		return 0;
	for (nr = 63; nr > 0; nr--) {
		if (nr == r->current || r->task[nr].executable != executable)
			continue;
		if (try_to_share(r, address, nr))
			return nr;
	}
	return 0;
}

static void read_block(struct reference *r, u32 inode, u32 block, u32 to)
{
	u32 k;

	for (k = 0; k < 1024; k++)
		r->mem[to + k] = inode * 31 + block * 7 + k;
	told(r, MM011_EV_LOAD, to, block, 0);
}

static void no_page_map(struct reference *r, u32 page, u32 address)
{
	const struct mm011_task *task = &r->task[r->current];
	u32 tmp = (address & 0xfffff000) - task->start_code;
	s32 tail = tmp + 4096 - task->end_data;
	u32 i;

	for (i = 0; i < 4; i++)
		read_block(r, task->executable, 1 + tmp / 1024 + i, page + 1024 * i);
	if (tail > 4096)
		left(r, FAULT);
	if (tail > 0) {
		told(r, MM011_EV_ZERO, page + 4096 - tail, tail, 0);
		memset(r->mem + page + 4096 - tail, 0, tail);
	}
	if (put_page(r, page, address & 0xfffff000))
		return;
	free_page(r, page);
	left(r, OOM);
}

/* out[0]: kind, out[1]: donor; returns the page */
static u32 no_page_begin(struct reference *r, u32 address, u32 out[2])
{
	const struct mm011_task *task = &r->task[r->current];
	u32 page;

	address &= 0xfffff000;
	if (!task->executable || address - task->start_code >= task->end_data) {
		out[0] = MM011_NO_PAGE_EMPTY;
		get_empty_page(r, address);
		return get(r, entry_address(r, address)) & 0xfffff000;
	}
	out[0] = MM011_NO_PAGE_SHARE;
	out[1] = share_page(r, address - task->start_code);
	if (out[1])
		return get(r, entry_address(r, address)) & 0xfffff000;
	out[0] = MM011_NO_PAGE_LOAD;
	page = get_free_page(r);
	if (page == 0)
		left(r, OOM);
	return page;
}

static u32 do_no_page(struct reference *r, u32 address, u32 out[2])
{
	u32 page = no_page_begin(r, address, out);

	if (out[0] == MM011_NO_PAGE_LOAD)
		no_page_map(r, page, address);
	return page;
}

static void mem_init(struct reference *r, u32 start, u32 end)
{
	u32 nr;

	r->high_memory = end;
	for (nr = 0; nr < PAGES; nr++)
		put_map(r, nr, 100);
	for (nr = map_nr(start); start + 4096 <= end; start += 4096)
		put_map(r, nr++, 0);
}

/* the 386: one byte of a task's memory, faults and all; its physical address */
static u32 reach(struct reference *r, u32 address, bool user, bool write)
{
	const struct mm011_task *task = &r->task[r->current];
	u32 linear = task->base + address;
	u32 pde, pte, pde_addr, tries, out[2];

	for (tries = 0; ; tries++) {
		if (address >= task->data_limit)
			left(r, SEGMENT);
		pde_addr = linear / 0x400000 * 4;
		pde = get(r, pde_addr);
		pte = 0;
		if (pde & 1) {
			put_entry(r, pde_addr, pde | 0x20);
			if ((pde & 0xfffff000) >= MM011_MEMORY_SIZE)
				left(r, BUS);
			pte = get(r, entry_address(r, linear));
		}
		if ((pde & pte & 1) && (!user || ((pde & pte & 4) && (!write || pde & pte & 2))))
			break;
		if (tries == 4)
			left(r, LOOP);
		told(r, MM011_EV_FAULT, (pde & pte & 1) + 2 * write + 4 * user, linear, r->current);
		if (pde & pte & 1)
			do_wp_page(r, linear);
		else
			do_no_page(r, linear, out);
	}
	if ((pte & 0xfffff000) >= MM011_MEMORY_SIZE)
		left(r, BUS);
	put_entry(r, entry_address(r, linear), pte | (write ? 0x60 : 0x20));
	return (pte & 0xfffff000) + linear % 4096;
}

/* piece by piece, a piece ends with its page or its segment */
static void move_bytes(struct reference *r, u32 address, u8 *data, u32 len, bool user, bool write)
{
	u32 limit = r->task[r->current].data_limit;
	u32 n, at;

	for ( ; len; len -= n, address += n, data += n) {
		at = reach(r, address, user, write);
		n = 4096 - at % 4096;
		if (n > len)
			n = len;
		if (n > limit - address)
			n = limit - address;
		if (write) {
			told(r, MM011_EV_WRITE, at, n, 0);
			memcpy(r->mem + at, data, n);
		} else {
			memcpy(data, r->mem + at, n);
		}
	}
}

static void put_inode(struct reference *r, struct mm011_task *task)
{
	u32 executable = task->executable;

	task->executable = 0;
	if (executable)
		r->i_count[executable]--;
}

static int fork_task(struct reference *r, u32 out[2])
{
	struct mm011_task *father = &r->task[r->current];
	u32 nr, i, page;

again:
	r->last_pid++;
	for (i = 0; i < 64; i++)
		if (r->task[i].state && r->task[i].pid == r->last_pid)
			goto again;
	for (nr = 1; nr < 64 && r->task[nr].state; nr++)
		;
	if (nr == 64)
		return -EAGAIN;
	page = get_free_page(r);
	if (page == 0)
		return -EAGAIN;
	r->task[nr] = *father;
	r->task[nr].page = page;
	r->task[nr].pid = r->last_pid;
	r->task[nr].father = father->pid;
	if (father->data_limit < father->code_limit)
		left(r, PANIC);
	r->task[nr].start_code = nr * 0x4000000;
	r->task[nr].base = nr * 0x4000000;
	if (copy_page_tables(r, father->base, nr * 0x4000000, father->data_limit)) {
		free_page_tables(r, nr * 0x4000000, father->data_limit);
		memset(&r->task[nr], 0, sizeof(r->task[nr]));
		free_page(r, page);
		return -EAGAIN;
	}
	if (father->executable)
		r->i_count[father->executable]++;
	out[0] = nr;
	return r->last_pid;
}

static void release(struct reference *r, u32 nr)
{
	u32 page = r->task[nr].page;

	memset(&r->task[nr], 0, sizeof(r->task[nr]));
	free_page(r, page);
}

static void exit_task(struct reference *r, s32 code)
{
	struct mm011_task *task = &r->task[r->current];
	u32 i;

	free_page_tables(r, task->base, task->code_limit);
	free_page_tables(r, task->base, task->data_limit);
	for (i = 0; i < 64; i++)
		if (r->task[i].state && r->task[i].father == task->pid)
			r->task[i].father = 1;
	put_inode(r, task);
	task->state = MM011_TASK_ZOMBIE;
	task->exit_code = code;
	for (i = 0; i < 64; i++)
		if (task->father && r->task[i].state && r->task[i].pid == task->father)
			return;
	release(r, r->current);
}

static int wait_task(struct reference *r)
{
	u32 father = r->task[r->current].pid;
	int result = -ECHILD;
	u32 nr, pid;

	for (nr = 63; nr > 0; nr--) {
		if (!r->task[nr].state || nr == r->current || r->task[nr].father != father)
			continue;
		result = 0;
		if (r->task[nr].state != MM011_TASK_ZOMBIE)
			continue;
		pid = r->task[nr].pid;
		release(r, nr);
		return pid;
	}
	return result;
}

static void set_task(struct reference *r, const struct mm011_op *op)
{
	struct mm011_task *task = &r->task[op->task];

	if (op->arg[4])
		r->i_count[op->arg[4]]++;
	put_inode(r, task);
	task->state = MM011_TASK_RUNNING;
	task->start_code = op->arg[0];
	task->base = op->arg[0];
	task->end_code = op->arg[1];
	task->end_data = op->arg[2];
	task->brk = op->arg[3];
	task->executable = op->arg[4];
	task->start_stack = op->arg[5];
	task->pid = op->arg[6];
	task->father = op->arg[7];
	task->code_limit = op->arg[1] ? (op->arg[1] + 4095) / 4096 * 4096 : 0xa0000;
	task->data_limit = op->task ? 0x4000000 : 0xa0000;
}

/* a chain that somebody bent has no end: more descriptors than fit in memory */
static void count_step(struct reference *r, u32 desc, u32 *steps)
{
	if (desc > MM011_MEMORY_SIZE - 16)
		left(r, FAULT);
	if (++*steps > MM011_MEMORY_SIZE / 16)
		left(r, LOOP);
}

/* a new bucket at the head of its chain: a descriptor, a page, its objects */
static u32 new_bucket(struct reference *r, u32 nr)
{
	u32 size = 16u << nr;
	u32 desc, page, i;

	if (!r->free_desc) {
		page = get_free_page(r);
		if (page == 0)
			left(r, PANIC);
		for (i = 0; i < 255; i++)
			put(r, page + 16 * i + 4, page + 16 * (i + 1));
		put(r, page + 16 * 255 + 4, r->free_desc);
		r->free_desc = page;
	}
	desc = r->free_desc;
	if (desc > MM011_MEMORY_SIZE - 16)
		left(r, FAULT);
	r->free_desc = get(r, desc + 4);
	put(r, desc + 12, size << 16);
	page = get_free_page(r);
	put(r, desc + 8, page);
	put(r, desc, page);
	if (page == 0)
		left(r, PANIC);
	for (i = 0; i < 4096 / size - 1; i++)
		put(r, page + i * size, page + (i + 1) * size);
	put(r, page + i * size, 0);
	put(r, desc + 4, r->chain[nr]);
	r->chain[nr] = desc;
	return desc;
}

static u32 kernel_malloc(struct reference *r, u32 len)
{
	u32 nr, desc, object, counts;
	u32 steps = 0;

	for (nr = 0; nr < 9 && (16u << nr) < len; nr++)
		;
	if (nr == 9)
		left(r, PANIC);
	for (desc = r->chain[nr]; desc; desc = get(r, desc + 4)) {
		count_step(r, desc, &steps);
		if (get(r, desc + 8))
			break;
	}
	if (!desc)
		desc = new_bucket(r, nr);
	object = get(r, desc + 8);
	put(r, desc + 8, get(r, object));
	counts = get(r, desc + 12);
	put(r, desc + 12, (counts & 0xffff0000) | ((counts + 1) & 0xffff));
	return object;
}

/* take a bucket whose last object is free out of its chain, and free its page */
static void free_bucket(struct reference *r, u32 nr, u32 desc, u32 prev)
{
	u32 steps = 0;

	if (prev ? get(r, prev + 4) != desc : r->chain[nr] != desc) {
		for (prev = r->chain[nr]; prev; prev = get(r, prev + 4)) {
			count_step(r, prev, &steps);
			if (get(r, prev + 4) == desc)
				break;
		}
	}
	if (prev) {
		put(r, prev + 4, get(r, desc + 4));
	} else {
		if (r->chain[nr] != desc)
			left(r, PANIC);
		r->chain[nr] = get(r, desc + 4);
	}
	free_page(r, get(r, desc));
	put(r, desc + 4, r->free_desc);
	r->free_desc = desc;
}

static void kernel_free_s(struct reference *r, u32 object, s32 size)
{
	u32 nr, desc, prev, counts, steps;

	for (nr = 0; nr < 9; nr++) {
		if ((s32)(16u << nr) < size)
			continue;
		steps = 0;
		for (prev = 0, desc = r->chain[nr]; desc; prev = desc, desc = get(r, desc + 4)) {
			count_step(r, desc, &steps);
			if (get(r, desc) == (object & 0xfffff000))
				goto found;
		}
	}
	left(r, PANIC);
found:
	put(r, object, get(r, desc + 8));
	put(r, desc + 8, object);
	counts = get(r, desc + 12);
	put(r, desc + 12, (counts & 0xffff0000) | ((counts - 1) & 0xffff));
	if (((counts - 1) & 0xffff) == 0)
		free_bucket(r, nr, desc, prev);
}

static void set_ad(struct reference *r, const struct mm011_op *op)
{
	u32 entry = get(r, op->arg[0]);

	put_entry(r, op->arg[0], (entry & ~(op->arg[2] & 0x60)) | (op->arg[1] & 0x60));
}

static int open_pipe(struct reference *r, u32 out[2])
{
	u32 nr;

	for (nr = 0; nr < MM011_NR_PIPES; nr++) {
		if (r->pipe[nr])
			continue;
		out[0] = get_free_page(r);
		r->pipe[nr] = out[0];
		return out[0] ? (int)nr : -ENOMEM;
	}
	return -ENFILE;
}

static int close_pipe(struct reference *r, u32 nr)
{
	if (nr >= MM011_NR_PIPES || !r->pipe[nr])
		return -EBADF;
	free_page(r, r->pipe[nr]);
	r->pipe[nr] = 0;
	return 0;
}

/* mm/memory.c */
static void run_memory(struct reference *r, struct mm011_op *op)
{
	const u32 *arg = op->arg;

	switch (op->code) {
	case MM011_OP_MEM_INIT:
		mem_init(r, arg[0], arg[1]);
		break;
	case MM011_OP_GET_FREE_PAGE:
		op->ret = get_free_page(r);
		break;
	case MM011_OP_FREE_PAGE:
		free_page(r, arg[0]);
		break;
	case MM011_OP_FREE_PAGE_TABLES:
		free_page_tables(r, arg[0], arg[1]);
		break;
	case MM011_OP_COPY_PAGE_TABLES:
		op->ret = copy_page_tables(r, arg[0], arg[1], arg[2]);
		break;
	case MM011_OP_PUT_PAGE:
		op->ret = put_page(r, arg[0], arg[1]);
		break;
	case MM011_OP_GET_EMPTY_PAGE:
		get_empty_page(r, arg[0]);
		break;
	case MM011_OP_UN_WP_PAGE:
		un_wp_page(r, arg[0]);
		break;
	case MM011_OP_DO_WP_PAGE:
		do_wp_page(r, arg[1]);
		break;
	case MM011_OP_WRITE_VERIFY:
		write_verify(r, arg[0]);
		break;
	case MM011_OP_INVALIDATE:
		invalidate(r);
		break;
	}
}

/* its page fault handlers, and mm/page.s */
static void run_fault(struct reference *r, struct mm011_op *op)
{
	const u32 *arg = op->arg;

	switch (op->code) {
	case MM011_OP_DO_NO_PAGE:
		if (op->flags & MM011_OPF_TWO_STEP)
			op->ret = no_page_begin(r, arg[1], op->out);
		else
			op->ret = do_no_page(r, arg[1], op->out);
		break;
	case MM011_OP_DO_NO_PAGE_MAP:
		no_page_map(r, arg[0], arg[1]);
		break;
	case MM011_OP_SHARE_PAGE:
		op->out[0] = share_page(r, arg[0]);
		op->ret = op->out[0] != 0;
		break;
	case MM011_OP_PAGE_FAULT:
		told(r, MM011_EV_FAULT, arg[0], arg[1], r->current);
		if (arg[0] & 1)
			do_wp_page(r, arg[1]);
		else
			do_no_page(r, arg[1], op->out);
		break;
	}
}

/* what tasks and the rest of the kernel ask for; 0 or a negative errno */
static int run_call(struct reference *r, struct mm011_op *op)
{
	switch (op->code) {
	case MM011_OP_MALLOC:
		op->ret = kernel_malloc(r, op->arg[0]);
		return 0;
	case MM011_OP_FREE_S:
		kernel_free_s(r, op->arg[0], op->arg[1]);
		return 0;
	case MM011_OP_EXIT:
		exit_task(r, (op->arg[0] & 0xff) << 8);
		return 0;
	case MM011_OP_CLOSE_PIPE:
		return close_pipe(r, op->arg[0]);
	case MM011_OP_FORK:
		op->ret = fork_task(r, op->out);
		break;
	case MM011_OP_WAITPID:
		op->ret = wait_task(r);
		break;
	case MM011_OP_PIPE:
		op->ret = open_pipe(r, op->out);
		break;
	default:
		return 0;
	}
	return min((s32)op->ret, 0);
}

/* bytes and words, and what a recorded run tells */
static void run_rest(struct reference *r, struct mm011_op *op, u8 *data)
{
	const u32 *arg = op->arg;

	switch (op->code) {
	case MM011_OP_READ:
	case MM011_OP_WRITE:
		move_bytes(r, arg[0], data, op->len, !(op->flags & MM011_OPF_SUPERVISOR),
			   op->code == MM011_OP_WRITE);
		break;
	case MM011_OP_PEEK32:
		op->ret = get(r, arg[0]);
		break;
	case MM011_OP_POKE32:
		put(r, arg[0], arg[1]);
		break;
	case MM011_OP_SET_AD:
		set_ad(r, op);
		break;
	case MM011_OP_SET_TASK:
		set_task(r, op);
		break;
	case MM011_OP_TASK_GONE:
		put_inode(r, &r->task[op->task]);
		memset(&r->task[op->task], 0, sizeof(r->task[op->task]));
		break;
	case MM011_OP_REVIVE:
		r->stopped = false;
		break;
	}
}

/* an operation belongs to one of the four, and is nothing to the others */
static void run(struct reference *r, struct mm011_op *op, u8 *data)
{
	run_memory(r, op);
	run_fault(r, op);
	op->error = run_call(r, op);
	run_rest(r, op, data);
}

static void tell_outcome(struct reference *r, struct mm011_op *op)
{
	static const struct { u32 outcome; s32 error; } outcomes[] = {
		[NONE] = { MM011_OK, 0 },
		[PANIC] = { MM011_PANIC, -ENOTRECOVERABLE },
		[OOM] = { MM011_OOM, -ENOMEM },
		[FAULT] = { MM011_FAULT, -EIO },
		[LOOP] = { MM011_LOOP, -ELOOP },
		[SEGMENT] = { MM011_SEGMENT, -EFAULT },
		[BUS] = { MM011_FAULT, -EIO },
	};

	op->outcome = outcomes[r->why].outcome;
	if (r->why)
		op->error = outcomes[r->why].error;
}

static bool ends_task(u32 code)
{
	return code == MM011_OP_PAGE_FAULT || code == MM011_OP_READ || code == MM011_OP_WRITE;
}

/**
 * reference_op() - do one operation
 * @r: the reference
 * @op: one of those above, which mm011/ did not refuse
 * @data: its bytes
 */
void reference_op(struct reference *r, struct mm011_op *op, void *data)
{
	const struct mm011_op_info *info = mm011_op_info(op->code);

	r->changes = 0;
	r->why = NONE;
	r->current = info->task ? op->task : 0;
	op->ret = 0;
	op->out[0] = 0;
	op->out[1] = 0;
	op->error = 0;
	if (!setjmp(r->out)) {
		run(r, op, data);
	} else if (r->why == OOM) {
		if (ends_task(op->code) && !setjmp(r->out)) {
			exit_task(r, MM011_SIGSEGV);
			r->why = OOM;
		}
	}
	/* a task that faults for ever does not stop the machine */
	if (r->why == LOOP && ends_task(op->code))
		r->stopped = false;
	tell_outcome(r, op);
}

/**
 * reference_reset() - as mm011_reset()
 * @r: the reference
 * @reset: its parameters
 */
void reference_reset(struct reference *r, const struct mm011_reset *reset)
{
	u32 end = (reset->ram_kb ? reset->ram_kb : 16384) * 1024 / 4096 * 4096;
	u32 start = 0x100000;
	u32 i;

	memset(r, 0, offsetof(struct reference, change));
	r->changes = 0;
	for (i = 0; i < 4; i++)
		put_entry(r, 4 * i, (i + 1) * 4096 + 7);
	for (i = 0; i < 4096; i++)
		put_entry(r, 4096 + 4 * i, i * 4096 + 7);
	r->task[0].state = MM011_TASK_RUNNING;
	r->task[0].father = -1;
	r->task[0].code_limit = 0xa0000;
	r->task[0].data_limit = 0xa0000;
	if (reset->flags & MM011_RESET_HEAD_ONLY)
		return;
	if (end > 0x1000000)
		end = 0x1000000;
	if (end > 0x600000)
		start = end > 0xc00000 ? 0x400000 : 0x200000;
	mem_init(r, start + reset->ramdisk_kb * 1024, end);
	r->changes = 0;
}

/**
 * reference_changes() - what the last operation changed, in order
 * @r: the reference
 * @changes: where the address of the list goes
 *
 * Return: how many there are.
 */
u32 reference_changes(struct reference *r, const struct mm011_event **changes)
{
	*changes = r->change;
	return r->changes;
}

/**
 * reference_memory() - its 16 MB
 * @r: the reference
 */
const u8 *reference_memory(const struct reference *r)
{
	return r->mem;
}

/**
 * reference_mem_map() - its mem_map[]
 * @r: the reference
 */
const u8 *reference_mem_map(const struct reference *r)
{
	return r->map;
}

/**
 * reference_task() - one of its tasks
 * @r: the reference
 * @nr: number of the task
 */
const struct mm011_task *reference_task(const struct reference *r, u32 nr)
{
	return &r->task[nr];
}

/**
 * reference_new() - make one
 *
 * Return: the reference, not reset yet; NULL without memory.
 */
struct reference *reference_new(void)
{
	return calloc(1, sizeof(struct reference));
}

/**
 * reference_free() - throw it away
 * @r: the reference
 */
void reference_free(struct reference *r)
{
	free(r);
}
