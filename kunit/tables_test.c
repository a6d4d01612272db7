// SPDX-License-Identifier: GPL-2.0
/*
 * Page tables of 2.4, and the page faults that fill them: a whole machine for each test.
 */

#include "areas.h"
#include "linux24/tables.h"

#define ERR_U		MM011_PTE_USER		/* error codes */
#define ERR_W		MM011_PTE_WRITE
#define ERR_P		MM011_PTE_PRESENT
#define ZERO_ENTRY	0x104025u		/* the page of zeros, to be read */
#define OWN_FLAGS	0x67u			/* of a page that is written to */
#define TEXT		"forty-two"

static struct linux24_mm *mm_of(struct kunit *test)
{
	return linux24_current_mm(rig_machine(test));
}

static u32 entry(struct kunit *test, u32 addr)
{
	return AREAS_RET(test, ENTRY, addr);
}

static u32 page_of(struct kunit *test, u32 addr)
{
	return entry(test, addr) >> MM011_PAGE_SHIFT;
}

static s32 count_of(struct kunit *test, u32 pfn)
{
	return linux24_page(rig_machine(test), pfn)->count;
}

static u32 free_frames(struct kunit *test)
{
	return linux24_nr_free_pages(rig_machine(test));
}

/* the user writes there; what it came to */
static u32 write_to(struct kunit *test, u32 addr, const char *text)
{
	struct mm011_op op = { .code = MM011_OP_WRITE, .arg = { addr }, .len = strlen(text) };

	memcpy(rig_data(test), text, op.len);
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op.outcome;
}

static u32 read_from(struct kunit *test, u32 addr, u32 len)
{
	struct mm011_op op = { .code = MM011_OP_READ, .arg = { addr }, .len = len };

	mm011_op_run(rig_machine(test), &op, rig_data(test));
	return op.outcome;
}

static void expect_text(struct kunit *test, u32 addr, const char *text)
{
	KUNIT_EXPECT_EQ(test, read_from(test, addr, strlen(text)), (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, memcmp(rig_data(test), text, strlen(text)), 0);
}

static void map(struct kunit *test, u32 pages, u32 flags)
{
	KUNIT_ASSERT_EQ(test, AREAS_RET(test, DO_MMAP_PGOFF, BASE, pages * PAGE, 3,
					flags | MAP_THERE, 0, 0), BASE);
}

/* ---- nothing was there yet ---- */

static void a_writer_gets_a_page_of_his_own(struct kunit *test)
{
	u32 pfn, before = free_frames(test);

	map(test, 2, MAP_OWN);
	KUNIT_EXPECT_EQ(test, write_to(test, BASE + 8, TEXT), (u32)MM011_OK);
	pfn = page_of(test, BASE);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), pfn << 12 | OWN_FLAGS);
	KUNIT_EXPECT_EQ(test, count_of(test, pfn), 1);
	KUNIT_EXPECT_EQ(test, mm_of(test)->rss, 1u);
	KUNIT_EXPECT_EQ(test, free_frames(test), before - 2);	/* and a page table */
	expect_text(test, BASE + 8, TEXT);
	KUNIT_EXPECT_EQ(test, write_to(test, BASE + PAGE, TEXT), (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, free_frames(test), before - 3);
	KUNIT_EXPECT_EQ(test, mm_of(test)->rss, 2u);
}

