/* SPDX-License-Identifier: GPL-2.0 */
/* Reading an skb's headers for the cache. */
#ifndef _NETFLOW_PACKET_H
#define _NETFLOW_PACKET_H

#include <linux/cache.h>
#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "flow/flow.h"

/**
 * struct netflow_packet - one packet, or one GSO train, as the cache counts it
 * @when: uptime in ms modulo 2^32; not set by netflow_packet_parse()
 * @hash: of the key; not set by netflow_packet_parse()
 * @packets: packets on the wire, at least 1
 * @bytes: their bytes on the wire, starting with the IP header
 * @egress_ifindex: 0 if not known at the hook
 * @tcp_flags: flags of the TCP header, 0 for other protocols
 * @ttl: TTL or hop limit
 * @family: enum netflow_family; selects the key
 * @next_hop_v4: chosen by routing; 0: none yet, or the packet stays on this machine
 * @next_hop_v6: chosen by routing; ::: none yet, or the packet stays on this machine
 * @v4: key, if @family is NETFLOW_V4; aligned as in a flow, for comparison by 8 bytes
 * @v6: key, if @family is NETFLOW_V6; aligned likewise
 * @flow_label: of the IPv6 header, 20 bits
 *
 * The members used for IPv4 are in the first line of 64 bytes.
 */
struct netflow_packet {
	u32 when;
	u32 hash;
	u32 packets;
	u32 bytes;
	u32 egress_ifindex;
	u16 tcp_flags;
	u8 ttl;
	u8 family;
	union {
		__be32 next_hop_v4;
		struct in6_addr next_hop_v6;
	};
	union {
		struct netflow_key_v4 v4;
		struct netflow_key_v6 v6;
	} __aligned(sizeof(u64));
	__be32 flow_label;
} ____cacheline_aligned_in_smp;

static_assert(offsetofend(struct netflow_packet, v4) <= 64);

/**
 * netflow_packet_parse - read an skb's headers
 * @packet: filled, every byte of the key included
 * @skb: read only, need not be linear; its network header is set, or its frame has VLAN tags
 * @state: of the hook
 *
 * Rejects packets that are neither IPv4 nor IPv6 behind up to eight VLAN tags or PPPoE.
 * Context: any.
 * Return: 0; -EPROTONOSUPPORT: neither IPv4 nor IPv6; -EBADMSG: no complete IP header;
 * -EALREADY: passes the hook once more, as its VRF's
 */
int netflow_packet_parse(struct netflow_packet *packet, const struct sk_buff *skb,
			 const struct nf_hook_state *state);

#endif /* _NETFLOW_PACKET_H */
