// SPDX-License-Identifier: GPL-2.0
/*
 * Linux 2.4.0, as the rest of the machine knows it.
 */

#include <linux/kernel.h>

#include "linux24/area_verify.h"
#include "linux24/linux24.h"
#include "linux24/ops.h"
#include "linux24/show.h"
#include "linux24/tables.h"
#include "linux24/verify.h"
#include "pc/checksum.h"
#include "pc/ram.h"
#include "pc/state.h"
#include "pc/stop.h"
#include "view/view.h"

#define AREA_GROUP	(MM011_OP24_AREA_SUM / MM011_GROUP_SIZE)
#define MM_GROUP	(MM011_OP24_MM_ALLOC / MM011_GROUP_SIZE)

/* the user's segments: all 4 GB, whatever task it is */
static const struct mm011_ldt flat_segments;

static int linux24_check_reset(const struct mm011_reset *r)
{
	if (r->flags & ~MM011_RESET_BARE || r->ramdisk_kb)
		return -EINVAL;
	if (r->flags & MM011_RESET_BARE)
		return r->ram_kb % LINUX24_FRAME_KB || r->ram_kb > MM011_MAX_MEMORY / 1024 ||
		       r->dma_kb || r->normal_kb ? -EINVAL : 0;
	return linux24_zones_fit(r) ? 0 : -EINVAL;
}

/* a bare machine may have none, but no machine is without memory */
static u32 linux24_memory_size(const struct mm011_reset *r)
{
	if (r->flags & MM011_RESET_BARE)
		return r->ram_kb ? r->ram_kb * 1024 : MM011_PAGE_SIZE;
	return linux24_ram(r);
}

static u32 linux24_store_size(const struct mm011_reset *r)
{
	return round_up(sizeof(struct linux24) + linux24_pages_room(r) + linux24_areas_room(r) +
			linux24_swap_room(), MM011_PAGE_SIZE);
}

static void linux24_switch_to(struct mm011_machine *m, u32 task)
{
	m->running = task;
	m->cpu.ldt = &flat_segments;
}

static void linux24_reset(struct mm011_machine *m, const struct mm011_reset *r)
{
	u32 room = sizeof(struct linux24);

	m->cpu.wp = true;
	linux24_switch_to(m, 0);
	linux24(m)->bare = !!(r->flags & MM011_RESET_BARE);
	linux24_pages_reset(m, r, room);
	linux24_areas_reset(m, r, room + linux24_pages_room(r));
	linux24_swap_reset(m, room + linux24_pages_room(r) + linux24_areas_room(r));
	linux24_sums_reset(&((struct linux24_machine *)m)->sums);
	if (!linux24(m)->bare)
		linux24_paging_init(m);
}

static void linux24_release(struct mm011_machine *m)
{
}

static const struct mm011_ldt *linux24_ldt(const struct mm011_machine *m, u32 task)
{
	return &flat_segments;
}

/*
 * An access of the current process. Its stack pointer is not known: it may be where the access
 * is. What the original answers with a signal, or with its exception table, ends the access.
 */
static int linux24_page_fault(struct mm011_machine *m, u32 error_code, u32 cr2)
{
	const struct linux24_fault fault = { error_code, cr2, cr2 };
	struct linux24_fault_end end;
	int err;

	if (!linux24_current_mm(m)->pgd)
		return mm011_panic_linear(m, "there are no page tables", cr2);
	err = linux24_do_page_fault(m, linux24_current_mm(m), &fault, &end);
	return err || (!end.signal && !end.fixup) ? err : -MM011_E_SEGV;
}

/* there is one process at a time, whatever address space it has; a bare machine has none */
static bool linux24_is_running(const struct mm011_machine *m, u32 task)
{
	return !task && !linux24(m)->bare;
}

/* who gets a signal may have a handler for it: he lives on */
static int linux24_kill(struct mm011_machine *m)
{
	return 0;
}

static u32 linux24_checksum(const struct mm011_machine *m)
{
	u32 crc = mm011_crc_pages(m, 0, m->memory, m->memory_size);

	return mm011_crc_pages(m, crc, m->store, m->store_size);
}

/* after what changes areas that of the areas, after all else that of the free lists */
static u32 linux24_op_checksum(struct mm011_machine *m, u32 code)
{
	u32 group = code / MM011_GROUP_SIZE;

	return group == AREA_GROUP || group == MM_GROUP ? linux24_areas_sum(m) :
	       linux24_pages_sum(m);
}

static void linux24_fill_info(const struct mm011_machine *m, struct mm011_info *info)
{
	const struct linux24_pages *pages = &linux24(m)->pages;

	info->ram_kb = (linux24(m)->bare ? pages->nr << MM011_PAGE_SHIFT : m->memory_size) / 1024;
	info->high_memory = pages->zone[LINUX24_HIGHMEM].size ?
			    pages->zone[LINUX24_HIGHMEM].offset << MM011_PAGE_SHIFT :
			    pages->nr << MM011_PAGE_SHIFT;
	info->free_pages = linux24_nr_free_pages(m);
	info->flags = linux24(m)->bare ? MM011_RESET_BARE : 0;
}

