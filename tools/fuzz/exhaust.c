// SPDX-License-Identifier: GPL-2.0
/*
 * Small machines, completely: every sequence of operations on a machine with
 * a handful of pages and four tasks, up to the depth that the time allows,
 * and what must hold is looked at after each. A machine with Linux 0.12 swaps to
 * three swap pages, and every operation that reads or writes them is also done
 * with the first of these failing, with the second, and so on.
 *
 * States that were seen are not gone into again, so the first sequence that
 * leads to something is the shortest one. A state is kept as the way to it,
 * and made again by going that way from the start.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "target/local.h"
#include "linux01x/mem_map.h"

#define TASKS		4u
#define MAX_PAGES	16u
#define MAX_DEPTH	40u
#define SWAP_PAGES	3u
#define SWAP_BLOCKS	100u	/* the least that 0.12 takes */
#define MAX_FAIL	15u
#define ADDRESSES	2u
#define PROGRAM		1u	/* number of the made-up program */
#define TEXT		0x8800u
#define DATA		0x401000u

/* page A is in the code, page B in the data, and in another page table */
static const u32 address[ADDRESSES] = { 0x8000, 0x409000 };

/*
 * FAULT is a write that faults, and another task's turn before it is tried
 * again. From there on only 0.12 does it.
 */
enum action {
	FORK, EXIT, WAIT, BECOME, READ0, READ1, WRITE0, WRITE1, FAULT0, FAULT1, SWAP_OUT, ACTIONS
};

static const char *const action_names[ACTIONS] = {
	"fork", "exit", "wait", "become", "read page A", "read page B", "write page A",
	"write page B", "fault for writing page A", "fault for writing page B", "swap_out"
};

/* The first are never broken; the last are by Linux 0.11 or 0.12 itself. */
enum rule {
	COUNTS, FREE_AND_MAPPED, WRITABLE, VIEW, LEAK, SLOTS, LOST, FAILED, NEVER_BROKEN,
	KERNEL_VIEW = NEVER_BROKEN, READ_ONLY, SHARED_SWAPPED, COPIED_SWAPPED, COPY_SHARED,
	DROPPED, RULES
};

static const char *const rule_names[RULES] = {
	"mem_map[] is not what refers to the page",
	"a page is free and mapped",
	"a page with two references is writable",
	"a task's memory changed through another's write",
	"a page stays taken after all tasks have ended",
	"a swap page is taken and not named by exactly one entry",
	"a task's memory is lost",
	"the swap space failed, and nobody was told, or a task ended or was made",
	"a task sees what task 0 writes to the kernel's pages",
	"a failed fork leaves its father's pages read-only",
	"a page is swapped out while it is shared",
	"a page is swapped out while it is copied",
	"a copy is shared as the program's before it is written to",
	"a copy is dropped before it is written to",
};

/* what a task must see at its two addresses; -1: not known */
typedef s32 view[TASKS][ADDRESSES];

struct node {
	u32 parent;
	u8 task;
	u8 action : 4;
	u8 fail : 4;	/* which read or write of the swap space fails, 0: none */
	bool leaf;	/* not gone on from */
};

struct world {
	struct mm011_machine *m;
	struct mm011_host host;
	u32 kernel;
	struct linux01x start;		/* the machine before the first operation */
	u8 *memory;			/* and its first two pages and main memory */
	u32 pages;			/* main memory: the last pages of the 16 MB, */
	u32 first_page;			/* where the search of mem_map[] begins */
	u32 first_nr;			/* and their place in mem_map[] */
	view seen;
	bool copied[TASKS][ADDRESSES];	/* for a write that has not been tried again */
	bool kernel_view;		/* the last action broke KERNEL_VIEW */
	bool read_only;			/* ... READ_ONLY */
	bool lost;			/* ... LOST */
	bool dropped;			/* ... DROPPED */
	bool swapped;			/* it swapped something out */
	bool failed;			/* its swap I/O failed */
	u32 tasks;			/* how many there were before it */
	u32 io;				/* how often it read or wrote the swap space */
	u32 fail;			/* which of them fails */
	struct node *nodes;
	u32 count, room;
	u64 *known;			/* hashes of states; open addressing */
	u64 slots;
	u64 operations;
	u32 finding[RULES];		/* the first state that breaks it, 0: none */
	u64 broken[RULES];
};

