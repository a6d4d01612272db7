// SPDX-License-Identifier: GPL-2.0
/*
 * How does the CPU get from segment and offset to a byte, and when does it
 * fault?
 */

#include "rig.h"

#define AS_USER		MM011_ACCESS_USER
#define TO_WRITE	MM011_ACCESS_WRITE
#define IN_CODE		MM011_ACCESS_CODE
#define BASE		RIG_TASK(1)
#define PDE		(BASE / 4194304 * 4)	/* of the first 4 MB of task 1 */
#define TABLE		0x20000u		/* low memory, which nobody counts */
#define PAGE		0x30000u

/* ---- pte.h ---- */

static void one_address(struct kunit *test, u32 linear)
{
	KUNIT_EXPECT_EQ(test, mm011_pde_address(linear), linear / 4194304 * 4);
	KUNIT_EXPECT_EQ(test, mm011_pte_offset(linear), linear / 4096 % 1024 * 4);
	KUNIT_EXPECT_EQ(test, mm011_entry_page(linear), linear / 4096 * 4096);
}

static void parts_of_an_address_equal_division(struct kunit *test)
{
	u32 seed = 386, i;

	for (i = 0; i < 32; i++) {
		one_address(test, 1u << i);
		one_address(test, (1u << i) - 1);
		one_address(test, ~(1u << i));
	}
	for (i = 0; i < 10000; i++)
		one_address(test, rig_random(&seed));
}

static void parts_of_an_address_make_it_up_again(struct kunit *test)
{
	u32 seed = 1991, i, a;

	for (i = 0; i < 10000; i++) {
		a = rig_random(&seed);
		KUNIT_EXPECT_EQ(test, a, mm011_pde_address(a) / 4 * 4194304 +
				mm011_pte_offset(a) / 4 * 4096 + a % 4096);
	}
}

static void flags_are_those_of_the_manual(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, MM011_PTE_PRESENT, 1u);
	KUNIT_EXPECT_EQ(test, MM011_PTE_WRITE, 2u);
	KUNIT_EXPECT_EQ(test, MM011_PTE_USER, 4u);
	KUNIT_EXPECT_EQ(test, MM011_PTE_ACCESSED, 0x20u);
	KUNIT_EXPECT_EQ(test, MM011_PTE_DIRTY, 0x40u);
	KUNIT_EXPECT_EQ(test, MM011_PTE_AD, 0x60u);
}

/* ---- the walk against a naive one ---- */

static u32 word(const struct mm011_machine *m, u32 index)
{
	return m->memory[4 * index] + 256u * m->memory[4 * index + 1] +
	       65536u * m->memory[4 * index + 2] + 16777216u * m->memory[4 * index + 3];
}

static bool allowed(const struct mm011_cpu *cpu, u32 pde, u32 pte, bool user, bool write)
{
	bool for_user = pde / 4 % 2 && pte / 4 % 2;
	bool writable = pde / 2 % 2 && pte / 2 % 2;

	if (user)
		return for_user && (writable || !write);
	return writable || !write || !cpu->wp;
}

/* where the entry of the table is, and which page it names; a page of 4 MB has none */
static void naive_entry(const struct mm011_machine *m, u32 linear, struct mm011_translate *t)
{
	u32 page;

	if (m->cpu.pse && t->pde / 128 % 2) {
		t->pte_addr = t->pde_addr;
		t->pte = t->pde;
		page = t->pde / 4194304 * 1024 + linear / 4096 % 1024;
	} else {
		t->pte_addr = t->pde / 4096 * 4096 + 4 * (linear / 4096 % 1024);
		t->pte = word(m, t->pte_addr / 4);
		page = t->pte / 4096;
	}
	t->physical = page * 4096 + linear % 4096;
}

