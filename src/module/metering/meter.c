// SPDX-License-Identifier: GPL-2.0
/* The packet path from a front end to this CPU's cache. */
#include "meter.h"

#include <linux/jiffies.h>
#include <net/ipv6.h>

#include "flow/aggregate.h"
#include "clock.h"
#include "count.h"
#include "metering.h"
#include "packet.h"

/*
 * A next hop that equals the packet's destination is aggregated like it. Otherwise it would
 * reveal what the rule hides.
 */
static void netflow_aggregate_packet_v4(const struct netflow_aggregation *aggregation,
					struct netflow_packet *packet)
{
	bool direct = packet->next_hop_v4 == packet->v4.destination;

	netflow_aggregate_v4(aggregation, &packet->v4);
	if (direct)
		packet->next_hop_v4 = packet->v4.destination;
}

static void netflow_aggregate_packet_v6(const struct netflow_aggregation *aggregation,
					struct netflow_packet *packet)
{
	bool direct = ipv6_addr_equal(&packet->next_hop_v6, &packet->v6.destination);

	netflow_aggregate_v6(aggregation, &packet->v6);
	if (direct)
		packet->next_hop_v6 = packet->v6.destination;
}

/* Context: bottom halves off. */
static void netflow_aggregate(const struct netflow_metering *metering,
			      struct netflow_packet *packet)
{
	const struct netflow_aggregation *aggregation = rcu_dereference_bh(metering->aggregation);

	if (likely(!aggregation))
		return;
	if (packet->family == NETFLOW_V4)
		netflow_aggregate_packet_v4(aggregation, packet);
	else
		netflow_aggregate_packet_v6(aggregation, packet);
}

/* Uptime in ms modulo 2^32; read once a tick, as the coarse clock changes only then. */
static u32 netflow_packet_time(struct netflow_cache *cache)
{
	unsigned long tick = jiffies;

	if (unlikely(cache->tick != tick)) {
		cache->tick = tick;
		cache->now = netflow_now();
	}
	return cache->now;
}

/* Counts the packet in this CPU's cache, which is locked. */
static void netflow_meter_packet(struct netflow_cache *cache, const struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	struct netflow_packet *packet = &cache->packet[cache->turn];
	int err = netflow_packet_parse(packet, skb, state);

	if (likely(!err)) {
		netflow_aggregate(cache->metering, packet);
		netflow_cache_meter(cache, netflow_packet_time(cache));
	} else if (err == -EPROTONOSUPPORT) {
		netflow_cache_add(cache, NETFLOW_IGNORED_NOT_IP, 1);
	} else if (err == -EALREADY) {
		netflow_cache_add(cache, NETFLOW_IGNORED_REPEATED, 1);
	} else {
		netflow_cache_add(cache, NETFLOW_IGNORED_TRUNCATED, 1);
	}
}

void netflow_meter(struct netflow_metering *metering, const struct sk_buff *skb,
		   const struct nf_hook_state *state)
{
	/* Received packets arrive with bottom halves already off. */
	bool on = !softirq_count();
	struct netflow_cache *cache;

	if (unlikely(!READ_ONCE(metering->running)))
		return;
	if (on)
		local_bh_disable();
	cache = this_cpu_ptr(metering->caches);
	netflow_cache_lock(cache);
	netflow_meter_packet(cache, skb, state);
	netflow_cache_unlock(cache);
	if (on)
		local_bh_enable();
}
