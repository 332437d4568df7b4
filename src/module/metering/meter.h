/* SPDX-License-Identifier: GPL-2.0 */
/* The packet path. */
#ifndef _NETFLOW_METER_H
#define _NETFLOW_METER_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

struct netflow_metering;

/**
 * netflow_meter - count one packet, or one GSO train of packets
 * @metering: held by the caller
 * @skb: any skb with a network header set; read only, need not be linear
 * @state: of the hook
 *
 * A packet that is neither IPv4 nor IPv6 is counted as ignored.  Takes no lock, and
 * allocates memory only for a new flow.
 * Context: any but hard interrupts; disables bottom halves.
 */
void netflow_meter(struct netflow_metering *metering, const struct sk_buff *skb,
		   const struct nf_hook_state *state);

#endif /* _NETFLOW_METER_H */
