// SPDX-License-Identifier: GPL-2.0
/*
 * The memcg that a task's allocations are charged to
 *
 * FIELD	since 5.9, with CONFIG_MEMCG: task_struct.active_memcg
 * NONE		without CONFIG_MEMCG
 *
 * One of: FIELD, NONE
 * Look at: include/linux/sched/mm.h
 */
#include <linux/sched.h>

#ifdef PROBE_FIELD
static __maybe_unused struct mem_cgroup *probe(void)
{
	return current->active_memcg;
}
#elif defined(PROBE_NONE) && defined(CONFIG_MEMCG)
#error "there is a memcg"
#endif
