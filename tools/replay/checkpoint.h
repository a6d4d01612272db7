/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the files that play a recorded run: how it was after some steps.
 */
#ifndef _MM011CTL_CHECKPOINT_H
#define _MM011CTL_CHECKPOINT_H

#include "replay/player.h"
#include "target/image.h"

#define CHECKPOINTS		64u
#define CHECKPOINT_ROOM		(96u << 20)	/* bytes that all of them may take */

/**
 * struct checkpoint - a session as it was
 * @at: where it stood
 * @mark: where the file was
 * @image: the machine
 */
struct checkpoint {
	struct position at;
	struct trace_mark mark;
	struct image *image;
};

struct checkpoints;

struct checkpoints *checkpoints_new(void);
void checkpoints_free(struct checkpoints *c);
int checkpoints_take(struct checkpoints *c, struct mm011_machine *m, const struct position *at,
		     const struct trace_mark *mark);
const struct checkpoint *checkpoints_before(const struct checkpoints *c, u32 step);
u32 checkpoints_last(const struct checkpoints *c);
u32 checkpoints_every(const struct checkpoints *c, u32 every);
int checkpoint_restore(const struct checkpoint *c, struct mm011_machine *m);

#endif
