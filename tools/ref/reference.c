// SPDX-License-Identifier: GPL-2.0
/*
 * The reference: it takes operations and tells what they changed. panic(), oom()
 * and a swap device that fails really do not return here: they jump out of
 * whatever runs. What sleeps really does, on a stack of its own, and is woken.
 */

#include <errno.h>
#include <linux/kernel.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "ref/refstate.h"
#include "fuzz/snapshot.h"

/**
 * is_0_12() - which kernel?
 * @r: the reference
 */
bool is_0_12(const struct reference *r)
{
	return r->kernel == MM011_KERNEL_0_12;
}

/**
 * current_task() - the task that runs
 * @r: the reference
 */
struct mm011_task *current_task(struct reference *r)
{
	return &r->task[r->now->current];
}

/**
 * left() - leave the operation in the middle
 * @r: the reference
 * @why: why
 */
void left(struct reference *r, u32 why)
{
	r->now->why = why;
	r->stopped = why == PANIC || why == FAULT || why == LOOP;
	longjmp(r->now->out, 1);
}

/**
 * panic() - stop the machine
 * @r: the reference
 * @message: what it says
 */
void panic(struct reference *r, const char *message)
{
	strncpy(r->message, message, sizeof(r->message) - 1);
	left(r, PANIC);
}

/**
 * told() - write a change down
 * @r: the reference
 * @type: enum mm011_event_type
 * @a: first number
 * @b: second number
 * @c: third number
 */
void told(struct reference *r, u32 type, u32 a, u32 b, u32 c)
{
	if (MAX_CHANGES != 0 && r->changes != MAX_CHANGES)
		r->change[r->changes++] = (struct mm011_event) {
			.type = type, .a = a, .b = b, .c = c
		};
}

/**
 * say() - printk(): what the kernel prints
 * @r: the reference
 * @message: enum mm011_message
 * @a: its first number
 * @b: its second number
 */
void say(struct reference *r, u32 message, u32 a, u32 b)
{
	told(r, MM011_EV_MESSAGE, message, a, b);
}

/**
 * get() - *(unsigned long *) addr, as the kernel does it
 * @r: the reference
 * @addr: physical address
 */
u32 get(struct reference *r, u32 addr)
{
	u32 word;

	if (addr > MM011_MEMORY_SIZE - 4)
		left(r, FAULT);
	memcpy(&word, r->mem + addr, 4);
	return word;
}

/**
 * put() - write there
 * @r: the reference
 * @addr: physical address
 * @word: what
 */
void put(struct reference *r, u32 addr, u32 word)
{
	if (addr > MM011_MEMORY_SIZE - 4)
		left(r, FAULT);
	told(r, MM011_EV_WRITE, addr, 4, 0);
	memcpy(r->mem + addr, &word, 4);
}

/**
 * put_short() - write an unsigned short
 * @r: the reference
 * @addr: physical address
 * @half: what
 */
void put_short(struct reference *r, u32 addr, u16 half)
{
	if (addr > MM011_MEMORY_SIZE - 2)
		left(r, FAULT);
	told(r, MM011_EV_WRITE, addr, 2, 0);
	memcpy(r->mem + addr, &half, 2);
}

/**
 * put_entry() - write an entry
 * @r: the reference
 * @addr: physical address
 * @entry: what
 */
void put_entry(struct reference *r, u32 addr, u32 entry)
{
	u32 before = get(r, addr);

	if (before != entry)
		told(r, MM011_EV_ENTRY, addr, before, entry);
	memcpy(r->mem + addr, &entry, 4);
}

/**
 * map_nr() - MAP_NR()
 * @addr: physical address
 */
u32 map_nr(u32 addr)
{
	return (addr - LOW_MEM) / 4096;
}

/**
 * put_map() - write an element of mem_map[]
 * @r: the reference
 * @nr: index
 * @count: what
 */
void put_map(struct reference *r, u32 nr, u8 count)
{
	if (nr < PAGES && r->map[nr] != count)
		told(r, MM011_EV_MEM_MAP, LOW_MEM + nr * 4096, r->map[nr], count);
	r->map[nr] = count;
}

/**
 * hold() - a page is taken, and nothing refers to it yet
 * @r: the reference
 * @page: the page
 */
