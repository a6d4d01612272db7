// SPDX-License-Identifier: GPL-2.0
/*
 * The test rig: machine and helpers; host.c has the host. What is computed here
 * is computed in another way than in the core, by division and by counting, so
 * that both cannot be wrong in the same way.
 */

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "rig.h"
#include "view/verify.h"

#define MAX_DESCRIPTORS	65536u
#define MAX_COMPLAINTS	4

static struct rig *rig_of(struct kunit *test)
{
	return test->priv;
}

struct mm011_machine *rig_machine(struct kunit *test)
{
	return &rig_of(test)->m;
}

/* room for MM011_MAX_DATA bytes, which no kernel stack has */
void *rig_data(struct kunit *test)
{
	return rig_of(test)->data;
}

/* ---- what is said ---- */

#define TEXT_ROOM	0x10000u

/* what does not fit is left out; KUnit runs one test after another */
static struct heard_text {
	struct mm011_text t;
	u32 len;
	char text[TEXT_ROOM];
} heard;

__printf(2, 0)
static void hear_text(struct mm011_text *t, const char *format, va_list args)
{
	struct heard_text *h = container_of(t, struct heard_text, t);

	if (h->len < TEXT_ROOM)
		h->len += vsnprintf(h->text + h->len, TEXT_ROOM - h->len, format, args);
}

/**
 * rig_listen() - somebody who takes words, from now on
 *
 * Return: he; rig_heard() tells what was said since then.
 */
struct mm011_text *rig_listen(void)
{
	heard.len = 0;
	*heard.text = 0;
	heard.t.vprintf = hear_text;
	return &heard.t;
}

/**
 * rig_heard() - all that was said since rig_listen()
 *
 * Return: the words.
 */
const char *rig_heard(void)
{
	return heard.text;
}

/* ---- before and after each test ---- */

static void switch_on(struct rig *rig, u32 kernel, u32 ram_kb, u32 ramdisk_kb)
{
	struct mm011_reset r = { .kernel = kernel, .ram_kb = ram_kb, .ramdisk_kb = ramdisk_kb };

	memset(rig->held, 0, sizeof(rig->held));
	memset(rig->swap.held, 0, sizeof(rig->swap.held));
	mm011_reset(&rig->m, &r);
}

/* one for all tests of a suite: KUnit runs them one after another */
static struct rig *the_rig;

int rig_suite_init(struct kunit_suite *suite)
{
	the_rig = kvzalloc(sizeof(*the_rig), GFP_KERNEL);
	if (!the_rig)
		return -ENOMEM;
	the_rig->m.memory = vmalloc(MM011_MEMORY_SIZE);
	the_rig->m.store = vmalloc(MM011_OOB_SIZE);
	the_rig->swap_page = vmalloc(RIG_SWAP * 4096);
	if (!the_rig->m.memory || !the_rig->m.store || !the_rig->swap_page) {
		rig_suite_exit(suite);
		return -ENOMEM;
	}
	the_rig->m.host = &rig_host;
	switch_on(the_rig, 0, 0, 0);
	return 0;
}

void rig_suite_exit(struct kunit_suite *suite)
{
	if (!the_rig)
		return;
	vfree(the_rig->swap_page);
	vfree(the_rig->m.store);
	vfree(the_rig->m.memory);
	kvfree(the_rig);
	the_rig = NULL;
}

/* the machine is a fresh one: rig_exit() has switched it off and on */
int rig_init(struct kunit *test)
{
	size_t m = offsetof(struct rig, test);

	memset((u8 *)the_rig + m, 0, sizeof(*the_rig) - m);
	the_rig->m.event_seq = 0;
	the_rig->test = test;
	test->priv = the_rig;
	return 0;
}

/* a machine that is switched off and on lets go of all files and its swap space */
static void check_files(struct kunit *test)
{
	struct rig *rig = rig_of(test);
	u32 fd;

	rig_reset(test, 0, 0);
	for (fd = 0; fd < RIG_FILES; fd++)
		KUNIT_EXPECT_EQ_MSG(test, rig->file[fd].holders, 0, "file %u", fd);
	KUNIT_EXPECT_FALSE_MSG(test, rig->swap.open, "swap space");
}

static void check_pc(struct kunit *test);

