// SPDX-License-Identifier: GPL-2.0
/* Reading the key of an skb's flow, and counting it as on the wire. See packet.h. */
#include "packet.h"

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/if_arp.h>
#include <linux/if_pppox.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/ppp_defs.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/dsfield.h>
#include <net/ip.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/route.h>

#include "vrf.h"

/* Maximum number of VLAN tags in a frame, as the kernel's own, and of IPv6 extension headers. */
#define NETFLOW_MAX_TAGS	8
#define NETFLOW_MAX_EXTENSIONS	8

/* Offsets of the headers of one packet. */
struct netflow_headers {
	int network;		/* the IP header in the skb */
	int transport;		/* after the last IP header, -1: none to read */
	bool fragment;		/* a fragment, the first one included */
};

/* The first four bytes of TCP, UDP, UDP-Lite, SCTP and DCCP. */
struct netflow_ports {
	__be16 source;
	__be16 destination;
};

/*
 * Returns the type in the Ethernet header, and moves *offset behind that header. Where a frame
 * contains tags, the skb's network header does not tell: it is at the first tag in a frame that
 * was received, but at IP once the kernel has inserted the tag of a stacked VLAN device.
 */
static __be16 netflow_ethernet_type(const struct sk_buff *skb, int *offset)
{
	const __be16 *type;
	__be16 buf;

	if (!skb->dev || !skb_mac_header_was_set(skb) ||
	    (skb->dev->type != ARPHRD_ETHER && skb->dev->type != ARPHRD_LOOPBACK))
		return skb->protocol;
	*offset = skb_mac_offset(skb) + ETH_HLEN;
	type = skb_header_pointer(skb, *offset - (int)sizeof(buf), sizeof(buf), &buf);
	return type ? *type : 0;
}

/* Returns the type after the VLAN tags in the frame; moves *offset to that header. */
static noinline __be16 netflow_skip_tags(const struct sk_buff *skb, int *offset)
{
	__be16 type = netflow_ethernet_type(skb, offset);
	int i;

	for (i = 0; i < NETFLOW_MAX_TAGS && eth_type_vlan(type); i++) {
		const struct vlan_hdr *vlan;
		struct vlan_hdr buf;

		vlan = skb_header_pointer(skb, *offset, sizeof(buf), &buf);
		if (!vlan)
			return 0;
		type = vlan->h_vlan_encapsulated_proto;
		*offset += sizeof(*vlan);
	}
	return type;
}

/*
 * Returns the type after VLAN tags and PPPoE; moves *offset to that header. A tag that the skb
 * has beside the frame is no header.
 */
static __be16 netflow_skip_l2(const struct sk_buff *skb, int *offset)
{
	__be16 type = skb->protocol;

	if (unlikely(eth_type_vlan(type)))
		type = netflow_skip_tags(skb, offset);
	if (type == htons(ETH_P_PPP_SES)) {
		__be16 buf;
		const __be16 *ppp = skb_header_pointer(skb, *offset + sizeof(struct pppoe_hdr),
						       sizeof(buf), &buf);

		if (!ppp)
			return 0;
		*offset += PPPOE_SES_HLEN;
		if (*ppp == htons(PPP_IP))
			type = htons(ETH_P_IP);
		else if (*ppp == htons(PPP_IPV6))
			type = htons(ETH_P_IPV6);
	}
	return type;
}

static u16 netflow_parse_tcp_flags(const struct sk_buff *skb, int offset)
{
	__be16 buf;
	const __be16 *flags;

	flags = skb_header_pointer(skb, offset + offsetof(struct tcphdr, ack_seq) + 4,
				   sizeof(buf), &buf);
	return flags ? be16_to_cpu(*flags) & 0x0fff : 0;
}

/* Reads ports, or ICMP type and code, if the packet has them. */
static void netflow_parse_transport(struct netflow_packet *packet, struct netflow_key_l4 *l4,
				    const struct sk_buff *skb, int offset)
{
	struct netflow_ports buf;
	const struct netflow_ports *ports;

	if (offset < 0)
		return;
	switch (l4->protocol) {
	case IPPROTO_TCP:
		packet->tcp_flags = netflow_parse_tcp_flags(skb, offset);
		fallthrough;
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		ports = skb_header_pointer(skb, offset, sizeof(buf), &buf);
		if (!ports)
			return;
		l4->source_port = ports->source;
		l4->destination_port = ports->destination;
		break;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		/* Type and code are in the first two bytes, where a port would be. */
		ports = skb_header_pointer(skb, offset, sizeof(buf.source), &buf);
		if (ports)
			l4->destination_port = ports->source;
		break;
	}
}

