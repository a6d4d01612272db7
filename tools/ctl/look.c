// SPDX-License-Identifier: GPL-2.0
/*
 * Verbs that look at a machine and change nothing.
 */

#include <errno.h>
#include <stdio.h>

#include "ctl/check.h"
#include "ctl/command.h"
#include "ctl/verbs.h"
#include "ctl/who.h"
#include "replay/explain.h"
#include "target/text.h"
#include "view/view.h"
#include "view/words.h"
#include "linux01x/linux01x.h"
#include "pc/mmu.h"

#define KERNEL	MM011_NR_TASKS	/* walk: no task, the kernel's own segments */

static int failed(const char *what, int err)
{
	fprintf(stderr, "mm011ctl: %s: %s\n", what, strerror(-err));
	return 1;
}

/**
 * look_view() - print one of the views that debugfs has, too
 * @t: the machine
 * @o: options
 * @argc: number of words
 * @argv: the words; the first is a verb with a view
 *
 * Return: an exit status; likewise of the others in this file.
 */
int look_view(struct target *t, const struct options *o, int argc, const char **argv)
{
	const struct verb *verb = verb_find(argv[0]);
	int err = target_view(t, verb->view, &text_stdout);

	if (err == -ENOENT)
		fprintf(stderr, "mm011ctl: %s: the kernel of this machine has none\n",
			verb->name);
	else if (err)
		return failed(verb->name, err);
	return err ? 1 : 0;
}

/* the verb checksum */
int look_checksum(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct mm011_checksum sum = { .flags = MM011_CHECKSUM_MACHINE };
	int err = target_checksum(t, &sum);

	if (err)
		return failed("checksum", err);
	printf("crc      %08x  mem_map, page directory, page tables\n", sum.crc);
	printf("crc_noad %08x  the same without Accessed and Dirty bits\n", sum.crc_noad);
	printf("machine  %08x  all of the machine's state\n", sum.machine);
	return 0;
}

/* the verb check */
int look_check(struct target *t, const struct options *o, int argc, const char **argv)
{
	const struct mm011_machine *m = target_snapshot(t);

	if (!m)
		return failed("the machine does not answer", -errno);
	return cross_check(m) ? 1 : 0;
}

/* the verb who */
int look_who(struct target *t, const struct options *o, int argc, const char **argv)
{
	const struct mm011_machine *m;
	char why[COMMAND_WHY];
	u32 page;

	if (argc != 2)
		return argc < 2 ? verb_bad_usage("who", NULL) :
		       verb_bad_usage("who", "'%s' has no place here", argv[2]);
	if (!command_argument("PAGE", argv[1], &page, why))
		return verb_bad_usage("who", "%s", why);
	if (page >= MM011_MEMORY_SIZE)
		return verb_bad_usage("who", "PAGE 0x%06x: the last page of memory is 0x%06x", page,
				      MM011_MEMORY_SIZE - MM011_PAGE_SIZE);
	m = target_snapshot(t);
	if (!m)
		return failed("the machine does not answer", -errno);
	who(m, page & 0xfffff000);
	return 0;
}

/* --------------------------------------------------------------------- walk */

/* NULL, or the word that is none of them */
static const char *parse_access(int argc, const char **argv, u32 *access)
{
	int i;

	*access = MM011_ACCESS_USER;
	for (i = 0; i < argc; i++) {
		if (!strcmp(argv[i], "write"))
			*access |= MM011_ACCESS_WRITE;
		else if (!strcmp(argv[i], "super"))
			*access &= ~MM011_ACCESS_USER;
		else if (!strcmp(argv[i], "code"))
			*access |= MM011_ACCESS_CODE;
		else
			return argv[i];
	}
	return NULL;
}

/* 0, or an exit status */
static int parse_walk(struct mm011_translate *walk, int argc, const char **argv)
{
	char why[COMMAND_WHY];
	const char *extra;

	if (argc < 3)
		return verb_bad_usage("walk", NULL);
	walk->task = KERNEL;
	if ((strcmp(argv[1], "kernel") &&
	     !command_argument("TASK", argv[1], &walk->task, why)) ||
	    !command_argument("ADDR", argv[2], &walk->address, why))
		return verb_bad_usage("walk", "%s", why);
	extra = parse_access(argc - 3, argv + 3, &walk->access);
	if (extra)
		return verb_bad_usage("walk", "'%s' is neither write, super nor code", extra);
	if ((walk->access & MM011_ACCESS_CODE) && (walk->access & MM011_ACCESS_WRITE))
		return verb_bad_usage("walk", "a 386 writes through no code segment: %s",
				      "write or code, not both");
	return 0;
}

