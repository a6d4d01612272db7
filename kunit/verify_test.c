// SPDX-License-Identifier: GPL-2.0
/*
 * Is each contradiction found, and none where there is none?
 */

#include <linux/vmalloc.h>

#include "linux01x/mem_map.h"
#include "rig.h"
#include "view/verify.h"

#define PDE	(4 * 16u)	/* task 1's, at address 0 */
#define TABLE	0xffe000u	/* see two_pages() */
#define PTE	(TABLE + 4)	/* of the page at 0x1000 */
#define LINEAR	(RIG_TASK(1) + 0x1000)

static u32 verify(struct kunit *test)
{
	void *scratch = vmalloc(mm011_verify_size());
	u32 wrong;

	KUNIT_ASSERT_NOT_NULL(test, scratch);
	wrong = mm011_verify(rig_machine(test), scratch, rig_listen());
	vfree(scratch);
	return wrong;
}

/* so many contradictions are found, and these words are said */
static void expect_told(struct kunit *test, u32 wrong, u32 n, const char *told)
{
	KUNIT_EXPECT_EQ_MSG(test, wrong, n, "%s", rig_heard());
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(rig_heard(), told), "%s", rig_heard());
}

/* what a test has bent: the machine is switched off and on before anybody looks */
static void forget(struct kunit *test)
{
	const struct mm011_reset again = { };

	mm011_reset(rig_machine(test), &again);
}

/* task 1 with a page at 0 and one at 1000, both written: 0xffd000 and below, table 0xffe000 */
static struct mm011_machine *two_pages(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP_FORK };
	struct mm011_machine *m = rig_machine(test);

	mm011_op_run(m, &op, NULL);
	KUNIT_ASSERT_EQ(test, op.error, 0);
	KUNIT_ASSERT_EQ(test, rig_poke(test, 1, 0, 1), 0);
	KUNIT_ASSERT_EQ(test, rig_poke(test, 1, 0x1000, 2), 0);
	return m;
}

/* ---- the PC ---- */

static void chunks_without_a_mark_are_told(struct kunit *test)
{
	struct mm011_machine *m = two_pages(test);

	rig_no_ledger(test, "that is the test");
	KUNIT_EXPECT_EQ(test, mm011_verify_pc(m, rig_listen()), 0u);
	m->memory[0x600fff] = 1;
	m->memory[0x601000] = 1;
	m->nonzero[0x601] = ~1ull;
	expect_told(test, mm011_verify_pc(m, rig_listen()), 2,
		    "P1: the chunk at 0x600fc0 is not 0");
	KUNIT_EXPECT_NOT_NULL(test, strstr(rig_heard(), "P1: the chunk at 0x601000 is not 0"));
	m->nonzero[0x601] = 1;
	KUNIT_EXPECT_EQ(test, mm011_verify_pc(m, rig_listen()), 1u);
	/* and what the kernel's own look finds */
	mm011_write32(m, TABLE + 8, 2);
	KUNIT_EXPECT_EQ(test, verify(test), 2u);
	forget(test);
}

/* bits that are taken away behind the TLB's back, which knows one page */
static const struct known {
	const char *what;
	u32 rights;
	u32 pde;	/* bits that its entries do not have any more */
	u32 pte;
	bool wp;
	u32 n;
} knowns[] = {
	{ "all is there", 7, 0, 0, true, 0 },
	{ "not present", 0, 0, 1, false, 1 },
	{ "no table", 0, 1, 0, false, 1 },
	{ "not accessed", 0, 0, 0x20, false, 1 },
	{ "table not accessed", 0, 0x20, 0, false, 1 },
	{ "nothing is claimed", 0, 6, 0x46, true, 0 },
	{ "the user may not read", MM011_TLB_USER_READ, 0, 4, false, 1 },
	{ "table not the user's", MM011_TLB_USER_READ, 4, 0, false, 1 },
	{ "a reader needs no more", MM011_TLB_USER_READ, 2, 0x42, true, 0 },
	{ "not dirty", MM011_TLB_WRITE, 0, 0x40, false, 1 },
	{ "a 386 writes to what is read-only", MM011_TLB_WRITE, 6, 6, false, 0 },
	{ "... with WP it does not", MM011_TLB_WRITE, 0, 2, true, 1 },
	{ "... nor through such a table", MM011_TLB_WRITE, 2, 0, true, 1 },
	{ "user, not dirty", MM011_TLB_USER_WRITE, 0, 0x40, false, 1 },
	{ "the user may not write", MM011_TLB_USER_WRITE, 0, 2, false, 1 },
	{ "nor what is not his", MM011_TLB_USER_WRITE, 0, 4, false, 1 },
};

