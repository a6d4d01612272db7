// SPDX-License-Identifier: GPL-2.0
/*
 * How a machine comes into being and how it goes. Nobody else sees a machine
 * before it is whole, and none goes while a descriptor or a mapping needs it.
 */

#include <linux/idr.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "machine.h"

/* Machine numbers; the allocator's maximum enforces max_machines. */
static DEFINE_IDA(mm011_ids);

/* Nobody else wants the lock any more; what sleepers still do expects it held. */
static void instance_free(struct mm011_instance *instance)
{
	mutex_lock(&instance->lock);
	mm011_sleepers_end(&instance->m);
	mm011_power_off(&instance->m);
	mutex_unlock(&instance->lock);
	mutex_destroy(&instance->lock);
	vfree(instance->m.store);
	mm011_io_end(instance->io);
	vfree(instance->m.memory);
	kvfree(instance);
}

/*
 * Memory in one piece of addresses: the buddy allocator stops at 4 MB, and
 * what 0.11 needs is neighbouring addresses, not neighbouring pages.
 */
static u8 *memory_alloc(u32 size)
{
	return __vmalloc(size, MM011_GFP | __GFP_ZERO);
}

/* other memory, when it is to be of another size than now; false: there is none */
static bool other_memory(u8 **memory, u32 now, u32 size)
{
	*memory = size && size != now ? memory_alloc(size) : NULL;
	return *memory || !size || size == now;
}

static struct mm011_instance *instance_alloc(u32 id, u32 size, u32 store_size)
{
	struct mm011_instance *instance = kvzalloc(offsetof(struct mm011_instance, m) +
						   mm011_machine_size(), MM011_GFP);

	if (!instance)
		return NULL;
	instance->m.memory = memory_alloc(size);
	instance->memory_room = size;
	spin_lock_init(&instance->memory_lock);
	instance->m.store_size = store_size;
	if (!other_memory(&instance->m.store, 0, store_size) || !instance->m.memory)
		goto no_memory;
	instance->io = mm011_io_new(id);
	if (!instance->io)
		goto no_memory;
	instance->id = id;
	instance->m.host = &mm011_host;
	mutex_init(&instance->lock);
	kref_init(&instance->ref);
	return instance;
no_memory:
	vfree(instance->m.store);
	vfree(instance->m.memory);
	kvfree(instance);
	return NULL;
}

/**
 * mm011_instance_new() - make a machine and boot it
 * @reset: parameters that mm011_check_reset() accepts
 *
 * The machine is nowhere to be seen yet. mm011_instance_put() takes it away again;
 * mm011_debugfs_add() shows it.
 *
 * Return: the machine with one reference; -ENOSPC when there are max_machines,
 * -ENOMEM.
 */
struct mm011_instance *mm011_instance_new(const struct mm011_reset *reset)
{
	int id = ida_alloc_max(&mm011_ids, mm011_max_machines - 1, MM011_GFP);
	struct mm011_instance *instance;

	if (id < 0)
		return ERR_PTR(id);
	instance = instance_alloc(id, mm011_memory_size(reset), mm011_store_size(reset));
	if (!instance) {
		mm011_id_free(id);
		return ERR_PTR(-ENOMEM);
	}
	mm011_reset(&instance->m, reset);
	return instance;
}

/* Mappings keep the pages that they have: who wants to see the new memory maps it. */
static void exchange_memory(struct mm011_instance *instance, u8 *memory, u32 size)
{
	u8 *old = instance->m.memory;

	spin_lock(&instance->memory_lock);
	instance->m.memory = memory;
	WRITE_ONCE(instance->memory_room, size);
	spin_unlock(&instance->memory_lock);
	vfree(old);
}

/* nobody but who holds the lock looks there */
static void exchange_store(struct mm011_instance *instance, u8 *store, u32 size)
{
	vfree(instance->m.store);
	instance->m.store = store;
	instance->m.store_size = size;
}

/**
 * mm011_instance_reset() - switch a machine off and on again
 * @instance: machine, its lock held
 * @reset: parameters that mm011_check_reset() accepts
 *
 * What sleeps ends. With another amount of memory the machine gets other pages.
 *
 * Return: 0; -ENOMEM, and nothing has changed.
 */
int mm011_instance_reset(struct mm011_instance *instance, const struct mm011_reset *reset)
{
	u32 size = mm011_memory_size(reset), store_size = mm011_store_size(reset);
	u8 *memory, *store;

	lockdep_assert_held(&instance->lock);
	if (!other_memory(&memory, instance->memory_room, size))
		return -ENOMEM;
	if (!other_memory(&store, instance->m.store_size, store_size)) {
		vfree(memory);
		return -ENOMEM;
	}
	mm011_sleepers_end(&instance->m);
	if (memory)
		exchange_memory(instance, memory, size);
	if (store_size != instance->m.store_size)
		exchange_store(instance, store, store_size);
	mm011_reset(&instance->m, reset);
	return 0;
}

/**
 * mm011_instance_page() - a page of a machine's memory, to be mapped
 * @instance: machine; its lock may be held by whoever touches the mapping
 * @nr: number of the page
 *
 * Return: the page with one more reference, NULL beyond the end.
 */
struct page *mm011_instance_page(struct mm011_instance *instance, pgoff_t nr)
{
	struct page *page = NULL;

	spin_lock(&instance->memory_lock);
	if (nr < instance->memory_room >> PAGE_SHIFT) {
		page = vmalloc_to_page(instance->m.memory + (nr << PAGE_SHIFT));
		get_page(page);
	}
	spin_unlock(&instance->memory_lock);
	return page;
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
static void instance_release(struct kref *ref)
{
	struct mm011_instance *instance = container_of(ref, struct mm011_instance, ref);

	mm011_debugfs_remove(instance);
	instance_free(instance);
}

/**
 * mm011_instance_get() - one more holds the machine
 * @instance: machine
 */
void mm011_instance_get(struct mm011_instance *instance)
{
	kref_get(&instance->ref);
}

/**
 * mm011_instance_put() - let go of a machine; the last one to do so ends it
 * @instance: machine, its lock not held by the caller
 */
void mm011_instance_put(struct mm011_instance *instance)
{
	kref_put(&instance->ref, instance_release);
}
