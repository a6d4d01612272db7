// SPDX-License-Identifier: GPL-2.0
/*
 * 2.4's areas beside the model: both do an operation, and all that can be seen afterwards
 * is compared.
 */

#include <stdio.h>
#include <string.h>
#include <linux/kernel.h>

#include "fuzz/areapair.h"
#include "linux24/area_verify.h"
#include "op/op.h"
#include "pc/stop.h"
#include "target/text.h"

#define FEW_AREAS	64u		/* all are compared after each operation */

static bool differ(const struct area_pair *p, const char *what, u32 ours, u32 theirs)
{
	if (ours == theirs)
		return false;
	printf("areadiff: after %llu operations, %s 0x%x 0x%x 0x%x 0x%x 0x%x 0x%x:\n",
	       (unsigned long long)p->done, mm011_op_row(p->op.code)->name, p->op.arg[0],
	       p->op.arg[1], p->op.arg[2], p->op.arg[3], p->op.arg[4], p->op.arg[5]);
	printf("%s: 0x%x, the model has 0x%x\n", what, ours, theirs);
	return true;
}

static bool counters_differ(const struct area_pair *p)
{
	const struct linux24_areas *k = &linux24(p->m)->areas;
	const struct linux24_mm *mm = linux24_current_mm(p->m);
	const struct ref_areas *r = p->r;
	u32 cache = mm->mmap_cache ? linux24_vma(p->m, mm->mmap_cache)->start : ~0u;

	return differ(p, "map_count", mm->map_count, r->n) ||
	       differ(p, "total_vm", mm->total_vm, r->total) ||
	       differ(p, "locked_vm", mm->locked_vm, r->locked) ||
	       differ(p, "brk", mm->brk, r->brk) ||
	       differ(p, "mmap_cache", cache, r->has_cache ? r->cache : ~0u) ||
	       differ(p, "calls of find_vma", k->find_vma, r->finds) ||
	       differ(p, "cache hits", k->hits, r->hits) ||
	       differ(p, "pages zapped", k->zapped, r->zapped) ||
	       differ(p, "calls of clear_page_tables", k->cleared, r->cleared) ||
	       differ(p, "tables cleared", k->cleared_tables, r->tables) ||
	       differ(p, "messages", k->printk, r->printk);
}

static bool files_differ(const struct area_pair *p)
{
	const struct linux24_file *file = linux24(p->m)->areas.file;
	u32 nr;

	for (nr = 1; nr <= AREA_FILES; nr++)
		if (differ(p, "f_count", file[nr].count, p->r->file[nr].count) ||
		    differ(p, "i_writecount", file[nr].writecount, p->r->file[nr].writecount))
			return true;
	return false;
}

static void to_nobody(struct mm011_text *t, const char *format, va_list args)
{
}

/**
 * area_is_unsound() - does something not hold that always must?
 * @p: pair
 *
 * It is printed.
 *
 * Return: whether it does not.
 */
bool area_is_unsound(const struct area_pair *p)
{
	struct mm011_text t = { .vprintf = to_nobody };

	if (!linux24_areas_verify(p->m, p->scratch, &t))
		return false;
	linux24_areas_verify(p->m, p->scratch, &text_stdout);
	return true;
}

static bool anything_differs(struct area_pair *p)
{
	if (differ(p, "result", p->op.ret, p->ret) || counters_differ(p))
		return true;
	if (p->r->n > FEW_AREAS && p->done % 16)
		return false;
	return differ(p, "checksum", linux24_areas_sum(p->m), ref_sum(p->r)) || files_differ(p);
}

/* ----------------------------------------------------- both do the same */

static void model_find(struct area_pair *p, u32 addr)
{
	int hit, i = ref_find(p->r, addr, &hit);

	p->ret = i < 0 ? 0 : p->r->area[i].start;
	differ(p, "hit", p->op.out[1], hit);
}

static void model_find_prev(struct area_pair *p, u32 addr)
{
	int prev, i = ref_find_prev(p->r, addr, &prev);

	p->ret = i < 0 ? 0 : p->r->area[i].start;
	if (differ(p, "area before", p->op.out[0], prev < 0 ? 0 : p->r->area[prev].start))
		p->ret = ~p->op.ret;
}

