// SPDX-License-Identifier: GPL-2.0
/*
 * struct nft_expr_ops, .validate
 *
 * DATA		until 6.11
 * PLAIN	without the argument data since 6.12 (eaf9b2c875ec "netfilter: nf_tables:
 *		drop unused 3rd argument from validate callback ops"), and in kernels that
 *		took it back: 6.1.161, Ubuntu's 6.8
 *
 * One of: DATA, PLAIN
 * Look at: include/net/netfilter/nf_tables.h
 */
#include <net/netfilter/nf_tables.h>

#ifdef PROBE_DATA
typedef int (*validate_t)(const struct nft_ctx *ctx, const struct nft_expr *expr,
			  const struct nft_data **data);
#else
typedef int (*validate_t)(const struct nft_ctx *ctx, const struct nft_expr *expr);
#endif

static __maybe_unused void probe(struct nft_expr_ops *ops, validate_t validate)
{
	ops->validate = validate;
}
