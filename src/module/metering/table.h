/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hash table of one family on one CPU: its memory, and where in it a flow may be.
 *
 * Callers own the table: they hold netflow_cache_lock() of its cache. Its size changes only
 * under netflow_cache.control, whose holder may therefore read the size without the lock.
 */
#ifndef _NETFLOW_TABLE_H
#define _NETFLOW_TABLE_H

#include <linux/cache.h>
#include <linux/hash.h>

#include "flow/flow.h"
#include "entry.h"

#define NETFLOW_BUCKET_SLOTS	15
/* Of each further bucket in a chain. */
#define NETFLOW_OVERFLOW_SLOTS	4

/* Buckets of a new table, on each CPU. */
#define NETFLOW_BUCKETS_DEFAULT		16

/* IPv4: 2 MiB with their flows. */
#define NETFLOW_CHUNK_BUCKETS	2048

/* Mean number of flows in a bucket above which a table grows. */
#define NETFLOW_BUCKET_LOAD	14

/**
 * struct netflow_bucket - a cache line of the hash table
 * @next: more slots
 * @flows: the flows, netflow_slot_size() apart
 * @seen: when each flow had its last packet or up to 512 ms before, see netflow_seen()
 * @slots: how many this bucket has
 * @tag: netflow_tag() of the flow; 0: the slot is empty
 * @tags: @tag, eight at a time
 */
struct netflow_bucket {
	struct netflow_bucket *next;
	void *flows;
	u16 seen[NETFLOW_BUCKET_SLOTS];
	u16 slots;
	union {
		u8 tag[NETFLOW_BUCKET_SLOTS + 1];
		__le64 tags[2];
	};
};

/**
 * struct netflow_chunks - memory of a table
 * @family: of its flows
 * @buckets: how many there are
 * @spare: further buckets that no chain has, linked by their @next
 * @overflow: pages of further buckets
 * @overflow_pages: how many
 * @chunk: each of NETFLOW_CHUNK_BUCKETS of them, the last one of what is left, and behind
 *	them their flows, bucket by bucket; in an empty slot one of 0 packets
 *
 * Chunks are contiguous memory if there is any: the kernel maps that by large pages, which
 * saves misses of the TLB.  Further buckets are freed with the table that they were made for.
 */
struct netflow_chunks {
	enum netflow_family family;
	u32 buckets;
	struct netflow_bucket *spare;
	struct netflow_overflow *overflow;
	u32 overflow_pages;
	void *chunk[];
};

/**
 * struct netflow_slot - where in a table a flow is
 * @bucket: of a chain
 * @index: of the slot in @bucket
 */
struct netflow_slot {
	struct netflow_bucket *bucket;
	unsigned int index;
};

/**
 * struct netflow_table - the flows of one family on one CPU
 * @now: the table, @heads buckets
 * @heads: how many chains there are
 * @moved: chains of @now below this one have moved to @next, but for @rest
 * @rest: head of the last one of them while not all of its flows have moved, or NULL
 * @next: while the table is being resized: the one it moves to
 * @next_heads: of that
 * @resizes: how many began and how many ended, together
 * @flows: how many flows there are
 * @steady_flows: about as many there were in the last passes, see resize.c
 * @steady_passes: how many passes that were
 * @overflow_pages: of @now and @next
 * @hand: chain where the next search for a flow to evict begins
 * @victim: found by the last search, if bucket is set
 * @victim_seen: its netflow_bucket.seen then; if that has changed, so has the flow
 *
 * Each chain has a range of hashes, and the ranges are in order, so that moving to another
 * size goes through both tables from the first line to the last.
 */
struct netflow_table {
	struct netflow_chunks *now;
	u32 heads;
	u32 moved;
	struct netflow_bucket *rest;
	struct netflow_chunks *next;
	u32 next_heads;
	u32 resizes;
	u32 flows;
	u32 steady_flows;
	u32 steady_passes;
	u32 overflow_pages;
	u32 hand;
	struct netflow_slot victim;
	u16 victim_seen;
} ____cacheline_aligned_in_smp;

/**
 * netflow_slot_flow - the flow in a slot, or its memory
 * @family: of the table
 * @slot: of the table
 * Context: any.
 * Return: where it is
 */
static __always_inline struct netflow_flow *netflow_slot_flow(enum netflow_family family,
							      struct netflow_slot slot)
{
	return slot.bucket->flows + slot.index * netflow_slot_size(family);
}

/**
 * netflow_head_index - the chain of a hash
 * @hash: of a flow
 * @heads: how many chains there are
 * Context: any.
 * Return: below @heads
 */
static inline u32 netflow_head_index(u32 hash, u32 heads)
{
	return (u64)hash * heads >> 32;
}

/**
 * netflow_preferred - the slot of its chain's head that a hash prefers
 * @hash: of a flow; the hashes of a chain share high bits
 * Context: any.
 * Return: below NETFLOW_BUCKET_SLOTS
 */
