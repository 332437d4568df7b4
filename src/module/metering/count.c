// SPDX-License-Identifier: GPL-2.0
/* Counting a packet: look its flow up, count it, or begin a flow. See count.h. */
#include "count.h"

#include <linux/bitops.h>
#include <linux/cache.h>
#include <linux/err.h>
#include <linux/prefetch.h>

#include "evict.h"
#include "leave.h"
#include "metering.h"
#include "quota.h"
#include "schedule.h"

/* netflow_key_equal() */
static_assert(sizeof(struct netflow_key_v4) % sizeof(u64) == sizeof(u32));
static_assert(sizeof(struct netflow_key_v6) % sizeof(u64) == sizeof(u32));

/* Sets bit 7 of each byte that equals @tag, and possibly of the byte after it. */
static u64 netflow_tags_like(__le64 tags, u8 tag)
{
	const u64 ones = 0x0101010101010101ULL;
	u64 zero_where_equal = le64_to_cpu(tags) ^ (ones * tag);

	return (zero_where_equal - ones) & ~zero_where_equal & (ones << 7);
}

/* A key consists of 8-byte words and one 4-byte word; memcmp() would compare bytewise. */
static __always_inline bool netflow_key_equal(enum netflow_family family,
					      const struct netflow_flow *flow, const void *key)
{
	size_t words = (family == NETFLOW_V4 ? sizeof(struct netflow_key_v4) :
					       sizeof(struct netflow_key_v6)) / sizeof(u64);
	const u64 *a = netflow_flow_key(family, flow), *b = key;
	u64 differ = *(const u32 *)(a + words) ^ *(const u32 *)(b + words);
	size_t i;

	for (i = 0; i < words; i++)
		differ |= a[i] ^ b[i];
	return !differ;
}

static __always_inline struct netflow_flow *
netflow_find_in_bucket(enum netflow_family family, const void *key, u8 tag,
		       struct netflow_slot *slot)
{
	struct netflow_flow *flow;
	unsigned int half;
	u64 like;

	for (half = 0; half < ARRAY_SIZE(slot->bucket->tags); half++) {
		for (like = netflow_tags_like(slot->bucket->tags[half], tag); like;
		     like &= like - 1) {
			slot->index = half * 8 + __ffs64(like) / 8;
			flow = netflow_slot_flow(family, *slot);
			if (likely(slot->bucket->tag[slot->index] == tag &&
				   netflow_key_equal(family, flow, key)))
				return flow;
		}
	}
	return NULL;
}

/* Most flows are found here, in one of two slots; slot->bucket is set in any case. */
static __always_inline struct netflow_flow *
netflow_find_preferred(const struct netflow_table *table, enum netflow_family family,
		       const void *key, u32 hash, struct netflow_slot *slot)
{
	unsigned int preferred = netflow_preferred(hash), beside = netflow_beside(preferred);
	size_t size = netflow_slot_size(family);
	struct netflow_flow *flow;
	void *flows;

	slot->bucket = netflow_table_head(table, family, hash, &flows);
	flow = flows + preferred * size;
	slot->index = preferred;
	if (flow->packets && likely(netflow_key_equal(family, flow, key)))
		return flow;
	flow = flows + beside * size;
	slot->index = beside;
	return flow->packets && netflow_key_equal(family, flow, key) ? flow : NULL;
}

static __always_inline struct netflow_flow *
netflow_find_in_chain(struct netflow_bucket *head, enum netflow_family family, const void *key,
		      u32 hash, struct netflow_slot *slot)
{
	struct netflow_flow *flow;

	for (slot->bucket = head; slot->bucket; slot->bucket = slot->bucket->next) {
		flow = netflow_find_in_bucket(family, key, netflow_tag(hash), slot);
		if (likely(flow))
			return flow;
	}
	return NULL;
}

/* Searches the rest of the chain that is being moved. */
static noinline struct netflow_flow *
netflow_find_in_rest(const struct netflow_table *table, enum netflow_family family,
		     const void *key, u32 hash, struct netflow_slot *slot)
{
	if (netflow_head_index(hash, table->heads) != table->moved - 1)
		return NULL;
	return netflow_find_in_chain(table->rest, family, key, hash, slot);
}

