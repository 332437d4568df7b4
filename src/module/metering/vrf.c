// SPDX-License-Identifier: GPL-2.0
/* Which passes of a VRF's packets count. See vrf.h. */
#include "vrf.h"

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter_ipv6.h>
#include <linux/sizes.h>
#include <net/addrconf.h>
#include <net/ip.h>
#include <net/ip6_fib.h>
#include <net/route.h>
#include <net/xfrm.h>

u32 netflow_vrf_received_on(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	switch (state->pf) {
	case NFPROTO_IPV4:
		return ipv4_l3mdev_skb(IPCB(skb)->flags) ? IPCB(skb)->iif : 0;
	case NFPROTO_IPV6:
		return inet6_sdif(skb);
	default:
		return 0;
	}
}

/* IPsec's transport mode brings a packet to prerouting again, without its envelope. */
static bool netflow_vrf_decrypted(const struct sk_buff *skb)
{
#ifdef CONFIG_XFRM
	const struct sec_path *path = skb_sec_path(skb);

	return path && path->len &&
	       path->xvec[path->len - 1]->props.mode == XFRM_MODE_TRANSPORT;
#else
	return false;
#endif
}

/* Neighbour Discovery keeps its interface in the skb. */
static bool netflow_vrf_receives_again(const struct sk_buff *skb,
				       const struct nf_hook_state *state)
{
	return (netflow_vrf_received_on(skb, state) || skb->dev != state->in) &&
	       !netflow_vrf_decrypted(skb);
}

static bool netflow_vrf_route_is_local(const struct sk_buff *skb,
				       const struct nf_hook_state *state)
{
	if (state->pf == NFPROTO_IPV4)
		return skb_rtable(skb)->rt_flags & RTCF_LOCAL;
	return dst_rt6_info(skb_dst(skb))->rt6i_flags & RTF_LOCAL;
}

static bool netflow_vrf_has_address(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (state->pf == NFPROTO_IPV4)
		return inet_dev_addr_type(state->net, state->out, ip_hdr(skb)->daddr) == RTN_LOCAL;
	return nf_ipv6_chk_addr(state->net, &ipv6_hdr(skb)->daddr, state->out, 0);
}

/*
 * The VRF driver calls the hooks itself and then lets IP call them. Nothing in the packet tells;
 * but what the hook continues with is a function of the driver, which is 30 kB long, and IP is
 * not near it.
 */
static bool netflow_vrf_driver_calls(const struct nf_hook_state *state)
{
	unsigned long driver = (unsigned long)state->out->netdev_ops->ndo_start_xmit;
	unsigned long next = (unsigned long)state->okfn;

	return next - driver + SZ_64K < 2 * SZ_64K;
}

/* A VRF with a queue has a route of its own, to itself, which does not tell where packets go. */
static bool netflow_vrf_sends_again(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct dst_entry *dst = skb_dst(skb);

	if (!dst || dst->dev != state->out)
		return true;
	if (netflow_vrf_route_is_local(skb, state))
		return netflow_vrf_driver_calls(state);
	return !netflow_vrf_has_address(skb, state);
}

bool netflow_vrf_repeats(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (state->pf != NFPROTO_IPV4 && state->pf != NFPROTO_IPV6)
		return false;
	switch (state->hook) {
	case NF_INET_PRE_ROUTING:
		return netflow_vrf_receives_again(skb, state);
	case NF_INET_LOCAL_OUT:
	case NF_INET_POST_ROUTING:
		return netif_is_l3_master(state->out) && netflow_vrf_sends_again(skb, state);
	default:
		return false;
	}
}
