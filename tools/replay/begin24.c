// SPDX-License-Identifier: GPL-2.0
/*
 * A function or a region of a recorded run of 2.4 begins.
 */

#include <errno.h>
#include <string.h>

#include <linux/kernel.h>

#include "replay/alloc24.h"
#include "replay/begin24.h"
#include "replay/lru24.h"
#include "replay/replay24.h"

/* what the run says of an operation; of one whose end it does not have, nothing */
static const struct foretold24 *foretold(const struct steps24 *s, u32 nr)
{
	static const struct foretold24 nothing = { .pgd = MM011_NO_FRAME };

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
	const struct foretold24 *told = foretold(s, trace24_number(&r->trace, "op"));
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

/**
 * begin24_entry() - the page table entry of an address
 * @s: what is known
 * @r: run
 * @mm: the run's number of the address space
 * @addr: the address
 * @entry: out: the entry, 0: there is none
 *
 * Return: 0; a negative errno.
 */
int begin24_entry(struct steps24 *s, struct replay24 *r, u32 mm, u32 addr, u32 *entry)
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
		err = begin24_entry(s, r, at->mm, at->addr, &at->before);
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
		err = begin24_entry(s, r, at->mm, at->addr, &at->before);
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

/*
 * A function touches the kernel's swap map, which vmalloc() has mapped, and the process's page
 * directory does not know that yet: a page fault amid a piece of the function. The machine's
 * swap map is elsewhere.
 */
static bool is_vmalloc_fault(struct replay24 *r, const struct function24 *f)
{
	return f->code == MM011_OP24_DO_PAGE_FAULT &&
	       trace24_number(&r->trace, "addr") >= BEGIN24_KERNEL;
}

/* do_exit(), which a function does not come back from, calls others: they are no part of it */
static bool ends_in_exit(const struct steps24 *s, const struct open24 *in)
{
	return foretold(s, in->nr)->noreturn && in->root->asked.kind == MM011_ASK24_NOTHING;
}

/**
 * begin24() - a function or a region begins
 * @s: what is known
 * @r: run whose line enter has been read
 *
 * Return: 0; 1: the machine is about to do something else; a negative errno.
 */
int begin24(struct steps24 *s, struct replay24 *r)
{
	u32 pid = trace24_number(&r->trace, "cur"), within = open24_number(&s->opens, pid);
	const struct open24 *in = open24_top(&s->opens, pid);
	struct open24 *at = open24_push(&s->opens, r);
	bool part;
	int err;

	if (!at)
		return -EINVAL;
	if (trace24_number(&r->trace, "in") != within)
		return trace24_damaged(&r->trace, "it has not begun in this function", "");
	trace24_text(&r->trace, "f", at->name, sizeof(at->name));
	at->nr = trace24_number(&r->trace, "op");
	at->function = function24(at->name);
	at->region = region24(at->name);
	at->irq = !strcmp(at->name, BEGIN24_INTERRUPT);
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
	part = in && in->function && in->root && !ends_in_exit(s, in);
	if (part && is_vmalloc_fault(r, at->function)) {
		at->function = NULL;
		return 0;
	}
	err = lru24_compare(r);
	if (!err && in && in->alloc)
		err = alloc24_function_begins(r, in, at->function);
	if (err)
		return err;
	return part ? begin_part(s, r, at, in) : begin_root(s, r, at);
}
