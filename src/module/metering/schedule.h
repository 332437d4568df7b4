/* SPDX-License-Identifier: GPL-2.0 */
/* When the expiry of a cache runs. */
#ifndef _NETFLOW_SCHEDULE_H
#define _NETFLOW_SCHEDULE_H

#include "cache.h"

/**
 * netflow_schedule_module_init - make the workqueue
 * Context: process.
 * Return: 0 or -ENOMEM
 */
int netflow_schedule_module_init(void);

/**
 * netflow_schedule_module_exit - free the workqueue
 * Context: process; no cache is left.
 */
void netflow_schedule_module_exit(void);

/**
 * netflow_schedule_arm - let the expiry run, soon if a table has to grow
 * @cache: of this CPU, has a flow or a waiting packet
 * Context: the cache is locked.
 */
void netflow_schedule_arm(struct netflow_cache *cache);

/**
 * netflow_schedule_next - let the expiry run again after a pass, if there are flows
 * @cache: of this CPU, or of one that is offline
 * @done: the pass was complete
 * Context: the cache is locked.
 */
void netflow_schedule_next(struct netflow_cache *cache, bool done);

/**
 * netflow_schedule_again - let the expiry run again, on the cache's own CPU
 * @cache: whose worker was moved to another CPU
 * Context: process.
 */
void netflow_schedule_again(struct netflow_cache *cache);

#endif /* _NETFLOW_SCHEDULE_H */
