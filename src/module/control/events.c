// SPDX-License-Identifier: GPL-2.0
/* Sending events to userspace. See events.h. */
#include "events.h"

#include <linux/atomic.h>
#include <linux/math64.h>
#include <linux/ratelimit.h>
#include <linux/timekeeping.h>
#include <net/genetlink.h>
#include <net/netns/generic.h>

#include "exporting/destination.h"
#include "monitor/monitor.h"
#include "monitor/notifier.h"
#include "answer.h"
#include "netlink.h"

/* Maximum number of events in an interval; further ones are only counted. */
#define NETFLOW_EVENT_BURST	100
#define NETFLOW_EVENT_INTERVAL	(5 * HZ)

/**
 * struct netflow_events_net - event state of a namespace
 * @limit: rate limit of events
 * @suppressed: events over @limit since the last one sent
 */
struct netflow_events_net {
	struct ratelimit_state limit;
	atomic_t suppressed;
};

/* An event under construction. */
struct netflow_event_message {
	struct sk_buff *skb;
	void *header;
};

static unsigned int netflow_events_net_id __read_mostly;

static struct netflow_events_net *netflow_events_net(const struct net *net)
{
	return net_generic(net, netflow_events_net_id);
}

/* Checks for listeners first: before our initialization a namespace has none. */
static bool netflow_event_wanted(struct net *net)
{
	struct netflow_events_net *events;

	if (!genl_has_listeners(&netflow_genl_family, net, 0))
		return false;
	events = netflow_events_net(net);
	if (__ratelimit(&events->limit))
		return true;
	atomic_inc(&events->suppressed);
	return false;
}

static int netflow_event_put(struct sk_buff *skb, const struct netflow_monitor *monitor,
			     enum netflow_event event)
{
	u32 suppressed = atomic_xchg(&netflow_events_net(monitor->net)->suppressed, 0);
	u64 now = div_u64(ktime_get_real_ns(), NSEC_PER_MSEC);

	if (nla_put_u32(skb, NETFLOW_A_EVENT, event) ||
	    nla_put_u64_64bit(skb, NETFLOW_A_TIME, now, NETFLOW_A_PAD) ||
	    nla_put_string(skb, NETFLOW_A_MONITOR, monitor->name))
		return -EMSGSIZE;
	if (suppressed && nla_put_u32(skb, NETFLOW_A_SUPPRESSED, suppressed))
		return -EMSGSIZE;
	return 0;
}

/* Return: false if nobody listens or there is no memory, as events may be lost. */
static bool netflow_event_begin(struct netflow_event_message *message,
				const struct netflow_monitor *monitor, enum netflow_event event)
{
	if (!netflow_event_wanted(monitor->net))
		return false;
	message->skb = genlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!message->skb)
		return false;
	message->header = genlmsg_put(message->skb, 0, 0, &netflow_genl_family, 0,
				      NETFLOW_CMD_EVENT);
	if (message->header && !netflow_event_put(message->skb, monitor, event))
		return true;
	nlmsg_free(message->skb);
	return false;
}

static int netflow_event_put_destination(struct sk_buff *skb,
					 const struct netflow_destination *destination)
{
	struct nlattr *nest = nla_nest_start(skb, NETFLOW_A_DESTINATION);

	if (!nest || netflow_put_session(skb, destination))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int netflow_event_put_loss(struct sk_buff *skb, const struct netflow_loss *loss)
{
	return nla_put_u64_64bit(skb, NETFLOW_A_LOST_PACKETS, loss->packets - loss->before,
				 NETFLOW_A_PAD);
}

static void netflow_event(const struct netflow_monitor *monitor, enum netflow_event event,
			  const struct netflow_destination *destination)
{
	struct netflow_event_message message;
	int err = 0;

	if (!netflow_event_begin(&message, monitor, event))
		return;
	if (destination)
		err = netflow_event_put_destination(message.skb, destination);
	else if (event == NETFLOW_EVENT_LOSS_BEGIN || event == NETFLOW_EVENT_LOSS_END)
		err = netflow_event_put_loss(message.skb, &monitor->exporter.loss);
	if (err) {
		nlmsg_free(message.skb);
		return;
	}
	genlmsg_end(message.skb, message.header);
	genlmsg_multicast_netns(&netflow_genl_family, monitor->net, message.skb, 0, 0,
				GFP_KERNEL);
}

static const struct netflow_notifier netflow_events_notifier = {
	.event = netflow_event,
};

static int __net_init netflow_events_net_init(struct net *net)
{
	struct netflow_events_net *events = netflow_events_net(net);

	ratelimit_state_init(&events->limit, NETFLOW_EVENT_INTERVAL, NETFLOW_EVENT_BURST);
	/* Suppressed events are reported by the next event, not in the kernel log. */
	ratelimit_set_flags(&events->limit, RATELIMIT_MSG_ON_RELEASE);
	return 0;
}

static struct pernet_operations netflow_events_net_ops = {
	.init = netflow_events_net_init,
	.id = &netflow_events_net_id,
	.size = sizeof(struct netflow_events_net),
};

int netflow_events_init(void)
{
	int err = register_pernet_subsys(&netflow_events_net_ops);

	if (!err)
		netflow_notifier_set(&netflow_events_notifier);
	return err;
}

void netflow_events_exit(void)
{
	netflow_notifier_set(NULL);
	unregister_pernet_subsys(&netflow_events_net_ops);
}
