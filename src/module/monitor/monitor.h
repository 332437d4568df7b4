/* SPDX-License-Identifier: GPL-2.0 */
/* A monitor: a named Metering Process of one namespace and its Exporting Process. */
#ifndef _NETFLOW_MONITOR_H
#define _NETFLOW_MONITOR_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#include "settings/settings.h"
#include "limits/account.h"
#include "metering/metering.h"
#include "exporting/exporter.h"

struct netflow_hooks;
struct netflow_net;

/**
 * struct netflow_monitor - see the head of this file
 * @metering: the Metering Process
 * @exporter: the Exporting Process
 * @account: the memory of all of this
 * @settings: protected by netflow_net.mutex
 * @hooks: of the setting `hooks`, owned by frontend/hooks.c, NULL: none; protected by
 *	netflow_net.mutex
 * @users: number of rules, plus one for hooks; protected by netflow_net.mutex
 * @configured: created explicitly or configured, so it is kept when unused; protected by
 *	netflow_net.mutex
 * @announced: nonzero once NETFLOW_EVENT_MONITOR_NEW has been reported
 * @announcement: announces a monitor that a rule uses
 * @references: references to this memory
 * @list: in netflow_net.monitors; protected by netflow_net.mutex
 * @nn: data of the namespace; valid while @list is linked
 * @net: the namespace; valid while @list is linked
 * @name: never changes
 */
struct netflow_monitor {
	struct netflow_metering metering;
	struct netflow_exporter exporter;
	struct netflow_account account;
	struct netflow_settings settings;
	struct netflow_hooks *hooks;
	unsigned int users;
	bool configured;
	atomic_t announced;
	struct delayed_work announcement;
	refcount_t references;
	struct list_head list;
	struct netflow_net *nn;
	struct net *net;
	char name[NETFLOW_MONITOR_NAME_SIZE];
};

/**
 * netflow_monitor_find - find a monitor by name
 * @nn: its mutex is held
 * @name: NULL: the default one
 * Context: process.
 * Return: the monitor or NULL.
 */
struct netflow_monitor *netflow_monitor_find(struct netflow_net *nn, const char *name);

/**
 * netflow_monitor_create - create a monitor with default settings
 * @nn: its mutex is held
 * @name: allowed and not taken
 *
 * It is not announced yet. The first monitor of a namespace, the default one, is never refused.
 * Context: process.
 * Return: the monitor; ERR_PTR(-ENOMEM); ERR_PTR(-EDQUOT) if its owner's limit is reached.
 */
struct netflow_monitor *netflow_monitor_create(struct netflow_net *nn, const char *name);

/**
 * netflow_monitor_announce - report a new monitor, once
 * @monitor: held by the caller
 *
 * A monitor that is deleted before has never existed for those who listen to events.
 * Context: process, may sleep.
 */
void netflow_monitor_announce(struct netflow_monitor *monitor);

/**
 * netflow_monitor_announce_later - announce a monitor, and greet its collectors, in a second
 * @monitor: netflow_net.mutex is held
 *
 * For the monitor of a rule, whose transaction may still be aborted or only be a check.
 * Context: process.
 */
void netflow_monitor_announce_later(struct netflow_monitor *monitor);

/**
 * netflow_monitor_delete - export a monitor's flows and delete it
 * @monitor: without users; netflow_net.mutex is held
 * Context: process, may sleep for long.
 */
void netflow_monitor_delete(struct netflow_monitor *monitor);

/**
 * netflow_monitor_start - add a user; the first one allocates the caches
 * @monitor: netflow_net.mutex is held
 *
 * Nothing is sent before a flow expires, the settings change or the monitor is announced.
 * Context: process.
 * Return: 0; -ENOMEM; -EDQUOT if the owner's limit is reached.
 */
int netflow_monitor_start(struct netflow_monitor *monitor);

/**
 * netflow_monitor_stop - remove a user; without any left, nothing is announced later
 * @monitor: netflow_net.mutex is held
 * Context: process, may sleep.
 */
void netflow_monitor_stop(struct netflow_monitor *monitor);

/**
 * netflow_monitor_configure - apply new settings, all of them or none
 * @monitor: netflow_net.mutex is held
 * @settings: each valid
 *
 * The setting `hooks` is only stored; frontend/hooks.c applies it.
 * Context: process.
 * Return: 0 or -ENOMEM.
 */
int netflow_monitor_configure(struct netflow_monitor *monitor,
			      const struct netflow_settings *settings);

/**
 * netflow_monitor_flush - expire all flows and hand them to the encoders
 * @monitor: held by the caller
 * Context: process, may sleep for long.
 */
void netflow_monitor_flush(struct netflow_monitor *monitor);

/**
 * netflow_monitor_shutdown - export everything and close the destinations
 * @monitor: no packet path uses it; netflow_net.mutex is held
 *
 * The monitor then counts nothing, but remains for rules that still refer to it.
 * Context: process, may sleep for long.
 */
void netflow_monitor_shutdown(struct netflow_monitor *monitor);

/**
 * netflow_monitor_release - drop a reference to the memory
 * @monitor: no longer used by the caller
 * Context: process.
 */
void netflow_monitor_release(struct netflow_monitor *monitor);

#endif /* _NETFLOW_MONITOR_H */