void hold(struct reference *r, u32 page)
{
	r->now->held[r->now->nr_held++] = page;
}

/**
 * let_go() - now something does
 * @r: the reference
 */
void let_go(struct reference *r)
{
	r->now->nr_held--;
}

/**
 * let_go_first() - now something refers to the page that was taken first
 * @r: the reference
 */
void let_go_first(struct reference *r)
{
	memmove(r->now->held, r->now->held + 1, --r->now->nr_held * sizeof(r->now->held[0]));
}

/**
 * give_back() - the operation ends here: nothing that it has taken is lost
 * @r: the reference
 */
void give_back(struct reference *r)
{
	struct run *now = r->now;
	u32 first = now->child ? 1 : 0;

	if (now->desc) {
		put(r, now->desc + 4, r->free_desc);
		r->free_desc = now->desc;
	}
	while (now->nr_held > first)
		free_page(r, now->held[--now->nr_held]);
	if (!now->child)
		return;
	free_page_tables(r, now->child * 0x4000000, current_task(r)->ldt.data_limit);
	memset(&r->task[now->child], 0, sizeof(r->task[now->child]));
	free_page(r, now->held[0]);
}

static void set_ad(struct reference *r, const struct mm011_op *op)
{
	u32 entry = get(r, op->arg[0]);

	put_entry(r, op->arg[0], (entry & ~(op->arg[2] & 0x60)) | (op->arg[1] & 0x60));
}

/* mm/memory.c */
static void run_memory(struct reference *r, struct mm011_op *op)
{
	const u32 *arg = op->arg;

	switch (op->code) {
	case MM011_OP_MEM_INIT:
		mem_init(r, arg[0], arg[1]);
		break;
	case MM011_OP_GET_FREE_PAGE:
		op->ret = get_free_page(r);
		break;
	case MM011_OP_FREE_PAGE:
		free_page(r, arg[0]);
		break;
	case MM011_OP_FREE_PAGE_TABLES:
		free_page_tables(r, arg[0], arg[1]);
		break;
	case MM011_OP_COPY_PAGE_TABLES:
		op->ret = copy_page_tables(r, arg[0], arg[1], arg[2]);
		break;
	case MM011_OP_PUT_PAGE:
		op->ret = put_page(r, arg[0], arg[1], 7);
		break;
	case MM011_OP_PUT_DIRTY_PAGE:
		op->ret = put_page(r, arg[0], arg[1], 0x47);
		break;
	case MM011_OP_GET_EMPTY_PAGE:
		get_empty_page(r, arg[0]);
		break;
	case MM011_OP_UN_WP_PAGE:
		un_wp_page(r, arg[0]);
		break;
	case MM011_OP_DO_WP_PAGE:
		do_wp_page(r, arg[1]);
		break;
	case MM011_OP_WRITE_VERIFY:
		write_verify(r, arg[0]);
		break;
	case MM011_OP_VERIFY_AREA:
		verify_area(r, arg[0], arg[1]);
		break;
	case MM011_OP_INVALIDATE:
		invalidate(r);
		break;
	}
}

/* its page fault handlers, and mm/page.s */
static void run_fault(struct reference *r, struct mm011_op *op)
{
	const u32 *arg = op->arg;

	switch (op->code) {
	case MM011_OP_DO_NO_PAGE:
		if (op->flags & MM011_OPF_TWO_STEP)
			op->ret = no_page_begin(r, arg[1], op->out);
		else
			op->ret = do_no_page(r, arg[1], op->out);
		break;
	case MM011_OP_DO_NO_PAGE_MAP:
		no_page_map(r, arg[0], arg[1]);
		break;
	case MM011_OP_SHARE_PAGE:
		op->out[0] = share_page(r, inode_at(r, current_task(r), arg[0]), arg[0]);
		op->ret = op->out[0] != 0;
		break;
	case MM011_OP_TRY_TO_SHARE:
		op->ret = try_to_share(r, arg[0], arg[1]);
		break;
	case MM011_OP_PAGE_FAULT:
		told(r, MM011_EV_FAULT, arg[0], arg[1], r->now->current);
		if (arg[0] & 1)
			do_wp_page(r, arg[1]);
		else
			do_no_page(r, arg[1], op->out);
		break;
	}
}

