/* SPDX-License-Identifier: GPL-2.0 */
/* Eviction: a new flow in a full cache takes the place of an old one. */
#ifndef _NETFLOW_EVICT_H
#define _NETFLOW_EVICT_H

#include "cache.h"

/**
 * netflow_cache_evict - expire the flow that appears to have been idle longest
 * @cache: of this CPU, or of one that is offline
 * @now: uptime in ms
 * Searches only a few chains, starting where the last search stopped.
 * Context: the cache is locked.
 * Return: false if those chains were empty
 */
bool netflow_cache_evict(struct netflow_cache *cache, u32 now);

/**
 * netflow_cache_evict_chain - expire the flow of a chain that appears to have been idle longest
 * @cache: of this CPU
 * @family: of the chain
 * @head: of the chain
 * @now: uptime in ms
 * Context: the cache is locked.
 * Return: false if the chain was empty
 */
bool netflow_cache_evict_chain(struct netflow_cache *cache, enum netflow_family family,
			       struct netflow_bucket *head, u32 now);

#endif /* _NETFLOW_EVICT_H */
