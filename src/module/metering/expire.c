// SPDX-License-Identifier: GPL-2.0
/* Expiry of flows from a cache. See expire.h. */
#include "expire.h"

#include <linux/percpu.h>
#include <linux/string.h>

#include "clock.h"
#include "leave.h"
#include "metering.h"
#include "quota.h"
#include "resize.h"
#include "schedule.h"
#include "visit.h"

/* Flows evicted at a time, with bottom halves off, when the cache has to shrink. */
#define NETFLOW_EXPIRE_EVICTIONS	4

static bool netflow_expire_exporter_busy(const struct netflow_cache *cache)
{
	return netflow_cache_backlog(cache) >= READ_ONCE(cache->metering->backlog_max) / 2;
}

static enum netflow_end_reason netflow_due(const struct netflow_metering *metering,
					   const struct netflow_flow *flow, u32 now)
{
	u32 idle = now - flow->last;

	if (netflow_flow_ended(flow) && idle >= NETFLOW_END_GRACE_MS)
		return NETFLOW_END_DETECTED;
	if (idle >= READ_ONCE(metering->inactive_ms))
		return NETFLOW_END_INACTIVE;
	if (now - flow->first >= READ_ONCE(metering->active_ms))
		return NETFLOW_END_ACTIVE;
	return NETFLOW_END_NONE;
}

/* Stores the exact time, at most NETFLOW_SEEN_OLD ago so that it never wraps to a new one. */
static void netflow_note_idle(u16 *seen, const struct netflow_flow *flow, u32 now)
{
	s32 idle = now - flow->last;

	if (netflow_flow_ended(flow) || idle >> NETFLOW_SEEN_SHIFT > NETFLOW_SEEN_OLD)
		*seen = (now >> NETFLOW_SEEN_SHIFT) - NETFLOW_SEEN_OLD;
	else
		*seen = flow->last >> NETFLOW_SEEN_SHIFT;
}

/*
 * Expires the flows of one chain that are due. Reads only flows that were not seen for @age
 * units, which keeps the lines of the others out of the processor's cache.
 */
static void netflow_expire_chain(struct netflow_cache *cache, enum netflow_family family,
				 struct netflow_bucket *head, u32 now, u16 age)
{
	struct netflow_slot slot;
	u16 unit = now >> NETFLOW_SEEN_SHIFT;

	netflow_cache_assert_locked(cache);
	for (slot.bucket = head; slot.bucket; slot.bucket = slot.bucket->next) {
		for (slot.index = 0; slot.index < slot.bucket->slots; slot.index++) {
			enum netflow_end_reason reason;
			struct netflow_flow *flow;
			u16 idle = unit - slot.bucket->seen[slot.index];

			if (!slot.bucket->tag[slot.index] || idle < age)
				continue;
			flow = netflow_slot_flow(family, slot);
			netflow_note_idle(&slot.bucket->seen[slot.index], flow, now);
			reason = netflow_due(cache->metering, flow, now);
			if (reason != NETFLOW_END_NONE)
				netflow_cache_expire(cache, family, slot, reason);
		}
	}
	if (head->next)
		netflow_table_prune(head);
}

/* Returns the age from which a flow may be due, in units of netflow_bucket.seen. */
static u16 netflow_expire_age(struct netflow_cache *cache, u32 now)
{
	const struct netflow_metering *metering = cache->metering;
	u32 active = READ_ONCE(metering->active_ms);
	u32 least = min(READ_ONCE(metering->inactive_ms), active);

	if (now - cache->deep >= active / 8) {
		cache->deep = now;
		return 0;
	}
	return min_t(u32, least >> NETFLOW_SEEN_SHIFT, NETFLOW_SEEN_OLD);
}

/* What became of a pass over a cache, or of a part of it. */
enum netflow_pass {
	NETFLOW_PASS_DONE,
	NETFLOW_PASS_STALLED,	/* the exporter has to catch up first */
	NETFLOW_PASS_MOVED,	/* the worker has left the cache's CPU */
};

/* Goes on where a walk stopped, or begins again if the table was resized since. */
static void netflow_walk_resume(struct netflow_walk *walk, const struct netflow_table *table)
{
	u32 resizes = READ_ONCE(table->resizes);

	if (walk->resizes == resizes)
		return;
	walk->resizes = resizes;
	walk->bucket = 0;
}

/* Checks a few chains. The clock is read inside, as a packet may come until then. */
static bool netflow_expire_chains(struct netflow_cache *cache, enum netflow_family family, u16 age)
{
	struct netflow_table *table = &cache->table[family];
	struct netflow_walk *walk = &cache->pass[family];
	u32 end = min(walk->bucket + NETFLOW_VISIT_BUCKETS, netflow_table_buckets(table));
	u32 now;

	if (!netflow_cache_enter(cache))
		return false;
	now = netflow_now();
	for (; walk->bucket < end; walk->bucket++)
		netflow_expire_chain(cache, family, netflow_table_bucket(table, walk->bucket), now,
				     age);
	netflow_cache_leave(cache);
	return true;
}

static enum netflow_pass netflow_expire_table(struct netflow_cache *cache,
					      enum netflow_family family, u16 age)
{
	struct netflow_table *table = &cache->table[family];
	struct netflow_walk *walk = &cache->pass[family];

	netflow_walk_resume(walk, table);
	while (READ_ONCE(table->flows) && walk->bucket < netflow_table_buckets(table)) {
		if (netflow_expire_exporter_busy(cache)) {
			netflow_resize_defer(table);
			return NETFLOW_PASS_STALLED;
		}
		if (!netflow_expire_chains(cache, family, age))
			return NETFLOW_PASS_MOVED;
	}
	return netflow_cache_resize(cache, family) ? NETFLOW_PASS_DONE : NETFLOW_PASS_MOVED;
}

