// SPDX-License-Identifier: GPL-2.0
/* Scheduling the expiry of a cache. See schedule.h. */
#include "schedule.h"

#include <linux/jiffies.h>

#define NETFLOW_EXPIRE_PERIOD	HZ

static struct workqueue_struct *netflow_expire_queue;

/*
 * The work of an offline CPU runs on any other one, as a timer that is set on it never fires.
 * The caller keeps the CPU from going offline if there is a delay: it runs on that CPU with
 * bottom halves off, or has entered the cache. Timers set earlier are moved by the kernel.
 */
static void netflow_schedule(struct netflow_cache *cache, unsigned long delay)
{
	int cpu = cpu_online(cache->cpu) ? cache->cpu : WORK_CPU_UNBOUND;

	mod_delayed_work_on(cpu, netflow_expire_queue, &cache->work, delay);
}

void netflow_schedule_arm(struct netflow_cache *cache)
{
	const struct netflow_table *table = cache->table;

	netflow_cache_assert_locked(cache);
	if (unlikely(!cache->armed && !cache->closed)) {
		cache->armed = true;
		netflow_schedule(cache, NETFLOW_EXPIRE_PERIOD);
	}
	if (likely(cache->hurried))
		return;
	if (table[NETFLOW_V4].flows > READ_ONCE(table[NETFLOW_V4].crowded) ||
	    table[NETFLOW_V6].flows > READ_ONCE(table[NETFLOW_V6].crowded)) {
		cache->hurried = true;
		netflow_schedule_again(cache);
	}
}

void netflow_schedule_next(struct netflow_cache *cache, bool now)
{
	netflow_cache_assert_locked(cache);
	cache->hurried = false;
	cache->armed = netflow_cache_flows(cache) > 0;
	if (cache->armed && !cache->closed)
		netflow_schedule(cache, now ? 0 : NETFLOW_EXPIRE_PERIOD);
}

void netflow_schedule_again(struct netflow_cache *cache)
{
	if (!READ_ONCE(cache->closed))
		netflow_schedule(cache, 0);
}

int netflow_schedule_module_init(void)
{
	netflow_expire_queue = alloc_workqueue("netflow_expire", WQ_PERCPU | WQ_CPU_INTENSIVE, 0);
	return netflow_expire_queue ? 0 : -ENOMEM;
}

void netflow_schedule_module_exit(void)
{
	destroy_workqueue(netflow_expire_queue);
}
