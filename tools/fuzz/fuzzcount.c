// SPDX-License-Identifier: GPL-2.0
/*
 * How often was each operation made, and what has come of it? A run of random
 * programs is only worth as much as it has tried.
 */

#include <errno.h>
#include <linux/kernel.h>
#include <stdio.h>

#include "fuzz/fuzz.h"

#define WAYS 32

static struct way {
	u32 outcome;
	s32 error;
	u64 count;
} seen[MM011_OP_MAX][WAYS];

/* ways in words: what the function came to, or what was returned */
static const struct {
	const char *name;
	u32 outcome;
	s32 error;
} names[] = {
	{ "ok", MM011_OK, 0 },
	{ "panic", MM011_PANIC, -ENOTRECOVERABLE },
	{ "oom", MM011_OOM, -ENOMEM },
	{ "fault", MM011_FAULT, -EIO },
	{ "segment", MM011_SEGMENT, -EFAULT },
	{ "loop", MM011_LOOP, -ELOOP },
	{ "segv", MM011_SEGV, -EFAULT },
	{ "swap", MM011_SWAP_ERROR, -EIO },
	{ "asleep", MM011_ASLEEP, -EINPROGRESS },
	{ "EPERM", MM011_OK, -EPERM },
	{ "E2BIG", MM011_OK, -E2BIG },
	{ "ENOEXEC", MM011_OK, -ENOEXEC },
	{ "EBADF", MM011_OK, -EBADF },
	{ "ECHILD", MM011_OK, -ECHILD },
	{ "EAGAIN", MM011_OK, -EAGAIN },
	{ "ENOMEM", MM011_OK, -ENOMEM },
	{ "EACCES", MM011_OK, -EACCES },
	{ "EBUSY", MM011_OK, -EBUSY },
	{ "EINVAL", MM011_OK, -EINVAL },
};

/*
 * What comes of each operation, apart from refusals; "-": this kernel lacks it. What
 * is so rare that half a million operations may go without ends in "?".
 */
