// SPDX-License-Identifier: GPL-2.0
/*
 * Address spaces come and go: kernel/fork.c.
 */

#include "linux24/tables.h"

/* one that nobody has; NULL: there is none */
static struct linux24_mm *allocate_mm(struct mm011_machine *m)
{
	struct linux24_areas *k = &linux24(m)->areas;
	u32 i;

	for (i = 0; i < LINUX24_MAX_MM; i++)
		if (!k->mms[i].used)
			return &k->mms[i];
	return NULL;
}

/* it gets a page directory, where page frames have memory. Linux 2.4.0: mm_init(). */
static int mm_init(struct mm011_machine *m, struct linux24_mm *mm)
{
	int err;

	mm->used = 1;
	mm->pgd = 0;
	if (!linux24_has_tables(m))
		return 0;
	err = linux24_pgd_alloc(m, &mm->pgd);
	if (!err && !mm->pgd)
		err = -ENOMEM;
	if (err)
		mm->used = 0;
	return err;
}

/**
 * linux24_mm_alloc() - a new, empty address space
 * @m: machine, its lock held
 * @mm: out: the mm
 *
 * Linux 2.4.0: mm_alloc(), kernel/fork.c.
 *
 * Return: 0; -ENOMEM: there are no more, or there is no page for its page directory; what
 * ends the caller, too.
 */
int linux24_mm_alloc(struct mm011_machine *m, struct linux24_mm **mm)
{
	*mm = allocate_mm(m);
	if (!*mm)
		return -ENOMEM;
	memset(*mm, 0, sizeof(**mm));
	return mm_init(m, *mm);
}

/* a copy of an area, last in the list; its pages are shared from now on */
static int dup_area(struct mm011_machine *m, struct linux24_mm *from, u32 vma,
		    struct linux24_mm *to, u32 **link)
{
	struct linux24_vma *old = linux24_vma(m, vma), *area;
	u32 new = linux24_alloc_vma(m);
	int err;

	if (!new)
		return -ENOMEM;
	area = linux24_vma(m, new);
	*area = *old;
	area->flags &= ~LINUX24_VM_LOCKED;
	area->mm = linux24_ref(m, to);
	to->map_count++;
	linux24_log_copied(m);
	area->next = 0;
	if (area->file) {
		linux24_get_file(m, area->file);
		if (area->flags & LINUX24_VM_DENYWRITE)
			linux24_writecount(m, area->file, -1);
		linux24_share(m, new, linux24_ref(m, &old->next_share));
	}
	err = linux24_copy_page_range(m, to, from, new);
	**link = new;	/* after an error, too: exit_mmap() tidies up */
	*link = &area->next;
	linux24_area_event(m, MM011_EV24_AREA_LINKED, new);
	return err;
}

/* Linux 2.4.0: dup_mmap(), kernel/fork.c. */
static int dup_mmap(struct mm011_machine *m, struct linux24_mm *from, struct linux24_mm *to)
{
	u32 *link = &to->mmap, vma, n;
	int err = 0;

	to->locked_vm = 0;
	to->mmap = 0;
	to->mmap_avl = 0;
	to->mmap_cache = 0;
	to->map_count = 0;
	linux24_forget_room(m, to, 0);
	for (vma = from->mmap, n = 0; vma && !err && n < LINUX24_MAX_AREAS; n++) {
		if (!(linux24_vma(m, vma)->flags & LINUX24_VM_DONTCOPY))
			err = dup_area(m, from, vma, to, &link);
		vma = linux24_vma(m, vma)->next;
		linux24_rest(m);
	}
	if (!err && to->map_count >= LINUX24_AVL_MIN_MAP_COUNT)
		linux24_build_mmap_avl(m, to);
	return err;
}

/**
 * linux24_copy_mm() - a process gets a copy of another's address space
 * @m: machine, its lock held
 * @from: the other's
 * @copy: out: the copy, NULL: there is none
 *
 * Nothing is locked in it. Its tree is built anew, so it has another shape. In a recorded run
 * one that is half done stays: what tidies up is told as a step of its own.
 *
 * Linux 2.4.0: copy_mm(), dup_mmap(), kernel/fork.c.
 *
 * Return: 0; -ENOMEM, and what has been copied is gone again; -MM011_E_BUG; -ELOOP.
 */
int linux24_copy_mm(struct mm011_machine *m, struct linux24_mm *from, struct linux24_mm **copy)
{
	struct linux24_mm *mm = allocate_mm(m);
	int err, bug;

	*copy = NULL;
	if (!mm)
		return -ENOMEM;
	*mm = *from;
	err = mm_init(m, mm);
	if (err)
		return err;
	err = dup_mmap(m, from, mm);
	if (!err || linux24_is_told(m)) {
		*copy = mm;
		return err;
	}
	bug = linux24_mmput(m, mm);
	return bug ? bug : err;
}

/**
 * linux24_mmput() - an address space is no more
 * @m: machine, its lock held
 * @mm: the address space
 *
 * Its page directory goes, too; in a machine of a recorded run that is told on its own.
 *
 * Linux 2.4.0: mmput(), mmdrop(), kernel/fork.c.
 *
 * Return: 0; -MM011_E_BUG; -ELOOP.
 */
int linux24_mmput(struct mm011_machine *m, struct linux24_mm *mm)
{
	int err = linux24_exit_mmap(m, mm);

	if (!err && mm->pgd && !linux24(m)->bare)
		err = linux24_put_page(m, linux24_pte_page(mm->pgd));
	mm->used = 0;
	return err;
}