/* fills in what it can find out; 4096 pages of memory, 1024 words in each */
static void naive_walk(const struct mm011_machine *m, u32 linear, struct mm011_translate *t)
{
	bool user = t->access / 4 % 2, write = t->access / 2 % 2;

	t->linear = linear;
	t->pde_addr = m->cpu.cr3 / 4096 * 4096 + linear / 4194304 * 4;
	t->pde = word(m, t->pde_addr / 4);
	t->error_code = 4 * user + 2 * write;
	t->outcome = MM011_WALK_NO_TABLE;
	if (t->pde % 2 == 0)
		return;
	t->outcome = MM011_WALK_OUTSIDE;
	t->error_code = 0;
	if (t->pde / 4096 >= 4096 && !(m->cpu.pse && t->pde / 128 % 2))
		return;
	naive_entry(m, linear, t);
	t->error_code = 4 * user + 2 * write + t->pte % 2;
	if (t->pte % 2 == 0) {
		t->outcome = MM011_WALK_NO_PAGE;
	} else if (!allowed(&m->cpu, t->pde, t->pte, user, write)) {
		t->outcome = MM011_WALK_PROTECTION;
	} else {
		t->error_code = 0;
		t->outcome = t->physical / 4096 < 4096 ? MM011_WALK_OK : MM011_WALK_OUTSIDE;
	}
}

/* a directory and 16 tables of random words; half of what they say is in memory */
static void random_tables(struct kunit *test, u32 *seed)
{
	struct mm011_machine *m = rig_machine(test);
	u32 i, word;

	for (i = 0; i < 16 * 1024; i++)
		mm011_write32(m, TABLE + 4 * i, rig_random(seed) & 0x1ffffff);
	for (i = 0; i < 1024; i++) {
		word = rig_random(seed);
		if (i % 8)
			word = (word & 0xfff) + TABLE + (word >> 28) * 4096;
		mm011_write32(m, 4 * i, word);
	}
}

static void same_walk(struct kunit *test, const struct mm011_translate *a,
		      const struct mm011_translate *b)
{
	KUNIT_EXPECT_EQ_MSG(test, a->outcome, b->outcome, "at %x", a->linear);
	KUNIT_EXPECT_EQ_MSG(test, a->error_code, b->error_code, "at %x", a->linear);
	KUNIT_EXPECT_EQ(test, a->linear, b->linear);
	KUNIT_EXPECT_EQ(test, a->pde_addr, b->pde_addr);
	KUNIT_EXPECT_EQ(test, a->pde, b->pde);
	KUNIT_EXPECT_EQ(test, a->pte_addr, b->pte_addr);
	KUNIT_EXPECT_EQ(test, a->pte, b->pte);
	KUNIT_EXPECT_EQ(test, a->physical, b->physical);
}

static const struct cpu_case {
	const char *what;
	u32 cr3;
	bool wp;
	bool pse;
} cpu_cases[] = {
	{ "a 386", 0, false, false },
	{ "a 486 with CR0.WP", 0, true, false },
	{ "a Pentium with CR4.PSE", 0, false, true },
	{ "both, and another page directory", TABLE + 3 * 4096, true, true },
	{ "low bits of CR3 do not count", TABLE + 0xfff, true, true },
};