void rig_exit(struct kunit *test)
{
	struct rig *rig = rig_of(test);

	KUNIT_EXPECT_EQ_MSG(test, rig->m.stopped, (u32)MM011_OK, "left stopped: %s",
			    rig->m.message);
	check_pc(test);
	if (!rig->no_ledger)
		rig_check_ledger(test);
	check_files(test);
}

/**
 * rig_reset() - switch the machine off and on
 * @test: test
 * @ram_kb: memory, 0: 16 MB
 * @ramdisk_kb: RAM disk
 */
void rig_reset(struct kunit *test, u32 ram_kb, u32 ramdisk_kb)
{
	switch_on(rig_of(test), 0, ram_kb, ramdisk_kb);
}

/**
 * rig_small() - a machine with little main memory, all of it from 1 MB on
 * @test: test
 * @pages: how many pages of main memory
 */
void rig_small(struct kunit *test, u32 pages)
{
	rig_reset(test, 1024 + 4 * pages, 0);
}

/**
 * rig_0_12() - a machine that runs 0.12, without swapping
 * @test: test
 * @pages: how many pages of main memory, all of them from 1 MB on; 0: 16 MB
 */
void rig_0_12(struct kunit *test, u32 pages)
{
	switch_on(rig_of(test), MM011_KERNEL_0_12, pages ? 1024 + 4 * pages : 0, 0);
}

/**
 * rig_swapping() - a machine that runs 0.12 and swaps
 * @test: test
 * @pages: how many pages of main memory; one goes to the bitmap
 * @swap_pages: how many swap pages there are to be had, 24 or more
 */
void rig_swapping(struct kunit *test, u32 pages, u32 swap_pages)
{
	struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);

	rig_0_12(test, pages);
	KUNIT_ASSERT_EQ(test, m->host->swap_memory(m, 4 * (swap_pages + 1), &k->swap.device), 0);
	KUNIT_ASSERT_EQ(test, mm011_init_swapping(m), 0);
	KUNIT_ASSERT_NE(test, k->swap.bitmap, 0u);
	rig_of(test)->swap.io = 0;
	rig_of(test)->swap.sleeps = 0;
}

/**
 * rig_meanwhile() - others run while the next task sleeps, once
 * @test: test
 * @others: what they do; NULL: nothing, but it does sleep
 */
void rig_meanwhile(struct kunit *test, void (*others)(struct kunit *test))
{
	rig_of(test)->swap.meanwhile = others;
	rig_machine(test)->may_sleep = true;
}

/* ---- what must hold of every machine ---- */

struct test_text {
	struct mm011_text t;
	struct kunit *test;
};

__printf(2, 0)
static void to_test(struct mm011_text *t, const char *format, va_list args)
{
	char line[128];

	vsnprintf(line, sizeof(line), format, args);
	KUNIT_FAIL(container_of(t, struct test_text, t)->test, "%s", line);
}

/* P1 to P3 hold whatever a test has done; K1 to K6 are the ledger's, which can be excused */
static void check_pc(struct kunit *test)
{
	struct test_text text = { .t = { .vprintf = to_test }, .test = test };

	mm011_verify_pc(rig_machine(test), &text.t);
}

/* ---- the ledger ---- */

static bool in_main_memory(const struct mm011_machine *m, u32 nr)
{
	u32 addr = 0x100000 + nr * 4096;

	return addr >= linux01x(m)->main_memory_start && addr < linux01x(m)->high_memory;
}

static void refer(struct rig *rig, u32 addr)
{
	if (addr >= 0x100000 && addr < MM011_MEMORY_SIZE)
		rig->refs[addr / 4096 - 256]++;
}

static void refer_to_mapped(struct rig *rig, u32 table)
{
	u32 i, pte;

	for (i = 0; i < 1024; i++) {
		pte = mm011_read32(&rig->m, table + 4 * i);
		if (pte % 2)
			refer(rig, pte);
		else if (rig->m.kernel == &linux012 && pte / 2 < MM011_SWAP_BITS)
			rig->swap.refs[pte / 2]++;
	}
}

/* the kernel's own four tables map all memory and are counted nowhere */
static void refer_to_tables(struct rig *rig)
{
	u32 dir, pde;

	for (dir = 4; dir < 1024; dir++) {
		pde = mm011_read32(&rig->m, 4 * dir);
		if (pde % 2 == 0)
			continue;
		refer(rig, pde);
		refer_to_mapped(rig, pde / 4096 * 4096);
	}
}

