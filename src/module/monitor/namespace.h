/* SPDX-License-Identifier: GPL-2.0 */
/* The monitors of a network namespace. */
#ifndef _NETFLOW_NAMESPACE_H
#define _NETFLOW_NAMESPACE_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <net/net_namespace.h>

struct netflow_monitor;

/**
 * struct netflow_net - the monitors of a namespace
 * @net: the namespace
 * @mutex: protects the list, and the settings and users of its monitors
 * @monitors: the default one is the first
 * @leaving: monitors that were deleted and still export their flows
 * @ending: the namespace shuts its monitors down; nobody else changes the lists any more
 * @default_monitor: the monitor "default", which always exists
 */
struct netflow_net {
	struct net *net;
	struct mutex mutex;
	struct list_head monitors;
	struct list_head leaving;
	bool ending;
	struct netflow_monitor *default_monitor;
};

/**
 * netflow_net - get the data of a namespace
 * @net: a live namespace
 * Context: any.
 * Return: the data, valid as long as the namespace.
 */
struct netflow_net *netflow_net(const struct net *net);

/**
 * netflow_namespace_halt - stop all metering and exporting of a namespace that ends
 * @net: the namespace
 * Those who wait for a flush stop to wait.
 * Context: process, sleeps.
 * Return: true if a packet path may have used its monitors
 */
bool netflow_namespace_halt(struct net *net);

/**
 * netflow_namespace_init - create the monitor "default" in every namespace
 * Context: process.
 * Return: 0 or a negative error.
 */
int netflow_namespace_init(void);

/**
 * netflow_namespace_exit - shut down all monitors of all namespaces
 * Context: process.
 */
void netflow_namespace_exit(void);

#endif /* _NETFLOW_NAMESPACE_H */
