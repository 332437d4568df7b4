/* SPDX-License-Identifier: GPL-2.0 */
/* Packets of a VRF: which of their passes through a hook is counted, and on which interface. */
#ifndef _NETFLOW_VRF_H
#define _NETFLOW_VRF_H

#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/skbuff.h>

/**
 * netflow_vrf_repeats - whether a packet passes a hook once more, as one of its VRF
 * @skb: at the hook, its IP header in the linear part
 * @state: of the hook
 *
 * What an interface of a VRF receives passes prerouting as from that interface and then as from
 * the VRF. What this machine sends by a VRF passes output and postrouting as sent by the VRF and
 * then as sent by its interface; if it stays on this machine, both times by the VRF, or only once
 * where the VRF has a queue.
 * Context: any; RCU read lock.
 * Return: true for the passes that do not count; false at hooks that are not of IP
 */
bool netflow_vrf_repeats(const struct sk_buff *skb, const struct nf_hook_state *state);

/**
 * netflow_vrf_received_on - the interface of a VRF on which a packet was received
 * @skb: at the hook
 * @state: of the hook
 *
 * Behind prerouting, a packet appears to come from the VRF.
 * Context: any.
 * Return: its index; 0: not received by an interface of a VRF, or the hook is not of IP
 */
u32 netflow_vrf_received_on(const struct sk_buff *skb, const struct nf_hook_state *state);

#endif /* _NETFLOW_VRF_H */