static void refer_to_descriptor(struct rig *rig, u32 bdesc)
{
	u32 nr = bdesc / 4096 - 256;

	if (nr < MM011_PAGING_PAGES && !__test_and_set_bit(nr, rig->desc_page))
		rig->refs[nr]++;
}

static void refer_to_chain(struct rig *rig, u32 bdesc, bool used)
{
	u32 n;

	for (n = 0; bdesc && n < MAX_DESCRIPTORS; n++) {
		refer_to_descriptor(rig, bdesc);
		if (used)
			refer(rig, mm011_read32(&rig->m, bdesc));
		bdesc = mm011_read32(&rig->m, bdesc + 4);
	}
}

static void refer_to_malloc(struct rig *rig)
{
	u32 i;

	bitmap_zero(rig->desc_page, MM011_PAGING_PAGES);
	for (i = 0; i < MM011_NR_BUCKETS; i++)
		refer_to_chain(rig, linux01x(&rig->m)->bucket_chain[i], true);
	refer_to_chain(rig, linux01x(&rig->m)->free_bucket_desc, false);
}

static void refer_to_the_rest(struct rig *rig)
{
	struct linux01x *k = linux01x(&rig->m);
	u32 i;

	for (i = 0; i < MM011_NR_TASKS; i++)
		refer(rig, k->task[i].page);
	for (i = 0; i < MM011_NR_PIPES; i++)
		refer(rig, k->pipe[i]);
	refer(rig, k->swap.bitmap);
	for (i = 0; i < MM011_PAGING_PAGES; i++)
		rig->refs[i] += rig->held[i];
}

/* the index of free pages against mem_map[] itself */
static void check_index(struct kunit *test)
{
	const struct mm011_machine *m = rig_machine(test);
	struct linux01x *k = linux01x(m);
	u32 nr, wrong = 0;
	bool free, word;

	for (nr = 0; nr < MM011_PAGING_PAGES; nr++) {
		free = k->free_map.word[nr / 64] >> nr % 64 & 1;
		word = k->free_map.summary >> nr / 64 & 1;
		if (free == !k->mem_map[nr] && word == !!k->free_map.word[nr / 64])
			continue;
		if (wrong++ < MAX_COMPLAINTS)
			KUNIT_FAIL(test, "index: page %x is counted %u", 0x100000 + nr * 4096,
				   k->mem_map[nr]);
	}
}

/* a set bit is a free swap page; no swap page is named by two */
static void check_swap_ledger(struct kunit *test)
{
	struct rig *rig = rig_of(test);
	u32 nr, free, used, wrong = 0;

	for (nr = 1; nr < linux01x(&rig->m)->swap.device.blocks / 4 && nr < MM011_SWAP_BITS; nr++) {
		free = rig->m.memory[linux01x(&rig->m)->swap.bitmap + nr / 8] >> nr % 8 & 1;
		used = rig->swap.refs[nr] + rig->swap.held[nr];
		if (free + used != 1 && wrong++ < MAX_COMPLAINTS)
			KUNIT_FAIL(test, "ledger: swap page %u is %s and used %u times", nr,
				   free ? "free" : "taken", used);
	}
}

/**
 * rig_check_ledger() - do mem_map[] and the swap bitmap say what is so?
 * @test: test
 *
 * A byte of mem_map[] wraps at 256, as in the original.
 */
void rig_check_ledger(struct kunit *test)
{
	struct rig *rig = rig_of(test);
	struct linux01x *k = linux01x(&rig->m);
	u32 nr, wrong = 0;

	check_index(test);
	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		rig->refs[nr] = in_main_memory(&rig->m, nr) ? 0 : 100;
	memset(rig->swap.refs, 0, sizeof(rig->swap.refs));
	refer_to_tables(rig);
	refer_to_malloc(rig);
	refer_to_the_rest(rig);
	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		if (k->mem_map[nr] != (u8)rig->refs[nr] && wrong++ < MAX_COMPLAINTS)
			KUNIT_FAIL(test, "ledger: page %x is counted %u and used %u times",
				   0x100000 + nr * 4096, k->mem_map[nr], rig->refs[nr]);
	if (k->swap.bitmap)
		check_swap_ledger(test);
}

/**
 * rig_no_ledger() - in this test no ledger can balance
 * @test: test
 * @why: because
 */
