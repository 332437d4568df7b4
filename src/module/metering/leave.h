/* SPDX-License-Identifier: GPL-2.0 */
/* Removing flows from a cache. */
#ifndef _NETFLOW_LEAVE_H
#define _NETFLOW_LEAVE_H

#include "cache.h"

/**
 * netflow_cache_remove - empty a slot
 * @cache: of this CPU, or of one that is offline
 * @family: of the flow
 * @slot: has a flow
 * Context: the cache is locked.
 */
void netflow_cache_remove(struct netflow_cache *cache, enum netflow_family family,
			  struct netflow_slot slot);

/**
 * netflow_cache_expire - remove a flow and hand it over to the exporter
 * @cache: of this CPU, or of one that is offline
 * @family: of the flow
 * @slot: has a flow
 * @reason: flowEndReason
 * Counts the flow as lost if there is no memory for it or the exporter is too far behind.
 * Context: the cache is locked.
 */
void netflow_cache_expire(struct netflow_cache *cache, enum netflow_family family,
			  struct netflow_slot slot, enum netflow_end_reason reason);

#endif /* _NETFLOW_LEAVE_H */
