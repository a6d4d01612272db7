// SPDX-License-Identifier: GPL-2.0
/*
 * The functions of a recorded run of 2.4. The machine does one when its line enter comes, up
 * to where it asks for what the run tells: a page, another recorded function, a page of a
 * file. It goes on when that has come, just before the line behind it, and has ended when its
 * line exit is compared. Interrupts that fall into a piece of it came before that piece.
 */

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <linux/kernel.h>

#include "ctl/lines.h"
#include "replay/alloc24.h"
#include "replay/compare24.h"
#include "replay/lru24.h"
#include "replay/mms24.h"
#include "replay/open24.h"
#include "replay/replay24.h"
#include "replay/steps24.h"

#define SOME_OPS	16u	/* that are done in one go */
#define INTERRUPT	"end_buffer_io_async"
#define KERNEL		0xc0000000u	/* addresses from here on are the kernel's */
#define MOST_OPS	0x400000u	/* that a run may number */

/* what the line exit of a function will say, for the time when it begins */
struct foretold {
	s32 ret;
	u32 ino;
	u32 pgd;
};

struct steps24 {
	struct mms24 mms;
	struct opens24 opens;
	struct foretold *foretold;	/* by number of the operation */
	u32 ops;			/* how many there is room for */
	u32 pages;			/* that vm_enough_memory() counts besides free ones, now */
	u32 physpages;			/* num_physpages now */
};

/**
 * steps24_new() - begin to play functions
 *
 * Return: what is known of them; NULL without memory.
 */
struct steps24 *steps24_new(void)
{
	struct steps24 *s = calloc(1, sizeof(*s));

	if (s)
		s->mms.limits_of = MMS24_PIDS;
	return s;
}

/**
 * steps24_free() - forget all
 * @s: from steps24_new(), or NULL
 */
void steps24_free(struct steps24 *s)
{
	if (s)
		free(s->foretold);
	free(s);
}

/* the inode in vma=[start, end, flags, pgoff, inode, ...]; 0: there is none */
static u32 inode_of_area(struct replay24 *r)
{
	const struct json_value *vma = json_find(&r->trace.line, "vma");
	struct json_value rest, item;
	u32 i, ino = 0;

	if (!vma)
		return 0;
	rest = *vma;
	for (i = 0; i <= 4 && json_next(&rest, &item); i++)
		if (i == 4)
			json_u32(&item, &ino);
	return ino;
}

static int make_room(struct steps24 *s, struct replay24 *r, u32 nr)
{
	u32 ops = s->ops ? s->ops : 1024;
	struct foretold *more;

	if (nr >= MOST_OPS)
		return trace24_damaged(&r->trace, "no run has so many operations: ", "op");
	while (nr >= ops)
		ops *= 2;
	if (ops == s->ops)
		return 0;
	more = realloc(s->foretold, ops * sizeof(*more));
	if (!more)
		return -ENOMEM;
	memset(more + s->ops, 0, (ops - s->ops) * sizeof(*more));
	s->foretold = more;
	s->ops = ops;
	return 0;
}

static int look_at_exit(struct steps24 *s, struct replay24 *r)
{
	u32 nr = trace24_number(&r->trace, "op");
	int err = make_room(s, r, nr);

	if (!err)
		s->foretold[nr] = (struct foretold){
			.ret = trace24_number(&r->trace, "ret"), .ino = inode_of_area(r),
			.pgd = trace24_has(&r->trace, "pgd") ?
			       trace24_number(&r->trace, "pgd") : MM011_NO_FRAME
		};
	return err;
}

/**
 * steps24_look() - look at a line before the run is played
 * @s: what is known
 * @r: run whose line has been read
 *
 * Return: 0; -EINVAL; -ENOMEM.
 */
