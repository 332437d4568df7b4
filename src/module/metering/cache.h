/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The cache of one CPU: two hash tables, one for each family.
 *
 *   bucket line (64 bytes): 15 slots, each with 8 bits of a flow's hash and the time
 *   it was last seen; rarely followed by a chain of buckets with 4 slots each
 *     `-> the flows in these slots (IPv4: a line of 64 bytes each)
 *
 * A flow is in the slot that its hash prefers or in the one beside it, if either was free
 * when it began. Most flows are found there without reading the bucket.
 *
 * Each packet is counted when the next one arrives, so that its flow's line is fetched from
 * memory while the kernel does other work. Any other user of the cache counts the waiting
 * packet first.
 *
 * Only the CPU that owns a cache touches it, with bottom halves off, so the packet path
 * needs no lock and writes no line that another CPU writes. All others (expiry, flush,
 * dump, merge) use the cache in a kworker of that CPU, see visit.h. The cache of an offline
 * CPU, and a closed cache, which no packet reaches any more, may be used on any CPU.
 */
#ifndef _NETFLOW_CACHE_H
#define _NETFLOW_CACHE_H

#include <linux/cache.h>
#include <linux/cpumask.h>
#include <linux/llist.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/u64_stats_sync.h>
#include <linux/workqueue.h>

#include "flow/flow.h"
#include "clock.h"
#include "next_hop.h"
#include "packet.h"
#include "table.h"

struct netflow_metering;

/* What each CPU counts. Expired flows are counted by flowEndReason. */
enum netflow_counter {
	NETFLOW_METERED_PACKETS,
	NETFLOW_METERED_BYTES,
	NETFLOW_METERED_FLOWS,
	NETFLOW_LOST_MEMORY_PACKETS,
	NETFLOW_LOST_MEMORY_BYTES,
	NETFLOW_LOST_MEMORY_FLOWS,
	NETFLOW_LOST_BACKLOG_PACKETS,
	NETFLOW_LOST_BACKLOG_BYTES,
	NETFLOW_LOST_BACKLOG_FLOWS,
	NETFLOW_NO_FLOW_PACKETS,	/* of NETFLOW_LOST_MEMORY_PACKETS: in no flow */
	NETFLOW_NO_FLOW_BYTES,
	NETFLOW_IGNORED_NOT_IP,
	NETFLOW_IGNORED_TRUNCATED,
	NETFLOW_IGNORED_REPEATED,
	NETFLOW_EXPIRED,		/* + enum netflow_end_reason */
	NETFLOW_COUNTERS = NETFLOW_EXPIRED + __NETFLOW_END_MAX
};

/**
 * struct netflow_walk - how far a walk over a table has come that stops for the exporter
 * @bucket: index of the next chain, as netflow_table_bucket() takes it
 * @resizes: netflow_table.resizes when @bucket was set; the walk begins again if it has changed
 */
struct netflow_walk {
	u32 bucket;
	u32 resizes;
};

/**
 * struct netflow_cache - the cache of one CPU
 * @metering: owner of the cache
 * @tick: jiffies when @now was read
 * @now: uptime in ms modulo 2^32, as the packet path uses it
 * @turn: index in @packet for the next packet
 * @waiting: the other packet is not counted yet, see netflow_cache_meter()
 * @armed: @work is queued or running, and will check the cache again
 * @hurried: @work was scheduled earlier than usual
 * @quota: flows that this CPU may still begin before it takes more from the pool
 * @sync: lets 32-bit machines read a @counter in one piece; empty on all others
 * @counter: by enum netflow_counter, written by this CPU only, with netflow_cache_add()
 * @packet: the current packet and the previous one
 * @table: by enum netflow_family
 * @deep: uptime in ms of the last pass that read every flow
 * @pass: of the expiry, by family; for its worker
 * @forced: of netflow_expire_all(), by family
 * @work: expiry, runs on this CPU if it is online
 * @control: held by all users of this cache except the packet path, see netflow_cache_enter()
 * @cpu: CPU that owns the cache
 * @closed: no packet can reach the cache any more
 * @stalled: the expiry has stopped for the exporter, which arms it again
 * @absent: jiffies when the CPU was found not to run its kworkers; 0: it runs them
 * @next_hops: of the IPv6 flows
 * @expired_flows: total number of flows put into @expired; written by this CPU only
 * @backlog_paid: backlog that is paid for, see quota.c
 * @lock: see netflow_cache_lock()
 * @expired: flows that have left the cache, by family; the exporter takes them
 * @held_flows: flows that the exporter took and that are still pending; for the exporter
 * @done_flows: total number of flows no longer pending; the others are this CPU's backlog
 *
 * A packet of a known IPv4 flow touches four lines: the first one, two packets, a table.
 */
struct netflow_cache {
	struct netflow_metering *metering;
	unsigned long tick;
	u32 now;
	u8 turn;
	bool waiting;
	bool armed;
	bool hurried;
	long quota;
	struct u64_stats_sync sync;
	u64 counter[NETFLOW_COUNTERS];
	struct netflow_packet packet[2];
	struct netflow_table table[NETFLOW_FAMILIES];
	u32 deep;
	struct netflow_walk pass[NETFLOW_FAMILIES];
	struct netflow_walk forced[NETFLOW_FAMILIES];
	struct delayed_work work;
	struct mutex control;
	int cpu;
	bool closed;
	bool stalled;
	unsigned long absent;
	struct netflow_next_hops next_hops;
	u32 expired_flows;
	u32 backlog_paid;
#ifdef CONFIG_PREEMPT_RT
	spinlock_t lock;
#endif

	struct llist_head expired[NETFLOW_FAMILIES] ____cacheline_aligned_in_smp;
	u32 held_flows;
	u32 done_flows;
};

/**
 * netflow_cache_lock - keep other tasks of this CPU out of its cache
 * @cache: this CPU's, an offline CPU's, or closed
 *
 * Disabled bottom halves suffice except with PREEMPT_RT, where one task with bottom halves
 * off can preempt another.
 * Context: bottom halves off.
 */
static inline void netflow_cache_lock(struct netflow_cache *cache)
{
#ifdef CONFIG_PREEMPT_RT
	spin_lock(&cache->lock);
#endif
}

/**
 * netflow_cache_unlock - undo netflow_cache_lock()
 * @cache: locked
 * Context: bottom halves off.
 */
static inline void netflow_cache_unlock(struct netflow_cache *cache)
{
#ifdef CONFIG_PREEMPT_RT
	spin_unlock(&cache->lock);
#endif
}

/**
 * netflow_cache_assert_locked - warn if the caller may not use a cache now
 * @cache: this CPU's with bottom halves off, or an offline CPU's, or closed
 * Checks nothing in a kernel without lockdep.
 * Context: the cache is locked.
 */
static inline void netflow_cache_assert_locked(const struct netflow_cache *cache)
{
#ifdef CONFIG_PREEMPT_RT
	lockdep_assert_held(&cache->lock);
#endif
	if (!IS_ENABLED(CONFIG_LOCKDEP))
		return;
	WARN_ON_ONCE(!in_softirq());
	WARN_ON_ONCE(cache->cpu != smp_processor_id() && cpu_online(cache->cpu) &&
		     !cache->closed);
}

/**
 * netflow_cache_add - add to a counter
 * @cache: locked
 * @counter: which one
 * @amount: to be added
 * Context: bottom halves off.
 */
static inline void netflow_cache_add(struct netflow_cache *cache, enum netflow_counter counter,
				     u64 amount)
{
	u64_stats_update_begin(&cache->sync);
	cache->counter[counter] += amount;
	u64_stats_update_end(&cache->sync);
}

/**
 * netflow_cache_flows - number of flows of both families
 * @cache: of any CPU
 * Context: any.
 * Return: the number of flows
 */
static inline long netflow_cache_flows(const struct netflow_cache *cache)
{
	return (long)READ_ONCE(cache->table[NETFLOW_V4].flows) +
	       READ_ONCE(cache->table[NETFLOW_V6].flows);
}

/**
 * netflow_cache_holds - check whether a cache may have flows of a family
 * @cache: of any CPU
 * @family: of the flows
 * Context: any.
 * Return: true if there are any, or a packet is waiting
 */
static inline bool netflow_cache_holds(const struct netflow_cache *cache,
				       enum netflow_family family)
{
	return READ_ONCE(cache->table[family].flows) || READ_ONCE(cache->waiting);
}

/**
 * netflow_cache_backlog - number of expired flows that the exporter has yet to process
 * @cache: of any CPU
 * Context: any.
 * Return: the number of flows
 */
static inline u32 netflow_cache_backlog(const struct netflow_cache *cache)
{
	return cache->expired_flows - READ_ONCE(cache->done_flows);
}

#endif /* _NETFLOW_CACHE_H */
