// SPDX-License-Identifier: GPL-2.0
/*
 * The areas of a recorded run of 2.4. A function is done when its line exit comes, with
 * what its line enter says; a page fault when it begins, for others may come in between.
 * What one function asks of another within mm is part of it, and not played once more.
 */

#include <errno.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <linux/kernel.h>

#include "ctl/lines.h"
#include "replay/areas24.h"
#include "replay/mms24.h"
#include "replay/replay24.h"

#define MAX_OPEN	1024u	/* functions that have begun and not ended */
#define ARGS		6

/* a function, and the fields that are its operation's arguments */
static const struct function {
	const char *name;
	u32 code;
	const char *arg[ARGS];
} functions[] = {
	{ "do_mmap_pgoff", MM011_OP24_DO_MMAP_PGOFF,
	  { "addr", "len", "prot", "flags", "ino", "pgoff" } },
	{ "do_munmap", MM011_OP24_DO_MUNMAP, { "addr", "len" } },
	{ "do_brk", MM011_OP24_DO_BRK, { "addr", "len" } },
	{ "sys_brk", MM011_OP24_SYS_BRK, { "brk" } },
	{ "sys_mprotect", MM011_OP24_SYS_MPROTECT, { "addr", "len", "prot" } },
	{ "sys_mremap", MM011_OP24_SYS_MREMAP, { "addr", "old", "new", "flags", "newaddr" } },
	{ "sys_mlock", MM011_OP24_SYS_MLOCK, { "addr", "len" } },
	{ "sys_munlock", MM011_OP24_SYS_MUNLOCK, { "addr", "len" } },
	{ "sys_mlockall", MM011_OP24_SYS_MLOCKALL, { "flags" } },
	{ "sys_munlockall", MM011_OP24_SYS_MUNLOCKALL, { NULL } },
	{ "insert_vm_struct", MM011_OP24_INSERT_VM_STRUCT,
	  { "start", "end", "flags", "pgoff", "prot", "ino" } },
	{ "mm_alloc", MM011_OP24_MM_ALLOC, { NULL } },
	{ "dup_mmap", MM011_OP24_DUP_MMAP, { NULL } },
	{ "exit_mmap", MM011_OP24_EXIT_MMAP, { NULL } },
	{ "do_page_fault", MM011_OP24_FAULT_AREA, { "err", "addr", "uesp" } },
};

/* a function that has begun */
struct open {
	u32 nr;			/* its number in the run, 0: free */
	struct mm011_op op;
	u32 pid;
	u32 mm;
	u32 child;
	bool file;
	u32 fmode;
	u32 free;		/* pages that vm_enough_memory() may find, if it is asked */
	bool part;		/* of another one that is played */
};

struct areas24 {
	struct mms24 mms;
	struct open open[MAX_OPEN];
	u32 free;		/* pages that vm_enough_memory() finds now */
	u32 pages;		/* num_physpages now */
};

/**
 * areas24_new() - begin to play areas
 *
 * Return: what is known of them; NULL without memory.
 */
struct areas24 *areas24_new(void)
{
	struct areas24 *a = calloc(1, sizeof(*a));

	if (a)
		a->mms.limits_of = MMS24_PIDS;
	return a;
}

/**
 * areas24_free() - forget all
 * @a: from areas24_new(), or NULL
 */
void areas24_free(struct areas24 *a)
{
	free(a);
}

/**
 * areas24_look() - look at a line before the run is played
 * @a: what is known
 * @r: run whose line has been read
 *
 * Return: 0; -EINVAL.
 */
int areas24_look(struct areas24 *a, struct replay24 *r)
{
	static const char *const names[] = { "mm", "child" };
	u32 i, mm;
	int err = 0;

	for (i = 0; !err && i < ARRAY_SIZE(names); i++) {
		if (r->trace.event >= TRACE24_MARK || !trace24_has(&r->trace, names[i]))
			continue;
		err = mms24_number(r, names[i], &mm);
		if (!err)
			a->mms.last[mm] = lines_number(r->trace.in);
	}
	return err;
}

static const struct function *find_function(struct replay24 *r)
{
	char name[32];
	u32 i;

	trace24_text(&r->trace, "f", name, sizeof(name));
	for (i = 0; i < ARRAY_SIZE(functions); i++)
		if (!strcmp(functions[i].name, name))
			return &functions[i];
	return NULL;
}

/* the one with that number; 0: a free place. NULL: there is none */
static struct open *find_open(struct areas24 *a, u32 nr)
{
	struct open *o;

