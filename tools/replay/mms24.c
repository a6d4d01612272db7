// SPDX-License-Identifier: GPL-2.0
/*
 * Address spaces, limits and files of a recorded run of 2.4.
 */

#include <errno.h>

#include <linux/kernel.h>

#include "ctl/lines.h"
#include "replay/mms24.h"
#include "replay/replay24.h"

static int do_op(struct replay24 *r, struct mm011_op *op)
{
	int err = target_ops(r->t, op, 1);

	return err ? err : op->error;
}

/**
 * mms24_number() - the number of an address space in the last line
 * @r: run
 * @name: the field
 * @mm: the number, 0: none
 *
 * Return: 0; -EINVAL: there are no such numbers.
 */
int mms24_number(struct replay24 *r, const char *name, u32 *mm)
{
	*mm = trace24_number(&r->trace, name);
	return *mm < MMS24_MMS ? 0 :
	       trace24_damaged(&r->trace, "no run has so many address spaces: ", name);
}

/**
 * mms24_switch() - the machine works on an address space from now on
 * @s: what the machine has
 * @r: run
 * @mm: the run's number, 0: none of its
 *
 * Return: 0; a negative errno.
 */
int mms24_switch(struct mms24 *s, struct replay24 *r, u32 mm)
{
	struct mm011_op op = { .code = MM011_OP24_SWITCH_MM, .arg = { s->mm[mm] } };

	if (mm == s->current)
		return 0;
	if (mm && !s->mm[mm])
		return trace24_damaged(&r->trace, "this address space is not known: ", "mm");
	s->current = mm;
	return do_op(r, &op);
}

/**
 * mms24_put_ended() - an address space that the run does not name again goes
 * @s: what the machine has
 * @r: run
 * @mm: the run's number
 *
 * Return: 0; a negative errno.
 */
int mms24_put_ended(struct mms24 *s, struct replay24 *r, u32 mm)
{
	struct mm011_op op = { .code = MM011_OP24_MMPUT, .arg = { s->mm[mm] } };
	int err = 0;

	if (!s->mm[mm] || !s->empty[mm] || lines_number(r->trace.in) < s->last[mm])
		return 0;
	if (s->current == mm)
		err = mms24_switch(s, r, 0);
	s->mm[mm] = 0;
	return err ? err : do_op(r, &op);
}

/* [directory index, table index or -1, bits] */
static int take_accessed(struct replay24 *r, struct json_value item, u32 *arg)
{
	struct json_value number;
	u32 i;

	for (i = 0; i < 3; i++)
		if (!json_next(&item, &number) || json_u32(&number, &arg[i]))
			return trace24_damaged(&r->trace, "these are not entries: ", "d");
	return 0;
}

/**
 * mms24_set_accessed() - the CPU has set Accessed and Dirty in entries
 * @s: what the machine has
 * @r: run whose line hw has been read
 *
 * Return: 0; a negative errno.
 */
int mms24_set_accessed(struct mms24 *s, struct replay24 *r)
{
	struct json_value rest = *json_find(&r->trace.line, "d"), item;
	struct mm011_op op = { .code = MM011_OP24_SET_ACCESSED };
	u32 mm;
	int err = mms24_number(r, "mm", &mm);

	if (!err)
		err = mms24_switch(s, r, mm);
	while (!err && json_next(&rest, &item)) {
		err = take_accessed(r, item, op.arg);
		if (!err)
			err = do_op(r, &op);
		if (err == -EINVAL && !*r->trace.problem)
			err = trace24_damaged(&r->trace, "there is no such entry", "");
	}
	return err;
}

/**
 * mms24_set_fields() - what changed in an address space outside of mm
 * @s: what the machine has
 * @r: run whose line mm has been read
 *
 * Return: 0; a negative errno.
 */