static struct world *world;	/* the only one, for the host's functions */

/* ------------------------------------------------------------------ doing */

static int swap_page(struct mm011_machine *m, void *handle,
		     const struct mm011_swap_request *request, void *page)
{
	if (++world->io == world->fail)
		return -EIO;
	return local_host.swap_page(m, handle, request, page);
}

/* past the machine, which would count it */
static void raw_swap(const struct world *w, u32 io, u32 nr, void *page)
{
	const struct mm011_swap_request request = { .io = io, .nr = nr };

	local_host.swap_page(w->m, linux01x(w->m)->swap.device.handle, &request, page);
}

static u32 do_op(struct world *w, u32 code, u32 task, const u32 *arg, u32 nargs)
{
	struct mm011_op op = { .code = code, .task = task };

	if (code == MM011_OP_WAITPID)
		op.flags = MM011_OPF_NO_STATUS;
	if (nargs)
		memcpy(op.arg, arg, nargs * sizeof(*arg));
	local_op(w->m, &op);
	w->operations++;
	w->failed |= op.outcome == MM011_SWAP_ERROR;
	return op.outcome == MM011_OK && !op.error ? op.ret : ~0u;
}

/* how many of its two pages a task can write to without a fault */
static u32 writable_pages(const struct world *w, u32 task)
{
	struct mm011_translate t = {
		.task = task, .access = MM011_ACCESS_USER | MM011_ACCESS_WRITE
	};
	u32 i, count = 0;

	for (i = 0; i < ADDRESSES; i++) {
		t.address = address[i];
		mm011_probe(w->m, &t);
		count += t.outcome == MM011_WALK_OK;
	}
	return count;
}

/* the child sees what the father sees */
static void do_fork(struct world *w, u32 task)
{
	u32 before = writable_pages(w, task);
	u32 nr;

	if (do_op(w, MM011_OP_FORK, task, NULL, 0) == ~0u)
		w->read_only = writable_pages(w, task) < before;
	for (nr = 1; nr < TASKS; nr++)
		if (linux01x(w->m)->task[nr].state == MM011_TASK_RUNNING && w->seen[nr][0] == -2) {
			memcpy(w->seen[nr], w->seen[task], sizeof(w->seen[nr]));
			memcpy(w->copied[nr], w->copied[task], sizeof(w->copied[nr]));
		}
}

static s32 made_up_byte(u32 addr)
{
	if (addr >= TEXT + DATA)
		return 0;
	return (u8)(PROGRAM * 31 + (1 + addr / 1024) * 7 + addr % 1024);
}

/* exec() without arguments: the old memory goes, another program is there */
static void do_become(struct world *w, u32 task)
{
	const struct mm011_task *t = &linux01x(w->m)->task[task];
	u32 space[] = { t->ldt.base, MM011_TASK_SIZE };
	u32 program[] = { t->ldt.base, TEXT, TEXT + DATA, TEXT + DATA, PROGRAM, MM011_TASK_SIZE,
			  t->pid, t->father };
	u32 i, page = t->page;

	do_op(w, MM011_OP_FREE_PAGE_TABLES, 0, space, 2);
	do_op(w, MM011_OP_SET_TASK, task, program, 8);
	linux01x(w->m)->task[task].page = page;
	for (i = 0; i < ADDRESSES; i++)
		w->seen[task][i] = made_up_byte(address[i]);
	memset(w->copied[task], false, sizeof(w->copied[task]));
}

static void do_touch(struct world *w, u32 task, u32 which, bool write)
{
	u8 value = 0xf0 + task;
	struct mm011_op op = {
		.code = write ? MM011_OP_WRITE : MM011_OP_READ, .task = task, .len = 1,
		.arg = { address[which] }, .data = (unsigned long)&value
	};

	local_op(w->m, &op);
	w->operations++;
	w->failed |= op.outcome == MM011_SWAP_ERROR;
	if (write && op.outcome == MM011_OK) {
		w->seen[task][which] = value;
		w->copied[task][which] = false;
	}
}

