/* SPDX-License-Identifier: GPL-2.0 */
/* The caches of all CPUs together. */
#ifndef _NETFLOW_CACHES_H
#define _NETFLOW_CACHES_H

#include "cache.h"

struct netflow_metering;

/**
 * struct netflow_caches_sum - sums over all CPUs
 * @counter: by enum netflow_counter
 * @flows: in the tables
 * @memory: bytes of flows and tables
 * @buckets: heads of all tables
 */
struct netflow_caches_sum {
	u64 counter[NETFLOW_COUNTERS];
	u64 flows;
	u64 memory;
	u64 buckets;
};

/**
 * netflow_caches_start - allocate the caches and start metering
 * @metering: without caches
 * Context: process.
 * Return: 0; -ENOMEM; -EDQUOT if a limit is reached
 */
int netflow_caches_start(struct netflow_metering *metering);

/**
 * netflow_caches_close - stop the expiry and make the caches usable on any CPU
 * @metering: not running, for an RCU grace period
 * Flows stay in the caches until netflow_caches_expire(). Closing twice does no harm.
 * Context: process.
 */
void netflow_caches_close(struct netflow_metering *metering);

/**
 * netflow_caches_free - free the caches and the flows that are left in them
 * @metering: closed; the caches have no other users
 * Context: process.
 */
void netflow_caches_free(struct netflow_metering *metering);

/**
 * netflow_caches_catch_up - account all pending packets to their flows
 * @metering: held by the caller
 * Context: process.
 */
void netflow_caches_catch_up(struct netflow_metering *metering);

/**
 * netflow_caches_expire - expire all flows of all CPUs (flowEndReason 4)
 * @metering: has caches
 * Context: process.
 * Return: false if flows are left because the exporter is busy: let it run, then call again
 */
bool netflow_caches_expire(struct netflow_metering *metering);

/**
 * netflow_cache_counters - read the counters of a CPU
 * @cache: of any CPU, not locked by the caller
 * @counter: set, by enum netflow_counter
 * Context: any but hard interrupts.
 */
void netflow_cache_counters(const struct netflow_cache *cache, u64 counter[NETFLOW_COUNTERS]);

/**
 * netflow_caches_sum - sum up the counters and sizes of all CPUs
 * @metering: held by the caller
 * @sum: filled
 *
 * Context: any.  The sums are exact if no packet arrives during the call; otherwise each
 * counter was exact at some moment during it.
 */
void netflow_caches_sum(const struct netflow_metering *metering, struct netflow_caches_sum *sum);

/**
 * netflow_caches_generation - number that changes when a table's resize begins or ends
 * @metering: held by the caller
 *
 * A dump of the flows is consistent only if this is the same before and after it.
 * Context: any.
 * Return: never 0
 */
u32 netflow_caches_generation(const struct netflow_metering *metering);

#endif /* _NETFLOW_CACHES_H */
