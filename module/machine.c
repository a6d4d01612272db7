// SPDX-License-Identifier: GPL-2.0
/*
 * How a machine comes into being and how it goes. Nobody else sees a machine
 * before it is whole, and none goes while a descriptor or a mapping needs it.
 */

#include <linux/idr.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "machine.h"

/* a number for each machine; that there are so many and no more is the limit */
static DEFINE_IDA(mm011_ids);

/* the executables that a machine holds are the host's files */
static void release_files(struct mm011_machine *m)
{
	u32 slot;

	for (slot = 1; slot < MM011_NR_INODES; slot++)
		if (m->inode[slot].file)
			m->host->release(m, &m->inode[slot]);
}

/* Nobody else wants the lock any more; what sleepers still do expects it held. */
static void box_free(struct mm011_box *box)
{
	mutex_lock(&box->lock);
	mm011_sleepers_end(box);
	mm011_swap_reset(&box->m);
	release_files(&box->m);
	mutex_unlock(&box->lock);
	mutex_destroy(&box->lock);
	vfree(box->m.beyond);
	mm011_io_end(box->io);
	vfree(box->m.memory);
	kvfree(box);
}

/*
 * 16 MB in one piece of addresses: the buddy allocator stops at 4 MB, and
 * what 0.11 needs is neighbouring addresses, not neighbouring pages.
 */
static struct mm011_box *box_alloc(u32 id)
{
	struct mm011_box *box = kvzalloc(sizeof(*box), MM011_GFP);

	if (!box)
		return NULL;
	box->m.memory = __vmalloc(MM011_MEMORY_SIZE, MM011_GFP | __GFP_ZERO);
	box->m.beyond = __vmalloc(MM011_MAP_INDEXES, MM011_GFP | __GFP_ZERO);
	if (!box->m.memory || !box->m.beyond)
		goto no_memory;
	box->io = mm011_io_new(id);
	if (!box->io)
		goto no_memory;
	box->id = id;
	box->m.host = &mm011_host;
	mutex_init(&box->lock);
	kref_init(&box->ref);
	return box;
no_memory:
	vfree(box->m.beyond);
	vfree(box->m.memory);
	kvfree(box);
	return NULL;
}

/**
 * mm011_box_new() - make a machine and boot it
 * @reset: parameters that mm011_check_reset() accepts
 *
 * The machine is nowhere to be seen yet. mm011_box_put() takes it away again;
 * mm011_debugfs_add() shows it.
 *
 * Return: the machine with one reference; -ENOSPC when there are max_machines,
 * -ENOMEM.
 */
struct mm011_box *mm011_box_new(const struct mm011_reset *reset)
{
	int id = ida_alloc_max(&mm011_ids, mm011_max_machines - 1, MM011_GFP);
	struct mm011_box *box;

	if (id < 0)
		return ERR_PTR(id);
	box = box_alloc(id);
	if (!box) {
		mm011_id_free(id);
		return ERR_PTR(-ENOMEM);
	}
	mm011_reset(&box->m, reset);
	return box;
}

/**
 * mm011_id_free() - nothing is left of a machine: its number may be another's
 * @id: its number
 */
void mm011_id_free(u32 id)
{
	ida_free(&mm011_ids, id);
}

/* The directory goes first: its readers are waited for, and they take the lock. */
static void box_release(struct kref *ref)
{
	struct mm011_box *box = container_of(ref, struct mm011_box, ref);

	mm011_debugfs_remove(box);
	box_free(box);
}

/**
 * mm011_box_get() - one more holds the machine
 * @box: machine
 */
void mm011_box_get(struct mm011_box *box)
{
	kref_get(&box->ref);
}

/**
 * mm011_box_put() - let go of a machine; the last one to do so ends it
 * @box: machine, its lock not held by the caller
 */
void mm011_box_put(struct mm011_box *box)
{
	kref_put(&box->ref, box_release);
}