static void cpu_desc(const struct cpu_case *c, char *desc)
{
	strscpy(desc, c->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(cpu, cpu_cases, cpu_desc);

static void load_cpu(struct mm011_machine *m, const struct cpu_case *c)
{
	m->cpu.wp = c->wp;
	m->cpu.pse = c->pse;
	mm011_load_cr3(m, c->cr3);
}

static void walk_equals_a_naive_one(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	struct mm011_translate t = { .task = 1 }, naive = { 0 };
	u32 seed = 0x386, i, crc;

	rig_no_ledger(test, "random page tables");
	random_tables(test, &seed);
	load_cpu(m, test->param_value);
	rig_task(test, 1)->ldt.data_limit = 0;
	crc = mm011_checksum_machine(m);
	for (i = 0; i < 20000; i++) {
		k->task[1].ldt.base = i % 2 ? BASE : 0;
		t.address = rig_random(&seed);
		t.access = rig_random(&seed) & (AS_USER | TO_WRITE);
		mm011_probe(m, &t);
		memset(&naive, 0, sizeof(naive));
		naive.access = t.access;
		naive_walk(m, t.address + k->task[1].ldt.base, &naive);
		same_walk(test, &t, &naive);
	}
	k->task[1].ldt.base = BASE;
	KUNIT_EXPECT_EQ(test, mm011_checksum_machine(m), crc);
}

/* ---- protection ---- */

/* directory and table entry of one page of task 1, at offset 0 */
static void map_by_hand(struct kunit *test, u32 pde_flags, u32 pte_flags)
{
	struct mm011_machine *m = rig_machine(test);

	rig_task(test, 1);
	mm011_write32(m, PDE, TABLE | pde_flags);
	mm011_write32(m, TABLE, PAGE | pte_flags);
}

static u32 outcome_of(struct kunit *test, u32 address, u32 access)
{
	struct mm011_translate t = { .task = 1, .address = address, .access = access };

	mm011_probe(rig_machine(test), &t);
	return t.outcome;
}

static u32 error_of(struct kunit *test, u32 access)
{
	struct mm011_translate t = { .task = 1, .access = access };

	mm011_probe(rig_machine(test), &t);
	return t.error_code;
}

/*
 * "Combined page directory and page table protection" of the manual of the
 * 386: what is left of supervisor (S) or user (U), read (R) or write (W).
 */
enum { SR, SW, UR, UW };

static const u8 combined[4][4] = {
	[SR] = { [SR] = SW, [SW] = SW, [UR] = SW, [UW] = SW },
	[SW] = { [SR] = SW, [SW] = SW, [UR] = SW, [UW] = SW },
	[UR] = { [SR] = SW, [SW] = SW, [UR] = UR, [UW] = UR },
	[UW] = { [SR] = SW, [SW] = SW, [UR] = UR, [UW] = UW },
};

static bool may(u32 rights, u32 access)
{
	if (!(access & AS_USER))
		return true;	/* a 386 lets the supervisor do anything */
	if (rights == UW)
		return true;
	return rights == UR && !(access & TO_WRITE);
}

static void protection_is_that_of_the_manual(struct kunit *test)
{
	static const u32 accesses[] = { 0, TO_WRITE, AS_USER, AS_USER | TO_WRITE };
	u32 pde, pte, i, want;

	rig_no_ledger(test, "low memory mapped by hand");
	for (pde = SR; pde <= UW; pde++)
		for (pte = SR; pte <= UW; pte++)
			for (i = 0; i < 4; i++) {
				map_by_hand(test, 1 + 2 * pde, 1 + 2 * pte);
				want = may(combined[pde][pte], accesses[i]) ?
				       MM011_WALK_OK : MM011_WALK_PROTECTION;
				KUNIT_EXPECT_EQ_MSG(test, outcome_of(test, 0, accesses[i]), want,
						    "pde %u pte %u access %x", pde, pte,
						    accesses[i]);
			}
}

/* P decides first, whatever the other bits are */
static void nothing_is_allowed_without_p(struct kunit *test)
{
	u32 flags, access;

	rig_no_ledger(test, "low memory mapped by hand");
	for (flags = 0; flags < 0x1000; flags += 2)
		for (access = 0; access <= 6; access += 2) {
			map_by_hand(test, flags, 7);
			KUNIT_EXPECT_EQ(test, outcome_of(test, 0, access),
					(u32)MM011_WALK_NO_TABLE);
			map_by_hand(test, 7, flags);
			KUNIT_EXPECT_EQ(test, outcome_of(test, 0, access),
					(u32)MM011_WALK_NO_PAGE);
		}
}

static const struct error {
	const char *what;
	u32 pde;
	u32 pte;
	u32 access;
	u32 code;
} errors[] = {
	{ "no table, kernel reads", 0, 0, 0, 0 },
	{ "no table, kernel writes", 0, 0, TO_WRITE, 2 },
	{ "no table, user reads", 0, 0, AS_USER, 4 },
	{ "no table, user writes", 0, 0, AS_USER | TO_WRITE, 6 },
	{ "no page, kernel reads", 7, 0, 0, 0 },
	{ "no page, kernel writes", 7, 6, TO_WRITE, 2 },
	{ "no page, user reads", 7, 0, AS_USER, 4 },
	{ "no page, user writes", 7, 6, AS_USER | TO_WRITE, 6 },
	{ "supervisor page, user reads", 7, 3, AS_USER, 5 },
	{ "supervisor page, user writes", 7, 3, AS_USER | TO_WRITE, 7 },
	{ "read-only page, user writes", 7, 5, AS_USER | TO_WRITE, 7 },
	{ "read-only table, user writes", 5, 7, AS_USER | TO_WRITE, 7 },
	{ "user fetches code", 7, 3, AS_USER | IN_CODE, 5 },
	{ "no fault", 7, 7, AS_USER | TO_WRITE, 0 },
};

static void error_desc(const struct error *e, char *desc)
{
	strscpy(desc, e->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(error, errors, error_desc);

static void error_code_tells_p_w_u(struct kunit *test)
{
	const struct error *e = test->param_value;

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, e->pde, e->pte);
	KUNIT_EXPECT_EQ(test, error_of(test, e->access), e->code);
}

/* ---- segments ---- */

static const struct segment {
	const char *what;
	u32 code_limit;
	u32 data_limit;
	u32 address;
	u32 access;
	bool within;
} segments[] = {
	{ "first byte", 0x1000, 0x1000, 0, 0, true },
	{ "last byte", 0x1000, 0x2000, 0x1fff, 0, true },
	{ "one more", 0x1000, 0x2000, 0x2000, 0, false },
	{ "all bits", 0x1000, 0x2000, 0xffffffff, 0, false },
	{ "user is bound too", 0x1000, 0x2000, 0x2000, AS_USER, false },
	{ "writer is bound too", 0x1000, 0x2000, 0x2000, TO_WRITE, false },
	{ "last byte of code", 0x1000, 0x2000, 0xfff, IN_CODE, true },
	{ "one more of code", 0x1000, 0x2000, 0x1000, IN_CODE, false },
	{ "data has its own limit", 0x2000, 0x1000, 0x1000, 0, false },
	{ "0 is 4 GB", 0, 0, 0xffffffff, 0, true },
	{ "0 is 4 GB of code", 0, 0x1000, 0xffffffff, IN_CODE, true },
	{ "64 MB", 0, 0x4000000, 0x3ffffff, 0, true },
	{ "more than 64 MB", 0, 0x4000000, 0x4000000, 0, false },
};

static void segment_desc(const struct segment *s, char *desc)
{
	strscpy(desc, s->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(segment, segments, segment_desc);

static void segment_limit_comes_first(struct kunit *test)
{
	const struct segment *s = test->param_value;
	struct mm011_translate t = { .task = 1, .address = s->address, .access = s->access };
	struct mm011_task *task = rig_task(test, 1);

	task->ldt.code_limit = s->code_limit;
	task->ldt.data_limit = s->data_limit;
	mm011_probe(rig_machine(test), &t);
	KUNIT_EXPECT_EQ(test, t.outcome != MM011_WALK_SEGMENT, s->within);
	KUNIT_EXPECT_EQ(test, t.linear, s->address + BASE);
	if (s->within)
		return;
	KUNIT_EXPECT_EQ(test, t.error_code, 0u);
	KUNIT_EXPECT_EQ(test, t.pde_addr, 0u);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, s->address, s->access), -EFAULT);
}

static void a_walk_forgets_the_one_before(struct kunit *test)
{
	struct mm011_translate t = { .task = 1, .pde_addr = 1, .pde = 2, .pte_addr = 3,
				     .pte = 4, .physical = 5, .error_code = 6 };

	rig_task(test, 1);
	mm011_probe(rig_machine(test), &t);
	KUNIT_EXPECT_EQ(test, t.outcome, (u32)MM011_WALK_NO_TABLE);
	KUNIT_EXPECT_EQ(test, t.pde_addr, PDE);
	KUNIT_EXPECT_EQ(test, t.pde | t.pte_addr | t.pte | t.physical | t.error_code, 0u);
	t = (struct mm011_translate){ .task = 1, .address = ~0u, .pde_addr = 1, .pde = 2,
				      .pte_addr = 3, .pte = 4, .physical = 5, .error_code = 6 };
	mm011_probe(rig_machine(test), &t);
	KUNIT_EXPECT_EQ(test, t.outcome, (u32)MM011_WALK_SEGMENT);
	KUNIT_EXPECT_EQ(test, t.pde_addr | t.pde | t.pte_addr | t.pte | t.physical |
			t.error_code, 0u);
}

/* ---- Accessed and Dirty ---- */

static const struct mark {
	const char *what;
	u32 pde;
	u32 pte;
	u32 access;
	u32 pde_after;
	u32 pte_after;
} marks[] = {
	{ "read", 7, 7, AS_USER, 0x27, 0x27 },
	{ "write", 7, 7, AS_USER | TO_WRITE, 0x27, 0x67 },
	{ "kernel reads", 7, 7, 0, 0x27, 0x27 },
	{ "kernel writes", 7, 5, TO_WRITE, 0x27, 0x65 },
	{ "fetch", 7, 5, AS_USER | IN_CODE, 0x27, 0x25 },
	{ "read of a dirty page", 7, 0x47, AS_USER, 0x27, 0x67 },
	{ "write to an accessed page", 0x27, 0x27, AS_USER | TO_WRITE, 0x27, 0x67 },
	{ "other bits stay", 0xf87, 0xf87, AS_USER, 0xfa7, 0xfa7 },
};

static void mark_desc(const struct mark *k, char *desc)
{
	strscpy(desc, k->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(mark, marks, mark_desc);

static void access_marks_entries(struct kunit *test)
{
	const struct mark *k = test->param_value;
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, k->pde, k->pte);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0x123, k->access), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PDE), TABLE | k->pde_after);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, TABLE), PAGE | k->pte_after);
}

