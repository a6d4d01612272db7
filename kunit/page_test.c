// SPDX-License-Identifier: GPL-2.0
/*
 * Which handler does a page fault go to?
 */

#include "rig.h"

#define LINEAR RIG_TASK(1)

static const u32 codes[] = { 0, 1, 2, 3, 4, 5, 6, 7 };

static void code_desc(const u32 *code, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "error code %u", *code);
}

KUNIT_ARRAY_PARAM(code, codes, code_desc);

/* bit 0 alone decides, as in page.s: "testl $1,%eax; jne 1f" */
static void bit_0_decides(struct kunit *test)
{
	const u32 code = *(const u32 *)test->param_value;
	struct mm011_machine *m = rig_machine(test);
	u32 out[2] = { 0xee, 0xee };

	rig_task(test, 1);
	mm011_switch_to(m, 1);
	rig_map(test, LINEAR);
	KUNIT_EXPECT_EQ(test, mm011_page_fault(m, code, LINEAR + 0x1000 * !(code & 1), out), 0);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_WP_PAGE], (u64)(code & 1));
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_NO_PAGE_EMPTY], (u64)!(code & 1));
	KUNIT_EXPECT_EQ(test, out[0], (u32)(code & 1 ? MM011_NO_PAGE_NONE : MM011_NO_PAGE_EMPTY));
	KUNIT_EXPECT_EQ(test, out[1], 0u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PAGE_FAULT], 1ull);
}

static void a_fault_tells_code_address_and_task(struct kunit *test)
{
	struct rig *rig = test->priv;
	u32 out[2];

	rig_task(test, 1);
	mm011_switch_to(&rig->m, 1);
	rig_watch(test);
	mm011_page_fault(&rig->m, 6, LINEAR + 0x1234, out);
	rig_watched(test);
	KUNIT_EXPECT_EQ(test, rig->log[0].type, (u32)MM011_EV_FAULT);
	KUNIT_EXPECT_EQ(test, rig->log[0].a, 6u);
	KUNIT_EXPECT_EQ(test, rig->log[0].b, LINEAR + 0x1234);
	KUNIT_EXPECT_EQ(test, rig->log[0].c, 1u);
}

static void a_share_tells_its_donor(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 out[2];

	rig_program(test, 1, 5, 0x1000);
	rig_program(test, 8, 5, 0x1000);
	rig_map(test, RIG_TASK(8));
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_page_fault(m, 4, LINEAR, out), 0);
	KUNIT_EXPECT_EQ(test, out[0], (u32)MM011_NO_PAGE_SHARE);
	KUNIT_EXPECT_EQ(test, out[1], 8u);
}

static void what_the_handler_returns_is_passed_on(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 out[2];

	rig_small(test, 1);
	rig_task(test, 1);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_page_fault(m, 4, LINEAR, out), -MM011_E_OOM);
	mm011_write32(m, 64, 0x1000007);
	RIG_EXPECT_FAULT(test, mm011_page_fault(m, 7, LINEAR, out), 0x1000000);
	mm011_write32(m, 64, 0);
}

static struct kunit_case page_cases[] = {
	KUNIT_CASE_PARAM(bit_0_decides, code_gen_params),
	KUNIT_CASE(a_fault_tells_code_address_and_task),
	KUNIT_CASE(a_share_tells_its_donor),
	KUNIT_CASE(what_the_handler_returns_is_passed_on),
	{}
};

struct kunit_suite mm011_page_suite = {
	.name = "mm011_page",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = page_cases,
};
