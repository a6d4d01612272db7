// SPDX-License-Identifier: GPL-2.0
/*
 * What mm011ctl can do, in words: all of it, or one verb.
 */

#include <stdio.h>
#include <linux/kernel.h>

#include "ctl/command.h"
#include "ctl/verbs.h"
#include "op/op.h"

#define COLUMN		28	/* of what a verb takes, before what it does */

/* what the numbers of an operation are */
#define OFFSET		"an offset in the segment of the task"
#define LINEAR		"linear"
#define PHYSICAL	"physical"
#define USER		"linear, below 0xc0000000"
#define FROM_START	"counted from start_code, the program's first byte"

#define FRAME		"the number of a page frame: its physical address / 4096"

/**
 * struct about - an operation in a few words
 * @what: what it does
 * @address: which kind of address it takes; NULL: none
 */
struct about {
	const char *what;
	const char *address;
};

static const struct about abouts[MM011_OP_MAX] = {
	[MM011_OP_READ] = { "read memory of a task, page faults and all", OFFSET },
	[MM011_OP_WRITE] = { "write memory of a task, page faults and all", OFFSET },
	[MM011_OP_PHYS_READ] = { "read physical memory", PHYSICAL },
	[MM011_OP_PHYS_WRITE] = { "write physical memory", PHYSICAL },
	[MM011_OP_PEEK32] = { "read a word of physical memory", PHYSICAL },
	[MM011_OP_POKE32] = { "write a word of physical memory", PHYSICAL },
	[MM011_OP_SET_AD] = { "set and clear Accessed (0x20) and Dirty (0x40) of an entry",
			      PHYSICAL },
	[MM011_OP_REVIVE] = { "a machine that panicked goes on as panic() left it" },
	[MM011_OP_MEM_INIT] = { "mem_map[]: what lies between is free, all else USED", PHYSICAL },
	[MM011_OP_GET_FREE_PAGE] = { "take the last page that is free, zeroed" },
	[MM011_OP_FREE_PAGE] = { "one reference to a page less", PHYSICAL },
	[MM011_OP_FREE_PAGE_TABLES] = { "free page tables and what they map", LINEAR },
	[MM011_OP_COPY_PAGE_TABLES] = { "copy page tables, and share what they map", LINEAR },
	[MM011_OP_PUT_PAGE] = { "map a page: PAGE is physical", LINEAR },
	[MM011_OP_GET_EMPTY_PAGE] = { "map a page of zeros", LINEAR },
	[MM011_OP_UN_WP_PAGE] = { "make the page of an entry writable, copied if it is shared",
				  PHYSICAL },
	[MM011_OP_DO_WP_PAGE] = { "the handler of a write to a read-only page", LINEAR },
	[MM011_OP_WRITE_VERIFY] = { "make a page writable before the kernel writes to it", LINEAR },
	[MM011_OP_DO_NO_PAGE] = { "the handler of an access to a missing page;\n"
				  "two-step: a page that is loaded is not mapped yet", LINEAR },
	[MM011_OP_DO_NO_PAGE_MAP] = { "the second step of do_no_page: PAGE is physical", LINEAR },
	[MM011_OP_SHARE_PAGE] = { "look for a task that has the same clean page", FROM_START },
	[MM011_OP_TRY_TO_SHARE] = { "share a page with task DONOR if it can be", FROM_START },
	[MM011_OP_INVALIDATE] = { "flush the TLB" },
	[MM011_OP_PAGE_FAULT] = { "interrupt 14 with an error code and an address", LINEAR },
	[MM011_OP_MALLOC] = { "the kernel's bucket allocator" },
	[MM011_OP_FREE_S] = { "give back what malloc() gave; LEN 0: unknown", PHYSICAL },
	[MM011_OP_FORK] = { "the task makes a child" },
	[MM011_OP_EXEC] = { "the task runs a ZMAGIC a.out program;\n"
			    "NAME=VALUE behind -- is its environment" },
	[MM011_OP_EXEC_MADE_UP] = { "the task runs a program of these sizes, its bytes made up" },
	[MM011_OP_EXIT] = { "the task ends" },
	[MM011_OP_WAITPID] = { "the task reaps a child that has ended;\n"
			       "STATUS is where its exit code goes", OFFSET },
	[MM011_OP_BRK] = { "move the end of the heap", OFFSET },
	[MM011_OP_VERIFY_AREA] = { "make an area writable before the kernel writes to it", OFFSET },
	[MM011_OP_PIPE] = { "open a pipe, which takes a page" },
	[MM011_OP_CLOSE_PIPE] = { "close it" },
	[MM011_OP_SET_TASK] = { "make or replace a task, with no page of its own" },
	[MM011_OP_TASK_GONE] = { "a slot is free again; no page is freed" },
	[MM011_OP_SET_COUNT] = { "how often a page is used: an element of mem_map[]", PHYSICAL },
	[MM011_OP_BIND_FILE] = { "the program of this inode is this file from now on" },
	[MM011_OP_SET_I_COUNT] = { "how many hold the task's executable" },
	[MM011_OP_CALC_MEM] = { "0.11: count free pages, and those of each page table" },
	[MM011_OP_PUT_DIRTY_PAGE] = { "0.12: map a page as dirty: PAGE is physical", LINEAR },
	[MM011_OP_SHOW_MEM] = { "0.12: count free and shared pages, and those of each task" },
	[MM011_OP_USELIB] = { "0.12: the task uses a library, in its last 4 MB" },
	[MM011_OP_USELIB_MADE_UP] = { "0.12: likewise, its bytes made up; INODE 0: none any more" },
	[MM011_OP_SET_LIBRARY] = { "0.12: the task has a library; nothing else changes" },
	[MM011_OP_INIT_SWAPPING] = { "0.12: begin to swap to the device that there is" },
	[MM011_OP_GET_SWAP_PAGE] = { "0.12: take a swap page" },
	[MM011_OP_SWAP_FREE] = { "0.12: give a swap page back" },
	[MM011_OP_SWAP_IN] = { "0.12: read the page that an entry names", PHYSICAL },
	[MM011_OP_TRY_TO_SWAP_OUT] = { "0.12: write or drop the page of an entry", PHYSICAL },
	[MM011_OP_SWAP_OUT] = { "0.12: find a page, and write or drop it" },
	[MM011_OP_SWAP_FILE] = { "0.12: a file is the swap device; init_swapping begins" },
	[MM011_OP_SWAP_MEMORY] = { "0.12: KB of memory are the swap device; init_swapping begins" },
	[MM011_OP_SWAP_READ] = { "0.12: look at a page of the swap device" },
	[MM011_OP_SWAP_WRITE] = { "0.12: change a page of the swap device" },
	[MM011_OP_WAKE] = { "0.12: the task that sleeps for the swap device goes on" },
	[MM011_OP24_PAGE_SUM] = { "2.4: nothing; its checksum is that of the free lists" },
	[MM011_OP24_FREE_AREA_INIT] = { "2.4, a bare machine: so many page frames, in zones;\n"
					"those before RESERVED are reserved, the others free" },
	[MM011_OP24_ALLOC_PAGES] = {
		"2.4: take 2^ORDER page frames (ORDER 0 to 9);\n"
		"GFP: 1 may wait, 4 may write, 8 from DMA, 0x10 from HighMem" },
	[MM011_OP24_GET_ZEROED_PAGE] = { "2.4: take a page frame, zeroed; GFP as for alloc_pages" },
	[MM011_OP24_FREE_PAGES] = { "2.4: one reference less to 2^ORDER page frames", FRAME },
	[MM011_OP24_GET_PAGE] = { "2.4: one reference more to a page frame", FRAME },
	[MM011_OP24_PAGE] = { "2.4: count, flags and zone of a page frame", FRAME },
	[MM011_OP24_RESERVE] = { "2.4: reserve a page frame (ON 1), or no longer (0)", FRAME },
	[MM011_OP24_MEMALLOC] = { "2.4: the task finds pages for others: it may take the last" },
	[MM011_OP24_SET_PAGE_COUNT] = { "2.4: how often a page frame is used; nothing else changes",
					FRAME },
	[MM011_OP24_SET_PAGE] = { "2.4: what a page frame is; nothing else changes", FRAME },
	[MM011_OP24_FREE_AREAS] = { "2.4: zones, and their free blocks of each order" },
	[MM011_OP24_PRESSURE] = { "2.4: how short of pages it is, and who was asked for some" },
	[MM011_OP24_AREA_SUM] = { "2.4: nothing; its checksum is that of the areas" },
	[MM011_OP24_MM_NEW] = { "2.4: one process, an empty address space, no files, no limits" },
	[MM011_OP24_DO_MMAP_PGOFF] = {
		"2.4: map FILE (0: none) from page PGOFF on, or memory that nobody had;\n"
		"PROT: 1 read, 2 write, 4 execute; FLAGS: 1 shared, 2 private, 0x10 just there,\n"
		"0x20 no file, 0x100 grows downwards, 0x800 nobody may write to the file", USER },
	[MM011_OP24_DO_MUNMAP] = { "2.4: unmap a range", USER },
	[MM011_OP24_SYS_BRK] = { "2.4: move the end of the heap", USER },
	[MM011_OP24_DO_BRK] = { "2.4: map memory for the heap", USER },
	[MM011_OP24_FIND_VMA] = { "2.4: the first area that ends above an address", USER },
	[MM011_OP24_FIND_VMA_PREV] = { "2.4: likewise, and the area before it", USER },
	[MM011_OP24_FIND_VMA_INTERSECTION] = { "2.4: the first area with addresses of a range",
					       USER },
	[MM011_OP24_FIND_EXTEND_VMA] = { "2.4: the area at an address; a stack grows there", USER },
	[MM011_OP24_GET_UNMAPPED_AREA] = {
		"2.4: where is room, from ADDR on? 0: 0x40000000", USER
	},
	[MM011_OP24_EXIT_MMAP] = { "2.4: all areas go" },
	[MM011_OP24_SHOW_MM] = { "2.4: the address space in numbers" },
	[MM011_OP24_SET_FILE] = {
		"2.4: FILE (1 to 63) has this inode, and nobody maps it; MODE: 1 can be read,\n"
		"2 written, 4 append only, 8 locked, 0x10 no mmap(), 0x20 no writepage(),\n"
		"0x40 not regular" },
	[MM011_OP24_SHOW_FILE] = { "2.4: how many hold FILE, write to it, map it" },
	[MM011_OP24_SET_LIMIT] = {
		"2.4: LIMIT 0 data, 1 stack, 2 locked, 3 all; 0xffffffff: none"
	},
	[MM011_OP24_SET_FREE] = { "2.4: free pages for vm_enough_memory(), and all of memory" },
	[MM011_OP24_SET_OVERCOMMIT] = { "2.4: sysctl vm.overcommit_memory, 0 or 1" },
	[MM011_OP24_SET_DEF_FLAGS] = { "2.4: flags of each new area; 0x2000: locked" },
	[MM011_OP24_FAIL_AREA_ALLOC] = {
		"2.4: the NTH area from now on cannot be had; 0: all can"
	},
	[MM011_OP24_SYS_MPROTECT] = {
		"2.4: other rights for a range; PROT as do_mmap_pgoff", USER
	},
	[MM011_OP24_SYS_MREMAP] = { "2.4: an area grows, shrinks or moves;\n"
				    "FLAGS: 1 it may move, 2 to NEW_ADDR", USER },
	[MM011_OP24_SYS_MLOCK] = { "2.4: a range stays in memory", USER },
	[MM011_OP24_SYS_MUNLOCK] = { "2.4: it need not any more", USER },
	[MM011_OP24_SYS_MLOCKALL] = { "2.4: FLAGS 1 all areas stay in memory, 2 those to come" },
	[MM011_OP24_SYS_MUNLOCKALL] = { "2.4: none need stay any more" },
	[MM011_OP24_SYS_MSYNC] = { "2.4: what was written to a range goes to its files;\n"
				   "FLAGS: 1 later, 2 forget, 4 now", USER },
	[MM011_OP24_MM_ALLOC] = { "2.4: another, empty address space; its number" },
	[MM011_OP24_DUP_MMAP] = {
		"2.4: a copy of the current one, as fork() makes it; its number"
	},
	[MM011_OP24_SWITCH_MM] = { "2.4: address space MM is the current one" },
	[MM011_OP24_MMPUT] = { "2.4: address space MM goes; not the current one" },
	[MM011_OP24_INSERT_VM_STRUCT] = {
		"2.4: a new area, as exec() makes its stack; nothing else", USER
	},
	[MM011_OP24_SET_MM] = { "2.4: what a recorded run says of the current address space" },
	[MM011_OP24_SET_SHMEM_INO] = { "2.4: inode of the next shared anonymous area" },
	[MM011_OP24_FAULT_AREA] = {
		"2.4: the area of a page fault, as do_page_fault() looks for it: a stack may grow;\n"
		"ERR: 1 not allowed, else not there; 2 a write; 4 of the user; ESP is his", USER },
	[MM011_OP24_DO_PAGE_FAULT] = {
		"2.4: a page fault, to its end; ERR and ESP as for fault_area", USER },
	[MM011_OP24_HANDLE_MM_FAULT] = {
		"2.4: an access that an area allows (WRITE 0 or 1) is to succeed", USER },
	[MM011_OP24_PUT_DIRTY_PAGE] = {
		"2.4: a page of arguments is mapped, as exec() does it", USER },
	[MM011_OP24_ZAP_PAGE_RANGE] = { "2.4: unmap the pages of a range; its areas stay", USER },
	[MM011_OP24_TABLES] = { "2.4: checksums of the page tables below 3 GB, pages in them" },
	[MM011_OP24_ENTRY] = { "2.4: the page table entry of an address, 0: there is none", USER },
	[MM011_OP24_LOAD_ZONE] = { "2.4: what a recorded run says of a zone" },
	[MM011_OP24_LOAD_COUNTS] = { "2.4: so many page frames have this count", FRAME },
	[MM011_OP24_LOAD_RESERVED] = { "2.4: so many page frames are reserved, or are not", FRAME },
	[MM011_OP24_RMQUEUE] = { "2.4: take 2^ORDER page frames of a zone, whatever is left" },
	[MM011_OP24_FREE_PAGES_OK] = { "2.4: 2^ORDER unused page frames are free", FRAME },
	[MM011_OP24_LOAD_ZERO_PAGE] = { "2.4: the page frame that readers of nothing get", FRAME },
	[MM011_OP24_COUNT_SUM] = { "2.4: the checksum of how often each page frame is used" },
	[MM011_OP24_SET_ACCESSED] = {
		"2.4: Accessed and Dirty (BITS, of 0x60) of an entry; TABLE 0xffffffff: of the directory"
	},
	[MM011_OP24_ASKED] = { "2.4: what an operation of a recorded run waits for" },
	[MM011_OP24_TELL] = { "2.4: what it is told; wake is next" },
	[MM011_OP24_LRU] = { "2.4: lists of pages in use, their lengths and checksums" },
	[MM011_OP24_LOAD_LRU] = {
		"2.4: what a recorded run says of a list of pages in use: LIST 1 active,\n"
		"2 inactive_dirty, 3 to 5 inactive_clean of a zone; HOW 0 these are all, 1 come, 2 go"
	},
	[MM011_OP24_SET_PAGE_INDEX] = { "2.4: the swap entry of a page in the swap cache", FRAME },
	[MM011_OP24_LOAD_SWAP_MAP] = { "2.4: so many swap pages have this count" },
	[MM011_OP24_SET_SWAP] = { "2.4: what a recorded run says of swap_info[0]" },
	[MM011_OP24_SET_VM] = {
		"2.4: FIELD 0 memory_pressure, 1 freepages.high, 2 page_cluster"
	},
	[MM011_OP24_REFILL_INACTIVE_SCAN] = {
		"2.4: look at 1 in 2^PRIORITY active pages; old ones become inactive"
	},
	[MM011_OP24_PAGE_LAUNDER] = { "2.4: clean inactive pages; how many are clean now" },
	[MM011_OP24_RECLAIM_PAGE] = { "2.4: take a clean page of a zone that nobody has used" },
	[MM011_OP24_TRY_TO_SWAP_OUT] = {
		"2.4: look at a page of the current address space, which may lose it", USER
	},
};

