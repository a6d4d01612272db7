// SPDX-License-Identifier: GPL-2.0
/*
 * What happened, in words: the events of an operation, one a line, runs of
 * the same kind folded.
 */

#include <stdio.h>

#include <linux/kernel.h>

#include "replay/explain.h"
#include "linux01x/mem_map.h"

/* the page directory as it was when the event being told happened */
static u32 directory[MM011_ENTRIES];

/**
 * explain_entry() - an entry in words
 * @entry: page directory or page table entry
 * @to: where the text goes, e.g. "0xfff000 P RW US A D"
 * @room: how much fits
 */
void explain_entry(u32 entry, char *to, size_t room)
{
	if (!entry) {
		snprintf(to, room, "nothing");
		return;
	}
	if (!(entry & MM011_PTE_PRESENT)) {
		snprintf(to, room, "0x%x not present (0.12: swap page %u)", entry, entry >> 1);
		return;
	}
	snprintf(to, room, "0x%06x P %s %s%s%s", mm011_entry_page(entry),
		 entry & MM011_PTE_WRITE ? "RW" : "R-", entry & MM011_PTE_USER ? "US" : "S-",
		 entry & MM011_PTE_ACCESSED ? " A" : "", entry & MM011_PTE_DIRTY ? " D" : "");
}

/* the directory entry whose table this is; MM011_ENTRIES: none */
static u32 directory_entry_of(u32 table)
{
	u32 i;

	for (i = 0; i < MM011_ENTRIES; i++)
		if ((directory[i] & MM011_PTE_PRESENT) && mm011_entry_page(directory[i]) == table)
			break;
	return i;
}

static void name_place(u32 addr, char *to, size_t room)
{
	u32 table = addr & 0xfffff000;
	u32 nr = (addr & 0xfff) / 4;
	u32 pde;

	if (!table) {
		snprintf(to, room, "page directory[%u] (linear 0x%08x)", nr, nr << 22);
		return;
	}
	pde = directory_entry_of(table);
	if (pde == MM011_ENTRIES)
		snprintf(to, room, "page table at 0x%06x, entry %u", table, nr);
	else
		snprintf(to, room, "page table at 0x%06x, entry %u (linear 0x%08x)", table, nr,
			 (pde << 22) | (nr << 12));
}

static void read_directory(const u8 *memory)
{
	struct mm011_machine m = { .memory = (u8 *)memory };
	u32 i;

	for (i = 0; i < MM011_ENTRIES; i++)
		directory[i] = mm011_read32(&m, 4 * i);
}

/**
 * explain_place() - which entry stands at an address
 * @memory: the machine's memory
 * @addr: physical address of an entry
 * @to: where the text goes
 * @room: how much fits
 */
void explain_place(const u8 *memory, u32 addr, char *to, size_t room)
{
	read_directory(memory);
	name_place(addr, to, room);
}

static void line(const char *what)
{
	printf("    %-10s ", what);
}

static void print_entry(const struct mm011_event *e)
{
	char place[96], before[EXPLAIN_ROOM], after[48];

	name_place(e->a, place, sizeof(place));
	explain_entry(e->b, before, sizeof(before));
	explain_entry(e->c, after, sizeof(after));
	printf("%s: %s -> %s\n", place, before, after);
}

/* n entries in a row that changed in the same way, from e to last */
static void explain_entries(const struct mm011_event *e, const struct mm011_event *last, u32 n)
{
	line("entry");
	print_entry(e);
	if (n == 1)
		return;
	line("...");
	printf("and so on, %u entries, the last:\n", n);
	line("");
	print_entry(last);
}

static void explain_mem_map(const struct mm011_event *e, const struct mm011_event *last, u32 n)
{
	line("mem_map");
	if (n > 1)
		printf("%u pages, 0x%06x to 0x%06x: %u -> %u\n", n, e->a, last->a, e->b, e->c);
	else
		printf("page 0x%06x: %u -> %u%s\n", e->a, e->b, e->c, e->c ? "" : " (free)");
}