void rig_no_ledger(struct kunit *test, const char *why)
{
	rig_of(test)->no_ledger = why;
}

/**
 * rig_hold() - a page is the test's own
 * @test: test
 * @page: its address
 */
void rig_hold(struct kunit *test, u32 page)
{
	KUNIT_ASSERT_TRUE(test, page >= 0x100000 && page < MM011_MEMORY_SIZE);
	rig_of(test)->held[page / 4096 - 256]++;
}

/**
 * rig_leak() - a page that the original forgets here
 * @test: test
 * @page: its address
 */
void rig_leak(struct kunit *test, u32 page)
{
	rig_hold(test, page);
}

/**
 * rig_take() - get_free_page() for the test itself
 * @test: test
 *
 * Return: a page.
 */
u32 rig_take(struct kunit *test)
{
	u32 page = rig_get_free_page(rig_machine(test));

	rig_hold(test, page);
	return page;
}

/**
 * rig_give() - free a page that the test holds
 * @test: test
 * @page: its address
 */
void rig_give(struct kunit *test, u32 page)
{
	rig_of(test)->held[page / 4096 - 256]--;
	KUNIT_EXPECT_EQ(test, mm011_free_page(rig_machine(test), page), 0);
}

/**
 * rig_free_pages() - how many pages are free
 * @test: test
 *
 * Return: their number.
 */
u32 rig_free_pages(struct kunit *test)
{
	const struct mm011_machine *m = rig_machine(test);
	u32 nr, n = 0;

	for (nr = 0; nr < MM011_PAGING_PAGES; nr++)
		n += linux01x(m)->mem_map[nr] == 0;
	return n;
}

/**
 * rig_free_swap() - how many swap pages are free
 * @test: test
 *
 * Return: their number, 0 without swapping.
 */
u32 rig_free_swap(struct kunit *test)
{
	const struct mm011_machine *m = rig_machine(test);

	return linux01x(m)->swap.bitmap ? memweight(m->memory + linux01x(m)->swap.bitmap, 4096) : 0;
}

/**
 * rig_take_swap() - get_swap_page() for the test itself
 * @test: test
 *
 * Return: a swap page.
 */
u32 rig_take_swap(struct kunit *test)
{
	u32 nr = mm011_get_swap_page(rig_machine(test));

	KUNIT_ASSERT_TRUE(test, nr > 0 && nr < MM011_SWAP_BITS);
	rig_of(test)->swap.held[nr]++;
	return nr;
}

/**
 * rig_leave() - take all pages but a few
 * @test: test
 * @pages: how many stay free
 */
void rig_leave(struct kunit *test, u32 pages)
{
	u32 n = rig_free_pages(test);

	KUNIT_ASSERT_TRUE(test, n >= pages);
	while (n-- > pages)
		rig_take(test);
}

/* ---- tasks ---- */

/**
 * rig_task() - a running task with 64 MB and nothing in them
 * @test: test
 * @nr: its number, not 0
 *
 * Return: the task.
 */
struct mm011_task *rig_task(struct kunit *test, u32 nr)
{
	struct mm011_task *task = &linux01x(rig_machine(test))->task[nr];

	memset(task, 0, sizeof(*task));
	task->state = MM011_TASK_RUNNING;
	mm011_slot_used(rig_machine(test), nr);
	task->pid = nr;
	task->start_code = RIG_TASK(nr);
	task->ldt.base = RIG_TASK(nr);
	task->ldt.code_limit = MM011_TASK_SIZE;
	task->ldt.data_limit = MM011_TASK_SIZE;
	return task;
}

/**
 * rig_program() - a running task with a made-up program, nothing loaded
 * @test: test
 * @nr: its number, not 0
 * @inode: number of the program
 * @end_data: bytes of text and data
 */
void rig_program(struct kunit *test, u32 nr, u64 inode, u32 end_data)
{
	struct mm011_inode wanted = { .number = inode };
	struct mm011_task *task = rig_task(test, nr);

	task->executable = mm011_iget(rig_machine(test), &wanted);
	task->end_code = end_data;
	task->end_data = end_data;
	task->brk = end_data;
}

/**
 * rig_fork() - fork, which must work
 * @test: test
 * @father: who forks
 *
 * Return: number of the child.
 */
u32 rig_fork(struct kunit *test, u32 father)
{
	struct mm011_machine *m = rig_machine(test);
	u32 nr = 0;

	mm011_switch_to(m, father);
	KUNIT_ASSERT_GT(test, mm011_fork(m, &nr), 0);
	return nr;
}

