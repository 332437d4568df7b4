/* SPDX-License-Identifier: GPL-2.0 */
/* Aggregation: the keys of several flows become one key. */
#ifndef _NETFLOW_AGGREGATE_H
#define _NETFLOW_AGGREGATE_H

#include "flow.h"

enum netflow_aggregation_kind {
	NETFLOW_AGGREGATE_V4,	/* an IPv4 address to a network's */
	NETFLOW_AGGREGATE_V6,
	NETFLOW_AGGREGATE_PORT,	/* a port to another */
};

/**
 * struct netflow_aggregation_rule - one rule
 * @kind: enum netflow_aggregation_kind
 * @length: addresses: prefix length of @network
 * @keep: addresses: bits of an address in @network that stay; the others become 0
 * @first: ports: least of the range, host order
 * @last: ports: greatest of the range, host order
 * @port: ports: what replaces all of them, host order
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
 * @rules: the first one that matches an address, or a port, applies to it; no other does
 */
struct netflow_aggregation {
	unsigned int count;
	struct netflow_aggregation_rule rules[];
};

/**
 * netflow_aggregate_v4 - apply the rules to a key's addresses and ports
 * @aggregation: rules
 * @key: changed; type and code of ICMP stay as they are
 * Context: any.
 */
void netflow_aggregate_v4(const struct netflow_aggregation *aggregation,
			  struct netflow_key_v4 *key);

/**
 * netflow_aggregate_v6 - apply the rules to a key's addresses and ports
 * @aggregation: rules
 * @key: changed; type and code of ICMP stay as they are
 * Context: any.
 */
void netflow_aggregate_v6(const struct netflow_aggregation *aggregation,
			  struct netflow_key_v6 *key);

/**
 * netflow_address_truncate - keep an address's first bits, clear the others
 * @address: network order
 * @size: its octets
 * @length: bits to keep, at most 8 * @size
 * Context: any.
 */
void netflow_address_truncate(u8 *address, unsigned int size, unsigned int length);

#endif /* _NETFLOW_AGGREGATE_H */
