// SPDX-License-Identifier: GPL-2.0
/* The hash table of one family on one CPU: buckets, their chains, resizing. See cache.h. */
#include "cache.h"

#include <linux/bitops.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/slab.h>

/* Buckets that continue a chain, their flows behind them. */
static struct kmem_cache *netflow_overflow_slab[NETFLOW_FAMILIES];

static size_t netflow_overflow_size(enum netflow_family family)
{
	return sizeof(struct netflow_bucket) + NETFLOW_OVERFLOW_SLOTS * netflow_slot_size(family);
}

struct netflow_bucket *netflow_table_alloc(enum netflow_family family, u32 buckets)
{
	size_t size = NETFLOW_BUCKET_SLOTS * netflow_slot_size(family);
	struct netflow_bucket *bucket;
	void *flows;
	u32 i;

	bucket = kvcalloc(buckets, sizeof(*bucket), GFP_KERNEL | __GFP_NOWARN);
	flows = kvcalloc(buckets, size, GFP_KERNEL | __GFP_NOWARN);
	if (!bucket || !flows) {
		kvfree(bucket);
		kvfree(flows);
		return NULL;
	}
	for (i = 0; i < buckets; i++) {
		bucket[i].flows = flows + i * size;
		bucket[i].slots = NETFLOW_BUCKET_SLOTS;
	}
	return bucket;
}

void netflow_table_free(struct netflow_bucket *bucket)
{
	if (bucket)
		kvfree(bucket->flows);
	kvfree(bucket);
}

static struct netflow_bucket *netflow_overflow_alloc(enum netflow_family family)
{
	struct netflow_bucket *bucket = kmem_cache_alloc(netflow_overflow_slab[family],
							 GFP_ATOMIC | __GFP_NOWARN);

	if (!bucket)
		return NULL;
	*bucket = (struct netflow_bucket) {
		.flows = bucket + 1,
		.slots = NETFLOW_OVERFLOW_SLOTS,
	};
	return bucket;
}

/* Return: false if there is none. */
static bool netflow_free_slot(const struct netflow_bucket *bucket, unsigned int preferred,
			      unsigned int *index)
{
	*index = preferred;
	if (!bucket->tag[*index])
		return true;
	*index = netflow_beside(preferred);
	if (!bucket->tag[*index])
		return true;
	for (*index = 0; *index < bucket->slots; (*index)++)
		if (!bucket->tag[*index])
			return true;
	return false;
}

int netflow_table_place(struct netflow_table *table, enum netflow_family family,
			struct netflow_bucket *bucket, u32 hash, u8 tag,
			struct netflow_slot *slot)
{
	unsigned int preferred = netflow_preferred(hash);

	for (;; preferred = 0) {
		if (netflow_free_slot(bucket, preferred, &slot->index)) {
			bucket->tag[slot->index] = tag;
			slot->bucket = bucket;
			return 0;
		}
		if (!bucket->next) {
			bucket->next = netflow_overflow_alloc(family);
			if (!bucket->next)
				return -ENOMEM;
			table->overflows++;
		}
		bucket = bucket->next;
	}
}

u64 netflow_table_memory(const struct netflow_table *table, enum netflow_family family)
{
	u64 heads = READ_ONCE(table->heads) + (READ_ONCE(table->next) ?
					       READ_ONCE(table->next_heads) : 0);

	return heads * (sizeof(struct netflow_bucket) +
			NETFLOW_BUCKET_SLOTS * netflow_slot_size(family)) +
	       (u64)READ_ONCE(table->overflows) * netflow_overflow_size(family);
}

u32 netflow_cache_buckets(const struct netflow_table *table)
{
	return table->heads + (table->next ? table->next_heads : 0);
}

struct netflow_bucket *netflow_cache_bucket(const struct netflow_table *table, u32 index)
{
	if (index < table->heads)
		return &table->bucket[index];
	return &table->next[index - table->heads];
}

void netflow_cache_prune(struct netflow_cpu *cache, enum netflow_family family,
			 struct netflow_bucket *head)
{
	struct netflow_bucket **link = &head->next;

	while (*link) {
		struct netflow_bucket *bucket = *link;

		if (bucket->tags[0] | bucket->tags[1]) {
			link = &bucket->next;
			continue;
		}
		*link = bucket->next;
		kmem_cache_free(netflow_overflow_slab[family], bucket);
		cache->table[family].overflows--;
	}
}

void netflow_cache_resize_begin(struct netflow_table *table, struct netflow_bucket *bucket,
				u32 buckets)
{
	table->moved = 0;
	table->next = bucket;
	table->next_slots = bucket->flows;
	table->next_heads = buckets;
}

