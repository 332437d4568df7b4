/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The interface of nf_netflow.ko for front ends, and the only one of its headers that they
 * include. All functions are exported to other modules.
 */
#ifndef _NETFLOW_API_H
#define _NETFLOW_API_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "uapi/nf_netflow.h"

struct netflow_monitor;

/**
 * nf_netflow_monitor_get - get a reference to a monitor by name
 * @net: the namespace
 * @name: NUL-terminated; see NETFLOW_MONITOR_NAME_SIZE for the allowed names
 *
 * Creates the monitor with default settings if it does not exist, so that a ruleset that is
 * loaded before the configuration still loads. A monitor allocates its caches for its first
 * user. If the reference is released within a second and before any packet, as by `nft --check`
 * or an aborted transaction, nothing has been sent to collectors or reported as an event.
 * Context: process, may sleep.
 * Return: the monitor, to be released with nf_netflow_monitor_put(); ERR_PTR(-EINVAL) for an
 * invalid name; ERR_PTR(-ENOMEM); ERR_PTR(-EDQUOT) if the limit of the namespace's owner is
 * reached.
 */
struct netflow_monitor *nf_netflow_monitor_get(struct net *net, const char *name);

/**
 * nf_netflow_monitor_put - release a monitor
 * @monitor: as returned by nf_netflow_monitor_get()
 *
 * No packet path may still use the monitor through this reference. Metered flows are
 * exported when they expire.
 * Context: process, may sleep.
 */
void nf_netflow_monitor_put(struct netflow_monitor *monitor);

/**
 * nf_netflow_monitor_name - get the name of a monitor, which never changes
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
 * A packet that is neither IPv4 nor IPv6 (behind up to eight VLAN tags or PPPoE) is counted as
 * ignored. Takes no lock, and allocates memory only for a new flow.
 * Context: any but hard interrupts; disables bottom halves.
 */
void nf_netflow_meter(struct netflow_monitor *monitor, const struct sk_buff *skb,
		      const struct nf_hook_state *state);

#endif /* _NETFLOW_API_H */
