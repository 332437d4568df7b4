/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How all but the packet path use a cache: in process context on the CPU that owns it, with
 * bottom halves off for a bounded number of chains at a time.
 */
#ifndef _NETFLOW_VISIT_H
#define _NETFLOW_VISIT_H

#include "cache.h"

/* Chains that are visited with bottom halves off. */
#define NETFLOW_VISIT_BUCKETS	2

/**
 * netflow_cache_enter - begin to use a cache in process context
 * @cache: this CPU's, or an offline CPU's
 * Locks the cache and counts the waiting packet.
 * Context: process; the caller stays on this CPU.
 */
void netflow_cache_enter(struct netflow_cache *cache);

/**
 * netflow_cache_try_enter - begin to use a cache, if this is its CPU
 * @cache: of any CPU
 * For work that may have been moved from its CPU.
 * Context: process, netflow_cache.control and cpus_read_lock() are held.
 * Return: false if a CPU that is online owns the cache, and it is not this one
 */
bool netflow_cache_try_enter(struct netflow_cache *cache);

/**
 * netflow_cache_leave - let the packet path in again, and others run
 * @cache: entered
 * Context: process, sleeps.
 */
void netflow_cache_leave(struct netflow_cache *cache);

/**
 * netflow_visit_call - run something on a cache's CPU and wait for it
 * @cache: of any CPU
 * @fn: runs in process context, enters the cache by netflow_cache_enter()
 * @arg: given to @fn
 * Holds netflow_cache.control meanwhile.
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
