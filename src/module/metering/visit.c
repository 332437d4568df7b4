// SPDX-License-Identifier: GPL-2.0
/* Access to a cache from outside the packet path. See visit.h. */
#include "visit.h"

#include <linux/bottom_half.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/jiffies.h>
#include <linux/sched.h>

#include "count.h"

/* How long a CPU may take to run a kworker, and how long it is left alone if it took longer. */
#define NETFLOW_VISIT_WAIT	HZ
#define NETFLOW_VISIT_ABSENT	(10 * HZ)

/**
 * struct netflow_visit - a call of a function on another CPU
 * @work: runs it
 * @done: it has returned
 * @cache: of that CPU
 * @fn: the function
 * @arg: for @fn
 * @result: of @fn
 */
struct netflow_visit {
	struct work_struct work;
	struct completion done;
	struct netflow_cache *cache;
	bool (*fn)(struct netflow_cache *cache, void *arg);
	void *arg;
	bool result;
};

static struct workqueue_struct *netflow_visit_queue;

/* May this CPU use the cache?  It stays so until the caller lets CPUs come and go again. */
static bool netflow_cache_mine(const struct netflow_cache *cache)
{
	return smp_processor_id() == cache->cpu || cache->closed || !cpu_online(cache->cpu);
}

bool netflow_cache_enter(struct netflow_cache *cache)
{
	mutex_lock(&cache->control);
	cpus_read_lock();
	local_bh_disable();
	if (likely(netflow_cache_mine(cache))) {
		netflow_cache_lock(cache);
		netflow_cache_count_waiting(cache);
		return true;
	}
	local_bh_enable();
	cpus_read_unlock();
	mutex_unlock(&cache->control);
	return false;
}

void netflow_cache_leave(struct netflow_cache *cache)
{
	netflow_cache_unlock(cache);
	local_bh_enable();
	cpus_read_unlock();
	mutex_unlock(&cache->control);
	cond_resched();
}

bool netflow_visit_absent(const struct netflow_cache *cache)
{
	unsigned long since = READ_ONCE(cache->absent);

	return since && time_before(jiffies, since + NETFLOW_VISIT_ABSENT);
}

static void netflow_visit_work(struct work_struct *work)
{
	struct netflow_visit *visit = container_of(work, struct netflow_visit, work);

	visit->result = visit->fn(visit->cache, visit->arg);
	complete(&visit->done);
}

/* Waits for a queued visit. Return: false if it never ran. */
static bool netflow_visit_wait(struct netflow_visit *visit)
{
	struct netflow_cache *cache = visit->cache;

	if (wait_for_completion_timeout(&visit->done, NETFLOW_VISIT_WAIT) ||
	    !cancel_work_sync(&visit->work)) {
		WRITE_ONCE(cache->absent, 0);
		return true;
	}
	WRITE_ONCE(cache->absent, jiffies | 1);
	pr_warn_ratelimited("netflow: CPU %d does not run its kworkers; its flows cannot be read\n",
			    cache->cpu);
	return false;
}

static bool netflow_visit_elsewhere(struct netflow_visit *visit)
{
	bool queued = false, ran;

	INIT_WORK_ONSTACK(&visit->work, netflow_visit_work);
	init_completion(&visit->done);
	cpus_read_lock();
	if (cpu_online(visit->cache->cpu))
		queued = queue_work_on(visit->cache->cpu, netflow_visit_queue, &visit->work);
	cpus_read_unlock();
	if (!queued)
		netflow_visit_work(&visit->work);
	ran = !queued || netflow_visit_wait(visit);
	destroy_work_on_stack(&visit->work);
	return ran && visit->result;
}

bool netflow_visit_call(struct netflow_cache *cache,
			bool (*fn)(struct netflow_cache *cache, void *arg), void *arg)
{
	struct netflow_visit visit = { .cache = cache, .fn = fn, .arg = arg };

	if (READ_ONCE(cache->closed))
		return fn(cache, arg);
	if (netflow_visit_absent(cache))
		return false;
	return netflow_visit_elsewhere(&visit);
}

static bool netflow_visit_count_waiting_fn(struct netflow_cache *cache, void *arg)
{
	if (!netflow_cache_enter(cache))
		return false;
	netflow_cache_leave(cache);
	return true;
}

void netflow_visit_count_waiting(struct netflow_cache *cache)
{
	if (READ_ONCE(cache->waiting))
		netflow_visit_call(cache, netflow_visit_count_waiting_fn, NULL);
}

int netflow_visit_module_init(void)
{
	netflow_visit_queue = alloc_workqueue("netflow_visit", WQ_PERCPU | WQ_CPU_INTENSIVE, 0);
	return netflow_visit_queue ? 0 : -ENOMEM;
}

void netflow_visit_module_exit(void)
{
	destroy_workqueue(netflow_visit_queue);
}