static void linux24_loaded(struct mm011_machine *m)
{
	m->cpu.wp = true;
	m->cpu.pse = !linux24(m)->bare;
	linux24_sums_reset(&((struct linux24_machine *)m)->sums);
	linux24_switch_to(m, m->running);
}

static const struct mm011_op_group *const linux24_groups[] = {
	&mm011_pc_ops,
	[MM011_OP24_PAGE_SUM / MM011_GROUP_SIZE] = &linux24_page_ops,
	[AREA_GROUP] = &linux24_area_ops,
	[MM_GROUP] = &linux24_mm_ops,
	[MM011_OP24_LOAD_ZONE / MM011_GROUP_SIZE] = &linux24_recorded_ops,
	[MM011_OP24_LRU / MM011_GROUP_SIZE] = &linux24_lru_ops,
};

static u32 linux24_verify_all(const struct mm011_machine *m, void *scratch, struct mm011_text *t)
{
	return linux24_verify(m, scratch, t) + linux24_lru_verify(m, t) +
	       linux24_areas_verify(m, (u8 *)scratch + LINUX24_VERIFY_SIZE, t);
}

/* all that it keeps stands in the store */
static const struct mm011_fields linux24_fields;

static const char *const formats24[] = {
	[MM011_MSG24_ALLOC_FAILED] = "__alloc_pages: %u-order allocation failed.",
	[MM011_MSG24_BUG_IN_USE] = "BUG(): page frame %u, which is freed, is in use: flags %x",
	[MM011_MSG24_BUG_ALIGNMENT] = "BUG(): no block begins at page frame %u of order %u",
	[MM011_MSG24_BUG_ORDER] = "BUG(): no block has order %u; page frame %u",
	[MM011_MSG24_BUG_RANGE] = "BUG(): page frame %u, of order %u, is not in this zone",
	[MM011_MSG_MEM_MAP_DISAGREES] = "mem_map disagrees with %X at %08X",
	[MM011_MSG24_BAD_PMD] = "bad pmd %08X.",
	[MM011_MSG24_BOGUS_PAGE] = "do_wp_page: bogus page at address %08X (page %X)",
	[MM011_MSG24_BUG_LRU] = "BUG(): page frame %u is not as its list wants it: flags %x",
	[MM011_MSG24_BUG_SWAP_CACHE] =
		"BUG(): page frame %u is not as the swap cache wants it: flags %x",
	[MM011_MSG24_RECLAIM_WRONG_PAGE] = "VM: reclaim_page, wrong page on list.",
	[MM011_MSG24_LAUNDER_WRONG_PAGE] = "VM: page_launder, wrong page on list.",
	[MM011_MSG24_REFILL_WRONG_PAGE] = "VM: refill_inactive, wrong page on list.",
	[MM011_MSG24_RECLAIM_UNKNOWN] = "VM: reclaim_page, found unknown page",
	[MM011_MSG24_RECLAIM_COUNT] = "VM: reclaim_page, found page with count %d!",
	[MM011_MSG24_SWAP_FREE_FILE] = "swap_free: Trying to free nonexistent swap-page",
	[MM011_MSG24_SWAP_FREE_OFFSET] = "swap_free: offset exceeds max",
	[MM011_MSG24_BAD_SWAP_ENTRY] = "VM: Bad swap entry %08x",
	[MM011_MSG24_BAD_SWAP_FILE] = "Bad swap file entry %08x",
	[MM011_MSG24_BAD_SWAP_OFFSET] = "Bad swap offset entry %08x",
	[MM011_MSG24_UNUSED_SWAP_OFFSET] = "Unused swap offset entry %08x",
	[MM011_MSG24_NULL_SWAP_ENTRY] = "swap_count: null entry!",
	[MM011_MSG24_SWAP_OVERFLOW] = "VM: swap entry overflow",
};

static const struct mm011_messages linux24_messages = { formats24, ARRAY_SIZE(formats24) };

const struct mm011_kernel linux240 = {
	.number = MM011_KERNEL_2_4,
	.name = "Linux 2.4.0",
	.state_size = sizeof(struct linux24_machine),
	.check_reset = linux24_check_reset,
	.memory_size = linux24_memory_size,
	.store_size = linux24_store_size,
	.reset = linux24_reset,
	.release = linux24_release,
	.ldt = linux24_ldt,
	.page_fault = linux24_page_fault,
	.switch_to = linux24_switch_to,
	.is_running = linux24_is_running,
	.kill = linux24_kill,
	.groups = linux24_groups,
	.nr_groups = ARRAY_SIZE(linux24_groups),
	.checksum = linux24_checksum,
	.op_checksum = linux24_op_checksum,
	.fill_info = linux24_fill_info,
	.fields = &linux24_fields,
	.loaded = linux24_loaded,
	.verify = linux24_verify_all,
	.verify_size = LINUX24_VERIFY_SIZE + LINUX24_AREAS_VERIFY_SIZE,
	.messages = &linux24_messages,
	.views = &linux24_views,
};