/* Returns the length of the transport header, which every segment of a GSO train repeats. */
static int netflow_transport_hlen(const struct sk_buff *skb, int offset, u8 protocol)
{
	struct tcphdr buf;
	const struct tcphdr *tcp;

	switch (protocol) {
	case IPPROTO_TCP:
		tcp = skb_header_pointer(skb, offset, sizeof(buf), &buf);
		return tcp ? tcp->doff * 4 : sizeof(buf);
	case IPPROTO_UDP:
		return sizeof(struct udphdr);
	case IPPROTO_SCTP:
		return 12;	/* RFC 9260, section 3.1: common header */
	default:
		return 0;
	}
}

/* Returns the end of the headers; for a GSO train in a tunnel, of the inner headers. */
static int netflow_gso_payload(const struct sk_buff *skb, const struct netflow_headers *at,
			       u8 protocol)
{
	int offset = at->transport;

	if (skb->encapsulation && skb->inner_transport_header) {
		int inner = skb_inner_transport_offset(skb);

		if (skb_shinfo(skb)->gso_type & (SKB_GSO_TCPV4 | SKB_GSO_TCPV6))
			return inner + netflow_transport_hlen(skb, inner, IPPROTO_TCP);
		return inner + netflow_transport_hlen(skb, inner, IPPROTO_UDP);
	}
	if (offset < 0)
		return at->network;
	return offset + netflow_transport_hlen(skb, offset, protocol);
}

/* Counts the fragments that a datagram of UDP is sent in (UFO): only the first has UDP's header. */
static void netflow_count_fragments(struct netflow_packet *packet, const struct sk_buff *skb,
				    const struct netflow_headers *at)
{
	u32 headers = at->transport - at->network;
	u32 payload = skb->len - at->transport;

	packet->packets = DIV_ROUND_UP(payload, skb_shinfo(skb)->gso_size);
	if (packet->family == NETFLOW_V6)
		headers += sizeof(struct frag_hdr);
	packet->bytes = payload + packet->packets * headers;
}

/* Counts packets and bytes as on the wire, where each segment has its own headers. */
static void netflow_count_wire(struct netflow_packet *packet, const struct sk_buff *skb,
			       const struct netflow_headers *at, u32 length, u8 protocol)
{
	u32 train = skb->len - at->network;
	u32 segments;
	int headers;

	if (!skb_is_gso(skb)) {
		packet->packets = 1;
		packet->bytes = length;
		return;
	}
	if ((skb_shinfo(skb)->gso_type & SKB_GSO_UDP) && !skb->encapsulation &&
	    at->transport > 0 && skb->len > (u32)at->transport) {
		netflow_count_fragments(packet, skb, at);
		return;
	}
	headers = netflow_gso_payload(skb, at, protocol) - at->network;
	segments = skb_shinfo(skb)->gso_segs;
	if (!segments && skb_shinfo(skb)->gso_size != GSO_BY_FRAGS && train > headers)
		segments = DIV_ROUND_UP(train - headers, skb_shinfo(skb)->gso_size);
	packet->packets = max(segments, 1U);
	packet->bytes = train + (packet->packets - 1) * headers;
}

/* Returns the length in the IP header if it is plausible, which excludes padding. */
static u32 netflow_ip_length(const struct sk_buff *skb, int offset, u32 claimed)
{
	u32 there = skb->len - offset;

	return claimed && claimed <= there ? claimed : there;
}

/* Returns the route if it is one, and leads out of this machine, or NULL. */
static const struct dst_entry *netflow_route_out(const struct sk_buff *skb)
{
	const struct dst_entry *dst = skb_dst(skb);

	if (!dst || (dst->flags & (DST_METADATA | DST_FAKE_RTABLE)) || !dst->dev ||
	    (dst->dev->flags & IFF_LOOPBACK))
		return NULL;
	return dst;
}

/* An IPv6 gateway (RFC 8950) is none that a record of IPv4 has room for. */
static __be32 netflow_next_hop_v4(const struct sk_buff *skb, __be32 destination)
{
	const struct rtable *rt;

	if (!netflow_route_out(skb) || skb->protocol != htons(ETH_P_IP))
		return 0;
	rt = skb_rtable(skb);
	if ((rt->rt_flags & RTCF_LOCAL) || rt->rt_gw_family == AF_INET6)
		return 0;
	return rt_nexthop(rt, destination);
}

