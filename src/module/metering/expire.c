// SPDX-License-Identifier: GPL-2.0
/* When flows leave the cache, and how large the cache may be. See expire.h. */
#include "expire.h"

#include <linux/cpu.h>
#include <linux/jiffies.h>
#include <linux/mm.h>

#include "metering.h"

#define NETFLOW_EXPIRE_PERIOD	HZ

/*
 * Mean number of flows in a bucket's 15 slots: above which a table grows, and then: room
 * enough that few flows are moved again soon.  And when their number has settled.
 */
#define NETFLOW_BUCKET_LOAD		14
#define NETFLOW_BUCKET_LOAD_GROWN	10
#define NETFLOW_BUCKET_LOAD_SETTLED	13

/* Passes in which the flows must have stayed as many, but for a sixteenth. */
#define NETFLOW_SETTLED_PASSES		8

/* Flows that are evicted with bottom halves off when the cache has to shrink. */
#define NETFLOW_EXPIRE_EVICTIONS	4

static struct workqueue_struct *netflow_expire_queue;

struct netflow_call {
	struct netflow_cache *cache;
	void (*fn)(struct netflow_cache *cache, void *arg);
	void *arg;
};

/* Only for work that may have left its CPU; a call knows that it didn't. */
static bool netflow_expire_enter(struct netflow_cache *cache)
{
	local_bh_disable();
	if (likely(smp_processor_id() == cache->cpu || !cpu_online(cache->cpu))) {
		netflow_cache_lock(cache);
		netflow_cache_count_waiting(cache);
		return true;
	}
	local_bh_enable();
	return false;
}

static long netflow_expire_call_fn(void *arg)
{
	struct netflow_call *call = arg;

	call->fn(call->cache, call->arg);
	return 0;
}

void netflow_expire_call(struct netflow_cache *cache,
			 void (*fn)(struct netflow_cache *cache, void *arg), void *arg)
{
	struct netflow_call call = { .cache = cache, .fn = fn, .arg = arg };

	mutex_lock(&cache->control);
	cpus_read_lock();
	if (cpu_online(cache->cpu))
		work_on_cpu(cache->cpu, netflow_expire_call_fn, &call);
	else
		netflow_expire_call_fn(&call);
	cpus_read_unlock();
	mutex_unlock(&cache->control);
}