/* what tasks and the rest of the kernel ask for; 0 or a negative errno */
static int run_call(struct reference *r, struct mm011_op *op, const u8 *data)
{
	bool status = !(op->flags & MM011_OPF_NO_STATUS);
	int err;

	switch (op->code) {
	case MM011_OP_MALLOC:
		op->ret = kernel_malloc(r, op->arg[0]);
		return 0;
	case MM011_OP_FREE_S:
		kernel_free_s(r, op->arg[0], op->arg[1]);
		return 0;
	case MM011_OP_EXIT:
		exit_task(r, (op->arg[0] & 0xff) << 8);
		return 0;
	case MM011_OP_EXEC_MADE_UP:
		return exec_task(r, op, data);
	case MM011_OP_EXEC:
		return exec_file(r, op, data);
	case MM011_OP_CLOSE_PIPE:
		return close_pipe(r, op->arg[0]);
	case MM011_OP_USELIB:
		return uselib_file(r, op->arg[0]);
	case MM011_OP_SWAP_FILE:
		return swap_file(r, op->arg[0]);
	case MM011_OP_BIND_FILE:
		return bind_file(r, op);
	case MM011_OP_USELIB_MADE_UP:
		return uselib(r, op->arg[0]);
	case MM011_OP_SWAP_MEMORY:
		return swap_memory(r, op->arg[0]);
	case MM011_OP_FORK:
		op->ret = fork_task(r, op->out);
		break;
	case MM011_OP_WAITPID:
		err = wait_task(r, op->arg[0], status ? &op->arg[1] : NULL, &op->ret);
		if (err)
			op->ret = err;
		return err;
	case MM011_OP_PIPE:
		op->ret = open_pipe(r, op->out);
		break;
	default:
		return 0;
	}
	return min((s32)op->ret, 0);
}

static u32 access_of(const struct mm011_op *op)
{
	u32 access = op->code == MM011_OP_WRITE ? MM011_ACCESS_WRITE : 0;

	if (!(op->flags & MM011_OPF_SUPERVISOR))
		access |= MM011_ACCESS_USER;
	if (op->flags & MM011_OPF_CODE)
		access |= MM011_ACCESS_CODE;
	return access;
}

/* bytes and words, and what a recorded run tells */
static void run_rest(struct reference *r, struct mm011_op *op, u8 *data)
{
	const u32 *arg = op->arg;
	u32 nr;

	switch (op->code) {
	case MM011_OP_READ:
	case MM011_OP_WRITE:
		move_bytes(r, arg[0], data, op->len, access_of(op));
		break;
	case MM011_OP_PHYS_READ:
		memcpy(data, r->mem + arg[0], op->len);
		break;
	case MM011_OP_PHYS_WRITE:
		if (op->len)
			told(r, MM011_EV_WRITE, arg[0], op->len, 0);
		memcpy(r->mem + arg[0], data, op->len);
		break;
	case MM011_OP_BRK:
		op->ret = brk(r, arg[0]);
		break;
	case MM011_OP_CALC_MEM:
		op->ret = calc_mem(r, (u16 *)data);
		break;
	case MM011_OP_SET_I_COUNT:
		r->i_count[current_task(r)->executable] = arg[0];
		break;
	case MM011_OP_PEEK32:
		op->ret = get(r, arg[0]);
		break;
	case MM011_OP_POKE32:
		put(r, arg[0], arg[1]);
		break;
	case MM011_OP_SET_AD:
		set_ad(r, op);
		break;
	case MM011_OP_SET_TASK:
		set_task(r, op);
		break;
	case MM011_OP_LOAD_TASK:
		load_task(r, op->task, (const struct mm011_task_info *)data);
		break;
	case MM011_OP_SET_LIBRARY:
		set_library(r, op->task, arg[0]);
		break;
	case MM011_OP_LOAD_MEM_MAP:
		for (nr = 0; nr < PAGES; nr++)
			put_map(r, nr, data[nr]);
		break;
	case MM011_OP_SET_COUNT:
		put_map(r, map_nr(arg[0]), arg[1]);
		break;
	case MM011_OP_TASK_GONE:
		task_gone(r, op->task);
		break;
	case MM011_OP_REVIVE:
		r->stopped = false;
		break;
	}
}

