// SPDX-License-Identifier: GPL-2.0
/*
 * Random programs, run by mm011/ and by the reference, compared after every
 * operation. A program that tells them apart is made as short as it can be,
 * and printed as a file for mm011ctl batch.
 */

#include <errno.h>
#include <linux/kernel.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "fuzz.h"

#define LENGTH 20000	/* operations of a program */

struct program {
	struct mm011_reset reset;
	struct mm011_op op[LENGTH];
	u32 length;
};

/* a machine that stands still is revived before the next operation */
static bool step(struct pair *p, struct mm011_op *op)
{
	struct mm011_op revive = { .code = MM011_OP_REVIVE };

	if (!pair_op(p, op))
		return false;
	return op->error != -ENOTRECOVERABLE && op->error != -EIO && op->error != -ELOOP ? true :
	       pair_op(p, &revive);
}

/* A fork that panics leaves a task that nobody counts; what follows is chance. */
static bool spoiled(const struct mm011_op *op)
{
	return op->code == MM011_OP_FORK && op->outcome != MM011_OK;
}

/* invent a program while it runs; false: mm011 and reference differ */
static bool invent(struct pair *p, struct generator *g, struct program *program)
{
	struct mm011_op op;

	generate_reset(g, &program->reset);
	pair_reset(p, &program->reset);
	for (program->length = 0; program->length < LENGTH; ) {
		generate(g, pair_reference(p), &op);
		program->op[program->length++] = op;
		if (!step(p, &op))
			return false;
		if (spoiled(&op))
			break;
		generate_learn(g, &op);
	}
	return pair_same_memory(p);
}

/* run the operations that are kept; false: they differ */
static bool rerun(struct pair *p, const struct program *program, const bool *keep)
{
	struct mm011_op op;
	u32 i;

	pair_reset(p, &program->reset);
	for (i = 0; i < program->length; i++) {
		op = program->op[i];
		if (keep[i] && !step(p, &op))
			return false;
	}
	return pair_same_memory(p);
}

/* leave out pieces, smaller and smaller ones, as long as the difference stays */
static void shrink(struct pair *p, const struct program *program, bool *keep)
{
	static bool without[LENGTH];
	u32 piece, i;

	memset(keep, true, program->length);
	for (piece = program->length / 2; piece; piece /= 2) {
		for (i = 0; i < program->length; i += piece) {
			u32 n = min(program->length - i, piece);

			memcpy(without, keep, program->length);
			memset(without + i, false, n);
			if (!rerun(p, program, without))
				memcpy(keep, without, program->length);
		}
	}
}

static void report(struct pair *p, const struct program *program)
{
	static bool keep[LENGTH];
	static u8 data[MM011_MAX_DATA];
	u32 i;

	printf("mm011 and the reference differ: %s\n", pair_difference(p));
	shrink(p, program, keep);
	rerun(p, program, keep);
	printf("shrunk to these commands, for mm011ctl batch --revive:\n# %s\n",
	       pair_difference(p));
	printf("# RAM %u KB, RAM disk %u KB\n", program->reset.ram_kb, program->reset.ramdisk_kb);
	for (i = 0; i < program->length; i++) {
		if (!keep[i])
			continue;
		pair_data(&program->op[i], data);
		command_print(&program->op[i], data, stdout);
	}
}

static void progress(u64 done, u64 wanted)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%llu of %llu operations", (unsigned long long)done,
			(unsigned long long)wanted);
}

static bool fuzz(struct pair *p, struct program *program, u64 wanted, u64 seed, u64 *done)
{
	struct generator g = { .dice.state = seed * 0x9e3779b97f4a7c15ull + 1 };
	u32 programs;

	for (programs = 0; *done < wanted; programs++) {
		g.hostile = programs % 2;
		if (!invent(p, &g, program)) {
			report(p, program);
			return false;
		}
		*done += program->length;
		progress(*done, wanted);
	}
	return true;
}

int main(int argc, char **argv)
{
	u64 wanted = argc > 1 ? strtoull(argv[1], NULL, 0) : 1000000;
	u64 seed = argc > 2 ? strtoull(argv[2], NULL, 0) : (u64)time(NULL);
	struct program *program = calloc(1, sizeof(*program));
	struct pair *p = pair_new();
	clock_t start = clock();
	u64 done = 0;
	bool same;

	if (!wanted || argc > 3) {
		fprintf(stderr, "usage: fuzzdiff [OPERATIONS [SEED]]\n");
		return 2;
	}
	if (!p || !program) {
		fprintf(stderr, "fuzzdiff: out of memory\n");
		return 2;
	}
	same = fuzz(p, program, wanted, seed, &done);
	printf("fuzzdiff: seed %llu, %llu operations, %.1f s: %s\n", (unsigned long long)seed,
	       (unsigned long long)done, (double)(clock() - start) / CLOCKS_PER_SEC,
	       same ? "no difference" : "they differ");
	pair_free(p);
	free(program);
	return same ? 0 : 1;
}
