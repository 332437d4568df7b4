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
 * @next_hop_v4: that routing chose, 0: none yet, or the packet stays on this machine
 * @next_hop_v6: likewise, ::
 * @when: uptime in ms modulo 2^32; not netflow_packet_parse()'s to set
 * @hash: of the key; likewise
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
	union {
		__be32 next_hop_v4;
		struct in6_addr next_hop_v6;
	};
	u32 when;
	u32 hash;
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

#endif /* _NETFLOW_KEY_H */
