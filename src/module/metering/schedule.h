/* SPDX-License-Identifier: GPL-2.0 */
/* Scheduling the expiry of a cache. */
#ifndef _NETFLOW_SCHEDULE_H
#define _NETFLOW_SCHEDULE_H

#include "cache.h"

/**
 * netflow_schedule_module_init - create the workqueue
 * Context: process.
 * Return: 0 or -ENOMEM
 */
int netflow_schedule_module_init(void);

/**
 * netflow_schedule_module_exit - destroy the workqueue
 * Context: process; no caches exist.
 */
void netflow_schedule_module_exit(void);

/**
 * netflow_schedule_arm - schedule the expiry, soon if a table has to grow
 * @cache: of this CPU, has a flow or a waiting packet
 * Context: the cache is locked.
 */
void netflow_schedule_arm(struct netflow_cache *cache);

/**
 * netflow_schedule_next - schedule the expiry again after a pass if there are flows
 * @cache: entered
 * @now: at once, as the pass was not complete
 * Context: the cache is locked.
 */
void netflow_schedule_next(struct netflow_cache *cache, bool now);

/**
 * netflow_schedule_again - schedule the expiry at once, on the cache's own CPU
 * @cache: of any CPU; nothing happens if it is closed
 * Context: any.
 */
void netflow_schedule_again(struct netflow_cache *cache);

#endif /* _NETFLOW_SCHEDULE_H */