static void a_reader_gets_the_page_of_zeros(struct kunit *test)
{
	map(test, 1, MAP_OWN);
	KUNIT_EXPECT_EQ(test, read_from(test, BASE, 4), (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), ZERO_ENTRY);
	KUNIT_EXPECT_EQ(test, mm_of(test)->rss, 0u);
	KUNIT_EXPECT_EQ(test, count_of(test, 0x104), 0);
	/* who writes to it gets a page of zeros then; the first one is nobody's to free */
	KUNIT_EXPECT_EQ(test, write_to(test, BASE + 1, "x"), (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, entry(test, BASE) & 0xfff, OWN_FLAGS);
	KUNIT_EXPECT_NE(test, page_of(test, BASE), 0x104u);
	KUNIT_EXPECT_EQ(test, mm_of(test)->rss, 1u);
	KUNIT_EXPECT_EQ(test, count_of(test, 0x104), 0);
	KUNIT_EXPECT_EQ(test, read_from(test, BASE, 3), (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, memcmp(rig_data(test), "\0x", 3), 0);
}

/* a file of which nobody has a page */
static void a_page_behind_the_end_is_sigbus(struct kunit *test)
{
	struct mm011_op op;

	AREAS_RET(test, DO_MMAP_PGOFF, BASE, PAGE, 3, 0x12, 5, 0);
	op = AREAS_OP(test, DO_PAGE_FAULT, ERR_U, BASE, 0);
	KUNIT_EXPECT_EQ(test, op.ret, (u32)MM011_HANDLED24_SIGBUS);
	KUNIT_EXPECT_EQ(test, op.out[0], 7u);
	KUNIT_EXPECT_EQ(test, op.out[1], 0u);
	op = AREAS_OP(test, DO_PAGE_FAULT, ERR_W, BASE, 0);
	KUNIT_EXPECT_EQ(test, op.out[0], 7u);
	KUNIT_EXPECT_EQ(test, op.out[1], 1u);	/* the kernel's access fails, too */
	KUNIT_EXPECT_EQ(test, entry(test, BASE), 0u);
	KUNIT_EXPECT_EQ(test, read_from(test, BASE, 1), (u32)MM011_SEGV);
}

/* ---- two have it ---- */

/* the numbers of father and son; the son is the current one */
static void fork_him(struct kunit *test, u32 *son)
{
	*son = AREAS_RET(test, DUP_MMAP);
	KUNIT_ASSERT_EQ(test, *son, 1u);
	AREAS_RET(test, SWITCH_MM, *son);
}

static void who_writes_first_copies_who_writes_last_does_not(struct kunit *test)
{
	u32 son, pfn;

	map(test, 1, MAP_OWN);
	write_to(test, BASE, TEXT);
	pfn = page_of(test, BASE);
	fork_him(test, &son);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), pfn << 12 | 0x45);	/* Accessed goes */
	KUNIT_EXPECT_EQ(test, count_of(test, pfn), 2);
	KUNIT_EXPECT_EQ(test, mm_of(test)->rss, 1u);
	KUNIT_EXPECT_EQ(test, write_to(test, BASE, "s"), (u32)MM011_OK);
	KUNIT_EXPECT_NE(test, page_of(test, BASE), pfn);
	KUNIT_EXPECT_EQ(test, entry(test, BASE) & 0xfff, OWN_FLAGS);
	expect_text(test, BASE, "sorty-two");
	KUNIT_EXPECT_EQ(test, count_of(test, pfn), 1);
	AREAS_RET(test, SWITCH_MM, 0);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), pfn << 12 | 0x65);
	KUNIT_EXPECT_EQ(test, write_to(test, BASE, "f"), (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), pfn << 12 | OWN_FLAGS);
	expect_text(test, BASE, TEXT);
}

static void what_is_shared_stays_so(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 son, pfn, pte;

	map(test, 1, MAP_OWN);
	write_to(test, BASE, TEXT);
	pfn = page_of(test, BASE);
	linux24_vma(m, mm_of(test)->mmap)->flags |= LINUX24_VM_SHARED;
	fork_him(test, &son);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), pfn << 12 | 0x07);	/* Dirty goes, too */
	KUNIT_EXPECT_EQ(test, write_to(test, BASE, "s"), (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, page_of(test, BASE), pfn);
	AREAS_RET(test, SWITCH_MM, 0);
	pte = entry(test, BASE);
	KUNIT_EXPECT_EQ(test, pte, pfn << 12 | OWN_FLAGS);
	expect_text(test, BASE, "sorty-two");
}

/* whoever maps nothing in 4 MB has no page table there; the page of zeros is not counted */
static void a_son_has_the_page_tables_that_his_father_has(struct kunit *test)
{
	u32 son, before;

	AREAS_RET(test, DO_MMAP_PGOFF, BASE, 3u << 22, 3, MAP_OWN | MAP_THERE, 0, 0);
	read_from(test, BASE + (1u << 22), 1);
	before = free_frames(test);
	fork_him(test, &son);
	KUNIT_EXPECT_EQ(test, before - free_frames(test), 2u);	/* a directory and a table */
	KUNIT_EXPECT_EQ(test, entry(test, BASE + (1u << 22)), ZERO_ENTRY);
	KUNIT_EXPECT_EQ(test, count_of(test, 0x104), 0);
	AREAS_RET(test, EXIT_MMAP);
	KUNIT_EXPECT_EQ(test, before - free_frames(test), 1u);
	AREAS_RET(test, SWITCH_MM, 0);
	AREAS_RET(test, MMPUT, son);
	KUNIT_EXPECT_EQ(test, before, free_frames(test));
}

