// SPDX-License-Identifier: GPL-2.0
/*
 * A recorded run tells: functions of 2.4 ask for pages, for pages of files and for the
 * beginning of another function, and go on with what they are told.
 */

#include "areas.h"
#include "linux24/tables.h"
#include "op/op.h"

#define FRAMES		64u
#define ASKS		16u
#define ERR_U		MM011_PTE_USER		/* error codes */
#define ERR_W		MM011_PTE_WRITE
#define SWAPPED		0x500u			/* swap page 5 */
#define NOTHING		MM011_NO_FRAME

/* what was asked, and what is told */
static struct teller {
	struct mm011_asked24 asked[ASKS];
	u32 answer[ASKS];
	u32 count;
	u32 cancel_at;		/* the machine is about to be reset then; 0: never */
	void (*meanwhile)(struct mm011_machine *m);
} teller;

static int told(struct mm011_machine *m, const struct mm011_swap_request *request)
{
	struct linux24_asker *asker = &linux24(m)->asker[m->running];
	u32 n = teller.count++;

	if (n >= ASKS)
		return -ECANCELED;
	teller.asked[n] = asker->asked;
	asker->answer = teller.answer[n];
	if (teller.meanwhile)
		teller.meanwhile(m);
	return teller.cancel_at && teller.count >= teller.cancel_at ? -ECANCELED : 0;
}

static struct mm011_host telling;
static const struct mm011_host *silent;

/* an operation's arguments */
struct words6 {
	u32 arg[6];
};

/* an operation that is told these answers */
static struct mm011_op tell(struct kunit *test, u32 code, const struct words6 *words,
			    const u32 *answers, u32 count)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = { .code = code, .flags = MM011_OPF_SLEEP };
	void (*meanwhile)(struct mm011_machine *m) = teller.meanwhile;
	u32 cancel_at = teller.cancel_at;

	memset(&teller, 0, sizeof(teller));
	teller.meanwhile = meanwhile;
	teller.cancel_at = cancel_at;
	memcpy(teller.answer, answers, count * sizeof(u32));
	memcpy(op.arg, words->arg, sizeof(words->arg));
	memset(&linux24(m)->asker[0], 0, sizeof(struct linux24_asker));
	KUNIT_EXPECT_EQ(test, mm011_op_validate(&op), 0);
	mm011_op_run(m, &op, rig_data(test));
	return op;
}

#define WORDS(...)	(&(const struct words6){ { __VA_ARGS__ } })
#define TELL(test, name, args, ...)						\
	tell(test, MM011_OP24_##name, args, (const u32[]){ 0, ##__VA_ARGS__ } + 1,	\
	     ARRAY_SIZE(((const u32[]){ 0, ##__VA_ARGS__ })) - 1)

static void expect_asked(struct kunit *test, u32 n, u32 kind, u32 a, u32 b)
{
	KUNIT_EXPECT_LT_MSG(test, n, teller.count, "%u", n);
	KUNIT_EXPECT_EQ_MSG(test, teller.asked[n].kind, kind, "%u", n);
	KUNIT_EXPECT_EQ_MSG(test, teller.asked[n].arg[0], a, "%u", n);
	KUNIT_EXPECT_EQ_MSG(test, teller.asked[n].arg[1], b, "%u", n);
}

static const struct mm011_log24 *log_of(struct kunit *test)
{
	return &linux24(rig_machine(test))->asker[0].log[0];
}

static u32 entry(struct kunit *test, u32 addr)
{
	return AREAS_RET(test, ENTRY, addr);
}

static struct mm011_op write_fault(struct kunit *test, u32 first, u32 second)
{
	return TELL(test, DO_PAGE_FAULT, WORDS(ERR_U | ERR_W, BASE), first, second);
}

static void a_fault_asks_for_table_and_page(struct kunit *test)
{
	struct mm011_op op = write_fault(test, 11, 12);

	KUNIT_EXPECT_EQ(test, op.ret, (u32)MM011_HANDLED24_MINOR);
	KUNIT_EXPECT_EQ(test, teller.count, 2u);
	expect_asked(test, 0, MM011_ASK24_ALLOC, 0, 7);
	expect_asked(test, 1, MM011_ASK24_ALLOC, 0, 0x15);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), 12u << 12 | 0x67);
	KUNIT_EXPECT_EQ(test, log_of(test)->find_vma, 1u);
	KUNIT_EXPECT_EQ(test, log_of(test)->ran,
			(u32)(MM011_RAN24_NO_PAGE | MM011_RAN24_ANONYMOUS_PAGE));
	KUNIT_EXPECT_EQ(test, log_of(test)->write, 1u);
	KUNIT_EXPECT_EQ(test, log_of(test)->handled, 1u);
	KUNIT_EXPECT_EQ(test, log_of(test)->signal | log_of(test)->fixup, 0u);
}

static void without_a_page_there_is_no_memory(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 at = linux24_current_mm(m)->pgd + mm011_pde_offset(BASE);

	/* no table: one in which nothing can be stands for it */
	KUNIT_EXPECT_EQ(test, write_fault(test, NOTHING, 12).ret, (u32)MM011_HANDLED24_OOM);
	KUNIT_EXPECT_EQ(test, teller.count, 1u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, at), 0x106067u);
	mm011_write32(m, at, 0);
	KUNIT_EXPECT_EQ(test, write_fault(test, 11, NOTHING).ret, (u32)MM011_HANDLED24_OOM);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), 0u);
	/* what lies beyond memory is no page */
	KUNIT_EXPECT_EQ(test, write_fault(test, FRAMES, 0).ret, (u32)MM011_HANDLED24_OOM);
	KUNIT_EXPECT_EQ(test, linux24_current_mm(m)->rss, 0u);
}

