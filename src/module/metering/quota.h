/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Limits the number of flows, in the cache and on their way to the exporter. CPUs take quotas
 * from a common pool, a batch at a time, so that the packet path seldom writes a line that
 * another CPU writes.
 */
#ifndef _NETFLOW_QUOTA_H
#define _NETFLOW_QUOTA_H

#include "cache.h"

/**
 * netflow_quota_admit - make room for one more flow of this CPU
 * @cache: of this CPU
 * @now: uptime in ms
 * Evicts a flow if the cache is full.
 * Context: the cache is locked.
 */
void netflow_quota_admit(struct netflow_cache *cache, u32 now);

/**
 * netflow_quota_give_back - return the quota that this CPU does not need
 * @cache: of this CPU, or of one that is offline
 * Context: the cache is locked.
 */
void netflow_quota_give_back(struct netflow_cache *cache);

/**
 * netflow_quota_reclaim - evict a flow if other CPUs need its place
 * @cache: of this CPU, or of one that is offline
 * @now: uptime in ms
 * Context: the cache is locked.
 * Return: false if there is currently nothing to evict
 */
bool netflow_quota_reclaim(struct netflow_cache *cache, u32 now);

#endif /* _NETFLOW_QUOTA_H */
