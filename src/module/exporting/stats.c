// SPDX-License-Identifier: GPL-2.0
/* Sums of counters. See stats.h. */
#include "stats.h"

#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>

#include "metering/caches.h"
#include "metering/metering.h"
#include "destination.h"

void netflow_stats_sum(const struct netflow_exporter *exporter, struct netflow_stats *stats)
{
	const u64 *counter = stats->counter;
	struct netflow_caches_sum sum;

	lockdep_assert_held(&exporter->mutex);
	memset(stats, 0, sizeof(*stats));
	stats->exporter = exporter->counters;
	if (!exporter->metering->caches)
		return;
	netflow_caches_sum(exporter->metering, &sum);
	memcpy(stats->counter, sum.counter, sizeof(stats->counter));
	stats->table_flows = sum.flows;
	stats->memory = sum.memory;
	stats->buckets = sum.buckets;
	stats->cached_packets = counter[NETFLOW_METERED_PACKETS] -
				counter[NETFLOW_LOST_MEMORY_PACKETS] -
				counter[NETFLOW_LOST_BACKLOG_PACKETS] -
				stats->exporter.taken_packets + stats->exporter.returned_packets +
				stats->exporter.pending_packets;
	stats->cached_bytes = counter[NETFLOW_METERED_BYTES] -
			      counter[NETFLOW_LOST_MEMORY_BYTES] -
			      counter[NETFLOW_LOST_BACKLOG_BYTES] -
			      stats->exporter.taken_bytes + stats->exporter.returned_bytes +
			      stats->exporter.pending_bytes;
	stats->cached_flows = counter[NETFLOW_METERED_FLOWS] -
			      counter[NETFLOW_LOST_MEMORY_FLOWS] -
			      counter[NETFLOW_LOST_BACKLOG_FLOWS] -
			      stats->exporter.taken_flows + stats->exporter.pending_flows;
}

/* Returns when the uptime was 0, in ms since 1970, by the calendar clock as it is set now. */
static u64 netflow_boot_ms(void)
{
	ktime_t zero = ktime_sub(ktime_mono_to_real(0), ktime_mono_to_any(0, TK_OFFS_BOOT));

	/* A clock that was never set may be before the boot. */
	return max_t(s64, ktime_to_ms(zero), 0);
}

/* Remembers when something was lost, if it was. */
static void netflow_loss_note(struct netflow_loss_options *loss, bool more)
{
	if (!more)
		return;
	loss->unix_ms[1] = div_u64(ktime_get_real_ns(), NSEC_PER_MSEC);
	if (!loss->unix_ms[0])
		loss->unix_ms[0] = loss->unix_ms[1];
}

static void netflow_options_link(const void *context, u32 index, struct netflow_link *link)
{
	netflow_links_get(context, index, link);
}

void netflow_stats_init_options(struct netflow_exporter *exporter)
{
	struct netflow_options *options = &exporter->options;

	options->sampling_interval = 1;
	options->ignored.process = 1;
	options->link = netflow_options_link;
	options->context = &exporter->links;
}

/* What the Metering Process could not count in a flow */
static void netflow_stats_ignored(struct netflow_loss_options *ignored,
				  const struct netflow_stats *stats)
{
	u64 packets = stats->counter[NETFLOW_NO_FLOW_PACKETS];

	netflow_loss_note(ignored, packets != ignored->packets);
	ignored->packets = packets;
	ignored->bytes = stats->counter[NETFLOW_NO_FLOW_BYTES];
}

/* What is the same for all destinations */
static void netflow_stats_options(struct netflow_exporter *exporter,
				  const struct netflow_stats *stats)
{
	struct netflow_options *options = &exporter->options;
	const u64 *counter = stats->counter;

	options->init_unix_ms = netflow_boot_ms();
	options->observed_flows = counter[NETFLOW_METERED_FLOWS];
	netflow_stats_ignored(&options->ignored, stats);
	options->lost.flows = counter[NETFLOW_LOST_BACKLOG_FLOWS] +
			      counter[NETFLOW_LOST_MEMORY_FLOWS];
	options->lost.packets = counter[NETFLOW_LOST_BACKLOG_PACKETS] +
				counter[NETFLOW_LOST_MEMORY_PACKETS] -
				counter[NETFLOW_NO_FLOW_PACKETS];
	options->lost.bytes = counter[NETFLOW_LOST_BACKLOG_BYTES] +
			      counter[NETFLOW_LOST_MEMORY_BYTES] -
			      counter[NETFLOW_NO_FLOW_BYTES];
	netflow_links_refresh(&exporter->links);
	options->links = exporter->links.count;
	options->links_change = exporter->links.change;
}

static u64 netflow_stats_lost_packets(const struct netflow_exporter *exporter,
				      const struct netflow_stats *stats)
{
	u64 lost = stats->counter[NETFLOW_LOST_MEMORY_PACKETS] +
		   stats->counter[NETFLOW_LOST_BACKLOG_PACKETS] +
		   stats->exporter.no_destination_packets;
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		lost += exporter->destinations[i]->counters.lost_packets;
	return lost;
}

void netflow_stats_refresh(struct netflow_exporter *exporter)
{
	struct netflow_stats stats;

	netflow_stats_sum(exporter, &stats);
	netflow_rate_update(&exporter->rate, stats.counter[NETFLOW_METERED_PACKETS],
			    stats.counter[NETFLOW_METERED_BYTES]);
	netflow_stats_options(exporter, &stats);
	exporter->lost_packets = netflow_stats_lost_packets(exporter, &stats);
}

void netflow_stats_complete(struct netflow_destination *destination,
			    const struct netflow_options *common)
{
	const struct netflow_destination_counters *counters = &destination->counters;
	struct netflow_options *options = &destination->encoder.options;
	struct netflow_loss_options *lost = &destination->lost;
	u64 flows = common->lost.flows + counters->lost_queue + counters->lost_encode +
		    counters->lost_memory + counters->lost_removed;

	lockdep_assert_held(destination->mutex);
	netflow_loss_note(lost, flows != lost->flows);
	lost->process = destination->number;
	lost->flows = flows;
	lost->packets = common->lost.packets + counters->lost_packets;
	lost->bytes = common->lost.bytes + counters->lost_bytes;
	*options = *common;
	options->lost = *lost;
	options->exported_messages = counters->sent_messages;
	options->exported_bytes = counters->sent_octets;
	options->exported_flows = counters->sent_flows;
}
