// SPDX-License-Identifier: GPL-2.0
/*
 * Operations of 2.4: address spaces, and what a recorded run says of them.
 */

#include "linux24/ops.h"
#include "linux24/tables.h"

/* NULL: there is none of this number */
static struct linux24_mm *mm_number(const struct mm011_machine *m, u32 nr)
{
	struct linux24_areas *k = &linux24(m)->areas;

	return nr < LINUX24_MAX_MM && k->mms[nr].used ? &k->mms[nr] : NULL;
}

static u32 number_of(const struct mm011_machine *m, const struct linux24_mm *mm)
{
	return mm - linux24(m)->areas.mms;
}

static int op_mm_alloc(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux24_mm *mm;
	int err = linux24_mm_alloc(m, &mm);

	return linux24_returned(err, err ? 0 : number_of(m, mm), &op->ret);
}

static int op_dup_mmap(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux24_mm *copy = NULL;
	int err = linux24_copy_mm(m, linux24_current_mm(m), &copy);

	op->out[0] = copy ? number_of(m, copy) : 0;
	return linux24_returned(err, err ? 0 : number_of(m, copy), &op->ret);
}

static bool check_mm(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return mm_number(m, op->arg[0]);
}

static int op_switch_mm(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct linux24_mm *mm = &linux24(m)->areas.mms[op->arg[0]];

	linux24(m)->areas.mm = linux24_ref(m, mm);
	mm011_load_cr3(m, mm->pgd);
	return 0;
}

/* somebody else's: the current process needs its own */
static bool check_mmput(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return check_mm(m, op, data) && mm_number(m, op->arg[0]) != linux24_current_mm(m);
}

static int op_mmput(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return linux24_mmput(m, mm_number(m, op->arg[0]));
}

/* is nothing there yet? Who calls insert_vm_struct() has made sure of it. */
static bool is_free(const struct mm011_machine *m, u32 start, u32 end)
{
	const struct linux24_vma *area;
	u32 vma = linux24_current_mm(m)->mmap, n;

	for (n = 0; vma && n < LINUX24_MAX_AREAS; n++) {
		area = linux24_vma(m, vma);
		if (area->start < end && area->end > start)
			return false;
		vma = area->next;
	}
	return true;
}

static bool check_insert(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	u32 start = op->arg[0], end = op->arg[1];

	return start % MM011_PAGE_SIZE == 0 && end % MM011_PAGE_SIZE == 0 && start < end &&
	       end <= LINUX24_TASK_SIZE && op->arg[5] < LINUX24_NR_FILES && is_free(m, start, end);
}

static int op_insert_vm_struct(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux24_mm *mm = linux24_current_mm(m);
	u32 vma = linux24_new_vma(m, mm, op->arg[0], op->arg[1] - op->arg[0], op->arg[2]);
	struct linux24_vma *area = linux24_vma(m, vma);

	if (!vma)
		return linux24_returned(-ENOMEM, 0, &op->ret);
	area->pgoff = op->arg[3];
	area->page_prot = op->arg[4];
	area->file = linux24_open_file(m, op->arg[5]);
	linux24_get_file(m, area->file);
	linux24_insert_vm_struct(m, mm, vma);
	return 0;
}

static int op_set_mm(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux24_mm *mm = linux24_current_mm(m);
	u32 *const field[MM011_MM24_FIELDS] = {
		[MM011_MM24_END_CODE] = &mm->end_code,
		[MM011_MM24_START_DATA] = &mm->start_data,
		[MM011_MM24_BRK] = &mm->brk,
		[MM011_MM24_TOTAL_VM] = &mm->total_vm,
		[MM011_MM24_LOCKED_VM] = &mm->locked_vm,
		[MM011_MM24_RSS] = &mm->rss,
		[MM011_MM24_DEF_FLAGS] = &mm->def_flags,
	};

	*field[op->arg[0]] = op->arg[1];
	return 0;
}

static bool check_field(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->arg[0] < MM011_MM24_FIELDS;
}

static int op_fault_area(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct linux24_fault fault = { op->arg[0], op->arg[1], op->arg[2] };
	u32 vma;

	op->ret = linux24_fault_area(m, linux24_current_mm(m), &fault, &vma);
	return 0;
}

static bool has_directory(const struct mm011_machine *m, const struct mm011_op *op,
			  const void *data)
{
	return linux24_current_mm(m)->pgd;
}

static int op_do_page_fault(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct linux24_fault fault = { op->arg[0], op->arg[1], op->arg[2] };
	struct linux24_fault_end end;
	int err = linux24_do_page_fault(m, linux24_current_mm(m), &fault, &end);

	linux24_log_fault(m, &end);
	op->ret = end.handled;
	op->out[0] = end.signal;
	op->out[1] = end.fixup;
	return err;
}

/* an access in an area, as its callers have made sure of */
static bool is_in_area(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return has_directory(m, op, data) && op->arg[0] < LINUX24_TASK_SIZE && op->arg[1] < 2;
}

static int op_handle_mm_fault(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct linux24_mm *mm = linux24_current_mm(m);
	u32 vma = linux24_find_vma(m, mm, op->arg[0]);

	if (!vma || linux24_vma(m, vma)->start > op->arg[0])
		return -EFAULT;
	return linux24_handle_mm_fault(m, mm, vma, op->arg[0], op->arg[1], &op->ret);
}