int steps24_look(struct steps24 *s, struct replay24 *r)
{
	static const char *const names[] = { "mm", "child" };
	u32 i, mm;
	int err = 0;

	if (r->trace.event == TRACE24_EXIT)
		err = look_at_exit(s, r);
	for (i = 0; !err && i < ARRAY_SIZE(names); i++) {
		if (r->trace.event >= TRACE24_MARK || !trace24_has(&r->trace, names[i]))
			continue;
		err = mms24_number(r, names[i], &mm);
		if (!err)
			s->mms.last[mm] = lines_number(r->trace.in);
	}
	return err;
}

/* what the run says of an operation; of one whose end it does not have, nothing */
static const struct foretold *foretold(const struct steps24 *s, u32 nr)
{
	static const struct foretold nothing = { .pgd = MM011_NO_FRAME };

	return nr < s->ops ? &s->foretold[nr] : &nothing;
}

/* em: pages of buffers, of the page cache, of the swap space */
static int take_pages(struct replay24 *r, u32 *pages)
{
	const struct json_value *em = json_find(&r->trace.line, "em");
	struct json_value rest, item;
	u32 number;

	*pages = 0;
	if (!em)
		return 0;
	for (rest = *em; json_next(&rest, &item); *pages += number)
		if (json_u32(&item, &number))
			return trace24_damaged(&r->trace, "these are not numbers: ", "em");
	return 0;
}

/* what of a file's own methods and of shmem the run tells by the result */
static int tell_file(struct steps24 *s, struct replay24 *r, struct root24 *root)
{
	const struct foretold *told = foretold(s, trace24_number(&r->trace, "op"));
	u32 mode = trace24_number(&r->trace, "fmode") & (MM011_FILE24_READ | MM011_FILE24_WRITE);
	u32 ino = root->op.arg[4];
	struct mm011_op shmem = { .code = MM011_OP24_SET_SHMEM_INO, .arg = { told->ino } };

	root->op.arg[4] = 0;
	if (!trace24_number(&r->trace, "file"))
		return told->ino ? target_ops(r->t, &shmem, 1) : 0;
	if (told->ret == -ENODEV)
		mode |= MM011_FILE24_NO_MMAP;
	if (told->ret == -EINVAL)
		mode |= MM011_FILE24_NO_WRITEPAGE;
	if (told->ret == -ETXTBSY)
		mode |= MM011_FILE24_WRITE;
	return mms24_file(&s->mms, r, ino, mode, &root->op.arg[4]);
}

/* what its operation must know before it begins */
static int prepare(struct steps24 *s, struct replay24 *r, struct root24 *root)
{
	int err = take_pages(r, &root->pages);

	if (!err && root->op.code == MM011_OP24_DO_MMAP_PGOFF)
		err = tell_file(s, r, root);
	if (!err && root->op.code == MM011_OP24_INSERT_VM_STRUCT && root->op.arg[5])
		err = mms24_file(&s->mms, r, root->op.arg[5], MM011_FILE24_READ,
				 &root->op.arg[5]);
	return err;
}

static int read_entry(struct steps24 *s, struct replay24 *r, u32 mm, u32 addr, u32 *entry)
{
	struct mm011_op op = { .code = MM011_OP24_ENTRY, .arg = { addr } };
	int err = mms24_switch(&s->mms, r, mm);

	if (!err)
		err = target_ops(r->t, &op, 1);
	*entry = op.ret;
	return err;
}

static void take_arguments(struct replay24 *r, const struct function24 *f, u32 *arg)
{
	u32 i;

	for (i = 0; i < FUNCTION24_ARGS && f->arg[i]; i++)
		arg[i] = trace24_number(&r->trace, f->arg[i]);
}

/* does the run say how the entry of its address was, and is? */
static bool has_entry(const struct function24 *f)
{
	return f->code == MM011_OP24_DO_PAGE_FAULT || f->code == MM011_OP24_TRY_TO_SWAP_OUT;
}

