// SPDX-License-Identifier: GPL-2.0
/*
 * Operations of 2.4: areas.
 */

#include <linux/build_bug.h>

#include "linux24/linux24.h"
#include "linux24/ops.h"

static_assert((int)LINUX24_RLIMIT_AS == (int)MM011_LIMIT24_AS, "limits have one order");

static u32 start_of(const struct mm011_machine *m, u32 vma)
{
	return vma ? linux24_vma(m, vma)->start : 0;
}

static int op_area_sum(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return 0;
}

static int op_mm_new(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	linux24_mm_new(m, op->arg[0], op->arg[1], op->arg[2]);
	return 0;
}

static bool check_mmap_file(const struct mm011_machine *m, const struct mm011_op *op,
			    const void *data)
{
	return op->arg[4] < LINUX24_NR_FILES;
}

static int op_do_mmap_pgoff(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct linux24_mmap map = {
		.file = linux24_open_file(m, op->arg[4]), .addr = op->arg[0], .len = op->arg[1],
		.prot = op->arg[2], .flags = op->arg[3], .pgoff = op->arg[5]
	};

	return linux24_do_mmap_pgoff(m, linux24_current_mm(m), &map, &op->ret);
}

static int op_do_munmap(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = linux24_do_munmap(m, linux24_current_mm(m), op->arg[0], op->arg[1]);

	return linux24_returned(err, 0, &op->ret);
}

static int op_sys_brk(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return linux24_sys_brk(m, linux24_current_mm(m), op->arg[0], &op->ret);
}

static int op_do_brk(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return linux24_do_brk(m, linux24_current_mm(m), op->arg[0], op->arg[1], &op->ret);
}

static int op_find_vma(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 hits = linux24(m)->areas.hits;
	u32 vma = linux24_find_vma(m, linux24_current_mm(m), op->arg[0]);

	op->ret = start_of(m, vma);
	op->out[0] = vma ? linux24_vma(m, vma)->end : 0;
	op->out[1] = linux24(m)->areas.hits - hits;
	return 0;
}

static int op_find_vma_prev(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 prev, vma = linux24_find_vma_prev(m, linux24_current_mm(m), op->arg[0], &prev);

	op->ret = start_of(m, vma);
	op->out[0] = start_of(m, prev);
	return 0;
}

static int op_find_vma_intersection(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	op->ret = start_of(m, linux24_find_vma_intersection(m, linux24_current_mm(m), op->arg[0],
							    op->arg[1]));
	return 0;
}

static int op_find_extend_vma(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	u32 vma;
	int err = linux24_find_extend_vma(m, linux24_current_mm(m), op->arg[0], &vma);

	op->ret = start_of(m, vma);
	return err;
}

static int op_get_unmapped_area(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	op->ret = linux24_get_unmapped_area(m, linux24_current_mm(m), op->arg[0], op->arg[1]);
	return 0;
}

static int op_exit_mmap(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	return linux24_exit_mmap(m, linux24_current_mm(m));
}

static int op_show_mm(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct linux24_areas *k = &linux24(m)->areas;
	const struct linux24_mm *mm = linux24_current_mm(m);
	const struct mm011_mm24 show = {
		.map_count = mm->map_count,
		.avl_height = mm->mmap_avl ? linux24_vma(m, mm->mmap_avl)->height : 0,
		.total_vm = mm->total_vm, .locked_vm = mm->locked_vm, .brk = mm->brk,
		.cache = start_of(m, mm->mmap_cache), .find_vma = k->find_vma, .hits = k->hits,
		.zapped = k->zapped, .cleared = k->cleared, .cleared_tables = k->cleared_tables,
		.printk = k->printk
	};

	memcpy(data, &show, sizeof(show));
	return 0;
}

static bool check_file_number(const struct mm011_machine *m, const struct mm011_op *op,
			      const void *data)
{
	return op->arg[0] && op->arg[0] < LINUX24_NR_FILES;
}

static bool check_set_file(const struct mm011_machine *m, const struct mm011_op *op,
			   const void *data)
{
	return check_file_number(m, op, data) && !(op->arg[1] & ~MM011_FILE24_ALL);
}

static int op_set_file(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	op->ret = linux24_set_file(m, op->arg[0], op->arg[1], op->arg[2]);
	return 0;
}

static u32 count_shared(const struct mm011_machine *m, u32 vma)
{
	u32 n;

	for (n = 0; vma && n < LINUX24_MAX_AREAS; n++)
		vma = linux24_vma(m, vma)->next_share;
	return n;
}