static void an_entry_that_is_marked_is_not_written_again(struct kunit *test)
{
	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, 0x27, 0x67);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, AS_USER), 0);
	KUNIT_EXPECT_EQ(test, rig_watched(test), 0u);
}

/* the walk ends at the table entry, which stays as it is */
static void a_fault_marks_the_directory_only(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, 5, 7);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, AS_USER | TO_WRITE), -ELOOP);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PDE), TABLE | 0x25);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, TABLE) & 0x60, 0u);
}

static void a_segment_fault_marks_nothing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, 7, 7);
	linux01x(m)->task[1].ldt.data_limit = 0x1000;
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0x1000, 0), -EFAULT);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PDE), TABLE | 7);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PAGE_FAULT], 0ull);
}

static void a_missing_table_marks_nothing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_small(test, 1);
	rig_task(test, 1);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, AS_USER), -MM011_E_OOM);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PDE), 0u);
}

/* ---- moving bytes ---- */

static void bytes_go_where_the_entry_says(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, 7, 7);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0x678, 0x11223344), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PAGE + 0x678), 0x11223344u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0x678), 0x11223344u);
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, PAGE, 0x678));
	KUNIT_EXPECT_TRUE(test, rig_is_zero(test, PAGE + 0x67c, 0x1000));
}

