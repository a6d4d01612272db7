// SPDX-License-Identifier: GPL-2.0
/*
 * The smallest kernel there can be: one task, 1 MB, a page directory that does not lie
 * at 0, CR0.WP set, and a zeroed page for each page fault until none is left.
 */

#include "kernel.h"
#include "op/op.h"
#include "pc/ram.h"
#include "pc/state.h"
#include "pc/walk.h"
#include "toy.h"
#include "view/view.h"

struct toy {
	struct mm011_machine m;
	u32 next_frame;
};

static const struct mm011_ldt all_of_it;	/* base 0, both limits 4 GB */

static struct toy *toy(const struct mm011_machine *m)
{
	return container_of(m, struct toy, m);
}

static int toy_check_reset(const struct mm011_reset *r)
{
	return r->ram_kb || r->ramdisk_kb || r->flags ? -EINVAL : 0;
}

static u32 toy_memory_size(const struct mm011_reset *r)
{
	return 0x100000;
}

static void toy_switch_to(struct mm011_machine *m, u32 task)
{
	m->running = task;
	m->cpu.ldt = &all_of_it;
}

static void toy_reset(struct mm011_machine *m, const struct mm011_reset *r)
{
	toy(m)->next_frame = 0x3000;
	m->cpu.wp = true;
	mm011_load_cr3(m, 0x1000);
	mm011_set_entry(m, 0x1000, 0x2000 | MM011_PTE_FLAGS);
	toy_switch_to(m, 0);
}

static void toy_release(struct mm011_machine *m)
{
}

static const struct mm011_ldt *toy_ldt(const struct mm011_machine *m, u32 task)
{
	return &all_of_it;
}

static int toy_page_fault(struct mm011_machine *m, u32 error_code, u32 cr2)
{
	struct mm011_walk w;

	mm011_walk(m, cr2, &w);
	if (w.entries < 2 || (error_code & MM011_PTE_PRESENT) ||
	    toy(m)->next_frame == m->memory_size)
		return mm011_panic_linear(m, "the toy is broken", cr2);
	mm011_set_entry(m, w.pte_addr, toy(m)->next_frame | MM011_PTE_FLAGS);
	toy(m)->next_frame += MM011_PAGE_SIZE;
	return 0;
}

static bool toy_is_running(const struct mm011_machine *m, u32 task)
{
	return !task;
}

static int toy_kill(struct mm011_machine *m)
{
	return 0;
}

static u32 toy_checksum(const struct mm011_machine *m)
{
	return mm011_checksum_plain(m) ^ toy(m)->next_frame;
}

static void toy_fill_info(const struct mm011_machine *m, struct mm011_info *info)
{
	info->free_pages = (m->memory_size - toy(m)->next_frame) / MM011_PAGE_SIZE;
	info->tasks = 1;
}

static void toy_loaded(struct mm011_machine *m)
{
	toy_switch_to(m, 0);
}

static void toy_show_info(const struct mm011_machine *m, struct mm011_text *t)
{
	mm011_text(t, "kernel            %s, next page frame 0x%06x\n", m->kernel->name,
		   toy(m)->next_frame);
	mm011_show_state(m, t);
}

static const struct mm011_op_group *const toy_groups[] = { &mm011_pc_ops };
static const struct mm011_field toy_field = MM011_FIELD(0x100, struct toy, next_frame, 4);
static const struct mm011_fields toy_fields = { &toy_field, 1 };
static const struct mm011_messages toy_messages;
static const struct mm011_view toy_view[] = {
	{ "info", "how it fares", toy_show_info },
	{ "page_directory", "the entries of the page directory", mm011_show_page_directory },
	{ "page_tables", "all that is mapped", mm011_show_page_tables },
	{ "stats", "how often everything happened", mm011_show_stats },
};

static const struct mm011_views toy_views = { toy_view, ARRAY_SIZE(toy_view) };

const struct mm011_kernel mm011_toy = {
	.number = 77,
	.name = "the toy",
	.state_size = sizeof(struct toy),
	.check_reset = toy_check_reset,
	.memory_size = toy_memory_size,
	.reset = toy_reset,
	.release = toy_release,
	.ldt = toy_ldt,
	.page_fault = toy_page_fault,
	.switch_to = toy_switch_to,
	.is_running = toy_is_running,
	.kill = toy_kill,
	.groups = toy_groups,
	.nr_groups = ARRAY_SIZE(toy_groups),
	.checksum = toy_checksum,
	.fill_info = toy_fill_info,
	.fields = &toy_fields,
	.loaded = toy_loaded,
	.messages = &toy_messages,
	.views = &toy_views,
};