static const struct {
	const char *in_0_11;
	const char *in_0_12;
} expected[MM011_OP_MAX] = {
	[MM011_OP_NONE] = { "ok", "ok" },
	[MM011_OP_MEM_INIT] = { "ok", "ok" },
	[MM011_OP_GET_FREE_PAGE] = { "ok", "ok panic? fault swap? asleep loop?" },
	[MM011_OP_FREE_PAGE] = { "ok panic", "ok panic" },
	[MM011_OP_FREE_PAGE_TABLES] = { "ok panic fault", "ok panic fault?" },
	[MM011_OP_COPY_PAGE_TABLES] = { "ok panic fault?", "ok panic fault? swap? asleep? loop?" },
	[MM011_OP_PUT_PAGE] = { "ok fault", "ok panic? fault? swap? asleep? loop?" },
	[MM011_OP_GET_EMPTY_PAGE] = {
		"ok panic? oom fault?",
		"ok panic? oom fault swap? asleep? loop?",
	},
	[MM011_OP_UN_WP_PAGE] = { "ok oom fault?", "ok panic? oom fault swap? asleep? loop?" },
	[MM011_OP_DO_WP_PAGE] = { "ok oom fault", "ok panic? oom fault segv swap? asleep loop?" },
	[MM011_OP_WRITE_VERIFY] = { "ok oom? fault", "ok panic? oom? fault? swap? asleep? loop?" },
	[MM011_OP_DO_NO_PAGE] = {
		"ok panic? oom fault",
		"ok panic oom fault segv swap? asleep loop?",
	},
	[MM011_OP_DO_NO_PAGE_MAP] = {
		"ok panic? oom? fault?",
		"ok panic? oom fault? swap? asleep? loop?",
	},
	[MM011_OP_SHARE_PAGE] = {
		"ok panic? oom? fault",
		"ok panic? oom? fault? swap? asleep? loop?",
	},
	[MM011_OP_TRY_TO_SHARE] = {
		"ok panic? oom? fault?",
		"ok panic? oom? fault? swap? asleep? loop?",
	},
	[MM011_OP_CALC_MEM] = { "ok fault", "-" },
	[MM011_OP_INVALIDATE] = { "ok", "ok" },
	[MM011_OP_PAGE_FAULT] = {
		"ok panic oom? fault",
		"ok panic oom? fault? segv swap? asleep? loop?",
	},
	[MM011_OP_MALLOC] = { "ok panic fault?", "ok panic fault loop? swap? asleep" },
	[MM011_OP_FREE_S] = { "ok panic fault?", "ok panic fault? loop?" },
	[MM011_OP_FORK] = { "ok panic fault? EAGAIN", "ok panic fault loop? swap? asleep EAGAIN" },
	[MM011_OP_EXEC] = {
		"ok panic oom? fault? E2BIG ENOEXEC EBADF ENOMEM EACCES",
		"ok panic oom? fault swap? E2BIG? ENOEXEC EBADF ENOMEM EACCES loop?",
	},
	[MM011_OP_EXEC_MADE_UP] = {
		"ok panic oom fault E2BIG ENOMEM",
		"ok panic oom? fault swap? asleep E2BIG ENOMEM loop?",
	},
	[MM011_OP_EXIT] = { "ok panic fault", "ok panic fault?" },
	[MM011_OP_WAITPID] = {
		"ok panic oom? fault ECHILD",
		"ok panic oom? fault? loop? swap? asleep? ECHILD",
	},
	[MM011_OP_BRK] = { "ok", "ok" },
	[MM011_OP_VERIFY_AREA] = { "ok panic oom fault", "ok panic oom fault swap? asleep? loop?" },
	[MM011_OP_PIPE] = { "ok panic ENOMEM", "ok panic? fault swap? asleep EPERM ENOMEM loop?" },
	[MM011_OP_CLOSE_PIPE] = { "ok panic? EBADF", "ok panic EBADF" },
	[MM011_OP_READ] = {
		"ok panic oom fault segment loop",
		"ok panic oom fault segment loop segv? swap?",
	},
	[MM011_OP_WRITE] = {
		"ok panic oom fault segment loop",
		"ok panic oom fault segment loop segv? swap? asleep",
	},
	[MM011_OP_PHYS_READ] = { "ok", "ok" },
	[MM011_OP_PHYS_WRITE] = { "ok", "ok" },
	[MM011_OP_PEEK32] = { "ok", "ok" },
	[MM011_OP_POKE32] = { "ok", "ok" },
	[MM011_OP_SET_AD] = { "ok", "ok" },
	[MM011_OP_SET_TASK] = { "ok", "ok" },
	[MM011_OP_TASK_GONE] = { "ok", "ok" },
	[MM011_OP_SET_I_COUNT] = { "ok", "ok" },
	[MM011_OP_REVIVE] = { "ok", "ok" },
	[MM011_OP_LOAD_MEM_MAP] = { "ok", "ok" },
	[MM011_OP_LOAD_TASK] = { "ok", "ok" },
	[MM011_OP_SET_COUNT] = { "ok", "ok" },
	[MM011_OP_BIND_FILE] = { "ok EBADF ENXIO", "ok EBADF ENXIO" },
	[MM011_OP_PUT_DIRTY_PAGE] = { "-", "ok panic? fault? swap? asleep? loop?" },
	[MM011_OP_SHOW_MEM] = { "-", "ok fault? loop" },
	[MM011_OP_USELIB] = { "-", "ok panic? EBADF EINVAL" },
	[MM011_OP_USELIB_MADE_UP] = { "-", "ok panic fault? EINVAL" },
	[MM011_OP_SET_LIBRARY] = { "-", "ok" },
	[MM011_OP_INIT_SWAPPING] = { "-", "ok panic? fault? swap? asleep loop?" },
	[MM011_OP_GET_SWAP_PAGE] = { "-", "ok" },
	[MM011_OP_SWAP_FREE] = { "-", "ok fault?" },
	[MM011_OP_SWAP_IN] = { "-", "ok panic? oom fault swap? asleep loop?" },
	[MM011_OP_TRY_TO_SWAP_OUT] = { "-", "ok panic? fault? swap? asleep" },
	[MM011_OP_SWAP_OUT] = { "-", "ok panic fault swap? asleep" },
	[MM011_OP_SWAP_FILE] = { "-", "ok EBADF? EACCES? EBUSY" },
	[MM011_OP_SWAP_MEMORY] = { "-", "ok EBUSY" },
	[MM011_OP_SWAP_READ] = { "-", "ok swap" },
	[MM011_OP_SWAP_WRITE] = { "-", "ok swap?" },
	[MM011_OP_WAKE] = { "-", "ok panic? oom fault segment? swap asleep EAGAIN ENOMEM? loop?" },
};

