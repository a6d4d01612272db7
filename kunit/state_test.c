// SPDX-License-Identifier: GPL-2.0
/*
 * How does memory change, how does a machine stop and go on, and what does
 * its state sum up to?
 */

#include "rig.h"

#define LINEAR RIG_TASK(1)

/* ---- words of memory ---- */

static void words_are_little_endian_and_of_any_alignment(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	mm011_write32(m, 0x800001, 0x44332211);
	KUNIT_EXPECT_EQ(test, (u32)m->memory[0x800001], 0x11u);
	KUNIT_EXPECT_EQ(test, (u32)m->memory[0x800004], 0x44u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0x800001), 0x44332211u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0x800003), 0x4433u);
}

static const struct place {
	u32 addr;
	bool there;
} places[] = {
	{ 0, true }, { 0xfffffc, true }, { 0xfffffd, false }, { 0xffffff, false },
	{ 0x1000000, false }, { 0x7fffffff, false }, { 0xfffffffc, false }, { ~0u, false },
};

static void place_desc(const struct place *p, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%x", p->addr);
}

KUNIT_ARRAY_PARAM(place, places, place_desc);

static void nothing_is_outside_memory(struct kunit *test)
{
	const struct place *p = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	u32 crc;

	rig_no_ledger(test, "a directory entry written by hand");
	rig_fill(test, 0xfffff0, 16, 0xff);
	crc = mm011_checksum_machine(m);
	mm011_write32(m, p->addr, 0xdeadbeef);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m) != crc, p->there);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, p->addr), p->there ? 0xdeadbeef : 0);
	crc = mm011_checksum_machine(m);
	mm011_set_entry(m, p->addr, 0x5a5a5a5a);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m) != crc, p->there);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, p->addr), p->there ? 0x5a5a5a5a : 0);
}

static void bytes_are_stored_as_a_whole_or_not(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 crc = mm011_checksum_machine(m);
	void *bytes = rig_data(test);

	memset(bytes, 0x77, 64);
	mm011_store(m, 0xffffc1, bytes, 64);
	mm011_store(m, 0x1000001, bytes, 0);
	mm011_store(m, ~0u, bytes, 64);
	mm011_store(m, 0, bytes, ~0u);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
	mm011_store(m, 0xffffc0, bytes, 64);
	KUNIT_EXPECT_EQ(test, (u32)m->memory[0xffffff], 0x77u);
	KUNIT_EXPECT_EQ(test, (u32)m->memory[0xffffbf], 0u);
}

/* ---- the map of memory, and behind ---- */

static void map_nr_counts_from_1_mb(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, mm011_map_nr(0x100000), 0u);
	KUNIT_EXPECT_EQ(test, mm011_map_nr(0x100fff), 0u);
	KUNIT_EXPECT_EQ(test, mm011_map_nr(0x101000), 1u);
	KUNIT_EXPECT_EQ(test, mm011_map_nr(0xffffff), 3839u);
	KUNIT_EXPECT_EQ(test, mm011_map_nr(0x1000000), 3840u);
	KUNIT_EXPECT_EQ(test, mm011_map_nr(0xff000), 0xfffffu);	/* wraps */
	KUNIT_EXPECT_EQ(test, mm011_map_nr(0), 0xfff00u);
}

static void counts_wrap_at_256(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "counts written by hand");
	mm011_set_count(m, 7, 255);
	mm011_set_count(m, 7, mm011_count(m, 7) + 1);
	KUNIT_EXPECT_EQ(test, (u32)linux01x(m)->mem_map[7], 0u);
	mm011_set_count(m, 3839, 9);
	KUNIT_EXPECT_EQ(test, (u32)linux01x(m)->mem_map[3839], 9u);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 3839), 9u);
}

static void behind_mem_map_are_zeros_that_count(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 3840), 0u);
	mm011_set_count(m, 3840, 5);
	mm011_set_count(m, 0xfffff, 255);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 3840), 5u);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 0xfffff), 255u);
	mm011_set_count(m, 3840, 6);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 3840), 6u);
	mm011_set_count(m, 3840, 0);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 3840), 0u);
	KUNIT_EXPECT_EQ(test, (u32)mm011_count(m, 0xfffff), 255u);
}