/* does it work on an address space? */
static bool wants_mm(const struct function24 *f)
{
	return f->code != MM011_OP24_MM_ALLOC && f->code != MM011_OP24_REFILL_INACTIVE_SCAN &&
	       f->code != MM011_OP24_PAGE_LAUNDER && f->code != MM011_OP24_RECLAIM_PAGE;
}

/* a function that the kernel calls: an operation, which begins before the next line */
static int begin_root(struct steps24 *s, struct replay24 *r, struct open24 *at)
{
	struct root24 *root = open24_root(&s->opens, r);
	int err;

	if (!root)
		return -EINVAL;
	at->root = root;
	at->whole = true;
	root->op.code = at->function->code;
	root->op.flags = MM011_OPF_SLEEP | replay24_events(r);
	root->pid = at->pid;
	root->mm = at->mm;
	take_arguments(r, at->function, root->op.arg);
	err = prepare(s, r, root);
	if (!err && has_entry(at->function)) {
		at->addr = root->op.arg[at->function->code == MM011_OP24_DO_PAGE_FAULT];
		err = read_entry(s, r, at->mm, at->addr, &at->before);
	}
	open24_answer(&s->opens, root, at->function->code == MM011_OP24_DUP_MMAP ?
		      foretold(s, at->nr)->pgd : 0);
	return err;
}

/* a function within another: the machine must be about to begin it, too */
static int begin_part(struct steps24 *s, struct replay24 *r, struct open24 *at,
		      const struct open24 *in)
{
	u32 arg[1 + FUNCTION24_ARGS] = { at->function->code };
	int err;

	take_arguments(r, at->function, arg + 1);
	err = open24_asked(r, in, MM011_ASK24_BEGIN, arg, 3);
	if (err)
		return err;
	at->root = in->root;
	if (at->function->code == MM011_OP24_HANDLE_MM_FAULT) {
		at->addr = arg[1];
		err = read_entry(s, r, at->mm, at->addr, &at->before);
	}
	open24_answer(&s->opens, at->root, 0);
	return err;
}

/* code that the machine need not know: if a function is in it, it asks for it */
static int begin_region(struct replay24 *r, struct open24 *at, const struct open24 *in)
{
	u32 arg[ARRAY_SIZE(at->region->arg)], i;

	if (!in || !in->root)
		return 0;
	for (i = 0; i < ARRAY_SIZE(arg) && at->region->arg[i]; i++)
		arg[i] = trace24_number(&r->trace, at->region->arg[i]);
	at->root = in->root;
	return open24_asked(r, in, at->region->kind, arg, i);
}

static int enter(struct steps24 *s, struct replay24 *r)
{
	u32 pid = trace24_number(&r->trace, "cur"), within = open24_number(&s->opens, pid);
	const struct open24 *in = open24_top(&s->opens, pid);
	struct open24 *at = open24_push(&s->opens, r);
	int err;

	if (!at)
		return -EINVAL;
	if (trace24_number(&r->trace, "in") != within)
		return trace24_damaged(&r->trace, "it has not begun in this function", "");
	trace24_text(&r->trace, "f", at->name, sizeof(at->name));
	at->nr = trace24_number(&r->trace, "op");
	at->function = function24(at->name);
	at->region = region24(at->name);
	at->irq = !strcmp(at->name, INTERRUPT);
	s->opens.irqs += at->irq;
	err = mms24_number(r, "mm", &at->mm);
	if (!err)
		err = mms24_number(r, "child", &at->child);
	if (err)
		return err;
	if (at->region)
		return begin_region(r, at, in && in->function ? in : NULL);
	if (!at->function || (!at->mm && wants_mm(at->function)))
		return 0;
	err = lru24_compare(r);
	if (!err && in && in->alloc)
		err = alloc24_function_begins(r, in, at->function);
	if (err)
		return err;
	if (in && in->function && in->root && at->function->code != MM011_OP24_DO_PAGE_FAULT)
		return begin_part(s, r, at, in);
	return begin_root(s, r, at);
}