/* exec writes its arguments a word at a time */
static void explain_writes(const struct mm011_event *e, const struct mm011_event *last, u32 n)
{
	line("write");
	if (n > 1)
		printf("%u times %u bytes, 0x%06x to 0x%06x\n", n, e->b, e->a, last->a);
	else
		printf("%u bytes to 0x%06x\n", e->b, e->a);
}

static void explain_fault(const struct mm011_event *e)
{
	line("page fault");
	printf("task %u, linear 0x%08x, error code %u: %s %s, page %s -> %s\n", e->c, e->b, e->a,
	       e->a & MM011_PTE_USER ? "user" : "supervisor",
	       e->a & MM011_PTE_WRITE ? "write" : "read",
	       e->a & MM011_PTE_PRESENT ? "present but protected" : "not present",
	       e->a & MM011_PTE_PRESENT ? "do_wp_page()" : "do_no_page()");
}

/* what the kernels say, with up to two numbers */
static const char *const messages[] = {
	[MM011_MSG_OOM] = "out of memory",
	[MM011_MSG_PUT_PAGE] = "Trying to put page %08X at %08X",
	[MM011_MSG_MEM_MAP_DISAGREES] = "mem_map disagrees with %08X at %08X",
	[MM011_MSG_COPY_MEM] = "free_page_tables: from copy_mem",
	[MM011_MSG_NO_FATHER] = "BAD BAD - no father found",
	[MM011_MSG_MALLOC] = "malloc called with impossibly large argument (%d)",
	[MM011_MSG_KERNEL_WP] = "BAD! KERNEL MEMORY WP-ERR!",
	[MM011_MSG_BAD_WP] = "Bad things happen: page error in do_wp_page",
	[MM011_MSG_KERNEL_PAGE] = "BAD!! KERNEL PAGE MISSING",
	[MM011_MSG_BAD_NO_PAGE] = "Bad things happen: nonexistent page error in do_no_page",
	[MM011_MSG_SHOW_DIRECTORY] = "page directory[%d]: %08X",
	[MM011_MSG_SHOW_ENTRY] = "page_dir[%d][..]: %08X",
	[MM011_MSG_SWAP_BAD] = "Swap-space bad (swap_free())",
	[MM011_MSG_SWAP_NO_MAP] = "Trying to swap in without swap bit-map",
	[MM011_MSG_SWAP_PRESENT] = "trying to swap in present page",
	[MM011_MSG_SWAP_NO_PAGE] = "No swap page in swap_in",
	[MM011_MSG_SWAP_MULTIPLY] = "swapping in multiply from same page",
	[MM011_MSG_SWAP_FULL] = "Out of swap-memory",
	[MM011_MSG_SWAP_NO_SIZE] = "Unable to get size of swap device",
	[MM011_MSG_SWAP_TOO_SMALL] = "Swap device too small (%d blocks)",
	[MM011_MSG_SWAP_NO_MEMORY] = "Unable to start swapping: out of memory :-)",
	[MM011_MSG_SWAP_NO_SIGNATURE] = "Unable to find swap-space signature",
	[MM011_MSG_SWAP_BAD_MAP] = "Bad swap-space bit-map",
	[MM011_MSG_SWAP_OK] = "Swap device ok: %d pages swap-space",
	[MM011_MSG_NO_DEVICE] = "Trying to read nonexistent block-device",
	[MM011_MSG_BEYOND_DEVICE] = "I/O error: page %d is beyond the end of the swap device",
};

static void explain_message(const struct mm011_event *e)
{
	if (e->a >= ARRAY_SIZE(messages))
		return;
	line("printk");
	printf(messages[e->a], e->b, e->c);
	putchar('\n');
}

static const char *state_name(u32 state)
{
	static const char *const names[] = { "free", "running", "zombie" };

	return state <= MM011_TASK_ZOMBIE ? names[state] : "?";
}

