// SPDX-License-Identifier: GPL-2.0
/*
 * A machine that nobody watches, beside one that is watched. The watched one
 * goes entry by entry; the other one takes all short cuts. Both must come to the same;
 * and so must a third, of a build without short cuts, which is compared in all that a
 * machine has, and whose checksums are made of the bytes.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <linux/kernel.h>

#include "fuzz/core.h"
#include "target/local.h"
#include "fuzz/snapshot.h"
#include "fuzz/unwatched.h"

#define LOOK_EVERY	512	/* operations: a look at all tables takes as long as a hundred */
#define LINES_EVERY	16	/* comparisons of all memory */

struct unwatched {
	struct mm011_machine *m;
	struct mm011_machine *plain;
	struct mm011_host plain_host;
	bool sums;		/* ask for checksums; who keeps them takes no loops by eights */
	struct mm011_op mine;	/* the last one it did */
	u64 time;		/* that it took, in ns */
	struct snapshot snapshot;
	struct snapshot plain_snapshot;
	u32 operations;
	u32 looks;
	u8 data[MM011_MAX_DATA];
	u8 plain_data[MM011_MAX_DATA];
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
	q->plain = plain_core.machine_new();
	if (!q->m || !q->plain) {
		unwatched_free(q);
		return NULL;
	}
	q->m->host = host;
	/* who sleeps there must sleep in its own build */
	q->plain_host = *host;
	q->plain_host.sleep = plain_core.host->sleep;
	q->plain_host.stacks = plain_core.host->stacks;
	q->plain->host = &q->plain_host;
	return q;
}

/**
 * unwatched_free() - throw it away
 * @q: from unwatched_new(), or NULL
 */
void unwatched_free(struct unwatched *q)
{
	if (q && q->m)
		local_machine_free(q->m);
	if (q && q->plain)
		plain_core.machine_free(q->plain);
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
	plain_core.reset(q->plain, reset);
	q->sums = reset->ram_kb / 4 % 3 == 2;
}

static const char *differ(struct unwatched *q, const char *what, u32 watched, u32 quiet)
{
	snprintf(q->difference, sizeof(q->difference), "%s: watched 0x%x, unwatched 0x%x", what,
		 watched, quiet);
	return q->difference;
}

static u64 cpu_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

/* the index of free pages, bit by bit */
static const char *check_index(struct unwatched *q)
{
	const struct mm011_free_map *map = &linux01x(q->m)->free_map;
	const u8 *mem_map = linux01x(q->m)->mem_map;
	u32 nr;

	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		if ((map->word[nr / 64] >> nr % 64 & 1) == !!mem_map[nr] ||
		    (map->summary >> nr / 64 & 1) == !map->word[nr / 64])
			return differ(q, "index of free pages", mem_map[nr], nr);
	return NULL;
}

/* chunks that are known to hold only zeros do */
static const char *check_chunks(struct unwatched *q)
{
	static const u8 zeros[MM011_CHUNK];
	u32 chunk;

	for (chunk = 0; chunk < MM011_MEMORY_SIZE / MM011_CHUNK; chunk++)
		if (!(q->m->nonzero[chunk / 64] >> chunk % 64 & 1) &&
		    memcmp(q->m->memory + chunk * MM011_CHUNK, zeros, MM011_CHUNK))
			return differ(q, "bytes that should be zeros", 0, chunk * MM011_CHUNK);
	return NULL;
}

/* are two machines the same, but for the bytes of memory? */
static const char *compare_plain(struct unwatched *q)
{
	const struct mm011_machine *m = q->m, *plain = q->plain;
	const struct linux01x *k = linux01x(m), *plain_k = linux01x(plain);
	u32 i;

	for (i = 0; i < MM011_STAT_MAX; i++)
		if (m->stat[i] != plain->stat[i])
			return differ(q, mm011_stat_names[i], plain->stat[i], m->stat[i]);
	if (memcmp(k->mem_map, plain_k->mem_map, sizeof(k->mem_map)))
		return differ(q, "mem_map[], without short cuts", 0, 0);
	if (memcmp(k->task, plain_k->task, sizeof(k->task)))
		return differ(q, "a task, without short cuts", 0, 0);
	if (m->asleep != plain->asleep || m->unborn != plain->unborn)
		return differ(q, "who sleeps, without short cuts", plain->asleep, m->asleep);
	return NULL;
}

/* one checksum now and then, or both: what is asked for does not depend on what came before */
static u32 sums_asked_for(const struct unwatched *q, const struct mm011_op *op)
{
	static const u32 sums[12] = {
		MM011_OPF_CRC, MM011_OPF_CRC_NOAD, MM011_OPF_CRC | MM011_OPF_CRC_NOAD,
	};
	u32 chance = op->arg[0] ^ op->arg[0] >> 12 ^ op->arg[1] ^ op->task ^ op->code;

	return q->sums ? sums[chance % ARRAY_SIZE(sums)] : 0;
}

