// SPDX-License-Identifier: GPL-2.0
/*
 * Hostile input: bytes that a fuzzer invents become operations on a machine,
 * through the same mm011_op_validate() and mm011_op_run() as the ioctl's. The
 * sanitizers look on; what must hold after any input is looked at here.
 *
 * Input: which machine (1 byte), which call of the host fails (1), what is
 * wrong with file 3 (word 1, value 4), up to INPUT_HEAD; then operations.
 */

#include <linux/kernel.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "fuzz/failing.h"
#include "fuzz/fuzzinput.h"
#include "fuzz/libfuzzer.h"
#include "view/verify.h"
#include "linux01x/mem_map.h"

#define MAX_OPS		200u
#define GUARD		(sizeof(size_t) == 8 ? 1ull << 33 : 1ull << 24)
#define MAX_DEPTH	4u
#define EVERY		64u	/* inputs, for what takes long */
#define BREATHS		3000u	/* of an input, 4096 steps each: then it is called off */
#define LIMIT		2.0	/* seconds of the CPU for an input, whatever else it does */

/**
 * struct start - a machine before its first operation
 * @kernel: the machine, all but its memory
 * @fd: a file that holds its memory
 * @crc: mm011_checksum_machine()
 * @reset: what it is made of
 * @swap_kb: it swaps to so much memory, 0: not yet
 */
struct start {
	struct linux01x kernel;
	int fd;
	u32 crc;
	struct mm011_reset reset;
	u32 swap_kb;
};

/**
 * struct run - one input
 * @m: the machine
 * @kernel: with what its kernel keeps
 * @in: the input
 * @host: its host
 * @depth: how many operations sleep
 */
struct run {
	union {
		struct mm011_machine m;
		struct linux01x kernel;
	};
	struct input in;
	struct failing host;
	u32 depth;
};

static struct start starts[] = {
	{ .reset = { 0 } },
	{ .reset = { .ram_kb = 1024 + 4 * 6 } },
	{ .reset = { .ram_kb = 1024 + 4 * 40 } },
	{ .reset = { .ram_kb = 8192, .ramdisk_kb = 1024 } },
	{ .reset = { .flags = MM011_RESET_HEAD_ONLY } },
	{ .reset = { .kernel = MM011_KERNEL_0_12 } },
	{ .reset = { .kernel = MM011_KERNEL_0_12, .ram_kb = 1024 + 4 * 12 }, .swap_kb = 100 },
	{ .reset = { .kernel = MM011_KERNEL_0_12, .ram_kb = 1024 + 4 * 40 }, .swap_kb = 400 },
	{ .reset = { .kernel = MM011_KERNEL_0_12 }, .swap_kb = 1000 },
	{ .reset = { .kernel = MM011_KERNEL_0_12, .flags = MM011_RESET_HEAD_ONLY } },
};

bool fuzz_thorough;

static u8 *memory;
static u8 beyond[MM011_OOB_SIZE];

static void fail(const char *what)
{
	fprintf(stderr, "fuzzops: %s\n", what);
	abort();
}

static void must(bool holds, const char *what)
{
	if (!holds)
		fail(what);
}

/* ---------------------------------------------------------------- machines */

