// SPDX-License-Identifier: GPL-2.0
/*
 * Operations of 2.4: page frames.
 */

#include "linux24/list.h"
#include "linux24/ops.h"
#include "pc/event.h"

#define LAST_ORDER	31u	/* whose size a word can hold */

static bool is_bare(const struct mm011_machine *m)
{
	return linux24(m)->bare;
}

static int op_page_sum(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return 0;
}

/* numbers of page frames that a bare machine has room for, DMA and Normal within them */
static bool zones_have_room(const struct mm011_machine *m, const struct mm011_op *op,
			    const void *data)
{
	return is_bare(m) && op->arg[0] <= linux24(m)->pages.room && op->arg[1] <= op->arg[0] &&
	       op->arg[2] <= op->arg[0] - op->arg[1];
}

/* what happened at boot does not count */
static void forget_pressure(struct linux24_pages *pages)
{
	pages->memory_pressure = 0;
	memset(pages->wakeups, 0, sizeof(pages->wakeups));
}

static int op_free_area_init(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const u32 *arg = op->arg;
	const u32 size[LINUX24_NR_ZONES] = { arg[1], arg[2], arg[0] - arg[1] - arg[2] };
	int err = linux24_free_area_init(m, size);

	if (!err)
		err = linux24_free_all(m, arg[3]);
	forget_pressure(&linux24(m)->pages);
	op->ret = linux24_nr_free_pages(m);
	return err;
}

/* there must be a list of zones for such a request */
static bool can_alloc(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->arg[1] < LINUX24_GFPS;
}

static int op_alloc_pages(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 pfn;
	int err = linux24_alloc_pages(m, op->arg[1], op->arg[0], &pfn);

	op->ret = err ? MM011_NO_FRAME : pfn;
	return err;
}

/* a page frame of HighMem has no address */
static bool can_zero(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return !is_bare(m) && op->arg[0] < LINUX24_GFPS && !(op->arg[0] & LINUX24_GFP_HIGHMEM);
}

static int op_get_zeroed_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 pfn;
	int err = linux24_get_zeroed_page(m, op->arg[0], &pfn);

	op->ret = err ? MM011_NO_FRAME : pfn;
	return err;
}

static bool is_frame(const struct mm011_machine *m, u32 pfn)
{
	return pfn < linux24(m)->pages.nr;
}

/* a number that an address can stand for, and a size that fits in a word */
static bool can_free(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->arg[0] < LINUX24_MAX_FRAMES && op->arg[1] <= LAST_ORDER;
}

/*
 * Linux 2.4.0: free_pages(), mm/page_alloc.c: what VALID_PAGE() does not accept is ignored.
 */
static int op_free_pages(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	op->ret = is_frame(m, op->arg[0]);
	return op->ret ? linux24_put_pages(m, op->arg[0], op->arg[1]) : 0;
}

static bool names_frame(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return is_frame(m, op->arg[0]);
}

static bool names_frame_and_switch(const struct mm011_machine *m, const struct mm011_op *op,
				   const void *data)
{
	return is_frame(m, op->arg[0]) && op->arg[1] <= 1;
}

static void set_flags(struct mm011_machine *m, u32 pfn, u32 flags)
{
	struct linux24_page *page = linux24_page(m, pfn);

	mm011_emit(m, MM011_EV24_FLAGS, pfn, page->flags, flags);
	page->flags = flags;
}

/*
 * Linux 2.4.0: get_page(), include/linux/mm.h.
 */
static int op_get_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct linux24_page *page = linux24_page(m, op->arg[0]);

	linux24_set_page_count(m, op->arg[0], (u32)page->count + 1);
	op->ret = page->count;
	return 0;
}

static int op_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct linux24_page *page = linux24_page(m, op->arg[0]);

	op->ret = page->count;
	op->out[0] = page->flags;
	op->out[1] = page->zone | page->age << 8 | page->on << 16;
	return 0;
}

/*
 * Linux 2.4.0: mem_map_reserve() and mem_map_unreserve(), include/linux/wrapper.h.
 */
static int op_reserve(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 flags = linux24_page(m, op->arg[0])->flags & ~LINUX24_RESERVED;

	set_flags(m, op->arg[0], op->arg[1] ? flags | LINUX24_RESERVED : flags);
	return 0;
}

static bool is_switch(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->arg[0] <= 1;
}

static int op_memalloc(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	linux24(m)->pages.memalloc = op->arg[0];
	return 0;
}

static int op_set_page_count(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	linux24_set_page_count(m, op->arg[0], op->arg[1]);
	return 0;
}

static bool is_state_of_frame(const struct mm011_machine *m, const struct mm011_op *op,
			      const void *data)
{
	return is_frame(m, op->arg[0]) && op->arg[2] <= 0xff && op->arg[3] <= 2 && op->arg[4] <= 2;
}