int mms24_set_fields(struct mms24 *s, struct replay24 *r)
{
	static const char *const fields[MM011_MM24_FIELDS] = {
		[MM011_MM24_END_CODE] = "end_code", [MM011_MM24_START_DATA] = "start_data",
		[MM011_MM24_BRK] = "brk", [MM011_MM24_TOTAL_VM] = "total_vm",
		[MM011_MM24_LOCKED_VM] = "locked_vm", [MM011_MM24_RSS] = "rss",
		[MM011_MM24_DEF_FLAGS] = "def_flags",
	};
	struct mm011_op op = { .code = MM011_OP24_SET_MM };
	u32 i, mm;
	int err = mms24_number(r, "mm", &mm);

	if (!err)
		err = mms24_switch(s, r, mm);
	for (i = 0; !err && i < ARRAY_SIZE(fields); i++) {
		if (!trace24_has(&r->trace, fields[i]))
			continue;
		op.arg[0] = i;
		op.arg[1] = trace24_number(&r->trace, fields[i]);
		err = do_op(r, &op);
	}
	return err;
}

/**
 * mms24_take_limits() - the limits of a process
 * @s: what the machine has
 * @r: run whose line task has been read
 *
 * Return: 0; -EINVAL: no process has that number.
 */
int mms24_take_limits(struct mms24 *s, struct replay24 *r)
{
	static const char *const fields[MMS24_LIMITS] = {
		[MM011_LIMIT24_DATA] = "rlim_data", [MM011_LIMIT24_STACK] = "rlim_stack",
		[MM011_LIMIT24_MEMLOCK] = "rlim_memlock", [MM011_LIMIT24_AS] = "rlim_as",
	};
	u32 i, pid = trace24_number(&r->trace, "pid");

	if (pid >= MMS24_PIDS)
		return trace24_damaged(&r->trace, "no process has such a number: ", "pid");
	for (i = 0; i < MMS24_LIMITS; i++)
		s->limit[pid][i] = trace24_number(&r->trace, fields[i]);
	s->limits_of = MMS24_PIDS;
	return 0;
}

/**
 * mms24_set_limits() - the machine has the limits of a process from now on
 * @s: what the machine has
 * @r: run
 * @pid: its number
 *
 * Return: 0; a negative errno.
 */
int mms24_set_limits(struct mms24 *s, struct replay24 *r, u32 pid)
{
	struct mm011_op op[MMS24_LIMITS];
	u32 i;

	if (pid >= MMS24_PIDS)
		return trace24_damaged(&r->trace, "no process has such a number: ", "cur");
	if (s->limits_of == pid)
		return 0;
	s->limits_of = pid;
	for (i = 0; i < MMS24_LIMITS; i++)
		op[i] = (struct mm011_op){
			.code = MM011_OP24_SET_LIMIT, .arg = { i, s->limit[pid][i] }
		};
	return target_ops(r->t, op, MMS24_LIMITS);
}

/**
 * mms24_file() - the machine's number of a file
 * @s: what the machine has
 * @r: run
 * @ino: its inode; that of System V shared memory is 0
 * @mode: MM011_FILE24_*
 * @nr: filled in
 *
 * Return: 0; -ENFILE: areas map so many that there is no room for one more.
 */
int mms24_file(struct mms24 *s, struct replay24 *r, u32 ino, u32 mode, u32 *nr)
{
	struct mm011_op op = { .code = MM011_OP24_SET_FILE };
	u32 i;
	int err;

	*nr = 0;
	for (i = 1; i < ARRAY_SIZE(s->file); i++)
		if (s->file[i].used && s->file[i].ino == ino && s->file[i].mode == mode)
			*nr = i;
	for (i = 1; !*nr && i < ARRAY_SIZE(s->file); i++) {
		s->next_file = s->next_file % (ARRAY_SIZE(s->file) - 1) + 1;
		op = (struct mm011_op){
			.code = MM011_OP24_SET_FILE, .arg = { s->next_file, mode, ino }
		};
		err = do_op(r, &op);
		if (err)
			return err;
		if (op.ret)	/* areas map what stands there */
			continue;
		*nr = s->next_file;
		s->file[*nr].used = true;
		s->file[*nr].ino = ino;
		s->file[*nr].mode = mode;
	}
	return *nr ? 0 : -ENFILE;
}
