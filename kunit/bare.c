// SPDX-License-Identifier: GPL-2.0
/*
 * For suites about 2.4: a bare machine for each test, and what it says.
 */

#include <linux/vmalloc.h>

#include "bare.h"

#define TEXT_ROOM	0x10000u

static const struct mm011_reset bare = {
	.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
};

/* text that a test looks at; what does not fit is left out */
struct heard_text {
	struct mm011_text t;
	u32 len;
	char text[TEXT_ROOM];
};

/* the rig's own store, which is 0.11's, one for a bare machine, and what verify works with */
static u8 *rigs_store, *bare_store, *bare_scratch;
static struct heard_text *heard;

int bare_suite_init(struct kunit_suite *suite)
{
	int err = rig_suite_init(suite);

	bare_store = vmalloc(mm011_store_size(&bare));
	bare_scratch = vmalloc(mm011_verify_size());
	heard = vmalloc(sizeof(*heard));
	return bare_store && bare_scratch && heard ? err : -ENOMEM;
}

void bare_suite_exit(struct kunit_suite *suite)
{
	vfree(bare_store);
	vfree(bare_scratch);
	vfree(heard);
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

__printf(2, 0)
static void hear_text(struct mm011_text *t, const char *format, va_list args)
{
	struct heard_text *h = container_of(t, struct heard_text, t);

	if (h->len < TEXT_ROOM)
		h->len += vsnprintf(h->text + h->len, TEXT_ROOM - h->len, format, args);
}

/* somebody who takes words, from now on */
struct mm011_text *bare_listen(void)
{
	heard->len = 0;
	*heard->text = 0;
	heard->t = (struct mm011_text){ .vprintf = hear_text };
	return &heard->t;
}

/* all that was said since then */
const char *bare_heard(void)
{
	return heard->text;
}

/* how many contradictions there are; bare_heard() tells them */
u32 bare_verify(struct kunit *test, u32 (*verify)(const struct mm011_machine *m, void *scratch,
						  struct mm011_text *t))
{
	return verify(rig_machine(test), bare_scratch, bare_listen());
}