/* 0.12's mm/swap.c and its device, and show_mem() */
static void run_swap(struct reference *r, struct mm011_op *op, u8 *data)
{
	switch (op->code) {
	case MM011_OP_INIT_SWAPPING:
		op->ret = init_swapping(r);
		break;
	case MM011_OP_GET_SWAP_PAGE:
		op->ret = get_swap_page(r);
		break;
	case MM011_OP_SWAP_FREE:
		swap_free(r, op->arg[0]);
		break;
	case MM011_OP_SWAP_IN:
		op->ret = swap_in(r, op->arg[0]);
		break;
	case MM011_OP_TRY_TO_SWAP_OUT:
		op->ret = try_to_swap_out(r, op->arg[0]);
		break;
	case MM011_OP_SWAP_OUT:
		op->ret = swap_out(r);
		break;
	case MM011_OP_SWAP_READ:
		swap_raw(r, MM011_SWAP_IO_READ, op->arg[0], data);
		break;
	case MM011_OP_SWAP_WRITE:
		swap_raw(r, MM011_SWAP_IO_WRITE, op->arg[0], data);
		break;
	case MM011_OP_SHOW_MEM:
		op->ret = show_mem(r, (struct mm011_show_mem *)data);
		break;
	}
}

/* Each of the five switches handles its own operations and ignores the rest. */
static void run(struct reference *r, struct mm011_op *op, u8 *data)
{
	run_memory(r, op);
	run_fault(r, op);
	run_swap(r, op, data);
	op->error = run_call(r, op, data);
	run_rest(r, op, data);
}

static void tell_outcome(struct run *run)
{
	static const struct { u32 outcome; s32 error; } outcomes[] = {
		[NONE] = { MM011_OK, 0 },
		[PANIC] = { MM011_PANIC, -ENOTRECOVERABLE },
		[OOM] = { MM011_OOM, -ENOMEM },
		[FAULT] = { MM011_FAULT, -EIO },
		[LOOP] = { MM011_LOOP, -ELOOP },
		[SEGMENT] = { MM011_SEGMENT, -EFAULT },
		[BUS] = { MM011_FAULT, -EIO },
		[SEGV] = { MM011_SEGV, -EFAULT },
		[SWAP] = { MM011_SWAP_ERROR, -EIO },
	};

	run->op.outcome = outcomes[run->why].outcome;
	if (run->why)
		run->op.error = outcomes[run->why].error;
}

static bool ends_task(u32 code)
{
	return code == MM011_OP_PAGE_FAULT || code == MM011_OP_READ || code == MM011_OP_WRITE ||
	       code == MM011_OP_EXEC || code == MM011_OP_EXEC_MADE_UP || code == MM011_OP_WAITPID ||
	       code == MM011_OP_VERIFY_AREA;
}

static void kill_task(struct reference *r, struct run *now, u32 why)
{
	if (setjmp(now->out))
		return;
	exit_task(r, MM011_SIGSEGV);
	now->why = why;
}

/* an operation from its beginning to its end, wherever that is */
static void run_operation(struct reference *r, struct run *now)
{
	if (!setjmp(now->out))
		run(r, &now->op, now->data);
	else if ((now->why == OOM || now->why == SEGV) && ends_task(now->op.code))
		kill_task(r, now, now->why);
	/* a task that faults for ever does not stop the machine */
	if (now->why == LOOP && ends_task(now->op.code))
		r->stopped = false;
	tell_outcome(now);
	now->ended = true;
}

/* makecontext() passes numbers only */
static struct reference *starting;

static void run_on_stack(void)
{
	struct reference *r = starting;
	struct run *now = r->now;

	run_operation(r, now);
	swapcontext(&now->here, &r->caller);
}

static void forget_run(struct run *old)
{
	free(old->stack);
	free(old->data);
	free(old);
}

/* one that may sleep; its bytes must stay, too */
static struct run *new_run(u32 len, const void *data)
{
	struct run *new = calloc(1, sizeof(*new));

