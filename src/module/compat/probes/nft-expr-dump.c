// SPDX-License-Identifier: GPL-2.0
/*
 * struct nft_expr_ops, .dump
 *
 * PLAIN	until 6.1
 * RESET	bool reset added in 6.2 (7d34aa3e0375 "netfilter: nf_tables: Extend
 *		nft_expr_ops::dump callback parameters"), and in kernels with a
 *		backport, such as late 6.1
 *
 * One of: PLAIN, RESET
 * Look at: include/net/netfilter/nf_tables.h
 */
#include <net/netfilter/nf_tables.h>

#ifdef PROBE_PLAIN
typedef int (*dump_t)(struct sk_buff *skb, const struct nft_expr *expr);
#else
typedef int (*dump_t)(struct sk_buff *skb, const struct nft_expr *expr, bool reset);
#endif

static __maybe_unused void probe(struct nft_expr_ops *ops, dump_t dump)
{
	ops->dump = dump;
}
