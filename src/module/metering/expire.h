/* SPDX-License-Identifier: GPL-2.0 */
/* Expiry: a kworker of the cache's CPU checks all flows, in passes. */
#ifndef _NETFLOW_EXPIRE_H
#define _NETFLOW_EXPIRE_H

#include "cache.h"

/* How long an ended flow stays in the cache for the last packets of its direction. */
#define NETFLOW_END_GRACE_MS	1000

/**
 * netflow_expire_init - prepare the expiry of one cache
 * @cache: its netflow_cache.metering and netflow_cache.cpu are set
 * Context: process.
 */
void netflow_expire_init(struct netflow_cache *cache);

/**
 * netflow_expire_stop - stop the expiry of one cache for good
 * @cache: no longer receives packets
 * Context: process, sleeps.
 */
void netflow_expire_stop(struct netflow_cache *cache);

/**
 * netflow_expire_relieve - let the expiry go on if it has stopped for the exporter
 * @cache: of any CPU, its backlog has become smaller
 * Context: process.
 */
void netflow_expire_relieve(struct netflow_cache *cache);

/**
 * netflow_expire_all - expire every flow of a cache (flowEndReason 4)
 * @cache: of any CPU
 *
 * Goes on where the last call stopped, so that it ends although flows keep coming.
 * Context: process, sleeps; one caller at a time.
 * Return: false if flows are left because the exporter is busy: let it run, then call again
 */
bool netflow_expire_all(struct netflow_cache *cache);

#endif /* _NETFLOW_EXPIRE_H */