/* ---- pages go ---- */

static void what_is_unmapped_is_free(struct kunit *test)
{
	u32 i, before = free_frames(test);

	map(test, 8, MAP_OWN);
	for (i = 0; i < 8; i++)
		write_to(test, BASE + i * PAGE, TEXT);
	read_from(test, 0x10000000, 1);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, DO_MUNMAP, BASE + 2 * PAGE, 3 * PAGE), 0);
	KUNIT_EXPECT_EQ(test, mm_of(test)->rss, 5u);
	KUNIT_EXPECT_EQ(test, free_frames(test), before - 6);
	KUNIT_EXPECT_EQ(test, entry(test, BASE + 2 * PAGE), 0u);
	KUNIT_EXPECT_NE(test, entry(test, BASE + 5 * PAGE), 0u);
	KUNIT_EXPECT_EQ(test, read_from(test, BASE + 2 * PAGE, 1), (u32)MM011_SEGV);
	AREAS_RET(test, DO_MUNMAP, BASE, 8 * PAGE);
	KUNIT_EXPECT_EQ(test, free_frames(test), before);	/* the table, too */
	KUNIT_EXPECT_EQ(test, mm_of(test)->rss, 0u);
}

static void zap_leaves_areas_and_tables(struct kunit *test)
{
	u32 before;

	map(test, 2, MAP_OWN);
	before = free_frames(test);
	write_to(test, BASE, TEXT);
	write_to(test, BASE + PAGE, TEXT);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, ZAP_PAGE_RANGE, BASE + PAGE, PAGE), 0);
	KUNIT_EXPECT_EQ(test, free_frames(test), before - 2);
	KUNIT_EXPECT_EQ(test, mm_of(test)->rss, 1u);
	KUNIT_EXPECT_EQ(test, areas_mm(test).map_count, 1u);
	KUNIT_EXPECT_EQ(test, AREAS_OP(test, ZAP_PAGE_RANGE, BASE, 0).outcome, (u32)MM011_BUG);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, ZAP_PAGE_RANGE, BASE + 1, PAGE), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, ZAP_PAGE_RANGE, BASE, 0x80001000), -EINVAL);
}

/* of a directory entry that names no table nothing is known: it goes */
static void a_bad_entry_of_the_directory_goes(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 at = mm_of(test)->pgd + mm011_pde_offset(BASE);

	map(test, 1, MAP_OWN);
	mm011_write32(m, at, 0x12345001);
	/* whoever only looks leaves it */
	KUNIT_EXPECT_EQ(test, entry(test, BASE), 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, at), 0x12345001u);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, ZAP_PAGE_RANGE, BASE, PAGE), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, at), 0u);
	/* for a fault it becomes a table that maps one page for all addresses */
	mm011_write32(m, at, 0x12345001);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DO_PAGE_FAULT, ERR_U | ERR_W, BASE, 0),
			(u32)MM011_HANDLED24_OOM);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, at), 0x106067u);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), 0x105067u);
	KUNIT_EXPECT_EQ(test, entry(test, BASE + 0x3ff000), 0x105067u);
	/* which is nobody's to free */
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, DO_MUNMAP, BASE, PAGE), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, at), 0u);
	map(test, 1, MAP_OWN);
	/* and a table that lies nowhere stops the machine */
	mm011_write32(m, at, 0xfff00067);
	KUNIT_EXPECT_EQ(test, AREAS_OP(test, DO_PAGE_FAULT, ERR_U, BASE, 0).outcome,
			(u32)MM011_FAULT);
}

/* ---- other rights, other places ---- */

