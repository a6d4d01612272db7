// SPDX-License-Identifier: GPL-2.0
/*
 * Verbs that look at a machine and change nothing.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "ctl/command.h"
#include "ctl/verbs.h"
#include "ctl/walk.h"
#include "ctl/who.h"
#include "replay/explain.h"
#include "target/text.h"
#include "view/verify.h"
#include "view/view.h"
#include "view/words.h"
#include "linux01x/linux01x.h"
#include "pc/mmu.h"

static int failed(const char *what, int err)
{
	fprintf(stderr, "mm011ctl: %s: %s\n", what, strerror(-err));
	return 1;
}

/* a kernel may have a picture of the verb's own name */
static int show(struct target *t, const struct verb *verb)
{
	int err = target_view(t, verb->name, &text_stdout);

	return err == -ENOENT ? target_view(t, verb->view, &text_stdout) : err;
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
	int err = show(t, verb);

	if (err == -ENOENT)
		fprintf(stderr, "mm011ctl: %s: the kernel of this machine has none\n",
			verb->name);
	else if (err)
		return failed(verb->name, err);
	return err ? 1 : 0;
}

/* 0; 1, and it is told: only 0.11 and 0.12 have what is asked for */
static int needs_linux01x(struct target *t, const char *verb)
{
	const struct mm011_kernel *kernel = target_memory(t)->kernel;

	if (kernel == &linux011 || kernel == &linux012)
		return 0;
	fprintf(stderr, "mm011ctl: %s: only a machine of Linux 0.11 or 0.12 has that\n", verb);
	return 1;
}

/* the verb checksum */
int look_checksum(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct mm011_checksum sum = { .flags = MM011_CHECKSUM_MACHINE };
	int err = target_checksum(t, &sum);

	if (err)
		return failed("checksum", err);
	if (target_memory(t)->kernel->op_checksum) {
		printf("crc      %08x  free lists\n", sum.crc);
	} else {
		printf("crc      %08x  mem_map, page directory, page tables\n", sum.crc);
		printf("crc_noad %08x  the same without Accessed and Dirty bits\n", sum.crc_noad);
	}
	printf("machine  %08x  all of the machine's state\n", sum.machine);
	return 0;
}

/* the verb check */
int look_check(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct mm011_machine *m = target_snapshot(t);
	void *scratch = malloc(mm011_verify_size());
	int status = 1;

	if (m && scratch)
		status = mm011_verify(m, scratch, &text_stdout) ? 1 : 0;
	else
		failed("the machine does not answer", scratch ? -errno : -ENOMEM);
	free(scratch);
	return status;
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
	if (needs_linux01x(t, "who"))
		return 1;
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

/* no task: the kernel's own segments */
static bool is_kernel(const char *word)
{
	return !strcmp(word, "kernel");
}

/* 0, or an exit status */
static int parse_walk(struct mm011_translate *walk, int argc, const char **argv)
{
	char why[COMMAND_WHY];
	const char *extra;

	if (argc < 3)
		return verb_bad_usage("walk", NULL);
	if ((!is_kernel(argv[1]) &&
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

/* the verb walk */
int look_walk(struct target *t, const struct options *o, int argc, const char **argv)
{
	struct mm011_translate walk = { 0 };
	int status = parse_walk(&walk, argc, argv);
	int err;

	if (!status && is_kernel(argv[1]))
		status = needs_linux01x(t, "walk kernel");
	if (status)
		return status;
	err = is_kernel(argv[1]) ? walk_kernel(t, &walk) : walk_task(t, &walk);
	if (err == -ESRCH) {
		fprintf(stderr, "mm011ctl: walk: no running task %u; see ps\n", walk.task);
		return 1;
	}
	return err ? failed("walk", err) : 0;
}