static bool wrong_sum(struct unwatched *q)
{
	const struct mm011_op *mine = &q->mine;

	if (mine->outcome == MM011_REFUSED)
		return false;
	if (mine->flags & MM011_OPF_CRC && mine->crc != mm011_checksum_plain(q->m))
		return differ(q, "checksum", mm011_checksum_plain(q->m), mine->crc);
	if (mine->flags & MM011_OPF_CRC_NOAD && mine->crc_noad != mm011_checksum_noad_plain(q->m))
		return differ(q, "checksum without A and D", mm011_checksum_noad_plain(q->m),
			      mine->crc_noad);
	return false;
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

	mine.flags |= sums_asked_for(q, op);
	memcpy(q->data, data, min_t(u32, op->len, MM011_MAX_DATA));
	if (mm011_op_row(op->code)->data != MM011_DATA_NONE)
		mine.data = (unsigned long)q->data;
	q->time = cpu_time();
	local_op(q->m, &mine);
	q->time = cpu_time() - q->time;
	if (mine.outcome != done->outcome || mine.error != done->error)
		return differ(q, "outcome", done->outcome, mine.outcome);
	if (mine.ret != done->ret)
		return differ(q, "return value", done->ret, mine.ret);
	if (mine.out[0] != done->out[0] || mine.out[1] != done->out[1])
		return differ(q, "out[]", done->out[0], mine.out[0]);
	q->mine = mine;
	if (wrong_sum(q))
		return q->difference;
	if (++q->operations % LOOK_EVERY)
		return NULL;
	if (mm011_checksum_plain(watched) != mm011_checksum_plain(q->m))
		return differ(q, "mem_map[] and tables", mm011_checksum_plain(watched),
			      mm011_checksum_plain(q->m));
	return check_index(q);
}

/**
 * unwatched_plain() - do an operation in the build without short cuts, too
 * @q: the unwatched machine, which has done it
 * @op: the operation as it was given to that
 * @data: op->len bytes, as they were given
 *
 * Return: NULL, or in what they differ.
 */
const char *unwatched_plain(struct unwatched *q, const struct mm011_op *op, const u8 *data)
{
	const struct mm011_op *done = &q->mine;
	struct mm011_op mine = *op;

	mine.flags = done->flags;

	memcpy(q->plain_data, data, min_t(u32, op->len, MM011_MAX_DATA));
	if (mm011_op_row(op->code)->data != MM011_DATA_NONE)
		mine.data = (unsigned long)q->plain_data;
	plain_core.op(q->plain, &mine);
	if (mine.outcome != done->outcome || mine.error != done->error)
		return differ(q, "outcome, without short cuts", mine.outcome, done->outcome);
	if (mine.ret != done->ret || mine.out[0] != done->out[0] || mine.out[1] != done->out[1])
		return differ(q, "results, without short cuts", mine.ret, done->ret);
	if (mine.crc != done->crc || mine.crc_noad != done->crc_noad)
		return differ(q, "a checksum, without short cuts", mine.crc, done->crc);
	if (memcmp(q->plain_data, q->data, min_t(u32, op->len, MM011_MAX_DATA)))
		return differ(q, "data, without short cuts", 0, 0);
	return compare_plain(q);
}

/**
 * unwatched_same_page() - compare a page
 * @q: the unwatched machine
 * @watched: the other
 * @at: physical address of the page
 *
 * Return: NULL, or in what they differ.
 */
const char *unwatched_same_page(struct unwatched *q, const struct mm011_machine *watched, u32 at)
{
	if (memcmp(watched->memory + at, q->m->memory + at, MM011_PAGE_SIZE))
		return differ(q, "a page after the operation", at, at);
	if (memcmp(q->plain->memory + at, q->m->memory + at, MM011_PAGE_SIZE))
		return differ(q, "a page, without short cuts", at, at);
	return NULL;
}

/**
 * unwatched_save() - remember the state as it is
 * @q: the unwatched machine, in which nobody sleeps
 *
 * Return: whether there is memory enough.
 */
bool unwatched_save(struct unwatched *q)
{
	return snapshot_machine(&q->snapshot, q->m) &&
	       snapshot_machine(&q->plain_snapshot, q->plain);
}

/**
 * unwatched_restore() - go back there
 * @q: the unwatched machine
 */
void unwatched_restore(struct unwatched *q)
{
	local_calm(q->m);
	plain_core.calm(q->plain);
	snapshot_restore(&q->snapshot);
	snapshot_restore(&q->plain_snapshot);
}

/**
 * unwatched_time() - how long the last operation took
 * @q: the unwatched machine
 *
 * Return: CPU time in ns.
 */
u64 unwatched_time(const struct unwatched *q)
{
	return q->time;
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

	if (memcmp(linux01x(watched)->mem_map, linux01x(q->m)->mem_map, MM011_PAGING_PAGES))
		return differ(q, "mem_map[]", 0, 0);
	if (memcmp(q->plain->memory, q->m->memory, MM011_MEMORY_SIZE))
		return differ(q, "a byte of memory, without short cuts", 0, 0);
	if (memcmp(watched->store, q->m->store, MM011_OOB_SIZE))
		return differ(q, "counts behind mem_map[]", 0, 0);
	if (!memcmp(watched->memory, q->m->memory, MM011_MEMORY_SIZE))
		return ++q->looks % LINES_EVERY ? NULL : check_chunks(q);
	for (i = 0; watched->memory[i] == q->m->memory[i]; i++)
		;
	return differ(q, "a byte of memory; address", i, i);
}