static void take_entry_away(struct mm011_machine *m)
{
	u32 at;

	if (!linux24_pte_offset(m, linux24_current_mm(m), BASE, &at))
		mm011_set_entry(m, at, SWAPPED);
	teller.meanwhile = NULL;
}

/* while a page for the copy is looked for the page is swapped out: the copy is not needed */
static void what_changes_meanwhile_is_looked_at_again(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op;
	u32 at;

	write_fault(test, 11, 12);
	linux24_pte_offset(m, linux24_current_mm(m), BASE, &at);
	mm011_set_entry(m, at, 12u << 12 | 0x65);
	AREAS_RET(test, SET_PAGE_COUNT, 12, 2);
	AREAS_RET(test, SET_PAGE_COUNT, 13, 1);
	teller.meanwhile = take_entry_away;
	op = write_fault(test, 13, 0);
	KUNIT_EXPECT_EQ(test, op.ret, (u32)MM011_HANDLED24_MINOR);
	expect_asked(test, 0, MM011_ASK24_ALLOC, 0, 0x15);
	expect_asked(test, 1, MM011_ASK24_FREE, 13, 0);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), SWAPPED);
	KUNIT_EXPECT_EQ(test, log_of(test)->ran, (u32)MM011_RAN24_WP_PAGE);
}

static void a_swapped_page_comes_from_three_places(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op;
	u32 at;

	write_fault(test, 11, 12);
	linux24_pte_offset(m, linux24_current_mm(m), BASE, &at);
	mm011_set_entry(m, at, SWAPPED);
	op = TELL(test, DO_PAGE_FAULT, WORDS(ERR_U, BASE), 14);
	KUNIT_EXPECT_EQ(test, teller.count, 1u);
	expect_asked(test, 0, MM011_ASK24_LOOKUP_SWAP_CACHE, SWAPPED, 0);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), 14u << 12 | 0x25);
	mm011_set_entry(m, at, SWAPPED);
	op = TELL(test, DO_PAGE_FAULT, WORDS(ERR_U, BASE), NOTHING, 0, 15);
	KUNIT_EXPECT_EQ(test, teller.count, 3u);
	expect_asked(test, 1, MM011_ASK24_SWAPIN_READAHEAD, SWAPPED, 0);
	expect_asked(test, 2, MM011_ASK24_READ_SWAP_CACHE, SWAPPED, 0);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), 15u << 12 | 0x25);
	mm011_set_entry(m, at, SWAPPED);
	op = TELL(test, DO_PAGE_FAULT, WORDS(ERR_U, BASE), NOTHING, 0, NOTHING);
	KUNIT_EXPECT_EQ(test, op.ret, (u32)MM011_HANDLED24_OOM);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), SWAPPED);
}

/* a private area of a file, to be read and written */
static void a_file_has_its_page_or_not(struct kunit *test)
{
	const u32 there = BASE + 0x10000, handled[] = {
		MM011_HANDLED24_SIGBUS, MM011_HANDLED24_OOM, MM011_HANDLED24_MAJOR
	};
	const u32 answers[] = { NOTHING, MM011_TOLD24_OOM, 20 };
	u32 i;

	AREAS_RET(test, DO_MMAP_PGOFF, there, PAGE, 3, 0x12, 5, 0);
	write_fault(test, 11, 12);
	for (i = 0; i < ARRAY_SIZE(answers); i++) {
		KUNIT_EXPECT_EQ(test, TELL(test, DO_PAGE_FAULT, WORDS(ERR_U, there + 7),
					   answers[i]).ret, handled[i]);
		expect_asked(test, 0, MM011_ASK24_NOPAGE, there, there);
		KUNIT_EXPECT_EQ(test, teller.asked[0].arg[2], 0u);	/* it may be shared */
	}
	KUNIT_EXPECT_EQ(test, entry(test, there), 20u << 12 | 0x25);
	TELL(test, ZAP_PAGE_RANGE, WORDS(there, PAGE));
	TELL(test, DO_PAGE_FAULT, WORDS(ERR_U | ERR_W, there), 21);
	KUNIT_EXPECT_EQ(test, teller.asked[0].arg[2], 1u);
	KUNIT_EXPECT_EQ(test, entry(test, there), 21u << 12 | 0x67);
}

