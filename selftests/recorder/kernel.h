/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A kernel just large enough to test scripts/record: it has the functions and
 * variables of Linux 0.11 that a recorder looks for, with the same names, at
 * work on a real page directory. Tasks do what a line typed at the prompt says.
 */
#ifndef _KERNEL_H
#define _KERNEL_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;

#define NR_TASKS	64
#define PAGE_SIZE	4096
#define LOW_MEM		0x100000
#define PAGING_PAGES	3840
#define MAP_NR(addr)	(((addr) - LOW_MEM) >> 12)
#define TASK_SIZE	0x4000000u	/* each task's 64 MB of linear memory */
#define INIT_LIMIT	0xa0000u
#define SIGSEGV		11

/* offsets as in 0.11: 44, 46, 48 */
struct m_inode {
	u8 unused[44];
	u16 i_dev;
	u16 i_num;
	u16 i_count;
};

/* offsets as in 0.11: start_code 536 ... pid 556, father 560, executable 632 */
struct task_struct {
	u32 state;
	u32 kernel_esp;
	u32 end_of_segment;	/* code limit: what exit and exec free first */
	u8 unused[524];
	u32 start_code;
	u32 end_code;
	u32 end_data;
	u32 brk;
	u32 start_stack;
	u32 pid;
	u32 father;
	u8 unused_too[68];
	struct m_inode *executable;
};

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

enum { TASK_RUNNING, TASK_SLEEPING, TASK_ZOMBIE };

/* what system_call() saves, at the top of the task's page */
struct regs {
	u32 edi, esi, ebp, unused, ebx, edx, ecx, eax;
	u32 eip, cs, eflags, esp, ss;
};

extern struct task_struct *current;
extern struct task_struct *task[NR_TASKS];

/* head.S */
extern u8 user_program[], user_program_end[];
void page_fault(void);
void system_call(void);
void ret_to_user(void);
void switch_stack(u32 *save, u32 load);

/* the kernel writes, and may fault */
static inline void store(u32 address, u32 value)
{
	asm volatile("movl %0, (%1)" : : "r" (value), "r" (address) : "memory");
}

/* memory.c */
void mem_init(u32 start, u32 end);
u32 get_free_page(void);
void free_page(u32 addr);
int copy_page_tables(u32 from, u32 to, u32 size);
void free_page_tables(u32 from, u32 size);
u32 put_page(u32 page, u32 address);
void do_wp_page(u32 error_code, u32 address);
void do_no_page(u32 error_code, u32 address);
void write_verify(u32 address);
u32 calc_mem(void);
void scribble(void);

/* process.c */
u32 copy_process(u32 parent_nr, u32 unused);
u32 do_execve(u32 number, u32 unused);
u32 verify_area(u32 address, u32 size);
u32 sys_pipe(u32 count, u32 unused);
u32 close_pipes(u32 count);
void do_exit(u32 code);
void release(u32 nr);
u32 task_nr(void);
struct regs *task_regs(struct task_struct *p);

/* disk.c */
struct m_inode *iget(u32 number);
void iput(struct m_inode *inode);
u32 bmap(struct m_inode *inode, u32 block);
void bread_page(u32 page, u32 dev, const u32 block[4]);

/* main.c */
void sleep_on_disk(void);
void schedule_away(void);

/* console.c */
void con_init(void);
void print(const char *text);
void print_number(u32 n);
void read_line(char *line, u32 room);
void panic(const char *message);

#endif