static void all_behind_mem_map_are_remembered(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr, wrong = 0;

	for (nr = MM011_PAGING_PAGES; nr < MM011_OOB_SIZE; nr++)
		mm011_set_count(m, nr, 1 + nr % 200);
	for (nr = MM011_PAGING_PAGES; nr < MM011_OOB_SIZE; nr++)
		wrong += mm011_count(m, nr) != 1 + nr % 200;
	KUNIT_EXPECT_EQ(test, wrong, 0u);
	KUNIT_EXPECT_EQ(test, mm011_map_nr(0xfffff), MM011_OOB_SIZE - 1);
}

static void a_table_is_within_memory(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 table;

	KUNIT_EXPECT_EQ(test, mm011_table(m, 0xfffabc, &table), 0);
	KUNIT_EXPECT_EQ(test, table, 0xfff000u);
	RIG_EXPECT_FAULT(test, mm011_table(m, 0x1000fff, &table), 0x1000000);
	RIG_EXPECT_FAULT(test, mm011_table(m, ~0u, &table), 0xfffff000);
}

/* ---- stop and go on ---- */

static void a_panic_keeps_its_message(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ(test, mm011_panic(m, "first"), -ENOTRECOVERABLE);
	KUNIT_EXPECT_EQ(test, m->stopped, (u32)MM011_PANIC);
	KUNIT_EXPECT_STREQ(test, (const char *)m->message, "first");
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PANIC], 1ull);
	KUNIT_EXPECT_EQ(test, m->about.page, MM011_NO_ADDR);
	KUNIT_EXPECT_EQ(test, m->about.ptep, MM011_NO_ADDR);
	KUNIT_EXPECT_EQ(test, m->about.linear, MM011_NO_ADDR);
	mm011_revive(m);
	KUNIT_EXPECT_EQ(test, m->stopped, (u32)MM011_OK);
	KUNIT_EXPECT_STREQ(test, (const char *)m->message, "");
}

/* the innermost caller that knows an entry is heard; who returns well is not */
static void a_stop_is_at_an_entry(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ(test, mm011_stopped_at(m, 4, 5, 0), 0);
	/* an error that has not stopped it */
	KUNIT_EXPECT_EQ(test, mm011_stopped_at(m, 4, 5, -ENOMEM), -ENOMEM);
	KUNIT_EXPECT_EQ(test, m->about.ptep, MM011_NO_ADDR);
	KUNIT_EXPECT_EQ(test, m->about.linear, MM011_NO_ADDR);
	m->running = 3;
	KUNIT_EXPECT_EQ(test, mm011_stopped_at(m, 0x1008, 0x2000,
					       mm011_panic_page(m, "x", 0xabc000)),
			-ENOTRECOVERABLE);
	mm011_stopped_at(m, 6, 7, -ENOTRECOVERABLE);
	KUNIT_EXPECT_EQ(test, m->about.page, 0xabc000u);
	KUNIT_EXPECT_EQ(test, m->about.ptep, 0x1008u);
	KUNIT_EXPECT_EQ(test, m->about.linear, 0x2000u);
	KUNIT_EXPECT_EQ(test, m->about.task, 3u);
	/* it stops once more, over what nobody knows */
	mm011_panic(m, "y");
	KUNIT_EXPECT_EQ(test, m->about.page, MM011_NO_ADDR);
	KUNIT_EXPECT_EQ(test, m->about.ptep, MM011_NO_ADDR);
	KUNIT_EXPECT_EQ(test, m->about.linear, MM011_NO_ADDR);
	mm011_revive(m);
	m->running = 0;
}

static void a_long_message_is_cut(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	char *message = rig_data(test);

	memset(message, 'x', 80);
	message[80] = 0;
	mm011_panic(m, message);
	KUNIT_EXPECT_EQ(test, strlen(m->message), sizeof(m->message) - 1);
	KUNIT_EXPECT_EQ(test, m->stopped_at, 0u);
	mm011_panic(m, "short");
	KUNIT_EXPECT_STREQ(test, (const char *)m->message, "short");
	KUNIT_EXPECT_EQ(test, (u32)m->message[60], 0u);
	mm011_revive(m);
}

static void no_ram_keeps_the_address(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	RIG_EXPECT_FAULT(test, mm011_bus_error(m, 0x12345678), 0x12345678);
	KUNIT_EXPECT_EQ(test, m->stopped_at, 0u);	/* revived */
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PANIC], 1ull);
}