static inline unsigned int netflow_preferred(u32 hash)
{
	return (hash * GOLDEN_RATIO_32 >> 16) * NETFLOW_BUCKET_SLOTS >> 16;
}

/**
 * netflow_beside - the second choice, most often in the same page
 * @preferred: the first choice
 * Context: any.
 * Return: below NETFLOW_BUCKET_SLOTS
 */
static inline unsigned int netflow_beside(unsigned int preferred)
{
	return preferred == NETFLOW_BUCKET_SLOTS - 1 ? 0 : preferred ^ 1;
}

/**
 * netflow_chunk_buckets - how many buckets a chunk has
 * @chunks: that it is one of
 * @first: bucket that it begins with
 * Context: any.
 * Return: at most NETFLOW_CHUNK_BUCKETS
 */
static inline u32 netflow_chunk_buckets(const struct netflow_chunks *chunks, u32 first)
{
	return min_t(u32, chunks->buckets - first, NETFLOW_CHUNK_BUCKETS);
}

/**
 * netflow_chunks_bucket - find a bucket and its flows without touching them
 * @chunks: not NULL
 * @family: of @chunks
 * @index: below chunks->buckets
 * @flows: set
 * Context: any.
 * Return: the bucket
 */
static __always_inline struct netflow_bucket *
netflow_chunks_bucket(const struct netflow_chunks *chunks, enum netflow_family family, u32 index,
		      void **flows)
{
	u32 first = index & ~(NETFLOW_CHUNK_BUCKETS - 1);
	u32 count = netflow_chunk_buckets(chunks, first);
	struct netflow_bucket *bucket = chunks->chunk[index / NETFLOW_CHUNK_BUCKETS];

	*flows = (void *)(bucket + count) +
		 (index - first) * NETFLOW_BUCKET_SLOTS * netflow_slot_size(family);
	return bucket + (index - first);
}

/**
 * netflow_table_head - where the chain of a hash begins
 * @table: of this CPU
 * @family: of @table
 * @hash: of a flow
 * @flows: set: of that bucket
 * Context: the cache is locked.
 * Return: the bucket, not touched
 */
static __always_inline struct netflow_bucket *
netflow_table_head(const struct netflow_table *table, enum netflow_family family, u32 hash,
		   void **flows)
{
	u32 index = netflow_head_index(hash, table->heads);

	if (unlikely(table->next) && index < table->moved)
		return netflow_chunks_bucket(table->next, family,
					     netflow_head_index(hash, table->next_heads), flows);
	return netflow_chunks_bucket(table->now, family, index, flows);
}

/**
 * netflow_table_buckets - how many chains there are to be visited
 * @table: of this CPU
 * Counts both tables while one is being resized.
 * Context: the cache is locked, or netflow_cache.control is held.
 * Return: the number of heads
 */
u32 netflow_table_buckets(const struct netflow_table *table);

/**
 * netflow_table_bucket - the head of a chain to be visited
 * @table: of this CPU
 * @index: below netflow_table_buckets()
 * Context: the cache is locked, or netflow_cache.control is held.
 * Return: the bucket
 */
struct netflow_bucket *netflow_table_bucket(const struct netflow_table *table, u32 index);

/**
 * netflow_table_place - take a free slot of a chain, the preferred one first
 * @table: of this CPU
 * @family: of @table
 * @bucket: head of the chain, which may have to grow
 * @hash: of the flow
 * @slot: set; its flow and when it was seen are for the caller to fill in
 * Context: the cache is locked.
 * Return: 0 or -ENOMEM
 */
int netflow_table_place(struct netflow_table *table, enum netflow_family family,
			struct netflow_bucket *bucket, u32 hash, struct netflow_slot *slot);

/**
 * netflow_table_prune - make the emptied buckets of a chain spare ones
 * @head: of the chain, stays
 * Context: the cache is locked.
 */
void netflow_table_prune(struct netflow_bucket *head);

/**
 * netflow_table_prune_before - make the first buckets of a chain spare ones
 * @head: of the chain, stays
 * @end: bucket of the chain; all between are empty
 * Context: the cache is locked.
 */
void netflow_table_prune_before(struct netflow_bucket *head, const struct netflow_bucket *end);

/**
 * netflow_table_memory - bytes that a table has now
 * @table: of any CPU
 * @family: of @table
 * Context: any.
 * Return: about as many as it has
 */
u64 netflow_table_memory(const struct netflow_table *table, enum netflow_family family);

/**
 * netflow_chunks_alloc - make empty buckets
 * @family: of the flows
 * @buckets: how many
 * Context: process, sleeps.
 * Return: the buckets, or NULL if there is no memory
 */
struct netflow_chunks *netflow_chunks_alloc(enum netflow_family family, u32 buckets);

/**
 * netflow_chunks_free - free buckets
 * @chunks: of no table any more; NULL is allowed
 * Context: process.
 */
void netflow_chunks_free(struct netflow_chunks *chunks);

#endif /* _NETFLOW_TABLE_H */
