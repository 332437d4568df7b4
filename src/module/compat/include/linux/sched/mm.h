/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NETFLOW_COMPAT_LINUX_SCHED_MM_H
#define _NETFLOW_COMPAT_LINUX_SCHED_MM_H

#include_next <linux/sched/mm.h>

/*
 * The kernel's set_active_memcg() uses int_active_memcg, which is not exported before 5.14, in
 * interrupts. There, the packet path charges nothing: these kernels do not look at active_memcg
 * with bottom halves disabled.
 */
#ifdef NETFLOW_HAS_ACTIVE_MEMCG_TASK
static inline struct mem_cgroup *netflow_compat_set_active_memcg(struct mem_cgroup *memcg)
{
	struct mem_cgroup *old = current->active_memcg;

	current->active_memcg = memcg;
	return old;
}

#define set_active_memcg	netflow_compat_set_active_memcg
#endif

#endif /* _NETFLOW_COMPAT_LINUX_SCHED_MM_H */
