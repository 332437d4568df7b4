// SPDX-License-Identifier: GPL-2.0
/* Metering without any rule: the setting `hooks`, by netfilter hooks of our own. */
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/slab.h>

#include "monitor/monitor.h"

/* One for each hook and family. */
#define NETFLOW_HOOK_OPS	(2 * NETFLOW_HOOKS)

static unsigned int netflow_hook(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	nf_netflow_meter(priv, skb, state);
	return NF_ACCEPT;
}

/*
 * Before NAT and the firewall at prerouting, where packets come in; behind them
 * elsewhere, so that what was dropped isn't counted as forwarded or sent.
 */
static int netflow_hook_priority(unsigned int hook)
{
	return hook == NETFLOW_HOOK_PREROUTING ? NF_IP_PRI_FIRST + 1 : NF_IP_PRI_LAST;
}

static unsigned int netflow_hook_fill(struct nf_hook_ops *ops, struct netflow_monitor *monitor,
				      unsigned int hooks)
{
	static const u8 families[] = { NFPROTO_IPV4, NFPROTO_IPV6 };
	unsigned int hook, family, count = 0;

	for (hook = 0; hook < NETFLOW_HOOKS; hook++) {
		if (!(hooks & BIT(hook)))
			continue;
		for (family = 0; family < ARRAY_SIZE(families); family++)
			ops[count++] = (struct nf_hook_ops) {
				.hook = netflow_hook,
				.priv = monitor,
				.pf = families[family],
				.hooknum = hook,
				.priority = netflow_hook_priority(hook),
			};
	}
	return count;
}

static void netflow_hooks_remove(struct netflow_monitor *monitor)
{
	if (!monitor->hook_ops)
		return;
	nf_unregister_net_hooks(monitor->net, monitor->hook_ops, monitor->hook_count);
	kfree(monitor->hook_ops);
	monitor->hook_ops = NULL;
	monitor->hook_count = 0;
	netflow_monitor_stop(monitor);
}

static bool netflow_hooks_same(const struct netflow_monitor *monitor,
			       const struct nf_hook_ops *ops, unsigned int count)
{
	unsigned int i;

	if (count != monitor->hook_count)
		return false;
	for (i = 0; i < count; i++)
		if (ops[i].hooknum != monitor->hook_ops[i].hooknum ||
		    ops[i].pf != monitor->hook_ops[i].pf)
			return false;
	return true;
}

int netflow_hooks_apply(struct netflow_monitor *monitor, unsigned int hooks)
{
	struct nf_hook_ops *ops;
	unsigned int count;
	int err;

	if (!hooks) {
		netflow_hooks_remove(monitor);
		return 0;
	}
	ops = kcalloc(NETFLOW_HOOK_OPS, sizeof(*ops), GFP_KERNEL);
	if (!ops)
		return -ENOMEM;
	count = netflow_hook_fill(ops, monitor, hooks);
	if (netflow_hooks_same(monitor, ops, count)) {
		kfree(ops);
		return 0;
	}
	err = netflow_monitor_start(monitor);
	if (err)
		goto err_free;
	/* First the new ones would count packets twice, so there is a gap. */
	netflow_hooks_remove(monitor);
	err = nf_register_net_hooks(monitor->net, ops, count);
	if (err)
		goto err_stop;
	monitor->hook_ops = ops;
	monitor->hook_count = count;
	return 0;

err_stop:
	netflow_monitor_stop(monitor);
err_free:
	kfree(ops);
	return err;
}
