// SPDX-License-Identifier: GPL-2.0
#include "events.h"

#include <linux/math64.h>
#include <linux/timekeeping.h>

#include "exporting/destination.h"
#include "monitor/monitor.h"
#include "answer.h"

/* So many in so many jiffies; what is beyond is counted. */
#define NETFLOW_EVENT_BURST	100
#define NETFLOW_EVENT_INTERVAL	(5 * HZ)

/* Without loss for so long, it is over. */
#define NETFLOW_LOSS_REST_MS	5000

const struct genl_multicast_group netflow_event_groups[NETFLOW_EVENT_GROUPS] = {
	{ .name = NETFLOW_GENL_GROUP_EVENTS },
};

/* An event under construction. */
struct netflow_event_message {
	struct sk_buff *skb;
	void *header;
};

void netflow_events_net_init(struct netflow_net *nn)
{
	ratelimit_state_init(&nn->event_limit, NETFLOW_EVENT_INTERVAL, NETFLOW_EVENT_BURST);
	/* The kernel log is not told; the next event is. */
	ratelimit_set_flags(&nn->event_limit, RATELIMIT_MSG_ON_RELEASE);
}

static bool netflow_event_wanted(const struct netflow_monitor *monitor)
{
	struct netflow_net *nn = netflow_net(monitor->net);

	if (!genl_has_listeners(&netflow_genl_family, monitor->net, 0))
		return false;
	if (__ratelimit(&nn->event_limit))
		return true;
	atomic_inc(&nn->events_suppressed);
	return false;
}

static int netflow_event_put(struct sk_buff *skb, const struct netflow_monitor *monitor,
			     enum netflow_event event)
{
	u32 suppressed = atomic_xchg(&netflow_net(monitor->net)->events_suppressed, 0);
	u64 now = div_u64(ktime_get_real_ns(), NSEC_PER_MSEC);

	if (nla_put_u32(skb, NETFLOW_A_EVENT, event) ||
	    nla_put_u64_64bit(skb, NETFLOW_A_TIME, now, NETFLOW_A_PAD) ||
	    nla_put_string(skb, NETFLOW_A_MONITOR, monitor->name))
		return -EMSGSIZE;
	if (suppressed && nla_put_u32(skb, NETFLOW_A_SUPPRESSED, suppressed))
		return -EMSGSIZE;
	return 0;
}

/* Return: false if nobody listens, or there is no memory: events may be missed. */
static bool netflow_event_begin(struct netflow_event_message *message,
				const struct netflow_monitor *monitor, enum netflow_event event)
{
	if (!netflow_event_wanted(monitor))
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

static void netflow_event_send(struct netflow_event_message *message,
			       const struct netflow_monitor *monitor)
{
	genlmsg_end(message->skb, message->header);
	genlmsg_multicast_netns(&netflow_genl_family, monitor->net, message->skb, 0, 0,
				GFP_KERNEL);
}

void netflow_event_monitor(const struct netflow_monitor *monitor, enum netflow_event event)
{
	struct netflow_event_message message;

	if (netflow_event_begin(&message, monitor, event))
		netflow_event_send(&message, monitor);
}

static void netflow_event_destination(const struct netflow_monitor *monitor,
				      const struct netflow_destination *destination)
{
	struct netflow_event_message message;
	struct nlattr *nest;

	if (!netflow_event_begin(&message, monitor, destination->told))
		return;
	nest = nla_nest_start(message.skb, NETFLOW_A_DESTINATION);
	if (!nest || netflow_put_session(message.skb, destination)) {
		nlmsg_free(message.skb);
		return;
	}
	nla_nest_end(message.skb, nest);
	netflow_event_send(&message, monitor);
}

static void netflow_event_loss(const struct netflow_monitor *monitor, enum netflow_event event)
{
	const struct netflow_exporter *exporter = &monitor->exporter;
	struct netflow_event_message message;

	if (!netflow_event_begin(&message, monitor, event))
		return;
	if (nla_put_u64_64bit(message.skb, NETFLOW_A_LOST_PACKETS,
			      exporter->lost_packets - exporter->lost_before, NETFLOW_A_PAD)) {
		nlmsg_free(message.skb);
		return;
	}
	netflow_event_send(&message, monitor);
}

/*
 * A refusal is an earlier Message's fate, so that a destination is up again only
 * when a Message went out and none was refused since the last look.
 */
static u32 netflow_destination_state(const struct netflow_destination *destination)
{
	const struct netflow_destination_counters *counters = &destination->counters;

	if (destination->failing || counters->refused != destination->told_refused)
		return NETFLOW_EVENT_DESTINATION_DOWN;
	if (counters->sent_messages != destination->told_sent)
		return NETFLOW_EVENT_DESTINATION_UP;
	return destination->told;
}

static void netflow_look_at_destination(const struct netflow_monitor *monitor,
					struct netflow_destination *destination)
{
	u32 state = netflow_destination_state(destination);

	destination->told_refused = destination->counters.refused;
	destination->told_sent = destination->counters.sent_messages;
	if (state == destination->told)
		return;
	destination->told = state;
	if (state == NETFLOW_EVENT_DESTINATION_UP)
		destination->last_error = 0;
	netflow_event_destination(monitor, destination);
}

static void netflow_look_at_losses(struct netflow_monitor *monitor)
{
	struct netflow_exporter *exporter = &monitor->exporter;
	u64 lost = exporter->stats.lost_packets;
	u32 now = netflow_now();

	/* Less: a destination went, and its count with it. */
	if (lost > exporter->lost_packets) {
		exporter->lost_when = now;
		if (!exporter->losing)
			exporter->lost_before = exporter->lost_packets;
	} else if (lost < exporter->lost_packets) {
		exporter->lost_before = min(exporter->lost_before, lost);
	}
	if (lost > exporter->lost_packets && !exporter->losing) {
		exporter->losing = true;
		exporter->lost_packets = lost;
		netflow_event_loss(monitor, NETFLOW_EVENT_LOSS_BEGIN);
	}
	exporter->lost_packets = lost;
	if (exporter->losing && now - exporter->lost_when >= NETFLOW_LOSS_REST_MS) {
		exporter->losing = false;
		netflow_event_loss(monitor, NETFLOW_EVENT_LOSS_END);
	}
}

void netflow_events_look(struct netflow_monitor *monitor)
{
	struct netflow_exporter *exporter = &monitor->exporter;
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		netflow_look_at_destination(monitor, exporter->destinations[i]);
	netflow_look_at_losses(monitor);
}
