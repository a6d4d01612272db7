// SPDX-License-Identifier: GPL-2.0
/*
 * The first fork, then a prompt. Task 0 reads what is typed, and tells the
 * other tasks what to do: they run in user mode until they ask for more.
 *
 *   fork NR             the task forks
 *   exec NR INODE       it runs another program
 *   read NR ADDR        it reads a byte of its memory,
 *   write NR ADDR       or writes one
 *   verify NR ADDR      the kernel is about to write two bytes there for it
 *   pipe NR COUNT       it makes pipes, as many as there is memory for
 *   close COUNT         the last pipes are closed
 *   exit NR             it exits
 *   release NR          it is forgotten, what exit leaves
 *   swap NR             the task begins to swap
 *   meanwhile COMMAND   COMMAND is run when a task next sleeps
 *   poke, scribble      writes behind the memory manager's back
 *   panic, reboot       how a kernel ends
 *
 * COMMAND;COMMAND is two on a line.
 */

#include "kernel.h"

#define LINE		160
#define BSD_TSS		0x28
#define KERNEL_CS	0x08

/* what a task is told: to call a function, or to touch its memory */
struct order {
	u32 (*call)(u32 a, u32 b);
	u32 a;
	u32 b;
	u32 write;
	u32 result;
	u32 ready;	/* it asked for an order, and waits */
};

struct tss {
	u32 link, esp0, ss0, unused[23];
};

/* what lgdt and lidt want: limit, base */
struct table_pointer {
	u16 word[3];
};

struct command {
	const char *name;
	void (*run)(u32 a, u32 b);
};

static struct task_struct init_task = { .father = OF_ITSELF, .end_of_segment = INIT_LIMIT };
struct task_struct *current = &init_task;
struct task_struct *task[NR_TASKS] = { &init_task };

static struct order orders[NR_TASKS];
static u32 driver_esp;
static char meanwhile[LINE];
static struct tss tss = { .ss0 = 0x10 };
static u32 idt[256][2];
static u32 gdt[6][2] = {
	{ 0, 0 },
	{ 0xffff, 0xcf9a00 }, { 0xffff, 0xcf9200 },	/* kernel code, data */
	{ 0xffff, 0xcffa00 }, { 0xffff, 0xcff200 },	/* user code, data */
};

static void execute(char *line);

static void set_gate(u32 nr, void (*handler)(void), u32 flags)
{
	u32 address = (u32)handler;

	idt[nr][0] = KERNEL_CS << 16 | (address & 0xffff);
	idt[nr][1] = (address & 0xffff0000) | flags;
}

static struct table_pointer pointer_to(const void *table, u32 size)
{
	u32 base = (u32)table;

	return (struct table_pointer){ { size - 1, base, base >> 16 } };
}

static void trap_init(void)
{
	struct table_pointer gdt_pointer = pointer_to(gdt, sizeof(gdt));
	struct table_pointer idt_pointer = pointer_to(idt, sizeof(idt));
	u32 base = (u32)&tss;

	gdt[5][0] = base << 16 | (sizeof(tss) - 1);
	gdt[5][1] = (base & 0xff000000) | 0x8900 | (base >> 16 & 0xff);
	set_gate(14, page_fault, 0x8e00);
	set_gate(0x80, system_call, 0xee00);
	asm volatile("lgdt %0" : : "m" (gdt_pointer));
	asm volatile("lidt %0" : : "m" (idt_pointer));
	asm volatile("ltr %w0" : : "r" (BSD_TSS));
	/* user mode needs segments that it may use; the kernel can use them too */
	asm volatile("movw %w0, %%ds; movw %w0, %%es" : : "r" (0x23));
}

/* the current task stops here; it goes on when resume() says so */
void schedule(void)
{
	switch_stack(&current->kernel_esp, driver_esp);
}

void sleep_on_disk(void)
{
	current->state = TASK_SLEEPING;
	schedule();
	current->state = TASK_RUNNING;
}

static void resume(u32 nr)
{
	struct task_struct *driver = current;
	u32 esp = driver_esp;

	current = task[nr];
	tss.esp0 = (u32)current + PAGE_SIZE;
	switch_stack(&driver_esp, current->kernel_esp);
	driver_esp = esp;
	current = driver;
}

/* until it asks for an order or is dead; others run while it sleeps */
static void run(u32 nr)
{
	char line[LINE];
	u32 i;

	resume(nr);
	while (task[nr]->state == TASK_SLEEPING) {
		for (i = 0; i < LINE; i++)
			line[i] = meanwhile[i];
		meanwhile[0] = 0;
		execute(line);
		resume(nr);
	}
}

/* system call: what next? */
void do_system_call(void)
{
	struct regs *regs = task_regs(current);
	struct order *order = &orders[task_nr()];
	u32 eip = regs->eip;

	for (;;) {
		order->ready = 1;
		schedule();
		order->ready = 0;
		if (!order->call)
			break;
		order->result = order->call(order->a, order->b);
		if (regs->eip != eip)	/* exec: the new program is to begin */
			break;
	}
	if (regs->eip != eip) {
		schedule();
		return;
	}
	regs->eax = order->write;
	regs->ebx = current->start_code + order->a;
	regs->ecx = order->b;
	order->result = 1;
}

static u32 is_awake(u32 nr)
{
	return nr && nr < NR_TASKS && task[nr] && task[nr]->state == TASK_RUNNING;
}