static void print_options(void)
{
	printf("usage: mm011ctl [OPTION...] VERB [ARG...] [--then [-v] VERB [ARG...]]...\n\n"
	       "Drive the memory manager of Linux 0.11, 0.12 or 2.4.0 in its sandbox.\n"
	       "Options stand before the verb:\n\n"
	       "  --local        a machine inside this process, without the module\n"
	       "  --device PATH  default " DEFAULT_DEVICE "\n"
	       "  --kernel 0.12  the kernel of a machine that --local makes, or a reset\n"
	       "  --version      of mm011, module and tool alike\n"
	       "  -v             tell each change that an operation makes\n"
	       "  --then         another command on the same machine, unless one failed;\n"
	       "                 after a panic: what looks, revive and reset\n");
}

static void print_operations(void)
{
	char text[120];
	u32 code;

	printf("\nOperations, called as in Linux (TASK is the number of the current task):\n");
	for (code = 0; mm011_op_more(&code); code++) {
		if (!command_is_typed(code))
			continue;
		command_usage(code, text, sizeof(text));
		printf("  %s\n", text);
	}
}

static void help_all(void)
{
	const struct verb *verb;
	char text[120];
	u32 i;

	print_options();
	printf("\nTo look, and to run:\n");
	for (i = 0; (verb = verb_number(i)); i++) {
		snprintf(text, sizeof(text), "%s %s", verb->name, verb->args);
		if (strlen(text) > COLUMN)
			printf("  %s\n%*s %s\n", text, COLUMN + 2, "", verb->help);
		else
			printf("  %-*s %s\n", COLUMN, text, verb->help);
	}
	print_operations();
	printf("\nNumbers are decimal or 0x hex. 'mm011ctl help VERB' tells what a verb does, and\n"
	       "which kind of address it takes.\n");
}

