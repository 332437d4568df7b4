/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Next hops of IPv6 flows: many flows share a few, so a flow in the cache has a pointer in place
 * of the address. They belong to one CPU's cache and are used as all else in it, without a lock.
 */
#ifndef _NETFLOW_NEXT_HOP_H
#define _NETFLOW_NEXT_HOP_H

#include <linux/in6.h>
#include <linux/rbtree.h>
#include <linux/types.h>

struct netflow_next_hop;

/**
 * struct netflow_next_hops - those that the flows of a cache have
 * @root: by address
 * @count: how many
 *
 * Zeroed, it is empty.  A tree, as there may be one gateway or a hundred thousand.
 */
struct netflow_next_hops {
	struct rb_root root;
	u32 count;
};

/**
 * netflow_next_hop_get - the next hop of a flow that begins
 * @address: of the next hop, :: if there is none
 * @destination: of the flow; where this is the next hop, nothing is stored
 * Context: the cache is locked.
 * Return: to be given to netflow_next_hop_put() with the flow's end, NULL stands for ::;
 * or ERR_PTR(-ENOMEM)
 */
struct netflow_next_hop *netflow_next_hop_get(struct netflow_next_hops *hops,
					      const struct in6_addr *address,
					      const struct in6_addr *destination);

/**
 * netflow_next_hop_put - a flow doesn't have it any more
 * @hop: NULL is allowed
 * Context: the cache is locked.
 */
void netflow_next_hop_put(struct netflow_next_hops *hops, struct netflow_next_hop *hop);

/**
 * netflow_next_hop_address - what was given to netflow_next_hop_get()
 * @destination: of the flow
 * Context: the cache is locked.
 */
const struct in6_addr *netflow_next_hop_address(const struct netflow_next_hop *hop,
						const struct in6_addr *destination);

/** netflow_next_hops_memory - bytes that they have now; any context */
u64 netflow_next_hops_memory(const struct netflow_next_hops *hops);

#endif /* _NETFLOW_NEXT_HOP_H */
