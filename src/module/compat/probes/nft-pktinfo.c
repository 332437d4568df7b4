// SPDX-License-Identifier: GPL-2.0
/*
 * struct nft_pktinfo: the place of the hook state
 *
 * XT		until 5.13, in a struct xt_action_param
 * STATE	since 5.14 (897389de4828 "netfilter: nf_tables: remove xt_action_param from
 *		nft_pktinfo")
 *
 * One of: XT, STATE
 * Look at: include/net/netfilter/nf_tables.h
 */
#include <net/netfilter/nf_tables.h>

static __maybe_unused const struct nf_hook_state *probe(const struct nft_pktinfo *pkt)
{
#ifdef PROBE_XT
	return pkt->xt.state;
#else
	return pkt->state;
#endif
}
