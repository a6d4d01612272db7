// SPDX-License-Identifier: GPL-2.0
/*
 * Threads of the kernel work in the name of whoever asked: with his rights, within his
 * limits, on the account of his cgroup. A fuzzer that watches him sees what they reach.
 */

#include <linux/cred.h>
#include <linux/memcontrol.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "compat.h"
#include "machine.h"

static struct mem_cgroup *hold_memcg(struct mem_cgroup *memcg)
{
#ifdef CONFIG_MEMCG
	if (memcg)
		css_get(&memcg->css);
#endif
	return memcg;
}

/**
 * mm011_who_asks() - remember who the current task is
 * @who: filled in; give it back with mm011_who_put()
 *
 * For a task of a user, not for a thread of the kernel.
 */
void mm011_who_asks(struct mm011_who *who)
{
	/* get_cred() clears non_rcu as each open() does: both write 0 */
	who->cred = data_race(get_current_cred());
	who->memcg = get_mem_cgroup_from_mm(current->mm);
	who->file_limit = rlimit(RLIMIT_FSIZE);
	who->kcov = kcov_common_handle();
}

/**
 * mm011_who_copy() - the same once more
 * @to: filled in; give it back with mm011_who_put()
 * @from: who
 */
void mm011_who_copy(struct mm011_who *to, const struct mm011_who *from)
{
	to->cred = get_cred(from->cred);
	to->memcg = hold_memcg(from->memcg);
	to->file_limit = from->file_limit;
	to->kcov = from->kcov;
}

/**
 * mm011_who_put() - forget him
 * @who: filled in by mm011_who_asks() or mm011_who_copy()
 */
void mm011_who_put(struct mm011_who *who)
{
	put_cred(who->cred);
	mem_cgroup_put(who->memcg);
}

/**
 * mm011_act_for() - the current thread of the kernel begins to work in his name
 * @who: in whose
 * @own: what the thread was itself, for mm011_act_again()
 */
void mm011_act_for(const struct mm011_who *who, struct mm011_who *own)
{
	own->cred = override_creds(who->cred);
	own->memcg = charge_memory_to(who->memcg);
	kcov_remote_start_common(who->kcov);
}

/**
 * mm011_act_again() - and ends to
 * @own: filled in by mm011_act_for()
 */
void mm011_act_again(const struct mm011_who *own)
{
	kcov_remote_stop();
	charge_memory_to(own->memcg);
	revert_creds(own->cred);
}
