// SPDX-License-Identifier: GPL-2.0
/*
 * 2.4's areas beside a plain model of them (ref/refareas.c): random programs, valid and
 * hostile, and every sequence of mmap() and munmap() over 8 pages, up to some depth, with
 * and without a tree.
 *
 * --bent: programs that make areas lie over each other, as mremap() of 2.4.0 can. Nothing
 * can be compared then: whatever comes of it, the machine must remain one.
 *
 * usage: areadiff [--bent] OPERATIONS [SEED]    areadiff --all DEPTH
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/kernel.h>

#include "fuzz/dice.h"
#include "linux24/area_verify.h"
#include "op/op.h"
#include "pc/stop.h"
#include "ref/refareas.h"
#include "target/local.h"
#include "target/text.h"

#define PROGRAM		2000u		/* operations of a program */
#define FILES		8u
#define PAGE		MM011_PAGE_SIZE
#define SOMEWHERE	0x40000000u	/* most areas are near */
#define FEW_AREAS	64u		/* all are compared after each operation */

/* of do_mmap_pgoff() */
#define ANYWHERE	0x22u		/* MAP_PRIVATE | MAP_ANONYMOUS */
#define THERE		(ANYWHERE | LINUX24_MAP_FIXED)

struct pair {
	struct mm011_machine *m;
	struct ref_areas *r;
	void *scratch;
	struct dice dice;
	bool hostile;
	bool bent;
	u32 size;		/* areas that a program strives for */
	struct mm011_op op;	/* the last one */
	u32 ret;		/* what the model says to it */
	u64 done;
	u64 bugs;
};

static u32 below(struct pair *p, u32 n)
{
	return dice_roll(&p->dice, n);
}

static bool chance(struct pair *p, u32 percent)
{
	return dice_chance(&p->dice, percent);
}

/* ------------------------------------------------------------- compare */

static bool differ(const struct pair *p, const char *what, u32 ours, u32 theirs)
{
	if (ours == theirs)
		return false;
	printf("areadiff: after %llu operations, %s 0x%x 0x%x 0x%x 0x%x 0x%x 0x%x:\n",
	       (unsigned long long)p->done, mm011_op_row(p->op.code)->name, p->op.arg[0],
	       p->op.arg[1], p->op.arg[2], p->op.arg[3], p->op.arg[4], p->op.arg[5]);
	printf("%s: 0x%x, the model has 0x%x\n", what, ours, theirs);
	return true;
}

static bool counters_differ(const struct pair *p)
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

static bool files_differ(const struct pair *p)
{
	const struct linux24_file *file = linux24(p->m)->areas.file;
	u32 nr;

	for (nr = 1; nr <= FILES; nr++)
		if (differ(p, "f_count", file[nr].count, p->r->file[nr].count) ||
		    differ(p, "i_writecount", file[nr].writecount, p->r->file[nr].writecount))
			return true;
	return false;
}

static void to_nobody(struct mm011_text *t, const char *format, va_list args)
{
}

static bool is_unsound(const struct pair *p)
{
	struct mm011_text t = { .vprintf = to_nobody };

	if (!linux24_areas_verify(p->m, p->scratch, &t))
		return false;
	linux24_areas_verify(p->m, p->scratch, &text_stdout);
	return true;
}

static bool anything_differs(struct pair *p)
{
	if (differ(p, "result", p->op.ret, p->ret) || counters_differ(p))
		return true;
	if (p->r->n > FEW_AREAS && p->done % 16)
		return false;
	return differ(p, "checksum", linux24_areas_sum(p->m), ref_sum(p->r)) || files_differ(p);
}

/* ----------------------------------------------------- both do the same */

static void model_find(struct pair *p, u32 addr)
{
	int hit, i = ref_find(p->r, addr, &hit);

	p->ret = i < 0 ? 0 : p->r->area[i].start;
	differ(p, "hit", p->op.out[1], hit);
}

static void model_find_prev(struct pair *p, u32 addr)
{
	int prev, i = ref_find_prev(p->r, addr, &prev);

	p->ret = i < 0 ? 0 : p->r->area[i].start;
	if (differ(p, "area before", p->op.out[0], prev < 0 ? 0 : p->r->area[prev].start))
		p->ret = ~p->op.ret;
}

static void model_set(struct pair *p, const u32 *arg)
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

static void model_change(struct pair *p, const u32 *arg)
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

static void model_does(struct pair *p, const u32 *arg)
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

static void ours_does(struct pair *p)
{
	mm011_op_run(p->m, &p->op, NULL);
	p->done++;
	if (p->op.outcome == MM011_BUG || p->m->stopped) {
		p->bugs++;
		mm011_revive(p->m);
	}
}

