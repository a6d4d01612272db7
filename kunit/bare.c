// SPDX-License-Identifier: GPL-2.0
/*
 * For suites about 2.4: a bare machine for each test.
 */

#include <linux/vmalloc.h>

#include "bare.h"

static const struct mm011_reset bare = {
	.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
};

/* the rig's own store, which is 0.11's, one for a bare machine, and what verify works with */
static u8 *rigs_store, *bare_store, *bare_scratch;

int bare_suite_init(struct kunit_suite *suite)
{
	int err = rig_suite_init(suite);

	bare_store = vmalloc(mm011_store_size(&bare));
	bare_scratch = vmalloc(mm011_verify_size());
	return bare_store && bare_scratch ? err : -ENOMEM;
}

void bare_suite_exit(struct kunit_suite *suite)
{
	vfree(bare_store);
	vfree(bare_scratch);
	rig_suite_exit(suite);
}

int bare_init(struct kunit *test)
{
	int err = rig_init(test);
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "2.4 has another mem_map[]");
	rigs_store = m->store;
	m->store = bare_store;
	mm011_reset(m, &bare);
	return err;
}

void bare_exit(struct kunit *test)
{
	static const struct mm011_reset defaults;
	struct mm011_machine *m = rig_machine(test);

	m->store = rigs_store;
	mm011_reset(m, &defaults);
	rig_exit(test);
}

/* how many contradictions there are; rig_heard() tells them */
u32 bare_verify(struct kunit *test, u32 (*verify)(const struct mm011_machine *m, void *scratch,
						  struct mm011_text *t))
{
	return verify(rig_machine(test), bare_scratch, rig_listen());
}