static struct in6_addr netflow_next_hop_v6(const struct sk_buff *skb,
					   const struct in6_addr *destination)
{
	const struct rt6_info *rt;

	if (!netflow_route_out(skb) || skb->protocol != htons(ETH_P_IPV6))
		return in6addr_any;
	rt = dst_rt6_info(skb_dst(skb));
	return rt->rt6i_flags & RTF_LOCAL ? in6addr_any : *rt6_nexthop(rt, destination);
}

static int netflow_parse_v4(struct netflow_packet *packet, struct netflow_headers *at,
			    const struct sk_buff *skb)
{
	struct netflow_key_v4 *key = &packet->v4;
	struct iphdr buf;
	const struct iphdr *ip = skb_header_pointer(skb, at->network, sizeof(buf), &buf);

	if (!ip || ip->version != 4 || ip->ihl < 5)
		return -EBADMSG;
	packet->family = NETFLOW_V4;
	packet->ttl = ip->ttl;
	*key = (struct netflow_key_v4) {
		.source = ip->saddr,
		.destination = ip->daddr,
		.l4.protocol = ip->protocol,
		.l4.tos = ip->tos,
	};
	at->transport = at->network + ip->ihl * 4;
	at->fragment = ip_is_fragment(ip);
	if (ip->frag_off & htons(IP_OFFSET))
		at->transport = -1;
	netflow_parse_transport(packet, &key->l4, skb, at->transport);
	netflow_count_wire(packet, skb, at,
			   netflow_ip_length(skb, at->network, ntohs(ip->tot_len)), ip->protocol);
	packet->next_hop_v4 = netflow_next_hop_v4(skb, key->destination);
	return 0;
}

/* Returns the length of an extension header, 0 if it is none, -1 if truncated; sets *next. */
static int netflow_extension_length(const struct sk_buff *skb, struct netflow_headers *at,
				    int offset, u8 header, u8 *next)
{
	struct frag_hdr buf;
	const struct frag_hdr *ext;

	if (!ipv6_ext_hdr(header) || header == NEXTHDR_NONE)
		return 0;
	/* All begin with next header and length; more is read only of a fragment header. */
	ext = skb_header_pointer(skb, offset, header == NEXTHDR_FRAGMENT ? sizeof(buf) : 2, &buf);
	if (!ext)
		return -1;
	*next = ext->nexthdr;
	if (header == NEXTHDR_FRAGMENT) {
		at->fragment = true;
		if (ext->frag_off & htons(IP6_OFFSET))
			at->transport = -1;
		return sizeof(*ext);
	}
	if (header == NEXTHDR_AUTH)
		return (ext->reserved + 2) * 4;
	return (ext->reserved + 1) * 8;
}

/* Finds the transport protocol; at->transport is -1 if its header is missing. */
static u8 netflow_skip_extensions(const struct sk_buff *skb, struct netflow_headers *at,
				  u8 header)
{
	int offset = at->network + sizeof(struct ipv6hdr);
	int i;

	at->transport = 0;
	for (i = 0; i < NETFLOW_MAX_EXTENSIONS; i++) {
		u8 next = header;
		int length = netflow_extension_length(skb, at, offset, header, &next);

		if (length < 0)
			break;
		if (!length) {
			if (at->transport == 0)
				at->transport = offset;
			return header;
		}
		header = next;
		offset += length;
		if (at->transport < 0)	/* a later fragment: the rest is payload */
			return header;
	}
	at->transport = -1;
	return header;
}

static int netflow_parse_v6(struct netflow_packet *packet, struct netflow_headers *at,
			    const struct sk_buff *skb)
{
	struct netflow_key_v6 *key = &packet->v6;
	struct ipv6hdr buf;
	const struct ipv6hdr *ip = skb_header_pointer(skb, at->network, sizeof(buf), &buf);
	u32 payload;

	if (!ip || ip->version != 6)
		return -EBADMSG;
	packet->family = NETFLOW_V6;
	packet->ttl = ip->hop_limit;
	packet->flow_label = ip6_flowlabel(ip);
	*key = (struct netflow_key_v6) {
		.source = ip->saddr,
		.destination = ip->daddr,
		.l4.tos = ipv6_get_dsfield(ip),
		.l4.protocol = netflow_skip_extensions(skb, at, ip->nexthdr),
	};
	netflow_parse_transport(packet, &key->l4, skb, at->transport);
	payload = ntohs(ip->payload_len);
	netflow_count_wire(packet, skb, at,
			   netflow_ip_length(skb, at->network,
					     payload ? payload + sizeof(*ip) : 0),
			   key->l4.protocol);
	packet->next_hop_v6 = netflow_next_hop_v6(skb, &key->destination);
	return 0;
}

