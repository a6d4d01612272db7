// SPDX-License-Identifier: GPL-2.0
/*
 * Does a machine come back from its bytes, all of it? And does what is no such bytes
 * change nothing?
 */

#include <linux/vmalloc.h>

#include "linux01x/mem_map.h"
#include "rig.h"

static const u32 kernels_saved[] = { MM011_KERNEL_0_11, MM011_KERNEL_0_12 };

static void saved_desc(const u32 *kernel, char *desc)
{
	strscpy(desc, mm011_kernel(*kernel)->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(saved, kernels_saved, saved_desc);

static u32 page_table_entry(const struct mm011_machine *m, u32 linear)
{
	struct mm011_walk w;

	mm011_walk(m, linear, &w);
	return w.pte_addr;
}

/* a machine at work */
static void busy_machine(struct kunit *test, u32 kernel)
{
	struct mm011_machine *m = rig_machine(test);
	const struct mm011_reset r = { .kernel = kernel, .ram_kb = 8192, .ramdisk_kb = 512 };
	struct mm011_op op = { .code = MM011_OP_FORK };
	u32 addr;

	mm011_reset(m, &r);
	mm011_op_run(m, &op, NULL);
	KUNIT_ASSERT_EQ(test, op.error, 0);
	op = (struct mm011_op){ .code = MM011_OP_EXEC_MADE_UP, .task = 1,
				.arg = { 7, 8192, 4096, 100, 0, 0 } };
	mm011_op_run(m, &op, NULL);
	KUNIT_ASSERT_EQ(test, op.error, 0);
	KUNIT_ASSERT_EQ(test, rig_poke(test, 1, 0x2004, 0x12345678), 0);
	mm011_malloc(m, 100, &addr);
	mm011_pipe(m, &addr);
	m->store[MM011_OOB_SIZE - 1] = 3;
	mm011_panic_page(m, "nothing is left out", 0xabc000);
}

static u8 *save(struct kunit *test, u32 *len)
{
	struct mm011_machine *m = rig_machine(test);
	u8 *bytes;

	*len = mm011_state_save(m, MM011_STATE_MEMORY, NULL, 0);
	bytes = vmalloc(*len + 1);
	KUNIT_ASSERT_NOT_NULL(test, bytes);
	bytes[*len] = 0x5a;
	KUNIT_EXPECT_EQ(test, mm011_state_save(m, MM011_STATE_MEMORY, bytes, *len), *len);
	KUNIT_EXPECT_EQ(test, (u32)bytes[*len], 0x5au);
	return bytes;
}

static void all_of_a_machine_comes_back(struct kunit *test)
{
	const u32 *kernel = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	const struct mm011_reset other = { .kernel = 23 - *kernel };
	u32 len, crc, state, last;
	u8 *bytes;

	rig_no_ledger(test, "a machine that was another");
	busy_machine(test, *kernel);
	crc = mm011_checksum(m);
	state = mm011_checksum_machine(m);
	last = mm011_last_free(m);
	bytes = save(test, &len);
	mm011_reset(m, &other);
	memset(m->memory, 0, m->memory_size);
	memset(m->store, 0, MM011_OOB_SIZE);
	KUNIT_EXPECT_EQ(test, mm011_state_load(m, bytes, len), 0);
	KUNIT_EXPECT_EQ(test, m->kernel->number, *kernel);
	KUNIT_EXPECT_EQ(test, mm011_checksum_plain(m), crc);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), state);
	KUNIT_EXPECT_EQ(test, mm011_last_free(m), last);
	KUNIT_EXPECT_STREQ(test, (const char *)m->message, "nothing is left out");
	KUNIT_EXPECT_EQ(test, m->about.page, 0xabc000u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_FORK], 1ull);
	mm011_revive(m);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x2004), 0x12345678u);
	vfree(bytes);
}

static void fill(void *at, size_t len, u32 *seed)
{
	u8 *byte = at;

	while (len--)
		*byte++ = 1 + rig_random(seed) % 255;
}

