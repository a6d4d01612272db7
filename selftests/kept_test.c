// SPDX-License-Identifier: GPL-2.0
/*
 * Programs that are kept in data/fuzz-device go on to mean the same, whatever operations
 * are added: the sum of all that is made from some numbers stays what it was.
 *
 * Another sum: an entry or a length of a table in fuzz_ops.c has changed. That is right for
 * arguments of operations which kept programs do not have; then write the new sum here.
 */
#include "fuzz_ops.c"

#define SAMPLES 20000u

static void add(__u32 *sum, __u32 value)
{
	*sum = (*sum ^ value) * 0x01000193u;
}

static void add_op(__u32 *sum, const struct mm011_op *op)
{
	__u32 i;

	add(sum, op->code);
	add(sum, op->task);
	add(sum, op->flags);
	add(sum, op->len);
	for (i = 0; i < COUNT(op->arg); i++)
		add(sum, op->arg[i]);
}

/* what programs mean that were made when there were so many operations */
static __u32 meaning_of(__u32 operations)
{
	static struct fuzz_things things;
	struct mm011_op op;
	__u32 i, sum = 0;

	things.operations = operations;
	for (i = 0; i < SAMPLES; i++) {
		fuzz_good_op(&op, fuzz_mix(i, 1), fuzz_mix(i, 2), &things);
		add_op(&sum, &op);
		fuzz_any_op(&op, fuzz_mix(i, 3), &things);
		if (op.code != MM011_OP_MAX)	/* which is no operation, whatever its number */
			add_op(&sum, &op);
	}
	return sum;
}

TEST(programs_of_58_operations_keep_their_meaning)
{
	EXPECT_EQ(1101058320u, meaning_of(58));
}

TEST(programs_of_113_operations_keep_their_meaning)
{
	EXPECT_EQ(1845094512u, meaning_of(113));
}

/* more operations than seven bits of a number can name: each is made */
TEST(each_operation_is_made)
{
	static struct fuzz_things things;
	static __u8 made[MM011_OP_MAX + 1];
	struct mm011_op op;
	__u32 i;

	things.operations = fuzz_operations();
	for (i = 0; i < SAMPLES; i++) {
		fuzz_good_op(&op, fuzz_mix(i, 1), i, &things);
		made[op.code] = 1;
	}
	for (i = 0; more_ops(&i); i++)
		EXPECT_TRUE(made[i]) TH_LOG("operation %u", i);
}

TEST_HARNESS_MAIN
