// SPDX-License-Identifier: GPL-2.0
/* Expiry of flows from a cache. See expire.h. */
#include "expire.h"

#include <linux/cpu.h>
#include <linux/percpu.h>

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
	return netflow_cache_backlog(cache) >= NETFLOW_BACKLOG_MAX / 2;
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

/* Return: false if this worker has left the cache's CPU. */
static bool netflow_expire_table(struct netflow_cache *cache, enum netflow_family family, u16 age)
{
	struct netflow_table *table = &cache->table[family];
	u32 i = 0;

	while (READ_ONCE(table->flows) && i < netflow_table_buckets(table)) {
		u32 end = min(i + NETFLOW_VISIT_BUCKETS, netflow_table_buckets(table));
		u32 now = netflow_now();

		if (netflow_expire_exporter_busy(cache)) {
			netflow_resize_defer(table);
			break;
		}
		if (!netflow_cache_try_enter(cache))
			return false;
		for (; i < end; i++)
			netflow_expire_chain(cache, family, netflow_table_bucket(table, i), now,
					     age);
		netflow_cache_leave(cache);
	}
	return true;
}

/* Evicts flows whose place other CPUs need, and gives back quota that is not needed. */
static bool netflow_expire_give_back(struct netflow_cache *cache)
{
	bool more = true;

	while (more) {
		u32 now = netflow_now();
		int i;

		if (!netflow_cache_try_enter(cache))
			return false;
		netflow_quota_give_back(cache);
		for (i = 0; i < NETFLOW_EXPIRE_EVICTIONS && more; i++)
			more = !netflow_expire_exporter_busy(cache) &&
			       netflow_quota_reclaim(cache, now);
		netflow_cache_leave(cache);
	}
	return true;
}

/* Checks the whole cache. Return: false if this worker has left the cache's CPU. */
static bool netflow_expire_pass(struct netflow_cache *cache)
{
	u16 age = netflow_expire_age(cache, netflow_now());
	int family;

	for (family = 0; family < NETFLOW_FAMILIES; family++)
		if (!netflow_expire_table(cache, family, age) ||
		    !netflow_cache_resize(cache, family))
			return false;
	return netflow_expire_give_back(cache);
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

static void netflow_expire_work(struct work_struct *work)
{
	struct netflow_cache *cache = container_of(to_delayed_work(work), struct netflow_cache,
						   work);
	bool done;

	netflow_expire_note_peak(cache->metering);
	mutex_lock(&cache->control);
	cpus_read_lock();
	done = netflow_expire_pass(cache);
	if (netflow_cache_try_enter(cache)) {
		netflow_schedule_next(cache, done);
		netflow_cache_leave(cache);
	} else {
		netflow_schedule_again(cache);
	}
	cpus_read_unlock();
	mutex_unlock(&cache->control);
	cache->metering->ops->expired(cache->metering);
}

/* Empties a cache as far as the exporter keeps up; sets *@arg when the cache is empty. */
static void netflow_expire_all_fn(struct netflow_cache *cache, void *arg)
{
	bool *done = arg;
	int family;
	u32 i;

	netflow_cache_enter(cache);
	netflow_cache_leave(cache);
	for (family = 0; family < NETFLOW_FAMILIES; family++) {
		struct netflow_table *table = &cache->table[family];

		for (i = 0; i < netflow_table_buckets(table) && table->flows; i++) {
			struct netflow_slot slot = { netflow_table_bucket(table, i) };

			if (netflow_expire_exporter_busy(cache)) {
				netflow_resize_defer(table);
				return;
			}
			netflow_cache_enter(cache);
			for (; slot.bucket; slot.bucket = slot.bucket->next)
				for (slot.index = 0; slot.index < slot.bucket->slots;
				     slot.index++)
					if (slot.bucket->tag[slot.index])
						netflow_cache_expire(cache, family, slot,
								     NETFLOW_END_FORCED);
			netflow_table_prune(netflow_table_bucket(table, i));
			netflow_cache_leave(cache);
		}
	}
	*done = true;
}

bool netflow_expire_all(struct netflow_cache *cache)
{
	bool done = false;

	if (!netflow_cache_flows(cache) && !READ_ONCE(cache->waiting))
		return true;
	netflow_visit_call(cache, netflow_expire_all_fn, &done);
	return done;
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
