/* SPDX-License-Identifier: GPL-2.0 */
/* How large the tables of a cache are. */
#ifndef _NETFLOW_RESIZE_H
#define _NETFLOW_RESIZE_H

#include "cache.h"

/**
 * netflow_cache_resize - give a table the size that its flows need
 * @cache: of this CPU, or of one that is offline
 * @family: of the table
 * Called once in a pass.
 * Context: process, netflow_cache.control and cpus_read_lock() are held.
 * Return: false if this worker has left the cache's CPU
 */
bool netflow_cache_resize(struct netflow_cache *cache, enum netflow_family family);

/**
 * netflow_resize_defer - do not shrink a table for some passes
 * @table: whose first part was emptied while the rest waits for the exporter
 *
 * In a smaller table all of the rest would come into few chains, as these are in the order
 * of the hashes.
 * Context: netflow_cache.control is held.
 */
void netflow_resize_defer(struct netflow_table *table);

#endif /* _NETFLOW_RESIZE_H */
