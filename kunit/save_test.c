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

/* a machine with something in each of its fields */
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
	m->oob[MM011_OOB_SIZE - 1] = 3;
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
	memset(m->oob, 0, MM011_OOB_SIZE);
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