static int op_show_file(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct linux24_file *file = linux24_file(m, linux24_open_file(m, op->arg[0]));
	const struct mm011_file24 show = {
		.count = file->count, .writecount = file->writecount,
		.private_areas = count_shared(m, file->mmap),
		.shared_areas = count_shared(m, file->mmap_shared)
	};

	memcpy(data, &show, sizeof(show));
	return 0;
}

static bool check_limit(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->arg[0] < LINUX24_RLIMITS;
}

static int op_set_limit(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	linux24(m)->areas.rlim[op->arg[0]] = op->arg[1];
	return 0;
}

static int op_set_free(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	linux24(m)->areas.free_pages = op->arg[0];
	linux24(m)->areas.physpages = op->arg[1];
	return 0;
}

static bool check_bool(const struct mm011_machine *m, const struct mm011_op *op, const void *data)
{
	return op->arg[0] < 2;
}

static int op_set_overcommit(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	linux24(m)->areas.overcommit = op->arg[0];
	return 0;
}

static int op_set_def_flags(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	linux24_current_mm(m)->def_flags = op->arg[0];
	return 0;
}

static int op_fail_area_alloc(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	linux24(m)->areas.failalloc = op->arg[0];
	return 0;
}

static int op_sys_mprotect(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = linux24_sys_mprotect(m, linux24_current_mm(m), op->arg[0], op->arg[1],
				       op->arg[2]);

	return linux24_returned(err, 0, &op->ret);
}

static int op_sys_mremap(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	const struct linux24_mremap r = {
		.addr = op->arg[0], .old_len = op->arg[1], .new_len = op->arg[2],
		.flags = op->arg[3], .new_addr = op->arg[4]
	};

	return linux24_sys_mremap(m, linux24_current_mm(m), &r, &op->ret);
}

static int op_sys_mlock(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = linux24_sys_mlock(m, linux24_current_mm(m), op->arg[0], op->arg[1]);

	return linux24_returned(err, 0, &op->ret);
}

static int op_sys_munlock(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = linux24_sys_munlock(m, linux24_current_mm(m), op->arg[0], op->arg[1]);

	return linux24_returned(err, 0, &op->ret);
}

static int op_sys_mlockall(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = linux24_sys_mlockall(m, linux24_current_mm(m), op->arg[0]);

	return linux24_returned(err, 0, &op->ret);
}

static int op_sys_munlockall(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = linux24_sys_munlockall(m, linux24_current_mm(m));

	return linux24_returned(err, 0, &op->ret);
}

static int op_sys_msync(struct mm011_machine *m, struct mm011_op *op, void *data)
{
	int err = linux24_sys_msync(m, linux24_current_mm(m), op->arg[0], op->arg[1], op->arg[2]);

	return linux24_returned(err, 0, &op->ret);
}

