// SPDX-License-Identifier: GPL-2.0
/* Access to a cache from outside the packet path. See visit.h. */
#include "visit.h"

#include <linux/bottom_half.h>
#include <linux/cpu.h>
#include <linux/sched.h>

#include "count.h"

struct netflow_call {
	struct netflow_cache *cache;
	void (*fn)(struct netflow_cache *cache, void *arg);
	void *arg;
};

void netflow_cache_enter(struct netflow_cache *cache)
{
	local_bh_disable();
	netflow_cache_lock(cache);
	netflow_cache_count_waiting(cache);
}

bool netflow_cache_try_enter(struct netflow_cache *cache)
{
	lockdep_assert_held(&cache->control);
	local_bh_disable();
	if (likely(smp_processor_id() == cache->cpu || !cpu_online(cache->cpu))) {
		netflow_cache_lock(cache);
		netflow_cache_count_waiting(cache);
		return true;
	}
	local_bh_enable();
	return false;
}

void netflow_cache_leave(struct netflow_cache *cache)
{
	netflow_cache_unlock(cache);
	local_bh_enable();
	cond_resched();
}

static long netflow_visit_call_fn(void *arg)
{
	struct netflow_call *call = arg;

	call->fn(call->cache, call->arg);
	return 0;
}

void netflow_visit_call(struct netflow_cache *cache,
			void (*fn)(struct netflow_cache *cache, void *arg), void *arg)
{
	struct netflow_call call = { .cache = cache, .fn = fn, .arg = arg };

	mutex_lock(&cache->control);
	cpus_read_lock();
	if (cpu_online(cache->cpu))
		work_on_cpu(cache->cpu, netflow_visit_call_fn, &call);
	else
		netflow_visit_call_fn(&call);
	cpus_read_unlock();
	mutex_unlock(&cache->control);
}

static void netflow_visit_count_waiting_fn(struct netflow_cache *cache, void *arg)
{
	netflow_cache_enter(cache);
	netflow_cache_leave(cache);
}

void netflow_visit_count_waiting(struct netflow_cache *cache)
{
	if (READ_ONCE(cache->waiting))
		netflow_visit_call(cache, netflow_visit_count_waiting_fn, NULL);
}