/* what a write to one of its pages would run into, an error code; false: no fault */
static bool would_fault(const struct world *w, u32 task, u32 which, u32 arg[2])
{
	struct mm011_translate t = {
		.task = task, .address = address[which],
		.access = MM011_ACCESS_USER | MM011_ACCESS_WRITE
	};

	mm011_probe(w->m, &t);
	arg[0] = t.error_code;
	arg[1] = t.linear;
	return t.outcome == MM011_WALK_NO_TABLE || t.outcome == MM011_WALK_NO_PAGE ||
	       t.outcome == MM011_WALK_PROTECTION;
}

static void do_fault(struct world *w, u32 task, u32 which)
{
	u32 arg[2];

	if (would_fault(w, task, which, arg))
		do_op(w, MM011_OP_PAGE_FAULT, task, arg, 2);
	w->copied[task][which] |= !!w->m->stat[MM011_STAT_COW_COPY];
}

static u32 count_tasks(const struct world *w)
{
	u32 nr, count = 0;

	for (nr = 0; nr < TASKS; nr++)
		count += linux01x(w->m)->task[nr].state != MM011_TASK_FREE;
	return count;
}

static bool possible(const struct world *w, u32 task, u32 action)
{
	u32 arg[2];

	if (linux01x(w->m)->task[task].state != MM011_TASK_RUNNING)
		return false;
	switch (action) {
	case FORK:
		return count_tasks(w) < TASKS;
	case EXIT:
	case BECOME:
		return task;
	case FAULT0:
	case FAULT1:
		return task && would_fault(w, task, action - FAULT0, arg);
	case SWAP_OUT:
		return !task;
	default:
		return true;
	}
}

/* A free slot has no expected view; a new task inherits its father's. */
static void forget_the_dead(struct world *w)
{
	u32 nr;

	for (nr = 0; nr < TASKS; nr++)
		if (linux01x(w->m)->task[nr].state != MM011_TASK_RUNNING) {
			w->seen[nr][0] = -2;
			memset(w->copied[nr], false, sizeof(w->copied[nr]));
		}
}

/*
 * Pages below 1 MB are shared with task 0, which writes to them without asking.
 * That is noted, and what is there now is what the others must see from now on.
 */
static void look_at_kernel_pages(struct world *w)
{
	u32 task, which;

	for (task = 0; task < TASKS; task++) {
		for (which = 0; which < ADDRESSES; which++) {
			struct mm011_translate t = { .task = task, .address = address[which] };

			if (linux01x(w->m)->task[task].state != MM011_TASK_RUNNING)
				continue;
			mm011_probe(w->m, &t);
			if (t.outcome != MM011_WALK_OK || t.physical >= MM011_LOW_MEM)
				continue;
			w->kernel_view |= w->m->memory[t.physical] != w->seen[task][which];
			w->seen[task][which] = w->m->memory[t.physical];
		}
	}
}

/* what a task would find if its page were loaded anew, or empty */
static s32 loaded_again(const struct world *w, u32 task, u32 which)
{
	return linux01x(w->m)->task[task].executable ? made_up_byte(address[which]) : 0;
}

static u8 in_swap(const struct world *w, u32 entry, u32 which)
{
	static u8 page[MM011_PAGE_SIZE];

	raw_swap(w, MM011_SWAP_IO_READ, entry >> 1, page);
	return page[address[which] % MM011_PAGE_SIZE];
}

/* Detect lost data: if no copy of the expected value is left, adopt what is found. */
static void look_for_lost(struct world *w, u32 task, u32 which)
{
	struct mm011_translate t = { .task = task, .address = address[which] };
	s32 found;

	mm011_probe(w->m, &t);
	if (t.pte & MM011_PTE_PRESENT)
		return;
	found = t.pte ? in_swap(w, t.pte, which) : loaded_again(w, task, which);
	if (w->seen[task][which] == found)
		return;
	w->seen[task][which] = found;
	if (w->copied[task][which])
		w->dropped = true;
	else
		w->lost = true;
	w->copied[task][which] = false;
}