static void an_access_may_cross_pages(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, 7, 7);
	mm011_write32(m, TABLE + 4, 0x50007);
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0xffd, 0x44332211), 0);
	KUNIT_EXPECT_EQ(test, m->memory[PAGE + 0xffc], 0);
	KUNIT_EXPECT_EQ(test, m->memory[PAGE + 0xfff], 0x33);
	KUNIT_EXPECT_EQ(test, m->memory[PAGE + 0x1000], 0);
	KUNIT_EXPECT_EQ(test, m->memory[0x50000], 0x44);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, TABLE + 4), 0x50067u);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 1, 0xffd), 0x44332211u);
}

static void an_access_of_nothing_touches_nothing(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_task(test, 1);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_access(m, 0xffffffff, NULL, 0, AS_USER), 0);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PAGE_FAULT], 0ull);
}

static void what_is_within_the_limit_is_moved(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, 7, 7);
	linux01x(m)->task[1].ldt.data_limit = 0x802;
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, 0x800, 0x44332211), -EFAULT);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PAGE + 0x800), 0x2211u);
}

static void offset_4_gb_wraps_to_0(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, 7, 7);
	linux01x(m)->task[1].ldt.data_limit = 0;
	KUNIT_EXPECT_EQ(test, rig_poke(test, 1, PAGE - BASE, 0x1234), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PAGE), 0x1234u);
}

