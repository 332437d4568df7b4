/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory that an account pays for. None of these allocations calls the OOM killer, neither that
 * of the host nor that of the memcg: they fail instead.
 */
#ifndef _NETFLOW_MEMORY_H
#define _NETFLOW_MEMORY_H

#include <linux/types.h>

struct kmem_cache;
struct netflow_account;

/**
 * netflow_pages_alloc - allocate zeroed memory of many pages
 * @account: pays for it
 * @size: in bytes
 * @cpu: whose node to prefer
 * Contiguous memory if there is any: the kernel maps it with large pages.
 * Context: process.
 * Return: aligned to a page; ERR_PTR(-ENOMEM); ERR_PTR(-EDQUOT) if a limit is reached
 */
void *netflow_pages_alloc(struct netflow_account *account, size_t size, int cpu);

/**
 * netflow_pages_free - free memory
 * @account: paid for it
 * @pages: from netflow_pages_alloc()
 * @size: in bytes
 * Context: process.
 */
void netflow_pages_free(struct netflow_account *account, void *pages, size_t size);

/**
 * netflow_memory_alloc - allocate memory
 * @account: pays for it
 * @size: in bytes
 * Context: process.
 * Return: the memory, not zeroed; ERR_PTR(-ENOMEM); ERR_PTR(-EDQUOT) if a limit is reached
 */
void *netflow_memory_alloc(struct netflow_account *account, size_t size);

/**
 * netflow_memory_alloc_atomic - allocate memory on the packet path
 * @account: has paid for it, by netflow_account_charge()
 * @size: in bytes, at most a page
 * Context: bottom halves disabled.
 * Return: the memory, not zeroed, for kfree(); NULL if there is none
 */
void *netflow_memory_alloc_atomic(struct netflow_account *account, size_t size);

/**
 * netflow_object_alloc_atomic - allocate an object of a slab cache on the packet path
 * @account: has paid for it, by netflow_account_charge()
 * @slab: of the object
 * Context: bottom halves disabled.
 * Return: the object, not zeroed, for kmem_cache_free(); NULL if there is no memory
 */
void *netflow_object_alloc_atomic(struct netflow_account *account, struct kmem_cache *slab);

/**
 * netflow_memory_free - free memory
 * @account: paid for it
 * @memory: from netflow_memory_alloc(); NULL is allowed
 * @size: in bytes
 * Context: process.
 */
void netflow_memory_free(struct netflow_account *account, void *memory, size_t size);

#endif /* _NETFLOW_MEMORY_H */