/**
 * rig_exec() - run a made-up program without arguments, which must work
 * @test: test
 * @nr: who
 * @inode: number of the program
 * @text: bytes of code
 * @data: bytes of initialized data
 * @bss: bytes of other data
 */
void rig_exec(struct kunit *test, u32 nr, u32 inode, u32 text, u32 data, u32 bss)
{
	struct mm011_exec x = {
		.inode = { .number = inode },
		.made_up = true,
		.text = text,
		.data = data,
		.bss = bss,
	};

	mm011_switch_to(rig_machine(test), nr);
	KUNIT_ASSERT_EQ(test, mm011_execve(rig_machine(test), &x), 0);
}

/**
 * rig_file() - make the file behind a file descriptor a program
 * @test: test
 * @fd: file descriptor
 * @text: bytes of code
 * @data: bytes of initialized data
 * @bss: bytes of other data
 */
void rig_file(struct kunit *test, u32 fd, u32 text, u32 data, u32 bss)
{
	struct rig_file *file = &rig_of(test)->file[fd];

	memset(file, 0, sizeof(*file));
	file->header[0] = 0413;
	file->header[1] = text;
	file->header[2] = data;
	file->header[3] = bss;
	file->header[5] = 0x40;	/* a_entry */
	file->size = 1024 + text + data;
	file->bad_block = ~0u;
}

/**
 * rig_access() - touch a byte
 * @test: test
 * @nr: who
 * @address: offset in the segment
 * @access: MM011_ACCESS_*
 *
 * Return: as mm011_access().
 */
int rig_access(struct kunit *test, u32 nr, u32 address, u32 access)
{
	u8 byte = 0x5a;

	mm011_switch_to(rig_machine(test), nr);
	return mm011_access(rig_machine(test), address, &byte, 1, access);
}

/**
 * rig_peek() - read a word as a user, which must work
 * @test: test
 * @nr: who
 * @address: offset in its data segment
 *
 * Return: the word.
 */
u32 rig_peek(struct kunit *test, u32 nr, u32 address)
{
	u8 b[4] = { 0 };

	mm011_switch_to(rig_machine(test), nr);
	KUNIT_EXPECT_EQ(test, mm011_access(rig_machine(test), address, b, 4,
					   MM011_ACCESS_USER), 0);
	return b[0] + 256u * b[1] + 65536u * b[2] + 16777216u * b[3];
}

/**
 * rig_poke() - write a word as a user
 * @test: test
 * @nr: who
 * @address: offset in its data segment
 * @value: the word
 *
 * Return: as mm011_access().
 */
int rig_poke(struct kunit *test, u32 nr, u32 address, u32 value)
{
	u8 b[4] = { value, value >> 8, value >> 16, value >> 24 };

	mm011_switch_to(rig_machine(test), nr);
	return mm011_access(rig_machine(test), address, b, 4,
			    MM011_ACCESS_USER | MM011_ACCESS_WRITE);
}

/* ---- memory ---- */

/**
 * rig_entry_address() - where the page table entry of an address stands
 * @test: test
 * @linear: linear address
 *
 * Return: its physical address, 0 without a page table.
 */
u32 rig_entry_address(struct kunit *test, u32 linear)
{
	u32 pde = mm011_read32(rig_machine(test), linear / 4194304 * 4);

	return pde % 2 ? pde / 4096 * 4096 + linear / 4096 % 1024 * 4 : 0;
}

/**
 * rig_entry() - the page table entry of an address
 * @test: test
 * @linear: linear address
 *
 * Return: the entry, 0 without a page table.
 */
u32 rig_entry(struct kunit *test, u32 linear)
{
	u32 addr = rig_entry_address(test, linear);

	return addr ? mm011_read32(rig_machine(test), addr) : 0;
}

/**
 * rig_count() - what mem_map[] says of a page
 * @test: test
 * @page: an address in it
 *
 * Return: the count.
 */
u8 rig_count(struct kunit *test, u32 page)
{
	return linux01x(rig_machine(test))->mem_map[page / 4096 - 256];
}

/**
 * rig_map() - map an empty page, which must work
 * @test: test
 * @linear: where
 *
 * Return: the page.
 */
