/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A Metering Process: from packets to flows in a cache for each CPU, and from there to
 * whoever exports them.
 */
#ifndef _NETFLOW_METERING_H
#define _NETFLOW_METERING_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/percpu.h>
#include <linux/siphash.h>
#include <linux/types.h>

struct netflow_aggregation;
struct netflow_cache;
struct netflow_metering;
struct netflow_settings;

/**
 * struct netflow_metering_ops - what the metering tells its owner
 * @expired: called after each pass over a CPU's cache, never for a single packet:
 *	flows may have expired.  Context: process, no lock held.
 */
struct netflow_metering_ops {
	void (*expired)(struct netflow_metering *metering);
};

/**
 * struct netflow_metering - see the head of this file
 * @caches: one for each CPU, NULL before the first user; never changes after
 * @running: packets are metered; off before a namespace goes away
 * @active_ms: setting active_timeout, for the packet path
 * @inactive_ms: setting inactive_timeout, for the packet path
 * @batch: flows that a CPU takes from @pool at once
 * @share: flows that every CPU may hold even when @pool is empty
 * @secret: key of the hash
 * @aggregation: setting aggregation, for the packet path; NULL: none
 * @ops: of the owner, never changes
 * @pool: flows that may still begin, less what CPUs took as their quota;
 *	negative: some CPU must evict
 * @limit: flows that all CPUs may hold together
 * @least_buckets: size of an empty table, on each CPU
 * @peak_flows: most flows seen at the end of an expiry pass
 * @peak_when: uptime in ms of that
 *
 * The packet path reads the first line only.
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

	atomic_long_t pool ____cacheline_aligned_in_smp;
	long limit;
	u32 least_buckets;
	u32 peak_flows;
	u64 peak_when;
};

/**
 * netflow_metering_init - prepare a metering, without caches yet
 * @metering: zeroed
 * @settings: valid
 * @ops: of the owner
 * Context: process.
 */
void netflow_metering_init(struct netflow_metering *metering,
			   const struct netflow_settings *settings,
			   const struct netflow_metering_ops *ops);

/**
 * netflow_metering_destroy - give its memory back
 * @metering: without caches; no packet path uses it any more
 * Context: process.
 */
void netflow_metering_destroy(struct netflow_metering *metering);

/**
 * netflow_metering_tune - take the settings that are numbers
 * @metering: whose owner changes no other setting meanwhile
 * @settings: valid
 * Context: process.
 */
void netflow_metering_tune(struct netflow_metering *metering,
			   const struct netflow_settings *settings);

/**
 * netflow_metering_aggregation - the setting aggregation as the packet path wants it
 * @settings: valid
 * Context: process.
 * Return: for netflow_metering_aggregate(), or to be freed by kfree(); NULL if there are no
 * rules; ERR_PTR(-ENOMEM)
 */
struct netflow_aggregation *netflow_metering_aggregation(const struct netflow_settings *settings);

/**
 * netflow_metering_aggregate - aggregate by these rules from now on
 * @metering: whose owner changes no other setting meanwhile
 * @aggregation: rules, now the metering's; NULL: none
 * Frees the rules that were in force.
 * Context: process, may sleep.
 */
void netflow_metering_aggregate(struct netflow_metering *metering,
				struct netflow_aggregation *aggregation);

#endif /* _NETFLOW_METERING_H */