/* the machine must know how many pages there are beside free ones */
static int set_free(struct steps24 *s, struct replay24 *r, const struct root24 *root)
{
	struct mm011_op op = { .code = MM011_OP24_SET_FREE, .arg = { root->pages, r->pages } };

	if (root->pages == s->pages && r->pages == s->physpages)
		return 0;
	s->pages = root->pages;
	s->physpages = r->pages;
	return target_ops(r->t, &op, 1);
}

/* one turn of an operation: up to where it asks once more, or ends */
static int take_turn(struct replay24 *r, struct root24 *root)
{
	struct mm011_op op[] = {
		{ .code = MM011_OP24_TELL, .arg = { root->op.task, root->answer } },
		root->op,
		{ .code = MM011_OP24_ASKED, .arg = { root->op.task },
		  .len = sizeof(root->asked), .data = (uintptr_t)&root->asked },
	};
	int err;

	if (root->begun)
		op[1] = (struct mm011_op){
			.code = MM011_OP_WAKE, .task = root->op.task,
		};
	err = target_ops(r->t, op, ARRAY_SIZE(op));
	root->begun = true;
	root->op.error = op[1].error;
	root->op.outcome = op[1].outcome;
	root->op.ret = op[1].ret;
	memcpy(root->op.out, op[1].out, sizeof(root->op.out));
	return err;
}

/* the page directory of a child is there before dup_mmap() begins */
static bool wants_directory(const struct root24 *root)
{
	return root->op.code == MM011_OP24_DUP_MMAP && root->op.outcome == MM011_ASLEEP &&
	       root->asked.kind == MM011_ASK24_ALLOC;
}

/* an operation that is due begins, or goes on */
static int go_on(struct steps24 *s, struct replay24 *r)
{
	struct root24 *root = s->opens.due;
	bool first;
	int err = 0;

	s->opens.due = NULL;
	if (!root)
		return 0;
	first = !root->begun;
	if (root->mm)
		err = mms24_switch(&s->mms, r, root->mm);
	if (!err)
		err = mms24_set_limits(&s->mms, r, root->pid);
	if (!err)
		err = set_free(s, r, root);
	if (!err)
		err = take_turn(r, root);
	if (!err && first && wants_directory(root))
		err = take_turn(r, root);
	if (err || root->op.outcome == MM011_ASLEEP)
		return err;
	return root->op.error;
}

/**
 * steps24_before() - before a line is played: what is due is done
 * @s: what is known
 * @r: run whose line has been read
 *
 * Return: 0; a negative errno.
 */
int steps24_before(struct steps24 *s, struct replay24 *r)
{
	char name[32] = "";

	int err;

	if (r->trace.event == TRACE24_ENTER)
		trace24_text(&r->trace, "f", name, sizeof(name));
	if (s->opens.irqs || !strcmp(name, INTERRUPT))
		return 0;
	err = go_on(s, r);
	while (!err && alloc24_goes_on(&s->opens, r))
		err = go_on(s, r);
	return err;
}

/* what a region came to: a page, or nothing */
static u32 answer_of(struct replay24 *r, const struct region24 *region)
{
	char text[8];

	if (!region->answer)
		return 0;
	trace24_text(&r->trace, region->answer, text, sizeof(text));
	if (!strcmp(text, "oom"))
		return MM011_TOLD24_OOM;
	return trace24_has(&r->trace, region->answer) ?
	       trace24_number(&r->trace, region->answer) : MM011_NO_FRAME;
}

static int know_mm(struct steps24 *s, struct replay24 *r, u32 mm, u32 number)
{
	if (!mm || s->mms.mm[mm])
		return trace24_damaged(&r->trace, "no new address space", "");
	s->mms.mm[mm] = number;
	return 0;
}

