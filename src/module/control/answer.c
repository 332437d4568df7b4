// SPDX-License-Identifier: GPL-2.0
/* Answers of the netlink family. See answer.h. */
#include "answer.h"

#include <linux/math64.h>
#include <linux/timekeeping.h>

#include "limits/owner.h"
#include "exporting/destination.h"
#include "exporting/stats.h"
#include "metering/caches.h"
#include "monitor/monitor.h"
#include "monitor/namespace.h"

struct netflow_number {
	int attr;
	u64 value;
};

static int netflow_put_numbers(struct sk_buff *skb, const struct netflow_number *numbers,
			       unsigned int count, int pad)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (nla_put_u64_64bit(skb, numbers[i].attr, numbers[i].value, pad))
			return -EMSGSIZE;
	return 0;
}

static int netflow_put_settings(struct sk_buff *skb, const struct netflow_settings *settings)
{
	struct nlattr *nest = nla_nest_start(skb, NETFLOW_A_SETTINGS);
	int i, err = 0;

	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < NETFLOW_SETTINGS_COUNT && !err; i++) {
		const struct netflow_setting *setting = &netflow_settings_table[i];

		if (netflow_setting_is_text(setting))
			err = nla_put_string(skb, setting->attr,
					     netflow_setting_text(setting, settings));
		else
			err = nla_put_u32(skb, setting->attr,
					  netflow_setting_u32(setting, settings));
	}
	if (err)
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

int netflow_put_monitor(struct sk_buff *skb, struct netflow_monitor *monitor)
{
	lockdep_assert_held(&monitor->nn->mutex);
	if (nla_put_string(skb, NETFLOW_A_MONITOR, monitor->name) ||
	    nla_put_u32(skb, NETFLOW_A_USERS, monitor->users))
		return -EMSGSIZE;
	return netflow_put_settings(skb, &monitor->settings);
}

static int netflow_put_totals(struct sk_buff *skb, const struct netflow_stats *stats)
{
	const u64 *counter = stats->counter;
	const struct netflow_exporter_counters *exporter = &stats->exporter;
	const struct netflow_number numbers[] = {
		{ NETFLOW_STATS_METERED_PACKETS, counter[NETFLOW_METERED_PACKETS] },
		{ NETFLOW_STATS_METERED_BYTES, counter[NETFLOW_METERED_BYTES] },
		{ NETFLOW_STATS_METERED_FLOWS, counter[NETFLOW_METERED_FLOWS] },
		{ NETFLOW_STATS_CACHED_PACKETS, stats->cached_packets },
		{ NETFLOW_STATS_CACHED_BYTES, stats->cached_bytes },
		{ NETFLOW_STATS_CACHED_FLOWS, stats->cached_flows },
		{ NETFLOW_STATS_EXPORTED_PACKETS, exporter->exported_packets },
		{ NETFLOW_STATS_EXPORTED_BYTES, exporter->exported_bytes },
		{ NETFLOW_STATS_EXPORTED_FLOWS, exporter->exported_flows },
		{ NETFLOW_STATS_MERGED_FLOWS, exporter->merged_flows },
		{ NETFLOW_STATS_IGNORED_NOT_IP, counter[NETFLOW_IGNORED_NOT_IP] },
		{ NETFLOW_STATS_IGNORED_TRUNCATED, counter[NETFLOW_IGNORED_TRUNCATED] },
		{ NETFLOW_STATS_IGNORED_REPEATED, counter[NETFLOW_IGNORED_REPEATED] },
		{ NETFLOW_STATS_MEMORY, stats->memory },
		{ NETFLOW_STATS_BUCKETS, stats->buckets },
	};

	return netflow_put_numbers(skb, numbers, ARRAY_SIZE(numbers), NETFLOW_STATS_PAD);
}

