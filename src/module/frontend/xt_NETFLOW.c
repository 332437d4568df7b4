// SPDX-License-Identifier: GPL-2.0
/*
 * The xtables target NETFLOW: counts the packet and lets it go on. The module's parameters are
 * in control/xt_parameters.c.
 */
#include <linux/module.h>
#include <linux/netfilter/x_tables.h>
#include <linux/skbuff.h>

#include "monitor/api.h"

static unsigned int netflow_tg(struct sk_buff *skb, const struct xt_action_param *par)
{
	const struct xt_netflow_info *info = par->targinfo;

	nf_netflow_meter(info->priv, skb, par->state);
	return XT_CONTINUE;
}

static int netflow_tg_check(const struct xt_tgchk_param *par)
{
	struct xt_netflow_info *info = par->targinfo;
	struct netflow_monitor *monitor;

	if (strnlen(info->monitor, sizeof(info->monitor)) == sizeof(info->monitor))
		return -EINVAL;
	monitor = nf_netflow_monitor_get(par->net, info->monitor);
	if (IS_ERR(monitor))
		return PTR_ERR(monitor);
	info->priv = monitor;
	return 0;
}

static void netflow_tg_destroy(const struct xt_tgdtor_param *par)
{
	const struct xt_netflow_info *info = par->targinfo;

	nf_netflow_monitor_put(info->priv);
}

/* Not for ebtables, whose verdicts have different numbers. */
#define NETFLOW_TG(pf)						\
	{							\
		.name = "NETFLOW",				\
		.revision = 1,					\
		.family = pf,					\
		.target = netflow_tg,				\
		.checkentry = netflow_tg_check,			\
		.destroy = netflow_tg_destroy,			\
		.targetsize = sizeof(struct xt_netflow_info),	\
		.usersize = offsetof(struct xt_netflow_info, priv), \
		.me = THIS_MODULE,				\
	}

static struct xt_target netflow_tg_reg[] __read_mostly = {
	NETFLOW_TG(NFPROTO_IPV4),
	NETFLOW_TG(NFPROTO_IPV6),
};

static int __init netflow_tg_init(void)
{
	return xt_register_targets(netflow_tg_reg, ARRAY_SIZE(netflow_tg_reg));
}

static void __exit netflow_tg_exit(void)
{
	xt_unregister_targets(netflow_tg_reg, ARRAY_SIZE(netflow_tg_reg));
}

module_init(netflow_tg_init);
module_exit(netflow_tg_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Xtables: metering into NetFlow and IPFIX flows");
MODULE_VERSION(NETFLOW_VERSION);
MODULE_ALIAS("ipt_NETFLOW");
MODULE_ALIAS("ip6t_NETFLOW");
