/* SPDX-License-Identifier: GPL-2.0 */
/* What a network namespace has: its monitors. */
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
 * @default_monitor: the monitor "default", which always exists
 */
struct netflow_net {
	struct net *net;
	struct mutex mutex;
	struct list_head monitors;
	struct netflow_monitor *default_monitor;
};

/**
 * netflow_net - look up what a namespace has
 * @net: a namespace that exists
 * Context: any.
 * Return: valid while the namespace is.
 */
struct netflow_net *netflow_net(const struct net *net);

/**
 * netflow_namespace_init - give every namespace its monitor "default"
 * Context: process.
 * Return: 0 or a negative error.
 */
int netflow_namespace_init(void);

/**
 * netflow_namespace_exit - shut all monitors of all namespaces down
 * Context: process.
 */
void netflow_namespace_exit(void);

#endif /* _NETFLOW_NAMESPACE_H */