/* S1: at offset 0 there was no end of it, nor where 4 GB are passed */
static void a_limit_of_0_is_4_gb(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u8 *bytes = rig_data(test);
	u32 i;

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, 7, 7);
	mm011_switch_to(m, 1);
	linux01x(m)->task[1].ldt.data_limit = 0;
	linux01x(m)->task[1].ldt.code_limit = 0;
	mm011_write32(m, TABLE, PAGE | 7);
	rig_fill(test, PAGE, 4096, 0x11);
	KUNIT_EXPECT_EQ(test, mm011_access(m, 0, bytes, 3, AS_USER), 0);
	KUNIT_EXPECT_EQ(test, bytes[2], 0x11);
	KUNIT_EXPECT_EQ(test, mm011_access(m, 0, bytes, 3, AS_USER | IN_CODE), 0);
	/* the last page of the 4 GB lies before the task's base, in the kernel's tables */
	mm011_write32(m, mm011_pde_address(BASE - 4096), TABLE | 7);
	mm011_write32(m, TABLE + 4092, (PAGE + 4096) | 7);
	for (i = 0; i < 9; i++)
		bytes[i] = 0x40 + i;
	KUNIT_EXPECT_EQ(test, mm011_access(m, -4u, bytes, 9, AS_USER | TO_WRITE), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PAGE + 8188), 0x43424140u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PAGE), 0x47464544u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PAGE + 4), 0x11111148u);
}

/* the last byte is in, whatever the limit; one more is not */
static void a_limit_is_the_first_byte_outside(struct kunit *test)
{
	static const u32 limits[] = { 1, 2, 4095, 4096, 4097, 8192 };
	struct mm011_machine *m = rig_machine(test);
	u8 *bytes = rig_data(test);
	u32 i, limit;

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, 7, 7);
	mm011_switch_to(m, 1);
	mm011_write32(m, TABLE, PAGE | 7);
	mm011_write32(m, TABLE + 4, (PAGE + 4096) | 7);
	mm011_write32(m, TABLE + 8, (PAGE + 8192) | 7);
	for (i = 0; i < ARRAY_SIZE(limits); i++) {
		limit = limits[i];
		linux01x(m)->task[1].ldt.data_limit = limit;
		KUNIT_EXPECT_EQ(test, mm011_access(m, 0, bytes, limit, AS_USER), 0);
		KUNIT_EXPECT_EQ(test, mm011_access(m, limit - 1, bytes, 1, AS_USER), 0);
		KUNIT_EXPECT_EQ(test, mm011_access(m, limit - 1, bytes, 2, AS_USER), -EFAULT);
		KUNIT_EXPECT_EQ(test, mm011_access(m, limit, bytes, 1, AS_USER), -EFAULT);
	}
}

static void an_entry_outside_memory_is_an_error(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, 7, 7);
	mm011_write32(m, TABLE, 0x1000007);
	KUNIT_EXPECT_EQ(test, outcome_of(test, 0, AS_USER), (u32)MM011_WALK_OUTSIDE);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, AS_USER), -EIO);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, TABLE), 0x1000007u);
	mm011_write32(m, PDE, 0xfffff007);
	KUNIT_EXPECT_EQ(test, outcome_of(test, 0, AS_USER), (u32)MM011_WALK_OUTSIDE);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, AS_USER), -EIO);
	mm011_write32(m, PDE, 0xfff007);
	mm011_write32(m, 0xfff000, 0xfff007);
	KUNIT_EXPECT_EQ(test, outcome_of(test, 0, AS_USER), (u32)MM011_WALK_OK);
}