static void look_at_swapped(struct world *w)
{
	u32 task, which;

	for (task = 1; task < TASKS; task++)
		for (which = 0; which < ADDRESSES; which++)
			if (linux01x(w->m)->task[task].state == MM011_TASK_RUNNING)
				look_for_lost(w, task, which);
}

/* counters tell what the action does */
static void begin_action(struct world *w, u32 fail)
{
	w->kernel_view = false;
	w->read_only = false;
	w->lost = false;
	w->dropped = false;
	w->failed = false;
	w->tasks = count_tasks(w);
	w->io = 0;
	w->fail = fail;
	w->m->stat[MM011_STAT_SWAP_DROPPED] = 0;
	w->m->stat[MM011_STAT_SWAP_WRITTEN] = 0;
	w->m->stat[MM011_STAT_SHARE_MADE] = 0;
	w->m->stat[MM011_STAT_COW_COPY] = 0;
}

static void end_action(struct world *w)
{
	forget_the_dead(w);
	look_at_kernel_pages(w);
	look_at_swapped(w);
	w->swapped = w->m->stat[MM011_STAT_SWAP_DROPPED] || w->m->stat[MM011_STAT_SWAP_WRITTEN];
}

static void act(struct world *w, u32 task, u32 action, u32 fail)
{
	static const u32 any[] = { ~0u, 0 };
	static const u32 code[] = { 0 };

	begin_action(w, fail);
	switch (action) {
	case FORK:
		do_fork(w, task);
		break;
	case EXIT:
		do_op(w, MM011_OP_EXIT, task, code, 1);
		break;
	case WAIT:
		do_op(w, MM011_OP_WAITPID, task, any, 1);
		break;
	case BECOME:
		do_become(w, task);
		break;
	case FAULT0:
	case FAULT1:
		do_fault(w, task, action - FAULT0);
		break;
	case SWAP_OUT:
		do_op(w, MM011_OP_SWAP_OUT, 0, NULL, 0);
		break;
	default:
		do_touch(w, task, (action - READ0) % ADDRESSES, action >= WRITE0);
	}
	end_action(w);
}

/* ------------------------------------------------------------ going there */

/* from one place to another: what can have changed since the start */
static void copy_pages(const struct world *w, u8 *to, const u8 *from)
{
	memcpy(to, from, 2 * MM011_PAGE_SIZE);
	memcpy(to + address[0], from + address[0], MM011_PAGE_SIZE); /* task 0 has no page B */
	memcpy(to + w->first_page, from + w->first_page, w->pages * MM011_PAGE_SIZE);
}

static void start(struct world *w)
{
	u8 *memory = w->m->memory;

	*linux01x(w->m) = w->start;
	w->m->memory = memory;
	copy_pages(w, memory, w->memory);
	memset(w->seen, 0, sizeof(w->seen));
	memset(w->copied, false, sizeof(w->copied));
	forget_the_dead(w);
}

static void go_to(struct world *w, u32 node)
{
	u32 way[MAX_DEPTH];
	u32 n = 0;

	for ( ; node; node = w->nodes[node].parent)
		way[n++] = node;
	start(w);
	while (n--)
		act(w, w->nodes[way[n]].task, w->nodes[way[n]].action, w->nodes[way[n]].fail);
}

/* --------------------------------------------------------------- checking */

struct references {
	u8 count[MAX_PAGES];	/* what refers to a page of main memory */
	u8 writable[MAX_PAGES];	/* entries of tasks that let the user write */
	u8 mapped[MAX_PAGES];
	u8 swapped[SWAP_PAGES + 1];	/* entries that name a swap page; [0]: none that exists */
};

static bool main_page(const struct world *w, u32 entry, u32 *nr)
{
	*nr = mm011_map_nr(mm011_entry_page(entry)) - w->first_nr;
	return *nr < w->pages;
}