static const struct mm011_op_row area_rows[] = {
	[MM011_OP24_AREA_SUM % MM011_GROUP_SIZE] = {
		.name = "area_sum", .args = "", .run = op_area_sum,
	},
	[MM011_OP24_MM_NEW % MM011_GROUP_SIZE] = {
		.name = "mm_new", .args = "END_CODE START_DATA BRK", .nargs = 3,
		.run = op_mm_new,
	},
	[MM011_OP24_DO_MMAP_PGOFF % MM011_GROUP_SIZE] = {
		.name = "do_mmap_pgoff", .args = "ADDR LENGTH PROT FLAGS FILE PGOFF", .nargs = 6,
		.flags = MM011_OPF_SLEEP, .check = check_mmap_file, .run = op_do_mmap_pgoff,
	},
	[MM011_OP24_DO_MUNMAP % MM011_GROUP_SIZE] = {
		.name = "do_munmap", .args = "ADDR LENGTH", .nargs = 2, .flags = MM011_OPF_SLEEP,
		.run = op_do_munmap,
	},
	[MM011_OP24_SYS_BRK % MM011_GROUP_SIZE] = {
		.name = "sys_brk", .args = "BRK", .nargs = 1, .flags = MM011_OPF_SLEEP,
		.run = op_sys_brk,
	},
	[MM011_OP24_DO_BRK % MM011_GROUP_SIZE] = {
		.name = "do_brk", .args = "ADDR LENGTH", .nargs = 2, .flags = MM011_OPF_SLEEP,
		.run = op_do_brk,
	},
	[MM011_OP24_FIND_VMA % MM011_GROUP_SIZE] = {
		.name = "find_vma", .args = "ADDR", .nargs = 1, .run = op_find_vma,
	},
	[MM011_OP24_FIND_VMA_PREV % MM011_GROUP_SIZE] = {
		.name = "find_vma_prev", .args = "ADDR", .nargs = 1, .run = op_find_vma_prev,
	},
	[MM011_OP24_FIND_VMA_INTERSECTION % MM011_GROUP_SIZE] = {
		.name = "find_vma_intersection", .args = "START END", .nargs = 2,
		.run = op_find_vma_intersection,
	},
	[MM011_OP24_FIND_EXTEND_VMA % MM011_GROUP_SIZE] = {
		.name = "find_extend_vma", .args = "ADDR", .nargs = 1, .run = op_find_extend_vma,
	},
	[MM011_OP24_GET_UNMAPPED_AREA % MM011_GROUP_SIZE] = {
		.name = "get_unmapped_area", .args = "ADDR LENGTH", .nargs = 2,
		.run = op_get_unmapped_area,
	},
	[MM011_OP24_EXIT_MMAP % MM011_GROUP_SIZE] = {
		.name = "exit_mmap", .args = "", .flags = MM011_OPF_SLEEP, .run = op_exit_mmap,
	},
	[MM011_OP24_SHOW_MM % MM011_GROUP_SIZE] = {
		.name = "show_mm", .args = "", .data = MM011_DATA_OUT,
		.len = sizeof(struct mm011_mm24), .run = op_show_mm,
	},
	[MM011_OP24_SET_FILE % MM011_GROUP_SIZE] = {
		.name = "set_file", .args = "FILE MODE INO", .nargs = 3, .check = check_set_file,
		.run = op_set_file,
	},
	[MM011_OP24_SHOW_FILE % MM011_GROUP_SIZE] = {
		.name = "show_file", .args = "FILE", .nargs = 1, .data = MM011_DATA_OUT,
		.len = sizeof(struct mm011_file24), .check = check_file_number,
		.run = op_show_file,
	},
	[MM011_OP24_SET_LIMIT % MM011_GROUP_SIZE] = {
		.name = "set_limit", .args = "LIMIT BYTES", .nargs = 2, .check = check_limit,
		.run = op_set_limit,
	},
	[MM011_OP24_SET_FREE % MM011_GROUP_SIZE] = {
		.name = "set_free", .args = "FREE PAGES", .nargs = 2, .run = op_set_free,
	},
	[MM011_OP24_SET_OVERCOMMIT % MM011_GROUP_SIZE] = {
		.name = "set_overcommit", .args = "YES", .nargs = 1, .check = check_bool,
		.run = op_set_overcommit,
	},
	[MM011_OP24_SET_DEF_FLAGS % MM011_GROUP_SIZE] = {
		.name = "set_def_flags", .args = "FLAGS", .nargs = 1, .run = op_set_def_flags,
	},
	[MM011_OP24_FAIL_AREA_ALLOC % MM011_GROUP_SIZE] = {
		.name = "fail_area_alloc", .args = "NTH", .nargs = 1, .run = op_fail_area_alloc,
	},
	[MM011_OP24_SYS_MPROTECT % MM011_GROUP_SIZE] = {
		.name = "sys_mprotect", .args = "ADDR LENGTH PROT", .nargs = 3,
		.flags = MM011_OPF_SLEEP, .run = op_sys_mprotect,
	},
	[MM011_OP24_SYS_MREMAP % MM011_GROUP_SIZE] = {
		.name = "sys_mremap", .args = "ADDR OLD_LENGTH NEW_LENGTH FLAGS NEW_ADDR",
		.nargs = 5, .flags = MM011_OPF_SLEEP, .run = op_sys_mremap,
	},
	[MM011_OP24_SYS_MLOCK % MM011_GROUP_SIZE] = {
		.name = "sys_mlock", .args = "ADDR LENGTH", .nargs = 2, .flags = MM011_OPF_SLEEP,
		.run = op_sys_mlock,
	},
	[MM011_OP24_SYS_MUNLOCK % MM011_GROUP_SIZE] = {
		.name = "sys_munlock", .args = "ADDR LENGTH", .nargs = 2, .flags = MM011_OPF_SLEEP,
		.run = op_sys_munlock,
	},
	[MM011_OP24_SYS_MLOCKALL % MM011_GROUP_SIZE] = {
		.name = "sys_mlockall", .args = "FLAGS", .nargs = 1, .flags = MM011_OPF_SLEEP,
		.run = op_sys_mlockall,
	},
	[MM011_OP24_SYS_MUNLOCKALL % MM011_GROUP_SIZE] = {
		.name = "sys_munlockall", .args = "", .flags = MM011_OPF_SLEEP,
		.run = op_sys_munlockall,
	},
	[MM011_OP24_SYS_MSYNC % MM011_GROUP_SIZE] = {
		.name = "sys_msync", .args = "ADDR LENGTH FLAGS", .nargs = 3, .run = op_sys_msync,
	},
};

const struct mm011_op_group linux24_area_ops = { area_rows, ARRAY_SIZE(area_rows) };
