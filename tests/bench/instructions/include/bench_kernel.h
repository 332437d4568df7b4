/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Userspace stand-ins for the parts of the kernel that the packet path uses: one CPU in a softirq,
 * memory from the C library, no locks. Every source includes this first, see build.py. The parts
 * that each packet passes take about as many instructions as in the kernel.
 */
#ifndef _BENCH_KERNEL_H
#define _BENCH_KERNEL_H

#include <kernel.h>
#include <limits.h>

/* Compiler */
#ifndef likely
#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)
#endif
#define noinline	__attribute__((__noinline__))
#define fallthrough	__attribute__((__fallthrough__))
#define __aligned(n)	__attribute__((__aligned__(n)))
#define __percpu
#define __rcu
#define L1_CACHE_BYTES	64
#define ____cacheline_aligned		__aligned(L1_CACHE_BYTES)
#define ____cacheline_aligned_in_smp	____cacheline_aligned
#define READ_ONCE(x)		(*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, value)	((void)(*(volatile __typeof__(x) *)&(x) = (value)))
#define IS_ENABLED(CONFIG_option)	(CONFIG_option)
#define BUILD_BUG_ON(condition)	do { if (condition) bench_build_bug(); } while (0)
#define WARN_ON(condition)	({ if (unlikely(condition)) abort(); 0; })
#define WARN_ON_ONCE(condition)	WARN_ON(condition)

/* Options that sources ask for by IS_ENABLED(). */
enum {
	CONFIG_64BIT = sizeof(long) == 8,
	CONFIG_LOCKDEP = 0,
};

__attribute__((__error__("BUILD_BUG_ON"))) void bench_build_bug(void);
__attribute__((__noreturn__)) void abort(void);

/* Numbers */
#define offsetofend(type, member)	(offsetof(type, member) + sizeof(((type *)0)->member))
#define container_of(pointer, type, member)	\
	((type *)((void *)(pointer) - offsetof(type, member)))
#define struct_size(pointer, member, count)	\
	(sizeof(*(pointer)) + (count) * sizeof((*(pointer)).member[0]))
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define clamp(value, low, high)	min(max(value, low), high)
#define clamp_t(type, value, low, high)	clamp((type)(value), (type)(low), (type)(high))
#define rounddown(n, d)		((n) / (d) * (d))
#define GOLDEN_RATIO_32		0x61C88647
#define MSEC_PER_SEC		1000L

static inline unsigned long __ffs64(u64 word)
{
	return __builtin_ctzll(word);
}

#define le64_to_cpu(value)	le64toh(value)
#define prefetch(address)	__builtin_prefetch(address)

/* Errors in pointers */
#define ERR_PTR(error)		((void *)(long)(error))
#define PTR_ERR(pointer)	((long)(pointer))
#define IS_ERR(pointer)		unlikely((unsigned long)(pointer) >= (unsigned long)-4095)

/* Time: the driver sets it. */
#define HZ		250
#define time_before(a, b)	((long)((a) - (b)) < 0)
extern unsigned long volatile jiffies;
u64 ktime_get_coarse_boottime_ns(void);

/* One CPU, in a softirq when packets come. */
extern int bench_preempt_count;
extern unsigned long bench_this_cpu_off;

#define SOFTIRQ_OFFSET		0x100
#define SOFTIRQ_MASK		0xff00
#define softirq_count()		(READ_ONCE(bench_preempt_count) & SOFTIRQ_MASK)
#define in_softirq()		softirq_count()
#define this_cpu_ptr(pointer)	\
	((__typeof__(pointer))((char *)(pointer) + READ_ONCE(bench_this_cpu_off)))
