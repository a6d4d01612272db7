// SPDX-License-Identifier: GPL-2.0
/*
 * What 0.11 and 0.12 keep, number by number: what goes into a saved machine.
 */

#include "linux01x/linux01x.h"
#include "linux01x/mem_map.h"
#include "linux01x/state.h"

/* Tags are for ever: a new field takes a new one. */
static const struct mm011_field linux01x_fields_list[] = {
	MM011_FIELDS(0x100, struct linux01x, mem_map),
	MM011_FIELD(0x101, struct linux01x, high_memory),
	MM011_FIELD(0x102, struct linux01x, last_pid),
	MM011_FIELD(0x103, struct linux01x, next_birth_seq),
	MM011_FIELDS(0x104, struct linux01x, pipe),
	MM011_FIELDS(0x105, struct linux01x, bucket_chain),
	MM011_FIELD(0x106, struct linux01x, free_bucket_desc),
	MM011_FIELD(0x107, struct linux01x, ram_kb),
	MM011_FIELD(0x108, struct linux01x, ramdisk_kb),
	MM011_FIELD(0x109, struct linux01x, buffer_end),
	MM011_FIELD(0x10a, struct linux01x, main_memory_start),
	MM011_FIELD(0x10b, struct linux01x, swap.device.blocks),
	MM011_FIELD(0x10c, struct linux01x, swap.bitmap),
	MM011_FIELD(0x10d, struct linux01x, swap.dir_entry),
	MM011_FIELD(0x10e, struct linux01x, swap.page_entry),
	MM011_MEMBERS(0x120, struct linux01x, task, state),
	MM011_MEMBERS(0x121, struct linux01x, task, page),
	MM011_MEMBERS(0x122, struct linux01x, task, pid),
	MM011_MEMBERS(0x123, struct linux01x, task, father),
	MM011_MEMBERS(0x124, struct linux01x, task, exit_code),
	MM011_MEMBERS(0x125, struct linux01x, task, start_code),
	MM011_MEMBERS(0x126, struct linux01x, task, end_code),
	MM011_MEMBERS(0x127, struct linux01x, task, end_data),
	MM011_MEMBERS(0x128, struct linux01x, task, brk),
	MM011_MEMBERS(0x129, struct linux01x, task, start_stack),
	MM011_MEMBERS(0x12a, struct linux01x, task, ldt.base),
	MM011_MEMBERS(0x12b, struct linux01x, task, ldt.code_limit),
	MM011_MEMBERS(0x12c, struct linux01x, task, ldt.data_limit),
	MM011_MEMBERS(0x12d, struct linux01x, task, executable),
	MM011_MEMBERS(0x12e, struct linux01x, task, library),
	MM011_MEMBERS(0x12f, struct linux01x, task, birth_seq),
	MM011_MEMBERS(0x140, struct linux01x, inode, number),
	MM011_MEMBERS(0x141, struct linux01x, inode, dev),
	MM011_MEMBERS(0x142, struct linux01x, inode, i_count),
	MM011_MEMBERS(0x143, struct linux01x, inode, used),
	MM011_MEMBERS(0x144, struct linux01x, inode, size),
};

const struct mm011_fields linux01x_fields = {
	linux01x_fields_list, ARRAY_SIZE(linux01x_fields_list)
};

/**
 * linux01x_loaded() - numbers have come from a saved machine: make the indexes anew
 * @m: machine, its lock held
 */
void linux01x_loaded(struct mm011_machine *m)
{
	struct linux01x *k = linux01x(m);
	u32 nr;

	mm011_free_map_reset(m);
	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		if (k->mem_map[nr])
			mm011_free_map_set(m, nr, false);
	mm011_file_users_changed(m);
	k->nr_slots_used = MM011_NR_TASKS;
	mm011_switch_to(m, m->running);
}
