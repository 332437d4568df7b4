/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What nf_netflow.ko offers to front ends: the only header of it that they include. All of
 * it is exported to other modules.
 */
#ifndef _NETFLOW_API_H
#define _NETFLOW_API_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "uapi/nf_netflow.h"

struct netflow_monitor;

/**
 * nf_netflow_monitor_get - get a monitor by name, to feed packets to
 * @net: the namespace
 * @name: NUL-terminated; NETFLOW_MONITOR_NAME_SIZE says what is allowed
 *
 * Creates the monitor if it does not exist, with every setting at its default, so that a
 * ruleset that is loaded before the configuration still loads. A monitor allocates its
 * cache for its first user.
 * Context: process, may sleep.
 * Return: the monitor, to be returned with nf_netflow_monitor_put(); ERR_PTR(-EINVAL) for a
 * bad name, ERR_PTR(-ENOMEM).
 */
struct netflow_monitor *nf_netflow_monitor_get(struct net *net, const char *name);

/**
 * nf_netflow_monitor_put - give a monitor back
 * @monitor: as returned by nf_netflow_monitor_get()
 *
 * No packet path may use it any more through this reference. The flows that it metered are
 * exported when they expire.
 * Context: process, may sleep.
 */
void nf_netflow_monitor_put(struct netflow_monitor *monitor);

/**
 * nf_netflow_monitor_name - the name of a monitor, which never changes
 * @monitor: held by the caller
 * Context: any.
 * Return: NUL-terminated.
 */
const char *nf_netflow_monitor_name(const struct netflow_monitor *monitor);

/**
 * nf_netflow_meter - count one packet, or one GSO train of packets
 * @monitor: held by the caller
 * @skb: any skb with a network header set; read only, need not be linear
 * @state: of the hook: ingress and egress device and the direction
 *
 * What is neither IPv4 nor IPv6 (behind up to two VLAN tags or PPPoE) is counted as
 * ignored. Takes no lock; only a new flow allocates.
 * Context: any but hard interrupts; bottom halves are disabled inside.
 */
void nf_netflow_meter(struct netflow_monitor *monitor, const struct sk_buff *skb,
		      const struct nf_hook_state *state);

#endif /* _NETFLOW_API_H */