static void count_table(const struct world *w, struct references *r, u32 table)
{
	u32 i, nr, entry;

	for (i = 0; i < MM011_ENTRIES; i++) {
		entry = mm011_read32(w->m, table + 4 * i);
		if (entry && !(entry & MM011_PTE_PRESENT))
			r->swapped[entry >> 1 <= SWAP_PAGES ? entry >> 1 : 0]++;
		if (!(entry & MM011_PTE_PRESENT) || !main_page(w, entry, &nr))
			continue;
		r->count[nr]++;
		r->mapped[nr]++;
		r->writable[nr] += !!(entry & MM011_PTE_WRITE);
	}
}

static void count_references(const struct world *w, struct references *r)
{
	u32 i, nr, pde;

	memset(r, 0, sizeof(*r));
	for (i = 16; i < TASKS * 16; i++) {
		pde = mm011_read32(w->m, 4 * i);
		if (!(pde & MM011_PTE_PRESENT) || !main_page(w, pde, &nr))
			continue;
		r->count[nr]++;
		count_table(w, r, mm011_entry_page(pde));
	}
	for (i = 1; i < TASKS; i++)
		if (main_page(w, linux01x(w->m)->task[i].page, &nr))
			r->count[nr]++;
	if (main_page(w, linux01x(w->m)->swap.bitmap, &nr))
		r->count[nr]++;
}

/* a swap page is free, or one entry names it */
static bool slots_are_right(const struct world *w, const struct references *r)
{
	struct linux01x *k = linux01x(w->m);
	u32 nr, bits = k->swap.bitmap ? mm011_read32(w->m, k->swap.bitmap) : 0;
	bool right = !r->swapped[0];

	for (nr = 1; nr <= SWAP_PAGES && k->swap.bitmap; nr++)
		right &= r->swapped[nr] == !(bits >> nr & 1);
	return right;
}

/* what a task sees where a page is mapped, without a fault */
static bool view_is_right(const struct world *w, u32 task, u32 which)
{
	struct mm011_translate t = { .task = task, .address = address[which] };

	mm011_probe(w->m, &t);
	if (t.outcome != MM011_WALK_OK || w->seen[task][which] < 0)
		return true;
	return w->m->memory[t.physical] == w->seen[task][which];
}

static bool views_are_right(const struct world *w)
{
	u32 task, which;

	for (task = 0; task < TASKS; task++)
		for (which = 0; which < ADDRESSES; which++)
			if (linux01x(w->m)->task[task].state == MM011_TASK_RUNNING &&
			    !view_is_right(w, task, which))
				return false;
	return true;
}

static bool alone(const struct world *w)
{
	u32 nr;

	for (nr = 1; nr < TASKS; nr++)
		if (linux01x(w->m)->task[nr].state != MM011_TASK_FREE)
			return false;
	return true;
}

static void found(struct world *w, u32 rule, u32 node)
{
	if (!w->broken[rule]++)
		w->finding[rule] = node;
}

static bool counts_are_right(const struct world *w, const struct references *r)
{
	u32 nr;

	for (nr = 0; nr < w->pages; nr++)
		if (linux01x(w->m)->mem_map[w->first_nr + nr] != r->count[nr])
			return false;
	return slots_are_right(w, r);
}

static void check_pages(struct world *w, u32 node, const struct references *r)
{
	const u8 *mem_map = linux01x(w->m)->mem_map + w->first_nr;
	bool counts = true, mapped = false, writable = false;
	u32 nr;

	for (nr = 0; nr < w->pages; nr++) {
		counts &= mem_map[nr] == r->count[nr];
		mapped |= !mem_map[nr] && r->mapped[nr];
		writable |= r->mapped[nr] > 1 && r->writable[nr];
	}
	if (!counts)
		found(w, COUNTS, node);
	if (mapped)
		found(w, FREE_AND_MAPPED, node);
	if (writable)
		found(w, WRITABLE, node);
}

static bool all_free(const struct world *w)
{
	const u8 *mem_map = linux01x(w->m)->mem_map + w->first_nr;
	u32 nr, taken = 0;

	for (nr = 0; nr < w->pages; nr++)
		taken += mem_map[nr];
	return taken == !!linux01x(w->m)->swap.bitmap;
}

static bool any_copied(const struct world *w)
{
	u32 task, which;

	for (task = 0; task < TASKS; task++)
		for (which = 0; which < ADDRESSES; which++)
			if (w->copied[task][which])
				return true;
	return false;
}

