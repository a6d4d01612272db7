// SPDX-License-Identifier: GPL-2.0
/*
 * A bare machine of 2.4 with areas, for the tests of its functions.
 */

#include "areas.h"

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

/* n areas of a page each, every second page from BASE on */
void areas_row(struct kunit *test, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		areas_mmap(test, BASE + 2 * i * PAGE, PAGE, MAP_OWN | MAP_THERE);
}

const char *areas_text(struct kunit *test,
		       void (*show)(const struct mm011_machine *m, struct mm011_text *t))
{
	show(rig_machine(test), rig_listen());
	return rig_heard();
}

/* how many contradictions there are; rig_heard() tells them */
u32 areas_verify(struct kunit *test)
{
	return bare_verify(test, linux24_areas_verify);
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
