/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Events of monitors are reported to one notifier, which control/ sets.
 */
#ifndef _NETFLOW_NOTIFIER_H
#define _NETFLOW_NOTIFIER_H

#include "uapi/nf_netflow.h"

struct netflow_destination;
struct netflow_monitor;

/**
 * struct netflow_notifier - receiver of events
 * @event: called in process context. For NETFLOW_EVENT_DESTINATION_* and LOSS_* the mutex of
 *	the monitor's exporter is held; the destination is NULL except for the former
 */
struct netflow_notifier {
	void (*event)(const struct netflow_monitor *monitor, enum netflow_event event,
		      const struct netflow_destination *destination);
};

/**
 * netflow_notifier_set - set or clear the receiver of events
 * @notifier: NULL: none. On return the previous one is no longer used
 * Context: process, may sleep.
 */
void netflow_notifier_set(const struct netflow_notifier *notifier);

/**
 * netflow_notify - report an event, if there is a notifier
 * @monitor: the monitor concerned
 * @event: the event
 * @destination: for NETFLOW_EVENT_DESTINATION_*, else NULL
 * Context: process, may sleep. Locks as in struct netflow_notifier.
 */
void netflow_notify(const struct netflow_monitor *monitor, enum netflow_event event,
		    const struct netflow_destination *destination);

#endif /* _NETFLOW_NOTIFIER_H */
