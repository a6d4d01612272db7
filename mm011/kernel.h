/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a kernel is to the machine that runs it.
 */
#ifndef _MM011_KERNEL_H
#define _MM011_KERNEL_H

#include "pc/machine.h"

struct mm011_fields;
struct mm011_op_group;
struct mm011_op_row;
struct mm011_text;
struct mm011_view;
struct mm011_views;

/**
 * struct mm011_messages - what a kernel prints
 * @format: by the number in the event, each with up to two numbers (%u, %d, %X)
 * @count: how many
 */
struct mm011_messages {
	const char *const *format;
	u32 count;
};

/**
 * struct mm011_kernel - a memory manager
 * @number: MM011_KERNEL_*
 * @name: what people call it
 * @state_size: bytes of its structure that begins with struct mm011_machine
 * @check_reset: are these parameters of a machine? 0 or -EINVAL
 * @memory_size: how much physical memory it has with them: bytes, a multiple of a page,
 *	at most MM011_MAX_MEMORY
 * @store_size: how much it keeps beside that in struct mm011_machine.store: bytes, a
 *	multiple of a page (may be NULL: nothing)
 * @reset: boot on a machine that has just been switched on
 * @release: give back what it has of the host
 * @ldt: the segments of a task (0..63)
 * @page_fault: interrupt 14: error code and linear address; 0 when the access is to be
 *	tried again
 * @counts: what the checksum begins with, how often each page is used: where that
 *	stands, and how many bytes (may be NULL)
 * @switch_to: another task runs
 * @is_running: is there a task in this slot (0..63) that could run?
 * @kill: the current task ends, as SIGSEGV would end it; 0 or a negative error
 * @groups: its operations, in groups of MM011_GROUP_SIZE numbers; NULL: none of these
 * @nr_groups: how many groups
 * @checksum: CRC of every bit of state
 * @op_checksum: what MM011_OPF_CRC asks for, after an operation of this number (may be
 *	NULL: the checksum of counts, page directory and page tables)
 * @owner: whose a linear address is, as a number (may be NULL: there is but one)
 * @show_owner: print a headline for what is his
 * @swap_page: what an entry names that is neither present nor 0 (may be NULL: nothing)
 * @fill_info: tell of a machine, what the PC does not know
 * @fill_task: tell of a task: nr (0..63) is given; 0, or -ESRCH (may be NULL: it has none)
 * @fields: what it keeps, for a saved machine
 * @loaded: numbers have come from a saved machine: make all that depends on them
 * @verify: does what must hold of it hold? What does not is told; returns how often it
 *	does not (may be NULL: nothing must)
 * @verify_size: bytes that this needs to work with
 * @messages: what it prints
 * @views: its pictures
 */
struct mm011_kernel {
	u32 number;
	const char *name;
	size_t state_size;
	int (*check_reset)(const struct mm011_reset *r);
	u32 (*memory_size)(const struct mm011_reset *r);
	u32 (*store_size)(const struct mm011_reset *r);
	void (*reset)(struct mm011_machine *m, const struct mm011_reset *r);
	void (*release)(struct mm011_machine *m);
	const struct mm011_ldt *(*ldt)(const struct mm011_machine *m, u32 task);
	int (*page_fault)(struct mm011_machine *m, u32 error_code, u32 cr2);
	const u8 *(*counts)(const struct mm011_machine *m, u32 *len);
	void (*switch_to)(struct mm011_machine *m, u32 task);
	bool (*is_running)(const struct mm011_machine *m, u32 task);
	int (*kill)(struct mm011_machine *m);
	const struct mm011_op_group *const *groups;
	u32 nr_groups;
	u32 (*checksum)(const struct mm011_machine *m);
	u32 (*op_checksum)(struct mm011_machine *m, u32 code);
	u32 (*owner)(u32 linear);
	void (*show_owner)(const struct mm011_machine *m, struct mm011_text *t, u32 owner);
	u32 (*swap_page)(u32 entry);
	void (*fill_info)(const struct mm011_machine *m, struct mm011_info *info);
	int (*fill_task)(const struct mm011_machine *m, struct mm011_task_info *info);
	const struct mm011_fields *fields;
	void (*loaded)(struct mm011_machine *m);
	u32 (*verify)(const struct mm011_machine *m, void *scratch, struct mm011_text *t);
	size_t verify_size;
	const struct mm011_messages *messages;
	const struct mm011_views *views;
};

int mm011_kernel_register(const struct mm011_kernel *kernel);
void mm011_kernel_unregister(const struct mm011_kernel *kernel);
const struct mm011_kernel *mm011_kernel(u32 number);
const struct mm011_kernel *mm011_nth_kernel(u32 nr);
const struct mm011_kernel *mm011_kernel_with(u32 code);
const struct mm011_op_row *mm011_op_row(u32 code);
bool mm011_op_more(u32 *code);
const struct mm011_view *mm011_next_view(u32 *nr);
size_t mm011_machine_size(void);
size_t mm011_verify_size(void);
int mm011_check_reset(const struct mm011_reset *r);
u32 mm011_memory_size(const struct mm011_reset *r);
u32 mm011_store_size(const struct mm011_reset *r);
void mm011_reset(struct mm011_machine *m, const struct mm011_reset *r);
void mm011_fill_info(const struct mm011_machine *m, struct mm011_info *info);
void mm011_fill_checksum(struct mm011_machine *m, struct mm011_checksum *sum);
int mm011_fill_task(const struct mm011_machine *m, struct mm011_task_info *info);
void mm011_power_off(struct mm011_machine *m);

#endif /* _MM011_KERNEL_H */
