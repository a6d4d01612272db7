// SPDX-License-Identifier: GPL-2.0
/*
 * A bare machine of 2.4 with areas, for the tests of its functions.
 */

#include <linux/vmalloc.h>

#include "areas.h"

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
static u8 *rigs_store, *areas_store, *areas_scratch;
static struct heard_text *heard;

int areas_suite_init(struct kunit_suite *suite)
{
	int err = rig_suite_init(suite);

	areas_store = vmalloc(mm011_store_size(&bare));
	areas_scratch = vmalloc(LINUX24_AREAS_VERIFY_SIZE);
	heard = vmalloc(sizeof(*heard));
	return areas_store && areas_scratch && heard ? err : -ENOMEM;
}

void areas_suite_exit(struct kunit_suite *suite)
{
	vfree(areas_store);
	vfree(areas_scratch);
	vfree(heard);
	rig_suite_exit(suite);
}

int areas_init(struct kunit *test)
{
	int err = rig_init(test);
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "2.4 has no mem_map[]");
	rigs_store = m->store;
	m->store = areas_store;
	mm011_reset(m, &bare);
	return err;
}

void areas_exit(struct kunit *test)
{
	static const struct mm011_reset defaults;
	struct mm011_machine *m = rig_machine(test);

	m->store = rigs_store;
	mm011_reset(m, &defaults);
	rig_exit(test);
}

struct mm011_op areas_op(struct kunit *test, u32 code, const u32 *arg, u32 nargs)
{
	struct mm011_op op = { .code = code, .len = mm011_op_row(code)->len };

	memcpy(op.arg, arg, nargs * sizeof(*arg));
	KUNIT_EXPECT_EQ(test, mm011_op_validate(&op), 0);
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op;
}

u32 areas_ret(struct kunit *test, u32 code, const u32 *arg, u32 nargs)
{
	return areas_op(test, code, arg, nargs).ret;
}

int areas_err(struct kunit *test, u32 code, const u32 *arg, u32 nargs)
{
	return areas_op(test, code, arg, nargs).error;
}

/* memory that can be read and written */
u32 areas_mmap(struct kunit *test, u32 addr, u32 len, u32 flags)
{
	return AREAS_RET(test, DO_MMAP_PGOFF, addr, len, CAN_WRITE, flags, 0, 0);
}

__printf(2, 0)
static void hear_text(struct mm011_text *t, const char *format, va_list args)
{
	struct heard_text *h = container_of(t, struct heard_text, t);

	if (h->len < TEXT_ROOM)
		h->len += vsnprintf(h->text + h->len, TEXT_ROOM - h->len, format, args);
}

static struct mm011_text *listen(void)
{
	heard->len = 0;
	*heard->text = 0;
	heard->t = (struct mm011_text){ .vprintf = hear_text };
	return &heard->t;
}

const char *areas_text(struct kunit *test,
		       void (*show)(const struct mm011_machine *m, struct mm011_text *t))
{
	show(rig_machine(test), listen());
	return heard->text;
}

/* how many contradictions there are; areas_heard() tells them */
u32 areas_verify(struct kunit *test)
{
	return linux24_areas_verify(rig_machine(test), areas_scratch, listen());
}

const char *areas_heard(void)
{
	return heard->text;
}

void areas_expect_maps(struct kunit *test, const char *maps, int line)
{
	const char *text = areas_text(test, linux24_show_maps);

	KUNIT_EXPECT_TRUE_MSG(test, !strcmp(text, maps), "line %d: %s", line, text);
}

struct mm011_mm24 areas_mm(struct kunit *test)
{
	struct mm011_mm24 mm;

	AREAS_RET(test, SHOW_MM);
	memcpy(&mm, rig_data(test), sizeof(mm));
	return mm;
}

struct mm011_file24 areas_file(struct kunit *test, u32 file)
{
	struct mm011_file24 shown;

	AREAS_RET(test, SHOW_FILE, file);
	memcpy(&shown, rig_data(test), sizeof(shown));
	return shown;
}