	for (o = a->open; o < a->open + MAX_OPEN; o++)
		if (o->nr == nr)
			return o;
	return NULL;
}

/* em: pages of buffers, of the page cache, of the swap space; and those that are free */
static int free_pages(struct replay24 *r, u32 *pages)
{
	struct mm011_pressure pressure;
	struct mm011_op op = {
		.code = MM011_OP24_PRESSURE, .len = sizeof(pressure), .data = (uintptr_t)&pressure
	};
	const struct json_value *em = json_find(&r->trace.line, "em");
	struct json_value rest, item;
	u32 number;
	int err = target_ops(r->t, &op, 1);

	if (err)
		return err;
	*pages = pressure.free_pages;
	for (rest = *em; json_next(&rest, &item); *pages += number)
		if (json_u32(&item, &number))
			return trace24_damaged(&r->trace, "these are not numbers: ", "em");
	return 0;
}

static int take_arguments(struct replay24 *r, const struct function *f, struct open *o)
{
	u32 i;

	o->op.code = f->code;
	o->op.flags = replay24_events(r);
	for (i = 0; i < ARGS && f->arg[i]; i++)
		o->op.arg[i] = trace24_number(&r->trace, f->arg[i]);
	o->pid = trace24_number(&r->trace, "cur");
	o->file = trace24_number(&r->trace, "file");
	o->fmode = trace24_number(&r->trace, "fmode");
	if (json_find(&r->trace.line, "em"))
		return free_pages(r, &o->free);
	return 0;
}

/* a page fault is at its area before anything else can happen */
static int begin_fault(struct areas24 *a, struct replay24 *r, struct open *o)
{
	int err;

	if (!o->mm)
		return 0;
	err = mms24_switch(&a->mms, r, o->mm);
	if (!err)
		err = mms24_set_limits(&a->mms, r, o->pid);
	return err ? err : target_ops(r->t, &o->op, 1);
}

static int enter(struct areas24 *a, struct replay24 *r)
{
	const struct function *f = find_function(r);
	u32 in = trace24_number(&r->trace, "in");
	const struct open *outer = in ? find_open(a, in) : NULL;
	struct open *o = find_open(a, 0);
	int err;

	if (!f)
		return 0;
	if (!o)
		return trace24_damaged(&r->trace, "too many functions have begun", "");
	*o = (struct open){ .nr = trace24_number(&r->trace, "op") };
	o->part = outer && outer->op.code != MM011_OP24_FAULT_AREA &&
		  f->code != MM011_OP24_FAULT_AREA;
	err = mms24_number(r, "mm", &o->mm);
	if (!err)
		err = mms24_number(r, "child", &o->child);
	if (!err)
		err = take_arguments(r, f, o);
	if (!err && f->code == MM011_OP24_FAULT_AREA)
		err = begin_fault(a, r, o);
	return err;
}

/* what of a file's own methods and of shmem the run tells by its result */
static int tell_file(struct areas24 *a, struct replay24 *r, struct open *o)
{
	u32 mode = o->fmode & (MM011_FILE24_READ | MM011_FILE24_WRITE), ino = o->op.arg[4], i;
	s32 ret = trace24_number(&r->trace, "ret");
	struct json_value rest, item;
	struct mm011_op shmem = { .code = MM011_OP24_SET_SHMEM_INO };

	if (o->file && ret == -ENODEV)
		mode |= MM011_FILE24_NO_MMAP;
	if (o->file && ret == -EINVAL)
		mode |= MM011_FILE24_NO_WRITEPAGE;
	if (o->file && ret == -ETXTBSY)
		mode |= MM011_FILE24_WRITE;
	if (o->file)
		return mms24_file(&a->mms, r, ino, mode, &o->op.arg[4]);
	o->op.arg[4] = 0;
	if (!json_find(&r->trace.line, "vma"))
		return 0;
	rest = *json_find(&r->trace.line, "vma");
	for (i = 0; i <= 4 && json_next(&rest, &item); i++)
		if (i == 4)
			json_u32(&item, &shmem.arg[0]);
	return shmem.arg[0] ? target_ops(r->t, &shmem, 1) : 0;
}