/* Derives the direction from the hook number, whose meaning depends on the family. */
static u8 netflow_hook_direction(const struct nf_hook_state *state)
{
	if (state->pf == NFPROTO_NETDEV)
		return state->hook == NF_NETDEV_EGRESS ? NETFLOW_EGRESS : NETFLOW_INGRESS;
	if (state->pf == NFPROTO_INET && state->hook == NF_INET_INGRESS)
		return NETFLOW_INGRESS;
	return state->hook == NF_INET_LOCAL_OUT || state->hook == NF_INET_POST_ROUTING ?
		NETFLOW_EGRESS : NETFLOW_INGRESS;
}

/* A bridge's packets have a route that is none. */
static bool netflow_is_bridged(const struct sk_buff *skb)
{
	const struct dst_entry *dst = skb_dst(skb);

	return dst && (dst->flags & DST_FAKE_RTABLE);
}

/*
 * Returns the device on which a packet arrived that is on its way out. The hook's device is no
 * answer: it may be missing, and is the tunnel of a packet that a tunnel has made, or the device
 * through which a packet of neighbour discovery leaves. Both were sent by this machine. Where IP is
 * only shown a bridge's packet (br_netfilter), its interface is the bridge.
 */
static noinline u32 netflow_arrival_ifindex(const struct sk_buff *skb,
					    const struct nf_hook_state *state)
{
	u32 ifindex;

	if (!skb->skb_iif)
		return 0;
	if (netflow_is_bridged(skb) && (state->pf == NFPROTO_IPV4 || state->pf == NFPROTO_IPV6))
		return state->out->ifindex;
	ifindex = netflow_vrf_received_on(skb, state);
	return ifindex ? ifindex : skb->skb_iif;
}

/* What came from a VRF came from one of its interfaces. What goes to one has no next hop yet. */
static noinline int netflow_parse_vrf(struct netflow_packet *packet, struct netflow_key_l4 *l4,
				      const struct sk_buff *skb, const struct nf_hook_state *state)
{
	u32 ifindex = netflow_vrf_received_on(skb, state);

	if (ifindex)
		l4->ingress_ifindex = ifindex;
	if (state->out && netif_is_l3_master(state->out))
		packet->next_hop_v6 = in6addr_any;
	return netflow_vrf_repeats(skb, state) ? -EALREADY : 0;
}

static int netflow_parse_interfaces(struct netflow_packet *packet, struct netflow_key_l4 *l4,
				    const struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct net_device *in = state->in, *out = state->out;

	l4->direction = netflow_hook_direction(state);
	if (l4->direction == NETFLOW_EGRESS)
		l4->ingress_ifindex = netflow_arrival_ifindex(skb, state);
	else
		l4->ingress_ifindex = in ? in->ifindex : 0;
	packet->egress_ifindex = out ? out->ifindex : 0;
	if (unlikely((in && netif_is_l3_master(in)) || (out && netif_is_l3_master(out))))
		return netflow_parse_vrf(packet, l4, skb, state);
	return 0;
}

int netflow_packet_parse(struct netflow_packet *packet, const struct sk_buff *skb,
			 const struct nf_hook_state *state)
{
	struct netflow_headers at = { .network = skb_network_offset(skb) };
	struct netflow_key_l4 *l4;
	__be16 type;
	int err;

	packet->tcp_flags = 0;
	type = netflow_skip_l2(skb, &at.network);
	if (type == htons(ETH_P_IP)) {
		err = netflow_parse_v4(packet, &at, skb);
		l4 = &packet->v4.l4;
	} else if (type == htons(ETH_P_IPV6)) {
		err = netflow_parse_v6(packet, &at, skb);
		l4 = &packet->v6.l4;
	} else {
		return -EPROTONOSUPPORT;
	}
	if (err)
		return err;
	return netflow_parse_interfaces(packet, l4, skb, state);
}
