/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The test rig: a machine of its own for each test, a host with made-up files
 * and a swap space, and a ledger. The ledger is drawn up after every test: each
 * byte of mem_map[] must equal what refers to its page, plus what the test has
 * said that it holds (rig_hold()) or that the original leaks (rig_leak()). In
 * 0.12 each swap page that is taken must be named by just one entry.
 */
#ifndef _MM011_RIG_H
#define _MM011_RIG_H

#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/kernel.h>

#include "linux01x/mem_map.h"
#include "mm011.h"

#define RIG_FILES	4
#define RIG_LOG		64u
#define RIG_SWAP	64u			/* pages that the swap space really has */
#define RIG_TASK(nr)	((nr) * MM011_TASK_SIZE)	/* where a task's 64 MB begin */

/**
 * struct rig_file - a file of the host
 * @header: the first words of block 0
 * @size: bytes
 * @bad_block: reading it gives -EIO; 0: the header; ~0u: none is bad
 * @holders: how often it was opened and not yet released
 */
struct rig_file {
	u32 header[8];
	u64 size;
	u32 bad_block;
	int holders;
};

/**
 * struct rig_swap - the host's swap space
 * @open: somebody has it
 * @io: how many pages were read or written since the test began
 * @fail: which of them fails; 0: none
 * @sleeps: how often a task slept for it
 * @meanwhile: what others do while the next one sleeps; NULL: nothing
 * @held: swap pages that the test took, and how often
 * @refs: the ledger
 */
struct rig_swap {
	bool open;
	u32 io;
	u32 fail;
	u32 sleeps;
	void (*meanwhile)(struct kunit *test);
	u8 held[MM011_SWAP_BITS];
	u8 refs[MM011_SWAP_BITS];
};

/**
 * struct rig - what a test has
 * @m: its machine
 * @kernel: with what 0.11 or 0.12 keeps
 * @swap_page: the swap space's RIG_SWAP pages, however large it says it is;
 *	this and @m stay, the rest is zeroed before each test
 * @test: the test
 * @swap: the swap space
 * @file: the files behind file descriptors 0..3
 * @told: how many events the host was told
 * @pauses: how often an operation took a breath since the test began
 * @kill_at: at which of them, and from then on, whoever asked is dead; 0: never
 * @dead: so is he for reads and writes of the swap space and of files
 * @held: pages that the test took, and how often
 * @refs: the ledger
 * @desc_page: pages that malloc() keeps descriptors in
 * @no_ledger: why no ledger can balance, NULL: it must
 * @log: room for events
 * @data: room for whatever an operation takes
 */
struct rig {
	union {
		struct mm011_machine m;
		struct linux01x kernel;
	};
	u8 *swap_page;
	struct kunit *test;
	struct rig_swap swap;
	struct rig_file file[RIG_FILES];
	u32 told;
	u32 pauses;
	u32 kill_at;
	bool dead;
	u8 held[MM011_PAGING_PAGES];
	u32 refs[MM011_PAGING_PAGES];
	DECLARE_BITMAP(desc_page, MM011_PAGING_PAGES);
	const char *no_ledger;
	struct mm011_event log[RIG_LOG];
	u64 data[MM011_MAX_DATA / sizeof(u64)];
};

/* host.c */
extern const struct mm011_host rig_host;
u8 rig_file_byte(u32 block, u32 k);

/* rig.c */
int rig_suite_init(struct kunit_suite *suite);
void rig_suite_exit(struct kunit_suite *suite);
int rig_init(struct kunit *test);
void rig_exit(struct kunit *test);
struct mm011_machine *rig_machine(struct kunit *test);
struct mm011_text *rig_listen(void);
const char *rig_heard(void);
void *rig_data(struct kunit *test);

void rig_reset(struct kunit *test, u32 ram_kb, u32 ramdisk_kb);
void rig_small(struct kunit *test, u32 pages);
void rig_0_12(struct kunit *test, u32 pages);
void rig_swapping(struct kunit *test, u32 pages, u32 swap_pages);
void rig_meanwhile(struct kunit *test, void (*others)(struct kunit *test));

void rig_hold(struct kunit *test, u32 page);
void rig_leak(struct kunit *test, u32 page);
void rig_no_ledger(struct kunit *test, const char *why);
void rig_check_ledger(struct kunit *test);
u32 rig_take(struct kunit *test);
void rig_give(struct kunit *test, u32 page);
void rig_leave(struct kunit *test, u32 pages);
u32 rig_free_pages(struct kunit *test);
u32 rig_free_swap(struct kunit *test);
u32 rig_take_swap(struct kunit *test);

