// SPDX-License-Identifier: GPL-2.0
/*
 * Areas in words and pictures.
 */

#include "linux24/area_show.h"
#include "linux24/linux24.h"

/**
 * linux24_show_maps() - the areas of the current process, by address
 * @m: machine, its lock held
 * @t: where words go
 *
 * Address, rights, s(hared) or p(rivate), page of the file, flags, number of the inode:
 * much as /proc/PID/maps.
 */
void linux24_show_maps(const struct mm011_machine *m, struct mm011_text *t)
{
	const struct linux24_vma *area;
	u32 vma, n;

	for (vma = linux24_current_mm(m)->mmap, n = 0; vma && n < LINUX24_MAX_AREAS; n++) {
		if (mm011_text_full(t))
			return;
		area = linux24_vma(m, vma);
		mm011_text(t, "%08x-%08x %c%c%c%c %08x %08x %u\n", area->start, area->end,
			   area->flags & LINUX24_VM_READ ? 'r' : '-',
			   area->flags & LINUX24_VM_WRITE ? 'w' : '-',
			   area->flags & LINUX24_VM_EXEC ? 'x' : '-',
			   area->flags & LINUX24_VM_MAYSHARE ? 's' : 'p', area->pgoff,
			   area->flags, area->file ? linux24_file(m, area->file)->ino : 0);
		vma = area->next;
	}
}

/**
 * linux24_show_avl() - the tree of these areas: each before what is below it
 * @m: machine, its lock held
 * @t: where words go
 *
 * First address and height of each; the left tree comes before the right one.
 */
void linux24_show_avl(const struct mm011_machine *m, struct mm011_text *t)
{
	u32 root = linux24_current_mm(m)->mmap_avl, vma;
	struct linux24_walk walk;

	linux24_walk_begin(&walk, root);
	while (!mm011_text_full(t) && (vma = linux24_next_node(m, &walk)))
		mm011_text(t, "%08x:%u\n", linux24_vma(m, vma)->start,
			   linux24_vma(m, vma)->height);
}

static void show_limits(const struct linux24_areas *k, struct mm011_text *t)
{
	static const char *const names[LINUX24_RLIMITS] = { "DATA", "STACK", "MEMLOCK", "AS" };
	u32 i;

	for (i = 0; i < LINUX24_RLIMITS; i++)
		if (k->rlim[i] == LINUX24_RLIM_INFINITY)
			mm011_text(t, "RLIMIT_%-10s none\n", names[i]);
		else
			mm011_text(t, "RLIMIT_%-10s %u\n", names[i], k->rlim[i]);
}

/**
 * linux24_show_mm() - the address space of the current process, and what was asked of it
 * @m: machine, its lock held
 * @t: where words go
 */
void linux24_show_mm(const struct mm011_machine *m, struct mm011_text *t)
{
	const struct linux24_areas *k = &linux24(m)->areas;
	const struct linux24_mm *mm = linux24_current_mm(m);

	mm011_text(t, "map_count         %u\n", mm->map_count);
	mm011_text(t, "height of tree    %u\n",
		   mm->mmap_avl ? linux24_vma(m, mm->mmap_avl)->height : 0);
	mm011_text(t, "total_vm          %u\nlocked_vm         %u\nrss               %u\n",
		   mm->total_vm, mm->locked_vm, mm->rss);
	if (mm->pgd)
		mm011_text(t, "page directory    0x%06x\n", mm->pgd);
	mm011_text(t, "end_code          0x%08x\nstart_data        0x%08x\n", mm->end_code,
		   mm->start_data);
	mm011_text(t, "brk               0x%08x\ndef_flags         0x%x\n", mm->brk,
		   mm->def_flags);
	if (mm->mmap_cache)
		mm011_text(t, "mmap_cache        0x%08x\n", linux24_vma(m, mm->mmap_cache)->start);
	else
		mm011_text(t, "mmap_cache        none\n");
	mm011_text(t, "find_vma          %u, of these from mmap_cache %u\n", k->find_vma, k->hits);
	mm011_text(t, "pages zapped      %u\n", k->zapped);
	mm011_text(t, "tables cleared    %u, in %u calls\n", k->cleared_tables, k->cleared);
	show_limits(k, t);
}