static int exit_mm_alloc(struct steps24 *s, struct replay24 *r, struct open24 *at)
{
	struct mm011_tables24 tables;
	struct mm011_op op = {
		.code = MM011_OP24_TABLES, .len = sizeof(tables), .data = (uintptr_t)&tables
	};
	u32 pgd = trace24_number(&r->trace, "pgd"), number = at->root->op.ret;
	int err = mms24_number(r, "mm", &at->mm);

	if (!err && (s32)number < 0)
		return at->mm ? replay24_differs(r, "address space", at->mm, 0, "%u") : 0;
	if (!err)
		err = know_mm(s, r, at->mm, number);
	if (!err)
		err = mms24_switch(&s->mms, r, at->mm);
	if (!err)
		err = target_ops(r->t, &op, 1);
	if (!err && tables.pgd >> 12 != pgd)
		err = replay24_differs(r, "page directory", pgd, tables.pgd >> 12, "%u");
	return err;
}

/* the copy; where there was no memory for its page tables it is half done */
static int exit_dup_mmap(struct steps24 *s, struct replay24 *r, struct open24 *at)
{
	int err = compare24_return(r, (s32)at->root->op.ret < 0 ? at->root->op.ret : 0);

	if (!err)
		err = know_mm(s, r, at->child, at->root->op.out[0]);
	if (!err)
		err = mms24_switch(&s->mms, r, at->child);
	return err ? err : compare24_mm(r, true);
}

/* [before, after]; null above 3 GB */
static int compare_entries(struct steps24 *s, struct replay24 *r, const struct open24 *at)
{
	const struct json_value *pte = json_find(&r->trace.line, "pte");
	struct json_value rest, item;
	u32 found[2] = { at->before }, recorded, i;
	int err;

	if (!pte)
		return 0;
	err = read_entry(s, r, at->mm, at->addr, &found[1]);
	rest = *pte;
	for (i = 0; !err && i < 2; i++) {
		if (!json_next(&rest, &item))
			return trace24_damaged(&r->trace, "these are not two entries: ", "pte");
		if (!json_u32(&item, &recorded) && recorded != found[i])
			err = replay24_differs(r, i ? "entry after the fault" :
					       "entry before the fault", recorded, found[i],
					       "%08x");
	}
	return err;
}

/* of an address of the kernel's the run tells what became of it */
static int exit_fault(struct steps24 *s, struct replay24 *r, const struct open24 *at)
{
	struct mm011_log24 log = at->root->asked.log;
	int err;

	if (at->addr >= KERNEL && !(at->root->op.arg[0] & 4))
		log.fixup = trace24_number(&r->trace, "fixup");
	err = compare24_fault(r, &log);
	return err ? err : compare_entries(s, r, at);
}

/* the results of a function that has ended */
static int exit_function(struct steps24 *s, struct replay24 *r, struct open24 *at)
{
	const struct mm011_asked24 *asked = &at->root->asked;
	int err = compare24_log(r, &asked->log);

	if (err)
		return err;
	switch (at->function->code) {
	case MM011_OP24_MM_ALLOC:
		return exit_mm_alloc(s, r, at);
	case MM011_OP24_DUP_MMAP:
		return exit_dup_mmap(s, r, at);
	case MM011_OP24_DO_PAGE_FAULT:
		return exit_fault(s, r, at);
	case MM011_OP24_RECLAIM_PAGE:
		return compare24_page(r, at->root->op.ret);
	case MM011_OP24_HANDLE_MM_FAULT:
		err = compare24_return(r, asked->arg[0]);
		return err ? err : compare_entries(s, r, at);
	case MM011_OP24_TRY_TO_SWAP_OUT:
		err = compare24_return(r, at->root->op.ret);
		return err ? err : compare_entries(s, r, at);
	default:
		return compare24_return(r, at->whole ? at->root->op.ret : asked->arg[0]);
	}
}

/* has it ended in the machine, too? */
static int must_have_ended(struct replay24 *r, const struct open24 *at)
{
	if (!at->whole)
		return open24_asked(r, at, MM011_ASK24_END, NULL, 0);
	return open24_asked(r, at, MM011_ASK24_NOTHING, NULL, 0);
}