u32 rig_map(struct kunit *test, u32 linear)
{
	KUNIT_ASSERT_EQ(test, mm011_get_empty_page(rig_machine(test), linear), 0);
	return rig_entry(test, linear) / 4096 * 4096;
}

/**
 * rig_is_zero() - is there nothing but zeros?
 * @test: test
 * @addr: physical address
 * @len: bytes
 *
 * Return: true if so.
 */
bool rig_is_zero(struct kunit *test, u32 addr, u32 len)
{
	const u8 *byte = rig_machine(test)->memory + addr;

	while (len-- > 0)
		if (*byte++)
			return false;
	return true;
}

/**
 * rig_fill() - fill memory
 * @test: test
 * @addr: physical address
 * @len: bytes
 * @with: which byte
 */
void rig_fill(struct kunit *test, u32 addr, u32 len, u8 with)
{
	struct mm011_machine *m = rig_machine(test);
	u32 page;

	memset(m->memory + addr, with, len);
	for (page = addr / 4096 * 4096; page < addr + len; page += 4096)
		mm011_page_changes(m, page);
}

/* ---- how a machine stops ---- */

/**
 * rig_expect_panic() - it has panicked; now it is revived
 * @test: test
 * @err: what the call returned
 * @says: the message
 * @line: of the test
 */
void rig_expect_panic(struct kunit *test, int err, const char *says, int line)
{
	struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ_MSG(test, err, -ENOTRECOVERABLE, "line %d", line);
	KUNIT_EXPECT_EQ_MSG(test, m->stopped, (u32)MM011_PANIC, "line %d", line);
	KUNIT_EXPECT_STREQ_MSG(test, (const char *)m->message, says, "line %d", line);
	mm011_revive(m);
}

/**
 * rig_expect_fault() - its kernel touched what is not there; now it is revived
 * @test: test
 * @err: what the call returned
 * @where: the address
 * @line: of the test
 */
void rig_expect_fault(struct kunit *test, int err, u32 where, int line)
{
	struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ_MSG(test, err, -EIO, "line %d", line);
	KUNIT_EXPECT_EQ_MSG(test, m->stopped, (u32)MM011_FAULT, "line %d", line);
	KUNIT_EXPECT_EQ_MSG(test, m->stopped_at, where, "line %d", line);
	mm011_revive(m);
}

/**
 * rig_expect_loop() - its kernel would never come back; now it is revived
 * @test: test
 * @err: what the call returned
 * @line: of the test
 */
void rig_expect_loop(struct kunit *test, int err, int line)
{
	struct mm011_machine *m = rig_machine(test);

	KUNIT_EXPECT_EQ_MSG(test, err, -ELOOP, "line %d", line);
	KUNIT_EXPECT_EQ_MSG(test, m->stopped, (u32)MM011_LOOP, "line %d", line);
	mm011_revive(m);
}

/* ---- events ---- */

/**
 * rig_watch() - tell events from now on, the first one is log[0]
 * @test: test
 */
void rig_watch(struct kunit *test)
{
	struct rig *rig = rig_of(test);

	rig->m.event_seq = 0;
	mm011_observe_events(&rig->m, true);
}

/**
 * rig_watched() - no more events; those told are in log[]
 * @test: test
 *
 * Return: how many there are, more than RIG_LOG if the rest is lost.
 */
u32 rig_watched(struct kunit *test)
{
	struct rig *rig = rig_of(test);
	u64 first = 0;

	mm011_observe_events(&rig->m, false);
	mm011_events(&rig->m, &first, rig->log, RIG_LOG);
	return rig->m.event_seq;
}

/**
 * rig_message() - what the kernel has printed since rig_watch(), no more than one line
 * @test: test
 *
 * Return: enum mm011_message, ~0u for none.
 */
u32 rig_message(struct kunit *test)
{
	struct rig *rig = rig_of(test);
	u32 i, message = ~0u, n = min(rig_watched(test), RIG_LOG);

	for (i = 0; i < n; i++) {
		if (rig->log[i].type != MM011_EV_MESSAGE)
			continue;
		KUNIT_EXPECT_EQ_MSG(test, message, ~0u, "and %u", rig->log[i].a);
		message = rig->log[i].a;
	}
	return message;
}

/**
 * rig_random() - the next number of a fixed sequence
 * @seed: where it stands, not 0
 *
 * Return: a number.
 */
u32 rig_random(u32 *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}
