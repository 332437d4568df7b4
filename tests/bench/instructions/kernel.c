// SPDX-License-Identifier: GPL-2.0
/* Memory, time and deferred work of the stand-ins. See include/bench_kernel.h. */
#include "bench_kernel.h"

#include <stdlib.h>

#include "driver.h"

unsigned long volatile jiffies = 1000000;
int bench_preempt_count;
unsigned long bench_this_cpu_off;

u64 ktime_get_coarse_boottime_ns(void)
{
	return jiffies * (NSEC_PER_SEC / HZ);
}

void *bench_alloc(size_t size)
{
	size_t alignment = size >= PAGE_SIZE ? PAGE_SIZE : L1_CACHE_BYTES;
	size_t whole = (size + alignment - 1) / alignment * alignment;
	void *memory = aligned_alloc(alignment, whole);

	if (!memory)
		abort();
	return memset(memory, 0, whole);
}

void kfree(const void *memory)
{
	free((void *)memory);
}

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     unsigned int flags, void (*constructor)(void *memory))
{
	(void)name;
	(void)align;
	(void)flags;
	(void)constructor;
	return (struct kmem_cache *)(unsigned long)size;
}

void kmem_cache_destroy(struct kmem_cache *cache)
{
	(void)cache;
}

void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t flags)
{
	(void)flags;
	return bench_alloc((unsigned long)cache);
}

/* All headers are linear. */
int skb_copy_bits(const struct sk_buff *skb, int offset, void *to, int length)
{
	(void)skb;
	(void)offset;
	(void)to;
	(void)length;
	return -EFAULT;
}

/* There is only one cache, so there is only one work. */
static struct delayed_work *bench_work;

void mod_delayed_work_on(int cpu, struct workqueue_struct *queue, struct delayed_work *work,
			 unsigned long delay)
{
	(void)cpu;
	(void)queue;
	if (bench_work && bench_work != work)
		abort();
	bench_work = work;
	work->queued = true;
	work->due = jiffies + delay;
}

void bench_run_work(void)
{
	struct delayed_work *work = bench_work;

	bench_take();
	if (!work || !work->queued || (long)(jiffies - work->due) < 0)
		return;
	work->queued = false;
	work->work.fn(&work->work);
}
