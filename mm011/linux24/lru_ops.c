// SPDX-License-Identifier: GPL-2.0
/*
 * Operations of 2.4: pages in use, their lists, and swap space.
 */

#include "linux24/lru.h"
#include "linux24/ops.h"
#include "linux24/tables.h"
#include "pc/stop.h"

static int op_lru(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	linux24_lru_sum(m, data);
	return 0;
}

/* an inactive_clean_list has pages of its zone alone */
static bool may_be_on(const struct mm011_machine *m, u32 pfn, u32 list)
{
	return linux24_valid_page(m, pfn) && (list < MM011_LRU24_INACTIVE_CLEAN ||
					      list == linux24_clean_list(m, pfn));
}

static bool is_list(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	const u32 *pfn = data;
	u32 i;

	if (op->arg[0] == MM011_LRU24_NONE || op->arg[0] >= MM011_LRU24_LISTS ||
	    op->arg[1] >= MM011_LOAD24_WAYS || op->len % sizeof(u32))
		return false;
	for (i = 0; i < op->len / sizeof(u32); i++)
		if (!may_be_on(m, pfn[i], op->arg[0]))
			return false;
	return true;
}

static void empty_list(struct mm011_machine *m, u32 list)
{
	u32 left = *linux24_lru_length(m, list), pfn;

	while (left--) {
		pfn = linux24_lru_last(m, list);
		if (pfn == MM011_NO_FRAME)
			break;
		linux24_lru_take(m, pfn);
		linux24_rest(m);
	}
}

static int op_load_lru(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 list = op->arg[0], i = op->len / sizeof(u32);
	const u32 *pfn = data;

	if (op->arg[1] == MM011_LOAD24_ALL)
		empty_list(m, list);
	/* the first one is to be at the head: it comes last */
	while (i--) {
		if (op->arg[1] != MM011_LOAD24_DEL)
			linux24_lru_put(m, pfn[i], list);
		else if (linux24_page(m, pfn[i])->on == list)
			linux24_lru_take(m, pfn[i]);
		linux24_rest(m);
	}
	return 0;
}

static bool names_page(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return linux24_valid_page(m, op->arg[0]);
}

static int op_set_page_index(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	linux24_page(m, op->arg[0])->index = op->arg[1];
	return 0;
}

static bool are_swap_pages(const struct mm011_machine *m, const struct mm011_op *op,
			   const void *data)
{
	return op->arg[0] <= LINUX24_SWAP_PAGES && op->arg[1] <= LINUX24_SWAP_PAGES - op->arg[0] &&
	       op->arg[2] <= LINUX24_SWAP_MAP_BAD;
}

static int op_load_swap_map(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 i;
	int err = 0;

	for (i = 0; i < op->arg[1] && !err; i++) {
		linux24_swap_map(m)[op->arg[0] + i] = op->arg[2];
		err = mm011_spend(m, 1);
	}
	return err;
}

/* numbers of swap pages, the last of which may be the one behind the end */
static bool is_swap(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	u32 max = op->arg[0];

	return max <= LINUX24_SWAP_PAGES && op->arg[1] <= max && op->arg[2] <= max &&
	       op->arg[3] <= max && op->arg[4] <= LINUX24_SWAPFILE_CLUSTER && op->arg[5] <= max;
}

static int op_set_swap(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux24_swap *swap = &linux24(m)->swap;

	swap->max = op->arg[0];
	swap->lowest_bit = op->arg[1];
	swap->highest_bit = op->arg[2];
	swap->cluster_next = op->arg[3];
	swap->cluster_nr = op->arg[4];
	swap->nr_swap_pages = op->arg[5];
	return 0;
}

static bool is_vm_field(const struct mm011_machine *m, const struct mm011_op *op,
			const void *data)
{
	return op->arg[0] < MM011_VM24_FIELDS &&
	       (op->arg[0] != MM011_VM24_PAGE_CLUSTER || op->arg[1] < LINUX24_CLUSTERS);
}

static int op_set_vm(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 *const field[MM011_VM24_FIELDS] = {
		[MM011_VM24_MEMORY_PRESSURE] = &linux24(m)->pages.memory_pressure,
		[MM011_VM24_FREEPAGES_HIGH] = &linux24(m)->pages.freepages_high,
		[MM011_VM24_PAGE_CLUSTER] = &linux24(m)->swap.page_cluster,
	};

	op->ret = *field[op->arg[0]];
	*field[op->arg[0]] = op->arg[1];
	return 0;
}

