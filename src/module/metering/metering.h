/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A Metering Process: counts packets in flows, in a cache for each CPU, and hands expired
 * flows over to the exporter.
 */
#ifndef _NETFLOW_METERING_H
#define _NETFLOW_METERING_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/percpu.h>
#include <linux/siphash.h>
#include <linux/types.h>

struct netflow_account;
struct netflow_aggregation;
struct netflow_cache;
struct netflow_metering;
struct netflow_settings;

/**
 * struct netflow_metering_ops - callbacks to the owner of a metering
 * @expired: called after each pass over a CPU's cache, never for a single packet:
 *	flows may have expired.  Context: process, no lock held.
 * @urgent: many expired flows of a CPU are waiting.  Context: any.
 */
struct netflow_metering_ops {
	void (*expired)(struct netflow_metering *metering);
	void (*urgent)(struct netflow_metering *metering);
};

/**
 * struct netflow_metering - see the head of this file
 * @caches: one for each CPU, NULL before the first user; constant afterwards
 * @running: packets are metered; cleared before a namespace goes away
 * @active_ms: setting active_timeout, for the packet path
 * @inactive_ms: setting inactive_timeout, for the packet path
 * @batch: number of flows that a CPU takes from @pool at once
 * @share: number of flows that every CPU may hold even when @pool is empty
 * @secret: key of the hash
 * @aggregation: setting aggregation, for the packet path; NULL: none
 * @ops: of the owner, constant
 * @account: pays for the caches, constant
 * @pool: number of flows that may still begin, less the quotas that CPUs took;
 *	negative: some CPU must evict
 * @backlog_max: maximum number of one CPU's expired flows that wait for the exporter; any
 *	further ones are lost
 * @limit: maximum number of flows of all CPUs together
 * @least_buckets: size of an empty table, on each CPU
 * @peak_flows: maximum number of flows at the end of an expiry pass
 * @peak_when: uptime in ms of that pass
 *
 * The packet path reads only the first line.
 */
struct netflow_metering {
	struct netflow_cache __percpu *caches;
	bool running;
	u32 active_ms;
	u32 inactive_ms;
	u32 batch;
	u32 share;
	hsiphash_key_t secret;
	struct netflow_aggregation __rcu *aggregation;
	const struct netflow_metering_ops *ops;
	struct netflow_account *account;

	atomic_long_t pool ____cacheline_aligned_in_smp;
	u32 backlog_max;
	long limit;
	u32 least_buckets;
	u32 peak_flows;
	u64 peak_when;
};

/**
 * netflow_metering_init - initialize a metering without caches
 * @metering: zeroed but for @account
 * @settings: valid
 * @ops: of the owner
 * Context: process.
 */
void netflow_metering_init(struct netflow_metering *metering,
			   const struct netflow_settings *settings,
			   const struct netflow_metering_ops *ops);

/**
 * netflow_metering_destroy - free the memory of a metering
 * @metering: without caches; no packet path uses it
 * Context: process.
 */
void netflow_metering_destroy(struct netflow_metering *metering);

/**
 * netflow_metering_tune - apply the numeric settings
 * @metering: its owner serializes changes of settings
 * @settings: valid
 * Context: process.
 */
void netflow_metering_tune(struct netflow_metering *metering,
			   const struct netflow_settings *settings);

/**
 * netflow_metering_least_memory - memory of the tables that the setting hashsize asks for
 * @settings: valid
 * Context: any.
 * Return: bytes, of all CPUs
 */
u64 netflow_metering_least_memory(const struct netflow_settings *settings);

/**
 * netflow_metering_aggregation - convert the setting aggregation for the packet path
 * @settings: valid
 * Context: process.
 * Return: rules for netflow_metering_aggregate(), or for kfree(); NULL if there are none;
 * ERR_PTR(-ENOMEM)
 */
struct netflow_aggregation *netflow_metering_aggregation(const struct netflow_settings *settings);

/**
 * netflow_metering_aggregate - replace the aggregation rules
 * @metering: its owner serializes changes of settings
 * @aggregation: rules, owned by the metering from now on; NULL: none
 * Frees the previous rules.
 * Context: process, may sleep.
 */
void netflow_metering_aggregate(struct netflow_metering *metering,
				struct netflow_aggregation *aggregation);

#endif /* _NETFLOW_METERING_H */
