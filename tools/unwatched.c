// SPDX-License-Identifier: GPL-2.0
/*
 * A machine that nobody watches, beside one that is watched. The watched one
 * goes through every plain function, entry by entry; the other one takes all
 * short cuts of mm011/quick.c. Both must come to the same.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "local.h"
#include "unwatched.h"

#define LOOK_EVERY	512	/* operations: a look at all tables takes as long as a hundred */
#define LINES_EVERY	16	/* comparisons of all memory */

struct unwatched {
	struct mm011_machine *m;
	u32 operations;
	u32 looks;
	u8 data[MM011_MAX_DATA];
	char difference[100];
};

/**
 * unwatched_new() - make an unwatched machine
 * @host: what it asks of the outside
 *
 * Return: the machine, NULL without memory.
 */
struct unwatched *unwatched_new(const struct mm011_host *host)
{
	struct unwatched *q = calloc(1, sizeof(*q));

	if (!q)
		return NULL;
	q->m = local_machine_new();
	if (!q->m) {
		free(q);
		return NULL;
	}
	q->m->host = host;
	return q;
}

/**
 * unwatched_free() - throw it away
 * @q: from unwatched_new(), or NULL
 */
void unwatched_free(struct unwatched *q)
{
	if (q)
		local_machine_free(q->m);
	free(q);
}

/**
 * unwatched_reset() - switch it off and on
 * @q: the unwatched machine
 * @reset: with these parameters
 */
void unwatched_reset(struct unwatched *q, const struct mm011_reset *reset)
{
	local_reset(q->m, reset);
}

static const char *differ(struct unwatched *q, const char *what, u32 watched, u32 quiet)
{
	snprintf(q->difference, sizeof(q->difference), "%s: watched 0x%x, unwatched 0x%x", what,
		 watched, quiet);
	return q->difference;
}

/* the index of free pages, bit by bit */
static const char *check_index(struct unwatched *q)
{
	const struct mm011_quick *quick = &q->m->quick;
	u32 nr;

	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		if ((quick->free[nr / 64] >> nr % 64 & 1) == !!q->m->mem_map[nr] ||
		    (quick->words >> nr / 64 & 1) == !quick->free[nr / 64])
			return differ(q, "index of free pages", q->m->mem_map[nr], nr);
	return NULL;
}

/* lines that are known to hold only zeros do */
static const char *check_lines(struct unwatched *q)
{
	static const u8 zeros[MM011_LINE];
	u32 line;

	for (line = 0; line < MM011_MEMORY_SIZE / MM011_LINE; line++)
		if (!(q->m->quick.line[line / 64] >> line % 64 & 1) &&
		    memcmp(q->m->memory + line * MM011_LINE, zeros, MM011_LINE))
			return differ(q, "bytes that should be zeros", 0, line * MM011_LINE);
	return NULL;
}

/**
 * unwatched_op() - do an operation that the watched machine has done
 * @q: the unwatched machine
 * @op: the operation as it was given to the other
 * @done: what came of it there
 * @data: op->len bytes, as they were given to the other
 * @watched: the other
 *
 * Return: NULL, or in what they differ.
 */
const char *unwatched_op(struct unwatched *q, const struct mm011_op *op,
			 const struct mm011_op *done, const u8 *data,
			 const struct mm011_machine *watched)
{
	struct mm011_op mine = *op;

	memcpy(q->data, data, op->len);
	if (mm011_op_info(op->code)->data != MM011_DATA_NONE)
		mine.data = (unsigned long)q->data;
	local_op(q->m, &mine);
	if (mine.outcome != done->outcome || mine.error != done->error)
		return differ(q, "outcome", done->outcome, mine.outcome);
	if (mine.ret != done->ret)
		return differ(q, "return value", done->ret, mine.ret);
	if (mine.out[0] != done->out[0] || mine.out[1] != done->out[1])
		return differ(q, "out[]", done->out[0], mine.out[0]);
	if (++q->operations % LOOK_EVERY)
		return NULL;
	if (mm011_checksum_plain(watched) != mm011_checksum_plain(q->m))
		return differ(q, "mem_map[] and tables", mm011_checksum_plain(watched),
			      mm011_checksum_plain(q->m));
	return check_index(q);
}

/**
 * unwatched_same_memory() - compare all of memory
 * @q: the unwatched machine
 * @watched: the other
 *
 * Return: NULL, or in what they differ.
 */
const char *unwatched_same_memory(struct unwatched *q, const struct mm011_machine *watched)
{
	u32 i;

	if (memcmp(watched->mem_map, q->m->mem_map, sizeof(q->m->mem_map)))
		return differ(q, "mem_map[]", 0, 0);
	if (memcmp(watched->beyond, q->m->beyond, MM011_MAP_INDEXES))
		return differ(q, "counts behind mem_map[]", 0, 0);
	if (!memcmp(watched->memory, q->m->memory, MM011_MEMORY_SIZE))
		return ++q->looks % LINES_EVERY ? NULL : check_lines(q);
	for (i = 0; watched->memory[i] == q->m->memory[i]; i++)
		;
	return differ(q, "a byte of memory; address", i, i);
}
