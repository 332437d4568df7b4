// SPDX-License-Identifier: GPL-2.0
/* Initializing, adding and copying flows; the memory of expired flows. See entry.h. */
#include "entry.h"

#include <linux/build_bug.h>
#include <linux/llist.h>
#include <linux/minmax.h>
#include <linux/slab.h>

#include "limits/memory.h"
#include "next_hop.h"
#include "packet.h"

static struct kmem_cache *netflow_expired_slab[NETFLOW_FAMILIES];

void netflow_flow_begin(struct netflow_flow *flow, const struct netflow_packet *packet,
			struct netflow_next_hop *next_hop)
{
	*flow = (struct netflow_flow) {
		.packets = packet->packets,
		.bytes = packet->bytes,
		.first = packet->when,
		.last = packet->when,
		.egress_ifindex = packet->egress_ifindex,
		.tcp_flags = packet->tcp_flags,
		.ttl_min = packet->ttl,
		.ttl_max = packet->ttl,
	};
	if (packet->family == NETFLOW_V4) {
		struct netflow_flow_v4 *v4 = container_of(flow, struct netflow_flow_v4, flow);

		v4->key = packet->v4;
		v4->next_hop = packet->next_hop_v4;
	} else {
		struct netflow_cached_v6 *v6 = container_of(flow, struct netflow_cached_v6, flow);

		v6->key = packet->v6;
		v6->flow_label = packet->flow_label;
		v6->next_hop = next_hop;
	}
}

void netflow_flow_add(struct netflow_flow *to, const struct netflow_flow *from)
{
	to->packets += from->packets;
	to->bytes += from->bytes;
	if ((s32)(from->first - to->first) < 0)
		to->first = from->first;
	if ((s32)(from->last - to->last) > 0)
		to->last = from->last;
	to->tcp_flags |= from->tcp_flags;
	to->ttl_min = min(to->ttl_min, from->ttl_min);
	to->ttl_max = max(to->ttl_max, from->ttl_max);
	if (!to->egress_ifindex)
		to->egress_ifindex = from->egress_ifindex;
}

static void netflow_copy_v6(struct netflow_flow_v6 *to, const struct netflow_cached_v6 *from)
{
	*to = (struct netflow_flow_v6) {
		.flow = from->flow,
		.key = from->key,
		.flow_label = from->flow_label,
		.next_hop = *netflow_next_hop_address(from->next_hop, &from->key.destination),
	};
}

/* Assigned by type, as FORTIFY_SOURCE rejects a memcpy() beyond the end of @to. */
void netflow_flow_copy(enum netflow_family family, struct netflow_flow *to,
		       const struct netflow_flow *from)
{
	if (family == NETFLOW_V4)
		*container_of(to, struct netflow_flow_v4, flow) =
			*container_of(from, const struct netflow_flow_v4, flow);
	else
		netflow_copy_v6(container_of(to, struct netflow_flow_v6, flow),
				container_of(from, const struct netflow_cached_v6, flow));
}

static size_t netflow_expired_size(enum netflow_family family)
{
	return offsetof(struct netflow_expired, flow) +
	       (family == NETFLOW_V4 ? sizeof(struct netflow_flow_v4) :
				       sizeof(struct netflow_flow_v6));
}

struct netflow_expired *netflow_expired_alloc(struct netflow_account *account,
					      enum netflow_family family,
					      const struct netflow_flow *flow)
{
	struct netflow_expired *expired =
		netflow_object_alloc_atomic(account, netflow_expired_slab[family]);

	if (expired)
		netflow_flow_copy(family, &expired->flow, flow);
	return expired;
}

void netflow_expired_free(enum netflow_family family, struct netflow_expired *expired)
{
	kmem_cache_free(netflow_expired_slab[family], expired);
}

int netflow_entry_module_init(void)
{
	BUILD_BUG_ON(sizeof(struct netflow_flow_v4) > NETFLOW_SLOT_SIZE_V4);
	BUILD_BUG_ON(IS_ENABLED(CONFIG_64BIT) && sizeof(struct netflow_cached_v6) != 88);
	/* netflow_flow_key() */
	BUILD_BUG_ON(offsetof(struct netflow_cached_v6, flow) !=
		     offsetof(struct netflow_flow_v6, flow));
	BUILD_BUG_ON(offsetof(struct netflow_cached_v6, key) !=
		     offsetof(struct netflow_flow_v6, key));
	/* netflow_expired.next is linked by llist_add(). */
	BUILD_BUG_ON(offsetof(struct netflow_expired, next) != 0 ||
		     sizeof(struct llist_node) != sizeof(void *));

	netflow_expired_slab[NETFLOW_V4] =
		kmem_cache_create("netflow_expired_v4", netflow_expired_size(NETFLOW_V4), 0, 0,
				  NULL);
	netflow_expired_slab[NETFLOW_V6] =
		kmem_cache_create("netflow_expired_v6", netflow_expired_size(NETFLOW_V6), 0, 0,
				  NULL);
	if (netflow_expired_slab[NETFLOW_V4] && netflow_expired_slab[NETFLOW_V6])
		return 0;
	netflow_entry_module_exit();
	return -ENOMEM;
}

void netflow_entry_module_exit(void)
{
	kmem_cache_destroy(netflow_expired_slab[NETFLOW_V4]);
	kmem_cache_destroy(netflow_expired_slab[NETFLOW_V6]);
}
