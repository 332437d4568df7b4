// SPDX-License-Identifier: GPL-2.0
/* The hooks of a monitor. See hooks.h. */
#include "hooks.h"

#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/slab.h>

#include "monitor/api.h"
#include "monitor/monitor.h"
#include "monitor/namespace.h"

/* One for each hook and family. */
#define NETFLOW_HOOK_OPS	(2 * NETFLOW_HOOKS)

/**
 * struct netflow_hooks - hooks that a monitor has registered
 * @count: number of @ops
 * @ops: by hook and family
 */
struct netflow_hooks {
	unsigned int count;
	struct nf_hook_ops ops[NETFLOW_HOOK_OPS];
};

static unsigned int netflow_hook(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	nf_netflow_meter(priv, skb, state);
	return NF_ACCEPT;
}

/*
 * At prerouting, metering comes before NAT and the firewall and sees packets as they arrive.
 * Elsewhere it comes after them, so that dropped packets are not counted as forwarded or sent.
 */
static int netflow_hook_priority(unsigned int hook)
{
	return hook == NETFLOW_HOOK_PREROUTING ? NF_IP_PRI_FIRST + 1 : NF_IP_PRI_LAST;
}

static void netflow_hooks_fill(struct netflow_hooks *hooks, struct netflow_monitor *monitor,
			       unsigned int wanted)
{
	static const u8 families[] = { NFPROTO_IPV4, NFPROTO_IPV6 };
	unsigned int hook, family;

	for (hook = 0; hook < NETFLOW_HOOKS; hook++) {
		if (!(wanted & BIT(hook)))
			continue;
		for (family = 0; family < ARRAY_SIZE(families); family++)
			hooks->ops[hooks->count++] = (struct nf_hook_ops) {
				.hook = netflow_hook,
				.priv = monitor,
				.pf = families[family],
				.hooknum = hook,
				.priority = netflow_hook_priority(hook),
			};
	}
}

static void netflow_hooks_remove(struct netflow_monitor *monitor)
{
	struct netflow_hooks *hooks = monitor->hooks;

	if (!hooks)
		return;
	nf_unregister_net_hooks(monitor->net, hooks->ops, hooks->count);
	kfree(hooks);
	monitor->hooks = NULL;
	netflow_monitor_stop(monitor);
}

static bool netflow_hooks_same(const struct netflow_hooks *a, const struct netflow_hooks *b)
{
	unsigned int i;

	if (!a || a->count != b->count)
		return false;
	for (i = 0; i < a->count; i++)
		if (a->ops[i].hooknum != b->ops[i].hooknum || a->ops[i].pf != b->ops[i].pf)
			return false;
	return true;
}

int netflow_hooks_apply(struct netflow_monitor *monitor, unsigned int wanted)
{
	struct netflow_hooks *hooks;
	int err;

	lockdep_assert_held(&monitor->nn->mutex);
	if (!wanted) {
		netflow_hooks_remove(monitor);
		return 0;
	}
	hooks = kzalloc(sizeof(*hooks), GFP_KERNEL_ACCOUNT);
	if (!hooks)
		return -ENOMEM;
	netflow_hooks_fill(hooks, monitor, wanted);
	if (netflow_hooks_same(monitor->hooks, hooks)) {
		kfree(hooks);
		return 0;
	}
	err = netflow_monitor_start(monitor);
	if (err)
		goto err_free;
	/* Old and new hooks together would count packets twice, so accept a gap. */
	netflow_hooks_remove(monitor);
	err = nf_register_net_hooks(monitor->net, hooks->ops, hooks->count);
	if (err)
		goto err_stop;
	monitor->hooks = hooks;
	return 0;

err_stop:
	netflow_monitor_stop(monitor);
err_free:
	kfree(hooks);
	return err;
}

static void __net_exit netflow_hooks_net_pre_exit(struct net *net)
{
	struct netflow_net *nn = netflow_net(net);
	struct netflow_monitor *monitor;

	mutex_lock(&nn->mutex);
	list_for_each_entry(monitor, &nn->monitors, list)
		netflow_hooks_remove(monitor);
	mutex_unlock(&nn->mutex);
}

static struct pernet_operations netflow_hooks_net_ops = {
	.pre_exit = netflow_hooks_net_pre_exit,
};

int netflow_hooks_init(void)
{
	return register_pernet_subsys(&netflow_hooks_net_ops);
}

void netflow_hooks_exit(void)
{
	unregister_pernet_subsys(&netflow_hooks_net_ops);
}
