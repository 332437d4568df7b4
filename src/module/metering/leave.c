// SPDX-License-Identifier: GPL-2.0
/* Removing flows from a cache. See leave.h. */
#include "leave.h"

#include <linux/llist.h>

#include "backlog.h"
#include "metering.h"

/* The exporter is woken when a backlog reaches this part of its maximum. */
#define NETFLOW_BACKLOG_URGENT	8

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

/* @lost: counter of packets; those of bytes and flows follow it */
static void netflow_lose_flow(struct netflow_cache *cache, const struct netflow_flow *flow,
			      enum netflow_counter lost)
{
	netflow_cache_add(cache, lost, flow->packets);
	netflow_cache_add(cache, lost + 1, flow->bytes);
	netflow_cache_add(cache, lost + 2, 1);
}

/* Hands a flow over to the exporter unless the exporter is too far behind. */
static void netflow_hand_over(struct netflow_cache *cache, enum netflow_family family,
			      struct netflow_flow *flow, enum netflow_end_reason reason)
{
	u32 urgent = READ_ONCE(cache->metering->backlog_max) / NETFLOW_BACKLOG_URGENT;
	enum netflow_counter lost = NETFLOW_LOST_MEMORY_PACKETS;
	struct netflow_expired *expired = NULL;

	flow->end_reason = reason;
	netflow_cache_add(cache, NETFLOW_EXPIRED + reason, 1);
	if (unlikely(netflow_cache_backlog(cache) == urgent))
		cache->metering->ops->urgent(cache->metering);
	if (netflow_backlog_hand_over(cache, &lost))
		expired = netflow_expired_alloc(cache->metering->account, family, flow);
	if (unlikely(!expired)) {
		netflow_lose_flow(cache, flow, lost);
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