static void ask(u32 nr, struct order what)
{
	if (!is_awake(nr)) {
		print("no such task\n");
		return;
	}
	if (!orders[nr].ready)
		run(nr);
	if (!is_awake(nr))
		return;
	what.ready = 1;
	orders[nr] = what;
	run(nr);
	if (task[nr]->state == TASK_ZOMBIE)
		print("it is dead\n");
	else
		print_number(orders[nr].result);
	print("\n");
}

/* the child's place is in the same distance from its start as the father's */
static void fork_command(u32 nr, u32 unused)
{
	struct order order = { copy_process };

	if (!is_awake(nr))
		return;
	if (!orders[nr].ready)
		run(nr);
	order.a = task_regs(task[nr])->eip - 2 - task[nr]->start_code;
	ask(nr, order);
}

static void exec_command(u32 nr, u32 inode)
{
	ask(nr, (struct order){ do_execve, inode });
}

static void read_command(u32 nr, u32 address)
{
	ask(nr, (struct order){ 0, address });
}

static void write_command(u32 nr, u32 address)
{
	ask(nr, (struct order){ 0, address, 0x55, 1 });
}

static void verify_command(u32 nr, u32 address)
{
	ask(nr, (struct order){ verify_area, address, 2 });
}

static void pipe_command(u32 nr, u32 count)
{
	ask(nr, (struct order){ sys_pipe, count });
}

static void close_command(u32 count, u32 unused)
{
	print_number(close_pipes(count));
	print("\n");
}

static u32 exit_call(u32 code, u32 unused)
{
	do_exit(code);
	return 0;
}

static void exit_command(u32 nr, u32 unused)
{
	ask(nr, (struct order){ exit_call });
}

static void release_command(u32 nr, u32 unused)
{
	if (nr && nr < NR_TASKS && task[nr])
		release(nr);
	orders[nr % NR_TASKS].ready = 0;
}

static void swap_command(u32 nr, u32 unused)
{
	ask(nr, (struct order){ sys_setup });
}

static void free_command(u32 unused, u32 unused_too)
{
	print_number(calc_mem());
	print(" pages are free\n");
}

/* 0.11 writes there through a pointer that is NULL, in fs/buffer.c */
static void poke_command(u32 unused, u32 unused_too)
{
	store(20, (u32)meanwhile & ~3);
}

static void scribble_command(u32 unused, u32 unused_too)
{
	scribble();
}

static void panic_command(u32 unused, u32 unused_too)
{
	panic("as you wish");
}

/* a fault that nobody handles, three times over */
static void reboot_command(u32 unused, u32 unused_too)
{
	struct table_pointer none = pointer_to(idt, 1);

	asm volatile("lidt %0; int3" : : "m" (none));
}

static const struct command commands[] = {
	{ "fork", fork_command },
	{ "exec", exec_command },
	{ "read", read_command },
	{ "write", write_command },
	{ "verify", verify_command },
	{ "pipe", pipe_command },
	{ "close", close_command },
	{ "exit", exit_command },
	{ "release", release_command },
	{ "swap", swap_command },
	{ "free", free_command },
	{ "poke", poke_command },
	{ "scribble", scribble_command },
	{ "panic", panic_command },
	{ "reboot", reboot_command },
};

/* the first word of a line, without it and the blank behind it */
static char *skip_word(char *line, const char *word)
{
	while (*word && *line == *word) {
		line++;
		word++;
	}
	if (*word || (*line && *line != ' '))
		return 0;
	return *line ? line + 1 : line;
}

static u32 digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return 16;
}

/* decimal, or hex after 0x */
static u32 number(char **line)
{
	u32 base = 10, n = 0;

	if ((*line)[0] == '0' && (*line)[1] == 'x') {
		base = 16;
		*line += 2;
	}
	for ( ; digit(**line) < base; (*line)++)
		n = n * base + digit(**line);
	while (**line == ' ')
		(*line)++;
	return n;
}

static void execute_one(char *line)
{
	char *rest = skip_word(line, "meanwhile");
	u32 i, a;

	for (i = 0; rest && i < LINE && (!i || rest[i - 1]); i++)
		meanwhile[i] = rest[i];
	if (rest)
		return;
	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		rest = skip_word(line, commands[i].name);
		if (!rest)
			continue;
		a = number(&rest);
		commands[i].run(a, number(&rest));
		return;
	}
	print("what?\n");
}

/* what 0.11 leaves to the buffer cache is not main memory */
static void divide_memory(u32 extended_kb)
{
	u32 end = (LOW_MEM + extended_kb * 1024) & 0xfffff000;

	if (end > 0x1000000)
		end = 0x1000000;
	if (end > 0xc00000)
		mem_init(0x400000, end);
	else if (end > 0x600000)
		mem_init(0x200000, end);
	else
		mem_init(LOW_MEM, end);
}

static void execute(char *line)
{
	char *next;

	while (line[0]) {
		for (next = line; *next && *next != ';'; next++)
			;
		if (*next)
			*next++ = 0;
		execute_one(line);
		line = next;
	}
}

void main(u32 extended_kb)
{
	char line[LINE];

	divide_memory(extended_kb);
	con_init();
	trap_init();
	format_swap_disk();
	copy_process((u32)user_program, 0);
	for (;;) {
		print("[/]# ");
		read_line(line, LINE);
		execute(line);
	}
}
