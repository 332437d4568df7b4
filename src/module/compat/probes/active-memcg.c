// SPDX-License-Identifier: GPL-2.0
/*
 * set_active_memcg(), which says what allocations are charged to
 *
 * ANYWHERE	since 5.14, with CONFIG_MEMCG: in tasks and in interrupts
 * TASK		since 5.9: what it uses in interrupts is not exported to modules
 * NONE		without CONFIG_MEMCG: does nothing
 *
 * First of: ANYWHERE, TASK, NONE
 * ANYWHERE needs: int_active_memcg
 * Look at: include/linux/sched/mm.h
 */
#include <linux/sched/mm.h>

#ifdef PROBE_NONE
#ifdef CONFIG_MEMCG
#error "there is a memcg"
#endif
#elif defined(PROBE_TASK)
static __maybe_unused struct mem_cgroup *probe(void)
{
	return current->active_memcg;
}
#else
static __maybe_unused struct mem_cgroup *probe(void)
{
	return set_active_memcg(this_cpu_read(int_active_memcg));
}
#endif