/* no field holds what it could hold by chance */
static void fill_pc(struct mm011_machine *m, u32 *seed)
{
	m->running = 5;
	fill(&m->cpu.cr3, sizeof(m->cpu.cr3), seed);
	m->cpu.wp = true;
	m->cpu.pse = true;
	fill(&m->stopped, sizeof(m->stopped), seed);
	fill(&m->stopped_at, sizeof(m->stopped_at), seed);
	fill(&m->about, sizeof(m->about), seed);
	fill(m->message, sizeof(m->message), seed);
	fill(&m->event_seq, sizeof(m->event_seq), seed);
	fill(&m->op_seq, sizeof(m->op_seq), seed);
	fill(m->stat, sizeof(m->stat), seed);
	fill(&m->unborn, sizeof(m->unborn), seed);
}

static void fill_kernel(struct linux01x *k, u32 *seed)
{
	u32 i;

	fill(k->mem_map, sizeof(k->mem_map), seed);
	fill(k->task, sizeof(k->task), seed);
	for (i = 0; i < MM011_NR_INODES; i++) {
		fill(&k->inode[i].number, sizeof(k->inode[i].number), seed);
		fill(&k->inode[i].dev, sizeof(k->inode[i].dev), seed);
		fill(&k->inode[i].i_count, sizeof(k->inode[i].i_count), seed);
		k->inode[i].used = true;
		fill(&k->inode[i].size, sizeof(k->inode[i].size), seed);
	}
	fill(&k->high_memory, sizeof(k->high_memory), seed);
	fill(&k->swap.device.blocks, sizeof(k->swap.device.blocks), seed);
	fill(&k->swap.bitmap, sizeof(k->swap.bitmap), seed);
	fill(&k->swap.dir_entry, sizeof(k->swap.dir_entry), seed);
	fill(&k->swap.page_entry, sizeof(k->swap.page_entry), seed);
	fill(&k->last_pid, offsetof(struct linux01x, block) - offsetof(struct linux01x, last_pid),
	     seed);
}

static void same(struct kunit *test, const void *now, const void *was, size_t size,
		 const char *what)
{
	KUNIT_EXPECT_EQ_MSG(test, memcmp(now, was, size), 0, "%s", what);
}

static void same_machine(struct kunit *test, const struct linux01x *now,
			 const struct linux01x *was)
{
	same(test, &now->m.running, &was->m.running, sizeof(was->m.running), "running");
	same(test, &now->m.cpu.cr3, &was->m.cpu.cr3, sizeof(was->m.cpu.cr3), "cr3");
	same(test, &now->m.cpu.wp, &was->m.cpu.wp, sizeof(was->m.cpu.wp), "wp");
	same(test, &now->m.cpu.pse, &was->m.cpu.pse, sizeof(was->m.cpu.pse), "pse");
	same(test, &now->m.stopped, &was->m.stopped, sizeof(was->m.stopped), "stopped");
	same(test, &now->m.stopped_at, &was->m.stopped_at, sizeof(was->m.stopped_at), "stopped_at");
	same(test, &now->m.about, &was->m.about, sizeof(was->m.about), "about");
	same(test, &now->m.message, &was->m.message, sizeof(was->m.message), "message");
	same(test, &now->m.event_seq, &was->m.event_seq, sizeof(was->m.event_seq), "event_seq");
	same(test, &now->m.op_seq, &was->m.op_seq, sizeof(was->m.op_seq), "op_seq");
	same(test, &now->m.stat, &was->m.stat, sizeof(was->m.stat), "stat");
	same(test, &now->m.unborn, &was->m.unborn, sizeof(was->m.unborn), "unborn");
	same(test, &now->mem_map, &was->mem_map, sizeof(was->mem_map), "mem_map");
	same(test, &now->task, &was->task, sizeof(was->task), "task");
	same(test, &now->inode, &was->inode, sizeof(was->inode), "inode");
	same(test, &now->high_memory, &was->high_memory, sizeof(was->high_memory), "high_memory");
	same(test, &now->swap, &was->swap, sizeof(was->swap), "swap");
	same(test, &now->last_pid, &was->last_pid,
	     offsetof(struct linux01x, block) - offsetof(struct linux01x, last_pid), "the rest");
}