/* mmap() over what is there: unmapping it is a step of its own */
static void a_function_within_another_is_told_of(struct kunit *test)
{
	struct mm011_op op;

	write_fault(test, 11, 12);
	AREAS_RET(test, SET_PAGE_COUNT, 12, 1);
	AREAS_RET(test, SET_PAGE_COUNT, 11, 1);
	op = TELL(test, DO_MMAP_PGOFF, WORDS(BASE, PAGE, 3, MAP_OWN | MAP_THERE));
	KUNIT_EXPECT_EQ(test, op.ret, BASE);
	KUNIT_EXPECT_EQ(test, teller.count, 4u);
	expect_asked(test, 0, MM011_ASK24_BEGIN, MM011_OP24_DO_MUNMAP, BASE);
	expect_asked(test, 1, MM011_ASK24_FREE, 12, 0);
	expect_asked(test, 2, MM011_ASK24_FREE, 11, 0);
	expect_asked(test, 3, MM011_ASK24_END, 0, 0);
	/* what it did is its own */
	KUNIT_EXPECT_EQ(test, teller.asked[3].log.cleared, 1u);
	KUNIT_EXPECT_EQ(test, log_of(test)->cleared, 0u);
}

static void a_copy_without_memory_stays_half_done(struct kunit *test)
{
	struct mm011_op op;

	write_fault(test, 11, 12);
	op = TELL(test, DUP_MMAP, WORDS(0), 30, NOTHING);
	KUNIT_EXPECT_EQ(test, op.ret, (u32)-ENOMEM);
	KUNIT_EXPECT_EQ(test, op.out[0], 2u);
	expect_asked(test, 0, MM011_ASK24_ALLOC, 0, 7);
	KUNIT_EXPECT_EQ(test, log_of(test)->copied, 1u);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, SWITCH_MM, 2), 0);
	KUNIT_EXPECT_EQ(test, areas_mm(test).map_count, 1u);
	KUNIT_EXPECT_EQ(test, linux24_current_mm(rig_machine(test))->pgd, 30u << 12);
	/* the first one could not even have a page directory */
	AREAS_RET(test, SWITCH_MM, 1);
	op = TELL(test, DUP_MMAP, WORDS(0), NOTHING);
	KUNIT_EXPECT_EQ(test, op.ret, (u32)-ENOMEM);
	KUNIT_EXPECT_EQ(test, op.out[0], 0u);
}

/* the machine is about to be reset: nobody is asked any more than once */
static void who_is_called_off_ends(struct kunit *test)
{
	struct mm011_op op;
	u32 i;

	for (i = 1; i <= 2; i++) {
		teller.cancel_at = i;
		op = write_fault(test, 11, 12);
		KUNIT_EXPECT_EQ(test, op.error, -ECANCELED);
		KUNIT_EXPECT_EQ(test, teller.count, i);
	}
	teller.cancel_at = 0;
}

static int told_init(struct kunit *test)
{
	static const struct mm011_reset recorded = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE, .ram_kb = 4 * FRAMES
	};
	int err = bare_init(test);
	struct mm011_machine *m = rig_machine(test);

	mm011_reset(m, &recorded);
	silent = m->host;
	telling = *silent;
	telling.sleep = told;
	m->host = &telling;
	AREAS_RET(test, FREE_AREA_INIT, FRAMES, FRAMES, 0, FRAMES);
	AREAS_RET(test, SET_FREE, 1000, FRAMES);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, LOAD_RESERVED, 0, FRAMES, 0), 0);
	KUNIT_EXPECT_EQ(test, TELL(test, MM_ALLOC, WORDS(0), 10).ret, 1u);
	AREAS_RET(test, SWITCH_MM, 1);
	AREAS_RET(test, DO_MMAP_PGOFF, BASE, PAGE, 3, MAP_OWN | MAP_THERE, 0, 0);
	return err;
}

static void told_exit(struct kunit *test)
{
	rig_machine(test)->host = silent;
	bare_exit(test);
}

static struct kunit_case told_cases[] = {
	KUNIT_CASE(a_fault_asks_for_table_and_page),
	KUNIT_CASE(without_a_page_there_is_no_memory),
	KUNIT_CASE(what_changes_meanwhile_is_looked_at_again),
	KUNIT_CASE(a_swapped_page_comes_from_three_places),
	KUNIT_CASE(a_file_has_its_page_or_not),
	KUNIT_CASE(a_function_within_another_is_told_of),
	KUNIT_CASE(a_copy_without_memory_stays_half_done),
	KUNIT_CASE(who_is_called_off_ends),
	{}
};

struct kunit_suite mm011_told_suite = {
	.name = "mm011_told",
	.suite_init = bare_suite_init,
	.suite_exit = bare_suite_exit,
	.init = told_init,
	.exit = told_exit,
	.test_cases = told_cases,
};