/* Moves one flow; expires it if it finds no memory for its new place. */
static void netflow_move_flow(struct netflow_cpu *cache, enum netflow_family family,
			      struct netflow_slot from)
{
	struct netflow_table *table = &cache->table[family];
	struct netflow_flow *flow = netflow_slot_flow(family, from);
	u32 hash = netflow_flow_hash(cache->monitor, family, flow);
	struct netflow_bucket *head = &table->next[netflow_head_index(hash, table->next_heads)];
	struct netflow_slot to;

	if (netflow_table_place(table, family, head, hash, from.bucket->tag[from.index], &to)) {
		netflow_cache_expire(cache, family, from, NETFLOW_END_RESOURCES);
		return;
	}
	netflow_flow_copy(family, netflow_slot_flow(family, to), flow);
	to.bucket->seen[to.index] = from.bucket->seen[from.index];
	from.bucket->tag[from.index] = 0;
}

static void netflow_move_chain(struct netflow_cpu *cache, enum netflow_family family, u32 index)
{
	struct netflow_bucket *head = &cache->table[family].bucket[index];
	struct netflow_slot slot;

	for (slot.bucket = head; slot.bucket; slot.bucket = slot.bucket->next)
		for (slot.index = 0; slot.index < slot.bucket->slots; slot.index++)
			if (slot.bucket->tag[slot.index])
				netflow_move_flow(cache, family, slot);
	netflow_cache_prune(cache, family, head);
}

struct netflow_bucket *netflow_cache_resize_step(struct netflow_cpu *cache,
						 enum netflow_family family, u32 count)
{
	struct netflow_table *table = &cache->table[family];
	struct netflow_bucket *old = table->bucket;

	for (; count && table->moved < table->heads; count--)
		netflow_move_chain(cache, family, table->moved++);
	if (table->moved < table->heads)
		return NULL;
	table->bucket = table->next;
	table->slots = table->next_slots;
	table->heads = table->next_heads;
	table->next = NULL;
	table->hand = 0;
	return old;
}

int netflow_cache_init(struct netflow_cpu *cache, u32 buckets)
{
	int family;

	cache->tick = jiffies - 1;
	for (family = 0; family < NETFLOW_FAMILIES; family++) {
		struct netflow_table *table = &cache->table[family];

		init_llist_head(&cache->expired[family]);
		table->bucket = netflow_table_alloc(family, buckets);
		if (!table->bucket) {
			netflow_cache_destroy(cache);
			return -ENOMEM;
		}
		table->heads = buckets;
		table->slots = table->bucket->flows;
	}
	return 0;
}

void netflow_cache_destroy(struct netflow_cpu *cache)
{
	int family;
	u32 i;

	for (family = 0; family < NETFLOW_FAMILIES; family++) {
		struct netflow_table *table = &cache->table[family];

		for (i = 0; i < table->heads; i++)
			netflow_cache_prune(cache, family, &table->bucket[i]);
		netflow_table_free(table->bucket);
		table->bucket = NULL;
		table->heads = 0;
	}
}

int netflow_table_module_init(void)
{
	BUILD_BUG_ON(IS_ENABLED(CONFIG_64BIT) && sizeof(struct netflow_bucket) != 64);
	BUILD_BUG_ON(sizeof(struct netflow_flow_v4) > 64);
	/* netflow_key_equal() */
	BUILD_BUG_ON(sizeof(struct netflow_key_v4) % sizeof(u64) != sizeof(u32));
	BUILD_BUG_ON(sizeof(struct netflow_key_v6) % sizeof(u64) != sizeof(u32));

	netflow_overflow_slab[NETFLOW_V4] =
		kmem_cache_create("netflow_overflow_v4", netflow_overflow_size(NETFLOW_V4), 0,
				  SLAB_HWCACHE_ALIGN, NULL);
	netflow_overflow_slab[NETFLOW_V6] =
		kmem_cache_create("netflow_overflow_v6", netflow_overflow_size(NETFLOW_V6), 0,
				  SLAB_HWCACHE_ALIGN, NULL);
	if (netflow_overflow_slab[NETFLOW_V4] && netflow_overflow_slab[NETFLOW_V6])
		return 0;
	netflow_table_module_exit();
	return -ENOMEM;
}

void netflow_table_module_exit(void)
{
	kmem_cache_destroy(netflow_overflow_slab[NETFLOW_V4]);
	kmem_cache_destroy(netflow_overflow_slab[NETFLOW_V6]);
}