static int prepare(struct areas24 *a, struct replay24 *r, struct open *o)
{
	struct mm011_op op = { .code = MM011_OP24_SET_FREE, .arg = { o->free, r->pages } };
	int err = mms24_switch(&a->mms, r, o->mm);

	if (!err)
		err = mms24_set_limits(&a->mms, r, o->pid);
	if (!err && (o->free != a->free || r->pages != a->pages)) {
		a->free = o->free;
		a->pages = r->pages;
		err = target_ops(r->t, &op, 1);
	}
	if (!err && o->op.code == MM011_OP24_DO_MMAP_PGOFF)
		err = tell_file(a, r, o);
	if (!err && o->op.code == MM011_OP24_INSERT_VM_STRUCT && o->op.arg[5])
		err = mms24_file(&a->mms, r, o->op.arg[5], MM011_FILE24_READ, &o->op.arg[5]);
	return err;
}

/* the run's numbers that say how an address space is: [map_count, height, ..., cache] */
static int check_numbers(struct replay24 *r, const char *name, const struct mm011_mm24 *mm)
{
	static const char *const what[] = {
		"map_count", "height of the tree", "total_vm", "locked_vm", NULL, "brk",
		"start of the area in mmap_cache"
	};
	const u32 found[ARRAY_SIZE(what)] = {
		mm->map_count, mm->avl_height, mm->total_vm, mm->locked_vm, 0, mm->brk, mm->cache
	};
	const struct json_value *st = json_find(&r->trace.line, name);
	struct json_value rest, item;
	u32 i, recorded;

	if (!st)
		return 0;
	rest = *st;
	for (i = 0; i < ARRAY_SIZE(what); i++) {
		if (!json_next(&rest, &item) || json_u32(&item, &recorded))
			return trace24_damaged(&r->trace, "these are not seven numbers: ", name);
		if (what[i] && recorded != found[i])	/* rss is that of page tables */
			return replay24_differs(r, what[i], recorded, found[i], "0x%x");
	}
	return 0;
}

/* the current address space: its areas, and the numbers */
static int check_mm(struct replay24 *r, const char *sum, const char *numbers)
{
	struct mm011_mm24 mm;
	struct mm011_op op[] = {
		{ .code = MM011_OP24_AREA_SUM, .flags = MM011_OPF_CRC },
		{ .code = MM011_OP24_SHOW_MM, .len = sizeof(mm), .data = (uintptr_t)&mm },
	};
	u32 recorded;
	int err = target_ops(r->t, op, ARRAY_SIZE(op));

	if (err || !trace24_checksum(&r->trace, sum, &recorded))
		return err;
	if (recorded != op[0].crc)
		return replay24_differs(r, "checksum of the areas", recorded, op[0].crc, "%08x");
	return check_numbers(r, numbers, &mm);
}

/* how often find_vma() has been called */
static int count_find_vma(struct replay24 *r, u32 *count)
{
	struct mm011_mm24 mm;
	struct mm011_op op = {
		.code = MM011_OP24_SHOW_MM, .len = sizeof(mm), .data = (uintptr_t)&mm
	};
	int err = target_ops(r->t, &op, 1);

	*count = mm.find_vma;
	return err;
}

/*
 * The calls of find_vma() in the line, without those that the machine has made, too: who
 * locks pages faults them in, and looks for their areas once more.
 */
static int look_again(struct replay24 *r, u32 made)
{
	const struct json_value *fv = json_find(&r->trace.line, "fv");
	struct mm011_op op = { .code = MM011_OP24_FIND_VMA };
	struct json_value rest, call, number;
	int err = 0;

	if (!fv)
		return 0;
	for (rest = *fv; !err && json_next(&rest, &call); ) {
		if (!json_next(&call, &number) || json_u32(&number, &op.arg[0]))
			return trace24_damaged(&r->trace, "these are not calls: ", "fv");
		if (made)
			made--;
		else
			err = target_ops(r->t, &op, 1);
	}
	return err;
}

static int check_return(struct replay24 *r, const struct open *o)
{
	u32 recorded = trace24_number(&r->trace, "ret");

	if (!trace24_has(&r->trace, "ret") || recorded == o->op.ret)
		return 0;
	return replay24_differs(r, "return value", recorded, o->op.ret, "0x%x");
}

static int know_mm(struct areas24 *a, struct replay24 *r, u32 mm, u32 number)
{
	if ((s32)number < 0)
		return number;
	if (!mm || a->mms.mm[mm])
		return trace24_damaged(&r->trace, "no new address space", "");
	a->mms.mm[mm] = number;
	return 0;
}