static void mprotect_changes_entries(struct kunit *test)
{
	u32 pfn;

	map(test, 3, MAP_OWN);
	write_to(test, BASE + PAGE, TEXT);
	pfn = page_of(test, BASE + PAGE);
	AREAS_RET(test, SYS_MPROTECT, BASE, 3 * PAGE, 1);
	KUNIT_EXPECT_EQ(test, entry(test, BASE + PAGE), pfn << 12 | 0x65);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), 0u);
	KUNIT_EXPECT_EQ(test, write_to(test, BASE + PAGE, "x"), (u32)MM011_SEGV);
	AREAS_RET(test, SYS_MPROTECT, BASE, 3 * PAGE, 0);
	KUNIT_EXPECT_EQ(test, entry(test, BASE + PAGE), pfn << 12 | 0xe0);
	KUNIT_EXPECT_EQ(test, read_from(test, BASE + PAGE, 1), (u32)MM011_SEGV);
	/* it is there all the same, and who unmaps it frees it */
	AREAS_RET(test, SYS_MPROTECT, BASE, 3 * PAGE, 3);
	expect_text(test, BASE + PAGE, TEXT);
	KUNIT_EXPECT_EQ(test, write_to(test, BASE + PAGE, "x"), (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, page_of(test, BASE + PAGE), pfn);
}

static void mremap_moves_entries(struct kunit *test)
{
	const u32 to = 0x50000000;
	u32 pfn, before = free_frames(test);

	map(test, 2, MAP_OWN);
	write_to(test, BASE + PAGE, TEXT);
	pfn = page_of(test, BASE + PAGE);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, SYS_MREMAP, BASE, 2 * PAGE, 3 * PAGE, 3, to), to);
	KUNIT_EXPECT_EQ(test, page_of(test, to + PAGE), pfn);
	KUNIT_EXPECT_EQ(test, entry(test, BASE + PAGE), 0u);
	KUNIT_EXPECT_EQ(test, entry(test, to), 0u);
	expect_text(test, to + PAGE, TEXT);
	KUNIT_EXPECT_EQ(test, count_of(test, pfn), 1);
	KUNIT_EXPECT_EQ(test, free_frames(test), before - 2);
}

static void who_locks_pages_has_them(struct kunit *test)
{
	map(test, 3, MAP_OWN);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, SYS_MLOCK, BASE + PAGE, 2 * PAGE), 0);
	KUNIT_EXPECT_EQ(test, mm_of(test)->rss, 2u);
	KUNIT_EXPECT_EQ(test, entry(test, BASE), 0u);
	KUNIT_EXPECT_EQ(test, entry(test, BASE + 2 * PAGE) & 0xfff, OWN_FLAGS);
	AREAS_RET(test, SYS_MLOCKALL, 2);
	AREAS_RET(test, DO_MMAP_PGOFF, 0x50000000, PAGE, 1, MAP_OWN | MAP_THERE, 0, 0);
	KUNIT_EXPECT_EQ(test, entry(test, 0x50000000), ZERO_ENTRY);
}

/* ---- faults that come to nothing ---- */

static void a_fault_is_a_signal(struct kunit *test)
{
	static const struct { u32 err, addr, signal, fixup; } cases[] = {
		{ ERR_U, BASE - 1, 11, 0 }, { 0, BASE - 1, 0, 1 },
		{ ERR_U | ERR_P, BASE, 11, 0 }, { ERR_W, 0, 0, 1 },
		{ ERR_U, 0xc0000000, 11, 0 }, { 0, 0xfffff000, 0, 1 },
	};
	struct mm011_op op;
	u32 i;

	map(test, 1, MAP_OWN);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		op = AREAS_OP(test, DO_PAGE_FAULT, cases[i].err, cases[i].addr, 0);
		KUNIT_EXPECT_EQ_MSG(test, op.ret, (u32)MM011_HANDLED24_NOT, "%u", i);
		KUNIT_EXPECT_EQ_MSG(test, op.out[0], cases[i].signal, "%u", i);
		KUNIT_EXPECT_EQ_MSG(test, op.out[1], cases[i].fixup, "%u", i);
	}
}

/* what vmalloc() has mapped since then the process's directory does not know yet */
static void an_entry_of_the_kernels_directory_is_copied(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	const u32 addr = 0xd0000000, at = mm011_pde_offset(addr);
	struct mm011_op op;
	u32 son;

	fork_him(test, &son);
	mm011_write32(m, linux24(m)->swapper_pg_dir + at, 0x123063);
	op = AREAS_OP(test, DO_PAGE_FAULT, 0, addr, 0);
	KUNIT_EXPECT_EQ(test, op.out[1], 0u);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, mm_of(test)->pgd + at), 0x123063u);
	/* it was there, and it did not help */
	op = AREAS_OP(test, DO_PAGE_FAULT, 0, addr, 0);
	KUNIT_EXPECT_EQ(test, op.out[1], 1u);
}

