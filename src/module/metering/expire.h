/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Expiry and all else that is done to a cache but metering: by a kworker of
 * the cache's CPU, bottom halves off for a bounded number of buckets at a time.
 */
#ifndef _NETFLOW_EXPIRE_H
#define _NETFLOW_EXPIRE_H

#include "cache.h"

/* Chains that are visited with bottom halves off. */
#define NETFLOW_EXPIRE_BUCKETS	2

/* A flow that ended waits so long for the last packets of its direction. */
#define NETFLOW_END_GRACE_MS	1000

/** netflow_expire_module_init - its workqueue; Return: 0 or -ENOMEM */
int netflow_expire_module_init(void);
void netflow_expire_module_exit(void);

/** netflow_expire_init - prepare the expiry of one cache, see netflow_cache_init() */
void netflow_expire_init(struct netflow_cache *cache, struct netflow_metering *metering, int cpu);

/**
 * netflow_expire_stop - no expiry any more
 * @cache: gets no packets any more
 * Context: process.
 */
void netflow_expire_stop(struct netflow_cache *cache);

/**
 * netflow_expire_admit - make room for one more flow of this CPU
 * @now: uptime in ms
 * Evicts a flow if the cache is full.  Context: bottom halves off.
 */
void netflow_expire_admit(struct netflow_cache *cache, u32 now);

/** netflow_expire_arm - there are flows: see to their expiry; bottom halves off */
void netflow_expire_arm(struct netflow_cache *cache);

/**
 * netflow_expire_call - run something on a cache's CPU and wait for it
 * @fn: runs in process context, enters the cache by netflow_cache_enter()
 * @arg: given to @fn
 * Context: process.
 */
void netflow_expire_call(struct netflow_cache *cache,
			 void (*fn)(struct netflow_cache *cache, void *arg), void *arg);

/**
 * netflow_expire_settle - see to it that no packet that came before waits
 * Context: process.
 */
void netflow_expire_settle(struct netflow_cache *cache);

/**
 * netflow_expire_all - expire every flow of a cache (flowEndReason 4)
 * Context: process.  Return: false if it stopped because the exporter has
 * enough to do: let it run and call again.
 */
bool netflow_expire_all(struct netflow_cache *cache);

#endif /* _NETFLOW_EXPIRE_H */