/* A place for memory, with nothing around it as far as 32-bit addresses reach. */
static void reserve(void)
{
	u8 *p = mmap(NULL, MM011_MEMORY_SIZE + 2 * GUARD, PROT_NONE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	must(p != MAP_FAILED, "no room for a machine");
	memory = p + GUARD;
}

/* what a machine writes to its memory is gone with the next mapping */
static void map_memory(int fd, int flags)
{
	void *p = mmap(memory, MM011_MEMORY_SIZE, PROT_READ | PROT_WRITE, flags | MAP_FIXED, fd, 0);

	must(p == memory, "no mapping");
}

static void make_start(struct start *start)
{
	struct failing host;

	failing_init(&host);
	start->fd = memfd_create("machine", 0);
	must(start->fd >= 0 && !ftruncate(start->fd, MM011_MEMORY_SIZE), "no file for memory");
	map_memory(start->fd, MAP_SHARED);
	start->kernel.m.memory = memory;
	start->kernel.m.store = beyond;
	start->kernel.m.host = &host.host;
	mm011_reset(&start->kernel.m, &start->reset);
	start->crc = mm011_checksum_machine(&start->kernel.m);
}

static const struct start *choose_start(u32 nr)
{
	struct start *start = &starts[nr < ARRAY_SIZE(starts) ? nr : 0];

	if (!memory)
		reserve();
	if (!start->kernel.m.memory)
		make_start(start);
	memset(beyond, 0, sizeof(beyond));
	return start;
}

/* --------------------------------------------------------- what must hold */

static void check_outcome(const struct mm011_op *op)
{
	must(op->outcome < MM011_ASLEEP || op->outcome == MM011_CUT_SHORT,
	     "an outcome that there is not");
	must(op->error <= 0 && op->error >= -4095, "an error that is no errno");
}

/* every file that was opened is held by one slot, or was given back */
static void check_files(const struct run *r)
{
	int holders[FAILING_FILES] = { 0 };
	const struct failing_file *file;
	u32 i;

	for (i = 0; i < MM011_NR_INODES; i++) {
		file = linux01x(&r->m)->inode[i].file;
		if (file)
			holders[file - r->host.file]++;
	}
	for (i = 0; i < FAILING_FILES; i++)
		must(r->host.file[i].holders == holders[i], "a file is lost");
	must(r->host.swaps == !!linux01x(&r->m)->swap.device.handle, "a swap space is lost");
}

static void check_machine(struct run *r)
{
	struct mm011_machine *m = &r->m;
	struct linux01x *k = linux01x(m);
	u32 nr;

	must(m->memory == memory && m->host == &r->host.host, "the machine has lost itself");
	must(m->stopped <= MM011_LOOP, "stopped for no reason");
	must(m->running < MM011_NR_TASKS, "who is running?");
	must(!(m->observed & MM011_OBSERVE_EVENTS), "who observes?");
	must(!m->asleep, "a task sleeps on");
	must(memchr(m->message, 0, sizeof(m->message)), "a message without an end");
	for (nr = 0; nr < MM011_NR_TASKS; nr++) {
		must(k->task[nr].state <= MM011_TASK_ZOMBIE, "a task in no state");
		must(k->task[nr].executable < MM011_NR_INODES, "an executable without a slot");
		must(k->task[nr].library < MM011_NR_INODES, "a library without a slot");
	}
	check_files(r);
	mm011_checksum(m);
	mm011_checksum_noad(m);
}

/* printed, so that each argument is looked at, and forgotten */
static void to_nowhere(struct mm011_text *t, const char *format, va_list args)
{
	char line[256];

	vsnprintf(line, sizeof(line), format, args);
}

static struct mm011_text nowhere = { .vprintf = to_nowhere };

/* all that can be asked of a machine; only the sanitizers know what is wrong */
static void look(struct run *r)
{
	static struct mm011_event event[MM011_NR_EVENTS];
	struct mm011_translate walk = { 0 };
	struct mm011_task_info task = { 0 };
	struct mm011_info info = { 0 };
	u64 first = 0;
	u32 i;

	for (i = 0; i < r->m.kernel->views->count; i++)
		r->m.kernel->views->view[i].show(&r->m, &nowhere);
	mm011_fill_info(&r->m, &info);
	must(mm011_events(&r->m, &first, event, MM011_NR_EVENTS) <= MM011_NR_EVENTS, "events");
	for (task.nr = 0; task.nr < MM011_NR_TASKS; task.nr++) {
		mm011_fill_task(&r->m, &task);
		walk.task = task.nr;
		walk.address = info.event_seq * 0x9e3779b9u;
		if (linux01x(&r->m)->task[task.nr].state == MM011_TASK_RUNNING)
			mm011_probe(&r->m, &walk);
	}
}

/* what takes long: every view, and a reset that leaves nothing of what was */
static void check_all(struct run *r, const struct start *start)
{
	u32 fd;

	look(r);
	must(!mm011_verify_pc(&r->m, &nowhere), "the PC contradicts itself");
	mm011_checksum_machine(&r->m);
	mm011_reset(&r->m, &start->reset);
	must(mm011_checksum_machine(&r->m) == start->crc, "a reset leaves something behind");
	for (fd = 0; fd < FAILING_FILES; fd++)
		must(!r->host.file[fd].holders, "a reset keeps a file");
	must(!r->host.swaps, "a reset keeps a swap space");
}

/* ------------------------------------------------------------------ running */

static void run_op(struct run *r, struct mm011_op *op, void *data)
{
	int err = mm011_op_validate(op);

	if (err)
		mm011_op_reject(op, err);
	else
		mm011_op_run(&r->m, op, data);
	check_outcome(op);
}

static void do_op(struct run *r)
{
	struct mm011_op op;
	u8 *data = input_op(&r->in, &op);

	run_op(r, &op, data);
	input_result(&r->in, &op);
	free(data);
}

/* a task sleeps in swap I/O: the next operations run before it goes on */
static void others(struct mm011_machine *m)
{
	struct run *r = container_of(m, struct run, m);
	u32 ops = r->in.left ? *r->in.p % 4 : 0;

	if (r->depth == MAX_DEPTH)
		return;
	r->depth++;
	while (ops-- && r->in.left)
		do_op(r);
	r->depth--;
}

static void start_swapping(struct run *r, u32 kb)
{
	struct mm011_op op = { .code = MM011_OP_SWAP_MEMORY, .arg = { kb } };

	run_op(r, &op, NULL);
	op = (struct mm011_op){ .code = MM011_OP_INIT_SWAPPING };
	run_op(r, &op, NULL);
}

/* the bytes before the first operation */
static const struct start *begin(struct run *r, const u8 *bytes, size_t len)
{
	struct input head = { .p = bytes, .left = INPUT_HEAD };
	struct failing_file *odd = &r->host.file[FAILING_FILES - 1];
	const struct start *start = choose_start(input_take(&head, 1) % 16);
	u32 word;

	failing_init(&r->host);
	r->host.last_breath = BREATHS;
	r->host.fail_at = input_take(&head, 1);
	word = input_take(&head, 1);
	if (word < FAILING_WORDS)
		odd->header[word] = input_take(&head, 4);
	else if (word == FAILING_WORDS)
		odd->size = input_take(&head, 4);
	r->kernel = start->kernel;
	r->m.host = &r->host.host;
	map_memory(start->fd, MAP_PRIVATE);
	if (start->swap_kb)
		start_swapping(r, start->swap_kb);
	r->host.sleep = others;
	r->in = (struct input){ .m = &r->m, .p = bytes + INPUT_HEAD, .left = len - INPUT_HEAD };
	return start;
}

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* While a fuzzer looks for inputs, not all is looked at after each. */
static bool thorough(void)
{
	static u32 inputs;

	return fuzz_thorough || !(inputs++ % EVERY);
}

/**
 * fuzz_one_input() - libFuzzer's hook, and fuzzrun's: run one input
 * @bytes: the input
 * @len: its length
 *
 * Aborts when something does not hold that must.
 *
 * Return: 0; -1 when it is too short.
 */
int fuzz_one_input(const u8 *bytes, size_t len)
{
	static struct run r;
	const struct start *start;
	double began = cpu_seconds();
	u32 ops;

	if (len < INPUT_HEAD)
		return -1;
	start = begin(&r, bytes, len);
	for (ops = 0; r.in.left && ops < MAX_OPS && r.host.breaths < BREATHS; ops++)
		do_op(&r);
	must(cpu_seconds() - began < LIMIT, "too long");
	r.host.last_breath = 0;
	check_machine(&r);
	if (thorough())
		check_all(&r, start);
	mm011_swap_reset(&r.m);
	return 0;
}
