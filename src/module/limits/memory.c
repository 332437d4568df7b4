// SPDX-License-Identifier: GPL-2.0
/* Memory that an account pays for. See memory.h. */
#include "memory.h"

#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/kmemleak.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>

#include "account.h"

#define NETFLOW_GFP		(GFP_KERNEL_ACCOUNT | __GFP_NOWARN | __GFP_RETRY_MAYFAIL)
#define NETFLOW_GFP_LARGE	(GFP_KERNEL_ACCOUNT | __GFP_NOWARN | __GFP_NORETRY | __GFP_ZERO)
/* Charged to the memcg even beyond its maximum, as the kernel does with all that is atomic. */
#define NETFLOW_GFP_ATOMIC	(GFP_ATOMIC | __GFP_ACCOUNT | __GFP_NOWARN)

/* An offline CPU's node may have no memory. */
static int netflow_cpu_node(int cpu)
{
	int node = cpu_to_node(cpu);

	return node != NUMA_NO_NODE && node_state(node, N_MEMORY) ? node : numa_mem_id();
}

/* As alloc_pages_exact(), but on a node; gives back what is not needed of a power of two. */
static void *netflow_pages_contiguous(size_t size, int node)
{
	unsigned int order = get_order(size);
	struct page *first = alloc_pages_node(node, NETFLOW_GFP_LARGE, order);
	unsigned long i;

	if (!first)
		return NULL;
	split_page(first, order);
	for (i = PAGE_ALIGN(size) >> PAGE_SHIFT; i < 1UL << order; i++)
		__free_page(first + i);
	/* kmemleak does not scan these pages unless they are registered with it. */
	kmemleak_alloc(page_address(first), size, 1, GFP_KERNEL);
	return page_address(first);
}

void *netflow_pages_alloc(struct netflow_account *account, size_t size, int cpu)
{
	struct mem_cgroup *old;
	void *pages;

	if (!netflow_account_charge(account, PAGE_ALIGN(size)))
		return ERR_PTR(-EDQUOT);
	old = set_active_memcg(account->memcg);
	pages = netflow_pages_contiguous(size, netflow_cpu_node(cpu));
	if (!pages)
		pages = __vmalloc(size, NETFLOW_GFP | __GFP_ZERO);
	set_active_memcg(old);
	if (pages)
		return pages;
	netflow_account_uncharge(account, PAGE_ALIGN(size));
	return ERR_PTR(-ENOMEM);
}

void netflow_pages_free(struct netflow_account *account, void *pages, size_t size)
{
	if (is_vmalloc_addr(pages)) {
		vfree(pages);
	} else {
		kmemleak_free(pages);
		free_pages_exact(pages, size);
	}
	netflow_account_uncharge(account, PAGE_ALIGN(size));
}

void *netflow_memory_alloc(struct netflow_account *account, size_t size)
{
	struct mem_cgroup *old;
	void *memory;

	if (!netflow_account_charge(account, size))
		return ERR_PTR(-EDQUOT);
	old = set_active_memcg(account->memcg);
	memory = kvmalloc(size, NETFLOW_GFP);
	set_active_memcg(old);
	if (memory)
		return memory;
	netflow_account_uncharge(account, size);
	return ERR_PTR(-ENOMEM);
}

void *netflow_memory_alloc_atomic(struct netflow_account *account, size_t size)
{
	struct mem_cgroup *old = set_active_memcg(account->memcg);
	void *memory = kmalloc(size, NETFLOW_GFP_ATOMIC);

	set_active_memcg(old);
	return memory;
}

void *netflow_object_alloc_atomic(struct netflow_account *account, struct kmem_cache *slab)
{
	struct mem_cgroup *old = set_active_memcg(account->memcg);
	void *object = kmem_cache_alloc(slab, NETFLOW_GFP_ATOMIC);

	set_active_memcg(old);
	return object;
}

void netflow_memory_free(struct netflow_account *account, void *memory, size_t size)
{
	if (!memory)
		return;
	kvfree(memory);
	netflow_account_uncharge(account, size);
}