static void explain_op(const struct mm011_event *e)
{
	const struct mm011_op_row *row = mm011_op_row(e->a);

	if (!row)
		return;
	printf("  %s", row->name);
	if (row->needs_task)
		printf(", task %u", e->b);
	putchar('\n');
}

/* what only 0.12 tells */
static void explain_swap(const struct mm011_event *e)
{
	switch (e->type) {
	case MM011_EV_SWAP_MAP:
		line("swap map");
		printf("swap page %u: %s -> %s\n", e->a, e->b ? "free" : "used",
		       e->c ? "free" : "used");
		break;
	case MM011_EV_SWAP_IO:
		line("swap");
		if (e->a == MM011_SWAP_IO_READ)
			printf("read swap page %u to page 0x%06x\n", e->b, e->c);
		else
			printf("write page 0x%06x to swap page %u\n", e->c, e->b);
		break;
	case MM011_EV_SLEEP:
		line("sleep");
		printf("task %u waits for swap page %u\n", e->a, e->b);
		break;
	case MM011_EV_WAKE:
		line("wake");
		printf("task %u goes on, swap page %u\n", e->a, e->b);
		break;
	}
}

static void explain_one(const struct mm011_event *e)
{
	switch (e->type) {
	case MM011_EV_OP:
		explain_op(e);
		break;
	case MM011_EV_ZERO:
		line("zero");
		if (e->b == MM011_PAGE_SIZE)
			printf("page 0x%06x\n", e->a);
		else
			printf("%u bytes from 0x%06x on\n", e->b, e->a);
		break;
	case MM011_EV_COPY:
		line("copy");
		printf("page 0x%06x to page 0x%06x\n", e->a, e->b);
		break;
	case MM011_EV_LOAD:
		line("load");
		printf("block %u to 0x%06x%s\n", e->b, e->a, e->c ? " failed" : "");
		break;
	case MM011_EV_INVALIDATE:
		line("TLB");
		printf("invalidate()\n");
		break;
	case MM011_EV_FAULT:
		explain_fault(e);
		break;
	case MM011_EV_MESSAGE:
		explain_message(e);
		break;
	case MM011_EV_PANIC:
		line("panic");
		printf("the machine stops\n");
		break;
	case MM011_EV_TASK:
		line("task");
		printf("%u: %s -> %s\n", e->a, state_name(e->b), state_name(e->c));
		break;
	default:
		explain_swap(e);
		break;
	}
}

static void explain_run(const struct mm011_event *e, const struct mm011_event *last, u32 n)
{
	if (e->type == MM011_EV_ENTRY)
		explain_entries(e, last, n);
	else if (e->type == MM011_EV_MEM_MAP)
		explain_mem_map(e, last, n);
	else if (e->type == MM011_EV_WRITE)
		explain_writes(e, last, n);
	else
		explain_one(e);
}

/* does b go on where a stopped: the next entry or page, changed in the same way? */
static bool continues(const struct mm011_event *a, const struct mm011_event *b)
{
	if (a->type != b->type)
		return false;
	if (a->type == MM011_EV_MEM_MAP)
		return a->b == b->b && a->c == b->c &&
		       (b->a == a->a + MM011_PAGE_SIZE || a->a == b->a + MM011_PAGE_SIZE);
	if (a->type == MM011_EV_WRITE)
		return a->b == b->b && (b->a == a->a + a->b || a->a == b->a + b->b);
	return a->type == MM011_EV_ENTRY && b->a == a->a + 4 &&
	       (a->b & 0xfff) == (b->b & 0xfff) && (a->c & 0xfff) == (b->c & 0xfff);
}

/* how often a pattern of period events repeats at the head of e */
static u32 repeats(const struct mm011_event *e, u32 count, u32 period)
{
	u32 i;

	for (i = 0; i + period < count; i++)
		if (!continues(&e[i], &e[i + period]))
			break;
	return i / period + 1;
}

