/* SPDX-License-Identifier: GPL-2.0 */
/* Resizing the tables of a cache. */
#ifndef _NETFLOW_RESIZE_H
#define _NETFLOW_RESIZE_H

#include "cache.h"

/**
 * netflow_cache_resize - resize a table to fit its flows
 * @cache: of this CPU, or of one that is offline
 * @family: of the table
 * Called once a pass.
 * Context: the expiry's worker.
 * Return: false if this worker has left the cache's CPU
 */
bool netflow_cache_resize(struct netflow_cache *cache, enum netflow_family family);

/**
 * netflow_resize_defer - keep a table from shrinking for some passes
 * @table: its first part was emptied while the rest waits for the exporter
 *
 * In a smaller table the remaining flows would share a few chains, as chains are in the
 * order of hashes.
 * Context: the cache is locked, or the expiry's worker.
 */
void netflow_resize_defer(struct netflow_table *table);

#endif /* _NETFLOW_RESIZE_H */