static void known_desc(const struct known *k, char *desc)
{
	strscpy(desc, k->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(known, knowns, known_desc);

static struct mm011_tlb_entry *one_translation(struct kunit *test)
{
	struct mm011_machine *m = two_pages(test);

	rig_no_ledger(test, "that is the test");
	mm011_tlb_flush(m);
	KUNIT_ASSERT_EQ(test, rig_poke(test, 1, 0x1000, 3), 0);
	return &m->tlb.entry[LINEAR / 4096 % MM011_TLB_ENTRIES];
}

static void a_translation_that_is_no_more_is_told(struct kunit *test)
{
	const struct known *k = test->param_value;
	struct mm011_machine *m = rig_machine(test);
	struct mm011_tlb_entry *e = one_translation(test);

	e->rights = k->rights;
	m->cpu.wp = k->wp;
	m->memory[PDE] &= ~k->pde;
	m->memory[PTE] &= ~k->pte;
	expect_told(test, mm011_verify_pc(m, rig_listen()), k->n,
		    k->n ? "P2: the TLB has linear 0x04001000 at 0xffc000, and may " : "");
	forget(test);
}

static void a_translation_to_another_page_is_told(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_tlb_entry *e = one_translation(test);

	e->frame = 0xffd000;
	expect_told(test, mm011_verify_pc(m, rig_listen()), 1,
		    "P2: the TLB has linear 0x04001000 at 0xffd000, and may 7\n");
	e->generation--;	/* it is void */
	KUNIT_EXPECT_EQ(test, mm011_verify_pc(m, rig_listen()), 0u);
	forget(test);
}

/* bytes change, and the sums of them that are kept do not */
static void a_checksum_that_is_not_kept_up_is_told(struct kunit *test)
{
	struct mm011_machine *m = two_pages(test);

	rig_no_ledger(test, "that is the test");
	m->memory[TABLE + 8] = 0x60;
	KUNIT_EXPECT_EQ(test, mm011_verify_pc(m, rig_listen()), 0u);	/* nobody asked */
	mm011_checksum(m);
	mm011_checksum_noad(m);
	KUNIT_EXPECT_EQ(test, mm011_verify_pc(m, rig_listen()), 0u);
	m->memory[TABLE + 8] = 0x20;
	expect_told(test, mm011_verify_pc(m, rig_listen()), 1,
		    "P3: the checksum is not that of the bytes\n");
	m->memory[TABLE + 8] = 0x60;
	m->sum.of[MM011_SUM_NOAD].tables_crc ^= 1;
	expect_told(test, mm011_verify_pc(m, rig_listen()), 1,
		    "P3: the checksum without A and D is not that of the bytes\n");
	forget(test);
}

/* ---- 0.11 and 0.12 ---- */

static void used_and_mapped(struct mm011_machine *m)
{
	mm011_set_count(m, mm011_map_nr(0xffd000), MM011_USED);
}

/* nobody will ever get it */
static void used_and_nobodys(struct mm011_machine *m)
{
	mm011_set_count(m, mm011_map_nr(0xffb000), MM011_USED);
}

static void free_and_mapped(struct mm011_machine *m)
{
	mm011_set_count(m, mm011_map_nr(0xffd000), 0);
}

static void count_is_wrong(struct mm011_machine *m)
{
	mm011_set_count(m, mm011_map_nr(0xffd000), 2);
}

static void shared_and_writable(struct mm011_machine *m)
{
	mm011_write32(m, PTE, 0xffd007);
	mm011_set_count(m, mm011_map_nr(0xffd000), 2);
	mm011_set_count(m, mm011_map_nr(0xffc000), 0);
}

static void table_is_mapped(struct mm011_machine *m)
{
	mm011_write32(m, PTE, TABLE | 5);
	mm011_set_count(m, mm011_map_nr(TABLE), 2);
	mm011_set_count(m, mm011_map_nr(0xffc000), 0);
}

/* what else is wrong with such a table is told of neither entry */
static void table_of_two_with_a_flaw(struct mm011_machine *m)
{
	mm011_write32(m, PDE + 4, TABLE | 7);
	mm011_write32(m, TABLE + 8, 2);
}

static void task_elsewhere(struct mm011_machine *m)
{
	linux01x(m)->task[1].page = 0x90000;
}

static void pipe_elsewhere(struct mm011_machine *m)
{
	linux01x(m)->pipe[0] = 0x90000;
}

static void malloc_elsewhere(struct mm011_machine *m)
{
	linux01x(m)->free_bucket_desc = 0x90000;
}

static void slot_is_free(struct mm011_machine *m)
{
	linux01x(m)->task[1].state = MM011_TASK_FREE;
}

static void segments_elsewhere(struct mm011_machine *m)
{
	linux01x(m)->task[1].ldt.base = RIG_TASK(2);
}

static void pid_of_the_father(struct mm011_machine *m)
{
	linux01x(m)->task[1].pid = 0;
}

/* who is not there has no pid */
static void pid_of_nobody(struct mm011_machine *m)
{
	struct mm011_task *task = linux01x(m)->task;

	task[2].pid = 77;
	task[3] = (struct mm011_task){
		.state = MM011_TASK_RUNNING, .pid = 77, .ldt = { .base = RIG_TASK(3) }
	};
}

/*
 * A word that is written, or what a function does, and what is told: @n contradictions, of
 * which the words are of one.
 */
static const struct flaw {
	const char *what;
	u32 at;
	u32 word;
	void (*make)(struct mm011_machine *m);
	u32 n;
	const char *told;
} flaws[] = {
	{ "nothing", PTE, 0xffc067, NULL, 0, "3072 pages of main memory, contradictions: 0\n" },
	{ "K1: a count", 0, 0, count_is_wrong, 1,
	  "page 0xffd000: mem_map says 2, references are 1\n" },
	{ "K1: free", 0, 0, free_and_mapped, 1,
	  "page 0xffd000 is free, and there are 1 references to it\n" },
	{ "K1: USED", 0, 0, used_and_mapped, 1,
	  "page 0xffd000 is USED, and there are 1 references to it\n" },
	{ "USED and not mapped", 0, 0, used_and_nobodys, 0, "contradictions: 0\n" },
	{ "K2", 0, 0, shared_and_writable, 1,
	  "page 0xffd000 has 2 references, and is writable through 2\n" },
	{ "K3: two things", 0, 0, table_is_mapped, 1, "page 0xffe000 is two things at once" },
	{ "K3: two directory entries", PDE + 4, TABLE | 7, NULL, 6,
	  "page 0xffe000 is the page table of 2 directory entries\n" },
	{ "K3: and it has a flaw", 0, 0, table_of_two_with_a_flaw, 6,
	  "page 0xffe000 is the page table of 2 directory entries\n" },
	{ "K4: a table beyond memory", PDE + 4, 0x1000007, NULL, 1,
	  "page directory[17]: its table is at 0x1000000, outside main memory\n" },
	{ "K4: a table below main memory", PDE + 4, 0x90007, NULL, 1,
	  "page directory[17]: its table is at 0x090000, outside main memory\n" },
	{ "K4: an entry beyond memory", TABLE + 8, 0x1000007, NULL, 1,
	  "entry at 0xffe008 (linear 0x04002000): 0x1000000 is beyond memory\n" },
	{ "an entry of the kernel's memory", TABLE + 8, 0x90007, NULL, 0, "" },
	{ "K4: a task's page", 0, 0, task_elsewhere, 1,
	  "page 0x090000 of a task, a pipe or malloc is outside main memory\n" },
	{ "K4: a pipe's page", 0, 0, pipe_elsewhere, 1,
	  "page 0x090000 of a task, a pipe or malloc is outside main memory\n" },
	{ "K4: malloc's page", 0, 0, malloc_elsewhere, 1,
	  "page 0x090000 of a task, a pipe or malloc is outside main memory\n" },
	{ "K4: the kernel's directory", 12, 0x4005, NULL, 1,
	  "page directory[3] is 0x00004005, not the kernel's table\n" },
	{ "its A and D are the CPU's", 12, 0x4067, NULL, 0, "" },
	{ "K4: the kernel's tables", 0x1004, 0x2007, NULL, 1,
	  "entry at 0x001004 is 0x00002007, not the kernel's of 0x001000\n" },
	{ "K4: the last entry is not present", 0x4ffc, 0xfff006, NULL, 1,
	  "entry at 0x004ffc is 0x00fff006, not the kernel's of 0xfff000\n" },
	{ "K5: a free slot", 0, 0, slot_is_free, 1,
	  "page directory[16]: task slot 1, whose it is, is free\n" },
	{ "K5: segments", 0, 0, segments_elsewhere, 1,
	  "task 1 has its segments at linear 0x08000000, not at 0x04000000\n" },
	{ "K5: pids", 0, 0, pid_of_the_father, 1, "tasks 0 and 1 are both pid 0\n" },
	{ "a pid that nobody has any more", 0, 0, pid_of_nobody, 0, "" },
	{ "K6: neither present nor 0", TABLE + 4092, 0x12340, NULL, 1,
	  "entry at 0xffeffc is 0x00012340: neither present nor 0\n" },
	{ "K6: an absent table that is counted", PDE, TABLE | 6, NULL, 1,
	  "page directory[16] is 0x00ffe006: neither present nor 0\n" },
	{ "... its pages are lost", PDE, 0, NULL, 0, ": 3 pages: 0xffc000 0xffd000 0xffe000\n" },
	{ "K6: the first behind the kernel's", 16, 2, NULL, 1,
	  "page directory[4] is 0x00000002: neither present nor 0\n" },
	{ "fs/buffer.c writes to address 20", 20, 0x24df8, NULL, 0,
	  "page directory[5] is 0x00024df8: fs/buffer.c wrote it, which harms nobody\n" },
};

static void flaw_desc(const struct flaw *f, char *desc)
{
	strscpy(desc, f->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(flaw, flaws, flaw_desc);

static void make_flaw(struct kunit *test, const struct flaw *f)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "that is the test");
	if (f->make)
		f->make(m);
	else
		mm011_write32(m, f->at, f->word);
	expect_told(test, verify(test), f->n, f->told);
	forget(test);
}

static void each_contradiction_is_told(struct kunit *test)
{
	two_pages(test);
	make_flaw(test, test->param_value);
}

static void swap_page_is_free(struct mm011_machine *m)
{
	mm011_swap_free(m, 1);
}

static void bitmap_elsewhere(struct mm011_machine *m)
{
	linux01x(m)->swap.bitmap = 0x90000;
}

static void bitmap_is_mapped(struct mm011_machine *m)
{
	mm011_write32(m, 0xffd008, 0xfff005);
	mm011_set_count(m, mm011_map_nr(0xfff000), 2);
}

/* table 0xffd000; the page at 0 is in swap page 1 */
static const struct flaw swap_flaws[] = {
	{ "nothing", 0xffd000, 2, NULL, 0, "contradictions: 0\n" },
	{ "K6: its swap page is free", 0, 0, swap_page_is_free, 1,
	  "entry at 0xffd000: swap page 1 is free\n" },
	{ "K6: a swap page named twice", 0xffd008, 2, NULL, 1,
	  "entry at 0xffd008: another entry has swap page 1, too\n" },
	{ "K6: the first that there cannot be", 0xffd008, 0x10000, NULL, 1,
	  "entry at 0xffd008: swap page 32768 is none\n" },
	{ "the last that there can be", 0xffd008, 0xfffe, NULL, 0, "contradictions: 0\n" },
	{ "K4: the bitmap", 0, 0, bitmap_elsewhere, 1,
	  "page 0x090000 of a task, a pipe or malloc is outside main memory\n" },
	{ "K3: the bitmap is mapped", 0, 0, bitmap_is_mapped, 1,
	  "page 0xfff000 is two things at once" },
};

KUNIT_ARRAY_PARAM(swap_flaw, swap_flaws, flaw_desc);

static void each_contradiction_of_swapping_is_told(struct kunit *test)
{
	u32 ret;

	rig_swapping(test, 0, 24);
	two_pages(test);
	KUNIT_ASSERT_EQ(test, mm011_swap_out(rig_machine(test), &ret), 0);
	KUNIT_ASSERT_EQ(test, rig_entry(test, RIG_TASK(1)), 2u);
	make_flaw(test, test->param_value);
}

/* ---- how it is told ---- */

static void so_many_are_told_and_the_rest_is_counted(struct kunit *test)
{
	struct mm011_machine *m = two_pages(test);
	u32 i;

	rig_no_ledger(test, "that is the test");
	for (i = 2; i < 22; i++)
		mm011_write32(m, TABLE + 4 * i, 2);
	expect_told(test, verify(test), 20, "entry at 0xffe054 is ");
	KUNIT_EXPECT_NULL(test, strstr(rig_heard(), "more\n"));
	mm011_write32(m, TABLE + 4 * i, 2);
	expect_told(test, verify(test), 21, "\n  ... and 1 more\n");
	KUNIT_EXPECT_NULL(test, strstr(rig_heard(), "entry at 0xffe058"));
	forget(test);
}

/* counted once, and nothing refers to them */
static void so_many_lost_pages_are_named(struct kunit *test)
{
	u32 i;

	for (i = 0; i < 8; i++)
		rig_take(test);
	expect_told(test, verify(test), 0, "lost: 8 pages: 0xff8000 0xff9000 ");
	KUNIT_EXPECT_NOT_NULL(test, strstr(rig_heard(), " 0xfff000\n"));
	rig_take(test);
	expect_told(test, verify(test), 0, "lost: 9 pages: 0xff7000 0xff8000 ");
	KUNIT_EXPECT_NOT_NULL(test, strstr(rig_heard(), " 0xffe000 ...\n"));
}

/* main() says where main memory is, else mem_init(), else there is none yet */
static void main_memory_is_found(struct kunit *test)
{
	const struct mm011_reset head = { .flags = MM011_RESET_HEAD_ONLY };
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "other limits");
	mm011_reset(m, &head);
	expect_told(test, verify(test), 0, "mem_init() has not run: there is nothing to check\n");
	KUNIT_EXPECT_EQ(test, mm011_mem_init(m, 0x200000, 0x800fff), 0);
	expect_told(test, verify(test), 0, "1536 pages of main memory, contradictions: 0\n");
	/* half a page is none */
	rig_task(test, 1);
	mm011_set_count(m, mm011_map_nr(0x200000), 1);
	mm011_write32(m, PDE, 0x200007);
	mm011_write32(m, 0x200000, 0x800007);
	expect_told(test, verify(test), 1, "(linear 0x04000000): 0x800000 is beyond memory\n");
	mm011_write32(m, PDE, 0);
	KUNIT_EXPECT_EQ(test, mm011_mem_init(m, 0x800000, 0x300000), 0);
	expect_told(test, verify(test), 0, "0 pages of main memory, contradictions: 0\n");
	rig_reset(test, 1024, 0);
	expect_told(test, verify(test), 0, "0 pages of main memory, contradictions: 0\n");
	rig_small(test, 8);
	two_pages(test);
	mm011_write32(m, rig_entry_address(test, RIG_TASK(1)) + 8, 0x108007);
	expect_told(test, verify(test), 1, "0x108000 is beyond memory\n");
	forget(test);
}

static struct kunit_case verify_cases[] = {
	KUNIT_CASE(chunks_without_a_mark_are_told),
	KUNIT_CASE_PARAM(a_translation_that_is_no_more_is_told, known_gen_params),
	KUNIT_CASE(a_translation_to_another_page_is_told),
	KUNIT_CASE(a_checksum_that_is_not_kept_up_is_told),
	KUNIT_CASE_PARAM(each_contradiction_is_told, flaw_gen_params),
	KUNIT_CASE_PARAM(each_contradiction_of_swapping_is_told, swap_flaw_gen_params),
	KUNIT_CASE(so_many_are_told_and_the_rest_is_counted),
	KUNIT_CASE(so_many_lost_pages_are_named),
	KUNIT_CASE(main_memory_is_found),
	{}
};

struct kunit_suite mm011_verify_suite = {
	.name = "mm011_verify",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = verify_cases,
};