#define per_cpu_ptr(pointer, cpu)	({ (void)(cpu); (pointer); })
#define alloc_percpu(object)	((__typeof__(object) *)bench_alloc(sizeof(object)))
#define alloc_percpu_gfp(object, flags)	alloc_percpu(object)
#define free_percpu(pointer)	kfree(pointer)
#define for_each_possible_cpu(cpu)	for ((cpu) = 0; (cpu) < 1; (cpu)++)
#define num_possible_cpus()	1U
#define smp_processor_id()	0
#define cpu_online(cpu)		((void)(cpu), true)
#define cpus_read_lock()	do { } while (0)
#define cpus_read_unlock()	do { } while (0)
#define cond_resched()		do { } while (0)
#define work_on_cpu(cpu, fn, arg)	((fn)(arg))
#define smp_mb()		__sync_synchronize()	/* as the kernel's */
#define pr_warn_ratelimited(...)	do { } while (0)

/* 64-bit counters, which 64-bit machines read in one piece */
struct u64_stats_sync { };
#define u64_stats_init(sync)		((void)(sync))
#define u64_stats_update_begin(sync)	((void)(sync))
#define u64_stats_update_end(sync)	((void)(sync))
#define u64_stats_fetch_begin(sync)	((void)(sync), 0U)
#define u64_stats_fetch_retry(sync, start)	((void)(sync), (void)(start), false)

static inline void local_bh_disable(void)
{
	WRITE_ONCE(bench_preempt_count, bench_preempt_count + 2 * SOFTIRQ_OFFSET);
}

static inline void local_bh_enable(void)
{
	WRITE_ONCE(bench_preempt_count, bench_preempt_count - 2 * SOFTIRQ_OFFSET);
}

/* Locks: there is only one thread. */
struct mutex { int unused; };
typedef struct { int unused; } spinlock_t;
typedef struct { int counter; } atomic_t;
typedef struct { long counter; } atomic_long_t;
typedef struct { int counter; } refcount_t;

#define mutex_init(mutex)	((void)(mutex))
#define mutex_lock(mutex)	((void)(mutex))
#define mutex_unlock(mutex)	((void)(mutex))
#define lockdep_assert_held(lock)	((void)(lock))
#define rcu_dereference_bh(pointer)	READ_ONCE(pointer)
#define rcu_dereference_protected(pointer, condition)	(pointer)
#define rcu_replace_pointer(pointer, value, condition)	\
	({ __typeof__(pointer) _old = (pointer); (pointer) = (value); _old; })
#define synchronize_net()	do { } while (0)
#define atomic_long_read(atomic)	READ_ONCE((atomic)->counter)
#define atomic_long_set(atomic, value)	WRITE_ONCE((atomic)->counter, value)
#define atomic_long_add(value, atomic)	((void)__sync_add_and_fetch(&(atomic)->counter, value))
#define atomic_long_sub_return(value, atomic)	__sync_sub_and_fetch(&(atomic)->counter, value)
#define atomic_long_inc(atomic)	atomic_long_add(1, atomic)
#define atomic_long_dec(atomic)	atomic_long_add(-1, atomic)

/* Memory */
typedef unsigned int gfp_t;

#define GFP_KERNEL	0
#define GFP_KERNEL_ACCOUNT	0
#define GFP_ATOMIC	0
#define __GFP_ZERO	0
#define __GFP_NOWARN	0
#define __GFP_NORETRY	0
#define PAGE_SIZE	4096UL
#define PAGE_MASK	(~(PAGE_SIZE - 1))

struct kmem_cache;

/* Zeroed and aligned to a page if it is as large as one, otherwise to a cache line. */
void *bench_alloc(size_t size);
void kfree(const void *memory);
struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     unsigned int flags, void (*constructor)(void *memory));
void kmem_cache_destroy(struct kmem_cache *cache);
void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t flags);

#define kmalloc(size, flags)	bench_alloc(size)
#define kvzalloc(size, flags)	bench_alloc(size)
#define kvmalloc(size, flags)	bench_alloc(size)
#define __vmalloc(size, flags)	bench_alloc(size)
#define alloc_pages_exact(size, flags)	bench_alloc(size)
#define free_pages_exact(memory, size)	kfree(memory)
#define kvfree(memory)		kfree(memory)
#define vfree(memory)		kfree(memory)
#define kmem_cache_free(cache, memory)	kfree(memory)
#define is_vmalloc_addr(memory)	((void)(memory), false)
#define kmemleak_alloc(memory, size, count, flags)	((void)(memory))
#define kmemleak_free(memory)	((void)(memory))

