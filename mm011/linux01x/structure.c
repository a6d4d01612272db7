// SPDX-License-Identifier: GPL-2.0
/*
 * What of 0.11's struct task_struct stands in a task's page: the fields that a machine
 * knows, where the original has them. So selector, LDT and descriptor can be followed in
 * memory. They are written, and never read: struct mm011_task says what a task is, whatever
 * somebody writes over them.
 *
 * A task without a page of its own, as task 0 in the kernel's data, has nothing of it. The
 * pointers of 0.12 from task to task stay 0.
 */

#include "linux01x/differs.h"
#include "linux01x/linux01x.h"
#include "pc/descriptor.h"

/* offsets that are the same in both kernels: include/linux/sched.h */
#define AT_STATE	0u
#define AT_EXIT_CODE	532u

/* what its state is in these kernels */
#define STATE_RUNNING		0u
#define STATE_ZOMBIE		3u

#define FIRST_LDT_SELECTOR	0x28u	/* _LDT(0) */

/**
 * struct structure_layout - where each kernel has the rest
 * @father: it has a father's pid behind the task's own
 * @family: 0.12: p_pptr and the three others behind it; 0: there are none
 * @ldt: three descriptors
 * @tss_ldt: the selector of the LDT, in the task state segment
 * @chunks: its 956 or 1156 bytes, in whole chunks
 * @known: the chunks in which fields are that a machine knows
 */
struct structure_layout {
	bool father;
	u32 family;
	u32 ldt;
	u32 tss_ldt;
	u32 chunks;
	u64 known;
};

/* a bit for the chunk in which an offset is */
#define CHUNK(offset)	(1ull << (offset) / MM011_CHUNK)

static const struct structure_layout *structure_layout(const struct mm011_machine *m)
{
	static const struct structure_layout of_0_11 = {
		.father = true, .ldt = 720, .tss_ldt = 840, .chunks = 15,
		.known = CHUNK(0) | CHUNK(532) | CHUNK(560) | CHUNK(728) | CHUNK(840)
	};
	static const struct structure_layout of_0_12 = {
		.family = 700, .ldt = 920, .tss_ldt = 1040, .chunks = 19,
		.known = CHUNK(0) | CHUNK(532) | CHUNK(928) | CHUNK(1040)
	};

	return mm011_has_family(m) ? &of_0_12 : &of_0_11;
}

/* its page; 0: it has none, or one where there is no memory */
static u32 structure_of(const struct mm011_machine *m, u32 nr)
{
	u32 page = linux01x(m)->task[nr].page;

	return mm011_in_memory(m, page, MM011_PAGE_SIZE) ? page : 0;
}

/* the chunks of these bytes */
static u64 chunks_of(u32 offset, u32 len)
{
	return mm011_chunks(offset / MM011_CHUNK, (offset + len - 1) / MM011_CHUNK);
}

/*
 * Where bytes of a structure are written, which whoever observes is told; NULL: nowhere.
 * What is not 0 afterwards is in these chunks.
 */
static u8 *to_be_written(struct mm011_machine *m, u32 nr, u32 offset, u32 len, u64 chunks)
{
	u32 page = structure_of(m, nr);

	if (!page)
		return NULL;
	mm011_emit(m, MM011_EV_WRITE, page + offset, len, 0);
	mm011_chunks_change(m, page >> MM011_PAGE_SHIFT, chunks);
	if (unlikely(m->observed & MM011_OBSERVE_CRC))
		mm011_sum_forget(m, page >> MM011_PAGE_SHIFT);
	return m->memory + page + offset;
}

static void put32(u8 *to, u32 value)
{
	__le32 word = cpu_to_le32(value);

	memcpy(to, &word, sizeof(word));
}

/* from exit_code on, all that has no gap: so many bytes */
static u32 numbers_size(const struct mm011_machine *m)
{
	return structure_layout(m)->father ? 32 : 28;
}

static void put_numbers(const struct mm011_machine *m, const struct mm011_task *task, u8 *to)
{
	put32(to, task->exit_code);
	put32(to + 4, task->start_code);
	put32(to + 8, task->end_code);
	put32(to + 12, task->end_data);
	put32(to + 16, task->brk);
	put32(to + 20, task->start_stack);
	put32(to + 24, task->pid);
	if (structure_layout(m)->father)
		put32(to + 28, task->father);
}