/* Searches the chain from its head, and wherever else the flow may be. */
static __always_inline struct netflow_flow *
netflow_find_from(const struct netflow_table *table, struct netflow_bucket *head,
		  enum netflow_family family, const void *key, u32 hash,
		  struct netflow_slot *slot)
{
	struct netflow_flow *flow = netflow_find_in_chain(head, family, key, hash, slot);

	if (unlikely(!flow && table->rest))
		flow = netflow_find_in_rest(table, family, key, hash, slot);
	return flow;
}

static __always_inline struct netflow_flow *
netflow_find(const struct netflow_table *table, enum netflow_family family, const void *key,
	     u32 hash, struct netflow_slot *slot)
{
	struct netflow_flow *flow;

	flow = netflow_find_preferred(table, family, key, hash, slot);
	if (flow)
		return flow;
	return netflow_find_from(table, slot->bucket, family, key, hash, slot);
}

struct netflow_flow *netflow_cache_find(struct netflow_cache *cache, enum netflow_family family,
					const struct netflow_flow *like, u32 hash,
					struct netflow_slot *slot)
{
	const struct netflow_table *table = &cache->table[family];
	struct netflow_bucket *head;
	void *flows;

	netflow_cache_assert_locked(cache);
	head = netflow_table_head(table, family, hash, &flows);
	return netflow_find_from(table, head, family, netflow_flow_key(family, like), hash, slot);
}

static noinline void netflow_lose(struct netflow_cache *cache, const struct netflow_packet *packet)
{
	netflow_cache_add(cache, NETFLOW_LOST_MEMORY_PACKETS, packet->packets);
	netflow_cache_add(cache, NETFLOW_LOST_MEMORY_BYTES, packet->bytes);
	netflow_cache_add(cache, NETFLOW_NO_FLOW_PACKETS, packet->packets);
	netflow_cache_add(cache, NETFLOW_NO_FLOW_BYTES, packet->bytes);
}

static struct netflow_next_hop *netflow_packet_next_hop(struct netflow_cache *cache,
							const struct netflow_packet *packet)
{
	if (packet->family == NETFLOW_V4)
		return NULL;
	return netflow_next_hop_get(&cache->next_hops, &packet->next_hop_v6,
				    &packet->v6.destination);
}

/* Finds a slot for a new flow. A flow of the same chain makes room if the chain cannot grow. */
static int netflow_place(struct netflow_cache *cache, const struct netflow_packet *packet,
			 struct netflow_slot *slot)
{
	enum netflow_family family = packet->family;
	struct netflow_table *table = &cache->table[family];
	struct netflow_bucket *head;
	void *flows;

	head = netflow_table_head(table, family, packet->hash, &flows);
	if (likely(!netflow_table_place(table, family, head, packet->hash, slot)))
		return 0;
	if (!netflow_cache_evict_chain(cache, family, head, packet->when))
		return -ENOMEM;
	return netflow_table_place(table, family, head, packet->hash, slot);
}

static noinline void netflow_begin(struct netflow_cache *cache, const struct netflow_packet *packet)
{
	enum netflow_family family = packet->family;
	struct netflow_next_hop *next_hop;
	struct netflow_flow *flow;
	struct netflow_slot slot;

	netflow_quota_admit(cache, packet->when);
	next_hop = netflow_packet_next_hop(cache, packet);
	if (IS_ERR(next_hop)) {
		netflow_lose(cache, packet);
		return;
	}
	if (netflow_place(cache, packet, &slot)) {
		netflow_next_hop_put(&cache->next_hops, next_hop);
		netflow_lose(cache, packet);
		return;
	}
	flow = netflow_slot_flow(family, slot);
	netflow_flow_begin(flow, packet, next_hop);
	slot.bucket->seen[slot.index] = netflow_seen(packet->when, flow);
	cache->table[family].flows++;
	cache->quota--;
	netflow_cache_add(cache, NETFLOW_METERED_FLOWS, 1);
	netflow_schedule_arm(cache);
}

/* Returns the reason for which this packet ends the flow's interval, or NETFLOW_END_NONE. */
static __always_inline enum netflow_end_reason
netflow_over(const struct netflow_cache *cache, const struct netflow_flow *flow,
	     const struct netflow_packet *packet)
{
	if (unlikely(netflow_flow_ended(flow)) && (packet->tcp_flags & NETFLOW_TCP_SYN))
		return NETFLOW_END_DETECTED;
	if (unlikely(packet->when - flow->last >= READ_ONCE(cache->metering->inactive_ms)))
		return netflow_flow_ended(flow) ? NETFLOW_END_DETECTED : NETFLOW_END_INACTIVE;
	if (unlikely(packet->when - flow->first >= READ_ONCE(cache->metering->active_ms)))
		return NETFLOW_END_ACTIVE;
	return NETFLOW_END_NONE;
}

