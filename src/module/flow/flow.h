/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A flow as the cache stores it and the encoders read it: the counters, then the key, then
 * fields taken from the first packet. Keys are compared bytewise, so padding must be 0.
 *
 * Times are the uptime (CLOCK_BOOTTIME) in ms, modulo 2^32.
 */
#ifndef _NETFLOW_FLOW_H
#define _NETFLOW_FLOW_H

#include <linux/types.h>
#ifdef __KERNEL__
#include <linux/in6.h>
#else
#include <netinet/in.h>
#endif

/* RFC 7012, flowEndReason (136) */
enum netflow_end_reason {
	NETFLOW_END_NONE,	/* still in the cache */
	NETFLOW_END_INACTIVE,
	NETFLOW_END_ACTIVE,
	NETFLOW_END_DETECTED,	/* TCP FIN or RST */
	NETFLOW_END_FORCED,
	NETFLOW_END_RESOURCES,	/* evicted */
	__NETFLOW_END_MAX
};

/* RFC 7012, flowDirection (61) */
enum netflow_direction {
	NETFLOW_INGRESS = 0,
	NETFLOW_EGRESS = 1,
};

/**
 * struct netflow_flow - fields common to all flows
 * @packets: packets on the wire; each segment of a GSO packet counts
 * @bytes: bytes of these packets, starting with the IP header
 * @first: time of the first packet
 * @last: time of the last packet
 * @egress_ifindex: of the first packet; 0 if not known where it was metered
 * @tcp_flags: all TCP flags seen, the lower 12 bits of tcpControlBits (IE 6)
 * @end_reason: enum netflow_end_reason
 * @ttl_min: lowest TTL or hop limit
 * @ttl_max: highest TTL or hop limit
 */
struct netflow_flow {
	u64 packets;
	u64 bytes;
	u32 first;
	u32 last;
	u32 egress_ifindex;
	u16 tcp_flags:12,
	    end_reason:4;
	u8 ttl_min;
	u8 ttl_max;
};

/* Bits of netflow_flow.tcp_flags: SYN; FIN and RST, either of which ends a flow. */
#define NETFLOW_TCP_SYN		0x002
#define NETFLOW_TCP_END		0x005

/**
 * netflow_flow_ended - check whether a FIN or RST was seen
 * @flow: any flow
 * Context: any.
 * Return: true if a FIN or RST was seen.
 */
static inline bool netflow_flow_ended(const struct netflow_flow *flow)
{
	return flow->tcp_flags & NETFLOW_TCP_END;
}

/**
 * struct netflow_key_l4 - the part of the key that both families share
 * @source_port: 0 where the protocol has none
 * @destination_port: ICMP and ICMPv6: type * 256 + code
 * @ingress_ifindex: 0 if sent by this machine
 * @protocol: of the transport header, after any IPv6 extension headers
 * @tos: IPv4 TOS or IPv6 traffic class, all eight bits
 * @direction: enum netflow_direction
 * @pad: 0
 */
struct netflow_key_l4 {
	__be16 source_port;
	__be16 destination_port;
	u32 ingress_ifindex;
	u8 protocol;
	u8 tos;
	u8 direction;
	u8 pad;
};

struct netflow_key_v4 {
	__be32 source;
	__be32 destination;
	struct netflow_key_l4 l4;
};

struct netflow_key_v6 {
	struct in6_addr source;
	struct in6_addr destination;
	struct netflow_key_l4 l4;
};

struct netflow_flow_v4 {
	struct netflow_flow flow;
	struct netflow_key_v4 key;
	__be32 next_hop;	/* 0: unknown, or delivered locally */
};

struct netflow_flow_v6 {
	struct netflow_flow flow;
	struct netflow_key_v6 key;
	__be32 flow_label;	/* of the first packet, 20 bits */
	struct in6_addr next_hop;
};

/* Also the index of each family's table, entry size and template. */
enum netflow_family {
	NETFLOW_V4,
	NETFLOW_V6,
	NETFLOW_FAMILIES
};

#endif /* _NETFLOW_FLOW_H */
