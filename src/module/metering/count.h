/* SPDX-License-Identifier: GPL-2.0 */
/* Counting packets in their flows. */
#ifndef _NETFLOW_COUNT_H
#define _NETFLOW_COUNT_H

#include "cache.h"

/**
 * netflow_cache_meter - meter cache->packet[cache->turn]
 * @cache: this CPU's
 * @now: uptime in ms modulo 2^32
 *
 * The packet waits until the next one arrives or another user enters the cache; meanwhile
 * the lines needed to count it are prefetched.  The previous packet is counted in its flow
 * now, or begins one.
 * Context: the cache is locked.
 */
void netflow_cache_meter(struct netflow_cache *cache, u32 now);

/**
 * netflow_cache_count_waiting - count the waiting packet in its flow, if there is one
 * @cache: of this CPU, or of one that is offline
 * Context: the cache is locked.
 */
void netflow_cache_count_waiting(struct netflow_cache *cache);

/**
 * netflow_cache_find - look up the flow with the same key as another flow
 * @cache: of this CPU, or of one that is offline
 * @family: of the flow
 * @like: flow with that key
 * @hash: of that key
 * @slot: set if the flow was found
 * Optimized for flows that are usually absent: touches only lines of buckets.
 * Context: the cache is locked.
 * Return: the flow or NULL
 */
struct netflow_flow *netflow_cache_find(struct netflow_cache *cache, enum netflow_family family,
					const struct netflow_flow *like, u32 hash,
					struct netflow_slot *slot);

#endif /* _NETFLOW_COUNT_H */