/* the second access of each kind comes from the TLB, if it may */
static void with_wp_the_kernel_obeys_r_w(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 physical;

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, 5, 7);
	m->cpu.wp = true;
	mm011_switch_to(m, 1);
	/* Linux 0.11 makes the entry writable, but it is the directory entry that is not */
	KUNIT_EXPECT_EQ(test, mm011_access_address(m, 0, TO_WRITE, &physical), -ELOOP);
	KUNIT_EXPECT_EQ(test, mm011_access_address(m, 0, 0, &physical), 0);
	mm011_write32(m, TABLE, PAGE | 0x65);
	KUNIT_EXPECT_EQ(test, mm011_access_address(m, 0, 0, &physical), 0);
	KUNIT_EXPECT_EQ(test, mm011_access_address(m, 0, TO_WRITE, &physical), -ELOOP);
	m->cpu.wp = false;
	mm011_tlb_flush(m);
	KUNIT_EXPECT_EQ(test, mm011_access_address(m, 0, TO_WRITE, &physical), 0);
	KUNIT_EXPECT_EQ(test, mm011_access_address(m, 0, TO_WRITE, &physical), 0);
}

static void a_page_of_4_mb_has_no_table(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 i, physical = 0;

	rig_no_ledger(test, "low memory mapped by hand");
	rig_task(test, 1);
	m->cpu.pse = true;
	mm011_write32(m, PDE, 0x400087);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_access_address(m, 0x12345, AS_USER, &physical), 0);
	KUNIT_EXPECT_EQ(test, physical, 0x412345u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, PDE), 0x4000a7u);
	for (i = 0; i < 2; i++) {
		KUNIT_EXPECT_EQ(test, mm011_access_address(m, 0x3fffff, TO_WRITE, &physical), 0);
		KUNIT_EXPECT_EQ(test, physical, 0x7fffffu);
		KUNIT_EXPECT_EQ(test, mm011_read32(m, PDE), 0x4000e7u);
	}
	mm011_write32(m, PDE, 0x1000087);
	KUNIT_EXPECT_EQ(test, mm011_access_address(m, 0, AS_USER, &physical), -EIO);
}

/* not those of 4 MB, where the CPU knows of such; not those that lie beyond memory */
static void the_tables_are_met_one_after_another(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 seed = 0x586, i, pde, table = 0, nr = 0, met = 0;

	rig_no_ledger(test, "random page tables");
	random_tables(test, &seed);
	load_cpu(m, test->param_value);
	mm011_write32(m, m->cpu.cr3 / 4096 * 4096 + 4 * 1023, TABLE | 7);
	for (i = 0; i < 1024; i++) {
		pde = word(m, m->cpu.cr3 / 4096 * 1024 + i);
		if (pde % 2 == 0 || pde / 4096 >= 4096 || (m->cpu.pse && pde / 128 % 2))
			continue;
		KUNIT_ASSERT_TRUE(test, mm011_next_table(m, &nr, &table));
		KUNIT_ASSERT_EQ(test, nr++, i);
		KUNIT_EXPECT_EQ(test, table, pde / 4096 * 4096);
		met++;
	}
	KUNIT_EXPECT_FALSE(test, mm011_next_table(m, &nr, &table));
	KUNIT_EXPECT_EQ(test, nr, 1024u);
	KUNIT_EXPECT_GT(test, met, 100u);
}

static void another_directory_is_another_memory(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 physical = 0;

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, 7, 7);
	mm011_switch_to(m, 1);
	KUNIT_EXPECT_EQ(test, mm011_access_address(m, 4, 0, &physical), 0);
	KUNIT_EXPECT_EQ(test, physical, PAGE + 4);
	mm011_write32(m, 0x40000 + PDE, 0x41007);
	mm011_write32(m, 0x41000, 0x42007);
	mm011_load_cr3(m, 0x40000);
	KUNIT_EXPECT_EQ(test, mm011_access_address(m, 4, 0, &physical), 0);
	KUNIT_EXPECT_EQ(test, physical, 0x42004u);
	mm011_load_cr3(m, 0xfffff000);
	KUNIT_EXPECT_EQ(test, outcome_of(test, 4, 0), (u32)MM011_WALK_NO_TABLE);
	mm011_load_cr3(m, 0);
	KUNIT_EXPECT_EQ(test, mm011_access_address(m, 4, 0, &physical), 0);
	KUNIT_EXPECT_EQ(test, physical, PAGE + 4);
}

