/* SPDX-License-Identifier: GPL-2.0 */
/* From an skb to what the cache needs to know of it. */
#ifndef _NETFLOW_KEY_H
#define _NETFLOW_KEY_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "flow.h"

/**
 * struct netflow_packet - one packet, or one GSO train, as the cache counts it
 * @family: which key is set
 * @v4: key, if @family is NETFLOW_V4; aligned as in a flow, to be compared 8 bytes at a time
 * @v6: key, if @family is NETFLOW_V6; likewise
 * @packets: packets on the wire, at least 1
 * @bytes: their bytes on the wire from the IP header on
 * @tcp_flags: flags of the TCP header, 0 for other protocols
 * @ttl: TTL or hop limit
 * @flow_label: of the IPv6 header, 20 bits
 * @egress_ifindex: 0 if the hook knows none
 */
struct netflow_packet {
	enum netflow_family family;
	union {
		struct netflow_key_v4 v4;
		struct netflow_key_v6 v6;
	} __aligned(sizeof(u64));
	u32 packets;
	u32 bytes;
	u16 tcp_flags;
	u8 ttl;
	__be32 flow_label;
	u32 egress_ifindex;
};

/**
 * netflow_packet_parse - read an skb's headers
 * @packet: filled, every byte of the key included
 * @skb: read only, need not be linear; its network header is set
 * @state: of the hook
 *
 * Return: 0; -EPROTONOSUPPORT: neither IPv4 nor IPv6; -EBADMSG: no whole IP
 * header.  Context: any.
 */
int netflow_packet_parse(struct netflow_packet *packet, const struct sk_buff *skb,
			 const struct nf_hook_state *state);

/**
 * netflow_packet_next_hop_v4 - the next hop that routing chose
 * @skb: IPv4; may have no route yet
 * Return: 0 if there is no route, or it ends on this machine.
 */
__be32 netflow_packet_next_hop_v4(const struct sk_buff *skb);

/**
 * netflow_packet_next_hop_v6 - the same for IPv6
 * @skb: IPv6; may have no route yet
 * @next_hop: set, :: if there is none
 */
void netflow_packet_next_hop_v6(const struct sk_buff *skb, struct in6_addr *next_hop);

#endif /* _NETFLOW_KEY_H */
