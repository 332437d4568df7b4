// SPDX-License-Identifier: GPL-2.0
/* The interface for front ends. See api.h. */
#include "api.h"

#include <linux/err.h>
#include <linux/export.h>
#include <linux/printk.h>

#include "metering/meter.h"
#include "monitor.h"
#include "namespace.h"

struct netflow_monitor *nf_netflow_monitor_get(struct net *net, const char *name)
{
	struct netflow_net *nn = netflow_net(net);
	struct netflow_monitor *monitor;
	struct netflow_error error;
	int err;

	if (netflow_monitor_name_check(name, &error))
		return ERR_PTR(-EINVAL);
	mutex_lock(&nn->mutex);
	monitor = nn->ending ? ERR_PTR(-ENODEV) : netflow_monitor_find(nn, name);
	if (!monitor)
		monitor = netflow_monitor_create(nn, name);
	if (IS_ERR(monitor))
		goto out;
	err = netflow_monitor_start(monitor);
	if (err) {
		if (!monitor->users && !monitor->configured)
			netflow_monitor_delete(monitor);
		monitor = ERR_PTR(err);
		goto out;
	}
	netflow_monitor_hold(monitor);
	/* Further users find it announced, or about to be. */
	if (monitor->users == 1)
		netflow_monitor_announce_later(monitor);
out:
	mutex_unlock(&nn->mutex);
	if (monitor == ERR_PTR(-EDQUOT))
		pr_notice_ratelimited("netflow: no memory for monitor %s: the limit of the user who owns its namespace is reached\n",
				      name);
	return monitor;
}
EXPORT_SYMBOL_GPL(nf_netflow_monitor_get);

static void netflow_monitor_unuse(struct netflow_monitor *monitor)
{
	struct netflow_net *nn = monitor->nn;

	mutex_lock(&nn->mutex);
	if (!nn->ending) {
		netflow_monitor_stop(monitor);
		if (!monitor->users && !monitor->configured)
			netflow_monitor_delete(monitor);
	}
	mutex_unlock(&nn->mutex);
}

void nf_netflow_monitor_put(struct netflow_monitor *monitor)
{
	/* Once the namespace is gone, only the memory is left. */
	if (!list_empty_careful(&monitor->list))
		netflow_monitor_unuse(monitor);
	netflow_monitor_release(monitor);
}
EXPORT_SYMBOL_GPL(nf_netflow_monitor_put);

const char *nf_netflow_monitor_name(const struct netflow_monitor *monitor)
{
	return monitor->name;
}
EXPORT_SYMBOL_GPL(nf_netflow_monitor_name);

void nf_netflow_meter(struct netflow_monitor *monitor, const struct sk_buff *skb,
		      const struct nf_hook_state *state)
{
	netflow_meter(&monitor->metering, skb, state);
}
EXPORT_SYMBOL_GPL(nf_netflow_meter);
