/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Next hops of IPv6 flows. Many flows share a few next hops, so each cached flow has a pointer
 * instead of the address. Next hops belong to one CPU's cache and are used under its lock.
 */
#ifndef _NETFLOW_NEXT_HOP_H
#define _NETFLOW_NEXT_HOP_H

#include <linux/in6.h>
#include <linux/rbtree.h>
#include <linux/types.h>

struct netflow_account;
struct netflow_next_hop;

/**
 * struct netflow_next_hops - the next hops of a cache
 * @root: by address; a tree, as there may be one gateway or a hundred thousand
 * @account: pays for them
 * @count: number of next hops
 * @paid: number of next hops that @account has paid for
 */
struct netflow_next_hops {
	struct rb_root root;
	struct netflow_account *account;
	u32 count;
	u32 paid;
};

/**
 * netflow_next_hops_init - initialize and pay for the first next hops
 * @hops: zeroed
 * @account: pays for them
 * Context: process.
 * Return: 0 or -EDQUOT
 */
int netflow_next_hops_init(struct netflow_next_hops *hops, struct netflow_account *account);

/**
 * netflow_next_hops_exit - free all next hops, and give back what was paid
 * @hops: of flows that are being freed as well
 * Context: process.
 */
void netflow_next_hops_exit(struct netflow_next_hops *hops);

/**
 * netflow_next_hop_get - get the next hop of a new flow
 * @hops: of the cache
 * @address: of the next hop, :: if there is none
 * @destination: of the flow; if it equals @address, nothing is stored
 * Context: the cache is locked.
 * Return: reference for netflow_next_hop_put() at the end of the flow, NULL for ::;
 * or ERR_PTR(-ENOMEM)
 */
struct netflow_next_hop *netflow_next_hop_get(struct netflow_next_hops *hops,
					      const struct in6_addr *address,
					      const struct in6_addr *destination);

/**
 * netflow_next_hop_put - drop a flow's reference to its next hop
 * @hops: of the cache
 * @hop: from netflow_next_hop_get(); NULL is allowed
 * Context: the cache is locked.
 */
void netflow_next_hop_put(struct netflow_next_hops *hops, struct netflow_next_hop *hop);

/**
 * netflow_next_hop_address - get the address of a next hop
 * @hop: from netflow_next_hop_get()
 * @destination: of the flow
 * Context: the cache is locked.
 * Return: the address passed to netflow_next_hop_get()
 */
const struct in6_addr *netflow_next_hop_address(const struct netflow_next_hop *hop,
						const struct in6_addr *destination);

/**
 * netflow_next_hops_memory - memory used by next hops
 * @hops: of any cache
 * Context: any.
 * Return: the approximate size, in bytes
 */
u64 netflow_next_hops_memory(const struct netflow_next_hops *hops);

#endif /* _NETFLOW_NEXT_HOP_H */