static void model_set(struct area_pair *p, const u32 *arg)
{
	struct ref_areas *r = p->r;
	u32 *const limit[] = { &r->data, &r->stack, &r->memlock, &r->as };

	switch (p->op.code) {
	case MM011_OP24_SET_FILE:
		p->ret = ref_set_file(r, arg[0], arg[1]);
		break;
	case MM011_OP24_SET_LIMIT:
		*limit[arg[0]] = arg[1];
		break;
	case MM011_OP24_SET_FREE:
		r->free_pages = arg[0];
		r->physpages = arg[1];
		break;
	case MM011_OP24_SET_OVERCOMMIT:
		r->overcommit = arg[0];
		break;
	case MM011_OP24_SET_DEF_FLAGS:
		r->def_flags = arg[0];
		break;
	case MM011_OP24_FAIL_AREA_ALLOC:
		r->failalloc = arg[0];
		break;
	}
}

static void model_change(struct area_pair *p, const u32 *arg)
{
	switch (p->op.code) {
	case MM011_OP24_SYS_MPROTECT:
		p->ret = ref_mprotect(p->r, arg[0], arg[1], arg[2]);
		break;
	case MM011_OP24_SYS_MLOCK:
		p->ret = ref_mlock(p->r, arg[0], arg[1], 1);
		break;
	case MM011_OP24_SYS_MUNLOCK:
		p->ret = ref_mlock(p->r, arg[0], arg[1], 0);
		break;
	case MM011_OP24_SYS_MLOCKALL:
		p->ret = ref_mlockall(p->r, arg[0], 1);
		break;
	case MM011_OP24_SYS_MUNLOCKALL:
		p->ret = ref_mlockall(p->r, 0, 0);
		break;
	case MM011_OP24_SYS_MREMAP:
		p->ret = ref_mremap(p->r, arg);
		break;
	default:
		model_set(p, arg);
		break;
	}
}

static void model_does(struct area_pair *p, const u32 *arg)
{
	p->ret = 0;
	switch (p->op.code) {
	case MM011_OP24_MM_NEW:
		ref_new(p->r);
		break;
	case MM011_OP24_DO_MMAP_PGOFF:
		p->ret = ref_mmap(p->r, arg);
		break;
	case MM011_OP24_DO_MUNMAP:
		p->ret = ref_munmap(p->r, arg[0], arg[1]);
		break;
	case MM011_OP24_SYS_BRK:
		p->ret = ref_brk(p->r, arg[0]);
		break;
	case MM011_OP24_DO_BRK:
		p->ret = ref_do_brk(p->r, arg[0], arg[1]);
		break;
	case MM011_OP24_FIND_VMA:
		model_find(p, arg[0]);
		break;
	case MM011_OP24_FIND_VMA_PREV:
		model_find_prev(p, arg[0]);
		break;
	case MM011_OP24_FIND_VMA_INTERSECTION:
		p->ret = ref_intersection(p->r, arg[0], arg[1]);
		break;
	case MM011_OP24_FIND_EXTEND_VMA:
		p->ret = ref_extend(p->r, arg[0]);
		break;
	case MM011_OP24_GET_UNMAPPED_AREA:
		p->ret = ref_unmapped(p->r, arg[0], arg[1]);
		break;
	case MM011_OP24_EXIT_MMAP:
		ref_exit(p->r);
		break;
	default:
		model_change(p, arg);
		break;
	}
}

static void ours_does(struct area_pair *p)
{
	mm011_op_run(p->m, &p->op, NULL);
	p->done++;
	if (p->op.outcome == MM011_BUG || p->m->stopped) {
		p->bugs++;
		mm011_revive(p->m);
	}
}

/**
 * area_both_do() - do p->op on both sides
 * @p: pair
 *
 * Return: whether there is a difference. It has been printed.
 */
bool area_both_do(struct area_pair *p)
{
	ours_does(p);
	if (p->bent)
		return false;
	if (differ(p, "outcome", p->op.outcome, MM011_OK))
		return true;
	model_does(p, p->op.arg);
	return anything_differs(p);
}
