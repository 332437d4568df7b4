/* SPDX-License-Identifier: GPL-2.0 */
/* The flows of a cache that wait for the exporter: how many there may be, and who pays for them. */
#ifndef _NETFLOW_BACKLOG_H
#define _NETFLOW_BACKLOG_H

#include "cache.h"

/**
 * netflow_backlog_init - pay for the first flows on their way to the exporter
 * @cache: with its metering, otherwise zeroed
 * Context: process.
 * Return: 0 or -EDQUOT
 */
int netflow_backlog_init(struct netflow_cache *cache);

/**
 * netflow_backlog_exit - give back what was paid
 * @cache: has handed over its last flow
 * Context: process.
 */
void netflow_backlog_exit(struct netflow_cache *cache);

/**
 * netflow_backlog_pay - pay for more flows on their way to the exporter
 * @cache: of this CPU, or of one that is offline
 * @lost: set to the first counter for the loss of a flow if they may not be paid for
 * Context: the cache is locked.
 * Return: true if they were paid for
 */
bool netflow_backlog_pay(struct netflow_cache *cache, enum netflow_counter *lost);

/**
 * netflow_backlog_hand_over - check whether one more flow may wait for the exporter
 * @cache: of this CPU, or of one that is offline
 * @lost: set to the first counter for the loss of the flow if it may not
 * Context: the cache is locked.
 * Return: true if it may
 */
static inline bool netflow_backlog_hand_over(struct netflow_cache *cache,
					     enum netflow_counter *lost)
{
	return likely(netflow_cache_backlog(cache) < cache->backlog_paid) ||
	       netflow_backlog_pay(cache, lost);
}

/**
 * netflow_backlog_give_back - give back half of what the backlog did not need
 * @cache: of this CPU, or of one that is offline
 * Called once a pass.
 * Context: the cache is locked.
 */
void netflow_backlog_give_back(struct netflow_cache *cache);

#endif /* _NETFLOW_BACKLOG_H */