/**
 * fuzz_count() - an operation has been done
 * @done: with its results
 */
void fuzz_count(const struct mm011_op *done)
{
	struct way *way = seen[done->code];
	s32 error = done->error;

	for (; way < seen[done->code] + WAYS - 1; way++)
		if (!way->count || (way->outcome == done->outcome && way->error == error))
			break;
	way->outcome = done->outcome;
	way->error = error;
	way->count++;
}

static u64 count_of(u32 code, u32 outcome, s32 error)
{
	u32 i;

	for (i = 0; i < WAYS; i++)
		if (seen[code][i].outcome == outcome && seen[code][i].error == error)
			return seen[code][i].count;
	return 0;
}

/* false, and a word about it, if it was not seen */
static bool must_have(u32 code, const char *name, u32 outcome, s32 error)
{
	if (count_of(code, outcome, error))
		return true;
	printf("# %s never came to: %s\n", mm011_op_row(code)->name, name);
	return false;
}

/* does a list of words have this one? *rare: there is a "?" behind it */
static bool has_word(const char *list, const char *word, bool *rare)
{
	size_t len = strlen(word);
	const char *at;

	for (at = list; (at = strstr(at, word)) != NULL; at += len) {
		*rare = at[len] == '?';
		if ((at == list || at[-1] == ' ') && (!at[len] || at[len] == ' ' || *rare))
			return true;
	}
	return false;
}

/* each way in the list was seen, and none that is not */
static bool check_ways(u32 code, const char *list)
{
	bool all = true, rare;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (has_word(list, names[i].name, &rare)) {
			all &= rare || must_have(code, names[i].name, names[i].outcome,
						 names[i].error);
		} else if (count_of(code, names[i].outcome, names[i].error)) {
			printf("# %s came to: %s, which is not expected\n",
			       mm011_op_row(code)->name, names[i].name);
			all = false;
		}
	}
	return all;
}

/* whatever can be wrong with a request was; 0.11 has nothing to sleep for */
static bool check_refusals(u32 code, u32 kernel, bool lacking)
{
	const struct mm011_op_row *row = mm011_op_row(code);
	bool all = must_have(code, "EINVAL, refused", MM011_REFUSED, -EINVAL);

	if (!row->while_stopped)
		all &= must_have(code, "ENOTRECOVERABLE", MM011_REFUSED, -ENOTRECOVERABLE);
	if (lacking)
		return all & must_have(code, "EOPNOTSUPP", MM011_REFUSED, -EOPNOTSUPP);
	if (row->needs_task)
		all &= must_have(code, "ESRCH", MM011_REFUSED, -ESRCH);
	if (row->needs_task && kernel == MM011_KERNEL_0_12)
		all &= must_have(code, "EBUSY, refused", MM011_REFUSED, -EBUSY);
	return all;
}

/**
 * fuzz_counted() - was each operation made, and did it end in each way that it can?
 * @kernel: on this kernel
 *
 * Return: whether that is so; else it is told.
 */
bool fuzz_counted(u32 kernel)
{
	u64 made = 0, ways = 0;
	bool all = true;
	const char *list;
	u32 code, i, n = 0;

	for (code = 0; generate_more(&code); code++) {
		n++;
		list = expected[code].in_0_11;
		if (kernel == MM011_KERNEL_0_12)
			list = expected[code].in_0_12;
		all &= check_refusals(code, kernel, !strcmp(list, "-"));
		all &= check_ways(code, list);
		for (i = 0; i < WAYS && seen[code][i].count; i++, ways++)
			made += seen[code][i].count;
	}
	printf("fuzzdiff: %u operations made %llu times, which ended in %llu ways\n",
	       n, (unsigned long long)made, (unsigned long long)ways);
	return all;
}