/*
 * try_to_share() and un_wp_page() ask for a page, and do not notice when it is
 * the one at hand that is swapped out for it. And try_to_share() takes a clean
 * page for the program's. RULES: it is none of these.
 */
static u32 fault_of_0_12(const struct world *w, const struct references *r)
{
	bool counts = counts_are_right(w, r);

	if (counts && views_are_right(w))
		return RULES;
	if (counts && w->m->stat[MM011_STAT_SHARE_MADE] && any_copied(w))
		return COPY_SHARED;
	if (!w->swapped)
		return RULES;
	if (w->m->stat[MM011_STAT_SHARE_MADE])
		return SHARED_SWAPPED;
	return w->m->stat[MM011_STAT_COW_COPY] ? COPIED_SWAPPED : RULES;
}

/* false: a rule is broken, and what follows is chance */
static bool check(struct world *w, u32 node)
{
	struct references r;
	u64 broken = w->broken[COUNTS] + w->broken[SLOTS] + w->broken[VIEW];
	u32 fault;

	count_references(w, &r);
	fault = fault_of_0_12(w, &r);
	if (fault != RULES) {
		found(w, fault, node);
		return false;
	}
	check_pages(w, node, &r);
	if (!slots_are_right(w, &r))
		found(w, SLOTS, node);
	if (alone(w) && !all_free(w))
		found(w, LEAK, node);
	if (!views_are_right(w))
		found(w, VIEW, node);
	if (w->kernel_view)
		found(w, KERNEL_VIEW, node);
	if (w->read_only)
		found(w, READ_ONLY, node);
	if (w->lost)
		found(w, LOST, node);
	if (w->dropped)
		found(w, DROPPED, node);
	if (w->failed != (w->fail && w->io >= w->fail) ||
	    (w->failed && w->tasks != count_tasks(w)))
		found(w, FAILED, node);
	return broken == w->broken[COUNTS] + w->broken[SLOTS] + w->broken[VIEW];
}

/* ---------------------------------------------------------------- walking */

static u64 mix(u64 hash, u64 word)
{
	hash = (hash ^ word) * 0x9e3779b97f4a7c15ull;
	return hash ^ (hash >> 32);
}

static u64 mix_bytes(u64 hash, const u8 *bytes, u32 len)
{
	u64 word;
	u32 i;

	for (i = 0; i < len; i += sizeof(word)) {
		memcpy(&word, bytes + i, sizeof(word));
		hash = mix(hash, word);
	}
	return hash;
}

static u32 father_of(const struct mm011_machine *m, u32 nr)
{
	const struct linux01x *k = linux01x(m);
	u32 i;

	for (i = 0; i < TASKS; i++)
		if (k->task[i].state != MM011_TASK_FREE && k->task[i].pid == k->task[nr].father)
			return i;
	return TASKS;
}

/* where swap_out() goes on, and what is on the swap pages that are taken */
static u64 hash_swap(const struct world *w, u64 hash)
{
	const struct mm011_swap *swap = &linux01x(w->m)->swap;
	static u8 page[MM011_PAGE_SIZE];
	u32 nr, bits;

	if (!swap->bitmap)
		return hash;
	bits = mm011_read32(w->m, swap->bitmap);
	for (nr = 1; nr <= SWAP_PAGES; nr++) {
		if (bits >> nr & 1)
			continue;
		raw_swap(w, MM011_SWAP_IO_READ, nr, page);
		hash = mix_bytes(hash, page, MM011_PAGE_SIZE);
	}
	return mix(hash, swap->dir_entry * 2048u + swap->page_entry + 1);
}