static bool is_scan(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->arg[0] < 32 && op->arg[1] <= 1;
}

static int op_refill_inactive_scan(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return linux24_refill_inactive_scan(m, op->arg[0], op->arg[1], &op->ret);
}

static bool is_launder(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->arg[0] < LINUX24_GFPS && op->arg[1] <= 1;
}

static int op_page_launder(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return linux24_page_launder(m, op->arg[0], op->arg[1], &op->ret);
}

static bool names_zone(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->arg[0] < LINUX24_NR_ZONES;
}

static int op_reclaim_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return linux24_reclaim_page(m, &linux24(m)->pages.zone[op->arg[0]], &op->ret);
}

/* an address of the user's, in an mm that has page tables */
static bool is_user_address(const struct mm011_machine *m, const struct mm011_op *op,
			    const void *data)
{
	return linux24_current_mm(m)->pgd && op->arg[0] < LINUX24_TASK_SIZE;
}

static int op_try_to_swap_out24(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return linux24_try_to_swap_out(m, linux24_current_mm(m), op->arg[0], op->arg[1],
				       &op->ret);
}

static const struct mm011_op_row lru_rows[] = {
	[MM011_OP24_LRU % MM011_GROUP_SIZE] = {
		.name = "lru", .args = "", .data = MM011_DATA_OUT,
		.len = sizeof(struct mm011_lru24), .run = op_lru,
	},
	[MM011_OP24_LOAD_LRU % MM011_GROUP_SIZE] = {
		.name = "load_lru", .args = "LIST HOW", .nargs = 2, .data = MM011_DATA_IN,
		.check = is_list, .run = op_load_lru,
	},
	[MM011_OP24_SET_PAGE_INDEX % MM011_GROUP_SIZE] = {
		.name = "set_page_index", .args = "PFN ENTRY", .nargs = 2, .check = names_page,
		.run = op_set_page_index,
	},
	[MM011_OP24_LOAD_SWAP_MAP % MM011_GROUP_SIZE] = {
		.name = "load_swap_map", .args = "OFFSET PAGES COUNT", .nargs = 3,
		.check = are_swap_pages, .run = op_load_swap_map,
	},
	[MM011_OP24_SET_SWAP % MM011_GROUP_SIZE] = {
		.name = "set_swap",
		.args = "MAX LOWEST_BIT HIGHEST_BIT CLUSTER_NEXT CLUSTER_NR NR_SWAP_PAGES",
		.nargs = 6, .check = is_swap, .run = op_set_swap,
	},
	[MM011_OP24_SET_VM % MM011_GROUP_SIZE] = {
		.name = "set_vm", .args = "FIELD VALUE", .nargs = 2, .check = is_vm_field,
		.run = op_set_vm,
	},
	[MM011_OP24_REFILL_INACTIVE_SCAN % MM011_GROUP_SIZE] = {
		.name = "refill_inactive_scan", .args = "PRIORITY ONESHOT", .nargs = 2,
		.flags = MM011_OPF_SLEEP, .check = is_scan, .run = op_refill_inactive_scan,
	},
	[MM011_OP24_PAGE_LAUNDER % MM011_GROUP_SIZE] = {
		.name = "page_launder", .args = "GFP SYNC", .nargs = 2,
		.flags = MM011_OPF_SLEEP, .check = is_launder, .run = op_page_launder,
	},
	[MM011_OP24_RECLAIM_PAGE % MM011_GROUP_SIZE] = {
		.name = "reclaim_page", .args = "ZONE", .nargs = 1,
		.flags = MM011_OPF_SLEEP, .check = names_zone, .run = op_reclaim_page,
	},
	[MM011_OP24_TRY_TO_SWAP_OUT % MM011_GROUP_SIZE] = {
		.name = "try_to_swap_out24", .args = "ADDR SWAP_CNT", .nargs = 2,
		.flags = MM011_OPF_SLEEP, .check = is_user_address, .run = op_try_to_swap_out24,
	},
};

const struct mm011_op_group linux24_lru_ops = { lru_rows, ARRAY_SIZE(lru_rows) };