static int netflow_put_losses(struct sk_buff *skb, const struct netflow_stats *stats)
{
	const u64 *counter = stats->counter;
	const struct netflow_exporter_counters *exporter = &stats->exporter;
	const struct netflow_number numbers[] = {
		{ NETFLOW_STATS_LOST_MEMORY_PACKETS, counter[NETFLOW_LOST_MEMORY_PACKETS] },
		{ NETFLOW_STATS_LOST_MEMORY_BYTES, counter[NETFLOW_LOST_MEMORY_BYTES] },
		{ NETFLOW_STATS_LOST_BACKLOG_PACKETS, counter[NETFLOW_LOST_BACKLOG_PACKETS] },
		{ NETFLOW_STATS_LOST_BACKLOG_BYTES, counter[NETFLOW_LOST_BACKLOG_BYTES] },
		{ NETFLOW_STATS_LOST_BACKLOG_FLOWS, counter[NETFLOW_LOST_BACKLOG_FLOWS] },
		{ NETFLOW_STATS_LOST_NO_DESTINATION_PACKETS, exporter->no_destination_packets },
		{ NETFLOW_STATS_LOST_NO_DESTINATION_BYTES, exporter->no_destination_bytes },
		{ NETFLOW_STATS_LOST_NO_DESTINATION_FLOWS, exporter->no_destination_flows },
	};

	return netflow_put_numbers(skb, numbers, ARRAY_SIZE(numbers), NETFLOW_STATS_PAD);
}

static int netflow_put_expired(struct sk_buff *skb, const struct netflow_stats *stats)
{
	const u64 *expired = stats->counter + NETFLOW_EXPIRED;
	const struct netflow_number numbers[] = {
		{ NETFLOW_STATS_EXPIRED_INACTIVE, expired[NETFLOW_END_INACTIVE] },
		{ NETFLOW_STATS_EXPIRED_ACTIVE, expired[NETFLOW_END_ACTIVE] },
		{ NETFLOW_STATS_EXPIRED_END, expired[NETFLOW_END_DETECTED] },
		{ NETFLOW_STATS_EXPIRED_FORCED, expired[NETFLOW_END_FORCED] },
		{ NETFLOW_STATS_EXPIRED_RESOURCES, expired[NETFLOW_END_RESOURCES] },
	};

	return netflow_put_numbers(skb, numbers, ARRAY_SIZE(numbers), NETFLOW_STATS_PAD);
}

/* What the monitor uses, and the limit if there is one. */
static int netflow_put_account(struct sk_buff *skb, const struct netflow_account *account)
{
	const struct netflow_number used[] = {
		{ NETFLOW_STATS_USED_MEMORY, atomic_long_read(&account->memory) },
	};
	const struct netflow_number limited[] = {
		{ NETFLOW_STATS_OWNER_MEMORY,
		  account->owner ? atomic_long_read(&account->owner->memory) : 0 },
		{ NETFLOW_STATS_LIMIT_MEMORY, READ_ONCE(netflow_limit_memory) },
		{ NETFLOW_STATS_LIMIT_REACHED, atomic_long_read(&account->refusals) },
	};
	int err = netflow_put_numbers(skb, used, ARRAY_SIZE(used), NETFLOW_STATS_PAD);

	if (err || !account->owner)
		return err;
	return netflow_put_numbers(skb, limited, ARRAY_SIZE(limited), NETFLOW_STATS_PAD);
}

