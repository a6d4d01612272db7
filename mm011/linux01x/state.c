// SPDX-License-Identifier: GPL-2.0
/*
 * What 0.11 and 0.12 keep, number by number: what goes into a saved machine.
 */

#include "linux01x/linux01x.h"
#include "linux01x/mem_map.h"
#include "linux01x/state.h"

#define OF_TASKS(tag, member) \
	MM011_MEMBERS(tag, struct linux01x, task, member, 4, MM011_NR_TASKS)
#define OF_INODES(tag, member, bytes) \
	MM011_MEMBERS(tag, struct linux01x, inode, member, bytes, MM011_NR_INODES)

/* Tags are for ever: a new field takes a new one. */
static const struct mm011_field linux01x_fields_list[] = {
	MM011_FIELDS(0x100, struct linux01x, mem_map, 1, MM011_PAGING_PAGES),
	MM011_FIELD(0x101, struct linux01x, high_memory, 4),
	MM011_FIELD(0x102, struct linux01x, last_pid, 4),
	MM011_FIELD(0x103, struct linux01x, next_birth_seq, 4),
	MM011_FIELDS(0x104, struct linux01x, pipe, 4, MM011_NR_PIPES),
	MM011_FIELDS(0x105, struct linux01x, bucket_chain, 4, MM011_NR_BUCKETS),
	MM011_FIELD(0x106, struct linux01x, free_bucket_desc, 4),
	MM011_FIELD(0x107, struct linux01x, ram_kb, 4),
	MM011_FIELD(0x108, struct linux01x, ramdisk_kb, 4),
	MM011_FIELD(0x109, struct linux01x, buffer_end, 4),
	MM011_FIELD(0x10a, struct linux01x, main_memory_start, 4),
	MM011_FIELD(0x10b, struct linux01x, swap.device.blocks, 4),
	MM011_FIELD(0x10c, struct linux01x, swap.bitmap, 4),
	MM011_FIELD(0x10d, struct linux01x, swap.dir_entry, 4),
	MM011_FIELD(0x10e, struct linux01x, swap.page_entry, 4),
	OF_TASKS(0x120, state),
	OF_TASKS(0x121, page),
	OF_TASKS(0x122, pid),
	OF_TASKS(0x123, father),
	OF_TASKS(0x124, exit_code),
	OF_TASKS(0x125, start_code),
	OF_TASKS(0x126, end_code),
	OF_TASKS(0x127, end_data),
	OF_TASKS(0x128, brk),
	OF_TASKS(0x129, start_stack),
	OF_TASKS(0x12a, ldt.base),
	OF_TASKS(0x12b, ldt.code_limit),
	OF_TASKS(0x12c, ldt.data_limit),
	OF_TASKS(0x12d, executable),
	OF_TASKS(0x12e, library),
	OF_TASKS(0x12f, birth_seq),
	OF_INODES(0x140, number, 8),
	OF_INODES(0x141, dev, 4),
	OF_INODES(0x142, i_count, 2),
	OF_INODES(0x143, used, 1),
	OF_INODES(0x144, size, 8),
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
