// SPDX-License-Identifier: GPL-2.0
/* The same as setup.c for trees without a struct netflow_metering. */
#include "driver.h"

#if __has_include("monitor/monitor.h")
#include "monitor/monitor.h"
#else
#include "monitor.h"
#endif
#include "metering/expire.h"

static struct netflow_monitor bench_monitor = {
	.active_ms = 3600 * 1000,
	.inactive_ms = 3600 * 1000,
};

void netflow_export_kick(struct netflow_monitor *monitor)
{
	(void)monitor;
}

void bench_setup(u32 most_flows)
{
	long limit = most_flows ? (long)most_flows : LONG_MAX / 4;
	struct netflow_cpu *cache = alloc_percpu(struct netflow_cpu);

	get_random_bytes(&bench_monitor.secret, sizeof(bench_monitor.secret));
	bench_monitor.batch = 64;
	bench_monitor.share = min_t(long, limit, U32_MAX);
	atomic_long_set(&bench_monitor.pool, limit);
	netflow_expire_init(cache, &bench_monitor, 0);
	if (netflow_flow_module_init() || netflow_expire_module_init() ||
	    netflow_cache_init(cache, netflow_expire_least_buckets(&bench_monitor.settings)))
		abort();
	bench_monitor.caches = cache;
	bench_monitor.running = true;
}

void bench_meter(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	nf_netflow_meter(&bench_monitor, skb, state);
}

void bench_take(void)
{
	struct netflow_cpu *cache = bench_monitor.caches;
	int family;

	for (family = 0; family < NETFLOW_FAMILIES; family++) {
		struct llist_node *node = llist_del_all(&cache->expired[family]);

		while (node) {
			struct llist_node *next = node->next;

			netflow_expired_free(family, (struct netflow_expired *)node);
			node = next;
		}
	}
	cache->done_flows = cache->expired_flows;
}

u32 bench_flows(void)
{
	return bench_monitor.caches->table[NETFLOW_V4].flows +
	       bench_monitor.caches->table[NETFLOW_V6].flows;
}
