// SPDX-License-Identifier: GPL-2.0
/* Creating and shutting down the monitors of each namespace. See namespace.h. */
#include "namespace.h"

#include <linux/netdevice.h>
#include <net/netns/generic.h>

#include "monitor.h"

static unsigned int netflow_net_id __read_mostly;

struct netflow_net *netflow_net(const struct net *net)
{
	return net_generic(net, netflow_net_id);
}

static int __net_init netflow_namespace_net_init(struct net *net)
{
	struct netflow_net *nn = netflow_net(net);
	struct netflow_monitor *monitor;

	nn->net = net;
	mutex_init(&nn->mutex);
	INIT_LIST_HEAD(&nn->monitors);
	mutex_lock(&nn->mutex);
	monitor = netflow_monitor_create(nn, NETFLOW_MONITOR_DEFAULT);
	if (!IS_ERR(monitor)) {
		monitor->configured = true;
		nn->default_monitor = monitor;
		netflow_monitor_announce(monitor);
	}
	mutex_unlock(&nn->mutex);
	return PTR_ERR_OR_ZERO(monitor);
}

/*
 * Export everything while the devices still exist: they are gone when the exit
 * handlers run.
 */
static void __net_exit netflow_namespace_net_pre_exit(struct net *net)
{
	struct netflow_net *nn = netflow_net(net);
	struct netflow_monitor *monitor, *next;
	bool ran = false;

	mutex_lock(&nn->mutex);
	list_for_each_entry(monitor, &nn->monitors, list) {
		ran |= monitor->metering.running;
		WRITE_ONCE(monitor->metering.running, false);
	}
	if (ran)
		synchronize_net();
	list_for_each_entry_safe(monitor, next, &nn->monitors, list) {
		netflow_monitor_shutdown(monitor);
		netflow_monitor_release(monitor);
	}
	nn->default_monitor = NULL;
	mutex_unlock(&nn->mutex);
}

static struct pernet_operations netflow_namespace_net_ops = {
	.init = netflow_namespace_net_init,
	.pre_exit = netflow_namespace_net_pre_exit,
	.id = &netflow_net_id,
	.size = sizeof(struct netflow_net),
};

int netflow_namespace_init(void)
{
	return register_pernet_subsys(&netflow_namespace_net_ops);
}

void netflow_namespace_exit(void)
{
	unregister_pernet_subsys(&netflow_namespace_net_ops);
}
