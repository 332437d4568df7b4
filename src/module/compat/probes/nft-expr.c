// SPDX-License-Identifier: GPL-2.0
/*
 * struct nft_expr_ops: the callbacks that are unchanged from 5.10 to 7.3
 *
 * One of: KNOWN
 * Look at: include/net/netfilter/nf_tables.h
 */
#include <net/netfilter/nf_tables.h>

typedef void (*eval_t)(const struct nft_expr *expr, struct nft_regs *regs,
		       const struct nft_pktinfo *pkt);
typedef int (*init_t)(const struct nft_ctx *ctx, const struct nft_expr *expr,
		      const struct nlattr * const tb[]);
typedef void (*destroy_t)(const struct nft_ctx *ctx, const struct nft_expr *expr);

static __maybe_unused void probe(struct nft_expr_ops *ops, eval_t eval, init_t init,
				 destroy_t destroy)
{
	ops->eval = eval;
	ops->init = init;
	ops->destroy = destroy;
}