static void a_hang_is_told(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ(test, mm011_endless_loop(m), -ELOOP);
	KUNIT_EXPECT_EQ(test, m->stopped, (u32)MM011_LOOP);
	KUNIT_EXPECT_STREQ(test, (const char *)m->message, "kernel loops for ever");
	mm011_revive(m);
}

/* ---- checksums ---- */

/* CRC-32 of Ethernet and zlib, bit by bit */
static u32 plain_crc(u32 crc, const u8 *p, u32 len, u32 mask)
{
	u32 i, k;

	for (i = 0; i < len; i++) {
		crc ^= p[i] & (u8)~(i % 4 == 0 ? mask : 0);
		for (k = 0; k < 8; k++)
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
	}
	return crc;
}

/* mem_map, directory, and each present table that is in memory */
static u32 plain_checksum(struct kunit *test, u32 mask)
{
	const struct mm011_machine *m = rig_machine(test);
	u32 crc = plain_crc(~0u, linux01x(m)->mem_map, 3840, 0);
	u32 i, pde;

	crc = plain_crc(crc, m->memory, 4096, mask);
	for (i = 0; i < 1024; i++) {
		pde = mm011_read32(m, 4 * i);
		if (pde % 2 && pde < 0x1000000)
			crc = plain_crc(crc, m->memory + pde / 4096 * 4096, 4096, mask);
	}
	return ~crc;
}

static void same_checksums(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, mm011_checksum(rig_machine(test)), plain_checksum(test, 0));
	KUNIT_EXPECT_EQ(test, mm011_checksum_noad(rig_machine(test)),
			plain_checksum(test, 0x60));
}

static void checksums_equal_a_plain_computation(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	same_checksums(test);
	rig_fork(test, 0);
	rig_exec(test, 1, 5, 0x1000, 0x800, 0);
	rig_poke(test, 1, 0x900000, 1);
	same_checksums(test);
	mm011_write32(m, 4 * 1023, 0x1000007);	/* no table */
	mm011_write32(m, 4 * 1022, 0xfff006);
	same_checksums(test);
	mm011_write32(m, 4 * 1023, 0);
	mm011_write32(m, 4 * 1022, 0);
}

/* a number that zlib gives, to be sure of the polynomial */
static void the_host_counts_as_zlib(struct kunit *test)
{
	const struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ(test, m->host->crc32(0, "123456789", 9), 0xcbf43926u);
	KUNIT_EXPECT_EQ(test, ~plain_crc(~0u, (const u8 *)"123456789", 9, 0), 0xcbf43926u);
	KUNIT_EXPECT_EQ(test, m->host->crc32(m->host->crc32(0, "1234", 4), "56789", 5),
			0xcbf43926u);
}

/* pages of zeros are not summed up one by one: before, between and behind one that is not */
static void zeros_count_as_zlib_counts_them(struct kunit *test)
{
	const u32 at = 0x200000, len = 3 * MM011_PAGE_SIZE;
	struct mm011_machine *m = rig_machine(test);
	const u8 *bytes = m->memory + at;
	u32 i;

	KUNIT_EXPECT_EQ(test, mm011_crc_pages(m, 0, bytes, len), m->host->crc32(0, bytes, len));
	for (i = 0; i < len; i += i % MM011_PAGE_SIZE ? 1 : MM011_PAGE_SIZE - 1) {
		m->memory[at + i] = 1;
		KUNIT_EXPECT_EQ_MSG(test, mm011_crc_pages(m, i, bytes, len),
				    m->host->crc32(i, bytes, len), "%u", i);
		m->memory[at + i] = 0;
	}
}

static void noad_sees_all_but_a_and_d(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 crc, noad, entry, bit;

	rig_map(test, LINEAR);
	entry = rig_entry_address(test, LINEAR);
	crc = mm011_checksum(m);
	noad = mm011_checksum_noad(m);
	for (bit = 1; bit < 0x1000; bit *= 2) {
		mm011_write32(m, entry, mm011_read32(m, entry) ^ bit);
		KUNIT_EXPECT_NE(test, mm011_checksum(m), crc);
		KUNIT_EXPECT_EQ(test, mm011_checksum_noad(m) == noad, bit == 32 || bit == 64);
		mm011_write32(m, entry, mm011_read32(m, entry) ^ bit);
	}
	KUNIT_EXPECT_EQ(test, mm011_checksum(m), crc);
}

