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

#include "fuzz/fuzz.h"

#define LENGTH 20000	/* operations of a program */
#define KIND 6		/* letters that tell one kind of difference from another */

struct program {
	struct mm011_reset reset;
	struct step step[LENGTH];
	u32 length;
	char difference[KIND];	/* the first one, its beginning */
	bool count;		/* was each operation made, and what came of it? */
};

/* a machine that stands still refuses what is asked, until it is revived */
static bool revive(struct pair *p, const struct step *s, u8 *data)
{
	struct mm011_op op = { .code = generate_code(s->seed), .task = s->op.task };

	op.len = mm011_op_row(op.code)->len;
	if (!pair_op(p, &op, data, 0))
		return false;
	fuzz_count(&op);
	op = (struct mm011_op){ .code = MM011_OP_REVIVE };
	return pair_op(p, &op, data, 0);
}

/* do it; *done: what came of it */
static bool step(struct pair *p, const struct step *s, struct mm011_op *done)
{
	static u8 data[MM011_MAX_DATA];

	*done = s->op;
	if (generate_unfit(s, pair_reference(p), pair_kernel(p)))
		return true;
	generate_data(s, data);
	if (!pair_op(p, done, data, s->fail))
		return false;
	fuzz_count(done);
	return !pair_stopped(p) || revive(p, s, data);
}

/* invent a program while it runs; false: mm011 and reference differ */
static bool invent(struct pair *p, struct generator *g, struct program *program)
{
	struct step *next;
	struct mm011_op op;

	generate_reset(g, &program->reset);
	pair_reset(p, &program->reset);
	for (program->length = 0; program->length < LENGTH; ) {
		next = &program->step[program->length++];
		generate(g, pair_reference(p), next);
		if (!step(p, next, &op))
			return false;
		generate_learn(g, &op);
		if (g->spoiled)
			break;
	}
	return pair_same_memory(p);
}

/* run the operations that are kept; false: they differ */
static bool rerun(struct pair *p, const struct program *program, const bool *keep)
{
	struct generator learns = { .spoiled = false };
	struct mm011_op op;
	u32 i;

	pair_reset(p, &program->reset);
	for (i = 0; i < program->length && !learns.spoiled; i++) {
		if (!keep[i])
			continue;
		if (!step(p, &program->step[i], &op))
			return false;
		generate_learn(&learns, &op);
	}
	return pair_same_memory(p);
}

/* do they still differ, and in the same kind of thing as at first? */
static bool differs_still(struct pair *p, const struct program *program, const bool *keep)
{
	return !rerun(p, program, keep) &&
	       !strncmp(pair_difference(p), program->difference, KIND);
}

/* leave out pieces, smaller and smaller ones, as long as the difference stays */
static void leave_out(struct pair *p, const struct program *program, bool *keep)
{
	static bool without[LENGTH];
	u32 piece, i;

	for (piece = program->length / 2; piece; piece /= 2) {
		for (i = 0; i < program->length; i += piece) {
			u32 n = min(program->length - i, piece);

			memcpy(without, keep, program->length);
			memset(without + i, false, n);
			if (memcmp(without, keep, program->length) &&
			    differs_still(p, program, without))
				memcpy(keep, without, program->length);
		}
	}
}

/* does it need the swap space to fail, and the task to sleep? */
static void make_plain(struct pair *p, struct program *program, const bool *keep)
{
	struct step *s, old;

	for (s = program->step; s < program->step + program->length; s++) {
		old = *s;
		s->fail = 0;
		if (keep[s - program->step] && old.fail && !differs_still(p, program, keep))
			*s = old;
		old = *s;
		s->op.flags &= ~MM011_OPF_SLEEP;
		if (keep[s - program->step] && s->op.flags != old.op.flags &&
		    !differs_still(p, program, keep))
			*s = old;
	}
}

static void report(struct pair *p, struct program *program)
{
	static bool keep[LENGTH];
	struct step *s;

	printf("mm011 and the reference differ: %s\n", pair_difference(p));
	memcpy(program->difference, pair_difference(p), KIND);
	memset(keep, true, program->length);
	leave_out(p, program, keep);
	make_plain(p, program, keep);
	leave_out(p, program, keep);
	rerun(p, program, keep);
	printf("shrunk to these commands, for mm011ctl batch --revive:\n# %s\n",
	       pair_difference(p));
	fuzz_print_reset(&program->reset);
	for (s = program->step; s < program->step + program->length; s++)
		if (keep[s - program->step])
			fuzz_print(s);
}

static void progress(u64 done, u64 wanted)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%llu of %llu operations", (unsigned long long)done,
			(unsigned long long)wanted);
}

/* every second program is hostile */
static bool fuzz(struct pair *p, struct program *program, u32 kernel, u64 wanted, u64 seed,
		 u64 *done)
{
	struct generator g = { .dice.state = seed * 0x9e3779b97f4a7c15ull + 1, .kernel = kernel };
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

static bool fuzz_kernel(struct pair *p, struct program *program, u32 kernel, u64 wanted, u64 seed)
{
	clock_t start = clock();
	u64 done = 0;
	bool same = fuzz(p, program, kernel, wanted, seed, &done);

	printf("fuzzdiff: Linux 0.%u, seed %llu, %llu operations, %.1f s: %s\n", kernel,
	       (unsigned long long)seed, (unsigned long long)done,
	       (double)(clock() - start) / CLOCKS_PER_SEC, same ? "no difference" : "they differ");
	if (same && program->count)
		same = fuzz_counted(kernel);
	return same;
}

static int bad_usage(void)
{
	fprintf(stderr, "usage: fuzzdiff [--count] [--kernel 0.11|0.12] [OPERATIONS [SEED]]\n"
		"       fuzzdiff --stream COMMANDS REPLIES\n");
	return 2;
}

/* one kernel, or one after the other */
static int random_programs(struct pair *p, struct program *program, u32 kernel, int argc,
			   char **argv)
{
	u64 wanted = argc > 0 ? strtoull(argv[0], NULL, 0) : 1000000;
	u64 seed = argc > 1 ? strtoull(argv[1], NULL, 0) : (u64)time(NULL);
	bool same = true;

	if (!wanted || argc > 2)
		return bad_usage();
	if (kernel != MM011_KERNEL_0_12)
		same = fuzz_kernel(p, program, MM011_KERNEL_0_11, wanted, seed);
	if (kernel != MM011_KERNEL_0_11)
		same &= fuzz_kernel(p, program, MM011_KERNEL_0_12, wanted, seed);
	return same ? 0 : 1;
}

static int run(struct pair *p, struct program *program, int argc, char **argv)
{
	u32 kernel = 0;

	if (argc == 4 && !strcmp(argv[1], "--stream"))
		return stream(p, argv[2], argv[3]) ? 0 : 1;
	if (argc > 1 && !strcmp(argv[1], "--count")) {
		program->count = true;
		argc--;
		argv++;
	}
	if (argc > 2 && !strcmp(argv[1], "--kernel")) {
		if (!strcmp(argv[2], "0.11"))
			kernel = MM011_KERNEL_0_11;
		else if (!strcmp(argv[2], "0.12"))
			kernel = MM011_KERNEL_0_12;
		else
			return bad_usage();
		argc -= 2;
		argv += 2;
	}
	return random_programs(p, program, kernel, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	struct program *program = calloc(1, sizeof(*program));
	struct pair *p = pair_new();
	int status = 2;

	if (p && program)
		status = run(p, program, argc, argv);
	else
		fprintf(stderr, "fuzzdiff: out of memory\n");
	if (p)
		pair_free(p);
	free(program);
	return status;
}