/*
 * The kernel's segments reach from 0 to 16 MB, and its accesses are forbidden nothing
 * but what is not present: a 386 has no write protection for the supervisor.
 */
static void walk_kernel(const struct mm011_machine *m, struct mm011_translate *walk)
{
	walk->linear = walk->address;
	walk->access &= ~MM011_ACCESS_USER;
	walk->error_code = walk->access & MM011_ACCESS_WRITE;
	if (walk->address >= MM011_MEMORY_SIZE) {
		walk->outcome = MM011_WALK_SEGMENT;
		return;
	}
	walk->pde_addr = mm011_pde_address(walk->linear);
	walk->pde = mm011_read32(m, walk->pde_addr);
	walk->outcome = MM011_WALK_NO_TABLE;
	if (!(walk->pde & MM011_PTE_PRESENT))
		return;
	walk->pte_addr = mm011_entry_page(walk->pde) + mm011_pte_offset(walk->linear);
	walk->outcome = MM011_WALK_OUTSIDE;
	if (walk->pte_addr >= MM011_MEMORY_SIZE)
		return;
	walk->pte = mm011_read32(m, walk->pte_addr);
	walk->physical = mm011_entry_page(walk->pte) + (walk->linear & 0xfff);
	walk->outcome = !(walk->pte & MM011_PTE_PRESENT) ? MM011_WALK_NO_PAGE :
			walk->physical < MM011_MEMORY_SIZE ? MM011_WALK_OK : MM011_WALK_OUTSIDE;
}

/* the selectors of Linux 0.11: GDT entries 1 and 2, those of the LDT for the user */
static void print_segment(const struct mm011_machine *m, const struct mm011_translate *walk)
{
	bool code = walk->access & MM011_ACCESS_CODE;
	const struct mm011_ldt kernel = {
		.code_limit = MM011_MEMORY_SIZE, .data_limit = MM011_MEMORY_SIZE
	};
	const struct mm011_ldt *ldt = walk->task == KERNEL ? &kernel :
				      &linux01x(m)->task[walk->task].ldt;
	u32 selector = (code ? 0x08 : 0x10) | (walk->task == KERNEL ? 0 : 0x07);

	printf("segment    %s, selector 0x%02x: base 0x%08x, limit 0x%08x\n",
	       code ? "code" : "data", selector, ldt->base,
	       (code ? ldt->code_limit : ldt->data_limit) - 1);
	printf("offset     0x%08x -> linear 0x%08x\n", walk->address, walk->linear);
}

static void print_walk(struct target *t, const struct mm011_machine *m,
		       const struct mm011_translate *walk)
{
	char entry[EXPLAIN_ROOM];

	print_segment(m, walk);
	if (walk->outcome == MM011_WALK_SEGMENT)
		return;
	explain_entry(t, walk->pde, entry, sizeof(entry));
	printf("directory  entry %u at 0x%06x: %s\n", walk->linear >> 22, walk->pde_addr, entry);
	if (!walk->pte_addr)
		return;
	explain_entry(t, walk->pte, entry, sizeof(entry));
	printf("table      entry %u at 0x%06x: %s\n", (walk->linear >> 12) & 0x3ff, walk->pte_addr,
	       entry);
}

static void print_walk_outcome(const struct mm011_translate *walk)
{
	if (walk->outcome == MM011_WALK_OK)
		printf("outcome    physical 0x%06x\n", walk->physical);
	else if (walk->outcome == MM011_WALK_SEGMENT || walk->outcome == MM011_WALK_OUTSIDE)
		printf("outcome    %s\n", mm011_walk_word(walk->outcome));
	else
		printf("outcome    %s, error code %u -> %s\n", mm011_walk_word(walk->outcome),
		       walk->error_code,
		       walk->error_code & MM011_PTE_PRESENT ? "do_wp_page()" : "do_no_page()");
}

/* the verb walk */
int look_walk(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct mm011_translate walk = { 0 };
	int status = parse_walk(&walk, argc, argv);
	const struct mm011_machine *m = status ? NULL : target_snapshot(t);
	int err = 0;

	if (status)
		return status;
	if (!m)
		return failed("the machine does not answer", -errno);
	if (walk.task == KERNEL)
		walk_kernel(m, &walk);
	else
		err = target_translate(t, &walk);
	if (err == -ESRCH) {
		fprintf(stderr, "mm011ctl: walk: no running task %u; see ps\n", walk.task);
		return 1;
	}
	if (err)
		return failed("walk", err);
	print_walk(t, m, &walk);
	print_walk_outcome(&walk);
	return 0;
}
