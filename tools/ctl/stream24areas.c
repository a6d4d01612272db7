// SPDX-License-Identifier: GPL-2.0
/*
 * Commands and replies of the line protocol for 2.4: areas.
 */

#include <errno.h>
#include <stdio.h>
#include <linux/kernel.h>

#include "ctl/stream24.h"

#define END_CODE	0x08100000u
#define BRK		0x08200000u

static int number(struct command *c, const char *word, u32 *value)
{
	if (command_number(word, value))
		return 0;
	snprintf(c->problem, sizeof(c->problem), "'%.40s' is nothing of 32 bits", word);
	return -EINVAL;
}

static int numbers(struct command *c, int argc, const char **argv, int least, int most)
{
	int i, err = 0;

	if (argc < least || argc > most) {
		snprintf(c->problem, sizeof(c->problem), "it takes %d to %d words", least, most);
		return -EINVAL;
	}
	for (i = 0; !err && i < argc; i++)
		err = number(c, argv[i], &c->op.arg[i]);
	return err;
}

/* [END_CODE [START_DATA [BRK]]] */
static int parse_mm_new(struct command *c, int argc, const char **argv)
{
	int err = numbers(c, argc, argv, 0, 3);

	if (argc < 1)
		c->op.arg[0] = END_CODE;
	if (argc < 2)
		c->op.arg[1] = c->op.arg[0];
	if (argc < 3)
		c->op.arg[2] = BRK;
	return err;
}

static int check_file(struct command *c, u32 file, bool none)
{
	if (file <= MM011_FILE24_MAX && (file || none))
		return 0;
	strcpy(c->problem, "ino");
	return -EINVAL;
}

/* ADDR LEN PROT FLAGS INO PGOFF */
static int parse_mmap(struct command *c, int argc, const char **argv)
{
	int err = numbers(c, argc, argv, 6, 6);

	return err ? err : check_file(c, c->op.arg[4], true);
}

/* INO MODE */
static int parse_file(struct command *c, int argc, const char **argv)
{
	int err = numbers(c, argc, argv, 2, 2);

	c->op.arg[1] &= MM011_FILE24_ALL;
	c->op.arg[2] = c->op.arg[0];
	return err ? err : check_file(c, c->op.arg[0], false);
}

/* INO */
static int parse_inode(struct command *c, int argc, const char **argv)
{
	int err = numbers(c, argc, argv, 1, 1);

	return err ? err : check_file(c, c->op.arg[0], false);
}

/* AS|DATA|STACK|MEMLOCK BYTES */
static int parse_limit(struct command *c, int argc, const char **argv)
{
	static const char *const names[] = {
		[MM011_LIMIT24_DATA] = "DATA", [MM011_LIMIT24_STACK] = "STACK",
		[MM011_LIMIT24_MEMLOCK] = "MEMLOCK", [MM011_LIMIT24_AS] = "AS",
	};
	u32 i;

	for (i = 0; argc == 2 && i < ARRAY_SIZE(names); i++)
		if (!strcmp(argv[0], names[i])) {
			c->op.arg[0] = i;
			return number(c, argv[1], &c->op.arg[1]);
		}
	strcpy(c->problem, "usage: limit AS|DATA|STACK|MEMLOCK BYTES");
	return -EINVAL;
}

/* PAGES that are free; of memory there is as much as can be */
static int parse_freemem(struct command *c, int argc, const char **argv)
{
	c->op.arg[1] = 0x7fffffff;
	return numbers(c, argc, argv, 1, 1);
}

static int parse_overcommit(struct command *c, int argc, const char **argv)
{
	int err = numbers(c, argc, argv, 1, 1);

	c->op.arg[0] = !!c->op.arg[0];
	return err;
}

/* an address, or a negative errno */
static void reply_hex(const struct mm011_op *op, const void *data, char *to)
{
	sprintf(to, "%x", op->ret);
}

/* an address, 0: NULL */
static void reply_area(const struct mm011_op *op, const void *data, char *to)
{
	sprintf(to, "%08x", op->ret);
}

static void reply_find_vma(const struct mm011_op *op, const void *data, char *to)
{
	const char *hit = op->out[1] ? "h" : "m";

	if (op->out[0])
		sprintf(to, "%08x-%08x %s", op->ret, op->out[0], hit);
	else
		sprintf(to, "none %s", hit);
}

