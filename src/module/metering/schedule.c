// SPDX-License-Identifier: GPL-2.0
/* Scheduling the expiry of a cache. See schedule.h. */
#include "schedule.h"

#include <linux/jiffies.h>

#define NETFLOW_EXPIRE_PERIOD	HZ

static struct workqueue_struct *netflow_expire_queue;

void netflow_schedule_arm(struct netflow_cache *cache)
{
	const struct netflow_table *table = cache->table;

	netflow_cache_assert_locked(cache);
	if (unlikely(!cache->armed)) {
		cache->armed = true;
		queue_delayed_work_on(cache->cpu, netflow_expire_queue, &cache->work,
				      NETFLOW_EXPIRE_PERIOD);
	}
	if (likely(cache->hurried))
		return;
	if (table[NETFLOW_V4].flows > READ_ONCE(table[NETFLOW_V4].crowded) ||
	    table[NETFLOW_V6].flows > READ_ONCE(table[NETFLOW_V6].crowded)) {
		cache->hurried = true;
		mod_delayed_work_on(cache->cpu, netflow_expire_queue, &cache->work, 0);
	}
}

void netflow_schedule_next(struct netflow_cache *cache, bool done)
{
	netflow_cache_assert_locked(cache);
	cache->hurried = false;
	cache->armed = netflow_cache_flows(cache) > 0;
	if (cache->armed)
		queue_delayed_work_on(cache->cpu, netflow_expire_queue, &cache->work,
				      done ? NETFLOW_EXPIRE_PERIOD : 0);
}

void netflow_schedule_again(struct netflow_cache *cache)
{
	queue_delayed_work_on(cache->cpu, netflow_expire_queue, &cache->work, 0);
}

int netflow_schedule_module_init(void)
{
	netflow_expire_queue = alloc_workqueue("netflow_expire", WQ_PERCPU, 0);
	return netflow_expire_queue ? 0 : -ENOMEM;
}

void netflow_schedule_module_exit(void)
{
	destroy_workqueue(netflow_expire_queue);
}