static int op_set_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux24_page *page = linux24_page(m, op->arg[0]);

	set_flags(m, op->arg[0], op->arg[1]);
	page->age = op->arg[2];
	page->mapping = op->arg[3];
	page->buffers = op->arg[4];
	return 0;
}

static void fill_zone(const struct mm011_machine *m, u32 nr, struct mm011_zone *to)
{
	const struct linux24_zone *zone = &linux24(m)->pages.zone[nr];
	u32 order;

	to->offset = zone->offset;
	to->size = zone->size;
	to->free_pages = zone->free_pages;
	to->pages_min = zone->pages_min;
	to->pages_low = zone->pages_low;
	to->pages_high = zone->pages_high;
	for (order = 0; order < LINUX24_MAX_ORDER; order++)
		to->blocks[order] = linux24_count_blocks(m, nr, order);
}

static int op_free_areas(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct mm011_zones *zones = data;
	u32 nr;

	for (nr = 0; nr < LINUX24_NR_ZONES; nr++)
		fill_zone(m, nr, &zones->zone[nr]);
	op->ret = linux24_nr_free_pages(m);
	return 0;
}

static int op_pressure(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct linux24_pages *pages = &linux24(m)->pages;
	struct mm011_pressure *p = data;

	p->memory_pressure = pages->memory_pressure;
	p->free_pages = linux24_nr_free_pages(m);
	p->free_shortage = linux24_free_shortage(m);
	p->inactive_shortage = linux24_inactive_shortage(m);
	memcpy(p->wakeups, pages->wakeups, sizeof(p->wakeups));
	p->reserved = 0;
	op->ret = pages->memory_pressure;
	return 0;
}

static const struct mm011_op_row page_rows[] = {
	[MM011_OP24_PAGE_SUM % MM011_GROUP_SIZE] = {
		.name = "page_sum", .args = "", .run = op_page_sum,
	},
	[MM011_OP24_FREE_AREA_INIT % MM011_GROUP_SIZE] = {
		.name = "free_area_init", .args = "TOTAL DMA NORMAL RESERVED", .nargs = 4,
		.check = zones_have_room, .run = op_free_area_init,
	},
	[MM011_OP24_ALLOC_PAGES % MM011_GROUP_SIZE] = {
		.name = "alloc_pages", .args = "ORDER GFP", .nargs = 2,
		.flags = MM011_OPF_SLEEP, .check = can_alloc, .run = op_alloc_pages,
	},
	[MM011_OP24_GET_ZEROED_PAGE % MM011_GROUP_SIZE] = {
		.name = "get_zeroed_page", .args = "GFP", .nargs = 1, .check = can_zero,
		.run = op_get_zeroed_page,
	},
	[MM011_OP24_FREE_PAGES % MM011_GROUP_SIZE] = {
		.name = "free_pages", .args = "PFN ORDER", .nargs = 2, .check = can_free,
		.run = op_free_pages,
	},
	[MM011_OP24_GET_PAGE % MM011_GROUP_SIZE] = {
		.name = "get_page", .args = "PFN", .nargs = 1, .check = names_frame,
		.run = op_get_page,
	},
	[MM011_OP24_PAGE % MM011_GROUP_SIZE] = {
		.name = "page", .args = "PFN", .nargs = 1, .check = names_frame, .run = op_page,
	},
	[MM011_OP24_RESERVE % MM011_GROUP_SIZE] = {
		.name = "mem_map_reserve", .args = "PFN ON", .nargs = 2,
		.check = names_frame_and_switch, .run = op_reserve,
	},
	[MM011_OP24_MEMALLOC % MM011_GROUP_SIZE] = {
		.name = "memalloc", .args = "ON", .nargs = 1, .check = is_switch,
		.run = op_memalloc,
	},
	[MM011_OP24_SET_PAGE_COUNT % MM011_GROUP_SIZE] = {
		.name = "set_page_count", .args = "PFN COUNT", .nargs = 2, .check = names_frame,
		.run = op_set_page_count,
	},
	[MM011_OP24_SET_PAGE % MM011_GROUP_SIZE] = {
		.name = "set_page", .args = "PFN FLAGS AGE MAPPING BUFFERS", .nargs = 5,
		.check = is_state_of_frame, .run = op_set_page,
	},
	[MM011_OP24_FREE_AREAS % MM011_GROUP_SIZE] = {
		.name = "show_free_areas", .args = "", .data = MM011_DATA_OUT,
		.len = sizeof(struct mm011_zones), .run = op_free_areas,
	},
	[MM011_OP24_PRESSURE % MM011_GROUP_SIZE] = {
		.name = "memory_pressure", .args = "", .data = MM011_DATA_OUT,
		.len = sizeof(struct mm011_pressure), .run = op_pressure,
	},
};

const struct mm011_op_group linux24_page_ops = { page_rows, ARRAY_SIZE(page_rows) };