/* Evicts flows whose place other CPUs need, and gives back quota that is not needed. */
static enum netflow_pass netflow_expire_give_back(struct netflow_cache *cache)
{
	bool more = true;

	while (more) {
		int i;

		if (netflow_expire_exporter_busy(cache))
			return NETFLOW_PASS_STALLED;
		if (!netflow_cache_enter(cache))
			return NETFLOW_PASS_MOVED;
		netflow_quota_give_back(cache);
		for (i = 0; i < NETFLOW_EXPIRE_EVICTIONS && more; i++)
			more = netflow_quota_reclaim(cache, netflow_now());
		netflow_cache_leave(cache);
	}
	return NETFLOW_PASS_DONE;
}

/* Checks the cache, from where the last pass stopped. */
static enum netflow_pass netflow_expire_pass(struct netflow_cache *cache)
{
	u16 age = netflow_expire_age(cache, netflow_now());
	enum netflow_pass pass;
	int family;

	for (family = 0; family < NETFLOW_FAMILIES; family++) {
		pass = netflow_expire_table(cache, family, age);
		if (pass != NETFLOW_PASS_DONE)
			return pass;
	}
	pass = netflow_expire_give_back(cache);
	if (pass == NETFLOW_PASS_DONE)
		memset(cache->pass, 0, sizeof(cache->pass));
	return pass;
}

static void netflow_expire_note_peak(struct netflow_metering *metering)
{
	u32 flows = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		flows += netflow_cache_flows(per_cpu_ptr(metering->caches, cpu));
	if (flows <= READ_ONCE(metering->peak_flows))
		return;
	WRITE_ONCE(metering->peak_flows, flows);
	WRITE_ONCE(metering->peak_when, netflow_now());
}

/*
 * The exporter arms a stalled expiry when it has caught up. It may have done so before it could
 * see that the expiry is stalled.
 * Return: true if the pass can go on at once
 */
static bool netflow_expire_stall(struct netflow_cache *cache)
{
	WRITE_ONCE(cache->stalled, true);
	smp_mb();	/* pairs with the one in netflow_expire_relieve() */
	return !netflow_expire_exporter_busy(cache);
}

static void netflow_expire_work(struct work_struct *work)
{
	struct netflow_cache *cache = container_of(to_delayed_work(work), struct netflow_cache,
						   work);
	enum netflow_pass pass;
	bool again;

	netflow_expire_note_peak(cache->metering);
	pass = netflow_expire_pass(cache);
	if (pass == NETFLOW_PASS_MOVED || !netflow_cache_enter(cache)) {
		netflow_schedule_again(cache);
	} else {
		again = pass == NETFLOW_PASS_STALLED && netflow_expire_stall(cache);
		netflow_schedule_next(cache, again);
		netflow_cache_leave(cache);
	}
	cache->metering->ops->expired(cache->metering);
}

void netflow_expire_relieve(struct netflow_cache *cache)
{
	smp_mb();	/* pairs with the one in netflow_expire_stall() */
	if (!READ_ONCE(cache->stalled) || netflow_expire_exporter_busy(cache))
		return;
	WRITE_ONCE(cache->stalled, false);
	netflow_schedule_again(cache);
}

/* Expires the flows of a few chains. Return: true if there are more. */
static bool netflow_force_chains(struct netflow_cache *cache, enum netflow_family family)
{
	struct netflow_table *table = &cache->table[family];
	struct netflow_walk *walk = &cache->forced[family];
	u32 end;

	netflow_walk_resume(walk, table);
	end = min(walk->bucket + NETFLOW_VISIT_BUCKETS, netflow_table_buckets(table));
	for (; walk->bucket < end; walk->bucket++) {
		struct netflow_bucket *head = netflow_table_bucket(table, walk->bucket);
		struct netflow_slot slot = { head };

		for (; slot.bucket; slot.bucket = slot.bucket->next)
			for (slot.index = 0; slot.index < slot.bucket->slots; slot.index++)
				if (slot.bucket->tag[slot.index])
					netflow_cache_expire(cache, family, slot,
							     NETFLOW_END_FORCED);
		netflow_table_prune(head);
	}
	return table->flows && walk->bucket < netflow_table_buckets(table);
}

/* Empties a cache as far as the exporter keeps up. Return: true if it was emptied. */
static bool netflow_expire_all_fn(struct netflow_cache *cache, void *arg)
{
	bool more = true;
	int family = 0;

	while (family < NETFLOW_FAMILIES) {
		if (!netflow_cache_enter(cache))
			return false;
		if (netflow_expire_exporter_busy(cache)) {
			netflow_resize_defer(&cache->table[family]);
			netflow_cache_leave(cache);
			return false;
		}
		more = netflow_force_chains(cache, family);
		netflow_cache_leave(cache);
		family += !more;
	}
	memset(cache->forced, 0, sizeof(cache->forced));
	return true;
}

bool netflow_expire_all(struct netflow_cache *cache)
{
	if (!netflow_cache_flows(cache) && !READ_ONCE(cache->waiting))
		return true;
	return netflow_visit_call(cache, netflow_expire_all_fn, NULL) ||
	       netflow_visit_absent(cache);
}

void netflow_expire_init(struct netflow_cache *cache)
{
	INIT_DELAYED_WORK(&cache->work, netflow_expire_work);
	cache->deep = netflow_now();
}

void netflow_expire_stop(struct netflow_cache *cache)
{
	cancel_delayed_work_sync(&cache->work);
}
