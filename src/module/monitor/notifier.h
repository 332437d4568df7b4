/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The way up: what happens to monitors is reported to one notifier, which control/ sets.
 */
#ifndef _NETFLOW_NOTIFIER_H
#define _NETFLOW_NOTIFIER_H

#include "uapi/nf_netflow.h"

struct netflow_destination;
struct netflow_monitor;

/**
 * struct netflow_notifier - who is told
 * @event: called in process context. For NETFLOW_EVENT_MONITOR_* netflow_net.mutex is held,
 *	for all others the mutex of the monitor's exporter; the destination is NULL but for
 *	NETFLOW_EVENT_DESTINATION_*
 */
struct netflow_notifier {
	void (*event)(const struct netflow_monitor *monitor, enum netflow_event event,
		      const struct netflow_destination *destination);
};

/**
 * netflow_notifier_set - have events reported from now on, or not any more
 * @notifier: NULL: nobody is told. The earlier one is not used any more on return
 * Context: process, may sleep.
 */
void netflow_notifier_set(const struct netflow_notifier *notifier);

/**
 * netflow_notify - report an event, if there is a notifier
 * @monitor: what it happened to
 * @event: what happened
 * @destination: for NETFLOW_EVENT_DESTINATION_*, else NULL
 * Context: process, may sleep. Locks as in struct netflow_notifier.
 */
void netflow_notify(const struct netflow_monitor *monitor, enum netflow_event event,
		    const struct netflow_destination *destination);

#endif /* _NETFLOW_NOTIFIER_H */