/* a page of a user, and where it can be */
static bool check_argument_page(const struct mm011_machine *m, const struct mm011_op *op,
				const void *data)
{
	return has_directory(m, op, data) && linux24_valid_page(m, op->arg[0]) &&
	       op->arg[1] < LINUX24_TASK_SIZE;
}

static int op_put_argument_page(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return linux24_put_dirty_page(m, linux24_current_mm(m), op->arg[0], op->arg[1]);
}

/* whole pages of the user's addresses */
static bool check_zap(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return !(op->arg[0] % MM011_PAGE_SIZE) && !(op->arg[1] % MM011_PAGE_SIZE) &&
	       op->arg[0] <= LINUX24_TASK_SIZE && op->arg[1] <= LINUX24_TASK_SIZE - op->arg[0];
}

static int op_zap_page_range(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return linux24_zap_page_range(m, linux24_current_mm(m), op->arg[0], op->arg[1]);
}

static int op_tables(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	struct mm011_tables24 sums;

	linux24_tables_sum(m, &sums);
	memcpy(data, &sums, sizeof(sums));
	return 0;
}

static bool check_entry(const struct mm011_machine *m, const struct mm011_op *op,
			const void *data)
{
	return has_directory(m, op, data) && op->arg[0] < LINUX24_TASK_SIZE;
}

/* it only looks: the original's functions would clear an entry that names no table */
static int op_entry(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 addr = op->arg[0];
	u32 pde = mm011_read32(m, linux24_current_mm(m)->pgd + mm011_pde_offset(addr));

	if (pde & MM011_PTE_PRESENT)
		op->ret = mm011_read32(m, mm011_entry_page(pde) + mm011_pte_offset(addr));
	return 0;
}

static int op_set_shmem_ino(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	linux24(m)->areas.next_ino = op->arg[0];
	return 0;
}

static const struct mm011_op_row mm_rows[] = {
	[MM011_OP24_MM_ALLOC % MM011_GROUP_SIZE] = {
		.name = "mm_alloc", .args = "", .flags = MM011_OPF_SLEEP, .run = op_mm_alloc,
	},
	[MM011_OP24_DUP_MMAP % MM011_GROUP_SIZE] = {
		.name = "dup_mmap", .args = "", .flags = MM011_OPF_SLEEP, .run = op_dup_mmap,
	},
	[MM011_OP24_SWITCH_MM % MM011_GROUP_SIZE] = {
		.name = "switch_mm", .args = "MM", .nargs = 1, .check = check_mm,
		.run = op_switch_mm,
	},
	[MM011_OP24_MMPUT % MM011_GROUP_SIZE] = {
		.name = "mmput", .args = "MM", .nargs = 1, .check = check_mmput, .run = op_mmput,
	},
	[MM011_OP24_INSERT_VM_STRUCT % MM011_GROUP_SIZE] = {
		.name = "insert_vm_struct", .args = "START END FLAGS PGOFF PAGE_PROT FILE",
		.nargs = 6, .flags = MM011_OPF_SLEEP, .check = check_insert,
		.run = op_insert_vm_struct,
	},
	[MM011_OP24_SET_MM % MM011_GROUP_SIZE] = {
		.name = "set_mm", .args = "FIELD VALUE", .nargs = 2, .check = check_field,
		.run = op_set_mm,
	},
	[MM011_OP24_SET_SHMEM_INO % MM011_GROUP_SIZE] = {
		.name = "set_shmem_ino", .args = "INO", .nargs = 1, .run = op_set_shmem_ino,
	},
	[MM011_OP24_FAULT_AREA % MM011_GROUP_SIZE] = {
		.name = "fault_area", .args = "ERR ADDR ESP", .nargs = 3, .run = op_fault_area,
	},
	[MM011_OP24_DO_PAGE_FAULT % MM011_GROUP_SIZE] = {
		.name = "do_page_fault", .args = "ERR ADDR ESP", .nargs = 3,
		.flags = MM011_OPF_SLEEP, .check = has_directory, .run = op_do_page_fault,
	},
	[MM011_OP24_HANDLE_MM_FAULT % MM011_GROUP_SIZE] = {
		.name = "handle_mm_fault", .args = "ADDR WRITE", .nargs = 2,
		.flags = MM011_OPF_SLEEP, .check = is_in_area, .run = op_handle_mm_fault,
	},
	[MM011_OP24_PUT_DIRTY_PAGE % MM011_GROUP_SIZE] = {
		.name = "put_argument_page", .args = "PFN ADDR", .nargs = 2,
		.flags = MM011_OPF_SLEEP, .check = check_argument_page,
		.run = op_put_argument_page,
	},
	[MM011_OP24_ZAP_PAGE_RANGE % MM011_GROUP_SIZE] = {
		.name = "zap_page_range", .args = "ADDR SIZE", .nargs = 2,
		.flags = MM011_OPF_SLEEP, .check = check_zap, .run = op_zap_page_range,
	},
	[MM011_OP24_TABLES % MM011_GROUP_SIZE] = {
		.name = "show_tables", .args = "", .data = MM011_DATA_OUT,
		.len = sizeof(struct mm011_tables24), .run = op_tables,
	},
	[MM011_OP24_ENTRY % MM011_GROUP_SIZE] = {
		.name = "entry", .args = "ADDR", .nargs = 1, .check = check_entry,
		.run = op_entry,
	},
};

const struct mm011_op_group linux24_mm_ops = { mm_rows, ARRAY_SIZE(mm_rows) };
