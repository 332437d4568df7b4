/* SPDX-License-Identifier: GPL-2.0 */
/* What has happened, told to the netlink group "events"; see uapi/nf_netflow.h. */
#ifndef _NETFLOW_EVENTS_H
#define _NETFLOW_EVENTS_H

#include <net/genetlink.h>

#include "uapi/nf_netflow.h"

struct netflow_monitor;
struct netflow_net;

#define NETFLOW_EVENT_GROUPS	1
extern const struct genl_multicast_group netflow_event_groups[NETFLOW_EVENT_GROUPS];

/** netflow_events_net_init - of a new namespace */
void netflow_events_net_init(struct netflow_net *nn);

/**
 * netflow_event_monitor - tell what has happened to a monitor
 * @monitor: netflow_net.mutex is held, or it is being made or freed
 * @event: one of NETFLOW_EVENT_MONITOR_*
 * Context: process.
 */
void netflow_event_monitor(const struct netflow_monitor *monitor, enum netflow_event event);

/**
 * netflow_events_look - have destinations come or gone, has loss begun or ended?
 * @monitor: its exporter.mutex is held, its exporter.stats are fresh
 * Context: process.
 */
void netflow_events_look(struct netflow_monitor *monitor);

#endif /* _NETFLOW_EVENTS_H */
