// SPDX-License-Identifier: GPL-2.0
/*
 * Areas that stay in memory: mm/mlock.c. Whoever asks is the superuser.
 */

#include "linux24/tables.h"
#include "pc/stop.h"

#define MCL_CURRENT	0x1u
#define MCL_FUTURE	0x2u

/* on: lock it, or unlock it. Linux 2.4.0: mlock_fixup(), mm/mlock.c. */
static int mlock_fixup(struct mm011_machine *m, struct linux24_mm *mm, u32 vma, u32 start, u32 end,
		       u32 on)
{
	const struct linux24_vma *area = linux24_vma(m, vma);
	const struct linux24_change change = {
		.flags = on ? area->flags | LINUX24_VM_LOCKED : area->flags & ~LINUX24_VM_LOCKED,
		.page_prot = area->page_prot
	};
	u32 pages = (end - start) >> MM011_PAGE_SHIFT;
	int err = 0;

	if (change.flags == area->flags)
		return 0;
	if (linux24_fixup(m, mm, vma, start, end, &change))
		return -EAGAIN;
	if (on)
		err = linux24_make_pages_present(m, mm, start, end);
	mm->locked_vm += on ? pages : -pages;
	return err;
}

/* Linux 2.4.0: do_mlock(), mm/mlock.c. */
static int do_mlock(struct mm011_machine *m, struct linux24_mm *mm, u32 start, u32 len, bool on)
{
	const struct linux24_range range = {
		.start = start, .end = start + len, .hole = -ENOMEM, .change = mlock_fixup,
		.arg = on
	};

	if (range.end < start)
		return -EINVAL;
	return range.end == start ? 0 : linux24_each_area(m, mm, &range);
}

/* may so many pages be locked? Half of memory at most, which is hardly ever the limit. */
static bool may_lock(const struct mm011_machine *m, u32 pages)
{
	const struct linux24_areas *k = &linux24(m)->areas;

	return pages <= k->rlim[LINUX24_RLIMIT_MEMLOCK] >> MM011_PAGE_SHIFT &&
	       pages <= k->physpages / 2;
}

/* whole pages, those at both ends, too */
static u32 pages_around(u32 start, u32 len)
{
	return linux24_page_align(len + start % MM011_PAGE_SIZE);
}

/**
 * linux24_sys_mlock() - a range stays in memory
 * @m: machine, its lock held
 * @mm: whose
 * @start: an address in its first page
 * @len: bytes
 *
 * Linux 2.4.0: sys_mlock(), mm/mlock.c.
 *
 * Return: 0; -EINVAL; -ENOMEM: a limit, or a hole, and what is before it is done; -EAGAIN:
 * no memory, likewise.
 */
int linux24_sys_mlock(struct mm011_machine *m, struct linux24_mm *mm, u32 start, u32 len)
{
	len = pages_around(start, len);
	if (!may_lock(m, (len >> MM011_PAGE_SHIFT) + mm->locked_vm))
		return -ENOMEM;
	return do_mlock(m, mm, start & ~(MM011_PAGE_SIZE - 1), len, true);
}

/**
 * linux24_sys_munlock() - it need not stay any more
 * @m: machine, its lock held
 * @mm: whose
 * @start: an address in its first page
 * @len: bytes
 *
 * Linux 2.4.0: sys_munlock(), mm/mlock.c.
 *
 * Return: as linux24_sys_mlock().
 */
int linux24_sys_munlock(struct mm011_machine *m, struct linux24_mm *mm, u32 start, u32 len)
{
	return do_mlock(m, mm, start & ~(MM011_PAGE_SIZE - 1), pages_around(start, len), false);
}

/* Linux 2.4.0: do_mlockall(), mm/mlock.c. */
static int do_mlockall(struct mm011_machine *m, struct linux24_mm *mm, u32 flags)
{
	const struct linux24_vma *area;
	u32 vma = mm->mmap, n;
	int err = 0;

	mm->def_flags = flags & MCL_FUTURE ? LINUX24_VM_LOCKED : 0;
	for (n = 0; vma && !err; n++) {
		if (n == LINUX24_MAX_AREAS)
			return mm011_endless_loop(m);
		area = linux24_vma(m, vma);
		err = mlock_fixup(m, mm, vma, area->start, area->end, flags & MCL_CURRENT);
		vma = area->next;
		linux24_rest(m);
	}
	return err;
}

/**
 * linux24_sys_mlockall() - all areas stay in memory, those to come, or both
 * @m: machine, its lock held
 * @mm: whose
 * @flags: MCL_CURRENT, MCL_FUTURE; without the first one all are unlocked
 *
 * Linux 2.4.0: sys_mlockall(), mm/mlock.c.
 *
 * Return: 0; -EINVAL; -ENOMEM: a limit.
 */
int linux24_sys_mlockall(struct mm011_machine *m, struct linux24_mm *mm, u32 flags)
{
	if (!flags || flags & ~(MCL_CURRENT | MCL_FUTURE))
		return -EINVAL;
	return may_lock(m, mm->total_vm) ? do_mlockall(m, mm, flags) : -ENOMEM;
}

/**
 * linux24_sys_munlockall() - no area need stay, those to come neither
 * @m: machine, its lock held
 * @mm: whose
 *
 * Linux 2.4.0: sys_munlockall(), mm/mlock.c.
 *
 * Return: 0.
 */
int linux24_sys_munlockall(struct mm011_machine *m, struct linux24_mm *mm)
{
	return do_mlockall(m, mm, 0);
}