/* true: there is a difference */
static bool both_do(struct pair *p)
{
	ours_does(p);
	if (p->bent)
		return false;
	if (differ(p, "outcome", p->op.outcome, MM011_OK))
		return true;
	model_does(p, p->op.arg);
	return anything_differs(p);
}

/* ------------------------------------------------------------- programs */

/* an address of an area, or near one; a page boundary */
static u32 near_area(struct pair *p)
{
	const struct ref_area *a = &p->r->area[below(p, p->r->n ? p->r->n : 1)];
	u32 addr = SOMEWHERE + below(p, 4 * p->size) * PAGE;

	if (!p->r->n || chance(p, 40))
		return addr;
	addr = chance(p, 50) ? a->start : a->end;
	if (chance(p, 30))
		addr = a->start + below(p, (a->end - a->start) / PAGE + 1) * PAGE;
	return addr + (below(p, 3) - 1) * PAGE;
}

static u32 wild(struct pair *p)
{
	static const u32 edges[] = {
		0, 1, PAGE - 1, PAGE, 0xbffff000, 0xbfffffff, 0xc0000000, 0xc0000001, 0xfffff000,
		0xfffff001, 0xffffffff, 0x80000000, 0x3fc00000, 0x40400000, 0x7fffffff
	};

	return chance(p, 60) ? edges[below(p, ARRAY_SIZE(edges))] :
	       below(p, 0x10000) << 16 | below(p, 0x10000);
}

static u32 an_address(struct pair *p)
{
	if (p->hostile && chance(p, 12))
		return wild(p);
	if (chance(p, 5))	/* page tables end here */
		return SOMEWHERE + below(p, 4) * 0x400000 - (chance(p, 50) ? PAGE : 0);
	return near_area(p) + (chance(p, p->hostile ? 15 : 2) ? below(p, PAGE) : 0);
}

static u32 a_length(struct pair *p)
{
	u32 most = chance(p, 10) ? 0x800 : p->r->n > p->size ? 64 : 8;

	if (p->hostile && chance(p, 8))
		return wild(p);
	return (1 + below(p, most)) * PAGE - (chance(p, 20) ? below(p, PAGE) : 0);
}

static void make_mmap(struct pair *p, u32 *arg)
{
	static const u32 types[] = { 0x1, 0x2, 0x21, 0x22, 0x0, 0x3 };

	arg[0] = chance(p, 50) ? 0 : an_address(p);
	arg[1] = a_length(p);
	arg[2] = below(p, 8);
	arg[3] = types[below(p, p->hostile ? 6 : 4)];
	if (chance(p, 40))
		arg[3] |= LINUX24_MAP_FIXED;
	if (chance(p, 25))
		arg[3] |= LINUX24_VM_GROWSDOWN;
	if (chance(p, 10))
		arg[3] |= LINUX24_VM_DENYWRITE;
	if (chance(p, 10))
		arg[3] |= LINUX24_VM_EXECUTABLE | LINUX24_MAP_NORESERVE;
	if (chance(p, 45))
		arg[4] = 1 + below(p, FILES);
	if (chance(p, 50))
		arg[5] = chance(p, 90) ? below(p, 100) : -below(p, 16);
	p->op.code = MM011_OP24_DO_MMAP_PGOFF;
}

static void make_look(struct pair *p, u32 *arg)
{
	static const u16 codes[] = {
		MM011_OP24_FIND_VMA, MM011_OP24_FIND_VMA, MM011_OP24_FIND_VMA_PREV,
		MM011_OP24_FIND_VMA_INTERSECTION, MM011_OP24_FIND_EXTEND_VMA,
		MM011_OP24_GET_UNMAPPED_AREA
	};

	p->op.code = codes[below(p, ARRAY_SIZE(codes))];
	arg[0] = an_address(p);
	if (p->op.code == MM011_OP24_FIND_VMA_INTERSECTION)
		arg[1] = arg[0] + a_length(p);
	if (p->op.code == MM011_OP24_GET_UNMAPPED_AREA)
		arg[1] = a_length(p);
}

