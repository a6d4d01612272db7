// SPDX-License-Identifier: GPL-2.0
/*
 * A recorded run is played: operations ask, and are told.
 */

#include <linux/kernel.h>

#include "kernel.h"
#include "linux24/tables.h"
#include "pc/event.h"

/* the operation under way: what it asks and has done */
static struct linux24_asker *current_asker(const struct mm011_machine *m)
{
	return &linux24(m)->asker[m->running];
}

/* what the recorded function at work has done */
static struct mm011_log24 *current_log(const struct mm011_machine *m)
{
	struct linux24_asker *asker = current_asker(m);

	return &asker->log[asker->depth];
}

/**
 * linux24_ask() - ask the recorded run, and sleep until it tells
 * @m: machine, its lock held by the one on whose behalf this runs
 * @kind: enum mm011_ask24
 * @a: what is asked, likewise
 * @b: likewise
 * @c: likewise
 * @answer: out: what it tells (may be NULL)
 *
 * Return: 0; -ECANCELED: the machine is about to be reset.
 */
int linux24_ask(struct mm011_machine *m, u32 kind, u32 a, u32 b, u32 c, u32 *answer)
{
	const struct mm011_swap_request request = { kind, a };
	struct linux24_asker *asker = current_asker(m);
	u32 running = m->running;
	struct mm011_by by = m->by;
	bool watched = m->observed & MM011_OBSERVE_EVENTS;
	int err;

	asker->asked = (struct mm011_asked24){
		.kind = kind, .arg = { a, b, c }, .log = *current_log(m)
	};
	m->asleep |= 1ull << running;
	err = m->host->sleep(m, &request);
	m->asleep &= ~(1ull << running);
	m->kernel->switch_to(m, running);
	m->cut = false;
	m->may_sleep = true;
	m->by = by;
	mm011_observe_events(m, watched);
	asker->asked.kind = MM011_ASK24_NOTHING;
	if (answer)
		*answer = asker->answer;
	return err;
}

/**
 * linux24_ask_begin() - a recorded function begins within another
 * @m: machine, its lock held
 * @code: number of the operation that does the same
 * @a: its first argument
 * @b: its second argument
 *
 * Return: 0; -ECANCELED. Without a recorded run nothing happens.
 */
int linux24_ask_begin(struct mm011_machine *m, u32 code, u32 a, u32 b)
{
	struct linux24_asker *asker = current_asker(m);
	int err;

	if (!linux24_is_told(m))
		return 0;
	err = linux24_ask(m, MM011_ASK24_BEGIN, code, a, b, NULL);
	asker->depth++;
	memset(current_log(m), 0, sizeof(struct mm011_log24));
	return err;
}

/**
 * linux24_ask_end() - it ends
 * @m: machine, its lock held
 * @err: 0, or what ends its caller, too
 * @ret: what it returns
 *
 * Return: @err; -ECANCELED.
 */
int linux24_ask_end(struct mm011_machine *m, int err, u32 ret)
{
	struct linux24_asker *asker = current_asker(m);
	int cancelled;

	if (!linux24_is_told(m))
		return err;
	cancelled = linux24_ask(m, MM011_ASK24_END, ret, 0, 0, NULL);
	asker->depth--;
	return err ? err : cancelled;
}

/* a list of words that is not kept: how many items, and the CRC of them all */
static void log_words(const struct mm011_machine *m, u32 *count, u32 *crc, const __le32 *words,
		      u32 n)
{
	(*count)++;
	*crc = m->host->crc32(*crc, words, n * sizeof(*words));
}

/**
 * linux24_log_find_vma() - write down a call of find_vma()
 * @m: machine that is told, its lock held
 * @addr: its argument
 * @start: where what it found begins, 0: it found none
 * @hit: mmap_cache was it
 */
void linux24_log_find_vma(struct mm011_machine *m, u32 addr, u32 start, bool hit)
{
	const __le32 words[] = { cpu_to_le32(addr), cpu_to_le32(start), cpu_to_le32(hit) };
	struct mm011_log24 *log = current_log(m);

	log_words(m, &log->find_vma, &log->find_vma_crc, words, ARRAY_SIZE(words));
}

/**
 * linux24_log_cleared() - write down a call of clear_page_tables()
 * @m: machine, its lock held
 * @first: its arguments
 * @nr: likewise
 */
void linux24_log_cleared(struct mm011_machine *m, u32 first, u32 nr)
{
	const __le32 words[] = { cpu_to_le32(first), cpu_to_le32(nr) };
	struct mm011_log24 *log = current_log(m);

	if (linux24_is_told(m))
		log_words(m, &log->cleared, &log->cleared_crc, words, ARRAY_SIZE(words));
}

/**
 * linux24_log_ran() - write down who handles a page fault
 * @m: machine, its lock held
 * @which: MM011_RAN24_*
 */
void linux24_log_ran(struct mm011_machine *m, u32 which)
{
	if (linux24_is_told(m))
		current_log(m)->ran |= which;
}

/**
 * linux24_log_copied() - write down that dup_mmap() has copied an area
 * @m: machine, its lock held
 */
void linux24_log_copied(struct mm011_machine *m)
{
	if (linux24_is_told(m))
		current_log(m)->copied++;
}

/**
 * linux24_log_fault() - write down what a page fault came to
 * @m: machine, its lock held
 * @end: what it came to
 */
void linux24_log_fault(struct mm011_machine *m, const struct linux24_fault_end *end)
{
	struct mm011_log24 *log = current_log(m);

	if (!linux24_is_told(m))
		return;
	log->handled = end->handled;
	log->signal = end->signal == LINUX24_SIGKILL ? 0 : end->signal;	/* that is do_exit() */
	log->fixup = end->fixup;
	log->write = end->write;
}
