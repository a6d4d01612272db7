// SPDX-License-Identifier: GPL-2.0
/*
 * What happened, in words.
 */

#include "kernel.h"
#include "op/op.h"
#include "pc/walk.h"
#include "view/story.h"
#include "view/words.h"

/* the directory entry whose table this is; MM011_ENTRIES: none */
static u32 entry_of_table(const struct mm011_story *s, u32 table)
{
	u32 i;

	for (i = 0; i < MM011_ENTRIES; i++)
		if ((s->directory[i] & MM011_PTE_PRESENT) &&
		    mm011_entry_page(s->directory[i]) == table)
			break;
	return i;
}

/**
 * mm011_story_place() - which entry stands at an address
 * @s: story
 * @addr: physical address of an entry
 */
void mm011_story_place(struct mm011_story *s, u32 addr)
{
	u32 table = mm011_entry_page(addr);
	u32 nr = (addr & 0xfff) / 4;
	u32 pde;

	if (table == mm011_entry_page(s->m->cpu.cr3)) {
		mm011_text(s->t, "page directory[%u] (linear 0x%08x)", nr, nr << 22);
		return;
	}
	mm011_text(s->t, "page table at 0x%06x, entry %u", table, nr);
	pde = entry_of_table(s, table);
	if (pde < MM011_ENTRIES)
		mm011_text(s->t, " (linear 0x%08x)", (pde << 22) | (nr << 12));
}

static void line(struct mm011_story *s, const char *what)
{
	mm011_text(s->t, "    %-10s ", what);
}

static void tell_entry(struct mm011_story *s, const struct mm011_event *e)
{
	mm011_story_place(s, e->a);
	mm011_text(s->t, ": ");
	mm011_text_entry(s->m, s->t, e->b);
	mm011_text(s->t, " -> ");
	mm011_text_entry(s->m, s->t, e->c);
	mm011_text(s->t, "\n");
}

/* n entries in a row that changed in the same way, from e to last */
static void tell_entries(struct mm011_story *s, const struct mm011_event *e,
			 const struct mm011_event *last, u32 n)
{
	line(s, "entry");
	tell_entry(s, e);
	if (n == 1)
		return;
	line(s, "...");
	mm011_text(s->t, "and so on, %u entries, the last:\n", n);
	line(s, "");
	tell_entry(s, last);
}

static void tell_mem_map(struct mm011_story *s, const struct mm011_event *e,
			 const struct mm011_event *last, u32 n)
{
	line(s, "mem_map");
	if (n > 1)
		mm011_text(s->t, "%u pages, 0x%06x to 0x%06x: %u -> %u\n", n, e->a, last->a,
			   e->b, e->c);
	else
		mm011_text(s->t, "page 0x%06x: %u -> %u%s\n", e->a, e->b, e->c,
			   e->c ? "" : " (free)");
}

/* exec writes its arguments a word at a time */
static void tell_writes(struct mm011_story *s, const struct mm011_event *e,
			const struct mm011_event *last, u32 n)
{
	line(s, "write");
	if (n > 1)
		mm011_text(s->t, "%u times %u bytes, 0x%06x to 0x%06x\n", n, e->b, e->a, last->a);
	else
		mm011_text(s->t, "%u bytes to 0x%06x\n", e->b, e->a);
}

static void tell_fault(struct mm011_story *s, const struct mm011_event *e)
{
	line(s, "page fault");
	mm011_text(s->t, "task %u, linear 0x%08x, error code %u: %s %s, page %s -> %s\n",
		   e->c, e->b, e->a, e->a & MM011_PTE_USER ? "user" : "supervisor",
		   e->a & MM011_PTE_WRITE ? "write" : "read",
		   e->a & MM011_PTE_PRESENT ? "present but protected" : "not present",
		   e->a & MM011_PTE_PRESENT ? "do_wp_page()" : "do_no_page()");
}

/**
 * mm011_story_message() - what the kernel has printed
 * @s: story
 * @e: an event
 *
 * Return: whether it is a message of this kernel.
 */
bool mm011_story_message(struct mm011_story *s, const struct mm011_event *e)
{
	const struct mm011_messages *messages = s->m->kernel->messages;

	if (e->type != MM011_EV_MESSAGE || e->a >= messages->count)
		return false;
	mm011_text(s->t, messages->format[e->a], e->b, e->c);
	return true;
}

static void tell_message(struct mm011_story *s, const struct mm011_event *e)
{
	line(s, "printk");
	mm011_story_message(s, e);
	mm011_text(s->t, "\n");
}

static void tell_panic(struct mm011_story *s, const struct mm011_event *e)
{
	line(s, "panic");
	mm011_text(s->t, "the machine stops");
	mm011_text_about(s->t, e->a, e->b, e->c);
	mm011_text(s->t, "\n");
}

static void tell_op(struct mm011_story *s, const struct mm011_event *e)
{
	const struct mm011_op_row *row = mm011_op_row(e->a);

	if (!row)
		return;
	mm011_text(s->t, "  %s", row->name);
	if (row->needs_task)
		mm011_text(s->t, ", task %u", e->b);
	mm011_text(s->t, "\n");
}