static int compare(struct steps24 *s, struct replay24 *r, struct open24 *at)
{
	int err = 0;

	if (at->root)
		err = must_have_ended(r, at);
	if (!err && at->root)
		err = exit_function(s, r, at);
	if (!err && at->mm)
		err = mms24_switch(&s->mms, r, at->mm);
	if (!err && at->mm)
		err = compare24_mm(r, false);
	if (!err)
		err = compare24_counts(r);
	return err ? err : lru24_compare(r);
}

/* a function ends: it is compared, and what it was part of goes on */
static int leave_function(struct steps24 *s, struct replay24 *r, struct open24 *at)
{
	int err = compare(s, r, at);

	if (!err && !at->whole && at->root)
		open24_answer(&s->opens, at->root, 0);
	if (at->mm)
		s->mms.empty[at->mm] = at->function->code == MM011_OP24_EXIT_MMAP;
	if (!err)
		err = mms24_put_ended(&s->mms, r, at->mm);
	return err;
}

static int leave(struct steps24 *s, struct replay24 *r, bool *played)
{
	struct open24 *at = open24_find(&s->opens, trace24_number(&r->trace, "op"));
	char name[32];
	u32 ret = 0, pid;
	int err = 0;

	trace24_text(&r->trace, "f", name, sizeof(name));
	if (!at || strcmp(at->name, name))
		return trace24_damaged(&r->trace, "this function has not begun: ", name);
	*played = at->function;
	s->opens.irqs -= at->irq;
	pid = at->pid;
	if (at->root)
		ret = at->root->op.ret;
	if (at->function)
		err = leave_function(s, r, at);
	else if (at->root)
		open24_answer(&s->opens, at->root, answer_of(r, at->region));
	open24_pop(&s->opens, at);
	if (*played)
		alloc24_function_ended(&s->opens, open24_top(&s->opens, pid), ret);
	return err;
}

/* [[page frame, count], ...]: counts that others changed */
static int set_counts(struct replay24 *r)
{
	struct mm011_op op[SOME_OPS];
	struct json_value rest = *json_find(&r->trace.line, "d"), pair, number;
	u32 n = 0;
	int err = 0;

	while (!err && json_next(&rest, &pair)) {
		op[n] = (struct mm011_op){ .code = MM011_OP24_SET_PAGE_COUNT };
		if (!json_next(&pair, &number) || json_u32(&number, &op[n].arg[0]) ||
		    !json_next(&pair, &number) || json_u32(&number, &op[n].arg[1]))
			return trace24_damaged(&r->trace, "these are not counts: ", "d");
		if (op[n].arg[0] >= r->pages)
			return trace24_damaged(&r->trace, "there is no such page frame", "");
		if (++n < SOME_OPS)
			continue;
		err = target_ops(r->t, op, n);
		n = 0;
	}
	return err || !n ? err : target_ops(r->t, op, n);
}

static int find_vma(struct steps24 *s, struct replay24 *r)
{
	struct mm011_op op = {
		.code = MM011_OP24_FIND_VMA, .arg = { trace24_number(&r->trace, "addr") }
	};
	u32 mm, recorded = trace24_number(&r->trace, "ret");
	int err = mms24_number(r, "mm", &mm);

	if (!err)
		err = mms24_switch(&s->mms, r, mm);
	if (!err)
		err = target_ops(r->t, &op, 1);
	if (err)
		return err;
	if (op.ret != recorded)
		return replay24_differs(r, "area", recorded, op.ret, "0x%x");
	recorded = trace24_number(&r->trace, "hit");
	if (op.out[1] != recorded)
		return replay24_differs(r, "mmap_cache's hit", recorded, op.out[1], "%u");
	return mms24_put_ended(&s->mms, r, mm);
}

