/* SPDX-License-Identifier: GPL-2.0 */
/* Aggregation maps the keys of several flows to one key. */
#ifndef _NETFLOW_AGGREGATE_H
#define _NETFLOW_AGGREGATE_H

#include "flow.h"

enum netflow_aggregation_kind {
	NETFLOW_AGGREGATE_V4,	/* truncate an IPv4 address */
	NETFLOW_AGGREGATE_V6,	/* truncate an IPv6 address */
	NETFLOW_AGGREGATE_PORT,	/* replace a port */
};

/**
 * struct netflow_aggregation_rule - one rule
 * @kind: enum netflow_aggregation_kind
 * @length: addresses: prefix length of @network
 * @keep: addresses: leading bits kept of an address in @network; the others become 0
 * @first: ports: first of the range, host order
 * @last: ports: last of the range, host order
 * @port: ports: replacement for each port of the range, host order
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
 * struct netflow_aggregation - ordered rules
 * @count: number of @rules
 * @rules: only the first rule that matches an address or a port applies to it
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
 * netflow_address_truncate - keep the first bits of an address and clear the others
 * @address: network order
 * @size: size of the address in octets
 * @length: bits to keep, at most 8 * @size
 * Context: any.
 */
void netflow_address_truncate(u8 *address, unsigned int size, unsigned int length);

#endif /* _NETFLOW_AGGREGATE_H */
