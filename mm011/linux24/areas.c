// SPDX-License-Identifier: GPL-2.0
/*
 * What areas are kept in: an mm for each process, rooms for areas and for the files of
 * shared anonymous ones. The original has its slabs for them.
 */

#include <linux/kernel.h>

#include "linux24/linux24.h"
#include "pc/event.h"

#define ALIGNMENT	64u	/* of the first: an area lies in one cache line */

/**
 * linux24_areas_room() - how much of the store areas take
 * @r: parameters of a machine
 *
 * Return: bytes.
 */
u32 linux24_areas_room(const struct mm011_reset *r)
{
	return ALIGNMENT + LINUX24_MAX_AREAS *
	       (sizeof(struct linux24_vma) + sizeof(struct linux24_file));
}

/* all of it is free */
static void empty(struct linux24_pool *pool)
{
	pool->begun = 0;
	pool->used = 0;
	pool->free = 0;
}

/**
 * linux24_areas_reset() - there are no areas
 * @m: machine, its lock held, its store zeroed
 * @r: its parameters
 * @room: reference to what linux24_areas_room() has asked for
 */
void linux24_areas_reset(struct mm011_machine *m, const struct mm011_reset *r, u32 room)
{
	struct linux24_areas *k = &linux24(m)->areas;

	k->vmas.first = round_up(room, ALIGNMENT);
	k->vmas.size = sizeof(struct linux24_vma);
	k->vmas.count = LINUX24_MAX_AREAS;
	k->files.first = k->vmas.first + LINUX24_MAX_AREAS * sizeof(struct linux24_vma);
	k->files.size = sizeof(struct linux24_file);
	k->files.count = LINUX24_MAX_AREAS;
	linux24_mm_new(m, LINUX24_END_CODE, LINUX24_END_CODE, LINUX24_BRK);
}

/**
 * linux24_mm_new() - one process, an empty mm, no file, no limits
 * @m: machine, its lock held
 * @end_code: end of its code
 * @start_data: begin of its data
 * @brk: end of its heap
 *
 * The stack may take 8 MB, as always. There is all the memory that a number can tell.
 */
void linux24_mm_new(struct mm011_machine *m, u32 end_code, u32 start_data, u32 brk)
{
	struct linux24_areas *k = &linux24(m)->areas;
	struct linux24_pool vmas = k->vmas, files = k->files;
	u32 i;

	memset(k, 0, sizeof(*k));
	k->vmas = vmas;
	k->files = files;
	empty(&k->vmas);
	empty(&k->files);
	for (i = 0; i < LINUX24_RLIMITS; i++)
		k->rlim[i] = LINUX24_RLIM_INFINITY;
	k->rlim[LINUX24_RLIMIT_STACK] = LINUX24_STK_LIM;
	k->next_ino = LINUX24_SHMEM_INO;
	k->free_pages = LINUX24_MANY_PAGES;
	k->physpages = LINUX24_MANY_PAGES;
	k->mms[0].used = 1;
	k->mms[0].end_code = end_code;
	k->mms[0].start_data = start_data;
	k->mms[0].brk = brk;
	k->mm = linux24_ref(m, &k->mms[0]);
}

/* where the next one stands in one that is free */
static u32 *next_free(const struct mm011_machine *m, const struct linux24_pool *pool, u32 ref)
{
	return pool->size == sizeof(struct linux24_vma) ? &linux24_vma(m, ref)->next :
	       &linux24_file(m, ref)->next;
}

/**
 * linux24_take() - take something out of a pool
 * @m: machine, its lock held
 * @pool: the pool
 *
 * What came back last goes first; what has never been taken, last.
 *
 * Return: reference, to bytes that may be anything; 0: all are taken.
 */
u32 linux24_take(struct mm011_machine *m, struct linux24_pool *pool)
{
	u32 ref = pool->free;

	if (ref)
		pool->free = *next_free(m, pool, ref);
	else if (pool->begun < pool->count)
		ref = pool->first + pool->size * pool->begun++;
	pool->used += !!ref;
	return ref;
}

/**
 * linux24_give() - give it back
 * @m: machine, its lock held
 * @pool: the pool
 * @ref: reference that linux24_take() has returned
 */
void linux24_give(struct mm011_machine *m, struct linux24_pool *pool, u32 ref)
{
	*next_free(m, pool, ref) = pool->free;
	pool->free = ref;
	pool->used--;
}

/**
 * linux24_alloc_vma() - a new area
 * @m: machine, its lock held
 *
 * Linux 2.4.0: kmem_cache_alloc(vm_area_cachep, SLAB_KERNEL).
 *
 * Return: reference to an area of nobody; 0: there is no memory for it, or this was the
 * one that MM011_OP24_FAIL_AREA_ALLOC has asked for.
 */
u32 linux24_alloc_vma(struct mm011_machine *m)
{
	struct linux24_areas *k = &linux24(m)->areas;
	u32 ref;

	if (k->failalloc && !--k->failalloc)
		return 0;
	ref = linux24_take(m, &k->vmas);
	if (ref)
		memset(linux24_vma(m, ref), 0, sizeof(struct linux24_vma));
	return ref;
}

/**
 * linux24_free_vma() - an area is no more
 * @m: machine, its lock held
 * @vma: reference; nothing leads to it any more
 *
 * Linux 2.4.0: kmem_cache_free(vm_area_cachep, vma).
 */
void linux24_free_vma(struct mm011_machine *m, u32 vma)
{
	memset(linux24_vma(m, vma), 0, sizeof(struct linux24_vma));
	linux24_give(m, &linux24(m)->areas.vmas, vma);
}

/**
 * linux24_area_event() - tell that something has happened to an area
 * @m: machine, its lock held
 * @type: MM011_EV24_AREA_*
 * @vma: the area as it is now, or was last
 */
void linux24_area_event(struct mm011_machine *m, u32 type, u32 vma)
{
	const struct linux24_vma *at = linux24_vma(m, vma);

	mm011_emit(m, type, at->start, at->end, at->flags);
}