/* process numbers only ever grow: two states that differ in them are the same */
static u64 hash_state(const struct world *w)
{
	const struct mm011_machine *m = w->m;
	struct linux01x *k = linux01x(m);
	const u8 *mem_map = k->mem_map + w->first_nr;
	u64 hash = 1;
	u32 nr;

	hash = mix_bytes(hash, m->memory, TASKS * 16 * 4);
	hash = mix_bytes(hash, (const u8 *)w->seen, sizeof(w->seen));
	hash = mix_bytes(hash, (const u8 *)w->copied, sizeof(w->copied));
	for (nr = 0; nr < w->pages; nr++) {
		hash = mix(hash, mem_map[nr]);
		if (mem_map[nr])
			hash = mix_bytes(hash, m->memory + w->first_page + nr * MM011_PAGE_SIZE,
					 MM011_PAGE_SIZE);
	}
	hash = hash_swap(w, hash);
	hash = mix(hash, m->memory[address[0]]);
	hash = mix(hash, mm011_read32(m, 0x1000 + mm011_pte_offset(address[0])));
	for (nr = 0; nr < TASKS; nr++)
		hash = mix(hash, k->task[nr].state | (u64)k->task[nr].page << 8 |
			   (u64)father_of(m, nr) << 40 | (u64)!!k->task[nr].executable << 48);
	return hash ? hash : 1;
}

/* true: this state is new */
static bool learn(struct world *w, u64 hash)
{
	u64 slot = hash % w->slots;

	while (w->known[slot]) {
		if (w->known[slot] == hash)
			return false;
		slot = (slot + 1) % w->slots;
	}
	w->known[slot] = hash;
	return true;
}

/* the state that an action leads to, if it is new */
static void visit(struct world *w, u32 parent, u32 task, u32 action, u32 fail)
{
	struct node *node = &w->nodes[w->count];

	act(w, task, action, fail);
	if (!learn(w, hash_state(w)))
		return;
	node->parent = parent;
	node->task = task;
	node->action = action;
	node->fail = fail;
	node->leaf = !check(w, w->count);
	w->count++;
}

static bool in_time(const struct timespec *begin, u32 seconds)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (u64)(now.tv_sec - begin->tv_sec) < seconds;
}

/* an action as it goes well, and with its first swap I/O failing, its second ... */
static bool try_action(struct world *w, u32 node, u32 task, u32 action)
{
	u32 fail = 0, io;

	do {
		if (w->count == w->room)
			return false;
		if (fail)
			go_to(w, node);
		visit(w, node, task, action, fail);
		if (!fail)
			io = w->io;
	} while (fail++ < io && fail <= MAX_FAIL);
	return true;
}

/* all that can follow a state; false: there is no room or time for more */
static bool expand(struct world *w, u32 node)
{
	u32 actions = w->kernel == MM011_KERNEL_0_12 ? ACTIONS : FAULT0;
	bool here = false;
	u32 task, action;

	if (w->nodes[node].leaf)
		return true;
	for (task = 0; task < TASKS; task++) {
		for (action = 0; action < actions; action++) {
			if (!here)
				go_to(w, node);
			here = !possible(w, task, action);
			if (!here && !try_action(w, node, task, action))
				return false;
		}
	}
	return true;
}

/* level by level; returns the last depth that was gone through completely */
static u32 search(struct world *w, u32 seconds)
{
	struct timespec begin;
	u32 depth = 0, first = 0, end = w->count, i;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	while (first < end && depth + 1 < MAX_DEPTH) {
		for (i = first; i < end; i++)
			if (!in_time(&begin, seconds) || !expand(w, i))
				return depth;
		depth++;
		if (isatty(STDERR_FILENO))
			fprintf(stderr, "depth %u: %u states\n", depth, w->count);
		first = end;
		end = w->count;
	}
	return first < end ? depth : MAX_DEPTH;
}

/* -------------------------------------------------------------- reporting */

static void print_way(const struct world *w, u32 node)
{
	if (!node)
		return;
	print_way(w, w->nodes[node].parent);
	printf("    task %u: %s", w->nodes[node].task, action_names[w->nodes[node].action]);
	if (w->nodes[node].fail)
		printf(", swap I/O number %u fails", w->nodes[node].fail);
	printf("\n");
}

static bool is_about_swapping(u32 rule)
{
	return rule == SLOTS || rule == LOST || rule == FAILED || rule >= SHARED_SWAPPED;
}

