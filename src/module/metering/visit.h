/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Access to a cache from outside the packet path: in process context on the CPU that owns it,
 * with bottom halves off for a bounded number of chains at a time.
 */
#ifndef _NETFLOW_VISIT_H
#define _NETFLOW_VISIT_H

#include "cache.h"

/* Chains visited at a time with bottom halves off. */
#define NETFLOW_VISIT_BUCKETS	2

/**
 * netflow_cache_enter - enter a cache in process context
 * @cache: this CPU's, or an offline CPU's
 * Locks the cache and counts the waiting packet.
 * Context: process; the caller stays on this CPU.
 */
void netflow_cache_enter(struct netflow_cache *cache);

/**
 * netflow_cache_try_enter - enter a cache if this is its CPU
 * @cache: of any CPU
 * For work that may have been moved from its CPU.
 * Context: process, netflow_cache.control and cpus_read_lock() are held.
 * Return: false if another online CPU owns the cache
 */
bool netflow_cache_try_enter(struct netflow_cache *cache);

/**
 * netflow_cache_leave - unlock a cache, and reschedule if needed
 * @cache: entered
 * Context: process, sleeps.
 */
void netflow_cache_leave(struct netflow_cache *cache);

/**
 * netflow_visit_call - run a function on a cache's CPU and wait for it
 * @cache: of any CPU
 * @fn: runs in process context, enters the cache by netflow_cache_enter()
 * @arg: passed to @fn
 * Holds netflow_cache.control during the call.
 * Context: process, sleeps.
 */
void netflow_visit_call(struct netflow_cache *cache,
			void (*fn)(struct netflow_cache *cache, void *arg), void *arg);

/**
 * netflow_visit_count_waiting - count the waiting packet of a cache, if there is one
 * @cache: of any CPU
 * Context: process, sleeps.
 */
void netflow_visit_count_waiting(struct netflow_cache *cache);

#endif /* _NETFLOW_VISIT_H */