static void make_mremap(struct pair *p, u32 *arg)
{
	const struct ref_area *a = &p->r->area[below(p, p->r->n ? p->r->n : 1)];

	p->op.code = MM011_OP24_SYS_MREMAP;
	arg[0] = an_address(p);
	arg[1] = a_length(p);
	if (p->r->n && chance(p, 70)) {
		arg[0] = a->start + (chance(p, 30) ? PAGE : 0);
		arg[1] = a->end - arg[0];
	}
	arg[2] = a_length(p);
	arg[3] = below(p, p->hostile ? 5 : 4);
	arg[4] = an_address(p);
	if (p->bent && chance(p, 20)) {
		arg[1] = 0;
		arg[2] = 0;
		arg[3] = 3;
	}
	/* areas would come to lie over each other: nothing more could be compared */
	if (!p->bent && !linux24_page_align(arg[1]) && !linux24_page_align(arg[2]))
		arg[2] = PAGE;
	if (!p->bent && p->r->failalloc)
		p->op.code = MM011_OP24_SYS_MUNLOCKALL;
	if (p->op.code == MM011_OP24_SYS_MUNLOCKALL)
		memset(arg, 0, 5 * sizeof(*arg));
}

static void make_change(struct pair *p, u32 *arg)
{
	static const u16 codes[] = {
		MM011_OP24_SYS_MPROTECT, MM011_OP24_SYS_MPROTECT, MM011_OP24_SYS_MLOCK,
		MM011_OP24_SYS_MUNLOCK, MM011_OP24_SYS_MLOCKALL, MM011_OP24_SYS_MUNLOCKALL
	};

	if (chance(p, 40)) {
		make_mremap(p, arg);
		return;
	}
	p->op.code = codes[below(p, chance(p, 5) ? 6 : 4)];
	if (p->op.code == MM011_OP24_SYS_MLOCKALL)
		arg[0] = below(p, 5);
	if (p->op.code >= MM011_OP24_SYS_MLOCKALL)
		return;
	arg[0] = an_address(p);
	arg[1] = a_length(p);
	if (p->op.code == MM011_OP24_SYS_MPROTECT)
		arg[2] = below(p, p->hostile ? 9 : 8);
}

static void make_brk(struct pair *p, u32 *arg)
{
	p->op.code = chance(p, 80) ? MM011_OP24_SYS_BRK : MM011_OP24_DO_BRK;
	arg[0] = p->r->brk + (below(p, 64) - 30) * (chance(p, 50) ? PAGE : 999);
	if (chance(p, p->hostile ? 30 : 5))
		arg[0] = an_address(p);
	if (p->op.code == MM011_OP24_DO_BRK)
		arg[1] = a_length(p);
}

static void make_set(struct pair *p, u32 *arg)
{
	static const u32 modes[] = { 3, 1, 3, 1, 2, 7, 11, 19, 35, 67, 0 };

	p->op.code = MM011_OP24_SET_FILE + below(p, 7);
	if (p->op.code == MM011_OP24_SHOW_FILE)
		p->op.code = MM011_OP24_SET_FILE;
	arg[0] = below(p, 3) ? 0 : below(p, 5);
	switch (p->op.code) {
	case MM011_OP24_SET_FILE:
		arg[0] = 1 + below(p, FILES);
		arg[1] = modes[below(p, ARRAY_SIZE(modes))];
		arg[2] = arg[0];
		break;
	case MM011_OP24_SET_LIMIT:
		arg[0] = below(p, 4);
		arg[1] = chance(p, 60) ? ~0u : p->r->total * PAGE + below(p, 64) * PAGE;
		break;
	case MM011_OP24_SET_FREE:
		arg[0] = chance(p, 70) ? 0x7fffffff : below(p, 16);
		arg[1] = chance(p, 70) ? 0x7fffffff : 2 * p->r->total;
		break;
	case MM011_OP24_SET_OVERCOMMIT:
		arg[0] = below(p, 2);
		break;
	case MM011_OP24_SET_DEF_FLAGS:
		arg[0] = chance(p, 60) ? 0 : LINUX24_VM_LOCKED;
		if (p->hostile && chance(p, 20))
			arg[0] |= 1u << below(p, 20);
		break;
	}
}

static void make_operation(struct pair *p)
{
	u32 what = below(p, 100), *arg = p->op.arg;

	memset(&p->op, 0, sizeof(p->op));
	if (what < (p->r->n < p->size ? 40u : 15u)) {
		make_mmap(p, arg);
	} else if (what < 60) {
		p->op.code = MM011_OP24_DO_MUNMAP;
		arg[0] = an_address(p);
		arg[1] = a_length(p);
	} else if (what < 78) {
		make_look(p, arg);
	} else if (what < 90) {
		make_change(p, arg);
	} else if (what < 96) {
		make_brk(p, arg);
	} else if (what == 96 && chance(p, 2)) {
		p->op.code = MM011_OP24_EXIT_MMAP;
	} else {
		make_set(p, arg);
	}
}

