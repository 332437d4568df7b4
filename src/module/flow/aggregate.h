/* SPDX-License-Identifier: GPL-2.0 */
/* Aggregation: keys of several flows become one key.  Pure: builds in userspace too. */
#ifndef _NETFLOW_AGGREGATE_H
#define _NETFLOW_AGGREGATE_H

#include "flow.h"

enum netflow_aggregation_kind {
	NETFLOW_AGGREGATE_V4,	/* an IPv4 address to a network's */
	NETFLOW_AGGREGATE_V6,
	NETFLOW_AGGREGATE_PORT,	/* a port to another */
};

/**
 * struct netflow_aggregation_rule - what becomes what
 * @kind: enum netflow_aggregation_kind
 * @length: addresses: prefix length of @network
 * @keep: addresses: how many bits stay of one in @network, the others become 0
 * @first: ports: least of the range, host order like all ports here
 * @last: ports: greatest
 * @port: ports: what stands for all of them
 * @network: addresses: network order, the first 4 octets for IPv4, host bits 0
 */
struct netflow_aggregation_rule {
	u8 kind;
	u8 length;
	u8 keep;
	u16 first;
	u16 last;
	u16 port;
	u8 network[16];
};

/**
 * struct netflow_aggregation - rules in their order
 * @count: of @rules
 *
 * The first that matches an address, or a port, is applied to it, and no other.
 */
struct netflow_aggregation {
	unsigned int count;
	struct netflow_aggregation_rule rules[];
};

/**
 * netflow_aggregate_v4 - apply the rules to a key's addresses and ports
 * @key: IPv4; type and code of ICMP stay as they are
 * Context: any.
 */
void netflow_aggregate_v4(const struct netflow_aggregation *aggregation,
			  struct netflow_key_v4 *key);

/** netflow_aggregate_v6 - the same for IPv6 */
void netflow_aggregate_v6(const struct netflow_aggregation *aggregation,
			  struct netflow_key_v6 *key);

/**
 * netflow_address_truncate - keep an address's first bits, clear the others
 * @address: of @size octets, network order
 * @length: bits to keep, at most 8 * @size
 */
void netflow_address_truncate(u8 *address, unsigned int size, unsigned int length);

#endif /* _NETFLOW_AGGREGATE_H */