/* what only 0.12 tells */
static void tell_swap(struct mm011_story *s, const struct mm011_event *e)
{
	switch (e->type) {
	case MM011_EV_SWAP_MAP:
		line(s, "swap map");
		mm011_text(s->t, "swap page %u: %s -> %s\n", e->a, e->b ? "free" : "used",
			   e->c ? "free" : "used");
		break;
	case MM011_EV_SWAP_IO:
		line(s, "swap");
		if (e->a == MM011_SWAP_IO_READ)
			mm011_text(s->t, "read swap page %u to page 0x%06x\n", e->b, e->c);
		else
			mm011_text(s->t, "write page 0x%06x to swap page %u\n", e->c, e->b);
		break;
	case MM011_EV_SLEEP:
		line(s, "sleep");
		mm011_text(s->t, "task %u waits for swap page %u\n", e->a, e->b);
		break;
	case MM011_EV_WAKE:
		line(s, "wake");
		mm011_text(s->t, "task %u goes on, swap page %u\n", e->a, e->b);
		break;
	}
}

/* of the count of a page frame, 2.4's; n of them in a row, from e to last */
static void tell_counts(struct mm011_story *s, const struct mm011_event *e,
			const struct mm011_event *last, u32 n)
{
	line(s, "count");
	if (n > 1)
		mm011_text(s->t, "%u page frames, %u to %u: %d -> %d\n", n, e->a, last->a,
			   (s32)e->b, (s32)e->c);
	else
		mm011_text(s->t, "page frame %u: %d -> %d\n", e->a, (s32)e->b, (s32)e->c);
}

static void tell_block(struct mm011_story *s, const struct mm011_event *e, const char *first,
		       const char *then)
{
	line(s, first);
	if (e->b)
		mm011_text(s->t, "page frames %u to %u, order %u%s\n", e->a,
			   e->a + (1u << e->b % 32) - 1, e->b, then);
	else
		mm011_text(s->t, "page frame %u, order 0%s\n", e->a, then);
}

/* what only 2.4 tells */
static void tell_pages(struct mm011_story *s, const struct mm011_event *e)
{
	switch (e->type) {
	case MM011_EV24_COUNT:
		tell_counts(s, e, e, 1);
		break;
	case MM011_EV24_FLAGS:
		line(s, "flags");
		mm011_text(s->t, "page frame %u: 0x%x -> 0x%x\n", e->a, e->b, e->c);
		break;
	case MM011_EV24_TAKEN:
		tell_block(s, e, "take", ": it leaves its free list");
		break;
	case MM011_EV24_SPLIT:
		tell_block(s, e, "split", ": the lower half stays free");
		break;
	case MM011_EV24_MERGED:
		tell_block(s, e, "merge", ": the buddy is free, too, and leaves its list");
		break;
	case MM011_EV24_FREED:
		tell_block(s, e, "free", ": to the head of its free list");
		break;
	case MM011_EV24_WAKEUP:
		line(s, "wake");
		mm011_text(s->t, "%s\n", mm011_wakeup_word(e->a));
		break;
	}
}

/* pages in use by how much they are used, and their places in the swap space */
static void tell_use(struct mm011_story *s, const struct mm011_event *e)
{
	switch (e->type) {
	case MM011_EV24_LRU:
		line(s, "list");
		mm011_text(s->t, "page frame %u: %s -> %s\n", e->a, mm011_lru_word(e->b),
			   mm011_lru_word(e->c));
		break;
	case MM011_EV24_AGE:
		line(s, "age");
		mm011_text(s->t, "page frame %u: %u -> %u\n", e->a, e->b, e->c);
		break;
	case MM011_EV24_SWAP_COUNT:
		line(s, "swap map");
		mm011_text(s->t, "swap page %u: used %u -> %u times%s\n", e->a, e->b, e->c,
			   e->c ? "" : ": free");
		break;
	}
}

/* of an area */
static void tell_area(struct mm011_story *s, const struct mm011_event *e)
{
	/* from MM011_EV24_AREA_LINKED on */
	static const char *const what[] = { "comes", "goes", "is this now" };

	if (e->type == MM011_EV24_AREA_TREE) {
		line(s, "tree");
		mm011_text(s->t, "0x%08x below 0x%08x, which has height %u\n", e->a, e->b, e->c);
		return;
	}
	line(s, "area");
	mm011_text(s->t, "0x%08x-0x%08x, flags 0x%x, %s\n", e->a, e->b, e->c,
		   what[e->type - MM011_EV24_AREA_LINKED]);
}

/**
 * mm011_story_tell_one() - tell one event
 * @s: story
 * @e: the event
 */
