/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between the host kernels that the module builds for, 5.10 and
 * later. Nothing else in module/ looks at a version.
 */
#ifndef _MM011_COMPAT_H
#define _MM011_COMPAT_H

#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/version.h>
#include <linux/workqueue.h>

#ifndef lockdep_assert
#ifdef CONFIG_LOCKDEP
/* complain if lockdep is at work and this does not hold; Linux 5.13 brought it */
#define lockdep_assert(cond)	WARN_ON(debug_locks && !(cond))
#else
#define lockdep_assert(cond)	((void)0)
#endif
#endif

#if KERNEL_VERSION(6, 18, 0) > LINUX_VERSION_CODE
/* which a workqueue was when it was told nothing else */
#define WQ_PERCPU	0
#endif

#if KERNEL_VERSION(6, 3, 0) > LINUX_VERSION_CODE
/**
 * vm_flags_mod() - change the flags of a mapping; Linux 6.3 brought it
 * @vma: mapping, its mmap_lock held for writing
 * @set: the flags that come
 * @clear: the flags that go
 */
static inline void vm_flags_mod(struct vm_area_struct *vma, vm_flags_t set, vm_flags_t clear)
{
	vma->vm_flags = (vma->vm_flags | set) & ~clear;
}
#endif

/**
 * charge_memory_to() - set_active_memcg(), for a thread; Linux 5.14 exports what it needs
 * @memcg: the cgroup that pays from now on for what the current thread allocates
 *
 * Return: the one that did until now.
 */
static inline struct mem_cgroup *charge_memory_to(struct mem_cgroup *memcg)
{
#if KERNEL_VERSION(5, 14, 0) > LINUX_VERSION_CODE && defined(CONFIG_MEMCG)
	swap(current->active_memcg, memcg);
	return memcg;
#else
	return set_active_memcg(memcg);
#endif
}

#endif /* _MM011_COMPAT_H */