static void the_kernel_sees_all_low_memory(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_op op = { .code = MM011_OP_READ, .arg = { 0xc0000000 + 0x234560 }, .len = 4,
			       .flags = MM011_OPF_SUPERVISOR };

	mm011_write32(m, 0x234560, 0x11223344);
	mm011_op_run(m, &op, rig_data(test));
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, mm011_word_at((u8 *)rig_data(test)), 0x11223344u);
	op.flags = 0;
	mm011_op_run(m, &op, rig_data(test));
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_SEGV);
}

static void nobody_looks_into_the_kernels_tables(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	u32 at = linux24(m)->swapper_pg_dir + mm011_pde_offset(0xc0000000);

	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, ENTRY, 0xc0000000), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, ENTRY, ~0u), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, ENTRY, 0xbfffffff), 0);
	KUNIT_EXPECT_EQ(test, mm011_read32(m, at), 0x1e3u);
}

/* nobody has slept, or could: a whole machine frees its pages itself */
static void a_whole_machine_asks_nobody(struct kunit *test)
{
	struct mm011_op op = { .code = MM011_OP24_DO_MUNMAP, .flags = MM011_OPF_SLEEP,
			       .arg = { BASE, PAGE } };
	u32 before = free_frames(test);

	map(test, 1, MAP_OWN);
	write_to(test, BASE, TEXT);
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	KUNIT_EXPECT_EQ(test, op.outcome, (u32)MM011_OK);
	KUNIT_EXPECT_EQ(test, free_frames(test), before);
	KUNIT_EXPECT_EQ(test, ((struct rig *)test->priv)->swap.sleeps, 0u);
}

/* whoever asked is killed after @breaths; what the operation came to */
static u32 killed_after(struct kunit *test, u32 code, u32 breaths, u32 len)
{
	struct mm011_op op = { .code = code, .arg = { len ? BASE : 0, len } };
	struct rig *rig = test->priv;

	rig->kill_at = rig->pauses + breaths;
	rig_machine(test)->work = MM011_BREATH;
	mm011_op_run(rig_machine(test), &op, rig_data(test));
	rig->kill_at = 0;
	rig->dead = false;
	return op.outcome;
}

static void who_is_killed_keeps_what_he_has(struct kunit *test)
{
	u32 before = free_frames(test), pages;

	map(test, 8, MAP_OWN);
	KUNIT_EXPECT_EQ(test, killed_after(test, MM011_OP24_SYS_MLOCK, 3, 8 * PAGE),
			(u32)MM011_CUT_SHORT);
	pages = mm_of(test)->rss;
	KUNIT_EXPECT_GT(test, pages, 0u);
	KUNIT_EXPECT_LT(test, pages, 8u);
	KUNIT_EXPECT_EQ(test, free_frames(test), before - pages - 1);
	/* half a copy goes again */
	KUNIT_EXPECT_EQ(test, killed_after(test, MM011_OP24_DUP_MMAP, 2, 0),
			(u32)MM011_CUT_SHORT);
	KUNIT_EXPECT_EQ(test, free_frames(test), before - pages - 1);
	KUNIT_EXPECT_EQ(test, count_of(test, page_of(test, BASE)), 1);
	AREAS_RET(test, EXIT_MMAP);
	KUNIT_EXPECT_EQ(test, free_frames(test), before);
}

static void an_argument_page_is_put_at_the_top(struct kunit *test)
{
	u32 pfn = AREAS_RET(test, ALLOC_PAGES, 0, 7), before;

	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, PUT_DIRTY_PAGE, pfn, 0xbffff000), 0);
	KUNIT_EXPECT_EQ(test, entry(test, 0xbffff000), pfn << 12 | OWN_FLAGS);
	/* where one is, the next is freed */
	before = free_frames(test);
	pfn = AREAS_RET(test, ALLOC_PAGES, 0, 7);
	AREAS_RET(test, PUT_DIRTY_PAGE, pfn, 0xbffff000);
	KUNIT_EXPECT_EQ(test, free_frames(test), before);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, PUT_DIRTY_PAGE, ~0u, 0xbffff000), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, PUT_DIRTY_PAGE, pfn, 0xc0000000), -EINVAL);
}