/* Does this packet's time have to be written to the bucket? */
static __always_inline bool netflow_seen_due(const struct netflow_flow *flow,
					     const struct netflow_packet *packet)
{
	return ((packet->when ^ flow->last) >> NETFLOW_SEEN_LAG_SHIFT) ||
	       unlikely(packet->tcp_flags & NETFLOW_TCP_END);
}

static __always_inline void netflow_count(struct netflow_flow *flow,
					  const struct netflow_packet *packet)
{
	flow->packets += packet->packets;
	flow->bytes += packet->bytes;
	flow->last = packet->when;
	if ((flow->tcp_flags | packet->tcp_flags) != flow->tcp_flags)
		flow->tcp_flags |= packet->tcp_flags;
	if (packet->ttl < flow->ttl_min)
		flow->ttl_min = packet->ttl;
	if (packet->ttl > flow->ttl_max)
		flow->ttl_max = packet->ttl;
}

static __always_inline void netflow_update(struct netflow_cache *cache, enum netflow_family family,
					   const struct netflow_packet *packet, const void *key)
{
	enum netflow_end_reason reason;
	struct netflow_flow *flow;
	struct netflow_slot slot;
	bool seen;

	flow = netflow_find(&cache->table[family], family, key, packet->hash, &slot);
	if (!flow) {
		netflow_begin(cache, packet);
		return;
	}
	reason = netflow_over(cache, flow, packet);
	if (unlikely(reason != NETFLOW_END_NONE)) {
		netflow_cache_expire(cache, family, slot, reason);
		netflow_begin(cache, packet);
		return;
	}
	seen = netflow_seen_due(flow, packet);
	netflow_count(flow, packet);
	if (seen)
		slot.bucket->seen[slot.index] = netflow_seen(packet->when, flow);
}

void netflow_cache_count_waiting(struct netflow_cache *cache)
{
	const struct netflow_packet *packet = &cache->packet[!cache->turn];

	netflow_cache_assert_locked(cache);
	if (!cache->waiting)
		return;
	WRITE_ONCE(cache->waiting, false);
	if (packet->family == NETFLOW_V4)
		netflow_update(cache, NETFLOW_V4, packet, &packet->v4);
	else
		netflow_update(cache, NETFLOW_V6, packet, &packet->v6);
}

/* Prefetches all lines that may be needed to count a packet, at once. */
static __always_inline void netflow_fetch(const struct netflow_table *table,
					  enum netflow_family family, u32 hash)
{
	unsigned int preferred = netflow_preferred(hash);
	size_t size = netflow_slot_size(family);
	struct netflow_bucket *bucket;
	void *flows;

	bucket = netflow_table_head(table, family, hash, &flows);
	prefetch(flows + preferred * size);
	if (family == NETFLOW_V6)	/* its key continues in the next line */
		prefetch(flows + preferred * size + L1_CACHE_BYTES);
	prefetch(flows + netflow_beside(preferred) * size);
	prefetch(bucket);
}

static __always_inline void netflow_hash_and_fetch(struct netflow_cache *cache,
						   enum netflow_family family,
						   struct netflow_packet *packet, const void *key)
{
	packet->hash = netflow_key_hash(&cache->metering->secret, family, key);
	netflow_fetch(&cache->table[family], family, packet->hash);
}

void netflow_cache_meter(struct netflow_cache *cache, u32 now)
{
	struct netflow_packet *packet = &cache->packet[cache->turn];

	netflow_cache_add(cache, NETFLOW_METERED_PACKETS, packet->packets);
	netflow_cache_add(cache, NETFLOW_METERED_BYTES, packet->bytes);
	packet->when = now;
	if (packet->family == NETFLOW_V4)
		netflow_hash_and_fetch(cache, NETFLOW_V4, packet, &packet->v4);
	else
		netflow_hash_and_fetch(cache, NETFLOW_V6, packet, &packet->v6);
	netflow_cache_count_waiting(cache);
	cache->turn = !cache->turn;
	WRITE_ONCE(cache->waiting, true);
	if (unlikely(!cache->armed))
		netflow_schedule_arm(cache);
}