/* the descriptors behind the empty one */
static void put_segments(const struct mm011_ldt *ldt, u8 *to)
{
	u32 word[2];

	mm011_descriptor(word, ldt->base, ldt->code_limit, MM011_DESC_USER_CODE);
	put32(to, word[0]);
	put32(to + 4, word[1]);
	mm011_descriptor(word, ldt->base, ldt->data_limit, MM011_DESC_USER_DATA);
	put32(to + 8, word[0]);
	put32(to + 12, word[1]);
}

/* the chunks of the father's structure that are not all 0; none of one that is the child's */
static u64 chunks_of_father(const struct mm011_machine *m, u32 nr)
{
	u32 from = structure_of(m, m->running);
	u64 all = (1ull << structure_layout(m)->chunks) - 1;

	if (!from || from == structure_of(m, nr))
		return 0;
	return MM011_SHORT_CUTS ? m->nonzero[from >> MM011_PAGE_SHIFT] & all : all;
}

/* what is in the father's structure and no machine knows, as in one that a dump has brought */
static void copy_father(const struct mm011_machine *m, u64 chunks, u8 *to)
{
	const u8 *from = m->memory + structure_of(m, m->running);
	u32 family = structure_layout(m)->family, at;

	for ( ; chunks; chunks &= chunks - 1) {
		at = MM011_CHUNK * (u32)__ffs64(chunks);
		memcpy(to + at, from + at, MM011_CHUNK);
	}
	if (family)
		memset(to + family, 0, 16);
}

/**
 * mm011_structure_copy() - a child's structure, while it is being made
 * @m: machine, its lock held; the father runs
 * @nr: the child's slot, filled in; its page is all zeros
 *
 * Linux 0.11: "*p = *current" and what follows, copy_process(), kernel/fork.c.
 */
void mm011_structure_copy(struct mm011_machine *m, u32 nr)
{
	const struct structure_layout *layout = structure_layout(m);
	const struct mm011_task *task = &linux01x(m)->task[nr];
	u64 chunks = chunks_of_father(m, nr);
	u8 *to = to_be_written(m, nr, 0, layout->chunks * MM011_CHUNK, chunks | layout->known);

	if (!to)
		return;
	copy_father(m, chunks, to);
	put32(to + AT_STATE, STATE_RUNNING);
	put_numbers(m, task, to + AT_EXIT_CODE);
	put_segments(&task->ldt, to + layout->ldt + 8);
	put32(to + layout->tss_ldt, FIRST_LDT_SELECTOR + 16 * nr);
}

/**
 * mm011_structure_numbers() - a task runs another program, or has another heap or father
 * @m: machine, its lock held
 * @nr: its slot
 */
void mm011_structure_numbers(struct mm011_machine *m, u32 nr)
{
	u8 *to = to_be_written(m, nr, AT_EXIT_CODE, numbers_size(m), chunks_of(AT_EXIT_CODE, 32));

	if (to)
		put_numbers(m, &linux01x(m)->task[nr], to);
}

/**
 * mm011_structure_ldt() - a task's segments have changed
 * @m: machine, its lock held
 * @nr: its slot
 *
 * Linux 0.11: set_base(), set_limit(), include/linux/sched.h.
 */
void mm011_structure_ldt(struct mm011_machine *m, u32 nr)
{
	u32 at = structure_layout(m)->ldt + 8;
	u8 *to = to_be_written(m, nr, at, 16, chunks_of(at, 16));

	if (to)
		put_segments(&linux01x(m)->task[nr].ldt, to);
}

/**
 * mm011_structure_exit() - a task has ended
 * @m: machine, its lock held
 * @nr: its slot
 */
void mm011_structure_exit(struct mm011_machine *m, u32 nr)
{
	u8 *to = to_be_written(m, nr, AT_STATE, 4, CHUNK(AT_STATE) | CHUNK(AT_EXIT_CODE));

	if (!to)
		return;
	mm011_emit(m, MM011_EV_WRITE, structure_of(m, nr) + AT_EXIT_CODE, 4, 0);
	put32(to, STATE_ZOMBIE);
	put32(to + AT_EXIT_CODE, linux01x(m)->task[nr].exit_code);
}
