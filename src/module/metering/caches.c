// SPDX-License-Identifier: GPL-2.0
/* The caches of all CPUs together. See caches.h. */
#include "caches.h"

#include <linux/bottom_half.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/percpu.h>
#include <linux/string.h>

#include "limits/account.h"
#include "expire.h"
#include "metering.h"
#include "backlog.h"
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
	netflow_next_hops_exit(&cache->next_hops);
	netflow_backlog_exit(cache);
}

static int netflow_cache_init_table(struct netflow_cache *cache, enum netflow_family family,
				    u32 buckets)
{
	struct netflow_table *table = &cache->table[family];
	struct netflow_chunks *chunks;

	init_llist_head(&cache->expired[family]);
	chunks = netflow_chunks_alloc(cache->metering->account, family, buckets, cache->cpu);
	if (IS_ERR(chunks))
		return PTR_ERR(chunks);
	table->now = chunks;
	table->heads = buckets;
	table->crowded = buckets * NETFLOW_BUCKET_LOAD;
	return 0;
}

/* @cache: zeroed, with its metering; may be destroyed even if this fails. */
static int netflow_cache_init(struct netflow_cache *cache, int cpu)
{
	struct netflow_metering *metering = cache->metering;
	int family, err;

	mutex_init(&cache->control);
	u64_stats_init(&cache->sync);
#ifdef CONFIG_PREEMPT_RT
	spin_lock_init(&cache->lock);
#endif
	cache->cpu = cpu;
	cache->tick = jiffies - 1;
	netflow_expire_init(cache);
	err = netflow_next_hops_init(&cache->next_hops, metering->account) ?:
	      netflow_backlog_init(cache);
	for (family = 0; family < NETFLOW_FAMILIES && !err; family++)
		err = netflow_cache_init_table(cache, family, metering->least_buckets);
	return err;
}

static size_t netflow_caches_size(void)
{
	return num_possible_cpus() * sizeof(struct netflow_cache);
}

static void netflow_caches_release(struct netflow_metering *metering,
				   struct netflow_cache __percpu *caches)
{
	int cpu;

	for_each_possible_cpu(cpu)
		netflow_cache_destroy(per_cpu_ptr(caches, cpu));
	free_percpu(caches);
	netflow_account_uncharge(metering->account, netflow_caches_size());
}

/* A process starts its monitor, so its memcg pays. */
static int netflow_caches_alloc(struct netflow_metering *metering,
				struct netflow_cache __percpu **caches)
{
	int cpu;

	if (!netflow_account_charge(metering->account, netflow_caches_size()))
		return -EDQUOT;
	*caches = alloc_percpu_gfp(struct netflow_cache, GFP_KERNEL_ACCOUNT);
	if (!*caches) {
		netflow_account_uncharge(metering->account, netflow_caches_size());
		return -ENOMEM;
	}
	for_each_possible_cpu(cpu)
		per_cpu_ptr(*caches, cpu)->metering = metering;
	return 0;
}

static int netflow_caches_init(struct netflow_cache __percpu *caches)
{
	int cpu, err = 0;

	for_each_possible_cpu(cpu) {
		err = netflow_cache_init(per_cpu_ptr(caches, cpu), cpu);
		if (err)
			break;
	}
	return err;
}

int netflow_caches_start(struct netflow_metering *metering)
{
	struct netflow_cache __percpu *caches;
	int err = netflow_caches_alloc(metering, &caches);

	if (err)
		return err;
	err = netflow_caches_init(caches);
	if (err) {
		netflow_caches_release(metering, caches);
		return err;
	}
	metering->caches = caches;
	WRITE_ONCE(metering->running, true);
	return 0;
}

void netflow_caches_close(struct netflow_metering *metering)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct netflow_cache *cache = per_cpu_ptr(metering->caches, cpu);

		mutex_lock(&cache->control);
		WRITE_ONCE(cache->closed, true);
		mutex_unlock(&cache->control);
		netflow_expire_stop(cache);
	}
}

void netflow_caches_free(struct netflow_metering *metering)
{
	netflow_caches_release(metering, metering->caches);
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

/* A 32-bit machine reads 64 bits in two steps. Its own packet path must not come in between. */
void netflow_cache_counters(const struct netflow_cache *cache, u64 counter[NETFLOW_COUNTERS])
{
	unsigned int start;
	int i;

	local_bh_disable();
	do {
		start = u64_stats_fetch_begin(&cache->sync);
		for (i = 0; i < NETFLOW_COUNTERS; i++)
			counter[i] = READ_ONCE(cache->counter[i]);
	} while (u64_stats_fetch_retry(&cache->sync, start));
	local_bh_enable();
}

static void netflow_cache_sum(const struct netflow_cache *cache, struct netflow_caches_sum *sum)
{
	u64 counter[NETFLOW_COUNTERS];
	int i;

	netflow_cache_counters(cache, counter);
	for (i = 0; i < NETFLOW_COUNTERS; i++)
		sum->counter[i] += counter[i];
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
