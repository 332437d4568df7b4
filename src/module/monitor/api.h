/* SPDX-License-Identifier: GPL-2.0 */
/* What nf_netflow.ko offers to front ends: the only header they include. */
#ifndef _NF_NETFLOW_H
#define _NF_NETFLOW_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "uapi/nf_netflow.h"

struct netflow_monitor;

/**
 * nf_netflow_monitor_get - the monitor of that name, to feed packets to
 * @net: the namespace
 * @name: NUL-terminated; see NETFLOW_MONITOR_NAME_SIZE for what is allowed
 *
 * Makes the monitor if it isn't there, with every setting at its default, so
 * that a ruleset that is loaded before the configuration still loads.
 * The first user of a monitor makes it allocate its cache.
 * Context: process, may sleep.
 * Return: the monitor, to be given back with nf_netflow_monitor_put();
 * ERR_PTR(-EINVAL) for a bad name, ERR_PTR(-ENOMEM).
 */
struct netflow_monitor *nf_netflow_monitor_get(struct net *net, const char *name);

/**
 * nf_netflow_monitor_put - give a monitor back
 * @monitor: as returned by nf_netflow_monitor_get()
 *
 * No packet path may be using it any more through this reference. Flows that
 * it metered are exported in their time.  Context: process, may sleep.
 */
void nf_netflow_monitor_put(struct netflow_monitor *monitor);

/**
 * nf_netflow_monitor_name - its name, NUL-terminated, never changing
 * @monitor: a monitor that the caller holds
 */
const char *nf_netflow_monitor_name(const struct netflow_monitor *monitor);

/**
 * nf_netflow_meter - count one packet (or GSO train of packets)
 * @monitor: a monitor that the caller holds
 * @skb: any skb with a network header set; read only, need not be linear
 * @state: of the hook; tells ingress and egress device and the direction
 *
 * What is neither IPv4 nor IPv6 (behind up to two VLAN tags or PPPoE) is
 * counted as ignored.  Takes no lock, allocates only for a new flow.
 * Context: any but hard interrupts; bottom halves are turned off inside.
 */
void nf_netflow_meter(struct netflow_monitor *monitor, const struct sk_buff *skb,
		      const struct nf_hook_state *state);

/**
 * nf_netflow_parameter_set - set a default of the initial namespace by text
 * @name: a setting's name (settings/list.h)
 * @value: its value as text, NUL-terminated
 *
 * For the parameters of the module ipt_NETFLOW, which is now xt_NETFLOW.
 * Context: process.  Return: 0 or -EINVAL, then a sentence is in the log.
 */
int nf_netflow_parameter_set(const char *name, const char *value);

#endif /* _NF_NETFLOW_H */
