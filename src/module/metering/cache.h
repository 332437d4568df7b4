/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The cache of one CPU: two hash tables, one for each family.
 *
 *   bucket line (64 bytes): 15 slots, of each flow 8 bits of its hash and when
 *   it was last seen; then a chain of further buckets with 4 slots, rarely any
 *     `-> the flows in these slots (IPv4: a line of 64 bytes each)
 *
 * A flow is in the slot that its hash prefers or in the one beside it, if that was free
 * when it began: most are found there without a look at the bucket.
 *
 * A packet waits for the next one before it is counted: its flow's line comes from memory
 * while the kernel works on other things. Who else enters the cache finds none waiting.
 *
 * Only the CPU that owns a cache touches it, with bottom halves off: so the
 * packet path needs no lock, and writes no line that another CPU writes.
 * Whoever else needs something of it (expiry, flush, dump, merge) does that in
 * a kworker of that CPU, see expire.h.
 */
#ifndef _NETFLOW_CACHE_H
#define _NETFLOW_CACHE_H

#include <linux/llist.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "flow/flow.h"
#include "packet.h"
#include "next_hop.h"
#include "table.h"

struct netflow_metering;

/* What one CPU counts. Flows that expire are counted by flowEndReason. */
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
	NETFLOW_IGNORED_NOT_IP,
	NETFLOW_IGNORED_TRUNCATED,
	NETFLOW_EXPIRED,		/* + enum netflow_end_reason */
	NETFLOW_COUNTERS = NETFLOW_EXPIRED + __NETFLOW_END_MAX
};

/**
 * struct netflow_cache - the cache of one CPU
 * @metering: that it belongs to
 * @tick: jiffies when @now was read
 * @now: uptime in ms modulo 2^32, as the packets see it
 * @turn: which @packet is the next one's
 * @waiting: the other one is not in its flow yet, see netflow_cache_meter()
 * @armed: @work is queued or running, and will look at the cache again
 * @hurried: @work was called before its time
 * @quota: flows that this CPU may still begin before it asks for more
 * @counter: by enum netflow_counter, written by this CPU only
 * @packet: the one under work, and the one before
 * @table: by enum netflow_family
 * @deep: uptime in ms of the last pass that looked at every flow
 * @work: expiry, runs on this CPU
 * @control: whoever works on this cache but the packet path
 * @cpu: whose cache it is
 * @next_hops: of the IPv6 flows
 * @expired_flows: how many were put into @expired, ever; written by this CPU only
 * @expired: flows that have left the cache, by family; the exporter takes them
 * @held_flows: how many of those that it took from there are pending, for the exporter
 * @done_flows: how many are not any more, ever: the others are this CPU's backlog
 *
 * A packet of a known IPv4 flow uses four lines of it: the first one, two packets, a table.
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
	u64 counter[NETFLOW_COUNTERS];
	struct netflow_packet packet[2];
	struct netflow_table table[NETFLOW_FAMILIES];
	u32 deep;
	struct delayed_work work;
	struct mutex control;
	int cpu;
	struct netflow_next_hops next_hops;
	u32 expired_flows;
#ifdef CONFIG_PREEMPT_RT
	spinlock_t lock;
#endif

	struct llist_head expired[NETFLOW_FAMILIES] ____cacheline_aligned_in_smp;
	u32 held_flows;
	u32 done_flows;
};

/**
 * netflow_cache_lock - keep other tasks of this CPU out of its cache
 * @cache: this CPU's, or an offline CPU's
 *
 * Bottom halves that are off do that, but with PREEMPT_RT, where a task within can be
 * preempted by another.  No other CPU ever waits for this lock.
 * Context: bottom halves off.
 */
static inline void netflow_cache_lock(struct netflow_cache *cache)
{
#ifdef CONFIG_PREEMPT_RT
	spin_lock(&cache->lock);
#endif
}

static inline void netflow_cache_unlock(struct netflow_cache *cache)
{
#ifdef CONFIG_PREEMPT_RT
	spin_unlock(&cache->lock);
#endif
}

/**
 * netflow_cache_count_waiting - count the packet that waits in its flow, if there is one
 * @cache: of this CPU, or of one that is offline
 * Context: bottom halves off, the cache is locked.
 */
void netflow_cache_count_waiting(struct netflow_cache *cache);

/**
 * netflow_cache_enter - begin to use a cache in process context
 * @cache: this CPU's, or an offline CPU's
 * No packet waits afterwards.
 */
static inline void netflow_cache_enter(struct netflow_cache *cache)
{
	local_bh_disable();
	netflow_cache_lock(cache);
	netflow_cache_count_waiting(cache);
}

/**
 * netflow_cache_leave - let the packet path in again, and others run
 * Context: process, sleeps.
 */
static inline void netflow_cache_leave(struct netflow_cache *cache)
{
	netflow_cache_unlock(cache);
	local_bh_enable();
	cond_resched();
}

/**
 * struct netflow_expired - a flow that has left the cache, on its way to the encoders
 * @next: in a list
 * @flow: of its family's size
 */
struct netflow_expired {
	struct netflow_expired *next;
	struct netflow_flow flow;
};

/** netflow_expired_of - of which @flow is a part */
static inline struct netflow_expired *netflow_expired_of(struct netflow_flow *flow)
{
	return container_of(flow, struct netflow_expired, flow);
}

/* The slab caches of expired flows. Return: 0 or -ENOMEM */
int netflow_flow_module_init(void);
void netflow_flow_module_exit(void);

/**
 * netflow_cache_init - an empty cache for one CPU
 * @cache: zeroed
 * @buckets: to begin with, in each table
 * Context: process.  Return: 0 or -ENOMEM, then nothing is held.
 */
int netflow_cache_init(struct netflow_cache *cache, u32 buckets);

/**
 * netflow_cache_destroy - give its memory back
 * @cache: holds no flow; no one uses it any more
 */
void netflow_cache_destroy(struct netflow_cache *cache);

/**
 * netflow_cache_meter - meter cache->packet[cache->turn]
 * @cache: this CPU's
 * @now: uptime in ms modulo 2^32
 *
 * It waits until the next one comes, or somebody enters the cache: what it needs is on its
 * way from memory meanwhile.  Now the one before is counted in its flow, or begins one.
 * Context: bottom halves off, the cache is locked.
 */
void netflow_cache_meter(struct netflow_cache *cache, u32 now);

/** netflow_cache_holds - flows of a family, or a packet that waits; any context */
static inline bool netflow_cache_holds(const struct netflow_cache *cache,
				       enum netflow_family family)
{
	return READ_ONCE(cache->table[family].flows) || READ_ONCE(cache->waiting);
}

/* Bytes of a family's keys, and of its flows outside of the cache. */
size_t netflow_key_size(enum netflow_family family);
size_t netflow_flow_size(enum netflow_family family);

/** netflow_flow_key - the key of a flow, netflow_key_size() bytes */
static __always_inline const void *netflow_flow_key(enum netflow_family family,
						    const struct netflow_flow *flow)
{
	if (family == NETFLOW_V4)
		return &container_of(flow, const struct netflow_flow_v4, flow)->key;
	return &container_of(flow, const struct netflow_flow_v6, flow)->key;
}

/**
 * netflow_flow_hash - the hash that the tables use: keyed, so that nobody can
 * choose packets that fall into one chain
 */
u32 netflow_flow_hash(const hsiphash_key_t *secret, enum netflow_family family,
		      const struct netflow_flow *flow);

/**
 * netflow_cache_find - look a flow up by another flow's key
 * @slot: set if it was found
 * For those that are most often not there: only lines of buckets are touched.
 * Context: as netflow_cache_count_waiting().  Return: the flow or NULL.
 */
struct netflow_flow *netflow_cache_find(struct netflow_cache *cache, enum netflow_family family,
					const struct netflow_flow *like, u32 hash,
					struct netflow_slot *slot);

/**
 * netflow_cache_remove - make a slot an empty one
 * @cache: of this CPU, or of one that is offline
 * Context: as netflow_cache_count_waiting().
 */
void netflow_cache_remove(struct netflow_cache *cache, enum netflow_family family,
			  struct netflow_slot slot);

/**
 * netflow_cache_expire - take a flow out and leave it to the exporter
 * @reason: flowEndReason
 * Counts it as lost if there is no memory for it, or the exporter is too far behind.
 * Context: as netflow_cache_count_waiting().
 */
void netflow_cache_expire(struct netflow_cache *cache, enum netflow_family family,
			  struct netflow_slot slot, enum netflow_end_reason reason);

/**
 * netflow_cache_evict - expire the flow that seems to be idle for longest
 * Looks at a few chains only, beginning where it stopped the last time.
 * Context: as netflow_cache_count_waiting().  Return: false if they were empty.
 */
bool netflow_cache_evict(struct netflow_cache *cache, u32 now);

/**
 * netflow_cache_resize_step - move some chains to it
 * @count: chains of the old table to move
 * Context: as netflow_cache_count_waiting().
 * Return: NULL while there are more, else the old table, to be freed by netflow_chunks_free().
 */
struct netflow_chunks *netflow_cache_resize_step(struct netflow_cache *cache,
						 enum netflow_family family, u32 count);

/* TCP's flags that end a flow, as netflow_flow.tcp_flags has them: FIN and RST. */
#define NETFLOW_TCP_END		0x005

/** netflow_flow_ended - a FIN or RST was seen */
static inline bool netflow_flow_ended(const struct netflow_flow *flow)
{
	return flow->tcp_flags & NETFLOW_TCP_END;
}

/** netflow_seen - what netflow_bucket.seen says of a flow whose last packet came at @when */
static inline u16 netflow_seen(u32 when, const struct netflow_flow *flow)
{
	u16 seen = when >> NETFLOW_SEEN_SHIFT;

	return netflow_flow_ended(flow) ? seen - NETFLOW_SEEN_OLD : seen;
}

/**
 * netflow_flow_begin - make a flow in its slot
 * @packet: the first one
 * @next_hop: of IPv6, now the flow's
 */
void netflow_flow_begin(struct netflow_flow *flow, const struct netflow_packet *packet,
			struct netflow_next_hop *next_hop);

/** netflow_flow_add - add a flow's counters and times to another of the same key */
void netflow_flow_add(struct netflow_flow *to, const struct netflow_flow *from);

/**
 * netflow_flow_copy - all of a flow in the cache, as it is exported
 * @to: netflow_flow_size() bytes
 * @from: in its slot
 * Context: as netflow_cache_count_waiting().
 */
void netflow_flow_copy(enum netflow_family family, struct netflow_flow *to,
		       const struct netflow_flow *from);

/** netflow_expired_alloc - netflow_flow_copy() to memory of its own; Return: or NULL */
struct netflow_expired *netflow_expired_alloc(enum netflow_family family,
					      const struct netflow_flow *flow);

/** netflow_expired_free - free a flow that is nobody's any more; any context */
void netflow_expired_free(enum netflow_family family, struct netflow_expired *expired);

/** netflow_now - uptime in ms; any context */
u64 netflow_now(void);

#endif /* _NETFLOW_CACHE_H */
