/* SPDX-License-Identifier: GPL-2.0 */
/* Attributes of the netlink family's answers: monitors, destinations, statistics, flows. */
#ifndef _NETFLOW_ANSWER_H
#define _NETFLOW_ANSWER_H

#include <net/netlink.h>

#include "flow/flow.h"

struct netflow_destination;
struct netflow_monitor;

/* Enough for any one answer. */
#define NETFLOW_MESSAGE_SIZE	8192

/**
 * netflow_put_monitor - put a monitor and its settings
 * @skb: with the header of the message
 * @monitor: netflow_net.mutex is held
 * Context: process.
 * Return: 0 or -EMSGSIZE.
 */
int netflow_put_monitor(struct sk_buff *skb, struct netflow_monitor *monitor);

/**
 * netflow_put_stats - put a monitor's statistics
 * @skb: with the header of the message
 * @monitor: netflow_net.mutex is held
 *
 * Takes the exporter's mutex.
 * Context: process, may sleep.
 * Return: 0 or -EMSGSIZE.
 */
int netflow_put_stats(struct sk_buff *skb, struct netflow_monitor *monitor);

/**
 * netflow_put_destination - put a destination and its counters
 * @skb: with the header of the message
 * @monitor: netflow_net.mutex and its exporter's mutex are held
 * @destination: of this monitor
 * Context: process.
 * Return: 0 or -EMSGSIZE.
 */
int netflow_put_destination(struct sk_buff *skb, struct netflow_monitor *monitor,
			    const struct netflow_destination *destination);

/**
 * netflow_put_session - put the attributes of a destination that events also carry
 * @skb: with the destination's nest started
 * @destination: its exporter's mutex is held
 * Context: process.
 * Return: 0 or -EMSGSIZE.
 */
int netflow_put_session(struct sk_buff *skb, const struct netflow_destination *destination);

/**
 * netflow_put_flow - put a cached flow
 * @skb: with the header of the message
 * @monitor: owner of the flow
 * @cpu: CPU whose cache has the flow
 * @family: of @flow
 * @flow: a copy
 * Context: process.
 * Return: 0 or -EMSGSIZE.
 */
int netflow_put_flow(struct sk_buff *skb, struct netflow_monitor *monitor, u32 cpu,
		     enum netflow_family family, const struct netflow_flow *flow);

#endif /* _NETFLOW_ANSWER_H */