void mm011_story_tell_one(struct mm011_story *s, const struct mm011_event *e)
{
	switch (e->type) {
	case MM011_EV_OP:
		tell_op(s, e);
		break;
	case MM011_EV_ZERO:
		line(s, "zero");
		if (e->b == MM011_PAGE_SIZE)
			mm011_text(s->t, "page 0x%06x\n", e->a);
		else
			mm011_text(s->t, "%u bytes from 0x%06x on\n", e->b, e->a);
		break;
	case MM011_EV_COPY:
		line(s, "copy");
		mm011_text(s->t, "page 0x%06x to page 0x%06x\n", e->a, e->b);
		break;
	case MM011_EV_LOAD:
		line(s, "load");
		mm011_text(s->t, "block %u to 0x%06x%s\n", e->b, e->a, e->c ? " failed" : "");
		break;
	case MM011_EV_INVALIDATE:
		line(s, "TLB");
		mm011_text(s->t, "invalidate()\n");
		break;
	case MM011_EV_FAULT:
		tell_fault(s, e);
		break;
	case MM011_EV_MESSAGE:
		tell_message(s, e);
		break;
	case MM011_EV_PANIC:
		tell_panic(s, e);
		break;
	case MM011_EV_TASK:
		line(s, "task");
		mm011_text(s->t, "%u: %s -> %s\n", e->a, mm011_task_state(e->b),
			   mm011_task_state(e->c));
		break;
	case MM011_EV_WRITE:
		tell_writes(s, e, e, 1);
		break;
	case MM011_EV24_AREA_LINKED:
	case MM011_EV24_AREA_UNLINKED:
	case MM011_EV24_AREA_CHANGED:
	case MM011_EV24_AREA_TREE:
		tell_area(s, e);
		break;
	default:
		tell_swap(s, e);
		tell_pages(s, e);
		tell_use(s, e);
		break;
	}
}

static void tell_run(struct mm011_story *s, const struct mm011_event *e,
		     const struct mm011_event *last, u32 n)
{
	if (e->type == MM011_EV_ENTRY)
		tell_entries(s, e, last, n);
	else if (e->type == MM011_EV_MEM_MAP)
		tell_mem_map(s, e, last, n);
	else if (e->type == MM011_EV_WRITE)
		tell_writes(s, e, last, n);
	else if (e->type == MM011_EV24_COUNT)
		tell_counts(s, e, last, n);
	else
		mm011_story_tell_one(s, e);
}

/* does b go on where a stopped: the next entry or page, changed in the same way? */
static bool continues(const struct mm011_event *a, const struct mm011_event *b)
{
	if (a->type != b->type)
		return false;
	if (a->type == MM011_EV_MEM_MAP)
		return a->b == b->b && a->c == b->c &&
		       (b->a == a->a + MM011_PAGE_SIZE || a->a == b->a + MM011_PAGE_SIZE);
	if (a->type == MM011_EV24_COUNT)
		return a->b == b->b && a->c == b->c && b->a == a->a + 1;
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
static void follow(struct mm011_story *s, const struct mm011_event *e, u32 entry)
{
	if (e->type == MM011_EV_ENTRY && mm011_entry_page(e->a) == mm011_entry_page(s->m->cpu.cr3))
		s->directory[(e->a & 0xfff) / 4] = entry;
}

/*
 * Print what stands at the head of e. copy_page_tables() tells up to three
 * things of each page: the pattern that folds most events is the one.
 */
static u32 tell_head(struct mm011_story *s, const struct mm011_event *e, u32 count)
{
	u32 period, best = 1, i, n;

	for (period = 2; period <= 3 && period <= count; period++)
		if ((repeats(e, count, period) - 1) * period > (repeats(e, count, best) - 1) * best)
			best = period;
	n = repeats(e, count, best);
	for (i = 0; i < best; i++)
		tell_run(s, &e[i], &e[i + best * (n - 1)], n);
	for (i = 0; i < best * n; i++)
		follow(s, &e[i], e[i].c);
	return best * n;
}

/**
 * mm011_story_begin() - a story about a machine, as it is now
 * @s: filled in
 * @m: machine, its lock held while it is told
 * @t: where words go
 */
void mm011_story_begin(struct mm011_story *s, const struct mm011_machine *m, struct mm011_text *t)
{
	u32 i;

	s->m = m;
	s->t = t;
	for (i = 0; i < MM011_ENTRIES; i++)
		s->directory[i] = mm011_read32(m, mm011_entry_page(m->cpu.cr3) + 4 * i);
}

/**
 * mm011_story_back() - go back to before some events
 * @s: story
 * @e: the events that happened last
 * @count: how many
 */
void mm011_story_back(struct mm011_story *s, const struct mm011_event *e, u32 count)
{
	for ( ; count; count--)
		follow(s, &e[count - 1], e[count - 1].b);
}

/**
 * mm011_story_tell() - tell events
 * @s: story, which stands before them
 * @e: the events
 * @count: how many
 */
void mm011_story_tell(struct mm011_story *s, const struct mm011_event *e, u32 count)
{
	u32 i = 0;

	while (i < count && !mm011_text_full(s->t))
		i += tell_head(s, &e[i], count - i);
}
