/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Access to a cache from outside the packet path: in process context on the CPU that owns it,
 * with bottom halves off for a bounded number of chains at a time. From any CPU if the owner is
 * offline or the cache is closed.
 *
 * Between two such sections anything may happen to the cache: other users, a resize, packets.
 */
#ifndef _NETFLOW_VISIT_H
#define _NETFLOW_VISIT_H

#include "cache.h"

/* Chains visited at a time with bottom halves off. */
#define NETFLOW_VISIT_BUCKETS	2

/**
 * netflow_visit_module_init - create the workqueue
 * Context: process.
 * Return: 0 or -ENOMEM
 */
int netflow_visit_module_init(void);

/**
 * netflow_visit_module_exit - destroy the workqueue
 * Context: process; no caches exist.
 */
void netflow_visit_module_exit(void);

/**
 * netflow_cache_enter - lock a cache and count its waiting packet, if this CPU may
 * @cache: of any CPU
 * Context: process, sleeps.
 * Return: false if another online CPU owns the cache; then nothing is locked
 */
bool netflow_cache_enter(struct netflow_cache *cache);

/**
 * netflow_cache_leave - unlock a cache, and reschedule if needed
 * @cache: entered
 * Context: process, sleeps.
 */
void netflow_cache_leave(struct netflow_cache *cache);

/**
 * netflow_visit_call - run a function on a cache's CPU and wait for it
 * @cache: of any CPU
 * @fn: runs in process context, enters the cache by netflow_cache_enter(); returns false if
 *	it has not done all it should
 * @arg: passed to @fn
 *
 * Gives up after a second if the CPU does not run its kworkers, as one does not whose time a
 * task of a real-time priority takes. Such a CPU is then left alone for a while.
 * Context: process, sleeps.
 * Return: what @fn returned; false if it could not run
 */
bool netflow_visit_call(struct netflow_cache *cache,
			bool (*fn)(struct netflow_cache *cache, void *arg), void *arg);

/**
 * netflow_visit_absent - check whether a cache's CPU was found not to run its kworkers
 * @cache: of any CPU
 * Context: any.
 * Return: true if netflow_visit_call() gives up at once
 */
bool netflow_visit_absent(const struct netflow_cache *cache);

/**
 * netflow_visit_count_waiting - count the waiting packet of a cache, if there is one
 * @cache: of any CPU
 * Context: process, sleeps.
 */
void netflow_visit_count_waiting(struct netflow_cache *cache);

#endif /* _NETFLOW_VISIT_H */
