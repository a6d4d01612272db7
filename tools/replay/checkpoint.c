// SPDX-License-Identifier: GPL-2.0
/*
 * The checkpoints of a session, the earliest first. What they take is bounded: where there
 * are too many, every second one is given up, and the next ones come half as often.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "replay/checkpoint.h"

struct checkpoints {
	struct checkpoint kept[CHECKPOINTS + 1];	/* one too many for a moment */
	u32 count;
	u32 thinned;		/* how often every second one was given up */
	struct image_store store;
};

/**
 * checkpoints_new() - room for checkpoints
 *
 * Return: none yet; checkpoints_free() gives them up. NULL without memory.
 */
struct checkpoints *checkpoints_new(void)
{
	return calloc(1, sizeof(struct checkpoints));
}

static void forget(struct checkpoints *c, u32 i)
{
	image_free(&c->store, c->kept[i].image);
	c->count--;
	memmove(&c->kept[i], &c->kept[i + 1], (c->count - i) * sizeof(c->kept[0]));
}

/**
 * checkpoints_free() - give up all checkpoints
 * @c: from checkpoints_new(), or NULL
 */
void checkpoints_free(struct checkpoints *c)
{
	while (c && c->count)
		forget(c, c->count - 1);
	free(c);
}

static bool too_many(const struct checkpoints *c)
{
	return c->count > CHECKPOINTS || (c->store.bytes > CHECKPOINT_ROOM && c->count > 1);
}

/* the last one stays: it has just been asked for */
static void thin_out(struct checkpoints *c)
{
	u32 i;

	for (i = c->count - 1; i > 0; ) {
		forget(c, i - 1);
		i = i < 2 ? 0 : i - 2;
	}
	c->thinned++;
}

/* how many of them stand before a step, or at it */
static u32 count_up_to(const struct checkpoints *c, u32 step)
{
	u32 n = 0;

	while (c && n < c->count && c->kept[n].at.steps <= step)
		n++;
	return n;
}

/**
 * checkpoints_take() - one more
 * @c: checkpoints
 * @m: a machine in this process
 * @at: where the session stands
 * @mark: where its file is
 *
 * What is in memory as it was at the checkpoint before is not copied again.
 *
 * Return: 0, also when there is one of that step; -EBUSY while an operation sleeps;
 * -EOPNOTSUPP when the machine has files of the host; -ENOMEM.
 */
int checkpoints_take(struct checkpoints *c, struct mm011_machine *m, const struct position *at,
		     const struct trace_mark *mark)
{
	u32 n = count_up_to(c, at->steps);
	const struct image *last = n ? c->kept[n - 1].image : NULL;
	struct image *image = NULL;
	int err;

	if (n && c->kept[n - 1].at.steps == at->steps)
		return 0;
	err = image_take(&c->store, m, last, &image);
	if (err)
		return err;
	memmove(&c->kept[n + 1], &c->kept[n], (c->count - n) * sizeof(c->kept[0]));
	c->kept[n] = (struct checkpoint){ .at = *at, .mark = *mark, .image = image };
	c->count++;
	while (too_many(c))
		thin_out(c);
	return 0;
}

/**
 * checkpoints_before() - the last checkpoint from which a step can be reached
 * @c: checkpoints, or NULL
 * @step: number of the step
 *
 * Return: the checkpoint, good until another is taken; NULL: there is none.
 */
const struct checkpoint *checkpoints_before(const struct checkpoints *c, u32 step)
{
	u32 n = count_up_to(c, step);

	return n ? &c->kept[n - 1] : NULL;
}

/**
 * checkpoints_last() - the last one of all
 * @c: checkpoints
 *
 * Return: number of its step, 0: there is none.
 */
u32 checkpoints_last(const struct checkpoints *c)
{
	return c->count ? c->kept[c->count - 1].at.steps : 0;
}

/**
 * checkpoints_every() - how far apart checkpoints should be
 * @c: checkpoints, or NULL
 * @every: how far apart they were to begin with
 *
 * Return: steps, 0: none should be taken.
 */
u32 checkpoints_every(const struct checkpoints *c, u32 every)
{
	u32 thinned = c ? c->thinned : 0;

	return thinned < 31 && every << thinned >> thinned == every ? every << thinned : 0;
}

/**
 * checkpoint_restore() - let a machine be as it was
 * @c: checkpoint
 * @m: the machine that it was taken of
 *
 * Return: 0; -ENOMEM, and the machine is as before.
 */
int checkpoint_restore(const struct checkpoint *c, struct mm011_machine *m)
{
	return image_restore(c->image, m);
}
