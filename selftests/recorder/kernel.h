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

/* built as 0.11, or as 0.12, which swaps and has other structures */
#if LINUX == 12
#define SWAPS		1
#define INODE_HEAD	48
#define BEFORE_FATHER	140	/* pgrp, session, leader, groups[] */
#define AFTER_FATHER	124
#define FATHER(p)	((u32)(p))	/* p_pptr */
#define OF_ITSELF	((u32)&init_task)
#define PUT_ARGUMENTS	put_dirty_page
#else
#define SWAPS		0
#define INODE_HEAD	44
#define BEFORE_FATHER	0
#define AFTER_FATHER	68
#define FATHER(p)	((p)->pid)
#define OF_ITSELF	(-1)
#define PUT_ARGUMENTS	put_page
#endif

/* offsets as in 0.11: 44, 46, 48; in 0.12 4 more */
struct m_inode {
	u8 unused[INODE_HEAD];
	u16 i_dev;
	u16 i_num;
	u16 i_count;
};

/*
 * offsets as in 0.11: start_code 536 ... pid 556, father 560, executable 632;
 * in 0.12 p_pptr is at 700, executable at 828
 */
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
	u8 before_father[BEFORE_FATHER];
	u32 father;
	u8 after_father[AFTER_FATHER];
	struct m_inode *executable;
};

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

enum { SWAP_READ, SWAP_WRITE };
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

/* swap.c, in a kernel that swaps; mem_map[] and the rest are memory.c's */
extern u8 mem_map[PAGING_PAGES];
u32 put_dirty_page(u32 page, u32 address);
void init_swapping(void);
int swap_out(void);
void swap_in(u32 *entry);
void swap_free(u32 nr);
int read_for_fork(u32 *from, u32 *to);

/* process.c */
u32 copy_process(u32 parent_nr, u32 unused);
u32 do_execve(u32 number, u32 unused);
u32 verify_area(u32 address, u32 size);
u32 sys_pipe(u32 count, u32 unused);
u32 close_pipes(u32 count);
u32 sys_setup(u32 unused, u32 unused_too);
void do_exit(u32 code);
void release(u32 nr);
u32 task_nr(void);
struct regs *task_regs(struct task_struct *p);

/* disk.c */
struct m_inode *iget(u32 number);
void iput(struct m_inode *inode);
u32 bmap(struct m_inode *inode, u32 block);
void bread_page(u32 page, u32 dev, const u32 block[4]);
void format_swap_disk(void);
void ll_rw_page(int rw, int dev, int nr, u8 *buffer);

/* main.c */
void sleep_on_disk(void);
void schedule(void);

/* console.c */
void con_init(void);
void print(const char *text);
void print_number(u32 n);
void read_line(char *line, u32 room);
void panic(const char *message);

/* of the page directory and of page tables */
#define PRESENT		1
#define WRITE		2
#define DIRTY		0x40
#define FLAGS		7
#define FRAME(entry)	((entry) & 0xfffff000)

static inline u32 *word(u32 addr)
{
	return (u32 *)addr;
}

static inline void invalidate(void)
{
	asm volatile("movl %0, %%cr3" : : "r" (0) : "memory");
}

static inline void oom(void)
{
	print("out of memory\n");
	do_exit(SIGSEGV);
}

#endif
