/* SPDX-License-Identifier: GPL-2.0 */
/* One flow: its form in a slot of a table, and its form after it has expired. */
#ifndef _NETFLOW_ENTRY_H
#define _NETFLOW_ENTRY_H

#include <linux/kernel.h>
#include <linux/siphash.h>

#include "flow/flow.h"

struct netflow_account;
struct netflow_next_hop;
struct netflow_packet;

/*
 * When a flow was last seen, as stored in its bucket: in units of 4 ms modulo 2^16, at most
 * 65 s ago. The bucket is written at most once in 512 ms; other packets write only the
 * flow's own line.
 */
#define NETFLOW_SEEN_SHIFT	2
#define NETFLOW_SEEN_OLD	0x4000
#define NETFLOW_SEEN_LAG_SHIFT	9

/* Each IPv4 flow has its own cache line. */
#define NETFLOW_SLOT_SIZE_V4	64

/**
 * struct netflow_cached_v6 - an IPv6 flow in its slot
 * @flow: at the same place as in struct netflow_flow_v6
 * @key: at the same place as in struct netflow_flow_v6
 * @flow_label: of the first packet, 20 bits
 * @next_hop: shared with other flows, see next_hop.h
 *
 * netflow_flow_copy() converts it to a struct netflow_flow_v6.
 */
struct netflow_cached_v6 {
	struct netflow_flow flow;
	struct netflow_key_v6 key;
	__be32 flow_label;
	struct netflow_next_hop *next_hop;
};

/**
 * struct netflow_expired - a flow that has left the cache and waits for the encoders
 * @next: next flow in a list
 * @flow: the flow, of its family's size
 */
struct netflow_expired {
	struct netflow_expired *next;
	struct netflow_flow flow;
};

/* Memory of an expired flow of either family. */
#define NETFLOW_EXPIRED_SIZE	\
	(offsetof(struct netflow_expired, flow) + sizeof(struct netflow_flow_v6))

/**
 * netflow_expired_of - get the expired flow that contains a flow
 * @flow: part of a struct netflow_expired
 * Context: any.
 * Return: the container of @flow
 */
static inline struct netflow_expired *netflow_expired_of(struct netflow_flow *flow)
{
	return container_of(flow, struct netflow_expired, flow);
}

/**
 * netflow_slot_size - size of a slot's flow, in bytes
 * @family: of the flows
 * Context: any.
 * Return: a multiple of 8
 */
static __always_inline size_t netflow_slot_size(enum netflow_family family)
{
	return family == NETFLOW_V4 ? NETFLOW_SLOT_SIZE_V4 : sizeof(struct netflow_cached_v6);
}

/**
 * netflow_key_size - size of a family's keys, in bytes
 * @family: of the flows
 * Context: any.
 * Return: the size
 */
static __always_inline size_t netflow_key_size(enum netflow_family family)
{
	return family == NETFLOW_V4 ? sizeof(struct netflow_key_v4) :
				      sizeof(struct netflow_key_v6);
}

/**
 * netflow_flow_key - get the key of a flow
 * @family: of the flow
 * @flow: in its slot, or expired
 * Context: any.
 * Return: netflow_key_size() bytes
 */
static __always_inline const void *netflow_flow_key(enum netflow_family family,
						    const struct netflow_flow *flow)
{
	if (family == NETFLOW_V4)
		return &container_of(flow, const struct netflow_flow_v4, flow)->key;
	return &container_of(flow, const struct netflow_flow_v6, flow)->key;
}

/**
 * netflow_key_hash - hash a key
 * @secret: prevents an attacker from choosing packets that share a chain
 * @family: of the flow
 * @key: netflow_key_size() bytes, aligned to 8
 * Context: any.
 * Return: the hash
 */
static __always_inline u32 netflow_key_hash(const hsiphash_key_t *secret,
					    enum netflow_family family, const void *key)
{
	if (family == NETFLOW_V4)
		return hsiphash(key, sizeof(struct netflow_key_v4), secret);
	return hsiphash(key, sizeof(struct netflow_key_v6), secret);
}

/**
 * netflow_flow_hash - hash a flow's key
 * @secret: of the metering
 * @family: of the flow
 * @flow: in its slot, or expired
 * Context: any.
 * Return: the hash
 */
static inline u32 netflow_flow_hash(const hsiphash_key_t *secret, enum netflow_family family,
				    const struct netflow_flow *flow)
{
	return netflow_key_hash(secret, family, netflow_flow_key(family, flow));
}

/**
 * netflow_tag - get the part of a hash that a bucket stores for each flow
 * @hash: of the flow
 * Context: any.
 * Return: never 0; contains none of the bits that select the chain
 */
static inline u8 netflow_tag(u32 hash)
{
	return (hash & 0xff) ?: 1;
}

/**
 * netflow_seen - convert the time at which a flow was seen to the unit of its bucket
 * @when: time of its last packet
 * @flow: has counted that packet
 * Context: any.
 * Return: in units of NETFLOW_SEEN_SHIFT; NETFLOW_SEEN_OLD ago if the flow has ended
 */
static inline u16 netflow_seen(u32 when, const struct netflow_flow *flow)
{
	u16 seen = when >> NETFLOW_SEEN_SHIFT;

	return netflow_flow_ended(flow) ? seen - NETFLOW_SEEN_OLD : seen;
}

/**
 * netflow_entry_module_init - create the slab caches of expired flows
 * Context: process.
 * Return: 0 or -ENOMEM
 */
int netflow_entry_module_init(void);

/**
 * netflow_entry_module_exit - destroy the slab caches of expired flows
 * Context: process.
 */
void netflow_entry_module_exit(void);

/**
 * netflow_flow_begin - initialize a flow in its slot
 * @flow: memory of the slot
 * @packet: the first packet
 * @next_hop: IPv6: the next hop, whose reference passes to the flow
 * Context: any; the cache is locked.
 */
void netflow_flow_begin(struct netflow_flow *flow, const struct netflow_packet *packet,
			struct netflow_next_hop *next_hop);

/**
 * netflow_flow_add - add a flow's counters and times to another of the same key
 * @to: changed
 * @from: read only
 * Context: any; if either flow is in a cache, that is locked.
 */
void netflow_flow_add(struct netflow_flow *to, const struct netflow_flow *from);

/**
 * netflow_flow_copy - copy a cached flow to the form that is exported
 * @family: of the flow
 * @to: struct netflow_flow_v4 or struct netflow_flow_v6
 * @from: in its slot
 * Context: any; the cache is locked.
 */
void netflow_flow_copy(enum netflow_family family, struct netflow_flow *to,
		       const struct netflow_flow *from);

/**
 * netflow_expired_alloc - copy a cached flow to separately allocated memory
 * @account: has paid for it
 * @family: of the flow
 * @flow: in its slot
 * Context: any; the cache is locked.
 * Return: the copy, or NULL if there is no memory
 */
struct netflow_expired *netflow_expired_alloc(struct netflow_account *account,
					      enum netflow_family family,
					      const struct netflow_flow *flow);

/**
 * netflow_expired_free - free an expired flow
 * @family: of the flow
 * @expired: not in any list
 * Context: any.
 */
void netflow_expired_free(enum netflow_family family, struct netflow_expired *expired);

#endif /* _NETFLOW_ENTRY_H */
