// SPDX-License-Identifier: GPL-2.0
/* Removing flows from a cache. See leave.h. */
#include "leave.h"

#include <linux/llist.h>

void netflow_cache_remove(struct netflow_cache *cache, enum netflow_family family,
			  struct netflow_slot slot)
{
	struct netflow_flow *flow = netflow_slot_flow(family, slot);

	netflow_cache_assert_locked(cache);
	if (family == NETFLOW_V6)
		netflow_next_hop_put(&cache->next_hops,
				     container_of(flow, struct netflow_cached_v6, flow)->next_hop);
	slot.bucket->tag[slot.index] = 0;
	flow->packets = 0;
	cache->table[family].flows--;
	cache->quota++;
}

/* Hands a flow over to the exporter unless the exporter is too far behind. */
static void netflow_hand_over(struct netflow_cache *cache, enum netflow_family family,
			      struct netflow_flow *flow, enum netflow_end_reason reason)
{
	struct netflow_expired *expired;

	flow->end_reason = reason;
	cache->counter[NETFLOW_EXPIRED + reason]++;
	if (netflow_cache_backlog(cache) >= NETFLOW_BACKLOG_MAX) {
		cache->counter[NETFLOW_LOST_BACKLOG_PACKETS] += flow->packets;
		cache->counter[NETFLOW_LOST_BACKLOG_BYTES] += flow->bytes;
		cache->counter[NETFLOW_LOST_BACKLOG_FLOWS]++;
		return;
	}
	expired = netflow_expired_alloc(family, flow);
	if (unlikely(!expired)) {
		cache->counter[NETFLOW_LOST_MEMORY_PACKETS] += flow->packets;
		cache->counter[NETFLOW_LOST_MEMORY_BYTES] += flow->bytes;
		cache->counter[NETFLOW_LOST_MEMORY_FLOWS]++;
		return;
	}
	WRITE_ONCE(cache->expired_flows, cache->expired_flows + 1);
	llist_add((struct llist_node *)&expired->next, &cache->expired[family]);
}

void netflow_cache_expire(struct netflow_cache *cache, enum netflow_family family,
			  struct netflow_slot slot, enum netflow_end_reason reason)
{
	netflow_hand_over(cache, family, netflow_slot_flow(family, slot), reason);
	netflow_cache_remove(cache, family, slot);
}
