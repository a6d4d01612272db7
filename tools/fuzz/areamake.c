// SPDX-License-Identifier: GPL-2.0
/*
 * Operations on 2.4's areas by chance: near other areas, at limits, valid and hostile.
 */

#include <string.h>
#include <linux/kernel.h>

#include "fuzz/areapair.h"

static u32 below(struct area_pair *p, u32 n)
{
	return dice_roll(&p->dice, n);
}

static bool chance(struct area_pair *p, u32 percent)
{
	return dice_chance(&p->dice, percent);
}

/* an address of an area, or near one; a page boundary */
static u32 near_area(struct area_pair *p)
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

static u32 wild(struct area_pair *p)
{
	static const u32 edges[] = {
		0, 1, PAGE - 1, PAGE, 0xbffff000, 0xbfffffff, 0xc0000000, 0xc0000001, 0xfffff000,
		0xfffff001, 0xffffffff, 0x80000000, 0x3fc00000, 0x40400000, 0x7fffffff
	};

	return chance(p, 60) ? edges[below(p, ARRAY_SIZE(edges))] :
	       below(p, 0x10000) << 16 | below(p, 0x10000);
}

static u32 an_address(struct area_pair *p)
{
	if (p->hostile && chance(p, 12))
		return wild(p);
	if (chance(p, 5))	/* page tables end here */
		return SOMEWHERE + below(p, 4) * 0x400000 - (chance(p, 50) ? PAGE : 0);
	return near_area(p) + (chance(p, p->hostile ? 15 : 2) ? below(p, PAGE) : 0);
}

static u32 a_length(struct area_pair *p)
{
	u32 most = chance(p, 10) ? 0x800 : p->r->n > p->size ? 64 : 8;

	if (p->hostile && chance(p, 8))
		return wild(p);
	return (1 + below(p, most)) * PAGE - (chance(p, 20) ? below(p, PAGE) : 0);
}

static void make_mmap(struct area_pair *p, u32 *arg)
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
		arg[4] = 1 + below(p, AREA_FILES);
	if (chance(p, 50))
		arg[5] = chance(p, 90) ? below(p, 100) : -below(p, 16);
	p->op.code = MM011_OP24_DO_MMAP_PGOFF;
}

static void make_look(struct area_pair *p, u32 *arg)
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

static void make_mremap(struct area_pair *p, u32 *arg)
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

static void make_change(struct area_pair *p, u32 *arg)
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

static void make_brk(struct area_pair *p, u32 *arg)
{
	p->op.code = chance(p, 80) ? MM011_OP24_SYS_BRK : MM011_OP24_DO_BRK;
	arg[0] = p->r->brk + (below(p, 64) - 30) * (chance(p, 50) ? PAGE : 999);
	if (chance(p, p->hostile ? 30 : 5))
		arg[0] = an_address(p);
	if (p->op.code == MM011_OP24_DO_BRK)
		arg[1] = a_length(p);
}

static void make_set(struct area_pair *p, u32 *arg)
{
	static const u32 modes[] = { 3, 1, 3, 1, 2, 7, 11, 19, 35, 67, 0 };

	p->op.code = MM011_OP24_SET_FILE + below(p, 7);
	if (p->op.code == MM011_OP24_SHOW_FILE)
		p->op.code = MM011_OP24_SET_FILE;
	arg[0] = below(p, 3) ? 0 : below(p, 5);
	switch (p->op.code) {
	case MM011_OP24_SET_FILE:
		arg[0] = 1 + below(p, AREA_FILES);
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

/**
 * area_make_operation() - put the next operation of a program into p->op
 * @p: pair; its model says which areas there are
 */
void area_make_operation(struct area_pair *p)
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
