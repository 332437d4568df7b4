/* SPDX-License-Identifier: GPL-2.0 */
/* Which flow makes room for a new one in a full cache. */
#ifndef _NETFLOW_EVICT_H
#define _NETFLOW_EVICT_H

#include "cache.h"

/**
 * netflow_cache_evict - expire the flow that seems to have been idle for longest
 * @cache: of this CPU, or of one that is offline
 * @now: uptime in ms
 * Looks at a few chains only, from where it stopped the last time.
 * Context: the cache is locked.
 * Return: false if those chains were empty
 */
bool netflow_cache_evict(struct netflow_cache *cache, u32 now);

#endif /* _NETFLOW_EVICT_H */
