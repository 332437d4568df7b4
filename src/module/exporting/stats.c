// SPDX-License-Identifier: GPL-2.0
/* Sums of counters. See stats.h. */
#include "stats.h"

#include <linux/ktime.h>
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

u64 netflow_stats_boot_ms(void)
{
	ktime_t zero = ktime_sub(ktime_mono_to_real(0), ktime_mono_to_any(0, TK_OFFS_BOOT));

	/* A clock that was never set may be before the boot. */
	return max_t(s64, ktime_to_ms(zero), 0);
}

/* Options data: totals of the exporter and of all destinations. */
static void netflow_stats_options(struct netflow_exporter *exporter,
				  const struct netflow_stats *stats)
{
	struct netflow_exporter_stats *out = &exporter->stats;
	unsigned int i;

	out->init_unix_ms = netflow_stats_boot_ms();
	out->observed_flows = stats->counter[NETFLOW_METERED_FLOWS];
	out->exported_flows = stats->exporter.exported_flows;
	out->lost_flows = stats->counter[NETFLOW_LOST_BACKLOG_FLOWS] +
			  stats->exporter.no_destination_flows;
	out->lost_packets = stats->counter[NETFLOW_LOST_MEMORY_PACKETS] +
			    stats->counter[NETFLOW_LOST_BACKLOG_PACKETS] +
			    stats->exporter.no_destination_packets;
	out->lost_bytes = stats->counter[NETFLOW_LOST_MEMORY_BYTES] +
			  stats->counter[NETFLOW_LOST_BACKLOG_BYTES] +
			  stats->exporter.no_destination_bytes;
	out->exported_messages = 0;
	out->exported_bytes = 0;
	for (i = 0; i < exporter->count; i++) {
		const struct netflow_destination_counters *counters =
			&exporter->destinations[i]->counters;

		out->exported_messages += counters->sent_messages;
		out->exported_bytes += counters->sent_octets;
		out->lost_flows += counters->lost_queue + counters->lost_encode +
				   counters->lost_memory;
		out->lost_packets += counters->lost_packets;
		out->lost_bytes += counters->lost_bytes;
	}
}

void netflow_stats_refresh(struct netflow_exporter *exporter)
{
	struct netflow_stats stats;

	netflow_stats_sum(exporter, &stats);
	netflow_rate_update(&exporter->rate, stats.counter[NETFLOW_METERED_PACKETS],
			    stats.counter[NETFLOW_METERED_BYTES]);
	netflow_stats_options(exporter, &stats);
}