static void a_fault_that_never_ends_is_an_error(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_no_ledger(test, "low memory mapped by hand");
	map_by_hand(test, 3, 7);	/* the table is the supervisor's */
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, AS_USER), -ELOOP);
	KUNIT_EXPECT_EQ(test, m->stopped, (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PAGE_FAULT], 4ull);
}

/* why verify_area() is there: both who share a page see what the kernel wrote */
static void the_kernel_writes_to_read_only_pages(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	rig_task(test, 1);
	rig_task(test, 2);
	page = rig_map(test, RIG_TASK(1));
	KUNIT_ASSERT_EQ(test, mm011_copy_page_tables(m, RIG_TASK(1), RIG_TASK(2), 4096), 0);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0, TO_WRITE), 0);
	KUNIT_EXPECT_EQ(test, rig_peek(test, 2, 0), 0x5au);
	KUNIT_EXPECT_EQ(test, (u32)rig_count(test, page), 2u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_PAGE_FAULT], 0ull);
}

static void the_kernel_faults_where_nothing_is(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);

	rig_task(test, 1);
	rig_watch(test);
	KUNIT_EXPECT_EQ(test, rig_access(test, 1, 0x123, TO_WRITE), 0);
	KUNIT_EXPECT_GT(test, rig_watched(test), 0u);
	KUNIT_EXPECT_EQ(test, ((struct rig *)test->priv)->log[0].a, 2u);
	KUNIT_EXPECT_EQ(test, m->stat[MM011_STAT_NO_PAGE_EMPTY], 1ull);
}

static struct kunit_case mmu_cases[] = {
	KUNIT_CASE(parts_of_an_address_equal_division),
	KUNIT_CASE(parts_of_an_address_make_it_up_again),
	KUNIT_CASE(flags_are_those_of_the_manual),
	KUNIT_CASE_PARAM(walk_equals_a_naive_one, cpu_gen_params),
	KUNIT_CASE(protection_is_that_of_the_manual),
	KUNIT_CASE(nothing_is_allowed_without_p),
	KUNIT_CASE_PARAM(error_code_tells_p_w_u, error_gen_params),
	KUNIT_CASE_PARAM(segment_limit_comes_first, segment_gen_params),
	KUNIT_CASE(a_walk_forgets_the_one_before),
	KUNIT_CASE_PARAM(access_marks_entries, mark_gen_params),
	KUNIT_CASE(an_entry_that_is_marked_is_not_written_again),
	KUNIT_CASE(a_fault_marks_the_directory_only),
	KUNIT_CASE(a_segment_fault_marks_nothing),
	KUNIT_CASE(a_missing_table_marks_nothing),
	KUNIT_CASE(bytes_go_where_the_entry_says),
	KUNIT_CASE(an_access_may_cross_pages),
	KUNIT_CASE(an_access_of_nothing_touches_nothing),
	KUNIT_CASE(what_is_within_the_limit_is_moved),
	KUNIT_CASE(offset_4_gb_wraps_to_0),
	KUNIT_CASE(a_limit_of_0_is_4_gb),
	KUNIT_CASE(a_limit_is_the_first_byte_outside),
	KUNIT_CASE(an_entry_outside_memory_is_an_error),
	KUNIT_CASE(with_wp_the_kernel_obeys_r_w),
	KUNIT_CASE(a_page_of_4_mb_has_no_table),
	KUNIT_CASE_PARAM(the_tables_are_met_one_after_another, cpu_gen_params),
	KUNIT_CASE(another_directory_is_another_memory),
	KUNIT_CASE(a_fault_that_never_ends_is_an_error),
	KUNIT_CASE(the_kernel_writes_to_read_only_pages),
	KUNIT_CASE(the_kernel_faults_where_nothing_is),
	{}
};

struct kunit_suite mm011_mmu_suite = {
	.name = "mm011_mmu",
	.suite_init = rig_suite_init,
	.suite_exit = rig_suite_exit,
	.init = rig_init,
	.exit = rig_exit,
	.test_cases = mmu_cases,
};
