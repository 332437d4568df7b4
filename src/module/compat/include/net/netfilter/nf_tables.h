/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NETFLOW_COMPAT_NET_NETFILTER_NF_TABLES_H
#define _NETFLOW_COMPAT_NET_NETFILTER_NF_TABLES_H

#include_next <net/netfilter/nf_tables.h>

/* The state of the hook at which a rule is evaluated. */
static inline const struct nf_hook_state *nft_pktinfo_state(const struct nft_pktinfo *pkt)
{
#ifdef NETFLOW_HAS_NFT_PKTINFO_XT
	return pkt->xt.state;
#else
	return pkt->state;
#endif
}

/*
 * Callbacks are defined with the newest kernel's arguments. For older kernels a macro
 * rewrites the definition. It does not affect the name in the table of operations,
 * which has no argument list.
 */
#ifdef NETFLOW_HAS_NFT_EXPR_DUMP_PLAIN
#define nft_netflow_dump(skb, expr, reset)	nft_netflow_dump(skb, expr)
#endif

#endif /* _NETFLOW_COMPAT_NET_NETFILTER_NF_TABLES_H */