static int exit_mm_alloc(struct areas24 *a, struct replay24 *r, struct open *o)
{
	int err = mms24_number(r, "mm", &o->mm);

	if (!err)
		err = know_mm(a, r, o->mm, o->op.ret);
	return err ? err : mms24_switch(&a->mms, r, o->mm);
}

/* Where there was no memory for page tables the copy is half done; exit_mmap() follows. */
static int exit_dup_mmap(struct areas24 *a, struct replay24 *r, struct open *o)
{
	bool whole = !trace24_number(&r->trace, "ret");
	int err = know_mm(a, r, o->child, o->op.ret);

	if (!err)
		err = check_mm(r, "v", "st");
	if (!err && whole)
		err = mms24_switch(&a->mms, r, o->child);
	return err || !whole ? err : check_mm(r, "v2", "st2");
}

static int exit_fault(struct areas24 *a, struct replay24 *r, struct open *o)
{
	bool good = trace24_has(&r->trace, "hmf"), found = o->op.ret == MM011_FAULT24_GOOD;
	int err;

	if (!o->mm || json_find(&r->trace.line, "noreturn"))
		return 0;
	if (good != found)
		return replay24_differs(r, "is the access allowed?", good, found, "%u");
	err = mms24_switch(&a->mms, r, o->mm);
	return err ? err : check_mm(r, "v", "st");
}

static int exit_function(struct areas24 *a, struct replay24 *r, struct open *o)
{
	bool may_lock = json_find(&r->trace.line, "fv");
	u32 before = 0, after = 0;
	int err;

	if (o->op.code == MM011_OP24_FAULT_AREA)
		return exit_fault(a, r, o);
	err = prepare(a, r, o);
	if (!err && may_lock)
		err = count_find_vma(r, &before);
	if (!err)
		err = target_ops(r->t, &o->op, 1);
	if (!err)
		err = o->op.error;
	if (err)
		return err;
	if (o->op.code == MM011_OP24_MM_ALLOC)
		return exit_mm_alloc(a, r, o);
	if (o->op.code == MM011_OP24_DUP_MMAP)
		return exit_dup_mmap(a, r, o);
	err = check_return(r, o);
	if (!err && may_lock)
		err = count_find_vma(r, &after);
	if (!err && may_lock)
		err = look_again(r, after - before);
	return err ? err : check_mm(r, "v", "st");
}

static int leave(struct areas24 *a, struct replay24 *r, bool *played)
{
	u32 nr = trace24_number(&r->trace, "op");
	struct open *o = nr ? find_open(a, nr) : NULL;
	int err;

	if (!o)
		return 0;
	*played = !o->part;
	err = o->part ? 0 : exit_function(a, r, o);
	if (!err)
		err = mms24_put_ended(&a->mms, r, o->mm);
	if (!err)
		err = mms24_put_ended(&a->mms, r, o->child);
	o->nr = 0;
	return err;
}

static int find_vma(struct areas24 *a, struct replay24 *r)
{
	struct mm011_op op = {
		.code = MM011_OP24_FIND_VMA, .arg = { trace24_number(&r->trace, "addr") }
	};
	u32 mm, recorded = trace24_number(&r->trace, "ret");
	int err = mms24_number(r, "mm", &mm);

	if (!err)
		err = mms24_switch(&a->mms, r, mm);
	if (!err)
		err = target_ops(r->t, &op, 1);
	if (err)
		return err;
	if (op.ret != recorded)
		return replay24_differs(r, "area", recorded, op.ret, "0x%x");
	recorded = trace24_number(&r->trace, "hit");
	if (op.out[1] != recorded)
		return replay24_differs(r, "mmap_cache's hit", recorded, op.out[1], "%u");
	return mms24_put_ended(&a->mms, r, mm);
}

/**
 * areas24_play() - do what a line says of areas
 * @a: what is known
 * @r: run whose line has been read
 * @played: whether it was a step that has been done and compared
 *
 * Return: 0; 1: it differs; a negative errno.
 */
int areas24_play(struct areas24 *a, struct replay24 *r, bool *played)
{
	*played = false;
	switch (r->trace.event) {
	case TRACE24_ENTER:
		return enter(a, r);
	case TRACE24_EXIT:
		return leave(a, r, played);
	case TRACE24_FIND_VMA:
		*played = true;
		return find_vma(a, r);
	case TRACE24_MM:
		return mms24_set_fields(&a->mms, r);
	case TRACE24_TASK:
		return mms24_take_limits(&a->mms, r);
	default:
		return 0;
	}
}
