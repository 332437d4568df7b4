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
 * @list: in netflow_net.monitors, or in netflow_net.leaving once it is deleted; protected by
 *	netflow_net.mutex
 * @leave: exports the flows of a deleted monitor and frees it
 * @closed: no packet path uses the deleted monitor any more; for @leave
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
	struct work_struct leave;
	bool closed;
	struct netflow_net *nn;
	struct net *net;
	char name[NETFLOW_MONITOR_NAME_SIZE];
};

/**
 * netflow_monitor_module_init - create the workqueue that deletes monitors
 * Context: process.
 * Return: 0 or -ENOMEM.
 */
int netflow_monitor_module_init(void);

/**
 * netflow_monitor_module_exit - destroy the workqueue
 * Context: process; no monitors exist.
 */
void netflow_monitor_module_exit(void);

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
 * netflow_monitor_delete - delete a monitor
 * @monitor: without users; netflow_net.mutex is held
 * Its name is free at once. Its flows are exported in the background, at the export rate.
 * Context: process.
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
 * netflow_monitor_flush - begin to expire and export all flows
 * @monitor: held by the caller
 * Context: process.
 * Return: a number for netflow_monitor_flush_wait(); 0 if there is nothing to wait for
 */
u32 netflow_monitor_flush(struct netflow_monitor *monitor);

/**
 * netflow_monitor_flush_wait - wait for the end of a flush
 * @monitor: the caller has a reference and holds no lock
 * @flush: as returned by netflow_monitor_flush()
 * @timeout: jiffies, or MAX_SCHEDULE_TIMEOUT
 * Context: process, sleeps.
 * Return: as netflow_exporter_flush_wait().
 */
int netflow_monitor_flush_wait(struct netflow_monitor *monitor, u32 flush, long timeout);

/**
 * netflow_monitor_halt - stop metering and exporting for good
 * @monitor: of a namespace that ends
 * Packets may use the caches until an RCU grace period has passed.
 * Context: process, sleeps.
 * Return: true if it has caches
 */
bool netflow_monitor_halt(struct netflow_monitor *monitor);

/**
 * netflow_monitor_shutdown - export what is left, and close the destinations
 * @monitor: halted; no packet path uses it
 * @deadline_ns: by ktime_get_ns(); what has not been exported by then is lost
 *
 * The monitor then counts nothing, but remains for rules that still refer to it.
 * Context: process, sleeps.
 */
void netflow_monitor_shutdown(struct netflow_monitor *monitor, u64 deadline_ns);

/**
 * netflow_monitor_hold - take a reference to the memory
 * @monitor: netflow_net.mutex is held, or the caller has another reference
 * Context: any.
 */
void netflow_monitor_hold(struct netflow_monitor *monitor);

/**
 * netflow_monitor_release - drop a reference to the memory
 * @monitor: no longer used by the caller
 * Context: process.
 */
void netflow_monitor_release(struct netflow_monitor *monitor);

#endif /* _NETFLOW_MONITOR_H */
