// SPDX-License-Identifier: GPL-2.0
/*
 * Linux 0.11 and 0.12, as the rest of the machine knows them.
 */

#include "kernel.h"
#include "linux01x/linux01x.h"
#include "linux01x/ops.h"
#include "linux01x/show.h"
#include "linux01x/state.h"
#include "linux01x/verify.h"
#include "pc/checksum.h"

/* what a task or an inode is, without the host's handle, which is no state */
static u32 crc_inodes(const struct mm011_machine *m, u32 crc)
{
	const struct mm011_inode *inode, *first = linux01x(m)->inode;

	for (inode = first; inode < first + MM011_NR_INODES; inode++) {
		crc = m->host->crc32(crc, &inode->number, sizeof(inode->number));
		crc = m->host->crc32(crc, &inode->dev, sizeof(inode->dev));
		crc = m->host->crc32(crc, &inode->i_count, sizeof(inode->i_count));
		crc = m->host->crc32(crc, &inode->size, sizeof(inode->size));
	}
	return crc;
}

/* every bit of state, for tests that ask whether an operation changed anything at all */
static u32 state_checksum(const struct mm011_machine *m)
{
	const struct linux01x *k = linux01x(m);
	u32 crc = mm011_crc_pages(m, 0, m->memory, m->memory_size);

	crc = m->host->crc32(crc, k->mem_map, sizeof(k->mem_map));
	crc = m->host->crc32(crc, &k->high_memory, sizeof(k->high_memory));
	crc = m->host->crc32(crc, k->task, sizeof(k->task));
	crc = m->host->crc32(crc, &k->last_pid, sizeof(k->last_pid));
	crc = m->host->crc32(crc, &k->next_birth_seq, sizeof(k->next_birth_seq));
	crc = m->host->crc32(crc, &k->swap.device.blocks, sizeof(k->swap.device.blocks));
	crc = m->host->crc32(crc, &k->swap.bitmap, sizeof(k->swap.bitmap));
	crc = m->host->crc32(crc, &k->swap.dir_entry, sizeof(k->swap.dir_entry));
	crc = m->host->crc32(crc, &k->swap.page_entry, sizeof(k->swap.page_entry));
	crc = m->host->crc32(crc, k->pipe, sizeof(k->pipe));
	crc = m->host->crc32(crc, k->bucket_chain, sizeof(k->bucket_chain));
	crc = m->host->crc32(crc, &k->free_bucket_desc, sizeof(k->free_bucket_desc));
	crc = m->host->crc32(crc, &m->stopped, sizeof(m->stopped));
	crc = m->host->crc32(crc, &m->stopped_at, sizeof(m->stopped_at));
	crc = mm011_crc_pages(m, crc, m->store, m->store_size);
	return crc_inodes(m, crc);
}

/* all that the page directory maps; how much of it is RAM says HIGH_MEMORY */
static u32 memory_size(const struct mm011_reset *r)
{
	return MM011_MEMORY_SIZE;
}

/* what hostile entries count behind the end of mem_map[] */
static u32 store_size(const struct mm011_reset *r)
{
	return MM011_OOB_SIZE;
}

static const u8 *counts(const struct mm011_machine *m, u32 *len)
{
	*len = MM011_PAGING_PAGES;
	return linux01x(m)->mem_map;
}

static const struct mm011_ldt *ldt_of(const struct mm011_machine *m, u32 task)
{
	return &linux01x(m)->task[task].ldt;
}

static int page_fault(struct mm011_machine *m, u32 error_code, u32 cr2)
{
	u32 out[2];

	return mm011_page_fault(m, error_code, cr2, out);
}

static bool is_running(const struct mm011_machine *m, u32 task)
{
	return linux01x(m)->task[task].state == MM011_TASK_RUNNING;
}

/* oom() and page faults of 0.12 call do_exit(SIGSEGV) from wherever they are */
static int kill_current(struct mm011_machine *m)
{
	return mm011_do_exit(m, MM011_SIGSEGV);
}

static u32 swap_page(u32 entry)
{
	return entry >> 1;
}

static const struct mm011_op_group *const groups011[] = {
	&mm011_pc_ops, &linux01x_memory_ops, &linux01x_call_ops, &linux01x_recorded_ops,
	&linux011_ops,
};

static const struct mm011_op_group *const groups012[] = {
	&mm011_pc_ops, &linux01x_memory_ops, &linux01x_call_ops, &linux01x_recorded_ops,
	NULL, &linux012_ops,
};

/* all but number, name and operations; where else they differ, differs.h asks */
#define LINUX01X					\
	.state_size = sizeof(struct linux01x),		\
	.check_reset = linux01x_check_reset,		\
	.memory_size = memory_size,			\
	.store_size = store_size,			\
	.reset = linux01x_reset,			\
	.release = linux01x_release,			\
	.ldt = ldt_of,					\
	.page_fault = page_fault,			\
	.counts = counts,				\
	.checksum = state_checksum,			\
	.switch_to = mm011_switch_to,			\
	.is_running = is_running,			\
	.kill = kill_current,				\
	.owner = linux01x_owner,			\
	.show_owner = linux01x_show_owner,		\
	.fill_info = linux01x_fill_info,		\
	.fill_task = linux01x_fill_task,		\
	.fields = &linux01x_fields,			\
	.loaded = linux01x_loaded,			\
	.verify = linux01x_verify,			\
	.verify_size = LINUX01X_VERIFY_SIZE,		\
	.messages = &linux01x_messages,			\
	.views = &linux01x_views

const struct mm011_kernel linux011 = {
	LINUX01X,
	.number = MM011_KERNEL_0_11,
	.name = "Linux 0.11",
	.groups = groups011,
	.nr_groups = ARRAY_SIZE(groups011),
};

const struct mm011_kernel linux012 = {
	LINUX01X,
	.number = MM011_KERNEL_0_12,
	.name = "Linux 0.12",
	.swap_page = swap_page,
	.groups = groups012,
	.nr_groups = ARRAY_SIZE(groups012),
};
