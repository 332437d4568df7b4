/* SPDX-License-Identifier: GPL-2.0 */
/* The counters of a Metering Process and its exporter. */
#ifndef _NETFLOW_STATS_H
#define _NETFLOW_STATS_H

#include "metering/cache.h"
#include "exporter.h"

struct netflow_destination;

/**
 * struct netflow_stats - sums over all CPUs and the exporter
 * @counter: by enum netflow_counter
 * @cached_packets: in the cache or waiting for the encoders
 * @cached_bytes: in the cache or waiting for the encoders
 * @cached_flows: in the cache or waiting for the encoders
 * @table_flows: in the cache only
 * @memory: bytes of flows and tables
 * @buckets: heads of all tables
 * @exporter: the exporter's own counters
 */
struct netflow_stats {
	u64 counter[NETFLOW_COUNTERS];
	u64 cached_packets;
	u64 cached_bytes;
	u64 cached_flows;
	u64 table_flows;
	u64 memory;
	u64 buckets;
	struct netflow_exporter_counters exporter;
};

/**
 * netflow_stats_sum - sum up the counters
 * @exporter: its mutex is held
 * @stats: filled
 *
 * The sums are exact if no packet arrives during the call; otherwise each counter was exact
 * at some moment during it.
 * Context: process.
 */
void netflow_stats_sum(const struct netflow_exporter *exporter, struct netflow_stats *stats);

/**
 * netflow_stats_init_options - set what options data always tell
 * @exporter: being initialized
 * Context: process.
 */
void netflow_stats_init_options(struct netflow_exporter *exporter);

/**
 * netflow_stats_refresh - update the exporter's rates, its sum of losses and its options data
 * @exporter: its mutex is held
 * Context: process.
 */
void netflow_stats_refresh(struct netflow_exporter *exporter);

/**
 * netflow_stats_complete - set the options data that a destination gets with its next Message
 * @destination: the exporter's mutex is held
 * @common: what all destinations of the exporter get
 * Context: process.
 */
void netflow_stats_complete(struct netflow_destination *destination,
			    const struct netflow_options *common);

#endif /* _NETFLOW_STATS_H */
