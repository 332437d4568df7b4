// SPDX-License-Identifier: GPL-2.0
/* The nftables expression "netflow": meters the packet and does not change it. */
#include <linux/module.h>
#include <linux/netlink.h>
#include <net/netfilter/nf_tables.h>

#include "monitor/api.h"

struct nft_netflow {
	struct netflow_monitor *monitor;
};

static void nft_netflow_eval(const struct nft_expr *expr, struct nft_regs *regs,
			     const struct nft_pktinfo *pkt)
{
	const struct nft_netflow *priv = nft_expr_priv(expr);

	nf_netflow_meter(priv->monitor, pkt->skb, nft_pktinfo_state(pkt));
}

static const struct nla_policy nft_netflow_policy[NFTA_NETFLOW_MAX + 1] = {
	[NFTA_NETFLOW_MONITOR] = { .type = NLA_NUL_STRING,
				   .len = NETFLOW_MONITOR_NAME_SIZE - 1 },
};

static int nft_netflow_init(const struct nft_ctx *ctx, const struct nft_expr *expr,
			    const struct nlattr * const tb[])
{
	struct nft_netflow *priv = nft_expr_priv(expr);
	const char *name = NETFLOW_MONITOR_DEFAULT;
	struct netflow_monitor *monitor;

	/* ARP packets are never IP. Refuse here, as old kernels do not validate unused chains. */
	if (ctx->family == NFPROTO_ARP)
		return -EOPNOTSUPP;
	if (tb[NFTA_NETFLOW_MONITOR])
		name = nla_data(tb[NFTA_NETFLOW_MONITOR]);
	monitor = nf_netflow_monitor_get(ctx->net, name);
	if (IS_ERR(monitor))
		return PTR_ERR(monitor);
	priv->monitor = monitor;
	return 0;
}

static void nft_netflow_destroy(const struct nft_ctx *ctx, const struct nft_expr *expr)
{
	const struct nft_netflow *priv = nft_expr_priv(expr);

	nf_netflow_monitor_put(priv->monitor);
}

static int nft_netflow_dump(struct sk_buff *skb, const struct nft_expr *expr, bool reset)
{
	const struct nft_netflow *priv = nft_expr_priv(expr);

	if (nla_put_string(skb, NFTA_NETFLOW_MONITOR, nf_netflow_monitor_name(priv->monitor)))
		return -EMSGSIZE;
	return 0;
}

static struct nft_expr_type nft_netflow_type;
static const struct nft_expr_ops nft_netflow_ops = {
	.type = &nft_netflow_type,
	.size = NFT_EXPR_SIZE(sizeof(struct nft_netflow)),
	.eval = nft_netflow_eval,
	.init = nft_netflow_init,
	.destroy = nft_netflow_destroy,
	.dump = nft_netflow_dump,
};

static struct nft_expr_type nft_netflow_type __read_mostly = {
	.name = "netflow",
	.ops = &nft_netflow_ops,
	.policy = nft_netflow_policy,
	.maxattr = NFTA_NETFLOW_MAX,
	.owner = THIS_MODULE,
};

static int __init nft_netflow_module_init(void)
{
	return nft_register_expr(&nft_netflow_type);
}

static void __exit nft_netflow_module_exit(void)
{
	nft_unregister_expr(&nft_netflow_type);
}

module_init(nft_netflow_module_init);
module_exit(nft_netflow_module_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("nftables: metering into NetFlow and IPFIX flows");
MODULE_VERSION(NETFLOW_VERSION);
MODULE_ALIAS_NFT_EXPR("netflow");
