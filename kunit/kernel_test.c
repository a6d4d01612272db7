// SPDX-License-Identifier: GPL-2.0
/*
 * Is a kernel a folder and a table? One that nobody else knows is registered, and runs:
 * its operations, page faults, pictures, checksums, and a saved machine.
 */

#include <linux/vmalloc.h>

#include "rig.h"
#include "toy.h"
#include "view/story.h"
#include "view/verify.h"

#define ADDR	0x345678u

static int toy_init(struct kunit *test)
{
	static const struct mm011_reset reset = { .kernel = 77 };
	int err = rig_init(test);

	if (!err)
		err = mm011_kernel_register(&mm011_toy);
	if (err)
		return err;
	rig_no_ledger(test, "the toy has no mem_map[]");
	mm011_reset(rig_machine(test), &reset);
	return 0;
}

static void toy_exit(struct kunit *test)
{
	static const struct mm011_reset defaults;

	mm011_reset(rig_machine(test), &defaults);
	mm011_kernel_unregister(&mm011_toy);
	rig_exit(test);
}

static struct mm011_op run(struct kunit *test, u16 code, u32 flags, u32 addr, u32 *word)
{
	struct mm011_op op = { .code = code, .flags = flags, .arg = { addr }, .len = 4 };

	mm011_op_run(rig_machine(test), &op, word);
	return op;
}

static void its_task_reads_what_it_wrote(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 word = 0x11223344, back = 0;

	KUNIT_EXPECT_EQ(test, run(test, MM011_OP_WRITE, 0, ADDR, &word).error, 0);
	KUNIT_EXPECT_EQ(test, run(test, MM011_OP_READ, 0, ADDR, &back).error, 0);
	KUNIT_EXPECT_EQ(test, back, word);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0x3678), word);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, 0x2000 + 4 * (ADDR / 4096)), 0x3067u);
}

static void its_supervisor_obeys_r_w(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 word = 1;

	KUNIT_EXPECT_EQ(test, run(test, MM011_OP_READ, 0, ADDR, &word).error, 0);
	mm011_write32(m, 0x2000 + 4 * (ADDR / 4096), 0x3005);
	KUNIT_EXPECT_EQ(test, run(test, MM011_OP_WRITE, MM011_OPF_SUPERVISOR, ADDR, &word).outcome,
			(u32)MM011_PANIC);
	KUNIT_EXPECT_EQ(test, m->about.linear, ADDR);
}

static void its_memory_ends_at_1_mb(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 word = 7, i;

	for (i = 0; i < 0x100 - 3; i++)
		KUNIT_ASSERT_EQ(test, run(test, MM011_OP_WRITE, 0, i * 4096, &word).error, 0);
	KUNIT_EXPECT_EQ(test, run(test, MM011_OP_WRITE, 0, i * 4096, &word).outcome,
			(u32)MM011_PANIC);
	mm011_revive(m);
	KUNIT_EXPECT_EQ(test, run(test, MM011_OP_PHYS_READ, 0, 0xffffc, &word).error, 0);
	KUNIT_EXPECT_EQ(test, run(test, MM011_OP_PHYS_READ, 0, 0xffffd, &word).error, -EINVAL);
}

static void it_has_nothing_of_the_others(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = { .code = MM011_OP_FORK };
	struct mm011_task_info task = { .nr = 0 };

	mm011_op_run(m, &op, NULL);
	KUNIT_EXPECT_EQ(test, op.error, -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, run(test, MM011_OP_READ, 0, 0, &op.ret).error, 0);
	op = (struct mm011_op){ .code = MM011_OP_READ, .task = 1 };
	mm011_op_run(m, &op, NULL);
	KUNIT_EXPECT_EQ(test, op.error, -ESRCH);
	KUNIT_EXPECT_EQ(test, mm011_fill_task(m, &task), -ESRCH);
	KUNIT_EXPECT_NULL(test, mm011_view(m->kernel, "mem_map"));
}

