/* SPDX-License-Identifier: GPL-2.0 */
/* What the netlink family answers: monitors, destinations, statistics, flows. */
#ifndef _NETFLOW_ANSWER_H
#define _NETFLOW_ANSWER_H

#include <net/netlink.h>

#include "flow/flow.h"

struct netflow_destination;
struct netflow_monitor;

/* Enough for any one answer. */
#define NETFLOW_MESSAGE_SIZE	8192

/*
 * Each puts its attributes into a message whose header is there.
 * netflow_net.mutex is held; netflow_put_destination() wants exporter.mutex
 * too, the others take it themselves.  netflow_put_session(), what a destination
 * is and how it is, needs exporter.mutex alone.  Return: 0 or -EMSGSIZE.
 */
int netflow_put_monitor(struct sk_buff *skb, struct netflow_monitor *monitor);
int netflow_put_stats(struct sk_buff *skb, struct netflow_monitor *monitor);
int netflow_put_destination(struct sk_buff *skb, struct netflow_monitor *monitor,
			    const struct netflow_destination *destination);
int netflow_put_session(struct sk_buff *skb, const struct netflow_destination *destination);
int netflow_put_flow(struct sk_buff *skb, struct netflow_monitor *monitor, u32 cpu,
		     enum netflow_family family, const struct netflow_flow *flow);

#endif /* _NETFLOW_ANSWER_H */