	if (!new)
		abort();
	new->stack = malloc(RUN_STACK);
	new->data = malloc(len + 1);
	if (!new->stack || !new->data || getcontext(&new->here))
		abort();
	memcpy(new->data, data, len);
	new->here.uc_stack.ss_sp = new->stack;
	new->here.uc_stack.ss_size = RUN_STACK;
	makecontext(&new->here, run_on_stack, 0);
	return new;
}

/**
 * fall_asleep() - others run until the disk has done its work
 * @r: the reference
 * @io: enum mm011_swap_io
 * @nr: swap page
 */
void fall_asleep(struct reference *r, u32 io, u32 nr)
{
	struct run *now = r->now;
	struct mm011_op op = now->op;

	if (!now->stack)
		return;
	told(r, MM011_EV_SLEEP, now->current, nr, 0);
	now->op.outcome = MM011_ASLEEP;
	now->op.error = -EINPROGRESS;
	now->op.ret = 0;
	now->op.out[0] = io;
	now->op.out[1] = nr;
	swapcontext(&now->here, &r->caller);
	now->op = op;
	told(r, MM011_EV_WAKE, now->current, nr, 0);
}

/* let a run that may sleep go on, until it does or ends */
static void go_on(struct reference *r, struct run *now, u32 nr, struct mm011_op *op)
{
	r->now = now;
	starting = r;
	swapcontext(&r->caller, &now->here);
	op->outcome = now->op.outcome;
	op->error = now->op.error;
	op->ret = now->op.ret;
	memcpy(op->out, now->op.out, sizeof(op->out));
	r->sleeper[nr] = now->ended ? NULL : now;
	if (now->ended)
		forget_run(now);
}

static void begin(struct run *now, const struct mm011_op *op)
{
	now->op = *op;
	now->op.ret = 0;
	now->op.out[0] = 0;
	now->op.out[1] = 0;
	now->op.error = 0;
	now->why = NONE;
	now->nr_held = 0;
	now->child = 0;
	now->desc = 0;
	now->ended = false;
	now->current = mm011_op_row(op->code)->needs_task || (op->flags & MM011_OPF_SLEEP) ?
		       op->task : 0;
}

/**
 * reference_op() - do one operation, or wake the one that a task sleeps in
 * @r: the reference
 * @op: one of those above, which mm011/ did not refuse
 * @data: its bytes
 */
void reference_op(struct reference *r, struct mm011_op *op, void *data)
{
	struct run *new;

	r->changes = 0;
	if (op->code == MM011_OP_WAKE) {
		go_on(r, r->sleeper[op->task], op->task, op);
	} else if (op->flags & MM011_OPF_SLEEP) {
		new = new_run(op->len, data);
		begin(new, op);
		go_on(r, new, op->task, op);
	} else {
		r->now = &r->awake;
		r->now->data = data;
		begin(r->now, op);
		run_operation(r, r->now);
		*op = r->now->op;
	}
}

/**
 * reference_fail() - the swap space fails
 * @r: the reference
 * @io: at which read or write from now on, 1: the next; 0: it does not
 */
void reference_fail(struct reference *r, u32 io)
{
	r->fail = io;
}

static void forget_sleepers(struct reference *r)
{
	u32 nr;

	for (nr = 0; nr < 64; nr++) {
		if (r->sleeper[nr])
			forget_run(r->sleeper[nr]);
		r->sleeper[nr] = NULL;
	}
}

/**
 * reference_reset() - as mm011_reset()
 * @r: the reference
 * @reset: its parameters
 */
void reference_reset(struct reference *r, const struct mm011_reset *reset)
{
	u32 end = (reset->ram_kb ? reset->ram_kb : 16384) * 1024 / 4096 * 4096;
	u32 start = 0x100000;
	u32 i;

	forget_sleepers(r);
	memset(r, 0, offsetof(struct reference, swap));
	r->kernel = reset->kernel ? reset->kernel : MM011_KERNEL_0_11;
	r->fail = 0;
	r->now = &r->awake;
	r->dir_entry = 16;
	r->page_entry = -1;
	for (i = 0; i < 4; i++)
		put_entry(r, 4 * i, (i + 1) * 4096 + 7);
	for (i = 0; i < 4096; i++)
		put_entry(r, 4096 + 4 * i, i * 4096 + 7);
	r->task[0].state = MM011_TASK_RUNNING;
	r->task[0].father = -1;
	r->task[0].ldt.code_limit = 0xa0000;
	r->task[0].ldt.data_limit = 0xa0000;
	if (reset->flags & MM011_RESET_HEAD_ONLY)
		return;
	if (end > 0x1000000)
		end = 0x1000000;
	if (end > 0x600000)
		start = end > 0xc00000 ? 0x400000 : 0x200000;
	mem_init(r, start + reset->ramdisk_kb * 1024, end);
	r->changes = 0;
}