static void page_tables_have_checksums(struct kunit *test)
{
	struct mm011_machine *m = rig_machine(test);
	struct mm011_tables24 sums;
	__le32 words[5];
	u32 i, both[2] = { 0x60, 0 };

	map(test, 1, MAP_OWN);
	linux24_tables_sum(m, &sums);
	KUNIT_EXPECT_EQ(test, sums.crc | sums.crc_noad | sums.rss, 0u);
	write_to(test, BASE + 3, "x");
	linux24_tables_sum(m, &sums);
	KUNIT_EXPECT_EQ(test, sums.rss, 1u);
	KUNIT_EXPECT_EQ(test, sums.pgd, 0x101000u);
	for (i = 0; i < 2; i++) {
		words[0] = cpu_to_le32(BASE >> 22);
		words[1] = cpu_to_le32(mm011_read32(m, 0x101000 + mm011_pde_offset(BASE)) &
				       ~0x60u);
		words[1] |= cpu_to_le32(both[i]);
		words[2] = 0;
		words[3] = cpu_to_le32((entry(test, BASE) & ~0x60u) | both[i]);
		words[4] = cpu_to_le32(~0u);
		KUNIT_EXPECT_EQ(test, m->host->crc32(0, words, sizeof(words)),
				i ? sums.crc_noad : sums.crc);
	}
}

/* a bare machine has no page tables: what is asked of them changes nothing */
static void a_bare_machine_has_no_tables(struct kunit *test)
{
	static const struct mm011_reset bare = {
		.kernel = MM011_KERNEL_2_4, .flags = MM011_RESET_BARE
	};

	mm011_reset(rig_machine(test), &bare);
	map(test, 1, MAP_OWN);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, DO_PAGE_FAULT, ERR_U, BASE, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, ENTRY, BASE), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, HANDLE_MM_FAULT, BASE, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, AREAS_ERR(test, ZAP_PAGE_RANGE, BASE, PAGE), 0);
	KUNIT_EXPECT_EQ(test, write_to(test, BASE, "x"), (u32)MM011_REFUSED);
	KUNIT_EXPECT_EQ(test, AREAS_RET(test, DUP_MMAP), 1u);
}

static int tables_init(struct kunit *test)
{
	static const struct mm011_reset whole = { .kernel = MM011_KERNEL_2_4 };
	int err = bare_init(test);

	mm011_reset(rig_machine(test), &whole);
	return err;
}

static struct kunit_case tables_cases[] = {
	KUNIT_CASE(a_writer_gets_a_page_of_his_own),
	KUNIT_CASE(a_reader_gets_the_page_of_zeros),
	KUNIT_CASE(a_page_behind_the_end_is_sigbus),
	KUNIT_CASE(who_writes_first_copies_who_writes_last_does_not),
	KUNIT_CASE(what_is_shared_stays_so),
	KUNIT_CASE(a_son_has_the_page_tables_that_his_father_has),
	KUNIT_CASE(what_is_unmapped_is_free),
	KUNIT_CASE(zap_leaves_areas_and_tables),
	KUNIT_CASE(a_bad_entry_of_the_directory_goes),
	KUNIT_CASE(mprotect_changes_entries),
	KUNIT_CASE(mremap_moves_entries),
	KUNIT_CASE(who_locks_pages_has_them),
	KUNIT_CASE(a_fault_is_a_signal),
	KUNIT_CASE(an_entry_of_the_kernels_directory_is_copied),
	KUNIT_CASE(the_kernel_sees_all_low_memory),
	KUNIT_CASE(nobody_looks_into_the_kernels_tables),
	KUNIT_CASE(a_whole_machine_asks_nobody),
	KUNIT_CASE(who_is_killed_keeps_what_he_has),
	KUNIT_CASE(an_argument_page_is_put_at_the_top),
	KUNIT_CASE(page_tables_have_checksums),
	KUNIT_CASE(a_bare_machine_has_no_tables),
	{}
};

struct kunit_suite mm011_tables_suite = {
	.name = "mm011_tables",
	.suite_init = bare_suite_init,
	.suite_exit = bare_suite_exit,
	.init = tables_init,
	.exit = bare_exit,
	.test_cases = tables_cases,
};
