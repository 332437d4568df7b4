// SPDX-License-Identifier: GPL-2.0
/* The caches of all CPUs together. See caches.h. */
#include "caches.h"

#include <linux/jiffies.h>
#include <linux/percpu.h>
#include <linux/string.h>

#include "expire.h"
#include "metering.h"
#include "visit.h"

static void netflow_cache_destroy(struct netflow_cache *cache)
{
	int family;

	for (family = 0; family < NETFLOW_FAMILIES; family++) {
		struct netflow_table *table = &cache->table[family];

		netflow_chunks_free(table->now);
		netflow_chunks_free(table->next);
		*table = (struct netflow_table) {};
	}
	WARN_ON(cache->next_hops.count);
}

/* @cache: zeroed; may be destroyed even if this fails. */
static int netflow_cache_init(struct netflow_cache *cache, struct netflow_metering *metering,
			      int cpu)
{
	u32 buckets = metering->least_buckets;
	int family;

	mutex_init(&cache->control);
#ifdef CONFIG_PREEMPT_RT
	spin_lock_init(&cache->lock);
#endif
	cache->metering = metering;
	cache->cpu = cpu;
	cache->tick = jiffies - 1;
	netflow_expire_init(cache);
	for (family = 0; family < NETFLOW_FAMILIES; family++) {
		struct netflow_table *table = &cache->table[family];

		init_llist_head(&cache->expired[family]);
		table->now = netflow_chunks_alloc(family, buckets);
		if (!table->now)
			return -ENOMEM;
		table->heads = buckets;
	}
	return 0;
}

static void netflow_caches_release(struct netflow_cache __percpu *caches)
{
	int cpu;

	for_each_possible_cpu(cpu)
		netflow_cache_destroy(per_cpu_ptr(caches, cpu));
	free_percpu(caches);
}

static struct netflow_cache __percpu *netflow_caches_alloc(struct netflow_metering *metering)
{
	struct netflow_cache __percpu *caches = alloc_percpu(struct netflow_cache);
	int cpu;

	if (!caches)
		return NULL;
	for_each_possible_cpu(cpu) {
		if (netflow_cache_init(per_cpu_ptr(caches, cpu), metering, cpu)) {
			netflow_caches_release(caches);
			return NULL;
		}
	}
	return caches;
}

int netflow_caches_start(struct netflow_metering *metering)
{
	struct netflow_cache __percpu *caches = netflow_caches_alloc(metering);

	if (!caches)
		return -ENOMEM;
	metering->caches = caches;
	WRITE_ONCE(metering->running, true);
	return 0;
}

void netflow_caches_stop(struct netflow_metering *metering)
{
	int cpu;

	/* A waiting packet may begin a flow and so arm the expiry. */
	netflow_caches_catch_up(metering);
	for_each_possible_cpu(cpu)
		netflow_expire_stop(per_cpu_ptr(metering->caches, cpu));
}

void netflow_caches_free(struct netflow_metering *metering)
{
	netflow_caches_release(metering->caches);
	metering->caches = NULL;
}

void netflow_caches_catch_up(struct netflow_metering *metering)
{
	int cpu;

	if (!metering->caches)
		return;
	for_each_possible_cpu(cpu)
		netflow_visit_count_waiting(per_cpu_ptr(metering->caches, cpu));
}

bool netflow_caches_expire(struct netflow_metering *metering)
{
	bool done = true;
	int cpu;

	for_each_possible_cpu(cpu)
		done &= netflow_expire_all(per_cpu_ptr(metering->caches, cpu));
	return done;
}

static void netflow_cache_sum(const struct netflow_cache *cache, struct netflow_caches_sum *sum)
{
	int i;

	for (i = 0; i < NETFLOW_COUNTERS; i++)
		sum->counter[i] += READ_ONCE(cache->counter[i]);
	for (i = 0; i < NETFLOW_FAMILIES; i++) {
		const struct netflow_table *table = &cache->table[i];

		sum->flows += READ_ONCE(table->flows);
		sum->buckets += READ_ONCE(table->heads);
		sum->memory += netflow_table_memory(table, i);
	}
	sum->memory += netflow_next_hops_memory(&cache->next_hops);
}

void netflow_caches_sum(const struct netflow_metering *metering, struct netflow_caches_sum *sum)
{
	int cpu;

	memset(sum, 0, sizeof(*sum));
	if (!metering->caches)
		return;
	for_each_possible_cpu(cpu)
		netflow_cache_sum(per_cpu_ptr(metering->caches, cpu), sum);
}

u32 netflow_caches_generation(const struct netflow_metering *metering)
{
	u32 generation = 1;
	int cpu, family;

	if (!metering->caches)
		return generation;
	for_each_possible_cpu(cpu)
		for (family = 0; family < NETFLOW_FAMILIES; family++)
			generation += READ_ONCE(per_cpu_ptr(metering->caches,
							    cpu)->table[family].resizes);
	return generation ?: 1;
}