/* the function that takes a page or frees one itself; NULL: one that the machine does not do */
static const struct open24 *who_asks(struct steps24 *s, struct replay24 *r)
{
	const struct open24 *in = open24_top(&s->opens, trace24_number(&r->trace, "cur"));
	char by[80];

	if (!in || !in->root || (!in->function && !in->alloc))
		return NULL;
	trace24_text(&r->trace, "by", by, sizeof(by));
	return in->function && !strncmp(by, "kmem_", 5) ? NULL : in;
}

/**
 * steps24_before_free() - a page is about to be freed
 * @s: what is known
 * @r: run whose line free has been read
 *
 * Who is not played has taken it off its lists and out of its cache; the run tells that later.
 *
 * Return: 0; a negative errno.
 */
int steps24_before_free(struct steps24 *s, struct replay24 *r)
{
	return who_asks(s, r) ? 0 : lru24_let_go(r);
}

/**
 * steps24_told_page() - a page has been taken or freed: did a function ask for it?
 * @s: what is known
 * @r: run whose line has been played
 * @kind: MM011_ASK24_ALLOC or MM011_ASK24_FREE
 *
 * Slabs take pages of their own accord.
 *
 * Return: 0; 1: it asked for something else.
 */
int steps24_told_page(struct steps24 *s, struct replay24 *r, u32 kind)
{
	const bool alloc = kind == MM011_ASK24_ALLOC;
	const struct open24 *in = who_asks(s, r);
	u32 order = trace24_number(&r->trace, "order"), gfp = trace24_number(&r->trace, "gfp");
	u32 pfn = trace24_has(&r->trace, "pfn") ? trace24_number(&r->trace, "pfn") :
		  MM011_NO_FRAME;
	const u32 arg[] = { alloc ? order : pfn, alloc ? gfp : order };
	int err;

	if (!in)
		return 0;
	err = open24_asked(r, in, kind, arg, ARRAY_SIZE(arg));
	if (!err)
		open24_answer(&s->opens, in->root, alloc ? pfn : 0);
	return err;
}

/**
 * steps24_play() - do what a line says of functions
 * @s: what is known
 * @r: run whose line has been read
 * @played: whether it was a step that has been done and compared
 *
 * Return: 0; 1: it differs; a negative errno.
 */
int steps24_play(struct steps24 *s, struct replay24 *r, bool *played)
{
	*played = false;
	switch (r->trace.event) {
	case TRACE24_ENTER:
		return enter(s, r);
	case TRACE24_EXIT:
		return leave(s, r, played);
	case TRACE24_FIND_VMA:
		*played = true;
		return find_vma(s, r);
	case TRACE24_MM:
		return mms24_set_fields(&s->mms, r);
	case TRACE24_TASK:
		return mms24_take_limits(&s->mms, r);
	case TRACE24_HW:
		return mms24_set_accessed(&s->mms, r);
	case TRACE24_CNT:
		return set_counts(r);
	case TRACE24_PG:
	case TRACE24_LRU:
	case TRACE24_SWAPMAP:
		return lru24_apply(r);
	case TRACE24_ALLOC_ENTER:
		return alloc24_enter(&s->opens, r);
	case TRACE24_MARK:
	case TRACE24_MARK_END:
		return alloc24_mark(&s->opens, r);
	default:
		return 0;
	}
}

/**
 * steps24_took_block() - rmqueue() has been done: did an allocation ask for that?
 * @s: what is known
 * @r: run whose line has been played
 *
 * Return: 0; 1: it asked for something else.
 */
int steps24_took_block(struct steps24 *s, struct replay24 *r)
{
	return alloc24_took_block(&s->opens, r);
}

/**
 * steps24_allocated() - an allocation of which the run told what happened in it has ended
 * @s: what is known
 * @r: run whose line has been read
 *
 * Return: 0; 1: it differs; a negative errno.
 */
int steps24_allocated(struct steps24 *s, struct replay24 *r)
{
	return alloc24_leave(&s->opens, r);
}