static void report(const struct world *w, u32 depth, double seconds)
{
	bool swaps = w->kernel == MM011_KERNEL_0_12;
	u32 rule;

	printf("exhaust: %u pages, ", w->pages - swaps);
	if (swaps)
		printf("%u swap pages, ", SWAP_PAGES);
	printf("%u tasks: %u states, %llu operations, %.0f s\n", TASKS, w->count,
	       (unsigned long long)w->operations, seconds);
	if (depth == MAX_DEPTH)
		printf("every state that can be reached was seen\n");
	else
		printf("all sequences of up to %u operations were run\n", depth);
	for (rule = 0; rule < RULES; rule++) {
		if (!swaps && is_about_swapping(rule))
			continue;
		printf("%s: ", rule_names[rule]);
		if (!w->broken[rule]) {
			printf("never\n");
			continue;
		}
		printf("in %llu states, the shortest way:\n", (unsigned long long)w->broken[rule]);
		print_way(w, w->finding[rule]);
	}
}

/* three swap pages, and main memory is one page larger, for their bitmap */
static bool begin_to_swap(struct world *w)
{
	static u8 page[MM011_PAGE_SIZE];

	if (local_host.swap_memory(w->m, SWAP_BLOCKS, &linux01x(w->m)->swap.device))
		return false;
	mm011_make_swap(page, 4 * (SWAP_PAGES + 1));
	raw_swap(w, MM011_SWAP_IO_WRITE, 0, page);
	return !mm011_init_swapping(w->m) && linux01x(w->m)->swap.bitmap;
}

static bool prepare(struct world *w, u32 room)
{
	const struct mm011_reset head_only = {
		.flags = MM011_RESET_HEAD_ONLY, .kernel = w->kernel
	};

	w->m = local_machine_new();
	w->room = room;
	w->slots = 4ull * room;
	w->nodes = malloc((u64)room * sizeof(*w->nodes));
	w->known = calloc(w->slots, sizeof(*w->known));
	w->memory = malloc(MM011_MEMORY_SIZE);
	if (!w->m || !w->nodes || !w->known || !w->memory)
		return false;
	world = w;
	local_reset(w->m, &head_only);
	w->pages += w->kernel == MM011_KERNEL_0_12;
	w->first_page = MM011_MEMORY_SIZE - w->pages * MM011_PAGE_SIZE;
	w->first_nr = mm011_map_nr(w->first_page);
	mm011_mem_init(w->m, w->first_page, MM011_MEMORY_SIZE);
	if (w->kernel == MM011_KERNEL_0_12 && !begin_to_swap(w))
		return false;
	w->host = local_host;
	w->host.swap_page = swap_page;
	w->m->host = &w->host;
	w->start = *linux01x(w->m);
	copy_pages(w, w->memory, w->m->memory);
	memset(&w->nodes[0], 0, sizeof(w->nodes[0]));
	w->count = 1;
	start(w);
	return learn(w, hash_state(w));
}

static bool as_known(const struct world *w)
{
	u32 rule;

	for (rule = 0; rule < NEVER_BROKEN; rule++)
		if (w->broken[rule])
			return false;
	return true;
}

int main(int argc, char **argv)
{
	static struct world w = { .kernel = MM011_KERNEL_0_11 };
	clock_t begin = clock();
	u32 seconds, depth;

	if (argc > 2 && !strcmp(argv[1], "--kernel")) {
		w.kernel = strcmp(argv[2], "0.12") ? MM011_KERNEL_0_11 : MM011_KERNEL_0_12;
		argc -= 2;
		argv += 2;
	}
	seconds = argc > 1 ? strtoul(argv[1], NULL, 0) : 600;
	w.pages = argc > 2 ? strtoul(argv[2], NULL, 0) : 6;
	if (argc > 3 || !seconds || !w.pages || w.pages >= MAX_PAGES) {
		fprintf(stderr, "usage: exhaust [--kernel 0.11|0.12] [SECONDS [PAGES]]\n");
		return 2;
	}
	if (!prepare(&w, 60000000)) {
		fprintf(stderr, "exhaust: out of memory\n");
		return 2;
	}
	depth = search(&w, seconds);
	report(&w, depth, (double)(clock() - begin) / CLOCKS_PER_SEC);
	return as_known(&w) ? 0 : 1;
}
