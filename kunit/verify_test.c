// SPDX-License-Identifier: GPL-2.0
/*
 * Is each contradiction found, and none where there is none?
 */

#include <linux/vmalloc.h>

#include "linux01x/mem_map.h"
#include "rig.h"
#include "view/verify.h"

struct heard {
	struct mm011_text t;
	char text[4096];
	u32 len;
};

__printf(2, 0)
static void hear(struct mm011_text *t, const char *format, va_list args)
{
	struct heard *h = container_of(t, struct heard, t);

	if (h->len < sizeof(h->text))
		h->len += vsnprintf(h->text + h->len, sizeof(h->text) - h->len, format, args);
}

static u32 verify(struct kunit *test, struct heard *h)
{
	void *scratch = vmalloc(mm011_verify_size());
	u32 wrong;

	KUNIT_ASSERT_NOT_NULL(test, scratch);
	memset(h, 0, sizeof(*h));
	h->t.vprintf = hear;
	wrong = mm011_verify(rig_machine(test), scratch, &h->t);
	vfree(scratch);
	return wrong;
}

/* task 1 with a page at 0 and one at 1000, both written: 0xffd000 and below, table 0xffe000 */
static struct mm011_machine *two_pages(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_FORK };
	struct mm011_machine *m = rig_machine(test);

	mm011_op_run(m, &op, NULL);
	KUNIT_ASSERT_EQ(test, op.error, 0);
	KUNIT_ASSERT_EQ(test, rig_poke(test, 1, 0, 1), 0);
	KUNIT_ASSERT_EQ(test, rig_poke(test, 1, 0x1000, 2), 0);
	return m;
}

static void a_machine_in_order_is_in_order(struct kunit *test)
{
	struct heard *h = vmalloc(sizeof(*h));

	KUNIT_ASSERT_NOT_NULL(test, h);
	two_pages(test);
	KUNIT_EXPECT_EQ_MSG(test, verify(test, h), 0u, "%s", h->text);
	KUNIT_EXPECT_NOT_NULL(test, strstr(h->text, "contradictions: 0\n"));
	vfree(h);
}

static void count_is_wrong(struct mm011_machine *m)
{
	mm011_set_count(m, mm011_map_nr(0xffd000), 2);
}

static void shared_and_writable(struct mm011_machine *m)
{
	mm011_write32(m, 0xffe004, 0xffd007);
	mm011_set_count(m, mm011_map_nr(0xffd000), 2);
	mm011_set_count(m, mm011_map_nr(0xffc000), 0);
}

static void table_is_mapped(struct mm011_machine *m)
{
	mm011_write32(m, 0xffe004, 0xffe005);
	mm011_set_count(m, mm011_map_nr(0xffe000), 2);
	mm011_set_count(m, mm011_map_nr(0xffc000), 0);
}

static void table_is_nowhere(struct mm011_machine *m)
{
	mm011_write32(m, 4 * 17, 0x1000007);
}

static void slot_is_free(struct mm011_machine *m)
{
	linux01x(m)->task[1].state = MM011_TASK_FREE;
}

static void neither_present_nor_0(struct mm011_machine *m)
{
	mm011_write32(m, 0xffe008, 0x12340);
}

static void kernels_table(struct mm011_machine *m)
{
	mm011_write32(m, 0x1004, 0x2007);
}

static void chunk_is_not_marked(struct mm011_machine *m)
{
	m->memory[0x600fff] = 1;
}

static void tlb_is_wrong(struct mm011_machine *m)
{
	m->memory[0xffe005] ^= 0x10;
	m->nonzero[0xffe] = ~0ull;
}

static const struct flaw {
	const char *what;
	void (*make)(struct mm011_machine *m);
	const char *told;
} flaws[] = {
	{ "K1", count_is_wrong, "page 0xffd000: mem_map says 2, references are 1" },
	{ "K2", shared_and_writable, "page 0xffd000 has 2 references, and is writable" },
	{ "K3", table_is_mapped, "page 0xffe000 is two things at once" },
	{ "K4", table_is_nowhere, "page directory[17]: its table is at 0x1000000, outside" },
	{ "K4, the kernel's", kernels_table, "entry at 0x001004 is 0x00002007, not the kernel's" },
	{ "K5", slot_is_free, "page directory[16]: task slot 1, whose it is, is free" },
	{ "K6", neither_present_nor_0, "entry at 0xffe008 is 0x00012340: neither present nor 0" },
	{ "P1", chunk_is_not_marked, "P1: the chunk at 0x600fc0 is not 0, and not marked" },
	{ "P2", tlb_is_wrong, "P2: the TLB has linear 0x04001000 at 0xffc000" },
};

static void flaw_desc(const struct flaw *f, char *desc)
{
	strscpy(desc, f->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(flaw, flaws, flaw_desc);

static void each_contradiction_is_told(struct kunit *test)
{
	const struct mm011_reset again = { };
	const struct flaw *f = test->param_value;
	struct mm011_machine *m = two_pages(test);
	struct heard *h = vmalloc(sizeof(*h));

	rig_no_ledger(test, "that is the test");
	KUNIT_ASSERT_NOT_NULL(test, h);
	f->make(m);
	KUNIT_EXPECT_GT(test, verify(test, h), 0u);
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(h->text, f->told), "%s", h->text);
	mm011_reset(m, &again);
	vfree(h);
}

static struct kunit_case verify_cases[] = {
	KUNIT_CASE(a_machine_in_order_is_in_order),
	KUNIT_CASE_PARAM(each_contradiction_is_told, flaw_gen_params),
	{}
};

struct kunit_suite mm011_verify_suite = {
	.name = "mm011_verify",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = verify_cases,
};
