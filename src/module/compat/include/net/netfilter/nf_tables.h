/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NETFLOW_COMPAT_NET_NETFILTER_NF_TABLES_H
#define _NETFLOW_COMPAT_NET_NETFILTER_NF_TABLES_H

#include_next <net/netfilter/nf_tables.h>

/* The state of the hook that a rule is evaluated at. */
static inline const struct nf_hook_state *nft_pktinfo_state(const struct nft_pktinfo *pkt)
{
#ifdef NETFLOW_HAS_NFT_PKTINFO_XT
	return pkt->xt.state;
#else
	return pkt->state;
#endif
}

/*
 * A callback is defined as the newest kernel calls it. Where the kernel calls it
 * with other arguments, its definition becomes one with these; its name in the
 * table of operations has no argument list, and stays.
 */
#ifdef NETFLOW_HAS_NFT_EXPR_DUMP_PLAIN
#define nft_netflow_dump(skb, expr, reset)	nft_netflow_dump(skb, expr)
#endif

#endif /* _NETFLOW_COMPAT_NET_NETFILTER_NF_TABLES_H */