static void no_field_is_left_out(struct kunit *test)
{
	const struct mm011_reset other = { .kernel = MM011_KERNEL_0_11 };
	const struct mm011_reset this = { .kernel = MM011_KERNEL_0_12 };
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *was = vmalloc(sizeof(*was));
	u32 seed = 0x5a7e, len;
	u8 *bytes;

	rig_no_ledger(test, "fields that mean nothing");
	KUNIT_ASSERT_NOT_NULL(test, was);
	mm011_reset(m, &this);
	fill_kernel(linux01x(m), &seed);
	fill_pc(m, &seed);
	memcpy(was, linux01x(m), sizeof(*was));
	bytes = save(test, &len);
	memset(linux01x(m)->inode, 0, sizeof(linux01x(m)->inode));
	mm011_reset(m, &other);
	memset(m->memory, 0, m->memory_size);
	memset(m->store, 0, MM011_OOB_SIZE);
	m->event_seq = 0;
	m->op_seq = 0;
	KUNIT_EXPECT_EQ(test, mm011_state_load(m, bytes, len), 0);
	same_machine(test, linux01x(m), was);
	memset(linux01x(m)->inode, 0, sizeof(linux01x(m)->inode));
	m->event_seq = 0;
	mm011_reset(m, &other);
	vfree(bytes);
	vfree(was);
}

/* what was known of the machine before is not held against this one */
static void nothing_is_left_of_the_one_before(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 len, physical, task_1 = RIG_TASK(1);
	u8 *bytes;

	rig_no_ledger(test, "a machine that was another");
	rig_map(test, task_1);
	rig_task(test, 1);
	bytes = save(test, &len);
	rig_reset(test, 0, 0);
	rig_map(test, task_1);
	rig_map(test, task_1 + 0x1000);
	mm011_write32(m, page_table_entry(m, task_1), 0x30000 | 7);
	rig_task(test, 1);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_access_address(m, 0, 0, &physical), 0);
	KUNIT_EXPECT_EQ(test, physical, 0x30000u);
	mm011_checksum(m);
	mm011_checksum_noad(m);
	memset(m->memory, 0, m->memory_size);
	KUNIT_EXPECT_EQ(test, mm011_state_load(m, bytes, len), 0);
	KUNIT_EXPECT_EQ(test, mm011_checksum(m), mm011_checksum_plain(m));
	KUNIT_EXPECT_EQ(test, mm011_checksum_noad(m), mm011_checksum_noad_plain(m));
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_access_address(m, 0, 0, &physical), 0);
	KUNIT_EXPECT_NE(test, physical, 0x30000u);
	vfree(bytes);
}

static void what_has_no_room_is_counted(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u8 few[64];
	u32 len = mm011_state_save(m, 0, NULL, 0);

	KUNIT_EXPECT_GT(test, len, (u32)sizeof(few));
	memset(few, 0x5a, sizeof(few));
	KUNIT_EXPECT_EQ(test, mm011_state_save(m, 0, few, 40), len);
	KUNIT_EXPECT_EQ(test, (u32)few[40], 0x5au);
	KUNIT_EXPECT_GT(test, mm011_state_save(m, MM011_STATE_MEMORY, NULL, 0), len + 4096);
}

static u32 asked;

static int killed_soon(const struct mm011_machine *m)
{
	return ++asked >= 3 ? -EINTR : 0;
}

/* sixteen megabytes take a while: others run, and who has been killed goes */
static void who_is_killed_does_not_wait_for_it(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_host host = *m->host;
	const struct mm011_host *usual = m->host;
	u32 len = mm011_state_save(m, MM011_STATE_MEMORY, NULL, 0);

	host.pause = killed_soon;
	m->host = &host;
	asked = 0;
	KUNIT_EXPECT_LT(test, mm011_state_save(m, MM011_STATE_MEMORY, NULL, 0), len);
	KUNIT_EXPECT_EQ(test, asked, 3u);
	m->host = usual;
}