static void reply_two(const struct mm011_op *op, const void *data, char *to)
{
	sprintf(to, "%08x %08x", op->ret, op->out[0]);
}

static void reply_file(const struct mm011_op *op, const void *data, char *to)
{
	strcpy(to, op->ret == (u32)-EBUSY ? "err: busy" : "0");
}

static void reply_stat(const struct mm011_op *op, const void *data, char *to)
{
	struct mm011_mm24 mm;

	memcpy(&mm, data, sizeof(mm));
	to += sprintf(to, "n=%d avl=%u tv=%u lv=%u brk=%x cache=%x", (int)mm.map_count,
		      mm.avl_height, mm.total_vm, mm.locked_vm, mm.brk, mm.cache);
	sprintf(to, " fv=%u hits=%u zap=%u pgc=%u/%u printk=%u", mm.find_vma, mm.hits, mm.zapped,
		mm.cleared, mm.cleared_tables, mm.printk);
}

static void reply_inode(const struct mm011_op *op, const void *data, char *to)
{
	struct mm011_file24 file;

	memcpy(&file, data, sizeof(file));
	sprintf(to, "count=%d writecount=%d private=%u shared=%u", file.count, file.writecount,
		file.private_areas, file.shared_areas);
}

static const struct stream24_word area_words[] = {
	{ .verb = "crc", .code = MM011_OP24_AREA_SUM },
	{ .verb = "maps", .code = MM011_OP24_AREA_SUM, .view = "maps" },
	{ .verb = "avl", .code = MM011_OP24_AREA_SUM, .view = "avl" },
	{ .verb = "mm_new", .code = MM011_OP24_MM_NEW, .parse = parse_mm_new },
	{ .verb = "mmap", .code = MM011_OP24_DO_MMAP_PGOFF, .parse = parse_mmap,
	  .reply = reply_hex },
	{ .verb = "munmap", .code = MM011_OP24_DO_MUNMAP, .least = 2, .most = 2,
	  .reply = reply_hex },
	{ .verb = "brk", .code = MM011_OP24_SYS_BRK, .least = 1, .most = 1, .reply = reply_hex },
	{ .verb = "do_brk", .code = MM011_OP24_DO_BRK, .least = 2, .most = 2,
	  .reply = reply_hex },
	{ .verb = "find_vma", .code = MM011_OP24_FIND_VMA, .least = 1, .most = 1,
	  .reply = reply_find_vma },
	{ .verb = "find_vma_prev", .code = MM011_OP24_FIND_VMA_PREV, .least = 1, .most = 1,
	  .reply = reply_two },
	{ .verb = "intersect", .code = MM011_OP24_FIND_VMA_INTERSECTION, .least = 2, .most = 2,
	  .reply = reply_area },
	{ .verb = "extend", .code = MM011_OP24_FIND_EXTEND_VMA, .least = 1, .most = 1,
	  .reply = reply_area },
	{ .verb = "unmapped", .code = MM011_OP24_GET_UNMAPPED_AREA, .least = 2, .most = 2,
	  .reply = reply_hex },
	{ .verb = "exit_mmap", .code = MM011_OP24_EXIT_MMAP },
	{ .verb = "stat", .code = MM011_OP24_SHOW_MM, .len = sizeof(struct mm011_mm24),
	  .reply = reply_stat },
	{ .verb = "file", .code = MM011_OP24_SET_FILE, .parse = parse_file,
	  .reply = reply_file },
	{ .verb = "inode", .code = MM011_OP24_SHOW_FILE, .parse = parse_inode,
	  .len = sizeof(struct mm011_file24), .reply = reply_inode },
	{ .verb = "limit", .code = MM011_OP24_SET_LIMIT, .parse = parse_limit },
	{ .verb = "freemem", .code = MM011_OP24_SET_FREE, .parse = parse_freemem },
	{ .verb = "overcommit", .code = MM011_OP24_SET_OVERCOMMIT, .parse = parse_overcommit },
	{ .verb = "def_flags", .code = MM011_OP24_SET_DEF_FLAGS, .least = 1, .most = 1 },
	{ .verb = "failalloc", .code = MM011_OP24_FAIL_AREA_ALLOC, .least = 1, .most = 1 },
};

const struct stream24_words stream24_areas = { area_words, ARRAY_SIZE(area_words) };