/* Lists and trees */
struct list_head {
	struct list_head *next, *prev;
};

struct llist_node {
	struct llist_node *next;
};

struct llist_head {
	struct llist_node *first;
};

#define init_llist_head(head)	((void)((head)->first = NULL))

static inline bool llist_add(struct llist_node *node, struct llist_head *head)
{
	node->next = head->first;
	head->first = node;
	return !node->next;
}

static inline struct llist_node *llist_del_all(struct llist_head *head)
{
	struct llist_node *all = head->first;

	head->first = NULL;
	return all;
}

/* Of next hops, which are few: never balanced, never erased. */
struct rb_node {
	struct rb_node *rb_left, *rb_right;
};

struct rb_root {
	struct rb_node *rb_node;
};

#define rb_entry(pointer, type, member)	container_of(pointer, type, member)
#define RB_ROOT			((struct rb_root) {})
#define rbtree_postorder_for_each_entry_safe(entry, next, root, member)	\
	for ((entry) = (next) = NULL; (void)(root), (entry); (entry) = (next))
#define rb_insert_color(node, root)	((void)(root))
#define rb_erase(node, root)		abort()

static inline void rb_link_node(struct rb_node *node, struct rb_node *parent,
				struct rb_node **link)
{
	(void)parent;
	*node = (struct rb_node) {};
	*link = node;
}

/* Deferred work: the driver runs what is due. */
struct workqueue_struct;

struct work_struct {
	void (*fn)(struct work_struct *work);
};

struct delayed_work {
	struct work_struct work;
	unsigned long due;
	bool queued;
};

#define WQ_PERCPU	0
#define WQ_CPU_INTENSIVE	0
#define WORK_CPU_UNBOUND	(-1)
#define alloc_workqueue(name, flags, active)	((struct workqueue_struct *)(name))
#define destroy_workqueue(queue)	((void)(queue))
#define INIT_DELAYED_WORK(delayed, function)	((void)((delayed)->work.fn = (function)))
#define to_delayed_work(pointer)	container_of(pointer, struct delayed_work, work)

void mod_delayed_work_on(int cpu, struct workqueue_struct *queue, struct delayed_work *work,
			 unsigned long delay);

#define queue_delayed_work_on(cpu, queue, work, delay)	\
	do { if (!(work)->queued) mod_delayed_work_on(cpu, queue, work, delay); } while (0)
#define cancel_delayed_work_sync(work)	((void)((work)->queued = false))

/* A visit of another CPU runs at once. */
struct completion { int unused; };
#define init_completion(completion)	((void)(completion))
#define complete(completion)		((void)(completion))
#define wait_for_completion_timeout(completion, timeout)	((void)(completion), 1UL)
#define INIT_WORK_ONSTACK(work, function)	((void)((work)->fn = (function)))
#define destroy_work_on_stack(work)	((void)(work))
#define queue_work_on(cpu, queue, work)	((void)(queue), (work)->fn(work), true)
#define cancel_work_sync(work)		((void)(work), false)

/* Keyed hash: SipHash-1-3, as in the kernel on 64 bits. */
typedef struct {
	unsigned long key[2];
} hsiphash_key_t;

u32 hsiphash(const void *data, size_t length, const hsiphash_key_t *key);

/* The secret of the hash: always the same. */
#define get_random_bytes(buffer, size)	memset(buffer, 0x5a, size)

/* Only named in structs */
struct net;
struct hrtimer { int unused; };
typedef struct { int unused; } wait_queue_head_t;
struct ratelimit_state { int unused; };

#include "bench_packet.h"

#endif /* _BENCH_KERNEL_H */