static const char *picture(struct kunit *test, const char *name)
{
	struct mm011_machine *m = rig_machine(test);
	const struct mm011_view *view = mm011_view(m->kernel, name);

	KUNIT_ASSERT_NOT_NULL(test, view);
	view->show(m, rig_listen());
	return rig_heard();
}

static void its_pictures_are_shown(struct kunit *test)
{
	u32 word = 1;

	KUNIT_EXPECT_EQ(test, run(test, MM011_OP_WRITE, 0, ADDR, &word).error, 0);
	KUNIT_EXPECT_NOT_NULL(test, strstr(picture(test, "info"),
					   "the toy, next page frame 0x004000\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(picture(test, "page_directory"),
					   "   -  0x00002000  P RW US A -      1\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(picture(test, "page_tables"),
					   "1 page   P RW US A D  0x003000\n"));
}

/* pictures of a kernel that none before it has */
static u32 its_own(const struct mm011_kernel *kernel)
{
	u32 i, k, n = 0;

	for (i = 0; i < kernel->views->count; i++) {
		for (k = 0; mm011_nth_kernel(k) != kernel; k++)
			if (mm011_view(mm011_nth_kernel(k), kernel->views->view[i].name))
				break;
		n += mm011_nth_kernel(k) == kernel;
	}
	return n;
}

/* debugfs makes a file of each: no name comes twice, whoever else has it */
static void each_picture_comes_once(struct kunit *test)
{
	const struct mm011_view *view, *other;
	u32 nr = 0, n = 0, k, same;

	while ((view = mm011_next_view(&nr))) {
		same = 0;
		for (k = 0; (other = mm011_next_view(&k)); )
			same += !strcmp(view->name, other->name);
		KUNIT_EXPECT_EQ_MSG(test, same, 1u, "%s", view->name);
		n++;
	}
	for (k = 0; mm011_nth_kernel(k); k++)
		n -= its_own(mm011_nth_kernel(k));
	KUNIT_EXPECT_EQ(test, n, 0u);
}

/* it says nothing of itself that must hold; what must hold of a PC is looked at */
static void it_is_looked_at_like_any_pc(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 word = 1;

	KUNIT_EXPECT_EQ(test, run(test, MM011_OP_WRITE, 0, ADDR, &word).error, 0);
	KUNIT_EXPECT_EQ(test, mm011_verify(m, NULL, rig_listen()), 0u);
	m->memory[0x50000] = 1;
	KUNIT_EXPECT_EQ(test, mm011_verify(m, NULL, rig_listen()), 1u);
	m->memory[0x50000] = 0;
	KUNIT_EXPECT_STREQ(test, rig_heard(),
			   "P1: the chunk at 0x050000 is not 0, and not marked\n");
}