static bool netflow_expire_exporter_busy(const struct netflow_cache *cache)
{
	return cache->expired_flows - READ_ONCE(cache->done_flows) >= NETFLOW_BACKLOG_MAX / 2;
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

/* As exact as it can be; it must not come around to look new. */
static void netflow_note_idle(u16 *seen, const struct netflow_flow *flow, u32 now)
{
	s32 idle = now - flow->last;

	if (netflow_flow_ended(flow) || idle >> NETFLOW_SEEN_SHIFT > NETFLOW_SEEN_OLD)
		*seen = (now >> NETFLOW_SEEN_SHIFT) - NETFLOW_SEEN_OLD;
	else
		*seen = flow->last >> NETFLOW_SEEN_SHIFT;
}

/*
 * Expires what is due in one chain. Only flows that were not seen for @age
 * units are looked at: the others' lines stay out of this CPU's cache.
 */
static void netflow_expire_chain(struct netflow_cache *cache, enum netflow_family family,
				 struct netflow_bucket *head, u32 now, u16 age)
{
	struct netflow_slot slot;
	u16 unit = now >> NETFLOW_SEEN_SHIFT;

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

/* From what age on a flow may be due, in units of netflow_bucket.seen. */
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

/*
 * Its first part was emptied, the rest waits for the exporter.  In a table made smaller now,
 * all of that would come into few chains: they are in the order of the hashes.
 */
static void netflow_table_unsettle(struct netflow_table *table)
{
	table->settled_passes = 0;
}

/* Return: false if this worker isn't on the cache's CPU any more. */
static bool netflow_expire_table(struct netflow_cache *cache, enum netflow_family family, u16 age)
{
	struct netflow_table *table = &cache->table[family];
	u32 i = 0;

	while (READ_ONCE(table->flows) && i < netflow_table_buckets(table)) {
		u32 end = min(i + NETFLOW_EXPIRE_BUCKETS, netflow_table_buckets(table));
		u32 now = netflow_now();

		if (netflow_expire_exporter_busy(cache)) {
			netflow_table_unsettle(table);
			break;
		}
		if (!netflow_expire_enter(cache))
			return false;
		for (; i < end; i++)
			netflow_expire_chain(cache, family, netflow_table_bucket(table, i), now,
					     age);
		netflow_cache_leave(cache);
	}
	return true;
}

/* Buckets that a table of so many flows should have; @least: never fewer. */
static u32 netflow_table_size(u32 buckets, u32 flows, u32 least, bool settled)
{
	u32 tight = flows / NETFLOW_BUCKET_LOAD_SETTLED + 1;

	if (flows > buckets * NETFLOW_BUCKET_LOAD)
		return max(flows / NETFLOW_BUCKET_LOAD_GROWN + 1, least);
	if (!flows || (settled && tight < buckets - buckets / 16))
		return max(tight, least);
	return max(buckets, least);
}

/* Once in a pass. */
static bool netflow_table_settled(struct netflow_table *table, u32 flows)
{
	u32 change = max(flows, table->settled_flows) - min(flows, table->settled_flows);

	if (change > table->settled_flows / 16) {
		table->settled_flows = flows;
		table->settled_passes = 0;
	} else if (table->settled_passes < NETFLOW_SETTLED_PASSES) {
		table->settled_passes++;
	}
	return table->settled_passes == NETFLOW_SETTLED_PASSES;
}

static bool netflow_expire_resize(struct netflow_cache *cache, enum netflow_family family)
{
	struct netflow_table *table = &cache->table[family];
	u32 now = table->heads, flows = READ_ONCE(table->flows);
	u32 buckets = netflow_table_size(now, flows,
					 READ_ONCE(cache->metering->least_buckets),
					 netflow_table_settled(table, flows));
	struct netflow_chunks *old = NULL;

	if (!table->next) {
		struct netflow_chunks *chunks;

		if (buckets == now)
			return true;
		chunks = netflow_chunks_alloc(family, buckets);
		if (!chunks)
			return true;	/* longer chains, until there is memory */
		if (!netflow_expire_enter(cache)) {
			netflow_chunks_free(chunks);
			return false;
		}
		netflow_table_resize_begin(table, chunks);
		netflow_cache_leave(cache);
	}
	while (!old) {
		if (!netflow_expire_enter(cache))
			return false;
		old = netflow_cache_resize_step(cache, family, NETFLOW_EXPIRE_BUCKETS);
		netflow_cache_leave(cache);
	}
	netflow_chunks_free(old);
	return true;
}

static long netflow_table_flows(const struct netflow_cache *cache)
{
	return (long)READ_ONCE(cache->table[NETFLOW_V4].flows) +
	       READ_ONCE(cache->table[NETFLOW_V6].flows);
}

void netflow_expire_admit(struct netflow_cache *cache, u32 now)
{
	struct netflow_metering *metering = cache->metering;
	long batch = READ_ONCE(metering->batch);

	if (likely(cache->quota > 0))
		return;
	for (; batch; batch /= 8) {
		if (atomic_long_read(&metering->pool) < batch)
			continue;
		if (atomic_long_sub_return(batch, &metering->pool) >= 0) {
			cache->quota += batch;
			return;
		}
		atomic_long_add(batch, &metering->pool);
	}
	/* Others hold more than their share: they give it back at their next pass. */
	if (netflow_table_flows(cache) < READ_ONCE(metering->share) ||
	    !netflow_cache_evict(cache, now)) {
		atomic_long_dec(&metering->pool);
		cache->quota++;
	}
}

/* Evicts what others must have; gives back the quota that isn't needed. */
static bool netflow_expire_give_back(struct netflow_cache *cache)
{
	struct netflow_metering *metering = cache->metering;
	bool more = true;

	while (more) {
		u32 now = netflow_now();
		int i;

		if (!netflow_expire_enter(cache))
			return false;
		if (cache->quota > 2 * (long)READ_ONCE(metering->batch) ||
		    (cache->quota > 0 && atomic_long_read(&metering->pool) < 0)) {
			atomic_long_add(cache->quota, &metering->pool);
			cache->quota = 0;
		}
		for (i = 0; i < NETFLOW_EXPIRE_EVICTIONS && more; i++) {
			more = atomic_long_read(&metering->pool) < 0 &&
			       netflow_table_flows(cache) > READ_ONCE(metering->share) &&
			       !netflow_expire_exporter_busy(cache);
			if (more && netflow_cache_evict(cache, now)) {
				cache->quota--;
				atomic_long_inc(&metering->pool);
			}
		}
		netflow_cache_leave(cache);
	}
	return true;
}

/* One look at everything. Return: false if this worker left the cache's CPU. */
static bool netflow_expire_pass(struct netflow_cache *cache)
{
	u16 age = netflow_expire_age(cache, netflow_now());
	int family;

	for (family = 0; family < NETFLOW_FAMILIES; family++)
		if (!netflow_expire_table(cache, family, age) ||
		    !netflow_expire_resize(cache, family))
			return false;
	return netflow_expire_give_back(cache);
}

static void netflow_expire_note_peak(struct netflow_metering *metering)
{
	u32 flows = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		flows += netflow_table_flows(per_cpu_ptr(metering->caches, cpu));
	if (flows <= READ_ONCE(metering->peak_flows))
		return;
	WRITE_ONCE(metering->peak_flows, flows);
	WRITE_ONCE(metering->peak_when, netflow_now());
}

static void netflow_expire_work(struct work_struct *work)
{
	struct netflow_cache *cache = container_of(to_delayed_work(work), struct netflow_cache, work);
	unsigned long delay = 0;

	netflow_expire_note_peak(cache->metering);
	mutex_lock(&cache->control);
	cpus_read_lock();
	if (netflow_expire_pass(cache))
		delay = NETFLOW_EXPIRE_PERIOD;
	if (netflow_expire_enter(cache)) {
		cache->hurried = false;
		cache->armed = netflow_table_flows(cache) > 0;
		if (cache->armed)
			queue_delayed_work_on(cache->cpu, netflow_expire_queue, &cache->work,
					      delay);
		netflow_cache_leave(cache);
	} else {
		queue_delayed_work_on(cache->cpu, netflow_expire_queue, &cache->work, 0);
	}
	cpus_read_unlock();
	mutex_unlock(&cache->control);
	cache->metering->ops->expired(cache->metering);
}

void netflow_expire_arm(struct netflow_cache *cache)
{
	const struct netflow_table *table = cache->table;

	if (unlikely(!cache->armed)) {
		cache->armed = true;
		queue_delayed_work_on(cache->cpu, netflow_expire_queue, &cache->work,
				      NETFLOW_EXPIRE_PERIOD);
	}
	if (likely(cache->hurried))
		return;
	if (table[NETFLOW_V4].flows > table[NETFLOW_V4].heads * NETFLOW_BUCKET_LOAD ||
	    table[NETFLOW_V6].flows > table[NETFLOW_V6].heads * NETFLOW_BUCKET_LOAD) {
		cache->hurried = true;
		mod_delayed_work_on(cache->cpu, netflow_expire_queue, &cache->work, 0);
	}
}

/* Entering is enough. */
static void netflow_expire_settle_fn(struct netflow_cache *cache, void *arg)
{
	netflow_cache_enter(cache);
	netflow_cache_leave(cache);
}

void netflow_expire_settle(struct netflow_cache *cache)
{
	if (READ_ONCE(cache->waiting))
		netflow_expire_call(cache, netflow_expire_settle_fn, NULL);
}

/* The call that empties a cache; arg: true when it is done. */
static void netflow_expire_all_fn(struct netflow_cache *cache, void *arg)
{
	bool *done = arg;
	int family;
	u32 i;

	netflow_expire_settle_fn(cache, NULL);
	for (family = 0; family < NETFLOW_FAMILIES; family++) {
		struct netflow_table *table = &cache->table[family];

		for (i = 0; i < netflow_table_buckets(table) && table->flows; i++) {
			struct netflow_slot slot = { netflow_table_bucket(table, i) };

			if (netflow_expire_exporter_busy(cache)) {
				netflow_table_unsettle(table);
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

	if (!netflow_table_flows(cache) && !READ_ONCE(cache->waiting))
		return true;
	netflow_expire_call(cache, netflow_expire_all_fn, &done);
	return done;
}

void netflow_expire_init(struct netflow_cache *cache, struct netflow_metering *metering, int cpu)
{
	mutex_init(&cache->control);
#ifdef CONFIG_PREEMPT_RT
	spin_lock_init(&cache->lock);
#endif
	INIT_DELAYED_WORK(&cache->work, netflow_expire_work);
	cache->metering = metering;
	cache->cpu = cpu;
	cache->deep = netflow_now();
}

void netflow_expire_stop(struct netflow_cache *cache)
{
	cancel_delayed_work_sync(&cache->work);
}

int netflow_expire_module_init(void)
{
	netflow_expire_queue = alloc_workqueue("netflow_expire", WQ_PERCPU, 0);
	return netflow_expire_queue ? 0 : -ENOMEM;
}

void netflow_expire_module_exit(void)
{
	destroy_workqueue(netflow_expire_queue);
}
