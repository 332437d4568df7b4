/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hash table of one family on one CPU: its memory, and where in it a flow may be.
 * Whoever calls is on that CPU with bottom halves off, and has locked the cache, but where
 * it says so.
 */
#ifndef _NETFLOW_TABLE_H
#define _NETFLOW_TABLE_H

#include <linux/hash.h>

#include "flow/flow.h"

#define NETFLOW_BUCKET_SLOTS	15
/* Of a further bucket in a chain. */
#define NETFLOW_OVERFLOW_SLOTS	4

/* Buckets of a new table, on each CPU. */
#define NETFLOW_BUCKETS_DEFAULT	16

/* IPv4: 2 MiB with their flows. */
#define NETFLOW_CHUNK_BUCKETS	2048

/*
 * The unit of netflow_bucket.seen is 4 ms; it saturates at 65 s ago. It is written once in
 * 512 ms: for the other packets a flow's own line is enough.
 */
#define NETFLOW_SEEN_SHIFT	2
#define NETFLOW_SEEN_OLD	0x4000
#define NETFLOW_SEEN_LAG_SHIFT	9

/**
 * struct netflow_bucket - a cache line of the hash table
 * @next: more slots
 * @flows: the flows, netflow_slot_size() apart
 * @seen: when each flow had its last packet or up to 512 ms before, in units of 4 ms
 *	modulo 2^16; set to NETFLOW_SEEN_OLD ago when the flow's end was seen
 * @slots: how many of them this bucket has
 * @tag: 8 bits of the hash, never 0; 0: the slot is empty
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
 * Chunks are contiguous memory where there is any: what the kernel has mapped by large
 * pages is found without a miss of the TLB.  Further buckets go with the table that they
 * were made for: while it lives there is use for them, and nothing of them stays behind.
 */
struct netflow_chunks {
	enum netflow_family family;
	u32 buckets;
	struct netflow_bucket *spare;
	struct netflow_overflow *overflow;
	u32 overflow_pages;
	void *chunk[];
};

/* A slot that a flow was found in. */
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
 * @settled_flows: about as many there were in the last passes, see netflow_table_settled()
 * @settled_passes: how many passes that were
 * @overflow_pages: of @now and @next
 * @hand: chain where the next search for a flow to evict begins
 * @victim: found by the last one, if bucket is set
 * @victim_seen: its netflow_bucket.seen then; when that is another, so is the flow
 *
 * A chain has the hashes of a range, and ranges are in order: so moving to another
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
	u32 settled_flows;
	u32 settled_passes;
	u32 overflow_pages;
	u32 hand;
	struct netflow_slot victim;
	u16 victim_seen;
} ____cacheline_aligned_in_smp;

/**
 * struct netflow_cached_v6 - an IPv6 flow as it lies in its slot
 * @flow: at the same place as in struct netflow_flow_v6
 * @key: likewise
 * @flow_label: of the first packet, 20 bits
 * @next_hop: shared with other flows, see next_hop.h
 *
 * netflow_flow_copy() makes a struct netflow_flow_v6 of it.
 */
struct netflow_cached_v6 {
	struct netflow_flow flow;
	struct netflow_key_v6 key;
	__be32 flow_label;
	struct netflow_next_hop *next_hop;
};

/* Bytes between the flows of a bucket. */
static __always_inline size_t netflow_slot_size(enum netflow_family family)
{
	return family == NETFLOW_V4 ? 64 : sizeof(struct netflow_cached_v6);
}

/** netflow_slot_flow - the flow in a slot, or its memory */
static __always_inline struct netflow_flow *netflow_slot_flow(enum netflow_family family,
							      struct netflow_slot slot)
{
	return slot.bucket->flows + slot.index * netflow_slot_size(family);
}

/**
 * netflow_table_buckets - how many heads of buckets there are to be visited
 * @table: of this CPU
 * Counts both tables while one is being resized.
 */
u32 netflow_table_buckets(const struct netflow_table *table);

/**
 * netflow_table_bucket - one of them
 * @index: below netflow_table_buckets()
 */
struct netflow_bucket *netflow_table_bucket(const struct netflow_table *table, u32 index);

/** netflow_table_prune - leave the emptied buckets of a chain to others; @head stays */
void netflow_table_prune(struct netflow_bucket *head);

/**
 * netflow_chunks_alloc - so many empty buckets
 * Context: process.  Return: NULL if there is no memory.
 */
struct netflow_chunks *netflow_chunks_alloc(enum netflow_family family, u32 buckets);

/** netflow_chunks_free - give them back; NULL is allowed */
void netflow_chunks_free(struct netflow_chunks *chunks);

/**
 * netflow_table_resize_begin - make a table of another size the one to move to
 * @chunks: empty, now the table's
 */
void netflow_table_resize_begin(struct netflow_table *table, struct netflow_chunks *chunks);

/* Which of @heads chains has this hash. */
static inline u32 netflow_head_index(u32 hash, u32 heads)
{
	return (u64)hash * heads >> 32;
}

/* The slot of its chain's head that this hash prefers: all that are in it share high bits. */
static inline unsigned int netflow_preferred(u32 hash)
{
	return (hash * GOLDEN_RATIO_32 >> 16) * NETFLOW_BUCKET_SLOTS >> 16;
}

/* The second choice, most often in the same page. */
static inline unsigned int netflow_beside(unsigned int preferred)
{
	return preferred == NETFLOW_BUCKET_SLOTS - 1 ? 0 : preferred ^ 1;
}

/** netflow_chunk_buckets - how many are in the chunk that begins with bucket @first */
static inline u32 netflow_chunk_buckets(const struct netflow_chunks *chunks, u32 first)
{
	return min_t(u32, chunks->buckets - first, NETFLOW_CHUNK_BUCKETS);
}

/**
 * netflow_chunks_bucket - a bucket and its flows, without a look at it
 * @index: below chunks->buckets
 * @flows: set
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

/** netflow_table_head - where the chain of a hash begins; @flows: of that bucket */
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
 * netflow_table_place - take a free slot of a chain, the preferred one first
 * @bucket: head of the chain, which may have to grow
 * @hash: of the flow
 * @tag: see struct netflow_bucket
 * @slot: set; its flow and when it was seen are for the caller to fill in
 * Return: 0 or -ENOMEM.
 */
int netflow_table_place(struct netflow_table *table, enum netflow_family family,
			struct netflow_bucket *bucket, u32 hash, u8 tag,
			struct netflow_slot *slot);

/**
 * netflow_table_memory - bytes that the table has now
 */
u64 netflow_table_memory(const struct netflow_table *table, enum netflow_family family);

#endif /* _NETFLOW_TABLE_H */