/**
 * reference_changes() - what the last operation changed, in order
 * @r: the reference
 * @changes: where the address of the list goes
 *
 * Return: how many there are.
 */
u32 reference_changes(struct reference *r, const struct mm011_event **changes)
{
	*changes = r->change;
	return r->changes;
}

/**
 * reference_memory() - its 16 MB
 * @r: the reference
 */
const u8 *reference_memory(const struct reference *r)
{
	return r->mem;
}

/**
 * reference_mem_map() - its mem_map[]
 * @r: the reference
 */
const u8 *reference_mem_map(const struct reference *r)
{
	return r->map;
}

/**
 * reference_task() - one of its tasks
 * @r: the reference
 * @nr: number of the task
 */
const struct mm011_task *reference_task(const struct reference *r, u32 nr)
{
	return &r->task[nr];
}

/**
 * reference_asleep() - does a task wait for the swap space, or for its birth?
 * @r: the reference
 * @nr: number of the task
 */
bool reference_asleep(const struct reference *r, u32 nr)
{
	u32 i;

	for (i = 0; i < MM011_NR_TASKS; i++)
		if (r->sleeper[i] && (i == nr || (nr && r->sleeper[i]->child == nr)))
			return true;
	return false;
}

/**
 * reference_last_pid() - the last process number given
 * @r: the reference
 */
u32 reference_last_pid(const struct reference *r)
{
	return r->last_pid;
}

/**
 * reference_swap() - what is on its swap space
 * @r: the reference
 * @pages: where its size goes
 */
const u8 *reference_swap(const struct reference *r, u32 *pages)
{
	*pages = r->swap_blocks == MM011_NO_SIZE ? 0 : r->swap_blocks / 4;
	return r->swap;
}

/**
 * reference_bitmap() - the page of its swap bitmap
 * @r: the reference
 *
 * Return: its address, 0: swapping is off.
 */
u32 reference_bitmap(const struct reference *r)
{
	return r->swap_bitmap;
}

/**
 * reference_cursors() - where swap_out() goes on
 * @r: the reference
 * @dir_entry: page directory entry
 * @page_entry: page table entry looked at last
 */
void reference_cursors(const struct reference *r, u32 *dir_entry, s32 *page_entry)
{
	*dir_entry = r->dir_entry;
	*page_entry = r->page_entry;
}

/**
 * reference_message() - what panic() said last
 * @r: the reference
 */
const char *reference_message(const struct reference *r)
{
	return r->message;
}

/**
 * reference_new() - make one
 *
 * Return: the reference, not reset yet; NULL without memory.
 */
struct reference *reference_new(void)
{
	void *r = mmap(NULL, sizeof(struct reference), PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return r == MAP_FAILED ? NULL : r;
}

/* whole pages, without the list of changes */
static size_t saved_size(void)
{
	return (offsetof(struct reference, change) + 4095) / 4096 * 4096;
}

/**
 * reference_save() - remember the state as it is, to come back to it
 * @r: the reference, in which nobody sleeps
 *
 * Return: whether there is memory enough.
 */
bool reference_save(struct reference *r)
{
	return snapshot_memory(r, saved_size());
}

/**
 * reference_restore() - go back to the state that reference_save() saw
 * @r: the reference
 */
void reference_restore(struct reference *r)
{
	forget_sleepers(r);
	snapshot_forget(r, saved_size());
}

/**
 * reference_free() - throw it away
 * @r: the reference
 */
void reference_free(struct reference *r)
{
	forget_sleepers(r);
	munmap(r, sizeof(*r));
}
