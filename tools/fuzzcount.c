// SPDX-License-Identifier: GPL-2.0
/* How often was each operation made, and what has come of it? */

#include <errno.h>
#include <linux/kernel.h>
#include <stdio.h>

#include "fuzz.h"

#define WAYS 32

static struct way {
	u32 outcome;
	s32 error;
	u64 count;
} seen[MM011_OP_MAX][WAYS];

/**
 * fuzz_count() - an operation has been done
 * @done: with its results
 */
void fuzz_count(const struct mm011_op *done)
{
	struct way *way = seen[done->code];

	for (; way < seen[done->code] + WAYS - 1; way++)
		if (!way->count || (way->outcome == done->outcome && way->error == done->error))
			break;
	way->outcome = done->outcome;
	way->error = done->error;
	way->count++;
}

bool fuzz_counted(u32 kernel)
{
	u32 code, i;

	for (code = 0; code < MM011_OP_MAX; code++) {
		printf("%s:", mm011_op_info(code)->name);
		for (i = 0; i < WAYS && seen[code][i].count; i++)
			printf(" %u/%d:%llu", seen[code][i].outcome, seen[code][i].error,
			       (unsigned long long)seen[code][i].count);
		printf("\n");
	}
	return true;
}