struct mm011_task *rig_task(struct kunit *test, u32 nr);
void rig_program(struct kunit *test, u32 nr, u64 inode, u32 end_data);
u32 rig_fork(struct kunit *test, u32 father);
void rig_exec(struct kunit *test, u32 nr, u32 inode, u32 text, u32 data, u32 bss);
void rig_file(struct kunit *test, u32 fd, u32 text, u32 data, u32 bss);
int rig_access(struct kunit *test, u32 nr, u32 address, u32 access);
u32 rig_peek(struct kunit *test, u32 nr, u32 address);
int rig_poke(struct kunit *test, u32 nr, u32 address, u32 value);

/* get_free_page() as 0.11 returns it: the page, 0 when none is free */
static inline u32 rig_get_free_page(struct mm011_machine *m)
{
	u32 page;

	return mm011_get_free_page(m, &page) ? 0 : page;
}

u32 rig_entry_address(struct kunit *test, u32 linear);
u32 rig_entry(struct kunit *test, u32 linear);
u8 rig_count(struct kunit *test, u32 page);
u32 rig_map(struct kunit *test, u32 linear);
bool rig_is_zero(struct kunit *test, u32 addr, u32 len);
void rig_fill(struct kunit *test, u32 addr, u32 len, u8 with);

void rig_expect_panic(struct kunit *test, int err, const char *says, int line);
void rig_expect_fault(struct kunit *test, int err, u32 where, int line);
void rig_expect_loop(struct kunit *test, int err, int line);

void rig_watch(struct kunit *test);
u32 rig_watched(struct kunit *test);
u32 rig_message(struct kunit *test);
u32 rig_random(u32 *seed);

/* The call panics with just this message; the machine is revived. */
#define RIG_EXPECT_PANIC(test, call, says) \
	rig_expect_panic(test, call, says, __LINE__)

/* The call makes the machine's kernel touch what is not there. */
#define RIG_EXPECT_FAULT(test, call, where) \
	rig_expect_fault(test, call, where, __LINE__)

/* The call would never end. */
#define RIG_EXPECT_LOOP(test, call) \
	rig_expect_loop(test, call, __LINE__)

extern struct kunit_suite mm011_area_change_suite;
extern struct kunit_suite mm011_areas_suite;
extern struct kunit_suite mm011_boot_suite;
extern struct kunit_suite mm011_bulk_suite;
extern struct kunit_suite mm011_cut_suite;
extern struct kunit_suite mm011_event_suite;
extern struct kunit_suite mm011_exec_suite;
extern struct kunit_suite mm011_exit_suite;
extern struct kunit_suite mm011_find_vma_suite;
extern struct kunit_suite mm011_flat_suite;
extern struct kunit_suite mm011_fork_suite;
extern struct kunit_suite mm011_frames_suite;
extern struct kunit_suite mm011_info_suite;
extern struct kunit_suite mm011_init_swapping_suite;
extern struct kunit_suite mm011_inode_suite;
extern struct kunit_suite mm011_kernel_suite;
extern struct kunit_suite mm011_life_suite;
extern struct kunit_suite mm011_life012_suite;
extern struct kunit_suite mm011_linux012_suite;
extern struct kunit_suite mm011_malloc_suite;
extern struct kunit_suite mm011_memory_suite;
extern struct kunit_suite mm011_mmap_suite;
extern struct kunit_suite mm011_mmu_suite;
extern struct kunit_suite mm011_no_page_suite;
extern struct kunit_suite mm011_op_suite;
extern struct kunit_suite mm011_page_suite;
extern struct kunit_suite mm011_page_alloc_suite;
extern struct kunit_suite mm011_recorded24_suite;
extern struct kunit_suite mm011_reclaim_suite;
extern struct kunit_suite mm011_page_tables_suite;
extern struct kunit_suite mm011_race_suite;
extern struct kunit_suite mm011_ring_suite;
extern struct kunit_suite mm011_save_suite;
extern struct kunit_suite mm011_share_suite;
extern struct kunit_suite mm011_state_suite;
extern struct kunit_suite mm011_stop_suite;
extern struct kunit_suite mm011_structure_suite;
extern struct kunit_suite mm011_sum_suite;
extern struct kunit_suite mm011_swap_suite;
extern struct kunit_suite mm011_swap_error_suite;
extern struct kunit_suite mm011_swap_out_suite;
extern struct kunit_suite mm011_sys_suite;
extern struct kunit_suite mm011_tables_suite;
extern struct kunit_suite mm011_tlb_suite;
extern struct kunit_suite mm011_told_suite;
extern struct kunit_suite mm011_verify_suite;
extern struct kunit_suite mm011_zones_suite;

#endif /* _MM011_RIG_H */
