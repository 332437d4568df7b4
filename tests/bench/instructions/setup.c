// SPDX-License-Identifier: GPL-2.0
/* Sets up what metering needs of a monitor. */
#include "driver.h"
#include "limits/account.h"
#include "limits/memory.h"
#include "metering/caches.h"
#include "metering/entry.h"
#include "metering/meter.h"
#include "metering/schedule.h"
#include "metering/vrf.h"
#include "monitor/monitor.h"

static struct netflow_monitor bench_monitor;

/* Memory without an account */
bool netflow_account_charge(struct netflow_account *account, size_t size)
{
	(void)account;
	(void)size;
	return true;
}

void netflow_account_uncharge(struct netflow_account *account, size_t size)
{
	(void)account;
	(void)size;
}

void *netflow_pages_alloc(struct netflow_account *account, size_t size, int cpu)
{
	(void)account;
	(void)cpu;
	return bench_alloc(size);
}

void netflow_pages_free(struct netflow_account *account, void *pages, size_t size)
{
	(void)account;
	(void)size;
	kfree(pages);
}

void *netflow_memory_alloc(struct netflow_account *account, size_t size)
{
	(void)account;
	return bench_alloc(size);
}

void *netflow_memory_alloc_atomic(struct netflow_account *account, size_t size)
{
	(void)account;
	return bench_alloc(size);
}

void *netflow_object_alloc_atomic(struct netflow_account *account, struct kmem_cache *slab)
{
	(void)account;
	return kmem_cache_alloc(slab, 0);
}

void netflow_memory_free(struct netflow_account *account, void *memory, size_t size)
{
	(void)account;
	(void)size;
	kfree(memory);
}

/* There is no VRF. */
bool netflow_vrf_repeats(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	(void)skb;
	(void)state;
	return false;
}

u32 netflow_vrf_received_on(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	(void)skb;
	(void)state;
	return 0;
}

/* bench_take() takes the flows. */
static void bench_expired(struct netflow_metering *metering)
{
	(void)metering;
}

static const struct netflow_metering_ops bench_ops = {
	.expired = bench_expired,
	.urgent = bench_expired,
};

void bench_setup(u32 most_flows)
{
	struct netflow_settings *settings = &bench_monitor.settings;

	settings->active_timeout = 3600;
	settings->inactive_timeout = 3600;
	settings->maxflows = most_flows;
	netflow_metering_init(&bench_monitor.metering, settings, &bench_ops);
	if (netflow_entry_module_init() || netflow_schedule_module_init() ||
	    netflow_caches_start(&bench_monitor.metering))
		abort();
}

void bench_meter(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	netflow_meter(&bench_monitor.metering, skb, state);
}

void bench_take(void)
{
	struct netflow_cache *cache = bench_monitor.metering.caches;
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
	const struct netflow_table *table = bench_monitor.metering.caches->table;

	return table[NETFLOW_V4].flows + table[NETFLOW_V6].flows;
}
