// SPDX-License-Identifier: GPL-2.0
/* The next hops of a cache's IPv6 flows. See next_hop.h. */
#include "next_hop.h"

#include <linux/err.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "limits/account.h"
#include "limits/memory.h"

/* Number of next hops that are paid for at once. */
#define NETFLOW_NEXT_HOPS_STEP	64

/**
 * struct netflow_next_hop - one next hop
 * @node: in netflow_next_hops.root
 * @address: of the next hop
 * @flows: number of flows that refer to it
 */
struct netflow_next_hop {
	struct rb_node node;
	struct in6_addr address;
	u32 flows;
};

/* Stands for the destination of the flow itself. */
static struct netflow_next_hop netflow_next_hop_destination;

static bool netflow_next_hops_pay(struct netflow_next_hops *hops)
{
	if (!netflow_account_charge(hops->account,
				    NETFLOW_NEXT_HOPS_STEP * sizeof(struct netflow_next_hop)))
		return false;
	hops->paid += NETFLOW_NEXT_HOPS_STEP;
	return true;
}

static void netflow_next_hops_refund(struct netflow_next_hops *hops, u32 count)
{
	netflow_account_uncharge(hops->account, count * sizeof(struct netflow_next_hop));
	hops->paid -= count;
}

int netflow_next_hops_init(struct netflow_next_hops *hops, struct netflow_account *account)
{
	hops->account = account;
	return netflow_next_hops_pay(hops) ? 0 : -EDQUOT;
}

void netflow_next_hops_exit(struct netflow_next_hops *hops)
{
	struct netflow_next_hop *hop, *next;

	rbtree_postorder_for_each_entry_safe(hop, next, &hops->root, node)
		kfree(hop);
	hops->root = RB_ROOT;
	hops->count = 0;
	if (hops->paid)
		netflow_next_hops_refund(hops, hops->paid);
}

static struct netflow_next_hop *netflow_next_hop_add(struct netflow_next_hops *hops,
						     const struct in6_addr *address,
						     struct rb_node *parent, struct rb_node **link)
{
	struct netflow_next_hop *hop;

	if (hops->count == hops->paid && !netflow_next_hops_pay(hops))
		return ERR_PTR(-ENOMEM);
	hop = netflow_memory_alloc_atomic(hops->account, sizeof(*hop));
	if (!hop)
		return ERR_PTR(-ENOMEM);
	hop->address = *address;
	hop->flows = 1;
	rb_link_node(&hop->node, parent, link);
	rb_insert_color(&hop->node, &hops->root);
	WRITE_ONCE(hops->count, hops->count + 1);
	return hop;
}

struct netflow_next_hop *netflow_next_hop_get(struct netflow_next_hops *hops,
					      const struct in6_addr *address,
					      const struct in6_addr *destination)
{
	struct rb_node **link = &hops->root.rb_node, *parent = NULL;

	if (ipv6_addr_any(address))
		return NULL;
	if (ipv6_addr_equal(address, destination))
		return &netflow_next_hop_destination;
	while (*link) {
		struct netflow_next_hop *hop;
		int order;

		parent = *link;
		hop = rb_entry(parent, struct netflow_next_hop, node);
		order = ipv6_addr_cmp(address, &hop->address);
		if (!order) {
			hop->flows++;
			return hop;
		}
		link = order < 0 ? &parent->rb_left : &parent->rb_right;
	}
	return netflow_next_hop_add(hops, address, parent, link);
}

void netflow_next_hop_put(struct netflow_next_hops *hops, struct netflow_next_hop *hop)
{
	if (!hop || hop == &netflow_next_hop_destination || --hop->flows)
		return;
	rb_erase(&hop->node, &hops->root);
	kfree(hop);
	WRITE_ONCE(hops->count, hops->count - 1);
	if (hops->paid - hops->count > 2 * NETFLOW_NEXT_HOPS_STEP)
		netflow_next_hops_refund(hops, NETFLOW_NEXT_HOPS_STEP);
}

const struct in6_addr *netflow_next_hop_address(const struct netflow_next_hop *hop,
						const struct in6_addr *destination)
{
	if (!hop)
		return &in6addr_any;
	return hop == &netflow_next_hop_destination ? destination : &hop->address;
}

u64 netflow_next_hops_memory(const struct netflow_next_hops *hops)
{
	return (u64)READ_ONCE(hops->count) * sizeof(struct netflow_next_hop);
}