/* the checksum of bytes that somebody has changed, made right again */
static void seal(const struct mm011_machine *m, u8 *bytes, u32 len)
{
	struct mm011_state_header h;

	memcpy(&h, bytes, sizeof(h));
	h.len = cpu_to_le32(len - sizeof(h));
	h.crc = cpu_to_le32(m->host->crc32(0, bytes + sizeof(h), len - sizeof(h)));
	memcpy(bytes, &h, sizeof(h));
}

static const struct damage {
	const char *what;
	u32 at;		/* a word of the header, or of the first section behind it */
	u32 value;
	bool sealed;
} damages[] = {
	{ "magic", 0, 0x12345678, false },
	{ "version", 4, 2, false },
	{ "kernel", 8, 13, false },
	{ "memory of another size", 12, 0x2000000, false },
	{ "length", 16, 0, false },
	{ "checksum", 20, 0, false },
	{ "a byte", 40, 0x55, false },
	{ "tag", 24, 0xfffffff0, true },
	{ "size of a number", 28, 8, true },
	{ "more numbers than there are", 32, 2, true },
	{ "more than there is", 32, 0xffffffff, true },
};

static void damage_desc(const struct damage *d, char *desc)
{
	strscpy(desc, d->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(damage, damages, damage_desc);

static void damaged_bytes_change_nothing(struct kunit *test)
{
	const struct damage *d = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	u32 len, crc = mm011_checksum_machine(m);
	u8 *bytes = save(test, &len);
	__le32 word = cpu_to_le32(d->value);

	memcpy(bytes + d->at, &word, sizeof(word));
	if (d->sealed)
		seal(m, bytes, len);
	KUNIT_EXPECT_EQ(test, mm011_state_load(m, bytes, len), -EINVAL);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
	vfree(bytes);
}

static void cut_off_bytes_change_nothing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 len, cut, crc = mm011_checksum_machine(m);
	u8 *bytes = save(test, &len);

	for (cut = 0; cut < 4000; cut += 7) {
		KUNIT_EXPECT_EQ(test, mm011_state_load(m, bytes, cut), -EINVAL);
		KUNIT_EXPECT_EQ(test, mm011_state_load(m, bytes, len - 1 - cut), -EINVAL);
	}
	/* and with a header that agrees: the last page is not whole */
	seal(m, bytes, len - 16);
	KUNIT_EXPECT_EQ(test, mm011_state_load(m, bytes, len - 16), -EINVAL);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
	vfree(bytes);
}

static void an_older_writer_knew_less(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	const u32 head = sizeof(struct mm011_state_header);
	u32 len, running = m->running;
	u8 *bytes = save(test, &len);

	/* the header, and of all sections the first: 4 bytes behind 12 */
	seal(m, bytes, head + 16);
	m->running = 5;
	KUNIT_EXPECT_EQ(test, mm011_state_load(m, bytes, head + 16), 0);
	KUNIT_EXPECT_EQ(test, m->running, running);
	vfree(bytes);
}

static struct kunit_case save_cases[] = {
	KUNIT_CASE_PARAM(all_of_a_machine_comes_back, saved_gen_params),
	KUNIT_CASE(no_field_is_left_out),
	KUNIT_CASE(nothing_is_left_of_the_one_before),
	KUNIT_CASE(what_has_no_room_is_counted),
	KUNIT_CASE(who_is_killed_does_not_wait_for_it),
	KUNIT_CASE_PARAM(damaged_bytes_change_nothing, damage_gen_params),
	KUNIT_CASE(cut_off_bytes_change_nothing),
	KUNIT_CASE(an_older_writer_knew_less),
	{}
};

struct kunit_suite mm011_save_suite = {
	.name = "mm011_save",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = save_cases,
};