/* the directory changes with the events, or, backwards, against them */
static void follow(const struct mm011_event *e, u32 entry)
{
	if (e->type == MM011_EV_ENTRY && e->a < MM011_PAGE_SIZE)
		directory[e->a / 4] = entry;
}

/*
 * Print what stands at the head of e. copy_page_tables() tells up to three
 * things of each page: the pattern that folds most events is the one.
 */
static u32 explain_head(const struct mm011_event *e, u32 count)
{
	u32 period, best = 1, i, n;

	for (period = 2; period <= 3 && period <= count; period++)
		if ((repeats(e, count, period) - 1) * period > (repeats(e, count, best) - 1) * best)
			best = period;
	n = repeats(e, count, best);
	for (i = 0; i < best; i++)
		explain_run(&e[i], &e[i + best * (n - 1)], n);
	for (i = 0; i < best * n; i++)
		follow(&e[i], e[i].c);
	return best * n;
}

/* an operation begins, or goes on after a sleep */
static bool begins(const struct mm011_event *e)
{
	return e->type == MM011_EV_OP || e->type == MM011_EV_WAKE;
}

/**
 * explain_last() - print the events of the last operation in words
 * @t: the machine; the operation was done with MM011_OPF_EVENTS
 */
void explain_last(struct target *t)
{
	static struct mm011_event events[MM011_NR_EVENTS];
	u64 first = 0;
	u32 count = target_events(t, &first, events, MM011_NR_EVENTS);
	u32 i;

	read_directory(t->memory);
	for (i = count; i > 0 && !begins(&events[i - 1]); i--)
		follow(&events[i - 1], events[i - 1].b);
	if (i > 0)
		i--;
	else if (count)
		printf("    (earlier events are gone)\n");
	while (i < count)
		i += explain_head(&events[i], count - i);
}

/**
 * explain_said() - what the kernel has printed in the last operation
 * @t: the machine; the operation was done with MM011_OPF_EVENTS
 * @to: where its last line goes
 * @room: how much fits
 *
 * Return: whether there was one.
 */
bool explain_said(struct target *t, char *to, size_t room)
{
	static struct mm011_event events[MM011_NR_EVENTS];
	u64 first = 0;
	u32 i = target_events(t, &first, events, MM011_NR_EVENTS);

	for ( ; i > 0 && !begins(&events[i - 1]); i--)
		if (events[i - 1].type == MM011_EV_MESSAGE &&
		    events[i - 1].a < ARRAY_SIZE(messages)) {
			snprintf(to, room, messages[events[i - 1].a], events[i - 1].b,
				 events[i - 1].c);
			return true;
		}
	return false;
}

#define MAX_TOUCHED 5

/**
 * explain_touched() - print the last events that changed one word
 * @t: the machine
 * @type: MM011_EV_ENTRY or MM011_EV_MEM_MAP
 * @addr: address of the entry, or of the page that is counted
 */
void explain_touched(struct target *t, u32 type, u32 addr)
{
	static struct mm011_event events[MM011_NR_EVENTS];
	u32 last[MAX_TOUCHED], op[MAX_TOUCHED];
	u64 first = 0;
	u32 count = target_events(t, &first, events, MM011_NR_EVENTS);
	u32 i, begin = 0, found = 0;

	for (i = 0; i < count; i++) {
		if (events[i].type == MM011_EV_OP)
			begin = i;
		if (events[i].type != type || events[i].a != addr)
			continue;
		last[found % MAX_TOUCHED] = i;
		op[found++ % MAX_TOUCHED] = begin;
	}
	printf("  the last events that touched it (of %u that are kept):\n", count);
	for (i = found > MAX_TOUCHED ? found - MAX_TOUCHED : 0; i < found; i++) {
		explain_one(&events[op[i % MAX_TOUCHED]]);
		explain_run(&events[last[i % MAX_TOUCHED]], NULL, 1);
	}
	if (!found)
		printf("    none\n");
}