int netflow_put_stats(struct sk_buff *skb, struct netflow_monitor *monitor)
{
	struct netflow_stats stats;
	struct nlattr *nest;

	lockdep_assert_held(&monitor->nn->mutex);
	netflow_caches_catch_up(&monitor->metering);
	mutex_lock(&monitor->exporter.mutex);
	netflow_stats_sum(&monitor->exporter, &stats);
	mutex_unlock(&monitor->exporter.mutex);

	if (nla_put_string(skb, NETFLOW_A_MONITOR, monitor->name))
		return -EMSGSIZE;
	nest = nla_nest_start(skb, NETFLOW_A_STATS);
	if (!nest || netflow_put_totals(skb, &stats) || netflow_put_losses(skb, &stats) ||
	    netflow_put_expired(skb, &stats) ||
	    nla_put_u64_64bit(skb, NETFLOW_STATS_PEAK_FLOWS, monitor->metering.peak_flows,
			      NETFLOW_STATS_PAD) ||
	    nla_put_u64_64bit(skb, NETFLOW_STATS_FLUSHING,
			      netflow_exporter_flushing(&monitor->exporter), NETFLOW_STATS_PAD) ||
	    netflow_put_account(skb, &monitor->account))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

int netflow_put_session(struct sk_buff *skb, const struct netflow_destination *destination)
{
	char text[160];

	lockdep_assert_held(destination->mutex);
	netflow_destination_format(&destination->spec, text, sizeof(text));
	if (nla_put_string(skb, NETFLOW_DESTINATION_TEXT, text) ||
	    nla_put_u8(skb, NETFLOW_DESTINATION_PROTOCOL, destination->protocol) ||
	    nla_put_u8(skb, NETFLOW_DESTINATION_CONNECTED,
		       netflow_session_is_open(&destination->session)) ||
	    nla_put_u32(skb, NETFLOW_DESTINATION_SEQUENCE, destination->encoder.sequence) ||
	    nla_put_u32(skb, NETFLOW_DESTINATION_DOMAIN, destination->encoder.domain) ||
	    nla_put_u32(skb, NETFLOW_DESTINATION_QUEUED, destination->queued) ||
	    nla_put_s32(skb, NETFLOW_DESTINATION_LAST_ERROR, destination->last_error))
		return -EMSGSIZE;
	return 0;
}

static int netflow_put_sent(struct sk_buff *skb,
			    const struct netflow_destination_counters *counters)
{
	const struct netflow_number numbers[] = {
		{ NETFLOW_DESTINATION_SENT_MESSAGES, counters->sent_messages },
		{ NETFLOW_DESTINATION_SENT_BYTES, counters->sent_octets },
		{ NETFLOW_DESTINATION_SENT_FLOWS, counters->sent_flows },
		{ NETFLOW_DESTINATION_SENT_FLOW_PACKETS, counters->sent_packets },
		{ NETFLOW_DESTINATION_SENT_FLOW_BYTES, counters->sent_bytes },
		{ NETFLOW_DESTINATION_QUEUED_FLOWS, counters->queued_flows },
		{ NETFLOW_DESTINATION_QUEUED_FLOW_PACKETS, counters->queued_packets },
		{ NETFLOW_DESTINATION_QUEUED_FLOW_BYTES, counters->queued_bytes },
		{ NETFLOW_DESTINATION_ERRORS, counters->errors },
		{ NETFLOW_DESTINATION_REFUSED, counters->refused },
		{ NETFLOW_DESTINATION_RECONNECTS, counters->reconnects },
	};

	return netflow_put_numbers(skb, numbers, ARRAY_SIZE(numbers), NETFLOW_DESTINATION_PAD);
}

static int netflow_put_unsent(struct sk_buff *skb,
			      const struct netflow_destination_counters *counters)
{
	const struct netflow_number numbers[] = {
		{ NETFLOW_DESTINATION_LOST_FLOWS,
		  counters->lost_queue + counters->lost_encode + counters->lost_memory +
		  counters->lost_removed },
		{ NETFLOW_DESTINATION_LOST_FLOW_PACKETS, counters->lost_packets },
		{ NETFLOW_DESTINATION_LOST_FLOW_BYTES, counters->lost_bytes },
		{ NETFLOW_DESTINATION_LOST_QUEUE, counters->lost_queue },
		{ NETFLOW_DESTINATION_LOST_ENCODE, counters->lost_encode },
		{ NETFLOW_DESTINATION_LOST_MEMORY, counters->lost_memory },
		{ NETFLOW_DESTINATION_LOST_REMOVED, counters->lost_removed },
	};

	return netflow_put_numbers(skb, numbers, ARRAY_SIZE(numbers), NETFLOW_DESTINATION_PAD);
}

int netflow_put_destination(struct sk_buff *skb, struct netflow_monitor *monitor,
			    const struct netflow_destination *destination)
{
	struct nlattr *nest;

	lockdep_assert_held(&monitor->nn->mutex);
	lockdep_assert_held(&monitor->exporter.mutex);
	if (nla_put_string(skb, NETFLOW_A_MONITOR, monitor->name))
		return -EMSGSIZE;
	nest = nla_nest_start(skb, NETFLOW_A_DESTINATION);
	if (!nest || netflow_put_session(skb, destination) ||
	    netflow_put_sent(skb, &destination->counters) ||
	    netflow_put_unsent(skb, &destination->counters))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int netflow_put_v4(struct sk_buff *skb, const struct netflow_flow *flow)
{
	const struct netflow_flow_v4 *v4 = container_of(flow, const struct netflow_flow_v4, flow);

	if (nla_put_u8(skb, NETFLOW_FLOW_IP_VERSION, 4) ||
	    nla_put_in_addr(skb, NETFLOW_FLOW_SOURCE_ADDRESS, v4->key.source) ||
	    nla_put_in_addr(skb, NETFLOW_FLOW_DESTINATION_ADDRESS, v4->key.destination) ||
	    nla_put_in_addr(skb, NETFLOW_FLOW_NEXT_HOP_ADDRESS, v4->next_hop))
		return -EMSGSIZE;
	return 0;
}

static int netflow_put_v6(struct sk_buff *skb, const struct netflow_flow *flow)
{
	const struct netflow_flow_v6 *v6 = container_of(flow, const struct netflow_flow_v6, flow);

	if (nla_put_u8(skb, NETFLOW_FLOW_IP_VERSION, 6) ||
	    nla_put_in6_addr(skb, NETFLOW_FLOW_SOURCE_ADDRESS, &v6->key.source) ||
	    nla_put_in6_addr(skb, NETFLOW_FLOW_DESTINATION_ADDRESS, &v6->key.destination) ||
	    nla_put_in6_addr(skb, NETFLOW_FLOW_NEXT_HOP_ADDRESS, &v6->next_hop) ||
	    nla_put_u32(skb, NETFLOW_FLOW_FLOW_LABEL, ntohl(v6->flow_label)))
		return -EMSGSIZE;
	return 0;
}

static int netflow_put_l4(struct sk_buff *skb, const struct netflow_key_l4 *l4)
{
	if (nla_put_be16(skb, NETFLOW_FLOW_SOURCE_PORT, l4->source_port) ||
	    nla_put_be16(skb, NETFLOW_FLOW_DESTINATION_PORT, l4->destination_port) ||
	    nla_put_u8(skb, NETFLOW_FLOW_PROTOCOL, l4->protocol) ||
	    nla_put_u8(skb, NETFLOW_FLOW_CLASS_OF_SERVICE, l4->tos) ||
	    nla_put_u32(skb, NETFLOW_FLOW_INGRESS_INTERFACE, l4->ingress_ifindex) ||
	    nla_put_u8(skb, NETFLOW_FLOW_DIRECTION, l4->direction))
		return -EMSGSIZE;
	return 0;
}

static int netflow_put_counts(struct sk_buff *skb, const struct netflow_flow *flow)
{
	u64 unix_ms = div_u64(ktime_get_real_ns(), NSEC_PER_MSEC);
	u32 now = netflow_now();
	const struct netflow_number numbers[] = {
		{ NETFLOW_FLOW_PACKETS, flow->packets },
		{ NETFLOW_FLOW_BYTES, flow->bytes },
		{ NETFLOW_FLOW_START_MILLISECONDS, unix_ms - (u32)(now - flow->first) },
		{ NETFLOW_FLOW_END_MILLISECONDS, unix_ms - (u32)(now - flow->last) },
	};

	if (nla_put_u32(skb, NETFLOW_FLOW_EGRESS_INTERFACE, flow->egress_ifindex) ||
	    nla_put_u16(skb, NETFLOW_FLOW_TCP_CONTROL_BITS, flow->tcp_flags) ||
	    nla_put_u8(skb, NETFLOW_FLOW_MINIMUM_TTL, flow->ttl_min) ||
	    nla_put_u8(skb, NETFLOW_FLOW_MAXIMUM_TTL, flow->ttl_max))
		return -EMSGSIZE;
	return netflow_put_numbers(skb, numbers, ARRAY_SIZE(numbers), NETFLOW_FLOW_PAD);
}

static const struct netflow_key_l4 *netflow_flow_l4(enum netflow_family family,
						    const struct netflow_flow *flow)
{
	if (family == NETFLOW_V4)
		return &container_of(flow, const struct netflow_flow_v4, flow)->key.l4;
	return &container_of(flow, const struct netflow_flow_v6, flow)->key.l4;
}

int netflow_put_flow(struct sk_buff *skb, struct netflow_monitor *monitor, u32 cpu,
		     enum netflow_family family, const struct netflow_flow *flow)
{
	struct nlattr *nest;
	int err;

	if (nla_put_string(skb, NETFLOW_A_MONITOR, monitor->name))
		return -EMSGSIZE;
	nest = nla_nest_start(skb, NETFLOW_A_FLOW);
	if (!nest)
		return -EMSGSIZE;
	err = family == NETFLOW_V4 ? netflow_put_v4(skb, flow) : netflow_put_v6(skb, flow);
	if (err || netflow_put_l4(skb, netflow_flow_l4(family, flow)) ||
	    netflow_put_counts(skb, flow) || nla_put_u32(skb, NETFLOW_FLOW_CPU, cpu))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}