static void help_operation(u32 code)
{
	const struct mm011_op_row *row = mm011_op_row(code);
	char text[120];

	command_usage(code, text, sizeof(text));
	printf("usage: mm011ctl %s\n%s\n", text, abouts[code].what);
	if (abouts[code].address)
		printf("The address is %s.\n", abouts[code].address);
	if (row->flags & MM011_OPF_SLEEP && row->data == MM011_DATA_NONE)
		printf("With a last word sleep%s it sleeps where 0.12 waits for its swap device.\n",
		       row->needs_task ? "" : "=TASK");
}

/**
 * help_short() - how mm011ctl is called, on standard error
 */
void help_short(void)
{
	fprintf(stderr, "usage: mm011ctl [OPTION...] VERB [ARG...]\n"
		"Try 'mm011ctl help', or 'mm011ctl help VERB'.\n");
}

/**
 * help() - the verb help
 * @t: not used
 * @o: not used
 * @argc: number of words
 * @argv: help, and perhaps a verb
 *
 * Return: an exit status, 2 when there is no such verb.
 */
int help(struct target *t, const struct options *o, int argc, const char **argv)
{
	const struct verb *verb;
	u32 code;

	if (argc > 2)
		return verb_bad_usage("help", "'%s' has no place here", argv[2]);
	if (argc < 2) {
		help_all();
		return 0;
	}
	verb = verb_find(argv[1]);
	code = command_code(argv[1]);
	if (!verb && code == MM011_OP_MAX)
		return verb_bad_usage("help", "there is no verb '%s'", argv[1]);
	if (verb)
		printf("usage: mm011ctl %s%s%s\n%s\n", verb->name, *verb->args ? " " : "",
		       verb->args, verb->help);
	else
		help_operation(code);
	return 0;
}