static void its_events_are_told(struct kunit *test)
{
	static struct mm011_story story;
	struct mm011_machine *m = rig_machine(test);
	static struct mm011_event e[16];
	u32 word = 1, count;
	struct mm011_op op;
	u64 first;

	op = run(test, MM011_OP_WRITE, MM011_OPF_EVENTS, ADDR, &word);
	first = op.first_event;
	count = mm011_events(m, &first, e, ARRAY_SIZE(e));
	mm011_story_begin(&story, m, rig_listen());
	mm011_story_back(&story, e, count);
	mm011_story_tell(&story, e, count);
	KUNIT_EXPECT_NOT_NULL(test, strstr(rig_heard(), "  write, task 0\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(rig_heard(), "page directory[0] (linear 0x00000000): "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(rig_heard(), " (linear 0x00345000): nothing -> 0x003"));
}

static void it_is_saved_and_comes_back(struct kunit *test)
{
	static const struct mm011_reset reset = { .kernel = 77 };
	struct mm011_machine *m = rig_machine(test);
	u32 word = 0x55, back = 0, len, sum;
	struct mm011_info info = { };
	u8 *bytes;

	KUNIT_EXPECT_EQ(test, run(test, MM011_OP_WRITE, 0, ADDR, &word).error, 0);
	sum = mm011_checksum_machine(m);
	len = mm011_state_save(m, MM011_STATE_MEMORY, NULL, 0);
	bytes = vmalloc(len);
	KUNIT_ASSERT_NOT_NULL(test, bytes);
	mm011_state_save(m, MM011_STATE_MEMORY, bytes, len);
	mm011_reset(m, &reset);
	memset(m->memory, 0, m->memory_size);
	KUNIT_EXPECT_EQ(test, mm011_state_load(m, bytes, len), 0);
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), sum);
	KUNIT_EXPECT_EQ(test, run(test, MM011_OP_READ, 0, ADDR, &back).error, 0);
	KUNIT_EXPECT_EQ(test, back, word);
	mm011_fill_info(m, &info);
	KUNIT_EXPECT_EQ(test, info.kernel, 77u);
	KUNIT_EXPECT_EQ(test, info.free_pages, 0xfcu);
	KUNIT_EXPECT_EQ(test, info.memory_size, 0x100000u);
	vfree(bytes);
}

static u32 how_many_kernels(void)
{
	u32 nr = 0;

	while (mm011_nth_kernel(nr))
		nr++;
	return nr;
}

static void one_number_one_kernel(struct kunit *test)
{
	static struct mm011_kernel other;
	u32 nr = how_many_kernels();

	other = mm011_toy;
	KUNIT_EXPECT_EQ(test, mm011_kernel_register(&other), -EEXIST);
	other.number = 0;
	KUNIT_EXPECT_EQ(test, mm011_kernel_register(&other), -EEXIST);
	other.number = 78;
	other.state_size = mm011_machine_size() + 1;
	KUNIT_EXPECT_EQ(test, mm011_kernel_register(&other), -E2BIG);
	KUNIT_EXPECT_PTR_EQ(test, mm011_kernel(77), &mm011_toy);
	KUNIT_EXPECT_NULL(test, mm011_kernel(78));
	KUNIT_EXPECT_EQ(test, how_many_kernels(), nr);
	KUNIT_EXPECT_PTR_EQ(test, mm011_nth_kernel(nr - 1), &mm011_toy);
}

static void only_so_many_kernels(struct kunit *test)
{
	static struct mm011_kernel more[8];
	u32 i, nr = how_many_kernels();

	for (i = 0; i < ARRAY_SIZE(more); i++) {
		more[i] = mm011_toy;
		more[i].number = 100 + i;
		KUNIT_EXPECT_EQ(test, mm011_kernel_register(&more[i]), nr + i < 8 ? 0 : -ENOSPC);
	}
	for (i = 0; i < ARRAY_SIZE(more); i++)
		mm011_kernel_unregister(&more[ARRAY_SIZE(more) - 1 - i]);
	KUNIT_EXPECT_EQ(test, how_many_kernels(), nr);
}

static struct kunit_case kernel_cases[] = {
	KUNIT_CASE(its_task_reads_what_it_wrote),
	KUNIT_CASE(its_supervisor_obeys_r_w),
	KUNIT_CASE(its_memory_ends_at_1_mb),
	KUNIT_CASE(it_has_nothing_of_the_others),
	KUNIT_CASE(its_pictures_are_shown),
	KUNIT_CASE(each_picture_comes_once),
	KUNIT_CASE(it_is_looked_at_like_any_pc),
	KUNIT_CASE(its_events_are_told),
	KUNIT_CASE(it_is_saved_and_comes_back),
	KUNIT_CASE(one_number_one_kernel),
	KUNIT_CASE(only_so_many_kernels),
	{}
};

struct kunit_suite mm011_kernel_suite = {
	.name = "mm011_kernel",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = kernel_cases,
};
