/* SPDX-License-Identifier: GPL-2.0 */
/* When flows leave the cache: a kworker of the cache's CPU looks at all of them, in passes. */
#ifndef _NETFLOW_EXPIRE_H
#define _NETFLOW_EXPIRE_H

#include "cache.h"

/* How long a flow that has ended waits for the last packets of its direction. */
#define NETFLOW_END_GRACE_MS	1000

/**
 * netflow_expire_init - prepare the expiry of one cache
 * @cache: whose netflow_cache.metering and netflow_cache.cpu are set
 * Context: process.
 */
void netflow_expire_init(struct netflow_cache *cache);

/**
 * netflow_expire_stop - stop the expiry of one cache for good
 * @cache: gets no packets any more
 * Context: process, sleeps.
 */
void netflow_expire_stop(struct netflow_cache *cache);

/**
 * netflow_expire_all - expire every flow of a cache (flowEndReason 4)
 * @cache: of any CPU
 * Context: process, sleeps.
 * Return: false if it stopped because the exporter is busy: let it run and call again
 */
bool netflow_expire_all(struct netflow_cache *cache);

#endif /* _NETFLOW_EXPIRE_H */
