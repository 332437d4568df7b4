/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's packet, its device, route and hook, as far as parsing looks at them. */
#ifndef _BENCH_PACKET_H
#define _BENCH_PACKET_H

#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_pppox.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#define PPP_IP			0x21
#define PPP_IPV6		0x57
#define PPPOE_SES_HLEN		8
#define IP_MF			0x2000
#define IP_OFFSET		0x1fff
#define IP6_OFFSET		0xfff8
#define NEXTHDR_HOP		0
#define NEXTHDR_ROUTING		43
#define NEXTHDR_FRAGMENT	44
#define NEXTHDR_AUTH		51
#define NEXTHDR_NONE		59
#define NEXTHDR_DEST		60
#ifndef NF_NETDEV_EGRESS
#define NF_NETDEV_EGRESS	1
#endif
#define DST_FAKE_RTABLE		0x10
#define DST_METADATA		0x80
#define RTCF_LOCAL		0x80000000
#define RTF_LOCAL		0x80000000
#define RTF_GATEWAY		0x2
#define RTF_CACHE		0x1000000
#define SKB_GSO_TCPV4		0x1
#define SKB_GSO_TCPV6		0x10
#define SKB_GSO_UDP		0x10000
#define GSO_BY_FRAGS		0xffff

struct vlan_hdr {
	__be16 h_vlan_TCI;
	__be16 h_vlan_encapsulated_proto;
};

struct frag_hdr {
	u8 nexthdr;
	u8 reserved;
	__be16 frag_off;
	__be32 identification;
};

struct net_device {
	unsigned int flags;
	int ifindex;
	unsigned short type;
	unsigned int priv_flags;
};

#define IFF_L3MDEV_MASTER	0x40000

static inline bool netif_is_l3_master(const struct net_device *dev)
{
	return dev->priv_flags & IFF_L3MDEV_MASTER;
}

struct dst_entry {
	struct net_device *dev;
	unsigned short flags;
};

struct rtable {
	struct dst_entry dst;
	unsigned int rt_flags;
	u8 rt_gw_family;
	__be32 rt_gw4;
};

struct rt6_info {
	struct dst_entry dst;
	struct in6_addr destination;
	struct in6_addr rt6i_gateway;
	u32 rt6i_flags;
};

struct skb_shared_info {
	unsigned short gso_size;
	unsigned short gso_segs;
	unsigned int gso_type;
};

struct sk_buff {
	struct net_device *dev;
	unsigned long _skb_refdst;
	unsigned int len;
	unsigned int data_len;
	u8 encapsulation:1;
	int skb_iif;
	__be16 protocol;
	u16 inner_transport_header;
	u16 network_header;
	u16 mac_header;
	unsigned int end;
	unsigned char *head;
	unsigned char *data;
};

struct nf_hook_state {
	u8 hook;
	u8 pf;
	struct net_device *in;
	struct net_device *out;
};

#define skb_shinfo(skb)		((struct skb_shared_info *)((skb)->head + (skb)->end))
#define skb_is_gso(skb)		(skb_shinfo(skb)->gso_size != 0)
#define skb_dst(skb)		((struct dst_entry *)((skb)->_skb_refdst & ~1UL))
#define skb_rtable(skb)		((struct rtable *)skb_dst(skb))
#define dst_rt6_info(dst)	((const struct rt6_info *)(dst))

static inline int skb_network_offset(const struct sk_buff *skb)
{
	return skb->head + skb->network_header - skb->data;
}

static inline bool skb_mac_header_was_set(const struct sk_buff *skb)
{
	return skb->mac_header != (u16)~0U;
}

static inline int skb_mac_offset(const struct sk_buff *skb)
{
	return skb->head + skb->mac_header - skb->data;
}

static inline int skb_inner_transport_offset(const struct sk_buff *skb)
{
	return skb->head + skb->inner_transport_header - skb->data;
}

int skb_copy_bits(const struct sk_buff *skb, int offset, void *to, int length);

static inline void *skb_header_pointer(const struct sk_buff *skb, int offset, int length,
				       void *buffer)
{
	int linear = skb->len - skb->data_len;

	if (likely(linear - offset >= length))
		return skb->data + offset;
	return skb_copy_bits(skb, offset, buffer, length) < 0 ? NULL : buffer;
}

static inline bool eth_type_vlan(__be16 type)
{
	return type == htons(ETH_P_8021Q) || type == htons(ETH_P_8021AD);
}

static inline bool ip_is_fragment(const struct iphdr *ip)
{
	return ip->frag_off & htons(IP_MF | IP_OFFSET);
}

static inline __be32 rt_nexthop(const struct rtable *route, __be32 destination)
{
	return route->rt_gw_family == AF_INET ? route->rt_gw4 : destination;
}

static inline const struct in6_addr *rt6_nexthop(const struct rt6_info *route,
						 const struct in6_addr *destination)
{
	if (route->rt6i_flags & RTF_GATEWAY)
		return &route->rt6i_gateway;
	return unlikely(route->rt6i_flags & RTF_CACHE) ? &route->destination : destination;
}

static inline __be32 ip6_flowlabel(const struct ipv6hdr *ip)
{
	return *(const __be32 *)ip & htonl(0x000fffff);
}

static inline u8 ipv6_get_dsfield(const struct ipv6hdr *ip)
{
	return ntohs(*(const __be16 *)ip) >> 4;
}

static inline bool ipv6_addr_equal(const struct in6_addr *a, const struct in6_addr *b)
{
	const u64 *x = (const u64 *)a, *y = (const u64 *)b;

	return !((x[0] ^ y[0]) | (x[1] ^ y[1]));
}

static inline bool ipv6_addr_any(const struct in6_addr *address)
{
	const u64 *words = (const u64 *)address;

	return !(words[0] | words[1]);
}

#define ipv6_addr_cmp(a, b)	memcmp(a, b, sizeof(struct in6_addr))

bool ipv6_ext_hdr(u8 header);

#endif /* _BENCH_PACKET_H */