static bool run_program(struct pair *p)
{
	static const u32 sizes[] = { 4, 10, 32, 33, 60, 150, 600 };
	u32 i;

	p->size = sizes[below(p, ARRAY_SIZE(sizes))];
	p->hostile = p->bent || chance(p, 40);
	p->op = (struct mm011_op){
		.code = MM011_OP24_MM_NEW, .arg = { 0x08100000, 0x08100000, 0x08200000 }
	};
	if (both_do(p))
		return true;
	for (i = 0; i < PROGRAM; i++) {
		make_operation(p);
		if (both_do(p))
			return true;
	}
	if (p->bent)
		linux24_areas_sum(p->m);
	return !p->bent && is_unsound(p);
}

static int run_programs(struct pair *p, u64 most)
{
	while (p->done < most)
		if (run_program(p))
			return 1;
	printf("areadiff: %llu operations, %llu came to BUG() or had no end, no difference\n",
	       (unsigned long long)p->done, (unsigned long long)p->bugs);
	return 0;
}

/* -------------------------------------------------------- all sequences */

#define PAGES	8u		/* that are mapped and unmapped */
#define RANGES	(PAGES * (PAGES + 1) / 2)

/* the nr-th range of the pages */
static void take_range(u32 nr, u32 *addr, u32 *len)
{
	u32 first = 0;

	while (nr >= PAGES - first)
		nr -= PAGES - first++;
	*addr = SOMEWHERE + first * PAGE;
	*len = (nr + 1) * PAGE;
}

/* mmap() or munmap() of a range; true: there is a difference */
static bool move(struct pair *p, u32 nr)
{
	u32 *arg = p->op.arg;

	memset(&p->op, 0, sizeof(p->op));
	take_range(nr % RANGES, &arg[0], &arg[1]);
	p->op.code = MM011_OP24_DO_MUNMAP;
	if (nr < RANGES) {
		p->op.code = MM011_OP24_DO_MMAP_PGOFF;
		arg[2] = LINUX24_VM_READ;
		arg[3] = THERE;
	}
	return both_do(p);
}

/* a machine with other areas on both sides */
static bool begin_sequence(struct pair *p, u32 others)
{
	u32 i;

	p->op = (struct mm011_op){
		.code = MM011_OP24_MM_NEW, .arg = { 0x08100000, 0x08100000, 0x08200000 }
	};
	if (both_do(p))
		return true;
	for (i = 0; i < others; i++) {
		p->op = (struct mm011_op){
			.code = MM011_OP24_DO_MMAP_PGOFF,
			.arg = { SOMEWHERE + (i * 7 % others - others / 2) * 16 * PAGE + 8 * PAGE,
				 PAGE, 1, THERE }
		};
		if (both_do(p))
			return true;
	}
	return false;
}

static int run_all(struct pair *p, u32 depth, u32 others)
{
	u32 way[8] = { 0 }, i;
	u64 sequences = 0;

	for (;;) {
		if (begin_sequence(p, others))
			return 1;
		for (i = 0; i < depth; i++)
			if (move(p, way[i]))
				return 1;
		if (sequences++ % 4096 == 0 && is_unsound(p))
			return 1;
		for (i = depth; i && ++way[i - 1] == 2 * RANGES; i--)
			way[i - 1] = 0;
		if (!i)
			break;
	}
	printf("areadiff: %llu sequences of %u beside %u areas, no difference\n",
	       (unsigned long long)sequences, depth, others);
	return 0;
}

static bool begin(struct pair *p)
{
	static const struct mm011_reset bare = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
	};

	p->m = local_machine_new();
	p->r = calloc(1, sizeof(*p->r));
	p->scratch = malloc(LINUX24_AREAS_VERIFY_SIZE);
	return p->m && p->r && p->scratch && !local_reset(p->m, &bare);
}

static int run(struct pair *p, int argc, char **argv)
{
	u32 depth = argc == 3 ? atoi(argv[2]) : 0;
	int status;

	if (argc == 3 && !strcmp(argv[1], "--all") && depth && depth <= 8) {
		status = run_all(p, depth, 0);
		return status ? status : run_all(p, depth, 30);
	}
	p->bent = argc > 1 && !strcmp(argv[1], "--bent");
	argc -= p->bent;
	argv += p->bent;
	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: areadiff [--bent] OPERATIONS [SEED] | --all DEPTH\n");
		return 2;
	}
	p->dice.state = (argc == 3 ? strtoull(argv[2], NULL, 0) : 1) * 0x9e3779b97f4a7c15ull + 1;
	return run_programs(p, strtoull(argv[1], NULL, 0));
}

int main(int argc, char **argv)
{
	static struct pair p;
	int status = begin(&p) ? run(&p, argc, argv) : 2;

	free(p.scratch);
	free(p.r);
	if (p.m)
		local_machine_free(p.m);
	return status;
}