static void contents_of_pages_are_not_summed_up(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page = rig_map(test, LINEAR), crc = mm011_checksum(m);

	rig_fill(test, page, 4096, 1);
	KUNIT_EXPECT_EQ(test, mm011_checksum(m), crc);
	mm011_set_count(m, 3839, linux01x(m)->mem_map[3839] + 1);
	KUNIT_EXPECT_NE(test, mm011_checksum(m), crc);
	mm011_set_count(m, 3839, linux01x(m)->mem_map[3839] - 1);
}

/* one byte of the state, changed and put back */
static void expect_summed(struct kunit *test, void *what, const char *name)
{
	struct mm011_machine *m = rig_machine(test);
	u32 crc = mm011_checksum_machine(m);
	u8 *byte = what;

	++*byte;
	KUNIT_EXPECT_NE_MSG(test, mm011_checksum_machine(m), crc, "%s", name);
	--*byte;
	KUNIT_EXPECT_EQ_MSG(test, mm011_checksum_machine(m), crc, "%s", name);
}

static void all_state_is_in_the_checksum_of_the_machine(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	expect_summed(test, &m->memory[0], "the first byte");
	expect_summed(test, &m->memory[MM011_MEMORY_SIZE - 1], "the last byte");
	expect_summed(test, &k->mem_map[3839], "mem_map");
	expect_summed(test, &k->high_memory, "high_memory");
	expect_summed(test, &k->task[63].ldt.data_limit, "task");
	expect_summed(test, &k->last_pid, "last_pid");
	expect_summed(test, &k->pipe[31], "pipe");
	expect_summed(test, &k->bucket_chain[8], "bucket_chain");
	expect_summed(test, &k->free_bucket_desc, "free_bucket_desc");
	expect_summed(test, &m->stopped, "stopped");
}

static void inodes_are_in_the_checksum_of_the_machine(struct kunit *test)
{
	struct mm011_inode *inode = &linux01x(rig_machine(test))->inode[MM011_NR_INODES - 1];

	expect_summed(test, &inode->number, "number");
	expect_summed(test, &inode->dev, "dev");
	expect_summed(test, &inode->i_count, "i_count");
}

static void counters_and_events_are_no_state(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 crc = mm011_checksum_machine(m);

	rig_watch(test);
	mm011_invalidate(m);
	rig_watched(test);
	mm011_switch_to(m, 5);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
}

static struct kunit_case state_cases[] = {
	KUNIT_CASE(words_are_little_endian_and_of_any_alignment),
	KUNIT_CASE_PARAM(nothing_is_outside_memory, place_gen_params),
	KUNIT_CASE(bytes_are_stored_as_a_whole_or_not),
	KUNIT_CASE(map_nr_counts_from_1_mb),
	KUNIT_CASE(counts_wrap_at_256),
	KUNIT_CASE(behind_mem_map_are_zeros_that_count),
	KUNIT_CASE(all_behind_mem_map_are_remembered),
	KUNIT_CASE(a_table_is_within_memory),
	KUNIT_CASE(a_panic_keeps_its_message),
	KUNIT_CASE(a_stop_is_at_an_entry),
	KUNIT_CASE(a_long_message_is_cut),
	KUNIT_CASE(no_ram_keeps_the_address),
	KUNIT_CASE(a_hang_is_told),
	KUNIT_CASE(checksums_equal_a_plain_computation),
	KUNIT_CASE(the_host_counts_as_zlib),
	KUNIT_CASE(zeros_count_as_zlib_counts_them),
	KUNIT_CASE(noad_sees_all_but_a_and_d),
	KUNIT_CASE(contents_of_pages_are_not_summed_up),
	KUNIT_CASE(all_state_is_in_the_checksum_of_the_machine),
	KUNIT_CASE(inodes_are_in_the_checksum_of_the_machine),
	KUNIT_CASE(counters_and_events_are_no_state),
	{}
};

struct kunit_suite mm011_state_suite = {
	.name = "mm011_state",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = state_cases,
};
