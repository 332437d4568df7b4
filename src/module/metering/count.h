/* SPDX-License-Identifier: GPL-2.0 */
/* From a packet to its flow. */
#ifndef _NETFLOW_COUNT_H
#define _NETFLOW_COUNT_H

#include "cache.h"

/**
 * netflow_cache_meter - meter cache->packet[cache->turn]
 * @cache: this CPU's
 * @now: uptime in ms modulo 2^32
 *
 * The packet waits until the next one comes, or somebody else uses the cache; meanwhile
 * what is needed to count it comes from memory.  The packet before is counted in its flow
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
 * netflow_cache_find - look a flow up by another flow's key
 * @cache: of this CPU, or of one that is offline
 * @family: of the flow
 * @like: has that key
 * @hash: of that key
 * @slot: set if the flow was found
 * Made for flows that are most often not there: only lines of buckets are touched.
 * Context: the cache is locked.
 * Return: the flow or NULL
 */
struct netflow_flow *netflow_cache_find(struct netflow_cache *cache, enum netflow_family family,
					const struct netflow_flow *like, u32 hash,
					struct netflow_slot *slot);

#endif /* _NETFLOW_COUNT_H */
