/* SPDX-License-Identifier: GPL-2.0 */
/* A monitor: a named Metering Process of one namespace and what it exports to. */
#ifndef _NETFLOW_MONITOR_H
#define _NETFLOW_MONITOR_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <net/net_namespace.h>

#include "settings/settings.h"
#include "exporting/exporter.h"
#include "metering/cache.h"
#include "metering/metering.h"
#include "api.h"

struct ctl_table_header;
struct nf_hook_ops;

/**
 * struct netflow_monitor - see the head of this file
 * @metering: the Metering Process
 * @exporter: the Exporting Process
 * @settings: protected by netflow_net.mutex
 * @hook_ops: registered for the setting `hooks`, NULL: none; likewise
 * @hook_count: how many; likewise
 * @users: rules, and one for hooks; likewise
 * @configured: made or set by an administrator, so it stays without users; likewise
 * @references: of this memory
 * @list: in netflow_net.monitors; likewise
 * @net: valid while @list is linked
 * @name: never changes
 */
struct netflow_monitor {
	struct netflow_metering metering;
	struct netflow_exporter exporter;
	struct netflow_settings settings;
	struct nf_hook_ops *hook_ops;
	unsigned int hook_count;
	unsigned int users;
	bool configured;
	refcount_t references;
	struct list_head list;
	struct net *net;
	char name[NETFLOW_MONITOR_NAME_SIZE];
};

/**
 * struct netflow_net - what a namespace has
 * @mutex: protects the list, the settings and users of its monitors
 * @monitors: the default one is the first
 * @standard: the monitor "default"
 * @sysctl: net.netflow
 */
struct netflow_net {
	struct mutex mutex;
	struct list_head monitors;
	struct netflow_monitor *standard;
	struct ctl_table_header *sysctl;
};

/** netflow_net - of a namespace; valid while the namespace is */
struct netflow_net *netflow_net(const struct net *net);

/* control/: each is made for every namespace. Return: 0 or -ENOMEM. */
int netflow_sysctl_net_init(struct net *net);
void netflow_sysctl_net_exit(struct net *net);
int netflow_procfs_net_init(struct net *net);
void netflow_procfs_net_exit(struct net *net);

/**
 * netflow_control_set - set some settings of a monitor from their text
 * @net: namespace
 * @setting: row
 * @text: NUL-terminated
 * @error: a sentence, on error
 * For sysctl and module parameters: the default monitor.  Context: process.
 * Return: 0 or a negative error, then nothing changed.
 */
int netflow_control_set(struct net *net, const struct netflow_setting *setting,
			const char *text, struct netflow_error *error);

/**
 * netflow_monitor_find - the monitor of that name
 * @nn: its mutex is held
 * @name: NULL: the default one
 * Return: the monitor or NULL.
 */
struct netflow_monitor *netflow_monitor_find(struct netflow_net *nn, const char *name);

/**
 * netflow_monitor_create - a new monitor, every setting at its default
 * @net: its netflow_net.mutex is held
 * @name: allowed and not taken
 * Context: process.  Return: the monitor, or ERR_PTR(-ENOMEM).
 */
struct netflow_monitor *netflow_monitor_create(struct net *net, const char *name);

/**
 * netflow_monitor_delete - export its flows, close its destinations, forget it
 * @monitor: without users; netflow_net.mutex is held
 * Context: process.
 */
void netflow_monitor_delete(struct netflow_monitor *monitor);

/**
 * netflow_monitor_start - one user more; the first one makes the caches
 * @monitor: netflow_net.mutex is held
 * Context: process.  Return: 0 or -ENOMEM.
 */
int netflow_monitor_start(struct netflow_monitor *monitor);

/** netflow_monitor_stop - one user less; netflow_net.mutex is held */
void netflow_monitor_stop(struct netflow_monitor *monitor);

/**
 * netflow_monitor_apply - take new settings, all of them or none
 * @monitor: netflow_net.mutex is held
 * @settings: each valid
 * @error: a sentence, on error
 * Context: process.  Return: 0, -ENOMEM, or what registering hooks returned.
 */
int netflow_monitor_apply(struct netflow_monitor *monitor,
			  const struct netflow_settings *settings, struct netflow_error *error);

/**
 * netflow_monitor_flush - expire every flow and hand all of them to the encoders
 * @monitor: held by the caller
 * Context: process.
 */
void netflow_monitor_flush(struct netflow_monitor *monitor);

/**
 * netflow_monitor_catch_up - see to it that all packets that came are in their flows
 * @monitor: held by the caller
 * Context: process.
 */
void netflow_monitor_catch_up(struct netflow_monitor *monitor);

/**
 * netflow_monitor_settle - export all, close the destinations
 * @monitor: no packet path runs any more; netflow_net.mutex is held
 * What is left is a monitor that counts nothing, for rules that still hold it.
 */
void netflow_monitor_settle(struct netflow_monitor *monitor);

/** netflow_monitor_release - one reference to the memory less */
void netflow_monitor_release(struct netflow_monitor *monitor);

/**
 * netflow_hooks_apply - capture at exactly these hooks from now on
 * @monitor: netflow_net.mutex is held
 * @hooks: bits by enum netflow_hook, 0: none
 * Context: process.  Return: 0, or an error, then nothing changed.
 */
int netflow_hooks_apply(struct netflow_monitor *monitor, unsigned int hooks);

#endif /* _NETFLOW_MONITOR_H */
